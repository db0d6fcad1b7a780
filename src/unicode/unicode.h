/* Code points: which may be in an identifier, which are spaces, and their upper and lower case.
 *
 * Latin-1 is answered in code; the rest comes from tables.h (made by tools/unicode.mjs, where the encodings are
 * described). With HAKO_WITH_UNICODE 0 there are no tables: beyond Latin-1 nothing is a letter or has another case,
 * but spaces are all there. Every function takes any uint32_t: what is no code point is no letter and maps to itself.
 *
 * The cost of a lookup is bounded, and the generator holds it: a property decodes at most 64 run lengths, a case
 * mapping at most 64 runs in each of its two tables. */
#ifndef HK_UNICODE_H
#define HK_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/base.h"

#ifndef HAKO_WITH_UNICODE
#define HAKO_WITH_UNICODE 1
#endif

#if HAKO_WITH_UNICODE
#include "tables.h"
#endif

/* ---- Latin-1 ----------------------------------------------------------------------------------------------------- */

HK_INLINE bool hk_ascii_is_letter(uint32_t cp)
{
    return (cp | 0x20) - 'a' < 26;
}

/* For cp < 256: ID_Start and Cased are the same there. */
HK_INLINE bool hk_latin1_is_letter(uint32_t cp)
{
    return cp >= 0xC0 ? cp != 0xD7 && cp != 0xF7
                      : hk_ascii_is_letter(cp) || cp == 0xAA || cp == 0xB5 || cp == 0xBA;
}

/* ---- the tables -------------------------------------------------------------------------------------------------- */

#if HAKO_WITH_UNICODE

/* Reads the number that begins at nibble *at and moves *at behind it. */
HK_FN uint32_t hk_u_number(const uint8_t *nibbles, uint32_t *at)
{
    uint32_t n = 0, nibble;
    do {
        nibble = (uint32_t)nibbles[*at >> 1] >> (*at & 1) * 4;
        n = n << 3 | (nibble & 7);
        ++*at;
    } while (nibble & 8);
    return n;
}

/* Undoes the zigzag: 0, 1, 2, 3, 4 stand for 0, -1, 1, -2, 2. Negative numbers wrap around. */
HK_INLINE uint32_t hk_u_signed(uint32_t n)
{
    return n >> 1 ^ (0 - (n & 1));
}

/* Whether cp (not in Latin-1) is in a set; `blocks` is the number of entries in the index. */
HK_FN bool hk_u_in_set(uint32_t cp, const uint32_t *index, size_t blocks, const uint8_t *runs)
{
    size_t lo = 0, hi = blocks;                          /* the block to decode is the last of those before hi */
    uint32_t entry, first, at;
    bool in = true;
    if (cp > 0x10FFFF) return false;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if ((index[mid] & 0x1FFFFF) <= cp) lo = mid + 1;
        else hi = mid;
    }
    if (hi == 0) return false;
    entry = index[hi - 1];
    first = entry & 0x1FFFFF;
    at = entry >> 21 << 1;
    for (;;) {                                           /* ends: the block's lengths reach to the next block's start */
        first += hk_u_number(runs, &at) + 1;
        if (cp < first) return in;
        in = !in;
    }
}
#define HK_U_IN_SET(cp, name) \
    hk_u_in_set(cp, hk_u_##name##_index, HK_COUNT(hk_u_##name##_index), hk_u_##name)

/* The other half of a pair of letters that map to each other, or cp. `lower` says which half cp is. */
HK_FN uint32_t hk_u_other_case(uint32_t cp, bool lower)
{
    size_t block;
    for (block = 0; block + 1 < HK_COUNT(hk_u_pairs_index); block++) {
        const uint16_t *entry = hk_u_pairs_index[block];
        uint32_t at = entry[0], end = hk_u_pairs_index[block + 1][0], first = 0;
        const uint16_t *hull = entry + (lower ? 3 : 1);
        if (cp >> 1 < hull[0] || cp >> 1 > hull[1]) continue;
        while (at < end) {
            uint32_t count, delta, stride, i;
            first += hk_u_number(hk_u_pairs, &at);
            count = hk_u_number(hk_u_pairs, &at) + 1;
            delta = hk_u_signed(hk_u_number(hk_u_pairs, &at));
            stride = delta == 0;
            delta += stride;
            count <<= stride;
            i = cp - first - (lower ? delta : 0);
            if (i < count && !(i & stride)) return lower ? cp - delta : cp + delta;
            first += count;
        }
    }
    return cp;
}

/* The mapping of cp in the blocks `from` to `end` - 1 of the exceptions: its length, or 0 if there is none. */
HK_FN int hk_u_exception(uint32_t cp, size_t from, size_t end, uint32_t out[3])
{
    for (; from < end; from++) {
        const uint16_t *entry = hk_u_excs_index[from];
        uint32_t at = entry[0], first = 0;
        if (cp >> 1 < entry[1] || cp >> 1 > entry[2]) continue;
        while (at < hk_u_excs_index[from + 1][0]) {
            uint32_t count, delta;
            const uint16_t *tail;
            first += hk_u_number(hk_u_excs, &at);
            count = hk_u_number(hk_u_excs, &at) + 1;
            delta = hk_u_signed(hk_u_number(hk_u_excs, &at));
            tail = hk_u_tails[hk_u_number(hk_u_excs, &at)];
            if (cp - first < count) {
                out[0] = cp + delta;
                out[1] = tail[0];
                out[2] = tail[1];
                return tail[0] == 0 ? 1 : tail[1] == 0 ? 2 : 3;
            }
            first += count;
        }
    }
    return 0;
}

#endif /* HAKO_WITH_UNICODE */

/* ---- identifiers and spaces -------------------------------------------------------------------------------------- */

/* The part of hk_is_id_start that is not ASCII. */
HK_FN bool hk_is_id_start_wide(uint32_t cp)
{
    if (cp < 0x100) return hk_latin1_is_letter(cp);
#if HAKO_WITH_UNICODE
    return HK_U_IN_SET(cp, id_start);
#else
    return false;
#endif
}

/* The part of hk_is_id_continue that is not ASCII. */
HK_FN bool hk_is_id_continue_wide(uint32_t cp)
{
    if (cp == 0xB7 || cp == 0x200C || cp == 0x200D) return true;
    if (hk_is_id_start_wide(cp)) return true;
#if HAKO_WITH_UNICODE
    return cp >= 0x100 && HK_U_IN_SET(cp, id_extra);
#else
    return false;
#endif
}

/* IdentifierStartChar: ID_Start, $ and _. */
HK_INLINE bool hk_is_id_start(uint32_t cp)
{
    if (cp < 0x80) return hk_ascii_is_letter(cp) || cp == '$' || cp == '_';
    return hk_is_id_start_wide(cp);
}

/* IdentifierPartChar: ID_Continue (which has _), $, ZWNJ and ZWJ. */
HK_INLINE bool hk_is_id_continue(uint32_t cp)
{
    if (cp < 0x80) return hk_ascii_is_letter(cp) || cp - '0' < 10 || cp == '$' || cp == '_';
    return hk_is_id_continue_wide(cp);
}

/* The part of hk_is_space that is not ASCII. */
HK_FN bool hk_is_space_wide(uint32_t cp)
{
    return cp == 0xA0 || cp == 0x1680 || cp - 0x2000 <= 0xA || cp == 0x2028 || cp == 0x2029 || cp == 0x202F
        || cp == 0x205F || cp == 0x3000 || cp == 0xFEFF;
}

/* WhiteSpace or LineTerminator: what trim() removes and \s matches. */
HK_INLINE bool hk_is_space(uint32_t cp)
{
    if (cp < 0x80) return cp == ' ' || cp - '\t' < 5;
    return hk_is_space_wide(cp);
}

/* ---- case -------------------------------------------------------------------------------------------------------- */

/* Stores the full upper case mapping of cp, independent of locale and context, in out and returns its length: 1 to 3.
 * What is stored behind that length means nothing. */
HK_FN int hk_to_upper(uint32_t cp, uint32_t out[3])
{
    out[0] = cp;
    if (cp < 0x100) {
        if (cp - 'a' < 26 || (cp >= 0xE0 && cp != 0xF7 && cp != 0xFF)) out[0] = cp - 0x20;
        else if (cp == 0xB5) out[0] = 0x39C;
        else if (cp == 0xFF) out[0] = 0x178;
        else if (cp == 0xDF) {
            out[0] = out[1] = 'S';
            return 2;
        }
        return 1;
    }
#if HAKO_WITH_UNICODE
    {
        int length = hk_u_exception(cp, HK_U_UPPER_FROM, HK_U_UPPER_END, out);
        if (length > 0) return length;
        out[0] = hk_u_other_case(cp, true);
    }
#endif
    return 1;
}

/* The same for lower case. The one rule that looks at the context, Final_Sigma, is the caller's. */
HK_FN int hk_to_lower(uint32_t cp, uint32_t out[3])
{
    out[0] = cp;
    if (cp < 0x100) {
        if (cp - 'A' < 26 || (cp - 0xC0 <= 0xDE - 0xC0 && cp != 0xD7)) out[0] = cp + 0x20;
        return 1;
    }
#if HAKO_WITH_UNICODE
    {
        int length = hk_u_exception(cp, HK_U_LOWER_FROM, HK_U_LOWER_END, out);
        if (length > 0) return length;
        out[0] = hk_u_other_case(cp, false);
    }
#endif
    return 1;
}

/* The property Cased. */
HK_FN bool hk_is_cased(uint32_t cp)
{
    if (cp < 0x100) return hk_latin1_is_letter(cp);
#if HAKO_WITH_UNICODE
    return HK_U_IN_SET(cp, cased);
#else
    return false;
#endif
}

/* The property Case_Ignorable. */
HK_FN bool hk_is_case_ignorable(uint32_t cp)
{
    if (cp < 0x80) return cp == '\'' || cp == '.' || cp == ':' || cp == '^' || cp == '`';
    if (cp < 0x100) return cp == 0xA8 || cp == 0xAD || cp == 0xAF || cp == 0xB4 || cp == 0xB7 || cp == 0xB8;
#if HAKO_WITH_UNICODE
    return HK_U_IN_SET(cp, ignorable);
#else
    return false;
#endif
}

/* Simple case folding. */
HK_FN uint32_t hk_fold(uint32_t cp)
{
    uint32_t out[3];
    if (cp < 0x100) {
        if (cp == 0xB5) return 0x3BC;
        hk_to_lower(cp, out);
        return out[0];
    }
#if HAKO_WITH_UNICODE
    if (hk_u_exception(cp, HK_U_FOLD_FROM, HK_U_FOLD_END, out) > 0) return out[0];
    return hk_u_other_case(cp, false);
#else
    return cp;
#endif
}

/* A walk over all code points that have another case. Starts zeroed. */
typedef struct { uint32_t part, block, at, first, low, high; } hk_cased_walk;

/* The next range of them, lo to hi. Ranges can overlap and come in no order; a few in them may have no other case. */
HK_FN bool hk_next_cased(hk_cased_walk *w, uint32_t *lo, uint32_t *hi)
{
    static const uint8_t latin1[] = { 'A', 'Z', 'a', 'z', 0xB5, 0xB5, 0xC0, 0xFF };
    if (w->part < 8) {
        *lo = latin1[w->part++];
        *hi = latin1[w->part++];
        return true;
    }
#if HAKO_WITH_UNICODE
    uint32_t count, delta, stride;
    if (w->high) {                                       /* the lower halves of the run before */
        *lo = w->low;
        *hi = w->high;
        w->high = 0;
        return true;
    }
    if (w->part == 8) {
        if (w->block + 1 < HK_COUNT(hk_u_pairs_index) && w->at >= hk_u_pairs_index[w->block + 1][0]) {
            w->block++;
            w->first = 0;
        }
        if (w->block + 1 < HK_COUNT(hk_u_pairs_index)) {
            w->first += hk_u_number(hk_u_pairs, &w->at);
            count = hk_u_number(hk_u_pairs, &w->at) + 1;
            delta = hk_u_signed(hk_u_number(hk_u_pairs, &w->at));
            stride = delta == 0;
            *lo = w->first;
            w->first += count << stride;
            *hi = w->first - 1;
            w->low = *lo + delta;
            w->high = stride ? 0 : *hi + delta;
            return true;
        }
        w->part = 9;
        w->block = w->at = w->first = 0;
    }
    if (w->at >= hk_u_excs_index[w->block + 1][0]) {
        w->block++;
        w->first = 0;
    }
    if (w->block + 1 >= HK_COUNT(hk_u_excs_index)) return false;
    w->first += hk_u_number(hk_u_excs, &w->at);
    count = hk_u_number(hk_u_excs, &w->at) + 1;
    hk_u_number(hk_u_excs, &w->at);
    hk_u_number(hk_u_excs, &w->at);
    *lo = w->first;
    w->first += count;
    *hi = w->first - 1;
    return true;
#else
    return false;
#endif
}

#endif
