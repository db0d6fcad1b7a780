/* mklib OUT.h SRCDIR: the library's tables.
 *
 * Reads the declarations in SRCDIR/lib/ *.def (their format is described in src/lib/library.h), finds the string constants
 * that the C sources (HK_ATOM_xyz) and the library scripts (SRCDIR/lib/ *.js) need, and writes all of it as the constant
 * tables of gen_tables.h. The output depends on nothing but these files' contents.
 *
 * The scripts are not parsed here, only cut into tokens: what is taken for a string constant by mistake costs a few
 * bytes of flash, and one that is missed is reported by mkcode, to be declared with an `atom` line. */
#define _POSIX_C_SOURCE 200809L
#include <ctype.h>
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../src/base/base.h"
#undef HK_FN            /* only types, constants and the hash are wanted of what follows: nothing will be defined */
#define HK_FN extern
#include "../src/lib/library.h"

/* ---- what is declared -------------------------------------------------------------------------------------------- */

typedef struct { const char *file; int line; } place;

typedef struct { const char *text; int number; } atom;
typedef struct { const char *name, *text; place at; } atom_name;                  /* HK_ATOM_name */
typedef struct { const char *name; place at; } named;
typedef struct {
    place at;
    const char *feature;        /* the switch that its file depends on, or NULL */
    const char *name;           /* HK_FN_name */
    const char *key;            /* what scripts see as its name: a text, or @symbol */
    const char *native, *sig;   /* NULL without a native */
    const char *script;         /* NULL without a script function */
    bool declared;              /* by `function` or `constructor`: known to scripts as %name */
    int length, flags, native_number, script_number, sig_offset;
} function;
typedef struct {
    place at;
    const char *key, *value;    /* value: a name to be resolved (functions, objects, symbols), or a string's text */
    int kind, flags, a;         /* a: see struct hk_libprop */
} property;
typedef struct {
    place at;
    const char *feature;        /* as above */
    const char *name, *proto, *type, *call;    /* NULL: not given */
    int first, count;
} object;

#define LIST(type) struct { type *at; int count; }
static LIST(atom) atoms;
static LIST(atom_name) atom_names;
static LIST(named) symbols;
static LIST(function) functions;
static LIST(property) properties;
static LIST(object) objects;
static LIST(named) natives;
static LIST(named) scripts;            /* top-level functions of the library scripts, by number */
static LIST(uint64_t) numbers;
static LIST(char) sigs;
static LIST(hk_twin) twins;            /* filled when the functions are written */
static LIST(named) features;           /* switches: HAKO_WITH_x */
static const char *feature;            /* that of the file being read, or NULL */

/* ---- memory, errors, files --------------------------------------------------------------------------------------- */

static int errors;

static void report(const char *kind, place at, const char *format, va_list args)
{
    if (at.file) fprintf(stderr, "%s:%d: ", at.file, at.line);
    else fprintf(stderr, "mklib: ");
    fprintf(stderr, "%s: ", kind);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
}

static void error(place at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report("error", at, format, args);
    va_end(args);
    errors++;
}

static void warning(place at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report("warning", at, format, args);
    va_end(args);
}

static void *checked(void *p)
{
    if (p) return p;
    fprintf(stderr, "mklib: out of memory\n");
    exit(1);
}

/* Room for one more element behind `count` of them, zeroed. Capacities are powers of two. */
static void *room(void *list, int count, size_t size)
{
    size_t n = (size_t)count;
    if ((n & (n - 1)) == 0) list = checked(realloc(list, (n ? 2 * n : 1) * size));
    memset((char *)list + n * size, 0, size);
    return list;
}
#define PUSH(list) ((list).at = room((list).at, (list).count, sizeof *(list).at), &(list).at[(list).count++])

static char *copy(const char *text, size_t n)
{
    char *p = checked(malloc(n + 1));
    memcpy(p, text, n);
    p[n] = 0;
    return p;
}

/* format with its strings put in */
static char *join(const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return copy(text, n < (int)sizeof text ? (size_t)n : sizeof text - 1);
}

static bool same(const char *a, const char *b) { return strcmp(a, b) == 0; }

static char *read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        fprintf(stderr, "mklib: cannot read %s\n", path);
        exit(1);
    }
    size_t used = 0, size = 1 << 16;
    char *text = checked(malloc(size));
    for (size_t n; (n = fread(text + used, 1, size - used - 1, f)) > 0;) {
        used += n;
        if (size - used < 2) text = checked(realloc(text, size *= 2));
    }
    fclose(f);
    text[used] = 0;
    return text;
}

typedef LIST(const char *) path_list;

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && same(text + n - m, end);
}

/* The sorted paths of what is in a directory. */
static path_list directory(const char *path)
{
    path_list list = { 0 };
    DIR *dir = opendir(path);
    if (!dir) return list;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
        if (entry->d_name[0] != '.') *PUSH(list) = join("%s/%s", path, entry->d_name);
    closedir(dir);
    if (list.count) qsort(list.at, (size_t)list.count, sizeof *list.at, compare_paths);
    return list;
}

/* ---- atoms ------------------------------------------------------------------------------------------------------- */

static unsigned hash(const char *text) { return hk_atom_hash((const uint8_t *)text, (uint32_t)strlen(text)); }

static LIST(int) atom_chains[256];      /* by hash, indexes into atoms */

static int find_atom(const char *text)
{
    unsigned h = hash(text);
    for (int i = 0; i < atom_chains[h].count; i++)
        if (same(atoms.at[atom_chains[h].at[i]].text, text)) return atom_chains[h].at[i];
    return -1;
}

/* Makes sure that the text is an atom. */
static void add_atom(place at, const char *text)
{
    if (find_atom(text) >= 0) return;
    for (const char *p = text; *p; p++)
        if ((unsigned char)*p > 0x7E) {
            error(at, "string constants of the library must be ASCII: \"%s\"", text);
            return;
        }
    *PUSH(atom_chains[hash(text)]) = atoms.count;
    PUSH(atoms)->text = text;
}

static int atom_number(const char *text)
{
    int i = find_atom(text);
    return i < 0 ? 0 : atoms.at[i].number;
}

static int compare_atoms(const void *a, const void *b)
{
    const char *s = ((const atom *)a)->text, *t = ((const atom *)b)->text;
    unsigned h = hash(s), k = hash(t);
    return h != k ? (h < k ? -1 : 1) : strcmp(s, t);
}

/* Gives the atoms their numbers: by hash, then by text. */
static void number_atoms(void)
{
    qsort(atoms.at, (size_t)atoms.count, sizeof *atoms.at, compare_atoms);
    for (int i = 0; i < 256; i++) atom_chains[i].count = 0;
    for (int i = 0; i < atoms.count; i++) {
        *PUSH(atom_chains[hash(atoms.at[i].text)]) = i;
        atoms.at[i].number = i;
    }
}

static int find_atom_name(const char *name)
{
    for (int i = 0; i < atom_names.count; i++)
        if (same(atom_names.at[i].name, name)) return i;
    return -1;
}

static bool is_identifier(const char *text)
{
    if (!isalpha((unsigned char)*text) && *text != '_') return false;
    for (; *text; text++)
        if (!isalnum((unsigned char)*text) && *text != '_') return false;
    return true;
}

static void warn_of_one_unit(place at, const char *text)
{
    if (strlen(text) == 1) warning(at, "as a value, a string of one unit is no atom but the immediate HK_CHAR_REF('%s')", text);
}

static void declare_atom(place at, const char *name, const char *text)
{
    int known = find_atom_name(name);
    if (known >= 0 && atom_names.at[known].at.file) {
        error(at, "atom %s is declared twice", name);
        return;
    }
    if (!is_identifier(name) || same(name, "COUNT")) error(at, "HK_ATOM_%s cannot be a name", name);
    warn_of_one_unit(at, text);
    atom_name *a = known >= 0 ? &atom_names.at[known] : PUSH(atom_names);
    *a = (atom_name){ name, text, at };
    add_atom(at, text);
}

/* Every atom whose text is an identifier is HK_ATOM_text, unless an `atom` line says otherwise. */
static void name_atoms(void)
{
    for (int i = 0; i < atoms.count; i++) {
        const char *text = atoms.at[i].text;
        if (is_identifier(text) && !same(text, "COUNT") && find_atom_name(text) < 0)
            *PUSH(atom_names) = (atom_name){ text, text, { NULL, 0 } };
    }
}

/* ---- .def files -------------------------------------------------------------------------------------------------- */

typedef struct { const char *text; bool quoted; } field;
typedef LIST(field) field_list;

/* The text between quotes; *p stands behind the opening one and is left behind the closing one. */
static const char *quoted_text(place at, const char **p)
{
    LIST(char) text = { 0 };
    const char *s = *p;
    for (; *s && *s != '"'; s++) {
        if (*s != '\\') *PUSH(text) = *s;
        else if (*++s == 'n') *PUSH(text) = '\n';
        else if (*s == 't') *PUSH(text) = '\t';
        else if (*s == '"' || *s == '\\') *PUSH(text) = *s;
        else {
            error(at, "unknown escape in a string: only \\n \\t \\\" \\\\");
            break;
        }
    }
    if (*s == '"') s++;
    else error(at, "string without end");
    *p = s;
    *PUSH(text) = 0;
    return text.at;
}

static field_list split(place at, const char *line)
{
    field_list fields = { 0 };
    for (const char *p = line;;) {
        while (isspace((unsigned char)*p)) p++;
        if (!*p || *p == '#') return fields;
        const char *start = p;
        if (*p == '"') {
            p++;
            *PUSH(fields) = (field){ quoted_text(at, &p), true };
            continue;
        }
        while (*p && !isspace((unsigned char)*p)) p++;
        *PUSH(fields) = (field){ copy(start, (size_t)(p - start)), false };
    }
}

static bool is_number(const char *text)
{
    if (!*text) return false;
    for (; *text; text++)
        if (!isdigit((unsigned char)*text)) return false;
    return true;
}

static int parse_length(place at, const char *text)
{
    long n = is_number(text) ? strtol(text, NULL, 10) : -1;
    if (n >= 0 && n <= 7) return (int)n;
    error(at, "a function's length (0-7) expected instead of %s", text);
    return 0;
}

static void check_sig(place at, const char *sig)
{
    for (const char *p = sig; *p; p++) {
        if (strchr(".niIsSkotObD", *p)) continue;
        if (*p != '*') error(at, "unknown letter %c in signature (%s)", *p, sig);
        else if (p[1] || p == sig) error(at, "* must stand behind the last letter of a signature, not (%s)", sig);
    }
}

/* IMPL: js:NAME, c:NAME(SIG) or c:NAME(SIG)|js:NAME */
static void parse_impl(place at, const char *text, function *f)
{
    const char *p = text;
    if (strncmp(p, "c:", 2) == 0) {
        const char *open = strchr(p, '('), *close = open ? strchr(open, ')') : NULL;
        if (!close) {
            error(at, "c:NAME(SIGNATURE) expected instead of %s", text);
            return;
        }
        f->native = copy(p + 2, (size_t)(open - p - 2));
        f->sig = copy(open + 1, (size_t)(close - open - 1));
        if (!is_identifier(f->native)) error(at, "bad name of a native in %s", text);
        check_sig(at, f->sig);
        p = close + 1;
        if (!*p) return;
        if (*p++ != '|') {
            error(at, "unexpected %s in %s", p - 1, text);
            return;
        }
    }
    if (strncmp(p, "js:", 3) == 0 && is_identifier(p + 3)) f->script = p + 3;
    else error(at, "js:NAME or c:NAME(SIGNATURE) expected instead of %s", p);
}

static int find_function(const char *name)
{
    for (int i = 0; i < functions.count; i++)
        if (same(functions.at[i].name, name)) return i;
    return -1;
}

static int find_object(const char *name)
{
    for (int i = 0; i < objects.count; i++)
        if (same(objects.at[i].name, name)) return i;
    return -1;
}

static int find_named(const named *list, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (same(list[i].name, name)) return i;
    return -1;
}

/* A property key or function name: `@symbol`s are checked when all are known. */
static void use_key(place at, const char *key)
{
    if (is_number(key)) error(at, "an index (%s) cannot be a key in a table", key);
    if (*key != '@') add_atom(at, key);
}

static int add_function(place at, const char *name, const char *key, int length, int flags, const char *impl)
{
    int twice = find_function(name);
    if (twice >= 0) error(at, "function %s is declared twice (first in %s:%d)", name, functions.at[twice].at.file,
                          functions.at[twice].at.line);
    if (!is_identifier(name) || same(name, "COUNT") || same(name, "HOST")) error(at, "HK_FN_%s cannot be a name", name);
    function *f = PUSH(functions);
    f->at = at;
    f->feature = feature;
    f->name = name;
    f->key = key;
    f->length = length;
    f->flags = flags;
    parse_impl(at, impl, f);
    return functions.count - 1;
}

/* OBJECT_KEY: the name under which C knows a property's function. `role` is "" or "get_" or "set_". */
static const char *member_name(const char *object_name, const char *role, const char *key)
{
    char *name = *key == '@' ? join("%s_%sat_%s", object_name, role, key + 1) : join("%s_%s%s", object_name, role, key);
    for (char *p = name; *p; p++)
        if (!isalnum((unsigned char)*p)) *p = '_';
    return name;
}

static property *add_property(place at, object *o, const char *key, int kind, int flags)
{
    for (int i = o->first; i < properties.count; i++)
        if (same(properties.at[i].key, key)) error(at, "%s has the key %s twice", o->name, key);
    use_key(at, key);
    o->count++;
    property *p = PUSH(properties);
    p->at = at;
    p->key = key;
    p->kind = kind;
    p->flags = flags;
    return p;
}

static int parse_flags(place at, const char *text);

/* KEY LENGTH IMPL [FLAGS] */
static void parse_method(place at, object *o, const field *f, int count)
{
    const char *key = f[0].text;
    property *p = add_property(at, o, key, HK_LP_FUNCTION, count == 4 ? parse_flags(at, f[3].text) : HK_P_HIDDEN);
    p->a = add_function(at, member_name(o->name, "", key), key, parse_length(at, f[1].text), 0, f[2].text);
}

/* get KEY IMPL [set IMPL], or get KEY fn:NAME: getter and setter are that one function. A setter's number follows its getter's. */
static void parse_accessor(place at, object *o, const field *f, int count)
{
    const char *key = f[1].text;
    property *p = add_property(at, o, key, count == 5 ? HK_LP_ACCESSOR : HK_LP_GETTER, HK_P_CONFIGURABLE);
    if (count == 3 && strncmp(f[2].text, "fn:", 3) == 0) {
        p->kind = HK_LP_BOTH;
        p->value = f[2].text + 3;
        return;
    }
    p->a = add_function(at, member_name(o->name, "get_", key), key, 0, HK_LF_GETTER, f[2].text);
    if (count == 5) add_function(at, member_name(o->name, "set_", key), key, 1, HK_LF_SETTER, f[4].text);
}

static int parse_flags(place at, const char *text)
{
    int flags = 0;
    if (same(text, "-")) return 0;
    for (; *text; text++) {
        if (*text == 'w') flags |= HK_P_WRITABLE;
        else if (*text == 'e') flags |= HK_P_ENUMERABLE;
        else if (*text == 'c') flags |= HK_P_CONFIGURABLE;
        else error(at, "unknown flag %c: only w e c, or - for none", *text);
    }
    return flags;
}

static int add_number(uint64_t bits)
{
    for (int i = 0; i < numbers.count; i++)
        if (numbers.at[i] == bits) return i;
    *PUSH(numbers) = bits;
    return numbers.count - 1;
}

/* A number as a property's value; false if the text is not one. */
static bool parse_number(property *p, const char *text)
{
    char *end;
    double d = same(text, "NaN") ? hk_nan() : strtod(text, &end);
    bool worded = same(text, "NaN") || same(text, "Infinity") || same(text, "-Infinity");
    if (!worded && (*end || !strpbrk(text, "0123456789") || isalpha((unsigned char)*text))) return false;
    hk_val v = hk_number(d);
    bool small = hk_is_int(v) && hk_int_of(v) >= -0x800 && hk_int_of(v) <= 0x7FF;
    p->kind = small ? HK_LP_INT : HK_LP_NUMBER;
    p->a = small ? hk_int_of(v) & (int)HK_LP_VALUE : add_number(v);
    return true;
}

static bool parse_special(property *p, const char *text)
{
    static const struct { const char *text; hk_val value; } specials[] = {
        { "undefined", HK_UNDEFINED }, { "null", HK_NULL }, { "false", HK_FALSE }, { "true", HK_TRUE },
    };
    for (size_t i = 0; i < HK_COUNT(specials); i++)
        if (same(text, specials[i].text)) {
            p->kind = HK_LP_SPECIAL;
            p->a = (int)(uint32_t)specials[i].value;
            return true;
        }
    return false;
}

/* =KEY VALUE [FLAGS] */
static void parse_value(place at, object *o, const field *f, int count)
{
    int flags = count == 3 ? parse_flags(at, f[2].text) : HK_P_HIDDEN;
    property *p = add_property(at, o, f[0].text + 1, HK_LP_OBJECT, flags);
    const char *text = f[1].text;
    if (f[1].quoted) {
        p->kind = HK_LP_STRING;
        p->value = text;
        add_atom(at, text);
    } else if (*text == '@') {
        p->kind = HK_LP_SYMBOL;
        p->value = text + 1;
    } else if (strncmp(text, "fn:", 3) == 0) {
        p->kind = HK_LP_FUNCTION;
        p->value = text + 3;
    } else if (!parse_special(p, text) && !parse_number(p, text)) {
        p->value = text;        /* an intrinsic object */
    }
}

static void parse_property(place at, object *o, const field_list *fields)
{
    const field *f = fields->at;
    int n = fields->count;
    if (*f[0].text == '=' && f[0].text[1] && (n == 2 || n == 3)) parse_value(at, o, f, n);
    else if ((n == 3 || n == 4) && is_number(f[1].text)) parse_method(at, o, f, n);
    else if (same(f[0].text, "get") && (n == 3 || (n == 5 && same(f[3].text, "set")))) parse_accessor(at, o, f, n);
    else error(at, "property expected: KEY LENGTH IMPL [FLAGS], get KEY IMPL [set IMPL], or =KEY VALUE [FLAGS]");
}

static bool is_block_type(const char *name)
{
#define BLOCK_TYPE_NAME(type, refs, first, class_name) #type,
    static const char *const types[] = { HK_BLOCK_TYPES(BLOCK_TYPE_NAME) };
    for (size_t i = 0; i < HK_COUNT(types); i++)
        if (same(types[i], name)) return true;
    return false;
}

/* The text behind `prefix`, or NULL */
static const char *after(const char *prefix, const char *text)
{
    size_t n = strlen(prefix);
    return strncmp(text, prefix, n) == 0 ? text + n : NULL;
}

static void parse_object(place at, const field *f, int count)
{
    const char *name = f[1].text;
    if (find_object(name) >= 0) error(at, "object %s is declared twice", name);
    if (!is_identifier(name) || same(name, "COUNT")) error(at, "HK_IN_%s cannot be a name", name);
    object *o = PUSH(objects);
    o->at = at;
    o->feature = feature;
    o->name = name;
    o->first = properties.count;
    for (int i = 2; i < count; i++) {
        const char *v;
        if ((v = after("proto=", f[i].text)) != NULL) o->proto = v;
        else if ((v = after("type=", f[i].text)) != NULL) o->type = v;
        else if ((v = after("call=", f[i].text)) != NULL) o->call = v;
        else error(at, "proto=, type= or call= expected instead of %s", f[i].text);
    }
    if (o->type && !is_block_type(o->type)) error(at, "unknown block type %s", o->type);
}

static void parse_symbol(place at, const char *name)
{
    if (find_named(symbols.at, symbols.count, name) >= 0) error(at, "symbol %s is declared twice", name);
    if (!is_identifier(name) || same(name, "COUNT")) error(at, "HK_SYMBOL_%s cannot be a name", name);
    *PUSH(symbols) = (named){ name, at };
    add_atom(at, join("Symbol.%s", name));
}

static void parse_function(place at, const field *f, int flags)
{
    int i = add_function(at, f[1].text, f[1].text, parse_length(at, f[2].text), flags, f[3].text);
    functions.at[i].declared = true;
}

/* if HAKO_WITH_x: what follows in the file, up to `endif`, is there only with that switch. */
static void parse_feature(place at, const char *name)
{
    if (!after("HAKO_WITH_", name)) error(at, "if HAKO_WITH_... expected");
    if (find_named(features.at, features.count, name) < 0) *PUSH(features) = (named){ name, at };
    feature = name;
}

/* A line that is not indented. Returns the number of the object that indented lines behind it belong to, -1 for none. */
static int parse_declaration(place at, const field_list *fields, int current)
{
    const field *f = fields->at;
    int n = fields->count;
    if (same(f[0].text, "atom") && n == 3 && f[2].quoted) declare_atom(at, f[1].text, f[2].text);
    else if (same(f[0].text, "symbol") && n == 2) parse_symbol(at, f[1].text);
    else if (same(f[0].text, "if") && n == 2) {
        parse_feature(at, f[1].text);
        return current;
    } else if (same(f[0].text, "endif") && n == 1) {
        feature = NULL;
        return current;
    } else if (same(f[0].text, "object") && n >= 2) {
        parse_object(at, f, n);
        return objects.count - 1;
    } else if ((same(f[0].text, "function") && n == 4) || (same(f[0].text, "constructor") && (n == 4 || (n == 5 && same(f[4].text, "late"))))) {
        parse_function(at, f, (*f[0].text == 'c' ? HK_LF_CTOR : 0) | (n == 5 ? HK_LF_LATE : 0));
        /* `object A call=A`, then `constructor A ...`, then A's properties */
        if (current >= 0 && objects.at[current].call && same(objects.at[current].call, f[1].text)) return current;
    } else error(at, "declaration expected: atom, symbol, function, constructor or object, with its fields");
    return -1;
}

static void read_def(const char *path)
{
    char *text = read_file(path);
    int current = -1;
    place at = { path, 1 };
    feature = NULL;
    for (char *line = text, *end; *line; line = end, at.line++) {
        end = line + strcspn(line, "\n");
        if (*end) *end++ = 0;
        field_list fields = split(at, line);
        if (!fields.count) continue;
        if (!isspace((unsigned char)*line)) current = parse_declaration(at, &fields, current);
        else if (current >= 0) parse_property(at, &objects.at[current], &fields);
        else error(at, "an indented line must follow an object");
    }
}

/* ---- C sources: HK_ATOM_xyz ---------------------------------------------------------------------------------------- */

/* Steps over a comment or a literal, counting lines; returns p itself if there is none. */
static const char *skip_c_comment(const char *p, int *line)
{
    const char *start = p;
    if (p[0] == '/' && p[1] == '/') return p + strcspn(p, "\n");
    if (p[0] == '/' && p[1] == '*') {
        const char *end = strstr(p + 2, "*/");
        end = end ? end + 2 : p + strlen(p);
        for (; p < end; p++) *line += *p == '\n';
    } else if (*p == '"' || *p == '\'') {
        for (p++; *p && *p != *start && *p != '\n'; p++)
            if (*p == '\\' && p[1]) {
                p++;
                *line += *p == '\n';
            }
        if (*p == *start) p++;
    }
    return p;
}

static void use_c_atom(place at, const char *text)
{
    if (same(text, "COUNT") || find_atom_name(text) >= 0) return;
    warn_of_one_unit(at, text);
    add_atom(at, text);
    *PUSH(atom_names) = (atom_name){ text, text, { NULL, 0 } };
}

/* The identifier from p to end: HK_ATOM_xyz, or the macro of HK_KEY(xyz), which makes the same of its argument. */
static void use_c_name(place at, const char *p, const char *end)
{
    const char *name = copy(p, (size_t)(end - p)), *text = after("HK_ATOM_", name);
    if (text && *text) use_c_atom(at, text);
    if (!same(name, "HK_KEY") || *end++ != '(') return;
    size_t n = 0;
    while (isalnum((unsigned char)end[n]) || end[n] == '_') n++;
    bool definition = strstr(copy(end, strcspn(end, "\n")), "HK_ATOM_##") != NULL;
    if (end[n] == ')' && !definition) use_c_atom(at, copy(end, n));
}

static void scan_c(const char *path)
{
    place at = { path, 1 };
    for (const char *p = read_file(path), *next; *p; p = next) {
        next = skip_c_comment(p, &at.line);
        if (next != p) continue;
        next = p + 1;
        at.line += *p == '\n';
        if (!isalnum((unsigned char)*p) && *p != '_') continue;
        while (isalnum((unsigned char)*next) || *next == '_') next++;
        if (*p == 'H') use_c_name(at, p, next);
    }
}

static void scan_sources(const char *path)
{
    path_list files = directory(path);
    for (int i = 0; i < files.count; i++) {
        const char *file = files.at[i], *base = strrchr(file, '/') + 1;
        struct stat info;
        if (stat(file, &info) == 0 && S_ISDIR(info.st_mode)) scan_sources(file);
        else if ((ends_with(file, ".c") || ends_with(file, ".h")) && !after("gen_", base) && !same(base, "library.h"))
            scan_c(file);
    }
}

/* ---- library scripts: tokens ------------------------------------------------------------------------------------- */

enum { T_END, T_NAME, T_PRIVATE, T_STRING, T_TEMPLATE, T_NUMBER, T_REGEXP, T_PUNCTUATOR };
typedef struct {
    int kind;
    const char *text;       /* of strings: the value; NULL if it is not an atom's (one unit long) */
    const char *flags;      /* of a regular expression */
    place at;
    bool first;             /* at column 0 */
} token;
typedef LIST(token) token_list;

typedef struct {
    const char *p, *start;
    place at;
    token_list tokens;
    LIST(int) braces;       /* open brackets in each open ${ } of template literals; the last is the innermost */
} lexer;

static bool is_name_char(int c) { return isalnum(c) || c == '_' || c == '$' || c > 0x7F; }

static bool is_token(const token *t, const char *text)
{
    return (t->kind == T_PUNCTUATOR || t->kind == T_NAME) && same(t->text, text);
}

static token *add_token(lexer *lx, int kind, const char *start)
{
    token *t = PUSH(lx->tokens);
    t->kind = kind;
    t->at = lx->at;
    t->first = start == lx->start || start[-1] == '\n';
    return t;
}

static unsigned hex_value(const char **p, int digits)
{
    char text[9] = "";
    strncat(text, *p, (size_t)digits);
    *p += strlen(text);
    return (unsigned)strtoul(text, NULL, 16);
}

/* The code point of an escape; *p stands behind the backslash. UINT_MAX for a line continuation. */
static unsigned escape(const char **p)
{
    static const char letters[] = "ntrbfv0", values[] = "\n\t\r\b\f\v";
    char c = *(*p)++;
    const char *known = c ? strchr(letters, c) : NULL;
    if (c == '\n') return UINT_MAX;
    if (known) return (unsigned char)values[known - letters];
    if (c == 'x') return hex_value(p, 2);
    if (c != 'u') return (unsigned char)c;
    if (**p != '{') return hex_value(p, 4);
    unsigned value = (unsigned)strtoul(*p + 1, NULL, 16);
    *p += strcspn(*p, "}");
    *p += **p == '}';
    return value;
}

/* Reads the units of a string or template up to `end` (or, in a template, up to "${") and makes a token of them. */
static void lex_text(lexer *lx, int kind, char end)
{
    token *t = add_token(lx, kind, lx->p);
    const char *p = lx->p;
    LIST(char) text = { 0 };
    unsigned units = 0;
    bool plain = true;
    while (*p && *p != end && !(kind == T_TEMPLATE && p[0] == '$' && p[1] == '{')) {
        unsigned c = (unsigned char)*p++;
        if (c == '\\') c = escape(&p);
        if (p[-1] == '\n') lx->at.line++;
        if (c == UINT_MAX || (c & 0xC0) == 0x80) continue;      /* continuation bytes belong to the unit before */
        plain = plain && c > 0 && c < 0x7F;
        units += c > 0xFFFF || (c >= 0xF0 && c <= 0xF7) ? 2 : 1;
        *PUSH(text) = (char)c;
    }
    *PUSH(text) = 0;
    lx->p = p;
    if (!*p) error(t->at, "literal without end");
    if (units == 1) return;
    if (plain) t->text = text.at;
    else error(t->at, "string constants of the library must be ASCII");
}

/* A part of a template literal, with the bracket or quote at its end. */
static void lex_template(lexer *lx)
{
    lex_text(lx, T_TEMPLATE, '`');
    if (*lx->p == '$') {
        lx->p += 2;
        *PUSH(lx->braces) = 0;
    } else if (*lx->p) lx->p++;
}

static void lex_regexp(lexer *lx)
{
    const char *p = lx->p + 1, *body = p;
    bool in_class = false;
    for (; *p && *p != '\n' && (in_class || *p != '/'); p++) {
        if (*p == '[') in_class = true;
        else if (*p == ']') in_class = false;
        else if (*p == '\\' && p[1]) p++;
    }
    token *t = add_token(lx, T_REGEXP, lx->p);
    t->text = copy(body, (size_t)(p - body));
    if (*p == '/') p++;
    const char *flags = p;
    while (is_name_char((unsigned char)*p)) p++;
    t->flags = copy(flags, (size_t)(p - flags));
    lx->p = p;
}

/* Does a slash here begin a regular expression? By the token before it, as well as that can be told. */
static bool regexp_allowed(const lexer *lx)
{
    static const char *const words[] = { "return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else",
                                         "do", "yield", "await", "instanceof" };
    if (!lx->tokens.count) return true;
    const token *t = &lx->tokens.at[lx->tokens.count - 1];
    if (t->kind == T_PUNCTUATOR) return !strchr(")]}", *t->text);
    for (size_t i = 0; i < HK_COUNT(words); i++)
        if (is_token(t, words[i])) return true;
    return false;
}

static void lex_word(lexer *lx, int kind)
{
    const char *start = lx->p++;
    bool number = kind == T_NUMBER, hex = number && *start == '0' && strchr("xXbBoO", *lx->p);
    while (is_name_char((unsigned char)*lx->p) || (number && *lx->p == '.') ||
           (number && !hex && (*lx->p == '+' || *lx->p == '-') && tolower((unsigned char)lx->p[-1]) == 'e'))
        lx->p++;
    add_token(lx, kind, start)->text = copy(start, (size_t)(lx->p - start));
}

static void lex_punctuator(lexer *lx)
{
    static const char *const long_ones[] = {
        ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "\?\?=", "=>", "==", "!=", "<=", ">=", "&&", "||",
        "\?\?", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "**",
    };
    size_t n = 1;
    for (size_t i = 0; i < HK_COUNT(long_ones) && n == 1; i++)
        if (after(long_ones[i], lx->p)) n = strlen(long_ones[i]);
    if (lx->p[0] == '?' && n == 2 && lx->p[1] == '.' && isdigit((unsigned char)lx->p[2])) n = 1;
    add_token(lx, T_PUNCTUATOR, lx->p)->text = copy(lx->p, n);
    if (lx->braces.count && n == 1 && strchr("([{", *lx->p)) lx->braces.at[lx->braces.count - 1]++;
    if (lx->braces.count && n == 1 && strchr(")]}", *lx->p)) lx->braces.at[lx->braces.count - 1]--;
    lx->p += n;
}

static void lex_one(lexer *lx)
{
    char c = *lx->p;
    if (is_name_char((unsigned char)c)) lex_word(lx, isdigit((unsigned char)c) ? T_NUMBER : T_NAME);
    else if (c == '.' && isdigit((unsigned char)lx->p[1])) lex_word(lx, T_NUMBER);
    else if (c == '#') lex_word(lx, T_PRIVATE);
    else if (c == '"' || c == '\'') {
        lx->p++;
        lex_text(lx, T_STRING, c);
        if (*lx->p) lx->p++;
    } else if (c == '`') {
        lx->p++;
        lex_template(lx);
    } else if (c == '}' && lx->braces.count && lx->braces.at[lx->braces.count - 1] == 0) {
        lx->braces.count--;
        lx->p++;
        lex_template(lx);
    } else if (c == '/' && regexp_allowed(lx)) lex_regexp(lx);
    else lex_punctuator(lx);
}

static token_list tokens_of(const char *path)
{
    const char *text = read_file(path);
    lexer lx = { .p = text, .start = text, .at = { path, 1 } };
    while (*lx.p) {
        bool comment = lx.p[0] == '/' && (lx.p[1] == '/' || lx.p[1] == '*');
        if (comment) lx.p = skip_c_comment(lx.p, &lx.at.line);
        else if (isspace((unsigned char)*lx.p)) lx.at.line += *lx.p++ == '\n';
        else lex_one(&lx);
    }
    add_token(&lx, T_END, lx.p);
    return lx.tokens;
}

/* ---- library scripts: their functions and string constants ------------------------------------------------------- */

enum { IN_GROUP, IN_BLOCK, IN_OBJECT, IN_CLASS };      /* what a bracket encloses */

typedef struct {
    const token *t;         /* the token looked at; there are tokens of kind T_END around the list's ends */
    LIST(int) open;         /* IN_*, innermost last */
    bool class_head;        /* between `class` and its { */
} scanner;

/* The brace at s->t comes behind `case x:` */
static bool follows_case(const scanner *s)
{
    for (const token *t = s->t - 1; t->kind != T_END && !is_token(t, ";") && !is_token(t, "{") && !is_token(t, "}"); t--)
        if (is_token(t, "case") || is_token(t, "default")) return true;
    return false;
}

static int kind_of_brace(const scanner *s)
{
    static const char *const before_block[] = { ")", ";", "{", "}", "=>", "else", "do", "try", "finally" };
    const token *before = s->t - 1;
    if (s->class_head) return IN_CLASS;
    if (before->kind == T_END) return IN_BLOCK;
    for (size_t i = 0; i < HK_COUNT(before_block); i++)
        if (is_token(before, before_block[i])) return IN_BLOCK;
    return is_token(before, ":") && follows_case(s) ? IN_BLOCK : IN_OBJECT;
}

static void follow_brackets(scanner *s)
{
    const token *t = s->t;
    if (is_token(t, "class") && !is_token(t - 1, ".")) s->class_head = true;
    if (t->kind != T_PUNCTUATOR || t->text[1]) return;
    if (*t->text == '{') {
        int kind = kind_of_brace(s);
        *PUSH(s->open) = kind;
        s->class_head = false;
    } else if (*t->text == '(' || *t->text == '[') *PUSH(s->open) = IN_GROUP;
    else if (strchr(")]}", *t->text) && s->open.count) s->open.count--;
}

static bool is_modifier(const token *t)
{
    return is_token(t, "get") || is_token(t, "set") || is_token(t, "async") || is_token(t, "static") || is_token(t, "*");
}

/* Is the name a key of an object literal, of a pattern, or of a class? */
static bool is_key(const scanner *s)
{
    const token *before = s->t - 1, *behind = s->t + 1;
    int in = s->open.count ? s->open.at[s->open.count - 1] : IN_GROUP;
    if (in != IN_OBJECT && in != IN_CLASS) return false;
    if (behind->kind != T_PUNCTUATOR || behind->text[1] || !strchr(":(,}=;", *behind->text)) return false;
    return is_token(before, "{") || is_modifier(before) ||
           (in == IN_OBJECT ? is_token(before, ",") : is_token(before, "}") || is_token(before, ";"));
}

/* Does a function or class without a name begin at t? */
static bool is_anonymous(const token *t)
{
    if (is_token(t, "async") && t[1].kind != T_END) t++;
    if (is_token(t, "function")) return is_token(t + 1, "(") || is_token(t + 1, "*");
    if (is_token(t, "class")) return is_token(t + 1, "{") || is_token(t + 1, "extends");
    if (t->kind == T_NAME) return is_token(t + 1, "=>");
    if (!is_token(t, "(")) return false;
    for (int depth = 0; t->kind != T_END; t++) {
        if (is_token(t, "(")) depth++;
        else if (is_token(t, ")") && --depth == 0) return is_token(t + 1, "=>");
    }
    return false;
}

static bool is_assignment(const token *t)
{
    return is_token(t, "=") || is_token(t, "\?\?=") || is_token(t, "||=") || is_token(t, "&&=");
}

/* Does running the script need this name's text as a string? */
static bool is_constant(const scanner *s)
{
    const token *t = s->t;
    if (is_token(t - 1, ".") || is_token(t - 1, "?.")) return !is_token(t - 2, "new");
    if (is_token(t - 1, "function") || (is_token(t - 1, "*") && is_token(t - 2, "function")))
        return is_token(t + 1, "(") && s->open.count > 0;       /* the names of top-level functions come from the tables */
    if (is_token(t - 1, "class")) return !is_token(t, "extends");
    return is_key(s) || (is_assignment(t + 1) && is_anonymous(t + 2));
}

static void add_script(place at, const char *name)
{
    int twice = find_named(scripts.at, scripts.count, name);
    if (twice >= 0) error(at, "function %s is defined twice (first in %s:%d)", name, scripts.at[twice].at.file,
                          scripts.at[twice].at.line);
    *PUSH(scripts) = (named){ name, at };
}

/* At a script's top level: function declarations, each starting at column 0, and nothing else. */
static void top_level(const scanner *s)
{
    const token *t = s->t;
    bool here = is_token(t, "function"), statement = here || is_token(t, "const") || is_token(t, "let") ||
                                                     is_token(t, "var") || is_token(t, "class");
    if (here && (t->first || (is_token(t - 1, "async") && t[-1].first))) {
        const token *name = t + 1 + is_token(t + 1, "*");
        if (name->kind == T_NAME && is_token(name + 1, "(")) {
            add_script(t->at, name->text);
            return;
        }
    }
    if (statement) error(t->at, "only `function name(` at column 0 may stand at the top level of a library script");
}

/* A constant of one unit is an immediate, no atom. */
static void use_text(place at, const char *text)
{
    if (text && strlen(text) != 1) add_atom(at, text);
}

static void scan_token(scanner *s)
{
    const token *t = s->t;
    if (s->open.count == 0) top_level(s);
    else if (is_token(t, "function") && t->first)
        error(t->at, "only a function at the top level may begin at column 0");
    if (t->kind == T_STRING || t->kind == T_TEMPLATE || t->kind == T_PRIVATE) use_text(t->at, t->text);
    else if (t->kind == T_REGEXP) {
        use_text(t->at, t->text);
        use_text(t->at, t->flags);
    } else if (t->kind == T_NAME && is_constant(s)) use_text(t->at, t->text);
    follow_brackets(s);
}

static void scan_script(const char *path)
{
    token_list found = tokens_of(path), list = { 0 };
    PUSH(list);                                         /* T_END twice: scanners look two tokens back */
    PUSH(list);
    for (int i = 0; i < found.count; i++) *PUSH(list) = found.at[i];
    PUSH(list);                                         /* and two ahead */
    scanner s = { 0 };
    for (s.t = list.at + 2; s.t->kind != T_END; s.t++) scan_token(&s);
    if (s.open.count) error(s.t->at, "%d brackets are not closed", s.open.count);
}

/* ---- resolving names --------------------------------------------------------------------------------------------- */

static int symbol_number(place at, const char *name)
{
    int i = find_named(symbols.at, symbols.count, name);
    if (i < 0) error(at, "unknown symbol @%s", name);
    return i;
}

static int object_number(place at, const char *name)
{
    int i = find_object(name);
    if (i < 0) error(at, "unknown intrinsic object %s", name);
    return i;
}

static int key_number(place at, const char *key)
{
    return *key == '@' ? (int)HK_KEY_SYMBOL | symbol_number(at, key + 1) : atom_number(key);
}

static int native_number(place at, const char *name)
{
    int i = find_named(natives.at, natives.count, name);
    if (i >= 0) return i;
    *PUSH(natives) = (named){ name, at };
    return natives.count - 1;
}

/* Where the text stands in sigs with its terminator, also as the end of a longer one. */
static int sig_offset(const char *sig)
{
    size_t n = strlen(sig) + 1;
    for (int i = 0; i + (int)n <= sigs.count; i++)
        if (memcmp(sigs.at + i, sig, n) == 0) return i;
    int start = sigs.count;
    for (size_t i = 0; i < n; i++) *PUSH(sigs) = sig[i];
    return start;
}

static void resolve_function(function *f)
{
    if (f->native) {
        f->native_number = native_number(f->at, f->native);
        f->sig_offset = sig_offset(f->sig);
    }
    if (f->script) {
        f->flags |= f->native ? HK_LF_TWIN : HK_LF_SCRIPT;
        f->script_number = find_named(scripts.at, scripts.count, f->script);
        if (f->script_number < 0) error(f->at, "no library script has a top-level function %s", f->script);
    }
}

static void resolve_property(property *p)
{
    if (*p->key == '@') symbol_number(p->at, p->key + 1);
    if (!p->value) return;
    if (p->kind == HK_LP_STRING) p->a = atom_number(p->value);
    else if (p->kind == HK_LP_SYMBOL) p->a = symbol_number(p->at, p->value);
    else if (p->kind == HK_LP_OBJECT) p->a = object_number(p->at, p->value);
    else if ((p->a = find_function(p->value)) < 0) error(p->at, "fn:%s is not declared", p->value);
}

static void resolve_object(object *o)
{
    if (!o->proto) o->proto = "ObjectPrototype";
    if (!o->type) o->type = "LIB";
    if (same(o->proto, o->name)) error(o->at, "%s cannot be its own prototype: proto=none?", o->name);
    else if (!same(o->proto, "none")) object_number(o->at, o->proto);
    if (o->call && find_function(o->call) < 0) error(o->at, "call=%s is not a declared function", o->call);
}

/* A function that is an object's code is not a value of its own: it would be a second object. */
static void check_identity(const property *p)
{
    if (p->kind != HK_LP_FUNCTION || !p->value) return;
    for (int i = 0; i < objects.count; i++)
        if (objects.at[i].call && same(objects.at[i].call, p->value))
            error(p->at, "fn:%s is the code of the object %s: give that as the value", p->value, objects.at[i].name);
}

static void warn_of_unused_scripts(void)
{
    for (int i = 0; i < scripts.count; i++) {
        int k = 0;
        while (k < functions.count && !(functions.at[k].script && same(functions.at[k].script, scripts.at[i].name))) k++;
        if (k == functions.count) warning(scripts.at[i].at, "function %s is named by no declaration", scripts.at[i].name);
    }
}

static void check_limit(const char *what, int count, int limit)
{
    if (count > limit) error((place){ NULL, 0 }, "too many %s: %d, at most %d", what, count, limit);
}

static int text_bytes(void)
{
    int n = 0;
    for (int i = 0; i < atoms.count; i++) n += (int)strlen(atoms.at[i].text);
    return n;
}

static void check_limits(void)
{
    check_limit("atoms", atoms.count, 0xFFF);
    check_limit("bytes of atoms", text_bytes(), 0xFFFF);
    check_limit("symbols", symbols.count, 0xFFE);
    check_limit("functions", functions.count, (int)HK_LP_VALUE);
    check_limit("properties", properties.count, 0xFFFF);
    check_limit("intrinsic objects", objects.count, 0xFF);
    check_limit("natives", natives.count, 0xFFFF);
    check_limit("script functions", scripts.count, 0xFFFF);
    check_limit("numbers", numbers.count, 0xFFFF);
    check_limit("bytes of signatures", sigs.count, 0xFF);
}

/* Objects that depend on a switch come last, with their properties: those before them, HK_IN_ALWAYS, are there in every build. */
static int always;
static void order_objects(void)
{
    int n = objects.count, k = 0;
    object *sorted = checked(malloc(sizeof *sorted * (size_t)(n + 1)));
    property *moved = checked(malloc(sizeof *moved * (size_t)(properties.count + 1)));
    int at = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < n; i++) {
            object o = objects.at[i];
            if ((o.feature != NULL) != (pass == 1)) continue;
            for (int p = 0; p < o.count; p++) moved[at + p] = properties.at[o.first + p];
            o.first = at;
            at += o.count;
            sorted[k++] = o;
        }
        if (pass == 0) always = k;
    }
    objects.at = sorted;
    properties.at = moved;
}

/* What only the library itself calls, by %name, has the name "": its text would be flash for nothing. */
static void name_functions(void)
{
    for (int i = 0; i < functions.count; i++) {
        function *f = &functions.at[i];
        bool seen = !f->declared;
        for (int k = 0; k < properties.count && !seen; k++)
            seen = properties.at[k].kind <= HK_LP_BOTH && properties.at[k].value && same(properties.at[k].value, f->name);
        for (int k = 0; k < objects.count && !seen; k++)
            seen = objects.at[k].call && same(objects.at[k].call, f->name);
        if (seen) use_key(f->at, f->key);
        else f->key = "";
    }
}

static void resolve(void)
{
    order_objects();
    name_functions();
    name_atoms();
    number_atoms();
    for (size_t n = 32; n--;)                           /* the longest first: the others may be the ends of those */
        for (int i = 0; i < functions.count; i++)
            if (functions.at[i].sig && strlen(functions.at[i].sig) == n) sig_offset(functions.at[i].sig);
    sig_offset("");
    for (int i = 0; i < functions.count; i++) resolve_function(&functions.at[i]);
    for (int i = 0; i < objects.count; i++) resolve_object(&objects.at[i]);
    for (int i = 0; i < properties.count; i++) {
        resolve_property(&properties.at[i]);
        check_identity(&properties.at[i]);
    }
    warn_of_unused_scripts();
    check_limits();
}

/* ---- gen_tables.h ------------------------------------------------------------------------------------------------ */

static FILE *out;
static int column;

/* An item of a list that is broken into lines. */
static void item(const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (column == 0) column = fprintf(out, "    %s", text);
    else if (column + 1 + n > 118) column = fprintf(out, "\n    %s", text) - 1;
    else column += fprintf(out, " %s", text);
}

static void begin(const char *declaration)
{
    fprintf(out, "%s = {\n", declaration);
    column = 0;
}

/* ISO C has no empty initialisers: an empty table holds a zero. */
static void end(int count)
{
    if (count == 0) item("0");
    fprintf(out, "%s};\n\n", column ? "\n" : "");
}

static int compare_atom_names(const void *a, const void *b)
{
    const atom_name *s = a, *t = b;
    int i = atom_number(s->text), k = atom_number(t->text);
    return i != k ? (i < k ? -1 : 1) : strcmp(s->name, t->name);
}

static void write_atom_names(void)
{
    qsort(atom_names.at, (size_t)atom_names.count, sizeof *atom_names.at, compare_atom_names);
    fprintf(out, "enum {\n");
    column = 0;
    int next = 0;
    for (int i = 0; i < atom_names.count; i++) {
        const atom_name *a = &atom_names.at[i];
        int number = atom_number(a->text);
        if (number == next) item("HK_ATOM_%s,", a->name);
        else item("HK_ATOM_%s = %d,", a->name, number);
        next = number + 1;
    }
    item("HK_ATOM_COUNT = %d", atoms.count);
    fprintf(out, "\n};\n\n");
}

#define WRITE_ENUM(prefix, list)                                                        \
    do {                                                                                \
        fprintf(out, "enum {\n");                                                       \
        column = 0;                                                                     \
        for (int i = 0; i < (list).count; i++) item(prefix "%s,", (list).at[i].name);   \
        item(prefix "COUNT");                                                           \
        fprintf(out, "\n};\n\n");                                                       \
    } while (0)

/* n bytes as character constants, up to 24 of them kept together */
static void text_items(const char *text, int n)
{
    char buffer[24 * 6] = "";
    int used = 0;
    for (int i = 0; i < n; i++) {
        const char *format = !isprint((unsigned char)text[i]) ? "%d," : strchr("'\\", text[i]) ? "'\\%c'," : "'%c',";
        used += snprintf(buffer + used, sizeof buffer - (size_t)used, format, text[i]);
        if (i % 24 != 23 && i != n - 1) continue;
        item("%s", buffer);
        used = 0;
    }
}

static void write_atoms(void)
{
    begin("HK_CONST_TABLE uint8_t hk_atom_text[]");
    for (int i = 0; i < atoms.count; i++) text_items(atoms.at[i].text, (int)strlen(atoms.at[i].text));
    end(text_bytes());

    begin("HK_CONST_TABLE uint16_t hk_atom_start[HK_ATOM_COUNT + 1]");
    int start = 0;
    for (int i = 0; i < atoms.count; i++) {
        item("%d,", start);
        start += (int)strlen(atoms.at[i].text);
    }
    item("%d", start);
    end(1);

    begin("HK_CONST_TABLE uint16_t hk_atom_bucket[257]");
    for (unsigned h = 0, i = 0; h <= 256; h++) {
        while (i < (unsigned)atoms.count && hash(atoms.at[i].text) < h) i++;
        item("%u,", i);
    }
    end(1);
}

static void write_symbols(void)
{
    begin("HK_CONST_TABLE uint16_t hk_symbol_atom[]");
    for (int i = 0; i < symbols.count; i++) item("%d,", atom_number(join("Symbol.%s", symbols.at[i].name)));
    end(symbols.count);
}

/* A name that is safe inside a comment */
static const char *comment(const char *text)
{
    char *safe = copy(text, strlen(text));
    for (char *p = safe; *p; p++)
        if (*p == '*') *p = '?';
    return safe;
}

/* The part of a switch's name that is its own */
static const char *feature_name(const char *name) { return after("HAKO_WITH_", name); }

/* The switches' defaults, and for each HK_IF_x(yes, no). */
static void write_features(void)
{
    for (int i = 0; i < features.count; i++) {
        const char *name = features.at[i].name, *own = feature_name(name);
        fprintf(out, "#ifndef %s\n#define %s 1\n#endif\n", name, name);
        fprintf(out, "#if %s\n#define HK_IF_%s(yes, no) yes\n#else\n#define HK_IF_%s(yes, no) no\n#endif\n\n", name, own, own);
    }
}

/* The switch without which no function uses the native, or NULL */
static const char *native_feature(int number)
{
    const char *found = NULL;
    bool first = true;
    for (int i = 0; i < functions.count; i++) {
        const function *f = &functions.at[i];
        if (!f->native || f->native_number != number) continue;
        if (first) found = f->feature;
        else if (!found || !f->feature || !same(found, f->feature)) return NULL;
        first = false;
    }
    return found;
}

static void write_natives(void)
{
    for (int i = 0; i < natives.count; i++) {
        const char *name = native_feature(i);
        if (name) fprintf(out, "#if %s\nstatic hk_native hk_nat_%s;\n#endif\n", name, natives.at[i].name);
        else fprintf(out, "static hk_native hk_nat_%s;\n", natives.at[i].name);
    }
    fprintf(out, "\n");
    begin("static HK_UNUSED hk_native *const hk_natives[]");
    for (int i = 0; i < natives.count; i++) {
        const char *name = native_feature(i);
        if (name) item("HK_IF_%s(hk_nat_%s, hk_nat_absent),", feature_name(name), natives.at[i].name);
        else item("hk_nat_%s,", natives.at[i].name);
    }
    end(natives.count);
}

/* The number of the pair of the function's native and script. */
static int twin_number(const function *f)
{
    for (int i = 0; i < twins.count; i++)
        if (twins.at[i].native == f->native_number && twins.at[i].script == f->script_number) return i;
    *PUSH(twins) = (hk_twin){ (uint16_t)f->native_number, (uint16_t)f->script_number };
    return twins.count - 1;
}

static void write_functions(void)
{
    write_natives();

    begin("HK_CONST_TABLE char hk_sigs[]");
    for (int i = 0; i < sigs.count; i += (int)strlen(sigs.at + i) + 1)
        text_items(sigs.at + i, (int)strlen(sigs.at + i) + 1);
    end(sigs.count);

    int absent = functions.at[find_function("absent")].native_number;
    begin("HK_CONST_TABLE hk_libfn hk_libfns[]");
    for (int i = 0; i < functions.count; i++) {
        const function *f = &functions.at[i];
        const char *own = f->feature ? feature_name(f->feature) : "";
        int code = f->flags & HK_LF_SCRIPT ? f->script_number : f->flags & HK_LF_TWIN ? twin_number(f) : f->native_number;
        fprintf(out, "    { 0x%X, ", (unsigned)(key_number(f->at, f->key) | f->length << HK_LF_LENGTH));
        /* what was a script is then the native that says so */
        if (f->feature && (f->flags & HK_LF_SCRIPT))
            fprintf(out, "HK_IF_%s(%d, %d), %d, HK_IF_%s(%d, %d)", own, f->flags, f->flags & ~HK_LF_SCRIPT, f->sig_offset, own, code, absent);
        else
            fprintf(out, "%d, %d, %d", f->flags, f->sig_offset, code);
        fprintf(out, " }, /* %s */\n", f->name);
    }
    if (!functions.count) fprintf(out, "    { 0 }\n");
    fprintf(out, "};\n\n");

    begin("HK_CONST_TABLE hk_twin hk_twins[]");
    for (int i = 0; i < twins.count; i++) item("{ %d, %d },", twins.at[i].native, twins.at[i].script);
    end(twins.count);
}

/* The switch without which a property has no value (an object in a file with a switch is not looked up without it), or NULL */
static const char *property_feature(const property *p)
{
    if (p->kind == HK_LP_OBJECT) return objects.at[p->a].feature;
    return p->kind <= HK_LP_BOTH ? functions.at[p->a].feature : NULL;
}

static void write_properties(void)
{
    begin("HK_CONST_TABLE hk_libprop hk_libprops[]");
    for (int i = 0; i < objects.count; i++) {
        const object *o = &objects.at[i];
        if (o->count) fprintf(out, "    /* %s */\n", o->name);
        for (int k = o->first; k < o->first + o->count; k++) {
            const property *p = &properties.at[k];
            const char *name = property_feature(p);
            if (name && o->feature && same(name, o->feature)) name = NULL;
            fprintf(out, name ? "    { HK_IF_%s(" : "    { ", name ? feature_name(name) : "");
            fprintf(out, "0x%X%s, 0x%X }, /* %s */\n", (unsigned)(key_number(p->at, p->key) | p->flags << HK_LP_FLAGS),
                    name ? ", HK_NO_KEY)" : "", (unsigned)(p->kind << HK_LP_KIND | p->a), comment(p->key));
        }
    }
    if (!properties.count) fprintf(out, "    { 0 }\n");
    fprintf(out, "};\n\n");

    begin("HK_CONST_TABLE uint64_t hk_lib_numbers[]");
    for (int i = 0; i < numbers.count; i++) item("UINT64_C(0x%016llX),", (unsigned long long)numbers.at[i]);
    end(numbers.count);
}

static void write_objects(void)
{
    begin("HK_CONST_TABLE hk_libobj hk_libobjs[]");
    for (int i = 0; i < objects.count; i++) {
        const object *o = &objects.at[i];
        int proto = same(o->proto, "none") ? 0xFF : find_object(o->proto), call = o->call ? find_function(o->call) : 0xFFFF;
        fprintf(out, "    { %d, %d, %d, %d, HK_T_%s }, /* %s */\n", o->first, o->count, call, proto, o->type, o->name);
    }
    if (!objects.count) fprintf(out, "    { 0 }\n");
    fprintf(out, "};\n\n");
}

/* What only the bootstrap compiler needs: the names of library functions (those that are not known as %name have "") and of
 * the scripts' top-level functions, by their numbers. */
static void write_bootstrap(void)
{
    fprintf(out, "#ifdef HAKO_BOOTSTRAP\n");
    begin("static HK_UNUSED const char *const hk_libfn_names[]");
    for (int i = 0; i < functions.count; i++) item("\"%s\",", functions.at[i].declared ? functions.at[i].name : "");
    end(functions.count);
    fprintf(out, "#define HK_SCRIPT_FUNCTIONS %d /* top-level functions of the library scripts: their code comes first */\n",
            scripts.count);
    begin("static HK_UNUSED const char *const hk_script_names[]");
    for (int i = 0; i < scripts.count; i++) item("\"%s\",", scripts.at[i].name);
    end(scripts.count);
    fprintf(out, "#endif\n");
}

static void write_tables(const char *path)
{
    out = fopen(path, "wb");
    if (!out) {
        error((place){ NULL, 0 }, "cannot write %s", path);
        return;
    }
    fprintf(out, "/* Generated by tools/mklib from src/lib/ *.def: do not edit. What these tables hold: library.h. */\n"
                 "#ifndef HK_GEN_TABLES_H\n#define HK_GEN_TABLES_H\n#include \"library.h\"\n\n");
    write_features();
    write_atom_names();
    WRITE_ENUM("HK_SYMBOL_", symbols);
    WRITE_ENUM("HK_FN_", functions);
    WRITE_ENUM("HK_IN_", objects);
    fprintf(out, "#define HK_IN_ALWAYS %d /* those before it depend on no switch */\n\n", always);
    write_atoms();
    write_symbols();
    write_functions();
    write_properties();
    write_objects();
    write_bootstrap();
    fprintf(out, "#endif\n");
    if (ferror(out) | fclose(out)) error((place){ NULL, 0 }, "cannot write %s", path);
}

static void summary(void)
{
    int text = text_bytes(), start = 2 * (atoms.count + 1), buckets = 2 * 257;
    int bytes = text + start + buckets + 2 * symbols.count + (int)sizeof(hk_libfn) * functions.count + (int)sizeof(hk_twin) * twins.count +
                (int)sizeof(hk_libprop) * properties.count + (int)sizeof(hk_libobj) * objects.count + 8 * numbers.count +
                sigs.count;
    fprintf(stderr, "mklib: %d atoms (%d bytes of text), %d symbols, %d functions (%d natives, %d script functions), "
                    "%d objects, %d properties, %d numbers\n", atoms.count, text, symbols.count, functions.count,
            natives.count, scripts.count, objects.count, properties.count, numbers.count);
    fprintf(stderr, "mklib: %d bytes of tables and %d pointers\n", bytes, natives.count);
}

/* ---- main -------------------------------------------------------------------------------------------------------- */

static void read_library(const char *source)
{
    const char *core = join("%s/lib/core.def", source);
    path_list files = directory(join("%s/lib", source));
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < files.count; i++)
            if (ends_with(files.at[i], ".def") && same(files.at[i], core) == (pass == 0)) read_def(files.at[i]);
    if (find_atom_name("empty") < 0)                    /* the empty string is always there */
        *PUSH(atom_names) = (atom_name){ "empty", "", { NULL, 0 } };
    add_atom((place){ NULL, 0 }, "");
    scan_sources(source);
    for (int i = 0; i < files.count; i++)
        if (ends_with(files.at[i], ".js")) scan_script(files.at[i]);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: mklib OUT.h SRCDIR\n");
        return 2;
    }
    read_library(argv[2]);
    resolve();
    if (!errors) write_tables(argv[1]);
    if (!errors) summary();
    return errors ? 1 : 0;
}
