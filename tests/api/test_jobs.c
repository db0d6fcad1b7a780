/* Promises and jobs as the host sees them, and events from interrupts. */
#include "check.h"

static void set(hako_vm *vm, const char *name, hako_val v) { CHECK(hako_set(vm, hako_global(vm), name, v)); }

static const char watching[] = "var log = []; p.then(v => log.push('ok ' + v), e => log.push('no ' + e)); 'watching'";
static const char *log_of(hako_vm *vm) { return value_of(vm, "log.splice(0).join()"); }

static void test_settling(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val p = hako_promise(vm), v = hako_int(7);
    set(vm, "p", p);
    CHECK(same(value_of(vm, watching), "watching"));
    CHECK(hako_settled(vm, p, &v) == HAKO_PENDING && is_undefined(vm, v) && hako_jobs(vm) == 0);
    CHECK(hako_resolve(vm, p, hako_int(5)) && hako_jobs(vm) == 1);
    CHECK(hako_settled(vm, p, &v) == HAKO_FULFILLED && v.bits == hako_int(5).bits);
    CHECK(!hako_resolve(vm, p, hako_int(6)) && threw(vm, "TypeError"));
    CHECK(!hako_reject(vm, p, hako_int(6)) && threw(vm, "TypeError"));
    CHECK(hako_run(vm) == HAKO_DONE && same(log_of(vm), "ok 5"));
    set(vm, "p", p = hako_promise(vm));
    CHECK(same(value_of(vm, watching), "watching") && hako_reject(vm, p, hako_string(vm, "why", 3)));
    CHECK(hako_settled(vm, p, &v) == HAKO_REJECTED && same(text_of(vm, v), "why") && hako_settled(vm, p, NULL) == HAKO_REJECTED);
    CHECK(hako_run(vm) == HAKO_DONE && same(log_of(vm), "no why"));
    /* one that nobody handles is reported */
    CHECK(hako_reject(vm, hako_promise(vm), hako_int(3)) && hako_run(vm) == HAKO_FAILED && hako_rejected(vm));
    CHECK(same(text_of(vm, hako_exception(vm)), "3"));
    /* what is not the host's */
    CHECK(eval(vm, "Promise.resolve(1)", &v) == HAKO_DONE && !hako_resolve(vm, v, v) && threw(vm, "TypeError"));
    CHECK(eval(vm, "new Promise(() => {})", &v) == HAKO_DONE && !hako_reject(vm, v, v) && threw(vm, "TypeError"));
    CHECK(!hako_resolve(vm, hako_int(1), v) && threw(vm, "TypeError: 1 is not a promise of the host's"));
    CHECK(hako_settled(vm, hako_object(vm), &v) == HAKO_NO_PROMISE && is_undefined(vm, v));
    hako_throw(vm, HAKO_ERROR_PLAIN, "pending");
    p = hako_promise(vm);
    CHECK(!hako_resolve(vm, p, v) && !hako_reject(vm, p, v) && threw(vm, "Error: pending") && hako_resolve(vm, p, v));
    close_vm(vm);
}

static void test_following(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val p = hako_promise(vm), q = hako_promise(vm), v;
    set(vm, "p", p);
    CHECK(same(value_of(vm, watching), "watching"));
    CHECK(hako_resolve(vm, p, q) && hako_settled(vm, p, NULL) == HAKO_PENDING && !hako_resolve(vm, p, q) && threw(vm, "TypeError"));
    CHECK(hako_run(vm) == HAKO_DONE && hako_settled(vm, p, NULL) == HAKO_PENDING && hako_resolve(vm, q, hako_int(8)));
    CHECK(hako_run(vm) == HAKO_DONE && same(log_of(vm), "ok 8"));
    set(vm, "p", p = hako_promise(vm));
    CHECK(same(value_of(vm, watching), "watching"));
    CHECK(eval(vm, "var t = 0; ({ get then() { t++; return f => f('thenable') } })", &v) == HAKO_DONE && hako_resolve(vm, p, v));
    CHECK(same(value_of(vm, "t"), "1") && hako_run(vm) == HAKO_DONE && same(log_of(vm), "ok thenable"));
    set(vm, "p", p = hako_promise(vm));
    CHECK(same(value_of(vm, watching), "watching") && eval(vm, "({ get then() { throw 'thrown' } })", &v) == HAKO_DONE);
    CHECK(hako_resolve(vm, p, v) && hako_run(vm) == HAKO_DONE && same(log_of(vm), "no thrown"));
    set(vm, "p", p = hako_promise(vm));
    CHECK(same(value_of(vm, watching), "watching") && hako_resolve(vm, p, p) && hako_run(vm) == HAKO_DONE);
    CHECK(same(log_of(vm), "no TypeError: a promise cannot be resolved with itself"));
    /* a limit stops the getter: the promise is still the host's */
    hako_limits limits = { 0, 0, 0, 0 };
    p = hako_promise(vm);
    CHECK(eval(vm, "({ get then() { for (;;); } })", &v) == HAKO_DONE && hako_set_limits(vm, &limits));
    limits.interrupt = 1;
    CHECK(!hako_resolve(vm, p, v) && !hako_failed(vm) && hako_stopped(vm) == HAKO_INTERRUPTED);
    limits.interrupt = 0;
    CHECK(hako_resolve(vm, p, hako_int(1)) && hako_settled(vm, p, NULL) == HAKO_FULFILLED);
    /* the completion value stays */
    CHECK(start(vm, "'the result'") == HAKO_MORE && hako_run(vm) == HAKO_DONE && eval(vm, "({ get then() { return 5 } })", &v) == HAKO_DONE);
    CHECK(hako_resolve(vm, hako_promise(vm), v) && hako_typeof(vm, hako_result(vm)) == HAKO_OBJECT);
    close_vm(vm);
}

static hako_val waiting;
static hako_val later(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self, (void)argc, (void)argv;
    waiting = hako_keep(vm, hako_promise(vm));
    return waiting;
}
static hako_val at_once(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self;
    hako_val p = hako_promise(vm);
    CHECK(hako_resolve(vm, p, hako_arg(argc, argv, 0)) && hako_run_job(vm) == HAKO_FAILED && threw(vm, "TypeError"));
    CHECK(hako_run_jobs(vm) == HAKO_FAILED && threw(vm, "TypeError"));
    return p;
}

static void test_natives(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_set_function(vm, hako_global(vm), "later", later, 0);
    hako_set_function(vm, hako_global(vm), "atOnce", at_once, 1);
    CHECK(start(vm, "var log = []; (async () => { log.push(await atOnce('now')); for (let i = 0; i < 3; i++) log.push(await later()); })()") == HAKO_MORE);
    for (int i = 0; i < 3; i++) {
        hako_status s;
        while ((s = hako_step(vm, 1)) == HAKO_MORE) { }
        CHECK(s == HAKO_DONE && hako_resolve(vm, waiting, hako_int(i)));
        hako_drop(vm, waiting);
    }
    CHECK(hako_run(vm) == HAKO_DONE && same(log_of(vm), "now,0,1,2"));
    close_vm(vm);
}

/* ---- then ---- */

static struct { int count; void *context; hako_promise_state state; char value[64]; hako_val thrown; } reacted;
static void reaction(hako_vm *vm, void *context, hako_promise_state state, hako_val result)
{
    reacted.count++;
    reacted.context = context;
    reacted.state = state;
    hako_to_string(vm, result, reacted.value, sizeof reacted.value);
    if (context == &reacted.count) hako_throw(vm, HAKO_ERROR_RANGE, "from the reaction");
}

static void test_then(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val p = hako_promise(vm), f, g, q, v;
    CHECK(eval(vm, "v => v * 2", &f) == HAKO_DONE && eval(vm, "e => 'caught ' + e", &g) == HAKO_DONE);
    q = hako_then(vm, p, f, hako_undefined());
    CHECK(hako_settled(vm, q, NULL) == HAKO_PENDING && hako_resolve(vm, p, hako_int(21)) && hako_run(vm) == HAKO_DONE);
    CHECK(hako_settled(vm, q, &v) == HAKO_FULFILLED && v.bits == hako_int(42).bits);
    p = hako_promise(vm);
    q = hako_then(vm, hako_then(vm, p, f, hako_undefined()), hako_undefined(), g);
    CHECK(hako_reject(vm, p, hako_int(1)) && hako_run(vm) == HAKO_DONE && hako_settled(vm, q, &v) == HAKO_FULFILLED && same(text_of(vm, v), "caught 1"));
    q = hako_then(vm, hako_int(4), f, g);
    CHECK(hako_run(vm) == HAKO_DONE && hako_settled(vm, q, &v) == HAKO_FULFILLED && v.bits == hako_int(8).bits);
    CHECK(is_undefined(vm, hako_then(vm, p, hako_int(1), g)) && threw(vm, "TypeError") && hako_jobs(vm) == 0);
    CHECK(is_undefined(vm, hako_then(vm, p, f, hako_null())) && threw(vm, "TypeError"));
    /* functions of the host's */
    p = hako_promise(vm);
    CHECK(hako_when(vm, p, reaction, &p) && hako_run(vm) == HAKO_DONE && reacted.count == 0 && hako_resolve(vm, p, hako_int(9)));
    CHECK(reacted.count == 0 && hako_run(vm) == HAKO_DONE && reacted.count == 1);
    CHECK(reacted.context == &p && reacted.state == HAKO_FULFILLED && same(reacted.value, "9"));
    CHECK(eval(vm, "(async () => { throw new Error('async') })()", &v) == HAKO_FAILED && same(text_of(vm, hako_exception(vm)), "Error: async"));
    CHECK(start(vm, "var p = (async () => { throw new Error('async') })(); 1") == HAKO_MORE && hako_step(vm, 1000) == HAKO_FAILED);
    hako_exception(vm);
    CHECK(hako_when(vm, hako_get(vm, hako_global(vm), "p"), reaction, NULL) && hako_run(vm) == HAKO_DONE);
    CHECK(reacted.count == 2 && !reacted.context && reacted.state == HAKO_REJECTED && same(reacted.value, "Error: async"));
    CHECK(hako_when(vm, hako_int(6), reaction, &reacted.count) && hako_run(vm) == HAKO_FAILED && hako_rejected(vm));
    CHECK(threw(vm, "RangeError: from the reaction") && reacted.state == HAKO_FULFILLED && same(reacted.value, "6"));
    CHECK(!hako_when(vm, p, NULL, NULL) && threw(vm, "TypeError"));
    /* dropped uncalled */
    p = hako_promise(vm);
    CHECK(hako_when(vm, p, reaction, NULL) && hako_resolve(vm, p, p));
    hako_stop(vm);
    CHECK(hako_run(vm) == HAKO_DONE && reacted.count == 3);
    hako_throw(vm, HAKO_ERROR_PLAIN, "pending");
    CHECK(!hako_when(vm, p, reaction, NULL) && is_undefined(vm, hako_then(vm, p, f, g)) && threw(vm, "Error: pending"));
    close_vm(vm);
}

/* ---- events ---- */

static void test_events(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_event events[3];
    hako_queue queue = { .events = events, .room = 3 };
    hako_val f, v;
    hako_set_function(vm, hako_global(vm), "later", later, 0);
    CHECK(start(vm, "var log = []; (async () => { for (;;) try { log.push(await later()) } catch (e) { log.push('failed ' + e) } })()") == HAKO_MORE);
    CHECK(hako_run(vm) == HAKO_DONE && hako_deliver(vm, &queue) == 0);
    for (int i = 0; i < 8; i++) {
        CHECK(hako_post(&queue, waiting, hako_int(i), i == 2) && hako_deliver(vm, &queue) == 1 && hako_run(vm) == HAKO_DONE);
    }
    CHECK(same(log_of(vm), "0,1,failed 2,3,4,5,6,7") && queue.lost == 0);
    v = waiting;
    CHECK(hako_post(&queue, waiting, hako_bool(true), false) && hako_post(&queue, waiting, hako_null(), true) && hako_post(&queue, waiting, v, false));
    CHECK(!hako_post(&queue, waiting, hako_int(1), false) && queue.lost == 1);
    CHECK(hako_deliver(vm, &queue) == 3 && hako_deliver(vm, &queue) == 0);      /* the first settles it, the others find nothing */
    CHECK(hako_run(vm) == HAKO_DONE && same(log_of(vm), "true"));
    /* functions stay */
    CHECK(eval(vm, "v => { log.push('called ' + v); if (v === 2) throw new RangeError('in an event') }", &f) == HAKO_DONE);
    f = hako_keep(vm, f);
    for (int i = 0; i < 3; i++) CHECK(hako_post(&queue, f, hako_number(i + 0.5 * i), i == 1));
    CHECK(hako_deliver(vm, &queue) == 3 && hako_jobs(vm) == 3 && hako_run(vm) == HAKO_DONE && same(log_of(vm), "called 0,called 1.5,called 3"));
    CHECK(hako_post(&queue, f, hako_int(2), false) && hako_deliver(vm, &queue) == 1 && hako_run(vm) == HAKO_FAILED && hako_rejected(vm));
    CHECK(threw(vm, "RangeError: in an event"));
    /* what stays when there is an exception */
    hako_throw(vm, HAKO_ERROR_PLAIN, "pending");
    CHECK(hako_post(&queue, f, hako_int(7), false) && hako_deliver(vm, &queue) == 0);
    hako_exception(vm);
    CHECK(hako_deliver(vm, &queue) == 1 && hako_run(vm) == HAKO_DONE && same(log_of(vm), "called 2,called 7"));
    CHECK(hako_post(&queue, hako_int(3), hako_int(7), false) && hako_deliver(vm, &queue) == 1 && hako_jobs(vm) == 0);
    /* nothing to post to */
    hako_queue none = { .events = events }, nowhere = { .room = 4 };
    CHECK(!hako_post(NULL, f, f, false) && !hako_post(&none, f, f, false) && !hako_post(&nowhere, f, f, false));
    CHECK(hako_deliver(vm, NULL) == 0 && hako_deliver(vm, &none) == 0 && hako_deliver(vm, &nowhere) == 0 && hako_deliver(NULL, &queue) == 0);
    close_vm(vm);
}

/* ---- jobs ---- */

static void test_jobs(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val f;
    hako_install(vm, HAKO_TIMERS);
    CHECK(hako_run_job(vm) == HAKO_DONE && hako_run_jobs(vm) == HAKO_DONE && hako_jobs(vm) == 0);
    CHECK(eval(vm, "var log = []; () => { for (let i = 0; i < 3; i++) queueMicrotask(() => { log.push(i); if (i === 0) queueMicrotask(() => log.push('new')) });"
                   "setTimeout(() => log.push('timer')); (async () => { await 0; log.push('awaited') })(); 1 }", &f) == HAKO_DONE);
    CHECK(hako_call(vm, f, hako_undefined(), 0, NULL, NULL) == HAKO_DONE && hako_jobs(vm) == 4);
    CHECK(hako_run_job(vm) == HAKO_MORE && hako_jobs(vm) == 4 && hako_run_job(vm) == HAKO_MORE && hako_run_job(vm) == HAKO_MORE);
    CHECK(hako_jobs(vm) == 2 && hako_run_job(vm) == HAKO_MORE && hako_run_job(vm) == HAKO_DONE && hako_run_job(vm) == HAKO_DONE);
    CHECK(same(log_of(vm), "0,1,2,awaited,new"));
    CHECK(hako_call(vm, f, hako_undefined(), 0, NULL, NULL) == HAKO_DONE && hako_run_jobs(vm) == HAKO_DONE && hako_jobs(vm) == 0);
    CHECK(same(log_of(vm), "0,1,2,awaited,new") && hako_run(vm) == HAKO_DONE && same(log_of(vm), "timer,timer"));
    /* failures, one after the other */
    CHECK(eval(vm, "() => { queueMicrotask(() => { throw 'thrown' }); Promise.reject('rejected'); queueMicrotask(() => log.push('last')) }", &f) == HAKO_DONE);
    for (int all = 0; all < 2; all++) {
        hako_status (*run)(hako_vm *) = all ? hako_run_jobs : hako_run_job;
        CHECK(hako_call(vm, f, hako_undefined(), 0, NULL, NULL) == HAKO_DONE && run(vm) == HAKO_FAILED);
        CHECK(run(vm) == HAKO_FAILED && !hako_rejected(vm) && same(text_of(vm, hako_exception(vm)), "thrown"));
        if (!all) CHECK(run(vm) == HAKO_MORE);
        CHECK(run(vm) == HAKO_FAILED && hako_rejected(vm) && same(text_of(vm, hako_exception(vm)), "rejected"));
        CHECK(run(vm) == HAKO_DONE && same(log_of(vm), "last"));
    }
    /* not while a script is running */
    CHECK(start(vm, "'result'; for (var i = 0; i < 100; i++); queueMicrotask(() => 5); 'result'") == HAKO_MORE && hako_step(vm, 50) == HAKO_MORE);
    CHECK(hako_run_job(vm) == HAKO_FAILED && threw(vm, "TypeError") && hako_run_jobs(vm) == HAKO_FAILED && threw(vm, "TypeError"));
    CHECK(hako_run(vm) == HAKO_DONE && same(text_of(vm, hako_result(vm)), "result"));
    close_vm(vm);
}

static void test_no_vm(void)
{
    hako_val v = hako_int(1);
    CHECK(hako_promise(NULL).bits == hako_undefined().bits && !hako_resolve(NULL, v, v) && !hako_reject(NULL, v, v));
    CHECK(hako_settled(NULL, v, &v) == HAKO_NO_PROMISE && v.bits == hako_undefined().bits && !hako_when(NULL, v, reaction, NULL));
    CHECK(hako_then(NULL, v, v, v).bits == hako_undefined().bits && hako_jobs(NULL) == 0);
    CHECK(hako_run_job(NULL) == HAKO_FAILED && hako_run_jobs(NULL) == HAKO_FAILED);
}

/* ---- everything at once, while blocks move and allocations fail ---- */

static bool use_all(hako_vm *vm)
{
    hako_event events[2];
    hako_queue queue = { .events = events, .room = 2 };
    hako_val p = hako_promise(vm), f, kept;
    hako_val q = hako_then(vm, p, hako_undefined(), hako_undefined());
    reacted.count = 0;
    bool ok = hako_when(vm, q, reaction, NULL) && eval(vm, "var log = []; v => log.push(v)", &f) == HAKO_DONE;
    ok = ok && hako_resolve(vm, p, hako_string(vm, "some text", 9));
    kept = hako_keep(vm, f);
    ok = ok && hako_post(&queue, kept, hako_int(4), false) && hako_deliver(vm, &queue) == 1 && hako_run_job(vm) == HAKO_MORE;
    ok = ok && hako_run_jobs(vm) == HAKO_DONE;
    hako_drop(vm, kept);
    ok = ok && eval(vm, "log.join()", &f) == HAKO_DONE && !strcmp(text_of(vm, f), "4");
    return ok && reacted.count == 1 && !strcmp(reacted.value, "some text");
}

static void test_stress(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_test_stress(vm, true);
    CHECK(use_all(vm));
    close_vm(vm);
    bool done = false;
    for (uint32_t n = 1; !done && n < 200; n++) {
        vm = open_vm(64 << 10);
        hako_test_fail_at(vm, n);
        done = use_all(vm);
        CHECK(done || hako_failed(vm) || hako_run(vm) == HAKO_FAILED);
        hako_test_fail_at(vm, 0);
        hako_exception(vm);
        while (hako_run(vm) == HAKO_FAILED) hako_exception(vm);
        CHECK(same(value_of(vm, "1 + 1"), "2"));
        close_vm(vm);
    }
    CHECK(done);
}

int main(void)
{
    RUN(test_settling);
    RUN(test_following);
    RUN(test_natives);
    RUN(test_then);
    RUN(test_events);
    RUN(test_jobs);
    RUN(test_no_vm);
    RUN(test_stress);
    return finish();
}
