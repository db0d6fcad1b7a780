#ifndef HK_HEAP_BIGINT_C
#define HK_HEAP_BIGINT_C
#include "bigint.h"
#include "error.h"

/* ---- Making and reading ------------------------------------------------------------------------------------ */

/* Charges work whose size is not bounded. */
HK_INLINE void hk_big_charge(hk_vm *vm, uint64_t steps) { vm->budget -= (int32_t)(steps < 1u << 28 ? steps : 1u << 28); }

/* A block for a BigInt and whatever else is worked with, which may be longer than any BigInt. */
HK_FN hk_val hk_big_room(hk_vm *vm, uint32_t n)
{
    hk_ref r = hk_alloc(vm, HK_T_BIGINT, (uint32_t)sizeof(hk_big) + n * 4);
    vm->budget -= (int32_t)(n / 8);
    return r ? hk_bigint(r) : HK_EXCEPTION;
}

HK_FN hk_val hk_big_new(hk_vm *vm, uint32_t n)
{
    return n <= HK_MAX_BIGINT ? hk_big_room(vm, n) : hk_throw(vm, HK_E_RANGE, "BigInt is too large");
}

HK_FN hk_val hk_big_done(hk_vm *vm, hk_val v, uint32_t n, bool negative)
{
    uint32_t *limbs = hk_big_limbs(vm, v);
    n = hk_limbs_trim(limbs, n);
    if (n & 1)
        limbs[n] = 0;
    hk_big_ptr(vm, v)->info = n && negative ? n | HK_BIG_NEGATIVE : n;
    hk_resize(vm, &v, (uint32_t)sizeof(hk_big) + n * 4);        /* in place, as it does not grow */
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
    return hk_big_done(vm, v, 2, negative);
}

HK_FN hk_val hk_big_from_double(hk_vm *vm, double d)
{
    uint32_t n = d > -18446744073709551616.0 && d < 18446744073709551616.0 ? 2 : 32;
    hk_val v = hk_big_new(vm, n);
    if (v == HK_EXCEPTION)
        return v;
    hk_limbs_from_double(hk_big_limbs(vm, v), n, d);
    return hk_big_done(vm, v, n, d < 0);
}

HK_FN uint64_t hk_big_to_u64(hk_vm *vm, hk_val v)
{
    const uint32_t *limbs = hk_big_limbs(vm, v);
    uint32_t n = hk_big_len(vm, v);
    uint64_t low = n > 1 ? (uint64_t)limbs[1] << 32 | limbs[0] : n ? limbs[0] : 0;
    return hk_big_negative(vm, v) ? 0 - low : low;
}

HK_FN double hk_big_to_double(hk_vm *vm, hk_val v)
{
    double d = hk_limbs_to_double(hk_big_limbs(vm, v), hk_big_len(vm, v));
    return hk_big_negative(vm, v) ? -d : d;
}

HK_FN int hk_big_compare(hk_vm *vm, hk_val a, hk_val b)
{
    bool negative = hk_big_negative(vm, a);
    uint32_t n = hk_big_len(vm, a), m = hk_big_len(vm, b);
    if (negative != hk_big_negative(vm, b))
        return negative ? -1 : 1;
    if (n == m)
        vm->budget -= (int32_t)(n / 8);
    int c = hk_limbs_compare(hk_big_limbs(vm, a), n, hk_big_limbs(vm, b), m);
    return negative ? -c : c;
}

HK_FN int hk_big_compare_double(hk_vm *vm, hk_val a, double d)
{
    uint32_t n = hk_big_len(vm, a);
    bool negative = hk_big_negative(vm, a), rest;
    if (n == 0 || d == 0 || negative != (d < 0))
        return n == 0 ? (0 < d) ? -1 : 0 > d : negative ? -1 : 1;
    uint64_t u = hk_d2u(d) & ~HK_SIGN_BIT, bits = hk_limbs_bits(hk_big_limbs(vm, a), n);
    uint64_t e = u >> 52, top = hk_limbs_top(hk_big_limbs(vm, a), n, &rest), m = u << 11 | HK_SIGN_BIT;
    int c = e == 0x7FF || bits + 1022 < e ? -1 : bits + 1022 > e ? 1      /* |d| is in [2^(e - 1023), 2^(e - 1022)) */
          : top != m ? (top < m ? -1 : 1) : rest;
    return negative ? -c : c;
}

/* ---- Arithmetic ---------------------------------------------------------------------------------------------- */

HK_FN hk_val hk_big_negate(hk_vm *vm, const hk_val *a)
{
    uint32_t n = hk_big_len(vm, *a);
    hk_val r = hk_big_new(vm, n);
    if (r == HK_EXCEPTION)
        return r;
    memcpy(hk_big_limbs(vm, r), hk_big_limbs(vm, *a), n * 4);
    return hk_big_done(vm, r, n, !hk_big_negative(vm, *a));
}

HK_FN hk_val hk_big_sum(hk_vm *vm, const hk_val *a, const hk_val *b, bool subtract)
{
    static const uint32_t one[] = { 1 };
    uint32_t n = hk_big_len(vm, *a), m = b ? hk_big_len(vm, *b) : 1, longer = n > m ? n : m;
    hk_val r = hk_big_new(vm, longer + 1);
    if (r == HK_EXCEPTION)
        return r;
    const uint32_t *x = hk_big_limbs(vm, *a), *y = b ? hk_big_limbs(vm, *b) : one;
    uint32_t *z = hk_big_limbs(vm, r);
    bool negative = hk_big_negative(vm, *a), other = (b && hk_big_negative(vm, *b)) != subtract;
    if (negative == other) {
        z[longer] = n < m ? hk_limbs_add(z, y, m, x, n) : hk_limbs_add(z, x, n, y, m);
    } else if (hk_limbs_compare(x, n, y, m) < 0) {
        hk_limbs_sub(z, y, m, x, n);
        negative = other;
    } else {
        hk_limbs_sub(z, x, n, y, m);
    }
    return hk_big_done(vm, r, longer + 1, negative);
}

HK_FN hk_val hk_big_product(hk_vm *vm, const hk_val *a, const hk_val *b)
{
    uint32_t n = hk_big_len(vm, *a), m = hk_big_len(vm, *b);
    hk_val r = hk_big_new(vm, n + m);
    if (r == HK_EXCEPTION)
        return r;
    const uint32_t *x = hk_big_limbs(vm, *a), *y = hk_big_limbs(vm, *b);
    hk_big_charge(vm, (uint64_t)n * m / 4);
    if (n < m)
        hk_limbs_mul(hk_big_limbs(vm, r), y, m, x, n);
    else
        hk_limbs_mul(hk_big_limbs(vm, r), x, n, y, m);
    return hk_big_done(vm, r, n + m, hk_big_negative(vm, *a) != hk_big_negative(vm, *b));
}

HK_FN hk_val hk_big_divide(hk_vm *vm, const hk_val *a, const hk_val *b)
{
    uint32_t n = hk_big_len(vm, *a), m = hk_big_len(vm, *b), k = n - m + 1;
    hk_val w = hk_big_room(vm, k + n + 1 + m);
    if (w == HK_EXCEPTION)
        return w;
    const uint32_t *x = hk_big_limbs(vm, *a), *y = hk_big_limbs(vm, *b);
    uint32_t *q = hk_big_limbs(vm, w), *u = q + k, *v = u + n + 1;
    hk_big_charge(vm, (uint64_t)k * m / 4);
    if (m == 1) {
        u[0] = hk_limbs_div_limb(q, x, n, y[0]);
    } else {
        unsigned s = (unsigned)hk_clz32(y[m - 1]);
        hk_limbs_shl(v, y, m, s);
        u[n] = hk_limbs_shl(u, x, n, s);
        hk_limbs_div(q, u, n, v, m);
        hk_limbs_shr(u, u, m, s);
    }
    return w;
}

HK_FN hk_val hk_big_power(hk_vm *vm, const hk_val *a, uint32_t e, uint32_t limbs)
{
    uint32_t n = hk_big_len(vm, *a), m = n;
    hk_val w = hk_big_room(vm, 2 * (limbs + 1));
    if (w == HK_EXCEPTION)
        return w;
    const uint32_t *x = hk_big_limbs(vm, *a);
    uint32_t *r = hk_big_limbs(vm, w), *t = r + limbs + 1, *first = r, *swap;
    hk_big_charge(vm, (uint64_t)limbs * limbs / 4);
    memcpy(r, x, n * 4);
    for (uint32_t bit = 1u << (31 - hk_clz32(e)) >> 1; bit; bit >>= 1) {
        hk_limbs_mul(t, r, n, r, n);
        n = hk_limbs_trim(t, 2 * n);
        swap = r, r = t, t = swap;
        if (e & bit) {
            hk_limbs_mul(t, r, n, x, m);
            n = hk_limbs_trim(t, n + m);
            swap = r, r = t, t = swap;
        }
    }
    if (r != first)
        memcpy(first, r, n * 4);
    return hk_big_done(vm, w, n, (e & 1) && hk_big_negative(vm, *a));
}

/* ---- Bits ------------------------------------------------------------------------------------------------------ */

HK_FN hk_val hk_big_shift_left(hk_vm *vm, const hk_val *a, uint64_t count)
{
    uint32_t n = hk_big_len(vm, *a);
    if (n == 0 || count == 0)
        return *a;
    uint64_t limbs = n + count / 32 + 1;
    hk_val r = hk_big_new(vm, limbs > HK_MAX_BIGINT ? HK_MAX_BIGINT + 1 : (uint32_t)limbs);
    if (r == HK_EXCEPTION)
        return r;
    uint32_t *z = hk_big_limbs(vm, r) + count / 32;
    z[n] = hk_limbs_shl(z, hk_big_limbs(vm, *a), n, count % 32);
    return hk_big_done(vm, r, (uint32_t)limbs, hk_big_negative(vm, *a));
}

/* Rounds towards minus infinity. */
HK_FN hk_val hk_big_shift_right(hk_vm *vm, const hk_val *a, uint64_t count)
{
    static const uint32_t one[] = { 1 };
    uint32_t n = hk_big_len(vm, *a), k = count / 32 < n ? n - (uint32_t)(count / 32) : 0, skip = n - k;
    unsigned s = count % 32;
    hk_val r = hk_big_new(vm, k + 1);
    if (r == HK_EXCEPTION)
        return r;
    const uint32_t *x = hk_big_limbs(vm, *a);
    uint32_t *z = hk_big_limbs(vm, r);
    bool negative = hk_big_negative(vm, *a);
    hk_limbs_shr(z, x + skip, k, s);
    if (negative && (hk_limbs_trim(x, skip) || (k && (x[skip] & ((1u << s) - 1)))))
        z[k] = hk_limbs_add(z, z, k, one, 1);
    if (negative && k == 0)
        z[0] = 1;
    return hk_big_done(vm, r, k + 1, negative);
}

/* Limb i of a number in two's complement; *carry is 1 before the first. */
HK_INLINE uint32_t hk_big_complement(const uint32_t *limbs, uint32_t n, uint32_t i, bool negative, uint32_t *carry)
{
    uint32_t limb = i < n ? limbs[i] : 0;
    if (!negative)
        return limb;
    limb = ~limb + *carry;
    *carry = *carry && limb == 0;
    return limb;
}

HK_FN hk_val hk_big_bitwise(hk_vm *vm, char op, const hk_val *a, const hk_val *b)
{
    uint32_t n = hk_big_len(vm, *a), m = hk_big_len(vm, *b), k = (n > m ? n : m) + 1, ca = 1, cb = 1;
    hk_val r = hk_big_new(vm, k);
    if (r == HK_EXCEPTION)
        return r;
    const uint32_t *x = hk_big_limbs(vm, *a), *y = hk_big_limbs(vm, *b);
    uint32_t *z = hk_big_limbs(vm, r);
    bool na = hk_big_negative(vm, *a), nb = hk_big_negative(vm, *b);
    bool negative = op == '&' ? na && nb : op == '|' ? na || nb : na != nb;
    for (uint32_t i = 0; i < k; i++) {
        uint32_t p = hk_big_complement(x, n, i, na, &ca), q = hk_big_complement(y, m, i, nb, &cb);
        z[i] = op == '&' ? p & q : op == '|' ? p | q : p ^ q;
    }
    if (negative)
        hk_limbs_negate(z, z, k);
    return hk_big_done(vm, r, k, negative);
}

HK_FN hk_val hk_big_wrap(hk_vm *vm, const hk_val *a, uint64_t bits, bool is_signed)
{
    uint32_t n = hk_big_len(vm, *a), k = bits / 32 < HK_MAX_BIGINT ? (uint32_t)((bits + 31) / 32) : HK_MAX_BIGINT + 1;
    uint64_t need = hk_limbs_bits(hk_big_limbs(vm, *a), n) + is_signed;
    if (need <= bits && (is_signed || !hk_big_negative(vm, *a)))
        return *a;
    hk_val r = hk_big_new(vm, k);
    if (r == HK_EXCEPTION)
        return r;
    uint32_t *z = hk_big_limbs(vm, r), mask = 0xFFFFFFFFu >> (k * 32 - bits);
    bool negative = false;
    memcpy(z, hk_big_limbs(vm, *a), (n < k ? n : k) * 4);
    if (hk_big_negative(vm, *a))
        hk_limbs_negate(z, z, k);
    if (k)
        z[k - 1] &= mask;
    if (k && is_signed && z[k - 1] > mask >> 1) {
        hk_limbs_negate(z, z, k);
        z[k - 1] &= mask;
        negative = true;
    }
    return hk_big_done(vm, r, k, negative);
}

/* ---- Text ---------------------------------------------------------------------------------------------------------- */

HK_FN hk_val hk_big_text(hk_vm *vm, const hk_val *a, uint32_t radix, uint32_t width)
{
    uint32_t n = hk_big_len(vm, *a);
    uint64_t room = (hk_limbs_digits(n, radix) + width + 3) & ~(uint64_t)3;
    hk_ref r = hk_str_new(vm, room < HK_MAX_STRING ? (uint32_t)room + n * 4 : HK_MAX_STRING + 1, false);
    if (!r)
        return HK_EXCEPTION;
    hk_val root = hk_string(r);
    hk_str *s = hk_ptr(vm, r);
    uint8_t *text = (uint8_t *)(s + 1), *end = text + room, *at;
    hk_big_charge(vm, radix & (radix - 1) ? (uint64_t)n * n / 4 : n);
    memcpy(end, hk_big_limbs(vm, *a), n * 4);
    at = hk_limbs_text((uint32_t *)(void *)end, n, radix, end);
    while (at < end && *at == '0')
        at++;
    while (at > end - (width ? width : 1))
        *--at = '0';
    if (hk_big_negative(vm, *a))
        *--at = '-';
    s->len = (uint32_t)(end - at);
    if (s->len == 1)
        return hk_string(HK_CHAR_REF(*at));
    memmove(text, at, s->len);
    return hk_string(hk_resize(vm, &root, (uint32_t)sizeof *s + s->len));
}

/* The digits of a radix that is 2^k, from the last to the first. */
HK_FN void hk_big_digits2(uint32_t *limbs, const hk_text *t, uint32_t from, uint32_t to, unsigned k)
{
    uint64_t window = 0;
    unsigned have = 0;
    while (to-- > from) {
        window |= (uint64_t)hk_digit_value(hk_unit(t, to)) << have;
        if ((have += k) >= 32) {
            *limbs++ = (uint32_t)window;
            window >>= 32;
            have -= 32;
        }
    }
    *limbs = (uint32_t)window;
}

/* Decimal digits. Returns the number of limbs. */
HK_FN uint32_t hk_big_digits10(uint32_t *limbs, const hk_text *t, uint32_t from, uint32_t to)
{
    uint32_t n = 0;
    while (from < to) {
        uint32_t part = 0, power = 1;
        for (; from < to && power < 1000000000u; from++, power *= 10)
            part = part * 10 + hk_unit(t, from) - '0';
        limbs[n] = hk_limbs_scale(limbs, n, power, part);
        n += limbs[n] != 0;
    }
    return n;
}

HK_FN hk_val hk_big_from_digits(hk_vm *vm, const hk_val *s, uint32_t from, uint32_t to, uint32_t radix, bool negative)
{
    unsigned k = radix == 10 ? 0 : 31u - (unsigned)hk_clz32(radix);
    uint64_t n = (uint64_t)(to - from) * (k ? k * 1024 : 3402) / 32768 + 2;         /* log2(10) < 3402 / 1024 */
    hk_text t;
    hk_val r = hk_big_new(vm, n > HK_MAX_BIGINT ? HK_MAX_BIGINT + 1 : (uint32_t)n);
    if (r == HK_EXCEPTION)
        return r;
    hk_text_of(vm, hk_ref_of(*s), &t);
    hk_big_charge(vm, k ? (to - from) / 4 : n * n / 8);
    if (k)
        hk_big_digits2(hk_big_limbs(vm, r), &t, from, to, k);
    else
        n = hk_big_digits10(hk_big_limbs(vm, r), &t, from, to);
    return hk_big_done(vm, r, (uint32_t)n, negative);
}
#endif
