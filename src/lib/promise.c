/* Promises, jobs, async generators: natives. */
#ifndef HK_LIB_PROMISE_C
#define HK_LIB_PROMISE_C
#include "iterator.c"
#include "../vm/job.c"
#include "../vm/error.c"

/* %Promise% */
HK_FN hk_val hk_nat_thePromise(hk_vm *vm, hk_val *a, int argc)
{
    (void)a, (void)argc;
    hk_ref r = hk_intrinsic(vm, HK_IN_Promise);
    return r ? hk_object(r) : HK_EXCEPTION;
}

/* A pending promise with that prototype, or %Promise.prototype%. */
HK_FN hk_val hk_nat_newPromise(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_ref proto = hk_is_object(HK_ARG(a, 0)) ? hk_object_block(vm, HK_ARG(a, 0)) : hk_intrinsic(vm, HK_IN_PromisePrototype);
    hk_ref r = proto ? hk_new_promise(vm, proto) : 0;
    return r ? hk_object(r) : HK_EXCEPTION;
}

HK_FN hk_val hk_nat_isPromise(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_bool(hk_class(vm, HK_ARG(a, 0)) == HK_T_PROMISE);
}

/* Settles a promise that is pending; others, which only code out of a forged image can come with, stay as they are. */
HK_FN hk_val hk_settle_pending(hk_vm *vm, const hk_val *a, unsigned state)
{
    hk_val promise = HK_ARG(a, 0);
    if (hk_class(vm, promise) == HK_T_PROMISE && (hk_promise_ptr(vm, promise)->state & HK_PROMISE_STATE) == HK_PROMISE_PENDING)
        hk_settle(vm, promise, state, HK_ARG(a, 1));
    return HK_UNDEFINED;
}
HK_FN hk_val hk_nat_fulfillPromise(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_settle_pending(vm, a, HK_PROMISE_FULFILLED);
}
HK_FN hk_val hk_nat_rejectPromise(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_settle_pending(vm, a, HK_PROMISE_REJECTED);
}

/* HostEnqueuePromiseJob of NewPromiseResolveThenableJob: promise, then, thenable. */
HK_FN hk_val hk_nat_resolveThenable(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_ref r = hk_alloc_values(vm, 4, HK_UNDEFINED);
    if (!r)
        return HK_EXCEPTION;
    for (int i = 0; i < 3; i++)
        hk_store(vm, &hk_vals(vm, r)[1 + i], HK_ARG(a, i));
    hk_enqueue_job(vm, r, HK_JOB_THENABLE);
    return HK_UNDEFINED;
}

/* What a promise's resolve function does: promise, resolution. A `then` that a getter or a proxy gives is the script's. */
HK_FN hk_val hk_nat_resolvePromise(hk_vm *vm, hk_val *a, int argc)
{
    hk_prop p;
    if (HK_ARG(a, 1) == HK_ARG(a, 0)) {
        if (hk_throw(vm, HK_E_TYPE, "a promise cannot be resolved with itself") == HK_EXCEPTION && hk_is_deferred(vm->exception))
            return HK_EXCEPTION;
        HK_ARG(a, 1) = vm->exception;
        vm->exception = HK_EMPTY;
        return hk_nat_rejectPromise(vm, a, argc);
    }
    if (!hk_is_object(HK_ARG(a, 1)))
        return hk_nat_fulfillPromise(vm, a, argc);
    int found = hk_find(vm, HK_ARG(a, 1), HK_KEY(then), &p, NULL);
    if (found == HK_ERR || found == HK_TRAP)
        return hk_answer(found);
    if (found == HK_YES && (p.flags & HK_P_ACCESSOR))
        return HK_TWIN;
    if (found == HK_NO || !hk_is_callable(vm, p.value))
        return hk_nat_fulfillPromise(vm, a, argc);
    HK_ARG(a, 2) = HK_ARG(a, 1);
    HK_ARG(a, 1) = p.value;
    return hk_nat_resolveThenable(vm, a, argc);
}

/* PerformPromiseThen: promise (or what counts as a fulfilled one), handlers, what to go on with, its reject function. */
HK_FN hk_val hk_nat_performThen(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_ref r = hk_alloc_values(vm, HK_ARG(a, 4) == HK_UNDEFINED ? 4 : 5, HK_UNDEFINED);
    if (!r)
        return HK_EXCEPTION;
    hk_val *record = hk_vals(vm, r);
    hk_store(vm, &record[1], HK_ARG(a, 3));
    for (int i = 1; i <= 2; i++)
        if (hk_is_callable(vm, HK_ARG(a, i)))
            hk_store(vm, &record[1 + i], HK_ARG(a, i));
    if (HK_ARG(a, 4) != HK_UNDEFINED)
        hk_store(vm, &record[4], HK_ARG(a, 4));
    hk_then(vm, HK_ARG(a, 0), r);
    return HK_UNDEFINED;
}

/* PromiseResolve(%Promise%, v), but a primitive stays what it is: hk_then takes it for a promise fulfilled with it. */
HK_FN hk_val hk_nat_promiseOf(hk_vm *vm, hk_val *a, int argc)
{
    hk_prop p;
    (void)argc;
    hk_val v = HK_ARG(a, 0);
    if (!hk_is_object(v))
        return v;
    if (hk_class(vm, v) != HK_T_PROMISE)
        return HK_TWIN;
    int found = hk_find(vm, v, HK_KEY(constructor), &p, NULL);
    if (found == HK_ERR)
        return HK_EXCEPTION;
    bool own = found == HK_YES && !(p.flags & HK_P_ACCESSOR) && hk_class(vm, p.value) == HK_T_LIB &&
               ((hk_array *)hk_ptr(vm, hk_ref_of(p.value)))->length == HK_IN_Promise && hk_block_realm(vm, hk_ref_of(p.value)) == vm->realm;
    return own ? HK_ARG(a, 0) : HK_TWIN;
}

/* An AggregateError without errors */
HK_FN hk_val hk_nat_newAggregate(hk_vm *vm, hk_val *a, int argc)
{
    (void)a, (void)argc;
    hk_ref proto = hk_intrinsic(vm, HK_IN_AggregateErrorPrototype), r = proto ? hk_new_error(vm, proto) : 0;
    return r ? hk_object(r) : HK_EXCEPTION;
}

/* ---- Jobs --------------------------------------------------------------------------------------------------------- */

HK_FN hk_val hk_nat_queueMicrotask(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (!hk_is_callable(vm, HK_ARG(a, 0)))
        return hk_throw(vm, HK_E_TYPE, "%v is not a function", HK_ARG(a, 0));
    hk_ref r = hk_alloc_values(vm, 3, HK_UNDEFINED);
    if (!r)
        return HK_EXCEPTION;
    hk_store(vm, &hk_vals(vm, r)[2], HK_ARG(a, 0));
    hk_enqueue_job(vm, r, HK_JOB_CALL);
    return HK_UNDEFINED;
}

/* Runs the oldest job in place of itself; EMPTY: there is none. */
HK_FN hk_val hk_nat_runJob(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_clear_kept_refs(vm);
    hk_ref r = hk_take_job(vm);
    if (!r)
        return HK_EMPTY;
    const hk_val *job = hk_vals(vm, r);
    unsigned kind = ((hk_block *)hk_ptr(vm, r))->word;
    if (kind == HK_JOB_CALL) {
        hk_call_request(vm, job[2], HK_UNDEFINED, 0);
        return HK_TAILCALL;
    }
    if (hk_is_internal(job[1])) {                       /* the frame of an await */
        hk_call_request(vm, job[1], job[3], kind == HK_JOB_REJECTED);
        return HK_RESUME;
    }
    for (int i = 0; i < 3; i++)
        HK_ARG(a, i) = job[1 + i];
    HK_ARG(a, 3) = hk_nvals(vm, r) > 4 ? job[4] : HK_UNDEFINED;
    HK_ARG(a, 4) = hk_bool(kind == HK_JOB_REJECTED);
    unsigned id = kind == HK_JOB_THENABLE ? HK_FN_runThenable : kind == HK_JOB_FINALIZE ? HK_FN_finalize : HK_FN_runReaction;
    hk_call_request(vm, hk_function(vm, id), HK_UNDEFINED, 5);
    return HK_TAILCALL;
}

/* ---- Async generators --------------------------------------------------------------------------------------------- */

HK_INLINE hk_asyncgen *hk_asyncgen_ptr(hk_vm *vm, hk_val v) { return hk_ptr(vm, hk_ref_of(v)); }
/* The first of its requests; 0: there is none, or v is none. */
HK_FN hk_ref hk_asyncgen_first(hk_vm *vm, hk_val v)
{
    hk_val last = hk_class(vm, v) == HK_T_ASYNCGEN ? hk_asyncgen_ptr(vm, v)->queue : HK_UNDEFINED;
    return last == HK_UNDEFINED ? 0 : hk_ring_first(vm, hk_ref_of(last));
}
/* One of its values; undefined if it is not there. */
HK_FN hk_val hk_asyncgen_request(hk_vm *vm, hk_val v, unsigned i)
{
    hk_ref r = hk_asyncgen_first(vm, v);
    return r ? hk_vals(vm, r)[i] : HK_UNDEFINED;
}

HK_FN hk_val hk_nat_asyncGenState(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (hk_class(vm, HK_ARG(a, 0)) != HK_T_ASYNCGEN)
        return hk_incompatible(vm, "async generator", HK_ARG(a, 0));
    return hk_int((int32_t)hk_asyncgen_ptr(vm, HK_ARG(a, 0))->state);
}
HK_FN hk_val hk_nat_asyncGenSetState(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (hk_class(vm, HK_ARG(a, 0)) != HK_T_ASYNCGEN)
        return hk_incompatible(vm, "async generator", HK_ARG(a, 0));
    hk_asyncgen_ptr(vm, HK_ARG(a, 0))->state = (uint32_t)hk_int_of(HK_ARG(a, 1));
    hk_asyncgen_ptr(vm, HK_ARG(a, 0))->saved = 0;
    return HK_UNDEFINED;
}

/* AsyncGeneratorEnqueue: generator, mode, value, promise. */
HK_FN hk_val hk_nat_asyncGenEnqueue(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_ref r = hk_alloc_values(vm, 3, HK_UNDEFINED);
    if (!r)
        return HK_EXCEPTION;
    hk_asyncgen *gen = hk_asyncgen_ptr(vm, HK_ARG(a, 0));
    ((hk_block *)hk_ptr(vm, r))->word = (uint32_t)hk_int_of(HK_ARG(a, 1));
    hk_store(vm, &hk_vals(vm, r)[1], HK_ARG(a, 3));
    hk_store(vm, &hk_vals(vm, r)[2], HK_ARG(a, 2));
    hk_ring_add(vm, gen->queue == HK_UNDEFINED ? 0 : hk_ref_of(gen->queue), r);
    hk_store(vm, &gen->queue, hk_internal(r));
    return HK_UNDEFINED;
}

/* Removes the first request. */
HK_FN hk_val hk_nat_asyncGenTake(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_asyncgen *gen = hk_asyncgen_ptr(vm, HK_ARG(a, 0));
    hk_ref first = hk_asyncgen_first(vm, HK_ARG(a, 0)), last = first ? hk_ref_of(gen->queue) : 0;
    if (!first)
        return HK_UNDEFINED;
    if (first == last)
        hk_store(vm, &gen->queue, HK_UNDEFINED);
    else
        hk_store(vm, &hk_vals(vm, last)[0], hk_vals(vm, first)[0]);
    return HK_UNDEFINED;
}

/* The mode of the first request, -1: there is none; its promise, its value. */
HK_FN hk_val hk_nat_asyncGenMode(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_ref r = hk_asyncgen_first(vm, HK_ARG(a, 0));
    return hk_int(r ? (int32_t)((hk_block *)hk_ptr(vm, r))->word : -1);
}
HK_FN hk_val hk_nat_asyncGenPromise(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_asyncgen_request(vm, HK_ARG(a, 0), 1);
}
HK_FN hk_val hk_nat_asyncGenValue(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_asyncgen_request(vm, HK_ARG(a, 0), 2);
}

/* AsyncGeneratorResume with the first request */
HK_FN hk_val hk_nat_asyncGenResume(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_asyncgen *gen = hk_asyncgen_ptr(vm, HK_ARG(a, 0));
    hk_ref request = hk_asyncgen_first(vm, HK_ARG(a, 0));
    if (!request || !gen->saved)
        return hk_incompatible(vm, "async generator", HK_ARG(a, 0));
    hk_call_request(vm, hk_internal(gen->saved), hk_vals(vm, request)[2], ((hk_block *)hk_ptr(vm, request))->word);
    gen->state = HK_GEN_RUNNING;
    gen->saved = 0;
    return HK_RESUME;
}

/* CreateAsyncFromSyncIterator: iterator, its next method */
HK_FN hk_val hk_nat_newAsyncFromSync(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_new_iterator2(vm, HK_IT_ASYNC, a);
}
#endif
