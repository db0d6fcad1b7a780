/* The disassembler: the opcode table read backwards. */
#ifndef HK_DISASM_C
#define HK_DISASM_C
#include "disasm.h"
#include "format.h"
#include "../heap/string.h"
#include "../base/number.h"

#if HAKO_WITH_DISASM
#define HK_LISTING_DEPTH 32            /* functions nested deeper are not listed */

#define HK_OP_NAME(name, format) #name,
HK_CONST_TABLE char hk_op_name[HK_OPC_COUNT][11] = { HK_OPCODES(HK_OP_NAME) };
#undef HK_OP_NAME

typedef struct {
    hk_vm *vm;
    const hk_code *code;
    void (*out)(void *ctx, const char *text, size_t n);
    void *ctx;
    unsigned column;                     /* of the line being written */
} hk_listing;

HK_FN void hk_list_text(hk_listing *l, const char *text)
{
    const volatile char *at = text;      /* volatile: or the loop may become a call of strlen */
    size_t n = 0;
    while (at[n])
        n++;
    l->out(l->ctx, text, n);
    l->column = n && text[n - 1] == '\n' ? 0 : l->column + (unsigned)n;
}

HK_FN void hk_list_to_column(hk_listing *l, unsigned column)
{
    do hk_list_text(l, " "); while (l->column < column);
}

HK_FN void hk_list_number(hk_listing *l, double d)
{
    char buffer[HK_NUMBER_MAX + 1];
    buffer[hk_number_to_string(d, buffer)] = 0;
    hk_list_text(l, buffer);
}

HK_FN void hk_list_register(hk_listing *l, unsigned field)
{
    hk_list_text(l, "r");
    hk_list_number(l, HK_REG(field));
}

/* A string: at most 40 units, what is not printable ASCII as \uXXXX */
HK_FN void hk_list_string(hk_listing *l, hk_ref s)
{
    static const char digits[] = "0123456789abcdef";
    hk_text t;
    uint32_t i;
    hk_text_of(l->vm, s, &t);
    hk_list_text(l, "\"");
    for (i = 0; i < t.len && i < 40; i++) {
        uint32_t c = hk_unit(&t, i);
        char buffer[7] = { '\\', 'u', digits[c >> 12], digits[c >> 8 & 15], digits[c >> 4 & 15], digits[c & 15], 0 };
        if (c >= ' ' && c < 0x7F && c != '"') {
            buffer[0] = (char)c;
            buffer[1] = 0;
        }
        hk_list_text(l, buffer);
    }
    hk_list_text(l, t.len > 40 ? "...\"" : "\"");
}

HK_FN void hk_list_constant(hk_listing *l, uint32_t k)
{
    hk_val v = hk_const_at(hk_code_consts(l->code), k);
    if (hk_is_number(v)) {
        hk_list_number(l, hk_num_of(v));
    } else if (hk_is_string(v)) {
        hk_list_string(l, hk_ref_of(v));
    } else if (hk_is_internal(v) && (hk_ref_is_rom(hk_ref_of(v)) || hk_type(l->vm, hk_ref_of(v)) == HK_T_CODE)) {
        hk_list_text(l, "function k");
        hk_list_number(l, k);
    } else if (hk_is_bigint(v)) {
        hk_list_text(l, "bigint");
    } else {
        hk_list_text(l, "table");
    }
}

/* The library function that LIB calls: number and how many arguments */
HK_FN void hk_list_library(hk_listing *l, uint32_t w)
{
    hk_list_number(l, HK_LIB_NUMBER(w));
    hk_list_text(l, ", ");
    hk_list_number(l, HK_LIB_ARGC(w));
}

/* The operands of the first word */
HK_FN void hk_list_operands(hk_listing *l, uint32_t w)
{
    unsigned op = w & 0xFF, i;
    for (i = 0; i < 3; i++) {
        unsigned value = w >> (8 + 8 * i) & 0xFF;
        char kind = hk_op_kind(op, i);
        if (kind == '-' || kind == 'J' || kind == 'j')
            continue;
        if (l->column > 19)
            hk_list_text(l, ", ");
        if (kind == 'K')
            hk_list_constant(l, w >> 16);
        else if (kind == 'I')
            hk_list_number(l, (int32_t)w >> 16);
        else if (kind == 'L')
            hk_list_library(l, w);
        else if (kind == 'u')
            hk_list_number(l, value);
        else if (kind == 'i')
            hk_list_number(l, (int8_t)value);
        else if ((op == HK_OPC(CLOSURE) || op == HK_OPC(CLASS)) && i == 1 && (w >> 24 & 1))
            hk_list_text(l, "own");
        else
            hk_list_register(l, value);
        if (kind == 'W')
            hk_list_text(l, "..");
    }
}

HK_FN void hk_list_instruction(hk_listing *l, uint32_t at)
{
    const uint32_t *words = hk_code_words(l->code);
    uint32_t w = words[at];
    unsigned op = w & 0xFF;
    char second = hk_op_second(op);
    int64_t target;
    hk_list_to_column(l, 2);
    hk_list_number(l, at);
    hk_list_to_column(l, 8);
    hk_list_text(l, hk_op_name[op]);
    hk_list_to_column(l, 19);
    hk_list_operands(l, w);
    if (second == 'v') {
        hk_list_text(l, l->column > 19 ? ", " : "");
        if (op == HK_OPC(CLOSURE) || op == HK_OPC(CLASS) || op == HK_OPC(REGEXP))
            hk_list_constant(l, words[at + 1]);
        else
            hk_list_number(l, words[at + 1]);
    } else if (second == 'k') {
        hk_list_text(l, ", ");
        hk_list_constant(l, words[at + 1] & 0xFFFF);
    }
    if (hk_op_target(words, at, &target)) {
        hk_list_text(l, " -> ");
        hk_list_number(l, (double)target);
    }
}

HK_FN uint32_t hk_list_varint(const uint8_t **p)
{
    uint32_t v = 0, shift = 0;
    do v |= (uint32_t)(**p & 0x7F) << shift, shift += 7; while (*(*p)++ & 0x80);
    return v;
}

/* The instructions, with the places in the source where they change. */
HK_FN void hk_list_code(hk_listing *l)
{
    const hk_code *code = l->code;
    const uint8_t *p = hk_code_positions(code), *end = p + code->npositions;
    uint32_t at, line = 1, column = 0, place = p < end ? hk_list_varint(&p) : UINT32_MAX, difference;
    for (at = 0; at < code->nwords; at += hk_op_second(hk_code_words(code)[at] & 0xFF) ? 2 : 1) {
        bool changed = false;
        while (place <= at) {
            difference = hk_list_varint(&p);
            line += difference >> 1 ^ (0u - (difference & 1));
            column = hk_list_varint(&p);
            place = p < end ? place + hk_list_varint(&p) : UINT32_MAX;
            changed = true;
        }
        hk_list_instruction(l, at);
        if (changed) {
            hk_list_to_column(l, 60);
            hk_list_text(l, "; ");
            hk_list_number(l, line);
            hk_list_text(l, ":");
            hk_list_number(l, column);
        }
        hk_list_text(l, "\n");
    }
}

HK_FN void hk_list_field(hk_listing *l, const char *name, uint32_t value)
{
    hk_list_text(l, name);
    hk_list_number(l, value);
}

HK_FN void hk_list_head(hk_listing *l)
{
    static const char flags[][11] = { "strict", "arrow", "method", "generator", "async", "class", "derived", "rest", "arguments",
        "getter", "setter", "anonymous", "script", "mapped" };
    const hk_code *code = l->code;
    unsigned i;
    hk_list_text(l, "function ");
    if (code->name)
        hk_list_string(l, code->name);
    hk_list_field(l, ": registers ", code->nregs);
    hk_list_field(l, ", parameters ", code->nparams);
    hk_list_field(l, ", length ", code->length);
    hk_list_field(l, ", caches ", code->ncaches);
    hk_list_field(l, ", properties ", code->nprops);
    for (i = 0; i < HK_COUNT(flags); i++)
        if (code->flags >> i & 1) {
            hk_list_text(l, ", ");
            hk_list_text(l, flags[i]);
        }
    hk_list_text(l, "\n");
}

HK_FN void hk_list_one(hk_listing *l)
{
    const hk_try *t = hk_code_tries(l->code);
    unsigned i;
    hk_list_head(l);
    hk_list_code(l);
    for (i = 0; i < l->code->ntries; i++, t++) {
        hk_list_field(l, "  try [", t->from);
        hk_list_field(l, ", ", t->to);
        hk_list_field(l, ") -> ", t->target);
        hk_list_text(l, "\n");
    }
}

/* The code of the k-th constant, or NULL if it is something else. */
HK_FN const hk_code *hk_list_inner(hk_vm *vm, const hk_code *code, uint32_t k)
{
    hk_val v = hk_code_consts(code)[k];
    if (!hk_is_internal(v) || !hk_ref_is_block(hk_ref_of(v)) || hk_type(vm, hk_ref_of(v)) != HK_T_CODE)
        return NULL;
    return hk_ptr(vm, hk_ref_of(v));
}

HK_FN void hk_disasm(hk_vm *vm, const hk_code *code, void (*out)(void *ctx, const char *text, size_t n), void *ctx)
{
    struct { const hk_code *code; uint32_t next; } path[HK_LISTING_DEPTH];   /* functions being gone through, and where */
    hk_listing l = { vm, code, out, ctx, 0 };
    unsigned depth = 0;
    path[0].code = code;
    path[0].next = 0;
    hk_list_one(&l);
    for (;;) {
        const hk_code *inner = NULL;
        while (path[depth].next < path[depth].code->nconsts && !inner)
            inner = hk_list_inner(vm, path[depth].code, path[depth].next++);
        if (!inner) {
            if (depth-- == 0)
                return;
            continue;
        }
        l.code = inner;
        hk_list_text(&l, "\n");
        hk_list_one(&l);
        if (depth + 1 < HK_LISTING_DEPTH) {
            path[++depth].code = inner;
            path[depth].next = 0;
        }
    }
}
#endif
#endif
