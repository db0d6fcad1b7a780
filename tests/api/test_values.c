/* Values, properties by any key, functions, errors and iteration: each function used and misused. */
#include "check.h"

static hako_val text(hako_vm *vm, const char *s) { return hako_string(vm, s, strlen(s)); }
static hako_val run(hako_vm *vm, const char *source)
{
    hako_val v;
    if (eval(vm, source, &v) != HAKO_DONE) printf("  %s: %s\n", source, text_of(vm, hako_exception(vm)));
    return v;
}

/* ---- values ------------------------------------------------------------------------------------------------------- */

static void test_kinds(void)
{
    static const struct { const char *source; hako_object_kind kind; } cases[] = {
        { "undefined", HAKO_NO_OBJECT }, { "null", HAKO_NO_OBJECT }, { "1.5", HAKO_NO_OBJECT }, { "'text'", HAKO_NO_OBJECT },
        { "1n", HAKO_NO_OBJECT }, { "Symbol()", HAKO_NO_OBJECT }, { "({})", HAKO_OBJECT_PLAIN }, { "Math", HAKO_OBJECT_PLAIN },
        { "globalThis", HAKO_OBJECT_PLAIN }, { "Object.prototype", HAKO_OBJECT_PLAIN }, { "JSON.parse", HAKO_OBJECT_FUNCTION },
        { "Map", HAKO_OBJECT_FUNCTION }, { "() => 1", HAKO_OBJECT_FUNCTION }, { "(class {})", HAKO_OBJECT_FUNCTION },
        { "(function () {}).bind()", HAKO_OBJECT_FUNCTION }, { "Function.prototype", HAKO_OBJECT_FUNCTION }, { "[]",
            HAKO_OBJECT_ARRAY },
        { "Array.prototype", HAKO_OBJECT_ARRAY }, { "new RangeError", HAKO_OBJECT_ERROR }, { "Object('s')", HAKO_OBJECT_WRAPPER },
        { "Object(1n)", HAKO_OBJECT_WRAPPER }, { "(function () { return arguments })()", HAKO_OBJECT_ARGUMENTS },
        { "new Date", HAKO_OBJECT_DATE }, { "/x/", HAKO_OBJECT_REGEXP }, { "new Map", HAKO_OBJECT_MAP }, { "new Set", HAKO_OBJECT_SET },
        { "new WeakMap", HAKO_OBJECT_WEAK_MAP }, { "new WeakSet", HAKO_OBJECT_WEAK_SET }, { "new WeakRef({})", HAKO_OBJECT_WEAK_REF },
        { "new FinalizationRegistry(() => 0)", HAKO_OBJECT_FINALIZATION_REGISTRY }, { "[].values()", HAKO_OBJECT_ITERATOR },
        { "(function* () {})()", HAKO_OBJECT_GENERATOR }, { "(async function* () {})()", HAKO_OBJECT_ASYNC_GENERATOR },
        { "Promise.resolve()", HAKO_OBJECT_PROMISE }, { "new Proxy([], {})", HAKO_OBJECT_PROXY },
        { "new Proxy(() => 1, {})", HAKO_OBJECT_PROXY }, { "new ArrayBuffer(1)", HAKO_OBJECT_ARRAY_BUFFER },
        { "new SharedArrayBuffer(1)", HAKO_OBJECT_SHARED_ARRAY_BUFFER }, { "new Uint8Array(1)", HAKO_OBJECT_TYPED_ARRAY },
        { "new DataView(new ArrayBuffer(1))", HAKO_OBJECT_DATA_VIEW } };
    hako_vm *vm = open_vm(128 << 10);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (hako_kindof(vm, run(vm, cases[i].source)) != cases[i].kind) check_at(__LINE__, false, cases[i].source);
    CHECK(hako_kindof(vm, hako_set_function(vm, hako_global(vm), "f", NULL, 0) ? hako_null()
          : hako_undefined()) == HAKO_NO_OBJECT);
    CHECK(hako_kindof(NULL, hako_int(1)) == HAKO_NO_OBJECT);
    hako_start_module(vm, "m", "export let x", 12);
    CHECK(hako_run(vm) == HAKO_DONE && hako_kindof(vm, hako_module_namespace(vm, "m")) == HAKO_OBJECT_NAMESPACE);
    close_vm(vm);
}

static void test_equality(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val o = run(vm, "({ valueOf() { return 42 } })"), nan = hako_number(NAN), big = run(vm, "10n ** 30n");
    CHECK(hako_equals(vm, hako_int(1), hako_number(1.0)) && !hako_equals(vm, nan, nan) &&
          hako_equals(vm, hako_number(-0.0), hako_int(0)));
    CHECK(hako_equals(vm, text(vm, "one two three"), run(vm, "'one two ' + 'three'")) &&
          !hako_equals(vm, hako_int(1), text(vm, "1")));
    CHECK(hako_equals(vm, o, o) && !hako_equals(vm, o, hako_object(vm)) && hako_equals(vm, big, run(vm, "10n ** 30n")));
    CHECK(hako_same(vm, nan, nan) && !hako_same(vm, hako_number(-0.0), hako_int(0)) && hako_same(vm, o, o) &&
          !hako_same(vm, o, big));
    CHECK(hako_equals_loosely(vm, o, hako_int(42)) && hako_equals_loosely(vm, text(vm, "42"), o) &&
          !hako_equals_loosely(vm, o, hako_int(1)));
    CHECK(hako_equals_loosely(vm, hako_null(), hako_undefined()) && !hako_equals_loosely(vm, hako_null(), hako_int(0)));
    CHECK(hako_equals_loosely(vm, text(vm, "1e3"), hako_int(1000)) && hako_equals_loosely(vm, hako_bool(true), hako_int(1)));
    CHECK(hako_equals_loosely(vm, o, o) && !hako_equals_loosely(vm, o, hako_object(vm)) && !hako_equals_loosely(vm, nan, nan));
    CHECK(hako_equals_loosely(vm, text(vm, "1000000000000000000000000000000"), big));
    CHECK(!hako_equals_loosely(vm, run(vm, "({ valueOf() { throw 'thrown' } })"), hako_int(1)) && threw(vm, "thrown"));
    CHECK(!hako_equals(NULL, o, o) && !hako_same(NULL, o, o) && !hako_equals_loosely(NULL, o, o));
    hako_throw(vm, HAKO_ERROR_PLAIN, "pending");
    CHECK(!hako_equals_loosely(vm, hako_int(1), hako_int(1)) && hako_equals(vm, hako_int(1), hako_int(1)) &&
          threw(vm, "Error: pending"));
    close_vm(vm);
}

static void test_conversions(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val o = run(vm, "({ [Symbol.toPrimitive](hint) { return hint === 'number' ? 6.7 : hint } })");
    CHECK(same(text_of(vm, hako_convert(vm, o, HAKO_AS_PRIMITIVE)), "default"));
    CHECK(hako_to_number(vm, hako_convert(vm, o, HAKO_AS_NUMBER)) == 6.7 &&
          hako_to_number(vm, hako_convert(vm, o, HAKO_AS_INTEGER)) == 6);
    CHECK(same(text_of(vm, hako_convert(vm, o, HAKO_AS_STRING)), "string") &&
          same(text_of(vm, hako_convert(vm, o, HAKO_AS_KEY)), "string"));
    CHECK(hako_kindof(vm, hako_convert(vm, hako_int(1), HAKO_AS_OBJECT)) == HAKO_OBJECT_WRAPPER);
    CHECK(hako_typeof(vm, hako_convert(vm, run(vm, "Object(7n)"), HAKO_AS_NUMERIC)) == HAKO_BIGINT);
    CHECK(same(text_of(vm, hako_convert(vm, text(vm, "12"), HAKO_AS_BIGINT)), "12"));
    CHECK(isnan(hako_to_number(vm, hako_convert(vm, text(vm, "no"), HAKO_AS_NUMBER))) && !hako_failed(vm));
    CHECK(is_undefined(vm, hako_convert(vm, hako_symbol(vm, "s"), HAKO_AS_NUMBER)) && hako_failed_while(vm) == HAKO_CONVERTING);
    CHECK(threw(vm, "TypeError") && hako_failed_while(vm) == HAKO_RUNNING);
    CHECK(is_undefined(vm, hako_convert(vm, hako_null(), HAKO_AS_OBJECT)) && threw(vm, "TypeError"));
    CHECK(is_undefined(vm, hako_convert(vm, text(vm, "x"), HAKO_AS_BIGINT)) && threw(vm, "SyntaxError"));
    CHECK(is_undefined(vm, hako_convert(vm, o, (hako_conversion)99)) && threw(vm, "RangeError"));
    CHECK(is_undefined(vm, hako_convert(NULL, o, HAKO_AS_NUMBER)));
    hako_throw(vm, HAKO_ERROR_PLAIN, "pending");
    CHECK(is_undefined(vm, hako_convert(vm, hako_int(1), HAKO_AS_STRING)) && threw(vm, "Error: pending"));

    char s[8];
    CHECK(hako_bool_or(vm, hako_bool(false), true) == false && hako_bool_or(vm, hako_int(0), true) &&
          hako_bool_or(NULL, o, true));
    CHECK(hako_number_or(vm, hako_int(3), 1) == 3 && hako_number_or(vm, text(vm, "3"), 1) == 1 &&
          hako_number_or(NULL, hako_int(3), 1) == 1);
    CHECK(hako_int_or(vm, hako_number(7.0), 1) == 7 && hako_int_or(vm, hako_number(7.5), 1) == 1 &&
          hako_int_or(vm, hako_number(1e10), 1) == 1);
    CHECK(hako_int_or(vm, run(vm, "3.5 * 2"), 1) == 7 && hako_int_or(vm, hako_number(-0.0), 1) == 1 &&
          hako_int_or(NULL, hako_int(3), 1) == 1);
    CHECK(hako_string_or(vm, text(vm, "abc"), "no", s, sizeof s) == 3 && same(s, "abc"));
    CHECK(hako_string_or(vm, hako_int(5), "default value", s, sizeof s) == 13 && same(s, "default"));
    CHECK(hako_string_or(vm, o, "12345\xC3\xA9\xC3\xA9", s, sizeof s) == 9 && same(s, "12345\xC3\xA9"));
    CHECK(hako_string_or(NULL, o, NULL, s, sizeof s) == 0 && same(s, "") && hako_string_or(vm, o, "x", NULL, 9) == 1);
    close_vm(vm);
}

static void test_texts(void)
{
    static const uint16_t units[] = { 'a', 0, 0xD800, 'b' }, narrow[] = { 'x', 0xFF };
    hako_vm *vm = open_vm(64 << 10);
    hako_text t;
    hako_val v = hako_string_utf16(vm, units, 4);
    CHECK(hako_text_of(vm, v, &t) && t.length == 4 && !t.latin1 && !memcmp(t.utf16, units, sizeof units));
    hako_set(vm, hako_global(vm), "s", v);
    CHECK(same(value_of(vm, "s === 'a\\0\\uD800b' && s.length"), "4"));
    CHECK(hako_text_of(vm, hako_string_utf16(vm, narrow, 2), &t) && t.length == 2 && !t.utf16 && t.latin1[1] == 0xFF);
    CHECK(hako_text_of(vm, hako_string_utf16(vm, units, 1), &t) && t.length == 1 && !t.utf16 && t.latin1[0] == 'a');
    CHECK(hako_text_of(vm, hako_string_utf16(vm, units + 2, 1), &t) && t.length == 1 && !t.latin1 && t.utf16[0] == 0xD800);
    CHECK(hako_text_of(vm, hako_string_utf16(vm, NULL, 7), &t) && t.length == 0);
    CHECK(hako_text_of(vm, run(vm, "let r = 'x'; for (let i = 0; i < 99; i++) r += 'yz'; r"), &t) && t.length == 199 &&
          t.latin1[198] == 'z');
    CHECK(hako_text_of(vm, run(vm, "typeof 1"), &t) && t.length == 6 && !memcmp(t.latin1, "number", 6));
    CHECK(!hako_text_of(vm, hako_int(1), &t) && !t.latin1 && !t.utf16 && !t.length && !hako_text_of(NULL, v, &t));
    CHECK(is_undefined(vm, hako_string_utf16(vm, units, (size_t)1 << 30)) && threw(vm, "RangeError"));
    CHECK(is_undefined(vm, hako_string_utf16(NULL, units, 1)));

    CHECK(same(text_of(vm, hako_symbol(vm, "mine")), "Symbol(mine)") && same(text_of(vm, hako_symbol(vm, NULL)), "Symbol()"));
    CHECK(!hako_equals(vm, hako_symbol(vm, "a"), hako_symbol(vm, "a")));
    CHECK(hako_equals(vm, hako_symbol_for(vm, "shared"), run(vm, "Symbol.for('shared')")));
    CHECK(hako_equals(vm, hako_symbol_for(vm, "@@iterator"), run(vm, "Symbol.iterator")));
    CHECK(hako_equals(vm, hako_symbol_for(vm, "@@asyncDispose"), run(vm, "Symbol.asyncDispose")));
    CHECK(is_undefined(vm, hako_symbol_for(vm, "@@nothing")) && is_undefined(vm, hako_symbol_for(vm, "@@")) && !hako_failed(vm));
    CHECK(same(text_of(vm, hako_symbol_for(vm, NULL)), "Symbol()"));
    CHECK(is_undefined(vm, hako_symbol(NULL, "x")) && is_undefined(vm, hako_symbol_for(NULL, "x")));
    close_vm(vm);
}

static void test_weak(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_scope scope = hako_scope_open(vm);
    hako_val o = run(vm, "({ name: 'weak' })"), w = hako_keep_weak(vm, o), strong;
    hako_collect(vm);
    CHECK(same(text_of(vm, hako_get(vm, w, "name")), "weak") && hako_equals(vm, w, o));
    strong = hako_keep(vm, w);
    hako_scope_close(vm, scope);
    hako_collect(vm);
    CHECK(same(text_of(vm, hako_get(vm, w, "name")), "weak"));
    hako_drop(vm, strong);
    run(vm, "0");                                       /* it was the last script's result, too */
    hako_collect(vm);
    CHECK(is_undefined(vm, w) && is_undefined(vm, hako_get(vm, w, "name")) && threw(vm, "TypeError"));
    hako_drop(vm, w);
    strong = hako_keep(vm, hako_object(vm));
    CHECK(hako_typeof(vm, w) == (w.bits == strong.bits ? HAKO_OBJECT : HAKO_UNDEFINED));
    CHECK(hako_int_or(vm, hako_keep_weak(vm, hako_int(5)), 0) == 5 && is_undefined(vm, hako_keep_weak(NULL, o)));
    close_vm(vm);
}

/* ---- properties --------------------------------------------------------------------------------------------------- */

static void test_keys(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val o = run(vm, "var sym = Symbol('sym'), o = { a: 1, [sym]: 2, 3: 3, get bad() { throw 'got' } }; o"), symbol = run(vm,
        "sym");
    hako_val bad = run(vm, "({ toString() { throw 'no key' } })");
    CHECK(hako_int_or(vm, hako_get_by(vm, o, text(vm, "a")), 0) == 1 && hako_int_or(vm, hako_get_by(vm, o, symbol), 0) == 2);
    CHECK(hako_int_or(vm, hako_get_by(vm, o, hako_int(3)), 0) == 3 && hako_int_or(vm, hako_get_by(vm, o, run(vm,
          "({ toString() { return 'a' } })")), 0) == 1);
    CHECK(hako_set_by(vm, o, symbol, hako_int(20)) && hako_set_by(vm, o, hako_number(-1), hako_int(5)) &&
          same(value_of(vm, "o[sym] + o['-1']"), "25"));
    CHECK(hako_has_by(vm, o, symbol) && hako_has_by(vm, o, text(vm, "toString")) && !hako_has_by(vm, o, hako_int(4)) &&
          !hako_has_by(vm, symbol, symbol));
    CHECK(hako_delete_by(vm, o, symbol) && !hako_has_by(vm, o, symbol) && hako_delete_by(vm, o, symbol) &&
          !hako_delete_by(vm, hako_int(1), symbol));
    CHECK(is_undefined(vm, hako_get_by(vm, o, bad)) && threw(vm, "no key") && !hako_set_by(vm, o, bad, bad) &&
          threw(vm, "no key"));
    CHECK(!hako_has_by(vm, o, bad) && threw(vm, "no key") && !hako_delete_by(vm, o, bad) && threw(vm, "no key"));
    CHECK(is_undefined(vm, hako_get_by(vm, hako_null(), symbol)) && threw(vm, "TypeError") &&
          !hako_set_by(vm, hako_int(1), symbol, o) && threw(vm, "TypeError"));
    CHECK(is_undefined(vm, hako_get_by(NULL, o, symbol)) && !hako_set_by(NULL, o, symbol, o) && !hako_has_by(NULL, o, symbol) &&
          !hako_delete_by(NULL, o, symbol));

    CHECK(same(text_of(vm, run(vm, "o[sym] = 1; Object.defineProperty(o, 'hid', { value: 1 }); 0")), "0"));
    hako_set(vm, hako_global(vm), "k0", hako_keys(vm, o, 0));
    hako_set(vm, hako_global(vm), "k1", hako_keys(vm, o, HAKO_KEYS_STRINGS | HAKO_KEYS_SYMBOLS));
    hako_set(vm, hako_global(vm), "k2", hako_keys(vm, o, HAKO_KEYS_ENUMERABLE));
    hako_set(vm, hako_global(vm), "k3", hako_keys(vm, run(vm, "new Proxy({ p: 1, q: 2 }, { ownKeys() { return ['q', 'p'] } })"),
        0));
    CHECK(same(value_of(vm, "[k0, k1.map(String), k2.map(String), k3].join('|')"),
          "3,a,bad,-1|3,a,bad,-1,hid,Symbol(sym)|3,a,bad,-1,Symbol(sym)|q,p"));
    CHECK(is_undefined(vm, hako_keys(vm, hako_int(1), 0)) && threw(vm, "TypeError: 1 is not an object") &&
          is_undefined(vm, hako_keys(NULL, o, 0)));
    close_vm(vm);
}

static void test_prepared(void)
{
    hako_vm *vm = open_vm(64 << 10), *other = open_vm(32 << 10);
    hako_key x, length, at, method;
    CHECK(hako_key_init(vm, &x, "x") && hako_key_init(vm, &length, "length") && hako_key_init(vm, &at, "7") &&
          hako_key_init(vm, &method, "size"));
    hako_val o = run(vm, "var made = n => ({ y: 0, x: n }), o = made(1); o");
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 4; i++) {
            CHECK(hako_int_or(vm, hako_get_key(vm, o, &x), 0) == 1);
            CHECK(hako_int_or(vm, hako_get_key(vm, run(vm, "[1, 2, 3]"), &length), 0) == 3);
            CHECK(hako_int_or(vm, hako_get_key(vm, run(vm, "'four'"), &length), 0) == 4);
            CHECK(hako_int_or(vm, hako_get_key(vm, run(vm, "({ 7: 8 })"), &at), 0) == 8);
            CHECK(hako_int_or(vm, hako_get_key(vm, run(vm, "new Map([[1, 2]])"), &method), 0) == 1);
            CHECK(hako_int_or(vm, hako_get_key(vm, run(vm, "made(5)"), &x), 0) == 5);
        }
        hako_collect(vm);
    }
    run(vm, "o.x = 2");
    CHECK(hako_int_or(vm, hako_get_key(vm, o, &x), 0) == 2);
    run(vm, "delete o.x");
    CHECK(is_undefined(vm, hako_get_key(vm, o, &x)) && is_undefined(vm, hako_get_key(vm, o, &x)));
    run(vm, "Object.prototype.x = 9");
    CHECK(hako_int_or(vm, hako_get_key(vm, o, &x), 0) == 9 && hako_int_or(vm, hako_get_key(vm, o, &x), 0) == 9);
    run(vm, "Object.prototype.x = 10; var p = Object.create({ x: 11 })");
    CHECK(hako_int_or(vm, hako_get_key(vm, o, &x), 0) == 10 && hako_int_or(vm, hako_get_key(vm, run(vm, "p"), &x), 0) == 11);
    run(vm, "o.x = 12");
    CHECK(hako_int_or(vm, hako_get_key(vm, o, &x), 0) == 12);
    run(vm, "Object.defineProperty(o, 'x', { get() { throw 'getter' } })");
    CHECK(is_undefined(vm, hako_get_key(vm, o, &x)) && threw(vm, "getter"));
    CHECK(is_undefined(vm, hako_get_key(vm, hako_undefined(), &x)) && threw(vm, "TypeError"));
    CHECK(hako_set_by(vm, run(vm, "p"), x.name, hako_int(13)) && hako_int_or(vm, hako_get_key(vm, run(vm, "p"), &x), 0) == 13);
    CHECK(is_undefined(other, hako_get_key(other, hako_global(other), &x)) && threw(other, "TypeError"));
    o = run(vm, "p");
    hako_throw(vm, HAKO_ERROR_PLAIN, "pending");
    CHECK(is_undefined(vm, hako_get_key(vm, o, &x)) && !hako_key_init(vm, &length, "z"));
    hako_exception(vm);
    hako_key_drop(vm, &x);
    CHECK(is_undefined(vm, hako_get_key(vm, o, &x)) && threw(vm, "TypeError") && is_undefined(vm, hako_get_key(NULL, o, &at)));
    CHECK(!hako_key_init(NULL, &x, "x") && hako_key_init(vm, &x, NULL) && is_undefined(vm, hako_get_key(vm, o, &x)));
    close_vm(vm);
    close_vm(other);
}

static hako_val answer(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)vm, (void)self, (void)argc, (void)argv;
    return hako_int(42);
}

static void test_define(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val o = run(vm, "var o = {}; o"), get = hako_native(vm, "get", answer, 0), name = text(vm, "x");
    hako_property p = { .value = hako_int(1), .flags = HAKO_READONLY | HAKO_HIDDEN }, q;
    CHECK(hako_define(vm, o, name, &p) && same(value_of(vm, "JSON.stringify([o, Object.getOwnPropertyDescriptor(o, 'x')])"),
          "[{},{\"value\":1,\"writable\":false,\"enumerable\":false,\"configurable\":true}]"));
    CHECK(hako_own(vm, o, name, &q) && q.flags == p.flags && hako_int_or(vm, q.value, 0) == 1 && q.get.bits == 0);
    p = (hako_property){ .get = get, .flags = HAKO_FIXED | HAKO_READONLY };
    CHECK(hako_define(vm, o, name, &p) && same(value_of(vm, "Object.getOwnPropertyDescriptor(o, 'x').configurable + ',' + o.x"),
          "false,42"));
    CHECK(hako_own(vm, o, name, &q) && q.flags == HAKO_FIXED && hako_equals(vm, q.get, get) && is_undefined(vm, q.set));
    CHECK(!hako_define(vm, o, name, &(hako_property){ .value = name }) && threw(vm, "TypeError"));      /* it is fixed */
    CHECK(hako_define(vm, o, hako_int(5), &(hako_property){ .value = name }) && same(value_of(vm, "o[5] = 6"), "6"));
    CHECK(hako_define(vm, o, hako_symbol_for(vm, "@@toStringTag"), &(hako_property){ .value = text(vm, "Tag") }) &&
          same(value_of(vm, "`${o}`"), "[object Tag]"));
    CHECK(hako_define(vm, o, text(vm, "s"), &(hako_property){ .set = run(vm, "v => { o.t = v }") }) &&
          hako_set(vm, o, "s", hako_int(3)) && same(value_of(vm, "o.t + ',' + o.s"), "3,undefined"));
    CHECK(hako_own(vm, o, text(vm, "s"), &q) && is_undefined(vm, q.get) && hako_typeof(vm, q.set) == HAKO_FUNCTION);
    CHECK(!hako_own(vm, o, text(vm, "toString"), &q) && q.flags == 0 && hako_own(vm, o, name, NULL) && !hako_failed(vm));
    CHECK(hako_own(vm, run(vm, "new Proxy({ z: 1 }, {})"), text(vm, "z"), &q) && hako_int_or(vm, q.value, 0) == 1);
    CHECK(hako_define(vm, run(vm, "new Proxy(o, {})"), text(vm, "via"), &p) && same(value_of(vm, "o.via"), "42"));
    CHECK(!hako_define(vm, run(vm, "new Proxy({}, { defineProperty() { return false } })"), name, &p) && threw(vm, "TypeError"));
    CHECK(!hako_define(vm, hako_int(1), name, &p) && threw(vm, "TypeError") && !hako_own(vm, name, name, &q) &&
          threw(vm, "TypeError"));
    CHECK(!hako_define(vm, o, name, &(hako_property){ .get = name }) && threw(vm, "TypeError"));
    CHECK(!hako_define(vm, o, run(vm, "({ toString() { throw 'key' } })"), &p) && threw(vm, "key"));
    CHECK(!hako_define(NULL, o, name, &p) && !hako_own(NULL, o, name, &q));
    close_vm(vm);
}

static void test_prototypes(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val o = run(vm, "var o = { a: 1 }; o"), proto = run(vm, "var proto = { b: 2 }; proto");
    CHECK(hako_equals(vm, hako_prototype(vm, o), run(vm, "Object.prototype")) && hako_set_prototype(vm, o, proto) &&
          same(value_of(vm, "o.b"), "2"));
    CHECK(hako_equals(vm, hako_prototype(vm, o), proto) && !hako_set_prototype(vm, proto, o) && threw(vm, "TypeError"));
    CHECK(hako_set_prototype(vm, o, hako_null()) && hako_typeof(vm, hako_prototype(vm, o)) == HAKO_NULL);
    CHECK(!hako_set_prototype(vm, o, hako_int(1)) && threw(vm, "TypeError") && !hako_set_prototype(vm, hako_int(1), o) &&
          threw(vm, "TypeError"));
    CHECK(is_undefined(vm, hako_prototype(vm, hako_undefined())) && threw(vm, "TypeError"));
    CHECK(is_undefined(vm, hako_prototype(vm, run(vm, "new Proxy({}, { getPrototypeOf() { throw 'trap' } })"))) &&
          threw(vm, "trap"));
    CHECK(is_undefined(vm, hako_prototype(NULL, o)) && !hako_set_prototype(NULL, o, o));

    CHECK(hako_is_extensible(vm, o) && !hako_is_sealed(vm, o) && !hako_is_frozen(vm, o));
    CHECK(hako_prevent_extensions(vm, o) && !hako_is_extensible(vm, o) && !hako_is_sealed(vm, o) && !hako_set(vm, o, "n", o) &&
          threw(vm, "TypeError"));
    CHECK(!hako_set_prototype(vm, o, proto) && threw(vm, "TypeError"));
    CHECK(hako_seal(vm, o) && hako_is_sealed(vm, o) && !hako_is_frozen(vm, o) && hako_set(vm, o, "a", hako_int(2)) &&
          !hako_delete(vm, o, "a"));
    CHECK(hako_freeze(vm, o) && hako_is_frozen(vm, o) && !hako_set(vm, o, "a", hako_int(3)) && threw(vm, "TypeError"));
    CHECK(!hako_freeze(vm, hako_int(1)) && threw(vm, "TypeError") && !hako_freeze(vm, run(vm, "new Uint8Array(2)")) &&
          threw(vm, "TypeError"));
    CHECK(!hako_seal(vm, hako_null()) && threw(vm, "TypeError") && !hako_prevent_extensions(vm, hako_null()) &&
          threw(vm, "TypeError"));
    CHECK(!hako_freeze(vm, run(vm, "new Proxy({}, { preventExtensions() { return false } })")) && threw(vm, "TypeError"));
    CHECK(!hako_is_frozen(vm, hako_null()) && threw(vm, "TypeError") && !hako_is_sealed(vm, hako_null()) &&
          threw(vm, "TypeError") &&
          !hako_is_extensible(vm, hako_null()) && threw(vm, "TypeError"));
    CHECK(!hako_freeze(NULL, o) && !hako_seal(NULL, o) && !hako_prevent_extensions(NULL, o) && !hako_is_frozen(NULL, o) &&
          !hako_is_sealed(NULL, o) && !hako_is_extensible(NULL, o));
    close_vm(vm);
}

/* ---- functions ---------------------------------------------------------------------------------------------------- */

static hako_val count(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    int *n = hako_function_data(vm, argc, argv);
    (void)self;
    if (!n) return hako_null();
    hako_eval(vm, "nested", "[].length", 9, NULL);
    return hako_int(*(int *)hako_function_data(vm, argc, argv) += hako_int_or(vm, hako_arg(argc, argv, 0), 1));
}

static int twice_by = 2;
static const hako_entry table[] = {
    { .name = "answer", .function = answer, .arity = 3 },
    { .name = "n", .get = count, .set = answer, .data = &twice_by },
    { .name = "LED", .number = 13, .flags = HAKO_READONLY | HAKO_FIXED },
    { .name = "name", .text = "table \xC3\xA9", .flags = HAKO_HIDDEN },
    { .name = "@@toStringTag", .text = "Table", .flags = HAKO_READONLY },
    { .name = "7", .number = 0.5 },
};

static void test_functions(void)
{
    hako_vm *vm = open_vm(64 << 10);
    int a = 0, b = 100;
    hako_set(vm, hako_global(vm), "a", hako_native_with(vm, "a", count, 1, &a));
    hako_set(vm, hako_global(vm), "none", hako_native(vm, "none", count, 1));
    hako_set(vm, hako_global(vm), "b", hako_native_with(vm, NULL, count, -4, &b));
    hako_set(vm, hako_global(vm), "nil", hako_native_with(vm, "nil", count, 0, NULL));
    CHECK(same(value_of(vm, "a(); a(5); [a(), b(3), b(4, 5), a.call(1), none(7), nil(1), a.name, a.length, b.length].join()"),
          "7,103,107,8,,,a,1,0"));
    CHECK(a == 8 && b == 107 && is_undefined(vm, hako_native_with(vm, "x", NULL, 0, &a)) &&
          is_undefined(vm, hako_native_with(NULL, "x", count, 0, &a)));
    CHECK(!hako_function_data(NULL, 0, NULL) && !hako_function_data(vm, 0, NULL) && !hako_function_data(vm, -1, &(hako_val){ 0 }) &&
          !hako_function_data(vm, 0, &(hako_val){ 0 }));
    hako_val numbers[] = { hako_int(1), hako_int(500), hako_null() };
    CHECK(!hako_function_data(vm, 1, numbers) && !hako_function_data(vm, 2, numbers));

    twice_by = 2;
    hako_val o = run(vm, "var t = {}; t");
    CHECK(hako_set_table(vm, o, table, sizeof table / sizeof *table));
    CHECK(same(value_of(vm, "[t.answer(), t.answer.length, t.n, t.n = 9, t.LED, t.name, `${t}`, t[7], Object.keys(t)].join('|')"),
               "42|3|3|9|13|table \xC3\xA9|[object Table]|0.5|7,answer,n,LED"));
    CHECK(!hako_set_table(vm, o, table + 2, 1) == false && hako_set_table(vm, o, NULL, 0));
    CHECK(!hako_set_table(vm, o, (const hako_entry[]){ { .name = "LED", .number = 14 } }, 1) && threw(vm, "TypeError"));
    CHECK(hako_set_table(vm, o, (const hako_entry[]){ { .number = 1 } }, 1) && same(value_of(vm, "t['']"), "1"));
    CHECK(!hako_set_table(vm, hako_int(1), table, 1) && threw(vm, "TypeError") && !hako_set_table(NULL, o, table, 1));
    close_vm(vm);
}

static void test_new(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val v, args[] = { hako_int(3), hako_int(4) };
    CHECK(hako_new(vm, run(vm, "(class { constructor(x, y) { this.sum = x + y } })"), 2, args, &v) == HAKO_DONE &&
          hako_int_or(vm, hako_get(vm, v, "sum"), 0) == 7);
    CHECK(hako_new(vm, run(vm, "Map"), 0, NULL, &v) == HAKO_DONE && hako_kindof(vm, v) == HAKO_OBJECT_MAP);
    CHECK(hako_new(vm, run(vm, "(function (x) { return x })"), 1, args, &v) == HAKO_DONE &&
          hako_kindof(vm, v) == HAKO_OBJECT_PLAIN);
    CHECK(hako_new(vm, run(vm, "(function (...a) { return a }).bind(null, 1)"), 2, args, &v) == HAKO_DONE &&
          same(text_of(vm, hako_get_index(vm, v, 2)), "4"));
    CHECK(hako_new(vm, run(vm, "new Proxy(Array, {})"), 1, args, NULL) == HAKO_DONE);
    CHECK(hako_new(vm, run(vm, "() => 1"), 0, NULL, &v) == HAKO_FAILED && is_undefined(vm, v) && threw(vm, "TypeError"));
    CHECK(hako_new(vm, hako_int(1), 0, NULL, &v) == HAKO_FAILED && threw(vm, "TypeError"));
    CHECK(hako_new(vm, run(vm, "(class { constructor() { throw 'made' } })"), 0, NULL, &v) == HAKO_FAILED && threw(vm, "made"));
    CHECK(hako_new(vm, run(vm, "Map"), -1, NULL, &v) == HAKO_FAILED && threw(vm, "RangeError") &&
          hako_new(vm, run(vm, "Map"), 2, NULL, &v) == HAKO_FAILED && threw(vm, "RangeError"));
    CHECK(hako_new(NULL, v, 0, NULL, &v) == HAKO_FAILED);

    hako_val f = run(vm, "(function list(...a) { return [this.x, ...a].join() })"), self = run(vm, "({ x: 'self' })");
    v = hako_bind(vm, f, self, 2, args);
    CHECK(hako_call(vm, v, hako_null(), 2, args, &v) == HAKO_DONE && same(text_of(vm, v), "self,3,4,3,4"));
    CHECK(same(text_of(vm, hako_get(vm, hako_bind(vm, f, self, 0, NULL), "name")), "bound list"));
    CHECK(is_undefined(vm, hako_bind(vm, self, self, 0, NULL)) && threw(vm, "TypeError") &&
          is_undefined(vm, hako_bind(vm, f, self, 1, NULL)) && threw(vm, "RangeError"));
    CHECK(is_undefined(vm, hako_bind(NULL, f, self, 0, NULL)));
    hako_throw(vm, HAKO_ERROR_PLAIN, "pending");
    CHECK(is_undefined(vm, hako_bind(vm, f, self, 0, NULL)) && hako_new(vm, f, 0, NULL, &v) == HAKO_FAILED &&
          threw(vm, "Error: pending"));
    close_vm(vm);
}

static hako_status inside;
static hako_val restart(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)argc, (void)argv;
    inside = hako_start_call(vm, self, self, 0, NULL);
    return hako_undefined();
}

static void test_start_call(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val f = run(vm, "var steps = 0; (function (a, b) { for (; steps < 500; steps++); return this.x + a + b })"),
        self = run(vm, "({ x: 1 })");
    hako_val args[] = { hako_int(20), hako_int(300) };
    int slices = 0;
    CHECK(hako_start_call(vm, f, self, 2, args) == HAKO_MORE);
    while (hako_step(vm, 100) == HAKO_MORE) slices++;
    CHECK(slices > 5 && hako_int_or(vm, hako_result(vm), 0) == 321);
    CHECK(hako_start_call(vm, f, self, 2, args) == HAKO_MORE && hako_step(vm, 1) == HAKO_MORE &&
          start(vm, "'other'") == HAKO_MORE);
    CHECK(hako_run(vm) == HAKO_DONE && same(text_of(vm, hako_result(vm)), "other"));
    CHECK(hako_start_call(vm, hako_native(vm, "answer", answer, 0), self, 0, NULL) == HAKO_MORE && hako_run(vm) == HAKO_DONE);
    CHECK(hako_int_or(vm, hako_result(vm), 0) == 42);
    CHECK(hako_start_call(vm, run(vm, "() => { throw 'stepped' }"), self, 0, NULL) == HAKO_MORE && hako_run(vm) == HAKO_FAILED &&
          threw(vm, "stepped"));
    CHECK(hako_start_call(vm, run(vm, "async () => { await 1; steps = 'awaited' }"), self, 0, NULL) == HAKO_MORE &&
          hako_run(vm) == HAKO_DONE && same(value_of(vm, "steps"), "awaited"));
    CHECK(hako_start_call(vm, hako_int(1), self, 0, NULL) == HAKO_FAILED && threw(vm, "TypeError") &&
          hako_step(vm, 10) == HAKO_DONE);
    CHECK(hako_start_call(vm, f, self, -1, NULL) == HAKO_FAILED && threw(vm, "RangeError") &&
          hako_start_call(NULL, f, self, 0, NULL) == HAKO_FAILED);
    hako_set_function(vm, self, "restart", restart, 0);
    hako_set(vm, hako_global(vm), "host", self);
    CHECK(same(value_of(vm, "try { host.restart() } catch (e) { e.name }"), "TypeError") && inside == HAKO_FAILED);
    /* a function of another realm, sliced */
    hako_realm home = hako_realm_enter(vm, hako_realm_new(vm));
    f = run(vm, "var where = 'there'; (function () { for (let i = 0; i < 50; i++); return where })");
    hako_realm_enter(vm, home);
    run(vm, "var where = 'here'");
    CHECK(hako_start_call(vm, f, self, 0, NULL) == HAKO_MORE);
    while (hako_step(vm, 1) == HAKO_MORE) { }
    CHECK(same(text_of(vm, hako_result(vm)), "there") && same(value_of(vm, "where"), "here"));
    close_vm(vm);
}

/* ---- errors ------------------------------------------------------------------------------------------------------- */

static void test_errors(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_error e;
    hako_frame f;
    hako_val v = run(vm, "new RangeError('too far', { cause: 'cause' })");
    CHECK(hako_error_of(vm, v, &e) && e.kind == HAKO_ERROR_RANGE && same(text_of(vm, e.name), "RangeError") &&
          same(text_of(vm, e.message), "too far") && same(text_of(vm, e.cause), "cause"));
    CHECK(hako_error_of(vm, run(vm, "(class X extends TypeError {}); new (class X extends TypeError {})"), &e) &&
          e.kind == HAKO_ERROR_TYPE && is_undefined(vm, e.cause));
    CHECK(hako_error_of(vm, run(vm, "new Error"), &e) && e.kind == HAKO_ERROR_PLAIN && same(text_of(vm, e.name), "Error"));
    CHECK(hako_error_of(vm, run(vm, "new AggregateError([])"), &e) && e.kind == HAKO_ERROR_PLAIN &&
          same(text_of(vm, e.name), "AggregateError"));
    CHECK(hako_error_of(vm, run(vm, "Object.defineProperty(new URIError, 'message', { get() { throw 1 } })"), &e) &&
          e.kind == HAKO_ERROR_URI && is_undefined(vm, e.message) && !hako_failed(vm));
    CHECK(!hako_error_of(vm, run(vm, "({ name: 'Error' })"), &e) && is_undefined(vm, e.name) && !hako_error_of(NULL, v, &e));
    eval(vm, "'x'.repeat(1e9)", NULL);
    CHECK(hako_error_of(vm, hako_exception(vm), &e) && e.kind == HAKO_ERROR_RANGE &&
          same(text_of(vm, e.message), "invalid string length"));

    eval(vm, "function inner() {\n  null.x\n}\nconst outer = () => {\n inner(); return 1 };\nouter()", NULL);
    v = hako_exception(vm);
    CHECK(hako_stack_frame(vm, v, 0, &f) && same(text_of(vm, f.function), "inner") && same(text_of(vm, f.file), "test") &&
          f.line == 2 && f.column > 0);
    CHECK(hako_stack_frame(vm, v, 1, &f) && same(text_of(vm, f.function), "outer") && f.line == 5);
    CHECK(hako_stack_frame(vm, v, 2, &f) && f.line == 6 && !hako_stack_frame(vm, v, 3, &f) && is_undefined(vm, f.file) &&
          f.line == 0);
    CHECK(!hako_stack_frame(vm, hako_int(1), 0, &f) && !hako_stack_frame(NULL, v, 0, &f) &&
          !hako_stack_frame(vm, run(vm, "[]"), 0, &f));

    CHECK(hako_failed_while(vm) == HAKO_RUNNING && hako_failed_while(NULL) == HAKO_RUNNING);
    CHECK(eval(vm, "1 +", NULL) == HAKO_FAILED && hako_failed_while(vm) == HAKO_COMPILING && threw(vm, "SyntaxError") &&
          hako_failed_while(vm) == HAKO_RUNNING);
    CHECK(eval(vm, "eval('1 +')", NULL) == HAKO_FAILED && hako_failed_while(vm) == HAKO_RUNNING && threw(vm, "SyntaxError"));
    CHECK(hako_start(vm, "s", "}", 1) == HAKO_FAILED && hako_failed_while(vm) == HAKO_COMPILING);
    CHECK(start(vm, "throw new SyntaxError('run')") == HAKO_MORE && hako_run(vm) == HAKO_FAILED &&
          hako_failed_while(vm) == HAKO_RUNNING && threw(vm, "SyntaxError: run"));

    CHECK(is_undefined(vm, hako_throwf(vm, HAKO_ERROR_RANGE, "%s %d of %u, %g%%, %z, %v and %v", "pin", -5, 4000000000u, 0.1,
          sizeof(char), text(vm, "a \xC3\xA9"), run(vm, "new TypeError('inner')"))));
    CHECK(threw(vm, "RangeError: pin -5 of 4000000000, 0.1%, 1, a \xC3\xA9 and TypeError: inner"));
    hako_throwf(vm, (hako_error_kind)77, "%q %s %", NULL);
    CHECK(threw(vm, "Error: %q null %"));
    hako_throwf(vm, HAKO_ERROR_TYPE, NULL);
    CHECK(threw(vm, "TypeError"));
    char s[500], expected[500];
    memset(s, 'x', 300);
    s[300] = 0;
    hako_throwf(vm, HAKO_ERROR_TYPE, "<%s>", s);
    snprintf(expected, sizeof expected, "TypeError: <%.199s", s);
    CHECK(hako_to_string(vm, hako_exception(vm), s, 212) == 313 && same(s, expected));
    CHECK(hako_throwf(NULL, HAKO_ERROR_TYPE, "x").bits == hako_undefined().bits);
    close_vm(vm);
}

/* ---- iteration ---------------------------------------------------------------------------------------------------- */

static const char *collect(hako_vm *vm, hako_val iterable)
{
    static char all[300];
    hako_iter it;
    hako_val v;
    for (all[0] = 0, hako_iterate(vm, iterable, &it); hako_next(vm, &it, &v);)
        snprintf(all + strlen(all), sizeof all - strlen(all), "%s ", text_of(vm, v));
    return all;
}

static const char generator[] =
    "var closed = 0; (function* () { try { yield 1; yield 2; yield 3 } finally { closed++; if (closed > 1) throw 'closing' } })";

static void test_iteration(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_iter it;
    hako_val k, v;
    CHECK(same(collect(vm, run(vm, "[1, 'two', 3]")), "1 two 3 ") && same(collect(vm, run(vm, "new Set('aba')")), "a b ") &&
          same(collect(vm, text(vm, "x\xC3\xA9")), "x \xC3\xA9 "));
    CHECK(same(collect(vm, run(vm, "(function* () { yield* [5, 6]; return 7 })()")), "5 6 ") &&
          same(collect(vm, run(vm, "new Uint8Array([8, 9])")), "8 9 ") && !hako_failed(vm));
    CHECK(same(collect(vm, run(vm, "[]")), "") && same(collect(vm, run(vm, "(function* () { yield 1; throw 'mid' })()")), "1 ") &&
          threw(vm, "mid"));
    CHECK(same(collect(vm, hako_int(1)), "") && threw(vm, "TypeError") &&
          same(collect(vm, run(vm, "({ [Symbol.iterator]() { return 1 } })")), "") && threw(vm, "TypeError"));

    hako_val make = run(vm, generator), made;
    hako_call(vm, make, make, 0, NULL, &made);
    CHECK(hako_iterate(vm, made, &it) && hako_next(vm, &it, &v) && hako_int_or(vm, v, 0) == 1);
    CHECK(hako_iter_close(vm, &it) && same(value_of(vm, "closed"), "1") && !hako_next(vm, &it, &v) && is_undefined(vm, v) &&
          hako_iter_close(vm, &it) && same(value_of(vm, "closed"), "1"));
    hako_call(vm, make, make, 0, NULL, &made);
    CHECK(hako_iterate(vm, made, &it) && hako_next(vm, &it, &v) && !hako_iter_close(vm, &it) && threw(vm, "closing"));
    hako_call(vm, make, make, 0, NULL, &made);
    CHECK(hako_iterate(vm, made, &it) && hako_next(vm, &it, &v));
    hako_throw(vm, HAKO_ERROR_PLAIN, "body");
    CHECK(!hako_next(vm, &it, &v) && !hako_iter_close(vm, &it) && threw(vm, "Error: body") && same(value_of(vm, "closed"), "3"));

    /* a long loop does not fill the arena with handles */
    long sum = 0;
    hako_figures before;
    hako_iterate(vm, run(vm, "(function* () { for (let i = 0; i < 3000; i++) yield { i } })()"), &it);
    for (before = hako_get_figures(vm); hako_next(vm, &it, &v);) sum += hako_int_or(vm, hako_get(vm, v, "i"), -1);
    hako_collect(vm);
    CHECK(sum == 4498500 && hako_get_figures(vm).used < before.used + 1000);

    char all[100] = "";
    CHECK(hako_iterate(vm, run(vm, "new Map([['a', 1], [{}, 'x']])"), &it));
    while (hako_next_pair(vm, &it, &k, &v)) snprintf(all + strlen(all), 50, "%s=%s ", text_of(vm, k), text_of(vm, v));
    CHECK(same(all, "a=1 object=x ") && !hako_failed(vm));
    CHECK(hako_iterate(vm, run(vm, "closed = 0; ({ [Symbol.iterator]() { "
          "return { next() { return { value: 5 } }, return() { closed++; return {} } } } })"), &it));
    CHECK(!hako_next_pair(vm, &it, &k, &v) && threw(vm, "TypeError: 5 is not an object") && same(value_of(vm, "closed"), "1") &&
          !hako_next_pair(vm, &it, &k, &v));
    CHECK(!hako_iterate(NULL, v, &it) && !hako_next(NULL, &it, &v) && !hako_next_pair(NULL, &it, &k, &v) &&
          !hako_iter_close(NULL, &it));
    /* the scope it was begun in is closed: an error, no crash */
    hako_scope scope = hako_scope_open(vm);
    hako_iterate(vm, run(vm, "[1, 2]"), &it);
    hako_scope_close(vm, scope);
    CHECK(!hako_next(vm, &it, &v) && threw(vm, "TypeError") && hako_iter_close(vm, &it));
    close_vm(vm);
}

/* Takes everything from it, at a pace of so many steps. */
static const char *await_all(hako_vm *vm, hako_iter *it, uint32_t pace)
{
    static char all[300];
    int waits = 0;
    for (all[0] = 0; waits < 10000; waits++) {
        hako_scope scope = hako_scope_open(vm);
        hako_val v;
        while (hako_next(vm, it, &v)) snprintf(all + strlen(all), sizeof all - strlen(all), "%s ", text_of(vm, v));
        hako_scope_close(vm, scope);
        if (!it->waits) break;
        hako_step(vm, pace);
    }
    return all;
}

static void test_async_iteration(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_iter it;
    hako_val v;
    uint32_t used;
    run(vm, "var closed = 0, make = async function* (end) { "
          "try { yield 1; await 0; yield Promise.resolve(2); if (end) throw end } finally { await 1; closed++ } }");
    hako_collect(vm);
    used = hako_get_figures(vm).used;
    for (uint32_t pace = 1; pace < 200; pace *= 3) {
        hako_scope scope = hako_scope_open(vm);
        CHECK(hako_iterate_async(vm, run(vm, "make()"), &it) && same(await_all(vm, &it, pace), "1 2 ") && !it.waits &&
          !hako_failed(vm));
        CHECK(hako_iterate_async(vm, run(vm, "make('end')"), &it) && same(await_all(vm, &it, pace), "1 2 ") && threw(vm, "end"));
        CHECK(hako_iterate_async(vm, run(vm, "[7, Promise.resolve(8)]"), &it) && same(await_all(vm, &it, pace), "7 8 "));
        hako_scope_close(vm, scope);
    }
    CHECK(hako_run(vm) == HAKO_DONE && same(value_of(vm, "closed"), "10"));
    CHECK(hako_iterate_async(vm, run(vm, "make()"), &it) && !hako_next(vm, &it, &v) && it.waits && hako_run(vm) == HAKO_DONE &&
          hako_next(vm, &it, &v));
    CHECK(hako_iter_close(vm, &it) && hako_run(vm) == HAKO_DONE && same(value_of(vm, "closed"), "11") && !hako_next(vm, &it, &v));
    CHECK(hako_iterate_async(vm, run(vm, "make()"), &it) && !hako_next(vm, &it, &v) && it.waits && hako_iter_close(vm, &it) &&
          !it.waits && hako_run(vm) == HAKO_DONE);
    /* what is rejected in secret is not reported */
    CHECK(hako_iterate_async(vm, run(vm, "({ [Symbol.asyncIterator]() { "
          "return { next() { return new Promise((_, no) => queueMicrotask(() => no('no'))) }, "
          "return() { return Promise.reject('nor this') } } } })"), &it));
    CHECK(!hako_next(vm, &it, &v) && it.waits && hako_run(vm) == HAKO_DONE);
    hako_throw(vm, HAKO_ERROR_PLAIN, "body");
    CHECK(!hako_iter_close(vm, &it) && threw(vm, "Error: body") && hako_run(vm) == HAKO_DONE);
    CHECK(hako_iterate_async(vm, run(vm, "({ [Symbol.asyncIterator]() { return { next() { return 5 } } } })"), &it) &&
          !hako_next(vm, &it, &v) && threw(vm, "TypeError"));
    CHECK(hako_iterate_async(vm, run(vm, "({ [Symbol.asyncIterator]() { return { next: 5 } } })"), &it) &&
          !hako_next(vm, &it, &v) && threw(vm, "TypeError"));
    CHECK(!hako_iterate_async(vm, hako_int(1), &it) && threw(vm, "TypeError") && !hako_iterate_async(NULL, v, &it));
    hako_collect(vm);
    CHECK(hako_get_figures(vm).used < used + 4000);
    for (uint32_t i = 0; i < hk_nvals(vm, vm->kept); i++) CHECK(hk_vals(vm, vm->kept)[i] == HK_EMPTY);
    close_vm(vm);
}

/* ---- everything under pressure -------------------------------------------------------------------------------------- */

/* A bit of each function that allocates. false: something failed. */
static bool everything(hako_vm *vm)
{
    hako_scope scope = hako_scope_open(vm);
    hako_val o = hako_object(vm), v, list = hako_array(vm), f, pair[] = { hako_int(1), hako_int(2) };
    hako_property p = { .value = hako_symbol(vm, "description") };
    hako_key key;
    hako_iter it;
    hako_error e;
    hako_frame frame;
    hako_text t;
    char s[300];
    bool ok = hako_set_table(vm, o, table, sizeof table / sizeof *table) && hako_define(vm, o, hako_symbol_for(vm, "key"), &p) &&
              hako_own(vm, o, hako_symbol_for(vm, "key"), &p) && hako_same(vm, hako_convert(vm, p.value, HAKO_AS_KEY), p.value);
    ok = ok && hako_key_init(vm, &key, "prepared name");
    if (ok) ok = hako_set_by(vm, o, key.name, list) && hako_equals(vm, hako_get_key(vm, o, &key), list) &&
        hako_equals(vm, hako_get_key(vm, o, &key), list);
    if (ok) hako_key_drop(vm, &key);
    v = hako_keep_weak(vm, o);
    ok = ok && hako_equals(vm, v, o);
    hako_drop(vm, v);
    for (uint32_t i = 0; i < 10; i++) ok = ok && hako_set_index(vm, list, i, hako_string_utf16(vm, (const uint16_t[]){ 'u',
         0x3B1 }, 2));
    ok = ok && eval(vm, "(function (...a) { return a.length + ' and ' + (this && this.length) })", &f) == HAKO_DONE;
    ok = ok && hako_call(vm, hako_bind(vm, f, list, 2, pair), o, 2, pair, &v) == HAKO_DONE && hako_text_of(vm, v, &t) &&
        t.length == 8;
    ok = ok && hako_equals_loosely(vm, hako_convert(vm, text(vm, "12"), HAKO_AS_OBJECT), hako_int(12));
    ok = ok && hako_start_call(vm, f, list, 1, pair) == HAKO_MORE && hako_run(vm) == HAKO_DONE &&
        !strcmp(text_of(vm, hako_result(vm)), "1 and 10");
    int n = 0;
    if (ok) hako_iterate(vm, list, &it);
    while (ok && hako_next(vm, &it, &v)) n += (int)hako_to_string(vm, v, NULL, 0);
    ok = ok && n == 30 && !hako_failed(vm) && hako_new(vm, hako_get(vm, hako_global(vm), "Map"), 0, NULL, &v) == HAKO_DONE;
    ok = ok && hako_call(vm, hako_get(vm, v, "set"), v, 2, pair, NULL) == HAKO_DONE && hako_iterate(vm, v, &it) &&
        hako_next_pair(vm, &it, &f, &v) && hako_iter_close(vm, &it);
    if (ok && hako_iterate_async(vm, list, &it)) {
        ok = strlen(await_all(vm, &it, 30)) == 40 && !hako_failed(vm);
        hako_val pending = hako_exception(vm);
        hako_iter_close(vm, &it);
        if (!ok) hako_throw_value(vm, pending);
    }
    ok = ok && !hako_failed(vm) && eval(vm, "function thrower() { return new TypeError('x', { cause: 1 }) } thrower()",
        &v) == HAKO_DONE;
    ok = ok && hako_error_of(vm, v, &e) && !strcmp(text_of(vm, e.message), "x") && hako_stack_frame(vm, v, 0, &frame) &&
        !strcmp(text_of(vm, frame.function), "thrower");
    ok = ok && hako_set_prototype(vm, list, hako_prototype(vm, v)) && hako_get_index(vm, hako_keys(vm, list, 0),
        9).bits != hako_undefined().bits;
    ok = ok && hako_seal(vm, list) && hako_freeze(vm, list) && hako_is_frozen(vm, list) && !hako_failed(vm);
    if (ok) {
        hako_throwf(vm, HAKO_ERROR_RANGE, "%s: %v, %d", "a text", o, 5);
        hako_to_string(vm, hako_exception(vm), s, sizeof s);
        ok = !strcmp(s, "RangeError: a text: object, 5");
    }
    hako_scope_close(vm, scope);
    return ok;
}

static void test_pressure(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_test_stress(vm, true);
    CHECK(everything(vm) && everything(vm));
    if (hako_failed(vm)) printf("  %s\n", text_of(vm, hako_exception(vm)));
    close_vm(vm);
    bool done = false;
    uint32_t n = 1;
    for (; !done && n < 3000; n++) {
        vm = open_vm(64 << 10);
        hako_test_fail_at(vm, n);
        done = everything(vm) && !hako_failed(vm);
        hako_test_fail_at(vm, 0);
        if (!done) hako_exception(vm);
        while (hako_run(vm) == HAKO_FAILED) hako_exception(vm);
        CHECK(done || everything(vm));
        close_vm(vm);
    }
    CHECK(done && n > 300);
    for (size_t size = 3 << 10; size < 24 << 10; size += 72) {      /* whatever it can still do, it does not break */
        vm = open_vm(size);
        if (!vm) continue;
        everything(vm);
        hako_exception(vm);
        CHECK(!hako_failed(vm));
        close_vm(vm);
    }
}

int main(void)
{
    RUN(test_kinds);
    RUN(test_equality);
    RUN(test_conversions);
    RUN(test_texts);
    RUN(test_weak);
    RUN(test_keys);
    RUN(test_prepared);
    RUN(test_define);
    RUN(test_prototypes);
    RUN(test_functions);
    RUN(test_new);
    RUN(test_start_call);
    RUN(test_errors);
    RUN(test_iteration);
    RUN(test_async_iteration);
    RUN(test_pressure);
    return finish();
}
