/* Throwing from C: makes an error object, puts it into vm->exception. */
#ifndef HK_ERROR_H
#define HK_ERROR_H
#include "heap.h"
enum { HK_E_ERROR, HK_E_TYPE, HK_E_RANGE, HK_E_SYNTAX, HK_E_REFERENCE, HK_E_URI, HK_E_EVAL, HK_E_KINDS };
/* Throws an error of that kind. Format: %s (const char *), %d (int), %u (uint32_t), %v (hk_val: shown as in an error
 * message: strings as they are, others briefly), %k (hk_key), %% . Always returns HK_EXCEPTION. The message is cut at
 * 80 bytes. When even that does not fit the arena, the out-of-memory error is thrown instead. */
/* Deferred errors: what vm->exception holds when an error is met too deep down, or with too little memory, to make its object
 * then. It becomes an error, mostly a RangeError, when a script catches it or the host asks for it (hk_exception_value). */
#define HK_OOM      HK_MAKE(HK_TAG_SPECIAL, 16)
#define HK_TOO_LONG HK_MAKE(HK_TAG_SPECIAL, 17)     /* a string's length */
#define HK_TOO_MANY HK_MAKE(HK_TAG_SPECIAL, 18)     /* properties in one object */
#define HK_BAD_LENGTH HK_MAKE(HK_TAG_SPECIAL, 19)   /* an array's length */
#define HK_UNINITIALISED HK_MAKE(HK_TAG_SPECIAL, 20)    /* what a module exports; a ReferenceError */
#define HK_TOO_DEEP HK_MAKE(HK_TAG_SPECIAL, 21)     /* hooks of the host */
HK_INLINE bool hk_is_deferred(hk_val v) { return v >= HK_OOM && v <= HK_TOO_DEEP; }
/* Thrown by what a class of the host's answers for, too deep down to say more: what it is about stands in vm->call, until the interpreter
 * meets it, or the host asks for the exception (hk_explain). */
#define HK_UNEXPLAINED HK_MAKE(HK_TAG_SPECIAL, 22)
HK_FN hk_val hk_throw(hk_vm *vm, unsigned kind, const char *format, ...);
/* The same at a place in a source text: appended to the stack as file:line:column (compile errors). */
HK_FN hk_val hk_throw_syntax(hk_vm *vm, uint32_t line, uint32_t column, const char *format, ...);
#endif
