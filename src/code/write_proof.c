/* Writes the proofs of an image's functions: see proof.h. Part of write_image.c. */
#ifndef HK_WRITE_PROOF_C
#define HK_WRITE_PROOF_C
#include "write_image.c"

/* What is known of a function's labels, in HK_WI_STATES: the kinds at the current instruction; a bit for each word at which there is a
 * label; then for each label its word, whether it was reached, and the kinds there. */
typedef struct {
    hk_kind *kinds;
    uint8_t *bits;
    uint32_t *labels;
    uint32_t count, stride;      /* of labels; words of each */
    bool changed;
} hk_states;

HK_INLINE uint32_t *hk_wi_label(const hk_states *s, uint32_t i) { return s->labels + (size_t)i * s->stride; }

HK_FN void hk_wi_mark(uint8_t *bits, int64_t word) { bits[word >> 3] = (uint8_t)(bits[word >> 3] | 1u << (word & 7)); }

/* The label at a word. */
HK_FN uint32_t *hk_wi_find_label(const hk_states *s, uint32_t word)
{
    uint32_t low = 0, high = s->count;
    while (high - low > 1) {
        uint32_t mid = (low + high) / 2;
        if (hk_wi_label(s, mid)[0] <= word)
            low = mid;
        else
            high = mid;
    }
    return hk_wi_label(s, low);
}

/* Where jumps and handlers lead: bits, and how many. */
HK_FN uint32_t hk_wi_mark_labels(const hk_kinds *f, uint8_t *bits)
{
    const hk_try *t = hk_code_tries(f->code);
    uint32_t at, n = 0;
    int64_t target;
    for (at = 0; at < f->code->nwords; at += hk_op_second(f->words[at] & 0xFF) ? 2 : 1)
        if (hk_op_target(f->words, at, &target))
            hk_wi_mark(bits, target);
    for (at = 0; at < f->code->ntries; at++)
        hk_wi_mark(bits, t[at].target);
    for (at = 0; at < f->code->nwords; at++)
        n += bits[at >> 3] >> (at & 7) & 1;
    return n;
}

/* Prepares the walk through function i. */
HK_FN bool hk_wi_begin(hk_image_writer *w, uint32_t i, hk_kinds *f, hk_states *s)
{
    const hk_code *code = hk_wi_at(w, hk_wi_function(w, i)->code);
    uint32_t bits = 1024, labels = bits + ((code->nwords + 31) / 32) * 4, at, n = 0;
    if (!hk_wi_room(w, HK_WI_STATES, labels))
        return false;
    memset(hk_wi_data(w, HK_WI_STATES), 0, labels);
    memset(f, 0, sizeof *f);
    f->code = hk_wi_at(w, hk_wi_function(w, i)->code);
    f->words = hk_code_words(f->code);
    s->count = hk_wi_mark_labels(f, hk_wi_data(w, HK_WI_STATES) + bits);
    s->stride = 2u + f->code->nregs;
    if (!hk_wi_room(w, HK_WI_STATES, labels + s->count * s->stride * 4) || !hk_wi_room(w, HK_WI_SHAPES, 3 * (w->nshapes + f->code->nwords / 2 + 1) * (uint32_t)sizeof(hk_image_shape)))
        return false;
    f->image = hk_wi_at(w, 0);
    f->code = hk_wi_at(w, hk_wi_function(w, i)->code);
    f->words = hk_code_words(f->code);
    f->shapes = (const hk_image_shape *)(const void *)hk_wi_data(w, HK_WI_SHAPES);
    f->nshapes = w->nshapes;
    f->sorted = w->sorted;
    f->envs = (const uint16_t *)(const void *)hk_wi_data(w, HK_WI_ENVS);
    f->env = f->envs[i];
    f->module = hk_wi_module(w, i) != HK_UNDEFINED ? HK_KINDS_MODULE : 0;
    f->kinds = s->kinds = (hk_kind *)(void *)hk_wi_data(w, HK_WI_STATES);
    s->bits = hk_wi_data(w, HK_WI_STATES) + bits;
    s->labels = (uint32_t *)(void *)(hk_wi_data(w, HK_WI_STATES) + labels);
    for (at = 0; at < f->code->nwords; at++)
        if (s->bits[at >> 3] >> (at & 7) & 1) {
            hk_wi_label(s, n)[0] = at;
            hk_wi_label(s, n++)[1] = 0;
        }
    return true;
}

/* How many cells the block of the module has whose top level function i is: its imports have the first slots. */
HK_FN uint32_t hk_wi_cells(const hk_image_writer *w, uint32_t i)
{
    hk_val list = hk_vals(w->vm, hk_ref_of(hk_wi_module(w, i)))[HK_MI_IMPORTS];
    uint32_t n = hk_is_internal(list) ? hk_nvals(w->vm, hk_ref_of(list)) : 0, cells = 0, k;
    for (k = 2; k < n; k += 3)
        if ((uint32_t)hk_int_of(hk_vals(w->vm, hk_ref_of(list))[k]) >= cells)
            cells = (uint32_t)hk_int_of(hk_vals(w->vm, hk_ref_of(list))[k]) + 1;
    return cells;
}

/* The shape, as number + 1, that the instruction SCOPE with these operands in function i makes; it is added unless it is there. */
HK_FN uint32_t hk_wi_declare_shape(hk_image_writer *w, hk_kinds *f, uint32_t i, uint32_t word, uint32_t slots)
{
    hk_image_shape *s = (hk_image_shape *)(void *)hk_wi_data(w, HK_WI_SHAPES) + w->nshapes;
    uint32_t parent = word >> 16 & 0xFF ? hk_kinds_scope(f, HK_REG(word >> 8 & 0xFF)) : f->env;
    uint32_t cells = !parent && hk_kinds_first(f) ? hk_wi_cells(w, i) : 0, shape = hk_kinds_shape(f, parent, slots, cells);
    if (shape || w->nshapes == HK_IMAGE_SHAPES)
        return shape;
    s->parent = (uint16_t)parent;
    s->slots = (uint16_t)slots;
    s->cells = (uint16_t)cells;
    s->spare = 0;
    return f->nshapes = ++w->nshapes;
}

/* What the instruction in function i needs to know of: the shape that it makes, the environment that it gives. */
HK_FN void hk_wi_declare(hk_image_writer *w, hk_kinds *f, uint32_t i, uint32_t at)
{
    uint32_t word = f->words[at];
    if ((word & 0xFF) == HK_OPC(SCOPE)) {
        uint32_t shape = hk_wi_declare_shape(w, f, i, word, f->words[at + 1]);
        if (f->module == HK_KINDS_MODULE && hk_kinds_first(f) && shape)
            f->module = HK_KINDS_MODULE + shape;
    } else if ((word & 0xFF) == HK_OPC(CLOSURE) || (word & 0xFF) == HK_OPC(CLASS)) {
        uint32_t function = hk_ref_of(hk_code_consts(f->code)[f->words[at + 1] & 0xFFFF]) >> 3;
        ((uint16_t *)(void *)hk_wi_data(w, HK_WI_ENVS))[function] = (uint16_t)hk_kinds_around(f, word);
    }
}

/* The kinds there are arrive at a label: what holds there is what holds on all ways. */
HK_FN void hk_wi_arrive(const hk_kinds *f, hk_states *s, uint32_t *label)
{
    hk_kind *there = label + 2;
    uint32_t i;
    if (!label[1]) {
        memcpy(there, f->kinds, f->code->nregs * sizeof *there);
        label[1] = 1;
        s->changed = true;
        return;
    }
    for (i = 0; i < f->code->nregs; i++) {
        hk_kind k = f->kinds[i] == there[i] ? there[i] : hk_kind_readable(f->kinds[i]) && hk_kind_readable(there[i]) ? HK_KIND_VALUE : HK_KIND_UNSET;
        s->changed = s->changed || k != there[i];
        there[i] = k;
    }
}

/* One instruction. */
HK_FN bool hk_wi_follow(hk_image_writer *w, hk_kinds *f, hk_states *s, uint32_t function, uint32_t at)
{
    unsigned op = f->words[at] & 0xFF, a = HK_REG(f->words[at] >> 8 & 0xFF), i;
    const hk_try *t = hk_code_tries(f->code);
    hk_kind before;
    int64_t target;
    hk_wi_declare(w, f, function, at);
    if (!hk_kinds_enter(f, at))
        return false;
    for (i = 0; i < f->code->ntries; i++, t++)
        if (t->from < at + (hk_op_second(op) ? 2 : 1) && t->to > at)
            hk_wi_arrive(f, s, hk_wi_find_label(s, t->target));
    before = op == HK_OPC(GETTPL) ? f->kinds[a] : (hk_kind)HK_KIND_UNSET;
    if (op != HK_OPC(FORINNEXT))
        hk_kinds_leave(f, at);
    if (hk_op_target(f->words, at, &target))
        hk_wi_arrive(f, s, hk_wi_find_label(s, (uint32_t)target));
    if (op == HK_OPC(FORINNEXT))
        hk_kinds_leave(f, at);
    if (op == HK_OPC(GETTPL))
        f->kinds[a] = before;
    return true;
}

/* Once through the code of function i. */
HK_FN bool hk_wi_walk(hk_image_writer *w, hk_kinds *f, hk_states *s, uint32_t i)
{
    uint32_t at, next = 0;
    bool reached = true;
    hk_kinds_begin(f);
    for (at = 0; at < f->code->nwords; at += hk_op_second(f->words[at] & 0xFF) ? 2 : 1) {
        if (s->bits[at >> 3] >> (at & 7) & 1) {
            uint32_t *label = hk_wi_label(s, next++);
            if (reached)
                hk_wi_arrive(f, s, label);
            reached = label[1];
            memcpy(f->kinds, label + 2, f->code->nregs * sizeof *f->kinds);
        }
        if (reached && !hk_wi_follow(w, f, s, i, at)) {
            hk_throw(w->vm, HK_E_ERROR, "the code at %u cannot be put into an image", at);
            return false;
        }
        reached = reached && !hk_op_ends(f->words[at] & 0xFF);
    }
    return true;
}

/* What never runs needs no proof, and has none: its code is dropped. */
HK_FN bool hk_wi_bury(const hk_image_writer *w, uint32_t i)
{
    hk_code *code = hk_wi_at(w, hk_wi_function(w, i)->code);
    uint32_t *words = (uint32_t *)(void *)((hk_val *)(void *)(code + 1) + code->nconsts), at;
    if (((const uint16_t *)(const void *)hk_wi_data(w, HK_WI_ENVS))[i] != HK_NEVER_MADE)
        return false;
    for (at = 0; at < code->nwords; at++)
        words[at] = HK_OPC(RETU);
    code->ntries = 0;
    code->npositions = 0;
    code->flags &= (uint16_t)~HK_CF_GENERATOR;
    return true;
}

/* Finds out what holds at the labels of function i. */
HK_FN bool hk_wi_infer(hk_image_writer *w, uint32_t i, hk_kinds *f, hk_states *s)
{
    if (!hk_wi_begin(w, i, f, s))
        return false;
    do {
        s->changed = false;
        if (!hk_wi_walk(w, f, s, i))
            return false;
    } while (s->changed);
    return true;
}

/* Puts the shapes in order: those of the same parent by size, behind each other. */
HK_FN void hk_wi_sort_shapes(hk_image_writer *w)
{
    hk_image_shape *old = (hk_image_shape *)(void *)hk_wi_data(w, HK_WI_SHAPES), *sorted = old + w->nshapes;
    uint32_t *number = (uint32_t *)(void *)(sorted + w->nshapes), n = 0, parent, i;
    for (i = 0; i < w->nshapes; i++)
        number[i] = 0;
    for (parent = 0; parent <= n; parent++)
        for (;;) {                               /* the smallest of the children that are left */
            uint32_t best = UINT32_MAX;
            for (i = 0; i < w->nshapes; i++)
                if (!number[i] && (old[i].parent ? number[old[i].parent - 1u] == parent && parent : parent == 0)
                    && (best == UINT32_MAX || old[i].slots < old[best].slots || (old[i].slots == old[best].slots && old[i].cells < old[best].cells)))
                    best = i;
            if (best == UINT32_MAX)
                break;
            sorted[n].parent = (uint16_t)parent;
            sorted[n].slots = old[best].slots;
            sorted[n].cells = old[best].cells;
            sorted[n].spare = 0;
            number[best] = ++n;
        }
    memmove(old, sorted, w->nshapes * sizeof *old);
    w->sorted = true;
}

/* ---- writing ------------------------------------------------------------------------------------------------------- */

HK_FN bool hk_wi_byte(hk_image_writer *w, unsigned byte)
{
    uint32_t place = hk_wi_append(w, 1, 1);
    if (place)
        *(uint8_t *)hk_wi_at(w, place) = (uint8_t)byte;
    return place != 0;
}
HK_FN bool hk_wi_varint(hk_image_writer *w, uint32_t v)
{
    while (v > 0x7F) {
        if (!hk_wi_byte(w, (v & 0x7F) | 0x80))
            return false;
        v >>= 7;
    }
    return hk_wi_byte(w, v);
}

/* The h of a label's kinds */
HK_FN unsigned hk_wi_height(const hk_kind *kinds, unsigned nregs)
{
    while (nregs > 3 && kinds[nregs - 1] != HK_KIND_VALUE)
        nregs--;
    return nregs;
}

/* Is register i an exception? */
HK_INLINE bool hk_wi_excepted(const hk_kind *kinds, unsigned h, unsigned i) { return kinds[i] != (i < h ? (hk_kind)HK_KIND_VALUE : (hk_kind)HK_KIND_UNSET); }

/* The kinds of label i; the label before that was reached; as pointers into HK_WI_STATES, which the image's growth may move. */
HK_FN const hk_kind *hk_wi_kinds_at(const hk_image_writer *w, const hk_states *s, uint32_t offset, uint32_t i)
{
    return (const hk_kind *)(const void *)(hk_wi_data(w, HK_WI_STATES) + offset) + (size_t)i * s->stride + 2;
}

/* What follows a label's distance. last: number of the label before, UINT32_MAX: its exceptions cannot be referred to. */
HK_FN bool hk_wi_write_label(hk_image_writer *w, const hk_states *s, uint32_t offset, uint32_t i, uint32_t last)
{
    unsigned nregs = s->stride - 2, h = hk_wi_height(hk_wi_kinds_at(w, s, offset, i), nregs), n = 0, r;
    const hk_kind *kinds = hk_wi_kinds_at(w, s, offset, i), *before = last == UINT32_MAX ? NULL : hk_wi_kinds_at(w, s, offset, last);
    unsigned hbefore = before ? hk_wi_height(before, nregs) : 0;
    bool same = before != NULL;
    for (r = 1; r < nregs; r++) {
        bool excepted = hk_wi_excepted(kinds, h, r);
        n += excepted;
        same = same && excepted == hk_wi_excepted(before, hbefore, r) && (!excepted || kinds[r] == before[r]);
    }
    if (!hk_wi_byte(w, h) || !hk_wi_byte(w, same && n ? HK_PROOF_SAME : n))
        return false;
    for (r = 1; r < nregs && !(same && n); r++)
        if (hk_wi_excepted(hk_wi_kinds_at(w, s, offset, i), h, r) && !(hk_wi_byte(w, r) && hk_wi_varint(w, hk_wi_kinds_at(w, s, offset, i)[r])))
            return false;
    return true;
}

/* The numbers of the try entries of the code at `code`, in the order of their beginnings, to `place`. */
HK_FN void hk_wi_order(const hk_image_writer *w, uint32_t code, uint32_t place)
{
    const hk_code *c = hk_wi_at(w, code);
    const hk_try *t = hk_code_tries(c);
    uint16_t *order = hk_wi_at(w, place);
    uint32_t i, k;
    for (i = 0; i < c->ntries; i++) {
        for (k = i; k && t[order[k - 1]].from > t[i].from; k--)
            order[k] = order[k - 1];
        order[k] = (uint16_t)i;
    }
}

/* The labels that can be reached, behind the proof's head at `place`. */
HK_FN bool hk_wi_write_labels(hk_image_writer *w, const hk_states *s, uint32_t offset, uint32_t place)
{
    uint32_t i, n = 0, last = UINT32_MAX, word, before = 0;
    for (i = 0; i < s->count; i++) {
        const uint32_t *label = hk_wi_kinds_at(w, s, offset, i) - 2;
        if (!label[1])
            continue;
        word = label[0];
        if (!hk_wi_varint(w, word - before))
            return false;
        before = word;
        if (n % HK_PROOF_STEP == 0) {
            hk_proof_sample *sample = (hk_proof_sample *)(void *)((hk_proof *)hk_wi_at(w, place) + 1) + n / HK_PROOF_STEP;
            sample->word = word;
            sample->offset = w->used - place;
            last = UINT32_MAX;
        }
        if (!hk_wi_write_label(w, s, offset, i, last))
            return false;
        last = i;
        n++;
    }
    return true;
}

/* The proof of function i, whose labels are known. */
HK_FN bool hk_wi_write_proof(hk_image_writer *w, uint32_t i, uint32_t module, const hk_states *s)
{
    uint32_t offset = (uint32_t)((const uint8_t *)s->labels - hk_wi_data(w, HK_WI_STATES)), n = 0, k, place, samples;
    uint32_t env = ((const uint16_t *)(const void *)hk_wi_data(w, HK_WI_ENVS))[i], code = hk_wi_function(w, i)->code;
    uint32_t ntries = ((const hk_code *)hk_wi_at(w, code))->ntries;
    hk_proof *proof;
    for (k = 0; k < s->count; k++)
        n += hk_wi_label(s, k)[1];
    if (!n && !env && !ntries && !module)
        return true;
    samples = (n + HK_PROOF_STEP - 1) / HK_PROOF_STEP * (uint32_t)sizeof(hk_proof_sample);
    place = hk_wi_append(w, (uint32_t)sizeof *proof + samples + ntries * 2, 4);
    if (!place)
        return false;
    proof = hk_wi_at(w, place);
    proof->env = (uint16_t)env;
    proof->module = (uint16_t)module;
    proof->nlabels = n;
    hk_wi_function(w, i)->proof = place;
    hk_wi_order(w, code, place + (uint32_t)sizeof *proof + samples);
    return hk_wi_write_labels(w, s, offset, place);
}

HK_FN bool hk_wi_write_proofs(hk_image_writer *w)
{
    hk_kinds f;
    hk_states s;
    uint32_t i;
    if (!hk_wi_room(w, HK_WI_ENVS, w->nfunctions * 2) || !hk_wi_room(w, HK_WI_SHAPES, 64))
        return false;
    memset(hk_wi_data(w, HK_WI_ENVS), 0xFF, w->nfunctions * 2);
    for (i = 0; i < w->nunits; i++)
        if (hk_wi_unit_kind(w, i) != HK_UNIT_JSON)
            ((uint16_t *)(void *)hk_wi_data(w, HK_WI_ENVS))[hk_wi_unit_function(w, i)] = 0;
    for (i = 0; i < w->nfunctions; i++)
        if (!hk_wi_bury(w, i) && !hk_wi_infer(w, i, &f, &s))
            return false;
    if (!hk_wi_room(w, HK_WI_SHAPES, w->nshapes * 20 + 64))
        return false;
    hk_wi_sort_shapes(w);
    for (i = 0; i < w->nfunctions; i++)
        if (!hk_wi_bury(w, i) && !(hk_wi_infer(w, i, &f, &s) && hk_wi_write_proof(w, i, f.module, &s)))
            return false;
    return true;
}
#endif
