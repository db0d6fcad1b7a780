/* Pattern -> program. One pass over the pattern writes the code; what turns out to be repeated, or one of several
 * alternatives, is moved up by the words that go before it. Nesting groups are kept on a stack of the compiler's own;
 * only classes of the v flag recurse.
 *
 * The work stack (a BYTES block) holds, as words: the levels of open groups, the starts of terms in a lookbehind, and
 * sets of characters. A set is what lies on the stack from some place up to its top: pairs lo, hi; ascending, disjoint
 * and not touching once it has been through hk_re_order. */
#ifndef HK_REGEXP_COMPILER_C
#define HK_REGEXP_COMPILER_C
#include "regexp.h"
#include "../base/utf.h"
#include "../unicode/unicode.h"
#include "../unicode/properties.h"
#include "../vm/forward.h"

#define HK_RE_MAX_LENGTH (1u << 22)     /* words of code: jumps fit 24 bits */
#define HK_RE_MAX_LEVELS 1000u          /* closing a group can move what is in it: nesting multiplies the work */
#define HK_RE_MAX_CLASSES 32u           /* nested classes of the v flag: C stack */
#define HK_RE_ACTIVE 0x40000000u        /* in names: the group may take part together with what follows */

enum { HK_RE_G_TOP, HK_RE_G_PLAIN, HK_RE_G_CAPTURE, HK_RE_G_LOOK, HK_RE_G_NOLOOK };
typedef struct {
    uint8_t kind, flags;                /* flags and direction to go on with behind the group */
    bool backward;
    bool consumes, always;              /* the current alternative, and all before it, take at least one character */
    uint8_t unused[3];
    uint32_t code, alternative;         /* where they begin */
    uint32_t jumps;                     /* the last of the JUMPs to the end, 0: none; each holds the one before */
    uint32_t group, groups, names;      /* its number; groups and names before it */
    uint32_t terms;                     /* backward: starts of terms on the work stack */
} hk_re_level;
#define HK_RE_LEVEL_WORDS ((uint32_t)sizeof(hk_re_level) / 4)

typedef struct {
    hk_vm *vm;
    hk_val *source, *program, *work, *names, *strings;      /* roots */
    const char *why;                    /* the error; "" when an exception is set */
    hk_text t;
    uint32_t *code, *stack;             /* in their blocks: see hk_re_refresh */
    uint32_t pos, length, room, depth, stack_room;
    uint32_t flags;                     /* the modifiers in force among them */
    uint32_t total, groups, registers;  /* groups in all, groups so far */
    uint32_t known, named;              /* named groups in all, so far */
    uint32_t nstrings;
    uint16_t levels, classes;
    bool backward;
    bool ranged;                        /* the last operand of a class was a range: no operator may follow */
    hk_re_level g;
} hk_re_compiler;

/* ---- Errors, room, text --------------------------------------------------------------------- */

/* The first error stands; the parser then meets the end of the pattern everywhere. */
HK_FN HK_NOINLINE void hk_re_error(hk_re_compiler *c, const char *why)
{
    if (!c->why)
        c->why = why;
    c->pos = c->t.len;
}

HK_FN void hk_re_refresh(hk_re_compiler *c)
{
    hk_text_of(c->vm, hk_ref_of(*c->source), &c->t);
    c->code = ((hk_re_program *)hk_ptr(c->vm, hk_ref_of(*c->program)))->code;
    c->stack = (uint32_t *)hk_ptr(c->vm, hk_ref_of(*c->work)) + 2;
    if (c->why)
        c->pos = c->t.len;
}

/* Room for n more words of code. false: failed. */
HK_FN HK_NOINLINE bool hk_re_code_room(hk_re_compiler *c, uint32_t n)
{
    if (c->why)
        return false;
    if (n > HK_RE_MAX_LENGTH || c->length + n > HK_RE_MAX_LENGTH) {
        hk_re_error(c, "too large");
        return false;
    }
    if (c->length + n <= c->room)
        return true;
    uint32_t want = c->length + n + c->length / 2 + 16;
    if (!hk_resize(c->vm, c->program, (uint32_t)sizeof(hk_re_program) + want * 4))
        c->why = "";
    else
        c->room = want;
    hk_re_refresh(c);
    return !c->why;
}

HK_FN HK_NOINLINE bool hk_re_stack_room(hk_re_compiler *c, uint32_t n)
{
    if (c->why)
        return false;
    if (c->depth + n <= c->stack_room)
        return true;
    uint32_t want = c->depth + n + c->depth / 2 + 16;
    if (!hk_resize(c->vm, c->work, 8 + want * 4))
        c->why = "";
    else
        c->stack_room = want;
    hk_re_refresh(c);
    return !c->why;
}

HK_FN void hk_re_push(hk_re_compiler *c, uint32_t w)
{
    if (hk_re_stack_room(c, 1))
        c->stack[c->depth++] = w;
}

HK_INLINE bool hk_re_full(const hk_re_compiler *c) { return (c->flags & HK_RE_FULL) != 0; }
HK_INLINE uint32_t hk_re_unit(const hk_re_compiler *c, uint32_t ahead)
{
    return c->pos + ahead < c->t.len ? hk_unit(&c->t, c->pos + ahead) : HK_RE_NONE;
}
HK_INLINE uint32_t hk_re_peek(const hk_re_compiler *c) { return hk_re_unit(c, 0); }
HK_FN bool hk_re_eat(hk_re_compiler *c, uint32_t unit)
{
    if (hk_re_peek(c) != unit)
        return false;
    c->pos++;
    return true;
}

/* The next character: a code point, or a unit where the pattern is made of units. */
HK_FN uint32_t hk_re_take(hk_re_compiler *c, bool full)
{
    uint32_t u = hk_re_peek(c);
    if (u == HK_RE_NONE)
        return u;
    c->pos++;
    if (full && hk_is_lead_surrogate(u) && hk_is_trail_surrogate(hk_re_peek(c)))
        u = hk_join_surrogates(u, hk_unit(&c->t, c->pos++));
    return u;
}

/* ---- Writing code ------------------------------------------------------------------------------ */

HK_FN uint32_t hk_re_emit(hk_re_compiler *c, unsigned op, uint32_t operand)
{
    if (!hk_re_code_room(c, 1))
        return 0;
    c->code[c->length] = op | operand << 8;
    return c->length++;
}

HK_FN void hk_re_word(hk_re_compiler *c, uint32_t w)
{
    if (hk_re_code_room(c, 1))
        c->code[c->length++] = w;
}

/* Makes room for n words at `at`. */
HK_FN bool hk_re_insert(hk_re_compiler *c, uint32_t at, uint32_t n)
{
    if (!hk_re_code_room(c, n))
        return false;
    memmove(c->code + at + n, c->code + at, (c->length - at) * 4u);
    c->length += n;
    return true;
}

/* The jump at `at` leads to `to`. */
HK_FN void hk_re_aim(hk_re_compiler *c, uint32_t at, unsigned op, uint32_t to)
{
    if (!c->why)
        c->code[at] = op | (to - at) << 8;
}
HK_INLINE int32_t hk_re_signed(uint32_t w) { return (int32_t)w >> 8; }

/* The words of the instruction at p. */
HK_FN uint32_t hk_re_size(const uint32_t *p)
{
    switch (*p & 0xFF) {
    case HK_RX_CLASS: return 1 + (*p >> 8);
    case HK_RX_RUN: return 4 + (*p >> 10);
    case HK_RX_REFER: return 1 + (*p >> 11);
    case HK_RX_PAIR: case HK_RX_RANGE: case HK_RX_RESET: case HK_RX_NOLOOK: return 2;
    case HK_RX_LOOK: return 3;
    case HK_RX_LOOP: case HK_RX_NEXT: return 4;
    default: return 1;
    }
}

HK_INLINE bool hk_re_is_set(uint32_t word) { return (word & 0xFF) <= HK_RX_CLASS; }

/* Is character ch in the set instruction p? */
HK_CONST_TABLE uint32_t hk_re_word_bits[HK_RE_BITMAP] = { 0, 0x03FF0000, 0x87FFFFFE, 0x07FFFFFE, 0, 0, 0, 0 };
HK_CONST_TABLE uint32_t hk_re_space_bits[HK_RE_BITMAP] = { 0x00003E00, 1, 0, 0, 0, 1, 0, 0 };
HK_FN bool hk_re_in_class(const uint32_t *p, uint32_t ch)
{
    uint32_t bmp = p[1], n = (*p >> 8) - 1 - HK_RE_BITMAP;
    if (ch < 256)
        return p[2 + (ch >> 5)] >> (ch & 31) & 1;
    const uint32_t *r = p + 2 + HK_RE_BITMAP;
    uint32_t lo = 0, hi;
    if (ch < 0x10000) {
        for (hi = bmp; lo < hi;) {
            uint32_t mid = (lo + hi) / 2;
            if ((r[mid] >> 16) < ch)
                lo = mid + 1;
            else
                hi = mid;
        }
        return lo < bmp && (r[lo] & 0xFFFF) <= ch;
    }
    r += bmp;
    n = (n - bmp) / 2;
    for (hi = n; lo < hi;) {
        uint32_t mid = (lo + hi) / 2;
        if (r[mid * 2 + 1] < ch)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && r[lo * 2] <= ch;
}

HK_INLINE bool hk_re_in(const uint32_t *p, uint32_t ch)
{
    uint32_t operand = *p >> 8;
    switch (*p & 0xFF) {
    case HK_RX_CHAR:    return ch == operand;
    case HK_RX_NOTCHAR: return ch != operand;
    case HK_RX_PAIR:    return ch == (p[1] & 0xFFFF) || ch == p[1] >> 16;
    case HK_RX_RANGE:   return ch >= operand && ch <= p[1];
    case HK_RX_DIGIT:   return (ch - '0' < 10) != (bool)operand;
    case HK_RX_WORD:    return (ch < 128 && (hk_re_word_bits[ch >> 5] >> (ch & 31) & 1)) != (bool)operand;
    case HK_RX_SPACE:   return hk_is_space(ch) != (bool)operand;
    case HK_RX_DOT:     return operand || !(ch == '\n' || ch == '\r' || ch - 0x2028 < 2);
    default:            return hk_re_in_class(p, ch);
    }
}

/* ---- Sets ------------------------------------------------------------------------------------------ */

HK_FN void hk_re_add(hk_re_compiler *c, uint32_t lo, uint32_t hi)
{
    if (hk_re_stack_room(c, 2)) {
        c->stack[c->depth++] = lo;
        c->stack[c->depth++] = hi;
    }
}

HK_INLINE uint32_t hk_re_last(const hk_re_compiler *c) { return hk_re_full(c) ? 0x10FFFF : 0xFFFF; }

/* Puts the set from `from` on in order and joins what touches. */
HK_FN void hk_re_order(hk_re_compiler *c, uint32_t from)
{
    uint32_t *s = c->stack + from, n, i, j, gap, out = 0;
    if (c->why)
        return;
    n = (c->depth - from) / 2;
    c->vm->budget -= (int32_t)(n / 4);
    for (gap = n / 2; gap; gap /= 2)
        for (i = gap; i < n; i++) {
            uint32_t lo = s[2 * i], hi = s[2 * i + 1];
            for (j = i; j >= gap && s[2 * (j - gap)] > lo; j -= gap) {
                s[2 * j] = s[2 * (j - gap)];
                s[2 * j + 1] = s[2 * (j - gap) + 1];
            }
            s[2 * j] = lo;
            s[2 * j + 1] = hi;
        }
    for (i = 0; i < n; i++)
        if (out && s[2 * i] <= s[2 * out - 1] + 1) {
            if (s[2 * i + 1] > s[2 * out - 1])
                s[2 * out - 1] = s[2 * i + 1];
        } else {
            s[2 * out] = s[2 * i];
            s[2 * out + 1] = s[2 * i + 1];
            out++;
        }
    c->depth = from + 2 * out;
}

/* Makes the ordered set of what is in an odd number of the ranges lo, hi + 1 from `from` on. */
HK_FN void hk_re_toggle(hk_re_compiler *c, uint32_t from)
{
    uint32_t *s = c->stack + from, n, i, j, gap, out = 0;
    if (c->why)
        return;
    n = c->depth - from;
    c->vm->budget -= (int32_t)(n / 4);
    for (gap = n / 2; gap; gap /= 2)
        for (i = gap; i < n; i++) {
            uint32_t edge = s[i];
            for (j = i; j >= gap && s[j - gap] > edge; j -= gap)
                s[j] = s[j - gap];
            s[j] = edge;
        }
    for (i = 0; i < n; i++)
        if (out && s[out - 1] == s[i])
            out--;
        else
            s[out++] = s[i];
    for (i = 1; i < out; i += 2)
        s[i]--;
    c->depth = from + out;
}

/* The complement of an ordered set. */
HK_FN void hk_re_invert(hk_re_compiler *c, uint32_t from)
{
    uint32_t next = 0, out = from, last = hk_re_last(c), i, end;
    if (!hk_re_stack_room(c, 2))
        return;
    end = c->depth;
    for (i = from; i < end; i += 2) {       /* out never overtakes i: the gap before a range takes the place of the one before */
        uint32_t lo = c->stack[i], hi = c->stack[i + 1];
        if (lo > next) {
            c->stack[out++] = next;
            c->stack[out++] = lo - 1;
        }
        next = hi + 1;
    }
    if (next <= last) {
        c->stack[out++] = next;
        c->stack[out++] = last;
    }
    c->depth = out;
}

/* Of the ordered sets [a, b) and [b, top) leaves what is in both. */
HK_FN void hk_re_intersect(hk_re_compiler *c, uint32_t a, uint32_t b)
{
    uint32_t i = a, j = b, end = c->depth, out;
    while (i < b && j < end && hk_re_stack_room(c, 2)) {
        uint32_t *s = c->stack, lo = s[i] > s[j] ? s[i] : s[j], hi = s[i + 1] < s[j + 1] ? s[i + 1] : s[j + 1];
        if (lo <= hi)
            hk_re_add(c, lo, hi);
        if (s[i + 1] < s[j + 1])
            i += 2;
        else
            j += 2;
    }
    if (c->why)
        return;
    out = c->depth - end;
    memmove(c->stack + a, c->stack + end, out * 4u);
    c->depth = a + out;
}

HK_FN bool hk_re_has(const hk_re_compiler *c, uint32_t from, uint32_t end, uint32_t ch)
{
    uint32_t lo = 0, hi = (end - from) / 2, n = hi;
    const uint32_t *s = c->stack + from;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (s[2 * mid + 1] < ch)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && s[2 * lo] <= ch;
}

/* ---- Ignoring case ------------------------------------------------------------------------------------ */

/* Canonicalize: by simple case folding, or by upper case where that is one unit and does not lead into ASCII. */
HK_FN uint32_t hk_re_canonical(uint32_t ch, bool full)
{
    uint32_t out[3];
    if (ch < 128)
        return full ? ch - 'A' < 26 ? ch + 32 : ch : ch - 'a' < 26 ? ch - 32 : ch;
    if (full)
        return hk_fold(ch);
    return ch <= 0xFFFF && hk_to_upper(ch, out) == 1 && out[0] >= 128 && out[0] <= 0xFFFF ? out[0] : ch;
}

/* Adds to the set what Canonicalize gives for its members (`canonical`), or what Canonicalize leads into it. */
HK_FN void hk_re_close(hk_re_compiler *c, uint32_t from, bool canonical)
{
    uint32_t end = c->depth, lo, hi, y;
    hk_cased_walk walk = { 0 };
    bool full = hk_re_full(c);
    while (!c->why && hk_next_cased(&walk, &lo, &hi))
        for (; lo <= hi; lo++) {
            c->vm->budget--;
            if (canonical && !hk_re_has(c, from, end, lo))
                continue;
            y = hk_re_canonical(lo, full);
            if (y != lo && (canonical || hk_re_has(c, from, end, y)))
                hk_re_add(c, canonical ? y : lo, canonical ? y : lo);
        }
    hk_re_order(c, from);
}

/* Makes an ordered set hold every character that is the same as one of its members when case is ignored. */
HK_FN void hk_re_fold_set(hk_re_compiler *c, uint32_t from)
{
    uint32_t end = c->depth, i, lo, hi;
    bool full = hk_re_full(c);
    if (c->why || from == end)
        return;
    if (c->stack[end - 1] >= 128) {
        hk_re_close(c, from, true);
        hk_re_close(c, from, false);
        return;
    }
    for (i = from; i < end; i += 2)
        for (lo = c->stack[i], hi = c->stack[i + 1]; lo <= hi; lo++) {
            if (hk_ascii_is_letter(lo))
                hk_re_add(c, lo ^ 32, lo ^ 32);
            if (full && ((lo | 32) == 'k' || (lo | 32) == 's'))
                hk_re_add(c, (lo | 32) == 'k' ? 0x212A : 0x17F, (lo | 32) == 'k' ? 0x212A : 0x17F);
            if (c->why)
                return;
        }
    hk_re_order(c, from);
}

/* ---- Set instructions ---------------------------------------------------------------------------------- */

/* Can ch be compared with a unit? */
HK_INLINE bool hk_re_simple(const hk_re_compiler *c, uint32_t ch)
{
    return ch <= 0xFFFF && !(hk_re_full(c) && hk_is_surrogate(ch));
}

HK_FN void hk_re_emit_class(hk_re_compiler *c, uint32_t from)
{
    uint32_t bits[HK_RE_BITMAP] = { 0 }, at = hk_re_emit(c, HK_RX_CLASS, 0), bmp = 0, i, lo, hi;
    for (i = from; i < c->depth; i += 2)
        for (lo = c->stack[i], hi = c->stack[i + 1]; lo <= hi && lo < 256; lo++)
            bits[lo >> 5] |= 1u << (lo & 31);
    hk_re_word(c, 0);
    for (i = 0; i < HK_RE_BITMAP; i++)
        hk_re_word(c, bits[i]);
    for (i = from; !c->why && i < c->depth; i += 2) {
        lo = c->stack[i] < 256 ? 256 : c->stack[i];
        hi = c->stack[i + 1] > 0xFFFF ? 0xFFFF : c->stack[i + 1];
        if (lo <= hi) {
            hk_re_word(c, lo | hi << 16);
            bmp++;
        }
    }
    for (i = from; !c->why && i < c->depth; i += 2)
        if (c->stack[i + 1] > 0xFFFF) {
            hk_re_word(c, c->stack[i] > 0xFFFF ? c->stack[i] : 0x10000);
            hk_re_word(c, c->stack[i + 1]);
        }
    if (!c->why) {
        c->code[at] = HK_RX_CLASS | (c->length - at - 1) << 8;
        c->code[at + 1] = bmp;
    }
}

/* Emits the shortest instruction for the ordered set on top and takes it off the stack. */
HK_FN void hk_re_emit_set(hk_re_compiler *c, uint32_t from)
{
    uint32_t last = hk_re_last(c);
    if (c->backward)
        hk_re_emit(c, HK_RX_BACK, 0);
    if (c->why)
        return;
    uint32_t r0 = 1, r1 = 0, r2 = 0, r3 = 0, n = (c->depth - from) / 2;
    if (n)
        r0 = c->stack[from], r1 = c->stack[from + 1];
    if (n == 2)
        r2 = c->stack[from + 2], r3 = c->stack[from + 3];
    if (n == 1 && r0 == 0 && r1 >= last) {
        hk_re_emit(c, HK_RX_DOT, 1);
    } else if (n == 1 && r0 == r1 && hk_re_simple(c, r0)) {
        hk_re_emit(c, HK_RX_CHAR, r0);
    } else if (n < 2) {
        hk_re_emit(c, HK_RX_RANGE, r0);
        hk_re_word(c, r1);
    } else if (n == 2 && r0 == r1 && r2 == r3 && hk_re_simple(c, r0) && hk_re_simple(c, r2)) {
        hk_re_emit(c, HK_RX_PAIR, 0);
        hk_re_word(c, r0 | r2 << 16);
    } else if (n == 2 && r0 == 0 && r2 == r1 + 2 && r3 >= last && hk_re_simple(c, r1 + 1)) {
        hk_re_emit(c, HK_RX_NOTCHAR, r1 + 1);
    } else {
        hk_re_emit_class(c, from);
    }
    c->depth = from;
}

HK_FN void hk_re_emit_char(hk_re_compiler *c, uint32_t ch)
{
    uint32_t from = c->depth;
    hk_re_add(c, ch, ch);
    if (c->flags & HK_RE_ICASE)
        hk_re_fold_set(c, from);
    hk_re_emit_set(c, from);
}

/* ---- Numbers, names, escapes ------------------------------------------------------------------------- */

HK_FN int hk_re_hex_digit(uint32_t u)
{
    return u - '0' < 10 ? (int)(u - '0') : (u | 32) - 'a' < 6 ? (int)((u | 32) - 'a' + 10) : -1;
}

/* Exactly n hexadecimal digits `ahead`: the number, or NONE. */
HK_FN uint32_t hk_re_hex(const hk_re_compiler *c, uint32_t ahead, uint32_t n)
{
    uint32_t v = 0;
    for (; n; n--, ahead++) {
        int d = hk_re_hex_digit(hk_re_unit(c, ahead));
        if (d < 0)
            return HK_RE_NONE;
        v = v << 4 | (uint32_t)d;
    }
    return v;
}

/* A decimal number, clamped to HK_RE_MANY; NONE if there is no digit. */
HK_FN uint32_t hk_re_decimal(hk_re_compiler *c)
{
    uint32_t v = HK_RE_NONE, d;
    while ((d = hk_re_peek(c) - '0') < 10) {
        v = v == HK_RE_NONE ? d : v * 10 + d;
        if (v > HK_RE_MANY / 10)
            v = HK_RE_MANY / 10;
        c->pos++;
    }
    return v == HK_RE_MANY / 10 ? HK_RE_MANY : v;
}

/* RegExpUnicodeEscapeSequence behind \u: NONE if it is none; nothing is read then. */
HK_FN uint32_t hk_re_unicode_escape(hk_re_compiler *c, bool full)
{
    uint32_t v = hk_re_hex(c, 0, 4), low;
    if (v != HK_RE_NONE) {
        c->pos += 4;
        if (full && hk_is_lead_surrogate(v) && hk_re_peek(c) == '\\' && hk_re_unit(c, 1) == 'u') {
            low = hk_re_hex(c, 2, 4);
            if (low != HK_RE_NONE && hk_is_trail_surrogate(low)) {
                c->pos += 6;
                v = hk_join_surrogates(v, low);
            }
        }
        return v;
    }
    if (!full || hk_re_peek(c) != '{')
        return HK_RE_NONE;
    uint32_t ahead = 1;
    int d;
    for (v = 0; (d = hk_re_hex_digit(hk_re_unit(c, ahead))) >= 0 && v <= 0x10FFFF; ahead++)
        v = v << 4 | (uint32_t)d;
    if (ahead == 1 || v > 0x10FFFF || hk_re_unit(c, ahead) != '}')
        return HK_RE_NONE;
    c->pos += ahead + 1;
    return v;
}

/* The next code point of a group name; NONE at > and at what is not allowed. */
HK_FN uint32_t hk_re_name_char(hk_re_compiler *c, bool first)
{
    uint32_t ch = hk_re_take(c, true);
    if (ch == '\\')
        ch = hk_re_eat(c, 'u') ? hk_re_unicode_escape(c, true) : HK_RE_NONE;
    if (ch == HK_RE_NONE || !(first ? hk_is_id_start(ch) : hk_is_id_continue(ch)))
        return HK_RE_NONE;
    return ch;
}

/* A group name up to and with its >, as an interned string; 0 and an error if it is none. */
HK_FN hk_ref hk_re_name(hk_re_compiler *c)
{
    uint32_t start = c->pos, n = 0, ch;
    for (bool first = true; hk_re_peek(c) != '>'; first = false) {
        ch = hk_re_name_char(c, first);
        if (ch == HK_RE_NONE) {
            hk_re_error(c, "invalid group name");
            return 0;
        }
        n += (uint32_t)hk_utf16_length(ch);
    }
    uint32_t end = c->pos + 1;
    c->pos = start;
    if (n == 0) {
        hk_re_error(c, "invalid group name");
        return 0;
    }
    hk_ref r = HK_CHAR_REF(n == 1 ? hk_re_name_char(c, true) : 0);
    if (n > 1) {
        r = hk_str_new(c->vm, n, true);
        hk_re_refresh(c);
        uint16_t *out = r ? (uint16_t *)(void *)((hk_str *)hk_ptr(c->vm, r) + 1) : NULL;
        for (uint32_t i = 0; r && i < n;)
            i += (uint32_t)hk_utf16_encode(hk_re_name_char(c, i == 0), out + i);
        r = r ? hk_str_done(c->vm, r) : 0;
        r = r ? hk_intern(c->vm, r) : 0;
        hk_re_refresh(c);
    }
    if (!r)
        hk_re_error(c, "");
    else
        c->pos = end;
    return r;
}

HK_INLINE hk_val *hk_re_names(hk_re_compiler *c) { return hk_vals(c->vm, hk_ref_of(*c->names)); }

HK_FN void hk_re_note_name(hk_re_compiler *c, uint32_t group)
{
    hk_ref name = hk_re_name(c);
    if (!name) {                            /* the parser will meet it too: no error yet */
        if (c->why && *c->why)
            c->why = NULL;
        return;
    }
    hk_val *root = hk_push(c->vm, hk_string(name));
    uint32_t have = hk_ref_of(*c->names) ? hk_nvals(c->vm, hk_ref_of(*c->names)) : 0;
    if (c->known * 2 == have) {
        hk_ref r = have ? hk_resize(c->vm, c->names, 8 + have * 2 * 8) : hk_alloc_values(c->vm, 4, HK_UNDEFINED);
        if (r)
            *c->names = hk_internal(r);
        else
            hk_re_error(c, "");
        hk_re_refresh(c);
    }
    if (!c->why) {
        hk_store(c->vm, &hk_re_names(c)[c->known * 2], *root);
        hk_store(c->vm, &hk_re_names(c)[c->known * 2 + 1], hk_int((int32_t)group));
        c->known++;
    }
    hk_pop(c->vm);
}

/* Counts the groups and learns their names: references may come before their groups. */
HK_FN void hk_re_survey(hk_re_compiler *c)
{
    uint32_t depth = 0, u;
    while (!c->why && (u = hk_re_peek(c)) != HK_RE_NONE) {
        c->pos++;
        if (u == '\\') {
            c->pos += c->pos < c->t.len;
        } else if (u == '[') {
            depth = c->flags & HK_RE_SETS ? depth + 1 : 1;
        } else if (u == ']') {
            depth -= depth != 0;
        } else if (u == '(' && !depth) {
            if (hk_re_peek(c) != '?') {
                c->total++;
            } else if (hk_re_unit(c, 1) == '<' && hk_re_unit(c, 2) != '=' && hk_re_unit(c, 2) != '!') {
                uint32_t at = c->pos += 2;
                hk_re_note_name(c, c->total++);
                if (!c->why)
                    c->pos = at;
            }
        }
    }
    c->pos = 0;
    c->vm->budget -= (int32_t)(c->t.len / 4);
}

/* LegacyOctalEscapeSequence, its first digit being next. */
HK_FN uint32_t hk_re_octal(hk_re_compiler *c)
{
    uint32_t v = 0, d;
    for (uint32_t n = 0; n < 3 && (d = hk_re_peek(c) - '0') < 8 && v * 8 + d <= 0377; n++, c->pos++)
        v = v * 8 + d;
    return v;
}

/* CharacterEscape, the backslash read: the character. */
HK_FN uint32_t hk_re_character_escape(hk_re_compiler *c, bool class)
{
    static const char controls[] = "t\tn\nv\vf\fr\r";
    static const char syntax[] = "^$\\.*+?()[]{}|/";
    bool full = hk_re_full(c);
    uint32_t u = hk_re_take(c, full), v, i;
    for (i = 0; i < 10; i += 2)
        if (u == (uint8_t)controls[i])
            return (uint8_t)controls[i + 1];
    if (u == 'c') {
        v = hk_re_peek(c);
        if (hk_ascii_is_letter(v) || (class && !full && (v == '_' || v - '0' < 10))) {
            c->pos++;
            return v & 31;
        }
        if (!full) {
            c->pos--;
            return '\\';
        }
    } else if (u == 'x' || u == 'u') {
        v = u == 'u' ? hk_re_unicode_escape(c, full) : hk_re_hex(c, 0, 2);
        if (u == 'x' && v != HK_RE_NONE)
            c->pos += 2;
        if (v != HK_RE_NONE)
            return v;
        if (!full)
            return u;
    } else if (u - '0' < 8 && !full) {
        c->pos--;
        return hk_re_octal(c);
    } else if (u == '0' && !(hk_re_peek(c) - '0' < 10)) {
        return 0;
    } else if (!full && u != HK_RE_NONE && !(u == 'k' && c->known)) {
        return u;
    } else if (full) {
        for (i = 0; syntax[i]; i++)
            if (u == (uint8_t)syntax[i])
                return u;
        if (u == '-' && class)
            return u;
    }
    hk_re_error(c, u == HK_RE_NONE ? "\\ at end of pattern" : "invalid escape");
    return 0;
}

/* ---- Classes ------------------------------------------------------------------------------------------ */

/* Adds a set instruction's members below 256 and `more` from there on. */
HK_FN void hk_re_add_bits(hk_re_compiler *c, const uint32_t *bits)
{
    for (uint32_t i = 0; i < 256; i++)
        if (bits[i >> 5] >> (i & 31) & 1)
            hk_re_add(c, i, i);
}

/* Adds \d, \s, \w; u: the lower case letter. */
HK_FN void hk_re_add_shorthand(hk_re_compiler *c, uint32_t u)
{
    static const uint16_t spaces[] = { 0x1680, 0x1680, 0x2000, 0x200A, 0x2028, 0x2029, 0x202F, 0x202F, 0x205F, 0x205F,
                                       0x3000, 0x3000, 0xFEFF, 0xFEFF };
    if (u == 'd') {
        hk_re_add(c, '0', '9');
    } else if (u == 'w') {
        hk_re_add_bits(c, hk_re_word_bits);
        if (hk_re_full(c) && (c->flags & HK_RE_ICASE)) {
            hk_re_add(c, 0x17F, 0x17F);
            hk_re_add(c, 0x212A, 0x212A);
        }
    } else {
        hk_re_add_bits(c, hk_re_space_bits);
        for (unsigned i = 0; i < HK_COUNT(spaces); i += 2)
            hk_re_add(c, spaces[i], spaces[i + 1]);
    }
}

/* \p{...} or \P{...} behind the letter: adds the property's set. true: it is one of strings. */
HK_FN bool hk_re_property(hk_re_compiler *c, bool negated)
{
    uint8_t name[64];
    uint32_t n = 0, from = c->depth, u, lo, hi;
    hk_property p;
    if (hk_re_eat(c, '{'))
        while ((u = hk_re_peek(c)) != '}' && u < 128 && n < sizeof name) {
            name[n++] = (uint8_t)u;
            c->pos++;
        }
    if (!hk_re_eat(c, '}') || !hk_find_property(&p, name, n) ||
        p.kind == HK_PROPERTY_STRINGS) {
        hk_re_error(c, "invalid property name");
        return false;
    }
    while (!c->why && hk_next_range(&p, &lo, &hi))
        hk_re_add(c, lo, hi + 1);
    hk_re_toggle(c, from);
    c->vm->budget -= (int32_t)(c->depth - from);
    if ((c->flags & (HK_RE_SETS | HK_RE_ICASE)) == (HK_RE_SETS | HK_RE_ICASE))
        hk_re_fold_set(c, from);            /* MaybeSimpleCaseFolding comes before the complement */
    if (negated)
        hk_re_invert(c, from);
    return false;
}

/* CharacterClassEscape, if one is next (the backslash read): adds its ordered set. */
HK_FN bool hk_re_class_escape(hk_re_compiler *c, bool *strings)
{
    uint32_t u = hk_re_peek(c), from = c->depth;
    if (hk_re_full(c) && (u | 32) == 'p') {
        c->pos++;
        *strings |= hk_re_property(c, u == 'P');
        return true;
    }
    if ((u | 32) != 'd' && (u | 32) != 's' && (u | 32) != 'w')
        return false;
    c->pos++;
    hk_re_add_shorthand(c, u | 32);
    hk_re_order(c, from);
    if (!(u & 32))
        hk_re_invert(c, from);
    return true;
}

/* ClassAtom: a character, or NONE when it has added a set. */
HK_FN uint32_t hk_re_class_atom(hk_re_compiler *c)
{
    bool strings = false;
    uint32_t ch = hk_re_take(c, hk_re_full(c));
    if (ch == HK_RE_NONE)
        hk_re_error(c, "class is not closed");
    if (ch != '\\')
        return ch;
    if (hk_re_class_escape(c, &strings))
        return HK_RE_NONE;
    return hk_re_eat(c, 'b') ? '\b' : hk_re_character_escape(c, true);
}

/* A class without the v flag, its [ read: leaves its ordered set on the stack. */
HK_FN void hk_re_class(hk_re_compiler *c)
{
    uint32_t from = c->depth, a, b;
    bool negated = hk_re_eat(c, '^');
    while (!c->why && !hk_re_eat(c, ']')) {
        a = b = hk_re_class_atom(c);
        if (hk_re_peek(c) == '-' && hk_re_unit(c, 1) != ']' && hk_re_unit(c, 1) != HK_RE_NONE) {
            c->pos++;
            b = hk_re_class_atom(c);
            if (a == HK_RE_NONE || b == HK_RE_NONE) {
                if (hk_re_full(c))
                    hk_re_error(c, "invalid range in class");
                hk_re_add(c, '-', '-');
                if (b != HK_RE_NONE)
                    hk_re_add(c, b, b);
                b = a;
            } else if (a > b) {
                hk_re_error(c, "range out of order in class");
            }
        }
        if (a != HK_RE_NONE)
            hk_re_add(c, a, b);
    }
    hk_re_order(c, from);
    if (c->flags & HK_RE_ICASE)
        hk_re_fold_set(c, from);
    if (negated)
        hk_re_invert(c, from);
}

/* ---- Classes with the v flag: sets of characters and strings ---------------------------------------------- */

HK_INLINE hk_val *hk_re_strings(hk_re_compiler *c) { return hk_vals(c->vm, hk_ref_of(*c->strings)); }

/* Adds the string of the code points on the work stack from `from` on, and takes them off. */
HK_FN void hk_re_add_string(hk_re_compiler *c, uint32_t from)
{
    hk_vm *vm = c->vm;
    uint32_t n = 0, i, at;
    hk_ref r = 0;
    bool fold = (c->flags & HK_RE_ICASE) != 0;
    if (c->why)
        return;
    for (i = from; i < c->depth; i++) {
        if (fold)
            c->stack[i] = hk_re_canonical(c->stack[i], true);
        n += (uint32_t)hk_utf16_length(c->stack[i]);
    }
    uint32_t have = hk_ref_of(*c->strings) ? hk_nvals(vm, hk_ref_of(*c->strings)) : 0;
    if (c->nstrings == have) {
        r = have ? hk_resize(vm, c->strings, 8 + have * 2 * 8) : hk_alloc_values(vm, 4, HK_UNDEFINED);
        if (r)
            *c->strings = hk_internal(r);
    }
    if (c->nstrings == have && !r) {
        hk_re_error(c, "");
        return;
    }
    r = hk_str_new(vm, n < 2 ? 2 : n, true);
    hk_re_refresh(c);
    if (!r) {
        hk_re_error(c, "");
        return;
    }
    uint16_t *out = (uint16_t *)(void *)((hk_str *)hk_ptr(vm, r) + 1);
    for (i = from, at = 0; i < c->depth; i++)
        at += (uint32_t)hk_utf16_encode(c->stack[i], out + at);
    ((hk_str *)hk_ptr(vm, r))->len = n | HK_STR_WIDE;
    r = hk_str_done(vm, r);
    c->depth = from;
    hk_val *s = hk_re_strings(c);
    hk_store(vm, &s[c->nstrings++], hk_string(r));
}

/* ClassSetCharacter */
HK_FN uint32_t hk_re_set_character(hk_re_compiler *c)
{
    static const char doubled[] = "&!#$%*+,.:;<=>?@^`~", single[] = "&-!#%,:;<=>@`~", syntax[] = "()[]{}/-|";
    uint32_t u = hk_re_take(c, true), i;
    if (u == '\\') {
        u = hk_re_peek(c);
        for (i = 0; single[i]; i++)
            if (u == (uint8_t)single[i])
                return hk_re_take(c, true);
        return hk_re_eat(c, 'b') ? '\b' : hk_re_character_escape(c, false);
    }
    for (i = 0; syntax[i]; i++)
        if (u == (uint8_t)syntax[i])
            hk_re_error(c, "invalid character in class");
    for (i = 0; doubled[i]; i++)
        if (u == (uint8_t)doubled[i] && hk_re_peek(c) == u)
            hk_re_error(c, "invalid operator in class");
    if (u == HK_RE_NONE)
        hk_re_error(c, "class is not closed");
    return u;
}

/* ClassStringDisjunction, \q read: single characters go to the set, what else there is to the strings. true: there is. */
HK_FN bool hk_re_class_strings(hk_re_compiler *c)
{
    bool strings = false;
    if (!hk_re_eat(c, '{'))
        hk_re_error(c, "invalid escape");
    while (!c->why) {
        uint32_t from = c->depth, u;
        while ((u = hk_re_peek(c)) != '|' && u != '}' && !c->why)
            hk_re_push(c, hk_re_set_character(c));
        if (c->depth - from == 1) {
            hk_re_push(c, c->stack[from]);
        } else {
            strings = true;
            hk_re_add_string(c, from);
        }
        if (c->why)
            break;
        c->pos++;
        if (u == '}')
            break;
    }
    return strings;
}

/* Of the strings from a on, keeps those that are (keep) or are not among those from b on; drops the latter. */
HK_FN void hk_re_filter_strings(hk_re_compiler *c, uint32_t a, uint32_t b, bool keep)
{
    uint32_t out = a;
    if (c->why)
        return;
    hk_val *s = hk_re_strings(c);
    c->vm->budget -= (int32_t)((b - a) * (c->nstrings - b));
    for (uint32_t i = a; i < b; i++) {
        bool found = false;
        for (uint32_t j = b; j < c->nstrings && !found; j++)
            found = hk_str_equal(c->vm, hk_ref_of(s[i]), hk_ref_of(s[j]));
        if (found == keep)
            hk_store(c->vm, &s[out++], s[i]);
    }
    c->nstrings = out;
}

HK_FN bool hk_re_parse_set(hk_re_compiler *c);

/* ClassSetOperand, or a character or range of a ClassUnion: leaves an ordered set, and adds strings. true: it may have strings. */
HK_FN bool hk_re_parse_operand(hk_re_compiler *c, bool ranges)
{
    uint32_t from = c->depth, a, b;
    bool strings = false;
    if (hk_re_eat(c, '[')) {
        strings = hk_re_parse_set(c);
        c->ranged = false;
        return strings;
    }
    c->ranged = false;
    if (hk_re_peek(c) == '\\') {
        c->pos++;
        if (hk_re_eat(c, 'q')) {
            strings = hk_re_class_strings(c);
            hk_re_order(c, from);
            if (c->flags & HK_RE_ICASE)
                hk_re_fold_set(c, from);
            return strings;
        }
        if (hk_re_class_escape(c, &strings))
            return strings;
        c->pos--;
    }
    a = b = hk_re_set_character(c);
    if (ranges && hk_re_peek(c) == '-' && hk_re_unit(c, 1) != '-') {
        c->pos++;
        c->ranged = true;
        b = hk_re_set_character(c);
        if (a > b)
            hk_re_error(c, "range out of order in class");
    }
    hk_re_add(c, a, b);
    if (c->flags & HK_RE_ICASE)
        hk_re_fold_set(c, from);
    return false;
}

/* A class with the v flag, its [ read: leaves its ordered set on the stack and adds its strings. true: it may have some. */
HK_FN bool hk_re_parse_set(hk_re_compiler *c)
{
    uint32_t from = c->depth, sfrom = c->nstrings, next, snext, op = 0;
    bool negated = hk_re_eat(c, '^'), strings = false, more;
    if (++c->classes > HK_RE_MAX_CLASSES)
        hk_re_error(c, "too deeply nested");
    for (bool first = true; !c->why && !hk_re_eat(c, ']'); first = false) {
        uint32_t u = hk_re_peek(c);
        bool operator = (u == '&' || u == '-') && hk_re_unit(c, 1) == u;
        if (!first && operator && (op ? op == u : !c->ranged)) {
            op = u;
            c->pos += 2;
        } else if (op || (first && operator)) {
            hk_re_error(c, "invalid operator in class");
        }
        next = c->depth;
        snext = c->nstrings;
        more = hk_re_parse_operand(c, op == 0);
        u = hk_re_peek(c);
        if (op == 0) {
            strings |= more;
            if ((u == '&' || u == '-') && hk_re_unit(c, 1) == u && !first)
                hk_re_error(c, "invalid operator in class");
            hk_re_order(c, from);
        } else {
            if (op == '-')
                hk_re_invert(c, next);
            else
                strings &= more;
            hk_re_intersect(c, from, next);
            hk_re_filter_strings(c, sfrom, snext, op == '&');
        }
    }
    if (negated) {
        if (strings)
            hk_re_error(c, "negated class may contain strings");
        hk_re_invert(c, from);
    }
    c->classes--;
    return strings;
}

/* Emits the set on top and the strings from sfrom on, the longest first. Returns whether it always takes a character. */
HK_FN bool hk_re_emit_strings(hk_re_compiler *c, uint32_t from, uint32_t sfrom)
{
    uint32_t jumps = 0, start = c->length, n, i, longest;
    bool empty = false;
    while (!c->why && c->nstrings > sfrom) {
        hk_val *s = hk_re_strings(c);
        for (longest = i = sfrom; i < c->nstrings; i++)
            if (hk_str_len(c->vm, hk_ref_of(s[i])) > hk_str_len(c->vm, hk_ref_of(s[longest])))
                longest = i;
        hk_ref string = hk_ref_of(s[longest]);
        hk_store(c->vm, &s[longest], s[--c->nstrings]);
        hk_store(c->vm, &s[c->nstrings], hk_string(string));     /* stays rooted there */
        n = hk_str_len(c->vm, string);
        if (n == 0) {
            empty = true;
            continue;
        }
        uint32_t split = hk_re_emit(c, HK_RX_SPLIT, 0);
        for (i = c->backward ? n : 0; !c->why && (c->backward ? i > 0 : i < n);) {
            hk_text t;
            uint32_t ch;
            hk_text_of(c->vm, hk_ref_of(hk_re_strings(c)[c->nstrings]), &t);
            i -= c->backward;
            ch = hk_unit(&t, i);
            if (c->backward && hk_is_trail_surrogate(ch) && i > 0 && hk_is_lead_surrogate(hk_unit(&t, i - 1)))
                ch = hk_join_surrogates(hk_unit(&t, i - 1), ch), i--;
            else if (!c->backward && hk_is_lead_surrogate(ch) && i + 1 < n && hk_is_trail_surrogate(hk_unit(&t, i + 1)))
                ch = hk_join_surrogates(ch, hk_unit(&t, i + 1)), i++;
            i += !c->backward;
            hk_re_emit_char(c, ch);
        }
        jumps = hk_re_emit(c, HK_RX_JUMP, jumps);
        hk_re_aim(c, split, HK_RX_SPLIT, c->length);
    }
    uint32_t split = empty ? hk_re_emit(c, HK_RX_SPLIT, 0) : 0;
    hk_re_emit_set(c, from);
    if (empty)
        hk_re_aim(c, split, HK_RX_SPLIT, c->length);
    while (!c->why && jumps > start) {
        uint32_t before = c->code[jumps] >> 8;
        hk_re_aim(c, jumps, HK_RX_JUMP, c->length);
        jumps = before;
    }
    return !empty;
}

/* ---- Terms ------------------------------------------------------------------------------------------------ */

HK_FN void hk_re_open(hk_re_compiler *c, unsigned kind, uint32_t flags, bool backward)
{
    uint32_t words[HK_RE_LEVEL_WORDS], code = c->length;
    memcpy(words, &c->g, sizeof c->g);
    for (uint32_t i = 0; i < HK_RE_LEVEL_WORDS; i++)
        hk_re_push(c, words[i]);
    if (++c->levels > HK_RE_MAX_LEVELS)
        hk_re_error(c, "too deeply nested");
    memset(&c->g, 0, sizeof c->g);
    c->g.kind = (uint8_t)kind;
    c->g.flags = (uint8_t)c->flags;
    c->g.backward = c->backward;
    c->g.always = true;
    c->g.code = code;
    c->g.group = c->g.groups = c->groups;
    c->g.names = c->named;
    c->flags = flags;
    c->backward = backward;
    if (kind == HK_RE_G_CAPTURE) {
        c->groups++;
        hk_re_emit(c, HK_RX_SAVE, c->g.group * 2 + backward);
    } else if (kind == HK_RE_G_LOOK || kind == HK_RE_G_NOLOOK) {
        c->g.group = c->registers;
        c->registers += 2;
        hk_re_emit(c, kind == HK_RE_G_LOOK ? HK_RX_LOOK : HK_RX_NOLOOK, c->g.group);
        hk_re_word(c, c->groups * 2);
        if (kind == HK_RE_G_LOOK)
            hk_re_word(c, 0);
    }
    c->g.alternative = c->length;
}

/* The words [from, to), backwards. */
HK_FN void hk_re_reverse(uint32_t *from, uint32_t *to)
{
    while (from < --to) {
        uint32_t w = *from;
        *from++ = *to;
        *to = w;
    }
}

/* The end of an alternative. In a lookbehind its terms are put into the opposite order. */
HK_FN void hk_re_end_alternative(hk_re_compiler *c)
{
    uint32_t end = c->length;
    c->g.always &= c->g.consumes;
    c->g.consumes = false;
    if (c->backward && !c->why) {
        hk_re_reverse(c->code + c->g.alternative, c->code + end);
        for (uint32_t i = 0; i < c->g.terms; i++) {         /* the last term comes first now */
            uint32_t start = c->stack[--c->depth], at = c->g.alternative + c->length - end;
            hk_re_reverse(c->code + at, c->code + at + (end - start));
            end = start;
        }
        c->g.terms = 0;
    }
}

HK_FN void hk_re_alternative(hk_re_compiler *c)
{
    hk_re_end_alternative(c);
    if (!hk_re_insert(c, c->g.alternative, 1))
        return;
    c->g.jumps = hk_re_emit(c, HK_RX_JUMP, c->g.jumps);
    hk_re_aim(c, c->g.alternative, HK_RX_SPLIT, c->length);
    c->g.alternative = c->length;
    for (uint32_t i = c->g.names; i < c->named; i++)
        hk_re_names(c)[2 * i + 1] &= ~(hk_val)HK_RE_ACTIVE;
}

/* The end of the group's code. *atom: where it begins; *consumes: whether it always takes a character. */
HK_FN void hk_re_close_level(hk_re_compiler *c)
{
    hk_re_end_alternative(c);
    while (!c->why && c->g.jumps) {
        uint32_t before = c->code[c->g.jumps] >> 8;
        hk_re_aim(c, c->g.jumps, HK_RX_JUMP, c->length);
        c->g.jumps = before;
    }
    for (uint32_t i = c->g.names; !c->why && i < c->named; i++)
        hk_re_names(c)[2 * i + 1] |= HK_RE_ACTIVE;
}

/* Does code from `at` on consist of one set instruction? */
HK_FN bool hk_re_single(const hk_re_compiler *c, uint32_t at)
{
    return !c->why && at < c->length && hk_re_is_set(c->code[at]) && at + hk_re_size(c->code + at) == c->length;
}

/* Repeats the code from `at` on, in which the groups from `group` on are. */
HK_FN void hk_re_repeat(hk_re_compiler *c, uint32_t at, uint32_t group, bool consumes, uint32_t min, uint32_t max, bool lazy)
{
    if (max == 0)
        c->length = at;
    if (c->why || max == 0 || (min == 1 && max == 1))
        return;
    if (hk_re_single(c, at)) {
        uint32_t size = c->length - at;
        if (hk_re_insert(c, at, 4)) {
            c->code[at] = HK_RX_RUN | size << 10 | (uint32_t)lazy << 8;
            c->code[at + 1] = min;
            c->code[at + 2] = max;
            c->code[at + 3] = 0;
        }
        return;
    }
    bool counted = !(min == 0 && (max == 1 || max == HK_RE_MANY)) && !(min == 1 && max == HK_RE_MANY && consumes);
    bool reset = max > 1 && group < c->groups;
    uint32_t counter = c->registers, moved = counter + counted;
    uint32_t before = (counted ? 5u : min == 0) + (consumes ? 0u : 1u) + (reset ? 2u : 0u), i = at;
    c->registers = moved + !consumes;
    if (!hk_re_insert(c, at, before))
        return;
    uint32_t *code = c->code;
    if (counted) {
        code[i++] = HK_RX_ZERO | counter << 8;
        code[i++] = HK_RX_LOOP | counter << 8;
        code[i++] = min;
        code[i++] = max;
        i++;
    } else if (min == 0) {
        i++;
    }
    if (!consumes)
        code[i++] = HK_RX_SAVE | moved << 8;
    if (reset) {
        code[i++] = HK_RX_RESET | (group * 2) << 8;
        code[i++] = c->groups * 2;
    }
    if (counted) {
        uint32_t next = hk_re_emit(c, HK_RX_NEXT, counter);
        hk_re_word(c, consumes ? 0 : moved + 1);
        hk_re_word(c, min);
        hk_re_word(c, (at + 1) - next);
        if (!c->why)
            c->code[at + 4] = (c->length - (at + 1)) << 1 | lazy;
        return;
    }
    if (!consumes)
        hk_re_emit(c, HK_RX_MOVED, moved);
    if (min == 1)
        hk_re_aim(c, hk_re_emit(c, 0, 0), lazy ? HK_RX_SPLIT : HK_RX_SPLITTO, at);
    else if (max > 1)
        hk_re_aim(c, hk_re_emit(c, 0, 0), HK_RX_JUMP, at);
    if (min == 0)
        hk_re_aim(c, at, lazy ? HK_RX_SPLITTO : HK_RX_SPLIT, c->length);
}

/* Quantifier, if one is next: false if there is none. */
HK_FN bool hk_re_quantifier(hk_re_compiler *c, uint32_t *min, uint32_t *max)
{
    uint32_t u = hk_re_peek(c), start = c->pos;
    *min = u == '+';
    *max = u == '?' ? 1 : HK_RE_MANY;
    if (u == '*' || u == '+' || u == '?') {
        c->pos++;
        return true;
    }
    if (u != '{')
        return false;
    c->pos++;
    *min = *max = hk_re_decimal(c);
    if (*min != HK_RE_NONE && hk_re_eat(c, ',')) {
        *max = hk_re_decimal(c);
        if (*max == HK_RE_NONE)
            *max = HK_RE_MANY;
    }
    if (*min != HK_RE_NONE && hk_re_eat(c, '}'))
        return true;
    c->pos = start;
    return false;
}

/* A term has been read, its code standing from `at` on: its quantifier. */
HK_FN void hk_re_end_term(hk_re_compiler *c, uint32_t at, uint32_t group, bool consumes, bool quantifiable)
{
    uint32_t min, max;
    if (hk_re_quantifier(c, &min, &max)) {
        if (!quantifiable)
            hk_re_error(c, "nothing to repeat");
        if (min > max)
            hk_re_error(c, "numbers out of order in quantifier");
        hk_re_repeat(c, at, group, consumes, min, max, hk_re_eat(c, '?'));
        consumes &= min > 0;
    } else if (hk_re_full(c) && hk_re_peek(c) == '{') {
        hk_re_error(c, "incomplete quantifier");
    }
    c->g.consumes |= consumes;
}

/* ) or the end of the pattern. */
HK_FN void hk_re_close_group(hk_re_compiler *c)
{
    hk_re_close_level(c);
    hk_re_level g = c->g;
    if (g.kind == HK_RE_G_CAPTURE) {
        hk_re_emit(c, HK_RX_SAVE, g.group * 2 + !c->backward);
    } else if (g.kind == HK_RE_G_LOOK) {
        hk_re_emit(c, HK_RX_LOOKED, g.group);
        if (!c->why)
            c->code[g.code + 2] = c->groups * 2;
    } else if (g.kind == HK_RE_G_NOLOOK) {
        hk_re_emit(c, HK_RX_NOLOOKED, g.group);
        if (!c->why)
            c->code[g.code + 1] = c->length - g.code;
    }
    bool look = g.kind >= HK_RE_G_LOOK, behind = c->backward;
    c->flags = g.flags;
    c->backward = g.backward;
    c->levels--;
    if (!c->why) {
        c->depth -= HK_RE_LEVEL_WORDS;
        memcpy(&c->g, c->stack + c->depth, sizeof c->g);
    }
    hk_re_end_term(c, g.code, g.groups, g.always && !look, !look || (!behind && !hk_re_full(c)));
}

/* RegularExpressionModifiers behind (? : true at the colon. */
HK_FN bool hk_re_modifiers(hk_re_compiler *c, uint32_t *flags)
{
    uint32_t seen = 0, on = 0, u;
    bool minus = false;
    for (; (u = hk_re_peek(c)) != ':'; c->pos++) {
        uint32_t flag = u == 'i' ? HK_RE_ICASE : u == 'm' ? HK_RE_MULTILINE : u == 's' ? HK_RE_DOTALL : 0;
        if (u == '-' && !minus) {
            minus = true;
        } else if (!flag || (seen & flag)) {
            return false;
        } else {
            seen |= flag;
            on |= minus ? 0 : flag;
        }
    }
    if (minus && !seen)
        return false;
    *flags = (c->flags & ~seen) | on;
    c->pos++;
    return true;
}

/* GroupSpecifier, (?< read: an error if a group of that name may already have taken part. */
HK_FN void hk_re_group_name(hk_re_compiler *c)
{
    hk_ref name = hk_re_name(c);
    if (!name || c->named >= c->known) {
        hk_re_error(c, "invalid group name");
        return;
    }
    hk_val *names = hk_re_names(c);
    for (uint32_t i = 0; i < c->named; i++)
        if (names[2 * i] == hk_string(name) && (names[2 * i + 1] & HK_RE_ACTIVE))
            hk_re_error(c, "duplicate group name");
    names[2 * c->named++ + 1] |= HK_RE_ACTIVE;
}

HK_FN void hk_re_open_group(hk_re_compiler *c)
{
    uint32_t u, flags = c->flags;
    if (!hk_re_eat(c, '?')) {
        hk_re_open(c, HK_RE_G_CAPTURE, flags, c->backward);
        return;
    }
    u = hk_re_peek(c);
    if (u == '=' || u == '!') {
        c->pos++;
        hk_re_open(c, u == '=' ? HK_RE_G_LOOK : HK_RE_G_NOLOOK, flags, false);
    } else if (u == '<') {
        c->pos++;
        u = hk_re_peek(c);
        if (u == '=' || u == '!') {
            c->pos++;
            hk_re_open(c, u == '=' ? HK_RE_G_LOOK : HK_RE_G_NOLOOK, flags, true);
        } else {
            hk_re_open(c, HK_RE_G_CAPTURE, flags, c->backward);
            hk_re_group_name(c);
        }
    } else if (hk_re_modifiers(c, &flags)) {
        hk_re_open(c, HK_RE_G_PLAIN, flags, c->backward);
    } else {
        hk_re_error(c, "invalid group");
    }
}

HK_FN uint32_t hk_re_refer(hk_re_compiler *c, uint32_t n)
{
    uint32_t flags = (c->flags & HK_RE_ICASE ? 1u : 0) | (hk_re_full(c) ? 2u : 0) | (c->backward ? 4u : 0);
    return hk_re_emit(c, HK_RX_REFER, n << 3 | flags);
}

/* \k<name>, \k read. */
HK_FN void hk_re_named_reference(hk_re_compiler *c)
{
    uint32_t n = 0, at;
    hk_ref name = hk_re_eat(c, '<') ? hk_re_name(c) : 0;
    if (!name) {
        hk_re_error(c, "invalid named reference");
        return;
    }
    hk_val *root = hk_push(c->vm, hk_string(name));
    at = hk_re_refer(c, 0);
    for (uint32_t i = 0; i < c->known; i++)
        if (hk_re_names(c)[2 * i] == *root) {
            hk_re_word(c, (uint32_t)hk_re_names(c)[2 * i + 1] & ~HK_RE_ACTIVE);
            n++;
        }
    hk_pop(c->vm);
    if (!n)
        hk_re_error(c, "invalid named reference");
    else if (!c->why)
        c->code[at] |= n << 11;
}

/* AtomEscape, the backslash read. Returns whether it takes a character. */
HK_FN bool hk_re_atom_escape(hk_re_compiler *c)
{
    uint32_t u = hk_re_peek(c), start = c->pos, from = c->depth, n;
    bool strings = false;
    if (u - '1' < 9) {
        n = hk_re_decimal(c);
        if (n < c->total) {
            hk_re_refer(c, 1);
            hk_re_word(c, n);
            return false;
        }
        c->pos = start;
        if (hk_re_full(c))
            hk_re_error(c, "reference to a group that does not exist");
    } else if (u == 'k' && (hk_re_full(c) || c->known)) {
        c->pos++;
        hk_re_named_reference(c);
        return false;
    } else if ((u | 32) == 'd' || (u | 32) == 's' || ((u | 32) == 'w' && !(hk_re_full(c) && (c->flags & HK_RE_ICASE)))) {
        c->pos++;
        if (c->backward)
            hk_re_emit(c, HK_RX_BACK, 0);
        hk_re_emit(c, (u | 32) == 'd' ? HK_RX_DIGIT : (u | 32) == 's' ? HK_RX_SPACE : HK_RX_WORD, !(u & 32));
        return true;
    } else if (hk_re_class_escape(c, &strings)) {
        if ((c->flags & HK_RE_ICASE) && !(c->flags & HK_RE_SETS))
            hk_re_fold_set(c, from);
        return hk_re_emit_strings(c, from, 0);
    }
    hk_re_emit_char(c, hk_re_character_escape(c, false));
    return true;
}

/* Assertion or Atom of one character or class. */
HK_FN void hk_re_term(hk_re_compiler *c)
{
    uint32_t at = c->length, from = c->depth, u = hk_re_take(c, hk_re_full(c)), min, max;
    bool assertion = u == '^' || u == '$', consumes = true;
    if (u == '\\' && (hk_re_peek(c) | 32) == 'b') {
        bool fold = (c->flags & HK_RE_ICASE) && hk_re_full(c);
        hk_re_emit(c, HK_RX_BOUNDARY, (hk_re_peek(c) == 'B') | (uint32_t)fold << 1);
        c->pos++;
        assertion = true;
    } else if (assertion) {
        hk_re_emit(c, u == '^' ? HK_RX_START : HK_RX_END, (c->flags & HK_RE_MULTILINE) != 0);
    } else if (u == '\\') {
        consumes = hk_re_atom_escape(c);
    } else if (u == '.') {
        if (c->backward)
            hk_re_emit(c, HK_RX_BACK, 0);
        hk_re_emit(c, HK_RX_DOT, (c->flags & HK_RE_DOTALL) != 0);
    } else if (u == '[') {
        if (c->flags & HK_RE_SETS)
            hk_re_parse_set(c);
        else
            hk_re_class(c);
        consumes = hk_re_emit_strings(c, from, 0);
    } else if (u == '*' || u == '+' || u == '?') {
        hk_re_error(c, "nothing to repeat");
    } else if (u == '{' || u == '}' || u == ']') {
        c->pos--;
        if (hk_re_full(c) || hk_re_quantifier(c, &min, &max))
            hk_re_error(c, u == '{' ? "nothing to repeat" : "lone bracket");
        else
            hk_re_emit_char(c, hk_re_take(c, false));
    } else {
        hk_re_emit_char(c, u);
    }
    hk_re_end_term(c, at, c->groups, consumes && !assertion, !assertion);
}

/* Pattern */
HK_FN void hk_re_pattern(hk_re_compiler *c)
{
    uint32_t u;
    while ((u = hk_re_peek(c)) != HK_RE_NONE) {
        if (u == '|') {
            c->pos++;
            hk_re_alternative(c);
        } else if (u == ')') {
            c->pos++;
            if (c->levels == 0)
                hk_re_error(c, "unmatched )");
            else
                hk_re_close_group(c);
        } else {
            if (c->backward) {
                hk_re_push(c, c->length);
                c->g.terms++;
            }
            if (hk_re_eat(c, '('))
                hk_re_open_group(c);
            else
                hk_re_term(c);
        }
    }
    if (c->levels)
        hk_re_error(c, "group is not closed");
    hk_re_close_level(c);
    hk_re_emit(c, HK_RX_MATCH, 0);
}

/* ---- After the pattern: what follows runs, what a match begins with --------------------------------------------- */

/* Does the set instruction hold no character beyond Latin-1? */
HK_FN bool hk_re_is_narrow(const uint32_t *p)
{
    switch (*p & 0xFF) {
    case HK_RX_CHAR:  return *p >> 8 < 256;
    case HK_RX_PAIR:  return (p[1] & 0xFFFF) < 256 && p[1] >> 16 < 256;
    case HK_RX_RANGE: return p[1] < 256;
    case HK_RX_DIGIT: case HK_RX_WORD: return *p >> 8 == 0;
    case HK_RX_CLASS: return *p >> 8 == 1 + HK_RE_BITMAP;
    default:          return false;
    }
}

/* Have two set instructions no character in common, certainly? */
HK_FN bool hk_re_disjoint(const uint32_t *p, const uint32_t *q)
{
    if ((*q & 0xFF) == HK_RX_CHAR)
        return !hk_re_in(p, *q >> 8);
    if (!hk_re_is_narrow(p) && !hk_re_is_narrow(q))
        return false;
    for (uint32_t ch = 0; ch < 256; ch++)
        if (hk_re_in(p, ch) && hk_re_in(q, ch))
            return false;
    return true;
}

/* Tells the runs what follows them: one that could not usefully give anything back says so. */
HK_FN void hk_re_link_runs(hk_re_compiler *c)
{
    for (uint32_t at = 0; !c->why && at < c->length; at += hk_re_size(c->code + at)) {
        uint32_t *p = c->code + at, next = at + hk_re_size(p);
        if ((*p & 0xFF) != HK_RX_RUN)
            continue;
        for (unsigned i = 0; i < 4; i++) {
            uint32_t w = c->code[next];
            if ((w & 0xFF) == HK_RX_SAVE)
                next++;
            else if ((w & 0xFF) == HK_RX_JUMP)
                next += (uint32_t)hk_re_signed(w);
            else
                break;
        }
        const uint32_t *q = c->code + next;
        if ((*q & 0xFF) == HK_RX_RUN && q[1] > 0)
            q += 4;
        if ((*q & 0xFF) == HK_RX_CHAR)
            p[3] = (*q >> 8) + 1;
        if ((*q & 0xFF) == HK_RX_MATCH || (*q & 0xFF) == HK_RX_LOOKED ? !(*p >> 8 & 1) : hk_re_is_set(*q) && hk_re_disjoint(p + 4, q))
            *p |= 2u << 8;
        c->vm->budget -= 8;
    }
}

/* Adds what the set instruction p begins with to a bitmap. */
HK_FN void hk_re_add_first(uint32_t *bits, const uint32_t *p)
{
    for (uint32_t ch = 0; ch < 256; ch++)
        if (hk_re_in(p, ch))
            bits[ch >> 5] |= 1u << (ch & 31);
}

/* A bitmap of the Latin-1 characters a match can begin with; false: it can be any, or none. */
HK_FN bool hk_re_first(hk_re_compiler *c, uint32_t *bits)
{
    uint32_t waiting[12], n = 1, steps = 64;
    waiting[0] = 0;
    while (n) {
        uint32_t at = waiting[--n];
        for (bool more = true; more;) {
            const uint32_t *p = c->code + at;
            if (!steps-- || n > HK_COUNT(waiting) - 2)
                return false;
            switch (*p & 0xFF) {
            case HK_RX_SAVE: case HK_RX_RESET: case HK_RX_ZERO: case HK_RX_START: case HK_RX_END: case HK_RX_BOUNDARY:
                at += hk_re_size(p);
                break;
            case HK_RX_LOOK: at += 3; break;
            case HK_RX_NOLOOK: at += p[1]; break;
            case HK_RX_JUMP: at += (uint32_t)hk_re_signed(*p); break;
            case HK_RX_SPLIT: case HK_RX_SPLITTO:
                waiting[n++] = at + 1;
                at += (uint32_t)hk_re_signed(*p);
                break;
            case HK_RX_LOOP:
                if (p[1] == 0)
                    waiting[n++] = at + (p[3] >> 1);
                at += 4;
                break;
            case HK_RX_RUN:
                hk_re_add_first(bits, p + 4);
                at += hk_re_size(p);
                more = p[1] == 0;
                break;
            default:
                if (!hk_re_is_set(*p))
                    return false;
                hk_re_add_first(bits, p);
                more = false;
            }
        }
    }
    uint32_t all = 0xFFFFFFFFu;
    for (unsigned i = 0; i < HK_RE_BITMAP; i++)
        all &= bits[i];
    return all != 0xFFFFFFFFu;
}

HK_FN void hk_re_finish(hk_re_compiler *c)
{
    uint32_t bits[HK_RE_BITMAP] = { 0 }, length = c->length;
    hk_re_link_runs(c);
    if (c->why)
        return;
    bool first = !hk_re_is_set(c->code[0]) && hk_re_first(c, bits) && hk_re_code_room(c, HK_RE_BITMAP);
    if (c->why)
        return;
    if (first) {
        memcpy(c->code + length, bits, sizeof bits);
        c->length += HK_RE_BITMAP;
    }
    hk_resize(c->vm, c->program, (uint32_t)sizeof(hk_re_program) + c->length * 4);
    hk_re_program *p = hk_ptr(c->vm, hk_ref_of(*c->program));
    p->groups = c->groups;
    p->registers = c->registers;
    p->length = length;
    p->first = first ? length : 0;
    hk_val *names = c->known ? hk_re_names(c) : NULL;
    for (uint32_t i = 0; i < c->known; i++)
        names[2 * i + 1] &= ~(hk_val)HK_RE_ACTIVE;
    if (c->known)
        hk_resize(c->vm, c->names, 8 + c->known * 16);
}

HK_FN const char *hk_re_compile(hk_vm *vm, hk_val *source, uint32_t flags, hk_val *program, hk_val *names)
{
    hk_re_compiler compiler, *c = &compiler;
    memset(c, 0, sizeof *c);
    c->vm = vm;
    c->source = source;
    c->program = program;
    c->names = names;
    *names = hk_internal(0);
    c->work = hk_push(vm, HK_UNDEFINED);
    c->strings = hk_push(vm, hk_internal(0));
    hk_ref r = hk_flatten(vm, hk_ref_of(*source));
    if (r) {
        *source = hk_string(r);
        c->room = 32;
        r = hk_alloc(vm, HK_T_BYTES, (uint32_t)sizeof(hk_re_program) + c->room * 4);
    }
    if (r) {
        *program = hk_internal(r);
        ((hk_re_program *)hk_ptr(vm, r))->flags = flags;
        c->stack_room = 32;
        r = hk_alloc(vm, HK_T_BYTES, 8 + c->stack_room * 4);
        *c->work = hk_internal(r);
    }
    if (r) {
        hk_re_refresh(c);
        c->flags = flags;
        c->total = c->groups = 1;
        c->g.always = true;
        hk_re_survey(c);
        c->registers = c->total * 2;
        hk_re_pattern(c);
        hk_re_finish(c);
    } else {
        c->why = "";
    }
    vm->temps -= 2;
    vm->budget -= (int32_t)(c->length / 2);
    return c->why;
}

HK_FN uint32_t hk_re_flags(const hk_text *t)
{
    static const char letters[] = "dgimsuvy";
    uint32_t flags = 0;
    for (uint32_t i = 0, j; i < t->len; i++) {
        for (j = 0; letters[j] && hk_unit(t, i) != (uint8_t)letters[j]; j++)
            ;
        if (!letters[j] || (flags & 1u << j))
            return HK_RE_NONE;
        flags |= 1u << j;
    }
    return (flags & HK_RE_FULL) == HK_RE_FULL ? HK_RE_NONE : flags;
}
#endif
