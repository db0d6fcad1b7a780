/* Declarations in TypeScript of what the host has registered: a walk that makes nothing, runs nothing and does not recurse. */
#ifndef HK_API_DECLARE_C
#define HK_API_DECLARE_C
#include "classes.c"
#include "module.c"

typedef struct {
    hk_vm *vm;
    hako_write *put;
    void *user;
    const hako_typing *types;
    size_t count;
    uint32_t n, path;               /* bytes in text; of the path so far, which ends with a point unless it is empty */
    uint32_t exported;              /* exports under names of their own so far */
    bool refused;
    char text[64], at[HAKO_MAX_DUMP * 16];
} hk_declare;

HK_FN void hk_declare_flush(hk_declare *d)
{
    d->refused = d->refused || (d->n && !d->put(d->user, d->text, d->n));
    d->n = 0;
}
HK_FN void hk_declare_bytes(hk_declare *d, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (d->n == sizeof d->text)
            hk_declare_flush(d);
        d->text[d->n++] = bytes[i];
    }
}
HK_FN void hk_declare_put(hk_declare *d, const char *s) { hk_declare_bytes(d, s, hk_cstr_len(s)); }
HK_FN void hk_declare_puts(hk_declare *d, const char *a, const char *b, const char *c)
{
    hk_declare_put(d, a);
    hk_declare_put(d, b);
    hk_declare_put(d, c);
}
HK_FN void hk_declare_indent(hk_declare *d, uint32_t depth)
{
    while (depth--)
        hk_declare_put(d, "    ");
}

/* ---- Names ------------------------------------------------------------------------------------------------------------- */

/* Is it a name as it stands? Names beyond ASCII are quoted like what is none; reserved words are names of properties only. */
HK_FN bool hk_declare_plain(const char *s, bool property)
{
    static const char words[] =
        " await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements"
        " import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var"
        " void while with yield arguments eval constructor ";
    uint32_t n = 0, i, k;
    for (; s[n]; n++) {
        bool letter = (s[n] | 32) >= 'a' && (s[n] | 32) <= 'z';
        if (!letter && s[n] != '_' && s[n] != '$' && !(n && s[n] >= '0' && s[n] <= '9'))
            return false;
    }
    for (i = 0; !property && words[i]; i++) {
        for (k = 0; words[i] == ' ' && k < n && words[i + 1 + k] == s[k];)
            k++;
        if (n && k == n && words[i + 1 + n] == ' ')
            return false;
    }
    return n != 0;
}

/* A text in quotes */
HK_FN void hk_declare_quoted(hk_declare *d, const char *s)
{
    hk_declare_put(d, "\"");
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\')
            hk_declare_put(d, "\\");
        if (c < ' ' || c == 0x7F) {
            hk_declare_put(d, c & 0x10 ? "\\x1" : c == 0x7F ? "\\x7" : "\\x0");
            hk_declare_bytes(d, &"0123456789abcdef"[c & 15], 1);
        } else {
            hk_declare_bytes(d, s, 1);
        }
    }
    hk_declare_put(d, "\"");
}

/* The name of a property, a well-known symbol's with @@ before it. */
HK_FN void hk_declare_name(hk_declare *d, const char *s)
{
    if (s[0] == '@' && s[1] == '@')
        hk_declare_puts(d, "[Symbol.", s + 2, "]");
    else if (hk_declare_plain(s, true))
        hk_declare_put(d, s);
    else
        hk_declare_quoted(d, s);
}

/* The type that the host's list has for a name in what the path leads to; NULL: none. */
HK_FN const char *hk_declare_typing(const hk_declare *d, const char *name)
{
    uint32_t n = hk_cstr_len(name);
    for (size_t i = 0; i < d->count; i++)
        if (hk_cstr_len(d->types[i].name) == d->path + n && hk_memcmp(d->types[i].name, d->at, d->path) == 0 &&
            hk_memcmp(d->types[i].name + d->path, name, n) == 0)
            return d->types[i].type;
    return NULL;
}

/* The path goes on with a name; the result takes it back. A name too long for it is in no list. */
HK_FN uint32_t hk_declare_enter(hk_declare *d, const char *name)
{
    uint32_t before = d->path, n = hk_cstr_len(name);
    if (before + n + 1 <= sizeof d->at) {
        memcpy(d->at + before, name, n);
        d->at[before + n] = '.';
        d->path = before + n + 1;
    }
    return before;
}

/* ---- Functions ---------------------------------------------------------------------------------------------------------- */

/* A signature without its name: as the list has it, or of so many optional parameters and more. */
HK_FN void hk_declare_signature(hk_declare *d, const char *type, int32_t arity, const char *result)
{
    if (type) {
        hk_declare_put(d, type);
        return;
    }
    hk_declare_put(d, "(");
    for (int32_t i = 0; i < arity && i < 32; i++) {
        char number[16];
        hk_declare_put(d, "arg");
        hk_declare_bytes(d, number, (size_t)hk_uint32_to_string((uint32_t)i + 1, number));
        hk_declare_put(d, "?: any, ");
    }
    hk_declare_puts(d, "...args: any[])", result, "");
}

HK_INLINE bool hk_is_host_fn(hk_val v) { return hk_is_fnimm(v) && (hk_ref_of(v) & HK_FN_HOST); }
HK_INLINE bool hk_is_library_fn(hk_val v) { return hk_is_fnimm(v) && !(hk_ref_of(v) & HK_FN_HOST); }

/* ---- Classes ------------------------------------------------------------------------------------------------------------ */
#if HAKO_WITH_CLASSES

/* The class whose constructor v is; NULL: it is none's. */
HK_FN const hako_class *hk_declare_class_of(hk_vm *vm, hk_val v)
{
    return hk_is_host_fn(v) && hk_host_constructs(vm, hk_ref_of(v)) ? hk_class_at(vm, hk_ref_of(v)) : NULL;
}

HK_FN void hk_declare_class_name(hk_declare *d, const hako_class *c) { hk_declare_put(d, hk_declare_plain(c->name, false) ? c->name : "any"); }

HK_FN void hk_declare_field(hk_declare *d, const hako_field *f)
{
    const char *type = hk_declare_typing(d, f->name);
    hk_declare_put(d, f->read_only ? "    readonly " : "    ");
    hk_declare_name(d, f->name);
    hk_declare_put(d, ": ");
    if (type) {
        hk_declare_puts(d, type, ";\n", "");
        return;
    }
    if (f->count)
        hk_declare_put(d, "(");
    switch (f->type) {
    case HAKO_FIELD_INT64: case HAKO_FIELD_UINT64: hk_declare_put(d, HAKO_WITH_BIGINT ? "bigint" : "number"); break;
    case HAKO_FIELD_BOOL: hk_declare_put(d, "boolean"); break;
    case HAKO_FIELD_TEXT: hk_declare_put(d, "string"); break;
    case HAKO_FIELD_ENUM:
        for (size_t i = 0; f->names[i]; i++) {
            hk_declare_put(d, i ? " | " : "");
            hk_declare_quoted(d, f->names[i]);
        }
        break;
    case HAKO_FIELD_STRUCT: hk_declare_class_name(d, f->of); break;
    case HAKO_FIELD_FUNCTION: hk_declare_put(d, "((...args: any[]) => any) | null"); break;
    case HAKO_FIELD_SLOT: hk_declare_put(d, "any"); break;
    default: hk_declare_put(d, "number"); break;
    }
    hk_declare_put(d, f->count ? ")[];\n" : ";\n");
}

HK_FN void hk_declare_member(hk_declare *d, const hako_member *m)
{
    const char *type = hk_declare_typing(d, m->name);
    hk_declare_put(d, m->is_static ? "    static " : "    ");
    if (!m->call && !m->get && m->set)
        hk_declare_put(d, "set ");
    else if (!m->call && !m->set)
        hk_declare_put(d, "readonly ");
    hk_declare_name(d, m->name);
    if (m->call) {
        hk_declare_signature(d, type, m->arity, ": any");
    } else if (!m->get && m->set) {
        hk_declare_puts(d, "(value: ", type ? type : "any", ")");
    } else {
        hk_declare_puts(d, ": ", type ? type : m->get ? "any" : m->text ? "string" : "number", "");
    }
    hk_declare_put(d, ";\n");
}

HK_FN void hk_declare_class(hk_declare *d, const hako_class *c)
{
    const hako_class *made = c;
    const char *type = hk_declare_typing(d, c->name);
    uint32_t before = hk_declare_enter(d, c->name);
    while (!made->construct && made->parent)
        made = made->parent;
    if (c->exotic && c->exotic->array)
        hk_declare_puts(d, "interface ", c->name, " extends Array<any> {}\n");
    hk_declare_puts(d, "declare class ", c->name, "");
    if (c->parent && hk_declare_plain(c->parent->name, false))
        hk_declare_puts(d, " extends ", c->parent->name, "");
    hk_declare_put(d, made->construct ? " {\n    constructor" : " {\n    protected constructor");
    hk_declare_signature(d, type, made->construct ? c->arity : 0, "");
    hk_declare_put(d, ";\n");
    for (size_t i = 0; i < c->field_count; i++)
        hk_declare_field(d, &c->fields[i]);
    for (size_t i = 0; i < c->member_count; i++)
        hk_declare_member(d, &c->members[i]);
    if (c->exotic && !c->exotic->array)
        hk_declare_put(d, "    [name: string]: any;\n");
    hk_declare_put(d, "}\n");
    d->path = before;
}

/* The classes of the current realm in the order in which they were defined; of one name the first. */
HK_FN void hk_declare_classes(hk_declare *d)
{
    hk_vm *vm = d->vm;
    for (uint32_t i = 0; i < vm->host_count; i++) {
        bool own = (hk_host_slot(vm, i)->arity & HK_HOST_CLASS) && hk_host_slot(vm, i + 1)->data == vm->realm;
        for (uint32_t k = 0; own && k < i; k++)
            if ((hk_host_slot(vm, k)->arity & HK_HOST_CLASS) && hk_host_slot(vm, k + 1)->data == vm->realm)
                own = hk_cstr_len(hk_class_at(vm, k)->name) != hk_cstr_len(hk_class_at(vm, i)->name) ||
                      hk_memcmp(hk_class_at(vm, k)->name, hk_class_at(vm, i)->name, hk_cstr_len(hk_class_at(vm, i)->name)) != 0;
        if (own && hk_declare_plain(hk_class_at(vm, i)->name, false))
            hk_declare_class(d, hk_class_at(vm, i));
    }
}
#else
HK_INLINE void hk_declare_classes(hk_declare *d) { (void)d; }
#endif

/* ---- Values ------------------------------------------------------------------------------------------------------------- */

/* Is it an object of the library's? */
HK_FN bool hk_declare_is_library(hk_vm *vm, hk_val v)
{
    if (hk_is_library_fn(v))
        return true;
    for (unsigned i = 0; hk_is_block(v) && i < HK_IN_COUNT; i++)
        if (hk_has_intrinsic(vm, vm->realm, i) == hk_ref_of(v))
            return true;
    return false;
}

/* The type of what is no object to be opened: true, or false if it is one. */
HK_FN bool hk_declare_simple(hk_declare *d, hk_val v)
{
    hk_vm *vm = d->vm;
    unsigned class = hk_class(vm, v);
#if HAKO_WITH_CLASSES
    const hako_class *c = hk_declare_class_of(vm, v);
    if (c && hk_declare_plain(c->name, false)) {
        hk_declare_puts(d, "typeof ", c->name, "");
        return true;
    }
    if (class == HK_T_HOST && !hk_view_field(vm, v)) {
        hk_declare_class_name(d, hk_class_of(vm, v));
        return true;
    }
#endif
    if (hk_is_host_fn(v))
        hk_declare_signature(d, NULL, hk_host_length(vm, hk_ref_of(v)), " => any");
    else if (hk_is_callable(vm, v))
        hk_declare_signature(d, NULL, 0, " => any");
    else if (class == HK_T_OBJECT)
        return false;
    else
        hk_declare_put(d, hk_is_string(v) ? "string" : hk_is_number(v) ? "number" : v == HK_TRUE || v == HK_FALSE ? "boolean" : hk_is_bigint(v) ? "bigint" :
                       hk_is_symbol(v) ? "symbol" : class == HK_T_ARRAY ? "any[]" : "any");
    return true;
}

/* Property i of an object, as far as it is a string's and no library function: 1; 0: it is not; -1: there are no more. name: its text, as far
 * as there is room. */
HK_FN int hk_declare_property(hk_declare *d, hk_val o, uint32_t i, char name[64], hk_val *v, unsigned *flags)
{
    hk_obj *obj = hk_obj_ptr(d->vm, o);
    const hk_shape *s = hk_shape_of(d->vm, obj);
    hk_text t;
    if (i >= s->count)
        return -1;
    const hk_entry *e = &((hk_table *)hk_ptr(d->vm, s->table))->entries[i];
    if (!e->key || hk_ref_is_wellknown(e->key) || (hk_ref_is_block(e->key) && hk_type(d->vm, e->key) == HK_T_SYMBOL))
        return 0;
    *v = *hk_slot(d->vm, obj, i);
    *flags = e->info;
    if (hk_key_is_index(e->key)) {
        name[hk_uint32_to_string(hk_key_index(e->key), name)] = '\0';
    } else {
        hk_text_of(d->vm, e->key, &t);
        hk_write_utf8(&t, false, name, 64);
    }
    if (e->info & HK_P_ACCESSOR)
        return !hk_is_library_fn(hk_getter(d->vm, *v));
    return !hk_declare_is_library(d->vm, *v);
}

HK_FN bool hk_declare_is_constant(hk_vm *vm, hk_val v, unsigned flags)
{
    return flags & HK_P_ACCESSOR ? !hk_is_object(hk_setter(vm, v)) : !(flags & HK_P_WRITABLE);
}

/* The type of a value; an object's, to a depth, is written out. */
HK_FN HK_NOINLINE void hk_declare_type(hk_declare *d, hk_val v, uint32_t indent)
{
    hk_val open[HAKO_MAX_DUMP];
    uint32_t next[HAKO_MAX_DUMP], before[HAKO_MAX_DUMP], depth = 0;
    unsigned flags;
    char name[64] = "";
    do {
        bool again = false;
        for (uint32_t i = 0; i < depth; i++)
            again = again || open[i] == v;
        if (v != HK_EMPTY && (again || depth == HAKO_MAX_DUMP)) {
            hk_declare_put(d, "any");
        } else if (v != HK_EMPTY && !hk_declare_simple(d, v)) {
            hk_declare_put(d, "{\n");
            before[depth] = depth ? hk_declare_enter(d, name) : d->path;
            next[depth] = 0;
            open[depth++] = v;
            v = HK_EMPTY;
        }
        if (depth && v != HK_EMPTY)
            hk_declare_put(d, ";\n");
        v = HK_EMPTY;
        int found = 0;
        while (depth && v == HK_EMPTY && found >= 0) {
            found = hk_declare_property(d, open[depth - 1], next[depth - 1]++, name, &v, &flags);
            if (found <= 0)
                v = HK_EMPTY;
        }
        if (depth && found < 0) {
            d->path = before[--depth];
            hk_declare_indent(d, indent + depth);
            hk_declare_put(d, "}");
            if (depth)
                hk_declare_put(d, ";\n");
        } else if (depth) {
            const char *type = hk_declare_typing(d, name);
            bool method = hk_is_host_fn(v) && !(flags & HK_P_ACCESSOR);
            hk_declare_indent(d, indent + depth);
            hk_declare_put(d, hk_declare_is_constant(d->vm, v, flags) && !method ? "readonly " : "");
            hk_declare_name(d, name);
            if (method && type) {
                hk_declare_puts(d, type, ";\n", "");
                v = HK_EMPTY;
            } else if (type || (flags & HK_P_ACCESSOR)) {
                hk_declare_puts(d, ": ", type ? type : "any", ";\n");
                v = HK_EMPTY;
            } else {
                hk_declare_put(d, ": ");
            }
        }
    } while (depth);
}

/* One name of the global object or of a module (export): its declaration. */
HK_FN void hk_declare_binding(hk_declare *d, const char *name, hk_val v, unsigned flags, bool export)
{
    bool plain = hk_declare_plain(name, false), function = hk_is_host_fn(v) && !(flags & HK_P_ACCESSOR);
    const char *type = hk_declare_typing(d, name);
    char own[24] = "exported";
    if (!plain && export)
        own[8 + hk_uint32_to_string(++d->exported, own + 8)] = '\0';
#if HAKO_WITH_CLASSES
    const hako_class *c = hk_declare_class_of(d->vm, v);
    function = function && !c;
    if (!export && c && plain && hk_cstr_len(c->name) == hk_cstr_len(name) && hk_memcmp(c->name, name, hk_cstr_len(name)) == 0)
        return;                                                                     /* it is among the classes */
#endif
    if (!plain && !export) {
        hk_declare_put(d, "// globalThis[");
        hk_declare_quoted(d, name);
        hk_declare_put(d, "]\n");
        return;
    }
    hk_declare_put(d, !export ? "declare " : plain ? "    export " : "    ");
    if (plain && function) {
        hk_declare_puts(d, "function ", name, "");
        hk_declare_signature(d, type, hk_host_length(d->vm, hk_ref_of(v)), ": any");
    } else {
        uint32_t before = hk_declare_enter(d, name);
        hk_declare_puts(d, export || hk_declare_is_constant(d->vm, v, flags) ? "const " : "let ", plain ? name : own, ": ");
        if (type || (flags & HK_P_ACCESSOR))
            hk_declare_puts(d, function ? "{ " : "", type ? type : "any", function ? " }" : "");
        else
            hk_declare_type(d, v, export);
        d->path = before;
    }
    hk_declare_put(d, ";\n");
    if (!plain) {
        hk_declare_puts(d, "    export { ", own, " as ");
        hk_declare_name(d, name);
        hk_declare_put(d, " };\n");
    }
}

#if HAKO_WITH_MODULES
/* The exports of the module of the host's that record m is, if it is one. */
HK_FN void hk_declare_module(hk_declare *d, hk_val m)
{
    hk_vm *vm = d->vm;
    hk_val info = hk_peek(vm, m, HK_KEY(info)), env = hk_peek(vm, m, HK_KEY(env)), list;
    hk_text t;
    char name[64];
    if (!hk_is_internal(info) || !hk_is_internal(env) || hk_is_object(hk_peek(vm, m, HK_KEY(fn))) || hk_is_string(hk_peek(vm, m, HK_KEY(type))))
        return;
    hk_text_of(vm, hk_ref_of(hk_peek(vm, m, HK_KEY(name))), &t);
    hk_write_utf8(&t, false, name, sizeof name);
    hk_declare_put(d, "declare module ");
    hk_declare_quoted(d, name);
    hk_declare_put(d, " {\n");
    uint32_t before = hk_declare_enter(d, name);
    list = hk_vals(vm, hk_ref_of(info))[HK_MI_LOCALS];
    d->exported = 0;
    for (uint32_t i = 0; i < hk_list_size(vm, list); i += 2) {
        const hk_val *row = hk_vals(vm, hk_ref_of(list)) + i;
        hk_text_of(vm, hk_ref_of(row[0]), &t);
        hk_write_utf8(&t, false, name, sizeof name);
        hk_declare_binding(d, name, hk_vals(vm, hk_ref_of(env))[hk_int_of(row[1])], 0, true);
    }
    hk_declare_put(d, "}\n");
    d->path = before;
}
#endif

HAKO_API bool hako_declarations(hako_vm *vm, const hako_typing *types, size_t count, hako_write *put, void *user)
{
    hk_declare d;
    char name[64];
    hk_val v;
    unsigned flags;
    int found;
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return false;
    if (!put || (count && !types)) {
        hk_throw(vm, HK_E_TYPE, "nothing to write declarations to, or no types");
        return false;
    }
    memset(&d, 0, sizeof d);
    d.vm = vm;
    d.put = put;
    d.user = user;
    d.types = types;
    d.count = count;
    hk_declare_classes(&d);
    for (uint32_t i = 0; (found = hk_declare_property(&d, vm->global, i, name, &v, &flags)) >= 0; i++)
        if (found)
            hk_declare_binding(&d, name, v, flags, false);
#if HAKO_WITH_MODULES
    hk_ref list = hk_has_intrinsic(vm, vm->realm, HK_IN_Modules);
    for (uint32_t i = 0; i < hk_module_count(vm, list); i++)
        hk_declare_module(&d, hk_module_at(vm, list, i));
#endif
    hk_declare_flush(&d);
    if (d.refused)
        hk_throw(vm, HK_E_ERROR, "the declarations could not be written");
    return !d.refused;
}
#endif
