/* The interpreter loop, returning, and unwinding. */
#ifndef HK_INTERP_C
#define HK_INTERP_C
#include "slow.c"

/* Sets vm->sp to the end of the script frame with base b. */
HK_INLINE void hk_set_sp(hk_vm *vm, const hk_val *b)
{
    vm->sp = hk_offset(vm, b - (hk_frame_code(vm, b)->nregs - 1));
}

/* Pops the frame with base b: its caller is current again, at the link's pc. Returns the caller's base. */
HK_INLINE hk_val *hk_pop_frame(hk_vm *vm, const hk_val *b)
{
    hk_val *caller = (hk_val *)(uintptr_t)b + hk_link_delta(*b);
    vm->fp = hk_offset(vm, caller);
    vm->pc = hk_link_pc(*b);
    return caller;
}

/* What hk_return and hk_unwind come to: a script frame goes on; the host's call has its result; an exception is to be unwound from
 * the current frame; the host's call failed. */
enum { HK_RET_SCRIPT, HK_RET_HOST, HK_RET_ERROR, HK_RET_FAILED };

/* The native in window w failed after its caller had been made current: the exception is the caller's, or the host's. */
HK_FN int hk_native_failed(hk_vm *vm, const hk_val *w)
{
    if (hk_link_note(w[0]) != HK_NOTE_HOST || vm->fp != hk_offset(vm, w + hk_link_delta(w[0])))
        return HK_RET_ERROR;
    vm->sp = hk_offset(vm, w + 1);
    return HK_RET_FAILED;
}

/* The branch instruction before the current frame's pc goes the way of `truth`. */
HK_FN void hk_resolve_branch(hk_vm *vm, bool truth)
{
    const uint32_t *words = hk_code_words(hk_frame_code(vm, hk_frame(vm)));
    unsigned op = words[vm->pc - 2] & 0xFF;
    bool negative = op == HK_OPC(JNLT) || op == HK_OPC(JNLE) || op == HK_OPC(JNGT) || op == HK_OPC(JNGE) || op == HK_OPC(JNE) ||
                    op == HK_OPC(JNLTI) || op == HK_OPC(JNGTI);
    if (truth != negative)
        vm->pc += words[vm->pc - 1];
}

/* NEXT got a value (or the end: EMPTY). */
HK_FN void hk_resolve_next(hk_vm *vm, hk_val v)
{
    const uint32_t *words = hk_code_words(hk_frame_code(vm, hk_frame(vm)));
    uint32_t w = words[vm->pc - 2];
    if (v == HK_EMPTY) {
        HK_RA(vm, w) = HK_RB(vm, w) = HK_UNDEFINED;
        vm->pc += words[vm->pc - 1];
    } else {
        HK_RB(vm, w) = v;
    }
}

/* A native waited in its window for a coerced argument. */
HK_FN int hk_resume_native(hk_vm *vm, hk_val *w, hk_val state, hk_val v)
{
    uint32_t argc = (uint32_t)(state >> 32 & 0xFFFF), at = (uint32_t)state;
    const char *sig = hk_sigs + hk_libfns[hk_libfn_of(vm, w[-HK_R_FUNCTION])].sig;
    uint32_t need = hk_sig_args(sig);
    /* a primitive that an object was converted to is not taken for an argument left out, nor for a missing this */
    if (at != HK_AT_AGAIN && (v == HK_UNDEFINED || (v == HK_NULL && at == 0)) && !(at <= need && sig[at] == 'b'))
        v = hk_string(v == HK_NULL ? HK_KEY(null) : HK_KEY(undefined));
    if (at != HK_AT_AGAIN)
        w[-(int32_t)(HK_R_THIS + at)] = v;
    vm->sp = hk_offset(vm, w - (HK_R_ARGS - 1) - (need > argc ? need : argc));
    hk_pop_frame(vm, w);
    int st = hk_native_run(vm, w, argc, at);
    return st > HK_IN_SCRIPT ? hk_enter(vm, w, vm->call.argc) : st;
}

/* The frame with base b has returned v: gives it where the link says, running what natives wait for it, until a script
 * frame goes on or the host has its result. */
HK_FN int hk_return(hk_vm *vm, hk_val *b, hk_val v)
{
    for (;;) {
        hk_val link = b[0], own_this = b[-HK_R_THIS], state = b[-HK_R_NEWTARGET];
        hk_val *caller = hk_pop_frame(vm, b);
        int st;
        switch (hk_link_note(link)) {
        case HK_NOTE_CONSTRUCT:
            if (!hk_is_object(v))
                v = own_this;
            /* fall through */
        case HK_NOTE_REGISTER:
            caller[-(int32_t)HK_REG(hk_link_dst(link))] = v;
            break;
        case HK_NOTE_BRANCH:
            hk_resolve_branch(vm, hk_to_boolean(vm, v));
            break;
        case HK_NOTE_NEXT:
            hk_resolve_next(vm, v);
            break;
        case HK_NOTE_ITER: {
            hk_val *it = caller - HK_REG(hk_link_dst(link));
            it[0] = hk_vals(vm, hk_ref_of(v))[0];
            it[-1] = hk_vals(vm, hk_ref_of(v))[1];
            break;
        }
        case HK_NOTE_GENNEXT:
            ((hk_array *)hk_ptr(vm, hk_ref_of(state)))->unused = HK_GEN_DONE;
            hk_resolve_next(vm, HK_EMPTY);
            break;
        case HK_NOTE_GENERATOR:            /* the generator function has ended; its caller is the window of next() */
            ((hk_array *)hk_ptr(vm, hk_ref_of(state)))->unused = HK_GEN_DONE;
            vm->sp = hk_offset(vm, caller - HK_R_ARGS);
            v = hk_iter_result(vm, v, true);
            if (v == HK_EXCEPTION) {
                hk_pop_frame(vm, caller);
                return hk_native_failed(vm, caller);
            }
            b = caller;
            continue;
        case HK_NOTE_NATIVE:
            st = hk_resume_native(vm, caller, state, v);
            goto entered;
        case HK_NOTE_PROTO:
            vm->sp = hk_offset(vm, caller - HK_R_ARGS - hk_link_pc(link));
            hk_pop_frame(vm, caller);
            st = hk_construct_found(vm, caller, hk_link_pc(link), v);
        entered:
            if (st == HK_IN_SCRIPT)
                return HK_RET_SCRIPT;
            if (st == HK_IN_ERROR)
                return hk_native_failed(vm, caller);
            b = caller;
            v = vm->result;
            continue;
        case HK_NOTE_REALM:
            hk_leave_realm(vm, caller);
            caller[-HK_R_THIS] = own_this;
            b = caller;
            continue;
        case HK_NOTE_HOST:
            vm->result = v;
            vm->sp = hk_offset(vm, b + 1);
            return HK_RET_HOST;
        default:
            break;
        }
        hk_set_sp(vm, caller);
        return HK_RET_SCRIPT;
    }
}

/* AWAIT: sets the frame aside as a reaction to R[A], and goes back to whoever called or resumed it. Only its first caller looks at the
 * result: the function's promise in R[B]. ASIDE: the caller gets the frame, and R[B]. */
HK_FN int hk_await(hk_vm *vm, uint32_t w)
{
    hk_ref saved = hk_copy_frame(vm);
    if (!saved)
        return HK_RET_ERROR;
    hk_push(vm, hk_internal(saved));
    hk_ref record = hk_alloc_values(vm, 4, HK_UNDEFINED);
    hk_val frame = hk_pop(vm);
    if (!record)
        return HK_RET_ERROR;
    if (HK_C(w) == HK_AWAIT_ASIDE) {
        hk_store(vm, &hk_vals(vm, record)[0], frame);
        hk_store(vm, &hk_vals(vm, record)[1], HK_RB(vm, w));
        return hk_return(vm, hk_frame(vm), hk_internal(record));
    }
    hk_store(vm, &hk_vals(vm, record)[1], frame);
    hk_then(vm, HK_RA(vm, w), record);
    return hk_return(vm, hk_frame(vm), HK_RB(vm, w));
}

/* YIELD of an asynchronous generator, which has answered the first request: waits for the next unless it is there. */
HK_FN int hk_yield_async(hk_vm *vm)
{
    hk_val *b = hk_frame(vm), *g = &b[-HK_R_NEWTARGET];
    hk_asyncgen *gen = hk_ptr(vm, hk_ref_of(*g));
    if (gen->queue != HK_UNDEFINED) {
        hk_ref request = hk_ring_first(vm, hk_ref_of(gen->queue));
        int st = hk_deliver(vm, hk_vals(vm, request)[2], ((hk_block *)hk_ptr(vm, request))->word);
        return st == HK_IN_SCRIPT ? HK_RET_SCRIPT : HK_RET_ERROR;
    }
    if (!hk_save_frame(vm, g))
        return HK_RET_ERROR;
    ((hk_asyncgen *)hk_ptr(vm, hk_ref_of(*g)))->state = HK_GEN_YIELD;
    return hk_return(vm, b, HK_UNDEFINED);
}

/* YIELD: sets the frame aside and gives the value to whoever resumed it. */
HK_FN int hk_yield(hk_vm *vm, hk_val v, bool raw)
{
    hk_val *b = hk_frame(vm);
    hk_val *value = hk_push(vm, v), *g = hk_push(vm, b[-HK_R_NEWTARGET]);
    bool ok = hk_save_frame(vm, g);
    hk_val gen = *g;
    v = *value;
    vm->temps -= 2;
    if (!ok)
        return HK_RET_ERROR;
    ((hk_array *)hk_ptr(vm, hk_ref_of(gen)))->unused = HK_GEN_YIELD;
    hk_val link = b[0];
    hk_val *caller = hk_pop_frame(vm, b);
    if (hk_link_note(link) == HK_NOTE_GENNEXT) {
        hk_set_sp(vm, caller);
        if (raw)
            return hk_call_lib(vm, HK_FN_iterResult, HK_NOTE_NEXT, 0, 1, &v) == HK_IN_SCRIPT ? HK_RET_SCRIPT : HK_RET_ERROR;
        hk_resolve_next(vm, v);
        return HK_RET_SCRIPT;
    }
    vm->sp = hk_offset(vm, caller - HK_R_ARGS);
    if (!raw && (v = hk_iter_result(vm, v, false)) == HK_EXCEPTION) {
        hk_pop_frame(vm, caller);
        return hk_native_failed(vm, caller);
    }
    return hk_return(vm, caller, v);
}

/* Finds the handler for vm->exception, from the current frame outwards. HK_RET_SCRIPT: vm->pc stands on it; HK_RET_HOST: there is
 * none up to the host's call, whose frame is gone. Without `handlers` none is looked for: the frames are dropped. */
HK_FN int hk_unwind(hk_vm *vm, bool handlers)
{
    hk_val *b = hk_frame(vm);
    for (;;) {
        const hk_code *code = hk_frame_code(vm, b);
        const hk_try *t = hk_code_tries(code);
        uint32_t at = vm->pc - 1;
        for (unsigned i = 0; handlers && i < code->ntries; i++)
            if (at >= t[i].from && at < t[i].to) {
                vm->pc = t[i].target;
                hk_set_sp(vm, b);
                return HK_RET_SCRIPT;
            }
        for (bool native = true; native;) {         /* windows of natives have no handlers */
            hk_val link = b[0], state = b[-HK_R_NEWTARGET];
            unsigned note = hk_link_note(link);
            if (note == HK_NOTE_GENERATOR || note == HK_NOTE_GENNEXT)
                ((hk_array *)hk_ptr(vm, hk_ref_of(state)))->unused = HK_GEN_DONE;
            uint32_t end = hk_offset(vm, b + 1);
            if (HK_UNLIKELY(hk_is_realm_frame(b[-HK_R_FUNCTION])))
                hk_leave_realm(vm, b);
            b = hk_pop_frame(vm, b);
            if (note == HK_NOTE_HOST) {
                vm->sp = end;
                return HK_RET_HOST;
            }
            native = note == HK_NOTE_NATIVE || note == HK_NOTE_REALM || note == HK_NOTE_GENERATOR || note == HK_NOTE_PROTO;
            if (note == HK_NOTE_NEXT || note == HK_NOTE_GENNEXT)
                HK_RA(vm, hk_code_words(hk_frame_code(vm, b))[vm->pc - 2]) = HK_UNDEFINED;
        }
    }
}

/* NEXT that is not a plain array's. HK_IN_RESULT: vm->result is the value or EMPTY. */
HK_FN int hk_slow_next(hk_vm *vm, uint32_t w)
{
    hk_val *it = hk_reg(vm, HK_A(w));
    if (hk_class(vm, it[0]) == HK_T_GENERATOR && it[-1] == hk_function(vm, HK_FN_GeneratorPrototype_next) &&
        hk_frame_realm(vm, ((hk_array *)hk_ptr(vm, hk_ref_of(it[0])))->length) == vm->realm) {
        hk_array *gen = hk_ptr(vm, hk_ref_of(it[0]));
        bool start = gen->unused == HK_GEN_START;
        if (start || gen->unused == HK_GEN_YIELD) {
            hk_val g = it[0];
            uint32_t delta = (uint32_t)(hk_frame(vm) - (hk_at(vm, vm->sp) - 1));
            if (!hk_restore_frame(vm, g, hk_link(HK_NOTE_GENNEXT, 0, delta, vm->pc)))
                return HK_IN_ERROR;
            if (!start) {
                uint32_t yield = hk_code_words(hk_frame_code(vm, hk_frame(vm)))[vm->pc - 1];
                HK_RA(vm, yield) = HK_UNDEFINED;
                HK_RB(vm, yield) = HK_FALSE;
            }
            return HK_IN_SCRIPT;
        }
        if (gen->unused == HK_GEN_DONE) {
            vm->result = HK_EMPTY;
            return HK_IN_RESULT;
        }
    }
    if (hk_class(vm, it[0]) == HK_T_ITERATOR && it[-1] == hk_function(vm, hk_iterator_next_id(vm, it[0]))) {
        vm->result = hk_iterator_step(vm, it[0]);
        if (vm->result == HK_EXCEPTION)
            return HK_IN_ERROR;
        if (vm->result != HK_TWIN)
            return HK_IN_RESULT;
    }
    return hk_call_lib(vm, HK_FN_iterStep, HK_NOTE_NEXT, 0, 2, (hk_val[]){ it[0], it[-1] });
}

/* Spreads the array in R[A+4] of a window over its arguments. Returns their number, or UINT32_MAX. */
HK_FN uint32_t hk_spread_arguments(hk_vm *vm, hk_val *win)
{
    hk_val array = win[-HK_R_ARGS];
    if (hk_class(vm, array) != HK_T_ARRAY) {
        hk_bad_operand(vm);
        return UINT32_MAX;
    }
    uint32_t n = ((hk_array *)hk_ptr(vm, hk_ref_of(array)))->length;
    const hk_val *lowest = win - HK_R_ARGS - n;
    if (n > HK_MAX_ARGS) {
        hk_throw(vm, HK_E_RANGE, "too many arguments");
        return UINT32_MAX;
    }
    if (!hk_stack_room(vm, lowest))
        return UINT32_MAX;
    array = win[-HK_R_ARGS];
    if (hk_offset(vm, lowest) < vm->sp)
        vm->sp = hk_offset(vm, lowest);
    for (uint32_t i = 0; i < n; i++) {
        hk_val v = hk_element(vm, hk_obj_ptr(vm, array), i);
        win[-(int32_t)(HK_R_ARGS + i)] = v == HK_EMPTY ? HK_UNDEFINED : v;
    }
    vm->budget -= (int32_t)n;
    return n;
}

/* CALLS, NEWS, SUPERNEWS */
HK_FN int hk_slow_spread_call(hk_vm *vm, uint32_t w, bool construct)
{
    hk_val *win = hk_reg(vm, HK_A(w));
    uint32_t n = hk_spread_arguments(vm, win);
    if (n == UINT32_MAX)
        return HK_IN_ERROR;
    win[0] = hk_link(construct ? HK_NOTE_CONSTRUCT : HK_NOTE_REGISTER, HK_C(w), (uint32_t)(hk_frame(vm) - win), vm->pc);
    int st = construct ? hk_construct(vm, win, n) : hk_enter(vm, win, n);
    if (st == HK_IN_RESULT) {
        HK_RC(vm, w) = vm->result;
        hk_set_sp(vm, hk_frame(vm));
    }
    return st;
}

/* TAIL, TAILS: replaces the current frame, where that is a script's call of a script function. */
HK_FN int hk_slow_tail(hk_vm *vm, uint32_t w, bool spread)
{
    hk_val *win = hk_reg(vm, HK_A(w)), *b = hk_frame(vm);
    uint32_t argc = spread ? hk_spread_arguments(vm, win) : HK_B(w);
    if (argc == UINT32_MAX)
        return HK_IN_ERROR;
    unsigned note = hk_link_note(b[0]);
    bool replace = hk_function_code(vm, win[-HK_R_FUNCTION]) && hk_function_realm(vm, win[-HK_R_FUNCTION]) == vm->realm && note != HK_NOTE_CONSTRUCT && note != HK_NOTE_GENERATOR && note != HK_NOTE_GENNEXT;
    win[0] = hk_link(HK_NOTE_REGISTER, HK_A(w), (uint32_t)(b - win), vm->pc);
    win[-HK_R_NEWTARGET] = HK_UNDEFINED;
    if (replace) {
        memmove(b - (HK_R_ARGS - 1) - argc, win - (HK_R_ARGS - 1) - argc, (argc + 3) * sizeof *b);
        vm->sp = hk_offset(vm, b - (HK_R_ARGS - 1) - argc);
        vm->pc = 0;                             /* an error from here on is the callee's, and of no handler */
        return hk_enter_script(vm, b, argc);
    }
    int st = hk_enter(vm, win, argc);
    if (st == HK_IN_RESULT) {
        HK_RA(vm, w) = vm->result;
        hk_set_sp(vm, hk_frame(vm));
    }
    return st;
}

/* RETDERIVED: the value to return, or HK_EXCEPTION. */
HK_FN hk_val hk_derived_result(hk_vm *vm, hk_val v, hk_val self)
{
    if (hk_is_object(v))
        return v;
    if (v == HK_UNDEFINED && self != HK_EMPTY)
        return self;
    /* [[Construct]] throws when the constructor's context has been left */
    unsigned here = vm->realm;
    const hk_val *b = hk_frame(vm);
    if (hk_link_note(b[0]) == HK_NOTE_REALM)
        hk_leave_realm(vm, b + hk_link_delta(b[0]));
    if (v != HK_UNDEFINED)
        hk_throw(vm, HK_E_TYPE, "derived constructors may only return an object or undefined");
    else
        hk_throw(vm, HK_E_REFERENCE, "must call super constructor before accessing 'this' or returning from derived constructor");
    hk_set_realm(vm, here);
    return HK_EXCEPTION;
}

HK_FN int hk_slow_throwk(hk_vm *vm, uint32_t w)
{
    static const uint8_t kinds[] = { HK_E_TYPE, HK_E_REFERENCE, HK_E_SYNTAX, HK_E_REFERENCE, HK_E_TYPE, HK_E_RANGE };
    static const char *const formats[] = { "assignment to constant '%v'", "cannot access '%v' before initialization", "%v" };
    hk_throw(vm, kinds[HK_A(w)], formats[HK_A(w) > 2 ? 2 : HK_A(w)], hk_const(vm, HK_BC(w)));
    return HK_IN_ERROR;
}

/* GETTPL: the template object of site v, or UNDEFINED. vm->templates: code, site (as an index key, no ref), object, ... */
HK_FN hk_ref *hk_template_site(hk_vm *vm, uint32_t site)
{
    hk_val f = hk_frame(vm)[-HK_R_FUNCTION];
    uint32_t n = vm->templates ? hk_units_of_hdr(((hk_block *)hk_ptr(vm, vm->templates))->hdr) * 2 - 2 : 0;
    hk_ref code = ((hk_func *)hk_ptr(vm, hk_ref_of(f)))->code;
    for (uint32_t i = 0; i + 2 < n; i += 3) {
        hk_ref *t = (hk_ref *)hk_ptr(vm, vm->templates) + 2 + i;
        if (t[0] == code && t[1] == hk_index_key(site))
            return t;
    }
    return NULL;
}

HK_FN int hk_slow_regexp(hk_vm *vm, uint32_t w, uint32_t k)
{
    hk_val v = !HAKO_WITH_REGEXP ? HK_EXCEPTION : hk_regexp_new(vm, hk_ref_of(hk_const(vm, HK_BC(w))), hk_ref_of(hk_const(vm, k & 0xFFFF)));
    if (v == HK_EXCEPTION)
        return HK_IN_ERROR;
    *hk_reg(vm, HK_A(w)) = v;
    return HK_IN_RESULT;
}

HK_FN int hk_slow_settpl(hk_vm *vm, uint32_t w, uint32_t site)
{
    uint32_t n = vm->templates ? hk_units_of_hdr(((hk_block *)hk_ptr(vm, vm->templates))->hdr) * 2 - 2 : 0, i = 0;
    if (!hk_is_block(HK_RA(vm, w)))
        return hk_bad_operand(vm);
    while (i + 2 < n && ((hk_ref *)hk_ptr(vm, vm->templates))[2 + i])
        i += 3;
    if (i + 2 >= n) {
        hk_val *list = hk_push(vm, hk_internal(vm->templates));
        hk_ref r = n ? hk_resize(vm, list, 8 + (n + 12) * 4) : hk_alloc(vm, HK_T_REFS, 8 + 6 * 4);
        hk_pop(vm);
        if (!r)
            return HK_IN_ERROR;
        vm->templates = r;
    }
    hk_ref *t = (hk_ref *)hk_ptr(vm, vm->templates) + 2 + i;
    hk_store_ref(vm, &t[0], ((hk_func *)hk_ptr(vm, hk_ref_of(hk_frame(vm)[-HK_R_FUNCTION])))->code);
    t[1] = hk_index_key(site);
    hk_store_ref(vm, &t[2], hk_ref_of(HK_RA(vm, w)));
    return HK_IN_RESULT;
}

HK_FN int hk_slow_privsym(hk_vm *vm, uint32_t w)
{
    hk_ref r = hk_alloc(vm, HK_T_SYMBOL, sizeof(hk_sym));
    if (!r)
        return HK_IN_ERROR;
    hk_sym *s = hk_ptr(vm, r);
    s->flags = HK_SYM_PRIVATE;
    hk_store(vm, &s->description, hk_const(vm, HK_BC(w)));
    HK_RA(vm, w) = hk_symbol(r);
    return HK_IN_RESULT;
}

HK_FN int hk_slow_mapargs(hk_vm *vm, uint32_t w)
{
    hk_array *a = hk_ptr(vm, hk_ref_of(HK_RA(vm, w)));
    if (hk_class(vm, HK_RA(vm, w)) != HK_T_ARGUMENTS || a->length)
        return hk_bad_operand(vm);
    uint32_t n = hk_nvals(vm, a->o.elems), params = hk_frame_code(vm, hk_frame(vm))->nparams;
    hk_store_ref(vm, &a->length, hk_ref_of(HK_RB(vm, w)));
    a->unused = HK_C(w);
    for (uint32_t i = 0; i < n && i < params; i++)
        hk_vals(vm, a->o.elems)[i] = HK_MAPPED;
    return HK_IN_RESULT;
}

/* COPYPROPS: in script where getters or exotic objects may be involved; of plain objects here. */
HK_FN int hk_slow_copyprops(hk_vm *vm, uint32_t w)
{
    if (hk_is_nullish(HK_RB(vm, w)))
        return HK_IN_RESULT;
    if (!hk_is_object(HK_RA(vm, w)))
        return hk_bad_operand(vm);
    return hk_call_lib(vm, HK_FN_copyProps, HK_NOTE_DISCARD, 0, 3, (hk_val[]){ HK_RA(vm, w), HK_RB(vm, w), HK_RC(vm, w) });
}

/* ---- The loop ------------------------------------------------------------------------------ */

#ifndef HAKO_THREADED
#  define HAKO_THREADED HK_GNUC
#endif

#if HAKO_THREADED
#  define HK_OP(name) op_##name:
#  define HK_DISPATCH() do { w = *pc++; goto *labels[w & 0xFF]; } while (0)
#else
#  define HK_OP(name) case HK_OPC(name):
#  define HK_DISPATCH() goto dispatch
#endif

/* Code for size: what is the same in many instructions stands once. */
#ifndef HAKO_COMPACT
#  ifdef __OPTIMIZE_SIZE__
#    define HAKO_COMPACT 1
#  else
#    define HAKO_COMPACT 0
#  endif
#endif

#define FA fp[w >> 8 & 0xFF]
#define FB fp[w >> 16 & 0xFF]
#define FC fp[w >> 24]
/* Registers are indexed by their raw operand from here. */
#define HK_FP(vm) (hk_at(vm, (vm)->fp) - 255)
#define HK_SAVE() (vm->pc = (uint32_t)(pc - words))
#define HK_CHARGE() (vm->budget -= (int32_t)(pc - run))
/* A jump was decided, which is the end of the instruction; the step is charged, and on the way back the slice may end. */
#define HK_JUMP_NOW(offset) \
    do { \
        int32_t off_ = (int32_t)(offset); \
        HK_CHARGE(); \
        pc += off_; \
        run = pc; \
        if (off_ < 0 && HK_UNLIKELY(vm->budget < 0 || cold)) \
            goto back_edge; \
        HK_DISPATCH(); \
    } while (0)
#if HAKO_COMPACT
#  define HK_JUMP(offset) do { extra = (uint32_t)(offset); goto jump; } while (0)
#else
#  define HK_JUMP(offset) HK_JUMP_NOW(offset)
#endif
/* What an out-of-line helper returned. */
#define HK_SLOW(call) do { HK_SAVE(); st = (call); goto after; } while (0)
#define HK_INT2(a, b) ((((a) >> 48) == HK_TAG_INT) & (((b) >> 48) == HK_TAG_INT))
#define HK_NUM2(a, b) (hk_is_number(a) && hk_is_number(b))

/* Of numbers that are not both int32, where code is to be small: such operators meet in one place. */
#if HAKO_COMPACT
#  define HK_NUMBERS(op, b) { second = b; extra = op; goto numbers; }
#else
#  define HK_NUMBERS(op, b)
#endif

#define HK_ARITH(name, op, intcase, dblcase) \
    HK_OP(name) { \
        hk_val a = FB, b = FC; \
        if (HK_LIKELY(HK_INT2(a, b))) { int32_t x = hk_int_of(a), y = hk_int_of(b); (void)x; (void)y; intcase } \
        if (HK_NUM2(a, b)) { double x = hk_num_of(a), y = hk_num_of(b); (void)x; (void)y; dblcase } \
        HK_SLOW(hk_slow_binary(vm, w, op, a, b)); \
    }
#define HK_SET_INT(i) { FA = hk_int(i); HK_DISPATCH(); }
/* The result of a double operation; the only NaN is HK_NAN. */
#define HK_SET_DOUBLE(d) { double d_ = (d); FA = d_ == d_ ? hk_d2u(d_) : HK_NAN; HK_DISPATCH(); }
/* With a double operation that takes its time anyway */
#define HK_LONG_ARITH(name, op, intcase) \
    HK_OP(name) { \
        hk_val a = FB, b = FC; \
        if (HK_LIKELY(HK_INT2(a, b))) { int32_t x = hk_int_of(a), y = hk_int_of(b); (void)x; (void)y; intcase } \
        HK_NUMBERS(op, b) \
        if (HK_NUM2(a, b)) { FA = hk_number_op(op, hk_num_of(a), hk_num_of(b)); HK_DISPATCH(); } \
        HK_SLOW(hk_slow_binary(vm, w, op, a, b)); \
    }
#define HK_BITS(name, op, expr) HK_LONG_ARITH(name, op, { FA = expr; HK_DISPATCH(); })
#define HK_IMMEDIATE(name, op, intcase) \
    HK_OP(name) { \
        hk_val a = FB; \
        int32_t y = HK_SC(w); \
        if (HK_LIKELY(hk_is_int(a))) { int32_t x = hk_int_of(a); (void)x; intcase } \
        HK_NUMBERS(op, hk_int(y)) \
        if (hk_is_double(a)) { FA = hk_number_op(op, hk_double_of(a), y); HK_DISPATCH(); } \
        HK_SLOW(hk_slow_binary(vm, w, op, a, hk_int(y))); \
    }
#define HK_COMPARE(name, op, cmp) \
    HK_OP(name) { \
        hk_val a = FB, b = FC; \
        if (HK_LIKELY(HK_INT2(a, b))) { FA = hk_bool(hk_int_of(a) cmp hk_int_of(b)); HK_DISPATCH(); } \
        HK_NUMBERS(op, b) \
        if (HK_NUM2(a, b)) { FA = hk_bool(hk_num_of(a) cmp hk_num_of(b)); HK_DISPATCH(); } \
        HK_SLOW(hk_slow_binary(vm, w, op, a, b)); \
    }
/* Compare and branch: `yes` is whether the comparison has to hold (true) or to fail (false). */
#define HK_BRANCH(name, op, cmp, yes) \
    HK_OP(name) { \
        hk_val a = FA, b = FB; \
        bool t; \
        if (HK_LIKELY(HK_INT2(a, b))) \
            t = hk_int_of(a) cmp hk_int_of(b); \
        else if (!HAKO_COMPACT && HK_NUM2(a, b)) \
            t = hk_num_of(a) cmp hk_num_of(b); \
        else { \
            pc++; \
            HK_SAVE(); \
            st = hk_slow_compare(vm, op, a, b); \
            goto compared; \
        } \
        int32_t off = (int32_t)*pc++; \
        if (t == (yes)) \
            HK_JUMP(off); \
        HK_DISPATCH(); \
    }
#define HK_BRANCHI(name, op, cmp, yes) \
    HK_OP(name) { \
        hk_val a = FA; \
        int32_t y = HK_SBC(w); \
        bool t; \
        if (HK_LIKELY(hk_is_int(a))) \
            t = hk_int_of(a) cmp y; \
        else if (!HAKO_COMPACT && hk_is_double(a)) \
            t = hk_double_of(a) cmp y; \
        else { \
            pc++; \
            HK_SAVE(); \
            st = hk_slow_compare(vm, op, a, hk_int(y)); \
            goto compared; \
        } \
        int32_t off = (int32_t)*pc++; \
        if (t == (yes)) \
            HK_JUMP(off); \
        HK_DISPATCH(); \
    }

/* Falsy without a look into the heap, or truthy the same way; else by ToBoolean. */
#define HK_TRUTH(v) ((v) == HK_TRUE || ((v) != HK_FALSE && hk_to_boolean(vm, v)))

/* Labels as values are an extension, used where the compiler has it. */
#if HK_GNUC
#  pragma GCC diagnostic push
#  pragma GCC diagnostic ignored "-Wpedantic"
#endif
HK_FN int hk_run(hk_vm *vm)
{
#if HAKO_THREADED
#  define HK_LABEL(name, format) &&op_##name,
    static const void *const labels[] = { HK_OPCODES(HK_LABEL) };
#  undef HK_LABEL
#endif
    const uint32_t *pc, *words, *run;
    hk_val *fp;
    hk_cache *caches;
    uint32_t w = 0, seen, extra;        /* extra, second: operands for what instructions have in common */
    hk_val second;
    const hk_val *consts;
    bool cold;                  /* the function has no caches yet: its loops count towards them */
    int st;

load:                           /* the current frame changed, or blocks moved: read everything anew */
    {
        hk_val *b = hk_frame(vm);
        hk_val f = b[-HK_R_FUNCTION];
        const hk_code *code;
        fp = b - 255;
        caches = NULL;
        cold = false;
        if (HK_LIKELY(hk_class(vm, f) == HK_T_FUNCTION)) {
            const hk_func *fn = hk_ptr(vm, hk_ref_of(f));
            code = hk_ptr(vm, fn->code);
            consts = hk_block_consts(code);
            if (HK_UNLIKELY(!hk_ref_is_block(fn->code)))
                code = hk_rom_entry(vm, fn->code, &consts);
            caches = hk_caches_of(vm, fn);
            cold = !caches && code->ncaches;
        } else {
            code = hk_frame_code(vm, b);
            consts = hk_code_consts(code);
        }
        words = hk_code_words(code);
        pc = run = words + vm->pc;
        seen = vm->collections;
        vm->sp = hk_offset(vm, b - (code->nregs - 1));
    }
    if (HK_UNLIKELY(vm->budget < 0))
        return HK_RUN_MORE;
    HK_DISPATCH();

after:                          /* a helper has run */
    HK_CHECK_THAT(vm->temps == 0 || vm->nesting);
    if (HK_LIKELY(st == HK_IN_RESULT)) {
        if (HK_UNLIKELY(vm->collections != seen)) {
            HK_CHARGE();
            goto load;
        }
        HK_DISPATCH();
    }
    HK_CHARGE();
    if (st == HK_IN_SCRIPT)
        goto load;
    goto thrown;

#if HAKO_COMPACT
jump:
    HK_JUMP_NOW((int32_t)extra);
numbers:                        /* R[B] and second, by operator extra */
    if (extra < HK_OP_EQ && HK_NUM2(FB, second)) {
        FA = hk_number_op(extra, hk_num_of(FB), hk_num_of(second));
        HK_DISPATCH();
    }
    HK_SLOW(hk_slow_binary(vm, w, extra, FB, second));
#endif

compared:                       /* vm->result decides the branch before vm->pc */
    HK_CHARGE();
    if (st == HK_IN_RESULT) {
        hk_resolve_branch(vm, vm->result == HK_TRUE);
        goto load;
    }
    if (st == HK_IN_SCRIPT)
        goto load;
    goto thrown;

back_edge:
    HK_SAVE();
    if (cold)
        hk_heat(vm);
    goto load;

throw_here:
    HK_SAVE();
    HK_CHARGE();
thrown:
    if (HAKO_WITH_CLASSES && HK_UNLIKELY(vm->exception == HK_UNEXPLAINED))
        hk_explain(vm);
    st = hk_unwind(vm, true);
    if (st == HK_RET_HOST)
        return HK_RUN_FAILED;
    goto load;

#if !HAKO_THREADED
dispatch:
    w = *pc++;
    switch (w & 0xFF) {
#endif

    HK_OP(MOVE) FA = FB; HK_DISPATCH();
    HK_OP(LOADI) FA = hk_int(HK_SBC(w)); HK_DISPATCH();
    HK_OP(MOVE2) {
        hk_val *to = &FA;
        to[0] = FB;
        to[-1] = FC;
        HK_DISPATCH();
    }
    HK_OP(LOADK) FA = hk_const_at(consts, HK_BC(w)); HK_DISPATCH();
    HK_OP(LOADS) FA = HK_MAKE(HK_TAG_SPECIAL, HK_SBC(w)); HK_DISPATCH();

    HK_OP(SCOPE) pc++; HK_SLOW(hk_slow_scope(vm, w, pc[-1]));
    HK_OP(COPYSCOPE) HK_SLOW(hk_slow_copyscope(vm, w));
    HK_OP(POPSCOPE) FA = hk_internal(((hk_block *)hk_ptr(vm, hk_ref_of(FB)))->word); HK_DISPATCH();
    HK_OP(GETSC) FA = hk_vals(vm, hk_ref_of(FB))[HK_C(w)]; HK_DISPATCH();
    HK_OP(SETSC) hk_store(vm, &hk_vals(vm, hk_ref_of(FB))[HK_C(w)], FA); HK_DISPATCH();
    HK_OP(GETUP) FA = hk_vals(vm, hk_env(vm, fp, HK_B(w)))[HK_C(w)]; HK_DISPATCH();
    HK_OP(SETUP) hk_store(vm, &hk_vals(vm, hk_env(vm, fp, HK_B(w)))[HK_C(w)], FA); HK_DISPATCH();
    HK_OP(GETSCW) FA = hk_vals(vm, hk_ref_of(FB))[*pc++]; HK_DISPATCH();
    HK_OP(SETSCW) hk_store(vm, &hk_vals(vm, hk_ref_of(FB))[*pc++], FA); HK_DISPATCH();
    HK_OP(GETUPW) FA = hk_vals(vm, hk_env(vm, fp, HK_B(w)))[*pc++]; HK_DISPATCH();
    HK_OP(SETUPW) hk_store(vm, &hk_vals(vm, hk_env(vm, fp, HK_B(w)))[*pc++], FA); HK_DISPATCH();
    HK_OP(CHECK)
        if (HK_LIKELY(FA != HK_EMPTY))
            HK_DISPATCH();
        HK_SAVE();
        hk_throw(vm, HK_E_REFERENCE, "cannot access '%v' before initialization", hk_const_at(consts, HK_BC(w)));
        goto throw_here;
    HK_OP(IMPORT) {
        hk_val v = FA;
        if (HK_LIKELY(hk_is_internal(v)))
            v = hk_cell_value(vm, v);
        if (HK_LIKELY(v != HK_EMPTY)) {
            FA = v;
            HK_DISPATCH();
        }
        HK_SAVE();
        hk_throw(vm, HK_E_REFERENCE, "cannot access '%v' before initialization", hk_const_at(consts, HK_BC(w)));
        goto throw_here;
    }
    HK_OP(CHECKTHIS)
        if (HK_LIKELY(FA != HK_EMPTY))
            HK_DISPATCH();
        HK_SAVE();
        hk_derived_result(vm, HK_UNDEFINED, HK_EMPTY);
        goto throw_here;
    HK_OP(CHECKNEW)
        if (HK_LIKELY(FA == HK_EMPTY))
            HK_DISPATCH();
        HK_SAVE();
        hk_throw(vm, HK_E_REFERENCE, "super constructor may only be called once");
        goto throw_here;
    HK_OP(THROWK) HK_SLOW(hk_slow_throwk(vm, w));

    HK_OP(GETG) {
        uint32_t k = *pc++;
        if (HK_LIKELY(caches != NULL)) {
            const hk_cache *c = &caches[k >> 16];
            if (HK_LIKELY(c->shape != 0 && c->generation == (uint16_t)vm->generation)) {
                hk_val v = c->slot & HK_IC_SLOTS ? (c->slot & 1 ? hk_object(c->holder) : hk_function(vm, c->holder))
                                                 : *hk_slot(vm, hk_block_obj(vm, c->holder), c->slot & HK_IC_INDEX);
                if (HK_LIKELY(v != HK_EMPTY)) {
                    FA = v;
                    HK_DISPATCH();
                }
            }
        }
        HK_SLOW(hk_slow_getg(vm, w, k));
    }
    HK_OP(SETG) {
        uint32_t k = *pc++;
        if (HK_LIKELY(caches != NULL)) {
            const hk_cache *c = &caches[k >> 16];
            if (HK_LIKELY(c->shape != 0 && c->generation == (uint16_t)vm->generation && !(c->slot & HK_IC_SLOTS))) {
                hk_val *at = hk_slot(vm, hk_block_obj(vm, c->holder), c->slot & HK_IC_INDEX);
                if (HK_LIKELY(*at != HK_EMPTY)) {
                    hk_store(vm, at, FA);
                    HK_DISPATCH();
                }
            }
        }
        HK_SLOW(hk_slow_setg(vm, w, k));
    }
    HK_OP(INITG) pc++; HK_SLOW(hk_slow_initg(vm, w, pc[-1]));
    HK_OP(DECLG) HK_SLOW(hk_slow_declg(vm, w));
    HK_OP(DEFG) pc++; HK_SLOW(hk_slow_defg(vm, w, pc[-1]));

    HK_ARITH(ADD, HK_OP_ADD, { int32_t r; if (HK_LIKELY(!hk_add_overflow(x, y, &r))) HK_SET_INT(r) }, HK_SET_DOUBLE(x + y))
    HK_ARITH(SUB, HK_OP_SUB, { int32_t r; if (HK_LIKELY(!hk_sub_overflow(x, y, &r))) HK_SET_INT(r) }, HK_SET_DOUBLE(x - y))
    HK_ARITH(MUL, HK_OP_MUL, { int32_t r; if (HK_LIKELY(!hk_mul_overflow(x, y, &r) && (r || (x | y) >= 0))) HK_SET_INT(r) }, HK_SET_DOUBLE(x * y))
    HK_LONG_ARITH(DIV, HK_OP_DIV, { })
    HK_LONG_ARITH(MOD, HK_OP_MOD, { if (HK_LIKELY(x >= 0 && y > 0)) HK_SET_INT(x % y) })
    HK_LONG_ARITH(EXP, HK_OP_EXP, { })
    HK_BITS(BAND, HK_OP_BAND, hk_int(x & y))
    HK_BITS(BOR, HK_OP_BOR, hk_int(x | y))
    HK_BITS(BXOR, HK_OP_BXOR, hk_int(x ^ y))
    HK_BITS(SHL, HK_OP_SHL, hk_int((int32_t)((uint32_t)x << (y & 31))))
    HK_BITS(SHR, HK_OP_SHR, hk_int(x >> (y & 31)))
    HK_BITS(USHR, HK_OP_USHR, hk_uint((uint32_t)x >> (y & 31)))
    HK_IMMEDIATE(ADDI, HK_OP_ADD, { int32_t r; if (HK_LIKELY(!hk_add_overflow(x, y, &r))) HK_SET_INT(r) FA = hk_number((double)x + y); HK_DISPATCH(); })
    HK_IMMEDIATE(SUBI, HK_OP_SUB, { int32_t r; if (HK_LIKELY(!hk_sub_overflow(x, y, &r))) HK_SET_INT(r) FA = hk_number((double)x - y); HK_DISPATCH(); })
    HK_IMMEDIATE(MULI, HK_OP_MUL, { int32_t r; if (HK_LIKELY(!hk_mul_overflow(x, y, &r) && (r || (x | y) >= 0))) HK_SET_INT(r) FA = hk_number((double)x * y); HK_DISPATCH(); })
    HK_IMMEDIATE(BANDI, HK_OP_BAND, HK_SET_INT(x & y))
    HK_IMMEDIATE(SHLI, HK_OP_SHL, HK_SET_INT((int32_t)((uint32_t)x << (y & 31))))
    HK_IMMEDIATE(SHRI, HK_OP_SHR, HK_SET_INT(x >> (y & 31)))
    HK_IMMEDIATE(USHRI, HK_OP_USHR, { FA = hk_uint((uint32_t)x >> (y & 31)); HK_DISPATCH(); })
    HK_IMMEDIATE(MODI, HK_OP_MOD, { if (HK_LIKELY(x >= 0 && y > 0)) HK_SET_INT(x % y) FA = hk_number_op(HK_OP_MOD, x, y); HK_DISPATCH(); })
    HK_OP(INC) {
        hk_val a = FB;
        int32_t r;
        if (HK_LIKELY(hk_is_int(a) && !hk_add_overflow(hk_int_of(a), 1, &r)))
            HK_SET_INT(r)
        HK_SLOW(hk_slow_unary(vm, w, HK_OPC(INC), a));
    }
    HK_OP(DEC) {
        hk_val a = FB;
        int32_t r;
        if (HK_LIKELY(hk_is_int(a) && !hk_sub_overflow(hk_int_of(a), 1, &r)))
            HK_SET_INT(r)
        HK_SLOW(hk_slow_unary(vm, w, HK_OPC(DEC), a));
    }
    HK_OP(NEG) {
        hk_val a = FB;
        if (HK_LIKELY(hk_is_int(a) && hk_int_of(a) != 0 && hk_int_of(a) != INT32_MIN))
            HK_SET_INT(-hk_int_of(a))
        if (hk_is_double(a))
            HK_SET_DOUBLE(-hk_double_of(a))
        HK_SLOW(hk_slow_unary(vm, w, HK_OPC(NEG), a));
    }
    HK_OP(BNOT) {
        hk_val a = FB;
        if (HK_LIKELY(hk_is_int(a)))
            HK_SET_INT(~hk_int_of(a))
        HK_SLOW(hk_slow_unary(vm, w, HK_OPC(BNOT), a));
    }
    HK_OP(NOT) { hk_val a = FB; FA = hk_bool(!HK_TRUTH(a)); HK_DISPATCH(); }
    HK_OP(PLUS)
    HK_OP(TONUMERIC) {
        hk_val a = FB;
        if (HK_LIKELY(hk_is_number(a))) {
            FA = a;
            HK_DISPATCH();
        }
        HK_SLOW(hk_slow_unary(vm, w, w & 0xFF, a));
    }
    HK_OP(TOSTRING) {
        hk_val a = FB;
        if (HK_LIKELY(hk_is_string(a))) {
            FA = a;
            HK_DISPATCH();
        }
        HK_SLOW(hk_slow_unary(vm, w, HK_OPC(TOSTRING), a));
    }
    HK_OP(TOKEY) HK_SLOW(hk_slow_unary(vm, w, HK_OPC(TOKEY), FB));
    HK_OP(TYPEOF) FA = hk_typeof_value(vm, FB); HK_DISPATCH();
    HK_COMPARE(LT, HK_OP_LT, <)
    HK_COMPARE(LE, HK_OP_LE, <=)
    HK_COMPARE(GT, HK_OP_GT, >)
    HK_COMPARE(GE, HK_OP_GE, >=)
    HK_COMPARE(EQ, HK_OP_EQ, ==)
    HK_COMPARE(NE, HK_OP_NE, !=)
    HK_OP(SEQ) HK_SAVE(); { bool t = hk_strict_equal(vm, FB, FC); FA = hk_bool(t); } st = HK_IN_RESULT; goto after;
    HK_OP(SNE) HK_SAVE(); { bool t = hk_strict_equal(vm, FB, FC); FA = hk_bool(!t); } st = HK_IN_RESULT; goto after;
    HK_OP(IN) HK_SLOW(hk_slow_in(vm, w));
    HK_OP(INSTANCEOF) HK_SLOW(hk_slow_instanceof(vm, w));

    HK_OP(J) HK_JUMP((int32_t)w >> 8); HK_DISPATCH();
    HK_OP(JT) { hk_val a = FA; if (HK_TRUTH(a)) HK_JUMP(HK_SBC(w)); HK_DISPATCH(); }
    HK_OP(JF) { hk_val a = FA; if (!HK_TRUTH(a)) HK_JUMP(HK_SBC(w)); HK_DISPATCH(); }
    HK_OP(JNULLISH) if (hk_is_nullish(FA)) HK_JUMP(HK_SBC(w)); HK_DISPATCH();
    HK_OP(JNNULLISH) if (!hk_is_nullish(FA)) HK_JUMP(HK_SBC(w)); HK_DISPATCH();
    HK_OP(JUNDEF) if (FA == HK_UNDEFINED) HK_JUMP(HK_SBC(w)); HK_DISPATCH();
    HK_OP(JNUNDEF) if (FA != HK_UNDEFINED) HK_JUMP(HK_SBC(w)); HK_DISPATCH();
    HK_BRANCH(JLT, HK_OP_LT, <, true)
    HK_BRANCH(JNLT, HK_OP_LT, <, false)
    HK_BRANCH(JLE, HK_OP_LE, <=, true)
    HK_BRANCH(JNLE, HK_OP_LE, <=, false)
    HK_BRANCH(JGT, HK_OP_GT, >, true)
    HK_BRANCH(JNGT, HK_OP_GT, >, false)
    HK_BRANCH(JGE, HK_OP_GE, >=, true)
    HK_BRANCH(JNGE, HK_OP_GE, >=, false)
    HK_BRANCH(JEQ, HK_OP_EQ, ==, true)
    HK_BRANCH(JNE, HK_OP_EQ, ==, false)
    HK_OP(JSEQ)
    HK_OP(JSNE) {
        hk_val a = FA, b = FB;
        bool t = a == b ? !hk_is_double(a) || a != HK_NAN : false;
        if (a != b && (hk_is_string(a) || hk_is_double(a) || hk_is_double(b) || hk_is_bigint(a))) {
            HK_SAVE();
            vm->pc++;
            t = hk_strict_equal(vm, a, b);
            if (HK_UNLIKELY(vm->collections != seen)) {
                vm->result = hk_bool(t == ((w & 0xFF) == HK_OPC(JSEQ)));
                st = HK_IN_RESULT;
                pc++;
                goto compared;
            }
        }
        int32_t off = (int32_t)*pc++;
        if (t == ((w & 0xFF) == HK_OPC(JSEQ)))
            HK_JUMP(off);
        HK_DISPATCH();
    }
    HK_BRANCHI(JLTI, HK_OP_LT, <, true)
    HK_BRANCHI(JNLTI, HK_OP_LT, <, false)
    HK_BRANCHI(JGTI, HK_OP_GT, >, true)
    HK_BRANCHI(JNGTI, HK_OP_GT, >, false)
    HK_OP(JSEQI) {
        hk_val a = FA;
        bool t = a == hk_int(HK_SBC(w)) || (hk_is_double(a) && hk_double_of(a) == HK_SBC(w));
        int32_t off = (int32_t)*pc++;
        if (t)
            HK_JUMP(off);
        HK_DISPATCH();
    }
    HK_OP(JSNEI) {
        hk_val a = FA;
        bool t = a == hk_int(HK_SBC(w)) || (hk_is_double(a) && hk_double_of(a) == HK_SBC(w));
        int32_t off = (int32_t)*pc++;
        if (!t)
            HK_JUMP(off);
        HK_DISPATCH();
    }

    HK_OP(GETP) {
        uint32_t k = *pc++;
        hk_val o = FB;
        if (HK_LIKELY(caches != NULL)) {
            const hk_cache *c = &caches[k >> 16];
            if (HK_LIKELY(hk_is_block(o))) {
                const hk_obj *obj = hk_ptr(vm, hk_ref_of(o));
                if (HK_LIKELY(obj->shape == c->shape)) {
                    hk_val v = hk_cached_value(vm, c, obj);
                    if (HK_LIKELY(v != HK_EMPTY)) {
                        FA = v;
                        HK_DISPATCH();
                    }
                }
            }
        }
        HK_SLOW(hk_slow_get(vm, o, hk_const_key(hk_const_at(consts, k & 0xFFFF)), HK_A(w), k >> 16));
    }
    HK_OP(GETM) {
        uint32_t k = *pc++;
        hk_val o = FB;
        unsigned dst = HK_A(w) - 2;             /* raw operands descend */
        fp[HK_A(w) - 3] = o;
        if (HK_LIKELY(caches != NULL)) {
            const hk_cache *c = &caches[k >> 16];
            if (HK_LIKELY(hk_is_block(o))) {
                const hk_obj *obj = hk_ptr(vm, hk_ref_of(o));
                if (HK_LIKELY(obj->shape == c->shape)) {
                    hk_val v = hk_cached_value(vm, c, obj);
                    if (HK_LIKELY(v != HK_EMPTY)) {
                        fp[dst] = v;
                        HK_DISPATCH();
                    }
                }
            } else if (hk_is_string(o) && c->shape == HK_IC_STRING_SHAPE && c->generation == (uint16_t)vm->generation && c->slot == (HK_IC_OTHER | HK_IC_FUNCTION)) {
                fp[dst] = hk_function(vm, c->holder);
                HK_DISPATCH();
            }
        }
        HK_SLOW(hk_slow_get(vm, o, hk_const_key(hk_const_at(consts, k & 0xFFFF)), dst, k >> 16));
    }
    HK_OP(SETP) {
        uint32_t k = *pc++;
        hk_val o = FA;
        if (HK_LIKELY(caches != NULL) && HK_LIKELY(hk_is_block(o))) {
            const hk_cache *c = &caches[k >> 16];
            hk_obj *obj = hk_ptr(vm, hk_ref_of(o));
            if (HK_LIKELY(obj->shape == c->shape) && hk_cached_store(vm, c, obj, FB))
                HK_DISPATCH();
        }
        HK_SLOW(hk_slow_set(vm, o, hk_const_key(hk_const_at(consts, k & 0xFFFF)), FB, k >> 16));
    }
    HK_OP(DEFP) {
        uint32_t k = *pc++;
        hk_val o = FA;
        if (HK_LIKELY(caches != NULL) && HK_LIKELY(hk_is_block(o))) {
            const hk_cache *c = &caches[k >> 16];
            hk_obj *obj = hk_ptr(vm, hk_ref_of(o));
            if (HK_LIKELY(obj->shape == c->shape) && (c->slot & HK_IC_HOLDER) && hk_cached_store(vm, c, obj, FB))
                HK_DISPATCH();
        }
        HK_SLOW(hk_slow_defp(vm, w, k));
    }
    HK_OP(GETEI)
        second = hk_int((int32_t)HK_C(w));
        goto get_element;
    HK_OP(GETE)
        second = FC;
get_element: {
        hk_val o = FB, key = second;
        if (HK_LIKELY(hk_is_block(o) && hk_is_int(key))) {
            const hk_obj *obj = hk_ptr(vm, hk_ref_of(o));
            uint32_t i = (uint32_t)hk_int_of(key);
            if (HK_LIKELY(i < hk_nvals(vm, obj->elems))) {
                hk_val v = hk_vals(vm, obj->elems)[i];
                if (HK_LIKELY(v != HK_EMPTY && v != HK_MAPPED)) {
                    FA = v;
                    HK_DISPATCH();
                }
            } else if (HAKO_WITH_TYPED_ARRAYS && hk_type_of_hdr(obj->hdr) == HK_T_TYPED) {
                hk_val v = hk_typed_get(vm, (const hk_view *)(const void *)obj, i);
                if (HK_LIKELY(v != HK_EMPTY)) {
                    FA = v;
                    HK_DISPATCH();
                }
            }
        } else if (hk_is_string(o) && hk_is_int(key)) {
            hk_ref s = hk_ref_of(o);
            if (hk_ref_is_block(s) && hk_type(vm, s) == HK_T_STRING && (uint32_t)hk_int_of(key) < hk_str_len(vm, s)) {
                hk_text t;
                hk_text_of(vm, s, &t);
                FA = hk_string(HK_CHAR_REF(hk_unit(&t, (uint32_t)hk_int_of(key))));
                HK_DISPATCH();
            }
        }
        HK_SLOW(hk_slow_gete(vm, o, key, HK_A(w)));
    }
    HK_OP(SETE) {
        hk_val o = FA, key = FB;
        if (HK_LIKELY(hk_is_block(o) && hk_is_int(key))) {
            const hk_obj *obj = hk_ptr(vm, hk_ref_of(o));
            uint32_t i = (uint32_t)hk_int_of(key);
            if (HK_LIKELY(i < hk_nvals(vm, obj->elems))) {
                hk_val *at = &hk_vals(vm, obj->elems)[i];
                if (HK_LIKELY(*at != HK_EMPTY && *at != HK_MAPPED && ((hk_block *)hk_ptr(vm, obj->elems))->word == 0)) {
                    hk_store(vm, at, FC);
                    HK_DISPATCH();
                }
            } else if (HAKO_WITH_TYPED_ARRAYS && hk_type_of_hdr(obj->hdr) == HK_T_TYPED) {
                if (HK_LIKELY(hk_is_number(FC)) && HK_LIKELY(hk_typed_put(vm, (const hk_view *)(const void *)obj, i, FC)))
                    HK_DISPATCH();
            }
        }
        HK_SLOW(hk_slow_sete(vm, o, key, FC));
    }
    HK_OP(GETME)
        fp[HK_A(w) - 3] = FB;
        HK_SLOW(hk_slow_gete(vm, FB, FC, HK_A(w) - 2));
    HK_OP(DEL) HK_SLOW(hk_slow_delete(vm, w));
    HK_OP(GETSUPER) HK_SLOW(hk_slow_super(vm, w, false));
    HK_OP(SUPERBASE) HK_SLOW(hk_slow_super_base(vm, w));
    HK_OP(SETSUPER) HK_SLOW(hk_slow_super(vm, w, true));
    HK_OP(GETPRIV) HK_SLOW(hk_slow_getpriv(vm, w));
    HK_OP(SETPRIV) HK_SLOW(hk_slow_setpriv(vm, w));
    HK_OP(HASPRIV) HK_SLOW(hk_slow_haspriv(vm, w));
    HK_OP(DEFPRIV) pc++; HK_SLOW(hk_slow_defpriv(vm, w, pc[-1]));
    HK_OP(PRIVSYM) HK_SLOW(hk_slow_privsym(vm, w));

    HK_OP(NEWOBJ) {
        HK_SAVE();
        hk_ref r = hk_new_plain(vm, HK_B(w) ? HK_B(w) : 2);
        FA = r ? hk_object(r) : HK_UNDEFINED;
        st = r ? HK_IN_RESULT : HK_IN_ERROR;
        goto after;
    }
    HK_OP(NEWARR) {
        HK_SAVE();
        hk_ref r = hk_new_array(vm, (uint32_t)HK_SBC(w));
        FA = r ? hk_object(r) : HK_UNDEFINED;
        st = r ? HK_IN_RESULT : HK_IN_ERROR;
        goto after;
    }
    HK_OP(APPEND) HK_SLOW(hk_slow_append(vm, w));
    HK_OP(SPREAD) HK_SLOW(hk_slow_spread(vm, w));
    HK_OP(DEFE) HK_SLOW(hk_slow_defe(vm, w));
    HK_OP(DEFMETHOD) pc++; HK_SLOW(hk_slow_defmethod(vm, w, pc[-1]));
    HK_OP(SETPROTO) HK_SLOW(hk_slow_setproto(vm, w));
    HK_OP(COPYPROPS) HK_SLOW(hk_slow_copyprops(vm, w));
    HK_OP(CLOSURE)
    HK_OP(CLASS) {
        uint32_t k = *pc++;
        hk_val env, f = fp[255 - HK_R_FUNCTION];
        if (HK_C(w) & 1)
            env = hk_class(vm, f) == HK_T_FUNCTION ? hk_internal(((hk_func *)hk_ptr(vm, hk_ref_of(f)))->env) : hk_internal(0);
        else
            env = FB;
        HK_SAVE();
        hk_val code = hk_const(vm, k & 0xFFFF);
        st = (w & 0xFF) == HK_OPC(CLASS) ? hk_slow_class(vm, w, env, code) : hk_slow_closure(vm, w, env, code);
        goto after;
    }
    HK_OP(SETNAME) HK_SLOW(hk_slow_setname(vm, w));
    HK_OP(GETTPL) {
        const hk_ref *t = hk_template_site(vm, *pc++);
        if (t) {
            FA = hk_object(t[2]);
            HK_JUMP(HK_SBC(w));
        }
        HK_DISPATCH();
    }
    HK_OP(SETTPL) pc++; HK_SLOW(hk_slow_settpl(vm, w, pc[-1]));
    HK_OP(REGEXP) pc++; HK_SLOW(hk_slow_regexp(vm, w, pc[-1]));
    HK_OP(MAPARGS) HK_SLOW(hk_slow_mapargs(vm, w));

    HK_OP(CALL) {
        hk_val *win = &FA, f = win[-HK_R_FUNCTION];
        uint32_t argc = HK_B(w);
        HK_SAVE();
        HK_CHARGE();
        win[0] = hk_link(HK_NOTE_REGISTER, HK_C(w), 255 - HK_A(w), vm->pc);
        win[-HK_R_NEWTARGET] = HK_UNDEFINED;
        if (HK_LIKELY(hk_class(vm, f) == HK_T_FUNCTION)) {
            const hk_func *fn = hk_ptr(vm, hk_ref_of(f));
            const hk_code *code = hk_ptr(vm, fn->code);
            const hk_val *inside = hk_block_consts(code);
            if (HK_UNLIKELY(!hk_ref_is_block(fn->code)))
                code = hk_rom_entry(vm, fn->code, &inside);
            hk_val *lowest = win - (code->nregs - 1);
            if (HK_LIKELY(inside && !(code->flags & (HK_CF_CLASS | HK_CF_REST | HK_CF_ARGUMENTS)) && fn->realm == vm->realm && hk_offset(vm, lowest) >= vm->stack_low)) {
                for (uint32_t i = argc; HK_UNLIKELY(i < code->nparams); i++)
                    win[-(int32_t)(HK_R_ARGS + i)] = HK_UNDEFINED;
                vm->fp = hk_offset(vm, win);
                vm->sp = hk_offset(vm, lowest);
                vm->pc = 0;
                caches = hk_caches_of(vm, fn);
                cold = !caches && code->ncaches;
                if (HK_UNLIKELY(cold))
                    hk_heat(vm);
                if (HK_UNLIKELY(cold || vm->budget < 0))
                    goto load;
                fp = win - 255;
                consts = inside;
                words = pc = run = hk_code_words(code);
                HK_DISPATCH();
            }
        }
        run = pc;
        st = hk_enter(vm, win, argc);
        if (HK_LIKELY(st == HK_IN_RESULT)) {
            FC = vm->result;
            hk_set_sp(vm, fp + 255);
        }
        goto after;
    }
    HK_OP(CALLS) HK_SLOW((fp[HK_A(w) - HK_R_NEWTARGET] = HK_UNDEFINED, hk_slow_spread_call(vm, w, false)));
    HK_OP(NEW)
        fp[HK_A(w) - HK_R_NEWTARGET] = fp[HK_A(w) - HK_R_FUNCTION];
        /* fall through */
    HK_OP(SUPERNEW) {
        hk_val *win = &FA;
        HK_SAVE();
        HK_CHARGE();
        run = pc;
        win[0] = hk_link(HK_NOTE_CONSTRUCT, HK_C(w), 255 - HK_A(w), vm->pc);
        st = hk_construct(vm, win, HK_B(w));
        if (st == HK_IN_RESULT) {
            FC = vm->result;
            hk_set_sp(vm, fp + 255);
        }
        goto after;
    }
    HK_OP(NEWS)
        fp[HK_A(w) - HK_R_NEWTARGET] = fp[HK_A(w) - HK_R_FUNCTION];
        HK_SLOW(hk_slow_spread_call(vm, w, true));
    HK_OP(SUPERNEWS) HK_SLOW(hk_slow_spread_call(vm, w, true));
    HK_OP(TAIL) HK_SLOW(hk_slow_tail(vm, w, false));
    HK_OP(TAILS) HK_SLOW(hk_slow_tail(vm, w, true));
    HK_OP(LIB1)
        (&FA)[-HK_R_ARGS] = FB;
        extra = HK_C(w) | 1u << 12;
        goto call_library;
    HK_OP(LIB)
        extra = w >> 16;
call_library: {                 /* number, and from bit 12 on how many arguments */
        hk_val *win = &FA;
        uint32_t id = extra & 0xFFF;
        HK_SAVE();
        HK_CHARGE();
        run = pc;
        win[0] = hk_link(HK_NOTE_REGISTER, HK_A(w), 255 - HK_A(w), vm->pc);
        win[-HK_R_NEWTARGET] = win[-HK_R_THIS] = HK_UNDEFINED;
        win[-HK_R_FUNCTION] = hk_function(vm, id);
        st = hk_libfns[id].flags & HK_LF_SCRIPT ? hk_enter_script(vm, win, extra >> 12) : hk_enter(vm, win, extra >> 12);
        if (st == HK_IN_RESULT) {
            FA = vm->result;
            hk_set_sp(vm, fp + 255);
        }
        goto after;
    }
    HK_OP(RETDERIVED) {
        HK_SAVE();
        hk_val v = hk_derived_result(vm, FA, FB);
        if (v == HK_EXCEPTION)
            goto throw_here;
        vm->result = v;
        goto returning;
    }
    HK_OP(RETU) vm->result = HK_UNDEFINED; goto returning;
    HK_OP(RET) vm->result = FA;
returning: {
        hk_val *b = fp + 255, link = b[0];
        HK_CHARGE();
        if (HK_LIKELY(hk_link_note(link) == HK_NOTE_REGISTER)) {
            hk_val *caller = hk_pop_frame(vm, b);
            caller[-(int32_t)HK_REG(hk_link_dst(link))] = vm->result;
            goto load;
        }
        st = hk_return(vm, b, vm->result);
left:
        if (st == HK_RET_SCRIPT)
            goto load;
        if (st == HK_RET_HOST)
            return HK_RUN_DONE;
        if (st == HK_RET_FAILED)
            return HK_RUN_FAILED;
        goto thrown;
    }
    HK_OP(THISSLOPPY) {
        hk_val v = fp[255 - HK_R_THIS];
        if (HK_LIKELY(hk_is_object(v))) {
            FA = v;
            HK_DISPATCH();
        }
        HK_SAVE();
        v = hk_is_nullish(v) ? vm->global : hk_to_object(vm, v);
        FA = v;
        st = v == HK_EXCEPTION ? HK_IN_ERROR : HK_IN_RESULT;
        goto after;
    }
    HK_OP(GETPROTO) HK_SLOW(hk_slow_getproto(vm, w));

    HK_OP(THROW) vm->exception = FA == HK_EMPTY ? HK_UNDEFINED : FA; goto throw_here;
    HK_OP(CATCH)
        HK_SAVE();
        FA = hk_exception_value(vm);
        vm->exception = HK_EMPTY;
        st = HK_IN_RESULT;
        goto after;

    HK_OP(ITER)
        HK_SAVE();
        st = hk_slow_iter(vm, w);
        goto after;
    HK_OP(NEXT) {
        hk_val *it = &FA;
        uint32_t off = *pc++;
        if (HK_LIKELY(hk_is_int(it[-1]) && it[0] != HK_UNDEFINED)) {
            const hk_array *a = hk_ptr(vm, hk_ref_of(it[0]));
            uint32_t i = (uint32_t)hk_int_of(it[-1]);
            if (i < a->length) {
                it[-1] = hk_int((int32_t)(i + 1));
                hk_val v = hk_element(vm, &a->o, i);
                if (HK_LIKELY(v != HK_EMPTY)) {
                    FB = v;
                    HK_DISPATCH();
                }
                HK_SLOW(hk_slow_next_element(vm, w, i));
            }
            it[0] = HK_UNDEFINED;
        }
        if (it[0] == HK_UNDEFINED) {
            FB = HK_UNDEFINED;
            HK_JUMP(off);
            HK_DISPATCH();
        }
        HK_SAVE();
        HK_CHARGE();
        run = pc;
        st = hk_slow_next(vm, w);
        if (st == HK_IN_RESULT) {
            hk_resolve_next(vm, vm->result);
            goto load;
        }
        goto after;
    }
    HK_OP(ICLOSE)
        if (FA == HK_UNDEFINED || hk_is_int(fp[HK_A(w) - 1]))
            HK_DISPATCH();
        HK_SLOW(hk_call_lib(vm, HK_FN_iterClose, HK_NOTE_DISCARD, 0, 1, &FA));
    HK_OP(ICLOSET)
        if (FA == HK_UNDEFINED || hk_is_int(fp[HK_A(w) - 1]))
            HK_DISPATCH();
        HK_SLOW(hk_call_lib(vm, HK_FN_iterCloseQuietly, HK_NOTE_DISCARD, 0, 1, &FA));
    HK_OP(FORIN) HK_SLOW(hk_slow_forin(vm, w));
    HK_OP(FORINNEXT) {
        pc++;
        HK_SAVE();
        st = hk_slow_forin_next(vm, w);
        if (st == HK_IN_RESULT && vm->result == HK_FALSE) {
            HK_CHARGE();
            vm->pc += hk_code_words(hk_frame_code(vm, hk_frame(vm)))[vm->pc - 1];
            goto load;
        }
        goto after;
    }

    HK_OP(GENERATOR)
        HK_SAVE();
        st = hk_slow_generator(vm);
        if (st == HK_IN_RESULT)
            goto returning;
        goto after;
    HK_OP(YIELD)
        HK_SAVE();
        HK_CHARGE();
        st = HAKO_WITH_ASYNC && HK_C(w) == 2 ? hk_yield_async(vm) : hk_yield(vm, FA, HK_C(w) != 0);
        goto left;
    HK_OP(AWAIT)
        if (HK_C(w) == HK_AWAIT_RESOLVE) {
            if (!hk_is_object(FA))
                HK_DISPATCH();
            HK_SLOW(hk_lib1(vm, HK_FN_promiseOf, HK_A(w), FA));
        }
        HK_SAVE();
        HK_CHARGE();
        st = HAKO_WITH_ASYNC ? hk_await(vm, w) : HK_RET_ERROR;
        goto left;
    HK_OP(NEWTARGET) {
        hk_val v = fp[255 - HK_R_NEWTARGET];
        FA = hk_class(vm, v) == HK_T_GENERATOR || hk_class(vm, v) == HK_T_ASYNCGEN ? HK_UNDEFINED : v;
        HK_DISPATCH();
    }
    HK_OP(DEBUGGER) HK_DISPATCH();
    HK_OP(STEP)
        HK_CHARGE();
        run = pc;
        if (HK_UNLIKELY(vm->budget < 0)) {
            HK_SAVE();
            goto load;
        }
        HK_DISPATCH();
#if !HAKO_THREADED
    default: return HK_RUN_FAILED;          /* verified code has no such instruction */
    }
#endif
}
#if HK_GNUC
#  pragma GCC diagnostic pop
#endif
#undef FA
#undef FB
#undef FC
#endif
