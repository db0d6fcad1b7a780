/* BigInt among the abstract operations: conversion to it, and operators of which an operand is one. What is too long to be done in
 * one go answers HK_TWIN, before any effect: the library's script is to do it (hk_bigint_by_script). Operands lie in rooted
 * places. */
#ifndef HK_VM_BIGINT_H
#define HK_VM_BIGINT_H
#include "../heap/bigint.h"

/* Is the conversion of v to a string or property key a script's business? */
HK_INLINE bool hk_text_by_script(hk_vm *vm, hk_val v) { return hk_is_object(v) || hk_is_long_bigint(vm, v); }
/* The operator HK_OP_* of primitives of which one is a BigInt; neither is a string in +. */
HK_FN hk_val hk_bigint_binary(hk_vm *vm, unsigned op, hk_val *a, hk_val *b);
/* The opcode INC, DEC, NEG or BNOT of a BigInt */
HK_FN hk_val hk_bigint_unary(hk_vm *vm, unsigned opcode, const hk_val *a);
/* StringToBigInt: UNDEFINED if it is none. May flatten. */
HK_FN hk_val hk_string_to_bigint(hk_vm *vm, hk_val *s);
/* ToBigInt of a primitive */
HK_FN hk_val hk_to_bigint(hk_vm *vm, hk_val *v);
/* Where the digits of the StringIntegerLiteral *s are, and their radix. HK_NO: it is none; HK_ERR: out of memory. */
HK_FN int hk_bigint_scan(hk_vm *vm, hk_val *s, uint32_t *from, uint32_t *to, uint32_t *radix, bool *negative);
#endif
