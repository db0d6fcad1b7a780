/* The public functions for bytes. */
#ifndef HK_API_BUFFERS_C
#define HK_API_BUFFERS_C
#include "api.c"
#include "../lib/typed.c"

#if HAKO_WITH_TYPED_ARRAYS

/* As a handle, or undefined after an exception. */
HK_FN hako_val hk_host_result(hk_vm *vm, hk_val v) { return v == HK_EXCEPTION ? hako_undefined() : hk_to_host(vm, v); }

HAKO_API hako_val hako_buffer(hako_vm *vm, const void *bytes, size_t length)
{
    hk_val v = !HK_VM(vm) ? HK_EXCEPTION : hk_make_buffer(vm, HK_UNDEFINED, HK_UNDEFINED, (double)length, HK_NO_SIZE, false);
    if (v != HK_EXCEPTION && bytes)
        memcpy(hk_buffer_bytes(vm, hk_buffer_ptr(vm, v)), bytes, length);
    return hk_host_result(vm, v);
}

/* Lays buffer *b (rooted) over memory of the host; what it had goes. false: exception */
HK_FN bool hk_lay_over(hk_vm *vm, hk_val *b, const hako_memory *m)
{
    hk_memory entry = { (uint64_t)(uintptr_t)m->bytes, (uint64_t)(uintptr_t)m->release, (uint64_t)(uintptr_t)m->context, HK_MEMORY_USED, 0 };
    int32_t i = hk_memory_add(vm, &entry);
    if (i < 0)
        return false;
    hk_buffer *buffer = hk_buffer_ptr(vm, *b);
    buffer->data = 0;
    buffer->length = (uint32_t)m->length;
    buffer->flags |= HK_BUFFER_HOST | (uint32_t)i << HK_BUFFER_ENTRY;
    return true;
}

/* Can a buffer lie over it? Throws. */
HK_FN bool hk_check_memory(hk_vm *vm, const hako_memory *m)
{
    if (!HK_VM(vm))
        return false;
    if (m && m->bytes && !((uintptr_t)m->bytes & 7) && m->length <= HK_MAX_BUFFER)
        return true;
    hk_throw(vm, HK_E_RANGE, "memory is missing, misaligned or too large");
    return false;
}

HAKO_API hako_val hako_buffer_over(hako_vm *vm, const hako_memory *memory)
{
    if (!hk_check_memory(vm, memory))
        return hako_undefined();
    hk_val v = hk_make_buffer(vm, HK_UNDEFINED, HK_UNDEFINED, 0, HK_NO_SIZE, memory->shared);
    if (v == HK_EXCEPTION)
        return hako_undefined();
    hako_val handle = hk_to_host(vm, v);            /* before it owns the memory: nothing may fail afterwards */
    if (handle.bits == HK_UNDEFINED)
        return handle;
    hk_val *b = hk_push(vm, hk_from_host(vm, handle));
    bool ok = hk_lay_over(vm, b, memory);
    hk_pop(vm);
    return ok ? handle : hako_undefined();
}

HAKO_API bool hako_buffer_move(hako_vm *vm, hako_val buffer, const hako_memory *memory)
{
    hk_val v = hk_from_host(vm, buffer);
    if (!hk_check_memory(vm, memory))
        return false;
    const hk_buffer *b = hk_class(vm, v) == HK_T_BUFFER ? hk_buffer_ptr(vm, v) : NULL;
    if (!b || b->length != memory->length || (b->flags & HK_BUFFER_SPECIAL)) {
        hk_throw(vm, HK_E_TYPE, "the bytes of this buffer cannot be moved there");
        return false;
    }
    memcpy(memory->bytes, hk_buffer_bytes(vm, b), b->length);
    hk_val *root = hk_push(vm, v);
    bool ok = hk_lay_over(vm, root, memory);
    hk_pop(vm);
    return ok;
}

HAKO_API bool hako_buffer_detach(hako_vm *vm, hako_val buffer)
{
    hk_val v = hk_from_host(vm, buffer);
    if (hk_class(vm, v) != HK_T_BUFFER || (hk_buffer_ptr(vm, v)->flags & (HK_BUFFER_SHARED | HK_BUFFER_DETACHED)))
        return false;
    hk_buffer_detach(vm, v);
    return true;
}

HAKO_API hako_val hako_typed_array(hako_vm *vm, hako_element type, hako_val buffer, size_t offset, size_t length)
{
    hk_val b = hk_from_host(vm, buffer);
    unsigned kind = (unsigned)type;
    if (!HK_VM(vm))
        return hako_undefined();
    if (kind >= HK_EL_COUNT || (hk_is_big(kind) && !HAKO_WITH_BIGINT_ARRAYS) || hk_class(vm, b) != HK_T_BUFFER) {
        hk_throw(vm, HK_E_TYPE, "a typed array takes an ArrayBuffer and a type of elements");
        return hako_undefined();
    }
    if (offset & ((1u << hk_el_shift[kind]) - 1)) {
        hk_throw(vm, HK_E_RANGE, "offset is not a multiple of the element size");
        return hako_undefined();
    }
    hk_val *root = hk_push(vm, b);
    hk_val v = hk_make_typed(vm, kind);
    b = *root;
    hk_pop(vm);
    if (v != HK_EXCEPTION)
        v = hk_view_over(vm, v, b, (double)offset, length == HAKO_TO_THE_END ? HK_NO_SIZE : (double)length);
    return hk_host_result(vm, v);
}

HAKO_API void *hako_bytes(hako_vm *vm, hako_val value, size_t *length)
{
    hk_val v = hk_from_host(vm, value);
    unsigned type = hk_class(vm, v);
    uint32_t n = 0;
    uint8_t *p = NULL;
    if (type == HK_T_BUFFER) {
        const hk_buffer *b = hk_buffer_ptr(vm, v);
        n = b->length;
        p = b->flags & HK_BUFFER_DETACHED ? NULL : hk_buffer_bytes(vm, b);
    } else if (type == HK_T_TYPED || type == HK_T_VIEW) {
        const hk_view *view = hk_view_ptr(vm, v);
        uint32_t count = hk_view_length(vm, view);
        p = count == HK_OUT_OF_BOUNDS ? NULL : hk_view_at(vm, view, 0);
        n = p ? count << hk_el_shift[hk_view_kind(view)] : 0;
    }
    if (length)
        *length = n;
    return p;
}

#endif
#endif
