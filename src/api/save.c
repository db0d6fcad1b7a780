/* hako_save. */
#ifndef HK_API_SAVE_C
#define HK_API_SAVE_C
#include "snapshot.c"

#if HAKO_WITH_SAVE
typedef struct {
    hk_places places;           /* first: hk_each_place hands it on */
    hk_sip sip;
    uint32_t n;                 /* bytes in out */
    bool failed;                /* of a hook of the host's */
    uint8_t out[64];
} hk_saver;

HK_FN void hk_save_flush(hk_saver *w)
{
    hk_sip_add(&w->sip, w->out, w->n);
    if (w->n && !w->failed)
        w->failed = !w->places.s->write(w->places.s->user, w->out, w->n);
    w->n = 0;
}
HK_FN void hk_save_bytes(hk_saver *w, const void *bytes, uint32_t n)
{
    const uint8_t *b = bytes;
    for (uint32_t i = 0; i < n; i++) {
        w->out[w->n++] = b[i];
        if (w->n == sizeof w->out)
            hk_save_flush(w);
    }
}

/* A piece's head */
HK_FN void hk_save_piece(hk_saver *w, uint32_t n, unsigned kind)
{
    uint64_t v = (uint64_t)n << 2 | kind;
    for (; v > 0x7F; v >>= 7)
        hk_save_bytes(w, (uint8_t[]){ (uint8_t)(v | 0x80) }, 1);
    hk_save_bytes(w, (uint8_t[]){ (uint8_t)v }, 1);
}

/* What the words from i on are, and how many of them. */
HK_FN unsigned hk_save_run(const hk_val *words, uint32_t i, uint32_t n, uint32_t *length)
{
    uint32_t k = i + 1;
    while (k < n && words[k] == words[i])
        k++;
    *length = k - i;
    if (words[i] == 0 || words[i] == HK_UNDEFINED)
        return words[i] ? HK_WORDS_UNDEFINED : HK_WORDS_ZERO;
    return i && words[i] == words[i - 1] ? HK_WORDS_SAME : HK_WORDS_PLAIN;
}

/* Words, packed. */
HK_FN void hk_save_words(hk_saver *w, const hk_val *words, uint32_t n)
{
    uint32_t plain = 0, i = 0, length;          /* words from plain to i are yet to be written as they are */
    while (i < n) {
        unsigned kind = hk_save_run(words, i, n, &length);
        if (kind == HK_WORDS_PLAIN) {
            i++;
            continue;
        }
        if (i > plain) {
            hk_save_piece(w, i - plain, HK_WORDS_PLAIN);
            hk_save_bytes(w, words + plain, (i - plain) * 8);
        }
        hk_save_piece(w, length, kind);
        plain = i += length;
    }
    if (i > plain) {
        hk_save_piece(w, i - plain, HK_WORDS_PLAIN);
        hk_save_bytes(w, words + plain, (i - plain) * 8);
    }
}

/* The heap. Blocks that are marked, of instances' pointers, are written as 0, and are so no more. */
HK_FN void hk_save_heap(hk_saver *w)
{
    hk_vm *vm = w->places.vm;
    hk_ref from = HK_HEAP_START;
    for (hk_ref r = from; r < vm->top; r += hk_block_bytes(vm, r)) {
        hk_block *b = hk_ptr(vm, r);
        if (!(b->hdr & HK_MARK))
            continue;
        b->hdr &= ~HK_MARK;
        hk_save_words(w, hk_ptr(vm, from), (r - from) / 8 + 1);
        hk_save_piece(w, 1, HK_WORDS_ZERO);
        from = r + 16;
    }
    hk_save_words(w, hk_ptr(vm, from), (vm->top - from) / 8);
}

/* The names of all bindings, filled up to whole words; their bytes if w is NULL. */
HK_FN uint32_t hk_save_names(hk_saver *w, const hako_snapshot *s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s->binding_count; i++) {
        uint32_t length = hk_cstr_len(s->bindings[i].name) + 1;
        if (w)
            hk_save_bytes(w, s->bindings[i].name, length);
        n += length;
    }
    for (; n & 7; n++)
        if (w)
            hk_save_bytes(w, "", 1);
    return n;
}

#if HAKO_WITH_CLASSES
/* Looks whether all instances' pointers can be saved, and marks their blocks: how many they are. *bad: one that cannot. */
HK_FN uint32_t hk_mark_pointers(hk_vm *vm, bool mark, hk_ref *bad)
{
    uint32_t n = 0;
    for (hk_ref r = HK_HEAP_START; r < vm->top; r += hk_block_bytes(vm, r)) {
        if (!hk_has_pointer(vm, r))
            continue;
        n++;
        if (!hk_saving_class(vm, r))
            *bad = r;
        else if (mark)
            ((hk_block *)hk_ptr(vm, ((hk_host_object *)hk_ptr(vm, r))->data))->hdr |= HK_MARK;
    }
    return n;
}
/* What stands for the pointers. */
HK_FN void hk_save_ids(hk_saver *w)
{
    hk_vm *vm = w->places.vm;
    for (hk_ref r = HK_HEAP_START; r < vm->top; r += hk_block_bytes(vm, r)) {
        uint64_t id = 0;
        if (!hk_has_pointer(vm, r))
            continue;
        w->failed = w->failed || !hk_saving_class(vm, r)->save(w->places.s->user, hk_host_data(vm, hk_object(r)), &id);
        hk_save_bytes(w, &id, 8);
    }
}
#endif

#if HAKO_WITH_IMAGES
/* The images, as the places of pointers. */
HK_FN bool hk_save_images(hk_places *p)
{
    for (hk_ref r = p->vm->images; r; r = ((hk_ref *)hk_ptr(p->vm, r))[HK_IMAGE_NEXT]) {
        hk_ref *entry = hk_ptr(p->vm, r);
        if (p->mode == HK_PLACES_BACK) {
            hk_image_set_base(entry, p->s->bindings[(entry[HK_IMAGE_LOW] >> 3) - 1].data);
            continue;
        }
        const hk_image *image = (const void *)hk_image_base(entry);
        uint64_t token = hk_token_of(p->s, (uint64_t)(uintptr_t)image);
        if (token == UINT64_MAX) {
            p->what = "an image";
            return false;
        }
        if (p->mode == HK_PLACES_PUT) {
            entry[HK_IMAGE_LOW] = (uint32_t)token << 3 | 2;
            entry[HK_IMAGE_HIGH] = image->checksum << 3 | 2;
        }
    }
    return true;
}
#else
HK_INLINE bool hk_save_images(hk_places *p) { return (void)p, true; }
#endif

/* Everything, pointers being put back when they are written. */
HK_FN void hk_save_body(hk_saver *w, const hk_snapshot_head *head)
{
    hk_vm *vm = w->places.vm;
    hk_save_bytes(w, head, sizeof *head);
    hk_save_names(w, w->places.s);
#if HAKO_WITH_CLASSES
    hk_save_ids(w);
#endif
    w->places.mode = HK_PLACES_PUT;
    hk_each_place(&w->places);
    hk_save_images(&w->places);
    hk_save_words(w, (const hk_val *)(void *)vm, HK_SNAPSHOT_FIXED / 8);
    hk_save_heap(w);
    hk_save_words(w, hk_at(vm, vm->stack_low), head->stack / 8);
    w->places.mode = HK_PLACES_BACK;
    hk_each_place(&w->places);
    hk_save_images(&w->places);
    hk_save_flush(w);
    uint64_t tag = hk_sip_end(&w->sip);
    if (!w->failed)
        w->failed = !w->places.s->write(w->places.s->user, &tag, 8);
}

/* Throws unless all that the VM has of the host's can be saved. */
HK_FN bool hk_can_save(hk_vm *vm, hk_places *p)
{
    const hako_snapshot *s = p->s;
    const char *why = NULL;
    hk_ref bad = 0;
    for (size_t i = 0; !why && i < s->binding_count; i++)
        if (!s->bindings || !s->bindings[i].name || !*s->bindings[i].name || !hk_bound_pointer(&s->bindings[i]) || hk_cstr_len(s->bindings[i].name) > HK_MAX_BINDING_NAME)
            why = "a binding has no name, one that is too long, or no pointer";
    if (s->binding_count > HK_MAX_BINDINGS)
        why = "too many bindings";
    if ((vm->flags & (HK_VM_NATIVE | HK_VM_HOOK)) || vm->nesting)
        why = "a native function is running";
#if HAKO_WITH_ATOMICS
    if (hk_waits_for_host(vm))
        why = "a script waits for memory of the host";
#endif
    if (why) {
        hk_throw(vm, HK_E_TYPE, "cannot save: %s", why);
        return false;
    }
#if HAKO_WITH_CLASSES
    hk_mark_pointers(vm, false, &bad);
#endif
    if (bad)
        hk_throw(vm, HK_E_TYPE, "cannot save: the class of %v has no hook `save`", hk_object(bad));
    else if (!hk_each_place(p) || !hk_save_images(p))
        hk_throw(vm, HK_E_TYPE, p->name ? "cannot save: %s '%v' has no binding" : "cannot save: %s has no binding", p->what, hk_string(p->name));
    return vm->exception == HK_EMPTY;
}

HK_FN void hk_save_head(hk_vm *vm, const hako_snapshot *s, hk_snapshot_head *h)
{
    hk_ref bad = 0;
    memset(h, 0, sizeof *h);
    h->magic = HK_SNAPSHOT_MAGIC;
    h->version = HK_SNAPSHOT_VERSION;
    h->opcodes = HK_OPCODES_HASH;
    h->library = HK_LIBRARY_HASH;
    h->scripts = HK_SCRIPTS_HASH;
    h->features = HK_FEATURES_HERE;
    h->debugging = HAKO_DEBUGGING;
    h->top = vm->top;
    h->stack = vm->size - vm->stack_low;
    h->fp = vm->size - vm->fp;
    h->sp = vm->size - vm->sp;
    h->names = hk_save_names(NULL, s);
    h->clock = hk_clock(vm);
#if HAKO_WITH_CLASSES
    h->ids = hk_mark_pointers(vm, true, &bad);
#endif
    (void)bad;
}

HAKO_API hako_status hako_save(hako_vm *vm, const hako_snapshot *s)
{
    if (!HK_VM(vm) || !s || !s->write || vm->exception != HK_EMPTY)
        return HAKO_FAILED;
    hk_saver w;
    hk_snapshot_head head;
    memset(&w, 0, sizeof w);
    w.places.vm = vm;
    w.places.s = s;
    hk_collect(vm);
    if (!hk_can_save(vm, &w.places))
        return HAKO_FAILED;
    hk_save_head(vm, s, &head);
    hk_sip_begin(&w.sip, s->key);
    hk_save_body(&w, &head);
    if (w.failed)
        hk_throw(vm, HK_E_ERROR, "the snapshot could not be written");
    return w.failed ? HAKO_FAILED : HAKO_DONE;
}
#endif
#endif
