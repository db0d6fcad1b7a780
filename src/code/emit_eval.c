/* Direct eval and with: names that lead somewhere only when the code runs.
 *
 * A scope may have an object whose properties are names too (HK_ST_OBJECT):
 * that of a with statement, or the one that holds what sloppy direct evals
 * declared in a function. A name that is looked up through such scopes is first
 * searched for in their objects, from the inside out (hk_emit_reference); what
 * has it, or undefined, is in a register then, and decides between the object's
 * property and the declaration known from the source.
 *
 * Where there is a direct eval, all scopes around it have all their names in
 * blocks, and each of these blocks has a table, a VALUES block among the
 * constants: the table of the block around or undefined; traits and object slot
 * (HK_ST_* | slot << 8); then for each name the string and kind | state << 8 |
 * slot << 16. The eval gets the innermost block and its table. Its code is
 * compiled like that of an arrow function: names not found in it are looked up in the
 * chain of tables, whose blocks are the chain of its environment.
 */
#ifndef HK_EMIT_EVAL_C
#define HK_EMIT_EVAL_C
#include "emitter.h"

/* ---- tables ------------------------------------------------------------------------------------------------------ */

/* The table of the innermost scope from s on that has one, as an internal value; else undefined. */
HK_FN hk_val hk_emit_table_of(hk_emitter *e, const hk_sc *s)
{
    for (; s; s = s->outer)
        if (s->table)
            return ((hk_val *)(void *)hk_emit_data(e, HK_W_CONSTS))[s->table];
    return e->around ? *e->around : HK_UNDEFINED;
}

HK_FN void hk_emit_table(hk_emitter *e, hk_sc *s)
{
    if (!HAKO_WITH_EVAL)
        return;
    hk_vm *vm = e->vm;
    uint32_t i;
    hk_ref r;
    if (!(s->flags & HK_SF_EVAL) || s->table || e->failed || e->fs->dead)
        return;
    r = hk_alloc_values(vm, 2 + s->count * 2, HK_UNDEFINED);
    if (!r) {
        hk_emit_fail(e);
        return;
    }
    hk_store(vm, &hk_vals(vm, r)[0], hk_emit_table_of(e, s->outer));
    hk_vals(vm, r)[1] = hk_int(s->traits | s->object << 8);
    for (i = 0; i < s->count; i++) {
        const hk_decl *d = hk_emit_decl(e, s->first + i);
        unsigned kind = d->kind & HK_D_KIND, state = d->state & (HK_DS_INIT | HK_DS_IMPORT);
        if ((d->state & HK_DS_OUTER) || hk_emit_is_member(d))
            continue;
        if (kind == HK_D_HIDDEN || kind == HK_D_PRIVATE)
            state = HK_DS_INIT;
        if (kind == HK_D_THIS && s->fs->derived)
            state |= HK_DS_DERIVED;
        hk_store(vm, &hk_vals(vm, r)[2 + i * 2], hk_string(hk_name_ref(vm, d->name)));
        hk_vals(vm, r)[3 + i * 2] = hk_int((int32_t)(kind | state << 8 | (uint32_t)d->loc << 16));
    }
    s->table = e->fs->consts + hk_emit_const(e, hk_internal(r));
}

/* ---- the scopes around eval code --------------------------------------------------------------------------------- */

typedef struct {
    hk_val table;
    uint32_t depth;          /* of its block, from the running function's environment */
} hk_around;

/* Steps out of the source's own scopes; false: nothing is around. */
HK_FN bool hk_emit_around(hk_emitter *e, hk_around *a)
{
    if (!HAKO_WITH_EVAL)
        return false;
    const hk_sc *s;
    a->depth = 0;
    a->table = e->around ? *e->around : HK_UNDEFINED;
    for (s = e->scope; s; s = s->outer)
        a->depth += s->fs != e->fs && s->reg != HK_NO_REG;
    return hk_is_internal(a->table);
}

HK_FN bool hk_emit_further(hk_emitter *e, hk_around *a)
{
    a->table = hk_vals(e->vm, hk_ref_of(a->table))[0];
    a->depth++;
    return hk_is_internal(a->table);
}

HK_FN unsigned hk_emit_traits(hk_emitter *e, const hk_around *a)
{
    return (unsigned)hk_int_of(hk_vals(e->vm, hk_ref_of(a->table))[1]) & 0xFF;
}

/* Fills v with the place of a slot of the block at a. */
HK_FN void hk_emit_around_slot(hk_emitter *e, const hk_around *a, uint32_t slot, hk_var *v)
{
    memset(v, 0, sizeof *v);
    v->where = HK_VAR_UP;
    v->slot = slot;
    v->depth = a->depth;
    v->decl = UINT32_MAX;
    if (a->depth > 0xFF)
        hk_emit_error(e, "nesting too deep");
}

/* The same for the object of that scope. */
HK_FN void hk_emit_around_object(hk_emitter *e, const hk_around *a, hk_var *v)
{
    uint32_t traits = (uint32_t)hk_int_of(hk_vals(e->vm, hk_ref_of(a->table))[1]);
    hk_emit_around_slot(e, a, traits >> 8, v);
    v->kind = traits & HK_ST_OBJECT;
}

/* Fills v with the variable of that name in the scope at a, if it has one. */
HK_FN bool hk_emit_around_own(hk_emitter *e, const hk_around *a, uint32_t name, hk_var *v)
{
    hk_vm *vm = e->vm;
    hk_ref table = hk_ref_of(a->table), own = hk_name_ref(vm, name);
    uint32_t i, n = hk_nvals(vm, table), bits;
    for (i = 2; i + 1 < n; i += 2) {
        hk_val s = hk_vals(vm, table)[i];
        if (!hk_is_string(s) || !hk_str_equal(vm, hk_ref_of(s), own))
            continue;
        bits = (uint32_t)hk_int_of(hk_vals(vm, table)[i + 1]);
        if ((bits & HK_ROW_IMPORT) && hk_emit_is_pseudo(e, name))       /* only a forged table has such a row: no cell may be read as a value */
            continue;
        hk_emit_around_slot(e, a, bits >> 16, v);
        v->kind = bits & HK_D_KIND;
        v->state = (uint8_t)(bits >> 8);
        return true;
    }
    return false;
}

/* hk_emit_search, from the scopes around eval code on; v->objects: how many objects were met before. */
HK_FN void hk_emit_find_around(hk_emitter *e, uint32_t name, uint32_t nth, hk_var *v)
{
    uint32_t objects = v->objects;
    hk_around a;
    bool more = hk_emit_around(e, &a), found;
    for (; more && !e->failed; more = hk_emit_further(e, &a)) {
        found = hk_emit_around_own(e, &a, name, v);
        if ((!found || v->kind == HK_D_SELF) && (hk_emit_traits(e, &a) & HK_ST_OBJECT) && objects++ == nth) {
            hk_emit_around_object(e, &a, v);
            return;
        }
        if (found) {
            v->objects = objects;
            return;
        }
    }
    memset(v, 0, sizeof *v);
    v->objects = objects;
}

/* ---- references -------------------------------------------------------------------------------------------------- */

/* Emits the search for a name, whose declaration is v, in the objects on the way to it: what has it, or undefined, is in the next
 * free register, which is taken. self: register for the `this` value of a call of it, undefined by now, or HK_NO_REG. */
HK_FN unsigned hk_emit_reference(hk_emitter *e, uint32_t name, const hk_var *v, unsigned self)
{
    unsigned o = hk_emit_tmp(e), w = hk_emit_tmps(e, HK_WINDOW + 2);
    uint32_t nth;
    hk_list found = HK_NO_JUMP, next;
    for (nth = 0; nth < v->objects && !e->failed; nth++) {
        hk_var object;
        next = HK_NO_JUMP;
        hk_emit_search(e, name, nth, &object);
        hk_emit_slot(e, &object, o, false);
        if (object.kind == HK_ST_VARS)
            next = hk_emit_jump(e, HK_OPNUM(JUNDEF), o, next);
        hk_emit_move(e, w + HK_WINDOW, o);
        hk_emit_loadk(e, w + HK_WINDOW + 1, hk_emit_name(e, name));
        hk_emit_lib(e, HK_FN_envFind, w, 2);
        hk_emit_move(e, o, w);
        if (self != HK_NO_REG && object.kind == HK_ST_WITH)
            hk_emit_move(e, self, o);
        found = hk_emit_jump(e, HK_OPNUM(JNUNDEF), o, found);
        hk_emit_bind(e, next);
    }
    hk_emit_bind(e, found);
    e->fs->top = (uint8_t)(o + 1);
    return o;
}

/* The reference to a name that is to be assigned to: its register, or 0 when no object can have it. */
HK_FN unsigned hk_emit_refer(hk_emitter *e, uint32_t name, uint32_t pos)
{
    hk_var v;
    hk_emit_find(e, name, &v);
    if (!v.objects)
        return 0;
    hk_emit_pos(e, pos);
    return hk_emit_reference(e, name, &v, HK_NO_REG);
}

/* A window for a library function whose first arguments are reference R[o] and the name. */
HK_FN unsigned hk_emit_env_window(hk_emitter *e, uint32_t name, unsigned o, unsigned args)
{
    unsigned w = hk_emit_tmps(e, HK_WINDOW + args);
    hk_emit_move(e, w + HK_WINDOW, o);
    hk_emit_loadk(e, w + HK_WINDOW + 1, hk_emit_name(e, name));
    if (args > 2)
        hk_emit_special(e, w + HK_WINDOW + args - 1, e->fs->code_flags & HK_CF_STRICT ? HK_S_TRUE : HK_S_FALSE);
    return w;
}

/* GetValue of reference R[o]. The registers from base on are free afterwards. */
HK_FN int hk_emit_get_dynamic(hk_emitter *e, uint32_t name, unsigned o, unsigned base, int dst, bool type_only)
{
    unsigned r = hk_emit_tmp(e), w;
    hk_list none = hk_emit_jump(e, HK_OPNUM(JUNDEF), o, HK_NO_JUMP), end;
    hk_var v;
    w = hk_emit_env_window(e, name, o, 3);
    hk_emit_lib(e, HK_FN_envGet, w, 3);
    hk_emit_move(e, r, w);
    e->fs->top = (uint8_t)(r + 1);
    end = hk_emit_goto(e, HK_NO_JUMP);
    hk_emit_bind(e, none);
    hk_emit_find(e, name, &v);
    hk_emit_load_var(e, &v, name, (int)r, type_only);
    hk_emit_bind(e, end);
    return hk_emit_result(e, base, dst, r);
}

/* PutValue of R[src] to reference R[o]. */
HK_FN void hk_emit_set_dynamic(hk_emitter *e, uint32_t name, uint32_t pos, unsigned o, unsigned src)
{
    unsigned base = e->fs->top, w;
    hk_list none = hk_emit_jump(e, HK_OPNUM(JUNDEF), o, HK_NO_JUMP), end;
    hk_emit_pos(e, pos);
    w = hk_emit_env_window(e, name, o, 4);
    hk_emit_move(e, w + HK_WINDOW + 2, src);
    hk_emit_lib(e, HK_FN_envSet, w, 4);
    e->fs->top = (uint8_t)base;
    end = hk_emit_goto(e, HK_NO_JUMP);
    hk_emit_bind(e, none);
    hk_emit_set_var(e, name, pos, src, false);
    hk_emit_bind(e, end);
}

/* delete name: R[w] = the answer; the registers from w on are free. */
HK_FN void hk_emit_delete_dynamic(hk_emitter *e, uint32_t name, const hk_var *v, unsigned w)
{
    unsigned o = hk_emit_reference(e, name, v, HK_NO_REG), call;
    hk_list none = hk_emit_jump(e, HK_OPNUM(JUNDEF), o, HK_NO_JUMP), end;
    call = hk_emit_env_window(e, name, o, 2);
    hk_emit_lib(e, HK_FN_deleteOwn, call, 2);
    hk_emit_move(e, w, call);
    end = hk_emit_goto(e, HK_NO_JUMP);
    hk_emit_bind(e, none);
    if (v->where == HK_VAR_GLOBAL) {
        hk_emit_loadk(e, call + HK_WINDOW, hk_emit_name(e, name));
        hk_emit_lib(e, HK_FN_deleteGlobal, call, 1);
        hk_emit_move(e, w, call);
    } else {
        hk_emit_special(e, w, HK_S_FALSE);
    }
    hk_emit_bind(e, end);
}

/* ---- with -------------------------------------------------------------------------------------------------------- */

HK_FN HK_NOINLINE void hk_emit_with(hk_emitter *e)
{
    if (!HAKO_WITH_EVAL)
        return;
    unsigned base = e->fs->top, w = hk_emit_tmps(e, HK_WINDOW);
    uint32_t p = hk_emit_varint(e);
    hk_sc s;
    hk_emit_next(e);
    hk_emit_pos(e, p);
    hk_emit_lib(e, HK_FN_toObject, w, 1);
    hk_emit_complete_undefined(e);
    e->fs->top = (uint8_t)(w + 1);
    hk_emit_enter(e, &s);
    s.flags = s.outer->flags & HK_SF_EVAL;
    s.traits = HK_ST_WITH;
    s.slots = 1;
    hk_emit_ready(e, &s);
    hk_emit_make_block(e, &s);
    hk_emit_rru(e, HK_OPNUM(SETSC), w, s.reg, 0);
    hk_emit_statement(e);
    hk_emit_scope_close(e, &s);
    e->fs->top = (uint8_t)base;
}

/* ---- direct eval: the call --------------------------------------------------------------------------------------- */

/* The call of R[w + 2], which is the value of the name eval, with n arguments (-1: in an array): if it is %eval%, the first
 * argument is evaluated here. */
HK_FN HK_NOINLINE int hk_emit_eval_call(hk_emitter *e, unsigned w, int n, int dst)
{
    unsigned call = hk_emit_tmps(e, HK_WINDOW + 4), arg = call + HK_WINDOW, env = hk_emit_env(e), d;
    hk_list other = HK_NO_JUMP, end;
    hk_emit_move(e, call + HK_WINDOW, w + 2);
    hk_emit_lib(e, HK_FN_isEval, call, 1);
    other = hk_emit_jump(e, HK_OPNUM(JF), call, other);
    if (n > 0) {
        hk_emit_move(e, arg, w + HK_WINDOW);
    } else if (n == 0) {
        hk_emit_special(e, arg, HK_S_UNDEFINED);
    } else {
        hk_emit_load_int(e, arg, 0);
        hk_emit_rrr(e, HK_OPNUM(GETE), arg, w + HK_WINDOW, arg);
    }
    if (!e->failed && env != HK_NO_REG) {
        hk_emit_move(e, arg + 1, env);
        hk_emit_loadk(e, arg + 2, hk_emit_const(e, hk_emit_table_of(e, e->scope)));
    } else {
        hk_emit_special(e, arg + 1, HK_S_UNDEFINED);
        hk_emit_special(e, arg + 2, HK_S_UNDEFINED);
    }
    hk_emit_special(e, arg + 3, e->fs->code_flags & HK_CF_STRICT ? HK_S_TRUE : HK_S_FALSE);
    hk_emit_lib(e, HK_FN_directEval, call, 4);
    e->fs->top = (uint8_t)w;
    d = hk_emit_dst(e, dst);
    hk_emit_move(e, d, call);
    end = hk_emit_goto(e, HK_NO_JUMP);
    hk_emit_bind(e, other);
    e->fs->top = (uint8_t)w;
    hk_emit_call_op(e, HK_OPNUM(CALL), w, n, (int)d);
    hk_emit_bind(e, end);
    e->fs->top = (uint8_t)(dst >= 0 || dst == HK_NONE ? w : w + 1);
    return (int)d;
}

/* ---- eval code --------------------------------------------------------------------------------------------------- */

/* Where eval code's variables of a name live */
enum { HK_OUTER_GLOBAL, HK_OUTER_VAR, HK_OUTER_OBJECT, HK_OUTER_CONFLICT };

/* VAR: v is the variable of the function that has the eval; OBJECT: v is the function's slot for the object. */
HK_FN unsigned hk_emit_outer(hk_emitter *e, uint32_t name, hk_var *v)
{
    hk_around a;
    bool more = hk_emit_around(e, &a);
    for (; more && !e->failed; more = hk_emit_further(e, &a)) {
        unsigned traits = hk_emit_traits(e, &a), kind = 0;
        if (hk_emit_around_own(e, &a, name, v))
            kind = v->kind;
        if ((HK_KINDS_LEXICAL | 1u << HK_D_LEXFUNCTION) >> kind & 1)
            return HK_OUTER_CONFLICT;
        if ((traits & HK_ST_PARAMS) && (kind == HK_D_PARAM || kind == HK_D_ARGUMENTS))
            return HK_OUTER_CONFLICT;
        if (!(traits & HK_ST_VARS))
            continue;
        if (kind && kind != HK_D_SELF)
            return HK_OUTER_VAR;
        hk_emit_around_object(e, &a, v);
        return HK_OUTER_OBJECT;
    }
    return HK_OUTER_GLOBAL;
}

/* EvalDeclarationInstantiation for a variable or function that is declared outside, but for global ones: false. */
HK_FN bool hk_emit_declare_outer(hk_emitter *e, uint32_t name, unsigned kind)
{
    unsigned base = e->fs->top, w;
    hk_var v;
    switch (hk_emit_outer(e, name, &v)) {
    case HK_OUTER_GLOBAL:
        return false;
    case HK_OUTER_CONFLICT:
        if (!(kind & HK_D_ANNEXB))
            hk_emit_error(e, "variable has already been declared lexically");
        break;
    case HK_OUTER_OBJECT:
        w = hk_emit_tmps(e, HK_WINDOW + 2);
        hk_emit_slot(e, &v, w + HK_WINDOW, false);
        hk_emit_loadk(e, w + HK_WINDOW + 1, hk_emit_name(e, name));
        hk_emit_lib(e, HK_FN_envDeclare, w, 2);
        hk_emit_slot(e, &v, w, true);
        break;
    default:
        break;
    }
    e->fs->top = (uint8_t)base;
    return true;
}

/* The value of a function that was declared there. function: it is a declaration of the eval code itself, none in a block. */
HK_FN void hk_emit_store_outer(hk_emitter *e, uint32_t name, unsigned src, bool function)
{
    unsigned base = e->fs->top, o;
    hk_var v;
    switch (hk_emit_outer(e, name, &v)) {
    case HK_OUTER_VAR:
        hk_emit_slot(e, &v, src, true);
        break;
    case HK_OUTER_OBJECT:
        o = hk_emit_tmp(e);
        hk_emit_slot(e, &v, o, false);
        hk_emit_rrk(e, HK_OPNUM(SETP), o, src, hk_emit_key(e, name));
        break;
    case HK_OUTER_GLOBAL:
        if (function)
            hk_emit_ruu(e, HK_OPNUM(DEFG), src, 1, 0);
        else
            hk_emit_r(e, HK_OPNUM(SETG), src);
        hk_emit_cached(e, hk_emit_key(e, name));
        break;
    default:
        break;
    }
    e->fs->top = (uint8_t)base;
}

/* The scope of eval code. In sloppy code variables and functions are declared outside of it. */
HK_FN void hk_emit_eval_scope(hk_emitter *e, hk_sc *s)
{
    if (!HAKO_WITH_EVAL)
        return;
    hk_fs *fs = e->fs;
    uint32_t i;
    fs->arrow = true;
    fs->is_static = (e->source->flags & HK_PARSE_STATIC) != 0;
    fs->outward = !(fs->code_flags & HK_CF_STRICT);
    hk_emit_enter(e, s);
    hk_emit_read_record(e, s);
    for (i = s->first; fs->outward && i < s->first + s->count && !e->failed; i++) {
        hk_decl *d = hk_emit_decl(e, i);
        unsigned kind = d->kind;
        if ((kind & HK_D_KIND) != HK_D_VAR && (kind & HK_D_KIND) != HK_D_FUNCTION)
            continue;
        d->state |= HK_DS_OUTER;
        if (!hk_emit_declare_outer(e, d->name, kind))
            hk_emit_decl(e, i)->state |= HK_DS_GLOBAL;
    }
    hk_emit_declare_globals(e, s);
    if (s->flags & HK_SF_EVAL)
        hk_emit_hold_eval(e, s);
    hk_emit_place_declared(e, s);
    hk_emit_make_block(e, s);
    if (!fs->outward)
        hk_emit_init_vars(e, s);
}
#endif
