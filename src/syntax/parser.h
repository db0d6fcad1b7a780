/* Source text -> tree (tree.h). The parser and the lexer are one recursive descent, the only recursion in C besides
 * the emitter and hk_tree_skip. Recursion is limited by what it takes of the C stack (HAKO_MAX_NESTING brackets, see grammar.h):
 * beyond it a SyntaxError "nesting too deep" is thrown. */
#ifndef HK_PARSER_H
#define HK_PARSER_H
#include "tree.h"
#include "../heap/heap.h"
#ifndef HAKO_WITH_TYPESCRIPT
#define HAKO_WITH_TYPESCRIPT 0
#endif

typedef struct {
    const char *name;        /* for messages; may be NULL */
    const char *text;        /* UTF-8; invalid sequences are a SyntaxError */
    uint32_t length;
    uint32_t flags;          /* HK_PARSE_* */
} hk_source;
enum {
    HK_PARSE_STRICT = 1,     /* strict from the start */
    HK_PARSE_LIBRARY = 2,    /* accept %intrinsics; strict; a free name is an error */
    HK_PARSE_MODULE = 4,
    HK_PARSE_WTF8 = 8,       /* lone surrogates may stand in the text, as three bytes each */
    HK_PARSE_EVAL = 16,      /* eval code: its declarations are its own, or go out to the code around; and what that lets it do: */
    HK_PARSE_NEWTARGET = 32, HK_PARSE_SUPER = 64, HK_PARSE_SUPERCALL = 128,
    HK_PARSE_STATIC = 256,   /* super starts from HK_NAME_STATICHOME */
    HK_PARSE_FIELD = 512,    /* in a field's initialiser: `arguments` is an error */
    HK_PARSE_INNER = 1024,   /* direct eval: private names may be used, which the emitter looks for in the code around */
    HK_PARSE_TYPESCRIPT = 2048
};

#if HAKO_WITH_COMPILER
/* The tree stands in the scratch region, byte `pos` at hk_tree_at(vm, base, pos). */
typedef struct { uint32_t base; /* arena offset of tree byte 0; byte i is at base - i */ uint32_t length; } hk_tree;
HK_INLINE uint8_t hk_tree_at(hk_vm *vm, const hk_tree *t, uint32_t pos) { return vm->mem[t->base - pos]; }

/* Parses. The names are left in vm->names (names.h). false: exception set, scratch released. */
HK_FN bool hk_parse(hk_vm *vm, const hk_source *source, hk_tree *tree);
#if HAKO_WITH_TYPESCRIPT
/* Writes the source to `out` with its types blanked; the length that it has then, or UINT32_MAX: exception set. */
HK_FN uint32_t hk_strip(hk_vm *vm, const hk_source *source, uint8_t *out);
#endif
/* Reads a varint at *pos and steps over it. */
HK_FN uint32_t hk_tree_varint(hk_vm *vm, const hk_tree *t, uint32_t *pos);
/* The position after the node (or scope record) at pos. Recurses only where brackets nest, which the parser has bounded; not along chains. */
HK_FN uint32_t hk_tree_skip(hk_vm *vm, const hk_tree *t, uint32_t pos);
HK_FN uint32_t hk_tree_skip_scope(hk_vm *vm, const hk_tree *t, uint32_t pos);
/* Line and column (1-based, column in code points) of an offset in a source text. */
HK_FN void hk_source_position(const hk_source *source, uint32_t offset, uint32_t *line, uint32_t *column);
#endif
#endif
