/* Tokens, and the state that lexer and parser share.
 *
 * The lexer reads UTF-8 that has been validated as a whole, one token ahead of
 * the parser. What depends on the grammar is read on the parser's demand:
 * regular expressions (where it meets / or /=) and the rest of a template
 * (where it meets ` or the } of a substitution). A token's text is decoded
 * only when the parser asks for its name.
 *
 * An error does not unwind: it is thrown once, `failed` is set, and from then
 * on every token is EOF and nothing is written, so that the parser runs to its
 * end by itself. Loops in the parser stop at EOF. */
#ifndef HK_LEXER_H
#define HK_LEXER_H
#include "parser.h"
#include "names.h"

/* Words with a meaning, in groups of equal length; class: 0 contextual (may be any identifier), 1 reserved,
 * 2 reserved in strict code, 3 yield and await (by context). */
#define HK_WORDS(X) \
    X(DO, "do", 1) X(IF, "if", 1) X(IN, "in", 1) X(OF, "of", 0) \
    X(FOR, "for", 1) X(GET, "get", 0) X(LET, "let", 2) X(NEW, "new", 1) X(SET, "set", 0) X(TRY, "try", 1) X(VAR, "var", 1) \
    X(CASE, "case", 1) X(ELSE, "else", 1) X(ENUM, "enum", 1) X(EVAL, "eval", 0) X(NULL, "null", 1) X(THIS, "this", 1) \
    X(TRUE, "true", 1) X(VOID, "void", 1) X(WITH, "with", 1) X(META, "meta", 0) \
    X(ASYNC, "async", 0) X(AWAIT, "await", 3) X(BREAK, "break", 1) X(CATCH, "catch", 1) X(CLASS, "class", 1) \
    X(CONST, "const", 1) X(FALSE, "false", 1) X(SUPER, "super", 1) X(THROW, "throw", 1) X(USING, "using", 0) \
    X(WHILE, "while", 1) X(YIELD, "yield", 3) \
    X(DELETE, "delete", 1) X(EXPORT, "export", 1) X(IMPORT, "import", 1) X(PUBLIC, "public", 2) X(RETURN, "return", 1) \
    X(STATIC, "static", 2) X(SWITCH, "switch", 1) X(TARGET, "target", 0) X(TYPEOF, "typeof", 1) \
    X(DEFAULT, "default", 1) X(EXTENDS, "extends", 1) X(FINALLY, "finally", 1) X(PACKAGE, "package", 2) \
    X(PRIVATE, "private", 2) \
    X(CONTINUE, "continue", 1) X(DEBUGGER, "debugger", 1) X(FUNCTION, "function", 1) \
    X(ARGUMENTS, "arguments", 0) X(INTERFACE, "interface", 2) X(PROTECTED, "protected", 2) \
    X(IMPLEMENTS, "implements", 2) X(INSTANCEOF, "instanceof", 1)

#define HK_WORD_ENUM(name, text, cls) HK_K_##name,
enum {
    HK_K_EOF, HK_K_NAME, HK_K_HASHNAME, HK_K_NUMBER, HK_K_BIGINT, HK_K_STRING, HK_K_TEMPLATE /* ` */,
    /* punctuators; the binary operators, in the order of HK_OP_*, come first */
    HK_K_ADD, HK_K_SUB, HK_K_MUL, HK_K_DIV, HK_K_MOD, HK_K_EXP,
    HK_K_BAND, HK_K_BOR, HK_K_BXOR, HK_K_SHL, HK_K_SHR, HK_K_USHR,
    HK_K_LT, HK_K_LE, HK_K_GT, HK_K_GE, HK_K_EQ, HK_K_NE, HK_K_SEQ, HK_K_SNE,
    HK_K_OPIN, HK_K_OPINSTANCEOF,    /* never a token: the words below */
    HK_K_AND, HK_K_OR, HK_K_NULLISH,
    /* their assignments: operator + HK_K_ASSIGN_ADD - HK_K_ADD */
    HK_K_ASSIGN_ADD, HK_K_ASSIGN_SUB, HK_K_ASSIGN_MUL, HK_K_ASSIGN_DIV, HK_K_ASSIGN_MOD, HK_K_ASSIGN_EXP,
    HK_K_ASSIGN_BAND, HK_K_ASSIGN_BOR, HK_K_ASSIGN_BXOR, HK_K_ASSIGN_SHL, HK_K_ASSIGN_SHR, HK_K_ASSIGN_USHR,
    HK_K_ASSIGN_AND, HK_K_ASSIGN_OR, HK_K_ASSIGN_NULLISH,
    HK_K_ASSIGN, HK_K_INC, HK_K_DEC, HK_K_NOT, HK_K_BNOT, HK_K_COND, HK_K_OPT /* ?. */, HK_K_COLON, HK_K_COMMA,
    HK_K_SEMICOLON, HK_K_AT, HK_K_DOT, HK_K_ELLIPSIS, HK_K_ARROW, HK_K_LPAREN, HK_K_RPAREN, HK_K_LBRACKET, HK_K_RBRACKET,
    HK_K_LBRACE, HK_K_RBRACE,
    HK_K_WORDS_BEFORE,
    HK_WORDS(HK_WORD_ENUM)
    HK_K_COUNT
};

enum {                                   /* token flags */
    HK_TF_NEWLINE = 1,                   /* a line terminator stands before it */
    HK_TF_ESCAPED = 2,                   /* written with an escape: is no keyword; its text needs decoding */
    HK_TF_WIDE = 4,                      /* has characters beyond ASCII: its text needs decoding */
    HK_TF_OCTAL = 8                      /* legacy octal number or escape: an error in strict code */
};

typedef struct {
    uint8_t kind, flags;
    uint32_t start, end;                 /* in the source text */
    double number;
} hk_token;

/* An open scope: entries [start, top) of the scope stack are its own. */
typedef struct {
    uint32_t start;
    uint32_t check;                      /* a lexical declaration may not repeat what stands from here on */
    uint32_t tree;                       /* where its record will be inserted */
    uint8_t flags;                       /* HK_SF_* */
    uint8_t kind;                        /* HK_S_* of scope.c */
} hk_pscope;

struct hk_plabel;

typedef struct {
    hk_vm *vm;
    const uint8_t *src;
    uint32_t len, pos;
    uint32_t prev_end;                   /* where the token before tok ended */
    hk_token tok;
    bool failed;
    uint8_t library;
    uint8_t wtf8;                /* lone surrogates are allowed in the source */
    bool typescript;
    bool misguessed;                     /* an error ended a guess (types.c) */
    uint8_t guessing;                    /* guesses under way: errors are no exceptions, nothing is blanked */
    bool module;                 /* the source is a module */
    bool top_await;              /* with await outside of functions */
    bool exporting;              /* what is declared in the outermost scope now is exported */
    bool anonymous;              /* a function declaration may go without a name: export default */
    uint16_t depth;                      /* nesting, in units of HK_MAX_DEPTH */
    /* the tree: byte i at base - i */
    uint32_t base, length, room;
    /* scopes (scope.c) */
    hk_val *entries, *last;              /* rooted BYTES blocks */
    uint32_t top;
    hk_pscope scope;
    uint32_t function_start;             /* first entry of the current function's parameter scope */
    /* the function being parsed */
    uint32_t ctx;                        /* HK_C_* of parser.c */
    uint8_t uses;                        /* HK_FG_* found so far */
    struct hk_plabel *labels;
    uint32_t strict_error;               /* 0, or 1 + the place of a parameter name that strict code forbids */
    uint32_t duplicate;                  /* the same for a repeated parameter */
    /* expressions */
    uint32_t cover;                      /* 0, or 1 + the place of what only a pattern may contain (see parser_expr.c) */
    uint32_t moved, cut;                 /* while a literal becomes a pattern: see hk_parse_cut */
    hk_val *arrows;                      /* rooted BYTES block: places of known arrow heads, ascending */
    uint32_t arrow_count, covering;      /* how many; how many open parentheses may yet be an arrow's head */
    uint32_t arrow_start;                /* tree position of the operand that may be an arrow function */
    uint32_t frontier;                   /* how far the source was read before the last rewind */
    /* TypeScript */
    hk_val *members;                     /* rooted BYTES block: see typescript.c */
    uint32_t member_count, container;    /* how many pairs; the number of the namespace or enum around */
    uint8_t *out;                        /* to strip: a copy of the source in which types are blanked (types.c); else NULL */
    uint32_t as_start, as_end;           /* where the last `as T` was blanked */
    bool semicolon;                      /* a statement that is blanked has to leave one: what was read last did not end with it */
    hk_val *exported;                    /* module: rooted BYTES block, a bit for each name that is exported */
} hk_parser;

HK_FN HK_NOINLINE void hk_syntax_error(hk_parser *p, uint32_t at, const char *format, const char *what);
/* The same, with a name: format has one %v. */
HK_FN HK_NOINLINE void hk_syntax_error_name(hk_parser *p, uint32_t at, const char *format, uint32_t name);
HK_FN HK_NOINLINE void hk_parse_unexpected(hk_parser *p);       /* "unexpected token" for the current one */
/* Out of memory: the exception is set already. */
HK_FN void hk_parse_fail(hk_parser *p);

HK_FN void hk_lex_next(hk_parser *p);
/* Reads the token at `at` again. */
HK_FN void hk_lex_rewind(hk_parser *p, uint32_t at);
/* The text of the current token (NAME, HASHNAME, a word, STRING without its quotes) as a name. */
HK_FN uint32_t hk_token_name(hk_parser *p);
/* The word of TypeScript's own (HK_TW_*) that the current token is, or 0. */
HK_FN unsigned hk_parse_type_word(const hk_parser *p);
/* BIGINT: the digits without separators. */
HK_FN uint32_t hk_token_bigint(hk_parser *p);
/* The current token is / or /=: reads a whole regular expression; afterwards the token after it is current. */
HK_FN void hk_lex_regexp(hk_parser *p, uint32_t *body, uint32_t *flags);
/* Reads template characters from p->pos to ` or ${: cooked is UINT32_MAX where it has an invalid escape. Both NULL: they are not
 * wanted. True at `. Does not read a token. */
HK_FN bool hk_lex_template(hk_parser *p, uint32_t *cooked, uint32_t *raw);
#endif
