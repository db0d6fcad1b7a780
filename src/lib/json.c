/* JSON: reading, writing of plain data. */
#ifndef HK_LIB_JSON_C
#define HK_LIB_JSON_C
#include "string.c"

/* ---- Reading ------------------------------------------------------------------------------ */

/* A parser. `text` is flat; `stack` is a VALUES block. It holds HK_JSON_HEAD values for the parser itself while its work is
 * interrupted (`at`, `depth`), then for each open array or object HK_JSON_LEVEL values: it, the key under which the next value
 * goes, and, where records are kept, the records of what is in it (see jsonRevive in json.js). `value` is what was read last,
 * `record` its record. All are rooted places. */
#define HK_JSON_HEAD 2u
#define HK_JSON_LEVEL 3u
#define HK_JSON_PIECE 1000      /* steps until the native lets the slice end */
typedef struct {
    hk_vm *vm;
    hk_val *text, *stack, *value, *record;
    hk_text t;                  /* of text: to be looked up again after an allocation */
    uint32_t at, depth;
    bool records;
    bool bad;                   /* the text is none of JSON: an error at `at` */
} hk_json;

HK_FN bool hk_json_error(hk_json *j)
{
    j->bad = true;
    return false;
}

/* Throws that error, when the functions that found it have returned: it takes much of the C stack. */
HK_FN HK_NOINLINE void hk_json_throw(hk_json *j)
{
    uint32_t c;
    if (j->at >= j->t.len) {
        hk_throw(j->vm, HK_E_SYNTAX, "unexpected end of JSON text");
    } else {
        c = hk_next_code_point(&j->t, &j->at);
        uint16_t units[2];
        hk_ref r = hk_str_utf16(j->vm, units, (uint32_t)hk_utf16_encode(c, units));
        if (r)
            hk_throw(j->vm, HK_E_SYNTAX, "unexpected '%v' in JSON text at %u", hk_string(r), j->at - (c > 0xFFFF ? 2 : 1));
    }
}

/* The unit at `at`, behind white space; 0 at the end. */
HK_FN uint32_t hk_json_next(hk_json *j)
{
    for (; j->at < j->t.len; j->at++) {
        uint32_t c = hk_unit(&j->t, j->at);
        if (c != ' ' && c != '\n' && c != '\t' && c != '\r')
            return c;
    }
    return 0;
}

/* What must come next */
HK_FN bool hk_json_expect(hk_json *j, const char *word)
{
    for (; *word; word++, j->at++)
        if (j->at >= j->t.len || hk_unit(&j->t, j->at) != (uint8_t)*word)
            return hk_json_error(j);
    return true;
}

/* One unit of a string literal, at `at`, which moves behind it. 0x10000: an error. */
HK_FN uint32_t hk_json_unit(hk_json *j)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    uint32_t c = j->at < j->t.len ? hk_unit(&j->t, j->at) : 0;
    if (c < ' ')
        return 0x10000;
    j->at++;
    if (c != '\\')
        return c;
    c = j->at < j->t.len ? hk_unit(&j->t, j->at) : 0;
    for (unsigned i = 0; i < 8; i++)
        if (c == (uint8_t)from[i]) {
            j->at++;
            return (uint8_t)to[i];
        }
    if (c != 'u')
        return 0x10000;
    j->at++;
    uint32_t unit = 0, digit;
    for (unsigned i = 0; i < 4; i++, j->at++) {
        if (j->at >= j->t.len || (digit = hk_digit_value(hk_unit(&j->t, j->at))) > 15)
            return 0x10000;
        unit = unit << 4 | digit;
    }
    return unit;
}

/* The string literal whose quote is at `at`, into *value: its text if it has no escapes and `key` is false or it is new. A
 * key's text is looked up first, so that the same one in many objects is made once. */
HK_FN bool hk_json_string(hk_json *j, bool key)
{
    uint32_t from = ++j->at, n = 0, c, bits = 0;
    bool plain;
    while (j->at < j->t.len && hk_unit(&j->t, j->at) != '"') {
        if ((c = hk_json_unit(j)) > 0xFFFF)
            return hk_json_error(j);
        bits |= c;
        n++;
    }
    if (j->at == j->t.len)
        return hk_json_error(j);
    plain = n == j->at - from;
    uint32_t end = j->at++;
    if (plain && key && j->t.u8 && n > 1) {
        hk_text t = { j->t.u8 + from, NULL, n, 0 };
        hk_ref known = hk_find_text(j->vm, &t, hk_text_hash(&t));
        if (known) {
            *j->value = hk_string(known);
            return true;
        }
    }
    hk_ref r = plain ? hk_substring(j->vm, j->text, from, end) : hk_str_new(j->vm, n, bits > 0xFF);
    hk_text_of(j->vm, hk_ref_of(*j->text), &j->t);
    if (!r)
        return false;
    if (!plain) {
        hk_text one = { NULL, NULL, 1, 0 };
        j->at = from;
        for (uint32_t i = 0; i < n; i++) {
            one.unit = (uint16_t)hk_json_unit(j);
            hk_copy_units(hk_ptr(j->vm, r), i, &one, 0, 1);
        }
        j->at++;
        r = hk_str_done(j->vm, r);
    }
    *j->value = hk_string(r);
    return true;
}

/* Moves over digits, of which there must be one. */
HK_FN bool hk_json_digits(hk_json *j)
{
    uint32_t from = j->at;
    while (j->at < j->t.len && hk_unit(&j->t, j->at) - '0' < 10)
        j->at++;
    return j->at > from || hk_json_error(j);
}
HK_INLINE bool hk_json_is(const hk_json *j, uint32_t c) { return j->at < j->t.len && hk_unit(&j->t, j->at) == c; }

HK_FN bool hk_json_number(hk_json *j)
{
    uint32_t from = j->at;
    size_t used;
    j->at += hk_json_is(j, '-');
    if (hk_json_is(j, '0'))
        j->at++;
    else if (!hk_json_digits(j))
        return false;
    if (hk_json_is(j, '.') && (j->at++, !hk_json_digits(j)))
        return false;
    if (hk_json_is(j, 'e') || hk_json_is(j, 'E')) {
        j->at++;
        j->at += hk_json_is(j, '+') || hk_json_is(j, '-');
        if (!hk_json_digits(j))
            return false;
    }
    const uint8_t *s = j->t.u8 + from;
    uint8_t c = (uint8_t)j->t.unit;
    if (!j->t.u8) {             /* not Latin-1: the literal is copied */
        hk_ref r = j->t.u16 ? hk_substring(j->vm, j->text, from, j->at) : 0;
        if (j->t.u16 && !r)
            return false;
        hk_text_of(j->vm, hk_ref_of(*j->text), &j->t);
        c = r && hk_ref_is_char(r) ? (uint8_t)(r >> 3) : c;
        s = !r || hk_ref_is_char(r) ? &c : (const uint8_t *)((hk_str *)hk_ptr(j->vm, r) + 1);
    }
    *j->value = hk_number(hk_strtod((const char *)s, j->at - from, &used));
    return true;
}

/* Opens an array or object. */
HK_FN bool hk_json_open(hk_json *j, bool array)
{
    hk_vm *vm = j->vm;
    hk_ref r = array ? hk_new_array(vm, 0) : hk_new_plain(vm, 4);
    if (!r)
        return false;
    *j->value = hk_object(r);
    uint32_t at = HK_JSON_HEAD + j->depth * HK_JSON_LEVEL;
    if (at + HK_JSON_LEVEL > hk_nvals(vm, hk_ref_of(*j->stack))) {
        if ((r = hk_resize(vm, j->stack, 8 + (at + at / 2 + 4 * HK_JSON_LEVEL) * 8)) == 0)
            return false;
        *j->stack = hk_internal(r);
    }
    if (j->records) {
        if ((r = array ? hk_new_array(vm, 0) : hk_new_object(vm, 0, 4)) == 0)
            return false;
        hk_store(vm, &hk_vals(vm, hk_ref_of(*j->stack))[at + 2], hk_object(r));
    }
    hk_store(vm, &hk_vals(vm, hk_ref_of(*j->stack))[at], *j->value);
    j->depth++;
    j->at++;
    hk_text_of(vm, hk_ref_of(*j->text), &j->t);
    return true;
}

/* The array or object that is open innermost, the key in it, its records. */
HK_INLINE hk_val *hk_json_top(hk_json *j)
{
    return hk_vals(j->vm, hk_ref_of(*j->stack)) + HK_JSON_HEAD + (j->depth - 1) * HK_JSON_LEVEL;
}

/* Reads "key": of the object that is open. */
HK_FN bool hk_json_key(hk_json *j)
{
    if (hk_json_next(j) != '"')
        return hk_json_error(j);
    if (!hk_json_string(j, true))
        return false;
    hk_store(j->vm, &hk_json_top(j)[1], *j->value);
    hk_json_next(j);
    return hk_json_expect(j, ":");
}

/* Adds v to a container under a key. */
HK_FN bool hk_json_add(hk_json *j, hk_val o, hk_val v, bool array)
{
    hk_vm *vm = j->vm;
    hk_prop p;
    if (array)
        return hk_append(vm, o, v);
    hk_val *to = hk_push(vm, o), *value = hk_push(vm, v);
    hk_key k = hk_str_key(vm, hk_ref_of(hk_json_top(j)[1]));
    int done = k ? hk_own(vm, *to, k, &p) : HK_ERR;
    if (done == HK_NO)
        done = hk_add_property(vm, *to, k, *value, HK_P_DATA);
    else if (done == HK_YES)
        done = hk_write(vm, *to, k, &p, *value);
    vm->temps -= 2;
    return done == HK_YES;
}

/* Puts the value that was read where it belongs. */
HK_FN bool hk_json_put(hk_json *j)
{
    bool array = hk_class(j->vm, hk_json_top(j)[0]) == HK_T_ARRAY;
    bool ok = hk_json_add(j, hk_json_top(j)[0], *j->value, array);
    if (ok && j->records)
        ok = hk_json_add(j, hk_json_top(j)[2], *j->record, array);
    hk_text_of(j->vm, hk_ref_of(*j->text), &j->t);
    return ok;
}

/* Closes the innermost array or object: it is the value that was read. */
HK_FN bool hk_json_close(hk_json *j)
{
    const hk_val *top = hk_json_top(j);
    j->at++;
    *j->value = top[0];
    if (j->records) {
        *j->record = hk_new_pair(j->vm, top[0], top[2]);
        hk_text_of(j->vm, hk_ref_of(*j->text), &j->t);
    }
    j->depth--;
    return !j->records || *j->record != HK_EXCEPTION;
}

/* A value that is not an array or object. */
HK_FN bool hk_json_scalar(hk_json *j, uint32_t c)
{
    uint32_t from = j->at;
    bool ok = c == '"' ? hk_json_string(j, false) : c == '-' || c - '0' < 10 ? hk_json_number(j)
            : c == 't' ? hk_json_expect(j, "true") : c == 'f' ? hk_json_expect(j, "false")
            : c == 'n' ? hk_json_expect(j, "null") : hk_json_error(j);
    if (c == 't' || c == 'f' || c == 'n')
        *j->value = c == 't' ? HK_TRUE : c == 'f' ? HK_FALSE : HK_NULL;
    if (!ok || !j->records)
        return ok;
    hk_ref r = hk_substring(j->vm, j->text, from, j->at);
    *j->record = r ? hk_new_pair(j->vm, *j->value, hk_string(r)) : HK_EXCEPTION;
    hk_text_of(j->vm, hk_ref_of(*j->text), &j->t);
    return *j->record != HK_EXCEPTION;
}

/* Reads a value or the start of one. HK_YES: it is read; HK_NO: an array or object is open, an element comes next; HK_ERR. */
HK_FN int hk_json_start(hk_json *j)
{
    uint32_t c = hk_json_next(j);
    if (c != '[' && c != '{')
        return hk_json_scalar(j, c) ? HK_YES : HK_ERR;
    if (!hk_json_open(j, c == '['))
        return HK_ERR;
    if (hk_json_next(j) == c + 2)
        return hk_json_close(j) ? HK_YES : HK_ERR;
    return c == '[' || hk_json_key(j) ? HK_NO : HK_ERR;
}

/* After a value within an array or object: goes on to the next one (HK_NO), or to the end, which is a value (HK_YES). */
HK_FN int hk_json_after(hk_json *j)
{
    if (!hk_json_put(j))
        return HK_ERR;
    bool array = hk_class(j->vm, hk_json_top(j)[0]) == HK_T_ARRAY;
    uint32_t c = hk_json_next(j);
    if (c == (array ? ']' : '}'))
        return hk_json_close(j) ? HK_YES : HK_ERR;
    if (c != ',') {
        hk_json_error(j);
        return HK_ERR;
    }
    j->at++;
    return array || hk_json_key(j) ? HK_NO : HK_ERR;
}

/* HK_YES: the whole text is read; HK_NO: a piece of it; HK_ERR. */
HK_FN int hk_json_read(hk_json *j)
{
    for (int32_t left = HK_JSON_PIECE; left > 0;) {
        uint32_t from = j->at;
        int st = hk_json_start(j);
        while (st == HK_YES && j->depth)
            st = hk_json_after(j);
        int32_t steps = 1 + (int32_t)((j->at - from) / 8);
        left -= steps;
        j->vm->budget -= steps;
        if (st == HK_YES && (hk_json_next(j) || j->at < j->t.len)) {
            hk_json_error(j);
            return HK_ERR;
        }
        if (st != HK_NO)
            return st;
    }
    return HK_NO;
}

/* Reads the string in *text; with records, the result is the record of the value. *state, a rooted place, holds the stack: the
 * native is called again with it until the result is not HK_AGAIN. */
HK_FN hk_val hk_json_parse(hk_vm *vm, hk_val *text, hk_val *state, bool records)
{
    hk_json j = { .vm = vm, .text = text, .stack = state, .records = records };
    if (hk_is_internal(*state)) {
        const hk_val *head = hk_vals(vm, hk_ref_of(*state));
        j.at = (uint32_t)hk_int_of(head[0]);
        j.depth = (uint32_t)hk_int_of(head[1]);
    } else {
        hk_ref r = hk_alloc_values(vm, HK_JSON_HEAD + HK_JSON_LEVEL * 4, HK_UNDEFINED);
        if (!r)
            return HK_EXCEPTION;
        *state = hk_internal(r);
    }
    j.value = hk_push(vm, HK_UNDEFINED);
    j.record = hk_push(vm, HK_UNDEFINED);
    int st = hk_flat_text(vm, text, &j.t) ? hk_json_read(&j) : HK_ERR;
    if (j.bad)
        hk_json_throw(&j);
    hk_val result = st == HK_ERR ? HK_EXCEPTION : st == HK_NO ? HK_AGAIN : records ? *j.record : *j.value;
    vm->temps -= 2;
    hk_val *head = hk_vals(vm, hk_ref_of(*state));
    head[0] = hk_int((int32_t)j.at);
    head[1] = hk_int((int32_t)j.depth);
    return result;
}
HK_FN hk_val hk_nat_jsonParse(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_is_callable(vm, HK_ARG(a, 1)) ? HK_TWIN : hk_json_parse(vm, &HK_ARG(a, 0), a, false);
}
HK_FN hk_val hk_nat_jsonRead(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_json_parse(vm, &HK_ARG(a, 0), a, true);
}

HK_FN hk_val hk_nat_sameValue(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_bool(hk_same_value(vm, HK_ARG(a, 0), HK_ARG(a, 1)));
}

/* ---- Raw JSON: a wrapper object of null, which no other object is ------------------------- */

HK_FN hk_val hk_nat_isRawJSON(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_bool(hk_class(vm, HK_ARG(a, 0)) == HK_T_PRIMITIVE && hk_primitive_of(vm, HK_ARG(a, 0)) == HK_NULL);
}

HK_FN hk_val hk_nat_rawJSON(hk_vm *vm, hk_val *a, int argc)
{
    hk_text t;
    (void)argc;
    if (!hk_flat_text(vm, &HK_ARG(a, 0), &t))
        return HK_EXCEPTION;
    uint32_t first = t.len ? hk_unit(&t, 0) : 0, last = t.len ? hk_unit(&t, t.len - 1) : 0;
    if (first <= ' ' || last == ' ' || (last >= '\t' && last <= '\r') || first == '[' || first == '{')
        return hk_throw(vm, HK_E_SYNTAX, "raw JSON text must be one primitive value");
    hk_val v = hk_json_parse(vm, &HK_ARG(a, 0), a, false);
    if (v == HK_EXCEPTION || v == HK_AGAIN)
        return v;
    hk_ref r = hk_new_class(vm, HK_T_PRIMITIVE, 0, 24);
    if (!r)
        return HK_EXCEPTION;
    ((hk_val *)hk_ptr(vm, r))[2] = HK_NULL;
    a[0] = hk_object(r);
    bool ok = hk_define_data(vm, a[0], HK_KEY(rawJSON), HK_ARG(a, 0), HK_P_ENUMERABLE) == HK_YES &&
              hk_prevent_extensions(vm, a[0]) == HK_YES;
    return ok ? a[0] : HK_EXCEPTION;
}

/* ---- Writing ------------------------------------------------------------------------------ */

/* A writer. `out` is a string block of `room` units, `n` of which are written; `gap` a string, "" for none; `value` what is to be
 * written. `stack` is a VALUES block: HK_JSON_KEPT values for the writer itself while its work is interrupted (out, gap, n,
 * depth), then for each open object itself and the position in it. All are rooted places. */
#define HK_JSON_KEPT 4u
#define HK_JSON_OPEN 2u
typedef struct {
    hk_vm *vm;
    hk_val *out, *stack, *gap, *value;
    uint32_t n, room, depth;
    bool wide;
} hk_json_out;

/* Room for so many units more, wide or not. */
HK_FN bool hk_json_room(hk_json_out *w, uint32_t n, bool wide)
{
    hk_vm *vm = w->vm;
    if (w->n + n <= w->room && w->wide >= wide)
        return true;
    uint32_t room = w->n + n <= w->room ? w->room : w->n + n + (w->n + n) / 2 + 16;
    wide |= w->wide;
    if (w->n + n > HK_MAX_STRING) {
        hk_throw(vm, HK_E_RANGE, "invalid string length");
        return false;
    }
    hk_ref r;
    if (wide == w->wide) {
        r = hk_resize(vm, w->out, (uint32_t)sizeof(hk_str) + (room << wide));
    } else if ((r = hk_alloc(vm, HK_T_STRING, (uint32_t)sizeof(hk_str) + (room << wide))) != 0) {
        hk_text t = { (uint8_t *)((hk_str *)hk_ptr(vm, hk_ref_of(*w->out)) + 1), NULL, w->n, 0 };
        ((hk_str *)hk_ptr(vm, r))->len = HK_STR_WIDE;
        hk_copy_units(hk_ptr(vm, r), 0, &t, 0, w->n);
    }
    if (!r)
        return false;
    *w->out = hk_string(r);
    w->room = room;
    w->wide = wide;
    ((hk_str *)hk_ptr(vm, r))->len = room | (wide ? HK_STR_WIDE : 0);
    return true;
}

HK_FN bool hk_json_ascii(hk_json_out *w, const char *text, uint32_t n)
{
    hk_text t = { (const uint8_t *)text, NULL, n, 0 };
    if (!hk_json_room(w, n, false))
        return false;
    hk_copy_units(hk_ptr(w->vm, hk_ref_of(*w->out)), w->n, &t, 0, n);
    w->n += n;
    return true;
}

/* The string in *s: quoted, or as it is. */
HK_FN bool hk_json_text(hk_json_out *w, hk_val *s, bool quote)
{
    hk_text t;
    if (!hk_flat_text(w->vm, s, &t))
        return false;
    uint32_t n = quote ? hk_write_quoted(&t, '"', true, NULL, 0) : t.len;
    hk_charge_units(w->vm, n * 2);
    if (!hk_json_room(w, n, hk_str_wide(w->vm, hk_ref_of(*s))))
        return false;
    hk_text_of(w->vm, hk_ref_of(*s), &t);
    hk_str *out = hk_ptr(w->vm, hk_ref_of(*w->out));
    if (quote)
        hk_write_quoted(&t, '"', true, out, w->n);
    else
        hk_copy_units(out, w->n, &t, 0, n);
    w->n += n;
    return true;
}

/* With a gap: a new line, indented for `depth` open objects. */
HK_FN bool hk_json_line(hk_json_out *w, uint32_t depth)
{
    if (*w->gap == hk_string(HK_EMPTY_STRING))
        return true;
    bool ok = hk_json_ascii(w, "\n", 1);
    while (ok && depth--)
        ok = hk_json_text(w, w->gap, false);
    return ok;
}

/* Has the innermost object just been opened? No other text ends in a bracket that opens. */
HK_FN bool hk_json_fresh(hk_json_out *w)
{
    hk_text t;
    hk_text_of(w->vm, hk_ref_of(*w->out), &t);
    uint32_t c = hk_unit(&t, w->n - 1);
    return c == '[' || c == '{';
}

/* What is to become of *value. HK_JSON_PLAIN: an array or object that is nothing but its elements, or its data properties. */
enum { HK_JSON_ERROR, HK_JSON_TWIN, HK_JSON_NOTHING, HK_JSON_SCALAR, HK_JSON_PLAIN };
HK_FN int hk_json_kind(hk_json_out *w)
{
    hk_vm *vm = w->vm;
    hk_prop p;
    hk_val v = *w->value;
    if (!hk_is_object(v))
        return v == HK_UNDEFINED || hk_is_symbol(v) ? HK_JSON_NOTHING
             : v == HK_EMPTY || hk_is_bigint(v) ? HK_JSON_TWIN : HK_JSON_SCALAR;
    int found = hk_find(vm, v, HK_KEY(toJSON), &p, NULL);
    if (found != HK_NO)
        return found == HK_ERR ? HK_JSON_ERROR : HK_JSON_TWIN;
    if (hk_is_callable(vm, *w->value))
        return HK_JSON_NOTHING;
    const hk_obj *o = hk_obj_ptr(vm, *w->value);
    unsigned type = hk_type_of_hdr(o->hdr);
    bool plain = !(hk_shape_of(vm, o)->flags & HK_SHAPE_INDEXES) && (type == HK_T_ARRAY || (type == HK_T_OBJECT && !o->elems));
    return plain ? HK_JSON_PLAIN : HK_JSON_TWIN;
}

/* Opens the array or object in *value. */
HK_FN bool hk_json_enter(hk_json_out *w)
{
    hk_vm *vm = w->vm;
    uint32_t at = HK_JSON_KEPT + w->depth * HK_JSON_OPEN;
    for (uint32_t i = HK_JSON_KEPT; i < at; i += HK_JSON_OPEN)
        if (hk_vals(vm, hk_ref_of(*w->stack))[i] == *w->value) {
            hk_throw(vm, HK_E_TYPE, "cannot convert circular structure to JSON");
            return false;
        }
    vm->budget -= (int32_t)w->depth / 8;
    if (at + HK_JSON_OPEN > hk_nvals(vm, hk_ref_of(*w->stack))) {
        hk_ref r = hk_resize(vm, w->stack, 8 + (at + at / 2 + 4 * HK_JSON_OPEN) * 8);
        if (!r)
            return false;
        *w->stack = hk_internal(r);
    }
    hk_val *top = hk_vals(vm, hk_ref_of(*w->stack)) + at;
    hk_store(vm, &top[0], *w->value);
    hk_store(vm, &top[1], hk_int(0));
    w->depth++;
    return hk_json_ascii(w, hk_class(vm, *w->value) == HK_T_ARRAY ? "[" : "{", 1);
}

/* The object that is open innermost, the position in it */
HK_INLINE hk_val *hk_json_innermost(hk_json_out *w)
{
    return hk_vals(w->vm, hk_ref_of(*w->stack)) + HK_JSON_KEPT + (w->depth - 1) * HK_JSON_OPEN;
}

/* Writes *value, which is a scalar or plain. */
HK_FN bool hk_json_value(hk_json_out *w, int kind)
{
    hk_val v = *w->value;
    char number[HK_NUMBER_MAX];
    w->vm->budget--;
    if (kind == HK_JSON_PLAIN)
        return hk_json_enter(w);
    if (hk_is_string(v))
        return hk_json_text(w, w->value, true);
    if (hk_is_number(v) && hk_is_finite(hk_num_of(v)))
        return hk_json_ascii(w, number, (uint32_t)hk_number_to_string(hk_num_of(v), number));
    return v == HK_TRUE ? hk_json_ascii(w, "true", 4) : v == HK_FALSE ? hk_json_ascii(w, "false", 5)
                                                                      : hk_json_ascii(w, "null", 4);
}

/* The next element or property of the innermost object that is to be written: its kind, it in *value and its key in *key (EMPTY:
 * an element). HK_JSON_NOTHING: there is none. */
HK_FN int hk_json_advance(hk_json_out *w, hk_val *key)
{
    hk_vm *vm = w->vm;
    for (;;) {
        hk_val *top = hk_json_innermost(w);
        hk_obj *o = hk_obj_ptr(vm, top[0]);
        const hk_shape *s = hk_shape_of(vm, o);
        bool array = hk_type_of_hdr(o->hdr) == HK_T_ARRAY;
        uint32_t i = (uint32_t)hk_int_of(top[1]);
        if (i >= (array ? ((const hk_array *)(const void *)o)->length : s->count))
            return HK_JSON_NOTHING;
        top[1] = hk_int((int32_t)i + 1);
        *key = HK_EMPTY;
        if (array) {
            *w->value = hk_element(vm, o, i);
        } else {
            const hk_entry *e = &((hk_table *)hk_ptr(vm, s->table))->entries[i];
            if (!e->key || (e->info & HK_P_DELETED) || !(e->info & HK_P_ENUMERABLE) || hk_is_symbol(hk_key_value(vm, e->key)))
                continue;
            if (e->info & HK_P_ACCESSOR)
                return HK_JSON_TWIN;
            *key = hk_string(e->key);
            *w->value = *hk_slot(vm, o, i);
        }
        int kind = hk_json_kind(w);
        if (kind != HK_JSON_NOTHING)
            return kind;
        if (array) {
            *w->value = HK_NULL;
            return HK_JSON_SCALAR;
        }
    }
}

/* Writes what comes next within the innermost object, or its end: its kind, or HK_JSON_ERROR. */
HK_FN int hk_json_step(hk_json_out *w, hk_val *key)
{
    int kind = hk_json_advance(w, key);
    if (kind <= HK_JSON_TWIN)
        return kind;
    bool fresh = hk_json_fresh(w), ok;
    if (kind == HK_JSON_NOTHING) {
        bool array = hk_class(w->vm, hk_json_innermost(w)[0]) == HK_T_ARRAY;
        w->depth--;
        ok = (fresh || hk_json_line(w, w->depth)) && hk_json_ascii(w, array ? "]" : "}", 1);
    } else {
        ok = (fresh || hk_json_ascii(w, ",", 1)) && hk_json_line(w, w->depth);
        if (ok && *key != HK_EMPTY)
            ok = hk_json_text(w, key, true) && hk_json_ascii(w, ": ", *w->gap == hk_string(HK_EMPTY_STRING) ? 1 : 2);
        ok = ok && hk_json_value(w, kind);
    }
    return ok ? kind : HK_JSON_ERROR;
}

/* The text that was written. */
HK_FN hk_val hk_json_done(hk_json_out *w)
{
    hk_ref r = hk_resize(w->vm, w->out, (uint32_t)sizeof(hk_str) + (w->n << w->wide));
    if (!r)
        return HK_EXCEPTION;
    ((hk_str *)hk_ptr(w->vm, r))->len = w->n | (w->wide ? HK_STR_WIDE : 0);
    return hk_string(hk_str_done(w->vm, r));
}

HK_FN bool hk_json_begin(hk_json_out *w)
{
    w->room = 24;
    hk_ref r = hk_str_new(w->vm, w->room, false);
    *w->out = hk_string(r);
    return r != 0;
}

/* Begins with *value. HK_YES: there is something to be written in it; HK_NO: *result is the result; HK_ERR. */
HK_FN int hk_json_first(hk_json_out *w, hk_val *result)
{
    int kind = hk_json_kind(w);
    *result = kind == HK_JSON_TWIN ? HK_TWIN : HK_UNDEFINED;
    if (kind <= HK_JSON_NOTHING)
        return kind == HK_JSON_ERROR ? HK_ERR : HK_NO;
    hk_ref r = hk_json_begin(w) ? hk_alloc_values(w->vm, HK_JSON_KEPT + HK_JSON_OPEN * 4, HK_UNDEFINED) : 0;
    if (!r)
        return HK_ERR;
    *w->stack = hk_internal(r);
    return hk_json_value(w, kind) ? HK_YES : HK_ERR;
}

/* Goes on where the last piece of work ended. */
HK_FN void hk_json_resume(hk_json_out *w)
{
    const hk_val *kept = hk_vals(w->vm, hk_ref_of(*w->stack));
    *w->out = kept[0];
    *w->gap = kept[1];
    w->n = (uint32_t)hk_int_of(kept[2]);
    w->depth = (uint32_t)hk_int_of(kept[3]);
    uint32_t len = ((hk_str *)hk_ptr(w->vm, hk_ref_of(kept[0])))->len;
    w->room = len & HK_STR_LEN;
    w->wide = (len & HK_STR_WIDE) != 0;
}
HK_FN hk_val hk_json_interrupt(hk_json_out *w)
{
    hk_val *kept = hk_vals(w->vm, hk_ref_of(*w->stack));
    hk_store(w->vm, &kept[0], *w->out);
    hk_store(w->vm, &kept[1], *w->gap);
    kept[2] = hk_int((int32_t)w->n);
    kept[3] = hk_int((int32_t)w->depth);
    return HK_AGAIN;
}

/* Writes *value and all that is in it. HK_TWIN: some of that is not plain; nothing but allocations has happened then. */
HK_FN hk_val hk_json_write(hk_json_out *w)
{
    int kind = HK_JSON_PLAIN;
    hk_val result;
    if (!hk_is_internal(*w->stack)) {
        int st = hk_json_first(w, &result);
        if (st != HK_YES)
            return st == HK_ERR ? HK_EXCEPTION : result;
    } else {
        hk_json_resume(w);
    }
    hk_val *key = hk_push(w->vm, HK_EMPTY);
    for (int32_t end = w->vm->budget - HK_JSON_PIECE; kind > HK_JSON_TWIN && w->depth && w->vm->budget > end;)
        kind = hk_json_step(w, key);
    hk_pop(w->vm);
    if (kind <= HK_JSON_TWIN)
        return kind == HK_JSON_TWIN ? HK_TWIN : HK_EXCEPTION;
    return w->depth ? hk_json_interrupt(w) : hk_json_done(w);
}

HK_FN hk_val hk_nat_jsonQuote(hk_vm *vm, hk_val *a, int argc)
{
    hk_json_out w = { .vm = vm, .out = a };
    (void)argc;
    return hk_json_begin(&w) && hk_json_text(&w, &HK_ARG(a, 0), true) ? hk_json_done(&w) : HK_EXCEPTION;
}

/* Without a replacer, and with a gap that is a primitive, plain data are written here. */
HK_FN hk_val hk_nat_jsonStringify(hk_vm *vm, hk_val *a, int argc)
{
    hk_val space = HK_ARG(a, 2);
    (void)argc;
    if (hk_is_object(HK_ARG(a, 1)) || hk_is_object(space))
        return HK_TWIN;
    hk_val *gap = hk_push(vm, hk_string(HK_EMPTY_STRING)), *out = hk_push(vm, HK_UNDEFINED), *value = hk_push(vm, HK_ARG(a, 0));
    if (hk_is_string(space))
        *gap = hk_part(vm, &HK_ARG(a, 2), 0, hk_clamp_index(hk_int(10), hk_str_len(vm, hk_ref_of(space))));
    else if (hk_is_number(space) && hk_num_of(space) >= 1)
        *gap = hk_string_result(hk_str_latin1(vm, (const uint8_t *)"          ", hk_clamp_index(space, 10)));
    hk_json_out w = { .vm = vm, .out = out, .stack = a, .gap = gap, .value = value };
    hk_val result = *gap == HK_EXCEPTION ? HK_EXCEPTION : hk_json_write(&w);
    vm->temps -= 3;
    return result;
}
#endif
