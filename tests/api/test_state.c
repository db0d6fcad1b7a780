/* Values as JSON and as bytes, globals that are saved and restored, what console writes. */
#include "check.h"

static const char everything[] =
    "var all = { i: [0, 1, -1, 2147483647, -2147483648, 0.5, -0, NaN, 1 / 0, 1e300], t: true, f: false, u: undefined, n: null,"
    "  s: ['', 'a', '\\u1234', 'latin \\xff', 'wide \\u1234', 'lone \\ud800'], d: [new Date(5), new Date(NaN)], r: /a+\\/b/gi,"
    "  big: [0n, 5n, -12345678901234567890123n], w: [Object('str'), Object(4), Object(false), Object(7n)], h: [, 1, , , 2, ,],"
    "  m: new Map([[1, { k: 2 }], ['z', new Set([1, 'two'])], [{}, []]]), e: new RangeError('message', { cause: { c: 1 } }) };"
    "all.self = all; all.m.set(all.m, all.e); all.h.named = all.h; all.e2 = new (class Mine extends TypeError {})('sub');"
    "all.buf = new ArrayBuffer(16); all.u16 = new Uint16Array(all.buf, 2, 3); all.u16[0] = 513; all.u16[1] = 1;"
    "all.views = [new DataView(all.buf, 1), new Float64Array([1.5]), new Uint8ClampedArray(all.buf), new BigInt64Array(2)];"
    "all.$ = 'tag'; all['__proto__x'] = 1; Object.defineProperty(all, '__proto__', { value: 'own', enumerable: true }); ";

/* Tells apart what has been cloned well: the same text means the same structure. */
static const char shown[] =
    "(all => { const seen = new Map(), show = v => { if (typeof v === 'bigint') return v + 'n'; if (typeof v === 'string') return JSON.stringify(v);"
    "  if (Object.is(v, -0)) return '-0'; if (Object(v) !== v) return String(v); if (seen.has(v)) return '#' + seen.get(v); seen.set(v, seen.size);"
    "  let s = Object.prototype.toString.call(v) + (v instanceof Error ? v.name : ''); if (v instanceof Date) return s + +v;"
    "  if (v instanceof RegExp || v instanceof Boolean) return s + v; if (v instanceof BigInt || v instanceof String || v instanceof Number) return s + v;"
    "  if (v instanceof Map) return s + [...v].map(([k, w]) => show(k) + '=>' + show(w)); if (v instanceof Set) return s + [...v].map(show);"
    "  if (v instanceof ArrayBuffer) return s + new Uint8Array(v);"
    "  if (ArrayBuffer.isView(v)) return s + v.byteOffset + '+' + v.byteLength + show(v.buffer);"
    "  if (v instanceof Error) s += show(v.message) + show(v.cause);"
    "  return s + (v.length ?? '') + '{' + Object.keys(v).map(k => k + ':' + show(v[k])) + '}' }; return show(all) })";

/* What `shown` makes of a value */
static const char *show(hako_vm *vm, hako_val v)
{
    static char text[2][6000];
    static int next;
    hako_val f, s = hako_undefined();
    next ^= 1;
    CHECK(eval(vm, shown, &f) == HAKO_DONE && hako_call(vm, f, hako_undefined(), 1, &v, &s) == HAKO_DONE);
    CHECK(hako_to_string(vm, s, text[next], sizeof text[next]) < sizeof text[next]);
    return text[next];
}
static hako_val make_everything(hako_vm *vm)
{
    hako_val v = hako_undefined();
    char source[sizeof everything + 5];
    snprintf(source, sizeof source, "%sall", everything);
    CHECK(eval(vm, source, &v) == HAKO_DONE);
    return v;
}

/* ---- structured clones ---- */

static void test_clone(void)
{
    hako_vm *vm = open_vm(256 << 10);
    hako_val v = make_everything(vm), c = hako_clone(vm, v);
    CHECK(!hako_failed(vm) && same(show(vm, c), show(vm, v)) && c.bits != v.bits);
    CHECK(hako_clone(vm, hako_int(4)).bits == hako_int(4).bits && is_undefined(vm, hako_clone(vm, hako_undefined())) && !hako_failed(vm));
    CHECK(eval(vm, "() => 1", &v) == HAKO_DONE && is_undefined(vm, hako_clone(vm, v)) && threw(vm, "DataCloneError: function cannot be cloned"));
    CHECK(same(value_of(vm, "typeof structuredClone"), "undefined") && hako_install(vm, HAKO_CLONE));
    CHECK(same(value_of(vm, "structuredClone.name + structuredClone.length + Object.keys(globalThis).includes('structuredClone')"), "structuredClone1true"));
    CHECK(same(value_of(vm,
        "[Symbol(), { a: [class {}] }, new Proxy({}, {}), new WeakMap, Promise.resolve(), Object(Symbol()), new SharedArrayBuffer(1), (function* () {})(), globalThis]"
        ".map(v => { try { return structuredClone(v) } catch (e) { return (e instanceof Error) + e.name } }).join()"),
        "trueDataCloneError,trueDataCloneError,trueDataCloneError,trueDataCloneError,trueDataCloneError,trueDataCloneError,trueDataCloneError,trueDataCloneError,trueDataCloneError"));
    /* getters run in order; what they delete is left out, classes are lost */
    CHECK(same(value_of(vm, "class C { #p = 1; x = 2; get y() { return 3 } } var log = []; var o = new C; o.g = { get a() { log.push('a'); delete o.z; return 1 } };"
                            "o.z = 1; Object.defineProperty(o, 'h', { get() { log.push('h') }, enumerable: true }); o[Symbol()] = 1; var c = structuredClone(o);"
                            "log + JSON.stringify(c) + (c.constructor === Object)"), "a,h{\"x\":2,\"g\":{\"a\":1}}true"));
    CHECK(same(value_of(vm, "try { structuredClone({ get a() { throw 'thrown' } }) } catch (e) { e }"), "thrown"));
    CHECK(same(value_of(vm, "var a = [1, 2, 3]; Object.defineProperty(a, 1, { get() { a.length = 2; return 'got' } }); c = structuredClone(a); c.length + ':' + c + (2 in c)"),
               "3:1,got,false"));
    CHECK(same(value_of(vm, "a = []; a[4294967294] = 1; a[7] = 2; c = structuredClone(a); c.length + Object.keys(c).join()"), "42949672957,4294967294"));
    CHECK(same(value_of(vm, "Object.defineProperty(Array.prototype, 1, { set() { throw 1 }, configurable: true }); c = structuredClone([1, 2, [3, 4]]);"
                            "delete Array.prototype[1]; JSON.stringify(c)"), "[1,2,[3,4]]"));
    /* deep, on neither stack */
    CHECK(same(value_of(vm, "var deep = []; for (let i = 0; i < 600; i++) deep = [deep]; c = structuredClone(deep); var n = 0; while (c.length) n++, c = c[0]; n"), "600"));
    close_vm(vm);
}

static void test_transfer(void)
{
    hako_vm *vm = open_vm(64 << 10);
    CHECK(hako_install(vm, HAKO_CLONE));
    CHECK(same(value_of(vm, "var b = new ArrayBuffer(8, { maxByteLength: 12 }), u = new Uint8Array(b, 4), k = new ArrayBuffer(3); u[0] = 9;"
                            "var c = structuredClone({ u, b, k, kk: k }, { transfer: new Set([b]) });"
                            "[b.detached, u.length, c.u[0], c.u.buffer === c.b, c.b.maxByteLength, k.detached, c.k === c.kk, c.k !== k].join()"),
               "true,0,9,true,12,false,true,true"));
    CHECK(same(value_of(vm, "structuredClone(new Uint8Array(c.b), { transfer: [c.b, k] }).length + ',' + k.detached"), "8,true"));
    CHECK(same(value_of(vm, "var d = new ArrayBuffer(1); [[b], [{}], [d, d], [1], [new SharedArrayBuffer(1)], 5].map(transfer => {"
                            "try { structuredClone(1, { transfer }); return 'no' } catch (e) { return e.name } }) + d.detached"),
               "DataCloneError,DataCloneError,DataCloneError,DataCloneError,DataCloneError,TypeErrorfalse"));
    CHECK(same(value_of(vm, "try { structuredClone(b) } catch (e) { e.name }"), "DataCloneError"));
    CHECK(same(value_of(vm, "try { structuredClone({ get a() { d.transfer() } }, { transfer: [d] }) } catch (e) { e.name + d.detached }"), "DataCloneErrortrue"));
    CHECK(same(value_of(vm, "try { structuredClone(1, 5) } catch (e) { e.name + structuredClone(3, null) + structuredClone(4, {}) }"), "TypeError34"));
    /* a view that no longer fits */
    CHECK(same(value_of(vm, "b = new ArrayBuffer(8, { maxByteLength: 8 }); u = new Uint8Array(b, 4, 4); b.resize(6); try { structuredClone(u) } catch (e) { e.name }"), "DataCloneError"));
    CHECK(same(value_of(vm, "u = structuredClone(new Int16Array(b, 2)); u.buffer.resize(8); [u.length, u.buffer.maxByteLength].join()"), "3,8"));
    close_vm(vm);
}

static void test_bytes(void)
{
    static const uint8_t expected[] = { 'h', 1, 13, 6, 1, 'a', 14, 3, 4, 2, 10, 1, 7, 1, 0x34, 0x12, 12, 6, 1, 'b', 11, 1, 12 };
    uint8_t bytes[2000], few[8];
    hako_vm *vm = open_vm(256 << 10), *other = open_vm(256 << 10);
    hako_val v;
    CHECK(eval(vm, "var o = { a: [1, , '\\u1234'] }; o.b = o.a; o", &v) == HAKO_DONE);
    CHECK(hako_serialize(vm, v, bytes, sizeof bytes) == sizeof expected && !memcmp(bytes, expected, sizeof expected));
    memset(few, 0xEE, sizeof few);
    CHECK(hako_serialize(vm, v, few, 4) == sizeof expected && !memcmp(few, expected, 4) && few[4] == 0xEE);
    CHECK(hako_serialize(vm, v, NULL, 0) == sizeof expected);
    v = make_everything(vm);
    size_t n = hako_serialize(vm, v, bytes, sizeof bytes);
    CHECK(n > 300 && n <= sizeof bytes);
    hako_val copy = hako_deserialize(other, bytes, n);
    CHECK(!hako_failed(other) && same(show(other, copy), show(vm, v)));
    CHECK(same(text_of(other, hako_get(other, hako_get(other, copy, "e"), "stack")), "RangeError: message\n    at <anonymous> (test:1:431)"));
    /* primitives */
    CHECK(hako_serialize(vm, hako_bool(true), bytes, sizeof bytes) == 3 && hako_deserialize(vm, bytes, 3).bits == hako_bool(true).bits);
    CHECK(hako_serialize(vm, hako_undefined(), bytes, sizeof bytes) == 3 && is_undefined(vm, hako_deserialize(vm, bytes, 3)) && !hako_failed(vm));
    /* misuse */
    CHECK(hako_serialize(vm, hako_native(vm, "f", NULL, 0), bytes, 9) == 3);
    CHECK(eval(vm, "Symbol('s')", &v) == HAKO_DONE && hako_serialize(vm, v, bytes, 9) == 0 && threw(vm, "DataCloneError"));
    CHECK(eval(vm, "({ get x() { throw new TypeError('from a getter') } })", &v) == HAKO_DONE && hako_serialize(vm, v, bytes, 9) == 0);
    CHECK(threw(vm, "TypeError: from a getter"));
    CHECK(is_undefined(vm, hako_deserialize(vm, NULL, 0)) && threw(vm, "RangeError"));
    CHECK(is_undefined(vm, hako_deserialize(vm, bytes, (size_t)INT32_MAX + 1)) && threw(vm, "RangeError"));
    CHECK(is_undefined(vm, hako_deserialize(vm, bytes, 0)) && threw(vm, "SyntaxError: the bytes of a serialized value are damaged"));
    hako_throw(vm, HAKO_ERROR_PLAIN, "pending");
    CHECK(hako_serialize(vm, hako_int(1), bytes, 9) == 0 && is_undefined(vm, hako_deserialize(vm, expected, sizeof expected)));
    CHECK(is_undefined(vm, hako_clone(vm, hako_int(1))) && threw(vm, "Error: pending"));
    CHECK(hako_serialize(NULL, v, bytes, 9) == 0 && hako_deserialize(NULL, bytes, 3).bits == hako_undefined().bits);
    CHECK(hako_clone(NULL, v).bits == hako_undefined().bits);
    /* the completion value stays */
    CHECK(start(vm, "'the result'") == HAKO_MORE && hako_run(vm) == HAKO_DONE);
    hako_clone(vm, hako_object(vm));
    CHECK(same(text_of(vm, hako_result(vm)), "the result"));
    close_vm(vm);
    close_vm(other);
}

/* Any bytes are a value or an error: each byte is changed in many ways, and the text cut at each place. */
static void test_damage(void)
{
    uint8_t bytes[2000], copy[2000];
    hako_vm *vm = open_vm(128 << 10);
    hako_scope scope;
    size_t n = hako_serialize(vm, make_everything(vm), bytes, sizeof bytes);
    uint32_t random = 12345, values = 0;
    CHECK(n && n <= sizeof bytes);
    for (size_t i = 0; i < n; i++) {
        CHECK(is_undefined(vm, hako_deserialize(vm, bytes, i)) && threw(vm, "SyntaxError"));
        for (int k = 0; k < 24; k++) {
            memcpy(copy, bytes, n);
            random = random * 1664525 + 1013904223;
            copy[i] = k < 12 ? (uint8_t)(k * 2 + 1) : (uint8_t)(random >> 24);
            if (k & 1) copy[random % n] = (uint8_t)(random >> 16);
            uint8_t *block = malloc(n);                 /* so that the sanitizer sees the end */
            memcpy(block, copy, n);
            scope = hako_scope_open(vm);
            hako_deserialize(vm, block, n);
            free(block);
            values += !hako_failed(vm);
            hako_exception(vm);
            hako_scope_close(vm, scope);
        }
    }
    CHECK(values > 0 && same(value_of(vm, "1 + 1"), "2"));
    /* what asks for much and has little */
    static const uint8_t bombs[][12] = { { 'h', 1, 14, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 12 }, { 'h', 1, 14, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 10, 1, 12 },
        { 'h', 1, 6, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F }, { 'h', 1, 8, 0xFF, 0xFF, 0xFF, 0x0F }, { 'h', 1, 20, 1, 0xFF, 0xFF, 0xFF, 0x0F, 0 },
        { 'h', 1, 20, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F }, { 'h', 1, 21, 1, 0, 0, 21, 1, 0, 0 }, { 'h', 1, 21, 1, 0, 0, 11, 0 }, { 'h', 1, 11, 0 },
        { 'h', 1, 12 }, { 'h', 1, 13, 11, 0, 0, 12 }, { 'h', 1, 15, 0, 12 }, { 'h', 1, 19, 1 }, { 'h', 1, 17, 7, 12 }, { 'h', 2, 0 }, { 'h', 1, 10, 1, 0 } };
    for (size_t i = 0; i < sizeof bombs / sizeof *bombs; i++) {
        CHECK(is_undefined(vm, hako_deserialize(vm, bombs[i], sizeof *bombs)) && hako_failed(vm));
        hako_exception(vm);
    }
    close_vm(vm);
}

/* ---- JSON ---- */

static void test_json(void)
{
    hako_vm *vm = open_vm(64 << 10);
    static const char text[] = "{\"a\":[1,2,{\"b\":null}],\"c\":\"\xc3\xa4\"}";
    hako_val v = hako_from_json(vm, text, sizeof text - 1), o;
    CHECK(same(text_of(vm, hako_get(vm, v, "c")), "\xc3\xa4") && same(text_of(vm, hako_to_json(vm, v, 0)), text));
    CHECK(same(text_of(vm, hako_to_json(vm, hako_get(vm, v, "a"), 2)), "[\n  1,\n  2,\n  {\n    \"b\": null\n  }\n]"));
    CHECK(same(text_of(vm, hako_to_json(vm, hako_int(3), -7)), "3") && hako_from_json(vm, "3", 1).bits == hako_int(3).bits);
    CHECK(eval(vm, "({ toJSON() { return { called: 1 } } })", &o) == HAKO_DONE && same(text_of(vm, hako_to_json(vm, o, 0)), "{\"called\":1}"));
    CHECK(is_undefined(vm, hako_to_json(vm, hako_undefined(), 0)) && !hako_failed(vm));
    CHECK(eval(vm, "var c = {}; c.c = c", &o) == HAKO_DONE && is_undefined(vm, hako_to_json(vm, o, 0)) && threw(vm, "TypeError: cannot convert circular"));
    CHECK(is_undefined(vm, hako_from_json(vm, "{", 1)) && threw(vm, "SyntaxError") && is_undefined(vm, hako_from_json(vm, NULL, 0)) && threw(vm, "SyntaxError"));
    CHECK(is_undefined(vm, hako_from_json(vm, NULL, 4)) && threw(vm, "TypeError"));
    hako_throw(vm, HAKO_ERROR_PLAIN, "pending");
    CHECK(is_undefined(vm, hako_to_json(vm, v, 0)) && is_undefined(vm, hako_from_json(vm, "1", 1)) && threw(vm, "Error: pending"));
    CHECK(hako_to_json(NULL, v, 0).bits == hako_undefined().bits && hako_from_json(NULL, "1", 1).bits == hako_undefined().bits);
    close_vm(vm);
}

static bool restore(hako_vm *vm, const char *text) { return hako_globals_from_json(vm, text, strlen(text), false); }
static const char *saved(hako_vm *vm, bool functions)
{
    static char text[2][8000];
    static int next;
    next ^= 1;
    CHECK(hako_to_string(vm, hako_globals_to_json(vm, functions), text[next], sizeof text[next]) < sizeof text[next] && !hako_failed(vm));
    return text[next];
}

static void test_globals(void)
{
    hako_vm *vm = open_vm(256 << 10), *other = open_vm(256 << 10);
    const char *text;
    hako_val v = make_everything(vm);
    text = saved(vm, false);
    CHECK(restore(other, text) && same(saved(other, false), text));
    CHECK(eval(vm, "all.h.named = undefined; delete all.h.named; all.e2.name; all", &v) == HAKO_DONE);  /* names of arrays' properties are lost */
    CHECK(same(show(other, hako_get(other, hako_global(other), "all")), show(vm, v)));
    close_vm(vm);
    close_vm(other);

    static const char script[] = "let count = 0; const log = []; var seen = new Set; class C {} function f() { return count } count++; late = 1;"
                                 "Object.defineProperty(globalThis, 'acc', { get() { throw 1 }, enumerable: true, configurable: true }); const sy = Symbol(); var fs = [f]; 1";
    vm = open_vm(64 << 10);
    other = open_vm(64 << 10);
    hako_install(vm, HAKO_TIMERS | HAKO_PERFORMANCE | HAKO_CONSOLE);
    CHECK(eval(vm, script, NULL) == HAKO_DONE && eval(vm, "count = 41; log.push('entry', log); seen.add(log)", NULL) == HAKO_DONE);
    text = saved(vm, false);
    CHECK(same(text, "{\"count\":41,\"log\":[\"entry\",{\"$\":\"ref\",\"v\":[\"log\"]}],\"seen\":{\"$\":\"set\",\"v\":[{\"$\":\"ref\",\"v\":[\"log\"]}]},"
                     "\"fs\":[null],\"late\":1}"));
    CHECK(eval(other, script, NULL) == HAKO_DONE && restore(other, text));
    CHECK(same(value_of(other, "[count, log.length, log[1] === log, seen.has(log), late, f()].join()"), "41,2,true,true,1,41"));
    CHECK(same(saved(other, false), text));
    /* shadowed by a lexical binding; one that is not initialised */
    CHECK(eval(vm, "globalThis.count = 'hidden'", NULL) == HAKO_DONE && same(saved(vm, false), text));
    CHECK(eval(vm, "let never = (() => { throw 1 })()", NULL) == HAKO_FAILED);
    hako_exception(vm);
    CHECK(same(saved(vm, false), text));
    close_vm(vm);
    close_vm(other);
}

static void test_globals_more(void)
{
    hako_vm *vm = open_vm(64 << 10);
    /* functions by source */
    hako_keep_source(vm, true);
    CHECK(eval(vm, "var n = 4, add = (a, b) => a + b + n, o = { f: function () { return 5 } }, native = Math.sin", NULL) == HAKO_DONE);
    CHECK(same(saved(vm, true), "{\"n\":4,\"add\":{\"$\":\"function\",\"v\":\"(a, b) => a + b + n\"},\"o\":{\"f\":{\"$\":\"function\",\"v\":\"function () { return 5 }\"}}}"));
    hako_val text = hako_globals_to_json(vm, true);
    hako_vm *other = open_vm(64 << 10);
    CHECK(!restore(other, text_of(vm, text)) && threw(other, "TypeError: the saved globals have functions"));
    CHECK(hako_globals_from_json(other, text_of(vm, text), strlen(text_of(vm, text)), true) && same(value_of(other, "n = 10; add(1, 2) + ',' + o.f()"), "13,5"));
    CHECK(eval(other, "var h = [, 1, , ]; Object.defineProperty(h, 0, { value: 1 })", NULL) == HAKO_DONE && strstr(saved(other, false), "\"h\":["
                      "{\"$\":\"hole\",\"v\":1},1,{\"$\":\"hole\",\"v\":1}]"));
    /* the library is safe, but for what the host itself takes from it */
    CHECK(restore(other, "{\"Math\":1,\"NaN\":2,\"x\":{\"__proto__\":3},\"$\":7,\"__proto__\":{\"y\":1}}"));
    CHECK(same(value_of(other, "typeof Math + NaN + Object.keys(x) + $ + (globalThis.y === undefined)"), "objectNaN__proto__7true"));
    /* what is wrong with a text changes nothing */
    static const char *const wrong[] = { "", "[]", "1", "{", "{\"a\":1,\"b\":{\"$\":\"unknown\"}}", "{\"a\":1,\"b\":{\"$\":1}}", "{\"a\":1,\"b\":{\"$\":\"date\"}}",
        "{\"a\":1,\"b\":{\"$\":\"bigint\",\"v\":\"x\"}}", "{\"a\":1,\"b\":{\"$\":\"ref\",\"v\":[\"c\"]}}", "{\"a\":1,\"b\":{\"$\":\"ref\",\"v\":[{}]}}",
        "{\"a\":1,\"b\":{\"$\":\"ref\"}}", "{\"a\":1,\"b\":{\"$\":\"map\",\"v\":[1]}}", "{\"a\":1,\"b\":{\"$\":\"set\",\"v\":{}}}", "{\"a\":1,\"b\":{\"$\":\"regexp\",\"v\":\"(\",\"flags\":\"\"}}",
        "{\"a\":1,\"b\":{\"$\":\"bytes\",\"v\":\"abc\"}}", "{\"a\":1,\"b\":{\"$\":\"bytes\",\"v\":\"xy\"}}", "{\"a\":1,\"b\":{\"$\":\"box\",\"v\":null}}", "{\"a\":1,\"b\":{\"$\":\"box\",\"v\":{}}}",
        "{\"a\":1,\"b\":{\"$\":\"Int8Array\",\"v\":{},\"offset\":0,\"length\":1}}", "{\"a\":1,\"b\":{\"$\":\"Int8Array\",\"v\":{\"$\":\"bytes\",\"v\":\"00\"},\"offset\":0,\"length\":2}}",
        "{\"a\":1,\"b\":{\"$\":\"Int16Array\",\"v\":{\"$\":\"bytes\",\"v\":\"00000000\"},\"offset\":1,\"length\":1}}", "{\"a\":1,\"b\":{\"$\":\"DataView\",\"v\":{\"$\":\"bytes\",\"v\":\"00\"}}}",
        "{\"a\":1,\"b\":{\"$\":\"object\"}}", "{\"a\":1,\"b\":{\"$\":\"function\",\"v\":\"1\"}}", "{\"a\":1,\"b\":{\"$\":\"error\"}}", "{\"a\":1,\"b\":[{\"$\":\"hole\",\"v\":-1}]}" };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        bool failed_now = !restore(other, wrong[i]) && hako_failed(other);
        if (!failed_now) printf("  took %s\n", wrong[i]);
        CHECK(failed_now);
        hako_exception(other);
    }
    CHECK(same(value_of(other, "typeof a + typeof b"), "undefinedundefined"));
    CHECK(!hako_globals_from_json(other, NULL, 3, true) && threw(other, "TypeError"));
    hako_throw(other, HAKO_ERROR_PLAIN, "pending");
    CHECK(is_undefined(other, hako_globals_to_json(other, false)) && !restore(other, "{}") && threw(other, "Error: pending"));
    CHECK(hako_globals_to_json(NULL, false).bits == hako_undefined().bits && !restore(NULL, "{}"));
    close_vm(vm);
    close_vm(other);
}

/* ---- console ---- */

static const char *console(hako_vm *vm, const char *source)
{
    take_printed();
    if (eval(vm, source, NULL) == HAKO_FAILED) return text_of(vm, hako_exception(vm));
    return take_printed();
}
static double time_now;
static double ticks(void *context) { (void)context; return time_now += 0.25; }

static void test_console(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_port timed = { .print = print, .ticks = ticks };
    CHECK(same(value_of(vm, "typeof console.table + typeof console.log + console"), "undefinedfunction[object console]"));
    CHECK(hako_install(vm, HAKO_CONSOLE) && same(value_of(vm, "Object.keys(console).length + console"), "0[object console]"));
    CHECK(same(console(vm, "console.table([{ a: 1, b: 'x' }, { b: 2, c: {} }, 7])"),
               "| (index) | a | b   | c  | Values |\n|---------|---|-----|----|--------|\n| 0       | 1 | 'x' |    |        |\n"
               "| 1       |   | 2   | {} |        |\n| 2       |   |     |    | 7      |\n"));
    CHECK(same(console(vm, "console.table(new Map([['k', [1, 2]]]), [1])"), "| (index) | 1 |\n|---------|---|\n| 'k'     | 2 |\n"));
    CHECK(same(console(vm, "console.table(new Set([true])); console.table(5); console.table([])"),
               "| (index) | Values |\n|---------|--------|\n| 0       | true   |\n5\n| (index) |\n|---------|\n"));
    CHECK(same(console(vm, "console.group('g'); console.dir({ a: { b: { c: { d: 1 } } } }); console.groupCollapsed(); console.dirxml(1, 2); console.groupEnd(); console.groupEnd()"),
               "g\n  { a: { b: { c: [Object] } } }\n    1 2\n"));
    CHECK(same(console(vm, "(function outer() { console.trace('at %d', 5); console.trace() })()"),
               "Trace: at 5\n    at outer (test:1:29)\n    at <anonymous> (test:1:1)\nTrace\n    at outer (test:1:56)\n    at <anonymous> (test:1:1)\n"));
    CHECK(printed.level == HAKO_ERROR);
    CHECK(same(console(vm, "console.count(); console.count(); console.countReset(); console.count('x'); console.count()"), "default: 1\ndefault: 2\nx: 1\ndefault: 1\n"));
    CHECK(same(console(vm, "console.assert(1); console.assert(0, 'why %s', 1); console.warn('w')"), "Assertion failed: why 1\nw\n") && printed.level == HAKO_WARN);
    CHECK(same(console(vm, "console.timeEnd(); console.timeLog('q')"),
               "Warning: No such label 'default' for console.timeEnd()\nWarning: No such label 'q' for console.timeLog()\n") && printed.level == HAKO_WARN);
    CHECK(same(console(vm, "console.table({ toString() { throw 'toString' } }, [{ toString() { throw 'column' } }])"), "| (index)  | Values               |\n"
               "|----------|----------------------|\n| toString | [Function: toString] |\n"));
    CHECK(same(console(vm, "console.table([{}], [{ toString() { throw 'column' } }])"), "column"));
    close_vm(vm);
    void *memory = malloc(64 << 10);
    vm = hako_open(memory, 64 << 10, &timed);
    CHECK(hako_install(vm, HAKO_CONSOLE));
    CHECK(same(console(vm, "console.time(); console.time('b'); console.time(); console.timeLog('b', 'more', 1); console.timeEnd(); console.timeEnd()"),
               "Warning: Label 'default' already exists for console.time()\nb: 0.25ms more 1\ndefault: 0.75ms\nWarning: No such label 'default' for console.timeEnd()\n"));
    hako_close(vm);
    free(memory);
    CHECK(!hako_install(NULL, HAKO_CONSOLE));
}

static struct { int level, indent; char text[100]; } captured;
static hako_val capture(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self;
    captured.level = hako_to_int(vm, hako_arg(argc, argv, 0));
    hako_to_string(vm, hako_arg(argc, argv, 1), captured.text, sizeof captured.text);
    captured.indent = hako_to_int(vm, hako_arg(argc, argv, 2));
    if (captured.level == HAKO_DEBUG) hako_throw(vm, HAKO_ERROR_PLAIN, "from the sink");
    return hako_undefined();
}

static void test_capture(void)
{
    hako_vm *vm = open_vm(64 << 10);
    CHECK(hako_set_console(vm, hako_native(vm, "capture", capture, 3)));
    CHECK(same(console(vm, "console.error('a %d', 1, 'b')"), "") && same(captured.text, "a 1 b") && captured.level == HAKO_ERROR && captured.indent == 0);
    CHECK(same(console(vm, "console.group(); console.log('two\\nlines')"), "") && same(captured.text, "two\nlines") && captured.level == HAKO_LOG && captured.indent == 2);
    CHECK(same(console(vm, "console.assert(false)"), "") && same(captured.text, "Assertion failed") && same(console(vm, "console.count()"), ""));
    CHECK(same(console(vm, "console.debug(1)"), "Error: from the sink"));
    CHECK(!hako_set_console(vm, hako_int(1)) && threw(vm, "TypeError"));
    CHECK(same(console(vm, "console.log('still')"), "") && same(captured.text, "still"));
    CHECK(hako_set_console(vm, hako_undefined()) && same(console(vm, "console.log('port')"), "  port\n"));
    hako_throw(vm, HAKO_ERROR_PLAIN, "pending");
    CHECK(!hako_set_console(vm, hako_undefined()) && threw(vm, "Error: pending") && !hako_set_console(NULL, hako_undefined()));
    close_vm(vm);
}

/* ---- in slices, while blocks move, and while allocations fail ---- */

static const char script[] = "var c = structuredClone(all); console.table([{ a: 1 }, c.i]); console.time(); console.timeEnd(); console.trace('t'); show(c) === show(all)";

static void test_slices(void)
{
    hako_vm *vm = open_vm(256 << 10);
    hako_val f;
    hako_status s;
    hako_install(vm, HAKO_CLONE | HAKO_CONSOLE);
    make_everything(vm);
    CHECK(eval(vm, shown, &f) == HAKO_DONE && hako_set(vm, hako_global(vm), "show", f));
    hako_test_stress(vm, true);
    CHECK(start(vm, script) == HAKO_MORE);
    while ((s = hako_step(vm, 1)) == HAKO_MORE) { }
    CHECK(s == HAKO_DONE && same(text_of(vm, hako_result(vm)), "true"));
    hako_val text = hako_globals_to_json(vm, false);
    char json[8000];
    CHECK(hako_to_string(vm, text, json, sizeof json) < sizeof json && restore(vm, json));
    CHECK(same(value_of(vm, "delete c.h.named; delete all.h.named; show(c) === show(all)"), "true"));
    close_vm(vm);
}

static bool use_all(hako_vm *vm, hako_val v)
{
    uint8_t bytes[1500];
    char json[4000];
    size_t n = hako_serialize(vm, v, bytes, sizeof bytes);
    hako_val copy = n ? hako_deserialize(vm, bytes, n) : hako_undefined(), text = hako_globals_to_json(vm, false);
    bool ok = n && n <= sizeof bytes && !hako_failed(vm) && hako_to_string(vm, text, json, sizeof json) < sizeof json;
    ok = ok && restore(vm, json) && hako_set_console(vm, hako_native(vm, "capture", capture, 3)) && hako_install(vm, HAKO_CONSOLE | HAKO_CLONE);
    ok = ok && eval(vm, "console.table([{ a: 1 }, 2]); console.trace()", NULL) == HAKO_DONE;
    text = hako_to_json(vm, hako_get(vm, copy, "i"), 1);
    return ok && hako_typeof(vm, hako_clone(vm, copy)) == HAKO_OBJECT && hako_typeof(vm, text) == HAKO_STRING && !hako_failed(vm);
}

static void test_failing(void)
{
    bool done = false;
    for (uint32_t n = 1; !done && n < 3000; n += n < 400 ? 1 : 7) {
        hako_vm *vm = open_vm(256 << 10);
        hako_val v = make_everything(vm);
        hako_test_fail_at(vm, n);
        done = use_all(vm, v);
        CHECK(done || hako_failed(vm));
        hako_test_fail_at(vm, 0);
        hako_exception(vm);
        CHECK(same(value_of(vm, "1 + 1"), "2"));
        close_vm(vm);
    }
    CHECK(done);
}

/* As elsewhere, a clone of nothing is a mistake, and one of undefined is not. Without Decimal, its tag is nothing to be read. */
static void test_no_value(void)
{
    hako_vm *vm = open_vm(256 << 10);
    CHECK(hako_install(vm, HAKO_CLONE) && same(value_of(vm, "`${structuredClone(undefined)}`"), "undefined"));
    CHECK(same(value_of(vm, "structuredClone()"), "TypeError: structuredClone without a value"));
    CHECK(is_undefined(vm, hako_clone(vm, hako_undefined())) && !hako_failed(vm));
    CHECK(!hako_globals_from_json(vm, "{\"d\":{\"$\":\"decimal\",\"v\":\"1\"}}", 29, false) && hako_failed(vm));
    hako_exception(vm);
    CHECK(is_undefined(vm, hako_deserialize(vm, "h\1\30\6\1" "1", 6)) && hako_failed(vm));
    hako_exception(vm);
    CHECK(!hako_check(vm) && same(value_of(vm, "1 + 1"), "2"));
    close_vm(vm);
}

int main(void)
{
    RUN(test_no_value);
    RUN(test_clone);
    RUN(test_transfer);
    RUN(test_bytes);
    RUN(test_damage);
    RUN(test_json);
    RUN(test_globals);
    RUN(test_globals_more);
    RUN(test_console);
    RUN(test_capture);
    RUN(test_slices);
    RUN(test_failing);
    return finish();
}
