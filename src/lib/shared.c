/* SharedArrayBuffer and Atomics: natives.
 *
 * One VM runs one script at a time, and the VMs of a host take turns: plain loads and stores are atomic. Who waits for a notification
 * is in the list of waiters, the elements of an intrinsic object that no script sees: four values each,
 *
 *   [0] [1]  the place: buffer and byte, or, in memory of the host, which other VMs may share, its address and 0
 *   [2]      when the waiting ends, in the port's milliseconds; maybe infinity
 *   [3]      waitAsync: the promise; wait: undefined, or true once it has been notified. There is at most one wait.
 */
#ifndef HK_LIB_SHARED_C
#define HK_LIB_SHARED_C
#include "typed.c"
#include "promise.c"
#include "timer.c"
#include "../api/public.h"
#if HAKO_WITH_ATOMICS

HK_FN hk_val hk_nat_SharedArrayBuffer(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_construct_buffer(vm, a, true);
}

HK_FN hk_val hk_nat_sharedGet(hk_vm *vm, hk_val *a, int argc) { return hk_nat_bufferGet(vm, a, argc); }

/* ---- Operations ----------------------------------------------------------------------------------------- */

/* The operations, in the order of the tables */
enum { HK_ATOMIC_ADD, HK_ATOMIC_AND, HK_ATOMIC_EXCHANGE, HK_ATOMIC_OR, HK_ATOMIC_SUB, HK_ATOMIC_XOR, HK_ATOMIC_STORE, HK_ATOMIC_LOAD,
       HK_ATOMIC_COMPARE };

/* ValidateIntegerTypedArray: the length, or HK_OUT_OF_BOUNDS and an exception. waitable: only Int32 and BigInt64 will do. */
HK_FN uint32_t hk_atomics_length(hk_vm *vm, hk_val v, bool waitable)
{
    uint32_t n = hk_typed_length(vm, v);
    if (n == HK_OUT_OF_BOUNDS)
        return n;
    unsigned kind = hk_view_kind(hk_view_ptr(vm, v));
    bool floating = kind >= HK_EL_FLOAT16 && kind <= HK_EL_FLOAT64;
    if (waitable ? kind == HK_EL_INT32 || kind == HK_EL_BIGINT64 : !floating && kind != HK_EL_CLAMPED)
        return n;
    hk_throw(vm, HK_E_TYPE, "Atomics cannot work on this type of array");
    return HK_OUT_OF_BOUNDS;
}

/* Its length: array; 0, 1: it is to be waited on, 2: and to be shared */
HK_FN hk_val hk_nat_atomicsCheck(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    int what = hk_int_of(HK_ARG(a, 1));
    uint32_t n = hk_atomics_length(vm, HK_ARG(a, 0), what > 0);
    if (n == HK_OUT_OF_BOUNDS)
        return HK_EXCEPTION;
    if (what == 2 && !(((hk_buffer *)hk_ptr(vm, hk_view_ptr(vm, HK_ARG(a, 0))->buffer))->flags & HK_BUFFER_SHARED))
        return hk_throw(vm, HK_E_TYPE, "array is not over a SharedArrayBuffer");
    return hk_uint(n);
}

/* ToIntegerOrInfinity of a number; a BigInt stays. */
HK_FN hk_val hk_nat_atomicsValue(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    (void)vm;
    hk_val v = HK_ARG(a, 0);
    return hk_is_number(v) ? hk_number(hk_integer(v)) : v;
}

/* What the bytes of a value of that type hold, as an integer */
HK_FN uint64_t hk_atomic_bits(hk_vm *vm, unsigned kind, hk_val v)
{
    uint64_t bits = 0;
    hk_store_element(vm, (uint8_t *)&bits, kind, v);
    return bits;
}

HK_FN uint64_t hk_atomic_result(unsigned op, uint64_t old, uint64_t v)
{
    switch (op) {
    case HK_ATOMIC_ADD: return old + v;
    case HK_ATOMIC_AND: return old & v;
    case HK_ATOMIC_OR:  return old | v;
    case HK_ATOMIC_SUB: return old - v;
    case HK_ATOMIC_XOR: return old ^ v;
    default:            return v;
    }
}

/* Operation op on element i, which is there. v, w: converted values. */
HK_FN hk_val hk_atomic(hk_vm *vm, unsigned op, hk_val array, uint32_t i, hk_val v, hk_val w)
{
    const hk_view *view = hk_view_ptr(vm, array);
    unsigned kind = hk_view_kind(view), size = 1u << hk_el_shift[kind];
    uint8_t *p = hk_view_at(vm, view, i);
    uint64_t old = 0, fresh;
    memcpy(&old, p, size);
    fresh = op == HK_ATOMIC_LOAD ? old : hk_atomic_bits(vm, kind, v);
    if (op == HK_ATOMIC_COMPARE)
        fresh = fresh == old ? hk_atomic_bits(vm, kind, w) : old;
    else
        fresh = hk_atomic_result(op, old, fresh);
    memcpy(p, &fresh, size);
    return op == HK_ATOMIC_STORE ? v : hk_load_element(vm, (const uint8_t *)&old, kind);
}

/* array, index, value, replacement: what needs no conversion; the script is told the operation by new.target. */
HK_FN hk_val hk_nat_atomicsOp(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    unsigned op = hk_ref_of(a[1]) - HK_FN_Atomics_add;
    uint32_t n = hk_atomics_length(vm, HK_ARG(a, 0), false);
    if (n == HK_OUT_OF_BOUNDS)
        return HK_EXCEPTION;
    hk_val i = HK_ARG(a, 1);
    bool plain = hk_is_int(i) && hk_int_of(i) >= 0 && (uint32_t)hk_int_of(i) < n && !hk_is_big(hk_view_kind(hk_view_ptr(vm, HK_ARG(a, 0))));
    if (plain && (op == HK_ATOMIC_LOAD || hk_is_int(HK_ARG(a, 2))) && (op != HK_ATOMIC_COMPARE || hk_is_int(HK_ARG(a, 3))))
        return hk_atomic(vm, op, HK_ARG(a, 0), (uint32_t)hk_int_of(i), HK_ARG(a, 2), HK_ARG(a, 3));
    HK_NEWTARGET(a) = hk_int((int32_t)op);
    return HK_TWIN;
}

/* RevalidateAtomicAccess, and the operation: its number, array, index, value, replacement. */
HK_FN hk_val hk_nat_atomicsDo(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    uint32_t n = hk_typed_length(vm, HK_ARG(a, 1));
    if (n == HK_OUT_OF_BOUNDS)
        return HK_EXCEPTION;
    if (hk_num_of(HK_ARG(a, 2)) >= n)
        return hk_throw(vm, HK_E_RANGE, "index is out of range");
    return hk_atomic(vm, (unsigned)hk_int_of(HK_ARG(a, 0)), HK_ARG(a, 1), (uint32_t)hk_num_of(HK_ARG(a, 2)), HK_ARG(a, 3), HK_ARG(a, 4));
}

HK_FN hk_val hk_nat_atomicsIsLockFree(hk_vm *vm, hk_val *a, int argc)
{
    (void)vm, (void)argc;
    double n = hk_num_of(HK_ARG(a, 0));
    return hk_bool(n == 1 || n == 2 || n == 4 || n == 8);
}

HK_FN hk_val hk_nat_atomicsPause(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val n = HK_ARG(a, 0);
    if (n == HK_UNDEFINED || (hk_is_number(n) && hk_is_finite(hk_num_of(n)) && hk_num_of(n) == hk_trunc(hk_num_of(n))))
        return HK_UNDEFINED;
    return hk_throw(vm, HK_E_TYPE, "%v is not an integer", n);
}

/* ---- Waiting ------------------------------------------------------------------------------------------------ */

typedef struct { hk_val key, byte, until, who; } hk_waiter;

/* The list of waiters and their number; NULL: there are none. */
HK_FN hk_waiter *hk_waiters(hk_vm *vm, uint32_t *n)
{
    hk_ref r = hk_has_intrinsic(vm, 0, HK_IN_Waiters), list = r ? hk_block_obj(vm, r)->elems : 0;
    *n = hk_nvals(vm, list) / 4;
    return list ? (hk_waiter *)(void *)hk_vals(vm, list) : NULL;
}

HK_FN void hk_remove_waiter(hk_vm *vm, uint32_t i)
{
    uint32_t n;
    hk_waiter *w = hk_waiters(vm, &n);
    hk_ref r = hk_has_intrinsic(vm, 0, HK_IN_Waiters);
    memmove(w + i, w + i + 1, (n - 1 - i) * sizeof *w);
    hk_val *list = hk_push(vm, hk_internal(hk_block_obj(vm, r)->elems));
    hk_block_obj(vm, r)->elems = n > 1 ? hk_resize(vm, list, 8 + (n - 1) * (uint32_t)sizeof *w) : 0;     /* shrinks in place */
    hk_pop(vm);
}

/* Enters a waiter for element i of the typed array, whose promise (or undefined) is *who. false: out of memory */
HK_FN bool hk_add_waiter(hk_vm *vm, const hk_val *array, uint32_t i, double until, const hk_val *who)
{
    uint32_t n;
    hk_ref r = hk_intrinsic_of(vm, 0, HK_IN_Waiters);
    if (!r)
        return false;
    hk_waiters(vm, &n);
    hk_val *list = hk_push(vm, hk_internal(hk_block_obj(vm, r)->elems));
    uint32_t bytes = 8 + (n + 1) * (uint32_t)sizeof(hk_waiter);
    hk_ref grown = n ? hk_resize(vm, list, bytes) : hk_alloc(vm, HK_T_VALUES, bytes);
    hk_pop(vm);
    if (!grown)
        return false;
    hk_store_ref(vm, &hk_block_obj(vm, hk_has_intrinsic(vm, 0, HK_IN_Waiters))->elems, grown);
    const hk_view *v = hk_view_ptr(vm, *array);
    uint8_t *p = hk_view_at(vm, v, i), *bytes_of = hk_buffer_bytes(vm, hk_ptr(vm, v->buffer));
    bool host = (((hk_buffer *)hk_ptr(vm, v->buffer))->flags & HK_BUFFER_HOST) != 0;
    hk_waiter *w = hk_waiters(vm, &n) + n - 1;
    hk_store(vm, &w->key, host ? hk_d2u((double)(uintptr_t)p) : hk_object(v->buffer));
    hk_store(vm, &w->byte, host ? hk_int(0) : hk_uint((uint32_t)(p - bytes_of)));
    hk_store(vm, &w->until, hk_d2u(until));
    hk_store(vm, &w->who, *who);
    return true;
}

/* Does a script wait for memory of the host? */
HK_FN bool hk_waits_for_host(hk_vm *vm)
{
    uint32_t n;
    const hk_waiter *w = hk_waiters(vm, &n);
    for (uint32_t i = 0; i < n; i++)
        if (!hk_is_object(w[i].key))
            return true;
    return false;
}

/* Adds to the times until which they wait. */
HK_FN void hk_shift_waiters(hk_vm *vm, double by)
{
    uint32_t n;
    hk_waiter *w = hk_waiters(vm, &n);
    for (uint32_t i = 0; i < n; i++)
        w[i].until = hk_d2u(hk_num_of(w[i].until) + by);
}

/* Wakes waiters for that place, the longest waiting first. Allocates nothing. Returns their number. */
HK_FN uint32_t hk_notify_waiters(hk_vm *vm, hk_val key, hk_val byte, double count)
{
    uint32_t n, woken = 0;
    hk_waiters(vm, &n);
    for (uint32_t i = 0; i < n && woken < count;) {
        hk_waiter *w = hk_waiters(vm, &n) + i;
        i++;
        if (w->key != key || w->byte != byte || w->who == HK_TRUE)
            continue;
        woken++;
        if (w->who == HK_UNDEFINED) {
            w->who = HK_TRUE;
            continue;
        }
        hk_settle(vm, w->who, HK_PROMISE_FULFILLED, hk_string(HK_KEY(ok)));
        hk_remove_waiter(vm, --i);
        n--;
    }
    return woken;
}

/* When the next of them stops waiting by itself; infinity: none does. */
HK_FN double hk_next_deadline(hk_vm *vm)
{
    uint32_t n;
    const hk_waiter *w = hk_waiters(vm, &n);
    double next = hk_infinity();
    for (uint32_t i = 0; i < n; i++)
        if (hk_num_of(w[i].until) < next)
            next = hk_num_of(w[i].until);
    return next;
}

/* Settles the promises whose time has come. */
HK_FN void hk_expire_waiters(hk_vm *vm)
{
    uint32_t n, i = 0;
    for (hk_waiters(vm, &n); i < n;) {
        hk_waiter *w = hk_waiters(vm, &n) + i;
        if (hk_num_of(w->until) > hk_clock(vm) || !hk_is_object(w->who)) {
            i++;
            continue;
        }
        hk_settle(vm, w->who, HK_PROMISE_FULFILLED, hk_string(HK_KEY(timedOut)));
        hk_remove_waiter(vm, i);
        n--;
    }
}

/* The place of the VM's own wait in the list, or UINT32_MAX. */
HK_FN uint32_t hk_own_wait(hk_vm *vm)
{
    uint32_t n;
    const hk_waiter *w = hk_waiters(vm, &n);
    for (uint32_t i = 0; i < n; i++)
        if (!hk_is_object(w[i].who))
            return i;
    return UINT32_MAX;
}

/* A script that waits is abandoned. */
HK_FN void hk_stop_waiting(hk_vm *vm)
{
    uint32_t i = hk_own_wait(vm);
    if (i != UINT32_MAX)
        hk_remove_waiter(vm, i);
    vm->flags &= ~(uint32_t)HK_VM_WAITING;
}

/* The result of a wait that has begun, or HK_AGAIN: it goes on, and the slice ends. */
HK_FN hk_val hk_go_on_waiting(hk_vm *vm)
{
    uint32_t n, i = hk_own_wait(vm);
    const hk_waiter *w = hk_waiters(vm, &n) + i;
    bool notified = w->who == HK_TRUE;
    if (notified || hk_num_of(w->until) <= hk_clock(vm)) {
        hk_stop_waiting(vm);
        return hk_string(notified ? HK_KEY(ok) : HK_KEY(timedOut));
    }
    vm->flags |= HK_VM_WAITING;
    if (vm->budget >= 0) {                  /* what is left of it has not been used */
        vm->steps -= (uint64_t)vm->budget + 1;
        vm->budget = -1;
    }
    return HK_AGAIN;
}

/* DoWait with converted arguments: array, index, value, timeout, promise or undefined (true: it is waiting). Returns what wait is to
 * return; waitAsync: undefined if the promise tells. */
HK_FN hk_val hk_nat_atomicsSleep(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val *who = &HK_ARG(a, 4);
    if (*who == HK_TRUE)
        return hk_go_on_waiting(vm);
    bool async = hk_is_object(*who), clock = vm->port && (vm->port->now || vm->port->ticks);
    if (!async && !(vm->port && vm->port->waits && !vm->nesting))
        return hk_throw(vm, HK_E_TYPE, "this host does not let scripts wait");
    const hk_view *v = hk_view_ptr(vm, HK_ARG(a, 0));
    uint32_t i = (uint32_t)hk_num_of(HK_ARG(a, 1));
    uint64_t bits = 0, expected = hk_atomic_bits(vm, hk_view_kind(v), HK_ARG(a, 2));
    memcpy(&bits, hk_view_at(vm, v, i), 1u << hk_el_shift[hk_view_kind(v)]);
    if (bits != expected)
        return hk_string(HK_KEY(notEqual));
    double timeout = hk_num_of(HK_ARG(a, 3)), until = hk_clock(vm) + timeout;
    if (timeout <= 0 || (!clock && hk_is_finite(timeout)))
        return hk_string(HK_KEY(timedOut));
    if (!hk_add_waiter(vm, &HK_ARG(a, 0), i, until == until ? until : hk_infinity(), who))
        return HK_EXCEPTION;
    if (async)
        return HK_UNDEFINED;
    *who = HK_TRUE;
    return hk_go_on_waiting(vm);
}

/* The end of notify: array, index, count. */
HK_FN hk_val hk_nat_atomicsWake(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    const hk_view *v = hk_view_ptr(vm, HK_ARG(a, 0));
    const hk_buffer *b = hk_ptr(vm, v->buffer);
    double count = hk_num_of(HK_ARG(a, 2));
    if (!(b->flags & HK_BUFFER_SHARED))
        return hk_int(0);
    const uint8_t *p = hk_view_at(vm, v, (uint32_t)hk_num_of(HK_ARG(a, 1)));
    if (!(b->flags & HK_BUFFER_HOST))
        return hk_uint(hk_notify_waiters(vm, hk_object(v->buffer), hk_uint((uint32_t)(p - hk_buffer_bytes(vm, b))), count));
    uint32_t woken = hk_notify_waiters(vm, hk_d2u((double)(uintptr_t)p), hk_int(0), count);
    if (woken < count && vm->port && vm->port->notify)
        woken += vm->port->notify(vm->port->context, p, count - woken < UINT32_MAX ? (uint32_t)(count - woken) : UINT32_MAX);
    return hk_uint(woken);
}
#endif
#endif
