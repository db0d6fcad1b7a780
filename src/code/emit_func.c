/* Functions and scripts: how their registers and blocks are laid out at entry.
 *
 *   R4...            parameters, in order; uncaptured ones stay there
 *   then             the rest array, the arguments object
 *   then             `this` of a sloppy function, the block of the parameters and,
 *                    when no parameter has an expression, of the body, too; its variables
 *
 * Parameters of a function with a mapped arguments object all live in the block,
 * parameter i in slot i.
 */
#ifndef HK_EMIT_FUNC_C
#define HK_EMIT_FUNC_C
#include "emitter.h"

#define HK_PARAMS_LIMIT 200
#define HK_NEAR 16000                /* a tree of so many bytes makes code that 16-bit jumps surely span */

/* A FUNCTION node's operands before its parameter scope */
typedef struct {
    uint8_t ff, fg;
    uint32_t name, length, start, end;
} hk_head;

/* What a class tells its constructor */
typedef struct {
    bool fields;             /* there is a %fields function to call */
    bool derived;
    uint8_t nfields;
    uint32_t name, start, end;
} hk_ctor;

HK_FN void hk_emit_head(hk_emitter *e, hk_head *h)
{
    e->at++;
    h->ff = (uint8_t)hk_emit_byte(e);
    h->fg = (uint8_t)hk_emit_byte(e);
    h->name = hk_emit_varint(e);
    h->length = hk_emit_varint(e);
    h->start = hk_emit_varint(e);
    h->end = hk_emit_varint(e);
}

HK_FN unsigned hk_emit_code_flags(const hk_head *h)
{
    unsigned flags = 0;
    if (h->ff & HK_FF_STRICT) flags |= HK_CF_STRICT;
    if (h->ff & HK_FF_ARROW) flags |= HK_CF_ARROW | HK_CF_METHOD;
    if (h->ff & HK_FF_METHOD) flags |= HK_CF_METHOD;
    if (h->ff & HK_FF_GENERATOR) flags |= HK_CF_GENERATOR;
    if (h->ff & HK_FF_ASYNC) flags |= HK_CF_ASYNC;
    if (h->ff & HK_FF_CTOR) flags = (flags | HK_CF_CLASS) & ~(unsigned)HK_CF_METHOD;
    if (h->ff & HK_FF_DERIVED) flags |= HK_CF_DERIVED;
    if (h->fg & HK_FG_GETTER) flags |= HK_CF_GETTER;
    if (h->fg & HK_FG_SETTER) flags |= HK_CF_SETTER;
    return flags;
}

/* ---- parameters -------------------------------------------------------------------------------------------------- */

/* Counts the parameters of the list at `at` that have registers of their own. */
HK_FN uint32_t hk_emit_count_params(hk_emitter *e, uint32_t at, bool *rest)
{
    uint32_t n = 0;
    for (; hk_emit_kind_at(e, at) != HK_N_END; at = hk_emit_skip_at(e, at)) {
        *rest = hk_emit_kind_at(e, at) == HK_N_SPREAD;
        n += !*rest;
    }
    if (n > HK_PARAMS_LIMIT)
        hk_emit_error(e, "function has too many parameters");
    return n;
}

/* Places of the parameters' names: registers of the parameters that are mere names, or their slots. */
HK_FN void hk_emit_place_params(hk_emitter *e, hk_sc *s, uint32_t at, bool mapped)
{
    uint32_t i, d, name, inner;
    for (i = 0; hk_emit_kind_at(e, at) != HK_N_END; at = hk_emit_skip_at(e, at), i++) {
        inner = at;
        while (hk_emit_kind_at(e, inner) == HK_N_DEFAULT || hk_emit_kind_at(e, inner) == HK_N_SPREAD)
            inner++;
        if (hk_emit_kind_at(e, inner++) != HK_N_IDENT)
            continue;
        name = hk_emit_varint_at(e, &inner);
        d = hk_emit_own(e, s, name);
        if (d == UINT32_MAX || (hk_emit_decl(e, d)->kind & HK_D_KIND) != HK_D_PARAM)
            continue;
        if (mapped)
            hk_emit_decl(e, d)->loc = (uint16_t)i;
        else if (!(hk_emit_decl(e, d)->state & HK_DS_SLOT))
            hk_emit_decl(e, d)->loc = (uint16_t)(HK_R_ARGS + i);
    }
}

/* Places of all names of the parameter scope, in which those of the body may stand, too. */
HK_FN void hk_emit_place_all(hk_emitter *e, hk_sc *s, uint32_t list, unsigned arguments, bool mapped)
{
    uint32_t i;
    if (mapped)
        s->slots = e->fs->nparams;
    for (i = s->first; i < s->first + s->count && !e->failed; i++) {
        hk_decl *d = hk_emit_decl(e, i);
        unsigned kind = d->kind & HK_D_KIND, reg = HK_NO_REG;
        if (kind == HK_D_PARAM && mapped)
            d->state |= HK_DS_SLOT;
        else if (!(d->kind & HK_D_CAPTURED) && kind == HK_D_SELF)
            reg = HK_R_FUNCTION;
        else if (!(d->kind & HK_D_CAPTURED) && kind == HK_D_ARGUMENTS)
            reg = arguments;
        else if (d->kind & HK_D_CAPTURED || kind != HK_D_PARAM)
            hk_emit_place(e, s, i);
        else
            reg = 0;                                 /* a parameter: its own register, or one is found below */
        if (reg != HK_NO_REG)
            hk_emit_decl(e, i)->loc = (uint16_t)reg;
    }
    hk_emit_place_params(e, s, list, mapped);
    for (i = s->first; i < s->first + s->count && !e->failed; i++) {
        const hk_decl *d = hk_emit_decl(e, i);
        if ((d->kind & HK_D_KIND) == HK_D_PARAM && d->loc == 0 && !(d->state & HK_DS_SLOT))
            hk_emit_place(e, s, i);
    }
}

/* Parameters get their values in order; defaults and patterns are evaluated. */
HK_FN void hk_emit_bind_params(hk_emitter *e, uint32_t list)
{
    hk_fetch f;
    memset(&f, 0, sizeof f);
    f.how = HK_FETCH_REGISTER;
    e->at = list;
    for (f.from = HK_R_ARGS; !hk_emit_end(e); f.from++) {
        uint32_t at = e->at + 1;
        unsigned own = hk_emit_kind(e) == HK_N_IDENT ? hk_emit_var_reg(e, hk_emit_varint_at(e, &at), true) : HK_NO_REG;
        if (own != HK_NO_REG && own != f.from) {     /* function (a, a): the last one counts */
            hk_emit_skip(e);
            continue;
        }
        e->at += hk_emit_kind(e) == HK_N_SPREAD;
        hk_emit_pattern_element(e, &f, true);
    }
}

/* arguments[i] and parameter i are one: all parameters to their slots. */
HK_FN void hk_emit_map_arguments(hk_emitter *e, const hk_sc *s, unsigned arguments)
{
    unsigned i;
    for (i = 0; i < e->fs->nparams; i++)
        hk_emit_rru(e, HK_OPNUM(SETSC), HK_R_ARGS + i, s->reg, i);
    hk_emit_rru(e, HK_OPNUM(MAPARGS), arguments, s->reg, 0);
    hk_emit_mark(e, s, 1u << HK_D_PARAM, HK_DS_INIT, 0);
}

/* ---- entry ------------------------------------------------------------------------------------------------------- */

/* The pseudo variables of a parameter scope that live in its block. */
HK_FN void hk_emit_fill_hidden(hk_emitter *e, const hk_sc *s, unsigned arguments)
{
    uint32_t i;
    unsigned t;
    for (i = s->first; i < s->first + s->count && !e->failed; i++) {
        hk_var v;
        unsigned kind = hk_emit_decl(e, i)->kind & HK_D_KIND;
        if (!(hk_emit_decl(e, i)->state & HK_DS_SLOT))
            continue;
        hk_emit_locate_var(e, &v, s, i);
        t = e->fs->top;
        if (kind == HK_D_THIS && e->fs->derived) {
            hk_emit_decl(e, i)->state |= HK_DS_DERIVED;
        } else if (kind == HK_D_THIS) {
            hk_emit_slot(e, &v, e->fs->this_reg, true);
        } else if (kind == HK_D_NEWTARGET) {
            t = hk_emit_tmp(e);
            if (e->fs->fields)
                hk_emit_special(e, t, HK_S_UNDEFINED);
            else
                hk_emit_r(e, HK_OPNUM(NEWTARGET), t);
            hk_emit_slot(e, &v, t, true);
            e->fs->top--;
        } else if (kind == HK_D_SELF) {
            hk_emit_slot(e, &v, HK_R_FUNCTION, true);
        } else if (kind == HK_D_ARGUMENTS) {
            hk_emit_slot(e, &v, arguments, true);
        }
    }
}

/* The vars of scope s start as undefined, or, where a parameter of the scope around has the name, with its value. */
HK_FN void hk_emit_init_vars(hk_emitter *e, const hk_sc *s)
{
    uint32_t i, name, outer;
    unsigned base = e->fs->top, undefined = HK_NO_REG;
    for (i = s->first; i < s->first + s->count && !e->failed; i++) {
        hk_var v, param;
        if ((hk_emit_decl(e, i)->kind & HK_D_KIND) != HK_D_VAR || (hk_emit_decl(e, i)->state & HK_DS_GLOBAL))
            continue;
        name = hk_emit_decl(e, i)->name;
        hk_emit_locate_var(e, &v, s, i);
        outer = s == e->fs->params || !e->fs->params ? UINT32_MAX : hk_emit_own(e, e->fs->params, name);
        if (outer != UINT32_MAX) {
            unsigned t;
            hk_emit_locate_var(e, &param, e->fs->params, outer);
            t = (unsigned)hk_emit_load_var(e, &param, name, HK_ANY, false);
            hk_emit_store_var(e, &v, name, t, true);
            if (t + 1u == e->fs->top && t >= base && t != undefined)
                e->fs->top--;
        } else if (v.where == HK_VAR_REG) {
            hk_emit_special(e, v.reg, HK_S_UNDEFINED);
        } else {
            if (undefined == HK_NO_REG) {
                undefined = hk_emit_tmp(e);
                hk_emit_special(e, undefined, HK_S_UNDEFINED);
            }
            hk_emit_slot(e, &v, undefined, true);
        }
    }
    e->fs->top = (uint8_t)base;
}

/* Calls %fields of the class around with R[object] as this. */
HK_FN void hk_emit_call_fields(hk_emitter *e, unsigned object)
{
    unsigned w = hk_emit_tmps(e, HK_WINDOW);
    hk_var v;
    hk_emit_find(e, HK_NAME_FIELDS, &v);
    hk_emit_slot(e, &v, w + 2, false);
    hk_emit_move(e, w + 3, object);
    hk_emit_call_op(e, HK_OPNUM(CALL), w, 0, HK_NONE);
    e->fs->top = (uint8_t)w;
}

/* What a direct eval in the function has to know of it */
HK_FN unsigned hk_emit_function_traits(hk_emitter *e, const hk_head *h)
{
    unsigned traits = h->fg & HK_FG_EXPR_PARAMS ? HK_ST_PARAMS : 0;
    if (h->ff & HK_FF_ARROW)
        return traits;
    return traits | HK_ST_FUNCTION | (h->ff & (HK_FF_METHOD | HK_FF_CTOR) ? (unsigned)HK_ST_SUPER : 0u) | (e->fs->derived ? (unsigned)HK_ST_SUPERCALL : 0u)
        | (e->fs->is_static ? (unsigned)HK_ST_STATIC : 0u) | (h->fg & HK_FG_FIELD ? (unsigned)HK_ST_FIELD : 0u);
}

/* Parameters and all that stands before them: FunctionDeclarationInstantiation up to the body's own names. The cursor is at
 * the parameter scope, and afterwards behind the parameters. With `fields`, those of a base class are defined first. */
HK_FN HK_NOINLINE void hk_emit_entry(hk_emitter *e, const hk_head *h, hk_sc *s, bool fields)
{
    hk_fs *fs = e->fs;
    uint32_t list = hk_tree_skip_scope(e->vm, &e->tree, e->at), end;
    unsigned arguments;
    bool rest = false, mapped, own_arguments = (h->fg & HK_FG_ARGUMENTS) != 0;
    fs->nparams = (uint8_t)hk_emit_count_params(e, list, &rest);
    if (fs->nparams)
        hk_emit_tmps(e, fs->nparams);
    if (rest) {
        hk_emit_tmp(e);
        fs->code_flags |= HK_CF_REST;
    }
    arguments = own_arguments ? hk_emit_tmp(e) : HK_NO_REG;
    hk_emit_async_entry(e);
    mapped = own_arguments && (h->ff & (HK_FF_SIMPLE | HK_FF_STRICT)) == HK_FF_SIMPLE;
    if (own_arguments)
        fs->code_flags |= (uint16_t)(mapped ? HK_CF_ARGUMENTS | HK_CF_MAPPED : HK_CF_ARGUMENTS);
    mapped = mapped && fs->nparams;
    if (fields)         /* above the arguments, which are still to be read */
        hk_emit_call_fields(e, HK_R_THIS);
    if ((h->fg & HK_FG_THIS) && !(h->ff & (HK_FF_STRICT | HK_FF_ARROW))) {
        fs->this_reg = (uint8_t)hk_emit_tmp(e);
        hk_emit_r(e, HK_OPNUM(THISSLOPPY), fs->this_reg);
    }
    hk_emit_enter(e, s);
    fs->params = s;
    hk_emit_read_record(e, s);
    end = hk_emit_skip_list(e, list);
    if (!(h->fg & HK_FG_EXPR_PARAMS)) {
        e->at = end;
        hk_emit_read_record(e, s);
        end = e->at;
    }
    s->traits = (uint8_t)hk_emit_function_traits(e, h);
    if (h->fg & HK_FG_EVAL)
        hk_emit_hold_eval(e, s);
    hk_emit_place_all(e, s, list, arguments, mapped);
    hk_emit_ready(e, s);
    hk_emit_make_block(e, s);
    hk_emit_fill_hidden(e, s, arguments);
    if (mapped)
        hk_emit_map_arguments(e, s, arguments);
    else
        hk_emit_bind_params(e, list);
    e->at = end;
}

/* The end of a function's code */
HK_FN void hk_emit_finish(hk_emitter *e)
{
    hk_fs *fs = e->fs;
    if (fs->derived && !fs->dead) {
        unsigned r = hk_emit_tmp(e);
        hk_emit_special(e, r, HK_S_UNDEFINED);
        hk_emit_ret(e, r);
    }
    if (fs->promise != HK_NO_REG)
        hk_emit_async_end(e);
    hk_emit_word(e, HK_OPNUM(RETU));
    hk_emit_dead(e);
    hk_emit_flush(e, fs->tries);
}

/* Compiles the FUNCTION at the cursor. Returns its code's constant number in the function around. */
HK_FN HK_NOINLINE uint32_t hk_emit_function_code(hk_emitter *e, uint32_t name, const hk_ctor *ctor)
{
    hk_fs fs;
    hk_sc params, body;
    hk_head h;
    bool is_static = e->next_static, separate;
    uint32_t from = e->at;
    e->next_static = false;
    hk_emit_head(e, &h);
    hk_emit_open(e, &fs, hk_emit_code_flags(&h));
    fs.far = hk_emit_skip_at(e, from) - from > HK_NEAR;
    fs.arrow = (h.ff & HK_FF_ARROW) != 0;
    fs.derived = ctor && ctor->derived;
    fs.is_static = fs.arrow ? fs.outer->is_static : is_static;
    if (!e->failed)
        hk_emit_entry(e, &h, &params, ctor && ctor->fields && !ctor->derived);
    else
        hk_emit_enter(e, &params);
    if (h.ff & HK_FF_GENERATOR)
        hk_emit_word(e, HK_OPNUM(GENERATOR));
    if (hk_emit_async_generator(e))
        hk_emit_flow_open(e, &fs.whole, HK_FLOW_TRY, 0);
    separate = (h.fg & HK_FG_EXPR_PARAMS) != 0 && !e->failed;
    if (separate) {
        hk_emit_enter(e, &body);
        hk_emit_read_record(e, &body);
        if (h.fg & HK_FG_EVAL)
            hk_emit_hold_eval(e, &body);
        hk_emit_place_declared(e, &body);
        hk_emit_make_block(e, &body);
    }
    hk_emit_init_vars(e, separate ? &body : &params);
    hk_emit_hoist(e, e->at);
    hk_emit_scope_body(e, separate ? &body : &params);
    hk_emit_finish(e);
    if (separate)
        hk_emit_scope_close(e, &body);
    hk_emit_scope_close(e, &params);
    if (ctor) {
        fs.nprops = (uint8_t)(fs.nprops + ctor->nfields < 0xFF ? fs.nprops + ctor->nfields : 0xFF);
        return hk_emit_close(e, ctor->name, h.length, ctor->start, ctor->end);
    }
    return hk_emit_close(e, h.name ? h.name : name, h.length, h.start, h.end);
}

/* A class constructor that the source does not have. */
HK_FN HK_NOINLINE uint32_t hk_emit_default_ctor(hk_emitter *e, const hk_ctor *ctor)
{
    hk_fs fs;
    unsigned rest, w, r;
    hk_emit_open(e, &fs, ctor->derived ? HK_CF_STRICT | HK_CF_CLASS | HK_CF_DERIVED | HK_CF_REST : HK_CF_STRICT | HK_CF_CLASS);
    fs.derived = ctor->derived;
    fs.nprops = ctor->nfields;
    if (ctor->derived) {
        rest = hk_emit_tmp(e);
        w = hk_emit_tmps(e, HK_WINDOW + 1);
        hk_emit_rr(e, HK_OPNUM(GETPROTO), w + 2, HK_R_FUNCTION);
        hk_emit_move(e, w + 1, HK_R_NEWTARGET);
        hk_emit_move(e, w + HK_WINDOW, rest);
        r = (unsigned)hk_emit_call_op(e, HK_OPNUM(SUPERNEW), w, -1, HK_ANY);
        if (ctor->fields)
            hk_emit_call_fields(e, r);
        hk_emit_r(e, HK_OPNUM(RET), r);
    } else {
        if (ctor->fields)
            hk_emit_call_fields(e, HK_R_THIS);
        hk_emit_word(e, HK_OPNUM(RETU));
    }
    return hk_emit_close(e, ctor->name, 0, ctor->start, ctor->end);
}

/* CLOSURE of a code constant, in the current environment, into R[d]. */
HK_FN void hk_emit_closure(hk_emitter *e, unsigned d, uint32_t constant)
{
    unsigned env = hk_emit_env(e);
    hk_emit_ruu(e, HK_OPNUM(CLOSURE), d, env == HK_NO_REG ? 0 : HK_REG(env), env == HK_NO_REG);
    hk_emit_word(e, constant);
}

HK_FN int hk_emit_function(hk_emitter *e, int dst)
{
    unsigned key = e->fname_reg, d;
    uint32_t name = e->fname, constant;
    e->fname = 0;
    e->fname_reg = HK_NO_REG;
    if (e->fs->dead) {
        hk_emit_skip(e);
        return (int)hk_emit_dst(e, dst);
    }
    constant = hk_emit_function_code(e, name, NULL);
    d = hk_emit_dst(e, dst);
    hk_emit_closure(e, d, constant);
    if (key != HK_NO_REG)
        hk_emit_rru(e, HK_OPNUM(SETNAME), d, key, 0);
    return (int)d;
}

/* ---- scripts ----------------------------------------------------------------------------------------------------- */

/* DECLG with the table of those declarations of s that are global. */
HK_FN void hk_emit_declare_globals(hk_emitter *e, const hk_sc *s)
{
    hk_vm *vm = e->vm;
    uint32_t i, n = 0;
    hk_ref table;
    for (i = s->first; i < s->first + s->count && !e->failed; i++)
        n += (hk_emit_decl(e, i)->state & HK_DS_GLOBAL) != 0;
    if (!n || e->failed)
        return;
    table = hk_alloc_values(vm, n * 2, HK_UNDEFINED);
    if (!table) {
        hk_emit_fail(e);
        return;
    }
    for (i = s->first, n = 0; i < s->first + s->count; i++) {
        const hk_decl *d = hk_emit_decl(e, i);
        if (!(d->state & HK_DS_GLOBAL))
            continue;
        hk_store(vm, &hk_vals(vm, table)[n++], hk_string(hk_name_ref(vm, d->name)));
        hk_vals(vm, table)[n++] = hk_int((d->kind & (HK_D_KIND | HK_D_ANNEXB)) | (d->state & HK_DS_OUTER ? HK_DECLARE_EVAL : 0));
    }
    hk_emit_word(e, HK_OPNUM(DECLG) | hk_emit_const(e, hk_internal(table)) << 16);
}

/* The last statement of the list at `at` that sets the completion value in any case, and so makes all before it needless. */
HK_FN uint32_t hk_emit_last_value(hk_emitter *e, uint32_t at)
{
    uint32_t last = at;
    for (; hk_emit_kind_at(e, at) != HK_N_END; at = hk_emit_skip_at(e, at))
        switch (hk_emit_kind_at(e, at)) {
        case HK_N_EXPR: case HK_N_IF: case HK_N_DO: case HK_N_WHILE: case HK_N_FOR: case HK_N_FORIN: case HK_N_FOROF:
        case HK_N_SWITCH: case HK_N_TRY: case HK_N_WITH:
            last = at;
            break;
        default:
            break;
        }
    return last;
}

HK_FN HK_NOINLINE void hk_emit_script(hk_emitter *e)
{
    hk_fs fs;
    hk_sc s;
    unsigned flags, completion;
    uint32_t last;
    e->at = 1;
    flags = hk_emit_byte(e) & HK_FF_STRICT ? HK_CF_SCRIPT | HK_CF_STRICT : HK_CF_SCRIPT;
    hk_emit_open(e, &fs, flags);
    fs.far = e->tree.length > HK_NEAR;
    if (e->around) {
        hk_emit_eval_scope(e, &s);
    } else {
        hk_emit_enter(e, &s);
        hk_emit_read_record(e, &s);
        hk_emit_mark(e, &s, UINT32_MAX, HK_DS_GLOBAL, 0);
        hk_emit_declare_globals(e, &s);
    }
    completion = hk_emit_tmp(e);
    fs.vars = fs.top;
    hk_emit_hoist(e, e->at);
    hk_emit_special(e, completion, HK_S_UNDEFINED);
    last = hk_emit_last_value(e, e->at);
    while (!hk_emit_end(e)) {
        if (e->at == last)
            fs.completion = (uint8_t)completion;
        hk_emit_statement(e);
    }
    hk_emit_r(e, HK_OPNUM(RET), completion);
    hk_emit_dead(e);
    hk_emit_flush(e, fs.tries);
    hk_emit_scope_close(e, &s);
    hk_emit_close(e, HK_NAME_NONE, 0, 0, e->source->length);
}
#endif
