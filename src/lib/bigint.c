/* BigInt: the constructor and its prototype, and what the scripts of long BigInts are written with. */
#ifndef HK_LIB_BIGINT_C
#define HK_LIB_BIGINT_C
#include "bigint.h"
#include "core.c"
#include "object.c"
#include "../vm/bigint.h"

#if HAKO_WITH_BIGINT
HK_FN hk_val hk_nat_BigInt(hk_vm *vm, hk_val *a, int argc)
{
    hk_val *v = &HK_ARG(a, 0);
    (void)argc;
    if (HK_NEWTARGET(a) != HK_UNDEFINED)
        return hk_throw(vm, HK_E_TYPE, "BigInt is not a constructor");
    if (hk_is_object(*v))
        return HK_TWIN;
    if (!hk_is_number(*v))
        return hk_to_bigint(vm, v);
    double d = hk_num_of(*v);
    if (!hk_is_finite(d) || hk_trunc(d) != d)
        return hk_throw(vm, HK_E_RANGE, "%v is not an integer", *v);
    return hk_big_from_double(vm, d);
}

/* ThisBigIntValue */
HK_FN hk_val hk_nat_bigintValueOf(hk_vm *vm, hk_val *a, int argc)
{
    hk_val v = hk_primitive_of(vm, a[0]);
    (void)argc;
    return hk_is_bigint(v) ? v : hk_throw(vm, HK_E_TYPE, "%v is not a BigInt", a[0]);
}

HK_FN bool hk_big_has_short_text(hk_vm *vm, hk_val v, uint32_t radix)
{
    return (radix & (radix - 1)) == 0 || !hk_is_long_bigint(vm, v);
}

HK_FN hk_val hk_nat_bigintToString(hk_vm *vm, hk_val *a, int argc)
{
    hk_val radix = HK_ARG(a, 0) == HK_UNDEFINED ? hk_int(10) : HK_ARG(a, 0);
    a[0] = hk_nat_bigintValueOf(vm, a, argc);
    if (a[0] == HK_EXCEPTION)
        return HK_EXCEPTION;
    uint32_t r = hk_is_int(radix) ? (uint32_t)hk_int_of(radix) : 0;
    return r >= 2 && r <= 36 && hk_big_has_short_text(vm, a[0], r) ? hk_big_text(vm, a, r, 0) : HK_TWIN;
}

/* The same without a radix, whatever the arguments are */
HK_FN hk_val hk_nat_bigintLocale(hk_vm *vm, hk_val *a, int argc)
{
    HK_ARG(a, 0) = HK_UNDEFINED;
    return hk_nat_bigintToString(vm, a, argc);
}

/* ---- Intrinsics of bigint.js ------------------------------------------------------------------------------------- */

/* A comparison HK_OP_* of a BigInt with another, or with undefined */
HK_FN hk_val hk_nat_bigRelation(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_bigint_binary(vm, (unsigned)hk_int_of(HK_ARG(a, 2)), &HK_ARG(a, 0), &HK_ARG(a, 1));
}

HK_FN hk_val hk_nat_bigLength(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_int((int32_t)hk_big_len(vm, HK_ARG(a, 0)));
}

/* Limbs [from, to) of the magnitude, as far as there are so many. */
HK_FN hk_val hk_nat_bigPart(hk_vm *vm, hk_val *a, int argc)
{
    uint32_t n = hk_big_len(vm, HK_ARG(a, 0)), from = (uint32_t)hk_int_of(HK_ARG(a, 1)), to = (uint32_t)hk_int_of(HK_ARG(a, 2));
    (void)argc;
    to = to < n ? to : n;
    from = from < to ? from : to;
    hk_val r = hk_big_new(vm, to - from);
    if (r == HK_EXCEPTION)
        return r;
    memcpy(hk_big_limbs(vm, r), hk_big_limbs(vm, HK_ARG(a, 0)) + from, (to - from) * 4);
    return hk_big_done(vm, r, to - from, false);
}

/* high * 2^(32 k) + low of positive BigInts: high, low, k */
HK_FN hk_val hk_nat_bigJoin(hk_vm *vm, hk_val *a, int argc)
{
    uint32_t n = hk_big_len(vm, HK_ARG(a, 0)), m = hk_big_len(vm, HK_ARG(a, 1)), k = (uint32_t)hk_int_of(HK_ARG(a, 2));
    uint32_t all = (n + k > m ? n + k : m) + 1;
    (void)argc;
    hk_val r = hk_big_new(vm, all);
    if (r == HK_EXCEPTION)
        return r;
    uint32_t *z = hk_big_limbs(vm, r);
    memcpy(z + k, hk_big_limbs(vm, HK_ARG(a, 0)), n * 4);
    hk_limbs_add(z, z, all, hk_big_limbs(vm, HK_ARG(a, 1)), m);
    return hk_big_done(vm, r, all, false);
}

/* How many bits of the top limb are above the highest that is set. */
HK_FN hk_val hk_nat_bigSpare(hk_vm *vm, hk_val *a, int argc)
{
    uint32_t n = hk_big_len(vm, HK_ARG(a, 0));
    (void)argc;
    return hk_int(n ? hk_clz32(hk_big_limbs(vm, HK_ARG(a, 0))[n - 1]) : 0);
}

/* An array of quotient and remainder of positive BigInts; undefined: they are too long. */
HK_FN hk_val hk_nat_bigDivShort(hk_vm *vm, hk_val *a, int argc)
{
    uint32_t n = hk_big_len(vm, HK_ARG(a, 0)), m = hk_big_len(vm, HK_ARG(a, 1)), k = n < m ? 0 : n - m + 1;
    (void)argc;
    if (!hk_big_is_short(k, m))
        return HK_UNDEFINED;
    hk_val rest = k ? hk_big_new(vm, m) : HK_ARG(a, 0);
    if (rest == HK_EXCEPTION)
        return rest;
    hk_val *root = hk_push(vm, rest);
    hk_val q = k ? hk_big_divide(vm, &HK_ARG(a, 0), &HK_ARG(a, 1)) : hk_big_new(vm, 0);
    if (k && q != HK_EXCEPTION)
        memcpy(hk_big_limbs(vm, *root), hk_big_limbs(vm, q) + k, m * 4);
    rest = hk_pop(vm);
    if (q == HK_EXCEPTION)
        return q;
    HK_ARG(a, 0) = hk_big_done(vm, q, k, false);
    HK_ARG(a, 1) = k ? hk_big_done(vm, rest, m, false) : rest;
    hk_ref r = hk_new_array(vm, 2);
    if (!r)
        return HK_EXCEPTION;
    hk_append(vm, hk_object(r), HK_ARG(a, 0));
    hk_append(vm, hk_object(r), HK_ARG(a, 1));
    return hk_object(r);
}

/* The digits: BigInt, radix, least number of digits; undefined: it is too long. */
HK_FN hk_val hk_nat_bigText(hk_vm *vm, hk_val *a, int argc)
{
    uint32_t radix = (uint32_t)hk_num_of(HK_ARG(a, 1));
    (void)argc;
    if (!hk_big_has_short_text(vm, HK_ARG(a, 0), radix))
        return HK_UNDEFINED;
    return hk_big_text(vm, &HK_ARG(a, 0), radix, (uint32_t)hk_int_of(HK_ARG(a, 2)));
}

/* StringToBigInt of a text: of a long decimal one an array: where its digits begin and end, and whether it is negative. */
HK_FN hk_val hk_nat_bigScan(hk_vm *vm, hk_val *a, int argc)
{
    uint32_t from, to, radix;
    bool negative;
    (void)argc;
    hk_val v = hk_string_to_bigint(vm, &HK_ARG(a, 0));
    if (v != HK_TWIN)
        return v;
    hk_bigint_scan(vm, &HK_ARG(a, 0), &from, &to, &radix, &negative);
    hk_ref r = hk_new_array(vm, 3);
    if (!r)
        return HK_EXCEPTION;
    hk_append(vm, hk_object(r), hk_uint(from));
    hk_append(vm, hk_object(r), hk_uint(to));
    hk_append(vm, hk_object(r), hk_bool(negative));
    return hk_object(r);
}

/* Decimal digits of a text: text, from, to */
HK_FN hk_val hk_nat_bigDigits(hk_vm *vm, hk_val *a, int argc)
{
    hk_ref s = hk_flatten(vm, hk_ref_of(HK_ARG(a, 0)));
    (void)argc;
    if (!s)
        return HK_EXCEPTION;
    HK_ARG(a, 0) = hk_string(s);
    uint32_t from = hk_to_uint32(hk_num_of(HK_ARG(a, 1))), to = hk_to_uint32(hk_num_of(HK_ARG(a, 2)));
    return hk_big_from_digits(vm, &HK_ARG(a, 0), from, to, 10, false);
}

/* BigInt.asIntN, asUintN: bits (from 0 to 2^53 - 1), BigInt, signed? */
HK_FN hk_val hk_nat_bigWrap(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_big_wrap(vm, &HK_ARG(a, 1), (uint64_t)hk_num_of(HK_ARG(a, 0)), HK_ARG(a, 2) == HK_TRUE);
}
#endif
#endif
