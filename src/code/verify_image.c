/* Verifies images: proves that what is in them can be run without looking outside of the image, of a frame or of a block, and without
 * taking anything for what it is not; before any of it runs. One walk over the code, forwards. Kinds of registers are followed (kinds.c)
 * with the help of the image's proofs (proof.h). What no proof can tell, because a value decides, the instructions look at
 * when they run. */
#ifndef HK_VERIFY_IMAGE_C
#define HK_VERIFY_IMAGE_C
#include "verify.c"

#if HAKO_WITH_IMAGES
#define HK_VERIFY_DEPTH 192u         /* try ranges around each other: more than source texts can nest */

typedef struct {
    const uint8_t *image;
    const hk_image *head;
    uint32_t size;
    uint32_t function, at;           /* what was looked at last: number, instruction */
    uint64_t work;                   /* what may still be done: hostile images must not take long */
    uint16_t *open;                  /* working memory: the try entries around the current instruction */
    hk_kinds f;                      /* its kinds are working memory, too */
    hk_verifier v;
    const uint8_t *proof;            /* of the function, or NULL */
    uint32_t nlabels, next_label;
    bool reached;                    /* can the current instruction be reached? */
    uint32_t nopen, next_try;
    const uint16_t *order;           /* of the try entries */
    hk_label label;                  /* number next_label */
} hk_prover;

/* FNV-1a over words */
HK_FN uint32_t hk_image_checksum(const uint8_t *image, uint32_t size)
{
    uint32_t h = 2166136261u, i;
    for (i = 16; i + 4 <= size; i += 4)
        h = (h ^ *(const uint32_t *)(const void *)(image + i)) * 16777619u;
    return h;
}

HK_INLINE bool hk_image_holds(const hk_prover *p, uint64_t offset, uint64_t bytes, uint32_t align)
{
    return offset % align == 0 && offset + bytes <= p->size;
}

HK_FN bool hk_prove_effort(hk_prover *p, uint64_t work)
{
    if (p->work < work)
        return false;
    p->work -= work;
    return true;
}

/* ---- strings, tables, constants ------------------------------------------------------------------------------------ */

/* A string by its low half; 0 is none */
HK_FN bool hk_prove_string(const hk_prover *p, hk_ref low)
{
    uint32_t place = low >> 1, length;
    if (hk_ref_is_char(low))
        return low >> 3 <= 0xFFFF;
    if (hk_ref_is_rom(low))
        return low >> 3 < HK_ATOM_COUNT;
    if (!hk_ref_is_block(low) || !hk_image_holds(p, place, 4, 4))
        return false;
    length = *(const uint32_t *)(const void *)(p->image + place);
    if (length & ~(HK_STR_WIDE | HK_STR_LEN) || (length & HK_STR_LEN) < 2)
        return false;
    return hk_image_holds(p, place, 4 + (uint64_t)(length & HK_STR_LEN) * (length & HK_STR_WIDE ? 2 : 1), 4);
}

/* A table, and those around it, each of which must stand before it */
HK_FN const char *hk_prove_table(hk_prover *p, uint32_t place)
{
    uint32_t i, before = UINT32_MAX;
    for (; place; place = hk_image_table_ptr(p->image, place)->around) {
        const hk_image_table *t = hk_image_table_ptr(p->image, place);
        const hk_image_row *row = (const hk_image_row *)(const void *)(t + 1);
        if (place >= before || !hk_image_holds(p, place, sizeof *t, 4) || !hk_image_holds(p, place, sizeof *t + (uint64_t)t->nrows * sizeof *row, 4))
            return "table outside of the image";
        if (!hk_prove_effort(p, t->nrows + 1u))
            return "takes too long to verify";
        for (i = 0; i < t->nrows; i++)
            if ((row[i].name && !hk_prove_string(p, row[i].name)) || (row[i].name && hk_verify_index(p->image, row[i].name))
                || (!row[i].name && t->traits == HK_TABLE_GLOBALS) || row[i].bits >> 31)
                return "bad name in a table";
        if (t->traits == HK_TABLE_GLOBALS ? t->around != 0 : t->traits >> 24 != 0)
            return "bad table";
        before = place;
    }
    return NULL;
}

HK_FN bool hk_prove_bigint(const hk_prover *p, hk_ref low)
{
    uint32_t place = low >> 1, n;
    if (!low || !hk_ref_is_block(low) || !(p->head->features & HK_IMAGE_BIGINT) || !hk_image_holds(p, place, 4, 4))
        return false;
    n = *(const uint32_t *)(const void *)(p->image + place) & HK_BIG_LIMBS;
    return n <= HK_MAX_BIGINT && hk_image_holds(p, place, 4 + (uint64_t)n * 4, 4);
}

HK_FN const char *hk_prove_const(hk_prover *p, hk_val v)
{
    hk_ref low = hk_ref_of(v);
    if (hk_is_double(v))
        return hk_double_of(v) == hk_double_of(v) || v == HK_NAN ? NULL : "constant is no value";
    if (v != HK_MAKE(HK_TAG(v), low))
        return "constant is no value";
    if (hk_is_int(v))
        return NULL;
    if (hk_is_string(v))
        return low && hk_prove_string(p, low) ? NULL : "string outside of the image";
    if (hk_is_bigint(v))
        return hk_prove_bigint(p, low) ? NULL : "BigInt outside of the image";
    if (!hk_is_internal(v) || low == 0)
        return "constant is no value";
    if (hk_ref_is_rom(low))
        return low >> 3 < p->head->nfunctions ? NULL : "no such function";
    if (!hk_ref_is_block(low))
        return "constant is no value";
    return hk_prove_table(p, low >> 1);
}

/* The position table is made of whole entries. */
HK_FN const char *hk_prove_positions(const hk_code *code)
{
    const uint8_t *at = hk_code_positions(code), *end = at + code->npositions;
    unsigned parts = 0, bytes = 0;
    for (; at < end; at++) {
        if (++bytes > 5)
            return "bad position table";
        if (*at & 0x80)
            continue;
        bytes = 0;
        parts = (parts + 1) % 3;
    }
    return parts || bytes ? "bad position table" : NULL;
}

/* ---- labels -------------------------------------------------------------------------------------------------------- */

HK_FN uint32_t hk_label_varint(hk_label *l)
{
    uint32_t v = 0, shift = 0;
    for (; l->at < l->end && shift < 35; shift += 7) {
        v |= (uint32_t)(*l->at & 0x7F) << (shift < 32 ? shift : 0);
        if (!(*l->at++ & 0x80))
            return v;
    }
    l->bad = true;
    return 0;
}
HK_FN unsigned hk_label_byte(hk_label *l)
{
    if (l->at < l->end)
        return *l->at++;
    l->bad = true;
    return 0;
}

/* The next exception of those from *at on: its register. */
HK_FN unsigned hk_label_exception(hk_label *l, hk_kind *kind)
{
    unsigned reg = hk_label_byte(l);
    *kind = hk_label_varint(l);
    return reg;
}

/* Reads what stands behind a label's distance. */
HK_FN void hk_label_rest(hk_label *l)
{
    unsigned n, i;
    hk_kind kind;
    l->rest = l->at;
    l->h = (uint8_t)hk_label_byte(l);
    n = hk_label_byte(l);
    if (n == HK_PROOF_SAME) {
        l->bad = l->bad || !l->exceptions;
        return;
    }
    l->exceptions = l->at;
    l->n = (uint8_t)n;
    for (i = 0; i < n; i++)
        hk_label_exception(l, &kind);
}

HK_FN void hk_label_next(hk_label *l)
{
    uint32_t distance = hk_label_varint(l);
    l->bad = l->bad || distance > 0xFFFFFF;
    l->word += distance;
    hk_label_rest(l);
}

/* Finds the label at `word`. */
HK_FN bool hk_label_find(const hk_prover *p, uint32_t word, hk_label *l)
{
    const hk_proof_sample *samples = (const hk_proof_sample *)(const void *)((const hk_proof *)(const void *)p->proof + 1);
    uint32_t low = 0, high = p->nlabels / HK_PROOF_STEP + (p->nlabels % HK_PROOF_STEP != 0), left;
    if (!high)
        return false;
    while (high - low > 1) {
        uint32_t mid = (low + high) / 2;
        if (samples[mid].word <= word)
            low = mid;
        else
            high = mid;
    }
    memset(l, 0, sizeof *l);
    l->end = p->image + p->size;
    l->at = samples[low].offset < (uint32_t)(l->end - p->proof) ? p->proof + samples[low].offset : l->end;
    l->word = samples[low].word;
    left = p->nlabels - low * HK_PROOF_STEP;
    hk_label_rest(l);
    for (left = left < HK_PROOF_STEP ? left : HK_PROOF_STEP; l->word < word && --left && !l->bad;)
        hk_label_next(l);
    return l->word == word && !l->bad;
}

/* Are the kinds there are good enough for the label? */
HK_FN bool hk_label_fits(hk_prover *p, const hk_label *label)
{
    hk_label l = *label;
    const hk_kind *kinds = p->f.kinds;
    unsigned i, reg = 1;
    hk_kind kind = HK_KIND_UNSET;
    if (l.h > p->f.code->nregs || !hk_prove_effort(p, l.h + 1u))
        return false;
    l.at = l.exceptions;
    for (i = 0; i <= l.n; i++, reg++) {
        unsigned next = i < l.n ? hk_label_exception(&l, &kind) : l.h;
        for (; reg < next && reg < l.h; reg++)
            if (!hk_kind_readable(kinds[reg]))
                return false;
        if (i == l.n)
            break;
        if (next < reg || next >= p->f.code->nregs || (kind != HK_KIND_UNSET && kinds[next] != kind))
            return false;
        reg = next;
    }
    return true;
}

/* From here on the kinds are the label's. */
HK_FN bool hk_label_apply(hk_prover *p, const hk_label *label)
{
    hk_label l = *label;
    hk_kind *kinds = p->f.kinds, kind;
    unsigned i, reg;
    if (l.h > p->f.code->nregs)
        return false;
    for (i = 1; i < p->f.code->nregs; i++)
        kinds[i] = i < l.h ? HK_KIND_VALUE : HK_KIND_UNSET;
    l.at = l.exceptions;
    for (i = 0; i < l.n; i++) {
        reg = hk_label_exception(&l, &kind);
        if (reg < 1 || reg >= p->f.code->nregs)
            return false;
        uint32_t number = kind >> HK_KIND_SHIFT;
        if ((kind & HK_KIND_MASK) == HK_KIND_SCOPE ? number >= p->f.nshapes : (kind & HK_KIND_MASK) == HK_KIND_TABLE
                ? number >= p->f.code->nconsts || !hk_verify_loaded(&p->v, number) || !hk_is_internal(hk_code_consts(p->f.code)[number])
                : kind > HK_KIND_FORIN && kind != HK_KIND_GENERATOR && kind != HK_KIND_CELL)
            return false;
        kinds[reg] = kind;
    }
    return true;
}

/* May the current instruction lead to `target`, with the kinds there are? */
HK_FN bool hk_prove_reach(hk_prover *p, uint32_t target)
{
    hk_label l;
    return target < p->f.code->nwords && hk_label_find(p, target, &l) && hk_label_fits(p, &l);
}

/* The tables that LIB may have to be compared with: they are in the registers behind its window. */
HK_FN bool hk_prove_eval(hk_prover *p)
{
    uint32_t w = p->f.words[p->at], place = 0;
    unsigned reg = HK_REG(w >> 8 & 0xFF) + HK_WINDOW + 2;
    if (reg < p->f.code->nregs && (p->f.kinds[reg] & HK_KIND_MASK) == HK_KIND_TABLE)
        place = hk_ref_of(hk_code_consts(p->f.code)[p->f.kinds[reg] >> HK_KIND_SHIFT]) >> 1;
    for (; place; place = hk_image_table_ptr(p->image, place)->around)
        if (!hk_prove_effort(p, hk_image_table_ptr(p->image, place)->nrows + 1u))
            return false;
    return true;
}

/* ---- handlers ------------------------------------------------------------------------------------------------------ */

/* The try entries in the order of their beginnings: each is there once. */
HK_FN const char *hk_prove_order(const hk_prover *p)
{
    const hk_try *tries = hk_code_tries(p->f.code);
    uint32_t i;
    for (i = 0; i < p->f.code->ntries; i++) {
        const hk_try *t = &tries[p->order[i] < p->f.code->ntries ? p->order[i] : 0];
        if (p->order[i] >= p->f.code->ntries || t->from >= t->to || t->to > p->f.code->nwords || t->target >= p->f.code->nwords)
            return "bad try table";
        if (i && (t[0].from < tries[p->order[i - 1]].from || (t->from == tries[p->order[i - 1]].from && p->order[i] <= p->order[i - 1])))
            return "bad order of the try table";
        if ((p->f.words[t->target] & 0xFF) != HK_OPC(CATCH))
            return "handler does not begin with CATCH";
    }
    return NULL;
}

/* Whatever handler the instruction of `size` words may lead to must find the kinds there are. */
HK_FN const char *hk_prove_handlers(hk_prover *p, uint32_t size)
{
    const hk_try *tries = hk_code_tries(p->f.code);
    uint32_t i, kept = 0;
    while (p->next_try < p->f.code->ntries && tries[p->order[p->next_try]].from < p->at + size) {
        if (p->nopen == HK_VERIFY_DEPTH)
            return "too many try ranges around each other";
        p->open[p->nopen++] = p->order[p->next_try++];
    }
    for (i = 0; i < p->nopen; i++) {
        const hk_try *t = &tries[p->open[i]];
        if (t->to <= p->at)
            continue;
        p->open[kept++] = p->open[i];
        if (!hk_prove_reach(p, t->target))
            return "handler expects something else in a register";
    }
    p->nopen = kept;
    return NULL;
}

/* ---- code ---------------------------------------------------------------------------------------------------------- */

/* Instruction at p->at, of `size` words, whose operands are in order. */
HK_FN const char *hk_prove_step(hk_prover *p, uint32_t size)
{
    uint32_t w = p->f.words[p->at];
    unsigned op = w & 0xFF, a = HK_REG(w >> 8 & 0xFF);
    const char *why;
    int64_t target;
    hk_kind before;
    bool ok = true;
    if (op == HK_OPC(LIB) && !hk_prove_eval(p))
        return "takes too long to verify";
    if (!hk_kinds_enter(&p->f, p->at))
        return "a register does not hold what the instruction needs";
    if ((why = hk_prove_handlers(p, size)) != NULL)
        return why;
    before = op == HK_OPC(GETTPL) ? p->f.kinds[a] : (hk_kind)HK_KIND_UNSET;
    if (op != HK_OPC(FORINNEXT))
        hk_kinds_leave(&p->f, p->at);
    if (hk_op_target(p->f.words, p->at, &target))
        ok = target >= 0 && target < (int64_t)p->f.code->nwords && hk_prove_reach(p, (uint32_t)target);
    if (op == HK_OPC(FORINNEXT))         /* the jump is taken without a key */
        hk_kinds_leave(&p->f, p->at);
    if (op == HK_OPC(GETTPL))            /* the jump is taken with the object */
        p->f.kinds[a] = before;
    return ok ? NULL : "jump to where something else is expected in a register";
}

/* Does the label agree with the sample that leads to it? */
HK_FN bool hk_prove_sample(const hk_prover *p)
{
    const hk_proof_sample *s = (const hk_proof_sample *)(const void *)((const hk_proof *)(const void *)p->proof + 1) + p->next_label / HK_PROOF_STEP;
    return p->next_label % HK_PROOF_STEP != 0 || (s->word == p->label.word && s->offset == (uint32_t)(p->label.rest - p->proof));
}

/* A label that stands at the current instruction: what comes from before must fit, and it is what goes on. */
HK_FN const char *hk_prove_label(hk_prover *p)
{
    if (p->next_label == p->nlabels || p->label.word > p->at)
        return NULL;
    if (p->label.bad || p->label.word < p->at || !hk_prove_sample(p))
        return "bad proof";
    if (p->reached && !hk_label_fits(p, &p->label))
        return "something else is expected in a register from here on";
    if (!hk_label_apply(p, &p->label))
        return "bad proof";
    p->reached = true;
    if (++p->next_label < p->nlabels)
        hk_label_next(&p->label);
    return NULL;
}

HK_FN const char *hk_prove_code(hk_prover *p)
{
    const hk_code *code = p->f.code;
    const char *why;
    uint32_t size;
    hk_kinds_begin(&p->f);
    p->reached = true;
    for (p->at = 0; p->at < code->nwords; p->at += size) {
        unsigned op = p->f.words[p->at] & 0xFF;
        if (op >= HK_OPC_COUNT)
            return "unknown opcode";
        size = hk_op_second(op) ? 2 : 1;
        if (p->at + size > code->nwords)
            return "second word missing";
        if ((why = hk_prove_label(p)) != NULL || (why = hk_verify_instruction(&p->v, p->at)) != NULL)
            return why;
        if (p->reached && (why = hk_prove_step(p, size)) != NULL)
            return why;
        p->reached = p->reached && !hk_op_ends(op);
    }
    if (p->reached)
        return "the code runs off its end";
    return p->next_label < p->nlabels ? "bad proof" : NULL;
}

/* Finds the parts of the function's proof. */
HK_FN const char *hk_prove_open(hk_prover *p, uint32_t proof)
{
    const hk_proof *head = (const hk_proof *)(const void *)(p->image + proof);
    uint64_t samples;
    memset(&p->label, 0, sizeof p->label);
    p->nlabels = p->next_label = p->nopen = p->next_try = p->f.env = p->f.module = 0;
    p->proof = p->image + proof;
    if (!proof)
        return p->f.code->ntries ? "proof missing" : NULL;
    samples = ((uint64_t)head->nlabels + HK_PROOF_STEP - 1) / HK_PROOF_STEP;
    if (!hk_image_holds(p, proof, sizeof *head + samples * sizeof(hk_proof_sample) + p->f.code->ntries * 2u, 4) || head->env > p->f.nshapes
        || (head->module > HK_KINDS_MODULE && (head->module - HK_KINDS_MODULE > p->f.nshapes || p->f.shapes[head->module - HK_KINDS_MODULE - 1].parent)))
        return "bad proof";
    p->nlabels = head->nlabels;
    p->f.env = head->env;
    p->f.module = head->module;
    p->order = (const uint16_t *)(const void *)((const hk_proof_sample *)(const void *)(head + 1) + samples);
    p->label.at = (const uint8_t *)(p->order + p->f.code->ntries);
    p->label.end = p->image + p->size;
    if (p->nlabels)
        hk_label_next(&p->label);
    return hk_prove_order(p);
}

/* The function's source text, if it is there, is inside of the script's. */
HK_FN bool hk_prove_source(const hk_prover *p, const hk_code *code)
{
    uint32_t length;
    if (!code->hdr)
        return true;
    if (!hk_image_holds(p, code->hdr, 4, 4))
        return false;
    length = *(const uint32_t *)(const void *)(p->image + code->hdr);
    return hk_image_holds(p, code->hdr, 4 + (uint64_t)length, 4) && (uint64_t)code->start + code->extent <= length;
}

/* Function number p->function. *free: the offset behind the code before; behind this one. */
HK_FN const char *hk_prove_function(hk_prover *p, uint32_t *free)
{
    const hk_image_function *function = hk_image_functions(p->image) + p->function;
    const hk_code *code = (const hk_code *)(const void *)(p->image + function->code);
    const char *why;
    uint32_t i;
    if (function->code < *free || !hk_image_holds(p, function->code, sizeof *code, 8))
        return "code outside of its place";
    if ((why = hk_verify_head(code, p->size - function->code)) != NULL)
        return why;
    *free = (uint32_t)(hk_code_positions(code) + code->npositions - p->image);
    if ((code->name && !hk_prove_string(p, code->name)) || (code->file && !hk_prove_string(p, code->file)))
        return "string outside of the image";
    if (!hk_prove_source(p, code))
        return "source text outside of the image";
    for (i = 0; i < code->nconsts; i++)
        if ((why = hk_prove_const(p, hk_code_consts(code)[i])) != NULL)
            return why;
    if ((why = hk_prove_positions(code)) != NULL)
        return why;
    p->f.code = p->v.code = code;
    p->f.words = p->v.words = hk_code_words(code);
    if ((why = hk_prove_open(p, function->proof)) != NULL)
        return why;
    return hk_prove_code(p);
}

/* ---- the whole ----------------------------------------------------------------------------------------------------- */

/* One word of a row of a module's lists, of that kind. shape: number + 1 of that of the module's block, 0: it has none. */
HK_FN bool hk_prove_link(const hk_prover *p, const hk_image_links *links, char kind, uint32_t word, uint32_t shape)
{
    switch (kind) {
    case 's': return word && hk_prove_string(p, word);
    case 'o': return !word || hk_prove_string(p, word);
    case 'r': return word < links->count[HK_MI_REQUESTS];
    case 'c': return hk_kinds_slot(&p->f, shape, word) && !hk_kinds_plain_slot(&p->f, shape, word);
    default: return hk_kinds_slot(&p->f, shape, word);
    }
}

/* What is told about the module whose top level is that function: names are strings, requests are those there are, slots are the block's, and
 * what gets a cell is what is read as one. */
HK_FN bool hk_prove_links(hk_prover *p, uint32_t place, uint32_t function)
{
    static const char rows[HK_IMAGE_LISTS][4] = HK_IMAGE_ROWS;
    const hk_image_links *links = (const void *)(p->image + place);
    const uint32_t *word = (const uint32_t *)(links + 1);
    uint32_t shape = hk_kinds_proof(&p->f, function)[1], list, i, k;
    if (!shape || !hk_image_holds(p, place, sizeof *links, 4))
        return false;
    shape -= HK_KINDS_MODULE;
    if (links->awaits > 1 || (links->meta != UINT32_MAX && !hk_kinds_plain_slot(&p->f, shape, links->meta)))
        return false;
    for (list = 0; list < HK_IMAGE_LISTS; list++) {
        uint32_t width = hk_image_width(rows[list]), n = links->count[list];
        if (!hk_image_holds(p, (uint64_t)((const uint8_t *)word - p->image), (uint64_t)n * width * 4, 4) || !hk_prove_effort(p, n))
            return false;
        for (i = 0; i < n; i++)
            for (k = 0; k < width; k++)
                if (!hk_prove_link(p, links, rows[list][k], *word++, shape))
                    return false;
    }
    return true;
}

HK_FN const char *hk_prove_units(hk_prover *p)
{
    const hk_image_unit *unit = (const hk_image_unit *)(const void *)(p->image + p->head->units);
    uint32_t i;
    for (i = 0; i < p->head->nunits; i++, unit++) {
        bool ok = unit->name ? hk_prove_string(p, unit->name) : unit->kind == HK_UNIT_SCRIPT;
        if (unit->kind == HK_UNIT_JSON)
            ok = ok && unit->links && hk_prove_string(p, unit->links) && unit->function == 0;
        else
            ok = ok && unit->function < p->head->nfunctions && !hk_kinds_env_of(&p->f, unit->function);
        if (unit->kind == HK_UNIT_SCRIPT)
            ok = ok && !hk_kinds_proof(&p->f, unit->function)[1] && unit->links == 0;
        if (unit->kind == HK_UNIT_MODULE)
            ok = ok && hk_prove_links(p, unit->links, unit->function);
        if (!ok || unit->kind > HK_UNIT_JSON)
            return "bad unit";
    }
    return p->head->nunits ? NULL : "nothing to run";
}

/* Shapes are in order, each behind the one around it. */
HK_FN const char *hk_prove_shapes(const hk_prover *p)
{
    const hk_image_shape *s = p->f.shapes;
    uint32_t i;
    for (i = 0; i < p->f.nshapes; i++)
        if (s[i].parent > i || (i && hk_shape_order(&s[i - 1], &s[i]) >= 0) || s[i].cells > s[i].slots || (s[i].cells && s[i].parent) || s[i].spare)
            return "bad shapes of scopes";
    return NULL;
}

HK_FN const char *hk_prove_functions(hk_prover *p)
{
    const hk_image_function *functions = hk_image_functions(p->image);
    uint32_t free = (uint32_t)sizeof *p->head + p->head->nfunctions * (uint32_t)sizeof *functions;
    const char *why;
    for (p->function = 0; p->function < p->head->nfunctions; p->function++)
        if (functions[p->function].proof && !hk_image_holds(p, functions[p->function].proof, sizeof(hk_proof), 4))
            return "bad proof";
    for (p->function = 0; p->function < p->head->nfunctions; p->function++)
        if ((why = hk_prove_function(p, &free)) != NULL)
            return why;
    return NULL;
}

/* Is it an image, whole, and made for this build? NULL, or what is wrong. Looks at no more than its head and its checksum. */
HK_FN const char *hk_image_mismatch(const uint8_t *image, uint64_t size)
{
    const hk_image *head = (const void *)image;
    if (((uintptr_t)image & 7) != 0)
        return "image is not aligned to 8 bytes";
    if (size < sizeof *head || head->magic != HK_IMAGE_MAGIC)
        return "not an image";
    if (head->version != HK_IMAGE_VERSION)
        return "image is of another version of the format";
    if (head->size > size || head->size < sizeof *head || head->size % 8)
        return "image is incomplete";
    if (head->checksum != hk_image_checksum(image, head->size))
        return "image is damaged: wrong checksum";
    if (head->opcodes != HK_OPCODES_HASH)
        return "image was made by a build with other instructions";
    if (head->library != HK_LIBRARY_HASH)
        return "image was made by a build with another library";
    if (head->features & ~HK_IMAGE_HAVE)
        return "image needs what this build is without";
    return NULL;
}

/* Are all parts where the head says? */
HK_FN const char *hk_image_misplaced(const hk_prover *p)
{
    const hk_image *h = p->head;
    bool ok = hk_image_holds(p, sizeof *h, (uint64_t)h->nfunctions * sizeof(hk_image_function), 8)
        && hk_image_holds(p, h->units, (uint64_t)h->nunits * sizeof(hk_image_unit), 4)
        && hk_image_holds(p, h->shapes, (uint64_t)h->nshapes * sizeof(hk_image_shape), 4) && h->nshapes <= HK_IMAGE_SHAPES;
    return ok ? NULL : "part outside of the image";
}

/* The registers and try entries that the image's functions have at most, as far as they stand where they may: hk_verify_image needs 4
 * and 2 bytes of memory for each. */
HK_FN void hk_image_extent(const uint8_t *image, uint32_t *nregs, uint32_t *ntries)
{
    const hk_image *head = (const void *)image;
    uint32_t i, n = (head->size - (uint32_t)sizeof *head) / (uint32_t)sizeof(hk_image_function);
    *nregs = *ntries = 0;
    for (i = 0; i < head->nfunctions && i < n; i++) {
        uint32_t place = hk_image_functions(image)[i].code;
        const hk_code *code = (const hk_code *)(const void *)(image + (place & ~7u));
        if (place > head->size - sizeof *code || head->size < sizeof *code)
            continue;
        if (code->nregs > *nregs)
            *nregs = code->nregs;
        if (code->ntries > *ntries)
            *ntries = code->ntries < HK_VERIFY_DEPTH ? code->ntries : HK_VERIFY_DEPTH;
    }
}

/* Verifies the image, whose head fits (hk_image_mismatch). kinds, and what is behind them, is overwritten. NULL, or what is wrong; then
 * *function and *at are where: number of the function, position of the instruction. */
HK_FN const char *hk_verify_image(const uint8_t *image, hk_kind *kinds, uint32_t nregs, uint32_t *function, uint32_t *at)
{
    hk_prover p;
    const char *why;
    memset(&p, 0, sizeof p);
    p.image = p.f.image = p.v.image = image;
    p.head = (const void *)image;
    p.size = p.head->size;
    p.open = (uint16_t *)(void *)(kinds + nregs);
    p.work = (uint64_t)p.size * 512 + 65536;
    p.f.kinds = kinds;
    p.f.nshapes = p.head->nshapes;
    p.f.sorted = true;
    why = hk_image_misplaced(&p);
    p.f.shapes = (const hk_image_shape *)(const void *)(image + p.head->shapes);
    why = why ? why : hk_prove_shapes(&p);
    why = why ? why : hk_prove_functions(&p);
    *function = p.function;
    *at = p.at;
    return why ? why : hk_prove_units(&p);
}
#endif
#endif
