/* Array: natives. Those with a script twin do the ordinary case, a plain array, and leave all else to it before they have
 * changed anything. */
#ifndef HK_LIB_ARRAY_C
#define HK_LIB_ARRAY_C
#include "iterator.h"
#include "../base/number.h"
#include "../vm/slow.c"
#include "iterator.c"

/* ---- Plain arrays ------------------------------------------------------------- */

/* Do all objects on the prototype chain lack index properties? Then holes read as undefined and nothing intercepts writes. */
HK_FN bool hk_chain_without_indexes(hk_vm *vm, const hk_shape *s)
{
    while (s->proto) {
        const hk_obj *o = hk_block_obj(vm, s->proto);
        unsigned type = hk_type_of_hdr(o->hdr);
        s = hk_shape_of(vm, o);
        if (o->elems || (s->flags & HK_SHAPE_INDEXES) ||
            (type != HK_T_LIB && type != HK_T_OBJECT && type != HK_T_ARRAY && type != HK_T_FUNCTION))
            return false;
    }
    return true;
}

/* The array v if all its elements are ordinary properties (holes are absent ones), else NULL. */
HK_FN hk_array *hk_plain_array(hk_vm *vm, hk_val v)
{
    if (hk_class(vm, v) != HK_T_ARRAY)
        return NULL;
    hk_array *a = hk_ptr(vm, hk_ref_of(v));
    const hk_shape *s = hk_shape_of(vm, &a->o);
    if ((s->flags & HK_SHAPE_INDEXES) || a->length > HK_MAX_INDEX_KEY)
        return NULL;
    if (a->o.elems && ((hk_block *)hk_ptr(vm, a->o.elems))->word)
        return NULL;
    return hk_chain_without_indexes(vm, s) ? a : NULL;
}

/* As hk_plain_array, if elements may also come and go, and all there are lie in the elements block. */
HK_FN hk_array *hk_dense_array(hk_vm *vm, hk_val v)
{
    hk_array *a = hk_plain_array(vm, v);
    if (!a || (a->unused & HK_ARRAY_FIXED) || (hk_shape_of(vm, &a->o)->flags & HK_SHAPE_FIXED))
        return NULL;
    return a->length <= hk_nvals(vm, a->o.elems) ? a : NULL;
}

HK_INLINE hk_array *hk_array_ptr(hk_vm *vm, hk_val v) { return hk_ptr(vm, hk_ref_of(v)); }
HK_INLINE hk_val *hk_elements(hk_vm *vm, const hk_array *a) { return hk_vals(vm, a->o.elems); }

/* Is ArraySpeciesCreate of v a plain ArrayCreate? So it is if v is an Array, and nobody touched `constructor` and @@species. */
HK_FN bool hk_default_species(hk_vm *vm, hk_val v)
{
    const hk_ref *made = (hk_ref *)hk_ptr(vm, vm->intrinsics) + 2;
    if (hk_class(vm, v) != HK_T_ARRAY)
        return false;
    const hk_shape *s = hk_shape_of(vm, hk_obj_ptr(vm, v));
    if (s->proto != made[HK_IN_ArrayPrototype] || hk_table_find(vm, s->table, s->count, HK_KEY(constructor)) >= 0)
        return false;
    s = hk_shape_of(vm, hk_block_obj(vm, s->proto));
    if (hk_table_find(vm, s->table, s->count, HK_KEY(constructor)) >= 0)
        return false;
    if (!made[HK_IN_Array])
        return true;
    s = hk_shape_of(vm, hk_block_obj(vm, made[HK_IN_Array]));
    return hk_table_find(vm, s->table, s->count, HK_SYM(species)) < 0;
}

/* An index argument given as an int: clamped to 0 ... n, negative ones counting from the end. false: it is no int. */
HK_FN bool hk_relative(hk_val v, uint32_t n, uint32_t *out)
{
    if (!hk_is_int(v))
        return false;
    int64_t i = hk_int_of(v);
    i = i < 0 ? i + n : i;
    *out = i < 0 ? 0 : i > n ? n : (uint32_t)i;
    return true;
}
/* The same for argument i, which may be missing or undefined. */
HK_FN bool hk_relative_arg(const hk_val *a, int argc, int i, uint32_t n, uint32_t missing, uint32_t *out)
{
    *out = missing;
    return argc <= i || HK_ARG(a, i) == HK_UNDEFINED || hk_relative(HK_ARG(a, i), n, out);
}

/* A new array with elements [from, from + n) of the plain array in *src (rooted). 0: out of memory */
HK_FN hk_ref hk_copy_range(hk_vm *vm, const hk_val *src, uint32_t from, uint32_t n)
{
    uint32_t have = hk_nvals(vm, hk_obj_ptr(vm, *src)->elems);
    uint32_t take = from >= have ? 0 : n < have - from ? n : have - from;
    hk_ref r = hk_new_array(vm, take);
    if (!r)
        return 0;
    hk_array *to = hk_ptr(vm, r);
    vm->budget -= (int32_t)(take / 4);
    if (take)
        memcpy(hk_elements(vm, to), hk_elements(vm, hk_array_ptr(vm, *src)) + from, take * sizeof(hk_val));
    to->length = n;
    return r;
}

/* ---- Array -------------------------------------------------------------------------- */

HK_FN hk_val hk_nat_Array(hk_vm *vm, hk_val *a, int argc)
{
    bool made = HK_NEWTARGET(a) != HK_UNDEFINED && hk_is_object(HK_THIS(a)), sized = argc == 1 && hk_is_number(HK_ARG(a, 0));
    uint32_t n = (uint32_t)argc, room = n;
    if (sized) {
        double d = hk_num_of(HK_ARG(a, 0));
        n = hk_to_uint32(d);
        if ((double)n != d)
            return hk_throw(vm, HK_E_RANGE, "invalid array length");
        room = n <= 64 ? n : 0;
    }
    hk_ref proto = made ? hk_object_block(vm, HK_THIS(a)) : hk_intrinsic(vm, HK_IN_ArrayPrototype);
    hk_ref r = proto ? hk_new_class(vm, HK_T_ARRAY, proto, sizeof(hk_array)) : 0;
    if (!r)
        return HK_EXCEPTION;
    HK_THIS(a) = hk_object(r);
    if (room) {
        hk_ref elems = hk_alloc_values(vm, room, HK_EMPTY);
        if (!elems)
            return HK_EXCEPTION;
        hk_store_ref(vm, &hk_obj_ptr(vm, HK_THIS(a))->elems, elems);
        for (uint32_t i = 0; !sized && i < n; i++)
            hk_store(vm, &hk_vals(vm, elems)[i], HK_ARG(a, (int)i));
    }
    hk_array_ptr(vm, HK_THIS(a))->length = n;
    return HK_THIS(a);
}

HK_FN hk_val hk_nat_needCallable(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (hk_is_callable(vm, HK_ARG(a, 0)))
        return HK_UNDEFINED;
    return hk_throw(vm, HK_E_TYPE, "%v is not a function", HK_ARG(a, 0));
}

/* LengthOfArrayLike; with true, of a typed array that is not out of bounds, TypedArrayLength */
HK_FN hk_val hk_nat_arrayLength(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (HAKO_WITH_TYPED_ARRAYS && HK_ARG(a, 1) == HK_TRUE)
        return hk_uint(hk_view_length(vm, hk_view_ptr(vm, HK_ARG(a, 0))));
    return hk_class(vm, HK_ARG(a, 0)) == HK_T_ARRAY ? hk_uint(hk_array_ptr(vm, HK_ARG(a, 0))->length) : HK_TWIN;
}

/* Is it another realm's %Array%? */
HK_FN hk_val hk_nat_isForeignArray(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val c = HK_ARG(a, 0);
    return hk_bool(hk_class(vm, c) == HK_T_LIB && ((hk_array *)hk_ptr(vm, hk_ref_of(c)))->length == HK_IN_Array && hk_block_realm(vm, hk_ref_of(c)) != vm->realm);
}

/* ArraySpeciesCreate: object, length */
HK_FN hk_val hk_nat_arraySpecies(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (!hk_default_species(vm, HK_ARG(a, 0)) || !hk_is_int(HK_ARG(a, 1)))
        return HK_TWIN;
    uint32_t n = (uint32_t)hk_int_of(HK_ARG(a, 1));
    hk_ref r = hk_new_array(vm, n <= hk_nvals(vm, hk_obj_ptr(vm, HK_ARG(a, 0))->elems) ? n : 0);
    if (!r)
        return HK_EXCEPTION;
    ((hk_array *)hk_ptr(vm, r))->length = n;
    return hk_object(r);
}

/* CreateDataPropertyOrThrow: object, index, value; of a plain array, the rest by script. */
HK_FN hk_val hk_nat_createData(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_array *o = hk_class(vm, HK_ARG(a, 0)) == HK_T_ARRAY && hk_is_int(HK_ARG(a, 1)) ? hk_array_ptr(vm, HK_ARG(a, 0)) : NULL;
    if (!o)
        return HK_TWIN;
    unsigned flags = hk_shape_of(vm, &o->o)->flags;
    if ((flags & (HK_SHAPE_INDEXES | HK_SHAPE_FIXED)) || (o->unused & HK_ARRAY_FIXED))
        return HK_TWIN;
    uint32_t i = (uint32_t)hk_int_of(HK_ARG(a, 1));
    int room = hk_element_room(vm, &HK_ARG(a, 0), i);
    if (room != HK_YES)
        return room == HK_NO ? HK_TWIN : HK_EXCEPTION;
    o = hk_array_ptr(vm, HK_ARG(a, 0));
    hk_store(vm, &hk_elements(vm, o)[i], HK_ARG(a, 2));
    if (i >= o->length)
        o->length = i + 1;
    return HK_UNDEFINED;
}

#define HK_ARRAY_ITERATOR(native, kind) \
    HK_FN hk_val hk_nat_##native(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_new_iterator(vm, kind, HK_THIS(a)); }
HK_ARRAY_ITERATOR(arrayKeys, HK_IT_KEYS)
HK_ARRAY_ITERATOR(arrayValues, HK_IT_VALUES)
HK_ARRAY_ITERATOR(arrayEntries, HK_IT_ENTRIES)

/* ---- Both ends -------------------------------------------------------------------------- */

HK_FN hk_val hk_nat_arrayPush(hk_vm *vm, hk_val *a, int argc)
{
    if (!hk_dense_array(vm, HK_THIS(a)))
        return HK_TWIN;
    for (int i = 0; i < argc; i++)
        if (!hk_append(vm, HK_THIS(a), HK_ARG(a, i)))
            return HK_EXCEPTION;
    return hk_uint(hk_array_ptr(vm, HK_THIS(a))->length);
}

HK_FN hk_val hk_nat_arrayPop(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_array *o = hk_dense_array(vm, HK_THIS(a));
    if (!o)
        return HK_TWIN;
    if (o->length == 0)
        return HK_UNDEFINED;
    hk_val *last = &hk_elements(vm, o)[--o->length], v = *last;
    *last = HK_EMPTY;
    return v == HK_EMPTY ? HK_UNDEFINED : v;
}

/* Moves elements [from, length) of a dense array to `to`; what is vacated at the end becomes holes. There is room. */
HK_FN void hk_move_elements(hk_vm *vm, hk_array *o, uint32_t from, uint32_t to)
{
    hk_val *e = hk_elements(vm, o);
    uint32_t n = o->length - from, length = to + n;
    memmove(e + to, e + from, n * sizeof *e);
    vm->budget -= (int32_t)(n / 8);
    for (uint32_t i = length; i < o->length; i++)
        e[i] = HK_EMPTY;
    o->length = length;
}

HK_FN hk_val hk_nat_arrayShift(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_array *o = hk_dense_array(vm, HK_THIS(a));
    if (!o)
        return HK_TWIN;
    if (o->length == 0)
        return HK_UNDEFINED;
    hk_val v = hk_elements(vm, o)[0];
    hk_move_elements(vm, o, 1, 0);
    return v == HK_EMPTY ? HK_UNDEFINED : v;
}

/* Replaces `gone` elements from `at` on by the arguments from `first` on, argc in all; this is a dense array. false: exception */
HK_FN bool hk_replace_elements(hk_vm *vm, hk_val *a, uint32_t at, uint32_t gone, int first, int argc)
{
    uint32_t n = argc > first ? (uint32_t)(argc - first) : 0;
    hk_array *o = hk_array_ptr(vm, HK_THIS(a));
    if (n > gone) {
        int room = hk_element_room(vm, &HK_THIS(a), o->length + (n - gone) - 1);
        if (room == HK_NO)
            hk_out_of_memory(vm);
        if (room != HK_YES)
            return false;
        o = hk_array_ptr(vm, HK_THIS(a));
    }
    if (n != gone)
        hk_move_elements(vm, o, at + gone, at + n);
    for (uint32_t i = 0; i < n; i++)
        hk_store(vm, &hk_elements(vm, o)[at + i], HK_ARG(a, first + (int)i));
    return true;
}

HK_FN hk_val hk_nat_arrayUnshift(hk_vm *vm, hk_val *a, int argc)
{
    if (!hk_dense_array(vm, HK_THIS(a)))
        return HK_TWIN;
    if (argc > 0 && !hk_replace_elements(vm, a, 0, 0, 0, argc))
        return HK_EXCEPTION;
    return hk_uint(hk_array_ptr(vm, HK_THIS(a))->length);
}

/* ---- Parts -------------------------------------------------------------------------------- */

HK_FN hk_val hk_nat_arraySlice(hk_vm *vm, hk_val *a, int argc)
{
    const hk_array *o = hk_plain_array(vm, HK_THIS(a));
    uint32_t from, to;
    if (!o || !hk_relative_arg(a, argc, 0, o->length, 0, &from) || !hk_relative_arg(a, argc, 1, o->length, o->length, &to) ||
        !hk_default_species(vm, HK_THIS(a)))
        return HK_TWIN;
    hk_ref r = hk_copy_range(vm, &HK_THIS(a), from, to > from ? to - from : 0);
    return r ? hk_object(r) : HK_EXCEPTION;
}

HK_FN hk_val hk_nat_arraySplice(hk_vm *vm, hk_val *a, int argc)
{
    const hk_array *o = hk_dense_array(vm, HK_THIS(a));
    uint32_t at, gone = 0;
    if (!o || argc < 1 || !hk_relative(HK_ARG(a, 0), o->length, &at) || !hk_default_species(vm, HK_THIS(a)))
        return HK_TWIN;
    if (argc > 1 && !hk_is_int(HK_ARG(a, 1)))
        return HK_TWIN;
    if (argc == 1 || (hk_int_of(HK_ARG(a, 1)) > 0 && (uint32_t)hk_int_of(HK_ARG(a, 1)) > o->length - at))
        gone = o->length - at;
    else if (hk_int_of(HK_ARG(a, 1)) > 0)
        gone = (uint32_t)hk_int_of(HK_ARG(a, 1));
    hk_ref r = hk_copy_range(vm, &HK_THIS(a), at, gone);
    if (!r)
        return HK_EXCEPTION;
    HK_ARG(a, 0) = hk_object(r);
    return hk_replace_elements(vm, a, at, gone, 2, argc) ? HK_ARG(a, 0) : HK_EXCEPTION;
}

/* For concat: does v add elements (its number in *n), or itself (1)? false: only the script can tell. */
HK_FN bool hk_spreads(hk_vm *vm, hk_val v, uint32_t *n)
{
    hk_prop p;
    *n = 1;
    if (!hk_is_object(v))
        return true;
    const hk_array *o = hk_plain_array(vm, v);
    if (!o || hk_find(vm, v, HK_SYM(isConcatSpreadable), &p, NULL) != HK_NO)
        return false;
    *n = o->length;
    return *n <= hk_nvals(vm, o->o.elems);
}

HK_FN hk_val hk_nat_arrayConcat(hk_vm *vm, hk_val *a, int argc)
{
    uint32_t n, total = 0;
    for (int i = -1; i < argc; i++) {
        if (!hk_spreads(vm, HK_ARG(a, i), &n) || total + n > HK_MAX_BLOCK / 2)
            return HK_TWIN;
        total += n;
    }
    if (!hk_default_species(vm, HK_THIS(a)))
        return HK_TWIN;
    hk_ref r = hk_new_array(vm, total);
    if (!r)
        return HK_EXCEPTION;
    hk_array *to = hk_ptr(vm, r);
    vm->budget -= (int32_t)(total / 4);
    for (int i = -1; i < argc; i++) {
        hk_val v = HK_ARG(a, i);
        if (!hk_is_object(v)) {
            hk_store(vm, &hk_elements(vm, to)[to->length++], v);
        } else if ((n = hk_array_ptr(vm, v)->length) != 0) {
            memcpy(hk_elements(vm, to) + to->length, hk_elements(vm, hk_array_ptr(vm, v)), n * sizeof(hk_val));
            to->length += n;
        }
    }
    return hk_object(r);
}

HK_FN hk_val hk_nat_arrayFill(hk_vm *vm, hk_val *a, int argc)
{
    hk_array *o = hk_plain_array(vm, HK_THIS(a));
    uint32_t from, to;
    if (!o || (hk_shape_of(vm, &o->o)->flags & HK_SHAPE_FIXED) || !hk_relative_arg(a, argc, 1, o->length, 0, &from) ||
        !hk_relative_arg(a, argc, 2, o->length, o->length, &to))
        return HK_TWIN;
    uint32_t have = hk_nvals(vm, o->o.elems);
    if (to > have && from < to) {
        if (from > have || to >= HK_MAX_BLOCK)
            return HK_TWIN;
        HK_ARG(a, 1) = hk_internal(o->o.elems);
        hk_ref r = have ? hk_resize(vm, &HK_ARG(a, 1), 8 + to * 8) : hk_alloc_values(vm, to, HK_EMPTY);
        if (!r)
            return HK_EXCEPTION;
        o = hk_array_ptr(vm, HK_THIS(a));
        hk_store_ref(vm, &o->o.elems, r);
    }
    for (uint32_t i = from; i < to; i++)
        hk_store(vm, &hk_elements(vm, o)[i], HK_ARG(a, 0));
    if (to > from)
        vm->budget -= (int32_t)((to - from) / 4);
    return HK_THIS(a);
}

HK_FN hk_val hk_nat_arrayReverse(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    const hk_array *o = hk_dense_array(vm, HK_THIS(a));
    if (!o)
        return HK_TWIN;
    hk_val *e = hk_elements(vm, o);
    vm->budget -= (int32_t)(o->length / 4);
    for (uint32_t i = 0, j = o->length; i + 1 < j; i++) {
        hk_val v = e[i];
        e[i] = e[--j];
        e[j] = v;
    }
    return HK_THIS(a);
}

/* ---- Searching ------------------------------------------------------------------------------- */

enum { HK_SEARCH_FIRST, HK_SEARCH_LAST, HK_SEARCH_INCLUDES };

/* Does element v answer the search for x? Holes count for `includes` only, as undefined. May flatten v. */
HK_INLINE bool hk_matches(hk_vm *vm, hk_val v, hk_val x, unsigned how)
{
    if (v == x)
        return v != HK_NAN || how == HK_SEARCH_INCLUDES;
    if (hk_is_number(x))
        return hk_is_number(v) && hk_num_of(v) == hk_num_of(x);
    if (hk_is_string(x) || hk_is_bigint(x))
        return HK_TAG(v) == HK_TAG(x) && hk_strict_equal(vm, v, x);
    return how == HK_SEARCH_INCLUDES && x == HK_UNDEFINED && v == HK_EMPTY;
}

HK_FN hk_val hk_search(hk_vm *vm, hk_val *a, int argc, unsigned how)
{
    const hk_array *o = hk_plain_array(vm, HK_THIS(a));
    bool last = how == HK_SEARCH_LAST;
    if (!o || (argc > 1 && !hk_is_int(HK_ARG(a, 1))))
        return HK_TWIN;
    uint32_t n = o->length, from = 0, have = hk_nvals(vm, o->o.elems), i;
    int64_t at = argc > 1 ? hk_int_of(HK_ARG(a, 1)) : last ? (int64_t)n : 0;
    at = at < 0 ? at + n : at;
    if (!last)
        from = at < 0 ? 0 : at > n ? n : (uint32_t)at;
    if (hk_is_string(HK_ARG(a, 0))) {
        hk_ref r = hk_flatten(vm, hk_ref_of(HK_ARG(a, 0)));
        if (!r)
            return HK_EXCEPTION;
        HK_ARG(a, 0) = hk_string(r);
    }
    bool tail = n > have && from < n;                      /* holes at the end that no element stands for */
    uint32_t end = n < have ? n : have;
    if (last)
        end = at < 0 ? 0 : at < (int64_t)end ? (uint32_t)at + 1 : end;
    for (i = from; i < end; i++) {
        uint32_t k = last ? end - 1 - i : i;
        if (hk_matches(vm, hk_elements(vm, hk_array_ptr(vm, HK_THIS(a)))[k], HK_ARG(a, 0), how)) {
            vm->budget -= (int32_t)((i - from) / 2);
            return how == HK_SEARCH_INCLUDES ? HK_TRUE : hk_uint(k);
        }
    }
    if (end > from)
        vm->budget -= (int32_t)((end - from) / 2);
    if (how == HK_SEARCH_INCLUDES)
        return hk_bool(tail && HK_ARG(a, 0) == HK_UNDEFINED);
    return hk_int(-1);
}
HK_FN hk_val hk_nat_arrayIndexOf(hk_vm *vm, hk_val *a, int argc) { return hk_search(vm, a, argc, HK_SEARCH_FIRST); }
HK_FN hk_val hk_nat_arrayLastIndexOf(hk_vm *vm, hk_val *a, int argc) { return hk_search(vm, a, argc, HK_SEARCH_LAST); }
HK_FN hk_val hk_nat_arrayIncludes(hk_vm *vm, hk_val *a, int argc) { return hk_search(vm, a, argc, HK_SEARCH_INCLUDES); }

/* ---- join ---------------------------------------------------------------------------------------- */

/* The text of a primitive element, in `buffer` or the heap (valid until the next allocation). */
HK_FN void hk_element_text(hk_vm *vm, hk_val v, char *buffer, hk_text *t)
{
    if (hk_is_number(v)) {
        t->u8 = (const uint8_t *)buffer;
        t->u16 = NULL;
        t->len = (uint32_t)(hk_is_int(v) ? hk_int32_to_string(hk_int_of(v), buffer)
                                         : hk_number_to_string(hk_double_of(v), buffer));
    } else {
        hk_ref empty = HK_KEY(empty);
        hk_text_of(vm, hk_is_string(v) ? hk_ref_of(v) : v == HK_TRUE ? HK_KEY(true) : v == HK_FALSE ? HK_KEY(false) : empty, t);
    }
}

/* Makes all strings in the array flat. HK_TWIN: there is an element that is not a primitive with a text. */
HK_FN hk_val hk_flatten_elements(hk_vm *vm, const hk_val *array, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        hk_val v = hk_elements(vm, hk_array_ptr(vm, *array))[i];
        if (hk_is_object(v) || hk_is_symbol(v) || hk_is_bigint(v))
            return HK_TWIN;
        if (!hk_is_string(v) || !hk_ref_is_block(hk_ref_of(v)) || hk_type(vm, hk_ref_of(v)) != HK_T_ROPE)
            continue;
        hk_ref r = hk_flatten(vm, hk_ref_of(v));
        if (!r)
            return HK_EXCEPTION;
        hk_store(vm, &hk_elements(vm, hk_array_ptr(vm, *array))[i], hk_string(r));
    }
    return HK_UNDEFINED;
}

/* Measures the text (into NULL; *wide tells whether it has units above 0xFF) or writes it. Returns its length. */
HK_FN uint64_t hk_join(hk_vm *vm, const hk_array *o, hk_ref separator, hk_str *into, bool *wide)
{
    char buffer[32];
    hk_text sep, t;
    uint64_t at = 0;
    uint32_t have = hk_nvals(vm, o->o.elems);
    hk_text_of(vm, separator, &sep);
    *wide = sep.u16 != NULL || sep.unit > 0xFF;
    for (uint32_t i = 0; i < o->length; i++) {
        if (i >= have && !into) {                          /* only separators are left */
            at += (uint64_t)(o->length - i) * sep.len - (i == 0 ? sep.len : 0);
            break;
        }
        if (i > 0) {
            if (into)
                hk_copy_units(into, (uint32_t)at, &sep, 0, sep.len);
            at += sep.len;
        }
        hk_val v = hk_element(vm, &o->o, i);
        if (v == HK_EMPTY)
            continue;
        hk_element_text(vm, v, buffer, &t);
        *wide = *wide || t.u16 != NULL || (t.u8 == NULL && t.unit > 0xFF);
        if (into)
            hk_copy_units(into, (uint32_t)at, &t, 0, t.len);
        at += t.len;
    }
    return at;
}

HK_FN hk_val hk_nat_arrayJoin(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    bool wide;
    const hk_array *o = hk_plain_array(vm, HK_THIS(a));
    if (!o || (HK_ARG(a, 0) != HK_UNDEFINED && !hk_is_string(HK_ARG(a, 0))))
        return HK_TWIN;
    uint32_t have = hk_nvals(vm, o->o.elems), n = o->length < have ? o->length : have;
    hk_val ok = hk_flatten_elements(vm, &HK_THIS(a), n);
    if (ok != HK_UNDEFINED)
        return ok;
    hk_ref sep = HK_ARG(a, 0) == HK_UNDEFINED ? HK_CHAR_REF(',') : hk_flatten(vm, hk_ref_of(HK_ARG(a, 0)));
    if (!sep)
        return HK_EXCEPTION;
    HK_ARG(a, 0) = hk_string(sep);
    uint64_t length = hk_join(vm, hk_array_ptr(vm, HK_THIS(a)), sep, NULL, &wide);
    if (length > HK_MAX_STRING)
        return hk_throw(vm, HK_E_RANGE, "invalid string length");
    vm->budget -= (int32_t)(n + length / 16);
    hk_ref r = hk_str_new(vm, (uint32_t)length, wide);
    if (!r)
        return HK_EXCEPTION;
    hk_join(vm, hk_array_ptr(vm, HK_THIS(a)), hk_ref_of(HK_ARG(a, 0)), hk_ptr(vm, r), &wide);
    return hk_string(hk_str_done(vm, r));
}

/* ---- sort -------------------------------------------------------------------------------------------- */

/* A copy of an array that the library has made itself. */
HK_FN hk_val hk_nat_copyItems(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_ref r = hk_copy_range(vm, &HK_ARG(a, 0), 0, hk_array_ptr(vm, HK_ARG(a, 0))->length);
    return r ? hk_object(r) : HK_EXCEPTION;
}

#define HK_SORT_RUN 8u
typedef struct { hk_val key, value; } hk_keyed;

/* Items are pairs of a string, the key, and a value. Sorts the run of HK_SORT_RUN that begins with item i: array, i. */
HK_FN hk_val hk_nat_sortKeyed(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    uint32_t first = (uint32_t)hk_int_of(HK_ARG(a, 1)), n = hk_array_ptr(vm, HK_ARG(a, 0))->length / 2, end = first + HK_SORT_RUN;
    if (end > n)
        end = n;
    for (uint32_t i = first; i < end; i++) {
        hk_ref r = hk_flatten(vm, hk_ref_of(hk_elements(vm, hk_array_ptr(vm, HK_ARG(a, 0)))[2 * i]));
        if (!r)
            return HK_EXCEPTION;
        hk_store(vm, &hk_elements(vm, hk_array_ptr(vm, HK_ARG(a, 0)))[2 * i], hk_string(r));
    }
    hk_keyed *items = (hk_keyed *)(void *)hk_elements(vm, hk_array_ptr(vm, HK_ARG(a, 0)));
    for (uint32_t i = first + 1; i < end; i++) {
        hk_keyed x = items[i];
        uint32_t j = i;
        for (; j > first && hk_str_compare(vm, hk_ref_of(items[j - 1].key), hk_ref_of(x.key)) > 0; j--)
            items[j] = items[j - 1];
        items[j] = x;
    }
    vm->budget -= (int32_t)(HK_SORT_RUN * 2);
    return HK_UNDEFINED;
}

/* Merges the sorted runs of w items at i and i + w: from, to, i, w. */
HK_FN hk_val hk_nat_mergeKeyed(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    const hk_array *f = hk_array_ptr(vm, HK_ARG(a, 0)), *t = hk_array_ptr(vm, HK_ARG(a, 1));
    const hk_keyed *from = (const hk_keyed *)(const void *)hk_elements(vm, f);
    hk_keyed *to = (hk_keyed *)(void *)hk_elements(vm, t);
    uint32_t n = f->length / 2, i = (uint32_t)hk_int_of(HK_ARG(a, 2)), w = (uint32_t)hk_int_of(HK_ARG(a, 3));
    uint32_t middle = i + w < n ? i + w : n, end = i + 2 * w < n ? i + 2 * w : n, j = middle;
    vm->budget -= (int32_t)(end - i);
    for (uint32_t k = i; k < end; k++) {
        bool left = j >= end || (i < middle && hk_str_compare(vm, hk_ref_of(from[i].key), hk_ref_of(from[j].key)) <= 0);
        to[k] = left ? from[i++] : from[j++];
    }
    return HK_UNDEFINED;
}
#endif
