/* Math. */
#ifndef HK_LIB_MATH_C
#define HK_LIB_MATH_C
#include "core.c"
#include "../base/libm.h"

HK_FN hk_val hk_nat_math1(hk_vm *vm, hk_val *a, int argc)
{
    double x = hk_num_of(HK_ARG(a, 0)), y;
    (void)argc;
    vm->budget -= 4;
    switch (hk_ref_of(a[1])) {
    case HK_FN_Math_abs:      y = hk_u2d(hk_d2u(x) & ~HK_SIGN_BIT); break;
    case HK_FN_Math_acos:     y = hk_acos(x); break;
    case HK_FN_Math_acosh:    y = hk_acosh(x); break;
    case HK_FN_Math_asin:     y = hk_asin(x); break;
    case HK_FN_Math_asinh:    y = hk_asinh(x); break;
    case HK_FN_Math_atan:     y = hk_atan(x); break;
    case HK_FN_Math_atanh:    y = hk_atanh(x); break;
    case HK_FN_Math_cbrt:     y = hk_cbrt(x); break;
    case HK_FN_Math_clz32:    y = hk_math_clz32(hk_to_uint32(x)); break;
    case HK_FN_Math_cos:      y = hk_cos(x); break;
    case HK_FN_Math_cosh:     y = hk_cosh(x); break;
    case HK_FN_Math_exp:      y = hk_exp(x); break;
    case HK_FN_Math_expm1:    y = hk_expm1(x); break;
    case HK_FN_Math_f16round: y = hk_f16round(x); break;
    case HK_FN_Math_fround:   y = hk_fround(x); break;
    case HK_FN_Math_log:      y = hk_log(x); break;
    case HK_FN_Math_log10:    y = hk_log10(x); break;
    case HK_FN_Math_log1p:    y = hk_log1p(x); break;
    case HK_FN_Math_log2:     y = hk_log2(x); break;
    case HK_FN_Math_sign:     y = x > 0 ? 1 : x < 0 ? -1 : x; break;
    case HK_FN_Math_sin:      y = hk_sin(x); break;
    case HK_FN_Math_sinh:     y = hk_sinh(x); break;
    case HK_FN_Math_sqrt:     y = hk_sqrt(x); break;
    case HK_FN_Math_tan:      y = hk_tan(x); break;
    default:                  y = hk_tanh(x); break;
    }
    return hk_number(y);
}

/* To an integer: the common case is one already. */
HK_FN hk_val hk_nat_round(hk_vm *vm, hk_val *a, int argc)
{
    hk_val v = HK_ARG(a, 0);
    (void)vm, (void)argc;
    if (hk_is_int(v))
        return v;
    double x = hk_double_of(v);
    switch (hk_ref_of(a[1])) {
    case HK_FN_Math_floor: return hk_number(hk_floor(x));
    case HK_FN_Math_ceil:  return hk_number(hk_ceil(x));
    case HK_FN_Math_round: return hk_number(hk_round(x));
    default:               return hk_number(hk_trunc(x));
    }
}

HK_FN hk_val hk_nat_math2(hk_vm *vm, hk_val *a, int argc)
{
    double x = hk_num_of(HK_ARG(a, 0)), y = hk_num_of(HK_ARG(a, 1));
    (void)argc;
    switch (hk_ref_of(a[1])) {
    case HK_FN_Math_imul:  return hk_int((int32_t)(hk_to_uint32(x) * hk_to_uint32(y)));
    case HK_FN_Math_atan2: vm->budget -= 4; return hk_number(hk_atan2(x, y));
    default:               vm->budget -= 4; return hk_number(hk_pow(x, y));
    }
}

/* Math.max and Math.min. -0 is less than 0. */
HK_FN hk_val hk_nat_extreme(hk_vm *vm, hk_val *a, int argc)
{
    bool max = hk_ref_of(a[1]) == HK_FN_Math_max;
    double best = max ? -hk_infinity() : hk_infinity();
    vm->budget -= argc;
    for (int i = 0; i < argc; i++) {
        double d = hk_num_of(HK_ARG(a, i));
        if (d != d || (max ? d > best : d < best) || (d == 0 && best == 0 && hk_signbit(best) == max))
            best = d;
        if (d != d)
            break;
    }
    return hk_number(best);
}

HK_FN hk_val hk_nat_hypot(hk_vm *vm, hk_val *a, int argc)
{
    hk_hypot_sum h = { 0, 0, false, false };
    vm->budget -= argc;
    for (int i = 0; i < argc; i++)
        hk_hypot_add(&h, hk_num_of(HK_ARG(a, i)));
    return hk_number(hk_hypot_result(&h));
}

/* xorshift128+ (Vigna), the upper 53 bits of the sum */
HK_FN hk_val hk_nat_random(hk_vm *vm, hk_val *a, int argc)
{
    uint64_t s = vm->random[0], t = vm->random[1];
    (void)a, (void)argc;
    vm->random[0] = t;
    s ^= s << 23;
    vm->random[1] = s ^ t ^ s >> 17 ^ t >> 26;
    return hk_number((double)((vm->random[1] + t) >> 11) * (1.0 / 9007199254740992.0));
}

/* ---- Math.sumPrecise ---------------------------------------------------------------------- */

/* The exact sum of doubles: a two's complement number of HK_SUM_WORDS words in units of 2^-1074, in a BYTES block. The
 * largest finite double has its top bit at 2097 there; 53 bits more hold as many of them as can be counted. Behind them flags:
 * what is not finite, and whether anything but -0 was added. */
#define HK_SUM_WORDS 68
enum { HK_SUM_NAN = 1, HK_SUM_PLUS = 2, HK_SUM_MINUS = 4, HK_SUM_NUMBER = 8 };
typedef struct { uint32_t hdr, flags, words[HK_SUM_WORDS]; } hk_sum;

HK_FN hk_val hk_nat_sumStart(hk_vm *vm, hk_val *a, int argc)
{
    (void)a, (void)argc;
    hk_ref r = hk_alloc(vm, HK_T_BYTES, sizeof(hk_sum));
    return r ? hk_internal(r) : HK_EXCEPTION;
}

HK_FN hk_val hk_nat_sumAdd(hk_vm *vm, hk_val *a, int argc)
{
    hk_sum *sum = hk_ptr(vm, hk_ref_of(HK_ARG(a, 0)));
    double d = hk_num_of(HK_ARG(a, 1));
    uint64_t u = hk_d2u(d), m = u & UINT64_C(0xFFFFFFFFFFFFF);
    unsigned e = (unsigned)(u >> 52) & 0x7FF;
    (void)argc;
    vm->budget--;
    if (!hk_is_finite(d)) {
        sum->flags |= d != d ? HK_SUM_NAN : d > 0 ? HK_SUM_PLUS : HK_SUM_MINUS;
        return HK_UNDEFINED;
    }
    if (u != HK_SIGN_BIT)
        sum->flags |= HK_SUM_NUMBER;
    if (e)
        m |= UINT64_C(1) << 52, e--;
    /* the double is m << e units: three words of them from word e / 32 on; then the carry, or a negative one's sign, goes up */
    uint64_t low = m << (e & 31), negative = u >> 63, carry = negative;
    uint32_t high = e & 31 ? (uint32_t)(m >> (64 - (e & 31))) : 0;
    for (unsigned i = e >> 5, k = 0; i < HK_SUM_WORDS; i++, k++) {
        uint32_t w = k == 0 ? (uint32_t)low : k == 1 ? (uint32_t)(low >> 32) : k == 2 ? high : 0;
        if (k > 2 && carry == negative)
            break;
        carry += (uint64_t)sum->words[i] + (negative ? ~w : w);
        sum->words[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return HK_UNDEFINED;
}

/* The sum rounded once, ties to even. */
HK_FN hk_val hk_nat_sumEnd(hk_vm *vm, hk_val *a, int argc)
{
    hk_sum *sum = hk_ptr(vm, hk_ref_of(HK_ARG(a, 0)));
    unsigned flags = sum->flags;
    (void)argc;
    if ((flags & HK_SUM_NAN) || (flags & (HK_SUM_PLUS | HK_SUM_MINUS)) == (HK_SUM_PLUS | HK_SUM_MINUS))
        return HK_NAN;
    if (flags & (HK_SUM_PLUS | HK_SUM_MINUS))
        return hk_number(flags & HK_SUM_PLUS ? hk_infinity() : -hk_infinity());
    if (!(flags & HK_SUM_NUMBER))
        return hk_number(-0.0);
    bool negative = sum->words[HK_SUM_WORDS - 1] >> 31, more = false;
    uint64_t carry = negative;
    for (unsigned i = 0; negative && i < HK_SUM_WORDS; i++) {
        carry += ~sum->words[i];
        sum->words[i] = (uint32_t)carry;
        carry >>= 32;
    }
    int top = HK_SUM_WORDS - 1;
    while (top >= 0 && !sum->words[top])
        top--;
    if (top < 0)
        return hk_int(0);
    hk_u128 x = { (uint64_t)sum->words[top] << 32 | (top > 0 ? sum->words[top - 1] : 0),
                  top > 1 ? (uint64_t)sum->words[top - 2] << 32 : 0 };
    for (int i = top - 3; i >= 0; i--)
        more |= sum->words[i] != 0;
    double d = hk_make_double_128(x, 32 * top + 31 - 1074, more);
    return hk_number(negative ? -d : d);
}
#endif
