/* Errors: the constructors, and the text of a trace. */
#ifndef HK_LIB_ERROR_C
#define HK_LIB_ERROR_C
#include "core.c"
#include "object.c"
#include "../vm/error.c"

/* The error that a constructor's window asks for, with its message: a string or undefined. HK_EXCEPTION: out of memory. */
HK_FN hk_val hk_construct_error(hk_vm *vm, const hk_val *a, hk_val *message)
{
    hk_ref proto = hk_constructor_proto(vm, a), r = proto ? hk_new_error(vm, proto) : 0;
    if (!r)
        return HK_EXCEPTION;
    hk_val *e = hk_push(vm, hk_object(r));
    bool ok = *message == HK_UNDEFINED || hk_add(vm, e, HK_KEY(message), message, HK_P_HIDDEN);
    hk_val made = hk_pop(vm);
    return ok ? made : HK_EXCEPTION;
}

/* Every kind's constructor: message, options. */
HK_FN hk_val hk_nat_Error(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val e = hk_construct_error(vm, a, &HK_ARG(a, 0));
    if (e == HK_EXCEPTION || !hk_is_object(HK_ARG(a, 1)))
        return e;
    HK_ARG(a, 0) = e;
    hk_call_request(vm, hk_function(vm, HK_FN_installCause), HK_UNDEFINED, 2);
    return HK_TAILCALL;
}

HK_FN hk_val hk_nat_AggregateError(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val e = hk_construct_error(vm, a, &HK_ARG(a, 1));
    if (e == HK_EXCEPTION)
        return e;
    HK_ARG(a, 1) = e;
    hk_call_request(vm, hk_function(vm, HK_FN_aggregateErrors), HK_UNDEFINED, 3);
    return HK_TAILCALL;
}

HK_FN hk_val hk_nat_isError(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_bool(hk_class(vm, HK_ARG(a, 0)) == HK_T_ERROR);
}
HK_FN hk_val hk_nat_isErrorPrototype(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_bool(HK_ARG(a, 0) == hk_object(hk_intrinsic(vm, HK_IN_ErrorPrototype)));
}

/* ---- The trace as text --------------------------------------------------------------- */

HK_FN uint32_t hk_read_varint(const uint8_t **p)
{
    uint32_t v = 0, shift = 0;
    do
        v |= (uint32_t)(**p & 0x7F) << shift, shift += 7;
    while (*(*p)++ & 0x80);
    return v;
}

/* Where in the source the instruction before `pc` comes from. Line 0: unknown. */
HK_FN void hk_find_position(const hk_code *code, uint32_t pc, uint32_t *line, uint32_t *column)
{
    const uint8_t *p = hk_code_positions(code), *end = p + code->npositions;
    uint32_t at = 0, n = 1;
    *line = *column = 0;
    while (p < end && (at += hk_read_varint(&p)) < pc) {
        uint32_t difference = hk_read_varint(&p);
        *line = n += difference >> 1 ^ (0u - (difference & 1));
        *column = hk_read_varint(&p);
    }
}

/* Frame i of a trace is "\n    at name (", the file's name and ":line:column)". */
HK_INLINE hk_ref hk_trace_code(hk_vm *vm, hk_ref trace, uint32_t i) { return hk_ref_of(hk_vals(vm, trace)[2 * i]); }

HK_FN void hk_put_frame_name(hk_message *m, hk_ref trace, uint32_t i)
{
    hk_text name;
    hk_code_text(m->vm, hk_trace_code(m->vm, trace, i), false, &name);
    if (!name.len)
        hk_text_of(m->vm, HK_KEY(anonymous), &name);
    hk_message_put(m, "\n    at ", 8);
    hk_put_units(m, &name);
    hk_message_put(m, " (", 2);
}

HK_FN void hk_put_frame_place(hk_message *m, hk_ref trace, uint32_t i)
{
    uint32_t line, column;
    char number[12] = ":";
    hk_find_position(hk_code_ptr(m->vm, hk_trace_code(m->vm, trace, i)), (uint32_t)hk_int_of(hk_vals(m->vm, trace)[2 * i + 1]), &line, &column);
    if (line) {
        hk_message_put(m, number, 1 + (uint32_t)hk_uint32_to_string(line, number + 1));
        hk_message_put(m, number, 1 + (uint32_t)hk_uint32_to_string(column, number + 1));
    }
    hk_message_put(m, ")", 1);
}

/* The trace of an error, a VALUES block, or 0 */
HK_FN hk_ref hk_trace_of(hk_vm *vm, hk_val v)
{
    hk_val trace = hk_class(vm, v) == HK_T_ERROR ? ((hk_val *)hk_ptr(vm, hk_ref_of(v)))[2] : HK_UNDEFINED;
    return hk_is_internal(trace) ? hk_ref_of(trace) : 0;
}

/* Prints what is in the message and empties it. */
HK_FN void hk_flush_message(hk_message *m)
{
    hk_vm *vm = m->vm;
    if (m->n)
        vm->port->print(vm->port->context, HAKO_ERROR, m->text, m->n);
    m->n = 0;
}

/* Prints the trace of a value that was not caught, a line for each frame. Does not allocate. */
HK_FN void hk_print_trace(hk_vm *vm, hk_val error)
{
    hk_ref trace = hk_trace_of(vm, error);
    uint32_t n = hk_nvals(vm, trace) / 2;
    hk_message m = { vm, { 0 }, 0 };
    uint8_t utf8[4];
    hk_text file;
    for (uint32_t i = 0; i < n; i++) {
        hk_put_frame_name(&m, trace, i);
        memmove(m.text, m.text + 1, --m.n);         /* the line break comes at the end */
        hk_code_text(vm, hk_trace_code(vm, trace, i), true, &file);
        for (uint32_t j = 0; j < file.len; j++) {
            if (m.n > HK_MESSAGE_MAX - 4)
                hk_flush_message(&m);
            hk_message_put(&m, (const char *)utf8, (uint32_t)hk_utf8_encode(hk_unit(&file, j), false, utf8));
        }
        hk_flush_message(&m);
        hk_put_frame_place(&m, trace, i);
        hk_message_put(&m, "\n", 1);
        hk_flush_message(&m);
    }
}

/* The string r and a message behind it; *root holds r meanwhile. 0: out of memory. */
HK_FN hk_ref hk_concat_message(hk_vm *vm, hk_val *root, hk_ref r, const hk_message *m)
{
    *root = hk_string(r);
    hk_ref more = hk_str_utf8(vm, m->text, m->n);
    return more ? hk_concat(vm, hk_ref_of(*root), more) : 0;
}

/* The same with the name of a code's file. */
HK_FN hk_ref hk_concat_file(hk_vm *vm, hk_val *root, hk_ref r, hk_ref code)
{
    *root = hk_string(r);
    hk_val *c = hk_push(vm, hk_internal(code));
    hk_ref more = hk_code_name(vm, hk_ref_of(*c), true);
    hk_pop(vm);
    return more ? hk_concat(vm, hk_ref_of(*root), more) : 0;
}

/* The text of get Error.prototype.stack for the error in *e: "name: message", as far as that can be told without running a
 * script, and a line for each frame. HK_EXCEPTION: out of memory. */
HK_FN hk_val hk_stack_text(hk_vm *vm, const hk_val *e)
{
    hk_val *s = hk_push(vm, hk_peek(vm, *e, HK_KEY(name)));
    hk_val message = hk_peek(vm, *e, HK_KEY(message));
    hk_ref r = hk_is_string(*s) ? hk_ref_of(*s) : HK_KEY(Error);
    if (hk_is_string(message) && hk_str_len(vm, hk_ref_of(message))) {
        *s = message;
        r = hk_str_len(vm, r) ? hk_concat(vm, r, HK_KEY(colon)) : r;
        r = r ? hk_concat(vm, r, hk_ref_of(*s)) : 0;
    }
    uint32_t n = hk_nvals(vm, hk_trace_of(vm, *e)) / 2;
    vm->budget -= (int32_t)n * 16;
    for (uint32_t i = 0; r && i < n; i++) {
        hk_message m = { vm, { 0 }, 0 };
        hk_put_frame_name(&m, hk_trace_of(vm, *e), i);
        r = hk_concat_message(vm, s, r, &m);
        r = r ? hk_concat_file(vm, s, r, hk_trace_code(vm, hk_trace_of(vm, *e), i)) : 0;
        m.n = 0;
        hk_put_frame_place(&m, hk_trace_of(vm, *e), i);
        r = r ? hk_concat_message(vm, s, r, &m) : 0;
    }
    hk_pop(vm);
    return r ? hk_string(r) : HK_EXCEPTION;
}

/* get Error.prototype.stack */
HK_FN hk_val hk_nat_errorStack(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (!hk_is_object(HK_THIS(a)))
        return hk_throw(vm, HK_E_TYPE, "Error.prototype.stack called on %v", HK_THIS(a));
    return hk_class(vm, HK_THIS(a)) == HK_T_ERROR ? hk_stack_text(vm, &HK_THIS(a)) : HK_UNDEFINED;
}
#endif
