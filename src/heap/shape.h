/* Shapes: what objects of the same making have in common: prototype, keys,
 * attributes, and where each property's value lies.
 *
 * Shared shapes form trees: a root for each (prototype, inline room), and a
 * child for each property added. All shapes of a line use one table; a shape of n properties
 * sees its first n entries. A unique shape (HK_SF_UNIQUE) belongs to one
 * object; it is changed in place and can have holes (deleted entries, key 0).
 *
 * The value of entry i of an object lies in its slot i: the inline slots
 * first (shape->room of them, in OBJECT blocks only), then the block obj->slots.
 */
#ifndef HK_SHAPE_H
#define HK_SHAPE_H
#include "heap.h"

typedef struct {
    uint32_t hdr;
    hk_ref   proto;         /* prototype object's block, or 0 for null */
    hk_ref   table;         /* TABLE or 0 */
    uint16_t count;         /* entries seen */
    uint8_t  room, flags;   /* inline slots; HK_SHAPE_* */
    hk_ref   parent;        /* strong: keeps the line alive */
    hk_ref   child;         /* weak: first transition; of a prototype's unique shape: the roots made for it */
    hk_ref   sibling;       /* weak: next transition of the parent */
    uint32_t live;          /* unique: entries not deleted */
} hk_shape;
enum {
    HK_SHAPE_UNIQUE = 1,
    HK_SHAPE_PROTO = 2,     /* unique, of an object that is or was a prototype (or the global object): changes of its
                             * keys make prototype-chain caches stale (vm->generation) */
    HK_SHAPE_FIXED = 4,     /* unique, not extensible */
    HK_SHAPE_INDEXES = 8,   /* has keys that are array indexes: elements are not all there is */
    HK_SHAPE_WATCHED = 16   /* unique: the host wants to know of changes (hako_watch); there are no elements, nor caches that write */
};

/* Entries: key and info. info: bits 0-7 attributes (HK_P_*), bits 16-31 the next entry of the same hash, plus 1. */
typedef struct { hk_key key; uint32_t info; } hk_entry;
/* used: entries in use, the most any shape of the line sees. buckets: their number, a power of two, or 0: below
 * HK_TABLE_HASHED entries of room, look-ups are linear. The buckets (uint16_t, entry + 1) stand behind the entries. */
typedef struct { uint32_t hdr; uint16_t used, room; uint16_t buckets, pad; uint32_t pad2; hk_entry entries[]; } hk_table;
#define HK_TABLE_HASHED 12u
#define HK_MAX_PROPERTIES 65000u
#define HK_MAX_SHARED 128u      /* objects with more properties get a unique shape */

/* After a collection: keys have moved, so have their hashes. */
HK_FN void hk_reindex_tables(hk_vm *vm);
#endif
