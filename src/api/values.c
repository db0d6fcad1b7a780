/* The public functions that look at values: kinds, equality, conversions, texts, symbols, weak handles. */
#ifndef HK_API_VALUES_C
#define HK_API_VALUES_C
#include "api.c"
#include "../lib/symbol.c"

/* Is `o` an object, and the VM ready to work on it? If not, an exception is pending. */
HK_FN bool hk_needs_object(hk_vm *vm, hako_val o)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return false;
    hk_val v = hk_from_host(vm, o);
    if (!hk_is_object(v))
        hk_throw(vm, HK_E_TYPE, "%v is not an object", v);
    return hk_is_object(v);
}

/* Runs library function `id` of up to four values to its end. *result (may be NULL) is undefined if it fails. */
HK_FN bool hk_ask(hk_vm *vm, unsigned id, const hako_val *values, unsigned n, hako_val *result)
{
    bool ready = HK_VM(vm) && vm->exception == HK_EMPTY;
    for (unsigned i = 0; ready && i < HK_COUNT(vm->call.args); i++)
        vm->call.args[i] = i < n ? hk_from_host(vm, values[i]) : HK_UNDEFINED;
    if (result)                                 /* which may be among the values */
        result->bits = HK_UNDEFINED;
    if (!ready)
        return false;
    hk_call_request(vm, hk_function(vm, id), HK_UNDEFINED, HK_COUNT(vm->call.args));
    return hk_host_accessor(vm, result) == HAKO_DONE;
}

/* The same of what must be an object, and one value more. */
HK_FN bool hk_ask_object(hk_vm *vm, unsigned id, hako_val o, hako_val v, hako_val *result)
{
    if (result)
        result->bits = HK_UNDEFINED;
    if (!hk_needs_object(vm, o))
        return false;
    hk_ask_library(vm, id, hk_from_host(vm, o), hk_from_host(vm, v), HK_UNDEFINED, HK_UNDEFINED);
    return hk_host_accessor(vm, result) == HAKO_DONE;
}

HAKO_API hako_object_kind hako_kindof(hako_vm *vm, hako_val h)
{
#define HK_KIND(type, kind) [HK_T_##type - HK_T_OBJECT] = HAKO_OBJECT_##kind
    static const uint8_t kinds[HK_T_COUNT - HK_T_OBJECT] = {
        HK_KIND(OBJECT, PLAIN), HK_KIND(ARRAY, ARRAY), HK_KIND(FUNCTION, FUNCTION), HK_KIND(BOUND, FUNCTION),
        HK_KIND(ERROR, ERROR), HK_KIND(PRIMITIVE, WRAPPER), HK_KIND(ARGUMENTS, ARGUMENTS), HK_KIND(MAP, MAP), HK_KIND(SET, SET),
        HK_KIND(WEAKMAP, WEAK_MAP), HK_KIND(WEAKSET, WEAK_SET), HK_KIND(WEAKREF, WEAK_REF),
        HK_KIND(REGISTRY, FINALIZATION_REGISTRY), HK_KIND(ITERATOR, ITERATOR), HK_KIND(GENERATOR, GENERATOR),
        HK_KIND(ASYNCGEN, ASYNC_GENERATOR), HK_KIND(PROMISE, PROMISE), HK_KIND(REGEXP, REGEXP), HK_KIND(DATE, DATE),
        HK_KIND(PROXY, PROXY), HK_KIND(BUFFER, ARRAY_BUFFER), HK_KIND(TYPED, TYPED_ARRAY), HK_KIND(VIEW, DATA_VIEW),
        HK_KIND(NAMESPACE, NAMESPACE) };
#undef HK_KIND
    hk_val v = hk_from_host(vm, h);
    unsigned type = hk_class(vm, v), kind = type ? kinds[type - HK_T_OBJECT] : HAKO_NO_OBJECT;
    if (type == HK_T_BUFFER && (((hk_buffer *)hk_ptr(vm, hk_ref_of(v)))->flags & HK_BUFFER_SHARED))
        return HAKO_OBJECT_SHARED_ARRAY_BUFFER;
    if (hk_is_object(v) && kind <= HAKO_OBJECT_PLAIN)
        return hk_is_callable(vm, v) ? HAKO_OBJECT_FUNCTION : HAKO_OBJECT_PLAIN;
    return (hako_object_kind)kind;
}

/* ---- Equality --------------------------------------------------------------------------------------------------------- */

HAKO_API bool hako_equals(hako_vm *vm, hako_val a, hako_val b)
{
    return HK_VM(vm) && hk_strict_equal(vm, hk_from_host(vm, a), hk_from_host(vm, b));
}

HAKO_API bool hako_same(hako_vm *vm, hako_val a, hako_val b)
{
    return HK_VM(vm) && hk_same_value(vm, hk_from_host(vm, a), hk_from_host(vm, b));
}

HAKO_API bool hako_equals_loosely(hako_vm *vm, hako_val a, hako_val b)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return false;
    hk_val x = hk_from_host(vm, a), y = hk_from_host(vm, b);
    if (hk_is_nullish(x) || hk_is_nullish(y))
        return hk_is_nullish(x) && hk_is_nullish(y);
    if (hk_is_object(x) == hk_is_object(y) && hk_is_object(x))
        return x == y;
    hk_ask_library(vm, HK_FN_opEq, x, y, HK_UNDEFINED, HK_UNDEFINED);
    return hk_host_accessor(vm, NULL) == HAKO_DONE && vm->result == HK_TRUE;
}

/* ---- Conversions ------------------------------------------------------------------------------------------------------ */

HAKO_API hako_val hako_convert(hako_vm *vm, hako_val v, hako_conversion to)
{
    static const uint16_t functions[] = { HK_FN_toPrimitive, HK_FN_toNumber, HK_FN_opNumeric, HK_FN_toInteger, HK_FN_toString,
                                          HK_FN_toKey, HK_FN_toObject, HK_FN_toBigInt };
    hako_val result = { HK_UNDEFINED };
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return result;
    if ((unsigned)to >= HK_COUNT(functions)) {
        hk_throw(vm, HK_E_RANGE, "no such conversion");
        return result;
    }
    hk_ask_library(vm, functions[to], hk_from_host(vm, v), hk_string(HK_KEY(default)), HK_UNDEFINED, HK_UNDEFINED);
    if (hk_host_accessor(vm, &result) != HAKO_DONE && vm->exception != HK_EMPTY)
        hk_note_phase(vm, HAKO_CONVERTING);
    return result;
}

HAKO_API bool hako_bool_or(hako_vm *vm, hako_val h, bool otherwise)
{
    hk_val v = HK_VM(vm) ? hk_from_host(vm, h) : HK_UNDEFINED;
    return hk_is_bool(v) ? v == HK_TRUE : otherwise;
}

HAKO_API double hako_number_or(hako_vm *vm, hako_val h, double otherwise)
{
    hk_val v = HK_VM(vm) ? hk_from_host(vm, h) : HK_UNDEFINED;
    return hk_is_number(v) ? hk_num_of(v) : otherwise;
}

HAKO_API int32_t hako_int_or(hako_vm *vm, hako_val h, int32_t otherwise)
{
    hk_val v = HK_VM(vm) ? hk_from_host(vm, h) : HK_UNDEFINED;
    v = hk_is_number(v) ? hk_number(hk_num_of(v)) : v;
    return hk_is_int(v) ? hk_int_of(v) : otherwise;
}

HAKO_API size_t hako_string_or(hako_vm *vm, hako_val v, const char *otherwise, char *buffer, size_t size)
{
    if (HK_VM(vm) && hk_is_string(hk_from_host(vm, v)))
        return hako_to_string(vm, v, buffer, size);
    hk_output out = { NULL, buffer, buffer ? size : 0, 0, 0, false };
    uint32_t n = otherwise ? hk_cstr_len(otherwise) : 0, cp;
    for (uint32_t i = 0; i < n; hk_output_put(&out, cp))
        i += (uint32_t)hk_utf8_decode_lossy((const uint8_t *)otherwise + i, n - i, true, &cp);
    return hk_output_end(&out);
}

/* ---- Strings and symbols ---------------------------------------------------------------------------------------------- */

HAKO_API hako_val hako_string_utf16(hako_vm *vm, const uint16_t *units, size_t length)
{
    hk_ref r = HK_KEY(empty);
    if (!HK_VM(vm))
        return hako_undefined();
    if (units && length > HK_MAX_STRING) {
        vm->exception = HK_TOO_LONG;
        return hako_undefined();
    }
    if (units && length)
        r = hk_str_utf16(vm, units, (uint32_t)length);
    return r ? hk_to_host(vm, hk_string(r)) : hako_undefined();
}

HAKO_API bool hako_text_of(hako_vm *vm, hako_val h, hako_text *text)
{
    hk_text t;
    hk_val v = hk_from_host(vm, h);
    memset(text, 0, sizeof *text);
    hk_ref s = hk_is_string(v) ? hk_flatten(vm, hk_ref_of(v)) : 0;
    if (!s)
        return false;
    hk_text_of(vm, s, &t);
    text->latin1 = t.u8;
    text->utf16 = t.u16;
    text->length = t.len;
    if (!t.u8 && !t.u16) {              /* the string is the unit itself, which needs a place */
        uint8_t byte = (uint8_t)t.unit;
        void *place = &vm->call.padding;
        memcpy(place, t.unit < 256 ? (const void *)&byte : &t.unit, t.unit < 256 ? 1 : 2);
        text->latin1 = t.unit < 256 ? place : NULL;
        text->utf16 = t.unit < 256 ? NULL : place;
    }
    return true;
}

HAKO_API hako_val hako_symbol(hako_vm *vm, const char *description)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return hako_undefined();
    hk_ref r = description ? hk_str_utf8(vm, description, hk_cstr_len(description)) : 0;
    if (description && !r)
        return hako_undefined();
    hk_val *text = hk_push(vm, r ? hk_string(r) : HK_UNDEFINED), v = hk_make_symbol(vm, text, 0);
    hk_pop(vm);
    return v == HK_EXCEPTION ? hako_undefined() : hk_to_host(vm, v);
}

/* The symbol that is Symbol[name], or undefined. */
HK_FN hk_val hk_well_known(const char *name)
{
    uint32_t n = hk_cstr_len(name);
    for (unsigned i = 0; i < HK_SYMBOL_COUNT; i++) {
        unsigned atom = hk_symbol_atom[i], skip = sizeof "Symbol." - 1;
        if (hk_atom_start[atom + 1] - hk_atom_start[atom] == (int)(n + skip) &&
            !hk_memcmp(hk_atom_text + hk_atom_start[atom] + skip, name, n))
            return hk_symbol(HK_WELLKNOWN_REF(i));
    }
    return HK_UNDEFINED;
}

HAKO_API hako_val hako_symbol_for(hako_vm *vm, const char *name)
{
    hako_val result = { HK_UNDEFINED };
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return result;
    if (name && name[0] == '@' && name[1] == '@')
        return hk_to_host(vm, hk_well_known(name + 2));
    hk_ref r = hk_str_utf8(vm, name ? name : "", name ? hk_cstr_len(name) : 0);
    if (!r)
        return result;
    hk_ask_library(vm, HK_FN_Symbol_for, hk_string(r), HK_UNDEFINED, HK_UNDEFINED, HK_UNDEFINED);
    hk_host_accessor(vm, &result);
    return result;
}

/* ---- Weak handles ----------------------------------------------------------------------------------------------------- */

HAKO_API hako_val hako_keep_weak(hako_vm *vm, hako_val h)
{
    hk_val v = HK_VM(vm) ? hk_from_host(vm, h) : HK_UNDEFINED;
    if (hk_is_immediate(v))
        return hk_host_value(v);
    if (!HAKO_WITH_WEAK) {
        hk_throw(vm, HK_E_TYPE, "weak handles are not supported in this build");
        return hako_undefined();
    }
    hk_val *value = hk_push(vm, v);
    hk_ref r = hk_alloc(vm, HK_T_WEAK, 16);
    v = *value;
    hk_pop(vm);
    if (!r)
        return hako_undefined();
    ((hk_block *)hk_ptr(vm, r))->word = HK_WEAK_VALUES;
    hk_store(vm, &hk_vals(vm, r)[0], v);
    return hk_keep(vm, hk_internal(r));
}
#endif
