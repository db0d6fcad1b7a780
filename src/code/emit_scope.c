/* Scopes: which variable a name means, where it lives, and what has to be
 * checked before it may be used.
 *
 * Temporal dead zones are decided while emitting. The flag HK_DS_INIT of a
 * declaration is set when its initialisation is emitted, and code is emitted
 * in an order in which no instruction can run before one emitted earlier in
 * the same scope instance has run or been jumped over together with the scope.
 * So a reference emitted with the flag set needs no check. One without it, in
 * the same function, always throws. In an inner function it may or may not
 * have been initialised by the time of the call: hoisted functions are emitted
 * at their scope's entry, that is, with the flag not set. The exceptions are
 * the cases of a switch, which can be jumped to past the declaration: its flag is
 * taken back at each case.
 */
#ifndef HK_EMIT_SCOPE_C
#define HK_EMIT_SCOPE_C
#include "emitter.h"

#define HK_LOCALS_LIMIT 200          /* locals go to the scope's block when this many registers are in use */

HK_INLINE hk_decl *hk_emit_decl(hk_emitter *e, uint32_t i) { return (hk_decl *)(void *)hk_emit_data(e, HK_W_DECLS) + i; }

/* ---- opening and closing ----------------------------------------------------------------------------------------- */

/* What is not initialised from the scope's beginning on, as bits 1 << HK_D_*; and of these what has a dead zone */
#define HK_KINDS_LEXICAL (1u << HK_D_LET | 1u << HK_D_CONST | 1u << HK_D_CLASS)
#define HK_KINDS_LATE (HK_KINDS_LEXICAL | 1u << HK_D_PARAM | 1u << HK_D_HIDDEN | 1u << HK_D_PRIVATE)

HK_FN void hk_emit_add_decl(hk_emitter *e, uint32_t name, unsigned kind)
{
    hk_decl *d = hk_emit_grow(e, HK_W_DECLS, sizeof *d);
    if (!d)
        return;
    memset(d, 0, sizeof *d);
    d->name = name;
    d->kind = (uint8_t)kind;
    if (hk_emit_is_member(d) || !(HK_KINDS_LATE >> (kind & HK_D_KIND) & 1))
        d->state = HK_DS_INIT;
}

/* Reads the scope record at the cursor: appends what it declares to scope s. */
HK_FN void hk_emit_read_record(hk_emitter *e, hk_sc *s)
{
    uint32_t n, name;
    s->flags |= (uint8_t)hk_emit_byte(e);
    for (n = hk_emit_varint(e); n; n--) {
        name = hk_emit_varint(e);
        hk_emit_add_decl(e, name, hk_emit_byte(e));
    }
    s->count = e->count[HK_W_DECLS] - s->first;
}

/* Makes s the innermost scope, without declarations yet. */
HK_FN void hk_emit_enter(hk_emitter *e, hk_sc *s)
{
    memset(s, 0, sizeof *s);
    s->outer = e->scope;
    s->fs = e->fs;
    s->first = e->count[HK_W_DECLS];
    s->reg = HK_NO_REG;
    s->top = e->fs->top;
    s->vars = e->fs->vars;
    e->scope = s;
}

/* Gives declaration d a slot or a register. */
HK_FN void hk_emit_place(hk_emitter *e, hk_sc *s, uint32_t i)
{
    hk_decl *d = hk_emit_decl(e, i);
    unsigned reg;
    if (!(d->kind & HK_D_CAPTURED) && (d->kind & HK_D_KIND) < HK_D_THIS && e->fs->top < HK_LOCALS_LIMIT) {
        reg = hk_emit_tmp(e);
        hk_emit_decl(e, i)->loc = (uint16_t)reg;
        return;
    }
    if (s->slots > 0xFFFE)
        hk_emit_error(e, "scope has too many variables");
    d = hk_emit_decl(e, i);
    d->loc = (uint16_t)s->slots++;
    d->state |= HK_DS_SLOT;
}

/* The register of the innermost block of the running function, or HK_NO_REG. */
HK_FN unsigned hk_emit_env(hk_emitter *e)
{
    const hk_sc *s;
    for (s = e->scope; s && s->fs == e->fs; s = s->outer)
        if (s->reg != HK_NO_REG)
            return s->reg;
    return HK_NO_REG;
}

HK_FN uint32_t hk_emit_own(hk_emitter *e, const hk_sc *s, uint32_t name);
HK_FN void hk_emit_mark(hk_emitter *e, const hk_sc *s, unsigned kinds, unsigned set, unsigned clear);

/* SCOPE into s->reg, if the scope needs it: a block of s->slots slots inside that of the scope around. */
HK_FN void hk_emit_make_block(hk_emitter *e, hk_sc *s)
{
    unsigned outer, reg = s->reg;
    if (!s->slots)
        return;
    s->reg = HK_NO_REG;
    outer = hk_emit_env(e);
    s->reg = (uint8_t)reg;
    if (outer != HK_NO_REG)
        hk_emit_move(e, reg, outer);
    hk_emit_ruu(e, HK_OPNUM(SCOPE), reg, outer != HK_NO_REG, 0);
    hk_emit_word(e, s->slots);
    if ((s->traits & HK_ST_VARS) && !e->failed) {
        s->object = hk_emit_decl(e, hk_emit_own(e, s, HK_NAME_VARS))->loc;
        outer = hk_emit_tmp(e);
        hk_emit_special(e, outer, HK_S_UNDEFINED);
        hk_emit_rru(e, HK_OPNUM(SETSC), outer, reg, s->object);
        e->fs->top--;
    }
    hk_emit_table(e, s);
}

/* The end of opening: all declarations have their places. The block has its register, but is not made yet. */
HK_FN void hk_emit_ready(hk_emitter *e, hk_sc *s)
{
    if (s->slots)
        s->reg = (uint8_t)hk_emit_tmp(e);
    e->fs->vars = e->fs->top;
}

/* Scope s, open but for its block, holds direct evals: there is to be a block that they can be given, and in a function's sloppy
 * code a slot for the object of the variables that they declare. */
HK_FN void hk_emit_hold_eval(hk_emitter *e, hk_sc *s)
{
    hk_emit_add_decl(e, HK_NAME_VARS, HK_D_HIDDEN);
    s->count = e->count[HK_W_DECLS] - s->first;
    hk_emit_mark(e, s, 1u << HK_D_HIDDEN, HK_DS_INIT, 0);
    if (!(e->fs->code_flags & (HK_CF_STRICT | HK_CF_SCRIPT)))
        s->traits |= HK_ST_VARS;
}

/* Places what a scope declares, but for what is declared elsewhere. */
HK_FN void hk_emit_place_declared(hk_emitter *e, hk_sc *s)
{
    uint32_t i;
    for (i = s->first; i < s->first + s->count && !e->failed; i++)
        if (!(hk_emit_decl(e, i)->state & HK_DS_OUTER) && !hk_emit_is_member(hk_emit_decl(e, i)))
            hk_emit_place(e, s, i);
    hk_emit_ready(e, s);
}

/* Opens the scope whose record is at the cursor; its block is yet to be made. */
HK_FN void hk_emit_scope_prepare(hk_emitter *e, hk_sc *s)
{
    hk_emit_enter(e, s);
    hk_emit_read_record(e, s);
    hk_emit_place_declared(e, s);
}

/* Opens the scope whose record is at the cursor. */
HK_FN void hk_emit_scope_open(hk_emitter *e, hk_sc *s)
{
    hk_emit_scope_prepare(e, s);
    hk_emit_make_block(e, s);
}

HK_FN void hk_emit_scope_close(hk_emitter *e, hk_sc *s)
{
    e->scope = s->outer;
    e->count[HK_W_DECLS] = s->first;
    e->fs->top = s->top;
    e->fs->vars = s->vars;
}

/* Sets or clears flags of all declarations of a scope whose kinds are in the mask (bit 1 << HK_D_*). */
HK_FN void hk_emit_mark(hk_emitter *e, const hk_sc *s, unsigned kinds, unsigned set, unsigned clear)
{
    uint32_t i;
    if (e->failed)
        return;
    for (i = s->first; i < s->first + s->count; i++) {
        hk_decl *d = hk_emit_decl(e, i);
        if (kinds >> (d->kind & HK_D_KIND) & 1)
            d->state = (uint8_t)((d->state & ~clear) | set);
    }
}

/* ---- finding ----------------------------------------------------------------------------------------------------- */

/* The declaration of a name in scope s, or UINT32_MAX. The class's hidden and private names do not exist yet for
 * code in its heritage and its computed keys. */
HK_FN uint32_t hk_emit_own(hk_emitter *e, const hk_sc *s, uint32_t name)
{
    uint32_t i;
    if (e->failed)
        return UINT32_MAX;
    for (i = s->first + s->count; i-- > s->first; ) {
        const hk_decl *d = hk_emit_decl(e, i);
        if (d->name == name && !(d->state & HK_DS_OUTER) && ((d->kind & HK_D_KIND) < HK_D_HIDDEN || (d->state & HK_DS_INIT)))
            return i;
    }
    return UINT32_MAX;
}

/* Fills v with the place of a slot of scope s, seen from the running function. */
HK_FN void hk_emit_locate_slot(hk_emitter *e, hk_var *v, const hk_sc *s, uint32_t slot)
{
    const hk_sc *t;
    memset(v, 0, sizeof *v);
    v->slot = slot;
    v->reg = s->reg;
    v->where = s->fs == e->fs ? HK_VAR_SLOT : HK_VAR_UP;
    if (s->fs == e->fs)
        return;
    for (t = e->scope; t != s; t = t->outer)
        v->depth += t->fs != e->fs && t->reg != HK_NO_REG;
    if (v->depth > 0xFF)
        hk_emit_error(e, "nesting too deep");
}

/* The same for declaration i of scope s. */
HK_FN void hk_emit_locate_var(hk_emitter *e, hk_var *v, const hk_sc *s, uint32_t i)
{
    bool member = hk_emit_is_member(hk_emit_decl(e, i));
    uint32_t own = i;
    while (member && (own = hk_emit_own(e, s, HK_NAME_NAMESPACE)) == UINT32_MAX && s->outer)
        s = s->outer;
    const hk_decl *d = hk_emit_decl(e, own == UINT32_MAX ? i : own);
    uint8_t kind = d->kind, state = d->state;
    uint16_t loc = d->loc;
    hk_emit_locate_slot(e, v, s, loc);
    v->decl = i;
    v->kind = kind;
    v->state = state;
    v->member = member;
    if (state & HK_DS_GLOBAL) {
        v->where = HK_VAR_GLOBAL;
    } else if (!(state & HK_DS_SLOT)) {
        v->where = HK_VAR_REG;
        v->reg = (uint8_t)loc;
    }
}

/* Is it a name of the language's own, or a private one? These are never properties of a scope's object. */
HK_FN bool hk_emit_is_pseudo(hk_emitter *e, uint32_t name)
{
    hk_text t;
    if (e->failed || name < HK_NAME_ARGUMENTS)
        return true;
    hk_text_of(e->vm, hk_name_ref(e->vm, name), &t);
    return t.len && hk_unit(&t, 0) == '#';
}

/* Finds a name from the innermost scope on or, when there are so many on the way, the object of the nth scope that has one. */
HK_FN void hk_emit_search(hk_emitter *e, uint32_t name, uint32_t nth, hk_var *v)
{
    const hk_sc *s;
    uint32_t i, objects = 0;
    for (s = e->scope; s; s = s->outer) {
        bool self;
        i = hk_emit_own(e, s, name);
        self = i != UINT32_MAX && (hk_emit_decl(e, i)->kind & HK_D_KIND) == HK_D_SELF;     /* its scope is around the variables' */
        if ((i == UINT32_MAX || self) && (s->traits & HK_ST_OBJECT) && objects++ == nth) {
            hk_emit_locate_slot(e, v, s, s->object);
            v->kind = s->traits & HK_ST_OBJECT;
            return;
        }
        if (i == UINT32_MAX)
            continue;
        hk_emit_locate_var(e, v, s, i);
        v->objects = objects;
        return;
    }
    memset(v, 0, sizeof *v);
    v->objects = objects;
    if (e->around)
        hk_emit_find_around(e, name, nth, v);
}

/* Finds a name. */
HK_FN void hk_emit_find(hk_emitter *e, uint32_t name, hk_var *v)
{
    hk_emit_search(e, name, UINT32_MAX, v);
    if (v->objects && hk_emit_is_pseudo(e, name))
        v->objects = 0;
}

/* ---- reading and writing ----------------------------------------------------------------------------------------- */

/* Loads the slot of a SLOT or UP variable, or (store) stores to it. */
HK_FN void hk_emit_slot(hk_emitter *e, const hk_var *v, unsigned reg, bool store)
{
    bool wide = v->slot > 0xFF;
    unsigned op;
    if (v->where == HK_VAR_SLOT) {
        op = wide ? (store ? HK_OPNUM(SETSCW) : HK_OPNUM(GETSCW)) : store ? HK_OPNUM(SETSC) : HK_OPNUM(GETSC);
        hk_emit_rru(e, op, reg, v->reg, wide ? 0 : v->slot);
    } else {
        op = wide ? (store ? HK_OPNUM(SETUPW) : HK_OPNUM(GETUPW)) : store ? HK_OPNUM(SETUP) : HK_OPNUM(GETUP);
        hk_emit_ruu(e, op, reg, v->depth, wide ? 0 : v->slot);
    }
    if (wide)
        hk_emit_word(e, v->slot);
}

/* Does reading or assigning v have to be checked at run time? Emits the error when it is certain. */
HK_FN bool hk_emit_dead_zone(hk_emitter *e, const hk_var *v, uint32_t name)
{
    if ((v->state & HK_DS_INIT) || v->where == HK_VAR_GLOBAL)
        return false;
    if (v->where == HK_VAR_UP || (v->state & HK_DS_SWITCH))
        return true;
    hk_emit_throwk(e, HK_THROW_TDZ, hk_emit_name(e, name));
    return false;
}

/* A global name as a value: the constants among the global object's properties are known. */
HK_FN int hk_emit_get_global(hk_emitter *e, uint32_t name, int dst, bool type_only)
{
    unsigned d = hk_emit_dst(e, dst);
    if (name == e->name_undefined) {
        hk_emit_special(e, d, HK_S_UNDEFINED);
        return (int)d;
    }
    if (e->library && e->fs->outer)
        hk_emit_error(e, "free name in the library");
    hk_emit_ruu(e, HK_OPNUM(GETG), d, type_only, 0);
    hk_emit_cached(e, hk_emit_key(e, name));
    return (int)d;
}

/* The property of the object in slot v that a member of an enum or namespace is. */
HK_FN int hk_emit_load_member(hk_emitter *e, const hk_var *v, uint32_t name, int dst)
{
    unsigned base = e->fs->top, r = hk_emit_tmp(e), d;
    hk_emit_slot(e, v, r, false);
    e->fs->top = (uint8_t)base;
    d = hk_emit_dst(e, dst);
    hk_emit_rrk(e, HK_OPNUM(GETP), d, r, hk_emit_key(e, name));
    return (int)d;
}

/* The value of variable v. */
HK_FN int hk_emit_load_var(hk_emitter *e, const hk_var *v, uint32_t name, int dst, bool type_only)
{
    bool check = hk_emit_dead_zone(e, v, name);
    unsigned base = e->fs->top, r;
    if (HAKO_WITH_TYPESCRIPT && v->member)
        return hk_emit_load_member(e, v, name, dst);
    if (v->where == HK_VAR_GLOBAL)
        return hk_emit_get_global(e, name, dst, type_only);
    if (v->where == HK_VAR_REG) {
        if (check)
            hk_emit_ri(e, HK_OPNUM(CHECK), v->reg, hk_emit_name(e, name));
        return hk_emit_result(e, base, dst, v->reg);
    }
    check = check || (v->state & HK_DS_IMPORT);
    r = check ? hk_emit_safe_dst(e, dst) : hk_emit_dst(e, dst);
    hk_emit_slot(e, v, r, false);
    if (check)
        hk_emit_ri(e, v->state & HK_DS_IMPORT ? HK_OPNUM(IMPORT) : HK_OPNUM(CHECK), r, hk_emit_name(e, name));
    return hk_emit_result(e, base, dst, r);
}

HK_FN int hk_emit_get_var(hk_emitter *e, uint32_t name, uint32_t pos, int dst)
{
    unsigned base = e->fs->top;
    hk_var v;
    hk_emit_find(e, name, &v);
    if (v.where == HK_VAR_GLOBAL || v.objects || (v.state & (HK_DS_INIT | HK_DS_IMPORT)) != HK_DS_INIT)
        hk_emit_pos(e, pos);
    if (v.objects)
        return hk_emit_get_dynamic(e, name, hk_emit_reference(e, name, &v, HK_NO_REG), base, dst, false);
    if (e->around && v.where == HK_VAR_GLOBAL && hk_emit_is_pseudo(e, name))
        hk_emit_error(e, "private name is not declared in a class around it");
    return hk_emit_load_var(e, &v, name, dst, false);
}

HK_INLINE bool hk_emit_is_lexical(unsigned kind) { return HK_KINDS_LEXICAL >> (kind & HK_D_KIND) & 1; }

/* Stores register src; no checks. */
HK_FN void hk_emit_store_var(hk_emitter *e, const hk_var *v, uint32_t name, unsigned src, bool init)
{
    if (HAKO_WITH_TYPESCRIPT && v->member) {
        unsigned r = hk_emit_tmp(e);
        hk_emit_slot(e, v, r, false);
        hk_emit_rrk(e, HK_OPNUM(SETP), r, src, hk_emit_key(e, name));
        e->fs->top--;
        return;
    }
    if (v->where == HK_VAR_REG) {
        hk_emit_move(e, v->reg, src);
    } else if (v->where != HK_VAR_GLOBAL) {
        hk_emit_slot(e, v, src, true);
    } else {
        if (e->library)
            hk_emit_error(e, "free name in the library");
        hk_emit_r(e, init && hk_emit_is_lexical(v->kind) ? HK_OPNUM(INITG) : HK_OPNUM(SETG), src);
        hk_emit_cached(e, hk_emit_key(e, name));
    }
    if (init && v->where != HK_VAR_GLOBAL && v->decl != UINT32_MAX && !e->failed)
        hk_emit_decl(e, v->decl)->state |= HK_DS_INIT;
}

/* Assigns R[src] to a name where no object around has it, or (init) initialises its declaration. Constants throw after their dead zone. */
HK_FN void hk_emit_set_var(hk_emitter *e, uint32_t name, uint32_t pos, unsigned src, bool init)
{
    hk_var v;
    unsigned kind, t;
    hk_emit_find(e, name, &v);
    if (init) {
        if (v.where == HK_VAR_GLOBAL)
            hk_emit_pos(e, pos);
        hk_emit_store_var(e, &v, name, src, true);
        return;
    }
    kind = v.kind & HK_D_KIND;
    if (v.where == HK_VAR_GLOBAL || !(v.state & HK_DS_INIT) || kind == HK_D_CONST || kind == HK_D_SELF)
        hk_emit_pos(e, pos);
    if (hk_emit_dead_zone(e, &v, name)) {
        t = hk_emit_tmp(e);
        hk_emit_load_var(e, &v, name, (int)t, false);
        e->fs->top--;
    }
    if (v.where != HK_VAR_GLOBAL && (kind == HK_D_CONST || kind == HK_D_SELF)) {
        if (kind == HK_D_CONST || (e->fs->code_flags & HK_CF_STRICT))
            hk_emit_throwk(e, HK_THROW_CONST, hk_emit_name(e, name));
        return;
    }
    hk_emit_store_var(e, &v, name, src, false);
}

/* The register that an assignment to a name may write directly, or HK_NO_REG. */
HK_FN unsigned hk_emit_var_reg(hk_emitter *e, uint32_t name, bool init)
{
    hk_var v;
    unsigned kind;
    hk_emit_find(e, name, &v);
    kind = v.kind & HK_D_KIND;
    if (v.where != HK_VAR_REG || v.objects || (!init && (!(v.state & HK_DS_INIT) || kind == HK_D_CONST || kind == HK_D_SELF)))
        return HK_NO_REG;
    return v.reg;
}

/* `this`. In arrow functions it is a variable of the function around. */
HK_FN int hk_emit_this(hk_emitter *e, int dst)
{
    hk_fs *fs = e->fs;
    hk_var v;
    unsigned base = fs->top, r = fs->this_reg;
    bool derived = fs->derived;
    memset(&v, 0, sizeof v);
    if (fs->arrow || derived)
        hk_emit_find(e, HK_NAME_THIS, &v);
    if (v.where != HK_VAR_GLOBAL && (fs->arrow || v.where == HK_VAR_SLOT)) {
        derived = (v.state & HK_DS_DERIVED) != 0;
        r = derived ? hk_emit_safe_dst(e, dst) : hk_emit_dst(e, dst);
        hk_emit_slot(e, &v, r, false);
    } else if (fs->arrow) {              /* at script level: the global object */
        hk_emit_special(e, HK_R_THIS, HK_S_UNDEFINED);
        hk_emit_r(e, HK_OPNUM(THISSLOPPY), HK_R_THIS);
    }
    if (derived)
        hk_emit_r(e, HK_OPNUM(CHECKTHIS), r);
    return hk_emit_result(e, base, dst, r);
}
#endif
