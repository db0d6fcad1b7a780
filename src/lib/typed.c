/* Typed arrays: natives. */
#ifndef HK_LIB_TYPED_C
#define HK_LIB_TYPED_C
#include "buffer.c"
#include "array.c"
#if HAKO_WITH_TYPED_ARRAYS

/* The prototypes and names of the types, as hk_typed_ctors */
static const struct { uint8_t proto; uint16_t name; } hk_typed_kinds[HK_EL_COUNT] = {
#define HK_TYPED_KIND(name) { HK_IN_##name##Prototype, HK_ATOM_##name },
    HK_TYPED_KIND(Int8Array) HK_TYPED_KIND(Uint8Array) HK_TYPED_KIND(Int16Array) HK_TYPED_KIND(Uint16Array) HK_TYPED_KIND(Int32Array)
    HK_TYPED_KIND(Uint32Array) HK_TYPED_KIND(Float16Array) HK_TYPED_KIND(Float32Array) HK_TYPED_KIND(Float64Array)
    HK_TYPED_KIND(BigInt64Array) HK_TYPED_KIND(BigUint64Array) HK_TYPED_KIND(Uint8ClampedArray)
#undef HK_TYPED_KIND
};

HK_FN hk_val hk_not_typed(hk_vm *vm, hk_val v) { return hk_throw(vm, HK_E_TYPE, "%v is not a typed array", v); }

/* ValidateTypedArray: its length, or HK_OUT_OF_BOUNDS and an exception. */
HK_FN uint32_t hk_typed_length(hk_vm *vm, hk_val v)
{
    if (!hk_is_typed(vm, v)) {
        hk_not_typed(vm, v);
        return HK_OUT_OF_BOUNDS;
    }
    uint32_t n = hk_view_length(vm, hk_view_ptr(vm, v));
    if (n == HK_OUT_OF_BOUNDS)
        hk_out_of_bounds(vm);
    return n;
}

/* ---- Constructing ---------------------------------------------------------------------------------------- */

HK_FN hk_val hk_nat_TypedArray(hk_vm *vm, hk_val *a, int argc)
{
    (void)a, (void)argc;
    return hk_throw(vm, HK_E_TYPE, "TypedArray is an abstract class");
}

HK_FN hk_val hk_make_typed(hk_vm *vm, unsigned kind)
{
    return hk_new_view(vm, HK_T_TYPED, kind, hk_intrinsic(vm, hk_typed_kinds[kind].proto));
}

/* Gives a new typed array a buffer for n elements. Returns it, or HK_EXCEPTION. */
HK_FN hk_val hk_typed_allocate(hk_vm *vm, hk_val array, double n)
{
    hk_val *keep = hk_push(vm, array);
    hk_val buffer = hk_make_buffer(vm, HK_UNDEFINED, HK_UNDEFINED, n * hk_size_of(hk_view_kind(hk_view_ptr(vm, array))), HK_NO_SIZE, false);
    array = *keep;
    hk_pop(vm);
    return buffer == HK_EXCEPTION ? buffer : hk_view_over(vm, array, buffer, 0, n);
}

/* A typed array of n elements with the intrinsic prototype. */
HK_FN hk_val hk_typed_of_length(hk_vm *vm, unsigned kind, double n)
{
    hk_val v = hk_make_typed(vm, kind);
    return v == HK_EXCEPTION ? v : hk_typed_allocate(vm, v, n);
}

/* Copies n elements between views that have them; the types' contents are the same. Overlapping elements of one type are
 * read before they are written. false: out of memory */
HK_FN bool hk_copy_elements(hk_vm *vm, hk_val *to, uint32_t at, hk_val *from, uint32_t first, uint32_t n)
{
    const hk_view *t = hk_view_ptr(vm, *to), *f = hk_view_ptr(vm, *from);
    unsigned tk = hk_view_kind(t), fk = hk_view_kind(f), shift = hk_el_shift[fk];
    uint8_t *p = hk_view_at(vm, t, at);
    const uint8_t *q = hk_view_at(vm, f, first);
    vm->budget -= (int32_t)(n / 8);
    if (tk == fk || (hk_is_big(tk) && hk_is_big(fk)) || (hk_el_shift[tk] == shift && tk < HK_EL_FLOAT16 && fk < HK_EL_FLOAT16)) {
        memmove(p, q, (size_t)n << shift);
        return true;
    }
    if (p < q + ((size_t)n << shift) && q < p + ((size_t)n << hk_el_shift[tk])) {
        hk_ref r = hk_alloc(vm, HK_T_BYTES, 8 + (n << shift));
        if (!r)
            return false;
        p = hk_view_at(vm, hk_view_ptr(vm, *to), at);
        memcpy(hk_vals(vm, r), hk_view_at(vm, hk_view_ptr(vm, *from), first), (size_t)n << shift);
        q = (const uint8_t *)hk_vals(vm, r);
    }
    vm->budget -= (int32_t)(n / 4);
    for (; n; n--, p += (size_t)1 << hk_el_shift[tk], q += (size_t)1 << shift)
        hk_store_number(p, tk, hk_load_number(q, fk));
    return true;
}

/* Copies the numbers of a plain array into the view from element `at` on, which has room. false: there is another value. */
HK_FN bool hk_numbers_into(hk_vm *vm, const hk_view *v, uint32_t at, const hk_array *from)
{
    uint32_t n = from->length;
    unsigned kind = hk_view_kind(v);
    const hk_val *e = hk_vals(vm, from->o.elems);
    if (hk_is_big(kind) || n > hk_nvals(vm, from->o.elems))
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (!hk_is_number(e[i]))
            return false;
    uint8_t *p = hk_view_at(vm, v, at);
    vm->budget -= (int32_t)(n / 4);
    for (uint32_t i = 0; i < n; i++, p += (size_t)1 << hk_el_shift[kind])
        hk_store_number(p, kind, e[i]);
    return true;
}

/* The constructors: what runs no script and needs nothing converted. The kind is that of the callee. */
HK_FN hk_val hk_nat_typedArray(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    unsigned id = ((hk_array *)hk_ptr(vm, hk_ref_of(a[1])))->length, kind = 0;
    while (hk_typed_ctors[kind] != id)
        kind++;
    if (HK_NEWTARGET(a) == HK_UNDEFINED)
        return hk_throw(vm, HK_E_TYPE, "constructor %v requires 'new'", hk_string(HK_ROM_REF(hk_typed_kinds[kind].name)));
    hk_val first = HK_ARG(a, 0), offset = HK_ARG(a, 1), length = HK_ARG(a, 2);
    HK_THIS(a) = hk_int((int32_t)kind);
    if (HK_NEWTARGET(a) != a[1])
        return HK_TWIN;
    if (hk_is_int(first) && hk_int_of(first) >= 0)
        return hk_typed_of_length(vm, kind, hk_int_of(first));
    bool aligned = offset == HK_UNDEFINED || (hk_is_int(offset) && hk_int_of(offset) >= 0 && !(hk_int_of(offset) & ((1 << hk_el_shift[kind]) - 1)));
    if (hk_class(vm, first) == HK_T_BUFFER && aligned && (length == HK_UNDEFINED || (hk_is_int(length) && hk_int_of(length) >= 0))) {
        hk_val made = hk_make_typed(vm, kind);
        return made == HK_EXCEPTION ? made
             : hk_view_over(vm, made, HK_ARG(a, 0), offset == HK_UNDEFINED ? 0 : hk_int_of(offset), hk_size_arg(length));
    }
    if (hk_plain_iteration(vm, first) && hk_plain_array(vm, first)) {
        hk_val made = hk_typed_of_length(vm, kind, hk_array_ptr(vm, first)->length);
        if (made == HK_EXCEPTION || hk_numbers_into(vm, hk_view_ptr(vm, made), 0, hk_array_ptr(vm, HK_ARG(a, 0))))
            return made;
    }
    return HK_TWIN;
}

#if HAKO_WITH_BIGINT_ARRAYS
HK_FN hk_val hk_nat_bigTypedArray(hk_vm *vm, hk_val *a, int argc) { return hk_nat_typedArray(vm, a, argc); }
#endif

/* AllocateTypedArray without its buffer: type, prototype, new.target */
HK_FN hk_val hk_nat_newTyped(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    unsigned kind = (unsigned)hk_int_of(HK_ARG(a, 0));
    return hk_new_view(vm, HK_T_TYPED, kind, hk_late_proto(vm, HK_ARG(a, 1), HK_ARG(a, 2), hk_typed_kinds[kind].proto));
}

/* AllocateTypedArrayBuffer: array, length */
HK_FN hk_val hk_nat_typedAllocate(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_typed_allocate(vm, HK_ARG(a, 0), hk_num_of(HK_ARG(a, 1)));
}

/* 1: a buffer, 2: a typed array, 0: neither */
HK_FN hk_val hk_nat_bufferOrView(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    unsigned type = hk_class(vm, HK_ARG(a, 0));
    return hk_int(type == HK_T_BUFFER ? 1 : type == HK_T_TYPED ? 2 : 0);
}

/* The offset must be a multiple of the new array's element size. */
HK_FN hk_val hk_nat_typedAligned(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    double size = hk_size_of(hk_view_kind(hk_view_ptr(vm, HK_ARG(a, 0)))), n = hk_num_of(HK_ARG(a, 1)) / size;
    return n == hk_trunc(n) ? HK_UNDEFINED : hk_throw(vm, HK_E_RANGE, "offset is not a multiple of the element size");
}

/* ---- What a typed array is ----------------------------------------------------------------------------------- */

/* ValidateTypedArray of argument 0, which must have as many elements as argument 1, if that is given, and the content type
 * of argument 2, if that is. Returns its length. */
HK_FN hk_val hk_nat_typedCheck(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    uint32_t n = hk_typed_length(vm, HK_ARG(a, 0));
    if (n == HK_OUT_OF_BOUNDS)
        return HK_EXCEPTION;
    if (hk_is_number(HK_ARG(a, 1)) && n < hk_num_of(HK_ARG(a, 1)))
        return hk_throw(vm, HK_E_TYPE, "typed array is too short");
    if (hk_is_typed(vm, HK_ARG(a, 2)) &&
        hk_is_big(hk_view_kind(hk_view_ptr(vm, HK_ARG(a, 2)))) != hk_is_big(hk_view_kind(hk_view_ptr(vm, HK_ARG(a, 0)))))
        return hk_throw(vm, HK_E_TYPE, "typed arrays of numbers and of BigInts do not mix");
    return hk_uint(n);
}

/* Of a typed array: 0 its length, or 0 when out of bounds; 1 its buffer; 2 the byte offset of element (argument 2); 3 whether it tracks
 * its buffer's length. */
HK_FN hk_val hk_nat_typedPart(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (!hk_is_typed(vm, HK_ARG(a, 0)))
        return hk_not_typed(vm, HK_ARG(a, 0));
    const hk_view *v = hk_view_ptr(vm, HK_ARG(a, 0));
    uint32_t n = hk_view_length(vm, v);
    switch (hk_int_of(HK_ARG(a, 1))) {
    case 0:  return hk_uint(n == HK_OUT_OF_BOUNDS ? 0 : n);
    case 1:  return hk_object(v->buffer);
    case 2:  return hk_number(v->offset + hk_num_of(HK_ARG(a, 2)) * hk_size_of(hk_view_kind(v)));
    default: return hk_bool(v->kind & HK_VIEW_TRACKS);
    }
}

/* The getters, in the order of the tables */
enum { HK_TG_BUFFER, HK_TG_BYTES, HK_TG_OFFSET, HK_TG_LENGTH };
HK_FN hk_val hk_nat_typedGet(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (!hk_is_typed(vm, HK_THIS(a)))
        return hk_not_typed(vm, HK_THIS(a));
    const hk_view *v = hk_view_ptr(vm, HK_THIS(a));
    uint32_t n = hk_view_length(vm, v), which = hk_ref_of(a[1]) - HK_FN_TypedArrayPrototype_get_buffer;
    if (which == HK_TG_BUFFER)
        return hk_object(v->buffer);
    if (n == HK_OUT_OF_BOUNDS)
        return hk_int(0);
    return hk_uint(which == HK_TG_BYTES ? n << hk_el_shift[hk_view_kind(v)] : which == HK_TG_OFFSET ? v->offset : n);
}

HK_FN hk_val hk_nat_typedTag(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (!hk_is_typed(vm, HK_THIS(a)))
        return HK_UNDEFINED;
    return hk_string(HK_ROM_REF(hk_typed_kinds[hk_view_kind(hk_view_ptr(vm, HK_THIS(a)))].name));
}

/* A method that is one of Array's scripts: see array.js. */
HK_FN hk_val hk_nat_typedMethod(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (hk_typed_length(vm, HK_THIS(a)) == HK_OUT_OF_BOUNDS)
        return HK_EXCEPTION;
    HK_NEWTARGET(a) = HK_TRUE;
    return HK_TWIN;
}

HK_FN hk_val hk_nat_typedIterator(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (hk_typed_length(vm, HK_THIS(a)) == HK_OUT_OF_BOUNDS)
        return HK_EXCEPTION;
    return hk_new_iterator(vm, hk_ref_of(a[1]) - HK_FN_TypedArrayPrototype_keys, HK_THIS(a));
}

/* ---- Elements ------------------------------------------------------------------------------------------------ */

/* The end of TypedArraySetElement: array, index (a number), converted value. */
HK_FN hk_val hk_nat_typedStore(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    double i = hk_num_of(HK_ARG(a, 1));
    hk_set_typed(vm, HK_ARG(a, 0), i >= 0 ? (uint32_t)i : UINT32_MAX, HK_ARG(a, 2));
    return HK_TRUE;
}

/* A primitive as the elements of typed array 0 want it; or of that type, given by its number. */
HK_FN hk_val hk_nat_typedValue(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val what = HK_ARG(a, 0);
    return hk_element_value(vm, hk_is_int(what) ? (unsigned)hk_int_of(what) : hk_view_kind(hk_view_ptr(vm, what)), HK_ARG(a, 1));
}

/* The range [from, to) of an array whose length may have become less. Returns the number of its elements in the range, or
 * HK_OUT_OF_BOUNDS and an exception. */
HK_FN uint32_t hk_typed_range(hk_vm *vm, hk_val array, hk_val from, hk_val to)
{
    uint32_t n = hk_typed_length(vm, array);
    double first = hk_num_of(from), end = hk_num_of(to);
    if (n == HK_OUT_OF_BOUNDS)
        return n;
    end = end < n ? end : n;
    return first < end ? (uint32_t)(end - first) : 0;
}

/* The end of fill: array, converted value, from, to */
HK_FN hk_val hk_nat_typedFillRange(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    uint8_t bytes[8];
    uint32_t n = hk_typed_range(vm, HK_ARG(a, 0), HK_ARG(a, 2), HK_ARG(a, 3));
    if (n == HK_OUT_OF_BOUNDS)
        return HK_EXCEPTION;
    const hk_view *v = hk_view_ptr(vm, HK_ARG(a, 0));
    unsigned size = 1u << hk_el_shift[hk_view_kind(v)];
    uint8_t *p = n ? hk_view_at(vm, v, (uint32_t)hk_num_of(HK_ARG(a, 2))) : bytes;
    hk_store_element(vm, bytes, hk_view_kind(v), HK_ARG(a, 1));
    vm->budget -= (int32_t)(n / 16);
    if (size == 1)
        memset(p, bytes[0], n);
    else
        for (; n; n--, p += size)
            memcpy(p, bytes, size);
    return HK_UNDEFINED;
}

/* The end of copyWithin: array, to, from, count */
HK_FN hk_val hk_nat_typedMove(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    uint32_t n = hk_typed_length(vm, HK_ARG(a, 0));
    double to = hk_num_of(HK_ARG(a, 1)), from = hk_num_of(HK_ARG(a, 2)), count = hk_num_of(HK_ARG(a, 3)), last = to > from ? to : from;
    if (n == HK_OUT_OF_BOUNDS)
        return HK_EXCEPTION;
    count = count < n - last ? count : n - last;
    const hk_view *v = hk_view_ptr(vm, HK_ARG(a, 0));
    if (count > 0) {
        memmove(hk_view_at(vm, v, (uint32_t)to), hk_view_at(vm, v, (uint32_t)from), (size_t)count << hk_el_shift[hk_view_kind(v)]);
        vm->budget -= (int32_t)(count / 16);
    }
    return HK_UNDEFINED;
}

/* The end of slice: from, to, start, end. Bytes are copied upwards one by one, also where they overlap. */
HK_FN hk_val hk_nat_typedSliceInto(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    uint32_t n = hk_typed_range(vm, HK_ARG(a, 0), HK_ARG(a, 2), HK_ARG(a, 3)), room;
    if (n == HK_OUT_OF_BOUNDS)
        return HK_EXCEPTION;
    const hk_view *from = hk_view_ptr(vm, HK_ARG(a, 0)), *to = hk_view_ptr(vm, HK_ARG(a, 1));
    unsigned fk = hk_view_kind(from), tk = hk_view_kind(to);
    room = hk_view_length(vm, to);
    room = room == HK_OUT_OF_BOUNDS ? 0 : room;
    n = n < room ? n : room;
    vm->budget -= (int32_t)(n / 4);
    if (!n)
        return HK_UNDEFINED;
    uint8_t *p = hk_view_at(vm, to, 0);
    const uint8_t *q = hk_view_at(vm, from, (uint32_t)hk_num_of(HK_ARG(a, 2)));
    size_t bytes = (size_t)n << hk_el_shift[fk];
    if (fk == tk && (p + bytes <= q || q + bytes <= p))
        memcpy(p, q, bytes);
    else if (fk == tk || hk_is_big(fk))
        for (size_t i = 0; i < bytes; i++)
            p[i] = q[i];
    else
        for (; n; n--, p += (size_t)1 << hk_el_shift[tk], q += (size_t)1 << hk_el_shift[fk])
            hk_store_number(p, tk, hk_load_number(q, fk));
    return HK_UNDEFINED;
}

/* SetTypedArrayFromTypedArray: to, from, offset */
HK_FN hk_val hk_nat_typedFromTyped(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    uint32_t n = hk_typed_length(vm, HK_ARG(a, 0)), m = n == HK_OUT_OF_BOUNDS ? n : hk_typed_length(vm, HK_ARG(a, 1));
    double at = hk_num_of(HK_ARG(a, 2));
    if (m == HK_OUT_OF_BOUNDS)
        return HK_EXCEPTION;
    if (hk_is_big(hk_view_kind(hk_view_ptr(vm, HK_ARG(a, 0)))) != hk_is_big(hk_view_kind(hk_view_ptr(vm, HK_ARG(a, 1)))))
        return hk_throw(vm, HK_E_TYPE, "typed arrays of numbers and of BigInts do not mix");
    if (at + m > n)
        return hk_throw(vm, HK_E_RANGE, "source is too long");
    if (m && !hk_copy_elements(vm, &HK_ARG(a, 0), (uint32_t)at, &HK_ARG(a, 1), 0, m))
        return HK_EXCEPTION;
    return HK_UNDEFINED;
}

/* set: what needs no script. */
HK_FN hk_val hk_nat_typedSet(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val offset = HK_ARG(a, 1) == HK_UNDEFINED ? hk_int(0) : HK_ARG(a, 1);
    if (!hk_is_typed(vm, HK_THIS(a)) || !hk_is_int(offset) || hk_int_of(offset) < 0)
        return HK_TWIN;
    const hk_view *v = hk_view_ptr(vm, HK_THIS(a));
    uint32_t n = hk_view_length(vm, v), at = (uint32_t)hk_int_of(offset);
    const hk_array *from = hk_plain_array(vm, HK_ARG(a, 0));
    if (!from || n == HK_OUT_OF_BOUNDS || at > n || from->length > n - at || !hk_numbers_into(vm, v, at, from))
        return HK_TWIN;
    return HK_UNDEFINED;
}

/* A new typed array of the same type with the same elements */
HK_FN hk_val hk_nat_typedCopyOf(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    uint32_t n = hk_typed_length(vm, HK_ARG(a, 0));
    if (n == HK_OUT_OF_BOUNDS)
        return HK_EXCEPTION;
    HK_THIS(a) = hk_typed_of_length(vm, hk_view_kind(hk_view_ptr(vm, HK_ARG(a, 0))), n);
    if (HK_THIS(a) == HK_EXCEPTION || (n && !hk_copy_elements(vm, &HK_THIS(a), 0, &HK_ARG(a, 0), 0, n)))
        return HK_EXCEPTION;
    return HK_THIS(a);
}

HK_FN void hk_swap_elements(uint8_t *p, uint8_t *q, unsigned size)
{
    uint8_t t[8];
    memcpy(t, p, size);
    memcpy(p, q, size);
    memcpy(q, t, size);
}

HK_FN void hk_typed_reverse(hk_vm *vm, hk_val v, uint32_t n)
{
    const hk_view *view = hk_view_ptr(vm, v);
    vm->budget -= (int32_t)(n / 4);
    for (uint32_t i = 0; n && i < --n; i++)
        hk_swap_elements(hk_view_at(vm, view, i), hk_view_at(vm, view, n), 1u << hk_el_shift[hk_view_kind(view)]);
}
HK_FN hk_val hk_nat_typedReverse(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    uint32_t n = hk_typed_length(vm, HK_THIS(a));
    if (n == HK_OUT_OF_BOUNDS)
        return HK_EXCEPTION;
    hk_typed_reverse(vm, HK_THIS(a), n);
    return HK_THIS(a);
}
HK_FN hk_val hk_nat_typedToReversed(hk_vm *vm, hk_val *a, int argc)
{
    HK_ARG(a, 0) = HK_THIS(a);
    hk_val made = hk_nat_typedCopyOf(vm, a, argc);
    if (made != HK_EXCEPTION)
        hk_typed_reverse(vm, made, hk_view_length(vm, hk_view_ptr(vm, made)));
    return made;
}

/* ---- Searching ------------------------------------------------------------------------------------------------- */

/* indexOf, lastIndexOf, includes: for numbers. Else, and where the first index is to be converted, Array's script. */
HK_FN hk_val hk_nat_typedSearch(hk_vm *vm, hk_val *a, int argc)
{
    unsigned how = hk_ref_of(a[1]) - HK_FN_TypedArrayPrototype_indexOf;     /* HK_SEARCH_* */
    uint32_t n = hk_typed_length(vm, HK_THIS(a)), from = 0;
    if (n == HK_OUT_OF_BOUNDS)
        return HK_EXCEPTION;
    const hk_view *v = hk_view_ptr(vm, HK_THIS(a));
    unsigned kind = hk_view_kind(v);
    hk_val x = HK_ARG(a, 0);
    if (how == HK_SEARCH_LAST || hk_is_big(kind) || !hk_is_number(x) || !hk_relative_arg(a, argc, 1, n, 0, &from)) {
        HK_NEWTARGET(a) = HK_TRUE;
        return HK_TWIN;
    }
    const uint8_t *p = n ? hk_view_at(vm, v, from) : NULL;
    for (uint32_t i = from; i < n; i++, p += (size_t)1 << hk_el_shift[kind]) {
        hk_val e = hk_load_number(p, kind);
        if (hk_num_of(e) == hk_num_of(x) || (x == HK_NAN && e == HK_NAN && how == HK_SEARCH_INCLUDES)) {
            vm->budget -= (int32_t)((i - from) / 2);
            return how == HK_SEARCH_INCLUDES ? HK_TRUE : hk_uint(i);
        }
    }
    vm->budget -= (int32_t)((n - from) / 2);
    return how == HK_SEARCH_INCLUDES ? HK_FALSE : hk_int(-1);
}

/* ---- sort: a heap sort in place, which can be left after each element ---------------------------------------------- */

HK_FN uint64_t hk_element_bits(const uint8_t *p, uint32_t i, unsigned size)
{
    uint64_t bits = 0;
    memcpy(&bits, p + (size_t)i * size, size);
    return bits;
}

/* Keys are ordered as the elements are: negative numbers, -0, 0, positive numbers, NaN. */
HK_FN uint64_t hk_sort_key(unsigned kind, uint64_t bits)
{
    unsigned width = 8u << hk_el_shift[kind];
    uint64_t sign = (uint64_t)1 << (width - 1), infinity = kind == HK_EL_FLOAT16 ? 0x7C00u : kind == HK_EL_FLOAT32 ? 0x7F800000u : HK_INF_BITS;
    if (kind >= HK_EL_FLOAT16 && kind <= HK_EL_FLOAT64) {
        if ((bits & (sign - 1)) > infinity)
            return UINT64_MAX;
        return bits & sign ? ~bits & (sign | (sign - 1)) : bits | sign;
    }
    return kind == HK_EL_INT8 || kind == HK_EL_INT16 || kind == HK_EL_INT32 || kind == HK_EL_BIGINT64 ? bits ^ sign : bits;
}

/* Lets element i of a heap of n sink to its place. Returns the steps it took. */
HK_FN uint32_t hk_sift(uint8_t *p, unsigned kind, uint32_t i, uint32_t n)
{
    unsigned size = 1u << hk_el_shift[kind];
    uint64_t bits = hk_element_bits(p, i, size), key = hk_sort_key(kind, bits), below;
    uint32_t child, steps = 1;
    for (; (child = 2 * i + 1) < n; i = child, steps++) {
        below = hk_sort_key(kind, hk_element_bits(p, child, size));
        if (child + 1 < n) {
            uint64_t right = hk_sort_key(kind, hk_element_bits(p, child + 1, size));
            if (right > below) {
                below = right;
                child++;
            }
        }
        if (below <= key)
            break;
        memcpy(p + (size_t)i * size, p + (size_t)child * size, size);
    }
    memcpy(p + (size_t)i * size, &bits, size);
    return steps;
}

/* Array; argument 1 counts what has been done: the first half of the elements sinks, then each largest one goes to the end. */
HK_FN hk_val hk_nat_typedSortNumbers(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    const hk_view *v = hk_view_ptr(vm, HK_ARG(a, 0));
    unsigned kind = hk_view_kind(v);
    uint32_t n = hk_view_length(vm, v), done = hk_is_int(HK_ARG(a, 1)) ? (uint32_t)hk_int_of(HK_ARG(a, 1)) : 0, spent = 0;
    if (n == HK_OUT_OF_BOUNDS || n < 2)
        return HK_UNDEFINED;
    uint8_t *p = hk_view_at(vm, v, 0);
    for (uint32_t half = n / 2; done < half + n - 1; done++) {
        if (spent > 1000) {
            vm->budget -= (int32_t)spent;
            HK_ARG(a, 1) = hk_int((int32_t)done);
            return HK_AGAIN;
        }
        uint32_t last = n - 1 - (done - half);
        if (done >= half)
            hk_swap_elements(p, p + ((size_t)last << hk_el_shift[kind]), 1u << hk_el_shift[kind]);
        spent += done < half ? hk_sift(p, kind, half - 1 - done, n) : hk_sift(p, kind, 0, last);
    }
    vm->budget -= (int32_t)spent;
    return HK_UNDEFINED;
}
#endif
#endif
