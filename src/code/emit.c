/* Tree -> bytecode: the entry, and what the other emit_*.c stand on: words,
 * constants, positions, jumps, and the making of CODE blocks. */
#ifndef HK_EMIT_C
#define HK_EMIT_C
#include "emitter.h"

HK_FN size_t hk_em_length(const char *text)
{
    size_t n = 0;
    while (text[n])
        n++;
    return n;
}

/* ---- errors and stacks ------------------------------------------------------------------------------------------- */

HK_FN void hk_em_fail(hk_em *e) { e->failed = true; }

/* A SyntaxError at the place of the last instruction that has one. */
HK_FN HK_NOINLINE void hk_em_error(hk_em *e, const char *message)
{
    if (e->failed)
        return;
    e->failed = true;
    hk_throw_syntax(e->vm, e->line, e->column, "%s", message);
}

/* Room for one more item of `size` bytes on a stack: where it is to be written, or NULL after a failure. */
HK_FN HK_NOINLINE void *hk_em_grow(hk_em *e, unsigned which, uint32_t size)
{
    hk_vm *vm = e->vm;
    uint32_t at = 8 + e->count[which] * size, have = hk_block_bytes(vm, vm->work[which]);
    if (e->failed)
        return NULL;
    if (at + size > have) {
        hk_ref r = hk_resize(vm, hk_push(vm, hk_internal(vm->work[which])), have + have / 2 + 16);
        hk_pop(vm);
        if (!r) {
            hk_em_fail(e);
            return NULL;
        }
        hk_store_ref(vm, &vm->work[which], r);
    }
    e->count[which]++;
    return (uint8_t *)hk_ptr(vm, vm->work[which]) + at;
}

HK_INLINE uint32_t *hk_em_data(hk_em *e, unsigned which) { return (uint32_t *)hk_ptr(e->vm, e->vm->work[which]) + 2; }

HK_FN void hk_em_push(hk_em *e, uint32_t v)
{
    uint32_t *at = hk_em_grow(e, HK_W_STACK, 4);
    if (at)
        *at = v;
}

/* ---- the tree ------------------------------------------------------------------------------------------------------ */

/* After a failure the cursor may stand anywhere: all reads give 0, which as a kind is END, so that every walk ends. */
HK_FN unsigned hk_em_kind_at(hk_em *e, uint32_t pos) { return e->failed ? HK_N_END : hk_tree_at(e->vm, &e->tree, pos); }
/* The kind of the node at the cursor */
HK_FN unsigned hk_em_kind(hk_em *e) { return hk_em_kind_at(e, e->at); }
HK_FN unsigned hk_em_byte(hk_em *e) { return hk_em_kind_at(e, e->at++); }
HK_FN uint32_t hk_em_varint_at(hk_em *e, uint32_t *pos) { return e->failed ? 0 : hk_tree_varint(e->vm, &e->tree, pos); }
HK_FN uint32_t hk_em_varint(hk_em *e) { return hk_em_varint_at(e, &e->at); }
HK_FN uint32_t hk_em_skip_at(hk_em *e, uint32_t pos) { return e->failed ? pos : hk_tree_skip(e->vm, &e->tree, pos); }
HK_FN void hk_em_skip(hk_em *e) { e->at = hk_em_skip_at(e, e->at); }
/* The position after a list whose first item is at pos */
HK_FN uint32_t hk_em_skip_list(hk_em *e, uint32_t pos)
{
    while (hk_em_kind_at(e, pos) != HK_N_END)
        pos = hk_em_skip_at(e, pos);
    return pos + 1;
}
/* Steps over a list's end: true when the cursor stands there. */
HK_FN bool hk_em_end(hk_em *e)
{
    if (hk_em_kind(e) != HK_N_END)
        return false;
    e->at++;
    return true;
}
/* The position of the node inside parentheses */
HK_FN uint32_t hk_em_bare(hk_em *e, uint32_t pos)
{
    while (hk_em_kind_at(e, pos) == HK_N_PAREN)
        pos++;
    return pos;
}
/* The position of the first child of the node at pos */
HK_FN uint32_t hk_em_child(hk_em *e, uint32_t pos)
{
    const char *format = hk_tree_format[hk_em_kind_at(e, pos)];
    return e->failed ? pos : hk_tree_skip_operands(e->vm, &e->tree, pos + 1, &format);
}
/* The value of the INT node at pos */
HK_FN int32_t hk_em_int_at(hk_em *e, uint32_t pos)
{
    uint32_t u = (pos++, hk_em_varint_at(e, &pos));
    return (int32_t)(u >> 1 ^ (0u - (u & 1)));
}

/* ---- constants -------------------------------------------------------------------------------------------------------- */

/* The number of constant v in the running function's table. */
HK_FN uint32_t hk_em_const(hk_em *e, hk_val v)
{
    uint32_t from = e->fs->consts, n = e->count[HK_W_CONSTS], i;
    hk_val *consts = (hk_val *)(void *)hk_em_data(e, HK_W_CONSTS), *at;
    for (i = n > from + 1024 ? n - 1024 : from; i < n; i++)
        if (consts[i] == v)
            return i - from;
    if (n - from > 0xFFFF) {
        hk_em_error(e, "function has too many constants");
        return 0;
    }
    hk_push(e->vm, v);
    at = hk_em_grow(e, HK_W_CONSTS, 8);
    v = hk_pop(e->vm);
    if (at)
        hk_store(e->vm, at, v);
    return n - from;
}

/* The constant number of a name as a string */
HK_FN uint32_t hk_em_name(hk_em *e, uint32_t name) { return hk_em_const(e, hk_string(hk_name_ref(e->vm, name))); }

/* The constant number of a name as a property key */
HK_FN uint32_t hk_em_key(hk_em *e, uint32_t name)
{
    hk_key key;
    if (e->failed)
        return 0;
    key = hk_str_key(e->vm, hk_name_ref(e->vm, name));
    if (!key)
        hk_em_fail(e);
    return hk_em_const(e, hk_key_is_index(key) ? hk_int((int32_t)hk_key_index(key)) : hk_string(key));
}

/* ---- instructions --------------------------------------------------------------------------------------------------------- */

#define HK_WORD(op, a, b, c) ((uint32_t)(op) | (uint32_t)(a) << 8 | (uint32_t)(b) << 16 | (uint32_t)(c) << 24)

/* Where the next instruction will stand */
HK_INLINE uint32_t hk_em_here(hk_em *e) { return e->count[HK_W_WORDS] - e->fs->words; }

HK_FN void hk_em_word(hk_em *e, uint32_t word)
{
    uint32_t *at;
    if (e->fs->dead)
        return;
    at = hk_em_grow(e, HK_W_WORDS, 4);
    if (at)
        *at = word;
}

/* The word at position `at` of the running function */
HK_INLINE uint32_t *hk_em_word_at(hk_em *e, uint32_t at) { return hk_em_data(e, HK_W_WORDS) + e->fs->words + at; }

/* The operands are registers (R, the format's w r x W), plain numbers (U), a 16-bit number (I), a second word (V). */
HK_FN void hk_em_rrr(hk_em *e, unsigned op, unsigned a, unsigned b, unsigned c)
{
    hk_em_word(e, HK_WORD(op, HK_REG(a), HK_REG(b), HK_REG(c)));
}
HK_FN void hk_em_rru(hk_em *e, unsigned op, unsigned a, unsigned b, unsigned u)
{
    hk_em_word(e, HK_WORD(op, HK_REG(a), HK_REG(b), u & 0xFF));
}
HK_FN void hk_em_ruu(hk_em *e, unsigned op, unsigned a, unsigned b, unsigned c)
{
    hk_em_word(e, HK_WORD(op, HK_REG(a), b, c));
}
HK_FN void hk_em_rur(hk_em *e, unsigned op, unsigned a, unsigned u, unsigned c)
{
    hk_em_word(e, HK_WORD(op, HK_REG(a), u, HK_REG(c)));
}
HK_FN void hk_em_rr(hk_em *e, unsigned op, unsigned a, unsigned b) { hk_em_rru(e, op, a, b, 0); }
HK_FN void hk_em_r(hk_em *e, unsigned op, unsigned a) { hk_em_ruu(e, op, a, 0, 0); }
HK_FN void hk_em_ri(hk_em *e, unsigned op, unsigned a, uint32_t i)
{
    hk_em_word(e, (uint32_t)op | HK_REG(a) << 8 | i << 16);
}
/* The end of a code path: nothing behind it can be reached until a jump leads there. */
HK_FN void hk_em_dead(hk_em *e) { e->fs->dead = true; }

/* The second word of an instruction with a property key and an inline cache of its own */
HK_FN void hk_em_cached(hk_em *e, uint32_t constant)
{
    if (e->fs->dead)
        return;
    if (e->fs->ncaches == 0xFFFF)
        hk_em_error(e, "function is too long");
    hk_em_word(e, constant | (uint32_t)e->fs->ncaches++ << 16);
}
HK_FN void hk_em_rrk(hk_em *e, unsigned op, unsigned a, unsigned b, uint32_t constant)
{
    hk_em_rr(e, op, a, b);
    hk_em_cached(e, constant);
}

HK_FN void hk_em_move(hk_em *e, unsigned to, unsigned from)
{
    if (to != from)
        hk_em_rr(e, HK_OPNUM(MOVE), to, from);
}

enum { HK_S_UNDEFINED, HK_S_NULL, HK_S_FALSE, HK_S_TRUE, HK_S_EMPTY };
HK_FN void hk_em_special(hk_em *e, unsigned reg, unsigned special) { hk_em_ri(e, HK_OPNUM(LOADS), reg, special); }

HK_FN void hk_em_loadk(hk_em *e, unsigned reg, uint32_t constant) { hk_em_ri(e, HK_OPNUM(LOADK), reg, constant); }

HK_FN void hk_em_load_int(hk_em *e, unsigned reg, int32_t i)
{
    if (i == (int16_t)i)
        hk_em_ri(e, HK_OPNUM(LOADI), reg, (uint32_t)i & 0xFFFF);
    else
        hk_em_loadk(e, reg, hk_em_const(e, hk_int(i)));
}

enum { HK_THROW_CONST, HK_THROW_TDZ, HK_THROW_SYNTAX, HK_THROW_REFERENCE, HK_THROW_TYPE };
HK_FN void hk_em_throwk(hk_em *e, unsigned what, uint32_t constant)
{
    hk_em_word(e, HK_OPNUM(THROWK) | what << 8 | constant << 16);
    hk_em_dead(e);
}
HK_FN void hk_em_throw_text(hk_em *e, unsigned what, const char *text)
{
    hk_ref s;
    if (e->failed)
        return;
    s = hk_str_utf8(e->vm, text, hk_em_length(text));
    if (!s)
        hk_em_fail(e);
    else
        hk_em_throwk(e, what, hk_em_const(e, hk_string(s)));
}

/* Charges for straight-line code: called between statements and elements, where nothing relies on adjacency. */
HK_FN void hk_em_tick(hk_em *e)
{
    if (hk_em_here(e) - e->fs->step < 64 || e->fs->dead)
        return;
    hk_em_word(e, HK_OPNUM(STEP));
    e->fs->step = hk_em_here(e);
}

/* A free register */
HK_FN unsigned hk_em_tmp(hk_em *e)
{
    hk_fs *fs = e->fs;
    if (fs->top >= HK_MAX_REGS) {
        hk_em_error(e, "function uses too many registers");
        return fs->top;
    }
    fs->top++;
    if (fs->top > fs->nregs)
        fs->nregs = fs->top;
    return fs->top - 1u;
}
/* n of them in a row */
HK_FN unsigned hk_em_tmps(hk_em *e, unsigned n)
{
    unsigned first = hk_em_tmp(e);
    while (--n)
        hk_em_tmp(e);
    return first;
}
/* The register for a result: the wanted one, or a free one for HK_ANY and HK_NONE */
HK_FN unsigned hk_em_dst(hk_em *e, int dst) { return dst >= 0 ? (unsigned)dst : hk_em_tmp(e); }
/* The same, for constructs that write it before they have read all their operands: not the register of a variable that can be
 * seen by them. */
HK_INLINE bool hk_em_is_safe(hk_em *e, int dst) { return dst >= e->fs->vars || dst == e->fs->fresh; }
HK_FN unsigned hk_em_safe_dst(hk_em *e, int dst) { return hk_em_is_safe(e, dst) ? (unsigned)dst : hk_em_tmp(e); }
/* The value is in `from`, a free register from base on or a variable's: moves it where it is wanted. */
HK_FN int hk_em_result(hk_em *e, unsigned base, int dst, unsigned from)
{
    e->fs->top = (uint8_t)base;
    if (dst == HK_NONE || (dst == HK_ANY && from < base))
        return (int)from;
    hk_em_move(e, hk_em_dst(e, dst), from);
    return dst >= 0 ? dst : (int)base;
}

/* ---- positions ------------------------------------------------------------------------------------------------------------- */

/* Moves the known place in the source to `offset`. Line ends are those of the language; columns count code points. */
HK_FN void hk_em_locate(hk_em *e, uint32_t offset)
{
    const uint8_t *text = (const uint8_t *)e->source->text;
    bool back = offset < e->offset;
    if (back && offset * 2 < e->offset) {
        e->offset = 0;
        e->line = e->column = 1;
        back = false;
    }
    while (back && e->offset > offset) {
        uint8_t c = text[--e->offset];
        if (c == '\n' || c == '\r' || (c == 0xA8 || c == 0xA9)) {
            hk_source_position(e->source, offset, &e->line, &e->column);
            e->offset = offset;
        } else if ((c & 0xC0) != 0x80) {
            e->column--;
        }
    }
    for (; e->offset < offset; e->offset++) {
        uint8_t c = text[e->offset];
        if (c == '\n' || (c == '\r' && text[e->offset + 1] != '\n') ||
            (c == 0xE2 && text[e->offset + 1] == 0x80 && (text[e->offset + 2] | 1) == 0xA9)) {
            e->line++;
            e->column = 1;
            if (c == 0xE2)
                e->offset += 2;
        } else if ((c & 0xC0) != 0x80 && c != '\r') {
            e->column++;
        }
    }
}

HK_FN void hk_em_position_varint(hk_em *e, uint32_t v)
{
    uint8_t *at;
    do {
        at = hk_em_grow(e, HK_W_POSITIONS, 1);
        if (at)
            *at = (uint8_t)((v & 0x7F) | (v > 0x7F ? 0x80 : 0));
    } while (v >>= 7);
}

/* The next instruction belongs to that place in the source. */
HK_FN void hk_em_pos(hk_em *e, uint32_t offset)
{
    hk_fs *fs = e->fs;
    uint32_t here = hk_em_here(e), difference;
    if (e->library || fs->dead || e->failed || fs->where == offset + 1)
        return;
    hk_em_locate(e, offset);
    difference = e->line - fs->line;
    hk_em_position_varint(e, here - fs->at_word);
    hk_em_position_varint(e, difference << 1 ^ (0u - (difference >> 31)));
    hk_em_position_varint(e, e->column);
    fs->where = offset + 1;
    fs->at_word = here;
    fs->line = e->line;
}

/* ---- jumps -------------------------------------------------------------------------------------------------------------------- */

HK_INLINE bool hk_em_short_jump(unsigned op) { return (op >= HK_OPNUM(JT) && op <= HK_OPNUM(JNUNDEF)) || op == HK_OPNUM(GETTPL); }

/* The offset in the jump at `at`, and how to set it: in 24 bits (J), 16 bits or the second word. */
HK_FN int32_t hk_em_offset(hk_em *e, uint32_t at)
{
    const uint32_t *w = hk_em_word_at(e, at);
    unsigned op = *w & 0xFF;
    if (op == HK_OPNUM(J))
        return (int32_t)*w >> 8;
    return hk_em_short_jump(op) ? (int32_t)*w >> 16 : (int32_t)w[1];
}

HK_FN void hk_em_set_offset(hk_em *e, uint32_t at, int32_t offset)
{
    uint32_t *w = hk_em_word_at(e, at);
    unsigned op = *w & 0xFF, shift = op == HK_OPNUM(J) ? 8 : hk_em_short_jump(op) ? 16 : 0;
    if (shift == 0) {
        w[1] = (uint32_t)offset;
        return;
    }
    *w = (*w & ((1u << shift) - 1)) | (uint32_t)offset << shift;
    if ((int32_t)*w >> shift != offset)
        hk_em_error(e, "function is too long");
}

/* Adds the jump just emitted at `at` to a list. */
HK_FN hk_list hk_em_link(hk_em *e, uint32_t at, hk_list list)
{
    if (e->failed)
        return HK_NO_JUMP;
    hk_em_set_offset(e, at, list == HK_NO_JUMP ? 0 : (int32_t)(at - list));
    return at;
}

/* Jumps that do and do not happen on the same condition stand together in the instruction set. */
HK_INLINE unsigned hk_em_inverse(unsigned op) { return ((op - HK_OPNUM(JT)) ^ 1) + HK_OPNUM(JT); }

/* Emits a J, or a jump of the JT family on register reg; returns the list with it. */
HK_FN hk_list hk_em_jump(hk_em *e, unsigned op, unsigned reg, hk_list list)
{
    uint32_t at;
    if (e->fs->dead)
        return list;
    if (op != HK_OPNUM(J) && e->fs->far) {
        hk_em_ri(e, hk_em_inverse(op), reg, 1);
        op = HK_OPNUM(J);
    }
    at = hk_em_here(e);
    if (op != HK_OPNUM(J)) {
        hk_em_ri(e, op, reg, 0);
        return hk_em_link(e, at, list);
    }
    hk_em_word(e, op);
    return hk_em_link(e, at, list);
}

/* An unconditional jump: what follows cannot be reached. */
HK_FN hk_list hk_em_goto(hk_em *e, hk_list list)
{
    list = hk_em_jump(e, HK_OPNUM(J), 0, list);
    hk_em_dead(e);
    return list;
}

/* Adds the two-word jump whose first word was just emitted to a list. */
HK_FN hk_list hk_em_jump2(hk_em *e, hk_list list)
{
    uint32_t at = hk_em_here(e) - 1;
    if (e->fs->dead)
        return list;
    hk_em_word(e, 0);
    return hk_em_link(e, at, list);
}

/* All jumps of the list lead to `target`. */
HK_FN void hk_em_patch(hk_em *e, hk_list list, uint32_t target)
{
    while (list != HK_NO_JUMP && !e->failed) {
        int32_t distance = hk_em_offset(e, list);
        unsigned op = *hk_em_word_at(e, list) & 0xFF;
        uint32_t size = op == HK_OPNUM(J) || (hk_em_short_jump(op) && op != HK_OPNUM(GETTPL)) ? 1 : 2;
        hk_em_set_offset(e, list, (int32_t)(target - list - size));
        list = distance ? list - (uint32_t)distance : HK_NO_JUMP;
    }
}

/* All jumps of the list lead here. */
HK_FN void hk_em_bind(hk_em *e, hk_list list)
{
    if (list == HK_NO_JUMP)
        return;
    hk_em_patch(e, list, hk_em_here(e));
    e->fs->dead = false;
    e->fs->where = 0;
}

/* The target of jumps backwards */
HK_FN uint32_t hk_em_loop_head(hk_em *e)
{
    e->fs->dead = false;
    e->fs->where = 0;
    return e->fs->step = hk_em_here(e);
}

/* ---- functions -------------------------------------------------------------------------------------------------------------------- */

HK_FN void hk_em_open(hk_em *e, hk_fs *fs, unsigned code_flags)
{
    memset(fs, 0, sizeof *fs);
    fs->outer = e->fs;
    fs->words = e->count[HK_W_WORDS];
    fs->consts = e->count[HK_W_CONSTS];
    fs->positions = e->count[HK_W_POSITIONS];
    fs->tries = e->count[HK_W_TRIES];
    fs->line = 1;
    fs->code_flags = (uint16_t)code_flags;
    fs->top = fs->vars = fs->nregs = HK_R_ARGS;
    fs->this_reg = HK_R_THIS;
    fs->completion = fs->fresh = HK_NO_REG;
    e->fs = fs;
}

/* The image of the running function, whose parts are the tops of the stacks; 0 after a failure. */
HK_FN hk_ref hk_em_image(hk_em *e, uint32_t name)
{
    hk_vm *vm = e->vm;
    hk_fs *fs = e->fs;
    uint32_t nconsts = e->count[HK_W_CONSTS] - fs->consts, nwords = hk_em_here(e), i;
    uint32_t ntries = e->count[HK_W_TRIES] - fs->tries, npositions = e->count[HK_W_POSITIONS] - fs->positions;
    hk_code *code;
    uint8_t *at;
    hk_ref r;
    if (ntries > 0xFFFF || nwords > 0xFFFFFF)
        hk_em_error(e, "function is too long");
    if (e->failed)
        return 0;
    r = hk_alloc(vm, HK_T_CODE, (uint32_t)sizeof *code + nconsts * 8 + nwords * 4 + ntries * (uint32_t)sizeof(hk_try) + npositions);
    if (!r)
        return 0;
    code = hk_ptr(vm, r);
    code->nwords = nwords;
    code->nconsts = (uint16_t)nconsts;
    code->ntries = (uint16_t)ntries;
    code->npositions = npositions;
    code->nregs = fs->nregs;
    code->nparams = fs->nparams;
    code->flags = fs->code_flags;
    code->ncaches = fs->ncaches;
    hk_store_ref(vm, &code->name, hk_name_ref(vm, name));
    hk_store_ref(vm, &code->file, e->library ? 0 : hk_ref_of(*(hk_val *)(void *)hk_em_data(e, HK_W_CONSTS)));
    for (i = 0; i < nconsts; i++)
        hk_store(vm, (hk_val *)(void *)(code + 1) + i, ((hk_val *)(void *)hk_em_data(e, HK_W_CONSTS))[fs->consts + i]);
    at = (uint8_t *)(code + 1) + nconsts * 8;
    memcpy(at, hk_em_data(e, HK_W_WORDS) + fs->words, nwords * 4);
    at += nwords * 4;
    memcpy(at, (hk_try *)(void *)hk_em_data(e, HK_W_TRIES) + fs->tries, ntries * sizeof(hk_try));
    at += ntries * sizeof(hk_try);
    memcpy(at, (uint8_t *)hk_em_data(e, HK_W_POSITIONS) + fs->positions, npositions);
    return r;
}

/* Makes the running function's CODE block and returns to the function around it: the block's number among that one's
 * constants. */
HK_FN uint32_t hk_em_close(hk_em *e, uint32_t name, uint32_t length, uint32_t start, uint32_t end)
{
    hk_fs *fs = e->fs;
    hk_ref r = hk_em_image(e, name);
    e->count[HK_W_WORDS] = fs->words;
    e->count[HK_W_CONSTS] = fs->consts;
    e->count[HK_W_POSITIONS] = fs->positions;
    e->count[HK_W_TRIES] = fs->tries;
    e->fs = fs->outer;
    if (!r) {
        hk_em_fail(e);
        return 0;
    }
    hk_code *code = hk_ptr(e->vm, r);
    code->length = (uint16_t)(length > 0xFFFF ? 0xFFFF : length);
    if (!e->library) {
        code->start = start;
        code->end = (end - start) & 0xFFFFFF;
    }
    code->end |= (uint32_t)fs->nprops << 24;
    if (!e->fs) {                            /* the script itself: the caller takes it from here */
        hk_store(e->vm, (hk_val *)(void *)hk_em_data(e, HK_W_CONSTS), hk_internal(r));
        return 0;
    }
    return hk_em_const(e, hk_internal(r));
}

#include "emit_scope.c"
#include "emit_expr.c"
#include "emit_spine.c"
#include "emit_pattern.c"
#include "emit_stmt.c"
#include "emit_func.c"
#include "emit_class.c"

/* ---- the entry -------------------------------------------------------------------------------------------------------------------------- */

/* The blocks behind the stacks, small at first, and the source's name as the first constant. */
HK_FN bool hk_em_begin(hk_em *e)
{
    hk_vm *vm = e->vm;
    const char *name = e->source->name ? e->source->name : "";
    hk_ref r;
    unsigned i;
    for (i = 0; i < HK_W_COUNT; i++) {
        r = hk_alloc(vm, i == HK_W_CONSTS ? HK_T_VALUES : HK_T_BYTES, 8 + 128);
        if (!r)
            return false;
        hk_store_ref(vm, &vm->work[i], r);
    }
    e->name_undefined = hk_name_latin1(vm, (const uint8_t *)"undefined", 9);
    r = hk_str_utf8(vm, name, hk_em_length(name));
    if (e->name_undefined == UINT32_MAX || !r)
        return false;
    e->count[HK_W_CONSTS] = 1;
    hk_store(vm, (hk_val *)(void *)hk_em_data(e, HK_W_CONSTS), hk_string(r));
    return true;
}

HK_FN hk_ref hk_compile(hk_vm *vm, const hk_source *source)
{
    hk_em em;
    hk_ref r = 0;
    memset(&em, 0, sizeof em);
    em.vm = vm;
    em.source = source;
    em.library = (source->flags & HK_PARSE_LIBRARY) != 0;
    em.line = em.column = 1;
    em.fname_reg = HK_NO_REG;
    if (!hk_parse(vm, source, &em.tree))
        return 0;
    if (hk_em_begin(&em)) {
        hk_em_script(&em);
        if (!em.failed)
            r = hk_ref_of(*(hk_val *)(void *)hk_em_data(&em, HK_W_CONSTS));
    }
    memset(vm->work, 0, sizeof vm->work);
    hk_names_close(vm);
    vm->limit += vm->scratch;
    vm->scratch = 0;
    return r;
}
#endif
