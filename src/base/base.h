/* base.h - what every part of Hako stands on: compiler macros, bit casts, wide multiplication, checked arithmetic.
 *
 * Nothing here knows about the engine. Everything is static, so the single header brings no external symbol with it. */
#ifndef HK_BASE_H
#define HK_BASE_H

#include <float.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- what the target must be ------------------------------------------------------------------------------------- */

/* A script's results are the same bits on every target, so arithmetic on doubles must round to double after every
 * operation (16 only widens _Float16), and the optimiser must not be allowed to reorder it. */
#if !defined(FLT_EVAL_METHOD) || (FLT_EVAL_METHOD != 0 && FLT_EVAL_METHOD != 16)
#error "Hako needs double arithmetic without excess precision (FLT_EVAL_METHOD 0); for 32-bit x86: -msse2 -mfpmath=sse"
#endif
#if defined(__FAST_MATH__)
#error "Hako needs IEEE 754 arithmetic: compile this file without -ffast-math / -Ofast"
#endif
#if DBL_MANT_DIG != 53 || DBL_MAX_EXP != 1024
#error "Hako needs double to be IEEE 754 binary64"
#endif

/* Targets whose doubles are software: integer code beats a call into the compiler's floating-point runtime there. */
#if (defined(__arm__) && !(defined(__ARM_FP) && (__ARM_FP & 8))) || \
    (defined(__riscv) && !(defined(__riscv_flen) && __riscv_flen >= 64)) || defined(__SOFTFP__)
#define HK_SOFT_DOUBLE 1
#else
#define HK_SOFT_DOUBLE 0
#endif

/* ---- compiler ---------------------------------------------------------------------------------------------------- */

#if defined(__GNUC__) || defined(__clang__)
#define HK_GNUC 1
#define HK_UNUSED __attribute__((unused))
#define HK_NOINLINE __attribute__((noinline))
#define HK_ALWAYS_INLINE __attribute__((always_inline))
#define HK_LIKELY(x) __builtin_expect(!!(x), 1)
#define HK_UNLIKELY(x) __builtin_expect(!!(x), 0)
#else
#define HK_GNUC 0
#define HK_UNUSED
#define HK_NOINLINE
#define HK_ALWAYS_INLINE
#define HK_LIKELY(x) (x)
#define HK_UNLIKELY(x) (x)
#endif

#define HK_FN static HK_UNUSED                                /* a function that some configurations do not use */
#define HK_INLINE static inline HK_UNUSED
#define HK_CONST_TABLE static const HK_UNUSED                 /* a table in flash */

#define HK_ALIGN8 _Alignas(8)
#define HK_STATIC_ASSERT(cond, msg) _Static_assert(cond, msg)
#define HK_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The only library functions that may be called: every freestanding compiler requires its environment to have them. */
#if !defined(HK_NO_MEM_PROTOTYPES)
void *memcpy(void *restrict dst, const void *restrict src, size_t n);
void *memmove(void *dst, const void *src, size_t n);
void *memset(void *dst, int byte, size_t n);
int memcmp(const void *a, const void *b, size_t n);
#endif

/* memcmp behind a call: seen through, a comparison with 0 may become a call of bcmp, which only some C libraries have. */
static HK_UNUSED HK_NOINLINE int hk_memcmp(const void *a, const void *b, size_t n) { return memcmp(a, b, n); }

/* ---- bits -------------------------------------------------------------------------------------------------------- */

#define HK_SIGN_BIT UINT64_C(0x8000000000000000)
#define HK_NAN_BITS UINT64_C(0x7FF8000000000000)
#define HK_INF_BITS UINT64_C(0x7FF0000000000000)

/* A copy of a few bytes that the compiler is to make in registers, freestanding or not. */
#if HK_GNUC
#define HK_COPY(to, from, n) __builtin_memcpy(to, from, n)
#else
#define HK_COPY(to, from, n) memcpy(to, from, n)
#endif

HK_INLINE uint64_t hk_d2u(double d)
{
    uint64_t u;
    HK_COPY(&u, &d, sizeof u);
    return u;
}

HK_INLINE double hk_u2d(uint64_t u)
{
    double d;
    HK_COPY(&d, &u, sizeof d);
    return d;
}

HK_INLINE uint32_t hk_f2u(float f)
{
    uint32_t u;
    HK_COPY(&u, &f, sizeof u);
    return u;
}

HK_INLINE float hk_u2f(uint32_t u)
{
    float f;
    HK_COPY(&f, &u, sizeof f);
    return f;
}

/* The one NaN the engine produces: sign and payload of a NaN must never show what machine computed it. */
HK_INLINE double hk_nan(void) { return hk_u2d(HK_NAN_BITS); }
HK_INLINE double hk_infinity(void) { return hk_u2d(HK_INF_BITS); }
HK_INLINE bool hk_is_nan(double d) { return (hk_d2u(d) & ~HK_SIGN_BIT) > HK_INF_BITS; }
HK_INLINE bool hk_is_finite(double d) { return (hk_d2u(d) & HK_INF_BITS) != HK_INF_BITS; }
HK_INLINE bool hk_signbit(double d) { return (hk_d2u(d) >> 63) != 0; }

/* x as it is in memory. Keeps a compiler from fusing the product x into a following addition (FMA contraction, which
 * GNU C does by default where the target has the instruction), which would round once instead of twice. */
HK_INLINE double hk_rounded(double x)
{
    volatile double stored = x;
    return stored;
}

/* Leading and trailing zero bits; x must not be 0. */
HK_INLINE int hk_clz32(uint32_t x)
{
#if HK_GNUC && UINT_MAX == 0xFFFFFFFF
    return __builtin_clz(x);
#elif HK_GNUC
    return __builtin_clzl(x);
#else
    int n = 0;
    if (x <= 0x0000FFFF) { n += 16; x <<= 16; }
    if (x <= 0x00FFFFFF) { n += 8; x <<= 8; }
    if (x <= 0x0FFFFFFF) { n += 4; x <<= 4; }
    if (x <= 0x3FFFFFFF) { n += 2; x <<= 2; }
    return n + (x <= 0x7FFFFFFF);
#endif
}

HK_INLINE int hk_clz64(uint64_t x)
{
#if HK_GNUC && SIZE_MAX > 0xFFFFFFFF
    return __builtin_clzll(x);
#else
    uint32_t hi = (uint32_t)(x >> 32);
    return hi ? hk_clz32(hi) : 32 + hk_clz32((uint32_t)x);
#endif
}

HK_INLINE int hk_ctz32(uint32_t x)
{
#if HK_GNUC && UINT_MAX == 0xFFFFFFFF
    return __builtin_ctz(x);
#else
    return 31 - hk_clz32(x & (0U - x));
#endif
}

HK_INLINE int hk_ctz64(uint64_t x)
{
#if HK_GNUC && SIZE_MAX > 0xFFFFFFFF
    return __builtin_ctzll(x);
#else
    uint32_t lo = (uint32_t)x;
    return lo ? hk_ctz32(lo) : 32 + hk_ctz32((uint32_t)(x >> 32));
#endif
}

/* ---- wide multiplication ----------------------------------------------------------------------------------------- */

/* a * b as 128 bits: returns the high half, stores the low half. Four 32x32 products where there is no 128-bit type. */
HK_INLINE uint64_t hk_mul128(uint64_t a, uint64_t b, uint64_t *lo)
{
#if defined(__SIZEOF_INT128__)
    __extension__ typedef unsigned __int128 hk_native128;
    hk_native128 p = (hk_native128)a * b;
    *lo = (uint64_t)p;
    return (uint64_t)(p >> 64);
#else
    uint32_t a0 = (uint32_t)a, a1 = (uint32_t)(a >> 32), b0 = (uint32_t)b, b1 = (uint32_t)(b >> 32);
    uint64_t p00 = (uint64_t)a0 * b0;
    uint64_t mid = (uint64_t)a1 * b0 + (p00 >> 32);
    uint64_t mid2 = (uint64_t)a0 * b1 + (uint32_t)mid;
    *lo = mid2 << 32 | (uint32_t)p00;
    return (uint64_t)a1 * b1 + (mid >> 32) + (mid2 >> 32);
#endif
}

HK_INLINE uint64_t hk_mulhi(uint64_t a, uint64_t b)
{
    uint64_t lo;
    return hk_mul128(a, b, &lo);
}

/* 128-bit unsigned, as two words: not every target has the native type, and few operations are needed. */
typedef struct hk_u128 {
    uint64_t hi, lo;
} hk_u128;

HK_INLINE hk_u128 hk_u128_add(hk_u128 a, hk_u128 b)
{
    hk_u128 r = {a.hi + b.hi, a.lo + b.lo};
    r.hi += r.lo < a.lo;
    return r;
}

HK_INLINE hk_u128 hk_u128_sub(hk_u128 a, hk_u128 b)
{
    hk_u128 r = {a.hi - b.hi - (a.lo < b.lo), a.lo - b.lo};
    return r;
}

/* Shifts by 0 <= n; what leaves either end is lost, also for n of 128 and more. In place, as is the product below: small
 * targets pass such a struct through memory, and code that returns one is much larger. */
HK_FN void hk_u128_shl(hk_u128 *a, int n)
{
    if (n >= 128) a->lo = 0;
    if (n >= 64) {
        a->hi = a->lo;
        a->lo = 0;
    }
    n = n >= 128 ? 0 : n & 63;
    if (n > 0) {
        a->hi = a->hi << n | a->lo >> (64 - n);
        a->lo <<= n;
    }
}

HK_FN void hk_u128_shr(hk_u128 *a, int n)
{
    if (n >= 128) a->hi = 0;
    if (n >= 64) {
        a->lo = a->hi;
        a->hi = 0;
    }
    n = n >= 128 ? 0 : n & 63;
    if (n > 0) {
        a->lo = a->lo >> n | a->hi << (64 - n);
        a->hi >>= n;
    }
}

/* Shifts the leading one to the top and returns by how much; 128 if there is none. */
HK_FN int hk_u128_normalize(hk_u128 *a)
{
    int s = a->hi ? hk_clz64(a->hi) : a->lo ? 64 + hk_clz64(a->lo) : 128;
    hk_u128_shl(a, s);
    return s;
}

/* Replaces a by the upper 128 bits of the 192-bit product a * b; returns the lower 64. */
HK_FN uint64_t hk_u128_scale(hk_u128 *a, uint64_t b)
{
    uint64_t low, carry = hk_mul128(a->lo, b, &low);
    a->hi = hk_mul128(a->hi, b, &a->lo);
    a->lo += carry;
    a->hi += a->lo < carry;
    return low;
}

/* ---- checked int32 arithmetic: true if the result does not fit; *out is then unspecified ------------------------- */

HK_INLINE bool hk_add_overflow(int32_t a, int32_t b, int32_t *out)
{
#if HK_GNUC
    return __builtin_add_overflow(a, b, out);
#else
    int64_t r = (int64_t)a + b;
    *out = (int32_t)(uint32_t)(uint64_t)r;
    return r != *out;
#endif
}

HK_INLINE bool hk_sub_overflow(int32_t a, int32_t b, int32_t *out)
{
#if HK_GNUC
    return __builtin_sub_overflow(a, b, out);
#else
    int64_t r = (int64_t)a - b;
    *out = (int32_t)(uint32_t)(uint64_t)r;
    return r != *out;
#endif
}

HK_INLINE bool hk_mul_overflow(int32_t a, int32_t b, int32_t *out)
{
#if HK_GNUC
    return __builtin_mul_overflow(a, b, out);
#else
    int64_t r = (int64_t)a * b;
    *out = (int32_t)(uint32_t)(uint64_t)r;
    return r != *out;
#endif
}

#endif
