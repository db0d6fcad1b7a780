/* Images: made, verified, started. */
#ifndef HK_API_IMAGE_C
#define HK_API_IMAGE_C
#include "api.c"
#include "../code/verify_image.c"
#if HAKO_WITH_IMAGES && HAKO_WITH_COMPILER
#  include "../code/write_image.c"
#endif

#if HAKO_WITH_IMAGES
/* Verifies an image whose head fits, in scratch memory. false: exception set. */
HK_FN bool hk_check_image(hk_vm *vm, const uint8_t *image)
{
    uint32_t scratch = vm->scratch, function, at, nregs, ntries;
    hk_image_extent(image, &nregs, &ntries);
    if (!hk_scratch_grow(vm, nregs * (uint32_t)sizeof(hk_kind) + ntries * 2))
        return false;
    const char *why = hk_verify_image(image, hk_ptr(vm, vm->limit), nregs, &function, &at);
    vm->limit += vm->scratch - scratch;
    vm->scratch = scratch;
    if (why)
        hk_throw(vm, HK_E_TYPE, "bad image: %s (function %u, at %u)", why, function, at);
    return !why;
}

/* Is it an image for this build? Unless it is trusted it is verified. false: exception set. */
HK_FN bool hk_accept_image(hk_vm *vm, const uint8_t *image, size_t size, bool trusted)
{
    const char *why = image ? hk_image_mismatch(image, size) : "no image";
    if (why)
        hk_throw(vm, HK_E_TYPE, "%s", why);
    return !why && (trusted || hk_check_image(vm, image));
}

/* The number of the image's first function, after it was entered into the list of images unless it is there. UINT32_MAX: out
 * of memory. */
HK_FN uint32_t hk_enter_image(hk_vm *vm, const uint8_t *image)
{
    uint32_t n = ((const hk_image *)(const void *)image)->nfunctions, first = 0;
    hk_ref r;
    for (r = vm->images; r; r = ((hk_ref *)hk_ptr(vm, r))[HK_IMAGE_NEXT]) {
        const hk_ref *entry = hk_ptr(vm, r);
        if (hk_image_base(entry) == image)
            return entry[HK_IMAGE_FIRST];
        if (r == vm->images)
            first = entry[HK_IMAGE_FIRST] + ((const hk_image *)(const void *)hk_image_base(entry))->nfunctions;
    }
    if (n > HK_IMAGE_FUNCTIONS - first) {
        hk_out_of_memory(vm);
        return UINT32_MAX;
    }
    r = hk_alloc(vm, HK_T_REFS, (HK_IMAGE_CONSTS + n) * 4);
    if (!r)
        return UINT32_MAX;
    hk_ref *entry = hk_ptr(vm, r);
    entry[HK_IMAGE_FIRST] = first;
    hk_store_ref(vm, &entry[HK_IMAGE_NEXT], vm->images);
    entry[HK_IMAGE_LOW] = (uint32_t)(uintptr_t)image | 2;
    entry[HK_IMAGE_HIGH] = (uint32_t)((uint64_t)(uintptr_t)image >> 32) << 3 | 2;
    vm->images = r;
    return first;
}

/* Enters an image that is accepted: the number of its first function. UINT32_MAX: exception set. */
HK_FN uint32_t hk_load_image(hk_vm *vm, const uint8_t *image, size_t size, uint32_t flags)
{
    return hk_accept_image(vm, image, size, flags & HAKO_IMAGE_TRUSTED) ? hk_enter_image(vm, image) : UINT32_MAX;
}

/* The function of a unit that is no JSON module; first: number of its image's first function. */
HK_FN hk_val hk_unit_function(hk_vm *vm, const hk_image_unit *unit, uint32_t first)
{
    return hk_script_function(vm, HK_ROM_REF(HK_ROM_CODES + first + unit->function));
}

/* The function of the image's first unit, which is to be a script. */
HK_FN hk_val hk_image_script(hk_vm *vm, const uint8_t *image, uint32_t first)
{
    if (hk_image_units(image)->kind == HK_UNIT_SCRIPT)
        return hk_unit_function(vm, hk_image_units(image), first);
    return hk_throw(vm, HK_E_TYPE, "the image does not begin with a script");
}

#if HAKO_WITH_MODULES
/* Starts the image's first unit, which is a module. */
HK_FN hako_status hk_start_unit(hk_vm *vm, const uint8_t *image, uint32_t first)
{
    hk_placed_unit u = { image, hk_image_units(image), first };
    hk_ref name = hk_image_string(vm, image, u.unit->name);
    hk_val *m = hk_push(vm, name ? hk_string(name) : HK_EXCEPTION);
    bool begun = hk_module_begin(vm, m);
    hako_status status = hk_module_start(vm, m, begun, begun && hk_module_take(vm, m, &u));
    hk_pop(vm);
    return status;
}

HAKO_API bool hako_add_image(hako_vm *vm, const void *image, size_t size, uint32_t flags)
{
    return vm && vm->exception == HK_EMPTY && hk_load_image(vm, image, size, flags) != UINT32_MAX;
}

HAKO_API bool hako_module_image(hako_vm *vm, uint32_t request, const void *image, size_t size, uint32_t flags)
{
    unsigned here;
    hk_placed_unit u;
    const hk_val *m = hk_answer_begins(vm, request, &here);
    if (!m)
        return false;
    bool ok = hk_load_image(vm, image, size, flags) != UINT32_MAX;
    if (ok && !hk_module_unit(vm, image, *m, &u)) {
        hk_throw(vm, HK_E_TYPE, "there is no module '%v' in the image", hk_peek(vm, *m, HK_KEY(name)));
        ok = false;
    }
    return hk_answered(vm, m, ok && hk_module_take(vm, m, &u), here);
}
#endif

HAKO_API hako_status hako_start_image(hako_vm *vm, const void *image, size_t size, uint32_t flags)
{
    if (!vm || hk_in_native(vm))
        return HAKO_FAILED;
    hk_restart(vm);
    uint32_t first = hk_load_image(vm, image, size, flags);
    if (first == UINT32_MAX)
        return HAKO_FAILED;
#if HAKO_WITH_MODULES
    if (hk_image_units(image)->kind == HK_UNIT_MODULE)
        return hk_start_unit(vm, image, first);
#endif
    return hk_start_function(vm, hk_image_script(vm, image, first));
}

HAKO_API hako_val hako_image_function(hako_vm *vm, const void *image, size_t size, uint32_t flags)
{
    uint32_t first = vm && vm->exception == HK_EMPTY ? hk_load_image(vm, image, size, flags) : UINT32_MAX;
    hk_val f = first == UINT32_MAX ? HK_EXCEPTION : hk_image_script(vm, image, first);
    return f == HK_EXCEPTION ? hako_undefined() : hk_to_host(vm, f);
}

HAKO_API hako_status hako_check_image(hako_vm *vm, const void *image, size_t size)
{
    return vm && vm->exception == HK_EMPTY && hk_accept_image(vm, image, size, false) ? HAKO_DONE : HAKO_FAILED;
}

#if HAKO_WITH_COMPILER
/* Compiles source i of a bundle into row i of the rooted VALUES block *units. false: exception set. */
HK_FN bool hk_compile_unit(hk_vm *vm, const hk_val *units, uint32_t i, const hako_source *source)
{
    bool script = source->kind == HAKO_SOURCE_SCRIPT, json = source->kind == HAKO_SOURCE_JSON;
    const char *name = source->name ? source->name : script ? "script" : "module";
    hk_ref r;
    if ((!script && !json && source->kind != HAKO_SOURCE_MODULE) || (!HAKO_WITH_MODULES && !script)) {
        hk_throw(vm, HK_E_TYPE, "no such kind of source");
        return false;
    }
    r = json ? hk_str_utf8(vm, source->text ? source->text : "", source->text ? source->length : 0)
             : hk_compile_text(vm, name, source->text, source->length, script ? 0 : HK_PARSE_MODULE);
    if (!r && !json)
        hk_note_phase(vm, HAKO_COMPILING);
    if (!r)
        return false;
    hk_store(vm, &hk_vals(vm, hk_ref_of(*units))[i * HK_WU_COUNT + HK_WU_WHAT], json ? hk_string(r) : hk_internal(r));
    r = hk_str_utf8(vm, name, hk_cstr_len(name));
    if (!r)
        return false;
    hk_val *row = hk_vals(vm, hk_ref_of(*units)) + i * HK_WU_COUNT;
    hk_store(vm, &row[HK_WU_NAME], hk_string(r));
    row[HK_WU_KIND] = hk_int(json ? HK_UNIT_JSON : script ? HK_UNIT_SCRIPT : HK_UNIT_MODULE);
    for (uint32_t k = 0; k < i; k++) {
        const hk_val *other = hk_vals(vm, hk_ref_of(*units)) + k * HK_WU_COUNT;
        bool both = (other[HK_WU_KIND] == row[HK_WU_KIND]) && !script;
        if (both && hk_str_equal(vm, hk_ref_of(other[HK_WU_NAME]), r)) {
            hk_throw(vm, HK_E_TYPE, "there are two modules '%v'", hk_string(r));
            return false;
        }
    }
    return true;
}

/* The text of a JSON module must be one: what is made of it is dropped. */
HK_FN bool hk_check_json(hk_vm *vm, const hako_source *source)
{
    hako_scope scope = hako_scope_open(vm);
    bool ok = source->kind != HAKO_SOURCE_JSON || (hako_from_json(vm, source->text ? source->text : "", source->text ? source->length : 0), vm->exception == HK_EMPTY);
    hako_scope_close(vm, scope);
    if (!ok)
        hk_note_phase(vm, HAKO_COMPILING);
    return ok;
}

/* Gives the image to write. */
HK_FN bool hk_give_image(hk_vm *vm, uint32_t size, hako_write *write, void *user)
{
    if (size && !write(user, (const uint8_t *)hk_ptr(vm, vm->work[HK_WI_IMAGE]) + 8, size)) {
        hk_throw(vm, HK_E_ERROR, "the image could not be written");
        size = 0;
    }
    memset(vm->work, 0, sizeof vm->work);
    return size != 0;
}

HAKO_API hako_status hako_compile_bundle(hako_vm *vm, const hako_source *sources, size_t count, hako_write *write, void *user, uint32_t options)
{
    if (!vm || !write || vm->exception != HK_EMPTY)
        return HAKO_FAILED;
    if (!sources || !count || count > 0xFFFF) {
        hk_throw(vm, HK_E_TYPE, "no sources, or more than 65535");
        return HAKO_FAILED;
    }
    hk_ref r = hk_alloc_values(vm, (uint32_t)count * HK_WU_COUNT, HK_UNDEFINED);
    hk_val *units = hk_push(vm, hk_internal(r));
    bool ok = r != 0;
    for (uint32_t i = 0; ok && i < count; i++)
        ok = hk_check_json(vm, &sources[i]) && hk_compile_unit(vm, units, i, &sources[i]);
    ok = ok && hk_give_image(vm, hk_write_image(vm, units, options), write, user);
    memset(vm->work, 0, sizeof vm->work);
    hk_pop(vm);
    return ok ? HAKO_DONE : HAKO_FAILED;
}

HAKO_API hako_status hako_compile(hako_vm *vm, const char *name, const char *source, size_t length,
                                  hako_write *write, void *user, uint32_t options)
{
    const hako_source script = { name, source, length, HAKO_SOURCE_SCRIPT };
    return hako_compile_bundle(vm, &script, 1, write, user, options);
}
#endif
#endif
#endif
