/* Tree -> bytecode: the entry, and what the other emit_*.c stand on: words,
 * constants, positions, jumps, and the making of CODE blocks. */
#ifndef HK_EMIT_C
#define HK_EMIT_C
#include "emitter.h"
#include "verify.c"

HK_FN size_t hk_emit_length(const char *text)
{
    const volatile char *at = text;      /* volatile: or the loop may become a call of strlen */
    size_t n = 0;
    while (at[n])
        n++;
    return n;
}

/* ---- errors and stacks ------------------------------------------------------------------------------------------- */

HK_FN void hk_emit_fail(hk_emitter *e) { e->failed = true; }

/* A SyntaxError at the place of the last instruction that has one. */
HK_FN HK_NOINLINE void hk_emit_error(hk_emitter *e, const char *message)
{
    if (e->failed)
        return;
    e->failed = true;
    hk_throw_syntax(e->vm, e->line, e->column, "%s", message);
}

/* Room for one more item of `size` bytes on a stack: where it is to be written, or NULL after a failure. */
HK_FN HK_NOINLINE void *hk_emit_grow(hk_emitter *e, unsigned which, uint32_t size)
{
    hk_vm *vm = e->vm;
    uint32_t at = 8 + e->count[which] * size, have = hk_block_bytes(vm, vm->work[which]);
    if (e->failed)
        return NULL;
    if (at + size > have) {
        hk_ref r = hk_resize(vm, hk_push(vm, hk_internal(vm->work[which])), have + have / 2 + 16);
        hk_pop(vm);
        if (!r) {
            hk_emit_fail(e);
            return NULL;
        }
        hk_store_ref(vm, &vm->work[which], r);
    }
    e->count[which]++;
    return (uint8_t *)hk_ptr(vm, vm->work[which]) + at;
}

HK_INLINE uint32_t *hk_emit_data(hk_emitter *e, unsigned which) { return (uint32_t *)hk_ptr(e->vm, e->vm->work[which]) + 2; }

HK_FN void hk_emit_push(hk_emitter *e, uint32_t v)
{
    uint32_t *at = hk_emit_grow(e, HK_W_STACK, 4);
    if (at)
        *at = v;
}

/* ---- the tree ---------------------------------------------------------------------------------------------------- */

/* After a failure the cursor may stand anywhere: all reads give 0, which as a kind is END, so that every walk ends. */
HK_FN unsigned hk_emit_kind_at(hk_emitter *e, uint32_t pos) { return e->failed ? HK_N_END : hk_tree_at(e->vm, &e->tree, pos); }
/* The kind of the node at the cursor */
HK_FN unsigned hk_emit_kind(hk_emitter *e) { return hk_emit_kind_at(e, e->at); }
HK_FN unsigned hk_emit_byte(hk_emitter *e) { return hk_emit_kind_at(e, e->at++); }
HK_FN uint32_t hk_emit_varint_at(hk_emitter *e, uint32_t *pos) { return e->failed ? 0 : hk_tree_varint(e->vm, &e->tree, pos); }
HK_FN uint32_t hk_emit_varint(hk_emitter *e) { return hk_emit_varint_at(e, &e->at); }
HK_FN uint32_t hk_emit_skip_at(hk_emitter *e, uint32_t pos) { return e->failed ? pos : hk_tree_skip(e->vm, &e->tree, pos); }
HK_FN void hk_emit_skip(hk_emitter *e) { e->at = hk_emit_skip_at(e, e->at); }
/* The position after a list whose first item is at pos */
HK_FN uint32_t hk_emit_skip_list(hk_emitter *e, uint32_t pos)
{
    while (hk_emit_kind_at(e, pos) != HK_N_END)
        pos = hk_emit_skip_at(e, pos);
    return pos + 1;
}
/* Steps over a list's end: true when the cursor stands there. */
HK_FN bool hk_emit_end(hk_emitter *e)
{
    if (hk_emit_kind(e) != HK_N_END)
        return false;
    e->at++;
    return true;
}
/* The position of the node inside parentheses */
HK_FN uint32_t hk_emit_bare(hk_emitter *e, uint32_t pos)
{
    while (hk_emit_kind_at(e, pos) == HK_N_PAREN)
        pos++;
    return pos;
}
/* The position of the first child of the node at pos */
HK_FN uint32_t hk_emit_child(hk_emitter *e, uint32_t pos)
{
    const char *format = hk_tree_format[hk_emit_kind_at(e, pos)];
    return e->failed ? pos : hk_tree_skip_operands(e->vm, &e->tree, pos + 1, &format);
}
/* The value of the INT node at pos */
HK_FN int32_t hk_emit_int_at(hk_emitter *e, uint32_t pos)
{
    uint32_t u = (pos++, hk_emit_varint_at(e, &pos));
    return (int32_t)(u >> 1 ^ (0u - (u & 1)));
}

HK_STATIC_ASSERT(HK_FN_COUNT <= 0x1000 && HK_ATOM_COUNT <= HK_K_CHAR - HK_K_NAMES, "instructions have room for these numbers");

/* ---- constants --------------------------------------------------------------------------------------------------- */

/* The number of constant v of the running function. */
HK_FN uint32_t hk_emit_const(hk_emitter *e, hk_val v)
{
    uint32_t from = e->fs->consts, n = e->count[HK_W_CONSTS], i;
    hk_val *consts = (hk_val *)(void *)hk_emit_data(e, HK_W_CONSTS), *at;
    if (hk_is_string(v) && hk_ref_is_rom(hk_ref_of(v)))
        return HK_K_NAMES + (hk_ref_of(v) >> 3);
    if (hk_is_string(v) && hk_ref_is_char(hk_ref_of(v)) && hk_ref_of(v) >> 3 <= 0xFF)
        return HK_K_CHAR + (hk_ref_of(v) >> 3);
    for (i = n > from + 1024 ? n - 1024 : from; i < n; i++)
        if (consts[i] == v)
            return i - from;
    if (n - from >= HK_K_NAMES) {
        hk_emit_error(e, "function has too many constants");
        return 0;
    }
    hk_push(e->vm, v);
    at = hk_emit_grow(e, HK_W_CONSTS, 8);
    v = hk_pop(e->vm);
    if (at)
        hk_store(e->vm, at, v);
    return n - from;
}

/* The constant number of a name as a string */
HK_FN uint32_t hk_emit_name(hk_emitter *e, uint32_t name) { return hk_emit_const(e, hk_string(hk_name_ref(e->vm, name))); }

/* The constant number of a name as a property key */
HK_FN uint32_t hk_emit_key(hk_emitter *e, uint32_t name)
{
    hk_key key;
    if (e->failed)
        return 0;
    key = hk_str_key(e->vm, hk_name_ref(e->vm, name));
    if (!key)
        hk_emit_fail(e);
    return hk_emit_const(e, hk_key_is_index(key) ? hk_int((int32_t)hk_key_index(key)) : hk_string(key));
}

/* ---- instructions ------------------------------------------------------------------------------------------------ */

#define HK_WORD(op, a, b, c) ((uint32_t)(op) | (uint32_t)(a) << 8 | (uint32_t)(b) << 16 | (uint32_t)(c) << 24)

/* Where the next instruction will stand */
HK_INLINE uint32_t hk_emit_here(hk_emitter *e) { return e->count[HK_W_WORDS] - e->fs->words; }

HK_FN void hk_emit_word(hk_emitter *e, uint32_t word)
{
    uint32_t *at;
    if (e->fs->dead)
        return;
    at = hk_emit_grow(e, HK_W_WORDS, 4);
    if (at)
        *at = word;
}

/* The word at position `at` of the running function */
HK_INLINE uint32_t *hk_emit_word_at(hk_emitter *e, uint32_t at) { return hk_emit_data(e, HK_W_WORDS) + e->fs->words + at; }

/* The operands are registers (R, the format's w r x W), plain numbers (U), a 16-bit number (I), a second word (V). */
HK_FN void hk_emit_rrr(hk_emitter *e, unsigned op, unsigned a, unsigned b, unsigned c)
{
    hk_emit_word(e, HK_WORD(op, HK_REG(a), HK_REG(b), HK_REG(c)));
}
HK_FN void hk_emit_rru(hk_emitter *e, unsigned op, unsigned a, unsigned b, unsigned u)
{
    hk_emit_word(e, HK_WORD(op, HK_REG(a), HK_REG(b), u & 0xFF));
}
HK_FN void hk_emit_ruu(hk_emitter *e, unsigned op, unsigned a, unsigned b, unsigned c)
{
    hk_emit_word(e, HK_WORD(op, HK_REG(a), b, c));
}
HK_FN void hk_emit_rur(hk_emitter *e, unsigned op, unsigned a, unsigned u, unsigned c)
{
    hk_emit_word(e, HK_WORD(op, HK_REG(a), u, HK_REG(c)));
}
HK_FN void hk_emit_rr(hk_emitter *e, unsigned op, unsigned a, unsigned b) { hk_emit_rru(e, op, a, b, 0); }
HK_FN void hk_emit_r(hk_emitter *e, unsigned op, unsigned a) { hk_emit_ruu(e, op, a, 0, 0); }
HK_FN void hk_emit_ri(hk_emitter *e, unsigned op, unsigned a, uint32_t i)
{
    hk_emit_word(e, (uint32_t)op | HK_REG(a) << 8 | i << 16);
}
/* The end of a code path: nothing behind it can be reached until a jump leads there. */
HK_FN void hk_emit_dead(hk_emitter *e) { e->fs->dead = true; }

/* The second word of an instruction with a property key and an inline cache of its own */
HK_FN void hk_emit_cached(hk_emitter *e, uint32_t constant)
{
    if (e->fs->dead)
        return;
    if (e->fs->ncaches == 0xFFFF)
        hk_emit_error(e, "function is too long");
    hk_emit_word(e, constant | (uint32_t)e->fs->ncaches++ << 16);
}
HK_FN void hk_emit_rrk(hk_emitter *e, unsigned op, unsigned a, unsigned b, uint32_t constant)
{
    hk_emit_rr(e, op, a, b);
    hk_emit_cached(e, constant);
}

HK_FN void hk_emit_move(hk_emitter *e, unsigned to, unsigned from)
{
    if (to != from)
        hk_emit_rr(e, HK_OPNUM(MOVE), to, from);
}

enum { HK_S_UNDEFINED, HK_S_NULL, HK_S_FALSE, HK_S_TRUE, HK_S_EMPTY };
HK_FN void hk_emit_special(hk_emitter *e, unsigned reg, unsigned special) { hk_emit_ri(e, HK_OPNUM(LOADS), reg, special); }

HK_FN void hk_emit_loadk(hk_emitter *e, unsigned reg, uint32_t constant) { hk_emit_ri(e, HK_OPNUM(LOADK), reg, constant); }

HK_FN void hk_emit_load_int(hk_emitter *e, unsigned reg, int32_t i)
{
    if (i == (int16_t)i)
        hk_emit_ri(e, HK_OPNUM(LOADI), reg, (uint32_t)i & 0xFFFF);
    else
        hk_emit_loadk(e, reg, hk_emit_const(e, hk_int(i)));
}

enum { HK_THROW_CONST, HK_THROW_TDZ, HK_THROW_SYNTAX, HK_THROW_REFERENCE, HK_THROW_TYPE, HK_THROW_RANGE };
HK_FN void hk_emit_throwk(hk_emitter *e, unsigned what, uint32_t constant)
{
    hk_emit_word(e, HK_OPNUM(THROWK) | what << 8 | constant << 16);
    hk_emit_dead(e);
}
HK_FN void hk_emit_throw_text(hk_emitter *e, unsigned what, const char *text)
{
    hk_ref s;
    if (e->failed)
        return;
    s = hk_str_utf8(e->vm, text, hk_emit_length(text));
    if (!s)
        hk_emit_fail(e);
    else
        hk_emit_throwk(e, what, hk_emit_const(e, hk_string(s)));
}

/* Charges for straight-line code: called between statements and elements, where nothing relies on adjacency. */
HK_FN void hk_emit_tick(hk_emitter *e)
{
    if (hk_emit_here(e) - e->fs->step < 64 || e->fs->dead)
        return;
    hk_emit_word(e, HK_OPNUM(STEP));
    e->fs->step = hk_emit_here(e);
}

/* A free register */
HK_FN unsigned hk_emit_tmp(hk_emitter *e)
{
    hk_fs *fs = e->fs;
    if (fs->top >= HK_MAX_REGS) {
        hk_emit_error(e, "function uses too many registers");
        return fs->top;
    }
    fs->top++;
    if (fs->top > fs->nregs)
        fs->nregs = fs->top;
    return fs->top - 1u;
}
/* n of them in a row */
HK_FN unsigned hk_emit_tmps(hk_emitter *e, unsigned n)
{
    unsigned first = hk_emit_tmp(e);
    while (--n)
        hk_emit_tmp(e);
    return first;
}
/* The register for a result: the wanted one, or a free one for HK_ANY and HK_NONE */
HK_FN unsigned hk_emit_dst(hk_emitter *e, int dst) { return dst >= 0 ? (unsigned)dst : hk_emit_tmp(e); }
/* The same, for constructs that write it before they have read all their operands: not the register of a variable that can be
 * seen by them. */
HK_INLINE bool hk_emit_is_safe(hk_emitter *e, int dst) { return dst >= e->fs->vars || dst == e->fs->fresh; }
HK_FN unsigned hk_emit_safe_dst(hk_emitter *e, int dst) { return hk_emit_is_safe(e, dst) ? (unsigned)dst : hk_emit_tmp(e); }
/* The value is in `from`, a free register from base on or a variable's: moves it where it is wanted. */
HK_FN int hk_emit_result(hk_emitter *e, unsigned base, int dst, unsigned from)
{
    e->fs->top = (uint8_t)base;
    if (dst == HK_NONE || (dst == HK_ANY && from < base))
        return (int)from;
    hk_emit_move(e, hk_emit_dst(e, dst), from);
    return dst >= 0 ? dst : (int)base;
}

/* ---- positions --------------------------------------------------------------------------------------------------- */

/* Moves the known place in the source to `offset`. Line ends are those of the language; columns count code points. */
HK_FN void hk_emit_locate(hk_emitter *e, uint32_t offset)
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

HK_FN void hk_emit_position_varint(hk_emitter *e, uint32_t v)
{
    uint8_t *at;
    do {
        at = hk_emit_grow(e, HK_W_POSITIONS, 1);
        if (at)
            *at = (uint8_t)((v & 0x7F) | (v > 0x7F ? 0x80 : 0));
    } while (v >>= 7);
}

/* The next instruction belongs to that place in the source. */
HK_FN void hk_emit_pos(hk_emitter *e, uint32_t offset)
{
    hk_fs *fs = e->fs;
    uint32_t here = hk_emit_here(e), difference;
    if (e->library || fs->dead || e->failed || fs->where == offset + 1)
        return;
    hk_emit_locate(e, offset);
    difference = e->line - fs->line;
    hk_emit_position_varint(e, here - fs->at_word);
    hk_emit_position_varint(e, difference << 1 ^ (0u - (difference >> 31)));
    hk_emit_position_varint(e, e->column);
    fs->where = offset + 1;
    fs->at_word = here;
    fs->line = e->line;
}

/* ---- jumps ------------------------------------------------------------------------------------------------------- */

HK_INLINE bool hk_emit_short_jump(unsigned op) { return (op >= HK_OPNUM(JT) && op <= HK_OPNUM(JNUNDEF)) || op == HK_OPNUM(GETTPL); }

/* The offset in the jump at `at`, and how to set it: in 24 bits (J), 16 bits or the second word. */
HK_FN int32_t hk_emit_offset(hk_emitter *e, uint32_t at)
{
    const uint32_t *w = hk_emit_word_at(e, at);
    unsigned op = *w & 0xFF;
    if (op == HK_OPNUM(J))
        return (int32_t)*w >> 8;
    return hk_emit_short_jump(op) ? (int32_t)*w >> 16 : (int32_t)w[1];
}

HK_FN void hk_emit_set_offset(hk_emitter *e, uint32_t at, int32_t offset)
{
    uint32_t *w = hk_emit_word_at(e, at);
    unsigned op = *w & 0xFF, shift = op == HK_OPNUM(J) ? 8 : hk_emit_short_jump(op) ? 16 : 0;
    if (shift == 0) {
        w[1] = (uint32_t)offset;
        return;
    }
    *w = (*w & ((1u << shift) - 1)) | (uint32_t)offset << shift;
    if ((int32_t)*w >> shift != offset)
        hk_emit_error(e, "function is too long");
}

/* Adds the jump just emitted at `at` to a list. */
HK_FN hk_list hk_emit_link(hk_emitter *e, uint32_t at, hk_list list)
{
    if (e->failed)
        return HK_NO_JUMP;
    hk_emit_set_offset(e, at, list == HK_NO_JUMP ? 0 : (int32_t)(at - list));
    return at;
}

/* Jumps that do and do not happen on the same condition stand together in the instruction set. */
HK_INLINE unsigned hk_emit_inverse(unsigned op) { return ((op - HK_OPNUM(JT)) ^ 1) + HK_OPNUM(JT); }

/* Emits a J, or a jump of the JT family on register reg; returns the list with it. */
HK_FN hk_list hk_emit_jump(hk_emitter *e, unsigned op, unsigned reg, hk_list list)
{
    uint32_t at;
    if (e->fs->dead)
        return list;
    if (op != HK_OPNUM(J) && e->fs->far) {
        hk_emit_ri(e, hk_emit_inverse(op), reg, 1);
        op = HK_OPNUM(J);
    }
    at = hk_emit_here(e);
    if (op != HK_OPNUM(J)) {
        hk_emit_ri(e, op, reg, 0);
        return hk_emit_link(e, at, list);
    }
    hk_emit_word(e, op);
    return hk_emit_link(e, at, list);
}

/* An unconditional jump: what follows cannot be reached. */
HK_FN hk_list hk_emit_goto(hk_emitter *e, hk_list list)
{
    list = hk_emit_jump(e, HK_OPNUM(J), 0, list);
    hk_emit_dead(e);
    return list;
}

/* Adds the two-word jump whose first word was just emitted to a list. */
HK_FN hk_list hk_emit_jump2(hk_emitter *e, hk_list list)
{
    uint32_t at = hk_emit_here(e) - 1;
    if (e->fs->dead)
        return list;
    hk_emit_word(e, 0);
    return hk_emit_link(e, at, list);
}

/* All jumps of the list lead to `target`. */
HK_FN void hk_emit_patch(hk_emitter *e, hk_list list, uint32_t target)
{
    while (list != HK_NO_JUMP && !e->failed) {
        int32_t distance = hk_emit_offset(e, list);
        unsigned op = *hk_emit_word_at(e, list) & 0xFF;
        uint32_t size = op == HK_OPNUM(J) || (hk_emit_short_jump(op) && op != HK_OPNUM(GETTPL)) ? 1 : 2;
        hk_emit_set_offset(e, list, (int32_t)(target - list - size));
        list = distance ? list - (uint32_t)distance : HK_NO_JUMP;
    }
}

/* All jumps of the list lead here. */
HK_FN void hk_emit_bind(hk_emitter *e, hk_list list)
{
    if (list == HK_NO_JUMP)
        return;
    hk_emit_patch(e, list, hk_emit_here(e));
    e->fs->dead = false;
    e->fs->where = 0;
}

/* The target of jumps backwards */
HK_FN uint32_t hk_emit_loop_head(hk_emitter *e)
{
    e->fs->dead = false;
    e->fs->where = 0;
    return e->fs->step = hk_emit_here(e);
}

/* ---- functions --------------------------------------------------------------------------------------------------- */

HK_FN void hk_emit_open(hk_emitter *e, hk_fs *fs, unsigned code_flags)
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
    fs->completion = fs->fresh = fs->promise = HK_NO_REG;
    fs->ret = HK_NO_JUMP;
    e->fs = fs;
}

/* The image of the running function, whose parts are the tops of the stacks; 0 after a failure. */
HK_FN hk_ref hk_emit_image(hk_emitter *e, uint32_t name)
{
    hk_vm *vm = e->vm;
    hk_fs *fs = e->fs;
    uint32_t nconsts = e->count[HK_W_CONSTS] - fs->consts, nwords = hk_emit_here(e), i;
    uint32_t ntries = e->count[HK_W_TRIES] - fs->tries, npositions = e->count[HK_W_POSITIONS] - fs->positions;
    hk_code *code;
    uint8_t *at;
    hk_ref r;
    if (ntries > 0xFFFF || nwords > 0xFFFFFF)
        hk_emit_error(e, "function is too long");
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
    code->nprops = fs->nprops;
    hk_store_ref(vm, &code->name, hk_name_ref(vm, name));
    hk_store_ref(vm, &code->file, e->library ? 0 : hk_ref_of(*(hk_val *)(void *)hk_emit_data(e, HK_W_CONSTS)));
    for (i = 0; i < nconsts; i++)
        hk_store(vm, (hk_val *)(void *)(code + 1) + i, ((hk_val *)(void *)hk_emit_data(e, HK_W_CONSTS))[fs->consts + i]);
    at = (uint8_t *)(code + 1) + nconsts * 8;
    memcpy(at, hk_emit_data(e, HK_W_WORDS) + fs->words, nwords * 4);
    at += nwords * 4;
    memcpy(at, (hk_try *)(void *)hk_emit_data(e, HK_W_TRIES) + fs->tries, ntries * sizeof(hk_try));
    at += ntries * sizeof(hk_try);
    memcpy(at, (uint8_t *)hk_emit_data(e, HK_W_POSITIONS) + fs->positions, npositions);
    return r;
}

/* In debug builds all code is verified: a complaint is an error of the emitter. */
HK_FN void hk_emit_verify(hk_emitter *e, hk_ref r)
{
#ifdef HAKO_DEBUG_CODE
    uint8_t work[4096];
    uint32_t at;
    const hk_code *code = hk_ptr(e->vm, r);
    const char *why = hk_verify(e->vm, code, hk_block_bytes(e->vm, r), work, sizeof work, &at);
    if (why && code->nwords <= sizeof work * 8)
        hk_emit_error(e, why);
#else
    (void)e;
    (void)r;
#endif
}

/* Makes the running function's CODE block and returns to the function around it: the block's number among that one's
 * constants. */
HK_FN uint32_t hk_emit_close(hk_emitter *e, uint32_t name, uint32_t length, uint32_t start, uint32_t end)
{
    hk_fs *fs = e->fs;
    hk_ref r = hk_emit_image(e, name);
    e->count[HK_W_WORDS] = fs->words;
    e->count[HK_W_CONSTS] = fs->consts;
    e->count[HK_W_POSITIONS] = fs->positions;
    e->count[HK_W_TRIES] = fs->tries;
    e->fs = fs->outer;
    if (!r) {
        hk_emit_fail(e);
        return 0;
    }
    hk_emit_verify(e, r);
    hk_code *code = hk_ptr(e->vm, r);
    code->length = (uint8_t)length;
    if (!e->library) {
        code->start = start;
        code->extent = end - start;
    }
    if (!e->fs) {                            /* the script itself: the caller takes it from here */
        hk_store(e->vm, (hk_val *)(void *)hk_emit_data(e, HK_W_CONSTS), hk_internal(r));
        return 0;
    }
    return hk_emit_const(e, hk_internal(r));
}

#include "emit_scope.c"
#include "emit_expr.c"
#include "emit_spine.c"
#include "emit_pattern.c"
#include "emit_stmt.c"
#include "emit_async.c"
#include "emit_func.c"
#include "emit_class.c"
#include "emit_eval.c"
#include "emit_module.c"

/* ---- the entry --------------------------------------------------------------------------------------------------- */

/* The source text beside its name, *name: see hk_code. false: out of memory. */
HK_FN bool hk_emit_keep_source(hk_emitter *e, hk_val *name)
{
    hk_vm *vm = e->vm;
    uint32_t n = e->source->length;
    hk_ref r = hk_alloc(vm, HK_T_BYTES, 8 + n);
    if (!r)
        return false;
    memcpy(hk_vals(vm, r), e->source->text, n);
    hk_val *text = hk_push(vm, hk_internal(r));
    if ((r = hk_alloc_values(vm, 2, HK_UNDEFINED)) != 0) {
        hk_store(vm, &hk_vals(vm, r)[0], *name);
        hk_store(vm, &hk_vals(vm, r)[1], *text);
        *name = hk_internal(r);
    }
    hk_pop(vm);
    return r != 0;
}

/* The blocks behind the stacks, small at first, and the source's name as the first constant. */
HK_FN bool hk_emit_begin(hk_emitter *e)
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
    r = hk_str_utf8(vm, name, hk_emit_length(name));
    if (e->name_undefined == UINT32_MAX || !r)
        return false;
    hk_val *file = hk_push(vm, hk_string(r));
    bool ok = !(vm->flags & HK_VM_SOURCE) || e->library || hk_emit_keep_source(e, file);
    e->count[HK_W_CONSTS] = 1;
    hk_store(vm, (hk_val *)(void *)hk_emit_data(e, HK_W_CONSTS), hk_pop(vm));
    return ok;
}

HK_FN hk_ref hk_compile_around(hk_vm *vm, const hk_source *source, const hk_val *around)
{
    hk_emitter em;
    hk_ref r = 0;
    uint32_t scratch = vm->scratch;
    memset(&em, 0, sizeof em);
    em.vm = vm;
    em.source = source;
    em.around = around;
    em.library = (source->flags & HK_PARSE_LIBRARY) != 0;
    em.line = em.column = 1;
    em.fname_reg = HK_NO_REG;
    if (!hk_parse(vm, source, &em.tree))
        return 0;
    if (hk_emit_begin(&em)) {
#if HAKO_WITH_MODULES
        if (source->flags & HK_PARSE_MODULE)
            hk_emit_module(&em);
        else
#endif
            hk_emit_script(&em);
        if (!em.failed)
            r = hk_ref_of(*(hk_val *)(void *)hk_emit_data(&em, HK_W_CONSTS));
    }
    memset(vm->work, 0, sizeof vm->work);
    hk_names_close(vm);
    vm->limit += vm->scratch - scratch;
    vm->scratch = scratch;
    return r;
}

HK_FN hk_ref hk_compile(hk_vm *vm, const hk_source *source) { return hk_compile_around(vm, source, NULL); }
#endif
