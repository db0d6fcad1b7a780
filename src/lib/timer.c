/* Timers: a list in vm->timers, sorted by the time at which they are due. */
#ifndef HK_LIB_TIMER_C
#define HK_LIB_TIMER_C
#include "promise.c"

/* vm->timers: a VALUES block. Word 1: how many are pending. Its first value: the number of the last one made. Then, for each: */
enum { HK_TIMER_DUE,            /* double, in the port's milliseconds */
       HK_TIMER_ID, HK_TIMER_PERIOD,    /* a number below 0: it runs once */
       HK_TIMER_CALLBACK, HK_TIMER_ARGS,        /* an array, or undefined */
       HK_TIMER_VALUES };

/* The clock of timers: the port's ticks, or its time. */
HK_FN HK_NOINLINE double hk_clock(hk_vm *vm)
{
    const hako_port *port = vm->port;
    return !port ? 0 : port->ticks ? port->ticks(port->context) : port->now ? port->now(port->context) : 0;
}

HK_FN uint32_t hk_timer_count(hk_vm *vm) { return vm->timers ? ((hk_block *)hk_ptr(vm, vm->timers))->word : 0; }
HK_FN hk_val *hk_timer_at(hk_vm *vm, uint32_t i) { return hk_vals(vm, vm->timers) + 1 + i * HK_TIMER_VALUES; }

/* When the first one is due; infinity: there is none. */
HK_FN double hk_timer_due(hk_vm *vm)
{
    return HAKO_WITH_TIMERS && hk_timer_count(vm) ? hk_double_of(hk_timer_at(vm, 0)[HK_TIMER_DUE]) : hk_infinity();
}

/* Puts a timer, for which there is room, behind those that are due no later. It must not lie in the list. */
HK_FN void hk_timer_insert(hk_vm *vm, const hk_val *timer)
{
    uint32_t n = ((hk_block *)hk_ptr(vm, vm->timers))->word++, i = n;
    for (; i && hk_double_of(hk_timer_at(vm, i - 1)[HK_TIMER_DUE]) > hk_double_of(timer[HK_TIMER_DUE]); i--, vm->budget--)
        memcpy(hk_timer_at(vm, i), hk_timer_at(vm, i - 1), HK_TIMER_VALUES * sizeof(hk_val));
    for (unsigned k = 0; k < HK_TIMER_VALUES; k++)
        hk_store(vm, &hk_timer_at(vm, i)[k], timer[k]);
}

HK_FN void hk_timer_remove(hk_vm *vm, uint32_t i)
{
    uint32_t n = --((hk_block *)hk_ptr(vm, vm->timers))->word;
    memmove(hk_timer_at(vm, i), hk_timer_at(vm, i + 1), (n - i) * HK_TIMER_VALUES * sizeof(hk_val));
    for (unsigned k = 0; k < HK_TIMER_VALUES; k++)
        hk_timer_at(vm, n)[k] = HK_UNDEFINED;
    vm->budget -= (int32_t)(n - i);
}

/* Makes room for one more. false: out of memory. */
HK_FN bool hk_timer_room(hk_vm *vm)
{
    uint32_t n = hk_timer_count(vm), room = (hk_nvals(vm, vm->timers) - (vm->timers != 0)) / HK_TIMER_VALUES;
    if (n < room)
        return true;
    hk_val *list = hk_push(vm, hk_internal(vm->timers));
    uint32_t bytes = 8 + (1 + (room + room / 2 + 2) * HK_TIMER_VALUES) * 8;
    bool first = !vm->timers;
    hk_ref r = first ? hk_alloc(vm, HK_T_VALUES, bytes) : hk_resize(vm, list, bytes);
    hk_pop(vm);
    if (!r)
        return false;
    vm->timers = r;
    if (first)
        hk_vals(vm, r)[0] = hk_int(0);
    return true;
}

/* setTimeout, setInterval: callback, delay, its arguments */
HK_FN hk_val hk_nat_setTimeout(hk_vm *vm, hk_val *a, int argc)
{
    if (!hk_is_callable(vm, HK_ARG(a, 0)))
        return hk_throw(vm, HK_E_TYPE, "%v is not a function", HK_ARG(a, 0));
    double delay = hk_integer(HK_ARG(a, 1));
    bool again = hk_ref_of(a[1]) == HK_FN_setInterval;
    if (!(delay > 0))
        delay = 0;
    HK_THIS(a) = HK_UNDEFINED;
    if (argc > 2) {
        hk_ref r = hk_new_array(vm, (uint32_t)argc - 2);
        HK_THIS(a) = hk_object(r);
        if (!r)
            return HK_EXCEPTION;
        for (int i = 2; i < argc; i++)
            if (!hk_append(vm, HK_THIS(a), HK_ARG(a, i)))
                return HK_EXCEPTION;
    }
    if (!hk_timer_room(vm))
        return HK_EXCEPTION;
    hk_val id = hk_int((int32_t)(((uint32_t)hk_int_of(hk_vals(vm, vm->timers)[0]) + 1) & 0x7FFFFFFF));
    hk_vals(vm, vm->timers)[0] = id;
    hk_val timer[HK_TIMER_VALUES] = { hk_d2u(hk_clock(vm) + delay), id, again ? hk_number(delay) : hk_int(-1), HK_ARG(a, 0), HK_THIS(a) };
    hk_timer_insert(vm, timer);
    return id;
}

/* clearTimeout, clearInterval; what is no pending timer's number is ignored */
HK_FN hk_val hk_nat_clearTimeout(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val id = HK_ARG(a, 0);
    for (uint32_t i = 0; hk_is_number(id) && i < hk_timer_count(vm); i++, vm->budget--)
        if (hk_num_of(id) == hk_num_of(hk_timer_at(vm, i)[HK_TIMER_ID])) {
            hk_timer_remove(vm, i);
            break;
        }
    return HK_UNDEFINED;
}

/* Pushes the call of a timer that is due. HK_IN_RESULT: there is none. An interval's next turn is a period after this one was due, or
 * from now if that is past already: turns are not made up for. */
HK_FN int hk_run_timer(hk_vm *vm)
{
    bool done;
    double now = hk_clock(vm), due = hk_timer_due(vm);
    if (!(due <= now))
        return HK_IN_RESULT;
    hk_val timer[HK_TIMER_VALUES];
    memcpy(timer, hk_timer_at(vm, 0), sizeof timer);
    hk_timer_remove(vm, 0);
    double period = hk_num_of(timer[HK_TIMER_PERIOD]);
    hk_val *args = hk_push(vm, timer[HK_TIMER_CALLBACK]);
    hk_push(vm, timer[HK_TIMER_ARGS]);
    hk_push(vm, vm->result);
    if (period >= 0) {
        timer[HK_TIMER_DUE] = hk_d2u(due + period > now ? due + period : now + (period > 1 ? period : 1));
        hk_timer_insert(vm, timer);
    }
    bool ok = hk_push_call(vm, hk_function(vm, HK_FN_runTimer), HK_UNDEFINED, 3, args, false, &done);
    vm->temps -= 3;
    return ok ? HK_IN_SCRIPT : HK_IN_ERROR;
}

HK_FN hk_val hk_nat_performanceNow(hk_vm *vm, hk_val *a, int argc)
{
    (void)a, (void)argc;
    return hk_number(hk_clock(vm));
}
#endif
