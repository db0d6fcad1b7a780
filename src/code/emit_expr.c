/* Expressions.
 *
 * hk_emit_expr(e, dst) emits the expression at the cursor. dst is a register
 * that gets the value, HK_ANY or HK_NONE. What holds afterwards: with a register
 * or HK_NONE the free registers are as before; with HK_ANY the value is in the
 * first register that was free, which is now taken, or in a variable's own
 * register. A dst that is a variable's register is written last of all, when
 * all operands have been read and nothing can throw any more, for the operands
 * may refer to it and a handler may see it. (hk_emit_safe_dst is for what needs its
 * result register earlier.)
 */
#ifndef HK_EMIT_EXPR_C
#define HK_EMIT_EXPR_C
#include "emitter.h"

#define HK_ARGS_LIMIT 220            /* arguments beyond this register are passed in an array */

HK_STATIC_ASSERT(HK_OPC(USHR) - HK_OPC(ADD) == HK_OP_USHR - HK_OP_ADD, "arithmetic opcodes stand in the order of HK_OP_*");
HK_STATIC_ASSERT(HK_OPC(INSTANCEOF) - HK_OPC(LT) == HK_OP_INSTANCEOF - HK_OP_LT, "relational opcodes stand in the order of HK_OP_*");

/* ---- helpers ----------------------------------------------------------------------------------------------------- */

/* The expression into the next free register, which is taken. */
HK_FN unsigned hk_emit_next(hk_emitter *e)
{
    unsigned base = e->fs->top, r = (unsigned)hk_emit_expr(e, HK_ANY);
    e->fs->top = (uint8_t)base;
    base = hk_emit_tmp(e);
    hk_emit_move(e, base, r);
    return base;
}

/* NamedEvaluation: an anonymous function or class gets that name. */
HK_FN int hk_emit_named(hk_emitter *e, uint32_t name, int dst)
{
    unsigned kind = hk_emit_kind_at(e, hk_emit_bare(e, e->at));
    if (kind == HK_N_FUNCTION || kind == HK_N_CLASS)
        e->fname = name;
    return hk_emit_expr(e, dst);
}

/* May the expression at pos assign to variable `name`? May say yes when it does not. The nodes between pos and its end are
 * visited in the order of their bytes; those whose operands stand behind children are taken for a yes. */
HK_FN bool hk_emit_assigns(hk_emitter *e, uint32_t pos, uint32_t name)
{
    uint32_t end = hk_emit_skip_at(e, pos), at;
    while (pos < end) {
        unsigned kind = hk_emit_kind_at(e, pos);
        switch (kind) {
        case HK_N_OBJECT: case HK_N_TAGGED:
            return true;
        case HK_N_FUNCTION:                          /* what it assigns to does not live in registers */
            pos = hk_emit_skip_at(e, pos);
            continue;
        case HK_N_ASSIGN: case HK_N_ASSIGNOP: case HK_N_ASSIGNLOG: case HK_N_UPDATE:
            at = hk_emit_bare(e, hk_emit_child(e, pos));
            kind = hk_emit_kind_at(e, at++);
            if (kind == HK_N_ARRAY || kind == HK_N_OBJECT || (kind == HK_N_IDENT && hk_emit_varint_at(e, &at) == name))
                return true;
            break;
        default:
            break;
        }
        pos = hk_emit_child(e, pos);
    }
    return e->failed;
}

/* An operand is in register r and will be used after the expression at pos. If that may change r, because it is a variable's
 * register, the operand is copied. */
HK_FN unsigned hk_emit_protect(hk_emitter *e, unsigned r, uint32_t pos)
{
    const hk_sc *s;
    uint32_t i;
    if (r >= e->fs->vars || r < HK_R_ARGS || hk_emit_kind_at(e, pos) <= HK_N_IDENT)
        return r;
    for (s = e->scope; s && s->fs == e->fs && !e->failed; s = s->outer)
        for (i = s->first; i < s->first + s->count; i++) {
            const hk_decl *d = hk_emit_decl(e, i);
            if (d->loc != r || (d->state & (HK_DS_SLOT | HK_DS_GLOBAL)) || !(d->kind & HK_D_ASSIGNED))
                continue;
            if (hk_emit_assigns(e, pos, d->name)) {
                unsigned copy = hk_emit_tmp(e);
                hk_emit_move(e, copy, r);
                return copy;
            }
        }
    return r;
}

HK_FN void hk_emit_load_number(hk_emitter *e, unsigned reg, double d)
{
    hk_val v = hk_number(d);
    if (hk_is_int(v))
        hk_emit_load_int(e, reg, hk_int_of(v));
    else
        hk_emit_loadk(e, reg, hk_emit_const(e, v));
}

HK_FN double hk_emit_double(hk_emitter *e)
{
    uint64_t u = 0;
    unsigned i;
    for (i = 0; i < 64; i += 8)
        u |= (uint64_t)hk_emit_byte(e) << i;
    return hk_u2d(u);
}

/* ---- arguments --------------------------------------------------------------------------------------------------- */

/* One element of an array literal or of arguments given as an array, added to the array in R[array]. */
HK_FN void hk_emit_element(hk_emitter *e, unsigned array)
{
    unsigned base = e->fs->top, kind = hk_emit_kind(e), r;
    hk_emit_tick(e);
    if (kind == HK_N_HOLE) {
        e->at++;
        r = hk_emit_tmp(e);
        hk_emit_special(e, r, HK_S_EMPTY);
    } else {
        e->at += kind == HK_N_SPREAD;
        r = (unsigned)hk_emit_expr(e, HK_ANY);
    }
    hk_emit_rr(e, kind == HK_N_SPREAD ? HK_OPNUM(SPREAD) : HK_OPNUM(APPEND), array, r);
    e->fs->top = (uint8_t)base;
}

/* If the two words from `at` on, the last ones, move values to registers r and r + 1, and no jump leads between them: makes them one
 * instruction. */
HK_FN bool hk_emit_join(hk_emitter *e, uint32_t at, unsigned r)
{
    uint32_t *w;
    if (e->failed || hk_emit_here(e) != at + 2)
        return false;
    w = hk_emit_word_at(e, at);
    if ((w[0] & 0xFFFF) != (HK_OPNUM(MOVE) | HK_REG(r) << 8) || (w[1] & 0xFFFF) != (HK_OPNUM(MOVE) | HK_REG(r + 1) << 8))
        return false;
    w[0] = HK_WORD(HK_OPNUM(MOVE2), HK_REG(r), w[0] >> 16 & 0xFF, w[1] >> 16 & 0xFF);
    e->count[HK_W_WORDS]--;
    return true;
}

/* The arguments up to END into the registers behind window w, all taken. Returns their number, or -1 when they are in an
 * array in R[w + 4]: when one is spread or the registers do not suffice. */
HK_FN HK_NOINLINE int hk_emit_args(hk_emitter *e, unsigned w)
{
    unsigned n = 0, array = 0, i;
    uint32_t before = 0, last;
    for (; !hk_emit_end(e); ) {
        if (!array && (hk_emit_kind(e) == HK_N_SPREAD || e->fs->top >= HK_ARGS_LIMIT)) {
            array = hk_emit_tmp(e);
            hk_emit_ri(e, HK_OPNUM(NEWARR), array, n);
            for (i = 0; i < n; i++)
                hk_emit_rr(e, HK_OPNUM(APPEND), array, w + HK_WINDOW + i);
        }
        if (array) {
            hk_emit_element(e, array);
        } else {
            last = before;
            before = hk_emit_here(e);
            hk_emit_next(e);
            if (n++ && hk_emit_join(e, last, w + HK_WINDOW + n - 2))
                before = hk_emit_here(e);
        }
    }
    if (!array)
        return (int)n;
    hk_emit_move(e, w + HK_WINDOW, array);
    return -1;
}

/* CALL, NEW or SUPERNEW of window w: `op`, whose spread form is the opcode behind. The registers from w on are free then;
 * the result goes to dst. */
HK_FN int hk_emit_call_op(hk_emitter *e, unsigned op, unsigned w, int n, int dst)
{
    unsigned d;
    e->fs->top = (uint8_t)w;
    d = hk_emit_dst(e, dst);
    hk_emit_rur(e, n < 0 ? op + 1 : op, w, n < 0 ? 0 : (unsigned)n, d);
    if (dst == HK_NONE)
        e->fs->top = (uint8_t)w;
    return (int)d;
}

/* LIB: calls library function `number` with the n arguments in the window at w; the result is in R[w]. */
HK_FN void hk_emit_lib(hk_emitter *e, unsigned number, unsigned w, unsigned n)
{
    if (n > 15)
        hk_emit_error(e, "too many arguments");         /* only in the library's scripts */
    hk_emit_ri(e, HK_OPNUM(LIB), w, n << 12 | number);
}

/* NEW callee(arguments) */
HK_FN HK_NOINLINE int hk_emit_new(hk_emitter *e, int dst)
{
    unsigned w = hk_emit_tmps(e, HK_WINDOW);
    uint32_t p = hk_emit_varint(e);
    int n;
    hk_emit_expr(e, (int)w + 2);
    n = hk_emit_args(e, w);
    hk_emit_pos(e, p);
    return hk_emit_call_op(e, HK_OPNUM(NEW), w, n, dst);
}

/* ---- super ------------------------------------------------------------------------------------------------------- */

/* The window of GETSUPER and SETSUPER for the reference at the cursor: home object, this, key. */
HK_FN unsigned hk_emit_super(hk_emitter *e)
{
    bool computed = hk_emit_byte(e) == HK_N_SUPERINDEX;
    uint32_t name = computed ? 0 : hk_emit_varint(e), p = hk_emit_varint(e);
    unsigned w = hk_emit_tmps(e, 2), key;
    hk_emit_pos(e, p);
    hk_emit_this(e, (int)w + 1);
    if (computed) {
        hk_emit_next(e);
    } else {
        key = hk_emit_tmp(e);
        hk_emit_loadk(e, key, hk_emit_key(e, name));
    }
    hk_emit_get_var(e, e->fs->is_static ? HK_NAME_STATICHOME : HK_NAME_HOME, p, (int)w);
    hk_emit_pos(e, p);
    return w;
}

HK_FN HK_NOINLINE int hk_emit_super_get(hk_emitter *e, int dst)
{
    unsigned base = e->fs->top, w = hk_emit_super(e);
    hk_emit_rr(e, HK_OPNUM(GETSUPER), w, w);
    return hk_emit_result(e, base, dst, w);
}

/* super(...): constructs with the constructor's [[Prototype]], binds this, initialises the fields. */
HK_FN HK_NOINLINE int hk_emit_super_call(hk_emitter *e, int dst)
{
    unsigned base = e->fs->top, w = hk_emit_tmps(e, HK_WINDOW), r;
    uint32_t p = hk_emit_varint(e);
    hk_var self, fields, cls;
    int n;
    hk_emit_find(e, HK_NAME_THIS, &self);
    hk_emit_find(e, HK_NAME_CLASS, &cls);
    if (e->fs->arrow) {
        hk_emit_slot(e, &cls, w + 2, false);
        hk_emit_get_var(e, HK_NAME_NEWTARGET, p, (int)w + 1);
    } else {
        hk_emit_move(e, w + 2, HK_R_FUNCTION);
        hk_emit_move(e, w + 1, HK_R_NEWTARGET);
    }
    hk_emit_pos(e, p);
    hk_emit_rr(e, HK_OPNUM(GETPROTO), w + 2, w + 2);
    n = hk_emit_args(e, w);
    hk_emit_pos(e, p);
    r = (unsigned)hk_emit_call_op(e, HK_OPNUM(SUPERNEW), w, n, HK_ANY);
    if (e->fs->arrow || self.where == HK_VAR_SLOT) {
        unsigned t = hk_emit_tmp(e);
        hk_emit_slot(e, &self, t, false);
        hk_emit_r(e, HK_OPNUM(CHECKNEW), t);
        hk_emit_slot(e, &self, r, true);
    } else {
        hk_emit_r(e, HK_OPNUM(CHECKNEW), HK_R_THIS);
        hk_emit_move(e, HK_R_THIS, r);
    }
    hk_emit_find(e, HK_NAME_FIELDS, &fields);
    if (fields.where == HK_VAR_UP && cls.where == HK_VAR_UP && fields.depth == cls.depth) {   /* of this class */
        e->fs->top = (uint8_t)(r + 1);
        w = hk_emit_tmps(e, HK_WINDOW);
        hk_emit_slot(e, &fields, w + 2, false);
        hk_emit_move(e, w + 3, r);
        hk_emit_call_op(e, HK_OPNUM(CALL), w, 0, HK_NONE);
    }
    return hk_emit_result(e, base, dst, r);
}

/* ---- operators --------------------------------------------------------------------------------------------------- */

HK_FN unsigned hk_emit_operator(unsigned op)
{
    return op < HK_OP_LT ? HK_OPNUM(ADD) + op : HK_OPNUM(LT) + (op - HK_OP_LT);
}

/* The form of an operator with a small integer on the right, or 0. */
HK_FN unsigned hk_emit_immediate(unsigned op)
{
    switch (op) {
    case HK_OP_ADD: return HK_OPNUM(ADDI);
    case HK_OP_SUB: return HK_OPNUM(SUBI);
    case HK_OP_MUL: return HK_OPNUM(MULI);
    case HK_OP_MOD: return HK_OPNUM(MODI);
    case HK_OP_BAND: return HK_OPNUM(BANDI);
    case HK_OP_SHL: return HK_OPNUM(SHLI);
    case HK_OP_SHR: return HK_OPNUM(SHRI);
    case HK_OP_USHR: return HK_OPNUM(USHRI);
    default: return 0;
    }
}

/* R[left] op the expression at the cursor. The registers from base on are free then. */
HK_FN int hk_emit_binary(hk_emitter *e, unsigned op, uint32_t p, unsigned left, unsigned base, int dst)
{
    unsigned imm = hk_emit_immediate(op), right;
    if (imm && hk_emit_kind(e) == HK_N_INT && hk_emit_int_at(e, e->at) == (int8_t)hk_emit_int_at(e, e->at)) {
        right = (unsigned)hk_emit_int_at(e, e->at);
        hk_emit_skip(e);
        e->fs->top = (uint8_t)base;
        hk_emit_pos(e, p);
        base = hk_emit_dst(e, dst);
        hk_emit_rru(e, imm, base, left, right);
    } else {
        left = hk_emit_protect(e, left, e->at);
        right = (unsigned)hk_emit_expr(e, HK_ANY);
        e->fs->top = (uint8_t)base;
        hk_emit_pos(e, p);
        base = hk_emit_dst(e, dst);
        hk_emit_rrr(e, hk_emit_operator(op), base, left, right);
    }
    return (int)base;
}

/* a op b of two integer literals, where the result is one too. Not what can go wrong: division, exponents, -0. */
HK_FN bool hk_emit_fold(unsigned op, int32_t a, int32_t b, int32_t *out)
{
    switch (op) {
    case HK_OP_ADD: return !hk_add_overflow(a, b, out);
    case HK_OP_SUB: return !hk_sub_overflow(a, b, out);
    case HK_OP_MUL: return a != 0 && b != 0 && !hk_mul_overflow(a, b, out);
    case HK_OP_BAND: *out = a & b; return true;
    case HK_OP_BOR: *out = a | b; return true;
    case HK_OP_BXOR: *out = a ^ b; return true;
    case HK_OP_SHL: *out = (int32_t)((uint32_t)a << (b & 31)); return true;
    case HK_OP_SHR: *out = a >> (b & 31); return true;
    default: return false;
    }
}

/* delete of the expression at the cursor, which is no property reference reached through a spine. */
HK_FN bool hk_emit_delete_name(hk_emitter *e, int dst)
{
    uint32_t at = hk_emit_bare(e, e->at), name;
    unsigned base = e->fs->top, w;
    hk_var v;
    switch (hk_emit_kind_at(e, at)) {
    case HK_N_IDENT:
        hk_emit_skip(e);
        at++;
        name = hk_emit_varint_at(e, &at);
        hk_emit_find(e, name, &v);
        w = hk_emit_tmps(e, HK_WINDOW + 1);
        if (v.objects) {
            hk_emit_delete_dynamic(e, name, &v, w);
        } else if (v.where == HK_VAR_GLOBAL) {
            hk_emit_loadk(e, w + HK_WINDOW, hk_emit_name(e, name));
            hk_emit_lib(e, HK_FN_deleteGlobal, w, 1);
        } else {
            hk_emit_special(e, w, HK_S_FALSE);
        }
        hk_emit_result(e, base, dst, w);
        return true;
    case HK_N_SUPERMEMBER: case HK_N_SUPERINDEX:
        e->at = at;
        hk_emit_super(e);
        hk_emit_throw_text(e, HK_THROW_REFERENCE, "cannot delete a property of super");
        hk_emit_result(e, base, dst, base);
        return true;
    default:
        return false;
    }
}

HK_FN int hk_emit_typeof(hk_emitter *e, int dst)
{
    unsigned base = e->fs->top, r;
    uint32_t name, p;
    hk_var v;
    e->at = hk_emit_bare(e, e->at);
    if (hk_emit_kind(e) == HK_N_IDENT) {
        e->at++;
        name = hk_emit_varint(e);
        p = hk_emit_varint(e);
        hk_emit_pos(e, p);
        hk_emit_find(e, name, &v);
        if (v.objects)
            r = (unsigned)hk_emit_get_dynamic(e, name, hk_emit_reference(e, name, &v, HK_NO_REG), base, HK_ANY, true);
        else
            r = (unsigned)hk_emit_load_var(e, &v, name, HK_ANY, true);
    } else {
        r = (unsigned)hk_emit_expr(e, HK_ANY);
    }
    e->fs->top = (uint8_t)base;
    base = hk_emit_dst(e, dst);
    hk_emit_rr(e, HK_OPNUM(TYPEOF), base, r);
    return (int)base;
}

HK_FN HK_NOINLINE int hk_emit_unary(hk_emitter *e, int dst)
{
    unsigned op = hk_emit_byte(e), base = e->fs->top, r;
    uint32_t p = hk_emit_varint(e);
    unsigned kind = hk_emit_kind(e);
    if (op == HK_OP_NEG && (kind == HK_N_INT || kind == HK_N_NUM)) {
        double d = kind == HK_N_INT ? hk_emit_int_at(e, e->at) : (e->at++, hk_emit_double(e));
        if (kind == HK_N_INT)
            hk_emit_skip(e);
        r = hk_emit_dst(e, dst);
        hk_emit_load_number(e, r, -d);
        return (int)r;
    }
    if (op == HK_OP_TYPEOF)
        return hk_emit_typeof(e, dst);
    if (op == HK_OP_DELETE) {
        hk_emit_pos(e, p);
        if (hk_emit_delete_name(e, dst))
            return dst >= 0 ? dst : (int)base;
        return hk_emit_spine(e, dst, HK_SPINE_DELETE);
    }
    if (op == HK_OP_VOID) {
        hk_emit_expr(e, HK_NONE);
        r = hk_emit_dst(e, dst);
        hk_emit_special(e, r, HK_S_UNDEFINED);
        return (int)r;
    }
    r = (unsigned)hk_emit_expr(e, HK_ANY);
    e->fs->top = (uint8_t)base;
    hk_emit_pos(e, p);
    base = hk_emit_dst(e, dst);
    op = op == HK_OP_PLUS ? HK_OPNUM(PLUS) : op == HK_OP_NEG ? HK_OPNUM(NEG) : op == HK_OP_BNOT ? HK_OPNUM(BNOT) : HK_OPNUM(NOT);
    hk_emit_rr(e, op, base, r);
    return (int)base;
}

/* a ? b : c, and while c is another one, that too. */
HK_FN HK_NOINLINE int hk_emit_conditional(hk_emitter *e, int dst)
{
    unsigned base = e->fs->top;
    int d = dst == HK_NONE ? HK_NONE : (int)hk_emit_dst(e, dst);
    hk_list end = HK_NO_JUMP, no;
    for (;; e->at++) {
        no = HK_NO_JUMP;
        hk_emit_cond(e, false, &no);
        hk_emit_expr(e, d);
        end = hk_emit_goto(e, end);
        hk_emit_bind(e, no);
        if (hk_emit_kind(e) != HK_N_COND)
            break;
    }
    hk_emit_expr(e, d);
    hk_emit_bind(e, end);
    return d == HK_NONE ? (int)base : d;
}

HK_FN HK_NOINLINE int hk_emit_template(hk_emitter *e, int dst)
{
    unsigned base = e->fs->top, d = hk_emit_safe_dst(e, dst), t;
    bool first = true;
    while (!hk_emit_end(e)) {
        unsigned kind = hk_emit_kind(e);
        uint32_t at = e->at + 1;
        hk_emit_tick(e);
        if (kind == HK_N_STR && hk_emit_varint_at(e, &at) == HK_NAME_NONE && !(first && hk_emit_kind_at(e, at) == HK_N_END)) {
            e->at = at;                              /* "" adds nothing where there is something else */
            continue;
        }
        t = first ? d : hk_emit_tmp(e);
        hk_emit_expr(e, (int)t);
        if (kind != HK_N_STR)
            hk_emit_rr(e, HK_OPNUM(TOSTRING), t, t);
        if (!first) {
            hk_emit_rrr(e, HK_OPNUM(ADD), d, d, t);
            e->fs->top = (uint8_t)t;
        }
        first = false;
    }
    return hk_emit_result(e, base, dst, d);
}

/* ---- literals of objects and arrays ------------------------------------------------------------------------------ */

HK_FN HK_NOINLINE int hk_emit_array(hk_emitter *e, int dst)
{
    unsigned base = e->fs->top, d = hk_emit_safe_dst(e, dst);
    uint32_t at = hk_emit_here(e), n = 0;
    hk_emit_ri(e, HK_OPNUM(NEWARR), d, 0);
    for (; !hk_emit_end(e); n++)
        hk_emit_element(e, d);
    if (!e->failed && !e->fs->dead)
        *hk_emit_word_at(e, at) |= (n < 0x7FFF ? n : 0x7FFF) << 16;
    return hk_emit_result(e, base, dst, d);
}

/* The key at the cursor of a METHOD with these flags, into the next register. Names of functions under a key that is not a
 * plain string are given at run time: *name is 0 then. */
HK_FN unsigned hk_emit_method_key(hk_emitter *e, unsigned flags, uint32_t *name)
{
    unsigned key;
    uint32_t at = e->at + 1;
    *name = 0;
    if (flags & HK_M_COMPUTED) {
        key = hk_emit_next(e);
        hk_emit_rr(e, HK_OPNUM(TOKEY), key, key);
    } else if (hk_emit_kind(e) == HK_N_STR) {
        key = hk_emit_tmp(e);
        *name = hk_emit_varint_at(e, &at);
        hk_emit_loadk(e, key, hk_emit_key(e, *name));
        hk_emit_skip(e);
    } else {
        key = hk_emit_next(e);
        hk_emit_rr(e, HK_OPNUM(TOKEY), key, key);
    }
    return key;
}

/* The function at the cursor, of the METHOD with these flags whose key is in R[key]; into the next register. */
HK_FN unsigned hk_emit_method_function(hk_emitter *e, unsigned flags, unsigned key, uint32_t name)
{
    unsigned t = hk_emit_tmp(e), kind = flags & HK_M_KIND;
    e->fname = name;
    e->next_static = (flags & HK_M_STATIC) != 0;
    hk_emit_function(e, (int)t);
    if (name == 0)
        hk_emit_rru(e, HK_OPNUM(SETNAME), t, key, kind == HK_M_GET ? 1 : kind == HK_M_SET ? 2 : 0);
    return t;
}

/* DEFMETHOD of R[fn] under R[key] on R[object]. */
HK_FN void hk_emit_def_method(hk_emitter *e, unsigned flags, unsigned object, unsigned key, unsigned fn, bool enumerable)
{
    hk_emit_rrr(e, HK_OPNUM(DEFMETHOD), object, key, fn);
    hk_emit_word(e, (flags & HK_M_KIND) | (enumerable ? 4u : 0u));
}

/* One property of the object literal in R[d]; home: the scope with its HK_NAME_HOME, or NULL. */
HK_FN HK_NOINLINE void hk_emit_property(hk_emitter *e, unsigned d, const hk_sc *home)
{
    unsigned base = e->fs->top, kind = hk_emit_byte(e), key, r;
    uint32_t name;
    switch (kind) {
    case HK_N_PROP:
        name = hk_emit_varint(e);
        r = (unsigned)hk_emit_named(e, name, HK_ANY);
        hk_emit_varint(e);
        hk_emit_rrk(e, HK_OPNUM(DEFP), d, r, hk_emit_key(e, name));
        break;
    case HK_N_PROPC:
        key = hk_emit_next(e);
        hk_emit_rr(e, HK_OPNUM(TOKEY), key, key);
        r = hk_emit_kind_at(e, hk_emit_bare(e, e->at));
        e->fname_reg = r == HK_N_FUNCTION || r == HK_N_CLASS ? (uint8_t)key : HK_NO_REG;
        r = (unsigned)hk_emit_expr(e, HK_ANY);
        hk_emit_varint(e);
        hk_emit_rrr(e, HK_OPNUM(DEFE), d, key, r);
        break;
    case HK_N_METHOD:
        kind = hk_emit_byte(e);
        key = hk_emit_method_key(e, kind, &name);
        if (home)
            hk_emit_mark(e, home, 1u << HK_D_HIDDEN, HK_DS_INIT, 0);
        r = hk_emit_method_function(e, kind & ~(unsigned)HK_M_STATIC, key, name);
        if (home)
            hk_emit_mark(e, home, 1u << HK_D_HIDDEN, 0, HK_DS_INIT);
        hk_emit_def_method(e, kind, d, key, r, true);
        break;
    case HK_N_PROTO:
        r = (unsigned)hk_emit_expr(e, HK_ANY);
        hk_emit_rr(e, HK_OPNUM(SETPROTO), d, r);
        break;
    case HK_N_SPREAD:
        r = (unsigned)hk_emit_expr(e, HK_ANY);
        key = hk_emit_tmp(e);
        hk_emit_special(e, key, HK_S_UNDEFINED);
        hk_emit_rrr(e, HK_OPNUM(COPYPROPS), d, r, key);
        break;
    default:
        break;
    }
    e->fs->top = (uint8_t)base;
}

HK_FN HK_NOINLINE int hk_emit_object(hk_emitter *e, int dst, const hk_sc *home)
{
    unsigned base = e->fs->top, d = hk_emit_safe_dst(e, dst);
    uint32_t at = hk_emit_here(e), n = 0;
    hk_emit_ruu(e, HK_OPNUM(NEWOBJ), d, 0, 0);
    if (home)
        hk_emit_rru(e, HK_OPNUM(SETSC), d, home->reg, 0);
    for (; !hk_emit_end(e); n++) {
        hk_emit_tick(e);
        hk_emit_property(e, d, home);
    }
    if (!e->failed && !e->fs->dead)
        *hk_emit_word_at(e, at) |= (n < 0xFF ? n : 0xFF) << 16;
    return hk_emit_result(e, base, dst, d);
}

/* An object literal with methods that use super: its scope holds the home object. */
HK_FN HK_NOINLINE int hk_emit_scoped(hk_emitter *e, int dst)
{
    unsigned base = e->fs->top, d = hk_emit_safe_dst(e, dst);
    hk_sc s;
    hk_emit_scope_open(e, &s);
    if (hk_emit_byte(e) == HK_N_OBJECT) {
        unsigned t = (unsigned)hk_emit_object(e, HK_ANY, &s);
        hk_emit_move(e, d, t);
    }
    hk_emit_scope_close(e, &s);
    return hk_emit_result(e, base, dst, d);
}

/* A tagged template's arguments: the template object, made when the site is first reached, and the substitutions. */
HK_FN HK_NOINLINE int hk_emit_template_args(hk_emitter *e, unsigned w)
{
    uint32_t n = hk_emit_varint(e), i, j, at, site = e->fs->nsites++;
    unsigned object = hk_emit_tmp(e), v, array;
    hk_list have = HK_NO_JUMP;
    at = hk_emit_here(e);
    hk_emit_ri(e, HK_OPNUM(GETTPL), object, 0);
    hk_emit_word(e, site);
    if (!e->fs->dead)
        have = hk_emit_link(e, at, have);
    v = hk_emit_tmps(e, HK_WINDOW);
    for (j = 0; j < 2; j++) {                        /* the cooked strings, then the raw ones: they come in pairs */
        uint32_t start = e->at;
        array = hk_emit_tmp(e);
        hk_emit_ri(e, HK_OPNUM(NEWARR), array, n & 0x7FFF);
        for (i = 0; i < n && !e->failed; i++) {
            if (j)
                hk_emit_skip(e);
            hk_emit_element(e, array);
            if (!j)
                hk_emit_skip(e);
        }
        if (!j)
            e->at = start;
    }
    hk_emit_lib(e, HK_FN_makeTemplate, v, 2);
    hk_emit_move(e, object, v);
    hk_emit_r(e, HK_OPNUM(SETTPL), object);
    hk_emit_word(e, site);
    hk_emit_bind(e, have);
    e->fs->top = (uint8_t)(object + 1);
    i = (uint32_t)hk_emit_args(e, object + 1 - HK_WINDOW);     /* as if its window began one argument later */
    if ((int)i < 0) {
        /* the array holds all but the template object */
        v = hk_emit_tmp(e);
        hk_emit_ri(e, HK_OPNUM(NEWARR), v, 1);
        hk_emit_rr(e, HK_OPNUM(APPEND), v, object);
        hk_emit_rr(e, HK_OPNUM(SPREAD), v, object + 1);
        hk_emit_move(e, w + HK_WINDOW, v);
        return -1;
    }
    return (int)i + 1;
}

/* ---- conditions -------------------------------------------------------------------------------------------------- */

/* The jump that is taken when the left operand of &&, || or ?? is the result. */
HK_FN unsigned hk_emit_deciding(unsigned op)
{
    return op == HK_OP_AND ? HK_OPNUM(JF) : op == HK_OP_OR ? HK_OPNUM(JT) : HK_OPNUM(JNNULLISH);
}

/* The compare-and-branch instruction of a relational operator, or 0. */
HK_FN unsigned hk_emit_branch(unsigned op)
{
    switch (op) {
    case HK_OP_LT: return HK_OPNUM(JLT);
    case HK_OP_LE: return HK_OPNUM(JLE);
    case HK_OP_GT: return HK_OPNUM(JGT);
    case HK_OP_GE: return HK_OPNUM(JGE);
    case HK_OP_EQ: return HK_OPNUM(JEQ);
    case HK_OP_NE: return HK_OPNUM(JNE);
    case HK_OP_SEQ: return HK_OPNUM(JSEQ);
    case HK_OP_SNE: return HK_OPNUM(JSNE);
    default: return 0;
    }
}
/* Its form with an integer on the right, or 0. */
HK_FN unsigned hk_emit_branch_int(unsigned op)
{
    switch (op) {
    case HK_OP_LT: return HK_OPNUM(JLTI);
    case HK_OP_GT: return HK_OPNUM(JGTI);
    case HK_OP_SEQ: return HK_OPNUM(JSEQI);
    case HK_OP_SNE: return HK_OPNUM(JSNEI);
    default: return 0;
    }
}
/* In both families the jump for the opposite case stands beside it. */
HK_INLINE unsigned hk_emit_not(unsigned branch, bool sense)
{
    return sense ? branch : ((branch - HK_OPNUM(JLT)) ^ 1) + HK_OPNUM(JLT);
}

/* Is the node at pos the value undefined? */
HK_FN bool hk_emit_is_undefined(hk_emitter *e, uint32_t pos)
{
    hk_var v;
    unsigned kind = hk_emit_kind_at(e, pos++);
    if (kind == HK_N_UNDEFINED)
        return true;
    if (kind != HK_N_IDENT || hk_emit_varint_at(e, &pos) != e->name_undefined)
        return false;
    hk_emit_find(e, e->name_undefined, &v);
    return v.where == HK_VAR_GLOBAL && !v.objects;
}

/* A comparison (operands at the cursor): jumps when its result is `sense`. */
HK_FN HK_NOINLINE void hk_emit_compare(hk_emitter *e, unsigned op, uint32_t p, bool sense, hk_list *list)
{
    unsigned left = (unsigned)hk_emit_expr(e, HK_ANY), right, kind = hk_emit_kind(e);
    bool strict = op == HK_OP_SEQ || op == HK_OP_SNE, equal = op == HK_OP_EQ || op == HK_OP_SEQ;
    if (kind == HK_N_INT && hk_emit_branch_int(op) && hk_emit_int_at(e, e->at) == (int16_t)hk_emit_int_at(e, e->at)) {
        right = (unsigned)hk_emit_int_at(e, e->at) & 0xFFFF;
        hk_emit_skip(e);
        hk_emit_pos(e, p);
        hk_emit_ri(e, hk_emit_not(hk_emit_branch_int(op), sense), left, right);
        *list = hk_emit_jump2(e, *list);
    } else if ((equal || op == HK_OP_NE || op == HK_OP_SNE) && (strict ? hk_emit_is_undefined(e, e->at) : kind == HK_N_NUL)) {
        hk_emit_skip(e);
        if (strict)
            op = equal == sense ? HK_OPNUM(JUNDEF) : HK_OPNUM(JNUNDEF);
        else
            op = equal == sense ? HK_OPNUM(JNULLISH) : HK_OPNUM(JNNULLISH);
        *list = hk_emit_jump(e, op, left, *list);
    } else {
        left = hk_emit_protect(e, left, e->at);
        right = (unsigned)hk_emit_expr(e, HK_ANY);
        hk_emit_pos(e, p);
        hk_emit_rr(e, hk_emit_not(hk_emit_branch(op), sense), left, right);
        *list = hk_emit_jump2(e, *list);
    }
}

/* && and || (at the cursor), with all of the same operator that are its left operand, and so on. */
HK_FN HK_NOINLINE void hk_emit_cond_logical(hk_emitter *e, unsigned op, bool sense, hk_list *list)
{
    bool decides = op == HK_OP_OR;                   /* an operand with this truth value decides */
    hk_list over = HK_NO_JUMP;
    uint32_t n = 0;
    for (; hk_emit_kind(e) == HK_N_LOGICAL && hk_emit_kind_at(e, e->at + 1) == op; n++)
        e->at += 2;
    for (; n && !e->failed; n--)
        hk_emit_cond(e, decides, decides == sense ? list : &over);
    hk_emit_cond(e, sense, list);
    hk_emit_bind(e, over);
}

/* The condition at the cursor: jumps to the list when its truth value is `sense`, else goes on behind. */
HK_FN void hk_emit_cond(hk_emitter *e, bool sense, hk_list *list)
{
    unsigned base = e->fs->top, r;
    uint32_t at, p;
    for (;;) {
        unsigned kind = hk_emit_kind(e), op;
        at = e->at + 1;
        if (kind == HK_N_PAREN) {
            e->at++;
            continue;
        }
        op = hk_emit_kind_at(e, at++);
        if (kind == HK_N_UNARY && op == HK_OP_NOT) {
            hk_emit_varint_at(e, &at);
            e->at = at;
            sense = !sense;
            continue;
        }
        if (kind == HK_N_LOGICAL && op != HK_OP_NULLISH) {
            hk_emit_cond_logical(e, op, sense, list);
        } else if (kind == HK_N_BINARY && hk_emit_branch(op)) {
            p = hk_emit_varint_at(e, &at);
            e->at = at;
            hk_emit_compare(e, op, p, sense, list);
        } else if (kind == HK_N_TRUE || kind == HK_N_FALSE) {
            e->at++;
            if ((kind == HK_N_TRUE) == sense)
                *list = hk_emit_goto(e, *list);
        } else {
            r = (unsigned)hk_emit_expr(e, HK_ANY);
            *list = hk_emit_jump(e, sense ? HK_OPNUM(JT) : HK_OPNUM(JF), r, *list);
        }
        e->fs->top = (uint8_t)base;
        return;
    }
}

/* a && b where only the effects matter */
HK_FN void hk_emit_logical_effects(hk_emitter *e)
{
    unsigned op = hk_emit_kind_at(e, e->at + 1);
    hk_list list = HK_NO_JUMP;
    uint32_t n = 0;
    for (; hk_emit_kind(e) == HK_N_LOGICAL && hk_emit_kind_at(e, e->at + 1) == op; n++)
        e->at += 2;
    for (; n && !e->failed; n--)
        hk_emit_cond(e, op == HK_OP_OR, &list);
    hk_emit_expr(e, HK_NONE);
    hk_emit_bind(e, list);
}

/* ---- generators -------------------------------------------------------------------------------------------------- */

/* YIELD of R[value], R[value + 1] being free: resumed by return() it leaves the function. */
HK_FN void hk_emit_yield_value(hk_emitter *e, unsigned value)
{
    hk_list go = HK_NO_JUMP;
    bool async = hk_emit_async_generator(e);
    if (async) {
        hk_emit_await(e, value);
        hk_emit_yield_async(e, value, value + 1);
    } else {
        hk_emit_rru(e, HK_OPNUM(YIELD), value, value + 1, 0);
    }
    go = hk_emit_jump(e, HK_OPNUM(JF), value + 1, go);
    if (async)
        hk_emit_await(e, value);
    hk_emit_exit(e, HK_N_RETURN, NULL, value);
    hk_emit_bind(e, go);
}

HK_FN HK_NOINLINE int hk_emit_yield(hk_emitter *e, int dst)
{
    unsigned base = e->fs->top, value = hk_emit_tmps(e, 2);
    uint32_t p = hk_emit_varint(e);
    if (hk_emit_kind(e) == HK_N_EMPTY) {
        e->at++;
        hk_emit_special(e, value, HK_S_UNDEFINED);
    } else {
        hk_emit_expr(e, (int)value);
    }
    hk_emit_pos(e, p);
    hk_emit_yield_value(e, value);
    return hk_emit_result(e, base, dst, value);
}

/* yield* iterable:
 *
 *       ITER it; mode = 0 (next); value = undefined
 *   L:  result = yieldDelegate(it, it.next, mode, value)      calls next, throw or return of the inner iterator
 *       if result is undefined: return value                  mode was return, and the iterator has no such method
 *       if iterDone(result): goto D
 *       [ YIELD result itself -> value, by-return ]           protected: throw() arrives at H
 *       mode = by-return ? 2 : 0; goto L
 *   H:  CATCH value; mode = 1; goto L
 *   D:  value = iterValue(result); if mode is 2: return value; the result is value
 */
HK_FN HK_NOINLINE int hk_emit_yield_star(hk_emitter *e, int dst)
{
    unsigned base = e->fs->top, it = hk_emit_tmps(e, 3), value = hk_emit_tmps(e, 2), mode = value + 1, t;
    unsigned r = hk_emit_tmp(e), returned = hk_emit_tmp(e), w = hk_emit_tmps(e, HK_WINDOW + 4);
    hk_list loop = HK_NO_JUMP, done = HK_NO_JUMP, skip = HK_NO_JUMP;
    uint32_t p = hk_emit_varint(e), head;
    hk_flow flow;
    t = (unsigned)hk_emit_expr(e, HK_ANY);
    hk_emit_pos(e, p);
    hk_emit_rru(e, HK_OPNUM(ITER), it, t, 2);
    hk_emit_load_int(e, mode, 0);
    hk_emit_special(e, value, HK_S_UNDEFINED);
    head = hk_emit_loop_head(e);
    hk_emit_pos(e, p);
    hk_emit_move(e, w + 4, it);
    hk_emit_move(e, w + 5, it + 1);
    hk_emit_move(e, w + 6, mode);
    hk_emit_move(e, w + 7, value);
    hk_emit_lib(e, HK_FN_yieldDelegate, w, 4);
    hk_emit_move(e, r, w);
    skip = hk_emit_jump(e, HK_OPNUM(JNUNDEF), r, skip);
    hk_emit_exit(e, HK_N_RETURN, NULL, value);
    hk_emit_bind(e, skip);
    hk_emit_move(e, w + 4, r);
    hk_emit_lib(e, HK_FN_iterDone, w, 1);
    done = hk_emit_jump(e, HK_OPNUM(JT), w, done);
    hk_emit_flow_open(e, &flow, HK_FLOW_TRY, 0);
    hk_emit_move(e, value, r);
    hk_emit_rru(e, HK_OPNUM(YIELD), value, returned, 1);
    hk_emit_flow_close(e, &flow);
    hk_emit_load_int(e, mode, 0);
    loop = hk_emit_jump(e, HK_OPNUM(JF), returned, loop);
    hk_emit_load_int(e, mode, 2);
    loop = hk_emit_goto(e, loop);
    hk_emit_handler(e, &flow);
    hk_emit_r(e, HK_OPNUM(CATCH), value);
    hk_emit_load_int(e, mode, 1);
    loop = hk_emit_goto(e, loop);
    hk_emit_patch(e, loop, head);
    hk_emit_bind(e, done);
    hk_emit_move(e, w + 4, r);
    hk_emit_lib(e, HK_FN_iterValue, w, 1);
    hk_emit_move(e, value, w);
    skip = HK_NO_JUMP;
    hk_emit_ri(e, HK_OPNUM(JSNEI), mode, 2);
    skip = hk_emit_jump2(e, skip);
    hk_emit_exit(e, HK_N_RETURN, NULL, value);
    hk_emit_bind(e, skip);
    return hk_emit_result(e, base, dst, value);
}

/* ---- library scripts --------------------------------------------------------------------------------------------- */

HK_FN bool hk_emit_is(hk_emitter *e, uint32_t name, const char *text)
{
    hk_text t;
    uint32_t i;
    hk_text_of(e->vm, hk_name_ref(e->vm, name), &t);
    for (i = 0; i < t.len && text[i]; i++)
        if (hk_unit(&t, i) != (uint8_t)text[i])
            return false;
    return i == t.len && !text[i];
}

/* A library function's call whose one argument is what was emitted from word `before` on, into window w: made shorter, if it is a register's
 * value, or a constant with which one of the throwing functions is called. */
HK_FN bool hk_emit_short_call(hk_emitter *e, unsigned number, unsigned w, uint32_t before)
{
    static const struct { uint16_t number, what; } throwing[] = {
        { HK_FN_throwType, HK_THROW_TYPE }, { HK_FN_throwRange, HK_THROW_RANGE }, { HK_FN_throwReference, HK_THROW_REFERENCE }
    };
    uint32_t *last = e->failed ? NULL : hk_emit_word_at(e, before);
    if (!last || hk_emit_here(e) != before + 1 || (*last >> 8 & 0xFF) != HK_REG(w + HK_WINDOW))
        return false;
    if ((*last & 0xFF) == HK_OPNUM(MOVE) && number <= 0xFF) {
        *last = HK_WORD(HK_OPNUM(LIB1), HK_REG(w), *last >> 16 & 0xFF, number);
        return true;
    }
    for (unsigned i = 0; i < HK_COUNT(throwing) && (*last & 0xFF) == HK_OPNUM(LOADK); i++)
        if (throwing[i].number == number) {
            *last = HK_OPNUM(THROWK) | (uint32_t)throwing[i].what << 8 | (*last & 0xFFFF0000u);
            hk_emit_dead(e);
            return true;
        }
    return false;
}

/* %name(...): the instructions for which the language has no words (%empty, %call(f, this, ...), %apply(f, this, array),
 * %new(f, ...), %newTarget(f, new.target, array)), and calls of library functions by number. */
HK_FN HK_NOINLINE int hk_emit_intrinsic(hk_emitter *e, int dst)
{
    static const char names[5][10] = { "empty", "call", "apply", "new", "newTarget" };
    uint32_t name = hk_emit_varint(e), p = hk_emit_varint(e);
    unsigned which = 0, w = hk_emit_tmps(e, HK_WINDOW), d, op = HK_OPNUM(CALL);
    int n = 0, number;
    uint32_t before;
    (void)p;
    while (!e->failed && which < 5 && !hk_emit_is(e, name, names[which]))
        which++;
    if (which == 0 && hk_emit_end(e)) {
        e->fs->top = (uint8_t)w;
        d = hk_emit_dst(e, dst);
        hk_emit_special(e, d, HK_S_EMPTY);
        return (int)d;
    }
    if (which < 5) {
        hk_emit_expr(e, (int)w + 2);
        if (which == 3)
            op = HK_OPNUM(NEW);
        else
            hk_emit_expr(e, (int)(which == 4 ? w + 1 : w + 3));
        n = hk_emit_args(e, w);
        if (which == 2 || which == 4)                /* one argument, which holds them all */
            n = -1;
        return hk_emit_call_op(e, which == 4 ? HK_OPNUM(SUPERNEW) : op, w, n, dst);
    }
    before = hk_emit_here(e);
    n = hk_emit_args(e, w);
    number = e->failed ? 0 : hk_lib_find(e->vm, hk_name_ref(e->vm, name));
    if (number < 0 || n < 0)
        hk_emit_error(e, "no such library function");
    if (n != 1 || !hk_emit_short_call(e, (unsigned)number, w, before))
        hk_emit_lib(e, (unsigned)number, w, (unsigned)n);
    return hk_emit_result(e, w, dst, w);
}

/* ---- all expressions --------------------------------------------------------------------------------------------- */

/* A BigInt literal, into register d; a long one is read by the library when it is run. */
HK_FN HK_NOINLINE void hk_emit_bigint(hk_emitter *e, unsigned d, uint32_t name)
{
    if (e->failed)
        return;
    if (!HAKO_WITH_BIGINT) {
        hk_emit_error(e, "BigInt is not supported in this build");
        return;
    }
    hk_val v = hk_bigint_literal(e->vm, hk_name_ref(e->vm, name));
    if (v == HK_EXCEPTION) {
        hk_emit_fail(e);
    } else if (v == HK_TWIN) {
        unsigned w = hk_emit_tmps(e, HK_WINDOW + 1);
        hk_emit_loadk(e, w + HK_WINDOW, hk_emit_name(e, name));
        hk_emit_lib(e, HK_FN_bigParse, w, 1);
        hk_emit_rr(e, HK_OPNUM(MOVE), d, w);
        e->fs->top = (uint8_t)w;
    } else {
        hk_emit_loadk(e, d, hk_emit_const(e, v));
    }
}

/* Constants, into register d. */
HK_FN bool hk_emit_literal(hk_emitter *e, unsigned kind, unsigned d)
{
    uint32_t name;
    switch (kind) {
    case HK_N_INT:
        hk_emit_load_int(e, d, hk_emit_int_at(e, e->at - 1));
        hk_emit_varint(e);
        return true;
    case HK_N_NUM: hk_emit_load_number(e, d, hk_emit_double(e)); return true;
    case HK_N_STR: hk_emit_loadk(e, d, hk_emit_name(e, hk_emit_varint(e))); return true;
    case HK_N_UNDEFINED: hk_emit_special(e, d, HK_S_UNDEFINED); return true;
    case HK_N_NUL: hk_emit_special(e, d, HK_S_NULL); return true;
    case HK_N_TRUE: hk_emit_special(e, d, HK_S_TRUE); return true;
    case HK_N_FALSE: hk_emit_special(e, d, HK_S_FALSE); return true;
    case HK_N_BIGINT: hk_emit_bigint(e, d, hk_emit_varint(e)); return true;
    case HK_N_REGEXP:
        name = hk_emit_name(e, hk_emit_varint(e));
        hk_emit_ri(e, HK_OPNUM(REGEXP), d, name);
        hk_emit_word(e, hk_emit_name(e, hk_emit_varint(e)));
        hk_emit_varint(e);
        return true;
    default: return false;
    }
}

HK_FN int hk_emit_new_target(hk_emitter *e, int dst)
{
    unsigned d;
    hk_var v;
    hk_emit_find(e, HK_NAME_NEWTARGET, &v);
    if (v.where != HK_VAR_GLOBAL && (e->fs->arrow || v.where == HK_VAR_SLOT))
        return hk_emit_load_var(e, &v, HK_NAME_NEWTARGET, dst, false);
    d = hk_emit_dst(e, dst);
    if (e->fs->fields)                               /* a field's initialiser is called, not constructed */
        hk_emit_special(e, d, HK_S_UNDEFINED);
    else
        hk_emit_r(e, HK_OPNUM(NEWTARGET), d);
    return (int)d;
}

/* #name in object */
HK_FN int hk_emit_private_in(hk_emitter *e, int dst)
{
    uint32_t name = hk_emit_varint(e), p = hk_emit_varint(e);
    unsigned base = e->fs->top, object = (unsigned)hk_emit_expr(e, HK_ANY);
    unsigned key = (unsigned)hk_emit_get_var(e, name, p, HK_ANY);
    e->fs->top = (uint8_t)base;
    hk_emit_pos(e, p);
    base = hk_emit_dst(e, dst);
    hk_emit_rrr(e, HK_OPNUM(HASPRIV), base, key, object);
    return (int)base;
}

/* What is not on a spine */
HK_FN int hk_emit_primary(hk_emitter *e, int dst)
{
    unsigned kind = hk_emit_byte(e);
    uint32_t name, p;
    switch (kind) {
    case HK_N_IDENT:
        name = hk_emit_varint(e);
        p = hk_emit_varint(e);
        return hk_emit_get_var(e, name, p, dst);
    case HK_N_THIS:
        hk_emit_pos(e, hk_emit_varint(e));
        return hk_emit_this(e, dst);
    case HK_N_NEWTARGET: return hk_emit_new_target(e, dst);
    case HK_N_TEMPLATE: return hk_emit_template(e, dst);
    case HK_N_ARRAY: return hk_emit_array(e, dst);
    case HK_N_OBJECT: return hk_emit_object(e, dst, NULL);
    case HK_N_SCOPED: return hk_emit_scoped(e, dst);
    case HK_N_FUNCTION: e->at--; return hk_emit_function(e, dst);
    case HK_N_CLASS: e->at--; return hk_emit_class(e, dst);
    case HK_N_UNARY: return hk_emit_unary(e, dst);
    case HK_N_COND: return hk_emit_conditional(e, dst);
    case HK_N_PRIVIN: return hk_emit_private_in(e, dst);
    case HK_N_ASSIGN: return hk_emit_assign(e, dst);
    case HK_N_ASSIGNOP: return hk_emit_assign_op(e, dst);
    case HK_N_ASSIGNLOG: return hk_emit_assign_logical(e, dst);
    case HK_N_UPDATE: return hk_emit_update(e, dst);
    case HK_N_YIELD: return hk_emit_yield(e, dst);
    case HK_N_YIELDSTAR: return hk_emit_async_generator(e) ? hk_emit_yield_star_async(e, dst) : hk_emit_yield_star(e, dst);
    case HK_N_SUPERMEMBER: case HK_N_SUPERINDEX: e->at--; return hk_emit_super_get(e, dst);
    case HK_N_SUPERCALL: return hk_emit_super_call(e, dst);
    case HK_N_NEW: return hk_emit_new(e, dst);
    case HK_N_INTRINSIC: return hk_emit_intrinsic(e, dst);
    case HK_N_AWAIT: return hk_emit_await_expr(e, dst);
    case HK_N_IMPORTCALL: return hk_emit_import_call(e, dst);
    case HK_N_IMPORTMETA: return hk_emit_get_var(e, HK_NAME_META, hk_emit_varint(e), dst);
    default: {
        unsigned d = hk_emit_dst(e, dst);
        hk_emit_literal(e, kind, d);
        return (int)d;
    }
    }
    return (int)hk_emit_dst(e, dst);
}

HK_FN int hk_emit_expr(hk_emitter *e, int dst)
{
    unsigned base = e->fs->top, kind = hk_emit_kind(e);
    int r;
    if (dst == HK_NONE && kind >= HK_N_INT && kind <= HK_N_FALSE && kind != HK_N_REGEXP) {     /* a directive */
        hk_emit_skip(e);
        return (int)base;
    }
    if (dst == HK_NONE && kind == HK_N_LOGICAL && hk_emit_kind_at(e, e->at + 1) != HK_OP_NULLISH) {
        hk_emit_logical_effects(e);
        return (int)base;
    }
    r = hk_emit_on_spine(kind) || kind == HK_N_INT ? hk_emit_spine(e, dst, HK_SPINE_VALUE) : hk_emit_primary(e, dst);
    if (dst != HK_ANY)
        e->fs->top = (uint8_t)base;
    return r;
}
#endif
