/* ArrayBuffer, SharedArrayBuffer, DataView: natives. */
#ifndef HK_LIB_BUFFER_C
#define HK_LIB_BUFFER_C
#include "core.c"
#include "object.c"
#include "../object/buffer.c"
#if HAKO_WITH_TYPED_ARRAYS

HK_INLINE double hk_size_of(unsigned kind) { return (double)(1u << hk_el_shift[kind]); }

/* The number of a size that may be too large; of what is none (or left out) HK_NO_SIZE. */
#define HK_NO_SIZE (-1.0)
HK_INLINE double hk_size_arg(hk_val v) { return hk_is_number(v) ? hk_num_of(v) : HK_NO_SIZE; }

/* The end of GetPrototypeFromConstructor: the prototype of `target`, if that is an object, else the intrinsic one of target's realm; of the
 * current one if there is no target. 0: out of memory. */
HK_FN hk_ref hk_late_proto(hk_vm *vm, hk_val proto, hk_val target, unsigned intrinsic)
{
    if (hk_is_object(proto))
        return hk_object_block(vm, proto);
    return hk_intrinsic_of(vm, hk_is_object(target) ? hk_function_realm(vm, target) : vm->realm, intrinsic);
}

/* ---- ArrayBuffer, SharedArrayBuffer ------------------------------------------------------------------- */

/* AllocateArrayBuffer; max: HK_NO_SIZE for one of fixed length. proto and target: see hk_late_proto. */
HK_FN hk_val hk_make_buffer(hk_vm *vm, hk_val proto, hk_val target, double length, double max, bool shared)
{
    if (length > HK_MAX_BUFFER || max > HK_MAX_BUFFER || max > vm->size)
        return hk_throw(vm, HK_E_RANGE, "buffer length is too large");
    hk_ref p = hk_late_proto(vm, proto, target, shared ? HK_IN_SharedArrayBufferPrototype : HK_IN_ArrayBufferPrototype);
    unsigned flags = (shared ? HK_BUFFER_SHARED : 0u) | (max >= 0 ? HK_BUFFER_RESIZABLE : 0u);
    hk_ref r = p ? hk_new_buffer(vm, p, (uint32_t)length, flags) : 0;
    if (!r)
        return HK_EXCEPTION;
    if (max >= 0)
        ((hk_buffer *)hk_ptr(vm, r))->max = (uint32_t)max;
    return hk_object(r);
}

/* The script takes what is to be converted, and new.target's prototype. */
HK_FN hk_val hk_construct_buffer(hk_vm *vm, hk_val *a, bool shared)
{
    if (HK_NEWTARGET(a) == HK_UNDEFINED)
        return hk_needs_new(vm, shared ? "SharedArrayBuffer" : "ArrayBuffer");
    hk_val n = HK_ARG(a, 0);
    if (HK_NEWTARGET(a) == a[1] && hk_is_int(n) && hk_int_of(n) >= 0 && !hk_is_object(HK_ARG(a, 1)))
        return hk_make_buffer(vm, HK_UNDEFINED, HK_UNDEFINED, hk_int_of(n), HK_NO_SIZE, shared);
    HK_THIS(a) = hk_bool(shared);
    return HK_TWIN;
}
HK_FN hk_val hk_nat_ArrayBuffer(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_construct_buffer(vm, a, false);
}

/* Prototype, length, maximum or undefined, whether shared, new.target */
HK_FN hk_val hk_nat_newBuffer(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_make_buffer(vm, HK_ARG(a, 0), HK_ARG(a, 4), hk_num_of(HK_ARG(a, 1)), hk_size_arg(HK_ARG(a, 2)), HK_ARG(a, 3) == HK_TRUE);
}

/* The buffer v, if it is one of the kind that is asked for; else NULL and a TypeError. */
HK_FN hk_buffer *hk_buffer_of(hk_vm *vm, hk_val v, bool shared)
{
    if (hk_class(vm, v) == HK_T_BUFFER && !(hk_buffer_ptr(vm, v)->flags & HK_BUFFER_SHARED) == !shared)
        return hk_buffer_ptr(vm, v);
    hk_throw(vm, HK_E_TYPE, "%v is not %s", v, shared ? "a SharedArrayBuffer" : "an ArrayBuffer");
    return NULL;
}

/* The getters, in the order of the tables */
enum { HK_BG_LENGTH, HK_BG_MAX, HK_BG_RESIZABLE, HK_BG_DETACHED };
HK_FN hk_val hk_nat_bufferGet(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    uint32_t id = hk_ref_of(a[1]);
    bool shared = id >= HK_FN_SharedArrayBufferPrototype_get_byteLength;
    const hk_buffer *b = hk_buffer_of(vm, HK_THIS(a), shared);
    if (!b)
        return HK_EXCEPTION;
    switch (id - (shared ? HK_FN_SharedArrayBufferPrototype_get_byteLength : HK_FN_ArrayBufferPrototype_get_byteLength)) {
    case HK_BG_LENGTH:    return hk_uint(b->length);
    case HK_BG_MAX:       return hk_uint(b->flags & HK_BUFFER_RESIZABLE ? b->max : b->length);
    case HK_BG_RESIZABLE: return hk_bool(b->flags & HK_BUFFER_RESIZABLE);
    default:              return hk_bool(b->flags & HK_BUFFER_DETACHED);
    }
}

HK_FN hk_val hk_nat_isView(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    unsigned type = hk_class(vm, HK_ARG(a, 0));
    return hk_bool(type == HK_T_TYPED || type == HK_T_VIEW);
}

/* A buffer, and what it must be. Returns its length. */
enum { HK_BC_SHARED = 1, HK_BC_RESIZABLE = 2, HK_BC_EITHER = 4, HK_BC_ATTACHED = 8 };
HK_FN hk_val hk_nat_bufferCheck(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    unsigned what = (unsigned)hk_int_of(HK_ARG(a, 1));
    bool either = (what & HK_BC_EITHER) && hk_class(vm, HK_ARG(a, 0)) == HK_T_BUFFER;
    const hk_buffer *b = either ? hk_buffer_ptr(vm, HK_ARG(a, 0)) : hk_buffer_of(vm, HK_ARG(a, 0), (what & HK_BC_SHARED) != 0);
    if (!b)
        return HK_EXCEPTION;
    if ((what & HK_BC_RESIZABLE) && !(b->flags & HK_BUFFER_RESIZABLE))
        return hk_throw(vm, HK_E_TYPE, "buffer is of fixed length");
    if ((what & HK_BC_ATTACHED) && (b->flags & HK_BUFFER_DETACHED))
        return hk_throw(vm, HK_E_TYPE, "buffer is detached");
    return hk_uint(b->length);
}

/* The end of resize and grow: buffer, length. A shared buffer does not shrink. */
HK_FN hk_val hk_nat_bufferSetLength(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    const hk_buffer *b = hk_buffer_ptr(vm, HK_ARG(a, 0));
    double n = hk_num_of(HK_ARG(a, 1));
    if (b->flags & HK_BUFFER_DETACHED)
        return hk_throw(vm, HK_E_TYPE, "buffer is detached");
    if (n > b->max || ((b->flags & HK_BUFFER_SHARED) && n < b->length))
        return hk_throw(vm, HK_E_RANGE, "invalid buffer length");
    return hk_buffer_resize(vm, &HK_ARG(a, 0), (uint32_t)n) ? HK_UNDEFINED : HK_EXCEPTION;
}

/* The end of slice: from, the buffer that the species made, first byte, how many. Either may have changed by now. */
HK_FN hk_val hk_nat_bufferCopy(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    const hk_buffer *from = hk_buffer_ptr(vm, HK_ARG(a, 0));
    uint32_t first = (uint32_t)hk_int_of(HK_ARG(a, 2)), n = (uint32_t)hk_int_of(HK_ARG(a, 3));
    const hk_buffer *to = hk_buffer_of(vm, HK_ARG(a, 1), (from->flags & HK_BUFFER_SHARED) != 0);
    if (!to)
        return HK_EXCEPTION;
    if ((to->flags | from->flags) & HK_BUFFER_DETACHED)
        return hk_throw(vm, HK_E_TYPE, "buffer is detached");
    if (to == from || to->length < n)
        return hk_throw(vm, HK_E_TYPE, "species made a buffer that cannot hold the slice");
    if (first < from->length) {
        n = n < from->length - first ? n : from->length - first;
        memmove(hk_buffer_bytes(vm, to), hk_buffer_bytes(vm, from) + first, n);
        vm->budget -= (int32_t)(n / 64);
    }
    return HK_UNDEFINED;
}

/* The end of ArrayBufferCopyAndDetach: buffer, length, whether the new one is resizable if that is. Its bytes move. */
HK_FN hk_val hk_nat_bufferMove(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val *from = &HK_ARG(a, 0), *to = &HK_THIS(a);
    hk_buffer *b = hk_buffer_ptr(vm, *from);
    double n = hk_num_of(HK_ARG(a, 1));
    bool resizable = HK_ARG(a, 2) == HK_TRUE && (b->flags & HK_BUFFER_RESIZABLE);
    if (b->flags & HK_BUFFER_DETACHED)
        return hk_throw(vm, HK_E_TYPE, "buffer is detached");
    if (resizable && n > b->max)
        return hk_throw(vm, HK_E_RANGE, "invalid buffer length");
    bool host = (b->flags & HK_BUFFER_HOST) != 0, moves = !host || n == (double)b->length;
    *to = hk_make_buffer(vm, HK_UNDEFINED, HK_UNDEFINED, moves ? 0 : n, resizable ? b->max : HK_NO_SIZE, false);
    if (*to == HK_EXCEPTION)
        return HK_EXCEPTION;
    if (n > HK_MAX_BUFFER)
        return hk_throw(vm, HK_E_RANGE, "buffer length is too large");
    b = hk_buffer_ptr(vm, *from);
    hk_buffer *made = hk_buffer_ptr(vm, *to);
    if (!moves) {
        memcpy(hk_buffer_bytes(vm, made), hk_buffer_bytes(vm, b), b->length < made->length ? b->length : made->length);
    } else if (host) {
        made->flags |= b->flags & ~(unsigned)HK_BUFFER_RESIZABLE;
        made->length = b->length;
        b->flags &= (unsigned)HK_BUFFER_RESIZABLE;
    } else {
        if (!hk_buffer_resize(vm, from, (uint32_t)n))
            return HK_EXCEPTION;
        b = hk_buffer_ptr(vm, *from);
        made = hk_buffer_ptr(vm, *to);
        hk_store_ref(vm, &made->data, b->data);
        made->length = b->length;
    }
    hk_buffer_detach(vm, *from);
    return *to;
}

/* The constructor that SpeciesConstructor falls back to */
static const uint8_t hk_typed_ctors[HK_EL_COUNT] = {
    HK_IN_Int8Array, HK_IN_Uint8Array, HK_IN_Int16Array, HK_IN_Uint16Array, HK_IN_Int32Array, HK_IN_Uint32Array,
    HK_IN_Float16Array, HK_IN_Float32Array, HK_IN_Float64Array, HK_IN_BigInt64Array, HK_IN_BigUint64Array, HK_IN_Uint8ClampedArray
};
HK_FN hk_val hk_nat_defaultConstructor(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val v = HK_ARG(a, 0);
    unsigned id = hk_is_typed(vm, v) ? hk_typed_ctors[hk_view_kind(hk_view_ptr(vm, v))]
                : hk_buffer_ptr(vm, v)->flags & HK_BUFFER_SHARED ? HK_IN_SharedArrayBuffer : HK_IN_ArrayBuffer;
    hk_ref r = hk_intrinsic(vm, id);
    return r ? hk_object(r) : HK_EXCEPTION;
}

/* ---- Views -------------------------------------------------------------------------------------------- */

/* Lays a new view over part of a buffer: offset, length in elements or HK_NO_SIZE: up to the end. HK_EXCEPTION */
HK_FN hk_val hk_view_over(hk_vm *vm, hk_val view, hk_val buffer, double offset, double length)
{
    hk_view *v = hk_view_ptr(vm, view);
    const hk_buffer *b = hk_buffer_ptr(vm, buffer);
    unsigned kind = hk_view_kind(v);
    double size = hk_size_of(kind);
    bool tracks = length < 0 && (b->flags & HK_BUFFER_RESIZABLE);
    if (b->flags & HK_BUFFER_DETACHED)
        return hk_throw(vm, HK_E_TYPE, "buffer is detached");
    if (length < 0 && !tracks && (b->length & ((1u << hk_el_shift[kind]) - 1)))
        return hk_throw(vm, HK_E_RANGE, "buffer length is not a multiple of the element size");
    if (length < 0)
        length = hk_trunc((b->length - offset) / size);
    if (offset > b->length || offset + length * size > b->length)
        return hk_throw(vm, HK_E_RANGE, "view does not fit into the buffer");
    hk_store_ref(vm, &v->buffer, hk_ref_of(buffer));
    v->kind = kind | (tracks ? HK_VIEW_TRACKS : 0u);
    v->offset = (uint32_t)offset;
    v->length = tracks ? 0 : (uint32_t)length;
    return view;
}

/* View, buffer, offset, length or undefined */
HK_FN hk_val hk_nat_viewOver(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_view_over(vm, HK_ARG(a, 0), HK_ARG(a, 1), hk_num_of(HK_ARG(a, 2)), hk_size_arg(HK_ARG(a, 3)));
}

/* A view of nothing so far; p: its prototype, 0: out of memory. HK_EXCEPTION */
HK_FN hk_val hk_new_view(hk_vm *vm, unsigned type, unsigned kind, hk_ref p)
{
    hk_ref r = p ? hk_new_class(vm, type, p, sizeof(hk_view)) : 0;
    if (!r)
        return HK_EXCEPTION;
    ((hk_view *)hk_ptr(vm, r))->kind = kind;
    return hk_object(r);
}

/* Prototype, new.target */
HK_FN hk_val hk_nat_newView(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_new_view(vm, HK_T_VIEW, HK_EL_UINT8, hk_late_proto(vm, HK_ARG(a, 0), HK_ARG(a, 1), HK_IN_DataViewPrototype));
}

HK_FN hk_val hk_nat_DataView(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (HK_NEWTARGET(a) == HK_UNDEFINED)
        return hk_needs_new(vm, "DataView");
    if (hk_class(vm, HK_ARG(a, 0)) != HK_T_BUFFER)
        return hk_throw(vm, HK_E_TYPE, "%v is not an ArrayBuffer", HK_ARG(a, 0));
    return HK_TWIN;
}

/* ---- DataView ------------------------------------------------------------------------------------------- */

HK_FN hk_view *hk_data_view(hk_vm *vm, hk_val v)
{
    if (hk_class(vm, v) == HK_T_VIEW)
        return hk_view_ptr(vm, v);
    hk_throw(vm, HK_E_TYPE, "%v is not a DataView", v);
    return NULL;
}

HK_FN hk_val hk_out_of_bounds(hk_vm *vm) { return hk_throw(vm, HK_E_TYPE, "view is out of bounds, or its buffer detached"); }

/* The getters, in the order of the tables */
HK_FN hk_val hk_nat_viewGet(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    const hk_view *v = hk_data_view(vm, HK_THIS(a));
    if (!v)
        return HK_EXCEPTION;
    if (hk_ref_of(a[1]) == HK_FN_DataViewPrototype_get_buffer)
        return hk_object(v->buffer);
    uint32_t n = hk_view_length(vm, v);
    if (n == HK_OUT_OF_BOUNDS)
        return hk_out_of_bounds(vm);
    return hk_uint(hk_ref_of(a[1]) == HK_FN_DataViewPrototype_get_byteLength ? n : v->offset);
}

/* Where element i, a ToIndex, of that type is in the view; NULL: exception. */
HK_FN uint8_t *hk_data_at(hk_vm *vm, const hk_view *v, double i, unsigned kind)
{
    uint32_t n = hk_view_length(vm, v);
    if (n == HK_OUT_OF_BOUNDS) {
        hk_out_of_bounds(vm);
        return NULL;
    }
    if (i + hk_size_of(kind) > n) {
        hk_throw(vm, HK_E_RANGE, "offset is outside of the view");
        return NULL;
    }
    return hk_view_at(vm, v, (uint32_t)i);
}

/* Copies an element, its bytes the other way round unless both sides are little endian. */
HK_FN void hk_copy_element(uint8_t *to, const uint8_t *from, unsigned kind, bool little)
{
    unsigned n = 1u << hk_el_shift[kind];
    for (unsigned i = 0; i < n; i++)
        to[i] = from[little ? i : n - 1 - i];
}

HK_FN hk_val hk_data_read(hk_vm *vm, const hk_view *v, double i, unsigned kind, bool little)
{
    uint8_t bytes[8];
    const uint8_t *p = hk_data_at(vm, v, i, kind);
    if (!p)
        return HK_EXCEPTION;
    hk_copy_element(bytes, p, kind, little);
    return hk_load_element(vm, bytes, kind);
}

/* value is converted. */
HK_FN hk_val hk_data_write(hk_vm *vm, const hk_view *v, double i, hk_val value, unsigned kind, bool little)
{
    uint8_t bytes[8], *p = hk_data_at(vm, v, i, kind);
    if (!p)
        return HK_EXCEPTION;
    hk_store_element(vm, bytes, kind, value);
    hk_copy_element(p, bytes, kind, little);
    return HK_UNDEFINED;
}

/* The type that a method is about, by its place in the tables */
HK_FN unsigned hk_data_kind(hk_val fn, unsigned first, unsigned big)
{
    uint32_t id = hk_ref_of(fn);
    return id >= first && id - first <= HK_EL_FLOAT64 ? id - first : HK_EL_BIGINT64 + id - big;
}

/* index, littleEndian */
HK_FN hk_val hk_nat_viewRead(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    unsigned kind = hk_data_kind(a[1], HK_FN_DataViewPrototype_getInt8, HK_FN_getBigInt64);
    const hk_view *v = hk_data_view(vm, HK_THIS(a));
    if (!v)
        return HK_EXCEPTION;
    if (hk_is_int(HK_ARG(a, 0)) && hk_int_of(HK_ARG(a, 0)) >= 0)
        return hk_data_read(vm, v, hk_int_of(HK_ARG(a, 0)), kind, hk_to_boolean(vm, HK_ARG(a, 1)));
    HK_NEWTARGET(a) = hk_int((int32_t)kind);
    return HK_TWIN;
}

/* index, value, littleEndian */
HK_FN hk_val hk_nat_viewWrite(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    unsigned kind = hk_data_kind(a[1], HK_FN_DataViewPrototype_setInt8, HK_FN_setBigInt64);
    const hk_view *v = hk_data_view(vm, HK_THIS(a));
    if (!v)
        return HK_EXCEPTION;
    if (hk_is_int(HK_ARG(a, 0)) && hk_int_of(HK_ARG(a, 0)) >= 0 && hk_is_number(HK_ARG(a, 1)) && !hk_is_big(kind))
        return hk_data_write(vm, v, hk_int_of(HK_ARG(a, 0)), HK_ARG(a, 1), kind, hk_to_boolean(vm, HK_ARG(a, 2)));
    HK_NEWTARGET(a) = hk_int((int32_t)kind);
    return HK_TWIN;
}

#if HAKO_WITH_BIGINT_ARRAYS
HK_FN hk_val hk_nat_bigViewRead(hk_vm *vm, hk_val *a, int argc) { return hk_nat_viewRead(vm, a, argc); }
HK_FN hk_val hk_nat_bigViewWrite(hk_vm *vm, hk_val *a, int argc) { return hk_nat_viewWrite(vm, a, argc); }
#endif

/* The same with converted arguments: view, index, littleEndian, type; or view, index, value, littleEndian, type */
HK_FN hk_val hk_nat_viewReadAt(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_data_read(vm, hk_view_ptr(vm, HK_ARG(a, 0)), hk_num_of(HK_ARG(a, 1)), (unsigned)hk_int_of(HK_ARG(a, 3)),
                        hk_to_boolean(vm, HK_ARG(a, 2)));
}
HK_FN hk_val hk_nat_viewWriteAt(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_data_write(vm, hk_view_ptr(vm, HK_ARG(a, 0)), hk_num_of(HK_ARG(a, 1)), HK_ARG(a, 2), (unsigned)hk_int_of(HK_ARG(a, 4)),
                         hk_to_boolean(vm, HK_ARG(a, 3)));
}
#endif
#endif
