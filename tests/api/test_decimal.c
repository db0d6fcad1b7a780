/* Decimals: the class, as scripts see it, and the host's functions. What their arithmetic gives is the concern of tests/decimal. */
#define HAKO_WITH_DECIMAL 1
#include "check.h"
#include <limits.h>

static hako_vm *open_decimal(size_t size)
{
    hako_vm *vm = open_vm(size);
    CHECK(hako_install(vm, HAKO_DECIMAL));
    return vm;
}

/* Sources, and what each gives as text */
typedef struct { const char *source, *result; } pair;
static void check_pairs(hako_vm *vm, const pair *pairs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool ok = same(value_of(vm, pairs[i].source), pairs[i].result);
        if (!ok) printf("  of %s\n", pairs[i].source);
        CHECK(ok);
    }
}
#define CHECK_PAIRS(vm, pairs) check_pairs(vm, pairs, sizeof(pairs) / sizeof *(pairs))

static void test_making(void)
{
    static const pair pairs[] = {
        { "`${Decimal('1.50')}`", "1.50" }, { "`${new Decimal(' -7 ')}`", "-7" }, { "`${Decimal('\\u20031e-7\\n')}`", "1e-7" },
        { "`${Decimal(0.1)}`", "0.1" }, { "`${Decimal(-2.5e-9)}`", "-2.5e-9" }, { "`${Decimal(1e21)}`", "1e+21" }, { "`${Decimal(NaN)}`", "NaN" },
        { "`${Decimal(-1/0)}`", "-Infinity" }, { "`${Decimal(0)} ${Decimal(7)}`", "0 7" }, { "`${Decimal(-12n)}`", "-12" }, { "`${Decimal(0n)}`", "0" },
        { "`${Decimal(Decimal('1.10'))}`", "1.10" }, { "`${Decimal(12345678901234567890123456789012345n)}`", "1.234567890123456789012345678901234e+34" },
        { "`${Decimal(-(10n ** 200n) - 1n)}`", "-1.000000000000000000000000000000000e+200" },
        { "`${Decimal(10n ** 3000n)} ${new Decimal(-(10n ** 7000n))}`", "1.000000000000000000000000000000000e+3000 -Infinity" },
        { "`${Decimal.scaled(1999n, 2)} ${Decimal.scaled(1999, -2)} ${Decimal.scaled('5', 1)} ${Decimal.scaled(10n ** 400n, 400)}`",
          "19.99 1.999e+5 0.5 1.000000000000000000000000000000000" },
        { "`${Decimal.scaled(1, 1e6)} ${Decimal.scaled(1, -1e6)}`", "0e-6176 Infinity" },
        { "Decimal.scaled(1, 1e7)", "RangeError: scale is out of range" }, { "Decimal.scaled(1, -Infinity)", "RangeError: scale is out of range" },
        { "Decimal('')", "SyntaxError: cannot convert '' to a Decimal" }, { "Decimal('1,5')", "SyntaxError: cannot convert '1,5' to a Decimal" },
        { "new Decimal('\\u2003 \\u4e00')", "SyntaxError: cannot convert '\342\200\203 \344\270\200' to a Decimal" },
        { "Decimal('\\u2003' + '1'.repeat(60))", "SyntaxError: cannot convert '\342\200\203111111111111111111111111111111111111" },
        { "Decimal()", "TypeError: cannot convert undefined to a Decimal" }, { "Decimal(null)", "TypeError: cannot convert null to a Decimal" },
        { "Decimal(true)", "TypeError: cannot convert true to a Decimal" }, { "Decimal({ valueOf() { return 1 } })", "TypeError: cannot convert" },
        { "Decimal(Symbol())", "TypeError: cannot convert" }, { "Decimal.length + Decimal.name + typeof Decimal", "1Decimalfunction" },
        { "Object.prototype.toString.call(Decimal(1)) + (Decimal(1) instanceof Decimal) + Decimal.prototype.add.length", "[object Decimal]true1" },
        { "class Money extends Decimal { euro() { return this.toFixed(2) + ' EUR' } }; let m = new Money('3.5'); m.euro() + (m instanceof Decimal) + "
          "(m.add(1) instanceof Money) + new Money(10n ** 3000n).euro().length", "3.50 EURtruefalse3008" },
        { "let o = { Decimal }; Object.getPrototypeOf(o.Decimal(10n ** 3000n)) === Decimal.prototype && Object.getPrototypeOf(o.Decimal(1)) === Decimal.prototype", "true" },
    };
    hako_vm *vm = open_decimal(64 << 10);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {     /* the long ones are cut where the message is */
        const char *got = value_of(vm, pairs[i].source);
        bool error = strstr(pairs[i].result, "Error: ") != NULL;
        if (error ? strncmp(got, pairs[i].result, strlen(pairs[i].result)) : strcmp(got, pairs[i].result)) {
            printf("  %s: got \"%s\", expected \"%s\"\n", pairs[i].source, got, pairs[i].result);
            CHECK(false);
        }
    }
    CHECK(true);
    close_vm(vm);
}

static void test_methods(void)
{
    static const pair pairs[] = {
        { "const d = Decimal('10.50'); [d.add('0.1'), d.sub(1n), d.mul(2), d.div(Decimal(4)), d.rem(3)].join()", "10.60,9.50,21.00,2.625,1.50" },
        { "`${Decimal(0.1).add(0.2)} ${Decimal(1).div(3)}`", "0.3 0.3333333333333333333333333333333333" },
        { "`${d.add(10n ** 300n)} ${d.mul(10n ** 6200n)} ${d.compare(10n ** 6200n)}`", "1.000000000000000000000000000000000e+300 Infinity -1" },
        { "[d.neg(), d.neg().abs(), d.sqrt(), Decimal(2).sqrt(), Decimal('6.25').sqrt(), Decimal(-1).sqrt()].join()",
          "-10.50,10.50,3.240370349203930115482983718043998,1.414213562373095048801688724209698,2.5,NaN" },
        { "[d.compare('10.5'), d.compare(11), d.compare(10.4), d.compare(NaN), d.equals('10.5'), d.equals(NaN)].join()", "0,-1,1,NaN,true,false" },
        { "let r = []; for (const x of [1, 10.5, 11, NaN]) r.push(d.lessThan(x), d.lessThanOrEqual(x), d.greaterThan(x), d.greaterThanOrEqual(x)); r.map(Number).join('')",
          "0011010111000000" },
        { "const bad = Decimal(NaN); [d.isNaN(), bad.isNaN(), d.isFinite(), bad.isFinite(), Decimal(1 / 0).isFinite()].join()", "false,true,true,false,false" },
        { "[d.sign(), d.neg().sign(), Decimal('-0').sign(), bad.sign(), Decimal(-1 / 0).sign()].join()", "1,-1,0,NaN,-1" },
        { "['half-even', 'half-up', 'half-down', 'up', 'down', 'ceiling', 'floor'].map(m => ['2.5', '-2.5', '3.5', '2.1'].map(x => +Decimal(x).round(0, m).toFixed()).join()).join(' ')",
          "2,-2,4,2 3,-3,4,2 2,-2,3,2 3,-3,4,3 2,-2,3,2 3,-2,4,3 2,-3,3,2" },
        { "[d.round(), d.round(1), d.round(5), d.round(-1), d.round(-1, 'up'), d.round(-6000)].join()", "10,10.5,10.50,1e+1,2e+1,0e+6000" },
        { "[d.toFixed(), d.toFixed(1), d.toFixed(4), Decimal('-1e5').toFixed(2), Decimal('0.005').toFixed(2), Decimal('0.005').toFixed(2, 'half-up'), bad.toFixed(3)].join()",
          "10,10.5,10.5000,-100000.00,0.00,0.01,NaN" },
        { "Decimal('1e6144').toFixed(100).length + ' ' + Decimal(7).toFixed()", "6246 7" },
        { "d.toFixed(101)", "RangeError: toFixed() takes 0 to 100 digits" }, { "d.toFixed(-1)", "RangeError: toFixed() takes 0 to 100 digits" },
        { "d.toFixed(1, 'nearest')", "RangeError: 'nearest' is not a rounding mode" }, { "d.round(1, null)", "RangeError: 'null' is not a rounding mode" },
        { "d.round(Infinity)", "RangeError: scale is out of range" },
        { "[d.toNumber(), Decimal('1e-400').toNumber(), Decimal('-1e400').toNumber(), bad.toNumber(), Decimal('0.1').toNumber() === 0.1].join()",
          "10.5,0,-Infinity,NaN,true" },
        { "[Decimal('120e1').toBigInt(), Decimal('1.000').toBigInt(), Decimal('-0').toBigInt(), Decimal('1e400').toBigInt() === 10n ** 400n].join()", "1200,1,0,true" },
        { "d.toBigInt()", "RangeError: the Decimal has more places" }, { "bad.toBigInt()", "RangeError: the Decimal is not finite" },
        { "[d.toScaled(2), d.toScaled(1), d.neg().toScaled(3), Decimal('1200').toScaled(-2), Decimal('1e-6176').toScaled(6176), Decimal('0e9').toScaled(1e6)].join()",
          "1050,105,-10500,12,1,0" },
        { "d.toScaled(0)", "RangeError: the Decimal has more places" }, { "d.toScaled(1e6)", "RangeError: scale is out of range" },
        { "typeof d.toScaled(2) + Decimal('7').toScaled(20)", "bigint700000000000000000000" },
        { "d + 1", "TypeError: a Decimal is no operand: use its methods, or toNumber()" }, { "d < 2", "TypeError: a Decimal is no operand: use its methods, or toNumber()" },
        { "-d", "TypeError: a Decimal is no operand: use its methods, or toNumber()" }, { "d == 10.5", "TypeError: a Decimal is no operand: use its methods, or toNumber()" },
        { "d.add({})", "TypeError: cannot convert object to a Decimal" }, { "d.add('x')", "SyntaxError: cannot convert 'x' to a Decimal" },
        { "d.add()", "TypeError: cannot convert undefined to a Decimal" },
        { "Decimal.prototype.add.call(1, 1)", "TypeError: 1 is not a Decimal" }, { "Decimal.prototype.toString.call({})", "TypeError: object is not a Decimal" },
        { "Decimal.prototype.toString()", "TypeError: object is not a Decimal" }, { "Decimal.prototype.toScaled.call('1', 1)", "TypeError: 1 is not a Decimal" },
        { "Object.getOwnPropertyNames(Decimal.prototype).filter(k => { try { Decimal.prototype[k].call(new Date, 1) } catch (e) { return !(e instanceof TypeError) } return k != 'constructor' }).join()", "" },
        { "JSON.stringify({ price: d, list: [Decimal(1)] })", "{\"price\":\"10.50\",\"list\":[\"1\"]}" },
        { "d.x = 1; delete d.x; `${d}` + Object.keys(d).length + d.toLocaleString()", "10.50010.50" },
    };
    hako_vm *vm = open_decimal(64 << 10);
    CHECK_PAIRS(vm, pairs);
    CHECK(same(value_of(vm, "var priced = { d, list: [bad] }; console.log(d, [d, 1], { d }, Object.assign(Decimal(1), { unit: 'EUR' }))"), "undefined"));
    CHECK(same(take_printed(), "10.50 [ 10.50, 1 ] { d: 10.50 } 1 { unit: 'EUR' }\n"));
    hako_dump(vm, hako_get(vm, hako_global(vm), "priced"), NULL);
    CHECK(same(take_printed(), "{ d: Decimal 10.50, list: [Decimal NaN] }\n"));
    CHECK(hako_install(vm, HAKO_CLONE));
    close_vm(vm);
}

static void test_install(void)
{
    hako_vm *vm = open_vm(16 << 10);
    CHECK(same(value_of(vm, "typeof Decimal"), "undefined"));
    CHECK(!hako_install(NULL, HAKO_DECIMAL));
    CHECK(same(text_of(vm, hako_get(vm, hako_decimal(vm, "1.5"), "length")), "undefined"));    /* works uninstalled */
    hako_throw(vm, HAKO_ERROR_PLAIN, "pending");
    CHECK(!hako_install(vm, HAKO_DECIMAL));
    hako_exception(vm);
    CHECK(hako_install(vm, HAKO_DECIMAL));
    CHECK(same(value_of(vm, "typeof Decimal + Object.keys(globalThis).includes('Decimal') + Object.getOwnPropertyNames(globalThis).includes('Decimal')"), "functionfalsetrue"));
    close_vm(vm);
}

static const char *decimal_text(hako_vm *vm, hako_val v)
{
    static char text[4][64];
    static int next;
    next = (next + 1) % 4;
    hako_to_decimal_text(vm, v, text[next], sizeof text[next]);
    return text[next];
}

static void test_host(void)
{
    hako_vm *vm = open_vm(16 << 10);
    int64_t units = 77;
    char text[8];
    hako_val d = hako_decimal(vm, "-19.990");
    CHECK(hako_is_decimal(vm, d) && hako_typeof(vm, d) == HAKO_OBJECT && same(decimal_text(vm, d), "-19.990"));
    CHECK(hako_to_decimal_text(vm, d, text, 4) == 7 && same(text, "-19") && hako_to_decimal_text(vm, d, NULL, 8) == 7);
    CHECK(hako_decimal_to_scaled(vm, d, 2, &units) && units == -1999 && hako_decimal_to_scaled(vm, d, 3, NULL));
    CHECK(!hako_decimal_to_scaled(vm, d, 1, &units) && units == -1999 && threw(vm, "RangeError: the Decimal has more places"));
    CHECK(same(decimal_text(vm, hako_decimal_scaled(vm, INT64_MIN, 2)), "-92233720368547758.08"));
    CHECK(same(decimal_text(vm, hako_decimal_scaled(vm, INT64_MAX, -2)), "9.223372036854775807e+20"));
    CHECK(same(decimal_text(vm, hako_decimal_scaled(vm, 0, 2)), "0.00"));
    CHECK(same(decimal_text(vm, hako_decimal_scaled(vm, 5, INT_MAX)), "0e-6176") && same(decimal_text(vm, hako_decimal_scaled(vm, -5, INT_MIN)), "-Infinity"));
    CHECK(hako_decimal_to_scaled(vm, hako_decimal_scaled(vm, INT64_MIN, 5), 5, &units) && units == INT64_MIN);
    CHECK(hako_decimal_to_scaled(vm, hako_decimal(vm, "9223372036854775807"), 0, &units) && units == INT64_MAX);
    CHECK(!hako_decimal_to_scaled(vm, hako_decimal(vm, "9223372036854775808"), 0, &units) && threw(vm, "RangeError: the Decimal does not fit"));
    CHECK(!hako_decimal_to_scaled(vm, hako_decimal(vm, "1e19"), 0, &units) && threw(vm, "RangeError: the Decimal does not fit"));
    CHECK(!hako_decimal_to_scaled(vm, hako_decimal(vm, "1e30"), 0, &units) && threw(vm, "RangeError: the Decimal does not fit"));
    CHECK(!hako_decimal_to_scaled(vm, hako_decimal(vm, "1"), INT_MAX, &units) && threw(vm, "RangeError: the Decimal does not fit"));
    CHECK(!hako_decimal_to_scaled(vm, hako_decimal(vm, "1"), INT_MIN, &units) && threw(vm, "RangeError: the Decimal has more places"));
    CHECK(hako_decimal_to_scaled(vm, hako_decimal(vm, "0e6000"), 100, &units) && units == 0);
    CHECK(!hako_decimal_to_scaled(vm, hako_decimal(vm, "NaN"), 0, &units) && threw(vm, "RangeError: the Decimal is not finite"));
    CHECK(!hako_decimal_to_scaled(vm, hako_number(1), 0, &units) && threw(vm, "TypeError: 1 is not a Decimal"));
    CHECK(units == 0);

    CHECK(is_undefined(vm, hako_decimal(vm, "1.2.3")) && threw(vm, "SyntaxError: cannot convert '1.2.3' to a Decimal"));
    CHECK(is_undefined(vm, hako_decimal(vm, NULL)) && threw(vm, "SyntaxError: cannot convert '' to a Decimal"));
    CHECK(is_undefined(vm, hako_decimal(vm, "\xFF")) && threw(vm, "SyntaxError"));
    CHECK(is_undefined(vm, hako_decimal(NULL, "1")) && is_undefined(vm, hako_decimal_scaled(NULL, 1, 1)) && !hako_is_decimal(NULL, d));
    CHECK(hako_to_decimal_text(NULL, d, text, sizeof text) == 0 && same(text, "") && !hako_decimal_to_scaled(NULL, d, 0, &units));
    CHECK(!hako_is_decimal(vm, hako_undefined()) && !hako_is_decimal(vm, hako_object(vm)) && !hako_is_decimal(vm, hako_number(1)));
    CHECK(hako_to_decimal_text(vm, hako_string(vm, "1", 1), text, sizeof text) == 0 && same(text, "") && !hako_failed(vm));
    hako_scope scope = hako_scope_open(vm);
    hako_val stale = hako_decimal(vm, "1");
    hako_scope_close(vm, scope);
    CHECK(!hako_is_decimal(vm, stale) && !hako_decimal_to_scaled(vm, stale, 0, &units) && threw(vm, "TypeError: undefined is not a Decimal"));
    hako_throw(vm, HAKO_ERROR_PLAIN, "pending");
    CHECK(is_undefined(vm, hako_decimal(vm, "1")) && is_undefined(vm, hako_decimal_scaled(vm, 1, 1)) && !hako_decimal_to_scaled(vm, d, 2, &units));
    CHECK(hako_is_decimal(vm, d) && hako_to_decimal_text(vm, d, text, sizeof text) == 7 && threw(vm, "Error: pending"));
    close_vm(vm);
}

/* A host function that adds a tax, as the header's example does */
static hako_val add_tax(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    int64_t cents;
    (void)self;
    if (!hako_decimal_to_scaled(vm, hako_arg(argc, argv, 0), 2, &cents)) return hako_undefined();
    return hako_decimal_scaled(vm, cents * 119, 4);
}

static const char work[] =
    "const list = [['0.10', 3], ['19.99', 2], [5n, 1], [10n ** 300n, 0]]; let sum = Decimal(0);"
    "for (const [price, n] of list) sum = sum.add(new Decimal(price).mul(n));"
    "const third = sum.div(3).round(4, 'up'), root = Decimal.scaled(2n, 2).sqrt().toFixed(5), long = Decimal(10n ** 80n).sub(10n ** 80n);"
    "let text = [sum, third, root, sum.toScaled(2), sum.rem('0.3'), long, tax(sum.round(2)), Decimal('1e6000').rem(7), JSON.stringify({ sum })].join(); text";
static const char expected[] = "45.28,15.0934,0.14142,4528,0.28,0e+47,53.8832,1,{\"sum\":\"45.28\"}";

static void test_stress(void)
{
    hako_vm *vm = open_decimal(64 << 10);
    CHECK(hako_set_function(vm, hako_global(vm), "tax", add_tax, 1));
    hako_test_stress(vm, true);
    CHECK(same(value_of(vm, work), expected));
    CHECK(same(decimal_text(vm, hako_decimal(vm, "1.25")), "1.25") && same(decimal_text(vm, hako_decimal_scaled(vm, 7, 1)), "0.7"));
    CHECK(hako_check(vm) == NULL);
    close_vm(vm);

    vm = open_decimal(64 << 10);
    CHECK(hako_set_function(vm, hako_global(vm), "tax", add_tax, 1));
    CHECK(start(vm, work) == HAKO_MORE);
    hako_status s;
    while ((s = hako_step(vm, 1)) == HAKO_MORE) { }
    CHECK(s == HAKO_DONE && same(text_of(vm, hako_result(vm)), expected));
    close_vm(vm);
}

/* Each allocation fails in turn. */
static void test_memory(void)
{
    bool done = false;
    for (uint32_t n = 1; !done && n < 2000; n++) {
        hako_vm *vm = open_vm(64 << 10);
        int64_t units = 0;
        hako_val v = hako_undefined();
        hako_test_fail_at(vm, n);
        bool ok = hako_install(vm, HAKO_DECIMAL) && hako_set_function(vm, hako_global(vm), "tax", add_tax, 1) && eval(vm, work, &v) == HAKO_DONE;
        hako_val a = hako_decimal(vm, "12.5"), b = hako_decimal_scaled(vm, 5, 1);
        ok = ok && hako_is_decimal(vm, a) && hako_is_decimal(vm, b) && hako_decimal_to_scaled(vm, a, 1, &units) && units == 125;
        done = ok && hako_get_figures(vm).allocations < n;
        hako_test_fail_at(vm, 0);
        if (ok) CHECK(same(text_of(vm, v), expected) && same(decimal_text(vm, b), "0.5"));
        else CHECK(hako_failed(vm));
        hako_exception(vm);
        CHECK(hako_check(vm) == NULL && same(value_of(vm, "1 + 1"), "2"));
        close_vm(vm);
    }
    CHECK(done);
}

static void test_clones(void)
{
    static const pair pairs[] = {
        { "let d = structuredClone(Decimal('1.50')); `${d} ${d instanceof Decimal} ${d.add('0.05')}`", "1.50 true 1.55" },
        { "let t = { a: Decimal('-0'), b: [Decimal(NaN), Decimal('1e-300')] }; t.c = t.a; t = structuredClone(t);"
          "`${t.a} ${t.b} ${t.a === t.c}`", "-0 NaN,1e-300 true" },
    };
    hako_vm *vm = open_decimal(1 << 20), *other = open_decimal(1 << 20);
    uint8_t bytes[64];
    char text[300];
    CHECK(hako_install(vm, HAKO_CLONE));
    CHECK_PAIRS(vm, pairs);
    size_t n = hako_serialize(vm, hako_decimal(vm, "12345678901234567890.5"), bytes, sizeof bytes);
    CHECK(n && n <= sizeof bytes && same(text_of(other, hako_deserialize(other, bytes, n)), "object"));
    CHECK(hako_to_decimal_text(other, hako_deserialize(other, bytes, n), text, sizeof text) == 22 && same(text, "12345678901234567890.5"));
    bytes[n - 1] = 'x';                                     /* the text is damaged */
    CHECK(is_undefined(other, hako_deserialize(other, bytes, n)) && threw(other, "SyntaxError"));
    hako_to_string(vm, hako_globals_to_json(vm, false), text, sizeof text);
    CHECK(strstr(text, "\"d\":{\"$\":\"decimal\",\"v\":\"1.50\"}") != NULL);
    CHECK(hako_globals_from_json(other, text, strlen(text), false));
    CHECK(same(value_of(other, "`${d.mul(2)} ${t.b[1]} ${t.a === t.c}`"), "3.00 1e-300 true"));
    CHECK(!hako_globals_from_json(other, "{\"d\":{\"$\":\"decimal\",\"v\":1}}", 27, false) && threw(other, "TypeError"));
    close_vm(vm);
    close_vm(other);
}

int main(void)
{
    RUN(test_clones);
    RUN(test_install);
    RUN(test_making);
    RUN(test_methods);
    RUN(test_host);
    RUN(test_stress);
    RUN(test_memory);
    return finish();
}
