/* Tasks: turns and shares, waiting, ending in every way, messages; under collection, in slices of one step, with no memory. */
#include "check.h"

static double clock_now;
static double ticks(void *context)
{
    (void)context;
    return clock_now;
}
static const hako_port clocked = { .print = print, .ticks = ticks };

static hako_vm *open_tasks(size_t size)
{
    hako_vm *vm = open_vm(size);
    vm->port = &clocked;
    CHECK(hako_install(vm, HAKO_TASKS | HAKO_TIMERS));
    return vm;
}
static hako_task run(hako_vm *vm, const char *source)
{
    hako_task_desc desc = { .name = "task.js", .source = source, .length = strlen(source) };
    return hako_task_start(vm, &desc);
}
static hako_task_state state(hako_vm *vm, hako_task t) { return hako_get_task(vm, t).state; }
static double number(hako_vm *vm, const char *name) { return hako_to_number(vm, hako_get(vm, hako_global(vm), name)); }
static hako_status finish_tasks(hako_vm *vm)
{
    hako_status s;
    while ((s = hako_tasks_step(vm, 1000)) == HAKO_MORE || (s == HAKO_IDLE && hako_wake_at(vm) < 1e300))
        if (s == HAKO_IDLE) clock_now = hako_wake_at(vm);
    return s;
}

/* Two endless tasks and one that ends: each gets what its priority says, and the budget holds. */
static void test_shares(void)
{
    hako_vm *vm = open_tasks(64 << 10);
    hako_task a = run(vm, "for (var a = 0;;) a++"), b = run(vm, "for (var b = 0;;) b++"), c = run(vm, "var c = 0; for (let i = 0; i < 3000; i++) c++; c");
    CHECK(a.id == 1 && b.id == 2 && c.id == 3 && !hako_failed(vm));
    CHECK(hako_task_share(vm, b, 0, 48));
    CHECK(state(vm, a) == HAKO_TASK_READY && hako_get_task(vm, b).priority == 48 && hako_get_task(vm, a).priority == HAKO_TASK_PRIORITY);
    for (int i = 0; i < 200; i++) CHECK(hako_tasks_step(vm, 1000) == HAKO_MORE);
    CHECK(state(vm, c) == HAKO_TASK_DONE && hako_to_number(vm, hako_task_result(vm, c)) == 3000);
    hako_task_info ia = hako_get_task(vm, a), ib = hako_get_task(vm, b);
    CHECK(ib.steps > ia.steps * 2.8 && ib.steps < ia.steps * 3.2 && ia.memory > 0);
    CHECK(hako_get_figures(vm).steps >= 200000 && hako_get_figures(vm).steps < 201000);
    CHECK(number(vm, "b") > number(vm, "a") * 2.8);

    CHECK(hako_task_pause(vm, b) && state(vm, b) == HAKO_TASK_PAUSED);
    CHECK(hako_task_share(vm, a, 300, 0));
    uint64_t steps = hako_get_task(vm, a).steps, steps_b = hako_get_task(vm, b).steps;
    CHECK(hako_tasks_step(vm, 100000) == HAKO_MORE);            /* budget: the rest of the call is given back */
    CHECK(hako_get_task(vm, a).steps - steps >= 300 && hako_get_task(vm, a).steps - steps < 320);
    CHECK(hako_get_task(vm, b).steps == steps_b);
    CHECK(hako_task_resume(vm, b) && hako_task_kill(vm, a) && hako_task_kill(vm, b));
    CHECK(state(vm, a) == HAKO_TASK_KILLED && !hako_task_kill(vm, a) && !hako_task_pause(vm, a) && !hako_task_resume(vm, a));
    CHECK(same(text_of(vm, hako_task_result(vm, a)), "Error: the task was killed"));
    CHECK(hako_tasks_step(vm, 1000) == HAKO_DONE && !hako_failed(vm));
    CHECK(hako_task_next(vm, (hako_task){ 0 }).id == 1);
    hako_task_drop(vm, a), hako_task_drop(vm, b), hako_task_drop(vm, c);
    CHECK(state(vm, a) == HAKO_TASK_NONE && !hako_task_next(vm, (hako_task){ 0 }).id);
    close_vm(vm);
}

/* A runaway does not keep the main program, its jobs and timers, from going on, nor they it. */
static void test_main(void)
{
    hako_vm *vm = open_tasks(64 << 10);
    hako_task a = run(vm, "for (var a = 0;;) a++");
    CHECK(start(vm, "var n = 0, t = 0; setTimeout(() => t = 1, 5); Promise.resolve().then(() => { for (;;) n++ }); for (let i = 0; i < 2000; i++) n++; n") == HAKO_MORE);
    for (int i = 0; i < 50; i++) CHECK(hako_tasks_step(vm, 777) == HAKO_MORE);
    CHECK(number(vm, "n") > 2000 && number(vm, "a") > 2000);
    CHECK(hako_step(vm, 1000) == HAKO_MORE);                    /* the main program alone */
    double before = number(vm, "a");
    CHECK(hako_step(vm, 1000) == HAKO_MORE && number(vm, "a") == before);
    CHECK(same(value_of(vm, "[1, 2, 3].map(x => x * a - x * a + x).join()"), "1,2,3"));     /* between turns the host may do as ever */
    hako_stop(vm);
    CHECK(state(vm, a) == HAKO_TASK_NONE);
    CHECK(hako_tasks_step(vm, 100) == HAKO_DONE);
    close_vm(vm);
}

static void test_ends(void)
{
    hako_vm *vm = open_tasks(64 << 10);
    hako_task a = run(vm, "'fine'"), b = run(vm, "throw new TypeError('not fine')");
    CHECK(run(vm, "let i = 0; while (i < 5000) i++; globalThis.c = i").id);
    hako_task d = run(vm, "(async () => { await null; return 'later' })()"), e = run(vm, "(function f() { f(); return 1 })()"), f = run(vm, "syntax error");
    CHECK(!f.id && threw(vm, "SyntaxError"));
    int failures = 0;
    hako_status s;
    while ((s = hako_tasks_step(vm, 500)) != HAKO_DONE) {
        if (s == HAKO_FAILED) {
            failures++;
            CHECK(hako_rejected(vm));
            const char *text = text_of(vm, hako_exception(vm));
            CHECK(strstr(text, "not fine") || strstr(text, "memory"));        /* frames without end find no room when they are set aside */
        } else CHECK(s == HAKO_MORE);
    }
    CHECK(failures == 2 && number(vm, "c") == 5000);
    CHECK(state(vm, a) == HAKO_TASK_DONE && same(text_of(vm, hako_task_result(vm, a)), "fine"));
    CHECK(state(vm, b) == HAKO_TASK_FAILED && same(text_of(vm, hako_task_result(vm, b)), "TypeError: not fine"));
    CHECK(state(vm, d) == HAKO_TASK_DONE && same(text_of(vm, hako_task_result(vm, d)), "later"));
    CHECK(state(vm, e) == HAKO_TASK_FAILED);
    CHECK(same(text_of(vm, hako_get(vm, hako_task_object(vm, a), "name")), "task.js"));
    CHECK(hako_task_of(vm, hako_task_object(vm, b)).id == b.id && !hako_task_of(vm, hako_int(1)).id);
    /* a stack that ends at the task's first frame */
    CHECK(strstr(text_of(vm, hako_get(vm, hako_task_result(vm, b), "stack")), "task.js:1") != NULL);
    close_vm(vm);
}

static void test_scripts(void)
{
    static const char source[] =
        "const log = [];\n"
        "const echo = Task.start(function (name) { for (;;) { const m = Task.receive(); if (m === 'stop') return name + ' stopped'; log.push(name + JSON.stringify(m)) } }, 'echo');\n"
        "const sleeper = Task.start(() => { for (let i = 0; i < 3; i++) { Task.sleep(10); echo.postMessage({ tick: i, deep: [1, { x: null }] }) } echo.postMessage('stop'); return Task.wait(echo) });\n"
        "const thrower = Task.start(() => { try { Task.wait(Promise.reject(new RangeError('no'))) } catch (e) { log.push(String(e)) } throw 'thrown' });\n"
        "const early = Task.start(() => { const m = Task.receive(5); log.push('early ' + m); return Task.current === early && Task.receive(0) });\n"
        "const looper = Task.start(() => { try { for (;;); } finally { log.push('never') } });\n"
        "const killer = Task.start(() => { Task.sleep(1); looper.kill(); return looper.kill() });\n"
        "const results = Promise.allSettled([sleeper, thrower, early, looper, killer]).then(r => globalThis.end = log.join() + r.map(x => x.value ?? x.reason).join());\n"
        "log.push(String(Task.current), Object.prototype.toString.call(echo), echo instanceof Promise); [1, 2, 3].length";
    static const char expected[] = "undefined,[object Task],true,RangeError: no,early undefined,"
        "echo{\"tick\":0,\"deep\":[1,{\"x\":null}]},echo{\"tick\":1,\"deep\":[1,{\"x\":null}]},echo{\"tick\":2,\"deep\":[1,{\"x\":null}]}"
        "echo stopped,thrown,,Error: the task was killed,false";
    for (int how = 0; how < 3; how++) {
        hako_vm *vm = open_tasks(64 << 10);
        clock_now = 1000;
        hako_test_stress(vm, how == 1);
        CHECK(start(vm, source) == HAKO_MORE);
        hako_status s;
        while ((s = hako_tasks_step(vm, how == 2 ? 1 : 400)) == HAKO_MORE || (s == HAKO_IDLE && hako_wake_at(vm) < 1e300))
            clock_now += how == 2 ? 0.001 : 0.5;
        CHECK(s == HAKO_DONE);
        hako_test_stress(vm, false);
        CHECK(hako_to_int(vm, hako_result(vm)) == 3);
        CHECK(same(value_of(vm, "end"), expected));
        CHECK(same(value_of(vm, "[looper.kill(), echo.pause(), echo.resume(), echo.postMessage(1)].join()"), "false,false,false,"));
        static const char *const wrong[] = { "Task.sleep(1)", "Task.receive()", "Task.wait(1)", "Task.start(5)" };
        for (int i = 0; i < 4; i++) {
            char text[80];
            snprintf(text, sizeof text, "try { %s } catch (e) { e.name }", wrong[i]);
            CHECK(same(value_of(vm, text), "TypeError"));
        }
        close_vm(vm);
    }
}

/* ---- the host's functions ------------------------------------------------------------------------------------------- */

static hako_task started;
static hako_val frame(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self, (void)argc, (void)argv;
    hako_pause(vm);
    return hako_int((int32_t)hako_task_current(vm).id);
}
static hako_val spawn(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    hako_task_desc desc = { .function = hako_arg(argc, argv, 0), .argc = argc - 1, .argv = argv + 1, .user = &started, .paused = true };
    (void)self;
    CHECK(hako_tasks_step(vm, 10) == HAKO_FAILED && threw(vm, "TypeError"));
    started = hako_task_start(vm, &desc);
    return hako_task_object(vm, started);
}
static hako_val suicide(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self, (void)argc, (void)argv;
    CHECK(hako_task_kill(vm, hako_task_current(vm)));
    return hako_undefined();
}
static hako_val doze(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self, (void)argc, (void)argv;
    CHECK(hako_task_pause(vm, hako_task_current(vm)));
    return hako_undefined();
}
static hako_val call(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    hako_val r = hako_undefined();
    (void)self;
    hako_call(vm, hako_arg(argc, argv, 0), hako_undefined(), 0, NULL, &r);
    return r;
}

static void test_host(void)
{
    hako_vm *vm = open_tasks(64 << 10);
    hako_val g = hako_global(vm);
    hako_set_function(vm, g, "frame", frame, 0);
    hako_set_function(vm, g, "spawn", spawn, 1);
    hako_set_function(vm, g, "suicide", suicide, 0);
    hako_set_function(vm, g, "doze", doze, 0);
    hako_set_function(vm, g, "call", call, 1);
    /* frames of a game */
    hako_task a = run(vm, "for (var frames = 0; frame() === 1;) frames++");
    hako_task b = run(vm, "for (var yields = 0;; Task.yield()) yields++");
    for (int i = 1; i <= 10; i++) CHECK(hako_tasks_step(vm, 100000) == HAKO_MORE && number(vm, "yields") == i && number(vm, "frames") == i - 1);
    hako_task_kill(vm, a);
    hako_task_drop(vm, b);                                      /* goes when it ends */
    CHECK(state(vm, b) == HAKO_TASK_READY && hako_task_kill(vm, b) && state(vm, b) == HAKO_TASK_NONE);
    /* tasks made by a host function, with arguments */
    a = run(vm, "spawn((x, y) => x + y, 'x', 'y').then(v => globalThis.got = v), 7");
    CHECK(hako_tasks_step(vm, 100000) == HAKO_IDLE);
    CHECK(state(vm, a) == HAKO_TASK_WAITING || state(vm, a) == HAKO_TASK_DONE);
    CHECK(state(vm, started) == HAKO_TASK_PAUSED && hako_get_task(vm, started).user == &started);
    CHECK(hako_task_resume(vm, started) && finish_tasks(vm) == HAKO_DONE);
    CHECK(same(value_of(vm, "got"), "xy") && same(text_of(vm, hako_task_result(vm, started)), "xy"));
    /* its own end */
    a = run(vm, "var after = 0; suicide(); for (;;) after++");
    CHECK(finish_tasks(vm) == HAKO_DONE && state(vm, a) == HAKO_TASK_KILLED && number(vm, "after") <= 1);
    a = run(vm, "Task.start(() => { Task.current.kill(); for (;;); }); doze(); for (let i = 0; i < 3; i++); 5");
    CHECK(hako_tasks_step(vm, 100000) == HAKO_IDLE && state(vm, a) == HAKO_TASK_PAUSED);
    CHECK(hako_task_resume(vm, a) && finish_tasks(vm) == HAKO_DONE && hako_to_int(vm, hako_task_result(vm, a)) == 5);
    /* generators of a killed task have ended */
    a = run(vm, "var gen = (function* () { for (const x of (function* () { for (;;) ; yield 1 })()) yield x })(); gen.next()");
    hako_tasks_step(vm, 5000);
    CHECK(hako_task_kill(vm, a) && same(value_of(vm, "JSON.stringify(gen.next())"), "{\"done\":true}"));
    /* waiting where C frames are in the way */
    a = run(vm, "call(() => { try { Task.sleep(5) } catch (e) { return String(e) } })");
    CHECK(finish_tasks(vm) == HAKO_DONE && same(text_of(vm, hako_task_result(vm, a)), "TypeError: only a task can wait, and not while a native function calls it"));
    /* Atomics.wait */
    a = run(vm, "try { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10) } catch (e) { e.name }");
    CHECK(finish_tasks(vm) == HAKO_DONE && same(text_of(vm, hako_task_result(vm, a)), "TypeError"));
    close_vm(vm);
}

/* A task whose script is an image. */
static uint64_t image[512];
static size_t image_length;
static bool write_image(void *user, const void *bytes, size_t length)
{
    (void)user;
    if (image_length + length > sizeof image) return false;
    memcpy((char *)image + image_length, bytes, length);
    image_length += length;
    return true;
}
static void test_image(void)
{
    static const char source[] = "{ let n = 0; for (; n < 500; n++) if (n % 100 == 0) Task.yield(); `${n}${Task.current instanceof Promise}` }";
    hako_vm *vm = open_tasks(64 << 10);
    CHECK(hako_compile(vm, "image.js", source, sizeof source - 1, write_image, NULL, 0) == HAKO_DONE);
    hako_task_desc desc = { .function = hako_image_function(vm, image, image_length, 0) };
    hako_task a = hako_task_start(vm, &desc), b = hako_task_start(vm, &desc);
    CHECK(finish_tasks(vm) == HAKO_DONE);
    CHECK(same(text_of(vm, hako_task_result(vm, a)), "500true") && same(text_of(vm, hako_task_result(vm, b)), "500true"));
    CHECK(is_undefined(vm, hako_image_function(vm, image, 5, 0)) && threw(vm, "TypeError"));
    CHECK(is_undefined(vm, hako_image_function(NULL, image, image_length, 0)));
    close_vm(vm);
}

static void test_messages(void)
{
    hako_vm *vm = open_tasks(64 << 10);
    hako_task_desc desc = { .name = "own.js", .source = "var who = 'own'; const m = Task.receive(); `${m instanceof Object}${m.a[1]}${Task.receive()}${Task.receive()}`", .own_realm = true };
    desc.length = strlen(desc.source);
    hako_val v;
    hako_realm second = { 1 }, first = hako_realm_enter(vm, second);
    CHECK(first.number == 0);
    hako_task a = hako_task_start(vm, &desc);
    hako_realm own = hako_realm_enter(vm, second);
    CHECK(own.number == 0);
    CHECK(hako_install(vm, HAKO_TASKS));                        /* into the new realm */
    hako_realm_enter(vm, own);
    CHECK(hako_tasks_step(vm, 1000) == HAKO_IDLE && state(vm, a) == HAKO_TASK_WAITING);
    CHECK(eval(vm, "({ a: [1, 'two'] })", &v) == HAKO_DONE && hako_task_post(vm, a, v));
    CHECK(hako_task_post(vm, a, hako_string(vm, "text", 4)) && hako_task_post(vm, a, hako_undefined()));
    CHECK(hako_get_task(vm, a).messages == 3);
    CHECK(finish_tasks(vm) == HAKO_DONE);
    CHECK(same(text_of(vm, hako_task_result(vm, a)), "truetwotextundefined"));
    CHECK(same(value_of(vm, "typeof who"), "undefined"));
    CHECK(!hako_task_post(vm, a, hako_int(1)) && !hako_failed(vm));         /* it has ended */
    a = run(vm, "(m => m.o === m)(Task.receive())");
    CHECK(eval(vm, "({ f() {} })", &v) == HAKO_DONE && !hako_task_post(vm, a, v) && threw(vm, "DataCloneError"));
    CHECK(eval(vm, "Symbol()", &v) == HAKO_DONE && !hako_task_post(vm, a, v) && threw(vm, "TypeError"));
    CHECK(finish_tasks(vm) == HAKO_IDLE && hako_get_task(vm, a).messages == 0);
    CHECK(eval(vm, "var o = {}; o.o = o", &v) == HAKO_DONE && hako_task_post(vm, a, v));
    CHECK(finish_tasks(vm) == HAKO_DONE && same(text_of(vm, hako_task_result(vm, a)), "true"));
    close_vm(vm);
}

static void test_misuse(void)
{
    hako_vm *vm = open_tasks(64 << 10);
    hako_task none = { 0 }, wrong = { 77 };
    hako_task_desc desc = { 0 };
    CHECK(!hako_task_start(NULL, &desc).id && hako_tasks_step(NULL, 1) == HAKO_FAILED);
    CHECK(!hako_task_start(vm, NULL).id && threw(vm, "TypeError"));
    CHECK(!hako_task_start(vm, &desc).id && threw(vm, "TypeError"));        /* {0} is the number 0 */
    desc.length = 5;
    CHECK(!hako_task_start(vm, &desc).id && threw(vm, "TypeError"));
    desc.source = "x", desc.argc = -1;
    CHECK(!hako_task_start(vm, &desc).id && threw(vm, "RangeError"));
    desc.argc = 1;
    CHECK(!hako_task_start(vm, &desc).id && threw(vm, "RangeError"));
    for (int i = 0; i < 2; i++) {
        hako_task t = i ? wrong : none;
        CHECK(state(vm, t) == HAKO_TASK_NONE && is_undefined(vm, hako_task_result(vm, t)) && is_undefined(vm, hako_task_object(vm, t)));
        CHECK(!hako_task_pause(vm, t) && !hako_task_resume(vm, t) && !hako_task_kill(vm, t) && (!t.id || !hako_task_post(vm, t, hako_int(1))) && !hako_task_share(vm, t, 1, 1));
        hako_task_drop(vm, t);
        CHECK(state(NULL, t) == HAKO_TASK_NONE && !hako_task_kill(NULL, t) && !hako_task_pause(NULL, t) && !hako_task_post(NULL, t, hako_int(1)));
    }
    hako_task_drop(NULL, none);
    CHECK(!hako_task_current(NULL).id && !hako_task_current(vm).id && !hako_task_of(NULL, hako_int(1)).id && !hako_task_next(NULL, none).id && !hako_task_next(vm, none).id);
    CHECK(!hako_failed(vm));
    hako_task a = run(vm, "1");
    hako_throw(vm, HAKO_ERROR_TYPE, "pending");
    CHECK(!run(vm, "1").id && hako_tasks_step(vm, 100) == HAKO_FAILED && !hako_task_post(vm, a, hako_int(1)) && threw(vm, "TypeError: pending"));
    CHECK(hako_task_share(vm, a, 0, 1u << 31) && hako_get_task(vm, a).priority == HAKO_TASK_MAX_PRIORITY);
    CHECK(hako_tasks_step(vm, 0) == HAKO_MORE && hako_tasks_step(vm, UINT32_MAX) == HAKO_DONE);
    /* limits hold for tasks, too */
    a = run(vm, "for (;;);");
    hako_limits limits = { .steps = hako_get_figures(vm).steps + 5000 };
    CHECK(hako_set_limits(vm, &limits));
    hako_status s;
    while ((s = hako_tasks_step(vm, 1000)) == HAKO_MORE);
    CHECK(s == HAKO_FAILED && !hako_failed(vm) && hako_stopped(vm) == HAKO_OUT_OF_STEPS && state(vm, a) == HAKO_TASK_READY);
    CHECK(hako_get_figures(vm).steps < limits.steps + 50);
    limits.steps = 0, limits.interrupt = 1;
    CHECK(hako_tasks_step(vm, 1000) == HAKO_FAILED && hako_stopped(vm) == HAKO_INTERRUPTED);
    limits.interrupt = 0;
    CHECK(hako_tasks_step(vm, 1000) == HAKO_MORE && hako_stopped(vm) == HAKO_NOT_STOPPED);
    close_vm(vm);
}

/* ---- at the limits -------------------------------------------------------------------------------------------------- */

static const char busy[] =
    "var log = []; function deep(n) { return n ? deep(n - 1) + 1 : (Task.yield(), 0) }\n"
    "const worker = Task.start(id => { let sum = 0; for (let m; (m = Task.receive()) !== null;) sum += m.n + deep(m.n); return id + sum }, 'w');\n"
    "const feeder = Task.start(() => { for (let i = 0; i < 12; i++) { worker.postMessage({ n: i }); Task.sleep(1) } worker.postMessage(null); return Task.wait(worker) });\n"
    "feeder.then(v => globalThis.out = v, e => globalThis.out = String(e))";

/* Slices of any size give the same order of events and the same number of steps. */
static void test_slices(void)
{
    uint64_t total = 0;
    for (uint32_t slice = 1; slice < 3000; slice = slice * 3 + 1) {
        hako_vm *vm = open_tasks(64 << 10);
        clock_now = 0;
        hako_task a = run(vm, "let h = 0; for (var i = 0; i < 4000; i++) h = (h * 31 + i) | 0; h"), b = run(vm, "for (var seen = []; i < 4000;) seen.push(i); seen.length + '/' + seen[seen.length >> 1]");
        hako_status s;
        while ((s = hako_tasks_step(vm, slice)) == HAKO_MORE);
        CHECK(s == HAKO_DONE);
        char text[64];
        snprintf(text, sizeof text, "%s %s", text_of(vm, hako_task_result(vm, a)), text_of(vm, hako_task_result(vm, b)));
        static char first[64];
        if (!first[0]) strcpy(first, text);
        CHECK(same(text, first));
        if (!total) total = hako_get_figures(vm).steps;
        CHECK(hako_get_figures(vm).steps == total);
        close_vm(vm);
    }
}

/* Every allocation fails in turn: what was to come comes, or an error, and the VM works on. */
static void test_failing(void)
{
    int right = 0, errors = 0, killed = 0;
    for (uint32_t nth = 1; nth < 5000; nth++) {
        hako_vm *vm = open_tasks(64 << 10);
        clock_now = 0;
        uint32_t before = hako_get_figures(vm).allocations;
        hako_test_fail_at(vm, nth);
        hako_task a = run(vm, "for (let i = 0; i < 500; i++) [i]; 'a'");
        hako_status s = hako_failed(vm) ? HAKO_FAILED : start(vm, busy);
        for (int turns = 0; turns < 1000 && s != HAKO_DONE; turns++) {
            if (s == HAKO_IDLE && hako_wake_at(vm) > 1e300) break;
            if (s == HAKO_IDLE) clock_now = hako_wake_at(vm);
            if (s == HAKO_FAILED) {
                CHECK(hako_failed(vm));
                const char *text = text_of(vm, hako_exception(vm));
                if (!strstr(text, "memory")) printf("  allocation %u: %s\n", (unsigned)nth, text);
                CHECK(strstr(text, "memory") != NULL);
                errors++;
            }
            s = hako_tasks_step(vm, 300);
        }
        bool reached = hako_get_figures(vm).allocations - before >= nth;
        hako_test_fail_at(vm, 0);
        const char *out = value_of(vm, "typeof out === 'string' ? out : 'none'");
        right += !strcmp(out, "w132");
        killed += a.id && state(vm, a) == HAKO_TASK_FAILED;
        if (strcmp(out, "w132") && strcmp(out, "none") && !strstr(out, "memory")) printf("  allocation %u: %s\n", (unsigned)nth, out);
        CHECK(!strcmp(out, "w132") || !strcmp(out, "none") || strstr(out, "memory"));
        CHECK(same(value_of(vm, "[1, 2, 3].map(x => x * 2).join()"), "2,4,6"));
        a = run(vm, "6 * 7");
        while ((s = hako_tasks_step(vm, 1000)) == HAKO_MORE || s == HAKO_FAILED)
            if (s == HAKO_FAILED) hako_exception(vm);
        CHECK(hako_to_int(vm, hako_task_result(vm, a)) == 42);
        close_vm(vm);
        if (!reached) break;
    }
    CHECK(errors > 20 && right >= 1 && killed >= 1);
}

/* An arena that tasks fill: those that find no room fail, the rest go on. */
static void test_full(void)
{
    hako_vm *vm = open_tasks(24 << 10);
    int made = 0, failures = 0;
    while (made < 1000 && run(vm, "(function big(n) { return n ? big(n - 1) + 1 : (Task.yield(), 0); })(9)").id) made++;
    CHECK(made > 10 && made < 1000 && threw(vm, "RangeError: out of memory"));
    hako_status s = HAKO_MORE;
    for (int i = 0; i < 2000 && s != HAKO_DONE; i++) {
        s = hako_tasks_step(vm, 1000);
        if (s == HAKO_FAILED) {
            failures++;
            hako_exception(vm);
        }
    }
    CHECK(s == HAKO_DONE && failures > 0);
    int done = 0, failed_too = 0;
    for (hako_task t = { 0 }; (t = hako_task_next(vm, t)).id;) {
        done += state(vm, t) == HAKO_TASK_DONE;
        failed_too += state(vm, t) == HAKO_TASK_FAILED;
        hako_task_drop(vm, t);
    }
    CHECK(done + failed_too == made && done > 0);
    CHECK(same(value_of(vm, "[1, 2, 3].map(x => x * 2).join()"), "2,4,6"));
    close_vm(vm);
}

/* The main program gets messages by promises, from tasks, the host and itself, in order, whether it asks before they come or behind. */
static void test_main_program(void)
{
    hako_vm *vm = open_vm(256 << 10);
    hako_status s;
    hako_task none = { 0 };
    hako_val v;
    CHECK(hako_install(vm, HAKO_TASKS));
    CHECK(hako_task_post(vm, none, hako_int(7)) && eval(vm, "({ host: [1] })", &v) == HAKO_DONE && hako_task_post(vm, none, v));
    CHECK(start(vm, "var seen = []; const o = { n: 1 };"
        "Task.start(() => { Task.yield(); Task.postMessage(o); try { Task.message() } catch (e) { Task.postMessage(e.name) } });"
        "(async () => { for (let i = 0; i < 4; i++) { const m = await Task.message(); seen.push(m === o ? 'same' : JSON.stringify(m)) } })()") == HAKO_MORE);
    for (int i = 0; i < 20 && (s = hako_tasks_step(vm, 100)) != HAKO_DONE; i++) CHECK(s != HAKO_FAILED);
    CHECK(same(value_of(vm, "seen.join(' ')"), "7 {\"host\":[1]} {\"n\":1} \"TypeError\""));
    CHECK(same(value_of(vm, "Promise.all([Task.message(), Task.message()]).then((all) => { seen = all }); 1"), "1"));
    CHECK(hako_task_post(vm, none, hako_int(1)) && hako_task_post(vm, none, hako_int(2)) && hako_run(vm) == HAKO_DONE);
    CHECK(same(value_of(vm, "seen.join()"), "1,2"));
    CHECK(same(value_of(vm, "try { Task.postMessage(Symbol()) } catch (e) { e.name }"), "TypeError") && !hako_check(vm));
    CHECK(!hako_task_post(vm, (hako_task){ 99 }, hako_int(1)) && !hako_failed(vm));
    close_vm(vm);
}

/* A script that starts a task and ends in the same step is not all that there is to do. */
static void test_first_step(void)
{
    hako_vm *vm = open_vm(64 << 10);
    CHECK(hako_install(vm, HAKO_TASKS));
    CHECK(start(vm, "var n = 0; Task.start(() => { n = 5 })") == HAKO_MORE);
    CHECK(hako_tasks_step(vm, 1000) == HAKO_MORE && number(vm, "n") == 0);
    CHECK(hako_tasks_step(vm, 1000) == HAKO_DONE && number(vm, "n") == 5);
    close_vm(vm);
}

int main(void)
{
    RUN(test_first_step);
    RUN(test_main_program);
    RUN(test_shares);
    RUN(test_main);
    RUN(test_ends);
    RUN(test_scripts);
    RUN(test_host);
    RUN(test_image);
    RUN(test_messages);
    RUN(test_misuse);
    RUN(test_slices);
    RUN(test_failing);
    RUN(test_full);
    return finish();
}
