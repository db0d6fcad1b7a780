/* BigInts in the heap: making them, arithmetic, text. How it is done limb by limb is in base/bigint.h.
 *
 * Functions that allocate take their operands by the rooted places where they lie, and return a new BigInt (or an operand that is
 * the result), or HK_EXCEPTION: out of memory, or a RangeError as the result is too large. All charge steps. Those that are
 * quadratic are for operands that hk_big_is_short allows: longer ones are taken apart by the library's scripts, and the slice may
 * end between the pieces. */
#ifndef HK_HEAP_BIGINT_H
#define HK_HEAP_BIGINT_H
#include "string.h"
#include "../base/bigint.h"
#include "../base/number.h"

/* Products of limbs that are made in one go. Measured: about where taking the factors apart begins to pay. */
#define HK_BIG_WORK 10000u
/* Limbs, and decimal digits, that are converted to the other in one go */
#define HK_BIG_TEXT_LIMBS 64u
#define HK_BIG_TEXT_DIGITS 600u

HK_INLINE hk_big *hk_big_ptr(hk_vm *vm, hk_val v) { return hk_ptr(vm, hk_ref_of(v)); }
HK_INLINE uint32_t *hk_big_limbs(hk_vm *vm, hk_val v) { return (uint32_t *)(hk_big_ptr(vm, v) + 1); }
HK_INLINE uint32_t hk_big_len(hk_vm *vm, hk_val v) { return hk_big_ptr(vm, v)->info & HK_BIG_LIMBS; }
HK_INLINE bool hk_big_negative(hk_vm *vm, hk_val v) { return hk_big_ptr(vm, v)->info > HK_BIG_LIMBS; }
/* Is work of n * m products short? By a single limb, or two, it is as good as linear. */
HK_INLINE bool hk_big_is_short(uint32_t n, uint32_t m) { return n <= 2 || m <= 2 || (uint64_t)n * m <= HK_BIG_WORK; }
/* Is v a BigInt whose text is made by a script? */
HK_INLINE bool hk_is_long_bigint(hk_vm *vm, hk_val v) { return hk_is_bigint(v) && hk_big_len(vm, v) > HK_BIG_TEXT_LIMBS; }

/* A BigInt with room for n limbs, all 0, to be filled in at once and then passed to hk_big_done: its first n limbs are then the
 * magnitude. */
HK_FN hk_val hk_big_new(hk_vm *vm, uint32_t n);
HK_FN hk_val hk_big_done(hk_vm *vm, hk_val v, uint32_t n, bool negative);

HK_FN hk_val hk_big_from_u64(hk_vm *vm, uint64_t magnitude, bool negative);
HK_FN hk_val hk_big_from_double(hk_vm *vm, double d);           /* of an integer */
HK_FN uint64_t hk_big_to_u64(hk_vm *vm, hk_val v);              /* modulo 2^64 */
HK_FN double hk_big_to_double(hk_vm *vm, hk_val v);
/* <0, 0, >0 */
HK_FN int hk_big_compare(hk_vm *vm, hk_val a, hk_val b);
HK_FN int hk_big_compare_double(hk_vm *vm, hk_val a, double d); /* d is not NaN */

HK_FN hk_val hk_big_negate(hk_vm *vm, const hk_val *a);
/* *a + *b or *a - *b; b NULL: 1 */
HK_FN hk_val hk_big_sum(hk_vm *vm, const hk_val *a, const hk_val *b, bool subtract);
HK_FN hk_val hk_big_product(hk_vm *vm, const hk_val *a, const hk_val *b);
/* Divides magnitudes of n and m limbs, n >= m: gives a block with the quotient in its first n - m + 1 limbs and the remainder in the
 * m behind them, to be finished by hk_big_done. */
HK_FN hk_val hk_big_divide(hk_vm *vm, const hk_val *a, const hk_val *b);
/* *a ** e, for e > 0 and a result of at most `limbs` */
HK_FN hk_val hk_big_power(hk_vm *vm, const hk_val *a, uint32_t e, uint32_t limbs);
HK_FN hk_val hk_big_shift_left(hk_vm *vm, const hk_val *a, uint64_t count);
HK_FN hk_val hk_big_shift_right(hk_vm *vm, const hk_val *a, uint64_t count);
/* '&', '|' or '^' */
HK_FN hk_val hk_big_bitwise(hk_vm *vm, char op, const hk_val *a, const hk_val *b);
/* Modulo 2^bits, to the range of a signed or unsigned integer of so many bits */
HK_FN hk_val hk_big_wrap(hk_vm *vm, const hk_val *a, uint64_t bits, bool is_signed);

/* A string: digits, at least `width` of them. */
HK_FN hk_val hk_big_text(hk_vm *vm, const hk_val *a, uint32_t radix, uint32_t width);
/* Digits [from, to) of the flat string in *s; radix 2, 8, 10 or 16. */
HK_FN hk_val hk_big_from_digits(hk_vm *vm, const hk_val *s, uint32_t from, uint32_t to, uint32_t radix, bool negative);
#endif
