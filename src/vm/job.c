/* Promises and the job queue: the part that runs no script. */
#ifndef HK_JOB_C
#define HK_JOB_C
#include "job.h"
#include "../object/define.c"

HK_INLINE hk_promise *hk_promise_ptr(hk_vm *vm, hk_val v) { return hk_ptr(vm, hk_ref_of(v)); }

HK_FN hk_ref hk_new_promise(hk_vm *vm, hk_ref proto)
{
    if (!proto)
        proto = hk_intrinsic(vm, HK_IN_PromisePrototype);
    return proto ? hk_new_class(vm, HK_T_PROMISE, proto, sizeof(hk_promise)) : 0;
}

/* ---- Records ------------------------------------------------------------------------------------------------------ */

/* Puts the record behind `last` (0: it is the only one). It is the last one then. */
HK_FN void hk_ring_add(hk_vm *vm, hk_ref last, hk_ref record)
{
    hk_val first = last ? hk_vals(vm, last)[0] : hk_internal(record);
    hk_store(vm, &hk_vals(vm, record)[0], first);
    if (last)
        hk_store(vm, &hk_vals(vm, last)[0], hk_internal(record));
}

HK_FN hk_ref hk_ring_first(hk_vm *vm, hk_ref last) { return hk_ref_of(hk_vals(vm, last)[0]); }

HK_FN void hk_enqueue_job(hk_vm *vm, hk_ref record, unsigned kind)
{
    ((hk_block *)hk_ptr(vm, record))->word = kind;
    hk_ring_add(vm, vm->jobs, record);
    vm->jobs = record;
}

HK_FN hk_ref hk_take_job(hk_vm *vm)
{
    if (!vm->jobs)
        return 0;
    hk_ref first = hk_ring_first(vm, vm->jobs);
    if (first == vm->jobs)
        vm->jobs = 0;
    else
        hk_store(vm, &hk_vals(vm, vm->jobs)[0], hk_vals(vm, first)[0]);
    return first;
}

HK_FN void hk_clear_kept_refs(hk_vm *vm)
{
    while (vm->kept_refs) {
        hk_weakref *ref = hk_ptr(vm, vm->kept_refs);
        vm->kept_refs = ref->next == vm->kept_refs ? 0 : ref->next;
        ref->next = 0;
        vm->budget--;
    }
}

/* A reaction to a promise that is settled becomes a job. */
HK_FN void hk_react(hk_vm *vm, hk_ref record, unsigned state, hk_val v)
{
    hk_val *r = hk_vals(vm, record);
    if (state == HK_PROMISE_REJECTED)
        hk_store(vm, &r[2], r[3]);
    hk_store(vm, &r[3], v);
    hk_enqueue_job(vm, record, state == HK_PROMISE_REJECTED ? HK_JOB_REJECTED : HK_JOB_FULFILLED);
}

/* ---- Settling, reacting ------------------------------------------------------------------------------------------- */

HK_FN void hk_settle(hk_vm *vm, hk_val promise, unsigned state, hk_val v)
{
    hk_promise *p = hk_promise_ptr(vm, promise);
    if (p->state & HK_PROMISE_STATE)            /* a task's, that was killed before its result was there */
        return;
    hk_ref last = hk_is_internal(p->result) ? hk_ref_of(p->result) : 0, next = last ? hk_ring_first(vm, last) : 0, record = 0;
    p->state |= state;
    hk_store(vm, &p->result, v);
    while (record != last) {
        record = next;
        next = hk_ref_of(hk_vals(vm, record)[0]);
        hk_react(vm, record, state, v);
        vm->budget--;
    }
    if (state == HK_PROMISE_REJECTED && !(p->state & HK_PROMISE_HANDLED)) {     /* HostPromiseRejectionTracker "reject" */
        hk_store_ref(vm, &p->next, vm->rejected);
        vm->rejected = hk_ref_of(promise);
    }
}

/* Takes promise r out of the list of vm->rejected. */
HK_FN void hk_forget_rejection(hk_vm *vm, hk_ref r)
{
    hk_ref *at = &vm->rejected;
    while (*at && *at != r) {
        at = &((hk_promise *)hk_ptr(vm, *at))->next;
        vm->budget--;
    }
    if (*at) {
        hk_promise *p = hk_ptr(vm, r);
        hk_store_ref(vm, at, p->next);
        p->next = 0;
    }
}

HK_FN hk_val hk_take_rejection(hk_vm *vm)
{
    hk_ref r = vm->rejected;
    if (!r)
        return HK_EMPTY;
    while (((hk_promise *)hk_ptr(vm, r))->next)
        r = ((hk_promise *)hk_ptr(vm, r))->next;
    hk_forget_rejection(vm, r);
    return ((hk_promise *)hk_ptr(vm, r))->result;
}

HK_FN void hk_mark_handled(hk_vm *vm, hk_promise *p)
{
    if ((p->state & HK_PROMISE_STATE) == HK_PROMISE_REJECTED && !(p->state & HK_PROMISE_HANDLED))
        hk_forget_rejection(vm, (hk_ref)((uint8_t *)p - vm->mem));
    p->state |= HK_PROMISE_HANDLED;
}

HK_FN void hk_then(hk_vm *vm, hk_val promise, hk_ref record)
{
    if (hk_class(vm, promise) != HK_T_PROMISE) {
        hk_react(vm, record, HK_PROMISE_FULFILLED, promise);
        return;
    }
    hk_promise *p = hk_promise_ptr(vm, promise);
    unsigned state = p->state & HK_PROMISE_STATE;
    if (state == HK_PROMISE_PENDING) {
        hk_ring_add(vm, hk_is_internal(p->result) ? hk_ref_of(p->result) : 0, record);
        hk_store(vm, &p->result, hk_internal(record));
    } else {
        hk_react(vm, record, state, p->result);
    }
    hk_mark_handled(vm, p);
}
#endif
