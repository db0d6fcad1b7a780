/* What the parts of the parser know of each other. */
#ifndef HK_GRAMMAR_H
#define HK_GRAMMAR_H
#include "lexer.h"

/* Nesting is bounded by the C stack it takes, counted in units of 8 bytes on a Cortex-M4: of HAKO_MAX_NESTING brackets,
 * or a third as many functions. The tree may be deeper than what was nested in the parser only where it branches to the left, or by
 * HK_COST_CHAIN, HK_COST_UNARY: else if, a ? b : c ? d : e, a = b = c, - - a. */
#ifndef HAKO_MAX_NESTING
#define HAKO_MAX_NESTING 130
#endif
enum {
    HK_COST_EXPRESSION = 28, HK_COST_OBJECT = 6, HK_COST_TEMPLATE = 5, HK_COST_STATEMENT = 29, HK_COST_FUNCTION = 22, HK_COST_CLASS = 22,
    HK_COST_BINDING = 29, HK_COST_NEW = 9, HK_COST_BINARY = 7, HK_COST_LABEL = 6, HK_COST_UNARY = 19, HK_COST_CHAIN = 5, HK_COST_ASSIGN = 20,
    HK_COST_TYPE = 22, HK_COST_RETRY = 13,
    HK_MAX_DEPTH = HAKO_MAX_NESTING * HK_COST_EXPRESSION
};
HK_STATIC_ASSERT(HK_MAX_DEPTH < 0xFF00, "HAKO_MAX_NESTING is too large");

enum {                                   /* hk_parser.ctx: where we are */
    HK_C_STRICT = 1,
    HK_C_FUNCTION = 2,                   /* return is allowed */
    HK_C_GENERATOR = 4,                  /* yield is an operator */
    HK_C_ASYNC = 8,                      /* await is an operator */
    HK_C_PARAMS = 0x10,                  /* in parameters: neither may be used */
    HK_C_ARROW = 0x20,                   /* the function is an arrow function */
    HK_C_SUPER = 0x40, HK_C_SUPERCALL = 0x80, HK_C_NEWTARGET = 0x100,
    HK_C_STATIC = 0x200,                 /* super starts from HK_NAME_STATICHOME */
    HK_C_FIELD = 0x400,                  /* field initialiser or static block: `arguments` is an error */
    HK_C_STATICBLOCK = 0x800,            /* `await` is an error */
    HK_C_CLASS = 0x1000,                 /* in a class body: #names may be used */
    HK_C_NOIN = 0x2000,                  /* head of a for: `in` is no operator */
    HK_C_LOOP = 0x4000, HK_C_BREAK = 0x8000,
    HK_C_SIMPLE = 0x10000,               /* parameters so far are identifiers */
    HK_C_USING = 0x20000,                /* a using declaration may stand here: not the top level of a script, nor in a case */
    HK_C_PLAIN = 0x40000,                /* in a function that is no arrow function, field initialiser or static block */
    HK_C_BRANCH = 0x80000,               /* TypeScript, between ? and : of a conditional: an arrow function with a result type only before a : */
    HK_C_HERE = HK_C_NOIN | HK_C_BRANCH, /* what brackets end */
    /* what an arrow function takes over from around it */
    HK_C_INHERITED = HK_C_STRICT | HK_C_SUPER | HK_C_SUPERCALL | HK_C_NEWTARGET | HK_C_STATIC | HK_C_FIELD | HK_C_CLASS
        | HK_C_PLAIN
};

/* What is kept of the function around while another is parsed. */
typedef struct {
    uint32_t ctx, strict_error, duplicate, function_start, tree, start, name;
    struct hk_plabel *labels;
    hk_pscope outer, params;
    uint16_t length, count;              /* parameters before the first default or rest, and all */
    uint16_t properties;                 /* TypeScript: how many of a constructor's parameters are properties */
    uint8_t uses;
    bool constructor;
} hk_pfunction;

/* Every recursion passes one of these pairs; cost: C stack, in units of HK_MAX_DEPTH. */
HK_INLINE bool hk_parse_enter(hk_parser *p, unsigned cost)
{
    p->depth = (uint16_t)(p->depth + cost);
    if (p->depth > HK_MAX_DEPTH)
        hk_syntax_error(p, p->tok.start, "nesting too deep", NULL);
    return !p->failed;
}
HK_INLINE void hk_parse_leave(hk_parser *p, unsigned cost) { p->depth = (uint16_t)(p->depth - cost); }

/* Is the current token the word, written without escapes? */
HK_INLINE bool hk_parse_at_word(const hk_parser *p, unsigned word) { return p->tok.kind == word && !(p->tok.flags & HK_TF_ESCAPED); }
HK_INLINE bool hk_parse_typescript(const hk_parser *p) { return HAKO_WITH_TYPESCRIPT && p->typescript; }
HK_INLINE bool hk_parse_at_newline(const hk_parser *p) { return (p->tok.flags & HK_TF_NEWLINE) != 0; }
HK_INLINE bool hk_parse_at_identifier_like(const hk_parser *p) { return p->tok.kind == HK_K_NAME || p->tok.kind >= HK_K_DO; }

/* Takes the token if it is of that kind. */
HK_FN bool hk_parse_accept(hk_parser *p, unsigned kind)
{
    if (p->tok.kind != kind)
        return false;
    hk_lex_next(p);
    return true;
}

HK_FN void hk_parse_expect(hk_parser *p, unsigned kind)
{
    if (p->tok.kind != kind)
        hk_parse_unexpected(p);
    hk_lex_next(p);
}

/* Words with a meaning in TypeScript, where it has places for them: KEYOF to ABSTRACT are prefixes of types, ANY and on types without
 * parameters. */
#define HK_TYPE_WORDS(X) \
    X(AS, "as") X(SATISFIES, "satisfies") X(IS, "is") \
    X(KEYOF, "keyof") X(UNIQUE, "unique") X(INFER, "infer") X(ASSERTS, "asserts") X(READONLY, "readonly") X(ABSTRACT, "abstract") \
    X(OVERRIDE, "override") X(DECLARE, "declare") X(ACCESSOR, "accessor") \
    X(TYPE, "type") X(NAMESPACE, "namespace") X(MODULE, "module") X(GLOBAL, "global") \
    X(ANY, "any") X(UNKNOWN, "unknown") X(NEVER, "never") X(STRING, "string") X(NUMBER, "number") X(BIGINT, "bigint") X(BOOLEAN, "boolean") \
    X(SYMBOL, "symbol") X(OBJECT, "object") X(UNDEFINED, "undefined")
#define HK_TYPE_WORD_TEXT(name, text) text "\0"
#define HK_TYPE_WORD_ENUM(name, text) HK_TW_##name,
enum { HK_TW_NONE, HK_TYPE_WORDS(HK_TYPE_WORD_ENUM) HK_TW_COUNT };

/* parser_expr.c */
HK_FN void hk_parse_expression(hk_parser *p);              /* Expression */
HK_FN void hk_parse_assignment(hk_parser *p);              /* AssignmentExpression */
HK_FN void hk_parse_assignment_cover(hk_parser *p);        /* the same, which may yet turn out to be part of a pattern */
HK_FN void hk_parse_lhs(hk_parser *p, bool callee);        /* LeftHandSideExpression; callee: of new, so without calls */
HK_FN bool hk_parse_may_be_identifier(const hk_parser *p); /* is the current token one, here? */
HK_FN void hk_parse_check_cover(hk_parser *p);
/* Makes the array or object literal at pos, with which the tree ends, an assignment pattern. */
HK_FN void hk_parse_to_pattern(hk_parser *p, uint32_t pos, uint32_t at);
/* Checks that the node at pos is a simple assignment target. */
HK_FN void hk_parse_check_target(hk_parser *p, uint32_t pos, uint32_t at);

/* parser_func.c */
HK_FN uint32_t hk_parse_binding_name(hk_parser *p, unsigned bits);
HK_FN void hk_parse_binding(hk_parser *p, unsigned bits);      /* BindingIdentifier or BindingPattern */
HK_FN void hk_parse_function_expression(hk_parser *p, uint32_t start, bool async);
HK_FN void hk_parse_function_declaration(hk_parser *p, uint32_t start, bool async, unsigned bits);
HK_FN void hk_parse_arrow(hk_parser *p, uint32_t start, bool async);           /* at its parameters */
HK_FN void hk_parse_class(hk_parser *p, bool declaration);
HK_FN void hk_parse_object(hk_parser *p);

/* typescript.c */
HK_FN bool hk_parse_type_statement(hk_parser *p, uint32_t start, bool exported);
HK_FN void hk_parse_add_member(hk_parser *p, uint32_t owner, uint32_t name);
HK_FN bool hk_parse_at_overload(hk_parser *p);
HK_FN void hk_parse_drop_overload(hk_parser *p, uint32_t start);   /* up to its end; blanked from start on */
#define HK_PROPERTY_OF 0x80000000u       /* | place of a constructor: the owner of its parameter properties */
HK_FN void hk_parse_constructor_body(hk_parser *p, const hk_pfunction *f, unsigned flags);
HK_FN bool hk_parse_insert_properties(hk_parser *p, uint32_t at, uint32_t constructor);

/* parser_stmt.c */
enum {                                   /* where a statement stands */
    HK_AT_LIST = 1,                      /* in a list: declarations are allowed */
    HK_AT_IF = 2                         /* body of an if: Annex B.3.3 allows functions there */
};
HK_FN void hk_parse_statement(hk_parser *p, unsigned where);
HK_FN void hk_parse_semicolon(hk_parser *p);               /* Automatic Semicolon Insertion */
/* The token after the current one, which is read again afterwards. Not before a regular expression. */
typedef struct { uint8_t kind, flags; bool identifier; } hk_ppeek;
HK_FN hk_ppeek hk_parse_peek(hk_parser *p);
HK_FN void hk_parse_statements(hk_parser *p);              /* StatementList up to } or the end, and HK_N_END */
HK_FN void hk_parse_body(hk_parser *p);                    /* directive prologue, statements, HK_N_END */
#endif
