/* The public functions about functions: with data, in tables, constructing, binding, calls that are stepped. */
#ifndef HK_API_FUNCTIONS_C
#define HK_API_FUNCTIONS_C
#include "properties.c"

HAKO_API hako_val hako_native_with(hako_vm *vm, const char *name, hako_function *fn, int arity, void *data)
{
    hako_val f = hako_native(vm, name, fn, arity);
    uint32_t n = hk_is_fnimm(f.bits) ? hk_new_host(vm, NULL) : UINT32_MAX;     /* the slot behind the function's */
    if (n == UINT32_MAX)
        return hako_undefined();
    hk_host_slot(vm, n)->fn = (uint64_t)(uintptr_t)data;
    hk_host_slot(vm, n)->arity = HK_HOST_DATA;
    hk_host_slot(vm, n - 1)->data = 1;
    return f;
}

HAKO_API void *hako_function_data(hako_vm *vm, int argc, const hako_val *argv)
{
    if (!HK_VM(vm) || !argv || argc < 0 || !hk_is_int(argv[argc].bits))
        return NULL;
    uint32_t n = (uint32_t)hk_int_of(argv[argc].bits);
    return n + 1 < vm->host_count && hk_host_slot(vm, n)->data ? (void *)(uintptr_t)hk_host_slot(vm, n + 1)->fn : NULL;
}

/* ---- Tables ----------------------------------------------------------------------------------------------------------- */

/* A function of a table's row. false: an exception is pending. */
HK_FN bool hk_entry_function(hk_vm *vm, const hako_entry *e, hako_function *fn, hako_val *out)
{
    if (fn)
        *out = e->data ? hako_native_with(vm, e->name, fn, e->arity, e->data) : hako_native(vm, e->name, fn, e->arity);
    return vm->exception == HK_EMPTY;
}

/* Prepares the call that defines a row's property. */
HK_FN HK_NOINLINE bool hk_ask_entry(hk_vm *vm, hako_val object, const hako_entry *e)
{
    hako_property p = { { 0 }, { 0 }, { 0 }, e->flags };
    bool symbol = e->name && e->name[0] == '@' && e->name[1] == '@';
    hako_val key = symbol ? hk_to_host(vm, hk_well_known(e->name + 2))
                          : hako_string(vm, e->name, e->name ? hk_cstr_len(e->name) : 0);
    if (!hk_entry_function(vm, e, e->get, &p.get) || !hk_entry_function(vm, e, e->set, &p.set) ||
        !hk_entry_function(vm, e, e->function, &p.value))
        return false;
    if (e->text)
        p.value = hako_string(vm, e->text, hk_cstr_len(e->text));
    else if (!e->function)
        p.value = hako_number(e->number);
    return vm->exception == HK_EMPTY && hk_ask_define(vm, object, key, &p);
}

HAKO_API bool hako_set_table(hako_vm *vm, hako_val object, const hako_entry *entries, size_t count)
{
    if (!hk_needs_object(vm, object))
        return false;
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        hako_scope scope = hako_scope_open(vm);
        ok = hk_ask_entry(vm, object, &entries[i]) && hk_host_accessor(vm, NULL) == HAKO_DONE;
        hako_scope_close(vm, scope);
    }
    return ok;
}

/* ---- Calls ------------------------------------------------------------------------------------------------------------ */

/* An array of `first`, unless it is NULL, and the arguments: a handle, or undefined with a pending exception. */
HK_FN hako_val hk_host_list(hk_vm *vm, const hako_val *first, int argc, const hako_val *argv)
{
    hk_ref r = hk_check_arguments(vm, argc, argv) ? hk_new_array(vm, (uint32_t)argc + 1) : 0;
    hk_val list = hk_object(r);
    if (!r)
        return hako_undefined();
    if (first)
        hk_append(vm, list, hk_from_host(vm, *first));              /* there is room */
    for (int i = 0; i < argc; i++)
        hk_append(vm, list, hk_from_host(vm, argv[i]));
    return hk_to_host(vm, list);
}

HAKO_API hako_status hako_new(hako_vm *vm, hako_val constructor, int argc, const hako_val *argv, hako_val *result)
{
    if (result)
        result->bits = HK_UNDEFINED;
    if (!HK_VM(vm) || !hk_may_call(vm))
        return HAKO_FAILED;
    hako_val list = hk_host_list(vm, NULL, argc, argv);
    if (vm->exception != HK_EMPTY)
        return HAKO_FAILED;
    bool ok = hk_ask(vm, HK_FN_Reflect_construct, (hako_val[]){ constructor, list, constructor }, 3, result);
    return ok ? HAKO_DONE : HAKO_FAILED;
}

HAKO_API hako_val hako_bind(hako_vm *vm, hako_val function, hako_val self, int argc, const hako_val *argv)
{
    hako_val result = { HK_UNDEFINED };
    if (!HK_VM(vm) || !hk_may_call(vm))
        return result;
    hako_val list = hk_host_list(vm, &self, argc, argv), bind = { hk_function(vm, HK_FN_FunctionPrototype_bind) };
    if (vm->exception == HK_EMPTY)
        hk_ask(vm, HK_FN_Reflect_apply, (hako_val[]){ bind, function, list }, 3, &result);
    return result;
}

HAKO_API hako_status hako_start_call(hako_vm *vm, hako_val function, hako_val self, int argc, const hako_val *argv)
{
    if (!HK_VM(vm) || hk_in_native(vm))
        return HAKO_FAILED;
    hk_restart(vm);
    unsigned host = vm->realm;
    int st = hk_enter_call(vm, function, self, argc, argv);
    vm->paused_realm = vm->realm;
    vm->state = st == HK_IN_SCRIPT;
    hk_set_realm(vm, host);
    return st == HK_IN_ERROR ? HAKO_FAILED : HAKO_MORE;
}
#endif
