/* hako_restore. */
#ifndef HK_API_RESTORE_C
#define HK_API_RESTORE_C
#include "snapshot.c"
#include "check.c"

#if HAKO_WITH_SAVE
typedef struct {
    hk_places places;           /* first: hk_each_place hands it on */
    hk_snapshot_head head;
    hk_sip sip;
    char *names;                /* in the arena, below the frames: head.names bytes, then ids */
    hk_checker checker;
    hk_message why;             /* what is wrong; n 0: nothing so far */
} hk_restorer;

/* Remembers what is wrong, unless something was wrong before; detail may be NULL. Returns false. */
HK_FN HK_NOINLINE bool hk_refuse(hk_restorer *r, const char *why, const char *detail)
{
    if (r->why.n)
        return false;
    hk_message_put(&r->why, why, hk_cstr_len(why));
    if (detail)
        hk_message_put(&r->why, detail, hk_cstr_len(detail));
    return false;
}
HK_FN bool hk_refuse_number(hk_restorer *r, const char *why, uint32_t number)
{
    char text[16];
    text[hk_uint32_to_string(number, text)] = '\0';
    return hk_refuse(r, why, text);
}

HK_FN bool hk_load_bytes(hk_restorer *r, void *bytes, uint32_t n)
{
    if (!r->places.s->read(r->places.s->user, bytes, n))
        return hk_refuse(r, "the snapshot is incomplete", NULL);
    hk_sip_add(&r->sip, bytes, n);
    return true;
}

/* A piece's head */
HK_FN bool hk_load_piece(hk_restorer *r, uint32_t *n, unsigned *kind)
{
    uint64_t v = 0;
    uint8_t byte = 0x80;
    for (unsigned shift = 0; byte & 0x80; shift += 7) {
        if (shift > 34)
            return hk_refuse(r, "the snapshot is damaged", NULL);
        if (!hk_load_bytes(r, &byte, 1))
            return false;
        v |= (uint64_t)(byte & 0x7F) << shift;
    }
    *kind = v & 3;
    *n = v >> 2 <= UINT32_MAX ? (uint32_t)(v >> 2) : UINT32_MAX;
    return true;
}

/* n packed words */
HK_FN bool hk_load_words(hk_restorer *r, hk_val *words, uint32_t n)
{
    uint32_t i = 0, count = 0;
    unsigned kind = 0;
    while (i < n) {
        if (!hk_load_piece(r, &count, &kind))
            return false;
        if (!count || count > n - i || (kind == HK_WORDS_SAME && !i))
            return hk_refuse(r, "the snapshot is damaged", NULL);
        if (kind == HK_WORDS_PLAIN) {
            if (!hk_load_bytes(r, words + i, count * 8))
                return false;
            i += count;
            continue;
        }
        hk_val fill = kind == HK_WORDS_ZERO ? 0 : kind == HK_WORDS_UNDEFINED ? HK_UNDEFINED : words[i - 1];
        for (; count; count--)
            words[i++] = fill;
    }
    return true;
}

/* The head: a snapshot that this build understands, and that fits the arena. */
HK_FN bool hk_load_head(hk_restorer *r, uint32_t size)
{
#define HK_FEATURE_NAME(name) #name,
    static const char *const names[] = { HK_FEATURES(HK_FEATURE_NAME) };
#undef HK_FEATURE_NAME
    hk_snapshot_head *h = &r->head;
    if (!hk_load_bytes(r, h, sizeof *h))
        return false;
    if (h->magic != HK_SNAPSHOT_MAGIC)
        return hk_refuse(r, "this is no snapshot", NULL);
    if (h->version != HK_SNAPSHOT_VERSION)
        return hk_refuse_number(r, "the snapshot is of another version of the format: ", h->version);
    if (h->opcodes != HK_OPCODES_HASH)
        return hk_refuse(r, "the snapshot was made by a build with other instructions", NULL);
    if (h->library != HK_LIBRARY_HASH || h->scripts != HK_SCRIPTS_HASH)
        return hk_refuse(r, "the snapshot was made by a build with another library", NULL);
    for (unsigned i = 0; i < HK_FEATURE_COUNT; i++)
        if (h->features & ~HK_FEATURES_HERE & 1u << i)
            return hk_refuse(r, "the snapshot needs a feature that this build is without: HAKO_WITH_", names[i]);
    if (h->debugging != HAKO_DEBUGGING)
        return hk_refuse(r, "the snapshot was made by a build with another HAKO_DEBUGGING", NULL);
    if (h->top < HK_HEAP_START || ((h->top | h->stack | h->names | h->fp | h->sp) & 7) || h->waits)
        return hk_refuse(r, "the snapshot is damaged", NULL);
    uint64_t need = (uint64_t)h->top + h->stack + h->names + (uint64_t)h->ids * 8 + HK_RESERVE;
    if (need > size)
        return hk_refuse_number(r, "the arena is too small for the snapshot, which needs bytes: ", need < UINT32_MAX ? (uint32_t)need : UINT32_MAX);
    return (h->sp <= h->stack && h->fp && h->fp <= h->stack + 8 && h->sp >= h->fp - 8) || hk_refuse(r, "the snapshot is damaged", NULL);
}

/* The names, to below where the frames will lie, and behind them the ids. */
HK_FN bool hk_load_names(hk_restorer *r, uint32_t size)
{
    uint32_t bytes = r->head.names + r->head.ids * 8;
    r->names = hk_ptr(r->places.vm, size - r->head.stack - bytes);
    if (!hk_load_bytes(r, r->names, bytes))
        return false;
    return !r->head.names || !r->names[r->head.names - 1] || hk_refuse(r, "the snapshot is damaged", NULL);
}

/* The number + 1 of the binding of that name; 0: there is none. */
HK_FN uint32_t hk_binding_number(const hako_snapshot *s, const char *name)
{
    uint32_t n = hk_cstr_len(name);
    for (size_t i = 0; i < s->binding_count && i < HK_MAX_BINDINGS; i++)
        if (s->bindings[i].name && hk_cstr_len(s->bindings[i].name) == n && !hk_memcmp(s->bindings[i].name, name, n))
            return (uint32_t)i + 1;
    return 0;
}

/* The name of a token that is one. */
HK_FN const char *hk_bound_name(const hk_restorer *r, uint64_t token)
{
    const char *name = r->names, *end = name + r->head.names;
    while (name < end && --token)
        name += hk_cstr_len(name) + 1;
    return name < end && *name ? name : NULL;
}

/* Finds the bindings of all names: a list below them. */
HK_FN bool hk_find_bindings(hk_restorer *r)
{
    hk_vm *vm = r->places.vm;
    const char *name = r->names, *end = name + r->head.names;
    uint32_t n = 0;
    for (; name < end && *name; name += hk_cstr_len(name) + 1)
        n++;
    if (vm->limit - r->checker.work < n * 4 + 8)
        return hk_refuse(r, "the arena is too small for the snapshot's names", NULL);
    vm->limit -= (n * 4 + 7) & ~7u;
    uint32_t *numbers = hk_ptr(vm, vm->limit);
    r->places.numbers = numbers;
    r->places.count = n;
    for (name = r->names; n; n--, name += hk_cstr_len(name) + 1)
        *numbers++ = hk_binding_number(r->places.s, name);
    return true;
}

/* Fixed part, heap, frames, and the tag. */
HK_FN bool hk_load_body(hk_restorer *r, uint32_t size)
{
    hk_vm *vm = r->places.vm;
    uint64_t tag, expected;
    bool ok = hk_load_words(r, (hk_val *)(void *)vm, HK_SNAPSHOT_FIXED / 8) &&
              hk_load_words(r, hk_ptr(vm, HK_HEAP_START), (r->head.top - HK_HEAP_START) / 8) &&
              hk_load_words(r, hk_at(vm, size - r->head.stack), r->head.stack / 8);
    if (!ok)
        return false;
    expected = hk_sip_end(&r->sip);
    if (!r->places.s->read(r->places.s->user, &tag, 8))
        return hk_refuse(r, "the snapshot is incomplete", NULL);
    return tag == expected || hk_refuse(r, r->places.s->key ? "the snapshot is damaged, or made with another key"
                                                            : "the snapshot is damaged: wrong checksum", NULL);
}

/* What of the fixed part is not as it was. */
HK_FN void hk_restore_fixed(hk_restorer *r, uint32_t size, const hako_port *port)
{
    hk_vm *vm = r->places.vm;
    memset((uint8_t *)vm + HK_SNAPSHOT_FIXED, 0, HK_HEAP_START - HK_SNAPSHOT_FIXED);
    vm->mem = (uint8_t *)vm;
    vm->port = port;
    vm->size = size;
    vm->top = r->head.top;
    vm->stack_low = size - r->head.stack;
    vm->limit = hk_offset(vm, r->names);
    vm->sp = size - r->head.sp;
    vm->fp = size - r->head.fp;
    vm->withheld = vm->scratch = vm->temps = vm->fail_at = vm->root_end = 0;
    vm->nesting = 0;
    vm->names = 0;
    memset(vm->work, 0, sizeof vm->work);
    vm->flags &= HK_VM_STRESS | HK_VM_FINALIZE | HK_VM_WAITING | HK_VM_SOURCE | HK_VM_REJECTION | HK_VM_PAUSED | 3u << HK_VM_LIMIT |
                 3u << HK_VM_PHASE;
}

/* ---- What is the host's ----------------------------------------------------------------------------------------------- */

#if HAKO_WITH_CLASSES
/* Is the key a string, and that name? */
HK_FN bool hk_is_named(hk_vm *vm, hk_key key, const char *name)
{
    hk_text t;
    if (hk_key_is_index(key) || hk_ref_is_wellknown(key) || (hk_ref_is_block(key) && hk_type(vm, key) == HK_T_SYMBOL))
        return false;
    hk_text_of(vm, key, &t);
    for (uint32_t i = 0; i < t.len;) {
        uint8_t utf8[4];
        uint32_t n = (uint32_t)hk_utf8_encode(hk_next_code_point(&t, &i), false, utf8);
        for (uint32_t k = 0; k < n; k++)
            if (utf8[k] != (uint8_t)*name++)
                return false;
    }
    return !*name;
}

/* Is the class at `slot` what it was when the snapshot was made? */
HK_FN bool hk_same_class(const hk_restorer *r, uint32_t slot)
{
    hk_vm *vm = r->places.vm;
    const hako_class *c = hk_class_at(vm, slot);
    hk_ref info = hk_class_info(vm, slot);
    uint32_t n = hk_class_fields(c);
    if (hk_host_slot(vm, slot)->arity != (HK_HOST_CLASS | (uint32_t)c->member_count * 2) ||
        !hk_is_type(&r->checker, info, HK_T_VALUES) || hk_nvals(vm, info) != HK_CLASS_KEYS + n || !hk_is_block(hk_vals(vm, info)[HK_CLASS_PROTO]))
        return false;
    for (uint32_t i = 0; i < n; i++) {
        hk_val key = hk_vals(vm, info)[HK_CLASS_KEYS + i];
        if (!hk_is_internal(key) || !hk_is_key(&r->checker, hk_ref_of(key)) || !hk_is_named(vm, hk_ref_of(key), hk_class_field(c, i)->name))
            return false;
    }
    return true;
}

/* Does what lies in another instance have one, and lie within its data? */
HK_FN bool hk_is_sound_host_view(hk_vm *vm, hk_ref r)
{
    const hk_val *v = hk_host_values(vm, hk_object(r));
    if (hk_block_bytes(vm, r) != sizeof(hk_host_object) + HK_VIEW_SLOTS * 8 || hk_class(vm, v[HK_VIEW_OWNER]) != HK_T_HOST ||
        !hk_is_int(v[HK_VIEW_OFFSET]))
        return false;
    const hk_host_object *owner = hk_host_ptr(vm, v[HK_VIEW_OWNER]);
    uint32_t slot = owner->kind & HK_HOST_SLOT, offset = (uint32_t)hk_int_of(v[HK_VIEW_OFFSET]);
    if ((owner->kind & HK_HOST_VIEW) || slot >= vm->host_count || !(hk_host_slot(vm, slot)->arity & HK_HOST_CLASS))
        return false;
    uint32_t size = hk_class_size(hk_class_at(vm, slot));
    return !size || offset < size;
}

/* Has the instance at r the size that its class asks for? */
HK_FN bool hk_same_instance(hk_vm *vm, hk_ref r)
{
    const hk_host_object *h = hk_ptr(vm, r);
    uint32_t slot = h->kind & HK_HOST_SLOT, bytes = hk_block_bytes(vm, r);
    if (slot >= vm->host_count || !(hk_host_slot(vm, slot)->arity & HK_HOST_CLASS))
        return false;
    if (h->kind & HK_HOST_VIEW)
        return hk_is_sound_host_view(vm, r);
    const hako_class *c = hk_class_at(vm, slot);
    uint32_t size = hk_class_size(c);
    uint32_t data = size ? (8 + size + 7) & ~7u : 16;
    return bytes == sizeof *h + hk_class_slots(c) * 8 && (h->data ? hk_block_bytes(vm, h->data) == data : !size || (h->kind & HK_HOST_GONE));
}

/* Gives instances the pointers that the ids stand for, and enters them into the table of identity again. */
HK_FN bool hk_load_pointers(hk_restorer *r)
{
    hk_vm *vm = r->places.vm;
    const uint64_t *ids = (const uint64_t *)(const void *)(r->names + r->head.names), *end = ids + r->head.ids;
    hk_ref table = hk_host_extras(vm) ? *hk_identity_root(vm) : 0;
    uint32_t room = hk_identity_room(vm, table);
    if (r->head.ids && (r->head.ids >= room || (room & (room - 1))))
        return hk_refuse(r, "the snapshot is damaged", NULL);
    if (table)
        memset((uint8_t *)hk_ptr(vm, table) + 4, 0, 4 + room * 4);
    for (hk_ref at = HK_HEAP_START; at < vm->top; at += hk_block_bytes(vm, at)) {
        if (!hk_has_pointer(vm, at))
            continue;
        const hako_class *c = hk_saving_class(vm, at);
        void *pointer = c && ids < end ? c->load(r->places.s->user, *ids++) : NULL;
        if (!pointer)
            return hk_refuse(r, "an object of this class could not be loaded: ", hk_class_of(vm, hk_object(at))->name);
        *(uint64_t *)(void *)hk_vals(vm, ((hk_host_object *)hk_ptr(vm, at))->data) = (uint64_t)(uintptr_t)pointer;
        hk_identity_put(vm, table, at);
    }
    return ids == end || hk_refuse(r, "the snapshot is damaged", NULL);
}

HK_FN bool hk_load_classes(hk_restorer *r)
{
    hk_vm *vm = r->places.vm;
    for (uint32_t i = 0; i < vm->host_count; i++) {
        if (!(hk_host_slot(vm, i)->arity & HK_HOST_CLASS))
            continue;
        if (i + 1 == vm->host_count || !hk_host_slot(vm, i)->fn)
            return hk_refuse(r, "the snapshot is damaged", NULL);
        if (!hk_same_class(r, i))
            return hk_refuse(r, "a class has changed: ", hk_class_at(vm, i)->name);
        i++;
    }
    for (hk_ref at = HK_HEAP_START; at < vm->top; at += hk_block_bytes(vm, at))
        if (hk_type(vm, at) == HK_T_HOST && !hk_same_instance(vm, at))
            return hk_refuse(r, "an object is not what its class says", NULL);
    return hk_load_pointers(r);
}
#else
HK_INLINE bool hk_load_classes(hk_restorer *r) { return !r->head.ids || hk_refuse(r, "the snapshot is damaged", NULL); }
#endif

#if HAKO_WITH_IMAGES
/* The image of an entry in the list, which has a token and a checksum: found, and the one that it was. */
HK_FN const uint8_t *hk_load_image_of(hk_restorer *r, const hk_ref *entry)
{
    uint64_t pointer = hk_pointer_of(&r->places, entry[HK_IMAGE_LOW] >> 3);
    const char *name = hk_bound_name(r, entry[HK_IMAGE_LOW] >> 3);
    if (pointer == UINT64_MAX || !pointer || (pointer & 7)) {
        hk_refuse(r, "there is no binding of the name: ", name);
        return NULL;
    }
    const hk_image *image = (const void *)(uintptr_t)pointer;
    const char *why = hk_image_mismatch((const void *)image, image->size);
    if (why)
        hk_refuse(r, why, NULL);
    else if (entry[HK_IMAGE_HIGH] != (image->checksum << 3 | 2))
        hk_refuse(r, "it is another image: ", name);
    return r->why.n ? NULL : (const uint8_t *)image;
}

HK_FN bool hk_load_images(hk_restorer *r)
{
    hk_vm *vm = r->places.vm;
    uint32_t above = UINT32_MAX;
    for (hk_ref at = vm->images; at;) {
        hk_ref *entry = hk_ptr(vm, at);
        if (!hk_is_type(&r->checker, at, HK_T_REFS) || hk_block_bytes(vm, at) < 4 * HK_IMAGE_CONSTS)
            return hk_refuse(r, "the snapshot is damaged", NULL);
        const uint8_t *image = hk_load_image_of(r, entry);
        if (!image)
            return false;
        uint32_t n = ((const hk_image *)(const void *)image)->nfunctions, first = entry[HK_IMAGE_FIRST];
        if (hk_block_bytes(vm, at) != ((HK_IMAGE_CONSTS + n) * 4 + 7) / 8 * 8 || first > HK_IMAGE_FUNCTIONS || n > above - first ||
            (first && !entry[HK_IMAGE_NEXT]))
            return hk_refuse(r, "the snapshot is damaged", NULL);
        above = first;
        hk_image_set_base(entry, image);
        at = entry[HK_IMAGE_NEXT];
    }
    return true;
}

/* Verifies the images, when the VM is whole. */
HK_FN bool hk_verify_images(hk_restorer *r)
{
    hk_vm *vm = r->places.vm;
    for (hk_ref at = vm->images; at && !r->places.s->trusted; at = ((hk_ref *)hk_ptr(vm, at))[HK_IMAGE_NEXT]) {
        const uint8_t *image = hk_image_base(hk_ptr(vm, at));
        uint32_t function, where, nregs, ntries;
        hk_image_extent(image, &nregs, &ntries);
        uint32_t room = nregs * (uint32_t)sizeof(hk_kind) + ntries * 2;
        if (room > vm->limit - vm->top)
            return hk_refuse(r, "the arena is too small to verify an image", NULL);
        const char *why = hk_verify_image(image, hk_ptr(vm, vm->top), nregs, &function, &where);
        if (why)
            return hk_refuse(r, "bad image: ", why);
    }
    return true;
}
#else
HK_INLINE bool hk_load_images(hk_restorer *r) { return !r->places.vm->images || hk_refuse(r, "the snapshot is damaged", NULL); }
HK_INLINE bool hk_verify_images(hk_restorer *r) { return (void)r, true; }
#endif

HK_FN bool hk_load_places(hk_restorer *r)
{
    r->places.mode = HK_PLACES_LOAD;
    if (hk_each_place(&r->places))
        return true;
    const char *name = r->places.token <= r->places.count ? hk_bound_name(r, r->places.token) : NULL;
    return hk_refuse(r, name ? "there is no binding of the name: " : "the snapshot is damaged", name);
}

/* Times are those of another clock, handles those of another host's scopes. */
HK_FN void hk_restore_rest(hk_restorer *r)
{
    hk_vm *vm = r->places.vm;
    double by = hk_clock(vm) - r->head.clock;
#if HAKO_WITH_TIMERS
    for (uint32_t i = 0; i < hk_timer_count(vm); i++)
        hk_timer_at(vm, i)[HK_TIMER_DUE] = hk_d2u(hk_double_of(hk_timer_at(vm, i)[HK_TIMER_DUE]) + by);
#endif
#if HAKO_WITH_ATOMICS
    hk_shift_waiters(vm, by);
#endif
    (void)by;
    vm->limit = vm->stack_low;
    if (vm->handles) {
        ((hk_block *)hk_ptr(vm, vm->handles))->word = 0;
        for (uint32_t i = 0; i < hk_nvals(vm, vm->handles); i++)
            hk_vals(vm, vm->handles)[i] = HK_UNDEFINED;
    }
}

HK_FN bool hk_restore(hk_restorer *r, uint32_t size, const hako_port *port)
{
    const char *why;
    if (!hk_load_head(r, size) || !hk_load_names(r, size) || !hk_load_body(r, size))
        return false;
    hk_restore_fixed(r, size, port);
    r->checker.vm = r->places.vm;
    r->checker.live = true;
    if ((why = hk_unsound_heap(&r->checker)) != NULL)
        return hk_refuse(r, "the snapshot is damaged: ", why);
    if (!r->checker.starts)
        return hk_refuse(r, "the arena is too small to check the snapshot", NULL);
    if (!hk_find_bindings(r) || !hk_load_places(r) || !hk_load_images(r) || !hk_load_classes(r) || !hk_verify_images(r))
        return false;
    if ((why = hk_unsound_frames(&r->checker)) != NULL)
        return hk_refuse(r, "the snapshot is damaged: ", why);
    hk_restore_rest(r);
    return true;
}

HAKO_API hako_vm *hako_restore(void *memory, size_t size, const hako_port *port, const hako_snapshot *s, const char **why)
{
    hk_restorer r;
    if (why)
        *why = !memory || ((uintptr_t)memory & 7) || size < HK_HEAP_START + 256 ? "no memory, or too little" : "nothing to read from";
    if (!memory || ((uintptr_t)memory & 7) || size < HK_HEAP_START + 256 || !s || !s->read || (s->binding_count && !s->bindings))
        return NULL;
    memset(&r, 0, sizeof r);
    r.places.vm = memory;
    r.places.s = s;
    hk_sip_begin(&r.sip, s->key);
    if (hk_restore(&r, size > 0xFFFFFFF8u ? 0xFFFFFFF8u : (uint32_t)size & ~7u, port)) {
        if (why)
            *why = NULL;
        return r.places.vm;
    }
    r.why.text[r.why.n] = '\0';
    memcpy(memory, r.why.text, r.why.n + 1);
    if (why)
        *why = memory;
    return NULL;
}
#endif
#endif
