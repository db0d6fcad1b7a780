/* TypeScript's types, which are read and dropped.
 *
 * Nothing of a type gets into the tree. The reader follows the grammar as far as needed to find the end: it takes what tsc takes, and some
 * more (a member of an object type may be any row of names, brackets and types). Where only what follows can tell a
 * type from something else (f<T>(x), c ? (a): b => d) it guesses: the type is read, and the lexer taken back if it was none
 * (hk_parse_guess). Guesses hold nothing but types, of which each bracket is read a fixed number of times per level.
 *
 * When the parser strips (p->out, a copy of the source), what is dropped is blanked in the copy: a space for each UTF-16
 * unit, line ends stay. A lexer that goes back restores what it has passed, so a second reading finds the
 * copy as the first one did. What is taken out and where semicolons and parentheses come in its place is as
 * the npm package ts-blank-space does it. */
#ifndef HK_TYPES_C
#define HK_TYPES_C
#include "lexer.c"
#include "grammar.h"

/* ---- stripping ------------------------------------------------------------------------------------------------------- */

#define HK_STRIP_GAP 0xFFu               /* a byte of the copy that goes: no UTF-8 has it */

HK_INLINE bool hk_parse_strips(const hk_parser *p) { return HAKO_WITH_TYPESCRIPT && p->out && !p->guessing && !p->failed; }

HK_FN void hk_parse_blank(hk_parser *p, uint32_t from, uint32_t to)
{
    if (!hk_parse_strips(p))
        return;
    for (; from < to; from++) {
        uint8_t c = p->src[from];
        if ((c & 0xC0) == 0x80)
            p->out[from] = HK_STRIP_GAP;
        else if (c != '\n' && c != '\r')
            p->out[from] = ' ';
        if (c >= 0xF0)                   /* two units */
            p->out[++from] = ' ';
    }
}

/* Puts a character there, over what has been blanked. */
HK_FN void hk_parse_patch(hk_parser *p, uint32_t at, unsigned c)
{
    if (hk_parse_strips(p))
        p->out[at] = (uint8_t)c;
}

/* A statement of types only, from `from` to the end of the last token. It must not join what stands around it. */
HK_FN void hk_parse_blank_statement(hk_parser *p, uint32_t from)
{
    hk_parse_blank(p, from, p->prev_end);
    if (p->semicolon)
        hk_parse_patch(p, from, ';');
}

/* What is in the source in [from, to): a line feed? */
HK_FN bool hk_parse_spans_lines(const hk_parser *p, uint32_t from, uint32_t to)
{
    for (; from < to; from++)
        if (p->src[from] == '\n')
            return true;
    return false;
}

/* What has to be compiled, and so cannot be stripped */
HK_FN void hk_parse_check_strip(hk_parser *p, uint32_t at, const char *what)
{
    if (p->out)
        hk_syntax_error(p, at, "%s has to be compiled: it cannot be stripped", what);
}

/* ---- guesses ------------------------------------------------------------------------------------------------------------ */

typedef struct {
    hk_token tok;
    uint32_t pos, prev_end;
    uint16_t depth;
} hk_pguess;

HK_FN void hk_parse_guess(hk_parser *p, hk_pguess *g)
{
    g->tok = p->tok;
    g->pos = p->pos;
    g->prev_end = p->prev_end;
    g->depth = p->depth;
    p->guessing++;
}

/* Ends it. right: it was, if nothing failed; else the lexer goes back. */
HK_FN bool hk_parse_guessed(hk_parser *p, const hk_pguess *g, bool right)
{
    p->guessing--;
    if (p->misguessed) {
        right = p->failed = p->misguessed = false;
        p->depth = g->depth;
    }
    if (p->failed)
        return false;
    if (!right) {
        p->tok = g->tok;
        p->pos = g->pos;
        p->prev_end = g->prev_end;
    }
    return right;
}

/* ---- words ----------------------------------------------------------------------------------------------------------------- */

HK_FN unsigned hk_parse_type_word(const hk_parser *p)
{
    static const char text[] = HK_TYPE_WORDS(HK_TYPE_WORD_TEXT) "";
    const char *s = text;
    uint32_t n = p->tok.end - p->tok.start, i;
    unsigned word;
    if (!hk_parse_typescript(p) || p->tok.kind != HK_K_NAME || (p->tok.flags & HK_TF_ESCAPED))
        return 0;
    for (word = 1; *s; word++, s += i + 1) {
        for (i = 0; s[i]; i++)
            ;
        if (i == n && hk_memcmp(s, p->src + p->tok.start, n) == 0)
            return word;
    }
    return 0;
}

/* Can the word that is the token be a name, whatever the code around it? */
HK_FN bool hk_parse_at_type_name(const hk_parser *p)
{
    unsigned kind = p->tok.kind;
    return kind == HK_K_NAME || (kind >= HK_K_DO && hk_lex_word_class[kind - HK_K_DO] != 1);
}

/* Can a type begin with the current token? */
HK_FN bool hk_parse_starts_type(const hk_parser *p)
{
    switch (p->tok.kind) {
    case HK_K_LBRACE: case HK_K_LBRACKET: case HK_K_LPAREN: case HK_K_LT: case HK_K_STRING: case HK_K_NUMBER: case HK_K_BIGINT: case HK_K_SUB:
    case HK_K_TEMPLATE: case HK_K_THIS: case HK_K_VOID: case HK_K_NULL: case HK_K_TRUE: case HK_K_FALSE: case HK_K_TYPEOF: case HK_K_NEW:
    case HK_K_IMPORT: case HK_K_CONST:
        return true;
    default:
        return hk_parse_at_type_name(p);
    }
}

/* ---- types -------------------------------------------------------------------------------------------------------------------- */

HK_FN void hk_parse_type(hk_parser *p);

/* Takes the first character of the current token, which is to be a < or >. */
HK_FN void hk_parse_angle(hk_parser *p, unsigned c)
{
    if (p->tok.kind == HK_K_EOF || p->src[p->tok.start] != c || p->tok.kind == HK_K_LE) {
        hk_parse_unexpected(p);
        return;
    }
    p->pos = p->tok.end = p->tok.start + 1;
    hk_lex_next(p);
}

HK_FN bool hk_parse_at_angle(const hk_parser *p) { return p->tok.kind == HK_K_LT || p->tok.kind == HK_K_SHL; }

/* < types > */
HK_FN HK_NOINLINE void hk_parse_type_list(hk_parser *p)
{
    hk_parse_angle(p, '<');
    do
        hk_parse_type(p);
    while (hk_parse_accept(p, HK_K_COMMA));
    hk_parse_angle(p, '>');
}

/* < name extends type = type, ... >, where names are rows of words: const, in, out */
HK_FN HK_NOINLINE void hk_parse_type_parameters(hk_parser *p)
{
    hk_parse_angle(p, '<');
    do {
        uint32_t at = p->tok.start;
        while (p->tok.kind != HK_K_EXTENDS && hk_parse_at_identifier_like(p))
            hk_lex_next(p);
        if (p->tok.start == at)
            hk_parse_unexpected(p);
        if (hk_parse_accept(p, HK_K_EXTENDS))
            hk_parse_type(p);
        if (hk_parse_accept(p, HK_K_ASSIGN))
            hk_parse_type(p);
    } while (hk_parse_accept(p, HK_K_COMMA) && p->tok.kind != HK_K_GT);
    hk_parse_angle(p, '>');
}

/* A reserved word before : or ? is the label of a tuple's element. */
HK_FN bool hk_parse_type_label(hk_parser *p)
{
    hk_pguess g;
    if (p->tok.kind < HK_K_DO || hk_lex_word_class[p->tok.kind - HK_K_DO] != 1)
        return false;
    hk_parse_guess(p, &g);
    hk_lex_next(p);
    return hk_parse_guessed(p, &g, p->tok.kind == HK_K_COLON || p->tok.kind == HK_K_COND);
}

/* ( or [ and what stands up to `close`: a tuple, parameters with or without types (whose patterns read as types), or one type */
HK_FN HK_NOINLINE void hk_parse_type_group(hk_parser *p, unsigned close)
{
    hk_lex_next(p);
    while (p->tok.kind != close && p->tok.kind != HK_K_EOF) {
        if (hk_parse_accept(p, HK_K_COMMA))              /* a hole in a pattern */
            continue;
        hk_parse_accept(p, HK_K_ELLIPSIS);
        if (!hk_parse_type_label(p))
            hk_parse_type(p);
        hk_parse_accept(p, HK_K_COND);
        if (hk_parse_accept(p, HK_K_COLON))
            hk_parse_type(p);
        if (p->tok.kind != close)
            hk_parse_expect(p, HK_K_COMMA);
    }
    hk_parse_expect(p, close);
}

/* [ of a member: a computed name, an index signature's parameter, or K in T as U */
HK_FN HK_NOINLINE void hk_parse_type_index(hk_parser *p)
{
    hk_lex_next(p);
    hk_parse_type(p);
    if (hk_parse_accept(p, HK_K_IN))
        hk_parse_type(p);
    if (hk_parse_type_word(p) == HK_TW_AS) {
        hk_lex_next(p);
        hk_parse_type(p);
    }
    if (hk_parse_accept(p, HK_K_COLON))
        hk_parse_type(p);
    hk_parse_expect(p, HK_K_RBRACKET);
}

/* { members }, also of an interface */
HK_FN HK_NOINLINE void hk_parse_type_members(hk_parser *p)
{
    hk_parse_expect(p, HK_K_LBRACE);
    for (;;)
        switch (p->tok.kind) {
        case HK_K_RBRACE: hk_lex_next(p); return;
        case HK_K_LBRACKET: hk_parse_type_index(p); break;
        case HK_K_LPAREN: hk_parse_type_group(p, HK_K_RPAREN); break;
        case HK_K_LT: hk_parse_type_parameters(p); break;
        case HK_K_COLON: hk_lex_next(p); hk_parse_type(p); break;
        case HK_K_COMMA: case HK_K_SEMICOLON: case HK_K_COND: case HK_K_ADD: case HK_K_SUB: case HK_K_ELLIPSIS: case HK_K_STRING:
        case HK_K_NUMBER: case HK_K_BIGINT: case HK_K_HASHNAME:
            hk_lex_next(p);
            break;
        default:
            if (!hk_parse_at_identifier_like(p)) {
                hk_parse_unexpected(p);
                return;
            }
            hk_lex_next(p);
        }
}

/* The substitutions of a template are types. */
HK_FN HK_NOINLINE void hk_parse_type_template(hk_parser *p)
{
    while (!p->failed && !hk_lex_template(p, NULL, NULL)) {
        hk_lex_next(p);
        hk_parse_type(p);
        if (p->tok.kind != HK_K_RBRACE)
            hk_parse_unexpected(p);
    }
    hk_lex_next(p);
}

/* What may follow a name or bracket directly: .name, <types>, [type]. named: types in < > may. */
HK_FN HK_NOINLINE void hk_parse_type_suffixes(hk_parser *p, bool named)
{
    for (;;) {
        if (named && hk_parse_accept(p, HK_K_DOT)) {
            if (p->tok.kind != HK_K_HASHNAME && !hk_parse_at_identifier_like(p))
                hk_parse_unexpected(p);
            hk_lex_next(p);
        } else if (hk_parse_at_newline(p)) {
            return;
        } else if (named && hk_parse_at_angle(p)) {
            hk_parse_type_list(p);
        } else if (p->tok.kind == HK_K_LBRACKET) {
            named = false;
            hk_parse_type_group(p, HK_K_RBRACKET);
        } else {
            return;
        }
    }
}

/* A word in a type: true if it is a prefix, of what stands behind it. */
HK_FN HK_NOINLINE bool hk_parse_type_named(hk_parser *p, bool *infer)
{
    unsigned word = hk_parse_type_word(p), kind = p->tok.kind;
    hk_lex_next(p);
    if (kind == HK_K_TYPEOF || kind == HK_K_NEW)
        return true;
    if (word >= HK_TW_KEYOF && word <= HK_TW_ABSTRACT && !hk_parse_at_newline(p) && hk_parse_starts_type(p)) {
        *infer = word == HK_TW_INFER;
        return true;
    }
    if (kind == HK_K_IMPORT) {
        if (p->tok.kind != HK_K_LPAREN)
            hk_parse_unexpected(p);
        hk_parse_type_group(p, HK_K_RPAREN);
    }
    hk_parse_type_suffixes(p, word < HK_TW_ANY && kind != HK_K_VOID && kind != HK_K_NULL);
    return false;
}

/* A pattern, without a look at what is in it: at its { or [ */
HK_FN void hk_parse_skip_pattern(hk_parser *p)
{
    uint32_t depth = 0;
    do {
        unsigned kind = p->tok.kind;
        if (kind == HK_K_EOF || kind == HK_K_TEMPLATE)
            hk_parse_unexpected(p);
        depth += kind == HK_K_LBRACE || kind == HK_K_LBRACKET || kind == HK_K_LPAREN;
        depth -= kind == HK_K_RBRACE || kind == HK_K_RBRACKET || kind == HK_K_RPAREN;
        hk_lex_next(p);
    } while (depth && !p->failed);
}

/* Do parameters begin at the parenthesis, rather than a type in parentheses? (isUnambiguouslyStartOfFunctionType) */
HK_FN bool hk_parse_at_function_type(hk_parser *p)
{
    hk_pguess g;
    bool name, found;
    hk_parse_guess(p, &g);
    hk_lex_next(p);
    found = p->tok.kind == HK_K_RPAREN || p->tok.kind == HK_K_ELLIPSIS;
    name = p->tok.kind == HK_K_THIS || hk_parse_at_type_name(p);
    if (!found && (name || p->tok.kind == HK_K_LBRACE || p->tok.kind == HK_K_LBRACKET)) {
        if (name)
            hk_lex_next(p);
        else
            hk_parse_skip_pattern(p);
        found = p->tok.kind == HK_K_COLON || p->tok.kind == HK_K_COMMA || p->tok.kind == HK_K_COND;
        if (!found && hk_parse_accept(p, HK_K_RPAREN))
            found = p->tok.kind == HK_K_ARROW;
    }
    hk_parse_guessed(p, &g, false);
    return found && !p->failed;
}

/* An operand of | and &, with what stands before it, parameters of a function type among them. True: it is infer and a name. */
HK_FN HK_NOINLINE bool hk_parse_type_operand(hk_parser *p)
{
    bool infer = false;
    for (;;)
        switch (p->tok.kind) {
        case HK_K_BOR: case HK_K_BAND: hk_lex_next(p); break;
        case HK_K_LT: hk_parse_type_parameters(p); break;
        case HK_K_LPAREN:
            if (hk_parse_at_function_type(p)) {
                hk_parse_type_group(p, HK_K_RPAREN);
                hk_parse_expect(p, HK_K_ARROW);
                break;
            }
            hk_parse_type_group(p, HK_K_RPAREN);
            hk_parse_type_suffixes(p, false);
            return false;
        case HK_K_LBRACKET:
            hk_parse_type_group(p, HK_K_RBRACKET);
            hk_parse_type_suffixes(p, false);
            return false;
        case HK_K_LBRACE:
            hk_parse_type_members(p);
            hk_parse_type_suffixes(p, false);
            return false;
        case HK_K_TEMPLATE:
            hk_parse_type_template(p);
            hk_parse_type_suffixes(p, false);
            return false;
        case HK_K_SUB:
            hk_lex_next(p);
            if (p->tok.kind != HK_K_NUMBER && p->tok.kind != HK_K_BIGINT)
                hk_parse_unexpected(p);
            break;
        case HK_K_STRING: case HK_K_NUMBER: case HK_K_BIGINT:
            hk_lex_next(p);
            hk_parse_type_suffixes(p, false);
            return false;
        default:
            if (!hk_parse_starts_type(p)) {
                hk_parse_unexpected(p);
                return false;
            }
            if (!hk_parse_type_named(p, &infer))
                return infer;
        }
}

/* Type, also x is T and asserts x. Conditional types nest to the right, which is counted: tests have their extends but not yet
 * their ?, branches not yet their colon. An extends behind infer U belongs to U where the ? is that of a test around. */
HK_FN HK_NOINLINE void hk_parse_type(hk_parser *p)
{
    uint32_t tests = 0, branches = 0;
    if (!hk_parse_enter(p, HK_COST_TYPE))
        return;
    for (;; hk_lex_next(p)) {
        bool infer = hk_parse_type_operand(p);
        unsigned kind = p->tok.kind;
        if (kind == HK_K_BOR || kind == HK_K_BAND)
            continue;
        if (kind == HK_K_COND && tests) {
            tests--;
            branches++;
        } else if (kind == HK_K_COLON && branches) {
            branches--;
        } else if (kind == HK_K_EXTENDS && !hk_parse_at_newline(p)) {
            tests += !(infer && tests);
        } else if (hk_parse_type_word(p) != HK_TW_IS || hk_parse_at_newline(p)) {
            break;
        }
    }
    hk_parse_leave(p, HK_COST_TYPE);
}

/* ---- where types stand in the code ----------------------------------------------------------------------------------------------- */

HK_FN HK_NOINLINE void hk_parse_drop_annotation(hk_parser *p)
{
    uint32_t at = p->tok.start;
    hk_lex_next(p);
    hk_parse_type(p);
    hk_parse_blank(p, at, p->prev_end);
}

/* : type, if there is one */
HK_INLINE void hk_parse_annotation(hk_parser *p)
{
    if (hk_parse_typescript(p) && p->tok.kind == HK_K_COLON)
        hk_parse_drop_annotation(p);
}

/* Takes a ! behind an expression or name, or a ? behind a name. */
HK_FN bool hk_parse_drop_mark(hk_parser *p, unsigned kind)
{
    if (!hk_parse_typescript(p) || p->tok.kind != kind || (kind == HK_K_NOT && hk_parse_at_newline(p)))
        return false;
    hk_parse_blank(p, p->tok.start, p->tok.end);
    hk_lex_next(p);
    return true;
}

/* Type parameters before the parenthesis of a function. Where a line ends between them and it, the parenthesis moves up: behind `async`
 * or `return` there may be none. */
HK_FN HK_NOINLINE void hk_parse_drop_function_types(hk_parser *p)
{
    uint32_t at = p->tok.start;
    hk_parse_type_parameters(p);
    hk_parse_blank(p, at, p->prev_end);
    if (p->tok.kind == HK_K_LPAREN && hk_parse_spans_lines(p, at, p->tok.start)) {
        hk_parse_blank(p, p->tok.start, p->tok.end);
        hk_parse_patch(p, at, '(');
    }
}

HK_INLINE void hk_parse_function_types(hk_parser *p)
{
    if (hk_parse_typescript(p) && p->tok.kind == HK_K_LT)
        hk_parse_drop_function_types(p);
}

/* An arrow function's result: the parenthesis at paren, behind the parameters that ended at `end`, moves down to the arrow if lines end
 * between them. */
HK_FN void hk_parse_arrow_result(hk_parser *p, uint32_t paren, uint32_t end)
{
    if (!hk_parse_typescript(p) || p->tok.kind != HK_K_COLON)
        return;
    hk_parse_annotation(p);
    if (hk_parse_spans_lines(p, end, p->prev_end)) {
        hk_parse_blank(p, paren, p->prev_end);
        hk_parse_patch(p, p->prev_end - 1, ')');
    }
}

/* Type parameters, parameters and result of a function without a body */
HK_FN void hk_parse_signature(hk_parser *p)
{
    if (p->tok.kind == HK_K_LT)
        hk_parse_type_parameters(p);
    if (p->tok.kind != HK_K_LPAREN)
        hk_parse_unexpected(p);
    hk_parse_type_group(p, HK_K_RPAREN);
    if (hk_parse_accept(p, HK_K_COLON))
        hk_parse_type(p);
}

HK_FN void hk_parse_drop_overload(hk_parser *p, uint32_t start)
{
    hk_parse_signature(p);
    hk_parse_semicolon(p);
    hk_parse_blank(p, start, p->prev_end);
}

/* Is this, at the ( or < of a function, an overload: a signature without a body? What is no type in it (initialisers) stands only before a body. */
HK_FN HK_NOINLINE bool hk_parse_at_overload(hk_parser *p)
{
    hk_pguess g;
    bool overload;
    hk_parse_guess(p, &g);
    hk_parse_signature(p);
    overload = !p->failed && p->tok.kind != HK_K_LBRACE;
    hk_parse_guessed(p, &g, false);
    return overload;
}

/* Is there, at the colon behind ( ), the result of an arrow function? */
HK_FN HK_NOINLINE bool hk_parse_at_result(hk_parser *p)
{
    hk_pguess g;
    bool arrow;
    hk_parse_guess(p, &g);
    hk_lex_next(p);
    hk_parse_type(p);
    arrow = p->tok.kind == HK_K_ARROW && !hk_parse_at_newline(p);
    hk_parse_guessed(p, &g, false);
    return arrow;
}

/* Are there, at the <, type parameters and a parenthesis behind them: is it perhaps a generic arrow function? */
HK_FN HK_NOINLINE bool hk_parse_at_generic(hk_parser *p)
{
    hk_pguess g;
    bool generic;
    if (p->tok.kind != HK_K_LT)
        return false;
    hk_parse_guess(p, &g);
    hk_parse_type_parameters(p);
    generic = p->tok.kind == HK_K_LPAREN;
    hk_parse_guessed(p, &g, false);
    return generic;
}

/* Is the ? at the current token that of a parameter, because no expression can stand behind it? */
HK_FN HK_NOINLINE bool hk_parse_at_optional(hk_parser *p)
{
    hk_pguess g;
    unsigned kind;
    if (p->tok.kind != HK_K_COND)
        return false;
    hk_parse_guess(p, &g);
    hk_lex_next(p);
    kind = p->tok.kind;
    hk_parse_guessed(p, &g, false);
    return kind == HK_K_COLON || kind == HK_K_COMMA || kind == HK_K_RPAREN || kind == HK_K_ASSIGN;
}

/* Can what follows a list of type arguments in an expression be the current token? (canFollowTypeArgumentsInExpression) */
HK_FN bool hk_parse_follows_types(hk_parser *p)
{
    unsigned kind = p->tok.kind, word = hk_parse_type_word(p);
    if (kind == HK_K_LPAREN || kind == HK_K_TEMPLATE)
        return true;
    if (kind == HK_K_LT || kind == HK_K_GT || kind == HK_K_ADD || kind == HK_K_SUB)
        return false;
    if (hk_parse_at_newline(p) || word == HK_TW_AS || word == HK_TW_SATISFIES)
        return true;
    if (kind >= HK_K_DO)                 /* words that cannot begin an expression */
        return kind == HK_K_IN || kind == HK_K_INSTANCEOF || kind == HK_K_EXTENDS || kind == HK_K_ELSE || kind == HK_K_CASE
            || kind == HK_K_DEFAULT || kind == HK_K_WHILE;
    return kind == HK_K_EOF || (kind > HK_K_TEMPLATE && kind != HK_K_NOT && kind != HK_K_BNOT && kind != HK_K_INC && kind != HK_K_DEC
        && kind != HK_K_LBRACKET && kind != HK_K_LBRACE);
}

/* Type arguments behind an expression, as tsc finds them: dropped, true. Else the < is less-than. */
HK_FN HK_NOINLINE bool hk_parse_drop_arguments(hk_parser *p)
{
    hk_pguess g;
    uint32_t at = p->tok.start, end;
    unsigned next;
    if (!hk_parse_at_angle(p))
        return false;
    hk_parse_guess(p, &g);
    hk_parse_type_list(p);
    end = p->prev_end;
    next = end < p->len ? p->src[end] : 0;               /* the > must not be the beginning of >>, >= */
    if (!hk_parse_guessed(p, &g, next != '>' && next != '=' && hk_parse_follows_types(p)))
        return false;
    hk_parse_blank(p, at, end);
    return true;
}

/* as T, satisfies T behind an expression that ends with the token before. */
HK_FN bool hk_parse_at_as(const hk_parser *p)
{
    unsigned word = p->tok.kind == HK_K_NAME ? hk_parse_type_word(p) : 0;
    return (word == HK_TW_AS || word == HK_TW_SATISFIES) && !hk_parse_at_newline(p);
}

HK_FN HK_NOINLINE void hk_parse_drop_as(hk_parser *p)
{
    p->as_start = p->prev_end;
    hk_lex_next(p);
    hk_parse_type(p);
    p->as_end = p->prev_end;
    hk_parse_blank(p, p->as_start, p->as_end);
}

/* A statement or class member ends with the token before. js: something is left of it; list: it stands in a list, where an `as` at its end
 * leaves the semicolon that the line's end stood for. */
HK_FN void hk_parse_strip_end(hk_parser *p, bool js, bool list)
{
    if (!hk_parse_strips(p) || !js)
        return;
    p->semicolon = p->src[p->prev_end - 1] != ';';
    if (list && p->as_end == p->prev_end && (p->as_end == p->len || p->src[p->as_end] != ';'))
        hk_parse_patch(p, p->as_start, ';');
}

/* <T> before an expression. It cannot be stripped: the line may end behind it. */
HK_FN HK_NOINLINE bool hk_parse_drop_assertion(hk_parser *p)
{
    if (p->tok.kind != HK_K_LT || hk_parse_at_generic(p))
        return false;
    hk_parse_check_strip(p, p->tok.start, "a type assertion in <>");
    hk_parse_angle(p, '<');
    hk_parse_type(p);
    if (p->tok.kind == HK_K_EOF || p->src[p->tok.start] != '>')
        hk_parse_unexpected(p);
    hk_parse_angle(p, '>');
    return true;
}
#endif
