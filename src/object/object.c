#ifndef HK_OBJECT_C
#define HK_OBJECT_C
#include "object.h"
#include "../heap/shape.c"
#include "../code/image.h"
#include "buffer.c"

HK_FN bool hk_add(hk_vm *vm, hk_val *o, hk_key key, hk_val *v, unsigned flags);

#define HK_MAPPED HK_MAKE(HK_TAG_SPECIAL, 7)    /* element of a mapped arguments object: look in its scope */
#define HK_ARRAY_FIXED 1u                       /* hk_array.unused: length is not writable */
#define HK_ARRAY_LIBRARY 2u                     /* the same: it is %Array.prototype%, and so has virtual properties; of realm unused >> 8 */
enum { HK_ELEMS_SEALED = 1, HK_ELEMS_FROZEN = 2 };  /* word 1 of an elements block */

HK_INLINE hk_ref hk_atom_ref(unsigned atom)
{
    unsigned n = (unsigned)(hk_atom_start[atom + 1] - hk_atom_start[atom]);
    return n == 1 ? HK_CHAR_REF(hk_atom_text[hk_atom_start[atom]]) : HK_ROM_REF(atom);
}
#define HK_KEY(name) HK_ROM_REF(HK_ATOM_##name)
#define HK_SYM(name) HK_WELLKNOWN_REF(HK_SYMBOL_##name)

HK_INLINE hk_shape *hk_shape_of(hk_vm *vm, const hk_obj *o) { return hk_ptr(vm, o->shape); }
HK_INLINE hk_obj *hk_block_obj(hk_vm *vm, hk_ref r) { return hk_ptr(vm, r); }

/* Where slot i of an object lies. */
HK_INLINE hk_val *hk_slot(hk_vm *vm, hk_obj *o, uint32_t i)
{
    unsigned room = hk_shape_of(vm, o)->room;
    return i < room ? (hk_val *)(void *)o + 2 + i : hk_vals(vm, o->slots) + (i - room);
}

/* The realm of a LIB or LIBFN (and of an intrinsic array) */
HK_INLINE unsigned hk_block_realm(hk_vm *vm, hk_ref r) { return ((hk_array *)hk_ptr(vm, r))->unused >> 8; }

HK_FN hk_val hk_block_value(hk_vm *vm, hk_ref r)
{
    if (hk_type(vm, r) == HK_T_LIBFN)
        return hk_function_in(hk_block_realm(vm, r), ((hk_array *)hk_ptr(vm, r))->length);
    return hk_object(r);
}

/* ---- Making objects -------------------------------------------------------- */

/* Gives an object a shape of its own, with `flags` more. *o is a rooted object value (a block). */
HK_FN bool hk_make_unique(hk_vm *vm, hk_val *o, unsigned flags)
{
    hk_shape *s = hk_shape_of(vm, hk_obj_ptr(vm, *o));
    if (s->flags & HK_SHAPE_UNIQUE) {
        s->flags |= (uint8_t)flags;
        return true;
    }
    hk_val *shape = hk_push(vm, hk_internal(hk_obj_ptr(vm, *o)->shape));
    hk_val *table = hk_push(vm, hk_internal(s->table));
    hk_val *proto = hk_push(vm, HK_UNDEFINED);
    hk_ref r = 0;
    if (!s->count || (r = hk_table_copy(vm, table, s->count, s->count + 2u)) != 0) {
        s = hk_shape_ptr(vm, hk_ref_of(*shape));
        *table = hk_internal(s->count ? r : 0);
        *proto = hk_internal(s->proto);
        r = hk_shape_new(vm, proto, table, s->count, s->room, s->flags | HK_SHAPE_UNIQUE | flags);
    }
    if (r) {
        s = hk_shape_ptr(vm, hk_ref_of(*shape));
        hk_shape_ptr(vm, r)->live = s->count;
        hk_store_ref(vm, &hk_obj_ptr(vm, *o)->shape, r);
    }
    vm->temps -= 3;
    return r != 0;
}

/* The root of the shapes of objects with that prototype (a block, 0 for null) and inline room. */
HK_FN HK_NOINLINE hk_ref hk_make_root_shape(hk_vm *vm, hk_ref proto, unsigned room)
{
    hk_val *p = hk_push(vm, proto ? hk_object(proto) : hk_internal(0));
    hk_ref r = 0, owner = 0;
    if (proto) {
        hk_shape *s = hk_shape_of(vm, hk_block_obj(vm, proto));
        if ((s->flags & HK_SHAPE_PROTO) || hk_make_unique(vm, p, HK_SHAPE_PROTO))
            owner = hk_obj_ptr(vm, *p)->shape;
    } else {
        owner = vm->empty_shape;
    }
    if (owner) {
        for (r = hk_shape_ptr(vm, owner)->child; r && hk_shape_ptr(vm, r)->room != room;)
            r = hk_shape_ptr(vm, r)->sibling;
        if (!r) {
            hk_val *none = hk_push(vm, hk_internal(0));
            r = hk_shape_new(vm, p, none, 0, room, 0);
            hk_pop(vm);
            if (r) {
                hk_shape *o = hk_shape_ptr(vm, proto ? hk_obj_ptr(vm, *p)->shape : vm->empty_shape);
                hk_shape_ptr(vm, r)->sibling = o->child;
                o->child = r;
            }
        }
    }
    hk_pop(vm);
    return r;
}

HK_FN hk_ref hk_root_shape(hk_vm *vm, hk_ref proto, unsigned room)
{
    const hk_shape *s = proto ? hk_shape_of(vm, hk_block_obj(vm, proto)) : hk_shape_ptr(vm, vm->empty_shape);
    if (HK_LIKELY((s->flags & HK_SHAPE_PROTO) || !proto))
        for (hk_ref r = s->child; r; r = hk_shape_ptr(vm, r)->sibling)
            if (hk_shape_ptr(vm, r)->room == room)
                return r;
    return hk_make_root_shape(vm, proto, room);
}

HK_FN hk_ref hk_new_class(hk_vm *vm, unsigned type, hk_ref proto, uint32_t bytes)
{
    hk_ref shape = hk_root_shape(vm, proto, type == HK_T_OBJECT ? (bytes - 16u) / 8u : 0);
    if (!shape)
        return 0;
    hk_val *s = hk_push(vm, hk_internal(shape));
    hk_ref r = hk_alloc(vm, type, bytes);
    if (r)
        hk_store_ref(vm, &hk_block_obj(vm, r)->shape, hk_ref_of(*s));
    hk_pop(vm);
    return r;
}

HK_FN hk_ref hk_new_object(hk_vm *vm, hk_ref proto, unsigned room) { return hk_new_class(vm, HK_T_OBJECT, proto, 16u + room * 8u); }

HK_FN hk_ref hk_new_intrinsic_class(hk_vm *vm, unsigned type, unsigned proto, uint32_t bytes)
{
    hk_ref p = hk_intrinsic(vm, proto);
    return p ? hk_new_class(vm, type, p, bytes) : 0;
}

HK_FN hk_ref hk_new_function(hk_vm *vm, hk_ref proto)
{
    hk_ref r = proto ? hk_new_class(vm, HK_T_FUNCTION, proto, sizeof(hk_func)) : 0;
    if (r)
        ((hk_func *)hk_ptr(vm, r))->realm = vm->realm;
    return r;
}

HK_FN hk_ref hk_new_plain(hk_vm *vm, unsigned room)
{
    return hk_new_intrinsic_class(vm, HK_T_OBJECT, HK_IN_ObjectPrototype, 16u + room * 8u);
}

HK_FN hk_ref hk_new_array(hk_vm *vm, uint32_t room)
{
    hk_ref r = hk_new_intrinsic_class(vm, HK_T_ARRAY, HK_IN_ArrayPrototype, sizeof(hk_array));
    if (!r || !room)
        return r;
    hk_val *a = hk_push(vm, hk_object(r));
    hk_ref elems = hk_alloc_values(vm, room, HK_EMPTY);
    r = hk_ref_of(*a);
    hk_pop(vm);
    if (!elems)
        return 0;
    hk_store_ref(vm, &hk_block_obj(vm, r)->elems, elems);
    return r;
}

/* ---- Intrinsics and function immediates ---------------------------------------- */

/* vm->realms: what of each realm stands in the VM's fixed part while it is the current one */
#define HK_MAX_REALMS 0xFFFFu
enum { HK_REALM_GLOBAL, HK_REALM_LEX, HK_REALM_INTRINSICS,
       HK_REALM_USER, HK_REALM_USER_HIGH,       /* halves of a pointer of the host's, integers; undefined: NULL */
       HK_REALM_VALUES };

/* The intrinsic object if it has been made, else 0. The list of them has room for those that are always there (hk_boot), and
 * grows with the first of another. */
HK_INLINE hk_ref hk_made_intrinsic(hk_vm *vm, unsigned id)
{
    const hk_block *list = hk_ptr(vm, vm->intrinsics);
    return id < HK_IN_ALWAYS || id + 2 < hk_units_of_hdr(list->hdr) * 2 ? ((const hk_ref *)(const void *)list)[2 + id] : 0;
}

/* Makes intrinsic `id`, whose prototype exists. */
HK_FN hk_ref hk_make_intrinsic(hk_vm *vm, unsigned id, hk_ref proto)
{
    if (8 + id * 4 >= hk_block_bytes(vm, vm->intrinsics)) {
        hk_val *p = hk_push(vm, hk_internal(proto)), *list = hk_push(vm, hk_internal(vm->intrinsics));
        hk_ref grown = hk_resize(vm, list, 8 + 4 * HK_IN_COUNT);
        proto = hk_ref_of(*p);
        vm->temps -= 2;
        if (!grown)
            return 0;
        vm->intrinsics = grown;
        if (vm->realms)
            hk_store(vm, &hk_vals(vm, vm->realms)[vm->realm * HK_REALM_VALUES + HK_REALM_INTRINSICS], hk_internal(grown));
    }
    const hk_libobj *lib = &hk_libobjs[id];
    hk_val *p = hk_push(vm, hk_internal(proto)), *none = hk_push(vm, hk_internal(0));
    hk_ref shape = hk_shape_new(vm, p, none, 0, 0, HK_SHAPE_UNIQUE | HK_SHAPE_PROTO), r = 0;
    if (shape) {
        *p = hk_internal(shape);
        r = hk_alloc(vm, lib->type, lib->type == HK_T_FUNCTION ? sizeof(hk_func) : 24);
    }
    if (r) {
        hk_array *o = hk_ptr(vm, r);
        hk_store_ref(vm, &o->o.shape, hk_ref_of(*p));
        if (lib->type == HK_T_LIB)
            o->length = id;
        o->unused = (uint32_t)vm->realm << 8 | (lib->type == HK_T_ARRAY ? HK_ARRAY_LIBRARY : 0u);
        hk_store_ref(vm, (hk_ref *)hk_ptr(vm, vm->intrinsics) + 2 + id, r);
    }
    vm->temps -= 2;
    return r;
}

HK_FN hk_ref hk_intrinsic(hk_vm *vm, unsigned id)
{
    hk_ref r = hk_made_intrinsic(vm, id);
    if (HK_LIKELY(r))
        return r;
    for (;;) {          /* make the topmost missing one of the chain, until it is `id` itself */
        unsigned missing = id, proto;
        while ((proto = hk_libobjs[missing].proto) != 0xFF && !hk_made_intrinsic(vm, proto))
            missing = proto;
        r = hk_make_intrinsic(vm, missing, proto == 0xFF ? 0 : hk_made_intrinsic(vm, proto));
        if (!r || missing == id)
            return r;
    }
}

/* ---- Realms ------------------------------------------------------------------- */
/* Each has its own global object and intrinsics; those of the current one stand in the VM's fixed part. A function runs in the realm
 * it was made in: entering it from another one leaves a note to come back (hk_enter_realm). */

/* How many realms there are. */
HK_INLINE unsigned hk_realm_count(hk_vm *vm) { return vm->realms ? hk_nvals(vm, vm->realms) / HK_REALM_VALUES : 1; }

/* Makes realm n, which exists, the current one. Does not allocate. */
HK_FN void hk_set_realm(hk_vm *vm, unsigned n)
{
    if (n == vm->realm)
        return;
    const hk_val *record = hk_vals(vm, vm->realms) + n * HK_REALM_VALUES;
    vm->realm = (uint16_t)n;
    vm->global = record[HK_REALM_GLOBAL];
    vm->global_lex = record[HK_REALM_LEX];
    vm->intrinsics = hk_ref_of(record[HK_REALM_INTRINSICS]);
}

/* hk_intrinsic of any realm. */
HK_FN hk_ref hk_intrinsic_of(hk_vm *vm, unsigned realm, unsigned id)
{
    unsigned here = vm->realm;
    hk_set_realm(vm, realm);
    hk_ref r = hk_intrinsic(vm, id);
    hk_set_realm(vm, here);
    return r;
}

/* The same if it has been made, else 0. */
HK_FN hk_ref hk_has_intrinsic(hk_vm *vm, unsigned realm, unsigned id)
{
    unsigned here = vm->realm;
    hk_set_realm(vm, realm);
    hk_ref r = hk_made_intrinsic(vm, id);
    hk_set_realm(vm, here);
    return r;
}

/* GetFunctionRealm, as far as it needs no error: of a revoked proxy and of what is no function, the current realm. */
HK_FN unsigned hk_function_realm(hk_vm *vm, hk_val f)
{
    while (hk_class(vm, f) == HK_T_BOUND || hk_is_proxy(vm, f))
        f = hk_is_proxy(vm, f) ? hk_proxy_ptr(vm, f)->target : ((hk_val *)hk_ptr(vm, hk_ref_of(f)))[2];
    if (hk_is_fnimm(f))
        return hk_fnimm_realm(f);
    unsigned type = hk_class(vm, f);
    return type == HK_T_FUNCTION ? ((hk_func *)hk_ptr(vm, hk_ref_of(f)))->realm : type == HK_T_LIB ? hk_block_realm(vm, hk_ref_of(f)) : vm->realm;
}

/* The side object of function immediate f, or 0 if it has none. */
HK_FN hk_ref hk_side_object(hk_vm *vm, hk_val f)
{
    uint32_t n = vm->libfns ? hk_units_of_hdr(((hk_block *)hk_ptr(vm, vm->libfns))->hdr) * 2 - 2 : 0;
    for (uint32_t i = 0; i < n; i++) {
        hk_ref r = ((hk_ref *)hk_ptr(vm, vm->libfns))[2 + i];
        if (r && hk_block_value(vm, r) == f)
            return r;
    }
    return 0;
}

HK_FN hk_ref hk_make_side_object(hk_vm *vm, hk_val f)
{
    hk_ref p = hk_intrinsic_of(vm, hk_fnimm_realm(f), HK_IN_FunctionPrototype), r = p ? hk_new_class(vm, HK_T_LIBFN, p, 24) : 0;
    if (!r)
        return 0;
    ((hk_array *)hk_ptr(vm, r))->length = hk_ref_of(f);
    ((hk_array *)hk_ptr(vm, r))->unused = hk_fnimm_realm(f) << 8;
    hk_val *o = hk_push(vm, hk_object(r));
    uint32_t n = vm->libfns ? hk_units_of_hdr(((hk_block *)hk_ptr(vm, vm->libfns))->hdr) * 2 - 2 : 0, i = 0;
    while (i < n && ((hk_ref *)hk_ptr(vm, vm->libfns))[2 + i])
        i++;
    if (i == n) {
        hk_val *list = hk_push(vm, hk_internal(vm->libfns));
        r = n ? hk_resize(vm, list, 8 + (n + 4) * 4) : hk_alloc(vm, HK_T_REFS, 8 + 4 * 4);
        hk_pop(vm);
        if (r)
            vm->libfns = r;
    }
    if (r) {
        r = hk_ref_of(*o);
        hk_store_ref(vm, (hk_ref *)hk_ptr(vm, vm->libfns) + 2 + i, r);
    }
    hk_pop(vm);
    return r;
}

HK_FN hk_ref hk_object_block(hk_vm *vm, hk_val v)
{
    if (hk_is_block(v))
        return hk_ref_of(v);
    hk_ref r = hk_side_object(vm, v);
    return r ? r : hk_make_side_object(vm, v);
}

/* ---- Functions ------------------------------------------------------------------- */

HK_FN const hk_code *hk_function_code(hk_vm *vm, hk_val v)
{
    if (hk_class(vm, v) == HK_T_FUNCTION) {
        hk_ref code = ((hk_func *)hk_ptr(vm, hk_ref_of(v)))->code;
        return code ? hk_code_ptr(vm, code) : NULL;
    }
    if (hk_is_fnimm(v) && !(hk_ref_of(v) & HK_FN_HOST) && (hk_libfns[hk_ref_of(v)].flags & HK_LF_SCRIPT))
        return hk_code_ptr(vm, HK_ROM_REF(hk_libfns[hk_ref_of(v)].code));
    return NULL;
}

/* The number of the intrinsic whose virtual properties block r has, or -1. */
HK_INLINE int hk_lib_id(hk_vm *vm, hk_ref r)
{
    const hk_array *o = hk_ptr(vm, r);
    unsigned type = hk_type_of_hdr(o->o.hdr);
    if (type == HK_T_ARRAY && (o->unused & HK_ARRAY_LIBRARY))
        return HK_IN_ArrayPrototype;
    return type == HK_T_LIB ? (int)o->length : -1;
}

/* The library function that object r (a LIB) calls, or -1. */
HK_INLINE int hk_lib_call(hk_vm *vm, hk_ref r)
{
    unsigned call = hk_libobjs[((hk_array *)hk_ptr(vm, r))->length].call;
    return call == 0xFFFF ? -1 : (int)call;
}

HK_FN bool hk_is_callable(hk_vm *vm, hk_val v)
{
    if (hk_is_fnimm(v))
        return true;
    unsigned type = hk_class(vm, v);
    if (type == HK_T_PROXY)
        return (hk_proxy_ptr(vm, v)->can & HK_PROXY_CALL) != 0;
    return type == HK_T_FUNCTION || type == HK_T_BOUND || (type == HK_T_LIB && hk_lib_call(vm, hk_ref_of(v)) >= 0);
}

HK_FN bool hk_is_constructor(hk_vm *vm, hk_val v)
{
    while (hk_class(vm, v) == HK_T_BOUND)
        v = ((hk_val *)hk_ptr(vm, hk_ref_of(v)))[2];
    unsigned type = hk_class(vm, v);
    if (hk_is_fnimm(v))
        return (hk_ref_of(v) & HK_FN_HOST) && hk_host_constructs(vm, hk_ref_of(v));
    if (type == HK_T_FUNCTION) {
        hk_ref code = ((hk_func *)hk_ptr(vm, hk_ref_of(v)))->code;
        return code && !(hk_code_ptr(vm, code)->flags & (HK_CF_METHOD | HK_CF_ARROW | HK_CF_GENERATOR | HK_CF_ASYNC));
    }
    if (type == HK_T_LIB)
        return hk_lib_call(vm, hk_ref_of(v)) >= 0 && (hk_libfns[hk_lib_call(vm, hk_ref_of(v))].flags & HK_LF_CTOR);
    return type == HK_T_PROXY && (hk_proxy_ptr(vm, v)->can & HK_PROXY_CONSTRUCT);
}

HK_FN bool hk_can_be_held_weakly(hk_vm *vm, hk_val v)
{
    if (!hk_is_symbol(v))
        return hk_is_object(v);
    return !hk_ref_is_block(hk_ref_of(v)) || !(((hk_sym *)hk_ptr(vm, hk_ref_of(v)))->flags & HK_SYM_REGISTERED);
}

/* "get x", "set x": a function's name with its prefix. */
HK_FN hk_val hk_prefixed_name(hk_vm *vm, hk_ref name, bool get)
{
    hk_ref r = hk_concat(vm, get ? HK_KEY(get_) : HK_KEY(set_), name);
    return r ? hk_string(r) : HK_EXCEPTION;
}

HK_FN hk_val hk_libfn_name(hk_vm *vm, uint32_t id)
{
    if (id & HK_FN_HOST)
        return hk_host_name(vm, id);
    const hk_libfn *f = &hk_libfns[id];
    unsigned key = f->name & (HK_KEY_BITS & ~HK_KEY_SYMBOL);
    hk_ref name = hk_atom_ref(f->name & HK_KEY_SYMBOL ? hk_symbol_atom[key] : key);
    if (f->name & HK_KEY_SYMBOL) {
        if (!(name = hk_concat(vm, HK_CHAR_REF('['), name)) || !(name = hk_concat(vm, name, HK_CHAR_REF(']'))))
            return HK_EXCEPTION;
    }
    return f->flags & (HK_LF_GETTER | HK_LF_SETTER) ? hk_prefixed_name(vm, name, (f->flags & HK_LF_GETTER) != 0) : hk_string(name);
}

/* ---- Virtual own properties: those that no slot holds until a script changes them ------ */

HK_INLINE int hk_found(hk_prop *out, hk_val value, unsigned flags, unsigned where, uint32_t index)
{
    if (value == HK_EXCEPTION)
        return HK_ERR;
    out->value = value;
    out->flags = (uint8_t)flags;
    out->where = (uint8_t)where;
    out->index = index;
    return HK_YES;
}

HK_FN hk_val hk_new_accessor(hk_vm *vm, hk_val get, hk_val set)
{
    hk_val *g = hk_push(vm, get), *s = hk_push(vm, set);
    hk_ref r = hk_alloc(vm, HK_T_ACCESSOR, 24);
    if (r) {
        hk_store(vm, &hk_vals(vm, r)[0], *g);
        hk_store(vm, &hk_vals(vm, r)[1], *s);
    }
    vm->temps -= 2;
    return r ? hk_internal(r) : HK_EXCEPTION;
}

/* The property p of an intrinsic object of that realm. Caches hold a function's number only: they are for those of the first realm. */
HK_FN int hk_lib_property(hk_vm *vm, unsigned realm, const hk_libprop *p, hk_prop *out)
{
    unsigned n = p->value & HK_LP_VALUE, kind = p->value >> HK_LP_KIND, flags = p->key >> HK_LP_FLAGS & HK_P_DATA, where = HK_AT_VIRTUAL;
    hk_val v;
    hk_ref r;
    switch (kind) {
    case HK_LP_FUNCTION:
        v = hk_function_in(realm, n);
        where = realm ? HK_AT_VIRTUAL : HK_AT_LIBFN;
        break;
    case HK_LP_GETTER: case HK_LP_ACCESSOR: case HK_LP_BOTH:
        v = hk_new_accessor(vm, hk_function_in(realm, n), kind == HK_LP_GETTER ? HK_UNDEFINED : hk_function_in(realm, n + (kind == HK_LP_ACCESSOR)));
        flags |= HK_P_ACCESSOR;
        break;
    case HK_LP_OBJECT:
        r = hk_intrinsic_of(vm, realm, n);
        v = r ? hk_object(r) : HK_EXCEPTION;
        where = HK_AT_LIBOBJ;
        break;
    case HK_LP_INT:    v = hk_int((int32_t)(n ^ 0x800) - 0x800); break;
    case HK_LP_NUMBER: v = hk_lib_numbers[n]; break;
    case HK_LP_STRING: v = hk_string(hk_atom_ref(n)); break;
    case HK_LP_SYMBOL: v = hk_symbol(HK_WELLKNOWN_REF(n)); break;
    default:           v = HK_MAKE(HK_TAG_SPECIAL, n); break;
    }
    return hk_found(out, v, flags, where, n);
}

/* The key as the library's tables write it, or HK_NO_KEY. */
HK_FN unsigned hk_lib_key(hk_key key)
{
    if (hk_key_is_index(key) || hk_ref_is_block(key))
        return HK_NO_KEY;
    if (hk_ref_is_wellknown(key))
        return HK_KEY_SYMBOL | key >> 3;
    if (hk_ref_is_rom(key))
        return key >> 3;
    uint8_t c = (uint8_t)(key >> 3);
    hk_text t = { &c, NULL, 1, 0 };
    hk_ref atom = key >> 3 > 0xFF ? 0 : hk_find_atom(&t, hk_text_hash(&t));
    return atom ? atom >> 3 : HK_NO_KEY;
}

HK_FN int hk_libfn_own(hk_vm *vm, uint32_t id, hk_key key, hk_prop *out)
{
    unsigned flags = id == HK_FN_throwTypeError ? 0 : HK_P_CONFIGURABLE;     /* %ThrowTypeError% is frozen */
    if (key == HK_KEY(length))
        return hk_found(out, hk_int(id & HK_FN_HOST ? hk_host_length(vm, id) : hk_libfns[id].name >> HK_LF_LENGTH & 7), flags, HK_AT_VIRTUAL, 0);
    if (key == HK_KEY(name))
        return hk_found(out, flags ? hk_libfn_name(vm, id) : hk_string(HK_KEY(empty)), flags, HK_AT_VIRTUAL, 0);
    return HK_NO;
}

HK_FN int hk_lib_own(hk_vm *vm, hk_ref r, hk_key key, hk_prop *out)
{
    const hk_libobj *lib = &hk_libobjs[hk_lib_id(vm, r)];
    unsigned k = hk_lib_key(key);
    if (k == HK_NO_KEY)
        return HK_NO;
    for (const hk_libprop *p = hk_libprops + lib->first, *end = p + lib->count; p < end; p++)
        if ((p->key & HK_KEY_BITS) == k)
            return hk_lib_property(vm, hk_block_realm(vm, r), p, out);
    return lib->call == 0xFFFF ? HK_NO : hk_libfn_own(vm, lib->call, key, out);
}

/* Makes a function's prototype object, when first asked for. */
HK_FN int hk_make_prototype(hk_vm *vm, hk_ref r, hk_prop *out)
{
    hk_val *f = hk_push(vm, hk_object(r)), *p = hk_push(vm, HK_UNDEFINED);
    unsigned flags = hk_function_code(vm, *f)->flags, attributes = flags & HK_CF_CLASS ? 0 : HK_P_WRITABLE;
    bool generator = (flags & HK_CF_GENERATOR) != 0;
    unsigned base = flags & HK_CF_ASYNC ? HK_IN_AsyncGeneratorPrototype : HK_IN_GeneratorPrototype;
    hk_ref proto = hk_intrinsic_of(vm, hk_function_realm(vm, *f), generator ? base : HK_IN_ObjectPrototype);
    hk_ref made = proto ? hk_new_object(vm, proto, generator ? 0 : 1) : 0;
    *p = hk_object(made);
    bool ok = made && (generator || hk_add(vm, p, HK_KEY(constructor), f, HK_P_HIDDEN)) && hk_add(vm, f, HK_KEY(prototype), p, attributes);
    hk_val value = *p;
    out->holder = hk_ref_of(*f);
    vm->temps -= 2;
    if (!ok)
        return HK_ERR;
    return hk_found(out, value, attributes, HK_AT_SLOT, hk_shape_of(vm, hk_block_obj(vm, out->holder))->count - 1u);
}

HK_FN int hk_function_own(hk_vm *vm, hk_ref r, hk_key key, hk_prop *out)
{
    const hk_code *code = hk_function_code(vm, hk_object(r));
    if (!code)
        return HK_NO;
    if (key == HK_KEY(length))
        return hk_found(out, hk_int(code->length), HK_P_CONFIGURABLE, HK_AT_VIRTUAL, 0);
    if (key == HK_KEY(name) && !(code->flags & HK_CF_ANON)) {
        bool prefix = (code->flags & (HK_CF_GETTER | HK_CF_SETTER)) != 0, get = (code->flags & HK_CF_GETTER) != 0;
        hk_ref name = hk_code_name(vm, ((hk_func *)hk_ptr(vm, r))->code, false);
        return !name ? HK_ERR : hk_found(out, prefix ? hk_prefixed_name(vm, name, get) : hk_string(name), HK_P_CONFIGURABLE, HK_AT_VIRTUAL, 0);
    }
    /* in sloppy functions it hides the accessor that throws; it tells nothing */
    if (key == HK_KEY(caller) && !(code->flags & (HK_CF_STRICT | HK_CF_METHOD | HK_CF_ARROW | HK_CF_GENERATOR | HK_CF_ASYNC)))
        return hk_found(out, HK_UNDEFINED, 0, HK_AT_VIRTUAL, 0);
    if (key == HK_KEY(prototype) && (!(code->flags & (HK_CF_METHOD | HK_CF_ARROW | HK_CF_ASYNC)) || (code->flags & HK_CF_GENERATOR)))
        return hk_make_prototype(vm, r, out);
    return HK_NO;
}

/* A string's own properties: length and its units. */
HK_FN int hk_string_own(hk_vm *vm, hk_val string, hk_key key, hk_prop *out)
{
    uint32_t len = hk_str_len(vm, hk_ref_of(string));
    if (key == HK_KEY(length))
        return hk_found(out, hk_int((int32_t)len), 0, HK_AT_VIRTUAL, 0);
    if (!hk_key_is_index(key) || hk_key_index(key) >= len)
        return HK_NO;
    hk_ref s = hk_flatten(vm, hk_ref_of(string));
    if (!s)
        return HK_ERR;
    hk_text t;
    hk_text_of(vm, s, &t);
    return hk_found(out, hk_string(HK_CHAR_REF(hk_unit(&t, hk_key_index(key)))), HK_P_ENUMERABLE, HK_AT_VIRTUAL, 0);
}

HK_INLINE bool hk_is_private_key(hk_vm *vm, hk_key k)
{
    return !hk_key_is_index(k) && hk_ref_is_block(k) && hk_type(vm, k) == HK_T_SYMBOL && hk_is_private(vm, k);
}

/* What an object of class `type` has beyond slots and elements. */
HK_FN int hk_virtual_own(hk_vm *vm, hk_ref r, unsigned type, hk_key key, hk_prop *out)
{
    switch (type) {
    case HK_T_ARRAY:
        if (key == HK_KEY(length)) {
            const hk_array *a = hk_ptr(vm, r);
            return hk_found(out, hk_uint(a->length), a->unused & HK_ARRAY_FIXED ? 0 : HK_P_WRITABLE, HK_AT_LENGTH, 0);
        }
        return hk_lib_id(vm, r) < 0 ? HK_NO : hk_lib_own(vm, r, key, out);
    case HK_T_FUNCTION: return hk_function_own(vm, r, key, out);
    case HK_T_LIB:      return hk_lib_own(vm, r, key, out);
    case HK_T_LIBFN:    return hk_libfn_own(vm, ((hk_array *)hk_ptr(vm, r))->length, key, out);
    case HK_T_PRIMITIVE: {
        hk_val v = ((hk_val *)hk_ptr(vm, r))[2];
        return hk_is_string(v) ? hk_string_own(vm, v, key, out) : HK_NO;
    }
    case HK_T_ERROR:    /* a deferred error costs no more than its block */
        if (key == HK_KEY(message) && hk_is_deferred(((hk_val *)hk_ptr(vm, r))[2]))
            return hk_found(out, hk_deferred_message(vm, ((hk_val *)hk_ptr(vm, r))[2]), HK_P_HIDDEN, HK_AT_VIRTUAL, 0);
        return HK_NO;
    case HK_T_TYPED: {
        hk_val v = HAKO_WITH_TYPED_ARRAYS && hk_key_is_index(key) ? hk_typed_element(vm, hk_object(r), hk_key_index(key)) : HK_EMPTY;
        return v == HK_EMPTY ? HK_NO : hk_found(out, v, HK_P_DATA, HK_AT_TYPED, hk_key_index(key));
    }
    case HK_T_HOST:
        return hk_is_host(vm, hk_object(r), HK_HOST_OWN) ? hk_host_class_of(vm, r)->own(vm, r, key, out) : HK_NO;
    case HK_T_PROXY:    /* private names are its own */
        if (hk_is_private_key(vm, key))
            return HK_NO;
        out->value = hk_key_value(vm, key);
        return out->value == HK_EXCEPTION ? HK_ERR : HK_TRAP;
    default: return HK_NO;
    }
}

/* Classes whose blocks have virtual properties: the others need no second look. */
HK_INLINE bool hk_has_virtual(unsigned type)
{
    return type == HK_T_ARRAY || type == HK_T_FUNCTION || type == HK_T_LIB || type == HK_T_LIBFN || type == HK_T_PRIMITIVE || type == HK_T_ERROR ||
           type == HK_T_PROXY || type == HK_T_TYPED || type == HK_T_NAMESPACE || type == HK_T_HOST;
}

#define HK_EXPORT_FLAGS (HK_P_WRITABLE | HK_P_ENUMERABLE)   /* of what a namespace exports, and nothing else that it has */

/* What a module exports; v: its cell. */
HK_FN int hk_export_own(hk_vm *vm, hk_val v, hk_prop *out)
{
    v = hk_is_internal(v) ? hk_cell_value(vm, v) : v;
    hk_found(out, v, HK_EXPORT_FLAGS, HK_AT_EXPORT, 0);
    if (v != HK_EMPTY)
        return HK_YES;
    vm->exception = HK_UNINITIALISED;
    return HK_ERR;
}

HK_FN bool hk_has_export(hk_vm *vm, int found, const hk_prop *p)
{
    if (!hk_is_export(found, p))
        return false;
    if (found == HK_ERR)
        vm->exception = HK_EMPTY;
    return true;
}

/* An element, or EMPTY. */
HK_INLINE hk_val hk_element(hk_vm *vm, const hk_obj *o, uint32_t i)
{
    return i < hk_nvals(vm, o->elems) ? hk_vals(vm, o->elems)[i] : HK_EMPTY;
}

/* A mapped argument: its value is a parameter's, in the scope. HK_MAPPED stands for it among the elements, or in a slot once its
 * attributes are not the usual ones. */
HK_FN int hk_mapped_own(hk_vm *vm, hk_ref r, uint32_t i, unsigned flags, hk_prop *out)
{
    const hk_array *o = hk_ptr(vm, r);
    return hk_found(out, hk_vals(vm, o->length)[o->unused + i], flags, HK_AT_MAPPED, i);
}

HK_FN int hk_element_own(hk_vm *vm, hk_ref r, uint32_t i, hk_val v, hk_prop *out)
{
    static const uint8_t flags[4] = { HK_P_DATA, HK_P_WRITABLE | HK_P_ENUMERABLE, HK_P_ENUMERABLE, HK_P_ENUMERABLE };
    const hk_array *o = hk_ptr(vm, r);
    if (v == HK_MAPPED)
        return hk_mapped_own(vm, r, i, HK_P_DATA, out);
    return hk_found(out, v, flags[((hk_block *)hk_ptr(vm, o->o.elems))->word & 3], HK_AT_ELEMENT, i);
}

HK_FN int hk_block_own(hk_vm *vm, hk_ref r, hk_key key, hk_prop *out)
{
    hk_obj *o = hk_block_obj(vm, r);
    const hk_shape *s = hk_shape_of(vm, o);
    out->holder = r;
    if (hk_key_is_index(key)) {
        hk_val v = hk_element(vm, o, hk_key_index(key));
        if (v != HK_EMPTY)
            return hk_element_own(vm, r, hk_key_index(key), v, out);
    }
    int32_t i = hk_key_is_index(key) && !(s->flags & HK_SHAPE_INDEXES) ? -1 : hk_table_find(vm, s->table, s->count, key);
    if (i >= 0) {
        unsigned flags = ((hk_table *)hk_ptr(vm, s->table))->entries[i].info & 0xFF;
        if (*hk_slot(vm, o, (uint32_t)i) == HK_MAPPED)
            return hk_mapped_own(vm, r, hk_key_index(key), flags, out);
        if (flags == HK_EXPORT_FLAGS && hk_type_of_hdr(o->hdr) == HK_T_NAMESPACE)
            return hk_export_own(vm, *hk_slot(vm, o, (uint32_t)i), out);
        return flags & HK_P_DELETED ? HK_NO : hk_found(out, *hk_slot(vm, o, (uint32_t)i), flags, HK_AT_SLOT, (uint32_t)i);
    }
    unsigned type = hk_type_of_hdr(o->hdr);
    if (!hk_has_virtual(type))
        return HK_NO;
    hk_val *root = hk_push(vm, hk_object(r));
    int found = hk_virtual_own(vm, r, type, key, out);
    out->holder = hk_ref_of(*root);
    hk_pop(vm);
    return found;
}

HK_FN int hk_own(hk_vm *vm, hk_val v, hk_key key, hk_prop *out)
{
    out->holder = 0;
    out->where = HK_AT_SLOT;
    if (hk_is_block(v))
        return hk_block_own(vm, hk_ref_of(v), key, out);
    if (hk_is_fnimm(v)) {
        hk_ref side = hk_side_object(vm, v);
        return side ? hk_block_own(vm, side, key, out) : hk_libfn_own(vm, hk_ref_of(v), key, out);
    }
    return hk_is_string(v) ? hk_string_own(vm, v, key, out) : HK_NO;
}

/* ---- Prototypes --------------------------------------------------------------------- */

HK_FN hk_val hk_proto_of(hk_vm *vm, hk_val v)
{
    hk_ref r;
    if (hk_is_block(v) || (hk_is_fnimm(v) && (r = hk_side_object(vm, v)) != 0 && (v = hk_object(r), true))) {
        if (HK_UNLIKELY(hk_is_proxy(vm, v)))
            return HK_TWIN;
        r = hk_shape_of(vm, hk_obj_ptr(vm, v))->proto;
        return r ? hk_block_value(vm, r) : HK_NULL;
    }
    switch (HK_TAG(v)) {
    case HK_TAG_STRING:   r = hk_intrinsic(vm, HK_IN_StringPrototype); break;
    case HK_TAG_SYMBOL:   r = hk_intrinsic(vm, HK_IN_SymbolPrototype); break;
    case HK_TAG_FUNCTION: r = hk_intrinsic_of(vm, hk_fnimm_realm(v), HK_IN_FunctionPrototype); break;
#if HAKO_WITH_BIGINT
    case HK_TAG_BIGINT:   r = hk_intrinsic(vm, HK_IN_BigIntPrototype); break;
#endif
    case HK_TAG_SPECIAL:  r = hk_intrinsic(vm, HK_IN_BooleanPrototype); break;
    default:              r = hk_intrinsic(vm, HK_IN_NumberPrototype); break;
    }
    return r ? hk_object(r) : HK_EXCEPTION;
}

HK_FN int hk_find(hk_vm *vm, hk_val v, hk_key key, hk_prop *out, uint32_t *depth)
{
    hk_val *k = hk_push(vm, hk_key_is_index(key) ? HK_UNDEFINED : hk_internal(key)), *o = hk_push(vm, v);
    int found;
    uint32_t n = 0;
    bool lazy = false;
    out->where = HK_AT_SLOT;
    while ((found = hk_own(vm, *o, key, out)) == HK_NO) {
        lazy |= hk_is_host(vm, *o, HK_HOST_LAZY);
        if (HK_UNLIKELY(hk_is_typed(vm, *o)) && hk_is_numeric_key(vm, key)) {
            out->where = HK_AT_TYPED;
            break;
        }
        hk_val p = hk_proto_of(vm, *o);
        if (p == HK_NULL || p == HK_EXCEPTION) {
            found = p == HK_NULL ? HK_NO : HK_ERR;
            break;
        }
        *o = p;
        if (!hk_key_is_index(key))
            key = hk_ref_of(*k);
        n++;
    }
    if (depth)
        *depth = n;
    if (lazy && found == HK_YES)
        out->index = UINT32_MAX;            /* not to be remembered: it may be hidden tomorrow */
    vm->temps -= 2;
    return found;
}

/* The getter or setter of an accessor property's value. */
HK_INLINE hk_val hk_getter(hk_vm *vm, hk_val accessor) { return hk_vals(vm, hk_ref_of(accessor))[0]; }
HK_INLINE hk_val hk_setter(hk_vm *vm, hk_val accessor) { return hk_vals(vm, hk_ref_of(accessor))[1]; }

HK_FN int hk_call_request(hk_vm *vm, hk_val fn, hk_val self, uint32_t argc)
{
    vm->call.fn = fn;
    vm->call.self = self;
    vm->call.argc = argc;
    return HK_CALL;
}

HK_FN int hk_ask_library(hk_vm *vm, unsigned id, hk_val o, hk_val key, hk_val a, hk_val b)
{
    hk_val *args = vm->call.args;
    args[0] = o;
    args[1] = key;
    args[2] = a;
    args[3] = b;
    return hk_call_request(vm, hk_function(vm, id), HK_UNDEFINED, 4);
}

HK_FN int hk_get(hk_vm *vm, hk_val v, hk_key key, hk_val receiver, hk_val *out)
{
    hk_prop p;
    hk_val *self = hk_push(vm, receiver);
    int found = hk_find(vm, v, key, &p, NULL);
    receiver = *self;
    hk_pop(vm);
    *out = HK_UNDEFINED;
    if (found == HK_TRAP)
        return hk_ask_library(vm, HK_FN_proxyGet, hk_object(p.holder), p.value, receiver, HK_UNDEFINED);
    if (found != HK_YES)
        return found;
    if (!(p.flags & HK_P_ACCESSOR)) {
        *out = p.value;
        return HK_YES;
    }
    hk_val getter = hk_getter(vm, p.value);
    return getter == HK_UNDEFINED ? HK_NO : hk_call_request(vm, getter, receiver, 0);
}

/* ---- Watched objects ---------------------------------------------------------------- */
/* A property under a private key, with a BYTES block as its value, which no script sees, says who watches: struct hk_watch. */

typedef struct { hk_block block; uint64_t tell, watcher, context; } hk_watch;

HK_FN bool hk_is_watched(hk_vm *vm, hk_val v)
{
    return HAKO_WITH_CLASSES && hk_is_block(v) && (hk_shape_of(vm, hk_obj_ptr(vm, v))->flags & HK_SHAPE_WATCHED);
}

/* What the API has in the second ref of vm->host_names: a list of refs, or 0. */
HK_INLINE hk_ref hk_host_extras(hk_vm *vm) { return vm->host_names ? ((hk_ref *)hk_ptr(vm, vm->host_names))[3] : 0; }
enum { HK_EXTRA_IDENTITY = 2, HK_EXTRA_WATCH };     /* WEAKREFS: objects by the host's pointers; the private key */

HK_FN HK_NOINLINE bool hk_tell(hk_vm *vm, unsigned change, const hk_val *o, hk_key key, const hk_val *value)
{
    const hk_obj *obj = hk_obj_ptr(vm, *o);
    const hk_shape *s = hk_shape_of(vm, obj);
    int32_t i = hk_table_find(vm, s->table, s->count, ((hk_ref *)hk_ptr(vm, hk_host_extras(vm)))[HK_EXTRA_WATCH]);
    if (i < 0 || hk_is_private_key(vm, key))
        return true;
    const hk_watch *w = hk_ptr(vm, hk_ref_of(*hk_slot(vm, hk_obj_ptr(vm, *o), (uint32_t)i)));
    hk_val what[3] = { *o, hk_key_is_index(key) ? hk_uint(hk_key_index(key)) : hk_key_value(vm, key), *value };
    return ((bool (*)(hk_vm *, const hk_watch *, unsigned, const hk_val *))(uintptr_t)w->tell)(vm, w, change, what);
}

/* A prototype changed as caches could have noticed. */
HK_INLINE void hk_note_change(hk_vm *vm, const hk_shape *s)
{
    if (s->flags & HK_SHAPE_PROTO)
        hk_bump_generation(vm);
}

HK_FN int hk_set_proto(hk_vm *vm, hk_val v, hk_val proto)
{
    hk_val now = hk_proto_of(vm, v);
    if (now == HK_TWIN)
        return HK_TRAP;
    if (now == HK_EXCEPTION || now == proto)
        return now == proto ? HK_YES : HK_ERR;
    int extensible = hk_is_extensible(vm, v);
    if (extensible != HK_YES || v == hk_object(hk_intrinsic(vm, HK_IN_ObjectPrototype)))
        return HK_NO;
    for (hk_val p = proto; hk_is_object(p); p = hk_proto_of(vm, p))
        if (p == v)
            return HK_NO;
    hk_val *o = hk_push(vm, v), *p = hk_push(vm, proto);
    hk_ref r = hk_object_block(vm, *o);
    int result = HK_ERR;
    if (r) {
        *o = hk_object(r);
        r = *p == HK_NULL ? 0 : hk_object_block(vm, *p);
    }
    if (hk_is_block(*o) && (r || *p == HK_NULL)) {
        *p = hk_internal(r);
        hk_val *q = hk_push(vm, hk_object(r));
        /* the new prototype must say so in its shape, or changes to it would go unnoticed */
        if ((!r || hk_make_unique(vm, q, HK_SHAPE_PROTO)) && hk_make_unique(vm, o, 0)) {
            hk_shape *s = hk_shape_of(vm, hk_obj_ptr(vm, *o));
            hk_store_ref(vm, &s->proto, hk_ref_of(*p));
            hk_bump_generation(vm);
            result = HK_YES;
        }
        hk_pop(vm);
    }
    vm->temps -= 2;
    return result;
}

/* ---- Adding and writing ---------------------------------------------------------------- */

/* Drops deleted entries of a unique shape, giving it a new identity: caches of the old one miss. */
HK_FN bool hk_compact(hk_vm *vm, hk_val *o)
{
    hk_val *table = hk_push(vm, hk_internal(hk_shape_of(vm, hk_obj_ptr(vm, *o))->table)), *proto = hk_push(vm, HK_UNDEFINED);
    hk_shape *s = hk_shape_of(vm, hk_obj_ptr(vm, *o));
    hk_ref t = hk_table_new(vm, hk_table_growth(s->live)), r = 0;
    if (t) {
        hk_ref old = hk_ref_of(*table);
        *table = hk_internal(t);
        s = hk_shape_of(vm, hk_obj_ptr(vm, *o));
        *proto = hk_internal(old);
        hk_val *keep = hk_push(vm, hk_internal(s->proto));
        r = hk_shape_new(vm, keep, table, 0, s->room, s->flags);
        hk_pop(vm);
    }
    if (r) {
        hk_obj *obj = hk_obj_ptr(vm, *o);
        s = hk_shape_of(vm, obj);
        hk_shape *fresh = hk_shape_ptr(vm, r);
        const hk_table *from = hk_ptr(vm, s->table);
        hk_table *to = hk_ptr(vm, fresh->table);
        fresh->child = s->child;
        uint32_t n = 0;
        for (uint32_t i = 0; i < s->count; i++)
            if (from->entries[i].key) {
                to->entries[n] = from->entries[i];
                hk_store(vm, hk_slot(vm, obj, n++), *hk_slot(vm, obj, i));
            }
        fresh->count = to->used = (uint16_t)n;
        fresh->live = n;
        hk_table_index(to);
        hk_store_ref(vm, &obj->shape, r);
        hk_bump_generation(vm);
    }
    vm->temps -= 2;
    return r != 0;
}

/* Room for slot i outside the object. */
HK_FN bool hk_slot_room(hk_vm *vm, hk_val *o, uint32_t i)
{
    hk_obj *obj = hk_obj_ptr(vm, *o);
    uint32_t room = hk_shape_of(vm, obj)->room, have = hk_nvals(vm, obj->slots);
    if (i < room || i - room < have)
        return true;
    uint32_t want = have < 2 ? 2 : have + have / 2 + 1;
    hk_val *slots = hk_push(vm, hk_internal(obj->slots));
    hk_ref r = have ? hk_resize(vm, slots, 8 + want * 8) : hk_alloc_values(vm, want, HK_UNDEFINED);
    hk_pop(vm);
    if (r)
        hk_store_ref(vm, &hk_obj_ptr(vm, *o)->slots, r);
    return r != 0;
}

/* Adds a property that is absent. *o: rooted object value (a block); *v rooted. */
HK_FN bool hk_add(hk_vm *vm, hk_val *o, hk_key key, hk_val *v, unsigned flags)
{
    hk_shape *s = hk_shape_of(vm, hk_obj_ptr(vm, *o));
    hk_val *k = hk_push(vm, hk_key_is_index(key) ? HK_UNDEFINED : hk_internal(key));
    bool ok = true;
    if ((s->flags & HK_SHAPE_UNIQUE) && hk_has_virtual(hk_class(vm, *o))) {
        int32_t gone = hk_table_find(vm, s->table, s->count, key);     /* a deleted virtual property: its entry is used up */
        if (gone >= 0) {
            ((hk_table *)hk_ptr(vm, s->table))->entries[gone].key = 0;
            s->live--;
        }
    }
    if (s->count >= HK_MAX_PROPERTIES) {
        vm->exception = HK_TOO_MANY;
        ok = false;
    } else if (!(s->flags & HK_SHAPE_UNIQUE) && s->count >= HK_MAX_SHARED) {
        ok = hk_make_unique(vm, o, 0);
    } else if ((s->flags & HK_SHAPE_UNIQUE) && s->count >= 16 && s->live * 2 < s->count) {
        ok = hk_compact(vm, o);
    }
    uint32_t i = hk_shape_of(vm, hk_obj_ptr(vm, *o))->count;
    ok = ok && hk_slot_room(vm, o, i);
    if (ok) {
        s = hk_shape_of(vm, hk_obj_ptr(vm, *o));
        if (!hk_key_is_index(key))
            key = hk_ref_of(*k);
        if (s->flags & HK_SHAPE_UNIQUE) {
            hk_val *table = hk_push(vm, hk_internal(s->table));
            hk_ref t = hk_table_add(vm, table, i, key, flags);
            hk_pop(vm);
            if ((ok = t != 0)) {
                s = hk_shape_of(vm, hk_obj_ptr(vm, *o));
                hk_store_ref(vm, &s->table, t);
                s->count++;
                s->live++;
                s->flags |= hk_key_is_index(key) ? HK_SHAPE_INDEXES : 0;
                hk_note_change(vm, s);
            }
        } else {
            hk_val *shape = hk_push(vm, hk_internal(hk_obj_ptr(vm, *o)->shape));
            hk_ref fresh = hk_shape_add(vm, shape, key, flags);
            hk_pop(vm);
            if ((ok = fresh != 0))
                hk_store_ref(vm, &hk_obj_ptr(vm, *o)->shape, fresh);
        }
    }
    if (ok)
        hk_store(vm, hk_slot(vm, hk_obj_ptr(vm, *o), i), *v);
    hk_pop(vm);
    return ok;
}

/* Elements beyond this many are only kept densely when at least a quarter of them would be in use. */
#define HK_DENSE_FREE 1024u

/* How many elements are no holes; counts only if they may be as many as `least`. */
HK_FN uint32_t hk_elements_used(hk_vm *vm, const hk_obj *o, uint32_t least)
{
    uint32_t have = hk_nvals(vm, o->elems), n = 0;
    if (have < least)
        return 0;
    vm->budget -= (int32_t)(have / 16);
    for (uint32_t i = 0; i < have; i++)
        n += hk_vals(vm, o->elems)[i] != HK_EMPTY;
    return n;
}

/* Room for dense element i. HK_YES, HK_NO (would be too sparse), HK_ERR. */
HK_FN int hk_element_room(hk_vm *vm, hk_val *o, uint32_t i)
{
    hk_obj *obj = hk_obj_ptr(vm, *o);
    uint32_t have = hk_nvals(vm, obj->elems);
    if (i < have)
        return HK_YES;
    if ((i >= HK_DENSE_FREE && i > have && i / 4 > hk_elements_used(vm, obj, i / 4)) || i >= HK_MAX_BLOCK - 1)
        return HK_NO;
    hk_val *elems = hk_push(vm, hk_internal(obj->elems));
    bool last = have && hk_is_last(vm, obj->elems);
    uint32_t want = i + 1, roomy = have + (last ? have / 8 : have / 2) + 4;
    if (want < roomy)
        want = roomy;
    hk_ref r;
    if (have) {
        if (!hk_fits(vm, 8 + want * 8))
            want = i + 1;
        r = hk_resize(vm, elems, 8 + want * 8);
        if (r)
            for (uint32_t j = have; j < hk_nvals(vm, r); j++)
                hk_vals(vm, r)[j] = HK_EMPTY;
    } else {
        r = hk_alloc_values(vm, i + 1 > 4 ? i + 1 : 4, HK_EMPTY);
    }
    hk_pop(vm);
    if (!r)
        return HK_ERR;
    hk_store_ref(vm, &hk_obj_ptr(vm, *o)->elems, r);
    return HK_YES;
}

/* Adds an absent index property with all attributes: as an element if that is dense enough. HK_YES or HK_ERR. */
HK_FN int hk_add_index(hk_vm *vm, hk_val *o, uint32_t i, hk_val *v)
{
    bool plain = !(hk_shape_of(vm, hk_obj_ptr(vm, *o))->flags & HK_SHAPE_INDEXES);
    int room = plain ? hk_element_room(vm, o, i) : HK_NO;
    if (room == HK_ERR)
        return HK_ERR;
    if (room == HK_NO) {
        if (i <= HK_MAX_INDEX_KEY)
            return hk_add(vm, o, hk_index_key(i), v, HK_P_DATA) ? HK_YES : HK_ERR;
        return HK_ERR;
    }
    hk_store(vm, &hk_vals(vm, hk_obj_ptr(vm, *o)->elems)[i], *v);
    hk_note_change(vm, hk_shape_of(vm, hk_obj_ptr(vm, *o)));
    return HK_YES;
}

/* Adds an absent property to an extensible object. */
HK_FN int hk_add_property(hk_vm *vm, hk_val v, hk_key key, hk_val value, unsigned flags)
{
    hk_val *k = hk_push(vm, hk_key_is_index(key) ? HK_UNDEFINED : hk_internal(key));
    hk_val *val = hk_push(vm, value), *o = hk_push(vm, v);
    int ok = HK_ERR;
    hk_ref r = hk_object_block(vm, v);
    uint32_t index;
    if (r) {
        *o = hk_object(r);
        if (!hk_key_is_index(key))
            key = hk_ref_of(*k);
        if (hk_key_is_index(key) && flags == HK_P_DATA)
            ok = hk_add_index(vm, o, hk_key_index(key), val);
        else
            ok = hk_add(vm, o, key, val, flags) ? HK_YES : HK_ERR;
    }
    if (ok == HK_YES && hk_class(vm, *o) == HK_T_ARRAY) {
        if (!hk_key_is_index(key))
            key = hk_ref_of(*k);
        hk_array *a = hk_ptr(vm, hk_ref_of(*o));
        if (hk_key_array_index(vm, key, &index) && index >= a->length)
            a->length = index + 1;
    }
    vm->temps -= 3;
    return ok;
}

/* May the absent property be added to this object? An array's length may be fixed; a typed array has all the elements it can have. */
HK_FN bool hk_accepts(hk_vm *vm, hk_val v, hk_key key)
{
    uint32_t index;
    const hk_array *a = hk_ptr(vm, hk_ref_of(v));
    if (hk_is_typed(vm, v))
        return !hk_is_numeric_key(vm, key);
    return hk_class(vm, v) != HK_T_ARRAY || !(a->unused & HK_ARRAY_FIXED) || !hk_key_array_index(vm, key, &index) || index < a->length;
}

/* Overwrites the value of a writable data property of object v that was found as p. */
HK_FN int hk_write(hk_vm *vm, hk_val v, hk_key key, const hk_prop *p, hk_val value)
{
    uint32_t length;
    switch (p->where) {
    case HK_AT_SLOT:
        hk_store(vm, hk_slot(vm, hk_block_obj(vm, p->holder), p->index), value);
        return HK_YES;
    case HK_AT_ELEMENT:
        hk_store(vm, &hk_vals(vm, hk_block_obj(vm, p->holder)->elems)[p->index], value);
        return HK_YES;
    case HK_AT_MAPPED: {
        hk_array *o = hk_ptr(vm, p->holder);
        hk_store(vm, &hk_vals(vm, o->length)[o->unused + p->index], value);
        return HK_YES;
    }
    case HK_AT_EXPORT:                          /* [[DefineOwnProperty]] of a namespace */
        return hk_same_value(vm, value, p->value) ? HK_YES : HK_NO;
    case HK_AT_LENGTH:
        if (!hk_is_number(value) || hk_num_of(value) != (double)(length = hk_to_uint32(hk_num_of(value)))) {
            vm->exception = HK_BAD_LENGTH;
            return HK_ERR;
        }
        return hk_array_set_length(vm, v, length);
    default:
        return hk_add_property(vm, v, key, value, p->flags);
    }
}

/* The same of a property that the class of host object v knows. */
HK_FN HK_NOINLINE int hk_set_host(hk_vm *vm, hk_val v, hk_key key, hk_val value)
{
    int st = hk_host_class_of(vm, hk_ref_of(v))->set(vm, v, key, value);
    return st == HK_TRAP ? HK_NO : st;
}

/* The same where it takes no script; one converts an array's length, if it is no number, and an object that becomes an element of a
 * typed array. */
HK_FN int hk_set_found(hk_vm *vm, hk_val v, hk_key key, const hk_prop *p, hk_val value)
{
    if (p->where == HK_AT_LENGTH && !hk_is_number(value))
        return hk_ask_library(vm, HK_FN_setSlow, HK_UNDEFINED, hk_string(HK_KEY(length)), value, v);
    if (p->where == HK_AT_TYPED)
        return hk_set_typed(vm, v, p->index, value);
    if (HAKO_WITH_CLASSES && p->where == HK_AT_HOST)
        return hk_set_host(vm, v, key, value);
    return hk_write(vm, v, key, p, value);
}

HK_FN int hk_set_on_receiver(hk_vm *vm, hk_val receiver, hk_key key, hk_val value);

/* OrdinarySet. What takes a script is the library's setSlow(proxy, key, value, receiver). */
HK_FN int hk_set(hk_vm *vm, hk_val v, hk_key key, hk_val value, hk_val receiver)
{
    hk_prop p;
    hk_val *val = hk_push(vm, value), *self = hk_push(vm, receiver), *o = hk_push(vm, v);
    hk_val *k = hk_push(vm, hk_key_is_index(key) ? HK_UNDEFINED : hk_internal(key));
    uint32_t depth;
    if (HK_UNLIKELY(hk_is_watched(vm, receiver)) && !hk_tell(vm, HK_CHANGE_SET, self, key, val)) {
        vm->temps -= 4;
        return HK_ERR;
    }
    int result = hk_find(vm, *o, hk_key_is_index(key) ? key : hk_ref_of(*k), &p, &depth);
    if (!hk_key_is_index(key))
        key = hk_ref_of(*k);
    bool typed = p.where == HK_AT_TYPED, own = typed && hk_object(p.holder) == *self;
    if (hk_has_export(vm, result, &p) || (result == HK_NO && p.holder && hk_is_namespace(vm, hk_object(p.holder)))) {
        result = HK_NO;                         /* [[Set]] of a namespace, at the end of the chain */
    } else if (own && (result == HK_YES || result == HK_NO)) {
        result = hk_set_typed(vm, *self, hk_key_is_index(key) ? hk_key_index(key) : UINT32_MAX, *val);
    } else if (typed && result == HK_NO) {
        result = HK_YES;
    } else if (hk_has_export(vm, result, &p) || (result == HK_NO && p.holder && hk_is_namespace(vm, hk_object(p.holder)))) {
        result = HK_NO;                         /* [[Set]] of a namespace, at the end of the chain */
    } else if (result == HK_YES && (p.flags & HK_P_ACCESSOR)) {
        hk_val setter = hk_setter(vm, p.value);
        vm->call.args[0] = *val;
        result = setter == HK_UNDEFINED ? HK_NO : hk_call_request(vm, setter, *self, 1);
    } else if (result == HK_YES && !(p.flags & HK_P_WRITABLE)) {
        result = HK_NO;
    } else if (result == HK_TRAP) {
        result = hk_ask_library(vm, HK_FN_setSlow, hk_object(p.holder), p.value, *val, *self);
    } else if (result == HK_YES && depth == 0 && *self == *o && hk_is_object(*o)) {
        result = hk_set_found(vm, *o, key, &p, *val);
    } else if (result != HK_ERR) {
        result = hk_is_object(*self) ? hk_set_on_receiver(vm, *self, key, *val) : HK_NO;
    }
    vm->temps -= 4;
    return result;
}

/* The end of OrdinarySetWithOwnDescriptor: define on, or add to, the receiver. */
HK_FN int hk_set_on_receiver(hk_vm *vm, hk_val receiver, hk_key key, hk_val value)
{
    hk_prop p;
    hk_val *val = hk_push(vm, value), *self = hk_push(vm, receiver);
    hk_val *k = hk_push(vm, hk_key_is_index(key) ? HK_UNDEFINED : hk_internal(key));
    int result = hk_own(vm, receiver, key, &p);
    if (!hk_key_is_index(key))
        key = hk_ref_of(*k);
    bool absent = result == HK_NO;
    if (result == HK_TRAP) {
        result = hk_ask_library(vm, HK_FN_setSlow, HK_UNDEFINED, p.value, *val, *self);
    } else if (result == HK_YES) {
        result = (p.flags & HK_P_ACCESSOR) || !(p.flags & HK_P_WRITABLE) ? HK_NO : hk_set_found(vm, *self, key, &p, *val);
    } else if (absent && hk_is_host(vm, *self, HK_HOST_LAZY)) {
        result = hk_host_class_of(vm, hk_ref_of(*self))->set(vm, *self, key, *val);
        absent = result == HK_TRAP;
        key = hk_key_is_index(key) ? key : hk_ref_of(*k);
    }
    if (absent)
        result = hk_is_extensible(vm, *self) == HK_YES && hk_accepts(vm, *self, key) ? hk_add_property(vm, *self, key, *val, HK_P_DATA) : HK_NO;
    vm->temps -= 3;
    return result;
}

HK_FN int hk_put(hk_vm *vm, hk_val v, hk_key key, hk_val value, unsigned flags) { return hk_define_data(vm, v, key, value, flags); }

/* ---- Extensibility ------------------------------------------------------------------------- */

HK_FN int hk_is_extensible(hk_vm *vm, hk_val v)
{
    if (hk_is_fnimm(v) && hk_ref_of(v) == HK_FN_throwTypeError)
        return HK_NO;
    if (hk_is_proxy(vm, v))
        return HK_TRAP;
    hk_ref r = hk_is_block(v) ? hk_ref_of(v) : hk_side_object(vm, v);
    return !r || !(hk_shape_of(vm, hk_block_obj(vm, r))->flags & HK_SHAPE_FIXED);
}

HK_FN int hk_prevent_extensions(hk_vm *vm, hk_val v)
{
    if (hk_is_proxy(vm, v))
        return HK_TRAP;
    if ((hk_is_typed(vm, v) && !hk_is_fixed_length(vm, v)) || hk_is_host(vm, v, HK_HOST_OWN))
        return HK_NO;
    hk_ref r = hk_object_block(vm, v);
    if (!r)
        return HK_ERR;
    hk_val *o = hk_push(vm, hk_object(r));
    bool ok = hk_make_unique(vm, o, HK_SHAPE_FIXED);
    if (ok) /* cached additions to the shape it had as a unique one must not go on */
        hk_bump_generation(vm);
    hk_pop(vm);
    return ok ? HK_YES : HK_ERR;
}

/* ---- Arrays ---------------------------------------------------------------------------------- */

HK_FN bool hk_append(hk_vm *vm, hk_val array, hk_val v)
{
    hk_val *a = hk_push(vm, array), *val = hk_push(vm, v);
    uint32_t n = ((hk_array *)hk_ptr(vm, hk_ref_of(array)))->length;
    int room = hk_element_room(vm, a, n);
    if (room == HK_NO)
        hk_out_of_memory(vm);
    if (room == HK_YES) {
        hk_array *o = hk_ptr(vm, hk_ref_of(*a));
        hk_store(vm, &hk_vals(vm, o->o.elems)[n], *val);
        o->length = n + 1;
    }
    vm->temps -= 2;
    return room == HK_YES;
}

/* Cuts the dense part to `length` elements. */
HK_FN void hk_cut_elements(hk_vm *vm, hk_obj *o, uint32_t length)
{
    uint32_t have = hk_nvals(vm, o->elems);
    for (uint32_t i = length; i < have; i++)
        hk_vals(vm, o->elems)[i] = HK_EMPTY;
    if (length == 0)
        o->elems = 0;
}

/* Deletes index properties >= length that are in the table, from the highest down. Returns the length reached. */
HK_FN uint32_t hk_cut_indexes(hk_vm *vm, hk_val array, uint32_t length)
{
    hk_array *a = hk_ptr(vm, hk_ref_of(array));
    hk_shape *s = hk_shape_of(vm, &a->o);
    for (;;) {          /* arrays with sparse elements are rare: find the highest each time */
        hk_table *t = hk_ptr(vm, s->table);
        int64_t highest = -1;
        uint32_t at = 0, index;
        for (uint32_t i = 0; i < s->count; i++)
            if (t->entries[i].key && !(t->entries[i].info & HK_P_DELETED) && hk_key_array_index(vm, t->entries[i].key, &index) && index >= length && (int64_t)index > highest) {
                highest = index;
                at = i;
            }
        if (highest < 0)
            return length;
        if (!(t->entries[at].info & HK_P_CONFIGURABLE))
            return (uint32_t)highest + 1;
        t->entries[at].key = 0;
        hk_store(vm, hk_slot(vm, &a->o, at), HK_EMPTY);
        s->live--;
        hk_table_index(t);
    }
}

HK_FN int hk_array_set_length(hk_vm *vm, hk_val array, uint32_t length)
{
    hk_array *a = hk_ptr(vm, hk_ref_of(array));
    if (length >= a->length) {
        a->length = length;
        return HK_YES;
    }
    uint32_t reached = length;
    const hk_shape *s = hk_shape_of(vm, &a->o);
    uint32_t fixed = a->o.elems ? ((hk_block *)hk_ptr(vm, a->o.elems))->word : 0;
    uint32_t index;
    bool has = false;
    if (s->table)
        for (uint32_t i = 0; i < s->count && !has; i++)
            has = hk_key_array_index(vm, ((hk_table *)hk_ptr(vm, s->table))->entries[i].key, &index);
    if (has) {
        hk_val *o = hk_push(vm, array);
        bool ok = hk_make_unique(vm, o, 0);
        array = hk_pop(vm);
        if (!ok)
            return HK_ERR;
        reached = hk_cut_indexes(vm, array, length);
        a = hk_ptr(vm, hk_ref_of(array));
    }
    if (fixed) {
        uint32_t n = hk_nvals(vm, a->o.elems);
        while (n > length && hk_vals(vm, a->o.elems)[n - 1] == HK_EMPTY)
            n--;
        if (n > reached)
            reached = n;
    } else {
        hk_cut_elements(vm, &a->o, reached);
    }
    a->length = reached;
    return reached == length ? HK_YES : HK_NO;
}
#endif
