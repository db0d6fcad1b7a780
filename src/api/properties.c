/* The public functions about properties by any key, prepared keys, attributes, prototypes, extensibility. */
#ifndef HK_API_PROPERTIES_C
#define HK_API_PROPERTIES_C
#include "values.c"

/* ToPropertyKey of what the host gave. 0: an exception is pending. */
HK_FN hk_key hk_key_of_host(hk_vm *vm, hako_val key)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return 0;
    hk_val v = hk_from_host(vm, key);
    if (!hk_is_object(v))
        return hk_to_key(vm, v);
    hk_ask_library(vm, HK_FN_toKey, v, HK_UNDEFINED, HK_UNDEFINED, HK_UNDEFINED);
    return hk_host_accessor(vm, NULL) == HAKO_DONE ? hk_to_key(vm, vm->result) : 0;
}

HAKO_API hako_val hako_get_by(hako_vm *vm, hako_val object, hako_val key)
{
    hk_key k = hk_key_of_host(vm, key);
    return k ? hk_host_get(vm, object, k) : hako_undefined();
}
HAKO_API bool hako_set_by(hako_vm *vm, hako_val object, hako_val key, hako_val v)
{
    hk_key k = hk_key_of_host(vm, key);
    return k && hk_host_set(vm, object, k, v);
}
HAKO_API bool hako_has_by(hako_vm *vm, hako_val object, hako_val key)
{
    hk_key k = hk_key_of_host(vm, key);
    return k && hk_host_has(vm, object, k);
}
HAKO_API bool hako_delete_by(hako_vm *vm, hako_val object, hako_val key)
{
    hk_key k = hk_key_of_host(vm, key);
    return k && hk_host_delete(vm, object, k);
}

/* ---- Prepared keys ---------------------------------------------------------------------------------------------------- */

/* The cache of a prepared key is as those of functions, which each collection empties: it counts only while there was no other
 * since. */
HK_FN hk_cache *hk_cache_of_key(hako_key *key)
{
    HK_STATIC_ASSERT(sizeof key->cache == sizeof(hk_cache), "a prepared key holds an inline cache");
    return (hk_cache *)(void *)key->cache;
}

HAKO_API bool hako_key_init(hako_vm *vm, hako_key *key, const char *name)
{
    memset(key, 0, sizeof *key);
    key->name = hako_undefined();
    hk_key k = HK_VM(vm) ? hk_host_key(vm, name) : 0;
    if (!k)
        return false;
    key->vm = vm;
    key->name = hk_key_is_index(k) ? hk_host_value(hk_uint(hk_key_index(k))) : hk_keep(vm, hk_string(k));
    return vm->exception == HK_EMPTY;
}

HAKO_API void hako_key_drop(hako_vm *vm, hako_key *key)
{
    if (HK_VM(vm))
        hako_drop(vm, key->name);
    memset(key, 0, sizeof *key);
    key->name = hako_undefined();
}

/* Before a read of that object: remembers where it will end, if that can be. */
HK_FN HK_NOINLINE void hk_fill_key(hk_vm *vm, hako_val object, hako_key *key)
{
    hk_prop p;
    uint32_t depth;
    hk_cache *c = hk_cache_of_key(key);
    memset(c, 0, sizeof *c);
    hk_key k = hk_to_key(vm, hk_from_host(vm, key->name));
    int found = k && hk_is_block(hk_from_host(vm, object)) ? hk_find(vm, hk_from_host(vm, object), k, &p, &depth) : HK_NO;
    if (found == HK_YES)
        hk_cache_get(vm, c, hk_from_host(vm, object), &p, depth);
    if (found == HK_ERR || !k)
        vm->exception = HK_EMPTY;               /* the read itself will tell */
    key->collections = vm->collections;
}

/* The key itself, when its cache has been filled. 0: an exception is pending. */
HK_FN HK_NOINLINE hk_key hk_key_prepared(hk_vm *vm, hako_val object, hako_key *key)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return 0;
    if (key->vm == vm) {
        hk_fill_key(vm, object, key);
        return hk_to_key(vm, hk_from_host(vm, key->name));
    }
    hk_throw(vm, HK_E_TYPE, "a key that is not prepared");
    return 0;
}

HK_FN HK_NOINLINE hako_val hk_get_key_slowly(hk_vm *vm, hako_val object, hako_key *key)
{
    hk_key k = hk_key_prepared(vm, object, key);
    return k ? hk_host_get(vm, object, k) : hako_undefined();
}

HAKO_API hako_val hako_get_key(hako_vm *vm, hako_val object, hako_key *key)
{
    if (HK_LIKELY(HK_VM(vm) && key->vm == vm && key->collections == vm->collections && vm->exception == HK_EMPTY)) {
        hk_val o = hk_handle_value(vm, object.bits);
        const hk_cache *c = hk_cache_of_key(key);
        if (HK_LIKELY(hk_is_block(o) && hk_obj_ptr(vm, o)->shape == c->shape)) {
            hk_val v = hk_cached_value(vm, c, hk_obj_ptr(vm, o));
            if (HK_LIKELY(hk_is_immediate(v)))
                return hk_host_value(v);
            if (HK_LIKELY(v != HK_EMPTY))
                return hk_to_host(vm, v);
        }
    }
    return hk_get_key_slowly(vm, object, key);
}

/* ---- Attributes ------------------------------------------------------------------------------------------------------- */

/* Neither left out ({0}) nor undefined? */
HK_FN bool hk_is_given(hk_vm *vm, hako_val v) { return v.bits != 0 && hk_from_host(vm, v) != HK_UNDEFINED; }

/* Prepares the call that defines a property. Its descriptor is as library scripts have them (toDescriptor in object.js), an
 * array. Apart from hako_define, for the C stack's sake. false: an exception is pending. */
HK_FN HK_NOINLINE bool hk_ask_define(hk_vm *vm, hako_val object, hako_val key, const hako_property *p)
{
    bool get = hk_is_given(vm, p->get), set = hk_is_given(vm, p->set);
    unsigned bits = 0x1700 | (~p->flags & HK_P_DATA);
    if ((get && !hk_is_callable(vm, hk_from_host(vm, p->get))) || (set && !hk_is_callable(vm, hk_from_host(vm, p->set)))) {
        hk_throw(vm, HK_E_TYPE, "a getter or setter is not a function");
        return false;
    }
    if (get || set)
        bits = 0x6600 | (~p->flags & (HK_P_ENUMERABLE | HK_P_CONFIGURABLE));
    hk_ref r = hk_new_array(vm, 3);
    if (!r)
        return false;
    hk_val list = hk_object(r);
    hk_append(vm, list, hk_int((int32_t)bits));         /* there is room */
    hk_append(vm, list, hk_from_host(vm, get ? p->get : set ? hako_undefined() : p->value));
    hk_append(vm, list, set ? hk_from_host(vm, p->set) : HK_UNDEFINED);
    hk_ask_library(vm, HK_FN_defineOwn, hk_from_host(vm, object), hk_from_host(vm, key), list, HK_TRUE);
    return true;
}

HAKO_API bool hako_define(hako_vm *vm, hako_val object, hako_val key, const hako_property *property)
{
    HK_STATIC_ASSERT((int)HAKO_READONLY == HK_P_WRITABLE && (int)HAKO_HIDDEN == HK_P_ENUMERABLE &&
                     (int)HAKO_FIXED == HK_P_CONFIGURABLE,
                     "the host's flags are the attributes that are missing");
    return hk_needs_object(vm, object) && hk_ask_define(vm, object, key, property) && hk_host_accessor(vm, NULL) == HAKO_DONE;
}

/* Part i of the descriptor in vm->result, as a handle. */
HK_FN hako_val hk_own_part(hk_vm *vm, uint32_t i)
{
    hk_val v = hk_element(vm, hk_obj_ptr(vm, vm->result), i);
    return hk_to_host(vm, v == HK_EMPTY ? HK_UNDEFINED : v);
}

HAKO_API bool hako_own(hako_vm *vm, hako_val object, hako_val key, hako_property *property)
{
    if (property)
        memset(property, 0, sizeof *property);
    if (!hk_ask_object(vm, HK_FN_getOwn, object, key, NULL) || vm->result == HK_UNDEFINED)
        return false;
    if (!property)
        return true;
    unsigned bits = (unsigned)hk_int_of(hk_element(vm, hk_obj_ptr(vm, vm->result), 0));
    property->flags = ~bits & (bits & 0x6000 ? HK_P_ENUMERABLE | HK_P_CONFIGURABLE : HK_P_DATA);
    if (bits & 0x6000) {
        property->get = hk_own_part(vm, 1);
        property->set = hk_own_part(vm, 2);
    } else {
        property->value = hk_own_part(vm, 1);
    }
    return vm->exception == HK_EMPTY;
}

HAKO_API hako_val hako_keys(hako_vm *vm, hako_val object, unsigned which)
{
    HK_STATIC_ASSERT((int)HAKO_KEYS_STRINGS == HK_KEYS_STRINGS && (int)HAKO_KEYS_SYMBOLS == HK_KEYS_SYMBOLS &&
                     (int)HAKO_KEYS_ENUMERABLE == HK_KEYS_ENUMERABLE, "the host's flags are the engine's");
    if (!(which & (HAKO_KEYS_STRINGS | HAKO_KEYS_SYMBOLS)))
        which |= which ? HAKO_KEYS_STRINGS | HAKO_KEYS_SYMBOLS : HAKO_KEYS_STRINGS | HAKO_KEYS_ENUMERABLE;
    hako_val keys;
    hk_ask_object(vm, HK_FN_ownKeys, object, hako_int((int32_t)(which & 7)), &keys);
    return keys;
}

/* ---- Prototype and extensibility -------------------------------------------------------------------------------------- */

HAKO_API hako_val hako_prototype(hako_vm *vm, hako_val object)
{
    hako_val proto;
    hk_ask_object(vm, HK_FN_getProto, object, hako_undefined(), &proto);
    return proto;
}
HAKO_API bool hako_set_prototype(hako_vm *vm, hako_val object, hako_val proto)
{
    return hk_ask_object(vm, HK_FN_Object_setPrototypeOf, object, proto, NULL);
}
HAKO_API bool hako_freeze(hako_vm *vm, hako_val o) { return hk_ask_object(vm, HK_FN_Object_freeze, o, o, NULL); }
HAKO_API bool hako_seal(hako_vm *vm, hako_val o) { return hk_ask_object(vm, HK_FN_Object_seal, o, o, NULL); }
HAKO_API bool hako_prevent_extensions(hako_vm *vm, hako_val o)
{
    return hk_ask_object(vm, HK_FN_Object_preventExtensions, o, o, NULL);
}

/* The yes or no of a library function about an object */
HK_FN bool hk_ask_whether(hk_vm *vm, unsigned id, hako_val o)
{
    return hk_ask_object(vm, id, o, o, NULL) && vm->result == HK_TRUE;
}
HAKO_API bool hako_is_frozen(hako_vm *vm, hako_val o) { return hk_ask_whether(vm, HK_FN_Object_isFrozen, o); }
HAKO_API bool hako_is_sealed(hako_vm *vm, hako_val o) { return hk_ask_whether(vm, HK_FN_Object_isSealed, o); }
HAKO_API bool hako_is_extensible(hako_vm *vm, hako_val o) { return hk_ask_whether(vm, HK_FN_Object_isExtensible, o); }
#endif
