/* Expressions. ECMA-262, ECMAScript Language: Expressions.
 *
 * An arrow function's parameters look like an expression in parentheses until
 * => is met. They are read as one; then tree, scope and source are taken back
 * to the parenthesis and read as parameters. Where that may happen again inside, the
 * places of arrow heads found are remembered (p->arrows) until the outermost
 * parenthesis is decided, so nothing is read more than twice per level.
 *
 * An array or object literal is turned into a pattern where = (or of, in)
 * follows. What is only allowed in a pattern ({a = 1}), or a mistake only in a
 * literal (__proto__ twice), is held in p->cover until that is known. */
#ifndef HK_PARSER_EXPR_C
#define HK_PARSER_EXPR_C
#include "lexer.c"
#include "scope.c"
#include "types.c"
#include "../regexp/regexp.h"

/* ---- small things ---------------------------------------------------------------------------------------------------- */

#define HK_COVER_PROTO 0x80000000u       /* p->cover: __proto__ twice; else an initialiser in an object literal */

HK_FN void hk_parse_check_cover(hk_parser *p)
{
    uint32_t at = (p->cover & ~HK_COVER_PROTO) - 1;
    if (p->cover)
        hk_syntax_error(p, at, p->cover & HK_COVER_PROTO ? "duplicate __proto__ in object literal"
                                                         : "unexpected '=' in object literal", NULL);
}

/* Does the n-th name equal the text? */
HK_FN bool hk_parse_name_is(const hk_parser *p, uint32_t name, const char *text)
{
    hk_text t, other = { (const uint8_t *)text, NULL, 0, 0 };
    if (p->failed)
        return false;
    while (text[other.len])
        other.len++;
    hk_text_of(p->vm, hk_name_ref(p->vm, name), &t);
    return hk_names_equal(&t, &other);
}

/* Is the node at pos an arrow function? Nothing may be applied to one. */
HK_FN bool hk_parse_is_arrow(const hk_parser *p, uint32_t pos)
{
    return hk_tree_kind_at(p, pos) == HK_N_FUNCTION && (hk_tree_kind_at(p, pos + 1) & HK_FF_ARROW);
}

HK_FN bool hk_parse_may_be_identifier(const hk_parser *p)
{
    unsigned kind = p->tok.kind, cls;
    if (kind < HK_K_DO)
        return kind == HK_K_NAME;
    cls = hk_lex_word_class[kind - HK_K_DO];
    if (kind == HK_K_AWAIT)
        return !p->module && !(p->ctx & (HK_C_ASYNC | HK_C_STATICBLOCK));
    if (kind == HK_K_YIELD)
        return !(p->ctx & (HK_C_GENERATOR | HK_C_STRICT));
    return cls == 0 || (cls == 2 && !(p->ctx & HK_C_STRICT));
}

/* An await; in a module it may be one outside of functions. */
HK_INLINE void hk_parse_mark_await(hk_parser *p) { p->top_await |= !(p->ctx & HK_C_FUNCTION); }

/* `this` and new.target in an arrow function are variables of the function around it. */
HK_FN void hk_parse_refer_this(hk_parser *p)
{
    p->uses |= HK_FG_THIS;
    if (p->ctx & HK_C_ARROW)
        hk_scope_refer(p, HK_NAME_THIS, 0);
}

HK_FN void hk_parse_refer_newtarget(hk_parser *p)
{
    if (p->ctx & HK_C_ARROW)
        hk_scope_refer(p, HK_NAME_NEWTARGET, 0);
}

HK_INLINE uint32_t hk_parse_home(const hk_parser *p) { return p->ctx & HK_C_STATIC ? HK_NAME_STATICHOME : HK_NAME_HOME; }

/* A direct eval may refer to anything that the code around it could. */
HK_FN void hk_parse_refer_eval(hk_parser *p)
{
    if (!HAKO_WITH_EVAL)
        return;
    p->uses |= HK_FG_EVAL | HK_FG_THIS;
    p->scope.flags |= HK_SF_EVAL;
    if (p->ctx & HK_C_PLAIN)
        hk_scope_refer(p, HK_NAME_ARGUMENTS, 0);
    if (p->ctx & HK_C_NEWTARGET) {
        hk_scope_refer(p, HK_NAME_THIS, 0);
        hk_scope_refer(p, HK_NAME_NEWTARGET, 0);
    }
    if (p->ctx & HK_C_SUPER)
        hk_scope_refer(p, hk_parse_home(p), 0);
    if (p->ctx & HK_C_SUPERCALL) {
        hk_scope_refer(p, HK_NAME_CLASS, 0);
        hk_scope_refer(p, HK_NAME_FIELDS, 0);
    }
}

/* ---- assignment targets and patterns ------------------------------------------------------------------------------------ */

/* The IDENT at pos is assigned to. */
HK_FN void hk_parse_check_ident_target(hk_parser *p, uint32_t pos, uint32_t at)
{
    hk_tree tree = hk_tree_parsed(p);
    uint32_t name, next = pos + 1;
    name = hk_tree_varint(p->vm, &tree, &next);
    if ((p->ctx & HK_C_STRICT) && (name == HK_NAME_EVAL || name == HK_NAME_ARGUMENTS))
        hk_syntax_error_name(p, at, "cannot assign to '%v' in strict code", name);
    else
        hk_scope_refer(p, name, HK_D_ASSIGNED);
}

/* A target that is no pattern; true if it is one. */
HK_FN bool hk_parse_simple_target(hk_parser *p, uint32_t pos, uint32_t at)
{
    if (p->failed)
        return true;
    while (hk_tree_kind_at(p, pos) == HK_N_PAREN)
        pos++;
    switch (hk_tree_kind_at(p, pos)) {
    case HK_N_IDENT:
        hk_parse_check_ident_target(p, pos, at);
        return true;
    case HK_N_MEMBER: case HK_N_INDEX: case HK_N_PRIVMEMBER: case HK_N_SUPERMEMBER: case HK_N_SUPERINDEX:
        return true;
    default:
        return false;
    }
}

HK_FN void hk_parse_check_target(hk_parser *p, uint32_t pos, uint32_t at)
{
    if (hk_parse_simple_target(p, pos, at))
        return;
    if (hk_tree_kind_at(p, pos) == HK_N_PAREN && hk_tree_kind_at(p, pos + 1) == HK_N_CALL)
        hk_tree_remove(p, pos, 1);
    /* f() = 1 is an error at run time in sloppy code (AssignmentTargetType web-compat) */
    if (hk_tree_kind_at(p, pos) != HK_N_CALL || (p->ctx & HK_C_STRICT))
        hk_syntax_error(p, at, "invalid assignment target", NULL);
}

/* A pattern loses the places of its ASSIGNs. What stands between two of them is moved once, when the next is met: p->moved is
 * how far that was done, p->cut how many bytes have been lost so far. Positions still to be read are not affected. */
HK_FN void hk_parse_cut(hk_parser *p, uint32_t from, uint32_t to)
{
    uint8_t *mem = p->vm->mem + p->base + 1;
    if (p->cut)
        memmove(mem - from + p->cut, mem - from, from - p->moved);
    p->cut += to - from;
    p->moved = to;
}

/* Moves the rest. */
HK_FN void hk_parse_end_cut(hk_parser *p)
{
    uint32_t cut = p->cut;
    if (cut && !p->failed) {
        hk_parse_cut(p, p->length, p->length);
        p->length -= cut;
    }
    p->cut = 0;
}

HK_FN uint32_t hk_parse_literal_to_pattern(hk_parser *p, uint32_t pos, uint32_t at);

/* AssignmentElement at pos: a target, perhaps with an initialiser. */
HK_FN uint32_t hk_parse_element_to_pattern(hk_parser *p, uint32_t pos, uint32_t at, bool rest)
{
    hk_tree tree = hk_tree_parsed(p);
    unsigned kind = hk_tree_kind_at(p, pos);
    if (p->failed)
        return p->length;
    if ((kind == HK_N_ARRAY || kind == HK_N_OBJECT))
        return hk_parse_literal_to_pattern(p, pos, at);
    if (kind == HK_N_ASSIGN && !rest) {                  /* its target has been checked: becomes DEFAULT */
        uint32_t next = pos + 1;
        hk_tree_varint(p->vm, &tree, &next);
        hk_tree_set(p, pos, HK_N_DEFAULT);
        hk_parse_cut(p, pos + 1, next);
        pos = hk_tree_skip(p->vm, &tree, hk_tree_skip(p->vm, &tree, next));
        return pos;
    }
    if (kind == HK_N_DEFAULT && !rest) {                 /* from {a = 1} */
        hk_parse_check_ident_target(p, pos + 1, at);
        return hk_tree_skip(p->vm, &tree, pos);
    }
    if (hk_parse_simple_target(p, pos, at))
        return hk_tree_skip(p->vm, &tree, pos);
    hk_syntax_error(p, at, "invalid destructuring target", NULL);
    return p->length;
}

/* ...target: must be last, which a comma behind it (marked as PAREN PAREN) spoils too. */
HK_FN uint32_t hk_parse_rest_to_pattern(hk_parser *p, uint32_t pos, uint32_t at, bool object)
{
    unsigned kind = hk_tree_kind_at(p, pos);
    bool comma = kind == HK_N_PAREN && hk_tree_kind_at(p, pos + 1) == HK_N_PAREN;
    if (comma || (object && (kind == HK_N_ARRAY || kind == HK_N_OBJECT)))
        hk_syntax_error(p, at, comma ? "rest element must be last" : "invalid destructuring target", NULL);
    pos = hk_parse_element_to_pattern(p, pos, at, true);
    if (hk_tree_kind_at(p, pos) != HK_N_END)
        hk_syntax_error(p, at, "rest element must be last", NULL);
    return pos;
}

HK_INLINE uint32_t hk_parse_proto_end(hk_parser *p, uint32_t pos)
{
    hk_tree tree = hk_tree_parsed(p);
    return p->failed ? pos : hk_tree_skip(p->vm, &tree, pos);
}

/* PROTO becomes an ordinary PROP. */
HK_FN uint32_t hk_parse_proto_to_pattern(hk_parser *p, uint32_t pos, uint32_t at)
{
    uint32_t name = hk_lex_name_at(p, (const uint8_t *)"__proto__", 9);
    if (p->cut) {                        /* an insertion: what was cut must be gone before */
        pos -= p->cut;
        hk_parse_end_cut(p);
    }
    hk_tree_set(p, pos, HK_N_PROP);
    hk_tree_insert_varint(p, pos + 1, name);
    p->moved = pos;
    hk_tree_insert_varint(p, hk_parse_proto_end(p, pos + 1 + hk_tree_varint_size(name)), at);
    pos = hk_parse_element_to_pattern(p, pos + 1 + hk_tree_varint_size(name), at, false);
    return pos + hk_tree_varint_size(at);
}

HK_FN uint32_t hk_parse_literal_to_pattern(hk_parser *p, uint32_t pos, uint32_t at)
{
    bool object = hk_tree_kind_at(p, pos) == HK_N_OBJECT;
    for (pos++; !p->failed; ) {
        hk_tree tree = hk_tree_parsed(p);
        switch (hk_tree_kind_at(p, pos)) {
        case HK_N_END:
            return pos + 1;
        case HK_N_HOLE:
            pos++;
            break;
        case HK_N_SPREAD:
            pos = hk_parse_rest_to_pattern(p, pos + 1, at, object);
            break;
        case HK_N_PROTO:
            pos = hk_parse_proto_to_pattern(p, pos, at);
            break;
        case HK_N_PROP:
            pos++;
            hk_tree_varint(p->vm, &tree, &pos);
            pos = hk_parse_element_to_pattern(p, pos, at, false);
            if (!p->failed)
                hk_tree_varint(p->vm, &tree, &pos);
            break;
        case HK_N_PROPC:
            pos = hk_tree_skip(p->vm, &tree, pos + 1);
            pos = hk_parse_element_to_pattern(p, pos, at, false);
            if (!p->failed)
                hk_tree_varint(p->vm, &tree, &pos);
            break;
        default:
            pos = hk_parse_element_to_pattern(p, pos, at, false);
            break;
        }
    }
    return p->length;
}

HK_FN void hk_parse_to_pattern(hk_parser *p, uint32_t pos, uint32_t at)
{
    p->cut = 0;
    p->moved = pos;
    hk_parse_literal_to_pattern(p, pos, at);
    hk_parse_end_cut(p);
}

/* ---- primary expressions --------------------------------------------------------------------------------------------------- */

HK_FN HK_NOINLINE void hk_parse_put_value(hk_parser *p, double value)
{
    hk_val v = hk_number(value);
    uint64_t bits = hk_d2u(value);
    unsigned i;
    if (hk_is_int(v)) {
        uint32_t u = (uint32_t)hk_int_of(v);
        hk_tree_node(p, HK_N_INT, 1, u << 1 ^ (0 - (u >> 31)), 0);
    } else {
        hk_tree_put(p, HK_N_NUM);
        for (i = 0; i < 64; i += 8)
            hk_tree_put(p, (unsigned)(bits >> i) & 0xFF);
    }
}

HK_FN void hk_parse_put_number(hk_parser *p)
{
    if ((p->tok.flags & HK_TF_OCTAL) && (p->ctx & HK_C_STRICT))
        hk_syntax_error(p, p->tok.start, "legacy octal number in strict code", NULL);
    hk_parse_put_value(p, p->tok.number);
    hk_lex_next(p);
}

HK_FN void hk_parse_check_octal(hk_parser *p)
{
    if ((p->tok.flags & HK_TF_OCTAL) && (p->ctx & HK_C_STRICT))
        hk_syntax_error(p, p->tok.start, "octal escape in strict code", NULL);
}

/* IdentifierReference at the current token: checks, refers, writes IDENT and takes the token. */
HK_FN uint32_t hk_parse_identifier(hk_parser *p)
{
    uint32_t name, at = p->tok.start;
    if (!hk_parse_may_be_identifier(p)) {
        hk_parse_unexpected(p);
        return 0;
    }
    name = hk_token_name(p);
    if (name == HK_NAME_ARGUMENTS && (p->ctx & HK_C_FIELD))
        hk_syntax_error(p, at, "'arguments' is not allowed here", NULL);
    hk_lex_next(p);
    hk_tree_node(p, HK_N_IDENT, 2, name, at);
    hk_scope_refer(p, name, 0);
    return name;
}

/* On a place among the arrow heads: what stands there, ( ) and a colon in TypeScript, has been found to be none. */
#define HK_NO_ARROW 0x80000000u

/* Remembers an arrow function's head in case the source is read again from before it. */
HK_FN void hk_parse_remember_arrow(hk_parser *p, uint32_t at)
{
    uint32_t *places, i;
    if (p->failed || p->covering == 0)
        return;
    if (hk_ref_of(*p->arrows) == 0) {
        hk_ref r = hk_alloc(p->vm, HK_T_BYTES, 40);
        if (!r) {
            hk_parse_fail(p);
            return;
        }
        *p->arrows = hk_internal(r);
    }
    if (!hk_scope_reach(p, p->arrows, 12 + p->arrow_count * 4))
        return;
    places = (uint32_t *)hk_ptr(p->vm, hk_ref_of(*p->arrows)) + 2;
    for (i = p->arrow_count++; i > 0 && places[i - 1] > at; i--)
        places[i] = places[i - 1];
    places[i] = at;
}

HK_FN bool hk_parse_known_place(const hk_parser *p, uint32_t at)
{
    const uint32_t *places;
    uint32_t low = 0, high = p->arrow_count;
    if (p->failed || (at & ~HK_NO_ARROW) >= p->frontier || high == 0)
        return false;
    places = (const uint32_t *)hk_ptr(p->vm, hk_ref_of(*p->arrows)) + 2;
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        if (places[mid] == at)
            return true;
        if (places[mid] < at)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}

HK_FN bool hk_parse_known_arrow(const hk_parser *p, uint32_t at)
{
    return hk_parse_known_place(p, at) && !(hk_parse_typescript(p) && hk_parse_known_place(p, at | HK_NO_ARROW));
}

/* What was read as an expression from the parenthesis at `at` on are an arrow function's parameters: reads again. */
HK_FN HK_NOINLINE void hk_parse_read_arrow(hk_parser *p, uint32_t at, uint32_t start, uint32_t length, uint32_t top)
{
    if (p->failed)
        return;
    p->length = length;
    hk_scope_drop_entries(p, top);
    if (p->frontier < p->pos)
        p->frontier = p->pos;
    hk_parse_remember_arrow(p, at);
    p->cover = 0;
    hk_lex_rewind(p, at);
    hk_parse_arrow(p, start, start != at);
}

/* Forgets the arrow heads when nothing before here can be read again. */
HK_FN void hk_parse_forget_arrows(hk_parser *p)
{
    if (p->covering == 0 && p->tok.start >= p->frontier)
        p->arrow_count = 0;
}

/* PAREN goes where a later reader must know of the parentheses. */
HK_FN HK_NOINLINE void hk_parse_mark_paren(hk_parser *p, uint32_t start)
{
    switch (hk_tree_kind_at(p, start)) {
    case HK_N_FUNCTION: case HK_N_CLASS: case HK_N_CHAIN: case HK_N_IDENT: case HK_N_MEMBER: case HK_N_INDEX:
    case HK_N_PRIVMEMBER: case HK_N_SUPERMEMBER: case HK_N_SUPERINDEX:
    case HK_N_ASSIGN: case HK_N_ARRAY: case HK_N_OBJECT: case HK_N_CALL:
        hk_tree_wrap(p, start, HK_N_PAREN, 0, 0, 0);
        break;
    default:
        break;
    }
}

/* Is it, behind an expression in parentheses, the type or ? of a parameter? */
HK_FN bool hk_parse_at_parameter_type(const hk_parser *p)
{
    return hk_parse_typescript(p) && (p->tok.kind == HK_K_COLON || p->tok.kind == HK_K_COND);
}

/* CoverParenthesizedExpressionAndArrowParameterList up to its closing parenthesis; true if it can only be parameters. */
HK_FN bool hk_parse_paren_contents(hk_parser *p, bool may_be_arrow)
{
    uint32_t start = p->length;
    if (p->tok.kind == HK_K_RPAREN || p->tok.kind == HK_K_ELLIPSIS) {
        if (!may_be_arrow)
            hk_parse_unexpected(p);
        return may_be_arrow;
    }
    for (;;) {
        hk_parse_assignment_cover(p);
        if (p->tok.kind != HK_K_COMMA) {
            hk_tree_settle(p, start);
            return may_be_arrow && hk_parse_at_parameter_type(p);
        }
        hk_lex_next(p);
        if (may_be_arrow && (p->tok.kind == HK_K_RPAREN || p->tok.kind == HK_K_ELLIPSIS))
            return true;
        hk_tree_link(p, start, HK_N_SEQ, 0, 0, 0);
    }
}

/* Saves most parentheses, those around function expressions first of all, from being taken for an arrow's. */
HK_FN bool hk_parse_may_start_parameters(const hk_parser *p)
{
    switch (p->tok.kind) {
    case HK_K_RPAREN: case HK_K_ELLIPSIS: case HK_K_LBRACE: case HK_K_LBRACKET:
        return true;
    default:
        return hk_parse_may_be_identifier(p);
    }
}

/* Behind ( ), which begin at `at`: do a result type and an arrow follow in TypeScript? */
HK_INLINE bool hk_parse_at_typed_arrow(hk_parser *p, uint32_t at)
{
    return hk_parse_typescript(p) && p->tok.kind == HK_K_COLON && !hk_parse_known_place(p, at | HK_NO_ARROW) && hk_parse_at_result(p);
}

HK_FN void hk_parse_paren(hk_parser *p, uint32_t at);
HK_FN void hk_parse_name_expression(hk_parser *p);

/* Reads again what seems to be an arrow function with a result type. Between ? and : it is one only if a colon follows; else it is read
 * once more, as an expression. */
HK_FN HK_NOINLINE void hk_parse_try_arrow(hk_parser *p, uint32_t at, uint32_t start, uint32_t length, uint32_t top)
{
    bool branch = (p->ctx & HK_C_BRANCH) != 0;
    p->covering += branch;
    hk_parse_read_arrow(p, at, start, length, top);
    p->covering -= branch;
    if (!branch || p->failed || p->tok.kind == HK_K_COLON || !hk_parse_enter(p, HK_COST_RETRY))
        return;
    p->length = length;
    hk_scope_drop_entries(p, top);
    if (p->frontier < p->pos)
        p->frontier = p->pos;
    p->covering++;
    hk_parse_remember_arrow(p, at | HK_NO_ARROW);
    p->covering--;
    p->arrow_start = length;
    hk_lex_rewind(p, start);
    hk_parse_function_types(p);
    if (p->tok.kind == HK_K_LPAREN)
        hk_parse_paren(p, at);
    else
        hk_parse_name_expression(p);
    hk_parse_leave(p, HK_COST_RETRY);
}

/* ( expression ), or an arrow function, which begins at `at`: in TypeScript at the < before its parameters */
HK_FN HK_NOINLINE void hk_parse_paren(hk_parser *p, uint32_t at)
{
    uint32_t start = p->length, top = p->top, noin = p->ctx & HK_C_HERE;
    bool may_be_arrow = start == p->arrow_start, may_be_typed = false, arrow;
    if (may_be_arrow && hk_parse_known_arrow(p, at)) {
        if (p->tok.start != at)
            hk_lex_rewind(p, at);
        hk_parse_arrow(p, at, false);
        return;
    }
    p->ctx &= ~(uint32_t)HK_C_HERE;
    hk_lex_next(p);
    may_be_arrow = may_be_arrow && hk_parse_may_start_parameters(p);
    p->covering += may_be_arrow;
    arrow = hk_parse_paren_contents(p, may_be_arrow);
    if (!arrow) {
        hk_parse_expect(p, HK_K_RPAREN);
        arrow = may_be_arrow && p->tok.kind == HK_K_ARROW;
        may_be_typed = may_be_arrow && hk_parse_at_typed_arrow(p, at);
    }
    p->covering -= may_be_arrow;
    p->ctx |= noin;
    if (arrow) {
        hk_parse_read_arrow(p, at, at, start, top);
    } else if (may_be_typed) {
        hk_parse_try_arrow(p, at, at, start, top);
    } else {
        hk_parse_check_cover(p);
        hk_parse_mark_paren(p, start);
    }
    hk_parse_forget_arrows(p);
}

HK_FN HK_NOINLINE void hk_parse_array(hk_parser *p)
{
    uint32_t noin = p->ctx & HK_C_HERE;
    p->ctx &= ~(uint32_t)HK_C_HERE;
    hk_lex_next(p);
    hk_tree_put(p, HK_N_ARRAY);
    while (p->tok.kind != HK_K_RBRACKET && p->tok.kind != HK_K_EOF) {
        uint32_t spread = 0;
        if (p->tok.kind == HK_K_COMMA) {
            hk_lex_next(p);
            hk_tree_put(p, HK_N_HOLE);
            continue;
        }
        if (hk_parse_accept(p, HK_K_ELLIPSIS)) {
            hk_tree_put(p, HK_N_SPREAD);
            spread = p->length;
        }
        hk_parse_assignment_cover(p);
        if (p->tok.kind == HK_K_RBRACKET)
            break;
        if (spread && p->tok.kind == HK_K_COMMA) {       /* a mistake in a pattern; see hk_parse_rest_to_pattern */
            hk_tree_wrap(p, spread, HK_N_PAREN, 0, 0, 0);
            hk_tree_wrap(p, spread, HK_N_PAREN, 0, 0, 0);
        }
        hk_parse_expect(p, HK_K_COMMA);
    }
    hk_tree_put(p, HK_N_END);
    p->ctx |= noin;
    hk_parse_expect(p, HK_K_RBRACKET);
}

/* The } of a substitution is the current token: true, with the template's text from there on as the next to read. */
HK_FN HK_NOINLINE bool hk_parse_substitution(hk_parser *p)
{
    uint32_t noin = p->ctx & HK_C_HERE;
    if (!hk_parse_enter(p, HK_COST_TEMPLATE))
        return false;
    p->ctx &= ~(uint32_t)HK_C_HERE;
    hk_lex_next(p);
    hk_parse_expression(p);
    p->ctx |= noin;
    hk_parse_leave(p, HK_COST_TEMPLATE);
    if (p->tok.kind != HK_K_RBRACE)
        hk_parse_unexpected(p);
    return !p->failed;
}

HK_FN HK_NOINLINE void hk_parse_template(hk_parser *p)
{
    uint32_t cooked, raw;
    bool done;
    hk_tree_put(p, HK_N_TEMPLATE);
    do {
        done = hk_lex_template(p, &cooked, &raw);
        if (cooked == UINT32_MAX)
            hk_syntax_error(p, p->tok.start, "invalid escape sequence in template", NULL);
        hk_tree_node(p, HK_N_STR, 1, cooked, 0);
    } while (!done && hk_parse_substitution(p));
    hk_tree_put(p, HK_N_END);
    hk_lex_next(p);
}

/* The strings stand before the substitutions: they are inserted as they come, at `at`. */
HK_FN HK_NOINLINE void hk_parse_tagged_template(hk_parser *p, uint32_t start)
{
    uint32_t at, count = 0, first, cooked, raw;
    bool done;
    hk_tree_link(p, start, HK_N_TAGGED, 1, p->tok.start, 0);
    first = at = p->length;
    do {
        done = hk_lex_template(p, &cooked, &raw);
        hk_tree_wrap(p, at, HK_N_STR, 1, raw, 0);
        hk_tree_wrap(p, at, cooked == UINT32_MAX ? HK_N_UNDEFINED : HK_N_STR, cooked != UINT32_MAX, cooked, 0);
        at += 2 + hk_tree_varint_size(raw) + (cooked == UINT32_MAX ? 0 : hk_tree_varint_size(cooked));
        count++;
    } while (!done && hk_parse_substitution(p));
    hk_tree_insert_varint(p, first, count);
    hk_tree_put(p, HK_N_END);
    hk_lex_next(p);
}

HK_FN HK_NOINLINE void hk_parse_regexp(hk_parser *p)
{
    uint32_t at = p->tok.start, body, flags;
    hk_lex_regexp(p, &body, &flags);
    const char *why = p->failed ? NULL : !HAKO_WITH_REGEXP ? "this build is without them" : hk_regexp_check(p->vm, hk_name_ref(p->vm, body), hk_name_ref(p->vm, flags));
    if (why && *why)
        hk_syntax_error(p, at, "invalid regular expression: %s", why);
    else if (why)
        hk_parse_fail(p);
    hk_tree_node(p, HK_N_REGEXP, 2, body, flags);
    hk_tree_put_varint(p, at);
}

/* ArgumentList and the closing parenthesis; the opening one is the current token. cover: they may be parameters, and end where only
 * such can go on: false. */
HK_FN HK_NOINLINE bool hk_parse_arguments(hk_parser *p, bool cover)
{
    uint32_t noin = p->ctx & HK_C_HERE;
    p->ctx &= ~(uint32_t)HK_C_HERE;
    hk_lex_next(p);
    while (p->tok.kind != HK_K_RPAREN && p->tok.kind != HK_K_EOF) {
        if (hk_parse_accept(p, HK_K_ELLIPSIS))
            hk_tree_put(p, HK_N_SPREAD);
        if (cover)
            hk_parse_assignment_cover(p);
        else
            hk_parse_assignment(p);
        if (cover && hk_parse_at_parameter_type(p))
            break;
        if (p->tok.kind != HK_K_RPAREN)
            hk_parse_expect(p, HK_K_COMMA);
    }
    hk_tree_put(p, HK_N_END);
    p->ctx |= noin;
    if (cover && hk_parse_at_parameter_type(p))
        return false;
    if (p->tok.kind != HK_K_RPAREN)
        hk_syntax_error(p, p->tok.start, "missing ) after argument list", NULL);
    hk_lex_next(p);
    return true;
}

/* async ( ... : a call of a function of that name, or an async arrow function's parameters. */
HK_FN HK_NOINLINE void hk_parse_async_call(hk_parser *p, uint32_t start, uint32_t length, uint32_t top)
{
    uint32_t at = p->tok.start;
    bool arrow, may_be_typed;
    if (hk_parse_known_arrow(p, at)) {
        p->length = length;
        hk_scope_drop_entries(p, top);
        hk_parse_arrow(p, start, true);
        return;
    }
    hk_parse_function_types(p);
    p->covering++;
    hk_tree_wrap(p, length, HK_N_CALL, 1, start, 0);
    arrow = !hk_parse_arguments(p, true) || p->tok.kind == HK_K_ARROW;
    may_be_typed = !arrow && hk_parse_at_typed_arrow(p, at);
    p->covering--;
    if (arrow)
        hk_parse_read_arrow(p, at, start, length, top);
    else if (may_be_typed)
        hk_parse_try_arrow(p, at, start, length, top);
    else
        hk_parse_check_cover(p);
    hk_parse_forget_arrows(p);
}

/* async of => ... rather than for (async of ...) */
HK_FN bool hk_parse_of_is_parameter(hk_parser *p)
{
    uint32_t at = p->tok.start;
    bool arrow;
    hk_lex_next(p);
    arrow = p->tok.kind == HK_K_ARROW;
    hk_lex_rewind(p, at);
    return arrow;
}

/* An identifier, or an arrow function with a single parameter without parentheses. */
HK_FN HK_NOINLINE void hk_parse_name_expression(hk_parser *p)
{
    uint32_t start = p->tok.start, length = p->length, top = p->top;
    bool async = hk_parse_at_word(p, HK_K_ASYNC), may_be_arrow = length == p->arrow_start;
    hk_parse_identifier(p);
    if (p->tok.kind == HK_K_ARROW && may_be_arrow) {
        p->length = length;
        hk_scope_drop_entries(p, top);
        hk_lex_rewind(p, start);
        hk_parse_arrow(p, start, false);
    } else if (async && !hk_parse_at_newline(p)) {
        if (hk_parse_at_word(p, HK_K_FUNCTION)) {
            p->length = length;
            hk_scope_drop_entries(p, top);
            hk_parse_function_expression(p, start, true);
        } else if (may_be_arrow && (p->tok.kind == HK_K_LPAREN || (hk_parse_typescript(p) && hk_parse_at_generic(p)))) {
            hk_parse_async_call(p, start, length, top);
        } else if (may_be_arrow && hk_parse_may_be_identifier(p) && (p->tok.kind != HK_K_OF || hk_parse_of_is_parameter(p))) {
            p->length = length;
            hk_scope_drop_entries(p, top);
            hk_parse_arrow(p, start, true);
        }
    }
}

/* super.x, super[x], super(...) */
HK_FN HK_NOINLINE void hk_parse_super(hk_parser *p)
{
    uint32_t at = p->tok.start, name;
    hk_lex_next(p);
    if (p->tok.kind == HK_K_LPAREN) {
        if (!(p->ctx & HK_C_SUPERCALL))
            hk_syntax_error(p, at, "'super' call is only allowed in a constructor of a derived class", NULL);
        hk_scope_refer(p, HK_NAME_CLASS, 0);
        hk_scope_refer(p, HK_NAME_FIELDS, 0);
        hk_parse_refer_this(p);
        hk_parse_refer_newtarget(p);
        hk_tree_node(p, HK_N_SUPERCALL, 1, at, 0);
        hk_parse_arguments(p, false);
        return;
    }
    if (!(p->ctx & HK_C_SUPER) || (p->tok.kind != HK_K_DOT && p->tok.kind != HK_K_LBRACKET)) {
        hk_syntax_error(p, at, "'super' is not allowed here", NULL);
        return;
    }
    hk_scope_refer(p, hk_parse_home(p), 0);
    hk_parse_refer_this(p);
    if (hk_parse_accept(p, HK_K_DOT)) {
        if (!hk_parse_at_identifier_like(p)) {
            hk_parse_unexpected(p);
            return;
        }
        name = hk_token_name(p);
        hk_tree_node(p, HK_N_SUPERMEMBER, 2, name, p->tok.start);
        hk_lex_next(p);
    } else {
        uint32_t noin = p->ctx & HK_C_HERE;
        p->ctx &= ~(uint32_t)HK_C_HERE;
        hk_tree_node(p, HK_N_SUPERINDEX, 1, p->tok.start, 0);
        hk_lex_next(p);
        hk_parse_expression(p);
        p->ctx |= noin;
        hk_parse_expect(p, HK_K_RBRACKET);
    }
}

/* import.meta, at the dot */
HK_FN HK_NOINLINE void hk_parse_import_meta(hk_parser *p, uint32_t at)
{
    hk_lex_next(p);
    if (!hk_parse_at_word(p, HK_K_META))
        hk_parse_unexpected(p);
    if (!p->module)
        hk_syntax_error(p, at, "import.meta is only allowed in modules", NULL);
    hk_lex_next(p);
    hk_tree_node(p, HK_N_IMPORTMETA, 1, at, 0);
    hk_scope_refer(p, HK_NAME_META, 0);
}

/* import(...), import.meta */
HK_FN HK_NOINLINE void hk_parse_import_call(hk_parser *p)
{
    uint32_t at = p->tok.start, noin = p->ctx & HK_C_HERE;
    if (!HAKO_WITH_MODULES)
        hk_syntax_error(p, at, "this build has no modules", NULL);
    hk_lex_next(p);
    if (p->tok.kind == HK_K_DOT) {
        hk_parse_import_meta(p, at);
        return;
    }
    if (p->tok.kind != HK_K_LPAREN)
        hk_syntax_error(p, at, "import declarations are only allowed in modules", NULL);
    hk_parse_expect(p, HK_K_LPAREN);
    p->ctx &= ~(uint32_t)HK_C_HERE;
    hk_tree_node(p, HK_N_IMPORTCALL, 1, at, 0);
    hk_parse_assignment(p);
    if (hk_parse_accept(p, HK_K_COMMA) && p->tok.kind != HK_K_RPAREN) {
        hk_parse_assignment(p);
        hk_parse_accept(p, HK_K_COMMA);
    } else {
        hk_tree_put(p, HK_N_EMPTY);
    }
    p->ctx |= noin;
    hk_parse_expect(p, HK_K_RPAREN);
}

/* new.target, new X, new X(...) */
HK_FN HK_NOINLINE void hk_parse_new(hk_parser *p)
{
    uint32_t at = p->tok.start;
    if (!hk_parse_enter(p, HK_COST_NEW))
        return;
    hk_lex_next(p);
    if (p->tok.kind == HK_K_DOT) {
        hk_lex_next(p);
        if (!hk_parse_at_word(p, HK_K_TARGET))
            hk_parse_unexpected(p);
        if (!(p->ctx & HK_C_NEWTARGET))
            hk_syntax_error(p, at, "new.target is only allowed in functions", NULL);
        hk_lex_next(p);
        hk_tree_put(p, HK_N_NEWTARGET);
        hk_parse_refer_newtarget(p);
    } else {
        if (hk_parse_at_word(p, HK_K_IMPORT) && hk_parse_peek(p).kind != HK_K_DOT)
            hk_parse_unexpected(p);
        hk_tree_node(p, HK_N_NEW, 1, at, 0);
        hk_parse_lhs(p, true);
        if (p->tok.kind == HK_K_OPT)
            hk_syntax_error(p, p->tok.start, "optional chain in the callee of 'new'", NULL);
        if (p->tok.kind == HK_K_LPAREN)
            hk_parse_arguments(p, false);
        else
            hk_tree_put(p, HK_N_END);
    }
    hk_parse_leave(p, HK_COST_NEW);
}

/* %name(arguments), in library sources */
HK_FN HK_NOINLINE void hk_parse_intrinsic(hk_parser *p)
{
    uint32_t at = p->tok.start, name;
    hk_lex_next(p);
    if (!p->library || !hk_parse_at_identifier_like(p) || p->tok.start != at + 1) {
        hk_parse_unexpected(p);
        return;
    }
    name = hk_token_name(p);
    hk_lex_next(p);
    hk_tree_node(p, HK_N_INTRINSIC, 2, name, at);
    if (p->tok.kind != HK_K_LPAREN)
        hk_parse_unexpected(p);
    else
        hk_parse_arguments(p, false);
}

/* Literals of one token, and this */
HK_FN HK_NOINLINE void hk_parse_token(hk_parser *p)
{
    uint32_t name;
    switch (p->tok.kind) {
    case HK_K_STRING:
        hk_parse_check_octal(p);
        name = hk_token_name(p);
        hk_tree_node(p, HK_N_STR, 1, name, 0);
        break;
    case HK_K_BIGINT:
        name = hk_token_bigint(p);
        hk_tree_node(p, HK_N_BIGINT, 1, name, 0);
        break;
    case HK_K_THIS:
        hk_tree_node(p, HK_N_THIS, 1, p->tok.start, 0);
        hk_parse_refer_this(p);
        break;
    default:
        hk_tree_put(p, p->tok.kind == HK_K_NULL ? HK_N_NUL : p->tok.kind == HK_K_TRUE ? HK_N_TRUE : HK_N_FALSE);
        break;
    }
    hk_lex_next(p);
}

/* <T>(...) => ...; what looks like it but has no arrow is a type assertion. */
HK_FN HK_NOINLINE void hk_parse_generic_arrow(hk_parser *p)
{
    uint32_t at = p->tok.start, start = p->length;
    hk_parse_function_types(p);
    hk_parse_paren(p, at);
    if (!hk_parse_is_arrow(p, start))
        hk_parse_check_strip(p, at, "a type assertion in <>");
}

HK_FN HK_NOINLINE void hk_parse_primary(hk_parser *p)
{
    unsigned kind = p->tok.kind;
    if (kind >= HK_K_DO && (p->tok.flags & HK_TF_ESCAPED))
        kind = HK_K_NAME;
    switch (kind) {
    case HK_K_NUMBER: hk_parse_put_number(p); return;
    case HK_K_STRING: case HK_K_BIGINT: case HK_K_THIS: case HK_K_NULL: case HK_K_TRUE: case HK_K_FALSE:
        hk_parse_token(p);
        return;
    case HK_K_LPAREN: hk_parse_paren(p, p->tok.start); return;
    case HK_K_LBRACKET: hk_parse_array(p); return;
    case HK_K_LBRACE: hk_parse_object(p); return;
    case HK_K_TEMPLATE: hk_parse_template(p); return;
    case HK_K_DIV: case HK_K_ASSIGN_DIV: hk_parse_regexp(p); return;
    case HK_K_MOD: hk_parse_intrinsic(p); return;
    case HK_K_FUNCTION: hk_parse_function_expression(p, p->tok.start, false); return;
    case HK_K_CLASS: hk_parse_class(p, false); return;
    case HK_K_SUPER: hk_parse_super(p); return;
    case HK_K_NEW: hk_parse_new(p); return;
    case HK_K_IMPORT: hk_parse_import_call(p); return;
    default:
        if (hk_parse_typescript(p) && hk_parse_at_generic(p))
            hk_parse_generic_arrow(p);
        else
            hk_parse_name_expression(p);
        return;
    }
}

/* ---- member expressions and calls ---------------------------------------------------------------------------------------------- */

/* The name behind . or ?. */
HK_FN HK_NOINLINE void hk_parse_dot_name(hk_parser *p, uint32_t start)
{
    uint32_t name;
    unsigned kind = HK_N_MEMBER;
    if (p->tok.kind == HK_K_HASHNAME) {
        if (!(p->ctx & HK_C_CLASS))
            hk_syntax_error(p, p->tok.start, "private name outside of a class", NULL);
        kind = HK_N_PRIVMEMBER;
    } else if (!hk_parse_at_identifier_like(p)) {
        hk_parse_unexpected(p);
        return;
    }
    name = hk_token_name(p);
    if (kind == HK_N_PRIVMEMBER)
        hk_scope_refer(p, name, 0);
    hk_tree_link(p, start, kind, 2, name, p->tok.start);
    hk_lex_next(p);
}

HK_FN HK_NOINLINE void hk_parse_index(hk_parser *p, uint32_t start)
{
    uint32_t noin = p->ctx & HK_C_HERE;
    p->ctx &= ~(uint32_t)HK_C_HERE;
    hk_tree_link(p, start, HK_N_INDEX, 1, p->tok.start, 0);
    hk_lex_next(p);
    hk_parse_expression(p);
    p->ctx |= noin;
    hk_parse_expect(p, HK_K_RBRACKET);
}

/* Is the callee at `start` the name eval, perhaps in parentheses? */
HK_FN HK_NOINLINE bool hk_parse_is_eval(const hk_parser *p, uint32_t start)
{
    hk_tree tree = hk_tree_parsed(p);
    uint32_t next;
    while (!p->failed && hk_tree_kind_at(p, start) == HK_N_PAREN)
        start++;
    next = start + 1;
    return hk_tree_kind_at(p, start) == HK_N_IDENT && hk_tree_varint(p->vm, &tree, &next) == HK_NAME_EVAL;
}

HK_FN HK_NOINLINE void hk_parse_call(hk_parser *p, uint32_t start, uint32_t at, bool direct)
{
    if (direct && hk_parse_is_eval(p, start))
        hk_parse_refer_eval(p);
    hk_tree_link(p, start, HK_N_CALL, 1, at, 0);
    hk_parse_arguments(p, false);
}

/* Decorators, which are stripped of their types, but cannot run. */
HK_FN HK_NOINLINE void hk_parse_drop_decorators(hk_parser *p)
{
    uint32_t start = p->length;
    while (p->tok.kind == HK_K_AT) {
        hk_lex_next(p);
        hk_parse_lhs(p, false);
        p->length = start;
    }
}

HK_INLINE void hk_parse_decorators(hk_parser *p)
{
    if (HAKO_WITH_TYPESCRIPT && p->out && p->tok.kind == HK_K_AT)
        hk_parse_drop_decorators(p);
}

HK_FN HK_NOINLINE void hk_parse_lhs(hk_parser *p, bool callee)
{
    uint32_t start = p->length, at = p->tok.start;
    bool chain = false;
    p->semicolon = true;
    hk_parse_primary(p);
    if (hk_parse_is_arrow(p, start))
        return;
    for (;;) {
        uint32_t here = p->tok.start;
        if (hk_parse_typescript(p) && (hk_parse_drop_arguments(p) || hk_parse_drop_mark(p, HK_K_NOT)))
            continue;
        switch (p->tok.kind) {
        case HK_K_DOT:
            hk_lex_next(p);
            at = p->tok.start;
            hk_parse_dot_name(p, start);
            continue;
        case HK_K_LBRACKET:
            hk_parse_index(p, start);
            break;
        case HK_K_LPAREN:
            if (callee)
                goto done;
            hk_parse_call(p, start, at, true);
            break;
        case HK_K_TEMPLATE:
            if (chain)
                hk_syntax_error(p, here, "template in an optional chain", NULL);
            hk_parse_tagged_template(p, start);
            break;
        case HK_K_OPT:
            if (callee)
                goto done;
            chain = true;
            hk_tree_link(p, start, HK_N_OPT, 0, 0, 0);
            hk_lex_next(p);
            if (hk_parse_typescript(p))
                hk_parse_drop_arguments(p);
            if (p->tok.kind == HK_K_LPAREN)
                hk_parse_call(p, start, at, false);
            else if (p->tok.kind == HK_K_LBRACKET)
                hk_parse_index(p, start);
            else if (p->tok.kind != HK_K_TEMPLATE)
                hk_parse_dot_name(p, start);
            break;
        default:
            if (chain)
                hk_tree_link(p, start, HK_N_CHAIN, 0, 0, 0);
            goto done;
        }
        at = here;
    }
done:
    hk_tree_settle(p, start);
}

/* ---- operators ---------------------------------------------------------------------------------------------------------------------- */

/* delete x in strict code, delete of a private member */
HK_FN HK_NOINLINE void hk_parse_check_delete(hk_parser *p, uint32_t pos, uint32_t at)
{
    unsigned kind;
    if (p->failed)
        return;
    while ((kind = hk_tree_kind_at(p, pos)) == HK_N_PAREN || kind == HK_N_CHAIN)
        pos++;
    if (kind == HK_N_IDENT && (p->ctx & HK_C_STRICT))
        hk_syntax_error(p, at, "cannot delete a variable in strict code", NULL);
    if (kind == HK_N_PRIVMEMBER)
        hk_syntax_error(p, at, "cannot delete a private member", NULL);
}

/* The unary operator that a token is, or HK_OP_PLUS - 1 */
HK_FN unsigned hk_parse_unary_operator(const hk_parser *p)
{
    switch (p->tok.kind) {
    case HK_K_ADD: return HK_OP_PLUS;
    case HK_K_SUB: return HK_OP_NEG;
    case HK_K_BNOT: return HK_OP_BNOT;
    case HK_K_NOT: return HK_OP_NOT;
    case HK_K_TYPEOF: return HK_OP_TYPEOF;
    case HK_K_VOID: return HK_OP_VOID;
    case HK_K_DELETE: return HK_OP_DELETE;
    default: return 0;
    }
}

/* UnaryExpression; true if it is one by an operator, which ** does not take on its left. */
HK_FN HK_NOINLINE bool hk_parse_unary(hk_parser *p)
{
    uint32_t at = 0, start;
    unsigned op, last = 0, depth = p->depth;
    bool update = false;
    for (;; last = op) {
        if (p->tok.flags & HK_TF_ESCAPED)
            break;
        op = hk_parse_unary_operator(p);
        at = p->tok.start;
        if (op) {
            hk_tree_node(p, HK_N_UNARY, 2, op, at);
        } else if (hk_parse_typescript(p) && hk_parse_drop_assertion(p)) {
            if (!hk_parse_enter(p, HK_COST_UNARY))
                return false;
            op = last;
            continue;
        } else if (p->tok.kind == HK_K_AWAIT && (p->ctx & HK_C_ASYNC)) {
            if (p->ctx & HK_C_PARAMS)
                hk_syntax_error(p, at, "'await' is not allowed in parameters", NULL);
            hk_parse_mark_await(p);
            hk_tree_node(p, HK_N_AWAIT, 1, at, 0);
            op = HK_OP_VOID;
        } else {
            break;
        }
        if (!hk_parse_enter(p, HK_COST_UNARY))
            return false;
        hk_lex_next(p);
    }
    if (p->tok.kind == HK_K_INC || p->tok.kind == HK_K_DEC) {
        hk_tree_node(p, HK_N_UPDATE, 2, p->tok.kind == HK_K_DEC ? HK_UPD_DEC : 0, at);
        update = true;
        hk_lex_next(p);
        at = p->tok.start;
    }
    start = p->length;
    hk_parse_lhs(p, false);
    p->depth = (uint16_t)depth;
    if (update) {
        hk_parse_check_target(p, start, at);
    } else if ((p->tok.kind == HK_K_INC || p->tok.kind == HK_K_DEC) && !hk_parse_at_newline(p) && !hk_parse_is_arrow(p, start)) {
        hk_parse_check_target(p, start, at);
        hk_tree_wrap(p, start, HK_N_UPDATE, 2, HK_UPD_POSTFIX | (p->tok.kind == HK_K_DEC ? HK_UPD_DEC : 0), p->tok.start);
        hk_lex_next(p);
    }
    if (last == HK_OP_DELETE && !update)
        hk_parse_check_delete(p, start, at);
    return last != 0;
}

/* Binary operator of a token, or -1. */
HK_FN int hk_parse_binary_operator(const hk_parser *p)
{
    unsigned kind = p->tok.kind;
    if (kind >= HK_K_ADD && kind <= HK_K_NULLISH)
        return (int)(kind - HK_K_ADD);
    if (p->tok.flags & HK_TF_ESCAPED)
        return -1;
    if (kind == HK_K_IN && !(p->ctx & HK_C_NOIN))
        return HK_OP_IN;
    return kind == HK_K_INSTANCEOF ? HK_OP_INSTANCEOF : -1;
}

/* How strongly the operators bind, in the order of HK_OP_ADD to HK_OP_NULLISH */
HK_CONST_TABLE uint8_t hk_parse_precedence[] = {
    10, 10, 11, 11, 11, 12, 6, 4, 5, 9, 9, 9, 8, 8, 8, 8, 7, 7, 7, 7, 8, 8, 2, 1, 1
};

/* #name in expression */
HK_FN HK_NOINLINE bool hk_parse_private_in(hk_parser *p, unsigned min)
{
    uint32_t name = hk_token_name(p), at = p->tok.start;
    if (!(p->ctx & HK_C_CLASS) || min >= hk_parse_precedence[HK_OP_IN]) {
        hk_parse_unexpected(p);
        return false;
    }
    hk_lex_next(p);
    if (!hk_parse_at_word(p, HK_K_IN) || (p->ctx & HK_C_NOIN)) {
        hk_parse_unexpected(p);
        return false;
    }
    hk_scope_refer(p, name, 0);
    hk_tree_node(p, HK_N_PRIVIN, 2, name, at);
    hk_lex_next(p);
    return true;
}

/* Operators that bind more strongly than min, and their operands. */
HK_FN HK_NOINLINE void hk_parse_binary(hk_parser *p, unsigned min)
{
    uint32_t start = p->length;
    unsigned seen = 0;                   /* 1: && or ||, 2: ?? : they do not mix */
    unsigned last = 0, asserted = 0;     /* precedence of the last operator, and of that before the last `as` */
    bool unary = false;
    if (p->tok.kind == HK_K_HASHNAME) {
        if (!hk_parse_private_in(p, min) || !hk_parse_enter(p, HK_COST_BINARY))
            return;
        hk_parse_binary(p, hk_parse_precedence[HK_OP_IN]);
        hk_parse_leave(p, HK_COST_BINARY);
    } else {
        unary = hk_parse_unary(p);
        if (hk_parse_is_arrow(p, start))
            return;
    }
    for (;;) {
        int op = hk_parse_binary_operator(p);
        unsigned precedence = op < 0 ? 0 : hk_parse_precedence[op];
        uint32_t at = p->tok.start;
        if (hk_parse_typescript(p) && min < hk_parse_precedence[HK_OP_IN] && hk_parse_at_as(p)) {
            hk_parse_drop_as(p);
            asserted = last;
            unary = false;
            continue;
        }
        if (precedence <= min)
            break;
        if (asserted && (precedence > asserted || op == HK_OP_EXP))
            hk_parse_check_strip(p, at, "'as' inside of an expression that is grouped by it");
        last = precedence;
        asserted = 0;
        hk_parse_check_cover(p);
        if (op == HK_OP_EXP && unary)
            hk_syntax_error(p, at, "unparenthesized unary expression on the left of '**'", NULL);
        if (op >= HK_OP_AND) {
            seen |= op == HK_OP_NULLISH ? 2 : 1;
            if (seen == 3)
                hk_syntax_error(p, at, "'?" "?' cannot be mixed with '&&' and '||' without parentheses", NULL);
            hk_tree_link(p, start, HK_N_LOGICAL, 1, (uint32_t)op, 0);
            precedence = op == HK_OP_OR ? 1 : 2;
        } else {
            hk_tree_link(p, start, HK_N_BINARY, 2, (uint32_t)op, at);
            precedence -= op == HK_OP_EXP;
        }
        hk_lex_next(p);
        if (!hk_parse_enter(p, HK_COST_BINARY))
            return;
        hk_parse_binary(p, precedence);
        hk_parse_leave(p, HK_COST_BINARY);
        unary = false;
    }
    hk_tree_settle(p, start);
}

HK_FN HK_NOINLINE void hk_parse_yield(hk_parser *p)
{
    uint32_t at = p->tok.start;
    if (p->ctx & HK_C_PARAMS)
        hk_syntax_error(p, at, "'yield' is not allowed in parameters", NULL);
    hk_lex_next(p);
    if (p->tok.kind == HK_K_MUL && !hk_parse_at_newline(p)) {
        hk_lex_next(p);
        hk_tree_node(p, HK_N_YIELDSTAR, 1, at, 0);
        hk_parse_assignment(p);
        return;
    }
    hk_tree_node(p, HK_N_YIELD, 1, at, 0);
    switch (p->tok.kind) {
    case HK_K_RPAREN: case HK_K_RBRACKET: case HK_K_RBRACE: case HK_K_COMMA: case HK_K_SEMICOLON: case HK_K_COLON:
    case HK_K_EOF: case HK_K_IN: case HK_K_OF:
        hk_tree_put(p, HK_N_EMPTY);
        return;
    default:
        if (hk_parse_at_newline(p))
            hk_tree_put(p, HK_N_EMPTY);
        else
            hk_parse_assignment(p);
    }
}

/* An assignment operator behind the target at `start`: wraps the target. False if there is none. */
HK_FN HK_NOINLINE bool hk_parse_assignment_operator(hk_parser *p, uint32_t start, uint32_t at)
{
    unsigned kind = p->tok.kind, target = hk_tree_kind_at(p, start);
    if (kind < HK_K_ASSIGN_ADD || kind > HK_K_ASSIGN || p->failed)
        return false;
    if (kind == HK_K_ASSIGN && (target == HK_N_ARRAY || target == HK_N_OBJECT)) {
        p->cover = 0;
        hk_parse_to_pattern(p, start, at);
    } else {
        hk_parse_check_target(p, start, at);
        if (hk_tree_kind_at(p, start) == HK_N_CALL && kind >= HK_K_ASSIGN_AND && kind < HK_K_ASSIGN)
            hk_syntax_error(p, at, "invalid assignment target", NULL);
    }
    if (kind == HK_K_ASSIGN)
        hk_tree_wrap(p, start, HK_N_ASSIGN, 1, at, 0);
    else if (kind <= HK_K_ASSIGN_USHR)
        hk_tree_wrap(p, start, HK_N_ASSIGNOP, 2, kind - HK_K_ASSIGN_ADD + HK_OP_ADD, at);
    else
        hk_tree_wrap(p, start, HK_N_ASSIGNLOG, 2, kind - HK_K_ASSIGN_AND + HK_OP_AND, at);
    hk_parse_check_cover(p);
    hk_lex_next(p);
    return true;
}

/* test ? a : ; what follows is the rest of the same expression. */
HK_FN HK_NOINLINE void hk_parse_conditional(hk_parser *p, uint32_t start)
{
    uint32_t noin = p->ctx & HK_C_HERE;
    hk_parse_check_cover(p);
    p->ctx &= ~(uint32_t)HK_C_HERE;
    hk_tree_wrap(p, start, HK_N_COND, 0, 0, 0);
    hk_lex_next(p);
    p->ctx |= hk_parse_typescript(p) ? (uint32_t)HK_C_BRANCH : 0u;
    hk_parse_assignment(p);
    p->ctx = (p->ctx & ~(uint32_t)HK_C_BRANCH) | noin;
    hk_parse_expect(p, HK_K_COLON);
}

HK_FN HK_NOINLINE void hk_parse_assignment_cover(hk_parser *p)
{
    uint32_t start, at, cover = p->cover, depth = p->depth;
    bool operand = false;                /* behind = or : */
    if (!hk_parse_enter(p, HK_COST_EXPRESSION))
        return;
    for (;; operand = true) {
        start = p->arrow_start = p->length;
        at = p->tok.start;
        p->cover = 0;
        if (p->tok.kind == HK_K_YIELD && (p->ctx & HK_C_GENERATOR) && !(p->tok.flags & HK_TF_ESCAPED)) {
            hk_parse_yield(p);
            break;
        }
        hk_parse_binary(p, 0);
        if (hk_parse_is_arrow(p, start))
            break;
        if (hk_parse_typescript(p) && hk_parse_at_optional(p))
            break;
        if (p->tok.kind == HK_K_COND)
            hk_parse_conditional(p, start);
        else if (!hk_parse_assignment_operator(p, start, at))
            break;
        if (!hk_parse_enter(p, HK_COST_ASSIGN)) /* the tree grows deeper, the stack does not */
            return;
    }
    p->depth = (uint16_t)depth;
    if (operand || (hk_tree_kind_at(p, start) != HK_N_ARRAY && hk_tree_kind_at(p, start) != HK_N_OBJECT))
        hk_parse_check_cover(p);
    if (cover)
        p->cover = cover;
}

HK_FN void hk_parse_assignment(hk_parser *p)
{
    uint32_t cover = p->cover;
    p->cover = 0;
    hk_parse_assignment_cover(p);
    hk_parse_check_cover(p);
    p->cover = cover;
}

HK_FN HK_NOINLINE void hk_parse_expression(hk_parser *p)
{
    uint32_t start = p->length;
    hk_parse_assignment(p);
    while (hk_parse_accept(p, HK_K_COMMA)) {
        hk_tree_link(p, start, HK_N_SEQ, 0, 0, 0);
        hk_parse_assignment(p);
    }
    hk_tree_settle(p, start);
}
#endif
