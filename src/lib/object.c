/* Object and %Object.prototype%: what needs no script. */
#ifndef HK_LIB_OBJECT_C
#define HK_LIB_OBJECT_C
#include "core.c"
#include "iterator.h"

/* GetPrototypeFromConstructor in a constructor's window: the block of the prototype for what it makes, its own default when it
 * is called without `new`. A constructor's first property in the tables is `prototype`. 0: out of memory. */
HK_FN hk_ref hk_constructor_proto(hk_vm *vm, const hk_val *a)
{
    if (HK_NEWTARGET(a) != HK_UNDEFINED && hk_is_object(HK_THIS(a)))
        return hk_object_block(vm, HK_THIS(a));
    const hk_libobj *f = &hk_libobjs[((hk_array *)hk_ptr(vm, hk_ref_of(a[1])))->length];
    return hk_intrinsic(vm, hk_libprops[f->first].value & HK_LP_VALUE);
}

/* The primitive value that v is or wraps (thisBooleanValue and its like), EMPTY if it is another object. The prototypes
 * of the wrappers are wrappers themselves. */
HK_FN hk_val hk_primitive_of(hk_vm *vm, hk_val v)
{
    if (!hk_is_object(v))
        return v;
    unsigned type = hk_class(vm, v);
    if (type == HK_T_PRIMITIVE)
        return ((hk_val *)hk_ptr(vm, hk_ref_of(v)))[2];
    switch (type == HK_T_LIB ? ((hk_array *)hk_ptr(vm, hk_ref_of(v)))->length : HK_IN_COUNT) {
    case HK_IN_BooleanPrototype: return HK_FALSE;
    case HK_IN_NumberPrototype:  return hk_int(0);
    case HK_IN_StringPrototype:  return hk_string(HK_KEY(empty));
    default:                     return HK_EMPTY;
    }
}

HK_FN hk_val hk_nat_Object(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_ref r;
    if (HK_NEWTARGET(a) != HK_UNDEFINED && HK_NEWTARGET(a) != a[1]) {
        hk_ref proto = hk_constructor_proto(vm, a);
        r = proto ? hk_new_object(vm, proto, 2) : 0;
    } else if (!hk_is_nullish(HK_ARG(a, 0))) {
        return hk_to_object(vm, HK_ARG(a, 0));
    } else {
        r = hk_new_plain(vm, 2);
    }
    return r ? hk_object(r) : HK_EXCEPTION;
}

HK_FN hk_val hk_nat_thisObject(hk_vm *vm, hk_val *a, int argc)
{
    (void)vm, (void)argc;
    return HK_THIS(a);
}

/* Object.create: with properties, ObjectDefineProperties ends it. */
HK_FN hk_val hk_nat_objectCreate(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val proto = HK_ARG(a, 0);
    if (!hk_is_object(proto) && proto != HK_NULL)
        return hk_throw(vm, HK_E_TYPE, "object prototype may only be an object or null: %v", proto);
    hk_ref p = proto == HK_NULL ? 0 : hk_object_block(vm, proto);
    hk_ref r = p || proto == HK_NULL ? hk_new_object(vm, p, 2) : 0;
    if (!r)
        return HK_EXCEPTION;
    if (HK_ARG(a, 1) == HK_UNDEFINED)
        return hk_object(r);
    HK_ARG(a, 0) = hk_object(r);
    hk_call_request(vm, hk_function(vm, HK_FN_defineProperties), HK_UNDEFINED, 2);
    return HK_TAILCALL;
}

HK_FN hk_val hk_nat_objectIs(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_bool(hk_same_value(vm, HK_ARG(a, 0), HK_ARG(a, 1)));
}

/* The builtinTag of Object.prototype.toString, in its brackets. */
HK_FN hk_val hk_nat_builtinTag(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val v = HK_ARG(a, 0), p = hk_primitive_of(vm, v);
    unsigned type = hk_class(vm, v);
    hk_ref tag = HK_KEY(Object);
    int array = HK_NO;
    if (hk_is_nullish(v))
        tag = v == HK_NULL ? HK_KEY(Null) : HK_KEY(Undefined);
    else if ((array = hk_is_array(vm, v)) != HK_NO)
        tag = HK_KEY(Array);
    else if (hk_is_callable(vm, v))
        tag = HK_KEY(Function);
    else if (type == HK_T_ERROR || type == HK_T_ARGUMENTS)
        tag = type == HK_T_ERROR ? HK_KEY(Error) : HK_KEY(Arguments);
    else if (type == HK_T_REGEXP || type == HK_T_DATE)
        tag = type == HK_T_DATE ? HK_KEY(Date) : HK_KEY(RegExp);
    else if (hk_is_bool(p))
        tag = HK_KEY(Boolean);
    else if (hk_is_number(p))
        tag = HK_KEY(Number);
    else if (hk_is_string(p))
        tag = HK_KEY(String);
    hk_ref r = array == HK_ERR ? 0 : hk_concat(vm, HK_KEY(object_), tag);
    r = r ? hk_concat(vm, r, HK_CHAR_REF(']')) : 0;
    return r ? hk_string(r) : HK_EXCEPTION;
}

/* ---- Own properties --------------------------------------------------------- */

/* [[GetOwnProperty]] of the value in *v by the key in *key. */
HK_FN int hk_own_by_value(hk_vm *vm, const hk_val *v, const hk_val *key, hk_prop *out)
{
    hk_key k = hk_to_key(vm, *key);
    return k ? hk_own(vm, *v, k, out) : HK_ERR;
}

HK_FN hk_val hk_nat_hasOwn(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_prop p;
    return hk_answer(hk_own_by_value(vm, &HK_ARG(a, 0), &HK_ARG(a, 1), &p));
}

/* What of a method with a key does not depend on `this` comes first: ToPropertyKey, by the signature. */
HK_FN int hk_this_own(hk_vm *vm, hk_val *a, hk_prop *out)
{
    if (hk_is_nullish(HK_THIS(a))) {
        hk_throw(vm, HK_E_TYPE, "cannot convert %v to object", HK_THIS(a));
        return HK_ERR;
    }
    return hk_own_by_value(vm, &HK_THIS(a), &HK_ARG(a, 0), out);
}

HK_FN hk_val hk_nat_hasOwnProperty(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_prop p;
    return hk_answer(hk_this_own(vm, a, &p));
}

HK_FN hk_val hk_nat_propertyIsEnumerable(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_prop p;
    int found = hk_this_own(vm, a, &p);
    return hk_answer(found == HK_YES && !(p.flags & HK_P_ENUMERABLE) ? HK_NO : found);
}

/* FromPropertyDescriptor */
HK_FN hk_val hk_nat_getOwnPropertyDescriptor(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_prop p;
    int found = hk_own_by_value(vm, &HK_ARG(a, 0), &HK_ARG(a, 1), &p);
    if (found != HK_YES)
        return found == HK_NO ? HK_UNDEFINED : hk_answer(found);
    bool accessor = (p.flags & HK_P_ACCESSOR) != 0, ok;
    HK_ARG(a, 1) = p.value;
    hk_ref r = hk_new_plain(vm, 4);
    if (!r)
        return HK_EXCEPTION;
    hk_val *d = &HK_ARG(a, 0), *v = &HK_THIS(a);
    *d = hk_object(r);
    *v = accessor ? hk_getter(vm, HK_ARG(a, 1)) : HK_ARG(a, 1);
    ok = hk_add(vm, d, accessor ? HK_KEY(get) : HK_KEY(value), v, HK_P_DATA);
    *v = accessor ? hk_setter(vm, HK_ARG(a, 1)) : hk_bool(p.flags & HK_P_WRITABLE);
    ok = ok && hk_add(vm, d, accessor ? HK_KEY(set) : HK_KEY(writable), v, HK_P_DATA);
    *v = hk_bool(p.flags & HK_P_ENUMERABLE);
    ok = ok && hk_add(vm, d, HK_KEY(enumerable), v, HK_P_DATA);
    *v = hk_bool(p.flags & HK_P_CONFIGURABLE);
    return ok && hk_add(vm, d, HK_KEY(configurable), v, HK_P_DATA) ? *d : HK_EXCEPTION;
}

/* [[DefineOwnProperty]]: object, key, descriptor as made by toDescriptor, whether to throw when refused. */
HK_FN hk_val hk_nat_defineOwn(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_key k = hk_to_key(vm, HK_ARG(a, 1));
    if (!k)
        return HK_EXCEPTION;
    const hk_obj *list = hk_obj_ptr(vm, HK_ARG(a, 2));
    unsigned bits = (unsigned)hk_int_of(hk_element(vm, list, 0)), has = bits >> 8;
    hk_val first = hk_element(vm, list, 1), second = has & HK_D_HAS_SET ? hk_element(vm, list, 2) : HK_UNDEFINED;
    hk_desc d = { (uint8_t)bits, (uint8_t)has, HK_UNDEFINED, HK_UNDEFINED, second };
    if (has & HK_D_HAS_GET)
        d.get = first;
    if (has & HK_D_HAS_VALUE)
        d.value = first;
    if ((has & HK_D_HAS_VALUE) && k == HK_KEY(length) && hk_class(vm, HK_ARG(a, 0)) == HK_T_ARRAY) {
        if (!hk_is_number(first) || hk_num_of(first) != (double)hk_to_uint32(hk_num_of(first)))
            return HK_TWIN;
        d.value = hk_uint(hk_to_uint32(hk_num_of(first)));
    }
    int ok = hk_define(vm, HK_ARG(a, 0), k, &d);
    if (ok == HK_NO && HK_ARG(a, 3) == HK_TRUE)
        return hk_throw(vm, HK_E_TYPE, "cannot define property '%v'", HK_ARG(a, 1));
    return hk_answer(ok);
}

/* Object.prototype.__lookupGetter__ and __lookupSetter__ */
HK_FN hk_val hk_lookup_accessor(hk_vm *vm, hk_val *a, unsigned which)
{
    hk_prop p;
    hk_key k = hk_to_key(vm, HK_ARG(a, 0));
    int found = k ? hk_find(vm, HK_THIS(a), k, &p, NULL) : HK_ERR;
    if (found == HK_ERR || found == HK_TRAP)
        return hk_answer(found);
    return found == HK_YES && (p.flags & HK_P_ACCESSOR) ? hk_vals(vm, hk_ref_of(p.value))[which] : HK_UNDEFINED;
}
HK_FN hk_val hk_nat_lookupGetter(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_lookup_accessor(vm, a, 0);
}
HK_FN hk_val hk_nat_lookupSetter(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_lookup_accessor(vm, a, 1);
}

/* ---- Lists of them ---------------------------------------------------------------- */

/* An array of the own keys of argument 0, as hk_nat_ownKeys, which overwrites that. */
HK_FN hk_val hk_keys_array(hk_vm *vm, hk_val *a, unsigned which)
{
    HK_ARG(a, 1) = hk_int((int32_t)which);
    return hk_nat_ownKeys(vm, a, 2);
}
HK_FN hk_val hk_nat_objectKeys(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_keys_array(vm, a, HK_KEYS_STRINGS | HK_KEYS_ENUMERABLE);
}
HK_FN hk_val hk_nat_getOwnPropertyNames(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_keys_array(vm, a, HK_KEYS_STRINGS);
}
HK_FN hk_val hk_nat_getOwnPropertySymbols(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_keys_array(vm, a, HK_KEYS_SYMBOLS);
}

/* EnumerableOwnProperties: the array of the enumerable keys becomes one of values or entries. The twin takes what has getters. */
HK_FN hk_val hk_own_values(hk_vm *vm, hk_val *a, bool entries)
{
    hk_val *o = &HK_THIS(a), *key = &HK_ARG(a, 0), *list = &HK_ARG(a, 1), *v = &HK_ARG(a, 2);
    if (hk_is_proxy(vm, *key))
        return HK_TWIN;
    *o = *key;
    *list = hk_keys_array(vm, a, HK_KEYS_STRINGS | HK_KEYS_ENUMERABLE);
    uint32_t n = *list == HK_EXCEPTION ? 0 : ((hk_array *)hk_ptr(vm, hk_ref_of(*list)))->length;
    for (uint32_t i = 0; i < n; i++) {
        hk_prop p;
        *key = hk_element(vm, hk_obj_ptr(vm, *list), i);
        int found = hk_own_by_value(vm, o, key, &p);
        if (found == HK_ERR)
            return HK_EXCEPTION;
        if (found == HK_NO || (p.flags & HK_P_ACCESSOR)) {
            *key = *o;
            return HK_TWIN;
        }
        *v = p.value;
        if (entries && (*v = hk_new_pair(vm, *key, *v)) == HK_EXCEPTION)
            return HK_EXCEPTION;
        hk_store(vm, &hk_vals(vm, hk_obj_ptr(vm, *list)->elems)[i], *v);
    }
    return *list;
}
HK_FN hk_val hk_nat_objectValues(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_own_values(vm, a, false);
}
HK_FN hk_val hk_nat_objectEntries(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_own_values(vm, a, true);
}

/* ---- Prototypes -------------------------------------------------------------------- */

HK_FN hk_val hk_nat_getPrototypeOf(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_proto_of(vm, HK_ARG(a, 0));
}
HK_FN hk_val hk_nat_getPrototype(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_proto_of(vm, HK_THIS(a));
}

/* [[SetPrototypeOf]] of v if it is an object. Returns `result`, or what else a native returns. */
HK_FN hk_val hk_change_proto(hk_vm *vm, hk_val v, hk_val proto, hk_val *result)
{
    if (hk_is_nullish(v))
        return hk_throw(vm, HK_E_TYPE, "cannot convert %v to object", v);
    if (!hk_is_object(proto) && proto != HK_NULL)
        return hk_throw(vm, HK_E_TYPE, "object prototype may only be an object or null: %v", proto);
    int ok = hk_is_object(v) ? hk_set_proto(vm, v, proto) : HK_YES;
    if (ok == HK_NO)
        return hk_throw(vm, HK_E_TYPE, "cannot set the prototype: object not extensible, or a cycle");
    return ok == HK_YES ? *result : hk_answer(ok);
}
HK_FN hk_val hk_nat_setPrototypeOf(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_change_proto(vm, HK_ARG(a, 0), HK_ARG(a, 1), &HK_ARG(a, 0));
}
HK_FN hk_val hk_nat_setPrototype(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val proto = HK_ARG(a, 0);
    if (!hk_is_nullish(HK_THIS(a)) && !hk_is_object(proto) && proto != HK_NULL)
        return HK_UNDEFINED;
    hk_val none = HK_UNDEFINED;
    return hk_change_proto(vm, HK_THIS(a), proto, &none);
}

/* Object.prototype.isPrototypeOf: argument before this. */
HK_FN hk_val hk_nat_isPrototypeOf(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val v = HK_ARG(a, 0);
    if (!hk_is_object(v))
        return HK_FALSE;
    if (hk_is_nullish(HK_THIS(a)))
        return hk_throw(vm, HK_E_TYPE, "cannot convert %v to object", HK_THIS(a));
    do {
        v = hk_proto_of(vm, v);
        vm->budget--;
    } while (hk_is_object(v) && v != HK_THIS(a));
    return v == HK_EXCEPTION || v == HK_TWIN ? v : hk_bool(v == HK_THIS(a));
}

/* ---- Integrity levels -------------------------------------------------------------- */

/* Are the object's properties all in slots and elements, and its elements not parameters? (An array's length is apart.) */
HK_FN bool hk_is_simple(hk_vm *vm, hk_val v)
{
    unsigned type = hk_class(vm, v);
    bool array = type == HK_T_ARRAY && hk_lib_id(vm, hk_ref_of(v)) < 0;
    return type && type != HK_T_ARGUMENTS && (array || !hk_has_virtual(type));
}

/* The attributes that SetIntegrityLevel takes from a property that has `flags` */
HK_INLINE unsigned hk_hardens(unsigned flags, bool freeze)
{
    return flags & (freeze && !(flags & HK_P_ACCESSOR) ? HK_P_CONFIGURABLE | HK_P_WRITABLE : HK_P_CONFIGURABLE);
}

/* SetIntegrityLevel of a simple object, not extensible by now. */
HK_FN bool hk_harden_simple(hk_vm *vm, hk_val *o, bool freeze)
{
    if (!hk_renew_shape(vm, o))
        return false;
    hk_obj *obj = hk_obj_ptr(vm, *o);
    const hk_shape *s = hk_shape_of(vm, obj);
    hk_table *t = hk_ptr(vm, s->table);
    for (uint32_t i = 0; i < s->count; i++)
        if (t->entries[i].key && !hk_is_private_key(vm, t->entries[i].key))
            t->entries[i].info &= ~(uint32_t)hk_hardens(t->entries[i].info & 0xFF, freeze);
    vm->budget -= s->count;
    if (obj->elems)
        ((hk_block *)hk_ptr(vm, obj->elems))->word |= freeze ? HK_ELEMS_SEALED | HK_ELEMS_FROZEN : HK_ELEMS_SEALED;
    if (freeze && hk_class(vm, *o) == HK_T_ARRAY)
        ((hk_array *)hk_ptr(vm, hk_ref_of(*o)))->unused |= HK_ARRAY_FIXED;
    return true;
}

/* [[PreventExtensions]] is refused: by typed arrays whose length may change. */
HK_FN hk_val hk_cannot_fix(hk_vm *vm, hk_val o) { return hk_throw(vm, HK_E_TYPE, "cannot prevent extensions of %v", o); }

/* SetIntegrityLevel */
HK_FN hk_val hk_harden(hk_vm *vm, hk_val *a, bool freeze)
{
    hk_val *o = &HK_ARG(a, 0), *keys = &HK_THIS(a);
    if (!hk_is_object(*o))
        return *o;
    int ok = hk_prevent_extensions(vm, *o);
    if (ok == HK_NO)
        return hk_cannot_fix(vm, *o);
    if (ok != HK_YES)
        return hk_answer(ok);
    if (hk_is_simple(vm, *o))
        return hk_harden_simple(vm, o, freeze) ? *o : HK_EXCEPTION;
    hk_ref r = hk_own_keys(vm, *o, HK_KEYS_STRINGS | HK_KEYS_SYMBOLS);
    if (!r)
        return HK_EXCEPTION;
    *keys = hk_internal(r);
    uint32_t n = hk_nvals(vm, r);
    vm->budget -= (int32_t)n;
    for (uint32_t i = 0; i < n; i++) {
        hk_prop p;
        hk_val key = hk_vals(vm, hk_ref_of(*keys))[i];
        ok = hk_own_by_value(vm, o, &key, &p);
        hk_key k = ok == HK_YES ? hk_to_key(vm, hk_vals(vm, hk_ref_of(*keys))[i]) : 0;
        if (k) {
            unsigned has = hk_hardens(HK_P_DATA | (p.flags & HK_P_ACCESSOR), freeze);
            hk_desc d = { 0, (uint8_t)has, HK_UNDEFINED, HK_UNDEFINED, HK_UNDEFINED };
            ok = hk_define(vm, *o, k, &d);
            if (ok == HK_NO)        /* an element of a typed array, a namespace's export */
                return hk_throw(vm, HK_E_TYPE, "cannot redefine property '%v'", hk_vals(vm, hk_ref_of(*keys))[i]);
        }
        if (ok == HK_ERR)
            return HK_EXCEPTION;
    }
    return *o;
}
HK_FN hk_val hk_nat_freeze(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_harden(vm, a, true);
}
HK_FN hk_val hk_nat_seal(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_harden(vm, a, false);
}

/* TestIntegrityLevel of a simple object */
HK_FN bool hk_is_hard_simple(hk_vm *vm, hk_val v, bool frozen)
{
    hk_obj *obj = hk_obj_ptr(vm, v);
    const hk_shape *s = hk_shape_of(vm, obj);
    const hk_table *t = hk_ptr(vm, s->table);
    uint32_t n = hk_nvals(vm, obj->elems);
    vm->budget -= s->count;
    for (uint32_t i = 0; i < s->count; i++)
        if (t->entries[i].key && !hk_is_private_key(vm, t->entries[i].key) && hk_hardens(t->entries[i].info & 0xFF, frozen))
            return false;
    if (n && (((hk_block *)hk_ptr(vm, obj->elems))->word & (frozen ? HK_ELEMS_FROZEN : HK_ELEMS_SEALED)))
        n = 0;
    vm->budget -= (int32_t)n;
    while (n && hk_vals(vm, obj->elems)[n - 1] == HK_EMPTY)
        n--;
    return !n && (!frozen || hk_class(vm, v) != HK_T_ARRAY || (((hk_array *)hk_ptr(vm, hk_ref_of(v)))->unused & HK_ARRAY_FIXED));
}

/* TestIntegrityLevel */
HK_FN hk_val hk_is_hard(hk_vm *vm, hk_val *a, bool frozen)
{
    hk_val *o = &HK_ARG(a, 0), *keys = &HK_THIS(a);
    if (!hk_is_object(*o))
        return HK_TRUE;
    int extensible = hk_is_extensible(vm, *o);
    if (extensible != HK_NO)
        return extensible == HK_TRAP ? HK_TWIN : HK_FALSE;
    if (hk_is_simple(vm, *o))
        return hk_bool(hk_is_hard_simple(vm, *o, frozen));
    hk_ref r = hk_own_keys(vm, *o, HK_KEYS_STRINGS | HK_KEYS_SYMBOLS);
    if (!r)
        return HK_EXCEPTION;
    *keys = hk_internal(r);
    uint32_t n = hk_nvals(vm, r);
    vm->budget -= (int32_t)n;
    for (uint32_t i = 0; i < n; i++) {
        hk_prop p;
        hk_val key = hk_vals(vm, hk_ref_of(*keys))[i];
        int found = hk_own_by_value(vm, o, &key, &p);
        if (found == HK_ERR)
            return HK_EXCEPTION;
        if (found == HK_YES && hk_hardens(p.flags, frozen))
            return HK_FALSE;
    }
    return HK_TRUE;
}
HK_FN hk_val hk_nat_isFrozen(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_is_hard(vm, a, true);
}
HK_FN hk_val hk_nat_isSealed(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_is_hard(vm, a, false);
}

/* [[SetPrototypeOf]] and [[PreventExtensions]], answering with a boolean */
HK_FN hk_val hk_nat_trySetProto(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val proto = HK_ARG(a, 1);
    if (!hk_is_object(proto) && proto != HK_NULL)
        return hk_throw(vm, HK_E_TYPE, "object prototype may only be an object or null: %v", proto);
    return hk_answer(hk_set_proto(vm, HK_ARG(a, 0), proto));
}
HK_FN hk_val hk_nat_tryPreventExtensions(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_answer(hk_prevent_extensions(vm, HK_ARG(a, 0)));
}

HK_FN hk_val hk_nat_preventExtensions(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    int ok = hk_is_object(HK_ARG(a, 0)) ? hk_prevent_extensions(vm, HK_ARG(a, 0)) : HK_YES;
    if (ok == HK_NO)
        return hk_cannot_fix(vm, HK_ARG(a, 0));
    return ok == HK_YES ? HK_ARG(a, 0) : hk_answer(ok);
}
HK_FN hk_val hk_nat_isExtensible(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_is_object(HK_ARG(a, 0)) ? hk_answer(hk_is_extensible(vm, HK_ARG(a, 0))) : HK_FALSE;
}
#endif
