/* Promises and the job queue.
 *
 * A reaction is one record, a VALUES block, for all of its life: it waits in its promise's list, then, without anything being
 * allocated, in the job queue. So a promise can always be settled. Both lists are circular and known by their last record:
 *
 *   word 1   HK_JOB_*
 *   [0]      the next record
 *   [1]      what to go on with: a derived promise, the resolve function of another constructor's capability, the frame that
 *            awaits (SAVED, internal), or undefined: nothing
 *   [2]      reaction: handler when fulfilled, or undefined; job: the handler that counts, CALL: the function
 *   [3]      reaction: handler when rejected; job: its argument
 *   [4]      the reject function that goes with [1], in records of five values
 */
#ifndef HK_JOB_H
#define HK_JOB_H
#include "../heap/heap.h"

enum { HK_JOB_FULFILLED, HK_JOB_REJECTED,   /* NewPromiseReactionJob of such a promise */
       HK_JOB_THENABLE,                     /* NewPromiseResolveThenableJob: [1] promise, [2] then, [3] thenable */
       HK_JOB_CALL,                         /* [2] is called with no argument */
       HK_JOB_FINALIZE };                   /* [1]: a FinalizationRegistry that has something to clean up */

enum { HK_PROMISE_PENDING, HK_PROMISE_FULFILLED, HK_PROMISE_REJECTED, HK_PROMISE_STATE = 3, HK_PROMISE_HANDLED = 4,
       HK_PROMISE_HOST = 8 };                   /* made by the host, which has not settled it so far */
/* result: while pending the last reaction, internal, or undefined. next: the list of vm->rejected. */
typedef struct { uint32_t hdr; hk_ref shape, slots, elems; uint32_t state; hk_ref next; hk_val result; } hk_promise;

/* A pending promise; proto 0: %Promise.prototype%. 0 when out of memory. */
HK_FN hk_ref hk_new_promise(hk_vm *vm, hk_ref proto);
/* FulfillPromise, RejectPromise of a pending promise. Allocates nothing. */
HK_FN void hk_settle(hk_vm *vm, hk_val promise, unsigned state, hk_val v);
/* PerformPromiseThen with the reaction in record. What is no promise counts as one that is fulfilled with it. */
HK_FN void hk_then(hk_vm *vm, hk_val promise, hk_ref record);
/* Records are hk_alloc_values(vm, n, HK_UNDEFINED). */
HK_FN void hk_enqueue_job(hk_vm *vm, hk_ref record, unsigned kind);
/* Takes the oldest job; 0: there is none. */
HK_FN hk_ref hk_take_job(hk_vm *vm);
/* ClearKeptObjects: what WeakRefs were asked for may die. */
HK_FN void hk_clear_kept_refs(hk_vm *vm);
/* Takes the oldest of the rejected promises that nobody handles: its reason, or EMPTY. */
HK_FN hk_val hk_take_rejection(hk_vm *vm);
/* A rejection whose promise is handled from now on is none to be reported. */
HK_FN void hk_mark_handled(hk_vm *vm, hk_promise *p);

/* Circular lists of records, known by the last one: internal, or undefined when empty. */
HK_FN void hk_ring_add(hk_vm *vm, hk_ref last, hk_ref record);
HK_FN hk_ref hk_ring_first(hk_vm *vm, hk_ref last);
#endif
