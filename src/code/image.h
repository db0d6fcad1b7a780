/* Images: compiled programs as bytes, the same on every target, run where they lie.
 *
 *     struct hk_image                      at the image's first byte, which is aligned to 8
 *     functions                            struct hk_image_function each, right behind
 *     code blobs, strings, tables, shapes, proofs, units: anywhere behind, found by offsets from the image's first byte
 *
 * Everything is little endian. A code blob is a struct hk_code and what follows it, as in the heap (code.h), but for what a heap would
 * hold: its constants, name and file are descriptors:
 *
 *     numbers                  themselves
 *     strings                  tag STRING; the low half is the ref of a one-unit string or of an atom, or place << 1
 *     BigInts                  tag BIGINT, place << 1
 *     code                     tag INTERNAL, HK_ROM_REF(number of the function in the image)
 *     tables                   tag INTERNAL, place << 1: what DECLG and direct eval get
 *
 * where place is an offset divisible by 4. name and file are low halves of strings, or 0. hdr is the place of the source text, which
 * start and end are about: its length, then its bytes; 0: it was not kept.
 *
 * A function's ref in a running VM is HK_ROM_REF(HK_ROM_CODES + n), n counting the functions of all images in the order in which they were
 * loaded. Its constants are made when it is first entered (hk_image_prepare), and stay. */
#ifndef HK_IMAGE_H
#define HK_IMAGE_H
#include "code.h"

#ifndef HAKO_WITH_IMAGES                    /* api/public.h */
#  define HAKO_WITH_IMAGES 0
#endif

#define HK_IMAGE_MAGIC 0x6F6B6148u          /* "Hako" */
#define HK_IMAGE_VERSION 2u

typedef struct {
    uint32_t magic, version;
    uint32_t size, checksum;                /* bytes in all; hk_image_checksum of what stands behind these fields */
    uint32_t opcodes, library;              /* HK_OPCODES_HASH, HK_LIBRARY_HASH of the build that made it */
    uint32_t features;                      /* what of HK_IMAGE_HAVE it needs */
    uint32_t nfunctions;
    uint32_t nunits, units;                 /* struct hk_image_unit, at that offset */
    uint32_t nshapes, shapes;               /* struct hk_image_shape */
} hk_image;

/* proof: see proof.h; 0: there is none */
typedef struct { uint32_t code, proof; } hk_image_function;

/* What can be started or imported. name: a string's low half; function: of the top level; the functions of a unit are those from there on.
 *     SCRIPT    links is 0
 *     MODULE    links: place of its struct hk_image_links
 *     JSON      links: the text, a string's low half; function is 0 */
typedef struct { uint32_t kind, name, function, links; } hk_image_unit;
enum { HK_UNIT_SCRIPT, HK_UNIT_MODULE, HK_UNIT_JSON };

/* What is told about a module, HK_MI_* (emit.h): does it await; the slot of import.meta, UINT32_MAX: it is not used; how many rows the lists
 * have. The rows follow, list by list, a word for each item of a row: of these kinds, in HK_IMAGE_ROWS. The code's first constant, which is
 * this in the heap, is 0 in an image. */
#define HK_IMAGE_LISTS 5u
typedef struct { uint32_t awaits, meta, count[HK_IMAGE_LISTS]; } hk_image_links;
/* s a string's low half; o the same, or 0: undefined; r number of a request; c slot of a cell; l any slot */
#define HK_IMAGE_ROWS { "soo", "roc", "sl", "sro", "r" }
HK_INLINE uint32_t hk_image_width(const char *row)
{
    uint32_t n = 0;
    while (row[n])
        n++;
    return n;
}

/* A scope's block: slots, and the number of the shape of the block around it + 1, 0: none. The first slots hold cells, those of a
 * module's imports, unless they are empty. Ordered by parent, slots, cells. */
typedef struct { uint16_t parent, slots, cells, spare; } hk_image_shape;

/* A string: length, with HK_STR_WIDE if UTF-16 units follow and not Latin-1 ones. A BigInt: as struct hk_big from `info` on. */
/* A table of DECLG, or of a scope for direct evals. traits: HK_TABLE_GLOBALS or, as in emit_eval.c, HK_ST_* | slot << 8; around: the
 * place of the table around, 0: none. Rows follow: a name (a string's low half; 0: none) and what is told about it. */
typedef struct { uint32_t traits, around, nrows; } hk_image_table;
typedef struct { uint32_t name, bits; } hk_image_row;
#define HK_TABLE_GLOBALS 0xFFFFFFFFu

#define HK_IMAGE_SHAPES 0xFFFEu           /* most shapes */
#define HK_IMAGE_FUNCTIONS 0x10000000u      /* most functions of all images */
/* What an image may need that a build may be without */
enum { HK_IMAGE_BIGINT = 1 };
#if HAKO_WITH_BIGINT
#  define HK_IMAGE_HAVE ((unsigned)HK_IMAGE_BIGINT)
#else
#  define HK_IMAGE_HAVE 0u
#endif

HK_STATIC_ASSERT(sizeof(hk_image) == 48, "the layout of images is fixed");

/* A function of an image or of the library by its ref: its code, which stays where it is. */
HK_FN const hk_code *hk_rom_code(hk_vm *vm, hk_ref r);
/* The string that is the name of the function with code r, or (file) its file's: an empty one where there is none. 0: out of memory. */
HK_FN hk_ref hk_code_name(hk_vm *vm, hk_ref r, bool file);
/* The code of r, which is of one of these kinds, and its constants; NULL for those of an image's function that was not prepared yet. */
HK_FN const hk_code *hk_rom_entry(hk_vm *vm, hk_ref r, const hk_val **consts);
#endif
