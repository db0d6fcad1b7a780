/* One function's code: a constant image, in the heap (a CODE block) or among
 * the library's constants. It is position-independent and never written to.
 *
 *   struct hk_code | constants (8 bytes each) | instructions (words)
 *   | try table (struct hk_try each) | position table (bytes) | padding to 8
 *
 * The library's (HK_CF_LIBRARY) have the first half of the struct only, and no position table; nobody may read their first word, which
 * is the end of what stands before them.
 */
#ifndef HK_CODE_H
#define HK_CODE_H
#include "opcodes.h"
#include "../heap/heap.h"

typedef struct {
    uint32_t hdr;
    uint32_t nwords;            /* instruction words */
    uint16_t nconsts, ntries;
    uint16_t flags, ncaches;    /* HK_CF_*; inline caches used */
    uint8_t  nregs, nparams;    /* registers of a frame, R0-R3 included; parameters that have registers */
    uint8_t  length, nprops;    /* the function's `length`; properties that its constructor body assigns to `this`: room to give a new object */
    /* not the library's: */
    hk_ref   name;              /* string; with HK_CF_GETTER/SETTER shown with its prefix */
    hk_ref   file;              /* string: name of the source text; where that is kept: VALUES of the name and BYTES of its UTF-8 */
    uint32_t npositions;        /* bytes of the position table */
    uint32_t start, extent;     /* offset and length of the function in the source text */
} hk_code;
#define HK_LIBRARY_HEAD 20u     /* bytes of it that the library's codes have */

enum {
    HK_CF_STRICT = 1, HK_CF_ARROW = 2,
    HK_CF_METHOD = 4,           /* has no [[Construct]] and no prototype property (methods, arrows, accessors) */
    HK_CF_GENERATOR = 8, HK_CF_ASYNC = 16,
    HK_CF_CLASS = 32,           /* class constructor: calling it without new is a TypeError */
    HK_CF_DERIVED = 64,
    HK_CF_REST = 128,           /* R[4+nparams] = array of the arguments beyond nparams */
    HK_CF_ARGUMENTS = 256,      /* arguments object in R[4+nparams], or R[4+nparams+1] when there is a rest array */
    HK_CF_GETTER = 512, HK_CF_SETTER = 1024,
    HK_CF_ANON = 2048,          /* no own `name` property (anonymous class) */
    HK_CF_SCRIPT = 4096,        /* a script's top level */
    HK_CF_MAPPED = 8192,        /* the arguments object has callee (sloppy, simple parameters) */
    HK_CF_LIBRARY = 16384
};

/* Instructions [from, to) are protected: an exception there goes on at `target`. Inner entries stand before outer. */
typedef struct { uint32_t from, to, target; } hk_try;

/* The position table: for instructions that can throw or call, in order: varint words since the last entry's
 * instruction, zigzag varint line difference, varint column. The first entry's differences are those to word 0 and
 * to line 1 of the source; columns count code points from 1. An instruction belongs to the last entry that does not
 * stand behind it. */

/* The constants of code in the heap. Reads nothing: c may still turn out to be no pointer to a block. */
HK_INLINE const hk_val *hk_block_consts(const hk_code *c) { return (const hk_val *)(const void *)(c + 1); }
/* Of an image's function these are descriptors: what runs has hk_frame_consts. */
HK_INLINE const hk_val *hk_code_consts(const hk_code *c) { return (const hk_val *)(const void *)((const uint8_t *)c + (c->flags & HK_CF_LIBRARY ? HK_LIBRARY_HEAD : sizeof *c)); }
HK_INLINE const uint32_t *hk_code_words(const hk_code *c) { return (const uint32_t *)(const void *)(hk_code_consts(c) + c->nconsts); }
HK_INLINE const hk_try *hk_code_tries(const hk_code *c) { return (const hk_try *)(const void *)(hk_code_words(c) + c->nwords); }
HK_INLINE const uint8_t *hk_code_positions(const hk_code *c) { return (const uint8_t *)(hk_code_tries(c) + c->ntries); }
/* The name of the source text, a string; of code in the heap (see hk_code_name). */
HK_INLINE hk_ref hk_code_file(hk_vm *vm, const hk_code *c)
{
    bool kept = c->file && hk_ref_is_block(c->file) && hk_type(vm, c->file) == HK_T_VALUES;
    return kept ? hk_ref_of(hk_vals(vm, c->file)[0]) : c->file;
}
HK_STATIC_ASSERT(sizeof(hk_code) == 40 && offsetof(hk_code, name) == HK_LIBRARY_HEAD, "the layout of code images is fixed");

/* Constants that need no place in the table: a number from HK_K_NAMES on stands for a string of the library's, from HK_K_CHAR on for a
 * string of one unit below 256. */
enum { HK_K_NAMES = 0x8000, HK_K_CHAR = 0xC000 };
HK_INLINE hk_val hk_const_at(const hk_val *consts, uint32_t k)
{
    return HK_LIKELY(k < HK_K_NAMES) ? consts[k] : hk_string(k < HK_K_CHAR ? HK_ROM_REF(k - HK_K_NAMES) : HK_CHAR_REF(k - HK_K_CHAR));
}

/* One inline cache, in a CACHE block beside the code (word 1: unused; then these). shape 0: empty. */
typedef struct { hk_ref shape, holder; uint16_t slot, generation; } hk_cache;

/* The code of a ref: a CODE block, a constant of the library, or a function of an image (image.h). */
HK_INLINE const hk_code *hk_code_ptr(hk_vm *vm, hk_ref r);

/* tree -> code. Consumes the tree made by hk_parse; returns a CODE ref (its function takes no arguments; it returns the script's
 * completion value) or 0 with the exception set. emit.c */
#endif
