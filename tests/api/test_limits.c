/* The API at its limits: memory that runs out at every point, handles that survive every collection, sources that are too large, too
 * deep or endless. */
#include "check.h"

static hako_val sum(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    double total = 0;
    (void)self;
    for (int i = 0; i < argc; i++) total += hako_to_number(vm, argv[i]);
    return hako_number(total);
}

/* Makes objects of all kinds, calls back, and gives a string of it all. Stops at the first failure. */
static hako_val busy(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    hako_val o = hako_object(vm), a = hako_array(vm), r = hako_undefined(), list[3], kept;
    char text[64];
    (void)self;
    for (uint32_t i = 0; i < 5; i++) {
        hako_scope scope = hako_scope_open(vm);
        hako_val item = hako_object(vm);
        hako_set(vm, item, "index", hako_int((int32_t)i));
        hako_set(vm, item, "name", hako_string(vm, "item \xe2\x82\xac", 8));
        hako_set_index(vm, a, i, hako_scope_escape(vm, scope, item));
    }
    kept = hako_keep(vm, a);
    hako_set(vm, o, "items", kept);
    hako_drop(vm, kept);
    hako_set_function(vm, o, "sum", sum, 2);
    for (int i = 0; i < 3; i++) list[i] = hako_arg(argc, argv, i);
    hako_call(vm, list[0], o, 2, list + 1, &r);
    hako_to_string(vm, r, text, sizeof text);
    return hako_string(vm, text, strlen(text));
}

static const char busy_source[] =
    "const seen = [];\n"
    "function back(a, b) { const all = this.items.map(i => i.name + i.index + a); seen.push(all.length); return all.join('|') + b + this.sum(1, 2) }\n"
    "let text = '';\n"
    "for (let i = 0; i < 3; i++) text += busy(back, i, { toString() { return `<${i}>` } });\n"
    "text + seen";
static const char busy_text[] =
    "item \xe2\x82\xac" "00|item \xe2\x82\xac" "10|item \xe2\x82\xac" "20|item \xe2\x82\xac" "30|item \xe2\x82\xac" "40<0>3"
    "item \xe2\x82\xac" "01|item \xe2\x82\xac" "11|item \xe2\x82\xac" "21|item \xe2\x82\xac" "31|item \xe2\x82\xac" "41<1>3"
    "item \xe2\x82\xac" "02|item \xe2\x82\xac" "12|item \xe2\x82\xac" "22|item \xe2\x82\xac" "32|item \xe2\x82\xac" "42<2>3"
    "5,5,5";

static void test_stress(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val v, handles[40], kept[40];
    hako_test_stress(vm, true);
    CHECK(hako_set_function(vm, hako_global(vm), "busy", busy, 3));
    for (int i = 0; i < 40; i++) {
        char text[32];
        snprintf(text, sizeof text, "handle number %d", i);
        handles[i] = hako_string(vm, text, strlen(text));
        kept[i] = hako_keep(vm, hako_array(vm));
        CHECK(hako_set_index(vm, kept[i], 3, hako_int(i)));
    }
    CHECK(eval(vm, busy_source, &v) == HAKO_DONE && same(text_of(vm, v), busy_text));
    for (int i = 0; i < 40; i++) {
        char text[32];
        snprintf(text, sizeof text, "handle number %d", i);
        CHECK(same(text_of(vm, handles[i]), text) && hako_to_int(vm, hako_get_index(vm, kept[i], 3)) == i);
    }
    CHECK(hako_get_figures(vm).collections > 300);
    hako_throw(vm, HAKO_ERROR_TYPE, "under stress");
    CHECK(threw(vm, "TypeError: under stress"));
    CHECK(eval(vm, "null.x", NULL) == HAKO_FAILED && threw(vm, "TypeError"));
    hako_test_stress(vm, false);
    CHECK(eval(vm, "1", &v) == HAKO_DONE);
    close_vm(vm);
}

/* Every allocation fails in turn, those of the host's functions among them: an error or the right result, and the VM works on. */
static void test_failing(void)
{
    int right = 0, errors = 0;
    for (uint32_t nth = 1;; nth++) {
        hako_vm *vm = open_vm(64 << 10);
        hako_status s;
        hako_val v;
        uint32_t before;
        CHECK(hako_set_function(vm, hako_global(vm), "busy", busy, 3));
        before = hako_get_figures(vm).allocations;
        hako_test_fail_at(vm, nth);
        s = start(vm, busy_source);
        while (s == HAKO_MORE) s = hako_step(vm, 1000);
        bool reached = hako_get_figures(vm).allocations - before >= nth;
        hako_test_fail_at(vm, 0);
        if (s == HAKO_DONE) {
            v = hako_result(vm);
            right += !strcmp(text_of(vm, v), busy_text);
            if (strcmp(text_of(vm, v), busy_text)) printf("  allocation %u: a wrong result\n", (unsigned)nth);
            CHECK(!strcmp(text_of(vm, v), busy_text));
        } else {
            errors++;
            v = hako_exception(vm);
            CHECK(hako_typeof(vm, v) == HAKO_OBJECT || hako_typeof(vm, v) == HAKO_STRING);
            if (!strstr(text_of(vm, v), "memory")) printf("  allocation %u: %s\n", (unsigned)nth, text_of(vm, v));
            CHECK(strstr(text_of(vm, v), "memory") != NULL);
        }
        CHECK(same(value_of(vm, "[1, 2, 3].map(x => x * 2).join()"), "2,4,6"));
        close_vm(vm);
        if (!reached) break;
        if (nth > 5000) {
            CHECK(!"it ends");
            break;
        }
    }
    CHECK(errors > 100 && right >= 1);
}

/* The functions that make something, each with no memory at all. */
static void test_out_of_memory(void)
{
    hako_vm *vm = open_vm(32 << 10);
    hako_val g = hako_global(vm), o = hako_object(vm), v;
    for (int what = 0; what < 9; what++) {
        hako_test_fail_at(vm, 1);
        switch (what) {
        case 0: v = hako_object(vm); CHECK(is_undefined(vm, v)); break;
        case 1: v = hako_array(vm); CHECK(is_undefined(vm, v)); break;
        case 2: v = hako_string(vm, "some text", 9); CHECK(is_undefined(vm, v)); break;
        case 3: CHECK(!hako_set(vm, o, "a new name", hako_int(1))); break;
        case 4: v = hako_native(vm, "a new function", sum, 0); CHECK(is_undefined(vm, v)); break;
        case 5: CHECK(start(vm, "1") == HAKO_FAILED); break;
        case 6: CHECK(eval(vm, "1", &v) == HAKO_FAILED && is_undefined(vm, v)); break;
        case 7: v = hako_throw(vm, HAKO_ERROR_TYPE, "of this type"); break;
        case 8: v = hako_keep(vm, o); CHECK(is_undefined(vm, v)); break;
        }
        hako_test_fail_at(vm, 0);
        CHECK(hako_failed(vm));
        v = hako_exception(vm);
        CHECK(!strncmp(text_of(vm, v), "RangeError: out of memory", 25));
    }
    /* a full arena, full of the host's handles, then of a script's own */
    hako_scope scope = hako_scope_open(vm);
    int made = 0;
    while (made < 100000 && !hako_failed(vm)) {
        hako_string(vm, "this fills the arena", 20);
        made++;
    }
    CHECK(made > 200 && made < 100000);
    CHECK(!hako_set(vm, g, "x", o) && is_undefined(vm, hako_get(vm, g, "Math")));
    CHECK(hako_failed(vm));
    v = hako_exception(vm);
    CHECK(!hako_failed(vm));                            /* although there may have been no room for its handle */
    CHECK(hako_to_number(vm, hako_int(1)) == 1);
    CHECK(eval(vm, "[].concat([1], [2])", NULL) == HAKO_FAILED);
    hako_report(vm);
    hako_scope_close(vm, scope);
    CHECK(same(value_of(vm, "[].concat([1], [2]).length"), "2"));

    static const char *const greedy[] = {
        "const a = []; for (;;) a.push(a.length)", "const a = []; for (;;) a.push([...a])", "let s = 'x'; for (;;) s += s + '!'",
        "const m = new Map; for (let i = 0;; i++) m.set(i, {})", "let o = {}; for (;;) o = { o }", "const o = {}; for (let i = 0;; i++) o['k' + i] = i",
        "new Array(1e9).fill(0)", "'x'.repeat(1e8)", "Array.from({ length: 1e6 })", "const f = []; for (;;) f.push(() => f)",
        "function* g() { yield* g() } [...g()]", "JSON.parse('['.repeat(20000))", "Symbol.for('x'.repeat(100000))",
        "let s = Symbol(); const o = {}; for (;;) { o[s] = s; s = Symbol() }", "class A { #x = new A }; new A",
        "const s = new Set; for (let i = 0;; i += 0.5) s.add(`${i}`)",
    };
    for (size_t i = 0; i < sizeof greedy / sizeof *greedy; i++) {
        group = greedy[i];
        for (int caught = 0; caught < 2; caught++) {
            char source[256];
            snprintf(source, sizeof source, caught ? "try { (() => { %s })() } catch (e) { e.name }" : "(() => { %s })()", greedy[i]);
            hako_status s = start(vm, source);
            for (int slices = 0; s == HAKO_MORE && slices < 20000; slices++) s = hako_step(vm, 1000);
            if (s == HAKO_DONE) {
                CHECK(caught && same(text_of(vm, hako_result(vm)), "RangeError"));
            } else {
                CHECK(s == HAKO_FAILED);
                v = hako_exception(vm);
                if (strncmp(text_of(vm, v), "RangeError", 10)) printf("  threw %s\n", text_of(vm, v));
                CHECK(!strncmp(text_of(vm, v), "RangeError", 10));
            }
            CHECK(same(value_of(vm, "[1, 2, 3].map(x => x * 2).join()"), "2,4,6"));
        }
    }
    group = "test_out_of_memory";
    close_vm(vm);
}

/* ---- sources ------------------------------------------------------------------------------------------------------ */

/* A source in a block of just its size: n times `part` between `before` and `after`. */
static char *repeated(const char *before, const char *part, size_t n, const char *middle, const char *close, const char *after, size_t *length)
{
    size_t b = strlen(before), p = strlen(part), m = strlen(middle), c = strlen(close), a = strlen(after);
    char *source, *at;
    *length = b + n * (p + c) + m + a;
    at = source = malloc(*length ? *length : 1);
    if (!source) exit(3);
    memcpy(at, before, b);
    at += b;
    for (size_t i = 0; i < n; i++, at += p) memcpy(at, part, p);
    memcpy(at, middle, m);
    at += m;
    for (size_t i = 0; i < n; i++, at += c) memcpy(at, close, c);
    memcpy(at, after, a);
    return source;
}

static void test_large_sources(void)
{
    static const struct { const char *before, *part, *after; } rows[] = {
        { "", "var a = 1; ", "" }, { "'", "x", "'" }, { "", " ", "" }, { "", "\n", "" }, { "/*", "*", "*/" }, { "", "// x\n", "" }, { "", "f();", "" },
        { "x = [", "1,", "]" }, { "", "\xff", "" }, { "var ", "a, ", "b" }, { "`", "\\u{10FFFF}", "`" }, { "1", "0", "" }, { "a", "b", "" },
        { "function f(){", "f();", "}" }, { "({", "a:1,", "})" }, { "x = '", "\xe2\x82\xac", "'" }, { "", "\0", "" }
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        static const size_t sizes[] = { 10u << 20, 17u << 20, 200000 };
        for (size_t k = 0; k < 3; k++) {
            size_t part = strlen(rows[i].part) ? strlen(rows[i].part) : 1, length;
            char *source;
            hako_vm *vm = open_vm(64 << 10);
            group = rows[i].part;
            source = repeated(rows[i].before, rows[i].part, sizes[k] / part, "", "", rows[i].after, &length);
            hako_status s = hako_start(vm, "large", source, length);
            free(source);
            for (int slices = 0; s == HAKO_MORE && slices < 100; slices++) s = hako_step(vm, 1000);
            if (s == HAKO_FAILED) CHECK(hako_failed(vm));
            hako_exception(vm);
            CHECK(same(value_of(vm, "[1, 2, 3].map(x => x * 2).join()"), "2,4,6"));
            close_vm(vm);
        }
    }
}

static void test_deep_sources(void)
{
    static const struct { const char *before, *open, *middle, *close, *after; } rows[] = {
        { "", "(", "", "", "" }, { "", "(", "1", ")", "" }, { "", "[", "", "", "" }, { "", "[", "", "]", "" }, { "", "-", "1", "", "" },
        { "", "- ", "1", "", "" }, { "", "!", "1", "", "" }, { "", "`${", "", "", "" }, { "", "`${", "1", "}`", "" }, { "", "{", "", "", "" }, { "", "{", "", "}", "" },
        { "", "x => ", "1", "", "" }, { "", "function f() {", "", "}", "" }, { "var ", "[", "a", "]", " = 1" }, { "", "a?.[", "1", "]", "" },
        { "1", " + 1", "", "", "" }, { "1", ", 1", "", "", "" }, { "a", ".a", "", "", "" }, { "a", "()", "", "", "" }, { "", "if (1) ", ";", "", "" },
        { "", "a: ", ";", "", "" }, { "", "typeof ", "1", "", "" }, { "", "new ", "A", "", "" }, { "", "a = ", "1", "", "" }, { "", "1 ? 1 : ", "1", "", "" },
        { "1", " ** 1", "", "", "" }, { "", "class A extends (", "null", ") {}", "" }, { "", "try {", "", "} finally {}", "" }, { "", "async () => ", "1", "", "" },
        { "", "yield ", "1", "", "" }, { "", "({ a: ", "1", "})", "" }, { "", "\"\\", "", "", "" }
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t arena = 16 << 10; arena <= 8 << 20; arena <<= 9) {
            size_t length;
            char *source = repeated(rows[i].before, rows[i].open, 100000, rows[i].middle, rows[i].close, rows[i].after, &length);
            hako_vm *vm = open_vm(arena);
            group = rows[i].open;
            hako_status s = hako_start(vm, "deep", source, length);
            free(source);
            for (int slices = 0; s == HAKO_MORE && slices < 1000; slices++) s = hako_step(vm, 1000);
            if (s == HAKO_FAILED) {
                hako_val e = hako_exception(vm);
                const char *text = text_of(vm, e);
                bool known = !strncmp(text, "SyntaxError", 11) || !strncmp(text, "RangeError", 10) || !strncmp(text, "ReferenceError", 14) || !strncmp(text, "TypeError", 9);
                if (!known) printf("  threw \"%s\"\n", text);
                CHECK(known);
            }
            CHECK(same(value_of(vm, "[1, 2, 3].map(x => x * 2).join()"), "2,4,6"));
            close_vm(vm);
        }
}

static void test_bytes(void)
{
    static const struct { const char *source; size_t length; const char *begin; } rows[] = {
        { "'a\0b'.length", 12, "3" }, { "a\0b", 3, "SyntaxError" }, { "\0", 1, "SyntaxError" }, { "'\xff'.length", 10, "SyntaxError: source is not valid UTF-8" },
        { "'\xf0\x9f\x98\x80'.length", 13, "2" }, { "'\xed\xa0\x80'.length", 12, "" }, { "\xff", 1, "SyntaxError" }, { "\xef\xbb\xbf" "5", 4, "5" },
        { "'unclosed", 9, "SyntaxError" }, { "'\xe2\x82", 3, "SyntaxError" }, { "1 // \xff\xfe", 7, "SyntaxError" }, { "/* \0 */ 2", 9, "2" }, { "`\0`.length", 10, "1" },
        { "'\\u", 3, "SyntaxError" }, { "1e", 2, "SyntaxError" }, { "0x", 2, "SyntaxError" }, { "\\", 1, "SyntaxError" }, { "\xc2\xa0" "7", 3, "7" }, { "\xe2\x80\xa8" "8", 4, "8" },
    };
    hako_vm *vm = open_vm(64 << 10);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *exact = malloc(rows[i].length);
        hako_val v;
        memcpy(exact, rows[i].source, rows[i].length);
        hako_status s = hako_eval(vm, "bytes", exact, rows[i].length, &v);
        free(exact);
        if (s == HAKO_FAILED) v = hako_exception(vm);
        if (strncmp(text_of(vm, v), rows[i].begin, strlen(rows[i].begin))) printf("  row %zu: \"%s\"\n", i, text_of(vm, v));
        CHECK(!strncmp(text_of(vm, v), rows[i].begin, strlen(rows[i].begin)));
    }
    close_vm(vm);
}

/* ---- endless ------------------------------------------------------------------------------------------------------ */

static hako_val again(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    hako_val r = hako_undefined();
    (void)self;
    hako_call(vm, hako_arg(argc, argv, 0), hako_undefined(), argc, argv, &r);
    return r;
}

static void test_endless(void)
{
    static const char *const sources[] = {
        "for (;;);", "while (true) {}", "do ; while (1)", "for (const x of (function* () { for (;;) yield 1 })());", "const a = [1]; for (const x of a) a.push(x)",
        "function f() { 'use strict'; return f() } f()", "for (let i = 0;; i++) try { throw i } catch (e) {}", "for (;;) try { null.x } finally { continue }",
        "l: for (;;) for (;;) continue l", "for (;;) [3, 1, 2].sort((a, b) => b - a)", "for (;;) JSON.stringify({ toJSON() { return 1 } })", "for (;;) sum(1, 2)",
        "Array.from({ length: 1e9 }, () => 1).length", "[1].reduce.call({ length: 1e9 }, (a, b) => a)", "'x'.padEnd(1e4).split('').length; for (;;);", "new Array(2 ** 32 - 1).forEach(x => x)",
        "for (;;) `${{ toString() { return 'x' } }}`", "for (;;) ({ get x() { return 1 } }).x", "[,].lastIndexOf.call({ length: 2 ** 53 - 1 }, 1); for (;;);"
    };
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        hako_vm *vm = open_vm(64 << 10);
        uint64_t most = 0;
        group = sources[i];
        hako_set_function(vm, hako_global(vm), "sum", sum, 2);
        hako_status s = start(vm, sources[i]);
        CHECK(s == HAKO_MORE);
        for (int slices = 0; s == HAKO_MORE && slices < 500; slices++) {
            uint64_t before = hako_get_figures(vm).steps;
            s = hako_step(vm, 100);
            if (hako_get_figures(vm).steps - before > most) most = hako_get_figures(vm).steps - before;
        }
        if (most > 100 + 20000) printf("  a slice of %llu steps\n", (unsigned long long)most);
        CHECK(most <= 100 + 20000);
        if (s == HAKO_FAILED) CHECK(threw(vm, "RangeError"));   /* some need more memory than there is */
        else CHECK(s == HAKO_MORE);
        CHECK(start(vm, "1") == HAKO_MORE && hako_run(vm) == HAKO_DONE);
        CHECK(same(value_of(vm, "[1, 2, 3].map(x => x * 2).join()"), "2,4,6"));
        close_vm(vm);
    }
}

static void test_recursion(void)
{
    static const char *const sources[] = {
        "function f() { return 1 + f() } f()", "const f = () => [f()]; f()", "const o = { get x() { return 1 + this.x } }; o.x", "const o = { toString() { return 'x' + this } }; `${o}`",
        "class A { constructor() { this.a = new A } } new A", "function* g() { for (const x of g()) yield x } [...g()]", "const f = () => [1].map(f)[0] + 1; f()",
        "const f = () => [2, 1].sort(() => f() + 1); f()", "const o = { toJSON() { return JSON.stringify(o) + 1 } }; JSON.stringify(o)", "const f = () => again(f) + 1; f()",
        "const o = { [Symbol.toPrimitive]() { return 1 + o } }; o + 1", "const o = { get [Symbol.iterator]() { return [...o] } }; [...o]", "function f(a = f()) { } f()", "class B { x = new B } new B",
        "function f() { try { f() } finally { f() } } f()", "const f = () => f.call() + 1; f()", "const f = (() => f() + 1).bind(); f()", "function f() { new f; new f } f()"
    };
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        for (size_t arena = 16 << 10; arena <= 1 << 20; arena <<= 6) {
            hako_vm *vm = open_vm(arena);
            group = sources[i];
            hako_set_function(vm, hako_global(vm), "again", again, 1);
            hako_status s = start(vm, sources[i]);
            for (int slices = 0; s == HAKO_MORE && slices < 3000; slices++) s = hako_step(vm, 10000);
            if (s == HAKO_FAILED) CHECK(threw(vm, "RangeError"));
            else CHECK(s == HAKO_MORE && i == 14);      /* 2^depth calls: the one that goes on */
            start(vm, "");                              /* gives that one's stack back */
            CHECK(same(value_of(vm, "[1, 2, 3].map(x => x * 2).join()"), "2,4,6"));
            close_vm(vm);
        }
}

int main(void)
{
    RUN(test_stress);
    RUN(test_failing);
    RUN(test_out_of_memory);
    RUN(test_large_sources);
    RUN(test_deep_sources);
    RUN(test_bytes);
    RUN(test_endless);
    RUN(test_recursion);
    return finish();
}
