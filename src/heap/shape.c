#ifndef HK_SHAPE_C
#define HK_SHAPE_C
#include "shape.h"
#include "error.h"

/* Something that prototype-chain caches rely on has changed. Caches compare 16 bits: before those repeat, all are emptied. */
HK_FN void hk_bump_generation(hk_vm *vm)
{
    if ((++vm->generation & 0xFFFF) != 0)
        return;
    for (hk_ref r = HK_HEAP_START; r < vm->top; r += hk_block_bytes(vm, r))
        if (hk_type(vm, r) == HK_T_CACHE)
            memset((hk_block *)hk_ptr(vm, r) + 1, 0, hk_block_bytes(vm, r) - sizeof(hk_block));
}

HK_INLINE uint32_t hk_key_hash(hk_key k)
{
    k *= 2654435761u;           /* Knuth's multiplicative hash */
    return k ^ k >> 15;
}

HK_INLINE uint16_t *hk_table_buckets(hk_table *t) { return (uint16_t *)(void *)(t->entries + t->room); }

HK_FN void hk_table_link(hk_table *t, uint32_t i)
{
    uint16_t *bucket = &hk_table_buckets(t)[hk_key_hash(t->entries[i].key) & (t->buckets - 1u)];
    t->entries[i].info = (t->entries[i].info & 0xFFFF) | (uint32_t)*bucket << 16;
    *bucket = (uint16_t)(i + 1);
}

HK_FN void hk_table_index(hk_table *t)
{
    if (!t->buckets)
        return;
    memset(hk_table_buckets(t), 0, t->buckets * 2u);
    for (uint32_t i = 0; i < t->used; i++)
        if (t->entries[i].key)
            hk_table_link(t, i);
}

HK_FN void hk_reindex_tables(hk_vm *vm)
{
    for (hk_ref r = HK_HEAP_START; r < vm->top; r += hk_block_bytes(vm, r))
        if (hk_type(vm, r) == HK_T_TABLE)
            hk_table_index(hk_ptr(vm, r));
}

/* The number of the entry of `key` among the first `count`, or -1. */
HK_INLINE int32_t hk_table_find(hk_vm *vm, hk_ref table, uint32_t count, hk_key key)
{
    if (!table)
        return -1;
    hk_table *t = hk_ptr(vm, table);
    if (!t->buckets) {
        for (uint32_t i = 0; i < count; i++)
            if (t->entries[i].key == key)
                return (int32_t)i;
        return -1;
    }
    uint32_t i = hk_table_buckets(t)[hk_key_hash(key) & (t->buckets - 1u)];
    while (i && !(t->entries[i - 1].key == key && i <= count))
        i = t->entries[i - 1].info >> 16;
    return (int32_t)i - 1;
}

HK_FN hk_ref hk_table_new(hk_vm *vm, uint32_t room)
{
    uint32_t buckets = 0;
    if (room >= HK_TABLE_HASHED)
        for (buckets = 16; buckets < room; buckets *= 2)
            ;
    hk_ref r = hk_alloc(vm, HK_T_TABLE, (uint32_t)sizeof(hk_table) + room * 8 + buckets * 2);
    if (r) {
        hk_table *t = hk_ptr(vm, r);
        t->room = (uint16_t)room;
        t->buckets = (uint16_t)(buckets > 32768 ? 32768 : buckets);
    }
    return r;
}

/* A copy of the first `count` entries, with room for `room`. *table is rooted. */
HK_FN hk_ref hk_table_copy(hk_vm *vm, const hk_val *table, uint32_t count, uint32_t room)
{
    hk_ref r = hk_table_new(vm, room);
    if (!r)
        return 0;
    hk_table *t = hk_ptr(vm, r);
    if (count) {
        memcpy(t->entries, ((hk_table *)hk_ptr(vm, hk_ref_of(*table)))->entries, count * sizeof(hk_entry));
        t->used = (uint16_t)count;
        hk_table_index(t);
    }
    return r;
}

HK_INLINE uint32_t hk_table_growth(uint32_t count) { return count < 4 ? 4 : count < 8 ? 8 : count + count / 2 + 1; }

/* Adds an entry behind the first `count` of *table (a rooted internal value, ref 0: none yet): in place if no other shape's
 * entry stands there, else in a copy. Returns the table or 0. */
HK_FN hk_ref hk_table_add(hk_vm *vm, hk_val *table, uint32_t count, hk_key key, unsigned flags)
{
    hk_ref r = hk_ref_of(*table);
    hk_table *t = r ? hk_ptr(vm, r) : NULL;
    if (!t || t->used != count || t->room == count) {
        hk_val *k = hk_push(vm, hk_key_is_index(key) ? HK_UNDEFINED : hk_internal(key));
        uint32_t room = hk_table_growth(count);
        r = hk_table_copy(vm, table, count, room > HK_MAX_PROPERTIES ? HK_MAX_PROPERTIES : room);
        if (!hk_key_is_index(key))
            key = hk_ref_of(*k);
        hk_pop(vm);
        if (!r)
            return 0;
        t = hk_ptr(vm, r);
    }
    t->entries[count].key = key;
    t->entries[count].info = flags;
    t->used = (uint16_t)(count + 1);
    if (t->buckets)
        hk_table_link(t, count);
    return r;
}

HK_INLINE hk_shape *hk_shape_ptr(hk_vm *vm, hk_ref r) { return hk_ptr(vm, r); }

/* A new shape. The refs may move: they are taken from rooted values. */
HK_FN hk_ref hk_shape_new(hk_vm *vm, hk_val *proto, hk_val *table, uint32_t count, unsigned room, unsigned flags)
{
    hk_ref r = hk_alloc(vm, HK_T_SHAPE, sizeof(hk_shape));
    if (!r)
        return 0;
    hk_shape *s = hk_ptr(vm, r);
    hk_store_ref(vm, &s->proto, hk_ref_of(*proto));
    hk_store_ref(vm, &s->table, hk_ref_of(*table));
    s->count = (uint16_t)count;
    s->room = (uint8_t)room;
    s->flags = (uint8_t)flags;
    return r;
}

/* The child of a shared shape for one more property: found or made. *shape is rooted (an internal value). */
HK_FN hk_ref hk_shape_add(hk_vm *vm, hk_val *shape, hk_key key, unsigned flags)
{
    hk_shape *s = hk_shape_ptr(vm, hk_ref_of(*shape));
    for (hk_ref c = s->child; c; c = hk_shape_ptr(vm, c)->sibling) {
        const hk_shape *child = hk_shape_ptr(vm, c);
        const hk_entry *e = &((hk_table *)hk_ptr(vm, child->table))->entries[s->count];
        if (e->key == key && (e->info & 0xFF) == flags)
            return c;
    }
    hk_val *table = hk_push(vm, hk_internal(s->table));
    hk_val *proto = hk_push(vm, hk_internal(s->proto));
    hk_ref t = hk_table_add(vm, table, s->count, key, flags), r = 0;
    s = hk_shape_ptr(vm, hk_ref_of(*shape));
    if (t) {
        *table = hk_internal(t);
        *proto = hk_internal(s->proto);
        r = hk_shape_new(vm, proto, table, s->count + 1u, s->room,
                         s->flags | (hk_key_is_index(key) ? (unsigned)HK_SHAPE_INDEXES : 0u));
    }
    if (r) {
        s = hk_shape_ptr(vm, hk_ref_of(*shape));
        hk_shape *child = hk_shape_ptr(vm, r);
        hk_store_ref(vm, &child->parent, hk_ref_of(*shape));
        child->sibling = s->child;
        s->child = r;
    }
    hk_pop(vm);
    hk_pop(vm);
    return r;
}
#endif
