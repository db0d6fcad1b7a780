/* Making and throwing errors. */
#ifndef HK_ERROR_C
#define HK_ERROR_C
#include <stdarg.h>
#include "interp.h"
#include "bigint.h"
#include "../base/utf.h"
#include "../code/format.h"

#define HK_MESSAGE_MAX 76u
#define HK_TRACE_FRAMES 8u

typedef struct { hk_vm *vm; char text[HK_MESSAGE_MAX + 8]; uint32_t n; } hk_message;

HK_FN void hk_message_put(hk_message *m, const char *text, uint32_t n)
{
    if (n > HK_MESSAGE_MAX - m->n)
        n = HK_MESSAGE_MAX - m->n;
    memcpy(m->text + m->n, text, n);
    m->n += n;
}

HK_FN uint32_t hk_cstr_len(const char *s)
{
    const volatile char *at = s;        /* volatile: so that the loop is not made a call of strlen */
    uint32_t n = 0;
    while (at[n])
        n++;
    return n;
}

/* At most 60 units of a text, as UTF-8. */
HK_FN void hk_put_units(hk_message *m, const hk_text *t)
{
    uint8_t utf8[4];
    for (uint32_t i = 0; i < t->len && i < 60; i++) {
        uint32_t cp = hk_unit(t, i);
        if (hk_is_lead_surrogate(cp) && i + 1 < t->len && hk_is_trail_surrogate(hk_unit(t, i + 1)))
            cp = hk_join_surrogates(cp, hk_unit(t, ++i));
        hk_message_put(m, (const char *)utf8, (uint32_t)hk_utf8_encode(cp, true, utf8));
    }
    if (t->len > 60)
        hk_message_put(m, "...", 3);
}

/* A flat string. */
HK_FN void hk_put_string(hk_message *m, hk_ref s)
{
    hk_text t;
    if (hk_ref_is_block(s) && hk_type(m->vm, s) == HK_T_ROPE && ((hk_rope *)hk_ptr(m->vm, s))->right) {
        hk_message_put(m, "(string)", 8);
        return;
    }
    hk_text_of(m->vm, s, &t);
    hk_put_units(m, &t);
}

/* As it is written, unless it is long */
HK_FN HK_NOINLINE void hk_put_bigint(hk_message *m, hk_val v)
{
    uint32_t limbs[4], n = hk_big_len(m->vm, v);
    uint8_t text[80], *end = text + sizeof text, *at = end;
    if (n > HK_COUNT(limbs)) {
        hk_message_put(m, "BigInt", 6);
        return;
    }
    memcpy(limbs, hk_big_limbs(m->vm, v), n * 4);
    *--at = 'n';
    at = hk_limbs_text(limbs, n, 10, at);
    while (*at == '0')
        at++;
    if (n == 0)
        *--at = '0';
    if (hk_big_negative(m->vm, v))
        *--at = '-';
    hk_message_put(m, (const char *)at, (uint32_t)(end - at));
}

HK_FN void hk_put_value(hk_message *m, hk_val v)
{
    static const char *const specials[] = { "undefined", "null", "false", "true", "(empty)" };
    char number[32];
    switch (HK_TAG(v)) {
    case HK_TAG_SPECIAL: {
        const char *s = specials[(uint32_t)v < 5 ? (uint32_t)v : 4];
        hk_message_put(m, s, hk_cstr_len(s));
        break;
    }
    case HK_TAG_STRING: hk_put_string(m, hk_ref_of(v)); break;
    case HK_TAG_SYMBOL: {
        hk_val d = hk_symbol_description(m->vm, hk_ref_of(v));
        hk_message_put(m, "Symbol(", 7);
        if (hk_is_string(d))
            hk_put_string(m, hk_ref_of(d));
        hk_message_put(m, ")", 1);
        break;
    }
    case HK_TAG_FUNCTION: hk_message_put(m, "function", 8); break;
    case HK_TAG_OBJECT: {
        const char *s = hk_is_callable(m->vm, v) ? "function" : hk_class(m->vm, v) == HK_T_ARRAY ? "array" : "object";
        hk_message_put(m, s, hk_cstr_len(s));
        break;
    }
    default:
        if (hk_is_bigint(v))
            hk_put_bigint(m, v);
        else if (hk_is_number(v))
            hk_message_put(m, number, (uint32_t)hk_number_to_string(hk_num_of(v), number));
    }
}

HK_FN void hk_put_key(hk_message *m, hk_key k)
{
    char number[16];
    if (hk_key_is_index(k))
        hk_message_put(m, number, (uint32_t)hk_uint32_to_string(hk_key_index(k), number));
    else if (hk_ref_is_wellknown(k) || (hk_ref_is_block(k) && hk_type(m->vm, k) == HK_T_SYMBOL))
        hk_put_value(m, hk_symbol(k));
    else
        hk_put_string(m, k);
}

HK_FN void hk_format(hk_message *m, const char *f, va_list args)
{
    char number[16];
    for (; *f; f++) {
        if (*f != '%') {
            hk_message_put(m, f, 1);
            continue;
        }
        switch (*++f) {
        case 's': {
            const char *s = va_arg(args, const char *);
            hk_message_put(m, s, hk_cstr_len(s));
            break;
        }
        case 'd': hk_message_put(m, number, (uint32_t)hk_int32_to_string(va_arg(args, int), number)); break;
        case 'u': hk_message_put(m, number, (uint32_t)hk_uint32_to_string(va_arg(args, uint32_t), number)); break;
        case 'v': hk_put_value(m, va_arg(args, hk_val)); break;
        case 'k': hk_put_key(m, va_arg(args, hk_key)); break;
        default:  hk_message_put(m, "%", 1);
        }
    }
}

/* The frames an error passes on its way: pairs of code and pc, in a VALUES block; UNDEFINED when there is no room for it. */
HK_FN hk_val hk_trace(hk_vm *vm)
{
    uint32_t room = 8 + HK_TRACE_FRAMES * 16, n = 0, pc = vm->pc;
    if (vm->limit - vm->top < room + 4 * HK_RESERVE)
        return HK_UNDEFINED;
    hk_ref r = hk_take(vm, HK_T_VALUES, room);
    const hk_val *b = hk_frame(vm);
    for (bool more = hk_offset(vm, b) >= vm->sp; more && n < HK_TRACE_FRAMES;) {
        hk_val link = b[0], f = b[-HK_R_FUNCTION];
        hk_ref code = hk_class(vm, f) == HK_T_FUNCTION ? ((hk_func *)hk_ptr(vm, hk_ref_of(f)))->code : 0;
        if (code && (hk_ref_is_block(code) || hk_ref_is_image(code))) {     /* the library's closures are not shown, nor have they a file */
            hk_store(vm, &hk_vals(vm, r)[2 * n], hk_internal(code));
            hk_vals(vm, r)[2 * n++ + 1] = hk_int((int32_t)pc);
        }
        more = hk_has_caller(b);
        b += hk_link_delta(link);
        pc = hk_link_pc(link);
    }
    hk_shrink(vm, r, 8 + n * 16);
    return n ? hk_internal(r) : HK_UNDEFINED;
}

HK_INLINE unsigned hk_error_proto(unsigned kind)
{
    static const uint8_t protos[HK_E_KINDS] = { HK_IN_ErrorPrototype, HK_IN_TypeErrorPrototype, HK_IN_RangeErrorPrototype, HK_IN_SyntaxErrorPrototype,
                                                HK_IN_ReferenceErrorPrototype, HK_IN_URIErrorPrototype, HK_IN_EvalErrorPrototype };
    return protos[kind];
}

/* A new error object with that prototype and no message. 0: out of memory. */
HK_FN hk_ref hk_new_error(hk_vm *vm, hk_ref proto)
{
    hk_ref r = hk_new_class(vm, HK_T_ERROR, proto, 24);
    if (!r)
        return 0;
    hk_val *e = hk_push(vm, hk_object(r));
    hk_val trace = hk_trace(vm);
    r = hk_ref_of(hk_pop(vm));
    (void)e;
    hk_store(vm, &((hk_val *)hk_ptr(vm, r))[2], trace);
    return r;
}

/* Throws an error with the message s (0: out of memory, which has been thrown). */
HK_FN HK_NOINLINE hk_val hk_throw_string(hk_vm *vm, unsigned kind, hk_ref s)
{
    if (!s)
        return HK_EXCEPTION;
    hk_val *text = hk_push(vm, hk_string(s));
    hk_ref proto = hk_intrinsic(vm, hk_error_proto(kind)), r = proto ? hk_new_error(vm, proto) : 0;
    if (r) {
        hk_val *e = hk_push(vm, hk_object(r));
        if (hk_add(vm, e, HK_KEY(message), text, HK_P_HIDDEN))
            vm->exception = *e;
        hk_pop(vm);
    }
    hk_pop(vm);
    return HK_EXCEPTION;
}

/* The text is off the C stack when the error is made: throwing ends many of the longest paths. */
HK_FN HK_NOINLINE hk_ref hk_formatted(hk_vm *vm, const char *format, va_list args)
{
    hk_message m = { vm, { 0 }, 0 };
    hk_format(&m, format, args);
    return hk_str_utf8(vm, m.text, m.n);
}

HK_FN hk_val hk_throw(hk_vm *vm, unsigned kind, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    hk_ref s = hk_formatted(vm, format, args);
    va_end(args);
    return hk_throw_string(vm, kind, s);
}

HK_FN hk_val hk_throw_syntax(hk_vm *vm, uint32_t line, uint32_t column, const char *format, ...)
{
    hk_message m = { vm, { 0 }, 0 };
    char number[16];
    va_list args;
    va_start(args, format);
    hk_format(&m, format, args);
    va_end(args);
    hk_message_put(&m, " (", 2);
    if (vm->compiling) {
        hk_message_put(&m, vm->compiling, hk_cstr_len(vm->compiling));
        hk_message_put(&m, ":", 1);
    }
    hk_message_put(&m, number, (uint32_t)hk_uint32_to_string(line, number));
    hk_message_put(&m, ":", 1);
    hk_message_put(&m, number, (uint32_t)hk_uint32_to_string(column, number));
    hk_message_put(&m, ")", 1);
    return hk_throw_string(vm, HK_E_SYNTAX, hk_str_utf8(vm, m.text, m.n));
}

HK_FN void hk_out_of_memory(hk_vm *vm) { vm->exception = HK_OOM; }

/* The message of a deferred error's object, whose text is made when it is asked for. */
HK_FN HK_NOINLINE hk_val hk_deferred_message(hk_vm *vm, hk_val e)
{
    hk_message m = { vm, { 0 }, 0 };
    char number[16];
    if (e == HK_OOM) {
        hk_message_put(&m, "out of memory: arena of ", 24);
        hk_message_put(&m, number, (uint32_t)hk_uint32_to_string(vm->size - vm->withheld, number));
        hk_message_put(&m, " bytes is full", 14);
    } else if (e == HK_TOO_LONG) {
        hk_message_put(&m, "invalid string length", 21);
    } else if (e == HK_BAD_LENGTH) {
        hk_message_put(&m, "invalid array length", 20);
    } else if (e == HK_TOO_DEEP) {
        hk_message_put(&m, "hooks of the host nest too deep", 31);
    } else if (e == HK_UNINITIALISED) {
        hk_message_put(&m, "cannot access a module's export before initialization", 53);
    } else {
        hk_message_put(&m, "too many properties in one object", 33);
    }
    hk_ref r = hk_str_latin1(vm, (const uint8_t *)m.text, m.n);
    return r ? hk_string(r) : HK_EXCEPTION;
}

/* The name by which the running script function fetched what lies in register `reg`, if the last instruction that wrote it before
 * vm->pc tells: a global's or a property's. 0 if not. */
HK_FN hk_key hk_fetched_name(hk_vm *vm, unsigned reg)
{
    const hk_code *code = hk_frame_code(vm, hk_frame(vm));
    const uint32_t *words = hk_code_words(code);
    hk_key name = 0;
    for (uint32_t i = 0; i < vm->pc; i += hk_op_second(words[i] & 0xFF) ? 2 : 1) {
        unsigned op = words[i] & 0xFF, dst = HK_REG(HK_A(words[i]));
        if (hk_op_kind(op, 2) == 'w')
            dst = HK_REG(HK_C(words[i]));
        if (op == HK_OPC(GETM) || op == HK_OPC(GETME))
            dst += 2;
        if (op == HK_OPC(MOVE2) && dst + 1 == reg)
            dst = reg;
        if (dst != reg || hk_op_kind(op, 0) == 'r' || hk_op_kind(op, 0) == '-')
            continue;
        bool named = op == HK_OPC(GETG) || op == HK_OPC(GETP) || op == HK_OPC(GETM);
        name = named ? hk_const_key(hk_const(vm, words[i + 1] & 0xFFFF)) : 0;
    }
    return name;
}

/* The callee in window w is not what the call needs. */
HK_FN void hk_throw_callee(hk_vm *vm, const hk_val *w, const char *what)
{
    hk_key name = 0;
    if (vm->pc && hk_offset(vm, hk_frame(vm)) >= vm->sp && hk_function_code(vm, hk_frame(vm)[-HK_R_FUNCTION]))
        name = hk_fetched_name(vm, (unsigned)(hk_frame(vm) - w) + HK_R_FUNCTION);
    if (name)
        hk_throw(vm, HK_E_TYPE, "%k is not a %s", name, what);
    else
        hk_throw(vm, HK_E_TYPE, "%v is not a %s", w[-HK_R_FUNCTION], what);
}
HK_FN void hk_throw_not_callable(hk_vm *vm, const hk_val *w) { hk_throw_callee(vm, w, "function"); }
HK_FN void hk_throw_not_constructor(hk_vm *vm, const hk_val *w) { hk_throw_callee(vm, w, "constructor"); }

/* A property's value if it is a plain data property of v or its prototypes, else undefined: no script is run. */
HK_FN hk_val hk_peek(hk_vm *vm, hk_val v, hk_key key)
{
    hk_prop p;
    int found = hk_find(vm, v, key, &p, NULL);
    if (found == HK_ERR)
        vm->exception = HK_EMPTY;
    return found == HK_YES && !(p.flags & HK_P_ACCESSOR) ? p.value : HK_UNDEFINED;
}

/* A value as a report shows it: errors as "Name: message". May allocate. */
HK_FN void hk_describe(hk_message *m, hk_val v)
{
    hk_vm *vm = m->vm;
    if (hk_class(vm, v) != HK_T_ERROR) {
        hk_put_value(m, v);
        return;
    }
    hk_val *e = hk_push(vm, v), *name = hk_push(vm, hk_peek(vm, v, HK_KEY(name)));
    hk_val message = hk_peek(vm, *e, HK_KEY(message));
    hk_put_value(m, *name == HK_UNDEFINED ? hk_string(HK_KEY(Error)) : *name);
    if (hk_is_string(message) && hk_str_len(vm, hk_ref_of(message))) {
        hk_message_put(m, ": ", 2);
        hk_put_value(m, message);
    }
    vm->temps -= 2;
}
#endif
