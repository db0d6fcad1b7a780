/* Hooks of the host that are called in the middle of an operation, and what uses them: exotic properties and watched objects.
 *
 * The operation may hold temporaries, and everything it has may move: while the hook runs, the temporaries lie on the stack of
 * frames, below all that is in use, and the hook has the whole of vm->temp. It must not run a script: that would be a call of the interpreter
 * from within. */
#ifndef HK_API_HOOKS_C
#define HK_API_HOOKS_C
#include "api.c"
#if HAKO_WITH_CLASSES

/* A hook under way. values: what it is told, of which handles[] are the host's names. */
enum { HK_HOOK_VALUES = 3, HK_HOOK_NAME = 40 };
typedef struct {
    hk_val *saved;              /* the temporaries, then the values, then the exception that was pending */
    uint32_t temps, sp, flags;
    unsigned realm, values;
    hako_scope scope;
    hako_val handles[HK_HOOK_VALUES];
} hk_hook;

/* Ends it. false: it has thrown. */
HK_FN HK_NOINLINE bool hk_hook_end(hk_vm *vm, const hk_hook *h)
{
    hako_scope_close(vm, h->scope);
    memcpy(vm->temp, h->saved, h->temps * sizeof *h->saved);
    vm->temps = h->temps;
    vm->sp = h->sp;
    vm->nesting--;
    hk_set_realm(vm, h->realm);
    vm->flags = (vm->flags & ~(uint32_t)(HK_VM_NATIVE | HK_VM_HOOK)) | h->flags;
    if (!(h->flags & HK_VM_NATIVE) && (vm->flags & HK_VM_PAUSE)) {
        hk_end_slice(vm);
        vm->flags |= HK_VM_PAUSED;
    }
    if (vm->exception != HK_EMPTY)
        return false;
    vm->exception = h->saved[h->temps + h->values];
    return true;
}

/* Begins a hook that is told n values. false: an exception. */
HK_FN HK_NOINLINE bool hk_hook_begin(hk_vm *vm, hk_hook *h, const hk_val *v, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        hk_push(vm, v[i]);
    hk_push(vm, vm->exception);
    h->temps = vm->temps - n - 1;
    h->sp = vm->sp;
    hk_val *w = hk_at(vm, vm->sp) - 1;
    h->saved = w - (HK_R_ARGS - 1) - vm->temps;
    bool ok = vm->nesting < HK_MAX_NESTING_CALLS && (hk_offset(vm, h->saved) >= vm->stack_low || hk_reach_stack(vm, hk_offset(vm, h->saved)));
    if (ok) {
        memcpy(h->saved, vm->temp, vm->temps * sizeof *w);
        w[0] = hk_link(HK_NOTE_HOST, 0, 0, 0);          /* where the host has called, this looks like the outermost frame */
        w[-HK_R_FUNCTION] = hk_function(vm, HK_FN_HOST);
        w[-HK_R_THIS] = w[-HK_R_NEWTARGET] = HK_UNDEFINED;
        vm->sp = hk_offset(vm, h->saved);
    }
    vm->temps = h->temps;
    if (!ok) {
        vm->exception = HK_TOO_DEEP;
        return false;
    }
    h->flags = vm->flags & (HK_VM_NATIVE | HK_VM_HOOK);
    h->realm = vm->realm;
    h->values = n;
    h->scope = hako_scope_open(vm);
    vm->temps = 0;
    vm->nesting++;
    vm->budget--;
    vm->flags |= HK_VM_NATIVE | HK_VM_HOOK;
    vm->exception = HK_EMPTY;
    for (unsigned i = 0; i < n; i++)
        h->handles[i] = hk_to_host(vm, h->saved[h->temps + i]);
    if (vm->exception == HK_EMPTY)
        return true;
    hk_hook_end(vm, h);
    return false;
}

/* ---- Exotic properties -------------------------------------------------------------------------------------------- */

/* The key as the hooks are told it, its text in text[HK_HOOK_NAME]. false: they are not asked about such. */
HK_FN bool hk_hook_name(hk_vm *vm, hk_key key, char *text, hako_name *name)
{
    hk_text t;
    uint32_t n = 0;
    name->text = hk_key_is_index(key) ? NULL : text;
    name->index = hk_key_is_index(key) ? hk_key_index(key) : 0;
    if (hk_key_is_index(key))
        return true;
    if (hk_ref_is_wellknown(key) || (hk_ref_is_block(key) && hk_type(vm, key) == HK_T_SYMBOL))
        return false;
    hk_text_of(vm, key, &t);
    for (uint32_t i = 0; i < t.len;) {
        uint32_t cp = hk_next_code_point(&t, &i);
        if (!cp || (cp >= 0xD800 && cp <= 0xDFFF) || n + 4 >= HK_HOOK_NAME)
            return false;
        n += (uint32_t)hk_utf8_encode(cp, false, (uint8_t *)text + n);
    }
    text[n] = '\0';
    return true;
}

/* The length of object o; below 0: an exception. */
HK_FN HK_NOINLINE int64_t hk_exotic_length(hk_vm *vm, const hako_exotic *e, hk_val o)
{
    hk_hook h;
    if (!e->length)
        return 0;
    if (!hk_hook_begin(vm, &h, &o, 1))
        return -1;
    uint32_t n = e->length(vm, h.handles[0]);
    return hk_hook_end(vm, &h) ? (int64_t)(n & HK_MAX_INDEX_KEY) : -1;
}

HK_FN HK_NOINLINE int hk_exotic_own(hk_vm *vm, const hako_exotic *e, hk_val o, hk_key key, hk_prop *out)
{
    hk_hook h;
    hako_name name;
    char text[HK_HOOK_NAME];
    hako_val value = { HK_UNDEFINED };
    if (!e->get || !hk_hook_name(vm, key, text, &name))
        return HK_NO;
    if (!hk_hook_begin(vm, &h, &o, 1))
        return HK_ERR;
    bool found = e->get(vm, h.handles[0], &name, &value);
    hk_val v = hk_from_host(vm, value);
    if (!hk_hook_end(vm, &h))
        return HK_ERR;
    return found ? hk_found(out, v, HK_P_ENUMERABLE | HK_P_CONFIGURABLE | (e->set ? HK_P_WRITABLE : 0u), HK_AT_HOST, 0) : HK_NO;
}

HK_FN HK_NOINLINE int hk_exotic_set(hk_vm *vm, const hako_exotic *e, hk_val o, hk_key key, hk_val value)
{
    hk_hook h;
    hako_name name;
    char text[HK_HOOK_NAME];
    if (!e->set || !hk_hook_name(vm, key, text, &name))
        return HK_TRAP;
    if (!hk_hook_begin(vm, &h, (hk_val[]){ o, value }, 2))
        return HK_ERR;
    bool taken = e->set(vm, h.handles[0], &name, h.handles[1]);
    return !hk_hook_end(vm, &h) ? HK_ERR : taken ? HK_YES : HK_TRAP;
}

HK_FN HK_NOINLINE int hk_exotic_remove(hk_vm *vm, const hako_exotic *e, hk_val o, hk_key key)
{
    hk_hook h;
    hako_name name;
    char text[HK_HOOK_NAME];
    if (!e->remove || !hk_hook_name(vm, key, text, &name))
        return HK_NO;
    if (!hk_hook_begin(vm, &h, &o, 1))
        return HK_ERR;
    bool gone = e->remove(vm, h.handles[0], &name);
    return !hk_hook_end(vm, &h) ? HK_ERR : gone ? HK_YES : HK_NO;
}

/* Its ith name; EMPTY behind the last. */
HK_FN HK_NOINLINE hk_val hk_exotic_name(hk_vm *vm, const hako_exotic *e, hk_val o, uint32_t i)
{
    hk_hook h;
    hk_ref s = 0;
    if (!e->name)
        return HK_EMPTY;
    if (!hk_hook_begin(vm, &h, &o, 1))
        return HK_EXCEPTION;
    const char *name = e->name(vm, h.handles[0], i);
    if (name && vm->exception == HK_EMPTY)
        s = hk_str_utf8(vm, name, hk_cstr_len(name));
    if (!hk_hook_end(vm, &h))
        return HK_EXCEPTION;
    return name ? hk_string(s) : HK_EMPTY;
}

/* ---- Watched objects ------------------------------------------------------------------------------------------------ */

HK_FN bool hk_watch_tell(hk_vm *vm, const hk_watch *w, unsigned change, const hk_val *what)
{
    hk_hook h;
    hako_watcher *watcher = (hako_watcher *)(uintptr_t)w->watcher;
    void *context = (void *)(uintptr_t)w->context;
    if (vm->flags & HK_VM_HOOK)
        return true;
    if (!hk_hook_begin(vm, &h, what, 3))
        return false;
    watcher(vm, context, (hako_change)change, h.handles[0], h.handles[1], h.handles[2]);
    return hk_hook_end(vm, &h);
}

/* The list of what the API has besides functions, with an identity table of none and the private key of watchers. 0: out of memory. */
HK_FN hk_ref hk_make_host_extras(hk_vm *vm)
{
    if (!vm->host_names && !(vm->host_names = hk_alloc(vm, HK_T_REFS, 16)))
        return 0;
    if (hk_host_extras(vm))
        return hk_host_extras(vm);
    hk_ref r = hk_alloc(vm, HK_T_SYMBOL, sizeof(hk_sym));
    if (!r)
        return 0;
    ((hk_sym *)hk_ptr(vm, r))->flags = HK_SYM_PRIVATE;
    hk_val *symbol = hk_push(vm, hk_symbol(r));
    r = hk_alloc(vm, HK_T_REFS, 16);
    if (r) {
        hk_store_ref(vm, (hk_ref *)hk_ptr(vm, r) + HK_EXTRA_WATCH, hk_ref_of(*symbol));
        hk_store_ref(vm, (hk_ref *)hk_ptr(vm, vm->host_names) + 3, r);
    }
    hk_pop(vm);
    return r;
}

/* Makes the elements of *o properties like others, which no fast path writes. false: out of memory. */
HK_FN bool hk_spread_elements(hk_vm *vm, hk_val *o)
{
    static const uint8_t flags[4] = { HK_P_DATA, HK_P_WRITABLE | HK_P_ENUMERABLE, HK_P_ENUMERABLE, HK_P_ENUMERABLE };
    hk_val *v = hk_push(vm, HK_UNDEFINED);
    uint32_t n = hk_nvals(vm, hk_obj_ptr(vm, *o)->elems);
    bool ok = true;
    vm->budget -= (int32_t)n;
    for (uint32_t i = 0; ok && i < n; i++) {
        hk_ref elems = hk_obj_ptr(vm, *o)->elems;
        *v = hk_vals(vm, elems)[i];
        if (*v == HK_EMPTY)
            continue;
        ok = hk_add(vm, o, hk_index_key(i), v, flags[((hk_block *)hk_ptr(vm, elems))->word & 3]);
        if (ok)
            hk_vals(vm, hk_obj_ptr(vm, *o)->elems)[i] = HK_EMPTY;
    }
    if (ok)
        hk_obj_ptr(vm, *o)->elems = 0;
    hk_pop(vm);
    return ok;
}

/* Lets `watcher` watch *o. false: out of memory. */
HK_FN bool hk_watch_object(hk_vm *vm, hk_val *o, hako_watcher *watcher, void *context)
{
    hk_ref r = hk_make_host_extras(vm) ? hk_alloc(vm, HK_T_BYTES, sizeof(hk_watch)) : 0;
    if (!r)
        return false;
    hk_watch *w = hk_ptr(vm, r);
    w->tell = (uint64_t)(uintptr_t)hk_watch_tell;
    w->watcher = (uint64_t)(uintptr_t)watcher;
    w->context = (uint64_t)(uintptr_t)context;
    hk_prop p;
    hk_key key = ((hk_ref *)hk_ptr(vm, hk_host_extras(vm)))[HK_EXTRA_WATCH];
    if (hk_own(vm, *o, key, &p) == HK_YES)
        hk_store(vm, hk_slot(vm, hk_block_obj(vm, p.holder), p.index), hk_internal(r));
    else if (hk_add_property(vm, *o, key, hk_internal(r), HK_P_WRITABLE) == HK_ERR)     /* also to what is not extensible */
        return false;
    if (!hk_renew_shape(vm, o) || !hk_spread_elements(vm, o))
        return false;
    hk_shape_of(vm, hk_obj_ptr(vm, *o))->flags |= HK_SHAPE_WATCHED | HK_SHAPE_INDEXES;
    return true;
}

HAKO_API bool hako_watch(hako_vm *vm, hako_val object, hako_watcher *fn, void *context)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return false;
    hk_val v = hk_from_host(vm, object);
    if (!hk_is_block(v) || hk_is_proxy(vm, v)) {
        hk_throw(vm, HK_E_TYPE, "%v cannot be watched", v);
        return false;
    }
    if (!fn) {
        hk_shape_of(vm, hk_obj_ptr(vm, v))->flags &= (uint8_t)~HK_SHAPE_WATCHED;
        return true;
    }
    hk_val *o = hk_push(vm, v);
    bool ok = hk_watch_object(vm, o, fn, context);
    hk_pop(vm);
    return ok;
}
#endif
#endif
