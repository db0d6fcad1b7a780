#ifndef HK_CONVERT_C
#define HK_CONVERT_C
#include "convert.h"
#include "bigint.h"
#include "../base/libm.h"
#include "../syntax/tree.h"
#include "../unicode/unicode.h"

HK_FN bool hk_to_boolean(hk_vm *vm, hk_val v)
{
    switch (HK_TAG(v)) {
    case HK_TAG_INT:     return hk_int_of(v) != 0;
    case HK_TAG_SPECIAL: return v == HK_TRUE;
    case HK_TAG_STRING:  return hk_str_len(vm, hk_ref_of(v)) != 0;
    case HK_TAG_BIGINT:  return hk_big_len(vm, v) != 0;
    default:             return !hk_is_double(v) || (v << 1 != 0 && v != HK_NAN);
    }
}

/* StringToNumber: a StrWhiteSpace-trimmed StringNumericLiteral, else NaN. */
HK_FN double hk_text_to_number(const char *s, size_t n)
{
    size_t used;
    if (n == 0)
        return 0;
    if (n > 2 && s[0] == '0' && (s[1] | 32) >= 'b' && (s[1] | 32) <= 'x') {
        int radix = (s[1] | 32) == 'x' ? 16 : (s[1] | 32) == 'o' ? 8 : (s[1] | 32) == 'b' ? 2 : 0;
        if (radix) {
            double d = hk_strtod_radix(s + 2, n - 2, radix, &used);
            return used == n - 2 ? d : hk_nan();
        }
    }
    size_t sign = s[0] == '-' || s[0] == '+';
    if (n - sign == 8 && hk_memcmp(s + sign, "Infinity", 8) == 0)
        return s[0] == '-' ? -hk_infinity() : hk_infinity();
    double d = hk_strtod(s, n, &used);
    return used == n ? d : hk_nan();
}

/* The part of a text without white space around it. */
HK_FN void hk_trim(const hk_text *t, uint32_t *from, uint32_t *to, bool start, bool end)
{
    *from = 0;
    *to = t->len;
    while (start && *from < *to && hk_is_space(hk_unit(t, *from)))
        ++*from;
    while (end && *to > *from && hk_is_space(hk_unit(t, *to - 1)))
        --*to;
}

HK_FN hk_val hk_string_to_number(hk_vm *vm, hk_ref s)
{
    hk_text t;
    uint32_t from, to;
    char small[64];
    s = hk_flatten(vm, s);
    if (!s)
        return HK_EXCEPTION;
    hk_text_of(vm, s, &t);
    hk_trim(&t, &from, &to, true, true);
    if (t.u8)
        return hk_number(hk_text_to_number((const char *)t.u8 + from, to - from));
    if (to - from > sizeof small)           /* wide, or long and not Latin-1: no number is, unless it is padded by zeros */
        return HK_NAN;
    for (uint32_t i = from; i < to; i++) {
        if (hk_unit(&t, i) > 0x7F)
            return HK_NAN;
        small[i - from] = (char)hk_unit(&t, i);
    }
    return hk_number(hk_text_to_number(small, to - from));
}

HK_FN hk_val hk_plain_to_number(hk_vm *vm, hk_val v)
{
    if (hk_is_number(v))
        return v;
    if (hk_is_symbol(v))
        return hk_throw(vm, HK_E_TYPE, "cannot convert a Symbol value to a number");
    if (hk_is_bigint(v))
        return hk_throw(vm, HK_E_TYPE, "cannot convert a BigInt value to a number");
    return v == HK_TRUE ? hk_int(1) : v == HK_UNDEFINED ? HK_NAN : hk_int(0);
}

HK_FN hk_val hk_to_number_value(hk_vm *vm, hk_val v)
{
    return hk_is_string(v) ? hk_string_to_number(vm, hk_ref_of(v)) : hk_plain_to_number(vm, v);
}

HK_FN hk_val hk_to_string_value(hk_vm *vm, hk_val v)
{
    if (hk_is_string(v))
        return v;
    if (hk_is_number(v)) {
        hk_ref r = hk_number_string(vm, v);
        return r ? hk_string(r) : HK_EXCEPTION;
    }
    if (hk_is_symbol(v))
        return hk_throw(vm, HK_E_TYPE, "cannot convert a Symbol value to a string");
    if (hk_is_bigint(v)) {
        hk_val *root = hk_push(vm, v);
        v = hk_big_text(vm, root, 10, 0);
        hk_pop(vm);
        return v;
    }
    return hk_string(v == HK_UNDEFINED ? HK_KEY(undefined) : v == HK_NULL ? HK_KEY(null) : v == HK_TRUE ? HK_KEY(true) : HK_KEY(false));
}

HK_FN hk_key hk_to_key(hk_vm *vm, hk_val v)
{
    if (hk_is_int(v) && hk_int_of(v) >= 0)
        return hk_index_key((uint32_t)hk_int_of(v));
    if (hk_is_symbol(v))
        return hk_ref_of(v);
    v = hk_to_string_value(vm, v);
    return v == HK_EXCEPTION ? 0 : hk_str_key(vm, hk_ref_of(v));
}

HK_FN double hk_integer(hk_val v)
{
    if (hk_is_int(v))
        return hk_int_of(v);
    double d = hk_trunc(hk_double_of(v));
    return d == d ? d + 0.0 : 0.0;
}

HK_FN hk_val hk_number_op(unsigned op, double a, double b)
{
    switch (op) {
    case HK_OP_ADD: return hk_number(a + b);
    case HK_OP_SUB: return hk_number(a - b);
    case HK_OP_MUL: return hk_number(a * b);
    case HK_OP_DIV: return hk_number(a / b);
    case HK_OP_MOD: return hk_number(hk_fmod(a, b));
    case HK_OP_EXP: return hk_number(hk_pow(a, b));
    case HK_OP_BAND: return hk_int(hk_to_int32(a) & hk_to_int32(b));
    case HK_OP_BOR:  return hk_int(hk_to_int32(a) | hk_to_int32(b));
    case HK_OP_BXOR: return hk_int(hk_to_int32(a) ^ hk_to_int32(b));
    case HK_OP_SHL:  return hk_int((int32_t)(hk_to_uint32(a) << (hk_to_uint32(b) & 31)));
    case HK_OP_SHR:  return hk_int(hk_to_int32(a) >> (hk_to_uint32(b) & 31));
    case HK_OP_USHR: return hk_uint(hk_to_uint32(a) >> (hk_to_uint32(b) & 31));
    case HK_OP_LT: return hk_bool(a < b);
    case HK_OP_LE: return hk_bool(a <= b);
    case HK_OP_GT: return hk_bool(a > b);
    default:       return hk_bool(a >= b);
    }
}

/* Flattens two strings. false: out of memory. */
HK_FN bool hk_flatten2(hk_vm *vm, hk_val *a, hk_val *b)
{
    hk_val *pa = hk_push(vm, *a), *pb = hk_push(vm, *b);
    hk_ref r = hk_flatten(vm, hk_ref_of(*pa)), q = 0;
    if (r) {
        *pa = hk_string(r);
        if ((q = hk_flatten(vm, hk_ref_of(*pb))) != 0)
            *b = hk_string(q);
        *a = *pa;
    }
    vm->temps -= 2;
    return q != 0;
}

/* hk_bigint_binary of values that are not rooted */
HK_FN HK_NOINLINE hk_val hk_binary_bigint(hk_vm *vm, unsigned op, hk_val a, hk_val b)
{
    hk_val *pa = hk_push(vm, a), *pb = hk_push(vm, b);
    a = hk_bigint_binary(vm, op, pa, pb);
    vm->temps -= 2;
    return a;
}

/* IsLooselyEqual of primitives. */
HK_FN hk_val hk_loose_equal(hk_vm *vm, hk_val a, hk_val b)
{
    if (hk_is_nullish(a) || hk_is_nullish(b))
        return hk_bool(hk_is_nullish(a) && hk_is_nullish(b));
    if ((hk_is_string(a) && hk_is_string(b)) || hk_is_symbol(a) || hk_is_symbol(b))
        return hk_bool(hk_strict_equal(vm, a, b));
    if (hk_is_bigint(a) || hk_is_bigint(b))
        return hk_binary_bigint(vm, HK_OP_EQ, a, b);
    hk_val *pb = hk_push(vm, b);
    a = hk_to_number_value(vm, a);
    b = hk_pop(vm);
    (void)pb;
    if (a == HK_EXCEPTION || (b = hk_to_number_value(vm, b)) == HK_EXCEPTION)
        return HK_EXCEPTION;
    return hk_bool(hk_num_of(a) == hk_num_of(b));
}

HK_FN hk_val hk_add_values(hk_vm *vm, hk_val a, hk_val b)
{
    hk_push(vm, b);
    a = hk_to_string_value(vm, a);
    b = hk_pop(vm);
    if (a == HK_EXCEPTION)
        return a;
    hk_push(vm, a);
    b = hk_to_string_value(vm, b);
    a = hk_pop(vm);
    if (b == HK_EXCEPTION)
        return b;
    hk_ref r = hk_concat(vm, hk_ref_of(a), hk_ref_of(b));
    return r ? hk_string(r) : HK_EXCEPTION;
}

HK_FN hk_val hk_binary(hk_vm *vm, unsigned op, hk_val a, hk_val b)
{
    if (op == HK_OP_ADD && (hk_is_string(a) || hk_is_string(b)))
        return hk_is_long_bigint(vm, a) || hk_is_long_bigint(vm, b) ? HK_TWIN : hk_add_values(vm, a, b);
    if (op == HK_OP_EQ || op == HK_OP_NE) {
        hk_val r = hk_loose_equal(vm, a, b);
        return r == HK_EXCEPTION || r == HK_TWIN ? r : hk_bool((r == HK_TRUE) == (op == HK_OP_EQ));
    }
    if (op >= HK_OP_LT && op <= HK_OP_GE && hk_is_string(a) && hk_is_string(b)) {
        if (!hk_flatten2(vm, &a, &b))
            return HK_EXCEPTION;
        int c = hk_str_compare(vm, hk_ref_of(a), hk_ref_of(b));
        return hk_bool(op == HK_OP_LT ? c < 0 : op == HK_OP_LE ? c <= 0 : op == HK_OP_GT ? c > 0 : c >= 0);
    }
    if (hk_is_bigint(a) || hk_is_bigint(b))
        return hk_binary_bigint(vm, op, a, b);
    hk_push(vm, b);
    a = hk_to_number_value(vm, a);
    b = hk_pop(vm);
    if (a == HK_EXCEPTION || (b = hk_to_number_value(vm, b)) == HK_EXCEPTION)
        return HK_EXCEPTION;
    return hk_number_op(op, hk_num_of(a), hk_num_of(b));
}

/* Comparing ropes flattens them; when that fails for want of memory they count as different. */
HK_FN bool hk_strings_equal(hk_vm *vm, hk_val a, hk_val b)
{
    if (hk_str_len(vm, hk_ref_of(a)) != hk_str_len(vm, hk_ref_of(b)))
        return false;
    return hk_flatten2(vm, &a, &b) && hk_str_equal(vm, hk_ref_of(a), hk_ref_of(b));
}

/* Are two values that are no numbers the same? */
HK_FN bool hk_same_bits_or_text(hk_vm *vm, hk_val a, hk_val b)
{
    return a == b || (hk_is_string(a) && hk_is_string(b) && hk_strings_equal(vm, a, b))
        || (hk_is_bigint(a) && hk_is_bigint(b) && hk_big_compare(vm, a, b) == 0);
}

HK_FN bool hk_strict_equal(hk_vm *vm, hk_val a, hk_val b)
{
    if (hk_is_number(a) && hk_is_number(b))
        return hk_num_of(a) == hk_num_of(b);
    return hk_same_bits_or_text(vm, a, b);
}

HK_FN bool hk_same_value(hk_vm *vm, hk_val a, hk_val b)
{
    if (hk_is_number(a) && hk_is_number(b))
        return hk_number(hk_num_of(a)) == hk_number(hk_num_of(b));
    return hk_same_bits_or_text(vm, a, b);
}

HK_FN bool hk_same_value_zero(hk_vm *vm, hk_val a, hk_val b)
{
    return hk_same_value(vm, a, b) || (hk_is_number(a) && hk_is_number(b) && hk_num_of(a) == hk_num_of(b));
}

HK_FN hk_val hk_typeof_value(hk_vm *vm, hk_val v)
{
    switch (HK_TAG(v)) {
    case HK_TAG_SPECIAL: return hk_string(v == HK_UNDEFINED ? HK_KEY(undefined) : v == HK_NULL ? HK_KEY(object) : HK_KEY(boolean));
    case HK_TAG_SYMBOL:  return hk_string(HK_KEY(symbol));
    case HK_TAG_STRING:  return hk_string(HK_KEY(string));
    case HK_TAG_BIGINT:  return hk_string(HK_KEY(bigint));
    case HK_TAG_FUNCTION:
    case HK_TAG_OBJECT:  return hk_string(hk_is_callable(vm, v) ? HK_KEY(function) : HK_KEY(object));
    default:             return hk_string(HK_KEY(number));
    }
}
#endif
