/* Frames: stack room, entering functions of every kind, arguments. */
#ifndef HK_FRAME_C
#define HK_FRAME_C
#include "interp.h"
#include "bigint.h"
#include "../object/define.c"
#include "../code/image.c"

#define HK_STACK_CHUNK 192u     /* the stack takes its room from the gap in such pieces */

/* A native's wish to call vm->call.fn with this = vm->call.self and the vm->call.argc arguments it has left in its window */
#define HK_TAILCALL HK_MAKE(HK_TAG_SPECIAL, 8)
/* A native's wish to resume generator vm->call.fn with value vm->call.self, mode vm->call.argc (0 next, 1 throw, 2 return) */
#define HK_RESUME HK_MAKE(HK_TAG_SPECIAL, 9)
/* A native's wish to be called again with what is in its window now: long work is done in pieces (of about 1,000 steps, charged
 * by the native), and between two of them the slice may end. */
#define HK_AGAIN HK_MAKE(HK_TAG_SPECIAL, 13)
#define HK_AT_AGAIN 0xFFFFFFFFu     /* in place of an argument's number, in the state of a waiting native */

HK_INLINE hk_val *hk_at(hk_vm *vm, uint32_t offset) { return (hk_val *)hk_ptr(vm, offset); }
HK_INLINE uint32_t hk_offset(hk_vm *vm, const void *p) { return (uint32_t)((const uint8_t *)p - (const uint8_t *)vm); }
HK_INLINE hk_val *hk_frame(hk_vm *vm) { return hk_at(vm, vm->fp); }
/* Register by its raw operand, of the current frame. */
HK_INLINE hk_val *hk_reg(hk_vm *vm, unsigned raw) { return hk_frame(vm) - HK_REG(raw); }

HK_INLINE const hk_code *hk_code_ptr(hk_vm *vm, hk_ref r)
{
    return HK_LIKELY(hk_ref_is_block(r)) ? hk_ptr(vm, r) : hk_rom_code(vm, r);
}

/* The scope `depth` steps up from the environment of the running function; fp as in the interpreter. */
HK_INLINE hk_ref hk_env(hk_vm *vm, const hk_val *fp, unsigned depth)
{
    hk_ref r = ((hk_func *)hk_ptr(vm, hk_ref_of(fp[255 - HK_R_FUNCTION])))->env;
    while (depth--)
        r = ((hk_block *)hk_ptr(vm, r))->word;
    return r;
}

/* The code that runs in the frame with base b. */
HK_INLINE const hk_code *hk_frame_code(hk_vm *vm, const hk_val *b)
{
    hk_val f = b[-HK_R_FUNCTION];
    if (HK_LIKELY(hk_class(vm, f) == HK_T_FUNCTION))
        return hk_code_ptr(vm, ((hk_func *)hk_ptr(vm, hk_ref_of(f)))->code);
    uint32_t id = hk_is_fnimm(f) ? hk_ref_of(f) : (uint32_t)hk_lib_call(vm, hk_ref_of(f));
    return hk_library_code(hk_libfns[id].flags & HK_LF_TWIN ? hk_twins[hk_libfns[id].code].script : hk_libfns[id].code);
}

/* Its constants. */
HK_FN const hk_val *hk_frame_consts(hk_vm *vm, const hk_val *b)
{
    hk_val f = b[-HK_R_FUNCTION];
    const hk_val *consts;
    if (HK_LIKELY(hk_class(vm, f) == HK_T_FUNCTION) && !hk_ref_is_block(((hk_func *)hk_ptr(vm, hk_ref_of(f)))->code)) {
        hk_rom_entry(vm, ((hk_func *)hk_ptr(vm, hk_ref_of(f)))->code, &consts);
        return consts;
    }
    return hk_code_consts(hk_frame_code(vm, b));
}

/* ---- Inline caches of functions ---------------------------------------------------- */

/* A function's caches, or NULL. Before it has any, its field counts (odd numbers) how often it was entered or looped. */
#define HK_HEAT 5u
HK_INLINE hk_cache *hk_caches_of(hk_vm *vm, const hk_func *fn)
{
    return fn->cache && !(fn->cache & 1) ? (hk_cache *)((hk_block *)hk_ptr(vm, fn->cache) + 1) : NULL;
}
HK_INLINE bool hk_is_cold(hk_vm *vm, const hk_func *fn)
{
    return (!fn->cache || (fn->cache & 1)) && hk_code_ptr(vm, fn->code)->ncaches;
}

/* Counts a run or a loop of the current function, which has no caches; when it has run often enough, makes them. They are a
 * luxury: when memory is short the function goes without. */
HK_FN HK_NOINLINE void hk_heat(hk_vm *vm)
{
    hk_func *fn = hk_ptr(vm, hk_ref_of(hk_frame(vm)[-HK_R_FUNCTION]));
    uint32_t n = hk_code_ptr(vm, fn->code)->ncaches;
    if (fn->cache < HK_HEAT) {
        fn->cache = fn->cache ? fn->cache + 2 : 1;
        return;
    }
    uint32_t room = vm->caches ? hk_units_of_hdr(((hk_block *)hk_ptr(vm, vm->caches))->hdr) * 2 - 2 : 0, at = room;
    for (uint32_t i = 0; i < room; i += 2) {
        const hk_ref *pair = (hk_ref *)hk_ptr(vm, vm->caches) + 2 + i;
        if (pair[0] == fn->code && pair[1] > 1) {
            fn->cache = pair[1];
            return;
        }
        if (pair[0] <= 1 || pair[1] <= 1)
            at = i;
    }
    uint32_t bytes = 8 + n * (uint32_t)sizeof(hk_cache);
    if (vm->limit - vm->top < bytes * 4 + room * 8)
        return;                             /* memory is short: go without */
    if (at == room) {
        hk_val *list = hk_push(vm, hk_internal(vm->caches));
        hk_ref r = room ? hk_resize(vm, list, 8 + (room * 2) * 4) : hk_alloc(vm, HK_T_WEAKREFS, 8 + 8 * 4);
        hk_pop(vm);
        if (!r) {                           /* only when a failure is being injected */
            vm->exception = HK_EMPTY;
            return;
        }
        vm->caches = r;
    }
    hk_ref r = hk_alloc(vm, HK_T_CACHE, bytes);
    if (!r) {
        vm->exception = HK_EMPTY;
        return;
    }
    fn = hk_ptr(vm, hk_ref_of(hk_frame(vm)[-HK_R_FUNCTION]));
    hk_ref *pair = (hk_ref *)hk_ptr(vm, vm->caches) + 2 + at;
    hk_store_ref(vm, &fn->cache, r);
    pair[0] = fn->code;
    pair[1] = r;
}

/* ---- Stack --------------------------------------------------------------------------- */

/* Makes the stack reach down to `low`. false: it cannot. */
HK_FN bool hk_reach_stack(hk_vm *vm, uint32_t low)
{
    uint32_t most = hk_stack_limit(vm);
    for (int collected = 0;; collected = 1) {
        uint32_t floor = vm->top + vm->scratch + HK_RESERVE, want = low;
        if (low > vm->size || low < floor || vm->size - low > most) {
            if (collected || low > vm->size || vm->size - low > most)
                break;
            hk_collect(vm);
            continue;
        }
        if (low - floor > 4 * HK_STACK_CHUNK)
            want = low - HK_STACK_CHUNK;
        if (want < vm->stack_low) {
            for (hk_val *v = hk_at(vm, want); v < hk_at(vm, vm->stack_low); v++)
                *v = HK_UNDEFINED;
            vm->stack_low = want;
            vm->limit = want - vm->scratch;
            if (vm->size - want > vm->stack_peak)
                vm->stack_peak = vm->size - want;
        }
        return true;
    }
    return false;
}

/* The same, or a RangeError. */
HK_FN HK_NOINLINE bool hk_grow_stack(hk_vm *vm, uint32_t low)
{
    bool ok = hk_reach_stack(vm, low);
    if (!ok)
        hk_throw(vm, HK_E_RANGE, "maximum call stack size exceeded");
    return ok;
}

HK_INLINE bool hk_stack_room(hk_vm *vm, const hk_val *lowest)
{
    uint32_t low = hk_offset(vm, lowest);
    return HK_LIKELY(low >= vm->stack_low && low < vm->size) || hk_grow_stack(vm, low);
}

/* Has the frame with base b a caller? The outermost one is the host's, at the very top. */
HK_INLINE bool hk_has_caller(const hk_val *b) { return hk_link_note(b[0]) != HK_NOTE_HOST || hk_link_delta(b[0]) != 0; }

HK_FN uint32_t hk_frames_end(hk_vm *vm)
{
    uint32_t low = vm->sp;
    const hk_val *b = hk_frame(vm);
    if (hk_offset(vm, b) < vm->sp)              /* no frame at all */
        return low;
    for (;; b += hk_link_delta(b[0])) {
        hk_val f = b[-HK_R_FUNCTION];
        unsigned type = hk_class(vm, f);
        bool script = type == HK_T_FUNCTION && ((hk_func *)hk_ptr(vm, hk_ref_of(f)))->code;
        /* a native's window has its arguments above its callee's frame; if a script twin exists it may be that which runs. The window of
         * the host's call of what is no function has none */
        if (hk_is_fnimm(f) || type == HK_T_LIB) {
            uint32_t id = hk_is_fnimm(f) ? hk_ref_of(f) : (uint32_t)hk_lib_call(vm, hk_ref_of(f));
            script = !(id & HK_FN_HOST) && (hk_libfns[id].flags & (HK_LF_SCRIPT | HK_LF_TWIN));
        }
        if (script) {
            uint32_t end = hk_offset(vm, b - (hk_frame_code(vm, b)->nregs - 1));
            low = end < low ? end : low;
        }
        if (!hk_has_caller(b))
            break;
    }
    return low < vm->stack_low ? vm->stack_low : low;
}

/* A window below everything in use, for a call that no instruction made room for. Its arguments are to be written to w[-4]...
 * NULL: RangeError. *w stays valid: the stack does not move. */
HK_FN hk_val *hk_new_window(hk_vm *vm, uint32_t argc)
{
    hk_val *w = hk_at(vm, vm->sp) - 1;
    if ((uint32_t)argc > HK_MAX_ARGS || !hk_stack_room(vm, w - HK_R_ARGS - argc))
        return NULL;
    w[0] = w[-HK_R_NEWTARGET] = HK_UNDEFINED;
    vm->sp = hk_offset(vm, w - (HK_R_ARGS - 1) - argc);
    return w;
}

/* An array of the arguments from `from` on. 0: exception. */
HK_FN hk_ref hk_rest_array(hk_vm *vm, const hk_val *w, uint32_t from, uint32_t argc)
{
    uint32_t n = argc > from ? argc - from : 0;
    hk_ref r = hk_new_array(vm, n);
    if (r && n) {
        hk_array *a = hk_ptr(vm, r);
        for (uint32_t i = 0; i < n; i++)
            hk_store(vm, &hk_vals(vm, a->o.elems)[i], w[-(int32_t)(HK_R_ARGS + from + i)]);
        a->length = n;
    }
    return r;
}

/* CreateUnmappedArgumentsObject, and the mapped one before MAPARGS. */
HK_FN hk_ref hk_arguments_object(hk_vm *vm, const hk_val *w, uint32_t argc, bool mapped)
{
    hk_ref r = hk_new_intrinsic_class(vm, HK_T_ARGUMENTS, HK_IN_ObjectPrototype, sizeof(hk_array));
    if (!r)
        return 0;
    hk_val *o = hk_push(vm, hk_object(r)), *accessor = hk_push(vm, w[-HK_R_FUNCTION]);
    bool ok = argc == 0 || (r = hk_alloc_values(vm, argc, HK_UNDEFINED)) != 0;
    if (ok && argc) {
        hk_store_ref(vm, &hk_obj_ptr(vm, *o)->elems, r);
        for (uint32_t i = 0; i < argc; i++)
            hk_store(vm, &hk_vals(vm, r)[i], w[-(int32_t)(HK_R_ARGS + i)]);
    }
    hk_val *value = hk_push(vm, hk_int((int32_t)argc));
    ok = ok && hk_add(vm, o, HK_KEY(length), value, HK_P_HIDDEN);
    *value = hk_function(vm, HK_FN_ArrayPrototype_values);
    ok = ok && hk_add(vm, o, HK_SYM(iterator), value, HK_P_HIDDEN);
    if (ok && !mapped) {
        *accessor = hk_new_accessor(vm, hk_function(vm, HK_FN_throwTypeError), hk_function(vm, HK_FN_throwTypeError));
        ok = *accessor != HK_EXCEPTION;
    }
    ok = ok && hk_add(vm, o, HK_KEY(callee), accessor, mapped ? HK_P_HIDDEN : HK_P_ACCESSOR);
    r = ok ? hk_ref_of(*o) : 0;
    vm->temps -= 3;
    return r;
}

/* The rest array and arguments object that a function's code asks for, into the registers behind the parameters. */
HK_FN bool hk_collect_arguments(hk_vm *vm, hk_val *w, uint32_t argc, unsigned flags, unsigned nparams)
{
    hk_val *args = hk_push(vm, HK_UNDEFINED);
    hk_ref r = 1;
    if (flags & HK_CF_ARGUMENTS) {
        r = hk_arguments_object(vm, w, argc, (flags & HK_CF_MAPPED) != 0);
        *args = hk_object(r);
    }
    hk_val *at = w - HK_R_ARGS - nparams;
    if (r && (flags & HK_CF_REST) && (r = hk_rest_array(vm, w, nparams, argc)) != 0)
        *at-- = hk_object(r);
    if (r && (flags & HK_CF_ARGUMENTS))
        *at = *args;
    hk_pop(vm);
    return r != 0;
}

HK_FN HK_NOINLINE int hk_throw_class_called(hk_vm *vm, hk_val f)
{
    hk_ref name = hk_code_name(vm, ((hk_func *)hk_ptr(vm, hk_ref_of(f)))->code, false);
    if (name)
        hk_throw(vm, HK_E_TYPE, "class constructor %v cannot be invoked without 'new'", hk_string(name));
    return HK_IN_ERROR;
}

/* Makes window w the current frame, of a script function. */
HK_FN int hk_enter_script(hk_vm *vm, hk_val *w, uint32_t argc)
{
    const hk_code *code = hk_frame_code(vm, w);
    unsigned flags = code->flags, nparams = code->nparams, nregs = code->nregs;
    hk_val *lowest = w - (nregs - 1);
    if ((flags & HK_CF_CLASS) && w[-HK_R_NEWTARGET] == HK_UNDEFINED)
        return hk_throw_class_called(vm, w[-HK_R_FUNCTION]);
#if HAKO_WITH_IMAGES
    hk_ref r = hk_class(vm, w[-HK_R_FUNCTION]) == HK_T_FUNCTION ? ((hk_func *)hk_ptr(vm, hk_ref_of(w[-HK_R_FUNCTION])))->code : 0;
    if (hk_ref_is_image(r) && !hk_image_prepare(vm, r))
        return HK_IN_ERROR;
#endif
    if (!hk_stack_room(vm, lowest))
        return HK_IN_ERROR;
    for (uint32_t i = argc; i < nparams; i++)
        w[-(int32_t)(HK_R_ARGS + i)] = HK_UNDEFINED;
    if (flags & (HK_CF_REST | HK_CF_ARGUMENTS)) {
        uint32_t caller = vm->sp;
        const hk_val *end = w - (HK_R_ARGS - 1) - argc;
        vm->sp = hk_offset(vm, end < lowest ? end : lowest);
        if (vm->sp > caller)
            vm->sp = caller;
        if (!hk_collect_arguments(vm, w, argc, flags, nparams))
            return HK_IN_ERROR;
    }
    vm->fp = hk_offset(vm, w);
    vm->sp = hk_offset(vm, lowest);
    vm->pc = 0;
    if (hk_class(vm, w[-HK_R_FUNCTION]) == HK_T_FUNCTION && hk_is_cold(vm, hk_ptr(vm, hk_ref_of(w[-HK_R_FUNCTION]))))
        hk_heat(vm);
    return HK_IN_SCRIPT;
}

HK_FN int hk_enter(hk_vm *vm, hk_val *w, uint32_t argc);

/* Calls library function `id` with `argc` values. The link's dst and note as given, its delta and pc from the current frame. */
HK_FN int hk_call_lib(hk_vm *vm, unsigned id, unsigned note, unsigned dst, uint32_t argc, const hk_val *argv)
{
    for (uint32_t i = 0; i < argc; i++)         /* making room may move blocks */
        hk_push(vm, argv[i]);
    hk_val *w = hk_new_window(vm, argc);
    vm->temps -= argc;
    if (!w)
        return HK_IN_ERROR;
    w[0] = hk_link(note, dst, (uint32_t)(hk_frame(vm) - w), vm->pc);
    w[-HK_R_FUNCTION] = hk_function(vm, id);
    w[-HK_R_THIS] = HK_UNDEFINED;
    for (uint32_t i = 0; i < argc; i++)
        w[-(int32_t)(HK_R_ARGS + i)] = vm->temp[vm->temps + i];
    int st = hk_enter(vm, w, argc);
    if (st == HK_IN_RESULT)
        vm->sp = hk_offset(vm, w + 1);
    return st;
}

/* Performs the call in vm->call (HK_CALL of the object layer). */
HK_FN int hk_call_requested(hk_vm *vm, unsigned note, unsigned dst)
{
    hk_val *w = hk_new_window(vm, vm->call.argc);   /* vm->call is a root */
    if (!w)
        return HK_IN_ERROR;
    w[0] = hk_link(note, dst, (uint32_t)(hk_frame(vm) - w), vm->pc);
    w[-HK_R_FUNCTION] = vm->call.fn;
    w[-HK_R_THIS] = vm->call.self;
    for (uint32_t i = 0; i < vm->call.argc; i++)
        w[-(int32_t)(HK_R_ARGS + i)] = vm->call.args[i];
    int st = hk_enter(vm, w, vm->call.argc);
    if (st == HK_IN_RESULT)
        vm->sp = hk_offset(vm, w + 1);
    return st;
}

/* ---- Natives ------------------------------------------------------------------------ */

/* Lets the script function `id` of the value in *v, and of `how`, compute what it is to become. */
HK_FN int hk_coerce_by(hk_vm *vm, unsigned id, const hk_val *v, hk_val how, uint32_t native_state)
{
    hk_val *w = hk_new_window(vm, 2);
    if (!w)
        return HK_IN_ERROR;
    w[0] = hk_link(HK_NOTE_NATIVE, 0, (uint32_t)(hk_at(vm, vm->fp) - w), 0);
    w[-HK_R_NEWTARGET] = HK_MAKE(HK_TAG_INT, native_state);
    w[-HK_R_FUNCTION] = hk_function(vm, id);
    w[-HK_R_THIS] = HK_UNDEFINED;
    w[-HK_R_ARGS] = *v;
    w[-HK_R_ARGS - 1] = how;
    return hk_enter_script(vm, w, 2);
}

/* Coerces one value, which does not conform, by a signature's letter. HK_IN_RESULT: done; HK_IN_SCRIPT: a frame computes its primitive. */
HK_FN int hk_coerce(hk_vm *vm, char letter, hk_val *v, uint32_t native_state)
{
    if (letter == '.' || ((letter == 'I' || letter == 'S') && *v == HK_UNDEFINED))
        return HK_IN_RESULT;
    if (letter == 'O') {
        hk_throw(vm, HK_E_TYPE, "%v is not an object", *v);
        return HK_IN_ERROR;
    }
    if (letter == 'D') {
        if (hk_class(vm, *v) != HK_T_DATE) {
            hk_throw(vm, HK_E_TYPE, "%v is not a Date", *v);
            return HK_IN_ERROR;
        }
        v[2] = ((hk_val *)hk_ptr(vm, hk_ref_of(*v)))[2];
        return HK_IN_RESULT;
    }
    if (letter == 'o' || letter == 't') {
        if (hk_is_nullish(*v)) {
            hk_throw(vm, HK_E_TYPE, "cannot convert %v to object", *v);
            return HK_IN_ERROR;
        }
        if (letter == 'o') {
            *v = hk_to_object(vm, *v);
            return *v == HK_EXCEPTION ? HK_IN_ERROR : HK_IN_RESULT;
        }
    }
    bool string = letter == 't' || letter == 's' || letter == 'S' || letter == 'k';
    if (hk_is_object(*v))
        return hk_coerce_by(vm, HK_FN_toPrimitive, v, hk_string(string ? HK_KEY(string) : HK_KEY(number)), native_state);
    if (string && hk_is_long_bigint(vm, *v))
        return hk_coerce_by(vm, HK_FN_bigToString, v, hk_int(10), native_state);
    hk_val r;
    if (HAKO_WITH_BIGINT && letter == 'b') {
        r = hk_to_bigint(vm, v);
        if (r == HK_TWIN)
            return hk_coerce_by(vm, HK_FN_bigParse, v, HK_UNDEFINED, native_state);
    } else if (letter == 'n' || letter == 'i' || letter == 'I') {
        r = hk_to_number_value(vm, *v);
        if (r != HK_EXCEPTION && letter != 'n')
            r = hk_number(hk_integer(r));
    } else if (letter == 'k' && hk_is_symbol(*v)) {
        r = *v;
    } else {
        r = hk_to_string_value(vm, *v);
    }
    if (r == HK_EXCEPTION)
        return HK_IN_ERROR;
    *v = r;
    return HK_IN_RESULT;
}

/* Is v already what the letter asks for? The common case, decided without a call. */
HK_INLINE bool hk_conforms(char letter, hk_val v)
{
    switch (letter) {
    case '.': return true;
    case 'D': return false;
    case 'n': return hk_is_number(v);
    case 'i': return hk_is_int(v);
    case 'I': return hk_is_int(v) || v == HK_UNDEFINED;
    case 's': case 't': return hk_is_string(v);
    case 'S': return hk_is_string(v) || v == HK_UNDEFINED;
    case 'k': return hk_is_string(v) || hk_is_symbol(v);
    case 'b': return hk_is_bigint(v);
    default:  return hk_is_object(v);
    }
}

/* Lets the native in window w wait for a frame that does nothing, and where the slice can end; then it is called again. */
HK_FN int hk_native_again(hk_vm *vm, hk_val *w, uint32_t argc)
{
    uint32_t caller = vm->fp;
    vm->fp = hk_offset(vm, w);
    hk_val *nop = hk_new_window(vm, 0);
    if (!nop) {
        vm->fp = caller;
        return HK_IN_ERROR;
    }
    nop[0] = hk_link(HK_NOTE_NATIVE, 0, (uint32_t)(w - nop), 0);
    nop[-HK_R_FUNCTION] = hk_function(vm, HK_FN_nop);
    nop[-HK_R_THIS] = HK_UNDEFINED;
    int st = hk_enter_script(vm, nop, 0);
    if (st == HK_IN_SCRIPT)
        nop[-HK_R_NEWTARGET] = HK_MAKE(HK_TAG_INT, HK_AT_AGAIN) | (hk_val)argc << 32;
    else
        vm->fp = caller;
    return st;
}

HK_FN unsigned hk_libfn_of(hk_vm *vm, hk_val f) { return hk_is_fnimm(f) ? hk_ref_of(f) : (unsigned)hk_lib_call(vm, hk_ref_of(f)); }

/* Coerces what is left of a native's arguments from `at` on (0 is this), then runs it. */
HK_FN int hk_native_run(hk_vm *vm, hk_val *w, uint32_t argc, uint32_t at)
{
    unsigned id = hk_libfn_of(vm, w[-HK_R_FUNCTION]);
    const hk_libfn *f = &hk_libfns[id];
    const char *sig = hk_sigs + f->sig;
    char letter = '.';
    for (uint32_t i = 0;; i++) {
        if (*sig == '*') {
            if (i > argc)
                break;
        } else if (*sig) {
            letter = *sig++;
        } else {
            break;
        }
        hk_val *v = w - HK_R_THIS - i;
        if (i < at || hk_conforms(letter, *v))
            continue;
        uint32_t caller = vm->fp;
        vm->fp = hk_offset(vm, w);
        int st = hk_coerce(vm, letter, v, i);
        if (st == HK_IN_SCRIPT) {
            hk_frame(vm)[-HK_R_NEWTARGET] = HK_MAKE(HK_TAG_INT, i) | (hk_val)argc << 32;
            return st;
        }
        vm->fp = caller;
        if (st == HK_IN_ERROR)
            return st;
    }
    hk_val r = hk_natives[f->flags & HK_LF_TWIN ? hk_twins[f->code].native : f->code](vm, w - HK_R_THIS, (int)argc);
    if (HK_LIKELY(r < HK_EXCEPTION || r > HK_AGAIN)) {
        vm->result = r;
        return HK_IN_RESULT;
    }
    if (r == HK_EXCEPTION)
        return HK_IN_ERROR;
    if (r == HK_TWIN)
        return hk_enter_script(vm, w, argc);
    if (r == HK_RESUME)
        return hk_resume_generator(vm, w);
    if (r == HK_AGAIN)
        return hk_native_again(vm, w, argc);
    w[-HK_R_FUNCTION] = vm->call.fn;
    w[-HK_R_THIS] = vm->call.self;
    w[-HK_R_NEWTARGET] = HK_UNDEFINED;
    return HK_IN_SCRIPT + 1;                    /* redo: see hk_enter */
}

/* How many arguments a signature names. */
HK_INLINE uint32_t hk_sig_args(const char *sig)
{
    uint32_t n = 0;
    while (sig[n] && sig[n] != '*')
        n++;
    return n ? n - 1 : 0;
}

HK_FN int hk_enter_native(hk_vm *vm, hk_val *w, uint32_t argc)
{
    const hk_libfn *f = &hk_libfns[hk_libfn_of(vm, w[-HK_R_FUNCTION])];
    uint32_t need = hk_sig_args(hk_sigs + f->sig);
    if (need < argc)
        need = argc;
    const hk_val *lowest = w - HK_R_ARGS - need;
    if (!hk_stack_room(vm, lowest))
        return HK_IN_ERROR;
    for (uint32_t i = argc; i < need; i++)
        w[-(int32_t)(HK_R_ARGS + i)] = HK_UNDEFINED;
    if (hk_offset(vm, lowest) < vm->sp)
        vm->sp = hk_offset(vm, lowest);
    vm->budget--;
    return hk_native_run(vm, w, argc, 0);
}

/* Puts a bound function's this and arguments into the window. Returns the new count, or UINT32_MAX with an exception. */
HK_FN uint32_t hk_unbind(hk_vm *vm, hk_val *w, uint32_t argc)
{
    hk_val bound = w[-HK_R_FUNCTION];
    uint32_t n = hk_block_bytes(vm, hk_ref_of(bound)) / 8 - 4;
    const hk_val *lowest = w - HK_R_ARGS - argc - n;
    if (argc + n > HK_MAX_ARGS || !hk_stack_room(vm, lowest)) {
        hk_throw(vm, HK_E_RANGE, "too many arguments");
        return UINT32_MAX;
    }
    bound = w[-HK_R_FUNCTION];
    if (hk_offset(vm, lowest) < vm->sp)
        vm->sp = hk_offset(vm, lowest);
    hk_val *b = hk_ptr(vm, hk_ref_of(bound));
    memmove(w - HK_R_ARGS - argc - n + 1, w - HK_R_ARGS - argc + 1, argc * sizeof *w);
    for (uint32_t i = 0; i < n; i++)
        w[-(int32_t)(HK_R_ARGS + i)] = b[4 + i];
    if (w[-HK_R_NEWTARGET] == bound)
        w[-HK_R_NEWTARGET] = b[2];
    w[-HK_R_FUNCTION] = b[2];
    w[-HK_R_THIS] = b[3];
    return argc + n;
}

/* [[Call]] or [[Construct]] of the proxy in window w: becomes a call of the library's proxyCall(proxy, this, arguments) or
 * proxyConstruct(proxy, arguments, new.target). */
HK_FN int hk_enter_proxy(hk_vm *vm, hk_val *w, uint32_t argc, bool construct)
{
    const hk_val *lowest = w - HK_R_ARGS - (argc > 3 ? argc : 3);
    if (!hk_stack_room(vm, lowest))
        return HK_IN_ERROR;
    if (hk_offset(vm, lowest) < vm->sp)
        vm->sp = hk_offset(vm, lowest);
    hk_ref r = hk_rest_array(vm, w, 0, argc);
    if (!r)
        return HK_IN_ERROR;
    vm->budget -= (int32_t)(argc / 4);
    w[-HK_R_ARGS] = w[-HK_R_FUNCTION];
    w[-HK_R_ARGS - 1] = construct ? hk_object(r) : w[-HK_R_THIS];
    w[-HK_R_ARGS - 2] = construct ? w[-HK_R_NEWTARGET] : hk_object(r);
    w[-HK_R_FUNCTION] = hk_function(vm, construct ? HK_FN_proxyConstruct : HK_FN_proxyCall);
    w[-HK_R_THIS] = w[-HK_R_NEWTARGET] = HK_UNDEFINED;
    return hk_enter_script(vm, w, 3);
}

/* ---- Realms ---------------------------------------------------------------------------- */

/* What stands between a function of another realm and its caller: a window of the library's function leaveRealm, which never
 * runs. Its new.target is the number of the realm to come back to, its this what a constructor gives that returns no object. */
HK_INLINE bool hk_is_realm_frame(hk_val f) { return hk_is_fnimm(f) && hk_ref_of(f) == HK_FN_leaveRealm; }
HK_INLINE void hk_leave_realm(hk_vm *vm, const hk_val *b) { hk_set_realm(vm, (unsigned)hk_int_of(b[-HK_R_NEWTARGET])); }

/* Turns window w into such a frame of the current realm. */
HK_FN void hk_make_realm_frame(hk_vm *vm, hk_val *w)
{
    w[-HK_R_FUNCTION] = hk_function(vm, HK_FN_leaveRealm);
    w[-HK_R_THIS] = HK_UNDEFINED;
    w[-HK_R_NEWTARGET] = hk_int((int32_t)vm->realm);
}

/* Makes realm n the current one for the call in window w: the window for it, behind a frame in w that comes back. NULL: RangeError. */
HK_FN HK_NOINLINE hk_val *hk_enter_realm(hk_vm *vm, hk_val *w, uint32_t argc, unsigned n)
{
    hk_val *inner = hk_new_window(vm, argc);
    if (!inner)
        return NULL;
    memcpy(inner - (HK_R_ARGS - 1) - argc, w - (HK_R_ARGS - 1) - argc, (argc + HK_R_ARGS - 1) * sizeof *w);
    inner[0] = hk_link(HK_NOTE_REALM, 0, (uint32_t)(w - inner), 0);
    hk_make_realm_frame(vm, w);
    hk_set_realm(vm, n);
    vm->fp = hk_offset(vm, w);
    vm->pc = 0;
    return inner;
}

/* Is f, which is about to be called, a function of another realm? Proxies and bound functions have none. */
HK_FN bool hk_is_foreign(hk_vm *vm, hk_val f)
{
    return hk_is_object(f) && !hk_is_proxy(vm, f) && hk_class(vm, f) != HK_T_BOUND && hk_function_realm(vm, f) != vm->realm;
}

/* Calls the function in window w, whose link is written. The window lies within the current frame, or vm->sp has been
 * lowered over it. */
HK_FN int hk_enter(hk_vm *vm, hk_val *w, uint32_t argc)
{
    const hk_val *outer = NULL;         /* the first frame that leads to another realm */
    int st = HK_IN_SCRIPT + 1;          /* go on */
    while (st > HK_IN_SCRIPT) {
        hk_val f = w[-HK_R_FUNCTION];
        unsigned type = hk_class(vm, f);
        if (HK_UNLIKELY(vm->realms) && hk_is_foreign(vm, f)) {
            hk_val *inner = hk_enter_realm(vm, w, argc, hk_function_realm(vm, f));
            if (!inner) {
                st = HK_IN_ERROR;
            } else {
                outer = outer ? outer : w;
                w = inner;
            }
        } else if (hk_is_fnimm(f) && (hk_ref_of(f) & HK_FN_HOST)) {
            st = hk_enter_host(vm, w, argc);
        } else if (hk_is_fnimm(f) || (type == HK_T_LIB && hk_lib_call(vm, hk_ref_of(f)) >= 0)) {
            if (hk_libfns[hk_libfn_of(vm, f)].flags & HK_LF_SCRIPT)
                st = hk_enter_script(vm, w, argc);
            else if ((st = hk_enter_native(vm, w, argc)) > HK_IN_SCRIPT)
                argc = vm->call.argc;
        } else if (type == HK_T_FUNCTION && ((hk_func *)hk_ptr(vm, hk_ref_of(f)))->code) {
            st = hk_enter_script(vm, w, argc);
        } else if (type == HK_T_BOUND) {
            argc = hk_unbind(vm, w, argc);
            st = argc == UINT32_MAX ? HK_IN_ERROR : st;
        } else if (type == HK_T_PROXY && hk_is_callable(vm, f)) {
            st = hk_enter_proxy(vm, w, argc, false);
        } else {
            hk_throw_not_callable(vm, w);
            st = HK_IN_ERROR;
        }
    }
    if (HK_UNLIKELY(outer != NULL) && st != HK_IN_SCRIPT) {
        hk_leave_realm(vm, outer);
        vm->fp = hk_offset(vm, outer + hk_link_delta(outer[0]));
        vm->pc = hk_link_pc(outer[0]);
    }
    return st;
}

/* ---- Constructing ---------------------------------------------------------------------- */

/* The rest of a [[Construct]], when the prototype for the new object is known. */
HK_FN int hk_construct_with(hk_vm *vm, hk_val *w, uint32_t argc, hk_val proto)
{
    hk_val f = w[-HK_R_FUNCTION];
    if (hk_class(vm, f) == HK_T_FUNCTION) {
        unsigned flags = hk_function_code(vm, f)->flags, room = hk_function_code(vm, f)->nprops;
        hk_ref p = hk_is_object(proto) ? hk_object_block(vm, proto) : hk_intrinsic(vm, HK_IN_ObjectPrototype);
        hk_ref r = !p ? 0 : flags & HK_CF_DERIVED ? 1 : hk_new_object(vm, p, room > 2 ? room : 2);
        if (!r)
            return HK_IN_ERROR;
        w[-HK_R_THIS] = flags & HK_CF_DERIVED ? HK_EMPTY : hk_object(r);
    } else {
        w[-HK_R_THIS] = hk_is_object(proto) ? proto : HK_UNDEFINED;
    }
    return hk_enter(vm, w, argc);
}

/* The intrinsic that is by default the prototype of what constructor f makes. */
HK_FN unsigned hk_default_proto(hk_vm *vm, hk_val f)
{
    if (hk_class(vm, f) == HK_T_LIB) {
        const hk_libobj *lib = &hk_libobjs[((hk_array *)hk_ptr(vm, hk_ref_of(f)))->length];
        for (unsigned i = 0; i < lib->count; i++)
            if ((hk_libprops[lib->first + i].key & HK_KEY_BITS) == HK_ATOM_prototype)
                return hk_libprops[lib->first + i].value & HK_LP_VALUE;
    }
    return HK_IN_ObjectPrototype;
}

/* The prototype for what the constructor in window w makes, when new.target's property is `proto`: if that is no object, the default of
 * the realm of new.target, which a revoked proxy has not: HK_EXCEPTION. */
HK_FN HK_NOINLINE hk_val hk_usable_proto(hk_vm *vm, const hk_val *w, hk_val proto)
{
    hk_val f = hk_is_object(proto) ? HK_UNDEFINED : w[-HK_R_NEWTARGET];
    while (hk_class(vm, f) == HK_T_BOUND || hk_is_proxy(vm, f))
        f = hk_is_proxy(vm, f) ? hk_proxy_ptr(vm, f)->target : ((hk_val *)hk_ptr(vm, hk_ref_of(f)))[2];
    if (f == HK_NULL)
        return hk_throw(vm, HK_E_TYPE, "proxy has been revoked");
    if (vm->realms && hk_is_object(f)) {
        hk_ref r = hk_intrinsic_of(vm, hk_function_realm(vm, f), hk_default_proto(vm, w[-HK_R_FUNCTION]));
        return r ? hk_object(r) : HK_EXCEPTION;
    }
    return proto;
}

/* GetPrototypeFromConstructor for the construct call in window w. HK_UNDEFINED: the constructor's own default; HK_TWIN: a frame computes
 * it, and the call waits in its window. Apart from hk_construct, for the C stack's sake. */
HK_FN HK_NOINLINE hk_val hk_construct_proto(hk_vm *vm, const hk_val *w, uint32_t argc)
{
    hk_val f = w[-HK_R_FUNCTION], target = w[-HK_R_NEWTARGET], proto = HK_UNDEFINED;
    int id = hk_class(vm, f) == HK_T_LIB ? hk_lib_call(vm, hk_ref_of(f)) : -1;
    bool lacks_function = (id == HK_FN_Promise || id == HK_FN_FinalizationRegistry) && (!argc || !hk_is_callable(vm, w[-HK_R_ARGS]));
    bool lacks_target = id == HK_FN_WeakRef && (!argc || !hk_can_be_held_weakly(vm, w[-HK_R_ARGS]));
    bool late = id >= 0 && (target == f || (hk_libfns[id].flags & HK_LF_LATE));
    if (lacks_function || lacks_target || late)         /* the first two are errors before the prototype counts */
        return HK_UNDEFINED;
    if (hk_class(vm, f) == HK_T_FUNCTION && (hk_function_code(vm, f)->flags & HK_CF_DERIVED))
        return HK_UNDEFINED;
    if (hk_class(vm, target) == HK_T_FUNCTION) {        /* the common case: an own data property that is an object */
        hk_obj *o = hk_obj_ptr(vm, target);
        const hk_shape *s = hk_shape_of(vm, o);
        int32_t i = hk_table_find(vm, s->table, s->count, HK_KEY(prototype));
        if (i >= 0 && hk_is_block(*hk_slot(vm, o, (uint32_t)i)))
            return *hk_slot(vm, o, (uint32_t)i);
    }
    int st = hk_get(vm, target, HK_KEY(prototype), target, &proto);
    if (st == HK_ERR)
        return HK_EXCEPTION;
    if (st == HK_CALL) {                        /* a getter, a trap */
        uint32_t caller = vm->fp, pc = vm->pc;
        vm->fp = hk_offset(vm, w);
        vm->pc = argc;                          /* kept in the link: what waits is no script */
        st = hk_call_requested(vm, HK_NOTE_PROTO, 0);
        if (st == HK_IN_SCRIPT)
            return HK_TWIN;
        vm->fp = caller;
        vm->pc = pc;
        if (st == HK_IN_ERROR)
            return HK_EXCEPTION;
        proto = vm->result;
    }
    return hk_usable_proto(vm, w, proto);
}

/* The construct call in window w goes on: its prototype was found. */
HK_FN int hk_construct_found(hk_vm *vm, hk_val *w, uint32_t argc, hk_val proto)
{
    proto = hk_usable_proto(vm, w, proto);
    return proto == HK_EXCEPTION ? HK_IN_ERROR : hk_construct_with(vm, w, argc, proto);
}

/* [[Construct]] of the function in window w, new.target standing in its register. */
HK_FN int hk_construct(hk_vm *vm, hk_val *w, uint32_t argc)
{
    if (!hk_is_constructor(vm, w[-HK_R_FUNCTION]) ||
        (w[-HK_R_NEWTARGET] != w[-HK_R_FUNCTION] && !hk_is_constructor(vm, w[-HK_R_NEWTARGET]))) {
        hk_throw_not_constructor(vm, w);
        return HK_IN_ERROR;
    }
    while (hk_class(vm, w[-HK_R_FUNCTION]) == HK_T_BOUND)
        if ((argc = hk_unbind(vm, w, argc)) == UINT32_MAX)
            return HK_IN_ERROR;
    if (hk_is_proxy(vm, w[-HK_R_FUNCTION]))
        return hk_enter_proxy(vm, w, argc, true);
    hk_val proto = hk_construct_proto(vm, w, argc);
    if (proto == HK_EXCEPTION || proto == HK_TWIN)
        return proto == HK_TWIN ? HK_IN_SCRIPT : HK_IN_ERROR;
    return hk_construct_with(vm, w, argc, proto);
}
#endif
