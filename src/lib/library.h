/* The library as constant tables: what is in flash and costs no RAM until touched.
 *
 * Declared in src/lib/ *.def (format below), implemented in src/lib/ *.c (natives) and src/lib/ *.js (script built-ins).
 * tools/mklib turns the declarations into gen_tables.h (atoms, functions, objects), and the bootstrap
 * compiler (tools/mkcode) turns the scripts into gen_code.h (bytecode). Both are committed.
 *
 * A .def file, one declaration a line, # comments, fields separated by blanks:
 *
 *   atom NAME "text"            a string constant the C code uses as HK_ATOM_NAME (plain identifiers need no declaration: each
 *                               HK_ATOM_xyz in the sources makes the atom "xyz")
 *   if HAKO_WITH_x              what follows, up to the line `endif`, depends on that switch (1 unless the user defines it as 0).
 *                               Numbers stay, but properties that lead there vanish, natives and scripts are replaced by one that throws,
 *                               and so does the code of a script that begins with the line `// if HAKO_WITH_x`
 *   symbol NAME                 a well-known symbol Symbol.NAME, HK_SYMBOL_NAME; its key is written @NAME in declarations
 *   function NAME LENGTH IMPL   a library function without a property: HK_FN_NAME, in library scripts %NAME(...)
 *   object NAME [proto=NAME] [type=T] [call=FUNCTION]
 *                               an intrinsic object: HK_IN_NAME. proto defaults to ObjectPrototype, `none` for null. type: block type
 *                               (LIB by default; ARRAY, PRIMITIVE... where the specification gives it that class).
 *                               call=: it is callable: its code is that function, declared by `function` (or `constructor`)
 *   constructor NAME LENGTH IMPL [late]   like function, but also a constructor. Makes HK_FN_NAME. late: it is entered without the prototype
 *                               for the new object (`this` is undefined): its script gets new.target.prototype when its time has come
 *   followed by the object's properties in order, each indented:
 *     KEY LENGTH IMPL [FLAGS]   a method: writable, configurable, not enumerable, unless there are FLAGS
 *     get KEY IMPL              an accessor; `get KEY IMPL set IMPL` with a setter; `get KEY fn:NAME`: one function is both
 *     =KEY VALUE [FLAGS]        a value: integer, number, "string", @symbol, undefined, true, false, null, NaN, Infinity, or an intrinsic
 *                               object's NAME, or fn:NAME a declared function. FLAGS of w e c, `-` for none; default wc
 *   IMPL:  js:NAME                     the script function NAME of a library script
 *          c:NAME(SIG)                 the native hk_nat_NAME
 *          c:NAME(SIG)|js:NAME2        native with a script twin
 *   SIG:   how `this` and each argument are coerced before the native runs, a letter each:
 *          .  as it is                       n  ToNumber
 *          i  ToIntegerOrInfinity            I  the same, but undefined stays
 *          s  ToString                       S  the same, but undefined stays
 *          k  ToPropertyKey                  o  ToObject (this)
 *          O  as it is; TypeError if it is no object
 *          b  ToBigInt
 *          D  this is a Date, or TypeError; its time value, which the arguments' conversion may change, is then in a[2]
 *          t  RequireObjectCoercible, then ToString (this of String.prototype)
 *          *  at the end: the letter before it applies to all further arguments too
 *          A native can rely on as many arguments as SIG names (missing ones are coerced undefined).
 */
#ifndef HK_LIBRARY_H
#define HK_LIBRARY_H
#include "../heap/heap.h"

/* Switches that depend on others */
#if defined(HAKO_WITH_TYPED_ARRAYS) && !HAKO_WITH_TYPED_ARRAYS
#  undef HAKO_WITH_ATOMICS
#  define HAKO_WITH_ATOMICS 0
#  undef HAKO_WITH_BASE64
#  define HAKO_WITH_BASE64 0
#endif
#if defined(HAKO_WITH_CLONE) && !HAKO_WITH_CLONE
#  undef HAKO_WITH_STATE
#  define HAKO_WITH_STATE 0
#endif
#if defined(HAKO_WITH_ASYNC) && !HAKO_WITH_ASYNC
#  undef HAKO_WITH_TASKS
#  define HAKO_WITH_TASKS 0
#endif
#if !HAKO_WITH_BIGINT || (defined(HAKO_WITH_TYPED_ARRAYS) && !HAKO_WITH_TYPED_ARRAYS)
#  define HAKO_WITH_BIGINT_ARRAYS 0
#endif

/* A native. a[0] is this, a[-1] the first argument, ... (HK_ARG); a[1] the function, a[2] new.target. All are rooted and
 * may be overwritten. Returns the result, HK_EXCEPTION after hk_throw, or HK_TWIN to run the script twin with the same this and arguments
 * instead. A constructor that is called by `new` finds in `this` the prototype object for what it makes, or undefined: its own default. */
typedef hk_val hk_native(hk_vm *vm, hk_val *a, int argc);
#define HK_THIS(a) ((a)[0])
#define HK_ARG(a, i) ((a)[-1 - (i)])
#define HK_NEWTARGET(a) ((a)[2])

enum { HK_LF_SCRIPT = 1, HK_LF_CTOR = 2, HK_LF_GETTER = 4, HK_LF_SETTER = 8, HK_LF_TWIN = 16, HK_LF_LATE = 32 };

/* A key in the tables: bits 0-11 an atom or, with HK_KEY_SYMBOL, a symbol. The bits between are the table's own. */
#define HK_KEY_SYMBOL 0x8000u
#define HK_KEY_BITS 0x8FFFu
#define HK_NO_KEY HK_KEY_BITS /* of a property that this build has not */

typedef struct {
    uint16_t name;          /* key (a symbol: "[Symbol.x]"); bits 12-14: `length`. "" of what only the library itself calls */
    uint8_t  flags, sig;    /* HK_LF_*; offset into hk_sigs, of a NUL-terminated text */
    uint16_t code;          /* index into hk_natives; HK_LF_SCRIPT: number of the code; HK_LF_TWIN: index into hk_twins */
} hk_libfn;
#define HK_LF_LENGTH 12     /* where `length` begins in `name` */

/* A native, and the code of the script that goes on where it answers HK_TWIN */
typedef struct { uint16_t native, script; } hk_twin;

/* GETTER: an accessor without a setter; ACCESSOR: the setter is the function behind the getter; BOTH: it is the same */
enum { HK_LP_FUNCTION, HK_LP_GETTER, HK_LP_ACCESSOR, HK_LP_BOTH, HK_LP_OBJECT, HK_LP_INT, HK_LP_NUMBER, HK_LP_STRING, HK_LP_SYMBOL, HK_LP_SPECIAL };
typedef struct {
    uint16_t key;           /* key; bits 12-14: HK_P_* attributes */
    uint16_t value;         /* bits 12-15: HK_LP_*; bits 0-11: FUNCTION and accessors: number; OBJECT: intrinsic; INT: signed 12 bits;
                             * NUMBER: index into hk_lib_numbers; STRING: atom; SYMBOL; SPECIAL: low bits of the value */
} hk_libprop;
#define HK_LP_FLAGS 12      /* where the attributes begin in `key` */
#define HK_LP_KIND 12       /* where the kind begins in `value` */
#define HK_LP_VALUE 0xFFFu

typedef struct {
    uint16_t first, count;  /* its properties in hk_libprops */
    uint16_t call;          /* library function or 0xFFFF */
    uint8_t  proto;         /* intrinsic, 0xFF: null */
    uint8_t  type;          /* HK_T_* */
} hk_libobj;

/* Property attributes, here and in shapes */
enum { HK_P_WRITABLE = 1, HK_P_ENUMERABLE = 2, HK_P_CONFIGURABLE = 4, HK_P_ACCESSOR = 8,
       HK_P_DATA = HK_P_WRITABLE | HK_P_ENUMERABLE | HK_P_CONFIGURABLE,
       HK_P_HIDDEN = HK_P_WRITABLE | HK_P_CONFIGURABLE };

/* gen_tables.h defines:
 *   enum HK_ATOM_x ... HK_ATOM_COUNT; enum HK_SYMBOL_x ... HK_SYMBOL_COUNT;
 *   enum HK_FN_x ... HK_FN_COUNT (every function, properties' ones included, named OBJECT_KEY, as ArrayPrototype_push;
 *     symbol keys as OBJECT_at_iterator, getters OBJECT_get_KEY);
 *   enum HK_IN_x ... HK_IN_COUNT; HK_IN_ALWAYS: those from it on are in files with a switch
 *   static const uint8_t  hk_atom_text[]     all texts (ASCII), one after the other
 *   static const uint16_t hk_atom_start[HK_ATOM_COUNT + 1]
 *   static const uint16_t hk_atom_bucket[257]  atoms are ordered by hk_atom_hash(text) (a byte); those with hash h are
 *                                              [hk_atom_bucket[h], hk_atom_bucket[h + 1])
 *   hk_symbol_atom[]: uint16_t, atom of the description "Symbol.x"
 *   hk_libfns[], hk_twins[], hk_libprops[], hk_libobjs[], hk_lib_numbers[] (uint64_t bits), hk_sigs[] (char), hk_natives[] (hk_native *const; preceded by the natives' static declarations)
 *   with HAKO_BOOTSTRAP: hk_libfn_names[]: const char *const, for hk_lib_find, of the functions declared by `function`/`constructor`
 * gen_code.h defines HK_ROM_CODES; HK_OPCODES_HASH and HK_LIBRARY_HASH, which tell whether an image is for this build; and
 *   static const uint32_t hk_rom_words[]     codes one after the other (code.h: HK_CF_LIBRARY), without their first word; those that depend on a
 *                                            switch come last
 *   static const uint16_t hk_rom_start[HK_ROM_CODES]  index of each in hk_rom_words, of its second word
 *   in them: strings are HK_ROM_REF(atom) or HK_CHAR_REF, code constants hk_internal(HK_ROM_REF(code number)); file 0
 */
/* The hash of a text of code units below 256: FNV-1a folded to a byte. Texts with wider units are never atoms. */
HK_INLINE unsigned hk_atom_hash(const uint8_t *text, uint32_t n)
{
    uint32_t h = 2166136261u;
    for (uint32_t i = 0; i < n; i++)
        h = (h ^ text[i]) * 16777619u;
    h ^= h >> 16;
    return (h ^ h >> 8) & 0xFF;
}
#endif
