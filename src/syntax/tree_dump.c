/* The tree as text, for tests and for debugging the emitter: HAKO_DEBUG_TREE. */
#ifndef HK_TREE_DUMP_C
#define HK_TREE_DUMP_C
#ifdef HAKO_DEBUG_TREE
#include <stdio.h>
#include "parser.h"
#include "names.h"

#define HK_NODE_NAME(name, operands) #name,
#define HK_NODE_OPERANDS(name, operands) operands,

static void hk_dump_name(hk_vm *vm, uint32_t name)
{
    hk_text t;
    uint32_t i;
    hk_text_of(vm, hk_name_ref(vm, name), &t);
    putchar('\'');
    for (i = 0; i < t.len; i++)
        if (hk_unit(&t, i) >= ' ' && hk_unit(&t, i) < 0x7F)
            putchar((int)hk_unit(&t, i));
        else
            printf("\\u%04x", (unsigned)hk_unit(&t, i));
    putchar('\'');
}

static uint32_t hk_dump_scope(hk_vm *vm, const hk_tree *t, uint32_t pos)
{
    static const char *const kinds[] = { "?", "var", "let", "const", "class", "function", "lexfunction", "param", "catch", "self",
        "arguments", "this", "newtarget", "hidden", "private", "?" };
    unsigned flags = hk_tree_at(vm, t, pos++);
    uint32_t n = hk_tree_varint(vm, t, &pos);
    printf(" {%s%s", flags & HK_SF_EVAL ? "eval " : "", flags & HK_SF_FUNCTION ? "function " : "");
    while (n--) {
        hk_dump_name(vm, hk_tree_varint(vm, t, &pos));
        flags = hk_tree_at(vm, t, pos++);
        printf(" %s%s%s%s%s; ", kinds[flags & HK_D_KIND], flags & HK_D_CAPTURED ? " captured" : "",
            flags & HK_D_ANNEXB ? " annexb" : "", flags & HK_D_ASSIGNED ? " assigned" : "", flags & HK_D_STATIC ? " static" : "");
    }
    printf("}");
    return pos;
}

static uint32_t hk_dump_node(hk_vm *vm, const hk_tree *t, uint32_t pos, int indent)
{
    static const char *const names[] = { HK_NODES(HK_NODE_NAME) };
    static const char *const formats[] = { HK_NODES(HK_NODE_OPERANDS) };
    unsigned kind = hk_tree_at(vm, t, pos++);
    const char *f;
    uint32_t v;
    printf("\n%*s%s", indent * 2, "", kind < HK_N_COUNT ? names[kind] : "BAD");
    if (kind >= HK_N_COUNT)
        return t->length;
    for (f = formats[kind]; *f; f++)
        switch (*f) {
        case 'b': printf(" #%u", (unsigned)hk_tree_at(vm, t, pos++)); break;
        case 'v': printf(" %u", (unsigned)hk_tree_varint(vm, t, &pos)); break;
        case 'p': printf(" @%u", (unsigned)hk_tree_varint(vm, t, &pos)); break;
        case 's': putchar(' '); hk_dump_name(vm, hk_tree_varint(vm, t, &pos)); break;
        case 'i': v = hk_tree_varint(vm, t, &pos); printf(" %d", (int)(v >> 1 ^ (0 - (v & 1)))); break;
        case 'd': pos += 8; printf(" double"); break;
        case 'S': pos = hk_dump_scope(vm, t, pos); break;
        case 'n': pos = hk_dump_node(vm, t, pos, indent + 1); break;
        case 'l':
            while (pos < t->length && hk_tree_at(vm, t, pos) != HK_N_END)
                pos = hk_dump_node(vm, t, pos, indent + 1);
            printf("\n%*s.", indent * 2, "");
            pos++;
            break;
        default: break;
        }
    return pos;
}

HK_FN void hk_tree_dump(hk_vm *vm, const hk_tree *t)
{
    hk_dump_node(vm, t, 0, 0);
    putchar('\n');
}
#endif
#endif
