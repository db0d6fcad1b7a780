/* What other parts use of BigInt. */
#ifndef HK_LIB_BIGINT_H
#define HK_LIB_BIGINT_H
#include "../heap/bigint.h"

/* The BigInt of a 64-bit integer; HK_EXCEPTION: out of memory. */
HK_INLINE hk_val hk_bigint_from_u64(hk_vm *vm, uint64_t u) { return hk_big_from_u64(vm, u, false); }
HK_INLINE hk_val hk_bigint_from_i64(hk_vm *vm, int64_t i)
{
    return hk_big_from_u64(vm, i < 0 ? 0 - (uint64_t)i : (uint64_t)i, i < 0);
}
/* A BigInt modulo 2^64: ToBigUint64, and as an int64_t ToBigInt64, of a value that is a BigInt. */
HK_INLINE uint64_t hk_bigint_to_u64(hk_vm *vm, hk_val v) { return hk_big_to_u64(vm, v); }
#endif
