/* Native classes: their constructors and members, instances, identity.
 *
 * A class known in a realm has two slots among the host functions: struct hako_class, and struct hk_host_class, by which the engine finds
 * what is here. The name in the second slot is the block of the class's prototype and keys (HK_CLASS_PROTO); its `data` field is the realm's
 * number. Members are function immediates: their number is 1 + 2 * index, for a setter 1 more. */
#ifndef HK_API_CLASSES_C
#define HK_API_CLASSES_C
#include "fields.c"
#if HAKO_WITH_CLASSES

#define HK_MAX_MEMBERS 16000u
#define HK_MAX_FIELDS 254u

/* ---- Calls ----------------------------------------------------------------------------------------------------------- */

HK_INLINE const hako_member *hk_member_of(hk_vm *vm, uint32_t id) { return &hk_class_at(vm, id)->members[(hk_host_member(id) - 1) >> 1]; }
HK_INLINE bool hk_is_setter(uint32_t id) { return (hk_host_member(id) & 1) == 0; }

/* The well-known symbol that a member's name "@@x" stands for; 0: none. */
HK_FN hk_key hk_member_symbol(const char *name)
{
    uint32_t n = hk_cstr_len(name);
    if (n < 3 || name[0] != '@' || name[1] != '@')
        return 0;
    for (unsigned i = 0; i < HK_SYMBOL_COUNT; i++) {
        unsigned atom = hk_symbol_atom[i], from = hk_atom_start[atom];
        if (hk_atom_start[atom + 1] - from == n + 5 && hk_memcmp(hk_atom_text + from + 7, name + 2, n - 2) == 0)
            return HK_WELLKNOWN_REF(i);
    }
    return 0;
}

HK_FN hk_val hk_member_name(hk_vm *vm, uint32_t id)
{
    const hako_member *m = hk_member_of(vm, id);
    hk_key symbol = hk_member_symbol(m->name);
    hk_ref s = symbol ? hk_atom_ref(hk_symbol_atom[symbol >> 3]) : hk_str_utf8(vm, m->name, hk_cstr_len(m->name));
    if (s && symbol && (s = hk_concat(vm, HK_CHAR_REF('['), s)) != 0)
        s = hk_concat(vm, s, HK_CHAR_REF(']'));
    return !s ? HK_EXCEPTION : m->call ? hk_string(s) : hk_prefixed_name(vm, s, !hk_is_setter(id));
}

HK_FN int32_t hk_member_length(hk_vm *vm, uint32_t id)
{
    const hako_member *m = hk_host_member(id) ? hk_member_of(vm, id) : NULL;
    int n = !m ? hk_class_at(vm, id)->arity : m->call ? m->arity : hk_is_setter(id);
    return n > 0 ? n : 0;
}

/* A new instance of the class at `slot`, with its data but no pointer; proto: a block. 0: out of memory. */
HK_FN hk_ref hk_new_instance(hk_vm *vm, uint32_t slot, hk_ref proto)
{
    const hako_class *c = hk_class_at(vm, slot);
    const hako_exotic *e = hk_class_exotic(c);
    uint32_t size = hk_class_size(c);
    hk_ref r = hk_new_class(vm, HK_T_HOST, proto, (uint32_t)sizeof(hk_host_object) + hk_class_slots(c) * 8);
    if (!r)
        return 0;
    ((hk_host_object *)hk_ptr(vm, r))->kind = slot | (e || hk_class_fields(c) ? HK_HOST_OWN : 0u) | (e ? HK_HOST_LAZY : 0u) |
                                              (e && e->array ? HK_HOST_ARRAY : 0u);
    if (!size)
        return r;
    hk_val *o = hk_push(vm, hk_object(r));
    hk_ref data = hk_alloc(vm, HK_T_BYTES, 8 + size);
    r = hk_ref_of(*o);
    hk_pop(vm);
    if (!data)
        return 0;
    hk_store_ref(vm, &((hk_host_object *)hk_ptr(vm, r))->data, data);
    return r;
}

/* The instance that `new` makes, in window w's this, and what is to construct it. */
HK_FN hako_function *hk_class_construct(hk_vm *vm, hk_val *w, uint32_t slot)
{
    const hako_class *c = hk_class_at(vm, slot);
    if (w[-HK_R_NEWTARGET] == HK_UNDEFINED) {
        hk_throw(vm, HK_E_TYPE, "class constructor %s cannot be invoked without 'new'", c->name);
        return NULL;
    }
    while (!c->construct && c->parent)
        c = c->parent;
    if (!c->construct) {
        hk_throw(vm, HK_E_TYPE, "a script cannot construct a %s", hk_class_at(vm, slot)->name);
        return NULL;
    }
    hk_val proto = w[-HK_R_THIS];
    hk_ref p = hk_is_object(proto) ? hk_object_block(vm, proto) : hk_ref_of(hk_vals(vm, hk_class_info(vm, slot))[HK_CLASS_PROTO]);
    hk_ref r = p ? hk_new_instance(vm, slot, p) : 0;
    w[-HK_R_THIS] = r ? hk_object(r) : HK_UNDEFINED;
    return r ? c->construct : NULL;
}

/* The part of a kind that is just the slot in instances of a class itself that are not gone. */
#define HK_INSTANCE_MASK ((uint32_t)HK_HOST_SLOT | HK_HOST_VIEW | HK_HOST_GONE)

/* hk_host_class.enter: what a member calls, `this` having been checked. */
HK_FN hako_function *hk_class_enter(hk_vm *vm, hk_val *w)
{
    uint32_t id = hk_ref_of(w[-HK_R_FUNCTION]);
    if (!hk_host_member(id))
        return hk_class_construct(vm, w, id & HK_HOST_SLOT);
    const hako_class *c = hk_class_at(vm, id);
    const hako_member *m = hk_member_of(vm, id);
    hk_val self = w[-HK_R_THIS];
    bool same = hk_class(vm, self) == HK_T_HOST && (hk_host_ptr(vm, self)->kind & HK_INSTANCE_MASK) == (id & HK_HOST_SLOT);
    if (!same && !m->is_static && !hk_is_instance(vm, self, c)) {
        bool gone = hk_class(vm, self) == HK_T_HOST && hk_is_gone(vm, self);
        hk_throw(vm, HK_E_TYPE, gone ? "%s.prototype.%s called on a %s that is gone" : "%s.prototype.%s called on what is no %s",
                 c->name, m->name, c->name);
        return NULL;
    }
    return m->call ? m->call : hk_is_setter(id) ? m->set : m->get;
}

/* ---- What instances have of their own ----------------------------------------------------------------------------------- */

HK_FN int hk_instance_own(hk_vm *vm, hk_ref r, hk_key key, hk_prop *out)
{
    hk_val o = hk_object(r);
    if (hk_view_field(vm, o))
        return hk_items_own(vm, o, key, out);
    int32_t i = hk_field_find(vm, o, key);
    if (i >= 0)
        return hk_field_own(vm, o, (uint32_t)i, out);
    if (!hk_is_host(vm, o, HK_HOST_LAZY))
        return HK_NO;
    const hako_exotic *e = hk_class_exotic(hk_class_of(vm, o));
    if (hk_is_gone(vm, o))
        return hk_throw_gone(vm, o);
    if (!e->array || key != HK_KEY(length))
        return hk_exotic_own(vm, e, o, key, out);
    int64_t n = hk_exotic_length(vm, e, o);
    return hk_found(out, n < 0 ? HK_EXCEPTION : hk_uint((uint32_t)n), e->set ? HK_P_WRITABLE : 0, HK_AT_HOST, 0);
}

/* Sets a field of *o, or an element of the array that it is a view of. */
HK_FN int hk_instance_write(hk_vm *vm, const hk_val *o, int32_t field, hk_key key, hk_val *value)
{
    if (hk_is_string(*value)) {
        hk_ref s = hk_flatten(vm, hk_ref_of(*value));
        if (!s)
            return HK_ERR;
        *value = hk_string(s);
    }
    return field >= 0 ? hk_field_write(vm, o, (uint32_t)field, value) : hk_items_set(vm, o, key, value);
}

HK_FN int hk_instance_set(hk_vm *vm, hk_val v, hk_key key, hk_val value)
{
    int32_t i = hk_view_field(vm, v) ? -1 : hk_field_find(vm, v, key);
    if (i < 0 && !hk_view_field(vm, v))
        return hk_is_gone(vm, v) ? hk_throw_gone(vm, v) : hk_exotic_set(vm, hk_class_exotic(hk_class_of(vm, v)), v, key, value);
    hk_val *o = hk_push(vm, v), *root = hk_push(vm, value);
    int st = hk_instance_write(vm, o, i, key, root);
    vm->temps -= 2;
    return st;
}

HK_FN int hk_instance_remove(hk_vm *vm, hk_val o, hk_key key)
{
    if (hk_view_field(vm, o) || hk_field_find(vm, o, key) >= 0)
        return HK_NO;
    return hk_exotic_remove(vm, hk_class_exotic(hk_class_of(vm, o)), o, key);
}

HK_FN int64_t hk_instance_length(hk_vm *vm, hk_val o)
{
    if (hk_view_field(vm, o))
        return hk_items_field(vm, o)->count;
    if (!hk_is_host(vm, o, HK_HOST_LAZY))
        return 0;
    return hk_is_gone(vm, o) ? hk_throw_gone(vm, o) : hk_exotic_length(vm, hk_class_exotic(hk_class_of(vm, o)), o);
}

HK_FN hk_val hk_instance_key(hk_vm *vm, hk_val o, uint32_t i)
{
    hk_ref info = hk_class_info(vm, hk_host_ptr(vm, o)->kind);
    uint32_t fields = hk_nvals(vm, info) - HK_CLASS_KEYS;
    if (hk_view_field(vm, o))
        return HK_EMPTY;
    if (i < fields)
        return hk_string(hk_ref_of(hk_vals(vm, info)[HK_CLASS_KEYS + i]));
    return hk_is_host(vm, o, HK_HOST_LAZY) ? hk_exotic_name(vm, hk_class_exotic(hk_class_of(vm, o)), o, i - fields) : HK_EMPTY;
}

HK_FN void hk_instance_died(hk_vm *vm, hk_ref r)
{
    hk_val o = hk_object(r);
    if ((hk_host_ptr(vm, o)->kind & (HK_HOST_VIEW | HK_HOST_GONE)) || !hk_host_ptr(vm, o)->data)
        return;
    const hako_class *c = hk_class_of(vm, o);
    void *data = hk_host_data(vm, o);
    while (!c->finalize && c->parent)
        c = c->parent;
    if (c->finalize && data)
        c->finalize(vm->user, data);
}

static const hk_host_class hk_native_class = {
    hk_class_enter, hk_member_name, hk_member_length, hk_instance_own, hk_instance_set, hk_instance_remove, hk_instance_length,
    hk_instance_key, hk_instance_died, hk_field_explain
};

/* ---- Making a class known ------------------------------------------------------------------------------------------------- */

HK_FN bool hk_field_is_valid(hk_vm *vm, const hako_class *c, const hako_field *f)
{
    uint64_t end = f->offset + (uint64_t)f->size * (f->count ? f->count : 1);
    if (!f->name || (unsigned)f->type > HAKO_FIELD_SLOT)
        return false;
    if (f->type == HAKO_FIELD_SLOT)
        return f->offset < hk_class_slots(c) && !f->count;
    if (end > INT32_MAX || !f->size || (hk_class_size(c) && end > hk_class_size(c)))
        return false;
    if (hk_field_widths[f->type] && f->size != hk_field_widths[f->type])
        return false;
    if (f->type == HAKO_FIELD_ENUM)
        return f->names && (f->size == 1 || f->size == 2 || f->size == 4);
    return f->type != HAKO_FIELD_STRUCT || hk_class_slot(vm, f->of) != UINT32_MAX;
}

HK_FN bool hk_class_is_valid(hk_vm *vm, const hako_class *c)
{
    if (!c || !c->name || c->member_count > HK_MAX_MEMBERS || (c->member_count && !c->members) || (c->field_count && !c->fields))
        return false;
    if (c->parent && (hk_class_slot(vm, c->parent) == UINT32_MAX || hk_class_size(c) < hk_class_size(c->parent) ||
                      (c->size && !hk_class_size(c->parent) && hk_class_fields(c->parent))))
        return false;
    if (hk_class_fields(c) > HK_MAX_FIELDS || hk_class_slots(c) > HK_MAX_ARGS || c->size > HK_MAX_BUFFER)
        return false;
    for (size_t i = 0; i < c->field_count; i++)
        if (!hk_field_is_valid(vm, c, &c->fields[i]))
            return false;
    for (size_t i = 0; i < c->member_count; i++)
        if (!c->members[i].name)
            return false;
    return true;
}

/* Defines member i on the constructor, or on the prototype *proto. HK_YES or HK_ERR. */
HK_FN int hk_define_member(hk_vm *vm, uint32_t slot, const hk_val *proto, uint32_t i)
{
    const hako_member *m = &hk_class_at(vm, slot)->members[i];
    uint32_t id = HK_FN_HOST | (2 * i + 1) << 16 | slot;
    bool accessor = !m->call && (m->get || m->set);
    hk_desc d = { HK_P_HIDDEN, HK_P_DATA | HK_D_HAS_VALUE, HK_UNDEFINED, HK_UNDEFINED, HK_UNDEFINED };
    d.value = m->call ? hk_function(vm, id) : hk_number(m->number);
    if (accessor) {
        d.has = HK_P_ENUMERABLE | HK_P_CONFIGURABLE | HK_D_HAS_GET | HK_D_HAS_SET;
        d.get = m->get ? hk_function(vm, id) : HK_UNDEFINED;
        d.set = m->set ? hk_function(vm, id + 0x10000) : HK_UNDEFINED;
    } else if (!m->call) {
        d.flags = HK_P_ENUMERABLE;
        if (m->text) {
            hk_ref s = hk_str_utf8(vm, m->text, hk_cstr_len(m->text));
            d.value = hk_string(s);
            if (!s)
                return HK_ERR;
        }
    }
    hk_val *value = hk_push(vm, d.value);
    hk_key key = hk_member_symbol(m->name);
    key = key ? key : hk_host_key(vm, m->name);
    d.value = *value;
    hk_pop(vm);
    return key ? hk_define(vm, m->is_static ? hk_function(vm, HK_FN_HOST | slot) : *proto, key, &d) : HK_ERR;
}

/* Interns the names of the fields into *info. */
HK_FN bool hk_define_fields(hk_vm *vm, const hk_val *info, const hako_class *c)
{
    for (uint32_t i = 0; i < hk_class_fields(c); i++) {
        const char *name = hk_class_field(c, i)->name;
        hk_ref s = hk_str_utf8(vm, name, hk_cstr_len(name));
        if (!s || !(s = hk_intern(vm, s)))
            return false;
        hk_store(vm, &hk_vals(vm, hk_ref_of(*info))[HK_CLASS_KEYS + i], hk_internal(s));
    }
    return true;
}

/* The prototype of the class at `slot`, and how it and the constructor inherit. 0: out of memory. */
HK_FN hk_ref hk_define_prototype(hk_vm *vm, uint32_t slot)
{
    const hako_class *c = hk_class_at(vm, slot);
    const hako_exotic *e = hk_class_exotic(c);
    hk_val constructor = hk_function(vm, HK_FN_HOST | slot);
    uint32_t parent = hk_class_slot(vm, c->parent);
    hk_ref base = parent != UINT32_MAX ? hk_ref_of(hk_vals(vm, hk_class_info(vm, parent))[HK_CLASS_PROTO])
                                       : hk_intrinsic(vm, e && e->array ? HK_IN_ArrayPrototype : HK_IN_ObjectPrototype);
    hk_ref r = base ? hk_new_object(vm, base, 2) : 0;
    if (!r)
        return 0;
    hk_val *proto = hk_push(vm, hk_object(r));
    bool ok = hk_put(vm, *proto, HK_KEY(constructor), constructor, HK_P_HIDDEN) == HK_YES &&
              hk_put(vm, *proto, HK_SYM(toStringTag), hk_string(*hk_host_name_at(vm, slot)), HK_P_CONFIGURABLE) == HK_YES &&
              hk_put(vm, constructor, HK_KEY(prototype), *proto, 0) == HK_YES &&
              (parent == UINT32_MAX || hk_set_proto(vm, constructor, hk_function(vm, HK_FN_HOST | parent)) == HK_YES);
    for (uint32_t i = 0; ok && i < c->member_count; i++)
        ok = hk_define_member(vm, slot, proto, i) == HK_YES;
    r = hk_ref_of(*proto);
    hk_pop(vm);
    return ok ? r : 0;
}

/* Fills the two slots of a class. false: out of memory. */
HK_FN bool hk_define_class(hk_vm *vm, uint32_t slot, const hako_class *c)
{
    hk_ref r = hk_alloc_values(vm, HK_CLASS_KEYS + hk_class_fields(c), HK_UNDEFINED);
    if (!r)
        return false;
    hk_store_ref(vm, hk_host_name_at(vm, slot + 1), r);
    hk_host_slot(vm, slot)->fn = (uint64_t)(uintptr_t)c;
    hk_host_slot(vm, slot)->arity = HK_HOST_CLASS | (uint32_t)(2 * c->member_count);
    hk_host_slot(vm, slot + 1)->fn = (uint64_t)(uintptr_t)&hk_native_class;
    hk_host_slot(vm, slot + 1)->data = vm->realm;
    hk_val *info = hk_push(vm, hk_internal(r));
    bool ok = hk_define_fields(vm, info, c) && (r = hk_define_prototype(vm, slot)) != 0;
    if (ok)
        hk_store(vm, &hk_vals(vm, hk_ref_of(*info))[HK_CLASS_PROTO], hk_object(r));
    hk_pop(vm);
    return ok;
}

HAKO_API hako_val hako_class_define(hako_vm *vm, const hako_class *of)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return hako_undefined();
    uint32_t slot = hk_class_slot(vm, of);
    if (slot != UINT32_MAX)
        return hk_host_value(hk_function(vm, HK_FN_HOST | slot));
    if (!hk_class_is_valid(vm, of)) {
        hk_throw(vm, HK_E_TYPE, "class %s cannot be defined so", of && of->name ? of->name : "without a name");
        return hako_undefined();
    }
    slot = hk_new_host(vm, of->name);
    if (slot == UINT32_MAX)
        return hako_undefined();
    hk_host_slot(vm, slot)->arity = HK_HOST_DATA;
    hk_host_slot(vm, slot)->data = 0;
    if (hk_new_host(vm, NULL) == UINT32_MAX)
        return hako_undefined();
    hk_host_slot(vm, slot + 1)->arity = HK_HOST_DATA;
    if (hk_define_class(vm, slot, of))
        return hk_host_value(hk_function(vm, HK_FN_HOST | slot));
    hk_host_slot(vm, slot)->arity = HK_HOST_DATA;           /* what was made of it is out of reach, and stays where it was left */
    hk_host_slot(vm, slot)->fn = hk_host_slot(vm, slot + 1)->fn = 0;
    return hako_undefined();
}

/* ---- Identity: a hash table of instances by pointer. Its owner's word counts the places that were ever taken -------------------- */

HK_INLINE hk_ref *hk_identity_root(hk_vm *vm) { return (hk_ref *)hk_ptr(vm, hk_host_extras(vm)) + HK_EXTRA_IDENTITY; }
HK_INLINE uint32_t hk_identity_room(hk_vm *vm, hk_ref table) { return table ? hk_block_bytes(vm, table) / 4 - 2 : 0; }

HK_FN uint32_t hk_pointer_hash(const void *pointer)
{
    uint64_t p = (uint64_t)(uintptr_t)pointer;
    uint32_t h = (uint32_t)(p ^ p >> 32);
    h = (h ^ h >> 15) * 0x2C1B3C6Du;
    return h ^ h >> 13;
}

/* The instance of the class at `slot` with that pointer, or 0. */
HK_FN hk_ref hk_identity_find(hk_vm *vm, uint32_t slot, const void *pointer)
{
    hk_ref table = hk_host_extras(vm) ? *hk_identity_root(vm) : 0;
    uint32_t room = hk_identity_room(vm, table), i = hk_pointer_hash(pointer);
    for (; room; i++) {
        hk_ref r = ((hk_ref *)hk_ptr(vm, table))[2 + (i & (room - 1))];
        if (!r)
            break;
        if (r != HK_INTERN_GONE && (hk_host_ptr(vm, hk_object(r))->kind & HK_HOST_SLOT) == slot && hk_host_data(vm, hk_object(r)) == pointer)
            return r;
    }
    return 0;
}

/* Enters r into a table that has a place for it. */
HK_FN void hk_identity_put(hk_vm *vm, hk_ref table, hk_ref r)
{
    hk_ref *entries = (hk_ref *)hk_ptr(vm, table) + 2;
    uint32_t room = hk_identity_room(vm, table), i = hk_pointer_hash(hk_host_data(vm, hk_object(r)));
    while (entries[i & (room - 1)])
        i++;
    hk_store_ref(vm, &entries[i & (room - 1)], r);
    ((hk_block *)hk_ptr(vm, table))->word++;
}

/* Is what stands in an entry alive, and has it its pointer still? */
HK_INLINE bool hk_identity_holds(hk_vm *vm, hk_ref r)
{
    return r && r != HK_INTERN_GONE && !(hk_host_ptr(vm, hk_object(r))->kind & HK_HOST_GONE);
}

/* Makes room for one more: dead ones go. false: out of memory. */
HK_FN bool hk_identity_grow(hk_vm *vm)
{
    if (!hk_make_host_extras(vm))
        return false;
    hk_ref old = *hk_identity_root(vm);
    uint32_t have = hk_identity_room(vm, old), live = 0, room = 8;
    if (old && (((hk_block *)hk_ptr(vm, old))->word + 1) * 4 <= have * 3)
        return true;
    for (uint32_t i = 0; i < have; i++)
        live += hk_identity_holds(vm, ((hk_ref *)hk_ptr(vm, old))[2 + i]);
    while (room < live * 2 + 2)
        room *= 2;
    vm->budget -= (int32_t)(have / 4);
    hk_ref table = hk_alloc(vm, HK_T_WEAKREFS, 8 + room * 4);
    if (!table)
        return false;
    old = *hk_identity_root(vm);
    hk_store_ref(vm, hk_identity_root(vm), table);
    for (uint32_t i = 0; i < have; i++) {
        hk_ref r = ((hk_ref *)hk_ptr(vm, old))[2 + i];
        if (hk_identity_holds(vm, r))
            hk_identity_put(vm, table, r);
    }
    return true;
}

/* Gives the new instance in *o its pointer, and enters it. false: out of memory. */
HK_FN bool hk_give_pointer(hk_vm *vm, const hk_val *o, const void *pointer)
{
    if (!hk_identity_grow(vm))
        return false;
    hk_ref r = hk_alloc(vm, HK_T_BYTES, 16);
    if (!r)
        return false;
    *(uint64_t *)(void *)hk_vals(vm, r) = (uint64_t)(uintptr_t)pointer;
    hk_store_ref(vm, &hk_host_ptr(vm, *o)->data, r);
    hk_identity_put(vm, *hk_identity_root(vm), hk_ref_of(*o));
    return true;
}

/* ---- Instances ---------------------------------------------------------------------------------------------------------------- */

HAKO_API hako_val hako_instance(hako_vm *vm, const hako_class *of, const void *data)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return hako_undefined();
    uint32_t slot = hk_class_slot(vm, of), size = slot == UINT32_MAX ? 0 : hk_class_size(of);
    if (slot == UINT32_MAX) {
        hk_throw(vm, HK_E_TYPE, "class %s is not defined here", of && of->name ? of->name : "without a name");
        return hako_undefined();
    }
    hk_ref r = !size && data ? hk_identity_find(vm, slot, data) : 0;
    if (r)
        return hk_to_host(vm, hk_object(r));
    r = hk_new_instance(vm, slot, hk_ref_of(hk_vals(vm, hk_class_info(vm, slot))[HK_CLASS_PROTO]));
    if (!r)
        return hako_undefined();
    hako_val handle = hk_to_host(vm, hk_object(r));     /* before it owns what the finalizer is for: nothing may fail afterwards */
    if (handle.bits == HK_UNDEFINED)
        return handle;
    hk_val *o = hk_push(vm, hk_from_host(vm, handle));
    if (size && data)
        memcpy(hk_host_data(vm, *o), data, size);
    bool ok = size || !data || hk_give_pointer(vm, o, data);
    hk_pop(vm);
    return ok ? handle : hako_undefined();
}

HAKO_API bool hako_is(hako_vm *vm, hako_val v, const hako_class *of)
{
    return HK_VM(vm) && of && hk_is_instance(vm, hk_from_host(vm, v), of);
}

HAKO_API void *hako_data(hako_vm *vm, hako_val v, const hako_class *of)
{
    if (!HK_VM(vm))
        return NULL;
    if (hako_is(vm, v, of))
        return hk_host_data(vm, hk_from_host(vm, v));
    hk_throw(vm, HK_E_TYPE, "%v is no %s", hk_from_host(vm, v), of && of->name ? of->name : "instance");
    return NULL;
}

HAKO_API bool hako_attach(hako_vm *vm, hako_val v, void *pointer)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return false;
    hk_val o = hk_from_host(vm, v);
    bool ok = hk_class(vm, o) == HK_T_HOST && !hk_is_view(vm, o) && !hk_host_ptr(vm, o)->data && !hk_class_size(hk_class_of(vm, o)) && pointer;
    if (!ok || hk_identity_find(vm, hk_host_ptr(vm, o)->kind & HK_HOST_SLOT, pointer)) {
        hk_throw(vm, HK_E_TYPE, "%v cannot be given that pointer", o);
        return false;
    }
    hk_val *root = hk_push(vm, o);
    ok = hk_give_pointer(vm, root, pointer);
    hk_pop(vm);
    return ok;
}

HAKO_API bool hako_forget(hako_vm *vm, const hako_class *of, const void *pointer)
{
    uint32_t slot = HK_VM(vm) ? hk_class_slot(vm, of) : UINT32_MAX;
    hk_ref r = slot == UINT32_MAX || !pointer ? 0 : hk_identity_find(vm, slot, pointer);
    if (!r)
        return false;
    hk_host_ptr(vm, hk_object(r))->kind |= HK_HOST_GONE;
    hk_host_ptr(vm, hk_object(r))->data = 0;
    return true;
}

/* The traced slot, or NULL: an exception. */
HK_FN hk_val *hk_find_slot(hk_vm *vm, hako_val h, uint32_t slot)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return NULL;
    hk_val o = hk_from_host(vm, h);
    if (hk_class(vm, o) != HK_T_HOST || hk_is_view(vm, o)) {
        hk_throw(vm, HK_E_TYPE, "%v is no native instance", o);
        return NULL;
    }
    if (slot < hk_class_slots(hk_class_of(vm, o)))
        return &hk_host_values(vm, o)[slot];
    hk_throw(vm, HK_E_RANGE, "a %s has no slot %u", hk_class_of(vm, o)->name, slot);
    return NULL;
}

HAKO_API hako_val hako_slot(hako_vm *vm, hako_val v, uint32_t slot)
{
    const hk_val *at = hk_find_slot(vm, v, slot);
    return at ? hk_to_host(vm, *at) : hako_undefined();
}

HAKO_API bool hako_set_slot(hako_vm *vm, hako_val v, uint32_t slot, hako_val value)
{
    hk_val *at = hk_find_slot(vm, v, slot);
    if (at)
        hk_store(vm, at, hk_from_host(vm, value));
    return at != NULL;
}
#endif
#endif
