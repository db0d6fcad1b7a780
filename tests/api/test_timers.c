/* Timers, and the order of all that waits. */
#include "check.h"

static double clock_now, slept;
static double ticks(void *context) { (void)context; return clock_now; }
static void idle(void *context, double milliseconds)
{
    (void)context;
    CHECK(milliseconds > 0);
    slept += milliseconds;
    clock_now += milliseconds;
}
static const hako_port clocked = { .print = print, .idle = idle, .ticks = ticks }, still = { .print = print, .ticks = ticks };

static hako_vm *open_clocked(size_t size, const hako_port *with)
{
    void *memory = malloc(size);
    hako_vm *vm = hako_open(memory, size, with);
    clock_now = 1000;
    slept = 0;
    if (!vm) exit(3);
    CHECK(hako_install(vm, HAKO_TIMERS | HAKO_PERFORMANCE));
    return vm;
}
static const char *log_of(hako_vm *vm) { return value_of(vm, "log.join(' ')"); }

static void test_order(void)
{
    hako_vm *vm = open_clocked(64 << 10, &clocked);
    CHECK(isinf(hako_wake_at(vm)));
    CHECK(start(vm,
        "var log = [], put = x => log.push(x);"
        "setTimeout(() => { put('t2'); Promise.resolve().then(() => put('p3')); queueMicrotask(() => put('m4')) }, 10);"
        "setTimeout(() => put('t5'), 10); setTimeout(put, 5, 't1', 'unused'); setTimeout(put);"
        "Promise.resolve().then(() => put('p0')); put('s0'); 'the result'") == HAKO_MORE);
    CHECK(hako_run(vm) == HAKO_DONE);
    CHECK(same(text_of(vm, hako_result(vm)), "the result"));
    CHECK(slept == 10 && isinf(hako_wake_at(vm)));
    CHECK(same(log_of(vm), "s0 p0  t1 t2 p3 m4 t5"));
    close_vm(vm);
}

static void test_idle(void)
{
    hako_vm *vm = open_clocked(64 << 10, &still);
    CHECK(start(vm, "var log = []; setTimeout(() => log.push('late'), 50.9); setTimeout(() => log.push('now'), -7)") == HAKO_MORE);
    CHECK(hako_run(vm) == HAKO_IDLE);                           /* no idle hook: it is up to us to wait */
    CHECK(same(log_of(vm), "now") && hako_wake_at(vm) == 1050);
    CHECK(hako_step(vm, 1000) == HAKO_IDLE);
    clock_now = 1049.5;
    CHECK(hako_step(vm, 1000) == HAKO_IDLE && same(log_of(vm), "now"));
    clock_now = 1050;
    CHECK(hako_step(vm, 1) == HAKO_MORE);                       /* a callback is sliced like any script */
    while (hako_step(vm, 1) == HAKO_MORE) { }
    CHECK(same(log_of(vm), "now late") && hako_step(vm, 1000) == HAKO_DONE);
    close_vm(vm);
}

static void test_intervals(void)
{
    hako_vm *vm = open_clocked(64 << 10, &clocked);
    CHECK(start(vm,
        "var log = [], n = 0, id = setInterval((a, b) => { log.push(a + b + performance.now()); if (++n == 3) clearInterval(id) }, 20, 'x', '@');"
        "var never = setTimeout(() => log.push('never'), 30); setTimeout(() => clearTimeout(never), 25);"
        "clearTimeout(); clearTimeout('no'); clearTimeout(12345); clearTimeout({}); typeof id") == HAKO_MORE);
    CHECK(hako_run(vm) == HAKO_DONE);
    CHECK(same(text_of(vm, hako_result(vm)), "number"));
    CHECK(same(log_of(vm), "x@1020 x@1040 x@1060"));
    CHECK(start(vm, "n = 0; log = []; id = setInterval(() => { log.push(performance.now()); if (++n == 2) clearInterval(id) }, 10)") == HAKO_MORE);
    CHECK(hako_step(vm, 1000) == HAKO_IDLE);
    clock_now = 1195;                                           /* turns that were missed are not made up for */
    CHECK(hako_step(vm, 1000) == HAKO_IDLE && hako_wake_at(vm) == 1205);
    CHECK(hako_run(vm) == HAKO_DONE && same(log_of(vm), "1195 1205"));
    close_vm(vm);
}

static void test_failing_callbacks(void)
{
    hako_vm *vm = open_clocked(64 << 10, &clocked);
    CHECK(start(vm, "var log = []; setTimeout(() => { throw new Error('first') }); setTimeout(() => { Promise.reject(new Error('second')) });"
                    "setTimeout(() => log.push('third'))") == HAKO_MORE);
    CHECK(hako_run(vm) == HAKO_FAILED && !hako_rejected(vm) && same(text_of(vm, hako_exception(vm)), "Error: first"));
    CHECK(hako_run(vm) == HAKO_FAILED && hako_rejected(vm) && same(text_of(vm, hako_exception(vm)), "Error: second"));
    CHECK(hako_run(vm) == HAKO_DONE && same(log_of(vm), "third"));
    CHECK(same(value_of(vm, "setTimeout('code')"), "TypeError: code is not a function"));
    CHECK(same(value_of(vm, "setInterval(() => {}, { valueOf() { throw 'no' } })"), "no"));
    CHECK(isinf(hako_wake_at(vm)));
    /* a script that is abandoned takes its timers along */
    CHECK(start(vm, "setTimeout(() => log.push('lost')); for (;;);") == HAKO_MORE && hako_step(vm, 100) == HAKO_MORE);
    CHECK(start(vm, "1") == HAKO_MORE && hako_run(vm) == HAKO_DONE && same(log_of(vm), "third"));
    close_vm(vm);
}

static const char many[] =
    "var log = 0; for (let i = 0; i < 30; i++) setTimeout((x, o) => { log += o.x + x }, (i * 7) % 30, i, { x: [i][0] });"
    "for (let i = 0; i < 10; i++) clearTimeout(setInterval(() => { log = NaN }, i)); 1";

static void test_stress(void)
{
    hako_vm *vm = open_clocked(64 << 10, &clocked);
    hako_test_stress(vm, true);
    CHECK(start(vm, many) == HAKO_MORE && hako_run(vm) == HAKO_DONE);
    CHECK(same(value_of(vm, "log"), "870"));
    close_vm(vm);
    bool done = false;
    for (uint32_t n = 1; !done && n < 400; n++) {
        vm = open_clocked(64 << 10, &clocked);
        hako_test_fail_at(vm, n);
        hako_status s = start(vm, many);
        if (s == HAKO_MORE) s = hako_run(vm);
        done = s == HAKO_DONE && same(value_of(vm, "log"), "870");
        hako_test_fail_at(vm, 0);
        if (!done) hako_exception(vm);
        while (hako_run(vm) == HAKO_FAILED) hako_exception(vm);
        CHECK(same(value_of(vm, "1 + 1"), "2"));
        close_vm(vm);
    }
    CHECK(done);
}

static void test_install(void)
{
    hako_vm *vm = open_vm(16 << 10);
    CHECK(same(value_of(vm, "typeof setTimeout + typeof performance"), "undefinedundefined"));
    CHECK(hako_install(vm, 0) && hako_install(vm, HAKO_PERFORMANCE));
    CHECK(same(value_of(vm, "typeof setTimeout + performance.now() + performance"), "undefined0[object Performance]"));
    CHECK(hako_install(vm, HAKO_TIMERS));
    CHECK(same(value_of(vm, "setTimeout.length + setTimeout.name + Object.keys(globalThis).join()"),
               "1setTimeoutqueueMicrotask,setTimeout,setInterval,clearTimeout,clearInterval"));
    hako_throw(vm, HAKO_ERROR_PLAIN, "pending");
    CHECK(!hako_install(vm, HAKO_TIMERS));
    hako_exception(vm);
    close_vm(vm);
}

int main(void)
{
    RUN(test_order);
    RUN(test_idle);
    RUN(test_intervals);
    RUN(test_failing_callbacks);
    RUN(test_stress);
    RUN(test_install);
    return finish();
}
