/* The operand formats of the opcode table as data, for verifier and disassembler. */
#ifndef HK_FORMAT_H
#define HK_FORMAT_H
#include "code.h"

#define HK_OP_FORMAT(name, format) format,
HK_CONST_TABLE char hk_op_format[HK_OPC_COUNT][6] = { HK_OPCODES(HK_OP_FORMAT) };
#undef HK_OP_FORMAT

/* The letter of operand i (0: A, 1: B, 2: C), '-' where a wider operand has taken its place. */
HK_FN char hk_op_kind(unsigned op, unsigned i)
{
    const char *f = hk_op_format[op];
    unsigned at;
    for (at = 0; at < i; at++)
        if (f[at] == 'J' || f[at] == 'K' || f[at] == 'I' || f[at] == 'L' || f[at] == 'j')
            return '-';
    return f[at] == 0 || f[at] == ',' ? '-' : f[at];
}

/* The kind of the second word, or 0 if there is none. */
HK_FN char hk_op_second(unsigned op)
{
    const char *f = hk_op_format[op];
    while (*f && *f != ',')
        f++;
    return *f ? f[1] : 0;
}

/* Does an instruction of that kind never go on behind? */
HK_INLINE bool hk_op_ends(unsigned op)
{
    return op == HK_OPC(J) || op == HK_OPC(RET) || op == HK_OPC(RETU) || op == HK_OPC(RETDERIVED) || op == HK_OPC(THROW)
        || op == HK_OPC(THROWK);
}

/* The target of the jump at word `at`, as an instruction position; false if it is no jump. */
HK_FN bool hk_op_target(const uint32_t *words, uint32_t at, int64_t *target)
{
    uint32_t w = words[at];
    unsigned op = w & 0xFF;
    char second = hk_op_second(op);
    int64_t next = (int64_t)at + (second ? 2 : 1);
    if (second == 'o')
        *target = next + (int32_t)words[at + 1];
    else if (hk_op_kind(op, 0) == 'J')
        *target = next + ((int32_t)w >> 8);
    else if (hk_op_kind(op, 1) == 'j')
        *target = next + ((int32_t)w >> 16);
    else
        return false;
    return true;
}
#endif
