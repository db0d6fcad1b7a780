/* Scopes while they are open.
 *
 * One stack holds what the open scopes declare and what is referred to in
 * them but not yet declared. An entry is a word (name << 8 | kind | flags;
 * kind 0 is a reference, else HK_D_*) and the index of the entry that the
 * same name had before; last[name] is 1 + the name's topmost entry. So a name's entries
 * form a chain from the innermost scope outwards. In short sources indexes
 * take 16 bits.
 *
 * When a scope is closed its record is written, its entries leave the stack,
 * and those that concern the scope around it are added there: references that
 * nothing resolved; `var`s on their way to the function's scope; and functions
 * in blocks, which Annex B.3.3 also makes `var`s where nothing objects
 * (HK_D_SOFT). A reference that leaves a function is marked as captured. */
#ifndef HK_SCOPE_C
#define HK_SCOPE_C
#include "grammar.h"
#include "tree.c"

#define HK_D_SOFT 15                 /* a var by Annex B.3.3, if no lexical declaration turns up */
#define HK_D_SHADOW HK_D_STATIC      /* declared lexically where SOFT entries of inner blocks would go to */
#define HK_D_OUTSIDE HK_D_STATIC     /* on a reference: to a #name, in the heritage of the class whose scope this is */
#define HK_D_GETTER HK_D_ANNEXB      /* on HK_D_PRIVATE while open: has a getter, a setter */
#define HK_D_SETTER HK_D_ASSIGNED

enum {                               /* kinds of scopes */
    HK_S_SCRIPT, HK_S_PARAMS, HK_S_BODY, HK_S_BLOCK, HK_S_CATCH, HK_S_CATCHBODY, HK_S_CLASS, HK_S_MEMBER
};

/* ---- the stack ---------------------------------------------------------------------------------------------------- */

HK_INLINE bool hk_scope_long_source(const hk_parser *p) { return p->len > 0xFFF0u; }
HK_INLINE uint32_t hk_scope_entry_size(const hk_parser *p) { return hk_scope_long_source(p) ? 8 : 6; }
HK_INLINE uint8_t *hk_scope_entry_at(const hk_parser *p, uint32_t i)
{
    return (uint8_t *)hk_ptr(p->vm, hk_ref_of(*p->entries)) + 8 + i * hk_scope_entry_size(p);
}

HK_INLINE uint32_t hk_scope_entry(const hk_parser *p, uint32_t i)
{
    uint32_t e;
    memcpy(&e, hk_scope_entry_at(p, i), 4);
    return e;
}

HK_INLINE void hk_scope_set_entry(hk_parser *p, uint32_t i, uint32_t e) { memcpy(hk_scope_entry_at(p, i), &e, 4); }

HK_FN uint32_t hk_scope_read_link(const hk_parser *p, const uint8_t *at)
{
    uint32_t v;
    uint16_t half;
    if (hk_scope_long_source(p)) {
        memcpy(&v, at, 4);
        return v;
    }
    memcpy(&half, at, 2);
    return half;
}

HK_FN void hk_scope_write_link(hk_parser *p, uint8_t *at, uint32_t v)
{
    uint16_t half = (uint16_t)v;
    if (hk_scope_long_source(p))
        memcpy(at, &v, 4);
    else
        memcpy(at, &half, 2);
}

/* 1 + the entry under entry i for the same name, or 0. */
HK_INLINE uint32_t hk_scope_below(const hk_parser *p, uint32_t i) { return hk_scope_read_link(p, hk_scope_entry_at(p, i) + 4); }

HK_INLINE uint8_t *hk_scope_last_at(const hk_parser *p, uint32_t name)
{
    return (uint8_t *)hk_ptr(p->vm, hk_ref_of(*p->last)) + 8 + name * (hk_scope_long_source(p) ? 4 : 2);
}

/* 1 + the topmost entry of a name, or 0. */
HK_FN uint32_t hk_scope_top(const hk_parser *p, uint32_t name)
{
    if (8 + (name + 1) * (hk_scope_long_source(p) ? 4 : 2) > hk_block_bytes(p->vm, hk_ref_of(*p->last)))
        return 0;
    return hk_scope_read_link(p, hk_scope_last_at(p, name));
}

/* Makes a rooted BYTES block reach to `bytes`, growing by half. */
HK_FN bool hk_scope_reach(hk_parser *p, hk_val *root, uint32_t bytes)
{
    if (p->failed)
        return false;
    if (bytes <= hk_block_bytes(p->vm, hk_ref_of(*root)))
        return true;
    if (!hk_resize(p->vm, root, bytes + bytes / 2)) {
        hk_parse_fail(p);
        return false;
    }
    return true;
}

HK_FN void hk_scope_push_entry(hk_parser *p, uint32_t name, unsigned bits, uint32_t below)
{
    if (!hk_scope_reach(p, p->last, 8 + (name + 1) * (hk_scope_long_source(p) ? 4 : 2))
        || !hk_scope_reach(p, p->entries, 8 + (p->top + 1) * hk_scope_entry_size(p)))
        return;
    hk_scope_set_entry(p, p->top, name << 8 | bits);
    hk_scope_write_link(p, hk_scope_entry_at(p, p->top) + 4, below);
    hk_scope_write_link(p, hk_scope_last_at(p, name), ++p->top);
}

/* Takes the entries from `to` on away, without any other effect. */
HK_FN void hk_scope_drop_entries(hk_parser *p, uint32_t to)
{
    uint32_t i;
    if (p->failed)
        return;
    for (i = p->top; i-- > to; ) {
        uint32_t name = hk_scope_entry(p, i) >> 8;
        if (name)
            hk_scope_write_link(p, hk_scope_last_at(p, name), hk_scope_below(p, i));
    }
    p->top = to;
}

/* ---- declarations and references ---------------------------------------------------------------------------------------- */

/* 1 + the entry of a name in the innermost scope, or 0. */
HK_FN uint32_t hk_scope_own(const hk_parser *p, uint32_t name)
{
    uint32_t i = hk_scope_top(p, name);
    return i > p->scope.start ? i : 0;
}

/* A reference to a name from the innermost scope; bits: HK_D_ASSIGNED, HK_D_CAPTURED. */
HK_FN void hk_scope_refer(hk_parser *p, uint32_t name, unsigned bits)
{
    uint32_t i;
    if (p->failed)
        return;
    i = hk_scope_own(p, name);
    if (i)
        hk_scope_set_entry(p, i - 1, hk_scope_entry(p, i - 1) | bits);
    else
        hk_scope_push_entry(p, name, bits, hk_scope_top(p, name));
}

/* Adds a declaration to the innermost scope, where nothing objects to it. */
HK_FN void hk_scope_add_declaration(hk_parser *p, uint32_t name, unsigned bits)
{
    uint32_t i, e, below;
    unsigned kind = bits & HK_D_KIND, old;
    if (p->failed)
        return;
    i = hk_scope_own(p, name);
    if (!i) {
        hk_scope_push_entry(p, name, bits, hk_scope_top(p, name));
        return;
    }
    e = hk_scope_entry(p, --i);
    below = hk_scope_below(p, i);
    old = e & HK_D_KIND;
    if (old == 0 && (e & HK_D_OUTSIDE)) {                /* goes to the scope around in any case */
        hk_scope_push_entry(p, name, bits, i + 1);
    } else if (old == 0) {                               /* referred to already: stands at its declaration's place */
        hk_scope_set_entry(p, i, 0);
        hk_scope_push_entry(p, name, bits | (e & 0xFF), below);
    } else if (old == HK_D_CATCH) {                      /* var e in catch (e): the references are the parameter's */
        hk_scope_set_entry(p, i, e | (bits & (HK_D_CAPTURED | HK_D_ASSIGNED)));
        hk_scope_push_entry(p, name, kind, i + 1);
    } else if (old == HK_D_SOFT && kind != HK_D_SOFT) {
        bool lexical = kind != HK_D_VAR && kind != HK_D_FUNCTION;
        hk_scope_set_entry(p, i, (e & ~(uint32_t)HK_D_KIND) | bits | (lexical ? HK_D_SHADOW : 0));
    } else if (old == HK_D_VAR && kind == HK_D_FUNCTION) {
        hk_scope_set_entry(p, i, (e & ~(uint32_t)HK_D_KIND) | bits | HK_D_ASSIGNED);
    } else {                                             /* declared again */
        hk_scope_set_entry(p, i, e | (bits & (HK_D_CAPTURED | HK_D_ASSIGNED | HK_D_EXPORT)) | (kind == HK_D_SOFT ? 0 : HK_D_ASSIGNED));
    }
}

HK_INLINE bool hk_scope_is_lexical(unsigned kind)
{
    return kind == HK_D_LET || kind == HK_D_CONST || kind == HK_D_CLASS || kind == HK_D_LEXFUNCTION;
}

/* Would a `var` (or SOFT) of that name collide with a declaration between here and the function's scope? */
HK_FN bool hk_scope_var_collides(hk_parser *p, uint32_t name, unsigned kind)
{
    uint32_t i;
    for (i = hk_scope_top(p, name); i > p->function_start; i = hk_scope_below(p, i - 1)) {
        unsigned old = hk_scope_entry(p, i - 1) & HK_D_KIND;
        if (hk_scope_is_lexical(old) || (old == HK_D_PARAM && kind == HK_D_SOFT))
            return true;
        if (old == HK_D_CATCH && kind == HK_D_VAR)           /* its initialiser assigns to the parameter */
            hk_scope_set_entry(p, i - 1, hk_scope_entry(p, i - 1) | HK_D_ASSIGNED);
    }
    return false;
}

/* Does a declaration in the innermost scope, other than a var, collide with one that is there? */
HK_FN bool hk_scope_lexical_collides(const hk_parser *p, uint32_t name, unsigned bits)
{
    unsigned kind = bits & HK_D_KIND;
    uint32_t i;
    for (i = hk_scope_top(p, name); i > p->scope.check; i = hk_scope_below(p, i - 1)) {
        uint32_t e = hk_scope_entry(p, i - 1);
        unsigned old = e & HK_D_KIND;
        if (old == 0 || old == HK_D_SOFT)
            continue;
        if (kind == HK_D_FUNCTION && !hk_scope_is_lexical(old))
            continue;
        if (kind == HK_D_LEXFUNCTION && old == kind && (e & bits & HK_D_ANNEXB))
            continue;                                    /* Annex B.3.3.4: duplicates in sloppy blocks */
        return true;
    }
    return false;
}

#if HAKO_WITH_MODULES
HK_FN void hk_parse_export_once(hk_parser *p, uint32_t name, uint32_t at);
#endif

/* Declares a name that stands at `at` in the source. kind: HK_D_*, with flags. */
HK_FN void hk_scope_declare(hk_parser *p, uint32_t name, unsigned bits, uint32_t at)
{
    unsigned kind = bits & HK_D_KIND;
    bool collides;
    if (p->failed)
        return;
#if HAKO_WITH_MODULES
    if (p->exporting && p->scope.kind == HK_S_SCRIPT) {
        bits |= HK_D_EXPORT | HK_D_CAPTURED;
        hk_parse_export_once(p, name, at);
    }
#endif
    if (kind == HK_D_PARAM) {
        uint32_t i = hk_scope_own(p, name);
        if (i && (hk_scope_entry(p, i - 1) & HK_D_KIND) && !p->duplicate)
            p->duplicate = at + 1;
    } else {
        collides = kind == HK_D_VAR ? hk_scope_var_collides(p, name, kind) : hk_scope_lexical_collides(p, name, bits);
        if (collides) {
            hk_syntax_error_name(p, at, "identifier '%v' has already been declared", name);
            return;
        }
    }
    hk_scope_add_declaration(p, name, bits);
}

/* ---- opening and closing -------------------------------------------------------------------------------------------------- */

/* Opens a scope whose record goes to where the tree ends now. The scope around it is kept in *outer. */
HK_FN void hk_scope_open(hk_parser *p, unsigned kind, hk_pscope *outer)
{
    *outer = p->scope;
    if (kind != HK_S_BODY && kind != HK_S_CATCHBODY)     /* these two also object to what the scope around declares */
        p->scope.check = p->top;
    else
        p->scope.check = p->scope.start;
    p->scope.start = p->top;
    p->scope.tree = p->length;
    p->scope.flags = kind == HK_S_BODY ? HK_SF_FUNCTION : 0;
    p->scope.kind = (uint8_t)kind;
}

/* Takes the ANNEXB bit from the functions of that name in the blocks in the tree from pos on, but not in functions. */
HK_FN void hk_scope_clear_annexb(hk_parser *p, uint32_t pos, uint32_t name)
{
    hk_tree tree = hk_tree_parsed(p);
    while (pos < p->length && !p->failed) {
        unsigned kind = hk_tree_kind_at(p, pos);
        const char *format = hk_tree_format[kind];
        if (kind == HK_N_FUNDECL || kind == HK_N_EXPR || (kind < HK_N_EXPR && kind > HK_N_END)) {
            pos = hk_tree_skip(p->vm, &tree, pos);
            continue;
        }
        for (pos++; *format; format++) {
            if (*format == 'S') {
                uint32_t at = pos + 1, n;
                for (n = hk_tree_varint(p->vm, &tree, &at); n; n--, at++) {
                    if (hk_tree_varint(p->vm, &tree, &at) == name && (hk_tree_kind_at(p, at) & HK_D_KIND) == HK_D_LEXFUNCTION)
                        hk_tree_set(p, at, hk_tree_kind_at(p, at) & ~(unsigned)HK_D_ANNEXB);
                }
                pos = at;
            } else if (*format == 's' || *format == 'p') {
                hk_tree_varint(p->vm, &tree, &pos);
            } else if (kind == HK_N_SWITCH && format[0] == 'n') {
                pos = hk_tree_skip(p->vm, &tree, pos);   /* the scope stands behind the subject */
            } else {
                break;                                   /* children follow, as nodes in a row */
            }
        }
    }
}

/* Annex B.3.3: decides which functions of the scope being closed are vars too, as far as can be known by now. */
HK_FN void hk_scope_settle_annexb(hk_parser *p)
{
    uint32_t i;
    bool block = p->scope.kind != HK_S_BODY && p->scope.kind != HK_S_SCRIPT;
    for (i = p->scope.start; i < p->top; i++) {
        uint32_t e = hk_scope_entry(p, i), name = e >> 8, below;
        unsigned kind = e & HK_D_KIND;
        if (kind != HK_D_PRIVATE && (e & HK_D_SHADOW)) {
            hk_scope_clear_annexb(p, p->scope.tree, name);
            hk_scope_set_entry(p, i, e & ~(uint32_t)HK_D_SHADOW);
            e = hk_scope_entry(p, i);
        }
        if (kind == HK_D_SOFT && !block) {
            hk_scope_set_entry(p, i, (e & ~(uint32_t)HK_D_KIND) | HK_D_VAR | (p->scope.kind == HK_S_SCRIPT ? HK_D_ANNEXB : 0u));
        } else if (kind == HK_D_LEXFUNCTION && (e & HK_D_ANNEXB)) {
            hk_scope_set_entry(p, i, e & ~(uint32_t)HK_D_KIND);    /* as if not there */
            below = hk_scope_var_collides(p, name, HK_D_SOFT) ||
                (name == HK_NAME_ARGUMENTS && (p->ctx & (HK_C_PLAIN | HK_C_ARROW)) == HK_C_PLAIN);     /* one of the parameterNames */
            hk_scope_set_entry(p, i, below ? e & ~(uint32_t)HK_D_ANNEXB : e);
        }
    }
}

/* The order in which a record lists its declarations; see tree.h. */
HK_INLINE unsigned hk_scope_rank(unsigned kind)
{
    return kind == HK_D_SELF ? 0 : kind == HK_D_HIDDEN ? 2 : kind == HK_D_PRIVATE ? 3 : 1;
}

/* Is the entry listed in its scope's record? Not references, nor what only passes through. */
HK_FN bool hk_scope_is_listed(const hk_parser *p, uint32_t e)
{
    unsigned kind = e & HK_D_KIND;
    if (kind == HK_D_VAR)
        return p->scope.kind == HK_S_BODY || p->scope.kind == HK_S_SCRIPT;
    return kind != 0 && kind != HK_D_SOFT;
}

/* Inserts the record of the innermost scope into the tree. */
HK_FN void hk_scope_write_record(hk_parser *p)
{
    uint32_t i, e, count = 0, size = 0, at = p->scope.tree;
    unsigned rank, ranks = p->scope.kind == HK_S_PARAMS || p->scope.kind == HK_S_CLASS ? 4 : 1;
    for (i = p->scope.start; i < p->top; i++)
        if (hk_scope_is_listed(p, e = hk_scope_entry(p, i))) {
            count++;
            size += hk_tree_varint_size(e >> 8) + 1;
        }
    if (!hk_tree_gap(p, at, size + 1 + hk_tree_varint_size(count)))
        return;
    hk_tree_set(p, at++, p->scope.flags);
    at = hk_tree_set_varint(p, at, count);
    for (rank = 0; rank < ranks; rank++)
        for (i = p->scope.start; i < p->top; i++) {
            e = hk_scope_entry(p, i);
            if (!hk_scope_is_listed(p, e) || (ranks > 1 && hk_scope_rank(e & HK_D_KIND) != rank))
                continue;
            if ((e & HK_D_KIND) == HK_D_PRIVATE)
                e &= ~(uint32_t)(HK_D_GETTER | HK_D_SETTER);
            if (p->scope.flags & HK_SF_EVAL)
                e |= HK_D_CAPTURED;
            at = hk_tree_set_varint(p, at, e >> 8);
            hk_tree_set(p, at++, e & 0xFF);
        }
}

/* Closes the innermost scope; what it leaves open goes to *outer. */
HK_FN void hk_scope_close(hk_parser *p, const hk_pscope *outer)
{
    uint32_t i, from = p->scope.start, to = p->top;
    unsigned kind = p->scope.kind, eval = p->scope.flags & HK_SF_EVAL;
    unsigned crossing = kind == HK_S_PARAMS ? HK_D_CAPTURED : 0;
    if (p->failed) {
        p->scope = *outer;
        return;
    }
    hk_scope_settle_annexb(p);
    if (kind != HK_S_MEMBER)
        hk_scope_write_record(p);
    hk_scope_drop_entries(p, from);
    p->scope = *outer;
    p->scope.flags |= (uint8_t)eval;
    for (i = from; i < to && !p->failed; i++) {          /* entry i is read before one is written over it */
        uint32_t e = hk_scope_entry(p, i), name = e >> 8;
        unsigned bits = e & (HK_D_CAPTURED | HK_D_ASSIGNED);
        if (name == 0)
            continue;
        switch (e & HK_D_KIND) {
        case 0:
            hk_scope_refer(p, name, bits | crossing);
            break;
        case HK_D_VAR: case HK_D_SOFT:
            if (kind != HK_S_BODY && kind != HK_S_SCRIPT)
                hk_scope_add_declaration(p, name, (e & HK_D_KIND) | bits);
            break;
        case HK_D_LEXFUNCTION:
            if (e & HK_D_ANNEXB)
                hk_scope_add_declaration(p, name, HK_D_SOFT | HK_D_ASSIGNED);
            break;
        default:
            break;
        }
    }
}
#endif
