/* The properties that regular expressions know as \p{...}: finding them by name, and going through their ranges.
 *
 * property_tables.h (made by tools/unicode.mjs) has the data; tools/unicode_properties.mjs describes how it is encoded.
 * With HAKO_WITH_UNICODE_PROPERTIES 0 no property is known. */
#ifndef HK_UNICODE_PROPERTIES_H
#define HK_UNICODE_PROPERTIES_H

#include "unicode.h"

#ifndef HAKO_WITH_UNICODE_PROPERTIES
#define HAKO_WITH_UNICODE_PROPERTIES 1
#endif
#if !HAKO_WITH_UNICODE
#undef HAKO_WITH_UNICODE_PROPERTIES
#define HAKO_WITH_UNICODE_PROPERTIES 0
#endif

enum { HK_PROPERTY_CATEGORY, HK_PROPERTY_SCRIPT, HK_PROPERTY_EXTENSIONS, HK_PROPERTY_BINARY, HK_PROPERTY_STRINGS };

/* A property, and how far one has gone through it. */
typedef struct {
    uint8_t kind;                                        /* HK_PROPERTY_* */
    uint8_t which;                                       /* number of the script or property */
    uint8_t stage;
    uint32_t mask;                                       /* categories */
    uint32_t at, next, left;                             /* place in the table, next code point, ranges left */
} hk_property;

#if HAKO_WITH_UNICODE_PROPERTIES
#include "property_tables.h"

/* The number of the value with a name of those n bytes, or -1. */
HK_FN int hk_u_find_name(const char *names, const uint8_t *name, uint32_t n)
{
    for (int number = 0; *names; number += *names++ == ';') {
        uint32_t i = 0;
        while (i < n && (uint8_t)names[i] == name[i]) i++;
        if (n && i == n && (names[n] == ',' || names[n] == ';')) return number;
        while (*names != ',' && *names != ';') names++;
    }
    return -1;
}

/* Starts at the binary property `which`: its base is part of it. */
HK_FN void hk_u_open_binary(hk_property *p, uint32_t which)
{
    p->at = hk_u_binary_index[which] * 2u;
    p->which = (uint8_t)hk_u_number(hk_u_binary, &p->at);
    p->mask ^= hk_u_number(hk_u_binary, &p->at);
    p->left = hk_u_number(hk_u_binary, &p->at);
    p->next = 0;
}

/* The property whose name, or name=value, is that text of n bytes. false: there is none. */
HK_FN bool hk_find_property(hk_property *p, const uint8_t *text, uint32_t n)
{
    static const char kinds[] = "General_Category,gc;Script,sc;Script_Extensions,scx;";
    uint32_t equals = 0;
    int kind = -1, number;
    while (equals < n && text[equals] != '=') equals++;
    *p = (hk_property){ 0 };
    if (equals < n) {
        kind = hk_u_find_name(kinds, text, equals);
        text += equals + 1;
        n -= equals + 1;
        if (kind < 0) return false;
    }
    if (kind > 0) {
        number = hk_u_find_name(hk_u_script_names, text, n);
        p->kind = (uint8_t)kind;
        p->which = (uint8_t)number;
        return number >= 0;
    }
    number = hk_u_find_name(hk_u_category_names, text, n);
    if (number >= 0) {
        p->mask = hk_u_category_masks[number];
        return true;
    }
    if (kind == 0) return false;
    number = hk_u_find_name(hk_u_binary_names, text, n);
    if (number >= 0) {
        p->kind = HK_PROPERTY_BINARY;
        hk_u_open_binary(p, (uint32_t)number);
        return true;
    }
    number = hk_u_find_name(hk_u_sequence_names, text, n);
    p->kind = HK_PROPERTY_STRINGS;
    p->which = (uint8_t)number;
    return number >= 0;
}

/* The next run of a partition: from p->next on, up to what p->next is then. Returns its value. */
HK_FN uint32_t hk_u_next_run(hk_property *p, const uint8_t *runs)
{
    p->next += hk_u_number(runs, &p->at) + 1;
    return hk_u_number(runs, &p->at);
}

/* The next range in which some category of the mask stands. */
HK_FN bool hk_u_next_category(hk_property *p, uint32_t *lo, uint32_t *hi)
{
    while (p->left || p->next <= 0x10FFFF) {
        if (p->left) {                                   /* in an alternating run: every second code point */
            *lo = *hi = p->next - p->left;
            p->left = p->left > 2 ? p->left - 2 : 0;
            return true;
        }
        *lo = p->next;
        uint32_t value = hk_u_next_run(p, hk_u_categories);
        *hi = p->next - 1;
        if (value != HK_U_ALTERNATE) {
            if (p->mask >> value & 1) return true;
        } else {
            bool upper = p->mask >> HK_U_LU & 1, lower = p->mask >> HK_U_LL & 1;
            if (upper && lower) return true;
            if (upper || lower) p->left = p->next - *lo - lower;
        }
    }
    return false;
}

/* The next range where Script_Extensions differ from Script as to the script. */
HK_FN bool hk_u_next_extension(hk_property *p, uint32_t *lo, uint32_t *hi)
{
    while (p->left) {
        uint32_t list, at = 0, count, i, script = 0;
        bool member = false;
        p->left--;
        *lo = p->next + hk_u_number(hk_u_extensions, &p->at);
        *hi = *lo + hk_u_number(hk_u_extensions, &p->at);
        p->next = *hi + 1;
        for (list = hk_u_number(hk_u_extensions, &p->at); list; list--)
            for (i = hk_u_number(hk_u_extension_lists, &at); i; i--) hk_u_number(hk_u_extension_lists, &at);
        count = hk_u_number(hk_u_extension_lists, &at);
        for (i = 0; i < count; i++) {
            uint32_t other = hk_u_number(hk_u_extension_lists, &at);
            if (i == 0) script = other;
            else member |= other == p->which;
        }
        if (member != (script == p->which)) return true;
    }
    return false;
}

/* The next of the ranges whose symmetric difference is the property (not one of strings). */
HK_FN bool hk_next_range(hk_property *p, uint32_t *lo, uint32_t *hi)
{
    if (p->kind == HK_PROPERTY_CATEGORY) return hk_u_next_category(p, lo, hi);
    if (p->kind == HK_PROPERTY_BINARY) {
        while (p->left == 0 && p->which) hk_u_open_binary(p, p->which - 1u);
        if (p->left) {
            p->left--;
            *lo = p->next + hk_u_number(hk_u_binary, &p->at);
            *hi = *lo + hk_u_number(hk_u_binary, &p->at);
            p->next = *hi + 1;
            return true;
        }
        p->kind = HK_PROPERTY_CATEGORY;
        p->at = p->next = 0;
        return hk_u_next_category(p, lo, hi);
    }
    while (p->stage == 0 && p->next <= 0x10FFFF) {
        *lo = p->next;
        if (hk_u_next_run(p, hk_u_scripts) == p->which) {
            *hi = p->next - 1;
            return true;
        }
    }
    if (p->kind == HK_PROPERTY_SCRIPT) return false;
    if (p->stage == 0) {
        p->stage = 1;
        p->at = p->next = 0;
        p->left = HK_U_EXTENSION_RUNS;
    }
    return hk_u_next_extension(p, lo, hi);
}

#else

HK_INLINE bool hk_find_property(hk_property *p, const uint8_t *text, uint32_t n) { (void)p, (void)text, (void)n; return false; }
HK_INLINE bool hk_next_range(hk_property *p, uint32_t *lo, uint32_t *hi) { (void)p, (void)lo, (void)hi; return false; }

#endif
#endif
