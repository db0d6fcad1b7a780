/* Explicit resource management: natives. */
#ifndef HK_LIB_DISPOSE_C
#define HK_LIB_DISPOSE_C
#include "error.c"
#include "iterator.c"

/* Gives error object e, just made, what it is about. */
HK_FN hk_val hk_suppress(hk_vm *vm, hk_val e, hk_val *error, hk_val *suppressed)
{
    hk_val *o = hk_push(vm, e);
    bool ok = e != HK_EXCEPTION && hk_add(vm, o, HK_KEY(error), error, HK_P_HIDDEN) && hk_add(vm, o, HK_KEY(suppressed), suppressed, HK_P_HIDDEN);
    e = hk_pop(vm);
    return ok ? e : HK_EXCEPTION;
}

/* error, suppressed, message */
HK_FN hk_val hk_nat_SuppressedError(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_suppress(vm, hk_construct_error(vm, a, &HK_ARG(a, 2)), &HK_ARG(a, 0), &HK_ARG(a, 1));
}
HK_FN hk_val hk_nat_newSuppressed(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_ref proto = hk_intrinsic(vm, HK_IN_SuppressedErrorPrototype), r = proto ? hk_new_error(vm, proto) : 0;
    return hk_suppress(vm, r ? hk_object(r) : HK_EXCEPTION, &HK_ARG(a, 0), &HK_ARG(a, 1));
}

HK_SYMBOL_NATIVE(symDispose, dispose)
HK_SYMBOL_NATIVE(symAsyncDispose, asyncDispose)

/* A stack object: prototype or undefined, asynchronous, what is to be disposed of. */
HK_FN hk_val hk_nat_newStack(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    bool async = HK_ARG(a, 1) == HK_TRUE;
    hk_ref proto = hk_is_object(HK_ARG(a, 0)) ? hk_object_block(vm, HK_ARG(a, 0))
                 : hk_intrinsic(vm, async ? HK_IN_AsyncDisposableStackPrototype : HK_IN_DisposableStackPrototype);
    hk_ref r = proto ? hk_new_class(vm, HK_T_ITERATOR, proto, sizeof(hk_iter)) : 0;
    if (!r)
        return HK_EXCEPTION;
    hk_iter *stack = hk_ptr(vm, r);
    stack->kind = async ? HK_IT_ASYNC_STACK : HK_IT_STACK;
    hk_store(vm, &stack->from, HK_ARG(a, 2));
    return hk_object(r);
}

/* What the stack is to dispose of; undefined: it has. */
HK_FN hk_val hk_nat_stackOf(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (hk_iter_kind(vm, HK_ARG(a, 0)) != (HK_ARG(a, 1) == HK_TRUE ? HK_IT_ASYNC_STACK : HK_IT_STACK))
        return hk_incompatible(vm, HK_ARG(a, 1) == HK_TRUE ? "AsyncDisposableStack" : "DisposableStack", HK_ARG(a, 0));
    return hk_iter_ptr(vm, HK_ARG(a, 0))->from;
}
HK_FN hk_val hk_nat_setStack(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_store(vm, &hk_iter_ptr(vm, HK_ARG(a, 0))->from, HK_ARG(a, 1));
    return HK_UNDEFINED;
}
#endif
