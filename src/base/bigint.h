/* bigint.h - arithmetic on natural numbers of any size: arrays of 32-bit limbs, the least significant first.
 *
 * These are the schoolbook methods: linear, or quadratic where that is said. What is better for large numbers divides them and
 * comes back here. Numbers may have leading zero limbs only where that is said. Nothing allocates: the caller gives all room. A
 * result may lie where an operand lies, unless "apart" is said. */
#ifndef HK_BASE_BIGINT_H
#define HK_BASE_BIGINT_H
#include "base.h"
#include "number.h"

/* n without leading zero limbs */
HK_INLINE uint32_t hk_limbs_trim(const uint32_t *a, uint32_t n)
{
    while (n && a[n - 1] == 0)
        n--;
    return n;
}

/* Number of significant bits; 0 has none. */
HK_INLINE uint64_t hk_limbs_bits(const uint32_t *a, uint32_t n)
{
    return n ? (uint64_t)n * 32 - (unsigned)hk_clz32(a[n - 1]) : 0;
}

HK_FN int hk_limbs_compare(const uint32_t *a, uint32_t n, const uint32_t *b, uint32_t m)
{
    if (n != m)
        return n < m ? -1 : 1;
    while (n && a[n - 1] == b[n - 1])
        n--;
    return n == 0 ? 0 : a[n - 1] < b[n - 1] ? -1 : 1;
}

/* r[n] = a + b, n >= m. Returns the carry. */
HK_FN uint32_t hk_limbs_add(uint32_t *r, const uint32_t *a, uint32_t n, const uint32_t *b, uint32_t m)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < n; i++, sum >>= 32) {
        sum += (uint64_t)a[i] + (i < m ? b[i] : 0);
        r[i] = (uint32_t)sum;
    }
    return (uint32_t)sum;
}

/* r[n] = a - b, n >= m. Returns the borrow: 0 if a >= b. */
HK_FN uint32_t hk_limbs_sub(uint32_t *r, const uint32_t *a, uint32_t n, const uint32_t *b, uint32_t m)
{
    uint32_t borrow = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t d = (uint64_t)a[i] - (i < m ? b[i] : 0) - borrow;
        r[i] = (uint32_t)d;
        borrow = (uint32_t)(d >> 63);
    }
    return borrow;
}

/* r[n] += a * factor. Returns the carry. */
HK_FN uint32_t hk_limbs_add_product(uint32_t *r, const uint32_t *a, uint32_t n, uint32_t factor)
{
    uint32_t carry = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t t = (uint64_t)a[i] * factor + r[i] + carry;    /* at most (2^32-1)^2 + 2 (2^32-1) = 2^64-1 */
        r[i] = (uint32_t)t;
        carry = (uint32_t)(t >> 32);
    }
    return carry;
}

/* r[n] -= a * factor. Returns the borrow. */
HK_FN uint32_t hk_limbs_sub_product(uint32_t *r, const uint32_t *a, uint32_t n, uint32_t factor)
{
    uint32_t borrow = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t t = (uint64_t)a[i] * factor + borrow;
        borrow = (uint32_t)(t >> 32) + (r[i] < (uint32_t)t);
        r[i] -= (uint32_t)t;
    }
    return borrow;
}

/* r[n + m] = a * b, apart. Quadratic. */
HK_FN void hk_limbs_mul(uint32_t *r, const uint32_t *a, uint32_t n, const uint32_t *b, uint32_t m)
{
    memset(r, 0, n * sizeof *r);
    for (uint32_t i = 0; i < m; i++)
        r[n + i] = hk_limbs_add_product(r + i, a, n, b[i]);
}

/* a[n] = a * factor + addend. Returns the carry. */
HK_FN uint32_t hk_limbs_scale(uint32_t *a, uint32_t n, uint32_t factor, uint32_t addend)
{
    for (uint32_t i = 0; i < n; i++) {
        uint64_t t = (uint64_t)a[i] * factor + addend;
        a[i] = (uint32_t)t;
        addend = (uint32_t)(t >> 32);
    }
    return addend;
}

/* r[n] = a / d. Returns the remainder. */
HK_FN uint32_t hk_limbs_div_limb(uint32_t *r, const uint32_t *a, uint32_t n, uint32_t d)
{
    uint32_t rest = 0;
    while (n--) {
        uint64_t t = (uint64_t)rest << 32 | a[n];
        r[n] = (uint32_t)(t / d);
        rest = (uint32_t)(t - (uint64_t)r[n] * d);
    }
    return rest;
}

/* r[n] = a << s, 0 <= s < 32; r may lie higher. Returns what leaves the top. */
HK_FN uint32_t hk_limbs_shl(uint32_t *r, const uint32_t *a, uint32_t n, unsigned s)
{
    uint32_t out = n && s ? a[n - 1] >> (32 - s) : 0;
    while (n--)
        r[n] = a[n] << s | (s && n ? a[n - 1] >> (32 - s) : 0);
    return out;
}

/* r[n] = a >> s, 0 <= s < 32; r may lie lower. */
HK_FN void hk_limbs_shr(uint32_t *r, const uint32_t *a, uint32_t n, unsigned s)
{
    for (uint32_t i = 0; i < n; i++)
        r[i] = a[i] >> s | (s && i + 1 < n ? a[i + 1] << (32 - s) : 0);
}

/* Divides u[n + 1] by v[m]: q[n - m + 1] = u / v, and u[m] becomes the remainder. v has its top bit set, m >= 2, n >= m, and u's
 * top limb is less than v's. All apart. Knuth's Algorithm D (The Art of Computer Programming 2, 4.3.1). Quadratic. */
HK_FN void hk_limbs_div(uint32_t *q, uint32_t *u, uint32_t n, const uint32_t *v, uint32_t m)
{
    uint32_t top = v[m - 1], next = v[m - 2];
    for (uint32_t j = n - m + 1; j-- > 0;) {
        uint64_t high = (uint64_t)u[j + m] << 32 | u[j + m - 1], guess, rest;
        if (u[j + m] >= top) {
            guess = 0xFFFFFFFFu;
            rest = high - guess * top;
        } else {
            guess = high / top;
            rest = high - guess * top;
        }
        while (rest <= 0xFFFFFFFFu && guess * next > (rest << 32 | u[j + m - 2])) {
            guess--;
            rest += top;
        }
        uint32_t borrow = hk_limbs_sub_product(u + j, v, m, (uint32_t)guess), before = u[j + m];
        u[j + m] = before - borrow;
        if (before < borrow) {              /* one too many, which is rare */
            guess--;
            u[j + m] += hk_limbs_add(u + j, u + j, m, v, m);
        }
        q[j] = (uint32_t)guess;
    }
}

/* ---- two's complement ---------------------------------------------------------------------------------------------- */

/* r[n] = 2^(32 n) - a: the two's complement; r may be a. */
HK_FN void hk_limbs_negate(uint32_t *r, const uint32_t *a, uint32_t n)
{
    uint32_t carry = 1;
    for (uint32_t i = 0; i < n; i++) {
        r[i] = ~a[i] + carry;
        carry = carry && r[i] == 0;
    }
}

/* ---- doubles --------------------------------------------------------------------------------------------------------- */

/* The 64 most significant bits, the top one set (a is not 0); *rest: are there others that are not 0? */
HK_FN uint64_t hk_limbs_top(const uint32_t *a, uint32_t n, bool *rest)
{
    unsigned s = (unsigned)hk_clz32(a[n - 1]);
    uint32_t l1 = n > 1 ? a[n - 2] : 0, l2 = n > 2 ? a[n - 3] : 0;
    uint64_t top = ((uint64_t)a[n - 1] << 32 | l1) << s | (s ? l2 >> (32 - s) : 0);
    *rest = (l2 << s) != 0;
    for (uint32_t i = 3; !*rest && i < n; i++)
        *rest = a[n - 1 - i] != 0;
    return top;
}

/* The nearest double, ties to even; infinity where it is beyond the largest. */
HK_FN double hk_limbs_to_double(const uint32_t *a, uint32_t n)
{
    uint64_t bits = hk_limbs_bits(a, n);
    bool rest;
    if (bits == 0)
        return 0;
    if (bits > 1024)
        return hk_infinity();
    uint64_t top = hk_limbs_top(a, n, &rest), m = top >> 11, cut = top & 0x7FF;
    m += cut > 0x400 || (cut == 0x400 && (rest || (m & 1)));
    /* m has its leading one at bit 52, or 53 after a carry: added to the exponent below it comes out right either way */
    return hk_u2d(((bits + 1021) << 52) + m);
}

/* The integer |d| < 2^(32 n) into r[n], rounded towards zero. */
HK_FN void hk_limbs_from_double(uint32_t *r, uint32_t n, double d)
{
    uint64_t u = hk_d2u(d) & ~HK_SIGN_BIT, m = (u & ((UINT64_C(1) << 52) - 1)) | UINT64_C(1) << 52;
    int e = (int)(u >> 52) - 1075;          /* |d| = m * 2^e */
    memset(r, 0, n * sizeof *r);
    if (e < -52)
        return;
    if (e < 0) {
        m >>= -e;
        e = 0;
    }
    uint32_t at = (uint32_t)e / 32;
    unsigned s = (unsigned)e % 32;
    uint32_t limbs[3] = { (uint32_t)(m << s), (uint32_t)(m << s >> 32), s ? (uint32_t)(m >> (64 - s)) : 0 };
    for (uint32_t i = 0; i < 3 && at + i < n; i++)
        r[at + i] = limbs[i];
}

/* ---- text -------------------------------------------------------------------------------------------------------------- */

/* How many digits of that radix fit a limb, and the radix to that power. */
HK_FN unsigned hk_limb_digits(uint32_t radix, uint32_t *power)
{
    unsigned k = 1;
    for (*power = radix; (uint64_t)*power * radix <= 0xFFFFFFFFu; k++)
        *power *= radix;
    return k;
}

/* Room for the digits of a[n] as hk_limbs_text writes them: counted as if the radix were the next lower power of two. */
HK_INLINE uint64_t hk_limbs_digits(uint32_t n, uint32_t radix)
{
    return (uint64_t)n * 32 / (31u - (unsigned)hk_clz32(radix)) + 32;
}

/* Writes a (which is destroyed) in digits that end before `end`. Returns where they begin, maybe with zeros. Quadratic, but for
 * radixes that are powers of two. */
HK_FN uint8_t *hk_limbs_text(uint32_t *a, uint32_t n, uint32_t radix, uint8_t *end)
{
    if ((radix & (radix - 1)) == 0) {
        unsigned k = 31u - (unsigned)hk_clz32(radix), have = 0;
        uint64_t window = 0;
        for (uint32_t i = 0; i < n; i++) {
            window |= (uint64_t)a[i] << have;
            for (have += 32; have >= k; have -= k, window >>= k)
                *--end = (uint8_t)hk_digit_char((unsigned)window & (radix - 1));
        }
        if (have)
            *--end = (uint8_t)hk_digit_char((unsigned)window);
    } else {
        uint32_t power;
        unsigned k = hk_limb_digits(radix, &power);
        while (n) {
            uint32_t part = hk_limbs_div_limb(a, a, n, power);
            n = hk_limbs_trim(a, n);
            for (unsigned i = 0; i < k; i++, part /= radix)
                *--end = (uint8_t)hk_digit_char(part % radix);
        }
    }
    return end;
}
#endif
