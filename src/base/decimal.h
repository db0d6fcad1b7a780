/* decimal.h - decimal floating point: the numbers and the rounding of IEEE 754's decimal128.
 *
 * A number is a coefficient of at most 34 digits times a power of ten; trailing zeros of the coefficient are kept, so that
 * 1.10 + 2.20 is 3.30. Results are computed exactly, or with more digits than there are and a note that more follow, and
 * rounded once. The exponent of a result is the one that the standard prefers: that of the operand with more places for a sum,
 * the sum of both for a product, the difference for a quotient, as far as the digits allow. Nothing allocates. A result may
 * lie where an operand lies. */
#ifndef HK_BASE_DECIMAL_H
#define HK_BASE_DECIMAL_H
#include "bigint.h"

enum { HK_DEC_DIGITS = 34, HK_DEC_LIMBS = 4, HK_DEC_WIDE = 8,
       HK_DEC_LEAST = -6176, HK_DEC_MOST = 6111,        /* exponents of a coefficient */
       HK_DEC_WIDE_DIGITS = 78,                         /* that HK_DEC_WIDE limbs can have at most; 77 always fit */
       HK_DEC_TEXT_MAX = 48 };

enum { HK_DEC_FINITE, HK_DEC_INFINITE, HK_DEC_NAN,
       HK_DEC_NONE };                                   /* of a text that is no number */
typedef struct { uint32_t c[HK_DEC_LIMBS]; int16_t e; uint8_t kind, negative; } hk_dec;

/* A finite number on its way to being rounded. more: behind the digits that are there, others that are not 0 follow. */
typedef struct { uint32_t c[HK_DEC_WIDE]; int32_t e; bool negative, more; } hk_exact;

enum { HK_HALF_EVEN, HK_HALF_UP, HK_HALF_DOWN, HK_UP, HK_DOWN, HK_CEILING, HK_FLOOR, HK_ROUNDINGS };

HK_INLINE bool hk_dec_is_zero(const hk_dec *a) { return a->kind == HK_DEC_FINITE && hk_limbs_trim(a->c, HK_DEC_LIMBS) == 0; }

/* ---- scaling and rounding ------------------------------------------------------------------------------------------ */

/* 10^k for k up to 9, or 10^9 */
HK_FN uint32_t hk_small_power(int32_t k)
{
    uint32_t p = 1;
    for (int32_t i = 0; i < k && i < 9; i++)
        p *= 10;
    return p;
}

/* c *= 10^k: it must fit. */
HK_FN void hk_exact_up(uint32_t *c, int32_t k)
{
    for (; k > 0 && hk_limbs_trim(c, HK_DEC_WIDE); k -= 9)
        hk_limbs_scale(c, HK_DEC_WIDE, hk_small_power(k), 0);
}

/* c /= 10^k. Was something cut off that is not 0? */
HK_FN bool hk_exact_down(uint32_t *c, int32_t k)
{
    bool more = false;
    for (; k > 0 && hk_limbs_trim(c, HK_DEC_WIDE); k -= 9)
        more |= hk_limbs_div_limb(c, c, HK_DEC_WIDE, hk_small_power(k)) != 0;
    return more;
}

/* How many digits c has; 0 has none. */
HK_FN int32_t hk_exact_digits(const uint32_t *c)
{
    uint32_t power[HK_DEC_WIDE] = { 1 };
    int32_t n = (int32_t)(hk_limbs_bits(c, hk_limbs_trim(c, HK_DEC_WIDE)) * 1233 >> 12);     /* log10(2), from below */
    hk_exact_up(power, n);
    return n + (hk_limbs_compare(c, HK_DEC_WIDE, power, HK_DEC_WIDE) >= 0);
}

HK_FN void hk_exact_of(hk_exact *w, const hk_dec *a)
{
    memset(w, 0, sizeof *w);
    memcpy(w->c, a->c, sizeof a->c);
    w->e = a->e;
    w->negative = a->negative;
}

/* Takes trailing zeros away until the exponent is `preferred`. */
HK_FN void hk_exact_strip(hk_exact *w, int32_t preferred)
{
    uint32_t q[HK_DEC_WIDE];
    while (w->e < preferred && hk_limbs_div_limb(q, w->c, HK_DEC_WIDE, 10) == 0) {
        memcpy(w->c, q, sizeof q);
        w->e++;
    }
}

/* Is the magnitude to be rounded up where `digit` is cut off, and behind it, if `more`, others that are not 0? */
HK_FN bool hk_rounds_up(unsigned mode, const hk_exact *w, uint32_t digit, bool more)
{
    bool inexact = digit || more, above = digit > 5 || (digit == 5 && more), half = digit == 5 && !more;
    switch (mode) {
    case HK_HALF_EVEN: return above || (half && (w->c[0] & 1));
    case HK_HALF_UP:   return above || half;
    case HK_HALF_DOWN: return above;
    case HK_UP:        return inexact;
    case HK_CEILING:   return inexact && !w->negative;
    case HK_FLOOR:     return inexact && w->negative;
    default:           return false;
    }
}

/* Cuts off the last `drop` digits, rounding. */
HK_FN void hk_exact_round(hk_exact *w, int32_t drop, unsigned mode)
{
    static const uint32_t one = 1;
    if (drop <= 0)
        return;
    bool more = hk_exact_down(w->c, drop - 1) || w->more;
    uint32_t digit = hk_limbs_div_limb(w->c, w->c, HK_DEC_WIDE, 10);
    if (hk_rounds_up(mode, w, digit, more))
        hk_limbs_add(w->c, w->c, HK_DEC_WIDE, &one, 1);
    w->e += drop;
    w->more = false;
}

HK_FN void hk_dec_special(hk_dec *r, unsigned kind, bool negative)
{
    memset(r, 0, sizeof *r);
    r->kind = (uint8_t)kind;
    r->negative = negative && kind != HK_DEC_NAN;
}

/* The number to which *w, which is used up, rounds (to nearest, ties to even). */
HK_FN void hk_dec_done(hk_dec *r, hk_exact *w)
{
    int32_t drop = hk_exact_digits(w->c) - HK_DEC_DIGITS;
    hk_exact_round(w, drop > HK_DEC_LEAST - w->e ? drop : HK_DEC_LEAST - w->e, HK_HALF_EVEN);
    int32_t n = hk_exact_digits(w->c), above = w->e - HK_DEC_MOST;
    if (n > HK_DEC_DIGITS) {                            /* 9999... became 10^34 */
        hk_exact_round(w, 1, HK_DOWN);
        n--;
        above++;
    }
    hk_dec_special(r, n && n + above > HK_DEC_DIGITS ? HK_DEC_INFINITE : HK_DEC_FINITE, w->negative);
    if (r->kind != HK_DEC_FINITE)
        return;
    hk_exact_up(w->c, above);
    memcpy(r->c, w->c, sizeof r->c);
    r->e = (int16_t)(above > 0 ? HK_DEC_MOST : w->e);
}

/* ---- arithmetic ---------------------------------------------------------------------------------------------------- */

/* *w += *b, of exponents that agree; b has its `more`, *w none. */
HK_FN void hk_exact_add(hk_exact *w, const hk_exact *b)
{
    static const uint32_t one = 1;
    if (w->negative == b->negative) {
        hk_limbs_add(w->c, w->c, HK_DEC_WIDE, b->c, HK_DEC_WIDE);
    } else if (hk_limbs_sub(w->c, w->c, HK_DEC_WIDE, b->c, HK_DEC_WIDE)) {
        hk_limbs_negate(w->c, w->c, HK_DEC_WIDE);
        w->negative = b->negative;
    } else if (b->more) {                               /* what follows in b goes off, too */
        hk_limbs_sub(w->c, w->c, HK_DEC_WIDE, &one, 1);
    } else if (hk_limbs_trim(w->c, HK_DEC_WIDE) == 0) {
        w->negative = false;
    }
    w->more = b->more;
}

/* a + b or a - b. The one with the higher exponent is brought to the other's, as long as that leaves it 76 digits; of what is
 * below them it matters only whether it is 0. */
HK_FN void hk_dec_add(hk_dec *r, const hk_dec *a, const hk_dec *b, bool subtract)
{
    enum { MOST_UP = 42 };
    hk_exact x, y;
    if (a->kind != HK_DEC_FINITE || b->kind != HK_DEC_FINITE) {
        bool bn = b->negative != subtract;
        if (a->kind == HK_DEC_NAN || b->kind == HK_DEC_NAN || (a->kind == b->kind && a->negative != bn))
            hk_dec_special(r, HK_DEC_NAN, false);
        else
            hk_dec_special(r, HK_DEC_INFINITE, a->kind == HK_DEC_INFINITE ? a->negative : bn);
        return;
    }
    hk_exact_of(&x, a);
    hk_exact_of(&y, b);
    y.negative = y.negative != subtract;
    hk_exact *high = x.e >= y.e ? &x : &y, *low = high == &x ? &y : &x;
    int32_t up = high->e - low->e;
    if (up > MOST_UP && hk_limbs_trim(high->c, HK_DEC_LIMBS)) {
        low->more = hk_exact_down(low->c, up - MOST_UP);
        low->e += up - MOST_UP;
        up = MOST_UP;
    }
    hk_exact_up(high->c, up);
    high->e = low->e;
    hk_exact_add(high, low);
    hk_dec_done(r, high);
}

HK_FN void hk_dec_multiply(hk_dec *r, const hk_dec *a, const hk_dec *b)
{
    hk_exact w;
    bool negative = a->negative != b->negative;
    if (a->kind != HK_DEC_FINITE || b->kind != HK_DEC_FINITE) {
        bool none = a->kind == HK_DEC_NAN || b->kind == HK_DEC_NAN || hk_dec_is_zero(a) || hk_dec_is_zero(b);
        hk_dec_special(r, none ? HK_DEC_NAN : HK_DEC_INFINITE, negative);
        return;
    }
    hk_limbs_mul(w.c, a->c, HK_DEC_LIMBS, b->c, HK_DEC_LIMBS);
    w.e = a->e + b->e;
    w.negative = negative;
    w.more = false;
    hk_dec_done(r, &w);
}

/* c = c / b and rest = c % b. c * 2^(zero bits above b in its limbs) must be below 2^256, b not 0. */
HK_FN void hk_exact_divide(uint32_t *c, const uint32_t *b, uint32_t rest[HK_DEC_LIMBS])
{
    uint32_t u[HK_DEC_WIDE + 1] = { 0 }, v[HK_DEC_LIMBS] = { 0 };
    uint32_t m = hk_limbs_trim(b, HK_DEC_LIMBS), n = hk_limbs_trim(c, HK_DEC_WIDE), up = HK_DEC_LIMBS - m;
    unsigned s = (unsigned)hk_clz32(b[m - 1]);
    hk_limbs_shl(v + up, b, m, s);
    u[n + up] = hk_limbs_shl(u + up, c, n, s);
    memset(c, 0, HK_DEC_WIDE * sizeof *c);
    hk_limbs_div(c, u, HK_DEC_WIDE, v, HK_DEC_LIMBS);
    memset(rest, 0, HK_DEC_LIMBS * sizeof *rest);
    hk_limbs_shr(rest, u + up, m, s);
}

HK_FN void hk_dec_divide(hk_dec *r, const hk_dec *a, const hk_dec *b)
{
    uint32_t rest[HK_DEC_LIMBS];
    hk_exact w, d;
    bool negative = a->negative != b->negative, zero = hk_dec_is_zero(b);
    if (a->kind != HK_DEC_FINITE || b->kind != HK_DEC_FINITE || zero) {
        bool none = a->kind == HK_DEC_NAN || b->kind == HK_DEC_NAN || (a->kind == b->kind && (!zero || hk_dec_is_zero(a)));
        hk_dec_special(r, none ? HK_DEC_NAN : b->kind == HK_DEC_INFINITE ? HK_DEC_FINITE : HK_DEC_INFINITE, negative);
        return;
    }
    hk_exact_of(&w, a);
    hk_exact_of(&d, b);
    int32_t preferred = a->e - b->e, up = HK_DEC_DIGITS + 1 + hk_exact_digits(d.c) - hk_exact_digits(w.c);
    hk_exact_up(w.c, up);                                /* 35 or 36 digits of the quotient, or 0 */
    hk_exact_divide(w.c, d.c, rest);
    w.e = preferred - up;
    w.negative = negative;
    w.more = hk_limbs_trim(rest, HK_DEC_LIMBS) != 0;
    if (!w.more)
        hk_exact_strip(&w, preferred);
    hk_dec_done(r, &w);
}

/* The remainder of the quotient cut to an integer, with the sign of a; always exact. Returns how many divisions it took. */
HK_FN int hk_dec_remainder(hk_dec *r, const hk_dec *a, const hk_dec *b)
{
    enum { STEP = 36 };                                 /* digits at once */
    uint32_t rest[HK_DEC_LIMBS];
    hk_exact w, d;
    int count = 0;
    if (a->kind != HK_DEC_FINITE || b->kind == HK_DEC_NAN || hk_dec_is_zero(b)) {
        hk_dec_special(r, HK_DEC_NAN, false);
        return count;
    }
    hk_exact_of(&w, a);
    hk_exact_of(&d, b);
    int32_t up = a->e - b->e;
    if (b->kind == HK_DEC_INFINITE || hk_exact_digits(d.c) - up > HK_DEC_DIGITS) {
        hk_dec_done(r, &w);                             /* |a| < |b| */
        return count;
    }
    hk_exact_up(d.c, -up);
    hk_exact_divide(w.c, d.c, rest);
    for (; up > 0 && hk_limbs_trim(rest, HK_DEC_LIMBS); up -= STEP, count++) {
        memset(w.c, 0, sizeof w.c);
        memcpy(w.c, rest, sizeof rest);
        hk_exact_up(w.c, up < STEP ? up : STEP);
        hk_exact_divide(w.c, d.c, rest);
    }
    memset(w.c, 0, sizeof w.c);
    memcpy(w.c, rest, sizeof rest);
    if (w.e > b->e)
        w.e = b->e;
    hk_dec_done(r, &w);
    return count;
}

/* c = floor(sqrt(c)), bit by bit; c < 2^234. Was it a square? */
HK_FN bool hk_exact_root(uint32_t *c)
{
    uint32_t root[HK_DEC_WIDE] = { 0 }, with[HK_DEC_WIDE];
    for (int bit = 232; bit >= 0; bit -= 2) {
        uint32_t limb = (uint32_t)bit / 32, mask = (uint32_t)1 << bit % 32;
        memcpy(with, root, sizeof root);
        with[limb] |= mask;
        hk_limbs_shr(root, root, HK_DEC_WIDE, 1);
        if (hk_limbs_compare(c, HK_DEC_WIDE, with, HK_DEC_WIDE) >= 0) {
            hk_limbs_sub(c, c, HK_DEC_WIDE, with, HK_DEC_WIDE);
            root[limb] |= mask;
        }
    }
    bool square = hk_limbs_trim(c, HK_DEC_WIDE) == 0;
    memcpy(c, root, sizeof root);
    return square;
}

HK_FN void hk_dec_root(hk_dec *r, const hk_dec *a)
{
    hk_exact w;
    if (a->kind == HK_DEC_NAN || (a->negative && !hk_dec_is_zero(a))) {
        hk_dec_special(r, HK_DEC_NAN, false);
        return;
    }
    if (a->kind == HK_DEC_INFINITE) {
        *r = *a;
        return;
    }
    hk_exact_of(&w, a);
    int32_t odd = w.e & 1, preferred = (w.e - odd) / 2, up = 69 - hk_exact_digits(w.c);
    up += (up & 1) != odd;
    hk_exact_up(w.c, up);                                /* 69 or 70 digits: the root has 35 */
    w.e = (w.e - up) / 2;
    w.more = !hk_exact_root(w.c);
    if (!w.more)
        hk_exact_strip(&w, preferred);
    hk_dec_done(r, &w);
}

enum { HK_DEC_UNORDERED = 2 };
/* -1, 0, 1, or HK_DEC_UNORDERED with NaN. A difference that is not 0 does not round to 0. */
HK_FN int hk_dec_compare(const hk_dec *a, const hk_dec *b)
{
    hk_dec d;
    if (a->kind == HK_DEC_NAN || b->kind == HK_DEC_NAN)
        return HK_DEC_UNORDERED;
    if (a->kind == HK_DEC_INFINITE && b->kind == HK_DEC_INFINITE)
        return b->negative - a->negative;
    hk_dec_add(&d, a, b, true);
    return hk_dec_is_zero(&d) ? 0 : d.negative ? -1 : 1;
}

/* a rounded to so many places behind the point, or before it, if places are below 0. It has no more places than before. */
HK_FN void hk_dec_round(hk_dec *r, const hk_dec *a, int32_t places, unsigned mode)
{
    hk_exact w;
    if (a->kind != HK_DEC_FINITE) {
        *r = *a;
        return;
    }
    hk_exact_of(&w, a);
    hk_exact_round(&w, -places - w.e, mode);
    hk_dec_done(r, &w);
}

/* ---- text ------------------------------------------------------------------------------------------------------------ */

/* The digits from s[*at] on, with at most one point among them: those that fit go to *w. How many there are. */
HK_FN uint32_t hk_exact_read(hk_exact *w, const char *s, uint32_t n, uint32_t *at)
{
    uint32_t count = 0;
    int32_t have = 0;
    bool point = false;
    for (; *at < n; ++*at) {
        uint32_t digit = (uint32_t)(uint8_t)s[*at] - '0';
        if (s[*at] == '.' && !point) {
            point = true;
            continue;
        }
        if (digit > 9)
            break;
        count++;
        if (have < HK_DEC_WIDE_DIGITS - 1) {
            hk_limbs_scale(w->c, HK_DEC_WIDE, 10, digit);
            have += have || digit;
            w->e -= point;
        } else {
            w->more |= digit != 0;
            w->e += !point;
        }
    }
    return count;
}

/* Reads a text as scripts write numbers in decimal, without space around it, or NaN. Returns HK_DEC_FINITE, and *w is to be
 * rounded, or another kind. n < 2^29. */
HK_FN unsigned hk_exact_parse(hk_exact *w, const char *s, uint32_t n)
{
    enum { MOST = 1000000000 };                         /* for the exponent: with what n can add it still fits */
    uint32_t i = n && (s[0] == '-' || s[0] == '+');
    int32_t e = 0;
    memset(w, 0, sizeof *w);
    w->negative = i && s[0] == '-';
    if (n == 3 && memcmp(s, "NaN", 3) == 0)
        return HK_DEC_NAN;
    if (n - i == 8 && memcmp(s + i, "Infinity", 8) == 0)
        return HK_DEC_INFINITE;
    if (!hk_exact_read(w, s, n, &i))
        return HK_DEC_NONE;
    if (i == n)
        return HK_DEC_FINITE;
    if ((s[i++] | 32) != 'e' || i == n)
        return HK_DEC_NONE;
    bool down = s[i] == '-';
    if (s[i] == '-' || s[i] == '+')
        i++;
    if (i == n)
        return HK_DEC_NONE;
    for (; i < n; i++) {
        uint32_t digit = (uint32_t)(uint8_t)s[i] - '0';
        if (digit > 9)
            return HK_DEC_NONE;
        e = e < MOST / 10 ? e * 10 + (int32_t)digit : MOST;
    }
    w->e += down ? -e : e;
    return HK_DEC_FINITE;
}

/* The digits of a finite number, at least one; how many. */
HK_FN int hk_dec_digits(const hk_dec *a, char *out)
{
    uint32_t c[HK_DEC_LIMBS];
    uint8_t text[HK_DEC_TEXT_MAX], *end = text + sizeof text, *from;
    memcpy(c, a->c, sizeof c);
    from = hk_limbs_text(c, HK_DEC_LIMBS, 10, end);
    while (from < end && *from == '0')
        from++;
    if (from == end)
        *--from = '0';
    memcpy(out, from, (size_t)(end - from));
    return (int)(end - from);
}

/* A finite number without an exponent and with so many places, which are no fewer than it has, or NaN, or an infinity. Returns
 * the length; out NULL: no more than that. */
HK_FN uint32_t hk_dec_plain(const hk_dec *a, int places, char *out)
{
    static const char *const special[] = { "", "Infinity", "NaN" };
    char digits[HK_DEC_TEXT_MAX];
    uint32_t k = 0;
    if (a->negative && k++ < 1 && out)
        *out = '-';
    if (a->kind != HK_DEC_FINITE) {
        uint32_t n = a->kind == HK_DEC_NAN ? 3 : 8;
        if (out)
            memcpy(out + k, special[a->kind], n);
        return k + n;
    }
    int n = hk_dec_digits(a, digits), before = n + a->e > 1 ? n + a->e : 1;
    if (out)
        for (int at = before - 1; at >= -places; at--) {      /* place by place, from the digit before the point, 0, on */
            int i = n + a->e - 1 - at;
            if (at == -1)
                out[k++] = '.';
            out[k++] = i >= 0 && i < n ? digits[i] : '0';
        }
    return out ? k : k + (uint32_t)before + (places > 0 ? (uint32_t)places + 1 : 0);
}

/* As scripts write it: without an exponent, unless there are places missing before the point or more than 5 zeros behind it.
 * Trailing zeros are kept: it reads back as the same number of the same exponent. At most HK_DEC_TEXT_MAX. */
HK_FN int hk_dec_text(const hk_dec *a, char *out)
{
    if (a->kind != HK_DEC_FINITE)
        return (int)hk_dec_plain(a, 0, out);
    char *digits = out + a->negative;
    int n = hk_dec_digits(a, digits), e = a->e + n - 1;
    if (a->e <= 0 && e >= -6)
        return (int)hk_dec_plain(a, -a->e, out);
    if (a->negative)
        *out = '-';
    return a->negative + hk_make_exponential(digits, n, e);
}
#endif
