/* Iteration from C. An iterator that is waited for lives across calls of hako_step: its handles are kept ones. */
#ifndef HK_API_ITERATION_C
#define HK_API_ITERATION_C
#include "properties.c"
#include "../vm/job.h"

enum { HK_ITER_ENDED, HK_ITER_OPEN, HK_ITER_ASYNC };        /* hako_iter.state */

/* The iterator has ended: nothing is left to close. */
HK_FN bool hk_iter_ends(hk_vm *vm, hako_iter *it)
{
    if (it->state == HK_ITER_ASYNC) {
        hako_drop(vm, it->iterator);
        hako_drop(vm, it->next);
        if (it->waits)
            hako_drop(vm, it->promise);
    }
    it->state = HK_ITER_ENDED;
    it->waits = false;
    return false;
}

/* A handle of the iterator's own: asynchronous ones keep theirs. */
HK_FN hako_val hk_iter_handle(hk_vm *vm, const hako_iter *it, hk_val v)
{
    return it->state == HK_ITER_ASYNC && !hk_is_immediate(v) ? hk_keep(vm, v) : hk_to_host(vm, v);
}

HK_FN bool hk_iterate(hk_vm *vm, hako_val iterable, hako_iter *it, unsigned id, uint8_t state)
{
    memset(it, 0, sizeof *it);
    it->iterator = it->next = it->promise = hako_undefined();
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return false;
    hk_ask_library(vm, id, hk_from_host(vm, iterable), HK_UNDEFINED, HK_UNDEFINED, HK_UNDEFINED);
    if (hk_host_accessor(vm, NULL) != HAKO_DONE)
        return false;
    it->state = state;                                      /* vm->result is the pair of iterator and its method next */
    it->iterator = hk_iter_handle(vm, it, hk_vals(vm, hk_ref_of(vm->result))[0]);
    if (vm->exception == HK_EMPTY)
        it->next = hk_iter_handle(vm, it, hk_vals(vm, hk_ref_of(vm->result))[1]);
    vm->result = HK_UNDEFINED;
    if (vm->exception != HK_EMPTY)
        return hk_iter_ends(vm, it);
    it->scope = hako_scope_open(vm);
    return true;
}

HAKO_API bool hako_iterate(hako_vm *vm, hako_val iterable, hako_iter *it)
{
    return hk_iterate(vm, iterable, it, HK_FN_getIterator, HK_ITER_OPEN);
}
HAKO_API bool hako_iterate_async(hako_vm *vm, hako_val iterable, hako_iter *it)
{
    return hk_iterate(vm, iterable, it, HK_FN_getAsyncIterator, HK_ITER_ASYNC);
}

/* Runs the call in vm->call, whose result is the next value, or EMPTY at the end. */
HK_FN bool hk_iter_take(hk_vm *vm, hako_iter *it, hako_val *value)
{
    if (hk_host_accessor(vm, NULL) != HAKO_DONE)
        return hk_iter_ends(vm, it);
    if (vm->result == HK_EMPTY) {
        vm->result = HK_UNDEFINED;
        return hk_iter_ends(vm, it);
    }
    *value = hk_to_host(vm, vm->result);
    return vm->exception == HK_EMPTY;
}

/* Asks an asynchronous iterator for its next result. false: it has failed. */
HK_FN bool hk_iter_request(hk_vm *vm, hako_iter *it)
{
    hk_call_request(vm, hk_from_host(vm, it->next), hk_from_host(vm, it->iterator), 0);
    if (hk_host_accessor(vm, NULL) != HAKO_DONE)
        return false;
    hk_ask_library(vm, HK_FN_promiseOf, vm->result, HK_UNDEFINED, HK_UNDEFINED, HK_UNDEFINED);
    if (hk_host_accessor(vm, NULL) != HAKO_DONE)
        return false;
    if (hk_class(vm, vm->result) == HK_T_PROMISE)
        hk_mark_handled(vm, hk_promise_ptr(vm, vm->result));
    it->promise = hk_iter_handle(vm, it, vm->result);
    it->waits = vm->exception == HK_EMPTY;
    return it->waits;
}

/* Prepares the call that opens the next result of an asynchronous iterator. false: it is not there yet, or the iterator has
 * failed. */
HK_FN HK_NOINLINE bool hk_iter_await(hk_vm *vm, hako_iter *it)
{
    if (!it->waits && !hk_iter_request(vm, it))
        return hk_iter_ends(vm, it);
    hk_val p = hk_from_host(vm, it->promise);
    unsigned state = HK_PROMISE_FULFILLED;
    if (hk_class(vm, p) == HK_T_PROMISE) {          /* what is none is the result itself */
        state = hk_promise_ptr(vm, p)->state & HK_PROMISE_STATE;
        p = hk_promise_ptr(vm, p)->result;
    }
    if (state == HK_PROMISE_PENDING)
        return false;
    if (state == HK_PROMISE_REJECTED) {
        vm->exception = p;
        return hk_iter_ends(vm, it);
    }
    hako_drop(vm, it->promise);
    it->waits = false;
    hk_ask_library(vm, HK_FN_asyncResult, p, HK_UNDEFINED, HK_UNDEFINED, HK_UNDEFINED);
    return true;
}

HAKO_API bool hako_next(hako_vm *vm, hako_iter *it, hako_val *value)
{
    value->bits = HK_UNDEFINED;
    if (!HK_VM(vm) || it->state == HK_ITER_ENDED || vm->exception != HK_EMPTY)
        return false;
    if (it->state == HK_ITER_ASYNC)
        return hk_iter_await(vm, it) && hk_iter_take(vm, it, value);
    hako_scope_close(vm, it->scope);
    hk_ask_library(vm, HK_FN_iterStep, hk_from_host(vm, it->iterator), hk_from_host(vm, it->next), HK_UNDEFINED, HK_UNDEFINED);
    return hk_iter_take(vm, it, value);
}

/* Takes a pair apart; what is none closes the iterator. Apart from hako_next_pair, for the C stack's sake. */
HK_FN HK_NOINLINE bool hk_iter_unpair(hk_vm *vm, hako_iter *it, hako_val *key, hako_val *value)
{
    hako_val pair = *value;
    value->bits = HK_UNDEFINED;
    if (hk_needs_object(vm, pair))
        *key = hk_host_get(vm, pair, hk_index_key(0));
    if (vm->exception == HK_EMPTY)
        *value = hk_host_get(vm, pair, hk_index_key(1));
    return vm->exception == HK_EMPTY || hako_iter_close(vm, it);
}

HAKO_API bool hako_next_pair(hako_vm *vm, hako_iter *it, hako_val *key, hako_val *value)
{
    key->bits = HK_UNDEFINED;
    return hako_next(vm, it, value) && hk_iter_unpair(vm, it, key, value);
}

HAKO_API bool hako_iter_close(hako_vm *vm, hako_iter *it)
{
    if (!HK_VM(vm))
        return false;
    if (it->state != HK_ITER_ENDED) {
        bool failed = vm->exception != HK_EMPTY, async = it->state == HK_ITER_ASYNC;
        hk_val *pending = hk_push(vm, vm->exception);
        vm->exception = HK_EMPTY;
        unsigned loud = async ? HK_FN_asyncClose : HK_FN_iterClose;
        unsigned quiet = async ? HK_FN_asyncCloseQuietly : HK_FN_iterCloseQuietly;
        hk_ask_library(vm, failed ? quiet : loud, hk_from_host(vm, it->iterator), HK_UNDEFINED, HK_UNDEFINED, HK_UNDEFINED);
        if (hk_host_accessor(vm, NULL) == HAKO_DONE && failed && hk_class(vm, vm->result) == HK_T_PROMISE)
            hk_mark_handled(vm, hk_promise_ptr(vm, vm->result));
        vm->result = HK_UNDEFINED;
        if (failed)
            vm->exception = *pending;
        hk_pop(vm);
        hk_iter_ends(vm, it);
    }
    return vm->exception == HK_EMPTY;
}
#endif
