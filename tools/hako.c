/* hako.c - the command-line tool: runs a script, or reads and prints.
 *
 * It is the whole program: cc -I. tools/hako.c -o hako. With HAKO_LINKED the engine comes from another object. */
#define HAKO_TESTING
#ifndef HAKO_WITH_TYPESCRIPT
#define HAKO_WITH_TYPESCRIPT 1
#endif
#ifndef HAKO_LINKED
#define HAKO_IMPLEMENTATION
#endif
#include "hako.h"
#include "../ports/hako_port_posix.h"
#include "size.h"
#include "bind.c"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Of the engine when it is built with HAKO_TESTING: lists the bytecode of a script. false: an exception is pending. */
HAKO_API bool hako_disassemble(hako_vm *vm, const char *name, const char *source, size_t length,
                               void (*out)(void *context, const char *text, size_t length), void *context);
#if defined(__GNUC__) && !defined(HAKO_STATIC)
#pragma weak hako_disassemble
#endif

static const char usage[] =
    "usage: hako [options] [FILE [ARGS]]\n"
    "       hako bind FILE -o OUT     a C header that calls the module FILE (hako bind --help)\n"
    "Runs the script FILE (- is standard input); without FILE reads lines and prints their values.\n"
    "ARGS are in the array scriptArgs.\n"
    "  -e SCRIPT            run SCRIPT instead of a file\n"
    "  --module             FILE or SCRIPT is a module (as every .mjs and .mts file)\n"
    "  --arena SIZE         memory of the VM: bytes, 64k, 8m; default 64m\n"
    "  --steps N            stop after N steps\n"
    "  --slice N            pause and resume every N steps\n"
    "  --slice-random SEED  pause and resume every 1 to 50 steps\n"
    "  --save SNAPSHOT      when --steps has stopped the script: save the machine, to go on with it later\n"
    "  --restore SNAPSHOT   go on with that (FILE is needed only if it was an image)\n"
    "  --stats              figures on standard error, as `name: value` lines\n"
    "  --disasm             list the bytecode, do not run it\n"
    "  --strip-types        print the TypeScript in FILE as JavaScript, do not run it\n"
    "  -c -o OUT            compile FILE into the image OUT, do not run it; FILE may be an image wherever it is to be run.\n"
    "                       ARGS are further files, modules and JSON: then FILE is a module, and imports those by their paths\n"
    "  --c-array OUT        the same as C: an array of the name of OUT without directory and ending\n"
    "  --strip=WHAT,...     make the image without debug (lines), source (file name), names (of functions)\n"
    "  --image              compile FILE into an image, then run that\n"
    "  --trust              do not verify images\n"
    "  --test262            add print and $262\n"
    "  --bare               without timers, performance, module loader and source texts\n"
    "  --stress             collect garbage at every allocation\n"
    "  --fail-at N          make the Nth allocation fail\n"
    "  --version, --help\n"
    "Status: 0, 1 after an uncaught exception or at a limit, 2 for bad usage.\n";

static struct {
    const char *script, *file, *out, *c_array, *save, *restore;
    uint32_t strip;
    size_t arena;
    uint64_t steps, slice, fail_at;
    uint32_t seed;
    bool module, slice_random, stats, disasm, strip_types, test262, bare, stress, compile, image, trust;
} opt = { .arena = 64u << 20 };

static int complain(const char *format, ...)
{
    va_list args;
    fflush(stdout);
    va_start(args, format);
    fputs("hako: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return 2;
}

/* Reads a stream to its end. NULL: it cannot be read. */
static char *read_all(FILE *f, size_t *length)
{
    size_t room = 1 << 16, n;
    char *text = malloc(room);
    *length = 0;
    while (text && (n = fread(text + *length, 1, room - *length, f)) > 0) {
        *length += n;
        if (*length == room) {
            char *more = realloc(text, room *= 2);
            if (!more) free(text);
            text = more;
        }
    }
    if (text && ferror(f)) {
        free(text);
        text = NULL;
    }
    return text;
}

static uint32_t next_slice(void)
{
    if (opt.slice_random) {                             /* xorshift32 */
        opt.seed ^= opt.seed << 13;
        opt.seed ^= opt.seed >> 17;
        opt.seed ^= opt.seed << 5;
        return opt.seed % 50 + 1;
    }
    return opt.slice ? (uint32_t)opt.slice : 1u << 28;
}

/* Runs what was started to its end. HAKO_MORE: it ran into the limit of steps. */
static hako_status drive(hako_vm *vm)
{
    for (;;) {
        uint32_t n = next_slice();
        hako_status status;
        if (opt.steps) {
            uint64_t done = hako_get_figures(vm).steps;
            if (done >= opt.steps) return HAKO_MORE;
            if (n > opt.steps - done) n = (uint32_t)(opt.steps - done);
        }
        status = hako_step(vm, n);
        if (status == HAKO_FAILED && opt.test262 && hako_rejected(vm)) {    /* which the conformance suite lets pass */
            hako_exception(vm);
            continue;
        }
        if (status == HAKO_DONE || status == HAKO_FAILED) return status;
        if (status == HAKO_IDLE) {
            double at = hako_wake_at(vm);
            if (isinf(at)) return HAKO_DONE;            /* promises that nothing will settle */
            hako_posix_idle(NULL, at - hako_posix_ticks(NULL));
        }
    }
}

/* The exit status that a finished run gives; reports what went wrong. */
static int conclude(hako_vm *vm, hako_status status)
{
    if (status == HAKO_MORE) complain("stopped after %llu steps", (unsigned long long)opt.steps);
    if (status == HAKO_FAILED) hako_report(vm);
    return status == HAKO_DONE ? 0 : 1;
}

static void print_stats(hako_vm *vm)
{
    hako_figures f = hako_get_figures(vm);
    fflush(stdout);
    fprintf(stderr, "steps: %llu\n", (unsigned long long)f.steps);
    fprintf(stderr, "peak heap: %lu\n", (unsigned long)f.peak);
    fprintf(stderr, "peak frame stack: %lu\n", (unsigned long)f.stack_peak);
    fprintf(stderr, "collections: %lu\n", (unsigned long)f.collections);
    fprintf(stderr, "allocations: %lu\n", (unsigned long)f.allocations);
}

static void write_out(void *context, const char *text, size_t length)
{
    (void)context;
    fwrite(text, 1, length, stdout);
}

static int disassemble(hako_vm *vm, const char *name, const char *source, size_t length)
{
#if defined(__GNUC__) && !defined(HAKO_STATIC)
    if (!hako_disassemble) return complain("no disassembler in this build");
#endif
    if (hako_disassemble(vm, name, source, length, write_out, NULL)) return 0;
    hako_report(vm);
    return 1;
}

static int strip_types(hako_vm *vm, const char *name, const char *source, size_t length)
{
    char *out = malloc(length + 1);
    size_t n = 0;
    bool ok = out && hako_strip_types(vm, name, source, length, out, &n);
    fwrite(out, 1, n, stdout);
    free(out);
    if (!ok) hako_report(vm);
    return ok ? 0 : 1;
}

/* Prints a value as the reader shows it: strings in quotes. */
static void print_value(hako_vm *vm, hako_val v)
{
    size_t length = hako_to_string(vm, v, NULL, 0);
    char *text = malloc(length + 1);
    bool quoted = hako_typeof(vm, v) == HAKO_STRING;
    if (!text) return;
    hako_to_string(vm, v, text, length + 1);
    if (quoted) putchar('"');
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (quoted && (c == '"' || c == '\\')) putchar('\\');
        if (quoted && c == '\n') fputs("\\n", stdout);
        else putchar(c);
    }
    puts(quoted ? "\"" : "");
    free(text);
}

static int read_and_print(hako_vm *vm)
{
    bool terminal = isatty(0);
    char *line = NULL;
    size_t room = 0;
    for (;;) {
        ssize_t n;
        hako_scope scope;
        hako_status status;
        if (terminal) fputs("> ", stdout);
        fflush(stdout);
        n = getline(&line, &room, stdin);
        if (n < 0) break;
        if (n && line[n - 1] == '\n') n--;
        if (n == 0) continue;
        scope = hako_scope_open(vm);
        status = hako_start(vm, "input", line, (size_t)n);
        if (status != HAKO_FAILED) status = drive(vm);
        if (status == HAKO_DONE) print_value(vm, hako_result(vm));
        else conclude(vm, status);
        hako_scope_close(vm, scope);
        if (status == HAKO_MORE) break;
    }
    if (terminal) putchar('\n');
    free(line);
    return 0;
}

/* ---- images -------------------------------------------------------------------------------------------------------- */

typedef struct { uint64_t *bytes; size_t length, room; } memory_image;

static bool collect_image(void *user, const void *bytes, size_t length)
{
    memory_image *m = user;
    if (m->length + length > m->room) {
        uint64_t *more = realloc(m->bytes, m->room = (m->length + length) * 2);
        if (!more) return false;
        m->bytes = more;
    }
    memcpy((char *)m->bytes + m->length, bytes, length);
    m->length += length;
    return true;
}

static bool is_image(const void *bytes, size_t length) { return length > 4 && !memcmp(bytes, "Hako", 4); }

/* The image of one or more sources, made in a VM of its own. false: it was reported why not. */
static bool make_image(const hako_source *sources, size_t count, memory_image *image)
{
    enum { ARENA = 256 << 20 };
    void *arena = malloc(ARENA);
    hako_vm *vm = arena ? hako_open(arena, ARENA, &hako_port_posix) : NULL;
    bool ok = vm && hako_compile_bundle(vm, sources, count, collect_image, image, opt.strip) == HAKO_DONE;
    if (vm && !ok) hako_report(vm);
    hako_close(vm);
    free(arena);
    return ok;
}

/* The same of one module, for a header that has it in it. */
static void *image_of_module(const char *name, const char *source, size_t length, size_t *size)
{
    const hako_source module = { name, source, length, HAKO_SOURCE_MODULE };
    memory_image image = { NULL, 0, 0 };
    if (!make_image(&module, 1, &image)) {
        free(image.bytes);
        return NULL;
    }
    *size = image.length;
    return image.bytes;
}

static bool write_c_array(FILE *f, const char *path, const memory_image *image)
{
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    int n = (int)strcspn(name, ".");
    fprintf(f, "#include <stdint.h>\n\nstatic const uint64_t %.*s[] = {", n, name);
    for (size_t i = 0; i < image->length / 8; i++)
        fprintf(f, "%s0x%016llX,", i % 5 ? " " : "\n    ", (unsigned long long)image->bytes[i]);
    fprintf(f, "\n};\n");
    return !ferror(f);
}

static bool write_output(const char *path, const memory_image *image, bool as_c)
{
    FILE *f = fopen(path, "wb");
    bool ok = f && (as_c ? write_c_array(f, path, image) : fwrite(image->bytes, 1, image->length, f) == image->length);
    if (f && fclose(f)) ok = false;
    if (!ok) complain("cannot write %s", path);
    return ok;
}

static bool ends_in(const char *name, const char *ending)
{
    size_t n = strlen(name), m = strlen(ending);
    return n > m && !strcmp(name + n - m, ending);
}

/* The name that a file has in a bundle: its path as the POSIX loader writes it. false: it is too long. */
static bool bundle_name(const char *path, char *name)
{
#if HAKO_WITH_MODULES
    return hako_posix_resolve(NULL, NULL, path, "", name, HAKO_MAX_MODULE_NAME);
#else
    return snprintf(name, HAKO_MAX_MODULE_NAME, "%s", path) < HAKO_MAX_MODULE_NAME;
#endif
}

/* The file and further ones become one image. */
static int compile_files(const char *file, const char *source, size_t length, int more, char **files)
{
    size_t count = (size_t)more + 1, i;
    hako_source *sources = calloc(count, sizeof *sources);
    char (*names)[HAKO_MAX_MODULE_NAME] = calloc(count, sizeof *names);
    memory_image image = { NULL, 0, 0 };
    bool ok = sources && names;
    for (i = 0; ok && i < count; i++) {
        const char *path = i ? files[i - 1] : file;
        FILE *f = i ? fopen(path, "rb") : NULL;
        ok = bundle_name(path, names[i]);
        sources[i].name = names[i];
        sources[i].kind = ends_in(path, ".json") ? HAKO_SOURCE_JSON : count > 1 || opt.module ? HAKO_SOURCE_MODULE : HAKO_SOURCE_SCRIPT;
        sources[i].length = length;
        sources[i].text = i ? f ? read_all(f, &sources[i].length) : NULL : source;
        if (f) fclose(f);
        if (!ok || !sources[i].text) ok = (complain("cannot read %s", path), false);
    }
    ok = ok && make_image(sources, count, &image);
    if (ok && opt.out) ok = write_output(opt.out, &image, false);
    if (ok && opt.c_array) ok = write_output(opt.c_array, &image, true);
    for (i = 1; sources && i < count; i++) free((void *)sources[i].text);
    free(sources);
    free(names);
    free(image.bytes);
    return ok ? 0 : 1;
}

/* Starts what is in the file: a script, as source or as an image. */
static hako_status start(hako_vm *vm, const char *name, const char *text, size_t length, memory_image *image)
{
    uint32_t flags = opt.trust ? HAKO_IMAGE_TRUSTED : 0;
    const hako_source source = { name, text, length, opt.module ? HAKO_SOURCE_MODULE : HAKO_SOURCE_SCRIPT };
    if (is_image(text, length)) collect_image(image, text, length);          /* aligned */
    else if (opt.image && !make_image(&source, 1, image)) return HAKO_FAILED;
    if (image->length) return hako_start_image(vm, image->bytes, image->length, flags);
#if HAKO_WITH_MODULES
    if (opt.module) return hako_start_module(vm, name, text, length);
#endif
    return hako_start(vm, name, text, length);
}

/* ---- saved machines ------------------------------------------------------------------------------------------------- */

#if HAKO_WITH_SAVE
static bool write_snapshot(void *user, const void *bytes, size_t length) { return fwrite(bytes, 1, length, user) == length; }
static bool read_snapshot(void *user, void *bytes, size_t length) { return fread(bytes, 1, length, user) == length; }

/* What scripts have of this program's, by name. */
static hako_snapshot describe_snapshot(FILE *f, const memory_image *image)
{
    static hako_binding bindings[16];
    size_t count;
    const hako_binding *testing = hako_test_bindings(&count);
    memcpy(bindings, testing, count * sizeof *testing);
#if HAKO_WITH_MODULES
    bindings[count++] = (hako_binding){ .name = "loader", .data = &hako_posix_loader };
#endif
    if (image->bytes) bindings[count++] = (hako_binding){ .name = "image", .data = image->bytes };
    return (hako_snapshot){ .bindings = bindings, .binding_count = count, .write = write_snapshot, .read = read_snapshot, .user = f };
}

/* false: it was reported why not. */
static bool save_machine(hako_vm *vm, const memory_image *image)
{
    FILE *f = fopen(opt.save, "wb");
    hako_snapshot s = describe_snapshot(f, image);
    bool ok = f && hako_save(vm, &s) == HAKO_DONE;
    long size = f ? ftell(f) : 0;
    if (f && fclose(f)) ok = false;
    if (!ok && hako_failed(vm)) hako_report(vm);
    if (!ok) complain("cannot write %s", opt.save);
    else if (opt.stats) fprintf(stderr, "bytes of the snapshot: %ld\n", size);
    return ok;
}

/* NULL: it was reported why not. */
static hako_vm *restore_machine(void *arena, const memory_image *image)
{
    FILE *f = fopen(opt.restore, "rb");
    hako_snapshot s = describe_snapshot(f, image);
    const char *why = "it cannot be opened";
    hako_vm *vm = f ? hako_restore(arena, opt.arena, &hako_port_posix, &s, &why) : NULL;
    if (f) fclose(f);
    if (!vm) complain("%s: %s", opt.restore, why);
    return vm;
}
#else
static bool save_machine(hako_vm *vm, const memory_image *image)
{
    (void)vm, (void)image;
    return complain("this build cannot save machines"), false;
}
static hako_vm *restore_machine(void *arena, const memory_image *image)
{
    (void)arena, (void)image;
    return complain("this build cannot restore machines"), NULL;
}
#endif

static bool set_arguments(hako_vm *vm, int argc, char **argv)
{
    hako_scope scope = hako_scope_open(vm);
    hako_val array = hako_array(vm);
    bool ok = !hako_failed(vm);
    for (int i = 0; ok && i < argc; i++)
        ok = hako_set_index(vm, array, (uint32_t)i, hako_string(vm, argv[i], strlen(argv[i])));
    ok = ok && hako_set(vm, hako_global(vm), "scriptArgs", array);
    hako_scope_close(vm, scope);
    return ok;
}

/* What follows when the script has ended or was stopped. */
static int end(hako_vm *vm, hako_status status, const memory_image *image)
{
    if (status == HAKO_MORE && opt.save) return save_machine(vm, image) ? 0 : 1;
    return conclude(vm, status);
}

/* Goes on with a machine that was saved, of what is in the file if that is an image. */
static int go_on(void *arena, char *source, size_t length)
{
    memory_image image = { NULL, 0, 0 };
    hako_vm *vm;
    int result = 1;
    if (source && is_image(source, length)) collect_image(&image, source, length);
    vm = restore_machine(arena, &image);
    if (vm) {
        result = end(vm, drive(vm), &image);
        if (opt.stats) print_stats(vm);
        hako_close(vm);
    }
    free(arena);
    free(source);
    free(image.bytes);
    return result;
}

static int run(int argc, char **argv)
{
    const char *name = opt.script ? "-e" : opt.file;
    char *source = NULL;
    size_t length = 0;
    memory_image image = { NULL, 0, 0 };
    void *arena;
    hako_vm *vm;
    int result;

    if (opt.file && (ends_in(opt.file, ".mjs") || ends_in(opt.file, ".mts"))) opt.module = true;
#if !HAKO_WITH_MODULES
    if (opt.module) return complain("this build has no modules");
#endif
    if (opt.file) {
        FILE *f = strcmp(opt.file, "-") ? fopen(opt.file, "rb") : stdin;
        source = f ? read_all(f, &length) : NULL;
        if (!source) return complain("cannot read %s", opt.file);
        if (f != stdin) fclose(f);
    }
    if (opt.compile) {
        result = compile_files(name, source, length, argc, argv);
        free(source);
        return result;
    }
    arena = malloc(opt.arena ? opt.arena : 1);
    if (opt.restore && arena) return go_on(arena, source, length);
    vm = arena ? hako_open(arena, opt.arena, &hako_port_posix) : NULL;
    if (!vm) {
        free(arena);
        free(source);
        return complain("an arena of %zu bytes is too small (or cannot be had)", opt.arena);
    }
    if (!opt.bare) {
        hako_install(vm, HAKO_TIMERS | HAKO_PERFORMANCE);
        hako_keep_source(vm, true);
    }
#if HAKO_WITH_MODULES
    if (!opt.bare || opt.module) hako_set_loader(vm, &hako_posix_loader);
#endif
    if (opt.test262) hako_test_262(vm);
    if (opt.stress) hako_test_stress(vm, true);
    if (opt.fail_at) hako_test_fail_at(vm, (uint32_t)opt.fail_at);

    if (argc > 0 && !set_arguments(vm, argc, argv)) {
        result = conclude(vm, HAKO_FAILED);
    } else if (!name) {
        result = read_and_print(vm);
    } else {
        const char *text = opt.script ? opt.script : source;
        if (opt.script) length = strlen(text);
        if (opt.disasm) {
            result = disassemble(vm, name, text, length);
        } else if (opt.strip_types) {
            result = strip_types(vm, name, text, length);
        } else {
            hako_status status = start(vm, name, text, length, &image);
            result = end(vm, status == HAKO_FAILED ? status : drive(vm), &image);
        }
    }
    if (opt.stats) print_stats(vm);
    hako_close(vm);
    free(arena);
    free(source);
    free(image.bytes);
    return result;
}

/* A list of what images are made without. */
static bool parse_strip(const char *list)
{
    static const char *const names[] = { "debug", "source", "names" };
    for (;; list++) {
        size_t n = strcspn(list, ","), i = 0;
        while (i < 3 && (strlen(names[i]) != n || strncmp(list, names[i], n))) i++;
        if (i == 3) return false;
        opt.strip |= 1u << i;
        list += n;
        if (!*list) return true;
    }
}

/* As compilers have it, where an image goes may stand behind the files: what is left in argv, up to *argc of the whole, are those. */
static bool take_outputs(char **argv, int *argc)
{
    char **to = argv, **from = argv;
    for (; *from; from++) {
        if (**from != '-') *to++ = *from;
        else if (!strcmp(*from, "-o") && from[1]) opt.out = *++from;
        else if (!strcmp(*from, "--c-array") && from[1]) opt.c_array = *++from;
        else if (strncmp(*from, "--strip=", 8) || !parse_strip(*from + 8)) return false;
    }
    *argc -= (int)(from - to);
    return true;
}

int main(int argc, char **argv)
{
    int i;
    if (argc > 1 && !strcmp(argv[1], "bind")) return bind_command(argc - 1, argv + 1, image_of_module);
    for (i = 1; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
        const char *o = argv[i], *value = i + 1 < argc ? argv[i + 1] : NULL;
        uint64_t seed;
        bool ok = true, takes = true;
        if (!strcmp(o, "--arena")) ok = value && parse_size(value, &opt.arena);
        else if (!strcmp(o, "--steps")) ok = value && parse_count(value, UINT64_MAX, &opt.steps) && opt.steps;
        else if (!strcmp(o, "--slice")) ok = value && parse_count(value, UINT32_MAX, &opt.slice) && opt.slice;
        else if (!strcmp(o, "--slice-random")) {
            ok = value && parse_count(value, UINT32_MAX, &seed);
            if (ok) {
                opt.slice_random = true;
                opt.seed = ((uint32_t)seed ^ 0x9E3779B9u) | 1u;
            }
        }
        else if (!strcmp(o, "--fail-at")) ok = value && parse_count(value, UINT32_MAX, &opt.fail_at);
        else if (!strcmp(o, "--save")) ok = (opt.save = value) != NULL;
        else if (!strcmp(o, "--restore")) ok = (opt.restore = value) != NULL;
        else if (!strcmp(o, "-e")) ok = (opt.script = value) != NULL;
        else if (!strcmp(o, "-o")) ok = (opt.out = value) != NULL;
        else if (!strcmp(o, "--c-array")) ok = (opt.c_array = value) != NULL;
        else {
            takes = false;
            if (!strcmp(o, "--module")) opt.module = true;
            else if (!strcmp(o, "--stats")) opt.stats = true;
            else if (!strcmp(o, "--disasm")) opt.disasm = true;
            else if (!strcmp(o, "--strip-types")) opt.strip_types = true;
            else if (!strcmp(o, "--test262")) opt.test262 = true;
            else if (!strcmp(o, "--bare")) opt.bare = true;
            else if (!strcmp(o, "--stress")) opt.stress = true;
            else if (!strcmp(o, "-c")) opt.compile = true;
            else if (!strcmp(o, "--image")) opt.image = true;
            else if (!strcmp(o, "--trust")) opt.trust = true;
            else if (!strncmp(o, "--strip=", 8)) ok = parse_strip(value = o + 8);
            else if (!strcmp(o, "--version")) return puts("hako " HAKO_VERSION), 0;
            else if (!strcmp(o, "--help")) return fputs(usage, stdout), 0;
            else if (!strcmp(o, "--")) { i++; break; }
            else return complain("unknown option %s (--help lists them)", o);
        }
        if (!ok) return value ? complain("%s: bad value %s", o, value) : complain("%s needs a value", o);
        i += takes;
    }
    if (!opt.script && i < argc) opt.file = argv[i++];
    if (opt.c_array) opt.compile = true;
    if (opt.compile && !take_outputs(argv + i, &argc)) return complain("-c: bad option behind the files");
    if (opt.compile && (!opt.file || (!opt.out && !opt.c_array))) return complain("-c needs a file and -o OUT (or --c-array OUT)");
    i = run(argc - i, argv + i);
    if (fflush(stdout) || ferror(stdout)) return 1;
    return i;
}
