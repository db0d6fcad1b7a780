/* The parser's entry. */
#ifndef HK_PARSER_C
#define HK_PARSER_C
#include "parser.h"
#include "names.c"
#include "lexer.c"
#include "typescript.c"
#include "parser_module.c"
#include "tree_dump.c"

#define HK_MAX_SOURCE 0xFFFFFFu          /* places in the source fit 24 bits, and so do names */

/* The whole source must be UTF-8. */
HK_FN void hk_parse_check_utf8(hk_parser *p)
{
    uint32_t at = 0, cp;
    while (at < p->len) {
        int used = p->src[at] < 0x80 ? 1 : hk_utf8_decode(p->src + at, p->len - at, p->wtf8, &cp);
        if (used < 0) {
            hk_syntax_error(p, at, "source is not valid UTF-8", NULL);
            return;
        }
        at += (uint32_t)used;
    }
}

/* Opens the tables that grow. false: out of memory. */
HK_FN bool hk_parse_open(hk_parser *p)
{
    hk_ref r;
    p->entries = hk_push(p->vm, HK_UNDEFINED);
    p->last = hk_push(p->vm, HK_UNDEFINED);
    p->arrows = hk_push(p->vm, hk_internal(0));
    p->members = hk_push(p->vm, hk_internal(0));
    p->exported = hk_push(p->vm, HK_UNDEFINED);
    if (!hk_names_open(p->vm) || (r = hk_alloc(p->vm, HK_T_BYTES, 8 + 32 * hk_scope_entry_size(p))) == 0)
        return false;
    *p->entries = hk_internal(r);
    if ((r = hk_alloc(p->vm, HK_T_BYTES, 8 + 64 * 2)) == 0)
        return false;
    *p->last = hk_internal(r);
    if (p->module && (r = hk_alloc(p->vm, HK_T_BYTES, 16)) == 0)
        return false;
    *p->exported = hk_internal(r);
    return true;
}

/* PerformEval: eval code may do what an arrow function in its place could. */
HK_FN uint32_t hk_parse_eval_ctx(uint32_t flags)
{
    return HK_C_ARROW | (flags & HK_PARSE_NEWTARGET ? (uint32_t)HK_C_NEWTARGET : 0u) | (flags & HK_PARSE_SUPER ? (uint32_t)HK_C_SUPER : 0u)
        | (flags & HK_PARSE_SUPERCALL ? (uint32_t)HK_C_SUPERCALL : 0u) | (flags & HK_PARSE_STATIC ? (uint32_t)HK_C_STATIC : 0u)
        | (flags & HK_PARSE_FIELD ? (uint32_t)HK_C_FIELD : (uint32_t)HK_C_PLAIN) | (flags & HK_PARSE_INNER ? (uint32_t)HK_C_CLASS : 0u);
}

HK_FN void hk_parse_script(hk_parser *p, uint32_t flags)
{
    hk_pscope outer = { 0, 0, 0, 0, 0 };
    p->ctx = HK_C_SIMPLE | (flags & (HK_PARSE_STRICT | HK_PARSE_LIBRARY | HK_PARSE_MODULE) ? (uint32_t)HK_C_STRICT : 0u)
        | (flags & HK_PARSE_EVAL ? hk_parse_eval_ctx(flags) : 0u);
    hk_tree_node(p, HK_N_SCRIPT, 1, 0, 0);
    hk_scope_open(p, HK_S_SCRIPT, &outer);
    if (p->len >= 2 && p->src[0] == '#' && p->src[1] == '!')
        hk_lex_skip_line(p);
    hk_lex_next(p);
#if HAKO_WITH_MODULES
    if (p->module)
        hk_parse_module(p);
    else
#endif
        hk_parse_body(p);
    if (p->tok.kind != HK_K_EOF)
        hk_parse_unexpected(p);
    if (p->failed)
        return;
    hk_tree_set(p, 1, (p->ctx & HK_C_STRICT ? HK_FF_STRICT : 0u) | (p->module && p->top_await ? (unsigned)HK_FF_ASYNC : 0u));
    if (!p->module)                      /* in which there is nothing of Annex B, and the flags mean other things */
        hk_scope_settle_annexb(p);
    hk_scope_write_record(p);
}

/* out: where to strip, or NULL */
HK_FN bool hk_parse_source(hk_vm *vm, const hk_source *source, hk_tree *tree, uint8_t *out)
{
    hk_parser parser, *p = &parser;
    uint32_t scratch = vm->scratch;
    if (scratch == vm->withheld) {       /* where a collection would put it: the tree must not come to lie elsewhere */
        vm->stack_low = hk_frames_end(vm);
        vm->limit = vm->stack_low - scratch;
    }
    memset(p, 0, sizeof *p);
    p->vm = vm;
    p->src = (const uint8_t *)source->text;
    p->len = source->length;
    p->library = (source->flags & HK_PARSE_LIBRARY) != 0;
    p->wtf8 = (source->flags & HK_PARSE_WTF8) != 0;
    p->typescript = (source->flags & HK_PARSE_TYPESCRIPT) != 0;
    p->out = out;
    p->module = (source->flags & HK_PARSE_MODULE) != 0;
    p->base = vm->stack_low - scratch - 1;
    if (p->len > HK_MAX_SOURCE)
        hk_syntax_error(p, 0, "source is larger than 16 MB", NULL);
    if (!p->failed)
        hk_parse_check_utf8(p);
    if (!p->failed) {
        if (hk_parse_open(p))
            hk_parse_script(p, source->flags);
        else
            p->failed = true;
        vm->temps -= 5;
    }
    tree->base = p->base;
    tree->length = p->length;
    if (!p->failed)
        return true;
    vm->limit += vm->scratch - scratch;
    vm->scratch = scratch;
    hk_names_close(vm);
    return false;
}

HK_FN bool hk_parse(hk_vm *vm, const hk_source *source, hk_tree *tree) { return hk_parse_source(vm, source, tree, NULL); }

#if HAKO_WITH_TYPESCRIPT
HK_FN uint32_t hk_strip(hk_vm *vm, const hk_source *source, uint8_t *out)
{
    uint32_t scratch = vm->scratch, i, n = 0;
    hk_tree tree;
    memcpy(out, source->text, source->length);
    if (!hk_parse_source(vm, source, &tree, out))
        return UINT32_MAX;
    hk_names_close(vm);
    vm->limit += vm->scratch - scratch;
    vm->scratch = scratch;
    for (i = 0; i < source->length; i++)
        if (out[i] != HK_STRIP_GAP)
            out[n++] = out[i];
    return n;
}
#endif
#endif
