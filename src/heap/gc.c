/* The collector: precise, mark and slide.
 *
 * Marking keeps its work list in the gap above the heap; when the gap is too
 * small for it, marked blocks whose contents were not yet looked at are found
 * again by walking the heap. Nothing recurses.
 *
 * Sliding follows H. B. M. Jonkers, "A fast garbage compaction algorithm"
 * (Information Processing Letters 9, 1979): all references to a block are
 * threaded into a list that starts in the block's header, the original header
 * standing at the list's end. It needs no memory. A reference word can be
 * told from a header by its lowest bit (references: 0, headers: 1).
 *
 * Marking threads, too, but only ephemerons (WEAK blocks of pairs) whose keys
 * are not marked so far: a pair waits in the list of its key until that is
 * marked, if ever. So every pair is looked at twice at most, however the pairs
 * of several WeakMaps depend on each other.
 */
#ifndef HK_GC_C
#define HK_GC_C
#include "heap.h"
#include "shape.h"
#include "string.h"
#include "../code/code.h"
#include "../lib/gen_tables.h"
#include "../vm/forward.h"

#define HK_MARK 2u
#define HK_INTERN_GONE 1u       /* tombstone in the intern table */

typedef struct {
    hk_vm *vm;
    uint32_t next;              /* top of the work list, an offset in the gap */
    bool overflow;              /* it was full once: walk the heap */
} hk_marker;

/* The 32-bit word of a value that holds its ref. All supported targets are little endian. */
HK_INLINE hk_ref *hk_ref_word(hk_val *v) { return (hk_ref *)(void *)v; }
HK_INLINE bool hk_is_heap_value(hk_val v)
{
    return v >= (hk_val)HK_TAG_INTERNAL << 48 && !hk_is_fnimm(v) && hk_ref_is_block(hk_ref_of(v)) && hk_ref_of(v) != 0;
}

/* Calls `visit` for each ref word of the block at r that leads to a block (weak ones only with `all`). */
#define HK_EACH_REF(vm, r, hdr, all, visit) \
    do { \
        static const uint8_t masks_[] = { HK_BLOCK_TYPES(HK_ROW_MASK) }, firsts_[] = { HK_BLOCK_TYPES(HK_ROW_FIRST) }; \
        uint32_t *words_ = hk_ptr(vm, r); \
        unsigned type_ = hk_type_of_hdr(hdr); \
        uint32_t bytes_ = hk_units_of_hdr(hdr) * 8u; \
        for (unsigned m_ = masks_[type_], i_ = 0; m_; m_ >>= 1, i_++) \
            if ((m_ & 1) && words_[i_] && hk_ref_is_block(words_[i_])) \
                visit(&words_[i_]); \
        if (firsts_[type_]) { \
            hk_val *end_ = (hk_val *)(void *)((uint8_t *)words_ + bytes_); \
            for (hk_val *v_ = (hk_val *)(void *)words_ + firsts_[type_]; v_ < end_; v_++) \
                if (hk_is_heap_value(*v_)) \
                    visit(hk_ref_word(v_)); \
        } else if (type_ >= HK_T_SHAPE && type_ <= HK_T_CODE) { \
            hk_ref *from_, *end2_; \
            unsigned step_ = 1; \
            if (type_ == HK_T_CODE) { \
                hk_code *c_ = (hk_code *)(void *)words_; \
                if (c_->name && hk_ref_is_block(c_->name)) visit(&c_->name); \
                if (c_->file && hk_ref_is_block(c_->file)) visit(&c_->file); \
                for (hk_val *v_ = (hk_val *)(void *)(c_ + 1), *e_ = v_ + c_->nconsts; v_ < e_; v_++) \
                    if (hk_is_heap_value(*v_)) \
                        visit(hk_ref_word(v_)); \
                from_ = end2_ = words_; \
            } else if (type_ == HK_T_TABLE) { \
                from_ = (hk_ref *)(void *)((hk_table *)(void *)words_)->entries; \
                end2_ = from_ + 2 * ((hk_table *)(void *)words_)->used; \
                step_ = 2; \
            } else if (type_ == HK_T_REFS || (type_ == HK_T_WEAKREFS && (all))) { \
                from_ = words_ + 2, end2_ = words_ + bytes_ / 4; \
            } else if (type_ == HK_T_SHAPE && (all)) { \
                from_ = words_ + 5, end2_ = words_ + 7; \
            } else if (HAKO_WITH_WEAK && type_ == HK_T_WEAK && (all)) { \
                for (hk_val *v_ = (hk_val *)(void *)words_ + 1, *e_ = (hk_val *)(void *)(words_ + bytes_ / 4); v_ < e_; v_++) \
                    if (hk_is_heap_value(*v_)) \
                        visit(hk_ref_word(v_)); \
                from_ = end2_ = words_; \
            } else { \
                from_ = end2_ = words_; \
            } \
            for (; from_ < end2_; from_ += step_) \
                if (*from_ && hk_ref_is_block(*from_)) \
                    visit(from_); \
        } else if (HAKO_WITH_WEAK && type_ == HK_T_WEAKREF && (all) && hk_is_heap_value(((hk_weakref *)(void *)words_)->target)) { \
            visit(hk_ref_word(&((hk_weakref *)(void *)words_)->target)); \
        } \
    } while (0)
#define HK_ROW_MASK(name, refs, from, cls) refs,
#define HK_ROW_FIRST(name, refs, from, cls) from,

/* Roots: values and refs of struct hako_vm, and the frames. */
#define HK_EACH_ROOT(vm, visit) \
    do { \
        for (hk_val *v_ = (hk_val *)(void *)&(vm)->call, *e_ = (hk_val *)(void *)&(vm)->interned; v_ < e_; v_++) \
            if (hk_is_heap_value(*v_)) \
                visit(hk_ref_word(v_)); \
        for (hk_ref *p_ = &(vm)->interned; p_ < &(vm)->root_end; p_++) \
            if (*p_) \
                visit(p_); \
        for (hk_val *v_ = hk_ptr(vm, (vm)->stack_low), *e_ = hk_ptr(vm, (vm)->size); v_ < e_; v_++) \
            if (hk_is_heap_value(*v_)) \
                visit(hk_ref_word(v_)); \
    } while (0)

HK_FN void hk_mark(hk_marker *m, hk_ref r)
{
    uint32_t *hdr = hk_ptr(m->vm, r);
    if (*hdr & HK_MARK)
        return;
    *hdr |= HK_MARK;
    unsigned type = hk_type_of_hdr(*hdr);
    if ((*hdr & 1) && (type == HK_T_STRING || type == HK_T_BIGINT || type == HK_T_BYTES || type == HK_T_CACHE))
        return;
    if (m->next + 4 > m->vm->limit) {
        m->overflow = true;
        return;
    }
    *(uint32_t *)hk_ptr(m->vm, m->next) = r;
    m->next += 4;
}

/* A waiting pair's key is a special value: its low word the rest of the list, where the key's header is at the end; bits 32 to 47 the
 * tag of the key. A key may be marked while pairs wait for it: the mark is then in the first word of the list. */
HK_INLINE bool hk_is_threaded(uint32_t header) { return HAKO_WITH_WEAK && !(header & 1); }
HK_FN uint32_t hk_header_of(hk_vm *vm, hk_ref r)
{
    uint32_t h = *(uint32_t *)hk_ptr(vm, r);
    while (hk_is_threaded(h))
        h = (uint32_t)*(hk_val *)hk_ptr(vm, h & ~HK_MARK);
    return h;
}

/* Marks the values of pairs whose keys are marked, and lets the others wait. */
HK_FN void hk_mark_pairs(hk_marker *m, hk_ref r)
{
    hk_val *pair = hk_vals(m->vm, r) + 1, *end = hk_vals(m->vm, r) + hk_nvals(m->vm, r);
    for (; pair < end; pair += 2) {
        uint32_t *key = hk_is_heap_value(pair[0]) ? hk_ptr(m->vm, hk_ref_of(pair[0])) : NULL;
        if (!hk_is_heap_value(pair[1]) || HK_TAG(pair[0]) == HK_TAG_SPECIAL)
            continue;
        if (!key || (*key & HK_MARK)) {
            hk_mark(m, hk_ref_of(pair[1]));
        } else {
            hk_val tag = HK_TAG(pair[0]);
            pair[0] = HK_MAKE(HK_TAG_SPECIAL, *key) | tag << 32;
            *key = (uint32_t)((uint8_t *)pair - (const uint8_t *)m->vm);
        }
    }
}

/* Takes the pairs out of the list of their key r, and gives that its header back: if it is marked with the pairs' values, if it is dead
 * without the pairs. */
HK_FN void hk_release_pairs(hk_marker *m, hk_ref r)
{
    uint32_t *hdr = hk_ptr(m->vm, r), live = *hdr & HK_MARK, h = *hdr & ~HK_MARK;
    while (hk_is_threaded(h)) {
        hk_val *pair = hk_ptr(m->vm, h), key = pair[0];
        h = (uint32_t)key;
        pair[0] = live ? (key >> 32) << 48 | r : HK_EMPTY;
        if (live)
            hk_mark(m, hk_ref_of(pair[1]));
        else
            pair[1] = HK_UNDEFINED;
    }
    *hdr = h | live;
}

HK_FN HK_NOINLINE void hk_mark_contents(hk_marker *m, hk_ref r)
{
    uint32_t hdr = *(uint32_t *)hk_ptr(m->vm, r);
    unsigned type = hk_type_of_hdr(hdr);
    const hk_weakref *ref = hk_ptr(m->vm, r);
#define HK_VISIT(p) hk_mark(m, *(p))
    HK_EACH_REF(m->vm, r, hdr, false, HK_VISIT);
#undef HK_VISIT
    if (HAKO_WITH_WEAK && type == HK_T_WEAK && ((hk_block *)hk_ptr(m->vm, r))->word == HK_WEAK_PAIRS)
        hk_mark_pairs(m, r);
    if (HAKO_WITH_WEAK && type == HK_T_WEAKREF && ref->next && hk_is_heap_value(ref->target))
        hk_mark(m, hk_ref_of(ref->target));
}

HK_INLINE void hk_mark_block(hk_marker *m, hk_ref r)
{
    if (hk_is_threaded(*(uint32_t *)hk_ptr(m->vm, r)))
        hk_release_pairs(m, r);
    hk_mark_contents(m, r);
}

HK_FN void hk_mark_all(hk_vm *vm)
{
    hk_marker marker = { vm, vm->top, false }, *m = &marker;
#define HK_VISIT(p) hk_mark(m, *(p))
    HK_EACH_ROOT(vm, HK_VISIT);
#undef HK_VISIT
    for (;;) {
        while (m->next > vm->top) {
            m->next -= 4;
            hk_mark_block(m, *(uint32_t *)hk_ptr(vm, m->next));
        }
        if (!m->overflow)
            return;
        m->overflow = false;
        for (hk_ref r = HK_HEAP_START; r < vm->top; r += hk_units_of_hdr(hk_header_of(vm, r)) * 8u)
            if (((hk_block *)hk_ptr(vm, r))->hdr & HK_MARK) {
                hk_mark_block(m, r);
                while (m->next > vm->top) {
                    m->next -= 4;
                    hk_mark_block(m, *(uint32_t *)hk_ptr(vm, m->next));
                }
            }
    }
}

HK_INLINE bool hk_is_marked(hk_vm *vm, hk_ref r) { return (((hk_block *)hk_ptr(vm, r))->hdr & HK_MARK) != 0; }

/* The first live shape of a list of siblings. */
HK_FN hk_ref hk_live_sibling(hk_vm *vm, hk_ref r)
{
    while (r && !hk_is_marked(vm, r))
        r = ((hk_shape *)hk_ptr(vm, r))->sibling;
    return r;
}

/* The same of a WEAK block. The pairs that still wait are the business of their keys. */
HK_FN void hk_clear_weak_values(hk_vm *vm, hk_ref r)
{
    uint32_t kind = ((hk_block *)hk_ptr(vm, r))->word, n = hk_nvals(vm, r), step = kind == HK_WEAK_PAIRS ? 2 : 1;
    hk_val *v = hk_vals(vm, r);
    for (uint32_t i = step - 1; i < n; i += step) {
        if (!hk_is_heap_value(v[i]) || hk_is_marked(vm, hk_ref_of(v[i])))
            continue;
        v[i] = HK_EMPTY;
        if (kind == HK_WEAK_PAIRS)
            v[i + 1] = HK_UNDEFINED;
        if (kind == HK_WEAK_CELLS)
            vm->flags |= HK_VM_FINALIZE;
    }
}

/* Forgets what is only weakly held and dead: transitions, interned strings, the contents of inline caches, what scripts hold so. */
HK_FN void hk_clear_weak(hk_vm *vm)
{
    hk_marker m = { vm, vm->top, false };
    for (hk_ref r = HK_HEAP_START; r < vm->top; r += hk_block_bytes(vm, r)) {
        hk_block *b = hk_ptr(vm, r);
        if (hk_is_threaded(b->hdr))
            hk_release_pairs(&m, r);
        unsigned type = hk_type_of_hdr(b->hdr);
        if (!(b->hdr & HK_MARK)) {
            if (HAKO_WITH_CLASSES && type == HK_T_HOST)
                hk_host_died(vm, r);
            continue;
        }
        if (type == HK_T_SHAPE) {
            hk_shape *s = hk_ptr(vm, r);
            s->child = hk_live_sibling(vm, s->child);
            s->sibling = hk_live_sibling(vm, s->sibling);
        } else if (HAKO_WITH_TYPED_ARRAYS && type == HK_T_BUFFER) {
            hk_memory_mark(vm, (hk_buffer *)(void *)b);
        } else if (type == HK_T_CACHE) {
            memset(b + 1, 0, hk_units_of_hdr(b->hdr) * 8u - sizeof *b);
        } else if (type == HK_T_WEAKREFS) {
            hk_ref *p = (hk_ref *)(void *)(b + 1), *end = (hk_ref *)(void *)b + hk_units_of_hdr(b->hdr) * 2u;
            for (; p < end; p++)
                if (*p && hk_ref_is_block(*p) && !hk_is_marked(vm, *p))
                    *p = HK_INTERN_GONE;
        } else if (HAKO_WITH_WEAK && type == HK_T_WEAK) {
            hk_clear_weak_values(vm, r);
        } else if (HAKO_WITH_WEAK && type == HK_T_WEAKREF) {
            hk_weakref *ref = hk_ptr(vm, r);
            if (hk_is_heap_value(ref->target) && !hk_is_marked(vm, hk_ref_of(ref->target)))
                ref->target = HK_UNDEFINED;
        }
    }
}

HK_INLINE void hk_thread(hk_vm *vm, hk_ref *p)
{
    uint32_t *target = hk_ptr(vm, *p);
    *p = *target;
    *target = (uint32_t)((uint8_t *)p - (const uint8_t *)vm);
}

/* Gives all references threaded at r so far their new value, and the block its header back. */
HK_INLINE uint32_t hk_unthread(hk_vm *vm, hk_ref r, hk_ref to)
{
    uint32_t *hdr = hk_ptr(vm, r), h = *hdr;
    while (!(h & 1)) {
        uint32_t *p = hk_ptr(vm, h);
        h = *p;
        *p = to;
    }
    return *hdr = h;
}

HK_INLINE bool hk_survives(hk_vm *vm, hk_ref r)
{
    uint32_t hdr = *(uint32_t *)hk_ptr(vm, r);
    return !(hdr & 1) || (hdr & HK_MARK);
}

/* Slides the live blocks down to HK_HEAP_START + pad. */
HK_FN HK_NOINLINE void hk_slide(hk_vm *vm, uint32_t pad)
{
#define HK_VISIT(p) hk_thread(vm, p)
    HK_EACH_ROOT(vm, HK_VISIT);
    hk_ref to = HK_HEAP_START + pad;
    for (hk_ref r = HK_HEAP_START; r < vm->top;) {
        bool live = hk_survives(vm, r);
        uint32_t hdr = live ? hk_unthread(vm, r, to) : *(uint32_t *)hk_ptr(vm, r);
        uint32_t bytes = hk_units_of_hdr(hdr) * 8u;
        if (live) {
            HK_EACH_REF(vm, r, hdr, true, HK_VISIT);
            to += bytes;
        }
        r += bytes;
    }
#undef HK_VISIT
    to = HK_HEAP_START;
    for (hk_ref r = HK_HEAP_START; r < vm->top;) {
        bool live = hk_survives(vm, r);
        uint32_t hdr = live ? hk_unthread(vm, r, to + pad) : *(uint32_t *)hk_ptr(vm, r);
        uint32_t bytes = hk_units_of_hdr(hdr) * 8u;
        if (live) {
            *(uint32_t *)hk_ptr(vm, r) = hdr & ~HK_MARK;
            if (to != r)
                memmove(hk_ptr(vm, to), hk_ptr(vm, r), bytes);
            to += bytes;
        }
        r += bytes;
    }
    vm->top = to;
}

/* Collects, when vm->stack_low tells where the frames end. */
HK_FN HK_NOINLINE void hk_collect_blocks(hk_vm *vm)
{
    /* In stress mode every block moves every time: the heap starts now 16 bytes later, now not. */
    uint32_t pad = (vm->flags & HK_VM_STRESS) && (vm->collections & 1) ? 16u : 0u, end = vm->top;
    vm->collections++;
    vm->generation++;
    for (uint32_t i = vm->temps; i < HK_COUNT(vm->temp); i++)
        vm->temp[i] = HK_UNDEFINED;
    vm->limit = vm->stack_low - vm->scratch;
    hk_mark_all(vm);
    hk_clear_weak(vm);
    if (pad && vm->top + pad > vm->limit)
        pad = 0;
    hk_slide(vm, pad);
    if (pad) {
        memmove(hk_ptr(vm, HK_HEAP_START + pad), hk_ptr(vm, HK_HEAP_START), vm->top - HK_HEAP_START);
        hk_fill_free(vm, HK_HEAP_START, pad);
        vm->top += pad;
    }
    if ((vm->flags & HK_VM_STRESS) && end > vm->top)
        memset(hk_ptr(vm, vm->top), 0xA5, end - vm->top);
    hk_reindex_tables(vm);
    if (HAKO_WITH_TYPED_ARRAYS)
        hk_memory_sweep(vm, false);
}

/* Collects. A frame may end above the end of one of its callers (windows overlap): what is kept reaches down to the lowest end of
 * any, so that a caller finds its registers when it goes on. */
HK_FN void hk_collect(hk_vm *vm)
{
    vm->stack_low = hk_frames_end(vm);
    hk_collect_blocks(vm);
}
#endif
