/* Tasks: their records, and what scripts can do with them. Who runs when is decided in api/tasks.c. */
#ifndef HK_LIB_TASK_C
#define HK_LIB_TASK_C
#include "timer.c"

#if HAKO_WITH_TASKS
/* A record is a VALUES block in the ring of vm->tasks (hk_ring_add). Whose turn it is, or was last, is the first of the ring; one
 * of them stands for the script of hako_start with its jobs and timers. Pairs of words look like doubles to the collector: the
 * second must stay below 0xFFF80000.
 * frames: what its first turn calls, a VALUES block of function, this and arguments; then SAVED: what lay on the stack below `base`
 * (see api/tasks.c) when the turn ended, `size` values; undefined once it has ended. fp, sp: bytes below `base`.
 * Of the main program, frames is the last record of a ring of promises that wait for messages, internal, or undefined. */
typedef struct {
    uint32_t hdr, id;               /* id of the main program: the last one given */
    hk_val next;
    hk_val promise;                 /* what scripts see of it; undefined: the main program */
    hk_val frames, inbox;           /* inbox: last record of a ring, internal, or undefined */
    hk_val spare;                   /* the exception on its way to a handler, or EMPTY */
    uint32_t pc, state;             /* HK_TASK_* */
    uint32_t fp, realm;
    uint32_t sp, size;
    uint32_t budget, priority;
    int32_t  credit;                /* steps that are left of its turn; below 0: a debt */
    uint32_t spent;                 /* steps in this hako_tasks_step */
    uint32_t user, unused, user_high, unused_too;
    uint64_t steps;                 /* in all */
} hk_task;

enum { HK_TASK_MAIN = 1, HK_TASK_STARTED = 2,   /* its first turn has been */
       HK_TASK_TURN = 4,            /* it has been given the steps of a turn */
       HK_TASK_PAUSED = 8,          /* by hako_task_pause or pause() */
       HK_TASK_BLOCKED = 16,        /* until it is woken */
       HK_TASK_RESTING = 32,        /* until the next hako_tasks_step */
       HK_TASK_KILLED = 64, HK_TASK_ENDED = 128,
       HK_TASK_FORGET = 256,        /* goes when it has ended */
       HK_TASK_WOKEN = 512 };       /* what would block looks once more */

HK_INLINE hk_task *hk_task_at(hk_vm *vm, hk_ref r) { return hk_ptr(vm, r); }

/* The running task; 0: none is. */
HK_FN hk_ref hk_current_task(hk_vm *vm) { return vm->flags & HK_VM_TASK ? hk_ring_first(vm, vm->tasks) : 0; }

/* The record of the task with that number, or with that promise (id 0); 0: there is none. */
HK_FN hk_ref hk_find_task(hk_vm *vm, uint32_t id, hk_val promise)
{
    hk_ref r = vm->tasks;
    while (r) {
        const hk_task *t = hk_task_at(vm, r);
        if (!(t->state & HK_TASK_MAIN) && (id ? t->id == id : t->promise == promise))
            return r;
        vm->budget--;
        r = t->next == hk_internal(vm->tasks) ? 0 : hk_ref_of(t->next);
    }
    return 0;
}

/* A new record at the end of the ring. 0: out of memory. */
HK_FN hk_ref hk_add_task(hk_vm *vm, unsigned state)
{
    hk_ref r = hk_alloc_values(vm, (sizeof(hk_task) - 8) / 8, HK_UNDEFINED);
    if (!r)
        return 0;
    hk_task *t = hk_task_at(vm, r);
    memset(&t->pc, 0, sizeof *t - offsetof(hk_task, pc));
    t->spare = HK_EMPTY;
    t->state = state;
    t->priority = HAKO_TASK_PRIORITY;
    hk_ring_add(vm, vm->tasks, r);
    vm->tasks = r;
    return r;
}

/* The record of the main program, made if need be. 0: out of memory. */
HK_FN hk_ref hk_main_program(hk_vm *vm)
{
    hk_ref r = vm->tasks ? vm->tasks : hk_add_task(vm, HK_TASK_MAIN);
    while (r && !(hk_task_at(vm, r)->state & HK_TASK_MAIN))
        r = hk_ref_of(hk_task_at(vm, r)->next);
    return r;
}

/* A task that is to call what the VALUES block in *start holds; its record, or 0. */
HK_FN hk_ref hk_new_task(hk_vm *vm, const hk_val *start)
{
    if (!hk_main_program(vm))
        return 0;
    hk_ref proto = hk_intrinsic(vm, HK_IN_TaskPrototype), promise = proto ? hk_new_promise(vm, proto) : 0;
    hk_val *p = hk_push(vm, hk_object(promise));
    hk_ref r = promise ? hk_add_task(vm, 0) : 0;
    hk_val made = hk_pop(vm);
    (void)p;
    if (!r)
        return 0;
    hk_task *t = hk_task_at(vm, r);
    t->id = ++hk_task_at(vm, hk_main_program(vm))->id;
    t->realm = vm->realm;
    hk_store(vm, &t->promise, made);
    hk_store(vm, &t->frames, *start);
    return r;
}

/* Takes a task out of the ring. */
HK_FN void hk_remove_task(hk_vm *vm, hk_ref r)
{
    hk_ref before = r;
    while (hk_task_at(vm, before)->next != hk_internal(r)) {
        before = hk_ref_of(hk_task_at(vm, before)->next);
        vm->budget--;
    }
    hk_store(vm, &hk_task_at(vm, before)->next, hk_task_at(vm, r)->next);
    if (vm->tasks == r)
        vm->tasks = before;
}

/* The generators whose frames were on the stack of a task that is killed can no more be resumed. */
HK_FN void hk_end_generators(hk_vm *vm, const hk_task *t)
{
    const hk_val *values = hk_vals(vm, hk_ref_of(t->frames)), *b = values + t->size - t->fp / 8;
    for (;; b += hk_link_delta(b[0])) {
        unsigned note = hk_link_note(b[0]);
        if (note == HK_NOTE_GENERATOR || note == HK_NOTE_GENNEXT)
            ((hk_array *)hk_ptr(vm, hk_ref_of(b[-HK_R_NEWTARGET])))->unused = HK_GEN_DONE;
        if (!hk_has_caller(b))
            return;
        vm->budget--;
    }
}

/* The task has ended: with a result, or with an exception. What it gave is *v, a rooted value. That it was killed is nothing to
 * report. */
HK_FN void hk_end_task(hk_vm *vm, hk_ref r, hk_val *v, bool failed)
{
    hk_val *record = hk_push(vm, hk_internal(r));
    hk_ref follow = 0;
    if (!failed && hk_class(vm, *v) == HK_T_PROMISE) {          /* an asynchronous function: its end is the task's */
        follow = hk_alloc_values(vm, 4, HK_UNDEFINED);
        if (!follow) {
            failed = true;
            *v = hk_exception_value(vm);
            vm->exception = HK_EMPTY;
        }
    }
    hk_task *t = hk_task_at(vm, hk_ref_of(*record));
    t->state |= HK_TASK_ENDED;
    t->frames = t->inbox = HK_UNDEFINED;
    if (follow) {
        hk_store(vm, &hk_vals(vm, follow)[1], t->promise);
        hk_then(vm, *v, follow);
    } else {
        if (t->state & HK_TASK_KILLED)
            hk_mark_handled(vm, hk_promise_ptr(vm, t->promise));
        hk_settle(vm, t->promise, failed ? HK_PROMISE_REJECTED : HK_PROMISE_FULFILLED, *v);
    }
    if (t->state & HK_TASK_FORGET)
        hk_remove_task(vm, hk_ref_of(*record));
    hk_pop(vm);
}

/* Ends a task with an error. What is pending stays so. */
HK_FN void hk_fail_task(hk_vm *vm, hk_ref r, const char *message)
{
    hk_val *pending = hk_push(vm, vm->exception), *record = hk_push(vm, hk_internal(r));
    hk_throw(vm, HK_E_ERROR, message);
    hk_val *error = hk_push(vm, hk_exception_value(vm));
    hk_end_task(vm, hk_ref_of(*record), error, true);
    vm->exception = *pending;
    vm->temps -= 3;
}

/* Kills a task: the running one at the next jump, call or return. false: it has ended. */
HK_FN bool hk_kill_task(hk_vm *vm, hk_ref r)
{
    hk_task *t = hk_task_at(vm, r);
    bool ended = t->state & HK_TASK_ENDED, pending = !(hk_promise_ptr(vm, t->promise)->state & HK_PROMISE_STATE);
    if (ended && !pending)
        return false;
    t->state |= HK_TASK_KILLED;
    if (r == hk_current_task(vm)) {
        hk_end_slice(vm);
        return true;
    }
    if (!ended && (t->state & HK_TASK_STARTED))
        hk_end_generators(vm, t);
    hk_fail_task(vm, r, "the task was killed");
    return true;
}

HK_INLINE void hk_wake_task(hk_task *t) { t->state = (t->state & ~(uint32_t)HK_TASK_BLOCKED) | HK_TASK_WOKEN; }

/* Adds *v (rooted) to a ring of a task's: its inbox, or the promises that wait for what comes there. false: out of memory. */
HK_FN bool hk_add_to_task(hk_vm *vm, hk_ref r, bool waiting, const hk_val *v)
{
    hk_push(vm, hk_internal(r));
    hk_ref item = hk_alloc_values(vm, 2, HK_UNDEFINED);
    hk_task *t = hk_task_at(vm, hk_ref_of(hk_pop(vm)));
    hk_val *ring = waiting ? &t->frames : &t->inbox;
    if (!item)
        return false;
    hk_store(vm, &hk_vals(vm, item)[1], *v);
    hk_ring_add(vm, *ring == HK_UNDEFINED ? 0 : hk_ref_of(*ring), item);
    hk_store(vm, ring, hk_internal(item));
    return true;
}

/* The oldest in such a ring, which it leaves; EMPTY if there is none. */
HK_FN hk_val hk_take_from_task(hk_vm *vm, hk_val *ring)
{
    if (*ring == HK_UNDEFINED)
        return HK_EMPTY;
    hk_ref last = hk_ref_of(*ring), first = hk_ring_first(vm, last);
    if (first == last)
        *ring = HK_UNDEFINED;
    else
        hk_store(vm, &hk_vals(vm, last)[0], hk_vals(vm, first)[0]);
    return hk_vals(vm, first)[1];
}

/* Gives a task, or the main program, a message, *v (rooted), that has been made its own. false: out of memory. */
HK_FN bool hk_deliver_message(hk_vm *vm, hk_ref r, const hk_val *v)
{
    hk_task *t = hk_task_at(vm, r);
    hk_val promise = t->state & HK_TASK_MAIN ? hk_take_from_task(vm, &t->frames) : HK_EMPTY;
    if (promise != HK_EMPTY) {
        hk_settle(vm, promise, HK_PROMISE_FULFILLED, *v);
        return true;
    }
    hk_wake_task(t);
    return hk_add_to_task(vm, r, false, v);
}

/* ---- For scripts --------------------------------------------------------------------------------------------------- */

/* The record of the task v; 0: it is none, or was forgotten. */
HK_FN hk_ref hk_task_of(hk_vm *vm, hk_val v) { return hk_class(vm, v) == HK_T_PROMISE ? hk_find_task(vm, 0, v) : 0; }

HK_FN hk_val hk_nat_taskCurrent(hk_vm *vm, hk_val *a, int argc)
{
    (void)a, (void)argc;
    hk_ref r = hk_current_task(vm);
    return r ? hk_task_at(vm, r)->promise : HK_UNDEFINED;
}

/* The same for what waits, which only a task can, and only if no host function's C frames are below it. */
HK_FN hk_val hk_nat_taskSelf(hk_vm *vm, hk_val *a, int argc)
{
    if (!hk_current_task(vm) || vm->nesting != 1)
        return hk_throw(vm, HK_E_TYPE, "only a task can wait, and not while a native function calls it");
    return hk_nat_taskCurrent(vm, a, argc);
}

/* function, its arguments */
HK_FN hk_val hk_nat_taskStart(hk_vm *vm, hk_val *a, int argc)
{
    if (!hk_is_callable(vm, HK_ARG(a, 0)))
        return hk_throw(vm, HK_E_TYPE, "%v is not a function", HK_ARG(a, 0));
    hk_ref r = hk_alloc_values(vm, (uint32_t)argc + 1, HK_UNDEFINED);
    for (int i = 0; r && i < argc; i++)
        hk_store(vm, &hk_vals(vm, r)[i ? i + 1 : 0], HK_ARG(a, i));
    HK_THIS(a) = hk_internal(r);
    r = r ? hk_new_task(vm, &HK_THIS(a)) : 0;
    if (!r)
        return HK_EXCEPTION;
    hk_task_at(vm, r)->state |= HK_TASK_FORGET;
    return hk_task_at(vm, r)->promise;
}

/* kill, pause and resume are false for what is no task, or has ended. */
HK_FN hk_val hk_nat_taskKill(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_ref r = hk_task_of(vm, HK_THIS(a));
    return hk_bool(r && hk_kill_task(vm, r));
}

/* pause, resume */
HK_FN hk_val hk_nat_taskPause(hk_vm *vm, hk_val *a, int argc)
{
    hk_ref r = hk_task_of(vm, HK_THIS(a));
    (void)argc;
    if (!r || (hk_task_at(vm, r)->state & HK_TASK_ENDED))
        return HK_FALSE;
    if (hk_libfn_of(vm, a[1]) == HK_FN_TaskPrototype_resume) {
        hk_task_at(vm, r)->state &= ~(uint32_t)HK_TASK_PAUSED;
        return HK_TRUE;
    }
    hk_task_at(vm, r)->state |= HK_TASK_PAUSED;
    if (r == hk_current_task(vm))
        hk_end_slice(vm);
    return HK_TRUE;
}

/* Ends the turn of the current task until the next hako_tasks_step; elsewhere it does nothing. */
HK_FN hk_val hk_nat_taskYield(hk_vm *vm, hk_val *a, int argc)
{
    hk_ref r = hk_current_task(vm);
    (void)a, (void)argc;
    if (r) {
        hk_task_at(vm, r)->state |= HK_TASK_RESTING;
        hk_end_slice(vm);
    }
    return HK_UNDEFINED;
}

/* Blocks the current task until it is woken; if it has been since it was blocked last, only until now. */
HK_FN hk_val hk_nat_taskBlock(hk_vm *vm, hk_val *a, int argc)
{
    if (hk_nat_taskSelf(vm, a, argc) == HK_EXCEPTION)
        return HK_EXCEPTION;
    hk_task *t = hk_task_at(vm, hk_current_task(vm));
    if (!(t->state & HK_TASK_WOKEN)) {
        t->state |= HK_TASK_BLOCKED;
        hk_end_slice(vm);
    }
    t->state &= ~(uint32_t)HK_TASK_WOKEN;
    return HK_UNDEFINED;
}

HK_FN hk_val hk_nat_taskWake(hk_vm *vm, hk_val *a, int argc)
{
    hk_ref r = hk_task_of(vm, HK_ARG(a, 0));
    (void)argc;
    if (r)
        hk_wake_task(hk_task_at(vm, r));
    return HK_UNDEFINED;
}

/* task, message: what has no task to go to is dropped. */
HK_FN hk_val hk_nat_taskDeliver(hk_vm *vm, hk_val *a, int argc)
{
    hk_ref r = hk_task_of(vm, HK_ARG(a, 0));
    (void)argc;
    if (hk_is_symbol(HK_ARG(a, 1)))
        return hk_throw(vm, HK_E_TYPE, "a symbol cannot be a message");
    if (!r || (hk_task_at(vm, r)->state & HK_TASK_ENDED))
        return HK_UNDEFINED;
    return hk_deliver_message(vm, r, &HK_ARG(a, 1)) ? HK_UNDEFINED : HK_EXCEPTION;
}

/* message: for the main program */
HK_FN hk_val hk_nat_taskReport(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (hk_is_symbol(HK_ARG(a, 0)))
        return hk_throw(vm, HK_E_TYPE, "a symbol cannot be a message");
    hk_ref r = hk_main_program(vm);
    return r && hk_deliver_message(vm, r, &HK_ARG(a, 0)) ? HK_UNDEFINED : HK_EXCEPTION;
}

/* A promise of the main program's next message, as it came. */
HK_FN hk_val hk_nat_taskNext(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (hk_current_task(vm))
        return hk_throw(vm, HK_E_TYPE, "a task waits for messages with Task.receive");
    hk_ref r = hk_main_program(vm) ? hk_new_promise(vm, 0) : 0;
    if (!r)
        return HK_EXCEPTION;
    HK_THIS(a) = hk_object(r);
    hk_val message = hk_take_from_task(vm, &hk_task_at(vm, hk_main_program(vm))->inbox);
    if (message != HK_EMPTY)
        hk_settle(vm, HK_THIS(a), HK_PROMISE_FULFILLED, message);
    else if (!hk_add_to_task(vm, hk_main_program(vm), true, &HK_THIS(a)))
        return HK_EXCEPTION;
    return HK_THIS(a);
}

/* The oldest message for the current task, EMPTY if there is none. */
HK_FN hk_val hk_nat_taskTake(hk_vm *vm, hk_val *a, int argc)
{
    if (hk_nat_taskSelf(vm, a, argc) == HK_EXCEPTION)
        return HK_EXCEPTION;
    return hk_take_from_task(vm, &hk_task_at(vm, hk_current_task(vm))->inbox);
}
#endif
#endif
