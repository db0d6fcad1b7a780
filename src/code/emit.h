/* Tree -> bytecode. */
#ifndef HK_EMIT_H
#define HK_EMIT_H
#include "code.h"
#include "../syntax/parser.h"

/* Compiles a source text: parses it and emits its code. Returns the ref of the script's CODE block (take it as a function
 * without parameters whose result is the script's completion value), or 0 with vm->exception set. The scratch region and
 * vm->work are free again afterwards. */
HK_FN hk_ref hk_compile(hk_vm *vm, const hk_source *source);
/* The same for eval code (HK_PARSE_EVAL). *around, a rooted value: the table of the scopes around a direct eval (emit_eval.c), or undefined.
 * The function is to be given the block that belongs to the table as its environment. */
HK_FN hk_ref hk_compile_around(hk_vm *vm, const hk_source *source, const hk_val *around);

/* The constant of DECLG: a string of Latin-1 or UTF-16 units is not enough for names, so it is a VALUES block (an internal
 * value): for each global declaration two values, the name (string) and its kind (int: HK_D_VAR, HK_D_LET, HK_D_CONST,
 * HK_D_CLASS, HK_D_FUNCTION). Annex B.3.3 functions at script level appear as HK_D_VAR with HK_D_ANNEXB added: they are
 * skipped where they would conflict. HK_DECLARE_EVAL is added to what eval code declares: it can be deleted. */
enum { HK_DECLARE_EVAL = 256 };

/* What is told about a module, by its code's first constant: lists, VALUES blocks or undefined when they are empty, and more. Slots
 * are those of the module's block; a request is a number. */
enum {
    HK_MI_REQUESTS,          /* specifier, type or undefined, an attribute that is not known or undefined */
    HK_MI_IMPORTS,           /* request, imported name (undefined: the namespace), slot */
    HK_MI_LOCALS,            /* exported name, slot */
    HK_MI_INDIRECT,          /* exported name, request, imported name (undefined: the namespace) */
    HK_MI_STARS,             /* request */
    HK_MI_LISTS,
    HK_MI_AWAITS = HK_MI_LISTS,   /* [[HasTLA]] */
    HK_MI_META,              /* slot of import.meta, -1: it is not used */
    HK_MI_COUNT
};

/* What a scope is to the names that are looked up in it and to the evals in it */
enum {
    HK_ST_VARS = 1,          /* the variable scope of sloppy direct evals: an object (or undefined) holds what they declare */
    HK_ST_WITH = 2,          /* of a with statement: the object's properties come before everything around */
    HK_ST_PARAMS = 4,        /* of parameters with expressions: an eval in them may not declare their names */
    HK_ST_FUNCTION = 8,      /* of the parameters of what is no arrow function; what eval code in it may do: */
    HK_ST_SUPER = 16, HK_ST_SUPERCALL = 32, HK_ST_STATIC = 64, HK_ST_FIELD = 128,
    HK_ST_OBJECT = HK_ST_VARS | HK_ST_WITH
};
/* In what is told about a name in a scope's table: its slot holds a cell. */
#define HK_ROW_IMPORT (1u << 14)
#endif
