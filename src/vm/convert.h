/* Abstract operations on primitive values: conversion, arithmetic,
 * comparison. Objects are the interpreter's business: they are turned into
 * primitives (by script) before these are called.
 */
#ifndef HK_CONVERT_H
#define HK_CONVERT_H
#include "../object/object.h"

HK_FN bool hk_to_boolean(hk_vm *vm, hk_val v);
/* ToNumber of a primitive: a number value, or HK_EXCEPTION (symbol). May flatten. */
HK_FN hk_val hk_to_number_value(hk_vm *vm, hk_val v);
/* The same of one that is no string */
HK_FN hk_val hk_plain_to_number(hk_vm *vm, hk_val v);
/* StringToNumber */
HK_FN hk_val hk_string_to_number(hk_vm *vm, hk_ref s);
/* ToString of a primitive: a string value or HK_EXCEPTION. */
HK_FN hk_val hk_to_string_value(hk_vm *vm, hk_val v);
/* ToPropertyKey of a primitive; 0 on error. */
HK_FN hk_key hk_to_key(hk_vm *vm, hk_val v);
/* The binary operator HK_OP_* of two primitives: a value, HK_EXCEPTION, or HK_TWIN (of BigInts: see bigint.h). */
HK_FN hk_val hk_binary(hk_vm *vm, unsigned op, hk_val a, hk_val b);
HK_FN bool hk_strict_equal(hk_vm *vm, hk_val a, hk_val b);      /* no allocation but flattening */
HK_FN bool hk_same_value(hk_vm *vm, hk_val a, hk_val b);
HK_FN bool hk_same_value_zero(hk_vm *vm, hk_val a, hk_val b);
HK_FN hk_val hk_typeof_value(hk_vm *vm, hk_val v);
/* ToIntegerOrInfinity of a number value, as a double */
HK_FN double hk_integer(hk_val v);
#endif
