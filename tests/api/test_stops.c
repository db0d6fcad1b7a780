/* Limits of steps, time and memory, interrupts, and stopping. */
#include "check.h"

static double clock_now;
static double ticks(void *context) { (void)context; return clock_now += 0.5; }
static const hako_port clocked = { .print = print, .ticks = ticks };

/* The limit that made a call end like this; HAKO_NOT_STOPPED: it ended otherwise. */
static hako_limit stopped(hako_vm *vm, hako_status s)
{
    return s == HAKO_FAILED && !hako_failed(vm) ? hako_stopped(vm) : HAKO_NOT_STOPPED;
}

static const char endless[] = "var n = 0, caught = 0; for (;;) try { for (;;) n++ } catch { caught++ } finally { caught += 100 }";

static void test_steps(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_limits limits = { .steps = 100000 };
    CHECK(hako_set_limits(vm, &limits));
    CHECK(start(vm, endless) == HAKO_MORE);
    CHECK(stopped(vm, hako_run(vm)) == HAKO_OUT_OF_STEPS && !hako_failed(vm));
    CHECK(hako_get_figures(vm).steps >= 100000 && hako_get_figures(vm).steps < 100100);
    CHECK(stopped(vm, hako_step(vm, 1000)) == HAKO_OUT_OF_STEPS);
    limits.steps = 200000;                                      /* more room: it goes on */
    CHECK(hako_step(vm, 1000) == HAKO_MORE && stopped(vm, hako_run(vm)) == HAKO_OUT_OF_STEPS);
    limits.steps = 0;
    CHECK(hako_step(vm, 100000) == HAKO_MORE);
    hako_stop(vm);
    CHECK(hako_step(vm, 1000) == HAKO_DONE && same(value_of(vm, "caught + ' ' + (n > 1000)"), "0 true"));

    limits.steps = hako_get_figures(vm).steps + 50000;
    CHECK(stopped(vm, eval(vm, endless, NULL)) == HAKO_OUT_OF_STEPS && !hako_failed(vm));
    limits.steps += 50000;
    CHECK(same(value_of(vm, "caught"), "0"));
    hako_val spin;
    CHECK(eval(vm, "(function () { try { for (;;); } finally { caught = 1 } })", &spin) == HAKO_DONE);
    CHECK(stopped(vm, hako_call(vm, spin, hako_undefined(), 0, NULL, NULL)) == HAKO_OUT_OF_STEPS);
    limits.steps = 0;
    CHECK(same(value_of(vm, "caught"), "0"));
    CHECK(hako_set_limits(vm, NULL));
    close_vm(vm);
}

/* In slices the same number of steps as in one go. */
static void test_slices(void)
{
    static const char source[] = "var s = 0; for (let i = 0; i < 30000; i++) s += i % 7; s";
    hako_limits limits = { .steps = 10000000 };
    uint64_t steps[2];
    for (int limited = 0; limited < 2; limited++) {
        hako_vm *vm = open_vm(64 << 10);
        hako_set_limits(vm, limited ? &limits : NULL);
        CHECK(same(value_of(vm, source), "89995"));
        CHECK(start(vm, source) == HAKO_MORE && hako_run(vm) == HAKO_DONE);
        steps[limited] = hako_get_figures(vm).steps;
        close_vm(vm);
    }
    CHECK(steps[0] == steps[1]);
}

static hako_status inner;
static hako_limit inner_limit;
static hako_val call_back(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    hako_val result;
    (void)self;
    inner = hako_call(vm, hako_arg(argc, argv, 0), hako_undefined(), 0, NULL, &result);
    inner_limit = stopped(vm, inner);
    hako_stop(vm);                                              /* not from here */
    if (hako_failed(vm)) hako_exception(vm);
    return hako_number(inner);
}

static void test_nested(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_limits limits = { .interrupt = 0 };
    hako_set_function(vm, hako_global(vm), "callBack", call_back, 1);
    hako_set_limits(vm, &limits);
    limits.steps = 40000;
    CHECK(start(vm, "var after = 0; try { callBack(() => { for (;;); }) } catch { after = 'caught' } for (;;) after++") == HAKO_MORE);
    CHECK(stopped(vm, hako_run(vm)) == HAKO_OUT_OF_STEPS && inner_limit == HAKO_OUT_OF_STEPS);
    hako_stop(vm);
    limits.steps = 0;
    CHECK(same(value_of(vm, "typeof after"), "number"));
    CHECK(same(value_of(vm, "callBack(() => 5)"), "0") && inner == HAKO_DONE);      /* HAKO_DONE */

    /* a generator that was running when the script was stopped is done */
    limits.steps = hako_get_figures(vm).steps + 20000;
    CHECK(start(vm, "var g = (function* () { try { for (;;); } finally { after = 'finally' } })(); g.next()") == HAKO_MORE);
    CHECK(stopped(vm, hako_run(vm)) == HAKO_OUT_OF_STEPS);
    hako_stop(vm);
    limits.steps = 0;
    CHECK(same(value_of(vm, "JSON.stringify(g.next()) + typeof after"), "{\"done\":true}number"));
    close_vm(vm);
}

static void test_time(void)
{
    void *memory = malloc(64 << 10);
    hako_vm *vm = hako_open(memory, 64 << 10, &clocked);
    hako_limits limits = { .deadline = 0 };
    clock_now = 0;
    limits.deadline = 10;
    CHECK(hako_set_limits(vm, &limits));
    CHECK(start(vm, endless) == HAKO_MORE && stopped(vm, hako_run(vm)) == HAKO_OUT_OF_TIME && clock_now >= 10);
    limits.deadline = clock_now + 10;
    CHECK(stopped(vm, hako_run(vm)) == HAKO_OUT_OF_TIME);
    limits.deadline = 0;
    limits.interrupt = 1;
    CHECK(stopped(vm, hako_run(vm)) == HAKO_INTERRUPTED && stopped(vm, eval(vm, "1", NULL)) == HAKO_INTERRUPTED && !hako_failed(vm));
    hako_stop(vm);
    CHECK(hako_run(vm) == HAKO_DONE);                           /* nothing to run: nothing to stop */
    limits.interrupt = 0;
    CHECK(same(value_of(vm, "caught"), "0"));
    hako_close(vm);
    free(memory);
}

static void test_jobs(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_limits limits = { .steps = 30000 };
    hako_set_limits(vm, &limits);
    CHECK(start(vm, "var n = 0; const again = () => { n++; Promise.resolve().then(again) }; again()") == HAKO_MORE);
    CHECK(stopped(vm, hako_run(vm)) == HAKO_OUT_OF_STEPS);
    hako_stop(vm);
    CHECK(hako_run(vm) == HAKO_DONE);
    limits.steps = 0;
    CHECK(hako_to_number(vm, hako_get(vm, hako_global(vm), "n")) > 100);
    close_vm(vm);
}

static void test_memory(void)
{
    hako_vm *vm = open_vm(256 << 10);
    hako_limits limits = { .memory = 20000 };
    CHECK(hako_set_limits(vm, &limits));
    CHECK(same(value_of(vm, "var a = []; try { for (;;) a.push({ x: a.length }) } catch (e) { a = a.length; String(e) }"),
               "RangeError: out of memory: arena of 20000 bytes is full"));
    CHECK(hako_get_figures(vm).peak < 20000);
    CHECK(same(value_of(vm, "(function f(n) { try { return f(n + 1) } catch { return n > 20 && n < 2000 } })(0)"), "true"));
    CHECK(same(value_of(vm, "a > 50 && a < 1000"), "true"));
    limits.memory = 500;
    CHECK(!hako_set_limits(vm, &limits));                       /* that much is in use: it stays 20,000 */
    CHECK(same(value_of(vm, "'x'.repeat(30000).length"), "RangeError: out of memory: arena of 20000 bytes is full"));
    limits.memory = 0;
    CHECK(hako_set_limits(vm, &limits));
    CHECK(same(value_of(vm, "'x'.repeat(30000).length"), "30000"));
    limits.memory = 1u << 30;                                   /* more than there is */
    CHECK(hako_set_limits(vm, &limits) && same(value_of(vm, "'x'.repeat(60000).length"), "60000"));
    limits.memory = 20000;
    CHECK(hako_set_limits(vm, &limits));
    hako_test_stress(vm, true);
    CHECK(same(value_of(vm, "[3, 1, 2].map(x => ({ x })).sort((a, b) => a.x - b.x).map(o => o.x).join()"), "1,2,3"));
    CHECK(hako_get_figures(vm).used < 20000);
    close_vm(vm);
}

/* Steps of one call, bytes of frames. */
static void test_calls(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_limits limits = { .call = 5000 };
    hako_val f;
    CHECK(hako_set_limits(vm, &limits));
    CHECK(eval(vm, "var n = 0; (function (end) { while (n < end) n++; return n })", &f) == HAKO_DONE);
    hako_val end = hako_int(100), result;
    CHECK(hako_call(vm, f, hako_undefined(), 1, &end, &result) == HAKO_DONE && hako_to_int(vm, result) == 100);
    uint64_t before = hako_get_figures(vm).steps;
    end = hako_number(INFINITY);
    CHECK(hako_call(vm, f, hako_undefined(), 1, &end, &result) == HAKO_FAILED && !hako_failed(vm) && hako_stopped(vm) == HAKO_OUT_OF_STEPS);
    CHECK(hako_get_figures(vm).steps - before >= 5000 && hako_get_figures(vm).steps - before < 5050);
    CHECK(eval(vm, "for (;;);", NULL) == HAKO_FAILED && hako_stopped(vm) == HAKO_OUT_OF_STEPS);
    CHECK(eval(vm, "Object.defineProperty(globalThis, 'slow', { get() { for (;;); } })", NULL) == HAKO_DONE);
    CHECK(is_undefined(vm, hako_get(vm, hako_global(vm), "slow")) && hako_stopped(vm) == HAKO_OUT_OF_STEPS);
    /* each call begins anew, and hako_step is not bound by it */
    end = hako_int(500000);
    for (int i = 0; i < 3; i++) CHECK(hako_call(vm, f, hako_undefined(), 1, &end, NULL) == HAKO_FAILED);
    CHECK(start(vm, "for (let i = 0; i < 20000; i++); 5") == HAKO_MORE && hako_run(vm) == HAKO_DONE && hako_stopped(vm) == HAKO_NOT_STOPPED);

    limits.call = 0, limits.stack = 2000;
    CHECK(same(value_of(vm, "var depth = 0; function deep() { depth++; return 1 + deep() } try { deep() } catch (e) { String(e) + (depth > 5 && depth < 60) }"),
               "RangeError: maximum call stack size exceededtrue"));
    CHECK(hako_get_figures(vm).stack_peak <= 2000 + HK_STACK_CHUNK);
    limits.stack = 0;
    CHECK(same(value_of(vm, "depth = 0; try { deep() } catch (e) { depth > 200 }"), "true"));
    close_vm(vm);
}

/* At each pause of a script another text is compiled: the registers of all that wait stay as they are, also where a frame ends above one
 * of its callers, as in what console.log calls. */
static void test_compiling_between(void)
{
    static const char source[] = "var text = 'abcabc'.replace(/[bc]/g, (m) => m + m);"
        "console.log({ a: [1, { b: 'x' }], c: new Map([[1, [2]]]) }, [text], 'end')";
    static const char other[] = "((a, b) => { let c = [a, b, { a, b }]; return c })(1, 2";
    hako_vm *vm = open_vm(128 << 10);
    hako_status s;
    CHECK(start(vm, source) == HAKO_MORE);
    while ((s = hako_step(vm, 1)) == HAKO_MORE) {
        hako_scope scope = hako_scope_open(vm);
        bool ok = !hako_check(vm) && hako_eval(vm, "other", other, sizeof other - 1, NULL) == HAKO_FAILED && threw(vm, "SyntaxError");
        hako_scope_close(vm, scope);
        if (!ok) break;
    }
    CHECK(s == HAKO_DONE && same(value_of(vm, "text"), "abbccabbcc"));
    CHECK(same(take_printed(), "{ a: [ 1, { b: 'x' } ], c: Map(1) { 1 => [ 2 ] } } [ 'abbccabbcc' ] end\n"));
    close_vm(vm);
}

int main(void)
{
    RUN(test_compiling_between);
    RUN(test_steps);
    RUN(test_slices);
    RUN(test_nested);
    RUN(test_time);
    RUN(test_jobs);
    RUN(test_memory);
    RUN(test_calls);
    hako_stop(NULL);
    return finish();
}
