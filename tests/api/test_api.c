/* Every public function, used and misused. */
#include "check.h"

/* ---- the machine -------------------------------------------------------------------------------------------------- */

static void test_open(void)
{
    static uint64_t block[8192];
    size_t smallest = 0;
    hako_vm *vm;

    CHECK(!hako_open(NULL, 65536, &port));
    for (int i = 1; i < 8; i++) CHECK(!hako_open((char *)block + i, 65536 - 8, &port));
    for (size_t size = 0; size < 8192; size++) {
        vm = open_vm(size);
        if (!vm) {
            CHECK(!smallest);                           /* once it fits it fits */
            continue;
        }
        if (!smallest) smallest = size;
        CHECK(hako_get_figures(vm).arena == size / 8 * 8);
        close_vm(vm);
    }
    CHECK(smallest > 500 && smallest < 2500);
    vm = open_vm(smallest);                             /* whatever it can still do, it does not break */
    eval(vm, "[1, 2, 3].map(x => x + 1).join()", NULL);
    hako_report(vm);
    close_vm(vm);

    vm = hako_open(block, sizeof block, NULL);          /* no port, no hooks */
    CHECK(vm != NULL);
    CHECK(eval(vm, "console.log('nobody hears')", NULL) == HAKO_DONE);
    CHECK(eval(vm, "nope", NULL) == HAKO_FAILED);
    hako_report(vm);
    CHECK(!hako_failed(vm));
    hako_close(vm);
    hako_close(NULL);

    vm = hako_open(block, sizeof block, &port);         /* the same memory again */
    CHECK(vm != NULL);
    CHECK(same(value_of(vm, "typeof left"), "undefined"));
    hako_close(vm);
}

static void test_null_vm(void)
{
    hako_val v = hako_int(1);
    CHECK(hako_start(NULL, "x", "1", 1) == HAKO_FAILED);
    CHECK(hako_step(NULL, 10) == HAKO_FAILED);
    CHECK(hako_run(NULL) == HAKO_FAILED);
    CHECK(hako_eval(NULL, "x", "1", 1, &v) == HAKO_FAILED && v.bits == hako_undefined().bits);
    CHECK(hako_call(NULL, v, v, 0, NULL, &v) == HAKO_FAILED);
}

static void test_several(void)
{
    hako_vm *a = open_vm(32 << 10), *b = open_vm(32 << 10);
    CHECK(start(a, "var who = 'a'; for (let i = 0; i < 100; i++) who += i; who.length") == HAKO_MORE);
    CHECK(start(b, "var who = 'b'; for (let i = 0; i < 100; i++) who += i; who.length") == HAKO_MORE);
    while (hako_step(a, 7) == HAKO_MORE) hako_step(b, 5);
    CHECK(hako_run(b) == HAKO_DONE);
    CHECK(hako_to_int(a, hako_result(a)) == 191 && hako_to_int(b, hako_result(b)) == 191);
    CHECK(text_of(a, hako_get(a, hako_global(a), "who"))[0] == 'a');
    CHECK(text_of(b, hako_get(b, hako_global(b), "who"))[0] == 'b');
    close_vm(a);
    CHECK(same(value_of(b, "who[0]"), "b"));
    close_vm(b);
}

static void test_user(void)
{
    hako_vm *vm = open_vm(16 << 10);
    int mine;
    CHECK(hako_user(vm) == NULL);
    hako_set_user(vm, &mine);
    CHECK(eval(vm, "'x'.repeat(100)", NULL) == HAKO_DONE);
    CHECK(hako_user(vm) == &mine);
    close_vm(vm);
}

static void test_start(void)
{
    hako_vm *vm = open_vm(64 << 10);
    char source[] = "var x = 40; x + 2";

    CHECK(hako_step(vm, 100) == HAKO_DONE);             /* nothing is started */
    CHECK(is_undefined(vm, hako_result(vm)));
    CHECK(hako_start(vm, "twice", source, strlen(source)) == HAKO_MORE);
    memset(source, '?', sizeof source);                 /* it need not live on */
    CHECK(hako_run(vm) == HAKO_DONE);
    CHECK(hako_to_int(vm, hako_result(vm)) == 42);
    CHECK(hako_step(vm, 100) == HAKO_DONE);
    CHECK(hako_to_int(vm, hako_result(vm)) == 42);

    CHECK(hako_start(vm, NULL, NULL, 0) == HAKO_MORE);
    CHECK(hako_run(vm) == HAKO_DONE && is_undefined(vm, hako_result(vm)));
    CHECK(hako_start(vm, NULL, NULL, 7) == HAKO_FAILED && threw(vm, "TypeError"));
    CHECK(hako_start(vm, NULL, "1 +", 3) == HAKO_FAILED && threw(vm, "SyntaxError"));
    CHECK(hako_step(vm, 100) == HAKO_DONE);             /* taken: nothing is there */
    CHECK(start(vm, "throw 1") == HAKO_MORE);
    CHECK(hako_run(vm) == HAKO_FAILED);
    CHECK(hako_step(vm, 100) == HAKO_FAILED);           /* not yet taken */
    CHECK(threw(vm, "1"));

    CHECK(start(vm, "var kept = 1; for (;;) kept++;") == HAKO_MORE);
    CHECK(hako_step(vm, 1000) == HAKO_MORE);
    CHECK(start(vm, "kept > 10") == HAKO_MORE);         /* abandons the endless one */
    CHECK(hako_run(vm) == HAKO_DONE && hako_to_bool(vm, hako_result(vm)));

    CHECK(start(vm, "'use strict'; undeclared = 1") == HAKO_MORE);
    CHECK(hako_run(vm) == HAKO_FAILED && threw(vm, "ReferenceError"));
    CHECK(start(vm, "let once = 1") == HAKO_MORE && hako_run(vm) == HAKO_DONE);
    start(vm, "let once = 2");                          /* of another script: a SyntaxError when it is run */
    CHECK(hako_run(vm) == HAKO_FAILED && threw(vm, "SyntaxError"));
    close_vm(vm);
}

static void test_step(void)
{
    static const char source[] =
        "function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2) }\n"
        "const a = Array.from({ length: 30 }, (_, i) => (i * 7919) % 31);\n"
        "a.sort((x, y) => x - y).map(x => x * 2).join() + fib(10) + JSON.stringify({ a, toJSON() { return a.length } })";
    static const char throwing[] =
        "let text = '', tries = 0; function* g() { try { yield 1; yield 2 } finally { tries++ } }\n"
        "for (let i = 0; i < 10; i++) try { [i].forEach(x => { 'x'.repeat(1e9); throw x }) } catch (e) { text += i + (e.name ? 'a' : 'b') }\n"
        "for (const x of g()) { try { for (const y of g()) throw y } catch (e) { if (x > e) break } }\n"
        "text + [1, 3, 2].sort((a, b) => ({ valueOf() { return b - a } })).join() + tries";
    hako_vm *vm = open_vm(64 << 10);
    uint64_t whole;
    char expected[256];

    CHECK(start(vm, source) == HAKO_MORE);
    CHECK(hako_get_figures(vm).steps == 0);
    CHECK(hako_step(vm, 0) == HAKO_MORE && hako_get_figures(vm).steps == 0);
    CHECK(hako_run(vm) == HAKO_DONE);
    strcpy(expected, text_of(vm, hako_result(vm)));
    whole = hako_get_figures(vm).steps;
    CHECK(whole > 1000);
    close_vm(vm);
    for (uint32_t slice = 1; slice < 2000; slice = slice * 3 + 1) {
        uint64_t calls = 0, over = 0;
        vm = open_vm(64 << 10);
        start(vm, source);
        hako_status s;
        do {
            uint64_t before = hako_get_figures(vm).steps, ran;
            s = hako_step(vm, slice);
            ran = hako_get_figures(vm).steps - before;
            if (ran > slice && ran - slice > over) over = ran - slice;
            calls++;
        } while (s == HAKO_MORE);
        CHECK(s == HAKO_DONE && same(text_of(vm, hako_result(vm)), expected));
        CHECK(hako_get_figures(vm).steps == whole);
        CHECK((calls + 1) * slice + over >= whole);
        CHECK(over < 1000);
        close_vm(vm);
    }
    vm = open_vm(64 << 10);                             /* the host is busy with the same VM between the slices */
    start(vm, throwing);
    hako_scope scope = hako_scope_open(vm);
    int calls = 0;
    while (hako_step(vm, 3) == HAKO_MORE) {
        CHECK(!hako_failed(vm));
        switch (calls++ % 4) {
        case 0: CHECK(same(value_of(vm, "try { null.x } catch (e) { [1, 2].map(x => x * 2).join() }"), "2,4")); break;
        case 1: hako_get(vm, hako_null(), "x"); break;
        case 2: CHECK(eval(vm, "throw 7", NULL) == HAKO_FAILED); break;
        case 3: hako_collect(vm); break;
        }
        hako_scope_close(vm, scope);
    }
    CHECK(calls > 100 && same(text_of(vm, hako_result(vm)), "0a1a2a3a4a5a6a7a8a9a" "3,2,1" "3"));
    close_vm(vm);

    vm = open_vm(64 << 10);
    start(vm, "let n = 0; while (n < 1000) n++; n");
    CHECK(hako_step(vm, UINT32_MAX) == HAKO_DONE && hako_to_int(vm, hako_result(vm)) == 1000);
    close_vm(vm);
}

static hako_val pause(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self, (void)argc, (void)argv;
    hako_pause(vm);
    return hako_int(argc);
}

static void test_pause(void)
{
    hako_vm *vm = open_vm(64 << 10);
    uint64_t plain, paused;
    int slices = 0;
    hako_set_function(vm, hako_global(vm), "pause", pause, 0);
    start(vm, "var n = 0; for (; n < 10; n++) pause(); n");
    while (hako_step(vm, 100000) == HAKO_MORE) slices++;
    CHECK(slices == 9 || slices == 10);                 /* the last one may end the script */
    CHECK(hako_to_int(vm, hako_result(vm)) == 10);
    paused = hako_get_figures(vm).steps;
    close_vm(vm);

    vm = open_vm(64 << 10);
    hako_set_function(vm, hako_global(vm), "pause", pause, 0);
    CHECK(eval(vm, "var n = 0; for (; n < 10; n++) pause(); n", NULL) == HAKO_DONE);    /* goes on regardless */
    plain = hako_get_figures(vm).steps;
    CHECK(plain == paused);                             /* a pause costs no steps */
    hako_pause(vm);
    CHECK(start(vm, "for (n = 0; n < 100; n++);") == HAKO_MORE);
    CHECK(hako_step(vm, 100000) == HAKO_DONE);          /* outside of a host function it does nothing */
    CHECK(eval(vm, "pause()", NULL) == HAKO_DONE);
    CHECK(start(vm, "for (n = 0; n < 100; n++);") == HAKO_MORE);
    CHECK(hako_step(vm, 100000) == HAKO_DONE);
    close_vm(vm);
}

static void test_eval(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val v;
    CHECK(eval(vm, "1 + 1", &v) == HAKO_DONE && hako_to_int(vm, v) == 2);
    CHECK(eval(vm, "1 + 1", NULL) == HAKO_DONE);
    CHECK(eval(vm, "throw 5", &v) == HAKO_FAILED && is_undefined(vm, v));
    CHECK(eval(vm, "6", &v) == HAKO_FAILED);            /* one is pending: nothing happens */
    CHECK(threw(vm, "5"));
    CHECK(eval(vm, ")", &v) == HAKO_FAILED && threw(vm, "SyntaxError"));
    CHECK(hako_eval(vm, "x", NULL, 3, &v) == HAKO_FAILED && threw(vm, "TypeError"));
    CHECK(hako_eval(vm, NULL, NULL, 0, &v) == HAKO_DONE && is_undefined(vm, v));

    start(vm, "var sum = 0; for (let i = 0; i < 1000; i++) sum += i; sum");
    for (int i = 0; hako_step(vm, 100) == HAKO_MORE; i++)               /* between the slices of another */
        CHECK(eval(vm, "typeof sum", &v) == HAKO_DONE && same(text_of(vm, v), "number"));
    CHECK(hako_to_int(vm, hako_result(vm)) == 499500);
    start(vm, "var seen; for (let i = 0; i < 100; i++) seen = i; seen");
    hako_step(vm, 50);
    hako_get(vm, hako_undefined(), "x");                /* a failure of the host's own between slices */
    CHECK(hako_failed(vm));
    while (hako_step(vm, 50) == HAKO_MORE) {}
    CHECK(!hako_failed(vm) && hako_to_int(vm, hako_result(vm)) == 99);
    CHECK(isinf(hako_wake_at(vm)));
    close_vm(vm);
}

/* ---- values ------------------------------------------------------------------------------------------------------- */

static void test_values(void)
{
    static const struct { const char *source; hako_type type; bool truth; double number; int32_t i; const char *text; } rows[] = {
        { "undefined", HAKO_UNDEFINED, false, NAN, 0, "undefined" },
        { "null", HAKO_NULL, false, 0, 0, "null" },
        { "true", HAKO_BOOLEAN, true, 1, 1, "true" },
        { "false", HAKO_BOOLEAN, false, 0, 0, "false" },
        { "0", HAKO_NUMBER, false, 0, 0, "0" },
        { "-0", HAKO_NUMBER, false, 0, 0, "0" },
        { "NaN", HAKO_NUMBER, false, NAN, 0, "NaN" },
        { "-Infinity", HAKO_NUMBER, true, -INFINITY, 0, "-Infinity" },
        { "1.5", HAKO_NUMBER, true, 1.5, 1, "1.5" },
        { "-1.5e300", HAKO_NUMBER, true, -1.5e300, 0, "-1.5e+300" },
        { "4294967301", HAKO_NUMBER, true, 4294967301.0, 5, "4294967301" },
        { "-2147483649", HAKO_NUMBER, true, -2147483649.0, 2147483647, "-2147483649" },
        { "''", HAKO_STRING, false, 0, 0, "" },
        { "' 12 '", HAKO_STRING, true, 12, 12, " 12 " },
        { "'0x10'", HAKO_STRING, true, 16, 16, "0x10" },
        { "'x'", HAKO_STRING, true, NAN, 0, "x" },
        { "'\\u00e9\\u{1F600}'", HAKO_STRING, true, NAN, 0, "\xc3\xa9\xf0\x9f\x98\x80" },
        { "'a\\uD800b'", HAKO_STRING, true, NAN, 0, "a\xef\xbf\xbd" "b" },
        { "Symbol('s')", HAKO_SYMBOL, true, NAN, 0, "Symbol(s)" },
        { "Symbol.iterator", HAKO_SYMBOL, true, NAN, 0, "Symbol(Symbol.iterator)" },
        { "({})", HAKO_OBJECT, true, NAN, 0, "object" },
        { "[5]", HAKO_OBJECT, true, NAN, 0, "array" },
        { "(() => 1)", HAKO_FUNCTION, true, NAN, 0, "function" },
        { "Math.sin", HAKO_FUNCTION, true, NAN, 0, "function" },
        { "(class A {})", HAKO_FUNCTION, true, NAN, 0, "function" },
        { "(function () {}).bind()", HAKO_FUNCTION, true, NAN, 0, "function" },
        { "Math", HAKO_OBJECT, true, NAN, 0, "object" },
        { "new TypeError('no')", HAKO_OBJECT, true, NAN, 0, "TypeError: no" },
        { "({ valueOf() { throw 1 }, toString() { throw 2 }, get message() { throw 3 } })", HAKO_OBJECT, true, NAN, 0, "object" },
    };
    hako_vm *vm = open_vm(64 << 10);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hako_scope scope = hako_scope_open(vm);
        hako_val v;
        double d;
        group = rows[i].source;
        CHECK(eval(vm, rows[i].source, &v) == HAKO_DONE);
        CHECK(hako_typeof(vm, v) == rows[i].type);
        CHECK(hako_to_bool(vm, v) == rows[i].truth);
        d = hako_to_number(vm, v);
        CHECK(isnan(rows[i].number) ? isnan(d) : d == rows[i].number);
        CHECK(hako_to_int(vm, v) == rows[i].i);
        CHECK(same(text_of(vm, v), rows[i].text));
        CHECK(!hako_failed(vm));
        hako_scope_close(vm, scope);
    }
    group = "test_values";
    CHECK(hako_typeof(vm, hako_undefined()) == HAKO_UNDEFINED && hako_typeof(vm, hako_null()) == HAKO_NULL);
    CHECK(hako_typeof(vm, hako_bool(true)) == HAKO_BOOLEAN && hako_to_bool(vm, hako_bool(true)) && !hako_to_bool(vm, hako_bool(false)));
    CHECK(hako_to_number(vm, hako_number(0.1)) == 0.1 && hako_to_number(vm, hako_int(INT32_MIN)) == INT32_MIN);
    CHECK(signbit(hako_to_number(vm, hako_number(-0.0))));
    CHECK(isnan(hako_to_number(vm, hako_number(NAN))) && isnan(hako_to_number(vm, hako_number(-NAN))));
    CHECK(hako_to_number(vm, (hako_val){ 0 }) == 0 && hako_typeof(vm, (hako_val){ 0 }) == HAKO_NUMBER);
    close_vm(vm);
}

static void test_strings(void)
{
    hako_vm *vm = open_vm(64 << 10);
    char out[16];
    hako_val v = hako_string(vm, "a\0b", 3), g = hako_global(vm);

    CHECK(hako_to_string(vm, v, out, sizeof out) == 3 && !memcmp(out, "a\0b", 4));
    hako_set(vm, g, "s", v);
    CHECK(same(value_of(vm, "s.length + s.charCodeAt(1)"), "3"));
    CHECK(same(text_of(vm, hako_string(vm, NULL, 0)), "") && same(text_of(vm, hako_string(vm, NULL, 10)), ""));
    CHECK(same(text_of(vm, hako_string(vm, "\xff\xc0\x80", 3)), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"));
    CHECK(same(text_of(vm, hako_string(vm, "x\xe2\x82", 3)), "x\xef\xbf\xbd"));
    hako_set(vm, g, "s", hako_string(vm, "\xe2\x82\xac\xf0\x9f\x98\x80", 7));
    CHECK(same(value_of(vm, "s.length + ',' + (s === '\\u20AC\\u{1F600}')"), "3,true"));

    v = hako_string(vm, "h\xc3\xa9llo\xe2\x82\xac", 9); /* cut at a character's boundary */
    static const struct { size_t size; const char *text; } cuts[] = {
        { 1, "" }, { 2, "h" }, { 3, "h" }, { 4, "h\xc3\xa9" }, { 8, "h\xc3\xa9llo" }, { 9, "h\xc3\xa9llo" }, { 10, "h\xc3\xa9llo\xe2\x82\xac" }
    };
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        char *exact = malloc(cuts[i].size);
        CHECK(hako_to_string(vm, v, exact, cuts[i].size) == 9 && same(exact, cuts[i].text));
        free(exact);
    }
    CHECK(hako_to_string(vm, v, NULL, 0) == 9 && hako_to_string(vm, v, NULL, 100) == 9);
    out[0] = 'x';
    CHECK(hako_to_string(vm, v, out, 0) == 9 && out[0] == 'x');
    for (size_t size = 1; size < 12; size++) {          /* what is no string is cut as well */
        char *exact = malloc(size);
        eval(vm, "new Error('\\u20AC\\u20AC')", &v);
        CHECK(hako_to_string(vm, v, exact, size) == 13 && strlen(exact) == (size < 11 ? size < 8 ? size - 1 : 7 : 10));
        free(exact);
    }
    eval(vm, "'ab'.repeat(1000) + 'c'.repeat(1000)", &v);       /* a rope */
    CHECK(hako_to_string(vm, v, out, 4) == 3000 && same(out, "aba"));
    close_vm(vm);
}

static void test_make(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val g = hako_global(vm), o = hako_object(vm), a = hako_array(vm);
    CHECK(hako_typeof(vm, g) == HAKO_OBJECT);
    CHECK(hako_set(vm, g, "o", o) && hako_set(vm, g, "a", a));
    for (uint32_t i = 0; i < 100; i++) CHECK(hako_set_index(vm, a, i, hako_int((int32_t)i * 2)));
    CHECK(same(value_of(vm, "Array.isArray(a) + ' ' + a.length + ' ' + a[99] + ' ' + (o.constructor === Object)"), "true 100 198 true"));
    CHECK(hako_to_int(vm, hako_get(vm, a, "length")) == 100 && hako_to_int(vm, hako_get_index(vm, a, 50)) == 100);
    CHECK(is_undefined(vm, hako_get_index(vm, a, 100)) && is_undefined(vm, hako_get_index(vm, a, UINT32_MAX)));
    CHECK(hako_set_index(vm, a, 1000000000u, hako_int(1)) || threw(vm, "RangeError"));
    CHECK(hako_set_index(vm, o, UINT32_MAX, hako_int(7)) && hako_to_int(vm, hako_get(vm, o, "4294967295")) == 7);
    CHECK(hako_set_index(vm, o, 0, hako_int(8)) && hako_to_int(vm, hako_get(vm, o, "0")) == 8);
    hako_set(vm, g, "other", hako_object(vm));
    CHECK(same(value_of(vm, "o === other"), "false"));
    close_vm(vm);
}

/* ---- properties --------------------------------------------------------------------------------------------------- */

static void test_properties(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val g = hako_global(vm), o, v;

    eval(vm, "var o = { plain: 1, get double() { return this.plain * 2 }, set double(v) { this.plain = v / 2 }, get bad() { throw new RangeError('bad') },"
             " set bad(v) { throw new RangeError('bad') }, '\\u00e9\\u20ac': 'euro', '': 'empty', __proto__: { inherited: 3 } };"
             "Object.defineProperty(o, 'fixed', { value: 9 }); o", &o);
    CHECK(hako_to_int(vm, hako_get(vm, o, "plain")) == 1);
    CHECK(hako_to_int(vm, hako_get(vm, o, "double")) == 2);
    CHECK(hako_set(vm, o, "double", hako_int(10)) && hako_to_int(vm, hako_get(vm, o, "plain")) == 5);
    CHECK(hako_to_int(vm, hako_get(vm, o, "inherited")) == 3);
    CHECK(is_undefined(vm, hako_get(vm, o, "missing")) && !hako_failed(vm));
    CHECK(same(text_of(vm, hako_get(vm, o, "\xc3\xa9\xe2\x82\xac")), "euro"));
    CHECK(same(text_of(vm, hako_get(vm, o, "")), "empty") && same(text_of(vm, hako_get(vm, o, NULL)), "empty"));
    CHECK(is_undefined(vm, hako_get(vm, o, "bad")) && threw(vm, "RangeError: bad"));
    CHECK(!hako_set(vm, o, "bad", hako_int(1)) && threw(vm, "RangeError: bad"));
    CHECK(!hako_set(vm, o, "fixed", hako_int(1)) && threw(vm, "TypeError"));
    CHECK(hako_to_int(vm, hako_get(vm, o, "fixed")) == 9);
    CHECK(hako_has(vm, o, "plain") && hako_has(vm, o, "inherited") && hako_has(vm, o, "bad") && !hako_has(vm, o, "missing"));
    CHECK(!hako_failed(vm));
    CHECK(hako_delete(vm, o, "plain") && !hako_has(vm, o, "plain"));
    CHECK(hako_delete(vm, o, "missing"));
    CHECK(!hako_delete(vm, o, "fixed") && !hako_failed(vm) && hako_has(vm, o, "fixed"));

    /* what is no object */
    static const char *const primitives[] = { "1", "'str'", "true", "Symbol()" };
    for (size_t i = 0; i < 4; i++) {
        eval(vm, primitives[i], &v);
        CHECK(hako_typeof(vm, hako_get(vm, v, "toString")) == HAKO_FUNCTION);
        CHECK(is_undefined(vm, hako_get(vm, v, "missing")) && !hako_failed(vm));
        CHECK(!hako_set(vm, v, "x", hako_int(1)) && threw(vm, "TypeError"));
        CHECK(!hako_has(vm, v, "toString") && !hako_delete(vm, v, "toString") && !hako_failed(vm));
    }
    v = hako_string(vm, "str", 3);
    CHECK(hako_to_int(vm, hako_get(vm, v, "length")) == 3 && same(text_of(vm, hako_get_index(vm, v, 1)), "t"));
    hako_val nothing[] = { hako_undefined(), hako_null() };
    for (int i = 0; i < 2; i++) {
        CHECK(is_undefined(vm, hako_get(vm, nothing[i], "x")) && threw(vm, "TypeError"));
        CHECK(is_undefined(vm, hako_get_index(vm, nothing[i], 0)) && threw(vm, "TypeError"));
        CHECK(!hako_set(vm, nothing[i], "x", hako_int(1)) && threw(vm, "TypeError"));
        CHECK(!hako_set_index(vm, nothing[i], 0, hako_int(1)) && threw(vm, "TypeError"));
        CHECK(!hako_has(vm, nothing[i], "x") && !hako_delete(vm, nothing[i], "x") && !hako_failed(vm));
    }

    /* functions of the library and of the host are objects too */
    CHECK(eval(vm, "Math.max", &v) == HAKO_DONE && hako_set(vm, v, "extra", hako_int(4)));
    CHECK(same(value_of(vm, "Math.max.extra"), "4"));
    eval(vm, "Object.freeze([1, 2])", &v);
    CHECK(!hako_set_index(vm, v, 0, hako_int(1)) && threw(vm, "TypeError"));
    CHECK(!hako_set_index(vm, v, 2, hako_int(1)) && threw(vm, "TypeError"));
    CHECK(!hako_set(vm, v, "length", hako_int(0)) && threw(vm, "TypeError"));
    eval(vm, "[1, 2, 3]", &v);
    CHECK(hako_set(vm, v, "length", hako_int(1)) && is_undefined(vm, hako_get_index(vm, v, 2)));
    CHECK(!hako_set(vm, v, "length", hako_number(-1)) && threw(vm, "RangeError"));
    CHECK(hako_delete(vm, v, "0") && is_undefined(vm, hako_get_index(vm, v, 0)));

    /* one exception stops the row that follows */
    hako_get(vm, hako_null(), "first");
    CHECK(hako_failed(vm));
    CHECK(!hako_set(vm, g, "second", hako_int(1)) && is_undefined(vm, hako_get(vm, g, "o")) && !hako_has(vm, g, "o") && !hako_delete(vm, g, "o"));
    CHECK(!hako_set_index(vm, o, 0, hako_int(1)) && is_undefined(vm, hako_get_index(vm, o, 0)));
    CHECK(hako_call(vm, hako_get(vm, g, "eval"), g, 0, NULL, NULL) == HAKO_FAILED);
    CHECK(threw(vm, "TypeError: cannot read property 'first' of null"));
    CHECK(!hako_has(vm, g, "second") && hako_has(vm, g, "o"));
    close_vm(vm);
}

/* ---- host functions ----------------------------------------------------------------------------------------------- */

static hako_val sum(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    double total = 0;
    (void)self;
    for (int i = 0; i < argc; i++) total += hako_to_number(vm, argv[i]);
    return hako_number(total);
}
static hako_val self_of(hako_vm *vm, hako_val self, int argc, const hako_val *argv) { (void)vm, (void)argc, (void)argv; return self; }
static hako_val throws(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self;
    return hako_throw(vm, (hako_error_kind)hako_to_int(vm, hako_arg(argc, argv, 0)), "thrown by the host");
}
static hako_val throws_value(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self;
    return hako_throw_value(vm, hako_arg(argc, argv, 0));
}
static hako_val forgets(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self, (void)argc, (void)argv;
    hako_get(vm, hako_undefined(), "x");                /* fails, and nobody looks */
    return hako_int(1);
}

static void test_natives(void)
{
    static const char *const kinds[] = { "Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "URIError", "EvalError" };
    hako_vm *vm = open_vm(64 << 10);
    hako_val g = hako_global(vm), f;
    char source[256];

    CHECK(hako_typeof(vm, hako_arg(0, NULL, 0)) == HAKO_UNDEFINED);
    f = hako_int(3);
    CHECK(hako_to_int(vm, hako_arg(1, &f, 0)) == 3 && is_undefined(vm, hako_arg(1, &f, 1)) && is_undefined(vm, hako_arg(1, &f, -1)));

    CHECK(hako_set_function(vm, g, "sum", sum, 2));
    CHECK(same(value_of(vm, "sum() + sum(1) * 10 + sum(1, 2, 3) * 100"), "610"));
    CHECK(same(value_of(vm, "sum.name + sum.length + typeof sum"), "sum2function"));
    CHECK(same(value_of(vm, "[1, 2, 3].map(sum).join()"), "NaN,NaN,NaN"));
    CHECK(same(value_of(vm, "sum.call(null, 4, 5) + sum.apply(null, [6, 7]) + sum.bind(null, 1)(2)"), "25"));
    CHECK(same(value_of(vm, "sum(...Array.from({ length: 1000 }, () => 1))"), "1000"));
    CHECK(same(value_of(vm, "try { new sum() } catch (e) { e.name }"), "TypeError"));
    CHECK(same(value_of(vm, "sum.x = 5; delete sum.y; sum.x + Object.keys(sum).join()"), "5x"));
    CHECK(same(value_of(vm, "sum instanceof Function && Object.getPrototypeOf(sum) === Function.prototype"), "true"));

    CHECK(hako_set_function(vm, g, "self", self_of, -5));
    CHECK(same(value_of(vm, "const holder = { self, x: 9 }; holder.self().x + self.length"), "9"));
    CHECK(same(value_of(vm, "(function () { 'use strict'; return typeof self() })()"), "undefined"));
    CHECK(same(value_of(vm, "self.call(5) === 5 && self.call('abc') === 'abc'"), "true"));

    f = hako_native(vm, "na\xc3\xafve\xe2\x82\xac", sum, 0);
    hako_set(vm, g, "f", f);
    CHECK(same(value_of(vm, "f.name"), "na\xc3\xafve\xe2\x82\xac"));
    f = hako_native(vm, NULL, sum, 0);
    hako_set(vm, g, "f", f);
    CHECK(same(value_of(vm, "f.name === ''"), "true"));
    CHECK(is_undefined(vm, hako_native(vm, "none", NULL, 0)) && !hako_set_function(vm, g, "none", NULL, 0) && !hako_has(vm, g, "none"));
    CHECK(!hako_set_function(vm, hako_null(), "x", sum, 0) && threw(vm, "TypeError"));

    CHECK(hako_set_function(vm, g, "throws", throws, 1) && hako_set_function(vm, g, "throwsValue", throws_value, 1));
    for (int i = 0; i < 7; i++) {
        snprintf(source, sizeof source, "try { throws(%d); 'no' } catch (e) { (e instanceof %s) + ' ' + e }", i, kinds[i]);
        char expected[64];
        snprintf(expected, sizeof expected, "true %s: thrown by the host", kinds[i]);
        CHECK(same(value_of(vm, source), expected));
    }
    CHECK(same(value_of(vm, "try { throws(99) } catch (e) { e.name }"), "Error"));
    CHECK(same(value_of(vm, "try { throws(-1) } catch (e) { e.name }"), "Error"));
    CHECK(same(value_of(vm, "try { throwsValue(7); 'no' } catch (e) { e }"), "7"));
    CHECK(same(value_of(vm, "try { throwsValue(); 'no' } catch (e) { typeof e }"), "undefined"));
    CHECK(same(value_of(vm, "const thing = {}; try { throwsValue(thing) } catch (e) { e === thing }"), "true"));
    CHECK(same(value_of(vm, "[3, 1, 2].sort((a, b) => { if (a === 2 || b === 2) throws(2); return a - b })"), "RangeError: thrown by the host"));
    CHECK(hako_set_function(vm, g, "forgets", forgets, 0));
    CHECK(same(value_of(vm, "try { forgets(); 'no' } catch (e) { e.name }"), "TypeError"));
    CHECK(!hako_failed(vm));

    hako_throw(vm, HAKO_ERROR_RANGE, NULL);
    CHECK(threw(vm, "RangeError"));
    memset(source, 'x', sizeof source - 1);
    source[sizeof source - 1] = '\0';
    hako_throw(vm, HAKO_ERROR_PLAIN, source);

    CHECK(hako_to_string(vm, hako_get(vm, hako_exception(vm), "message"), NULL, 0) == 255);
    hako_throw(vm, HAKO_ERROR_PLAIN, "first");
    hako_throw(vm, HAKO_ERROR_TYPE, "second");
    CHECK(threw(vm, "TypeError: second") && !hako_failed(vm));
    hako_throw(vm, HAKO_ERROR_PLAIN, "100%s %d \xff");
    CHECK(threw(vm, "Error: 100%s %d \xef\xbf\xbd"));

    for (int i = 0; i < 200; i++) {                     /* many of them */
        snprintf(source, 16, "fn%d", i);
        if (!hako_set_function(vm, g, source, sum, i)) break;
    }
    CHECK(!hako_failed(vm) && same(value_of(vm, "fn199.length + fn0(1) + fn100.name"), "200fn100"));
    close_vm(vm);
}

/* ---- calls -------------------------------------------------------------------------------------------------------- */

static hako_val call_back(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    hako_val result = hako_undefined();
    (void)self;
    hako_call(vm, hako_arg(argc, argv, 0), hako_undefined(), argc > 1 ? argc - 1 : 0, argc > 1 ? argv + 1 : NULL, &result);
    return result;                                      /* a failure is pending, and so thrown on */
}

static void test_call(void)
{
    hako_vm *vm = open_vm(128 << 10);
    hako_val g = hako_global(vm), f, v, args[300];
    for (int i = 0; i < 300; i++) args[i] = hako_int(i);

    eval(vm, "(function (a, b) { return [this, a, b, arguments.length].join() })", &f);
    CHECK(hako_call(vm, f, hako_string(vm, "me", 2), 3, args, &v) == HAKO_DONE && same(text_of(vm, hako_result(vm)), "me,0,1,3"));
    CHECK(same(text_of(vm, v), "me,0,1,3"));
    CHECK(hako_call(vm, f, hako_string(vm, "me", 2), 300, args, NULL) == HAKO_DONE && same(text_of(vm, hako_result(vm)), "me,0,1,300"));
    CHECK(hako_call(vm, f, g, 0, NULL, &v) == HAKO_DONE);
    eval(vm, "(function () { return new.target })", &f);
    eval(vm, "new (class { constructor() { this.x = 1 } })", NULL);
    CHECK(hako_call(vm, f, g, 0, NULL, &v) == HAKO_DONE && is_undefined(vm, v));
    eval(vm, "(class {})", &f);
    CHECK(hako_call(vm, f, g, 0, NULL, &v) == HAKO_FAILED && is_undefined(vm, v) && threw(vm, "TypeError"));
    eval(vm, "Math.max", &f);
    CHECK(hako_call(vm, f, g, 5, args, &v) == HAKO_DONE && hako_to_int(vm, v) == 4);
    eval(vm, "(x => x + 1).bind(null, 5)", &f);
    CHECK(hako_call(vm, f, g, 0, NULL, &v) == HAKO_DONE && hako_to_int(vm, v) == 6);
    eval(vm, "(function* () { yield 1 })", &f);
    CHECK(hako_call(vm, f, g, 0, NULL, &v) == HAKO_DONE && hako_typeof(vm, v) == HAKO_OBJECT);
    CHECK(hako_call(vm, hako_get(vm, v, "next"), v, 0, NULL, &v) == HAKO_DONE && hako_to_int(vm, hako_get(vm, v, "value")) == 1);
    eval(vm, "(() => { throw new RangeError('mine') })", &f);
    CHECK(hako_call(vm, f, g, 0, NULL, &v) == HAKO_FAILED && threw(vm, "RangeError: mine"));
    f = hako_native(vm, "sum", sum, 2);
    CHECK(hako_call(vm, f, g, 4, args, &v) == HAKO_DONE && hako_to_int(vm, v) == 6);

    hako_val wrong[] = { hako_undefined(), hako_int(1), hako_object(vm), hako_string(vm, "f", 1) };
    for (int i = 0; i < 4; i++) CHECK(hako_call(vm, wrong[i], g, 0, NULL, &v) == HAKO_FAILED && threw(vm, "TypeError"));
    CHECK(hako_call(vm, f, g, -1, args, &v) == HAKO_FAILED && threw(vm, "RangeError"));
    CHECK(hako_call(vm, f, g, 1, NULL, &v) == HAKO_FAILED && threw(vm, "RangeError"));
    CHECK(hako_call(vm, f, g, 60001, args, &v) == HAKO_FAILED && threw(vm, "RangeError"));

    /* the same from scripts, and back */
    hako_set_function(vm, g, "back", call_back, 1);
    CHECK(same(value_of(vm, "back((a, b) => a * b, 6, 7)"), "42"));
    CHECK(same(value_of(vm, "try { back(() => { throw 'up' }) } catch (e) { e }"), "up"));
    CHECK(same(value_of(vm, "let depth = 0; function go() { depth++; return back(go) } try { go() } catch (e) { e.name + depth }"), "RangeError8"));
    CHECK(same(value_of(vm, "try { back() } catch (e) { e.name }"), "TypeError"));
    CHECK(same(value_of(vm, "back(back, back, () => 'deep')"), "deep"));
    CHECK(same(value_of(vm, "[3, 1, 2].sort((a, b) => back((x, y) => x - y, a, b)).join()"), "1,2,3"));
    CHECK(same(value_of(vm, "const it = back(function* () { yield 1; yield 2 }); [...it].join()"), "1,2"));
    close_vm(vm);
}

static hako_val spin(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self;
    hako_call(vm, hako_arg(argc, argv, 0), hako_undefined(), 0, NULL, NULL);
    return hako_undefined();
}

/* The steps of a call from a host function belong to the slice that it runs in; those of a call by the host itself do not. */
static void test_call_steps(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val g = hako_global(vm), f;
    uint64_t before;
    int slices = 0;
    hako_set_function(vm, g, "spin", spin, 1);
    start(vm, "function work() { for (let i = 0; i < 3000; i++); } spin(work); for (let i = 0; i < 10; i++); 'end'");
    while (hako_step(vm, 100) == HAKO_MORE) slices++;
    CHECK(same(text_of(vm, hako_result(vm)), "end"));
    CHECK(hako_get_figures(vm).steps > 6000);
    CHECK((uint64_t)slices >= hako_get_figures(vm).steps / 100 - 2);    /* the debt was paid slice by slice */

    start(vm, "for (let i = 0; i < 10; i++); 'second'");
    hako_step(vm, 5);
    f = hako_get(vm, g, "work");
    before = hako_get_figures(vm).steps;
    CHECK(hako_call(vm, f, g, 0, NULL, NULL) == HAKO_DONE);
    CHECK(hako_get_figures(vm).steps > before + 6000);
    CHECK(hako_step(vm, 1000) == HAKO_DONE && same(text_of(vm, hako_result(vm)), "second"));
    close_vm(vm);
}

static hako_val drives(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    hako_status s = HAKO_DONE;
    (void)self;
    switch (hako_to_int(vm, hako_arg(argc, argv, 0))) {
    case 0: s = hako_start(vm, "inner", "1", 1); break;
    case 1: s = hako_step(vm, 10); break;
    case 2: s = hako_run(vm); break;
    }
    CHECK(s == HAKO_FAILED && hako_failed(vm));
    return hako_undefined();
}
static hako_val evals(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    char text[200];
    hako_val v = hako_undefined();
    (void)self;
    hako_to_string(vm, hako_arg(argc, argv, 0), text, sizeof text);
    eval(vm, text, &v);
    return v;
}

static void test_inside_native(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val g = hako_global(vm), f;
    char source[400];
    hako_set_function(vm, g, "drives", drives, 1);
    hako_set_function(vm, g, "evals", evals, 1);
    for (int i = 0; i < 3; i++) {
        snprintf(source, sizeof source, "var r; try { drives(%d) } catch (e) { r = e.name } for (let i = 0; i < 50; i++); r", i);
        start(vm, source);
        while (hako_step(vm, 20) == HAKO_MORE) {}
        CHECK(same(text_of(vm, hako_result(vm)), "TypeError"));
        f = hako_get(vm, g, "drives");
        hako_val arg = hako_int(i);
        CHECK(hako_call(vm, f, g, 1, &arg, NULL) == HAKO_FAILED && threw(vm, "TypeError"));
    }
    CHECK(same(value_of(vm, "evals('var inner = 5; inner * 2') + inner"), "15"));
    CHECK(same(value_of(vm, "try { evals('(') } catch (e) { e.name }"), "SyntaxError"));
    CHECK(same(value_of(vm, "try { evals('throw 3') } catch (e) { e }"), "3"));
    CHECK(same(value_of(vm, "evals(\"evals('evals(`1 + 1`)')\")"), "2"));
    CHECK(same(value_of(vm, "let n = 0; globalThis.again = () => { n++; return evals('again()') }; try { again() } catch (e) { e.name + n }"), "RangeError8"));
    start(vm, "let total = 0; for (let i = 0; i < 20; i++) total += evals('[1, 2, 3].map(x => x * 2).length'); total");
    while (hako_step(vm, 10) == HAKO_MORE) {}
    CHECK(hako_to_int(vm, hako_result(vm)) == 60);
    close_vm(vm);
}

/* ---- scopes and kept handles -------------------------------------------------------------------------------------- */

static void test_scopes(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_scope outer = hako_scope_open(vm), inner;
    hako_val a = hako_string(vm, "aaa", 3), b, c;
    inner = hako_scope_open(vm);
    b = hako_string(vm, "bbb", 3);
    c = hako_string(vm, "ccc", 3);
    CHECK(same(text_of(vm, a), "aaa") && same(text_of(vm, b), "bbb"));
    c = hako_scope_escape(vm, inner, c);
    CHECK(same(text_of(vm, a), "aaa") && same(text_of(vm, c), "ccc"));
    hako_scope_close(vm, inner);                        /* c lies where the inner scope began */
    CHECK(is_undefined(vm, c) && same(text_of(vm, a), "aaa"));
    hako_scope_close(vm, inner);
    inner = hako_scope_open(vm);
    b = hako_object(vm);
    hako_scope_close(vm, outer);                        /* with what is inside it */
    CHECK(is_undefined(vm, a) && is_undefined(vm, b));
    hako_scope_close(vm, inner);
    CHECK(!hako_set(vm, a, "x", b) && threw(vm, "TypeError"));
    hako_scope_close(vm, (hako_scope){ 0xFFFFFFFF });

    inner = hako_scope_open(vm);                        /* numbers and the like need no handle */
    CHECK(hako_to_int(vm, hako_scope_escape(vm, inner, hako_int(5))) == 5);

    uint32_t used;
    hako_collect(vm);
    used = hako_get_figures(vm).used;
    for (int i = 0; i < 20000; i++) {                   /* a loop with a scope of its own runs for ever */
        inner = hako_scope_open(vm);
        b = hako_array(vm);
        if (!hako_set_index(vm, b, 0, hako_string(vm, "some text", 9))) break;
        hako_scope_close(vm, inner);
    }
    hako_collect(vm);
    CHECK(!hako_failed(vm) && hako_get_figures(vm).used <= used + 256);
    close_vm(vm);
}

static void test_keep(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_scope scope = hako_scope_open(vm);
    hako_val kept[100], k, l;
    for (int i = 0; i < 100; i++) {
        char text[16];
        snprintf(text, sizeof text, "kept %d", i);
        kept[i] = hako_keep(vm, hako_string(vm, text, strlen(text)));
    }
    hako_scope_close(vm, scope);
    hako_collect(vm);
    CHECK(same(text_of(vm, kept[0]), "kept 0") && same(text_of(vm, kept[99]), "kept 99"));
    hako_drop(vm, kept[50]);
    CHECK(is_undefined(vm, kept[50]));
    CHECK(hako_set(vm, hako_global(vm), "dropped", kept[50]) && same(value_of(vm, "[dropped].length + typeof dropped"), "1undefined"));
    hako_drop(vm, kept[50]);
    k = hako_keep(vm, kept[51]);                        /* keeping what is kept: two to drop */
    hako_drop(vm, kept[51]);
    CHECK(same(text_of(vm, k), "kept 51"));
    hako_drop(vm, k);
    CHECK(is_undefined(vm, k));
    CHECK(hako_to_int(vm, hako_keep(vm, hako_int(3))) == 3);
    hako_drop(vm, hako_int(3));
    hako_drop(vm, hako_undefined());
    l = hako_string(vm, "plain", 5);
    hako_drop(vm, l);                                   /* was not kept */
    CHECK(same(text_of(vm, l), "plain"));
    k = hako_keep(vm, hako_native(vm, "f", sum, 0));
    CHECK(hako_typeof(vm, k) == HAKO_FUNCTION);
    for (int i = 0; i < 100; i++) hako_drop(vm, kept[i]);
    uint32_t used;
    hako_collect(vm);
    used = hako_get_figures(vm).used;
    for (int i = 0; i < 1000; i++) hako_drop(vm, hako_keep(vm, l));
    hako_collect(vm);
    CHECK(hako_get_figures(vm).used == used);
    close_vm(vm);
}

/* A value of another VM is a mistake; it must not become more than a wrong value. */
static void test_strangers(void)
{
    hako_vm *a = open_vm(64 << 10), *b = open_vm(64 << 10);
    hako_val f = hako_undefined(), o = hako_undefined(), k;
    for (int i = 0; i < 20; i++) f = hako_native(a, "f", sum, 0);
    for (int i = 0; i < 20; i++) o = hako_object(a);
    k = hako_keep(a, o);
    CHECK(hako_call(b, f, f, 0, NULL, NULL) == HAKO_FAILED && threw(b, "TypeError"));
    CHECK(is_undefined(b, o) && is_undefined(b, k));
    CHECK(!hako_set(b, o, "x", f) && threw(b, "TypeError"));
    CHECK(hako_set(b, hako_global(b), "x", o) && hako_set(b, hako_global(b), "y", f));
    CHECK(same(value_of(b, "typeof x + typeof y"), "undefinedundefined"));
    close_vm(a);
    close_vm(b);
}

/* ---- errors ------------------------------------------------------------------------------------------------------- */

static void test_errors(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val v;
    CHECK(!hako_failed(vm) && is_undefined(vm, hako_exception(vm)));
    take_printed();
    hako_report(vm);
    CHECK(same(take_printed(), ""));

    start(vm, "function inner() { throw new TypeError('oops') }\nfunction outer() { inner() }\nouter();");
    CHECK(hako_run(vm) == HAKO_FAILED && hako_failed(vm));
    hako_report(vm);
    CHECK(!hako_failed(vm) && printed.level == HAKO_ERROR);
    const char *text = take_printed();
    CHECK(!strncmp(text, "Uncaught TypeError: oops\n", 25));
    CHECK(strstr(text, "inner") && strstr(text, "outer") && strstr(text, "test:1:") && strstr(text, "test:3:"));
    CHECK(text[strlen(text) - 1] == '\n');

    eval(vm, "throw new Error('\\u20ac'.repeat(300) + 'end')", NULL);
    hako_report(vm);
    text = take_printed();
    CHECK(!strncmp(text, "Uncaught Error: \xe2\x82\xac", 19) && strstr(text, "\xe2\x82\xac" "end\n") && strlen(text) > 16 + 903);

    start(vm, "let a = 1;\n  let a = 2;");
    CHECK(hako_failed(vm));
    hako_report(vm);
    text = take_printed();
    CHECK(!strncmp(text, "Uncaught SyntaxError: ", 22) && strstr(text, "2:"));

    static const struct { const char *source, *text; } rows[] = {
        { "throw 42", "Uncaught 42\n" },
        { "throw undefined", "Uncaught undefined\n" },
        { "throw 'text'", "Uncaught text\n" },
        { "throw null", "Uncaught null\n" },
        { "throw Symbol('s')", "Uncaught Symbol(s)\n" },
        { "throw { toString() { throw 1 } }", "Uncaught object\n" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CHECK(eval(vm, rows[i].source, NULL) == HAKO_FAILED && hako_failed(vm));
        hako_report(vm);
        text = take_printed();
        CHECK(!strncmp(text, rows[i].text, strlen(rows[i].text)) || same(text, rows[i].text));
    }
    eval(vm, "throw Object.assign(new Error('with'), { code: 7 })", NULL);
    v = hako_exception(vm);
    CHECK(hako_to_int(vm, hako_get(vm, v, "code")) == 7 && same(text_of(vm, hako_get(vm, v, "message")), "with"));
    CHECK(hako_typeof(vm, hako_get(vm, v, "stack")) == HAKO_STRING);
    close_vm(vm);
}

/* ---- console ------------------------------------------------------------------------------------------------------ */

static void test_print(void)
{
    static const struct { const char *source; int level; } rows[] = {
        { "console.log('x\\u20ac')", HAKO_LOG }, { "console.info('x\\u20ac')", HAKO_INFO }, { "console.warn('x\\u20ac')", HAKO_WARN },
        { "console.error('x\\u20ac')", HAKO_ERROR }, { "console.debug('x\\u20ac')", HAKO_DEBUG }
    };
    hako_vm *vm = open_vm(64 << 10);
    take_printed();
    for (int i = 0; i < 5; i++) {
        CHECK(eval(vm, rows[i].source, NULL) == HAKO_DONE);
        CHECK(printed.level == rows[i].level && same(take_printed(), "x\xe2\x82\xac\n"));
    }
    CHECK(eval(vm, "console.log('a'.repeat(1000))", NULL) == HAKO_DONE && strlen(take_printed()) == 1001);
    close_vm(vm);
}

static int entropy_calls;
static void entropy(void *context, void *bytes, size_t n)
{
    entropy_calls++;
    memset(bytes, *(int *)context, n);
}

static void test_port(void)
{
    int seed = 0x41;
    hako_port p = { .context = &seed, .entropy = entropy };
    uint64_t *memory = malloc(65536);
    char first[64];
    hako_vm *vm = hako_open(memory, 65536, &p);
    CHECK(vm && entropy_calls == 1);
    strcpy(first, value_of(vm, "Math.random() + ' ' + Math.random()"));
    vm = hako_open(memory, 65536, &p);
    CHECK(same(value_of(vm, "Math.random() + ' ' + Math.random()"), first));
    seed = 0x42;
    vm = hako_open(memory, 65536, &p);
    CHECK(strcmp(value_of(vm, "Math.random() + ' ' + Math.random()"), first) != 0);
    seed = 0;                                           /* entropy that is none */
    vm = hako_open(memory, 65536, &p);
    CHECK(same(value_of(vm, "const r = [0, 0, 0, 0].map(Math.random); r.every(x => x >= 0 && x < 1) && new Set(r).size > 1"), "true"));
    free(memory);
}

static void test_bigint(void)
{
    static const struct { const char *source; int64_t i; uint64_t u; bool i_exact, u_exact; } rows[] = {
        { "0n", 0, 0, true, true },
        { "-1n", -1, UINT64_MAX, true, false },
        { "2n ** 63n - 1n", INT64_MAX, INT64_MAX, true, true },
        { "2n ** 63n", INT64_MIN, (uint64_t)INT64_MAX + 1, false, true },
        { "-(2n ** 63n)", INT64_MIN, (uint64_t)INT64_MAX + 1, true, false },
        { "-(2n ** 63n) - 1n", INT64_MAX, INT64_MAX, false, false },
        { "2n ** 64n - 1n", -1, UINT64_MAX, false, true },
        { "2n ** 64n + 5n", 5, 5, false, false },
        { "-(2n ** 70n)", 0, 0, false, false },
        { "42", 42, 42, true, true },
        { "-42.5", -42, (uint64_t)-42, false, false },
        { "2 ** 53", INT64_C(1) << 53, UINT64_C(1) << 53, true, true },
        { "2 ** 64", 0, 0, false, false },
        { "-(2 ** 63)", INT64_MIN, (uint64_t)INT64_MAX + 1, true, false },
        { "NaN", 0, 0, false, false },
        { "'7'", 0, 0, false, false },
    };
    static const uint32_t words[] = { 1, 2, 0x80000000u, 0 };
    hako_vm *vm = open_vm(64 << 10);
    uint32_t out[5];
    bool exact, negative;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hako_val v;
        group = rows[i].source;
        CHECK(eval(vm, rows[i].source, &v) == HAKO_DONE);
        CHECK(hako_to_int64(vm, v, &exact) == rows[i].i && exact == rows[i].i_exact && hako_to_int64(vm, v, NULL) == rows[i].i);
        CHECK(hako_to_uint64(vm, v, &exact) == rows[i].u && exact == rows[i].u_exact && hako_to_uint64(vm, v, NULL) == rows[i].u);
    }
    group = "test_bigint";
    CHECK(hako_typeof(vm, hako_from_int64(vm, 0)) == HAKO_BIGINT);
    CHECK(same(text_of(vm, hako_from_int64(vm, INT64_MIN)), "-9223372036854775808"));
    CHECK(same(text_of(vm, hako_from_uint64(vm, UINT64_MAX)), "18446744073709551615"));
    CHECK(hako_to_number(vm, hako_from_int64(vm, -5)) == -5 && hako_to_int(vm, hako_from_int64(vm, 7)) == 7);
    CHECK(hako_to_bool(vm, hako_from_int64(vm, 1)) && !hako_to_bool(vm, hako_from_int64(vm, 0)));
    hako_val v = hako_from_words(vm, words, 4, true);
    CHECK(hako_set(vm, hako_global(vm), "big", v) && same(value_of(vm, "big === -(1n | 2n << 32n | 1n << 95n)"), "true"));
    CHECK(hako_to_words(vm, v, out, 5, &negative) == 3 && negative && out[1] == 2 && out[2] == words[2] && out[3] == 0 && out[4] == 0);
    CHECK(hako_to_words(vm, v, out, 1, NULL) == 3 && out[0] == 1 && hako_to_words(vm, v, NULL, 0, NULL) == 3);
    CHECK(hako_to_words(vm, hako_int(5), out, 2, &negative) == 0 && !negative && out[0] == 0);
    CHECK(hako_to_words(vm, hako_from_words(vm, NULL, 3, true), out, 1, &negative) == 0 && !negative);
    CHECK(!hako_failed(vm));
    CHECK(hako_from_words(vm, words, (size_t)1 << 26, false).bits == hako_undefined().bits && threw(vm, "RangeError"));
    close_vm(vm);
}

/* Clocks are put forward an hour at 1970-01-11T01:00Z, and back at 1970-01-21T02:00Z. */
static int zone(void *context, double utc)
{
    return *(int *)context + (utc >= 241 * 3.6e6 && utc < 482 * 3.6e6 ? 60 : 0);
}

static double clock_now(void *context)
{
    (void)context;
    return 1234567890123.75;
}

static void test_dates(void)
{
    int offset = 0;
    hako_port p = { .context = &offset, .zone = zone, .now = clock_now };
    uint64_t *memory = malloc(65536);
    hako_vm *vm = hako_open(memory, 65536, &p);
    hako_val d = hako_from_date(vm, 1.9e12 + 0.5);
    CHECK(hako_typeof(vm, d) == HAKO_DATE && hako_to_date(vm, d) == 1.9e12);
    CHECK(hako_set(vm, hako_global(vm), "d", d) && same(value_of(vm, "d.toISOString()"), "2030-03-17T17:46:40.000Z"));
    CHECK(isnan(hako_to_date(vm, hako_from_date(vm, NAN))) && isnan(hako_to_date(vm, hako_from_date(vm, 8.7e15))));
    CHECK(hako_to_date(vm, hako_from_date(vm, -8.64e15)) == -8.64e15);
    CHECK(isnan(hako_to_date(vm, hako_number(5))) && isnan(hako_to_date(vm, hako_object(vm))));
    CHECK(isnan(hako_to_number(vm, d)));
    CHECK(same(value_of(vm, "Date.now()"), "1234567890123"));
    CHECK(same(value_of(vm, "new Date(1e9).getTimezoneOffset()"), "-60"));
    CHECK(same(value_of(vm, "[0, 1, 2].map(h => +new Date(1970, 0, 11, h, 30) / 18e5).join()"), "481,483,483"));
    CHECK(same(value_of(vm, "[0, 1, 2, 3].map(h => +new Date(1970, 0, 21, h, 30) / 18e5).join()"), "959,961,963,967"));
    offset = 1000000;
    CHECK(same(value_of(vm, "new Date(0).toString()"), "Thu Jan 01 1970 23:59:00 GMT+2359"));
    offset = -90;
    CHECK(same(value_of(vm, "new Date(0).toString()"), "Wed Dec 31 1969 22:30:00 GMT-0130"));
    CHECK(!hako_failed(vm));
    vm = hako_open(memory, 65536, NULL);
    CHECK(same(value_of(vm, "Date.now() + new Date().getTimezoneOffset()"), "0"));
    free(memory);
}

static void test_source(void)
{
    hako_vm *vm = open_vm(64 << 10);
    CHECK(same(value_of(vm, "function f( a ) { return 'x'; } String(f)"), "function f() { [native code] }"));
    hako_keep_source(vm, true);
    CHECK(same(value_of(vm, "/**/function g( a ) { return '\xC3\xA4'; }/**/ String(g)"), "function g( a ) { return '\xC3\xA4'; }"));
    CHECK(same(value_of(vm, "String(new Function('a', 'b'))"), "function anonymous(a\n) {\nb\n}"));
    CHECK(same(value_of(vm, "String(f) + eval('(x =>  x)')"), "function f() { [native code] }x =>  x"));
    hako_keep_source(vm, false);
    hako_collect(vm);
    CHECK(same(value_of(vm, "String(g) + (() => 1)"), "function g( a ) { return '\xC3\xA4'; }function () { [native code] }"));
    for (uint32_t n = 1; n < 60; n++) {                 /* with every allocation failing in turn */
        hako_keep_source(vm, true);
        hako_test_fail_at(vm, n);
        eval(vm, "String(function h() {})", NULL);
        hako_test_fail_at(vm, 0);
        hako_exception(vm);
        CHECK(same(value_of(vm, "String(function h() {})"), "function h() {}"));
    }
    close_vm(vm);
}

/* What has died is finalized when a collection has found it and the jobs are done. */
static void test_weak(void)
{
    hako_vm *vm = open_vm(64 << 10);
    CHECK(eval(vm, "var told = '', r = new FinalizationRegistry(h => { told += h; if (h === 2) throw 'two'; });"
                   "for (let i = 0; i < 5; i++) r.register({}, i); var w = new WeakRef({ a: 1 }), m = new WeakMap([[{}, 1]]);", NULL) == HAKO_DONE);
    CHECK(hako_step(vm, 100) == HAKO_DONE && same(value_of(vm, "told"), ""));
    hako_collect(vm);
    CHECK(hako_step(vm, 1000) == HAKO_FAILED && !hako_rejected(vm) && threw(vm, "two"));
    CHECK(hako_step(vm, 1000) == HAKO_DONE && same(value_of(vm, "told + typeof w.deref()"), "01234undefined"));
    CHECK(eval(vm, "w = new WeakRef({}); r = null;", NULL) == HAKO_DONE);
    hako_collect(vm);
    CHECK(same(value_of(vm, "typeof w.deref()"), "undefined") && hako_step(vm, 1000) == HAKO_DONE);
    close_vm(vm);
}

static void test_figures(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_figures a = hako_get_figures(vm), b;
    CHECK(a.arena == 65536 && a.steps == 0 && a.collections == 0 && a.used > 0 && a.used < 2500 && a.peak >= a.used);
    eval(vm, "const list = []; for (let i = 0; i < 100; i++) list.push({ i }); (function f(n) { if (n) f(n - 1) })(50)", NULL);
    b = hako_get_figures(vm);
    CHECK(b.steps > 100 && b.used > a.used && b.allocations > a.allocations && b.stack_peak > 1000);
    hako_collect(vm);
    CHECK(hako_get_figures(vm).collections == b.collections + 1 && hako_get_figures(vm).used < b.used);
    close_vm(vm);
}

int main(void)
{
    RUN(test_open);
    RUN(test_null_vm);
    RUN(test_several);
    RUN(test_user);
    RUN(test_start);
    RUN(test_step);
    RUN(test_pause);
    RUN(test_eval);
    RUN(test_values);
    RUN(test_strings);
    RUN(test_make);
    RUN(test_properties);
    RUN(test_natives);
    RUN(test_call);
    RUN(test_call_steps);
    RUN(test_inside_native);
    RUN(test_scopes);
    RUN(test_keep);
    RUN(test_strangers);
    RUN(test_errors);
    RUN(test_print);
    RUN(test_port);
    RUN(test_bigint);
    RUN(test_dates);
    RUN(test_weak);
    RUN(test_source);
    RUN(test_figures);
    return finish();
}
