/* Modules: records, and the internal values that module.js works with. */
#ifndef HK_LIB_MODULE_C
#define HK_LIB_MODULE_C
#include "core.c"
#include "../code/emit.h"
#include "../vm/job.c"
#include "../vm/error.c"
#include "../code/image.c"
#if HAKO_WITH_MODULES

enum { HK_MODULE_LINKED = 3, HK_MODULE_EVALUATED = 6 };     /* of the statuses in module.js what C needs to know */

/* ---- Internal values ---------------------------------------------------------------------------------------------- */

HK_FN hk_val hk_nat_throwSyntax(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_throw_argument(vm, a, HK_E_SYNTAX);
}

/* Lists are VALUES blocks, or undefined when they are empty. */
HK_INLINE uint32_t hk_list_size(hk_vm *vm, hk_val list) { return hk_is_internal(list) ? hk_nvals(vm, hk_ref_of(list)) : 0; }

HK_FN hk_val hk_nat_size(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_int((int32_t)hk_list_size(vm, HK_ARG(a, 0)));
}

/* Item i of a list; undefined behind its end. */
HK_FN hk_val hk_nat_item(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    uint32_t i = (uint32_t)hk_int_of(HK_ARG(a, 1));
    return i < hk_list_size(vm, HK_ARG(a, 0)) ? hk_vals(vm, hk_ref_of(HK_ARG(a, 0)))[i] : HK_UNDEFINED;
}

/* In a list of rows of `width` items: the first row whose item `at` is v, by its first item's number; -1: there is none.
 * Arguments: list, width, at, v. Strings among them are flat. */
HK_FN hk_val hk_nat_findItem(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    uint32_t n = hk_list_size(vm, HK_ARG(a, 0)), width = (uint32_t)hk_int_of(HK_ARG(a, 1)), at = (uint32_t)hk_int_of(HK_ARG(a, 2));
    for (uint32_t i = 0; i < n; i += width)
        if (hk_strict_equal(vm, hk_vals(vm, hk_ref_of(HK_ARG(a, 0)))[i + at], HK_ARG(a, 3))) {
            vm->budget -= (int32_t)(i / width / 4);
            return hk_int((int32_t)i);
        }
    vm->budget -= (int32_t)(n / width / 4);
    return hk_int(-1);
}

/* Slot i of a scope becomes v. */
HK_FN hk_val hk_nat_setCell(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_store(vm, &hk_vals(vm, hk_ref_of(HK_ARG(a, 0)))[hk_int_of(HK_ARG(a, 1))], HK_ARG(a, 2));
    return HK_UNDEFINED;
}

/* The cell that leads to slot i of a scope. */
HK_FN hk_val hk_nat_cell(hk_vm *vm, hk_val *a, int argc)
{
    (void)vm, (void)argc;
    return hk_cell(hk_ref_of(HK_ARG(a, 0)), (uint32_t)hk_int_of(HK_ARG(a, 1)));
}

/* A frame that was set aside goes on. */
HK_FN hk_val hk_nat_resumeFrame(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_call_request(vm, HK_ARG(a, 0), HK_UNDEFINED, 0);
    return HK_RESUME;
}

/* ---- Namespaces --------------------------------------------------------------------------------------------------- */

HK_FN hk_val hk_nat_newNamespace(hk_vm *vm, hk_val *a, int argc)
{
    (void)a, (void)argc;
    hk_ref r = hk_new_class(vm, HK_T_NAMESPACE, 0, 16);
    if (!r)
        return HK_EXCEPTION;
    hk_val *o = hk_push(vm, hk_object(r));
    bool ok = hk_make_unique(vm, o, 0);
    hk_val v = hk_pop(vm);
    return ok ? v : HK_EXCEPTION;
}

/* ModuleNamespaceCreate: namespace, names in their order, cells. */
HK_FN hk_val hk_nat_fillNamespace(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    uint32_t n = ((hk_array *)hk_ptr(vm, hk_ref_of(HK_ARG(a, 1))))->length;
    vm->budget -= (int32_t)n;
    hk_val *v = hk_push(vm, HK_UNDEFINED);
    bool ok = true;
    for (uint32_t i = 0; i < n && ok; i++) {
        hk_key key = hk_str_key(vm, hk_ref_of(hk_element(vm, hk_obj_ptr(vm, HK_ARG(a, 1)), i)));
        *v = hk_element(vm, hk_obj_ptr(vm, HK_ARG(a, 2)), i);
        ok = key && hk_add(vm, &HK_ARG(a, 0), key, v, HK_EXPORT_FLAGS);
    }
    *v = hk_string(HK_KEY(Module));
    ok = ok && hk_add(vm, &HK_ARG(a, 0), HK_SYM(toStringTag), v, 0) && hk_make_unique(vm, &HK_ARG(a, 0), HK_SHAPE_FIXED);
    hk_pop(vm);
    return ok ? HK_UNDEFINED : HK_EXCEPTION;
}

/* ---- Records ------------------------------------------------------------------------------------------------------ */

/* The array of the current realm's records; 0: out of memory. */
HK_FN hk_ref hk_modules(hk_vm *vm) { return hk_intrinsic(vm, HK_IN_Modules); }

/* How many records there are in such an array, which may not be made yet (0). */
HK_FN uint32_t hk_module_count(hk_vm *vm, hk_ref list) { return list ? ((hk_array *)hk_ptr(vm, list))->length : 0; }
HK_FN hk_val hk_module_at(hk_vm *vm, hk_ref list, uint32_t i) { return hk_element(vm, hk_block_obj(vm, list), i); }

/* Sets a property of record *m, which is rooted. */
HK_FN bool hk_module_put(hk_vm *vm, const hk_val *m, hk_key key, hk_val v)
{
    hk_obj *o = hk_obj_ptr(vm, *m);
    const hk_shape *s = hk_shape_of(vm, o);
    int32_t i = hk_table_find(vm, s->table, s->count, key);
    if (i < 0)
        return hk_add_property(vm, *m, key, v, HK_P_DATA) == HK_YES;
    hk_store(vm, hk_slot(vm, o, (uint32_t)i), v);
    return true;
}

/* The current realm's record with that name and type (EMPTY: any), both flat; EMPTY: there is none. */
HK_FN hk_val hk_module_find(hk_vm *vm, hk_val name, hk_val type)
{
    hk_ref list = hk_made_intrinsic(vm, HK_IN_Modules);
    for (uint32_t i = 0, n = hk_module_count(vm, list); i < n; i++) {
        hk_val m = hk_module_at(vm, list, i);
        vm->budget--;
        if (hk_strict_equal(vm, hk_peek(vm, m, HK_KEY(name)), name) &&
            (type == HK_EMPTY || hk_strict_equal(vm, hk_peek(vm, m, HK_KEY(type)), type)))
            return m;
    }
    return HK_EMPTY;
}

/* Makes *m, a name and rooted, the new record of that name and type (likewise). false: exception. */
HK_FN bool hk_module_new(hk_vm *vm, hk_val *m, const hk_val *type)
{
    hk_val *name = hk_push(vm, *m);
    hk_ref r = hk_new_object(vm, 0, 4);
    bool ok = r != 0;
    *m = hk_object(r);
    ok = ok && hk_module_put(vm, m, HK_KEY(name), *name) && hk_module_put(vm, m, HK_KEY(type), *type) &&
         hk_module_put(vm, m, HK_KEY(status), hk_int(0)) && hk_module_put(vm, m, HK_KEY(request), hk_int(0));
    r = ok ? hk_new_promise(vm, 0) : 0;
    ok = r && hk_module_put(vm, m, HK_KEY(loaded), hk_object(r)) && (r = hk_modules(vm)) != 0 && hk_append(vm, hk_object(r), *m);
    hk_pop(vm);
    return ok;
}

/* Takes a record out of their array; EMPTY: all that are not evaluated. */
HK_FN void hk_module_remove(hk_vm *vm, hk_ref list, hk_val m)
{
    uint32_t n = hk_module_count(vm, list), k = 0;
    hk_val *at = n ? hk_vals(vm, hk_block_obj(vm, list)->elems) : NULL;
    for (uint32_t i = 0; i < n; i++)
        if (m == HK_EMPTY ? hk_peek(vm, at[i], HK_KEY(status)) == hk_int(HK_MODULE_EVALUATED) : at[i] != m)
            at[k++] = at[i];
    for (uint32_t i = k; i < n; i++)
        at[i] = HK_EMPTY;
    if (n)
        ((hk_array *)hk_ptr(vm, list))->length = k;
}
HK_FN void hk_module_drop(hk_vm *vm, hk_val m) { hk_module_remove(vm, hk_made_intrinsic(vm, HK_IN_Modules), m); }

/* All that is on its way is given up, to be loaded anew. */
HK_FN void hk_modules_abandon(hk_vm *vm)
{
    for (unsigned realm = 0; realm < hk_realm_count(vm); realm++)
        hk_module_remove(vm, hk_has_intrinsic(vm, realm, HK_IN_Modules), HK_EMPTY);
}

/* The next number of a sequence, kept as a property of the first realm's array. 0: exception. */
HK_FN int32_t hk_module_number(hk_vm *vm, hk_key key)
{
    hk_ref list = hk_intrinsic_of(vm, 0, HK_IN_Modules);
    if (!list)
        return 0;
    hk_val v = hk_peek(vm, hk_object(list), key);
    int32_t n = (hk_is_int(v) ? hk_int_of(v) & 0x3FFFFFFF : 0) + 1;
    return hk_put(vm, hk_object(list), key, hk_int(n), HK_P_DATA) == HK_YES ? n : 0;
}

/* The host has answered: record *m, rooted, has what it is, or there is an exception, which is taken. */
HK_FN void hk_module_settle(hk_vm *vm, const hk_val *m, bool ok)
{
    hk_val reason = ok ? *m : hk_exception_value(vm), promise;
    if (!ok)
        vm->exception = HK_EMPTY;
    hk_val *keep = hk_push(vm, reason);
    hk_put(vm, *m, HK_KEY(request), hk_int(0), HK_P_DATA);      /* is there: neither fails nor allocates */
    promise = hk_peek(vm, *m, HK_KEY(loaded));
    hk_settle(vm, promise, ok ? HK_PROMISE_FULFILLED : HK_PROMISE_REJECTED, *keep);
    hk_pop(vm);
}

/* Fills the lists of *info and the scope *env of a synthetic module from the own enumerable properties of *object, which is a plain one's;
 * all are rooted. */
HK_FN bool hk_module_exports(hk_vm *vm, const hk_val *object, hk_val *info, hk_val *env)
{
    hk_prop p;
    hk_ref r = hk_own_keys(vm, *object, HK_KEYS_STRINGS | HK_KEYS_ENUMERABLE);
    if (!r)
        return false;
    hk_val *keys = hk_push(vm, hk_internal(r));
    uint32_t n = hk_nvals(vm, r);
    bool ok = (r = hk_alloc(vm, HK_T_SCOPE, 8 + n * 8)) != 0;
    *env = hk_internal(r);
    ok = ok && (!n || (r = hk_alloc_values(vm, n * 2, HK_UNDEFINED)) != 0);
    if (ok && n)
        hk_store(vm, &hk_vals(vm, hk_ref_of(*info))[HK_MI_LOCALS], hk_internal(r));
    for (uint32_t i = 0; i < n && ok; i++) {
        hk_val name = hk_vals(vm, hk_ref_of(*keys))[i];
        hk_key key = hk_str_key(vm, hk_ref_of(name));
        ok = key && hk_own(vm, *object, key, &p) != HK_ERR;
        if (!ok)
            break;
        hk_val *row = hk_vals(vm, hk_ref_of(hk_vals(vm, hk_ref_of(*info))[HK_MI_LOCALS])) + 2 * i;
        hk_store(vm, &row[0], hk_vals(vm, hk_ref_of(*keys))[i]);
        row[1] = hk_int((int32_t)i);
        hk_store(vm, &hk_vals(vm, hk_ref_of(*env))[i], p.flags & HK_P_ACCESSOR ? HK_UNDEFINED : p.value);
    }
    hk_pop(vm);
    return ok;
}

/* Record *m becomes a synthetic module, whose exports are the properties of *object. Both are rooted. */
HK_FN bool hk_module_synthesize(hk_vm *vm, const hk_val *m, const hk_val *object)
{
    hk_ref r = hk_alloc_values(vm, HK_MI_COUNT, HK_UNDEFINED);
    if (!r)
        return false;
    hk_vals(vm, r)[HK_MI_AWAITS] = HK_FALSE;
    hk_vals(vm, r)[HK_MI_META] = hk_int(-1);
    hk_val *info = hk_push(vm, hk_internal(r)), *env = hk_push(vm, HK_UNDEFINED);
    bool ok = hk_module_exports(vm, object, info, env) && hk_module_put(vm, m, HK_KEY(env), *env) &&
              hk_module_put(vm, m, HK_KEY(status), hk_int(HK_MODULE_EVALUATED)) && hk_module_put(vm, m, HK_KEY(info), *info);
    vm->temps -= 2;
    return ok;
}

HK_FN hk_val hk_nat_moduleFind(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val m = hk_module_find(vm, HK_ARG(a, 0), HK_ARG(a, 1));
    return m == HK_EMPTY ? HK_UNDEFINED : m;
}
HK_FN hk_val hk_nat_moduleNew(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_module_new(vm, &HK_ARG(a, 0), &HK_ARG(a, 1)) ? HK_ARG(a, 0) : HK_EXCEPTION;
}
HK_FN hk_val hk_nat_moduleDrop(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_module_drop(vm, HK_ARG(a, 0));
    return HK_UNDEFINED;
}
/* What is told about the module whose code is that function. */
HK_FN hk_val hk_nat_moduleInfo(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
#if HAKO_WITH_IMAGES
    hk_ref code = ((hk_func *)hk_ptr(vm, hk_ref_of(HK_ARG(a, 0))))->code;
    if (hk_ref_is_image(code))
        return hk_image_module(vm, code);
#endif
    return hk_code_consts(hk_function_code(vm, HK_ARG(a, 0)))[0];
}
HK_FN hk_val hk_nat_moduleSynthetic(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_module_synthesize(vm, &HK_ARG(a, 0), &HK_ARG(a, 1)) ? HK_UNDEFINED : HK_EXCEPTION;
}
/* IncrementModuleAsyncEvaluationCount */
HK_FN hk_val hk_nat_moduleOrder(hk_vm *vm, hk_val *a, int argc)
{
    (void)a, (void)argc;
    int32_t n = hk_module_number(vm, HK_KEY(order));
    return n ? hk_int(n) : HK_EXCEPTION;
}
#endif
#endif
