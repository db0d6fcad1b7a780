/* bind_emit.c - the header for a module: its types, then a function for each export, then what opens it. */
#include "bind.h"
#include "bind_texts.h"

/* What is emitted: exports in their order, each behind the namespace that it is in. */
typedef struct entry {
    const char *name;               /* in the script */
    decl *of;
    struct entry *outer, *next;
    const char *c_name;
    unsigned level;
} entry;

typedef struct {
    bind *b;
    FILE *out;
    const char *prefix, *specifier;
    name_list *taken;                   /* C names of the header */
    entry *first, **last;
    bool arrays, bytes, promises, classes, lists;   /* which of the common parts it needs */
} emitter;

static void say(emitter *e, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;
static void say(emitter *e, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(e->out, format, args);
    va_end(args);
}

/* ---- names in C -------------------------------------------------------------------------------------------------- */

static const char keywords[] =
    "auto break case char const continue default do double else enum extern float for goto if inline int long "
    "register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while "
    "bool true false nullptr alignas alignof constexpr static_assert thread_local typeof and and_eq asm bitand bitor "
    "catch class compl const_cast decltype delete dynamic_cast explicit export friend mutable namespace new noexcept "
    "not not_eq operator or or_eq private protected public reinterpret_cast static_cast template this throw try "
    "typeid typename using virtual wchar_t char8_t char16_t char32_t concept requires co_await co_return co_yield xor "
    "xor_eq final override import module NULL errno stdin stdout stderr assert linux unix main near far min max I "
    "module self call argv value result result_length result_size result_room result_present promise choices chosen "
    "vm";

/* A name as C has it: other characters than letters, digits and _ become _, those beyond ASCII _uXXXX. */
static char *c_word(bind *b, const char *name)
{
    char *word = bind_alloc(b, strlen(name) * 6 + 2);
    size_t n = 0;
    if (is_digit(*name)) word[n++] = '_';
    for (const unsigned char *at = (const unsigned char *)name; *at; at++) {
        if (*at < 0x80) {
            word[n++] = (char)(is_name_part((char)*at) && *at != '$' && *at != '\\' ? *at : '_');
        } else {
            uint32_t c = *at >= 0xF0 ? *at & 7u : *at >= 0xE0 ? *at & 15u : *at & 31u;
            while ((at[1] & 0xC0) == 0x80) c = c << 6 | (*++at & 63u);
            n += (size_t)snprintf(word + n, 12, "_u%04lX", (unsigned long)(c & 0x1FFFFF));
        }
    }
    return word;
}
/* A name that nothing else in the header has: the second of its kind gets _2 at its end. */
static const char *claim(emitter *e, const char *wanted)
{
    const char *name = wanted;
    for (unsigned n = 2; bind_has(e->taken, name); n++) name = bind_format(e->b, "%s_%u", wanted, n);
    e->taken = bind_name(e->b, name, e->taken);
    return name;
}
static const char *claim_in(emitter *e, const char *outer, const char *name)
{
    return claim(e, bind_format(e->b, "%s_%s", outer, c_word(e->b, name)));
}
/* The same for a parameter, which must be no keyword, nor a name of the function's own. */
static const char *claim_parameter(emitter *e, name_list **taken, const char *wanted)
{
    const char *name = c_word(e->b, wanted);
    if (is_one_of(name, keywords)) name = bind_format(e->b, "%s_", name);
    while (bind_has(*taken, name) || bind_has(*taken, bind_format(e->b, "%s_length", name)))
        name = bind_format(e->b, "%s_", name);
    *taken = bind_name(e->b, name, bind_name(e->b, bind_format(e->b, "%s_length", name), *taken));
    return name;
}

/* A text as a C string, with its quotes. */
static const char *c_string(bind *b, const char *text)
{
    char *out = bind_alloc(b, strlen(text) * 4 + 3), *at = out;
    *at++ = '"';
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\' || c == '?') *at++ = '\\', *at++ = (char)c;
        else if (c >= 32 && c < 127) *at++ = (char)c;
        else at += snprintf(at, 5, "\\%03o", c);
    }
    *at++ = '"';
    return out;
}
/* The same as a string of JavaScript, inside of a C string. */
static const char *script_string(bind *b, const char *text)
{
    char *out = bind_alloc(b, strlen(text) * 2 + 3), *at = out;
    *at++ = '"';
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') *at++ = '\\';
        *at++ = *text;
    }
    *at++ = '"';
    return c_string(b, out);
}
static const char *c_double(bind *b, double d)
{
    char *text;
    if (d != d || d - d != 0) return d != d ? "(0.0 / 0.0)" : d > 0 ? "1e999" : "-1e999";
    text = bind_format(b, "%.17g", d);
    for (int n = 1; n < 17; n++) {                          /* the shortest that reads back as the same */
        char *shorter = bind_format(b, "%.*g", n, d);
        if (strtod(shorter, NULL) < d || strtod(shorter, NULL) > d) continue;
        text = shorter;
        break;
    }
    return strpbrk(text, ".e") ? text : bind_format(b, "%s.0", text);
}

/* A documentation comment as it is, with what would end or begin a comment taken apart. */
static void say_doc(emitter *e, const char *doc, size_t length, const char *indent)
{
    const char *at = doc, *end = doc + length;
    if (!doc) return;
    say(e, "%s", indent);
    for (; at < end; at++) {
        bool last = end - at == 2;
        if (*at == '\r') continue;
        if (*at == '\n') {
            const char *next = at + 1;
            while (next < end && (*next == ' ' || *next == '\t')) next++;
            say(e, "\n%s%s", indent, next < end && *next == '*' ? " " : "   ");
            at = next - 1;
            continue;
        }
        fputc(*at, e->out);
        if (at > doc && *at == '/' && at[1] == '*') fputc(' ', e->out);
        if (last) continue;
        if (*at == '\\' && (at[1] == '\n' || at[1] == '\r')) fputc(' ', e->out);
        if (*at == '?' && at[1] == '?') fputc(' ', e->out);
    }
    say(e, "\n");
}

/* ---- which exports there are ------------------------------------------------------------------------------------- */

static void add_entries(emitter *e, const char *name, decl *d, entry *outer);

static bool has_entry(const emitter *e, const entry *outer, const char *name)
{
    for (const entry *i = e->first; i; i = i->next)
        if (i->outer == outer && !strcmp(i->name, name)) return true;
    return false;
}
/* All exports of a scope, into `outer`. */
static void collect(emitter *e, const name_scope *s, entry *outer, bool stars)
{
    bind *b = e->b;
    b->now = s->in;
    if (stars && s->in->collected) return;
    if (stars) s->in->collected = true;
    for (const export_item *i = s->exports; i; i = i->next) {
        decl *type, *value;
        if (!i->name || has_entry(e, outer, i->name) || (stars && !strcmp(i->name, "default"))) continue;
        b->exporting = i->name;
        b->now = s->in;
        value = i->types_only ? NULL : find_export(b, s, i->name, MEANS_VALUE, 0);
        type = find_export(b, s, i->name, MEANS_TYPE, 0);
        if (!type && !value)
            bind_fail(b, i->line, "'%.80s' is not declared", i->local ? i->local : i->imported ? i->imported : i->name);
        if (i->types_only && type && type->kind != DECL_INTERFACE && type->kind != DECL_ALIAS) type = NULL;
        if (type && type != value && type->kind != DECL_NAMESPACE) add_entries(e, i->name, type, outer);
        if (value) add_entries(e, i->name, value, outer);
        if (value && value->kind == DECL_FUNCTION && type && type->kind == DECL_NAMESPACE) add_entries(e, i->name, type, outer);
    }
    for (const export_item *i = s->exports; i; i = i->next) {
        b->exporting = NULL;
        if (!i->name && !i->types_only) collect(e, &imported_module(b, s->in, i->from, i->line)->top, outer, true);
    }
    b->exporting = NULL;
    if (stars) s->in->collected = false;
}
static void add_entries(emitter *e, const char *name, decl *d, entry *outer)
{
    entry *i = bind_alloc(e->b, sizeof *i);
    i->name = name;
    i->of = d;
    i->outer = outer;
    i->level = outer ? outer->level + 1 : 0;
    if (d->kind == DECL_NAMESPACE && i->level >= BIND_LEVELS)
        bind_fail(e->b, d->line, "namespaces are nested deeper than %d", BIND_LEVELS);
    *e->last = i;
    e->last = &i->next;
    if (d->kind == DECL_NAMESPACE) {
        const char *exporting = e->b->exporting;
        i->c_name = claim_in(e, outer ? outer->c_name : e->prefix, name);
        collect(e, d->inside, i, false);
        e->b->exporting = exporting;
    }
}
static const char *prefix_of(const emitter *e, const entry *i) { return i->outer ? i->outer->c_name : e->prefix; }

/* "geometry." of what is in a namespace. */
static const char *path_of(emitter *e, const entry *i)
{
    const char *path = "";
    for (const entry *o = i->outer; o; o = o->outer) path = bind_format(e->b, "%s.%s", o->name, path);
    return path;
}
/* The expression for the object that it is a property of. */
static const char *holder_of(emitter *e, const entry *i)
{
    return i->outer
               ? bind_format(e->b, "hako_contract_get(&call, %s, %s)", holder_of(e, i->outer), c_string(e->b, i->outer->name))
               : "call.exports";
}
static const char *label_of(emitter *e, const entry *i, const char *member)
{
    return c_string(
        e->b, bind_format(e->b, "%s: %s%s%s%s", e->specifier, path_of(e, i), i->name, member ? "." : "", member ? member : ""));
}

/* ---- types of values --------------------------------------------------------------------------------------------- */

static place place_of(emitter *e, const decl *d, const signature *s, decl *self)
{
    place p = { e->b, d->around, s ? s->generics : NULL, d->generics, self, 0 };
    e->b->now = d->in;
    return p;
}
/* What a value is that may have no type written: a literal; `loose`: anything. */
static const ctype *type_or(emitter *e, const place *p, const written *w, const constant *c, bool loose, unsigned line,
                            const char *what)
{
    const ctype *t = w ? resolve(p, w) : type_of_constant(e->b, c);
    if (!t && !loose) bind_fail(e->b, line, "%s has no type: write it", what);
    if (!t) t = new_type(e->b, TYPE_HANDLE);
    if (t->kind == TYPE_FUNCTION) t = new_type(e->b, TYPE_HANDLE);
    return t;
}
static bool may_be_absent(const ctype *t) { return (t->undefined || t->null) && t->kind != TYPE_HANDLE && t->kind != TYPE_VOID; }
static bool is_plain_double(const ctype *t) { return t->kind == TYPE_NUMBER && t->number == &number_types[0]; }

/* "double", "int32_t", ... of what is passed by value. */
static const char *c_type(const ctype *t)
{
    switch (t->kind) {
    case TYPE_NUMBER: case TYPE_BIGINT: case TYPE_ARRAY: case TYPE_TYPED: return t->number->c;
    case TYPE_BOOL: return "bool";
    case TYPE_STRING: return "char";
    case TYPE_ENUM: case TYPE_INSTANCE: return t->of->c_name;
    case TYPE_CHOICE: return "const char *";
    default: return "hako_val";
    }
}
/* "an array of int32_t": for messages. */
static const char *expectation(bind *b, const ctype *t)
{
    switch (t->kind) {
    case TYPE_NUMBER: return is_plain_double(t) ? "a number" : bind_format(b, "a number that %s holds", t->number->c);
    case TYPE_BIGINT: return bind_format(b, "a BigInt that %s holds", t->number->c);
    case TYPE_BOOL:   return "a boolean";
    case TYPE_STRING: return "a string that fits";
    case TYPE_ARRAY:  return bind_format(b, "an array of %s that fits", t->number->c);
    case TYPE_TYPED:  return bind_format(b, "a %s that fits", t->number->array);
    case TYPE_ENUM:   return bind_format(b, "a value of %s", t->of->name);
    case TYPE_CHOICE: return "one of the texts of its type";
    default:          return "a value";
    }
}
/* { "a", "b" } of the texts of a type; *count: how many. */
static const char *choice_list(bind *b, const name_list *list, size_t *count)
{
    const char *text = "";
    *count = 0;
    for (const name_list *n = list; n; n = n->next, ++*count)
        text = bind_format(b, "%s%s%s", c_string(b, n->name), *text ? ", " : "", text);
    return text;                                            /* the list is in reverse */
}

/* ---- enums ------------------------------------------------------------------------------------------------------- */

static void say_enum_items(emitter *e, const decl *d)
{
    name_list *texts = NULL;
    bool strings = d->kind == DECL_ALIAS || d->strings;
    size_t index = 0;
    say(e, "typedef enum %s {\n", d->c_name);
    if (d->kind == DECL_ALIAS) {
        place p = { e->b, d->around, d->generics, NULL, NULL, 0 };
        for (const name_list *n = resolve(&p, d->type)->choices; n; n = n->next) texts = bind_name(e->b, n->name, texts);
        for (const name_list *n = texts; n; n = n->next, index++)
            say(e, "    %s = %zu%s\n", claim_in(e, d->c_name, *n->name ? n->name : "empty"), index, n->next ? "," : "");
    }
    for (const enum_item *i = d->items; i; i = i->next, index++) {
        int32_t value = i->value.number >= -2147483647.0 && i->value.number <= 2147483647.0 ? (int32_t)i->value.number : 0;
        if (!strings && (i->value.number < value || i->value.number > value))
            bind_fail(e->b, i->line, "enum '%s': the value of '%s' is none that an enum of C can have", d->name, i->name);
        say_doc(e, i->doc, i->doc_length, "    ");
        say(e, "    %s = %ld%s\n", claim_in(e, d->c_name, i->name), strings ? (long)index : (long)value, i->next ? "," : "");
    }
    say(e, "} %s;\n", d->c_name);
}
/* An enum of texts: the C values are their places in a table. */
static void say_enum_texts(emitter *e, const decl *d, const name_list *texts)
{
    size_t count;
    const char *list = choice_list(e->b, texts, &count), *c = d->c_name;
    say(e, "/* The text of a value; NULL: there is none of that number. */\n"
           "static inline const char *%s_text(%s value)\n{\n"
           "    static const char *const texts[] = { %s };\n"
           "    size_t index = (size_t)value;\n    return index < %zuu ? texts[index] : NULL;\n}\n", c, c, list, count);
    say(e, "static inline bool %s_from(hako_vm *vm, hako_val value, %s *result)\n{\n"
           "    for (size_t i = 0; i < %zuu && hako_typeof(vm, value) == HAKO_STRING; i++) {\n"
           "        const char *text = %s_text((%s)i);\n"
           "        *result = (%s)i;\n"
           "        if (hako_equals(vm, value, hako_string(vm, text, hako_contract_length(text)))) return true;\n"
           "    }\n"
           "    return false;\n}\n", c, c, count, c, c, c);
    say(e,
        "static inline hako_val %s_value(hako_contract_call *call, %s value, const char *where, const char *argument)\n{\n"
        "    const char *text = %s_text(value);\n"
        "    if (!text) return hako_contract_bad(call, where, argument, \"a value of %s\");\n"
        "    return hako_string(call->vm, text, hako_contract_length(text));\n}\n",
        c, c, c, d->name);
}
/* An enum of numbers: those that it names; or any of its bits. */
static void say_enum_numbers(emitter *e, const decl *d)
{
    uint32_t mask = 0;
    const char *c = d->c_name;
    for (const enum_item *i = d->items; i; i = i->next) mask |= (uint32_t)(int32_t)i->value.number;
    say(e, "static inline bool %s_is(int32_t value)\n{\n", c);
    if (d->bits) {
        say(e, "    return ((uint32_t)value & ~UINT32_C(%lu)) == 0;\n}\n", (unsigned long)mask);
    } else {
        for (const enum_item *i = d->items; i; i = i->next)
            say(e, "%svalue == %ld%s", i == d->items ? "    return " : " || ", (long)i->value.number, i->next ? "" : ";\n}\n");
        if (!d->items) say(e, "    return value != value;\n}\n");
    }
    say(e,
        "static inline bool %s_from(hako_vm *vm, hako_val value, %s *result)\n{\n"
        "    double number;\n"
        "    if (!hako_contract_to_integer(vm, value, -2147483648.0, 2147483647.0, &number)) return false;\n"
        "    if (!%s_is((int32_t)number)) return false;\n"
        "    *result = (%s)(int32_t)number;\n"
        "    return true;\n}\n",
        c, c, c, c);
    say(e,
        "static inline hako_val %s_value(hako_contract_call *call, %s value, const char *where, const char *argument)\n{\n"
        "    if (!%s_is((int32_t)value)) return hako_contract_bad(call, where, argument, \"a value of %s\");\n"
        "    return hako_int((int32_t)value);\n}\n",
        c, c, c, d->name);
}
static void say_enum(emitter *e, const entry *i)
{
    const decl *d = i->of;
    name_list *texts = NULL;
    e->b->now = d->in;
    e->b->exporting = i->name;
    say(e, "\n");
    say_doc(e, d->doc, d->doc_length, "");
    say_enum_items(e, d);
    if (d->kind == DECL_ALIAS) {
        place p = { e->b, d->around, d->generics, NULL, NULL, 0 };
        texts = resolve(&p, d->type)->choices;
    } else if (d->strings) {
        for (const enum_item *k = d->items; k; k = k->next) texts = bind_name(e->b, k->value.text, texts);
    }
    if (texts) say_enum_texts(e, d, texts);
    else say_enum_numbers(e, d);
}

/* ---- functions --------------------------------------------------------------------------------------------------- */

/* A function of the header as it is put together: its parameters, and the lines that make argv[...] of them. */
typedef struct {
    const char *parameters, *lines, *rest;
    name_list *taken;
    int argc;
} arguments;

/* ...name: the values go into a list behind the other arguments. */
static void add_rest(emitter *e, arguments *a, const char *n, const ctype *t, const char *where, const char *quoted)
{
    bind *b = e->b;
    e->lists = true;
    if (t->kind == TYPE_ARRAY) {
        a->parameters = bind_format(b, "%s, const %s *%s, size_t %s_length", a->parameters, c_type(t), n, n);
        a->rest = bind_format(b, "    hako_contract_append(&call, list, %d, %s, %s_length, %s, %s, %s);\n", a->argc, n, n,
                              t->number->items, where, quoted);
    } else {
        a->parameters = bind_format(b, "%s, const hako_val *%s, size_t %s_length", a->parameters, n, n);
        a->rest = bind_format(b, "    for (size_t i = 0; %s && i < %s_length; i++)\n"
                                 "        hako_set_index(call.vm, list, %du + (uint32_t)i, %s[i]);\n", n, n, a->argc, n);
    }
}
/* The value for what is passed by value, or behind a pointer that may be NULL. */
static const char *scalar_value(bind *b, const ctype *t, const char *item, const char *where, const char *quoted)
{
    if (t->kind == TYPE_ENUM) return bind_format(b, "%s_value(&call, %s, %s, %s)", c_type(t), item, where, quoted);
    if (t->kind == TYPE_BOOL) return bind_format(b, "hako_bool(%s)", item);
    if (t->kind == TYPE_BIGINT)
        return bind_format(b, "hako_from_%s(call.vm, %s)", t->number == &number_types[INT64] ? "int64" : "uint64", item);
    return bind_format(b, is_plain_double(t) ? "hako_number(%s)" : "hako_number((double)%s)", item);
}
/* The same for what has a pointer in any case. */
static const char *pointer_value(emitter *e, const ctype *t, const char *n, const char *where, const char *quoted)
{
    bind *b = e->b;
    size_t count = 0;
    for (const name_list *c = t->choices; c; c = c->next) count++;
    switch (t->kind) {
    case TYPE_STRING: return bind_format(b, "hako_contract_text(&call, %s, %s_length, %s, %s)", n, n, where, quoted);
    case TYPE_CHOICE: return bind_format(b, "hako_contract_choice(&call, %s, choices, %zu, %s, %s)", n, count, where, quoted);
    case TYPE_ARRAY:
        e->arrays = true;
        return bind_format(b, "hako_contract_array(&call, %s, %s_length, %s, %s, %s)", n, n, t->number->items, where, quoted);
    case TYPE_TYPED:
        e->bytes = true;
        return bind_format(b, "hako_contract_typed(&call, %s, %s, %s_length, sizeof *%s, %s, %s)", t->number->element, n, n, n,
                           where, quoted);
    default:
        e->classes = true;
        return bind_format(b, "hako_contract_object(&call, %s && %s->module, %s ? %s->object : hako_undefined(), %s, %s)", n, n,
                           n, n, where, quoted);
    }
}

static void add_argument(emitter *e, arguments *a, const parameter *q, const ctype *t, const char *where)
{
    bind *b = e->b;
    bool optional = q->optional || may_be_absent(t);
    const char *absent = t->null && !t->undefined && !q->optional ? "hako_null()" : "hako_undefined()";
    const char *n = claim_parameter(e, &a->taken, q->name), *quoted = c_string(b, q->name), *value, *c = c_type(t);
    size_t count;
    if (q->rest) {
        add_rest(e, a, n, t, where, quoted);
        return;
    }
    switch (t->kind) {
    case TYPE_NUMBER: case TYPE_BIGINT: case TYPE_BOOL: case TYPE_ENUM:
        a->parameters = bind_format(b, optional ? "%s, const %s *%s" : "%s, %s %s", a->parameters, c, n);
        value = scalar_value(b, t, optional ? bind_format(b, "*%s", n) : n, where, quoted);
        break;
    case TYPE_STRING: case TYPE_ARRAY: case TYPE_TYPED:
        a->parameters = bind_format(b, "%s, const %s *%s, size_t %s_length", a->parameters, c, n, n);
        value = pointer_value(e, t, n, where, quoted);
        break;
    case TYPE_CHOICE: case TYPE_INSTANCE:
        a->parameters = bind_format(b, t->kind == TYPE_CHOICE ? "%s, %s%s" : "%s, const %s *%s", a->parameters, c, n);
        value = pointer_value(e, t, n, where, quoted);
        break;
    default:
        a->parameters = bind_format(b, "%s, hako_val %s", a->parameters, n);
        value = n;
        optional = false;
        break;
    }
    if (optional) value = bind_format(b, "%s ? %s : %s", n, value, absent);
    value = bind_format(b, "    argv[%d] = %s;\n", a->argc++, value);
    if (t->kind == TYPE_CHOICE)
        value = bind_format(b, "    {\n        static const char *const choices[] = { %s };\n    %s    }\n",
                            choice_list(b, t->choices, &count), value);
    a->lines = bind_format(b, "%s%s", a->lines, value);
}

/* The parameters by which a result comes back. */
static const char *result_parameters(emitter *e, const ctype *t)
{
    bind *b = e->b;
    const char *text;
    switch (t->kind) {
    case TYPE_VOID: return "";
    case TYPE_STRING: text = ", char *result, size_t result_size, size_t *result_length"; break;
    case TYPE_ARRAY:
    case TYPE_TYPED: text = bind_format(b, ", %s *result, size_t result_room, size_t *result_length", c_type(t)); break;
    case TYPE_CHOICE: text = ", const char **result"; break;
    default: text = bind_format(b, ", %s *result", c_type(t)); break;
    }
    return may_be_absent(t) ? bind_format(b, "%s, bool *result_present", text) : text;
}
/* The condition that is true when `value` was converted. */
static const char *conversion(emitter *e, const ctype *t)
{
    bind *b = e->b;
    switch (t->kind) {
    case TYPE_NUMBER:
        if (is_plain_double(t)) return "hako_contract_to_number(call.vm, value, result)";
        e->arrays = true;
        return bind_format(b, "hako_contract_store(call.vm, value, result, 0, %s)", t->number->items);
    case TYPE_BIGINT:
        return t->number == &number_types[INT64] ? "hako_contract_to_int64(call.vm, value, result)"
                                                 : "hako_contract_to_uint64(call.vm, value, result)";
    case TYPE_BOOL:   return "hako_contract_to_bool(call.vm, value, result)";
    case TYPE_STRING: return "hako_contract_to_text(call.vm, value, result, result_size, result_length)";
    case TYPE_ARRAY:
        e->arrays = true;
        return bind_format(b, "hako_contract_to_array(call.vm, value, result, result_room, result_length, %s)", t->number->items);
    case TYPE_TYPED:
        e->bytes = true;
        return bind_format(b,
                           "hako_contract_to_typed(call.vm, value, \"%s\", result, result_room, sizeof *result, result_length)",
                           t->number->array);
    default:          return bind_format(b, "%s_from(call.vm, value, result)", t->of->c_name);
    }
}
/* From `value` to *result, and the end of the function. */
static void say_result(emitter *e, const ctype *t, const char *where, const char *module)
{
    const char *ok = "call.status == HAKO_CONTRACT_OK", *expected = c_string(e->b, expectation(e->b, t));
    bool buffer = t->kind == TYPE_STRING || t->kind == TYPE_ARRAY || t->kind == TYPE_TYPED;
    size_t count;
    if (may_be_absent(t)) {
        say(e, "    if (%s && result_present) {\n        *result_present = !hako_contract_absent(call.vm, value);\n"
               "        if (!*result_present) return hako_contract_end(&call);\n    }\n", ok);
    }
    switch (t->kind) {
    case TYPE_VOID: break;
    case TYPE_INSTANCE:
        say(e, "    if (%s && result) call.status = %s_from(%s, value, result);\n", ok, t->of->c_name, module);
        break;
    case TYPE_CHOICE: {
        const char *list = choice_list(e->b, t->choices, &count);
        say(e, "    if (%s && result) {\n        static const char *const choices[] = { %s };\n"
               "        size_t chosen = hako_contract_to_choice(call.vm, value, choices, %zu);\n"
               "        if (chosen < %zu) *result = choices[chosen];\n"
               "        else hako_contract_unexpected(&call, %s, %s, value);\n    }\n", ok, list, count, count, where, expected);
        break;
    }
    case TYPE_HANDLE: case TYPE_FUNCTION: case TYPE_PROMISE:
        say(e, "    return hako_contract_give(&call, value, result);\n}\n");
        return;
    default:
        say(e, "    if (%s%s && !%s)\n        hako_contract_unexpected(&call, %s, %s, value);\n", ok, buffer ? "" : " && result",
            conversion(e, t), where, expected);
        break;
    }
    say(e, "    return hako_contract_end(&call);\n}\n");
}

/* What a function of the header calls. */
typedef struct {
    const char *c_name, *where, *holder, *name;
    const char *self_type;          /* of instances; NULL: it is the module's */
    bool constructs;
} call_target;

static void say_begin(emitter *e, const call_target *t, const char *parameters, const char *result)
{
    if (t->self_type)
        say(e, "static inline hako_contract %s(const %s *self%s%s)\n{\n", t->c_name, t->self_type, parameters, result);
    else say(e, "static inline hako_contract %s(const %s *module%s%s)\n{\n", t->c_name, e->prefix, parameters, result);
    say(e, "    hako_contract_call call;\n");
}
/* What comes back is marked as none first, so that it can be dropped whatever happens. */
static void say_check(emitter *e, const call_target *t, const ctype *result)
{
    if (result && result->kind == TYPE_INSTANCE) say(e, "    if (result) result->module = NULL;\n");
    if (result && result->kind == TYPE_PROMISE) say(e, "    if (promise) promise->vm = NULL;\n");
    if (t->self_type)
        say(e, "    if (!hako_contract_begin(&call, self && self->module ? &self->module->base : NULL)) return call.status;\n");
    else say(e, "    if (!hako_contract_begin(&call, module ? &module->base : NULL)) return call.status;\n");
}

/* name_result: takes what a promise has become. */
static void say_promised(emitter *e, const call_target *t, const ctype *inner)
{
    call_target taker = *t;
    const char *result = result_parameters(e, inner);
    taker.c_name = claim(e, bind_format(e->b, "%s_result", t->c_name));
    say(e, "/* Its result; HAKO_CONTRACT_WAITING: not yet. */\n");
    say_begin(e, &taker, ", hako_contract_promise *promise", result);
    say(e, inner->kind == TYPE_VOID ? "" : "    hako_val value;\n");
    say_check(e, &taker, inner);
    say(e, inner->kind == TYPE_VOID ? "    hako_contract_await(&call, promise);\n"
                                    : "    value = hako_contract_await(&call, promise);\n");
    say_result(e, inner, t->where, t->self_type ? "self->module" : "module");
}

static void say_function(emitter *e, const call_target *t, const signature *s, const place *p, const ctype *result)
{
    arguments a = { "", "", NULL, NULL, 0 };
    bool waits = result->kind == TYPE_PROMISE, value = !waits && result->kind != TYPE_VOID;
    const char *run;
    for (const parameter *q = s ? s->parameters : NULL; q; q = q->next) {
        const ctype *type = type_or(e, p, q->type, &q->value, s->loose, s->line, bind_format(e->b, "parameter '%s'", q->name));
        if (type->kind == TYPE_VOID || type->kind == TYPE_PROMISE) type = new_type(e->b, TYPE_HANDLE);
        if (q->rest && type->kind != TYPE_ARRAY) type = new_type(e->b, TYPE_HANDLE);
        if (q->rest && t->constructs) bind_fail(e->b, s->line, "parameter '%s': C cannot call a constructor with ...", q->name);
        add_argument(e, &a, q, type, t->where);
    }
    e->promises |= waits;
    say_begin(e, t, a.parameters, waits ? ", hako_contract_promise *promise" : result_parameters(e, result));
    if (a.argc) say(e, "    hako_val argv[%d];\n", a.argc);
    if (value || waits) say(e, "    hako_val value;\n");
    if (a.rest) say(e, "    hako_val list;\n");
    say_check(e, t, result);
    say(e, "%s", a.lines);
    if (a.rest) say(e, "    list = hako_contract_list(&call, %d, %s);\n%s", a.argc, a.argc ? "argv" : "NULL", a.rest);
    if (a.rest) run = bind_format(e->b, "hako_contract_run_list(&call, %s, %s, list)", t->holder, c_string(e->b, t->name));
    else
        run = bind_format(e->b, "hako_contract_%s(&call, %s, %s, %d, %s)", t->constructs ? "new" : "run", t->holder,
                          c_string(e->b, t->name), a.argc, a.argc ? "argv" : "NULL");
    say(e, "    %s%s;\n", value || waits ? "value = " : "", run);
    if (waits) {
        say(e, "    hako_contract_promised(&call, value, promise, %s);\n    return hako_contract_end(&call);\n}\n", t->where);
        say_promised(e, t, result->inner);
    } else {
        say_result(e, result, t->where, t->self_type ? "self->module" : "module");
    }
}
/* The overloads that can be called: if there are some without a body, those. */
static void say_overloads(emitter *e, const entry *i, call_target *t, const signature *first, const decl *d, decl *self,
                          const char *doc, size_t doc_length, const char *wanted)
{
    bool overloaded = first && first->next && !first->body;
    for (const signature *s = first; s; s = s->next) {
        place p = place_of(e, d, s, self);
        const ctype *result;
        if (overloaded && s->body) continue;
        e->b->exporting = i->name;
        t->c_name = claim(e, wanted);
        result = type_or(e, &p, s->result, &(constant){ CONST_NONE, 0, NULL }, s->loose, s->line,
                         bind_format(e->b, "the result of '%s'", t->name));
        say(e, "\n");
        say_doc(e, doc, doc_length, "");
        say_function(e, t, s, &p, result);
    }
}

/* ---- classes and values ------------------------------------------------------------------------------------------ */

static void say_getter(emitter *e, const call_target *t, const ctype *type)
{
    if (type->kind == TYPE_VOID || type->kind == TYPE_PROMISE) type = new_type(e->b, TYPE_HANDLE);
    say_begin(e, t, "", result_parameters(e, type));
    say(e, "    hako_val value;\n");
    say_check(e, t, type);
    say(e, "    value = hako_contract_get(&call, %s, %s);\n", t->holder, c_string(e->b, t->name));
    say_result(e, type, t->where, t->self_type ? "self->module" : "module");
}
static void say_setter(emitter *e, const call_target *t, const ctype *type)
{
    arguments a = { "", "", NULL, NULL, 0 };
    parameter q = { "to", NULL, { CONST_NONE, 0, NULL }, false, false, false, NULL };
    if (type->kind == TYPE_VOID || type->kind == TYPE_PROMISE) type = new_type(e->b, TYPE_HANDLE);
    add_argument(e, &a, &q, type, t->where);
    say_begin(e, t, a.parameters, "");
    say(e, "    hako_val argv[1];\n");
    say_check(e, t, NULL);
    say(e, "%s    hako_contract_set(&call, %s, %s, argv[0]);\n    return hako_contract_end(&call);\n}\n", a.lines, t->holder,
        c_string(e->b, t->name));
}

static void say_member(emitter *e, const entry *i, const decl *d, const class_member *m)
{
    decl *self = i->of;
    bool loose = d->in->script;
    const char *class_holder = bind_format(e->b, "hako_contract_get(&call, %s, %s)", holder_of(e, i), c_string(e->b, i->name));
    call_target t = {
        NULL, label_of(e, i, m->name), m->is_static ? class_holder : "self->object", m->name, m->is_static ? NULL : self->c_name,
        false
    };
    place p = place_of(e, d, NULL, self);
    const ctype *type;
    if (m->kind == MEMBER_METHOD) {
        say_overloads(e, i, &t, m->function, d, self, m->doc, m->doc_length,
                      bind_format(e->b, "%s_%s", self->c_name, c_word(e->b, m->name)));
        return;
    }
    e->b->exporting = i->name;
    type = type_or(e, &p, m->type, &m->value, loose, m->line, bind_format(e->b, "'%s'", m->name));
    if (m->optional && !type->undefined) {
        struct ctype *wider = new_type(e->b, type->kind);
        *wider = *type;
        wider->undefined = true;
        type = wider;
    }
    if (m->kind != MEMBER_SETTER) {
        t.c_name = claim(e, bind_format(e->b, "%s_get_%s", self->c_name, c_word(e->b, m->name)));
        say(e, "\n");
        say_doc(e, m->doc, m->doc_length, "");
        say_getter(e, &t, type);
    }
    if (m->kind == MEMBER_SETTER || (m->kind == MEMBER_FIELD && !m->readonly)) {
        t.c_name = claim(e, bind_format(e->b, "%s_set_%s", self->c_name, c_word(e->b, m->name)));
        if (m->kind == MEMBER_SETTER) {
            say(e, "\n");
            say_doc(e, m->doc, m->doc_length, "");
        }
        say_setter(e, &t, type);
    }
}

/* A class or interface that another extends; NULL: it is not one that is known here. */
static decl *parent_of(emitter *e, const decl *d, const written *w)
{
    decl *parent;
    e->b->now = d->in;
    parent = find_type(e->b, d->around, w->name);
    return parent && (parent->kind == DECL_CLASS || parent->kind == DECL_INTERFACE) ? parent : NULL;
}
static bool has_member(const decl *d, const class_member *m)
{
    for (const class_member *k = d->members; k; k = k->next)
        if (k->kind == m->kind && k->is_static == m->is_static && !strcmp(k->name, m->name)) return true;
    return false;
}
/* What is called for each member, those that are inherited included: the visitor's function. */
typedef void visit_member(emitter *e, const entry *i, const decl *d, const class_member *m);
static void visit_members(emitter *e, const entry *i, const decl *d, name_list *hiding, visit_member *visit, unsigned hops)
{
    if (hops > BIND_HOPS / 4) bind_fail(e->b, d->line, "class '%s' extends itself", d->name);
    for (const class_member *m = d->members; m; m = m->next) {
        const char *key = bind_format(e->b, "%d%d%s", (int)m->kind, m->is_static, m->name);
        const decl *again = i->of;
        if (bind_has(hiding, key)) continue;
        if (again != d && has_member(again, m)) continue;
        visit(e, i, d, m);
    }
    for (const class_member *m = d->members; m; m = m->next)
        hiding = bind_name(e->b, bind_format(e->b, "%d%d%s", (int)m->kind, m->is_static, m->name), hiding);
    for (const written *w = d->parents; w; w = w->next) {
        decl *parent = parent_of(e, d, w);
        if (parent) visit_members(e, i, parent, hiding, visit, hops + 1);
    }
}

/* C_from, C_drop: an object comes to be in the hands of C, and goes. */
static void say_instance(emitter *e, const entry *i)
{
    const char *c = i->of->c_name, *where = label_of(e, i, NULL);
    bool is_class = i->of->kind == DECL_CLASS;
    e->classes = true;
    say(e,
        "\n/* An object that is%s %s already, to be used as one: of another it is HAKO_CONTRACT_RESULT. It is kept until\n"
        " * %s_drop. */\n",
        is_class ? " a" : ", or can be used as,", i->name, c);
    say(e,
        "static inline hako_contract %s_from(const %s *module, hako_val value, %s *result)\n{\n"
        "    hako_contract_call call;\n    bool ok;\n",
        c, e->prefix, c);
    say(e, "    if (result) result->module = NULL;\n"
           "    if (!result || !hako_contract_begin(&call, module ? &module->base : NULL)) return HAKO_CONTRACT_MISUSE;\n");
    if (is_class)
        say(e, "    ok = hako_contract_instance_of(call.vm, value, hako_contract_get(&call, %s, %s));\n", holder_of(e, i),
            c_string(e->b, i->name));
    else say(e, "    ok = hako_kindof(call.vm, value) != HAKO_NO_OBJECT;\n");
    say(e,
        "    if (ok) {\n        result->object = hako_keep(call.vm, value);\n"
        "        if (hako_failed(call.vm)) call.status = HAKO_CONTRACT_RESULT;\n"
        "        else result->module = module;\n    } else if (call.status == HAKO_CONTRACT_OK) {\n"
        "        hako_contract_unexpected(&call, %s, %s, value);\n    }\n    return hako_contract_end(&call);\n}\n",
        where, c_string(e->b, bind_format(e->b, is_class ? "an object of %s" : "an object, as %s", i->name)));
    say(e, "static inline void %s_drop(%s *self)\n{\n    if (!self || !self->module) return;\n"
           "    hako_drop(self->module->base.vm, self->object);\n    self->module = NULL;\n}\n", c, c);
}
static void say_class(emitter *e, const entry *i)
{
    decl *d = i->of, *maker = d;
    call_target t = { NULL, label_of(e, i, "constructor"), holder_of(e, i), i->name, NULL, true };
    if (d->kind == DECL_CLASS && !d->is_abstract) {
        for (unsigned hops = 0;
             !maker->constructs && maker->parents && parent_of(e, maker, maker->parents) && hops < BIND_HOPS / 4; hops++)
            maker = parent_of(e, maker, maker->parents);
        struct ctype *result = new_type(e->b, TYPE_INSTANCE);
        result->of = d;
        if (!maker->constructs) {
            place p = place_of(e, d, NULL, d);
            t.c_name = claim(e, bind_format(e->b, "%s_new", d->c_name));
            say(e, "\n");
            say_function(e, &t, NULL, &p, result);
        }
        for (const signature *s = maker->constructs ? maker->function : NULL; s; s = s->next) {
            place p = place_of(e, maker, s, d);
            if (s->body && maker->function != s) continue;
            t.c_name = claim(e, bind_format(e->b, "%s_new", d->c_name));
            say(e, "\n");
            say_function(e, &t, s, &p, result);
        }
    }
    visit_members(e, i, d, NULL, say_member, 0);
}

/* A value: a constant that the header can have itself, a function, or something to be looked at. */
static bool is_constant(const decl *d) { return d->is_const && d->value.kind != CONST_NONE && !d->type; }
static void say_constant(emitter *e, const entry *i)
{
    const constant *c = &i->of->value;
    const char *name = claim_in(e, prefix_of(e, i), i->name);
    say(e, "\n");
    say_doc(e, i->of->doc, i->of->doc_length, "");
    if (c->kind == CONST_STRING) say(e, "#define %s %s\n", name, c_string(e->b, c->text));
    else if (c->kind == CONST_BOOL) say(e, "#define %s %s\n", name, c->number != 0 ? "true" : "false");
    else if (c->kind == CONST_BIGINT) {
        const char *digits = c->text + (*c->text == '-');
        if (strlen(digits) > 18 || strpbrk(digits, "xXoObB_"))
            bind_fail(e->b, i->of->line, "the BigInt is too large for an int64_t, or not decimal");
        say(e, "#define %s (%sINT64_C(%s))\n", name, *c->text == '-' ? "-" : "", digits);
    } else if (c->number >= -2147483647.0 && c->number <= 2147483647.0 && c->number - (double)(int32_t)c->number == 0 &&
               (c->number != 0 || 1 / c->number > 0)) {
        say(e, c->number < 0 ? "#define %s (%ld)\n" : "#define %s %ld\n", name, (long)c->number);
    } else {
        say(e, c->number < 0 ? "#define %s (%s)\n" : "#define %s %s\n", name, c_double(e->b, c->number));
    }
}
/* The type of a value that is no constant. */
static const ctype *type_of_value(emitter *e, const decl *d)
{
    place p = place_of(e, d, NULL, NULL);
    const ctype *t;
    if (!d->type && d->made_by) {
        decl *class = find_type(e->b, d->around, d->made_by);
        return class && class->kind == DECL_CLASS ? type_of_decl(&p, class) : new_type(e->b, TYPE_HANDLE);
    }
    if (!d->type && (d->has_value || d->in->script) && d->value.kind == CONST_NONE) return new_type(e->b, TYPE_HANDLE);
    t = d->type ? resolve(&p, d->type) : type_of_constant(e->b, &d->value);
    if (!t) bind_fail(e->b, d->line, "it has no type, and its value is no literal: write its type");
    return t;
}
static void say_value(emitter *e, const entry *i)
{
    decl *d = i->of;
    const ctype *t = d->function ? NULL : type_of_value(e, d);
    const signature *s = d->function ? d->function : t->kind == TYPE_FUNCTION ? t->function : NULL;
    call_target target = { NULL, label_of(e, i, NULL), holder_of(e, i), i->name, NULL, false };
    if (s) {
        say_overloads(e, i, &target, s, d, NULL, d->doc, d->doc_length,
                      bind_format(e->b, "%s_%s", prefix_of(e, i), c_word(e->b, i->name)));
        return;
    }
    target.c_name = claim(e, bind_format(e->b, "%s_get_%s", prefix_of(e, i), c_word(e->b, i->name)));
    say(e, "\n");
    say_doc(e, d->doc, d->doc_length, "");
    say_getter(e, &target, t);
}

/* ---- what the module has to have --------------------------------------------------------------------------------- */

static void say_row(emitter *e, const entry *i, const char *member, unsigned level, const char *shape, unsigned least,
                    unsigned most, const char *number, const char *text)
{
    const char *in = member ? bind_format(e->b, "%s%s.", path_of(e, i), i->name) : path_of(e, i);
    say(e, "        { %s, %s, %u, HAKO_CONTRACT_%s, %u, %u, %s, %s },\n", c_string(e->b, in),
        c_string(e->b, member ? member : i->name), level, shape, least, most, number, text ? c_string(e->b, text) : "NULL");
}
/* The one with a body says what the `length` is; else any of them. */
static void say_function_row(emitter *e, const entry *i, const char *member, unsigned level, const char *shape,
                             const signature *s, bool assigned)
{
    unsigned least = 255, most = 0;
    for (; s; s = s->next) {
        if (s->body) least = most = s->least;
        else if (least > s->least) least = s->least;
        if (!s->body && most < s->most) most = s->most;
        if (s->body) break;
    }
    if (assigned) least = 0;
    say_row(e, i, member, level, shape, least <= most ? least : most, most, "0", NULL);
}
static void say_member_row(emitter *e, const entry *i, const decl *d, const class_member *m)
{
    bool is_class = i->of->kind == DECL_CLASS;
    (void)d;
    if (!is_class || m->optional || m->is_abstract) return;
    if (m->kind == MEMBER_METHOD)
        say_function_row(e, i, m->name, i->level + 1, m->is_static ? "FUNCTION" : "METHOD", m->function, false);
    else if (m->is_static && m->kind != MEMBER_SETTER) say_row(e, i, m->name, i->level + 1, "THERE", 0, 0, "0", NULL);
    else if (!m->is_static && m->kind != MEMBER_FIELD)
        say_row(e, i, m->name, i->level + 1, m->kind == MEMBER_GETTER ? "GETTER" : "SETTER", 0, 0, "0", NULL);
}
static void say_constant_row(emitter *e, const entry *i, const char *member, unsigned level, const constant *c)
{
    if (c->kind == CONST_STRING) say_row(e, i, member, level, "TEXT", 0, 0, "0", c->text);
    else if (c->kind == CONST_BIGINT) say_row(e, i, member, level, "TYPE", 6, 0, "0", NULL);
    else say_row(e, i, member, level, c->kind == CONST_BOOL ? "BOOLEAN" : "NUMBER", 0, 0, c_double(e->b, c->number), NULL);
}
static void say_value_row(emitter *e, const entry *i)
{
    static const unsigned types[] = {
        [TYPE_NUMBER] = 3, [TYPE_BIGINT] = 6, [TYPE_BOOL] = 2, [TYPE_STRING] = 4, [TYPE_CHOICE] = 4
    };
    const ctype *t = i->of->function ? NULL : type_of_value(e, i->of);
    if (!t) say_function_row(e, i, NULL, i->level, "FUNCTION", i->of->function, false);
    else if (t->kind == TYPE_FUNCTION) say_function_row(e, i, NULL, i->level, "FUNCTION", t->function, true);
    else if (t->undefined || t->null || t->kind == TYPE_HANDLE) say_row(e, i, NULL, i->level, "THERE", 0, 0, "0", NULL);
    else if (t->kind < sizeof types / sizeof *types && types[t->kind])
        say_row(e, i, NULL, i->level, "TYPE", types[t->kind], 0, "0", NULL);
    else say_row(e, i, NULL, i->level, t->kind == TYPE_ENUM ? "THERE" : "OBJECT", 0, 0, "0", NULL);
}
static void say_rows(emitter *e)
{
    for (const entry *i = e->first; i; i = i->next) {
        const decl *d = i->of;
        e->b->exporting = i->name;
        e->b->now = d->in;
        if (d->kind == DECL_FUNCTION) say_function_row(e, i, NULL, i->level, "FUNCTION", d->function, false);
        else if (d->kind == DECL_NAMESPACE) say_row(e, i, NULL, i->level, "OBJECT", 0, 0, "0", NULL);
        else if (d->kind == DECL_VALUE && is_constant(d)) say_constant_row(e, i, NULL, i->level, &d->value);
        else if (d->kind == DECL_VALUE) say_value_row(e, i);
        else if (d->kind == DECL_CLASS) {
            say_row(e, i, NULL, i->level, "CLASS", 0, 0, "0", NULL);
            visit_members(e, i, d, NULL, say_member_row, 0);
        } else if (d->kind == DECL_ENUM && !d->is_const) {
            say_row(e, i, NULL, i->level, "OBJECT", 0, 0, "0", NULL);
            for (const enum_item *k = d->items; k; k = k->next) say_constant_row(e, i, k->name, i->level + 1, &k->value);
        }
    }
}

/* ---- the header -------------------------------------------------------------------------------------------------- */

/* Gives types their names, so that functions know them wherever they stand. The same declaration under a second name is not
 * emitted again. */
static void name_types(emitter *e)
{
    for (entry *i = e->first; i; i = i->next) {
        decl *d = i->of;
        bool texts = false;
        e->b->exporting = i->name;
        e->b->now = d->in;
        if (d->kind == DECL_ALIAS) {
            place p = { e->b, d->around, d->generics, NULL, NULL, 0 };
            const ctype *t = resolve(&p, d->type);
            texts = t->kind == TYPE_CHOICE && !t->undefined && !t->null;
        }
        if (d->kind != DECL_CLASS && d->kind != DECL_INTERFACE && d->kind != DECL_ENUM && !texts) continue;
        i->c_name = claim_in(e, prefix_of(e, i), i->name);
        if (d->c_name) continue;
        d->c_name = i->c_name;
        e->taken = bind_name(e->b, bind_format(e->b, "%s_from", d->c_name), e->taken);
        e->taken = bind_name(e->b, bind_format(e->b, "%s_drop", d->c_name), e->taken);
        e->taken = bind_name(e->b, bind_format(e->b, "%s_value", d->c_name), e->taken);
        e->taken = bind_name(e->b, bind_format(e->b, "%s_text", d->c_name), e->taken);
        e->taken = bind_name(e->b, bind_format(e->b, "%s_is", d->c_name), e->taken);
    }
}
static bool is_second_name(const entry *i) { return i->of->c_name && i->c_name && i->c_name != i->of->c_name; }

static void say_types(emitter *e)
{
    for (const entry *i = e->first; i; i = i->next) {
        const decl *d = i->of;
        if (is_second_name(i)) {
            say(e, "\n/* %s%s is %s under another name. */\ntypedef %s %s;\n", path_of(e, i), i->name, d->c_name, d->c_name,
                i->c_name);
        } else if (d->kind == DECL_CLASS || d->kind == DECL_INTERFACE) {
            say(e, "\n");
            say_doc(e, d->doc, d->doc_length, "");
            say(e,
                "typedef struct %s {\n    const %s *module;           /* NULL: there is none, or it was dropped */\n"
                "    hako_val object;            /* kept until %s_drop */\n} %s;\n",
                d->c_name, e->prefix, d->c_name, d->c_name);
        } else if (i->c_name && d->kind != DECL_NAMESPACE) {
            say_enum(e, i);
        }
    }
}
static void say_calls(emitter *e)
{
    for (const entry *i = e->first; i; i = i->next)
        if ((i->of->kind == DECL_CLASS || i->of->kind == DECL_INTERFACE) && !is_second_name(i)) say_instance(e, i);
    for (const entry *i = e->first; i; i = i->next) {
        call_target t = { NULL, label_of(e, i, NULL), holder_of(e, i), i->name, NULL, false };
        decl *d = i->of;
        e->b->exporting = i->name;
        e->b->now = d->in;
        if (d->kind == DECL_FUNCTION)
            say_overloads(e, i, &t, d->function, d, NULL, d->doc, d->doc_length,
                          bind_format(e->b, "%s_%s", prefix_of(e, i), c_word(e->b, i->name)));
        else if (d->kind == DECL_VALUE && is_constant(d)) say_constant(e, i);
        else if (d->kind == DECL_VALUE) say_value(e, i);
        else if ((d->kind == DECL_CLASS || d->kind == DECL_INTERFACE) && !is_second_name(i)) say_class(e, i);
    }
    e->b->exporting = NULL;
}

static void say_lines(emitter *e, const char *const *lines)
{
    for (; *lines; lines++) say(e, "%s\n", *lines);
}
/* A name for a comment, or a string. */
static const char *c_comment(bind *b, const char *name)
{
    char *text = bind_copy(b, name, strlen(name));
    for (char *at = text; *at; at++)
        if (!is_name_part(*at) && !strchr("./-+", *at)) *at = '_';
    return text;
}
/* Lines in which @ stands for the prefix, % for the module's name, $ for its place among strings. */
static void say_template(emitter *e, const char *const *lines)
{
    for (; *lines; lines++) {
        for (const char *at = *lines; *at; at++) {
            if (*at == '@') say(e, "%s", e->prefix);
            else if (*at == '%') say(e, "%s", c_comment(e->b, e->specifier));
            else if (*at == '$') say(e, "%s", c_string(e->b, e->specifier));
            else fputc(*at, e->out);
        }
        fputc('\n', e->out);
    }
}
static void say_embedded(emitter *e)
{
    const bind_options *o = e->b->options;
    const unsigned char *bytes = o->embedded;
    if (o->is_image) {
        say(e, "    static const uint64_t image[] = {");
        for (size_t i = 0; i + 8 <= o->embedded_length; i += 8) {
            uint64_t word = 0;
            for (unsigned k = 8; k-- > 0;) word = word << 8 | bytes[i + k];
            say(e, "%s0x%016llX,", i % 40 ? " " : "\n        ", (unsigned long long)word);
        }
        say(e, "\n    };\n");
        return;
    }
    say(e, "    static const unsigned char source[] = {");
    for (size_t i = 0; i < o->embedded_length; i++) say(e, "%s%u,", i % 24 ? "" : "\n        ", bytes[i]);
    say(e, "%s\n    };\n", o->embedded_length ? "" : " 0");
}

/* The functions that open the module. */
static void say_opening(emitter *e)
{
    const bind_options *o = e->b->options;
    say_template(e, bind_text_use);
    say(e, "    static const hako_contract_row rows[] = {\n");
    say_rows(e);
    say(e, "    };\n");
    say_template(e, bind_text_use_end);
    if (!o->embedded) {
        say(e, "    static const char source[] = \"export * as module from \" %s;\n", script_string(e->b, e->specifier));
        say_template(e, bind_text_start);
    } else {
        say_embedded(e);
        if (o->is_image) say_template(e, bind_text_start_image);
        else
            say(e, "    return hako_contract_start(module ? &module->base : NULL, vm, %s, (const char *)source, %zuu);\n}\n",
                c_string(e->b, e->specifier), o->embedded_length);
    }
    say_template(e, o->embedded ? bind_text_ready_embedded : bind_text_ready);
    say_template(e, bind_text_open);
}

/* Lines of what is in a temporary file, behind what it needs. */
static void copy_back(FILE *from, FILE *to)
{
    char block[4096];
    size_t n;
    rewind(from);
    while ((n = fread(block, 1, sizeof block, from)) > 0) fwrite(block, 1, n, to);
}

static const char *default_prefix(bind *b, const char *path)
{
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path, *word;
    size_t n = strcspn(name, ".");
    word = c_word(b, n ? bind_copy(b, name, n) : "module");
    return is_one_of(word, keywords) ? bind_format(b, "%s_", word) : word;
}
static const char *default_specifier(bind *b, const char *path)
{
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    if (path_ends(name, ".d.ts")) return bind_format(b, "%.*s.js", (int)strlen(name) - 5, name);
    if (path_ends(name, ".d.mts")) return bind_format(b, "%.*s.mjs", (int)strlen(name) - 6, name);
    return name;
}

static void claim_own_names(emitter *e)
{
    static const char *const own[] = { "", "_open", "_start", "_ready", "_use", "_close" };
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) claim(e, bind_format(e->b, "%s%s", e->prefix, own[i]));
}
static void emit_module(bind *b, source_file *m, FILE *body)
{
    const bind_options *o = b->options;
    emitter e = { b, body, NULL, NULL, NULL, NULL, NULL, false, false, false, false, false };
    char guard[80];
    size_t n = 0;
    e.last = &e.first;
    e.prefix = o->prefix ? o->prefix : default_prefix(b, o->path);
    e.specifier = o->specifier ? o->specifier : default_specifier(b, o->path);
    claim_own_names(&e);
    collect(&e, &m->top, NULL, false);
    b->now = m;
    if (!e.first) bind_fail(b, 0, "it exports nothing");
    name_types(&e);
    say_types(&e);
    say_calls(&e);

    e.out = b->out;
    for (const char *at = e.prefix; *at && n + 1 < sizeof guard; at++)
        guard[n++] = (char)(*at >= 'a' && *at <= 'z' ? *at - 32 : *at);
    guard[n] = '\0';
    say_template(&e, bind_text_top);
    say(&e, "#ifndef %s_HAKO_H\n#define %s_HAKO_H\n#include \"hako.h\"\n\n", guard, guard);
    say_lines(&e, bind_text_core);
    if (e.arrays || e.lists) say_lines(&e, bind_text_arrays);
    if (e.lists) say_lines(&e, bind_text_rest);
    if (e.bytes) say_lines(&e, bind_text_typed);
    if (e.promises) say_lines(&e, bind_text_promises);
    if (e.classes) say_lines(&e, bind_text_classes);
    say_lines(&e, bind_text_loading);
    say_template(&e, bind_text_module);
    copy_back(body, b->out);
    say_opening(&e);
    say(&e, "#endif\n");
}
