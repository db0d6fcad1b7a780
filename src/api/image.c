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
    hk_image_set_base(entry, image);
    vm->images = r;
    return first;
}

/* The function of the image's first unit. */
HK_FN hk_val hk_load_image(hk_vm *vm, const uint8_t *image, size_t size, uint32_t flags)
{
    if (!hk_accept_image(vm, image, size, flags & HAKO_IMAGE_TRUSTED))
        return HK_EXCEPTION;
    uint32_t first = hk_enter_image(vm, image);
    if (first == UINT32_MAX)
        return HK_EXCEPTION;
    const hk_image_unit *unit = (const void *)(image + ((const hk_image *)(const void *)image)->units);
    return hk_script_function(vm, HK_ROM_REF(HK_ROM_CODES + first + unit->function));
}

HAKO_API hako_status hako_start_image(hako_vm *vm, const void *image, size_t size, uint32_t flags)
{
    if (!HK_VM(vm) || hk_in_native(vm))
        return HAKO_FAILED;
    hk_abandon(vm);
    return hk_start_function(vm, hk_load_image(vm, image, size, flags));
}

HAKO_API hako_val hako_image_function(hako_vm *vm, const void *image, size_t size, uint32_t flags)
{
    hk_val f = HK_VM(vm) && vm->exception == HK_EMPTY ? hk_load_image(vm, image, size, flags) : HK_EXCEPTION;
    return f == HK_EXCEPTION ? hako_undefined() : hk_to_host(vm, f);
}

HAKO_API hako_status hako_check_image(hako_vm *vm, const void *image, size_t size)
{
    return HK_VM(vm) && vm->exception == HK_EMPTY && hk_accept_image(vm, image, size, false) ? HAKO_DONE : HAKO_FAILED;
}

#if HAKO_WITH_COMPILER
HAKO_API hako_status hako_compile(hako_vm *vm, const char *name, const char *source, size_t length,
                                  hako_write *write, void *user, uint32_t options)
{
    if (!HK_VM(vm) || !write || vm->exception != HK_EMPTY)
        return HAKO_FAILED;
    hk_ref code = hk_compile_text(vm, name, source, length, 0);
    uint32_t size = code ? hk_write_image(vm, code, options) : 0;
    if (size) {
        const uint8_t *image = (const uint8_t *)hk_ptr(vm, vm->work[HK_WI_IMAGE]) + 8;
        if (!write(user, image, size)) {
            hk_throw(vm, HK_E_ERROR, "the image could not be written");
            size = 0;
        }
    }
    memset(vm->work, 0, sizeof vm->work);
    return size ? HAKO_DONE : HAKO_FAILED;
}
#endif
#endif
#endif
