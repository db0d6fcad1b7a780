/* Bytes and their elements: what ArrayBuffer, typed arrays and DataView have in common.
 *
 * A buffer's bytes are a block of their own, so that resizing and transferring them costs little, or memory of the host.
 * Views know their buffer and look at its length at each access: it may have shrunk, or be gone. Nothing here runs a script;
 * what does not allocate says so. */
#ifndef HK_BUFFER_H
#define HK_BUFFER_H
#include "object.h"

/* Types of elements, in the order of DataView's methods */
enum { HK_EL_INT8, HK_EL_UINT8, HK_EL_INT16, HK_EL_UINT16, HK_EL_INT32, HK_EL_UINT32, HK_EL_FLOAT16, HK_EL_FLOAT32, HK_EL_FLOAT64,
       HK_EL_BIGINT64, HK_EL_BIGUINT64, HK_EL_CLAMPED, HK_EL_COUNT };
HK_CONST_TABLE uint8_t hk_el_shift[HK_EL_COUNT] = { 0, 0, 1, 1, 2, 2, 1, 2, 3, 3, 3, 0 };     /* log2 of their sizes */

#define HK_MAX_BUFFER (HK_MAX_BLOCK * 8u - 8u)      /* bytes of a buffer */
#define HK_OUT_OF_BOUNDS UINT32_MAX                 /* in place of a length */

/* Memory of the host, an entry of the table of it: pointers as numbers. release may be 0. */
typedef struct { uint64_t bytes, release, context; uint32_t used, unused; } hk_memory;
enum { HK_MEMORY_FREE, HK_MEMORY_USED, HK_MEMORY_SEEN };       /* used; SEEN: in a collection, by a buffer that lives */

HK_INLINE hk_buffer *hk_buffer_ptr(hk_vm *vm, hk_val v) { return hk_ptr(vm, hk_ref_of(v)); }
HK_INLINE hk_view *hk_view_ptr(hk_vm *vm, hk_val v) { return hk_ptr(vm, hk_ref_of(v)); }
HK_INLINE unsigned hk_view_kind(const hk_view *v) { return v->kind & HK_VIEW_KIND; }
HK_INLINE bool hk_is_typed(hk_vm *vm, hk_val v) { return HAKO_WITH_TYPED_ARRAYS && hk_class(vm, v) == HK_T_TYPED; }
HK_INLINE bool hk_is_big(unsigned kind) { return kind == HK_EL_BIGINT64 || kind == HK_EL_BIGUINT64; }

/* A buffer of `length` bytes, all 0; proto: a block. 0: out of memory. */
HK_FN hk_ref hk_new_buffer(hk_vm *vm, hk_ref proto, uint32_t length, unsigned flags);
/* Gives *buffer (rooted; its bytes are in the arena) another length; new bytes are 0. false: out of memory, nothing has changed. */
HK_FN bool hk_buffer_resize(hk_vm *vm, hk_val *buffer, uint32_t length);
/* DetachArrayBuffer. Memory of the host is released. Does not allocate. */
HK_FN void hk_buffer_detach(hk_vm *vm, hk_val buffer);
/* Where the bytes are: valid until the next allocation. */
HK_FN uint8_t *hk_buffer_bytes(hk_vm *vm, const hk_buffer *b);
/* Enters memory of the host into the table. Returns the entry's number, or -1: out of memory. */
HK_FN int32_t hk_memory_add(hk_vm *vm, const hk_memory *m);
/* Releases what no live buffer lies over (after marking, `mark` has been called for each that does); with `all`, everything. */
HK_FN void hk_memory_mark(hk_vm *vm, const hk_buffer *b);
HK_FN void hk_memory_sweep(hk_vm *vm, bool all);

/* The view's length in elements, or HK_OUT_OF_BOUNDS: the buffer is detached, or too small for it now. Does not allocate. */
HK_FN uint32_t hk_view_length(hk_vm *vm, const hk_view *v);
/* The element, but EMPTY if there is none, or if it is a BigInt. Does not allocate. */
HK_FN hk_val hk_typed_get(hk_vm *vm, const hk_view *v, uint32_t i);
/* Stores a number; false: there is no such element, or it is a BigInt. Does not allocate. */
HK_FN bool hk_typed_put(hk_vm *vm, const hk_view *v, uint32_t i, hk_val number);
/* The element of any type, or EMPTY; HK_EXCEPTION: out of memory. */
HK_FN hk_val hk_typed_element(hk_vm *vm, hk_val v, uint32_t i);
/* ToNumber or ToBigInt of a primitive, as elements of that type want it. HK_EXCEPTION; HK_TWIN: by script, it is a long text. */
HK_FN hk_val hk_element_value(hk_vm *vm, unsigned kind, hk_val v);
/* Reads and writes a converted value at p. A BigInt read may be HK_EXCEPTION. */
HK_FN hk_val hk_load_element(hk_vm *vm, const uint8_t *p, unsigned kind);
HK_FN void hk_store_element(hk_vm *vm, uint8_t *p, unsigned kind, hk_val v);

/* Is the key a CanonicalNumericIndexString? Does not allocate. */
HK_FN bool hk_is_numeric_key(hk_vm *vm, hk_key key);
/* TypedArraySetElement, as [[Set]] does it; no valid index: UINT32_MAX. HK_YES, or HK_CALL: setSlow is to convert it. Does not
 * allocate. */
HK_FN int hk_set_typed(hk_vm *vm, hk_val o, uint32_t i, hk_val value);
/* [[DefineOwnProperty]] of the element i that is there. HK_TRAP: the value is to be converted by script. */
HK_FN int hk_define_typed(hk_vm *vm, hk_val o, uint32_t i, const hk_desc *d);
/* IsTypedArrayFixedLength */
HK_FN bool hk_is_fixed_length(hk_vm *vm, hk_val v);
#endif
