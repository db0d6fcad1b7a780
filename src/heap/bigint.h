/* BigInts in the heap: making them and reading them. Arithmetic on their limbs is in base/bigint.h. */
#ifndef HK_HEAP_BIGINT_H
#define HK_HEAP_BIGINT_H
#include "heap.h"

HK_INLINE hk_big *hk_big_ptr(hk_vm *vm, hk_val v) { return hk_ptr(vm, hk_ref_of(v)); }
HK_INLINE uint32_t *hk_big_limbs(hk_vm *vm, hk_val v) { return (uint32_t *)(hk_big_ptr(vm, v) + 1); }
HK_INLINE uint32_t hk_big_len(hk_vm *vm, hk_val v) { return hk_big_ptr(vm, v)->info & HK_BIG_LIMBS; }
HK_INLINE bool hk_big_negative(hk_vm *vm, hk_val v) { return hk_big_ptr(vm, v)->info > HK_BIG_LIMBS; }

/* A BigInt with room for n limbs, all 0, to be filled in at once and then passed to hk_big_done, which makes the invariants true: leading
 * zero limbs go, 0 has no sign. HK_EXCEPTION: RangeError, or out of memory. */
HK_FN hk_val hk_big_new(hk_vm *vm, uint32_t n);
HK_FN hk_val hk_big_done(hk_vm *vm, hk_val v, bool negative);
HK_FN hk_val hk_big_from_u64(hk_vm *vm, uint64_t magnitude, bool negative);
/* The value modulo 2^64. */
HK_FN uint64_t hk_big_to_u64(hk_vm *vm, hk_val v);
#endif
