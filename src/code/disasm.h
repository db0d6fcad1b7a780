/* Lists a code image as text. */
#ifndef HK_DISASM_H
#define HK_DISASM_H
#include "code.h"

#if defined(HAKO_TESTING) && !defined(HAKO_WITH_DISASM)
#define HAKO_WITH_DISASM 1
#endif
#if HAKO_WITH_DISASM
/* Gives the listing of the code at `code`, which must have been verified, to out(ctx, text, length), in pieces. Functions among its
 * constants follow, each with its own listing. Nothing is allocated. */
HK_FN void hk_disasm(hk_vm *vm, const hk_code *code, void (*out)(void *ctx, const char *text, size_t n), void *ctx);
#endif
#endif
