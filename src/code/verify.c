/* The verifier; see verify.h. */
#ifndef HK_VERIFY_C
#define HK_VERIFY_C
#include "verify.h"
#include "proof.h"
#include "image.c"

/* Of code in the heap, or (vm NULL) in an image */
typedef struct {
    hk_vm *vm;
    const hk_code *code;
    const uint32_t *words;
    const uint8_t *starts;               /* bit i: an instruction starts at word i; NULL: targets are checked elsewhere */
    const uint8_t *image;
} hk_verifier;

HK_INLINE bool hk_verify_start(const hk_verifier *v, int64_t at)
{
    return at >= 0 && at < (int64_t)v->code->nwords && (!v->starts || (v->starts[at >> 3] >> (at & 7) & 1));
}

/* Is there a constant k? */
HK_FN bool hk_verify_const(const hk_verifier *v, uint32_t k)
{
    return k < HK_K_NAMES ? k < v->code->nconsts : k < HK_K_CHAR ? k < HK_K_NAMES + HK_ATOM_COUNT : k <= HK_K_CHAR + 0xFF;
}

/* What a constant is good for */
HK_FN bool hk_verify_string(const hk_verifier *v, uint32_t k)
{
    return hk_verify_const(v, k) && hk_is_string(hk_const_at(hk_code_consts(v->code), k));
}

/* Is the string of an image, by its low half, the text of an index that as a key would be a number? */
HK_FN bool hk_verify_index(const uint8_t *image, hk_ref low)
{
    hk_text t;
    uint32_t index;
    memset(&t, 0, sizeof t);
    if (hk_ref_is_char(low)) {
        t.unit = (uint16_t)(low >> 3);
        t.len = 1;
    } else if (hk_ref_is_block(low) && low) {
        hk_image_text(image, low >> 1, &t);
    }
    return hk_text_index(&t, HK_MAX_INDEX_KEY, &index);
}

HK_FN bool hk_verify_key(const hk_verifier *v, uint32_t k)
{
    hk_val c;
    if (!hk_verify_const(v, k))
        return false;
    c = hk_const_at(hk_code_consts(v->code), k);
    if (hk_is_string(c))
        return v->vm || !hk_verify_index(v->image, hk_ref_of(c));
    return hk_is_int(c) && hk_int_of(c) >= 0;
}

/* An internal constant: a block of that type, code of the library, or a descriptor */
HK_FN bool hk_verify_internal(const hk_verifier *v, uint32_t k, unsigned type)
{
    hk_val c;
    if (k >= v->code->nconsts || !hk_is_internal(c = hk_code_consts(v->code)[k]))
        return false;
    if (!hk_ref_is_block(hk_ref_of(c)))
        return type == HK_T_CODE && hk_ref_is_rom(hk_ref_of(c));
    return hk_ref_of(c) != 0 && (v->vm ? hk_type(v->vm, hk_ref_of(c)) == type : type == HK_T_VALUES);
}

/* How many registers the window of the instruction w has. */
HK_FN unsigned hk_verify_window(uint32_t w)
{
    switch (w & 0xFF) {
    case HK_OPC(CALL): case HK_OPC(NEW): case HK_OPC(SUPERNEW): case HK_OPC(TAIL):
        return HK_WINDOW + (w >> 16 & 0xFF);
    case HK_OPC(LIB):
        return HK_WINDOW + HK_LIB_ARGC(w);
    case HK_OPC(CALLS): case HK_OPC(NEWS): case HK_OPC(SUPERNEWS): case HK_OPC(TAILS):
        return HK_WINDOW + 1;
    case HK_OPC(GETM): case HK_OPC(GETME):
        return HK_WINDOW;
    case HK_OPC(CLASS): case HK_OPC(MOVE2):
        return 2;
    case HK_OPC(FORIN): case HK_OPC(FORINNEXT):
        return 1;
    default:                             /* iterators, references to super */
        return 3;
    }
}

/* The operands in the first word */
HK_FN const char *hk_verify_operands(const hk_verifier *v, uint32_t w)
{
    unsigned op = w & 0xFF, i;
    for (i = 0; i < 3; i++) {
        unsigned value = w >> (8 + 8 * i) & 0xFF, reg = HK_REG(value);
        switch (hk_op_kind(op, i)) {
        case 'r':
            if ((op == HK_OPC(CLOSURE) || op == HK_OPC(CLASS)) && (w >> 24 & 1)) {       /* no scope */
                if (value)
                    return "unused operand is not 0";
                break;
            }
            if (reg >= v->code->nregs)
                return "register outside of the frame";
            break;
        case 'w': case 'x':
            if (reg >= v->code->nregs)
                return "register outside of the frame";
            break;
        case 'W':
            if (reg + hk_verify_window(w) > v->code->nregs)
                return "window outside of the frame";
            break;
        case 'K':
            if (!hk_verify_const(v, w >> 16))
                return "no such constant";
            break;
        case '-':
            if (value && hk_op_format[op][i] == '-')
                return "unused operand is not 0";
            break;
        default:
            break;
        }
    }
    return NULL;
}

/* In an image: the tables of DECLG and of scopes are different things, and code is no value. */
#if HAKO_WITH_IMAGES
HK_FN bool hk_verify_globals(const hk_verifier *v, uint32_t k)
{
    const hk_image_table *t = hk_image_table_ptr(v->image, hk_ref_of(hk_code_consts(v->code)[k]) >> 1);
    return t->traits == HK_TABLE_GLOBALS;
}
HK_FN bool hk_verify_loaded(const hk_verifier *v, uint32_t k)
{
    hk_val c = hk_const_at(hk_code_consts(v->code), k);
    return !hk_is_internal(c) || (hk_ref_is_block(hk_ref_of(c)) && !hk_verify_globals(v, k));
}

#else
#  define hk_verify_globals(v, k) false
#  define hk_verify_loaded(v, k) false
#endif

/* What depends on the instruction: kinds of constants, ranges of numbers, neighbours */
HK_FN const char *hk_verify_special(const hk_verifier *v, uint32_t at)
{
    const uint32_t *words = v->words + at;
    uint32_t w = words[0], k = w >> 16;
    bool ok = true;
    switch (w & 0xFF) {
    case HK_OPC(MOVE2): ok = w >> 24 != (w >> 8 & 0xFF); break;
    case HK_OPC(LOADS): ok = k <= 4; break;
    case HK_OPC(LIB1): ok = false; break;
    case HK_OPC(SCOPE): ok = (k & 0xFF) <= 1 && words[1] < 0x10000; break;
    case HK_OPC(CHECK): case HK_OPC(IMPORT): case HK_OPC(PRIVSYM): ok = hk_verify_string(v, k); break;
    case HK_OPC(THROWK): ok = (w >> 8 & 0xFF) <= 5 && hk_verify_string(v, k); break;
    case HK_OPC(DECLG): ok = hk_verify_internal(v, k, HK_T_VALUES) && (v->vm || hk_verify_globals(v, k)); break;
    case HK_OPC(LOADK): ok = v->vm || hk_verify_loaded(v, k); break;
    case HK_OPC(NEWARR): ok = k < 0x8000; break;
    case HK_OPC(REGEXP): ok = hk_verify_string(v, k) && hk_verify_string(v, words[1]); break;
    case HK_OPC(CLOSURE): ok = hk_verify_internal(v, words[1], HK_T_CODE) && w >> 24 <= 1; break;
    case HK_OPC(CLASS): ok = hk_verify_internal(v, words[1], HK_T_CODE) && w >> 24 <= 3; break;
    case HK_OPC(DEFPRIV): ok = words[1] <= 3; break;
    case HK_OPC(DEFMETHOD): ok = words[1] <= 7 && (words[1] & 3) != 3; break;
    case HK_OPC(SETNAME): ok = w >> 24 <= 2; break;
    case HK_OPC(YIELD): ok = w >> 24 <= 2; break;
    case HK_OPC(AWAIT): ok = w >> 24 <= 3; break;
    case HK_OPC(ITER): ok = w >> 24 <= 2; break;
    case HK_OPC(GETG): case HK_OPC(DEFG): ok = (k & 0xFF) <= 1; break;
    case HK_OPC(TAIL): case HK_OPC(TAILS):
        ok = at + 1 < v->code->nwords && words[1] == ((w & 0xFF00) | (unsigned)HK_OPC(RET));
        break;
    default: break;
    }
    return ok ? NULL : "operand of the wrong kind";
}

HK_FN const char *hk_verify_instruction(const hk_verifier *v, uint32_t at)
{
    uint32_t w = v->words[at];
    unsigned op = w & 0xFF;
    char second = hk_op_second(op);
    const char *why = hk_verify_operands(v, w);
    int64_t target;
    if (why)
        return why;
    if (second == 'k' && !hk_verify_key(v, v->words[at + 1] & 0xFFFF))
        return "property key expected";
    if (second == 'k' && v->words[at + 1] >> 16 >= v->code->ncaches)
        return "no such cache";
    if (hk_op_target(v->words, at, &target) && !hk_verify_start(v, target))
        return "jump to where no instruction starts";
    return hk_verify_special(v, at);
}

/* Marks where instructions start; *at is the last one. */
HK_FN const char *hk_verify_starts(const hk_code *code, const uint32_t *words, uint8_t *starts, uint32_t *at)
{
    uint32_t next = 0;
    memset(starts, 0, HK_VERIFY_BYTES(code->nwords));
    while (next < code->nwords) {
        unsigned op = words[next] & 0xFF;
        *at = next;
        if (op >= HK_OPC_COUNT)
            return "unknown opcode";
        starts[next >> 3] = (uint8_t)(starts[next >> 3] | 1u << (next & 7));
        next += hk_op_second(op) ? 2 : 1;
    }
    if (next > code->nwords)
        return "second word missing";
    return code->nwords == 0 || !hk_op_ends(words[*at] & 0xFF) ? "the code runs off its end" : NULL;
}

HK_FN const char *hk_verify_tries(const hk_verifier *v, uint32_t *at)
{
    const hk_try *t = hk_code_tries(v->code);
    uint32_t i;
    for (i = 0; i < v->code->ntries; i++, t++) {
        *at = t->from;
        if (!hk_verify_start(v, t->from) || t->from >= t->to || (t->to != v->code->nwords && !hk_verify_start(v, t->to)))
            return "protected range does not hold whole instructions";
        if (!hk_verify_start(v, t->target) || (v->words[t->target] & 0xFF) != HK_OPC(CATCH))
            return "handler does not begin with CATCH";
    }
    return NULL;
}

/* The sizes in the head */
HK_FN const char *hk_verify_head(const hk_code *code, uint32_t size)
{
    uint64_t bytes = sizeof *code;
    uint32_t fixed;
    if (size < sizeof *code || (code->flags & HK_CF_LIBRARY))
        return "image too short";
    bytes += (uint64_t)code->nconsts * 8 + (uint64_t)code->nwords * 4 + (uint64_t)code->ntries * sizeof(hk_try) + code->npositions;
    fixed = HK_R_ARGS + code->nparams + ((code->flags & HK_CF_REST) ? 1u : 0u) + ((code->flags & HK_CF_ARGUMENTS) ? 1u : 0u);
    if (bytes > size)
        return "image too short";
    return code->nregs > HK_MAX_REGS || fixed > code->nregs ? "bad number of registers" : NULL;
}

HK_FN const char *hk_verify(hk_vm *vm, const hk_code *code, uint32_t size, uint8_t *work, uint32_t work_size, uint32_t *at)
{
    hk_verifier v = { vm, code, NULL, work, NULL };
    const char *why;
    *at = 0;
    if ((why = hk_verify_head(code, size)) != NULL)
        return why;
    if (HK_VERIFY_BYTES(code->nwords) > work_size)
        return "too long to be verified";
    v.words = hk_code_words(code);
    if ((why = hk_verify_starts(code, v.words, work, at)) != NULL)
        return why;
    for (*at = 0; *at < code->nwords; *at += hk_op_second(v.words[*at] & 0xFF) ? 2 : 1)
        if ((why = hk_verify_instruction(&v, *at)) != NULL)
            return why;
    return hk_verify_tries(&v, at);
}
#endif
