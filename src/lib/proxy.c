/* Proxies: making them. What they do is in proxy.js. */
#ifndef HK_LIB_PROXY_C
#define HK_LIB_PROXY_C
#include "core.c"
#if HAKO_WITH_PROXY

/* ProxyCreate: target, handler */
HK_FN hk_val hk_nat_makeProxy(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    for (int i = 0; i < 2; i++)
        if (!hk_is_object(HK_ARG(a, i)))
            return hk_throw(vm, HK_E_TYPE, "a proxy's %s must be an object, not %v", i ? "handler" : "target", HK_ARG(a, i));
    hk_ref r = hk_new_intrinsic_class(vm, HK_T_PROXY, HK_IN_ProxyMark, sizeof(hk_proxy));
    if (!r)
        return HK_EXCEPTION;
    hk_proxy *p = hk_ptr(vm, r);
    hk_store(vm, &p->target, HK_ARG(a, 0));
    hk_store(vm, &p->handler, HK_ARG(a, 1));
    p->can = (hk_is_callable(vm, p->target) ? HK_PROXY_CALL : 0u) | (hk_is_constructor(vm, p->target) ? HK_PROXY_CONSTRUCT : 0u);
    return hk_object(r);
}

HK_FN hk_val hk_nat_Proxy(hk_vm *vm, hk_val *a, int argc)
{
    if (HK_NEWTARGET(a) == HK_UNDEFINED)
        return hk_needs_new(vm, "Proxy");
    return hk_nat_makeProxy(vm, a, argc);
}

/* Begins with ValidateNonRevokedProxy. */
HK_FN hk_val hk_nat_proxyTarget(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val target = hk_proxy_ptr(vm, HK_ARG(a, 0))->target;
    return target != HK_NULL ? target : hk_throw(vm, HK_E_TYPE, "proxy has been revoked");
}

/* Null: it has been revoked. */
HK_FN hk_val hk_nat_proxyHandler(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_proxy_ptr(vm, HK_ARG(a, 0))->handler;
}

HK_FN hk_val hk_nat_revokeProxy(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_proxy *p = hk_proxy_ptr(vm, HK_ARG(a, 0));
    hk_store(vm, &p->target, HK_NULL);
    hk_store(vm, &p->handler, HK_NULL);
    return HK_UNDEFINED;
}
#endif
#endif
