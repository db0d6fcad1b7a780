/* The intrinsics of library scripts, and what interpreter and library share. */
#ifndef HK_LIB_CORE_C
#define HK_LIB_CORE_C
#include "../vm/interp.h"
#include "../vm/frame.c"

HK_FN bool hk_is_private(hk_vm *vm, hk_ref symbol)
{
    return hk_ref_is_block(symbol) && (((hk_sym *)hk_ptr(vm, symbol))->flags & HK_SYM_PRIVATE);
}

/* A string value, or undefined. */
HK_FN hk_val hk_symbol_description(hk_vm *vm, hk_ref symbol)
{
    if (hk_ref_is_wellknown(symbol))
        return hk_string(hk_atom_ref(hk_symbol_atom[symbol >> 3]));
    return ((hk_sym *)hk_ptr(vm, symbol))->description;
}

/* ToObject of anything but undefined and null. HK_EXCEPTION: out of memory, or those. */
HK_FN hk_val hk_to_object(hk_vm *vm, hk_val v)
{
    if (hk_is_object(v))
        return v;
    if (hk_is_nullish(v) || v == HK_EMPTY)
        return hk_throw(vm, HK_E_TYPE, "cannot convert %v to object", v);
    unsigned proto = hk_is_string(v) ? HK_IN_StringPrototype : hk_is_symbol(v) ? HK_IN_SymbolPrototype
                   : hk_is_bool(v) ? HK_IN_BooleanPrototype : hk_is_bigint(v) ? HK_IN_BigIntPrototype : HK_IN_NumberPrototype;
    hk_val *p = hk_push(vm, v);
    hk_ref r = hk_new_intrinsic_class(vm, HK_T_PRIMITIVE, proto, 24);
    v = *p;
    hk_pop(vm);
    if (!r)
        return HK_EXCEPTION;
    hk_store(vm, &((hk_val *)hk_ptr(vm, r))[2], v);
    return hk_object(r);
}

/* ---- Results of natives ------------------------------------------------------- */

/* HK_YES, HK_NO, HK_ERR as a boolean value or exception; HK_TRAP: the script twin knows what to do */
HK_INLINE hk_val hk_answer(int st) { return st == HK_ERR ? HK_EXCEPTION : st == HK_TRAP ? HK_TWIN : hk_bool(st == HK_YES); }

/* A native's wish to make the call in vm->call. There is room for its arguments. */
HK_FN hk_val hk_tail_requested(hk_vm *vm, hk_val *a)
{
    for (uint32_t i = 0; i < vm->call.argc; i++)
        HK_ARG(a, (int32_t)i) = vm->call.args[i];
    return HK_TAILCALL;
}

/* ---- Throwing ------------------------------------------------------------ */

/* Throws an error with the first argument, a string that may be in pieces, as its message. */
HK_FN hk_val hk_throw_argument(hk_vm *vm, hk_val *a, unsigned kind)
{
    hk_ref r = hk_flatten(vm, hk_ref_of(HK_ARG(a, 0)));
    return r ? hk_throw(vm, kind, "%v", hk_string(r)) : HK_EXCEPTION;
}
HK_FN hk_val hk_needs_new(hk_vm *vm, const char *name) { return hk_throw(vm, HK_E_TYPE, "constructor %s requires 'new'", name); }
HK_FN hk_val hk_nat_throwType(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_throw_argument(vm, a, HK_E_TYPE);
}
/* In place of what a switch of the configuration has removed */
HK_FN hk_val hk_nat_absent(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val name = hk_libfn_name(vm, hk_is_fnimm(a[1]) ? hk_ref_of(a[1]) : (uint32_t)hk_lib_call(vm, hk_ref_of(a[1])));
    if (name == HK_EXCEPTION)
        return name;
    if (name == hk_string(HK_KEY(empty)))
        return hk_throw(vm, HK_E_TYPE, "this build is without what the script needs");
    return hk_throw(vm, HK_E_TYPE, "this build is without %v", name);
}
HK_FN hk_val hk_nat_throwRange(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_throw_argument(vm, a, HK_E_RANGE);
}
HK_FN hk_val hk_nat_throwReference(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_throw_argument(vm, a, HK_E_REFERENCE);
}

/* ---- Types and conversions ------------------------------------------------- */

HK_FN hk_val hk_nat_isObject(hk_vm *vm, hk_val *a, int argc)
{
    (void)vm, (void)argc;
    return hk_bool(hk_is_object(HK_ARG(a, 0)));
}
HK_FN hk_val hk_nat_isCallable(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_bool(hk_is_callable(vm, HK_ARG(a, 0)));
}
HK_FN hk_val hk_nat_isConstructor(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_bool(hk_is_constructor(vm, HK_ARG(a, 0)));
}

HK_FN hk_val hk_nat_isProxy(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_bool(hk_is_proxy(vm, HK_ARG(a, 0)));
}

/* IsArray: HK_YES, HK_NO, HK_ERR (a revoked proxy). */
HK_FN int hk_is_array(hk_vm *vm, hk_val v)
{
    for (; hk_is_proxy(vm, v); vm->budget--)
        if ((v = hk_proxy_ptr(vm, v)->target) == HK_NULL) {
            hk_throw(vm, HK_E_TYPE, "proxy has been revoked");
            return HK_ERR;
        }
    return hk_class(vm, v) == HK_T_ARRAY || hk_is_host(vm, v, HK_HOST_ARRAY);
}
HK_FN hk_val hk_nat_isArrayValue(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_answer(hk_is_array(vm, HK_ARG(a, 0)));
}
HK_FN hk_val hk_nat_toObject(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_to_object(vm, HK_ARG(a, 0));
}
/* ToNumeric of a primitive */
HK_FN hk_val hk_nat_numeric(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_is_bigint(HK_ARG(a, 0)) ? HK_ARG(a, 0) : hk_to_number_value(vm, HK_ARG(a, 0));
}
/* The argument, as its signature coerces it */
HK_FN hk_val hk_nat_argument(hk_vm *vm, hk_val *a, int argc)
{
    (void)vm, (void)argc;
    return HK_ARG(a, 0);
}

/* ---- Properties ---------------------------------------------------------------- */

/* An array of the own keys of an object: which is 1 strings, 2 symbols, 3 both; 4 more: only enumerable ones. */
HK_FN hk_val hk_nat_ownKeys(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (hk_is_proxy(vm, HK_ARG(a, 0)))
        return HK_TWIN;
    hk_ref keys = hk_own_keys(vm, HK_ARG(a, 0), (unsigned)hk_int_of(HK_ARG(a, 1)));
    if (!keys)
        return HK_EXCEPTION;
    HK_ARG(a, 0) = hk_internal(keys);
    hk_ref r = hk_new_array(vm, 0);
    if (!r)
        return HK_EXCEPTION;
    hk_array *array = hk_ptr(vm, r);
    keys = hk_ref_of(HK_ARG(a, 0));
    array->length = hk_nvals(vm, keys);
    vm->budget -= (int32_t)array->length;
    if (array->length)
        hk_store_ref(vm, &array->o.elems, keys);
    return hk_object(r);
}

/* The attributes of an own property (HK_P_*), 0 if there is none. */
HK_FN hk_val hk_nat_ownFlags(hk_vm *vm, hk_val *a, int argc)
{
    hk_prop p;
    (void)argc;
    hk_key k = hk_to_key(vm, HK_ARG(a, 1));
    int found = k ? hk_own(vm, HK_ARG(a, 0), k, &p) : HK_ERR;
    return found == HK_YES ? hk_int(p.flags) : found == HK_NO ? hk_int(0) : hk_answer(found);
}

/* [[GetOwnProperty]]: the descriptor in the form of toDescriptor (object.js), or undefined: also, if argument 2 is true, of a
 * property that is configurable. */
HK_FN hk_val hk_nat_getOwn(hk_vm *vm, hk_val *a, int argc)
{
    hk_prop p;
    (void)argc;
    hk_key k = hk_to_key(vm, HK_ARG(a, 1));
    int found = k ? hk_own(vm, HK_ARG(a, 0), k, &p) : HK_ERR;
    if (found == HK_NO || (found == HK_YES && HK_ARG(a, 2) == HK_TRUE && (p.flags & HK_P_CONFIGURABLE)))
        return HK_UNDEFINED;
    if (found != HK_YES)
        return hk_answer(found);
    bool accessor = (p.flags & HK_P_ACCESSOR) != 0;
    unsigned has = HK_P_ENUMERABLE | HK_P_CONFIGURABLE | (accessor ? HK_D_HAS_GET | HK_D_HAS_SET : HK_D_HAS_VALUE | HK_P_WRITABLE);
    HK_ARG(a, 1) = accessor ? hk_getter(vm, p.value) : p.value;
    HK_ARG(a, 2) = accessor ? hk_setter(vm, p.value) : HK_UNDEFINED;
    hk_ref r = hk_new_array(vm, 3);
    if (!r)
        return HK_EXCEPTION;
    hk_val list = hk_object(r);
    hk_append(vm, list, hk_int((int32_t)(has << 8 | (p.flags & HK_P_DATA))));
    hk_append(vm, list, HK_ARG(a, 1));
    hk_append(vm, list, HK_ARG(a, 2));
    return list;
}

/* DefinePropertyOrThrow of a data property: object, key, value, attributes. */
HK_FN hk_val hk_nat_define(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_key k = hk_to_key(vm, HK_ARG(a, 1));
    int ok = k ? hk_define_data(vm, HK_ARG(a, 0), k, HK_ARG(a, 2), (unsigned)hk_int_of(HK_ARG(a, 3))) : HK_ERR;
    if (ok == HK_NO)
        return hk_throw(vm, HK_E_TYPE, "cannot define property '%v'", HK_ARG(a, 1));
    return ok == HK_YES ? HK_UNDEFINED : hk_answer(ok);
}

/* [[Get]] of object (or null: TypeError) with a receiver: object, receiver, key. */
HK_FN hk_val hk_nat_getSuper(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val out;
    hk_key k = hk_to_key(vm, HK_ARG(a, 2));
    if (!k)
        return HK_EXCEPTION;
    if (hk_is_nullish(HK_ARG(a, 0)))
        return hk_throw(vm, HK_E_TYPE, "cannot read property '%k' of null", k);
    int st = hk_get(vm, HK_ARG(a, 0), k, HK_ARG(a, 1), &out);
    if (st == HK_CALL)
        return hk_tail_requested(vm, a);
    return st == HK_ERR ? HK_EXCEPTION : out;
}

/* [[Set]] with a receiver: object, receiver, key, value. */
HK_FN hk_val hk_nat_setOn(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_key k = hk_to_key(vm, HK_ARG(a, 2));
    if (!k)
        return HK_EXCEPTION;
    int st = hk_set(vm, HK_ARG(a, 0), k, HK_ARG(a, 3), HK_ARG(a, 1));
    if (st == HK_CALL && vm->call.fn == hk_function(vm, HK_FN_setSlow))
        return hk_tail_requested(vm, a);
    if (st == HK_CALL) {
        HK_ARG(a, 0) = vm->call.fn;
        HK_ARG(a, 1) = vm->call.args[0];
        hk_call_request(vm, hk_function(vm, HK_FN_callSetter), vm->call.self, 2);
        return HK_TAILCALL;
    }
    return hk_answer(st);
}

HK_FN hk_val hk_nat_deleteOwn(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (!hk_is_object(HK_ARG(a, 0)))
        return hk_throw(vm, HK_E_TYPE, "%v is not an object", HK_ARG(a, 0));
    hk_key k = hk_to_key(vm, HK_ARG(a, 1));
    int ok = k ? hk_delete(vm, HK_ARG(a, 0), k) : HK_ERR;
    return hk_answer(ok);
}

HK_FN hk_val hk_nat_deleteGlobal(hk_vm *vm, hk_val *a, int argc)
{
    hk_prop p;
    (void)argc;
    hk_key k = hk_to_key(vm, HK_ARG(a, 0));
    int ok = k ? hk_own(vm, vm->global_lex, k, &p) : HK_ERR;
    if (ok == HK_NO)
        ok = hk_delete(vm, vm->global, hk_to_key(vm, HK_ARG(a, 0)));
    else if (ok == HK_YES)
        ok = HK_NO;
    return hk_answer(ok);
}

HK_FN hk_val hk_nat_getProtoOf(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_proto_of(vm, HK_ARG(a, 0));
}

/* ---- Arrays and internal values ---------------------------------------------------- */

HK_FN hk_val hk_nat_iterPair(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_ref r = hk_alloc_values(vm, 2, HK_UNDEFINED);
    if (!r)
        return HK_EXCEPTION;
    hk_store(vm, &hk_vals(vm, r)[0], HK_ARG(a, 0));
    /* a `next` that is an int would look like a position in a plain array (NEXT): it must fail as what it is */
    hk_val next = hk_is_int(HK_ARG(a, 1)) ? hk_d2u(hk_num_of(HK_ARG(a, 1))) : HK_ARG(a, 1);
    hk_store(vm, &hk_vals(vm, r)[1], next);
    return hk_internal(r);
}

/* A new array with that length, all holes. */
HK_FN hk_val hk_nat_newArray(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    double n = hk_num_of(HK_ARG(a, 0));
    if (n > 4294967295.0)
        return hk_throw(vm, HK_E_RANGE, "invalid array length");
    hk_ref r = hk_new_array(vm, n > 0 && n <= 64 ? (uint32_t)n : 0);
    if (!r)
        return HK_EXCEPTION;
    ((hk_array *)hk_ptr(vm, r))->length = (uint32_t)n;
    return hk_object(r);
}

HK_FN hk_val hk_nat_append(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_append(vm, HK_ARG(a, 0), HK_ARG(a, 1)) ? HK_UNDEFINED : HK_EXCEPTION;
}

/* The intrinsic object of that number. */
HK_FN hk_val hk_nat_intrinsic(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_ref r = hk_intrinsic(vm, (unsigned)hk_int_of(HK_ARG(a, 0)));
    return r ? hk_object(r) : HK_EXCEPTION;
}

/* GetTemplateObject: freezes cooked and raw arrays, and gives the first its `raw`. */
HK_FN hk_val hk_nat_makeTemplate(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (hk_class(vm, HK_ARG(a, 0)) != HK_T_ARRAY || hk_class(vm, HK_ARG(a, 1)) != HK_T_ARRAY)
        return hk_throw(vm, HK_E_TYPE, "bad operand");
    if (hk_define_data(vm, HK_ARG(a, 0), HK_KEY(raw), HK_ARG(a, 1), 0) == HK_ERR)
        return HK_EXCEPTION;
    for (int i = 0; i < 2; i++) {
        if (hk_prevent_extensions(vm, HK_ARG(a, i)) == HK_ERR)
            return HK_EXCEPTION;
        hk_array *t = hk_ptr(vm, hk_ref_of(HK_ARG(a, i)));
        t->unused |= HK_ARRAY_FIXED;
        if (t->o.elems)
            ((hk_block *)hk_ptr(vm, t->o.elems))->word |= HK_ELEMS_FROZEN | HK_ELEMS_SEALED;
    }
    return HK_ARG(a, 0);
}

#define HK_SYMBOL_NATIVE(native, name) \
    HK_FN hk_val hk_nat_##native(hk_vm *vm, hk_val *a, int argc) { (void)vm, (void)a, (void)argc; return hk_symbol(HK_SYM(name)); }
HK_SYMBOL_NATIVE(symIterator, iterator)
HK_SYMBOL_NATIVE(symAsyncIterator, asyncIterator)
HK_SYMBOL_NATIVE(symToPrimitive, toPrimitive)
HK_SYMBOL_NATIVE(symHasInstance, hasInstance)
HK_SYMBOL_NATIVE(symUnscopables, unscopables)
HK_SYMBOL_NATIVE(symSpecies, species)
HK_SYMBOL_NATIVE(symIsConcatSpreadable, isConcatSpreadable)
HK_SYMBOL_NATIVE(symToStringTag, toStringTag)
HK_SYMBOL_NATIVE(symMatch, match)
HK_SYMBOL_NATIVE(symMatchAll, matchAll)
HK_SYMBOL_NATIVE(symReplace, replace)
HK_SYMBOL_NATIVE(symSearch, search)
HK_SYMBOL_NATIVE(symSplit, split)

#ifdef HAKO_BOOTSTRAP
/* The number of the library function a script names, or -1. */
HK_FN int hk_lib_find(hk_vm *vm, hk_ref name)
{
    hk_text t;
    hk_text_of(vm, name, &t);
    for (int i = 0; i < HK_FN_COUNT; i++) {
        uint32_t n = hk_cstr_len(hk_libfn_names[i]);
        hk_text u = { (const uint8_t *)hk_libfn_names[i], NULL, n, 0 };
        if (n && n == t.len && hk_text_compare(&t, &u) == 0)
            return i;
    }
    return -1;
}
#else
HK_FN int hk_lib_find(hk_vm *vm, hk_ref name)
{
    (void)vm, (void)name;
    return -1;
}
#endif
#endif
