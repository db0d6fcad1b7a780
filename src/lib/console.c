/* console: what the formatter in console.js looks at, and the way to the port. */
#ifndef HK_LIB_CONSOLE_C
#define HK_LIB_CONSOLE_C
#include "string.c"
#include "error.c"
#include "../api/public.h"

/* Prints a text with each of its lines indented, and ends the line: level, text, indentation. */
HK_FN hk_val hk_nat_console_print(hk_vm *vm, hk_val *a, int argc)
{
    hk_text t;
    uint8_t buffer[96];
    uint32_t n = 0, c, indent = hk_to_uint32(hk_num_of(HK_ARG(a, 2))), blanks = indent;
    (void)argc;
    if (!vm->port || !vm->port->print)
        return HK_UNDEFINED;
    if (!hk_flat_text(vm, &HK_ARG(a, 1), &t))
        return HK_EXCEPTION;
    hk_charge_units(vm, t.len);
    for (uint32_t i = 0; i <= t.len;) {
        if (blanks) {
            c = ' ';
            blanks--;
        } else if (i < t.len) {
            c = hk_next_code_point(&t, &i);
            blanks = c == '\n' ? indent : 0;
        } else {
            c = '\n';
            i++;
        }
        n += (uint32_t)hk_utf8_encode(c, false, buffer + n);
        if (i > t.len || n > sizeof buffer - 4) {
            vm->port->print(vm->port->context, (int)hk_num_of(HK_ARG(a, 0)), (const char *)buffer, n);
            n = 0;
        }
    }
    return HK_UNDEFINED;
}

HK_FN hk_val hk_nat_consoleState(hk_vm *vm, hk_val *a, int argc)
{
    (void)a, (void)argc;
    hk_ref r = hk_intrinsic(vm, HK_IN_consoleState);
    return r ? hk_object(r) : HK_EXCEPTION;
}

/* ---- Primitives as text ------------------------------------------------------------------- */

HK_FN bool hk_has_unit(const hk_text *t, uint32_t unit)
{
    for (uint32_t i = 0; i < t->len; i++)
        if (hk_unit(t, i) == unit)
            return true;
    return false;
}

/* The string in *v, quoted by ' or, where it has some, by " or `. */
HK_FN hk_val hk_quoted(hk_vm *vm, hk_val *v)
{
    hk_text t;
    if (!hk_flat_text(vm, v, &t))
        return HK_EXCEPTION;
    hk_charge_units(vm, t.len * 4);
    uint8_t quote = !hk_has_unit(&t, '\'') ? '\'' : !hk_has_unit(&t, '"') ? '"' : !hk_has_unit(&t, '`') ? '`' : '\'';
    hk_ref r = hk_str_new(vm, hk_write_quoted(&t, quote, false, NULL, 0), hk_str_wide(vm, hk_ref_of(*v)));
    if (!r)
        return HK_EXCEPTION;
    hk_text_of(vm, hk_ref_of(*v), &t);
    hk_write_quoted(&t, quote, false, hk_ptr(vm, r), 0);
    return hk_string(hk_str_done(vm, r));
}

/* A primitive value, or a Date, as the formatter shows it. */
HK_FN hk_val hk_nat_inspectText(hk_vm *vm, hk_val *a, int argc)
{
    hk_val v = HK_ARG(a, 0);
    (void)argc;
    if (hk_is_string(v))
        return hk_quoted(vm, &HK_ARG(a, 0));
    if (hk_is_symbol(v))
        return hk_symbol_text(vm, v);
    if (v == HK_SIGN_BIT)
        return hk_string_result(hk_str_latin1(vm, (const uint8_t *)"-0", 2));
#if HAKO_WITH_DATE
    if (hk_class(vm, v) == HK_T_DATE)
        return hk_date_text(vm, hk_date_value(vm, v), HK_FORMAT_ISO);
#endif
    return hk_to_string_value(vm, v);
}

HK_FN hk_val hk_nat_isIdentifier(hk_vm *vm, hk_val *a, int argc)
{
    hk_text t;
    (void)argc;
    if (!hk_flat_text(vm, &HK_ARG(a, 0), &t))
        return HK_EXCEPTION;
    for (uint32_t i = 0; i < t.len; i++) {
        uint32_t c = hk_unit(&t, i);
        if (!(hk_ascii_is_letter(c) || c == '_' || (i > 0 && c - '0' < 10)))
            return HK_FALSE;
    }
    return hk_bool(t.len != 0);
}

/* ---- Objects, without running a script ---------------------------------------------------- */

HK_FN hk_val hk_nat_inspectClass(hk_vm *vm, hk_val *a, int argc)
{
    hk_val v = HK_ARG(a, 0);
    (void)argc;
    if (hk_is_callable(vm, v)) {
        const hk_code *code = hk_function_code(vm, v);
        unsigned flags = code ? code->flags : 0;
        return hk_string(flags & HK_CF_CLASS ? HK_KEY(class)
                         : flags & HK_CF_GENERATOR ? HK_KEY(GeneratorFunction) : HK_KEY(Function));
    }
    switch (hk_class(vm, v)) {
    case HK_T_ARRAY:     return hk_string(HK_KEY(Array));
    case HK_T_TYPED:     return hk_string(HK_KEY(TypedArray));
    case HK_T_MAP:       return hk_string(HK_KEY(Map));
    case HK_T_SET:       return hk_string(HK_KEY(Set));
    case HK_T_ERROR:     return hk_string(HK_KEY(Error));
    case HK_T_DATE:      return hk_string(HK_KEY(Date));
    case HK_T_ARGUMENTS: return hk_string(HK_KEY(Arguments));
    case HK_T_PRIMITIVE: return hk_string(HK_KEY(Primitive));
    default:             return hk_string(HK_KEY(Object));
    }
}

HK_FN hk_val hk_nat_primitiveOf(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_primitive_of(vm, HK_ARG(a, 0));
}

HK_FN hk_val hk_nat_errorText(hk_vm *vm, hk_val *a, int argc)
{
    a[0] = HK_ARG(a, 0);
    return hk_nat_errorStack(vm, a, argc);
}

/* The value of an own data property, undefined if there is none, or it is an export that is not initialised. */
HK_FN hk_val hk_nat_ownData(hk_vm *vm, hk_val *a, int argc)
{
    hk_prop p;
    (void)argc;
    hk_key k = hk_to_key(vm, HK_ARG(a, 1));
    int found = k ? hk_own(vm, HK_ARG(a, 0), k, &p) : HK_ERR;
    if (found == HK_ERR)
        return k && hk_has_export(vm, found, &p) ? HK_UNDEFINED : HK_EXCEPTION;
    return found == HK_YES && !(p.flags & HK_P_ACCESSOR) ? p.value : HK_UNDEFINED;
}

/* What an own accessor property has, as text; undefined if there is none. */
HK_FN hk_val hk_nat_accessorKind(hk_vm *vm, hk_val *a, int argc)
{
    hk_prop p;
    (void)argc;
    hk_key k = hk_to_key(vm, HK_ARG(a, 1));
    int found = k ? hk_own(vm, HK_ARG(a, 0), k, &p) : HK_ERR;
    if (found == HK_ERR)
        return HK_EXCEPTION;
    if (found != HK_YES || !(p.flags & HK_P_ACCESSOR))
        return HK_UNDEFINED;
    bool get = hk_getter(vm, p.value) != HK_UNDEFINED, set = hk_setter(vm, p.value) != HK_UNDEFINED;
    return hk_string(get && set ? HK_KEY(GetterSetter) : set ? HK_KEY(Setter) : HK_KEY(Getter));
}

/* An array of the enumerable own keys; of an array without its elements, of a String object without its units. */
HK_FN hk_val hk_nat_inspectKeys(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    unsigned which = hk_is_namespace(vm, HK_ARG(a, 0)) ? HK_KEYS_STRINGS : HK_KEYS_STRINGS | HK_KEYS_SYMBOLS | HK_KEYS_ENUMERABLE;
    hk_ref r = hk_own_keys(vm, HK_ARG(a, 0), which);
    if (!r)
        return HK_EXCEPTION;
    HK_ARG(a, 1) = hk_internal(r);
    unsigned type = hk_class(vm, HK_ARG(a, 0));
    bool list = type == HK_T_ARRAY || type == HK_T_TYPED || type == HK_T_PRIMITIVE;
    uint32_t n = hk_nvals(vm, r), i = 0, index;
    vm->budget -= (int32_t)n;
    if ((r = hk_new_array(vm, 0)) == 0)
        return HK_EXCEPTION;
    a[0] = hk_object(r);
    for (; i < n; i++) {
        hk_text t;
        hk_val key = hk_vals(vm, hk_ref_of(HK_ARG(a, 1)))[i];
        if (list && hk_is_string(key) && (hk_text_of(vm, hk_ref_of(key), &t), hk_text_index(&t, UINT32_MAX - 1, &index)))
            continue;
        if (!hk_append(vm, a[0], key))
            return HK_EXCEPTION;
    }
    return a[0];
}

/* Where the run of absent elements ends that begins at an index of an array. */
HK_FN hk_val hk_nat_holeEnd(hk_vm *vm, hk_val *a, int argc)
{
    const hk_array *o = hk_ptr(vm, hk_ref_of(HK_ARG(a, 0)));
    const hk_shape *s = hk_shape_of(vm, &o->o);
    uint32_t from = hk_to_uint32(hk_num_of(HK_ARG(a, 1))), end = o->length, have = hk_nvals(vm, o->o.elems), index, i = from;
    (void)argc;
    while (i < have && i < end && hk_element(vm, &o->o, i) == HK_EMPTY)
        i++;
    vm->budget -= (int32_t)(i - from + s->count);
    if (i < have && i < end)
        end = i;
    for (i = 0; i < s->count; i++) {            /* sparse ones are among the properties */
        const hk_entry *e = &((hk_table *)hk_ptr(vm, s->table))->entries[i];
        if (e->key && !(e->info & HK_P_DELETED) && hk_key_array_index(vm, e->key, &index) && index >= from && index < end)
            end = index;
    }
    return hk_uint(end);
}

#if HAKO_WITH_CONSOLE
/* An error with the trace of this moment */
HK_FN hk_val hk_nat_traceError(hk_vm *vm, hk_val *a, int argc)
{
    (void)a, (void)argc;
    hk_ref proto = hk_intrinsic(vm, HK_IN_ErrorPrototype), r = proto ? hk_new_error(vm, proto) : 0;
    return r ? hk_object(r) : HK_EXCEPTION;
}
#endif
#endif
