/* Map and Set: entries in order of insertion, and a hash index over them.
 *
 * A MAP or SET block refers to BUCKETS (word 4), counts its live entries (word 5) and holds its entries block (unit 3; undefined
 * until the first entry). The entries block is a VALUES block:
 *
 *     value 0: int, the number of entries in use, deleted ones included
 *     then for each entry its key and, of a Map, its value. The key of a deleted entry is EMPTY.
 *
 * Iterators hold the entries block they walk over and an index into it. Deleting never moves entries. When entries do move, into
 * another block, the one they leave tells iterators where to go on: its word 1, 0 before, becomes
 *
 *     HK_MOVED_AS_IS       value 0 is the new block, indexes are the same
 *     HK_MOVED_CLEARED     start with whatever the Map has now
 *     HK_MOVED | count<<2  value 0 is the new block, each entry's key the entry's new index; from the last on: count
 *
 * Objects and symbols are hashed by address, which every collection changes: BUCKETS remembers the collection it was made after
 * and is made anew, in place, when it is out of date and has such keys. */
#ifndef HK_LIB_MAP_C
#define HK_LIB_MAP_C
#include "iterator.h"
#include "../vm/slow.c"
#include "iterator.c"

typedef struct { hk_obj o; hk_ref buckets; uint32_t live; hk_val entries; } hk_map;
/* Heads of chains, entry + 1; behind them, for each entry, the next of its chain. mask + 1 heads. */
typedef struct { uint32_t hdr, collections, addresses, mask, heads[]; } hk_buckets;
enum { HK_MOVED = 1, HK_MOVED_AS_IS = 2, HK_MOVED_CLEARED = 3 };
#define HK_MAP_SMALL 8u         /* entries below which it does not pay to shrink */

HK_INLINE hk_map *hk_map_ptr(hk_vm *vm, hk_val m) { return hk_ptr(vm, hk_ref_of(m)); }
HK_INLINE uint32_t hk_map_width(const hk_map *m)
{
    unsigned type = hk_type_of_hdr(m->o.hdr);
    return type == HK_T_MAP || type == HK_T_WEAKMAP ? 2 : 1;
}
HK_INLINE uint32_t hk_map_used(hk_vm *vm, const hk_map *m)
{
    return m->entries == HK_UNDEFINED ? 0 : (uint32_t)hk_int_of(hk_vals(vm, hk_ref_of(m->entries))[0]);
}
HK_INLINE uint32_t hk_map_room(hk_vm *vm, const hk_map *m)
{
    return m->entries == HK_UNDEFINED ? 0 : (hk_nvals(vm, hk_ref_of(m->entries)) - 1) / hk_map_width(m);
}
/* Key (and behind it the value) of entry i */
HK_INLINE hk_val *hk_map_entry(hk_vm *vm, const hk_map *m, uint32_t i)
{
    return hk_vals(vm, hk_ref_of(m->entries)) + 1 + i * hk_map_width(m);
}

/* CanonicalizeKeyedCollectionKey, and strings flattened, numbers in one form. *key is rooted. false: out of memory. */
HK_FN bool hk_map_key(hk_vm *vm, hk_val *key)
{
    if (*key == HK_EMPTY)                   /* it marks deleted entries; a forged image may have it as a value */
        *key = HK_UNDEFINED;
    if (hk_is_double(*key))
        *key = hk_num_of(*key) == 0 ? hk_int(0) : hk_number(hk_double_of(*key));
    if (!hk_is_string(*key))
        return true;
    hk_ref r = hk_flatten(vm, hk_ref_of(*key));
    *key = hk_string(r);
    return r != 0;
}

HK_INLINE bool hk_hashed_by_address(hk_val key)
{
    return (hk_is_block(key) || hk_is_symbol(key)) && hk_ref_is_block(hk_ref_of(key));
}

HK_FN uint32_t hk_map_hash(hk_vm *vm, hk_val key)
{
    hk_text t;
    if (hk_is_string(key)) {
        hk_text_of(vm, hk_ref_of(key), &t);
        vm->budget -= (int32_t)(t.len / 16);
        uint32_t h = hk_text_hash(&t);
        return h ^ h >> 15;
    }
    uint32_t low = (uint32_t)key, high = (uint32_t)(key >> 32);
    if (hk_is_bigint(key)) {
        const uint32_t *words = hk_ptr(vm, low);
        uint32_t n = hk_units_of_hdr(words[0]) * 2;
        vm->budget -= (int32_t)(n / 16);
        for (low = 0; n-- > 1;)
            low = (low ^ words[n]) * 16777619u;
    }
    uint32_t h = (low ^ high * 0x85EBCA6Bu) * 0x9E3779B1u;
    return h ^ h >> 15;
}

HK_INLINE uint32_t *hk_map_next(hk_buckets *b) { return b->heads + b->mask + 1; }

HK_FN void hk_map_link(hk_vm *vm, hk_buckets *b, hk_val key, uint32_t i)
{
    uint32_t *head = &b->heads[hk_map_hash(vm, key) & b->mask];
    hk_map_next(b)[i] = *head;
    *head = i + 1;
    if (hk_hashed_by_address(key))
        b->addresses = 1;
}

/* Makes the index anew, and counts: entries of a WEAK block may have died. */
HK_FN void hk_map_index(hk_vm *vm, hk_map *m)
{
    hk_buckets *b = hk_ptr(vm, m->buckets);
    uint32_t used = hk_map_used(vm, m);
    m->live = 0;
    b->collections = vm->collections;
    b->addresses = 0;
    memset(b->heads, 0, (b->mask + 1) * sizeof *b->heads);
    vm->budget -= (int32_t)used;
    for (uint32_t i = 0; i < used; i++)
        if (*hk_map_entry(vm, m, i) != HK_EMPTY) {
            hk_map_link(vm, b, *hk_map_entry(vm, m, i), i);
            m->live++;
        }
}

/* The index of m, up to date, or NULL while m has none. */
HK_INLINE hk_buckets *hk_map_buckets(hk_vm *vm, hk_map *m)
{
    if (!m->buckets)
        return NULL;
    hk_buckets *b = hk_ptr(vm, m->buckets);
    if (HK_UNLIKELY(b->addresses && b->collections != vm->collections))
        hk_map_index(vm, m);
    return b;
}

/* The entry of a key that hk_map_key has prepared, or -1. Does not allocate. */
HK_FN int32_t hk_map_find(hk_vm *vm, hk_val map, hk_val key)
{
    hk_map *m = hk_map_ptr(vm, map);
    hk_buckets *b = hk_map_buckets(vm, m);
    if (!b)
        return -1;
    bool deep = hk_is_string(key) || hk_is_bigint(key);
    for (uint32_t i = b->heads[hk_map_hash(vm, key) & b->mask]; i; i = hk_map_next(b)[i - 1]) {
        hk_val k = *hk_map_entry(vm, m, i - 1);
        if (k == key || (deep && HK_TAG(k) == HK_TAG(key) && hk_same_value_zero(vm, k, key)))
            return (int32_t)(i - 1);
    }
    return -1;
}

/* Tells iterators that the entries have left this block. */
HK_FN void hk_map_forward(hk_vm *vm, hk_ref from, hk_ref to, uint32_t how)
{
    ((hk_block *)hk_ptr(vm, from))->word = how;
    hk_store(vm, &hk_vals(vm, from)[0], hk_internal(to));
}

/* Copies the live entries into the new block `to` and leaves their new indexes behind. */
HK_FN void hk_map_move(hk_vm *vm, const hk_map *m, hk_ref to)
{
    uint32_t width = hk_map_width(m), used = hk_map_used(vm, m), n = 0;
    vm->budget -= (int32_t)used;
    for (uint32_t i = 0; i < used; i++) {
        hk_val *e = hk_map_entry(vm, m, i), *into = hk_vals(vm, to) + 1 + n * width;
        bool live = *e != HK_EMPTY;
        if (live)
            hk_store(vm, into, *e);
        *e = hk_int((int32_t)n);
        if (width == 2) {
            if (live)
                hk_store(vm, into + 1, e[1]);
            e[1] = HK_UNDEFINED;
        }
        n += live;
    }
    hk_vals(vm, to)[0] = hk_int((int32_t)n);
    hk_map_forward(vm, hk_ref_of(m->entries), to, HK_MOVED | n << 2);
}

/* A BUCKETS block for that many entries; 0: out of memory */
HK_FN hk_ref hk_map_new_buckets(hk_vm *vm, uint32_t room)
{
    uint32_t heads = 4;
    while (heads < room - room / 4)
        heads *= 2;
    hk_ref r = hk_alloc(vm, HK_T_BUCKETS, (uint32_t)sizeof(hk_buckets) + (heads + room) * 4);
    if (r)
        ((hk_buckets *)hk_ptr(vm, r))->mask = heads - 1;
    return r;
}

/* The entries block of *map with room for `room`: a new one, without deleted entries, or the old one grown. 0: out of memory */
HK_FN hk_ref hk_map_new_entries(hk_vm *vm, hk_val *map, uint32_t room)
{
    hk_map *m = hk_map_ptr(vm, *map);
    uint32_t n = 1 + room * hk_map_width(m);
    if (m->entries == HK_UNDEFINED || m->live < hk_map_used(vm, m)) {
        unsigned type = hk_class(vm, *map);
        bool weak = type == HK_T_WEAKMAP || type == HK_T_WEAKSET;
        hk_ref r = weak ? hk_alloc(vm, HK_T_WEAK, 8 + n * 8) : hk_alloc_values(vm, n, HK_UNDEFINED);
        m = hk_map_ptr(vm, *map);
        if (r && weak)
            ((hk_block *)hk_ptr(vm, r))->word = type == HK_T_WEAKMAP ? HK_WEAK_PAIRS : HK_WEAK_VALUES;
        if (r && m->entries != HK_UNDEFINED)
            hk_map_move(vm, m, r);
        else if (r)
            hk_vals(vm, r)[0] = hk_int(0);
        return r;
    }
    hk_val *old = hk_push(vm, m->entries), *grown = hk_push(vm, m->entries);
    hk_ref r = hk_resize(vm, grown, 8 + n * 8);
    if (r && r != hk_ref_of(*old))
        hk_map_forward(vm, hk_ref_of(*old), r, HK_MOVED_AS_IS);
    vm->temps -= 2;
    return r;
}

/* Gives *map (rooted) room for `room` entries, dropping deleted ones. */
HK_FN bool hk_map_resize(hk_vm *vm, hk_val *map, uint32_t room)
{
    hk_ref b = hk_map_new_buckets(vm, room);
    if (!b)
        return false;
    hk_val *buckets = hk_push(vm, hk_internal(b));
    hk_ref e = hk_map_new_entries(vm, map, room);
    if (e) {
        hk_map *m = hk_map_ptr(vm, *map);
        hk_store_ref(vm, &m->buckets, hk_ref_of(*buckets));
        hk_store(vm, &m->entries, hk_internal(e));
        hk_map_index(vm, m);
    }
    hk_pop(vm);
    return e != 0;
}

/* Adds a key, or changes its value. All are rooted; *key is normalised here. false: out of memory. */
HK_FN bool hk_map_set(hk_vm *vm, hk_val *map, hk_val *key, const hk_val *value)
{
    if (!hk_map_key(vm, key))
        return false;
    int32_t found = hk_map_find(vm, *map, *key);
    hk_map *m = hk_map_ptr(vm, *map);
    uint32_t width = hk_map_width(m);
    if (found >= 0) {
        if (width == 2)
            hk_store(vm, hk_map_entry(vm, m, (uint32_t)found) + 1, *value);
        return true;
    }
    uint32_t used = hk_map_used(vm, m), room = hk_map_room(vm, m);
    if (used == room) {
        if (!hk_map_resize(vm, map, m->live < room - room / 4 ? room : room + room / 2 + 4))
            return false;
        m = hk_map_ptr(vm, *map);
        used = hk_map_used(vm, m);
    }
    hk_val *e = hk_map_entry(vm, m, used);
    hk_store(vm, e, *key);
    if (width == 2)
        hk_store(vm, e + 1, *value);
    hk_vals(vm, hk_ref_of(m->entries))[0] = hk_int((int32_t)used + 1);
    m->live++;
    hk_map_link(vm, hk_map_buckets(vm, m), *key, used);
    return true;
}

HK_FN void hk_map_clear(hk_vm *vm, hk_map *m)
{
    if (m->entries == HK_UNDEFINED)
        return;
    uint32_t n = hk_nvals(vm, hk_ref_of(m->entries));
    vm->budget -= (int32_t)(n / 4);
    for (uint32_t i = 0; i < n; i++)
        hk_vals(vm, hk_ref_of(m->entries))[i] = HK_UNDEFINED;
    ((hk_block *)hk_ptr(vm, hk_ref_of(m->entries)))->word = HK_MOVED_CLEARED;
    hk_store(vm, &m->entries, HK_UNDEFINED);
    hk_store_ref(vm, &m->buckets, 0);
    m->live = 0;
}

/* *map is rooted; key prepared by hk_map_key. Was it there? */
HK_FN bool hk_map_remove(hk_vm *vm, hk_val *map, hk_val key)
{
    int32_t i = hk_map_find(vm, *map, key);
    if (i < 0)
        return false;
    hk_map *m = hk_map_ptr(vm, *map);
    hk_val *e = hk_map_entry(vm, m, (uint32_t)i);
    *e = HK_EMPTY;
    if (hk_map_width(m) == 2)
        e[1] = HK_UNDEFINED;
    if (--m->live == 0) {
        hk_map_clear(vm, m);
    } else if (m->live >= HK_MAP_SMALL && m->live < hk_map_used(vm, m) / 4) {
        if (!hk_map_resize(vm, map, m->live + m->live / 2))
            vm->exception = HK_EMPTY;           /* then it stays as it is */
    }
    return true;
}

/* ---- Iterators ------------------------------------------------------------------ */

/* Follows the entries of it->from to where they are now. false: there are none. */
HK_FN bool hk_map_iterator_sync(hk_vm *vm, hk_iter *it)
{
    const hk_map *m = hk_map_ptr(vm, it->from);
    uint32_t how;
    while (it->with != HK_UNDEFINED && (how = ((hk_block *)hk_ptr(vm, hk_ref_of(it->with)))->word) != 0) {
        hk_val *values = hk_vals(vm, hk_ref_of(it->with));
        uint32_t at = 1 + it->next * hk_map_width(m), n = hk_nvals(vm, hk_ref_of(it->with));
        vm->budget--;
        if (how == HK_MOVED_CLEARED)
            it->next = 0;
        else if (how != HK_MOVED_AS_IS)
            it->next = at < n && hk_is_int(values[at]) ? (uint32_t)hk_int_of(values[at]) : how >> 2;
        hk_store(vm, &it->with, values[0]);     /* of a cleared one: undefined */
    }
    if (it->with == HK_UNDEFINED)
        hk_store(vm, &it->with, m->entries);
    return it->with != HK_UNDEFINED;
}

/* The next live entry, or NULL at the end, where the iterator is finished. */
HK_FN hk_val *hk_map_iterator_next(hk_vm *vm, hk_val iterator)
{
    hk_iter *it = hk_iter_ptr(vm, iterator);
    if (it->from != HK_UNDEFINED && hk_map_iterator_sync(vm, it)) {
        const hk_map *m = hk_map_ptr(vm, it->from);
        uint32_t used = hk_map_used(vm, m);
        while (it->next < used) {
            hk_val *e = hk_map_entry(vm, m, it->next++);
            vm->budget--;
            if (*e != HK_EMPTY)
                return e;
        }
    }
    it->from = it->with = HK_UNDEFINED;
    return NULL;
}

HK_FN hk_val hk_map_iterator_step(hk_vm *vm, hk_val it)
{
    unsigned kind = hk_iter_ptr(vm, it)->kind;
    const hk_val *e = hk_map_iterator_next(vm, it);
    if (!e)
        return HK_EMPTY;
    if (kind == HK_IT_MAP_ENTRIES)
        return hk_new_pair(vm, e[0], e[1]);
    if (kind == HK_IT_SET_ENTRIES)
        return hk_new_pair(vm, e[0], e[0]);
    return kind == HK_IT_MAP_VALUES ? e[1] : e[0];
}

/* ---- Natives ---------------------------------------------------------------------- */

/* The types of collections by keys, in the order in which their prototypes' methods are declared */
static const struct { uint16_t first; uint8_t type, proto; char name[8]; } hk_collections[] = {
    { HK_FN_MapPrototype_get, HK_T_MAP, HK_IN_MapPrototype, "Map" },
    { HK_FN_SetPrototype_has, HK_T_SET, HK_IN_SetPrototype, "Set" },
    { HK_FN_WeakMapPrototype_delete, HK_T_WEAKMAP, HK_IN_WeakMapPrototype, "WeakMap" },
    { HK_FN_WeakSetPrototype_add, HK_T_WEAKSET, HK_IN_WeakSetPrototype, "WeakSet" },
};
HK_STATIC_ASSERT(HK_FN_MapPrototype_get < HK_FN_SetPrototype_has && HK_FN_SetPrototype_has < HK_FN_WeakMapPrototype_delete
                 && HK_FN_WeakMapPrototype_delete < HK_FN_WeakSetPrototype_add, "methods tell their type by their number");

HK_FN unsigned hk_collection(unsigned type)
{
    unsigned i = 0;
    while (hk_collections[i].type != type)
        i++;
    return i;
}

HK_FN hk_val hk_not_a_map(hk_vm *vm, unsigned type, hk_val v) { return hk_incompatible(vm, hk_collections[hk_collection(type)].name, v); }

/* Has `this` what the method that runs requires: [[MapData]], [[SetData]], [[WeakMapData]] or [[WeakSetData]]? Throws. */
HK_FN bool hk_is_receiver(hk_vm *vm, const hk_val *a)
{
    unsigned i = HK_COUNT(hk_collections) - 1;
    while (hk_libfn_of(vm, a[1]) < hk_collections[i].first)
        i--;
    if (hk_class(vm, HK_THIS(a)) == hk_collections[i].type)
        return true;
    hk_not_a_map(vm, hk_collections[i].type, HK_THIS(a));
    return false;
}

HK_FN hk_val hk_new_map(hk_vm *vm, unsigned type, hk_val proto)
{
    hk_ref p = hk_is_object(proto) ? hk_object_block(vm, proto) : hk_intrinsic(vm, hk_collections[hk_collection(type)].proto);
    hk_ref r = p ? hk_new_class(vm, type, p, sizeof(hk_map)) : 0;
    return r ? hk_object(r) : HK_EXCEPTION;
}

/* The constructors: with something to iterate it is the script's business. */
HK_FN hk_val hk_construct_map(hk_vm *vm, unsigned type, hk_val *a)
{
    if (HK_NEWTARGET(a) == HK_UNDEFINED)
        return hk_needs_new(vm, hk_collections[hk_collection(type)].name);
    return hk_is_nullish(HK_ARG(a, 0)) ? hk_new_map(vm, type, HK_THIS(a)) : HK_TWIN;
}
HK_FN hk_val hk_nat_Map(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_construct_map(vm, HK_T_MAP, a); }
HK_FN hk_val hk_nat_Set(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_construct_map(vm, HK_T_SET, a); }
HK_FN hk_val hk_nat_newMap(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_new_map(vm, HK_T_MAP, HK_ARG(a, 0)); }
HK_FN hk_val hk_nat_newSet(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_new_map(vm, HK_T_SET, HK_ARG(a, 0)); }

/* The value of key, undefined if there is none. */
HK_FN hk_val hk_map_get(hk_vm *vm, const hk_val *map, hk_val *key)
{
    if (!hk_map_key(vm, key))
        return HK_EXCEPTION;
    int32_t i = hk_map_find(vm, *map, *key);
    return i < 0 ? HK_UNDEFINED : hk_map_entry(vm, hk_map_ptr(vm, *map), (uint32_t)i)[1];
}
HK_FN hk_val hk_map_has(hk_vm *vm, const hk_val *map, hk_val *key)
{
    return hk_map_key(vm, key) ? hk_bool(hk_map_find(vm, *map, *key) >= 0) : HK_EXCEPTION;
}
HK_FN hk_val hk_map_delete(hk_vm *vm, hk_val *map, hk_val *key)
{
    return hk_map_key(vm, key) ? hk_bool(hk_map_remove(vm, map, *key)) : HK_EXCEPTION;
}

/* The methods that serve several types. Keys that a weak collection cannot hold are not found in it. */
HK_FN hk_val hk_nat_mapGet(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_is_receiver(vm, a) ? hk_map_get(vm, &HK_THIS(a), &HK_ARG(a, 0)) : HK_EXCEPTION;
}
HK_FN hk_val hk_nat_mapHas(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_is_receiver(vm, a) ? hk_map_has(vm, &HK_THIS(a), &HK_ARG(a, 0)) : HK_EXCEPTION;
}
HK_FN hk_val hk_nat_mapDelete(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_is_receiver(vm, a) ? hk_map_delete(vm, &HK_THIS(a), &HK_ARG(a, 0)) : HK_EXCEPTION;
}

HK_FN hk_val hk_cannot_hold(hk_vm *vm, hk_val v) { return hk_throw(vm, HK_E_TYPE, "%v cannot be held weakly", v); }
/* Sets the entry of *key; value is NULL for a set. Returns the collection, or HK_EXCEPTION. */
HK_FN hk_val hk_collection_set(hk_vm *vm, hk_val *map, hk_val *key, const hk_val *value)
{
    unsigned type = hk_class(vm, *map);
    if (type != HK_T_MAP && type != HK_T_SET && !hk_can_be_held_weakly(vm, *key))
        return hk_cannot_hold(vm, *key);
    return hk_map_set(vm, map, key, value) ? *map : HK_EXCEPTION;
}
HK_FN hk_val hk_nat_mapSet(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_is_receiver(vm, a) ? hk_collection_set(vm, &HK_THIS(a), &HK_ARG(a, 0), &HK_ARG(a, 1)) : HK_EXCEPTION;
}
HK_FN hk_val hk_nat_setAdd(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_is_receiver(vm, a) ? hk_collection_set(vm, &HK_THIS(a), &HK_ARG(a, 0), NULL) : HK_EXCEPTION;
}

HK_FN hk_val hk_nat_mapClear(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (!hk_is_receiver(vm, a))
        return HK_EXCEPTION;
    hk_map_clear(vm, hk_map_ptr(vm, HK_THIS(a)));
    return HK_UNDEFINED;
}
HK_FN hk_val hk_nat_mapSize(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_is_receiver(vm, a) ? hk_int((int32_t)hk_map_ptr(vm, HK_THIS(a))->live) : HK_EXCEPTION;
}

HK_FN hk_val hk_map_iterator(hk_vm *vm, const hk_val *a, unsigned of_map, unsigned of_set)
{
    if (!hk_is_receiver(vm, a))
        return HK_EXCEPTION;
    return hk_new_iterator(vm, hk_class(vm, HK_THIS(a)) == HK_T_MAP ? of_map : of_set, HK_THIS(a));
}
HK_FN hk_val hk_nat_mapKeys(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_map_iterator(vm, a, HK_IT_MAP_KEYS, 0); }
HK_FN hk_val hk_nat_mapValues(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_map_iterator(vm, a, HK_IT_MAP_VALUES, HK_IT_SET_VALUES); }
HK_FN hk_val hk_nat_mapEntries(hk_vm *vm, hk_val *a, int argc) { (void)argc; return hk_map_iterator(vm, a, HK_IT_MAP_ENTRIES, HK_IT_SET_ENTRIES); }

/* ---- for the scripts: operations on the data of a Map or Set ------------------------ */

/* A walk over a Map or Set, which is `this` of a method: (map, is it to be a Map). entryNext gives the keys. */
HK_FN hk_val hk_nat_entryWalk(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    unsigned type = HK_ARG(a, 1) == HK_TRUE ? HK_T_MAP : HK_T_SET;
    if (hk_class(vm, HK_ARG(a, 0)) != type)
        return hk_not_a_map(vm, type, HK_ARG(a, 0));
    return hk_new_iterator(vm, type == HK_T_MAP ? HK_IT_MAP_KEYS : HK_IT_SET_VALUES, HK_ARG(a, 0));
}
HK_FN hk_val hk_nat_entryNext(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    const hk_val *e = hk_map_iterator_next(vm, HK_ARG(a, 0));
    return e ? e[0] : HK_EMPTY;
}
/* The value of the entry that entryNext gave; nothing has run since. */
HK_FN hk_val hk_nat_entryValue(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    const hk_iter *it = hk_iter_ptr(vm, HK_ARG(a, 0));
    return hk_map_entry(vm, hk_map_ptr(vm, it->from), it->next - 1)[1];
}
HK_FN hk_val hk_nat_entryGet(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_map_get(vm, &HK_ARG(a, 0), &HK_ARG(a, 1));
}
HK_FN hk_val hk_nat_entryHas(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_map_has(vm, &HK_ARG(a, 0), &HK_ARG(a, 1));
}
HK_FN hk_val hk_nat_entrySet(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_map_set(vm, &HK_ARG(a, 0), &HK_ARG(a, 1), &HK_ARG(a, 2)) ? HK_UNDEFINED : HK_EXCEPTION;
}
HK_FN hk_val hk_nat_entryDelete(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_map_delete(vm, &HK_ARG(a, 0), &HK_ARG(a, 1));
}
HK_FN hk_val hk_nat_entryCount(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_int((int32_t)hk_map_ptr(vm, HK_ARG(a, 0))->live);
}
/* A new %Set% with the elements of Set 0. */
HK_FN hk_val hk_nat_copySet(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val copy = hk_new_map(vm, HK_T_SET, HK_UNDEFINED);
    uint32_t live = hk_map_ptr(vm, HK_ARG(a, 0))->live;
    if (copy == HK_EXCEPTION || live == 0)
        return copy;
    hk_val *to = hk_push(vm, copy);
    bool ok = hk_map_resize(vm, to, live + live / 4);
    copy = hk_pop(vm);
    if (!ok)
        return HK_EXCEPTION;
    const hk_map *from = hk_map_ptr(vm, HK_ARG(a, 0));
    hk_map *m = hk_map_ptr(vm, copy);
    uint32_t n = 0, used = hk_map_used(vm, from);
    for (uint32_t i = 0; i < used; i++)
        if (*hk_map_entry(vm, from, i) != HK_EMPTY)
            hk_store(vm, hk_map_entry(vm, m, n++), *hk_map_entry(vm, from, i));
    hk_vals(vm, hk_ref_of(m->entries))[0] = hk_int((int32_t)n);
    m->live = n;
    hk_map_index(vm, m);
    return copy;
}
#endif
