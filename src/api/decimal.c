/* Decimals for the host. */
#ifndef HK_API_DECIMAL_C
#define HK_API_DECIMAL_C
#include "api.c"
#include "../lib/decimal.c"

#if HAKO_WITH_DECIMAL

HK_FN hako_val hk_host_decimal(hk_vm *vm, const hk_dec *d)
{
    hk_val v = hk_new_decimal(vm, HK_UNDEFINED, d);
    return v == HK_EXCEPTION ? hako_undefined() : hk_to_host(vm, v);
}

HAKO_API hako_val hako_decimal(hako_vm *vm, const char *text)
{
    hk_dec d;
    hk_ref s = HK_VM(vm) && vm->exception == HK_EMPTY ? hk_str_utf8(vm, text ? text : "", text ? hk_cstr_len(text) : 0) : 0;
    if (!s)
        return hako_undefined();
    hk_val *v = hk_push(vm, hk_string(s));
    int found = hk_to_dec(vm, v, 0, &d);
    hk_pop(vm);
    return found == HK_YES ? hk_host_decimal(vm, &d) : hako_undefined();
}

HAKO_API hako_val hako_decimal_scaled(hako_vm *vm, int64_t units, int scale)
{
    hk_dec d;
    hk_exact w = { { 0 }, 0, units < 0, false };
    uint64_t u = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
    int32_t most = (int32_t)HK_MAX_SCALE;               /* as good as any beyond */
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return hako_undefined();
    w.c[0] = (uint32_t)u;
    w.c[1] = (uint32_t)(u >> 32);
    hk_dec_finish(&d, HK_DEC_FINITE, &w, scale > most ? most : scale < -most ? -most : (int32_t)scale);
    return hk_host_decimal(vm, &d);
}

HAKO_API bool hako_is_decimal(hako_vm *vm, hako_val v) { return hk_dec_of(vm, hk_from_host(vm, v)); }

HAKO_API size_t hako_to_decimal_text(hako_vm *vm, hako_val v, char *buffer, size_t size)
{
    char digits[HK_DEC_TEXT_MAX];
    const hk_dec *d = hk_dec_of(vm, hk_from_host(vm, v));
    hk_text t = { (const uint8_t *)digits, NULL, d ? (uint32_t)hk_dec_text(d, digits) : 0, 0 };
    return hk_write_utf8(&t, false, buffer, buffer ? size : 0);
}

HAKO_API bool hako_decimal_to_scaled(hako_vm *vm, hako_val h, int scale, int64_t *units)
{
    hk_exact w;
    int32_t most = (int32_t)HK_MAX_SCALE;
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return false;
    hk_val v = hk_from_host(vm, h);
    const hk_dec *d = hk_dec_of(vm, v);
    if (!d) {
        hk_throw(vm, HK_E_TYPE, "%v is not a Decimal", v);
        return false;
    }
    if (!hk_dec_to_integer(vm, &w, d, scale > most ? most : scale < -most ? -most : (int32_t)scale))
        return false;
    int32_t n = hk_exact_digits(w.c);
    if (n + w.e <= 20)
        hk_exact_up(w.c, w.e);
    uint64_t u = (uint64_t)w.c[1] << 32 | w.c[0], limit = (uint64_t)INT64_MAX + w.negative;
    if ((n && n + w.e > 20) || w.c[2] || w.c[3] || u > limit) {
        hk_throw(vm, HK_E_RANGE, "the Decimal does not fit 64 bits");
        return false;
    }
    if (units)
        *units = (int64_t)(w.negative ? 0 - u : u);
    return true;
}
#endif
#endif
