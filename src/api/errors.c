/* The public functions about errors: what they are, where they come from, formatted messages. */
#ifndef HK_API_ERRORS_C
#define HK_API_ERRORS_C
#include "values.c"

/* The kind of error whose prototype, of any realm, is nearest on the prototype chain of v. */
HK_FN hako_error_kind hk_error_kind_of(hk_vm *vm, hk_val v)
{
    for (v = hk_proto_of(vm, v); hk_is_block(v); v = hk_proto_of(vm, v))
        for (unsigned kind = HK_E_KINDS - 1; kind && hk_class(vm, v) == HK_T_LIB; kind--)
            if (((hk_array *)hk_ptr(vm, hk_ref_of(v)))->length == hk_error_proto(kind))
                return (hako_error_kind)kind;
    return HAKO_ERROR_PLAIN;
}

/* A data property's value as a handle; no script is run, and what is pending stays so. */
HK_FN hako_val hk_peek_to_host(hk_vm *vm, hako_val h, hk_key key)
{
    hk_val *pending = hk_push(vm, vm->exception);
    hako_val v = hk_to_host(vm, hk_peek(vm, hk_from_host(vm, h), key));
    vm->exception = *pending;
    hk_pop(vm);
    return v;
}

HAKO_API bool hako_error_of(hako_vm *vm, hako_val v, hako_error *error)
{
    error->kind = HAKO_ERROR_PLAIN;
    error->name = error->message = error->cause = hako_undefined();
    if (!HK_VM(vm) || hk_class(vm, hk_from_host(vm, v)) != HK_T_ERROR)
        return false;
    error->kind = hk_error_kind_of(vm, hk_from_host(vm, v));
    error->name = hk_peek_to_host(vm, v, HK_KEY(name));
    error->message = hk_peek_to_host(vm, v, HK_KEY(message));
    error->cause = hk_peek_to_host(vm, v, HK_KEY(cause));
    return true;
}

/* The name of the function of that frame of an error's trace, or of its file. */
HK_FN hako_val hk_frame_name(hk_vm *vm, hako_val error, uint32_t index, bool file)
{
    hk_ref r = hk_code_name(vm, hk_trace_code(vm, hk_trace_of(vm, hk_from_host(vm, error)), index), file);
    return r ? hk_to_host(vm, hk_string(r)) : hako_undefined();
}

HAKO_API bool hako_stack_frame(hako_vm *vm, hako_val error, uint32_t index, hako_frame *frame)
{
    memset(frame, 0, sizeof *frame);
    frame->function = frame->file = hako_undefined();
    hk_ref trace = HK_VM(vm) ? hk_trace_of(vm, hk_from_host(vm, error)) : 0;
    if (index >= hk_nvals(vm, trace) / 2)
        return false;
    uint32_t pc = (uint32_t)hk_int_of(hk_vals(vm, trace)[2 * index + 1]);
    hk_find_position(hk_code_ptr(vm, hk_trace_code(vm, trace, index)), pc, &frame->line, &frame->column);
    frame->function = hk_frame_name(vm, error, index, false);
    frame->file = hk_frame_name(vm, error, index, true);
    return true;
}

HAKO_API hako_phase hako_failed_while(hako_vm *vm)
{
    return HK_VM(vm) && vm->exception != HK_EMPTY ? (hako_phase)(vm->flags >> HK_VM_PHASE & 3) : HAKO_RUNNING;
}

/* ---- Formatted messages ----------------------------------------------------------------------------------------------- */

/* What a directive of hako_throwf stands for, as a string; 0: out of memory. */
HK_FN hk_ref hk_format_value(hk_vm *vm, hk_val v)
{
    if (hk_is_string(v))
        return hk_ref_of(v);
    hk_message m = { vm, { 0 }, 0 };
    hk_describe(&m, v);
    return hk_str_utf8(vm, m.text, m.n);
}

HK_FN hk_ref hk_format_directive(hk_vm *vm, char letter, va_list *args)
{
    char other[2] = { '%', letter };
    const char *s;
    switch (letter) {
    case 's': return (s = va_arg(*args, const char *)) != NULL ? hk_str_utf8(vm, s, hk_cstr_len(s)) : HK_KEY(null);
    case 'd': return hk_format_value(vm, hk_int(va_arg(*args, int)));
    case 'u': return hk_format_value(vm, hk_uint(va_arg(*args, unsigned)));
    case 'z': return hk_format_value(vm, hk_number((double)va_arg(*args, size_t)));
    case 'g': return hk_format_value(vm, hk_number(va_arg(*args, double)));
    case 'v': return hk_format_value(vm, hk_from_host(vm, va_arg(*args, hako_val)));
    default:  return hk_str_utf8(vm, other, letter == '%' ? 1 : letter ? 2 : 1);
    }
}

/* The text in *text grows by the pieces of the format, plain ones and directives by turns. false: out of memory. */
HK_FN bool hk_format_text(hk_vm *vm, hk_val *text, const char *format, va_list *args)
{
    while (*format) {
        uint32_t n = 0;
        while (format[n] && format[n] != '%')
            n++;
        hk_ref r = n ? hk_str_utf8(vm, format, n) : hk_format_directive(vm, format[1], args);
        format += n ? n : format[1] ? 2 : 1;
        r = r ? hk_concat(vm, hk_ref_of(*text), r) : 0;
        if (!r)
            return false;
        *text = hk_string(r);
    }
    return true;
}

HAKO_API hako_val hako_throwf(hako_vm *vm, hako_error_kind kind, const char *format, ...)
{
    va_list args;
    if (!HK_VM(vm))
        return hako_undefined();
    hk_val *text = hk_push(vm, hk_string(HK_KEY(empty)));
    va_start(args, format);
    if (hk_format_text(vm, text, format ? format : "", &args))
        hk_throw_text(vm, (unsigned)kind, text);
    va_end(args);
    hk_pop(vm);
    return hako_undefined();
}
#endif
