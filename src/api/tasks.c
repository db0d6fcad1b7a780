/* Tasks: whose turn it is, and the host's side. */
#ifndef HK_API_TASKS_C
#define HK_API_TASKS_C
#include "api.c"
#include "../lib/task.c"

#if HAKO_WITH_TASKS

#define HK_TASK_SHARE 16u           /* steps of a turn for each unit of priority */

/* ---- One turn ------------------------------------------------------------------------------------------------------- */
/* The frames of the task that has its turn lie below those of the main program, from `base` down, with no link to them: the
 * outermost has no caller. Links are relative, so they may be put back at another base. Between turns they are a SAVED block, which
 * is kept, and used again, as long as it is of about the right size. */

/* Makes the first call of the first task in the ring. HK_IN_* */
HK_FN int hk_begin_task(hk_vm *vm)
{
    hk_task *t = hk_task_at(vm, hk_ring_first(vm, vm->tasks));
    uint32_t argc = hk_nvals(vm, hk_ref_of(t->frames)) - 2;
    t->state |= HK_TASK_STARTED;
    hk_val *w = hk_new_window(vm, argc);
    if (!w)
        return HK_IN_ERROR;
    t = hk_task_at(vm, hk_ring_first(vm, vm->tasks));
    const hk_val *start = hk_vals(vm, hk_ref_of(t->frames));
    t->frames = HK_UNDEFINED;
    w[0] = hk_link(HK_NOTE_HOST, 0, 0, 0);
    w[-HK_R_FUNCTION] = start[0];
    w[-HK_R_THIS] = start[1];
    for (uint32_t i = 0; i < argc; i++)
        w[-(int32_t)(HK_R_ARGS + i)] = start[2 + i];
    return hk_enter(vm, w, argc);
}

/* Puts the frames of the first task in the ring back on the stack. HK_IN_ERROR: no room. */
HK_FN int hk_put_back_task(hk_vm *vm, uint32_t base)
{
    hk_task *t = hk_task_at(vm, hk_ring_first(vm, vm->tasks));
    hk_val *low = hk_at(vm, base) - t->size;
    if (!hk_stack_room(vm, low))
        return HK_IN_ERROR;
    t = hk_task_at(vm, hk_ring_first(vm, vm->tasks));
    memcpy(low, hk_vals(vm, hk_ref_of(t->frames)), t->size * sizeof *low);
    vm->fp = base - t->fp;
    vm->sp = base - t->sp;
    vm->pc = t->pc;
    vm->exception = t->spare;
    t->spare = HK_EMPTY;
    return HK_IN_SCRIPT;
}

/* Sets the frames on the stack aside for the first task in the ring. false: out of memory. */
HK_FN bool hk_set_aside_task(hk_vm *vm, uint32_t base)
{
    uint32_t n = (base - hk_frames_end(vm)) / 8;
    hk_task *t = hk_task_at(vm, hk_ring_first(vm, vm->tasks));
    uint32_t room = hk_is_internal(t->frames) ? hk_nvals(vm, hk_ref_of(t->frames)) : 0;
    t->spare = vm->exception;
    vm->exception = HK_EMPTY;
    if (n > room || room > 4 * n + 64) {
        hk_ref r = hk_alloc(vm, HK_T_SAVED, 8 + (n + n / 4 + 4) * 8);
        if (!r)
            return false;
        t = hk_task_at(vm, hk_ring_first(vm, vm->tasks));
        hk_store(vm, &t->frames, hk_internal(r));
        room = hk_nvals(vm, r);
    }
    hk_val *to = hk_vals(vm, hk_ref_of(t->frames));
    memcpy(to, hk_at(vm, base) - n, n * sizeof *to);
    for (uint32_t i = n; i < room; i++)
        to[i] = HK_UNDEFINED;
    t->size = n;
    t->fp = base - vm->fp;
    t->sp = base - vm->sp;
    t->pc = vm->pc;
    t->realm = vm->realm;
    return true;
}

/* Runs the first task in the ring for n steps, or until it ends, waits or fails. HK_RUN_* */
HK_FN int hk_run_task(hk_vm *vm, uint32_t base, uint32_t n)
{
    const hk_task *t = hk_task_at(vm, hk_ring_first(vm, vm->tasks));
    vm->sp = base;
    vm->fp = base - 8;
    vm->pc = 0;
    vm->budget = (int32_t)n - 1;            /* the turn ends when it turns negative */
    hk_set_realm(vm, t->realm);
    int st = t->state & HK_TASK_STARTED ? hk_put_back_task(vm, base) : hk_begin_task(vm);
    int run = st == HK_IN_SCRIPT ? hk_run(vm) : st == HK_IN_RESULT ? HK_RUN_DONE : HK_RUN_FAILED;
    vm->steps += (uint64_t)((int64_t)n - 1 - vm->budget);
    if (run != HK_RUN_MORE)
        return run;
    if (hk_task_at(vm, hk_ring_first(vm, vm->tasks))->state & HK_TASK_KILLED)
        vm->exception = HK_EMPTY;
    else if (hk_set_aside_task(vm, base))
        return HK_RUN_MORE;
    hk_unwind(vm, false);
    return HK_RUN_FAILED;
}

/* One turn of the first task in the ring, which is no more than n steps. What the main program was doing stays where it is. */
HK_FN void hk_task_turn(hk_vm *vm, uint32_t n)
{
    uint32_t base = hk_frames_end(vm), fp = vm->fp, sp = vm->sp, pc = vm->pc;
    unsigned host = vm->realm;
    hk_val *result = hk_push(vm, vm->result), *v = hk_push(vm, HK_UNDEFINED);
    vm->nesting++;
    vm->flags = (vm->flags & ~(uint32_t)(HK_VM_PAUSE | HK_VM_PAUSED | HK_VM_REJECTION)) | HK_VM_TASK;
    int run = hk_run_task(vm, base, n);
    vm->flags &= ~(uint32_t)HK_VM_TASK;
    vm->nesting--;
    hk_set_realm(vm, host);
    vm->fp = fp;
    vm->sp = sp;
    vm->pc = pc;
    hk_ref r = hk_ring_first(vm, vm->tasks);
    if (run == HK_RUN_MORE) {
        if (vm->flags & HK_VM_PAUSED)
            hk_task_at(vm, r)->state |= HK_TASK_RESTING;
    } else if (run == HK_RUN_FAILED && vm->exception == HK_EMPTY) {
        hk_fail_task(vm, r, "the task was killed");
    } else {
        *v = run == HK_RUN_DONE ? vm->result : hk_exception_value(vm);
        vm->exception = HK_EMPTY;
        hk_end_task(vm, hk_ring_first(vm, vm->tasks), v, run == HK_RUN_FAILED);
    }
    vm->result = *result;
    vm->temps -= 2;
}

/* ---- Turns ----------------------------------------------------------------------------------------------------------- */

enum { HK_TASK_STANDS = HK_TASK_PAUSED | HK_TASK_BLOCKED | HK_TASK_RESTING | HK_TASK_ENDED };
HK_INLINE bool hk_is_spent(const hk_task *t) { return t->budget && t->spent >= t->budget; }

/* A new call of hako_tasks_step: who waited for it goes on. */
HK_FN void hk_wake_resting(hk_vm *vm)
{
    hk_ref r = vm->tasks;
    do {
        hk_task *t = hk_task_at(vm, r);
        t->state &= ~(uint32_t)HK_TASK_RESTING;
        t->spent = 0;
        r = hk_ref_of(t->next);
    } while (r != vm->tasks);
}

/* Can one of them go on at the next call, or by what may happen until then? */
HK_FN hako_status hk_tasks_status(hk_vm *vm, hako_status s)
{
    hk_ref r = vm->tasks;
    do {
        const hk_task *t = hk_task_at(vm, r);
        if ((t->state & HK_TASK_RESTING) || (!(t->state & HK_TASK_STANDS) && hk_is_spent(t)))
            return HAKO_MORE;
        if (!(t->state & (HK_TASK_ENDED | HK_TASK_MAIN)))
            s = HAKO_IDLE;
        r = hk_ref_of(t->next);
    } while (r != vm->tasks);
    return s;
}

/* What the first in the ring may run now, when `left` steps are left for all: 0 if it has nothing to do, or is in debt. */
HK_FN uint32_t hk_task_allowance(hk_task *t, int64_t left)
{
    if ((t->state & HK_TASK_STANDS) || hk_is_spent(t))
        return 0;
    if (!(t->state & HK_TASK_TURN))
        t->credit += (int32_t)(t->priority * HK_TASK_SHARE);
    t->state |= HK_TASK_TURN;
    if (t->credit < left)
        left = t->credit;
    if (t->budget && t->budget - t->spent < left)
        left = t->budget - t->spent;
    return left > 0 ? (uint32_t)left : 0;
}

/* The number by which a task is known; 0: the main program. */
HK_INLINE uint32_t hk_task_number(const hk_task *t) { return t->state & HK_TASK_MAIN ? 0 : t->id; }

/* What was run is written down; the turn passes on unless only `left` was used up. */
HK_FN void hk_account_turn(hk_vm *vm, uint32_t number, uint64_t used, bool idle)
{
    hk_ref r = hk_ring_first(vm, vm->tasks);
    hk_task *t = hk_task_at(vm, r);
    if (hk_task_number(t) != number)                /* it has gone, and is no longer the first */
        return;
    t->credit -= used < INT32_MAX / 2 ? (int32_t)used : INT32_MAX / 2;
    t->spent += (uint32_t)used;
    t->steps += used;
    if (t->credit > 0 && !idle && !(t->state & HK_TASK_STANDS) && !hk_is_spent(t))
        return;
    t->state &= ~(uint32_t)HK_TASK_TURN;
    if (t->credit > 0)
        t->credit = 0;
    vm->tasks = r;
}

/* The main program's turn. */
HK_FN hako_status hk_main_turn(hk_vm *vm, uint32_t n)
{
    vm->flags &= ~(uint32_t)HK_VM_PAUSED;
    vm->budget = 0;
    hako_status s = hk_step(vm, n);
    if (s == HAKO_MORE && (vm->flags & HK_VM_PAUSED))
        hk_task_at(vm, hk_ring_first(vm, vm->tasks))->state |= HK_TASK_RESTING;
    return s;
}

/* Gives turns until *left is used up or nothing can go on. */
HK_FN hako_status hk_take_turns(hk_vm *vm, int64_t *left)
{
    uint32_t round = UINT32_MAX;            /* the number of the first of those in a row that had nothing to do */
    hako_status s = HAKO_DONE;
    while (*left > 0) {
        hk_task *t = hk_task_at(vm, hk_ring_first(vm, vm->tasks));
        bool stands = (t->state & HK_TASK_STANDS) || hk_is_spent(t);
        uint32_t number = hk_task_number(t), n = hk_task_allowance(t, *left);
        uint64_t before = vm->steps;
        if (n && (number || hk_has_work(vm)) && hk_limit(vm, 0) != HAKO_NOT_STOPPED) {
            hk_note_limit(vm, hk_limit(vm, 0));
            return HAKO_FAILED;
        }
        n = hk_limit_slice(vm, n, 0);
        hako_status turn = HAKO_MORE;
        if (n && !number)
            s = turn = hk_main_turn(vm, n);
        else if (n)
            hk_task_turn(vm, n);
        *left -= (int64_t)(vm->steps - before);
        hk_account_turn(vm, number, vm->steps - before, !n || turn != HAKO_MORE);
        if (turn == HAKO_FAILED)
            return HAKO_FAILED;
        bool idle = turn != HAKO_MORE && (vm->steps == before || (vm->flags & HK_VM_WAITING));
        if (!stands && !idle) {
            round = UINT32_MAX;
        } else if (round == number) {
            return hk_tasks_status(vm, s);
        } else if (round == UINT32_MAX) {
            round = number;
        }
    }
    return HAKO_MORE;
}

HAKO_API hako_status hako_tasks_step(hako_vm *vm, uint32_t steps)
{
    if (!HK_VM(vm) || hk_in_native(vm))
        return HAKO_FAILED;
    if (!vm->tasks) {
        hako_status first = hako_step(vm, steps);
        return vm->tasks && (first == HAKO_DONE || first == HAKO_IDLE) ? HAKO_MORE : first;     /* the script has started some */
    }
    if (vm->exception != HK_EMPTY)
        return HAKO_FAILED;
    int64_t left = (steps > 0x3FFFFFFF ? 0x3FFFFFFF : (int64_t)steps) + (vm->budget < 0 ? vm->budget : 0);
    hk_note_limit(vm, HAKO_NOT_STOPPED);
    hk_wake_resting(vm);
    hako_status s = hk_take_turns(vm, &left);
    vm->budget = left < 0 ? (int32_t)left : 0;
    return s;
}

/* ---- The host's side ---------------------------------------------------------------------------------------------- */

/* The record of a task; 0: there is none. Costs no steps. */
HK_FN hk_ref hk_host_task(hk_vm *vm, hako_task task)
{
    if (!HK_VM(vm))
        return 0;
    int32_t budget = vm->budget;
    hk_ref r = task.id ? hk_find_task(vm, task.id, HK_UNDEFINED) : 0;
    vm->budget = budget;
    return r;
}

/* What a task is to call, as a VALUES block of function, this and arguments. 0: an exception is pending. */
HK_FN hk_ref hk_task_call(hk_vm *vm, const hako_task_desc *desc)
{
    bool text = desc->source || desc->length;
    if (desc->argc < 0 || (desc->argc && !desc->argv) || (uint32_t)desc->argc > HK_MAX_ARGS) {
        hk_throw(vm, HK_E_RANGE, "invalid number of arguments");
        return 0;
    }
    const char *name = desc->name ? desc->name : "task";
    hk_val f = text ? hk_load(vm, name, desc->source, desc->length) : hk_from_host(vm, desc->function);
    if (f == HK_EXCEPTION)
        return 0;
    if (!hk_is_callable(vm, f)) {
        hk_throw(vm, HK_E_TYPE, "%v is not a function", f);
        return 0;
    }
    uint32_t argc = text ? 0 : (uint32_t)desc->argc;
    hk_val *fn = hk_push(vm, f);
    hk_ref r = hk_alloc_values(vm, 2 + argc, HK_UNDEFINED);
    f = hk_pop(vm);
    (void)fn;
    if (!r)
        return 0;
    hk_store(vm, &hk_vals(vm, r)[0], f);
    if (text)
        hk_store(vm, &hk_vals(vm, r)[1], vm->global);
    for (uint32_t i = 0; i < argc; i++)
        hk_store(vm, &hk_vals(vm, r)[2 + i], hk_from_host(vm, desc->argv[i]));
    return r;
}

/* Makes the task of a description, in the current realm. 0: an exception is pending. */
HK_FN hk_ref hk_start_task(hk_vm *vm, const hako_task_desc *desc)
{
    hk_val *call = hk_push(vm, hk_internal(hk_task_call(vm, desc)));
    hk_ref r = hk_ref_of(*call) ? hk_new_task(vm, call) : 0;
    *call = hk_internal(r);
    hk_ref name = r && desc->name ? hk_str_utf8(vm, desc->name, hk_cstr_len(desc->name)) : 0;
    if (name && hk_put(vm, hk_task_at(vm, hk_ref_of(*call))->promise, HK_KEY(name), hk_string(name), HK_P_HIDDEN) != HK_YES)
        name = 0;
    r = hk_ref_of(hk_pop(vm));
    if (!r || !desc->name || name)
        return r;
    hk_remove_task(vm, r);
    return 0;
}

HAKO_API hako_task hako_task_start(hako_vm *vm, const hako_task_desc *desc)
{
    hako_task task = { 0 };
    hako_realm here = { 0 };
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return task;
    if (!desc) {
        hk_throw(vm, HK_E_TYPE, "no description of a task");
        return task;
    }
    if (desc->own_realm) {
        hako_realm own = hako_realm_new(vm);
        if (!own.number)
            return task;
        here = hako_realm_enter(vm, own);
    }
    hk_ref r = hk_start_task(vm, desc);
    if (desc->own_realm)
        hako_realm_enter(vm, here);
    if (!r)
        return task;
    hk_task *t = hk_task_at(vm, r);
    t->state |= (desc->paused ? HK_TASK_PAUSED : 0u) | (desc->forget ? HK_TASK_FORGET : 0u);
    t->user = (uint32_t)(uintptr_t)desc->user;
    t->user_high = (uint32_t)((uint64_t)(uintptr_t)desc->user >> 32);
    task.id = t->id;
    hako_task_share(vm, task, desc->budget, desc->priority);
    return task;
}

HAKO_API bool hako_task_share(hako_vm *vm, hako_task task, uint32_t budget, uint32_t priority)
{
    hk_ref r = hk_host_task(vm, task);
    if (!r)
        return false;
    hk_task *t = hk_task_at(vm, r);
    t->budget = budget;
    t->priority = priority == 0 ? HAKO_TASK_PRIORITY : priority < HAKO_TASK_MAX_PRIORITY ? priority : HAKO_TASK_MAX_PRIORITY;
    return true;
}

/* Sets or clears that a task is paused. */
HK_FN bool hk_pause_task(hk_vm *vm, hako_task task, bool paused)
{
    hk_ref r = hk_host_task(vm, task);
    hk_task *t = r ? hk_task_at(vm, r) : NULL;
    if (!t || (t->state & HK_TASK_ENDED))
        return false;
    t->state = paused ? t->state | HK_TASK_PAUSED : t->state & ~(uint32_t)HK_TASK_PAUSED;
    if (paused && r == hk_current_task(vm))
        hk_end_slice(vm);
    return true;
}
HAKO_API bool hako_task_pause(hako_vm *vm, hako_task task) { return hk_pause_task(vm, task, true); }
HAKO_API bool hako_task_resume(hako_vm *vm, hako_task task) { return hk_pause_task(vm, task, false); }

HAKO_API bool hako_task_kill(hako_vm *vm, hako_task task)
{
    hk_ref r = hk_host_task(vm, task);
    int32_t budget = r ? vm->budget : 0;
    bool killed = r && hk_kill_task(vm, r);
    if (killed && !(vm->flags & HK_VM_NATIVE))
        vm->budget = budget;
    return killed;
}

HAKO_API void hako_task_drop(hako_vm *vm, hako_task task)
{
    hk_ref r = hk_host_task(vm, task);
    if (!r)
        return;
    hk_task_at(vm, r)->state |= HK_TASK_FORGET;
    if (hk_task_at(vm, r)->state & HK_TASK_ENDED)
        hk_remove_task(vm, r);
}

HK_FN hako_task_state hk_state_of(hk_vm *vm, const hk_task *t)
{
    unsigned promise = hk_promise_ptr(vm, t->promise)->state & HK_PROMISE_STATE;
    if (t->state & HK_TASK_KILLED)
        return HAKO_TASK_KILLED;
    if (promise)
        return promise == HK_PROMISE_FULFILLED ? HAKO_TASK_DONE : HAKO_TASK_FAILED;
    return t->state & HK_TASK_PAUSED ? HAKO_TASK_PAUSED
         : t->state & (HK_TASK_BLOCKED | HK_TASK_ENDED) ? HAKO_TASK_WAITING : HAKO_TASK_READY;
}

HK_FN uint32_t hk_ring_count(hk_vm *vm, hk_ref last)
{
    uint32_t n = 1;
    for (hk_ref r = hk_ring_first(vm, last); r != last; r = hk_ring_first(vm, r))
        n++;
    return n;
}

HAKO_API hako_task_info hako_get_task(hako_vm *vm, hako_task task)
{
    hako_task_info info;
    memset(&info, 0, sizeof info);
    hk_ref r = hk_host_task(vm, task);
    if (!r)
        return info;
    const hk_task *t = hk_task_at(vm, r);
    info.state = hk_state_of(vm, t);
    info.steps = t->steps;
    info.budget = t->budget;
    info.priority = t->priority;
    info.user = (void *)(uintptr_t)((uint64_t)t->user_high << 32 | t->user);
    info.memory = hk_block_bytes(vm, r) + (hk_is_internal(t->frames) ? hk_block_bytes(vm, hk_ref_of(t->frames)) : 0);
    info.messages = hk_is_internal(t->inbox) ? hk_ring_count(vm, hk_ref_of(t->inbox)) : 0;
    return info;
}

HAKO_API hako_val hako_task_object(hako_vm *vm, hako_task task)
{
    hk_ref r = hk_host_task(vm, task);
    return r ? hk_to_host(vm, hk_task_at(vm, r)->promise) : hako_undefined();
}

HAKO_API hako_val hako_task_result(hako_vm *vm, hako_task task)
{
    hk_ref r = hk_host_task(vm, task);
    const hk_promise *p = r ? hk_promise_ptr(vm, hk_task_at(vm, r)->promise) : NULL;
    return p && (p->state & HK_PROMISE_STATE) ? hk_to_host(vm, p->result) : hako_undefined();
}

HAKO_API hako_task hako_task_of(hako_vm *vm, hako_val object)
{
    hako_task task = { 0 };
    if (!HK_VM(vm))
        return task;
    int32_t budget = vm->budget;
    hk_ref r = hk_task_of(vm, hk_from_host(vm, object));
    if (r)
        task.id = hk_task_at(vm, r)->id;
    vm->budget = budget;
    return task;
}

HAKO_API hako_task hako_task_current(hako_vm *vm)
{
    hk_ref r = HK_VM(vm) ? hk_current_task(vm) : 0;
    hako_task task = { r ? hk_task_at(vm, r)->id : 0 };
    return task;
}

HAKO_API hako_task hako_task_next(hako_vm *vm, hako_task task)
{
    hako_task next = { 0 };
    hk_ref r = HK_VM(vm) ? vm->tasks : 0;
    while (r) {
        const hk_task *t = hk_task_at(vm, r);
        if (!(t->state & HK_TASK_MAIN) && t->id > task.id && (!next.id || t->id < next.id))
            next.id = t->id;
        r = t->next == hk_internal(vm->tasks) ? 0 : hk_ref_of(t->next);
    }
    return next;
}

HAKO_API bool hako_task_post(hako_vm *vm, hako_task task, hako_val message)
{
    hk_ref r = hk_host_task(vm, task);
    if (!HK_VM(vm) || vm->exception != HK_EMPTY || (task.id && (!r || (hk_task_at(vm, r)->state & HK_TASK_ENDED))))
        return false;
    vm->call.fn = hk_function(vm, r ? HK_FN_TaskPrototype_postMessage : HK_FN_Task_postMessage);
    vm->call.self = r ? hk_task_at(vm, r)->promise : HK_UNDEFINED;
    vm->call.args[0] = hk_from_host(vm, message);
    vm->call.argc = 1;
    return hk_host_accessor(vm, NULL) == HAKO_DONE;
}
#endif
#endif
