/* Number, parseInt, parseFloat. */
#ifndef HK_LIB_NUMBER_C
#define HK_LIB_NUMBER_C
#include "string.c"
#include "../base/number.h"

HK_FN hk_val hk_nat_numberConstructor(hk_vm *vm, hk_val *a, int argc)
{
    hk_val v = argc ? HK_ARG(a, 0) : hk_int(0);
    if (hk_is_object(v))
        return HK_TWIN;
    v = hk_is_bigint(v) ? hk_number(hk_big_to_double(vm, v)) : hk_to_number_value(vm, v);
    return v == HK_EXCEPTION || HK_NEWTARGET(a) == HK_UNDEFINED ? v : hk_wrap_primitive(vm, a[0], v);
}

/* Number.isFinite and its like: which, the function itself tells. */
HK_FN hk_val hk_nat_numberIs(hk_vm *vm, hk_val *a, int argc)
{
    (void)vm, (void)argc;
    if (!hk_is_number(HK_ARG(a, 0)))
        return HK_FALSE;
    double d = hk_num_of(HK_ARG(a, 0));
    switch (hk_ref_of(a[1])) {
    case HK_FN_Number_isNaN:     return hk_bool(d != d);
    case HK_FN_Number_isFinite:  return hk_bool(hk_is_finite(d));
    case HK_FN_Number_isInteger: return hk_bool(hk_is_finite(d) && hk_trunc(d) == d);
    default:                     return hk_bool(d >= -9007199254740991.0 && d <= 9007199254740991.0 && hk_trunc(d) == d);
    }
}

/* ThisNumberValue */
HK_FN hk_val hk_this_number(hk_vm *vm, hk_val v)
{
    hk_val n = hk_primitive_of(vm, v);
    return hk_is_number(n) ? n : hk_throw(vm, HK_E_TYPE, "%v is not a Number", v);
}
HK_FN hk_val hk_nat_numberValueOf(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_this_number(vm, a[0]);
}
HK_FN hk_val hk_nat_numberLocale(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val v = hk_this_number(vm, a[0]);
    return v == HK_EXCEPTION ? v : hk_to_string_value(vm, v);
}

/* Number::toString in a radix that is not ten: the digits may be many, so the buffer is a string block. */
HK_FN hk_val hk_radix_string(hk_vm *vm, double v, int radix)
{
    hk_ref r = hk_str_new(vm, HK_RADIX_MAX, false);
    if (!r)
        return HK_EXCEPTION;
    char *text = (char *)((hk_str *)hk_ptr(vm, r) + 1);
    uint32_t n = (uint32_t)hk_number_to_radix(v, radix, text, HK_RADIX_MAX);
    vm->budget -= (int32_t)n / 4;
    ((hk_str *)hk_ptr(vm, r))->len = n;
    if (n >= 2)
        hk_shrink(vm, r, (uint32_t)sizeof(hk_str) + n);
    return hk_string(hk_str_done(vm, r));
}

/* toFixed, toExponential, toPrecision of a finite number; n -1: as many digits as it has. The text's buffer lives only here. */
HK_FN HK_NOINLINE hk_val hk_format_digits(hk_vm *vm, double d, unsigned kind, int n)
{
    char text[HK_FIXED_MAX];
    int len = kind == 1 ? hk_number_to_fixed(d, n, text)
            : kind == 2 ? hk_number_to_exponential(d, n, text) : hk_number_to_precision(d, n, text);
    vm->budget -= len / 4;
    return hk_string_result(hk_str_latin1(vm, (const uint8_t *)text, (uint32_t)len));
}

/* Which method it is: toString with a radix, toFixed, toExponential, toPrecision. `arg` is a number or undefined. */
HK_FN hk_val hk_format_number(hk_vm *vm, hk_val v, hk_val arg, unsigned kind)
{
    static const uint8_t least[] = { 2, 0, 0, 1 }, most[] = { 36, 100, 100, 100 };
    bool none = arg == HK_UNDEFINED;
    double d = hk_num_of(v), n = none ? kind ? 0 : 10 : hk_integer(arg);
    if ((none && kind == 3) || (!hk_is_finite(d) && kind > 1))
        return hk_to_string_value(vm, v);
    if (!(n >= least[kind] && n <= most[kind]) && !(none && kind == 2))
        return hk_throw(vm, HK_E_RANGE, "%v is not between %d and %d", arg, (int)least[kind], (int)most[kind]);
    if (!hk_is_finite(d) || (kind == 0 && n == 10))
        return hk_to_string_value(vm, v);
    if (kind == 0)
        return hk_radix_string(vm, d, (int)n);
    return hk_format_digits(vm, d, kind, none && kind == 2 ? -1 : (int)n);
}
HK_FN hk_val hk_nat_numberFormat(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_format_number(vm, HK_ARG(a, 0), HK_ARG(a, 1), (unsigned)hk_int_of(HK_ARG(a, 2)));
}
HK_FN hk_val hk_nat_numberMethod(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val v = hk_this_number(vm, a[0]);
    if (v == HK_EXCEPTION)
        return v;
    a[0] = v;
    if (HK_ARG(a, 0) != HK_UNDEFINED && !hk_is_number(HK_ARG(a, 0)))
        return HK_TWIN;
    return hk_format_number(vm, v, HK_ARG(a, 0), hk_ref_of(a[1]) - HK_FN_NumberPrototype_toString);
}

/* ---- Reading ------------------------------------------------------------------------------ */

/* The ASCII text at the start of the string in *root behind white space: *text and its length. Of a wide string it is copied into
 * a new one, which *root then holds. false: out of memory. */
HK_FN bool hk_ascii_start(hk_vm *vm, hk_val *root, const char **text, uint32_t *n)
{
    hk_text t;
    uint32_t from, end;
    if (!hk_flat_text(vm, root, &t))
        return false;
    hk_trim(&t, &from, &end, true, false);
    hk_charge_units(vm, t.len);
    if (!t.u8) {
        for (end = from; end < t.len && hk_unit(&t, end) < 0x80;)
            end++;
        hk_ref r = hk_str_new(vm, end - from, false);
        if (!r)
            return false;
        hk_text_of(vm, hk_ref_of(*root), &t);
        hk_copy_units(hk_ptr(vm, r), 0, &t, from, end);
        *root = hk_string(r);
        end -= from;
        from = 0;
        t.u8 = (const uint8_t *)((hk_str *)hk_ptr(vm, r) + 1);
    }
    *text = (const char *)t.u8 + from;
    *n = end - from;
    return true;
}

HK_FN hk_val hk_nat_parseInt(hk_vm *vm, hk_val *a, int argc)
{
    const char *s;
    uint32_t n;
    size_t used;
    int32_t radix = hk_to_int32(hk_num_of(HK_ARG(a, 1)));
    (void)argc;
    if (!hk_ascii_start(vm, &HK_ARG(a, 0), &s, &n))
        return HK_EXCEPTION;
    bool negative = n && *s == '-';
    if (n && (*s == '-' || *s == '+'))
        s++, n--;
    if ((radix == 0 || radix == 16) && n >= 2 && s[0] == '0' && (s[1] | 32) == 'x') {
        s += 2;
        n -= 2;
        radix = 16;
    }
    radix = radix ? radix : 10;
    if (radix < 2 || radix > 36)
        return HK_NAN;
    double d = hk_strtod_radix(s, n, radix, &used);
    return used ? hk_number(negative ? -d : d) : HK_NAN;
}

HK_FN hk_val hk_nat_parseFloat(hk_vm *vm, hk_val *a, int argc)
{
    const char *s;
    uint32_t n;
    size_t used;
    (void)argc;
    if (!hk_ascii_start(vm, &HK_ARG(a, 0), &s, &n))
        return HK_EXCEPTION;
    uint32_t sign = n && (*s == '-' || *s == '+');
    if (n - sign >= 8 && hk_memcmp(s + sign, "Infinity", 8) == 0)
        return hk_number(*s == '-' ? -hk_infinity() : hk_infinity());
    double d = hk_strtod(s, n, &used);
    return used ? hk_number(d) : HK_NAN;
}
#endif
