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
            } else { \
                from_ = end2_ = words_; \
            } \
            for (; from_ < end2_; from_ += step_) \
                if (*from_ && hk_ref_is_block(*from_)) \
                    visit(from_); \
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
    if (type == HK_T_STRING || type == HK_T_BIGINT || type == HK_T_BYTES || type == HK_T_CACHE)
        return;
    if (m->next + 4 > m->vm->limit) {
        m->overflow = true;
        return;
    }
    *(uint32_t *)hk_ptr(m->vm, m->next) = r;
    m->next += 4;
}

HK_FN void hk_mark_contents(hk_marker *m, hk_ref r)
{
    uint32_t hdr = *(uint32_t *)hk_ptr(m->vm, r);
#define HK_VISIT(p) hk_mark(m, *(p))
    HK_EACH_REF(m->vm, r, hdr, false, HK_VISIT);
#undef HK_VISIT
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
            hk_mark_contents(m, *(uint32_t *)hk_ptr(vm, m->next));
        }
        if (!m->overflow)
            return;
        m->overflow = false;
        for (hk_ref r = HK_HEAP_START; r < vm->top; r += hk_block_bytes(vm, r))
            if (((hk_block *)hk_ptr(vm, r))->hdr & HK_MARK) {
                hk_mark_contents(m, r);
                while (m->next > vm->top) {
                    m->next -= 4;
                    hk_mark_contents(m, *(uint32_t *)hk_ptr(vm, m->next));
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

/* Forgets what is only weakly held and dead: transitions, interned strings, and the contents of inline caches. */
HK_FN void hk_clear_weak(hk_vm *vm)
{
    for (hk_ref r = HK_HEAP_START; r < vm->top; r += hk_block_bytes(vm, r)) {
        hk_block *b = hk_ptr(vm, r);
        if (!(b->hdr & HK_MARK))
            continue;
        unsigned type = hk_type_of_hdr(b->hdr);
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
HK_FN void hk_slide(hk_vm *vm, uint32_t pad)
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

/* Collects. A frame may end above the end of one of its callers (windows overlap): what is kept reaches down to the lowest end of
 * any, so that a caller finds its registers when it goes on. */
HK_FN void hk_collect(hk_vm *vm)
{
    /* In stress mode every block moves every time: the heap starts now 16 bytes later, now not. */
    uint32_t pad = (vm->flags & HK_VM_STRESS) && (vm->collections & 1) ? 16u : 0u;
    vm->collections++;
    vm->generation++;
    for (uint32_t i = vm->temps; i < HK_COUNT(vm->temp); i++)
        vm->temp[i] = HK_UNDEFINED;
    vm->stack_low = hk_frames_end(vm);
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
    if (vm->flags & HK_VM_STRESS)
        memset(hk_ptr(vm, vm->top), 0xA5, vm->limit - vm->top);
    hk_reindex_tables(vm);
    if (HAKO_WITH_TYPED_ARRAYS)
        hk_memory_sweep(vm, false);
}
#endif
