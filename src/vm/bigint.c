#ifndef HK_VM_BIGINT_C
#define HK_VM_BIGINT_C
#include "bigint.h"
#include "convert.h"
#include "../code/opcodes.h"
#include "../syntax/tree.h"

/* ---- Strings ----------------------------------------------------------------------------------------------------- */

HK_FN int hk_bigint_scan(hk_vm *vm, hk_val *s, uint32_t *from, uint32_t *to, uint32_t *radix, bool *negative)
{
    hk_text t;
    hk_ref r = hk_flatten(vm, hk_ref_of(*s));
    if (!r)
        return HK_ERR;
    *s = hk_string(r);
    hk_text_of(vm, r, &t);
    hk_trim(&t, from, to, true, true);
    vm->budget -= (int32_t)(t.len / 16);
    uint32_t n = *to - *from, first = n ? hk_unit(&t, *from) : 0, mark = n > 2 && first == '0' ? hk_unit(&t, *from + 1) | 32 : 0;
    *radix = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 10;
    *negative = first == '-';
    if (*radix != 10)
        *from += 2;
    else if (n > 1 && (first == '-' || first == '+'))
        ++*from;
    for (uint32_t i = *from; i < *to; i++)
        if (hk_digit_value(hk_unit(&t, i)) >= *radix)
            return HK_NO;
    return HK_YES;
}

HK_FN hk_val hk_string_to_bigint(hk_vm *vm, hk_val *s)
{
    uint32_t from, to, radix;
    bool negative;
    int ok = hk_bigint_scan(vm, s, &from, &to, &radix, &negative);
    if (ok != HK_YES)
        return ok == HK_NO ? HK_UNDEFINED : HK_EXCEPTION;
    if (radix == 10 && to - from > HK_BIG_TEXT_DIGITS)
        return HK_TWIN;
    return hk_big_from_digits(vm, s, from, to, radix, negative);
}

HK_FN hk_val hk_to_bigint(hk_vm *vm, hk_val *v)
{
    if (hk_is_bigint(*v))
        return *v;
    if (hk_is_bool(*v))
        return hk_big_from_u64(vm, *v == HK_TRUE, false);
    if (!hk_is_string(*v))
        return hk_throw(vm, HK_E_TYPE, "cannot convert %v to a BigInt", *v);
    hk_val r = hk_string_to_bigint(vm, v);
    return r == HK_UNDEFINED ? hk_throw(vm, HK_E_SYNTAX, "cannot convert '%v' to a BigInt", *v) : r;
}

HK_FN hk_val hk_bigint_literal(hk_vm *vm, hk_ref text)
{
    hk_val *s = hk_push(vm, hk_string(text));
    hk_val v = hk_string_to_bigint(vm, s);
    hk_pop(vm);
    return v;
}

/* ---- Comparing ----------------------------------------------------------------------------------------------------- */

/* BigInt *a compared with primitive *b: <0, 0, >0, or one of these */
enum { HK_INCOMPARABLE = 2, HK_COMPARE_ERROR, HK_COMPARE_TWIN };
HK_FN int hk_bigint_compare(hk_vm *vm, const hk_val *a, hk_val *b)
{
    if (hk_is_string(*b)) {
        if (hk_str_len(vm, hk_ref_of(*b)) > HK_BIG_TEXT_DIGITS)
            return HK_COMPARE_TWIN;
        hk_val v = hk_string_to_bigint(vm, b);
        if (!hk_is_bigint(v))
            return v == HK_UNDEFINED ? HK_INCOMPARABLE : HK_COMPARE_ERROR;
        *b = v;
    }
    if (hk_is_bigint(*b))
        return hk_big_compare(vm, *a, *b);
    hk_val n = hk_plain_to_number(vm, *b);
    if (n == HK_EXCEPTION)
        return HK_COMPARE_ERROR;
    double d = hk_num_of(n);
    return d != d ? HK_INCOMPARABLE : hk_big_compare_double(vm, *a, d);
}

/* One of *a and *b is a BigInt. */
HK_FN hk_val hk_bigint_relation(hk_vm *vm, unsigned op, hk_val *a, hk_val *b)
{
    bool swapped = !hk_is_bigint(*a);
    int c = swapped ? hk_bigint_compare(vm, b, a) : hk_bigint_compare(vm, a, b);
    if (c > HK_INCOMPARABLE)
        return c == HK_COMPARE_TWIN ? HK_TWIN : HK_EXCEPTION;
    if (c == HK_INCOMPARABLE)
        return hk_bool(op == HK_OP_NE);
    c = swapped ? -c : c;
    switch (op) {
    case HK_OP_LT: return hk_bool(c < 0);
    case HK_OP_LE: return hk_bool(c <= 0);
    case HK_OP_GT: return hk_bool(c > 0);
    case HK_OP_GE: return hk_bool(c >= 0);
    case HK_OP_EQ: return hk_bool(c == 0);
    default:       return hk_bool(c != 0);
    }
}

/* ---- Operators ------------------------------------------------------------------------------------------------------- */

HK_FN hk_val hk_bigint_multiply(hk_vm *vm, const hk_val *a, const hk_val *b)
{
    return hk_big_is_short(hk_big_len(vm, *a), hk_big_len(vm, *b)) ? hk_big_product(vm, a, b) : HK_TWIN;
}

/* BigInt::divide or, if `rest`, BigInt::remainder */
HK_FN hk_val hk_bigint_divide(hk_vm *vm, const hk_val *a, const hk_val *b, bool rest)
{
    uint32_t n = hk_big_len(vm, *a), m = hk_big_len(vm, *b), k = n - m + 1;
    if (m == 0)
        return hk_throw(vm, HK_E_RANGE, "division by zero");
    if (n < m)
        return rest ? *a : hk_big_from_u64(vm, 0, false);
    if (!hk_big_is_short(k, m))
        return HK_TWIN;
    hk_val r = hk_big_divide(vm, a, b);
    if (r == HK_EXCEPTION)
        return r;
    bool na = hk_big_negative(vm, *a), nb = hk_big_negative(vm, *b);
    if (!rest)
        return hk_big_done(vm, r, k, na != nb);
    uint32_t *limbs = hk_big_limbs(vm, r);
    memmove(limbs, limbs + k, m * 4);
    return hk_big_done(vm, r, m, na);
}

/* BigInt::exponentiate */
HK_FN hk_val hk_bigint_power(hk_vm *vm, const hk_val *a, const hk_val *b)
{
    uint32_t n = hk_big_len(vm, *a), e = hk_big_len(vm, *b) ? hk_big_limbs(vm, *b)[0] : 0;
    uint64_t bits = hk_limbs_bits(hk_big_limbs(vm, *a), n);
    bool odd = e & 1, one = bits == 1;
    if (hk_big_negative(vm, *b))
        return hk_throw(vm, HK_E_RANGE, "exponent must not be negative");
    if (hk_big_len(vm, *b) == 0 || one)
        return hk_big_from_u64(vm, 1, one && odd && hk_big_negative(vm, *a));
    if (n == 0)
        return *a;
    if (hk_big_len(vm, *b) > 1 || (bits - 1) * e > (uint64_t)HK_MAX_BIGINT * 32)
        return hk_throw(vm, HK_E_RANGE, "BigInt is too large");
    if (bits == 2 && hk_big_limbs(vm, *a)[0] == 2) {
        hk_val v = hk_big_from_u64(vm, 1, odd && hk_big_negative(vm, *a));
        hk_val *two = hk_push(vm, v);
        if (v != HK_EXCEPTION)
            v = hk_big_shift_left(vm, two, e);
        hk_pop(vm);
        return v;
    }
    uint64_t limbs = bits * e / 32 + 1;
    return hk_big_is_short((uint32_t)limbs, (uint32_t)limbs) ? hk_big_power(vm, a, e, (uint32_t)limbs) : HK_TWIN;
}

/* BigInt::leftShift; `right`: signedRightShift */
HK_FN hk_val hk_bigint_shift(hk_vm *vm, const hk_val *a, const hk_val *b, bool right)
{
    uint64_t count = hk_big_len(vm, *b) > 1 ? UINT32_MAX : hk_big_len(vm, *b) ? hk_big_limbs(vm, *b)[0] : 0;
    return right != hk_big_negative(vm, *b) ? hk_big_shift_right(vm, a, count) : hk_big_shift_left(vm, a, count);
}

HK_FN hk_val hk_bigint_binary(hk_vm *vm, unsigned op, hk_val *a, hk_val *b)
{
    if (op >= HK_OP_LT && op <= HK_OP_NE)
        return hk_bigint_relation(vm, op, a, b);
    if (!hk_is_bigint(*a) || !hk_is_bigint(*b)) {
        if (hk_is_symbol(*a) || hk_is_symbol(*b))
            return hk_throw(vm, HK_E_TYPE, "cannot convert a Symbol value to a number");
        return hk_throw(vm, HK_E_TYPE, "cannot mix BigInt with other types");
    }
    switch (op) {
    case HK_OP_ADD:  return hk_big_sum(vm, a, b, false);
    case HK_OP_SUB:  return hk_big_sum(vm, a, b, true);
    case HK_OP_MUL:  return hk_bigint_multiply(vm, a, b);
    case HK_OP_DIV:  return hk_bigint_divide(vm, a, b, false);
    case HK_OP_MOD:  return hk_bigint_divide(vm, a, b, true);
    case HK_OP_EXP:  return hk_bigint_power(vm, a, b);
    case HK_OP_BAND: return hk_big_bitwise(vm, '&', a, b);
    case HK_OP_BOR:  return hk_big_bitwise(vm, '|', a, b);
    case HK_OP_BXOR: return hk_big_bitwise(vm, '^', a, b);
    case HK_OP_SHL:  return hk_bigint_shift(vm, a, b, false);
    case HK_OP_SHR:  return hk_bigint_shift(vm, a, b, true);
    default:         return hk_throw(vm, HK_E_TYPE, "BigInts have no unsigned right shift");
    }
}

HK_FN hk_val hk_bigint_unary(hk_vm *vm, unsigned opcode, const hk_val *a)
{
    if (opcode == HK_OPC(NEG))
        return hk_big_negate(vm, a);
    hk_val r = hk_big_sum(vm, a, NULL, opcode == HK_OPC(DEC));
    if (opcode == HK_OPC(BNOT) && r != HK_EXCEPTION && hk_big_len(vm, r))   /* ~a is -(a + 1) */
        hk_big_ptr(vm, r)->info ^= HK_BIG_NEGATIVE;
    return r;
}
#endif
