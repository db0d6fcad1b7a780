/* Eval: direct and indirect. */
#ifndef HK_LIB_EVAL_C
#define HK_LIB_EVAL_C
#include "function.c"

/* What eval code may do by the functions around it, as HK_PARSE_*. table: of the innermost scope around it, or undefined. */
HK_FN uint32_t hk_eval_flags(hk_vm *vm, hk_val table)
{
    for (; hk_is_internal(table); table = hk_vals(vm, hk_ref_of(table))[0]) {
        unsigned traits = (unsigned)hk_int_of(hk_vals(vm, hk_ref_of(table))[1]);
        if (traits & HK_ST_FUNCTION)
            return HK_PARSE_NEWTARGET | (traits & HK_ST_SUPER ? HK_PARSE_SUPER : 0u) | (traits & HK_ST_SUPERCALL ? HK_PARSE_SUPERCALL : 0u)
                | (traits & HK_ST_STATIC ? HK_PARSE_STATIC : 0u) | (traits & HK_ST_FIELD ? HK_PARSE_FIELD : 0u);
    }
    return 0;
}

/* PerformEval: asks for a call of the code of *text, a rooted string, with the SCOPE block *env around it, whose table is
 * *table; both undefined: in the global scope. */
HK_FN hk_val hk_perform_eval(hk_vm *vm, hk_val *text, const hk_val *env, const hk_val *table, uint32_t flags)
{
    hk_draft d = { NULL, 0 };
    uint32_t sp = vm->sp;
    hk_ref r = hk_flatten(vm, hk_ref_of(*text));
    if (!r)
        return HK_EXCEPTION;
    *text = hk_string(r);
    hk_draft_string(vm, &d, *text);
    if (!hk_draft_room(vm, &d))
        return HK_EXCEPTION;
    hk_draft_string(vm, &d, *text);
    hk_source source = { "eval", d.text, d.n, flags | HK_PARSE_EVAL | HK_PARSE_WTF8 };
    r = hk_compile_around(vm, &source, table);
    vm->sp = sp;
    if (!r)
        return HK_EXCEPTION;
    *text = hk_internal(r);
    r = hk_new_function(vm, hk_intrinsic(vm, HK_IN_FunctionPrototype));
    if (!r)
        return HK_EXCEPTION;
    hk_func *f = hk_ptr(vm, r);
    hk_store_ref(vm, &f->code, hk_ref_of(*text));
    hk_store_ref(vm, &f->env, hk_is_internal(*env) ? hk_ref_of(*env) : 0);
    hk_call_request(vm, hk_object(r), HK_UNDEFINED, 0);
    return HK_TAILCALL;
}

/* Indirect eval. a[0], which is not needed, says that there is nothing around. */
HK_FN hk_val hk_nat_eval(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    HK_THIS(a) = HK_UNDEFINED;
    return hk_is_string(HK_ARG(a, 0)) ? hk_perform_eval(vm, &HK_ARG(a, 0), &HK_THIS(a), &HK_THIS(a), 0) : HK_ARG(a, 0);
}

/* Is it the running function's %eval%? */
HK_FN hk_val hk_nat_isEval(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_bool(HK_ARG(a, 0) == hk_function(vm, HK_FN_eval));
}

/* Direct eval: text, environment, its table, whether the code around is strict. */
HK_FN hk_val hk_nat_directEval(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (!hk_is_string(HK_ARG(a, 0)))
        return HK_ARG(a, 0);
    uint32_t flags = hk_eval_flags(vm, HK_ARG(a, 2)) | HK_PARSE_INNER | (HK_ARG(a, 3) == HK_TRUE ? HK_PARSE_STRICT : 0u);
    return hk_perform_eval(vm, &HK_ARG(a, 0), &HK_ARG(a, 1), &HK_ARG(a, 2), flags);
}
#endif
