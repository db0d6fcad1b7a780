/* Realms: those with a choice of globals, and the host's pointers. */
#ifndef HK_API_REALMS_C
#define HK_API_REALMS_C
#include "api.c"

/* Puts the global property of that name, if there is one, into the new global object *o. What is found is the library's: its key is
 * a constant, which does not move. */
HK_FN bool hk_admit_global(hk_vm *vm, const hk_val *o, hk_key key)
{
    hk_prop p;
    int found = key ? hk_own(vm, vm->global, key, &p) : HK_ERR;
    if (found != HK_YES)
        return found == HK_NO;
    return hk_put(vm, *o, key, p.value == vm->global ? *o : p.value, p.flags & HK_P_DATA) == HK_YES;
}

/* Gives the current realm, in which nothing was done so far, a global object that has only the properties of those names. */
HK_FN bool hk_limit_globals(hk_vm *vm, const char *const *names, size_t count)
{
    static const uint16_t always[] = { HK_ATOM_undefined, HK_ATOM_NaN, HK_ATOM_Infinity };
    hk_ref proto = hk_intrinsic(vm, HK_IN_ObjectPrototype), r = proto ? hk_new_object(vm, proto, 0) : 0;
    hk_val *o = hk_push(vm, hk_object(r));
    bool ok = r && hk_make_unique(vm, o, HK_SHAPE_PROTO);
    for (size_t i = 0; ok && i < HK_COUNT(always); i++)
        ok = hk_admit_global(vm, o, hk_atom_ref(always[i]));
    for (size_t i = 0; ok && i < count; i++)
        ok = hk_admit_global(vm, o, hk_host_key(vm, names[i]));
    if (ok) {
        vm->global = *o;
        hk_store_ref(vm, (hk_ref *)hk_ptr(vm, vm->intrinsics) + 2 + HK_IN_Global, hk_ref_of(*o));
        hk_record_realm(vm);
    }
    hk_pop(vm);
    return ok;
}

HAKO_API hako_realm hako_realm_make(hako_vm *vm, const hako_realm_desc *desc)
{
    hako_realm made = { 0 };
    if (!HK_VM(vm))
        return made;
    made = hako_realm_new(vm);
    if (!made.number || !desc)
        return made;
    hako_realm before = hako_realm_enter(vm, made);
    bool ok = !desc->only || hk_limit_globals(vm, desc->only, desc->count);
    hako_realm_enter(vm, before);
    if (ok && (!desc->user || hako_realm_set_user(vm, made, desc->user)))
        return made;
    hk_shrink(vm, vm->realms, 8 + made.number * HK_REALM_VALUES * 8);       /* it is the last one */
    made.number = 0;
    return made;
}

HAKO_API bool hako_realm_set_user(hako_vm *vm, hako_realm realm, void *user)
{
    uint64_t bits = (uint64_t)(uintptr_t)user;
    if (!HK_VM(vm) || realm.number >= hk_realm_count(vm))
        return false;
    if (!vm->realms) {                      /* the first realm has no record as long as it is the only one */
        if (!hk_grow_list(vm, &vm->realms, HK_T_VALUES, 8 + HK_REALM_VALUES * 8))
            return false;
        hk_record_realm(vm);
    }
    hk_val *record = hk_vals(vm, vm->realms) + realm.number * HK_REALM_VALUES;
    record[HK_REALM_USER] = hk_int((int32_t)(uint32_t)bits);
    record[HK_REALM_USER_HIGH] = hk_int((int32_t)(uint32_t)(bits >> 32));
    return true;
}

HAKO_API void *hako_realm_user(hako_vm *vm, hako_realm realm)
{
    if (!HK_VM(vm) || !vm->realms || realm.number >= hk_realm_count(vm))
        return NULL;
    const hk_val *record = hk_vals(vm, vm->realms) + realm.number * HK_REALM_VALUES;
    if (!hk_is_int(record[HK_REALM_USER]))
        return NULL;
    return (void *)(uintptr_t)((uint64_t)hk_ref_of(record[HK_REALM_USER_HIGH]) << 32 | hk_ref_of(record[HK_REALM_USER]));
}
#endif
