/* Writes images: compiled code, with the proofs that its verification needs.
 *
 * The image grows in a heap block; functions are numbered in the order in which the tables of constants lead to them. The kinds of
 * registers at labels (kinds.c) are found by going through each function until nothing changes any more: twice, for the first time
 * shows which shapes of scopes there are, and they are to be in order. */
#ifndef HK_WRITE_IMAGE_C
#define HK_WRITE_IMAGE_C
#include "emit.c"
#include "verify_image.c"

#if HAKO_WITH_IMAGES
enum { HK_STRIP_DEBUG = 1, HK_STRIP_SOURCE = 2, HK_STRIP_NAMES = 4 };

/* The writer's blocks, in vm->work */
enum {
    HK_WI_IMAGE,             /* BYTES, as the others: the image */
    HK_WI_CODES,             /* VALUES: the functions */
    HK_WI_STRINGS,           /* places of strings by hash */
    HK_WI_SHAPES,            /* hk_image_shape */
    HK_WI_ENVS,              /* uint16_t: environments of functions, as numbers of shapes + 1; HK_NEVER_MADE */
    HK_WI_STATES             /* labels of a function, see hk_states */
};

#define HK_NEVER_MADE 0xFFFFu        /* functions that only code makes that never runs */

/* What is told of a unit that is to be written */
enum {
    HK_WU_KIND,              /* HK_UNIT_* */
    HK_WU_NAME,              /* a string */
    HK_WU_WHAT,              /* the code; the text of a JSON module */
    HK_WU_FUNCTION,          /* number of the top level: set by the writer */
    HK_WU_COUNT
};

typedef struct {
    hk_vm *vm;
    uint32_t options;
    uint32_t used;           /* bytes of the image */
    uint32_t features;
    uint32_t source;         /* place of the current unit's source text, 0: it is not kept */
    uint32_t nfunctions, nstrings, nshapes, nunits;
    const hk_val *units;     /* VALUES, HK_WU_COUNT for each unit */
    bool sorted;             /* the shapes are */
} hk_image_writer;

HK_INLINE uint8_t *hk_wi_data(const hk_image_writer *w, unsigned which) { return (uint8_t *)hk_ptr(w->vm, w->vm->work[which]) + 8; }
HK_INLINE uint32_t hk_wi_bytes(const hk_image_writer *w, unsigned which) { return w->vm->work[which] ? hk_block_bytes(w->vm, w->vm->work[which]) - 8 : 0; }

/* Makes the block hold at least so many bytes. */
HK_FN bool hk_wi_room(hk_image_writer *w, unsigned which, uint32_t bytes)
{
    hk_vm *vm = w->vm;
    uint32_t have = hk_wi_bytes(w, which), want = have + have / 2 > bytes ? have + have / 2 : bytes;
    hk_ref r;
    if (have >= bytes && vm->work[which])
        return true;
    if (!vm->work[which]) {
        r = hk_alloc(vm, which == HK_WI_CODES ? HK_T_VALUES : HK_T_BYTES, 8 + (bytes < 64 ? 64 : bytes));
    } else {
        r = hk_resize(vm, hk_push(vm, hk_internal(vm->work[which])), 8 + want);
        hk_pop(vm);
    }
    if (r)
        hk_store_ref(vm, &vm->work[which], r);
    return r != 0;
}

/* Room for `bytes` more of the image, all 0. Returns their place; 0: out of memory. */
HK_FN uint32_t hk_wi_append(hk_image_writer *w, uint32_t bytes, uint32_t align)
{
    uint32_t place = (w->used + align - 1) & ~(align - 1);
    if (!hk_wi_room(w, HK_WI_IMAGE, place + bytes))
        return 0;
    w->used = place + bytes;
    return place;
}

HK_INLINE void *hk_wi_at(const hk_image_writer *w, uint32_t place) { return hk_wi_data(w, HK_WI_IMAGE) + place; }
HK_INLINE hk_image_function *hk_wi_function(const hk_image_writer *w, uint32_t i) { return (hk_image_function *)hk_wi_at(w, sizeof(hk_image)) + i; }
HK_INLINE hk_val *hk_wi_unit(const hk_image_writer *w, uint32_t u) { return hk_vals(w->vm, hk_ref_of(*w->units)) + u * HK_WU_COUNT; }
HK_INLINE unsigned hk_wi_unit_kind(const hk_image_writer *w, uint32_t u) { return (unsigned)hk_int_of(hk_wi_unit(w, u)[HK_WU_KIND]); }
HK_INLINE uint32_t hk_wi_unit_function(const hk_image_writer *w, uint32_t u) { return (uint32_t)hk_int_of(hk_wi_unit(w, u)[HK_WU_FUNCTION]); }

HK_INLINE const hk_code *hk_wi_code(const hk_image_writer *w, uint32_t i)
{
    return hk_ptr(w->vm, hk_ref_of(((hk_val *)(void *)hk_wi_data(w, HK_WI_CODES))[i]));
}

/* ---- functions ----------------------------------------------------------------------------------------------------- */

HK_FN bool hk_wi_is(hk_vm *vm, hk_val v, unsigned type)
{
    return hk_is_internal(v) && hk_ref_is_block(hk_ref_of(v)) && hk_type(vm, hk_ref_of(v)) == type;
}

HK_FN bool hk_wi_add_function(hk_image_writer *w, hk_val code)
{
    hk_vm *vm = w->vm;
    hk_push(vm, code);
    bool ok = hk_wi_room(w, HK_WI_CODES, (w->nfunctions + 1) * 8);
    code = hk_pop(vm);
    if (ok)
        hk_store(vm, (hk_val *)(void *)hk_wi_data(w, HK_WI_CODES) + w->nfunctions++, code);
    return ok;
}

/* Numbers the functions of unit u: its top level and those inside it. */
HK_FN bool hk_wi_number(hk_image_writer *w, uint32_t u)
{
    uint32_t i = w->nfunctions, k;
    if (hk_wi_unit_kind(w, u) == HK_UNIT_JSON)
        return true;
    hk_wi_unit(w, u)[HK_WU_FUNCTION] = hk_int((int32_t)i);
    if (!hk_wi_add_function(w, hk_wi_unit(w, u)[HK_WU_WHAT]))
        return false;
    for (; i < w->nfunctions; i++)
        for (k = 0; k < hk_wi_code(w, i)->nconsts; k++) {
            hk_val v = hk_code_consts(hk_wi_code(w, i))[k];
            if (hk_wi_is(w->vm, v, HK_T_CODE) && !hk_wi_add_function(w, v))
                return false;
        }
    return true;
}

/* What is told about the module whose top level function i is, HK_MI_*; UNDEFINED: it is none's. */
HK_FN hk_val hk_wi_module(const hk_image_writer *w, uint32_t i)
{
    for (uint32_t u = 0; u < w->nunits; u++)
        if (hk_wi_unit_kind(w, u) == HK_UNIT_MODULE && hk_wi_unit_function(w, u) == i)
            return hk_code_consts(hk_wi_code(w, i))[0];
    return HK_UNDEFINED;
}

/* ---- strings ------------------------------------------------------------------------------------------------------- */

HK_FN bool hk_wi_grow_strings(hk_image_writer *w)
{
    uint32_t *slots, room = hk_wi_bytes(w, HK_WI_STRINGS) / 4, i, at;
    hk_ref old, r;
    if ((w->nstrings + 1) * 2 < room)
        return true;
    r = hk_alloc(w->vm, HK_T_BYTES, 8 + (room ? room * 8 : 256));
    if (!r)
        return false;
    old = w->vm->work[HK_WI_STRINGS];
    hk_store_ref(w->vm, &w->vm->work[HK_WI_STRINGS], r);
    slots = (uint32_t *)(void *)hk_wi_data(w, HK_WI_STRINGS);
    for (i = 0; i < room; i++) {
        hk_text t;
        uint32_t place = ((uint32_t *)hk_ptr(w->vm, old))[2 + i];
        if (!place)
            continue;
        hk_image_text(hk_wi_data(w, HK_WI_IMAGE), place, &t);
        for (at = hk_text_hash(&t); slots[at & (room * 2 - 1)]; at++)
            continue;
        slots[at & (room * 2 - 1)] = place;
    }
    return true;
}

/* The place of a flat string of two or more units. 0: out of memory. */
HK_FN uint32_t hk_wi_string_place(hk_image_writer *w, hk_ref s)
{
    hk_vm *vm = w->vm;
    hk_text t, u;
    uint32_t at, place, room;
    hk_push(vm, hk_string(s));
    bool ok = hk_wi_grow_strings(w);
    s = hk_ref_of(hk_pop(vm));
    if (!ok)
        return 0;
    hk_text_of(vm, s, &t);
    room = hk_wi_bytes(w, HK_WI_STRINGS) / 4;
    for (at = hk_text_hash(&t) & (room - 1); (place = ((uint32_t *)(void *)hk_wi_data(w, HK_WI_STRINGS))[at]) != 0; at = (at + 1) & (room - 1)) {
        hk_image_text(hk_wi_data(w, HK_WI_IMAGE), place, &u);
        if (u.len == t.len && hk_text_compare(&t, &u) == 0)
            return place;
    }
    hk_push(vm, hk_string(s));
    place = hk_wi_append(w, 4 + t.len * (t.u16 ? 2u : 1u), 4);
    s = hk_ref_of(hk_pop(vm));
    if (!place)
        return 0;
    hk_text_of(vm, s, &t);
    *(uint32_t *)hk_wi_at(w, place) = t.len | (t.u16 ? HK_STR_WIDE : 0u);
    memcpy((uint8_t *)hk_wi_at(w, place) + 4, t.u16 ? (const void *)t.u16 : t.u8, t.len * (t.u16 ? 2u : 1u));
    ((uint32_t *)(void *)hk_wi_data(w, HK_WI_STRINGS))[at] = place;
    w->nstrings++;
    return place;
}

/* The low half of a string's descriptor. 0: out of memory. */
HK_FN hk_ref hk_wi_string(hk_image_writer *w, hk_ref s) { return hk_ref_is_block(s) ? hk_wi_string_place(w, s) << 1 : s; }

/* ---- tables -------------------------------------------------------------------------------------------------------- */

/* The table in the heap, `depth` steps out of the one that constant k of function i is */
HK_FN hk_ref hk_wi_table(const hk_image_writer *w, uint32_t i, uint32_t k, uint32_t depth)
{
    hk_ref r = hk_ref_of(hk_code_consts(hk_wi_code(w, i))[k]);
    while (depth--)
        r = hk_ref_of(hk_vals(w->vm, r)[0]);
    return r;
}

/* Is constant k what DECLG gets? */
HK_FN bool hk_wi_is_globals(const hk_code *code, uint32_t k)
{
    const uint32_t *words = hk_code_words(code);
    uint32_t at;
    for (at = 0; at < code->nwords; at += hk_op_second(words[at] & 0xFF) ? 2 : 1)
        if ((words[at] & 0xFF) == HK_OPC(DECLG) && words[at] >> 16 == k)
            return true;
    return false;
}

/* Writes one table. Returns its place; 0: out of memory. */
HK_FN uint32_t hk_wi_write_table(hk_image_writer *w, uint32_t i, uint32_t k, uint32_t depth, bool globals, uint32_t around)
{
    hk_vm *vm = w->vm;
    uint32_t skip = globals ? 0 : 2, n = (hk_nvals(vm, hk_wi_table(w, i, k, depth)) - skip) / 2, row;
    uint32_t place = hk_wi_append(w, (uint32_t)sizeof(hk_image_table) + n * (uint32_t)sizeof(hk_image_row), 4);
    hk_image_table *t;
    if (!place)
        return 0;
    t = hk_wi_at(w, place);
    t->traits = globals ? HK_TABLE_GLOBALS : (uint32_t)hk_int_of(hk_vals(vm, hk_wi_table(w, i, k, depth))[1]);
    t->around = around;
    t->nrows = n;
    for (row = 0; row < n; row++) {
        hk_val name = hk_vals(vm, hk_wi_table(w, i, k, depth))[skip + row * 2];
        hk_ref s = hk_is_string(name) ? hk_wi_string(w, hk_ref_of(name)) : 0;
        hk_image_row *to = (hk_image_row *)(void *)((hk_image_table *)hk_wi_at(w, place) + 1) + row;
        if (hk_is_string(name) && !s)
            return 0;
        to->name = s;
        to->bits = s ? (uint32_t)hk_int_of(hk_vals(vm, hk_wi_table(w, i, k, depth))[skip + row * 2 + 1]) : 0;
    }
    return place;
}

/* The place of the table that is constant k of function i, which follows those around it. 0: out of memory. */
HK_FN uint32_t hk_wi_tables(hk_image_writer *w, uint32_t i, uint32_t k)
{
    uint32_t depth = 0, place = 0;
    if (hk_wi_is_globals(hk_wi_code(w, i), k))
        return hk_wi_write_table(w, i, k, 0, true, 0);
    while (hk_is_internal(hk_vals(w->vm, hk_wi_table(w, i, k, depth))[0]))
        depth++;
    do
        place = hk_wi_write_table(w, i, k, depth, false, place);
    while (place && depth--);
    return place;
}

/* The place of the BigInt that is constant k of function i. 0: out of memory. */
HK_FN uint32_t hk_wi_bigint(hk_image_writer *w, uint32_t i, uint32_t k)
{
    uint32_t n = ((hk_big *)hk_ptr(w->vm, hk_ref_of(hk_code_consts(hk_wi_code(w, i))[k])))->info & HK_BIG_LIMBS, place = hk_wi_append(w, 4 + n * 4, 4);
    if (place)
        memcpy(hk_wi_at(w, place), &((hk_big *)hk_ptr(w->vm, hk_ref_of(hk_code_consts(hk_wi_code(w, i))[k])))->info, 4 + n * 4);
    w->features |= HK_IMAGE_BIGINT;
    return place;
}

/* ---- code ---------------------------------------------------------------------------------------------------------- */

/* The descriptor of constant k of function i. *inner: the number of the next function among constants. false: out of memory. */
HK_FN bool hk_wi_const(hk_image_writer *w, uint32_t i, uint32_t k, uint32_t *inner, hk_val *out)
{
    hk_val v = hk_code_consts(hk_wi_code(w, i))[k];
    uint32_t place;
    *out = v;
    if (k == 0 && hk_wi_module(w, i) != HK_UNDEFINED) {      /* is in its links */
        *out = hk_int(0);
        return true;
    }
    if (hk_is_string(v)) {
        hk_ref low = hk_wi_string(w, hk_ref_of(v));
        *out = hk_string(low);
        return low != 0;
    }
    if (hk_wi_is(w->vm, v, HK_T_CODE)) {
        *out = hk_internal(HK_ROM_REF((*inner)++));
        return true;
    }
    if (hk_is_bigint(v)) {
        place = hk_wi_bigint(w, i, k);
        *out = HK_MAKE(HK_TAG_BIGINT, place << 1);
        return place != 0;
    }
    if (!hk_is_internal(v))
        return true;
    place = hk_wi_tables(w, i, k);
    *out = hk_internal(place << 1);
    return place != 0;
}

/* The name of the file that function i is from */
HK_FN hk_ref hk_wi_file(const hk_image_writer *w, uint32_t i)
{
    hk_ref file = hk_code_file(w->vm, hk_wi_code(w, i));
    return file ? file : HK_KEY(empty);
}

/* Writes the code of function i; *inner as above. */
HK_FN bool hk_wi_write_code(hk_image_writer *w, uint32_t i, uint32_t *inner)
{
    const hk_code *from = hk_wi_code(w, i);
    bool positions = !(w->options & HK_STRIP_DEBUG);
    uint32_t bytes = (uint32_t)(hk_code_positions(from) - (const uint8_t *)from) + (positions ? from->npositions : 0);
    uint32_t place = hk_wi_append(w, bytes, 8), k;
    hk_code *to;
    hk_ref name, file;
    if (!place)
        return false;
    memcpy(hk_wi_at(w, place), hk_wi_code(w, i), bytes);
    for (k = 0; k < hk_wi_code(w, i)->nconsts; k++) {
        hk_val d;
        if (!hk_wi_const(w, i, k, inner, &d))
            return false;
        ((hk_val *)(void *)((hk_code *)hk_wi_at(w, place) + 1))[k] = d;
    }
    name = hk_wi_code(w, i)->name && !(w->options & HK_STRIP_NAMES) ? hk_wi_string(w, hk_wi_code(w, i)->name) : HK_KEY(empty);
    file = !(w->options & HK_STRIP_SOURCE) ? hk_wi_string(w, hk_wi_file(w, i)) : HK_KEY(empty);
    to = hk_wi_at(w, place);
    to->hdr = w->source;
    to->name = name;
    to->file = file;
    if (!positions)
        to->npositions = 0;
    if (w->options & HK_STRIP_SOURCE) {
        to->start = to->extent = 0;
    }
    hk_wi_function(w, i)->code = place;
    return name && file;
}

/* The source text, if the code of the top level, function i, has it. false: out of memory. */
HK_FN bool hk_wi_write_source(hk_image_writer *w, uint32_t i)
{
    hk_vm *vm = w->vm;
    hk_ref kept = hk_wi_code(w, i)->file;
    uint32_t n = hk_wi_code(w, i)->extent;
    w->source = 0;
    if (!kept || !hk_ref_is_block(kept) || hk_type(vm, kept) != HK_T_VALUES || (w->options & HK_STRIP_SOURCE))
        return true;
    w->source = hk_wi_append(w, 4 + n, 4);
    if (!w->source)
        return false;
    *(uint32_t *)hk_wi_at(w, w->source) = n;
    memcpy((uint8_t *)hk_wi_at(w, w->source) + 4, hk_vals(vm, hk_ref_of(hk_vals(vm, hk_wi_code(w, i)->file)[1])), n);
    return true;
}

#include "write_proof.c"

/* ---- the whole ----------------------------------------------------------------------------------------------------- */

/* A list of what is told about the module of unit u; 0: it is empty. */
HK_FN hk_ref hk_wi_list(const hk_image_writer *w, uint32_t u, uint32_t which)
{
    hk_val list = hk_vals(w->vm, hk_ref_of(hk_wi_module(w, hk_wi_unit_function(w, u))))[which];
    return hk_is_internal(list) ? hk_ref_of(list) : 0;
}

/* Item i of it as a word. false: out of memory. */
HK_FN bool hk_wi_link(hk_image_writer *w, uint32_t u, uint32_t which, uint32_t i, uint32_t *word)
{
    hk_val v = hk_vals(w->vm, hk_wi_list(w, u, which))[i];
    *word = hk_is_int(v) ? (uint32_t)hk_int_of(v) : hk_is_string(v) ? hk_wi_string(w, hk_ref_of(v)) : 0;
    return *word || !hk_is_string(v);
}

/* Writes what is told about the module of unit u, behind the strings that it names. Returns its place; 0: out of memory. */
HK_FN uint32_t hk_wi_write_links(hk_image_writer *w, uint32_t u)
{
    static const char rows[HK_IMAGE_LISTS][4] = HK_IMAGE_ROWS;
    uint32_t words = 0, list, i, word, place, at;
    hk_image_links *links;
    for (list = 0; list < HK_IMAGE_LISTS; list++)
        for (i = hk_nvals(w->vm, hk_wi_list(w, u, list)), words += i; i; i--)
            if (!hk_wi_link(w, u, list, i - 1, &word))
                return 0;
    place = hk_wi_append(w, (uint32_t)sizeof *links + words * 4, 4);
    if (!place)
        return 0;
    at = place + (uint32_t)sizeof *links;
    for (list = 0; list < HK_IMAGE_LISTS; list++) {
        uint32_t n = hk_nvals(w->vm, hk_wi_list(w, u, list));
        ((hk_image_links *)hk_wi_at(w, place))->count[list] = n / hk_image_width(rows[list]);
        for (i = 0; i < n; i++, at += 4) {
            if (!hk_wi_link(w, u, list, i, &word))
                return 0;
            *(uint32_t *)hk_wi_at(w, at) = word;
        }
    }
    const hk_val *info = hk_vals(w->vm, hk_ref_of(hk_wi_module(w, hk_wi_unit_function(w, u))));
    links = hk_wi_at(w, place);
    links->awaits = info[HK_MI_AWAITS] == HK_TRUE;
    links->meta = (uint32_t)hk_int_of(info[HK_MI_META]);
    return place;
}

HK_FN bool hk_wi_write_units(hk_image_writer *w)
{
    uint32_t place = hk_wi_append(w, w->nunits * (uint32_t)sizeof(hk_image_unit), 8), u;
    if (!place)
        return false;
    ((hk_image *)hk_wi_at(w, 0))->units = place;
    ((hk_image *)hk_wi_at(w, 0))->nunits = w->nunits;
    for (u = 0; u < w->nunits; u++) {
        unsigned kind = hk_wi_unit_kind(w, u);
        bool named = kind != HK_UNIT_SCRIPT || !(w->options & HK_STRIP_SOURCE);
        hk_ref name = named ? hk_wi_string(w, hk_ref_of(hk_wi_unit(w, u)[HK_WU_NAME])) : HK_KEY(empty);
        uint32_t links = kind == HK_UNIT_MODULE ? hk_wi_write_links(w, u) :
            kind == HK_UNIT_JSON ? hk_wi_string(w, hk_ref_of(hk_wi_unit(w, u)[HK_WU_WHAT])) : 0;
        hk_image_unit *unit = (hk_image_unit *)hk_wi_at(w, place) + u;
        if (!name || (kind != HK_UNIT_SCRIPT && !links))
            return false;
        unit->kind = kind;
        unit->name = name;
        unit->function = kind == HK_UNIT_JSON ? 0 : hk_wi_unit_function(w, u);
        unit->links = links;
    }
    return true;
}

/* The shapes, and what else the head tells. */
HK_FN bool hk_wi_write_head(hk_image_writer *w)
{
    uint32_t place = hk_wi_append(w, w->nshapes * (uint32_t)sizeof(hk_image_shape), 8);
    hk_image *head;
    if (!place || !hk_wi_append(w, 0, 8))
        return false;
    if (w->nshapes)
        memcpy(hk_wi_at(w, place), hk_wi_data(w, HK_WI_SHAPES), w->nshapes * sizeof(hk_image_shape));
    head = hk_wi_at(w, 0);
    head->magic = HK_IMAGE_MAGIC;
    head->version = HK_IMAGE_VERSION;
    head->size = w->used;
    head->opcodes = HK_OPCODES_HASH;
    head->library = HK_LIBRARY_HASH;
    head->features = w->features;
    head->nfunctions = w->nfunctions;
    head->nshapes = w->nshapes;
    head->shapes = place;
    head->checksum = hk_image_checksum(hk_wi_at(w, 0), w->used);
    return true;
}

/* The codes of all functions, unit by unit: functions among constants are met in the order of their numbers. */
HK_FN bool hk_wi_write_codes(hk_image_writer *w)
{
    uint32_t i = 0, u, inner;
    for (u = 0; u < w->nunits; u++) {
        if (hk_wi_unit_kind(w, u) == HK_UNIT_JSON)
            continue;
        if (!hk_wi_write_source(w, i))
            return false;
        for (inner = i + 1; i < inner; i++)
            if (!hk_wi_write_code(w, i, &inner))
                return false;
    }
    return true;
}

/* Makes an image of the units in the rooted VALUES block *units, HK_WU_COUNT for each, in vm->work[HK_WI_IMAGE]. Returns its size, or 0
 * with the exception set. What is in vm->work has to be forgotten by the caller. */
HK_FN uint32_t hk_write_image(hk_vm *vm, const hk_val *units, uint32_t options)
{
    hk_image_writer w;
    uint32_t u;
    bool ok = true;
    memset(&w, 0, sizeof w);
    memset(vm->work, 0, sizeof vm->work);
    w.vm = vm;
    w.options = options;
    w.units = units;
    w.nunits = hk_nvals(vm, hk_ref_of(*units)) / HK_WU_COUNT;
    for (u = 0; ok && u < w.nunits; u++)
        ok = hk_wi_number(&w, u);
    w.used = (uint32_t)sizeof(hk_image) + w.nfunctions * (uint32_t)sizeof(hk_image_function);
    ok = ok && hk_wi_room(&w, HK_WI_IMAGE, w.used) && hk_wi_write_codes(&w);
    ok = ok && hk_wi_write_proofs(&w) && hk_wi_write_units(&w) && hk_wi_write_head(&w);
    return ok ? w.used : 0;
}
#endif
#endif
