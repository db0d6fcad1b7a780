/* Chains that are deep on the left: a.b(c).d + e + f.
 *
 * They are not followed by recursion: hk_emit_spine pushes the positions of the
 * nodes on the way down to the first operand ("headers") and then applies them one
 * by one, innermost first. Their other operands follow in the tree in just
 * that order. Here too is everything that keeps a reference together: callees with
 * their this, optional chains, what delete and tail calls apply to.
 */
#ifndef HK_EMIT_SPINE_C
#define HK_EMIT_SPINE_C
#include "emitter.h"

typedef struct {
    uint32_t mark, i;        /* headers: HK_W_STACK from mark on; the one being applied */
    hk_list chain;           /* jumps of the optional chain being emitted */
    int dst, cur;            /* where the whole value goes; register of the value so far */
    uint8_t base;            /* first free register before */
    uint8_t mode;            /* HK_SPINE_* */
    uint32_t eval;           /* the header that is a direct eval: the call of the name, in parentheses or not; UINT32_MAX: none */
    bool window;             /* the value so far is a callee: R[base + 2], with its this in R[base + 3] */
    bool deleted;            /* the value so far is the result of delete */
} hk_spine;


HK_FN unsigned hk_emit_spine_kind(hk_emitter *e, uint32_t i)
{
    return e->failed ? HK_N_END : hk_emit_kind_at(e, hk_emit_data(e, HK_W_STACK)[i]);
}

/* Do the headers above the i-th call the value? Parentheses and optional chains keep a reference a reference. */
HK_FN bool hk_emit_called(hk_emitter *e, const hk_spine *s, uint32_t i)
{
    while (i-- > s->mark) {
        unsigned kind = hk_emit_spine_kind(e, i);
        if (kind == HK_N_CALL || kind == HK_N_TAGGED)
            return true;
        if (kind != HK_N_PAREN && kind != HK_N_CHAIN && kind != HK_N_OPT)
            return false;
    }
    return false;
}

/* Is the i-th header what `delete` or a tail call applies to: only parentheses and chains stand above it? */
HK_FN bool hk_emit_outermost(hk_emitter *e, const hk_spine *s, unsigned mode)
{
    uint32_t i;
    if (s->mode != mode)
        return false;
    for (i = s->mark; i < s->i; i++) {
        unsigned kind = hk_emit_spine_kind(e, i);
        if (kind != HK_N_PAREN && (kind != HK_N_CHAIN || mode == HK_SPINE_TAIL))
            return false;
    }
    return true;
}

HK_FN int hk_emit_primary(hk_emitter *e, int dst);

/* The name at the cursor as a callee in window w, if objects around may have it: then `this` is the one of a with statement. */
HK_FN bool hk_emit_callee_dynamic(hk_emitter *e, unsigned w)
{
    uint32_t at = e->at + 1, name = hk_emit_varint_at(e, &at), p = hk_emit_varint_at(e, &at);
    hk_var v;
    hk_emit_find(e, name, &v);
    if (!v.objects)
        return false;
    e->at = at;
    hk_emit_pos(e, p);
    hk_emit_special(e, w + 3, HK_S_UNDEFINED);
    hk_emit_get_dynamic(e, name, hk_emit_reference(e, name, &v, w + 3), e->fs->top, (int)w + 2, false);
    return true;
}

/* The first operand, as a callee: into a window. */
HK_FN void hk_emit_callee(hk_emitter *e, hk_spine *s)
{
    unsigned w = hk_emit_tmps(e, HK_WINDOW), kind = hk_emit_kind(e), v;
    if (kind == HK_N_SUPERMEMBER || kind == HK_N_SUPERINDEX) {
        v = hk_emit_super(e);
        hk_emit_rr(e, HK_OPNUM(GETSUPER), w + 2, v);
        hk_emit_move(e, w + 3, v + 1);
        e->fs->top = (uint8_t)(w + HK_WINDOW);
    } else if (kind == HK_N_IDENT && hk_emit_callee_dynamic(e, w)) {
        e->fs->top = (uint8_t)(w + HK_WINDOW);
    } else {
        hk_emit_primary(e, (int)w + 2);
        hk_emit_special(e, w + 3, HK_S_UNDEFINED);
    }
    s->window = true;
    s->cur = (int)w + 2;
}

/* Property access: .name, [key], .#name; as a callee, as what is deleted, or as a value. */
HK_FN HK_NOINLINE void hk_emit_apply_member(hk_emitter *e, hk_spine *s, unsigned kind, uint32_t at, int dst)
{
    uint32_t name = kind == HK_N_INDEX ? 0 : hk_emit_varint_at(e, &at), p = hk_emit_varint_at(e, &at);
    bool called = hk_emit_called(e, s, s->i);
    bool deleted = hk_emit_outermost(e, s, HK_SPINE_DELETE), literal = false;
    unsigned object = (unsigned)s->cur, key = 0, d, op;
    if (kind == HK_N_INDEX && hk_emit_kind(e) == HK_N_STR) {   /* a["b"] */
        e->at++;
        name = hk_emit_varint(e);
        kind = HK_N_MEMBER;
    }
    if (kind == HK_N_INDEX && !called && !deleted && hk_emit_kind(e) == HK_N_INT && (uint32_t)hk_emit_int_at(e, e->at) <= 0xFF) {
        literal = true;
        key = (unsigned)hk_emit_int_at(e, e->at);
        hk_emit_skip(e);
    } else if (kind == HK_N_INDEX) {
        object = hk_emit_protect(e, object, e->at);
        key = (unsigned)hk_emit_expr(e, HK_ANY);
    } else if (kind == HK_N_PRIVMEMBER) {
        key = (unsigned)hk_emit_get_var(e, name, p, HK_ANY);
    } else if (deleted) {
        key = hk_emit_tmp(e);
        hk_emit_loadk(e, key, hk_emit_key(e, name));
    }
    hk_emit_pos(e, p);
    e->fs->top = s->base;
    if (called) {
        d = hk_emit_tmps(e, HK_WINDOW);
        s->window = true;
        s->cur = (int)d + 2;
        if (kind == HK_N_MEMBER) {
            hk_emit_rrk(e, HK_OPNUM(GETM), d, object, hk_emit_key(e, name));
        } else if (kind == HK_N_INDEX) {
            hk_emit_rrr(e, HK_OPNUM(GETME), d, object, key);
        } else {
            hk_emit_move(e, d + 3, object);
            hk_emit_rrr(e, HK_OPNUM(GETPRIV), d + 2, object, key);
        }
        return;
    }
    d = hk_emit_dst(e, dst);
    s->cur = (int)d;
    if (kind == HK_N_MEMBER && !deleted) {
        hk_emit_rrk(e, HK_OPNUM(GETP), d, object, hk_emit_key(e, name));
        return;
    }
    if (literal) {
        hk_emit_rru(e, HK_OPNUM(GETEI), d, object, key);
        return;
    }
    s->deleted = deleted;
    op = deleted ? HK_OPNUM(DEL) : kind == HK_N_INDEX ? HK_OPNUM(GETE) : HK_OPNUM(GETPRIV);
    hk_emit_rrr(e, op, d, object, key);
}

HK_FN HK_NOINLINE void hk_emit_apply_call(hk_emitter *e, hk_spine *s, unsigned kind, uint32_t at, int dst)
{
    uint32_t p = hk_emit_varint_at(e, &at);
    unsigned w = s->base;
    int n = kind == HK_N_TAGGED ? hk_emit_template_args(e, w) : hk_emit_args(e, w);
    s->window = false;
    hk_emit_pos(e, p);
    if (s->i == s->eval) {
        s->cur = hk_emit_eval_call(e, w, n, dst);
        return;
    }
    if (hk_emit_outermost(e, s, HK_SPINE_TAIL)) {
        e->fs->top = s->base;
        hk_emit_ruu(e, n < 0 ? HK_OPNUM(TAILS) : HK_OPNUM(TAIL), w, n < 0 ? 0 : (unsigned)n, 0);
        hk_emit_r(e, HK_OPNUM(RET), w);
        hk_emit_dead(e);
        s->cur = (int)w;
        return;
    }
    s->cur = hk_emit_call_op(e, HK_OPNUM(CALL), w, n, dst);
}

/* The end of an optional chain: where it was cut short, its value is undefined (of delete: true). */
HK_FN void hk_emit_apply_chain(hk_emitter *e, hk_spine *s, int dst)
{
    unsigned d, special = hk_emit_outermost(e, s, HK_SPINE_DELETE) ? HK_S_TRUE : HK_S_UNDEFINED;
    hk_list over = HK_NO_JUMP;
    if (!s->window && dst == HK_NONE) {
        hk_emit_bind(e, s->chain);
        s->chain = HK_NO_JUMP;
        return;
    }
    if (!s->window) {
        e->fs->top = s->base;
        d = hk_emit_dst(e, dst);
        hk_emit_move(e, d, (unsigned)s->cur);
        s->cur = (int)d;
    }
    d = (unsigned)s->cur;
    over = hk_emit_goto(e, over);
    hk_emit_bind(e, s->chain);
    s->chain = HK_NO_JUMP;
    hk_emit_special(e, d, special);
    if (s->window)
        hk_emit_special(e, d + 1, HK_S_UNDEFINED);
    hk_emit_bind(e, over);
}

/* A run of &&, ||, ?? headers, down to s->i. Jumps of equal operators in a row go to the end at once. */
HK_FN HK_NOINLINE void hk_emit_apply_logical(hk_emitter *e, hk_spine *s)
{
    uint32_t i = s->i, last = i;
    unsigned d, op, before = 0;
    hk_list list = HK_NO_JUMP;
    while (last > s->mark && hk_emit_spine_kind(e, last - 1) == HK_N_LOGICAL)
        last--;
    e->fs->top = s->base;
    if (last == s->mark && hk_emit_is_safe(e, s->dst)) {
        d = (unsigned)s->dst;
        hk_emit_move(e, d, (unsigned)s->cur);
    } else {
        d = hk_emit_tmp(e);
        hk_emit_move(e, d, (unsigned)s->cur);
    }
    for (i++; i-- > last && !e->failed; ) {
        op = hk_emit_kind_at(e, hk_emit_data(e, HK_W_STACK)[i] + 1);
        if (op != before)
            hk_emit_bind(e, list), list = HK_NO_JUMP;
        before = op;
        list = hk_emit_jump(e, hk_emit_deciding(op), d, list);
        hk_emit_expr(e, (int)d);
    }
    hk_emit_bind(e, list);
    s->i = last;
    s->cur = (int)d;
}

HK_FN HK_NOINLINE void hk_emit_apply_binary(hk_emitter *e, hk_spine *s, uint32_t at, int dst)
{
    unsigned op = hk_emit_kind_at(e, at++);
    uint32_t p = hk_emit_varint_at(e, &at);
    s->cur = hk_emit_binary(e, op, p, (unsigned)s->cur, s->base, dst);
}

/* The first operand when it is an integer: folds what follows as long as that is possible. */
HK_FN void hk_emit_fold_first(hk_emitter *e, hk_spine *s)
{
    int32_t k = hk_emit_int_at(e, e->at), out;
    unsigned op;
    uint32_t at;
    hk_emit_skip(e);
    while (s->i > s->mark && hk_emit_spine_kind(e, s->i - 1) == HK_N_BINARY && hk_emit_kind(e) == HK_N_INT) {
        at = hk_emit_data(e, HK_W_STACK)[s->i - 1];
        if (!hk_emit_fold(hk_emit_kind_at(e, at + 1), k, hk_emit_int_at(e, e->at), &out))
            break;
        k = out;
        hk_emit_skip(e);
        s->i--;
    }
    if (s->i > s->mark && hk_emit_spine_kind(e, s->i - 1) == HK_N_BINARY && k == (int8_t)k) {
        at = hk_emit_data(e, HK_W_STACK)[s->i - 1] + 1;
        op = hk_emit_kind_at(e, at++);
        if (op == HK_OP_MUL || op == HK_OP_BAND) {   /* 2 * x is x * 2: the literal has no effects */
            unsigned r = (unsigned)hk_emit_expr(e, HK_ANY), d;
            hk_emit_pos(e, hk_emit_varint_at(e, &at));
            s->i--;
            e->fs->top = s->base;
            d = s->i == s->mark ? hk_emit_dst(e, s->dst) : hk_emit_tmp(e);
            hk_emit_rru(e, hk_emit_immediate(op), d, r, (unsigned)k);
            s->cur = (int)d;
            return;
        }
    }
    s->cur = (int)(s->i == s->mark ? hk_emit_dst(e, s->dst) : hk_emit_tmp(e));
    hk_emit_load_int(e, (unsigned)s->cur, k);
}

/* The number of the header that makes the first operand, at the cursor, a direct eval; or UINT32_MAX. */
HK_FN uint32_t hk_emit_find_eval(hk_emitter *e, const hk_spine *s)
{
    uint32_t at = e->at + 1, i = s->i;
    if (!HAKO_WITH_EVAL || e->library || hk_emit_kind(e) != HK_N_IDENT || hk_emit_varint_at(e, &at) != HK_NAME_EVAL)
        return UINT32_MAX;
    while (i > s->mark && hk_emit_spine_kind(e, i - 1) == HK_N_PAREN)
        i--;
    return i > s->mark && hk_emit_spine_kind(e, i - 1) == HK_N_CALL ? i - 1 : UINT32_MAX;
}

/* The header s->i is applied to the value so far. */
HK_FN void hk_emit_apply(hk_emitter *e, hk_spine *s)
{
    uint32_t at = e->failed ? 0 : hk_emit_data(e, HK_W_STACK)[s->i];
    int dst = s->i == s->mark ? s->dst : HK_ANY;
    unsigned kind = hk_emit_kind_at(e, at++);
    hk_emit_tick(e);
    switch (kind) {
    case HK_N_BINARY: hk_emit_apply_binary(e, s, at, dst); break;
    case HK_N_LOGICAL: hk_emit_apply_logical(e, s); break;
    case HK_N_MEMBER: case HK_N_INDEX: case HK_N_PRIVMEMBER: hk_emit_apply_member(e, s, kind, at, dst); break;
    case HK_N_CALL: case HK_N_TAGGED: hk_emit_apply_call(e, s, kind, at, dst); break;
    case HK_N_SEQ:
        e->fs->top = s->base;
        s->cur = hk_emit_expr(e, dst);
        break;
    case HK_N_OPT: s->chain = hk_emit_jump(e, HK_OPNUM(JNULLISH), (unsigned)s->cur, s->chain); break;
    case HK_N_CHAIN: hk_emit_apply_chain(e, s, dst); break;
    default: break;                                  /* PAREN */
    }
    if (!s->window && hk_emit_called(e, s, s->i) && kind != HK_N_OPT) {
        /* a callee that is no reference: (a, b)() */
        unsigned from = (unsigned)s->cur, w;
        e->fs->top = s->base;
        w = hk_emit_tmps(e, HK_WINDOW);
        hk_emit_move(e, w + 2, from);
        hk_emit_special(e, w + 3, HK_S_UNDEFINED);
        s->cur = (int)w + 2;
        s->window = true;
    }
}

HK_FN HK_NOINLINE int hk_emit_spine(hk_emitter *e, int dst, unsigned mode)
{
    hk_spine s;
    s.mark = e->count[HK_W_STACK];
    s.chain = HK_NO_JUMP;
    s.dst = dst;
    s.base = e->fs->top;
    s.mode = (uint8_t)mode;
    s.window = s.deleted = false;
    while (hk_emit_on_spine(hk_emit_kind(e))) {
        hk_emit_push(e, e->at);
        e->at = hk_emit_child(e, e->at);
    }
    s.i = e->count[HK_W_STACK];
    s.eval = hk_emit_find_eval(e, &s);
    if (hk_emit_called(e, &s, s.i))
        hk_emit_callee(e, &s);
    else if (hk_emit_kind(e) == HK_N_INT)
        hk_emit_fold_first(e, &s);
    else
        s.cur = hk_emit_primary(e, s.i == s.mark ? dst : HK_ANY);
    while (s.i > s.mark && !e->failed) {
        s.i--;
        hk_emit_apply(e, &s);
    }
    e->count[HK_W_STACK] = s.mark;
    if (mode == HK_SPINE_DELETE && !s.deleted) {     /* of no reference: true */
        e->fs->top = s.base;
        s.cur = (int)hk_emit_dst(e, dst);
        hk_emit_special(e, (unsigned)s.cur, HK_S_TRUE);
    }
    return hk_emit_result(e, s.base, dst, (unsigned)s.cur);
}
#endif
