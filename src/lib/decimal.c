/* Decimal: exact decimal fractions. The arithmetic is in base/decimal.h; here are the objects, conversions and methods. */
#ifndef HK_LIB_DECIMAL_C
#define HK_LIB_DECIMAL_C
#include "object.c"
#include "string.c"
#include "../base/decimal.h"
#include "../vm/convert.h"

#if HAKO_WITH_DECIMAL

/* A DECIMAL block. What is in it never changes. */
typedef struct { hk_obj o; hk_dec value; uint32_t unused; } hk_dec_object;

#define HK_MAX_SCALE 1000000.0

/* The value of a Decimal object, NULL of others; valid until the next allocation. */
HK_FN const hk_dec *hk_dec_of(hk_vm *vm, hk_val v)
{
    return hk_class(vm, v) == HK_T_DECIMAL ? &((hk_dec_object *)hk_ptr(vm, hk_ref_of(v)))->value : NULL;
}

/* A Decimal whose prototype is `proto` or, for undefined, its own. */
HK_FN hk_val hk_new_decimal(hk_vm *vm, hk_val proto, const hk_dec *value)
{
    hk_ref p = hk_is_object(proto) ? hk_object_block(vm, proto) : hk_intrinsic(vm, HK_IN_DecimalPrototype);
    hk_ref r = p ? hk_new_class(vm, HK_T_DECIMAL, p, sizeof(hk_dec_object)) : 0;
    if (!r)
        return HK_EXCEPTION;
    ((hk_dec_object *)hk_ptr(vm, r))->value = *value;
    return hk_object(r);
}

/* ---- Conversion to it --------------------------------------------------------------------------------------------------- */

/* The number in *w, of that kind, times 10^-scale */
HK_FN void hk_dec_finish(hk_dec *out, unsigned kind, hk_exact *w, int32_t scale)
{
    w->e -= scale;
    if (kind == HK_DEC_FINITE)
        hk_dec_done(out, w);
    else
        hk_dec_special(out, kind, w->negative);
}

/* Reads the string *v. HK_DEC_NONE, without an exception: it is no number; or with one, if there is no memory to put it
 * together. */
HK_FN HK_NOINLINE unsigned hk_dec_read(hk_vm *vm, hk_val *v, hk_exact *w)
{
    uint32_t from, to;
    hk_text t;
    char narrow[HK_DEC_TEXT_MAX];
    if (!hk_flat_text(vm, v, &t))
        return HK_DEC_NONE;
    vm->budget -= (int32_t)(t.len / 2);
    hk_trim(&t, &from, &to, true, true);
    if (t.u8)
        return hk_exact_parse(w, (const char *)t.u8 + from, to - from);
    if (to - from > sizeof narrow)                      /* wide because of the space around it: short ones only */
        return HK_DEC_NONE;
    for (uint32_t i = from; i < to; i++)
        narrow[i - from] = hk_unit(&t, i) < 0x80 ? (char)hk_unit(&t, i) : '?';
    return hk_exact_parse(w, narrow, to - from);
}

/* The shortest text of a number that is finite or not, read again. */
HK_FN HK_NOINLINE unsigned hk_dec_read_number(hk_val v, hk_exact *w)
{
    char text[HK_NUMBER_MAX];
    return hk_exact_parse(w, text, (uint32_t)hk_number_to_string(hk_num_of(v), text));
}

/* The number, string, BigInt or Decimal *v, times 10^-scale. HK_YES; HK_TRAP: a script has to make a text of the BigInt first;
 * HK_ERR. */
HK_FN int hk_to_dec(hk_vm *vm, hk_val *v, int32_t scale, hk_dec *out)
{
    hk_exact w;
    const hk_dec *d = hk_dec_of(vm, *v);
    unsigned kind = HK_DEC_FINITE;
    if (d) {
        hk_exact_of(&w, d);
        kind = d->kind;
    } else if (hk_is_bigint(*v)) {
        uint32_t n = hk_big_len(vm, *v);
        if (n > HK_DEC_WIDE)
            return HK_TRAP;
        memset(&w, 0, sizeof w);
        memcpy(w.c, hk_big_limbs(vm, *v), n * sizeof *w.c);
        w.negative = hk_big_negative(vm, *v);
    } else if (hk_is_string(*v)) {
        kind = hk_dec_read(vm, v, &w);
    } else if (hk_is_number(*v)) {
        kind = hk_dec_read_number(*v, &w);
    } else {
        kind = HK_DEC_NONE;
    }
    vm->budget -= 8;
    if (kind != HK_DEC_NONE) {
        hk_dec_finish(out, kind, &w, scale);
        return HK_YES;
    }
    if (vm->exception == HK_EMPTY && hk_is_string(*v))
        hk_throw(vm, HK_E_SYNTAX, "cannot convert '%v' to a Decimal", *v);
    else if (vm->exception == HK_EMPTY)
        hk_throw(vm, HK_E_TYPE, "cannot convert %v to a Decimal", *v);
    return HK_ERR;
}

/* The first argument, for a native that has room for three. false: *result is what the native returns. */
HK_FN bool hk_dec_argument(hk_vm *vm, hk_val *a, int32_t scale, hk_dec *out, hk_val *result)
{
    int found = hk_to_dec(vm, &HK_ARG(a, 0), scale, out);
    *result = HK_EXCEPTION;
    if (found == HK_TRAP) {
        HK_ARG(a, 2) = a[1];
        hk_call_request(vm, hk_function(vm, HK_FN_decimalTwin), HK_THIS(a), 3);
        *result = HK_TAILCALL;
    }
    return found == HK_YES;
}

HK_FN hk_val hk_nat_Decimal(hk_vm *vm, hk_val *a, int argc)
{
    hk_dec d;
    (void)argc;
    if (HK_NEWTARGET(a) == HK_UNDEFINED)
        HK_THIS(a) = HK_UNDEFINED;
    int found = hk_to_dec(vm, &HK_ARG(a, 0), 0, &d);
    return found == HK_YES ? hk_new_decimal(vm, HK_THIS(a), &d) : found == HK_TRAP ? HK_TWIN : HK_EXCEPTION;
}
HK_FN hk_val hk_nat_decimalFrom(hk_vm *vm, hk_val *a, int argc)
{
    hk_dec d;
    (void)argc;
    return hk_to_dec(vm, &HK_ARG(a, 1), 0, &d) == HK_YES ? hk_new_decimal(vm, HK_ARG(a, 0), &d) : HK_EXCEPTION;
}

/* An argument that says how many places. false: exception. */
HK_FN bool hk_dec_scale(hk_vm *vm, hk_val v, int32_t *scale)
{
    double d = hk_num_of(v);
    *scale = d >= -HK_MAX_SCALE && d <= HK_MAX_SCALE ? (int32_t)d : 0;
    if (*scale == d)
        return true;
    hk_throw(vm, HK_E_RANGE, "scale is out of range");
    return false;
}

HK_FN hk_val hk_nat_decimalScaled(hk_vm *vm, hk_val *a, int argc)
{
    hk_dec d;
    int32_t scale;
    hk_val result;
    (void)argc;
    if (!hk_dec_scale(vm, HK_ARG(a, 1), &scale))
        return HK_EXCEPTION;
    return hk_dec_argument(vm, a, scale, &d, &result) ? hk_new_decimal(vm, HK_UNDEFINED, &d) : result;
}

/* ---- Methods ------------------------------------------------------------------------------------------------------------- */

/* The value of `this`. false: exception. */
HK_FN bool hk_this_dec(hk_vm *vm, const hk_val *a, hk_dec *out)
{
    const hk_dec *d = hk_dec_of(vm, HK_THIS(a));
    if (!d) {
        hk_throw(vm, HK_E_TYPE, "%v is not a Decimal", HK_THIS(a));
        return false;
    }
    vm->budget -= 8;
    *out = *d;
    return true;
}

HK_FN hk_val hk_nat_decimalBinary(hk_vm *vm, hk_val *a, int argc)
{
    hk_dec x, y;
    hk_val result;
    (void)argc;
    if (!hk_this_dec(vm, a, &x))
        return HK_EXCEPTION;
    if (!hk_dec_argument(vm, a, 0, &y, &result))
        return result;
    switch (hk_ref_of(a[1])) {
    case HK_FN_DecimalPrototype_add: hk_dec_add(&x, &x, &y, false); break;
    case HK_FN_DecimalPrototype_sub: hk_dec_add(&x, &x, &y, true); break;
    case HK_FN_DecimalPrototype_mul: hk_dec_multiply(&x, &x, &y); break;
    case HK_FN_DecimalPrototype_div: hk_dec_divide(&x, &x, &y); break;
    default:                         vm->budget -= 8 * hk_dec_remainder(&x, &x, &y);
    }
    return hk_new_decimal(vm, HK_UNDEFINED, &x);
}

HK_FN hk_val hk_nat_decimalCompare(hk_vm *vm, hk_val *a, int argc)
{
    hk_dec x, y;
    hk_val result;
    (void)argc;
    if (!hk_this_dec(vm, a, &x))
        return HK_EXCEPTION;
    if (!hk_dec_argument(vm, a, 0, &y, &result))
        return result;
    int c = hk_dec_compare(&x, &y);
    switch (hk_ref_of(a[1])) {
    case HK_FN_DecimalPrototype_compare:         return c == HK_DEC_UNORDERED ? HK_NAN : hk_int(c);
    case HK_FN_DecimalPrototype_equals:          return hk_bool(c == 0);
    case HK_FN_DecimalPrototype_lessThan:        return hk_bool(c < 0);
    case HK_FN_DecimalPrototype_lessThanOrEqual: return hk_bool(c <= 0);
    case HK_FN_DecimalPrototype_greaterThan:     return hk_bool(c == 1);
    default:                                     return hk_bool(c == 0 || c == 1);
    }
}

HK_FN hk_val hk_nat_decimalUnary(hk_vm *vm, hk_val *a, int argc)
{
    hk_dec x;
    (void)argc;
    if (!hk_this_dec(vm, a, &x))
        return HK_EXCEPTION;
    if (hk_ref_of(a[1]) == HK_FN_DecimalPrototype_sqrt) {
        vm->budget -= 64;
        hk_dec_root(&x, &x);
    } else {
        x.negative = hk_ref_of(a[1]) == HK_FN_DecimalPrototype_neg && !x.negative && x.kind != HK_DEC_NAN;
    }
    return hk_new_decimal(vm, HK_UNDEFINED, &x);
}

HK_FN hk_val hk_nat_decimalTest(hk_vm *vm, hk_val *a, int argc)
{
    hk_dec x;
    (void)argc;
    if (!hk_this_dec(vm, a, &x))
        return HK_EXCEPTION;
    int sign = hk_dec_is_zero(&x) ? 0 : x.negative ? -1 : 1;
    switch (hk_ref_of(a[1])) {
    case HK_FN_DecimalPrototype_isNaN:    return hk_bool(x.kind == HK_DEC_NAN);
    case HK_FN_DecimalPrototype_isFinite: return hk_bool(x.kind == HK_DEC_FINITE);
    default:                              return x.kind == HK_DEC_NAN ? HK_NAN : hk_int(sign);
    }
}

/* The rounding mode that a string or undefined names. false: exception. */
HK_FN bool hk_dec_mode(hk_vm *vm, hk_val *v, unsigned *mode)
{
    static const uint16_t names[HK_ROUNDINGS] = { HK_ATOM_half_even, HK_ATOM_half_up, HK_ATOM_half_down, HK_ATOM_up, HK_ATOM_down,
                                                  HK_ATOM_ceiling, HK_ATOM_floor };
    *mode = HK_HALF_EVEN;
    if (*v == HK_UNDEFINED)
        return true;
    hk_ref s = hk_flatten(vm, hk_ref_of(*v));
    if (!s)
        return false;
    *v = hk_string(s);
    for (*mode = 0; *mode < HK_ROUNDINGS; ++*mode)
        if (hk_str_equal(vm, s, hk_atom_ref(names[*mode])))
            return true;
    hk_throw(vm, HK_E_RANGE, "'%v' is not a rounding mode", *v);
    return false;
}

/* this, rounded to a number of places by a mode, the arguments. false: exception. */
HK_FN bool hk_dec_rounded(hk_vm *vm, hk_val *a, int32_t places, hk_dec *out)
{
    unsigned mode;
    if (!hk_this_dec(vm, a, out) || !hk_dec_mode(vm, &HK_ARG(a, 1), &mode))
        return false;
    hk_dec_round(out, out, places, mode);
    return true;
}

HK_FN hk_val hk_nat_decimalRound(hk_vm *vm, hk_val *a, int argc)
{
    hk_dec x;
    int32_t places;
    (void)argc;
    if (!hk_dec_scale(vm, HK_ARG(a, 0), &places) || !hk_dec_rounded(vm, a, places, &x))
        return HK_EXCEPTION;
    return hk_new_decimal(vm, HK_UNDEFINED, &x);
}

/* A string without an exponent; as hk_dec_plain. */
HK_FN hk_val hk_dec_plain_text(hk_vm *vm, const hk_dec *d, int places)
{
    uint32_t n = hk_dec_plain(d, places, NULL);
    char small[2];
    vm->budget -= (int32_t)(n / 16);
    if (n < 2) {
        hk_dec_plain(d, places, small);
        return hk_string(HK_CHAR_REF(small[0]));
    }
    hk_ref r = hk_str_new(vm, n, false);
    if (!r)
        return HK_EXCEPTION;
    hk_dec_plain(d, places, (char *)((hk_str *)hk_ptr(vm, r) + 1));
    return hk_string_result(hk_str_done(vm, r));
}

HK_FN hk_val hk_nat_decimalToFixed(hk_vm *vm, hk_val *a, int argc)
{
    hk_dec x;
    double places = hk_num_of(HK_ARG(a, 0));
    (void)argc;
    if (!(places >= 0 && places <= 100))
        return hk_throw(vm, HK_E_RANGE, "toFixed() takes 0 to 100 digits");
    return hk_dec_rounded(vm, a, (int32_t)places, &x) ? hk_dec_plain_text(vm, &x, (int)places) : HK_EXCEPTION;
}

HK_FN hk_val hk_dec_to_string(hk_vm *vm, const hk_dec *d)
{
    char text[HK_DEC_TEXT_MAX];
    return hk_string_result(hk_str_latin1(vm, (const uint8_t *)text, (uint32_t)hk_dec_text(d, text)));
}
HK_FN hk_val hk_nat_decimalToString(hk_vm *vm, hk_val *a, int argc)
{
    hk_dec x;
    (void)argc;
    return hk_this_dec(vm, a, &x) ? hk_dec_to_string(vm, &x) : HK_EXCEPTION;
}

HK_FN hk_val hk_nat_decimalToNumber(hk_vm *vm, hk_val *a, int argc)
{
    char text[HK_DEC_TEXT_MAX];
    hk_dec x;
    (void)argc;
    if (!hk_this_dec(vm, a, &x))
        return HK_EXCEPTION;
    return hk_number(hk_text_to_number(text, (size_t)hk_dec_text(&x, text)));
}

/* *d * 10^scale, if that is an integer: its exponent is not below 0. false: exception. */
HK_FN bool hk_dec_to_integer(hk_vm *vm, hk_exact *w, const hk_dec *d, int32_t scale)
{
    hk_exact_of(w, d);
    w->e += scale;
    if (d->kind == HK_DEC_FINITE && !hk_exact_down(w->c, -w->e)) {
        w->e = w->e > 0 && !hk_dec_is_zero(d) ? w->e : 0;
        return true;
    }
    hk_throw(vm, HK_E_RANGE, d->kind == HK_DEC_FINITE ? "the Decimal has more places" : "the Decimal is not finite");
    return false;
}

/* The digits of a Decimal times 10^scale, an integer. */
HK_FN hk_val hk_nat_decimalInteger(hk_vm *vm, hk_val *a, int argc)
{
    hk_exact w;
    hk_dec x;
    int32_t scale;
    (void)argc;
    HK_THIS(a) = HK_ARG(a, 0);
    if (!hk_this_dec(vm, a, &x) || !hk_dec_scale(vm, HK_ARG(a, 1), &scale) || !hk_dec_to_integer(vm, &w, &x, scale))
        return HK_EXCEPTION;
    if (w.e > INT16_MAX)
        return hk_throw(vm, HK_E_RANGE, "scale is out of range");
    memcpy(x.c, w.c, sizeof x.c);
    x.e = (int16_t)w.e;
    return hk_dec_plain_text(vm, &x, 0);
}

HK_FN hk_val hk_nat_decimalValueOf(hk_vm *vm, hk_val *a, int argc)
{
    (void)a, (void)argc;
    return hk_throw(vm, HK_E_TYPE, "a Decimal is no operand: use its methods, or toNumber()");
}
#endif
#endif
