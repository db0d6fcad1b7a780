/* Saved machines: what saving and restoring have in common.
 *
 *     struct hk_snapshot_head
 *     the fixed part up to the pointers of the host's, the heap, names, ids, frames: each in words of 8 bytes, packed
 *     a tag of 8 bytes: SipHash-2-4 of all that stands before
 *
 * Everything is little endian, and means the same on every target: references are offsets from the VM, and the VM stands at offset 0; links
 * of frames are distances. Only pointers of the host's are not; there are few places for them (hk_each_place). In a
 * snapshot such a place has a token: 0 for NULL, else the number of the binding + 1; names are those of all bindings, in order, each
 * with its NUL. ids: what the classes' `save` gave for the pointers of instances, in the order of the heap; the blocks
 * of these pointers are 0 in the heap.
 *
 * Packed: pieces, each a number in 7-bit parts (the lowest first, bit 7 set in all but the last): its low two bits tell what the words are, the
 * rest how many: as they follow; 0; undefined; as the word before. */
#ifndef HK_API_SNAPSHOT_C
#define HK_API_SNAPSHOT_C
#include "jobs.c"
#include "classes.c"
#include "image.c"

#if HAKO_WITH_SAVE
#define HK_SNAPSHOT_MAGIC 0x7661536Bu       /* "kSav" */
#define HK_SNAPSHOT_VERSION 1u
#define HK_SNAPSHOT_FIXED (((uint32_t)offsetof(struct hako_vm, root_end) + 4u) & ~7u)
#define HK_MAX_BINDINGS 65535u
#define HK_MAX_BINDING_NAME 200u

/* What a build may be without. */
#define HK_FEATURES(X) \
    X(REGEXP) X(UNICODE_PROPERTIES) X(UNICODE) X(NORMALIZE) X(ASYNC) X(TIMERS) X(TASKS) X(PROXY) X(BIGINT) X(MODULES) X(TYPED_ARRAYS) \
    X(ATOMICS) X(BASE64) X(EVAL) X(DISPOSE) X(DATE) X(WEAK) X(CLASSES) X(CLONE) X(STATE) X(CONSOLE) X(DECIMAL) X(IMAGES)
#define HK_FEATURE_NUMBER(name) HK_FEATURE_##name,
#define HK_FEATURE_BIT(name) (HAKO_WITH_##name ? 1u << HK_FEATURE_##name : 0u) |
enum { HK_FEATURES(HK_FEATURE_NUMBER) HK_FEATURE_COUNT };
#define HK_FEATURES_HERE (HK_FEATURES(HK_FEATURE_BIT) 0u)

typedef struct {
    uint32_t magic, version;
    uint32_t opcodes, library, scripts;     /* HK_OPCODES_HASH, HK_LIBRARY_HASH, HK_SCRIPTS_HASH */
    uint32_t features, debugging;           /* HK_FEATURES_HERE, HAKO_DEBUGGING */
    uint32_t top, stack;                    /* where the heap ended; bytes of frames */
    uint32_t fp, sp;                        /* bytes from these to the arena's end */
    uint32_t names, ids, waits;             /* bytes of names, a multiple of 8; numbers of ids, of 0 */
    double clock;                           /* hk_clock, when it was saved */
} hk_snapshot_head;
HK_STATIC_ASSERT(sizeof(hk_snapshot_head) == 64, "the layout of snapshots is fixed");

enum { HK_WORDS_PLAIN, HK_WORDS_ZERO, HK_WORDS_UNDEFINED, HK_WORDS_SAME };

/* ---- The checksum: SipHash-2-4 (Aumasson, Bernstein 2012) ------------------------------------------------------------- */

typedef struct { uint64_t v[4], tail; uint32_t length; } hk_sip;

HK_INLINE uint64_t hk_turn(uint64_t x, unsigned n) { return x << n | x >> (64 - n); }
HK_FN void hk_sip_round(uint64_t *v)
{
    v[0] += v[1], v[1] = hk_turn(v[1], 13) ^ v[0], v[0] = hk_turn(v[0], 32);
    v[2] += v[3], v[3] = hk_turn(v[3], 16) ^ v[2];
    v[0] += v[3], v[3] = hk_turn(v[3], 21) ^ v[0];
    v[2] += v[1], v[1] = hk_turn(v[1], 17) ^ v[2], v[2] = hk_turn(v[2], 32);
}

/* key: 16 bytes, or NULL: zeros */
HK_FN void hk_sip_begin(hk_sip *s, const void *key)
{
    uint64_t k[2] = { 0, 0 };
    if (key)
        memcpy(k, key, sizeof k);
    s->v[0] = k[0] ^ 0x736F6D6570736575u;
    s->v[1] = k[1] ^ 0x646F72616E646F6Du;
    s->v[2] = k[0] ^ 0x6C7967656E657261u;
    s->v[3] = k[1] ^ 0x7465646279746573u;
    s->tail = 0;
    s->length = 0;
}

HK_FN void hk_sip_word(hk_sip *s)
{
    s->v[3] ^= s->tail;
    hk_sip_round(s->v);
    hk_sip_round(s->v);
    s->v[0] ^= s->tail;
    s->tail = 0;
}

HK_FN void hk_sip_add(hk_sip *s, const uint8_t *bytes, uint32_t n)
{
    for (; n; n--) {
        s->tail |= (uint64_t)*bytes++ << (s->length & 7) * 8;
        if ((++s->length & 7) == 0)
            hk_sip_word(s);
    }
}

HK_FN uint64_t hk_sip_end(hk_sip *s)
{
    s->tail |= (uint64_t)s->length << 56;
    hk_sip_word(s);
    s->v[2] ^= 0xFF;
    for (unsigned i = 0; i < 4; i++)
        hk_sip_round(s->v);
    return s->v[0] ^ s->v[1] ^ s->v[2] ^ s->v[3];
}

/* ---- Pointers of the host's ------------------------------------------------------------------------------------------- */

/* What is done with each place that has one: looked whether it has a binding; its token put there; the pointer put back; in a VM being
 * restored, the pointer of the binding of that name. */
enum { HK_PLACES_CHECK, HK_PLACES_PUT, HK_PLACES_BACK, HK_PLACES_LOAD };
typedef struct {
    hk_vm *vm;
    const hako_snapshot *s;
    unsigned mode;
    const uint32_t *numbers;    /* LOAD: the numbers + 1 of the bindings of the names in the snapshot; 0: none */
    uint32_t count;             /* how many */
    const char *what;           /* of the place that cannot be done: what it is, */
    hk_ref name;                /* which name it goes by (0: none), */
    uint64_t token;             /* LOAD: what stands there */
} hk_places;

#if HAKO_WITH_ASYNC
#  define HK_REACTION_FN ((uint64_t)(uintptr_t)hk_when_settled)
#else
#  define HK_REACTION_FN UINT64_MAX
#endif
#define HK_REACTION_TOKEN 0x10000u      /* what hako_when leaves: no binding of the host's */

HK_FN uint64_t hk_bound_pointer(const hako_binding *s)
{
    return s->function ? (uint64_t)(uintptr_t)s->function : s->code ? (uint64_t)(uintptr_t)s->code : (uint64_t)(uintptr_t)s->data;
}

/* The token of a pointer; UINT64_MAX: it has no binding. */
HK_FN uint64_t hk_token_of(const hako_snapshot *s, uint64_t pointer)
{
    if (!pointer || pointer == HK_REACTION_FN)
        return pointer ? HK_REACTION_TOKEN : 0;
    for (size_t i = 0; i < s->binding_count; i++)
        if (hk_bound_pointer(&s->bindings[i]) == pointer)
            return i + 1;
    return UINT64_MAX;
}

/* The pointer of a token; UINT64_MAX: there is none. */
HK_FN uint64_t hk_pointer_of(const hk_places *p, uint64_t token)
{
    if (!token || token == HK_REACTION_TOKEN)
        return token ? HK_REACTION_FN : 0;
    if (p->mode == HK_PLACES_BACK)
        return hk_bound_pointer(&p->s->bindings[token - 1]);
    return token > p->count || !p->numbers[token - 1] ? UINT64_MAX : hk_bound_pointer(&p->s->bindings[p->numbers[token - 1] - 1]);
}

/* A place: the halves of the pointer. false: it cannot be done. */
HK_FN bool hk_place(hk_places *p, uint32_t *low, uint32_t *high, const char *what, hk_ref name)
{
    uint64_t v = (uint64_t)*high << 32 | *low;
    uint64_t to = p->mode <= HK_PLACES_PUT ? hk_token_of(p->s, v) : hk_pointer_of(p, v);
    if (to == UINT64_MAX) {
        p->what = what;
        p->name = name;
        p->token = v;
        return false;
    }
    if (p->mode != HK_PLACES_CHECK) {
        *low = (uint32_t)to;
        *high = (uint32_t)(to >> 32);
    }
    return true;
}
HK_FN bool hk_word_place(hk_places *p, uint64_t *at, const char *what, hk_ref name)
{
    uint32_t *words = (uint32_t *)(void *)at;
    return hk_place(p, words, words + 1, what, name);
}
/* Two integers that are the halves */
HK_FN bool hk_halves_place(hk_places *p, hk_val *v, const char *what)
{
    return hk_place(p, (uint32_t *)(void *)v, (uint32_t *)(void *)(v + 1), what, 0);
}
/* A pointer that is the same in every VM of this build */
HK_FN void hk_own_place(const hk_places *p, uint64_t *at, uint64_t pointer)
{
    if (p->mode != HK_PLACES_CHECK)
        *at = p->mode == HK_PLACES_PUT ? 0 : pointer;
}

HK_FN bool hk_each_host_place(hk_places *p)
{
    hk_vm *vm = p->vm;
    for (uint32_t i = 0; i < vm->host_count; i++) {
        hk_host *h = hk_host_slot(vm, i);
        bool class = (h->arity & HK_HOST_CLASS) != 0, data = (h->arity & HK_HOST_DATA) != 0;
        if (!hk_word_place(p, &h->fn, class ? "the class" : data ? "the pointer of a function, or loader" : "the native function",
                           data ? 0 : *hk_host_name_at(vm, i)))
            return false;
#if HAKO_WITH_CLASSES
        if (class && ++i < vm->host_count)
            hk_own_place(p, &h[1].fn, (uint64_t)(uintptr_t)&hk_native_class);
#endif
    }
    for (uint32_t i = 0; i < hk_memory_count(vm); i++) {
        hk_memory *m = hk_memory_at(vm, i);
        if (m->used && !(hk_word_place(p, &m->bytes, "memory of the host", 0) && hk_word_place(p, &m->release, "a release function", 0) &&
                         hk_word_place(p, &m->context, "the pointer of a release function", 0)))
            return false;
    }
    return true;
}

#if HAKO_WITH_CLASSES
/* The watcher of the object at r, or NULL. */
HK_FN hk_watch *hk_watch_at(hk_vm *vm, hk_ref r)
{
    hk_ref extras = hk_host_extras(vm), shape = hk_block_obj(vm, r)->shape;
    const hk_shape *s = hk_ptr(vm, shape);
    if (!extras || !shape || !(s->flags & HK_SHAPE_UNIQUE) || !s->table)
        return NULL;
    int32_t i = hk_table_find(vm, s->table, s->count, ((hk_ref *)hk_ptr(vm, extras))[HK_EXTRA_WATCH]);
    return i < 0 ? NULL : hk_ptr(vm, hk_ref_of(*hk_slot(vm, hk_block_obj(vm, r), (uint32_t)i)));
}
HK_FN bool hk_watch_place(hk_places *p, hk_ref r)
{
    hk_watch *w = hk_watch_at(p->vm, r);
    if (!w)
        return true;
    hk_own_place(p, &w->tell, (uint64_t)(uintptr_t)hk_watch_tell);
    return hk_word_place(p, &w->watcher, "a watcher", 0) && hk_word_place(p, &w->context, "the pointer of a watcher", 0);
}
#endif

/* What hako_when has left with a promise: pointers among the arguments of a bound function. */
HK_FN bool hk_reaction_place(hk_places *p, hk_ref r)
{
#if HAKO_WITH_ASYNC
    hk_val *b = (hk_val *)hk_ptr(p->vm, r) + 2, *args = b + 2;
    if (!hk_is_fnimm(b[0]) || !(hk_ref_of(b[0]) & HK_FN_HOST) || (hk_ref_of(b[0]) & HK_HOST_SLOT) >= p->vm->host_count)
        return true;
    uint64_t fn = hk_host_slot(p->vm, hk_ref_of(b[0]))->fn;
    return (fn != HK_REACTION_TOKEN && fn != HK_REACTION_FN) || hk_block_bytes(p->vm, r) < (4 + HK_WHEN_ARGS) * 8 ||
           (hk_halves_place(p, &args[HK_WHEN_FUNCTION], "a reaction of hako_when") && hk_halves_place(p, &args[HK_WHEN_CONTEXT], "the pointer of a reaction"));
#else
    return (void)p, (void)r, true;
#endif
}

/* Goes through the places of all pointers but those of images and instances. */
HK_FN bool hk_each_place(hk_places *p)
{
    hk_vm *vm = p->vm;
    bool ok = hk_each_host_place(p);
    for (hk_ref r = HK_HEAP_START; ok && r < vm->top; r += hk_block_bytes(vm, r)) {
        unsigned type = hk_type(vm, r);
        ok = type != HK_T_BOUND || hk_reaction_place(p, r);
#if HAKO_WITH_CLASSES
        ok = ok && (type < HK_T_OBJECT || hk_watch_place(p, r));
#endif
    }
    for (uint32_t i = 0; ok && vm->realms && i < hk_realm_count(vm); i++) {
        hk_val *record = hk_vals(vm, vm->realms) + i * HK_REALM_VALUES;
        ok = !hk_is_int(record[HK_REALM_USER]) || hk_halves_place(p, &record[HK_REALM_USER], "the pointer of a realm");
    }
#if HAKO_WITH_TASKS
    for (hk_ref r = vm->tasks; ok && r;) {
        hk_task *t = hk_task_at(vm, r);
        ok = hk_place(p, &t->user, &t->user_high, "the pointer of a task", 0);
        r = t->next == hk_internal(vm->tasks) ? 0 : hk_ref_of(t->next);
    }
#endif
    return ok;
}

/* ---- Pointers of instances -------------------------------------------------------------------------------------------- */

#if HAKO_WITH_CLASSES
/* Has the block an instance's pointer, in the BYTES block hk_host_object.data? */
HK_FN bool hk_has_pointer(hk_vm *vm, hk_ref r)
{
    const hk_host_object *h = hk_ptr(vm, r);
    return hk_type(vm, r) == HK_T_HOST && !(h->kind & (HK_HOST_VIEW | HK_HOST_GONE)) && h->data && !hk_class_size(hk_class_of(vm, hk_object(r)));
}
/* The class that has the hooks: the instance's, or the one that it has them from. NULL: none has. */
HK_FN const hako_class *hk_saving_class(hk_vm *vm, hk_ref r)
{
    const hako_class *c = hk_class_of(vm, hk_object(r));
    while (c && !(c->save && c->load))
        c = c->parent;
    return c;
}
#else
HK_INLINE bool hk_has_pointer(hk_vm *vm, hk_ref r) { return (void)vm, (void)r, false; }
#endif
#endif
#endif
