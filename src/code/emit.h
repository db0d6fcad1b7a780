/* Tree -> bytecode. */
#ifndef HK_EMIT_H
#define HK_EMIT_H
#include "code.h"
#include "../syntax/parser.h"

/* Compiles a source text: parses it and emits its code. Returns the ref of the script's CODE block (take it as a function
 * without parameters whose result is the script's completion value), or 0 with vm->exception set. The scratch region and
 * vm->work are free again afterwards. */
HK_FN hk_ref hk_compile(hk_vm *vm, const hk_source *source);

/* The constant of DECLG: a string of Latin-1 or UTF-16 units is not enough for names, so it is a VALUES block (an internal
 * value): for each global declaration two values, the name (string) and its kind (int: HK_D_VAR, HK_D_LET, HK_D_CONST,
 * HK_D_CLASS, HK_D_FUNCTION). Annex B.3.3 functions at script level appear as HK_D_VAR with HK_D_ANNEXB added: they are
 * skipped where they would conflict. */
#endif
