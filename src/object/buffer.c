#ifndef HK_BUFFER_C
#define HK_BUFFER_C
#include "buffer.h"
#include "../base/libm.h"
#include "../base/number.h"
#include "../lib/bigint.h"
#include "../vm/bigint.h"
#include "../vm/forward.h"

/* ---- Memory of the host: a BYTES block of hk_memory, which is the first ref of vm->host_names -------- */

HK_INLINE hk_ref hk_memories(hk_vm *vm) { return vm->host_names ? ((hk_ref *)hk_ptr(vm, vm->host_names))[2] : 0; }
HK_INLINE hk_memory *hk_memory_at(hk_vm *vm, uint32_t i) { return (hk_memory *)(void *)hk_vals(vm, hk_memories(vm)) + i; }
HK_INLINE uint32_t hk_memory_count(hk_vm *vm)
{
    return hk_memories(vm) ? (hk_block_bytes(vm, hk_memories(vm)) - 8) / (uint32_t)sizeof(hk_memory) : 0;
}

HK_FN int32_t hk_memory_add(hk_vm *vm, const hk_memory *m)
{
    uint32_t i = 0, n = hk_memory_count(vm);
    while (i < n && hk_memory_at(vm, i)->used)
        i++;
    if (!vm->host_names && !(vm->host_names = hk_alloc(vm, HK_T_REFS, 16)))
        return -1;
    if (i == n) {
        hk_val *list = hk_push(vm, hk_internal(hk_memories(vm)));
        uint32_t bytes = 8 + (n + n / 2 + 1) * (uint32_t)sizeof *m;
        hk_ref r = n ? hk_resize(vm, list, bytes) : hk_alloc(vm, HK_T_BYTES, bytes);
        hk_pop(vm);
        if (!r)
            return -1;
        hk_store_ref(vm, (hk_ref *)hk_ptr(vm, vm->host_names) + 2, r);
    }
    *hk_memory_at(vm, i) = *m;
    return (int32_t)i;
}

HK_FN HK_NOINLINE void hk_memory_release(hk_memory *m)
{
    void (*release)(void *context, void *bytes) = (void (*)(void *, void *))(uintptr_t)m->release;
    m->used = HK_MEMORY_FREE;
    if (release)
        release((void *)(uintptr_t)m->context, (void *)(uintptr_t)m->bytes);
}

HK_FN void hk_memory_mark(hk_vm *vm, const hk_buffer *b)
{
    if (b->flags & HK_BUFFER_HOST)
        hk_memory_at(vm, b->flags >> HK_BUFFER_ENTRY)->used = HK_MEMORY_SEEN;
}

HK_FN void hk_memory_sweep(hk_vm *vm, bool all)
{
    for (uint32_t i = 0; i < hk_memory_count(vm); i++) {
        hk_memory *m = hk_memory_at(vm, i);
        if (m->used == HK_MEMORY_SEEN && !all)
            m->used = HK_MEMORY_USED;
        else if (m->used)
            hk_memory_release(m);
    }
}

/* ---- Buffers ------------------------------------------------------------------------------ */

HK_FN hk_ref hk_new_buffer(hk_vm *vm, hk_ref proto, uint32_t length, unsigned flags)
{
    hk_ref r = hk_new_class(vm, HK_T_BUFFER, proto, sizeof(hk_buffer));
    if (!r)
        return 0;
    ((hk_buffer *)hk_ptr(vm, r))->flags = flags;
    hk_val *b = hk_push(vm, hk_object(r));
    bool ok = hk_buffer_resize(vm, b, length);
    r = ok ? hk_ref_of(*b) : 0;
    hk_pop(vm);
    return r;
}

HK_FN bool hk_buffer_resize(hk_vm *vm, hk_val *buffer, uint32_t length)
{
    hk_buffer *b = hk_buffer_ptr(vm, *buffer);
    hk_ref r = 0;
    if (length) {
        hk_val *data = hk_push(vm, hk_internal(b->data));
        r = b->data ? hk_resize(vm, data, 8 + length) : hk_alloc(vm, HK_T_BYTES, 8 + length);
        hk_pop(vm);
        if (!r)
            return false;
        memset((uint8_t *)hk_vals(vm, r) + length, 0, hk_block_bytes(vm, r) - 8 - length);
        vm->budget -= (int32_t)(length / 64);
    }
    b = hk_buffer_ptr(vm, *buffer);
    hk_store_ref(vm, &b->data, r);
    b->length = length;
    return true;
}

HK_FN void hk_buffer_detach(hk_vm *vm, hk_val buffer)
{
    hk_buffer *b = hk_buffer_ptr(vm, buffer);
    unsigned flags = b->flags;
    b->data = 0;
    b->length = b->max = 0;
    b->flags = (flags & (HK_BUFFER_SHARED | HK_BUFFER_RESIZABLE)) | HK_BUFFER_DETACHED;
    if (flags & HK_BUFFER_HOST)
        hk_memory_release(hk_memory_at(vm, flags >> HK_BUFFER_ENTRY));
}

HK_FN uint8_t *hk_buffer_bytes(hk_vm *vm, const hk_buffer *b)
{
    if (HK_UNLIKELY(b->flags & HK_BUFFER_HOST))
        return (uint8_t *)(uintptr_t)hk_memory_at(vm, b->flags >> HK_BUFFER_ENTRY)->bytes;
    return (uint8_t *)hk_vals(vm, b->data);
}

/* ---- Views --------------------------------------------------------------------------------- */

HK_FN uint32_t hk_view_length(hk_vm *vm, const hk_view *v)
{
    const hk_buffer *b = hk_ptr(vm, v->buffer);
    if (!v->buffer || (b->flags & HK_BUFFER_DETACHED) || v->offset > b->length)
        return HK_OUT_OF_BOUNDS;
    uint32_t room = (b->length - v->offset) >> hk_el_shift[hk_view_kind(v)];
    if (v->kind & HK_VIEW_TRACKS)
        return room;
    return v->length <= room ? v->length : HK_OUT_OF_BOUNDS;
}

/* Where element i of a view is that has it. */
HK_INLINE uint8_t *hk_view_at(hk_vm *vm, const hk_view *v, uint32_t i)
{
    return hk_buffer_bytes(vm, hk_ptr(vm, v->buffer)) + v->offset + ((size_t)i << hk_el_shift[hk_view_kind(v)]);
}

/* The same of any index; NULL: there is no such element. */
HK_INLINE uint8_t *hk_view_element(hk_vm *vm, const hk_view *v, uint32_t i)
{
    const hk_buffer *b = hk_ptr(vm, v->buffer);
    if (HK_LIKELY(!(b->flags & HK_BUFFER_SPECIAL)))
        return i < v->length ? (uint8_t *)hk_vals(vm, b->data) + v->offset + (i << hk_el_shift[hk_view_kind(v)]) : NULL;
    uint32_t n = hk_view_length(vm, v);
    return n != HK_OUT_OF_BOUNDS && i < n ? hk_view_at(vm, v, i) : NULL;
}

/* Elements of typed arrays are aligned; those of DataViews need not be. The copies become single instructions where that is possible. */
HK_INLINE hk_val hk_load_number(const uint8_t *p, unsigned kind)
{
    uint16_t half;
    uint32_t word;
    uint64_t bits;
    double d;
    switch (kind) {
    case HK_EL_INT8:    return hk_int((int8_t)*p);
    case HK_EL_UINT8:
    case HK_EL_CLAMPED: return hk_int(*p);
    case HK_EL_INT16:   HK_COPY(&half, p, 2); return hk_int((int16_t)half);
    case HK_EL_UINT16:  HK_COPY(&half, p, 2); return hk_int(half);
    case HK_EL_INT32:   HK_COPY(&word, p, 4); return hk_int((int32_t)word);
    case HK_EL_UINT32:  HK_COPY(&word, p, 4); return hk_uint(word);
    case HK_EL_FLOAT16: HK_COPY(&half, p, 2); d = hk_from_half(half); break;
    case HK_EL_FLOAT32: HK_COPY(&word, p, 4); d = hk_u2f(word); break;
    case HK_EL_FLOAT64: HK_COPY(&bits, p, 8); d = hk_u2d(bits); break;
    default:            return HK_EMPTY;
    }
    return d == d ? hk_d2u(d) : HK_NAN;
}

HK_FN HK_NOINLINE hk_val hk_typed_get(hk_vm *vm, const hk_view *v, uint32_t i)
{
    const uint8_t *p = hk_view_element(vm, v, i);
    return p ? hk_load_number(p, hk_view_kind(v)) : HK_EMPTY;
}

HK_FN hk_val hk_load_element(hk_vm *vm, const uint8_t *p, unsigned kind)
{
#if HAKO_WITH_BIGINT_ARRAYS
    if (hk_is_big(kind)) {
        uint64_t bits;
        HK_COPY(&bits, p, 8);
        return kind == HK_EL_BIGINT64 ? hk_bigint_from_i64(vm, (int64_t)bits) : hk_bigint_from_u64(vm, bits);
    }
#endif
    (void)vm;
    return hk_load_number(p, kind);
}

HK_FN hk_val hk_typed_element(hk_vm *vm, hk_val v, uint32_t i)
{
    const hk_view *view = hk_view_ptr(vm, v);
    const uint8_t *p = hk_view_element(vm, view, i);
    return p ? hk_load_element(vm, p, hk_view_kind(view)) : HK_EMPTY;
}

HK_FN hk_val hk_element_value(hk_vm *vm, unsigned kind, hk_val v)
{
#if HAKO_WITH_BIGINT_ARRAYS
    if (hk_is_big(kind)) {
        hk_val *root = hk_push(vm, v);
        v = hk_to_bigint(vm, root);
        hk_pop(vm);
        return v;
    }
#endif
    (void)kind;
    return hk_is_number(v) ? v : hk_to_number_value(vm, v);
}

/* ToUint8Clamp: ties go to the even number. */
HK_FN uint8_t hk_clamped(double d)
{
    if (!(d > 0))
        return 0;
    if (d >= 255)
        return 255;
    unsigned i = (unsigned)d;
    double rest = d - i;
    return (uint8_t)(i + (rest > 0.5 || (rest == 0.5 && (i & 1))));
}

HK_FN void hk_store_number(uint8_t *p, unsigned kind, hk_val v)
{
    uint64_t bits;
    uint32_t word;
    uint16_t half;
    double d;
    if (kind < HK_EL_FLOAT16) {
        word = (uint32_t)(HK_LIKELY(hk_is_int(v)) ? hk_int_of(v) : hk_to_int32(hk_double_of(v)));
        if (kind >= HK_EL_INT32)
            HK_COPY(p, &word, 4);
        else if (kind < HK_EL_INT16)
            *p = (uint8_t)word;
        else
            half = (uint16_t)word, HK_COPY(p, &half, 2);
        return;
    }
    d = hk_num_of(v);
    switch (kind) {
    case HK_EL_FLOAT16: half = hk_to_half(d); HK_COPY(p, &half, 2); break;
    case HK_EL_FLOAT32: word = d == d ? hk_f2u((float)d) : 0x7FC00000u; HK_COPY(p, &word, 4); break;
    case HK_EL_FLOAT64: bits = hk_d2u(d); HK_COPY(p, &bits, 8); break;
    default:            *p = hk_clamped(d); break;
    }
}

HK_FN void hk_store_element(hk_vm *vm, uint8_t *p, unsigned kind, hk_val v)
{
#if HAKO_WITH_BIGINT_ARRAYS
    if (hk_is_big(kind)) {
        uint64_t bits = hk_bigint_to_u64(vm, v);
        HK_COPY(p, &bits, 8);
        return;
    }
#endif
    (void)vm;
    hk_store_number(p, kind, v);
}

HK_FN HK_NOINLINE bool hk_typed_put(hk_vm *vm, const hk_view *v, uint32_t i, hk_val number)
{
    uint8_t *p = hk_view_element(vm, v, i);
    if (!p || hk_is_big(hk_view_kind(v)))
        return false;
    hk_store_number(p, hk_view_kind(v), number);
    return true;
}

/* ---- Typed arrays as exotic objects --------------------------------------------------------- */

/* Is ToString(d) that text? */
HK_FN HK_NOINLINE bool hk_is_number_text(double d, const char *text, uint32_t n)
{
    char again[HK_NUMBER_MAX];
    return (uint32_t)hk_number_to_string(d, again) == n && hk_memcmp(text, again, n) == 0;
}

/* Texts of numbers have at most 17 digits, which hk_decimal_near can tell, and are Latin-1. */
HK_FN bool hk_is_numeric_key(hk_vm *vm, hk_key key)
{
    hk_text t;
    hk_decimal d;
    double v = 0;
    if (hk_key_is_index(key))
        return true;
    if (hk_ref_is_wellknown(key) || (hk_ref_is_block(key) && hk_type(vm, key) == HK_T_SYMBOL))
        return false;
    hk_text_of(vm, key, &t);
    if (!t.u8 || t.len < 2 || t.len > 26)           /* a single digit is an index */
        return false;
    const char *text = (const char *)t.u8;
    uint32_t sign = text[0] == '-', n = t.len - sign;
    if ((n == 8 && hk_memcmp(text + sign, "Infinity", 8) == 0) || (t.len == 3 && hk_memcmp(text, "NaN", 3) == 0))
        return true;
    if (n == 1 && text[1] == '0')
        return true;
    return text[sign] >= '0' && text[sign] <= '9' && hk_scan_decimal(text + sign, n, &d) == n && hk_decimal_near(&d, &v) &&
           hk_is_number_text(sign ? -v : v, text, t.len);
}

HK_FN int hk_set_typed(hk_vm *vm, hk_val o, uint32_t i, hk_val value)
{
    const hk_view *v = hk_view_ptr(vm, o);
    unsigned kind = hk_view_kind(v);
    if (!(hk_is_big(kind) ? hk_is_bigint(value) : hk_is_number(value)))
        return hk_ask_library(vm, HK_FN_setSlow, o, i == UINT32_MAX ? hk_int(-1) : hk_uint(i), value, o);
    uint8_t *p = hk_view_element(vm, v, i);
    if (p)
        hk_store_element(vm, p, kind, value);
    return HK_YES;
}

HK_FN int hk_define_typed(hk_vm *vm, hk_val o, uint32_t i, const hk_desc *d)
{
    if ((d->has & HK_P_DATA & ~(unsigned)d->flags) || (d->has & (HK_D_HAS_GET | HK_D_HAS_SET)))
        return HK_NO;
    if (!(d->has & HK_D_HAS_VALUE))
        return HK_YES;
    int set = hk_set_typed(vm, o, i, d->value);
    return set == HK_CALL ? HK_TRAP : set;
}

HK_FN bool hk_is_fixed_length(hk_vm *vm, hk_val v)
{
    const hk_view *view = hk_view_ptr(vm, v);
    unsigned flags = ((hk_buffer *)hk_ptr(vm, view->buffer))->flags;
    return !(view->kind & HK_VIEW_TRACKS) && (!(flags & HK_BUFFER_RESIZABLE) || (flags & HK_BUFFER_SHARED));
}
#endif
