/* Modules. ECMA-262, ECMAScript Language: Scripts and Modules. */
#ifndef HK_PARSER_MODULE_C
#define HK_PARSER_MODULE_C
#include "typescript.c"

#if HAKO_WITH_MODULES
/* A module's attributes are few: they are compared with each other. */
#define HK_MAX_ATTRIBUTES 64u

/* ---- names ------------------------------------------------------------------------------------------------------------- */

/* Is the current token that word, one of those that are only words here: as, from? */
HK_FN bool hk_parse_at_text(const hk_parser *p, const char *text, uint32_t n)
{
    return p->tok.kind == HK_K_NAME && !(p->tok.flags & HK_TF_ESCAPED) && p->tok.end - p->tok.start == n
        && hk_memcmp(p->src + p->tok.start, text, n) == 0;
}

/* The name is exported: each may be once. */
HK_FN void hk_parse_export_once(hk_parser *p, uint32_t name, uint32_t at)
{
    uint8_t *bits;
    if (!hk_scope_reach(p, p->exported, 8 + name / 8 + 1))
        return;
    bits = (uint8_t *)hk_ptr(p->vm, hk_ref_of(*p->exported)) + 8 + name / 8;
    if (*bits >> (name & 7) & 1)
        hk_syntax_error_name(p, at, "'%v' is exported twice", name);
    *bits = (uint8_t)(*bits | 1u << (name & 7));
}

/* IsStringWellFormedUnicode: are there no lone surrogates? */
HK_FN bool hk_parse_well_formed(const hk_text *t)
{
    uint32_t i;
    for (i = 0; i < t->len; i++) {
        uint32_t c = hk_unit(t, i);
        if (hk_is_lead_surrogate(c) && i + 1 < t->len && hk_is_trail_surrogate(hk_unit(t, i + 1)))
            i++;
        else if (c >> 11 == 0xD800u >> 11)
            return false;
    }
    return true;
}

/* ModuleExportName: an IdentifierName, or a string */
HK_FN uint32_t hk_parse_module_name(hk_parser *p)
{
    uint32_t name, at = p->tok.start;
    bool string = p->tok.kind == HK_K_STRING;
    hk_text t;
    if (!string && !hk_parse_at_identifier_like(p)) {
        hk_parse_unexpected(p);
        return 0;
    }
    name = hk_token_name(p);
    hk_lex_next(p);
    if (string && !p->failed) {
        hk_text_of(p->vm, hk_name_ref(p->vm, name), &t);
        if (!hk_parse_well_formed(&t))
            hk_syntax_error(p, at, "a name in a module must not hold lone surrogates", NULL);
    }
    return name;
}

/* Is the current token the beginning of an async function? */
HK_FN bool hk_parse_at_async_function(hk_parser *p)
{
    hk_ppeek next;
    if (!hk_parse_at_word(p, HK_K_ASYNC))
        return false;
    next = hk_parse_peek(p);
    return next.kind == HK_K_FUNCTION && !(next.flags & (HK_TF_NEWLINE | HK_TF_ESCAPED));
}

/* Is it a class with a name? */
HK_FN bool hk_parse_at_named_class(hk_parser *p)
{
    hk_ppeek next;
    if (!hk_parse_at_word(p, HK_K_CLASS))
        return false;
    next = hk_parse_peek(p);
    return next.kind != HK_K_LBRACE && next.kind != HK_K_EXTENDS
        && !(hk_parse_typescript(p) && (next.kind == HK_K_LT || next.kind == HK_K_IMPLEMENTS));
}

HK_FN void hk_parse_link(hk_parser *p, unsigned kind, uint32_t name, uint32_t other, uint32_t at)
{
    hk_tree_put(p, HK_N_LINK);
    hk_tree_put(p, kind);
    hk_tree_put_varint(p, name);
    hk_tree_put_varint(p, other);
    hk_tree_put_varint(p, at);
}

/* ---- what is asked of other modules ----------------------------------------------------------------------------------------- */

/* WithClause, and the END of the list that it makes */
HK_FN HK_NOINLINE void hk_parse_attributes(hk_parser *p)
{
    uint32_t keys[HK_MAX_ATTRIBUTES], n = 0, i, at;
    if (hk_parse_at_word(p, HK_K_WITH)) {
        hk_lex_next(p);
        hk_parse_expect(p, HK_K_LBRACE);
        while (p->tok.kind != HK_K_RBRACE && p->tok.kind != HK_K_EOF) {
            at = p->tok.start;
            if (n == HK_MAX_ATTRIBUTES) {
                hk_syntax_error(p, at, "too many import attributes", NULL);
                break;
            }
            if (p->tok.kind != HK_K_STRING && !hk_parse_at_identifier_like(p))
                hk_parse_unexpected(p);
            keys[n] = hk_token_name(p);
            for (i = 0; i < n; i++)
                if (keys[i] == keys[n])
                    hk_syntax_error_name(p, at, "import attribute '%v' stands twice", keys[n]);
            hk_tree_node(p, HK_N_STR, 1, keys[n++], 0);
            hk_lex_next(p);
            hk_parse_expect(p, HK_K_COLON);
            if (p->tok.kind != HK_K_STRING)
                hk_parse_unexpected(p);
            hk_tree_node(p, HK_N_STR, 1, hk_token_name(p), 0);
            hk_lex_next(p);
            if (p->tok.kind != HK_K_RBRACE)
                hk_parse_expect(p, HK_K_COMMA);
        }
        hk_parse_expect(p, HK_K_RBRACE);
    }
    hk_tree_put(p, HK_N_END);
}

/* The end of a list of LINKs, and of the item: specifier, attributes, semicolon. */
HK_FN HK_NOINLINE void hk_parse_request(hk_parser *p)
{
    uint32_t at = p->tok.start;
    hk_tree_put(p, HK_N_END);
    if (p->tok.kind != HK_K_STRING)
        hk_parse_unexpected(p);
    hk_tree_put_varint(p, hk_token_name(p));
    hk_tree_put_varint(p, at);
    hk_lex_next(p);
    hk_parse_attributes(p);
    hk_parse_semicolon(p);
}

HK_FN void hk_parse_from(hk_parser *p)
{
    if (!hk_parse_at_text(p, "from", 4))
        hk_parse_unexpected(p);
    hk_lex_next(p);
    hk_parse_request(p);
}

/* The imported binding's own name, which is the current token. */
HK_FN void hk_parse_import_binding(hk_parser *p, unsigned kind, uint32_t imported)
{
    uint32_t at = p->tok.start, name = hk_parse_binding_identifier(p);
    hk_scope_declare(p, name, HK_D_CONST | HK_D_IMPORT | HK_D_CAPTURED, at);
    hk_parse_link(p, kind, imported, name, at);
}

/* ---- what TypeScript's modules have besides -------------------------------------------------------------------------------- */

HK_FN bool hk_parse_at_module_name(const hk_parser *p) { return p->tok.kind == HK_K_STRING || hk_parse_at_identifier_like(p); }

/* Is `type` at the current token, in { } of an import or export, a modifier rather than a name? `type as` is a type, `type as x` a name that
 * gets another one, `type as as x` a type again. */
HK_FN HK_NOINLINE bool hk_parse_at_type_specifier(hk_parser *p)
{
    hk_pguess g;
    bool type;
    if (hk_parse_type_word(p) != HK_TW_TYPE)
        return false;
    hk_parse_guess(p, &g);
    hk_lex_next(p);
    type = hk_parse_at_module_name(p);
    if (hk_parse_at_text(p, "as", 2)) {
        hk_lex_next(p);
        type = !hk_parse_at_module_name(p);
        if (hk_parse_at_text(p, "as", 2)) {
            hk_lex_next(p);
            type = hk_parse_at_module_name(p);
        }
    }
    hk_parse_guessed(p, &g, false);
    return type;
}

/* type a, type a as b, with the comma behind; false: it is something else. */
HK_FN HK_NOINLINE bool hk_parse_drop_specifier(hk_parser *p)
{
    uint32_t at = p->tok.start;
    if (!hk_parse_at_type_specifier(p))
        return false;
    hk_lex_next(p);
    hk_lex_next(p);
    if (hk_parse_at_text(p, "as", 2)) {
        hk_lex_next(p);
        if (!hk_parse_at_module_name(p))
            hk_parse_unexpected(p);
        hk_lex_next(p);
    }
    if (p->tok.kind != HK_K_RBRACE)
        hk_parse_expect(p, HK_K_COMMA);
    hk_parse_blank(p, at, p->prev_end);
    return true;
}

/* Takes `type` if it makes the whole import a matter of types: import type a, import type { a }, import type * as a */
HK_FN HK_NOINLINE bool hk_parse_at_type_import(hk_parser *p)
{
    hk_pguess g;
    bool type;
    if (hk_parse_type_word(p) != HK_TW_TYPE)
        return false;
    hk_parse_guess(p, &g);
    hk_lex_next(p);
    type = p->tok.kind == HK_K_MUL || p->tok.kind == HK_K_LBRACE || hk_parse_at_identifier_like(p);
    if (hk_parse_at_text(p, "from", 4)) {                /* import type from from "x" */
        hk_lex_next(p);
        type = hk_parse_at_text(p, "from", 4) || p->tok.kind == HK_K_ASSIGN;
        if (type)
            hk_parse_unexpected(p);
    }
    return hk_parse_guessed(p, &g, type);
}

/* The rest of an import or export of types only, which begins at `start`: clause, from, attributes */
HK_FN HK_NOINLINE void hk_parse_drop_link(hk_parser *p, uint32_t start)
{
    uint32_t at = p->length;
    while (hk_parse_at_identifier_like(p) || p->tok.kind == HK_K_MUL || p->tok.kind == HK_K_COMMA || p->tok.kind == HK_K_LBRACE) {
        if (p->tok.kind == HK_K_LBRACE)
            hk_parse_skip_braces(p);
        else
            hk_lex_next(p);
        if (p->tok.kind != HK_K_COMMA && hk_parse_at_newline(p) && !hk_parse_at_text(p, "from", 4) && !hk_parse_at_text(p, "as", 2))
            break;
    }
    if (p->tok.kind == HK_K_ASSIGN)
        hk_syntax_error(p, p->tok.start, "'import =' is not supported", NULL);
    if (hk_parse_accept(p, HK_K_STRING))
        hk_parse_attributes(p);
    p->length = at;
    hk_parse_semicolon(p);
    hk_parse_blank_statement(p, start);
}

/* export of what only TypeScript has, behind the export at `at`. Overloads and `abstract` are left to the caller. */
HK_FN HK_NOINLINE bool hk_parse_type_export(hk_parser *p, uint32_t at)
{
    unsigned next = hk_parse_type_word(p) == HK_TW_TYPE ? hk_parse_peek(p).kind : (unsigned)HK_K_EOF;
    bool done;
    if (next == HK_K_MUL || next == HK_K_LBRACE) {
        hk_lex_next(p);
        hk_parse_drop_link(p, at);
        return true;
    }
    if (p->tok.kind == HK_K_ASSIGN || p->tok.kind == HK_K_IMPORT || hk_parse_at_text(p, "as", 2))
        hk_syntax_error(p, at, "'export =', 'export import' and 'export as namespace' are not supported", NULL);
    p->exporting = true;
    done = hk_parse_type_statement(p, at, false);
    p->exporting = false;
    return done;
}

/* The same for export default: an interface. `abstract` is taken. */
HK_FN bool hk_parse_type_default(hk_parser *p, uint32_t at)
{
    unsigned what = hk_parse_typescript(p) ? hk_parse_type_declaration(p) : 0u;
    if (what == HK_TD_ABSTRACT)
        hk_parse_type_statement(p, at, false);
    if (what != HK_TD_TYPES || p->tok.kind != HK_K_INTERFACE)
        return false;
    return hk_parse_type_statement(p, at, false);
}

/* ---- imports ---------------------------------------------------------------------------------------------------------------- */

/* { a, b as c, "d" as e } */
HK_FN HK_NOINLINE void hk_parse_named_imports(hk_parser *p)
{
    hk_lex_next(p);
    while (p->tok.kind != HK_K_RBRACE && p->tok.kind != HK_K_EOF) {
        uint32_t at = p->tok.start, imported;
        bool string = p->tok.kind == HK_K_STRING;
        if (hk_parse_typescript(p) && hk_parse_drop_specifier(p))
            continue;
        imported = hk_parse_module_name(p);
        if (string || hk_parse_at_text(p, "as", 2)) {
            if (!hk_parse_at_text(p, "as", 2))
                hk_parse_unexpected(p);
            hk_lex_next(p);
        } else {
            hk_lex_rewind(p, at);
        }
        hk_parse_import_binding(p, HK_LINK_NAME, imported);
        if (p->tok.kind != HK_K_RBRACE)
            hk_parse_expect(p, HK_K_COMMA);
    }
    hk_parse_expect(p, HK_K_RBRACE);
}

/* ImportDeclaration, at `import` */
HK_FN HK_NOINLINE void hk_parse_import(hk_parser *p)
{
    uint32_t at = p->tok.start;
    hk_lex_next(p);
    if (hk_parse_typescript(p) && hk_parse_at_type_import(p)) {
        hk_parse_drop_link(p, at);
        return;
    }
    hk_tree_put(p, HK_N_IMPORT);
    if (p->tok.kind == HK_K_STRING) {
        hk_parse_request(p);
        return;
    }
    if (p->tok.kind != HK_K_MUL && p->tok.kind != HK_K_LBRACE) {
        hk_parse_import_binding(p, HK_LINK_NAME, HK_NAME_ANONYMOUS_DEFAULT);
        if (p->tok.kind == HK_K_ASSIGN && hk_parse_typescript(p))
            hk_syntax_error(p, at, "'import =' is not supported", NULL);
        if (!hk_parse_accept(p, HK_K_COMMA)) {
            hk_parse_from(p);
            return;
        }
    }
    if (hk_parse_accept(p, HK_K_MUL)) {
        if (!hk_parse_at_text(p, "as", 2))
            hk_parse_unexpected(p);
        hk_lex_next(p);
        hk_parse_import_binding(p, HK_LINK_NAMESPACE, 0);
    } else if (p->tok.kind == HK_K_LBRACE) {
        hk_parse_named_imports(p);
    } else {
        hk_parse_unexpected(p);
    }
    hk_parse_from(p);
}

/* ---- exports -------------------------------------------------------------------------------------------------------------------- */

/* EXPORT with one LINK: own name `name` is exported as default. */
HK_FN void hk_parse_export_as_default(hk_parser *p, uint32_t name, uint32_t at)
{
    hk_tree_put(p, HK_N_EXPORT);
    hk_parse_link(p, HK_LINK_NAME, HK_NAME_ANONYMOUS_DEFAULT, name, at);
    hk_tree_put(p, HK_N_END);
    hk_scope_refer(p, name, HK_D_CAPTURED);
}

/* export default, at what stands behind: an expression, or a declaration that may go without a name. */
HK_FN HK_NOINLINE void hk_parse_export_default(hk_parser *p, uint32_t at)
{
    uint32_t start = p->tok.start, pos = p->length + 1, name = HK_NAME_ANONYMOUS_DEFAULT;
    hk_tree tree;
    bool is_class, named, async = hk_parse_at_async_function(p);
    if (hk_parse_type_default(p, at))
        return;
    is_class = hk_parse_at_word(p, HK_K_CLASS);
    named = hk_parse_at_named_class(p);
    if (async)
        hk_lex_next(p);
    if (hk_parse_at_word(p, HK_K_FUNCTION) || named) {
        p->anonymous = !named;
        if (named)
            hk_parse_class(p, true);
        else
            hk_parse_function_statement(p, start, async);
        p->anonymous = false;
        if (p->length == pos - 1)                        /* an overload */
            hk_parse_blank(p, at, p->prev_end);
        if (p->failed || p->length == pos - 1)
            return;
        tree = hk_tree_parsed(p);
        name = hk_tree_varint(p->vm, &tree, &pos);
    } else {
        hk_scope_declare(p, name, HK_D_LET, start);
        hk_tree_put(p, HK_N_LET);
        hk_tree_node(p, HK_N_DECL, 1, start, 0);
        hk_tree_node(p, HK_N_IDENT, 2, name, start);
        if (is_class)
            hk_parse_class(p, false);
        else
            hk_parse_assignment(p);
        hk_tree_put(p, HK_N_END);
        if (!is_class)
            hk_parse_semicolon(p);
    }
    hk_parse_export_once(p, HK_NAME_ANONYMOUS_DEFAULT, at);
    hk_parse_export_as_default(p, name, at);
}

/* The LINKs of { ... } at pos name bindings of this module: they are used from outside. */
HK_FN void hk_parse_refer_exported(hk_parser *p, uint32_t pos)
{
    hk_tree tree = hk_tree_parsed(p);
    while (!p->failed && hk_tree_kind_at(p, pos) == HK_N_LINK) {
        pos += 2;
        hk_tree_varint(p->vm, &tree, &pos);
        hk_scope_refer(p, hk_tree_varint(p->vm, &tree, &pos), HK_D_CAPTURED);
        hk_tree_varint(p->vm, &tree, &pos);
    }
}

/* export { a, b as c }, and the same with `from`, where a may also be a string or a reserved word */
HK_FN HK_NOINLINE void hk_parse_export_clause(hk_parser *p)
{
    uint32_t node = p->length, foreign = UINT32_MAX;
    hk_tree_put(p, HK_N_EXPORT);
    hk_lex_next(p);
    while (p->tok.kind != HK_K_RBRACE && p->tok.kind != HK_K_EOF) {
        uint32_t at = p->tok.start, name, own;
        if (hk_parse_typescript(p) && hk_parse_drop_specifier(p))
            continue;
        if (foreign == UINT32_MAX && !hk_parse_may_be_identifier(p))
            foreign = at;
        name = own = hk_parse_module_name(p);
        if (hk_parse_at_text(p, "as", 2)) {
            hk_lex_next(p);
            name = hk_parse_module_name(p);
        }
        hk_parse_export_once(p, name, at);
        hk_parse_link(p, HK_LINK_NAME, name, own, at);
        if (p->tok.kind != HK_K_RBRACE)
            hk_parse_expect(p, HK_K_COMMA);
    }
    hk_parse_expect(p, HK_K_RBRACE);
    if (hk_parse_at_text(p, "from", 4)) {
        if (!p->failed)
            hk_tree_set(p, node, HK_N_EXPORTFROM);
        hk_parse_from(p);
        return;
    }
    if (foreign != UINT32_MAX)
        hk_syntax_error(p, foreign, "what is exported must be the name of a binding", NULL);
    hk_tree_put(p, HK_N_END);
    hk_parse_refer_exported(p, node + 1);
    hk_parse_semicolon(p);
}

/* export * from, export * as name from; at the star */
HK_FN void hk_parse_export_star(hk_parser *p)
{
    uint32_t at, name;
    hk_tree_put(p, HK_N_EXPORTFROM);
    hk_lex_next(p);
    at = p->tok.start;
    if (hk_parse_at_text(p, "as", 2)) {
        hk_lex_next(p);
        name = hk_parse_module_name(p);
        hk_parse_export_once(p, name, at);
        hk_parse_link(p, HK_LINK_NAMESPACE, name, 0, at);
    } else {
        hk_parse_link(p, HK_LINK_ALL, 0, 0, at);
    }
    hk_parse_from(p);
}

/* ExportDeclaration, at `export` */
HK_FN HK_NOINLINE void hk_parse_export(hk_parser *p)
{
    uint32_t at = p->tok.start, start = p->length;
    hk_lex_next(p);
    hk_parse_decorators(p);
    if (hk_parse_typescript(p) && hk_parse_type_export(p, at))
        return;
    if (p->tok.kind == HK_K_MUL) {
        hk_parse_export_star(p);
    } else if (p->tok.kind == HK_K_LBRACE) {
        hk_parse_export_clause(p);
    } else if (hk_parse_at_word(p, HK_K_DEFAULT)) {
        hk_lex_next(p);
        hk_parse_export_default(p, at);
    } else {
        if (!hk_parse_at_async_function(p) && !hk_parse_at_word(p, HK_K_VAR) && !hk_parse_at_word(p, HK_K_CONST) && !hk_parse_at_word(p, HK_K_LET)
            && !hk_parse_at_word(p, HK_K_FUNCTION) && !hk_parse_at_word(p, HK_K_CLASS))
            hk_parse_unexpected(p);
        p->exporting = true;
        hk_parse_statement(p, HK_AT_LIST);
        p->exporting = false;
        if (p->length == start)                          /* an overload */
            hk_parse_blank(p, at, p->prev_end);
    }
}

/* ---- the whole ------------------------------------------------------------------------------------------------------------------ */

/* Every name in an export clause must be declared. Statements from `pos` on. */
HK_FN void hk_parse_check_exports(hk_parser *p, uint32_t pos)
{
    hk_tree tree = hk_tree_parsed(p);
    while (!p->failed && hk_tree_kind_at(p, pos) != HK_N_END) {
        uint32_t next = hk_tree_skip(p->vm, &tree, pos), link = pos + 1, name, i, at;
        while (hk_tree_kind_at(p, pos) == HK_N_EXPORT && hk_tree_kind_at(p, link) == HK_N_LINK) {
            link += 2;
            hk_tree_varint(p->vm, &tree, &link);
            name = hk_tree_varint(p->vm, &tree, &link);
            at = hk_tree_varint(p->vm, &tree, &link);
            i = hk_scope_own(p, name);
            if (!i || !(hk_scope_entry(p, i - 1) & HK_D_KIND)) {
                hk_syntax_error_name(p, at, "'%v' is exported, but not declared", name);
                return;
            }
        }
        pos = next;
    }
}

/* ModuleBody */
HK_FN void hk_parse_module(hk_parser *p)
{
    p->ctx |= HK_C_ASYNC | HK_C_USING;
    while (p->tok.kind != HK_K_EOF) {
        hk_parse_decorators(p);
        unsigned next = hk_parse_at_word(p, HK_K_IMPORT) ? hk_parse_peek(p).kind : (unsigned)HK_K_DOT;
        uint32_t start = p->length;
        if (next != HK_K_DOT && next != HK_K_LPAREN)
            hk_parse_import(p);
        else if (hk_parse_at_word(p, HK_K_EXPORT))
            hk_parse_export(p);
        else
            hk_parse_statement(p, HK_AT_LIST);
        hk_parse_strip_end(p, p->length != start, true);
        if (p->tok.kind == HK_K_RBRACE)
            hk_parse_unexpected(p);
    }
    hk_tree_put(p, HK_N_END);
    if (!p->out)                         /* among what is exported there may be types */
        hk_parse_check_exports(p, p->scope.tree);
    if (p->scope.flags & HK_SF_EVAL)
        hk_scope_refer(p, HK_NAME_THIS, 0);
    if (p->failed)
        return;
    hk_parse_resolve(p, HK_NAME_THIS, HK_D_THIS | HK_D_CAPTURED);
    hk_parse_resolve(p, HK_NAME_META, HK_D_CONST | HK_D_CAPTURED);
}
#endif
#endif
