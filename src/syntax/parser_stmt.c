/* Statements and declarations. ECMA-262, ECMAScript Language: Statements and Declarations. */
#ifndef HK_PARSER_STMT_C
#define HK_PARSER_STMT_C
#include "parser_func.c"

/* Labels of the statements around, innermost first; they live in the frames of hk_parse_labelled. */
typedef struct hk_plabel {
    struct hk_plabel *outer;
    uint32_t name, start, body;          /* places of the label and of the statement it labels */
    bool loop;                           /* which is a loop, so `continue` may name it */
} hk_plabel;

/* ---- helpers ----------------------------------------------------------------------------------------------------------- */

/* Automatic Semicolon Insertion */
HK_FN void hk_parse_semicolon(hk_parser *p)
{
    if (p->tok.kind == HK_K_SEMICOLON)
        hk_lex_next(p);
    else if (p->tok.kind != HK_K_RBRACE && p->tok.kind != HK_K_EOF && !hk_parse_at_newline(p))
        hk_parse_unexpected(p);
}

HK_FN HK_NOINLINE void hk_parse_statements(hk_parser *p)
{
    while (p->tok.kind != HK_K_RBRACE && p->tok.kind != HK_K_EOF)
        hk_parse_statement(p, HK_AT_LIST);
    hk_tree_put(p, HK_N_END);
}

/* ( Expression ) */
HK_FN HK_NOINLINE void hk_parse_condition(hk_parser *p)
{
    hk_parse_expect(p, HK_K_LPAREN);
    hk_parse_expression(p);
    hk_parse_expect(p, HK_K_RPAREN);
}

/* { StatementList } as a BLOCK; scope: HK_S_BLOCK or HK_S_CATCHBODY */
HK_FN HK_NOINLINE void hk_parse_block(hk_parser *p, unsigned scope)
{
    hk_pscope outer;
    uint32_t ctx = p->ctx;
    hk_tree_put(p, HK_N_BLOCK);
    hk_scope_open(p, scope, &outer);
    p->ctx |= HK_C_USING;
    hk_parse_expect(p, HK_K_LBRACE);
    hk_parse_statements(p);
    hk_parse_expect(p, HK_K_RBRACE);
    p->semicolon = true;
    p->ctx = ctx | (p->ctx & HK_C_SIMPLE & ctx);
    hk_scope_close(p, &outer);
}

HK_FN HK_NOINLINE hk_ppeek hk_parse_peek(hk_parser *p)
{
    hk_ppeek next;
    uint32_t at = p->tok.start;
    uint8_t flags = p->tok.flags;
    hk_lex_next(p);
    next.kind = p->tok.kind;
    next.flags = p->tok.flags;
    next.identifier = next.kind == HK_K_NAME || (next.kind >= HK_K_DO && hk_lex_word_class[next.kind - HK_K_DO] != 1);
    hk_lex_rewind(p, at);
    if (!p->failed)
        p->tok.flags |= flags & HK_TF_NEWLINE;
    return next;
}

/* Is `let` at the current token the beginning of a declaration? */
HK_FN bool hk_parse_at_let(hk_parser *p)
{
    hk_ppeek next;
    if (!hk_parse_at_word(p, HK_K_LET))
        return false;
    next = hk_parse_peek(p);
    return next.kind == HK_K_LBRACKET || next.kind == HK_K_LBRACE || next.identifier;
}

/* using x, await using x: HK_N_USING, HK_N_AUSING, else 0. In the head of a for, `using of` is no declaration. */
HK_FN HK_NOINLINE unsigned hk_parse_at_using(hk_parser *p, bool in_for)
{
    hk_ppeek next;
    uint32_t at = p->tok.start;
    uint8_t flags = p->tok.flags;
    bool await = hk_parse_at_word(p, HK_K_AWAIT) && (p->ctx & HK_C_ASYNC), found;
    if (!HAKO_WITH_DISPOSE || (!await && !hk_parse_at_word(p, HK_K_USING)))
        return 0;
    if (await) {
        hk_lex_next(p);
        if (!hk_parse_at_word(p, HK_K_USING) || hk_parse_at_newline(p)) {
            hk_lex_rewind(p, at);
            p->tok.flags |= flags & HK_TF_NEWLINE;
            return 0;
        }
    }
    next = hk_parse_peek(p);
    found = next.identifier && !(next.flags & HK_TF_NEWLINE) && !(in_for && !await && next.kind == HK_K_OF);
    if (await && !p->failed) {
        hk_lex_rewind(p, at);
        p->tok.flags |= flags & HK_TF_NEWLINE;
    }
    if (found && await)
        hk_parse_mark_await(p);
    return !found ? 0 : await ? HK_N_AUSING : HK_N_USING;
}

/* ---- declarations --------------------------------------------------------------------------------------------------------- */

/* What a for statement wants to know of the declarators in its head */
typedef struct { bool several, initialised, pattern; } hk_pdeclarators;

HK_INLINE bool hk_parse_at_in_of(const hk_parser *p) { return p->tok.kind == HK_K_IN || hk_parse_at_word(p, HK_K_OF); }

/* The list of declarators, from behind `var`...: node is HK_N_VAR and so on. head: of a for, or NULL. */
HK_FN HK_NOINLINE void hk_parse_declarators(hk_parser *p, unsigned node, hk_pdeclarators *head)
{
    unsigned bits = node == HK_N_VAR ? HK_D_VAR : node == HK_N_LET ? HK_D_LET : HK_D_CONST;
    hk_tree_put(p, node);
    for (;;) {
        uint32_t at = p->tok.start;
        bool pattern = p->tok.kind == HK_K_LBRACKET || p->tok.kind == HK_K_LBRACE;
        hk_tree_node(p, HK_N_DECL, 1, at, 0);
        if (pattern && (node == HK_N_USING || node == HK_N_AUSING))
            hk_parse_unexpected(p);
        hk_parse_binding(p, bits);
        hk_parse_drop_mark(p, HK_K_NOT);
        hk_parse_annotation(p);
        if (head)
            head->pattern = pattern;
        if (hk_parse_accept(p, HK_K_ASSIGN)) {
            if (head)
                head->initialised = true;
            hk_parse_assignment(p);
        } else {
            hk_tree_put(p, HK_N_EMPTY);
            if ((pattern || bits == HK_D_CONST) && !(head && hk_parse_at_in_of(p)))
                hk_syntax_error(p, at, "missing initialiser in %s declaration", pattern ? "destructuring" : "const");
        }
        if (!hk_parse_accept(p, HK_K_COMMA))
            break;
        if (head)
            head->several = true;
    }
    hk_tree_put(p, HK_N_END);
}

HK_FN HK_NOINLINE void hk_parse_lexical_declaration(hk_parser *p, unsigned node)
{
    if ((node == HK_N_USING || node == HK_N_AUSING) && !(p->ctx & HK_C_USING))
        hk_syntax_error(p, p->tok.start, "'using' is not allowed here", NULL);
    if (node == HK_N_AUSING)
        hk_lex_next(p);
    hk_lex_next(p);
    hk_parse_declarators(p, node, NULL);
    hk_parse_semicolon(p);
}

/* FunctionDeclaration and its like, at `function`. */
HK_FN HK_NOINLINE void hk_parse_function_statement(hk_parser *p, uint32_t start, bool async)
{
    unsigned bits = HK_D_FUNCTION;
    if (p->scope.kind != HK_S_BODY && (p->module || p->scope.kind != HK_S_SCRIPT))
        bits = HK_D_LEXFUNCTION | (p->ctx & HK_C_STRICT ? 0u : (unsigned)HK_D_ANNEXB);
    hk_parse_function_declaration(p, start, async, bits);
}

/* A function as the body of an if or label: if (x) function f() {} stands for if (x) { function f() {} } */
HK_FN HK_NOINLINE void hk_parse_function_in_if(hk_parser *p)
{
    hk_pscope outer;
    hk_tree_put(p, HK_N_BLOCK);
    hk_scope_open(p, HK_S_BLOCK, &outer);
    if (hk_parse_peek(p).kind == HK_K_MUL)
        hk_parse_unexpected(p);
    hk_parse_function_statement(p, p->tok.start, false);
    hk_tree_put(p, HK_N_END);
    hk_scope_close(p, &outer);
}

/* ---- loops ------------------------------------------------------------------------------------------------------------------ */

HK_FN HK_NOINLINE void hk_parse_loop_body(hk_parser *p)
{
    uint32_t outer = p->ctx & (HK_C_LOOP | HK_C_BREAK);
    p->ctx |= HK_C_LOOP | HK_C_BREAK;
    hk_parse_statement(p, 0);
    p->ctx = (p->ctx & ~(uint32_t)(HK_C_LOOP | HK_C_BREAK)) | outer;
}

HK_FN HK_NOINLINE void hk_parse_do(hk_parser *p)
{
    hk_lex_next(p);
    hk_tree_put(p, HK_N_DO);
    hk_parse_loop_body(p);
    if (!hk_parse_at_word(p, HK_K_WHILE))
        hk_parse_unexpected(p);
    hk_lex_next(p);
    hk_parse_condition(p);
    hk_parse_accept(p, HK_K_SEMICOLON);
}

/* The head of a for that is no declaration: a target, or an expression with the rest of the list. */
HK_FN void hk_parse_for_expression(hk_parser *p, bool await)
{
    uint32_t start = p->length, at = p->tok.start;
    bool let = hk_parse_at_word(p, HK_K_LET), async = hk_parse_at_word(p, HK_K_ASYNC) && !await;
    unsigned kind;
    p->cover = 0;
    hk_parse_assignment_cover(p);
    kind = hk_tree_kind_at(p, start);
    if (hk_parse_at_in_of(p)) {
        if (p->tok.kind == HK_K_OF && (let || (async && kind == HK_N_IDENT)))
            hk_parse_unexpected(p);
        if (kind == HK_N_ARRAY || kind == HK_N_OBJECT) {
            p->cover = 0;
            hk_parse_to_pattern(p, start, at);
        } else {
            hk_parse_check_target(p, start, at);
        }
    }
    hk_parse_check_cover(p);
    if (hk_parse_at_in_of(p))
        return;
    while (hk_parse_accept(p, HK_K_COMMA)) {
        hk_tree_link(p, start, HK_N_SEQ, 0, 0, 0);
        hk_parse_assignment(p);
    }
    hk_tree_settle(p, start);
    hk_tree_wrap(p, start, HK_N_EXPR, 0, 0, 0);
}

/* What stands behind ( : true if it is a declaration, which *seen describes. */
HK_FN HK_NOINLINE unsigned hk_parse_for_head(hk_parser *p, bool await, hk_pdeclarators *seen)
{
    unsigned node = hk_parse_at_word(p, HK_K_VAR) ? HK_N_VAR : hk_parse_at_word(p, HK_K_CONST) ? HK_N_CONST
        : hk_parse_at_let(p) ? HK_N_LET : hk_parse_at_using(p, true);
    if (node) {
        if (node == HK_N_AUSING)
            hk_lex_next(p);
        hk_lex_next(p);
        hk_parse_declarators(p, node, seen);
    } else if (p->tok.kind == HK_K_SEMICOLON) {
        hk_tree_put(p, HK_N_EMPTY);
    } else {
        hk_parse_for_expression(p, await);
    }
    return node;
}

/* The early errors of for-in and for-of heads that declare. */
HK_FN void hk_parse_check_for_declaration(hk_parser *p, unsigned node, const hk_pdeclarators *seen, bool of, uint32_t at)
{
    if (seen->several)
        hk_syntax_error(p, at, "only one variable may be declared in a for-%s head", of ? "of" : "in");
    if (seen->initialised && (of || node != HK_N_VAR || seen->pattern || (p->ctx & HK_C_STRICT)))
        hk_syntax_error(p, at, "a variable in a for-%s head may not be initialised", of ? "of" : "in");
    if (!of && (node == HK_N_USING || node == HK_N_AUSING))
        hk_syntax_error(p, at, "'using' is not allowed in a for-in head", NULL);
}

/* in or of is the current token: the rest of the head. kind: where FOR stands in the tree. */
HK_FN HK_NOINLINE void hk_parse_for_each(hk_parser *p, uint32_t kind, uint32_t at, bool await)
{
    bool of = p->tok.kind == HK_K_OF;
    if (await && !of)
        hk_parse_unexpected(p);
    if (p->failed)
        return;
    hk_tree_set(p, kind, await ? HK_N_FORAWAIT : of ? HK_N_FOROF : HK_N_FORIN);
    hk_tree_insert_varint(p, kind + 1, at);
    p->scope.tree += hk_tree_varint_size(at);
    hk_lex_next(p);
    if (of)
        hk_parse_assignment(p);
    else
        hk_parse_expression(p);
}

HK_FN HK_NOINLINE void hk_parse_for(hk_parser *p)
{
    uint32_t at = p->tok.start, kind = p->length;
    hk_pdeclarators seen = { false, false, false };
    hk_pscope outer;
    unsigned node;
    bool await;
    hk_lex_next(p);
    await = hk_parse_at_word(p, HK_K_AWAIT) && (p->ctx & HK_C_ASYNC);
    if (await) {
        hk_parse_mark_await(p);
        hk_lex_next(p);
    }
    hk_tree_put(p, HK_N_FOR);
    hk_scope_open(p, HK_S_BLOCK, &outer);
    hk_parse_expect(p, HK_K_LPAREN);
    p->ctx |= HK_C_NOIN;
    node = hk_parse_for_head(p, await, &seen);
    p->ctx &= ~(uint32_t)HK_C_NOIN;
    if (hk_parse_at_in_of(p)) {
        if (node)
            hk_parse_check_for_declaration(p, node, &seen, p->tok.kind == HK_K_OF, at);
        hk_parse_for_each(p, kind, at, await);
    } else {
        if (await)
            hk_parse_unexpected(p);
        hk_parse_expect(p, HK_K_SEMICOLON);
        if (p->tok.kind == HK_K_SEMICOLON)
            hk_tree_put(p, HK_N_EMPTY);
        else
            hk_parse_expression(p);
        hk_parse_expect(p, HK_K_SEMICOLON);
        if (p->tok.kind == HK_K_RPAREN)
            hk_tree_put(p, HK_N_EMPTY);
        else
            hk_parse_expression(p);
    }
    hk_parse_expect(p, HK_K_RPAREN);
    hk_parse_loop_body(p);
    hk_scope_close(p, &outer);
}

/* ---- other statements ------------------------------------------------------------------------------------------------------- */

/* A chain of else if does not recurse. */
HK_FN HK_NOINLINE void hk_parse_if(hk_parser *p)
{
    uint32_t depth = p->depth;
    do {
        hk_lex_next(p);
        hk_tree_put(p, HK_N_IF);
        hk_parse_condition(p);
        hk_parse_statement(p, HK_AT_IF);
        if (!hk_parse_at_word(p, HK_K_ELSE)) {
            hk_tree_put(p, HK_N_EMPTY);
            p->depth = (uint16_t)depth;
            return;
        }
        hk_lex_next(p);
    } while (hk_parse_at_word(p, HK_K_IF) && hk_parse_enter(p, HK_COST_CHAIN));
    hk_parse_statement(p, HK_AT_IF);
    p->depth = (uint16_t)depth;
}

HK_FN HK_NOINLINE void hk_parse_jump(hk_parser *p, bool is_continue)
{
    uint32_t at = p->tok.start, name = 0;
    hk_plabel *label = p->labels;
    hk_lex_next(p);
    if (hk_parse_may_be_identifier(p) && !hk_parse_at_newline(p)) {
        name = hk_token_name(p);
        while (label && label->name != name)
            label = label->outer;
        if (!label)
            hk_syntax_error_name(p, p->tok.start, "undefined label '%v'", name);
        else if (is_continue && !label->loop)
            hk_syntax_error_name(p, p->tok.start, "'%v' does not label a loop", name);
        hk_lex_next(p);
    } else if (!(p->ctx & (is_continue ? HK_C_LOOP : HK_C_BREAK))) {
        hk_syntax_error(p, at, is_continue ? "'continue' outside of a loop" : "'break' outside of a loop or switch", NULL);
    }
    hk_tree_node(p, is_continue ? HK_N_CONTINUE : HK_N_BREAK, 1, name, 0);
    hk_parse_semicolon(p);
}

HK_FN HK_NOINLINE void hk_parse_return(hk_parser *p)
{
    uint32_t at = p->tok.start;
    if (!(p->ctx & HK_C_FUNCTION))
        hk_syntax_error(p, at, "'return' outside of a function", NULL);
    hk_lex_next(p);
    hk_tree_node(p, HK_N_RETURN, 1, at, 0);
    if (p->tok.kind == HK_K_SEMICOLON || p->tok.kind == HK_K_RBRACE || p->tok.kind == HK_K_EOF || hk_parse_at_newline(p))
        hk_tree_put(p, HK_N_EMPTY);
    else
        hk_parse_expression(p);
    hk_parse_semicolon(p);
}

HK_FN HK_NOINLINE void hk_parse_throw_statement(hk_parser *p)
{
    hk_tree_node(p, HK_N_THROW, 1, p->tok.start, 0);
    hk_lex_next(p);
    if (hk_parse_at_newline(p))
        hk_syntax_error(p, p->prev_end, "line break after 'throw'", NULL);
    hk_parse_expression(p);
    hk_parse_semicolon(p);
}

HK_FN HK_NOINLINE void hk_parse_with(hk_parser *p)
{
    if (p->ctx & HK_C_STRICT)
        hk_syntax_error(p, p->tok.start, "'with' is not allowed in strict code", NULL);
    else if (!HAKO_WITH_EVAL)
        hk_syntax_error(p, p->tok.start, "this build is without 'with'", NULL);
    hk_tree_node(p, HK_N_WITH, 1, p->tok.start, 0);
    hk_lex_next(p);
    hk_parse_condition(p);
    hk_parse_statement(p, 0);
}

HK_FN HK_NOINLINE void hk_parse_case(hk_parser *p, bool *has_default)
{
    hk_tree_put(p, HK_N_CASE);
    if (hk_parse_at_word(p, HK_K_CASE)) {
        hk_lex_next(p);
        hk_parse_expression(p);
    } else {
        if (!hk_parse_at_word(p, HK_K_DEFAULT))
            hk_parse_unexpected(p);
        if (*has_default)
            hk_syntax_error(p, p->tok.start, "more than one default clause in switch", NULL);
        *has_default = true;
        hk_lex_next(p);
        hk_tree_put(p, HK_N_EMPTY);
    }
    hk_parse_expect(p, HK_K_COLON);
    while (p->tok.kind != HK_K_RBRACE && p->tok.kind != HK_K_EOF && !hk_parse_at_word(p, HK_K_CASE) && !hk_parse_at_word(p, HK_K_DEFAULT))
        hk_parse_statement(p, HK_AT_LIST);
    hk_tree_put(p, HK_N_END);
    hk_parse_strip_end(p, true, false);
}

HK_FN HK_NOINLINE void hk_parse_switch(hk_parser *p)
{
    hk_pscope outer;
    uint32_t ctx = p->ctx;
    bool has_default = false;
    hk_lex_next(p);
    hk_tree_put(p, HK_N_SWITCH);
    hk_parse_condition(p);
    hk_scope_open(p, HK_S_BLOCK, &outer);
    p->ctx = (p->ctx | HK_C_BREAK) & ~(uint32_t)HK_C_USING;
    hk_parse_expect(p, HK_K_LBRACE);
    while (p->tok.kind != HK_K_RBRACE && p->tok.kind != HK_K_EOF)
        hk_parse_case(p, &has_default);
    hk_tree_put(p, HK_N_END);
    hk_parse_expect(p, HK_K_RBRACE);
    p->ctx = ctx;
    hk_scope_close(p, &outer);
}

HK_FN HK_NOINLINE void hk_parse_catch(hk_parser *p)
{
    hk_pscope outer;
    hk_lex_next(p);
    hk_tree_put(p, HK_N_CATCH);
    hk_scope_open(p, HK_S_CATCH, &outer);
    if (hk_parse_accept(p, HK_K_LPAREN)) {
        bool pattern = p->tok.kind == HK_K_LBRACKET || p->tok.kind == HK_K_LBRACE;
        uint32_t ctx = p->ctx;
        hk_parse_binding(p, pattern ? HK_D_LET : HK_D_CATCH);
        hk_parse_annotation(p);
        p->semicolon = true;
        p->ctx = ctx;
        hk_parse_expect(p, HK_K_RPAREN);
    } else {
        hk_tree_put(p, HK_N_EMPTY);
    }
    hk_parse_block(p, HK_S_CATCHBODY);
    hk_scope_close(p, &outer);
}

HK_FN HK_NOINLINE void hk_parse_try(hk_parser *p)
{
    bool handled = false;
    hk_lex_next(p);
    hk_tree_put(p, HK_N_TRY);
    hk_parse_block(p, HK_S_BLOCK);
    if (hk_parse_at_word(p, HK_K_CATCH)) {
        handled = true;
        hk_parse_catch(p);
    } else {
        hk_tree_put(p, HK_N_EMPTY);
    }
    if (hk_parse_at_word(p, HK_K_FINALLY)) {
        hk_lex_next(p);
        hk_parse_block(p, HK_S_BLOCK);
        return;
    }
    if (!handled)
        hk_syntax_error(p, p->tok.start, "missing catch or finally after try", NULL);
    hk_tree_put(p, HK_N_EMPTY);
}

/* A loop begins at the current token: the labels directly before it are its own. */
HK_FN void hk_parse_mark_labels(hk_parser *p)
{
    uint32_t at = p->tok.start;
    hk_plabel *label;
    for (label = p->labels; label && label->body == at; label = label->outer) {
        label->loop = true;
        at = label->start;
    }
}

/* The label `name` stands at `start`, the colon is the current token. */
HK_FN HK_NOINLINE void hk_parse_labelled(hk_parser *p, uint32_t name, uint32_t start, unsigned where)
{
    hk_plabel label, *other;
    for (other = p->labels; other; other = other->outer)
        if (other->name == name)
            hk_syntax_error_name(p, start, "label '%v' has already been declared", name);
    hk_lex_next(p);
    label.outer = p->labels;
    label.name = name;
    label.start = start;
    label.body = p->tok.start;
    label.loop = false;
    p->labels = &label;
    hk_tree_node(p, HK_N_LABEL, 1, name, 0);
    if (hk_parse_at_word(p, HK_K_FUNCTION)) {                  /* Annex B.3.1; not as the body of an if or loop */
        if ((p->ctx & HK_C_STRICT) || !(where & HK_AT_LIST) || hk_parse_peek(p).kind == HK_K_MUL)
            hk_parse_unexpected(p);
        hk_parse_function_statement(p, p->tok.start, false);
    } else if (hk_parse_enter(p, HK_COST_LABEL)) {
        hk_parse_statement(p, where & HK_AT_LIST ? HK_AT_LIST | HK_AT_IF : 0);
        hk_parse_leave(p, HK_COST_LABEL);
    }
    p->labels = label.outer;
}

/* ExpressionStatement, or a labelled statement, which begins like one. */
HK_FN HK_NOINLINE void hk_parse_expression_statement(hk_parser *p, unsigned where)
{
    uint32_t start = p->length, at = p->tok.start, top = p->top;
    hk_tree_put(p, HK_N_EXPR);
    hk_parse_expression(p);
    if (p->tok.kind == HK_K_COLON && hk_tree_kind_at(p, start + 1) == HK_N_IDENT) {
        hk_tree tree = hk_tree_parsed(p);
        uint32_t next = start + 2, name = hk_tree_varint(p->vm, &tree, &next);
        hk_scope_drop_entries(p, top);
        p->length = start;
        hk_parse_labelled(p, name, at, where);
        return;
    }
    hk_parse_semicolon(p);
}

/* Statements that begin with a word that is not always a keyword; false if this is none. */
HK_FN HK_NOINLINE bool hk_parse_contextual_statement(hk_parser *p, unsigned where)
{
    unsigned node = 0;
    uint32_t start = p->tok.start;
    hk_ppeek next;
    switch (p->tok.kind) {
    case HK_K_LET:
        if (where != HK_AT_LIST) {
            if (hk_parse_peek(p).kind == HK_K_LBRACKET)
                hk_syntax_error(p, start, "a lexical declaration is not allowed here", NULL);
            return false;
        }
        node = hk_parse_at_let(p) ? HK_N_LET : 0;
        break;
    case HK_K_USING: case HK_K_AWAIT:
        node = where == HK_AT_LIST ? hk_parse_at_using(p, false) : 0;
        break;
    case HK_K_ASYNC:
        next = hk_parse_peek(p);
        if (next.kind != HK_K_FUNCTION || (next.flags & (HK_TF_NEWLINE | HK_TF_ESCAPED)))
            return false;
        if (where != HK_AT_LIST)
            hk_syntax_error(p, start, "an async function declaration is not allowed here", NULL);
        hk_lex_next(p);
        hk_parse_function_statement(p, start, true);
        return true;
    default:
        break;
    }
    if (node)
        hk_parse_lexical_declaration(p, node);
    return node != 0;
}

/* Statements that only may stand in a list. */
HK_FN HK_NOINLINE void hk_parse_declaration(hk_parser *p, unsigned where)
{
    unsigned kind = p->tok.kind;
    if (kind == HK_K_FUNCTION && (where & HK_AT_LIST ? where == HK_AT_LIST : where == HK_AT_IF && !(p->ctx & HK_C_STRICT))) {
        if (where == HK_AT_IF)
            hk_parse_function_in_if(p);
        else
            hk_parse_function_statement(p, p->tok.start, false);
        return;
    }
    if (where != HK_AT_LIST)
        hk_syntax_error(p, p->tok.start, kind == HK_K_FUNCTION ? "a function declaration is not allowed here"
            : kind == HK_K_CLASS ? "a class declaration is not allowed here" : "a lexical declaration is not allowed here", NULL);
    if (kind == HK_K_CLASS)
        hk_parse_class(p, true);
    else
        hk_parse_lexical_declaration(p, HK_N_CONST);
}

HK_FN void hk_parse_statement_by_kind(hk_parser *p, unsigned kind, unsigned where)
{
    switch (kind) {
    case HK_K_LBRACE: hk_parse_block(p, HK_S_BLOCK); return;
    case HK_K_SEMICOLON: hk_tree_put(p, HK_N_EMPTY); hk_lex_next(p); return;
    case HK_K_VAR:
        hk_lex_next(p);
        hk_parse_declarators(p, HK_N_VAR, NULL);
        hk_parse_semicolon(p);
        return;
    case HK_K_FUNCTION: case HK_K_CLASS: case HK_K_CONST: hk_parse_declaration(p, where); return;
    case HK_K_IF: hk_parse_if(p); return;
    case HK_K_FOR: hk_parse_mark_labels(p); hk_parse_for(p); return;
    case HK_K_WHILE:
        hk_parse_mark_labels(p);
        hk_lex_next(p);
        hk_tree_put(p, HK_N_WHILE);
        hk_parse_condition(p);
        hk_parse_loop_body(p);
        return;
    case HK_K_DO: hk_parse_mark_labels(p); hk_parse_do(p); return;
    case HK_K_CONTINUE: hk_parse_jump(p, true); return;
    case HK_K_BREAK: hk_parse_jump(p, false); return;
    case HK_K_RETURN: hk_parse_return(p); return;
    case HK_K_WITH: hk_parse_with(p); return;
    case HK_K_SWITCH: hk_parse_switch(p); return;
    case HK_K_THROW: hk_parse_throw_statement(p); return;
    case HK_K_TRY: hk_parse_try(p); return;
    case HK_K_DEBUGGER:
        hk_tree_put(p, HK_N_DEBUGGER);
        hk_lex_next(p);
        hk_parse_semicolon(p);
        return;
    default:
        if (kind < HK_K_DO || !hk_parse_contextual_statement(p, where))
            hk_parse_expression_statement(p, where);
    }
}

HK_FN HK_NOINLINE void hk_parse_statement(hk_parser *p, unsigned where)
{
    uint32_t start = p->length;
    if (!hk_parse_enter(p, HK_COST_STATEMENT))
        return;
    hk_parse_decorators(p);
    if (where != HK_AT_LIST || !hk_parse_typescript(p) || !hk_parse_type_statement(p, p->tok.start, false)) {
        bool name = p->tok.flags & HK_TF_ESCAPED && p->tok.kind >= HK_K_DO;
        hk_parse_statement_by_kind(p, name ? (unsigned)HK_K_NAME : p->tok.kind, where);
    }
    hk_parse_strip_end(p, p->length != start, where == HK_AT_LIST);
    hk_parse_leave(p, HK_COST_STATEMENT);
}

/* ---- bodies ----------------------------------------------------------------------------------------------------------------------- */

/* The string token from `at` to `end` was a whole statement: a directive. */
HK_FN void hk_parse_directive(hk_parser *p, uint32_t at, uint32_t end, uint32_t octal)
{
    if (end - at != 12 || hk_memcmp(p->src + at + 1, "use strict", 10) != 0)
        return;
    if (!(p->ctx & HK_C_SIMPLE))
        hk_syntax_error(p, at, "\"use strict\" in a function whose parameters are not simple", NULL);
    if (octal)
        hk_syntax_error(p, octal - 1, "octal escape in strict code", NULL);
    p->ctx |= HK_C_STRICT;
}

HK_FN void hk_parse_body(hk_parser *p)
{
    uint32_t octal = 0;
    while (p->tok.kind == HK_K_STRING) {
        uint32_t at = p->tok.start, end = p->tok.end, start = p->length;
        if ((p->tok.flags & HK_TF_OCTAL) && !octal)
            octal = at + 1;
        hk_parse_statement(p, HK_AT_LIST);
        if (hk_tree_kind_at(p, start + 1) != HK_N_STR || p->failed)
            break;
        hk_parse_directive(p, at, end, octal);
    }
    hk_parse_statements(p);
}
#endif
