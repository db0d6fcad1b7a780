/* Allocation: bump at vm->top; collect when it meets vm->limit. */
#ifndef HK_ALLOC_C
#define HK_ALLOC_C
#include "heap.h"
#include "error.h"

/* Bytes kept back so that the out-of-memory error itself can be made. */
#define HK_RESERVE 128u
#define HK_MAX_BLOCK ((1u << 24) - 1)       /* units of 8 bytes */

HK_FN void hk_out_of_memory(hk_vm *vm);

HK_INLINE uint32_t hk_header(unsigned type, uint32_t units) { return units << 8 | (uint32_t)type << 2 | 1u; }

/* Is there room for `bytes` more, keeping the reserve back? */
HK_INLINE bool hk_fits(const hk_vm *vm, uint32_t bytes)
{
    return (uint64_t)vm->top + bytes + (vm->flags & HK_VM_RESERVE ? 0 : HK_RESERVE) <= vm->limit;
}

/* Makes room for `bytes`: collects when it must. false: the arena is full. */
HK_FN HK_NOINLINE bool hk_make_room(hk_vm *vm, uint32_t bytes)
{
    vm->allocations++;
    if (vm->fail_at && --vm->fail_at == 0) {
        hk_out_of_memory(vm);
        return false;
    }
    if (!(vm->flags & HK_VM_STRESS) && hk_fits(vm, bytes))
        return true;
    hk_collect(vm);
    if (hk_fits(vm, bytes))
        return true;
    hk_out_of_memory(vm);
    return false;
}

/* Takes `bytes` (a multiple of 8 for which there is room) from the top and fills them as hk_alloc promises. */
HK_FN hk_ref hk_take(hk_vm *vm, unsigned type, uint32_t bytes)
{
    static const uint8_t first[] = {
#define HK_FIRST(name, refs, from, cls) from,
        HK_BLOCK_TYPES(HK_FIRST)
#undef HK_FIRST
    };
    hk_ref r = vm->top;
    uint32_t *words = hk_ptr(vm, r);
    uint32_t values = first[type] ? first[type] * 8u : bytes;
    memset(words, 0, values < bytes ? values : bytes);
    words[0] = hk_header(type, bytes / 8);
    for (hk_val *v = (hk_val *)(void *)((uint8_t *)words + values), *end = (hk_val *)(void *)((uint8_t *)words + bytes); v < end; v++)
        *v = HK_UNDEFINED;
    vm->top += bytes;
    if (vm->top > vm->peak)
        vm->peak = vm->top;
    return r;
}

HK_FN hk_ref hk_alloc(hk_vm *vm, unsigned type, uint32_t bytes)
{
    if (bytes > HK_MAX_BLOCK * 8u) {
        hk_out_of_memory(vm);
        return 0;
    }
    bytes = (bytes + 7u) & ~7u;
    if (!hk_make_room(vm, bytes))
        return 0;
    return hk_take(vm, type, bytes);
}

HK_FN hk_ref hk_alloc_values(hk_vm *vm, uint32_t n, hk_val fill)
{
    if (n >= HK_MAX_BLOCK) {
        hk_out_of_memory(vm);
        return 0;
    }
    hk_ref r = hk_alloc(vm, HK_T_VALUES, 8u + n * 8u);
    if (r && fill != HK_UNDEFINED)
        for (uint32_t i = 0; i < n; i++)
            hk_vals(vm, r)[i] = fill;
    return r;
}

/* A FREE block: the collector and the heap walk step over it. */
HK_FN void hk_fill_free(hk_vm *vm, hk_ref r, uint32_t bytes)
{
    if (bytes)
        ((hk_block *)hk_ptr(vm, r))->hdr = hk_header(HK_T_FREE, bytes / 8);
}

/* Is r the last block, so that it can grow and shrink in place? */
HK_INLINE bool hk_is_last(hk_vm *vm, hk_ref r) { return r + hk_block_bytes(vm, r) == vm->top; }

/* Fills what a resized block gained: values are undefined, anything else 0. */
HK_FN void hk_fill_gained(unsigned type, uint8_t *from, uint32_t bytes)
{
    if (type != HK_T_VALUES) {
        memset(from, 0, bytes);
        return;
    }
    for (hk_val *v = (hk_val *)(void *)from; (uint8_t *)v < from + bytes; v++)
        *v = HK_UNDEFINED;
}

HK_FN hk_ref hk_resize(hk_vm *vm, hk_val *root, uint32_t bytes)
{
    if (bytes > HK_MAX_BLOCK * 8u) {
        hk_out_of_memory(vm);
        return 0;
    }
    bytes = (bytes + 7u) & ~7u;
    uint32_t have = hk_block_bytes(vm, hk_ref_of(*root));
    if (bytes > have) {
        bool last = hk_is_last(vm, hk_ref_of(*root));
        if (!last && !hk_fits(vm, bytes))
            hk_collect(vm), last = hk_is_last(vm, hk_ref_of(*root));
        if (!hk_make_room(vm, last ? bytes - have : bytes))
            return 0;
    }
    hk_ref r = hk_ref_of(*root);
    unsigned type = hk_type(vm, r);
    if (bytes > have && !hk_is_last(vm, r)) {
        hk_ref copy = hk_take(vm, type, bytes);
        memcpy((uint8_t *)hk_ptr(vm, copy) + 4, (uint8_t *)hk_ptr(vm, r) + 4, have - 4);
        *root = (*root & ~(hk_val)0xFFFFFFFFu) | copy;
        return copy;
    }
    if (hk_is_last(vm, r))
        vm->top = r + bytes;
    else
        hk_fill_free(vm, r + bytes, have - bytes);
    if (vm->top > vm->peak)
        vm->peak = vm->top;
    if (bytes > have)
        hk_fill_gained(type, (uint8_t *)hk_ptr(vm, r) + have, bytes - have);
    ((hk_block *)hk_ptr(vm, r))->hdr = hk_header(type, bytes / 8);
    return r;
}

HK_FN bool hk_scratch_grow(hk_vm *vm, uint32_t n)
{
    n = (n + 7u) & ~7u;
    if (!hk_make_room(vm, n))
        return false;
    vm->scratch += n;
    vm->limit -= n;
    return true;
}
#endif
