/* The syntax tree: what the parser writes and the emitter reads.
 *
 * The tree of one source text is a string of bytes in prefix order, written
 * into the scratch region of the arena (the gap between heap and stack, see
 * heap/scratch in heap.h) and dropped when its bytecode stands. Positions in
 * it are uint32_t counted from 0; a node is its kind byte followed by its
 * operands, children inline. There are no links: a walker reads forward, and
 * hk_tree_skip steps over a node. Wrapping a finished node (`a` becomes
 * `a + b`) inserts the wrapper's bytes before it with one move.
 *
 * Operands, as written in the third column of the table:
 *   n  a child node                       l  child nodes up to HK_N_END
 *   v  varint (7 bits a byte, low first)  b  one byte
 *   s  varint: index into the name table  p  varint: offset in the source text
 *   d  8 bytes: a double, little endian   S  a scope record (below)
 *   i  varint, zigzag coded: an int32
 *
 * A scope record lists what one scope declares:
 *   b flags (HK_SF_*), v count, then count times: s name, b kind (HK_D_*)|flags.
 * It is complete when its scope is closed: the parser inserts it then, so the
 * `captured` bits are final. The order of the declarations is the order of
 * their first appearance in the source. A name that no enclosing scope
 * declares is global.
 */
#ifndef HK_TREE_H
#define HK_TREE_H
#include "../base/base.h"

/*   name            operands  meaning */
#define HK_NODES(X) \
    X(END,           "")       /* ends a list */ \
    X(EMPTY,         "")       /* absent optional child; the empty statement */ \
    /* literals and names */ \
    X(INT,           "i")      /* number that is an int32 and not -0 */ \
    X(NUM,           "d")      \
    X(STR,           "s")      \
    X(BIGINT,        "s")      /* digits as written, prefix and all, without the n and separators */ \
    X(REGEXP,        "ssp")    /* body, flags */ \
    X(UNDEFINED,     "")       /* made by the parser where the grammar implies it */ \
    X(NUL,           "")       \
    X(TRUE,          "")       \
    X(FALSE,         "")       \
    X(THIS,          "p")      \
    X(IDENT,         "sp")     /* reference, or in a pattern a target/binding */ \
    X(NEWTARGET,     "")       \
    X(TEMPLATE,      "l")      /* STR and expressions in turn, begins and ends with STR */ \
    X(TAGGED,        "pnvl")   /* tag; count of strings; then cooked (STR or UNDEFINED) and raw (STR) \
                                * for each string, then the substitutions, one after the other */ \
    X(ARRAY,         "l")      /* also array pattern; elements, HOLE, SPREAD */ \
    X(HOLE,          "")       \
    X(SPREAD,        "n")      /* ...n : in calls, arrays, objects; rest in patterns and parameters */ \
    X(OBJECT,        "l")      /* also object pattern: PROP, PROPC, GETTER..., SPREAD */ \
    X(PROP,          "snp")    /* name: value ; in a pattern name: target. Shorthand is written out. \
                                * Canonical numeric names are written in decimal. */ \
    X(PROPC,         "nnp")    /* [key]: value */ \
    X(METHOD,        "bn n")   /* b = HK_M_*; key node (STR, INT, NUM, any expression if HK_M_COMPUTED, \
                                * PRIVNAME); FUNCTION, or for a field its initialiser FUNCTION or EMPTY */ \
    X(PROTO,         "n")      /* __proto__: n  in an object literal */ \
    X(PRIVNAME,      "s")      /* #name as the key of a METHOD; name includes the # */ \
    X(FUNCTION,      "bbsvppSlSl") /* b flags HK_FF_*, b flags2 HK_FG_*, name (0: none), length, source start and \
                                * end, parameter scope, parameters (targets, DEFAULT, SPREAD), body scope, statements. \
                                * An arrow's expression body is one RETURN. */ \
    X(CLASS,         "sppSnl") /* name (0: none), source start and end, class scope, heritage or EMPTY, members: \
                                * METHOD and STATIC. The constructor is the METHOD with HK_M_CTOR, absent when \
                                * the source has none. */ \
    X(STATIC,        "n")      /* static block: a FUNCTION (method-like, no parameters) */ \
    X(SCOPED,        "Sn")     /* an object literal with methods that use super: declares HK_NAME_HOME */ \
    /* operators; b is HK_OP_* */ \
    X(UNARY,         "bpn")    /* + - ~ ! typeof void delete */ \
    X(BINARY,        "bpnn")   /* arithmetic, comparison, in, instanceof */ \
    X(LOGICAL,       "bnn")    /* && || ?? */ \
    X(COND,          "nnn")    \
    X(PRIVIN,        "spn")    /* #name in n */ \
    X(ASSIGN,        "pnn")    /* target = value */ \
    X(ASSIGNOP,      "bpnn")   /* target op= value */ \
    X(ASSIGNLOG,     "bpnn")   /* target &&= value ... */ \
    X(UPDATE,        "bpn")    /* ++/--: b = HK_UPD_* */ \
    X(DEFAULT,       "nn")     /* in patterns and parameters: target = initialiser */ \
    X(SEQ,           "nn")     /* comma */ \
    X(PAREN,         "n")      /* ( n ) where it matters: around anonymous functions and classes, optional \
                                * chains, and identifiers or members (no name is given through it). May also \
                                * stand, meaning nothing, around calls, assignments, array and object literals, \
                                * and twice around the operand of a SPREAD. */ \
    X(YIELD,         "pn")     /* operand or EMPTY */ \
    X(YIELDSTAR,     "pn")     \
    X(AWAIT,         "pn")     \
    X(MEMBER,        "spn")    /* n.name */ \
    X(INDEX,         "pnn")    /* n[n] */ \
    X(PRIVMEMBER,    "spn")    /* n.#name */ \
    X(SUPERMEMBER,   "sp")     /* super.name */ \
    X(SUPERINDEX,    "pn")     /* super[n] */ \
    X(CALL,          "pnl")    /* callee, arguments */ \
    X(NEW,           "pnl")    \
    X(SUPERCALL,     "pl")     \
    X(CHAIN,         "n")      /* a whole optional chain; its value is undefined if an OPT inside stops it */ \
    X(OPT,           "n")      /* n?. : the chain stops when n is undefined or null */ \
    X(INTRINSIC,     "spl")    /* %name(arguments): library sources only */ \
    X(IMPORTCALL,    "pnn")    /* specifier, options or EMPTY */ \
    X(IMPORTMETA,    "p")      /* reference to HK_NAME_META */ \
    /* statements */ \
    X(EXPR,          "n")      \
    X(VAR,           "l")      /* var declarators: DECL */ \
    X(LET,           "l")      \
    X(CONST,         "l")      \
    X(USING,         "l")      \
    X(AUSING,        "l")      \
    X(DECL,          "pnn")    /* target (IDENT, ARRAY, OBJECT), initialiser or EMPTY */ \
    X(FUNDECL,       "sn")     /* a function declaration where it stands: name, FUNCTION; it is initialised when \
                                * its scope is entered. Under Annex B.3.3 its value is copied to the var here. */ \
    X(CLASSDECL,     "spn")    /* name, CLASS */ \
    X(BLOCK,         "Sl")     \
    X(IF,            "nnn")    /* test, then, else or EMPTY */ \
    X(DO,            "nn")     /* body, test */ \
    X(WHILE,         "nn")     /* test, body */ \
    X(FOR,           "Snnnn")  /* scope of let/const heads; init (VAR, LET, CONST, EXPR, EMPTY), test, update, body. */ \
    X(FORIN,         "pSnnn")  /* scope; head: VAR/LET/CONST with one DECL, or an assignment target; subject; body. \
                                * With let/const the subject sees the names in their temporal dead zone. */ \
    X(FOROF,         "pSnnn")  \
    X(FORAWAIT,      "pSnnn")  \
    X(CONTINUE,      "s")      /* label or 0 */ \
    X(BREAK,         "s")      \
    X(RETURN,        "pn")     \
    X(WITH,          "pnn")    \
    X(SWITCH,        "nSl")    /* subject, scope, CASE */ \
    X(CASE,          "nl")     /* test, or EMPTY for default; statements */ \
    X(LABEL,         "sn")     \
    X(THROW,         "pn")     \
    X(TRY,           "nnn")    /* BLOCK; CATCH or EMPTY; finally BLOCK or EMPTY */ \
    X(CATCH,         "Snn")    /* scope of the parameter; target or EMPTY; body BLOCK */ \
    X(DEBUGGER,      "")       \
    /* items of a module; as statements they do nothing */ \
    X(IMPORT,        "lspl")   /* LINKs, specifier and its place, attributes: keys and values in turn, STR */ \
    X(EXPORT,        "l")      /* LINKs to names of this module */ \
    X(EXPORTFROM,    "lspl")   /* as IMPORT */ \
    X(LINK,          "bssp")   /* b = HK_LINK_*; IMPORT: imported and own name; EXPORT: exported and own name; EXPORTFROM: \
                                * exported and imported name */ \
    /* the root */ \
    X(SCRIPT,        "bSl")    /* b = HK_FF_STRICT or 0, of a module with await at its top also HK_FF_ASYNC; global (module) scope; statements */

#define HK_NODE_ENUM(name, operands) HK_N_##name,
enum { HK_NODES(HK_NODE_ENUM) HK_N_COUNT };

/* FUNCTION, first flags byte */
enum {
    HK_FF_STRICT = 1, HK_FF_ARROW = 2, HK_FF_METHOD = 4,     /* METHOD: no [[Construct]], may use super */
    HK_FF_GENERATOR = 8, HK_FF_ASYNC = 16,
    HK_FF_CTOR = 32, HK_FF_DERIVED = 64,                     /* class constructor; of a class with heritage */
    HK_FF_SIMPLE = 128                                       /* parameter list is simple: identifiers only */
};
/* FUNCTION, second flags byte */
enum {
    HK_FG_ARGUMENTS = 1,     /* needs an arguments object (declared as HK_D_ARGUMENTS in the parameter scope) */
    HK_FG_THIS = 2,          /* uses this, itself or through an arrow function or super */
    HK_FG_FIELD = 4,         /* a field's initialiser: its one statement is RETURN initialiser; method-like */
    HK_FG_EXPR_PARAMS = 8,   /* the parameter list has expressions: body `var`s live in the body scope, and one
                              * with a parameter's name starts with that parameter's value. Otherwise the body
                              * scope holds only what the body declares and parameters are not repeated in it. */
    HK_FG_EVAL = 16,         /* contains a direct eval */
    HK_FG_DECLARATION = 32,  /* function declaration */
    HK_FG_GETTER = 64, HK_FG_SETTER = 128
};

/* Scope flags */
enum { HK_SF_EVAL = 1,       /* contains a direct eval, itself or nested: every name may be reached by name */
       HK_SF_FUNCTION = 2 }; /* a function's body scope */

/* Declarations: kind in the low 4 bits */
enum {
    HK_D_VAR = 1, HK_D_LET, HK_D_CONST, HK_D_CLASS,
    HK_D_FUNCTION,           /* function declaration at function or script level: var-like, initialised on entry */
    HK_D_LEXFUNCTION,        /* function declaration in a block: let-like, initialised on entry */
    HK_D_PARAM,
    HK_D_CATCH,              /* catch (e) with a simple parameter */
    HK_D_SELF,               /* a function expression's own name: assignment is an error in strict code, ignored else.
                              * Stands in the parameter scope, first, and only when nothing else there or in the body
                              * scope has the name. */
    HK_D_ARGUMENTS,          /* the arguments object, in the parameter scope */
    HK_D_THIS, HK_D_NEWTARGET, /* pseudo variables of a non-arrow function that an arrow function inside uses
                              * (names HK_NAME_THIS, HK_NAME_NEWTARGET; always captured) */
    HK_D_HIDDEN,             /* compiler's own, in class scopes and SCOPED: HK_NAME_HOME and friends */
    HK_D_PRIVATE,            /* #name in a class scope */
    HK_D_KIND = 15,
    HK_D_CAPTURED = 16,      /* used by an inner function */
    HK_D_ANNEXB = 32,        /* on a HK_D_LEXFUNCTION: Annex B.3.3 applies, FUNDECL also assigns the function's var
                              * (which is then declared as HK_D_VAR there, or is a parameter or global); on a script's or eval
                              * code's HK_D_VAR: it is only there by Annex B.3.3 */
    HK_D_ASSIGNED = 64,      /* assigned somewhere besides its declaration */
    HK_D_STATIC = 128,       /* on HK_D_PRIVATE: a static method or accessor */
    HK_D_IMPORT = HK_D_ANNEXB,   /* on a module's HK_D_CONST: an import; always captured */
    HK_D_EXPORT = HK_D_STATIC,   /* on a module's own declarations: exported under that name; always captured */
    HK_D_MEMBER = HK_D_ANNEXB    /* on a HK_D_LET: no variable, but the property of that name of the next HK_NAME_NAMESPACE around (an
                              * enum's member, what a namespace exports) */
};

/* METHOD flags */
enum {
    HK_M_METHOD = 0, HK_M_GET = 1, HK_M_SET = 2, HK_M_FIELD = 3, HK_M_KIND = 3,
    HK_M_COMPUTED = 4, HK_M_STATIC = 8, HK_M_CTOR = 16,
    HK_M_ACCESSOR = 32       /* reserved */
};

/* The first entries of every name table have fixed indexes. What is not a
 * name that a script can write contains a character no identifier has. */
enum {
    HK_NAME_NONE,            /* "" */
    HK_NAME_THIS,            /* "this" */
    HK_NAME_NEWTARGET,       /* "new.target" */
    HK_NAME_HOME,            /* "%home": the object whose prototype `super` starts from, for instance members and
                              * object literals: declared in class scopes and SCOPED when used by a member */
    HK_NAME_STATICHOME,      /* "%statichome": the same for static members (the class itself) */
    HK_NAME_CLASS,           /* "%class": the class constructor being defined, for super(...) and field definition.
                              * Declared in a class scope when a constructor of a derived class calls super(). */
    HK_NAME_FIELDS,          /* "%fields": the function that defines the instance fields; declared in a class scope
                              * that has instance fields or private instance methods */
    HK_NAME_VARS,            /* "%vars": the emitter's own: the object of the variables that direct evals declared in a function */
    HK_NAME_META,            /* "import.meta": declared (HK_D_CONST) by a module that refers to it */
    HK_NAME_NAMESPACE,       /* "%namespace": the object of a TypeScript enum or namespace, in its body */
    HK_NAME_ARGUMENTS,       /* "arguments" */
    HK_NAME_EVAL,            /* "eval" */
    HK_NAME_ANONYMOUS_DEFAULT, /* "default"; in a module also the name of what `export default` declares without one */
    HK_NAME_FIXED
};

/* Operators (UNARY, BINARY, LOGICAL, ASSIGNOP, ASSIGNLOG) */
enum {
    HK_OP_ADD, HK_OP_SUB, HK_OP_MUL, HK_OP_DIV, HK_OP_MOD, HK_OP_EXP,
    HK_OP_BAND, HK_OP_BOR, HK_OP_BXOR, HK_OP_SHL, HK_OP_SHR, HK_OP_USHR,
    HK_OP_LT, HK_OP_LE, HK_OP_GT, HK_OP_GE, HK_OP_EQ, HK_OP_NE, HK_OP_SEQ, HK_OP_SNE,
    HK_OP_IN, HK_OP_INSTANCEOF,
    HK_OP_AND, HK_OP_OR, HK_OP_NULLISH,
    HK_OP_PLUS, HK_OP_NEG, HK_OP_BNOT, HK_OP_NOT, HK_OP_TYPEOF, HK_OP_VOID, HK_OP_DELETE
};
enum { HK_UPD_DEC = 1, HK_UPD_POSTFIX = 2 };

/* LINK */
enum {
    HK_LINK_NAME,
    HK_LINK_NAMESPACE,       /* import * as own; export * as exported from */
    HK_LINK_ALL              /* export * from */
};

/* How scopes are resolved, shared knowledge of parser and emitter:
 *
 * - The tree is deep without bound only in first children: BINARY, LOGICAL, SEQ, MEMBER, INDEX, PRIVMEMBER, CALL, TAGGED, OPT
 *   branch to the left. In last children (IF, COND, ASSIGN..., UNARY, AWAIT) it is as deep as HK_COST_CHAIN and HK_COST_UNARY of grammar.h allow.
 * - Where HK_FG_EXPR_PARAMS is not set, the body scope repeats no parameter: a `var`, or a function declared in the body, with a
 *   parameter's name is that parameter (which is then ASSIGNED); `var arguments` is the HK_D_ARGUMENTS of the parameter scope.
 *   Where it is set, `var arguments` in the body starts with the value of the parameter scope's HK_D_ARGUMENTS.
 * - HK_D_SELF stands only when something refers to it. In var e of catch (e) { var e = 1 } the reference is to the parameter.
 * - What FUNDECL assigns to under Annex B.3.3 is the function's or script's variable, also when a catch parameter of that name
 *   stands between.
 * - In a scope with HK_SF_EVAL, what a direct eval could refer to in the functions around it is declared: arguments, this, new.target, the
 *   hidden names of super; and everything declared counts as captured. All scopes around such a scope have the flag, too.
 * - A reference belongs to the innermost scope around it that declares its name. Parameters' initialisers see the
 *   parameter scope but not the body scope.
 * - `this`, `new.target` inside an arrow function are references to HK_NAME_THIS / HK_NAME_NEWTARGET; the nearest
 *   non-arrow FUNCTION (or field initialiser, static block) declares them. At script level `this` is the global object.
 * - `super.x` is a reference to `this` and to HK_NAME_HOME or HK_NAME_STATICHOME (by whether the enclosing member is
 *   static); it counts as captured, because methods are functions. `super()` refers to HK_NAME_CLASS, to
 *   HK_NAME_NEWTARGET and `this`, and to HK_NAME_FIELDS where the class declares it.
 * - A class scope declares, in this order: the class's own name if it has one (HK_D_CONST, name as written), the hidden
 *   names used, then each private name once (getter and setter pairs are one declaration). A derived default
 *   constructor (none in the source) makes no references.
 * - A module's scope is like a function's body: its functions are HK_D_LEXFUNCTION, what it exports and imports is captured,
 *   and it declares HK_D_THIS where an arrow function refers to it.
 * - Global scope (SCRIPT): HK_D_VAR and HK_D_FUNCTION become properties of the global object, HK_D_LET/CONST/CLASS
 *   global lexical bindings; `captured` is not meaningful there.
 */
#endif
