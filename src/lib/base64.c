/* Base64 and hexadecimal texts of Uint8Arrays: natives. */
#ifndef HK_LIB_BASE64_C
#define HK_LIB_BASE64_C
#include "typed.c"
#if HAKO_WITH_BASE64

/* How: see base64.js */
enum { HK_B64_KIND = 3, HK_B64_HEX = 0, HK_B64_URL = 2, HK_B64_STRICT = 4, HK_B64_STOP = 8, HK_B64_NO_PADDING = 16 };

/* ValidateUint8Array */
HK_FN bool hk_is_uint8_array(hk_vm *vm, hk_val v)
{
    if (hk_is_typed(vm, v) && hk_view_kind(hk_view_ptr(vm, v)) == HK_EL_UINT8)
        return true;
    hk_throw(vm, HK_E_TYPE, "%v is not a Uint8Array", v);
    return false;
}
HK_FN hk_val hk_nat_bytesCheck(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_is_uint8_array(vm, HK_ARG(a, 0)) ? HK_UNDEFINED : HK_EXCEPTION;
}

/* ---- Bytes to text ---------------------------------------------------------------------------------- */

HK_FN uint8_t hk_base64_char(unsigned digit, bool url)
{
    if (digit >= 62)
        return (uint8_t)(digit == 62 ? (url ? '-' : '+') : url ? '_' : '/');
    return (uint8_t)(digit < 26 ? 'A' + digit : digit < 52 ? 'a' + (digit - 26) : '0' + (digit - 52));
}

HK_FN void hk_write_base64(uint8_t *out, const uint8_t *p, uint32_t n, unsigned how)
{
    for (uint32_t i = 0; i < n; i += 3) {
        uint32_t left = n - i, bits = (uint32_t)p[i] << 16 | (left > 1 ? (uint32_t)p[i + 1] << 8 : 0) | (left > 2 ? p[i + 2] : 0u);
        for (uint32_t k = 0; k < 4; k++) {
            if (k <= left)
                *out++ = hk_base64_char(bits >> (18 - 6 * k) & 63, (how & HK_B64_KIND) == HK_B64_URL);
            else if (!(how & HK_B64_NO_PADDING))
                *out++ = '=';
        }
    }
}

/* The text of array 0: how 1 */
HK_FN hk_val hk_nat_bytesEncode(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    unsigned how = (unsigned)hk_int_of(HK_ARG(a, 1));
    uint32_t n = hk_typed_length(vm, HK_ARG(a, 0));
    if (n == HK_OUT_OF_BOUNDS)
        return HK_EXCEPTION;
    uint64_t length = how == HK_B64_HEX ? (uint64_t)n * 2 : how & HK_B64_NO_PADDING ? ((uint64_t)n * 4 + 2) / 3 : ((uint64_t)n + 2) / 3 * 4;
    if (length > HK_MAX_STRING)
        return hk_throw(vm, HK_E_RANGE, "invalid string length");
    if (!n)
        return hk_string(HK_KEY(empty));
    hk_ref r = hk_str_new(vm, (uint32_t)length, false);
    if (!r)
        return HK_EXCEPTION;
    vm->budget -= (int32_t)(n / 4);
    const uint8_t *p = hk_view_at(vm, hk_view_ptr(vm, HK_ARG(a, 0)), 0);
    uint8_t *out = (uint8_t *)((hk_str *)hk_ptr(vm, r) + 1);
    if (how != HK_B64_HEX)
        hk_write_base64(out, p, n, how);
    else
        for (uint32_t i = 0; i < n; i++) {
            *out++ = (uint8_t)hk_digit_char(p[i] >> 4);
            *out++ = (uint8_t)hk_digit_char(p[i] & 15);
        }
    return hk_string(hk_str_done(vm, r));
}

/* Its arguments make room for those of bytesEncode. */
HK_FN hk_val hk_nat_toHex(hk_vm *vm, hk_val *a, int argc)
{
    if (!hk_is_uint8_array(vm, HK_THIS(a)))
        return HK_EXCEPTION;
    HK_ARG(a, 0) = HK_THIS(a);
    HK_ARG(a, 1) = hk_int(HK_B64_HEX);
    return hk_nat_bytesEncode(vm, a, argc);
}

/* ---- Text to bytes ---------------------------------------------------------------------------------- */

/* Bytes go to `out`, if that is not NULL, at most `max` of them. */
typedef struct { const hk_text *t; uint8_t *out; uint32_t max, read, written; } hk_decoding;

HK_FN void hk_put_byte(hk_decoding *d, uint32_t byte)
{
    if (d->out)
        d->out[d->written] = (uint8_t)byte;
    d->written++;
}

/* FromHex. false: SyntaxError */
HK_FN bool hk_decode_hex(hk_decoding *d)
{
    if (d->t->len & 1)
        return false;
    for (; d->read < d->t->len && d->written < d->max; d->read += 2) {
        unsigned high = hk_digit_value(hk_unit(d->t, d->read)), low = hk_digit_value(hk_unit(d->t, d->read + 1));
        if (high > 15 || low > 15)
            return false;
        hk_put_byte(d, high << 4 | low);
    }
    return true;
}

/* The value of a base64 character, or above 63 */
HK_FN unsigned hk_base64_digit(uint32_t c, bool url)
{
    if (c == (url ? '-' : '+'))
        return 62;
    if (c == (url ? '_' : '/'))
        return 63;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    return c >= 'A' && c <= 'Z' ? c - 'A' : 64;
}

/* SkipAsciiWhitespace */
HK_FN uint32_t hk_skip_blanks(const hk_text *t, uint32_t i)
{
    for (; i < t->len; i++) {
        uint32_t c = hk_unit(t, i);
        if (c != ' ' && c != '\t' && c != '\n' && c != '\f' && c != '\r')
            break;
    }
    return i;
}

/* The last chunk, of n = 2 or 3 characters. */
HK_FN bool hk_decode_last(hk_decoding *d, uint32_t bits, unsigned n, bool strict)
{
    bits <<= 6 * (4 - n);
    if (strict && (bits & (n == 2 ? 0xFFFFu : 0xFFu)))
        return false;
    hk_put_byte(d, bits >> 16);
    if (n == 3)
        hk_put_byte(d, bits >> 8 & 0xFF);
    d->read = d->t->len;
    return true;
}

/* After the first = in a chunk of n characters, at i. */
HK_FN bool hk_decode_padding(hk_decoding *d, uint32_t i, uint32_t bits, unsigned n, unsigned how)
{
    if (n < 2)
        return false;
    i = hk_skip_blanks(d->t, i);
    if (n == 2) {
        if (i == d->t->len)
            return (how & HK_B64_STOP) != 0;
        if (hk_unit(d->t, i) == '=')
            i = hk_skip_blanks(d->t, i + 1);
    }
    return i == d->t->len && hk_decode_last(d, bits, n, (how & HK_B64_STRICT) != 0);
}

/* FromBase64. false: SyntaxError */
HK_FN bool hk_decode_base64(hk_decoding *d, unsigned how)
{
    uint32_t bits = 0, i = 0;
    unsigned n = 0;
    while (d->written < d->max) {
        i = hk_skip_blanks(d->t, i);
        if (i == d->t->len) {
            if (n && (how & HK_B64_STOP))
                return true;
            if (n)
                return !(how & HK_B64_STRICT) && n > 1 && hk_decode_last(d, bits, n, false);
            d->read = i;
            return true;
        }
        uint32_t c = hk_unit(d->t, i++), left = d->max - d->written;
        if (c == '=')
            return hk_decode_padding(d, i, bits, n, how);
        unsigned digit = hk_base64_digit(c, (how & HK_B64_KIND) == HK_B64_URL);
        if (digit > 63)
            return false;
        if ((left == 1 && n == 2) || (left == 2 && n == 3))
            return true;
        bits = bits << 6 | digit;
        if (++n < 4)
            continue;
        for (int shift = 16; shift >= 0; shift -= 8)
            hk_put_byte(d, bits >> shift & 0xFF);
        n = 0;
        bits = 0;
        d->read = i;
    }
    return true;
}

HK_FN bool hk_decode(hk_decoding *d, unsigned how) { return how == HK_B64_HEX ? hk_decode_hex(d) : hk_decode_base64(d, how); }

/* Into array 0: returns [read, written]; if that is undefined, makes one: text, how */
HK_FN hk_val hk_nat_bytesDecode(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val *array = &HK_ARG(a, 0), *text = &HK_ARG(a, 1);
    unsigned how = (unsigned)hk_int_of(HK_ARG(a, 2));
    bool make = *array == HK_UNDEFINED, ok = true;
    hk_text t;
    hk_decoding d = { &t, NULL, UINT32_MAX, 0, 0 };
    hk_ref r = hk_flatten(vm, hk_ref_of(*text));
    if (!r || (!make && (d.max = hk_typed_length(vm, *array)) == HK_OUT_OF_BOUNDS))
        return HK_EXCEPTION;
    *text = hk_string(r);
    hk_text_of(vm, r, &t);
    vm->budget -= (int32_t)(t.len / 4);
    if (make) {
        ok = hk_decode(&d, how);
        *array = ok ? hk_typed_of_length(vm, HK_EL_UINT8, d.written) : HK_UNDEFINED;
        if (*array == HK_EXCEPTION)
            return HK_EXCEPTION;
        d.read = d.written = 0;
        hk_text_of(vm, hk_ref_of(*text), &t);
    }
    if (ok) {
        d.out = hk_view_at(vm, hk_view_ptr(vm, *array), 0);
        ok = hk_decode(&d, how);
    }
    if (!ok)
        return hk_throw(vm, HK_E_SYNTAX, how == HK_B64_HEX ? "invalid hexadecimal text" : "invalid base64 text");
    return make ? *array : hk_new_pair(vm, hk_uint(d.read), hk_uint(d.written));
}
#endif
#endif
