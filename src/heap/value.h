/* Values, references and property keys.
 *
 * A value is 64 bits on every target. A double is stored as it is; all else
 * lies in the space of negative quiet NaNs (the only NaN a script can make is
 * the positive HK_NAN, so the two cannot meet):
 *
 *    63       48 47            32 31                             0
 *   +-----------+----------------+-------------------------------+
 *   | < 0xFFF8  |                 double                         |
 *   |   0xFFF8  |       0        |  int32                        |
 *   |   0xFFF9  |       0        |  undefined, null, booleans... |
 *   |   0xFFFA  |       0        |  ref: internal block          |
 *   |   0xFFFB  |       0        |  ref: BigInt                  |
 *   |   0xFFFC  |       0        |  ref: symbol                  |
 *   |   0xFFFD  |       0        |  ref: string                  |
 *   |   0xFFFE  |     realm      |  function immediate           |
 *   |   0xFFFF  |       0        |  ref: object                  |
 *   +-----------+----------------+-------------------------------+
 *
 * A number that an int32 can hold (and is not -0) may have either form; arithmetic
 * on doubles does not look. hk_number gives the int32 form.
 *
 * A ref is 32 bits; its low three bits tell where it leads:
 *   ...000  a block in the arena, by its byte offset (0: none)
 *   ...010  a constant of the library, by its number << 3: string, code
 *   ...100  a string of one UTF-16 code unit, by that unit << 3
 *   ...110  a well-known symbol, by its number << 3
 * Only refs that end in 000 are followed and changed by the collector.
 *
 * A property key is 32 bits: a ref to an interned string or to a symbol, or,
 * with the lowest bit set, an array index below 2^31 (index << 1 | 1). Equal
 * keys have equal bits. A private name is a key that is a private symbol.
 */
#ifndef HK_VALUE_H
#define HK_VALUE_H
#include "../base/base.h"

#ifndef HAKO_WITH_CLASSES
#  define HAKO_WITH_CLASSES 1
#endif
#ifndef HAKO_WITH_COMPILER
#  define HAKO_WITH_COMPILER 1
#endif
#ifndef HAKO_WITH_BIGINT
#  define HAKO_WITH_BIGINT 1
#endif

/* Blocks are seen as values, words and structures: values must be allowed to lie over the others. */
#if HK_GNUC
typedef uint64_t __attribute__((may_alias)) hk_val;
#else
typedef uint64_t hk_val;
#endif
typedef uint32_t hk_ref;
typedef uint32_t hk_key;
typedef struct hako_vm hk_vm;

#define HK_TAG_INT      0xFFF8u
#define HK_TAG_SPECIAL  0xFFF9u
#define HK_TAG_INTERNAL 0xFFFAu
#define HK_TAG_BIGINT   0xFFFBu
#define HK_TAG_SYMBOL   0xFFFCu
#define HK_TAG_STRING   0xFFFDu
#define HK_TAG_FUNCTION 0xFFFEu
#define HK_TAG_OBJECT   0xFFFFu

#define HK_MAKE(tag, low) ((hk_val)(tag) << 48 | (uint32_t)(low))
#define HK_TAG(v) ((unsigned)((v) >> 48))

#define HK_UNDEFINED HK_MAKE(HK_TAG_SPECIAL, 0)
#define HK_NULL      HK_MAKE(HK_TAG_SPECIAL, 1)
#define HK_FALSE     HK_MAKE(HK_TAG_SPECIAL, 2)
#define HK_TRUE      HK_MAKE(HK_TAG_SPECIAL, 3)
#define HK_EMPTY     HK_MAKE(HK_TAG_SPECIAL, 4)  /* array hole, uninitialised binding, absent property: never seen by scripts */
#define HK_EXCEPTION HK_MAKE(HK_TAG_SPECIAL, 5)  /* returned by C functions: vm->exception is set */
#define HK_TWIN      HK_MAKE(HK_TAG_SPECIAL, 6)  /* returned by leaf natives: run the script twin instead */
#define HK_NAN       ((hk_val)0x7FF8000000000000u)

HK_INLINE hk_val hk_int(int32_t i) { return HK_MAKE(HK_TAG_INT, (uint32_t)i); }
HK_INLINE hk_val hk_bool(bool b) { return HK_FALSE + (hk_val)b; }
HK_INLINE hk_val hk_object(hk_ref r) { return HK_MAKE(HK_TAG_OBJECT, r); }
HK_INLINE hk_val hk_string(hk_ref r) { return HK_MAKE(HK_TAG_STRING, r); }
HK_INLINE hk_val hk_symbol(hk_ref r) { return HK_MAKE(HK_TAG_SYMBOL, r); }
HK_INLINE hk_val hk_bigint(hk_ref r) { return HK_MAKE(HK_TAG_BIGINT, r); }
HK_INLINE hk_val hk_internal(hk_ref r) { return HK_MAKE(HK_TAG_INTERNAL, r); }
HK_INLINE hk_val hk_function_in(unsigned realm, uint32_t id) { return HK_MAKE(HK_TAG_FUNCTION, id) | (hk_val)realm << 32; }

HK_INLINE bool hk_is_int(hk_val v) { return HK_TAG(v) == HK_TAG_INT; }
HK_INLINE bool hk_is_double(hk_val v) { return v < (hk_val)HK_TAG_INT << 48; }
HK_INLINE bool hk_is_number(hk_val v) { return v < (hk_val)HK_TAG_SPECIAL << 48; }
HK_INLINE bool hk_is_bool(hk_val v) { return (v | 1) == HK_TRUE; }
HK_INLINE bool hk_is_nullish(hk_val v) { return (v | 1) == HK_NULL; }
HK_INLINE bool hk_is_bigint(hk_val v) { return HAKO_WITH_BIGINT && HK_TAG(v) == HK_TAG_BIGINT; }
HK_INLINE bool hk_is_symbol(hk_val v) { return HK_TAG(v) == HK_TAG_SYMBOL; }
HK_INLINE bool hk_is_string(hk_val v) { return HK_TAG(v) == HK_TAG_STRING; }
HK_INLINE bool hk_is_internal(hk_val v) { return HK_TAG(v) == HK_TAG_INTERNAL; }
/* A function immediate: a library function (its number) or, with HK_FN_HOST, a host function (its slot). */
HK_INLINE bool hk_is_fnimm(hk_val v) { return HK_TAG(v) == HK_TAG_FUNCTION; }
/* An object that is a block in the arena */
HK_INLINE bool hk_is_block(hk_val v) { return HK_TAG(v) == HK_TAG_OBJECT; }
/* Any value whose Type is Object */
HK_INLINE bool hk_is_object(hk_val v) { return v >= (hk_val)HK_TAG_FUNCTION << 48; }
#define HK_FN_HOST 0x80000000u
HK_INLINE unsigned hk_fnimm_realm(hk_val v) { return (unsigned)(v >> 32 & 0xFFFF); }

HK_INLINE hk_ref hk_ref_of(hk_val v) { return (uint32_t)v; }
HK_INLINE int32_t hk_int_of(hk_val v) { return (int32_t)(uint32_t)v; }
HK_INLINE double hk_double_of(hk_val v) { return hk_u2d(v); }
/* v must be a number */
HK_INLINE double hk_num_of(hk_val v) { return hk_is_int(v) ? (double)hk_int_of(v) : hk_u2d(v); }

HK_INLINE bool hk_ref_is_block(hk_ref r) { return (r & 7) == 0; }
HK_INLINE bool hk_ref_is_rom(hk_ref r) { return (r & 7) == 2; }
HK_INLINE bool hk_ref_is_char(hk_ref r) { return (r & 7) == 4; }
HK_INLINE bool hk_ref_is_wellknown(hk_ref r) { return (r & 7) == 6; }
#define HK_ROM_REF(n) ((hk_ref)(n) << 3 | 2)
#define HK_CHAR_REF(c) ((hk_ref)(c) << 3 | 4)
#define HK_WELLKNOWN_REF(n) ((hk_ref)(n) << 3 | 6)

HK_INLINE bool hk_key_is_index(hk_key k) { return (k & 1) != 0; }
HK_INLINE uint32_t hk_key_index(hk_key k) { return k >> 1; }
HK_INLINE hk_key hk_index_key(uint32_t i) { return i << 1 | 1; }
#define HK_MAX_INDEX_KEY 0x7FFFFFFFu   /* larger array indexes are strings */

/* The number d as a value: int32 where it fits, NaN in its one form. */
HK_INLINE hk_val hk_number(double d)
{
    int32_t i;
    if (d >= -2147483648.0 && d <= 2147483647.0 && (double)(i = (int32_t)d) == d && (i != 0 || hk_d2u(d) == 0))
        return hk_int(i);
    return d != d ? HK_NAN : hk_d2u(d);
}
HK_INLINE hk_val hk_uint(uint32_t u) { return u <= 0x7FFFFFFFu ? hk_int((int32_t)u) : hk_d2u((double)u); }
#endif
