/* In place of the compiler, in builds that run images only. */
#ifndef HK_NO_COMPILER_C
#define HK_NO_COMPILER_C
#include "emit.h"
#include "../heap/error.h"

HK_FN hk_ref hk_compile_around(hk_vm *vm, const hk_source *source, const hk_val *around)
{
    (void)source, (void)around;
    hk_throw(vm, HK_E_EVAL, "this build has no compiler: it runs images");
    return 0;
}

HK_FN hk_ref hk_compile(hk_vm *vm, const hk_source *source) { return hk_compile_around(vm, source, NULL); }
#endif
