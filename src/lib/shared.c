/* SharedArrayBuffer and Atomics: natives. */
#ifndef HK_LIB_SHARED_C
#define HK_LIB_SHARED_C
#include "typed.c"
#if HAKO_WITH_ATOMICS

HK_FN hk_val hk_nat_SharedArrayBuffer(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_construct_buffer(vm, a, true);
}
#endif
#endif
