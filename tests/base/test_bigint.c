/* Tests of src/base/bigint.h: against the host's 64-bit and long double arithmetic where it reaches, against the inverse operation
 * beyond. Prints 'N passed, N failed'. An argument scales the number of random cases (default 2000). */
#include "../../src/base/bigint.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 40 };

static long passed, failed;

static void check_at(int line, bool ok, const char *what)
{
    if (ok) passed++;
    else if (failed++ < 30) printf("FAILED line %d: %s\n", line, what);
}
#define CHECK(condition) check_at(__LINE__, (condition), #condition)

static uint64_t state = UINT64_C(0x9E3779B97F4A7C15);
static uint32_t rnd(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state * UINT64_C(2685821657736338717) >> 32);
}

/* At least `least` limbs, the top one not 0; runs of ones and zeros are frequent. */
static uint32_t operand(uint32_t *a, uint32_t least)
{
    uint32_t n = least + rnd() % (MOST - least);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t kind = rnd() % 6;
        a[i] = kind == 0 ? 0 : kind == 1 ? 0xFFFFFFFFu : kind == 2 ? 0x80000000u : kind == 3 ? 1 : rnd();
    }
    if (n && a[n - 1] == 0) a[n - 1] = 1 + rnd() % 5;
    return n;
}

static void test_sums(void)
{
    uint32_t a[MOST], b[MOST], r[MOST + 1], s[MOST + 1];
    uint32_t n = operand(a, 1), m = operand(b, 0);
    if (hk_limbs_compare(a, n, b, m) < 0) return;
    CHECK(hk_limbs_sub(r, a, n, b, m) == 0);
    CHECK(hk_limbs_add(s, r, n, b, m) == 0 && hk_limbs_compare(s, n, a, n) == 0);
    s[n] = hk_limbs_add(s, a, n, b, m);
    CHECK(s[n] <= 1 && hk_limbs_sub(s, s, n + 1, b, m) == 0 && s[n] == 0 && hk_limbs_compare(s, n, a, n) == 0);
    hk_limbs_negate(r, a, n);
    CHECK(hk_limbs_add(r, r, n, a, n) == 1 && hk_limbs_trim(r, n) == 0);
}

/* (a * b + rest) / b */
static void test_division(void)
{
    uint32_t a[MOST], b[MOST], u[2 * MOST + 1], v[MOST], q[2 * MOST], rest[MOST];
    uint32_t n = operand(a, 1), m = operand(b, 2), all = n + m;
    unsigned s = (unsigned)hk_clz32(b[m - 1]);
    hk_limbs_mul(u, a, n, b, m);
    for (uint32_t i = 0; i < m; i++) rest[i] = i < m - 1 ? b[i] ^ 1 : b[i] - 1;      /* below b */
    CHECK(hk_limbs_add(u, u, all, rest, m) == 0);
    hk_limbs_shl(v, b, m, s);
    u[all] = hk_limbs_shl(u, u, all, s);
    hk_limbs_div(q, u, all, v, m);
    hk_limbs_shr(u, u, m, s);
    CHECK(hk_limbs_trim(q, all - m + 1) == n && hk_limbs_compare(q, n, a, n) == 0);
    CHECK(memcmp(u, rest, m * 4) == 0);
    uint32_t d = b[m - 1], r = hk_limbs_div_limb(q, a, n, d);
    CHECK(r < d && hk_limbs_scale(q, n, d, r) == 0 && memcmp(q, a, n * 4) == 0);
}

/* Quotient digits that Algorithm D guesses too high (Hacker's Delight, divmnu). */
static void test_add_back(void)
{
    static const struct { uint32_t u[4], v[3], q[2], r[3], n, m; } rows[] = {
        { { 3, 0, 0x80000000u, 0 }, { 1, 0, 0x20000000u }, { 3 }, { 0, 0, 0x20000000u }, 3, 3 },
        { { 0, 0, 0x8000u, 0x7FFFu }, { 1, 0, 0x8000u }, { 0xFFFE0000u, 0 }, { 0x20000u, 0xFFFFFFFFu, 0x7FFFu }, 4, 3 },
        { { 0, 0xFFFEu, 0x8000u, 0 }, { 0xFFFFu, 0x8000u }, { 0xFFFFFFFFu, 0 }, { 0xFFFFu, 0x7FFFu }, 3, 2 },
    };
    for (size_t i = 0; i < HK_COUNT(rows); i++) {
        uint32_t n = rows[i].n, m = rows[i].m, u[5], v[3], q[3], s = (uint32_t)hk_clz32(rows[i].v[m - 1]);
        hk_limbs_shl(v, rows[i].v, m, s);
        u[n] = hk_limbs_shl(u, rows[i].u, n, s);
        hk_limbs_div(q, u, n, v, m);
        hk_limbs_shr(u, u, m, s);
        CHECK(memcmp(q, rows[i].q, (n - m + 1) * 4) == 0 && memcmp(u, rows[i].r, m * 4) == 0);
    }
}

static void test_text(void)
{
    uint32_t a[MOST], copy[MOST], back[MOST + 1], radix = 2 + rnd() % 35, n = operand(a, 0), used = 0;
    uint8_t text[MOST * 32 + 64], *end = text + sizeof text, *at;
    memcpy(copy, a, n * 4);
    at = hk_limbs_text(copy, n, radix, end);
    CHECK(end - at <= (long)hk_limbs_digits(n, radix));
    for (; at < end; at++) {
        back[used] = hk_limbs_scale(back, used, radix, hk_digit_value(*at));
        used += back[used] != 0;
    }
    CHECK(used == n && memcmp(back, a, n * 4) == 0);
}

static void test_doubles(void)
{
    uint32_t a[MOST], b[MOST], n = operand(a, 1);
    bool rest;
    double d = 0, x = ldexp((double)((uint64_t)rnd() << 32 | rnd()), (int)(rnd() % 900));
    hk_limbs_from_double(b, MOST, x);
    for (uint32_t i = MOST; i-- > 0;) d = d * 4294967296.0 + b[i];
    CHECK(d == x && hk_limbs_to_double(b, hk_limbs_trim(b, MOST)) == x);
    n = n > 31 ? 31 : n;
    if (a[n - 1] == 0) a[n - 1] = 7;
    x = hk_limbs_to_double(a, n);
    hk_limbs_from_double(b, MOST, x);                       /* what lies between is less than half a unit in the last place */
    uint64_t top = hk_limbs_top(a, n, &rest), bits = hk_limbs_bits(a, n);
    CHECK(top >> 63 == 1);
    long double exact = ldexpl((long double)top, (int)bits - 64), off = fabsl(exact - (long double)x);
    CHECK(off <= ldexpl(1, (int)bits - 54) + (rest ? ldexpl(1, (int)bits - 64) : 0));
    if (!rest) CHECK(x == (double)exact);                   /* 64 bits are all there is, and a long double holds them */
}

int main(int argc, char **argv)
{
    long cases = argc > 1 ? atol(argv[1]) : 2000;
    test_add_back();
    for (long i = 0; i < cases; i++) {
        test_sums();
        test_division();
        test_text();
        test_doubles();
    }
    CHECK(hk_limbs_to_double(NULL, 0) == 0);
    printf("%ld passed, %ld failed\n", passed, failed);
    return failed != 0;
}
