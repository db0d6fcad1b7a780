/* Declarations of TypeScript: those of types, which are dropped, and those that make something when the code runs.
 *
 * enum and namespace are compiled to JavaScript, as tree. With %ns as the hidden name of the container:
 *
 *     enum E { A, B = f() }           E ||= {}; { let %ns = E; { %ns[%ns.A = 0] = "A"; typeof (%ns.B = f()) !== "string" && (%ns[%ns.B] = "B"); } }
 *     namespace N { export ... }      N ||= {}; { let %ns = N; { (() => { ... })(); } }
 *
 * after `var` at the top of a script or module, elsewhere `let`, where nothing has declared the name yet. Exported ones in a namespace are
 * members of it too: E = %ns.E ||= {}. The members of an enum and the exported variables of a namespace are no variables, but
 * declared with HK_D_MEMBER: the name means the property of the %ns next to it. Those that earlier parts of a merged
 * enum or namespace had are declared once more in the inner block. p->members knows them: pairs of the owner, which is a pair's
 * number from 1 on, and a name. */
#ifndef HK_TYPESCRIPT_C
#define HK_TYPESCRIPT_C
#include "parser_stmt.c"

/* ---- members ------------------------------------------------------------------------------------------------------------ */

HK_INLINE uint32_t *hk_parse_members(const hk_parser *p) { return (uint32_t *)hk_ptr(p->vm, hk_ref_of(*p->members)) + 2; }

/* The pair's number, or 0. */
HK_FN uint32_t hk_parse_find_member(const hk_parser *p, uint32_t owner, uint32_t name)
{
    const uint32_t *pair;
    uint32_t i;
    if (p->failed || p->member_count == 0)
        return 0;
    pair = hk_parse_members(p);
    for (i = 1; i <= p->member_count; i++, pair += 2)
        if (pair[0] == owner && pair[1] == name)
            return i;
    return 0;
}

HK_FN uint32_t hk_parse_new_member(hk_parser *p, uint32_t owner, uint32_t name)
{
    uint32_t *pair;
    if (p->failed)
        return 0;
    if (hk_ref_of(*p->members) == 0) {
        hk_ref r = hk_alloc(p->vm, HK_T_BYTES, 40);
        if (!r) {
            hk_parse_fail(p);
            return 0;
        }
        *p->members = hk_internal(r);
    }
    if (!hk_scope_reach(p, p->members, 8 + (p->member_count + 1) * 8))
        return 0;
    pair = hk_parse_members(p) + p->member_count * 2;
    pair[0] = owner;
    pair[1] = name;
    return ++p->member_count;
}

HK_FN void hk_parse_add_member(hk_parser *p, uint32_t owner, uint32_t name)
{
    if (!hk_parse_find_member(p, owner, name))
        hk_parse_new_member(p, owner, name);
}

/* ---- declarations without values ----------------------------------------------------------------------------------------- */

/* { ... } of an ambient declaration: there is no code in it, so tokens are enough. */
HK_FN HK_NOINLINE void hk_parse_skip_braces(hk_parser *p)
{
    uint32_t depth = 0;
    do {
        if (p->tok.kind == HK_K_TEMPLATE) {
            hk_parse_type_template(p);
            continue;
        }
        depth += p->tok.kind == HK_K_LBRACE;
        depth -= p->tok.kind == HK_K_RBRACE;
        if (depth == 0 && p->tok.kind != HK_K_RBRACE)
            hk_parse_unexpected(p);
        hk_lex_next(p);
    } while (depth && p->tok.kind != HK_K_EOF);
    if (depth)
        hk_parse_unexpected(p);
}

/* Name, type parameters, extends and implements of a class or interface, behind that word */
HK_FN HK_NOINLINE void hk_parse_skip_heritage(hk_parser *p)
{
    if (!hk_parse_at_identifier_like(p))
        hk_parse_unexpected(p);
    hk_lex_next(p);
    if (p->tok.kind == HK_K_LT)
        hk_parse_type_parameters(p);
    while (p->tok.kind == HK_K_EXTENDS || p->tok.kind == HK_K_IMPLEMENTS || p->tok.kind == HK_K_COMMA) {
        hk_lex_next(p);
        hk_parse_type(p);
    }
}

/* Ambient variables, behind const, let or var. An initialiser is a literal or a member of an enum, which is a type, too. */
HK_FN HK_NOINLINE void hk_parse_skip_variables(hk_parser *p)
{
    do {
        hk_parse_type(p);                /* the name, or a pattern */
        if (hk_parse_accept(p, HK_K_COLON))
            hk_parse_type(p);
        if (hk_parse_accept(p, HK_K_ASSIGN))
            hk_parse_type(p);
    } while (hk_parse_accept(p, HK_K_COMMA));
    hk_parse_semicolon(p);
}

/* name, A.B or "name" of a namespace */
HK_FN void hk_parse_skip_path(hk_parser *p)
{
    do {
        if (p->tok.kind != HK_K_STRING && !hk_parse_at_identifier_like(p))
            hk_parse_unexpected(p);
        hk_lex_next(p);
    } while (hk_parse_accept(p, HK_K_DOT));
}

/* A declaration of which nothing is compiled: interface, type, or what stands behind declare. The word is the current token. */
HK_FN HK_NOINLINE void hk_parse_skip_declaration(hk_parser *p)
{
    unsigned kind = p->tok.kind, word = hk_parse_type_word(p);
    hk_lex_next(p);
    if (word == HK_TW_ABSTRACT || kind == HK_K_ASYNC || (kind == HK_K_CONST && p->tok.kind == HK_K_ENUM)) {
        kind = p->tok.kind;
        hk_lex_next(p);
    }
    if (kind == HK_K_INTERFACE) {
        hk_parse_skip_heritage(p);
        hk_parse_type_members(p);
    } else if (word == HK_TW_TYPE) {
        hk_lex_next(p);
        if (p->tok.kind == HK_K_LT)
            hk_parse_type_parameters(p);
        hk_parse_expect(p, HK_K_ASSIGN);
        hk_parse_type(p);
        hk_parse_semicolon(p);
    } else if (kind == HK_K_FUNCTION) {
        hk_parse_accept(p, HK_K_MUL);
        hk_lex_next(p);
        hk_parse_signature(p);
        hk_parse_semicolon(p);
    } else if (kind == HK_K_CONST || kind == HK_K_LET || kind == HK_K_VAR) {
        hk_parse_skip_variables(p);
    } else if (kind == HK_K_CLASS) {
        hk_parse_skip_heritage(p);
        hk_parse_skip_braces(p);
    } else if (kind == HK_K_ENUM || word == HK_TW_NAMESPACE || word == HK_TW_MODULE || word == HK_TW_GLOBAL) {
        if (word != HK_TW_GLOBAL)
            hk_parse_skip_path(p);
        if (word == HK_TW_MODULE && p->tok.kind != HK_K_LBRACE)
            hk_parse_semicolon(p);
        else
            hk_parse_skip_braces(p);
    } else {
        hk_parse_unexpected(p);
    }
}

/* What the words at the current token begin: 0: nothing of TypeScript's; else one of */
enum { HK_TD_TYPES = 1, HK_TD_DECLARE, HK_TD_ABSTRACT, HK_TD_NAMESPACE, HK_TD_ENUM };

HK_FN HK_NOINLINE unsigned hk_parse_type_declaration(hk_parser *p)
{
    unsigned kind = p->tok.kind, word = hk_parse_type_word(p);
    hk_ppeek next;
    if (!hk_parse_typescript(p) || (p->tok.flags & HK_TF_ESCAPED))
        return 0;
    if (kind == HK_K_ENUM)
        return HK_TD_ENUM;
    if (kind != HK_K_CONST && kind != HK_K_INTERFACE && word < HK_TW_ABSTRACT)
        return 0;
    next = hk_parse_peek(p);
    if (kind == HK_K_CONST)
        return next.kind == HK_K_ENUM ? HK_TD_ENUM : 0;
    if (next.flags & HK_TF_NEWLINE)
        return 0;
    if (kind == HK_K_INTERFACE || word == HK_TW_TYPE)
        return next.identifier ? HK_TD_TYPES : 0;
    if (word == HK_TW_NAMESPACE || word == HK_TW_MODULE)
        return next.identifier || next.kind == HK_K_STRING ? HK_TD_NAMESPACE : 0;
    if (word == HK_TW_ABSTRACT)
        return next.kind == HK_K_CLASS ? HK_TD_ABSTRACT : 0;
    if (word != HK_TW_DECLARE)
        return 0;
    return next.identifier || next.kind == HK_K_FUNCTION || next.kind == HK_K_CONST || next.kind == HK_K_VAR || next.kind == HK_K_CLASS
        || next.kind == HK_K_ENUM ? HK_TD_DECLARE : 0;
}

/* The body of a namespace, at its {, as long as there is nothing but types in it. */
HK_FN HK_NOINLINE void hk_parse_type_namespace(hk_parser *p)
{
    if (!hk_parse_enter(p, HK_COST_TYPE))
        return;
    hk_parse_expect(p, HK_K_LBRACE);
    while (p->tok.kind != HK_K_RBRACE && p->tok.kind != HK_K_EOF) {
        unsigned what;
        hk_parse_accept(p, HK_K_EXPORT);
        what = hk_parse_type_declaration(p);
        if (what == HK_TD_TYPES) {
            hk_parse_skip_declaration(p);
        } else if (what == HK_TD_NAMESPACE) {
            hk_lex_next(p);
            hk_parse_skip_path(p);
            hk_parse_type_namespace(p);
        } else {
            hk_parse_unexpected(p);
        }
    }
    hk_parse_expect(p, HK_K_RBRACE);
    hk_parse_leave(p, HK_COST_TYPE);
}

/* Does the namespace at its name hold nothing but types? Then it is read. */
HK_FN bool hk_parse_at_type_namespace(hk_parser *p)
{
    hk_pguess g;
    hk_parse_guess(p, &g);
    hk_parse_skip_path(p);
    hk_parse_type_namespace(p);
    return hk_parse_guessed(p, &g, true);
}

/* ---- the tree of what is compiled -------------------------------------------------------------------------------------------- */

HK_FN void hk_parse_put_ident(hk_parser *p, uint32_t name, uint32_t at)
{
    hk_tree_node(p, HK_N_IDENT, 2, name, at);
    hk_scope_refer(p, name, 0);
}

/* %ns.name */
HK_FN void hk_parse_put_member(hk_parser *p, uint32_t name, uint32_t at)
{
    hk_tree_node(p, HK_N_MEMBER, 2, name, at);
    hk_parse_put_ident(p, HK_NAME_NAMESPACE, at);
}

/* %ns.name = name, for what a namespace exports */
HK_FN void hk_parse_put_export(hk_parser *p, uint32_t name, uint32_t at)
{
    hk_parse_add_member(p, p->container, name);
    hk_tree_put(p, HK_N_EXPR);
    hk_tree_node(p, HK_N_ASSIGN, 1, at, 0);
    hk_parse_put_member(p, name, at);
    hk_parse_put_ident(p, name, at);
}

/* let target = (the expression is to follow, and two ENDs) */
HK_FN void hk_parse_put_let(hk_parser *p, uint32_t name, uint32_t at)
{
    hk_tree_put(p, HK_N_LET);
    hk_tree_node(p, HK_N_DECL, 1, at, 0);
    hk_tree_node(p, HK_N_IDENT, 2, name, at);
}

/* An enum or namespace while its body is read */
typedef struct {
    hk_pscope outer, inner;
    uint32_t container;                  /* the one around */
} hk_pcontainer;

/* Declares the name where that has not been done; true: it had been. */
HK_FN bool hk_parse_declare_container(hk_parser *p, uint32_t name, uint32_t at)
{
    uint32_t i = p->failed ? 0 : hk_scope_own(p, name), e = i ? hk_scope_entry(p, i - 1) : 0;
    if (e & HK_D_KIND)
        return true;
    if (p->scope.kind == HK_S_SCRIPT) {
        hk_scope_declare(p, name, HK_D_VAR | HK_D_ASSIGNED, at);
    } else {
        hk_scope_declare(p, name, HK_D_LET | HK_D_ASSIGNED, at);
        hk_parse_put_let(p, name, at);
        hk_tree_put(p, HK_N_EMPTY);
        hk_tree_put(p, HK_N_END);
    }
    return false;
}

/* Makes the object, and opens the blocks of its body. */
HK_FN HK_NOINLINE void hk_parse_open_container(hk_parser *p, hk_pcontainer *c, uint32_t name, uint32_t at, bool exported)
{
    bool merged = hk_parse_declare_container(p, name, at) || exported;
    uint32_t id = merged ? hk_parse_find_member(p, p->container, name) : 0, i, before;
    if (!id)
        id = hk_parse_new_member(p, p->container, name);
    before = p->member_count;
    c->container = p->container;
    hk_tree_put(p, HK_N_EXPR);
    if (exported) {
        hk_tree_node(p, HK_N_ASSIGN, 1, at, 0);
        hk_parse_put_ident(p, name, at);
    }
    hk_tree_node(p, HK_N_ASSIGNLOG, 2, HK_OP_OR, at);
    if (exported)
        hk_parse_put_member(p, name, at);
    else
        hk_parse_put_ident(p, name, at);
    hk_tree_put(p, HK_N_OBJECT);
    hk_tree_put(p, HK_N_END);
    hk_scope_refer(p, name, HK_D_ASSIGNED);
    hk_tree_put(p, HK_N_BLOCK);
    hk_scope_open(p, HK_S_BLOCK, &c->outer);
    hk_scope_add_declaration(p, HK_NAME_NAMESPACE, HK_D_LET | HK_D_CAPTURED);
    hk_parse_put_let(p, HK_NAME_NAMESPACE, at);
    hk_parse_put_ident(p, name, at);
    hk_tree_put(p, HK_N_END);
    hk_tree_put(p, HK_N_BLOCK);
    hk_scope_open(p, HK_S_BLOCK, &c->inner);
    p->container = id;
    for (i = 0; i < before && !p->failed; i++)
        if (hk_parse_members(p)[i * 2] == id)
            hk_scope_add_declaration(p, hk_parse_members(p)[i * 2 + 1], HK_D_LET | HK_D_MEMBER);
}

HK_FN void hk_parse_close_container(hk_parser *p, const hk_pcontainer *c)
{
    hk_tree_put(p, HK_N_END);
    hk_scope_close(p, &c->inner);
    hk_tree_put(p, HK_N_END);
    hk_scope_close(p, &c->outer);
    p->container = c->container;
}

/* ---- enum ------------------------------------------------------------------------------------------------------------------------ */

/* What is known of the member before: its value, if that is a number as written; else that it is one when the code runs, or a string. */
typedef struct { double value; uint32_t name; bool known, string; } hk_penum;

/* The value of a member without initialiser: one more than that before. */
HK_FN void hk_parse_enum_next(hk_parser *p, hk_penum *last, uint32_t at)
{
    if (last->string)
        hk_syntax_error(p, at, "an enum member behind a string needs an initialiser", NULL);
    if (last->known) {
        hk_parse_put_value(p, ++last->value);
    } else {
        hk_tree_node(p, HK_N_BINARY, 2, HK_OP_ADD, at);
        hk_parse_put_member(p, last->name, at);
        hk_tree_node(p, HK_N_INT, 1, 2, 0);
    }
}

/* %ns[%ns.name = value] = "name", with the value at the current token if it is a literal number */
HK_FN void hk_parse_enum_number(hk_parser *p, hk_penum *last, uint32_t name, uint32_t at, bool literal)
{
    hk_tree_node(p, HK_N_ASSIGN, 1, at, 0);
    hk_tree_node(p, HK_N_INDEX, 1, at, 0);
    hk_parse_put_ident(p, HK_NAME_NAMESPACE, at);
    hk_tree_node(p, HK_N_ASSIGN, 1, at, 0);
    hk_parse_put_member(p, name, at);
    if (literal) {
        last->value = p->tok.number;
        last->known = true;
        hk_parse_put_number(p);
    } else {
        hk_parse_enum_next(p, last, at);
    }
    last->string = false;
    hk_tree_node(p, HK_N_STR, 1, name, 0);
}

/* A member with any initialiser: what it is shows when the code runs. */
HK_FN void hk_parse_enum_computed(hk_parser *p, uint32_t name, uint32_t at)
{
    hk_tree_node(p, HK_N_LOGICAL, 1, HK_OP_AND, 0);
    hk_tree_node(p, HK_N_BINARY, 2, HK_OP_SNE, at);
    hk_tree_node(p, HK_N_UNARY, 2, HK_OP_TYPEOF, at);
    hk_tree_node(p, HK_N_ASSIGN, 1, at, 0);
    hk_parse_put_member(p, name, at);
    hk_parse_assignment(p);
    hk_tree_node(p, HK_N_STR, 1, hk_lex_name_at(p, (const uint8_t *)"string", 6), 0);
    hk_tree_node(p, HK_N_ASSIGN, 1, at, 0);
    hk_tree_node(p, HK_N_INDEX, 1, at, 0);
    hk_parse_put_ident(p, HK_NAME_NAMESPACE, at);
    hk_parse_put_member(p, name, at);
    hk_tree_node(p, HK_N_STR, 1, name, 0);
}

/* name or ["name"] */
HK_FN uint32_t hk_parse_enum_name(hk_parser *p)
{
    bool computed = hk_parse_accept(p, HK_K_LBRACKET);
    uint32_t name;
    if (p->tok.kind != HK_K_STRING && (computed || !hk_parse_at_identifier_like(p)))
        hk_parse_unexpected(p);
    name = hk_token_name(p);
    hk_lex_next(p);
    if (computed)
        hk_parse_expect(p, HK_K_RBRACKET);
    return name;
}

HK_FN HK_NOINLINE void hk_parse_enum_member(hk_parser *p, hk_penum *last)
{
    uint32_t at = p->tok.start, name = hk_parse_enum_name(p);
    unsigned next;
    hk_parse_add_member(p, p->container, name);
    hk_scope_add_declaration(p, name, HK_D_LET | HK_D_MEMBER);
    hk_tree_put(p, HK_N_EXPR);
    if (!hk_parse_accept(p, HK_K_ASSIGN)) {
        hk_parse_enum_number(p, last, name, at, false);
    } else {
        next = p->tok.kind == HK_K_NUMBER || p->tok.kind == HK_K_STRING ? hk_parse_peek(p).kind : (unsigned)HK_K_EOF;
        last->known = false;
        if (next != HK_K_COMMA && next != HK_K_RBRACE) {
            last->string = false;
            hk_parse_enum_computed(p, name, at);
        } else if (p->tok.kind == HK_K_NUMBER) {
            hk_parse_enum_number(p, last, name, at, true);
        } else {
            last->string = true;
            hk_tree_node(p, HK_N_ASSIGN, 1, at, 0);
            hk_parse_put_member(p, name, at);
            hk_parse_assignment(p);
        }
    }
    last->name = name;
}

/* enum, const enum; at the word enum */
HK_FN HK_NOINLINE void hk_parse_enum(hk_parser *p, bool exported)
{
    hk_pcontainer c;
    hk_penum last = { -1, 0, true, false };
    uint32_t at, name;
    hk_parse_check_strip(p, p->tok.start, "an enum");
    hk_lex_next(p);
    at = p->tok.start;
    name = hk_parse_binding_identifier(p);
    hk_parse_open_container(p, &c, name, at, exported);
    hk_parse_expect(p, HK_K_LBRACE);
    while (p->tok.kind != HK_K_RBRACE && p->tok.kind != HK_K_EOF) {
        hk_parse_enum_member(p, &last);
        if (p->tok.kind != HK_K_RBRACE)
            hk_parse_expect(p, HK_K_COMMA);
    }
    hk_parse_expect(p, HK_K_RBRACE);
    hk_parse_close_container(p, &c);
}

/* ---- namespace ---------------------------------------------------------------------------------------------------------------------- */

/* export const, let, var in a namespace: assignments to its members */
HK_FN HK_NOINLINE void hk_parse_export_variables(hk_parser *p)
{
    hk_lex_next(p);
    do {
        uint32_t start = p->length, at = p->tok.start;
        hk_tree_put(p, HK_N_EXPR);
        hk_tree_node(p, HK_N_ASSIGN, 1, at, 0);
        hk_parse_binding(p, HK_D_LET | HK_D_MEMBER);
        hk_parse_drop_mark(p, HK_K_NOT);
        hk_parse_annotation(p);
        if (hk_parse_accept(p, HK_K_ASSIGN))
            hk_parse_assignment(p);
        else
            p->length = start;
    } while (hk_parse_accept(p, HK_K_COMMA));
    hk_parse_semicolon(p);
}

/* export in a namespace */
HK_FN HK_NOINLINE void hk_parse_namespace_export(hk_parser *p)
{
    uint32_t start = p->length, at = p->tok.start, pos = start + 1;
    unsigned what;
    hk_lex_next(p);
    what = hk_parse_type_declaration(p);
    if (what != HK_TD_ABSTRACT && hk_parse_type_statement(p, at, true))
        return;
    if (what == 0 && (hk_parse_at_word(p, HK_K_CONST) || hk_parse_at_word(p, HK_K_VAR) || hk_parse_at_let(p))) {
        hk_parse_export_variables(p);
        return;
    }
    hk_parse_statement(p, HK_AT_LIST);
    if (p->failed || p->length == start)                 /* an overload */
        return;
    if (hk_tree_kind_at(p, start) == HK_N_FUNDECL || hk_tree_kind_at(p, start) == HK_N_CLASSDECL) {
        hk_tree tree = hk_tree_parsed(p);
        hk_parse_put_export(p, hk_tree_varint(p->vm, &tree, &pos), at);
    } else {
        hk_syntax_error(p, at, "only declarations may be exported", NULL);
    }
}

/* { ... } of a namespace as a function that is called */
HK_FN HK_NOINLINE void hk_parse_namespace_body(hk_parser *p)
{
    hk_pfunction f;
    uint32_t at = p->tok.start;
    hk_tree_put(p, HK_N_EXPR);
    hk_tree_node(p, HK_N_CALL, 1, at, 0);
    hk_parse_open_function(p, &f, (p->ctx & HK_C_INHERITED) | HK_C_ARROW, at, 0);
    f.length = f.count = 0;
    hk_parse_open_body(p, &f);
    hk_parse_expect(p, HK_K_LBRACE);
    while (p->tok.kind != HK_K_RBRACE && p->tok.kind != HK_K_EOF) {
        if (p->tok.kind == HK_K_EXPORT)
            hk_parse_namespace_export(p);
        else
            hk_parse_statement(p, HK_AT_LIST);
    }
    hk_tree_put(p, HK_N_END);
    hk_parse_expect(p, HK_K_RBRACE);
    hk_parse_close_function(p, &f, HK_FF_ARROW, 0, false);
    hk_tree_put(p, HK_N_END);
}

/* A namespace from its name on: A.B { } stands for A { export namespace B { } } */
HK_FN HK_NOINLINE void hk_parse_namespace(hk_parser *p, bool exported)
{
    hk_pcontainer c;
    uint32_t at = p->tok.start, name;
    if (!hk_parse_enter(p, HK_COST_FUNCTION + HK_COST_STATEMENT))
        return;
    name = hk_parse_binding_identifier(p);
    hk_parse_open_container(p, &c, name, at, exported);
    if (hk_parse_accept(p, HK_K_DOT))
        hk_parse_namespace(p, true);
    else
        hk_parse_namespace_body(p);
    hk_parse_close_container(p, &c);
    hk_parse_leave(p, HK_COST_FUNCTION + HK_COST_STATEMENT);
}

/* ---- parameter properties ------------------------------------------------------------------------------------------------------------ */

/* this.name = name for each parameter property of the constructor at f->start */
HK_FN void hk_parse_assign_properties(hk_parser *p, const hk_pfunction *f)
{
    uint32_t i, name, at = f->start;
    for (i = 0; i < p->member_count && !p->failed; i++) {
        if (hk_parse_members(p)[i * 2] != (HK_PROPERTY_OF | at))
            continue;
        name = hk_parse_members(p)[i * 2 + 1];
        hk_tree_put(p, HK_N_EXPR);
        hk_tree_node(p, HK_N_ASSIGN, 1, at, 0);
        hk_tree_node(p, HK_N_MEMBER, 2, name, at);
        hk_tree_node(p, HK_N_THIS, 1, at, 0);
        hk_parse_refer_this(p);
        hk_parse_put_ident(p, name, at);
    }
}

/* The statements of a constructor with parameter properties: these are assigned first, in a derived class behind the call of super. */
HK_FN HK_NOINLINE void hk_parse_constructor_body(hk_parser *p, const hk_pfunction *f, unsigned flags)
{
    bool assigned = !(flags & HK_FF_DERIVED);
    if (assigned)
        hk_parse_assign_properties(p, f);
    while (p->tok.kind != HK_K_RBRACE && p->tok.kind != HK_K_EOF) {
        uint32_t start = p->length;
        hk_parse_statement(p, HK_AT_LIST);
        if (!assigned && hk_tree_kind_at(p, start) == HK_N_EXPR && hk_tree_kind_at(p, start + 1) == HK_N_SUPERCALL) {
            hk_parse_assign_properties(p, f);
            assigned = true;
        }
    }
    if (!assigned)
        hk_syntax_error(p, p->tok.start, "a constructor with parameter properties must have a call of super as a statement", NULL);
    hk_tree_put(p, HK_N_END);
}

/* Inserts fields for the parameter properties of the constructor before the members of its class, which begin at `at` in the tree. Are there any? */
HK_FN HK_NOINLINE bool hk_parse_insert_properties(hk_parser *p, uint32_t at, uint32_t constructor)
{
    uint32_t i;
    bool found = false;
    for (i = p->member_count; i-- > 0 && !p->failed; ) {
        uint32_t name = hk_parse_members(p)[i * 2 + 1], pos = at;
        if (hk_parse_members(p)[i * 2] != (HK_PROPERTY_OF | constructor))
            continue;
        found = true;
        if (!hk_tree_gap(p, at, 4 + hk_tree_varint_size(name)))
            break;
        hk_tree_set(p, pos++, HK_N_METHOD);
        hk_tree_set(p, pos++, HK_M_FIELD);
        hk_tree_set(p, pos++, HK_N_STR);
        pos = hk_tree_set_varint(p, pos, name);
        hk_tree_set(p, pos, HK_N_EMPTY);
    }
    return found;
}

/* ---- statements ------------------------------------------------------------------------------------------------------------------------ */

HK_FN HK_NOINLINE void hk_parse_namespace_statement(hk_parser *p, uint32_t start, bool exported)
{
    uint32_t at = p->tok.start;
    hk_lex_next(p);
    if (p->tok.kind == HK_K_STRING) {
        hk_syntax_error(p, at, "a module can be declared, but not written here", NULL);
    } else if (hk_parse_at_type_namespace(p)) {
        hk_parse_blank_statement(p, start);
    } else {
        hk_parse_check_strip(p, at, "a namespace with values");
        hk_parse_namespace(p, exported);
    }
}

/* A declaration that only TypeScript has, of which `start` is the beginning (its export, if it has one). exported: from a namespace. False: it
 * is none, or a class of which `abstract` has been taken. */
HK_FN HK_NOINLINE bool hk_parse_type_statement(hk_parser *p, uint32_t start, bool exported)
{
    unsigned what = hk_parse_type_declaration(p);
    switch (what) {
    case HK_TD_DECLARE: case HK_TD_TYPES:
        if (what == HK_TD_DECLARE)
            hk_lex_next(p);
        hk_parse_skip_declaration(p);
        hk_parse_blank_statement(p, start);
        return true;
    case HK_TD_NAMESPACE:
        hk_parse_namespace_statement(p, start, exported);
        return true;
    case HK_TD_ENUM:
        hk_parse_accept(p, HK_K_CONST);
        hk_parse_enum(p, exported);
        return true;
    case HK_TD_ABSTRACT:
        hk_parse_blank(p, p->tok.start, p->tok.end);
        hk_lex_next(p);
        return false;
    default:
        return false;
    }
}
#endif
