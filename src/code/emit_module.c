/* Modules.
 *
 * A module's code is one function, whose block holds what is captured, exported
 * and imported. Its first call ends at AWAIT 3, when all that needs no script
 * to run stands: the block, its functions, its vars. What it returns is a pair:
 * the frame set aside, and the block (or undefined, if it needs none). When the
 * modules are linked (lib/module.js), the slots of imports get the places of
 * what they import: cells, which IMPORT looks into. Resumed, the frame runs the
 * statements; with await at the top it is an async function's from there on.
 *
 * The code's first constant tells about the module, a VALUES block of HK_MI_*.
 */
#ifndef HK_EMIT_MODULE_C
#define HK_EMIT_MODULE_C
#include "emitter.h"

HK_FN HK_NOINLINE int hk_emit_import_call(hk_emitter *e, int dst)
{
    unsigned base = e->fs->top, w = hk_emit_tmps(e, HK_WINDOW + 2);
    uint32_t p = hk_emit_varint(e);
    hk_emit_expr(e, (int)(w + HK_WINDOW));
    if (hk_emit_kind(e) == HK_N_EMPTY) {
        e->at++;
        hk_emit_special(e, w + HK_WINDOW + 1, HK_S_UNDEFINED);
    } else {
        hk_emit_expr(e, (int)(w + HK_WINDOW + 1));
    }
    hk_emit_pos(e, p);
    hk_emit_lib(e, HK_FN_importCall, w, 2);
    return hk_emit_result(e, base, dst, w);
}

#if HAKO_WITH_MODULES
/* The lists of what is told about a module, while they grow: rooted VALUES blocks, or undefined. */
typedef struct {
    hk_val *list[HK_MI_LISTS];
    uint32_t count[HK_MI_LISTS];
} hk_module_lists;

HK_FN void hk_emit_list_add(hk_emitter *e, hk_module_lists *l, unsigned which, hk_val v)
{
    hk_vm *vm = e->vm;
    uint32_t n = l->count[which];
    hk_ref r;
    if (e->failed)
        return;
    hk_push(vm, v);
    if (n == 0)
        *l->list[which] = (r = hk_alloc_values(vm, 6, HK_UNDEFINED)) != 0 ? hk_internal(r) : HK_UNDEFINED;
    else
        r = n < hk_nvals(vm, hk_ref_of(*l->list[which])) ? 1 : hk_resize(vm, l->list[which], 8 + (n + n / 2) * 8);
    v = hk_pop(vm);
    if (!r) {
        hk_emit_fail(e);
        return;
    }
    hk_store(vm, &hk_vals(vm, hk_ref_of(*l->list[which]))[n], v);
    l->count[which] = n + 1;
}

HK_FN void hk_emit_list_name(hk_emitter *e, hk_module_lists *l, unsigned which, uint32_t name)
{
    if (!e->failed)
        hk_emit_list_add(e, l, which, hk_string(hk_name_ref(e->vm, name)));
}

HK_FN void hk_emit_list_slot(hk_emitter *e, hk_module_lists *l, unsigned which, const hk_sc *s, uint32_t name)
{
    uint32_t i = hk_emit_own(e, s, name);
    hk_emit_list_add(e, l, which, hk_int(i == UINT32_MAX ? 0 : hk_emit_decl(e, i)->loc));
}

/* The LINKs at the cursor, of a node of that kind; request: the number of the module that is asked. */
HK_FN void hk_emit_list_links(hk_emitter *e, hk_module_lists *l, const hk_sc *s, unsigned node, hk_val request)
{
    while (!hk_emit_end(e) && !e->failed) {
        unsigned how = (e->at++, hk_emit_byte(e));
        uint32_t name = hk_emit_varint(e), other = hk_emit_varint(e);
        hk_emit_varint(e);
        if (node == HK_N_EXPORT) {
            hk_emit_list_name(e, l, HK_MI_LOCALS, name);
            hk_emit_list_slot(e, l, HK_MI_LOCALS, s, other);
        } else if (node == HK_N_IMPORT) {
            hk_emit_list_add(e, l, HK_MI_IMPORTS, request);
            if (how == HK_LINK_NAMESPACE)
                hk_emit_list_add(e, l, HK_MI_IMPORTS, HK_UNDEFINED);
            else
                hk_emit_list_name(e, l, HK_MI_IMPORTS, name);
            hk_emit_list_slot(e, l, HK_MI_IMPORTS, s, other);
        } else if (how == HK_LINK_ALL) {
            hk_emit_list_add(e, l, HK_MI_STARS, request);
        } else {
            hk_emit_list_name(e, l, HK_MI_INDIRECT, name);
            hk_emit_list_add(e, l, HK_MI_INDIRECT, request);
            if (how == HK_LINK_NAMESPACE)
                hk_emit_list_add(e, l, HK_MI_INDIRECT, HK_UNDEFINED);
            else
                hk_emit_list_name(e, l, HK_MI_INDIRECT, other);
        }
    }
}

/* The specifier and the attributes at the cursor: `type` is the one that means something. */
HK_FN void hk_emit_list_request(hk_emitter *e, hk_module_lists *l)
{
    uint32_t specifier = hk_emit_varint(e), key, value, type = UINT32_MAX, unknown = UINT32_MAX;
    hk_text t, word = { (const uint8_t *)"type", NULL, 4, 0 };
    hk_emit_varint(e);
    while (!hk_emit_end(e) && !e->failed) {
        key = (e->at++, hk_emit_varint(e));
        value = (e->at++, hk_emit_varint(e));
        hk_text_of(e->vm, hk_name_ref(e->vm, key), &t);
        if (hk_names_equal(&t, &word))
            type = value;
        else
            unknown = key;
    }
    hk_emit_list_name(e, l, HK_MI_REQUESTS, specifier);
    if (type == UINT32_MAX)
        hk_emit_list_add(e, l, HK_MI_REQUESTS, HK_UNDEFINED);
    else
        hk_emit_list_name(e, l, HK_MI_REQUESTS, type);
    if (unknown == UINT32_MAX)
        hk_emit_list_add(e, l, HK_MI_REQUESTS, HK_UNDEFINED);
    else
        hk_emit_list_name(e, l, HK_MI_REQUESTS, unknown);
}

/* Fills the lists from the declarations of scope s and the items at the cursor, which stays. */
HK_FN void hk_emit_list_items(hk_emitter *e, hk_module_lists *l, const hk_sc *s)
{
    uint32_t items = e->at, i;
    while (hk_emit_kind(e) != HK_N_END) {
        uint32_t next = hk_emit_skip_at(e, e->at);
        unsigned kind = hk_emit_byte(e);
        hk_val request = hk_int((int32_t)(l->count[HK_MI_REQUESTS] / 3));
        if (kind == HK_N_IMPORT || kind == HK_N_EXPORT || kind == HK_N_EXPORTFROM)
            hk_emit_list_links(e, l, s, kind, request);
        if (kind == HK_N_IMPORT || kind == HK_N_EXPORTFROM)
            hk_emit_list_request(e, l);
        e->at = next;
    }
    e->at = items;
    for (i = s->first; i < s->first + s->count && !e->failed; i++)
        if (hk_emit_decl(e, i)->kind & HK_D_EXPORT) {
            hk_emit_list_name(e, l, HK_MI_LOCALS, hk_emit_decl(e, i)->name);
            hk_emit_list_slot(e, l, HK_MI_LOCALS, s, hk_emit_decl(e, i)->name);
        }
}

/* What is told about the module becomes the first constant. */
HK_FN HK_NOINLINE void hk_emit_module_info(hk_emitter *e, const hk_sc *s)
{
    hk_vm *vm = e->vm;
    hk_module_lists l;
    unsigned i;
    uint32_t meta = hk_emit_own(e, s, HK_NAME_META);
    hk_ref r;
    memset(&l, 0, sizeof l);
    for (i = 0; i < HK_MI_LISTS; i++)
        l.list[i] = hk_push(vm, HK_UNDEFINED);
    hk_emit_list_items(e, &l, s);
    for (i = 0; i < HK_MI_LISTS && !e->failed; i++)
        if (l.count[i])
            hk_resize(vm, l.list[i], 8 + l.count[i] * 8);
    r = e->failed ? 0 : hk_alloc_values(vm, HK_MI_COUNT, HK_UNDEFINED);
    if (r) {
        for (i = 0; i < HK_MI_LISTS; i++)
            hk_store(vm, &hk_vals(vm, r)[i], *l.list[i]);
        hk_vals(vm, r)[HK_MI_AWAITS] = hk_bool((e->fs->code_flags & HK_CF_ASYNC) != 0);
        hk_vals(vm, r)[HK_MI_META] = hk_int(meta == UINT32_MAX ? -1 : hk_emit_decl(e, meta)->loc);
        hk_emit_const(e, hk_internal(r));
    } else {
        hk_emit_fail(e);
    }
    vm->temps -= HK_MI_LISTS;
}

/* Imports and import.meta are there from the start; an import's value is behind a cell. */
HK_FN void hk_emit_mark_imports(hk_emitter *e, const hk_sc *s)
{
    uint32_t i;
    for (i = s->first; i < s->first + s->count && !e->failed; i++) {
        hk_decl *d = hk_emit_decl(e, i);
        if ((d->kind & (HK_D_KIND | HK_D_IMPORT)) == (HK_D_CONST | HK_D_IMPORT))
            d->state |= HK_DS_INIT | HK_DS_IMPORT;
        else if (d->name == HK_NAME_META)
            d->state |= HK_DS_INIT;
    }
}

/* Imports have the first slots of the module's block: by its number it is known what a slot holds (kinds.c). */
HK_FN void hk_emit_place_module(hk_emitter *e, hk_sc *s)
{
    uint32_t i, rest;
    for (rest = 0; rest < 2; rest++)
        for (i = s->first; i < s->first + s->count && !e->failed; i++) {
            const hk_decl *d = hk_emit_decl(e, i);
            bool import = (d->kind & (HK_D_KIND | HK_D_IMPORT)) == (HK_D_CONST | HK_D_IMPORT);
            if (import != (rest != 0) && !hk_emit_is_member(d))
                hk_emit_place(e, s, i);
        }
    hk_emit_ready(e, s);
}

HK_FN HK_NOINLINE void hk_emit_module(hk_emitter *e)
{
    hk_fs fs;
    hk_sc s;
    unsigned env;
    e->at = 1;
    hk_emit_open(e, &fs, hk_emit_byte(e) & HK_FF_ASYNC ? HK_CF_STRICT | HK_CF_ASYNC : HK_CF_STRICT);
    fs.far = e->tree.length > HK_NEAR;
    hk_emit_enter(e, &s);
    hk_emit_read_record(e, &s);
    if (s.flags & HK_SF_EVAL)
        hk_emit_hold_eval(e, &s);
    hk_emit_mark_imports(e, &s);
    hk_emit_place_module(e, &s);
    hk_emit_module_info(e, &s);
    hk_emit_make_block(e, &s);
    hk_emit_fill_hidden(e, &s, HK_NO_REG);
    hk_emit_init_vars(e, &s);
    hk_emit_hoist(e, e->at);
    env = s.reg;
    if (env == HK_NO_REG)
        hk_emit_special(e, env = hk_emit_tmp(e), HK_S_UNDEFINED);
    hk_emit_rru(e, HK_OPNUM(AWAIT), hk_emit_tmp(e), env, 3);
    fs.top = fs.vars;
    hk_emit_async_entry(e);
    fs.vars = fs.top;
    hk_emit_scope_body(e, &s);
    hk_emit_finish(e);
    hk_emit_scope_close(e, &s);
    hk_emit_close(e, HK_NAME_NONE, 0, 0, e->source->length);
}
#endif
#endif
