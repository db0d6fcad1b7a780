/* fuzz_api.c - random sequences of calls of the API: any function, with values of any type, handles that are stale or another VM's, from
 * within host functions too, in arenas of any size, with failing allocations. Whatever comes, nothing is damaged and every call
 * returns. Built with the address and undefined behaviour sanitizers.
 *
 *     fuzz_api [--seed N] [--rounds N] [--seconds N]       rounds 0, 1, ...: until one of the limits is reached
 *     fuzz_api [--seed N] --round N                        that round alone, each call shown on standard error
 *
 * A round opens two VMs and makes up to CALLS calls; after each one the heap is checked. It gives one line, PASS NAME or FAIL NAME: REASON,
 * with the round to replay. A seed's rounds are the same every time and everywhere. */
#define HAKO_TESTING
#define HAKO_WITH_TYPESCRIPT 1
#include "hako.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    VMS = 2, VALUES = 24, IMAGES = 4, IMAGE = 32 << 10, TEXT = 300, EVENTS = 4,
    CALLS = 120,                /* of the round's own; those of its host functions come on top: */
    INNER = 300, DEPTH = 3,
    CALL_STEPS = 2000, STEPS = 40000,   /* limits, so that endless scripts end */
    BATCH = 50,                 /* rounds of one process */
    SECONDS = 60                /* that a batch may take */
};

/* What is being done, shared with the parent: shown after a failure. */
static struct shared { uint64_t round; uint32_t calls; char call[TEXT]; } *now;
static bool tracing;

/* All of a round's state; a new round begins with zeros. */
static struct {
    hako_vm *vm[VMS];
    void *memory[VMS];
    hako_limits limits[VMS];
    hako_val values[VALUES];
    hako_iter iter;
    bool iterating;             /* iter was begun */
    hako_key key;
    hako_scope scopes[4];
    hako_event events[EVENTS];
    hako_queue queue;
    uint32_t request;           /* of the loader, the last */
    uint64_t images[IMAGES][IMAGE / 8];
    size_t image_bytes[IMAGES];
    uint32_t lent, returned;    /* blocks of the host's memory under buffers */
    double clock;
    int depth, inner;
} at;

static uint64_t random_state;
static uint32_t below(uint32_t n)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((random_state >> 33) % n);
}
static bool one_in(uint32_t n) { return below(n) == 0; }

static void failed(const char *why)
{
    snprintf(now->call + strlen(now->call), sizeof now->call - strlen(now->call), ": %s", why);
    fprintf(stderr, "%s\n", now->call);
    abort();
}

static void trace(const char *call)
{
    now->calls++;
    snprintf(now->call, sizeof now->call, "%s", call);
    if (tracing) fprintf(stderr, "%5u %*s%s\n", (unsigned)now->calls, 2 * at.depth, "", call);
}
#define DO(call) (trace(#call), (call))

/* ---- the platform --------------------------------------------------------------------------------------------------- */

static void touch(const void *bytes, size_t length)     /* every byte handed out must be readable */
{
    volatile unsigned char sum = 0;
    for (size_t i = 0; i < length; i++) sum = (unsigned char)(sum ^ ((const unsigned char *)bytes)[i]);
}
static void print(void *context, int level, const char *text, size_t length) { (void)context, (void)level, touch(text, length); }
static void write_text(void *context, const char *text, size_t length) { (void)context, touch(text, length); }
static double clock_now(void *context) { (void)context; return at.clock += 0.25; }
static void idle(void *context, double ms) { (void)context; at.clock += ms < 1e6 ? ms : 1e6; }
static int zone(void *context, double utc) { (void)context; return utc < 0 ? -90 : 60; }
static const hako_port ports[] = {
    { .print = print, .now = clock_now, .idle = idle, .zone = zone, .waits = true },
    { .now = clock_now, .ticks = clock_now },
    { .print = print }
};

static void release(void *context, void *bytes) { (void)context; at.returned++; free(bytes); }

/* ---- arguments ------------------------------------------------------------------------------------------------------ */

static hako_val any(void)
{
    static const double numbers[] = { 0, -0.0, 1, -1, 0.5, 2147483648.0, 4294967295.0, 4294967296.0, 9007199254740993.0, 1e300, 8.64e15, -1e-320 };
    switch (below(12)) {
    case 0: return hako_number(numbers[below(sizeof numbers / sizeof *numbers)]);
    case 1: return hako_number(below(2) ? INFINITY : NAN);
    case 2: return one_in(2) ? hako_undefined() : hako_null();
    case 3: return hako_int((int32_t)below(20) - 5);
    default: return at.values[below(VALUES)];
    }
}
static void put(hako_val v) { at.values[below(VALUES)] = v; }
static hako_val *place(void) { return one_in(6) ? NULL : &at.values[below(VALUES)]; }

static const char *name(void)
{
    static const char *const names[] = { NULL, "", "a", "b", "x", "length", "__proto__", "constructor", "prototype", "then", "toString", "valueOf", "0", "1",
        "4294967294", "-0", "name", "message", "stack", "next", "return", "h", "globalThis", "Math", "\xC3\xA9", "\xED\xA0\x80", "\xFF", "@@iterator",
        "a name that is longer than what fits into small buffers, and goes on for some more than one hundred bytes, as names may do" };
    return names[below(sizeof names / sizeof *names)];
}

static const uint32_t sizes[] = { 0, 1, 2, 3, 7, 8, 16, 100, 255, 4096 };
static uint32_t size(void) { return sizes[below(sizeof sizes / sizeof *sizes)]; }
static uint32_t number(void) { return one_in(8) ? 0xFFFFFFFFu - below(3) : one_in(6) ? 0x7FFFFFFFu + below(3) : size(); }

static const char *const scripts[] = {
    "h()", "h(1, {}, [1, 2, 3], 'text')", "for (let i = 0; i < 50; i++) h(i)", "for (;;) h()", "for (;;);", "x = 1; x", "var a = [1, , 'two', 3.5]; a",
    "throw new TypeError('thrown', { cause: 1 })", "throw h", "null.x", "let broken = ;", "'use strict'; undeclared = 1", "({ a: 1, b: [1, 2], c: { d: {} } })",
    "(function* () { try { yield h(); yield 2; for (;;) yield 3; } finally { h(); } })()", "(async function* () { yield h(); yield 2; })()",
    "Promise.resolve(1).then(h)", "Promise.reject(new Error('rejected'))", "(async () => { await h(); throw 1; })()", "new Promise(h)",
    "(function f() { Promise.resolve().then(f); })()", "setTimeout(h, 1); setInterval(h, 5)", "queueMicrotask(h)", "globalThis.setTimeout?.(() => { for (;;); })",
    "new Proxy({}, { get: h, set: h, has: h, ownKeys: h, deleteProperty: h, getPrototypeOf: h, defineProperty: h, getOwnPropertyDescriptor: h })",
    "new Proxy(h, { apply: h, construct: h })", "({ get a() { return h(); }, set a(v) { h(v); }, toString: h, valueOf: h, then: h, toJSON: h })",
    "({ get a() { for (;;); }, get then() { throw 1; }, [Symbol.iterator]: h, [Symbol.toPrimitive]: h })", "({ [Symbol.iterator]() { return { next: h, return: h }; } })",
    "(class A { #p = h(); constructor() { h(this); } get a() { return this.#p; } static s = h(); })", "(class extends Array {})", "new Date(0)", "/a+(b)/gd",
    "new Map([[1, 2], ['a', {}]])", "new Set([1, 'a', h])", "new WeakMap()", "new WeakRef({})", "new FinalizationRegistry(h)", "Object.freeze([1, 2, 3])",
    "Object.defineProperty({}, 'a', { get: h, configurable: false })", "Object.create(null)", "new Uint8Array(100)", "new ArrayBuffer(16, { maxByteLength: 64 })",
    "new Float64Array(new SharedArrayBuffer(32))", "new DataView(new ArrayBuffer(8))", "'x'.repeat(1000) + Math.random()", "'\\ud800' + 'a\\u00e9\\0b'",
    "var s = 'ab'; for (let i = 0; i < 12; i++) s += s + i; s", "var big = []; for (;;) big.push({ big })", "10n ** 60n", "-1n", "Symbol('s')", "Symbol.iterator",
    "[3, 1, 2].sort(h)", "'abc'.replace(/b/, h)", "JSON.stringify({ toJSON: h, a: [1] })", "Reflect.ownKeys(globalThis)", "Function('return h()')()", "eval('h()')",
    "(function f() { f(); h(); })()", "(function f(n) { return n ? f(n - 1) + h() : 0; })(20)", "import('./a.js').then(h, h)", "console.log(globalThis, [1], 'x')",
    "console.error(new Error('e')); console.group?.(); console.table?.([{ a: 1 }])", "structuredClone?.({ a: new Map([[1, new Date(0)]]) })",
    "globalThis.Task?.start(function () { for (;;) { h(); Task.yield(); } })", "globalThis.Task?.start(async function () { return h(); })",
    "globalThis.Task?.start(function () { return Task.receive(5); }).postMessage({ a: 1 })", "globalThis.Task?.start(() => { Task.sleep(3); throw 1; })",
    "globalThis.Task?.current?.kill()", "globalThis.Decimal?.('1.50').add(h() ?? 1).div(3)", "globalThis.Decimal?.scaled(12345678901234567890n, -5).sqrt()",
    "globalThis.Decimal && [Decimal(h()), Decimal('1e6000').mul('1e6000'), `${Decimal('-0.5').round(0, 'half-up')}`]",
    "globalThis.Decimal && structuredClone?.([Decimal('-0'), Decimal(NaN)])", "globalThis.structuredClone?.()", "structuredClone(h(), { transfer: [h()] })", "Atomics.wait(new Int32Array(new SharedArrayBuffer(8)), 0, 0, 2)", "{ using x = { [Symbol.dispose]: h }; h(); }", "h.call(1); new h()",
    "with ({ a: 1 }) h(a)", "let v1 = 1; const v2 = { v1 }; function f1() { return v2; } class C1 {}", "for (const k in globalThis) h(k)", "for (const x of 'abc') h(x)", "",
    "import x, { y } from './a.js'; export default h(x, y)", "import j from './j.json' with { type: 'json' }; export { j }", "export let e1 = h(); export * from './b.js'",
    "await h(); export const t = await import('./c.js')", "enum E { a, b } let q: number = E.a as number; function g<T>(x: T): T { return x; } h(g(q))"
};
static const char *script(void) { return scripts[below(sizeof scripts / sizeof *scripts)]; }

/* Bytes of some script, cut or with one byte changed now and then. NULL at times. */
static char text_buffer[4][TEXT];
static const char *text(size_t *length)
{
    static uint32_t next;
    char *t = text_buffer[next++ % 4];
    const char *from = script();
    *length = strlen(from);
    if (*length > TEXT) *length = TEXT;
    memcpy(t, from, *length);
    if (one_in(12) && *length) *length = below((uint32_t)*length);
    if (one_in(12) && *length) t[below((uint32_t)*length)] = (char)below(256);
    if (one_in(60)) return *length = size(), NULL;
    return t;
}

static const char *json(size_t *length)
{
    static const char *const texts[] = { "", "1", "{\"a\":[1,2,{\"$\":\"undefined\"}]}", "[[[[1]]]]", "{\"x\":{\"$\":\"map\",\"v\":[[1,{\"$\":\"ref\",\"v\":[\"x\"]}]]}}", "{",
        "{\"f1\":{\"$\":\"function\",\"v\":\"() => h()\"}}", "{\"d\":{\"$\":\"date\",\"v\":null}}", "{\"u\":{\"$\":\"Uint8Array\",\"v\":{\"$\":\"bytes\",\"v\":\"00ff\"},\"offset\":1,\"length\":1}}",
        "{\"__proto__\":1,\"x\":{\"$\":\"bigint\",\"v\":\"12\"}}", "\"\\ud800\"", "{\"d\":{\"$\":\"decimal\",\"v\":\"1.5\"}}", "{\"d\":{\"$\":\"decimal\",\"v\":\"x\"}}", "{\"x\":{\"$\":\"regexp\",\"v\":\"(\",\"flags\":\"\"}}" };
    const char *t = texts[below(sizeof texts / sizeof *texts)];
    *length = strlen(t);
    return one_in(40) ? NULL : t;
}

static int arguments(hako_val *argv)
{
    for (int i = 0; i < 4; i++) argv[i] = any();
    return one_in(20) ? -1 : (int)below(5);
}

/* ---- what the VM calls back ------------------------------------------------------------------------------------------- */

static void calls_inside(hako_vm *vm);

static hako_val host(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    put(self);
    for (int i = 0; i < argc && i < 4; i++) put(argv[i]);
    hako_function_data(vm, argc, argv);
    calls_inside(vm);
    return any();
}

static void reaction(hako_vm *vm, void *context, hako_promise_state state, hako_val result)
{
    (void)context, (void)state;
    put(result);
    calls_inside(vm);
}

static bool resolve(hako_vm *vm, void *context, const char *specifier, const char *referrer, char *canonical, size_t room)
{
    (void)context;
    touch(specifier, strlen(specifier) + 1);
    touch(referrer, strlen(referrer) + 1);
    snprintf(canonical, room, "%s", specifier);
    if (one_in(6)) calls_inside(vm);
    return !one_in(10);
}

static const char *const module_names[] = { NULL, "", "./a.js", "./b.js", "./c.js", "./j.json", "m" };
static const char *module_name(void) { return module_names[below(sizeof module_names / sizeof *module_names)]; }

static void answer(hako_vm *vm, uint32_t request)
{
    size_t n;
    const char *t;
    switch (below(4)) {
    case 0: t = text(&n); DO(hako_module_source(vm, request, t, n)); break;
    case 1: DO(hako_module_source(vm, request, "export let y = 1; export default h;", 35)); break;
    case 2: t = json(&n); DO(hako_module_json(vm, request, t, n)); break;
    default: DO(hako_module_fail(vm, request, name()));
    }
}

static void load(hako_vm *vm, void *context, const hako_module_request *request)
{
    (void)context;
    touch(request->name, strlen(request->name) + 1);
    at.request = request->id;
    if (one_in(3)) calls_inside(vm);
    if (!one_in(4)) answer(vm, request->id);
}
static const hako_loader loaders[] = { { NULL, resolve, load }, { NULL, NULL, load }, { NULL, resolve, NULL } };

/* Two classes: over a pointer, with hooks for all properties; with data, slots and fields in the heap. */
static bool get_hook(hako_vm *vm, hako_val self, const hako_name *key, hako_val *value)
{
    (void)self;
    if (one_in(4)) calls_inside(vm);
    *value = any();
    return key->text ? one_in(2) : key->index < 5;
}
static bool set_hook(hako_vm *vm, hako_val self, const hako_name *key, hako_val value)
{
    (void)self, (void)key;
    put(value);
    if (one_in(4)) calls_inside(vm);
    return one_in(2);
}
static bool remove_hook(hako_vm *vm, hako_val self, const hako_name *key) { return set_hook(vm, self, key, any()); }
static uint32_t length_hook(hako_vm *vm, hako_val self)
{
    (void)self;
    if (one_in(4)) calls_inside(vm);
    return below(6);
}
static const char *name_hook(hako_vm *vm, hako_val self, uint32_t i)
{
    (void)self;
    if (one_in(9)) calls_inside(vm);
    return i < 3 ? name() : NULL;
}
static void watcher(hako_vm *vm, void *context, hako_change change, hako_val object, hako_val key, hako_val value)
{
    (void)context, (void)change, (void)value;
    put(object);
    put(key);
    calls_inside(vm);
}
typedef struct { double number; int8_t small; char text[8]; uint16_t list[3]; bool flag; } record;
static struct { record data; uint64_t more; } records[3];       /* as long as the longest class's data */
static void finalize_record(void *user, void *data) { (void)user; touch(data, sizeof(record)); }

static const hako_exotic hooks = { get_hook, set_hook, remove_hook, length_hook, name_hook, true };
static const hako_member members[] = { { .name = "m", .call = host, .arity = 1 }, { .name = "g", .get = host, .set = host }, { .name = "@@iterator", .call = host },
    { .name = "s", .call = host, .is_static = true }, { .name = "text", .text = "t" } };
static const hako_field fields[] = { HAKO_FIELD(record, number, HAKO_FIELD_DOUBLE), HAKO_FIELD(record, small, HAKO_FIELD_INT8), HAKO_FIELD(record, text, HAKO_FIELD_TEXT),
    HAKO_FIELD_ARRAY(record, list, HAKO_FIELD_UINT16), HAKO_FIELD(record, flag, HAKO_FIELD_BOOL) };
static const hako_class record_class = { .name = "Record", .size = sizeof(record), .slots = 2, .construct = host, .finalize = finalize_record,
    .members = members, .member_count = 5, .fields = fields, .field_count = 5 };
static const hako_class derived_class = { .name = "Derived", .parent = &record_class, .size = sizeof(record) + 8, .slots = 3 };
static const hako_class pointer_class = { .name = "Pointer", .finalize = finalize_record, .construct = host, .fields = fields, .field_count = 5 };
static const hako_class exotic_class = { .name = "Exotic", .exotic = &hooks, .slots = 1 };
static const hako_class *any_class(void)
{
    static const hako_class *const classes[] = { &record_class, &derived_class, &pointer_class, &exotic_class, NULL };
    return classes[below(one_in(9) ? 5 : 4)];
}

/* ---- the calls -------------------------------------------------------------------------------------------------------- */
/* One function for each group. */

static void values(hako_vm *vm)
{
    static const uint32_t words[] = { 1, 0, 0x80000000u, 7 };
    char buffer[40];
    uint32_t out[3];
    bool flag;
    size_t n;
    const char *t = text(&n);
    switch (below(20)) {
    case 0: put(DO(hako_string(vm, t, n))); break;
    case 1: put(DO(hako_object(vm))); break;
    case 2: put(DO(hako_array(vm))); break;
    case 3: put(DO(hako_native(vm, name(), one_in(9) ? NULL : host, (int)number()))); break;
    case 4: put(DO(hako_from_int64(vm, INT64_MIN + number()))); break;
    case 5: put(DO(hako_from_uint64(vm, UINT64_MAX - number()))); break;
    case 6: put(DO(hako_from_words(vm, words, below(5), one_in(2)))); break;
    case 7: put(DO(hako_from_date(vm, hako_to_number(vm, any())))); break;
    case 8: DO(hako_typeof(vm, any())); break;
    case 9: DO(hako_to_bool(vm, any())); break;
    case 10: DO(hako_to_number(vm, any())); break;
    case 11: DO(hako_to_int(vm, any())); break;
    case 12: DO(hako_to_int64(vm, any(), one_in(3) ? NULL : &flag)); break;
    case 13: DO(hako_to_uint64(vm, any(), &flag)); break;
    case 14: DO(hako_to_words(vm, any(), out, below(4), &flag)); break;
    case 15: DO(hako_to_date(vm, any())); break;
    case 16: n = below(sizeof buffer + 1); DO(hako_to_string(vm, any(), n ? buffer : NULL, n)); break;
    case 17: DO(hako_to_string(vm, any(), NULL, 0)); break;
    case 18: put(DO(hako_from_words(vm, NULL, number(), false))); break;
    default: put(DO(hako_typeof(vm, any()) == HAKO_FUNCTION) ? any() : hako_native(vm, "h", host, 0));
    }
}

static void properties(hako_vm *vm)
{
    switch (below(10)) {
    case 0: put(DO(hako_get(vm, any(), name()))); break;
    case 1: DO(hako_set(vm, any(), name(), any())); break;
    case 2: put(DO(hako_get_index(vm, any(), number()))); break;
    case 3: DO(hako_set_index(vm, any(), number(), any())); break;
    case 4: DO(hako_has(vm, any(), name())); break;
    case 5: DO(hako_delete(vm, any(), name())); break;
    case 6: DO(hako_set_function(vm, any(), name(), one_in(9) ? NULL : host, (int)size())); break;
    case 7: put(DO(hako_global(vm))); break;
    case 8: DO(hako_set_function(vm, hako_global(vm), "h", host, 2)); break;
    default: DO(hako_set(vm, hako_global(vm), name(), any()));
    }
}

static void running(hako_vm *vm)
{
    hako_val argv[4];
    int argc = arguments(argv);
    size_t n;
    const char *t = text(&n);
    switch (below(14)) {
    case 0: DO(hako_start(vm, one_in(4) ? "a.ts" : name(), t, n)); break;
    case 1: case 2: case 3: DO(hako_step(vm, number() % 5000)); break;
    case 4: DO(hako_run(vm)); break;
    case 5: case 6: case 7: DO(hako_eval(vm, one_in(4) ? "a.ts" : name(), t, n, place())); break;
    case 8: case 9: case 10: DO(hako_call(vm, any(), any(), argc, one_in(9) ? NULL : argv, place())); break;
    case 11: put(DO(hako_result(vm))); break;
    case 12: if (one_in(3)) DO(hako_stop(vm)); break;
    default: DO(hako_pause(vm));
    }
}

static void limits(hako_vm *vm)
{
    hako_limits *l = &at.limits[vm == at.vm[1]];
    switch (below(6)) {
    case 0: DO(hako_stopped(vm)); break;
    case 1: trace("interrupt"); l->interrupt = one_in(2); break;
    case 2: trace("deadline"); l->deadline = one_in(2) ? 0 : at.clock + below(50); break;
    case 3: l->memory = one_in(2) ? 0 : below(20000); DO(hako_set_limits(vm, l)); break;
    case 4: trace("stack"); l->stack = one_in(2) ? 0 : below(5000); break;
    default: DO(hako_wake_at(vm));
    }
}

static void installs(hako_vm *vm)
{
    switch (below(5)) {
    case 0: case 1: DO(hako_install(vm, below(one_in(9) ? 0xFFFFFFFFu : 256u))); break;
    case 2: DO(hako_set_console(vm, any())); break;
    case 3: if (vm) DO(hako_keep_source(vm, one_in(2))); break;
    default: if (vm) DO(hako_set_user(vm, vm)), DO(hako_user(vm));
    }
}

static void state(hako_vm *vm)
{
    static uint8_t bytes[600];
    static size_t length;
    size_t n;
    const char *t = json(&n);
    switch (below(9)) {
    case 0: put(DO(hako_to_json(vm, any(), (int)number()))); break;
    case 1: put(DO(hako_from_json(vm, t, n))); break;
    case 2: put(DO(hako_clone(vm, any()))); break;
    case 3: length = DO(hako_serialize(vm, any(), bytes, sizeof bytes)); if (length > sizeof bytes) length = sizeof bytes; break;
    case 4: DO(hako_serialize(vm, any(), NULL, 0)); break;
    case 5: if (length && one_in(3)) bytes[below((uint32_t)length)] = (uint8_t)below(256);
            put(DO(hako_deserialize(vm, bytes, length))); break;
    case 6: put(DO(hako_deserialize(vm, bytes, length ? below((uint32_t)length) : 0))); break;
    case 7: put(DO(hako_globals_to_json(vm, one_in(2)))); break;
    default: DO(hako_globals_from_json(vm, t, n, one_in(2)));
    }
}

static void realms(hako_vm *vm)
{
    static const char *const only[] = { "Math", "nothing", "Object", "console" };
    const hako_realm_desc desc = { only, below(5), NULL };
    const hako_realm realm = { below(4) };
    switch (below(6)) {
    case 0: if (one_in(3)) DO(hako_realm_new(vm)); break;
    case 1: if (one_in(3)) DO(hako_realm_make(vm, one_in(5) ? NULL : &desc)); break;
    case 2: DO(hako_realm_set_user(vm, realm, &now)); break;
    case 3: DO(hako_realm_user(vm, realm)); break;
    default: DO(hako_realm_enter(vm, realm)); DO(hako_set_function(vm, hako_global(vm), "h", host, 0));
    }
}

static void buffers(hako_vm *vm)
{
    size_t n = size(), length = 0;
    void *lent = malloc(n ? n : 1), *bytes;
    const hako_memory memory = { lent, n, release, NULL, one_in(3) };
    bool taken = false;
    if (!lent) exit(3);
    memset(lent, 0, n ? n : 1);
    switch (below(8)) {
    case 0: put(DO(hako_buffer(vm, one_in(2) ? lent : NULL, n))); break;
    case 1: {
        hako_val v = DO(hako_buffer_over(vm, &memory));
        taken = vm && hako_typeof(vm, v) == HAKO_ARRAY_BUFFER;
        put(v);
        break;
    }
    case 2: taken = DO(hako_buffer_move(vm, any(), &memory)); break;
    case 3: DO(hako_buffer_detach(vm, any())); break;
    case 4: case 5: put(DO(hako_typed_array(vm, (hako_element)below(13), any(), size(), one_in(2) ? HAKO_TO_THE_END : number()))); break;
    case 6: DO(hako_notify(vm, lent, number())); break;
    default:
        bytes = DO(hako_bytes(vm, any(), &length));
        if (bytes) memset(bytes, 0x5A, length);
    }
    if (taken) at.lent++;
    else free(lent);
}

static void promises(hako_vm *vm)
{
    switch (below(11)) {
    case 0: put(DO(hako_promise(vm))); break;
    case 1: case 2: DO(hako_resolve(vm, any(), any())); break;
    case 3: DO(hako_reject(vm, any(), any())); break;
    case 4: DO(hako_settled(vm, any(), place())); break;
    case 5: put(DO(hako_then(vm, any(), any(), any()))); break;
    case 6: DO(hako_when(vm, any(), one_in(20) ? NULL : reaction, NULL)); break;
    case 7: if (vm) DO(hako_post(one_in(20) ? NULL : &at.queue, hako_keep(vm, any()), hako_int(1), one_in(2))); break;
    case 8: DO(hako_deliver(vm, one_in(20) ? NULL : &at.queue)); break;
    case 9: DO(hako_jobs(vm)); break;
    default: if (one_in(2)) DO(hako_run_job(vm)); else DO(hako_run_jobs(vm));
    }
}

static void handles(hako_vm *vm)
{
    hako_scope *scope = &at.scopes[below(4)];
    switch (below(7)) {
    case 0: case 1: if (vm) *scope = DO(hako_scope_open(vm)); break;
    case 2: if (vm) DO(hako_scope_close(vm, *scope)); break;
    case 3: if (vm) put(DO(hako_scope_escape(vm, *scope, any()))); break;
    case 4: case 5: put(DO(hako_keep(vm, any()))); break;
    default: DO(hako_drop(vm, any()));
    }
}

static void errors(hako_vm *vm)
{
    switch (below(8)) {
    case 0: DO(hako_throw(vm, (hako_error_kind)below(9), name())); break;
    case 1: DO(hako_throw_value(vm, any())); break;
    case 2: DO(hako_failed(vm)); break;
    case 3: DO(hako_rejected(vm)); break;
    case 4: case 5: put(DO(hako_exception(vm))); break;
    default: DO(hako_report(vm));
    }
}

static void modules(hako_vm *vm)
{
    static const hako_export exports[] = { { "default", host, 1 }, { "y", host, 0 }, { NULL, NULL, 0 }, { "y", host, -1 } };
    size_t n;
    const char *t = text(&n);
    switch (below(8)) {
    case 0: case 1: DO(hako_set_loader(vm, one_in(9) ? NULL : &loaders[below(3)])); break;
    case 2: DO(hako_start_module(vm, module_name(), t, n)); break;
    case 3: answer(vm, at.request - below(2)); break;
    case 4: DO(hako_module_native(vm, module_name(), exports, below(5))); break;
    case 5: DO(hako_module_object(vm, module_name(), any())); break;
    case 6: put(DO(hako_module_namespace(vm, module_name()))); break;
    default: put(DO(hako_modules(vm)));
    }
}

static void tasks(hako_vm *vm)
{
    const hako_task task = { below(6) };
    hako_val argv[4];
    hako_task_desc desc = { .name = name(), .budget = size(), .priority = number(), .own_realm = one_in(9), .paused = one_in(5), .forget = one_in(5) };
    switch (below(14)) {
    case 0: case 1: case 2:
        if (one_in(2)) desc.source = text(&desc.length);
        else desc.function = any(), desc.argc = arguments(argv), desc.argv = one_in(9) ? NULL : argv;
        DO(hako_task_start(vm, one_in(30) ? NULL : &desc));
        break;
    case 3: case 4: case 5: DO(hako_tasks_step(vm, number() % 9000)); break;
    case 6: DO(hako_get_task(vm, task)); put(DO(hako_task_result(vm, task))); break;
    case 7: DO(hako_task_pause(vm, task)); break;
    case 8: DO(hako_task_resume(vm, task)); break;
    case 9: DO(hako_task_kill(vm, task)); break;
    case 10: DO(hako_task_post(vm, task, any())); break;
    case 11: DO(hako_task_share(vm, task, number(), number())); break;
    case 12: if (one_in(3)) DO(hako_task_drop(vm, task)); break;
    default: DO(hako_task_current(vm)); DO(hako_task_next(vm, task)); put(DO(hako_task_object(vm, task))); DO(hako_task_of(vm, any()));
    }
}

static void figures(hako_vm *vm)
{
    const hako_dump_desc desc = { write_text, NULL, below(12), one_in(2), one_in(2) };
    switch (below(9)) {
    case 0: if (vm) DO(hako_get_figures(vm)); break;
    case 1: if (vm) DO(hako_collect(vm)); break;
    case 2: DO(hako_collect_above(vm, number())); break;
    case 3: DO(hako_get_census(vm)); break;
    case 4: case 5: DO(hako_dump(vm, any(), one_in(9) ? NULL : &desc)); break;
    case 6: DO(hako_leaks(vm, &desc)); break;
    case 7: if (one_in(9)) DO(hako_dump_heap(vm, &desc)); break;
    default: if (vm) hako_test_fail_at(vm, one_in(3) ? 0 : 1 + below(30)); trace("an allocation is to fail");
    }
}

/* An image on its way into at.images[which]. */
static bool write_image(void *user, const void *bytes, size_t length)
{
    const size_t which = *(const size_t *)user;
    if (at.image_bytes[which] + length > IMAGE || one_in(200)) return false;
    memcpy((char *)at.images[which] + at.image_bytes[which], bytes, length);
    at.image_bytes[which] += length;
    return true;
}

/* An image lies where it is as long as the VMs live: each place is written to once. */
static void images(hako_vm *vm)
{
    size_t n, which = below(IMAGES);
    const char *t = text(&n);
    if (!at.image_bytes[which]) {
        if (DO(hako_compile(vm, name(), t, n, write_image, &which, below(8))) == HAKO_DONE && one_in(2))
            ((char *)at.images[which])[below((uint32_t)at.image_bytes[which])] ^= (char)(1 << below(8));
        at.image_bytes[which] += !at.image_bytes[which];
        return;
    }
    n = one_in(9) ? below(IMAGE) : at.image_bytes[which];
    switch (below(3)) {
    case 0: DO(hako_start_image(vm, at.images[which], n, 0)); break;
    case 1: put(DO(hako_image_function(vm, at.images[which], n, 0))); break;
    default: DO(hako_check_image(vm, at.images[which], n));
    }
}

static void typescript(hako_vm *vm)
{
    static char out[TEXT];
    size_t n, stripped;
    const char *t = text(&n);
    if (t || !n) DO(hako_strip_types(vm, name(), t, n, out, &stripped));
}

#if defined(HAKO_WITH_DECIMAL) && HAKO_WITH_DECIMAL
static void decimals(hako_vm *vm)
{
    static const char *const texts[] = { NULL, "", "0", "-0", "1.50", "NaN", "-Infinity", "1e6111", "9.9e-6176", "1e99999", "x",
        "1234567890123456789012345678901234567890.5" };
    char buffer[44];
    size_t n = below(sizeof buffer + 1);
    int64_t units;
    switch (below(7)) {
    case 0: case 1: put(DO(hako_decimal(vm, texts[below(sizeof texts / sizeof *texts)]))); break;
    case 2: put(DO(hako_decimal_scaled(vm, INT64_MIN + number(), (int)number()))); break;
    case 3: DO(hako_is_decimal(vm, any())); break;
    case 4: DO(hako_to_decimal_text(vm, any(), n ? buffer : NULL, n)); break;
    case 5: DO(hako_decimal_to_scaled(vm, any(), (int)number(), one_in(3) ? NULL : &units)); break;
    default: DO(hako_install(vm, HAKO_DECIMAL | HAKO_CLONE));
    }
}
#else
static void decimals(hako_vm *vm) { (void)vm; }
#endif

static void conversions(hako_vm *vm)
{
    static const uint16_t units[] = { 'a', 0xD800, 0, 0xE9, 0x20AC };
    char buffer[20];
    hako_text t;
    switch (below(14)) {
    case 0: DO(hako_kindof(vm, any())); break;
    case 1: DO(hako_equals(vm, any(), any())); break;
    case 2: DO(hako_same(vm, any(), any())); break;
    case 3: DO(hako_equals_loosely(vm, any(), any())); break;
    case 4: case 5: put(DO(hako_convert(vm, any(), (hako_conversion)below(9)))); break;
    case 6: DO(hako_bool_or(vm, any(), true)); break;
    case 7: DO(hako_number_or(vm, any(), 1)); break;
    case 8: DO(hako_int_or(vm, any(), 1)); break;
    case 9: DO(hako_string_or(vm, any(), name(), buffer, below(sizeof buffer + 1))); break;
    case 10: put(DO(hako_string_utf16(vm, units, below(6)))); break;
    case 11:
        if (DO(hako_text_of(vm, any(), &t))) touch(t.latin1 ? (const void *)t.latin1 : t.utf16, t.length * (t.latin1 ? 1 : 2));
        break;
    case 12: put(DO(hako_symbol(vm, name()))); break;
    default: put(DO(hako_symbol_for(vm, name())));
    }
}

static void keys(hako_vm *vm)
{
    hako_property property = { any(), any(), any(), below(9) };
    if (one_in(2)) property.get = property.set = hako_undefined();
    switch (below(17)) {
    case 0: put(DO(hako_get_by(vm, any(), any()))); break;
    case 1: DO(hako_set_by(vm, any(), any(), any())); break;
    case 2: DO(hako_has_by(vm, any(), any())); break;
    case 3: DO(hako_delete_by(vm, any(), any())); break;
    case 4: if (!at.key.vm) DO(hako_key_init(vm, &at.key, name())); break;
    case 5: DO(hako_key_drop(vm, &at.key)); break;
    case 6: case 7: put(DO(hako_get_key(vm, any(), &at.key))); break;
    case 8: DO(hako_define(vm, any(), any(), &property)); break;
    case 9: if (DO(hako_own(vm, any(), any(), &property))) put(property.value); break;
    case 10: put(DO(hako_keys(vm, any(), below(9)))); break;
    case 11: put(DO(hako_prototype(vm, any()))); break;
    case 12: DO(hako_set_prototype(vm, any(), any())); break;
    case 13: DO(hako_freeze(vm, any())); break;
    case 14: DO(hako_seal(vm, any())); break;
    case 15: DO(hako_prevent_extensions(vm, any())); break;
    default: DO(hako_is_frozen(vm, any())); DO(hako_is_sealed(vm, any())); DO(hako_is_extensible(vm, any()));
    }
}

static void functions(hako_vm *vm)
{
    static const hako_entry table[] = { { .name = "f", .function = host }, { .name = "a", .get = host, .set = host }, { .name = "t", .text = "text" },
        { .name = "@@iterator", .function = host, .flags = 3 }, { .name = NULL }, { .name = "n", .number = 0.5, .flags = HAKO_FIXED } };
    hako_val argv[4];
    int argc = arguments(argv);
    hako_error error;
    hako_frame frame;
    switch (below(10)) {
    case 0: put(DO(hako_native_with(vm, name(), one_in(9) ? NULL : host, 1, &now))); break;
    case 1: DO(hako_set_table(vm, any(), table, below(7))); break;
    case 2: case 3: DO(hako_new(vm, any(), argc, argv, place())); break;
    case 4: put(DO(hako_bind(vm, any(), any(), argc, argv))); break;
    case 5: DO(hako_start_call(vm, any(), any(), argc, argv)); break;
    case 6: put(DO(hako_keep_weak(vm, any()))); break;
    case 7: put(DO(hako_throwf(vm, (hako_error_kind)below(8), "%s %v %d %%", name(), any(), 1))); break;
    case 8: if (DO(hako_error_of(vm, any(), &error))) put(error.cause); break;
    default: DO(hako_stack_frame(vm, any(), below(4), &frame)); DO(hako_failed_while(vm));
    }
}

static void iteration(hako_vm *vm)
{
    hako_val key;
    switch (at.iterating ? below(6) : below(2)) {
    case 0: DO(hako_iterate(vm, any(), &at.iter)); at.iterating = true; break;
    case 1: DO(hako_iterate_async(vm, any(), &at.iter)); at.iterating = true; break;
    case 2: case 3: DO(hako_next(vm, &at.iter, &at.values[1])); break;
    case 4: DO(hako_next_pair(vm, &at.iter, &key, &at.values[0])); break;
    default: DO(hako_iter_close(vm, &at.iter));
    }
}

static void classes(hako_vm *vm)
{
    void *data;
    switch (below(14)) {
    case 0: case 1: put(DO(hako_class_define(vm, any_class()))); break;
    case 2: case 3: case 4: put(DO(hako_instance(vm, any_class(), one_in(2) ? NULL : &records[below(3)]))); break;
    case 5: DO(hako_is(vm, any(), any_class())); break;
    case 6: data = DO(hako_data(vm, any(), &record_class)); if (data) memset(data, 1, sizeof(record) - 1); break;
    case 7: DO(hako_attach(vm, any(), &records[below(3)])); break;
    case 8: DO(hako_forget(vm, any_class(), &records[below(3)])); break;
    case 9: put(DO(hako_slot(vm, any(), below(4)))); break;
    case 10: DO(hako_set_slot(vm, any(), below(4), any())); break;
    default: DO(hako_watch(vm, any(), one_in(9) ? NULL : watcher, NULL));
    }
}

/* The last ones also take no VM. */
static void call_of(hako_vm *vm)
{
    enum { NULL_FROM = 20 };
    static void (*const groups[])(hako_vm *vm) = { values, values, properties, properties, running, running, running, limits, realms, buffers,
        handles, errors, errors, modules, figures, images, typescript, iteration, functions, classes,
        classes, installs, state, promises, promises, tasks, conversions, keys, keys, decimals };
    const uint32_t which = below(sizeof groups / sizeof *groups);
    groups[which](which >= NULL_FROM && one_in(20) ? NULL : vm);
}

/* What a host function does: some calls with its VM, now and then with the other. */
static void calls_inside(hako_vm *vm)
{
    if (at.depth == DEPTH) return;
    at.depth++;
    for (uint32_t n = below(4); n && at.inner < INNER; n--, at.inner++) {
        hako_vm *other = one_in(20) ? at.vm[below(VMS)] : NULL;
        call_of(other ? other : vm);
    }
    at.depth--;
}

/* ---- rounds ----------------------------------------------------------------------------------------------------------- */

static void open_vm(int i)
{
    static const uint32_t arenas[] = { 1 << 10, 1600, 3 << 10, 6 << 10, 16 << 10, 32 << 10, 64 << 10, 64 << 10, 256 << 10 };
    const size_t bytes = arenas[below(sizeof arenas / sizeof *arenas)] + below(64);
    at.memory[i] = malloc(bytes);
    if (!at.memory[i]) exit(3);
    memset(at.memory[i], 0xA5, bytes);
    at.vm[i] = hako_open(at.memory[i], bytes, one_in(9) ? NULL : &ports[below(sizeof ports / sizeof *ports)]);
    if (!at.vm[i]) return;
    at.limits[i].call = CALL_STEPS;
    at.limits[i].steps = STEPS;
    hako_set_limits(at.vm[i], &at.limits[i]);
    hako_test_stress(at.vm[i], bytes < 17 << 10 && one_in(4));
    if (one_in(2)) hako_install(at.vm[i], HAKO_TIMERS | HAKO_CLONE | HAKO_CONSOLE | HAKO_TASKS);
    hako_set_function(at.vm[i], hako_global(at.vm[i]), "h", host, 1);
    hako_exception(at.vm[i]);
}

static void check(hako_vm *vm, hako_limits *limit)
{
    const char *wrong = hako_check(vm);
    if (wrong) failed(wrong);
    limit->steps = hako_get_figures(vm).steps + STEPS;
    if (one_in(3)) hako_exception(vm);
}

static void round_of(uint64_t seed, uint64_t number_of_round)
{
    memset(&at, 0, sizeof at);
    random_state = (seed << 32) ^ (number_of_round * 0x9E3779B97F4A7C15u) ^ 0x5DEECE66Du;
    now->round = number_of_round;
    now->calls = 0;
    at.queue.events = at.events;
    at.queue.room = EVENTS;
    trace("hako_open");
    for (int i = 0; i < VMS; i++) open_vm(i);
    for (int n = (int)below(CALLS); n > 0; n--) {
        const int i = one_in(8);
        if (!at.vm[i]) continue;
        call_of(at.vm[i]);
        check(at.vm[i], &at.limits[i]);
    }
    trace("hako_close");
    for (int i = 0; i < VMS; i++) {
        hako_close(at.vm[i]);
        free(at.memory[i]);
    }
    if (at.lent != at.returned) failed("memory under a buffer was not released just once");
}

/* Rounds of one process, so that what it does to itself is seen. false: it failed. */
static bool batch(uint64_t seed, uint64_t first, uint64_t end)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        for (uint64_t r = first; r < end; r++) {
            alarm(SECONDS);
            round_of(seed, r);
        }
        exit(0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child) return printf("FAIL sequences of calls: no process\n"), false;
    if (status == 0) return true;
    printf("FAIL sequences of calls: --seed %llu --round %llu, call %u: %s (status %x)\n", (unsigned long long)seed, (unsigned long long)now->round,
           (unsigned)now->calls, now->call, (unsigned)status);
    return false;
}

int main(int argc, char **argv)
{
    uint64_t seed = 1, rounds = UINT64_MAX, seconds = 0, done = 0;
    const time_t begin = time(NULL);
    now = mmap(NULL, sizeof *now, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (now == MAP_FAILED) return 3;
    for (int i = 1; i + 1 < argc; i += 2) {
        const uint64_t n = strtoull(argv[i + 1], NULL, 10);
        if (!strcmp(argv[i], "--seed")) seed = n;
        else if (!strcmp(argv[i], "--rounds")) rounds = n;
        else if (!strcmp(argv[i], "--seconds")) seconds = n;
        else if (!strcmp(argv[i], "--round")) {
            tracing = true;
            round_of(seed, n);
            return 0;
        }
    }
    if (rounds == UINT64_MAX && !seconds) rounds = 1000;
    for (bool ok = true; done < rounds && (!seconds || (uint64_t)(time(NULL) - begin) < seconds); done += BATCH) {
        ok = batch(seed, done, done + BATCH < rounds ? done + BATCH : rounds);
        if (!ok) return 1;
    }
    printf("PASS sequences of calls\n");
    return 0;
}
