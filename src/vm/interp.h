/* Frames and the interpreter.
 *
 * A frame is a window of registers on the stack (opcodes.h): R0 at its base,
 * the others below it. R0 is the link to the caller:
 *
 *    63   56 55   48 47            32 31                             0
 *   +-------+-------+----------------+-------------------------------+
 *   | note  |  dst  | slots up to the|  the caller's pc to go on at, |
 *   |       |       | caller's base  |  in words                     |
 *   +-------+-------+----------------+-------------------------------+
 *
 * (as a value it reads as a double: notes are below 0x7F). The note says what
 * becomes of the result. What the specification writes as a call in the
 * middle of an operation is such a frame: the operation's end is its note.
 */
#ifndef HK_INTERP_H
#define HK_INTERP_H
#include "convert.h"

enum {
    HK_NOTE_REGISTER,          /* caller's register dst (raw operand) = result */
    HK_NOTE_DISCARD,       /* setters */
    HK_NOTE_CONSTRUCT,     /* as REG, but a result that is no object is replaced by this frame's `this` */
    HK_NOTE_BRANCH,        /* the compare-and-branch before the caller's pc is decided by the result */
    HK_NOTE_NEXT,          /* result of iterStep: EMPTY when done */
    HK_NOTE_ITER,          /* result of getIterator: iterator and next */
    HK_NOTE_NATIVE,        /* the caller is a native function's window: the result is its coerced argument; see hk_native_resume */
    HK_NOTE_GENERATOR,     /* a generator's frame; the caller is the window of next/return/throw */
    HK_NOTE_GENNEXT,       /* a generator's frame that a NEXT instruction resumed */
    HK_NOTE_PROTO,         /* getter of new.target.prototype: the caller is the window of the construct call to go on with */
    HK_NOTE_REALM,         /* the caller is a frame of leaveRealm: see hk_enter_realm */
    HK_NOTE_HOST           /* ends the loop: the result goes to the host */
};

HK_INLINE hk_val hk_link(unsigned note, unsigned dst, uint32_t delta, uint32_t pc)
{
    return (hk_val)(note << 24 | dst << 16 | delta) << 32 | pc;
}
HK_INLINE unsigned hk_link_note(hk_val l) { return (unsigned)(l >> 56); }
HK_INLINE unsigned hk_link_dst(hk_val l) { return (unsigned)(l >> 48 & 0xFF); }
HK_INLINE uint32_t hk_link_delta(hk_val l) { return (uint32_t)(l >> 32 & 0xFFFF); }
HK_INLINE uint32_t hk_link_pc(hk_val l) { return (uint32_t)l; }

/* Results of what may push a frame */
enum { HK_IN_ERROR = -1, HK_IN_RESULT = 0, HK_IN_SCRIPT = 1 };

/* Host's statuses of the loop */
enum { HK_RUN_DONE, HK_RUN_MORE, HK_RUN_FAILED };

#define HK_MAX_ARGS 60000u      /* arguments of one call: what a spread may give */
#define HK_MAX_NESTING_CALLS 8u /* hako_call from native functions */

/* Runs from the current frame until a frame with HK_NOTE_HOST returns (HK_RUN_DONE: vm->result) or throws out of it
 * (HK_RUN_FAILED: vm->exception; the frame is gone), or the budget is spent (HK_RUN_MORE). */
HK_FN int hk_run(hk_vm *vm);
/* Pushes a frame that calls fn from the host: the arguments are values in rooted places. false: exception set. With a native
 * function the result may be there at once: *done is set, vm->result holds it. */
HK_FN bool hk_push_call(hk_vm *vm, hk_val fn, hk_val self, uint32_t argc, const hk_val *argv, bool construct, bool *done);
#endif
