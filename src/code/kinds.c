/* What the registers of a function hold, followed through its code: kinds.
 *
 * What runs unchecked must never take one thing for another: a scope's block for a value, what an ended frame has left behind for a
 * variable. So every register has a kind at every instruction, a kind decides what may be done with it, and each instruction says
 * what it leaves. hk_kinds_enter checks what an instruction reads and forgets what it destroys on its way, as
 * a handler may find it; hk_kinds_leave says what it has made. The verifier walks once through the code with them, taking
 * the kinds where jumps arrive from the image's proof; the writer of images walks until it knows them.
 *
 * VALUE is any value that a script may have, and the empty value: what needs more (an array, a private name) looks when it runs. */
#ifndef HK_KINDS_C
#define HK_KINDS_C
#include "image.h"
#include "format.h"
#include "emit.h"
#include "../lib/gen_tables.h"

HK_STATIC_ASSERT(HK_IMAGE_LISTS == HK_MI_LISTS, "the lists of a module");

typedef uint32_t hk_kind;
enum {
    HK_KIND_UNSET,           /* whatever was there before: not to be read */
    HK_KIND_VALUE,
    HK_KIND_ITERATOR,        /* also read as a VALUE; the register behind it is NEXT: the two were written by one ITER */
    HK_KIND_NEXT,
    HK_KIND_FORIN,
    HK_KIND_SCOPE,           /* a block, or'ed with the number of its shape << HK_KIND_SHIFT */
    HK_KIND_TABLE,           /* the table of a scope, or'ed with the number of the constant << HK_KIND_SHIFT */
    HK_KIND_GENERATOR,       /* R1 behind GENERATOR, when the frame is the generator's, or behind a module's AWAIT 3, when it was set aside; also read
                              * as a VALUE, which it is before */
    HK_KIND_CELL,            /* of a module's import: for IMPORT only */
    HK_KIND_MASK = 15
};
#define HK_KIND_SHIFT 4u
#define HK_KINDS_MODULE 1u     /* see struct hk_proof */

/* A function of an image being gone through */
typedef struct {
    const uint8_t *image;
    const hk_code *code;
    const uint32_t *words;
    const hk_image_shape *shapes;
    uint32_t nshapes;
    bool sorted;             /* the shapes are in order */
    const uint16_t *envs;    /* the environments of all functions, or NULL: in their proofs */
    uint32_t env, module;    /* as in the function's proof */
    hk_kind *kinds;          /* code->nregs of them */
} hk_kinds;

/* The proof of a function that has one, with its environment and whether it is a module's. */
HK_FN const uint16_t *hk_kinds_proof(const hk_kinds *f, uint32_t function)
{
    static const uint16_t none[2] = { 0, 0 };
    uint32_t proof = ((const hk_image_function *)(const void *)((const hk_image *)(const void *)f->image + 1))[function].proof;
    return proof ? (const uint16_t *)(const void *)(f->image + proof) : none;
}
HK_FN uint32_t hk_kinds_env_of(const hk_kinds *f, uint32_t function) { return f->envs ? f->envs[function] : hk_kinds_proof(f, function)[0]; }

/* A VALUE, or one that has come to be known as more. R0, the link, is never a register to an instruction. */
HK_INLINE bool hk_kind_readable(hk_kind k) { return k >= HK_KIND_VALUE && k <= HK_KIND_NEXT; }
HK_INLINE bool hk_kinds_reads(const hk_kinds *f, unsigned reg) { return hk_kind_readable(f->kinds[reg]) || f->kinds[reg] == HK_KIND_GENERATOR; }
HK_INLINE bool hk_kinds_writable(unsigned reg) { return reg >= HK_R_THIS; }
/* R3 is looked at when a constructor returns: it holds nothing but VALUEs. */
HK_INLINE bool hk_kinds_internal(unsigned reg) { return reg > HK_R_THIS; }

/* What a register holds that an instruction may have written when it throws. */
HK_FN bool hk_kinds_blur(const hk_kinds *f, unsigned reg)
{
    f->kinds[reg] = hk_kinds_reads(f, reg) ? HK_KIND_VALUE : HK_KIND_UNSET;
    return hk_kinds_writable(reg);
}

/* Where a stands to b in the order of shapes: < 0, 0, > 0. */
HK_FN int hk_shape_order(const hk_image_shape *a, const hk_image_shape *b)
{
    return a->parent != b->parent ? a->parent - b->parent : a->slots != b->slots ? a->slots - b->slots : a->cells - b->cells;
}

/* The number + 1 of that shape; 0: there is none. */
HK_FN uint32_t hk_kinds_shape(const hk_kinds *f, uint32_t parent, uint32_t slots, uint32_t cells)
{
    hk_image_shape wanted = { (uint16_t)parent, (uint16_t)slots, (uint16_t)cells, 0 };
    uint32_t low = 0, high = f->nshapes;
    for (; !f->sorted && low < high; low++)
        if (hk_shape_order(&f->shapes[low], &wanted) == 0)
            return low + 1;
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        int order = hk_shape_order(&f->shapes[mid], &wanted);
        if (order == 0)
            return mid + 1;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return 0;
}

/* The shape, as number + 1, of the scope in a register; 0: it holds none. */
HK_INLINE uint32_t hk_kinds_scope(const hk_kinds *f, unsigned reg)
{
    hk_kind k = f->kinds[reg];
    return (k & HK_KIND_MASK) == HK_KIND_SCOPE ? (k >> HK_KIND_SHIFT) + 1 : 0;
}

/* The shape, as number + 1, `depth` steps out from the environment. */
HK_FN uint32_t hk_kinds_up(const hk_kinds *f, unsigned depth)
{
    uint32_t shape = f->env;
    while (depth-- && shape)
        shape = f->shapes[shape - 1].parent;
    return shape;
}

HK_INLINE bool hk_kinds_slot(const hk_kinds *f, uint32_t shape, uint32_t slot) { return shape && slot < f->shapes[shape - 1].slots; }
/* Is it a slot of a value? */
HK_INLINE bool hk_kinds_plain_slot(const hk_kinds *f, uint32_t shape, uint32_t slot) { return hk_kinds_slot(f, shape, slot) && slot >= f->shapes[shape - 1].cells; }

/* Is the frame that of a module's first call, which ends at AWAIT 3? */
HK_INLINE bool hk_kinds_first(const hk_kinds *f) { return f->module && f->kinds[HK_R_NEWTARGET] == HK_KIND_VALUE; }

/* The shape, as number + 1, of the block that the instruction SCOPE makes: a module's own, or what has no cells; 0: there is none. */
HK_FN uint32_t hk_kinds_made(const hk_kinds *f, uint32_t w, uint32_t slots)
{
    uint32_t parent = w >> 16 & 0xFF ? hk_kinds_scope(f, HK_REG(w >> 8 & 0xFF)) : f->env, own = f->module > HK_KINDS_MODULE ? f->module - HK_KINDS_MODULE : 0;
    if (own && !parent && hk_kinds_first(f) && f->shapes[own - 1].slots == slots)
        return own;
    return hk_kinds_shape(f, parent, slots, 0);
}

/* The kind of what GETSC and its like find, whose operands are in order. */
HK_FN hk_kind hk_kinds_found(const hk_kinds *f, uint32_t w, uint32_t second)
{
    unsigned op = w & 0xFF, b = HK_REG(w >> 16 & 0xFF);
    uint32_t shape = op == HK_OPC(GETSC) || op == HK_OPC(GETSCW) ? hk_kinds_scope(f, b) : hk_kinds_up(f, HK_REG(b));
    return hk_kinds_plain_slot(f, shape, op == HK_OPC(GETSC) || op == HK_OPC(GETUP) ? w >> 24 : second) ? HK_KIND_VALUE : HK_KIND_CELL;
}

/* What surrounds a function that an instruction with those operands (raw) makes, as number + 1. */
HK_FN uint32_t hk_kinds_around(const hk_kinds *f, uint32_t w) { return w >> 24 & 1 ? f->env : hk_kinds_scope(f, HK_REG(w >> 16 & 0xFF)); }

/* Does the table for direct evals at `place` belong to the shape (number + 1)? Its chain is one of the shape's; what a cell leads to is
 * looked at by IMPORT. */
HK_FN bool hk_kinds_table(const hk_kinds *f, uint32_t place, uint32_t shape)
{
    uint32_t i;
    for (; place; shape = f->shapes[shape - 1].parent) {
        const hk_image_table *t = (const void *)(f->image + place);
        const hk_image_row *row = (const void *)(t + 1);
        if (!shape || ((t->traits & HK_ST_OBJECT) && !hk_kinds_plain_slot(f, shape, t->traits >> 8)))
            return false;
        for (i = 0; i < t->nrows; i++)
            if (row[i].name && !(row[i].bits & HK_ROW_IMPORT ? hk_kinds_slot : hk_kinds_plain_slot)(f, shape, row[i].bits >> 16))
                return false;
        place = t->around;
    }
    return true;
}

/* The library functions that compiled code calls by number. They may be called with any values. */
HK_FN bool hk_kinds_library(uint32_t id)
{
    static const uint16_t ids[] = {
        HK_FN_newPromise, HK_FN_resolvePromise, HK_FN_rejectPromise, HK_FN_asyncGenStep, HK_FN_asyncGenEnd, HK_FN_asyncGenFail,
        HK_FN_asyncClose, HK_FN_asyncCloseQuietly, HK_FN_asyncResult, HK_FN_asyncDelegate, HK_FN_noThrowMethod,
        HK_FN_iterCheck, HK_FN_iterDone, HK_FN_iterValue, HK_FN_yieldDelegate, HK_FN_newDisposal, HK_FN_addResource,
        HK_FN_dispose, HK_FN_disposeBegin, HK_FN_disposeStep, HK_FN_disposeFail, HK_FN_disposeEnd, HK_FN_classHeritage,
        HK_FN_makeTemplate, HK_FN_toObject, HK_FN_deleteGlobal, HK_FN_deleteOwn, HK_FN_isEval, HK_FN_directEval,
        HK_FN_envFind, HK_FN_envGet, HK_FN_envSet, HK_FN_envDeclare, HK_FN_importCall,
        HK_FN_bigParse
    };
    unsigned i;
    for (i = 0; i < HK_COUNT(ids); i++)
        if (ids[i] == id)
            return true;
    return false;
}

/* The arguments of directEval: text, scope and its table or two values that are undefined, strictness. */
HK_FN bool hk_kinds_eval(const hk_kinds *f, unsigned args, unsigned n)
{
    hk_kind table = n == 4 ? f->kinds[args + 2] : 0;
    if (n != 4 || !hk_kinds_reads(f, args) || !hk_kinds_reads(f, args + 3))
        return false;
    if ((table & HK_KIND_MASK) == HK_KIND_TABLE)
        return hk_kinds_scope(f, args + 1) && hk_kinds_table(f, hk_ref_of(hk_code_consts(f->code)[table >> HK_KIND_SHIFT]) >> 1, hk_kinds_scope(f, args + 1));
    return hk_kinds_reads(f, args + 1) && hk_kinds_reads(f, args + 2);
}

HK_FN bool hk_kinds_all_read(const hk_kinds *f, unsigned from, unsigned n)
{
    for (; n; n--)
        if (!hk_kinds_reads(f, from + n - 1))
            return false;
    return true;
}

/* A call's window: what it reads, and that everything from there on is gone. */
HK_FN bool hk_kinds_window(const hk_kinds *f, uint32_t w)
{
    unsigned op = w & 0xFF, at = HK_REG(w >> 8 & 0xFF), n = op == HK_OPC(LIB) ? HK_LIB_ARGC(w) : w >> 16 & 0xFF;
    bool ok = at >= HK_R_ARGS, spread;
    switch (op) {
    case HK_OPC(SUPERNEWS): case HK_OPC(SUPERNEW): ok = ok && hk_kinds_reads(f, at + 1); break;
    case HK_OPC(CALL): case HK_OPC(CALLS): case HK_OPC(TAIL): case HK_OPC(TAILS): ok = ok && hk_kinds_reads(f, at + 3); break;
    default: break;
    }
    spread = op == HK_OPC(CALLS) || op == HK_OPC(NEWS) || op == HK_OPC(SUPERNEWS) || op == HK_OPC(TAILS);
    if (op != HK_OPC(LIB))
        ok = ok && hk_kinds_reads(f, at + 2);
    if (op == HK_OPC(LIB) && HK_LIB_NUMBER(w) == HK_FN_directEval)
        ok = ok && hk_kinds_eval(f, at + HK_WINDOW, n);
    else
        ok = ok && hk_kinds_all_read(f, at + HK_WINDOW, spread ? 1 : n) && (op != HK_OPC(LIB) || hk_kinds_library(HK_LIB_NUMBER(w)));
    for (; at < f->code->nregs; at++)
        f->kinds[at] = HK_KIND_UNSET;
    return ok;
}

/* May the function return? A module's first call does so by AWAIT 3 alone. */
HK_INLINE bool hk_kinds_may_end(const hk_kinds *f) { return !f->module || f->kinds[HK_R_NEWTARGET] == HK_KIND_GENERATOR; }

/* Instructions that stop and go on: only where the frame is that of such a function. */
HK_FN bool hk_kinds_may_stop(const hk_kinds *f, uint32_t w)
{
    unsigned flags = f->code->flags & (HK_CF_GENERATOR | HK_CF_ASYNC), op = w & 0xFF, how = w >> 24, b = HK_REG(w >> 16 & 0xFF);
    if (op == HK_OPC(GENERATOR))
        return (flags & HK_CF_GENERATOR) && !f->module && f->kinds[HK_R_NEWTARGET] == HK_KIND_VALUE;
    if (op == HK_OPC(AWAIT) && how == 0)
        return true;
    if (op == HK_OPC(AWAIT) && how == 3)        /* of what the module's block is, everything behind it is sure */
        return hk_kinds_first(f) && !(flags & HK_CF_GENERATOR) &&
               (f->module == HK_KINDS_MODULE ? hk_kinds_reads(f, b) : hk_kinds_scope(f, b) == f->module - HK_KINDS_MODULE);
    if (((flags & HK_CF_GENERATOR) || f->module) && f->kinds[HK_R_NEWTARGET] != HK_KIND_GENERATOR)
        return false;
    if (op == HK_OPC(AWAIT))
        return (flags & HK_CF_ASYNC) && how <= 2;
    return flags == (how == 2 ? HK_CF_GENERATOR | HK_CF_ASYNC : HK_CF_GENERATOR);
}

/* The reads and writes that the instruction's format tells of. */
HK_FN bool hk_kinds_plain(const hk_kinds *f, uint32_t w)
{
    unsigned op = w & 0xFF, i;
    bool ok = true;
    for (i = 0; i < 3; i++) {
        char kind = hk_op_kind(op, i);
        if (kind == 'r' || kind == 'x')
            ok = ok && hk_kinds_reads(f, HK_REG(w >> (8 + 8 * i) & 0xFF));
    }
    for (i = 0; i < 3; i++) {
        char kind = hk_op_kind(op, i);
        if (kind == 'w' || kind == 'x')
            ok = hk_kinds_blur(f, HK_REG(w >> (8 + 8 * i) & 0xFF)) && ok;
    }
    return ok;
}

/* hk_kinds_enter for SCOPE to SETUPW */
HK_FN bool hk_kinds_enter_scoped(const hk_kinds *f, uint32_t w, uint32_t second)
{
    unsigned a = HK_REG(w >> 8 & 0xFF), b = HK_REG(w >> 16 & 0xFF), c = w >> 24;
    switch (w & 0xFF) {
    case HK_OPC(SCOPE):
        return hk_kinds_internal(a) && hk_kinds_made(f, w, second) && (!HK_REG(b) || hk_kinds_scope(f, a));
    case HK_OPC(COPYSCOPE): return hk_kinds_scope(f, a) != 0;
    case HK_OPC(POPSCOPE):
        return hk_kinds_internal(a) && hk_kinds_scope(f, b) && f->shapes[hk_kinds_scope(f, b) - 1].parent;
    case HK_OPC(GETSC): case HK_OPC(GETSCW):
        return hk_kinds_writable(a) && hk_kinds_slot(f, hk_kinds_scope(f, b), (w & 0xFF) == HK_OPC(GETSC) ? c : second);
    case HK_OPC(SETSC): case HK_OPC(SETSCW):
        return hk_kinds_reads(f, a) && hk_kinds_plain_slot(f, hk_kinds_scope(f, b), (w & 0xFF) == HK_OPC(SETSC) ? c : second);
    case HK_OPC(GETUP): return hk_kinds_writable(a) && hk_kinds_slot(f, hk_kinds_up(f, HK_REG(b)), c);
    case HK_OPC(GETUPW): return hk_kinds_writable(a) && hk_kinds_slot(f, hk_kinds_up(f, HK_REG(b)), second);
    case HK_OPC(SETUP): return hk_kinds_reads(f, a) && hk_kinds_plain_slot(f, hk_kinds_up(f, HK_REG(b)), c);
    case HK_OPC(SETUPW): return hk_kinds_reads(f, a) && hk_kinds_plain_slot(f, hk_kinds_up(f, HK_REG(b)), second);
    default: return false;
    }
}

/* The same for CLOSURE and CLASS: what surrounds the function is what it expects. */
HK_FN bool hk_kinds_enter_function(const hk_kinds *f, uint32_t w, uint32_t second)
{
    unsigned a = HK_REG(w >> 8 & 0xFF), how = w >> 24;
    bool class = (w & 0xFF) == HK_OPC(CLASS), ok = !(class && (how & 2)) || hk_kinds_all_read(f, a, 2);
    uint32_t function = hk_ref_of(hk_code_consts(f->code)[second & 0xFFFF]) >> 3;
    ok = ok && ((how & 1) || hk_kinds_scope(f, HK_REG(w >> 16 & 0xFF))) && hk_kinds_env_of(f, function) == hk_kinds_around(f, w) && !hk_kinds_proof(f, function)[1];
    if (class)
        ok = hk_kinds_blur(f, a + 1) && ok;
    return hk_kinds_blur(f, a) && ok;
}

/* The instruction at word `at`, whose operands are in order: false if it may not be done with the kinds there are. Afterwards
 * they are those that a handler may find. */
HK_FN bool hk_kinds_enter(const hk_kinds *f, uint32_t at)
{
    uint32_t w = f->words[at], second = hk_op_second(w & 0xFF) ? f->words[at + 1] : 0;
    unsigned a = HK_REG(w >> 8 & 0xFF), b = HK_REG(w >> 16 & 0xFF), c = w >> 24;
    if ((w & 0xFF) >= HK_OPC(SCOPE) && (w & 0xFF) <= HK_OPC(SETUPW))
        return hk_kinds_enter_scoped(f, w, second);
    switch (w & 0xFF) {
    case HK_OPC(MOVE):
        return hk_kinds_writable(a) && (hk_kinds_reads(f, b) || (hk_kinds_internal(a) && f->kinds[b] >= HK_KIND_SCOPE));
    case HK_OPC(MOVE2):
        return hk_kinds_reads(f, b) && hk_kinds_reads(f, HK_REG(c)) && hk_kinds_writable(a) && hk_kinds_writable(a + 1);
    case HK_OPC(MAPARGS):
        return hk_kinds_reads(f, a) && hk_kinds_scope(f, b) && c + f->code->nparams <= f->shapes[hk_kinds_scope(f, b) - 1].slots
            && c >= f->shapes[hk_kinds_scope(f, b) - 1].cells;
    case HK_OPC(CLOSURE): case HK_OPC(CLASS): return hk_kinds_enter_function(f, w, second);
    case HK_OPC(GETM): case HK_OPC(GETME): {
        bool ok = hk_kinds_reads(f, b) && ((w & 0xFF) == HK_OPC(GETM) || hk_kinds_reads(f, HK_REG(c)));
        return hk_kinds_blur(f, a + 2) && hk_kinds_blur(f, a + 3) && ok;
    }
    case HK_OPC(GETSUPER): return hk_kinds_all_read(f, b, 3) && hk_kinds_blur(f, a);
    case HK_OPC(SETSUPER): return hk_kinds_all_read(f, b, 3) && hk_kinds_reads(f, a);
    case HK_OPC(CALL): case HK_OPC(CALLS): case HK_OPC(NEW): case HK_OPC(NEWS): case HK_OPC(SUPERNEW): case HK_OPC(SUPERNEWS):
        return hk_kinds_window(f, w) && hk_kinds_blur(f, HK_REG(c));
    case HK_OPC(TAIL): case HK_OPC(TAILS): return hk_kinds_may_end(f) && hk_kinds_window(f, w);
    case HK_OPC(LIB): return hk_kinds_window(f, w);
    case HK_OPC(RET): case HK_OPC(RETU): case HK_OPC(RETDERIVED): return hk_kinds_may_end(f) && hk_kinds_plain(f, w);
    case HK_OPC(IMPORT): {
        bool ok = hk_kinds_reads(f, a) || f->kinds[a] == HK_KIND_CELL;
        return hk_kinds_blur(f, a) && ok;
    }
    case HK_OPC(ITER): {
        bool ok = hk_kinds_reads(f, b);
        return hk_kinds_blur(f, a) && hk_kinds_blur(f, a + 1) && ok;
    }
    case HK_OPC(NEXT):
        return f->kinds[a] == HK_KIND_ITERATOR && f->kinds[a + 1] == HK_KIND_NEXT && b != a && b != a + 1 && hk_kinds_blur(f, b);
    case HK_OPC(ICLOSE): case HK_OPC(ICLOSET): return hk_kinds_all_read(f, a, 2);
    case HK_OPC(FORIN): return hk_kinds_reads(f, b) && hk_kinds_internal(a) && hk_kinds_blur(f, a);
    case HK_OPC(LOADK): return hk_kinds_internal(a) || (hk_kinds_writable(a) && !hk_is_internal(hk_const_at(hk_code_consts(f->code), w >> 16)));
    case HK_OPC(FORINNEXT): return f->kinds[a] == HK_KIND_FORIN && b != a && hk_kinds_blur(f, b);
    case HK_OPC(GENERATOR): case HK_OPC(YIELD): case HK_OPC(AWAIT):
        if ((w & 0xFF) == HK_OPC(AWAIT) && c == 3)                          /* does not read R[A] */
            return hk_kinds_may_stop(f, w) && hk_kinds_blur(f, a);
        return hk_kinds_may_stop(f, w) && hk_kinds_plain(f, w);
    default: return hk_kinds_plain(f, w);
    }
}

HK_FN void hk_kinds_leave(const hk_kinds *f, uint32_t at)
{
    uint32_t w = f->words[at], second = hk_op_second(w & 0xFF) ? f->words[at + 1] : 0;
    unsigned op = w & 0xFF, a = HK_REG(w >> 8 & 0xFF), b = HK_REG(w >> 16 & 0xFF), c = HK_REG(w >> 24), i;
    hk_kind *k = f->kinds;
    switch (op) {
    case HK_OPC(MOVE): k[a] = hk_kinds_reads(f, b) ? HK_KIND_VALUE : k[b]; break;
    case HK_OPC(GENERATOR): k[HK_R_NEWTARGET] = HK_KIND_GENERATOR; break;
    case HK_OPC(SCOPE):
        k[a] = HK_KIND_SCOPE | (hk_kinds_made(f, w, second) - 1) << HK_KIND_SHIFT;
        break;
    case HK_OPC(GETSC): case HK_OPC(GETSCW): case HK_OPC(GETUP): case HK_OPC(GETUPW): k[a] = hk_kinds_found(f, w, second); break;
    case HK_OPC(AWAIT):
        k[a] = HK_KIND_VALUE;
        if (w >> 24 == 3)
            k[HK_R_NEWTARGET] = HK_KIND_GENERATOR;
        break;
    case HK_OPC(COPYSCOPE): break;
    case HK_OPC(POPSCOPE): k[a] = HK_KIND_SCOPE | (uint32_t)(f->shapes[hk_kinds_scope(f, b) - 1].parent - 1) << HK_KIND_SHIFT; break;
    case HK_OPC(LOADK): {
        hk_val v = hk_const_at(hk_code_consts(f->code), w >> 16);
        k[a] = hk_is_internal(v) ? HK_KIND_TABLE | w >> 16 << HK_KIND_SHIFT : HK_KIND_VALUE;
        break;
    }
    case HK_OPC(CALL): case HK_OPC(CALLS): case HK_OPC(NEW): case HK_OPC(NEWS): case HK_OPC(SUPERNEW): case HK_OPC(SUPERNEWS):
        k[c] = HK_KIND_VALUE;
        break;
    case HK_OPC(TAIL): case HK_OPC(TAILS): case HK_OPC(LIB): k[a] = HK_KIND_VALUE; break;
    case HK_OPC(GETM): case HK_OPC(GETME): k[a + 2] = k[a + 3] = HK_KIND_VALUE; break;
    case HK_OPC(CLASS): case HK_OPC(MOVE2): k[a] = k[a + 1] = HK_KIND_VALUE; break;
    case HK_OPC(NEXT): case HK_OPC(FORINNEXT): k[b] = HK_KIND_VALUE; break;
    case HK_OPC(ITER):
        k[a] = HK_KIND_ITERATOR;
        k[a + 1] = HK_KIND_NEXT;
        break;
    case HK_OPC(FORIN): k[a] = HK_KIND_FORIN; break;
    default:
        for (i = 0; i < 3; i++)
            if (hk_op_kind(op, i) == 'w' || hk_op_kind(op, i) == 'x')
                k[HK_REG(w >> (8 + 8 * i) & 0xFF)] = HK_KIND_VALUE;
    }
}

/* The kinds with which the function is entered. */
HK_FN void hk_kinds_begin(const hk_kinds *f)
{
    unsigned i, set = HK_R_ARGS + f->code->nparams + (f->code->flags & HK_CF_REST ? 1u : 0u) + (f->code->flags & HK_CF_ARGUMENTS ? 1u : 0u);
    for (i = 0; i < f->code->nregs; i++)
        f->kinds[i] = i && i < set ? HK_KIND_VALUE : HK_KIND_UNSET;
}
#endif
