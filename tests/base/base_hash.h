/* A hash over results of everything in src/base, for inputs that do not depend on the target: it must be BASE_HASH wherever
 * and however the code is compiled. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#define BASE_HASH UINT64_C(0x31054492D678E877)

typedef struct base_hash_state {
    uint64_t hash, random;
} base_hash_state;

static void base_hash_bytes(base_hash_state *st, const void *p, int n)
{
    const unsigned char *s = (const unsigned char *)p;
    while (n-- > 0) st->hash = (st->hash ^ *s++) * UINT64_C(0x100000001B3);
}

static void base_hash_double(base_hash_state *st, double d)
{
    uint64_t u = hk_d2u(d);
    int i;
    for (i = 0; i < 8; i++) {
        unsigned char byte = (unsigned char)(u >> 8 * i);
        base_hash_bytes(st, &byte, 1);
    }
}

static uint64_t base_hash_next(base_hash_state *st)
{
    st->random ^= st->random << 13;
    st->random ^= st->random >> 7;
    st->random ^= st->random << 17;
    return st->random * UINT64_C(2685821657736338717);
}

/* Any double for even i; one of moderate size for odd i. */
static double base_hash_input(base_hash_state *st, int i)
{
    uint64_t u = base_hash_next(st);
    if (i & 1) u = (u & ~(UINT64_C(0x7FF) << 52)) | ((UINT64_C(1013) + (u >> 52) % 20) << 52);
    return hk_u2d(u);
}

static void base_hash_math(base_hash_state *st, double x, double y)
{
    static double (*const functions[])(double) = {
        hk_sin, hk_cos, hk_tan, hk_asin, hk_acos, hk_atan, hk_sinh, hk_cosh, hk_tanh, hk_asinh, hk_acosh, hk_atanh,
        hk_exp, hk_expm1, hk_log, hk_log1p, hk_log2, hk_log10, hk_cbrt, hk_sqrt, hk_fround, hk_f16round,
        hk_floor, hk_ceil, hk_trunc, hk_round,
    };
    hk_hypot_sum h = {0, 0, false, false};
    size_t k;

    for (k = 0; k < sizeof functions / sizeof functions[0]; k++) base_hash_double(st, functions[k](x));
    base_hash_double(st, hk_pow(x < 0 ? -x : x, y));
    base_hash_double(st, hk_atan2(y, x));
    base_hash_double(st, hk_fmod(x, y));
    hk_hypot_add(&h, x);
    hk_hypot_add(&h, y);
    base_hash_double(st, hk_hypot_result(&h));
}

static void base_hash_text(base_hash_state *st, double v, char *out)
{
    int radix = 2 + (int)(base_hash_next(st) % 35), places = (int)(base_hash_next(st) % 101), n;
    size_t used;

    n = hk_number_to_string(v, out);
    base_hash_bytes(st, out, n);
    if (hk_is_finite(v)) base_hash_double(st, hk_strtod(out, (size_t)n, &used));
    n = hk_number_to_radix(v, radix, out, HK_RADIX_MAX);
    base_hash_bytes(st, out, n);
    base_hash_double(st, hk_strtod_radix(out, (size_t)n, radix, &used));
    n = hk_number_to_fixed(v, places, out);
    base_hash_bytes(st, out, n);
    if (hk_is_finite(v)) base_hash_double(st, hk_strtod(out, (size_t)n, &used));
    base_hash_bytes(st, out, hk_number_to_exponential(v, places, out));
    base_hash_bytes(st, out, hk_number_to_precision(v, places + 1, out));
    base_hash_double(st, (double)hk_to_int32(v));
}

static uint64_t base_hash(void)
{
    static char out[HK_RADIX_MAX];
    base_hash_state st = {UINT64_C(0xCBF29CE484222325), UINT64_C(0x9E3779B97F4A7C15)};
    int i;

    for (i = 0; i < 3000; i++) {
        double x = base_hash_input(&st, i), y = base_hash_input(&st, i);
        base_hash_math(&st, x, y);
        base_hash_text(&st, x, out);
    }
    return st.hash;
}

#endif
