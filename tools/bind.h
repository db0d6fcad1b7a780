/* bind.h - what the parts of `hako bind` share: C headers that call a script's module.
 *
 *     bind_read.c     memory, messages, the source as tokens
 *     bind_parse.c    tokens -> declarations, with the types that are written there
 *     bind_types.c    names -> declarations, over files; types -> what C has for them
 *     bind_emit.c     declarations -> the header; bind_texts.h is what all headers have in common
 *     bind.c          the files and options around it
 *
 * Only declarations are read: initialisers and bodies are skipped as balanced tokens. Everything is allocated in one pool, and an
 * error (bind_fail) leaves everything at once by longjmp. */
#ifndef HAKO_BIND_H
#define HAKO_BIND_H
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BIND_NESTING = 100,          /* of brackets in types and constants, where the parser recurses */
       BIND_LEVELS = 6,             /* of namespaces */
       BIND_HOPS = 64 };            /* from name to name: aliases, imports, classes that extend classes */

/* ---- the source as tokens ---------------------------------------------------------------------------------------- */

typedef enum {
    TOK_END, TOK_NAME, TOK_PRIVATE, TOK_NUMBER, TOK_BIGINT, TOK_STRING, TOK_TEMPLATE, TOK_REGEXP, TOK_MARK
} token_kind;
typedef struct {
    token_kind kind;
    bool line_before;               /* a line ends between the token before and this one */
    unsigned line;
    const char *text;               /* as it stands in the source */
    size_t length;
    size_t match;                   /* of a bracket: the index of its other half */
    const char *doc;                /* the documentation comment in front of it, with its delimiters; NULL: none */
    size_t doc_length;
    const char *docs;               /* where the first of them begins, if there are several */
} token;

typedef enum { CONST_NONE, CONST_NUMBER, CONST_STRING, CONST_BOOL, CONST_BIGINT } const_kind;
typedef struct { const_kind kind; double number; const char *text; } constant;      /* a literal */

/* ---- types as they are written ----------------------------------------------------------------------------------- */

typedef struct decl decl;
typedef struct name_scope name_scope;
typedef struct source_file source_file;
typedef struct signature signature;

typedef enum {
    WRITTEN_NAME, WRITTEN_STRING, WRITTEN_NUMBER, WRITTEN_ARRAY, WRITTEN_UNION, WRITTEN_FUNCTION, WRITTEN_OTHER,
    WRITTEN_REST, WRITTEN_OPTIONAL      /* of comments: ...T, T= */
} written_kind;
typedef struct written {
    written_kind kind;
    unsigned line;
    const char *text;               /* from here on it is written: for messages */
    size_t length;
    const char *name;               /* "a.b" of a name; the value of a string */
    struct written *of, *next;      /* arguments or members: a list */
    signature *function;
} written;

typedef struct name_list { const char *name; struct name_list *next; } name_list;

typedef struct parameter {
    const char *name;
    written *type;                  /* NULL: it has none */
    constant value;                 /* its default, if that is a literal */
    bool optional, rest, initial;   /* initial: there is a default, in a body's signature */
    struct parameter *next;
} parameter;
struct signature {
    parameter *parameters;
    written *result;                /* NULL: none is written */
    name_list *generics;                /* its type parameters */
    unsigned line;
    unsigned least, most;           /* what its `length` may be */
    bool body, loose;               /* loose: it is JavaScript, where what has no type is any */
    signature *next;                /* the next overload */
};

/* ---- declarations ------------------------------------------------------------------------------------------------ */

typedef enum {
    DECL_FUNCTION, DECL_CLASS, DECL_INTERFACE, DECL_ALIAS, DECL_ENUM, DECL_VALUE, DECL_NAMESPACE, DECL_IMPORT
} decl_kind;
typedef struct enum_item {
    const char *name, *doc;
    size_t doc_length;
    constant value;
    unsigned line;
    struct enum_item *next;
} enum_item;

typedef enum { MEMBER_METHOD, MEMBER_FIELD, MEMBER_GETTER, MEMBER_SETTER } member_kind;
typedef struct class_member {
    member_kind kind;
    const char *name, *doc;
    size_t doc_length;
    bool is_static, is_abstract, readonly, optional;
    unsigned line;
    written *type;                  /* of a field or accessor */
    constant value;                 /* of a field's initialiser, for its type */
    signature *function;            /* of a method: its overloads */
    struct class_member *next;
} class_member;

struct decl {
    decl_kind kind;
    const char *name, *doc;
    size_t doc_length;
    unsigned line;
    source_file *in;
    name_scope *around;
    signature *function;            /* of a function, or a value that is one; of a class its constructors */
    bool constructs;                /* a class with a constructor of its own */
    bool is_abstract, is_const;     /* const enum; a value that is never assigned */
    bool has_value;                 /* it is an object or array */
    name_list *generics;
    written *type;                  /* of a value, or alias */
    constant value;                 /* of a const that is a literal */
    const char *made_by;            /* of a value: the class after its `new` */
    written *parents;               /* of a class, or interface */
    class_member *members;
    enum_item *items;
    bool strings, bits;             /* an enum of strings; of bits: its values are made with << or | */
    name_scope *inside;                  /* of a namespace */
    const char *from, *imported;    /* of an import: the specifier; the name there, NULL: the namespace */
    const char *c_name;             /* when it has been emitted as a type */
    decl *next;
};

typedef struct export_item {
    const char *name;               /* NULL: all of `from` */
    const char *from, *imported;    /* a re-export, as of an import */
    const char *local;              /* or the name of a declaration */
    bool types_only;
    unsigned line;
    struct export_item *next;
} export_item;

struct name_scope {
    name_scope *around;
    source_file *in;
    decl *first, **last;
    export_item *exports, **last_export;
};

struct source_file {
    const char *path;
    char *source;
    size_t length;
    token *tokens;
    size_t count;
    bool declares, script;          /* a .d.ts; JavaScript */
    bool searched, collected;       /* while its `export *` are followed */
    name_scope top;
    source_file *next;
};

/* ---- types as C has them ----------------------------------------------------------------------------------------- */

typedef enum {
    TYPE_VOID, TYPE_NUMBER, TYPE_BIGINT, TYPE_BOOL, TYPE_STRING, TYPE_HANDLE, TYPE_ARRAY, TYPE_TYPED, TYPE_ENUM, TYPE_CHOICE,
    TYPE_INSTANCE, TYPE_PROMISE, TYPE_FUNCTION
} type_kind;
typedef struct number_type {        /* a C type for numbers, and what it is called elsewhere */
    const char *hint, *c, *element, *items, *array;
    double least, most;
} number_type;
typedef struct ctype {
    type_kind kind;
    bool undefined, null;           /* or one of these */
    const number_type *number;      /* of numbers, BigInts, arrays */
    decl *of;                       /* of an enum, or instance */
    name_list *choices;
    const struct ctype *inner;       /* of a promise */
    signature *function;
} ctype;

/* ---- the whole --------------------------------------------------------------------------------------------------- */

/* Reads a file to its end into memory of malloc. NULL: there is none. */
typedef char *bind_reader(void *context, const char *path, size_t *length);

typedef struct {
    const char *path, *prefix, *specifier;  /* NULL: made from the path */
    const void *embedded;                   /* bytes to be part of the header; NULL: the host's loader has the module */
    size_t embedded_length;
    bool is_image;
    bind_reader *read;
    void *context;
} bind_options;

typedef union bind_piece { union bind_piece *next; max_align_t align; } bind_piece;
typedef struct bind {
    const bind_options *options;
    bind_piece *pool;
    jmp_buf leave;
    char message[600];
    source_file *modules;
    source_file *now;                    /* the module that is being read, for messages */
    const char *exporting;          /* the export that is being emitted, for messages */
    unsigned nesting;
    FILE *out;
} bind;

/* Writes the header for a module to `out`. false: message says what is wrong, and where. */
bool bind_module(const bind_options *options, FILE *out, char *message, size_t size);

#endif
