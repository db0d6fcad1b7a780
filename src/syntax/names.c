/* The name table of a compilation.
 *
 * vm->names is a REFS block: word 1 the number of names, word 2 a BYTES block
 * (the hash index), from word 3 on the strings, by name. The index has a power
 * of two of slots, each 0 or a name + 1, in 16 bits while that is enough; it
 * is at most three quarters full. */
#ifndef HK_NAMES_C
#define HK_NAMES_C
#include "names.h"
#include "tree.h"

#define HK_NAMES_FIRST 3u            /* word of name 0 */
#define HK_NAMES_START 64u           /* slots of the first index */

HK_INLINE uint32_t *hk_names_words(hk_vm *vm) { return hk_ptr(vm, vm->names); }

HK_FN hk_ref hk_name_ref(hk_vm *vm, uint32_t name) { return hk_names_words(vm)[HK_NAMES_FIRST + name]; }

HK_INLINE uint32_t hk_names_slots(hk_vm *vm, hk_ref index, bool *wide)
{
    uint32_t halves = hk_block_bytes(vm, index) / 2 - 4;
    *wide = halves > 0x10000u;
    return *wide ? halves / 2 : halves;
}

/* Where the slots begin: units of 8 bytes so that the block's size tells their number. */
HK_INLINE uint8_t *hk_names_index(hk_vm *vm, hk_ref index) { return (uint8_t *)hk_ptr(vm, index) + 8; }

HK_INLINE uint32_t hk_names_slot(const uint8_t *slots, bool wide, uint32_t i)
{
    return wide ? ((const uint32_t *)(const void *)slots)[i] : ((const uint16_t *)(const void *)slots)[i];
}

HK_INLINE void hk_names_set_slot(uint8_t *slots, bool wide, uint32_t i, uint32_t v)
{
    if (wide)
        ((uint32_t *)(void *)slots)[i] = v;
    else
        ((uint16_t *)(void *)slots)[i] = (uint16_t)v;
}

HK_FN uint32_t hk_names_hash(const hk_text *t)
{
    uint32_t h = 2166136261u;
    for (uint32_t i = 0; i < t->len; i++)
        h = (h ^ hk_unit(t, i)) * 16777619u;
    return h ^ h >> 15;
}

HK_FN bool hk_names_equal(const hk_text *a, const hk_text *b)
{
    if (a->len != b->len)
        return false;
    if (a->u8 && b->u8)
        return hk_memcmp(a->u8, b->u8, a->len) == 0;
    for (uint32_t i = 0; i < a->len; i++)
        if (hk_unit(a, i) != hk_unit(b, i))
            return false;
    return true;
}

/* The slot of the name with that text, or the free one where it belongs. */
HK_FN uint32_t hk_names_find(hk_vm *vm, const hk_text *text, uint32_t *name)
{
    bool wide;
    hk_ref index = hk_names_words(vm)[2];
    uint32_t mask = hk_names_slots(vm, index, &wide) - 1, i = hk_names_hash(text) & mask;
    const uint8_t *slots = hk_names_index(vm, index);
    hk_text other;
    for (; (*name = hk_names_slot(slots, wide, i)) != 0; i = (i + 1) & mask) {
        hk_text_of(vm, hk_name_ref(vm, *name - 1), &other);
        if (hk_names_equal(text, &other))
            break;
    }
    return i;
}

/* A larger index, with all names entered. */
HK_FN bool hk_names_rehash(hk_vm *vm, uint32_t slots)
{
    bool wide;
    uint32_t count, i, slot, name;
    hk_text text;
    hk_ref index = hk_alloc(vm, HK_T_BYTES, 8u + slots * (slots > 0x10000u ? 4u : 2u));
    if (!index)
        return false;
    hk_store_ref(vm, &hk_names_words(vm)[2], index);
    hk_names_slots(vm, index, &wide);
    count = hk_names_words(vm)[1];
    for (i = 0; i < count; i++) {
        hk_text_of(vm, hk_name_ref(vm, i), &text);
        slot = hk_names_find(vm, &text, &name);
        hk_names_set_slot(hk_names_index(vm, index), wide, slot, i + 1);
    }
    return true;
}

/* Makes room for one more name. */
HK_FN bool hk_names_grow(hk_vm *vm)
{
    bool wide;
    uint32_t count = hk_names_words(vm)[1], slots = hk_names_slots(vm, hk_names_words(vm)[2], &wide);
    if (count + 1 > slots / 4 * 3 && !hk_names_rehash(vm, slots * 2))
        return false;
    if ((HK_NAMES_FIRST + count + 1) * 4 > hk_block_bytes(vm, vm->names)) {
        hk_ref r;
        hk_val *root = hk_push(vm, hk_internal(vm->names));
        r = hk_resize(vm, root, (HK_NAMES_FIRST + count + count / 4 + 8) * 4);
        vm->names = hk_ref_of(hk_pop(vm));
        return r != 0;
    }
    return true;
}

HK_FN uint32_t hk_name_of_text(hk_vm *vm, const hk_text *text)
{
    uint32_t name, slot = hk_names_find(vm, text, &name);
    hk_ref s;
    bool wide;
    if (name)
        return name - 1;
    if (!hk_names_grow(vm))
        return UINT32_MAX;
    if (text->len <= HK_NAME_INTERN_MAX)
        s = text->u16 ? hk_intern_utf16(vm, text->u16, text->len) : hk_intern_latin1(vm, text->u8, text->len);
    else
        s = text->u16 ? hk_str_utf16(vm, text->u16, text->len) : hk_str_latin1(vm, text->u8, text->len);
    if (!s)
        return UINT32_MAX;
    slot = hk_names_find(vm, text, &name);
    name = hk_names_words(vm)[1]++;
    hk_store_ref(vm, &hk_names_words(vm)[HK_NAMES_FIRST + name], s);
    hk_names_slots(vm, hk_names_words(vm)[2], &wide);
    hk_names_set_slot(hk_names_index(vm, hk_names_words(vm)[2]), wide, slot, name + 1);
    return name;
}

HK_FN uint32_t hk_name_latin1(hk_vm *vm, const uint8_t *text, uint32_t n)
{
    hk_text t = { text, NULL, n, 0 };
    return hk_name_of_text(vm, &t);
}

HK_FN uint32_t hk_name_utf16(hk_vm *vm, const uint16_t *text, uint32_t n)
{
    hk_text t = { NULL, text, n, 0 };
    return hk_name_of_text(vm, &t);
}

HK_FN bool hk_names_open(hk_vm *vm)
{
    static const char fixed[] = "\0this\0new.target\0%home\0%statichome\0%class\0%fields\0%vars\0import.meta\0%namespace\0arguments\0eval\0default";
    const uint8_t *text = (const uint8_t *)fixed;
    uint32_t i, n;
    vm->names = hk_alloc(vm, HK_T_REFS, (HK_NAMES_FIRST + 32) * 4);
    if (!vm->names || !hk_names_rehash(vm, HK_NAMES_START)) {
        vm->names = 0;
        return false;
    }
    for (i = 0; i < HK_NAME_FIXED; i++, text += n + 1) {
        for (n = 0; text[n]; n++)
            ;
        if (hk_name_latin1(vm, text, n) != i) {
            vm->names = 0;
            return false;
        }
    }
    return true;
}

HK_FN void hk_names_close(hk_vm *vm) { vm->names = 0; }
#endif
