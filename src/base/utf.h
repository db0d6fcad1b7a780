/* utf.h - UTF-8 and UTF-16, one code point at a time.
 *
 * JavaScript strings may hold lone surrogates. Where such a string has to be bytes it is WTF-8: UTF-8 in which a lone
 * surrogate is the three bytes that the ordinary rule gives (Sapin, "The WTF-8 encoding"). */
#ifndef HK_UTF_H
#define HK_UTF_H

#include "base.h"

#define HK_REPLACEMENT 0xFFFDU

HK_INLINE bool hk_is_surrogate(uint32_t c) { return c - 0xD800U < 0x800U; }
HK_INLINE bool hk_is_lead_surrogate(uint32_t c) { return c - 0xD800U < 0x400U; }
HK_INLINE bool hk_is_trail_surrogate(uint32_t c) { return c - 0xDC00U < 0x400U; }
HK_INLINE uint32_t hk_join_surrogates(uint32_t lead, uint32_t trail) { return (lead << 10) + trail - 0x35FDC00U; }
HK_INLINE uint32_t hk_lead_surrogate(uint32_t cp) { return 0xD7C0U + (cp >> 10); }   /* of a cp above 0xFFFF */
HK_INLINE uint32_t hk_trail_surrogate(uint32_t cp) { return 0xDC00U | (cp & 0x3FFU); }

/* UTF-16 units of a code point, and bytes of its UTF-8 (lone surrogates take three). */
HK_INLINE int hk_utf16_length(uint32_t cp) { return cp > 0xFFFFU ? 2 : 1; }
HK_INLINE int hk_utf8_length(uint32_t cp) { return cp < 0x80U ? 1 : cp < 0x800U ? 2 : cp < 0x10000U ? 3 : 4; }

/* Decodes the code point at s; n > 0 bytes are there. Returns its length 1 to 4, or -k for a malformed sequence, where k
 * is the length of its maximal subpart (Unicode 15, section 3.9, table 3-8): the bytes one U+FFFD stands for. Surrogates
 * are malformed unless wtf8; a pair of them is never joined here. *cp is U+FFFD after an error. */
HK_FN int hk_utf8_decode(const uint8_t *s, size_t n, bool wtf8, uint32_t *cp)
{
    uint32_t b = s[0], c, low = 0x80, high = 0xBF;
    int need, i;

    *cp = b;
    if (b < 0x80) return 1;
    *cp = HK_REPLACEMENT;
    if (b < 0xC2 || b > 0xF4) return -1;
    /* The second byte's range excludes overlong forms, surrogates and what lies beyond U+10FFFF; table 3-7. */
    if (b < 0xE0) {
        need = 2;
        c = b & 0x1F;
    } else if (b < 0xF0) {
        need = 3;
        c = b & 0x0F;
        if (b == 0xE0) low = 0xA0;
        if (b == 0xED && !wtf8) high = 0x9F;
    } else {
        need = 4;
        c = b & 0x07;
        if (b == 0xF0) low = 0x90;
        if (b == 0xF4) high = 0x8F;
    }
    for (i = 1; i < need; i++) {
        if ((size_t)i >= n || s[i] < low || s[i] > high) return -i;
        c = c << 6 | (s[i] & 0x3FU);
        low = 0x80;
        high = 0xBF;
    }
    *cp = c;
    return need;
}

/* The same, with U+FFFD for each malformed maximal subpart, as WHATWG's decoder does. Returns the bytes to skip. */
HK_INLINE int hk_utf8_decode_lossy(const uint8_t *s, size_t n, bool wtf8, uint32_t *cp)
{
    int used = hk_utf8_decode(s, n, wtf8, cp);
    return used < 0 ? -used : used;
}

/* Encodes cp (at most 0x10FFFF) and returns the length, 1 to 4. A surrogate is written as WTF-8 or, unless wtf8, as
 * U+FFFD; both are three bytes, so hk_utf8_length holds either way. */
HK_FN int hk_utf8_encode(uint32_t cp, bool wtf8, uint8_t out[4])
{
    int n = hk_utf8_length(cp), i;

    if (n == 1) {
        out[0] = (uint8_t)cp;
        return 1;
    }
    if (!wtf8 && hk_is_surrogate(cp)) cp = HK_REPLACEMENT;
    for (i = n - 1; i > 0; i--) {
        out[i] = (uint8_t)(0x80U | (cp & 0x3FU));
        cp >>= 6;
    }
    out[0] = (uint8_t)((0xF00U >> n & 0xF0U) | cp);
    return n;
}

/* Decodes the code point at s[0] of n > 0 UTF-16 units: a pair gives its code point and 2, anything else itself and 1. */
HK_INLINE int hk_utf16_decode(const uint16_t *s, size_t n, uint32_t *cp)
{
    *cp = s[0];
    if (n < 2 || !hk_is_lead_surrogate(s[0]) || !hk_is_trail_surrogate(s[1])) return 1;
    *cp = hk_join_surrogates(s[0], s[1]);
    return 2;
}

/* Writes cp as one or two UTF-16 units and returns how many. */
HK_INLINE int hk_utf16_encode(uint32_t cp, uint16_t out[2])
{
    if (cp <= 0xFFFF) {
        out[0] = (uint16_t)cp;
        return 1;
    }
    out[0] = (uint16_t)hk_lead_surrogate(cp);
    out[1] = (uint16_t)hk_trail_surrogate(cp);
    return 2;
}

#endif
