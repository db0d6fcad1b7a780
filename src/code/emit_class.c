/* Classes: ClassDefinitionEvaluation.
 *
 * The class scope's block holds, besides its declared names, hidden slots: the
 * computed keys of fields, and the functions of private instance methods, in the
 * order of the members. Two functions are made from the members: %fields, which
 * adds private methods and fields to the object it is called on, and one
 * for the static fields and blocks, which is called on the class at the end.
 * What a member's FUNCTION node initialises is emitted right into them.
 *
 * The class's names have their values only when the definition is complete. Methods
 * and initialisers cannot run earlier, so they are emitted with the flags HK_DS_INIT
 * set; heritage and computed keys are not.
 */
#ifndef HK_EMIT_CLASS_C
#define HK_EMIT_CLASS_C
#include "emitter.h"

#define HK_KINDS_CLASS (1u << HK_D_CONST | 1u << HK_D_HIDDEN)

/* A member, taken apart. What is a STATIC block has flags HK_M_STATIC | HK_M_FIELD and no key. */
typedef struct {
    uint8_t flags, key_kind;
    bool block;
    uint32_t key, function, next;    /* positions in the tree */
} hk_member;

HK_FN bool hk_emit_member(hk_emitter *e, uint32_t at, hk_member *m)
{
    unsigned kind = hk_emit_kind_at(e, at);
    memset(m, 0, sizeof *m);
    if (kind == HK_N_END)
        return false;
    m->block = kind == HK_N_STATIC;
    if (m->block) {
        m->flags = HK_M_STATIC | HK_M_FIELD;
        m->function = at + 1;
    } else {
        m->flags = (uint8_t)hk_emit_kind_at(e, at + 1);
        m->key = at + 2;
        m->key_kind = (uint8_t)hk_emit_kind_at(e, m->key);
        m->function = hk_emit_skip_at(e, m->key);
    }
    m->next = hk_emit_skip_at(e, m->function);
    return true;
}

HK_INLINE bool hk_emit_is_field(const hk_member *m) { return (m->flags & HK_M_KIND) == HK_M_FIELD; }
/* Does the member need a hidden slot? */
HK_INLINE bool hk_emit_needs_slot(const hk_member *m)
{
    if (hk_emit_is_field(m))
        return !m->block && (m->flags & HK_M_COMPUTED);
    return m->key_kind == HK_N_PRIVNAME && !(m->flags & HK_M_STATIC);
}

/* A class being defined */
typedef struct {
    hk_sc s;
    uint32_t members;
    uint32_t hidden;         /* first hidden slot */
    bool statics;            /* there are static fields or blocks */
    bool fields;
    hk_ctor ctor;
    uint32_t ctor_at;        /* the constructor's FUNCTION, or 0 */
} hk_class_def;

/* ---- fields ------------------------------------------------------------------------------------------------------ */

/* The value of a field's initialiser FUNCTION at the cursor, or the effects of a static block, with `this` in R3. name, key: the
 * field's name for an anonymous function, if known now, or the register with its key. */
HK_FN HK_NOINLINE unsigned hk_emit_initialiser(hk_emitter *e, bool block, uint32_t name, unsigned key)
{
    unsigned d = hk_emit_tmp(e), kind;
    hk_sc params, body;
    hk_head h;
    if (hk_emit_kind(e) == HK_N_EMPTY) {
        hk_emit_special(e, d, HK_S_UNDEFINED);
        return d;
    }
    hk_emit_head(e, &h);
    hk_emit_scope_prepare(e, &params);
    params.traits = (uint8_t)hk_emit_function_traits(e, &h);
    hk_emit_make_block(e, &params);
    hk_emit_fill_hidden(e, &params, HK_NO_REG);
    hk_emit_end(e);
    hk_emit_scope_open(e, &body);
    if (block) {
        hk_emit_init_vars(e, &body);
        hk_emit_hoist(e, e->at);
        hk_emit_statements(e);
    } else {
        e->at++;                                     /* RETURN */
        hk_emit_pos(e, hk_emit_varint(e));
        kind = hk_emit_kind_at(e, hk_emit_bare(e, e->at));
        if (key != HK_NO_REG && (kind == HK_N_FUNCTION || kind == HK_N_CLASS))
            e->fname_reg = (uint8_t)key;
        hk_emit_named(e, name, (int)d);
        e->fname = 0;
    }
    hk_emit_scope_close(e, &body);
    hk_emit_scope_close(e, &params);
    return d;
}

/* Adds the field m to `this`. */
HK_FN void hk_emit_field(hk_emitter *e, const hk_class_def *c, const hk_member *m, uint32_t slot)
{
    unsigned base = e->fs->top, key, value;
    uint32_t at = m->key + 1, name = 0;
    hk_var v;
    if (m->block) {
        e->at = m->function;
        hk_emit_initialiser(e, true, 0, HK_NO_REG);
        e->fs->top = (uint8_t)base;
        return;
    }
    if (m->key_kind == HK_N_PRIVNAME || (m->key_kind == HK_N_STR && !(m->flags & HK_M_COMPUTED)))
        name = hk_emit_varint_at(e, &at);
    e->at = m->key;
    if (m->flags & HK_M_COMPUTED) {
        key = hk_emit_tmp(e);
        hk_emit_locate_slot(e, &v, &c->s, slot);
        hk_emit_slot(e, &v, key, false);
    } else if (m->key_kind == HK_N_PRIVNAME) {
        key = (unsigned)hk_emit_get_var(e, name, 0, HK_ANY);
    } else {
        key = hk_emit_method_key(e, m->flags, &name);
    }
    e->at = m->function;
    value = hk_emit_initialiser(e, false, name, name ? HK_NO_REG : key);
    hk_emit_rrr(e, m->key_kind == HK_N_PRIVNAME ? HK_OPNUM(DEFPRIV) : HK_OPNUM(DEFE), HK_R_THIS, key, value);
    if (m->key_kind == HK_N_PRIVNAME)
        hk_emit_word(e, 0);
    e->fs->top = (uint8_t)base;
}

/* Adds the private instance methods to `this`. */
HK_FN void hk_emit_add_methods(hk_emitter *e, const hk_class_def *c)
{
    unsigned base = e->fs->top, key, fn;
    uint32_t at, slot = c->hidden, name_at;
    hk_member m;
    hk_var v;
    for (at = c->members; hk_emit_member(e, at, &m); at = m.next) {
        if (!hk_emit_needs_slot(&m))
            continue;
        if (!hk_emit_is_field(&m)) {
            fn = hk_emit_tmp(e);
            hk_emit_locate_slot(e, &v, &c->s, slot);
            hk_emit_slot(e, &v, fn, false);
            name_at = m.key + 1;
            key = (unsigned)hk_emit_get_var(e, hk_emit_varint_at(e, &name_at), 0, HK_ANY);
            hk_emit_rrr(e, HK_OPNUM(DEFPRIV), HK_R_THIS, key, fn);
            hk_emit_word(e, (m.flags & HK_M_KIND) + 1u);
            e->fs->top = (uint8_t)base;
        }
        slot++;
    }
}

/* The function of the instance's or the static fields, into a register that is taken. */
HK_FN HK_NOINLINE unsigned hk_emit_fields(hk_emitter *e, const hk_class_def *c, bool statics)
{
    hk_fs fs;
    uint32_t at, slot = c->hidden, constant;
    unsigned d;
    hk_member m;
    hk_emit_open(e, &fs, HK_CF_STRICT | HK_CF_METHOD);
    fs.fields = true;
    fs.is_static = statics;
    fs.far = true;
    if (!statics)
        hk_emit_add_methods(e, c);
    for (at = c->members; hk_emit_member(e, at, &m); at = m.next) {
        hk_emit_tick(e);
        if (hk_emit_is_field(&m) && statics == ((m.flags & HK_M_STATIC) != 0) && !fs.dead)
            hk_emit_field(e, c, &m, slot);
        slot += hk_emit_needs_slot(&m);
    }
    hk_emit_finish(e);
    constant = hk_emit_close(e, HK_NAME_NONE, 0, c->ctor.start, c->ctor.start);
    d = hk_emit_tmp(e);
    hk_emit_closure(e, d, constant);
    return d;
}

/* ---- definition -------------------------------------------------------------------------------------------------- */

/* Opens the class scope, with its hidden slots; the cursor is at its record and afterwards at the heritage. */
HK_FN void hk_emit_class_scope(hk_emitter *e, hk_class_def *c)
{
    uint32_t at, i, slots = 0;
    hk_member m;
    hk_emit_enter(e, &c->s);
    hk_emit_read_record(e, &c->s);
    for (i = 0; i < c->s.count && !e->failed; i++) {
        c->fields |= hk_emit_decl(e, c->s.first + i)->name == HK_NAME_FIELDS;
        hk_emit_place(e, &c->s, c->s.first + i);
    }
    c->members = hk_emit_skip_at(e, e->at);
    for (at = c->members; hk_emit_member(e, at, &m); at = m.next) {
        slots += hk_emit_needs_slot(&m);
        if (m.flags & HK_M_CTOR)
            c->ctor_at = m.function;
        else if (hk_emit_is_field(&m) && (m.flags & HK_M_STATIC))
            c->statics = true;
        else if (hk_emit_is_field(&m) && m.key_kind != HK_N_PRIVNAME && c->ctor.nfields < 0xFF)
            c->ctor.nfields++;
    }
    c->hidden = c->s.slots;
    c->s.slots += slots;
    hk_emit_ready(e, &c->s);
    hk_emit_make_block(e, &c->s);
    c->ctor.fields = c->fields;
}

/* Every private name is a new symbol. */
HK_FN void hk_emit_private_names(hk_emitter *e, const hk_class_def *c)
{
    uint32_t i;
    unsigned t = hk_emit_tmp(e);
    hk_emit_mark(e, &c->s, 1u << HK_D_PRIVATE, HK_DS_INIT, 0);
    for (i = c->s.first; i < c->s.first + c->s.count && !e->failed; i++) {
        hk_var v;
        if ((hk_emit_decl(e, i)->kind & HK_D_KIND) != HK_D_PRIVATE)
            continue;
        hk_emit_ri(e, HK_OPNUM(PRIVSYM), t, hk_emit_name(e, hk_emit_decl(e, i)->name));
        hk_emit_locate_var(e, &v, &c->s, i);
        hk_emit_slot(e, &v, t, true);
    }
    e->fs->top--;
}

/* Initialises a name of the class scope, if it is declared there. */
HK_FN void hk_emit_init_name(hk_emitter *e, const hk_class_def *c, uint32_t name, unsigned src)
{
    uint32_t i;
    hk_var v;
    for (i = c->s.first; i < c->s.first + c->s.count && !e->failed; i++)
        if (hk_emit_decl(e, i)->name == name) {
            hk_emit_locate_var(e, &v, &c->s, i);
            hk_emit_store_var(e, &v, name, src, true);
        }
}

/* A method, accessor or computed field key of class R[cls] with prototype R[cls + 1]. */
HK_FN HK_NOINLINE void hk_emit_class_member(hk_emitter *e, const hk_class_def *c, const hk_member *m, unsigned cls, uint32_t slot)
{
    unsigned base = e->fs->top, key, fn, kind = m->flags & HK_M_KIND;
    bool is_static = (m->flags & HK_M_STATIC) != 0;
    uint32_t name, at = m->key + 1;
    hk_var v;
    if ((m->flags & HK_M_CTOR) || (hk_emit_is_field(m) && !hk_emit_needs_slot(m)))
        return;
    e->at = m->key;
    if (m->key_kind == HK_N_PRIVNAME && !(m->flags & HK_M_COMPUTED)) {
        name = hk_emit_varint_at(e, &at);
        key = (unsigned)hk_emit_get_var(e, name, 0, HK_ANY);
    } else {
        key = hk_emit_method_key(e, m->flags, &name);
    }
    if (hk_emit_is_field(m)) {
        hk_emit_locate_slot(e, &v, &c->s, slot);
        hk_emit_slot(e, &v, key, true);
        e->fs->top = (uint8_t)base;
        return;
    }
    hk_emit_mark(e, &c->s, HK_KINDS_CLASS, HK_DS_INIT, 0);
    e->at = m->function;
    fn = hk_emit_method_function(e, m->flags, key, name);
    hk_emit_mark(e, &c->s, HK_KINDS_CLASS, 0, HK_DS_INIT);
    if (m->key_kind != HK_N_PRIVNAME || (m->flags & HK_M_COMPUTED)) {
        hk_emit_def_method(e, m->flags, is_static ? cls : cls + 1, key, fn, false);
    } else if (is_static) {
        hk_emit_rrr(e, HK_OPNUM(DEFPRIV), cls, key, fn);
        hk_emit_word(e, kind + 1);
    } else {
        hk_emit_locate_slot(e, &v, &c->s, slot);
        hk_emit_slot(e, &v, fn, true);
    }
    e->fs->top = (uint8_t)base;
}

/* The constructor R[cls] and its prototype R[cls + 1] (CLASS), from the heritage at the cursor on. key: register with a
 * computed name, or HK_NO_REG. */
HK_FN HK_NOINLINE void hk_emit_class_head(hk_emitter *e, hk_class_def *c, unsigned cls, unsigned key)
{
    unsigned env, w;
    uint32_t constant;
    if (hk_emit_kind(e) == HK_N_EMPTY) {
        e->at++;
    } else {
        c->ctor.derived = true;
        w = cls + 1;
        hk_emit_tmps(e, HK_WINDOW);                    /* with R[cls + 1] a window of one argument */
        hk_emit_expr(e, (int)cls);
        hk_emit_move(e, w + HK_WINDOW, cls);
        hk_emit_lib(e, HK_FN_classHeritage, w, 1);
        e->fs->top = (uint8_t)(cls + 2);
    }
    hk_emit_private_names(e, c);
    hk_emit_mark(e, &c->s, HK_KINDS_CLASS, HK_DS_INIT, 0);
    e->at = c->ctor_at;
    constant = c->ctor_at ? hk_emit_function_code(e, 0, &c->ctor) : hk_emit_default_ctor(e, &c->ctor);
    hk_emit_mark(e, &c->s, HK_KINDS_CLASS, 0, HK_DS_INIT);
    env = hk_emit_env(e);
    hk_emit_ruu(e, HK_OPNUM(CLASS), cls, env == HK_NO_REG ? 0 : HK_REG(env), (env == HK_NO_REG) | (c->ctor.derived ? 2u : 0u));
    hk_emit_word(e, constant);
    if (key != HK_NO_REG)
        hk_emit_rru(e, HK_OPNUM(SETNAME), cls, key, 0);
}

/* The class at the cursor. */
HK_FN HK_NOINLINE int hk_emit_class(hk_emitter *e, int dst)
{
    unsigned base = e->fs->top, d = hk_emit_safe_dst(e, dst), key = e->fname_reg, cls, w;
    uint32_t at, slot, name;
    hk_class_def c;
    hk_member m;
    memset(&c, 0, sizeof c);
    e->at++;
    name = hk_emit_varint(e);
    c.ctor.name = name ? name : e->fname;
    c.ctor.start = hk_emit_varint(e);
    c.ctor.end = hk_emit_varint(e);
    e->fname = 0;
    e->fname_reg = HK_NO_REG;
    hk_emit_class_scope(e, &c);
    cls = hk_emit_tmps(e, 2);
    hk_emit_class_head(e, &c, cls, name ? HK_NO_REG : key);
    for (at = c.members, slot = c.hidden; hk_emit_member(e, at, &m); at = m.next) {
        hk_emit_tick(e);
        hk_emit_class_member(e, &c, &m, cls, slot);
        slot += hk_emit_needs_slot(&m);
    }
    hk_emit_init_name(e, &c, HK_NAME_HOME, cls + 1);
    hk_emit_init_name(e, &c, HK_NAME_STATICHOME, cls);
    hk_emit_init_name(e, &c, HK_NAME_CLASS, cls);
    if (name)
        hk_emit_init_name(e, &c, name, cls);
    hk_emit_mark(e, &c.s, HK_KINDS_CLASS, HK_DS_INIT, 0);
    if (c.fields)
        hk_emit_init_name(e, &c, HK_NAME_FIELDS, hk_emit_fields(e, &c, false));
    if (c.statics) {
        w = hk_emit_tmps(e, HK_WINDOW);
        hk_emit_move(e, w + 2, hk_emit_fields(e, &c, true));
        hk_emit_move(e, w + 3, cls);
        hk_emit_call_op(e, HK_OPNUM(CALL), w, 0, HK_NONE);
    }
    e->at = at + 1;
    hk_emit_move(e, d, cls);
    hk_emit_scope_close(e, &c.s);
    return hk_emit_result(e, base, dst, d);
}
#endif
