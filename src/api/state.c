/* The public functions for values as bytes and as JSON, and for the way out of console. */
#ifndef HK_API_STATE_C
#define HK_API_STATE_C
#include "jobs.c"

/* Calls library function `id` with up to three values, beside the script, and takes its result: HK_EXCEPTION if there is none,
 * also when a limit stopped it. */
HK_FN hk_val hk_ask_aside(hk_vm *vm, unsigned id, hk_val a, hk_val b, hk_val c)
{
    hk_val *result = hk_push(vm, vm->result);
    hk_ask_library(vm, id, a, b, c, HK_UNDEFINED);
    hk_val v = hk_host_accessor(vm, NULL) == HAKO_DONE ? vm->result : HK_EXCEPTION;
    vm->result = *result;
    hk_pop(vm);
    return v;
}
HK_FN hako_val hk_handle_of(hk_vm *vm, hk_val v) { return v == HK_EXCEPTION ? hako_undefined() : hk_to_host(vm, v); }

/* ---- JSON ---------------------------------------------------------------------------------------------------------- */

HAKO_API hako_val hako_to_json(hako_vm *vm, hako_val v, int indent)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return hako_undefined();
    return hk_handle_of(vm, hk_ask_aside(vm, HK_FN_JSON_stringify, hk_from_host(vm, v), HK_UNDEFINED, hk_int(indent)));
}

/* Gives library function `id` a text, and one more value. NULL with length 0 is the empty text. */
HK_FN hk_val hk_ask_text(hk_vm *vm, unsigned id, const char *text, size_t length, hk_val more)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return HK_EXCEPTION;
    hk_ref s = text || !length ? hk_str_utf8(vm, text ? text : "", length) : 0;
    if (!text && length)
        hk_throw(vm, HK_E_TYPE, "no text");
    return s ? hk_ask_aside(vm, id, hk_string(s), more, HK_UNDEFINED) : HK_EXCEPTION;
}

HAKO_API hako_val hako_from_json(hako_vm *vm, const char *text, size_t length)
{
    hk_val v = hk_ask_text(vm, HK_FN_JSON_parse, text, length, HK_UNDEFINED);
    return v == HK_EXCEPTION ? hako_undefined() : hk_to_host(vm, v);
}

#if HAKO_WITH_STATE
HAKO_API hako_val hako_globals_to_json(hako_vm *vm, bool functions)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return hako_undefined();
    return hk_handle_of(vm, hk_ask_aside(vm, HK_FN_stateSave, hk_bool(functions), HK_UNDEFINED, HK_UNDEFINED));
}

HAKO_API bool hako_globals_from_json(hako_vm *vm, const char *text, size_t length, bool functions)
{
    return hk_ask_text(vm, HK_FN_stateRestore, text, length, hk_bool(functions)) != HK_EXCEPTION;
}
#endif

/* ---- Structured clones --------------------------------------------------------------------------------------------- */
#if HAKO_WITH_CLONE

HAKO_API hako_val hako_clone(hako_vm *vm, hako_val v)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return hako_undefined();
    return hk_handle_of(vm, hk_ask_aside(vm, HK_FN_structuredClone, hk_from_host(vm, v), HK_UNDEFINED, HK_UNDEFINED));
}

HAKO_API size_t hako_serialize(hako_vm *vm, hako_val v, void *bytes, size_t size)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return 0;
    hk_val stream = hk_ask_aside(vm, HK_FN_cloneWrite, hk_from_host(vm, v), HK_UNDEFINED, HK_UNDEFINED);
    if (stream == HK_EXCEPTION)
        return 0;
    size_t n = *hk_stream_at(vm, stream);
    if (bytes)
        memcpy(bytes, hk_stream_bytes(vm, stream), n < size ? n : size);
    return n;
}

HAKO_API hako_val hako_deserialize(hako_vm *vm, const void *bytes, size_t length)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return hako_undefined();
    if (!bytes || length > INT32_MAX) {
        hk_throw(vm, HK_E_RANGE, "no bytes, or too many");
        return hako_undefined();
    }
    hk_ref r = hk_alloc_values(vm, HK_STREAM_VALUES, HK_UNDEFINED);
    if (!r)
        return hako_undefined();
    hk_val *stream = hk_vals(vm, r);
    stream[HK_STREAM_LOW] = hk_half((uint64_t)(uintptr_t)bytes, 0);
    stream[HK_STREAM_HIGH] = hk_half((uint64_t)(uintptr_t)bytes, 32);
    stream[HK_STREAM_END] = hk_int((int32_t)length);
    return hk_handle_of(vm, hk_ask_aside(vm, HK_FN_cloneRead, hk_internal(r), HK_UNDEFINED, HK_UNDEFINED));
}
#endif

/* ---- Console ------------------------------------------------------------------------------------------------------- */

HAKO_API bool hako_set_console(hako_vm *vm, hako_val sink)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return false;
    hk_val *f = hk_push(vm, hk_from_host(vm, sink));
    hk_ref state = 0;
    if (*f != HK_UNDEFINED && !hk_is_callable(vm, *f))
        hk_throw(vm, HK_E_TYPE, "console's sink must be a function");
    else
        state = hk_intrinsic(vm, HK_IN_consoleState);
    bool ok = state && hk_put(vm, hk_object(state), HK_KEY(sink), *f, HK_P_HIDDEN) == HK_YES;
    hk_pop(vm);
    return ok;
}
#endif
