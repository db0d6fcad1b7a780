/* What only the test suite and the command-line tool need (HAKO_TESTING). */
#ifndef HK_TESTING_C
#define HK_TESTING_C
#include "buffers.c"
#include "../lib/function.c"

#ifdef HAKO_TESTING
HAKO_API void hako_test_stress(hako_vm *vm, bool on) { vm->flags = on ? vm->flags | HK_VM_STRESS : vm->flags & ~(uint32_t)HK_VM_STRESS; }
HAKO_API void hako_test_fail_at(hako_vm *vm, uint32_t nth) { vm->fail_at = nth; }

HAKO_API bool hako_disassemble(hako_vm *vm, const char *name, const char *source, size_t length,
                               void (*out)(void *, const char *, size_t), void *ctx)
{
    hk_val f = hk_load(vm, name, source, length);
    if (f == HK_EXCEPTION)
        return false;
    hk_disasm(vm, hk_function_code(vm, f), out, ctx);
    return true;
}

/* print(text): one line through the port. */
HK_FN hako_val hk_test_print(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self;
    hk_val v = hk_from_host(vm, hako_arg(argc, argv, 0));
    v = hk_is_object(v) ? hk_string(HK_KEY(object)) : hk_is_symbol(v) ? hk_string(HK_KEY(symbol)) : hk_to_string_value(vm, v);
    hk_ref s = v == HK_EXCEPTION ? 0 : hk_flatten(vm, hk_ref_of(v));
    if (!s)
        return hako_undefined();
    hk_text t;
    char piece[64];
    hk_text_of(vm, s, &t);
    for (uint32_t i = 0; i <= t.len && vm->port && vm->port->print; i += 15) {
        hk_text part = t;
        if (part.u8)
            part.u8 += i;
        else if (part.u16)
            part.u16 += i;
        part.len = t.len - i < 15 ? t.len - i : 15;
        size_t n = hk_write_utf8(&part, true, piece, sizeof piece);
        if (i + 15 > t.len)
            piece[n++] = '\n';
        vm->port->print(vm->port->context, HAKO_LOG, piece, n);
    }
    return hako_undefined();
}

HK_FN hako_val hk_test_gc(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self, (void)argc, (void)argv;
    hk_collect(vm);
    return hako_undefined();
}

HK_FN hako_val hk_test_eval(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self;
    hako_val result = hako_undefined();
    hk_val v = hk_from_host(vm, hako_arg(argc, argv, 0));
    hk_draft d = { NULL, 0 };
    uint32_t sp = vm->sp;
    hk_ref r = hk_is_string(v) ? hk_flatten(vm, hk_ref_of(v)) : 0;
    bool done = false;
    if (!r)
        return hako_throw(vm, HAKO_ERROR_TYPE, "evalScript takes a string");
    hk_val *text = hk_push(vm, hk_string(r));
    hk_draft_string(vm, &d, *text);
    bool ok = hk_may_call(vm) && hk_draft_room(vm, &d);
    if (ok)
        hk_draft_string(vm, &d, *text);
    hk_pop(vm);
    v = ok ? hk_load(vm, "evalScript", d.text, d.n) : HK_EXCEPTION;
    vm->sp = sp;
    if (v == HK_EXCEPTION)
        return result;
    int32_t before = vm->budget;
    ok = hk_push_call(vm, v, vm->global, 0, NULL, false, &done);
    hk_run_nested(vm, before, !ok ? HK_IN_ERROR : done ? HK_IN_RESULT : HK_IN_SCRIPT, &result);
    return result;
}

#if HAKO_WITH_TYPED_ARRAYS
HK_FN hako_val hk_test_detach(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self;
    if (hako_typeof(vm, hako_arg(argc, argv, 0)) != HAKO_ARRAY_BUFFER)
        return hako_throw(vm, HAKO_ERROR_TYPE, "detachArrayBuffer takes an ArrayBuffer");
    hako_buffer_detach(vm, hako_arg(argc, argv, 0));
    return hako_null();
}
#endif

HK_FN hako_val hk_test_262_object(hako_vm *vm);

/* $262.createRealm */
HK_FN hako_val hk_test_realm(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self, (void)argc, (void)argv;
    hako_realm realm = hako_realm_new(vm);
    if (!realm.number)
        return hako_undefined();
    realm = hako_realm_enter(vm, realm);
    hako_val o = hk_test_262_object(vm);
    hako_realm_enter(vm, realm);
    return o;
}

/* $262 of the current realm */
HK_FN hako_val hk_test_262_object(hako_vm *vm)
{
    hako_val o = hako_object(vm);
    hako_set(vm, o, "global", hako_global(vm));
    hako_set_function(vm, o, "gc", hk_test_gc, 0);
    hako_set_function(vm, o, "evalScript", hk_test_eval, 1);
    hako_set_function(vm, o, "createRealm", hk_test_realm, 0);
#if HAKO_WITH_TYPED_ARRAYS
    hako_set_function(vm, o, "detachArrayBuffer", hk_test_detach, 1);
#endif
    return o;
}

#if HAKO_WITH_SAVE
HAKO_API const hako_binding *hako_test_bindings(size_t *count)
{
    static const hako_binding bindings[] = {
        { "print", hk_test_print, NULL, NULL }, { "gc", hk_test_gc, NULL, NULL }, { "evalScript", hk_test_eval, NULL, NULL },
        { "createRealm", hk_test_realm, NULL, NULL },
#if HAKO_WITH_TYPED_ARRAYS
        { "detachArrayBuffer", hk_test_detach, NULL, NULL },
#endif
    };
    *count = HK_COUNT(bindings);
    return bindings;
}
#endif

HAKO_API void hako_test_262(hako_vm *vm)
{
    hako_scope scope = hako_scope_open(vm);
    hako_set_function(vm, hako_global(vm), "print", hk_test_print, 1);
    hako_set(vm, hako_global(vm), "$262", hk_test_262_object(vm));
    hako_scope_close(vm, scope);
}
#endif
#endif
