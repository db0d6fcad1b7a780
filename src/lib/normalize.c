/* String.prototype.normalize. The text is decomposed into a new string of UTF-16, in which marks are then put in order and, for the
 * composed forms, composites replace what they are composed of: they are never longer. All in pieces; what stands between
 * two of them is in the window: HK_NORM_*. */
#ifndef HK_LIB_NORMALIZE_C
#define HK_LIB_NORMALIZE_C
#include "string.c"
#include "../unicode/normalization.h"

/* Arguments of the native. STATE: the form and the phase, ints; before the first piece the form's name. Positions are in units. */
enum { HK_NORM_STATE, HK_NORM_FROM, HK_NORM_TO, HK_NORM_OUT, HK_NORM_START, HK_NORM_CLASS };
enum { HK_NFC, HK_NFD, HK_NFKC, HK_NFKD };                      /* bit 0: decomposed, bit 1: compatibility */
enum { HK_NORM_MEASURE, HK_NORM_WRITE, HK_NORM_ORDER, HK_NORM_COMPOSE };
#define HK_NORM_PIECE 64u       /* code points */

/* The form that is named; -1 after a RangeError. */
HK_FN int hk_normalization_form(hk_vm *vm, hk_val *name)
{
    static const char forms[4][4] = { "NFC", "NFD", "NFKC", "NFKD" };
    hk_text t;
    if (*name == HK_UNDEFINED)
        return HK_NFC;
    if (!hk_flat_text(vm, name, &t))
        return -1;
    for (uint32_t i = 0; i < 4; i++)
        if (t.u8 && t.len == 3 + i / 2 && hk_memcmp(t.u8, forms[i], t.len) == 0)
            return (int)i;
    hk_throw(vm, HK_E_RANGE, "'%v' is not a normalization form", *name);
    return -1;
}

/* Is the text in that form because of its characters alone? */
HK_FN bool hk_is_plainly_normal(const hk_text *t, unsigned form)
{
    static const uint16_t below[4] = { 0x300, 0xC0, 0xA0, 0xA0 };
    uint32_t i = 0;
    while (i < t->len && hk_unit(t, i) < below[form])
        i++;
    return i == t->len;
}

#if HAKO_WITH_NORMALIZE
HK_INLINE uint32_t hk_norm_get(const hk_val *a, int i) { return (uint32_t)hk_int_of(HK_ARG(a, i)); }
HK_INLINE void hk_norm_set(hk_val *a, int i, uint32_t v) { HK_ARG(a, i) = hk_int((int32_t)v); }

/* The code point at unit i of wide text; *n: its units. */
HK_FN uint32_t hk_norm_point(const uint16_t *u, uint32_t i, uint32_t end, uint32_t *n)
{
    uint32_t c;
    *n = (uint32_t)hk_utf16_decode(u + i, end - i, &c);
    return c;
}

/* Decomposes a piece: only counts while units is NULL. true: that was the last. */
HK_FN bool hk_norm_decompose(hk_val *a, const hk_text *t, uint16_t *units)
{
    uint32_t i = hk_norm_get(a, HK_NORM_FROM), to = hk_norm_get(a, HK_NORM_TO), out[HK_DECOMPOSED];
    bool compatibility = (hk_norm_get(a, HK_NORM_STATE) & 2) != 0;
    for (uint32_t piece = 0; piece < HK_NORM_PIECE && i < t->len; piece++)
        for (uint32_t j = 0, n = hk_decompose(hk_next_code_point(t, &i), compatibility, out); j < n; j++) {
            uint16_t pair[2];
            uint32_t k = (uint32_t)hk_utf16_encode(out[j], pair);
            if (units)
                memcpy(units + to, pair, k * sizeof *pair);
            to += k;
        }
    hk_norm_set(a, HK_NORM_FROM, i);
    hk_norm_set(a, HK_NORM_TO, to);
    return i == t->len;
}

/* Canonical Ordering of a piece: each mark goes before those since the last starter whose class is greater. START: the first of them. */
HK_FN bool hk_norm_order(hk_vm *vm, hk_val *a, uint16_t *u, uint32_t end)
{
    uint32_t i = hk_norm_get(a, HK_NORM_FROM), start = hk_norm_get(a, HK_NORM_START), n, k;
    for (uint32_t piece = 0; piece < HK_NORM_PIECE && i < end; piece++, i += n) {
        uint32_t c = hk_norm_point(u, i, end, &n), low = start, high = i;
        unsigned class = hk_combining_class(c);
        if (class == 0) {
            start = i + n;
            continue;
        }
        while (low < high) {
            uint32_t middle = low + (high - low) / 2;
            if (middle > low && hk_is_trail_surrogate(u[middle]) && hk_is_lead_surrogate(u[middle - 1]))
                middle--;
            if (hk_combining_class(hk_norm_point(u, middle, high, &k)) <= class)
                low = middle + k;
            else
                high = middle;
        }
        memmove(u + low + n, u + low, (i - low) * sizeof *u);
        hk_utf16_encode(c, u + low);
        hk_charge_units(vm, i - low);
    }
    hk_norm_set(a, HK_NORM_FROM, i);
    hk_norm_set(a, HK_NORM_START, start);
    return i >= end;
}

/* Canonical Composition of a piece. START: behind where the last starter is, 0: there is none; CLASS: of what was written last behind it, 0 if
 * nothing was. */
HK_FN bool hk_norm_compose(hk_val *a, uint16_t *u, uint32_t end)
{
    uint32_t i = hk_norm_get(a, HK_NORM_FROM), to = hk_norm_get(a, HK_NORM_TO), start = hk_norm_get(a, HK_NORM_START), n, k;
    unsigned last = hk_norm_get(a, HK_NORM_CLASS);
    for (uint32_t piece = 0; piece < HK_NORM_PIECE && i < end; piece++, i += n) {
        uint32_t c = hk_norm_point(u, i, end, &n), composite = 0;
        unsigned class = hk_combining_class(c);
        if (start && (last == 0 || last < class))
            composite = hk_compose(hk_norm_point(u, start - 1, to, &k), c);
        if (composite) {
            hk_utf16_encode(composite, u + start - 1);
            continue;
        }
        if (class == 0)
            start = to + 1;
        last = class;
        to += (uint32_t)hk_utf16_encode(c, u + to);
    }
    hk_norm_set(a, HK_NORM_FROM, i);
    hk_norm_set(a, HK_NORM_TO, to);
    hk_norm_set(a, HK_NORM_START, start);
    hk_norm_set(a, HK_NORM_CLASS, last);
    return i >= end;
}

/* The string for what was measured, as long as it may be. */
HK_FN bool hk_norm_begin(hk_vm *vm, hk_val *a)
{
    uint32_t n = hk_norm_get(a, HK_NORM_TO);
    hk_ref r = n > HK_MAX_STRING ? 0 : hk_str_new(vm, n < 2 ? 2 : n, true);
    if (n > HK_MAX_STRING)
        vm->exception = HK_TOO_LONG;
    HK_ARG(a, HK_NORM_OUT) = hk_string(r);
    return r != 0;
}

/* Cuts the result to its n units. */
HK_FN hk_val hk_norm_end(hk_vm *vm, hk_val *a, uint32_t n)
{
    hk_val *out = &HK_ARG(a, HK_NORM_OUT);
    hk_str *s = hk_ptr(vm, hk_ref_of(*out));
    if (n < 2)
        return hk_string(HK_CHAR_REF(*(uint16_t *)(void *)(s + 1)));
    s->len = HK_STR_WIDE | n;
    hk_resize(vm, out, (uint32_t)sizeof *s + n * 2);            /* smaller, so it does not fail */
    return hk_string_result(hk_str_done(vm, hk_ref_of(*out)));
}

HK_FN hk_val hk_nat_normalize(hk_vm *vm, hk_val *a, int argc)
{
    hk_text t;
    (void)argc;
    if (!hk_is_int(HK_ARG(a, HK_NORM_STATE))) {
        int form = hk_normalization_form(vm, &HK_ARG(a, 0));
        if (form < 0 || !hk_flat_text(vm, a, &t))
            return HK_EXCEPTION;
        hk_charge_units(vm, t.len);
        if (hk_is_plainly_normal(&t, (unsigned)form))
            return a[0];
        hk_norm_set(a, HK_NORM_STATE, (uint32_t)form);
        hk_norm_set(a, HK_NORM_FROM, 0);
        hk_norm_set(a, HK_NORM_TO, 0);
    }
    unsigned state = hk_norm_get(a, HK_NORM_STATE), form = state & 3, phase = state >> 2;
    uint16_t *units = phase == HK_NORM_MEASURE ? NULL : (uint16_t *)(void *)((hk_str *)hk_ptr(vm, hk_ref_of(HK_ARG(a, HK_NORM_OUT))) + 1);
    uint32_t end = hk_norm_get(a, HK_NORM_TO);
    bool done;
    hk_text_of(vm, hk_ref_of(a[0]), &t);
    vm->budget -= (int32_t)HK_NORM_PIECE * 16;
    if (phase <= HK_NORM_WRITE)
        done = hk_norm_decompose(a, &t, units);
    else if (phase == HK_NORM_ORDER)
        done = hk_norm_order(vm, a, units, end);
    else
        done = hk_norm_compose(a, units, hk_str_len(vm, hk_ref_of(HK_ARG(a, HK_NORM_OUT))));
    if (end > HK_MAX_STRING)
        done = true;                                            /* it will not fit */
    if (!done)
        return HK_AGAIN;
    if (phase == HK_NORM_COMPOSE || (phase == HK_NORM_ORDER && (form & 1)) || (phase == HK_NORM_WRITE && hk_norm_get(a, HK_NORM_TO) < 2))
        return hk_norm_end(vm, a, hk_norm_get(a, HK_NORM_TO));
    if (phase == HK_NORM_MEASURE && !hk_norm_begin(vm, a))
        return HK_EXCEPTION;
    hk_norm_set(a, HK_NORM_STATE, form | (phase + 1) << 2);
    hk_norm_set(a, HK_NORM_FROM, 0);
    hk_norm_set(a, HK_NORM_START, 0);
    hk_norm_set(a, HK_NORM_CLASS, 0);
    if (phase != HK_NORM_WRITE)
        hk_norm_set(a, HK_NORM_TO, 0);
    return HK_AGAIN;
}
#else
/* The form is checked, but the text stays as it is: right for what is in that form already, all ASCII, and Latin-1 in NFC. */
HK_FN hk_val hk_nat_normalize(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_normalization_form(vm, &HK_ARG(a, 0)) < 0 ? HK_EXCEPTION : a[0];
}
#endif

/* The text in argument 0 in NFC. */
HK_FN hk_val hk_nat_normalText(hk_vm *vm, hk_val *a, int argc)
{
    if (hk_is_string(HK_ARG(a, 0))) {
        a[0] = HK_ARG(a, 0);
        HK_ARG(a, 0) = HK_UNDEFINED;
    }
    return hk_nat_normalize(vm, a, argc);
}

/* ---- Comparing ---------------------------------------------------------------------------- */

HK_FN hk_val hk_compare_texts(hk_vm *vm, const hk_text *t, const hk_text *s)
{
    hk_charge_units(vm, t->len);
    int c = hk_text_compare(t, s);
    return hk_int(c < 0 ? -1 : c > 0);
}
HK_FN hk_val hk_nat_compareTexts(hk_vm *vm, hk_val *a, int argc)
{
    hk_text t, s;
    (void)argc;
    return hk_flat_texts(vm, &HK_ARG(a, 0), &t, &HK_ARG(a, 1), &s) ? hk_compare_texts(vm, &t, &s) : HK_EXCEPTION;
}

/* The order is that of code units in NFC: an order of its own for each language is not in the engine's scope. */
HK_FN hk_val hk_nat_localeCompare(hk_vm *vm, hk_val *a, int argc)
{
    hk_text t, s;
    (void)argc;
    if (!hk_flat_texts(vm, a, &t, &HK_ARG(a, 0), &s))
        return HK_EXCEPTION;
    bool plain = !HAKO_WITH_NORMALIZE || (hk_is_plainly_normal(&t, HK_NFC) && hk_is_plainly_normal(&s, HK_NFC));
    return plain ? hk_compare_texts(vm, &t, &s) : HK_TWIN;
}
#endif
