/* Checks that a code image can be run without looking outside of it or of its frame. */
#ifndef HK_VERIFY_H
#define HK_VERIFY_H
#include "code.h"

/* Bytes of working memory that hk_verify needs for a code of n instruction words: a bit for each. */
#define HK_VERIFY_BYTES(n) (((n) + 7u) / 8u)

/* Checks the code at `code`, of which `size` bytes can be read. `work` are `work_size` bytes, which are overwritten.
 * Returns NULL when all is well, else what is wrong, and in *at the instruction's position (or 0).
 *
 * Holds afterwards: every path through the code stays on instructions with known opcodes, whose registers and windows
 * lie in the frame, whose constants exist and are of the kind needed, and whose caches are below ncaches; the parts of
 * the image lie in `size`; handlers begin with CATCH. Nested functions are not followed. What registers hold is not
 * checked: instructions that need a scope or an iterator's state look at what they find. */
HK_FN const char *hk_verify(hk_vm *vm, const hk_code *code, uint32_t size, uint8_t *work, uint32_t work_size, uint32_t *at);
#endif
