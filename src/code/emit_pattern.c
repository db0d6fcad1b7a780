/* Assignment: references, operators that assign, destructuring.
 *
 * A reference's object and key are evaluated into registers before the value,
 * as the language wants it (hk_emit_lhs), and used afterwards (hk_emit_lhs_get,
 * hk_emit_lhs_set).
 */
#ifndef HK_EMIT_PATTERN_C
#define HK_EMIT_PATTERN_C
#include "emitter.h"

/* ---- references -------------------------------------------------------------------------------------------------- */

/* The target at the cursor. copy: its operands must not be variables' registers, for code that may assign follows. */
HK_FN HK_NOINLINE void hk_emit_lhs(hk_emitter *e, hk_lhs *l, bool copy)
{
    unsigned kind;
    uint32_t at;
    memset(l, 0, sizeof *l);
    e->at = hk_emit_bare(e, e->at);
    kind = hk_emit_kind(e);
    if (kind == HK_N_ARRAY || kind == HK_N_OBJECT) {
        l->kind = HK_LHS_PATTERN;
        l->name = e->at;
        hk_emit_skip(e);
        return;
    }
    at = e->at++;
    if (kind == HK_N_IDENT || kind == HK_N_MEMBER || kind == HK_N_PRIVMEMBER)
        l->name = hk_emit_varint(e);
    if (kind == HK_N_SUPERMEMBER || kind == HK_N_SUPERINDEX) {
        e->at = at;
        l->kind = HK_LHS_SUPER;
        l->a = (uint8_t)hk_emit_super(e);
        return;
    }
    l->pos = hk_emit_varint(e);
    if (kind == HK_N_IDENT) {
        l->kind = HK_LHS_VAR;
        l->a = (uint8_t)hk_emit_refer(e, l->name, l->pos);
        return;
    }
    if (kind == HK_N_CALL) {                         /* Annex B: f() = 1 fails when it is run */
        e->at = at;
        hk_emit_expr(e, HK_NONE);
        hk_emit_throw_text(e, HK_THROW_REFERENCE, "invalid assignment target");
        return;
    }
    l->a = (uint8_t)(copy ? (int)hk_emit_next(e) : hk_emit_expr(e, HK_ANY));
    if (kind == HK_N_INDEX && hk_emit_kind(e) == HK_N_STR) {     /* a["b"] */
        e->at++;
        l->kind = HK_LHS_MEMBER;
        l->name = hk_emit_varint(e);
    } else if (kind == HK_N_INDEX) {
        l->kind = HK_LHS_INDEX;
        l->a = (uint8_t)hk_emit_protect(e, l->a, e->at);
        l->b = (uint8_t)(copy ? (int)hk_emit_next(e) : hk_emit_expr(e, HK_ANY));
    } else if (kind == HK_N_PRIVMEMBER) {
        l->kind = HK_LHS_PRIVATE;
        l->b = (uint8_t)hk_emit_get_var(e, l->name, l->pos, HK_ANY);
    } else {
        l->kind = HK_LHS_MEMBER;
    }
}

HK_FN int hk_emit_lhs_get(hk_emitter *e, const hk_lhs *l, int dst)
{
    unsigned d;
    if (l->kind == HK_LHS_VAR && l->a) {
        hk_emit_pos(e, l->pos);
        return hk_emit_get_dynamic(e, l->name, l->a, e->fs->top, dst, false);
    }
    if (l->kind == HK_LHS_VAR)
        return hk_emit_get_var(e, l->name, l->pos, dst);
    hk_emit_pos(e, l->pos);
    d = hk_emit_dst(e, dst);
    if (l->kind == HK_LHS_MEMBER)
        hk_emit_rrk(e, HK_OPNUM(GETP), d, l->a, hk_emit_key(e, l->name));
    else if (l->kind == HK_LHS_SUPER)
        hk_emit_rr(e, HK_OPNUM(GETSUPER), d, l->a);
    else
        hk_emit_rrr(e, l->kind == HK_LHS_INDEX ? HK_OPNUM(GETE) : HK_OPNUM(GETPRIV), d, l->a, l->b);
    return (int)d;
}

HK_FN HK_NOINLINE void hk_emit_lhs_set(hk_emitter *e, const hk_lhs *l, unsigned src)
{
    uint32_t at = e->at;
    switch (l->kind) {
    case HK_LHS_VAR:
        if (l->a)
            hk_emit_set_dynamic(e, l->name, l->pos, l->a, src);
        else
            hk_emit_set_var(e, l->name, l->pos, src, l->init);
        break;
    case HK_LHS_PATTERN:
        e->at = l->name;
        hk_emit_pattern(e, src, l->init);
        e->at = at;
        break;
    case HK_LHS_MEMBER:
        hk_emit_pos(e, l->pos);
        hk_emit_rrk(e, HK_OPNUM(SETP), l->a, src, hk_emit_key(e, l->name));
        break;
    case HK_LHS_SUPER:
        hk_emit_rr(e, HK_OPNUM(SETSUPER), src, l->a);
        break;
    default:
        hk_emit_pos(e, l->pos);
        hk_emit_rrr(e, l->kind == HK_LHS_INDEX ? HK_OPNUM(SETE) : HK_OPNUM(SETPRIV), l->a, l->b, src);
        break;
    }
}

/* The registers of reference l will be used after the expression at the cursor. */
HK_FN void hk_emit_lhs_protect(hk_emitter *e, hk_lhs *l)
{
    if (l->kind == HK_LHS_MEMBER || l->kind == HK_LHS_INDEX || l->kind == HK_LHS_PRIVATE)
        l->a = (uint8_t)hk_emit_protect(e, l->a, e->at);
    if (l->kind == HK_LHS_INDEX)
        l->b = (uint8_t)hk_emit_protect(e, l->b, e->at);
}

/* The key of a reference that is read and then written: ToPropertyKey once, but not before the object is known to
 * be one that has properties. at: where the key stands in the tree. */
HK_FN void hk_emit_lhs_key(hk_emitter *e, hk_lhs *l, uint32_t at)
{
    hk_list skip = HK_NO_JUMP;
    unsigned kind, key;
    at = hk_emit_bare(e, at);
    kind = hk_emit_kind_at(e, at++);
    if (kind == HK_N_SUPERINDEX) {
        hk_emit_rr(e, HK_OPNUM(SUPERBASE), l->a, l->a);
        hk_emit_rr(e, HK_OPNUM(TOKEY), l->a + 2u, l->a + 2u);
    }
    if (l->kind != HK_LHS_INDEX)
        return;
    hk_emit_varint_at(e, &at);
    kind = hk_emit_kind_at(e, hk_emit_skip_at(e, at));
    if (kind == HK_N_INT || kind == HK_N_STR)
        return;
    if (l->b < e->fs->vars) {
        key = hk_emit_tmp(e);
        hk_emit_move(e, key, l->b);
        l->b = (uint8_t)key;
    }
    skip = hk_emit_jump(e, HK_OPNUM(JNULLISH), l->a, skip);
    hk_emit_pos(e, l->pos);
    hk_emit_rr(e, HK_OPNUM(TOKEY), l->b, l->b);
    hk_emit_bind(e, skip);
}

/* ---- assignment -------------------------------------------------------------------------------------------------- */

/* this.name = ...: counts the properties a constructor gives its objects. */
HK_FN void hk_emit_count_property(hk_emitter *e, uint32_t constant)
{
    hk_fs *fs = e->fs;
    uint32_t n = constant < 64 ? constant : constant >= HK_K_CHAR ? 64 + (constant & 31) : 96 + (constant & 63);
    if (constant < 64 || constant >= HK_K_NAMES) {
        if (fs->props[n >> 5] >> (n & 31) & 1)
            return;
        fs->props[n >> 5] |= 1u << (n & 31);
    }
    if (fs->nprops < 0xFF)
        fs->nprops++;
}

HK_FN HK_NOINLINE int hk_emit_assign_pattern(hk_emitter *e, int dst)
{
    unsigned base = e->fs->top, v, kind = hk_emit_kind(e);
    uint32_t pattern = e->at, end;
    hk_emit_skip(e);
    v = (unsigned)hk_emit_expr(e, HK_ANY);
    if (kind == HK_N_OBJECT && v < base) {           /* a variable, which the pattern may assign to */
        unsigned copy = hk_emit_tmp(e);
        hk_emit_move(e, copy, v);
        v = copy;
    }
    end = e->at;
    e->at = pattern;
    hk_emit_pattern(e, v, false);
    e->at = end;
    return hk_emit_result(e, base, dst, v);
}

/* target = value */
HK_FN HK_NOINLINE int hk_emit_assign(hk_emitter *e, int dst)
{
    unsigned base = e->fs->top, kind, r, o = 0;
    uint32_t name, p = hk_emit_varint(e), at = e->at;
    hk_lhs l;
    kind = hk_emit_kind(e);
    if (kind == HK_N_ARRAY || kind == HK_N_OBJECT)
        return hk_emit_assign_pattern(e, dst);
    if (kind == HK_N_IDENT) {
        e->at++;
        name = hk_emit_varint(e);
        p = hk_emit_varint(e);
        r = hk_emit_var_reg(e, name, false);
        if (r == HK_NO_REG) {
            o = hk_emit_refer(e, name, p);
            r = (unsigned)hk_emit_named(e, name, hk_emit_is_safe(e, dst) ? dst : HK_ANY);
        } else {
            hk_emit_named(e, name, (int)r);
        }
        if (o)
            hk_emit_set_dynamic(e, name, p, o, r);
        else
            hk_emit_set_var(e, name, p, r, false);
        return hk_emit_result(e, base, dst, r);
    }
    hk_emit_lhs(e, &l, false);
    if (l.kind == HK_LHS_MEMBER && hk_emit_kind_at(e, hk_emit_child(e, at)) == HK_N_THIS)
        hk_emit_count_property(e, hk_emit_key(e, l.name));
    hk_emit_lhs_protect(e, &l);
    r = (unsigned)hk_emit_expr(e, HK_ANY);
    hk_emit_pos(e, p);
    hk_emit_lhs_set(e, &l, r);
    return hk_emit_result(e, base, dst, r);
}

/* target op= value */
HK_FN HK_NOINLINE int hk_emit_assign_op(hk_emitter *e, int dst)
{
    unsigned op = hk_emit_byte(e), base = e->fs->top, r, t;
    uint32_t p = hk_emit_varint(e), at = e->at;
    hk_lhs l;
    hk_emit_lhs(e, &l, false);
    r = l.kind == HK_LHS_VAR ? hk_emit_var_reg(e, l.name, false) : HK_NO_REG;
    if (r != HK_NO_REG) {
        hk_emit_binary(e, op, p, r, base, (int)r);
        return hk_emit_result(e, base, dst, r);
    }
    hk_emit_lhs_key(e, &l, at);
    hk_emit_lhs_protect(e, &l);
    t = e->fs->top;
    r = (unsigned)hk_emit_lhs_get(e, &l, HK_ANY);
    r = (unsigned)hk_emit_binary(e, op, p, r, t, HK_ANY);
    hk_emit_lhs_set(e, &l, r);
    return hk_emit_result(e, base, dst, r);
}

/* target &&= value, ||=, ??= */
HK_FN HK_NOINLINE int hk_emit_assign_logical(hk_emitter *e, int dst)
{
    unsigned op = hk_emit_byte(e), base = e->fs->top, d = hk_emit_safe_dst(e, dst), kind;
    uint32_t at;
    hk_list over = HK_NO_JUMP;
    hk_lhs l;
    hk_emit_varint(e);
    at = e->at;
    kind = hk_emit_kind(e);
    hk_emit_lhs(e, &l, false);
    hk_emit_lhs_key(e, &l, at);
    hk_emit_lhs_protect(e, &l);
    hk_emit_lhs_get(e, &l, (int)d);
    over = hk_emit_jump(e, hk_emit_deciding(op), d, over);
    if (kind == HK_N_IDENT)
        hk_emit_named(e, l.name, (int)d);
    else
        hk_emit_expr(e, (int)d);
    hk_emit_lhs_set(e, &l, d);
    hk_emit_bind(e, over);
    return hk_emit_result(e, base, dst, d);
}

/* ++ and --. The value of the postfix forms is ToNumeric of what was there. */
HK_FN HK_NOINLINE int hk_emit_update(hk_emitter *e, int dst)
{
    unsigned flags = hk_emit_byte(e), base = e->fs->top, r, old, op = flags & HK_UPD_DEC ? HK_OPNUM(DEC) : HK_OPNUM(INC);
    uint32_t p = hk_emit_varint(e), at = e->at;
    bool postfix = (flags & HK_UPD_POSTFIX) && dst != HK_NONE;
    hk_lhs l;
    hk_emit_lhs(e, &l, false);
    r = l.kind == HK_LHS_VAR ? hk_emit_var_reg(e, l.name, false) : HK_NO_REG;
    if (r != HK_NO_REG) {
        hk_emit_pos(e, p);
        old = r;
        if (postfix) {
            old = hk_emit_safe_dst(e, dst);
            hk_emit_rr(e, HK_OPNUM(TONUMERIC), old, r);
        }
        hk_emit_rr(e, op, r, old);
        return hk_emit_result(e, base, dst, old);
    }
    hk_emit_lhs_key(e, &l, at);
    old = (unsigned)hk_emit_lhs_get(e, &l, HK_ANY);
    hk_emit_pos(e, p);
    r = hk_emit_tmp(e);
    if (postfix) {
        unsigned value = hk_emit_tmp(e);
        hk_emit_rr(e, HK_OPNUM(TONUMERIC), value, old);
        old = value;
    }
    hk_emit_rr(e, op, r, old);
    hk_emit_lhs_set(e, &l, r);
    return hk_emit_result(e, base, dst, postfix ? old : r);
}

/* ---- destructuring ----------------------------------------------------------------------------------------------- */

/* How a pattern's element gets its value */
enum { HK_FETCH_NEXT, HK_FETCH_NAME, HK_FETCH_KEY, HK_FETCH_REGISTER };
typedef struct {
    uint8_t how, from, key;  /* iterator, object or value; KEY: the key */
    uint32_t constant;       /* NAME: the key */
    uint32_t pos;
    hk_flow *flow;           /* NEXT: protects what is not a step of the iterator */
} hk_fetch;

HK_FN void hk_emit_fetch(hk_emitter *e, const hk_fetch *f, unsigned d)
{
    hk_list done = HK_NO_JUMP;
    switch (f->how) {
    case HK_FETCH_NEXT:                              /* errors of next do not close the iterator */
        hk_emit_segment(e, f->flow);
        hk_emit_rr(e, HK_OPNUM(NEXT), f->from, d);
        done = hk_emit_jump2(e, done);
        hk_emit_bind(e, done);
        f->flow->from = hk_emit_here(e);
        break;
    case HK_FETCH_NAME:
        hk_emit_pos(e, f->pos);
        hk_emit_rrk(e, HK_OPNUM(GETP), d, f->from, f->constant);
        break;
    case HK_FETCH_KEY:
        hk_emit_pos(e, f->pos);
        hk_emit_rrr(e, HK_OPNUM(GETE), d, f->from, f->key);
        break;
    default:
        hk_emit_move(e, d, f->from);
        break;
    }
}

/* The target at the cursor. Targets of declarations have no parts that would have to be evaluated. */
HK_FN void hk_emit_target(hk_emitter *e, hk_lhs *l, bool init)
{
    hk_emit_lhs(e, l, true);
    l->init = init;
}

/* The register in which a variable's value may be built, or HK_NO_REG. With an initialiser, which may look at the
 * variable, that is one that is in its dead zone until then. */
HK_FN unsigned hk_emit_direct(hk_emitter *e, const hk_lhs *l, bool initialiser)
{
    hk_var v;
    if (l->kind != HK_LHS_VAR)
        return HK_NO_REG;
    hk_emit_find(e, l->name, &v);
    if (initialiser && (!l->init || (v.state & (HK_DS_INIT | HK_DS_SWITCH))))
        return HK_NO_REG;
    return hk_emit_var_reg(e, l->name, l->init);
}

/* One element of a pattern, at the cursor: target, and initialiser if it has one. The target's parts are evaluated before the
 * value is fetched. */
HK_FN HK_NOINLINE void hk_emit_pattern_element(hk_emitter *e, const hk_fetch *f, bool init)
{
    unsigned base = e->fs->top, r;
    bool initialiser = hk_emit_kind(e) == HK_N_DEFAULT;
    hk_list have = HK_NO_JUMP;
    hk_lhs l;
    bool ident;
    e->at += initialiser;
    ident = hk_emit_kind(e) == HK_N_IDENT;
    hk_emit_target(e, &l, init);
    r = hk_emit_direct(e, &l, initialiser);
    if (r == HK_NO_REG)
        r = f->how == HK_FETCH_REGISTER && !initialiser ? f->from : hk_emit_tmp(e);
    hk_emit_fetch(e, f, r);
    if (initialiser) {
        have = hk_emit_jump(e, HK_OPNUM(JNUNDEF), r, have);
        if (ident)
            hk_emit_named(e, l.name, (int)r);
        else
            hk_emit_expr(e, (int)r);
        hk_emit_bind(e, have);
    }
    hk_emit_lhs_set(e, &l, r);
    e->fs->top = (uint8_t)base;
}

/* ...target of an array pattern */
HK_FN void hk_emit_pattern_rest(hk_emitter *e, unsigned it, hk_flow *flow, bool init)
{
    unsigned array, value;
    uint32_t head;
    hk_list done = HK_NO_JUMP, loop = HK_NO_JUMP;
    hk_lhs l;
    hk_emit_target(e, &l, init);
    array = hk_emit_tmp(e);
    value = hk_emit_tmp(e);
    hk_emit_segment(e, flow);
    hk_emit_ri(e, HK_OPNUM(NEWARR), array, 0);
    head = hk_emit_loop_head(e);
    hk_emit_rr(e, HK_OPNUM(NEXT), it, value);
    done = hk_emit_jump2(e, done);
    hk_emit_rr(e, HK_OPNUM(APPEND), array, value);
    loop = hk_emit_goto(e, loop);
    hk_emit_patch(e, loop, head);
    hk_emit_bind(e, done);
    flow->from = hk_emit_here(e);
    hk_emit_lhs_set(e, &l, array);
}

/* [ ... ]: the iterator is closed when the pattern ends before it does, by whatever way. */
HK_FN HK_NOINLINE void hk_emit_array_pattern(hk_emitter *e, unsigned value, bool init)
{
    unsigned base = e->fs->top, it = hk_emit_tmps(e, 3), top = e->fs->top, kind;
    hk_flow flow;
    hk_fetch f;
    hk_emit_rru(e, HK_OPNUM(ITER), it, value, 0);
    hk_emit_flow_open(e, &flow, HK_FLOW_ITER, it);
    memset(&f, 0, sizeof f);
    f.how = HK_FETCH_NEXT;
    f.from = (uint8_t)it;
    f.flow = &flow;
    while (!hk_emit_end(e)) {
        kind = hk_emit_kind(e);
        hk_emit_tick(e);
        if (kind == HK_N_HOLE) {
            e->at++;
            hk_emit_fetch(e, &f, hk_emit_tmp(e));
        } else if (kind == HK_N_SPREAD) {
            e->at++;
            hk_emit_pattern_rest(e, it, &flow, init);
        } else {
            hk_emit_pattern_element(e, &f, init);
        }
        e->fs->top = (uint8_t)top;
    }
    hk_emit_flow_close(e, &flow);
    hk_emit_r(e, HK_OPNUM(ICLOSE), it);
    e->fs->top = (uint8_t)base;
}

/* Does getting the first property of the object pattern whose list is at `at` come before anything that could be noticed?
 * Then that reports values that are no objects. */
HK_FN bool hk_emit_gets_first(hk_emitter *e, uint32_t at, bool init)
{
    unsigned kind;
    if (hk_emit_kind_at(e, at++) != HK_N_PROP)
        return false;
    hk_emit_varint_at(e, &at);
    at += hk_emit_kind_at(e, at) == HK_N_DEFAULT;
    kind = hk_emit_kind_at(e, at);
    return init || kind == HK_N_IDENT || kind == HK_N_ARRAY || kind == HK_N_OBJECT;
}

/* Is there a ...rest in the list at `at`? */
HK_FN bool hk_emit_has_rest(hk_emitter *e, uint32_t at)
{
    unsigned kind = HK_N_END, last = HK_N_END;
    for (; (kind = hk_emit_kind_at(e, at)) != HK_N_END; at = hk_emit_skip_at(e, at))
        last = kind;
    return last == HK_N_SPREAD;
}

/* One property of an object pattern; keys: register with the array of keys seen so far, or 0. */
HK_FN HK_NOINLINE void hk_emit_pattern_property(hk_emitter *e, unsigned value, unsigned keys, bool init)
{
    unsigned kind = hk_emit_byte(e), t;
    uint32_t at;
    hk_fetch f;
    hk_lhs l;
    if (kind == HK_N_SPREAD) {
        hk_emit_target(e, &l, init);
        t = hk_emit_tmp(e);
        hk_emit_ruu(e, HK_OPNUM(NEWOBJ), t, 0, 0);
        hk_emit_rrr(e, HK_OPNUM(COPYPROPS), t, value, keys);
        hk_emit_lhs_set(e, &l, t);
        return;
    }
    memset(&f, 0, sizeof f);
    f.from = (uint8_t)value;
    if (kind == HK_N_PROP) {
        f.how = HK_FETCH_NAME;
        f.constant = hk_emit_key(e, hk_emit_varint(e));
        if (keys) {
            t = hk_emit_tmp(e);
            hk_emit_loadk(e, t, f.constant);
            hk_emit_rr(e, HK_OPNUM(APPEND), keys, t);
        }
    } else {
        f.how = HK_FETCH_KEY;
        f.key = (uint8_t)hk_emit_next(e);
        hk_emit_rr(e, HK_OPNUM(TOKEY), f.key, f.key);
        if (keys)
            hk_emit_rr(e, HK_OPNUM(APPEND), keys, f.key);
    }
    at = hk_emit_skip_at(e, e->at);
    f.pos = hk_emit_varint_at(e, &at);
    hk_emit_pattern_element(e, &f, init);
    e->at = at;
}

HK_FN HK_NOINLINE void hk_emit_object_pattern(hk_emitter *e, unsigned value, bool init)
{
    unsigned base = e->fs->top, keys = 0, top;
    hk_list ok = HK_NO_JUMP;
    if (!hk_emit_gets_first(e, e->at, init)) {
        ok = hk_emit_jump(e, HK_OPNUM(JNNULLISH), value, ok);
        hk_emit_throw_text(e, HK_THROW_TYPE, "cannot destructure undefined or null");
        hk_emit_bind(e, ok);
    }
    if (hk_emit_has_rest(e, e->at)) {
        keys = hk_emit_tmp(e);
        hk_emit_ri(e, HK_OPNUM(NEWARR), keys, 0);
    }
    top = e->fs->top;
    while (!hk_emit_end(e)) {
        hk_emit_tick(e);
        hk_emit_pattern_property(e, value, keys, init);
        e->fs->top = (uint8_t)top;
    }
    e->fs->top = (uint8_t)base;
}

/* The pattern at the cursor takes R[value] apart: assigns, or (init) initialises declarations. */
HK_FN void hk_emit_pattern(hk_emitter *e, unsigned value, bool init)
{
    if (hk_emit_byte(e) == HK_N_ARRAY)
        hk_emit_array_pattern(e, value, init);
    else
        hk_emit_object_pattern(e, value, init);
}
#endif
