/* Images in a running VM: finding functions, making their constants. */
#ifndef HK_IMAGE_C
#define HK_IMAGE_C
#include "image.h"
#include "../heap/string.h"
#include "../heap/bigint.h"
#include "../lib/gen_tables.h"
#ifndef HAKO_BOOTSTRAP
#  include "../lib/gen_code.h"
#else
#  define HK_ROM_CODES 0
#endif

/* The text of a string in an image. */
HK_FN void hk_image_text(const uint8_t *image, uint32_t place, hk_text *out)
{
    const uint32_t *s = (const uint32_t *)(const void *)(image + place);
    memset(out, 0, sizeof *out);
    out->len = *s & HK_STR_LEN;
    if (*s & HK_STR_WIDE)
        out->u16 = (const uint16_t *)(const void *)(s + 1);
    else
        out->u8 = (const uint8_t *)(s + 1);
}

#if HAKO_WITH_IMAGES
/* The VM's list of images: REFS blocks, the latest first. Words: 1 the number of the image's first function; 2 the next block; 3, 4
 * the image's address, each part made a word that is no ref to a block; from 5 on a VALUES block for each function that
 * is prepared, its constants. */
enum { HK_IMAGE_FIRST = 1, HK_IMAGE_NEXT, HK_IMAGE_LOW, HK_IMAGE_HIGH, HK_IMAGE_CONSTS };

HK_INLINE const uint8_t *hk_image_base(const hk_ref *entry)
{
    uintptr_t p = entry[HK_IMAGE_LOW] & ~7u;
#if UINTPTR_MAX > 0xFFFFFFFFu
    p |= (uintptr_t)((int64_t)((int32_t)entry[HK_IMAGE_HIGH] >> 3) * 4294967296);
#endif
    return (const uint8_t *)p;
}

HK_INLINE void hk_image_set_base(hk_ref *entry, const void *image)
{
    entry[HK_IMAGE_LOW] = (uint32_t)(uintptr_t)image | 2;
    entry[HK_IMAGE_HIGH] = (uint32_t)((uint64_t)(uintptr_t)image >> 32) << 3 | 2;
}

HK_INLINE const hk_image_function *hk_image_functions(const uint8_t *image) { return (const hk_image_function *)(const void *)((const hk_image *)(const void *)image + 1); }

/* The entry with the function of number *n among those of all images; *n becomes its number in this one. */
HK_INLINE hk_ref *hk_image_find(hk_vm *vm, uint32_t *n)
{
    hk_ref *entry = hk_ptr(vm, vm->images);
    while (*n < entry[HK_IMAGE_FIRST])
        entry = hk_ptr(vm, entry[HK_IMAGE_NEXT]);
    *n -= entry[HK_IMAGE_FIRST];
    return entry;
}

/* The image that the function r is of. */
HK_FN const uint8_t *hk_image_of(hk_vm *vm, hk_ref r)
{
    uint32_t n = (r >> 3) - HK_ROM_CODES;
    return hk_image_base(hk_image_find(vm, &n));
}

HK_INLINE bool hk_ref_is_image(hk_ref r) { return hk_ref_is_rom(r) && r >> 3 >= HK_ROM_CODES; }
#else
HK_INLINE bool hk_ref_is_image(hk_ref r) { (void)r; return false; }
#endif

/* Code of the library by its number. */
HK_INLINE const hk_code *hk_library_code(uint32_t n)
{
#ifndef HAKO_BOOTSTRAP
    return (const hk_code *)(const void *)(hk_rom_words + hk_rom_start[n] - 1);
#else
    (void)n;
    return NULL;
#endif
}

HK_FN HK_NOINLINE const hk_code *hk_rom_entry(hk_vm *vm, hk_ref r, const hk_val **consts)
{
    uint32_t n = r >> 3;
    const hk_code *code;
    (void)vm;
    if (!hk_ref_is_image(r)) {
        code = hk_library_code(n);
        *consts = hk_code_consts(code);
        return code;
    }
#if HAKO_WITH_IMAGES
    n -= HK_ROM_CODES;
    const hk_ref *entry = hk_image_find(vm, &n);
    const uint8_t *image = hk_image_base(entry);
    code = (const hk_code *)(const void *)(image + hk_image_functions(image)[n].code);
    *consts = entry[HK_IMAGE_CONSTS + n] ? hk_vals(vm, entry[HK_IMAGE_CONSTS + n]) : NULL;
    return code;
#else
    return NULL;
#endif
}

HK_FN const hk_code *hk_rom_code(hk_vm *vm, hk_ref r)
{
    const hk_val *consts;
    return hk_rom_entry(vm, r, &consts);
}

/* ---- Names -------------------------------------------------------------------------------------------------------- */

/* A string of an image by its low half: interned. 0: out of memory. What is not wide but pretends to be has no text. */
HK_FN hk_ref hk_image_string(hk_vm *vm, const uint8_t *image, hk_ref low)
{
    hk_text t;
    if (low == 0 || !hk_ref_is_block(low))
        return low ? low : HK_KEY(empty);
    hk_image_text(image, low >> 1, &t);
    return t.u16 && hk_all_latin1(t.u16, t.len) ? HK_KEY(empty) : hk_intern_text(vm, &t);
}

HK_FN hk_ref hk_code_name(hk_vm *vm, hk_ref r, bool file)
{
    const hk_code *code = hk_code_ptr(vm, r);
    hk_ref s;
#if HAKO_WITH_IMAGES
    if (hk_ref_is_image(r))
        return hk_image_string(vm, hk_image_of(vm, r), file ? code->file : code->name);
#endif
    s = code->flags & HK_CF_LIBRARY ? 0 : file ? hk_code_file(vm, code) : code->name;
    return s ? s : HK_KEY(empty);
}

/* The same as a text, which takes no memory. */
HK_FN void hk_code_text(hk_vm *vm, hk_ref r, bool file, hk_text *out)
{
    const hk_code *code = hk_code_ptr(vm, r);
    hk_ref s = 0;
#if HAKO_WITH_IMAGES
    if (hk_ref_is_image(r) && (s = file ? code->file : code->name) != 0 && hk_ref_is_block(s)) {
        hk_image_text(hk_image_of(vm, r), s >> 1, out);
        return;
    }
#endif
    if (!hk_ref_is_image(r) && !(code->flags & HK_CF_LIBRARY))
        s = file ? hk_code_file(vm, code) : code->name;
    hk_text_of(vm, s ? s : HK_KEY(empty), out);
}

/* ---- Constants ---------------------------------------------------------------------------------------------------- */

#if HAKO_WITH_IMAGES
HK_INLINE const hk_image_table *hk_image_table_ptr(const uint8_t *image, uint32_t place) { return (const hk_image_table *)(const void *)(image + place); }

/* Rows of a table into the VALUES block in *to, from value `at` on. */
HK_FN bool hk_image_rows(hk_vm *vm, const uint8_t *image, const hk_image_row *row, uint32_t n, const hk_val *to, uint32_t at)
{
    for (; n; n--, row++, at += 2) {
        hk_ref s = row->name ? hk_image_string(vm, image, row->name) : 0;
        if (row->name && !s)
            return false;
        hk_store(vm, &hk_vals(vm, hk_ref_of(*to))[at], s ? hk_string(s) : HK_UNDEFINED);
        hk_vals(vm, hk_ref_of(*to))[at + 1] = s ? hk_int((int32_t)row->bits) : HK_UNDEFINED;
    }
    return true;
}

/* The table at `place`, with those around it: the outermost is made first. HK_EXCEPTION: out of memory. */
HK_FN hk_val hk_image_table_at(hk_vm *vm, const uint8_t *image, uint32_t place)
{
    hk_val *made = hk_push(vm, HK_UNDEFINED), *around = hk_push(vm, HK_UNDEFINED);
    uint32_t depth = 0, at;
    bool ok = true;
    for (at = place; at; depth++)
        at = hk_image_table_ptr(image, at)->around;
    while (ok && depth--) {
        const hk_image_table *t = hk_image_table_ptr(image, place);
        for (at = depth; at; at--)
            t = hk_image_table_ptr(image, t->around);
        bool scope = t->traits != HK_TABLE_GLOBALS;
        hk_ref r = hk_alloc_values(vm, t->nrows * 2 + (scope ? 2u : 0u), HK_UNDEFINED);
        ok = r != 0;
        *around = *made;
        *made = hk_internal(r);
        if (ok && scope) {
            hk_store(vm, &hk_vals(vm, r)[0], *around);
            hk_vals(vm, r)[1] = hk_int((int32_t)t->traits);
        }
        ok = ok && hk_image_rows(vm, image, (const hk_image_row *)(const void *)(t + 1), t->nrows, made, scope ? 2 : 0);
    }
    vm->temps -= 2;
    return ok ? vm->temp[vm->temps] : HK_EXCEPTION;
}

/* The BigInt at `place`. HK_EXCEPTION: out of memory. */
HK_FN hk_val hk_image_bigint(hk_vm *vm, const uint8_t *image, uint32_t place)
{
#if HAKO_WITH_BIGINT
    uint32_t info = *(const uint32_t *)(const void *)(image + place), n = info & HK_BIG_LIMBS;
    hk_val v = hk_big_new(vm, n);
    if (v == HK_EXCEPTION)
        return v;
    memcpy(hk_big_limbs(vm, v), image + place + 4, n * 4);
    return hk_big_done(vm, v, n, (info & HK_BIG_NEGATIVE) != 0);
#else
    (void)vm, (void)image, (void)place;
    return HK_UNDEFINED;                    /* such images are not accepted */
#endif
}

/* The value of a constant's descriptor. first: the number of the image's first function. */
HK_FN hk_val hk_image_const(hk_vm *vm, const uint8_t *image, uint32_t first, hk_val d)
{
    hk_ref low = hk_ref_of(d);
    if (hk_is_string(d)) {
        hk_ref r = hk_image_string(vm, image, low);
        return r ? hk_string(r) : HK_EXCEPTION;
    }
    if (hk_is_bigint(d))
        return hk_image_bigint(vm, image, low >> 1);
    if (!hk_is_internal(d))
        return d;
    if (hk_ref_is_rom(low))
        return hk_internal(HK_ROM_REF(HK_ROM_CODES + first + (low >> 3)));
    return hk_image_table_at(vm, image, low >> 1);
}

/* Makes the constants of an image's function r, which is about to be entered, unless they are there. false: out of memory. */
HK_FN HK_NOINLINE bool hk_image_prepare(hk_vm *vm, hk_ref r)
{
    const hk_val *consts;
    const hk_code *code = hk_rom_entry(vm, r, &consts);
    const uint8_t *image = hk_image_of(vm, r);
    uint32_t n = (r >> 3) - HK_ROM_CODES, first = n, i;
    if (consts)
        return true;
    hk_ref block = hk_alloc_values(vm, code->nconsts, HK_UNDEFINED);
    if (!block)
        return false;
    hk_val *values = hk_push(vm, hk_internal(block));
    hk_image_find(vm, &n);
    first -= n;
    for (i = 0; i < code->nconsts; i++) {
        hk_val v = hk_image_const(vm, image, first, hk_code_consts(code)[i]);
        if (v == HK_EXCEPTION)
            break;
        hk_store(vm, &hk_vals(vm, hk_ref_of(*values))[i], v);
    }
    block = hk_ref_of(hk_pop(vm));
    if (i < code->nconsts)
        return false;
    n += first;
    hk_ref *entry = hk_image_find(vm, &n);
    hk_store_ref(vm, &entry[HK_IMAGE_CONSTS + n], block);
    return true;
}
#endif
#endif
