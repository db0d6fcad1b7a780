/* The functions of the global object; parseInt and parseFloat are in number.c. */
#ifndef HK_LIB_GLOBAL_C
#define HK_LIB_GLOBAL_C
#include "core.c"
#include "../base/number.h"
#include "../base/utf.h"
#include "../unicode/unicode.h"

HK_FN hk_val hk_nat_isNaN(hk_vm *vm, hk_val *a, int argc)
{
    (void)vm, (void)argc;
    return hk_bool(hk_is_nan(hk_num_of(HK_ARG(a, 0))));
}
HK_FN hk_val hk_nat_isFinite(hk_vm *vm, hk_val *a, int argc)
{
    (void)vm, (void)argc;
    return hk_bool(hk_is_finite(hk_num_of(HK_ARG(a, 0))));
}

/* ---- Texts recoded ------------------------------------------------------------------------ */

/* Where units go: nowhere while they are counted, then into a string of that length. */
typedef struct {
    uint8_t *u8;
    uint16_t *u16;
    uint32_t n, all, last;      /* how many; all of them ORed; the last */
} hk_sink;
enum { HK_ENCODE, HK_ENCODE_COMPONENT, HK_DECODE, HK_DECODE_COMPONENT, HK_ESCAPE, HK_UNESCAPE };

HK_FN void hk_sink_unit(hk_sink *s, uint32_t c)
{
    if (s->u8)
        s->u8[s->n] = (uint8_t)c;
    else if (s->u16)
        s->u16[s->n] = (uint16_t)c;
    s->n++;
    s->all |= c;
    s->last = c;
}

HK_FN void hk_sink_hex(hk_sink *s, uint32_t c, int digits)
{
    while (digits--)
        hk_sink_unit(s, (uint8_t)"0123456789ABCDEF"[c >> 4 * digits & 15]);
}

HK_FN bool hk_is_one_of(uint32_t c, const char *set)
{
    while (*set && (uint8_t)*set != c)
        set++;
    return *set != 0;
}

/* uriReserved and #: what decodeURI leaves escaped and encodeURI does not escape */
static const char hk_uri_reserved[] = ";/?:@&=+$,#";

/* The characters that stay as they are */
HK_FN bool hk_stays(uint32_t c, unsigned mode)
{
    return hk_ascii_is_letter(c) || c - '0' < 10 || hk_is_one_of(c, mode == HK_ESCAPE ? "@*_+-./" : "-_.!~*'()") ||
           (mode == HK_ENCODE && hk_is_one_of(c, hk_uri_reserved));
}

/* Encode; false: lone surrogate. */
HK_FN bool hk_encode_uri(const hk_text *t, unsigned mode, hk_sink *out)
{
    uint8_t utf8[4];
    for (uint32_t i = 0; i < t->len && out->n <= HK_MAX_STRING; i++) {
        uint32_t c = hk_unit(t, i);
        if (hk_stays(c, mode)) {
            hk_sink_unit(out, c);
            continue;
        }
        if (hk_is_lead_surrogate(c) && i + 1 < t->len && hk_is_trail_surrogate(hk_unit(t, i + 1)))
            c = hk_join_surrogates(c, hk_unit(t, ++i));
        if (hk_is_surrogate(c))
            return false;
        int n = hk_utf8_encode(c, true, utf8);
        for (int j = 0; j < n; j++) {
            hk_sink_unit(out, '%');
            hk_sink_hex(out, utf8[j], 2);
        }
    }
    return true;
}

/* The number that `digits` hexadecimal digits at `at` give, or -1. */
HK_FN int32_t hk_read_hex(const hk_text *t, uint32_t at, uint32_t digits)
{
    uint32_t v = 0;
    if (at > t->len || t->len - at < digits)
        return -1;
    while (digits--) {
        uint32_t d = hk_unit(t, at++);
        d = d < 0x80 ? hk_digit_value(d) : 16;
        if (d >= 16)
            return -1;
        v = v << 4 | d;
    }
    return (int32_t)v;
}

/* Reads the octets of one character, of which the first is at `at`. Returns how many there are, 0: malformed. */
HK_FN uint32_t hk_read_octets(const hk_text *t, uint32_t at, uint32_t *cp)
{
    uint8_t octets[4];
    uint32_t n = 0;
    while (n < 4 && at + 3 * n < t->len && hk_unit(t, at + 3 * n) == '%') {
        int32_t octet = hk_read_hex(t, at + 3 * n + 1, 2);
        if (octet < 0)
            break;
        octets[n++] = (uint8_t)octet;
    }
    int used = n ? hk_utf8_decode(octets, n, false, cp) : 0;
    return used > 0 ? (uint32_t)used : 0;
}

/* Decode; false: malformed. */
HK_FN bool hk_decode_uri(const hk_text *t, unsigned mode, hk_sink *out)
{
    for (uint32_t i = 0; i < t->len;) {
        uint32_t c = hk_unit(t, i), octets = 0;
        if (c == '%' && (octets = hk_read_octets(t, i, &c)) == 0)
            return false;
        if (octets && mode == HK_DECODE && hk_is_one_of(c, hk_uri_reserved)) {
            octets = 0;                 /* stays as it is written */
            c = '%';
        }
        if (c > 0xFFFF) {
            hk_sink_unit(out, hk_lead_surrogate(c));
            c = hk_trail_surrogate(c);
        }
        hk_sink_unit(out, c);
        i += octets ? 3 * octets : 1;
    }
    return true;
}

HK_FN void hk_escape(const hk_text *t, hk_sink *out)
{
    for (uint32_t i = 0; i < t->len && out->n <= HK_MAX_STRING; i++) {
        uint32_t c = hk_unit(t, i);
        if (hk_stays(c, HK_ESCAPE)) {
            hk_sink_unit(out, c);
            continue;
        }
        hk_sink_unit(out, '%');
        if (c > 0xFF)
            hk_sink_unit(out, 'u');
        hk_sink_hex(out, c, c > 0xFF ? 4 : 2);
    }
}

HK_FN void hk_unescape(const hk_text *t, hk_sink *out)
{
    for (uint32_t i = 0; i < t->len; i++) {
        uint32_t c = hk_unit(t, i);
        if (c == '%') {
            uint32_t wide = i + 1 < t->len && hk_unit(t, i + 1) == 'u';
            int32_t v = hk_read_hex(t, i + 1 + wide, wide ? 4 : 2);
            if (v >= 0) {
                c = (uint32_t)v;
                i += wide ? 5 : 2;
            }
        }
        hk_sink_unit(out, c);
    }
}

HK_FN bool hk_recode_text(const hk_text *t, unsigned mode, hk_sink *out)
{
    switch (mode) {
    case HK_ENCODE: case HK_ENCODE_COMPONENT: return hk_encode_uri(t, mode, out);
    case HK_DECODE: case HK_DECODE_COMPONENT: return hk_decode_uri(t, mode, out);
    case HK_ESCAPE: hk_escape(t, out); return true;
    default:        hk_unescape(t, out); return true;
    }
}

/* Recodes the string in argument 0, in two passes. */
HK_FN hk_val hk_recode(hk_vm *vm, hk_val *a, unsigned mode)
{
    hk_text t;
    hk_sink out = { NULL, NULL, 0, 0, 0 };
    hk_ref r = hk_flatten(vm, hk_ref_of(HK_ARG(a, 0)));
    if (!r)
        return HK_EXCEPTION;
    HK_ARG(a, 0) = hk_string(r);
    hk_text_of(vm, r, &t);
    vm->budget -= (int32_t)(t.len / 4);
    if (!hk_recode_text(&t, mode, &out))
        return hk_throw(vm, HK_E_URI, "malformed URI sequence");
    if (out.n > HK_MAX_STRING)
        return hk_throw(vm, HK_E_RANGE, "string is too long");
    if (out.n < 2)
        return hk_string(out.n ? HK_CHAR_REF(out.last) : HK_KEY(empty));
    bool wide = out.all > 0xFF;
    r = hk_str_new(vm, out.n, wide);
    if (!r)
        return HK_EXCEPTION;
    hk_text_of(vm, hk_ref_of(HK_ARG(a, 0)), &t);
    hk_str *into = hk_ptr(vm, r);
    out = (hk_sink){ wide ? NULL : (uint8_t *)(into + 1), wide ? (uint16_t *)(into + 1) : NULL, 0, 0, 0 };
    hk_recode_text(&t, mode, &out);
    r = hk_str_done(vm, r);
    return r ? hk_string(r) : HK_EXCEPTION;
}

#define HK_RECODER(name, mode) \
    HK_FN hk_val hk_nat_##name(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_recode(vm, a, mode); }
HK_RECODER(encodeURI, HK_ENCODE)
HK_RECODER(encodeURIComponent, HK_ENCODE_COMPONENT)
HK_RECODER(decodeURI, HK_DECODE)
HK_RECODER(decodeURIComponent, HK_DECODE_COMPONENT)
HK_RECODER(escape, HK_ESCAPE)
HK_RECODER(unescape, HK_UNESCAPE)
#endif
