/* Is the heap sound? Block by block: that each is what its type says, and that what it refers to is of a type that it may refer to. */
#ifndef HK_API_CHECK_C
#define HK_API_CHECK_C
#include "buffers.c"

/* Where a reference may lead beside a type of block: any script object, any string that is a block. */
enum { HK_TO_OBJECT = 128, HK_TO_STRING };

/* For each type of block, the word of a reference that is not 0, and where it leads. What all objects have is not among them. */
static const uint8_t hk_references[][3] = {
    { HK_T_ROPE, 2, HK_TO_STRING }, { HK_T_ROPE, 3, HK_TO_STRING },
    { HK_T_SHAPE, 1, HK_TO_OBJECT }, { HK_T_SHAPE, 2, HK_T_TABLE }, { HK_T_SHAPE, 4, HK_T_SHAPE }, { HK_T_SHAPE, 5, HK_T_SHAPE },
    { HK_T_SHAPE, 6, HK_T_SHAPE },
    { HK_T_SCOPE, 1, HK_T_SCOPE },
    { HK_T_FUNCTION, 4, HK_T_CODE }, { HK_T_FUNCTION, 5, HK_T_SCOPE }, { HK_T_FUNCTION, 6, HK_T_CACHE },
    { HK_T_ARGUMENTS, 4, HK_T_SCOPE }, { HK_T_ARGUMENTS, 5, HK_T_VALUES },
    { HK_T_MAP, 4, HK_T_BUCKETS }, { HK_T_SET, 4, HK_T_BUCKETS }, { HK_T_WEAKMAP, 4, HK_T_BUCKETS }, { HK_T_WEAKSET, 4, HK_T_BUCKETS },
    { HK_T_WEAKREF, 4, HK_T_WEAKREF },
    { HK_T_GENERATOR, 4, HK_T_SAVED }, { HK_T_ASYNCGEN, 4, HK_T_SAVED },
    { HK_T_PROMISE, 5, HK_T_PROMISE },
    { HK_T_FORIN, 4, HK_T_VALUES },
    { HK_T_HOST, 4, HK_T_BYTES },
    { HK_T_BUFFER, 4, HK_T_BYTES }, { HK_T_TYPED, 4, HK_T_BUFFER }, { HK_T_VIEW, 4, HK_T_BUFFER },
};

/* The least bytes of a block of each type; 0: 8. */
static const uint8_t hk_least_bytes[HK_T_COUNT] = {
    [HK_T_ROPE] = sizeof(hk_rope), [HK_T_SYMBOL] = sizeof(hk_sym), [HK_T_SHAPE] = sizeof(hk_shape), [HK_T_TABLE] = sizeof(hk_table),
    [HK_T_ACCESSOR] = 24, [HK_T_CODE] = sizeof(hk_code), [HK_T_BUCKETS] = 16, [HK_T_OBJECT] = sizeof(hk_obj), [HK_T_ARRAY] = sizeof(hk_array),
    [HK_T_FUNCTION] = sizeof(hk_func), [HK_T_BOUND] = 32, [HK_T_LIB] = sizeof(hk_array), [HK_T_LIBFN] = sizeof(hk_array), [HK_T_ERROR] = 24,
    [HK_T_PRIMITIVE] = 24, [HK_T_ARGUMENTS] = sizeof(hk_array), [HK_T_MAP] = 32, [HK_T_SET] = 32, [HK_T_WEAKMAP] = 32, [HK_T_WEAKSET] = 32,
    [HK_T_WEAKREF] = sizeof(hk_weakref), [HK_T_REGISTRY] = 32, [HK_T_ITERATOR] = 32, [HK_T_GENERATOR] = 24, [HK_T_ASYNCGEN] = 32,
    [HK_T_PROMISE] = 32, [HK_T_FORIN] = 32, [HK_T_REGEXP] = 32, [HK_T_DATE] = 24, [HK_T_DECIMAL] = 32, [HK_T_HOST] = sizeof(hk_host_object),
    [HK_T_PROXY] = sizeof(hk_proxy), [HK_T_BUFFER] = sizeof(hk_buffer), [HK_T_TYPED] = sizeof(hk_view), [HK_T_VIEW] = sizeof(hk_view),
    [HK_T_NAMESPACE] = sizeof(hk_obj)
};

/* ---- References, values --------------------------------------------------------------------------------------------------- */

/* What is being checked. starts: a bit for each 8 bytes of the heap, whether a block begins there; or NULL, when there is no room for them: then
 * what looks like a block is taken for one. work: where free memory begins. */
typedef struct { hk_vm *vm; uint8_t *starts; uint32_t work; bool live; } hk_checker;     /* live: only what is alive is in the heap */

/* Where a reference of the heap may lead: to a block. */
HK_FN bool hk_is_sound_ref(const hk_checker *c, hk_ref r)
{
    if (r < HK_HEAP_START || r >= c->vm->top || (r & 7))
        return false;
    uint32_t hdr = *(uint32_t *)hk_ptr(c->vm, r);
    uint32_t units = hk_units_of_hdr(hdr);
    unsigned type = hk_type_of_hdr(hdr);
    if (c->starts && !(c->starts[(r - HK_HEAP_START) / 64] >> ((r - HK_HEAP_START) / 8 & 7) & 1))
        return false;
    return (hdr & 3) == 1 && type < HK_T_COUNT && units && units <= (c->vm->top - r) / 8 && units * 8 >= hk_least_bytes[type];
}
HK_FN bool hk_is_type(const hk_checker *c, hk_ref r, unsigned type) { return hk_is_sound_ref(c, r) && hk_type(c->vm, r) == type; }

HK_FN bool hk_leads_to(const hk_checker *c, hk_ref r, unsigned to)
{
    if (!hk_ref_is_block(r))
        return to == HK_TO_STRING || to == HK_T_CODE || to == HK_T_CACHE;
    if (!hk_is_sound_ref(c, r))
        return false;
    unsigned type = hk_type(c->vm, r);
    return to == HK_TO_OBJECT ? type >= HK_T_OBJECT : to == HK_TO_STRING ? type == HK_T_STRING || type == HK_T_ROPE : type == to;
}

/* A reference of another kind, which no block stands behind */
HK_FN bool hk_is_sound_constant(const hk_checker *c, hk_ref r)
{
    if (hk_ref_is_rom(r))
        return r >> 3 < HK_ATOM_COUNT;
    (void)c->vm;
    return hk_ref_is_char(r) ? r >> 3 <= 0xFFFF : hk_ref_is_wellknown(r) && r >> 3 < HK_SYMBOL_COUNT;
}

/* The number of a realm. What is left of one that could not be made is dead, but may still be in the heap. */
HK_FN bool hk_is_sound_realm(const hk_checker *c, uint32_t n) { return n < (c->live ? hk_realm_count(c->vm) : HK_MAX_REALMS); }

/* A function of the host's, or what is left of a class that could not be defined */
HK_FN bool hk_is_sound_host(const hk_checker *c, uint32_t id)
{
    return hk_host_is_function(c->vm, id) || ((id & HK_HOST_SLOT) < c->vm->host_count && !hk_host_slot(c->vm, id)->fn);
}

HK_FN bool hk_is_sound_value(const hk_checker *c, hk_val v)
{
    hk_ref r = hk_ref_of(v);
    if (hk_is_fnimm(v))
        return hk_is_sound_realm(c, hk_fnimm_realm(v)) && (r & HK_FN_HOST ? hk_is_sound_host(c, r) : r < HK_FN_COUNT);
    if (v < (hk_val)HK_TAG_INTERNAL << 48 || (hk_is_internal(v) && (!r || !hk_ref_is_block(r))))
        return true;
    if (!r)                             /* what a failed allocation has left */
        return !c->live;
    if (!hk_is_internal(v) && (v >> 32 & 0xFFFF))
        return false;
    if (!hk_ref_is_block(r))
        return (HK_TAG(v) == HK_TAG_STRING && !hk_ref_is_wellknown(r) && hk_is_sound_constant(c, r)) ||
               (HK_TAG(v) == HK_TAG_SYMBOL && hk_ref_is_wellknown(r) && hk_is_sound_constant(c, r));
    if (!hk_is_sound_ref(c, r))
        return false;
    unsigned type = hk_type(c->vm, r);
    switch (HK_TAG(v)) {
    case HK_TAG_OBJECT: return type >= HK_T_OBJECT && hk_block_obj(c->vm, r)->shape;
    case HK_TAG_STRING: return type == HK_T_STRING || type == HK_T_ROPE;
    case HK_TAG_SYMBOL: return type == HK_T_SYMBOL;
    case HK_TAG_BIGINT: return type == HK_T_BIGINT;
    default:            return true;
    }
}

HK_FN bool hk_is_key(const hk_checker *c, hk_key key)
{
    if (hk_key_is_index(key))
        return true;
    if (!hk_ref_is_block(key))
        return hk_is_sound_constant(c, key);
    if (!hk_is_sound_ref(c, key))
        return false;
    return hk_type(c->vm, key) == HK_T_SYMBOL || (hk_type(c->vm, key) == HK_T_STRING && (((hk_str *)hk_ptr(c->vm, key))->len & HK_STR_INTERN));
}

/* ---- Blocks --------------------------------------------------------------------------------------------------------------- */

HK_FN bool hk_is_sound_string(const hk_checker *c, hk_ref r)
{
    uint32_t len = ((hk_str *)hk_ptr(c->vm, r))->len;
    return (uint64_t)(len & HK_STR_LEN) * (len & HK_STR_WIDE ? 2 : 1) + 8 <= hk_block_bytes(c->vm, r);
}

/* A string's length, if it can be had without looking further. */
HK_FN uint32_t hk_plain_length(const hk_checker *c, hk_ref r)
{
    if (hk_ref_is_char(r))
        return 1;
    if (hk_ref_is_rom(r))
        return hk_str_len(c->vm, r);
    return ((hk_str *)hk_ptr(c->vm, r))->len & HK_STR_LEN;
}

/* The parts of a rope are shorter than it, and together as long; so there are no circles. */
HK_FN bool hk_is_sound_rope(const hk_checker *c, hk_ref r)
{
    const hk_rope *rope = hk_ptr(c->vm, r);
    if (!rope->left || (!hk_ref_is_block(rope->left) && !hk_is_sound_constant(c, rope->left)) ||
        (rope->right && !hk_ref_is_block(rope->right) && !hk_is_sound_constant(c, rope->right)))
        return false;
    uint32_t left = hk_plain_length(c, rope->left), right = rope->right ? hk_plain_length(c, rope->right) : 0, len = rope->len & HK_STR_LEN;
    if (!rope->right)
        return left == len && (!hk_ref_is_block(rope->left) || hk_type(c->vm, rope->left) == HK_T_STRING);
    return left && right && len - left == right && left < len;
}

HK_FN bool hk_is_sound_table(const hk_checker *c, hk_ref r)
{
    const hk_table *t = hk_ptr(c->vm, r);
    if (t->used > t->room || (t->buckets & (t->buckets - 1u)) || sizeof *t + t->room * 8u + t->buckets * 2u > hk_block_bytes(c->vm, r))
        return false;
    for (uint32_t i = 0; i < t->used; i++)
        if ((t->entries[i].key && !hk_is_key(c, t->entries[i].key)) || (t->entries[i].info >> 16) > t->used)
            return false;
    return true;
}

HK_FN bool hk_is_sound_shape(const hk_checker *c, hk_ref r)
{
    const hk_shape *s = hk_ptr(c->vm, r), *parent = hk_ptr(c->vm, s->parent);
    if (s->count && (!s->table || s->count > ((hk_table *)hk_ptr(c->vm, s->table))->used))
        return false;
    return !s->parent || (s->flags & HK_SHAPE_UNIQUE) || parent->count < s->count || !(parent->table == s->table);
}

HK_FN bool hk_is_sound_code(const hk_checker *c, hk_ref r)
{
    const hk_code *code = hk_ptr(c->vm, r);
    uint32_t bytes = hk_block_bytes(c->vm, r), at, room = c->vm->limit - c->work;
    if (sizeof *code + (uint64_t)code->nconsts * 8 > bytes || (code->flags & HK_CF_LIBRARY))
        return false;
    for (uint32_t i = 0; i < code->nconsts; i++)
        if (!hk_is_sound_value(c, hk_block_consts(code)[i]))
            return false;
    if ((code->name && !hk_leads_to(c, code->name, HK_TO_STRING)) ||
        (code->file && !hk_leads_to(c, code->file, HK_TO_STRING) && !hk_is_type(c, code->file, HK_T_VALUES)))
        return false;
    return HK_VERIFY_BYTES(code->nwords) > room || !hk_verify(c->vm, code, bytes, hk_ptr(c->vm, c->work), room, &at);
}

/* Do the properties that its shape tells of lie in the object, and are accessors where it says so? */
HK_FN bool hk_has_slots(const hk_checker *c, hk_ref r)
{
    hk_obj *o = hk_ptr(c->vm, r);
    const hk_shape *s = hk_ptr(c->vm, o->shape);
    uint32_t inside = hk_type(c->vm, r) == HK_T_OBJECT ? s->room : 0;
    if (sizeof *o + inside * 8 > hk_block_bytes(c->vm, r) || s->count > inside + hk_nvals(c->vm, o->slots))
        return false;
    for (uint32_t i = 0; i < s->count; i++) {
        const hk_entry *e = &((hk_table *)hk_ptr(c->vm, s->table))->entries[i];
        hk_val v = *hk_slot(c->vm, o, i);
        if ((e->info & HK_P_ACCESSOR) && e->key && (!hk_is_internal(v) || !hk_is_type(c, hk_ref_of(v), HK_T_ACCESSOR)))
            return false;
    }
    return true;
}

HK_FN bool hk_is_sound_view(const hk_checker *c, hk_ref r)
{
    const hk_view *v = hk_ptr(c->vm, r);
    if (!v->buffer)
        return true;
    const hk_buffer *b = hk_ptr(c->vm, v->buffer);
    uint64_t size = hk_type(c->vm, r) == HK_T_TYPED ? (uint64_t)v->length << hk_el_shift[v->kind & HK_VIEW_KIND] : v->length;
    return (v->kind & HK_VIEW_KIND) < HK_COUNT(hk_el_shift) && ((b->flags & HK_BUFFER_SPECIAL) || v->offset + size <= b->length);
}

HK_FN bool hk_is_sound_buffer(const hk_checker *c, hk_ref r)
{
    const hk_buffer *b = hk_ptr(c->vm, r);
    if (b->flags & HK_BUFFER_HOST)
        return b->flags >> HK_BUFFER_ENTRY < hk_memory_count(c->vm);
    return b->data ? b->length + 8ull <= hk_block_bytes(c->vm, b->data) : !b->length;
}

/* The entries of a Map: how many there are. */
HK_FN bool hk_is_sound_map(const hk_checker *c, hk_ref r)
{
    const hk_map *m = hk_ptr(c->vm, r);
    unsigned weak = hk_type(c->vm, r) == HK_T_WEAKMAP || hk_type(c->vm, r) == HK_T_WEAKSET;
    if (m->entries == HK_UNDEFINED)
        return true;
    hk_ref e = hk_ref_of(m->entries);
    if (!hk_is_internal(m->entries) || !hk_is_type(c, e, weak ? HK_T_WEAK : HK_T_VALUES) || !hk_nvals(c->vm, e))
        return false;
    return hk_is_int(hk_vals(c->vm, e)[0]) && hk_map_used(c->vm, m) <= hk_map_room(c->vm, m);
}

/* Whatever else a block says of itself; its references have been looked at. */
HK_FN const char *hk_unsound_contents(const hk_checker *c, hk_ref r)
{
    const hk_array *lib = hk_ptr(c->vm, r);
    switch (hk_type(c->vm, r)) {
    case HK_T_STRING: return hk_is_sound_string(c, r) ? NULL : "a string is longer than its block";
    case HK_T_ROPE:   return hk_is_sound_rope(c, r) ? NULL : "a string is not the sum of its parts";
    case HK_T_SHAPE:  return hk_is_sound_shape(c, r) ? NULL : "a shape has not the properties that it says";
    case HK_T_CODE:   return hk_is_sound_code(c, r) ? NULL : "code cannot be run";
    case HK_T_BIGINT:
        return (((hk_big *)hk_ptr(c->vm, r))->info & HK_BIG_LIMBS) * 4ull + 8 <= hk_block_bytes(c->vm, r) ? NULL : "a BigInt is longer than its block";
    case HK_T_BUFFER: return !HAKO_WITH_TYPED_ARRAYS || hk_is_sound_buffer(c, r) ? NULL : "a buffer is longer than its block";
    case HK_T_TYPED: case HK_T_VIEW:
        return !HAKO_WITH_TYPED_ARRAYS || hk_is_sound_view(c, r) ? NULL : "a view reaches beyond its buffer";
    case HK_T_MAP: case HK_T_SET: case HK_T_WEAKMAP: case HK_T_WEAKSET:
        return hk_is_sound_map(c, r) ? NULL : "a Map has more entries than room";
    case HK_T_LIB:
        return lib->length < HK_IN_COUNT && hk_is_sound_realm(c, lib->unused >> 8) ? NULL : "an object of the library has no such number";
    case HK_T_LIBFN:
        return hk_is_sound_value(c, hk_function_in(lib->unused >> 8, lib->length)) ? NULL : "a function of the library has no such number";
    default:          return NULL;
    }
}

HK_FN const char *hk_unsound_object(const hk_checker *c, hk_ref r)
{
    const hk_obj *o = hk_block_obj(c->vm, r);
    if (!hk_leads_to(c, o->shape, HK_T_SHAPE))
        return "an object has no shape";
    if ((o->slots && !hk_leads_to(c, o->slots, HK_T_VALUES)) || (o->elems && !hk_leads_to(c, o->elems, HK_T_VALUES)))
        return "an object's properties lead nowhere";
    return NULL;
}

/* Where the references and values of a block lead. NULL: nothing is wrong. */
HK_FN const char *hk_unsound_references(const hk_checker *c, hk_ref r)
{
    static const uint8_t first[] = { HK_BLOCK_TYPES(HK_ROW_FIRST) };
    unsigned type = hk_type(c->vm, r);
    uint32_t n = hk_block_bytes(c->vm, r) / 8;
    const uint32_t *words = hk_ptr(c->vm, r);
    const char *wrong = NULL;
    for (unsigned i = 0; i < HK_COUNT(hk_references); i++)
        if (hk_references[i][0] == type && words[hk_references[i][1]] && !hk_leads_to(c, words[hk_references[i][1]], hk_references[i][2]))
            return "a reference leads to a block of another type";
    if (type == HK_T_TABLE && !hk_is_sound_table(c, r))
        return "a table of properties is not one";
    if (type == HK_T_CODE && sizeof(hk_code) + (uint64_t)((hk_code *)hk_ptr(c->vm, r))->nconsts * 8 > n * 8ull)
        return "code is longer than its block";
#define HK_VISIT(p) do { if (!hk_is_sound_ref(c, *(p))) wrong = "a reference leads to no block"; } while (0)
    HK_EACH_REF(c->vm, r, words[0], true, HK_VISIT);
#undef HK_VISIT
    for (uint32_t i = first[type]; !wrong && first[type] && i < n; i++)
        if (!hk_is_sound_value(c, ((hk_val *)hk_ptr(c->vm, r))[i]))
            wrong = "a value is not of the kind that it says";
    return wrong || type < HK_T_OBJECT ? wrong : hk_unsound_object(c, r);
}

/* Checks of blocks, each of which counts on the ones before for all blocks. An object without a shape is dead: memory was full before it was made. */
enum { HK_CHECK_REFERENCES, HK_CHECK_PARTS, HK_CHECK_OBJECTS, HK_CHECKS };
HK_FN const char *hk_unsound_block(const hk_checker *c, hk_ref r, unsigned check)
{
    bool object = hk_type(c->vm, r) >= HK_T_OBJECT;
    if (object && !hk_block_obj(c->vm, r)->shape)
        return NULL;
    if (check == HK_CHECK_REFERENCES)
        return hk_unsound_references(c, r);
    if (object != (check == HK_CHECK_OBJECTS))
        return NULL;
    return object && !hk_has_slots(c, r) ? "an object has less properties than its shape" : hk_unsound_contents(c, r);
}

/* ---- The whole ------------------------------------------------------------------------------------------------------------ */

/* The roots that are references, and where they lead. */
HK_FN const char *hk_unsound_roots(const hk_checker *c)
{
    static const struct { uint16_t at; uint8_t to; } roots[] = {
#define HK_ROOT(field, to) { offsetof(struct hako_vm, field), to }
        HK_ROOT(interned, HK_T_WEAKREFS), HK_ROOT(intrinsics, HK_T_REFS), HK_ROOT(libfns, HK_T_REFS), HK_ROOT(caches, HK_T_WEAKREFS),
        HK_ROOT(handles, HK_T_VALUES), HK_ROOT(kept, HK_T_VALUES), HK_ROOT(hosts, HK_T_BYTES), HK_ROOT(host_names, HK_T_REFS),
        HK_ROOT(empty_shape, HK_T_SHAPE), HK_ROOT(templates, HK_T_REFS), HK_ROOT(regexps, HK_T_WEAKREFS), HK_ROOT(jobs, HK_T_VALUES),
        HK_ROOT(timers, HK_T_VALUES), HK_ROOT(realms, HK_T_VALUES), HK_ROOT(rejected, HK_T_PROMISE), HK_ROOT(kept_refs, HK_T_WEAKREF),
        HK_ROOT(tasks, HK_T_VALUES), HK_ROOT(images, HK_T_REFS)
#undef HK_ROOT
    };
    const char *wrong = NULL;
    for (unsigned i = 0; i < HK_COUNT(roots); i++) {
        hk_ref r = *(hk_ref *)(void *)((uint8_t *)c->vm + roots[i].at);
        if (r && !hk_is_type(c, r, roots[i].to))
            return "a root leads to a block of another type";
    }
#define HK_VISIT(p) do { if (!hk_is_sound_ref(c, *(p))) wrong = "a root leads to no block"; } while (0)
    HK_EACH_ROOT(c->vm, HK_VISIT);
#undef HK_VISIT
    if (wrong)
        return wrong;
    uint32_t hosts = c->vm->hosts ? (hk_block_bytes(c->vm, c->vm->hosts) - 8) / (uint32_t)sizeof(hk_host) : 0;
    uint32_t names = c->vm->host_names ? hk_block_bytes(c->vm, c->vm->host_names) / 4 - 4 : 0;
    bool ok = c->vm->intrinsics && c->vm->empty_shape && c->vm->host_count <= hosts && c->vm->host_count <= names &&
              c->vm->realm < hk_realm_count(c->vm) && c->vm->paused_realm < hk_realm_count(c->vm) &&
              hk_class(c->vm, c->vm->global) >= HK_T_OBJECT && hk_class(c->vm, c->vm->global_lex) >= HK_T_OBJECT;
    return ok ? NULL : "a root is missing";
}

/* Notes where blocks begin, if there is room for that. NULL: the chain of blocks is whole. */
HK_FN const char *hk_unsound_chain(hk_checker *c)
{
    uint32_t bytes = ((c->vm->top - HK_HEAP_START) / 64 + 8) & ~7u;
    uint8_t *starts = hk_ptr(c->vm, c->vm->top);
    bool room = bytes <= c->vm->limit - c->vm->top;
    if (room)
        memset(starts, 0, bytes);
    c->work = c->vm->top + (room ? bytes : 0);
    for (hk_ref r = HK_HEAP_START; r < c->vm->top; r += hk_block_bytes(c->vm, r)) {
        if (!hk_is_sound_ref(c, r))
            return "a block's header is damaged";
        if (room)
            starts[(r - HK_HEAP_START) / 64] |= (uint8_t)(1u << ((r - HK_HEAP_START) / 8 & 7));
    }
    c->starts = room ? starts : NULL;
    return NULL;
}

/* NULL: nothing is wrong with the heap, its roots, and what stands on the stack. */
HK_FN const char *hk_unsound_heap(hk_checker *c)
{
    const char *wrong = hk_unsound_chain(c);
    if (!wrong)
        wrong = hk_unsound_roots(c);
    for (unsigned check = 0; check < HK_CHECKS; check++)
        for (hk_ref r = HK_HEAP_START; r < c->vm->top && !wrong; r += hk_block_bytes(c->vm, r))
            wrong = hk_unsound_block(c, r, check);
    for (const hk_val *v = hk_at(c->vm, c->vm->stack_low); v < hk_at(c->vm, c->vm->size) && !wrong; v++)
        if (hk_ref_of(*v) && !hk_is_sound_value(c, *v))
            wrong = "a register holds a value that is not of the kind that it says";
    return wrong;
}

/* The code that runs in the frame with base b; NULL: it is no script's. false: there cannot be such a frame. */
HK_FN bool hk_code_of_frame(const hk_checker *c, const hk_val *b, const hk_code **code)
{
    hk_val f = b[-HK_R_FUNCTION];
    unsigned type = hk_class(c->vm, f);
    *code = NULL;
    if (type == HK_T_FUNCTION) {
        hk_ref r = ((hk_func *)hk_ptr(c->vm, hk_ref_of(f)))->code;
        *code = r ? hk_code_ptr(c->vm, r) : NULL;
        return r != 0;
    }
    if (!hk_is_fnimm(f) && (type != HK_T_LIB || hk_lib_call(c->vm, hk_ref_of(f)) < 0))
        return type >= HK_T_OBJECT;             /* the window of a call that has not begun */
    uint32_t id = hk_is_fnimm(f) ? hk_ref_of(f) : (uint32_t)hk_lib_call(c->vm, hk_ref_of(f));
    if (!(id & HK_FN_HOST) && (hk_libfns[id].flags & HK_LF_SCRIPT))
        *code = hk_frame_code(c->vm, b);
    return true;
}

/* Does an instruction start at word pc? */
HK_FN bool hk_starts_at(const hk_code *code, uint32_t pc)
{
    const uint32_t *words = hk_code_words(code);
    uint32_t at = 0;
    while (at < pc && at < code->nwords)
        at += hk_op_second(words[at] & 0xFF) ? 2 : 1;
    return at == pc && at < code->nwords;
}

/* Do the frames of a script that is paused lie on the stack as links say, each with an instruction to go on at? */
HK_FN const char *hk_unsound_frames(const hk_checker *c)
{
    const hk_val *b = hk_frame(c->vm), *top = hk_at(c->vm, c->vm->size);
    uint32_t pc = c->vm->pc;
    const hk_code *code;
    while (c->vm->state) {
        if (b >= top || b - HK_R_THIS < hk_at(c->vm, c->vm->stack_low) || !hk_code_of_frame(c, b, &code))
            return "a frame is damaged";
        if (code && (b - (code->nregs - 1) < hk_at(c->vm, c->vm->stack_low) || !hk_starts_at(code, pc)))
            return "a frame's code does not go on there";
        if (!hk_has_caller(b))
            break;
        pc = hk_link_pc(b[0]);
        if (!hk_link_delta(b[0]))
            return "a frame has no caller";
        b += hk_link_delta(b[0]);
    }
    return NULL;
}

HAKO_API const char *hako_check(hako_vm *vm)
{
    if (!HK_VM(vm))
        return "no VM";
    if (vm->mem != (uint8_t *)vm || vm->top > vm->limit || vm->stack_low > vm->sp || vm->sp > vm->size || vm->root_end)
        return "the fixed part is damaged";
    hk_checker c = { vm, NULL, 0, false };
    return hk_unsound_heap(&c);
}
#endif
