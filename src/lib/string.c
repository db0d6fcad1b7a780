/* String and what other natives need of strings. */
#ifndef HK_LIB_STRING_C
#define HK_LIB_STRING_C
#include "core.c"
#include "iterator.h"
#include "object.c"
#include "../base/libm.h"
#include "../base/number.h"
#include "../unicode/unicode.h"

#define HK_NOT_FOUND UINT32_MAX

/* A step per 16 units that a native goes through. */
HK_INLINE void hk_charge_units(hk_vm *vm, uint32_t n) { vm->budget -= (int32_t)(n / 16); }

/* A string or, for ref 0, the exception that stands. */
HK_INLINE hk_val hk_string_result(hk_ref r) { return r ? hk_string(r) : HK_EXCEPTION; }

/* Flattens the string in a rooted place and gives its text. false: out of memory. */
HK_FN bool hk_flat_text(hk_vm *vm, hk_val *v, hk_text *t)
{
    hk_ref r = hk_flatten(vm, hk_ref_of(*v));
    if (!r)
        return false;
    *v = hk_string(r);
    hk_text_of(vm, r, t);
    return true;
}

/* The text of a[0] and the number in the first argument as an index into it. HK_NO: out of its range. */
HK_FN int hk_unit_index(hk_vm *vm, hk_val *a, hk_text *t, uint32_t *i)
{
    if (!hk_flat_text(vm, a, t))
        return HK_ERR;
    double d = hk_num_of(HK_ARG(a, 0));
    if (!(d >= 0 && d < t->len))
        return HK_NO;
    *i = (uint32_t)d;
    return HK_YES;
}

/* An integer or infinity, clamped to [0, length]. */
HK_FN uint32_t hk_clamp_index(hk_val v, uint32_t length)
{
    double d = hk_num_of(v);
    return d <= 0 ? 0 : d < length ? (uint32_t)d : length;
}

/* The same, negative ones counted from the end. */
HK_FN uint32_t hk_relative_index(hk_val v, uint32_t length)
{
    double d = hk_num_of(v);
    return hk_clamp_index(hk_number(d < 0 ? d + length : d), length);
}

/* ---- The constructor ---------------------------------------------------------------------- */

/* A wrapper object of a primitive, with prototype `proto` or, for undefined, its own. */
HK_FN hk_val hk_wrap_primitive(hk_vm *vm, hk_val proto, hk_val v)
{
    if (!hk_is_object(proto))
        return hk_to_object(vm, v);
    hk_push(vm, v);
    hk_ref p = hk_object_block(vm, proto), r = p ? hk_new_class(vm, HK_T_PRIMITIVE, p, 24) : 0;
    v = hk_pop(vm);
    if (!r)
        return HK_EXCEPTION;
    hk_store(vm, &((hk_val *)hk_ptr(vm, r))[2], v);
    return hk_object(r);
}
HK_FN hk_val hk_nat_wrapPrimitive(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_wrap_primitive(vm, HK_ARG(a, 1), HK_ARG(a, 0));
}

/* "Symbol(description)" */
HK_FN hk_val hk_symbol_text(hk_vm *vm, hk_val symbol)
{
    hk_val d = hk_symbol_description(vm, hk_ref_of(symbol));
    hk_ref r = hk_concat(vm, HK_KEY(Symbol_open), hk_is_string(d) ? hk_ref_of(d) : HK_EMPTY_STRING);
    return hk_string_result(r ? hk_concat(vm, r, HK_CHAR_REF(')')) : 0);
}

HK_FN hk_val hk_nat_stringConstructor(hk_vm *vm, hk_val *a, int argc)
{
    hk_val v = argc ? HK_ARG(a, 0) : hk_string(HK_EMPTY_STRING);
    if (hk_text_by_script(vm, v))
        return HK_TWIN;
    bool call = HK_NEWTARGET(a) == HK_UNDEFINED;
    if (call && hk_is_symbol(v))
        return hk_symbol_text(vm, v);
    v = hk_to_string_value(vm, v);
    return call || v == HK_EXCEPTION ? v : hk_wrap_primitive(vm, a[0], v);
}

HK_FN hk_val hk_nat_fromCharCode(hk_vm *vm, hk_val *a, int argc)
{
    if (argc == 1)
        return hk_string(HK_CHAR_REF(hk_to_uint32(hk_num_of(HK_ARG(a, 0))) & 0xFFFF));
    hk_ref r = hk_str_new(vm, (uint32_t)argc, true);
    if (!r)
        return HK_EXCEPTION;
    uint16_t *units = (uint16_t *)(void *)((hk_str *)hk_ptr(vm, r) + 1);
    for (int i = 0; i < argc; i++)
        units[i] = (uint16_t)hk_to_uint32(hk_num_of(HK_ARG(a, i)));
    vm->budget -= argc;
    return hk_string(hk_str_done(vm, r));
}

/* The string of one code point. */
HK_FN hk_val hk_nat_codePoint(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    double d = hk_num_of(HK_ARG(a, 0));
    uint16_t units[2];
    if (!(d >= 0 && d <= 0x10FFFF && d == (uint32_t)d))
        return hk_throw(vm, HK_E_RANGE, "%v is not a code point", HK_ARG(a, 0));
    return hk_string_result(hk_str_utf16(vm, units, (uint32_t)hk_utf16_encode((uint32_t)d, units)));
}

/* ThisStringValue */
HK_FN hk_val hk_this_string(hk_vm *vm, hk_val v)
{
    hk_val s = hk_primitive_of(vm, v);
    return hk_is_string(s) ? s : hk_throw(vm, HK_E_TYPE, "%v is not a String", v);
}
HK_FN hk_val hk_nat_thisString(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_this_string(vm, a[0]);
}

/* ---- Units -------------------------------------------------------------------------------- */

HK_FN hk_val hk_nat_charAt(hk_vm *vm, hk_val *a, int argc)
{
    hk_text t;
    uint32_t i;
    (void)argc;
    int found = hk_unit_index(vm, a, &t, &i);
    return found == HK_ERR ? HK_EXCEPTION : hk_string(found == HK_NO ? HK_EMPTY_STRING : HK_CHAR_REF(hk_unit(&t, i)));
}

HK_FN hk_val hk_nat_stringAt(hk_vm *vm, hk_val *a, int argc)
{
    hk_text t;
    uint32_t i;
    (void)argc;
    if (hk_num_of(HK_ARG(a, 0)) < 0)
        HK_ARG(a, 0) = hk_number(hk_num_of(HK_ARG(a, 0)) + hk_str_len(vm, hk_ref_of(a[0])));
    int found = hk_unit_index(vm, a, &t, &i);
    return found == HK_ERR ? HK_EXCEPTION : found == HK_NO ? HK_UNDEFINED : hk_string(HK_CHAR_REF(hk_unit(&t, i)));
}

HK_FN hk_val hk_nat_charCodeAt(hk_vm *vm, hk_val *a, int argc)
{
    hk_text t;
    uint32_t i;
    (void)argc;
    int found = hk_unit_index(vm, a, &t, &i);
    return found == HK_ERR ? HK_EXCEPTION : found == HK_NO ? HK_NAN : hk_int((int32_t)hk_unit(&t, i));
}

/* The code point at unit *i, which moves behind it. */
HK_FN uint32_t hk_next_code_point(const hk_text *t, uint32_t *i)
{
    uint32_t c = hk_unit(t, (*i)++);
    if (hk_is_lead_surrogate(c) && *i < t->len && hk_is_trail_surrogate(hk_unit(t, *i)))
        c = hk_join_surrogates(c, hk_unit(t, (*i)++));
    return c;
}

HK_FN hk_val hk_nat_codePointAt(hk_vm *vm, hk_val *a, int argc)
{
    hk_text t;
    uint32_t i;
    (void)argc;
    int found = hk_unit_index(vm, a, &t, &i);
    return found == HK_ERR ? HK_EXCEPTION : found == HK_NO ? HK_UNDEFINED : hk_int((int32_t)hk_next_code_point(&t, &i));
}

/* The next lone surrogate at or behind unit i; the length if there is none. */
HK_FN uint32_t hk_lone_surrogate(const hk_text *t, uint32_t i)
{
    while (i < t->len) {
        uint32_t next = i;
        if (hk_is_surrogate(hk_next_code_point(t, &next)))
            return i;
        i = next;
    }
    return i;
}

HK_FN hk_val hk_nat_isWellFormed(hk_vm *vm, hk_val *a, int argc)
{
    hk_text t;
    (void)argc;
    if (!hk_flat_text(vm, a, &t))
        return HK_EXCEPTION;
    hk_charge_units(vm, t.len);
    return hk_bool(t.u8 || hk_lone_surrogate(&t, 0) == t.len);
}

HK_FN hk_val hk_nat_toWellFormed(hk_vm *vm, hk_val *a, int argc)
{
    hk_text t;
    (void)argc;
    if (!hk_flat_text(vm, a, &t))
        return HK_EXCEPTION;
    uint32_t at = t.u8 ? t.len : hk_lone_surrogate(&t, 0);
    hk_charge_units(vm, t.len);
    if (at == t.len)
        return a[0];
    hk_ref r = hk_str_new(vm, t.len, true);
    if (!r)
        return HK_EXCEPTION;
    hk_text_of(vm, hk_ref_of(a[0]), &t);
    hk_copy_units(hk_ptr(vm, r), 0, &t, 0, t.len);
    for (; at < t.len; at = hk_lone_surrogate(&t, at + 1))
        ((uint16_t *)(void *)((hk_str *)hk_ptr(vm, r) + 1))[at] = HK_REPLACEMENT;
    return hk_string(hk_str_done(vm, r));
}

/* ---- Searching ---------------------------------------------------------------------------- */

HK_FN bool hk_text_at(const hk_text *t, uint32_t at, const hk_text *s)
{
    if (t->u8 && s->u8)
        return hk_memcmp(t->u8 + at, s->u8, s->len) == 0;
    for (uint32_t i = 0; i < s->len; i++)
        if (hk_unit(t, at + i) != hk_unit(s, i))
            return false;
    return true;
}

/* Where s stands in t: at `from` or the nearest place behind it, or else (back) before it. By rolling hashes (Karp and Rabin), so
 * that long texts of the same unit over and over cost no more than others. */
HK_FN uint32_t hk_text_find(hk_vm *vm, const hk_text *t, const hk_text *s, uint32_t from, bool back)
{
    const uint32_t base = 0x01000193, inverse = 0x359C449B;     /* base * inverse is 1 */
    uint32_t n = s->len, want = 0, have = 0, top = 1, i;
    if (n > t->len || from > t->len - n)
        return HK_NOT_FOUND;
    for (i = 0; i < n; i++) {
        want = want * base + hk_unit(s, i);
        have = have * base + hk_unit(t, from + i);
        top *= i ? base : 1;
    }
    for (i = from; have != want || !hk_text_at(t, i, s);) {
        if (i == (back ? 0 : t->len - n)) {
            hk_charge_units(vm, back ? from : t->len - from);
            return HK_NOT_FOUND;
        }
        if (back) {
            have = (have - hk_unit(t, i + n - 1)) * inverse + top * hk_unit(t, i - 1);
            i--;
        } else {
            have = (have - top * hk_unit(t, i)) * base + hk_unit(t, i + n);
            i++;
        }
    }
    hk_charge_units(vm, n + (back ? from - i : i - from));
    return i;
}

HK_INLINE hk_val hk_found_index(uint32_t i) { return hk_int(i == HK_NOT_FOUND ? -1 : (int32_t)i); }

/* The texts of two rooted strings. */
HK_FN bool hk_flat_texts(hk_vm *vm, hk_val *v, hk_text *t, hk_val *w, hk_text *s)
{
    if (!hk_flat_text(vm, v, t) || !hk_flat_text(vm, w, s))
        return false;
    hk_text_of(vm, hk_ref_of(*v), t);
    return true;
}

HK_FN hk_val hk_nat_stringIndexOf(hk_vm *vm, hk_val *a, int argc)
{
    hk_text t, s;
    (void)argc;
    if (!hk_flat_texts(vm, a, &t, &HK_ARG(a, 0), &s))
        return HK_EXCEPTION;
    return hk_found_index(hk_text_find(vm, &t, &s, hk_clamp_index(HK_ARG(a, 1), t.len), false));
}

HK_FN hk_val hk_nat_stringIndex(hk_vm *vm, hk_val *a, int argc)
{
    hk_text t, s;
    (void)argc;
    if (!hk_flat_texts(vm, &HK_ARG(a, 0), &t, &HK_ARG(a, 1), &s))
        return HK_EXCEPTION;
    double from = hk_num_of(HK_ARG(a, 2));
    return hk_found_index(from > t.len ? HK_NOT_FOUND : hk_text_find(vm, &t, &s, (uint32_t)from, false));
}

HK_FN hk_val hk_nat_stringLastIndexOf(hk_vm *vm, hk_val *a, int argc)
{
    hk_text t, s;
    (void)argc;
    if (!hk_flat_texts(vm, a, &t, &HK_ARG(a, 0), &s))
        return HK_EXCEPTION;
    if (s.len > t.len)
        return hk_int(-1);
    uint32_t from = HK_ARG(a, 1) == HK_NAN ? t.len : hk_clamp_index(HK_ARG(a, 1), t.len);
    return hk_found_index(hk_text_find(vm, &t, &s, from < t.len - s.len ? from : t.len - s.len, true));
}

/* Does the second text stand in the first: 0 anywhere from `at` on, 1 at `at`, 2 ending at `at`? */
HK_FN hk_val hk_string_test(hk_vm *vm, hk_val *string, hk_val *search, hk_val at, int kind)
{
    hk_text t, s;
    if (!hk_flat_texts(vm, string, &t, search, &s))
        return HK_EXCEPTION;
    uint32_t i = hk_clamp_index(at, t.len);
    if (kind == 0)
        return hk_bool(hk_text_find(vm, &t, &s, i, false) != HK_NOT_FOUND);
    hk_charge_units(vm, s.len);
    if (kind == 2)
        return hk_bool(i >= s.len && hk_text_at(&t, i - s.len, &s));
    return hk_bool(t.len - i >= s.len && hk_text_at(&t, i, &s));
}
HK_FN hk_val hk_nat_stringTest(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_string_test(vm, &HK_ARG(a, 0), &HK_ARG(a, 1), HK_ARG(a, 2), hk_int_of(HK_ARG(a, 3)));
}

/* The usual case: the text is a string and the position, if there is one, an integer. */
HK_FN hk_val hk_plain_test(hk_vm *vm, hk_val *a, int kind)
{
    hk_val at = HK_ARG(a, 1);
    if (at == HK_UNDEFINED)
        at = hk_int(kind == 2 ? (int32_t)hk_str_len(vm, hk_ref_of(a[0])) : 0);
    if (!hk_is_string(HK_ARG(a, 0)) || !hk_is_int(at))
        return HK_TWIN;
    return hk_string_test(vm, a, &HK_ARG(a, 0), at, kind);
}
HK_FN hk_val hk_nat_stringIncludes(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_plain_test(vm, a, 0); }
HK_FN hk_val hk_nat_startsWith(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_plain_test(vm, a, 1); }
HK_FN hk_val hk_nat_endsWith(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_plain_test(vm, a, 2); }

/* ---- Parts -------------------------------------------------------------------------------- */

/* Units from up to to of the string in a rooted place; "" if there are none. */
HK_FN hk_val hk_part(hk_vm *vm, hk_val *v, uint32_t from, uint32_t to)
{
    hk_text t;
    if (from >= to)
        return hk_string(HK_EMPTY_STRING);
    if (!hk_flat_text(vm, v, &t))
        return HK_EXCEPTION;
    hk_charge_units(vm, to - from);
    return hk_string_result(hk_substring(vm, v, from, to));
}

HK_FN hk_val hk_nat_stringSlice(hk_vm *vm, hk_val *a, int argc)
{
    uint32_t len = hk_str_len(vm, hk_ref_of(HK_ARG(a, 0)));
    (void)argc;
    return hk_part(vm, &HK_ARG(a, 0), hk_clamp_index(HK_ARG(a, 1), len), hk_clamp_index(HK_ARG(a, 2), len));
}

HK_FN hk_val hk_nat_slice(hk_vm *vm, hk_val *a, int argc)
{
    uint32_t len = hk_str_len(vm, hk_ref_of(a[0]));
    (void)argc;
    return hk_part(vm, a, hk_relative_index(HK_ARG(a, 0), len),
                   HK_ARG(a, 1) == HK_UNDEFINED ? len : hk_relative_index(HK_ARG(a, 1), len));
}

HK_FN hk_val hk_nat_substring(hk_vm *vm, hk_val *a, int argc)
{
    uint32_t len = hk_str_len(vm, hk_ref_of(a[0])), from = hk_clamp_index(HK_ARG(a, 0), len);
    uint32_t to = HK_ARG(a, 1) == HK_UNDEFINED ? len : hk_clamp_index(HK_ARG(a, 1), len);
    (void)argc;
    return from < to ? hk_part(vm, a, from, to) : hk_part(vm, a, to, from);
}

HK_FN hk_val hk_nat_substr(hk_vm *vm, hk_val *a, int argc)
{
    uint32_t len = hk_str_len(vm, hk_ref_of(a[0])), from = hk_relative_index(HK_ARG(a, 0), len);
    (void)argc;
    return hk_part(vm, a, from, HK_ARG(a, 1) == HK_UNDEFINED ? len : from + hk_clamp_index(HK_ARG(a, 1), len - from));
}

HK_FN hk_val hk_trimmed(hk_vm *vm, hk_val *a, bool start, bool end)
{
    hk_text t;
    uint32_t from, to;
    if (!hk_flat_text(vm, a, &t))
        return HK_EXCEPTION;
    hk_trim(&t, &from, &to, start, end);
    hk_charge_units(vm, t.len - (to - from));
    return hk_part(vm, a, from, to);
}
HK_FN hk_val hk_nat_trim(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_trimmed(vm, a, true, true); }
HK_FN hk_val hk_nat_trimStart(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_trimmed(vm, a, true, false); }
HK_FN hk_val hk_nat_trimEnd(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_trimmed(vm, a, false, true); }

/* The parts of a[0] between occurrences of `by`, at most `limit` of them. Both are strings in rooted places. */
HK_FN hk_val hk_split_string(hk_vm *vm, hk_val *string, hk_val *by, uint32_t limit)
{
    hk_text t, s;
    hk_ref r = hk_new_array(vm, 0);
    if (!r)
        return HK_EXCEPTION;
    hk_val *parts = hk_push(vm, hk_object(r));
    bool ok = hk_flat_texts(vm, string, &t, by, &s), last = false;
    for (uint32_t from = 0, n = 0; ok && !last && n < limit && (s.len || from < t.len); n++) {
        uint32_t to = s.len ? hk_text_find(vm, &t, &s, from, false) : from + 1;
        last = to == HK_NOT_FOUND;
        hk_val part = hk_part(vm, string, from, last ? t.len : to);
        ok = part != HK_EXCEPTION && hk_append(vm, *parts, part);
        hk_text_of(vm, hk_ref_of(*string), &t);
        hk_text_of(vm, hk_ref_of(*by), &s);
        from = to + s.len;
        vm->budget--;
    }
    hk_val result = hk_pop(vm);
    return ok ? result : HK_EXCEPTION;
}
HK_FN hk_val hk_nat_stringSplit(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_split_string(vm, &HK_ARG(a, 0), &HK_ARG(a, 1), hk_to_uint32(hk_num_of(HK_ARG(a, 2))));
}
HK_FN hk_val hk_nat_split(hk_vm *vm, hk_val *a, int argc)
{
    hk_val limit = HK_ARG(a, 1);
    (void)argc;
    if (!hk_is_string(a[0]) || !hk_is_string(HK_ARG(a, 0)) || !(limit == HK_UNDEFINED || hk_is_int(limit)))
        return HK_TWIN;
    return hk_split_string(vm, a, &HK_ARG(a, 0), limit == HK_UNDEFINED ? UINT32_MAX : (uint32_t)hk_int_of(limit));
}

HK_FN hk_val hk_nat_stringIterator(hk_vm *vm, hk_val *a, int argc)
{
    hk_text t;
    (void)argc;
    return hk_flat_text(vm, a, &t) ? hk_new_iterator(vm, HK_IT_STRING, a[0]) : HK_EXCEPTION;
}

/* ---- Putting together --------------------------------------------------------------------- */

HK_FN hk_val hk_nat_stringConcat(hk_vm *vm, hk_val *a, int argc)
{
    for (int i = 0; i < argc; i++) {
        hk_ref r = hk_concat(vm, hk_ref_of(a[0]), hk_ref_of(HK_ARG(a, i)));
        if (!r)
            return HK_EXCEPTION;
        a[0] = hk_string(r);
    }
    vm->budget -= argc;
    return a[0];
}

/* The string in *root repeated and cut to `length` units, which is not 0 and neither is the string's length. */
HK_FN hk_val hk_repeated(hk_vm *vm, hk_val *root, double length)
{
    hk_text t;
    if (length > HK_MAX_STRING)
        return hk_throw(vm, HK_E_RANGE, "invalid string length");
    if (!hk_flat_text(vm, root, &t))
        return HK_EXCEPTION;
    uint32_t n = (uint32_t)length, done = t.len < n ? t.len : n;
    unsigned wide = t.u16 || t.unit > 0xFF;
    hk_charge_units(vm, n);
    hk_ref r = hk_str_new(vm, n, wide);
    if (!r)
        return HK_EXCEPTION;
    hk_text_of(vm, hk_ref_of(*root), &t);
    hk_copy_units(hk_ptr(vm, r), 0, &t, 0, done);
    for (uint8_t *units = (uint8_t *)((hk_str *)hk_ptr(vm, r) + 1); done < n; done *= 2)
        memcpy(units + (done << wide), units, (size_t)(done < n - done ? done : n - done) << wide);
    return hk_string(hk_str_done(vm, r));
}

HK_FN hk_val hk_repeat(hk_vm *vm, hk_val *string, double n)
{
    uint32_t len = hk_str_len(vm, hk_ref_of(*string));
    if (n < 0 || n > 9007199254740991.0)
        return hk_throw(vm, HK_E_RANGE, "invalid count of repetitions");
    return n == 0 || len == 0 ? hk_string(HK_EMPTY_STRING) : n == 1 ? *string : hk_repeated(vm, string, n * len);
}
HK_FN hk_val hk_nat_repeat(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_repeat(vm, a, hk_num_of(HK_ARG(a, 0)));
}
HK_FN hk_val hk_nat_stringRepeat(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_repeat(vm, &HK_ARG(a, 0), hk_num_of(HK_ARG(a, 1)));
}

/* StringPad, with a filler that is a string, not "". All in rooted places. */
HK_FN hk_val hk_pad_string(hk_vm *vm, hk_val *string, double length, hk_val *fill, bool start)
{
    hk_val filler = hk_repeated(vm, fill, length - hk_str_len(vm, hk_ref_of(*string)));
    if (filler == HK_EXCEPTION)
        return filler;
    hk_ref s = hk_ref_of(*string), f = hk_ref_of(filler);
    return hk_string_result(start ? hk_concat(vm, f, s) : hk_concat(vm, s, f));
}

/* padStart and padEnd: a filler is looked at, and coerced by the twin, only if one is needed. */
HK_FN hk_val hk_pad(hk_vm *vm, hk_val *string, hk_val *length, hk_val *fill, bool start)
{
    double want = hk_num_of(*length);
    if (want <= hk_str_len(vm, hk_ref_of(*string)))
        return *string;
    if (*fill == HK_UNDEFINED)
        *fill = hk_string(HK_CHAR_REF(' '));
    if (hk_text_by_script(vm, *fill))
        return HK_TWIN;
    *fill = hk_to_string_value(vm, *fill);
    if (*fill == HK_EXCEPTION)
        return HK_EXCEPTION;
    return hk_str_len(vm, hk_ref_of(*fill)) ? hk_pad_string(vm, string, want, fill, start) : *string;
}
HK_FN hk_val hk_nat_padStart(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_pad(vm, a, &HK_ARG(a, 0), &HK_ARG(a, 1), true);
}
HK_FN hk_val hk_nat_padEnd(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_pad(vm, a, &HK_ARG(a, 0), &HK_ARG(a, 1), false);
}
HK_FN hk_val hk_nat_stringPad(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_pad(vm, &HK_ARG(a, 0), &HK_ARG(a, 1), &HK_ARG(a, 2), HK_ARG(a, 3) == HK_TRUE);
}

/* ---- Replacing ---------------------------------------------------------------------------- */

HK_FN uint32_t hk_count_matches(hk_vm *vm, const hk_text *t, const hk_text *s, bool all)
{
    uint32_t n = 0, at = 0;
    while ((n == 0 || all) && (at = hk_text_find(vm, t, s, at, false)) != HK_NOT_FOUND) {
        at += s->len ? s->len : 1;
        n++;
    }
    return n;
}

/* Fills `into` with t, in which n occurrences of s become w. */
HK_FN void hk_fill_replaced(hk_vm *vm, hk_str *into, const hk_text *t, const hk_text *s, const hk_text *w, uint32_t n)
{
    uint32_t from = 0, end = 0, at = 0;
    while (n--) {
        uint32_t next = hk_text_find(vm, t, s, from, false);
        hk_copy_units(into, at, t, end, next);
        at += next - end;
        hk_copy_units(into, at, w, 0, w->len);
        at += w->len;
        end = next + s->len;
        from = end + (s->len == 0);
    }
    hk_copy_units(into, at, t, end, t->len);
}

/* The first or all occurrences replaced by a text that is taken as it is. Three strings in rooted places. */
HK_FN hk_val hk_replaced(hk_vm *vm, hk_val *string, hk_val *search, hk_val *with, bool all)
{
    hk_text t, s, w;
    if (!hk_flat_text(vm, with, &w) || !hk_flat_texts(vm, string, &t, search, &s))
        return HK_EXCEPTION;
    uint32_t n = hk_count_matches(vm, &t, &s, all);
    double length = t.len + (double)n * ((double)hk_str_len(vm, hk_ref_of(*with)) - s.len);
    if (n == 0 || length == 0)
        return n ? hk_string(HK_EMPTY_STRING) : *string;
    if (length > HK_MAX_STRING)
        return hk_throw(vm, HK_E_RANGE, "invalid string length");
    hk_charge_units(vm, (uint32_t)length);
    hk_ref r = hk_str_new(vm, (uint32_t)length, hk_str_wide(vm, hk_ref_of(*string)) || hk_str_wide(vm, hk_ref_of(*with)));
    if (!r)
        return HK_EXCEPTION;
    hk_text_of(vm, hk_ref_of(*string), &t);
    hk_text_of(vm, hk_ref_of(*search), &s);
    hk_text_of(vm, hk_ref_of(*with), &w);
    hk_fill_replaced(vm, hk_ptr(vm, r), &t, &s, &w, n);
    return hk_string(hk_str_done(vm, r));
}

/* The case without callbacks: three strings, of which the last has no $. */
HK_FN hk_val hk_replace_strings(hk_vm *vm, hk_val *a, bool all)
{
    hk_text w;
    if (!hk_is_string(a[0]) || !hk_is_string(HK_ARG(a, 0)) || !hk_is_string(HK_ARG(a, 1)))
        return HK_TWIN;
    if (!hk_flat_text(vm, &HK_ARG(a, 1), &w))
        return HK_EXCEPTION;
    hk_charge_units(vm, w.len);
    for (uint32_t i = 0; i < w.len; i++)
        if (hk_unit(&w, i) == '$')
            return HK_TWIN;
    return hk_replaced(vm, a, &HK_ARG(a, 0), &HK_ARG(a, 1), all);
}
HK_FN hk_val hk_nat_replace(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_replace_strings(vm, a, false); }
HK_FN hk_val hk_nat_replaceAll(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_replace_strings(vm, a, true); }

/* ---- Quoting ------------------------------------------------------------------------------ */

/* How a unit is written in a literal that is quoted by `quote`, of JSON or of the language: 0, as it is, or `out`'s length. */
HK_FN uint32_t hk_escape_unit(uint32_t c, uint32_t quote, bool json, bool lone, uint8_t out[8])
{
    static const char names[] = "btnvfr";
    bool control = c < ' ' || (!json && c >= 0x7F && c < 0xA0);
    if (c != quote && c != '\\' && !control && !lone)
        return 0;
    out[0] = '\\';
    if (c == quote || c == '\\' || (c >= '\b' && c <= '\r' && !(json && c == '\v'))) {
        out[1] = (uint8_t)(control ? names[c - '\b'] : (char)c);
        return 2;
    }
    uint32_t end = json || lone ? 6 : 4;
    out[1] = end == 6 ? 'u' : 'x';
    for (uint32_t n = 2; n < end; n++) {
        uint8_t digit = (uint8_t)hk_digit_char(c >> 4 * (end - 1 - n) & 15);
        out[n] = (uint8_t)(digit > '9' && end == 4 ? digit - 0x20 : digit);
    }
    return end;
}

/* The quoted text, written into `into` from unit `at` on, or only measured: its length. */
HK_FN uint32_t hk_write_quoted(const hk_text *t, uint8_t quote, bool json, hk_str *into, uint32_t at)
{
    uint8_t escape[8] = { quote };
    hk_text piece = { escape, NULL, 1, 0 };
    uint32_t n = 1, lone = t->u8 ? t->len : hk_lone_surrogate(t, 0);
    if (into)
        hk_copy_units(into, at, &piece, 0, 1);
    for (uint32_t i = 0; i < t->len; i++) {
        uint32_t m = hk_escape_unit(hk_unit(t, i), quote, json, i == lone, escape);
        if (into)
            hk_copy_units(into, at + n, m ? &piece : t, m ? 0 : i, m ? m : i + 1);
        n += m ? m : 1;
        if (i == lone)
            lone = hk_lone_surrogate(t, i + 1);
    }
    escape[0] = quote;
    if (into)
        hk_copy_units(into, at + n, &piece, 0, 1);
    return n + 1;
}

/* ---- Comparing, case ---------------------------------------------------------------------- */

/* Final_Sigma: a cased letter before the sigma at units [at, end), none behind it; what is case-ignorable does not count. */
HK_FN bool hk_is_final_sigma(const hk_text *t, uint32_t at, uint32_t end)
{
    uint32_t c = 0;
    bool cased = false;
    while (at > 0 && !cased) {
        c = hk_unit(t, --at);
        if (at > 0 && hk_is_trail_surrogate(c) && hk_is_lead_surrogate(hk_unit(t, at - 1)))
            c = hk_join_surrogates(hk_unit(t, at - 1), c), at--;
        if (!hk_is_case_ignorable(c)) {
            if (!hk_is_cased(c))
                return false;
            cased = true;
        }
    }
    while (cased && end < t->len) {
        c = hk_next_code_point(t, &end);
        if (!hk_is_case_ignorable(c))
            return !hk_is_cased(c);
    }
    return cased;
}

/* The code point at *i, which moves behind it, in the other case: 1 to 3 code points. */
HK_FN int hk_case_at(const hk_text *t, uint32_t *i, bool lower, uint32_t out[3])
{
    uint32_t at = *i, c = hk_next_code_point(t, i);
    if (!lower)
        return hk_to_upper(c, out);
    if (c == 0x3A3) {
        out[0] = hk_is_final_sigma(t, at, *i) ? 0x3C2 : 0x3C3;
        return 1;
    }
    return hk_to_lower(c, out);
}

/* Writes t in the other case into `into`, or only measures it. *wide: a unit is above 0xFF. */
HK_FN uint32_t hk_write_case(const hk_text *t, bool lower, hk_str *into, bool *wide)
{
    uint32_t n = 0, points[3];
    uint16_t units[2];
    for (uint32_t i = 0; i < t->len;)
        for (int j = 0, k = hk_case_at(t, &i, lower, points); j < k; j++) {
            uint32_t m = (uint32_t)hk_utf16_encode(points[j], units);
            *wide |= units[0] > 0xFF;
            hk_text piece = { NULL, units, m, 0 };
            if (into)
                hk_copy_units(into, n, &piece, 0, m);
            n += m;
        }
    return n;
}

HK_FN hk_val hk_change_case(hk_vm *vm, hk_val *a, bool lower)
{
    hk_text t;
    bool wide = false;
    if (!hk_flat_text(vm, a, &t))
        return HK_EXCEPTION;
    uint32_t n = hk_write_case(&t, lower, NULL, &wide);
    hk_charge_units(vm, t.len * 8);
    if (n == 0)
        return a[0];
    hk_ref r = hk_str_new(vm, n, wide);
    if (!r)
        return HK_EXCEPTION;
    hk_text_of(vm, hk_ref_of(a[0]), &t);
    hk_write_case(&t, lower, hk_ptr(vm, r), &wide);
    return hk_string(hk_str_done(vm, r));
}
HK_FN hk_val hk_nat_toLowerCase(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_change_case(vm, a, true); }
HK_FN hk_val hk_nat_toUpperCase(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_change_case(vm, a, false); }

/* ---- Annex B: HTML ------------------------------------------------------------------------ */

/* *root += text; of a NULL text, *root += v. */
HK_FN bool hk_html_put(hk_vm *vm, hk_val *root, const char *text, uint32_t n, hk_val v)
{
    hk_ref r = text ? hk_str_latin1(vm, (const uint8_t *)text, n) : hk_ref_of(v);
    r = r ? hk_concat(vm, hk_ref_of(*root), r) : 0;
    if (r)
        *root = hk_string(r);
    return r != 0;
}

/* CreateHTML. Which method it is the function itself tells. */
HK_FN hk_val hk_nat_html(hk_vm *vm, hk_val *a, int argc)
{
    static const char tags[13][12] = { "a name", "big", "blink", "b", "tt", "font color", "font size", "i", "a href",
                                       "small", "strike", "sub", "sup" };
    const char *tag = tags[hk_ref_of(a[1]) - HK_FN_StringPrototype_anchor];
    uint32_t all = hk_cstr_len(tag), n = 0;
    (void)argc;
    while (n < all && tag[n] != ' ')
        n++;
    hk_val *html = hk_push(vm, hk_string(HK_CHAR_REF('<')));
    hk_val *quote = hk_push(vm, hk_string(HK_CHAR_REF('"'))), *entity = hk_push(vm, hk_string(HK_KEY(quot)));
    bool ok = hk_html_put(vm, html, tag, all, 0);
    if (ok && n < all) {
        HK_ARG(a, 0) = hk_replaced(vm, &HK_ARG(a, 0), quote, entity, true);
        ok = HK_ARG(a, 0) != HK_EXCEPTION && hk_html_put(vm, html, "=\"", 2, 0) && hk_html_put(vm, html, NULL, 0, HK_ARG(a, 0)) &&
             hk_html_put(vm, html, NULL, 0, *quote);
    }
    ok = ok && hk_html_put(vm, html, ">", 1, 0) && hk_html_put(vm, html, NULL, 0, a[0]) && hk_html_put(vm, html, "</", 2, 0) &&
         hk_html_put(vm, html, tag, n, 0) && hk_html_put(vm, html, ">", 1, 0);
    hk_val result = *html;
    vm->temps -= 3;
    return ok ? result : HK_EXCEPTION;
}
#endif
