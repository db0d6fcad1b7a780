/* The public functions for promises, jobs, and what comes from interrupts. */
#ifndef HK_API_JOBS_C
#define HK_API_JOBS_C
#include "module.c"

/* The lower or upper half of a pointer's bits, as a value */
HK_FN hk_val hk_half(uint64_t bits, unsigned shift) { return hk_int((int32_t)(uint32_t)(bits >> shift)); }

#if HAKO_WITH_ASYNC

/* Performs the call in vm->call, beside the script: what the host has for its result stays. */
HK_FN hako_status hk_run_aside(hk_vm *vm)
{
    hk_val *result = hk_push(vm, vm->result);
    hako_status s = hk_host_accessor(vm, NULL);
    vm->result = *result;
    hk_pop(vm);
    return s;
}

/* ---- Promises ------------------------------------------------------------------------------------------------------ */

HAKO_API hako_val hako_promise(hako_vm *vm)
{
    hk_ref r = HK_VM(vm) ? hk_new_promise(vm, 0) : 0;
    if (!r)
        return hako_undefined();
    ((hk_promise *)hk_ptr(vm, r))->state |= HK_PROMISE_HOST;
    return hk_to_host(vm, hk_object(r));
}

/* Is it a promise that only the host can settle? */
HK_FN bool hk_is_hosts(hk_vm *vm, hk_val v)
{
    return hk_class(vm, v) == HK_T_PROMISE && (hk_promise_ptr(vm, v)->state & HK_PROMISE_HOST);
}

/* Takes the right to settle a promise from the host; undefined, and a TypeError: it does not have it. */
HK_FN hk_val hk_take_promise(hk_vm *vm, hako_val promise)
{
    hk_val p = HK_VM(vm) && vm->exception == HK_EMPTY ? hk_from_host(vm, promise) : HK_EMPTY;
    if (p == HK_EMPTY)
        return HK_UNDEFINED;
    if (!hk_is_hosts(vm, p)) {
        hk_throw(vm, HK_E_TYPE, "%v is not a promise of the host's that is still to be settled", p);
        return HK_UNDEFINED;
    }
    hk_promise_ptr(vm, p)->state &= ~(uint32_t)HK_PROMISE_HOST;
    return p;
}

HAKO_API bool hako_resolve(hako_vm *vm, hako_val promise, hako_val value)
{
    hk_val p = hk_take_promise(vm, promise);
    if (p == HK_UNDEFINED)
        return false;
    hk_val *root = hk_push(vm, p);
    hk_ask_library(vm, HK_FN_resolvePromise, p, hk_from_host(vm, value), HK_UNDEFINED, HK_UNDEFINED);
    bool ok = hk_run_aside(vm) == HAKO_DONE;
    p = *root;
    hk_pop(vm);
    if (!ok && !(hk_promise_ptr(vm, p)->state & HK_PROMISE_STATE))
        hk_promise_ptr(vm, p)->state |= HK_PROMISE_HOST;
    return ok;
}

HAKO_API bool hako_reject(hako_vm *vm, hako_val promise, hako_val reason)
{
    hk_val p = hk_take_promise(vm, promise);
    if (p != HK_UNDEFINED)
        hk_settle(vm, p, HK_PROMISE_REJECTED, hk_from_host(vm, reason));
    return p != HK_UNDEFINED;
}

HAKO_API hako_promise_state hako_settled(hako_vm *vm, hako_val promise, hako_val *result)
{
    static const uint8_t states[] = { HAKO_PENDING, HAKO_FULFILLED, HAKO_REJECTED };
    hk_val p = hk_from_host(vm, promise);
    hako_promise_state state = HAKO_NO_PROMISE;
    hk_val v = HK_UNDEFINED;
    if (hk_class(vm, p) == HK_T_PROMISE) {
        state = (hako_promise_state)states[hk_promise_ptr(vm, p)->state & HK_PROMISE_STATE];
        if (state != HAKO_PENDING)
            v = hk_promise_ptr(vm, p)->result;
    }
    if (result)
        *result = hk_to_host(vm, v);
    return state;
}

/* PerformPromiseThen with handlers, or undefined in place of one, that are rooted: the derived promise, or HK_EXCEPTION. */
HK_FN hk_val hk_then_host(hk_vm *vm, const hk_val *promise, const hk_val *fulfilled, const hk_val *rejected)
{
    hk_ref r = hk_new_promise(vm, 0);
    if (!r)
        return HK_EXCEPTION;
    hk_val *derived = hk_push(vm, hk_object(r));
    r = hk_alloc_values(vm, 4, HK_UNDEFINED);
    if (r) {
        hk_val *record = hk_vals(vm, r);
        hk_store(vm, &record[1], *derived);
        hk_store(vm, &record[2], *fulfilled);
        hk_store(vm, &record[3], *rejected);
        hk_then(vm, *promise, r);
    }
    hk_val v = hk_pop(vm);
    return r ? v : HK_EXCEPTION;
}

HAKO_API hako_val hako_then(hako_vm *vm, hako_val promise, hako_val fulfilled, hako_val rejected)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return hako_undefined();
    hk_val *p = hk_push(vm, hk_from_host(vm, promise)), *handlers = hk_push(vm, hk_from_host(vm, fulfilled)), v = HK_EXCEPTION;
    hk_push(vm, hk_from_host(vm, rejected));
    bool ok = true;
    for (int i = 0; ok && i < 2; i++)
        ok = handlers[i] == HK_UNDEFINED || hk_is_callable(vm, handlers[i]);
    if (ok)
        v = hk_then_host(vm, p, &handlers[0], &handlers[1]);
    else
        hk_throw(vm, HK_E_TYPE, "a handler of a promise must be a function");
    vm->temps -= 3;
    return v == HK_EXCEPTION ? hako_undefined() : hk_to_host(vm, v);
}

/* What hako_when leaves with the promise is a bound function. Its arguments: pointers, as two integers each, and the promise. */
enum { HK_WHEN_FUNCTION, HK_WHEN_CONTEXT = 2, HK_WHEN_PROMISE = 4, HK_WHEN_ARGS };

HK_FN uintptr_t hk_halves(const hako_val *v)
{
    return (uintptr_t)((uint64_t)(uint32_t)hk_int_of(v[1].bits) << 32 | (uint32_t)hk_int_of(v[0].bits));
}

/* Its target, with the value behind those arguments. */
HK_FN hako_val hk_when_settled(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self;
    if (argc > HK_WHEN_ARGS) {
        hako_reaction *reaction = (hako_reaction *)hk_halves(argv + HK_WHEN_FUNCTION);
        bool rejected = hako_settled(vm, argv[HK_WHEN_PROMISE], NULL) == HAKO_REJECTED;
        reaction(vm, (void *)hk_halves(argv + HK_WHEN_CONTEXT), rejected ? HAKO_REJECTED : HAKO_FULFILLED, argv[HK_WHEN_ARGS]);
    }
    return hako_undefined();
}

/* The slot of a host function without a name, which is made once. UINT32_MAX: out of memory. */
HK_FN uint32_t hk_only_host(hk_vm *vm, hako_function *fn)
{
    for (uint32_t i = 0; i < vm->host_count; i++)
        if (hk_host_slot(vm, i)->fn == (uint64_t)(uintptr_t)fn)
            return i;
    uint32_t n = hk_new_host(vm, NULL);
    if (n != UINT32_MAX) {
        hk_host_slot(vm, n)->fn = (uint64_t)(uintptr_t)fn;
        hk_host_slot(vm, n)->arity = 0;
    }
    return n;
}

HK_FN hk_val hk_new_when(hk_vm *vm, const hk_val *promise, hako_reaction *reaction, void *context)
{
    uint32_t slot = hk_only_host(vm, hk_when_settled);
    hk_ref r = slot == UINT32_MAX ? 0 : hk_intrinsic(vm, HK_IN_FunctionPrototype);
    r = r ? hk_new_class(vm, HK_T_BOUND, r, (4 + HK_WHEN_ARGS) * 8) : 0;
    if (!r)
        return HK_EXCEPTION;
    hk_val *b = (hk_val *)hk_ptr(vm, r) + 2, *args = b + 2;
    hk_store(vm, b, hk_function(vm, HK_FN_HOST | slot));
    for (unsigned i = 0; i < 2; i++) {
        hk_store(vm, &args[HK_WHEN_FUNCTION + i], hk_half((uint64_t)(uintptr_t)reaction, i * 32));
        hk_store(vm, &args[HK_WHEN_CONTEXT + i], hk_half((uint64_t)(uintptr_t)context, i * 32));
    }
    hk_store(vm, &args[HK_WHEN_PROMISE], *promise);
    return hk_object(r);
}

HAKO_API bool hako_when(hako_vm *vm, hako_val promise, hako_reaction *reaction, void *context)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return false;
    if (!reaction) {
        hk_throw(vm, HK_E_TYPE, "hako_when without a function");
        return false;
    }
    hk_val *p = hk_push(vm, hk_from_host(vm, promise)), v = hk_new_when(vm, p, reaction, context);
    hk_val *handler = hk_push(vm, v);
    if (v != HK_EXCEPTION)
        v = hk_then_host(vm, p, handler, handler);
    vm->temps -= 2;
    return v != HK_EXCEPTION;
}

/* ---- Events from interrupts ---------------------------------------------------------------------------------------- */

/* What was written before the index that tells of it is seen before it, also by another core. */
#if HK_GNUC
#  define HK_FENCE(order) __atomic_thread_fence(order)
#else
#  define HK_FENCE(order) ((void)0)
#endif

/* Indexes run to twice the room, so that a full queue is told from an empty one. */
HK_INLINE uint32_t hk_queue_next(const hako_queue *q, uint32_t i) { return i + 1 == 2 * q->room ? 0 : i + 1; }
HK_INLINE hako_event *hk_queue_at(const hako_queue *q, uint32_t i) { return &q->events[i < q->room ? i : i - q->room]; }

HAKO_API bool hako_post(hako_queue *queue, hako_val target, hako_val value, bool failed)
{
    if (!queue || !queue->events || !queue->room || queue->room > 0x7FFFFFFF)
        return false;
    uint32_t at = queue->written, read = queue->read;
    if (at - read == queue->room || read - at == queue->room) {
        queue->lost++;
        return false;
    }
    HK_FENCE(__ATOMIC_ACQUIRE);
    hako_event *e = hk_queue_at(queue, at);
    e->target = target;
    e->value = value;
    e->failed = failed;
    HK_FENCE(__ATOMIC_RELEASE);
    queue->written = hk_queue_next(queue, at);
    return true;
}

/* One event. false: an exception, it is still to be delivered. */
HK_FN bool hk_deliver_event(hk_vm *vm, const hako_event *e)
{
    hk_val target = hk_from_host(vm, e->target);
    if (hk_is_hosts(vm, target)) {
        bool ok = e->failed ? hako_reject(vm, e->target, e->value) : hako_resolve(vm, e->target, e->value);
        if (ok)
            hako_drop(vm, e->target);
        return ok;
    }
    if (!hk_is_callable(vm, target))
        return true;
    hk_val *handler = hk_push(vm, target), *value = hk_push(vm, hk_from_host(vm, e->value)), *none = hk_push(vm, HK_UNDEFINED);
    hk_val derived = hk_then_host(vm, value, handler, none);
    vm->temps -= 3;
    return derived != HK_EXCEPTION;
}

HAKO_API uint32_t hako_deliver(hako_vm *vm, hako_queue *queue)
{
    uint32_t n = 0;
    if (!HK_VM(vm) || !queue || !queue->events)
        return 0;
    while (vm->exception == HK_EMPTY && queue->read != queue->written) {
        HK_FENCE(__ATOMIC_ACQUIRE);
        if (!hk_deliver_event(vm, hk_queue_at(queue, queue->read)))
            break;
        HK_FENCE(__ATOMIC_RELEASE);
        queue->read = hk_queue_next(queue, queue->read);
        n++;
    }
    return n;
}

/* ---- Jobs ---------------------------------------------------------------------------------------------------------- */

HAKO_API uint32_t hako_jobs(hako_vm *vm)
{
    uint32_t n = 0;
    if (!HK_VM(vm) || !vm->jobs)
        return 0;
    hk_ref r = vm->jobs;
    do {
        r = hk_ring_first(vm, r);
        n++;
    } while (r != vm->jobs);
    return n;
}

/* Jobs begin when no script is in the middle of its run. Throws. */
HK_FN bool hk_may_run_jobs(hk_vm *vm)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY || hk_in_native(vm))
        return false;
    if (vm->state)
        hk_throw(vm, HK_E_TYPE, "jobs run when the script has ended, and one is in the middle of its run");
    return !vm->state;
}

HAKO_API hako_status hako_run_job(hako_vm *vm)
{
    if (!hk_may_run_jobs(vm))
        return HAKO_FAILED;
    hk_pass_time(vm);
    if (!vm->jobs)
        hk_enqueue_finalizers(vm);
    if (!vm->jobs)
        return hk_next_work(vm, false) == HK_IN_RESULT ? HAKO_DONE : HAKO_FAILED;
    hk_call_request(vm, hk_function(vm, HK_FN_runJob), HK_UNDEFINED, 0);
    hako_status s = hk_run_aside(vm);
    return s == HAKO_DONE && (vm->jobs || vm->rejected) ? HAKO_MORE : s;
}

HAKO_API hako_status hako_run_jobs(hako_vm *vm) { return hk_may_run_jobs(vm) ? hk_run_pending(vm, HAKO_DONE) : HAKO_FAILED; }

#endif
#endif
