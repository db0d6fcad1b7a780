/* Structured clones: the stream of bytes that clone.js writes and reads.
 *
 *     'h' version, then one value. Numbers n are in 7-bit pieces, the lowest first, bit 7 set in all but the last.
 *     0 undefined  1 null  2 false  3 true
 *     4 n                         an integer: (n >> 1) ^ -(n & 1)
 *     5 bytes[8]                  a number
 *     6 n bytes[n], 7 n units[n]  a string: Latin-1, UTF-16
 *     8 n words[n], 9 n words[n]  a BigInt, the second below 0: words of 32 bits, the lowest first
 *     10 n                        n holes, within an array
 *     11 n                        the object of that number
 *     12                          the end of an object
 *     13 (key value)... 12        an object
 *     14 n, n elements, then as 13    an array of length n; its last holes may be left out only as 10
 *     15 (key value)... 12        a Map
 *     16 value... 12              a Set
 *     17 kind, then as 13         an Error: HK_E_*
 *     18 number                   a Date
 *     19 value                    a wrapper object
 *     20 0 n bytes[n], 20 1 max n bytes[n]    an ArrayBuffer, a resizable one
 *     21 kind offset length buffer    a typed array: HK_EL_*, with 16 added where it tracks the length of its buffer, and length
 *                                 left out; 22 a DataView. The buffer: 11 or 20
 *     23 source flags             a RegExp
 *     24 text                     a Decimal, as its toString gives it
 * Words and units are in the order of bytes of all targets, little-endian. */
#ifndef HK_LIB_CLONE_C
#define HK_LIB_CLONE_C
#include "map.c"
#include "typed.c"
#include "string.c"
#include "../heap/bigint.c"
#include "decimal.c"

#if HAKO_WITH_CLONE
enum { HK_CLONE_INT = 4, HK_CLONE_NUMBER, HK_CLONE_LATIN1, HK_CLONE_WIDE, HK_CLONE_BIGINT, HK_CLONE_NEGATIVE,
       HK_CLONE_OBJECT = 13, HK_CLONE_ARRAY, HK_CLONE_MAP, HK_CLONE_SET, HK_CLONE_ERROR, HK_CLONE_DATE, HK_CLONE_PRIMITIVE,
       HK_CLONE_BUFFER, HK_CLONE_TYPED, HK_CLONE_VIEW, HK_CLONE_REGEXP, HK_CLONE_DECIMAL };
#define HK_CLONE_VERSION 1
#define HK_CLONE_TRACKS 16      /* added to a view's kind */

/* A stream is a VALUES block; word 1 is the position. While it is read from memory of the host, LOW and HIGH are the halves of
 * its address; else LOW is a BYTES block. END: how many bytes there are, or undefined: it is being written. */
enum { HK_STREAM_LOW, HK_STREAM_HIGH, HK_STREAM_END, HK_STREAM_VALUES };
HK_INLINE uint32_t *hk_stream_at(hk_vm *vm, hk_val stream) { return &((hk_block *)hk_ptr(vm, hk_ref_of(stream)))->word; }
HK_INLINE hk_val *hk_stream_part(hk_vm *vm, hk_val stream, unsigned i) { return &hk_vals(vm, hk_ref_of(stream))[i]; }
HK_FN uint8_t *hk_stream_bytes(hk_vm *vm, hk_val stream)
{
    hk_val low = *hk_stream_part(vm, stream, HK_STREAM_LOW);
    if (hk_is_internal(low))
        return (uint8_t *)hk_vals(vm, hk_ref_of(low));
    uint32_t high = hk_ref_of(*hk_stream_part(vm, stream, HK_STREAM_HIGH));
    return (uint8_t *)(uintptr_t)((uint64_t)high << 32 | hk_ref_of(low));
}

/* ---- What can be cloned ---------------------------------------------------------------------------------------------- */

/* Throws a DataCloneError. */
HK_FN hk_val hk_clone_fail(hk_vm *vm, hk_val v)
{
    hk_throw(vm, HK_E_ERROR, "%v cannot be cloned", v);
    if (hk_class(vm, vm->exception) == HK_T_ERROR) {
        hk_val *e = hk_push(vm, vm->exception);
        vm->exception = HK_EMPTY;
        int done = hk_put(vm, *e, HK_KEY(name), hk_string(HK_KEY(notCloneable)), HK_P_HIDDEN);
        if (done == HK_YES)
            vm->exception = *e;
        hk_pop(vm);
    }
    return HK_EXCEPTION;
}
HK_FN hk_val hk_nat_cloneFail(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_clone_fail(vm, HK_ARG(a, 0));
}

/* The tag of an object; 0: it cannot be cloned. */
HK_FN unsigned hk_clone_tag(hk_vm *vm, hk_val v)
{
    if (hk_is_callable(vm, v))
        return 0;
    switch (hk_class(vm, v)) {
    case HK_T_OBJECT: case HK_T_LIB: case HK_T_ARGUMENTS: return HK_CLONE_OBJECT;
    case HK_T_ARRAY:  return HK_CLONE_ARRAY;
    case HK_T_MAP:    return HK_CLONE_MAP;
    case HK_T_SET:    return HK_CLONE_SET;
    case HK_T_ERROR:  return HK_CLONE_ERROR;
    case HK_T_DATE:   return HK_CLONE_DATE;
    case HK_T_REGEXP: return HK_CLONE_REGEXP;
    case HK_T_DECIMAL: return HAKO_WITH_DECIMAL ? HK_CLONE_DECIMAL : 0;
    case HK_T_PRIMITIVE: {
        hk_val p = hk_primitive_of(vm, v);
        return hk_is_symbol(p) || p == HK_NULL ? 0 : HK_CLONE_PRIMITIVE;
    }
#if HAKO_WITH_TYPED_ARRAYS
    case HK_T_BUFFER: return hk_buffer_ptr(vm, v)->flags & (HK_BUFFER_SHARED | HK_BUFFER_DETACHED) ? 0 : HK_CLONE_BUFFER;
    case HK_T_TYPED:
    case HK_T_VIEW:
        return hk_view_length(vm, hk_view_ptr(vm, v)) == HK_OUT_OF_BOUNDS ? 0
             : hk_class(vm, v) == HK_T_TYPED ? HK_CLONE_TYPED : HK_CLONE_VIEW;
#endif
    default: return 0;
    }
}
HK_FN hk_val hk_nat_cloneKind(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    unsigned tag = hk_is_object(HK_ARG(a, 0)) ? hk_clone_tag(vm, HK_ARG(a, 0)) : 0;
    return tag ? hk_int((int32_t)tag) : hk_clone_fail(vm, HK_ARG(a, 0));
}

/* A Date's number, a wrapper's value, a view's buffer, a Decimal's text */
HK_FN hk_val hk_nat_clonePart(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val v = HK_ARG(a, 0);
    unsigned type = hk_class(vm, v);
    bool view = type == HK_T_TYPED || type == HK_T_VIEW;
#if HAKO_WITH_DECIMAL
    if (type == HK_T_DECIMAL) {
        char text[HK_DEC_TEXT_MAX];
        hk_ref s = hk_str_utf8(vm, text, (uint32_t)hk_dec_text(hk_dec_of(vm, v), text));
        return s ? hk_string(s) : HK_EXCEPTION;
    }
#endif
    return view ? hk_object(hk_view_ptr(vm, v)->buffer) : ((hk_val *)hk_ptr(vm, hk_ref_of(v)))[2];
}

/* ---- Writing --------------------------------------------------------------------------------------------------------- */

HK_FN hk_val hk_nat_packNew(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_ref r = hk_alloc(vm, HK_T_BYTES, 64);
    a[0] = hk_internal(r);
    r = r ? hk_alloc_values(vm, HK_STREAM_VALUES, HK_UNDEFINED) : 0;
    if (!r)
        return HK_EXCEPTION;
    uint8_t *p = (uint8_t *)hk_vals(vm, hk_ref_of(a[0]));
    p[0] = 'h';
    p[1] = HK_CLONE_VERSION;
    hk_store(vm, &hk_vals(vm, r)[HK_STREAM_LOW], a[0]);
    ((hk_block *)hk_ptr(vm, r))->word = 2;
    return hk_internal(r);
}

/* Room for n bytes at the end, which are then part of the stream. NULL: out of memory. */
HK_FN uint8_t *hk_pack_room(hk_vm *vm, const hk_val *stream, uint32_t n)
{
    uint32_t at = *hk_stream_at(vm, *stream);
    hk_val *bytes = hk_push(vm, *hk_stream_part(vm, *stream, HK_STREAM_LOW));
    if (n > HK_MAX_BUFFER / 2 - at) {
        hk_throw(vm, HK_E_RANGE, "a clone's bytes are too many");
        hk_pop(vm);
        return NULL;
    }
    hk_ref r = hk_ref_of(*bytes);
    if (at + n > hk_block_bytes(vm, r) - 8 && (r = hk_resize(vm, bytes, 8 + at + n + (at + n) / 2)) != 0)
        hk_store(vm, hk_stream_part(vm, *stream, HK_STREAM_LOW), hk_internal(r));
    hk_pop(vm);
    vm->budget -= (int32_t)(n / 64);
    if (!r)
        return NULL;
    *hk_stream_at(vm, *stream) = at + n;
    return (uint8_t *)hk_vals(vm, r) + at;
}

HK_FN bool hk_pack_byte(hk_vm *vm, const hk_val *stream, unsigned byte)
{
    uint8_t *p = hk_pack_room(vm, stream, 1);
    if (p)
        *p = (uint8_t)byte;
    return p != NULL;
}
HK_FN bool hk_pack_count(hk_vm *vm, const hk_val *stream, uint32_t n)
{
    bool ok = true;
    for (; ok && n > 0x7F; n >>= 7)
        ok = hk_pack_byte(vm, stream, (n & 0x7F) | 0x80);
    return ok && hk_pack_byte(vm, stream, n);
}
/* A tag, a number, and room for n bytes behind them. NULL: out of memory. */
HK_FN uint8_t *hk_pack_bytes(hk_vm *vm, const hk_val *stream, unsigned tag, uint32_t count, uint32_t n)
{
    return hk_pack_byte(vm, stream, tag) && hk_pack_count(vm, stream, count) ? hk_pack_room(vm, stream, n) : NULL;
}

HK_FN bool hk_pack_string(hk_vm *vm, const hk_val *stream, hk_val *s)
{
    hk_text t;
    if (!hk_flat_text(vm, s, &t))
        return false;
    bool wide = t.u16 || (!t.u8 && t.unit > 0xFF);
    uint8_t *p = hk_pack_bytes(vm, stream, wide ? HK_CLONE_WIDE : HK_CLONE_LATIN1, t.len, t.len << wide);
    if (!p)
        return false;
    hk_text_of(vm, hk_ref_of(*s), &t);
    if (t.u8 || t.u16)
        memcpy(p, t.u8 ? t.u8 : (const uint8_t *)t.u16, (size_t)t.len << wide);
    else if (t.len)
        memcpy(p, &t.unit, (size_t)1 << wide);
    return true;
}

HK_FN bool hk_pack_number(hk_vm *vm, const hk_val *stream, hk_val v)
{
    v = hk_number(hk_num_of(v));
    if (hk_is_int(v)) {
        int32_t i = hk_int_of(v);
        return hk_pack_byte(vm, stream, HK_CLONE_INT) && hk_pack_count(vm, stream, (uint32_t)i << 1 ^ (i < 0 ? UINT32_MAX : 0));
    }
    uint8_t *p = hk_pack_byte(vm, stream, HK_CLONE_NUMBER) ? hk_pack_room(vm, stream, 8) : NULL;
    if (p)
        memcpy(p, &v, 8);
    return p != NULL;
}

HK_FN bool hk_pack_bigint(hk_vm *vm, const hk_val *stream, const hk_val *v)
{
    uint32_t n = hk_big_len(vm, *v);
    uint8_t *p = hk_pack_bytes(vm, stream, hk_big_negative(vm, *v) ? HK_CLONE_NEGATIVE : HK_CLONE_BIGINT, n, n * 4);
    if (p)
        memcpy(p, hk_big_limbs(vm, *v), n * 4);
    return p != NULL;
}

/* A primitive value */
HK_FN hk_val hk_nat_pack(hk_vm *vm, hk_val *a, int argc)
{
    const hk_val *stream = &HK_ARG(a, 0);
    hk_val *v = &HK_ARG(a, 1);
    (void)argc;
    if (hk_is_symbol(*v))
        return hk_clone_fail(vm, *v);
    bool ok = hk_is_string(*v) ? hk_pack_string(vm, stream, v) : hk_is_number(*v) ? hk_pack_number(vm, stream, *v)
            : hk_is_bigint(*v) ? hk_pack_bigint(vm, stream, v) : hk_pack_byte(vm, stream, hk_ref_of(*v));
    return ok ? HK_UNDEFINED : HK_EXCEPTION;
}

/* A tag, and a number if there is one */
HK_FN hk_val hk_nat_packTag(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    bool ok = hk_pack_byte(vm, &HK_ARG(a, 0), (unsigned)hk_num_of(HK_ARG(a, 1)));
    if (ok && HK_ARG(a, 2) != HK_NAN)
        ok = hk_pack_count(vm, &HK_ARG(a, 0), hk_to_uint32(hk_num_of(HK_ARG(a, 2))));
    return ok ? HK_UNDEFINED : HK_EXCEPTION;
}

/* The kind of errors of that name, an interned string; HK_E_ERROR if there is none. */
HK_FN unsigned hk_clone_error_kind(hk_ref name)
{
    static const uint16_t names[HK_E_KINDS] = { HK_ATOM_Error, HK_ATOM_TypeError, HK_ATOM_RangeError, HK_ATOM_SyntaxError,
                                                HK_ATOM_ReferenceError, HK_ATOM_URIError, HK_ATOM_EvalError };
    unsigned kind = HK_E_KINDS - 1;
    while (kind && name != hk_atom_ref(names[kind]))
        kind--;
    return kind;
}
/* An error of a kind, without a trace of its own */
HK_FN hk_val hk_clone_error(hk_vm *vm, unsigned kind)
{
    hk_ref proto = hk_intrinsic(vm, hk_error_proto(kind)), r = proto ? hk_new_class(vm, HK_T_ERROR, proto, 24) : 0;
    return r ? hk_object(r) : HK_EXCEPTION;
}

/* An error's tag, and its kind by its name */
HK_FN hk_val hk_nat_packError(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_ref name = hk_intern(vm, hk_ref_of(HK_ARG(a, 1)));
    return name && hk_pack_bytes(vm, &HK_ARG(a, 0), HK_CLONE_ERROR, hk_clone_error_kind(name), 0) ? HK_UNDEFINED : HK_EXCEPTION;
}

/* ---- Reading --------------------------------------------------------------------------------------------------------- */

HK_FN hk_val hk_unpack_fail(hk_vm *vm) { return hk_throw(vm, HK_E_SYNTAX, "the bytes of a serialized value are damaged"); }
HK_FN hk_val hk_nat_unpackFail(hk_vm *vm, hk_val *a, int argc)
{
    (void)a, (void)argc;
    return hk_unpack_fail(vm);
}

/* Are there n << shift bytes left? Throws. */
HK_FN bool hk_unpack_has(hk_vm *vm, hk_val stream, uint32_t n, unsigned shift)
{
    uint32_t left = hk_ref_of(*hk_stream_part(vm, stream, HK_STREAM_END)) - *hk_stream_at(vm, stream);
    if (n <= left >> shift)
        return true;
    hk_unpack_fail(vm);
    return false;
}
/* Takes the next n bytes, which are there. */
HK_FN const uint8_t *hk_unpack_take(hk_vm *vm, hk_val stream, uint32_t n)
{
    uint32_t *at = hk_stream_at(vm, stream);
    const uint8_t *p = hk_stream_bytes(vm, stream) + *at;
    *at += n;
    vm->budget -= (int32_t)(n / 64);
    return p;
}
HK_FN bool hk_unpack_count(hk_vm *vm, hk_val stream, uint32_t *n)
{
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        if (!hk_unpack_has(vm, stream, 1, 0))
            return false;
        uint8_t byte = *hk_unpack_take(vm, stream, 1);
        v |= (uint64_t)(byte & 0x7F) << shift;
        if (!(byte & 0x80))
            break;
    }
    *n = (uint32_t)v;
    if (v >> 32 == 0)
        return true;
    hk_unpack_fail(vm);
    return false;
}

/* At the beginning: makes the stream ready, and checks its version. Later: that all of it has been read. */
HK_FN hk_val hk_nat_unpackCheck(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val stream = HK_ARG(a, 0), *end = hk_stream_part(vm, stream, HK_STREAM_END);
    uint32_t *at = hk_stream_at(vm, stream);
    if (*end == HK_UNDEFINED) {
        *end = hk_int((int32_t)*at);
        *at = 0;
    }
    if (*at)
        return *at == hk_ref_of(*end) ? HK_UNDEFINED : hk_unpack_fail(vm);
    if (!hk_unpack_has(vm, stream, 2, 0))
        return HK_EXCEPTION;
    const uint8_t *p = hk_unpack_take(vm, stream, 2);
    return p[0] == 'h' && p[1] == HK_CLONE_VERSION ? HK_UNDEFINED : hk_unpack_fail(vm);
}

HK_FN hk_val hk_nat_unpackByte(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_unpack_has(vm, HK_ARG(a, 0), 1, 0) ? hk_int(*hk_unpack_take(vm, HK_ARG(a, 0), 1)) : HK_EXCEPTION;
}
HK_FN hk_val hk_nat_unpackCount(hk_vm *vm, hk_val *a, int argc)
{
    uint32_t n;
    (void)argc;
    return hk_unpack_count(vm, HK_ARG(a, 0), &n) ? hk_uint(n) : HK_EXCEPTION;
}

HK_FN hk_val hk_unpack_string(hk_vm *vm, const hk_val *stream, bool wide)
{
    uint32_t n;
    if (!hk_unpack_count(vm, *stream, &n) || !hk_unpack_has(vm, *stream, n, wide))
        return HK_EXCEPTION;
    if (n < 2) {
        uint16_t unit = 0;
        memcpy(&unit, hk_unpack_take(vm, *stream, n << wide), (size_t)n << wide);
        return hk_string_result(hk_str_utf16(vm, &unit, n));
    }
    hk_ref r = hk_str_new(vm, n, wide);
    if (!r)
        return HK_EXCEPTION;
    memcpy((hk_str *)hk_ptr(vm, r) + 1, hk_unpack_take(vm, *stream, n << wide), (size_t)n << wide);
    return hk_string_result(hk_str_done(vm, r));
}

HK_FN hk_val hk_unpack_bigint(hk_vm *vm, const hk_val *stream, bool negative)
{
    uint32_t n;
    if (!hk_unpack_count(vm, *stream, &n) || !hk_unpack_has(vm, *stream, n, 2))
        return HK_EXCEPTION;
    if (!HAKO_WITH_BIGINT)
        return hk_throw(vm, HK_E_TYPE, "BigInt is not supported in this build");
    hk_val v = hk_big_new(vm, n);
    if (v == HK_EXCEPTION)
        return v;
    memcpy(hk_big_limbs(vm, v), hk_unpack_take(vm, *stream, n * 4), n * 4);
    return hk_big_done(vm, v, n, negative);
}

/* The primitive value behind its tag */
HK_FN hk_val hk_nat_unpack(hk_vm *vm, hk_val *a, int argc)
{
    const hk_val *stream = &HK_ARG(a, 0);
    unsigned tag = (unsigned)hk_num_of(HK_ARG(a, 1));
    uint32_t n;
    uint64_t bits;
    (void)argc;
    switch (tag) {
    case 0: case 1: case 2: case 3: return HK_UNDEFINED + tag;
    case HK_CLONE_INT:
        return hk_unpack_count(vm, *stream, &n) ? hk_int((int32_t)(n >> 1 ^ (0u - (n & 1)))) : HK_EXCEPTION;
    case HK_CLONE_NUMBER:
        if (!hk_unpack_has(vm, *stream, 8, 0))
            return HK_EXCEPTION;
        memcpy(&bits, hk_unpack_take(vm, *stream, 8), 8);
        return hk_number(hk_u2d(bits));
    case HK_CLONE_LATIN1: case HK_CLONE_WIDE: return hk_unpack_string(vm, stream, tag == HK_CLONE_WIDE);
    case HK_CLONE_BIGINT: case HK_CLONE_NEGATIVE: return hk_unpack_bigint(vm, stream, tag == HK_CLONE_NEGATIVE);
    default: return hk_unpack_fail(vm);
    }
}

/* An error of the kind that comes next */
HK_FN hk_val hk_nat_unpackError(hk_vm *vm, hk_val *a, int argc)
{
    uint32_t kind;
    (void)argc;
    if (!hk_unpack_count(vm, HK_ARG(a, 0), &kind))
        return HK_EXCEPTION;
    return kind < HK_E_KINDS ? hk_clone_error(vm, kind) : hk_unpack_fail(vm);
}

/* ---- Bytes ----------------------------------------------------------------------------------------------------------- */
#if HAKO_WITH_TYPED_ARRAYS

HK_FN hk_val hk_nat_packBuffer(hk_vm *vm, hk_val *a, int argc)
{
    const hk_val *stream = &HK_ARG(a, 0);
    const hk_buffer *b = hk_buffer_ptr(vm, HK_ARG(a, 1));
    bool resizable = (b->flags & HK_BUFFER_RESIZABLE) != 0;
    uint32_t n = b->length, max = b->max;
    (void)argc;
    bool ok = hk_pack_bytes(vm, stream, HK_CLONE_BUFFER, resizable, 0) && (!resizable || hk_pack_count(vm, stream, max));
    uint8_t *p = ok && hk_pack_count(vm, stream, n) ? hk_pack_room(vm, stream, n) : NULL;
    if (p && n)
        memcpy(p, hk_buffer_bytes(vm, hk_buffer_ptr(vm, HK_ARG(a, 1))), n);
    return p ? HK_UNDEFINED : HK_EXCEPTION;
}

/* A view, but for its buffer */
HK_FN hk_val hk_nat_packView(hk_vm *vm, hk_val *a, int argc)
{
    const hk_val *stream = &HK_ARG(a, 0);
    const hk_view *v = hk_view_ptr(vm, HK_ARG(a, 1));
    uint32_t offset = v->offset, length = v->length, tracks = v->kind & HK_VIEW_TRACKS;
    unsigned kind = hk_view_kind(v), tag = hk_class(vm, HK_ARG(a, 1)) == HK_T_TYPED ? HK_CLONE_TYPED : HK_CLONE_VIEW;
    (void)argc;
    bool ok = hk_pack_bytes(vm, stream, tag, kind | (tracks ? HK_CLONE_TRACKS : 0u), 0) && hk_pack_count(vm, stream, offset);
    return ok && (tracks || hk_pack_count(vm, stream, length)) ? HK_UNDEFINED : HK_EXCEPTION;
}

/* stream, 0 or 1: a resizable one */
HK_FN hk_val hk_nat_unpackBuffer(hk_vm *vm, hk_val *a, int argc)
{
    const hk_val *stream = &HK_ARG(a, 0);
    uint32_t n, max = 0;
    bool resizable = HK_ARG(a, 1) != hk_int(0);
    (void)argc;
    if ((resizable && !hk_unpack_count(vm, *stream, &max)) || !hk_unpack_count(vm, *stream, &n) || !hk_unpack_has(vm, *stream, n, 0))
        return HK_EXCEPTION;
    if (resizable && (n > max || HK_ARG(a, 1) != hk_int(1)))
        return hk_unpack_fail(vm);
    hk_val v = hk_make_buffer(vm, HK_UNDEFINED, HK_UNDEFINED, n, resizable ? max : HK_NO_SIZE, false);
    if (v != HK_EXCEPTION && n)
        memcpy(hk_buffer_bytes(vm, hk_buffer_ptr(vm, v)), hk_unpack_take(vm, *stream, n), n);
    return v;
}

/* tag, kind, offset, length (below 0: it tracks the buffer's), buffer */
HK_FN hk_val hk_nat_unpackView(hk_vm *vm, hk_val *a, int argc)
{
    unsigned kind = (unsigned)hk_num_of(HK_ARG(a, 1));
    double offset = hk_num_of(HK_ARG(a, 2)), length = hk_num_of(HK_ARG(a, 3));
    bool typed = hk_num_of(HK_ARG(a, 0)) == HK_CLONE_TYPED;
    (void)argc;
    if (hk_class(vm, HK_ARG(a, 4)) != HK_T_BUFFER || kind >= HK_EL_COUNT || (!typed && kind != HK_EL_UINT8) ||
        (hk_is_big(kind) && !HAKO_WITH_BIGINT_ARRAYS) || (hk_to_uint32(offset) & ((1u << hk_el_shift[kind]) - 1)) ||
        (length < 0 && !(hk_buffer_ptr(vm, HK_ARG(a, 4))->flags & HK_BUFFER_RESIZABLE)))
        return hk_unpack_fail(vm);
    hk_val v = typed ? hk_make_typed(vm, kind) : hk_new_view(vm, HK_T_VIEW, kind, hk_intrinsic(vm, HK_IN_DataViewPrototype));
    return v == HK_EXCEPTION ? v : hk_view_over(vm, v, HK_ARG(a, 4), offset, length < 0 ? HK_NO_SIZE : length);
}
#else
/* There are no buffers: nothing calls these to write, and what asks for one cannot be read. */
HK_FN hk_val hk_no_buffers(hk_vm *vm) { return hk_throw(vm, HK_E_TYPE, "ArrayBuffer is not supported in this build"); }
HK_FN hk_val hk_nat_packBuffer(hk_vm *vm, hk_val *a, int argc) { (void)a, (void)argc; return hk_no_buffers(vm); }
HK_FN hk_val hk_nat_packView(hk_vm *vm, hk_val *a, int argc) { (void)a, (void)argc; return hk_no_buffers(vm); }
HK_FN hk_val hk_nat_unpackBuffer(hk_vm *vm, hk_val *a, int argc) { (void)a, (void)argc; return hk_no_buffers(vm); }
HK_FN hk_val hk_nat_unpackView(hk_vm *vm, hk_val *a, int argc) { (void)a, (void)argc; return hk_no_buffers(vm); }
#endif
#endif
#endif
