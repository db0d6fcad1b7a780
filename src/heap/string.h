/* Strings: flat, ropes, one-unit immediates, library constants; interning.
 * Invariants: a string of length 0 is the library constant "", of length 1
 * the immediate of its unit; a flat string is wide only if a unit is above
 * 0xFF; the text of a library constant, and a string whose HK_STR_INTERN is
 * set, exists once: as keys they compare by their bits. */
#ifndef HK_STRING_H
#define HK_STRING_H
#include "heap.h"

/* A view of a flat string's units. Valid until the next allocation (the text
 * of an immediate is held in `unit`). */
typedef struct {
    const uint8_t *u8;      /* Latin-1 units, or NULL */
    const uint16_t *u16;    /* UTF-16 units, or NULL */
    uint32_t len;
    uint16_t unit;
} hk_text;

/* Length of any string value, ropes too; never allocates. */
HK_FN uint32_t hk_str_len(hk_vm *vm, hk_ref s);
/* Flattens a rope (allocates): returns the flat string, or 0 when out of memory. Charges a step per 16 units.
 * Other strings are returned as they are. */
HK_FN hk_ref hk_flatten(hk_vm *vm, hk_ref s);
/* The text of a flat string. */
HK_FN void hk_text_of(hk_vm *vm, hk_ref s, hk_text *out);
HK_INLINE uint32_t hk_unit(const hk_text *t, uint32_t i) { return t->u8 ? t->u8[i] : t->u16 ? t->u16[i] : t->unit; }
/* A new string; 0 when out of memory. The text must not lie in the heap: use hk_substring for that. */
HK_FN hk_ref hk_str_latin1(hk_vm *vm, const uint8_t *text, uint32_t n);
HK_FN hk_ref hk_str_utf16(hk_vm *vm, const uint16_t *text, uint32_t n);
HK_FN hk_ref hk_str_utf8(hk_vm *vm, const char *text, size_t n);     /* invalid bytes become U+FFFD */
/* The same of text that lies in the block rooted at *block. */
HK_FN hk_ref hk_str_decoded(hk_vm *vm, const uint8_t *text, size_t length, const hk_val *block);
/* An uninitialised flat string to be filled in at once (n >= 2), and then passed to hk_str_done, which
 * makes the invariants true (narrows, replaces by immediates) and returns the string to use. */
HK_FN hk_ref hk_str_new(hk_vm *vm, uint32_t n, bool wide);
HK_FN hk_ref hk_str_done(hk_vm *vm, hk_ref s);
/* Units [from, to) of the flat string in *root (a rooted place). */
HK_FN hk_ref hk_substring(hk_vm *vm, hk_val *root, uint32_t from, uint32_t to);
/* a + b: flat when short, else a rope. Both are rooted by the callee. 0 when out of memory or too long (RangeError). */
HK_FN hk_ref hk_concat(hk_vm *vm, hk_ref a, hk_ref b);
HK_FN bool hk_str_equal(hk_vm *vm, hk_ref a, hk_ref b);              /* both flat */
HK_FN int hk_str_compare(hk_vm *vm, hk_ref a, hk_ref b);             /* both flat: <0, 0, >0 by code units */

/* The one string of that text, usable as a key; 0 when out of memory. */
HK_FN hk_ref hk_intern_latin1(hk_vm *vm, const uint8_t *text, uint32_t n);
HK_FN hk_ref hk_intern_utf16(hk_vm *vm, const uint16_t *text, uint32_t n);
/* The interned form of a string (flattens). 0 when out of memory. */
HK_FN hk_ref hk_intern(hk_vm *vm, hk_ref s);
/* The property key of a string: an index key where the text is a canonical array index below 2^31, else the interned
 * string. 0 when out of memory. */
HK_FN hk_key hk_str_key(hk_vm *vm, hk_ref s);
/* The key as a string or symbol value (allocates for indexes). HK_EXCEPTION when out of memory. */
HK_FN hk_val hk_key_value(hk_vm *vm, hk_key k);
/* true and *index, if the key is an array index (0 .. 2^32-2), in either form */
HK_FN bool hk_key_array_index(hk_vm *vm, hk_key k, uint32_t *index);
#endif
