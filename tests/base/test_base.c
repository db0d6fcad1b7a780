/* Tests of src/base: against the host's C library where it has the function, against literal expectations elsewhere.
 * Prints 'N passed, N failed'. An argument scales the number of random cases (default 500). */
#include "../../src/base/base.h"
#include "../../src/base/utf.h"
#include "../../src/base/number.h"
#include "../../src/base/libm.h"
#include "base_hash.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static long passed, failed;
static long scale = 500;

static void check(bool ok, const char *what, double v)
{
    if (ok) {
        passed++;
        return;
    }
    if (failed++ < 30) fprintf(stderr, "FAILED: %s at %.17g (%a)\n", what, v, v);
}

static uint64_t state = UINT64_C(0x9E3779B97F4A7C15);
static uint64_t rnd(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * UINT64_C(2685821657736338717);
}

static double rnd_unit(void) { return (double)(rnd() >> 11) / 9007199254740992.0; }
static double rnd_bits(void)                                 /* any finite double */
{
    double d;
    do d = hk_u2d(rnd()); while (!hk_is_finite(d));
    return d;
}

static bool same(double a, double b) { return (isnan(a) && isnan(b)) || hk_d2u(a) == hk_d2u(b); }

/* ---- base.h ------------------------------------------------------------------------------------------------------ */

static void test_bits(void)
{
    int i;
    int32_t r;
    uint64_t lo;

    for (i = 0; i < 64; i++) {
        uint64_t x = UINT64_C(1) << i;
        check(hk_clz64(x) == 63 - i && hk_ctz64(x) == i && hk_clz64(x | 1) == 63 - i, "clz64/ctz64", i);
        if (i < 32) check(hk_clz32((uint32_t)x) == 31 - i && hk_ctz32((uint32_t)x) == i, "clz32/ctz32", i);
    }
    check(hk_mul128(UINT64_MAX, UINT64_MAX, &lo) == UINT64_MAX - 1 && lo == 1, "mul128", 0);
    for (i = 0; i < 1000; i++) {                              /* (a + 2^32 b)(c + 2^32 d) by the schoolbook */
        uint64_t x = rnd(), y = rnd(), hi = hk_mul128(x, y, &lo);
        uint64_t a = (uint32_t)x, b = x >> 32, c = (uint32_t)y, d = y >> 32;
        uint64_t mid = (a * c >> 32) + (uint32_t)(a * d) + (uint32_t)(b * c);
        check(lo == x * y && hi == b * d + (a * d >> 32) + (b * c >> 32) + (mid >> 32), "mul128", (double)x);
    }
    check(hk_add_overflow(INT32_MAX, 1, &r) && !hk_add_overflow(INT32_MAX, -1, &r) && r == INT32_MAX - 1, "add", 0);
    check(hk_sub_overflow(INT32_MIN, 1, &r) && !hk_sub_overflow(INT32_MIN, -1, &r) && r == INT32_MIN + 1, "sub", 0);
    check(hk_mul_overflow(65536, 32768, &r) && !hk_mul_overflow(-65536, 32768, &r) && r == INT32_MIN, "mul", 0);
    for (i = 0; i <= 130; i++) {
        hk_u128 x = {rnd(), rnd()}, l = x, g = x;
        int j;
        hk_u128_shl(&l, i);
        hk_u128_shr(&g, i);
        for (j = 0; j < 128; j++) {
            bool bit = (j < 64 ? x.lo >> j : x.hi >> (j - 64)) & 1;
            if (j + i < 128) check(((j + i < 64 ? l.lo >> (j + i) : l.hi >> (j + i - 64)) & 1) == bit, "shl", i);
            if (j - i >= 0) check(((j - i < 64 ? g.lo >> (j - i) : g.hi >> (j - i - 64)) & 1) == bit, "shr", i);
        }
        check(i < 128 || (l.hi | l.lo | g.hi | g.lo) == 0, "shift out", i);
    }
}

/* ---- utf.h ------------------------------------------------------------------------------------------------------- */

static void test_utf(void)
{
    static const struct { const char *bytes; int lengths[8]; } bad[] = {   /* table 3-8 of the Unicode standard, and more */
        {"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", {1, 1, 1, 1, 1, 1, 1, 1}},
        {"\xED\xA0\x80\xED\xBF\xBF\xED\xAF", {1, 1, 1, 1, 1, 1, 1, 1}},
        {"\xF4\x91\x92\x93\xFF\x41\x80\xBF", {1, 1, 1, 1, 1, 0, 1, 1}},
        {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF", {2, 1, 3, 2}},
    };
    uint32_t cp, got;
    uint8_t s[4];
    uint16_t u[2];
    size_t i, j;

    for (cp = 0; cp <= 0x10FFFF; cp++) {
        int n = hk_utf8_encode(cp, true, s), m;
        check(n == hk_utf8_length(cp) && hk_utf8_decode(s, 4, true, &got) == n && got == cp, "utf-8 round trip", cp);
        check(n == 1 || hk_utf8_decode(s, (size_t)n - 1, true, &got) == -(n - 1), "utf-8 cut short", cp);
        check((hk_utf8_decode(s, (size_t)n, false, &got) == n) == !hk_is_surrogate(cp), "surrogate in utf-8", cp);
        m = hk_utf16_encode(cp, u);
        check(hk_utf16_decode(u, (size_t)m, &got) == m && got == cp && m == hk_utf16_length(cp), "utf-16", cp);
    }
    check(hk_utf8_encode(0xD800, false, s) == 3 && memcmp(s, "\xEF\xBF\xBD", 3) == 0, "lone surrogate", 0);
    for (i = 0; i < HK_COUNT(bad); i++) {
        const uint8_t *p = (const uint8_t *)bad[i].bytes;
        size_t left = strlen(bad[i].bytes);
        for (j = 0; j < 8 && left; j++) {
            int want = bad[i].lengths[j], n = hk_utf8_decode(p, left, false, &got);
            if (want) check(n == -want && got == HK_REPLACEMENT, "maximal subpart", (double)(i * 10 + j));
            else check(n == 1, "good byte", (double)(i * 10 + j));
            p += n < 0 ? -n : n;
            left -= (size_t)(n < 0 ? -n : n);
        }
    }
    for (i = 0; i < 200000; i++) {                            /* any bytes: never beyond the end, never 0 */
        uint64_t r = rnd() | rnd() << 7;
        size_t n = 1 + i % 4;
        int used;
        memcpy(s, &r, 4);
        used = hk_utf8_decode_lossy(s, n, i & 1, &got);
        check(used >= 1 && (size_t)used <= n && got <= 0x10FFFF, "random utf-8", (double)r);
    }
}

/* ---- number.h ---------------------------------------------------------------------------------------------------- */

static const struct { const char *op; uint64_t bits; const char *text; } cases[] = {
#include "number_cases.h"
};

static void test_cases(void)
{
    static char out[HK_RADIX_MAX];
    size_t i, used;

    for (i = 0; i < HK_COUNT(cases); i++) {
        double v = hk_u2d(cases[i].bits);
        const char *text = cases[i].text;
        int a = atoi(cases[i].op + 1), n = 0;
        switch (cases[i].op[0]) {
        case 'S': n = hk_number_to_string(v, out); break;
        case 'R': n = hk_number_to_radix(v, a, out, sizeof out); break;
        case 'F': n = hk_number_to_fixed(v, a, out); break;
        case 'E': n = hk_number_to_exponential(v, a, out); break;
        case 'P': n = hk_number_to_precision(v, a, out); break;
        case 'I': n = hk_int32_to_string(hk_to_int32(v), out); break;
        default:
            check(same(hk_strtod_radix(text, strlen(text), a, &used), v) && used == strlen(text), "parse radix", v);
            continue;
        }
        check((size_t)n == strlen(text) && memcmp(out, text, (size_t)n) == 0, cases[i].op, v);
    }
    check(hk_number_to_string(NAN, out) == 3 && memcmp(out, "NaN", 3) == 0, "NaN", 0);
    check(hk_number_to_fixed(-INFINITY, 3, out) == 9 && memcmp(out, "-Infinity", 9) == 0, "-Infinity", 0);
}

/* The shortest text reads back, no shorter one does, and none of its length is closer. */
static void check_shortest(double v)
{
    char out[HK_NUMBER_MAX + 1], digits[HK_SHORTEST_MAX], other[64];
    int n = hk_number_to_string(v, out), point, k, i;
    size_t used;

    out[n] = 0;
    check(strtod(out, NULL) == v, "shortest text reads back", v);
    check(hk_strtod(out, (size_t)n, &used) == v && used == (size_t)n, "strtod of shortest", v);
    v = fabs(v);
    if (v == 0) return;
    k = hk_shortest_digits(v, digits, &point);
    for (i = 0; i < k; i++) check(digits[i] >= '0' && digits[i] <= '9', "digit", v);
    if (k > 1) {
        sprintf(other, "%.*e", k - 2, v);
        check(strtod(other, NULL) != v, "no shorter text", v);
    }
    /* If the correctly rounded text of this length reads back, it is the closest, so it must be ours (but for ties). */
    sprintf(other, "%.*e", k - 1, v);
    if (strtod(other, NULL) == v) {
        char mine[64];
        sprintf(mine, "%c%s%.*se%+03d", digits[0], k > 1 ? "." : "", k - 1, digits + 1, point - 1);
        check(strcmp(mine, other) == 0 || v < 1e-322, "closest of its length", v);
    }
}

static void test_shortest(void)
{
    long i;
    int e;

    for (i = 0; i < 1500 * scale; i++) check_shortest(rnd_bits());
    for (i = 0; i < 300 * scale; i++) check_shortest((double)(rnd() % 100000000) / (double[]){1, 10, 100, 1000, 1e4, 1e5}[i % 6]);
    for (i = 0; i < 300 * scale; i++) check_shortest((double)(int64_t)(rnd() >> (i % 50)));
    for (e = -1074; e < 1024; e++) {
        double v = ldexp(1, e);
        check_shortest(v);
        check_shortest(nextafter(v, 0));
        if (v < 8e307) check_shortest(nextafter(v, INFINITY));
    }
    check_shortest(DBL_MAX);
    for (i = 1; i < 3000; i++) check_shortest(hk_u2d((uint64_t)i));
}

/* v lies halfway between two numbers of d decimals, which printf rounds to even: left to the table. */
static bool is_tie(const char *format, double v, int d)
{
    char text[1600];
    const char *p;

    sprintf(text, format, 1100, v);
    p = strchr(text, '.') + 1 + d;
    if (*p++ != '5') return false;
    while (*p == '0') p++;
    return *p == 0 || *p == 'e';
}

static void check_fixed(double v)
{
    char mine[HK_FIXED_MAX + 1], libc[1600];
    int n, d = (int)(rnd() % 101);

    if (fabs(v) < 1e21 && !is_tie("%.*f", v, d)) {
        n = hk_number_to_fixed(v, d, mine);
        mine[n] = 0;
        sprintf(libc, "%.*f", d, v);
        check(n < HK_FIXED_MAX && strcmp(mine, libc) == 0, "toFixed", v);
    }
    if (is_tie("%.*e", v, d)) return;
    n = hk_number_to_exponential(v, d, mine);
    mine[n] = 0;
    sprintf(libc, "%.*e", d, v);
    if (strchr(libc, 'e')[2] == '0') memmove(strchr(libc, 'e') + 2, strchr(libc, 'e') + 3, 2);
    check(n < HK_FIXED_MAX && strcmp(mine, libc) == 0, "toExponential", v);
}

static void test_fixed(void)
{
    long i;

    for (i = 0; i < 300 * scale; i++) check_fixed(rnd_bits());
    for (i = 0; i < 300 * scale; i++) check_fixed((rnd_unit() - 0.5) * pow(10, (double)(rnd() % 30) - 10));
}

static void check_strtod(const char *text)
{
    size_t n = strlen(text), used;
    double mine = hk_strtod(text, n, &used);

    check(used == n && same(mine, strtod(text, NULL)), text, mine);
}

static void test_strtod(void)
{
    static const char *const texts[] = {
        "0", "-0", "+1", "1.", ".5", "1e5", "1E+5", "1e-5", "0e999999999999999999999", "1e99999999999999999999", "1e-9999999999",
        "9007199254740993", "9007199254740992.9999999999999999999999", "9007199254740993.00000000000000000000000000001",
        "2.2250738585072011e-308", "2.2250738585072014e-308", "4.9e-324", "2.4703282292062327e-324", "2.4703282292062328e-324",
        "1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308", "179769313486231580793728971405301e276",
        "6.9294956446009195e15", "3.7455744005952583e15", "0.000000000000000000000000000000000000001e39", "1e23", "8.5e22",
        "5708990770823839207320493820740630171355185152e-1", "100000000000000016777215", "100000000000000016777216",
    };
    static const struct { const char *text; size_t used; } partial[] = {
        {"", 0}, {".", 0}, {"-", 0}, {"e5", 0}, {"1e", 1}, {"1e+", 1}, {"1.5.5", 3}, {"12px", 2}, {"-.e1", 0}, {"1e5e5", 3}, {"1_0", 1},
    };
    char text[2000];
    size_t i, used;
    long k;

    for (i = 0; i < HK_COUNT(texts); i++) check_strtod(texts[i]);
    for (i = 0; i < HK_COUNT(partial); i++) {
        hk_strtod(partial[i].text, strlen(partial[i].text), &used);
        check(used == partial[i].used, "strtod stops", (double)i);
    }
    for (k = 0; k < 1000 * scale; k++) {
        sprintf(text, "%.*e", (int)(rnd() % 25), rnd_bits());
        check_strtod(text);
    }
    for (k = 0; k < 500 * scale; k++) {
        sprintf(text, "%llu.%llue%d", (unsigned long long)(rnd() >> rnd() % 64), (unsigned long long)(rnd() >> rnd() % 64), (int)(rnd() % 700) - 350);
        check_strtod(text);
    }
    for (k = 0; k < 20 * scale; k++) {                        /* exact midpoints, and a hair beside them */
        double v = fabs(rnd_bits());
        if (k & 1) v = rnd_unit() * ldexp(1, (int)(rnd() % 120) - 60);
        if (v > 8e307) continue;
        sprintf(text, "%.1100Lf", ((long double)v + (long double)nextafter(v, INFINITY)) / 2);
        check_strtod(text);
        text[strlen(text) - 1] = '1';
        check_strtod(text);
    }
    memset(text, '9', 1999);
    text[1999] = 0;
    check_strtod(text);
    text[1] = '.';
    check_strtod(text);
}

static void test_integers(void)
{
    static const double edges[] = {0, -0.0, 1, -1, 0.5, -0.5, 2147483647.0, 2147483648.0, -2147483648.0, -2147483649.0, 2147483647.5,
        -2147483648.5, 4294967295.0, 4294967296.0, 4294967297.0, 9007199254740993.0, 1e20, -1e20, 1e300, 5e-324, 4503599627370497.5};
    long i;

    for (i = 0; i < 1000 * scale; i++) {
        double v = i < (long)HK_COUNT(edges) ? edges[i] : i & 1 ? rnd_bits() : ldexp((double)(int64_t)rnd(), -(int)(rnd() % 64));
        double m = fmod(trunc(v), 4294967296.0);
        int32_t r;
        uint32_t want = (uint32_t)(int64_t)m;
        bool is = v >= -2147483648.0 && v <= 2147483647.0 && v == trunc(v) && !(v == 0 && signbit(v));
        check(hk_to_uint32(v) == want && (uint32_t)hk_to_int32(v) == want, "ToInt32", v);
        check(hk_is_int32(v, &r) == is && (!is || r == v), "is_int32", v);
        v = (double)(int32_t)rnd();
        check(hk_is_int32(v, &r) && r == v, "is_int32", v);
    }
    check(hk_to_int32(NAN) == 0 && hk_to_int32(INFINITY) == 0 && !hk_is_int32(NAN, &(int32_t){0}), "ToInt32", NAN);
}

/* ---- libm.h ------------------------------------------------------------------------------------------------------ */

static double worst_ulp;

/* Distance of got from the reference in units in the last place of a double. */
static double ulps(double got, long double want)
{
    int e;

    if (isnan(want) || isnan(got)) return isnan(want) && isnan(got) ? 0 : 1e9;
    if (isinf(got) || isinf((double)want)) return got == (double)want ? 0 : 1e9;
    if (want == 0) return got == 0 ? 0 : 1e9;
    frexpl(want, &e);
    return (double)(fabsl(got - want) / ldexpl(1, (e < -1021 ? -1021 : e) - 53));
}

static void check_ulps(const char *name, double got, long double want, double at)
{
    double u = ulps(got, want);
    if (u > worst_ulp && u < 1e9) worst_ulp = u;
    check(u <= 0.54, name, at);
}

typedef struct function {
    const char *name;
    double (*mine)(double);
    long double (*libc)(long double);
    double low, high;
} function;

static const function functions[] = {
    {"sin", hk_sin, sinl, -10, 10}, {"cos", hk_cos, cosl, -10, 10}, {"tan", hk_tan, tanl, -10, 10},
    {"asin", hk_asin, asinl, -1, 1}, {"acos", hk_acos, acosl, -1, 1}, {"atan", hk_atan, atanl, -5, 5},
    {"sinh", hk_sinh, sinhl, -20, 20}, {"cosh", hk_cosh, coshl, -20, 20}, {"tanh", hk_tanh, tanhl, -5, 5},
    {"asinh", hk_asinh, asinhl, -20, 20}, {"acosh", hk_acosh, acoshl, 1, 20}, {"atanh", hk_atanh, atanhl, -1, 1},
    {"exp", hk_exp, expl, -746, 710}, {"expm1", hk_expm1, expm1l, -3, 3}, {"log", hk_log, logl, 0, 3},
    {"log1p", hk_log1p, log1pl, -1, 3}, {"log2", hk_log2, log2l, 0, 3}, {"log10", hk_log10, log10l, 0, 3},
    {"cbrt", hk_cbrt, cbrtl, -100, 100}, {"sqrt", hk_sqrt, sqrtl, 0, 10},
};

static void test_functions(void)
{
    static const double specials[] = {0, 1, 0.5, 2, 5e-324, 2.2250738585072014e-308, DBL_MAX, 0.25, 0.0625, 0.03125, 709.782712893384,
        710.4758600739439, 745.1332191019411, 745.1332191019412, 1e22, 6381956970095103.0 * 4.5e291 /* hard for reduction */,
        0.7853981633974483, 1.5707963267948966, 3.141592653589793, 0.9999999999999999, 1.0000000000000002};
    size_t f, k;
    long i;

    for (f = 0; f < HK_COUNT(functions); f++) {
        const function *fn = &functions[f];
        worst_ulp = 0;
        for (i = 0; i < 200 * scale; i++) {
            double x = fn->low + (fn->high - fn->low) * rnd_unit();
            if (i % 3 == 1) x = rnd_bits();
            if (i % 3 == 2) x = ldexp(rnd_unit() + 1, (int)(rnd() % 80) - 60) * (i & 1 ? 1 : -1);
            check_ulps(fn->name, fn->mine(x), fn->libc(x), x);
        }
        for (k = 0; k < 2 * HK_COUNT(specials); k++) {
            double x = k & 1 ? -specials[k / 2] : specials[k / 2];
            double r = fn->mine(x);
            check_ulps(fn->name, r, fn->libc(x), x);
            check(r != 0 || !signbit(r) == !signbit(fn->libc(x)), fn->name, x);
        }
        check(same(fn->mine(INFINITY), (double)fn->libc(INFINITY)) && same(fn->mine(-INFINITY), (double)fn->libc(-INFINITY)), fn->name, INFINITY);
        check(hk_d2u(fn->mine(hk_u2d(UINT64_C(0xFFF8000000000001)))) == HK_NAN_BITS, fn->name, NAN);
        if (getenv("VERBOSE")) printf("%-6s worst %.4f ulp\n", fn->name, worst_ulp);
    }
}

static void test_pow(void)
{
    static const double v[] = {0, 1, 2, 3, 0.5, 10, 1e300, 1e-300, 5e-324, INFINITY, 1.5, 1e16, 9007199254740991.0, 1.0000000000000002};
    size_t i, j;
    long k;
    int n, m;
    char text[16];

    worst_ulp = 0;
    for (i = 0; i < 2 * HK_COUNT(v); i++)
        for (j = 0; j < 2 * HK_COUNT(v); j++) {
            double x = i & 1 ? -v[i / 2] : v[i / 2], y = j & 1 ? -v[j / 2] : v[j / 2], r = hk_pow(x, y);
            if (fabs(x) == 1 && isinf(y)) check(isnan(r), "pow(1, inf)", y);
            else check(ulps(r, powl(x, y)) < 0.52 && (r != 0 || !signbit(r) == !signbit(pow(x, y))), "pow special", x);
        }
    check(isnan(hk_pow(1, NAN)) && hk_pow(NAN, 0) == 1 && isnan(hk_pow(NAN, 1)), "pow NaN", NAN);
    for (k = 0; k < 1000 * scale; k++) {
        double x = k & 1 ? fabs(rnd_bits()) : ldexp(rnd_unit() + 0.5, (int)(rnd() % 20) - 10);
        double y = k & 1 ? (rnd_unit() - 0.5) * 2200 / (fabs(log2(x)) + 1e-9) : (rnd_unit() - 0.5) * 200;
        check_ulps("pow", hk_pow(x, y), powl(x, y), x);
    }
    for (n = -340; n <= 310; n++) {
        sprintf(text, "1e%d", n);
        check(hk_pow(10, n) == strtod(text, NULL) && hk_pow(-10, n) == (n & 1 ? -1 : 1) * strtod(text, NULL), "10**n", n);
    }
    for (n = -1100; n <= 1030; n++) check(hk_pow(2, n) == ldexp(1, n) && hk_pow(0.5, n) == ldexp(1, -n), "2**n", n);
    for (m = 3; m < 2000; m++) {                              /* exact, or a tie: rounded once */
        uint64_t p = 1;
        for (n = 1; p < UINT64_MAX / (unsigned)m; n++) {
            p *= (unsigned)m;
            check(hk_pow(m, n) == (double)p && hk_pow(-m, n) == (n & 1 ? -(double)p : (double)p), "m**n", m);
            if ((double)p < 1e15) check(hk_cbrt((double)p * (double)p * (double)p) == (double)p || n * 3 > 30 || p > 200000, "cbrt", (double)p);
        }
    }
    if (getenv("VERBOSE")) printf("pow    worst %.4f ulp\n", worst_ulp);
}

static void test_two_arguments(void)
{
    static const double v[] = {0, 1, INFINITY, 5e-324, DBL_MAX, 3, NAN};
    size_t i, j;
    long k;

    worst_ulp = 0;
    for (i = 0; i < 2 * HK_COUNT(v); i++)
        for (j = 0; j < 2 * HK_COUNT(v); j++) {
            double x = i & 1 ? -v[i / 2] : v[i / 2], y = j & 1 ? -v[j / 2] : v[j / 2];
            hk_hypot_sum h = {0, 0, false, false};
            check(same(hk_atan2(y, x), (double)atan2l(y, x)), "atan2 special", x);
            check(same(hk_fmod(x, y), fmod(x, y)), "fmod special", x);
            hk_hypot_add(&h, x);
            hk_hypot_add(&h, y);
            check(ulps(hk_hypot_result(&h), hypotl(x, y)) < 0.52, "hypot special", x);
        }
    for (k = 0; k < 500 * scale; k++) {
        double x = rnd_bits(), y = rnd_bits(), r;
        hk_hypot_sum h = {0, 0, false, false};
        if (k & 1) {
            x = (rnd_unit() - 0.5) * 1000;
            y = (rnd_unit() - 0.5) * 1000;
        }
        check_ulps("atan2", hk_atan2(y, x), atan2l(y, x), x);
        hk_hypot_add(&h, x);
        hk_hypot_add(&h, y);
        check_ulps("hypot", hk_hypot_result(&h), hypotl(x, y), x);
        r = hk_fmod(x, y);
        check(same(r, fmod(x, y)), "fmod", x);
    }
    if (getenv("VERBOSE")) printf("atan2, hypot worst %.4f ulp\n", worst_ulp);
}

static void test_rounding(void)
{
    static const struct { double x, r; } rounds[] = {{0.5, 1}, {-0.5, -0.0}, {0.49999999999999994, 0}, {1.5, 2}, {2.5, 3}, {-1.5, -1},
        {-0.2, -0.0}, {-0.0, -0.0}, {4503599627370495.5, 4503599627370496.0}, {4503599627370497.0, 4503599627370497.0},
        {-4503599627370495.5, -4503599627370495.0}, {-5e-324, -0.0}, {-0.50000000000000011, -1}, {1e300, 1e300}};
    size_t i;
    long k;
    uint32_t h;

    for (i = 0; i < HK_COUNT(rounds); i++) check(same(hk_round(rounds[i].x), rounds[i].r), "round", rounds[i].x);
    for (k = 0; k < 500 * scale; k++) {
        double x = k & 1 ? rnd_bits() : ldexp((double)(int64_t)rnd(), -(int)(rnd() % 70)), r;
        check(same(hk_floor(x), floor(x)) && same(hk_ceil(x), ceil(x)) && same(hk_trunc(x), trunc(x)), "floor", x);
        check(same(hk_fround(x), (double)(float)x), "fround", x);
        r = hk_ext_to_double(hk_ext_from(x));
        check(same(r, x), "hk_ext round trip", x);
        {                                                     /* the software root, also where the hardware has one */
            bool exact;
            hk_ext s = hk_ext_sqrt(hk_ext_from(fabs(x)), &exact);
            check(x == 0 || same(hk_make_double(s.m, s.e, !exact), sqrt(fabs(x))), "soft sqrt", x);
        }
        x = ldexp(rnd_unit() + 1, (int)(rnd() % 44) - 27);
        r = hk_f16round(x);
        {                                                     /* by adding and removing a number with the right last place */
            double big = ldexp(1.5, (x < ldexp(1, -14) ? -14 : ilogb(x)) + 42), want = x + big - big;
            check(r == (want > 65504 ? INFINITY : want), "f16round", x);
        }
    }
    for (h = 0; h < 65536; h++) {
        double v = hk_from_half((uint16_t)h);
        check(isnan(v) || hk_to_half(v) == h, "half round trip", h);
    }
    check(hk_to_half(65519.99) == 0x7BFF && hk_to_half(65520) == 0x7C00 && hk_to_half(1e300) == 0x7C00, "half range", 0);
    check(hk_to_half(-2.98e-8) == 0x8000 && hk_to_half(2.9802322387695312e-8) == 0 && hk_to_half(2.99e-8) == 1, "half tiny", 0);
}

int main(int argc, char **argv)
{
    if (argc > 1) scale = atol(argv[1]);
    test_bits();
    test_utf();
    test_cases();
    test_shortest();
    test_fixed();
    test_strtod();
    test_integers();
    test_functions();
    test_pow();
    test_two_arguments();
    test_rounding();
    check(base_hash() == BASE_HASH, "hash of results", 0);
    printf("%ld passed, %ld failed\n", passed, failed);
    return failed != 0;
}
