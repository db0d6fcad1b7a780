/* [[DefineOwnProperty]], [[Delete]], [[OwnPropertyKeys]]. */
#ifndef HK_DEFINE_C
#define HK_DEFINE_C
#include "object.c"

/* Gives an object's unique shape a new identity, so that caches of the old one miss. *o: rooted object (a block). */
HK_FN bool hk_renew_shape(hk_vm *vm, hk_val *o)
{
    if (!hk_make_unique(vm, o, 0))
        return false;
    hk_ref r = hk_alloc(vm, HK_T_SHAPE, sizeof(hk_shape));
    if (!r)
        return false;
    hk_obj *obj = hk_obj_ptr(vm, *o);
    hk_shape *from = hk_shape_of(vm, obj), *to = hk_shape_ptr(vm, r);
    memcpy((uint8_t *)to + 4, (uint8_t *)from + 4, sizeof *to - 4);
    from->child = 0;
    hk_store_ref(vm, &obj->shape, r);
    hk_bump_generation(vm);
    return true;
}

/* Changes attributes and value of the property in slot i. */
HK_FN int hk_reconfigure_slot(hk_vm *vm, hk_val *o, uint32_t i, unsigned flags, hk_val *value)
{
    hk_obj *obj = hk_obj_ptr(vm, *o);
    const hk_table *t = hk_ptr(vm, hk_shape_of(vm, obj)->table);
    if ((t->entries[i].info & 0xFF) != flags) {
        if (!hk_renew_shape(vm, o))
            return HK_ERR;
        obj = hk_obj_ptr(vm, *o);
        hk_table *own = hk_ptr(vm, hk_shape_of(vm, obj)->table);
        own->entries[i].info = (own->entries[i].info & 0xFFFF0000u) | flags;
    }
    hk_store(vm, hk_slot(vm, obj, i), *value);
    return HK_YES;
}

/* Moves an element out of the dense part, to have attributes of its own. */
HK_FN int hk_reconfigure_element(hk_vm *vm, hk_val *o, uint32_t i, unsigned flags, hk_val *value)
{
    hk_obj *obj = hk_obj_ptr(vm, *o);
    if (flags == HK_P_DATA && !(((hk_block *)hk_ptr(vm, obj->elems))->word & 3)) {
        hk_store(vm, &hk_vals(vm, obj->elems)[i], *value);
        return HK_YES;
    }
    if (!hk_make_unique(vm, o, 0) || !hk_add(vm, o, hk_index_key(i), value, flags))
        return HK_ERR;
    obj = hk_obj_ptr(vm, *o);
    hk_vals(vm, obj->elems)[i] = HK_EMPTY;
    return HK_YES;
}

/* ArraySetLength, [[DefineOwnProperty]] of an array's length. */
HK_FN int hk_define_length(hk_vm *vm, hk_val v, const hk_desc *d, const hk_prop *now)
{
    hk_array *a = hk_ptr(vm, hk_ref_of(v));
    int ok = HK_YES;
    if ((d->has & HK_D_HAS_VALUE) && !hk_same_value(vm, d->value, now->value)) {
        if (!(now->flags & HK_P_WRITABLE))
            return HK_NO;
        hk_val *o = hk_push(vm, v);
        ok = hk_write(vm, v, HK_KEY(length), now, d->value);
        a = hk_ptr(vm, hk_ref_of(*o));
        hk_pop(vm);
        if (ok == HK_ERR)
            return ok;
    }
    if ((d->has & HK_P_WRITABLE) && !(d->flags & HK_P_WRITABLE))
        a->unused |= HK_ARRAY_FIXED;
    return ok;
}

HK_INLINE bool hk_desc_is_accessor(const hk_desc *d) { return (d->has & (HK_D_HAS_GET | HK_D_HAS_SET)) != 0; }
HK_INLINE bool hk_desc_is_data(const hk_desc *d) { return (d->has & (HK_D_HAS_VALUE | HK_P_WRITABLE)) != 0; }

/* ValidateAndApplyPropertyDescriptor, the validation of a change to a non-configurable property. */
HK_FN bool hk_change_allowed(hk_vm *vm, const hk_desc *d, const hk_prop *now)
{
    if (now->flags & HK_P_CONFIGURABLE)
        return true;
    if ((d->has & d->flags & HK_P_CONFIGURABLE) || ((d->has & HK_P_ENUMERABLE) && (d->flags ^ now->flags) & HK_P_ENUMERABLE))
        return false;
    if (!hk_desc_is_accessor(d) && !hk_desc_is_data(d))
        return true;
    if (hk_desc_is_accessor(d) != ((now->flags & HK_P_ACCESSOR) != 0))
        return false;
    if (now->flags & HK_P_ACCESSOR)
        return (!(d->has & HK_D_HAS_GET) || d->get == hk_getter(vm, now->value)) && (!(d->has & HK_D_HAS_SET) || d->set == hk_setter(vm, now->value));
    if (now->flags & HK_P_WRITABLE)
        return true;
    if (d->has & d->flags & HK_P_WRITABLE)
        return false;
    return !(d->has & HK_D_HAS_VALUE) || hk_same_value(vm, d->value, now->value);
}

/* The flags and value that a property has after d is applied to it (now NULL: to a new one). HK_EXCEPTION: out of memory. */
HK_FN hk_val hk_described(hk_vm *vm, const hk_desc *d, const hk_prop *now, unsigned *flags)
{
    unsigned old = now ? now->flags : 0;
    bool accessor = hk_desc_is_accessor(d) || ((old & HK_P_ACCESSOR) && !hk_desc_is_data(d));
    if (accessor != ((old & HK_P_ACCESSOR) != 0))
        old &= ~(unsigned)HK_P_WRITABLE;
    *flags = ((old & ~(unsigned)d->has) | (d->flags & d->has)) & (accessor ? HK_P_ENUMERABLE | HK_P_CONFIGURABLE : HK_P_DATA);
    if (!accessor)
        return d->has & HK_D_HAS_VALUE ? d->value : now && !(now->flags & HK_P_ACCESSOR) ? now->value : HK_UNDEFINED;
    *flags |= HK_P_ACCESSOR;
    bool was = now && (now->flags & HK_P_ACCESSOR);
    if (was && !hk_desc_is_accessor(d))
        return now->value;
    return hk_new_accessor(vm, d->has & HK_D_HAS_GET ? d->get : was ? hk_getter(vm, now->value) : HK_UNDEFINED,
                           d->has & HK_D_HAS_SET ? d->set : was ? hk_setter(vm, now->value) : HK_UNDEFINED);
}

/* Applies a change to a mapped argument ([[DefineOwnProperty]] of arguments objects): it stays mapped as long as it is a writable
 * data property. */
HK_FN int hk_define_mapped(hk_vm *vm, hk_val *o, uint32_t i, unsigned flags, hk_val *value)
{
    hk_array *a = hk_ptr(vm, hk_ref_of(*o));
    hk_val *marker = hk_push(vm, HK_MAPPED);
    if (!(flags & HK_P_ACCESSOR))
        hk_store(vm, &hk_vals(vm, a->length)[a->unused + i], *value);
    if ((flags & HK_P_ACCESSOR) || !(flags & HK_P_WRITABLE))
        marker = value;
    int ok;
    if (hk_element(vm, &a->o, i) == HK_MAPPED) {
        hk_store(vm, &hk_vals(vm, a->o.elems)[i], *marker);
        ok = hk_reconfigure_element(vm, o, i, flags, marker);
    } else {
        const hk_shape *s = hk_shape_of(vm, &a->o);
        ok = hk_reconfigure_slot(vm, o, (uint32_t)hk_table_find(vm, s->table, s->count, hk_index_key(i)), flags, marker);
    }
    hk_pop(vm);
    return ok;
}

HK_FN int hk_apply(hk_vm *vm, hk_val v, hk_key key, const hk_prop *p, unsigned flags, hk_val value)
{
    hk_val *o = hk_push(vm, p->holder ? hk_object(p->holder) : v), *val = hk_push(vm, value);
    int ok;
    if (p->where == HK_AT_SLOT)
        ok = hk_reconfigure_slot(vm, o, p->index, flags, val);
    else if (p->where == HK_AT_ELEMENT)
        ok = hk_reconfigure_element(vm, o, p->index, flags, val);
    else if (p->where == HK_AT_MAPPED)
        ok = hk_define_mapped(vm, o, p->index, flags, val);
    else
        ok = hk_add_property(vm, v, key, value, flags);
    vm->temps -= 2;
    return ok;
}

/* [[DefineOwnProperty]] of what a namespace exports, as it is now: changes nothing. */
HK_FN bool hk_define_export(hk_vm *vm, const hk_desc *d, const hk_prop *now)
{
    return hk_change_allowed(vm, d, now) && (!(d->has & HK_P_WRITABLE) || (d->flags & HK_P_WRITABLE)) &&
           (!(d->has & HK_D_HAS_VALUE) || hk_same_value(vm, d->value, now->value));
}

/* The same of what a host object has, which keeps its attributes: HK_CALL: its value is to be set. */
HK_FN HK_NOINLINE int hk_define_host(hk_vm *vm, const hk_desc *d, const hk_prop *now)
{
    if (hk_desc_is_accessor(d) || ((d->flags ^ now->flags) & d->has & HK_P_DATA))
        return HK_NO;
    if (!(d->has & HK_D_HAS_VALUE) || hk_same_value(vm, d->value, now->value))
        return HK_YES;
    return now->flags & HK_P_WRITABLE ? HK_CALL : HK_NO;
}

HK_FN int hk_define(hk_vm *vm, hk_val v, hk_key key, const hk_desc *d)
{
    hk_prop p = { 0, 0, HK_AT_SLOT, 0, 0 };
    unsigned flags;
    hk_desc desc = *d;
    /* the descriptor's values are rooted here, since looking the property up may allocate */
    hk_val *value = hk_push(vm, d->value), *get = hk_push(vm, d->get), *set = hk_push(vm, d->set), *o = hk_push(vm, v);
    hk_val *k = hk_push(vm, hk_key_is_index(key) ? HK_UNDEFINED : hk_internal(key)), *now = hk_push(vm, HK_UNDEFINED);
    bool told = !hk_is_watched(vm, v) || hk_tell(vm, HK_CHANGE_DEFINE, o, key, value);
    int found = told ? hk_own(vm, *o, hk_key_is_index(key) ? key : hk_ref_of(*k), &p) : HK_ERR;
    desc.value = *value;
    desc.get = *get;
    desc.set = *set;
    int ok = found;
    if (!hk_key_is_index(key))
        key = hk_ref_of(*k);
    if (found == HK_NO && hk_is_host(vm, *o, HK_HOST_LAZY) && (desc.flags & desc.has & HK_P_DATA) == HK_P_DATA) {
        ok = hk_host_class_of(vm, hk_ref_of(*o))->set(vm, *o, key, desc.value);
        found = ok == HK_TRAP ? HK_NO : HK_ERR;
        ok = ok == HK_TRAP ? HK_NO : ok;
        desc.value = *value;
    }
    if (found == HK_NO) {
        if (hk_is_extensible(vm, *o) && hk_accepts(vm, *o, key)) {
            hk_val described = hk_described(vm, &desc, NULL, &flags);
            if (!hk_key_is_index(key))
                key = hk_ref_of(*k);
            ok = described == HK_EXCEPTION ? HK_ERR : hk_add_property(vm, *o, key, described, flags);
        }
    } else if (found == HK_YES && p.where == HK_AT_TYPED) {
        ok = hk_define_typed(vm, *o, p.index, &desc);
    } else if (HAKO_WITH_CLASSES && found == HK_YES && p.where == HK_AT_HOST) {
        ok = hk_define_host(vm, &desc, &p);
        ok = ok == HK_CALL ? hk_set_host(vm, *o, key, desc.value) : ok;
    } else if (hk_is_export(found, &p)) {
        ok = found == HK_ERR ? HK_ERR : hk_define_export(vm, &desc, &p);
    } else if (found == HK_YES) {
        ok = HK_NO;
        if (hk_change_allowed(vm, &desc, &p)) {
            *now = hk_is_internal(p.value) || hk_is_object(p.value) ? p.value : HK_UNDEFINED;
            if (p.where == HK_AT_LENGTH) {
                ok = hk_define_length(vm, *o, &desc, &p);
            } else {
                hk_val *holder = hk_push(vm, hk_internal(p.holder));
                hk_val described = hk_described(vm, &desc, &p, &flags);
                p.holder = hk_ref_of(*holder);
                hk_pop(vm);
                if (!hk_key_is_index(key))
                    key = hk_ref_of(*k);
                ok = described == HK_EXCEPTION ? HK_ERR : hk_apply(vm, *o, key, &p, flags, described);
            }
        }
    }
    vm->temps -= 6;
    return ok;
}

HK_FN int hk_define_data(hk_vm *vm, hk_val v, hk_key key, hk_val value, unsigned flags)
{
    hk_desc d = { (uint8_t)flags, HK_P_DATA | HK_D_HAS_VALUE, value, HK_UNDEFINED, HK_UNDEFINED };
    return hk_define(vm, v, key, &d);
}

/* ---- [[Delete]] ---------------------------------------------------------------- */

/* A slot's property goes. Where a virtual property would show again, the entry stays as a deleted one. */
HK_FN int hk_delete_slot(hk_vm *vm, hk_val *o, uint32_t i)
{
    if (!hk_make_unique(vm, o, 0))
        return HK_ERR;
    hk_obj *obj = hk_obj_ptr(vm, *o);
    hk_shape *s = hk_shape_of(vm, obj);
    hk_entry *e = &((hk_table *)hk_ptr(vm, s->table))->entries[i];
    hk_store(vm, hk_slot(vm, obj, i), HK_EMPTY);
    if (hk_has_virtual(hk_type_of_hdr(obj->hdr)) && hk_type_of_hdr(obj->hdr) != HK_T_HOST) {
        e->info = (e->info & 0xFFFF0000u) | HK_P_DELETED;
    } else {
        e->key = 0;
        s->live--;
    }
    hk_note_change(vm, s);
    return HK_YES;
}

HK_FN int hk_delete(hk_vm *vm, hk_val v, hk_key key)
{
    hk_prop p = { 0, 0, HK_AT_SLOT, 0, 0 };
    hk_val *o = hk_push(vm, v), *k = hk_push(vm, hk_key_is_index(key) ? HK_UNDEFINED : hk_internal(key));
    bool told = !hk_is_watched(vm, v) || hk_tell(vm, HK_CHANGE_DELETE, o, key, &(hk_val){ HK_UNDEFINED });
    int ok = told ? hk_own(vm, *o, hk_key_is_index(key) ? key : hk_ref_of(*k), &p) : HK_ERR;
    if (!hk_key_is_index(key))
        key = hk_ref_of(*k);
    if (hk_has_export(vm, ok, &p)) {
        ok = HK_NO;
    } else if (ok == HK_NO) {
        ok = HK_YES;
    } else if (HAKO_WITH_CLASSES && ok == HK_YES && p.where == HK_AT_HOST) {
        ok = hk_host_class_of(vm, hk_ref_of(*o))->remove(vm, *o, key);
    } else if (ok == HK_YES && (!(p.flags & HK_P_CONFIGURABLE) || p.where == HK_AT_TYPED)) {
        ok = HK_NO;
    } else if (ok == HK_YES && p.where == HK_AT_SLOT) {
        *o = hk_object(p.holder);
        ok = hk_delete_slot(vm, o, p.index);
    } else if (ok == HK_YES && p.where == HK_AT_MAPPED && hk_element(vm, hk_block_obj(vm, p.holder), p.index) != HK_MAPPED) {
        const hk_shape *s = hk_shape_of(vm, hk_block_obj(vm, p.holder));
        ok = hk_delete_slot(vm, o, (uint32_t)hk_table_find(vm, s->table, s->count, key));
    } else if (ok == HK_YES && (p.where == HK_AT_ELEMENT || p.where == HK_AT_MAPPED)) {
        hk_obj *obj = hk_block_obj(vm, p.holder);
        hk_vals(vm, obj->elems)[p.index] = HK_EMPTY;
        hk_note_change(vm, hk_shape_of(vm, obj));
    } else if (ok == HK_YES) {
        hk_ref r = hk_object_block(vm, *o);
        hk_val *none = hk_push(vm, HK_EMPTY);
        if (r)
            *o = hk_object(r);
        if (!hk_key_is_index(key))
            key = hk_ref_of(*k);
        ok = r && hk_make_unique(vm, o, 0) && hk_add(vm, o, key, none, HK_P_DELETED) ? HK_YES : HK_ERR;
        hk_pop(vm);
    }
    vm->temps -= 2;
    return ok;
}

/* ---- [[OwnPropertyKeys]] --------------------------------------------------------- */

typedef struct { hk_vm *vm; hk_val *list; uint32_t n; unsigned which; } hk_key_list;

/* Adds one key (an int32 or double value stands for an index until the end). */
HK_FN bool hk_list_key(hk_key_list *l, hk_val key, unsigned flags)
{
    hk_vm *vm = l->vm;
    if (((l->which & HK_KEYS_ENUMERABLE) && !(flags & HK_P_ENUMERABLE)) ||
        !(l->which & (hk_is_symbol(key) ? HK_KEYS_SYMBOLS : HK_KEYS_STRINGS)))
        return true;
    if (l->n == hk_nvals(vm, hk_ref_of(*l->list))) {
        hk_val *k = hk_push(vm, key);
        hk_ref r = hk_resize(vm, l->list, 8 + (l->n + l->n / 2 + 4) * 8);
        key = *k;
        hk_pop(vm);
        if (!r)
            return false;
    }
    hk_store(vm, &hk_vals(vm, hk_ref_of(*l->list))[l->n++], key);
    return true;
}

/* Sorts index values, ascending (shell sort: few, and mostly in order). */
HK_FN void hk_sort_indexes(hk_val *v, uint32_t n)
{
    for (uint32_t gap = n / 2; gap; gap /= 2)
        for (uint32_t i = gap; i < n; i++) {
            hk_val x = v[i];
            uint32_t j = i;
            for (; j >= gap && hk_num_of(v[j - gap]) > hk_num_of(x); j -= gap)
                v[j] = v[j - gap];
            v[j] = x;
        }
}

/* The elements of a host object. */
HK_FN HK_NOINLINE bool hk_list_host_indexes(hk_key_list *l, hk_val *o)
{
    hk_vm *vm = l->vm;
    int64_t n = hk_host_class_of(vm, hk_ref_of(*o))->length_of(vm, *o);
    bool ok = n >= 0;
    vm->budget -= (int32_t)(n / 4);
    for (uint32_t i = 0; ok && i < n; i++)
        ok = hk_list_key(l, hk_uint(i), HK_P_ENUMERABLE);
    return ok;
}

HK_FN HK_NOINLINE bool hk_list_indexes(hk_key_list *l, hk_val *o)
{
    hk_vm *vm = l->vm;
    if (hk_is_host(vm, *o, HK_HOST_OWN) && !hk_list_host_indexes(l, o))
        return false;
    uint32_t index, n = hk_nvals(vm, hk_obj_ptr(vm, *o)->elems);
    if (hk_class(vm, *o) == HK_T_PRIMITIVE && hk_is_string(((hk_val *)hk_ptr(vm, hk_ref_of(*o)))[2])) {
        uint32_t units = hk_str_len(vm, hk_ref_of(((hk_val *)hk_ptr(vm, hk_ref_of(*o)))[2]));
        for (uint32_t i = 0; i < units; i++)
            if (!hk_list_key(l, hk_int((int32_t)i), HK_P_ENUMERABLE))
                return false;
    }
    if (hk_is_typed(vm, *o) && (index = hk_view_length(vm, hk_view_ptr(vm, *o))) != HK_OUT_OF_BOUNDS)
        for (uint32_t i = 0; i < index; i++)
            if (!hk_list_key(l, hk_int((int32_t)i), HK_P_ENUMERABLE))
                return false;
    for (uint32_t i = 0; i < n; i++)
        if (hk_vals(vm, hk_obj_ptr(vm, *o)->elems)[i] != HK_EMPTY && !hk_list_key(l, hk_int((int32_t)i), HK_P_ENUMERABLE))
            return false;
    uint32_t count = hk_shape_of(vm, hk_obj_ptr(vm, *o))->count, before = l->n;
    for (uint32_t i = 0; i < count; i++) {
        const hk_entry *e = &((hk_table *)hk_ptr(vm, hk_shape_of(vm, hk_obj_ptr(vm, *o))->table))->entries[i];
        if (e->key && !(e->info & HK_P_DELETED) && hk_key_array_index(vm, e->key, &index) && !hk_list_key(l, hk_uint(index), e->info))
            return false;
    }
    if (l->n > before)
        hk_sort_indexes(hk_vals(vm, hk_ref_of(*l->list)), l->n);
    return true;
}

/* Is `key` a virtual property of the object (so that its place in the order is that)? */
HK_FN bool hk_is_virtual_key(hk_vm *vm, hk_val o, hk_key key)
{
    unsigned type = hk_class(vm, o);
    if (!hk_has_virtual(type))
        return false;
    bool callable = type != HK_T_LIB || hk_lib_call(vm, hk_ref_of(o)) >= 0;
    if (key == HK_KEY(length) && callable)
        return true;
    if (key == HK_KEY(name) && callable)
        return type == HK_T_FUNCTION || type == HK_T_LIBFN || type == HK_T_LIB;
    if (type == HK_T_FUNCTION)
        return key == HK_KEY(prototype) || key == HK_KEY(caller);
    if (hk_lib_id(vm, hk_ref_of(o)) < 0)
        return false;
    const hk_libobj *lib = &hk_libobjs[hk_lib_id(vm, hk_ref_of(o))];
    unsigned k = hk_lib_key(key);
    for (uint32_t i = 0; i < lib->count; i++)
        if ((hk_libprops[lib->first + i].key & HK_KEY_BITS) == k)
            return true;
    return false;
}

/* Lists one virtual property, if the object (still) has it. */
HK_FN bool hk_list_virtual(hk_key_list *l, hk_val *o, hk_key key)
{
    hk_prop p;
    hk_val *k = hk_push(l->vm, hk_internal(key));       /* a name: not an index */
    int found = hk_own(l->vm, *o, key, &p);
    key = hk_ref_of(*k);
    hk_pop(l->vm);
    if (found == HK_ERR)
        return false;
    return found != HK_YES || hk_list_key(l, hk_key_value(l->vm, key), p.flags);
}

/* The names a host object has, without those that its slots have too. */
HK_FN bool hk_list_host_names(hk_key_list *l, hk_val *o)
{
    hk_vm *vm = l->vm;
    bool ok = true;
    for (uint32_t i = 0; ok; i++) {
        hk_val name = hk_host_class_of(vm, hk_ref_of(*o))->key(vm, *o, i);
        if (name == HK_EMPTY || name == HK_EXCEPTION)
            return name == HK_EMPTY;
        hk_key key = hk_str_key(vm, hk_ref_of(name));
        const hk_shape *s = hk_shape_of(vm, hk_obj_ptr(vm, *o));
        vm->budget--;
        ok = key && (hk_table_find(vm, s->table, s->count, key) >= 0 || hk_list_virtual(l, o, key));
    }
    return ok;
}

HK_FN bool hk_list_virtuals(hk_key_list *l, hk_val *o, bool symbols)
{
    hk_vm *vm = l->vm;
    unsigned type = hk_class(vm, *o);
    if (!hk_has_virtual(type))
        return true;
    /* a function's length and name come first; where they are properties like others, in their place */
    bool function = type != HK_T_LIB || hk_lib_call(vm, hk_ref_of(*o)) >= 0;
    if (!symbols && function) {
        static const uint16_t names[] = { HK_ATOM_length, HK_ATOM_name, HK_ATOM_caller, HK_ATOM_prototype };
        for (unsigned i = 0; i < (type == HK_T_FUNCTION ? 4 : 2); i++)
            if (hk_is_virtual_key(vm, *o, HK_ROM_REF(names[i])) && !hk_list_virtual(l, o, HK_ROM_REF(names[i])))
                return false;
    }
    if (hk_lib_id(vm, hk_ref_of(*o)) < 0)
        return symbols || !hk_is_host(vm, *o, HK_HOST_OWN) || hk_list_host_names(l, o);
    const hk_libobj *lib = &hk_libobjs[hk_lib_id(vm, hk_ref_of(*o))];
    for (uint32_t i = 0; i < lib->count; i++) {
        unsigned k = hk_libprops[lib->first + i].key & HK_KEY_BITS;
        bool listed = function && (k == HK_ATOM_length || k == HK_ATOM_name);
        if (((k & HK_KEY_SYMBOL) != 0) == symbols && k != HK_NO_KEY && !listed &&
            !hk_list_virtual(l, o, k & HK_KEY_SYMBOL ? HK_WELLKNOWN_REF(k & 0x7FFF) : hk_atom_ref(k)))
            return false;
    }
    return true;
}

HK_FN HK_NOINLINE bool hk_list_entries(hk_key_list *l, hk_val *o, bool symbols)
{
    hk_vm *vm = l->vm;
    uint32_t index, count = hk_shape_of(vm, hk_obj_ptr(vm, *o))->count;
    for (uint32_t i = 0; i < count; i++) {
        const hk_entry *e = &((hk_table *)hk_ptr(vm, hk_shape_of(vm, hk_obj_ptr(vm, *o))->table))->entries[i];
        hk_key key = e->key;
        if (!key || (e->info & HK_P_DELETED) || hk_key_array_index(vm, key, &index))
            continue;
        hk_val k = hk_key_value(vm, key);
        if (hk_is_symbol(k) != symbols || (symbols && hk_ref_is_block(key) && (((hk_sym *)hk_ptr(vm, key))->flags & HK_SYM_PRIVATE)) ||
            hk_is_virtual_key(vm, *o, key))
            continue;
        if (!hk_list_key(l, k, e->info))
            return false;
    }
    return true;
}

/* What a module exports, in the order of the namespace, by code units. Whether a property is enumerable is found out by a look at it. */
HK_FN HK_NOINLINE bool hk_list_exports(hk_key_list *l, hk_val *o)
{
    hk_vm *vm = l->vm;
    hk_prop p;
    uint32_t count = hk_shape_of(vm, hk_obj_ptr(vm, *o))->count;
    for (uint32_t i = 0; i < count; i++) {
        const hk_entry *e = &((hk_table *)hk_ptr(vm, hk_shape_of(vm, hk_obj_ptr(vm, *o))->table))->entries[i];
        hk_key key = e->key;
        if ((e->info & 0xFF) != HK_EXPORT_FLAGS)
            continue;
        if ((l->which & HK_KEYS_ENUMERABLE) && hk_own(vm, *o, key, &p) == HK_ERR)
            return false;
        hk_val k = hk_key_value(vm, key);
        if (k == HK_EXCEPTION || !hk_list_key(l, k, HK_EXPORT_FLAGS))
            return false;
    }
    return true;
}

HK_FN hk_ref hk_own_keys(hk_vm *vm, hk_val v, unsigned which)
{
    hk_ref r = 0;
    hk_val *o = hk_push(vm, v), *list = hk_push(vm, HK_UNDEFINED);
    if (hk_is_fnimm(v) && (r = hk_object_block(vm, v)) != 0)
        *o = hk_object(r);
    hk_key_list l = { vm, list, 0, which };
    r = hk_is_block(*o) ? hk_alloc_values(vm, 4, HK_UNDEFINED) : 0;
    bool ok = r != 0;
    if (ok) {
        *list = hk_internal(r);
        bool namespace = hk_is_namespace(vm, *o);
        ok = namespace ? hk_list_exports(&l, o) : hk_list_indexes(&l, o);
        for (uint32_t i = 0; ok && !namespace && i < l.n; i++) {
            r = hk_number_string(vm, hk_vals(vm, hk_ref_of(*list))[i]);
            ok = r != 0;
            if (ok)
                hk_store(vm, &hk_vals(vm, hk_ref_of(*list))[i], hk_string(r));
        }
        ok = ok && (namespace || (hk_list_virtuals(&l, o, false) && hk_list_entries(&l, o, false))) && hk_list_virtuals(&l, o, true) && hk_list_entries(&l, o, true);
        ok = ok && hk_resize(vm, list, 8 + l.n * 8) != 0;
    }
    r = ok ? hk_ref_of(*list) : 0;
    vm->temps -= 2;
    return r;
}
#endif
