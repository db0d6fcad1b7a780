/* What the heap holds: counted, checked, and written as text. */
#define HAKO_DEBUGGING 1
#include "check.h"

static char written[65536];
static size_t written_length;
static void write_text(void *context, const char *text, size_t length)
{
    CHECK(context == &written_length);
    if (written_length + length >= sizeof written) length = sizeof written - 1 - written_length;
    memcpy(written + written_length, text, length);
    written_length += length;
    written[written_length] = '\0';
}
static const char *dump(hako_vm *vm, const char *source, hako_dump_desc desc)
{
    hako_val v = hako_undefined();
    CHECK(eval(vm, source, &v) == HAKO_DONE);
    written_length = 0;
    written[0] = '\0';
    desc.write = write_text, desc.context = &written_length;
    hako_dump(vm, v, &desc);
    return written;
}

static const struct { const char *source, *text; } rows[] = {
    { "1.5", "1.5" }, { "-0", "-0" }, { "undefined", "undefined" }, { "null", "null" }, { "'a\"b\\n\\x01'", "\"a\\\"b\\n\\u{01}\"" }, { "10n ** 20n", "100000000000000000000n" },
    { "1n << 200n", "BigInt of more than 128 bits" }, { "Symbol('s')", "Symbol(s)" }, { "({})", "{}" }, { "[]", "[]" }, { "({ a: 1, b: { c: [1, , 'x'] } })", "{ a: 1, b: { c: [1, <1 empty>, \"x\"] } }" },
    { "new Array(4e9)", "[<4000000000 empty>]" }, { "({ a: { b: { c: { d: 1 } } }, e: [[[[1]]]] })", "{ a: { b: { c: {...} } }, e: [[[...]]] }" },
    { "(() => { const o = { x: {} }; o.self = o; o.x.up = o; return o })()", "{ x: { up: <circular 2 up> }, self: <circular 1 up> }" },
    { "({ get a() { throw 1 }, set b(v) { }, [Symbol.iterator]: 1, 5: 2 })", "{ 5: 2, a: <accessor>, b: <accessor>, Symbol(Symbol.iterator): 1 }" },
    { "new (class Point { x = 1; #hidden = 2 })", "Point { x: 1 }" }, { "(class A { static s = 1 })", "class A { s: 1 }" }, { "Math.max", "function max" }, { "(() => 1)", "function " },
    { "new TypeError('bad')", "TypeError: bad" }, { "Object.assign(new Error('e'), { code: 5 })", "Error: e { code: 5 }" }, { "Object.create(null)", "null prototype {}" },
    { "new Map([[1, { a: 1 }], ['k', new Map]])", "Map(2) { 1 => { a: 1 }, \"k\" => Map(0) {} }" }, { "new Set(['x', {}])", "Set(2) { \"x\", {} }" }, { "(() => { const s = new Set([1, 2]); s.delete(1); return s })()", "Set(1) { 2 }" },
    { "new Uint8Array([1, 2])", "Uint8Array(2) [1, 2]" }, { "new ArrayBuffer(5)", "ArrayBuffer(5)" }, { "/a+/g", "RegExp /a+/g" },
    { "/b/", "RegExp /b/" }, { "/[/]/dimsuy", "RegExp /[/]/dimsuy" }, { "Promise.resolve(1)", "Promise fulfilled" }, { "new Promise(() => 1)", "Promise pending" },
    { "new Date(5)", "Date 1970-01-01T00:00:00.005Z" }, { "new Date(NaN)", "Date invalid" },
    { "new Date(-1e15)", "Date -029719-04-05T22:13:20.000Z" }, { "[class A {}, class extends Array {}]", "[class A, class ]" }, { "Object('s')", "String \"s\"" }, { "new Proxy({ a: 1 }, { get() { throw 1 } })", "Proxy" }, { "'x'.repeat(150) + 'y'.repeat(150)", NULL }, { "Math", "Object" },
    { "(function () { return arguments })(1, 2)", "Object { 0: 1, 1: 2 }" }, { "new Array(300).fill(1)", NULL },
};

static void test_dump(void)
{
    hako_vm *vm = open_vm(128 << 10);
    for (int stress = 0; stress < 2; stress++) {
        hako_test_stress(vm, stress);
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            hako_scope scope = hako_scope_open(vm);
            const char *text = dump(vm, rows[i].source, (hako_dump_desc){ 0 });
            size_t n = rows[i].text ? strlen(rows[i].text) : 0;
            if (rows[i].text && (strncmp(text, rows[i].text, n) || strcmp(text + n, "\n"))) printf("  %s: %s", rows[i].source, text);
            CHECK(!rows[i].text || (!strncmp(text, rows[i].text, n) && !strcmp(text + n, "\n")));
            hako_scope_close(vm, scope);
        }
        CHECK(strstr(dump(vm, "'x'.repeat(150) + 'y'.repeat(150)", (hako_dump_desc){ 0 }), "\"... of 300") != NULL);
        CHECK(strstr(dump(vm, "new Array(300).fill(1)", (hako_dump_desc){ 0 }), "1, ...]") != NULL);
    }
    hako_test_stress(vm, false);
    CHECK(same(dump(vm, "({ a: [1, 'x'], f() {} })", (hako_dump_desc){ .lines = true }), "{\n  a: [\n    1,\n    \"x\"\n  ],\n  f: function f\n}\n"));
    CHECK(same(dump(vm, "({ a: [1, 'x'] })", (hako_dump_desc){ .color = true }), "{ a: [\x1b[33m1\x1b[0m, \x1b[32m\"x\"\x1b[0m] }\n"));
    CHECK(same(dump(vm, "({ a: { b: 1 } })", (hako_dump_desc){ .depth = 1 }), "{ a: {...} }\n"));
    CHECK(same(dump(vm, "let deep = 0; for (let i = 0; i < 20; i++) deep = [deep]; deep", (hako_dump_desc){ .depth = 99 }), "[[[[[[[[[...]]]]]]]]]\n"));
    /* through the port; what is pending stays so; nothing without a VM */
    take_printed();
    hako_throw(vm, HAKO_ERROR_TYPE, "pending");
    hako_dump(vm, hako_int(5), NULL);
    CHECK(same(take_printed(), "5\n") && threw(vm, "TypeError: pending"));
    hako_dump(NULL, hako_int(5), NULL), hako_dump_heap(NULL, NULL);
    CHECK(hako_leaks(NULL, NULL) == 0);
    close_vm(vm);
}

/* No memory: still a text. */
static void test_full(void)
{
    hako_vm *vm = open_vm(32 << 10);
    hako_val v;
    CHECK(eval(vm, "({ s: 'abcdefghijklmnopqrstuvwxyz'.repeat(9) + Math.max(1, 2), n: 1, m: new Map([[1, 2]]) })", &v) == HAKO_DONE);
    for (uint32_t nth = 1; nth < 20; nth++) {
        hako_dump_desc desc = { .write = write_text, .context = &written_length };
        written_length = 0;
        hako_test_fail_at(vm, nth);
        hako_dump(vm, v, &desc);
        hako_test_fail_at(vm, 0);
        CHECK(!hako_failed(vm) && strstr(written, "n: 1, m: ") != NULL && !hako_check(vm));
    }
    close_vm(vm);
}

static void test_census(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val a = hako_undefined();
    CHECK(eval(vm, "var f = () => 1, list = []; for (let i = 0; i < 100; i++) list.push({ i, text: 'number ' + i }); list", &a) == HAKO_DONE);
    hako_val kept = hako_keep(vm, a);
    hako_collect(vm);
    hako_census c = hako_get_census(vm);
    uint32_t count = 0, bytes = 0;
    for (int k = 0; k < HAKO_KINDS; k++) count += c.kinds[k].count, bytes += c.kinds[k].bytes;
    CHECK(count == c.blocks && bytes + c.fixed == hako_get_figures(vm).used);
    CHECK(c.kinds[HAKO_KIND_OBJECT].count >= 100 && c.kinds[HAKO_KIND_STRING].count >= 100 && c.kinds[HAKO_KIND_FREE].count == 0);
    CHECK(c.kinds[HAKO_KIND_CODE].count > 0 && c.kinds[HAKO_KIND_SHAPE].count > 0 && c.kinds[HAKO_KIND_HANDLE].count >= 1 && c.kept == 1 && c.handles >= 1);
    CHECK(hako_leaks(vm, NULL) == 1 && !strncmp(take_printed(), "kept: [{ i: 0, text: \"number 0\" }, ", 35));
    hako_drop(vm, kept);
    CHECK(hako_leaks(vm, NULL) == 0 && hako_get_census(vm).kept == 0);
    CHECK(!hako_collect_above(vm, 60 << 10) && hako_collect_above(vm, 1000) && !hako_collect_above(NULL, 0));
    CHECK(hako_get_census(NULL).blocks == 0);

    hako_dump_desc desc = { .write = write_text, .context = &written_length };
    written_length = 0;
    hako_dump_heap(vm, &desc);
    CHECK(strstr(written, " STRING 24 \"number 42\"\n") && strstr(written, " OBJECT ") && strstr(written, " CODE "));
    hako_keep(vm, hako_string(vm, "forgotten", 9));
    take_printed();
    close_vm(vm);                                               /* HAKO_DEBUGGING: tells what was kept */
    CHECK(same(take_printed(), "kept: \"forgotten\"\n"));
}

static void test_check(void)
{
    hako_vm *vm = open_vm(64 << 10);
    static const char source[] = "const m = new Map, w = new WeakMap; function* g() { yield 1 } const it = g(); it.next(); const a = []; for (let i = 0; i < 50; i++) { const o = { i, s: 'x' + i };"
        "m.set(o, i); w.set(o, [i]); a.push(o, /x/, 10n ** 30n, new Uint8Array(3), Symbol()) } Promise.resolve().then(() => a)";
    CHECK(hako_check(NULL) != NULL && !hako_check(vm));
    CHECK(start(vm, source) == HAKO_MORE);
    while (hako_step(vm, 37) == HAKO_MORE) CHECK(!hako_check(vm));
    hako_collect(vm);
    CHECK(!hako_check(vm));
    /* a stray pointer of the host's: whatever word it hits, there is an answer, and mostly it is the right one */
    int found = 0, all = 0;
    uint32_t top = hako_get_figures(vm).used;
    for (uint32_t at = HK_HEAP_START; at < top; at += 4) {
        uint32_t *word = (uint32_t *)(void *)((uint8_t *)vm + at), was = *word;
        *word = 0xDEADBEE8u;
        found += hako_check(vm) != NULL;
        all++;
        *word = was;
    }
    CHECK(found > all / 3 && !hako_check(vm));
    CHECK(same(value_of(vm, "[1, 2, 3].map(x => x * 2).join()"), "2,4,6"));
    close_vm(vm);
}

int main(void)
{
    RUN(test_dump);
    RUN(test_full);
    RUN(test_census);
    RUN(test_check);
    return finish();
}
