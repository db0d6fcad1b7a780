/* Saved machines: scripts go on elsewhere wherever they were, what is the host's is found by name, and nothing damaged is taken. */
#include "check.h"
#include "../hop.h"

static double clock_now;
static double ticks(void *context) { (void)context; return clock_now; }
static const hako_port clocked = { .print = print, .ticks = ticks };

/* ---- what the scripts have of the host's --------------------------------------------------------------------------- */

static int number_data = 7, context_data;
static hako_val say(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    char text[200];
    (void)self;
    print(NULL, 0, text, hako_to_string(vm, hako_arg(argc, argv, 0), text, sizeof text));
    print(NULL, 0, ";", 1);
    return hako_undefined();
}
static hako_val with_data(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    const int *data = hako_function_data(vm, argc, argv);
    (void)self;
    return data ? hako_int(*data) : hako_undefined();
}

typedef struct { int32_t x, y; } place;
static const hako_field place_fields[] = { HAKO_FIELD(place, x, HAKO_FIELD_INT32), HAKO_FIELD(place, y, HAKO_FIELD_INT32) };
static hako_val place_new(hako_vm *vm, hako_val self, int argc, const hako_val *argv);
static hako_val place_sum(hako_vm *vm, hako_val self, int argc, const hako_val *argv);
static const hako_member place_members[] = { { .name = "sum", .call = place_sum } };
static const hako_class place_class = { .name = "Place", .size = sizeof(place), .construct = place_new, .arity = 2, .slots = 1,
    .members = place_members, .member_count = 1, .fields = place_fields, .field_count = 2 };
static hako_val place_new(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    place *p = hako_data(vm, self, &place_class);
    p->x = hako_to_int(vm, hako_arg(argc, argv, 0));
    p->y = hako_to_int(vm, hako_arg(argc, argv, 1));
    return hako_undefined();
}
static hako_val place_sum(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    const place *p = hako_data(vm, self, &place_class);
    (void)argc, (void)argv;
    return hako_int(p->x + p->y);
}

/* Of the instances of Lamp the host has the data: lamps, by number. */
typedef struct { int32_t level; } lamp;
static lamp lamps[4];
static bool lamp_save(void *user, void *pointer, uint64_t *id)
{
    (void)user;
    *id = (uint64_t)((lamp *)pointer - lamps) + 100;
    return true;
}
static void *lamp_load(void *user, uint64_t id)
{
    (void)user;
    return id >= 100 && id < 104 ? &lamps[id - 100] : NULL;
}
static const hako_field lamp_fields[] = { HAKO_FIELD(lamp, level, HAKO_FIELD_INT32) };
static const hako_class lamp_class = { .name = "Lamp", .fields = lamp_fields, .field_count = 1, .save = lamp_save, .load = lamp_load };
static const hako_class mute_class = { .name = "Mute" };

static int watched;
static void watcher(hako_vm *vm, void *context, hako_change change, hako_val object, hako_val key, hako_val value)
{
    (void)vm, (void)change, (void)object, (void)key, (void)value;
    watched += *(int *)context;
}
static int reacted;
static void reaction(hako_vm *vm, void *context, hako_promise_state state, hako_val value)
{
    (void)context;
    reacted = state == HAKO_FULFILLED ? hako_to_int(vm, value) : -1;
}
static int released;
static void release(void *context, void *bytes) { (void)context, (void)bytes; released++; }
static uint8_t memory_bytes[16];

static const hako_binding bindings[] = {
    { .name = "say", .function = say }, { .name = "with_data", .function = with_data }, { .name = "number", .data = &number_data },
    { .name = "Place", .data = &place_class }, { .name = "Lamp", .data = &lamp_class }, { .name = "context", .data = &context_data },
    { .name = "watcher", .code = (void (*)(void))watcher }, { .name = "reaction", .code = (void (*)(void))reaction },
    { .name = "release", .code = (void (*)(void))release }, { .name = "memory", .data = memory_bytes }
};
enum { BINDINGS = sizeof bindings / sizeof *bindings };

/* ---- helpers ------------------------------------------------------------------------------------------------------- */

static hako_vm *open_saving(size_t size)
{
    hako_vm *vm = open_vm(size);
    vm->port = &clocked;
    CHECK(hako_install(vm, HAKO_TASKS | HAKO_TIMERS));
    CHECK(hako_set_function(vm, hako_global(vm), "say", say, 1));
    return vm;
}

static struct hop_bytes saved;
static hako_snapshot snapshot(void)
{
    return (hako_snapshot){ .bindings = bindings, .binding_count = BINDINGS, .write = hop_write, .read = hop_read, .user = &saved };
}
static bool save(hako_vm *vm)
{
    hako_snapshot s = snapshot();
    saved.length = saved.read = 0;
    return hako_save(vm, &s) == HAKO_DONE;
}
/* From a block of just that size. NULL: why says why not. */
static char why[128];
static hako_vm *restore_with(size_t size, const hako_snapshot *s)
{
    void *memory = malloc(size);
    const char *text;
    hako_vm *vm;
    if (!memory) exit(3);
    memset(memory, 0x5A, size);
    saved.read = 0;
    vm = hako_restore(memory, size, &clocked, s, &text);
    CHECK((vm == NULL) == (text != NULL));
    snprintf(why, sizeof why, "%s", text ? text : "");
    if (!vm) free(memory);
    return vm;
}
static hako_vm *restore(size_t size)
{
    hako_snapshot s = snapshot();
    return restore_with(size, &s);
}
/* Goes on in another arena. */
static hako_vm *move(hako_vm *vm, size_t size)
{
    hako_vm *other;
    CHECK(hako_check(vm) == NULL);
    CHECK(save(vm));
    free(vm);
    other = restore(size);
    if (!other) {
        printf("  %s\n", why);
        exit(1);
    }
    CHECK(saved.read == saved.length && hako_check(other) == NULL);
    return other;
}

/* Runs what was started to its end, in slices of n steps; behind each it is saved and restored, or a collection is made as that does. */
enum { WHOLE, COLLECT, HOP };
static void drive(hako_vm **vm, uint32_t n, int how)
{
    hako_status s = HAKO_MORE;
    uint32_t count = 0;
    while (s == HAKO_MORE || (s == HAKO_IDLE && hako_wake_at(*vm) < 1e300)) {
        if (s == HAKO_IDLE) clock_now = hako_wake_at(*vm);
        s = hako_step(*vm, n);
        if (how == HOP) *vm = move(*vm, (96u << 10) + ++count % 5 * 1016);
        if (how == COLLECT) hako_collect(*vm);
    }
    if (s == HAKO_FAILED) print(NULL, 0, text_of(*vm, hako_exception(*vm)), 20);
}

/* ---- going on ------------------------------------------------------------------------------------------------------ */

static const char *const programs[] = {
    "function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2) } say(f(9))",
    "let a = [5, 3, 9, 1, 7, 2]; a.sort((x, y) => { let k = 0; for (let i = 0; i < 3; i++) k += i; return x - y + k - 3 }); say(a.join())",
    "function* g() { try { for (let i = 0; i < 5; i++) yield i * i } finally { say('end') } } for (let v of g()) { say(v); if (v > 8) break }",
    "async function w(n) { for (let i = 0; i < 3; i++) { await null; say(n + i) } return n } Promise.all([w('a'), w('b')]).then(v => say(v.join('+')))",
    "let m = new Map, o = [{}, {}, {}]; o.forEach((x, i) => m.set(x, i)); for (let [k, v] of m) { say(v); if (v == 1) m.delete(o[2]) } say(m.size)",
    "let s = 'abc'; for (let i = 0; i < 6; i++) s += s + i; say(s.length); say(s.replace(/b(.)/g, (m, c) => { let t = ''; for (let x of [c, c]) t += x; return t }).length)",
    "class A { #x = 1; static n = 0; get x() { A.n++; return this.#x } } class B extends A { constructor() { super(); this.y = super.x } } say(new B().y + B.n)",
    "let p = new Proxy({}, { get(t, k) { let n = 0; for (let i = 0; i < 4; i++) n += i; return k + n } }); say(p.a + p.b); say(JSON.stringify({ toJSON() { return [p.c] } }))",
    "let n = 1n; for (let i = 1n; i < 25n; i++) n *= i; say(n); say([1.5, -0, NaN, 'x'].map(v => { for (let i = 0; i < 2; i++); return v }).join())",
    "setTimeout(() => say('late'), 50); let i = 0, t = setInterval(() => { say(++i); if (i == 3) clearInterval(t) }, 10)",
    "let u = new Uint8Array([3, 1, 2]); u.sort((a, b) => { let k = 0; while (k < 3) k++; return a - b }); say(u.join()); say(new Date(0).toISOString())",
    "let r = /(a+)+b/; say(r.test('aaaaaaaaaaaac')); say('x1y22'.match(/\\d+/g).join()); say(eval('let q = 3; (() => q * 2)()'))",
    "try { null.x } catch (e) { say(e.message) } finally { say('f') } label: for (let i of [1, 2]) { for (let k in { a: 1, b: 2 }) { if (k == 'b') continue label; say(i + k) } }",
    "let w = new WeakMap, k = {}; w.set(k, 'weak'); let ref = new WeakRef(k); say(w.get(ref.deref())); var sym = Symbol('s'); say({ [sym]: 4 }[sym])",
    "let f = (a, b = a + 1, ...c) => [a, b, ...c].join(); say(f(1)); say(f.bind(null, 4)(5, 6)); say(`t${[1, 2].map(x => x * 2)}`); with ({ z: 8 }) say(z)",
    "let { a, ...rest } = { a: 1, b: 2, c: 3 }; say(JSON.stringify(rest)); async function* ag() { yield 1; yield 2 } (async () => { for await (let v of ag()) say(v) })()",
};

static void test_programs(void)
{
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        static const uint32_t slices[] = { 1, 3, 10, 37 };
        static char expected[sizeof printed.text];
        for (size_t k = 0; k < 4; k++) {
            uint64_t steps = 0;
            for (int how = COLLECT; how <= HOP; how++) {
                hako_vm *vm = open_saving(96 << 10);
                clock_now = 1000;
                CHECK(start(vm, programs[i]) == HAKO_MORE);
                drive(&vm, slices[k], how);
                if (k == 0 && how == COLLECT) CHECK(*strcpy(expected, take_printed()));
                else CHECK(same(take_printed(), expected));
                if (how == COLLECT) steps = hako_get_figures(vm).steps;
                else CHECK(hako_get_figures(vm).steps == steps);
                close_vm(vm);
            }
        }
    }
}

/* Tasks, each with frames of its own, messages between them, and a task that waits. */
static void test_tasks(void)
{
    static const char *const sources[] = {
        "for (let i = 0; i < 4; i++) { say('a' + i); Task.sleep(10) }", "say('got ' + Task.receive()); say('got ' + Task.receive())",
        "let n = 0; for (let i = 0; i < 300; i++) n += i; say(n)"
    };
    static char expected[sizeof printed.text];
    for (int hops = 0; hops < 2; hops++) {
        hako_vm *vm = open_saving(64 << 10);
        hako_status s = HAKO_MORE;
        hako_task first = { 0 };
        clock_now = 1000;
        for (int i = 0; i < 3; i++) {
            hako_task_desc desc = { .name = "task", .source = sources[i], .length = strlen(sources[i]), .user = i ? NULL : &context_data };
            hako_task t = hako_task_start(vm, &desc);
            if (i == 0) first = t;
            CHECK(t.id == (uint32_t)i + 1);
        }
        for (int turn = 0; s == HAKO_MORE || s == HAKO_IDLE; turn++) {
            if (turn == 2 || turn == 8) CHECK(hako_task_post(vm, (hako_task){ 2 }, hako_string(vm, turn == 2 ? "one" : "two", 3)));
            s = hako_tasks_step(vm, 40);
            if (s == HAKO_IDLE && hako_wake_at(vm) > 1e300 && turn > 8) break;
            if (s == HAKO_IDLE && hako_wake_at(vm) < 1e300) clock_now = hako_wake_at(vm);
            if (hops) vm = move(vm, (64u << 10) + (unsigned)turn % 3 * 512);
            CHECK(turn < 1000);
        }
        CHECK(hako_get_task(vm, first).user == &context_data);
        if (hops) CHECK(same(take_printed(), expected));
        else strcpy(expected, take_printed());
        CHECK(strstr(expected, "44850;") && strstr(expected, "got two;") && strstr(expected, "a3;"));
        close_vm(vm);
    }
}

/* The main program waits for messages of a task. */
static void test_messages(void)
{
    hako_vm *vm = open_saving(64 << 10);
    hako_status s = HAKO_MORE;
    CHECK(start(vm, "Task.start(() => { for (let i = 0; i < 4; i++) { Task.postMessage({ i }); Task.yield() } });"
                    "(async () => { for (let i = 0; i < 4; i++) { const m = await Task.message(); say(m.i) } })()") == HAKO_MORE);
    for (int turn = 0; turn < 200 && (s == HAKO_MORE || s == HAKO_IDLE); turn++) {
        s = hako_tasks_step(vm, 40);
        vm = move(vm, (64u << 10) + (unsigned)turn % 3 * 512);
    }
    CHECK(s == HAKO_DONE && same(take_printed(), "0;1;2;3;"));
    close_vm(vm);
}

/* Timers have as long to go as they had, by whatever clock. */
static void test_clock(void)
{
    hako_vm *vm = open_saving(32 << 10);
    clock_now = 1000;
    CHECK(start(vm, "setTimeout(() => say('now'), 100)") == HAKO_MORE && hako_step(vm, 1000) == HAKO_IDLE);
    clock_now = 1030;
    CHECK(save(vm));
    close_vm(vm);
    clock_now = 5;
    vm = restore(32 << 10);
    CHECK(vm && hako_wake_at(vm) == 75);
    clock_now = 74;
    CHECK(hako_step(vm, 1000) == HAKO_IDLE && !*take_printed());
    clock_now = 75;
    CHECK(hako_step(vm, 1000) == HAKO_DONE && same(take_printed(), "now;"));
    close_vm(vm);
}

/* ---- what is the host's -------------------------------------------------------------------------------------------- */

static void test_host(void)
{
    hako_vm *vm = open_saving(64 << 10);
    hako_val global = hako_global(vm);
    hako_memory m = { .bytes = memory_bytes, .length = sizeof memory_bytes, .release = release, .context = &context_data };
    hako_realm realm = hako_realm_make(vm, &(hako_realm_desc){ .user = &number_data });
    CHECK(hako_set(vm, global, "data", hako_native_with(vm, "data", with_data, 0, &number_data)));
    CHECK(hako_set(vm, global, "Place", hako_class_define(vm, &place_class)));
    CHECK(hako_class_define(vm, &lamp_class).bits != hako_undefined().bits);
    CHECK(hako_set(vm, global, "lamp", hako_instance(vm, &lamp_class, &lamps[2])));
    CHECK(hako_set(vm, global, "bytes", hako_buffer_over(vm, &m)));
    CHECK(same(value_of(vm, "var seen = {}, p = new Place(3, 4), q = { p }; lamp.level = 5; var later = new Promise(r => resolve = r); var resolve; 1"), "1"));
    CHECK(hako_watch(vm, hako_get(vm, global, "seen"), watcher, &number_data));
    CHECK(hako_when(vm, hako_get(vm, global, "later"), reaction, &context_data));
    CHECK(hako_set_slot(vm, hako_get(vm, global, "p"), 0, hako_string(vm, "slot", 4)));
    hako_val kept = hako_keep(vm, hako_get(vm, global, "p"));
    vm = move(vm, 80 << 10);
    global = hako_global(vm);
    CHECK(same(value_of(vm, "data() + ' ' + p.sum() + ' ' + (q.p === p) + ' ' + lamp.level + ' ' + (p instanceof Place)"), "7 7 true 5 true"));
    lamps[2].level = 9;
    CHECK(same(value_of(vm, "lamp.level = lamp.level + 1; new Place(1, 2).sum() + lamp.level"), "13"));
    CHECK(lamps[2].level == 10);
    memory_bytes[3] = 42;
    CHECK(same(value_of(vm, "new Uint8Array(bytes)[3]"), "42"));
    CHECK(same(text_of(vm, hako_slot(vm, kept, 0)), "slot"));
    CHECK(hako_same(vm, hako_instance(vm, &lamp_class, &lamps[2]), hako_get(vm, global, "lamp")));
    watched = 0;
    CHECK(same(value_of(vm, "seen.x = 1"), "1") && watched == 7);
    CHECK(same(value_of(vm, "resolve(31); 0"), "0") && hako_run(vm) == HAKO_DONE && reacted == 31);
    CHECK(hako_realm_user(vm, realm) == &number_data);
    hako_drop(vm, kept);
    released = 0;
    close_vm(vm);
    CHECK(released == 1);
}

/* A script that was started from an image, which the other side has as well. */
static bool collect(void *user, const void *bytes, size_t length) { return hop_write(user, bytes, length); }
static void test_image(void)
{
    static const char source[] = "function f(n) { let t = `${n}`; return n ? f(n - 1) + t : 'x' } let s = ''; for (let i = 0; i < 5; i++) s += f(i); say(s)";
    static struct hop_bytes image, other;
    hako_vm *vm = open_saving(128 << 10);
    hako_binding own[BINDINGS + 1];
    hako_snapshot s = snapshot();
    memcpy(own, bindings, sizeof bindings);
    CHECK(hako_compile(vm, "image.js", source, sizeof source - 1, collect, &image, 0) == HAKO_DONE);
    CHECK(hako_compile(vm, "image.js", "say(0)", 6, collect, &other, 0) == HAKO_DONE);
    CHECK(hako_start_image(vm, image.at, image.length, 0) == HAKO_MORE && hako_step(vm, 60) == HAKO_MORE);
    CHECK(!save(vm) && threw(vm, "TypeError: cannot save: an image has no binding"));
    own[BINDINGS] = (hako_binding){ .name = "image", .data = image.at };
    s.bindings = own;
    s.binding_count = BINDINGS + 1;
    CHECK(hako_step(vm, 1) == HAKO_MORE && hako_save(vm, &s) == HAKO_DONE);
    close_vm(vm);
    own[BINDINGS].data = other.at;
    CHECK(!restore_with(64 << 10, &s) && same(why, "it is another image: image"));
    own[BINDINGS].name = "no image";
    CHECK(!restore_with(64 << 10, &s) && same(why, "there is no binding of the name: image"));
    own[BINDINGS] = (hako_binding){ .name = "image", .data = image.at };
    vm = restore_with(64 << 10, &s);
    CHECK(vm && hako_run(vm) == HAKO_DONE && same(take_printed(), "xx1x12x123x1234;"));
    close_vm(vm);
    free(image.at);
    free(other.at);
}

/* Modules in an image, which await, import each other and import later. */
static void test_bundle(void)
{
    static const char first[] = "import { next, count } from './util.mjs'; import data from './data.json' with { type: 'json' }; let s = data.s;"
                                "for (let i = 0; i < 6; i++) { await null; s += next() } say(s + count); const { last } = await import('./late.mjs'); say(last(s))";
    static const char util[] = "export let count = 0; export function next() { let n = 0; for (let i = 0; i < 4; i++) n += i; count++; return n + count }";
    static const char data[] = "{ \"s\": \"data\" }";
    static const char late[] = "await null; export const last = (s) => { let t = ''; for (const c of s) t = c + t; return t }";
    const hako_source sources[] = {
        { "main.mjs", first, sizeof first - 1, HAKO_SOURCE_MODULE }, { "util.mjs", util, sizeof util - 1, HAKO_SOURCE_MODULE },
        { "data.json", data, sizeof data - 1, HAKO_SOURCE_JSON }, { "late.mjs", late, sizeof late - 1, HAKO_SOURCE_MODULE }
    };
    static struct hop_bytes image;
    hako_vm *vm = open_saving(256 << 10);
    hako_binding own[BINDINGS + 1];
    hako_snapshot s = snapshot();
    hako_status status = HAKO_MORE;
    unsigned hops = 0;
    memcpy(own, bindings, sizeof bindings);
    CHECK(hako_compile_bundle(vm, sources, 4, collect, &image, 0) == HAKO_DONE);
    own[BINDINGS] = (hako_binding){ .name = "image", .data = image.at };
    s.bindings = own;
    s.binding_count = BINDINGS + 1;
    CHECK(hako_start_image(vm, image.at, image.length, 0) == HAKO_MORE);
    while (status == HAKO_MORE) {
        status = hako_step(vm, 37);
        CHECK(!hako_check(vm));
        saved.length = 0;
        CHECK(hako_save(vm, &s) == HAKO_DONE);
        free(vm);
        vm = restore_with((64u << 10) + hops++ % 3 * 1000, &s);
        if (!vm) exit(printf("  %s\n", why));
    }
    CHECK(status == HAKO_DONE && hops > 10 && same(take_printed(), "data7891011126;211101987atad;"));
    close_vm(vm);
    free(image.at);
}

/* ---- what cannot be saved, or restored ------------------------------------------------------------------------------ */

static hako_status inner;
static hako_val save_inside(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    hako_snapshot s = snapshot();
    (void)self, (void)argc, (void)argv;
    inner = hako_save(vm, &s);
    return hako_undefined();
}
static bool write_nothing(void *user, const void *bytes, size_t length) { (void)user, (void)bytes, (void)length; return false; }

static void test_refusals(void)
{
    hako_vm *vm = open_saving(64 << 10);
    hako_snapshot s = snapshot();
    CHECK(hako_save(NULL, &s) == HAKO_FAILED && hako_save(vm, NULL) == HAKO_FAILED && !hako_failed(vm));
    s.write = NULL;
    CHECK(hako_save(vm, &s) == HAKO_FAILED && !hako_failed(vm));
    s.write = write_nothing;
    CHECK(hako_save(vm, &s) == HAKO_FAILED && threw(vm, "Error: the snapshot could not be written"));
    s = snapshot();
    s.binding_count = 0;
    CHECK(hako_save(vm, &s) == HAKO_FAILED && threw(vm, "TypeError: cannot save: the native function 'say' has no binding"));
    hako_binding bad = { .data = &bad };
    s.bindings = &bad;
    s.binding_count = 1;
    CHECK(hako_save(vm, &s) == HAKO_FAILED && threw(vm, "TypeError: cannot save: a binding has no name"));
    bad.name = "bad";
    bad.data = NULL;
    CHECK(hako_save(vm, &s) == HAKO_FAILED && threw(vm, "TypeError: cannot save: a binding has no name"));
    CHECK(hako_set_function(vm, hako_global(vm), "save", save_inside, 0));
    CHECK(same(value_of(vm, "try { save() } catch (e) { e.message }"), "cannot save: a native function is running") && inner == HAKO_FAILED);
    CHECK(!save(vm) && threw(vm, "TypeError: cannot save: the native function 'save' has no binding"));
    CHECK(eval(vm, "throw 1", NULL) == HAKO_FAILED && !save(vm) && threw(vm, "1"));
    close_vm(vm);

    vm = open_saving(64 << 10);
    CHECK(hako_set(vm, hako_global(vm), "mute", (hako_class_define(vm, &mute_class), hako_instance(vm, &mute_class, &lamps[1]))));
    CHECK(!save(vm) && threw(vm, "TypeError: cannot save: the class of "));
    close_vm(vm);
}

static void test_misfits(void)
{
    hako_vm *vm = open_saving(64 << 10);
    hako_snapshot s = snapshot();
    static uint64_t memory[(32 << 10) / 8];
    const char *text = NULL;
    hako_binding fewer[BINDINGS];
    CHECK(hako_set(vm, hako_global(vm), "Place", hako_class_define(vm, &place_class)));
    CHECK(same(value_of(vm, "var big = new Uint8Array(20000), p = new Place(1, 2); 1"), "1") && save(vm));
    close_vm(vm);
    CHECK(!restore(16 << 10) && !strncmp(why, "the arena is too small for the snapshot, which needs bytes: ", 60));
    vm = restore(24 << 10);
    CHECK(vm && same(value_of(vm, "big.length + p.sum()"), "20003"));
    close_vm(vm);
    CHECK(!hako_restore(NULL, sizeof memory, NULL, &s, &text) && text && !hako_restore(memory, 100, NULL, &s, NULL));
    CHECK(!hako_restore((char *)memory + 4, sizeof memory - 8, NULL, &s, &text) && !hako_restore(memory, sizeof memory, NULL, NULL, &text));
    s.read = NULL;
    CHECK(!hako_restore(memory, sizeof memory, NULL, &s, &text) && same(text, "nothing to read from"));

    memcpy(fewer, bindings, sizeof fewer);
    s = snapshot();
    s.bindings = fewer;
    fewer[0].name = "tell";
    CHECK(!restore_with(64 << 10, &s) && same(why, "there is no binding of the name: say"));
    fewer[0].name = "say";
    s.binding_count = 1;
    CHECK(!restore_with(64 << 10, &s) && same(why, "there is no binding of the name: Place"));
    s.binding_count = BINDINGS;
    hako_class changed = place_class;
    changed.size += 8;
    fewer[3].data = &changed;
    CHECK(!restore_with(64 << 10, &s) && same(why, "an object is not what its class says"));
    changed = place_class;
    changed.field_count = 1;
    CHECK(!restore_with(64 << 10, &s) && same(why, "a class has changed: Place"));
    s = snapshot();
    s.key = "0123456789abcdef";
    CHECK(!restore_with(64 << 10, &s) && same(why, "the snapshot is damaged, or made with another key"));
    saved.read = 0;
    saved.length = 40;
    s.key = NULL;
    CHECK(!restore_with(64 << 10, &s) && same(why, "the snapshot is incomplete"));
}

/* Every bit of a small snapshot turned over: each is noticed. Then every length that is too short. */
static void test_damage(void)
{
    hako_vm *vm = open_saving(32 << 10);
    static uint64_t memory[(32 << 10) / 8];
    hako_snapshot s = snapshot();
    CHECK(start(vm, "function* g() { yield 1; yield [2, { a: 'text' }] } for (let v of g()) say(v); say(new Map([[1, 2]]).size)") == HAKO_MORE);
    CHECK(hako_step(vm, 12) == HAKO_MORE && save(vm));
    close_vm(vm);
    size_t length = saved.length, taken = 0;
    for (size_t i = 0; i < length * 8; i++) {
        saved.at[i / 8] ^= (char)(1 << i % 8);
        saved.read = 0;
        taken += hako_restore(memory, sizeof memory, &clocked, &s, NULL) != NULL;
        saved.at[i / 8] ^= (char)(1 << i % 8);
    }
    CHECK(taken == 0);
    for (saved.length = 0; saved.length < length; saved.length++) {
        saved.read = 0;
        taken += hako_restore(memory, sizeof memory, &clocked, &s, NULL) != NULL;
    }
    CHECK(taken == 0);
    vm = restore(32 << 10);
    CHECK(vm != NULL);
    if (vm) {
        drive(&vm, 1u << 20, WHOLE);
        CHECK(same(take_printed(), "1;array;1;"));
        close_vm(vm);
    }
    printf("  a snapshot of %u bytes\n", (unsigned)length);
}

int main(void)
{
    RUN(test_programs);
    RUN(test_tasks);
    RUN(test_messages);
    RUN(test_clock);
    RUN(test_host);
    RUN(test_image);
    RUN(test_bundle);
    RUN(test_refusals);
    RUN(test_misfits);
    RUN(test_damage);
    free(saved.at);
    return finish();
}
