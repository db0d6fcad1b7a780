/* number.h - numbers as text and back, and the integer conversions of the language.
 *
 * Nothing here computes with doubles except the conversions of a radix other than ten, which round each step as written,
 * so the results do not depend on the target. Three machines share the work:
 *
 *   powers of ten   hk_pow10: 128-bit approximations with a known error, from a table of every 27th.
 *   shortest text   Schubfach on those powers: the fewest digits that read back as the same double, and of those the
 *                   closest to it.
 *   exact digits    hk_expansion: the decimal digits of m * 2^e one after another, all of them if need be. It rounds for
 *                   toFixed and its siblings, and decides for hk_strtod where 128 bits cannot. */
#ifndef HK_NUMBER_H
#define HK_NUMBER_H

#include "base.h"

#define HK_SHORTEST_MAX 17          /* digits of hk_shortest_digits */
#define HK_NUMBER_MAX 32            /* buffer of hk_number_to_string */
#define HK_FIXED_MAX 128            /* buffer of hk_number_to_fixed, _exponential and _precision */
#define HK_RADIX_MAX 1104           /* buffer of hk_number_to_radix: sign, "0." and 1074 bits; or 1024 digits */

/* ---- assembling doubles ------------------------------------------------------------------------------------------ */

/* bits = m >> drop, rounded to nearest, ties to even; more: the true value lies a little above m. 0 < drop. */
HK_FN uint64_t hk_round_shift(uint64_t m, int drop, bool more)
{
    uint64_t kept, rest;

    if (drop > 64) return 0;
    kept = drop == 64 ? 0 : m >> drop;
    rest = drop == 64 ? m : m << (64 - drop);
    if (rest > HK_SIGN_BIT || (rest == HK_SIGN_BIT && (more || (kept & 1)))) kept++;
    return kept;
}

/* The double nearest to m * 2^(e-63), where m has its top bit set; more: the true value lies a little above that. */
HK_FN double hk_make_double(uint64_t m, int e, bool more)
{
    if (e > 1023) return hk_infinity();
    if (e < -1022) return hk_u2d(hk_round_shift(m, 11 + (-1022 - e), more));
    /* The leading one adds 1 to the exponent field, and so does a carry out of the mantissa. */
    return hk_u2d(hk_round_shift(m, 11, more) + ((uint64_t)(e + 1022) << 52));
}

/* The same of x * 2^(e-127), where x is not 0 but may have leading zeros. */
HK_FN double hk_make_double_128(hk_u128 x, int e, bool more)
{
    int s = hk_u128_normalize(&x);

    return hk_make_double(x.hi, e - s, x.lo != 0 || more);
}

/* ---- powers of ten ----------------------------------------------------------------------------------------------- */

/* 10^(27 i - 351) as 128 bits with the top bit set, rounded up. */
HK_CONST_TABLE uint64_t hk_pow10_table[26][2] = {
    {UINT64_C(0x8049A4AC0C5811AE), UINT64_C(0x205B896D777D6279)}, {UINT64_C(0xCF42894A5DCE35EA), UINT64_C(0x52064CAC828675BA)},
    {UINT64_C(0xA76C582338ED2621), UINT64_C(0xAF2AF2B80AF6F24F)}, {UINT64_C(0x873E4F75E2224E68), UINT64_C(0x5A7744A6E804A292)},
    {UINT64_C(0xDA7F5BF590966848), UINT64_C(0xAF39A475506A899F)}, {UINT64_C(0xB080392CC4349DEC), UINT64_C(0xBD8D794D96AACFB4)},
    {UINT64_C(0x8E938662882AF53E), UINT64_C(0x547EB47B7282EE9D)}, {UINT64_C(0xE65829B3046B0AFA), UINT64_C(0x0CB4A5A3112A5113)},
    {UINT64_C(0xBA121A4650E4DDEB), UINT64_C(0x92F34D62616CE414)}, {UINT64_C(0x964E858C91BA2655), UINT64_C(0x3A6A07F8D510F870)},
    {UINT64_C(0xF2D56790AB41C2A2), UINT64_C(0xFAE27299423FB9C4)}, {UINT64_C(0xC428D05AA4751E4C), UINT64_C(0xAA97E14C3C26B887)},
    {UINT64_C(0x9E74D1B791E07E48), UINT64_C(0x775EA264CF55347E)}, {UINT64_C(0x8000000000000000), UINT64_C(0x0000000000000000)},
    {UINT64_C(0xCECB8F27F4200F3A), UINT64_C(0x0000000000000000)}, {UINT64_C(0xA70C3C40A64E6C51), UINT64_C(0x999090B65F67D924)},
    {UINT64_C(0x86F0AC99B4E8DAFD), UINT64_C(0x69A028BB3DED71A4)}, {UINT64_C(0xDA01EE641A708DE9), UINT64_C(0xE80E6F4820CC9496)},
    {UINT64_C(0xB01AE745B101E9E4), UINT64_C(0x5EC05DCFF72E7F90)}, {UINT64_C(0x8E41ADE9FBEBC27D), UINT64_C(0x14588F13BE847308)},
    {UINT64_C(0xE5D3EF282A242E81), UINT64_C(0x8F1668C8A86DA5FB)}, {UINT64_C(0xB9A74A0637CE2EE1), UINT64_C(0x6D953E2BD7173693)},
    {UINT64_C(0x95F83D0A1FB69CD9), UINT64_C(0x4ABDAF101564F98F)}, {UINT64_C(0xF24A01A73CF2DCCF), UINT64_C(0xBC633B39673C8CED)},
    {UINT64_C(0xC3B8358109E84F07), UINT64_C(0x0A862F80EC4700C9)}, {UINT64_C(0x9E19DB92B4E31BA9), UINT64_C(0x6C07A2C26A8346D2)},
};

HK_CONST_TABLE uint64_t hk_pow5_table[27] = {
    1, 5, 25, 125, 625, 3125, 15625, 78125, 390625, 1953125, 9765625, 48828125, 244140625, 1220703125,
    UINT64_C(6103515625), UINT64_C(30517578125), UINT64_C(152587890625), UINT64_C(762939453125), UINT64_C(3814697265625),
    UINT64_C(19073486328125), UINT64_C(95367431640625), UINT64_C(476837158203125), UINT64_C(2384185791015625),
    UINT64_C(11920928955078125), UINT64_C(59604644775390625), UINT64_C(298023223876953125), UINT64_C(1490116119384765625),
};

/* floor(log2(10^k)) for |k| <= 1233; floor(log10(2^q)) and floor(log10(3/4 * 2^q)) for |q| <= 1500 (Giulietti). */
HK_INLINE int hk_log2_pow10(int k) { return (k * 1741647) >> 19; }
HK_INLINE int hk_log10_pow2(int q) { return (q * 1262611) >> 22; }
HK_INLINE int hk_log10_pow2_3_4(int q) { return (q * 1262611 - 524031) >> 22; }

HK_INLINE bool hk_pow10_is_exact(int k) { return k >= 0 && k <= 55; }

/* p, with its top bit set, such that 10^k = p * 2^(hk_log2_pow10(k) - 127) for 0 <= k <= 55, and otherwise p is above the
 * true value by more than 0 and less than 3. -351 <= k <= 350. */
HK_FN hk_u128 hk_pow10(int k)
{
    unsigned at = (unsigned)(k + 351), i = at / 27, r = at % 27;
    hk_u128 p = {hk_pow10_table[i][0], hk_pow10_table[i][1]};
    uint64_t low;
    int s;

    if (r == 0) return p;
    low = hk_u128_scale(&p, hk_pow5_table[r]);
    s = hk_clz64(p.hi);                              /* 1 to 62: the factor has that many leading zeros, or one less */
    p.hi = p.hi << s | p.lo >> (64 - s);
    p.lo = p.lo << s | low >> (64 - s);
    if (!hk_pow10_is_exact(k) && ++p.lo == 0) p.hi++;
    return p;
}

/* ---- digits of integers ------------------------------------------------------------------------------------------ */

/* Writes v with n digits at least, zeros in front; returns their number. */
HK_FN int hk_put_digits(uint32_t v, int n, char *out)
{
    char buffer[10];
    int i = 10;

    do buffer[--i] = (char)('0' + v % 10); while ((v /= 10) != 0);
    while (10 - i < n) buffer[--i] = '0';
    memcpy(out, buffer + i, (size_t)(10 - i));
    return 10 - i;
}

HK_FN int hk_uint32_to_string(uint32_t v, char *out) { return hk_put_digits(v, 1, out); }

HK_FN int hk_int32_to_string(int32_t v, char *out)
{
    if (v >= 0) return hk_put_digits((uint32_t)v, 1, out);
    *out = '-';
    return 1 + hk_put_digits(0U - (uint32_t)v, 1, out + 1);
}

/* ---- shortest digits --------------------------------------------------------------------------------------------- */

/* floor(g * c / 2^128), with its lowest bit set if that is not exact ("round to odd", which keeps later comparisons with
 * even numbers right). c < 2^59. An exact product shows up with at most 1 in the second word, because g may be 3 too large;
 * an inexact one with at least 2, because none that matters comes closer to an even integer than 2^-62.6 (checked for
 * every power by its continued fraction). */
HK_INLINE uint64_t hk_round_to_odd(hk_u128 g, uint64_t c)
{
    hk_u128_scale(&g, c);
    return g.hi | (g.lo > 1);
}

/* R. Giulietti, "The Schubfach way to render doubles", 2021: v = c * 2^q > 0 lies among the doubles so that [left, right]
 * rounds to it. Looks for the multiple of 10^(k+1) in there, which is unique if it exists, then for the nearer of the two
 * multiples of 10^k around v. Returns it as s, *k10 = k. Trailing zeros of s are not removed. */
HK_FN uint64_t hk_schubfach(uint64_t c, int q, bool narrow_below, int *k10)
{
    int k = narrow_below ? hk_log10_pow2_3_4(q) : hk_log10_pow2(q), h = q + hk_log2_pow10(-k) + 1;
    uint64_t odd = c & 1, s, t, v, left, right;
    bool down, up;
    hk_u128 g = hk_pow10(-k);

    /* All three in units of 10^k / 4. An odd c does not get its boundaries: those round to the even neighbour. */
    v = hk_round_to_odd(g, (4 * c) << h);
    left = hk_round_to_odd(g, (4 * c - (narrow_below ? 1 : 2)) << h) + odd;
    right = hk_round_to_odd(g, (4 * c + 2) << h) - odd;
    *k10 = k;
    s = v / 4;
    if (s >= 10) {
        t = s / 10;
        down = left <= 40 * t;
        up = 40 * t + 40 <= right;
        if (down != up) {
            *k10 = k + 1;
            return t + up;
        }
    }
    down = left <= 4 * s;
    up = 4 * s + 4 <= right;
    if (down != up) return s + up;
    t = 4 * s + 2;                                   /* both round to v: the closer one, the even one of two */
    return s + (v > t || (v == t && (s & 1)));
}

/* The shortest digits that read back as v, which is finite and above 0, and among those the closest to v. Returns their
 * number n; v is 0.d1d2...dn * 10^*point (the n of Number::toString), d1 and dn are not 0. */
HK_FN int hk_shortest_digits(double v, char digits[HK_SHORTEST_MAX], int *point)
{
    uint64_t u = hk_d2u(v), c = u & UINT64_C(0xFFFFFFFFFFFFF), high;
    int e = (int)(u >> 52), q = (e ? e : 1) - 1075, k = 0, n;

    if (e) c |= UINT64_C(1) << 52;
    if (q <= 0 && q > -53 && (c & ((UINT64_C(1) << -q) - 1)) == 0) c >>= -q;     /* an integer up to 2^53 */
    else c = hk_schubfach(c, q, e > 1 && c == UINT64_C(1) << 52, &k);
    high = c / 100000000;                            /* c < 10^17 */
    n = high ? hk_put_digits((uint32_t)high, 1, digits) : 0;
    n += hk_put_digits((uint32_t)(c % 100000000), high ? 8 : 1, digits + n);
    *point = n + k;
    while (digits[n - 1] == '0') n--;
    return n;
}

/* ---- formatting -------------------------------------------------------------------------------------------------- */

HK_INLINE int hk_put_text(char *out, const char *text, int n)
{
    memcpy(out, text, (size_t)n);
    return n;
}

/* NaN, the infinities and the sign, which every conversion starts with. Returns the length written so far; *v becomes the
 * magnitude. *done: there is nothing to add. */
HK_FN int hk_put_sign(double *v, char *out, bool *done)
{
    int n = 0;

    *done = true;
    if (hk_is_nan(*v)) return hk_put_text(out, "NaN", 3);
    if (*v < 0) {
        *v = -*v;
        out[n++] = '-';
    }
    if (!hk_is_finite(*v)) return n + hk_put_text(out + n, "Infinity", 8);
    *done = false;
    return n;
}

/* Turns the n digits at out, read as d.ddd * 10^e, into exponential notation. Returns the length. */
HK_FN int hk_make_exponential(char *out, int n, int e)
{
    if (n > 1) {
        memmove(out + 2, out + 1, (size_t)(n - 1));
        out[1] = '.';
        n++;
    }
    out[n++] = 'e';
    out[n++] = e < 0 ? '-' : '+';
    return n + hk_put_digits((uint32_t)(e < 0 ? -e : e), 1, out + n);
}

/* Turns the n digits at out, read as 0.ddd * 10^point, into positional notation. point > -112. Returns the length. */
HK_FN int hk_make_positional(char *out, int n, int point)
{
    int zeros;

    if (point >= n) {                                /* an integer: zeros up to the units */
        memset(out + n, '0', (size_t)(point - n));
        return point;
    }
    if (point > 0) {
        memmove(out + point + 1, out + point, (size_t)(n - point));
        out[point] = '.';
        return n + 1;
    }
    zeros = 2 - point;                               /* "0." and the zeros behind the point */
    memmove(out + zeros, out, (size_t)n);
    memset(out, '0', (size_t)zeros);
    out[1] = '.';
    return zeros + n;
}

/* Number::toString(v, 10). Returns the length, at most HK_NUMBER_MAX; no NUL is written, here and below. */
HK_FN int hk_number_to_string(double v, char *out)
{
    bool done;
    int sign = hk_put_sign(&v, out, &done), n, point;

    if (done) return sign;
    out += sign;
    if (v == 0) {
        out[0] = '0';
        return 1;
    }
    n = hk_shortest_digits(v, out, &point);
    if (point > 21 || point <= -6) return sign + hk_make_exponential(out, n, point - 1);
    return sign + hk_make_positional(out, n, point);
}

/* ---- exact digits ------------------------------------------------------------------------------------------------ */

/* The decimal expansion of m * 2^e, read nine digits at a time. Integer part: groups of nine digits, the least significant
 * at w[base]. Fraction: sum of w[i] * 2^(32 (i - end)) over first <= i < end; multiplying it by 10^9 pushes the next group
 * out at the top, and clears words from the bottom. Both together never need more than 36 words: a double with a fraction
 * has less than 2^53 before the point. */
typedef struct hk_expansion {
    uint32_t w[36];
    int base, groups;                                /* integer groups not yet read */
    int first, end;
    uint32_t group, unit;                            /* the digits of the current group still to come: below 10 * unit */
} hk_expansion;

#define HK_GROUP 1000000000U

/* Value m * 2^e with m < 2^54, -1075 <= e <= 971. Returns 9 * (groups before the point): the decimal exponent of the first
 * digit that hk_next_digit gives, in the sense of 0.ddd * 10^exponent. */
HK_FN int hk_expand(hk_expansion *x, uint64_t m, int e)
{
    uint64_t whole = e >= 0 ? m : e > -64 ? m >> -e : 0;
    int i;

    x->base = e >= 0 ? 0 : 34;
    x->groups = x->first = x->end = 0;
    x->unit = 0;
    for (; whole; whole /= HK_GROUP) x->w[x->base + x->groups++] = (uint32_t)(whole % HK_GROUP);
    while (e > 0) {                                  /* times 2^s; a carry below 2^29 is one group */
        int s = e < 29 ? e : 29;
        uint64_t t = 0;
        for (i = 0; i < x->groups; i++) {
            t += (uint64_t)x->w[i] << s;
            x->w[i] = (uint32_t)(t % HK_GROUP);
            t /= HK_GROUP;
        }
        if (t) x->w[x->groups++] = (uint32_t)t;
        e -= s;
    }
    if (e < 0) {
        int s = e & 31;                              /* the fraction ends s bits above the end of its lowest word */
        if (e > -64) m &= (UINT64_C(1) << -e) - 1;
        x->end = (31 - e) / 32;
        for (i = 0; i < x->end; i++) x->w[i] = 0;
        x->w[0] = (uint32_t)(m << s);
        if (x->end > 1) x->w[1] = (uint32_t)(m << s >> 32);
        if (x->end > 2 && s) x->w[2] = (uint32_t)(m >> (64 - s));
    }
    return 9 * x->groups;
}

HK_FN uint32_t hk_next_digit(hk_expansion *x)
{
    uint32_t digit;

    if (x->unit == 0) {
        uint64_t t = 0;
        int i;
        x->unit = HK_GROUP / 10;
        if (x->groups) {
            x->group = x->w[x->base + --x->groups];
        } else {
            for (i = x->first; i < x->end; i++) {
                t += (uint64_t)x->w[i] * HK_GROUP;
                x->w[i] = (uint32_t)t;
                t >>= 32;
            }
            while (x->first < x->end && x->w[x->first] == 0) x->first++;
            x->group = (uint32_t)t;
        }
    }
    digit = x->group / x->unit;
    x->group %= x->unit;
    x->unit /= 10;
    return digit;
}

/* Only zeros are left to read. */
HK_FN bool hk_expansion_done(const hk_expansion *x)
{
    uint32_t seen = x->unit ? x->group : 0;
    int i;

    for (i = 0; i < x->groups; i++) seen |= x->w[x->base + i];
    for (i = x->first; i < x->end; i++) seen |= x->w[i];
    return seen == 0;
}

/* Takes a finite positive double apart: v = m * 2^e. */
HK_INLINE uint64_t hk_split_double(double v, int *e)
{
    uint64_t u = hk_d2u(v), m = u & UINT64_C(0xFFFFFFFFFFFFF);
    int field = (int)(u >> 52) & 0x7FF;

    *e = (field ? field : 1) - 1075;
    return field ? m | UINT64_C(1) << 52 : m;
}

/* Finds the first digit of x that is not 0: subtracts from *point the zeros before it. x is not 0. */
HK_INLINE uint32_t hk_first_digit(hk_expansion *x, int *point)
{
    uint32_t digit;

    while ((digit = hk_next_digit(x)) == 0) --*point;
    return digit;
}

/* The digits of v >= 0 rounded at a decimal place, a tie going up. In fixed mode the place is places behind the decimal
 * point, otherwise it is behind the places-th digit. Returns the number of digits; v is about 0.ddd * 10^*point. No digits,
 * in fixed mode: v rounds to 0. Zero has places digits 0 and the point behind the first. */
HK_FN int hk_rounded_digits(double v, int places, bool fixed, char *out, int *point)
{
    hk_expansion x;
    uint32_t digit;
    uint64_t m;
    int e, n, i;

    *point = 1;
    if (v == 0) {
        n = fixed ? 0 : places;
        memset(out, '0', (size_t)n);
        return n;
    }
    m = hk_split_double(v, &e);
    *point = hk_expand(&x, m, e);
    digit = hk_first_digit(&x, point);
    n = fixed ? *point + places : places;
    if (n < 0) return 0;
    for (i = 0; i < n; i++) {
        out[i] = (char)('0' + digit);
        digit = hk_next_digit(&x);
    }
    if (digit < 5) return n;
    while (i > 0 && out[i - 1] == '9') out[--i] = '0';
    if (i > 0) {
        out[i - 1]++;
        return n;
    }
    /* All nines, or no digit at all: a one and zeros, and one digit more where the place stays where it was. */
    n += fixed;
    ++*point;
    memset(out, '0', (size_t)n);
    out[0] = '1';
    return n;
}

/* Number.prototype.toFixed for 0 <= digits <= 100. Buffers here and below: HK_FIXED_MAX. */
HK_FN int hk_number_to_fixed(double v, int digits, char *out)
{
    bool done;
    int sign, n, point;

    if (!(v > -1e21 && v < 1e21)) return hk_number_to_string(v, out);
    sign = hk_put_sign(&v, out, &done);
    out += sign;
    n = hk_rounded_digits(v, digits, true, out, &point);
    if (n == 0) {                                    /* zero: the positions behind the point, and one before it */
        memset(out, '0', (size_t)digits + 1);
        n = digits + 1;
        point = 1;
    }
    return sign + hk_make_positional(out, n, point);
}

/* Number.prototype.toExponential for 0 <= digits <= 100; -1 stands for undefined: as many as are needed. */
HK_FN int hk_number_to_exponential(double v, int digits, char *out)
{
    bool done;
    int sign = hk_put_sign(&v, out, &done), n, point;

    if (done) return sign;
    out += sign;
    if (digits < 0 && v > 0) n = hk_shortest_digits(v, out, &point);
    else n = hk_rounded_digits(v, digits < 0 ? 1 : digits + 1, false, out, &point);
    return sign + hk_make_exponential(out, n, point - 1);
}

/* Number.prototype.toPrecision for 1 <= digits <= 100. */
HK_FN int hk_number_to_precision(double v, int digits, char *out)
{
    bool done;
    int sign = hk_put_sign(&v, out, &done), n, point;

    if (done) return sign;
    out += sign;
    n = hk_rounded_digits(v, digits, false, out, &point);
    if (point < -5 || point > digits) return sign + hk_make_exponential(out, n, point - 1);
    return sign + hk_make_positional(out, n, point);
}

/* ---- other radices ----------------------------------------------------------------------------------------------- */

HK_INLINE char hk_digit_char(unsigned digit) { return (char)(digit < 10 ? '0' + digit : 'a' + digit - 10); }

/* 0 to 35 for a digit or letter, 36 for anything else. */
HK_FN unsigned hk_digit_value(uint32_t c)
{
    if (c - '0' < 10U) return (unsigned)(c - '0');
    c |= 0x20;
    return c - 'a' < 26U ? (unsigned)(c - 'a' + 10) : 36U;
}

/* Writes the digits of 0 < fraction < 1 until what is left is within delta of it, the way V8 does, so that programs that
 * print in another radix see the digits they are used to. Returns their number; *carry: the digits rounded up to 1. */
HK_FN int hk_put_fraction(double fraction, double delta, int radix, char *out, bool *carry)
{
    int n = 0;

    *carry = false;
    do {
        unsigned digit;
        fraction = hk_rounded(fraction * radix);
        delta = hk_rounded(delta * radix);
        digit = (unsigned)fraction;
        out[n++] = hk_digit_char(digit);
        fraction -= digit;
        if ((fraction > 0.5 || (fraction == 0.5 && (digit & 1))) && fraction + delta > 1) {
            /* Round up here and be done: digits that were radix - 1 vanish. */
            while (n > 0 && (digit = hk_digit_value((uint32_t)out[n - 1]) + 1) == (unsigned)radix) n--;
            if (n > 0) out[n - 1] = hk_digit_char(digit);
            else *carry = true;
            return n;
        }
    } while (fraction >= delta);
    return n;
}

/* Number::toString(v, radix), 2 <= radix <= 36; cap is the size of the buffer, at least HK_RADIX_MAX. */
HK_FN int hk_number_to_radix(double v, int radix, char *out, size_t cap)
{
    bool done, carry = false;
    int sign, n = 0;
    double whole, delta;
    uint64_t i;
    char *digits;

    if (radix == 10) return hk_number_to_string(v, out);
    sign = hk_put_sign(&v, out, &done);
    if (done) return sign;
    out += sign;
    cap -= (size_t)sign;
    whole = v < 4503599627370496.0 ? (double)(uint64_t)v : v;
    /* Half the distance to the next double, but not 0. */
    delta = v < 1.7976931348623157e308 ? 0.5 * (hk_u2d(hk_d2u(v) + 1) - v) : 0;
    if (delta == 0) delta = 5e-324;
    if (v - whole >= delta) {
        out[0] = '.';
        n = hk_put_fraction(v - whole, delta, radix, out + 1, &carry) + 1;
        if (carry) {
            whole += 1;
            n = 0;
        }
    }
    digits = out + cap - n;                          /* the integer grows down from the fraction, at the buffer's end */
    memmove(digits, out, (size_t)n);
    for (; whole / radix >= 9007199254740992.0; whole /= radix) *--digits = '0';
    if (whole >= 9007199254740992.0) {               /* still an integer, but the next step may round, as in V8 */
        unsigned digit = (unsigned)((uint64_t)whole % (unsigned)radix);
        *--digits = hk_digit_char(digit);
        whole = (whole - digit) / radix;
    }
    i = (uint64_t)whole;
    do *--digits = hk_digit_char((unsigned)(i % (unsigned)radix)); while ((i /= (unsigned)radix) != 0);
    n = (int)(out + cap - digits);
    memmove(out, digits, (size_t)n);
    return sign + n;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

/* Compares the decimal number 0.ddd * 10^point, whose digits begin at s with one that is not 0 and end before end (a point
 * among them is skipped), with m * 2^e. Returns -1, 0 or 1. */
HK_FN int hk_compare_decimal(const char *s, const char *end, int point, uint64_t m, int e)
{
    hk_expansion x;
    int exponent = hk_expand(&x, m, e);
    uint32_t digit = hk_first_digit(&x, &exponent);

    if (point != exponent) return point < exponent ? -1 : 1;
    for (; s < end; s++) {
        uint32_t c;
        if (*s == '.') continue;
        c = (uint32_t)(*s - '0');
        if (c != digit) return c < digit ? -1 : 1;
        digit = hk_next_digit(&x);
    }
    return digit == 0 && hk_expansion_done(&x) ? 0 : -1;
}

/* A decimal number taken apart: its value is w * 10^q, or a little more if cut. */
typedef struct hk_decimal {
    uint64_t w;                                      /* the first 19 significant digits */
    int q;
    bool cut;                                        /* a digit beyond those was not 0 */
    int point;                                       /* the value is 0.ddd * 10^point */
    const char *first, *end;                         /* the significant digits, with the point perhaps among them */
} hk_decimal;

/* The double nearest to d, if 128 bits of the power of ten are enough to tell: they give bounds for the value, and where both
 * round to the same double, that is it (the idea is Clinger's and Lemire's). false: *v is the lower of the two. Of a number that is
 * not cut they always are: no 64-bit integer times a power of ten comes that near to a midpoint between doubles. */
HK_FN HK_NOINLINE bool hk_decimal_near(const hk_decimal *d, double *v)
{
    uint64_t low;
    hk_u128 p, below;
    int s, e;

    *v = d->point > 309 && d->w ? hk_infinity() : 0;
    if (d->w == 0 || d->point < -323 || d->point > 309) return true;
    *v = (double)d->w;
    if (d->q == 0 && d->w >> 53 == 0 && !d->cut) return true;
    s = hk_clz64(d->w);
    p = hk_pow10(d->q);
    low = hk_u128_scale(&p, d->w << s);
    low |= p.lo & 1;
    hk_u128_shr(&p, 1);                             /* room for a carry; the value is p * 2^(e - 127), or a little beside it */
    e = hk_log2_pow10(d->q) + 65 - s;
    below = p;
    if (!hk_pow10_is_exact(d->q)) {                  /* the power is too large, by less than 3: so p is, by less than 3 */
        below.lo -= 3;
        below.hi -= below.lo > p.lo;
    }
    if (d->cut) p.hi += 16;                          /* w is above 2^59, so 1 in w is at most 2^4 in w << s */
    *v = hk_make_double_128(below, e, low != 0);
    return *v == hk_make_double_128(p, e, low != 0);
}

/* The double nearest to d: at worst one comparison with the midpoint between two decides. */
HK_FN double hk_decimal_to_double(const hk_decimal *d)
{
    double v;
    uint64_t m;
    int s, e;

    if (hk_decimal_near(d, &v)) return v;
    m = hk_split_double(v, &e);
    s = hk_compare_decimal(d->first, d->end, d->point, 2 * m + 1, e - 1);
    return hk_u2d(hk_d2u(v) + (s > 0 || (s == 0 && (hk_d2u(v) & 1))));
}

/* Reads digits with at most one point among them, and an exponent; returns the bytes used, 0 if there is no digit. */
HK_FN size_t hk_scan_decimal(const char *s, size_t n, hk_decimal *d)
{
    size_t i, digits = 0, significant = 0;
    int64_t point = 0, exponent = 0;
    bool fraction = false;

    d->w = 0;
    d->cut = false;
    d->first = s;
    for (i = 0; i < n; i++) {
        uint32_t c = (uint32_t)(s[i] - '0');
        if (s[i] == '.' && !fraction) {
            fraction = true;
            continue;
        }
        if (c > 9) break;
        digits++;
        if (significant || c) {
            if (significant++ == 0) d->first = s + i;
            if (significant <= 19) d->w = d->w * 10 + c;
            else if (c) d->cut = true;
            point += !fraction;
        } else {
            point -= fraction;
        }
    }
    d->end = s + i;
    if (digits == 0) return 0;
    if (i + 1 < n && (s[i] | 0x20) == 'e') {
        size_t j = i + 1;
        bool minus = s[j] == '-';
        if (minus || s[j] == '+') j++;
        if (j < n && (uint32_t)(s[j] - '0') <= 9) {
            /* The text's length, which an exponent may offset, stays far below the bound at which it stops growing. */
            for (; j < n && (uint32_t)(s[j] - '0') <= 9; j++)
                if (exponent < INT64_C(1) << 56) exponent = exponent * 10 + (s[j] - '0');
            i = j;
            point += minus ? -exponent : exponent;
        }
    }
    d->point = point > 400 ? 400 : point < -400 ? -400 : (int)point;
    d->q = d->point - (int)(significant < 19 ? significant : 19);
    return i;
}

/* Reads [+-] digits [. digits] [e [+-] digits], a digit before or behind the point being enough, and returns the nearest
 * double whatever the length. Exact: ties go to even. *used is how many of the n bytes that is, 0 if there is no number. */
HK_FN double hk_strtod(const char *s, size_t n, size_t *used)
{
    size_t sign = n > 0 && (s[0] == '-' || s[0] == '+');
    hk_decimal d;
    double v;

    *used = hk_scan_decimal(s + sign, n - sign, &d);
    if (*used == 0) return 0;
    *used += sign;
    v = hk_decimal_to_double(&d);
    return sign && s[0] == '-' ? -v : v;
}

/* Digits of a radix that is a power of two: rounded once, ties to even. */
HK_INLINE double hk_read_binary(const char *s, size_t n, int bits_per_digit)
{
    uint64_t m = 0;
    int64_t e = 63;
    bool more = false;
    size_t i;
    int shift;

    for (i = 0; i < n; i++) {
        unsigned digit = hk_digit_value((uint8_t)s[i]);
        if (m >> (64 - bits_per_digit) == 0) {
            m = m << bits_per_digit | digit;
        } else {                                     /* at least 59 bits are there: the rest only decides ties */
            e += bits_per_digit;
            more |= digit != 0;
        }
    }
    if (m == 0) return 0;
    shift = hk_clz64(m);
    return hk_make_double(m << shift, e > 2000 ? 2000 : (int)e - shift, more);
}

/* Reads digits of a radix, 2 to 36, upper or lower case, without sign or prefix; *used is how many. Correctly rounded for
 * powers of two and for ten; other radices are exact up to 2^53 and beyond it rounded in V8's steps, of as many digits as
 * fit below 2^32 / 36, which the standard leaves open. */
HK_FN double hk_strtod_radix(const char *s, size_t n, int radix, size_t *used)
{
    uint32_t r = (uint32_t)radix;
    size_t i = 0;
    double v = 0;

    while (i < n && hk_digit_value((uint8_t)s[i]) < r) i++;
    *used = n = i;
    if (r == 10) return hk_strtod(s, n, &i);
    if ((r & (r - 1)) == 0) return hk_read_binary(s, n, hk_ctz32(r));
    for (i = 0; i < n && s[i] == '0'; i++) {}
    while (i < n) {
        uint32_t part = 0, scale = 1;
        for (; i < n && scale * r <= 0xFFFFFFFFU / 36; i++) {
            part = part * r + hk_digit_value((uint8_t)s[i]);
            scale *= r;
        }
        v = hk_rounded(v * scale) + part;
    }
    return v;
}

/* ---- doubles to integers ----------------------------------------------------------------------------------------- */

/* ToUint32: v truncated, modulo 2^32; 0 for NaN and the infinities. */
HK_FN uint32_t hk_to_uint32(double v)
{
    uint64_t u = hk_d2u(v), m = (u & UINT64_C(0xFFFFFFFFFFFFF)) | UINT64_C(1) << 52;
    int e = ((int)(u >> 52) & 0x7FF) - 1075;
    uint32_t r;

    if (e <= -53 || e >= 32) return 0;               /* below 1; a multiple of 2^32, or not a number */
    r = e < 0 ? (uint32_t)(m >> -e) : (uint32_t)m << e;
    return u >> 63 ? 0U - r : r;
}

/* ToInt32. */
HK_INLINE int32_t hk_to_int32(double v)
{
#if !HK_SOFT_DOUBLE
    if (v > -2147483649.0 && v < 2147483648.0) return (int32_t)v;
#endif
    return (int32_t)hk_to_uint32(v);
}

/* Whether v is the double of an int32; -0 is not. */
HK_INLINE bool hk_is_int32(double v, int32_t *out)
{
#if HK_SOFT_DOUBLE
    uint64_t u = hk_d2u(v);
    int e = ((int)(u >> 52) & 0x7FF) - 1023;
    uint64_t m = u << 11 | HK_SIGN_BIT;

    *out = 0;
    if (e < 0 || e > 31) return u == 0;
    if (m << (e + 1) != 0) return false;
    m >>= 63 - e;
    if (m > 0x7FFFFFFFU + (u >> 63)) return false;
    *out = (int32_t)(u >> 63 ? 0U - (uint32_t)m : (uint32_t)m);
    return true;
#else
    if (!(v >= -2147483648.0 && v <= 2147483647.0)) return false;
    *out = (int32_t)v;
    return *out == v && (*out != 0 || hk_d2u(v) == 0);
#endif
}

#endif
