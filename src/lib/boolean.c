/* Boolean. */
#ifndef HK_LIB_BOOLEAN_C
#define HK_LIB_BOOLEAN_C
#include "core.c"
#include "object.c"
#include "string.c"

HK_FN hk_val hk_nat_Boolean(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val v = hk_bool(hk_to_boolean(vm, HK_ARG(a, 0)));
    return HK_NEWTARGET(a) == HK_UNDEFINED ? v : hk_wrap_primitive(vm, HK_THIS(a), v);
}

HK_FN hk_val hk_nat_booleanValueOf(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val v = hk_primitive_of(vm, HK_THIS(a));
    return hk_is_bool(v) ? v : hk_throw(vm, HK_E_TYPE, "%v is not a boolean", HK_THIS(a));
}

HK_FN hk_val hk_nat_booleanToString(hk_vm *vm, hk_val *a, int argc)
{
    hk_val v = hk_nat_booleanValueOf(vm, a, argc);
    return v == HK_EXCEPTION ? v : hk_to_string_value(vm, v);
}
#endif
