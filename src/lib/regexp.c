/* RegExp: objects, exec, and what the scripts of regexp.js build on. */
#ifndef HK_LIB_REGEXP_C
#define HK_LIB_REGEXP_C
#include "string.c"
#include "iterator.h"
#include "../regexp/matcher.c"

HK_INLINE hk_regexp *hk_regexp_ptr(hk_vm *vm, hk_val v) { return hk_ptr(vm, hk_ref_of(v)); }
HK_INLINE bool hk_is_regexp(hk_vm *vm, hk_val v) { return hk_class(vm, v) == HK_T_REGEXP; }
HK_INLINE uint32_t hk_regexp_flags(hk_vm *vm, hk_val v)
{
    return ((hk_re_program *)hk_ptr(vm, hk_regexp_ptr(vm, v)->program))->flags;
}

/* ---- Making them ------------------------------------------------------------------------------ */

/* Programs made lately, weakly held: vm->regexps has source, program and names of each. A literal in a loop compiles once. */
#define HK_RECENT 8u

HK_FN hk_ref hk_recent_program(hk_vm *vm, hk_ref source, uint32_t flags, hk_val *names)
{
    const hk_ref *recent = vm->regexps ? (hk_ref *)hk_ptr(vm, vm->regexps) + 2 : NULL;
    for (uint32_t i = 0; recent && i < HK_RECENT * 3; i += 3)
        if (recent[i] == source && recent[i + 1] > HK_INTERN_GONE && recent[i + 2] != HK_INTERN_GONE &&
            ((hk_re_program *)hk_ptr(vm, recent[i + 1]))->flags == flags) {
            *names = hk_internal(recent[i + 2]);
            return recent[i + 1];
        }
    return 0;
}

/* Remembers a program. Nothing is lost when there is no room for it. */
HK_FN void hk_note_program(hk_vm *vm, const hk_val *source, const hk_val *program, const hk_val *names)
{
    uint32_t bytes = 8 + HK_RECENT * 3 * 4;
    if (!vm->regexps) {
        if (!hk_fits(vm, bytes * 8) || (vm->regexps = hk_alloc(vm, HK_T_WEAKREFS, bytes)) == 0) {
            vm->exception = HK_EMPTY;
            return;
        }
    }
    hk_block *b = hk_ptr(vm, vm->regexps);
    hk_ref *entry = (hk_ref *)(void *)(b + 1) + b->word * 3;
    b->word = (b->word + 1) % HK_RECENT;
    hk_store_ref(vm, &entry[0], hk_ref_of(*source));
    hk_store_ref(vm, &entry[1], hk_ref_of(*program));
    hk_store_ref(vm, &entry[2], hk_ref_of(*names));
}

/* The program of a source (rooted, flattened) and flags, compiled if it has to be. As hk_re_compile. */
HK_FN const char *hk_regexp_program(hk_vm *vm, hk_val *source, uint32_t flags, hk_val *program, hk_val *names)
{
    hk_ref r = hk_recent_program(vm, hk_ref_of(*source), flags, names);
    if (r) {
        *program = hk_internal(r);
        return NULL;
    }
    const char *why = hk_re_compile(vm, source, flags, program, names);
    if (!why)
        hk_note_program(vm, source, program, names);
    return why;
}

HK_FN const char *hk_regexp_check(hk_vm *vm, hk_ref source, hk_ref flags)
{
    hk_text t;
    hk_text_of(vm, flags, &t);
    hk_val *s = hk_push(vm, hk_string(source)), *program = hk_push(vm, HK_UNDEFINED), *names = hk_push(vm, HK_UNDEFINED);
    const char *why = hk_regexp_program(vm, s, hk_re_flags(&t), program, names);
    vm->temps -= 3;
    return why;
}

/* RegExpInitialize but for lastIndex, of the REGEXP in *re. HK_EXCEPTION or undefined. */
HK_FN hk_val hk_regexp_init(hk_vm *vm, hk_val *re, hk_val *source, hk_val *flags)
{
    hk_text t;
    if (!hk_flat_text(vm, flags, &t))
        return HK_EXCEPTION;
    uint32_t bits = hk_re_flags(&t);
    if (bits == HK_RE_NONE)
        return hk_throw(vm, HK_E_SYNTAX, "invalid regular expression flags: %v", *flags);
    if (!hk_flat_text(vm, source, &t))
        return HK_EXCEPTION;
    hk_val *program = hk_push(vm, HK_UNDEFINED), *names = hk_push(vm, HK_UNDEFINED);
    const char *why = hk_regexp_program(vm, source, bits, program, names);
    if (!why) {
        hk_regexp *r = hk_regexp_ptr(vm, *re);
        hk_store_ref(vm, &r->source, hk_ref_of(*source));
        hk_store_ref(vm, &r->program, hk_ref_of(*program));
        hk_store_ref(vm, &r->names, hk_ref_of(*names));
    }
    vm->temps -= 2;
    if (!why)
        return HK_UNDEFINED;
    return *why ? hk_throw(vm, HK_E_SYNTAX, "invalid regular expression: /%v/: %s", *source, why) : HK_EXCEPTION;
}

/* A new RegExp with that prototype (a block); source and flags stand in rooted places. */
HK_FN hk_val hk_regexp_make(hk_vm *vm, hk_ref proto, hk_val *source, hk_val *flags)
{
    hk_ref r = proto ? hk_new_class(vm, HK_T_REGEXP, proto, sizeof(hk_regexp)) : 0;
    if (!r)
        return HK_EXCEPTION;
    hk_val *re = hk_push(vm, hk_object(r)), *zero = hk_push(vm, hk_int(0));
    hk_val result = hk_add(vm, re, HK_KEY(lastIndex), zero, HK_P_WRITABLE) ? hk_regexp_init(vm, re, source, flags) : HK_EXCEPTION;
    if (result != HK_EXCEPTION)
        result = *re;
    vm->temps -= 2;
    return result;
}

HK_FN hk_val hk_regexp_new(hk_vm *vm, hk_ref source, hk_ref flags)
{
    hk_val *s = hk_push(vm, hk_string(source)), *f = hk_push(vm, hk_string(flags));
    hk_val v = hk_regexp_make(vm, hk_intrinsic(vm, HK_IN_RegExpPrototype), s, f);
    vm->temps -= 2;
    return v;
}

/* A pattern or flags: a string; undefined is the empty one. */
HK_FN hk_val hk_regexp_text(hk_vm *vm, hk_val v)
{
    return v == HK_UNDEFINED ? hk_string(HK_EMPTY_STRING) : hk_to_string_value(vm, v);
}

HK_FN hk_val hk_nat_regExpConstructor(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (hk_text_by_script(vm, HK_ARG(a, 0)) || hk_text_by_script(vm, HK_ARG(a, 1)))
        return HK_TWIN;
    for (int i = 0; i < 2; i++)
        if ((HK_ARG(a, i) = hk_regexp_text(vm, HK_ARG(a, i))) == HK_EXCEPTION)
            return HK_EXCEPTION;
    return hk_regexp_make(vm, hk_constructor_proto(vm, a), &HK_ARG(a, 0), &HK_ARG(a, 1));
}

HK_FN hk_val hk_nat_regExpCreate(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_val proto = HK_ARG(a, 0);
    return hk_regexp_make(vm, hk_is_object(proto) ? hk_object_block(vm, proto) : hk_intrinsic(vm, HK_IN_RegExpPrototype),
                          &HK_ARG(a, 1), &HK_ARG(a, 2));
}

HK_FN hk_val hk_nat_regExpInit(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_regexp_init(vm, &HK_ARG(a, 0), &HK_ARG(a, 1), &HK_ARG(a, 2));
}

HK_FN hk_val hk_nat_regExpSelf(hk_vm *vm, hk_val *a, int argc)
{
    (void)a, (void)argc;
    hk_ref r = hk_intrinsic(vm, HK_IN_RegExp);
    return r ? hk_object(r) : HK_EXCEPTION;
}

/* ---- What they are -------------------------------------------------------------------------------- */

HK_FN hk_val hk_nat_regExpIs(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_bool(hk_is_regexp(vm, HK_ARG(a, 0)));
}

HK_FN hk_val hk_nat_regExpSourceOf(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_string(hk_regexp_ptr(vm, HK_ARG(a, 0))->source);
}

/* Writes the letters of flags, of which there are at most 8. How many they are. */
HK_FN uint32_t hk_flags_write(uint32_t flags, char *text)
{
    uint32_t n = 0;
    for (unsigned i = 0; i < 8; i++)
        if (flags >> i & 1)
            text[n++] = "dgimsuvy"[i];
    return n;
}

HK_FN hk_val hk_flags_text(hk_vm *vm, uint32_t flags)
{
    char text[8];
    uint32_t n = hk_flags_write(flags, text);
    return hk_string_result(hk_str_latin1(vm, (const uint8_t *)text, n));
}

HK_FN hk_val hk_nat_regExpFlagsOf(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_flags_text(vm, hk_regexp_flags(vm, HK_ARG(a, 0)));
}

/* Has no script changed anything in that intrinsic object? */
HK_FN bool hk_is_untouched(hk_vm *vm, unsigned id)
{
    hk_ref r = hk_made_intrinsic(vm, id);
    return !r || hk_shape_of(vm, hk_block_obj(vm, r))->count == 0;
}

/* The flags of a RegExp whose methods are all those of the library, as everything they look at is: -1 if it is no such.
 * lastIndex is an int32 and writable. Allocates nothing. */
HK_FN int32_t hk_regexp_plain(hk_vm *vm, hk_val v)
{
    if (!hk_is_regexp(vm, v) || !hk_is_untouched(vm, HK_IN_RegExpPrototype) || !hk_is_untouched(vm, HK_IN_RegExp))
        return -1;
    hk_obj *o = hk_obj_ptr(vm, v);
    const hk_shape *s = hk_shape_of(vm, o);
    if (s->count != 1 || s->proto != hk_made_intrinsic(vm, HK_IN_RegExpPrototype) || !hk_is_int(*hk_slot(vm, o, 0)) ||
        hk_int_of(*hk_slot(vm, o, 0)) < 0 || !(((hk_table *)hk_ptr(vm, s->table))->entries[0].info & HK_P_WRITABLE))
        return -1;
    return (int32_t)hk_regexp_flags(vm, v);
}

HK_FN hk_val hk_nat_regExpPlain(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_int(hk_regexp_plain(vm, HK_ARG(a, 0)));
}

/* Is v %RegExp.prototype%, whose accessors answer as if it were an expression that matches nothing? */
HK_FN bool hk_is_regexp_proto(hk_vm *vm, hk_val v)
{
    return hk_class(vm, v) == HK_T_LIB && ((hk_array *)hk_ptr(vm, hk_ref_of(v)))->length == HK_IN_RegExpPrototype && hk_block_realm(vm, hk_ref_of(v)) == vm->realm;
}

HK_FN hk_val hk_nat_regExpFlag(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (hk_is_regexp(vm, a[0]))
        return hk_bool(hk_regexp_flags(vm, a[0]) >> (hk_ref_of(a[1]) - HK_FN_RegExpPrototype_get_hasIndices) & 1);
    return hk_is_regexp_proto(vm, a[0]) ? HK_UNDEFINED : hk_throw(vm, HK_E_TYPE, "%v is not a RegExp", a[0]);
}

HK_FN hk_val hk_nat_regExpFlags(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    int32_t flags = hk_regexp_plain(vm, a[0]);
    return flags < 0 ? HK_TWIN : hk_flags_text(vm, (uint32_t)flags);
}

/* How a unit of a source is written between slashes, as in hk_escape_unit. */
HK_FN uint32_t hk_escape_source(uint32_t u, bool escaped, bool set, uint8_t out[8])
{
    static const char digits[] = "u2028";
    uint32_t n = 0;
    if (u != '\n' && u != '\r' && u - 0x2028 > 1 && (u != '/' || escaped || set))
        return 0;
    if (!escaped)
        out[n++] = '\\';
    if (u < 0x2028) {
        out[n++] = (uint8_t)(u == '\n' ? 'n' : u == '\r' ? 'r' : '/');
        return n;
    }
    memcpy(out + n, digits, 5);
    out[n + 4] = (uint8_t)(u == 0x2028 ? '8' : '9');
    return n + 5;
}

/* EscapeRegExpPattern: into `into`, or only measured. */
HK_FN uint32_t hk_write_source(const hk_text *t, hk_str *into)
{
    uint8_t escape[8];
    hk_text piece = { escape, NULL, 8, 0 };
    uint32_t n = 0;
    bool escaped = false, set = false;
    for (uint32_t i = 0; i < t->len; i++) {
        uint32_t u = hk_unit(t, i), m = hk_escape_source(u, escaped, set, escape);
        if (into)
            hk_copy_units(into, n, m ? &piece : t, m ? 0 : i, m ? m : i + 1);
        n += m ? m : 1;
        if (!escaped && (u == '[' || u == ']'))
            set = u == '[';
        escaped = !escaped && u == '\\';
    }
    return n;
}

HK_FN hk_val hk_nat_regExpSource(hk_vm *vm, hk_val *a, int argc)
{
    hk_text t;
    (void)argc;
    if (!hk_is_regexp(vm, a[0]))
        return hk_is_regexp_proto(vm, a[0]) ? hk_string(HK_KEY(regexp_none)) : hk_throw(vm, HK_E_TYPE, "%v is not a RegExp", a[0]);
    a[0] = hk_string(hk_regexp_ptr(vm, a[0])->source);
    hk_text_of(vm, hk_ref_of(a[0]), &t);
    uint32_t n = hk_write_source(&t, NULL);
    hk_charge_units(vm, n);
    if (n == 0)
        return hk_string(HK_KEY(regexp_none));
    if (n == t.len)
        return a[0];
    hk_ref r = hk_str_new(vm, n, hk_str_wide(vm, hk_ref_of(a[0])));
    if (!r)
        return HK_EXCEPTION;
    hk_text_of(vm, hk_ref_of(a[0]), &t);
    hk_write_source(&t, hk_ptr(vm, r));
    return hk_string(hk_str_done(vm, r));
}

/* ---- RegExp.escape ------------------------------------------------------------------------------------ */

/* EncodeForRegExpEscape, and what becomes of the first character: the units of one character at *i, which moves behind it. */
HK_FN uint32_t hk_escape_pattern(const hk_text *t, uint32_t *i, uint16_t out[12])
{
    static const char syntax[] = "^$\\.*+?()[]{}|/", control[] = "\tt\nn\vv\ff\rr", other[] = ",-=<>#&!%:;@~'`\"";
    uint32_t first = *i, c = hk_next_code_point(t, i), n = 0, k;
    out[n++] = '\\';
    for (k = 0; syntax[k]; k++)
        if (c == (uint8_t)syntax[k]) {
            out[n++] = (uint16_t)c;
            return n;
        }
    for (k = 0; control[k]; k += 2)
        if (c == (uint8_t)control[k]) {
            out[n++] = (uint8_t)control[k + 1];
            return n;
        }
    bool escape = hk_is_space(c) || hk_is_surrogate(c) || (first == 0 && (c - '0' < 10 || hk_ascii_is_letter(c)));
    for (k = 0; other[k] && !escape; k++)
        escape = c == (uint8_t)other[k];
    if (!escape)
        return (uint32_t)hk_utf16_encode(c, out);
    out[n++] = c < 256 ? 'x' : 'u';
    for (k = c < 256 ? 2 : 4; k--;)
        out[n++] = (uint8_t)hk_digit_char(c >> 4 * k & 15);
    return n;
}

HK_FN hk_val hk_nat_regExpEscape(hk_vm *vm, hk_val *a, int argc)
{
    hk_text t;
    uint16_t units[12];
    (void)argc;
    if (!hk_is_string(HK_ARG(a, 0)))
        return hk_throw(vm, HK_E_TYPE, "%v is not a string", HK_ARG(a, 0));
    if (!hk_flat_text(vm, &HK_ARG(a, 0), &t))
        return HK_EXCEPTION;
    uint32_t n = 0;
    for (uint32_t i = 0; i < t.len;)
        n += hk_escape_pattern(&t, &i, units);
    hk_charge_units(vm, n);
    if (n == t.len)
        return HK_ARG(a, 0);
    hk_ref r = hk_str_new(vm, n, true);
    if (!r)
        return HK_EXCEPTION;
    hk_text_of(vm, hk_ref_of(HK_ARG(a, 0)), &t);
    uint16_t *out = (uint16_t *)(void *)((hk_str *)hk_ptr(vm, r) + 1);
    for (uint32_t i = 0; i < t.len;) {
        n = hk_escape_pattern(&t, &i, units);
        memcpy(out, units, n * 2);
        out += n;
    }
    return hk_string(hk_str_done(vm, r));
}

/* ---- Matching ------------------------------------------------------------------------------------------ */

/* A match in a native's window: arguments in slots of their own, so that it can be left and begun again. */
typedef struct { hk_val *re, *string, *state, *program; } hk_match;

HK_FN hk_re_state *hk_match_state(hk_vm *vm, const hk_match *m) { return hk_ptr(vm, hk_ref_of(*m->state)); }

/* Is the native going on with a match, and not called anew? */
HK_INLINE bool hk_match_goes_on(const hk_match *m) { return hk_is_internal(*m->state); }

/* Begins a match of the object in m->re with the string (flattened here), or goes on with it. */
HK_FN int hk_match_run(hk_vm *vm, const hk_match *m, uint32_t start, bool sticky)
{
    hk_text t;
    if (!hk_match_goes_on(m)) {
        if (!hk_flat_text(vm, m->string, &t))
            return HK_RE_ERROR;
        *m->program = hk_internal(hk_regexp_ptr(vm, *m->re)->program);
        *m->state = HK_UNDEFINED;
    }
    return hk_re_match(vm, m->program, m->string, m->state, start, sticky);
}

/* Gives the state block back: it is the last one, unless something was allocated since. */
HK_FN void hk_match_end(hk_vm *vm, const hk_match *m)
{
    if (hk_is_internal(*m->state) && hk_is_last(vm, hk_ref_of(*m->state)) && !(vm->flags & HK_VM_STRESS))
        vm->top = hk_ref_of(*m->state);
    *m->state = HK_UNDEFINED;
}

/* Set(R, "lastIndex", i, true): lastIndex is in slot 0. */
HK_FN bool hk_set_last_index(hk_vm *vm, hk_val re, uint32_t i)
{
    hk_obj *o = hk_obj_ptr(vm, re);
    if (!(((hk_table *)hk_ptr(vm, hk_shape_of(vm, o)->table))->entries[0].info & HK_P_WRITABLE)) {
        hk_throw(vm, HK_E_TYPE, "cannot assign to read only property 'lastIndex'");
        return false;
    }
    hk_store(vm, hk_slot(vm, o, 0), hk_uint(i));
    return true;
}

/* The text of group g, or undefined. */
HK_FN hk_val hk_group_text(hk_vm *vm, const hk_match *m, uint32_t g)
{
    const uint32_t *r = hk_match_state(vm, m)->regs + g * 2;
    return r[0] == HK_RE_NONE || r[1] == HK_RE_NONE ? HK_UNDEFINED : hk_string_result(hk_substring(vm, m->string, r[0], r[1]));
}

/* The pair [start, end] of group g, or undefined. */
HK_FN hk_val hk_group_pair(hk_vm *vm, const hk_match *m, uint32_t g)
{
    const uint32_t *r = hk_match_state(vm, m)->regs + g * 2;
    return r[0] == HK_RE_NONE || r[1] == HK_RE_NONE ? HK_UNDEFINED : hk_new_pair(vm, hk_uint(r[0]), hk_uint(r[1]));
}

/* The `groups` object: of the values in an array, that of group g at g - from. undefined without named groups. */
HK_FN hk_val hk_groups_object(hk_vm *vm, const hk_val *names, const hk_val *array, uint32_t from)
{
    if (!hk_ref_of(*names))
        return HK_UNDEFINED;
    hk_ref r = hk_new_object(vm, 0, 2);
    if (!r)
        return HK_EXCEPTION;
    hk_val *groups = hk_push(vm, hk_object(r));
    bool ok = true;
    for (uint32_t i = 0; ok && i + 1 < hk_nvals(vm, hk_ref_of(*names)); i += 2) {
        const hk_val *pair = hk_vals(vm, hk_ref_of(*names)) + i;
        hk_key key = hk_ref_of(pair[0]);
        hk_val v = hk_element(vm, hk_obj_ptr(vm, *array), (uint32_t)hk_int_of(pair[1]) - from);
        hk_prop p;
        bool again = hk_own(vm, *groups, key, &p) == HK_YES;
        if (!again)
            ok = hk_add_property(vm, *groups, key, v, HK_P_DATA) == HK_YES;
        else if (v != HK_UNDEFINED)                 /* of equal names the one that matched */
            hk_store(vm, hk_slot(vm, hk_obj_ptr(vm, *groups), p.index), v);
    }
    hk_val v = hk_pop(vm);
    return ok ? v : HK_EXCEPTION;
}

/* An array of the groups' texts or places; *array: a rooted place. */
HK_FN bool hk_groups_array(hk_vm *vm, const hk_match *m, hk_val *array, bool places)
{
    uint32_t n = ((hk_re_program *)hk_ptr(vm, hk_ref_of(*m->program)))->groups;
    hk_ref r = hk_new_array(vm, n);
    if (!r)
        return false;
    *array = hk_object(r);
    for (uint32_t g = 0; g < n; g++) {
        hk_val v = places ? hk_group_pair(vm, m, g) : hk_group_text(vm, m, g);
        if (v == HK_EXCEPTION)
            return false;
        hk_array *o = hk_ptr(vm, hk_ref_of(*array));
        hk_store(vm, &hk_vals(vm, o->o.elems)[g], v);
        o->length = g + 1;
    }
    vm->budget -= (int32_t)n;
    return true;
}

/* The result of exec, when the match stands in the state block. */
HK_FN hk_val hk_match_result(hk_vm *vm, const hk_match *m)
{
    hk_val *array = hk_push(vm, HK_UNDEFINED), *v = hk_push(vm, HK_UNDEFINED), *indices = hk_push(vm, HK_UNDEFINED);
    hk_val *names = hk_push(vm, hk_internal(hk_regexp_ptr(vm, *m->re)->names));
    bool ok = hk_groups_array(vm, m, array, false);
    if (ok) {
        *v = hk_uint(hk_match_state(vm, m)->regs[0]);
        ok = hk_add(vm, array, HK_KEY(index), v, HK_P_DATA) && hk_add(vm, array, HK_KEY(input), m->string, HK_P_DATA);
    }
    if (ok) {
        *v = hk_groups_object(vm, names, array, 0);
        ok = *v != HK_EXCEPTION && hk_add(vm, array, HK_KEY(groups), v, HK_P_DATA);
    }
    if (ok && (((hk_re_program *)hk_ptr(vm, hk_ref_of(*m->program)))->flags & HK_RE_INDICES)) {
        ok = hk_groups_array(vm, m, indices, true);
        *v = ok ? hk_groups_object(vm, names, indices, 0) : HK_EXCEPTION;
        ok = *v != HK_EXCEPTION && hk_add(vm, indices, HK_KEY(groups), v, HK_P_DATA) &&
             hk_add(vm, array, HK_KEY(indices), indices, HK_P_DATA);
    }
    hk_val result = ok ? *array : HK_EXCEPTION;
    vm->temps -= 4;
    return result;
}

/* RegExpBuiltinExec from where lastIndex has been read: `last` is its value as a length. Gives the result, or with `test` only
 * whether there is one. */
HK_FN hk_val hk_match_exec(hk_vm *vm, const hk_match *m, double last, bool test)
{
    uint32_t flags = hk_regexp_flags(vm, *m->re), start = 0;
    bool keeps = (flags & (HK_RE_GLOBAL | HK_RE_STICKY)) != 0;
    int st = HK_RE_FAILED;
    if (keeps && !hk_match_goes_on(m)) {
        uint32_t length = hk_str_len(vm, hk_ref_of(*m->string));
        start = last > length ? length + 1 : (uint32_t)last;
        if (start <= length)
            st = hk_match_run(vm, m, start, (flags & HK_RE_STICKY) != 0);
    } else {
        st = hk_match_run(vm, m, 0, false);
    }
    if (st == HK_RE_MORE)
        return HK_AGAIN;
    if (st == HK_RE_ERROR)
        return HK_EXCEPTION;
    if (keeps && !hk_set_last_index(vm, *m->re, st == HK_RE_MATCHED ? hk_match_state(vm, m)->regs[1] : 0))
        return HK_EXCEPTION;
    hk_val result = test ? hk_bool(st == HK_RE_MATCHED) : st == HK_RE_MATCHED ? hk_match_result(vm, m) : HK_NULL;
    hk_match_end(vm, m);
    return result;
}

/* exec and test of a RegExp: the string in argument 0; state and program behind it, whatever the caller put there. */
HK_FN hk_val hk_regexp_exec(hk_vm *vm, hk_val *a, bool test)
{
    hk_match m = { &a[0], &HK_ARG(a, 0), &HK_ARG(a, 1), &HK_ARG(a, 2) };
    if (hk_match_goes_on(&m))
        return hk_match_exec(vm, &m, 0, test);
    hk_val last = *hk_slot(vm, hk_obj_ptr(vm, a[0]), 0);
    if (hk_text_by_script(vm, HK_ARG(a, 0)) || !hk_is_number(last))
        return HK_TWIN;
    if (!hk_is_string(HK_ARG(a, 0)) && (HK_ARG(a, 0) = hk_to_string_value(vm, HK_ARG(a, 0))) == HK_EXCEPTION)
        return HK_EXCEPTION;
    double d = hk_integer(last);
    return hk_match_exec(vm, &m, d > 0 ? d : 0, test);
}

HK_FN hk_val hk_nat_regExpExec(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (!hk_is_regexp(vm, a[0]))
        return hk_throw(vm, HK_E_TYPE, "RegExp.prototype.exec called on what is not a RegExp: %v", a[0]);
    return hk_regexp_exec(vm, a, false);
}

HK_FN hk_val hk_nat_regExpTest(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (!hk_is_internal(HK_ARG(a, 1)) && hk_regexp_plain(vm, a[0]) < 0)
        return HK_TWIN;
    return hk_regexp_exec(vm, a, true);
}

/* RegExp, string, lastIndex as a length. */
HK_FN hk_val hk_nat_regExpExecAt(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_match m = { &HK_ARG(a, 0), &HK_ARG(a, 1), &HK_ARG(a, 3), &HK_ARG(a, 4) };
    return hk_match_exec(vm, &m, hk_num_of(HK_ARG(a, 2)), false);
}

/* Does RegExp 0 match string 1 from place 2 on? Its registers are appended to array 3 then, -1 for none. Sticky ones
 * only match at that place, unless 4 is true. */
HK_FN hk_val hk_nat_regExpAt(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_match m = { &HK_ARG(a, 0), &HK_ARG(a, 1), &HK_ARG(a, 5), &HK_ARG(a, 6) };
    hk_val *list = &HK_ARG(a, 3);
    bool sticky = HK_ARG(a, 4) != HK_TRUE && (hk_regexp_flags(vm, *m.re) & HK_RE_STICKY);
    int st = hk_match_run(vm, &m, (uint32_t)hk_num_of(HK_ARG(a, 2)), sticky);
    if (st == HK_RE_MORE)
        return HK_AGAIN;
    if (st == HK_RE_ERROR)
        return HK_EXCEPTION;
    if (st == HK_RE_MATCHED) {
        uint32_t n = ((hk_re_program *)hk_ptr(vm, hk_ref_of(*m.program)))->groups * 2;
        vm->budget -= (int32_t)(n / 2);
        for (uint32_t i = 0; i < n; i++)
            if (!hk_append(vm, *list, hk_int((int32_t)hk_match_state(vm, &m)->regs[i])))
                return HK_EXCEPTION;
    }
    hk_match_end(vm, &m);
    return hk_bool(st == HK_RE_MATCHED);
}

/* How many groups RegExp 0 has; or, with their values in array 1, its `groups` object. */
HK_FN hk_val hk_nat_regExpGroups(hk_vm *vm, hk_val *a, int argc)
{
    hk_regexp *re = hk_regexp_ptr(vm, HK_ARG(a, 0));
    if (argc < 2)
        return hk_uint(((hk_re_program *)hk_ptr(vm, re->program))->groups);
    HK_ARG(a, 0) = hk_internal(re->names);
    return hk_groups_object(vm, &HK_ARG(a, 0), &HK_ARG(a, 1), 1);
}

/* ---- %RegExpStringIteratorPrototype% --------------------------------------------------------------------- */

/* RegExp 0, string 1, state 2 (see regexp.js) */
HK_FN hk_val hk_nat_regExpIterator(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    hk_ref r = hk_new_intrinsic_class(vm, HK_T_ITERATOR, HK_IN_RegExpStringIteratorPrototype, sizeof(hk_iter));
    if (!r)
        return HK_EXCEPTION;
    hk_iter *it = hk_ptr(vm, r);
    it->kind = HK_IT_REGEXP;
    it->next = (uint32_t)hk_int_of(HK_ARG(a, 2));
    hk_store(vm, &it->from, HK_ARG(a, 0));
    hk_store(vm, &it->with, HK_ARG(a, 1));
    return hk_object(r);
}

/* The state of iterator 0, which then becomes 1. */
HK_FN hk_val hk_nat_regExpIterState(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    if (hk_class(vm, HK_ARG(a, 0)) != HK_T_ITERATOR || ((hk_iter *)hk_ptr(vm, hk_ref_of(HK_ARG(a, 0))))->kind != HK_IT_REGEXP)
        return hk_throw(vm, HK_E_TYPE, "%v is not a RegExp String Iterator", HK_ARG(a, 0));
    hk_iter *it = hk_ptr(vm, hk_ref_of(HK_ARG(a, 0)));
    uint32_t state = it->next;
    it->next = (uint32_t)hk_int_of(HK_ARG(a, 1));
    return hk_uint(state);
}

HK_FN hk_val hk_nat_regExpIterPart(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    const hk_iter *it = hk_ptr(vm, hk_ref_of(HK_ARG(a, 0)));
    return HK_ARG(a, 1) == hk_int(0) ? it->from : it->with;
}
#endif
