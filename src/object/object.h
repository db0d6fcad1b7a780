/* Objects: own properties of every kind behind one look-up, the ordinary
 * internal methods, arrays' elements, intrinsics and functions.
 *
 * None of these functions runs a script. Where the specification calls one
 * (getter, setter, a proxy's trap), they return HK_CALL and leave the call in vm->call: the interpreter
 * pushes its frame. All but [[Get]] and [[Set]] leave it to their callers what to call when they meet a proxy (HK_TRAP):
 * a function of lib/proxy.js, mostly as a native's script twin. All may allocate, so move blocks, unless they say otherwise;
 * values passed to them are rooted by them.
 */
#ifndef HK_OBJECT_H
#define HK_OBJECT_H
#include "../api/public.h"
#include "../heap/heap.h"
#include "../heap/shape.h"
#include "../heap/string.h"
#include "../heap/error.h"
#include "../code/code.h"
#include "../lib/library.h"
#include "../lib/gen_tables.h"

enum { HK_ERR = -1,     /* an exception is set */
       HK_NO = 0,       /* absent; refused */
       HK_YES = 1,
       HK_CALL = 2,     /* vm->call is to be called; for a get its result is the value, for a set see hk_set */
       HK_TRAP = 3 };   /* the object is a proxy, or a look-up along the prototypes has come to one */

/* One own property as found. */
enum { HK_AT_SLOT, HK_AT_ELEMENT, HK_AT_LENGTH, HK_AT_VIRTUAL, HK_AT_LIBFN, HK_AT_LIBOBJ, HK_AT_MAPPED, HK_AT_TYPED, HK_AT_EXPORT, HK_AT_HOST };
typedef struct {
    hk_val value;               /* accessor: the ACCESSOR block as an internal value */
    uint8_t flags;              /* HK_P_* */
    uint8_t where;              /* HK_AT_*: how to write it */
    uint32_t index;             /* slot, element, library function or intrinsic, index in a typed array */
    hk_ref holder;              /* block that has it, 0 for function immediates */
} hk_prop;                      /* after HK_TRAP holder is the proxy, value the key as a string or symbol */
#define HK_P_DELETED 16         /* a virtual property that a script deleted */

/* The object value of a block (a LIBFN is its function immediate). */
HK_FN hk_val hk_block_value(hk_vm *vm, hk_ref r);
/* The block of an object value: of a function immediate its side object, made if need be. 0 when out of memory. */
HK_FN hk_ref hk_object_block(hk_vm *vm, hk_val v);
/* The current realm's intrinsic object HK_IN_x, made when first asked for. 0 when out of memory. */
HK_FN hk_ref hk_intrinsic(hk_vm *vm, unsigned id);
/* The side object of a function immediate, or 0. Does not allocate. */
HK_FN hk_ref hk_side_object(hk_vm *vm, hk_val f);

/* [[GetOwnProperty]]: HK_YES, HK_NO, HK_TRAP or HK_ERR. v: an object, or a string (its length and units). */
HK_FN int hk_own(hk_vm *vm, hk_val v, hk_key key, hk_prop *out);
/* [[GetPrototypeOf]]: an object or HK_NULL; of a primitive the prototype it is looked up in. HK_EXCEPTION: out of memory.
 * HK_TWIN, which is no object and so ends every walk up a chain: v is a proxy. */
HK_FN hk_val hk_proto_of(hk_vm *vm, hk_val v);
/* [[SetPrototypeOf]]: HK_YES, HK_NO (not extensible, cycle), HK_TRAP, HK_ERR. */
HK_FN int hk_set_proto(hk_vm *vm, hk_val v, hk_val proto);
/* Looks key up along the prototype chain of v (any value but undefined and null): HK_YES, HK_NO, HK_TRAP, HK_ERR. *depth (may be NULL): steps up.
 * HK_NO with HK_AT_TYPED: it ended at a typed array (holder), which has no such element. */
HK_FN int hk_find(hk_vm *vm, hk_val v, hk_key key, hk_prop *out, uint32_t *depth);
/* [[Get]] of any value but undefined and null, with this as receiver. HK_YES, HK_NO (undefined), HK_CALL, HK_ERR. */
HK_FN int hk_get(hk_vm *vm, hk_val v, hk_key key, hk_val receiver, hk_val *out);
/* [[Set]]. HK_YES; HK_NO: refused (TypeError in strict code); HK_CALL: a setter, or the library function setSlow, which has a
 * result: whether the set was accepted; HK_ERR. */
HK_FN int hk_set(hk_vm *vm, hk_val v, hk_key key, hk_val value, hk_val receiver);
/* Sets an own data property, adding it with `flags` if it is absent: for objects the engine itself makes. */
HK_FN int hk_put(hk_vm *vm, hk_val v, hk_key key, hk_val value, unsigned flags);

/* [[DefineOwnProperty]]: HK_YES, HK_NO, HK_TRAP (also when a script is to convert an element of a typed array), HK_ERR. `has` says which fields the descriptor has. value: for HK_P_ACCESSOR unused. */
typedef struct {
    uint8_t flags;              /* HK_P_WRITABLE, ENUMERABLE, CONFIGURABLE */
    uint8_t has;                /* the same bits, and: */
    hk_val value, get, set;
} hk_desc;
enum { HK_D_HAS_VALUE = 16, HK_D_HAS_GET = 32, HK_D_HAS_SET = 64 };
HK_FN int hk_define(hk_vm *vm, hk_val v, hk_key key, const hk_desc *d);
HK_FN int hk_define_data(hk_vm *vm, hk_val v, hk_key key, hk_val value, unsigned flags);     /* with all fields present */
/* [[Delete]]: HK_YES, HK_NO, HK_TRAP, HK_ERR. */
HK_FN int hk_delete(hk_vm *vm, hk_val v, hk_key key);
/* [[OwnPropertyKeys]]: a VALUES block of strings and symbols in the order of the specification; 0 on error. Of a proxy: none. */
enum { HK_KEYS_STRINGS = 1, HK_KEYS_SYMBOLS = 2, HK_KEYS_ENUMERABLE = 4 };
HK_FN hk_ref hk_own_keys(hk_vm *vm, hk_val v, unsigned which);
/* [[PreventExtensions]], [[IsExtensible]]: HK_YES, HK_NO, HK_TRAP; the first also HK_ERR. */
HK_FN int hk_prevent_extensions(hk_vm *vm, hk_val v);
HK_FN int hk_is_extensible(hk_vm *vm, hk_val v);

/* New objects. proto: a block or 0 for null. 0 when out of memory. */
HK_FN hk_ref hk_new_object(hk_vm *vm, hk_ref proto, unsigned room);
/* An object of another class with `bytes` of fixed size. */
HK_FN hk_ref hk_new_class(hk_vm *vm, unsigned type, hk_ref proto, uint32_t bytes);
HK_FN hk_ref hk_new_function(hk_vm *vm, hk_ref proto);                 /* of the current realm, still without code; proto 0: 0 */
HK_FN hk_ref hk_new_plain(hk_vm *vm, unsigned room);                   /* %Object.prototype% */
HK_FN hk_ref hk_new_array(hk_vm *vm, uint32_t room);                   /* length 0 */
HK_FN hk_ref hk_root_shape(hk_vm *vm, hk_ref proto, unsigned room);
/* Adds at the end of a dense array (array literals, results of natives): false when out of memory. */
HK_FN bool hk_append(hk_vm *vm, hk_val array, hk_val v);
/* ArraySetLength with a valid length: HK_YES, HK_NO (some element cannot go), HK_ERR. */
HK_FN int hk_array_set_length(hk_vm *vm, hk_val array, uint32_t length);

/* A [[Get]] or [[Set]] asks for a call of library function `id` about the property at which it ended: object, key, two values more. */
HK_FN int hk_ask_library(hk_vm *vm, unsigned id, hk_val o, hk_val key, hk_val a, hk_val b);

/* Is v a proxy? */
HK_INLINE bool hk_is_proxy(hk_vm *vm, hk_val v) { return HAKO_WITH_PROXY && hk_class(vm, v) == HK_T_PROXY; }
HK_INLINE hk_proxy *hk_proxy_ptr(hk_vm *vm, hk_val v) { return hk_ptr(vm, hk_ref_of(v)); }
/* Is v callable / a constructor? These do not allocate. */
HK_FN bool hk_is_callable(hk_vm *vm, hk_val v);
HK_FN bool hk_is_constructor(hk_vm *vm, hk_val v);
/* Has a look-up, which may have failed by that, come to what a module exports? Then *p is of the namespace that has it. */
HK_INLINE bool hk_is_export(int found, const hk_prop *p) { return (found == HK_YES || found == HK_ERR) && p->where == HK_AT_EXPORT; }
/* The same for operations to which the binding's value does not matter: that it is not initialised is no error to them. */
HK_FN bool hk_has_export(hk_vm *vm, int found, const hk_prop *p);
HK_INLINE bool hk_is_namespace(hk_vm *vm, hk_val v) { return HAKO_WITH_MODULES && hk_class(vm, v) == HK_T_NAMESPACE; }
/* CanBeHeldWeakly: an object, or a symbol that Symbol.for does not give out. */
HK_FN bool hk_can_be_held_weakly(hk_vm *vm, hk_val v);
/* What host objects have of their own is the business of their class: these functions of api/classes.c are found by the slot behind
 * the class's in vm->hosts, so that who has no classes has not their code. They call the host, so may collect; they run no script. */
typedef struct hk_host_class {
    hako_function *(*enter)(hk_vm *vm, hk_val *w);                      /* what the call in window w is of; NULL: an exception */
    hk_val (*name)(hk_vm *vm, uint32_t id);                             /* of a member */
    int32_t (*length)(hk_vm *vm, uint32_t id);
    int (*own)(hk_vm *vm, hk_ref r, hk_key key, hk_prop *out);          /* as hk_own */
    int (*set)(hk_vm *vm, hk_val o, hk_key key, hk_val value);          /* HK_YES, HK_NO, HK_ERR; HK_TRAP: not its own property */
    int (*remove)(hk_vm *vm, hk_val o, hk_key key);                     /* HK_YES, HK_NO, HK_ERR */
    int64_t (*length_of)(hk_vm *vm, hk_val o);                          /* how many elements it has; below 0: an exception */
    hk_val (*key)(hk_vm *vm, hk_val o, uint32_t i);                     /* its ith other key; EMPTY behind the last; HK_EXCEPTION */
    void (*died)(hk_vm *vm, hk_ref r);                                  /* allocates nothing */
    void (*explain)(hk_vm *vm, const hk_val *what);                     /* throws what vm->call.args were left for */
} hk_host_class;
HK_FN const hk_host_class *hk_host_class_of(hk_vm *vm, hk_ref r);
HK_INLINE hk_host_object *hk_host_ptr(hk_vm *vm, hk_val v) { return hk_ptr(vm, hk_ref_of(v)); }
/* Is v a host object that has all of these HK_HOST_* flags? */
HK_INLINE bool hk_is_host(hk_vm *vm, hk_val v, uint32_t flags)
{
    return HAKO_WITH_CLASSES && hk_class(vm, v) == HK_T_HOST && (hk_host_ptr(vm, v)->kind & flags) == flags;
}
/* A change of a watched object is about to be made: *o, *key and *value are rooted; false: the host has thrown. */
enum { HK_CHANGE_SET, HK_CHANGE_DEFINE, HK_CHANGE_DELETE };
HK_FN bool hk_tell(hk_vm *vm, unsigned change, const hk_val *o, hk_key key, const hk_val *value);
HK_FN bool hk_is_watched(hk_vm *vm, hk_val v);
/* The code of a script function value (FUNCTION, or a library function that is a script), else NULL. */
HK_FN const hk_code *hk_function_code(hk_vm *vm, hk_val v);
#endif
