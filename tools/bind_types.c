/* bind_types.c - names to declarations, over files; and types to what C has for them. */
#include "bind.h"

/* ---- modules ----------------------------------------------------------------------------------------------------- */

static bool path_ends(const char *path, const char *ending)
{
    size_t n = strlen(path), m = strlen(ending);
    return n > m && !strcmp(path + n - m, ending);
}

/* The module of a file; NULL: there is no such file. */
static source_file *load_module(bind *b, const char *path)
{
    source_file *m = b->modules, *before = b->now;
    size_t length = 0;
    char *text;
    while (m && strcmp(m->path, path)) m = m->next;
    if (m) return m;
    text = b->options->read(b->options->context, path, &length);
    if (!text) return NULL;
    m = bind_alloc(b, sizeof *m);
    m->path = bind_copy(b, path, strlen(path));
    m->source = bind_copy(b, text, length);
    m->length = length;
    free(text);
    m->declares = path_ends(path, ".d.ts") || path_ends(path, ".d.mts");
    m->script = !path_ends(path, ".ts") && !path_ends(path, ".mts");
    m->next = b->modules;
    b->modules = m;
    b->now = m;
    parse_module(b, m);
    b->now = before;
    return m;
}

/* The file for a specifier that begins with a dot. Where there are types for a script, they are read. */
static source_file *imported_module(bind *b, const source_file *from, const char *specifier, unsigned line)
{
    static const struct { const char *ending, *instead[6];
    } endings[] = {
        { ".js", { ".ts", ".d.ts", ".js", NULL } },
        { ".mjs", { ".mts", ".d.mts", ".mjs", NULL } },
        { ".ts", { ".ts", ".d.ts", NULL } },
        { ".mts", { ".mts", ".d.mts", NULL } },
        { "", { ".ts", ".mts", ".d.ts", ".js", ".mjs", "/index.ts" } },
    };
    const char *slash = strrchr(from->path, '/'), *written_so = specifier;
    size_t folder = slash ? (size_t)(slash - from->path) + 1 : 0, n = strlen(specifier);
    source_file *before = b->now, *m = NULL;
    b->now = (source_file *)(uintptr_t)from;
    if (*specifier != '.' && *specifier != '/')
        bind_fail(b, line, "'%.80s' is not a file beside this one: its types are not known", specifier);
    if (*specifier == '/') folder = 0;
    while (!strncmp(specifier, "./", 2)) specifier += 2, n -= 2;
    for (size_t i = 0; i < sizeof endings / sizeof *endings && !m; i++) {
        size_t cut = strlen(endings[i].ending);
        if (cut && !path_ends(specifier, endings[i].ending)) continue;
        for (size_t k = 0; k < 6 && endings[i].instead[k] && !m; k++)
            m = load_module(
                b, bind_format(b, "%.*s%.*s%s", (int)folder, from->path, (int)(n - cut), specifier, endings[i].instead[k]));
    }
    if (!m) bind_fail(b, line, "cannot read '%.80s', which it imports", written_so);
    b->now = before;
    return m;
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

enum { MEANS_TYPE = 1, MEANS_VALUE = 2 };
static unsigned meanings(const decl *d)
{
    static const unsigned char table[] = { [DECL_FUNCTION] = MEANS_VALUE,
                                           [DECL_CLASS] = MEANS_TYPE | MEANS_VALUE,
                                           [DECL_INTERFACE] = MEANS_TYPE,
                                           [DECL_ALIAS] = MEANS_TYPE,
                                           [DECL_ENUM] = MEANS_TYPE | MEANS_VALUE,
                                           [DECL_VALUE] = MEANS_VALUE,
                                           [DECL_NAMESPACE] = MEANS_VALUE | MEANS_TYPE,
                                           [DECL_IMPORT] = MEANS_TYPE | MEANS_VALUE };
    return table[d->kind];
}
static decl *find_export(bind *b, const name_scope *s, const char *name, unsigned meaning, unsigned hops);

/* A module as a namespace. */
static decl *module_decl(bind *b, source_file *m, const char *name, unsigned line)
{
    decl *d = bind_alloc(b, sizeof *d);
    d->kind = DECL_NAMESPACE;
    d->name = name;
    d->line = line;
    d->in = m;
    d->inside = &m->top;
    return d;
}
/* What an import stands for; NULL: the other module has no such name. */
static decl *follow(bind *b, decl *d, unsigned meaning, unsigned hops)
{
    source_file *m;
    if (!d || d->kind != DECL_IMPORT) return d;
    if (hops > BIND_HOPS) bind_fail(b, d->line, "'%s' is imported in a circle", d->name);
    m = imported_module(b, d->in, d->from, d->line);
    return d->imported ? find_export(b, &m->top, d->imported, meaning, hops + 1) : module_decl(b, m, d->name, d->line);
}
static decl *find_local(const name_scope *s, const char *name, unsigned meaning)
{
    decl *d = s->first;
    while (d && (strcmp(d->name, name) || !(meanings(d) & meaning))) d = d->next;
    return d;
}
static decl *find_export(bind *b, const name_scope *s, const char *name, unsigned meaning, unsigned hops)
{
    decl *d = NULL;
    if (hops > BIND_HOPS) bind_fail(b, 0, "'%.80s' is exported in a circle", name);
    for (const export_item *e = s->exports; e && !d; e = e->next) {
        if (!e->name || strcmp(e->name, name)) continue;
        if (!e->from) {
            d = follow(b, find_local(s, e->local, meaning), meaning, hops + 1);
        } else {
            source_file *m = imported_module(b, s->in, e->from, e->line);
            d = e->imported ? find_export(b, &m->top, e->imported, meaning, hops + 1) : module_decl(b, m, name, e->line);
        }
    }
    s->in->searched = true;
    for (const export_item *e = s->exports; e && !d; e = e->next) {
        source_file *m = e->name || !strcmp(name, "default") ? NULL : imported_module(b, s->in, e->from, e->line);
        if (m && !m->searched) d = find_export(b, &m->top, name, meaning, hops + 1);
    }
    s->in->searched = false;
    return d;
}
/* A name, dotted perhaps, seen from a scope. */
static decl *find_type(bind *b, const name_scope *s, const char *name)
{
    const char *dot = strchr(name, '.');
    decl *d = NULL;
    char *first;
    if (!dot) {
        for (; s && !d; s = s->around) d = follow(b, find_local(s, name, MEANS_TYPE), MEANS_TYPE, 0);
        return d && d->kind == DECL_NAMESPACE ? NULL : d;
    }
    first = bind_copy(b, name, (size_t)(dot - name));
    for (; s && !d; s = s->around) d = follow(b, find_local(s, first, MEANS_TYPE), MEANS_TYPE, 0);
    for (name = dot + 1; d && d->kind == DECL_NAMESPACE; name = dot + 1) {
        const name_scope *inside = d->inside;
        dot = strchr(name, '.');
        d = find_export(b, inside, dot ? bind_copy(b, name, (size_t)(dot - name)) : name, MEANS_TYPE, 0);
        if (!d) d = dot ? NULL : find_local(inside, name, MEANS_TYPE);
        if (!dot) break;
    }
    return d;
}

/* ---- types ------------------------------------------------------------------------------------------------------- */

static const number_type number_types[] = {
    { "double f64 float64", "double", "HAKO_FLOAT64", "HAKO_CONTRACT_DOUBLES", "Float64Array", 0, 0 },
    { "float f32 float32", "float", "HAKO_FLOAT32", "HAKO_CONTRACT_FLOATS", "Float32Array", 0, 0 },
    { "int i32 int32", "int32_t", "HAKO_INT32", "HAKO_CONTRACT_INT32S", "Int32Array", -2147483648.0, 2147483647.0 },
    { "uint u32 uint32", "uint32_t", "HAKO_UINT32", "HAKO_CONTRACT_UINT32S", "Uint32Array", 0, 4294967295.0 },
    { "i16 int16", "int16_t", "HAKO_INT16", "HAKO_CONTRACT_INT16S", "Int16Array", -32768, 32767 },
    { "u16 uint16", "uint16_t", "HAKO_UINT16", "HAKO_CONTRACT_UINT16S", "Uint16Array", 0, 65535 },
    { "i8 int8", "int8_t", "HAKO_INT8", "HAKO_CONTRACT_INT8S", "Int8Array", -128, 127 },
    { "u8 uint8 byte", "uint8_t", "HAKO_UINT8", "HAKO_CONTRACT_UINT8S", "Uint8Array", 0, 255 },
    { "i64 int64", "int64_t", "HAKO_BIGINT64", NULL, "BigInt64Array", 0, 0 },
    { "u64 uint64", "uint64_t", "HAKO_BIGUINT64", NULL, "BigUint64Array", 0, 0 },
    { "", "uint8_t", "HAKO_UINT8_CLAMPED", NULL, "Uint8ClampedArray", 0, 0 },
};
enum { NUMBER_TYPES = sizeof number_types / sizeof *number_types, INT64 = 8, UINT64 = 9 };

/* Is a word one of those in a list? */
static bool is_one_of(const char *word, const char *list)
{
    size_t n = strlen(word);
    for (const char *at = list; n && (at = strstr(at, word)) != NULL; at += n)
        if ((at == list || at[-1] == ' ') && (at[n] == ' ' || !at[n])) return true;
    return false;
}
static const number_type *number_hint(const char *name, bool bigint)
{
    for (size_t i = bigint ? INT64 : 0; i < (bigint ? NUMBER_TYPES : INT64); i++)
        if (is_one_of(name, number_types[i].hint)) return &number_types[i];
    return NULL;
}

/* Where a type stands: what its names mean. */
typedef struct {
    bind *b;
    const name_scope *around;
    const name_list *generics, *outer_generics;
    decl *self;                     /* the class around it, for `this` */
    unsigned hops;
} place;

static const ctype *resolve(const place *p, const written *w);

static ctype *new_type(bind *b, type_kind kind)
{
    ctype *t = bind_alloc(b, sizeof *t);
    t->kind = kind;
    t->number = kind == TYPE_BIGINT ? &number_types[INT64] : &number_types[0];
    return t;
}

/* A class, interface or enum that has no name in the header. */
static const ctype *type_of_decl(const place *p, decl *d)
{
    place inner = *p;
    ctype *t;
    switch (d->kind) {
    case DECL_CLASS: case DECL_INTERFACE:
        t = new_type(p->b, d->c_name ? TYPE_INSTANCE : TYPE_HANDLE);
        t->of = d;
        return t;
    case DECL_ENUM:
        t = new_type(p->b, d->c_name ? TYPE_ENUM : d->strings ? TYPE_CHOICE : TYPE_NUMBER);
        t->of = d;
        if (t->kind == TYPE_NUMBER) t->number = &number_types[2];
        if (t->kind == TYPE_CHOICE)
            for (const enum_item *i = d->items; i; i = i->next) t->choices = bind_name(p->b, i->value.text, t->choices);
        return t;
    case DECL_ALIAS:
        if (p->hops >= BIND_HOPS) bind_fail(p->b, d->line, "type '%s' is made of itself", d->name);
        inner.around = d->around;
        inner.generics = d->generics;
        inner.outer_generics = NULL;
        inner.hops++;
        t = new_type(p->b, TYPE_HANDLE);
        *t = *resolve(&inner, d->type);
        if (t->kind == TYPE_NUMBER && number_hint(d->name, false)) t->number = number_hint(d->name, false);
        if (t->kind == TYPE_BIGINT && number_hint(d->name, true)) t->number = number_hint(d->name, true);
        if (t->kind == TYPE_CHOICE && d->c_name) t->kind = TYPE_ENUM, t->of = d;
        return t;
    default:
        return NULL;
    }
}

static const ctype *known_generic(const place *p, const written *w)
{
    ctype *t;
    const ctype *inner = w->of ? resolve(p, w->of) : NULL;
    if (is_one_of(w->name, "Array ReadonlyArray")) {
        bool numbers = inner && inner->kind == TYPE_NUMBER && !inner->undefined && !inner->null;
        t = new_type(p->b, numbers ? TYPE_ARRAY : TYPE_HANDLE);
        if (numbers) t->number = inner->number;
        return t;
    }
    if (!is_one_of(w->name, "Promise PromiseLike")) return NULL;
    if (inner && inner->kind == TYPE_PROMISE) return inner;
    t = new_type(p->b, TYPE_PROMISE);
    t->inner = inner ? inner : new_type(p->b, TYPE_HANDLE);
    return t;
}

static const ctype *known_type(const place *p, const written *w)
{
    static const struct { const char *names; type_kind kind;
    } known[] = {
        { "number Number", TYPE_NUMBER },
        { "string String", TYPE_STRING },
        { "boolean Boolean true false", TYPE_BOOL },
        { "bigint BigInt", TYPE_BIGINT },
        { "void never", TYPE_VOID },
        { "any unknown object symbol Object Function Symbol Date RegExp Error TypeError RangeError SyntaxError Map Set "
          "WeakMap WeakSet WeakRef ReadonlyMap ReadonlySet ArrayBuffer SharedArrayBuffer ArrayBufferLike "
          "ArrayBufferView DataView Float16Array Record Partial Required Readonly Pick Omit Exclude Extract NonNullable "
          "ReturnType Parameters InstanceType Awaited Iterable Iterator IterableIterator AsyncIterable AsyncIterator "
          "AsyncIterableIterator Generator AsyncGenerator PropertyKey ArrayLike Proxy Uppercase Lowercase",
          TYPE_HANDLE },
    };
    ctype *t;
    if (is_one_of(w->name, "undefined null")) {
        t = new_type(p->b, TYPE_VOID);
        t->null = *w->name == 'n';
        t->undefined = !t->null;
        return t;
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (is_one_of(w->name, known[i].names)) return new_type(p->b, known[i].kind);
    for (size_t i = 0; i < NUMBER_TYPES; i++) {
        if (strcmp(w->name, number_types[i].array)) continue;
        t = new_type(p->b, TYPE_TYPED);
        t->number = &number_types[i];
        return t;
    }
    if (number_hint(w->name, false) || number_hint(w->name, true)) {
        t = new_type(p->b, number_hint(w->name, false) ? TYPE_NUMBER : TYPE_BIGINT);
        t->number = t->kind == TYPE_NUMBER ? number_hint(w->name, false) : number_hint(w->name, true);
        return t;
    }
    return known_generic(p, w);
}

static const ctype *resolve_name(const place *p, const written *w)
{
    const ctype *t = NULL;
    decl *d;
    if (bind_has(p->generics, w->name) || bind_has(p->outer_generics, w->name)) return new_type(p->b, TYPE_HANDLE);
    if (!strcmp(w->name, "this")) return p->self ? type_of_decl(p, p->self) : new_type(p->b, TYPE_HANDLE);
    d = find_type(p->b, p->around, w->name);
    if (!d && strchr(w->name, '.')) {                       /* a member of an enum, perhaps */
        const char *dot = strrchr(w->name, '.');
        d = find_type(p->b, p->around, bind_copy(p->b, w->name, (size_t)(dot - w->name)));
        if (d && d->kind != DECL_ENUM) d = NULL;
    }
    if (d) t = type_of_decl(p, d);
    else t = known_type(p, w);
    if (!t)
        bind_fail(p->b, w->line, "type '%.*s': '%.80s' is not known", (int)(w->length < 80 ? w->length : 80), w->text, w->name);
    return t;
}

/* A union has a C type of its own if all of it has the same one; undefined and null aside. */
static const ctype *resolve_union(const place *p, const written *w)
{
    ctype *t = NULL;
    bool undefined = false, null = false;
    for (const written *m = w->of; m; m = m->next) {
        const ctype *one = resolve(p, m);
        undefined |= one->undefined;
        null |= one->null;
        if (one->kind == TYPE_VOID) {
            undefined |= !one->null;
        } else if (!t) {
            t = new_type(p->b, TYPE_HANDLE);
            *t = *one;
        } else if (t->kind == TYPE_CHOICE && one->kind == TYPE_CHOICE) {
            for (const name_list *n = one->choices; n; n = n->next)
                if (!bind_has(t->choices, n->name)) t->choices = bind_name(p->b, n->name, t->choices);
        } else if ((t->kind == TYPE_STRING && one->kind == TYPE_CHOICE) || (t->kind == TYPE_CHOICE && one->kind == TYPE_STRING)) {
            t->kind = TYPE_STRING;
        } else if (t->kind != one->kind || t->of != one->of || t->number != one->number || t->kind == TYPE_PROMISE) {
            t = new_type(p->b, TYPE_HANDLE);
        }
    }
    if (!t) t = new_type(p->b, TYPE_VOID);
    t->undefined = undefined;
    t->null = null;
    return t;
}

static const ctype *resolve(const place *p, const written *w)
{
    ctype *t;
    const ctype *inner, *found = NULL;
    if (++p->b->nesting > BIND_NESTING) bind_fail(p->b, w->line, "types are nested too deep");
    switch (w->kind) {
    case WRITTEN_NAME: found = resolve_name(p, w); break;
    case WRITTEN_STRING:
        found = t = new_type(p->b, TYPE_CHOICE);
        t->choices = bind_name(p->b, w->name, NULL);
        break;
    case WRITTEN_NUMBER: found = new_type(p->b, TYPE_NUMBER); break;
    case WRITTEN_ARRAY:
        inner = resolve(p, w->of);
        found = t = new_type(p->b, inner->kind == TYPE_NUMBER && !inner->undefined && !inner->null ? TYPE_ARRAY : TYPE_HANDLE);
        t->number = inner->number;
        break;
    case WRITTEN_UNION: case WRITTEN_OPTIONAL: case WRITTEN_REST: found = resolve_union(p, w); break;
    case WRITTEN_FUNCTION:
        found = t = new_type(p->b, TYPE_FUNCTION);
        t->function = w->function;
        break;
    default: found = new_type(p->b, TYPE_HANDLE); break;
    }
    p->b->nesting--;
    return found;
}

/* The type of a literal; NULL: it is none. */
static const ctype *type_of_constant(bind *b, const constant *c)
{
    static const type_kind kinds[] = { TYPE_HANDLE, TYPE_NUMBER, TYPE_STRING, TYPE_BOOL, TYPE_BIGINT };
    return c->kind == CONST_NONE ? NULL : new_type(b, kinds[c->kind]);
}
