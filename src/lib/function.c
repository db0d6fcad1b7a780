/* Functions: calling, binding, their text, and functions made from text. */
#ifndef HK_LIB_FUNCTION_C
#define HK_LIB_FUNCTION_C
#include "core.c"
#include "object.c"
#include "../code/emit.h"
#include "../base/utf.h"

#define HK_MAX_DRAFT 0xFFFFFFu   /* longest source text of a dynamic function: what the compiler takes */

HK_FN hk_val hk_nat_functionPrototype(hk_vm *vm, hk_val *a, int argc)
{
    (void)vm, (void)a, (void)argc;
    return HK_UNDEFINED;
}
HK_FN hk_val hk_nat_throwTypeError(hk_vm *vm, hk_val *a, int argc)
{
    (void)a, (void)argc;
    return hk_throw(vm, HK_E_TYPE, "'caller', 'callee' and 'arguments' may not be accessed in strict code");
}
/* ---- Calling --------------------------------------------------------------------- */

HK_FN hk_val hk_nat_functionCall(hk_vm *vm, hk_val *a, int argc)
{
    if (!hk_is_callable(vm, HK_THIS(a)))
        return hk_throw(vm, HK_E_TYPE, "%v is not a function", HK_THIS(a));
    uint32_t n = argc > 1 ? (uint32_t)argc - 1 : 0;
    hk_call_request(vm, HK_THIS(a), HK_ARG(a, 0), n);
    memmove(&HK_ARG(a, 0) - n + 1, &HK_ARG(a, 0) - n, n * sizeof *a);
    return HK_TAILCALL;
}

/* Function.prototype.apply with the elements of a dense array, or an unmapped arguments object. */
HK_FN hk_val hk_nat_functionApply(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val list = HK_ARG(a, 1);
    uint32_t n = 0;
    if (!hk_is_nullish(list)) {
        if (hk_class(vm, list) != HK_T_ARRAY)
            return HK_TWIN;
        n = ((hk_array *)hk_ptr(vm, hk_ref_of(list)))->length;
        if (n > HK_MAX_ARGS || n > hk_nvals(vm, hk_obj_ptr(vm, list)->elems))
            return HK_TWIN;
    }
    if (!hk_is_callable(vm, HK_THIS(a)))
        return hk_throw(vm, HK_E_TYPE, "%v is not a function", HK_THIS(a));
    hk_val *lowest = &HK_ARG(a, 0) - n;
    if (!hk_stack_room(vm, lowest))
        return HK_EXCEPTION;
    if (hk_offset(vm, lowest) < vm->sp)
        vm->sp = hk_offset(vm, lowest);
    vm->budget -= (int32_t)(n / 4);
    list = HK_ARG(a, 1);
    const hk_val *from = n ? hk_vals(vm, hk_obj_ptr(vm, list)->elems) : NULL;
    for (uint32_t i = 0; i < n; i++)
        if (from[i] == HK_EMPTY)
            return HK_TWIN;
    hk_call_request(vm, HK_THIS(a), HK_ARG(a, 0), n);
    for (uint32_t i = 0; i < n; i++)
        HK_ARG(a, (int32_t)i) = from[i];
    return HK_TAILCALL;
}

/* ---- Bound functions: target, this and arguments from unit 2 of the block on ------------------------------------- */

HK_FN hk_val hk_nat_boundTarget(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_class(vm, HK_ARG(a, 0)) == HK_T_BOUND ? ((hk_val *)hk_ptr(vm, hk_ref_of(HK_ARG(a, 0))))[2] : HK_UNDEFINED;
}

/* BoundFunctionCreate: target, this, dense array of arguments, the target's prototype. */
HK_FN hk_val hk_nat_makeBound(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    uint32_t n = ((hk_array *)hk_ptr(vm, hk_ref_of(HK_ARG(a, 2))))->length;
    hk_val proto = HK_ARG(a, 3);
    hk_ref p = proto == HK_NULL ? 0 : hk_object_block(vm, proto);
    if (!p && proto != HK_NULL)
        return HK_EXCEPTION;
    hk_ref r = hk_new_class(vm, HK_T_BOUND, p, (4 + n) * 8);
    if (!r)
        return HK_EXCEPTION;
    hk_val *b = (hk_val *)hk_ptr(vm, r) + 2;
    hk_store(vm, b++, HK_ARG(a, 0));
    hk_store(vm, b++, HK_ARG(a, 1));
    for (uint32_t i = 0; i < n; i++)
        hk_store(vm, b++, hk_element(vm, hk_obj_ptr(vm, HK_ARG(a, 2)), i));
    vm->budget -= (int32_t)(n / 4);
    return hk_object(r);
}

/* ---- Text ----------------------------------------------------------------------------- */

/* The name that the code of v has from the start: "" if it has none, 0 when out of memory. */
HK_FN hk_ref hk_initial_name(hk_vm *vm, hk_val v)
{
    unsigned type = hk_class(vm, v);
    if (type == HK_T_FUNCTION)
        return hk_code_name(vm, ((hk_func *)hk_ptr(vm, hk_ref_of(v)))->code, false);
    if (type == HK_T_BOUND || type == HK_T_PROXY || (hk_is_fnimm(v) && hk_ref_of(v) == HK_FN_throwTypeError))
        return HK_KEY(empty);
    uint32_t id = hk_is_fnimm(v) ? hk_ref_of(v) : (uint32_t)hk_lib_call(vm, hk_ref_of(v));
    hk_val name = id == HK_FN_functionPrototype ? hk_string(HK_KEY(empty)) : hk_libfn_name(vm, id);
    return name == HK_EXCEPTION ? 0 : hk_ref_of(name);
}

/* Can the name stand in a NativeFunction? An identifier, or what a library function has: "get x", "[Symbol.x]". */
HK_FN bool hk_is_plain_name(hk_vm *vm, hk_ref name, bool library)
{
    hk_text t;
    hk_text_of(vm, name, &t);
    for (uint32_t i = 0; i < t.len; i++) {
        uint32_t c = hk_unit(&t, i);
        if (!(i ? hk_is_id_continue(c) : hk_is_id_start(c)) && !(library && (c == ' ' || c == '.' || c == '[' || c == ']')))
            return false;
    }
    return true;
}

#if HAKO_WITH_IMAGES
/* The same of an image's function r. */
HK_FN hk_val hk_image_source_text(hk_vm *vm, hk_ref r)
{
    const uint8_t *image = hk_image_of(vm, r);
    const hk_code *code = hk_code_ptr(vm, r);
    uint32_t n = code->extent;
    if (!code->hdr)
        return HK_UNDEFINED;
    vm->budget -= (int32_t)(n / 8);
    r = hk_str_utf8(vm, (const char *)image + code->hdr + 4 + code->start, n);
    return r ? hk_string(r) : HK_EXCEPTION;
}
#endif

/* The source text of a function, undefined if it is not kept. */
HK_FN hk_val hk_source_text(hk_vm *vm, hk_val f)
{
    hk_ref r = hk_class(vm, f) == HK_T_FUNCTION ? ((hk_func *)hk_ptr(vm, hk_ref_of(f)))->code : 0;
    const hk_code *code = r && hk_ref_is_block(r) ? hk_ptr(vm, r) : NULL;
#if HAKO_WITH_IMAGES
    if (hk_ref_is_image(r))
        return hk_image_source_text(vm, r);
#endif
    if (!code || !code->file || !hk_ref_is_block(code->file) || hk_type(vm, code->file) != HK_T_VALUES)
        return HK_UNDEFINED;
    hk_val *block = hk_push(vm, hk_vals(vm, code->file)[1]);
    uint32_t n = code->extent;
    vm->budget -= (int32_t)(n / 8);
    r = hk_str_decoded(vm, (const uint8_t *)hk_vals(vm, hk_ref_of(*block)) + code->start, n, block);
    hk_pop(vm);
    return r ? hk_string(r) : HK_EXCEPTION;
}

/* Function.prototype.toString: what has no source text shows as a NativeFunction. */
HK_FN hk_val hk_nat_functionToString(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val f = HK_THIS(a);
    if (!hk_is_callable(vm, f))
        return hk_throw(vm, HK_E_TYPE, "Function.prototype.toString called on %v", f);
    f = hk_source_text(vm, f);
    if (f != HK_UNDEFINED)
        return f;
    f = HK_THIS(a);
    hk_ref r = hk_initial_name(vm, f);
    if (r && (r = hk_flatten(vm, r)) != 0) {
        f = HK_THIS(a);
        bool library = hk_class(vm, f) == HK_T_LIB || (hk_is_fnimm(f) && !(hk_ref_of(f) & HK_FN_HOST));
        r = hk_concat(vm, HK_KEY(function_), hk_is_plain_name(vm, r, library) ? r : HK_KEY(empty));
    }
    r = r ? hk_concat(vm, r, HK_KEY(native_code)) : 0;
    return r ? hk_string(r) : HK_EXCEPTION;
}

/* ---- Functions made from text ----------------------------------------------------------- */

/* A source text in the making: only counted while text is NULL. It lies in the frame stack, which does not move: eight bytes of
 * UTF-8 read as a double, so they may stand where values do. */
typedef struct { char *text; uint32_t n; } hk_draft;
enum { HK_DRAFT_PARAMETERS = 1, HK_DRAFT_BODY = 2, HK_DRAFT_GENERATOR = 4, HK_DRAFT_ASYNC = 8 };

HK_FN void hk_draft_put(hk_draft *d, const char *text, uint32_t n)
{
    if (d->text)
        memcpy(d->text + d->n, text, n);
    d->n += n;
}

/* A flat string. */
HK_FN void hk_draft_string(hk_vm *vm, hk_draft *d, hk_val s)
{
    hk_text t;
    uint8_t utf8[4];
    hk_text_of(vm, hk_ref_of(s), &t);
    for (uint32_t i = 0; i < t.len && d->n <= HK_MAX_DRAFT; i++) {
        uint32_t c = hk_unit(&t, i);
        if (hk_is_lead_surrogate(c) && i + 1 < t.len && hk_is_trail_surrogate(hk_unit(&t, i + 1)))
            c = hk_join_surrogates(c, hk_unit(&t, ++i));
        hk_draft_put(d, (const char *)utf8, (uint32_t)hk_utf8_encode(c, true, utf8));
    }
}

/* The sourceText of CreateDynamicFunction, of the parameters or body only or of both. */
HK_FN void hk_draft_function(hk_vm *vm, const hk_val *a, int argc, unsigned what, hk_draft *d)
{
    d->n = 0;
    if (what & HK_DRAFT_ASYNC)
        hk_draft_put(d, "async ", 6);
    if (what & HK_DRAFT_GENERATOR)
        hk_draft_put(d, "function* anonymous(", 20);
    else
        hk_draft_put(d, "function anonymous(", 19);
    for (int i = 0; i < argc - 1 && (what & HK_DRAFT_PARAMETERS); i++) {
        if (i)
            hk_draft_put(d, ",", 1);
        hk_draft_string(vm, d, HK_ARG(a, i));
    }
    hk_draft_put(d, "\n) {\n", 5);
    if (argc && (what & HK_DRAFT_BODY))
        hk_draft_string(vm, d, HK_ARG(a, argc - 1));
    hk_draft_put(d, "\n}", 2);
}

/* The code of the one function that is all of a script of n bytes. 0: there is more in it, or nothing of that kind. */
HK_FN hk_ref hk_whole_function(hk_vm *vm, hk_ref script, uint32_t n)
{
    const hk_code *code = hk_code_ptr(vm, script);
    for (uint32_t i = 0; i < code->nconsts; i++) {
        hk_val c = hk_code_consts(code)[i];
        if (hk_is_internal(c) && hk_type(vm, hk_ref_of(c)) == HK_T_CODE && hk_code_ptr(vm, hk_ref_of(c))->start == 0)
            return hk_code_ptr(vm, hk_ref_of(c))->extent == n ? hk_ref_of(c) : 0;
    }
    return 0;
}

/* Makes room for a text that was counted, below vm->sp, which the caller sets back. It may turn out shorter: what is left of a value that was
 * there before, behind some bytes of text, would be none. UTF-8 itself looks like doubles. false: exception. */
HK_FN bool hk_draft_room(hk_vm *vm, hk_draft *d)
{
    uint32_t low = vm->sp - ((d->n + 8) & ~7u);
    if (d->n > HK_MAX_DRAFT) {
        hk_throw(vm, HK_E_RANGE, "source text is too long");
        return false;
    }
    if (low > vm->sp || !hk_stack_room(vm, hk_at(vm, low)))
        return false;
    vm->sp = low;
    vm->budget -= (int32_t)(d->n / 4);
    d->text = hk_ptr(vm, low);
    memset(d->text, 0, (d->n + 8) & ~7u);
    d->n = 0;
    return true;
}

/* Compiles the parameters or body, or both, of a dynamic function. 0: exception. */
HK_FN hk_ref hk_compile_draft(hk_vm *vm, const hk_val *a, int argc, unsigned what)
{
    hk_draft d = { NULL, 0 };
    uint32_t sp = vm->sp;
    hk_draft_function(vm, a, argc, what, &d);
    if (!hk_draft_room(vm, &d))
        return 0;
    hk_draft_function(vm, a, argc, what, &d);
    hk_source source = { "anonymous", d.text, d.n, HK_PARSE_WTF8 };
    hk_ref r = hk_compile(vm, &source);
    vm->sp = sp;
    if (!r)
        return 0;
    r = hk_whole_function(vm, r, d.n);
    if (!r)
        hk_throw(vm, HK_E_SYNTAX, "text behind the end of the function");
    return r;
}

/* CreateDynamicFunction, for Function, GeneratorFunction and the asynchronous two: the arguments are strings. */
HK_FN hk_val hk_nat_Function(hk_vm *vm, hk_val *a, int argc)
{
    uint32_t id = ((hk_array *)hk_ptr(vm, hk_ref_of(a[1])))->length;
    unsigned kind = id == HK_IN_GeneratorFunction ? HK_DRAFT_GENERATOR : id == HK_IN_AsyncFunction ? HK_DRAFT_ASYNC
                  : id == HK_IN_AsyncGeneratorFunction ? HK_DRAFT_GENERATOR | HK_DRAFT_ASYNC : 0;
    for (int i = 0; i < argc; i++) {
        hk_ref s = hk_flatten(vm, hk_ref_of(HK_ARG(a, i)));
        if (!s)
            return HK_EXCEPTION;
        HK_ARG(a, i) = hk_string(s);
    }
    /* each for itself, lest one ends what the other begins */
    for (unsigned part = HK_DRAFT_PARAMETERS; argc > 1 && part <= HK_DRAFT_BODY; part++)
        if (!hk_compile_draft(vm, a, argc, kind | part))
            return HK_EXCEPTION;
    hk_ref code = hk_compile_draft(vm, a, argc, kind | HK_DRAFT_PARAMETERS | HK_DRAFT_BODY);
    if (!code)
        return HK_EXCEPTION;
    hk_push(vm, hk_internal(code));
    hk_ref proto = hk_constructor_proto(vm, a), r = hk_new_function(vm, proto);
    code = hk_ref_of(hk_pop(vm));
    if (!r)
        return HK_EXCEPTION;
    hk_store_ref(vm, &((hk_func *)hk_ptr(vm, r))->code, code);
    return hk_object(r);
}
#endif
