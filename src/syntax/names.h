/* The name table of one compilation: every identifier, property name and string literal once, as interned strings or
 * (string literals longer than HK_NAME_INTERN_MAX) plain strings, in a REFS block rooted at vm->names. Names are
 * known by their index; the first HK_NAME_FIXED are fixed (tree.h). */
#ifndef HK_NAMES_H
#define HK_NAMES_H
#include "../heap/string.h"
#ifndef HK_NAME_INTERN_MAX
#define HK_NAME_INTERN_MAX 64u      /* a longer name is no key yet: take hk_intern or hk_str_key of its string */
#endif
/* Starts an empty table with the fixed names. false when out of memory. */
HK_FN bool hk_names_open(hk_vm *vm);
/* The index of a text, added when new; UINT32_MAX when out of memory. The text must not lie in the heap. */
HK_FN uint32_t hk_name_latin1(hk_vm *vm, const uint8_t *text, uint32_t n);
HK_FN uint32_t hk_name_utf16(hk_vm *vm, const uint16_t *text, uint32_t n);
/* The string of a name (a ref). */
HK_FN hk_ref hk_name_ref(hk_vm *vm, uint32_t name);
HK_FN void hk_names_close(hk_vm *vm);
#endif
