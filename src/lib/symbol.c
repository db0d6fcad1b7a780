/* Symbol. The registry of Symbol.for is a VALUES block: symbols, then undefined. */
#ifndef HK_LIB_SYMBOL_C
#define HK_LIB_SYMBOL_C
#include "core.c"
#include "object.c"
#include "string.c"

/* A new symbol with the description in *description. HK_EXCEPTION: out of memory. */
HK_FN hk_val hk_make_symbol(hk_vm *vm, const hk_val *description, unsigned flags)
{
    hk_ref r = hk_alloc(vm, HK_T_SYMBOL, sizeof(hk_sym));
    if (!r)
        return HK_EXCEPTION;
    hk_sym *s = hk_ptr(vm, r);
    s->flags = flags;
    hk_store(vm, &s->description, *description);
    return hk_symbol(r);
}

HK_FN hk_val hk_nat_newSymbol(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_make_symbol(vm, &HK_ARG(a, 0), 0);
}

/* Puts the symbol in *s into the registry, at `at`. */
HK_FN bool hk_register_symbol(hk_vm *vm, const hk_val *s, uint32_t at)
{
    if (at == hk_nvals(vm, vm->symbols)) {
        hk_val *list = hk_push(vm, hk_internal(vm->symbols));
        hk_ref r = at ? hk_resize(vm, list, 8 + (at + at / 2 + 2) * 8) : hk_alloc_values(vm, 4, HK_UNDEFINED);
        hk_pop(vm);
        if (!r)
            return false;
        vm->symbols = r;
    }
    hk_store(vm, &hk_vals(vm, vm->symbols)[at], *s);
    return true;
}

/* Descriptions in the registry are interned: they compare by their bits. */
HK_FN hk_val hk_nat_symbolFor(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val *key = &HK_ARG(a, 0), *made = &HK_THIS(a);
    hk_ref r = hk_intern(vm, hk_ref_of(*key));
    if (!r)
        return HK_EXCEPTION;
    *key = hk_string(r);
    uint32_t i = 0, n = hk_nvals(vm, vm->symbols);
    for (; i < n && hk_is_symbol(hk_vals(vm, vm->symbols)[i]); i++)
        if (hk_symbol_description(vm, hk_ref_of(hk_vals(vm, vm->symbols)[i])) == *key)
            return hk_vals(vm, vm->symbols)[i];
    vm->budget -= (int32_t)i;
    *made = hk_make_symbol(vm, key, HK_SYM_REGISTERED);
    return *made != HK_EXCEPTION && hk_register_symbol(vm, made, i) ? *made : HK_EXCEPTION;
}

HK_FN hk_val hk_nat_symbolKeyFor(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val s = HK_ARG(a, 0);
    if (!hk_is_symbol(s))
        return hk_throw(vm, HK_E_TYPE, "%v is not a symbol", s);
    bool registered = hk_ref_is_block(hk_ref_of(s)) && (((hk_sym *)hk_ptr(vm, hk_ref_of(s)))->flags & HK_SYM_REGISTERED);
    return registered ? hk_symbol_description(vm, hk_ref_of(s)) : HK_UNDEFINED;
}

/* thisSymbolValue */
HK_FN hk_val hk_nat_symbolValueOf(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val v = hk_primitive_of(vm, HK_THIS(a));
    return hk_is_symbol(v) ? v : hk_throw(vm, HK_E_TYPE, "%v is not a symbol", HK_THIS(a));
}

HK_FN hk_val hk_nat_symbolDescription(hk_vm *vm, hk_val *a, int argc)
{
    hk_val v = hk_nat_symbolValueOf(vm, a, argc);
    return v == HK_EXCEPTION ? v : hk_symbol_description(vm, hk_ref_of(v));
}

/* SymbolDescriptiveString */
HK_FN hk_val hk_nat_symbolToString(hk_vm *vm, hk_val *a, int argc)
{
    hk_val v = hk_nat_symbolValueOf(vm, a, argc);
    return v == HK_EXCEPTION ? v : hk_symbol_text(vm, v);
}
#endif
