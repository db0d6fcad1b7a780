/* Reading the tree, and the parser's means of writing it. */
#ifndef HK_TREE_C
#define HK_TREE_C
#include "lexer.h"

/* ---- reading ----------------------------------------------------------------------------------------------------- */

#define HK_NODE_FORMAT(name, operands) operands,
HK_CONST_TABLE char hk_tree_format[HK_N_COUNT][11] = { HK_NODES(HK_NODE_FORMAT) };

HK_FN uint32_t hk_tree_varint(hk_vm *vm, const hk_tree *t, uint32_t *pos)
{
    uint32_t v = 0, shift = 0, b;
    do {
        b = hk_tree_at(vm, t, (*pos)++);
        v |= (b & 0x7F) << shift;
        shift += 7;
    } while (b & 0x80);
    return v;
}

HK_FN uint32_t hk_tree_skip_scope(hk_vm *vm, const hk_tree *t, uint32_t pos)
{
    uint32_t n;
    pos++;
    for (n = hk_tree_varint(vm, t, &pos); n; n--) {
        hk_tree_varint(vm, t, &pos);
        pos++;
    }
    return pos;
}

/* Steps over operands up to the first child (or END of the format); *format is moved to that. */
HK_FN uint32_t hk_tree_skip_operands(hk_vm *vm, const hk_tree *t, uint32_t pos, const char **format)
{
    for (;; ++*format)
        switch (**format) {
        case 'b': pos++; break;
        case 'd': pos += 8; break;
        case 'v': case 's': case 'p': case 'i': hk_tree_varint(vm, t, &pos); break;
        case 'S': pos = hk_tree_skip_scope(vm, t, pos); break;
        case ' ': break;
        default: return pos;
        }
}

/* Steps over the rest of a node whose operands are `format`; with `last` not over a last child: true if there is one. */
HK_FN bool hk_tree_skip_rest(hk_vm *vm, const hk_tree *t, uint32_t *pos, const char *format, bool last)
{
    for (;; format++) {
        *pos = hk_tree_skip_operands(vm, t, *pos, &format);
        if (*format == 0)
            return false;
        if (*format == 'n' && last && format[1] == 0)
            return true;
        if (*format == 'n') {
            *pos = hk_tree_skip(vm, t, *pos);
        } else {
            while (hk_tree_at(vm, t, *pos) != HK_N_END)
                *pos = hk_tree_skip(vm, t, *pos);
            ++*pos;
        }
    }
}

/* A chain like a + b + c is deep in first children, and one like a ? b : c ? d : e in last ones: neither recurses. The
 * first children are walked down by counting; then the rests of the nodes passed are stepped over, innermost first,
 * a few at a time, for which the way down is walked again. */
HK_FN uint32_t hk_tree_skip(hk_vm *vm, const hk_tree *t, uint32_t pos)
{
    enum { SOME = 16 };
    uint8_t kinds[SOME];
    for (;;) {
        const char *format;
        uint32_t end = pos, next, depth = 0, from, to, i;
        for (;; depth++) {
            format = hk_tree_format[hk_tree_at(vm, t, end)];
            next = hk_tree_skip_operands(vm, t, end + 1, &format);
            if (*format != 'n')
                break;
            end = next;
        }
        hk_tree_skip_rest(vm, t, &next, format, false);
        end = next;
        for (to = depth; to > 0; to = from) {
            from = to > SOME ? to - SOME : 0;
            for (i = 0, next = pos; i < to; i++) {
                unsigned kind = hk_tree_at(vm, t, next);
                if (i >= from)
                    kinds[i - from] = (uint8_t)kind;
                format = hk_tree_format[kind];
                next = hk_tree_skip_operands(vm, t, next + 1, &format);
            }
            while (i-- > from) {
                format = hk_tree_format[kinds[i - from]];
                while (*format != 'n')
                    format++;
                if (hk_tree_skip_rest(vm, t, &end, format + 1, i == 0))
                    break;
            }
        }
        if (depth == 0 || i != 0)
            return end;
        pos = end;
    }
}

/* ---- writing ------------------------------------------------------------------------------------------------------- */

HK_INLINE hk_tree hk_tree_parsed(const hk_parser *p)
{
    hk_tree t = { p->base, p->length };
    return t;
}

HK_INLINE unsigned hk_tree_kind_at(const hk_parser *p, uint32_t pos)
{
    return pos < p->length ? p->vm->mem[p->base - pos] : HK_N_END;
}

HK_INLINE void hk_tree_set(hk_parser *p, uint32_t pos, unsigned byte) { p->vm->mem[p->base - pos] = (uint8_t)byte; }

/* Makes room for n bytes more. */
HK_FN HK_NOINLINE bool hk_tree_reserve(hk_parser *p, uint32_t n)
{
    uint32_t before = p->vm->scratch;
    if (p->failed)
        return false;
    if (!hk_scratch_grow(p->vm, n + 128)) {
        hk_parse_fail(p);
        return false;
    }
    p->room += p->vm->scratch - before;
    return true;
}

HK_FN void hk_tree_put(hk_parser *p, unsigned byte)
{
    if (p->length == p->room && !hk_tree_reserve(p, 1))
        return;
    p->vm->mem[p->base - p->length++] = (uint8_t)byte;
}

HK_FN void hk_tree_put_varint(hk_parser *p, uint32_t v)
{
    for (; v >= 0x80; v >>= 7)
        hk_tree_put(p, v | 0x80);
    hk_tree_put(p, v);
}

/* Inserts n bytes at pos, to be set; false after an error. */
HK_FN bool hk_tree_gap(hk_parser *p, uint32_t pos, uint32_t n)
{
    uint8_t *end;
    if (p->failed || (p->room - p->length < n && !hk_tree_reserve(p, n)))
        return false;
    end = p->vm->mem + p->base - p->length + 1;
    memmove(end - n, end, p->length - pos);
    p->length += n;
    return true;
}

/* Takes the n bytes at pos out. */
HK_FN void hk_tree_remove(hk_parser *p, uint32_t pos, uint32_t n)
{
    uint8_t *end = p->vm->mem + p->base - p->length + 1;
    memmove(end + n, end, p->length - pos - n);
    p->length -= n;
}

HK_INLINE uint32_t hk_tree_varint_size(uint32_t v)
{
    uint32_t n = 1;
    while (v >>= 7)
        n++;
    return n;
}

/* Writes v over the tree at pos, for which a gap was made; returns the position behind. */
HK_FN uint32_t hk_tree_set_varint(hk_parser *p, uint32_t pos, uint32_t v)
{
    for (; v >= 0x80; v >>= 7)
        hk_tree_set(p, pos++, v | 0x80);
    hk_tree_set(p, pos++, v);
    return pos;
}

/* Puts a varint in before the byte at pos. */
HK_FN HK_NOINLINE void hk_tree_insert_varint(hk_parser *p, uint32_t pos, uint32_t v)
{
    if (hk_tree_gap(p, pos, hk_tree_varint_size(v)))
        hk_tree_set_varint(p, pos, v);
}

/* Makes the node at pos the first child of a new one: kind, then n operands (0 to 2; a byte below 0x80 is a varint too). */
HK_FN HK_NOINLINE void hk_tree_wrap(hk_parser *p, uint32_t pos, unsigned kind, unsigned n, uint32_t a, uint32_t b)
{
    uint32_t size = 1 + (n > 0 ? hk_tree_varint_size(a) : 0) + (n > 1 ? hk_tree_varint_size(b) : 0);
    if (!hk_tree_gap(p, pos, size))
        return;
    hk_tree_set(p, pos++, kind);
    if (n > 0)
        pos = hk_tree_set_varint(p, pos, a);
    if (n > 1)
        hk_tree_set_varint(p, pos, b);
}

/* A chain like a + b + c wraps the same place again and again. So that a long one does not move what it has each time,
 * room is kept there: a filler, HK_FILL and its size in 3 bytes, until hk_tree_settle. */
#define HK_FILL 0xFFu
#define HK_FILL_FROM 1024u               /* size of chain from which on that pays */

HK_FN uint32_t hk_tree_filler(const hk_parser *p, uint32_t pos)
{
    if (hk_tree_kind_at(p, pos) != HK_FILL)
        return 0;
    return hk_tree_kind_at(p, pos + 1) | hk_tree_kind_at(p, pos + 2) << 8 | hk_tree_kind_at(p, pos + 3) << 16;
}

/* hk_tree_wrap for the links of a chain. */
HK_FN HK_NOINLINE void hk_tree_link(hk_parser *p, uint32_t pos, unsigned kind, unsigned n, uint32_t a, uint32_t b)
{
    uint32_t fill = hk_tree_filler(p, pos), more;
    if (p->length - pos >= HK_FILL_FROM && fill < 20) {
        more = (p->length - pos) / 8;
        if (more > 0xFFFF00)
            more = 0xFFFF00;
        if (!hk_tree_gap(p, pos, more))
            return;
        fill += more;
    }
    if (fill) {                          /* the new header goes to the filler's end */
        uint32_t size = 1 + (n > 0 ? hk_tree_varint_size(a) : 0) + (n > 1 ? hk_tree_varint_size(b) : 0), at = pos + fill - size;
        hk_tree_set(p, at++, kind);
        if (n > 0)
            at = hk_tree_set_varint(p, at, a);
        if (n > 1)
            hk_tree_set_varint(p, at, b);
        fill -= size;
        hk_tree_set(p, pos, HK_FILL);
        hk_tree_set(p, pos + 1, fill & 0xFF);
        hk_tree_set(p, pos + 2, fill >> 8 & 0xFF);
        hk_tree_set(p, pos + 3, fill >> 16);
        return;
    }
    hk_tree_wrap(p, pos, kind, n, a, b);
}

/* The chain at pos is complete. */
HK_FN void hk_tree_settle(hk_parser *p, uint32_t pos)
{
    uint32_t fill = hk_tree_filler(p, pos);
    if (fill && !p->failed) {
        hk_tree_remove(p, pos, fill);
        p->arrow_start = UINT32_MAX;     /* positions have changed */
    }
}

/* Starts a node: kind and n operands. */
HK_FN HK_NOINLINE void hk_tree_node(hk_parser *p, unsigned kind, unsigned n, uint32_t a, uint32_t b)
{
    hk_tree_put(p, kind);
    if (n > 0)
        hk_tree_put_varint(p, a);
    if (n > 1)
        hk_tree_put_varint(p, b);
}
#endif
