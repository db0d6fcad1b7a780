/* Runs a program: backtracking, with a stack in the heap. Nothing recurses, and a match can be left and resumed after
 * any instruction.
 *
 * The stack lies behind the registers in the state block. An entry's last word tells its kind in two bits:
 *   CHOICE  pos, pc          try pc at pos
 *   UNDO    value, register  the register was that before
 *   GIVE    least, pos, pc   the greedy run at pc reached pos and may give back down to least
 *   LAZY    left, pos, pc    a lazy run at pc reached pos, and may take `left` more
 * All that an attempt changes in the registers of groups and counters is undone when it fails. */
#ifndef HK_REGEXP_MATCHER_C
#define HK_REGEXP_MATCHER_C
#include "compiler.c"

enum { HK_RE_CHOICE, HK_RE_UNDO, HK_RE_GIVE, HK_RE_LAZY };
enum { HK_RE_AT_SEARCH, HK_RE_AT_PC, HK_RE_AT_RUN, HK_RE_AT_FAIL };     /* how to go on */
#define HK_RE_SLICE 1000                /* steps between two chances to leave */
#define HK_RE_CHUNK 4000u               /* units of a scan, about as many steps' worth */

#define HK_RE_UNIT(i) (u8 ? u8[i] : (uint32_t)u16[i])

/* The subject. */
typedef struct { const uint8_t *u8; const uint16_t *u16; uint32_t len; bool full; } hk_re_text;

/* The character at *i, which moves behind it. */
HK_INLINE uint32_t hk_re_read(const hk_re_text *t, uint32_t *i)
{
    uint32_t ch = t->u8 ? t->u8[*i] : t->u16[*i];
    ++*i;
    if (t->full && hk_is_lead_surrogate(ch) && *i < t->len && hk_is_trail_surrogate(t->u16[*i]))
        ch = hk_join_surrogates(ch, t->u16[(*i)++]);
    return ch;
}

/* The character before *i, which moves before it. */
HK_INLINE uint32_t hk_re_read_back(const hk_re_text *t, uint32_t *i)
{
    uint32_t ch = t->u8 ? t->u8[--*i] : t->u16[--*i];
    if (t->full && hk_is_trail_surrogate(ch) && *i && hk_is_lead_surrogate(t->u16[*i - 1]))
        ch = hk_join_surrogates(t->u16[--*i], ch);
    return ch;
}

/* The bitmap of Latin-1 characters in a set instruction, or NULL if it has none at hand. */
HK_INLINE const uint32_t *hk_re_bits(const uint32_t *p)
{
    switch (*p) {
    case HK_RX_WORD:  return hk_re_word_bits;
    case HK_RX_SPACE: return hk_re_space_bits;
    default:          return (*p & 0xFF) == HK_RX_CLASS ? p + 2 : NULL;
    }
}

/* How far characters of set p reach from `at` on: at most *count, which is taken down by what there are. */
HK_FN uint32_t hk_re_span(const hk_re_text *t, const uint32_t *p, uint32_t at, uint32_t *count)
{
    uint32_t n = *count, start = at, end, next;
    if (!t->full || *p == (HK_RX_DOT | 1u << 8)) {
        end = n < t->len - at ? at + n : t->len;
        const uint32_t *bits = t->u8 ? hk_re_bits(p) : NULL;
        if (bits) {
            while (at < end && (bits[t->u8[at] >> 5] >> (t->u8[at] & 31) & 1))
                at++;
        } else if (t->u8 && (*p & 0xFF) == HK_RX_NOTCHAR) {
            while (at < end && t->u8[at] != *p >> 8)
                at++;
        } else if (*p == (HK_RX_DOT | 1u << 8) && !t->full) {
            at = end;
        } else if (!t->full) {
            while (at < end && hk_re_in(p, t->u8 ? t->u8[at] : t->u16[at]))
                at++;
        }
        if (!t->full) {
            *count = n - (at - start);
            return at;
        }
    }
    for (next = at; n && at < t->len && hk_re_in(p, hk_re_read(t, &next)); at = next)
        n--;
    *count = n;
    return at;
}

/* The first place from `at` on, before `end`, where a match may begin; `end` if there is none. */
HK_FN uint32_t hk_re_candidate(const hk_re_text *t, const hk_re_program *p, uint32_t at, uint32_t end)
{
    const uint32_t *set = p->code, *bits = p->first ? p->code + p->first : NULL;
    if ((*set & 0xFF) == HK_RX_CHAR) {
        uint32_t ch = *set >> 8;
        if (t->u8)
            while (at < end && t->u8[at] != ch)
                at++;
        else
            while (at < end && t->u16[at] != ch)
                at++;
    } else if (bits) {
        if (t->u8)
            while (at < end && !(bits[t->u8[at] >> 5] >> (t->u8[at] & 31) & 1))
                at++;
        else
            while (at < end && t->u16[at] < 256 && !(bits[t->u16[at] >> 5] >> (t->u16[at] & 31) & 1))
                at++;
    } else if (hk_re_is_set(*set)) {
        for (uint32_t next = at; at < end && !hk_re_in(set, hk_re_read(t, &next)); at = next)
            ;
    }
    return at;
}

HK_INLINE bool hk_re_is_line_end(uint32_t u) { return u == '\n' || u == '\r' || u - 0x2028 < 2; }

/* WordCharacters */
HK_FN bool hk_re_is_word(const hk_re_text *t, uint32_t i, bool fold)
{
    uint32_t u = t->u8 ? t->u8[i] : t->u16[i];
    return u < 128 ? hk_re_word_bits[u >> 5] >> (u & 31) & 1 : fold && (u == 0x17F || u == 0x212A);
}

/* Do the characters of [from, to) stand at *at, or with `back` before it? Moves *at. */
HK_FN bool hk_re_repeats(const hk_re_text *t, uint32_t from, uint32_t to, uint32_t *at, uint32_t flags)
{
    bool back = (flags & 4) != 0;
    uint32_t n = to - from, i;
    if (n > (back ? *at : t->len - *at))
        return false;
    if (back)
        *at -= n;
    for (i = *at; from < to;) {
        uint32_t a = hk_re_read(t, &from), b = hk_re_read(t, &i);
        if (a != b && !((flags & 1) && hk_re_canonical(a, flags & 2) == hk_re_canonical(b, flags & 2)))
            return false;
    }
    if (!back)
        *at = i;
    return true;
}

HK_FN bool hk_re_grow(hk_vm *vm, hk_val *state, uint32_t need)
{
    uint32_t room = ((hk_re_state *)hk_ptr(vm, hk_ref_of(*state)))->room;
    hk_ref r = hk_resize(vm, state, (uint32_t)sizeof(hk_re_state) + (room + room / 2 + need + 64) * 4);
    if (!r)
        return false;
    hk_re_state *s = hk_ptr(vm, r);
    s->room = (hk_block_bytes(vm, r) - (uint32_t)sizeof *s) / 4;
    return true;
}

/* The text of a flat string; a string of one unit has it in *unit. */
HK_FN void hk_re_subject(hk_vm *vm, const hk_val *string, uint32_t flags, hk_text *unit, hk_re_text *t)
{
    hk_text_of(vm, hk_ref_of(*string), unit);
    t->u8 = unit->u8;
    t->u16 = unit->u16 ? unit->u16 : &unit->unit;
    t->len = unit->len;
    t->full = (flags & HK_RE_FULL) && !t->u8;
}

/* A new state. In Unicode mode a match that is to begin in the middle of a pair begins with it. */
HK_FN bool hk_re_start(hk_vm *vm, const hk_val *program, const hk_val *string, hk_val *state, uint32_t start, bool sticky)
{
    hk_text unit;
    hk_re_text t;
    uint32_t registers = ((hk_re_program *)hk_ptr(vm, hk_ref_of(*program)))->registers;
    hk_ref r = hk_alloc(vm, HK_T_BYTES, (uint32_t)sizeof(hk_re_state) + (registers + 48) * 4);
    if (!r)
        return false;
    *state = hk_internal(r);
    hk_re_state *s = hk_ptr(vm, r);
    s->room = registers + 48;
    s->start = s->from = start;
    s->sticky = sticky;
    s->resume = HK_RE_AT_SEARCH;
    hk_re_subject(vm, string, ((hk_re_program *)hk_ptr(vm, hk_ref_of(*program)))->flags, &unit, &t);
    if (t.full && start && start < t.len && hk_is_trail_surrogate(t.u16[start]) && hk_is_lead_surrogate(t.u16[start - 1]))
        s->start--;
    for (uint32_t i = 0; i < registers; i++)
        s->regs[i] = HK_RE_NONE;
    vm->budget -= (int32_t)(registers / 4);
    return true;
}


/* Threaded where speed counts more than size. */
#if HK_GNUC && defined(__OPTIMIZE__) && !defined(__OPTIMIZE_SIZE__)
#  define HK_RE_THREADED 1
#  define HK_RE_DISPATCH() do { if (--fuel < 0) goto leave; w = code[pc]; goto *labels[w & 0xFF]; } while (0)
#  define HK_RE_OP(name) op_##name
#else
#  define HK_RE_THREADED 0
#  define HK_RE_DISPATCH() goto dispatch
#  define HK_RE_OP(name) case HK_RX_##name
#endif
#define HK_RE_FAIL() goto fail
/* Makes sure of room for n words on the stack; before anything else in an instruction, which may be begun again. */
#define HK_RE_NEED(n) do { if (HK_UNLIKELY(stack + sp + (n) > limit)) { need = (n); goto grow; } } while (0)
#define HK_RE_PUSH2(a, b) (stack[sp] = (a), stack[sp + 1] = (b), sp += 2)
#define HK_RE_SET(r, v) do { uint32_t r_ = (r); HK_RE_PUSH2(regs[r_], r_ << 2 | HK_RE_UNDO); regs[r_] = (v); } while (0)

#if HK_GNUC
#  pragma GCC diagnostic push
#  pragma GCC diagnostic ignored "-Wpedantic"
#endif
HK_FN int hk_re_loop(hk_vm *vm, hk_val *program, hk_val *string, hk_val *state)
{
#if HK_RE_THREADED
#  define HK_RE_LABEL(name) &&op_##name,
    static const void *const labels[] = { HK_RE_OPCODES(HK_RE_LABEL) };
#endif
    const hk_re_program *p;
    hk_re_state *s;
    const uint32_t *code;
    uint32_t *regs, *stack, *limit, pc, pos, sp, w, need, ch, count, resume;
    int32_t fuel = HK_RE_SLICE;
    const uint8_t *u8;
    const uint16_t *u16;
    hk_text unit;
    hk_re_text text, *t = &text;
enter:                                          /* also after an allocation */
    p = hk_ptr(vm, hk_ref_of(*program));
    code = p->code;
    s = hk_ptr(vm, hk_ref_of(*state));
    regs = s->regs;
    stack = regs + p->registers;
    limit = regs + s->room;
    pc = s->pc;
    pos = s->at;
    sp = s->sp;
    hk_re_subject(vm, string, p->flags, &unit, t);
    u8 = t->u8;
    u16 = t->u16;
    resume = s->resume;
    if (resume != HK_RE_AT_RUN)
        s->resume = HK_RE_AT_PC;
    if (resume == HK_RE_AT_SEARCH)
        goto search;
    if (resume == HK_RE_AT_FAIL)
        goto fail;
    HK_RE_DISPATCH();
#if !HK_RE_THREADED
dispatch:
    if (--fuel < 0)
        goto leave;
    w = code[pc];
    switch (w & 0xFF) {
#endif
    HK_RE_OP(CHAR):
        if (pos >= t->len || HK_RE_UNIT(pos) != w >> 8)
            HK_RE_FAIL();
        pos++;
        pc++;
        HK_RE_DISPATCH();
    HK_RE_OP(NOTCHAR):
    HK_RE_OP(PAIR):
    HK_RE_OP(RANGE):
    HK_RE_OP(DIGIT):
    HK_RE_OP(WORD):
    HK_RE_OP(SPACE):
    HK_RE_OP(DOT):
    HK_RE_OP(CLASS):
        if (pos >= t->len)
            HK_RE_FAIL();
        ch = hk_re_read(t, &pos);
        if (!hk_re_in(code + pc, ch))
            HK_RE_FAIL();
        pc += hk_re_size(code + pc);
        HK_RE_DISPATCH();
    HK_RE_OP(BACK):
        if (pos == 0)
            HK_RE_FAIL();
        ch = hk_re_read_back(t, &pos);
        if (!hk_re_in(code + ++pc, ch))
            HK_RE_FAIL();
        pc += hk_re_size(code + pc);
        HK_RE_DISPATCH();
    HK_RE_OP(RUN): {
        HK_RE_NEED(3);
        const uint32_t *r = code + pc;
        bool lazy = (w >> 8 & 3) == 1;
        uint32_t most = lazy ? r[1] : r[2], least = pos, left = most, n;
        if (s->resume == HK_RE_AT_RUN) {        /* in the middle of a long one */
            least = s->run_at;
            left = s->run_count;
            s->resume = HK_RE_AT_PC;
        }
        n = left < HK_RE_CHUNK ? left : HK_RE_CHUNK;
        left -= n;
        count = pos;
        pos = hk_re_span(t, r + 4, pos, &n);
        fuel -= (int32_t)((pos - count) / 4);
        left += n;
        if (n == 0 && left) {
            s->run_at = least;
            s->run_count = left;
            s->resume = HK_RE_AT_RUN;
            goto leave;
        }
        if (most - left < r[1])
            HK_RE_FAIL();
        if (lazy) {
            if (r[2] > r[1]) {
                HK_RE_PUSH2(r[2] - r[1], pos);
                stack[sp++] = pc << 2 | HK_RE_LAZY;
            }
        } else if (!(w >> 9 & 1) && most - left > r[1]) {
            if (r[1] && !t->full) {
                least += r[1];
            } else if (r[1]) {
                count = r[1];
                least = hk_re_span(t, r + 4, least, &count);
            }
            HK_RE_PUSH2(least, pos);
            stack[sp++] = pc << 2 | HK_RE_GIVE;
            goto give_back;
        }
        pc += 4 + (w >> 10);
        HK_RE_DISPATCH();
    }
    HK_RE_OP(MATCH):
        regs[0] = s->start < s->from && s->from <= pos ? s->from : s->start;
        regs[1] = pos;
        vm->budget -= HK_RE_SLICE - fuel;
        return HK_RE_MATCHED;
    HK_RE_OP(FAIL):
        HK_RE_FAIL();
    HK_RE_OP(JUMP):
        pc += (uint32_t)hk_re_signed(w);
        HK_RE_DISPATCH();
    HK_RE_OP(SPLIT):
        HK_RE_NEED(2);
        HK_RE_PUSH2(pos, (pc + (uint32_t)hk_re_signed(w)) << 2 | HK_RE_CHOICE);
        pc++;
        HK_RE_DISPATCH();
    HK_RE_OP(SPLITTO):
        HK_RE_NEED(2);
        HK_RE_PUSH2(pos, (pc + 1) << 2 | HK_RE_CHOICE);
        pc += (uint32_t)hk_re_signed(w);
        HK_RE_DISPATCH();
    HK_RE_OP(SAVE):
        HK_RE_NEED(2);
        HK_RE_SET(w >> 8, pos);
        pc++;
        HK_RE_DISPATCH();
    HK_RE_OP(RESET):
        HK_RE_NEED((code[pc + 1] - (w >> 8)) * 2);
        for (uint32_t r = w >> 8; r < code[pc + 1]; r++)
            if (regs[r] != HK_RE_NONE)
                HK_RE_SET(r, HK_RE_NONE);
        fuel -= (int32_t)((code[pc + 1] - (w >> 8)) / 4);
        pc += 2;
        HK_RE_DISPATCH();
    HK_RE_OP(ZERO):
        HK_RE_NEED(2);
        HK_RE_SET(w >> 8, 0);
        pc++;
        HK_RE_DISPATCH();
    HK_RE_OP(LOOP): {
        HK_RE_NEED(2);
        uint32_t out = pc + (code[pc + 3] >> 1), in = pc + 4, done = regs[w >> 8];
        bool lazy = code[pc + 3] & 1;
        if (done < code[pc + 1]) {
            pc = in;
        } else if (done >= code[pc + 2]) {
            pc = out;
        } else {
            HK_RE_PUSH2(pos, (lazy ? in : out) << 2 | HK_RE_CHOICE);
            pc = lazy ? out : in;
        }
        HK_RE_DISPATCH();
    }
    HK_RE_OP(NEXT): {
        HK_RE_NEED(2);
        uint32_t done = regs[w >> 8] + 1, moved = code[pc + 1], least = code[pc + 2];
        if (moved && regs[moved - 1] == pos) {
            if (done > least)
                HK_RE_FAIL();
            if (least > 64)                     /* what matched nothing once can do so as often as is wanted */
                done = least;
        }
        if (done > HK_RE_MANY)
            done = HK_RE_MANY;
        HK_RE_SET(w >> 8, done);
        pc += code[pc + 3];
        HK_RE_DISPATCH();
    }
    HK_RE_OP(MOVED):
        if (regs[w >> 8] == pos)
            HK_RE_FAIL();
        pc++;
        HK_RE_DISPATCH();
    HK_RE_OP(START):
        if (pos && !(w >> 8 && hk_re_is_line_end(HK_RE_UNIT(pos - 1))))
            HK_RE_FAIL();
        pc++;
        HK_RE_DISPATCH();
    HK_RE_OP(END):
        if (pos < t->len && !(w >> 8 && hk_re_is_line_end(HK_RE_UNIT(pos))))
            HK_RE_FAIL();
        pc++;
        HK_RE_DISPATCH();
    HK_RE_OP(BOUNDARY): {
        bool before = pos && hk_re_is_word(t, pos - 1, w >> 9), after = pos < t->len && hk_re_is_word(t, pos, w >> 9);
        if ((before == after) != (w >> 8 & 1))
            HK_RE_FAIL();
        pc++;
        HK_RE_DISPATCH();
    }
    HK_RE_OP(LOOK):                             /* what LOOKED drops from the stack must not be missed: the groups */
        HK_RE_NEED((code[pc + 2] - code[pc + 1]) * 2);
        for (uint32_t r = code[pc + 1]; r < code[pc + 2]; r++)
            HK_RE_PUSH2(regs[r], r << 2 | HK_RE_UNDO);
        regs[w >> 8] = sp;
        regs[(w >> 8) + 1] = pos;
        pc += 3;
        HK_RE_DISPATCH();
    HK_RE_OP(LOOKED):
        sp = regs[w >> 8];
        pos = regs[(w >> 8) + 1];
        pc++;
        HK_RE_DISPATCH();
    HK_RE_OP(NOLOOK):
        HK_RE_NEED(2);
        regs[w >> 8] = sp;
        HK_RE_PUSH2(pos, (pc + code[pc + 1]) << 2 | HK_RE_CHOICE);
        pc += 2;
        HK_RE_DISPATCH();
    HK_RE_OP(NOLOOKED):
        for (need = regs[w >> 8]; sp > need; fuel--) {
            ch = stack[sp - 1];
            if ((ch & 3) == HK_RE_UNDO)
                regs[ch >> 2] = stack[sp - 2];
            sp -= ch & 2 ? 3 : 2;
        }
        HK_RE_FAIL();
    HK_RE_OP(REFER):
        count = w >> 11;
        for (uint32_t i = 1; i <= count; i++) {
            const uint32_t *r = regs + code[pc + i] * 2;
            if (r[0] == HK_RE_NONE || r[1] == HK_RE_NONE)
                continue;
            fuel -= (int32_t)((r[1] - r[0]) / 4);
            if (!hk_re_repeats(t, r[0], r[1], &pos, w >> 8))
                HK_RE_FAIL();
            break;
        }
        pc += 1 + count;
        HK_RE_DISPATCH();
#if !HK_RE_THREADED
    }
#endif

fail:
    while (sp) {
        w = stack[sp - 1];
        pos = stack[sp - 2];
        pc = w >> 2;
        switch (w & 3) {
        case HK_RE_UNDO:
            regs[pc] = pos;
            sp -= 2;
            continue;
        case HK_RE_CHOICE:
            sp -= 2;
            HK_RE_DISPATCH();
        case HK_RE_LAZY:
            count = 1;
            pos = hk_re_span(t, code + pc + 4, pos, &count);
            stack[sp - 2] = pos;
            if (count || --stack[sp - 3] == 0)
                sp -= 3;
            if (count)
                continue;
            break;
        default:
            if (pos == stack[sp - 3]) {
                sp -= 3;
                continue;
            }
            hk_re_read_back(t, &pos);
        give_back:                              /* a RUN may have reached up to pos */
            need = stack[sp - 3];
            count = pos;
            if ((ch = code[pc + 3]) != 0)       /* the unit is known that must follow: back to where it does */
                while (pos == t->len || HK_RE_UNIT(pos) != ch - 1) {
                    if (pos == need || count - pos > HK_RE_CHUNK)
                        break;
                    hk_re_read_back(t, &pos);
                }
            fuel -= (int32_t)((count - pos) / 4);
            stack[sp - 2] = pos;
            if (ch && (pos == t->len || HK_RE_UNIT(pos) != ch - 1)) {
                if (pos == need)
                    goto fail;                  /* which drops the entry */
                s->resume = HK_RE_AT_FAIL;
                goto leave;
            }
        }
        pc += 4 + (code[pc] >> 10);
        HK_RE_DISPATCH();
    }
    /* the attempt has failed; all registers are as at first */
    if (s->start >= t->len || s->sticky)
        goto failed;
    hk_re_read(t, &s->start);
search:
    pos = s->start;
    if (!s->sticky) {
        if (*code == HK_RX_START && pos)
            goto failed;
        need = t->len - pos > HK_RE_CHUNK ? pos + HK_RE_CHUNK : t->len;
        s->start = hk_re_candidate(t, p, pos, need);
        fuel -= (int32_t)((s->start - pos) / 4);
        pos = s->start;
        if (pos >= need && need < t->len) {
            s->resume = HK_RE_AT_SEARCH;
            goto leave;
        }
        if (pos == t->len && (p->first || hk_re_is_set(*code)))
            goto failed;
    }
    pc = 0;
    HK_RE_DISPATCH();

failed:
    vm->budget -= HK_RE_SLICE - fuel;
    return HK_RE_FAILED;
leave:
    s->pc = pc;
    s->at = pos;
    s->sp = sp;
    vm->budget -= HK_RE_SLICE - fuel;
    return HK_RE_MORE;
grow:
    s->pc = pc;
    s->at = pos;
    s->sp = sp;
    if (hk_re_grow(vm, state, need))
        goto enter;
    return HK_RE_ERROR;
}
#if HK_GNUC
#  pragma GCC diagnostic pop
#endif

HK_FN int hk_re_match(hk_vm *vm, hk_val *program, hk_val *string, hk_val *state, uint32_t start, bool sticky)
{
    if (*state == HK_UNDEFINED && !hk_re_start(vm, program, string, state, start, sticky))
        return HK_RE_ERROR;
    return hk_re_loop(vm, program, string, state);
}
#endif
