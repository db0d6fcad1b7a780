/* libm.h - the functions of Math: double only, the same bits on every target, within 0.53 units in the last place.
 *
 * Everything transcendental is computed with integers. An hk_ext is a float with a 64-bit mantissa, eleven bits more than a
 * double; series are summed in 64-bit fixed point, where a step is one multiplication and one addition; the result is
 * rounded to double once. So there is no dependence on the FPU, its flags or contraction, no loss at the ends of the
 * exponent range, and where doubles are software this is several times faster than computing with them. The logarithm
 * carries 128 bits, because pow multiplies its error by up to 745.
 *
 * Series are plain Taylor series after table-driven argument reduction (P. T. P. Tang, "Table-driven implementation of the
 * exponential function" and "... of the logarithm function", ACM TOMS 15 and 16); the reduction of trigonometric arguments
 * is Payne and Hanek's (SIGNUM Newsletter 18, 1983). All constants are the values their comments name, rounded to nearest;
 * Q64 is a fixed-point number with 64 fractional bits. */
#ifndef HK_LIBM_H
#define HK_LIBM_H

#include "base.h"
#include "number.h"

/* ---- extended floats --------------------------------------------------------------------------------------------- */

/* (-1)^neg * m * 2^(e-63); m has its top bit set, or is 0 for zero, whose e means nothing. */
typedef struct hk_ext {
    uint64_t m;
    int32_t e;
    bool neg;
} hk_ext;

/* The same with a mantissa of 128 bits: (-1)^neg * m * 2^(e-127). */
typedef struct hk_wide {
    hk_u128 m;
    int32_t e;
    bool neg;
} hk_wide;

/* An exponent that overflows to infinity, and negated underflows to zero, in whatever follows. */
#define HK_EXT_HUGE 30000

HK_INLINE hk_ext hk_ext_make(uint64_t m, int e, bool neg)
{
    hk_ext r;
    r.m = m;
    r.e = e;
    r.neg = neg;
    return r;
}

HK_INLINE hk_ext hk_ext_int(unsigned i)              /* i > 0 */
{
    int s = hk_clz32(i);
    return hk_ext_make((uint64_t)i << 32 << s, 31 - s, false);
}

HK_FN hk_ext hk_ext_from(double x)                   /* x is finite */
{
    int e, s;
    uint64_t m = hk_split_double(x, &e);

    if (m == 0) return hk_ext_make(0, 0, hk_signbit(x));
    s = hk_clz64(m);
    return hk_ext_make(m << s, e + 63 - s, hk_signbit(x));
}

HK_FN double hk_ext_to_double(hk_ext a)
{
    double v = a.m ? hk_make_double(a.m, a.e, false) : 0;
    return a.neg ? -v : v;
}

HK_INLINE hk_ext hk_ext_neg(hk_ext a)
{
    a.neg = !a.neg;
    return a;
}

HK_FN hk_ext hk_ext_mul(hk_ext a, hk_ext b)
{
    uint64_t lo, hi = hk_mul128(a.m, b.m, &lo);
    int e = a.e + b.e + 1;

    if (hi >> 63 == 0) {
        hi = hi << 1 | lo >> 63;
        e--;
    }
    return hk_ext_make(hi, e, a.neg != b.neg);
}

HK_FN hk_ext hk_ext_add(hk_ext a, hk_ext b)
{
    hk_u128 x, y;
    int s;

    if (a.m == 0) return b;
    if (b.m == 0) return a;
    if (a.e < b.e || (a.e == b.e && a.m < b.m)) {
        hk_ext t = a;
        a = b;
        b = t;
    }
    x.hi = a.m;
    y.hi = b.m;
    x.lo = y.lo = 0;
    hk_u128_shr(&x, 1);                              /* room for a carry */
    hk_u128_shr(&y, 1 + a.e - b.e);
    x = a.neg == b.neg ? hk_u128_add(x, y) : hk_u128_sub(x, y);
    s = hk_u128_normalize(&x);
    return hk_ext_make(x.hi, a.e + 1 - s, x.hi && a.neg);
}

/* One digit of base 2^32 of a long division by b (Knuth, TAOCP 2, 4.3.1, algorithm D): *rest * 2^32 + next divided by b,
 * which has its top bit set; *rest < b. */
HK_FN uint64_t hk_divide_digit(uint64_t *rest, uint32_t next, uint64_t b)
{
    uint64_t b1 = b >> 32, b0 = (uint32_t)b, q = *rest / b1, r = *rest % b1;

    while (q >> 32 || q * b0 > (r << 32 | next)) {
        q--;
        r += b1;
        if (r >> 32) break;
    }
    *rest = (*rest << 32 | next) - q * b;
    return q;
}

HK_FN hk_ext hk_ext_div(hk_ext a, hk_ext b)          /* b is not 0 */
{
    uint64_t rest = a.m, q;
    uint32_t next = 0;
    int e = a.e - b.e - 1;

    if (a.m == 0) return a;
    if (a.m >= b.m) {
        rest = a.m >> 1;
        next = (uint32_t)a.m << 31;
        e++;
    }
    q = hk_divide_digit(&rest, next, b.m) << 32;
    q |= hk_divide_digit(&rest, 0, b.m);
    return hk_ext_make(q, e, a.neg != b.neg);
}

/* floor(sqrt(n)) of 64 and of 128 bits, n's upper two bits not both 0: half of the digits by recursion, unrolled here, the
 * other half by a division (P. Zimmermann, "Karatsuba square root", INRIA RR-3805). */
HK_FN uint32_t hk_isqrt64(uint64_t n)
{
    uint32_t top = (uint32_t)(n >> 32), s = 0, bit;
    uint64_t q, r;

    for (bit = 0x8000; bit; bit >>= 1)
        if ((s | bit) * (s | bit) <= top) s |= bit;
    q = ((uint64_t)(top - s * s) << 15 | (uint32_t)n >> 17) / s;
    if (q > 0xFFFF) q = 0xFFFF;
    r = (uint64_t)s << 16 | q;
    while (r * r > n) r--;
    return (uint32_t)r;
}

HK_FN uint64_t hk_isqrt128(hk_u128 n, bool *exact)
{
    uint32_t s = hk_isqrt64(n.hi);
    uint64_t q = ((n.hi - (uint64_t)s * s) << 31 | n.lo >> 33) / s, r;
    hk_u128 square;

    if (q > 0xFFFFFFFF) q = 0xFFFFFFFF;
    r = (uint64_t)s << 32 | q;
    for (;; r--) {
        square.hi = hk_mul128(r, r, &square.lo);
        if (square.hi < n.hi || (square.hi == n.hi && square.lo <= n.lo)) break;
    }
    *exact = square.hi == n.hi && square.lo == n.lo;
    return r;
}

/* The root's mantissa is exact to 64 bits, rounded down. */
HK_FN hk_ext hk_ext_sqrt(hk_ext a, bool *exact)
{
    hk_u128 n = {a.m, 0};

    *exact = true;
    if (a.m == 0) return a;
    if ((a.e & 1) == 0) hk_u128_shr(&n, 1);
    return hk_ext_make(hk_isqrt128(n, exact), (a.e - (a.e & 1)) / 2, false);
}

/* a * (1 + w) or a * (1 - w), w in Q64. */
HK_FN hk_ext hk_ext_adjust(hk_ext a, uint64_t w, bool minus)
{
    uint64_t t = hk_mulhi(a.m, w), m = minus ? a.m - t : a.m + t;

    if (minus) {
        if (a.m && m >> 63 == 0) {
            m <<= 1;
            a.e--;
        }
    } else if (m < a.m) {
        m = m >> 1 | HK_SIGN_BIT;
        a.e++;
    }
    a.m = m;
    return a;
}

/* |a| in Q64, for |a| < 1. */
HK_INLINE uint64_t hk_ext_fraction(hk_ext a) { return a.e < -64 ? 0 : a.m >> (-1 - a.e); }

/* a^2 in Q64, for |a| < 1. */
HK_INLINE uint64_t hk_ext_square(hk_ext a) { return a.e < -32 ? 0 : hk_mulhi(a.m, a.m) >> (-2 - 2 * a.e); }

/* c[0] + x c[step] + x^2 c[2 step] + ... + x^(n-1) c[(n-1) step], or with x negated; all in Q64. Coefficients fall and x < 1,
 * so no partial sum is negative. */
HK_FN uint64_t hk_series(const uint64_t *c, int step, int n, uint64_t x, bool negate)
{
    uint64_t r = c[(n - 1) * step];

    for (n--; n-- > 0;) {
        uint64_t t = hk_mulhi(r, x);
        r = negate ? c[n * step] - t : c[n * step] + t;
    }
    return r;
}

/* 1/2, 1/3, ..., 1/17 and 1/2!, 1/3!, ..., 1/19! in Q64. */
HK_CONST_TABLE uint64_t hk_reciprocals[16] = {
    UINT64_C(0x8000000000000000), UINT64_C(0x5555555555555555), UINT64_C(0x4000000000000000), UINT64_C(0x3333333333333333),
    UINT64_C(0x2AAAAAAAAAAAAAAB), UINT64_C(0x2492492492492492), UINT64_C(0x2000000000000000), UINT64_C(0x1C71C71C71C71C72),
    UINT64_C(0x199999999999999A), UINT64_C(0x1745D1745D1745D1), UINT64_C(0x1555555555555555), UINT64_C(0x13B13B13B13B13B1),
    UINT64_C(0x1249249249249249), UINT64_C(0x1111111111111111), UINT64_C(0x1000000000000000), UINT64_C(0x0F0F0F0F0F0F0F0F),
};
HK_CONST_TABLE uint64_t hk_factorials[18] = {
    UINT64_C(0x8000000000000000), UINT64_C(0x2AAAAAAAAAAAAAAB), UINT64_C(0x0AAAAAAAAAAAAAAB), UINT64_C(0x0222222222222222),
    UINT64_C(0x005B05B05B05B05B), UINT64_C(0x000D00D00D00D00D), UINT64_C(0x0001A01A01A01A02), UINT64_C(0x00002E3BC74AAD8E),
    UINT64_C(0x0000049F93EDDE28), UINT64_C(0x0000006B99159FD5), UINT64_C(0x00000008F76C77FC), UINT64_C(0x00000000B092309D),
    UINT64_C(0x000000000C9CBA54), UINT64_C(0x0000000000D73F9F), UINT64_C(0x00000000000D73FA), UINT64_C(0x000000000000CA96),
    UINT64_C(0x0000000000000B41), UINT64_C(0x0000000000000098),
};
#define HK_RECIPROCAL(n) (hk_reciprocals + (n) - 2)
#define HK_FACTORIAL(n) (hk_factorials + (n) - 2)

#define HK_EXT_ONE hk_ext_make(HK_SIGN_BIT, 0, false)
#define HK_EXT_PI(e) hk_ext_make(UINT64_C(0xC90FDAA22168C235), (e), false)       /* pi * 2^(e-1) */

/* ---- rounding to integers ---------------------------------------------------------------------------------------- */

HK_FN double hk_trunc(double x)
{
    uint64_t u = hk_d2u(x);
    int e = ((int)(u >> 52) & 0x7FF) - 1023;

    if (e >= 52) return hk_is_nan(x) ? hk_nan() : x;
    if (e < 0) return hk_u2d(u & HK_SIGN_BIT);
    return hk_u2d(u & ~(UINT64_C(0xFFFFFFFFFFFFF) >> e));
}

HK_FN double hk_floor(double x)
{
    double t = hk_trunc(x);
    return t > x ? t - 1 : t;
}

HK_FN double hk_ceil(double x)
{
    double t = hk_trunc(x);
    return t < x ? t + 1 : t;
}

/* Math.round: ties go up; -0.5 and what lies between it and 0 give -0. */
HK_FN double hk_round(double x)
{
    double t = hk_floor(x);
    if (x - t >= 0.5) t += 1;
    return t == 0 && hk_signbit(x) ? -0.0 : t;
}

/* ---- square root, remainder -------------------------------------------------------------------------------------- */

/* Correctly rounded. The instruction is written out where there is one, because a compiler may turn its builtin into a
 * call of the library's sqrt. */
HK_FN double hk_sqrt(double x)
{
    if (x < 0 || hk_is_nan(x)) return hk_nan();
    {
#if HK_GNUC && defined(__SSE2__)
        __asm__("sqrtsd %1, %0" : "=x"(x) : "x"(x));
        return x;
#elif HK_GNUC && defined(__aarch64__)
        __asm__("fsqrt %d0, %d1" : "=w"(x) : "w"(x));
        return x;
#elif HK_GNUC && defined(__ARM_FP) && (__ARM_FP & 8)
        __asm__("vsqrt.f64 %P0, %P1" : "=w"(x) : "w"(x));
        return x;
#else
        bool exact;
        hk_ext r;
        if (x == 0 || !hk_is_finite(x)) return x;
        r = hk_ext_sqrt(hk_ext_from(x), &exact);
        return hk_make_double(r.m, r.e, !exact);
#endif
    }
}

/* The remainder of the language's % operator: exact, with the sign of x. */
HK_FN HK_NOINLINE double hk_fmod(double x, double y)
{
    int ex, ey, s;
    uint64_t mx, my;
    double r;

    if (hk_is_nan(y) || !hk_is_finite(x) || y == 0) return hk_nan();
    mx = hk_split_double(x, &ex);
    my = hk_split_double(y, &ey);
    if (!hk_is_finite(y) || ex < ey) return x;
    for (mx %= my; ex > ey && mx; mx %= my) {
        s = hk_clz64(mx);
        if (s > ex - ey) s = ex - ey;
        mx <<= s;
        ex -= s;
    }
    r = hk_ext_to_double(hk_ext_make(mx, 0, false));
    if (mx) {
        s = hk_clz64(mx);
        r = hk_make_double(mx << s, ey + 63 - s, false);
    }
    return hk_signbit(x) ? -r : r;
}

/* ---- exponential ------------------------------------------------------------------------------------------------- */

/* 2^(j/16) in Q63. */
HK_CONST_TABLE uint64_t hk_exp2_table[16] = {
    UINT64_C(0x8000000000000000), UINT64_C(0x85AAC367CC487B15), UINT64_C(0x8B95C1E3EA8BD6E7), UINT64_C(0x91C3D373AB11C336),
    UINT64_C(0x9837F0518DB8A96F), UINT64_C(0x9EF5326091A111AE), UINT64_C(0xA5FED6A9B15138EA), UINT64_C(0xAD583EEA42A14AC6),
    UINT64_C(0xB504F333F9DE6484), UINT64_C(0xBD08A39F580C36BF), UINT64_C(0xC5672A115506DADD), UINT64_C(0xCE248C151F8480E4),
    UINT64_C(0xD744FCCAD69D6AF4), UINT64_C(0xE0CCDEEC2A94E111), UINT64_C(0xEAC0C6E7DD24392F), UINT64_C(0xF5257D152486CC2C),
};

/* ln 2 in Q128, which is also ln 2 / 16 in Q132. */
#define HK_LN2_HI UINT64_C(0xB17217F7D1CF79AB)
#define HK_LN2_LO UINT64_C(0xC9E3B39803F2F6AF)

/* x = n ln 2 / 16 + r with 0 <= r < 0.0434: e^x = 2^(n/16) e^r. */
HK_FN hk_ext hk_exp_wide(hk_wide x)
{
    hk_u128 a = x.m, whole = {HK_LN2_HI, HK_LN2_LO};
    uint64_t r, q64, w, m;
    int32_t n, e;

    if (x.e > 10) return hk_ext_make(HK_SIGN_BIT, x.neg ? -HK_EXT_HUGE : HK_EXT_HUGE, false);
    hk_u128_shr(&a, 11 - x.e);                                                   /* |x| in Q116 */
    n = (int32_t)(hk_mulhi(a.hi, UINT64_C(0xB8AA3B295C17F0BC)) >> 47);           /* times 16 / ln 2 in Q59 */
    n += x.neg;
    hk_u128_scale(&whole, (uint64_t)n << 48);                                    /* n ln 2 / 16 in Q116 */
    a = x.neg ? hk_u128_sub(whole, a) : hk_u128_sub(a, whole);
    if (x.neg) n = -n;
    r = a.hi << 16 | a.lo >> 48;                                                 /* Q68 */
    q64 = r >> 4;
    w = hk_mulhi(hk_series(HK_FACTORIAL(2), 1, 8, q64, false), q64);
    r += hk_mulhi(r, w);                                                         /* e^r - 1 in Q68 */
    m = hk_exp2_table[n & 15];
    e = (n - (n & 15)) / 16;
    return hk_ext_adjust(hk_ext_make(m, e, false), r >> 4, false);
}

HK_INLINE hk_wide hk_widen(hk_ext x)
{
    hk_wide w;
    w.m.hi = x.m;
    w.m.lo = 0;
    w.e = x.m ? x.e : -200;
    w.neg = x.neg;
    return w;
}

HK_INLINE hk_ext hk_narrow(hk_wide w) { return hk_ext_make(w.m.hi, w.e, w.neg); }

HK_FN hk_ext hk_exp_ext(hk_ext x) { return hk_exp_wide(hk_widen(x)); }

/* e^x - 1, by its own series where the subtraction would lose more than two bits. */
HK_FN hk_ext hk_expm1_ext(hk_ext x)
{
    uint64_t a;

    if (x.m == 0) return x;
    if (x.e >= -2) return hk_ext_add(hk_exp_ext(x), hk_ext_neg(HK_EXT_ONE));
    a = hk_ext_fraction(x);
    return hk_ext_adjust(x, hk_mulhi(hk_series(HK_FACTORIAL(2), 1, 14, a, x.neg), a), x.neg);
}

HK_FN HK_NOINLINE double hk_exp(double x)
{
    if (hk_is_nan(x)) return hk_nan();
    if (!hk_is_finite(x)) return x > 0 ? x : 0;
    return hk_ext_to_double(hk_exp_ext(hk_ext_from(x)));
}

HK_FN HK_NOINLINE double hk_expm1(double x)
{
    if (hk_is_nan(x)) return hk_nan();
    if (!hk_is_finite(x)) return x > 0 ? x : -1;
    return hk_ext_to_double(hk_expm1_ext(hk_ext_from(x)));
}

/* ---- logarithm --------------------------------------------------------------------------------------------------- */

/* For x = m * 2^e, 1 <= m < 2, and i the five bits behind m's leading one: c[i] / 128 is near 1 / m, so that
 * |m c / 128 - 1| <= 1/32; and ln(128 / c[i]) in Q128. */
HK_CONST_TABLE uint8_t hk_log_factor[32] = {
    128, 122, 119, 115, 112, 109, 106, 104, 101, 99, 96, 94, 92, 90, 88, 86,
    84, 83, 81, 80, 78, 77, 75, 74, 72, 71, 70, 69, 68, 67, 66, 64,
};
HK_CONST_TABLE uint64_t hk_log_table[32][2] = {
    {0, 0}, {UINT64_C(0x0C4A550A4FD9A19A), UINT64_C(0x8BE97660A23CC541)},
    {UINT64_C(0x12AA04A44717A48B), UINT64_C(0xA8B1CB4170238B2F)}, {UINT64_C(0x1B6AC88DAD5B1BDF), UINT64_C(0xF50225C6B4C1CC6F)},
    {UINT64_C(0x222F1D044FC8F7BC), UINT64_C(0x671683F8E5BD03C7)}, {UINT64_C(0x29227B06676AC1BC), UINT64_C(0xAA7EDB3C3B2D046E)},
    {UINT64_C(0x304782CAA3478376), UINT64_C(0xE698C7A0C3F4C241)}, {UINT64_C(0x3527DA7915B3C6DE), UINT64_C(0x57D4EF4B901B99BA)},
    {UINT64_C(0x3CA61DFFCE202424), UINT64_C(0x4EC083E860832525)}, {UINT64_C(0x41C4E181356189CD), UINT64_C(0xB16ED4E91387D0FA)},
    {UINT64_C(0x49A58844D36E49E0), UINT64_C(0xEFADD9DB02AA70A9)}, {UINT64_C(0x4F0949DCCCC60ED5), UINT64_C(0x2D81AF57139D42AF)},
    {UINT64_C(0x548AB81CE28F5F38), UINT64_C(0x40B263ACB4351104)}, {UINT64_C(0x5A2B20FA71A85069), UINT64_C(0x93AB75D005E19CBC)},
    {UINT64_C(0x5FEBE8EF60546FB7), UINT64_C(0x9BF6D4CB1225E658)}, {UINT64_C(0x65CE8D0C4D5AB73B), UINT64_C(0x16BF4983E3860334)},
    {UINT64_C(0x6BD4A5492337419D), UINT64_C(0x56C45DD3E8677470)}, {UINT64_C(0x6EE5846E038BEC2D), UINT64_C(0xFA05333643C21421)},
    {UINT64_C(0x7524091B7BE9ADD7), UINT64_C(0xF4D3B3D406B6CBF4)}, {UINT64_C(0x785228689C9B3653), UINT64_C(0x7E3375B2047FB219)},
    {UINT64_C(0x7ECD62BDE92210BF), UINT64_C(0x4782C92692C60A63)}, {UINT64_C(0x821B05F3B01D6774), UINT64_C(0x030D58C3F7E2EA1F)},
    {UINT64_C(0x88D7C11E3AD53CDC), UINT64_C(0x223111A707B6DE2C)}, {UINT64_C(0x8C47720791E53313), UINT64_C(0xBE2AD19415FE25A5)},
    {UINT64_C(0x934B1089A6DC93C1), UINT64_C(0xDF5BB3B60554E152)}, {UINT64_C(0x96DFAABD86FA1646), UINT64_C(0xBE1188FBC94E2F15)},
    {UINT64_C(0x9A81456CEC642E0F), UINT64_C(0xE549F9AAEA3CB5E1)}, {UINT64_C(0x9E304061B5FDA919), UINT64_C(0x30603D87B6DF81AD)},
    {UINT64_C(0xA1ECFF97C91E267B), UINT64_C(0x0B7EFAE08E597E16)}, {UINT64_C(0xA5B7EB7CB860FB88), UINT64_C(0xAF6A62A0DEC6E073)},
    {UINT64_C(0xA991713433C2B998), UINT64_C(0x8BA4AEA614D05701)}, {UINT64_C(0xB17217F7D1CF79AB), UINT64_C(0xC9E3B39803F2F6AF)},
};

/* ln(1 + r) for |r| <= 1/32 with about 75 good bits: r (1 - w), w = r/2 - r^2 (1/3 - r/4 + ...). */
HK_FN hk_wide hk_log1p_small(hk_ext r)
{
    hk_wide res = hk_widen(r);
    hk_u128 w, t;
    uint64_t a, series;

    if (r.m == 0) return res;
    a = r.e < -68 ? 0 : r.m >> (-5 - r.e);                                       /* |r| in Q68 */
    series = hk_series(HK_RECIPROCAL(3), 1, 12, a >> 4, !r.neg);
    t.hi = hk_mul128(a, a, &t.lo);
    hk_u128_scale(&t, series);
    hk_u128_shr(&t, 8);                                                          /* the r^2 term in Q128 */
    w.hi = a >> 5;
    w.lo = a << 59;                                                              /* |r| / 2 in Q128 */
    w = r.neg ? hk_u128_add(w, t) : hk_u128_sub(w, t);
    hk_u128_scale(&w, r.m);
    if (r.neg) {
        res.m = hk_u128_add(res.m, w);
        if (res.m.hi < r.m) {
            hk_u128_shr(&res.m, 1);
            res.m.hi |= HK_SIGN_BIT;
            res.e++;
        }
    } else {
        res.m = hk_u128_sub(res.m, w);
        res.e -= hk_u128_normalize(&res.m);
    }
    return res;
}

/* ln x for x > 0, |x.e| < 2048: e ln 2 + ln(128 / c) + ln(m c / 128). */
HK_FN hk_wide hk_log_wide(hk_ext x)
{
    const hk_u128 one = {64, 0};
    unsigned i = (unsigned)(x.m >> 58) & 31;
    hk_u128 t, sum = {HK_LN2_HI, HK_LN2_LO};
    hk_wide w;
    int s;
    bool below;

    t.hi = hk_mul128(x.m, hk_log_factor[i], &t.lo);                              /* m c / 128 in Q70 */
    below = t.hi < one.hi;
    t = below ? hk_u128_sub(one, t) : hk_u128_sub(t, one);
    s = hk_u128_normalize(&t);
    w = hk_log1p_small(hk_ext_make(t.hi, 57 - s, below));
    if (i == 31) {                                                               /* c = 64: ln 2 joins the exponent */
        i = 0;
        x.e++;
    }
    if (x.e == 0 && i == 0) return w;                                            /* near 1: all bits are relative to r */
    hk_u128_scale(&sum, (uint64_t)(x.e < 0 ? -x.e : x.e) << 52);                 /* in Q116, two's complement */
    t.hi = hk_log_table[i][0];
    t.lo = hk_log_table[i][1];
    hk_u128_shr(&t, 12);
    sum = x.e < 0 ? hk_u128_sub(t, sum) : hk_u128_add(t, sum);
    hk_u128_shr(&w.m, 11 - w.e);
    sum = w.neg ? hk_u128_sub(sum, w.m) : hk_u128_add(sum, w.m);
    w.neg = sum.hi >> 63 != 0;
    t.hi = t.lo = 0;
    if (w.neg) sum = hk_u128_sub(t, sum);
    w.e = 11 - hk_u128_normalize(&sum);                                          /* |ln x| > 1/64: it is not 0 */
    w.m = sum;
    return w;
}

HK_FN hk_ext hk_log_ext(hk_ext x) { return hk_narrow(hk_log_wide(x)); }

/* ln(1 + x) for x > -1. */
HK_FN hk_ext hk_log1p_ext(hk_ext x)
{
    return x.e < -5 || x.m == 0 ? hk_narrow(hk_log1p_small(x)) : hk_log_ext(hk_ext_add(x, HK_EXT_ONE));
}

/* ln x times factor, which is positive; with the special values of all logarithms. */
HK_FN double hk_log_times(double x, hk_ext factor)
{
    hk_ext r;

    if (x == 0) return -hk_infinity();
    if (x < 0 || hk_is_nan(x)) return hk_nan();
    if (!hk_is_finite(x)) return x;
    r = hk_log_ext(hk_ext_from(x));
    return r.m ? hk_ext_to_double(hk_ext_mul(r, factor)) : 0;
}

HK_FN HK_NOINLINE double hk_log(double x) { return hk_log_times(x, HK_EXT_ONE); }
HK_FN HK_NOINLINE double hk_log2(double x) { return hk_log_times(x, hk_ext_make(UINT64_C(0xB8AA3B295C17F0BC), 0, false)); }
HK_FN HK_NOINLINE double hk_log10(double x) { return hk_log_times(x, hk_ext_make(UINT64_C(0xDE5BD8A937287195), -2, false)); }

HK_FN HK_NOINLINE double hk_log1p(double x)
{
    if (x == -1) return -hk_infinity();
    if (x < -1 || hk_is_nan(x)) return hk_nan();
    if (!hk_is_finite(x)) return x;
    return hk_ext_to_double(hk_log1p_ext(hk_ext_from(x)));
}

/* ---- powers ------------------------------------------------------------------------------------------------------ */

HK_FN HK_NOINLINE double hk_cbrt(double x)
{
    hk_wide w;
    hk_ext r;
    hk_u128 t = {0, 0};

    if (hk_is_nan(x)) return hk_nan();
    if (x == 0 || !hk_is_finite(x)) return x;
    r = hk_ext_from(x);
    r.neg = false;
    w = hk_log_wide(r);
    hk_u128_scale(&w.m, UINT64_C(0x5555555555555555));                           /* 1/3 = 0x5555... (1 + 2^-64 + ...) */
    t.lo = w.m.hi;
    w.m = hk_u128_add(w.m, t);
    r = hk_exp_wide(w);
    r.neg = x < 0;
    return hk_ext_to_double(r);
}

/* How y acts as an exponent of a negative base: 0 not an integer, 1 odd, 2 even. y is finite and not 0. */
HK_FN int hk_parity(hk_ext y)
{
    if (y.e < 0) return 0;
    if (y.e > 63) return 2;
    if (y.e < 63 && y.m << (y.e + 1) != 0) return 0;
    return y.m >> (63 - y.e) & 1 ? 1 : 2;
}

/* |x|^y where that is exact or nearly so: y an integer, and x a power of two, or the power at most 64 bits long. There a tie
 * has to be seen, which an approximation cannot do. */
HK_FN bool hk_pow_exact(hk_ext x, hk_ext y, hk_ext *res)
{
    int zeros = hk_ctz64(x.m), bits = 64 - zeros, n, i;
    uint64_t odd = x.m >> zeros, m = odd;
    int64_t e;

    if (bits > 1 && (y.neg || y.e > 5)) return false;
    if (y.e > 30) {
        *res = hk_ext_make(HK_SIGN_BIT, (x.e < 0) != y.neg ? -HK_EXT_HUGE : HK_EXT_HUGE, false);
        if (x.e == 0) res->e = 0;
        return true;
    }
    n = (int)(y.m >> (63 - y.e));
    for (i = 1; i < n && bits > 1; i++)
        if (hk_mul128(m, odd, &m) != 0) return false;
    e = (int64_t)(x.e - bits + 1) * (y.neg ? -n : n);
    zeros = hk_clz64(m);
    e += 63 - zeros;
    *res = hk_ext_make(m << zeros, e > HK_EXT_HUGE ? HK_EXT_HUGE : e < -HK_EXT_HUGE ? -HK_EXT_HUGE : (int32_t)e, false);
    return true;
}

/* 10^n: as good as the literal. */
HK_FN double hk_pow10_double(int n)
{
    static const char one[1] = {'1'};
    hk_decimal d;

    d.w = 1;
    d.q = n;
    d.cut = false;
    d.point = n + 1;
    d.first = one;
    d.end = one + 1;
    return hk_decimal_to_double(&d);
}

/* The cases of Number::exponentiate in which an argument is NaN, 0 or infinite, or |x| is 1 and y infinite. */
HK_FN double hk_pow_special(double x, double y)
{
    double ax = x < 0 ? -x : x;
    bool odd, large;

    if (y == 0) return 1;
    if (hk_is_nan(x) || hk_is_nan(y)) return hk_nan();
    if (!hk_is_finite(y)) {
        if (ax == 1) return hk_nan();
        return (ax > 1) == (y > 0) ? hk_infinity() : 0;
    }
    odd = hk_signbit(x) && hk_parity(hk_ext_from(y)) == 1;
    large = (x != 0) == (y > 0);
    ax = large ? hk_infinity() : 0;
    return odd ? -ax : ax;
}

/* Number::exponentiate: x ** y and Math.pow. */
HK_FN HK_NOINLINE double hk_pow(double x, double y)
{
    hk_ext ex, ey, r;
    int parity;

    if (x == 0 || y == 0 || !hk_is_finite(x) || !hk_is_finite(y)) return hk_pow_special(x, y);
    if (y == 2) return hk_rounded(x * x);            /* the commonest powers, each one correctly rounded operation */
    if (y == 1) return x;
    if (y == -1) return 1 / x;
    if (y == 0.5 && x > 0) return hk_sqrt(x);
    ex = hk_ext_from(x);
    ey = hk_ext_from(y);
    parity = hk_parity(ey);
    if (x < 0 && parity == 0) return hk_nan();
    ex.neg = false;
    if ((x == 10 || x == -10) && parity != 0 && y > -400 && y < 400) {
        y = hk_pow10_double((int)y);
        return x < 0 && parity == 1 ? -y : y;
    }
    if (parity == 0 || !hk_pow_exact(ex, ey, &r)) {
        hk_wide w = hk_log_wide(ex);
        hk_u128_scale(&w.m, ey.m);
        w.e += ey.e + 1;
        w.neg = w.neg != ey.neg;
        r = hk_exp_wide(w);
    }
    r.neg = x < 0 && parity == 1;
    return hk_ext_to_double(r);
}

/* Math.hypot: begin with zeros, add each argument, take the result. The sum of squares is an hk_ext, so it neither
 * overflows nor underflows. */
typedef struct hk_hypot_sum {
    uint64_t m;
    int32_t e;
    bool nan, infinite;
} hk_hypot_sum;

HK_FN void hk_hypot_add(hk_hypot_sum *h, double x)
{
    hk_ext a;

    if (!hk_is_finite(x)) {
        if (hk_is_nan(x)) h->nan = true;
        else h->infinite = true;
        return;
    }
    a = hk_ext_from(x);
    if (a.m == 0) return;
    a = hk_ext_add(hk_ext_make(h->m, h->e, false), hk_ext_mul(a, a));
    h->m = a.m;
    h->e = a.e;
}

HK_FN double hk_hypot_result(const hk_hypot_sum *h)
{
    bool exact;

    if (h->infinite) return hk_infinity();
    if (h->nan) return hk_nan();
    return hk_ext_to_double(hk_ext_sqrt(hk_ext_make(h->m, h->e, false), &exact));
}

/* ---- trigonometry ------------------------------------------------------------------------------------------------ */

/* 2/pi: 96 zero bits, then its binary digits behind the point. */
HK_CONST_TABLE uint32_t hk_two_over_pi[40] = {
    0x00000000, 0x00000000, 0x00000000, 0xA2F9836E, 0x4E441529, 0xFC2757D1, 0xF534DDC0, 0xDB629599, 0x3C439041, 0xFE5163AB,
    0xDEBBC561, 0xB7246E3A, 0x424DD2E0, 0x06492EEA, 0x09D1921C, 0xFE1DEB1C, 0xB129A73E, 0xE88235F5, 0x2EBB4484, 0xE99C7026,
    0xB45F7E41, 0x3991D639, 0x835339F4, 0x9C845F8B, 0xBDF9283B, 0x1FF897FF, 0xDE05980F, 0xEF2F118B, 0x5A0A6D1F, 0x6D367ECF,
    0x27CB09B7, 0x4F463F66, 0x9E5FEA2D, 0x7527BAC7, 0xEBE5F17B, 0x3D0739F7, 0x8A5292EA, 0x6BFB5FB1, 0x1F8D5D08, 0x56033046,
};

HK_INLINE uint64_t hk_two_over_pi_at(int bit)
{
    const uint32_t *w = hk_two_over_pi + (bit >> 5);
    int s = bit & 31;
    uint64_t v = (uint64_t)w[0] << 32 | w[1];
    return s ? v << s | w[2] >> (32 - s) : v;
}

/* a = n pi/2 + r with |r| <= pi/4, for finite a >= 0; returns r and n modulo 4. Digits of 2/pi that make a multiple of 4 with
 * the last bit of a's mantissa are left out, and 192 follow: two bits are n, 126 are good, and no double is closer to a
 * multiple of pi/2 than 2^-62 of it, which leaves 64. */
HK_FN hk_ext hk_reduce_angle(hk_ext a, unsigned *n)
{
    uint64_t lo, hi, t;
    hk_u128 f;
    int bit = a.e + 31, s;
    bool above;

    *n = 0;
    if (a.e < -1 || a.m == 0) return a;
    hi = hk_mul128(a.m, hk_two_over_pi_at(bit + 64), &lo);
    hi += a.m * hk_two_over_pi_at(bit);
    t = hk_mulhi(a.m, hk_two_over_pi_at(bit + 128));
    lo += t;
    hi += lo < t;
    f.hi = hi << 2 | lo >> 62;
    f.lo = lo << 2;
    above = f.hi >> 63 != 0;
    if (above) {                                     /* nearer to the next multiple */
        hk_u128 zero = {0, 0};
        f = hk_u128_sub(zero, f);
    }
    *n = ((unsigned)(hi >> 62) + above) & 3;
    s = hk_u128_normalize(&f);
    return hk_ext_mul(hk_ext_make(f.hi, -1 - s, above), HK_EXT_PI(0));
}

/* sin r and cos r for |r| <= pi/4. */
HK_FN hk_ext hk_sin_small(hk_ext r)
{
    uint64_t z = r.m ? hk_ext_square(r) : 0;
    return hk_ext_adjust(r, hk_mulhi(hk_series(HK_FACTORIAL(3), 2, 9, z, true), z), true);
}

HK_FN hk_ext hk_cos_small(hk_ext r)
{
    uint64_t z = r.m ? hk_ext_square(r) : 0, w = hk_mulhi(hk_series(HK_FACTORIAL(2), 2, 9, z, true), z);
    return w ? hk_ext_make(0 - w, -1, false) : HK_EXT_ONE;
}

/* sin(x + quarters * pi/2). */
HK_FN double hk_sin_shifted(double x, unsigned quarters)
{
    hk_ext a, r;
    unsigned n;
    bool neg;

    if (!hk_is_finite(x)) return hk_nan();
    a = hk_ext_from(x);
    neg = a.neg && !quarters;                        /* sine is odd, cosine even */
    a.neg = false;
    r = hk_reduce_angle(a, &n);
    n += quarters;
    r = n & 1 ? hk_cos_small(r) : hk_sin_small(r);
    if (((n & 2) != 0) != neg) r.neg = !r.neg;
    return hk_ext_to_double(r);
}

HK_FN HK_NOINLINE double hk_sin(double x) { return hk_sin_shifted(x, 0); }
HK_FN HK_NOINLINE double hk_cos(double x) { return hk_sin_shifted(x, 1); }

HK_FN HK_NOINLINE double hk_tan(double x)
{
    hk_ext a, r, s, c;
    unsigned n;
    bool neg;

    if (!hk_is_finite(x)) return hk_nan();
    a = hk_ext_from(x);
    neg = a.neg;
    a.neg = false;
    r = hk_reduce_angle(a, &n);
    s = hk_sin_small(r);
    c = hk_cos_small(r);
    r = n & 1 ? hk_ext_neg(hk_ext_div(c, s)) : hk_ext_div(s, c);
    if (neg) r.neg = !r.neg;
    return hk_ext_to_double(r);
}

/* atan(i/8), 1 <= i <= 8, in Q64. */
HK_CONST_TABLE uint64_t hk_atan_table[8] = {
    UINT64_C(0x1FD5BA9AAC2F6DC6), UINT64_C(0x3EB6EBF25901BAC5), UINT64_C(0x5BD86507937BC23A), UINT64_C(0x76B19C1586ED3DA3),
    UINT64_C(0x8F005D5EF7F59F9B), UINT64_C(0xA4BC7D1934F70924), UINT64_C(0xB8053E2BC2319E74), UINT64_C(0xC90FDAA22168C235),
};

/* The angle of (x, y), both >= 0 and not both 0, from 0 to pi/2. With i/8 near y/x <= 1, and t = (8y - ix) / (8x + iy):
 * atan(y/x) = atan(i/8) + atan t, |t| <= 1/16. */
HK_FN hk_ext hk_atan_ext(hk_ext y, hk_ext x)
{
    bool swap = x.m == 0 || (y.m && (y.e > x.e || (y.e == x.e && y.m > x.m)));
    unsigned i = 0;
    uint64_t z;
    hk_ext t;

    if (swap) {
        t = x;
        x = y;
        y = t;
    }
    if (y.m == 0) {
        t = y;
        t.neg = false;
    } else {
        if (x.e - y.e < 5) {
            uint32_t a = (uint32_t)(y.m >> (37 + x.e - y.e)), b = (uint32_t)(x.m >> 37);
            i = (16 * a + b) / (2 * b);
        }
        if (i) {
            hk_ext c = hk_ext_int(i), ix = hk_ext_mul(x, c), iy = hk_ext_mul(y, c);
            y.e += 3;
            x.e += 3;
            y = hk_ext_add(y, hk_ext_neg(ix));
            x = hk_ext_add(x, iy);
        }
        t = hk_ext_div(y, x);
        z = t.m ? hk_ext_square(t) : 0;
        t = hk_ext_adjust(t, hk_mulhi(hk_series(HK_RECIPROCAL(3), 2, 7, z, true), z), true);
        if (i) {
            int s = hk_clz64(hk_atan_table[i - 1]);
            t = hk_ext_add(hk_ext_make(hk_atan_table[i - 1] << s, -1 - s, false), t);
        }
    }
    return swap ? hk_ext_add(HK_EXT_PI(0), hk_ext_neg(t)) : t;
}

HK_FN HK_NOINLINE double hk_atan2(double y, double x)
{
    hk_ext r, ax, ay;

    if (hk_is_nan(x) || hk_is_nan(y)) return hk_nan();
    /* An infinity is far from any finite number, and equal to another infinity. */
    ay = hk_is_finite(y) ? hk_ext_from(y) : hk_ext_make(HK_SIGN_BIT, HK_EXT_HUGE, false);
    ax = hk_is_finite(x) ? hk_ext_from(x) : hk_ext_make(HK_SIGN_BIT, HK_EXT_HUGE, false);
    ax.neg = ay.neg = false;
    if (ax.m == 0 && ay.m == 0) r = ax;
    else r = hk_atan_ext(ay, ax);
    if (hk_signbit(x)) r = hk_ext_add(HK_EXT_PI(1), hk_ext_neg(r));
    r.neg = hk_signbit(y);
    return hk_ext_to_double(r);
}

HK_FN HK_NOINLINE double hk_atan(double x) { return hk_atan2(x, 1); }

/* sqrt(1 - x^2) for |x| <= 1. */
HK_FN hk_ext hk_other_leg(hk_ext x)
{
    bool exact;
    return hk_ext_sqrt(hk_ext_mul(hk_ext_add(HK_EXT_ONE, x), hk_ext_add(HK_EXT_ONE, hk_ext_neg(x))), &exact);
}

HK_FN HK_NOINLINE double hk_asin(double x)
{
    hk_ext a, r;

    if (!(x >= -1 && x <= 1)) return hk_nan();
    a = hk_ext_from(x);
    a.neg = false;
    r = hk_atan_ext(a, hk_other_leg(a));
    r.neg = hk_signbit(x);
    return hk_ext_to_double(r);
}

HK_FN HK_NOINLINE double hk_acos(double x)
{
    hk_ext a, r;

    if (!(x >= -1 && x <= 1)) return hk_nan();
    a = hk_ext_from(x);
    a.neg = false;
    r = hk_atan_ext(hk_other_leg(a), a);
    if (x < 0) r = hk_ext_add(HK_EXT_PI(1), hk_ext_neg(r));
    return hk_ext_to_double(r);
}

/* ---- hyperbolic functions ---------------------------------------------------------------------------------------- */

/* Each odd function is computed for |x| and takes the sign of x at the end. */
HK_FN double hk_odd_result(hk_ext r, double x)
{
    r.neg = x < 0;
    return hk_ext_to_double(r);
}

HK_FN bool hk_is_special(double x, double *res)
{
    *res = hk_is_nan(x) ? hk_nan() : x;
    return x == 0 || !hk_is_finite(x);
}

HK_INLINE hk_ext hk_ext_abs(double x)
{
    hk_ext a = hk_ext_from(x);
    a.neg = false;
    return a;
}

HK_FN HK_NOINLINE double hk_sinh(double x)
{
    double special;
    hk_ext u;

    if (hk_is_special(x, &special)) return special;
    u = hk_expm1_ext(hk_ext_abs(x));                 /* (u + u / (u + 1)) / 2 */
    u = hk_ext_add(u, hk_ext_div(u, hk_ext_add(u, HK_EXT_ONE)));
    u.e--;
    return hk_odd_result(u, x);
}

HK_FN HK_NOINLINE double hk_cosh(double x)
{
    hk_ext u;

    if (hk_is_nan(x)) return hk_nan();
    if (!hk_is_finite(x)) return hk_infinity();
    u = hk_exp_ext(hk_ext_abs(x));
    u = hk_ext_add(u, hk_ext_div(HK_EXT_ONE, u));
    u.e--;
    return hk_ext_to_double(u);
}

HK_FN HK_NOINLINE double hk_tanh(double x)
{
    hk_ext u;

    if (hk_is_nan(x)) return hk_nan();
    if (x == 0) return x;
    u = hk_is_finite(x) ? hk_ext_abs(x) : hk_ext_int(1000);
    u.e++;
    u = hk_expm1_ext(u);                             /* u / (u + 2) for u = e^(2x) - 1 */
    return hk_odd_result(hk_ext_div(u, hk_ext_add(u, hk_ext_int(2))), x);
}

HK_FN HK_NOINLINE double hk_asinh(double x)
{
    double special;
    hk_ext a, s;
    bool exact;

    if (hk_is_special(x, &special)) return special;
    a = hk_ext_abs(x);                               /* ln(1 + a + a^2 / (1 + sqrt(1 + a^2))) */
    s = hk_ext_mul(a, a);
    s = hk_ext_div(s, hk_ext_add(HK_EXT_ONE, hk_ext_sqrt(hk_ext_add(HK_EXT_ONE, s), &exact)));
    return hk_odd_result(hk_log1p_ext(hk_ext_add(a, s)), x);
}

HK_FN HK_NOINLINE double hk_acosh(double x)
{
    hk_ext t, s;
    bool exact;

    if (!(x >= 1)) return hk_nan();
    if (!hk_is_finite(x)) return x;
    t = hk_ext_add(hk_ext_from(x), hk_ext_neg(HK_EXT_ONE));      /* ln(1 + t + sqrt(t (t + 2))) */
    if (t.m == 0) return 0;
    s = hk_ext_sqrt(hk_ext_mul(t, hk_ext_add(t, hk_ext_int(2))), &exact);
    return hk_ext_to_double(hk_log1p_ext(hk_ext_add(t, s)));
}

HK_FN HK_NOINLINE double hk_atanh(double x)
{
    hk_ext a;

    if (x == 0) return x;
    if (!(x >= -1 && x <= 1)) return hk_nan();
    if (x == 1 || x == -1) return x * hk_infinity();
    a = hk_ext_abs(x);                               /* ln(1 + 2a / (1 - a)) / 2 */
    a = hk_ext_div(a, hk_ext_add(HK_EXT_ONE, hk_ext_neg(a)));
    a.e++;
    a = hk_log1p_ext(a);
    a.e--;
    return hk_odd_result(a, x);
}

/* ---- narrower formats -------------------------------------------------------------------------------------------- */

HK_FN HK_NOINLINE double hk_fround(double x) { return hk_is_nan(x) ? hk_nan() : (double)(float)x; }

/* The bits of the binary16 number nearest to x, ties to even, rounded once. */
HK_FN uint16_t hk_to_half(double x)
{
    uint32_t sign = hk_signbit(x) ? 0x8000 : 0;
    hk_ext a;

    if (hk_is_nan(x)) return 0x7E00;
    if (!(x > -65536 && x < 65536)) return (uint16_t)(sign | 0x7C00);
    a = hk_ext_from(x);
    if (a.m == 0) return (uint16_t)sign;
    if (a.e < -14) return (uint16_t)(sign | (uint32_t)hk_round_shift(a.m, 53 + (-14 - a.e), false));
    return (uint16_t)(sign | ((uint32_t)hk_round_shift(a.m, 53, false) + ((uint32_t)(a.e + 14) << 10)));
}

HK_FN double hk_from_half(uint16_t h)
{
    int field = h >> 10 & 31, s;
    uint64_t m = h & 0x3FFU;
    double v = 0;

    if (field == 31) {
        if (m) return hk_nan();
        v = hk_infinity();
    } else {
        if (field) m |= 0x400;
        else field = 1;
        if (m) {
            s = hk_clz64(m);
            v = hk_make_double(m << s, field - 25 + 63 - s, false);
        }
    }
    return h & 0x8000 ? -v : v;
}

HK_FN HK_NOINLINE double hk_f16round(double x) { return hk_from_half(hk_to_half(x)); }

HK_INLINE int hk_math_clz32(uint32_t x) { return x ? hk_clz32(x) : 32; }

#endif
