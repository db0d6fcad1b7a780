/* The arena, its blocks, and the VM's fixed part.
 *
 *   arena ->  +--------------------+  0
 *             | struct hako_vm     |
 *             +--------------------+  HK_HEAP_START
 *             | heap blocks        |  grow up
 *             +--------------------+  vm->top
 *             | free, or mark stack|
 *             | of the collector   |
 *             +--------------------+  vm->limit
 *             | scratch of the     |  grows down (only while compiling or flattening)
 *             | compiler           |
 *             +--------------------+  vm->stack_low
 *             | frames             |  grow down
 *             +--------------------+  vm->size
 *
 * The heap is a gapless sequence of blocks. A block is a multiple of 8 bytes,
 * lies at a multiple of 8 and starts with a 32-bit header:
 *
 *   31                        8 7       2  1   0
 *  +---------------------------+---------+---+---+
 *  |  size in units of 8 bytes |  type   | m | 1 |     m: marked
 *  +---------------------------+---------+---+---+
 *
 * Bit 0 is always set: that tells a header from a threaded reference while
 * the collector slides blocks (Jonkers 1979; see gc.c).
 *
 * Everything in [stack_low, size) is a valid value at any time, also below sp,
 * where ended frames were: stack_low is the lowest point that frames reached
 * since the last collection, which forgets what is below sp.
 *
 * ANY allocation may move EVERY block. C code that allocates must hold its
 * values in rooted places and read pointers anew afterwards. Rooted places:
 * frame registers (the arguments of a native function among them), fields of
 * hako_vm listed in HK_ROOTS, and the temporaries pushed with hk_push.
 */
#ifndef HK_HEAP_H
#define HK_HEAP_H
#include "value.h"

#ifndef HAKO_WITH_WEAK
#define HAKO_WITH_WEAK 1
#endif

/* Block types. Objects come last: a type >= HK_T_OBJECT is a script object.
 * Each row: name, refs (bit i: the 32-bit word i is a ref), first value (the
 * offset in units of 8 bytes from which the block holds values up to its end;
 * 0: none), for an object also the class name that Object.prototype.toString and
 * dumps show. */
#define HK_BLOCK_TYPES(X) \
    X(FREE,      0x00, 0, "")          /* dead space between collections */ \
    X(STRING,    0x00, 0, "")          /* struct hk_str */ \
    X(ROPE,      0x0C, 0, "")          /* struct hk_rope */ \
    X(SYMBOL,    0x00, 1, "")          /* struct hk_sym */ \
    X(BIGINT,    0x00, 0, "")          /* struct hk_big */ \
    X(SHAPE,     0x16, 0, "")          /* struct hk_shape; transitions (words 5, 6) are weak, see gc.c */ \
    X(TABLE,     0x00, 0, "")          /* struct hk_table: keys traced specially */ \
    X(VALUES,    0x00, 1, "")          /* elements, property slots, handles: word 1 is the owner's */ \
    X(REFS,      0x00, 0, "")          /* words from 2 on are refs; word 1 is the owner's */ \
    X(WEAKREFS,  0x00, 0, "")          /* the intern table: refs from word 2 on, cleared when dead */ \
    X(WEAK,      0x00, 0, "")          /* values held weakly; word 1: HK_WEAK_* */ \
    X(BYTES,     0x00, 0, "")          \
    X(SCOPE,     0x02, 1, "")          /* word 1: parent scope; then the variables */ \
    X(ACCESSOR,  0x00, 1, "")          /* getter, setter */ \
    X(CODE,      0x00, 0, "")          /* struct hk_code: constants traced specially */ \
    X(CACHE,     0x00, 0, "")          /* inline caches of one function: emptied by each collection */ \
    X(SAVED,     0x00, 1, "")          /* a frame set aside: word 1 is its size; then its registers */ \
    X(BUCKETS,   0x00, 0, "")          /* hash part of Map and Set */ \
    X(OBJECT,    0x0E, 2, "Object")    /* inline property slots from unit 2 on */ \
    X(ARRAY,     0x0E, 0, "Array")     /* word 4: length */ \
    X(FUNCTION,  0x7E, 0, "Function")  /* struct hk_func */ \
    X(BOUND,     0x0E, 2, "Function")  /* target, this, arguments */ \
    X(LIB,       0x0E, 0, "Object")    /* an intrinsic object: word 4 its number, word 5 its realm (<< 8) */ \
    X(LIBFN,     0x0E, 0, "Function")  /* side object of a function immediate: word 4 its id, word 5 its realm (<< 8) */ \
    X(ERROR,     0x0E, 2, "Error")     /* value: stack trace string or undefined */ \
    X(PRIMITIVE, 0x0E, 2, "Object")    /* Boolean, Number, String, Symbol, BigInt object: its value */ \
    X(ARGUMENTS, 0x3E, 0, "Arguments") /* word 4: scope of mapped arguments or 0; word 5: map (VALUES) or 0 */ \
    X(MAP,       0x1E, 3, "Map")       /* word 4: BUCKETS, word 5: live entries; value: entries (VALUES) */ \
    X(SET,       0x1E, 3, "Set")       \
    X(WEAKMAP,   0x1E, 3, "WeakMap")   /* as MAP, but that its entries are a WEAK block */ \
    X(WEAKSET,   0x1E, 3, "WeakSet")   \
    X(WEAKREF,   0x1E, 0, "WeakRef")   /* struct hk_weakref; its target is weak */ \
    X(REGISTRY,  0x1E, 3, "FinalizationRegistry") /* struct hk_registry, see lib/weak.c */ \
    X(ITERATOR,  0x0E, 3, "Object")    /* word 4: kind HK_IT_*, word 5: next index; value: what is iterated */ \
    X(GENERATOR, 0x1E, 0, "Generator") /* word 4: SAVED or 0, word 5: state HK_GEN_* */ \
    X(ASYNCGEN,  0x1E, 3, "AsyncGenerator") /* as GENERATOR; value: last request of its queue, see lib/promise.c */ \
    X(PROMISE,   0x2E, 3, "Promise")   /* struct hk_promise */ \
    X(FORIN,     0x1E, 3, "")          /* for-in state, internal: word 4: keys (VALUES), word 5: next; value: object */ \
    X(REGEXP,    0x7E, 0, "RegExp")    /* struct hk_regexp */ \
    X(DATE,      0x0E, 2, "Date")      /* value: its time value, a number */ \
    X(DECIMAL,   0x0E, 0, "Decimal")   /* lib/decimal.c: its value */ \
    X(HOST,      0x1E, 3, "Object")    /* struct hk_host_object, of a class of the host's */ \
    X(PROXY,     0x0E, 3, "Object")    /* struct hk_proxy; slots hold private elements only */ \
    X(BUFFER,    0x1E, 0, "ArrayBuffer") /* struct hk_buffer: ArrayBuffer, SharedArrayBuffer */ \
    X(TYPED,     0x1E, 0, "TypedArray") /* struct hk_view */ \
    X(VIEW,      0x1E, 0, "DataView")  /* struct hk_view */ \
    X(NAMESPACE, 0x0E, 0, "Object")    /* of a module: its slots hold cells, or other modules' namespaces */

#define HK_BLOCK_ENUM(name, refs, first, cls) HK_T_##name,
enum { HK_BLOCK_TYPES(HK_BLOCK_ENUM) HK_T_COUNT };

typedef struct { uint32_t hdr, word; } hk_block;

/* Flat string. len: length in code units, with HK_STR_* in the top bits.
 * Latin-1 bytes or UTF-16 units follow. Length 0 and 1 never occur as
 * blocks: they are the library constant "" and one-unit immediates. */
typedef struct { uint32_t hdr, len; } hk_str;
#define HK_STR_WIDE   0x80000000u   /* UTF-16 units; at least one is above 0xFF */
#define HK_STR_INTERN 0x40000000u   /* this block is the one of its text: usable as a key */
#define HK_STR_INDEX  0x20000000u   /* with INTERN: the text is an array index below 2^31, so the key is the index */
#define HK_STR_LEN    0x1FFFFFFFu
#define HK_MAX_STRING 0x1FFFFFFFu   /* longest string, in code units */

/* Concatenation not yet done; flattened in place: left is then the flat
 * string and right is 0. */
typedef struct { uint32_t hdr, len; hk_ref left, right; } hk_rope;

/* BigInt: sign and magnitude. info: number of limbs, with the sign in the top bit; the limbs (32 bits each, the least significant first)
 * follow. The most significant limb is not 0, 0 has no limbs and no sign, and what is left of the last unit is 0: equal
 * BigInts have equal words. */
typedef struct { uint32_t hdr, info; } hk_big;
#define HK_BIG_NEGATIVE 0x80000000u
#define HK_BIG_LIMBS    0x7FFFFFFFu
#define HK_MAX_BIGINT   0x1FFFFF0u      /* most limbs: 2^30 bits, but for the room that the block's header takes */

typedef struct { uint32_t hdr, flags; hk_val description; } hk_sym;
enum { HK_SYM_PRIVATE = 1, HK_SYM_REGISTERED = 2,
       HK_SYM_PRIVMETHOD = 4 };     /* private method or accessor: not writable as a field */

/* Every object starts like this. */
typedef struct { uint32_t hdr; hk_ref shape, slots, elems; } hk_obj;
typedef struct { hk_obj o; uint32_t length, unused; } hk_array;
/* cache: 0, 1 (ran once), or CACHE */
typedef struct { hk_obj o; hk_ref code, env, cache; uint32_t realm; } hk_func;

/* What it can do stays when it is revoked; target and handler are then null. */
typedef struct { hk_obj o; uint32_t can, unused; hk_val target, handler; } hk_proxy;
enum { HK_PROXY_CALL = 1, HK_PROXY_CONSTRUCT = 2 };

/* data: BYTES, or 0. kind: the class's slot in vm->hosts, and HK_HOST_*. The values are its traced slots. */
typedef struct { hk_obj o; hk_ref data; uint32_t kind; } hk_host_object;
enum { HK_HOST_SLOT = 0xFFFF,
       HK_HOST_OWN = 0x10000,       /* it has properties that the class answers for */
       HK_HOST_LAZY = 0x20000,      /* and they may come and go unnoticed */
       HK_HOST_ARRAY = 0x40000,     /* an array to Array.isArray */
       HK_HOST_VIEW = 0x80000,      /* it lies in another host object, see api/classes.c */
       HK_HOST_GONE = 0x100000 };   /* the host's object is no more */

/* An ArrayBuffer or SharedArrayBuffer. data: BYTES, 0 when length is 0 or the bytes are the host's (HK_BUFFER_HOST: their entry in
 * the table of object/buffer.c is flags >> HK_BUFFER_ENTRY). The rest of the BYTES block behind `length` bytes is 0. max: of a resizable one. */
typedef struct { hk_obj o; hk_ref data; uint32_t length, max, flags; } hk_buffer;
enum { HK_BUFFER_SHARED = 1, HK_BUFFER_RESIZABLE = 2, HK_BUFFER_DETACHED = 4, HK_BUFFER_HOST = 8, HK_BUFFER_ENTRY = 8,
       HK_BUFFER_SPECIAL = HK_BUFFER_RESIZABLE | HK_BUFFER_DETACHED | HK_BUFFER_HOST };     /* others hold what their views expect */

/* A typed array or DataView. kind: HK_EL_*, and HK_VIEW_TRACKS: its length follows the buffer's. offset in bytes, length in
 * elements. buffer is 0 while it is being constructed. */
typedef struct { hk_obj o; hk_ref buffer; uint32_t kind, offset, length; } hk_view;
enum { HK_VIEW_KIND = 15, HK_VIEW_TRACKS = 16 };
/* next: the list of vm->kept_refs, whose last one is its own successor; 0: not in it. While it is, the target is strong. */
typedef struct { hk_obj o; hk_ref next; uint32_t unused; hk_val target; } hk_weakref;
/* What a WEAK block holds. What dies becomes EMPTY; pairs are ephemerons: the value lives while the key does, and becomes
 * undefined with it. The first value of pairs stands alone, and is a number. */
enum { HK_WEAK_VALUES, HK_WEAK_PAIRS, HK_WEAK_CELLS };   /* CELLS: values, whose death is to be looked at (HK_VM_FINALIZE) */

struct hako_port;
/* The padding is spelled out: where 64-bit numbers are aligned to 4 bytes the values behind must lie as everywhere. */
typedef struct { hk_val fn, self, args[4]; uint32_t argc, padding; } hk_call;

/* One VM: the fixed part of the arena. The same fields at the same offsets on
 * every target, but for the pointers, which stand together at the end. */
struct hako_vm {
    uint32_t size, top, limit, stack_low;   /* offsets; see the drawing */
    uint32_t fp, pc;                        /* current frame's base (offset) and next instruction, while not in the loop */
    uint32_t sp;                            /* lowest byte in use of the frame stack: the current frame's end */
    int32_t  budget;                        /* steps left in this slice; may be negative: a debt */
    uint32_t withheld;                      /* bytes of the arena that hako_set_limits keeps from use: part of scratch */
    uint64_t steps;                         /* steps of all ended slices */
    uint32_t generation;                    /* of prototype-chain caches: bumped when one may have become wrong */
    uint32_t temps;                         /* how many of temp[] are in use */
    uint32_t peak, stack_peak, collections, allocations;
    uint32_t fail_at;                       /* testing: the allocation that fails, 0: none */
    uint32_t flags;                         /* HK_VM_* */
    uint16_t state, paused_realm;           /* has a script been started? the realm it goes on in, while the host has the word */
    uint16_t nesting, realm;                /* hako_call depth; number of the current realm */
    uint32_t scratch;                       /* bytes in use by the compiler, below stack_low */
    uint32_t host_count;                    /* host functions */
    uint64_t random[2];
    hk_call  call;                          /* the script call that a C function asks for (HK_CALL) */
    /* roots: values */
    hk_val   exception;
    hk_val   result;
    hk_val   global, global_lex;            /* global object; lexical bindings (an object without prototype) */
    hk_val   spare;
    hk_val   temp[28];
    /* roots: refs */
    hk_ref   interned;                      /* WEAKREFS: hash table of interned strings */
    hk_ref   intrinsics;                    /* REFS: intrinsic objects made so far, by number */
    hk_ref   libfns;                        /* REFS: side objects of function immediates, list */
    hk_ref   caches;                        /* weak list of (code, CACHE) */
    hk_ref   handles;                       /* VALUES: host handles */
    hk_ref   kept;                          /* VALUES: kept handles */
    hk_ref   hosts, host_names;             /* BYTES: host functions; REFS: the table of object/buffer.c, what api/classes.c has, then their names */
    hk_ref   names;                         /* REFS: name table while compiling */
    hk_ref   symbols;                       /* registry of Symbol.for */
    hk_ref   empty_shape;                   /* shape of objects without prototype */
    hk_ref   templates;                     /* REFS: template objects by site: code, site (raw), object */
    hk_ref   regexps;                       /* WEAKREFS: lately compiled regular expressions, see lib/regexp.c */
    hk_ref   work[6];                       /* the compiler's blocks; free between compilations */
    hk_ref   jobs;                          /* VALUES: last record of the job queue, see vm/job.h */
    hk_ref   timers;                        /* VALUES: pending timers, see lib/timer.c */
    hk_ref   realms;                        /* VALUES: a record of each realm, once there is a second */
    hk_ref   rejected;                      /* PROMISE: rejected, and not handled so far; a list, newest first */
    hk_ref   kept_refs;                     /* WEAKREF: list of those that keep their targets until the end of the job */
    hk_ref   tasks;                         /* VALUES: last record of the ring of tasks, see lib/task.c */
    hk_ref   images;                        /* REFS: the image loaded last, see code/image.c */
    hk_ref   root_end;                      /* always 0 */
    /* host pointers */
    uint8_t *mem;                           /* the arena: == (uint8_t *)vm */
    const struct hako_port *port;
    const char *compiling;                  /* name of the source text being compiled, for SyntaxErrors; NULL: none */
    void    *user;
    const struct hako_limits *limits;       /* NULL: none */
};
#define HK_HEAP_START 592u
/* flags: all of them, so that no two take the same bit */
enum { HK_VM_STRESS = 1,                    /* collect at every allocation */
       HK_VM_RESERVE = 2,                   /* the reserve may be used */
       HK_VM_FINALIZE = 4,                  /* something has died that a FinalizationRegistry waits for */
       HK_VM_WAITING = 8,                   /* the script is in the middle of Atomics.wait */
       HK_VM_SOURCE = 16,                   /* what is compiled keeps its source text */
       /* the API's */
       HK_VM_NATIVE = 0x100,                /* a host function is running */
       HK_VM_PAUSE = 0x200,                 /* it has asked for the slice to end */
       HK_VM_REJECTION = 0x400,             /* the pending exception is a rejection that nobody handled */
       HK_VM_PAUSED = 0x800,                /* the slice has ended because of PAUSE */
       HK_VM_LIMIT = 12,                    /* from this bit on, two: what hako_stopped tells */
       HK_VM_PHASE = 14,                    /* from this bit on, two: what hako_failed_while tells */
       HK_VM_HOOK = 0x10000,                /* a hook of the host is running, in the middle of an operation: no script may */
       HK_VM_TASK = 0x20000 };              /* a task is running */

HK_INLINE void *hk_ptr(hk_vm *vm, hk_ref r) { return (uint8_t *)vm + r; }
HK_INLINE unsigned hk_type_of_hdr(uint32_t hdr) { return hdr >> 2 & 63; }
HK_INLINE unsigned hk_type(hk_vm *vm, hk_ref r) { return hk_type_of_hdr(((hk_block *)hk_ptr(vm, r))->hdr); }
HK_INLINE uint32_t hk_units_of_hdr(uint32_t hdr) { return hdr >> 8; }
HK_INLINE uint32_t hk_block_bytes(hk_vm *vm, hk_ref r) { return hk_units_of_hdr(((hk_block *)hk_ptr(vm, r))->hdr) * 8u; }
HK_INLINE hk_obj *hk_obj_ptr(hk_vm *vm, hk_val v) { return (hk_obj *)hk_ptr(vm, hk_ref_of(v)); }
/* The block type of a value's object, 0 if it is none (or an immediate) */
HK_INLINE unsigned hk_class(hk_vm *vm, hk_val v) { return hk_is_block(v) ? hk_type(vm, hk_ref_of(v)) : 0; }
/* Values of a VALUES, SCOPE, SAVED... block */
HK_INLINE hk_val *hk_vals(hk_vm *vm, hk_ref r) { return (hk_val *)hk_ptr(vm, r) + 1; }
/* How many values such a block holds; 0 for ref 0 */
HK_INLINE uint32_t hk_nvals(hk_vm *vm, hk_ref r) { return r ? hk_units_of_hdr(((hk_block *)hk_ptr(vm, r))->hdr) - 1 : 0; }

/* A function immediate of the current realm. */
HK_INLINE hk_val hk_function(hk_vm *vm, uint32_t id) { return hk_function_in(vm->realm, id); }
/* A cell leads to a variable of another scope: an internal value with the slot in bits 32-47. */
HK_INLINE hk_val hk_cell(hk_ref scope, uint32_t slot) { return hk_internal(scope) | (hk_val)slot << 32; }
HK_INLINE hk_val hk_cell_value(hk_vm *vm, hk_val cell) { return hk_vals(vm, hk_ref_of(cell))[cell >> 32 & 0xFFFF]; }

/* Every store of a value or ref into a block goes through these two: the
 * seat of a write barrier. `at` points into the heap. */
HK_INLINE void hk_store(hk_vm *vm, hk_val *at, hk_val v) { (void)vm; *at = v; }
HK_INLINE void hk_store_ref(hk_vm *vm, hk_ref *at, hk_ref r) { (void)vm; *at = r; }

/* Allocates a block of `bytes` (rounded up to 8) of `type`. Values in it are
 * HK_UNDEFINED, all other bytes after the header 0. Returns 0 when the arena
 * is full even after a collection: then vm->exception holds the error
 * ("out of memory: arena of N bytes is full"). May move every block. */
HK_FN hk_ref hk_alloc(hk_vm *vm, unsigned type, uint32_t bytes);
/* Allocates a VALUES block of n values, all `fill`. 0 as above. */
HK_FN hk_ref hk_alloc_values(hk_vm *vm, uint32_t n, hk_val fill);
/* Grows or shrinks block r to `bytes`: in place when it is the last block, else
 * by copying; new values are HK_UNDEFINED, other new bytes 0. Returns the block's ref
 * or 0 as above (r is then unchanged but may have moved: hold it in a root). */
HK_FN hk_ref hk_resize(hk_vm *vm, hk_val *root, uint32_t bytes);
/* Collects: marks from the roots, slides live blocks down. */
HK_FN void hk_collect(hk_vm *vm);

/* Checks of invariants, in builds with HAKO_CHECKS only. */
#ifdef HAKO_CHECKS
#  define HK_CHECK_THAT(condition) ((condition) ? (void)0 : __builtin_trap())
#else
#  define HK_CHECK_THAT(condition) ((void)0)
#endif

/* Temporaries: roots for C code that allocates. Push and pop in pairs. At
 * most 28 deep. */
HK_INLINE hk_val *hk_push(hk_vm *vm, hk_val v) { HK_CHECK_THAT(vm->temps < HK_COUNT(vm->temp)); vm->temp[vm->temps] = v; return &vm->temp[vm->temps++]; }
HK_INLINE hk_val hk_pop(hk_vm *vm) { return vm->temp[--vm->temps]; }

/* Scratch: bytes that grow down from vm->stack_low, for the compiler's tree.
 * hk_scratch_grow makes room for n more bytes (may collect); false when full,
 * with the out-of-memory error set. Scratch does not move. */
HK_FN bool hk_scratch_grow(hk_vm *vm, uint32_t n);
#endif
