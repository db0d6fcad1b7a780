#ifndef HK_STRING_C
#define HK_STRING_C
#include "string.h"
#include "error.h"
#include "../base/number.h"
#include "../base/utf.h"
#include "../lib/library.h"
#include "../lib/gen_tables.h"

/* Concatenations up to this many units are copied at once; longer ones become ropes. */
#define HK_FLAT_CONCAT 24u
/* A rope's right end grows by copying up to so many. */
#define HK_FLAT_PART 64u
#define HK_EMPTY_STRING HK_ROM_REF(HK_ATOM_empty)

HK_FN uint32_t hk_str_len(hk_vm *vm, hk_ref s)
{
    if (hk_ref_is_block(s))
        return ((hk_str *)hk_ptr(vm, s))->len & HK_STR_LEN;
    if (hk_ref_is_char(s))
        return 1;
    return (uint32_t)(hk_atom_start[(s >> 3) + 1] - hk_atom_start[s >> 3]);
}

HK_FN void hk_text_of(hk_vm *vm, hk_ref s, hk_text *out)
{
    out->u8 = NULL;
    out->u16 = NULL;
    out->unit = 0;
    if (hk_ref_is_char(s)) {
        out->unit = (uint16_t)(s >> 3);
        out->len = 1;
        return;
    }
    if (hk_ref_is_rom(s)) {
        out->u8 = hk_atom_text + hk_atom_start[s >> 3];
        out->len = (uint32_t)(hk_atom_start[(s >> 3) + 1] - hk_atom_start[s >> 3]);
        return;
    }
    if (hk_type(vm, s) == HK_T_ROPE)            /* flattened: see hk_flatten */
        s = ((hk_rope *)hk_ptr(vm, s))->left;
    const hk_str *str = hk_ptr(vm, s);
    out->len = str->len & HK_STR_LEN;
    if (str->len & HK_STR_WIDE)
        out->u16 = (const uint16_t *)(const void *)(str + 1);
    else
        out->u8 = (const uint8_t *)(str + 1);
}

/* Copies units [from, to) of a text into a string under construction, at unit `at`. */
HK_FN void hk_copy_units(hk_str *into, uint32_t at, const hk_text *t, uint32_t from, uint32_t to)
{
    if (into->len & HK_STR_WIDE) {
        uint16_t *d = (uint16_t *)(void *)(into + 1) + at;
        if (t->u16)
            memcpy(d, t->u16 + from, (to - from) * 2u);
        else
            for (uint32_t i = from; i < to; i++)
                *d++ = (uint16_t)hk_unit(t, i);
    } else {
        uint8_t *d = (uint8_t *)(into + 1) + at;
        if (t->u8)
            memcpy(d, t->u8 + from, to - from);
        else
            for (uint32_t i = from; i < to; i++)
                *d++ = (uint8_t)hk_unit(t, i);
    }
}

HK_FN hk_ref hk_str_new(hk_vm *vm, uint32_t n, bool wide)
{
    if (n > HK_MAX_STRING) {
        vm->exception = HK_TOO_LONG;
        return 0;
    }
    hk_ref r = hk_alloc(vm, HK_T_STRING, (uint32_t)sizeof(hk_str) + (wide ? n * 2u : n));
    if (r)
        ((hk_str *)hk_ptr(vm, r))->len = n | (wide ? HK_STR_WIDE : 0);
    return r;
}

HK_INLINE bool hk_all_latin1(const uint16_t *text, uint32_t n)
{
    uint32_t bits = 0;
    for (uint32_t i = 0; i < n; i++)
        bits |= text[i];
    return bits < 256;
}

/* Gives the unused end of a block back. */
HK_FN void hk_shrink(hk_vm *vm, hk_ref r, uint32_t bytes)
{
    hk_val root = hk_internal(r);
    hk_resize(vm, &root, bytes);
}

HK_FN hk_ref hk_str_done(hk_vm *vm, hk_ref s)
{
    hk_str *str = hk_ptr(vm, s);
    uint32_t n = str->len & HK_STR_LEN;
    uint16_t *wide = (uint16_t *)(void *)(str + 1);
    uint8_t *narrow = (uint8_t *)(str + 1);
    if (n < 2) {
        hk_ref immediate = n == 0 ? HK_EMPTY_STRING : HK_CHAR_REF(str->len & HK_STR_WIDE ? wide[0] : narrow[0]);
        str->len = 0;                                   /* the block is dead, but those who walk through the heap see it */
        hk_shrink(vm, s, 8);
        return immediate;
    }
    if ((str->len & HK_STR_WIDE) && hk_all_latin1(wide, n)) {
        for (uint32_t i = 0; i < n; i++)
            narrow[i] = (uint8_t)wide[i];
        str->len = n;
        hk_shrink(vm, s, (uint32_t)sizeof(hk_str) + n);
    }
    return s;
}

HK_FN hk_ref hk_str_latin1(hk_vm *vm, const uint8_t *text, uint32_t n)
{
    if (n < 2)
        return n ? HK_CHAR_REF(text[0]) : HK_EMPTY_STRING;
    hk_ref r = hk_str_new(vm, n, false);
    if (r)
        memcpy((hk_str *)hk_ptr(vm, r) + 1, text, n);
    return r;
}

HK_FN hk_ref hk_str_utf16(hk_vm *vm, const uint16_t *text, uint32_t n)
{
    if (n < 2)
        return n ? HK_CHAR_REF(text[0]) : HK_EMPTY_STRING;
    bool wide = !hk_all_latin1(text, n);
    hk_ref r = hk_str_new(vm, n, wide);
    if (r) {
        hk_text t = { NULL, text, n, 0 };
        hk_copy_units(hk_ptr(vm, r), 0, &t, 0, n);
    }
    return r;
}

HK_FN hk_ref hk_str_decoded(hk_vm *vm, const uint8_t *s, size_t length, const hk_val *block)
{
    size_t at = block ? (size_t)(s - (const uint8_t *)hk_ptr(vm, hk_ref_of(*block))) : 0;
    uint32_t units = 0, cp, bits = 0;
    if (length > HK_MAX_STRING) {
        vm->exception = HK_TOO_LONG;
        return 0;
    }
    for (size_t i = 0; i < length; bits |= cp, units += cp > 0xFFFF ? 2 : 1)
        i += (size_t)hk_utf8_decode_lossy(s + i, length - i, true, &cp);
    if (units == 0)
        return HK_EMPTY_STRING;
    hk_ref r = hk_str_new(vm, units, bits > 0xFF);
    if (!r)
        return 0;
    if (block)
        s = (const uint8_t *)hk_ptr(vm, hk_ref_of(*block)) + at;
    hk_str *str = hk_ptr(vm, r);
    uint16_t *wide = (uint16_t *)(void *)(str + 1);
    uint8_t *narrow = (uint8_t *)(str + 1);
    for (size_t i = 0; i < length;) {
        i += (size_t)hk_utf8_decode_lossy(s + i, length - i, true, &cp);
        if (bits <= 0xFF) {
            *narrow++ = (uint8_t)cp;
        } else if (cp > 0xFFFF) {
            *wide++ = (uint16_t)(0xD7C0 + (cp >> 10));
            *wide++ = (uint16_t)(0xDC00 | (cp & 0x3FF));
        } else {
            *wide++ = (uint16_t)cp;
        }
    }
    return hk_str_done(vm, r);
}
HK_FN hk_ref hk_str_utf8(hk_vm *vm, const char *text, size_t length) { return hk_str_decoded(vm, (const uint8_t *)text, length, NULL); }

HK_FN hk_ref hk_substring(hk_vm *vm, hk_val *root, uint32_t from, uint32_t to)
{
    hk_text t;
    hk_text_of(vm, hk_ref_of(*root), &t);
    if (from == 0 && to == t.len)
        return hk_ref_of(*root);
    if (to - from < 2)
        return to == from ? HK_EMPTY_STRING : HK_CHAR_REF(hk_unit(&t, from));
    bool wide = t.u16 && !hk_all_latin1(t.u16 + from, to - from);
    hk_ref r = hk_str_new(vm, to - from, wide);
    if (r) {
        hk_text_of(vm, hk_ref_of(*root), &t);
        hk_copy_units(hk_ptr(vm, r), 0, &t, from, to);
    }
    return r;
}

/* Is any unit of a string above 0xFF? A rope's own len word carries the flag of its parts. */
HK_INLINE bool hk_str_wide(hk_vm *vm, hk_ref s)
{
    if (hk_ref_is_block(s))
        return (((hk_str *)hk_ptr(vm, s))->len & HK_STR_WIDE) != 0;
    return hk_ref_is_char(s) && s >> 3 > 0xFF;
}

HK_INLINE bool hk_is_open_rope(hk_vm *vm, hk_ref s)
{
    return hk_ref_is_block(s) && hk_type(vm, s) == HK_T_ROPE && ((hk_rope *)hk_ptr(vm, s))->right;
}

/* a + b, neither empty: one flat string if it is short (`flat`: up to HK_FLAT_PART), else a rope. */
HK_FN hk_ref hk_concat_as(hk_vm *vm, hk_ref a, hk_ref b, bool flat)
{
    uint32_t la = hk_str_len(vm, a), lb = hk_str_len(vm, b);
    bool wide = hk_str_wide(vm, a) || hk_str_wide(vm, b);
    hk_push(vm, hk_string(a));
    hk_push(vm, hk_string(b));
    hk_ref r;
    if (la + lb <= HK_FLAT_PART && !hk_is_open_rope(vm, a) && !hk_is_open_rope(vm, b) && (flat || la + lb <= HK_FLAT_CONCAT)) {
        r = hk_str_new(vm, la + lb, wide);
        b = hk_ref_of(hk_pop(vm));
        a = hk_ref_of(hk_pop(vm));
        if (!r)
            return 0;
        hk_text t;
        hk_text_of(vm, a, &t);
        hk_copy_units(hk_ptr(vm, r), 0, &t, 0, la);
        hk_text_of(vm, b, &t);
        hk_copy_units(hk_ptr(vm, r), la, &t, 0, lb);
        return r;
    }
    r = hk_alloc(vm, HK_T_ROPE, sizeof(hk_rope));
    b = hk_ref_of(hk_pop(vm));
    a = hk_ref_of(hk_pop(vm));
    if (r) {
        hk_rope *rope = hk_ptr(vm, r);
        rope->len = (la + lb) | (wide ? HK_STR_WIDE : 0);
        hk_store_ref(vm, &rope->left, a);
        hk_store_ref(vm, &rope->right, b);
    }
    return r;
}

HK_FN hk_ref hk_concat(hk_vm *vm, hk_ref a, hk_ref b)
{
    uint32_t la = hk_str_len(vm, a), lb = hk_str_len(vm, b);
    if (la == 0 || lb == 0)
        return la ? a : b;
    if (la + lb > HK_MAX_STRING) {
        vm->exception = HK_TOO_LONG;
        return 0;
    }
    if (lb >= HK_FLAT_PART || !hk_is_open_rope(vm, a))
        return hk_concat_as(vm, a, b, false);
    /* (left + right) + b with short ends becomes left + (right + b): text that grows by small pieces takes few ropes */
    hk_ref right = ((hk_rope *)hk_ptr(vm, a))->right;
    if (hk_is_open_rope(vm, right) || hk_is_open_rope(vm, b) || hk_str_len(vm, right) + lb > HK_FLAT_PART)
        return hk_concat_as(vm, a, b, false);
    hk_push(vm, hk_string(a));
    right = hk_concat_as(vm, right, b, true);
    a = hk_ref_of(hk_pop(vm));
    return right ? hk_concat_as(vm, ((hk_rope *)hk_ptr(vm, a))->left, right, false) : 0;
}

/* Writes the text of a rope into `into`. A flat side is written, the other followed; only where both sides are ropes the
 * right one waits on a list in the gap above the heap. false when the gap is full. */
HK_FN bool hk_flatten_into(hk_vm *vm, hk_ref node, hk_str *into)
{
    struct { hk_ref node; uint32_t at; } *waiting = hk_ptr(vm, vm->top);
    uint32_t n = 0, max = (vm->limit - vm->top) / (uint32_t)sizeof *waiting, at = 0;
    hk_text t;
    for (;;) {
        if (!hk_is_open_rope(vm, node)) {
            hk_text_of(vm, node, &t);
            hk_copy_units(into, at, &t, 0, t.len);
            if (n == 0)
                return true;
            node = waiting[--n].node;
            at = waiting[n].at;
            continue;
        }
        const hk_rope *r = hk_ptr(vm, node);
        uint32_t middle = at + hk_str_len(vm, r->left);
        node = r->left;
        if (!hk_is_open_rope(vm, r->right)) {
            hk_text_of(vm, r->right, &t);
            hk_copy_units(into, middle, &t, 0, t.len);
        } else if (!hk_is_open_rope(vm, r->left)) {
            hk_text_of(vm, r->left, &t);
            hk_copy_units(into, at, &t, 0, t.len);
            node = r->right;
            at = middle;
        } else {
            if (n == max)
                return false;
            waiting[n].node = r->right;
            waiting[n++].at = middle;
        }
    }
}

HK_FN hk_ref hk_flatten(hk_vm *vm, hk_ref s)
{
    if (!hk_ref_is_block(s) || hk_type(vm, s) != HK_T_ROPE)
        return s;
    if (!hk_is_open_rope(vm, s))
        return ((hk_rope *)hk_ptr(vm, s))->left;
    uint32_t len = ((hk_rope *)hk_ptr(vm, s))->len;
    vm->budget -= (int32_t)((len & HK_STR_LEN) / 16);
    hk_push(vm, hk_string(s));
    hk_ref r = hk_str_new(vm, len & HK_STR_LEN, (len & HK_STR_WIDE) != 0);
    s = hk_ref_of(hk_pop(vm));
    if (!r)
        return 0;
    if (!hk_flatten_into(vm, s, hk_ptr(vm, r))) {
        hk_out_of_memory(vm);
        return 0;
    }
    hk_rope *rope = hk_ptr(vm, s);
    hk_store_ref(vm, &rope->left, r);
    rope->right = 0;
    return r;
}

HK_FN int hk_text_compare(const hk_text *a, const hk_text *b)
{
    uint32_t n = a->len < b->len ? a->len : b->len;
    if (a->u8 && b->u8) {
        int c = hk_memcmp(a->u8, b->u8, n);
        return c ? c : (int)(a->len > n) - (int)(b->len > n);
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t x = hk_unit(a, i), y = hk_unit(b, i);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return (int)(a->len > n) - (int)(b->len > n);
}

HK_FN bool hk_str_equal(hk_vm *vm, hk_ref a, hk_ref b)
{
    if (a == b)
        return true;
    if (hk_str_len(vm, a) != hk_str_len(vm, b))
        return false;
    hk_text ta, tb;
    hk_text_of(vm, a, &ta);
    hk_text_of(vm, b, &tb);
    return hk_text_compare(&ta, &tb) == 0;
}

HK_FN int hk_str_compare(hk_vm *vm, hk_ref a, hk_ref b)
{
    hk_text ta, tb;
    hk_text_of(vm, a, &ta);
    hk_text_of(vm, b, &tb);
    return hk_text_compare(&ta, &tb);
}

/* Reads a canonical array index (no sign, no leading zero) up to `max`. */
HK_FN bool hk_text_index(const hk_text *t, uint32_t max, uint32_t *index)
{
    uint64_t n = 0;
    if (t->len == 0 || t->len > 10 || t->u16 || (t->len > 1 && hk_unit(t, 0) == '0'))
        return false;
    for (uint32_t i = 0; i < t->len; i++) {
        uint32_t d = hk_unit(t, i) - '0';
        if (d > 9)
            return false;
        n = n * 10 + d;
    }
    *index = (uint32_t)n;
    return n <= max;
}

/* ---- Interning ---------------------------------------------------------- */

/* FNV-1a over the units. */
HK_FN uint32_t hk_text_hash(const hk_text *t)
{
    uint32_t h = 2166136261u;
    if (t->u8)
        for (uint32_t i = 0; i < t->len; i++)
            h = (h ^ t->u8[i]) * 16777619u;
    else
        for (uint32_t i = 0; i < t->len; i++)
            h = (h ^ hk_unit(t, i)) * 16777619u;
    return h;
}

/* The library constant of that text, or 0. */
HK_FN hk_ref hk_find_atom(const hk_text *t, uint32_t hash)
{
    hash ^= hash >> 16;
    hash = (hash ^ hash >> 8) & 0xFF;
    for (uint32_t i = hk_atom_bucket[hash]; i < hk_atom_bucket[hash + 1]; i++)
        if ((uint32_t)(hk_atom_start[i + 1] - hk_atom_start[i]) == t->len && hk_memcmp(hk_atom_text + hk_atom_start[i], t->u8, t->len) == 0)
            return HK_ROM_REF(i);
    return 0;
}

HK_INLINE hk_ref *hk_interned_slots(hk_vm *vm) { return (hk_ref *)hk_ptr(vm, vm->interned) + 2; }
HK_INLINE uint32_t hk_interned_room(hk_vm *vm)
{
    return vm->interned ? hk_units_of_hdr(((hk_block *)hk_ptr(vm, vm->interned))->hdr) * 2 - 2 : 0;
}

/* Makes the intern table's room a power of two with at most 3/4 in use after one more. false: out of memory. */
HK_FN bool hk_intern_room(hk_vm *vm)
{
    uint32_t room = hk_interned_room(vm), live = 0;
    if (room && (((hk_block *)hk_ptr(vm, vm->interned))->word + 1) * 4 <= room * 3)
        return true;
    for (uint32_t i = 0; i < room; i++)
        live += hk_interned_slots(vm)[i] > HK_INTERN_GONE;
    uint32_t want = 16;
    while ((live + 1) * 3 > want * 2)
        want *= 2;
    hk_ref fresh = hk_alloc(vm, HK_T_WEAKREFS, 8 + want * 4);
    if (!fresh)
        return false;
    hk_ref *slots = (hk_ref *)hk_ptr(vm, fresh) + 2;
    uint32_t used = 0;
    for (uint32_t i = 0; i < room; i++) {
        hk_ref s = hk_interned_slots(vm)[i];
        if (s <= HK_INTERN_GONE)
            continue;
        hk_text t;
        hk_text_of(vm, s, &t);
        uint32_t j = hk_text_hash(&t);
        while (slots[j & (want - 1)])
            j++;
        slots[j & (want - 1)] = s;
        used++;
    }
    ((hk_block *)hk_ptr(vm, fresh))->word = used;
    vm->interned = fresh;
    return true;
}

/* The interned string equal to t, or 0. */
HK_FN hk_ref hk_find_interned(hk_vm *vm, const hk_text *t, uint32_t hash)
{
    uint32_t room = hk_interned_room(vm);
    hk_ref *slots = room ? hk_interned_slots(vm) : NULL;
    for (uint32_t i = hash; room && slots[i & (room - 1)]; i++) {
        hk_ref s = slots[i & (room - 1)];
        hk_text u;
        if (s == HK_INTERN_GONE || hk_str_len(vm, s) != t->len)
            continue;
        hk_text_of(vm, s, &u);
        if (hk_text_compare(t, &u) == 0)
            return s;
    }
    return 0;
}

/* Looks a text of two or more units up among constants and interned strings: 0 if it is new. */
HK_FN hk_ref hk_find_text(hk_vm *vm, const hk_text *t, uint32_t hash)
{
    hk_ref r = t->u8 ? hk_find_atom(t, hash) : 0;
    return r ? r : hk_find_interned(vm, t, hash);
}

/* Enters string s, whose text is new, into the table (which has room). */
HK_FN void hk_intern_enter(hk_vm *vm, hk_ref s, uint32_t hash)
{
    uint32_t room = hk_interned_room(vm);
    hk_ref *slots = hk_interned_slots(vm);
    while (slots[hash & (room - 1)] > HK_INTERN_GONE)
        hash++;
    if (!slots[hash & (room - 1)])
        ((hk_block *)hk_ptr(vm, vm->interned))->word++;
    slots[hash & (room - 1)] = s;
    hk_text t;
    uint32_t index;
    hk_text_of(vm, s, &t);
    ((hk_str *)hk_ptr(vm, s))->len |= hk_text_index(&t, HK_MAX_INDEX_KEY, &index) ? HK_STR_INTERN | HK_STR_INDEX : HK_STR_INTERN;
}

/* Interns a text outside the heap. */
HK_FN hk_ref hk_intern_text(hk_vm *vm, const hk_text *t)
{
    if (t->len < 2)
        return t->len ? HK_CHAR_REF(hk_unit(t, 0)) : HK_EMPTY_STRING;
    uint32_t hash = hk_text_hash(t);
    hk_ref r = hk_find_text(vm, t, hash);
    if (r)
        return r;
    if (!hk_intern_room(vm))
        return 0;
    r = t->u8 ? hk_str_latin1(vm, t->u8, t->len) : hk_str_utf16(vm, t->u16, t->len);
    if (r)
        hk_intern_enter(vm, r, hash);
    return r;
}

HK_FN hk_ref hk_intern_latin1(hk_vm *vm, const uint8_t *text, uint32_t n)
{
    hk_text t = { text, NULL, n, 0 };
    return hk_intern_text(vm, &t);
}

/* Units that are all Latin-1 have the same hash narrow or wide, but must be found as what they will be: they are made
 * first, and interned then. */
HK_FN hk_ref hk_intern_utf16(hk_vm *vm, const uint16_t *text, uint32_t n)
{
    hk_text t = { NULL, text, n, 0 };
    if (n > 1 && hk_all_latin1(text, n)) {
        hk_ref r = hk_str_utf16(vm, text, n);
        return r ? hk_intern(vm, r) : 0;
    }
    return hk_intern_text(vm, &t);
}

HK_FN hk_ref hk_intern(hk_vm *vm, hk_ref s)
{
    if (!hk_ref_is_block(s))
        return s;
    if (hk_type(vm, s) == HK_T_ROPE && !(s = hk_flatten(vm, s)))
        return 0;
    if (((hk_str *)hk_ptr(vm, s))->len & HK_STR_INTERN)
        return s;
    hk_text t;
    hk_text_of(vm, s, &t);
    uint32_t hash = hk_text_hash(&t);
    hk_ref r = hk_find_text(vm, &t, hash);
    if (r)
        return r;
    hk_push(vm, hk_string(s));
    bool ok = hk_intern_room(vm);
    s = hk_ref_of(hk_pop(vm));
    if (!ok)
        return 0;
    hk_intern_enter(vm, s, hash);
    return s;
}

HK_FN hk_key hk_str_key(hk_vm *vm, hk_ref s)
{
    if (hk_ref_is_rom(s))
        return s;
    if (hk_ref_is_block(s)) {
        if (hk_type(vm, s) == HK_T_ROPE && !(s = hk_flatten(vm, s)))
            return 0;
        if ((((hk_str *)hk_ptr(vm, s))->len & (HK_STR_INTERN | HK_STR_INDEX)) == HK_STR_INTERN)
            return s;
    }
    hk_text t;
    uint32_t index;
    hk_text_of(vm, s, &t);
    if (hk_text_index(&t, HK_MAX_INDEX_KEY, &index))
        return hk_index_key(index);
    return hk_intern(vm, s);
}

/* Decimal digits of n, at the end of a buffer of 10: returns where they begin. */
HK_FN uint32_t hk_put_decimal(uint32_t n, uint8_t out[10])
{
    uint32_t at = 10;
    do
        out[--at] = (uint8_t)('0' + n % 10);
    while (n /= 10);
    return at;
}

HK_FN hk_val hk_key_value(hk_vm *vm, hk_key k)
{
    if (hk_key_is_index(k)) {
        uint8_t digits[10];
        uint32_t at = hk_put_decimal(hk_key_index(k), digits);
        hk_ref r = hk_str_latin1(vm, digits + at, 10 - at);
        return r ? hk_string(r) : HK_EXCEPTION;
    }
    if (hk_ref_is_wellknown(k) || (hk_ref_is_block(k) && hk_type(vm, k) == HK_T_SYMBOL))
        return hk_symbol(k);
    return hk_string(k);
}

HK_FN bool hk_key_array_index(hk_vm *vm, hk_key k, uint32_t *index)
{
    if (hk_key_is_index(k)) {
        *index = hk_key_index(k);
        return true;
    }
    if (!hk_ref_is_block(k) || hk_type(vm, k) == HK_T_SYMBOL)
        return false;
    hk_text t;
    hk_text_of(vm, k, &t);
    return hk_text_index(&t, 0xFFFFFFFEu, index);
}

/* Number::toString, radix 10. 0 when out of memory. */
HK_FN hk_ref hk_number_string(hk_vm *vm, hk_val v)
{
    char buffer[32];
    if (hk_is_int(v)) {
        uint8_t digits[11];
        int32_t i = hk_int_of(v);
        uint32_t at = hk_put_decimal(i < 0 ? 0u - (uint32_t)i : (uint32_t)i, digits + 1);
        if (i < 0)
            digits[at] = '-';
        else
            at++;
        return hk_str_latin1(vm, digits + at, 11 - at);
    }
    uint32_t n = (uint32_t)hk_number_to_string(hk_double_of(v), buffer);
    return hk_str_latin1(vm, (const uint8_t *)buffer, n);
}
#endif
