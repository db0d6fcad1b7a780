/* Iterators of the library and generator objects: natives. */
#ifndef HK_LIB_ITERATOR_C
#define HK_LIB_ITERATOR_C
#include "iterator.h"
#include "../vm/slow.c"

HK_INLINE hk_iter *hk_iter_ptr(hk_vm *vm, hk_val it) { return hk_ptr(vm, hk_ref_of(it)); }
/* The kind of a library iterator, or -1. */
HK_INLINE int hk_iter_kind(hk_vm *vm, hk_val v) { return hk_class(vm, v) == HK_T_ITERATOR ? (int)hk_iter_ptr(vm, v)->kind : -1; }

/* For each kind: its prototype and that prototype's next */
static const struct { uint16_t next; uint8_t proto; } hk_iter_kinds[] = {
    { HK_FN_ArrayIteratorPrototype_next, HK_IN_ArrayIteratorPrototype },
    { HK_FN_ArrayIteratorPrototype_next, HK_IN_ArrayIteratorPrototype },
    { HK_FN_ArrayIteratorPrototype_next, HK_IN_ArrayIteratorPrototype },
    { HK_FN_MapIteratorPrototype_next, HK_IN_MapIteratorPrototype },
    { HK_FN_MapIteratorPrototype_next, HK_IN_MapIteratorPrototype },
    { HK_FN_MapIteratorPrototype_next, HK_IN_MapIteratorPrototype },
    { HK_FN_SetIteratorPrototype_next, HK_IN_SetIteratorPrototype },
    { HK_FN_SetIteratorPrototype_next, HK_IN_SetIteratorPrototype },
    { HK_FN_StringIteratorPrototype_next, HK_IN_StringIteratorPrototype },
    { HK_FN_IteratorHelperPrototype_next, HK_IN_IteratorHelperPrototype },
    { HK_FN_WrapForValidIteratorPrototype_next, HK_IN_WrapForValidIteratorPrototype },
    { HK_FN_AsyncFromSyncIteratorPrototype_next, HK_IN_AsyncFromSyncIteratorPrototype },
};

HK_FN uint32_t hk_iterator_next_id(hk_vm *vm, hk_val it)
{
    uint32_t kind = hk_iter_ptr(vm, it)->kind;
    return kind < HK_COUNT(hk_iter_kinds) ? hk_iter_kinds[kind].next : HK_FN_COUNT;
}

HK_FN hk_val hk_new_iterator(hk_vm *vm, unsigned kind, hk_val v)
{
    hk_val *from = hk_push(vm, v);
    hk_ref r = hk_new_intrinsic_class(vm, HK_T_ITERATOR, hk_iter_kinds[kind].proto, sizeof(hk_iter));
    if (r) {
        hk_iter *it = hk_ptr(vm, r);
        it->kind = kind;
        hk_store(vm, &it->from, *from);
    }
    hk_pop(vm);
    return r ? hk_object(r) : HK_EXCEPTION;
}

/* As hk_new_iterator, with the second value; both stand in the arguments of a native. */
HK_FN hk_val hk_new_iterator2(hk_vm *vm, unsigned kind, hk_val *a)
{
    hk_val it = hk_new_iterator(vm, kind, HK_ARG(a, 0));
    if (it != HK_EXCEPTION)
        hk_store(vm, &hk_iter_ptr(vm, it)->with, HK_ARG(a, 1));
    return it;
}

HK_FN hk_val hk_new_pair(hk_vm *vm, hk_val a, hk_val b)
{
    hk_val *first = hk_push(vm, a), *second = hk_push(vm, b);
    hk_ref r = hk_new_array(vm, 2);
    if (r) {
        hk_array *array = hk_ptr(vm, r);
        hk_store(vm, &hk_vals(vm, array->o.elems)[0], *first);
        hk_store(vm, &hk_vals(vm, array->o.elems)[1], *second);
        array->length = 2;
    }
    vm->temps -= 2;
    return r ? hk_object(r) : HK_EXCEPTION;
}

/* The same over a typed array */
HK_FN hk_val hk_typed_iterator_step(hk_vm *vm, hk_val it)
{
    hk_iter *i = hk_iter_ptr(vm, it);
    uint32_t n = hk_view_length(vm, hk_view_ptr(vm, i->from));
    if (n == HK_OUT_OF_BOUNDS)
        return hk_throw(vm, HK_E_TYPE, "typed array is out of bounds, or its buffer detached");
    if (i->next >= n) {
        hk_store(vm, &i->from, HK_UNDEFINED);
        return HK_EMPTY;
    }
    uint32_t index = i->next++;
    if (i->kind == HK_IT_KEYS)
        return hk_uint(index);
    bool entries = i->kind == HK_IT_ENTRIES;
    hk_val v = hk_typed_element(vm, i->from, index);
    return entries && v != HK_EXCEPTION ? hk_new_pair(vm, hk_uint(index), v) : v;
}

/* %ArrayIteratorPrototype%.next over an array: other objects, and holes with a getter behind, are the script's. */
HK_FN hk_val hk_array_iterator_step(hk_vm *vm, hk_val it)
{
    hk_prop p;
    hk_iter *i = hk_iter_ptr(vm, it);
    if (hk_is_typed(vm, i->from))
        return hk_typed_iterator_step(vm, it);
    if (hk_class(vm, i->from) != HK_T_ARRAY)
        return HK_TWIN;
    const hk_array *a = hk_ptr(vm, hk_ref_of(i->from));
    if (i->next >= a->length) {
        hk_store(vm, &i->from, HK_UNDEFINED);
        return HK_EMPTY;
    }
    hk_val index = hk_uint(i->next);
    if (i->kind == HK_IT_KEYS) {
        i->next++;
        return index;
    }
    hk_val v = hk_element(vm, &a->o, i->next), *root = hk_push(vm, it);
    if (v == HK_EMPTY) {
        int found = i->next > HK_MAX_INDEX_KEY ? HK_YES : hk_find(vm, i->from, hk_index_key(i->next), &p, NULL);
        i = hk_iter_ptr(vm, *root);
        if (found == HK_TRAP || (found == HK_YES && (i->next > HK_MAX_INDEX_KEY || (p.flags & HK_P_ACCESSOR))))
            v = HK_TWIN;
        else
            v = found == HK_ERR ? HK_EXCEPTION : found == HK_YES ? p.value : HK_UNDEFINED;
    }
    i = hk_iter_ptr(vm, *root);
    if (v != HK_TWIN && v != HK_EXCEPTION) {
        i->next++;
        if (i->kind == HK_IT_ENTRIES)
            v = hk_new_pair(vm, index, v);
    }
    hk_pop(vm);
    return v;
}

/* %StringIteratorPrototype%.next: a code point. */
HK_FN hk_val hk_string_iterator_step(hk_vm *vm, hk_val it)
{
    hk_text t;
    hk_iter *i = hk_iter_ptr(vm, it);
    hk_text_of(vm, hk_ref_of(i->from), &t);
    uint32_t at = i->next, n = 1;
    if (at >= t.len) {
        hk_store(vm, &i->from, HK_UNDEFINED);
        return HK_EMPTY;
    }
    if (at + 1 < t.len && (hk_unit(&t, at) & 0xFC00) == 0xD800 && (hk_unit(&t, at + 1) & 0xFC00) == 0xDC00)
        n = 2;
    i->next += n;
    hk_val *s = hk_push(vm, i->from);
    hk_ref r = hk_substring(vm, s, at, at + n);
    hk_pop(vm);
    return r ? hk_string(r) : HK_EXCEPTION;
}

HK_FN hk_val hk_iterator_step(hk_vm *vm, hk_val it)
{
    const hk_iter *i = hk_iter_ptr(vm, it);
    if (i->kind > HK_IT_STRING)
        return HK_TWIN;
    if (i->from == HK_UNDEFINED)
        return HK_EMPTY;
    if (i->kind <= HK_IT_ENTRIES)
        return hk_array_iterator_step(vm, it);
    return i->kind == HK_IT_STRING ? hk_string_iterator_step(vm, it) : hk_map_iterator_step(vm, it);
}

HK_FN hk_val hk_incompatible(hk_vm *vm, const char *what, hk_val v)
{
    return hk_throw(vm, HK_E_TYPE, "%s method called on incompatible receiver %v", what, v);
}

/* next of the array, Map, Set and String iterators: the function itself says which kinds it takes. */
HK_FN hk_val hk_nat_iteratorNext(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (hk_iter_kind(vm, HK_THIS(a)) < 0 || a[1] != hk_function(vm, hk_iterator_next_id(vm, HK_THIS(a))))
        return hk_incompatible(vm, "iterator", HK_THIS(a));
    hk_val v = hk_iterator_step(vm, HK_THIS(a));
    if (v == HK_EXCEPTION || v == HK_TWIN)
        return v;
    return hk_iter_result(vm, v == HK_EMPTY ? HK_UNDEFINED : v, v == HK_EMPTY);
}

HK_FN hk_val hk_nat_returnThis(hk_vm *vm, hk_val *a, int argc)
{
    (void)vm;
    (void)argc;
    return HK_THIS(a);
}

/* ---- for the scripts: iterators over array-likes ------------------------------- */

/* What an array iterator, or one that wraps another, is over. A host that mixes up its handles may call their methods with anything. */
HK_FN hk_val hk_nat_iterSource(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    int kind = hk_iter_kind(vm, HK_ARG(a, 0));
    if (kind < 0 || (kind > HK_IT_ENTRIES && kind <= HK_IT_STRING))
        return hk_incompatible(vm, "iterator", HK_ARG(a, 0));
    return hk_iter_ptr(vm, HK_ARG(a, 0))->from;
}

/* Does the iterator give the elements (and not only their indexes)? */
HK_FN hk_val hk_nat_iterWants(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_bool(hk_iter_ptr(vm, HK_ARG(a, 0))->kind != HK_IT_KEYS);
}

/* The index of the step to be taken, which counts as taken. */
HK_FN hk_val hk_nat_iterAdvance(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_uint(hk_iter_ptr(vm, HK_ARG(a, 0))->next++);
}

HK_FN hk_val hk_nat_iterEnd(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_store(vm, &hk_iter_ptr(vm, HK_ARG(a, 0))->from, HK_UNDEFINED);
    return hk_iter_result(vm, HK_UNDEFINED, true);
}

/* The result of a step of array iterator 0: index 1, value 2. */
HK_FN hk_val hk_nat_iterItem(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    unsigned kind = hk_iter_ptr(vm, HK_ARG(a, 0))->kind;
    hk_val v = kind == HK_IT_KEYS ? HK_ARG(a, 1) : HK_ARG(a, 2);
    if (kind == HK_IT_ENTRIES)
        v = hk_new_pair(vm, HK_ARG(a, 1), v);
    return v == HK_EXCEPTION ? v : hk_iter_result(vm, v, false);
}

/* ---- Iterator ------------------------------------------------------------------ */

HK_FN hk_val hk_nat_Iterator(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (HK_NEWTARGET(a) == HK_UNDEFINED)
        return hk_needs_new(vm, "Iterator");
    if (HK_NEWTARGET(a) == a[1])
        return hk_throw(vm, HK_E_TYPE, "Iterator is an abstract class");
    hk_ref r = hk_is_object(HK_THIS(a)) ? hk_object_block(vm, HK_THIS(a)) : hk_intrinsic(vm, HK_IN_IteratorPrototype);
    r = r ? hk_new_object(vm, r, 0) : 0;
    return r ? hk_object(r) : HK_EXCEPTION;
}

/* %Iterator%, or with true %Iterator.prototype% */
HK_FN hk_val hk_nat_theIterator(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_ref r = hk_intrinsic(vm, HK_ARG(a, 0) == HK_TRUE ? HK_IN_IteratorPrototype : HK_IN_Iterator);
    return r ? hk_object(r) : HK_EXCEPTION;
}

/* A helper: generator, underlying iterator (undefined: none) */
HK_FN hk_val hk_nat_newHelper(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_new_iterator2(vm, HK_IT_HELPER, a);
}

/* CreateIteratorFromClosure's objects resume their generator. */
HK_FN hk_val hk_resume(hk_vm *vm, hk_val generator, hk_val v, uint32_t mode)
{
    if (((hk_array *)hk_ptr(vm, hk_ref_of(generator)))->unused == HK_GEN_RUNNING)
        return hk_throw(vm, HK_E_TYPE, "generator is already running");
    vm->call.fn = generator;
    vm->call.self = v;
    vm->call.argc = mode;
    return HK_RESUME;
}

/* %IteratorHelperPrototype%.next */
HK_FN hk_val hk_nat_helperNext(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (hk_iter_kind(vm, HK_THIS(a)) != HK_IT_HELPER)
        return hk_incompatible(vm, "Iterator Helper", HK_THIS(a));
    return hk_resume(vm, hk_iter_ptr(vm, HK_THIS(a))->from, HK_UNDEFINED, 0);
}

/* %IteratorHelperPrototype%.return; one that never ran has only its underlying iterator to close: by script. */
HK_FN hk_val hk_nat_helperReturn(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (hk_iter_kind(vm, HK_THIS(a)) != HK_IT_HELPER)
        return hk_incompatible(vm, "Iterator Helper", HK_THIS(a));
    hk_val g = hk_iter_ptr(vm, HK_THIS(a))->from;
    hk_array *gen = hk_ptr(vm, hk_ref_of(g));
    if (gen->unused == HK_GEN_START) {
        gen->unused = HK_GEN_DONE;
        gen->length = 0;
        return HK_TWIN;
    }
    return hk_resume(vm, g, HK_UNDEFINED, 2);
}

HK_FN hk_val hk_nat_helperUnderlying(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_iter_ptr(vm, HK_ARG(a, 0))->with;
}

/* %WrapForValidIteratorPrototype%: next calls the wrapped iterator's next; return is a script. */
HK_FN hk_val hk_nat_newWrap(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_new_iterator2(vm, HK_IT_WRAP, a);
}

HK_FN hk_val hk_nat_wrapNext(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (hk_iter_kind(vm, HK_THIS(a)) != HK_IT_WRAP)
        return hk_incompatible(vm, "wrapped iterator", HK_THIS(a));
    const hk_iter *it = hk_iter_ptr(vm, HK_THIS(a));
    vm->call.fn = it->with;
    vm->call.self = it->from;
    vm->call.argc = 0;
    return HK_TAILCALL;
}

HK_FN hk_val hk_nat_wrapSource(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (hk_iter_kind(vm, HK_ARG(a, 0)) != HK_IT_WRAP)
        return hk_incompatible(vm, "wrapped iterator", HK_ARG(a, 0));
    return hk_iter_ptr(vm, HK_ARG(a, 0))->from;
}

/* ---- Generators ---------------------------------------------------------------- */

HK_FN hk_val hk_generator_resume(hk_vm *vm, hk_val *a, uint32_t mode)
{
    if (hk_class(vm, HK_THIS(a)) != HK_T_GENERATOR)
        return hk_incompatible(vm, "generator", HK_THIS(a));
    return hk_resume(vm, HK_THIS(a), HK_ARG(a, 0), mode);
}
HK_FN hk_val hk_nat_generatorNext(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_generator_resume(vm, a, 0); }
HK_FN hk_val hk_nat_generatorThrow(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_generator_resume(vm, a, 1); }
HK_FN hk_val hk_nat_generatorReturn(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_generator_resume(vm, a, 2); }
#endif
