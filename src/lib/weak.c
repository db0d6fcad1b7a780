/* WeakMap, WeakSet, WeakRef, FinalizationRegistry.
 *
 * A WEAKMAP or WEAKSET is a Map or Set (map.c) whose entries stand in a WEAK block; what has died there is EMPTY, as if deleted, and
 * is noticed where the index is made anew after a collection. The collector's part is in heap/gc.c.
 *
 * A FinalizationRegistry's cells stand in two blocks: targets and tokens, by turns, in a WEAK one, after a count; the held values in
 * another at half the places. A cell whose held value is EMPTY is free. One whose target is EMPTY but whose held value is not
 * has died. Collections note that there are such; when the jobs have run, those registries are queued whose time it is. */
#ifndef HK_LIB_WEAK_C
#define HK_LIB_WEAK_C
#include "../vm/job.h"
#include "map.c"

#if HAKO_WITH_WEAK

/* ---- WeakMap, WeakSet -------------------------------------------------------------------------------------------------- */

HK_FN hk_val hk_nat_WeakMap(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_construct_map(vm, HK_T_WEAKMAP, a); }
HK_FN hk_val hk_nat_WeakSet(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_construct_map(vm, HK_T_WEAKSET, a); }
HK_FN hk_val hk_nat_newWeakMap(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_new_map(vm, HK_T_WEAKMAP, HK_ARG(a, 0)); }
HK_FN hk_val hk_nat_newWeakSet(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_new_map(vm, HK_T_WEAKSET, HK_ARG(a, 0)); }

/* What a WeakMap method of this and a key has to find first: the key's value, EMPTY if there is none. */
HK_FN hk_val hk_weak_entry(hk_vm *vm, hk_val map, hk_val key)
{
    if (hk_class(vm, map) != HK_T_WEAKMAP)
        return hk_not_a_map(vm, HK_T_WEAKMAP, map);
    if (!hk_can_be_held_weakly(vm, key))
        return hk_cannot_hold(vm, key);
    int32_t i = hk_map_find(vm, map, key);
    return i < 0 ? HK_EMPTY : hk_map_entry(vm, hk_map_ptr(vm, map), (uint32_t)i)[1];
}
HK_FN hk_val hk_nat_weakEntry(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_weak_entry(vm, HK_ARG(a, 0), HK_ARG(a, 1));
}
HK_FN hk_val hk_nat_weakPut(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_collection_set(vm, &HK_ARG(a, 0), &HK_ARG(a, 1), &HK_ARG(a, 2));
}
HK_FN hk_val hk_nat_weakMapGetOrInsert(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val v = hk_weak_entry(vm, HK_THIS(a), HK_ARG(a, 0));
    if (v != HK_EMPTY)
        return v;
    return hk_map_set(vm, &HK_THIS(a), &HK_ARG(a, 0), &HK_ARG(a, 1)) ? HK_ARG(a, 1) : HK_EXCEPTION;
}

/* ---- WeakRef -------------------------------------------------------------------------------------------------------------- */

HK_INLINE hk_weakref *hk_weakref_ptr(hk_vm *vm, hk_val v) { return hk_ptr(vm, hk_ref_of(v)); }

/* AddToKeptObjects: the WeakRef, which then keeps its target. */
HK_FN void hk_keep_target(hk_vm *vm, hk_val ref)
{
    hk_weakref *w = hk_weakref_ptr(vm, ref);
    if (w->next)
        return;
    hk_store_ref(vm, &w->next, vm->kept_refs ? vm->kept_refs : hk_ref_of(ref));
    vm->kept_refs = hk_ref_of(ref);
}

HK_FN hk_val hk_nat_WeakRef(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (HK_NEWTARGET(a) == HK_UNDEFINED)
        return hk_needs_new(vm, "WeakRef");
    if (!hk_can_be_held_weakly(vm, HK_ARG(a, 0)))
        return hk_cannot_hold(vm, HK_ARG(a, 0));
    hk_ref proto = hk_constructor_proto(vm, a), r = proto ? hk_new_class(vm, HK_T_WEAKREF, proto, sizeof(hk_weakref)) : 0;
    if (!r)
        return HK_EXCEPTION;
    hk_store(vm, &((hk_weakref *)hk_ptr(vm, r))->target, HK_ARG(a, 0));
    hk_keep_target(vm, hk_object(r));
    return hk_object(r);
}

HK_FN hk_val hk_nat_weakDeref(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (hk_class(vm, HK_THIS(a)) != HK_T_WEAKREF)
        return hk_incompatible(vm, "WeakRef", HK_THIS(a));
    hk_val target = hk_weakref_ptr(vm, HK_THIS(a))->target;
    if (target != HK_UNDEFINED)
        hk_keep_target(vm, HK_THIS(a));
    return target == HK_EMPTY ? HK_UNDEFINED : target;
}

/* ---- FinalizationRegistry -------------------------------------------------------------------------------------------------- */

/* weak, held: see above; 0, undefined while there never was a cell. at: where its job looks next for cells that died. job: the record
 * of that job, which must not have to be made when there is one. */
typedef struct { hk_obj o; hk_ref weak; uint32_t at; hk_val held, callback, job; } hk_registry;

HK_INLINE hk_registry *hk_registry_ptr(hk_vm *vm, hk_val v) { return hk_ptr(vm, hk_ref_of(v)); }
/* The target of cell i, and behind it its token. */
HK_INLINE hk_val *hk_registry_cell(hk_vm *vm, const hk_registry *f, uint32_t i) { return hk_vals(vm, f->weak) + 1 + 2 * i; }
HK_INLINE hk_val *hk_held_value(hk_vm *vm, const hk_registry *f, uint32_t i) { return hk_vals(vm, hk_ref_of(f->held)) + i; }
HK_INLINE uint32_t hk_cells_used(hk_vm *vm, const hk_registry *f) { return f->weak ? (uint32_t)hk_int_of(hk_vals(vm, f->weak)[0]) : 0; }

HK_FN hk_val hk_nat_FinalizationRegistry(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (HK_NEWTARGET(a) == HK_UNDEFINED)
        return hk_needs_new(vm, "FinalizationRegistry");
    if (!hk_is_callable(vm, HK_ARG(a, 0)))
        return hk_throw(vm, HK_E_TYPE, "%v is not a function", HK_ARG(a, 0));
    hk_ref proto = hk_constructor_proto(vm, a), r = proto ? hk_new_class(vm, HK_T_REGISTRY, proto, sizeof(hk_registry)) : 0;
    if (!r)
        return HK_EXCEPTION;
    HK_THIS(a) = hk_object(r);
    if ((r = hk_alloc_values(vm, 4, HK_UNDEFINED)) == 0)
        return HK_EXCEPTION;
    hk_registry *f = hk_registry_ptr(vm, HK_THIS(a));
    hk_store(vm, &f->callback, HK_ARG(a, 0));
    hk_store(vm, &f->job, hk_internal(r));
    hk_store(vm, &hk_vals(vm, r)[1], HK_THIS(a));
    return HK_THIS(a);
}

/* Moves the cells in use to the front. */
HK_FN void hk_compact_cells(hk_vm *vm, hk_registry *f)
{
    uint32_t used = hk_cells_used(vm, f), n = 0;
    vm->budget -= (int32_t)used;
    for (uint32_t i = 0; i < used; i++) {
        if (*hk_held_value(vm, f, i) == HK_EMPTY)
            continue;
        hk_store(vm, hk_held_value(vm, f, n), *hk_held_value(vm, f, i));
        hk_store(vm, hk_registry_cell(vm, f, n), hk_registry_cell(vm, f, i)[0]);
        hk_store(vm, hk_registry_cell(vm, f, n++) + 1, hk_registry_cell(vm, f, i)[1]);
    }
    hk_vals(vm, f->weak)[0] = hk_int((int32_t)n);
    for (uint32_t i = n; i < used; i++)
        *hk_held_value(vm, f, i) = *hk_registry_cell(vm, f, i) = hk_registry_cell(vm, f, i)[1] = HK_EMPTY;
}

/* Makes room for one cell more in *registry. false: out of memory. */
HK_FN bool hk_cell_room(hk_vm *vm, const hk_val *registry)
{
    hk_registry *f = hk_registry_ptr(vm, *registry);
    uint32_t room = hk_nvals(vm, f->weak) / 2;
    if (hk_cells_used(vm, f) < room)
        return true;
    if (room)
        hk_compact_cells(vm, f);
    if (hk_cells_used(vm, f) < room - room / 4)
        return true;
    uint32_t more = room + room / 2 + 4;
    hk_val *block = hk_push(vm, f->held);
    hk_ref r = room ? hk_resize(vm, block, 8 + more * 8) : hk_alloc_values(vm, more, HK_UNDEFINED);
    f = hk_registry_ptr(vm, *registry);
    if (r) {
        hk_store(vm, &f->held, hk_internal(r));
        *block = hk_internal(f->weak);
        r = room ? hk_resize(vm, block, 16 + more * 16) : hk_alloc(vm, HK_T_WEAK, 16 + more * 16);
        f = hk_registry_ptr(vm, *registry);
    }
    hk_pop(vm);
    if (!r)
        return false;
    hk_store_ref(vm, &f->weak, r);
    ((hk_block *)hk_ptr(vm, r))->word = HK_WEAK_CELLS;
    if (!room)
        hk_vals(vm, r)[0] = hk_int(0);
    return true;
}

HK_FN hk_val hk_nat_register(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val target = HK_ARG(a, 0), token = HK_ARG(a, 2);
    if (hk_class(vm, HK_THIS(a)) != HK_T_REGISTRY)
        return hk_incompatible(vm, "FinalizationRegistry", HK_THIS(a));
    if (!hk_can_be_held_weakly(vm, target))
        return hk_cannot_hold(vm, target);
    if (target == HK_ARG(a, 1))
        return hk_throw(vm, HK_E_TYPE, "target and held value are the same");
    if (!hk_can_be_held_weakly(vm, token) && token != HK_UNDEFINED)
        return hk_cannot_hold(vm, token);
    if (!hk_cell_room(vm, &HK_THIS(a)))
        return HK_EXCEPTION;
    const hk_registry *f = hk_registry_ptr(vm, HK_THIS(a));
    uint32_t i = hk_cells_used(vm, f);
    hk_store(vm, hk_registry_cell(vm, f, i), HK_ARG(a, 0));
    hk_store(vm, hk_registry_cell(vm, f, i) + 1, HK_ARG(a, 2) == HK_UNDEFINED ? HK_EMPTY : HK_ARG(a, 2));
    hk_store(vm, hk_held_value(vm, f, i), HK_ARG(a, 1));
    hk_vals(vm, f->weak)[0] = hk_int((int32_t)i + 1);
    return HK_UNDEFINED;
}

HK_FN hk_val hk_nat_unregister(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val token = HK_ARG(a, 0);
    if (hk_class(vm, HK_THIS(a)) != HK_T_REGISTRY)
        return hk_incompatible(vm, "FinalizationRegistry", HK_THIS(a));
    if (!hk_can_be_held_weakly(vm, token))
        return hk_cannot_hold(vm, token);
    const hk_registry *f = hk_registry_ptr(vm, HK_THIS(a));
    uint32_t used = hk_cells_used(vm, f);
    bool removed = false;
    vm->budget -= (int32_t)(used / 4);
    for (uint32_t i = 0; i < used; i++)
        if (hk_registry_cell(vm, f, i)[1] == token) {
            *hk_held_value(vm, f, i) = *hk_registry_cell(vm, f, i) = hk_registry_cell(vm, f, i)[1] = HK_EMPTY;
            removed = true;
        }
    return hk_bool(removed);
}

/* The next cell from f->at on whose target has died, or their number. */
HK_FN uint32_t hk_next_dead(hk_vm *vm, const hk_registry *f)
{
    uint32_t i = f->at, used = hk_cells_used(vm, f);
    while (i < used && !(*hk_registry_cell(vm, f, i) == HK_EMPTY && *hk_held_value(vm, f, i) != HK_EMPTY))
        i++;
    vm->budget -= (int32_t)((i - f->at) / 4);
    return i;
}

/* Queues the registries that have something to clean up, after a collection that has noted it. Allocates nothing. */
HK_FN void hk_enqueue_finalizers(hk_vm *vm)
{
    if (!HAKO_WITH_ASYNC || !(vm->flags & HK_VM_FINALIZE))
        return;
    vm->flags &= ~(uint32_t)HK_VM_FINALIZE;
    for (hk_ref r = HK_HEAP_START; r < vm->top; r += hk_block_bytes(vm, r)) {
        hk_registry *f = hk_ptr(vm, r);
        if (hk_type(vm, r) != HK_T_REGISTRY || f->job == HK_UNDEFINED)
            continue;
        hk_ref job = hk_ref_of(f->job);
        if (((hk_block *)hk_ptr(vm, job))->word == HK_JOB_FINALIZE)
            continue;                               /* is queued */
        f->at = 0;
        if (hk_next_dead(vm, f) < hk_cells_used(vm, f))
            hk_enqueue_job(vm, job, HK_JOB_FINALIZE);
    }
}

/* The held value of a cell that died, which is free then; EMPTY when there are no more. */
HK_FN hk_val hk_nat_takeDead(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_registry *f = hk_registry_ptr(vm, HK_ARG(a, 0));
    ((hk_block *)hk_ptr(vm, hk_ref_of(f->job)))->word = 0;
    vm->flags |= HK_VM_FINALIZE;        /* the callback may throw, which ends this job, or more may die */
    f->at = hk_next_dead(vm, f);
    if (f->at >= hk_cells_used(vm, f))
        return HK_EMPTY;
    hk_val held = *hk_held_value(vm, f, f->at);
    *hk_held_value(vm, f, f->at) = hk_registry_cell(vm, f, f->at)[1] = HK_EMPTY;
    f->at++;
    return held;
}
HK_FN hk_val hk_nat_cleanupCallback(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_registry_ptr(vm, HK_ARG(a, 0))->callback;
}
#else
HK_FN void hk_enqueue_finalizers(hk_vm *vm) { (void)vm; }
#endif
#endif
