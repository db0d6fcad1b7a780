#ifndef HK_HEAP_BIGINT_C
#define HK_HEAP_BIGINT_C
#include "bigint.h"
#include "error.h"

HK_FN hk_val hk_big_new(hk_vm *vm, uint32_t n)
{
    if (n > HK_MAX_BIGINT)
        return hk_throw(vm, HK_E_RANGE, "BigInt is too large");
    hk_ref r = hk_alloc(vm, HK_T_BIGINT, (uint32_t)sizeof(hk_big) + n * 4);
    if (!r)
        return HK_EXCEPTION;
    ((hk_big *)hk_ptr(vm, r))->info = n;
    return hk_bigint(r);
}

HK_FN hk_val hk_big_done(hk_vm *vm, hk_val v, bool negative)
{
    hk_big *b = hk_big_ptr(vm, v);
    const uint32_t *limbs = hk_big_limbs(vm, v);
    uint32_t n = b->info;
    while (n && limbs[n - 1] == 0)
        n--;
    b->info = n && negative ? n | HK_BIG_NEGATIVE : n;
    hk_resize(vm, &v, (uint32_t)sizeof(hk_big) + n * 4);        /* in place, as it shrinks */
    return v;
}

HK_FN hk_val hk_big_from_u64(hk_vm *vm, uint64_t magnitude, bool negative)
{
    hk_val v = hk_big_new(vm, 2);
    if (v == HK_EXCEPTION)
        return v;
    uint32_t *limbs = hk_big_limbs(vm, v);
    limbs[0] = (uint32_t)magnitude;
    limbs[1] = (uint32_t)(magnitude >> 32);
    return hk_big_done(vm, v, negative);
}

HK_FN uint64_t hk_big_to_u64(hk_vm *vm, hk_val v)
{
    const uint32_t *limbs = hk_big_limbs(vm, v);
    uint32_t n = hk_big_len(vm, v);
    uint64_t low = n > 1 ? (uint64_t)limbs[1] << 32 | limbs[0] : n ? limbs[0] : 0;
    return hk_big_negative(vm, v) ? 0 - low : low;
}
#endif
