/* What is in the heap: by kind, as text, and whether it is sound. */
#ifndef HK_API_DUMP_C
#define HK_API_DUMP_C
#include "check.c"
#include "../lib/date.c"
#include "../lib/regexp.c"

/* ---- By kind ------------------------------------------------------------------------------------------------------- */

HK_FN unsigned hk_kind_of(hk_vm *vm, hk_ref r)
{
    static const uint8_t kinds[HK_T_OBJECT] = {
        [HK_T_FREE] = HAKO_KIND_FREE, [HK_T_STRING] = HAKO_KIND_STRING, [HK_T_ROPE] = HAKO_KIND_STRING,
        [HK_T_SYMBOL] = HAKO_KIND_OTHER, [HK_T_BIGINT] = HAKO_KIND_OTHER, [HK_T_SHAPE] = HAKO_KIND_SHAPE,
        [HK_T_TABLE] = HAKO_KIND_SHAPE, [HK_T_VALUES] = HAKO_KIND_VALUES, [HK_T_REFS] = HAKO_KIND_OTHER,
        [HK_T_WEAKREFS] = HAKO_KIND_OTHER, [HK_T_WEAK] = HAKO_KIND_VALUES, [HK_T_BYTES] = HAKO_KIND_BYTES,
        [HK_T_SCOPE] = HAKO_KIND_SCOPE, [HK_T_ACCESSOR] = HAKO_KIND_VALUES, [HK_T_CODE] = HAKO_KIND_CODE,
        [HK_T_CACHE] = HAKO_KIND_CODE, [HK_T_SAVED] = HAKO_KIND_FRAME, [HK_T_BUCKETS] = HAKO_KIND_VALUES,
    };
    unsigned type = hk_type(vm, r);
    if (r == vm->handles || r == vm->kept || r == vm->hosts || r == vm->host_names)
        return HAKO_KIND_HANDLE;
    if (type < HK_T_OBJECT)
        return kinds[type];
    return type == HK_T_FUNCTION || type == HK_T_BOUND || type == HK_T_LIBFN ? HAKO_KIND_FUNCTION : HAKO_KIND_OBJECT;
}

HAKO_API hako_census hako_get_census(hako_vm *vm)
{
    hako_census c;
    memset(&c, 0, sizeof c);
    if (!HK_VM(vm))
        return c;
    for (hk_ref r = HK_HEAP_START; r < vm->top; r += hk_block_bytes(vm, r)) {
        unsigned kind = hk_kind_of(vm, r);
        c.kinds[kind].count++;
        c.kinds[kind].bytes += hk_block_bytes(vm, r);
        c.blocks++;
    }
    c.fixed = HK_HEAP_START;
    c.stack = vm->size - vm->sp;
    c.handles = hk_handle_count(vm);
    for (uint32_t i = 0; i < hk_kept_slots(vm); i++)
        c.kept += hk_kept_value(vm, i) != HK_EMPTY;
    return c;
}

/* ---- A value as text ------------------------------------------------------------------------------------------------- */

#define HK_DUMP_ITEMS 100u      /* of one object */
#define HK_DUMP_UNITS 200u      /* of one string */

typedef struct {
    hk_vm *vm;
    const hako_dump_desc *desc;
    hk_val *path;               /* temporaries: the objects that are open; behind them (HAKO_MAX_DUMP) the value that comes next */
    uint32_t at[HAKO_MAX_DUMP];     /* their next items */
    uint8_t shown[HAKO_MAX_DUMP];   /* how many were written */
    uint32_t depth, most, n;        /* how many are open, may be; bytes in text */
    char text[48];
} hk_dump;

static const hako_dump_desc hk_dump_plain = { NULL, NULL, 0, false, false };
enum { HK_COLOR_STRING = 32, HK_COLOR_NUMBER = 33, HK_COLOR_OTHER = 35, HK_COLOR_FUNCTION = 36, HK_COLOR_NOTHING = 90 };

HK_FN void hk_dump_flush(hk_dump *d)
{
    const hako_port *port = d->vm->port;
    if (!d->n)
        return;
    if (d->desc->write)
        d->desc->write(d->desc->context, d->text, d->n);
    else if (port && port->print)
        port->print(port->context, HAKO_LOG, d->text, d->n);
    d->n = 0;
}

HK_FN void hk_dump_bytes(hk_dump *d, const char *bytes, uint32_t n)
{
    for (uint32_t i = 0; i < n;) {
        uint32_t part = n - i < sizeof d->text - d->n ? n - i : (uint32_t)sizeof d->text - d->n;
        memcpy(d->text + d->n, bytes + i, part);
        d->n += part;
        i += part;
        if (d->n == sizeof d->text)
            hk_dump_flush(d);
    }
}
HK_FN void hk_dump_text(hk_dump *d, const char *s) { hk_dump_bytes(d, s, hk_cstr_len(s)); }

HK_FN void hk_dump_number(hk_dump *d, uint32_t u)
{
    char number[16];
    hk_dump_bytes(d, number, (uint32_t)hk_uint32_to_string(u, number));
}

/* Begins a colour; 0 ends it. */
HK_FN void hk_dump_color(hk_dump *d, unsigned color)
{
    if (!d->desc->color)
        return;
    hk_dump_text(d, "\x1b[");
    hk_dump_number(d, color);
    hk_dump_text(d, "m");
}

/* A string, in quotes or bare. One that is not put together, and for which there is no memory, is told by its length. */
HK_FN void hk_dump_string(hk_dump *d, hk_val v, bool bare)
{
    hk_text t;
    uint8_t utf8[4];
    hk_ref s = hk_flatten(d->vm, hk_ref_of(v));
    if (!s) {
        hk_dump_text(d, "(string of ");
        hk_dump_number(d, hk_str_len(d->vm, hk_ref_of(v)));
        hk_dump_text(d, ")");
        return;
    }
    hk_text_of(d->vm, s, &t);
    if (!bare)
        hk_dump_text(d, "\"");
    for (uint32_t i = 0; i < t.len && i < HK_DUMP_UNITS;) {
        uint32_t c = hk_next_code_point(&t, &i);
        if (c < ' ' || c == 0x7F) {
            hk_dump_text(d, c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\u{");
            if (c != '\n' && c != '\t') {
                hk_dump_number(d, c / 16);
                hk_dump_bytes(d, &"0123456789abcdef"[c % 16], 1);
                hk_dump_text(d, "}");
            }
            continue;
        }
        if (!bare && (c == '"' || c == '\\'))
            hk_dump_text(d, "\\");
        hk_dump_bytes(d, (const char *)utf8, (uint32_t)hk_utf8_encode(c, false, utf8));
    }
    if (!bare)
        hk_dump_text(d, "\"");
    if (t.len > HK_DUMP_UNITS) {
        hk_dump_text(d, "... of ");
        hk_dump_number(d, t.len);
    }
}

/* What hk_put_value or hk_describe make of a value. */
HK_FN HK_NOINLINE void hk_dump_brief(hk_dump *d, hk_val v)
{
    hk_message m = { d->vm, { 0 }, 0 };
    if (hk_class(d->vm, v) == HK_T_ERROR)
        hk_describe(&m, v);
    else
        hk_put_value(&m, v);
    hk_dump_bytes(d, m.text, m.n);
    if (hk_is_bigint(v) && m.n && m.text[0] == 'B')
        hk_dump_text(d, " of more than 128 bits");
}

HK_FN void hk_dump_primitive(hk_dump *d, hk_val v)
{
    bool string = hk_is_string(v);
    hk_dump_color(d, string || hk_is_symbol(v) ? HK_COLOR_STRING : hk_is_nullish(v) ? HK_COLOR_NOTHING : HK_COLOR_NUMBER);
    if (string)
        hk_dump_string(d, v, false);
    else if (v == HK_SIGN_BIT)
        hk_dump_text(d, "-0");
    else
        hk_dump_brief(d, v);
    hk_dump_color(d, 0);
}

HK_FN void hk_dump_key(hk_dump *d, hk_key key)
{
    if (hk_key_is_index(key))
        hk_dump_number(d, hk_key_index(key));
    else if (hk_ref_is_wellknown(key) || (hk_ref_is_block(key) && hk_type(d->vm, key) == HK_T_SYMBOL))
        hk_dump_brief(d, hk_symbol(key));
    else
        hk_dump_string(d, hk_string(key), true);
    hk_dump_text(d, ": ");
}

/* The name of a function, or of the constructor of an object: what can be had of it without running a script. */
HK_FN hk_val hk_dump_name_of(hk_vm *vm, const hk_val *o)
{
    hk_val f = *o;
    if (!hk_is_callable(vm, f))
        f = hk_peek(vm, f, HK_KEY(constructor));
    return hk_is_object(f) ? hk_peek(vm, f, HK_KEY(name)) : HK_UNDEFINED;
}

HK_FN bool hk_is_collection(unsigned type) { return type == HK_T_MAP || type == HK_T_SET; }
HK_FN bool hk_dump_is_list(hk_vm *vm, hk_val v) { return hk_class(vm, v) == HK_T_ARRAY || hk_class(vm, v) == HK_T_TYPED; }

/* Does an object show its brackets even if there is nothing between them? */
HK_FN bool hk_dump_has_brackets(hk_vm *vm, hk_val v)
{
    unsigned type = hk_class(vm, v);
    bool plain = type == HK_T_OBJECT || type == HK_T_ARGUMENTS || type == HK_T_HOST;
    return !hk_is_callable(vm, v) && (plain || hk_is_collection(type) || hk_dump_is_list(vm, v));
}

/* How many elements an object has room for, typed arrays' among them. */
HK_FN uint32_t hk_dump_elements(hk_vm *vm, hk_val v)
{
    if (!hk_is_block(v))
        return 0;
    unsigned type = hk_class(vm, v);
#if HAKO_WITH_TYPED_ARRAYS
    if (type == HK_T_TYPED) {
        uint32_t n = hk_view_length(vm, hk_view_ptr(vm, v));
        return n == HK_OUT_OF_BOUNDS ? 0 : n;
    }
#endif
    if (type == HK_T_ARRAY)
        return ((hk_array *)hk_ptr(vm, hk_ref_of(v)))->length;
    return hk_nvals(vm, hk_obj_ptr(vm, v)->elems);
}

/* Element i, EMPTY for a hole. */
HK_FN hk_val hk_dump_element(hk_vm *vm, hk_val v, uint32_t i)
{
#if HAKO_WITH_TYPED_ARRAYS
    if (hk_class(vm, v) == HK_T_TYPED)
        return hk_typed_get(vm, hk_view_ptr(vm, v), i);
#endif
    hk_ref elems = hk_obj_ptr(vm, v)->elems;
    return i < hk_nvals(vm, elems) ? hk_vals(vm, elems)[i] : HK_EMPTY;
}

#if HAKO_WITH_DECIMAL
HK_FN HK_NOINLINE void hk_dump_decimal(hk_dump *d, const hk_dec *value)
{
    char text[HK_DEC_TEXT_MAX + 1] = " ";
    hk_dump_bytes(d, text, 1 + (uint32_t)hk_dec_text(value, text + 1));
}
#endif

#if HAKO_WITH_DATE
HK_FN HK_NOINLINE void hk_dump_date(hk_dump *d, hk_val time)
{
    char text[HK_FORMAT_MAX];
    double t = hk_num_of(time);
    if (t != t)
        hk_dump_text(d, " invalid");
    else {
        hk_dump_text(d, " ");
        hk_dump_bytes(d, text, hk_date_write(d->vm, t, HK_FORMAT_ISO, text));
    }
}
#endif

#if HAKO_WITH_REGEXP
HK_FN HK_NOINLINE void hk_dump_regexp(hk_dump *d, hk_val v)
{
    char flags[8];
    hk_dump_text(d, " /");
    hk_dump_string(d, hk_string(hk_regexp_ptr(d->vm, v)->source), true);
    hk_dump_text(d, "/");
    hk_dump_bytes(d, flags, hk_flags_write(hk_regexp_flags(d->vm, v), flags));
}
#endif

/* Is a function the constructor of a script's class, or of a native one? */
HK_FN bool hk_is_class(hk_vm *vm, hk_val f)
{
    if (hk_is_fnimm(f))
        return (f & HK_FN_HOST) && hk_host_is_function(vm, hk_ref_of(f)) && hk_host_constructs(vm, hk_ref_of(f));
    hk_ref code = hk_class(vm, f) == HK_T_FUNCTION ? ((hk_func *)hk_ptr(vm, hk_ref_of(f)))->code : 0;
    return code && (hk_code_ptr(vm, code)->flags & HK_CF_CLASS);
}

/* What stands before an object's bracket: its constructor's name and, of those that have it, what it holds. */
HK_FN void hk_dump_head(hk_dump *d, const hk_val *o)
{
    static const char *const promise[] = { " pending", " fulfilled", " rejected" };
    hk_vm *vm = d->vm;
    hk_val name = hk_dump_name_of(vm, o);
    unsigned type = hk_class(vm, *o);
    bool function = hk_is_callable(vm, *o);
    if ((type == HK_T_OBJECT && name == hk_string(HK_KEY(Object))) || (type == HK_T_ARRAY && name == hk_string(HK_KEY(Array))))
        return;
    hk_dump_color(d, function ? HK_COLOR_FUNCTION : HK_COLOR_OTHER);
    hk_dump_text(d, hk_is_proxy(vm, *o) ? "Proxy" : !function ? "" : hk_is_class(vm, *o) ? "class " : "function ");
    if (type == HK_T_ERROR)
        hk_dump_brief(d, *o);
    else if (hk_is_string(name))
        hk_dump_string(d, name, true);
    else if (!function && !hk_is_proxy(vm, *o))
        hk_dump_text(d, "null prototype");
#if HAKO_WITH_DECIMAL
    if (type == HK_T_DECIMAL)
        hk_dump_decimal(d, hk_dec_of(vm, *o));
#endif
#if HAKO_WITH_DATE
    if (type == HK_T_DATE)
        hk_dump_date(d, ((hk_val *)hk_ptr(vm, hk_ref_of(*o)))[2]);
#endif
#if HAKO_WITH_REGEXP
    if (type == HK_T_REGEXP)
        hk_dump_regexp(d, *o);
#endif
    if (type == HK_T_PRIMITIVE) {
        hk_dump_text(d, " ");
        hk_dump_primitive(d, ((hk_val *)hk_ptr(vm, hk_ref_of(*o)))[2]);
    } else if (HAKO_WITH_ASYNC && type == HK_T_PROMISE) {
        hk_dump_text(d, promise[hk_promise_ptr(vm, *o)->state & HK_PROMISE_STATE]);
    } else if (hk_is_collection(type) || type == HK_T_BUFFER || type == HK_T_TYPED) {
        hk_dump_text(d, "(");
        hk_dump_number(d, type == HK_T_BUFFER ? ((hk_buffer *)hk_ptr(vm, hk_ref_of(*o)))->length
                          : type == HK_T_TYPED ? hk_dump_elements(vm, *o) : hk_map_ptr(vm, *o)->live);
        hk_dump_text(d, ")");
    }
    hk_dump_color(d, 0);
    if (hk_dump_has_brackets(vm, *o))
        hk_dump_text(d, " ");
}

/* ---- Items: elements, entries of a Map or Set, properties; numbered in one row ------------------------------------------- */

enum { HK_DUMP_END, HK_DUMP_VALUE, HK_DUMP_HOLE, HK_DUMP_HIDDEN, HK_DUMP_ACCESSOR };

/* An entry of a Map or Set; i counts those behind the elements. */
HK_FN int hk_dump_entry(hk_dump *d, hk_val o, uint32_t i, hk_val *key, hk_val *v)
{
    const hk_map *m = hk_map_ptr(d->vm, o);
    const hk_val *entry = hk_map_entry(d->vm, m, i);
    if (entry[0] == HK_EMPTY)
        return HK_DUMP_HIDDEN;
    *v = entry[hk_map_width(m) - 1];
    *key = hk_map_width(m) == 2 ? entry[0] : HK_EMPTY;
    return HK_DUMP_VALUE;
}

/* Property i of the shape. */
HK_FN int hk_dump_property(hk_dump *d, hk_val o, uint32_t i, hk_key *key, hk_val *v)
{
    hk_obj *obj = hk_obj_ptr(d->vm, o);
    const hk_shape *s = hk_shape_of(d->vm, obj);
    if (i >= s->count)
        return HK_DUMP_END;
    const hk_entry *e = &((hk_table *)hk_ptr(d->vm, s->table))->entries[i];
    bool symbol = e->key && hk_ref_is_block(e->key) && hk_type(d->vm, e->key) == HK_T_SYMBOL;
    if (!e->key || !(e->info & HK_P_ENUMERABLE) || (symbol && hk_is_private(d->vm, e->key)))
        return HK_DUMP_HIDDEN;
    *key = e->key;
    *v = *hk_slot(d->vm, obj, i);
    if (hk_is_namespace(d->vm, o) && hk_is_internal(*v))
        *v = hk_cell_value(d->vm, *v);
    return e->info & HK_P_ACCESSOR ? HK_DUMP_ACCESSOR : HK_DUMP_VALUE;
}

/* Finds item i of the innermost object: its value, and what leads to it, a property's key or that of a Map's entry. HK_DUMP_* */
HK_FN int hk_dump_item(hk_dump *d, uint32_t i, hk_key *key, hk_val *entry, hk_val *v)
{
    hk_vm *vm = d->vm;
    hk_val o = d->path[d->depth - 1];
    uint32_t n = hk_dump_elements(vm, o), entries = 0;
    *key = 0;
    *entry = HK_EMPTY;
    if (!hk_is_block(o))
        return HK_DUMP_END;
    if (hk_is_collection(hk_class(vm, o)))
        entries = hk_map_used(vm, hk_map_ptr(vm, o));
    if (i < n) {
        *v = hk_dump_element(vm, o, i);
        *key = hk_dump_is_list(vm, o) ? 0 : hk_index_key(i);
        return *v != HK_EMPTY ? HK_DUMP_VALUE : *key ? HK_DUMP_HIDDEN : HK_DUMP_HOLE;
    }
    if (i - n < entries)
        return hk_dump_entry(d, o, i - n, entry, v);
    return hk_dump_property(d, o, i - n - entries, key, v);
}

/* ---- The walk ----------------------------------------------------------------------------------------------------------- */

HK_FN void hk_dump_line(hk_dump *d, uint32_t depth)
{
    hk_dump_text(d, "\n");
    for (uint32_t i = 0; i < depth; i++)
        hk_dump_text(d, "  ");
}

/* What stands between the innermost object's last item and the next, or its bracket before the first. */
HK_FN void hk_dump_separator(hk_dump *d)
{
    bool first = !d->shown[d->depth - 1]++;
    hk_val o = d->path[d->depth - 1];
    if (!first)
        hk_dump_text(d, d->desc->lines ? "," : ", ");
    else
        hk_dump_text(d, hk_dump_is_list(d->vm, o) ? "[" : hk_dump_has_brackets(d->vm, o) ? "{" : " {");
    if (d->desc->lines)
        hk_dump_line(d, d->depth);
    else if (first && !hk_dump_is_list(d->vm, o))
        hk_dump_text(d, " ");
}

/* The innermost object is written. */
HK_FN void hk_dump_close(hk_dump *d)
{
    hk_val o = d->path[--d->depth];
    bool list = hk_dump_is_list(d->vm, o), any = d->shown[d->depth] != 0;
    if (!any && hk_dump_has_brackets(d->vm, o))
        hk_dump_text(d, list ? "[" : "{");
    if (any && d->desc->lines)
        hk_dump_line(d, d->depth);
    else if (any && !list)
        hk_dump_text(d, " ");
    if (any || hk_dump_has_brackets(d->vm, o))
        hk_dump_text(d, list ? "]" : "}");
    d->path[d->depth] = HK_UNDEFINED;
}

/* Writes the value at path[HAKO_MAX_DUMP], or opens it. */
HK_FN void hk_dump_value(hk_dump *d)
{
    const hk_val *v = &d->path[HAKO_MAX_DUMP];
    if (!hk_is_object(*v)) {
        hk_dump_primitive(d, *v);
        return;
    }
    for (uint32_t i = 0; i < d->depth; i++)
        if (d->path[i] == *v) {
            hk_dump_text(d, "<circular ");
            hk_dump_number(d, d->depth - i);
            hk_dump_text(d, " up>");
            return;
        }
    hk_dump_head(d, v);
    if (d->depth == d->most) {
        hk_dump_text(d, !hk_dump_has_brackets(d->vm, *v) ? "" : hk_dump_is_list(d->vm, *v) ? "[...]" : "{...}");
        return;
    }
    d->at[d->depth] = d->shown[d->depth] = 0;
    d->path[d->depth++] = *v;
}

/* Holes from element i of a list on: how many. */
HK_FN uint32_t hk_dump_holes(hk_vm *vm, hk_val o, uint32_t i)
{
    uint32_t n = hk_dump_elements(vm, o), end = i, room = hk_nvals(vm, hk_obj_ptr(vm, o)->elems);
    while (end < room && end < n && hk_dump_element(vm, o, end) == HK_EMPTY)
        end++;
    return (end < room ? end : n) - i;
}

/* The next item of the innermost object, or its end. */
HK_FN void hk_dump_next(hk_dump *d)
{
    hk_key key;
    hk_val entry, *v = &d->path[HAKO_MAX_DUMP];
    uint32_t i = d->at[d->depth - 1]++;
    int what = hk_dump_item(d, i, &key, &entry, v);
    if (what == HK_DUMP_HIDDEN)
        return;
    if (what != HK_DUMP_END)
        hk_dump_separator(d);
    if (what == HK_DUMP_END || d->shown[d->depth - 1] > HK_DUMP_ITEMS) {
        hk_dump_text(d, what == HK_DUMP_END ? "" : "...");
        hk_dump_close(d);
        return;
    }
    if (key)
        hk_dump_key(d, key);
    if (entry != HK_EMPTY) {
        if (hk_is_object(entry))
            hk_dump_brief(d, entry);
        else
            hk_dump_primitive(d, entry);
        hk_dump_text(d, " => ");
    }
    if (what == HK_DUMP_HOLE) {
        uint32_t holes = hk_dump_holes(d->vm, d->path[d->depth - 1], i);
        hk_dump_text(d, "<");
        hk_dump_number(d, holes);
        hk_dump_text(d, " empty>");
        d->at[d->depth - 1] = i + holes;
    } else if (what == HK_DUMP_ACCESSOR) {
        hk_dump_text(d, "<accessor>");
    } else {
        hk_dump_value(d);
    }
}

/* hako_dump, with a text before it. */
HK_FN void hk_dump_line_of(hk_vm *vm, const char *before, hk_val value, const hako_dump_desc *desc)
{
    if (vm->temps + HAKO_MAX_DUMP + 8 > HK_COUNT(vm->temp))
        return;
    int32_t budget = vm->budget;
    hk_val *pending = hk_push(vm, vm->exception);
    hk_dump d = { vm, desc ? desc : &hk_dump_plain, pending + 1, { 0 }, { 0 }, 0, 0, 0, { 0 } };
    d.most = d.desc->depth == 0 ? 3 : d.desc->depth < HAKO_MAX_DUMP ? d.desc->depth : HAKO_MAX_DUMP;
    for (unsigned i = 0; i <= HAKO_MAX_DUMP; i++)
        hk_push(vm, HK_UNDEFINED);
    vm->exception = HK_EMPTY;
    d.path[HAKO_MAX_DUMP] = value;
    hk_dump_text(&d, before);
    hk_dump_value(&d);
    while (d.depth)
        hk_dump_next(&d);
    hk_dump_text(&d, "\n");
    hk_dump_flush(&d);
    vm->exception = *pending;
    vm->temps -= HAKO_MAX_DUMP + 2;
    vm->budget = budget;
}

HAKO_API void hako_dump(hako_vm *vm, hako_val value, const hako_dump_desc *desc)
{
    if (HK_VM(vm))
        hk_dump_line_of(vm, "", hk_from_host(vm, value), desc);
}

/* ---- The heap as text ----------------------------------------------------------------------------------------------------- */

/* What is in a block, if it has a text or a name. */
HK_FN void hk_dump_block(hk_dump *d, hk_ref r)
{
    unsigned type = hk_type(d->vm, r);
    hk_ref name = type == HK_T_CODE ? ((hk_code *)hk_ptr(d->vm, r))->name : 0;
    hk_ref code = type == HK_T_FUNCTION ? ((hk_func *)hk_ptr(d->vm, r))->code : 0;
    if (code && hk_ref_is_block(code))          /* names of the library's are elsewhere */
        name = ((hk_code *)hk_ptr(d->vm, code))->name;
    hk_dump_text(d, " ");
    if (type == HK_T_STRING)
        hk_dump_string(d, hk_string(r), false);
    else if (name)
        hk_dump_brief(d, hk_string(name));
}

HAKO_API void hako_dump_heap(hako_vm *vm, const hako_dump_desc *desc)
{
#define HK_ROW_NAME(name, refs, from, cls) #name,
    static const char *const names[] = { HK_BLOCK_TYPES(HK_ROW_NAME) };
    if (!HK_VM(vm))
        return;
    hk_dump d = { vm, desc ? desc : &hk_dump_plain, NULL, { 0 }, { 0 }, 0, 0, 0, { 0 } };
    for (hk_ref r = HK_HEAP_START; r < vm->top; r += hk_block_bytes(vm, r)) {
        hk_dump_number(&d, r);
        hk_dump_text(&d, " ");
        hk_dump_text(&d, names[hk_type(vm, r)]);
        hk_dump_text(&d, " ");
        hk_dump_number(&d, hk_block_bytes(vm, r));
        hk_dump_block(&d, r);
        hk_dump_text(&d, "\n");
    }
    hk_dump_flush(&d);
}

/* ---- Handles that nobody dropped -------------------------------------------------------------------------------------- */

HAKO_API uint32_t hako_leaks(hako_vm *vm, const hako_dump_desc *desc)
{
    uint32_t leaks = 0, slots = HK_VM(vm) ? hk_kept_slots(vm) : 0;
    for (uint32_t i = 0; i < slots; i++) {
        if (hk_kept_value(vm, i) == HK_EMPTY)
            continue;
        leaks++;
        hk_dump_line_of(vm, "kept: ", hk_kept_value(vm, i), desc);
    }
    return leaks;
}
#endif
