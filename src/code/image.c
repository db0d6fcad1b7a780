/* Images in a running VM: finding functions, making their constants. */
#ifndef HK_IMAGE_C
#define HK_IMAGE_C
#include "image.h"
#include "emit.h"
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

#if HAKO_WITH_MODULES
/* ---- Modules ------------------------------------------------------------------------------------------------------ */

HK_INLINE const hk_image_unit *hk_image_units(const uint8_t *image) { return (const hk_image_unit *)(const void *)(image + ((const hk_image *)(const void *)image)->units); }

/* A unit in a VM: of an image, whose first function has that number. */
typedef struct { const uint8_t *image; const hk_image_unit *unit; uint32_t first; } hk_placed_unit;

/* Finds the unit of that name and kind (HK_UNIT_*; HK_UNIT_NAMED: module or JSON) in the image, or in any of them, the latest first, if
 * it is NULL. */
enum { HK_UNIT_NAMED = HK_UNIT_JSON + 1 };
HK_FN bool hk_find_unit(hk_vm *vm, const uint8_t *image, hk_ref name, unsigned kind, hk_placed_unit *found)
{
    hk_text t, u;
    hk_text_of(vm, name, &t);
    for (hk_ref r = vm->images; r; r = ((const hk_ref *)hk_ptr(vm, r))[HK_IMAGE_NEXT]) {
        found->image = hk_image_base(hk_ptr(vm, r));
        found->unit = hk_image_units(found->image);
        found->first = ((const hk_ref *)hk_ptr(vm, r))[HK_IMAGE_FIRST];
        uint32_t n = image && found->image != image ? 0 : ((const hk_image *)(const void *)found->image)->nunits;
        for (; n; n--, found->unit++) {
            vm->budget--;
            if (kind == HK_UNIT_NAMED ? found->unit->kind == HK_UNIT_SCRIPT : found->unit->kind != kind)
                continue;
            if (hk_ref_is_block(found->unit->name))
                hk_image_text(found->image, found->unit->name >> 1, &u);
            else
                hk_text_of(vm, found->unit->name, &u);
            if (u.len == t.len && hk_text_compare(&t, &u) == 0)
                return true;
        }
    }
    return false;
}

/* The text of a JSON unit, as a string of its own. 0: out of memory. */
HK_FN hk_ref hk_unit_json(hk_vm *vm, const hk_placed_unit *u)
{
    hk_text t;
    if (!hk_ref_is_block(u->unit->links))
        return u->unit->links;
    hk_image_text(u->image, u->unit->links >> 1, &t);
    return t.u16 ? hk_str_utf16(vm, t.u16, t.len) : hk_str_latin1(vm, t.u8, t.len);
}

/* The module, or script, that an image's function belongs to: its name as a string, 0: out of memory. */
HK_FN hk_ref hk_image_unit_name(hk_vm *vm, hk_ref r)
{
    uint32_t n = (r >> 3) - HK_ROM_CODES, i;
    const uint8_t *image = hk_image_base(hk_image_find(vm, &n));
    const hk_image_unit *unit = hk_image_units(image), *found = NULL;
    for (i = 0; i < ((const hk_image *)(const void *)image)->nunits; i++)
        if (unit[i].kind != HK_UNIT_JSON && unit[i].function <= n && (!found || unit[i].function > found->function))
            found = &unit[i];
    return hk_image_string(vm, image, found ? found->name : 0);
}

/* One list of a module's rows, at `word`, as a VALUES block in *to. */
HK_FN bool hk_image_list(hk_vm *vm, const uint8_t *image, const char *row, uint32_t n, const uint32_t *word, hk_val *to)
{
    uint32_t width = hk_image_width(row), i;
    hk_ref r = hk_alloc_values(vm, n * width, HK_UNDEFINED), s;
    *to = hk_internal(r);
    for (i = 0; r && i < n * width; i++, word++) {
        bool text = row[i % width] == 's' || row[i % width] == 'o';
        if (text && !*word)
            continue;
        s = text ? hk_image_string(vm, image, *word) : 1;
        if (!s)
            return false;
        hk_store(vm, &hk_vals(vm, hk_ref_of(*to))[i], text ? hk_string(s) : hk_int((int32_t)*word));
    }
    return r != 0;
}

/* What is told about the module whose top level is the image's function r: HK_MI_*. */
HK_FN hk_val hk_image_module(hk_vm *vm, hk_ref r)
{
    static const char rows[HK_IMAGE_LISTS][4] = HK_IMAGE_ROWS;
    uint32_t n = (r >> 3) - HK_ROM_CODES, i = 0;
    const uint8_t *image = hk_image_base(hk_image_find(vm, &n));
    const hk_image_unit *unit = hk_image_units(image);
    while (unit->kind != HK_UNIT_MODULE || unit->function != n)
        unit++;
    const hk_image_links *links = (const void *)(image + unit->links);
    const uint32_t *word = (const uint32_t *)(links + 1);
    hk_ref block = hk_alloc_values(vm, HK_MI_COUNT, HK_UNDEFINED);
    if (!block)
        return HK_EXCEPTION;
    hk_val *info = hk_push(vm, hk_internal(block)), *list = hk_push(vm, HK_UNDEFINED);
    for (; i < HK_IMAGE_LISTS; word += links->count[i] * hk_image_width(rows[i]), i++) {
        if (links->count[i] && !hk_image_list(vm, image, rows[i], links->count[i], word, list))
            break;
        if (links->count[i])
            hk_store(vm, &hk_vals(vm, hk_ref_of(*info))[i], *list);
    }
    hk_vals(vm, hk_ref_of(*info))[HK_MI_AWAITS] = hk_bool(links->awaits != 0);
    hk_vals(vm, hk_ref_of(*info))[HK_MI_META] = hk_int((int32_t)links->meta);
    vm->temps -= 2;
    return i == HK_IMAGE_LISTS ? vm->temp[vm->temps] : HK_EXCEPTION;
}
#endif

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
