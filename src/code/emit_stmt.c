/* Statements, and what leads out of them.
 *
 * Exceptions go by the try table; break, continue and return are emitted as
 * code: hk_emit_exit walks the flows from the inside out, closes iterators and enters
 * finally blocks. A finally block stands once; before it R[reg] says how
 * it was entered, and behind it the code goes on accordingly (HK_ENTER_*).
 *
 * Code that is emitted on the way out of a protected range, like an
 * iterator's close, must not itself be protected by the ranges that are left: they
 * are cut there (hk_emit_segment), so that a range may have several entries in the
 * table. Entries are appended when a piece ends; at every instruction inner
 * ranges end no later than outer ones, so inner entries stand before outer.
 *
 * Handlers that only close an iterator and go on throwing are not needed where
 * they belong in the order of the source: they are emitted at the end of the
 * enclosing range or of the function, one for all iterators in the same registers.
 */
#ifndef HK_EMIT_STMT_C
#define HK_EMIT_STMT_C
#include "emitter.h"

/* ---- flows ------------------------------------------------------------------------------------------------------- */

HK_FN void hk_emit_flow_open(hk_emitter *e, hk_flow *f, unsigned kind, unsigned reg)
{
    memset(f, 0, sizeof *f);
    f->outer = e->fs->flow;
    f->depth = (uint16_t)(f->outer ? f->outer->depth + 1 : 0);
    f->kind = (uint8_t)kind;
    f->reg = (uint8_t)reg;
    f->brk = f->cont = HK_NO_JUMP;
    f->from = hk_emit_here(e);
    f->tries = e->count[HK_W_TRIES];
    e->fs->flow = f;
}

HK_INLINE hk_try *hk_emit_try(hk_emitter *e, uint32_t i) { return (hk_try *)(void *)hk_emit_data(e, HK_W_TRIES) + i; }

/* Ends the piece of a protected range that began at f->from. */
HK_FN void hk_emit_segment(hk_emitter *e, hk_flow *f)
{
    uint32_t here = hk_emit_here(e);
    hk_try *t;
    if (f->kind < HK_FLOW_ITER || f->from >= here)
        return;
    t = hk_emit_grow(e, HK_W_TRIES, sizeof *t);
    if (!t)
        return;
    t->from = f->from;
    t->to = here;
    t->target = f->kind == HK_FLOW_ITER ? HK_TARGET_ITER | f->reg : HK_TARGET_FLOW | f->depth;
    f->from = here;
}

/* A flow that ends with a finally block, R[reg] saying how that was entered. R[reg + 1] is of no use unless it says so, but holds a value
 * on all ways: which of them was taken is not known to who verifies the code. */
HK_FN void hk_emit_finally_open(hk_emitter *e, hk_flow *f, unsigned reg)
{
    hk_emit_special(e, reg + 1, HK_S_UNDEFINED);
    hk_emit_flow_open(e, f, HK_FLOW_FINALLY, reg);
}

/* The entries from number `tries` on that go to `target` go here instead: false if there are none. */
HK_FN bool hk_emit_resolve(hk_emitter *e, uint32_t tries, uint32_t target)
{
    bool found = false;
    for (; tries < e->count[HK_W_TRIES] && !e->failed; tries++) {
        hk_try *t = hk_emit_try(e, tries);
        if (t->target == target) {
            t->target = hk_emit_here(e);
            found = true;
        }
    }
    return found;
}

/* Is the iterator in these registers one of a flow that is still open? */
HK_FN bool hk_emit_iterating(const hk_fs *fs, unsigned it)
{
    const hk_flow *f;
    for (f = fs->flow; f; f = f->outer)
        if (f->kind == HK_FLOW_ITER && f->reg == it)
            return true;
    return false;
}

/* Emits the handlers that close iterators for the entries from number `tries` on, but not of those that are still open: a range
 * must not hold its own handler, nor one of a range around it. */
HK_FN void hk_emit_flush(hk_emitter *e, uint32_t tries)
{
    hk_list over = HK_NO_JUMP;
    for (; tries < e->count[HK_W_TRIES] && !e->failed; tries++) {
        uint32_t target = hk_emit_try(e, tries)->target;
        unsigned it = target & 0xFF;
        if ((target & HK_TARGET_ITER) != HK_TARGET_ITER || hk_emit_iterating(e->fs, it))
            continue;
        over = hk_emit_goto(e, over);
        hk_emit_resolve(e, tries, target);
        hk_emit_loop_head(e);
        hk_emit_r(e, HK_OPNUM(CATCH), it + 3);
        hk_emit_r(e, HK_OPNUM(ICLOSET), it);
        hk_emit_r(e, HK_OPNUM(THROW), it + 3);
        hk_emit_dead(e);
        if (it + 4 > e->fs->nregs)
            e->fs->nregs = (uint8_t)(it + 4);
    }
    hk_emit_bind(e, over);
}

/* The end of what flow f protects or encloses. */
HK_FN void hk_emit_flow_close(hk_emitter *e, hk_flow *f)
{
    if (f->kind >= HK_FLOW_ITER)
        hk_emit_flush(e, f->tries);
    hk_emit_segment(e, f);
    e->fs->flow = f->outer;
}

/* The handler of a TRY or FINALLY begins here, behind code that does not fall into it. */
HK_FN void hk_emit_handler(hk_emitter *e, hk_flow *f)
{
    if (hk_emit_resolve(e, f->tries, HK_TARGET_FLOW | f->depth))
        hk_emit_loop_head(e);
}

HK_FN void hk_emit_mark_used(uint16_t *used, const hk_flow *finally)
{
    if (*used < finally->depth + 1)
        *used = (uint16_t)(finally->depth + 1);
}

/* RET of R[value], by the rules of the kind of function */
HK_FN void hk_emit_ret(hk_emitter *e, unsigned value)
{
    hk_fs *fs = e->fs;
    if (fs->promise != HK_NO_REG) {
        hk_emit_move(e, fs->outcome, value);
        fs->ret = hk_emit_goto(e, fs->ret);
        return;
    }
    if (fs->derived) {
        unsigned t = fs->top;
        hk_var v;
        hk_emit_find(e, HK_NAME_THIS, &v);
        if (v.where == HK_VAR_SLOT) {
            t = hk_emit_tmp(e);
            hk_emit_slot(e, &v, t, false);
            fs->top--;
        } else {
            t = HK_R_THIS;
        }
        hk_emit_rr(e, HK_OPNUM(RETDERIVED), value, t);
    } else {
        hk_emit_r(e, HK_OPNUM(RET), value);
    }
    hk_emit_dead(e);
}

/* Cuts the protected ranges of the flows out to `to` (NULL: all). *cut is how far that was done before, and is done then. */
HK_FN void hk_emit_cut(hk_emitter *e, hk_flow **cut, const hk_flow *to)
{
    hk_flow *f = *cut ? (*cut)->outer : e->fs->flow;
    for (; f; f = f->outer) {
        hk_emit_segment(e, *cut = f);
        if (f == to)
            break;
    }
}

HK_INLINE bool hk_emit_iterates(const hk_flow *f) { return f->kind == HK_FLOW_ITER || f->kind == HK_FLOW_AITER; }

/* The end of a way out: the innermost of the flows that catches breaks, continues, returns on their way from the innermost
 * one to `target`, or target itself. Closes the iterators on the way; *cut is the outermost flow whose range was cut. */
HK_FN hk_flow *hk_emit_way_out(hk_emitter *e, unsigned kind, hk_flow *target, hk_flow **cut)
{
    hk_flow *f;
    for (f = e->fs->flow; f && f != target && f->kind != HK_FLOW_FINALLY; f = f->outer)
        if (hk_emit_iterates(f) && !(kind == HK_N_CONTINUE && f->outer == target)) {
            hk_emit_cut(e, cut, f);
            if (f->kind == HK_FLOW_ITER)
                hk_emit_r(e, HK_OPNUM(ICLOSE), f->reg);
            else
                hk_emit_async_close(e, f->reg);
        }
    return f;
}

/* Leaves: kind HK_N_BREAK or HK_N_CONTINUE to `target`, or HK_N_RETURN with R[value]. */
HK_FN HK_NOINLINE void hk_emit_exit(hk_emitter *e, unsigned kind, hk_flow *target, unsigned value)
{
    hk_fs *fs = e->fs;
    hk_flow *f, *cut = NULL;
    unsigned how = HK_ENTER_RETURN;
    if (fs->dead || e->failed)
        return;
    f = hk_emit_way_out(e, kind, target, &cut);
    if (f != target) {                               /* a finally block, which goes on from there */
        if (kind == HK_N_RETURN) {
            hk_emit_move(e, f->reg + 1u, value);
            hk_emit_mark_used(&fs->ret_used, f);
        } else {
            how = HK_ENTER_EXITS + target->depth * 2u + (kind == HK_N_CONTINUE);
            hk_emit_mark_used(kind == HK_N_CONTINUE ? &target->cont_used : &target->brk_used, f);
        }
        hk_emit_load_int(e, f->reg, (int32_t)how);
        f->brk = hk_emit_goto(e, f->brk);
    } else if (kind == HK_N_BREAK) {
        target->brk = hk_emit_goto(e, target->brk);
    } else if (kind == HK_N_CONTINUE) {
        target->cont = hk_emit_goto(e, target->cont);
    } else {
        if (fs->derived)                             /* RETDERIVED may throw, outside of all handlers */
            hk_emit_cut(e, &cut, NULL);
        hk_emit_ret(e, value);
    }
    for (f = cut ? fs->flow : NULL; f; f = f == cut ? NULL : f->outer)
        f->from = hk_emit_here(e);
}

/* The flow that a break or continue with that label (0: none) goes to */
HK_FN hk_flow *hk_emit_exit_target(hk_emitter *e, unsigned kind, uint32_t label)
{
    hk_flow *f, *loop = NULL;
    for (f = e->fs->flow; f; f = f->outer) {
        bool is_loop = f->kind == HK_FLOW_LOOP;
        if (is_loop)
            loop = f;
        if (!label && (is_loop || (kind == HK_N_BREAK && f->kind == HK_FLOW_SWITCH)))
            return f;
        if (label && f->kind == HK_FLOW_LABEL && f->name == label)
            return kind == HK_N_CONTINUE ? loop : f;
    }
    hk_emit_error(e, "label not found");               /* the parser has seen to that, unless the walk has failed */
    return NULL;
}

/* ---- completion values ------------------------------------------------------------------------------------------- */

/* Scripts have a completion value. Statements that leave it empty do not touch the register; those whose own rules
 * make it at least undefined (UpdateEmpty(..., undefined)) call this first. */
HK_FN void hk_emit_complete_undefined(hk_emitter *e)
{
    if (e->fs->completion != HK_NO_REG)
        hk_emit_special(e, e->fs->completion, HK_S_UNDEFINED);
}

/* ---- declarations ------------------------------------------------------------------------------------------------ */

/* Is what is declared by var and function here declared in the scopes around eval code? */
HK_FN bool hk_emit_is_outer(const hk_emitter *e) { return e->fs->outward && (!e->scope->outer || e->scope->outer->fs != e->fs); }

/* The function of the FUNDECL at `at`, assigned to its name. */
HK_FN void hk_emit_hoist_one(hk_emitter *e, uint32_t at)
{
    unsigned base = e->fs->top, r;
    uint32_t name;
    hk_var v;
    at++;
    name = hk_emit_varint_at(e, &at);
    e->at = at;
    r = hk_emit_var_reg(e, name, true);
    r = (unsigned)hk_emit_function(e, r == HK_NO_REG ? HK_ANY : (int)r);
    hk_emit_find(e, name, &v);
    if (hk_emit_is_outer(e)) {
        hk_emit_store_outer(e, name, r, true);
    } else if (v.where == HK_VAR_GLOBAL) {
        hk_emit_r(e, HK_OPNUM(DEFG), r);
        hk_emit_cached(e, hk_emit_key(e, name));
    } else {
        hk_emit_store_var(e, &v, name, r, true);
    }
    e->fs->top = (uint8_t)base;
}

/* Initialises the functions that the statement list at `at` declares. Returns the position of its END. */
HK_FN uint32_t hk_emit_hoist(hk_emitter *e, uint32_t at)
{
    uint32_t cursor = e->at, inner;
    for (; hk_emit_kind_at(e, at) != HK_N_END; at = hk_emit_skip_at(e, at)) {
        for (inner = at; hk_emit_kind_at(e, inner) == HK_N_LABEL; )
            inner = hk_emit_child(e, inner);
        if (hk_emit_kind_at(e, inner) == HK_N_FUNDECL)
            hk_emit_hoist_one(e, inner);
    }
    e->at = cursor;
    return at;
}

/* Does scope s declare functions, which have to be hoisted? */
HK_FN bool hk_emit_has_functions(hk_emitter *e, const hk_sc *s)
{
    uint32_t i;
    for (i = s->first; i < s->first + s->count && !e->failed; i++)
        if ((hk_emit_decl(e, i)->kind & HK_D_KIND) == HK_D_LEXFUNCTION)
            return true;
    return false;
}

/* Annex B.3.3: where a function declaration in a block stands, its value is assigned to the function's var, too. */
HK_FN void hk_emit_annexb(hk_emitter *e, uint32_t name)
{
    uint32_t i = hk_emit_own(e, e->scope, name);
    unsigned base = e->fs->top, r, kind;
    const hk_sc *s;
    hk_var v;
    if (i == UINT32_MAX || !(hk_emit_decl(e, i)->kind & HK_D_ANNEXB))
        return;
    hk_emit_locate_var(e, &v, e->scope, i);
    if (v.where == HK_VAR_GLOBAL)
        return;
    r = (unsigned)hk_emit_load_var(e, &v, name, HK_ANY, false);
    if (e->fs->outward) {
        hk_emit_store_outer(e, name, r, false);
        e->fs->top = (uint8_t)base;
        return;
    }
    memset(&v, 0, sizeof v);
    for (s = e->scope->outer; s && s->fs == e->fs; s = s->outer) {
        i = hk_emit_own(e, s, name);
        kind = i == UINT32_MAX ? 0 : hk_emit_decl(e, i)->kind & HK_D_KIND;
        if (kind == HK_D_VAR || kind == HK_D_FUNCTION || kind == HK_D_PARAM || kind == HK_D_ARGUMENTS) {
            hk_emit_locate_var(e, &v, s, i);
            break;
        }
    }
    hk_emit_store_var(e, &v, name, r, false);
    e->fs->top = (uint8_t)base;
}

/* VAR, LET, CONST, USING, AUSING: the list of DECLs at the cursor. */
HK_FN HK_NOINLINE void hk_emit_declaration(hk_emitter *e, unsigned statement)
{
    while (!hk_emit_end(e)) {
        unsigned base = e->fs->top, kind, r, v, o;
        uint32_t name, p, pattern, end;
        e->at++;
        p = hk_emit_varint(e);
        kind = hk_emit_kind(e);
        hk_emit_tick(e);
        if (kind == HK_N_IDENT) {
            e->at++;
            name = hk_emit_varint(e);
            p = hk_emit_varint(e);
            if (hk_emit_kind(e) == HK_N_EMPTY && statement == HK_N_VAR) {
                e->at++;
                continue;
            }
            r = hk_emit_var_reg(e, name, true);
            o = r == HK_NO_REG ? hk_emit_refer(e, name, p) : 0;
            if (hk_emit_kind(e) == HK_N_EMPTY) {
                e->at++;
                v = r == HK_NO_REG ? hk_emit_tmp(e) : r;
                hk_emit_special(e, v, HK_S_UNDEFINED);
            } else {
                e->fs->fresh = (uint8_t)(statement == HK_N_VAR ? HK_NO_REG : r);
                v = (unsigned)hk_emit_named(e, name, r == HK_NO_REG ? HK_ANY : (int)r);
                e->fs->fresh = HK_NO_REG;
            }
            if (statement == HK_N_USING || statement == HK_N_AUSING)
                hk_emit_add_resource(e, v, statement == HK_N_AUSING);
            if (o)
                hk_emit_set_dynamic(e, name, p, o, v);
            else
                hk_emit_set_var(e, name, p, v, true);
        } else {
            pattern = e->at;
            hk_emit_skip(e);
            v = (unsigned)hk_emit_expr(e, HK_ANY);
            if (kind == HK_N_OBJECT && v < base && statement == HK_N_VAR) {
                r = hk_emit_tmp(e);                    /* a variable that the pattern may assign to */
                hk_emit_move(e, r, v);
                v = r;
            }
            end = e->at;
            e->at = pattern;
            hk_emit_pos(e, p);
            hk_emit_pattern(e, v, true);
            e->at = end;
        }
        e->fs->top = (uint8_t)base;
    }
}

/* ---- loops ------------------------------------------------------------------------------------------------------- */

HK_FN void hk_emit_statement(hk_emitter *e);

/* Is the condition at pos always true? */
HK_FN bool hk_emit_always(hk_emitter *e, uint32_t pos)
{
    unsigned kind = hk_emit_kind_at(e, pos);
    return kind == HK_N_TRUE || kind == HK_N_EMPTY || (kind == HK_N_INT && hk_emit_int_at(e, pos) != 0);
}

/* while and for, from the test on: the test stands at the bottom. update is 0 when there is none, else the position of the update
 * expression; copy: register of the block of which every iteration has its own, or HK_NO_REG. */
HK_FN HK_NOINLINE void hk_emit_loop(hk_emitter *e, uint32_t test, uint32_t update, uint32_t body, unsigned copy)
{
    hk_list start = HK_NO_JUMP, again = HK_NO_JUMP;
    bool always = hk_emit_always(e, test);
    uint32_t head, end;
    hk_flow flow;
    hk_emit_complete_undefined(e);
    if (!always)
        start = hk_emit_goto(e, start);
    head = hk_emit_loop_head(e);
    hk_emit_flow_open(e, &flow, HK_FLOW_LOOP, 0);
    e->at = body;
    hk_emit_statement(e);
    end = e->at;
    hk_emit_bind(e, flow.cont);
    if (copy != HK_NO_REG)
        hk_emit_r(e, HK_OPNUM(COPYSCOPE), copy);
    if (update) {
        e->at = update;
        hk_emit_expr(e, HK_NONE);
    }
    hk_emit_bind(e, start);
    e->at = test;
    if (always)
        again = hk_emit_goto(e, again);
    else
        hk_emit_cond(e, true, &again);
    hk_emit_patch(e, again, head);
    hk_emit_flow_close(e, &flow);
    hk_emit_bind(e, flow.brk);
    e->at = end;
}

HK_FN void hk_emit_while(hk_emitter *e)
{
    uint32_t test = e->at;
    hk_emit_loop(e, test, 0, hk_emit_skip_at(e, test), HK_NO_REG);
}

HK_FN HK_NOINLINE void hk_emit_do(hk_emitter *e)
{
    hk_list again = HK_NO_JUMP;
    uint32_t head;
    hk_flow flow;
    hk_emit_complete_undefined(e);
    head = hk_emit_loop_head(e);
    hk_emit_flow_open(e, &flow, HK_FLOW_LOOP, 0);
    hk_emit_statement(e);
    hk_emit_bind(e, flow.cont);
    hk_emit_cond(e, true, &again);
    hk_emit_patch(e, again, head);
    hk_emit_flow_close(e, &flow);
    hk_emit_bind(e, flow.brk);
}

/* Is there a function or class in the nodes [pos, end), none of which is a statement with operands behind children? */
HK_FN bool hk_emit_has_closure(hk_emitter *e, uint32_t pos, uint32_t end)
{
    while (pos < end && !e->failed) {
        unsigned kind = hk_emit_kind_at(e, pos);
        if (kind == HK_N_FUNCTION || kind == HK_N_CLASS || kind == HK_N_OBJECT || kind == HK_N_TAGGED)
            return true;
        pos = hk_emit_child(e, pos);
    }
    return false;
}

/* Does scope s, the head of a loop, have let bindings in its block? */
HK_FN bool hk_emit_has_let(hk_emitter *e, const hk_sc *s)
{
    uint32_t i;
    for (i = s->first; i < s->first + s->count && !e->failed; i++)
        if ((hk_emit_decl(e, i)->kind & HK_D_KIND) == HK_D_LET && (hk_emit_decl(e, i)->state & HK_DS_SLOT))
            return true;
    return false;
}

HK_FN HK_NOINLINE void hk_emit_for(hk_emitter *e)
{
    hk_sc s;
    uint32_t init, test, update, body;
    unsigned copy = HK_NO_REG, completion = e->fs->completion;
    hk_disposal disposal;
    hk_emit_scope_open(e, &s);
    hk_emit_disposal_open(e, &disposal, hk_emit_kind(e));
    if (hk_emit_has_let(e, &s))
        copy = s.reg;
    init = e->at;
    e->fs->completion = HK_NO_REG;
    hk_emit_statement(e);
    e->fs->completion = (uint8_t)completion;
    test = e->at = hk_emit_skip_at(e, init);
    if (copy != HK_NO_REG && ((s.flags & HK_SF_EVAL) || hk_emit_has_closure(e, init, test)))
        hk_emit_r(e, HK_OPNUM(COPYSCOPE), copy);       /* what the head's closures captured is no iteration's */
    update = hk_emit_skip_at(e, test);
    body = hk_emit_skip_at(e, update);
    hk_emit_loop(e, test, hk_emit_kind_at(e, update) == HK_N_EMPTY ? 0 : update, body, copy);
    hk_emit_disposal_close(e, &disposal);
    hk_emit_scope_close(e, &s);
}

/* Binds R[value] in the head (at the cursor) of for-in or for-of. */
HK_FN void hk_emit_bind_head(hk_emitter *e, unsigned value)
{
    unsigned base = e->fs->top, kind = hk_emit_kind(e);
    bool declares = kind >= HK_N_VAR && kind <= HK_N_AUSING;
    hk_fetch f;
    hk_lhs l;
    if (declares) {
        e->at += 2;                                  /* the statement and its DECL */
        hk_emit_varint(e);
    }
    memset(&f, 0, sizeof f);
    f.how = HK_FETCH_REGISTER;
    f.from = (uint8_t)value;
    if (kind == HK_N_USING || kind == HK_N_AUSING)
        hk_emit_add_resource(e, value, kind == HK_N_AUSING);
    hk_emit_target(e, &l, declares);
    hk_emit_lhs_set(e, &l, value);
    e->fs->top = (uint8_t)base;
}

/* The register of the variable that the head at pos declares by let or const, or HK_NO_REG. */
HK_FN unsigned hk_emit_head_reg(hk_emitter *e, uint32_t pos)
{
    unsigned kind = hk_emit_kind_at(e, pos);
    pos += 2;
    if (kind < HK_N_LET || kind > HK_N_AUSING)
        return HK_NO_REG;
    hk_emit_varint_at(e, &pos);
    if (hk_emit_kind_at(e, pos++) != HK_N_IDENT)
        return HK_NO_REG;
    return hk_emit_var_reg(e, hk_emit_varint_at(e, &pos), true);
}

/* Annex B: for (var x = 1 in o) */
HK_FN void hk_emit_head_initialiser(hk_emitter *e, uint32_t pos)
{
    uint32_t end = e->at, at = pos + 2;
    if (hk_emit_kind_at(e, pos) != HK_N_VAR)
        return;
    hk_emit_varint_at(e, &at);
    if (hk_emit_kind_at(e, hk_emit_skip_at(e, at)) != HK_N_EMPTY) {
        e->at = pos + 1;
        hk_emit_declaration(e, HK_N_VAR);
    }
    e->at = end;
}

/* for-in, for-of: every iteration has a block of its own for the variables of the head. */
HK_FN HK_NOINLINE void hk_emit_for_each(hk_emitter *e, bool of)
{
    unsigned base = e->fs->top, it, value, r;
    uint32_t p = hk_emit_varint(e), head, top, end;
    hk_list done = HK_NO_JUMP, again = HK_NO_JUMP;
    hk_flow loop, iter;
    hk_disposal disposal;
    hk_sc s;
    hk_emit_scope_prepare(e, &s);
    head = e->at;
    hk_emit_skip(e);
    if ((s.flags & HK_SF_EVAL) || hk_emit_has_closure(e, e->at, hk_emit_skip_at(e, e->at)))
        hk_emit_make_block(e, &s);                   /* the names in their dead zone */
    hk_emit_head_initialiser(e, head);
    it = hk_emit_tmps(e, of ? 3 : 1);
    r = (unsigned)hk_emit_expr(e, HK_ANY);
    e->fs->top = (uint8_t)(it + (of ? 3 : 1));
    hk_emit_pos(e, p);
    if (of)
        hk_emit_rru(e, HK_OPNUM(ITER), it, r, 0);
    else
        hk_emit_rr(e, HK_OPNUM(FORIN), it, r);
    hk_emit_complete_undefined(e);
    value = hk_emit_head_reg(e, head);
    if (value == HK_NO_REG)
        value = hk_emit_tmp(e);
    top = hk_emit_loop_head(e);
    hk_emit_pos(e, p);
    hk_emit_rr(e, of ? HK_OPNUM(NEXT) : HK_OPNUM(FORINNEXT), it, value);
    done = hk_emit_jump2(e, done);
    hk_emit_flow_open(e, &loop, HK_FLOW_LOOP, 0);
    if (of)
        hk_emit_flow_open(e, &iter, HK_FLOW_ITER, it);
    hk_emit_make_block(e, &s);
    end = e->at;
    e->at = head;
    hk_emit_disposal_open(e, &disposal, hk_emit_kind(e));
    hk_emit_bind_head(e, value);
    e->at = end;
    hk_emit_statement(e);
    hk_emit_disposal_close(e, &disposal);
    hk_emit_patch(e, loop.cont, top);
    again = hk_emit_goto(e, again);
    hk_emit_patch(e, again, top);
    if (of)
        hk_emit_flow_close(e, &iter);
    hk_emit_flow_close(e, &loop);
    hk_emit_bind(e, done);
    hk_emit_bind(e, loop.brk);
    hk_emit_scope_close(e, &s);
    e->fs->top = (uint8_t)base;
}

/* ---- other control flow ------------------------------------------------------------------------------------------ */

/* Where a jump for the statement at pos may go straight from a condition: the list of a break or continue on whose way nothing
 * has to be closed; else NULL. */
HK_FN hk_list *hk_emit_plain_exit(hk_emitter *e, uint32_t pos)
{
    unsigned kind = hk_emit_kind_at(e, pos++);
    hk_flow *target, *f;
    if (kind != HK_N_BREAK && kind != HK_N_CONTINUE)
        return NULL;
    target = hk_emit_exit_target(e, kind, hk_emit_varint_at(e, &pos));
    if (!target)
        return NULL;
    for (f = e->fs->flow; f != target; f = f->outer)
        if (f->kind == HK_FLOW_FINALLY || (hk_emit_iterates(f) && !(kind == HK_N_CONTINUE && f->outer == target)))
            return NULL;
    return kind == HK_N_BREAK ? &target->brk : &target->cont;
}

/* if, and while the else branch is another one, that too. */
HK_FN HK_NOINLINE void hk_emit_if(hk_emitter *e)
{
    hk_list end = HK_NO_JUMP, no, *out;
    uint32_t then;
    hk_emit_complete_undefined(e);
    for (;; e->at++) {
        no = HK_NO_JUMP;
        then = hk_emit_skip_at(e, e->at);
        out = hk_emit_plain_exit(e, then);
        if (out && hk_emit_kind_at(e, hk_emit_skip_at(e, then)) == HK_N_EMPTY) {
            hk_emit_cond(e, true, out);
            hk_emit_skip(e);
            e->at++;
            break;
        }
        hk_emit_cond(e, false, &no);
        hk_emit_statement(e);
        if (hk_emit_kind(e) == HK_N_EMPTY) {
            e->at++;
            hk_emit_bind(e, no);
            break;
        }
        end = hk_emit_goto(e, end);
        hk_emit_bind(e, no);
        if (hk_emit_kind(e) != HK_N_IF) {
            hk_emit_statement(e);
            break;
        }
        hk_emit_complete_undefined(e);
    }
    hk_emit_bind(e, end);
}

/* Sets declarations to empty where a jump can reach uses of them past their initialisation. */
HK_FN void hk_emit_switch_scope(hk_emitter *e, const hk_sc *s)
{
    uint32_t i;
    for (i = s->first; i < s->first + s->count && !e->failed; i++) {
        hk_decl *d = hk_emit_decl(e, i);
        if (!hk_emit_is_lexical(d->kind))
            continue;
        d->state |= HK_DS_SWITCH;
        if (!(d->state & HK_DS_SLOT))
            hk_emit_special(e, d->loc, HK_S_EMPTY);
    }
}

/* The tests in order, then the statements; lists of the jumps from the one to the other are on HK_W_STACK, by case. */
HK_FN HK_NOINLINE void hk_emit_switch(hk_emitter *e)
{
    unsigned base = e->fs->top, subject = hk_emit_next(e), r;
    uint32_t mark = e->count[HK_W_STACK], i, cases, other = UINT32_MAX;
    hk_list list;
    hk_flow flow;
    hk_sc s;
    hk_emit_complete_undefined(e);
    hk_emit_scope_open(e, &s);
    hk_emit_switch_scope(e, &s);
    cases = e->at;
    while (hk_emit_kind(e) != HK_N_END && hk_emit_has_functions(e, &s)) {
        e->at++;
        hk_emit_skip(e);
        e->at = hk_emit_hoist(e, e->at) + 1;
    }
    e->at = cases;
    hk_emit_flow_open(e, &flow, HK_FLOW_SWITCH, 0);
    for (i = 0; hk_emit_kind(e) != HK_N_END; i++) {
        unsigned top = e->fs->top;
        e->at++;
        list = HK_NO_JUMP;
        hk_emit_tick(e);
        if (hk_emit_kind(e) == HK_N_EMPTY) {
            other = i;
            e->at++;
        } else if (hk_emit_kind(e) == HK_N_INT && hk_emit_int_at(e, e->at) == (int16_t)hk_emit_int_at(e, e->at)) {
            hk_emit_ri(e, HK_OPNUM(JSEQI), subject, (uint32_t)hk_emit_int_at(e, e->at) & 0xFFFF);
            list = hk_emit_jump2(e, list);
            hk_emit_skip(e);
        } else {
            r = (unsigned)hk_emit_expr(e, HK_ANY);
            hk_emit_rr(e, HK_OPNUM(JSEQ), subject, r);
            list = hk_emit_jump2(e, list);
        }
        e->fs->top = (uint8_t)top;
        hk_emit_push(e, list);
        e->at = hk_emit_skip_list(e, e->at);
    }
    list = hk_emit_goto(e, HK_NO_JUMP);
    if (other == UINT32_MAX)
        flow.brk = list;
    else if (!e->failed)
        hk_emit_data(e, HK_W_STACK)[mark + other] = list;
    e->at = cases;
    for (i = 0; !hk_emit_end(e); i++) {
        hk_emit_mark(e, &s, HK_KINDS_LEXICAL, 0, HK_DS_INIT);
        hk_emit_bind(e, e->failed ? HK_NO_JUMP : hk_emit_data(e, HK_W_STACK)[mark + i]);
        e->at++;
        hk_emit_skip(e);
        hk_emit_statements(e);
    }
    e->count[HK_W_STACK] = mark;
    hk_emit_flow_close(e, &flow);
    hk_emit_bind(e, flow.brk);
    hk_emit_scope_close(e, &s);
    e->fs->top = (uint8_t)base;
}

HK_FN void hk_emit_label(hk_emitter *e)
{
    hk_flow flow;
    hk_emit_flow_open(e, &flow, HK_FLOW_LABEL, 0);
    flow.name = hk_emit_varint(e);
    hk_emit_statement(e);
    hk_emit_flow_close(e, &flow);
    hk_emit_bind(e, flow.brk);
}

/* Is there something to do on the way out of the function? */
HK_FN bool hk_emit_guarded(const hk_fs *fs)
{
    const hk_flow *f;
    for (f = fs->flow; f; f = f->outer)
        if (f->kind >= HK_FLOW_ITER)
            return true;
    return false;
}

/* return in tail position: PrepareForTailCall is for calls in strict functions. */
HK_FN bool hk_emit_tail_allowed(hk_emitter *e)
{
    unsigned kinds = HK_CF_STRICT | HK_CF_GENERATOR | HK_CF_ASYNC | HK_CF_CLASS | HK_CF_SCRIPT;
    return (e->fs->code_flags & kinds) == HK_CF_STRICT;
}

/* Returns the expression at the cursor, each of its branches by itself, from where nothing is left to do on the way out. Calls in
 * tail position are tail calls where that is allowed. */
HK_FN HK_NOINLINE void hk_emit_return_tail(hk_emitter *e)
{
    unsigned base = e->fs->top, kind, op, d;
    hk_list list, no;
    uint32_t n;
    for (;;) {
        e->at = hk_emit_bare(e, e->at);
        kind = hk_emit_kind(e);
        op = hk_emit_kind_at(e, e->at + 1);
        n = 0;
        if (kind == HK_N_COND) {
            no = HK_NO_JUMP;
            e->at++;
            hk_emit_cond(e, false, &no);
            hk_emit_return_tail(e);
            hk_emit_bind(e, no);
        } else if (kind == HK_N_SEQ) {
            for (; hk_emit_kind(e) == HK_N_SEQ; n++)
                e->at++;
            for (; n; n--)
                hk_emit_expr(e, HK_NONE);
        } else if (kind == HK_N_LOGICAL) {
            d = hk_emit_tmp(e);
            list = HK_NO_JUMP;
            for (; hk_emit_kind(e) == HK_N_LOGICAL && hk_emit_kind_at(e, e->at + 1) == op; n++)
                e->at += 2;
            for (; n; n--) {
                hk_emit_expr(e, (int)d);
                list = hk_emit_jump(e, hk_emit_deciding(op), d, list);
            }
            e->fs->top = (uint8_t)base;
            hk_emit_return_tail(e);
            hk_emit_bind(e, list);
            hk_emit_exit(e, HK_N_RETURN, NULL, d);
            return;
        } else {
            d = (unsigned)((kind == HK_N_CALL || kind == HK_N_TAGGED) && hk_emit_tail_allowed(e)
                ? hk_emit_spine(e, HK_ANY, HK_SPINE_TAIL) : hk_emit_expr(e, HK_ANY));
            hk_emit_exit(e, HK_N_RETURN, NULL, d);
            e->fs->top = (uint8_t)base;
            return;
        }
    }
}

HK_FN void hk_emit_return(hk_emitter *e)
{
    unsigned base = e->fs->top, r;
    hk_emit_pos(e, hk_emit_varint(e));
    if (hk_emit_kind(e) == HK_N_EMPTY || hk_emit_kind(e) == HK_N_UNDEFINED) {
        e->at++;
        if (!e->fs->derived && !hk_emit_guarded(e->fs)) {
            hk_emit_word(e, HK_OPNUM(RETU));
            hk_emit_dead(e);
            return;
        }
        r = hk_emit_tmp(e);
        hk_emit_special(e, r, HK_S_UNDEFINED);
        hk_emit_exit(e, HK_N_RETURN, NULL, r);
    } else if (!e->fs->derived && !hk_emit_guarded(e->fs)) {
        hk_emit_return_tail(e);
    } else {
        bool await = hk_emit_async_generator(e);
        r = (unsigned)hk_emit_expr(e, await ? (int)hk_emit_tmp(e) : HK_ANY);
        if (await)
            hk_emit_await(e, r);
        hk_emit_exit(e, HK_N_RETURN, NULL, r);
    }
    e->fs->top = (uint8_t)base;
}

/* The catch clause at the cursor, its handler's address being set. */
HK_FN HK_NOINLINE void hk_emit_catch(hk_emitter *e)
{
    unsigned base = e->fs->top, r = hk_emit_tmp(e), own;
    uint32_t at = hk_emit_here(e);
    hk_lhs l;
    hk_sc s;
    hk_emit_r(e, HK_OPNUM(CATCH), r);
    e->at++;
    hk_emit_scope_open(e, &s);
    hk_emit_complete_undefined(e);
    if (hk_emit_kind(e) == HK_N_EMPTY) {
        e->at++;
    } else {
        memset(&l, 0, sizeof l);
        hk_emit_lhs(e, &l, true);
        l.init = true;
        own = l.kind == HK_LHS_VAR ? hk_emit_var_reg(e, l.name, true) : HK_NO_REG;
        if (own != HK_NO_REG && !e->fs->dead && !e->failed)     /* right into the parameter's register */
            *hk_emit_word_at(e, at) = HK_WORD(HK_OPNUM(CATCH), HK_REG(r = own), 0, 0);
        hk_emit_lhs_set(e, &l, r);
    }
    hk_emit_statement(e);
    hk_emit_scope_close(e, &s);
    e->fs->top = (uint8_t)base;
}

/* try block, catch clause (or EMPTY) */
HK_FN HK_NOINLINE void hk_emit_try_catch(hk_emitter *e)
{
    hk_list end = HK_NO_JUMP;
    hk_flow flow;
    uint32_t clause = hk_emit_skip_at(e, e->at);
    if (hk_emit_kind_at(e, clause) == HK_N_EMPTY) {
        hk_emit_statement(e);
        e->at++;
        return;
    }
    hk_emit_flow_open(e, &flow, HK_FLOW_TRY, 0);
    hk_emit_statement(e);
    hk_emit_flow_close(e, &flow);
    end = hk_emit_goto(e, end);
    hk_emit_handler(e, &flow);
    hk_emit_catch(e);
    hk_emit_bind(e, end);
}

/* If the finally block was entered with `how`: leaves by kind, target, value. */
HK_FN void hk_emit_go_on(hk_emitter *e, const hk_flow *f, unsigned how, unsigned kind, hk_flow *target)
{
    hk_list next = HK_NO_JUMP;
    hk_emit_ri(e, HK_OPNUM(JSNEI), f->reg, how);
    next = hk_emit_jump2(e, next);
    hk_emit_exit(e, kind, target, f->reg + 1u);
    hk_emit_bind(e, next);
}

/* Behind a finally block: on the way on which it was entered. */
HK_FN HK_NOINLINE void hk_emit_dispatch(hk_emitter *e, const hk_flow *f)
{
    hk_list next = HK_NO_JUMP;
    unsigned used = f->depth + 1u;
    hk_flow *g;
    hk_emit_ri(e, HK_OPNUM(JSNEI), f->reg, HK_ENTER_THROW);
    next = hk_emit_jump2(e, next);
    hk_emit_r(e, HK_OPNUM(THROW), f->reg + 1u);
    hk_emit_dead(e);
    hk_emit_bind(e, next);
    if (e->fs->ret_used == used) {
        e->fs->ret_used = 0;
        hk_emit_go_on(e, f, HK_ENTER_RETURN, HK_N_RETURN, NULL);
    }
    for (g = f->outer; g; g = g->outer) {
        unsigned how = HK_ENTER_EXITS + g->depth * 2u;
        if (g->brk_used == used) {
            g->brk_used = 0;
            hk_emit_go_on(e, f, how, HK_N_BREAK, g);
        }
        if (g->cont_used == used) {
            g->cont_used = 0;
            hk_emit_go_on(e, f, how + 1, HK_N_CONTINUE, g);
        }
    }
}

/* The end of what a finally block belongs to; the block begins here. */
HK_FN void hk_emit_finally(hk_emitter *e, hk_flow *f)
{
    hk_emit_flow_close(e, f);
    hk_emit_load_int(e, f->reg, HK_ENTER_NORMAL);
    f->brk = hk_emit_goto(e, f->brk);
    hk_emit_handler(e, f);
    hk_emit_r(e, HK_OPNUM(CATCH), f->reg + 1u);
    hk_emit_load_int(e, f->reg, HK_ENTER_THROW);
    hk_emit_bind(e, f->brk);
}

HK_FN HK_NOINLINE void hk_emit_try_statement(hk_emitter *e)
{
    unsigned base = e->fs->top, vars = e->fs->vars, reg, saved = HK_NO_REG;
    uint32_t clause = hk_emit_skip_at(e, hk_emit_skip_at(e, e->at));
    hk_flow flow;
    hk_emit_complete_undefined(e);
    if (hk_emit_kind_at(e, clause) == HK_N_EMPTY) {
        hk_emit_try_catch(e);
        e->at++;
        return;
    }
    reg = hk_emit_tmps(e, 2);
    if (e->fs->completion != HK_NO_REG)
        saved = hk_emit_tmp(e);
    e->fs->vars = e->fs->top;
    hk_emit_finally_open(e, &flow, reg);
    hk_emit_try_catch(e);
    hk_emit_finally(e, &flow);
    if (saved != HK_NO_REG) {
        hk_emit_move(e, saved, e->fs->completion);
        hk_emit_complete_undefined(e);
    }
    hk_emit_statement(e);
    if (saved != HK_NO_REG)
        hk_emit_move(e, e->fs->completion, saved);
    hk_emit_dispatch(e, &flow);
    e->fs->vars = (uint8_t)vars;
    e->fs->top = (uint8_t)base;
}

HK_FN HK_NOINLINE void hk_emit_block(hk_emitter *e)
{
    hk_sc s;
    hk_emit_scope_open(e, &s);
    if (hk_emit_has_functions(e, &s))
        hk_emit_hoist(e, e->at);
    hk_emit_scope_body(e, &s);
    hk_emit_scope_close(e, &s);
}

/* ---- all statements ---------------------------------------------------------------------------------------------- */

HK_FN HK_NOINLINE void hk_emit_small_statement(hk_emitter *e, unsigned kind)
{
    unsigned base = e->fs->top, r;
    uint32_t name, p;
    switch (kind) {
    case HK_N_FUNDECL:
        hk_emit_annexb(e, hk_emit_varint(e));
        hk_emit_skip(e);
        break;
    case HK_N_CLASSDECL:
        name = hk_emit_varint(e);
        p = hk_emit_varint(e);
        r = hk_emit_var_reg(e, name, true);
        r = (unsigned)hk_emit_expr(e, r == HK_NO_REG ? HK_ANY : (int)r);
        hk_emit_set_var(e, name, p, r, true);
        break;
    case HK_N_CONTINUE: case HK_N_BREAK:
        hk_emit_exit(e, kind, hk_emit_exit_target(e, kind, hk_emit_varint(e)), 0);
        break;
    case HK_N_THROW:
        p = hk_emit_varint(e);
        r = (unsigned)hk_emit_expr(e, HK_ANY);
        hk_emit_pos(e, p);
        hk_emit_r(e, HK_OPNUM(THROW), r);
        hk_emit_dead(e);
        break;
    case HK_N_DEBUGGER:
        hk_emit_word(e, HK_OPNUM(DEBUGGER));
        break;
    case HK_N_WITH:
        hk_emit_with(e);
        break;
    case HK_N_IMPORT: case HK_N_EXPORT: case HK_N_EXPORTFROM:     /* see hk_emit_module_info */
        e->at--;
        hk_emit_skip(e);
        break;
    default:                                         /* EMPTY */
        break;
    }
    e->fs->top = (uint8_t)base;
}

HK_FN void hk_emit_statement(hk_emitter *e)
{
    unsigned kind;
    if (e->fs->dead) {                               /* declarations of functions were hoisted, those of vars need no code */
        hk_emit_skip(e);
        return;
    }
    hk_emit_tick(e);
    kind = hk_emit_byte(e);
    switch (kind) {
    case HK_N_EXPR: hk_emit_expr(e, e->fs->completion == HK_NO_REG ? HK_NONE : e->fs->completion); break;
    case HK_N_VAR: case HK_N_LET: case HK_N_CONST: case HK_N_USING: case HK_N_AUSING: hk_emit_declaration(e, kind); break;
    case HK_N_BLOCK: hk_emit_block(e); break;
    case HK_N_IF: hk_emit_if(e); break;
    case HK_N_DO: hk_emit_do(e); break;
    case HK_N_WHILE: hk_emit_while(e); break;
    case HK_N_FOR: hk_emit_for(e); break;
    case HK_N_FORIN: case HK_N_FOROF: hk_emit_for_each(e, kind == HK_N_FOROF); break;
    case HK_N_FORAWAIT: hk_emit_for_await(e); break;
    case HK_N_RETURN: hk_emit_return(e); break;
    case HK_N_SWITCH: hk_emit_switch(e); break;
    case HK_N_LABEL: hk_emit_label(e); break;
    case HK_N_TRY: hk_emit_try_statement(e); break;
    default: hk_emit_small_statement(e, kind); break;
    }
}

/* A list of statements, up to END. */
HK_FN void hk_emit_statements(hk_emitter *e)
{
    while (!hk_emit_end(e))
        hk_emit_statement(e);
}
#endif
