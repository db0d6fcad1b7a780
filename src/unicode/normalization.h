/* Normalization forms, code point by code point: decomposition, composition, combining classes.
 *
 * The tables are made by tools/unicode.mjs; unicode_normalization.mjs describes their encodings. A lookup decodes at most 32
 * mappings of a block, or the at most 80 composites of one second element. Hangul syllables are computed. */
#ifndef HK_NORMALIZATION_H
#define HK_NORMALIZATION_H
#include "unicode.h"

#ifndef HAKO_WITH_NORMALIZE
#define HAKO_WITH_NORMALIZE 1
#endif
#if !HAKO_WITH_UNICODE
#undef HAKO_WITH_NORMALIZE
#define HAKO_WITH_NORMALIZE 0
#endif

#if HAKO_WITH_NORMALIZE
#include "normalization_tables.h"

#define HK_DECOMPOSED 18u       /* most code points of one decomposition */
enum { HK_HANGUL = 0xAC00, HK_JAMO_L = 0x1100, HK_JAMO_V = 0x1161, HK_JAMO_T = 0x11A7,
       HK_HANGUL_L = 19, HK_HANGUL_V = 21, HK_HANGUL_T = 28, HK_HANGUL_COUNT = HK_HANGUL_L * HK_HANGUL_V * HK_HANGUL_T };

/* The block of cp in an index of n blocks: nibble offset, first code point / 4. */
HK_FN const uint16_t *hk_u_block(const uint16_t (*index)[2], uint32_t n, uint32_t cp)
{
    uint32_t low = 0;
    while (n > 1) {
        uint32_t half = n / 2;
        if (index[low + half][1] <= cp >> 2)
            low += half;
        n -= half;
    }
    return index[low];
}

/* Canonical_Combining_Class */
HK_FN unsigned hk_combining_class(uint32_t cp)
{
    if (cp < 0x300)
        return 0;
    const uint16_t *block = hk_u_block(hk_u_classes_index, HK_COUNT(hk_u_classes_index) - 1, cp);
    uint32_t at = block[0], end = block[2], first = (uint32_t)block[1] << 2;
    while (at < end) {
        first += hk_u_number(hk_u_classes, &at);
        uint32_t count = hk_u_number(hk_u_classes, &at) + 1, rank = hk_u_number(hk_u_classes, &at);
        if (cp - first < count)
            return hk_u_class_values[rank];
        first += count;
    }
    return 0;
}

/* Decomposition_Mapping, one step: its length, 0 if there is none. */
HK_FN uint32_t hk_decompose_step(uint32_t cp, bool compatibility, uint32_t out[HK_DECOMPOSED])
{
    uint32_t s = cp - HK_HANGUL;
    if (s < HK_HANGUL_COUNT) {
        out[0] = HK_JAMO_L + s / (HK_HANGUL_V * HK_HANGUL_T);
        out[1] = HK_JAMO_V + s / HK_HANGUL_T % HK_HANGUL_V;
        out[2] = HK_JAMO_T + s % HK_HANGUL_T;
        return s % HK_HANGUL_T ? 3 : 2;
    }
    if (cp < 0xA0 || cp > 0x3FFFF)
        return 0;
    const uint16_t *block = hk_u_block(hk_u_decomps_index, HK_COUNT(hk_u_decomps_index) - 1, cp);
    uint32_t at = block[0], end = block[2], first = (uint32_t)block[1] << 2;
    memset(out, 0, HK_DECOMPOSED * sizeof *out);
    while (at < end && first <= cp) {
        first += hk_u_number(hk_u_decomps, &at);
        uint32_t head = hk_u_number(hk_u_decomps, &at), count = (head >> 2) + 1;
        bool series = (head & 2) != 0, wanted = compatibility || !(head & 1);
        uint32_t length = series ? 1 : hk_u_number(hk_u_decomps, &at) + 1;
        for (uint32_t i = 0; i < (series ? 1 : count); i++) {
            for (uint32_t j = 0; j < length; j++)
                out[j] += hk_u_signed(hk_u_number(hk_u_decomps, &at));
            if (series ? cp - first < count : first + i == cp) {
                out[0] += series ? cp - first : 0;
                return wanted ? length : 0;
            }
        }
        first += count;
    }
    return 0;
}

/* The whole decomposition; what has none is its own. */
HK_FN uint32_t hk_decompose(uint32_t cp, bool compatibility, uint32_t out[HK_DECOMPOSED])
{
    uint32_t step[HK_DECOMPOSED], n = 1;
    out[0] = cp;
    for (uint32_t i = 0; i < n;) {
        uint32_t k = hk_decompose_step(out[i], compatibility, step);
        if (k == 0 || n + k - 1 > HK_DECOMPOSED) {
            i++;
            continue;
        }
        memmove(out + i + k, out + i + 1, (n - i - 1) * sizeof *out);
        memcpy(out + i, step, k * sizeof *out);
        n += k - 1;
    }
    return n;
}

/* The primary composite of two code points, 0 if there is none. */
HK_FN uint32_t hk_compose(uint32_t first, uint32_t second)
{
    uint32_t l = first - HK_JAMO_L, s = first - HK_HANGUL, from = 0, composite = 0, low = 0, n = HK_COUNT(hk_u_comps_index) - 1;
    if (l < HK_HANGUL_L && second - HK_JAMO_V < HK_HANGUL_V)
        return HK_HANGUL + (l * HK_HANGUL_V + (second - HK_JAMO_V)) * HK_HANGUL_T;
    if (s < HK_HANGUL_COUNT && s % HK_HANGUL_T == 0 && second - HK_JAMO_T - 1 < HK_HANGUL_T - 1)
        return first + (second - HK_JAMO_T);
    while (n > 1) {
        uint32_t half = n / 2;
        if (hk_u_comps_index[low + half] >> 13 <= second)
            low += half;
        n -= half;
    }
    if (hk_u_comps_index[low] >> 13 != second)
        return 0;
    uint32_t at = hk_u_comps_index[low] & 0x1FFF, end = hk_u_comps_index[low + 1] & 0x1FFF;
    while (at < end && from <= first) {
        from += hk_u_number(hk_u_comps, &at);
        composite += hk_u_signed(hk_u_number(hk_u_comps, &at));
        if (from == first)
            return composite;
    }
    return 0;
}
#endif
#endif
