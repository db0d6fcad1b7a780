/* The globals of a realm as JSON: what state.js looks at. */
#ifndef HK_LIB_STATE_C
#define HK_LIB_STATE_C
#include "clone.c"
#include "function.c"
#include "json.c"

#if HAKO_WITH_STATE

/* The tag of an object in a structured clone; 0: it has none. */
HK_FN hk_val hk_nat_stateKind(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_int((int32_t)hk_clone_tag(vm, HK_ARG(a, 0)));
}

/* The global object, or true: the lexical bindings. */
HK_FN hk_val hk_nat_stateRoot(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return HK_ARG(a, 0) == HK_TRUE ? vm->global_lex : vm->global;
}

/* Gives a lexical binding, also a constant one, or else a property of the global object that value. What is not writable or not
 * enumerable there stays as it is: the library, accessors. */
HK_FN hk_val hk_nat_statePut(hk_vm *vm, hk_val *a, int argc)
{
    hk_prop p;
    (void)argc;
    hk_key k = hk_to_key(vm, HK_ARG(a, 0));
    int found = k ? hk_own(vm, vm->global_lex, k, &p) : HK_ERR;
    if (found == HK_YES)
        found = hk_write(vm, vm->global_lex, k, &p, HK_ARG(a, 1));
    else if (found == HK_NO && (found = hk_own(vm, vm->global, k = hk_to_key(vm, HK_ARG(a, 0)), &p)) == HK_NO)
        found = hk_put(vm, vm->global, k, HK_ARG(a, 1), HK_P_DATA);
    else if (found == HK_YES && (p.flags & HK_P_ENUMERABLE) && (p.flags & HK_P_WRITABLE) && !(p.flags & HK_P_ACCESSOR))
        found = hk_write(vm, vm->global, k, &p, HK_ARG(a, 1));
    return found == HK_ERR ? HK_EXCEPTION : HK_UNDEFINED;
}

/* The source text of a function, or undefined: it was not kept. */
HK_FN hk_val hk_nat_stateSource(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_is_proxy(vm, HK_ARG(a, 0)) ? HK_UNDEFINED : hk_source_text(vm, HK_ARG(a, 0));
}

/* An error of the kind of that name, without a trace of its own */
HK_FN hk_val hk_nat_stateError(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_ref name = hk_intern(vm, hk_ref_of(HK_ARG(a, 0)));
    return name ? hk_clone_error(vm, hk_clone_error_kind(name)) : HK_EXCEPTION;
}

#if HAKO_WITH_TYPED_ARRAYS

HK_FN hk_val hk_nat_stateHex(hk_vm *vm, hk_val *a, int argc)
{
    static const char digits[] = "0123456789abcdef";
    uint32_t n = hk_buffer_ptr(vm, HK_ARG(a, 0))->length;
    (void)argc;
    if (!n)
        return hk_string(HK_EMPTY_STRING);
    hk_ref r = hk_str_new(vm, n * 2, false);
    if (!r)
        return HK_EXCEPTION;
    const uint8_t *p = hk_buffer_bytes(vm, hk_buffer_ptr(vm, HK_ARG(a, 0)));
    uint8_t *out = (uint8_t *)((hk_str *)hk_ptr(vm, r) + 1);
    for (uint32_t i = 0; i < n; i++) {
        out[2 * i] = (uint8_t)digits[p[i] >> 4];
        out[2 * i + 1] = (uint8_t)digits[p[i] & 15];
    }
    hk_charge_units(vm, n * 2);
    return hk_string_result(hk_str_done(vm, r));
}

HK_FN hk_val hk_nat_stateBytes(hk_vm *vm, hk_val *a, int argc)
{
    hk_text t;
    (void)argc;
    if (!hk_flat_text(vm, &HK_ARG(a, 0), &t))
        return HK_EXCEPTION;
    hk_val v = hk_make_buffer(vm, HK_UNDEFINED, HK_UNDEFINED, t.len / 2, HK_NO_SIZE, false);
    if (v == HK_EXCEPTION)
        return v;
    hk_text_of(vm, hk_ref_of(HK_ARG(a, 0)), &t);
    for (uint32_t i = 0; i < t.len; i++) {
        unsigned digit = hk_digit_value(hk_unit(&t, i));
        if (digit > 15 || (t.len & 1))
            return hk_throw(vm, HK_E_TYPE, "the saved globals have bytes that are not hexadecimal");
        uint8_t *p = hk_buffer_bytes(vm, hk_buffer_ptr(vm, v)) + i / 2;
        *p = (uint8_t)((unsigned)*p << 4 | digit);
    }
    hk_charge_units(vm, t.len);
    return v;
}

/* Of a view: 0 its class, 1 its offset, 2 its length. */
HK_FN hk_val hk_nat_stateView(hk_vm *vm, hk_val *a, int argc)
{
    const hk_view *v = hk_view_ptr(vm, HK_ARG(a, 0));
    (void)argc;
    if (HK_ARG(a, 1) == hk_int(1))
        return hk_uint(v->offset);
    if (HK_ARG(a, 1) == hk_int(2))
        return hk_uint(hk_view_length(vm, v));
    bool typed = hk_is_typed(vm, HK_ARG(a, 0));
    return hk_string(typed ? hk_atom_ref(hk_typed_kinds[hk_view_kind(v)].name) : HK_KEY(DataView));
}

/* HK_EL_* of the class of that name, -1: DataView. */
HK_FN hk_val hk_nat_stateViewKind(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_ref name = hk_is_string(HK_ARG(a, 0)) ? hk_intern(vm, hk_ref_of(HK_ARG(a, 0))) : HK_EMPTY_STRING;
    for (int32_t i = 0; i < HK_EL_COUNT; i++)
        if (name == hk_atom_ref(hk_typed_kinds[i].name))
            return hk_int(i);
    if (!name)
        return HK_EXCEPTION;
    return name == HK_KEY(DataView) ? hk_int(-1) : hk_throw(vm, HK_E_TYPE, "the saved globals have an unknown '$'");
}
#else
HK_FN hk_val hk_nat_stateHex(hk_vm *vm, hk_val *a, int argc) { (void)a, (void)argc; return hk_no_buffers(vm); }
HK_FN hk_val hk_nat_stateBytes(hk_vm *vm, hk_val *a, int argc) { (void)a, (void)argc; return hk_no_buffers(vm); }
HK_FN hk_val hk_nat_stateView(hk_vm *vm, hk_val *a, int argc) { (void)a, (void)argc; return hk_no_buffers(vm); }
HK_FN hk_val hk_nat_stateViewKind(hk_vm *vm, hk_val *a, int argc) { (void)a, (void)argc; return hk_no_buffers(vm); }
#endif
#endif
#endif
