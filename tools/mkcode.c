/* mkcode OUT.h SRCDIR: the library's bytecode.
 *
 * The bootstrap compiler: the engine itself, without a library, compiles the scripts SRCDIR/lib/ *.js and writes the code
 * of their functions as the constant images of gen_code.h (described in src/lib/library.h). Codes are numbered: first the
 * scripts' top-level functions, as tools/mklib has numbered them, then the functions nested in them. A script's own
 * top-level code is dropped. References in the images become constants: strings are atoms, codes are numbers. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef HAKO_BOOTSTRAP
#define HAKO_BOOTSTRAP
#endif
#include "../src/hako.c"

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the images are written as this machine has them in memory, and every target is little endian"
#endif

enum { MKCODE_ARENA = 64 << 20, MKCODE_MAX_CODES = 0xFFFF, MKCODE_MAX_WORDS = 0xFFFF, MKCODE_MAX_FEATURES = 32 };

/* The code of one function, taken out of the heap. Until the images are written, a constant that is a code is an
 * internal value that holds an index into `images`. */
typedef struct {
    const char *file;           /* the script's base name */
    const char *feature;        /* the switch that the script depends on, one of `features`, or NULL */
    char *name;                 /* as the source has it; "" if there is none */
    bool top;                   /* a top-level function */
    uint32_t number;
    uint32_t *words;            /* what the library keeps of struct hk_code, without its first word, and what follows but for the position table */
    uint32_t count;
    uint32_t nconsts;
    uint32_t start;             /* within its group, see write_group */
} mkcode_image;

enum { HEAD_WORDS = HK_LIBRARY_HEAD / 4 - 1 };

static mkcode_image *images;
static uint32_t image_count;
static const char *current_file, *current_feature;
static const char *features[MKCODE_MAX_FEATURES];
static unsigned feature_count;
static int error_count;

static void fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "mkcode: ");
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    error_count++;
}

static void *checked(void *p)
{
    if (p) return p;
    fprintf(stderr, "mkcode: out of memory\n");
    exit(1);
}

/* ---- strings ----------------------------------------------------------------------------------------------------- */

/* The text of a flat string for messages and comparisons: what is not ASCII is shown as ? */
static char *text_of(hk_vm *vm, hk_ref s)
{
    hk_text text;
    hk_text_of(vm, s, &text);
    char *copy = checked(malloc(text.len + 1));
    for (uint32_t i = 0; i < text.len; i++) {
        uint32_t unit = hk_unit(&text, i);
        copy[i] = (char)(unit >= 1 && unit < 0x7F ? unit : '?');
    }
    copy[text.len] = 0;
    return copy;
}

static bool is_atom_text(const hk_text *text, uint32_t atom)
{
    if (text->len != (uint32_t)(hk_atom_start[atom + 1] - hk_atom_start[atom])) return false;
    for (uint32_t i = 0; i < text->len; i++)
        if (hk_unit(text, i) != hk_atom_text[hk_atom_start[atom] + i]) return false;
    return true;
}

/* The string as a constant: an immediate or an atom; 0 if it is none. */
static hk_ref constant_string(hk_vm *vm, hk_ref s)
{
    if (!hk_ref_is_block(s)) return s;
    hk_text text;
    hk_text_of(vm, s, &text);
    if (text.len == 1) return HK_CHAR_REF(hk_unit(&text, 0));
    for (uint32_t atom = 0; atom < HK_ATOM_COUNT; atom++)
        if (is_atom_text(&text, atom)) return HK_ROM_REF(atom);
    return 0;
}

static void missing_atom(hk_vm *vm, hk_ref s, const char *function)
{
    fail("%s: function %s: the string \"%s\" is not an atom: add a line `atom NAME \"...\"` to a .def file", current_file,
         function, text_of(vm, s));
}

/* ---- images ------------------------------------------------------------------------------------------------------ */

static uint32_t take_code(hk_vm *vm, hk_ref ref, bool top);

/* How many words an image keeps of what stands behind the head: all but the position table. */
static uint32_t body_words(const hk_code *code)
{
    return (uint32_t)(hk_code_positions(code) - (const uint8_t *)(code + 1)) / 4;
}

static bool is_code(hk_vm *vm, hk_val v)
{
    return hk_is_internal(v) && hk_ref_is_block(hk_ref_of(v)) && hk_type(vm, hk_ref_of(v)) == HK_T_CODE;
}

static hk_val take_constant(hk_vm *vm, hk_val v, const char *function)
{
    if (hk_is_string(v)) {
        hk_ref s = constant_string(vm, hk_ref_of(v));
        if (!s) missing_atom(vm, hk_ref_of(v), function);
        return hk_string(s);
    }
    if (is_code(vm, v)) return hk_internal(take_code(vm, hk_ref_of(v), false));
    if (HK_TAG(v) <= HK_TAG_SPECIAL || hk_is_fnimm(v) || (hk_is_symbol(v) && !hk_ref_is_block(hk_ref_of(v)))) return v;
    fail("%s: function %s: a constant of a kind that the library cannot have: %016llX", current_file, function,
         (unsigned long long)v);
    return HK_UNDEFINED;
}

static hk_val get_constant(const mkcode_image *image, uint32_t k)
{
    hk_val v;
    memcpy(&v, image->words + HEAD_WORDS + 2 * k, 8);
    return v;
}

static void set_constant(mkcode_image *image, uint32_t k, hk_val v)
{
    memcpy(image->words + HEAD_WORDS + 2 * k, &v, 8);
}

static uint32_t add_image(void)
{
    images = checked(realloc(images, (image_count + 1) * sizeof *images));
    images[image_count] = (mkcode_image){ .file = current_file };
    return image_count++;
}

/* Takes a function's code, and those nested in it, out of the heap: the number of its image. Nothing is allocated in the
 * VM meanwhile, so refs and pointers stay. */
static uint32_t take_code(hk_vm *vm, hk_ref ref, bool top)
{
    const hk_code *code = hk_ptr(vm, ref);
    uint32_t index = add_image(), body = body_words(code);
    mkcode_image image = { .file = current_file, .feature = current_feature, .top = top, .count = HEAD_WORDS + body, .nconsts = code->nconsts };
    image.name = code->name ? text_of(vm, code->name) : checked(calloc(1, 1));
    image.words = checked(calloc(image.count, 4));

    hk_code head = *code;
    head.flags |= HK_CF_LIBRARY;
    memcpy(image.words, &head.hdr + 1, HEAD_WORDS * 4);
    memcpy(image.words + HEAD_WORDS, code + 1, body * 4);
    for (uint32_t i = 0; i < code->nconsts; i++)
        set_constant(&image, i, take_constant(vm, hk_code_consts(code)[i], image.name));
    images[index] = image;
    return index;
}

/* Takes the functions of a compiled script; its constants may hold other things: the table of DECLG. */
static void take_script(hk_vm *vm, hk_ref script)
{
    const hk_code *code = hk_ptr(vm, script);
    for (uint32_t i = 0; i < code->nconsts; i++)
        if (is_code(vm, hk_code_consts(code)[i])) take_code(vm, hk_ref_of(hk_code_consts(code)[i]), true);
}

/* ---- numbering --------------------------------------------------------------------------------------------------- */

static uint32_t script_number(const char *name)
{
    for (uint32_t i = 0; i < HK_SCRIPT_FUNCTIONS; i++)
        if (strcmp(hk_script_names[i], name) == 0) return i;
    return UINT32_MAX;
}

/* Numbers all images; the tables that this program was built with must name the same top-level functions. */
static void number_images(void)
{
    uint32_t nested = HK_SCRIPT_FUNCTIONS, top = 0, last = 0;
    for (uint32_t i = 0; i < image_count; i++) {
        mkcode_image *image = &images[i];
        image->number = image->top ? script_number(image->name) : nested++;
        if (!image->top) continue;
        if (image->number == UINT32_MAX) fail("%s: gen_tables.h does not know the function %s: is it stale?", image->file, image->name);
        else if (top++ && image->number <= last) fail("%s: function %s is out of order, or there twice", image->file, image->name);
        last = image->number;
    }
    if (top != HK_SCRIPT_FUNCTIONS)
        fail("gen_tables.h names %d top-level functions, the scripts have %u: is it stale?", HK_SCRIPT_FUNCTIONS, (unsigned)top);
    if (image_count > MKCODE_MAX_CODES) fail("too many functions: %u", (unsigned)image_count);
}

/* Replaces the image indexes in constants by code numbers. */
static void link_images(void)
{
    for (uint32_t i = 0; i < image_count; i++) {
        for (uint32_t k = 0; k < images[i].nconsts; k++) {
            hk_val v = get_constant(&images[i], k);
            if (hk_is_internal(v)) set_constant(&images[i], k, hk_internal(HK_ROM_REF(images[hk_ref_of(v)].number)));
        }
    }
}

static int compare_images(const void *a, const void *b)
{
    uint32_t m = ((const mkcode_image *)a)->number, n = ((const mkcode_image *)b)->number;
    return m < n ? -1 : m > n;
}

/* ---- gen_code.h -------------------------------------------------------------------------------------------------- */

static void write_image(FILE *out, const mkcode_image *image)
{
    fprintf(out, "    /* %u: %s (%s) */", (unsigned)image->number, *image->name ? image->name : "anonymous", image->file);
    for (uint32_t i = 0; i < image->count; i++) fprintf(out, "%s0x%X,", i % 12 ? " " : "\n    ", (unsigned)image->words[i]);
    fprintf(out, "\n");
}

/* The images of one switch (NULL: of none), one after the other. Returns how many words they have, an even number. What has
 * constants begins at an even word: its head has an even number of words, and constants are aligned to 8. */
static uint32_t write_group(FILE *out, const char *feature)
{
    uint32_t start = 0;
    if (feature) fprintf(out, "#if %s\n", feature);
    for (uint32_t i = 0; i < image_count; i++) {
        if (images[i].feature != feature) continue;
        if (images[i].nconsts && start % 2) fprintf(out, "    0,\n"), start++;
        images[i].start = start;
        start += images[i].count;
        write_image(out, &images[i]);
    }
    if (start % 2) fprintf(out, "    0,\n"), start++;
    if (feature) fprintf(out, "#endif\n");
    return start;
}

/* The words, behind two that nobody reads: a struct hk_code begins a word before its image. Groups that may vanish come last. Where each
 * begins is HK_ROM_n. */
static void write_words(FILE *out)
{
    uint32_t words[MKCODE_MAX_FEATURES + 1];
    fprintf(out, "HK_CONST_TABLE HK_ALIGN8 uint32_t hk_rom_words[] = {\n    0, 0,\n");
    words[0] = write_group(out, NULL);
    uint32_t sum = words[0] + 2;
    for (unsigned k = 0; k < feature_count; k++) sum += words[k + 1] = write_group(out, features[k]);
    if (sum > MKCODE_MAX_WORDS) fail("too much code for 16-bit numbers of words: %u", (unsigned)sum);
    fprintf(out, "};\n\n#define HK_ROM_0 2\n");
    for (unsigned k = 0; k < feature_count; k++) {
        if (k == 0) fprintf(out, "#define HK_ROM_1 %u\n", (unsigned)words[0] + 2);
        else fprintf(out, "#define HK_ROM_%u (HK_ROM_%u + (%s ? %u : 0))\n", k + 1, k, features[k - 1], (unsigned)words[k]);
    }
}

static void write_start(FILE *out, uint32_t i)
{
    unsigned k = 0;
    fprintf(out, i % 16 ? " " : "\n    ");
    while (k < feature_count && features[k] != images[i].feature) k++;
    fprintf(out, "HK_ROM_%u + %u,", k < feature_count ? k + 1 : 0, (unsigned)images[i].start);
}

/* ---- what images depend on ----------------------------------------------------------------------------------------- */

/* FNV-1a, of a text with its end */
static uint32_t hash_text(uint32_t h, const char *text)
{
    do h = (h ^ (uint8_t)*text) * 16777619u;
    while (*text++);
    return h;
}

static uint32_t opcodes_hash(void)
{
#define TEXT(name, format) #name, format,
    static const char *const texts[] = { HK_OPCODES(TEXT) };
#undef TEXT
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) h = hash_text(h, texts[i]);
    return h;
}

/* Of the numbers of atoms and library functions. */
static uint32_t library_hash(void)
{
    uint32_t h = 2166136261u;
    for (uint32_t i = 0; i < hk_atom_start[HK_ATOM_COUNT]; i++) h = (h ^ hk_atom_text[i]) * 16777619u;
    for (uint32_t i = 0; i < HK_ATOM_COUNT; i++) h = (h ^ hk_atom_start[i]) * 16777619u;
    for (size_t i = 0; i < sizeof hk_libfn_names / sizeof *hk_libfn_names; i++) h = hash_text(h, hk_libfn_names[i]);
    return h;
}

/* Of what the library's functions are compiled to: snapshots hold positions in it. */
static uint32_t scripts_hash(void)
{
    uint32_t h = 2166136261u;
    for (uint32_t i = 0; i < image_count; i++)
        for (uint32_t k = 0; k < images[i].count; k++) h = (h ^ images[i].words[k]) * 16777619u;
    return h;
}

static void write_code(const char *path)
{
    FILE *out = fopen(path, "wb");
    if (!out) {
        fail("cannot write %s", path);
        return;
    }
    fprintf(out, "/* Generated by tools/mkcode from src/lib/ *.js: do not edit. What these tables hold: library.h. */\n"
                 "#ifndef HK_GEN_CODE_H\n#define HK_GEN_CODE_H\n#include \"gen_tables.h\"\n\n"
                 "/* Bytes and 16-bit numbers in the words are in the order of little-endian targets. */\n"
                 "#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__\n"
                 "#error \"Hako needs a little-endian target\"\n#endif\n\n#define HK_ROM_CODES %u\n", (unsigned)image_count);
    fprintf(out, "#define HK_OPCODES_HASH 0x%Xu\n#define HK_LIBRARY_HASH 0x%Xu\n#define HK_SCRIPTS_HASH 0x%Xu\n\n",
            (unsigned)opcodes_hash(), (unsigned)library_hash(), (unsigned)scripts_hash());
    write_words(out);
    fprintf(out, "\nHK_CONST_TABLE uint16_t hk_rom_start[] = {");
    for (uint32_t i = 0; i < image_count; i++) write_start(out, i);
    fprintf(out, "%s\n};\n#endif\n", image_count ? "" : "\n    0");
    if (ferror(out) | fclose(out)) fail("cannot write %s", path);
}

/* ---- main -------------------------------------------------------------------------------------------------------- */

static void print_error(void *context, int level, const char *text, size_t length)
{
    (void)context, (void)level;
    fprintf(stderr, "%.*s\n", (int)length, text);
}

static char *read_file(const char *path, uint32_t *length)
{
    FILE *f = fopen(path, "rb");
    size_t used = 0, size = 1 << 16;
    char *text = checked(malloc(size));
    if (!f) fail("cannot read %s", path);
    for (size_t n; f && (n = fread(text + used, 1, size - used, f)) > 0;) {
        used += n;
        if (used == size) text = checked(realloc(text, size *= 2));
    }
    if (f) fclose(f);
    *length = (uint32_t)used;
    return text;
}

/* The switch that a script begins with, `// if HAKO_WITH_x`, or NULL */
static const char *take_feature(const char *text, uint32_t length)
{
    static const char mark[] = "// if ";
    size_t n = sizeof mark - 1, end = n;
    if (length < n || memcmp(text, mark, n) != 0) return NULL;
    while (end < length && text[end] > ' ') end++;
    char *name = checked(calloc(end - n + 1, 1));
    memcpy(name, text + n, end - n);
    for (unsigned k = 0; k < feature_count; k++)
        if (strcmp(features[k], name) == 0) return features[k];
    if (feature_count == MKCODE_MAX_FEATURES) fail("too many switches");
    else features[feature_count++] = name;
    return name;
}

static void compile_file(hk_vm *vm, const char *path, const char *base)
{
    hk_source source = { .name = path, .flags = HK_PARSE_LIBRARY };
    uint32_t first = image_count, words = 0;
    char *text = read_file(path, &source.length);
    source.text = text;
    current_file = base;
    current_feature = take_feature(text, source.length);
    hk_ref script = hk_compile(vm, &source);
    free(text);
    if (!script) {
        fail("%s does not compile:", path);
        hako_report(vm);
        return;
    }
    take_script(vm, script);
    for (uint32_t i = first; i < image_count; i++) words += images[i].count;
    fprintf(stderr, "mkcode: %-24s %4u functions %7u bytes\n", base, (unsigned)(image_count - first), (unsigned)words * 4);
}

static int is_script(const struct dirent *entry)
{
    size_t n = strlen(entry->d_name);
    return n > 3 && strcmp(entry->d_name + n - 3, ".js") == 0;
}

/* By bytes, as mklib sorts them: alphasort would follow the locale. */
static int compare_entries(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void compile_library(hk_vm *vm, const char *source_dir)
{
    char path[1024];
    struct dirent **entries = NULL;
    snprintf(path, sizeof path, "%s/lib", source_dir);
    int n = scandir(path, &entries, is_script, compare_entries);
    if (n < 0) fail("cannot read %s", path);
    for (int i = 0; i < n; i++) {
        snprintf(path, sizeof path, "%s/lib/%s", source_dir, entries[i]->d_name);
        compile_file(vm, path, entries[i]->d_name);
    }
}

static void write_library(const char *path)
{
    uint32_t words = 0;
    number_images();
    if (error_count) return;
    link_images();
    if (image_count) qsort(images, image_count, sizeof *images, compare_images);
    write_code(path);
    for (uint32_t i = 0; i < image_count; i++) words += images[i].count;
    fprintf(stderr, "mkcode: %-24s %4u functions %7u bytes\n", "total", (unsigned)image_count,
            (unsigned)(words * 4 + image_count * 2));
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: mkcode OUT.h SRCDIR\n");
        return 2;
    }
    const hako_port port = { .print = print_error };
    void *arena = checked(malloc(MKCODE_ARENA));
    hk_vm *vm = hako_open(arena, MKCODE_ARENA, &port);
    if (!vm) {
        fprintf(stderr, "mkcode: cannot open a VM\n");
        return 1;
    }
    compile_library(vm, argv[2]);
    if (!error_count) write_library(argv[1]);
    hako_close(vm);
    free(arena);
    return error_count ? 1 : 0;
}
