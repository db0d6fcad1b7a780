/* Modules: the host's side. */
#ifndef HK_API_MODULE_C
#define HK_API_MODULE_C
#include "api.c"
#include "../lib/function.c"
#include "../lib/module.c"
#if HAKO_WITH_MODULES

/* ---- The loader, whose address is kept with the host functions ------------------------------------------------------ */

/* The loader's slot, an int; UNDEFINED: there is none yet; EXCEPTION: out of memory. */
HK_FN hk_val hk_loader_slot(hk_vm *vm)
{
    hk_ref list = hk_intrinsic_of(vm, 0, HK_IN_Modules);
    return list ? hk_peek(vm, hk_object(list), HK_KEY(loader)) : HK_EXCEPTION;
}

HK_FN const hako_loader *hk_loader(hk_vm *vm)
{
    hk_val slot = hk_loader_slot(vm);
    return hk_is_int(slot) ? (const hako_loader *)(uintptr_t)hk_host_slot(vm, (uint32_t)hk_int_of(slot))->fn : NULL;
}

HAKO_API bool hako_set_loader(hako_vm *vm, const hako_loader *loader)
{
    hk_val slot = vm ? hk_loader_slot(vm) : HK_EXCEPTION;
    if (slot == HK_UNDEFINED) {
        uint32_t n = hk_new_host(vm, NULL);
        hk_ref list = hk_intrinsic_of(vm, 0, HK_IN_Modules);
        if (n == UINT32_MAX || hk_put(vm, hk_object(list), HK_KEY(loader), hk_int((int32_t)n), HK_P_DATA) != HK_YES)
            return false;
        slot = hk_int((int32_t)n);
    }
    if (slot == HK_EXCEPTION)
        return false;
    hk_host_slot(vm, (uint32_t)hk_int_of(slot))->fn = (uint64_t)(uintptr_t)loader;
    hk_host_slot(vm, (uint32_t)hk_int_of(slot))->arity = HK_HOST_DATA;
    return true;
}

/* A value as a terminated text below vm->sp, which the caller sets back: "" if it is no string. NULL: no room. */
HK_FN const char *hk_text_on_stack(hk_vm *vm, hk_val *v)
{
    hk_draft d = { NULL, 0 };
    hk_ref r = hk_flatten(vm, hk_is_string(*v) ? hk_ref_of(*v) : HK_KEY(empty));
    if (!r)
        return NULL;
    hk_val *s = hk_push(vm, hk_string(r));
    hk_draft_string(vm, &d, *s);
    bool ok = hk_draft_room(vm, &d);
    if (ok)
        hk_draft_string(vm, &d, *s);
    hk_pop(vm);
    return ok ? d.text : NULL;
}

/* What is called back must leave the machine that is running alone. Between the two calls: its state, realm included. */
HK_FN uint32_t hk_host_begins(hk_vm *vm)
{
    uint32_t outer = (vm->flags & HK_VM_NATIVE) | (uint32_t)vm->realm << 16;
    vm->flags |= HK_VM_NATIVE;
    vm->budget--;
    return outer;
}
HK_FN void hk_host_ends(hk_vm *vm, uint32_t outer)
{
    vm->flags ^= (outer & HK_VM_NATIVE) ^ HK_VM_NATIVE;
    hk_set_realm(vm, outer >> 16);
}

/* The name of the source text of code r; of an image's, that of its unit, which is not stripped. 0: out of memory. */
HK_FN hk_ref hk_source_name(hk_vm *vm, hk_ref r)
{
#if HAKO_WITH_IMAGES
    if (hk_ref_is_image(r))
        return hk_image_unit_name(vm, r);
#endif
    return hk_code_name(vm, r, true);
}

/* The name of the source text of the innermost user's function that is running, eval code aside, which belongs to what is around it. */
HK_FN hk_val hk_active_name(hk_vm *vm)
{
    for (const hk_val *b = hk_frame(vm);; b += hk_link_delta(b[0])) {
        if (hk_class(vm, b[-HK_R_FUNCTION]) == HK_T_FUNCTION) {
            hk_ref file = hk_source_name(vm, ((hk_func *)hk_ptr(vm, hk_ref_of(b[-HK_R_FUNCTION])))->code);
            if (!file)
                return HK_EXCEPTION;
            if (file != HK_KEY(empty) && !hk_str_equal(vm, file, HK_KEY(eval)) && !hk_str_equal(vm, file, HK_KEY(dynamic_function)))
                return hk_string(file);
        }
        if (!hk_has_caller(b))
            return hk_string(HK_KEY(empty));
    }
}

/* The canonical name that the loader has for a specifier, seen from a referrer; UNDEFINED: it has none. */
HK_FN HK_NOINLINE hk_val hk_resolve(hk_vm *vm, const hako_loader *loader, const char *specifier, const char *referrer)
{
    char name[HAKO_MAX_MODULE_NAME];
    uint32_t outer = hk_host_begins(vm);
    name[0] = 0;
    bool ok = loader->resolve(vm, loader->context, specifier, referrer, name, sizeof name);
    hk_host_ends(vm, outer);
    name[sizeof name - 1] = 0;
    if (!ok || vm->exception != HK_EMPTY)
        return vm->exception != HK_EMPTY ? HK_EXCEPTION : HK_UNDEFINED;
    hk_ref r = hk_str_utf8(vm, name, hk_cstr_len(name));
    return r ? hk_string(r) : HK_EXCEPTION;
}

/* ---- Modules in images ---------------------------------------------------------------------------------------------- */
#if HAKO_WITH_IMAGES

/* The path that a specifier is in the folder of its referrer, if it begins with ./ or ../; else the specifier. `name` has room for both, and is
 * not terminated. Returns its length. */
HK_FN uint32_t hk_join_path(char *name, const char *referrer, const char *at)
{
    uint32_t n = 0, part, last;
    if (at[0] != '.' || (at[1] != '/' && (at[1] != '.' || at[2] != '/'))) {
        n = (uint32_t)hk_cstr_len(at);
        memcpy(name, at, n);
        return n;
    }
    for (uint32_t i = 0; referrer[i]; i++)
        if ((name[i] = referrer[i]) == '/')
            n = i + 1;                              /* name[0..n): the folder so far, with its / at the end */
    for (; *at; at += part + (at[part] == '/')) {
        for (part = 0; at[part] && at[part] != '/';)
            part++;
        for (last = n ? n - 1 : 0; last && name[last - 1] != '/';)
            last--;
        if (part == 2 && at[0] == '.' && at[1] == '.' && n && (n - last != 3 || hk_memcmp(name + last, "../", 3) != 0)) {
            n = last || name[0] != '/' ? last : n;  /* there is nothing above the root */
        } else if (part && !(part == 1 && at[0] == '.')) {
            memcpy(name + n, at, part);
            n += part;
            if (at[part] == '/')
                name[n++] = '/';
        }
    }
    return n;
}

/* The name of the module in an image that a specifier stands for; UNDEFINED: there is none. Both are terminated texts, and lie below
 * vm->sp, which the caller sets back. */
HK_FN hk_val hk_resolve_in_images(hk_vm *vm, const char *specifier, const char *referrer)
{
    hk_draft d = { NULL, (uint32_t)(hk_cstr_len(specifier) + hk_cstr_len(referrer)) };
    hk_placed_unit u;
    vm->budget -= (int32_t)(d.n / 16);
    if (!hk_draft_room(vm, &d))
        return HK_EXCEPTION;
    hk_ref r = hk_str_utf8(vm, d.text, hk_join_path(d.text, referrer, specifier));
    return !r ? HK_EXCEPTION : hk_find_unit(vm, NULL, r, HK_UNIT_NAMED, &u) ? hk_string(r) : HK_UNDEFINED;
}

/* Record *m, which is rooted, becomes that unit: gets its code, or its text. */
HK_FN bool hk_module_take(hk_vm *vm, const hk_val *m, const hk_placed_unit *u)
{
    bool json = u->unit->kind == HK_UNIT_JSON;
    hk_ref r = json ? hk_unit_json(vm, u) : 0;
    hk_val v = r ? hk_string(r) : json ? HK_EXCEPTION : hk_script_function(vm, HK_ROM_REF(HK_ROM_CODES + u->first + u->unit->function));
    return v != HK_EXCEPTION && hk_module_put(vm, m, json ? HK_KEY(text) : HK_KEY(fn), v);
}

/* Finds the unit that record m is in the image, or in any. */
HK_FN bool hk_module_unit(hk_vm *vm, const uint8_t *image, hk_val m, hk_placed_unit *u)
{
    hk_text t, json = { (const uint8_t *)"json", NULL, 4, 0 };
    hk_val type = hk_peek(vm, m, HK_KEY(type));
    if (hk_is_string(type))
        hk_text_of(vm, hk_ref_of(type), &t);
    if (hk_is_string(type) && (t.len != 4 || hk_text_compare(&t, &json) != 0))
        return false;
    return hk_find_unit(vm, image, hk_ref_of(hk_peek(vm, m, HK_KEY(name))), hk_is_string(type) ? HK_UNIT_JSON : HK_UNIT_MODULE, u);
}
#else
HK_INLINE hk_val hk_resolve_in_images(hk_vm *vm, const char *specifier, const char *referrer) { return (void)vm, (void)specifier, (void)referrer, HK_UNDEFINED; }
#endif

/* ---- Asking --------------------------------------------------------------------------------------------------------- */

/* specifier, referrer */
HK_FN hk_val hk_nat_hostResolve(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    uint32_t sp = vm->sp;
    const hako_loader *loader = hk_loader(vm);
    bool asks = loader && loader->resolve, images = HAKO_WITH_IMAGES && vm->images;
    hk_val v = HK_UNDEFINED;
    if (asks || images) {
        if (HK_ARG(a, 1) == HK_UNDEFINED && (HK_ARG(a, 1) = hk_active_name(vm)) == HK_EXCEPTION)
            return HK_EXCEPTION;
        const char *referrer = hk_text_on_stack(vm, &HK_ARG(a, 1)), *specifier = referrer ? hk_text_on_stack(vm, &HK_ARG(a, 0)) : NULL;
        v = !specifier ? HK_EXCEPTION : images ? hk_resolve_in_images(vm, specifier, referrer) : HK_UNDEFINED;
        asks = asks && v == HK_UNDEFINED;
        if (asks)
            v = hk_resolve(vm, loader, specifier, referrer);
        vm->sp = sp;
    }
    if (v != HK_UNDEFINED)
        return v;
    if (asks)
        return hk_throw(vm, HK_E_TYPE, "cannot resolve module '%v'", HK_ARG(a, 0));
    hk_ref r = hk_flatten(vm, hk_ref_of(HK_ARG(a, 0)));
    return r ? hk_string(r) : HK_EXCEPTION;
}

/* Asks the loader for record *m. */
HK_FN bool hk_request(hk_vm *vm, const hako_loader *loader, const hk_val *m)
{
    hako_module_request request = { 0, NULL, NULL };
    hk_val *v = hk_push(vm, hk_peek(vm, *m, HK_KEY(type)));
    bool typed = hk_is_string(*v);
    request.type = hk_text_on_stack(vm, v);
    *v = hk_peek(vm, *m, HK_KEY(name));
    request.name = request.type ? hk_text_on_stack(vm, v) : NULL;
    hk_pop(vm);
    if (!request.name || !(request.id = (uint32_t)hk_module_number(vm, HK_KEY(request))))
        return false;
    if (!typed)
        request.type = NULL;
    hk_put(vm, *m, HK_KEY(request), hk_int((int32_t)request.id), HK_P_DATA);
    hako_scope scope = hako_scope_open(vm);
    uint32_t outer = hk_host_begins(vm);
    loader->load(vm, loader->context, &request);
    hk_host_ends(vm, outer);
    hako_scope_close(vm, scope);
    return vm->exception == HK_EMPTY;
}

/* HostLoadImportedModule of a new record. What goes wrong settles its promise. */
HK_FN hk_val hk_nat_hostLoad(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    uint32_t sp = vm->sp;
    hk_val *m = &HK_ARG(a, 0);
#if HAKO_WITH_IMAGES
    hk_placed_unit u;
    if (hk_module_unit(vm, NULL, *m, &u)) {
        hk_module_settle(vm, m, hk_module_take(vm, m, &u));
        return HK_UNDEFINED;
    }
#endif
    const hako_loader *loader = hk_loader(vm);
    bool ok = loader && loader->load;
    if (ok)
        ok = hk_request(vm, loader, m);
    else if (vm->exception == HK_EMPTY)
        hk_throw(vm, HK_E_TYPE, "cannot find module '%v'", hk_peek(vm, *m, HK_KEY(name)));
    vm->sp = sp;
    if (!ok && (((hk_promise *)hk_ptr(vm, hk_ref_of(hk_peek(vm, *m, HK_KEY(loaded)))))->state & HK_PROMISE_STATE) == HK_PROMISE_PENDING)
        hk_module_settle(vm, m, false);
    vm->exception = HK_EMPTY;
    return HK_UNDEFINED;
}

/* ---- Answers ---------------------------------------------------------------------------------------------------------- */

/* The record that waits for that request (UINT32_MAX: any); EMPTY: there is none. */
HK_FN hk_val hk_find_request(hk_vm *vm, uint32_t request, unsigned *realm)
{
    for (*realm = 0; *realm < hk_realm_count(vm); ++*realm) {
        hk_ref list = hk_has_intrinsic(vm, *realm, HK_IN_Modules);
        for (uint32_t i = 0, n = hk_module_count(vm, list); i < n; i++) {
            hk_val id = hk_peek(vm, hk_module_at(vm, list, i), HK_KEY(request));
            if (id != hk_int(0) && (request == UINT32_MAX || id == hk_int((int32_t)request)))
                return hk_module_at(vm, list, i);
        }
    }
    return HK_EMPTY;
}

HK_FN bool hk_is_waiting(hk_vm *vm)
{
    unsigned realm;
    return hk_find_request(vm, UINT32_MAX, &realm) != HK_EMPTY;
}

/* An answer to that request begins: roots the record, and makes its realm the current one. NULL: there is no such request, or an
 * exception is pending. *here: the realm of before, which hk_answered makes current again. */
HK_FN const hk_val *hk_answer_begins(hk_vm *vm, uint32_t request, unsigned *here)
{
    unsigned realm;
    hk_val m = !vm || vm->exception != HK_EMPTY || request - 1 >= INT32_MAX ? HK_EMPTY : hk_find_request(vm, request, &realm);
    if (m == HK_EMPTY)
        return NULL;
    *here = vm->realm;
    hk_set_realm(vm, realm);
    return hk_push(vm, m);
}
HK_FN bool hk_answered(hk_vm *vm, const hk_val *m, bool ok, unsigned here)
{
    hk_module_settle(vm, m, ok);
    hk_pop(vm);
    hk_set_realm(vm, here);
    return true;
}

/* Compiles the source of record *m. */
HK_FN bool hk_module_compile(hk_vm *vm, const hk_val *m, const char *name, const char *source, size_t length)
{
    hk_val f = hk_load_as(vm, name, source, length, HK_PARSE_MODULE);
    return f != HK_EXCEPTION && hk_module_put(vm, m, HK_KEY(fn), f);
}

HAKO_API bool hako_module_source(hako_vm *vm, uint32_t request, const char *source, size_t length)
{
    char name[HAKO_MAX_MODULE_NAME];
    unsigned here;
    hk_text t;
    const hk_val *m = hk_answer_begins(vm, request, &here);
    if (!m)
        return false;
    hk_text_of(vm, hk_ref_of(hk_peek(vm, *m, HK_KEY(name))), &t);
    hk_write_utf8(&t, false, name, sizeof name);
    return hk_answered(vm, m, hk_module_compile(vm, m, name, source, length), here);
}

HAKO_API bool hako_module_json(hako_vm *vm, uint32_t request, const char *text, size_t length)
{
    unsigned here;
    const hk_val *m = hk_answer_begins(vm, request, &here);
    if (!m)
        return false;
    hk_ref r = hk_str_utf8(vm, text ? text : "", text ? length : 0);
    return hk_answered(vm, m, r && hk_module_put(vm, m, HK_KEY(text), hk_string(r)), here);
}

HAKO_API bool hako_module_fail(hako_vm *vm, uint32_t request, const char *message)
{
    unsigned here;
    hk_val pending = vm ? vm->exception : HK_EMPTY;
    if (vm)
        vm->exception = HK_EMPTY;
    const hk_val *m = hk_answer_begins(vm, request, &here);
    if (vm)
        vm->exception = pending;
    if (!m)
        return false;
    if (pending == HK_EMPTY)
        hako_throw(vm, HAKO_ERROR_TYPE, message ? message : "module cannot be loaded");
    return hk_answered(vm, m, false, here);
}

/* ---- Modules of the host ------------------------------------------------------------------------------------------------ */

HK_FN hk_val hk_host_text(hk_vm *vm, const char *text)
{
    hk_ref r = hk_str_utf8(vm, text ? text : "", text ? hk_cstr_len(text) : 0);
    return r ? hk_string(r) : HK_EXCEPTION;
}

HAKO_API bool hako_module_object(hako_vm *vm, const char *name, hako_val object)
{
    if (!vm || vm->exception != HK_EMPTY)
        return false;
    if (!hk_is_object(hk_from_host(vm, object))) {
        hk_throw(vm, HK_E_TYPE, "a module's exports are no object");
        return false;
    }
    hk_val *o = hk_push(vm, hk_from_host(vm, object)), *m = hk_push(vm, hk_host_text(vm, name)), *type = hk_push(vm, HK_UNDEFINED);
    hk_val found = *m == HK_EXCEPTION ? HK_EMPTY : hk_module_find(vm, *m, HK_UNDEFINED);
    bool ok = *m != HK_EXCEPTION;
    if (found != HK_EMPTY && hk_peek(vm, found, HK_KEY(request)) == hk_int(0)) {
        hk_throw(vm, HK_E_TYPE, "there is a module '%v' already", *m);
        ok = false;
    } else if (found != HK_EMPTY) {
        *m = found;
    } else {
        ok = ok && hk_module_new(vm, m, type);
    }
    ok = ok && hk_module_synthesize(vm, m, o);
    if (ok)
        hk_module_settle(vm, m, true);
    vm->temps -= 3;
    return ok;
}

HAKO_API bool hako_module_native(hako_vm *vm, const char *name, const hako_export *exports, size_t count)
{
    if (!vm || (count && !exports))
        return false;
    hako_scope scope = hako_scope_open(vm);
    hako_val o = hako_object(vm);
    bool ok = !hako_failed(vm);
    for (size_t i = 0; i < count && ok; i++) {
        hako_val f = hako_native(vm, exports[i].name, exports[i].function, exports[i].arity);
        hk_key key = hk_host_key(vm, exports[i].name);
        ok = key && hk_put(vm, hk_from_host(vm, o), key, f.bits, HK_P_DATA) == HK_YES;
    }
    ok = ok && hako_module_object(vm, name, o);
    hako_scope_close(vm, scope);
    return ok;
}

/* ---- Starting, looking ---------------------------------------------------------------------------------------------------- */

/* The record *m, a name or an exception and rooted, is begun anew. false: exception. */
HK_FN bool hk_module_begin(hk_vm *vm, hk_val *m)
{
    hk_val *type = hk_push(vm, HK_UNDEFINED);
    hk_val before = *m == HK_EXCEPTION ? HK_EMPTY : hk_module_find(vm, *m, HK_UNDEFINED);
    if (before != HK_EMPTY)
        hk_module_drop(vm, before);
    bool ok = *m != HK_EXCEPTION && hk_module_new(vm, m, type);
    hk_pop(vm);
    return ok;
}

/* Starts record *m, if it was begun and has got (ok) its code. */
HK_FN hako_status hk_module_start(hk_vm *vm, const hk_val *m, bool begun, bool ok)
{
    bool done;
    if (begun && !ok)
        hk_module_drop(vm, *m);
    if (ok) {
        hk_module_settle(vm, m, true);
        ok = hk_push_call(vm, hk_function(vm, HK_FN_moduleMain), HK_UNDEFINED, 1, m, false, &done);
    }
    vm->state = ok;
    vm->paused_realm = vm->realm;
    return ok ? HAKO_MORE : HAKO_FAILED;
}

HAKO_API hako_status hako_start_module(hako_vm *vm, const char *name, const char *source, size_t length)
{
    if (!vm || hk_in_native(vm))
        return HAKO_FAILED;
    hk_restart(vm);
    name = name ? name : "module";
    hk_val *m = hk_push(vm, hk_host_text(vm, name));
    bool begun = hk_module_begin(vm, m);
    hako_status status = hk_module_start(vm, m, begun, begun && hk_module_compile(vm, m, name, source, length));
    hk_pop(vm);
    return status;
}

HAKO_API hako_val hako_module_namespace(hako_vm *vm, const char *name)
{
    hako_val result = { HK_UNDEFINED };
    bool done;
    if (!vm || !hk_may_call(vm))
        return result;
    hk_val text = hk_host_text(vm, name), *m = hk_push(vm, text);
    *m = text == HK_EXCEPTION ? HK_EMPTY : hk_module_find(vm, text, HK_EMPTY);
    if (*m != HK_EMPTY && hk_int_of(hk_peek(vm, *m, HK_KEY(status))) >= HK_MODULE_LINKED) {
        int32_t before = vm->budget;
        bool ok = hk_push_call(vm, hk_function(vm, HK_FN_moduleNamespace), HK_UNDEFINED, 1, m, false, &done);
        hk_run_nested(vm, before, !ok ? HK_IN_ERROR : done ? HK_IN_RESULT : HK_IN_SCRIPT, &result);
    }
    hk_pop(vm);
    return result;
}

HAKO_API hako_val hako_modules(hako_vm *vm)
{
    hako_val undefined = { HK_UNDEFINED };
    uint32_t n = vm ? hk_module_count(vm, hk_made_intrinsic(vm, HK_IN_Modules)) : 0;
    hk_ref r = vm ? hk_new_array(vm, n) : 0;
    if (!r)
        return undefined;
    hk_val *list = hk_push(vm, hk_object(r));
    bool ok = true;
    for (uint32_t i = 0; i < n && ok; i++)
        ok = hk_append(vm, *list, hk_peek(vm, hk_module_at(vm, hk_made_intrinsic(vm, HK_IN_Modules), i), HK_KEY(name)));
    hk_val v = hk_pop(vm);
    return ok ? hk_to_host(vm, v) : undefined;
}
#endif
#endif
