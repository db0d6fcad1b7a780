/* Bindings, functions, classes, object literals. ECMA-262, ECMAScript Language: Functions and Classes. */
#ifndef HK_PARSER_FUNC_C
#define HK_PARSER_FUNC_C
#include "parser_expr.c"
#include "../base/bigint.h"

/* ---- bindings ------------------------------------------------------------------------------------------------------- */

/* Is the current token an identifier that strict code does not allow as a binding? */
HK_FN bool hk_parse_strict_restricted(const hk_parser *p, uint32_t name)
{
    unsigned kind = p->tok.kind;
    return name == HK_NAME_EVAL || name == HK_NAME_ARGUMENTS || kind == HK_K_YIELD
        || (kind >= HK_K_DO && hk_lex_word_class[kind - HK_K_DO] == 2);
}

/* BindingIdentifier, without declaring it: checks and takes the token. */
HK_FN uint32_t hk_parse_binding_identifier(hk_parser *p)
{
    uint32_t name;
    if (!hk_parse_may_be_identifier(p)) {
        hk_parse_unexpected(p);
        return 0;
    }
    name = hk_token_name(p);
    if (hk_parse_strict_restricted(p, name)) {
        if (p->ctx & HK_C_STRICT)
            hk_syntax_error_name(p, p->tok.start, "'%v' cannot be bound in strict code", name);
        if (!p->strict_error)
            p->strict_error = p->tok.start + 1;
    }
    hk_lex_next(p);
    return name;
}

HK_FN uint32_t hk_parse_binding_name(hk_parser *p, unsigned bits)
{
    uint32_t at = p->tok.start, name;
    unsigned kind = bits & HK_D_KIND;
    if (p->tok.kind == HK_K_LET && (kind == HK_D_LET || kind == HK_D_CONST))
        hk_syntax_error(p, at, "'let' cannot be declared lexically", NULL);
    name = hk_parse_binding_identifier(p);
    hk_scope_declare(p, name, bits, at);
    if (hk_parse_typescript(p) && kind == HK_D_LET && (bits & HK_D_MEMBER))
        hk_parse_add_member(p, p->container, name);
    return name;
}

/* ? and the type, of a parameter in TypeScript */
HK_FN void hk_parse_parameter_type(hk_parser *p)
{
    hk_parse_drop_mark(p, HK_K_COND);
    hk_parse_annotation(p);
}

/* A binding with an optional initialiser, in a pattern or (outer) parameter list. */
HK_FN HK_NOINLINE void hk_parse_binding_element(hk_parser *p, unsigned bits, bool outer)
{
    uint32_t start = p->length;
    hk_parse_binding(p, bits);
    if (outer)
        hk_parse_parameter_type(p);
    if (p->tok.kind == HK_K_ASSIGN) {
        p->uses |= (bits & HK_D_KIND) == HK_D_PARAM ? HK_FG_EXPR_PARAMS : 0;
        hk_tree_wrap(p, start, HK_N_DEFAULT, 0, 0, 0);
        hk_lex_next(p);
        hk_parse_assignment(p);
    }
}

HK_FN HK_NOINLINE void hk_parse_array_binding(hk_parser *p, unsigned bits)
{
    hk_tree_put(p, HK_N_ARRAY);
    hk_lex_next(p);
    while (p->tok.kind != HK_K_RBRACKET && p->tok.kind != HK_K_EOF) {
        if (hk_parse_accept(p, HK_K_COMMA)) {
            hk_tree_put(p, HK_N_HOLE);
            continue;
        }
        if (hk_parse_accept(p, HK_K_ELLIPSIS)) {
            hk_tree_put(p, HK_N_SPREAD);
            hk_parse_binding(p, bits);
            break;
        }
        hk_parse_binding_element(p, bits, false);
        if (p->tok.kind != HK_K_RBRACKET)
            hk_parse_expect(p, HK_K_COMMA);
    }
    hk_tree_put(p, HK_N_END);
    hk_parse_expect(p, HK_K_RBRACKET);
}

/* A property's name, as read by hk_parse_property_key */
typedef struct {
    uint32_t at, name;           /* place in the source; name unless computed */
    uint8_t kind, flags;         /* the token's; LBRACKET: computed, the expression stands in the tree */
} hk_pkey;

HK_FN void hk_parse_property_key(hk_parser *p, hk_pkey *key);

HK_FN HK_NOINLINE void hk_parse_property_binding(hk_parser *p, unsigned bits)
{
    hk_pkey key;
    uint32_t start = p->length, at = p->tok.start;
    bool identifier = hk_parse_may_be_identifier(p);
    if (p->tok.kind == HK_K_HASHNAME)
        hk_parse_unexpected(p);
    hk_parse_property_key(p, &key);
    if (key.kind == HK_K_LBRACKET) {
        p->uses |= (bits & HK_D_KIND) == HK_D_PARAM ? HK_FG_EXPR_PARAMS : 0;
        hk_tree_wrap(p, start, HK_N_PROPC, 0, 0, 0);
    } else {
        hk_tree_node(p, HK_N_PROP, 1, key.name, 0);
    }
    if (hk_parse_accept(p, HK_K_COLON)) {
        hk_parse_binding_element(p, bits, false);
    } else if (identifier) {
        hk_lex_rewind(p, at);
        hk_parse_binding_element(p, bits, false);
    } else {
        hk_parse_unexpected(p);
    }
    hk_tree_put_varint(p, at);
}

HK_FN HK_NOINLINE void hk_parse_object_binding(hk_parser *p, unsigned bits)
{
    hk_tree_put(p, HK_N_OBJECT);
    hk_lex_next(p);
    while (p->tok.kind != HK_K_RBRACE && p->tok.kind != HK_K_EOF) {
        if (hk_parse_accept(p, HK_K_ELLIPSIS)) {
            uint32_t at = p->tok.start, name = hk_parse_binding_name(p, bits);
            hk_tree_put(p, HK_N_SPREAD);
            hk_tree_node(p, HK_N_IDENT, 2, name, at);
            break;
        }
        hk_parse_property_binding(p, bits);
        if (p->tok.kind != HK_K_RBRACE)
            hk_parse_expect(p, HK_K_COMMA);
    }
    hk_tree_put(p, HK_N_END);
    hk_parse_expect(p, HK_K_RBRACE);
}

HK_FN HK_NOINLINE void hk_parse_binding(hk_parser *p, unsigned bits)
{
    uint32_t at = p->tok.start, noin = p->ctx & HK_C_HERE;
    unsigned kind = p->tok.kind;
    if (kind == HK_K_LBRACKET || kind == HK_K_LBRACE) {
        if (!hk_parse_enter(p, HK_COST_BINDING))
            return;
        p->ctx &= ~(uint32_t)(HK_C_SIMPLE | HK_C_HERE);
        if (kind == HK_K_LBRACKET)
            hk_parse_array_binding(p, bits);
        else
            hk_parse_object_binding(p, bits);
        p->ctx |= noin;
        hk_parse_leave(p, HK_COST_BINDING);
    } else {
        uint32_t name = hk_parse_binding_name(p, bits);
        hk_tree_node(p, HK_N_IDENT, 2, name, at);
    }
}

/* ---- functions ---------------------------------------------------------------------------------------------------------- */

/* Opens a function whose text starts at `start`, and its parameter scope. name: of a function expression, else 0. */
HK_FN HK_NOINLINE void hk_parse_open_function(hk_parser *p, hk_pfunction *f, uint32_t ctx, uint32_t start, uint32_t name)
{
    f->ctx = p->ctx;
    f->uses = p->uses;
    f->strict_error = p->strict_error;
    f->duplicate = p->duplicate;
    f->function_start = p->function_start;
    f->labels = p->labels;
    f->tree = p->length;
    f->start = start;
    f->name = name;
    f->properties = 0;
    f->constructor = false;
    p->ctx = ctx | HK_C_SIMPLE;
    p->uses = 0;
    p->strict_error = p->duplicate = 0;
    p->labels = NULL;
    p->function_start = p->top;
    hk_scope_open(p, HK_S_PARAMS, &f->outer);
}

/* The parameters have been read: their list ends, the body begins. */
HK_FN void hk_parse_open_body(hk_parser *p, hk_pfunction *f)
{
    hk_tree_put(p, HK_N_END);
    p->semicolon = false;
    p->ctx = (p->ctx & ~(uint32_t)HK_C_PARAMS) | HK_C_USING;
    hk_scope_open(p, HK_S_BODY, &f->params);
}

/* A body's `var`s that are parameters, or the arguments object, are not its own where there is only one scope of
 * variables (FunctionDeclarationInstantiation, hasParameterExpressions). True if the body declares `var arguments`. */
HK_FN bool hk_parse_merge_parameters(hk_parser *p)
{
    uint32_t i;
    bool arguments = false;
    for (i = p->scope.start; i < p->top; i++) {
        uint32_t e = hk_scope_entry(p, i), below = hk_scope_below(p, i);
        unsigned kind = e & HK_D_KIND;
        bool merge = false;
        if (kind != HK_D_VAR && kind != HK_D_FUNCTION)
            continue;
        for (; below > p->function_start && !merge; below = hk_scope_below(p, below - 1))
            merge = (hk_scope_entry(p, below - 1) & HK_D_KIND) == HK_D_PARAM;
        if (e >> 8 == HK_NAME_ARGUMENTS && (p->ctx & HK_C_PLAIN) && !(p->ctx & HK_C_ARROW) && kind == HK_D_VAR && !merge)
            arguments = merge = true;
        if (merge && !(p->uses & HK_FG_EXPR_PARAMS))
            hk_scope_set_entry(p, i, (e & ~(uint32_t)(HK_D_KIND | HK_D_SHADOW)) | HK_D_ASSIGNED);
    }
    return arguments;
}

/* If the innermost scope refers to the name and nothing declares it: declares it so. */
HK_FN bool hk_parse_resolve(hk_parser *p, uint32_t name, unsigned bits)
{
    uint32_t i = p->failed ? 0 : hk_scope_own(p, name), e;
    if (!i || ((e = hk_scope_entry(p, i - 1)) & HK_D_KIND))
        return false;
    hk_scope_set_entry(p, i - 1, e | bits);
    return true;
}

/* The early errors that need both parameters and body. */
HK_FN void hk_parse_check_function(hk_parser *p, unsigned flags)
{
    if ((p->ctx & HK_C_STRICT) && p->strict_error)
        hk_syntax_error(p, p->strict_error - 1, "name cannot be bound in strict code", NULL);
    if (p->duplicate && ((p->ctx & HK_C_STRICT) || !(p->ctx & HK_C_SIMPLE) || (flags & (HK_FF_ARROW | HK_FF_METHOD))))
        hk_syntax_error(p, p->duplicate - 1, "duplicate parameter name", NULL);
}

/* The declarations of the parameter scope that depend on what the function refers to. */
HK_FN void hk_parse_resolve_pseudo(hk_parser *p, const hk_pfunction *f, unsigned flags)
{
    if (f->name) {
        if (p->scope.flags & HK_SF_EVAL)
            hk_scope_refer(p, f->name, 0);
        hk_parse_resolve(p, f->name, HK_D_SELF);
    }
    if (flags & HK_FF_ARROW)
        return;
    if (hk_parse_resolve(p, HK_NAME_THIS, HK_D_THIS | HK_D_CAPTURED))
        p->uses |= HK_FG_THIS;
    hk_parse_resolve(p, HK_NAME_NEWTARGET, HK_D_NEWTARGET | HK_D_CAPTURED);
    if ((p->ctx & HK_C_PLAIN) && hk_parse_resolve(p, HK_NAME_ARGUMENTS, HK_D_ARGUMENTS))
        p->uses |= HK_FG_ARGUMENTS;
}

/* Inserts FUNCTION and its first operands before the parameter scope's record. */
HK_FN void hk_parse_function_header(hk_parser *p, const hk_pfunction *f, unsigned flags, unsigned flags2)
{
    uint32_t at = f->tree, end = p->prev_end, name = f->name;
    if (!hk_tree_gap(p, at, 3 + hk_tree_varint_size(name) + hk_tree_varint_size(f->length) + hk_tree_varint_size(f->start) + hk_tree_varint_size(end)))
        return;
    hk_tree_set(p, at++, HK_N_FUNCTION);
    hk_tree_set(p, at++, flags);
    hk_tree_set(p, at++, flags2);
    at = hk_tree_set_varint(p, at, name);
    at = hk_tree_set_varint(p, at, f->length);
    at = hk_tree_set_varint(p, at, f->start);
    hk_tree_set_varint(p, at, end);
}

/* Closes the function: its text ends with the token before the current one. flags, flags2: HK_FF_*, HK_FG_*, those that
 * are known from its form. self: its name is bound inside. */
HK_FN HK_NOINLINE void hk_parse_close_function(hk_parser *p, const hk_pfunction *f, unsigned flags, unsigned flags2, bool self)
{
    bool arguments = false;
    unsigned uses;
    hk_pfunction header = *f;
    if (!self)
        header.name = 0;
    if (!p->failed) {
        hk_scope_settle_annexb(p);
        arguments = hk_parse_merge_parameters(p);
    }
    hk_scope_close(p, &f->params);
    if (arguments)
        hk_scope_refer(p, HK_NAME_ARGUMENTS, 0);
    hk_parse_resolve_pseudo(p, &header, flags);
    hk_scope_close(p, &f->outer);
    hk_parse_check_function(p, flags);
    flags |= (p->ctx & HK_C_STRICT ? HK_FF_STRICT : 0u) | (p->ctx & HK_C_SIMPLE ? (unsigned)HK_FF_SIMPLE : 0u);
    uses = p->uses;
    hk_parse_function_header(p, f, flags, flags2 | uses);
    p->ctx = f->ctx;
    p->uses = (uint8_t)(f->uses | (flags & HK_FF_ARROW ? uses & HK_FG_THIS : 0));
    p->strict_error = f->strict_error;
    p->duplicate = f->duplicate;
    p->labels = f->labels;
    p->function_start = f->function_start;
    p->semicolon = true;
}

/* TypeScript: the parameter `this`, which is none */
HK_FN void hk_parse_drop_this(hk_parser *p)
{
    uint32_t at = p->tok.start;
    if (p->tok.kind != HK_K_THIS)
        return;
    hk_lex_next(p);
    hk_parse_parameter_type(p);
    if (p->tok.kind != HK_K_RPAREN)
        hk_parse_expect(p, HK_K_COMMA);
    hk_parse_blank(p, at, p->prev_end);
}

/* Is the current token a modifier of TypeScript's, or `static`: a word with another, or a name, behind it in the same line? */
HK_FN HK_NOINLINE bool hk_parse_at_modifier(hk_parser *p)
{
    unsigned word = hk_parse_type_word(p), kind = p->tok.kind, next;
    hk_pguess g;
    bool newline;
    if (kind != HK_K_PUBLIC && kind != HK_K_PRIVATE && kind != HK_K_PROTECTED && kind != HK_K_STATIC
        && (word < HK_TW_READONLY || word > HK_TW_ACCESSOR))
        return false;
    hk_parse_guess(p, &g);
    hk_lex_next(p);
    next = p->tok.kind;
    newline = hk_parse_at_newline(p);
    hk_parse_guessed(p, &g, false);
    return !newline && (next == HK_K_NAME || next >= HK_K_DO || next == HK_K_LBRACKET || next == HK_K_LBRACE || next == HK_K_STRING
        || next == HK_K_NUMBER || next == HK_K_BIGINT || next == HK_K_HASHNAME || next == HK_K_MUL);
}

/* TypeScript: the modifiers of a parameter, which make it a property of what a constructor makes; its name is kept with the place of the
 * constructor. */
HK_FN HK_NOINLINE void hk_parse_parameter_modifiers(hk_parser *p, hk_pfunction *f)
{
    if (!hk_parse_at_modifier(p))
        return;
    hk_parse_check_strip(p, p->tok.start, "a parameter property");
    if (!f->constructor)
        hk_syntax_error(p, p->tok.start, "a parameter property is only allowed in a constructor", NULL);
    while (hk_parse_at_modifier(p))
        hk_lex_next(p);
    if (!hk_parse_may_be_identifier(p)) {
        hk_parse_unexpected(p);
        return;
    }
    hk_parse_add_member(p, HK_PROPERTY_OF | f->start, hk_token_name(p));
    f->properties++;
}

/* FormalParameters and the closing parenthesis. Returns where the last of them ended. */
HK_FN HK_NOINLINE uint32_t hk_parse_parameters(hk_parser *p, hk_pfunction *f)
{
    bool optional = false;
    uint32_t end;
    f->length = f->count = 0;
    if (hk_parse_typescript(p))
        hk_parse_drop_this(p);
    while (p->tok.kind != HK_K_RPAREN && p->tok.kind != HK_K_EOF) {
        uint32_t start = p->length;
        f->count++;
        hk_parse_decorators(p);
        if (hk_parse_typescript(p))
            hk_parse_parameter_modifiers(p, f);
        if (hk_parse_accept(p, HK_K_ELLIPSIS)) {
            p->ctx &= ~(uint32_t)HK_C_SIMPLE;
            f->count++;                                  /* a setter may not have one */
            hk_tree_put(p, HK_N_SPREAD);
            hk_parse_binding(p, HK_D_PARAM);
            hk_parse_parameter_type(p);
            break;
        }
        hk_parse_binding_element(p, HK_D_PARAM, true);
        if (hk_tree_kind_at(p, start) == HK_N_DEFAULT) {
            p->ctx &= ~(uint32_t)HK_C_SIMPLE;
            optional = true;
        }
        if (!optional)
            f->length++;
        if (p->tok.kind != HK_K_RPAREN && !hk_parse_accept(p, HK_K_COMMA))
            hk_syntax_error(p, p->tok.start, "missing ) after parameters", NULL);
    }
    if (p->tok.kind != HK_K_RPAREN)
        hk_parse_unexpected(p);
    end = p->prev_end;
    hk_lex_next(p);
    return end;
}

/* Do parameters begin here, in TypeScript perhaps those that are types? */
HK_FN bool hk_parse_at_signature(const hk_parser *p)
{
    return p->tok.kind == HK_K_LPAREN || (hk_parse_typescript(p) && p->tok.kind == HK_K_LT);
}

/* What a function's own kind lets its parameters and body do. */
HK_INLINE uint32_t hk_parse_function_ctx(const hk_parser *p, unsigned flags)
{
    return (p->ctx & (HK_C_STRICT | HK_C_CLASS)) | HK_C_FUNCTION | HK_C_NEWTARGET | HK_C_PLAIN | HK_C_PARAMS
        | (flags & HK_FF_GENERATOR ? HK_C_GENERATOR : 0u) | (flags & HK_FF_ASYNC ? HK_C_ASYNC : 0u);
}

/* A function from its ( on: parameters and body. */
HK_FN HK_NOINLINE void hk_parse_function_rest(hk_parser *p, hk_pfunction *f, unsigned flags, unsigned flags2, bool self)
{
    hk_parse_function_types(p);
    hk_parse_expect(p, HK_K_LPAREN);
    hk_parse_parameters(p, f);
    hk_parse_annotation(p);
    if ((flags2 & HK_FG_GETTER) && f->count != 0)
        hk_syntax_error(p, f->start, "getter must not have parameters", NULL);
    if ((flags2 & HK_FG_SETTER) && f->count != 1)
        hk_syntax_error(p, f->start, "setter must have exactly one parameter", NULL);
    hk_parse_open_body(p, f);
    hk_parse_expect(p, HK_K_LBRACE);
    if (hk_parse_typescript(p) && f->properties)
        hk_parse_constructor_body(p, f, flags);
    else
        hk_parse_body(p);
    hk_parse_expect(p, HK_K_RBRACE);
    hk_parse_close_function(p, f, flags, flags2, self);
}

/* A function's name, with what strict code will say about it kept for later in *strict_error. */
HK_FN HK_NOINLINE uint32_t hk_parse_function_name(hk_parser *p, uint32_t *strict_error)
{
    uint32_t outer = p->strict_error, name;
    p->strict_error = 0;
    name = hk_parse_binding_identifier(p);
    *strict_error = p->strict_error;
    p->strict_error = outer;
    return name;
}

/* The flag of asynchronous functions, where the build has them */
HK_FN unsigned hk_parse_async(hk_parser *p)
{
    if (!HAKO_WITH_ASYNC)
        hk_syntax_error(p, p->tok.start, "this build is without asynchronous functions", NULL);
    return HAKO_WITH_ASYNC ? HK_FF_ASYNC : 0;
}

HK_FN HK_NOINLINE void hk_parse_function_expression(hk_parser *p, uint32_t start, bool async)
{
    hk_pfunction f;
    uint32_t name = 0, strict_error = 0, ctx = p->ctx;
    unsigned flags = async ? hk_parse_async(p) : 0;
    if (!hk_parse_enter(p, HK_COST_FUNCTION))
        return;
    hk_lex_next(p);
    if (hk_parse_accept(p, HK_K_MUL))
        flags |= HK_FF_GENERATOR;
    p->ctx = hk_parse_function_ctx(p, flags);
    if (!hk_parse_at_signature(p))
        name = hk_parse_function_name(p, &strict_error);
    p->ctx = ctx;
    hk_parse_open_function(p, &f, hk_parse_function_ctx(p, flags), start, name);
    p->strict_error = strict_error;
    hk_parse_function_rest(p, &f, flags, 0, true);
    hk_parse_leave(p, HK_COST_FUNCTION);
}

/* bits: HK_D_* with flags, as which the name is declared here. */
HK_FN HK_NOINLINE void hk_parse_function_declaration(hk_parser *p, uint32_t start, bool async, unsigned bits)
{
    hk_pfunction f;
    uint32_t name, strict_error, at;
    unsigned flags = async ? hk_parse_async(p) : 0;
    if (!hk_parse_enter(p, HK_COST_FUNCTION))
        return;
    hk_lex_next(p);
    if (hk_parse_accept(p, HK_K_MUL))
        flags |= HK_FF_GENERATOR;
    if (flags)
        bits &= ~(unsigned)HK_D_ANNEXB;
    at = p->tok.start;
    if (p->anonymous && hk_parse_at_signature(p)) {
        name = HK_NAME_ANONYMOUS_DEFAULT;
        strict_error = 0;
    } else {
        name = hk_parse_function_name(p, &strict_error);
    }
    p->anonymous = false;
    if (hk_parse_typescript(p) && hk_parse_at_overload(p)) {
        hk_parse_drop_overload(p, start);
        hk_parse_leave(p, HK_COST_FUNCTION);
        return;
    }
    hk_scope_declare(p, name, bits, at);
    hk_tree_node(p, HK_N_FUNDECL, 1, name, 0);
    hk_parse_open_function(p, &f, hk_parse_function_ctx(p, flags), start, name);
    p->strict_error = strict_error;
    hk_parse_function_rest(p, &f, flags, HK_FG_DECLARATION, false);
    hk_parse_leave(p, HK_COST_FUNCTION);
}

/* Parameters in parentheses, behind the opening one, and in TypeScript the type of the result */
HK_FN HK_NOINLINE void hk_parse_arrow_parameters(hk_parser *p, hk_pfunction *f)
{
    uint32_t end = hk_parse_parameters(p, f);
    hk_parse_arrow_result(p, p->prev_end - 1, end);
}

HK_FN HK_NOINLINE void hk_parse_arrow(hk_parser *p, uint32_t start, bool async)
{
    hk_pfunction f;
    uint32_t outer = p->ctx, noin = outer & HK_C_HERE, cover = p->cover;
    unsigned flags = HK_FF_ARROW | (async ? hk_parse_async(p) : 0u);
    if (!hk_parse_enter(p, HK_COST_FUNCTION))
        return;
    hk_parse_open_function(p, &f, (outer & (HK_C_INHERITED | HK_C_GENERATOR | HK_C_ASYNC | HK_C_STATICBLOCK)) | HK_C_ARROW
        | HK_C_FUNCTION | HK_C_PARAMS | (async ? HK_C_ASYNC : 0u), start, 0);
    f.length = 1;
    hk_parse_function_types(p);
    if (hk_parse_accept(p, HK_K_LPAREN))
        hk_parse_arrow_parameters(p, &f);
    else
        hk_parse_binding(p, HK_D_PARAM);
    if (hk_parse_at_newline(p) || p->tok.kind != HK_K_ARROW)
        hk_parse_unexpected(p);
    hk_lex_next(p);
    p->ctx &= ~(uint32_t)(HK_C_GENERATOR | HK_C_ASYNC | HK_C_STATICBLOCK);
    p->ctx |= (async ? HK_C_ASYNC : 0u);
    hk_parse_open_body(p, &f);
    if (hk_parse_accept(p, HK_K_LBRACE)) {
        hk_parse_body(p);
        hk_parse_expect(p, HK_K_RBRACE);
    } else {
        p->ctx |= noin;
        hk_tree_node(p, HK_N_RETURN, 1, p->tok.start, 0);
        hk_parse_assignment(p);
        hk_tree_put(p, HK_N_END);
        /* the text ends with the body, not with what hk_parse_assignment looked at */
    }
    hk_parse_close_function(p, &f, flags, 0, false);
    p->cover = cover;
    hk_parse_leave(p, HK_COST_FUNCTION);
}

/* ---- properties, for object literals and classes ------------------------------------------------------------------------------- */

/* A property's canonical name for a number literal. */
HK_FN HK_NOINLINE uint32_t hk_parse_number_name(hk_parser *p)
{
    char text[HK_NUMBER_MAX];
    if ((p->tok.flags & HK_TF_OCTAL) && (p->ctx & HK_C_STRICT))
        hk_syntax_error(p, p->tok.start, "legacy octal number in strict code", NULL);
    return hk_lex_name_at(p, (const uint8_t *)text, (uint32_t)hk_number_to_string(p->tok.number, text));
}

/* Longest BigInt literal that is not decimal as a property's name: its conversion takes quadratic time. */
#define HK_MAX_BIGINT_NAME 8192u

/* The same for a BigInt literal: its digits in decimal. They are made behind its limbs. */
HK_FN HK_NOINLINE uint32_t hk_parse_bigint_name(hk_parser *p)
{
    uint32_t from = p->tok.start, to = p->tok.end - 1, mark = to - from > 2 ? p->src[from + 1] | 0x20u : 0;
    uint32_t radix = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 10, size = (to - from) / 8 + 1, n = 0;
    if (radix == 10)
        return hk_token_bigint(p);
    if (to - from > HK_MAX_BIGINT_NAME) {
        hk_syntax_error(p, from, "BigInt literal is too long for a name", NULL);
        return 0;
    }
    uint32_t room = (uint32_t)hk_limbs_digits(size, 10);
    uint8_t *buffer = hk_parse_buffer(p, size * 4 + room + 2);          /* aligned for UTF-16 only */
    if (!buffer)
        return 0;
    uint32_t *limbs = (uint32_t *)(void *)(buffer + ((uintptr_t)buffer & 2));
    for (from += 2; from < to; from++) {
        if (p->src[from] == '_')
            continue;
        uint32_t carry = hk_limbs_scale(limbs, n, radix, hk_digit_value(p->src[from]));
        if (carry)
            limbs[n++] = carry;
    }
    uint8_t *end = (uint8_t *)limbs + size * 4 + room, *digits = hk_limbs_text(limbs, n, 10, end);
    while (digits < end && *digits == '0')
        digits++;
    if (digits == end)
        *--digits = '0';
    return hk_lex_name_at(p, digits, (uint32_t)(end - digits));
}

HK_FN HK_NOINLINE void hk_parse_property_key(hk_parser *p, hk_pkey *key)
{
    uint32_t noin;
    key->at = p->tok.start;
    key->kind = p->tok.kind;
    key->flags = p->tok.flags;
    key->name = 0;
    switch (p->tok.kind) {
    case HK_K_LBRACKET:
        noin = p->ctx & HK_C_HERE;
        p->ctx &= ~(uint32_t)HK_C_HERE;
        hk_lex_next(p);
        hk_parse_assignment(p);
        p->ctx |= noin;
        hk_parse_expect(p, HK_K_RBRACKET);
        return;
    case HK_K_NUMBER: key->name = hk_parse_number_name(p); break;
    case HK_K_BIGINT: key->name = hk_parse_bigint_name(p); break;
    case HK_K_STRING: hk_parse_check_octal(p); key->name = hk_token_name(p); break;
    case HK_K_HASHNAME: key->name = hk_token_name(p); break;
    default:
        if (!hk_parse_at_identifier_like(p)) {
            hk_parse_unexpected(p);
            return;
        }
        key->name = hk_token_name(p);
        break;
    }
    hk_lex_next(p);
}

/* The beginning of a property or class member, up to its name */
typedef struct {
    hk_pkey key;
    uint32_t start;              /* of its text */
    uint8_t kind;                /* HK_M_METHOD, _GET, _SET */
    uint8_t flags;               /* HK_FF_ASYNC, _GENERATOR */
} hk_pmember;

/* Can a name end before the current token: was `get`, `async`... itself the name? */
HK_FN bool hk_parse_ends_name(const hk_parser *p)
{
    switch (p->tok.kind) {
    case HK_K_COND: case HK_K_NOT: case HK_K_LT:
        return hk_parse_typescript(p);
    case HK_K_LPAREN: case HK_K_ASSIGN: case HK_K_SEMICOLON: case HK_K_RBRACE: case HK_K_COMMA: case HK_K_COLON:
    case HK_K_EOF:
        return true;
    default:
        return false;
    }
}

HK_FN HK_NOINLINE void hk_parse_member_head(hk_parser *p, hk_pmember *m, bool in_class)
{
    unsigned word = p->tok.flags & HK_TF_ESCAPED ? (unsigned)HK_K_NAME : p->tok.kind;
    bool async = word == HK_K_ASYNC, accessor = word == HK_K_GET || word == HK_K_SET;
    m->start = p->tok.start;
    m->kind = HK_M_METHOD;
    m->flags = 0;
    if (async || accessor) {
        m->key.at = p->tok.start;
        m->key.kind = p->tok.kind;
        m->key.flags = p->tok.flags;
        m->key.name = hk_token_name(p);
        hk_lex_next(p);
        if (hk_parse_ends_name(p) || (in_class && hk_parse_at_newline(p) && (async || p->tok.kind == HK_K_MUL)))
            return;
        if (async && hk_parse_at_newline(p))
            hk_parse_unexpected(p);
        if (async)
            m->flags = (uint8_t)hk_parse_async(p);
        else
            m->kind = word == HK_K_GET ? HK_M_GET : HK_M_SET;
    }
    if (!accessor && p->tok.kind == HK_K_MUL) {
        m->flags |= HK_FF_GENERATOR;
        hk_lex_next(p);
    }
    hk_parse_property_key(p, &m->key);
}

/* The node of a METHOD's key, where it is not in the tree already. */
HK_FN void hk_parse_put_key(hk_parser *p, const hk_pkey *key)
{
    if (key->kind != HK_K_LBRACKET)
        hk_tree_node(p, key->kind == HK_K_HASHNAME ? HK_N_PRIVNAME : HK_N_STR, 1, key->name, 0);
}

/* A method or accessor from its ( on. ctx: what super may do in it; bits: HK_M_STATIC, HK_M_CTOR; flags: more HK_FF_*. */
HK_FN HK_NOINLINE void hk_parse_method(hk_parser *p, const hk_pmember *m, uint32_t start, uint32_t ctx, unsigned bits, unsigned flags)
{
    hk_pfunction f;
    unsigned flags2 = m->kind == HK_M_GET ? HK_FG_GETTER : m->kind == HK_M_SET ? HK_FG_SETTER : 0;
    if (!hk_parse_enter(p, HK_COST_FUNCTION))
        return;
    hk_parse_put_key(p, &m->key);
    hk_tree_wrap(p, start, HK_N_METHOD, 1, m->kind | bits | (m->key.kind == HK_K_LBRACKET ? (unsigned)HK_M_COMPUTED : 0u), 0);
    flags |= m->flags | (bits & HK_M_CTOR ? 0u : (unsigned)HK_FF_METHOD);
    hk_parse_open_function(p, &f, hk_parse_function_ctx(p, flags) | HK_C_SUPER | ctx, m->start, 0);
    f.constructor = (bits & HK_M_CTOR) != 0;
    /* parameter names must differ in every method, class constructors are strict anyway */
    hk_parse_function_rest(p, &f, flags, flags2, false);
    hk_parse_leave(p, HK_COST_FUNCTION);
}

/* ---- object literals ------------------------------------------------------------------------------------------------------------- */

/* An object's method; true if it uses super, so that the literal must be SCOPED. */
HK_FN HK_NOINLINE bool hk_parse_object_method(hk_parser *p, const hk_pmember *m, uint32_t start)
{
    hk_pscope outer;
    uint32_t i;
    bool home = false;
    hk_scope_open(p, HK_S_MEMBER, &outer);
    if (!hk_parse_at_signature(p) || m->key.kind == HK_K_HASHNAME)
        hk_parse_unexpected(p);
    hk_parse_method(p, m, start, 0, 0, 0);
    i = p->failed ? 0 : hk_scope_own(p, HK_NAME_HOME);
    if (i) {
        home = true;
        hk_scope_write_link(p, hk_scope_last_at(p, HK_NAME_HOME), hk_scope_below(p, i - 1));
        hk_scope_set_entry(p, i - 1, 0);
    }
    hk_scope_close(p, &outer);
    return home;
}

/* name without value: a reference, or with = what only a pattern may have. */
HK_FN HK_NOINLINE void hk_parse_shorthand(hk_parser *p, const hk_pmember *m)
{
    uint32_t start;
    if (m->flags || (m->key.kind != HK_K_NAME && m->key.kind < HK_K_DO)) {
        hk_parse_unexpected(p);
        return;
    }
    hk_tree_node(p, HK_N_PROP, 1, m->key.name, 0);
    start = p->length;
    hk_lex_rewind(p, m->key.at);
    hk_parse_identifier(p);
    if (p->tok.kind == HK_K_ASSIGN) {
        uint32_t at = p->tok.start;
        hk_tree_wrap(p, start, HK_N_DEFAULT, 0, 0, 0);
        hk_lex_next(p);
        hk_parse_assignment(p);
        if (!p->cover)
            p->cover = at + 1;
    }
    hk_tree_put_varint(p, m->key.at);
}

/* name : value */
HK_FN HK_NOINLINE void hk_parse_property_value(hk_parser *p, const hk_pmember *m, uint32_t start, bool *proto)
{
    if (m->key.kind == HK_K_LBRACKET) {
        hk_tree_wrap(p, start, HK_N_PROPC, 0, 0, 0);
    } else if (m->key.kind != HK_K_NUMBER && m->key.kind != HK_K_BIGINT && hk_parse_name_is(p, m->key.name, "__proto__")) {
        if (*proto && !p->cover)
            p->cover = (m->key.at + 1) | HK_COVER_PROTO;
        *proto = true;
        hk_tree_put(p, HK_N_PROTO);
        hk_parse_assignment_cover(p);
        return;
    } else {
        hk_tree_node(p, HK_N_PROP, 1, m->key.name, 0);
    }
    hk_parse_assignment_cover(p);
    hk_tree_put_varint(p, m->key.at);
}

/* One property of an object literal; true if it is a method that uses super. */
HK_FN HK_NOINLINE bool hk_parse_property_definition(hk_parser *p, bool *proto)
{
    hk_pmember m;
    uint32_t start = p->length;
    if (hk_parse_accept(p, HK_K_ELLIPSIS)) {
        hk_tree_put(p, HK_N_SPREAD);
        start = p->length;
        hk_parse_assignment_cover(p);
        if (p->tok.kind == HK_K_COMMA) {                 /* a mistake in a pattern; see hk_parse_rest_to_pattern */
            hk_tree_wrap(p, start, HK_N_PAREN, 0, 0, 0);
            hk_tree_wrap(p, start, HK_N_PAREN, 0, 0, 0);
        }
        return false;
    }
    hk_parse_member_head(p, &m, false);
    if (m.kind != HK_M_METHOD || m.flags || hk_parse_at_signature(p))
        return hk_parse_object_method(p, &m, start);
    if (m.key.kind == HK_K_HASHNAME)
        hk_parse_unexpected(p);
    if (hk_parse_accept(p, HK_K_COLON))
        hk_parse_property_value(p, &m, start, proto);
    else
        hk_parse_shorthand(p, &m);
    return false;
}

HK_FN HK_NOINLINE void hk_parse_object(hk_parser *p)
{
    uint32_t start = p->length, noin = p->ctx & HK_C_HERE;
    bool proto = false, home = false;
    if (!hk_parse_enter(p, HK_COST_OBJECT))
        return;
    p->ctx &= ~(uint32_t)HK_C_HERE;
    hk_tree_put(p, HK_N_OBJECT);
    hk_lex_next(p);
    while (p->tok.kind != HK_K_RBRACE && p->tok.kind != HK_K_EOF) {
        home |= hk_parse_property_definition(p, &proto);
        if (p->tok.kind != HK_K_RBRACE)
            hk_parse_expect(p, HK_K_COMMA);
    }
    hk_tree_put(p, HK_N_END);
    hk_parse_leave(p, HK_COST_OBJECT);
    p->ctx |= noin;
    hk_parse_expect(p, HK_K_RBRACE);
    if (home && hk_tree_gap(p, start, 5)) {
        HK_STATIC_ASSERT(HK_NAME_HOME < 0x80, "one byte");
        hk_tree_set(p, start, HK_N_SCOPED);
        hk_tree_set(p, start + 1, p->scope.flags & HK_SF_EVAL);
        hk_tree_set(p, start + 2, 1);
        hk_tree_set(p, start + 3, HK_NAME_HOME);
        hk_tree_set(p, start + 4, HK_D_HIDDEN | HK_D_CAPTURED);
    }
}

/* ---- classes ------------------------------------------------------------------------------------------------------------------------ */

typedef struct {
    uint32_t members;            /* where they begin in the tree */
    bool derived, constructor, fields;
} hk_pclass;

/* Declares the #name of a member. */
HK_FN void hk_parse_declare_private(hk_parser *p, const hk_pmember *m, bool is_field, bool is_static)
{
    uint32_t i, e;
    unsigned parts = m->kind == HK_M_GET ? HK_D_GETTER : m->kind == HK_M_SET ? HK_D_SETTER : 0;
    unsigned bits = HK_D_PRIVATE | parts | (is_static && !is_field ? (unsigned)HK_D_STATIC : 0u);
    if (p->failed)
        return;
    if (hk_parse_name_is(p, m->key.name, "#constructor"))
        hk_syntax_error(p, m->key.at, "a class member cannot be named '#constructor'", NULL);
    if (p->failed)
        return;
    i = hk_scope_own(p, m->key.name);
    e = i ? hk_scope_entry(p, i - 1) : 0;
    if (!i || !(e & HK_D_KIND)) {
        hk_scope_add_declaration(p, m->key.name, bits);
    } else if (parts && (e & (HK_D_GETTER | HK_D_SETTER)) == (parts ^ (HK_D_GETTER | HK_D_SETTER))
               && (e & HK_D_STATIC) == (bits & HK_D_STATIC)) {
        hk_scope_set_entry(p, i - 1, e | parts);
    } else {
        hk_syntax_error_name(p, m->key.at, "identifier '%v' has already been declared", m->key.name);
    }
}

/* The function that gives a field its value, or a static block: its body, with no parameters. */
HK_FN HK_NOINLINE void hk_parse_class_code(hk_parser *p, bool field, bool is_static)
{
    hk_pfunction f;
    uint32_t ctx = (p->ctx & HK_C_CLASS) | HK_C_STRICT | HK_C_SUPER | HK_C_NEWTARGET | HK_C_FIELD
        | (is_static ? HK_C_STATIC : 0u) | (field ? 0u : HK_C_STATICBLOCK);
    bool semicolon = p->semicolon;
    if (!hk_parse_enter(p, HK_COST_FUNCTION))
        return;
    hk_parse_open_function(p, &f, ctx, p->tok.start, 0);
    f.length = f.count = 0;
    hk_parse_open_body(p, &f);
    if (field) {
        hk_tree_node(p, HK_N_RETURN, 1, p->tok.start, 0);
        hk_parse_assignment(p);
        hk_tree_put(p, HK_N_END);
    } else {
        hk_lex_next(p);
        p->semicolon = semicolon;
        hk_parse_statements(p);
        hk_parse_expect(p, HK_K_RBRACE);
    }
    hk_parse_close_function(p, &f, HK_FF_METHOD, field ? HK_FG_FIELD : 0, false);
    hk_parse_leave(p, HK_COST_FUNCTION);
}

HK_FN HK_NOINLINE void hk_parse_field(hk_parser *p, const hk_pmember *m, uint32_t start, bool is_static)
{
    hk_parse_put_key(p, &m->key);
    hk_tree_wrap(p, start, HK_N_METHOD, 1, HK_M_FIELD | (is_static ? (unsigned)HK_M_STATIC : 0u)
        | (m->key.kind == HK_K_LBRACKET ? (unsigned)HK_M_COMPUTED : 0u), 0);
    hk_parse_annotation(p);
    if (hk_parse_accept(p, HK_K_ASSIGN))
        hk_parse_class_code(p, true, is_static);
    else
        hk_tree_put(p, HK_N_EMPTY);
    hk_parse_semicolon(p);
}

/* The modifiers before a class member in TypeScript */
typedef struct {
    uint32_t start;              /* of the member */
    bool dropped;                /* it begins with one of them */
    bool bodiless;               /* abstract or declare: the member is dropped */
} hk_pmodifiers;

HK_FN HK_NOINLINE void hk_parse_modifiers(hk_parser *p, hk_pmodifiers *m)
{
    hk_parse_decorators(p);
    while (p->tok.kind != HK_K_STATIC && hk_parse_at_modifier(p)) {
        unsigned word = hk_parse_type_word(p);
        m->dropped |= p->tok.start == m->start;
        m->bodiless |= word == HK_TW_ABSTRACT || word == HK_TW_DECLARE;
        if (word == HK_TW_ACCESSOR && !p->out)
            hk_syntax_error(p, p->tok.start, "'accessor' is not supported", NULL);
        if (word != HK_TW_ACCESSOR)
            hk_parse_blank(p, p->tok.start, p->tok.end);
        hk_lex_next(p);
    }
}

/* [name: T]: U, of a member that begins at `start` */
HK_FN HK_NOINLINE bool hk_parse_drop_index_signature(hk_parser *p, uint32_t start)
{
    hk_pguess g;
    bool found;
    if (p->tok.kind != HK_K_LBRACKET)
        return false;
    hk_parse_guess(p, &g);
    hk_lex_next(p);
    found = hk_parse_at_type_name(p);
    hk_lex_next(p);
    found = found && p->tok.kind == HK_K_COLON;
    hk_parse_guessed(p, &g, false);
    if (!found)
        return false;
    hk_parse_type_index(p);
    if (hk_parse_accept(p, HK_K_COLON))
        hk_parse_type(p);
    hk_parse_semicolon(p);
    hk_parse_blank(p, start, p->prev_end);
    return true;
}

/* Behind the name of a member, which begins at `start` of the tree: takes the mark, and drops the member if it is an overload, abstract or
 * only declared. */
HK_FN HK_NOINLINE bool hk_parse_drop_member(hk_parser *p, const hk_pmember *m, const hk_pmodifiers *modifiers, uint32_t start)
{
    if (!hk_parse_drop_mark(p, HK_K_COND))
        hk_parse_drop_mark(p, HK_K_NOT);
    if (hk_parse_at_signature(p) && hk_parse_at_overload(p)) {
        p->length = start;
        hk_parse_drop_overload(p, modifiers->start);
        return true;
    }
    if (modifiers->bodiless && !hk_parse_at_signature(p)) {
        hk_parse_annotation(p);
        if (hk_parse_accept(p, HK_K_ASSIGN))
            hk_parse_assignment(p);
        hk_parse_semicolon(p);
        p->length = start;
        hk_parse_blank_statement(p, modifiers->start);
        return true;
    }
    if (modifiers->dropped && m->key.kind == HK_K_LBRACKET)
        hk_parse_patch(p, modifiers->start, ';');
    return false;
}

/* ClassElement early errors by name; true if the member is the constructor. */
HK_FN bool hk_parse_check_member(hk_parser *p, const hk_pmember *m, hk_pclass *c, bool is_field, bool is_static)
{
    bool named = m->key.kind == HK_K_STRING || m->key.kind == HK_K_NAME || m->key.kind >= HK_K_DO;
    bool constructor = named && hk_parse_name_is(p, m->key.name, "constructor");
    if (is_static && named && hk_parse_name_is(p, m->key.name, "prototype"))
        hk_syntax_error(p, m->key.at, "a static class member cannot be named 'prototype'", NULL);
    if (is_field && constructor)
        hk_syntax_error(p, m->key.at, "a class field cannot be named 'constructor'", NULL);
    if (!constructor || is_static)
        return false;
    if (m->kind != HK_M_METHOD || m->flags)
        hk_syntax_error(p, m->key.at, "a constructor cannot be an accessor, a generator or async", NULL);
    if (c->constructor)
        hk_syntax_error(p, m->key.at, "a class may only have one constructor", NULL);
    c->constructor = true;
    return true;
}

/* `static` before a member, or as the name of one: then m is its head. True: it is a modifier. */
HK_FN HK_NOINLINE bool hk_parse_static(hk_parser *p, hk_pmember *m)
{
    m->key.kind = HK_K_EOF;
    if (!hk_parse_at_word(p, HK_K_STATIC))
        return false;
    m->start = m->key.at = p->tok.start;
    m->key.name = hk_token_name(p);
    m->kind = HK_M_METHOD;
    m->flags = 0;
    hk_lex_next(p);
    if (!hk_parse_ends_name(p))
        return true;
    m->key.kind = HK_K_STATIC;
    return false;
}

HK_FN HK_NOINLINE void hk_parse_class_member(hk_parser *p, hk_pclass *c)
{
    hk_pmember m;
    hk_pmodifiers modifiers = { p->tok.start, false, false };
    uint32_t start = p->length;
    bool is_static, is_field, constructor;
    if (hk_parse_typescript(p))
        hk_parse_modifiers(p, &modifiers);
    is_static = hk_parse_static(p, &m);
    if (is_static && p->tok.kind == HK_K_LBRACE) {
        hk_tree_put(p, HK_N_STATIC);
        hk_parse_class_code(p, false, true);
        return;
    }
    if (hk_parse_typescript(p) && is_static)
        hk_parse_modifiers(p, &modifiers);
    if (hk_parse_typescript(p) && hk_parse_drop_index_signature(p, modifiers.start))
        return;
    if (m.key.kind == HK_K_EOF)
        hk_parse_member_head(p, &m, true);
    if (hk_parse_typescript(p) && hk_parse_drop_member(p, &m, &modifiers, start))
        return;
    is_field = !hk_parse_at_signature(p);
    if (is_field && (m.kind != HK_M_METHOD || m.flags))
        hk_parse_unexpected(p);
    constructor = hk_parse_check_member(p, &m, c, is_field, is_static);
    if (m.key.kind == HK_K_HASHNAME)
        hk_parse_declare_private(p, &m, is_field, is_static);
    if (!is_static && (is_field || m.key.kind == HK_K_HASHNAME))
        c->fields = true;
    if (is_field)
        hk_parse_field(p, &m, start, is_static);
    else
        hk_parse_method(p, &m, start, (is_static ? HK_C_STATIC : 0u) | (constructor && c->derived ? HK_C_SUPERCALL : 0u),
            (is_static ? HK_M_STATIC : 0u) | (constructor ? (unsigned)HK_M_CTOR : 0u),
            constructor ? HK_FF_CTOR | (c->derived ? (unsigned)HK_FF_DERIVED : 0u) : 0);
    if (hk_parse_typescript(p) && constructor)
        c->fields |= hk_parse_insert_properties(p, c->members, m.start);
}

/* Type parameters of a class, behind its name */
HK_FN void hk_parse_drop_parameters(hk_parser *p)
{
    uint32_t at = p->tok.start;
    if (p->tok.kind != HK_K_LT)
        return;
    hk_parse_type_parameters(p);
    hk_parse_blank(p, at, p->prev_end);
}

/* Type arguments behind the heritage, or (implements) the clause behind it */
HK_FN void hk_parse_drop_heritage(hk_parser *p, bool implements)
{
    uint32_t at = p->tok.start;
    if (implements ? p->tok.kind != HK_K_IMPLEMENTS : !hk_parse_at_angle(p))
        return;
    if (implements)
        do {
            hk_lex_next(p);
            hk_parse_type(p);
        } while (p->tok.kind == HK_K_COMMA);
    else
        hk_parse_type_list(p);
    hk_parse_blank(p, at, p->prev_end);
}

/* #names referred to in the heritage are not the class's own. */
HK_FN HK_NOINLINE void hk_parse_heritage(hk_parser *p)
{
    uint32_t i;
    p->arrow_start = UINT32_MAX;         /* no arrow function, unless in parentheses */
    hk_parse_lhs(p, false);
    if (hk_parse_typescript(p))
        hk_parse_drop_heritage(p, false);
    if (p->failed)
        return;
    for (i = p->scope.start; i < p->top; i++) {
        uint32_t e = hk_scope_entry(p, i);
        hk_text t;
        hk_text_of(p->vm, hk_name_ref(p->vm, e >> 8), &t);
        if ((e & HK_D_KIND) == 0 && t.len && hk_unit(&t, 0) == '#')
            hk_scope_set_entry(p, i, e | HK_D_OUTSIDE);
    }
}

/* The hidden names that members referred to become declarations. */
HK_FN void hk_parse_declare_hidden(hk_parser *p, const hk_pclass *c)
{
    uint32_t i;
    if (p->failed)
        return;
    hk_parse_resolve(p, HK_NAME_HOME, HK_D_HIDDEN);
    hk_parse_resolve(p, HK_NAME_STATICHOME, HK_D_HIDDEN);
    hk_parse_resolve(p, HK_NAME_CLASS, HK_D_HIDDEN);
    if (c->fields) {
        hk_scope_refer(p, HK_NAME_FIELDS, 0);
        hk_parse_resolve(p, HK_NAME_FIELDS, HK_D_HIDDEN | HK_D_CAPTURED);
    } else if ((i = hk_scope_own(p, HK_NAME_FIELDS)) != 0) {
        hk_scope_write_link(p, hk_scope_last_at(p, HK_NAME_FIELDS), hk_scope_below(p, i - 1));
        hk_scope_set_entry(p, i - 1, 0);
    }
}

/* Behind the outermost class: a #name that no class declared. */
HK_FN void hk_parse_check_private(hk_parser *p, uint32_t from, uint32_t at)
{
    for (; from < p->top && !p->failed; from++) {
        uint32_t name = hk_scope_entry(p, from) >> 8;
        hk_text t;
        hk_text_of(p->vm, hk_name_ref(p->vm, name), &t);
        if (t.len && hk_unit(&t, 0) == '#')
            hk_syntax_error_name(p, at, "private name '%v' is not declared in a class around it", name);
    }
}

/* ClassTail, from behind the name; start: of the class's text */
HK_FN HK_NOINLINE void hk_parse_class_tail(hk_parser *p, uint32_t name, uint32_t start)
{
    hk_pclass c = { 0, false, false, false };
    hk_pscope outer;
    uint32_t tree = p->length, ctx = p->ctx, end, from = p->top;
    hk_scope_open(p, HK_S_CLASS, &outer);
    if (name)
        hk_scope_declare(p, name, HK_D_CONST, start);
    if (hk_parse_typescript(p))
        hk_parse_drop_parameters(p);
    if (hk_parse_accept(p, HK_K_EXTENDS)) {
        c.derived = true;
        hk_parse_heritage(p);
    } else {
        hk_tree_put(p, HK_N_EMPTY);
    }
    if (hk_parse_typescript(p))
        hk_parse_drop_heritage(p, true);
    p->ctx = (p->ctx & ~(uint32_t)HK_C_HERE) | HK_C_CLASS;
    hk_parse_expect(p, HK_K_LBRACE);
    c.members = p->length;
    while (p->tok.kind != HK_K_RBRACE && p->tok.kind != HK_K_EOF) {
        uint32_t before = p->length;
        if (hk_parse_accept(p, HK_K_SEMICOLON)) {
            p->semicolon = false;
            continue;
        }
        hk_parse_class_member(p, &c);
        hk_parse_strip_end(p, p->length != before, true);
    }
    p->semicolon = true;
    hk_tree_put(p, HK_N_END);
    end = p->tok.end;
    p->ctx = ctx;
    hk_parse_expect(p, HK_K_RBRACE);
    hk_parse_declare_hidden(p, &c);
    hk_scope_close(p, &outer);
    hk_tree_wrap(p, tree, HK_N_CLASS, 2, name, start);
    hk_tree_insert_varint(p, tree + 1 + hk_tree_varint_size(name) + hk_tree_varint_size(start), end);
    if (!(ctx & HK_C_CLASS))
        hk_parse_check_private(p, from, start);
}

HK_FN HK_NOINLINE void hk_parse_class(hk_parser *p, bool declaration)
{
    uint32_t start = p->tok.start, name = 0, ctx = p->ctx, at;
    if (!hk_parse_enter(p, HK_COST_CLASS))
        return;
    p->ctx |= HK_C_STRICT;
    hk_lex_next(p);
    at = p->tok.start;
    if (declaration || (hk_parse_at_identifier_like(p) && !hk_parse_at_word(p, HK_K_EXTENDS)
                        && !(hk_parse_typescript(p) && p->tok.kind == HK_K_IMPLEMENTS)))
        name = hk_parse_binding_identifier(p);
    if (declaration) {
        hk_scope_declare(p, name, HK_D_CLASS, at);
        hk_tree_node(p, HK_N_CLASSDECL, 2, name, at);
    }
    hk_parse_class_tail(p, name, start);
    p->ctx = ctx;
    hk_parse_leave(p, HK_COST_CLASS);
}
#endif
