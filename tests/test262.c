/* test262.c - runs the conformance suite.
 *
 *     test262 [options] DIR [PATH-PREFIX...]
 *
 * DIR holds test/ and harness/ of an unpacked suite. Every case in scope (test262_scope.h) runs in a fresh VM, once in strict
 * and once in sloppy mode unless its flags say otherwise: first the harness files, each as a script of its own, then the
 * case. Worker processes take the runs one by one; one that crashes or hangs is replaced, and costs only the run it was at. */
#define HAKO_TESTING
#include "hako.h"
#include "../ports/hako_port_posix.h"
#include "../tools/size.h"
#include "test262_scope.h"

#include <ctype.h>
#include <dirent.h>
#include <fnmatch.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_ITEMS = 48, MAX_WORKERS = 64, MESSAGE = 240 };

/* ---- options ------------------------------------------------------------------------------------------------------ */

static const char usage[] =
    "usage: test262 [options] DIR [PATH-PREFIX...]\n"
    "  --list               list the cases in scope, run nothing\n"
    "  --filter TEXT        only cases whose path contains TEXT\n"
    "  --strict, --sloppy   only the runs in that mode\n"
    "  --verbose            the error message of every failing run\n"
    "  --list-failures FILE write the failing runs to FILE, in the form that --expect reads\n"
    "  --expect FILE        failures that are known; the status is 1 only if another run fails\n"
    "  --shrink             take what passes now out of that file\n"
    "  --arena SIZE         memory of each VM; default 32m\n"
    "  --steps N            limit of steps per run; default 200000000\n"
    "  --timeout SECONDS    limit of time per run; default 10\n"
    "  --slice-random SEED  run in slices of 1 to 50 steps\n"
    "  --stress             collect garbage at every allocation\n"
    "  --image              compile every script, and every module with those that it imports, into an image, and run that\n"
    "  --jobs N             worker processes; default: one per processor\n";

static struct {
    const char *dir, *filter, *failures, *expect;
    char **prefixes;
    int prefix_count;
    size_t arena;
    uint64_t steps, timeout, jobs, seed;
    bool list, verbose, shrink, slice_random, stress, image, only_strict, only_sloppy;
} opt = { .arena = 32u << 20, .steps = 200000000, .timeout = 10 };

static void die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("test262: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(2);
}

static void *grow(void *p, size_t size)
{
    p = realloc(p, size);
    if (!p) die("out of memory");
    return p;
}

static char *copy_text(const char *s, size_t n)
{
    char *copy = grow(NULL, n + 1);
    memcpy(copy, s, n);
    copy[n] = '\0';
    return copy;
}

static char *read_file(const char *path, size_t *length)
{
    FILE *f = fopen(path, "rb");
    struct stat st;
    char *text;
    if (!f || fstat(fileno(f), &st)) die("cannot read %s", path);
    text = grow(NULL, (size_t)st.st_size + 1);
    *length = fread(text, 1, (size_t)st.st_size, f);
    text[*length] = '\0';
    fclose(f);
    return text;
}

/* ---- cases -------------------------------------------------------------------------------------------------------- */

typedef struct { char *item[MAX_ITEMS]; int count; } item_list;

struct test_case {
    char *path;                                 /* below test/ */
    item_list flags, includes, features;
    char *negative_phase, *negative_type;       /* or NULL */
    bool skipped;
};

static struct test_case *cases;
static int case_count;

static bool has(const item_list *list, const char *name)
{
    for (int i = 0; i < list->count; i++)
        if (!strcmp(list->item[i], name)) return true;
    return false;
}

static void add_item(item_list *list, const char *s, const char *end)
{
    while (s < end && (isspace((unsigned char)*s) || *s == '"' || *s == '\'')) s++;
    while (end > s && (isspace((unsigned char)end[-1]) || end[-1] == '"' || end[-1] == '\'')) end--;
    if (s == end || *s == '#') return;
    if (list->count == MAX_ITEMS) die("a case has more than %d items in a list", MAX_ITEMS);
    list->item[list->count++] = copy_text(s, (size_t)(end - s));
}

static const char *line_end(const char *s, const char *end)
{
    while (s < end && *s != '\n' && *s != '\r') s++;
    return s;
}

static const char *next_line(const char *s, const char *end)
{
    s = line_end(s, end);
    if (s < end && *s == '\r') s++;
    if (s < end && *s == '\n') s++;
    return s;
}

static const char *skip_blanks(const char *s, const char *end)
{
    while (s < end && (*s == ' ' || *s == '\t')) s++;
    return s;
}

/* If a line has the key, returns what follows the colon. */
static const char *key(const char *line, const char *end, const char *name)
{
    size_t n = strlen(name);
    line = skip_blanks(line, end);
    if ((size_t)(end - line) <= n || strncmp(line, name, n) || line[n] != ':') return NULL;
    return skip_blanks(line + n + 1, end);
}

/* [a, b] - over several lines if need be - or lines of "- a". */
static void parse_list(const char *s, const char *end, item_list *list)
{
    if (*s == '[') {
        const char *stop = memchr(s, ']', (size_t)(end - s));
        if (!stop) stop = end;
        for (s++; s < stop;) {
            const char *comma = memchr(s, ',', (size_t)(stop - s));
            if (!comma) comma = stop;
            add_item(list, s, comma);
            s = comma + 1;
        }
    } else if (s == line_end(s, end)) {
        for (s = next_line(s, end); s < end; s = next_line(s, end)) {
            const char *at = skip_blanks(s, end);
            if (at == end || *at != '-') break;
            add_item(list, at + 1, line_end(at, end));
        }
    }
}

static void parse_frontmatter(struct test_case *c, const char *text)
{
    const char *s = strstr(text, "/*---"), *end = s ? strstr(s, "---*/") : NULL;
    if (!end) return;
    for (s = next_line(s, end); s < end; s = next_line(s, end)) {
        const char *value;
        if ((value = key(s, end, "flags")) != NULL) parse_list(value, end, &c->flags);
        else if ((value = key(s, end, "includes")) != NULL) parse_list(value, end, &c->includes);
        else if ((value = key(s, end, "features")) != NULL) parse_list(value, end, &c->features);
        else if ((value = key(s, end, "phase")) != NULL) c->negative_phase = copy_text(value, (size_t)(line_end(value, end) - value));
        else if ((value = key(s, end, "type")) != NULL) c->negative_type = copy_text(value, (size_t)(line_end(value, end) - value));
    }
}

/* ---- scope -------------------------------------------------------------------------------------------------------- */

static bool matches(const char *text, const char *const *patterns)
{
    for (; patterns && *patterns; patterns++)
        if (!fnmatch(*patterns, text, 0)) return true;
    return false;
}

static bool any_matches(const item_list *list, const char *const *patterns)
{
    for (int i = 0; i < list->count; i++)
        if (matches(list->item[i], patterns)) return true;
    return false;
}

static bool in_scope(const struct test_case *c) { return !matches(c->path, skipped_paths) && !any_matches(&c->features, skipped_features); }

/* ---- finding ------------------------------------------------------------------------------------------------------ */

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static bool wanted(const char *path)
{
    bool ok = opt.prefix_count == 0;
    for (int i = 0; i < opt.prefix_count && !ok; i++) {
        const char *prefix = opt.prefixes[i];
        if (!strncmp(prefix, "test/", 5)) prefix += 5;
        ok = !strncmp(path, prefix, strlen(prefix));
    }
    return ok && (!opt.filter || strstr(path, opt.filter));
}

/* Collects the cases below test/`below`, in order of their names. */
static void find_cases(const char *below)
{
    char path[1024], **names = NULL;
    int count = 0;
    struct dirent *entry;
    DIR *dir;
    snprintf(path, sizeof path, "%s/test/%s", opt.dir, below);
    dir = opendir(path);
    if (!dir) die("cannot read the directory %s", path);
    while ((entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] == '.') continue;
        if (count % 64 == 0) names = grow(names, (size_t)(count + 64) * sizeof *names);
        names[count++] = copy_text(entry->d_name, strlen(entry->d_name));
    }
    closedir(dir);
    if (count) qsort(names, (size_t)count, sizeof *names, by_name);
    for (int i = 0; i < count; i++) {
        size_t n = strlen(names[i]);
        snprintf(path, sizeof path, "%s%s%s", below, *below ? "/" : "", names[i]);
        if (n > 3 && !strcmp(names[i] + n - 3, ".js")) {
            if (!strstr(names[i], "_FIXTURE") && wanted(path)) {
                struct test_case c = { 0 };
                char full[2048], *text;
                c.path = copy_text(path, strlen(path));
                snprintf(full, sizeof full, "%s/test/%s", opt.dir, path);
                text = read_file(full, &n);
                parse_frontmatter(&c, text);
                c.skipped = !in_scope(&c);
                free(text);
                if (case_count % 1024 == 0) cases = grow(cases, (size_t)(case_count + 1024) * sizeof *cases);
                cases[case_count++] = c;
            }
        } else {
            char full[2048];
            struct stat st;
            snprintf(full, sizeof full, "%s/test/%s", opt.dir, path);
            if (!stat(full, &st) && S_ISDIR(st.st_mode)) find_cases(path);
        }
        free(names[i]);
    }
    free(names);
}

/* ---- harness files ------------------------------------------------------------------------------------------------ */

static struct harness_file { char *name, *text; size_t length; } harness[128];
static int harness_count;

static const struct harness_file *find_harness(const char *name)
{
    char path[1024];
    for (int i = 0; i < harness_count; i++)
        if (!strcmp(harness[i].name, name)) return &harness[i];
    if (harness_count == 128) die("too many harness files");
    snprintf(path, sizeof path, "%s/harness/%s", opt.dir, name);
    harness[harness_count].name = copy_text(name, strlen(name));
    harness[harness_count].text = read_file(path, &harness[harness_count].length);
    return &harness[harness_count++];
}

/* Before the workers start, so that they share them. */
static void load_harness(void)
{
    find_harness("assert.js");
    find_harness("sta.js");
    find_harness("doneprintHandle.js");
    for (int i = 0; i < case_count; i++)
        for (int k = 0; !cases[i].skipped && k < cases[i].includes.count; k++) find_harness(cases[i].includes.item[k]);
}

/* ---- one run ------------------------------------------------------------------------------------------------------ */

enum { NOT_RUN, PASSED, FAILED };
struct run { int test; bool strict; };
struct outcome { char state, message[MESSAGE]; };

static struct run *runs;
static int run_count;
static struct outcome *outcomes;                /* shared by the processes, one per run */

static char printed[4096];                      /* what the case printed; the end is cut */
static size_t printed_length;
static double fake_clock;
static uint32_t slice_state;

static void port_print(void *context, int level, const char *text, size_t length)
{
    (void)context;
    (void)level;
    if (length > sizeof printed - 2 - printed_length) length = sizeof printed - 2 - printed_length;
    memcpy(printed + printed_length, text, length);
    printed_length += length;
    printed[printed_length] = '\0';
    if (printed_length > sizeof printed - 3) printed_length = sizeof printed - 3;
}

static double port_now(void *context) { (void)context; return fake_clock; }

#include "agents.h"

static const hako_port port = { .print = port_print, .now = port_now, .waits = true, .notify = agents_notify };
static const hako_port port_never_waits = { .print = port_print, .now = port_now };

/* The name of a thrown value's constructor ("" if it has none) and a text for people. */
static void describe(hako_vm *vm, hako_val error, char *type, size_t type_size, char *text, size_t text_size)
{
    hako_type kind = hako_typeof(vm, error);
    *type = '\0';
    if (kind == HAKO_OBJECT || kind == HAKO_FUNCTION) {
        hako_val constructor = hako_get(vm, error, "constructor");
        kind = hako_typeof(vm, constructor);
        if (kind == HAKO_FUNCTION || kind == HAKO_OBJECT) {
            hako_val name = hako_get(vm, constructor, "name");
            if (hako_typeof(vm, name) == HAKO_STRING) hako_to_string(vm, name, type, type_size);
        }
        snprintf(text, text_size, "%s: ", *type ? type : "object");
        hako_to_string(vm, hako_get(vm, error, "message"), text + strlen(text), text_size - strlen(text));
        if (hako_failed(vm)) hako_exception(vm);
    } else {
        snprintf(text, text_size, "thrown: ");
        hako_to_string(vm, error, text + strlen(text), text_size - strlen(text));
    }
}

static uint32_t next_slice(void)
{
    if (!opt.slice_random) return agent_count > 1 ? 1u << 12 : 1u << 20;
    slice_state ^= slice_state << 13;
    slice_state ^= slice_state >> 17;
    slice_state ^= slice_state << 5;
    return slice_state % 50 + 1;
}

/* ---- images ------------------------------------------------------------------------------------------------------- */

enum { MAX_IMAGES = MAX_ITEMS + 64 };
static struct image { uint64_t *bytes; size_t length; } images[MAX_IMAGES];      /* of the current run */
static int image_count;

static bool collect_image(void *user, const void *bytes, size_t length)
{
    struct image *image = user;
    image->bytes = grow(image->bytes, image->length + length);
    memcpy((char *)image->bytes + image->length, bytes, length);
    image->length += length;
    return true;
}

static void drop_images(void)
{
    while (image_count) {
        free(images[--image_count].bytes);
        memset(&images[image_count], 0, sizeof *images);
    }
}

/* A new image of the current run, made of those sources; NULL: they do not compile, and an exception is pending. */
static struct image *make_image(hako_vm *vm, const hako_source *sources, size_t count)
{
    struct image *image = &images[image_count];
    if (image_count == MAX_IMAGES) die("too many images in a run");
    image_count++;
    return hako_compile_bundle(vm, sources, count, collect_image, image, 0) == HAKO_DONE ? image : NULL;
}

/* Modules lie beside the case: a name is a path below test/. */
static void load_module(hako_vm *vm, void *context, const hako_module_request *request)
{
    char path[2048], *text;
    size_t length;
    bool json = request->type && !strcmp(request->type, "json");
    (void)context;
    snprintf(path, sizeof path, "%s/test/%s", opt.dir, request->name);
    text = request->type && !json ? NULL : hako_posix_read(path, &length);
    if (text && opt.image) {
        const hako_source source = { request->name, text, length, json ? HAKO_SOURCE_JSON : HAKO_SOURCE_MODULE };
        const struct image *image = make_image(vm, &source, 1);
        if (image) hako_module_image(vm, request->id, image->bytes, image->length, 0);
        else hako_module_fail(vm, request->id, NULL);
    } else if (!text) hako_module_fail(vm, request->id, "no such module");
    else if (json) hako_module_json(vm, request->id, text, length);
    else hako_module_source(vm, request->id, text, length);
    free(text);
}

static const hako_loader loader = { NULL, hako_posix_resolve, load_module };

/* Runs what was started to its end; with agents, `async` goes on as long as any of them may do something. */
static hako_status drive(hako_vm *vm, bool async)
{
    for (;;) {
        hako_status status = step_agent(0, next_slice());
        if (status == HAKO_FAILED && hako_rejected(vm)) {       /* no failure of the case */
            hako_exception(vm);
            continue;
        }
        if (status == HAKO_FAILED) return status;
        if (status == HAKO_DONE && (agent_count == 1 || !async || strstr(printed, "Test262:AsyncTest"))) return status;
        if (agent_count > 1 || status == HAKO_IDLE) {
            bool left = agents_turn(next_slice(), status != HAKO_MORE);
            if (!left) return HAKO_DONE;
        }
        if (hako_get_figures(vm).steps > opt.steps) return HAKO_MORE;
    }
}

/* hako_start, by way of an image if that is wanted. */
static hako_status start_script(hako_vm *vm, const char *name, const char *text, size_t length)
{
    const hako_source source = { name, text, length, HAKO_SOURCE_SCRIPT };
    const struct image *image;
    if (!opt.image) return hako_start(vm, name, text, length);
    image = make_image(vm, &source, 1);
    return image ? hako_start_image(vm, image->bytes, image->length, 0) : HAKO_FAILED;
}

/* Does it compile by itself? */
static bool compiles(hako_vm *vm, const hako_source *source)
{
    bool ok = make_image(vm, source, 1) != NULL;
    free(images[--image_count].bytes);
    memset(&images[image_count], 0, sizeof *images);
    if (!ok) hako_exception(vm);
    return ok;
}

enum { MAX_BUNDLE = 32 };
struct bundle { hako_source sources[MAX_BUNDLE]; char names[MAX_BUNDLE][256]; size_t count; };

/* Adds the file that a specifier in quotes leads to, if there is one, it compiles, and is not yet there. */
static void add_import(hako_vm *vm, struct bundle *b, const char *referrer, const char *specifier)
{
    char *name = b->names[b->count], path[2048];
    hako_source *source = &b->sources[b->count];
    size_t n = strlen(specifier);
    bool json = n > 5 && !strcmp(specifier + n - 5, ".json");
    if (b->count == MAX_BUNDLE || !hako_posix_resolve(vm, NULL, specifier, referrer, name, sizeof b->names[0])) return;
    for (size_t i = 0; i < b->count; i++)
        if (!strcmp(b->names[i], name)) return;
    snprintf(path, sizeof path, "%s/test/%s", opt.dir, name);
    source->name = name;
    source->kind = json ? HAKO_SOURCE_JSON : HAKO_SOURCE_MODULE;
    source->text = hako_posix_read(path, &source->length);
    if (source->text && compiles(vm, source)) b->count++;
    else free((void *)source->text);
}

/* What a module imports, and what that imports, as far as it can be seen by the texts in quotes: the rest comes from the loader. */
static void add_imports(hako_vm *vm, struct bundle *b)
{
    for (size_t i = 0; i < b->count; i++) {
        const char *text = b->sources[i].text, *end = text + b->sources[i].length;
        for (const char *at = text; at < end; at++) {
            char specifier[256];
            size_t n = 1;
            if ((*at != '"' && *at != '\'') || end - at < 4 || at[1] != '.') continue;
            while (at + n < end && at[n] != *at && at[n] != '\n' && n < sizeof specifier) n++;
            if (at + n == end || at[n] != *at || n == sizeof specifier) continue;
            snprintf(specifier, n, "%s", at + 1);
            if (!strncmp(specifier, "./", 2) || !strncmp(specifier, "../", 3)) add_import(vm, b, b->names[i], specifier);
            at += n;
        }
    }
}

/* hako_start_module, by way of an image of it and its imports if that is wanted. */
static hako_status start_module(hako_vm *vm, const char *name, const char *text, size_t length)
{
    struct bundle *b;
    const struct image *image = NULL;
    if (!opt.image) return hako_start_module(vm, name, text, length);
    b = grow(NULL, sizeof *b);
    b->sources[0] = (hako_source){ name, text, length, HAKO_SOURCE_MODULE };
    snprintf(b->names[0], sizeof b->names[0], "%s", name);
    b->count = 1;
    if (compiles(vm, b->sources)) add_imports(vm, b);
    image = make_image(vm, b->sources, b->count);
    for (size_t i = 1; i < b->count; i++) free((void *)b->sources[i].text);
    free(b);
    return image ? hako_start_image(vm, image->bytes, image->length, 0) : HAKO_FAILED;
}


static void judge(hako_vm *vm, const struct run *run, struct outcome *outcome)
{
    const struct test_case *c = &cases[run->test];
    const char *phase = c->negative_phase;
    bool async = has(&c->flags, "async"), raw = has(&c->flags, "raw");
    char path[2048], type[64], text[MESSAGE - 40], *source;
    size_t length;
    hako_status status;

#define FAIL(...) do { snprintf(outcome->message, MESSAGE, __VA_ARGS__); outcome->state = FAILED; return; } while (0)
    for (int i = -3; !raw && i < c->includes.count; i++) {
        static const char *const first[] = { "assert.js", "sta.js", "doneprintHandle.js" };
        const struct harness_file *file;
        if (i == -1 && !async) continue;
        file = find_harness(i < 0 ? first[i + 3] : c->includes.item[i]);
        status = start_script(vm, file->name, file->text, file->length);
        if (status != HAKO_FAILED) status = drive(vm, false);
        if (status == HAKO_FAILED) {
            describe(vm, hako_exception(vm), type, sizeof type, text, sizeof text);
            FAIL("in %s: %s", file->name, text);
        }
        if (status == HAKO_MORE) FAIL("in %s: too many steps", file->name);
    }

    if (opt.stress) hako_test_stress(vm, true);         /* the harness is the same every time */
    snprintf(path, sizeof path, "%s/test/%s", opt.dir, c->path);
    source = read_file(path, &length);
    if (run->strict) {
        static const char directive[] = "\"use strict\";\n";
        source = grow(source, length + sizeof directive);
        memmove(source + sizeof directive - 1, source, length + 1);
        memcpy(source, directive, sizeof directive - 1);
        length += sizeof directive - 1;
    }
    status = has(&c->flags, "module") ? start_module(vm, c->path, source, length) : start_script(vm, c->path, source, length);
    free(source);

    if (status == HAKO_FAILED) {
        describe(vm, hako_exception(vm), type, sizeof type, text, sizeof text);
        if (!phase) FAIL("does not compile: %s", text);
        if (strcmp(phase, "parse") && strcmp(phase, "early")) FAIL("fails to compile, expected in phase %s: %s", phase, text);
        if (strcmp(type, c->negative_type)) FAIL("expected %s, got %s", c->negative_type, text);
        outcome->state = PASSED;
        return;
    }
    if (phase && (!strcmp(phase, "parse") || !strcmp(phase, "early"))) FAIL("compiles, expected %s", c->negative_type);
    status = drive(vm, async);
    if (status == HAKO_MORE) FAIL("too many steps");
    if (status == HAKO_FAILED) {
        describe(vm, hako_exception(vm), type, sizeof type, text, sizeof text);
        if (!phase) FAIL("%s", text);
        if (strcmp(type, c->negative_type)) FAIL("expected %s, got %s", c->negative_type, text);
    } else if (phase) {
        FAIL("ends normally, expected %s", c->negative_type);
    }
    if (async) {
        const char *failure = strstr(printed, "Test262:AsyncTestFailure:");
        if (failure) FAIL("%.200s", failure);
        if (!strstr(printed, "Test262:AsyncTestComplete")) FAIL("the asynchronous test never ends");
    }
    outcome->state = PASSED;
#undef FAIL
}

static void perform(const struct run *run, struct outcome *outcome, void *memory)
{
    hako_vm *vm = hako_open(memory, opt.arena, has(&cases[run->test].flags, "CanBlockIsFalse") ? &port_never_waits : &port);
    outcome->message[0] = '\0';
    if (!vm) {
        snprintf(outcome->message, MESSAGE, "hako_open fails");
        outcome->state = FAILED;
        return;
    }
    printed[0] = '\0';
    printed_length = 0;
    fake_clock = 1e12;
    slice_state = ((uint32_t)opt.seed ^ 0x9E3779B9u) | 1u;
    hako_keep_source(vm, true);
    hako_test_262(vm);
    open_agents(vm);
    hako_set_loader(vm, &loader);
    judge(vm, run, outcome);
    close_agents();
    hako_close(vm);
    drop_images();
}

/* ---- workers ------------------------------------------------------------------------------------------------------ */

static struct {
    atomic_int next;                            /* the first run that nobody has taken */
    atomic_int current[MAX_WORKERS];            /* what each worker is at, or -1 */
} *shared;

static void *map_shared(size_t size)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) die("out of memory");
    return p;
}

/* Takes runs until there are none left. A page behind the arena cannot be touched. */
static void work(int self)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), size = (opt.arena + page - 1) / page * page;
    char *memory = mmap(NULL, size + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory + size, page, PROT_NONE)) _exit(3);
    for (;;) {
        int i = atomic_fetch_add(&shared->next, 1);
        if (i >= run_count) break;
        atomic_store(&shared->current[self], i);
        alarm((unsigned)opt.timeout);
        perform(&runs[i], &outcomes[i], memory + (size - opt.arena) / 8 * 8);
        alarm(0);
        atomic_store(&shared->current[self], -1);
        madvise(memory, size, MADV_DONTNEED);
    }
    _exit(0);
}

static pid_t start_worker(int self)
{
    pid_t pid;
    atomic_store(&shared->current[self], -1);
    fflush(NULL);
    pid = fork();
    if (pid < 0) die("cannot fork");
    if (pid == 0) work(self);
    return pid;
}

static void run_all(void)
{
    pid_t pids[MAX_WORKERS];
    int workers = (int)opt.jobs, alive, i;
    if (workers < 1) workers = (int)sysconf(_SC_NPROCESSORS_ONLN);
    if (workers > MAX_WORKERS) workers = MAX_WORKERS;
    if (workers < 1) workers = 1;
    shared = map_shared(sizeof *shared);
    outcomes = map_shared((size_t)(run_count + 1) * sizeof *outcomes);
    for (i = 0; i < workers; i++) pids[i] = start_worker(i);
    for (alive = workers; alive > 0;) {
        int status, at;
        pid_t pid = waitpid(-1, &status, 0);
        for (i = 0; i < workers && pids[i] != pid; i++) continue;
        if (pid < 0) break;
        if (i == workers) continue;
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
            alive--;
            continue;
        }
        at = atomic_load(&shared->current[i]);
        if (at >= 0) {
            struct outcome *o = &outcomes[at];
            o->state = FAILED;
            if (!WIFSIGNALED(status)) snprintf(o->message, MESSAGE, "CRASH: exit status %d", WEXITSTATUS(status));
            else if (WTERMSIG(status) == SIGALRM) snprintf(o->message, MESSAGE, "TIMEOUT after %d s", (int)opt.timeout);
            else snprintf(o->message, MESSAGE, "CRASH: signal %d", WTERMSIG(status));
        } else if (WIFEXITED(status) && WEXITSTATUS(status) == 3) {
            die("a worker has no memory");
        }
        pids[i] = start_worker(i);
    }
}

/* ---- known failures ----------------------------------------------------------------------------------------------- */

struct expected { char *line, *path; int mode; bool seen, fails; };    /* mode: 0 both, 1 strict, 2 sloppy */
static struct expected *expected;
static int expected_count;

static void read_expected(void)
{
    size_t length;
    char *text = read_file(opt.expect, &length);
    const char *end = text + length;
    for (const char *s = text; s < end; s = next_line(s, end)) {
        const char *stop = line_end(s, end), *at = skip_blanks(s, stop), *word = at;
        struct expected e = { 0 };
        e.line = copy_text(s, (size_t)(stop - s));
        while (word < stop && !isspace((unsigned char)*word)) word++;
        if (at < stop && *at != '#') {
            e.path = copy_text(at, (size_t)(word - at));
            word = skip_blanks(word, stop);
            if (!strncmp(word, "strict", 6)) e.mode = 1;
            if (!strncmp(word, "sloppy", 6)) e.mode = 2;
        }
        if (expected_count % 256 == 0) expected = grow(expected, (size_t)(expected_count + 256) * sizeof *expected);
        expected[expected_count++] = e;
    }
    free(text);
}

static int by_path(const void *a, const void *b)
{
    const struct expected *x = *(const struct expected *const *)a, *y = *(const struct expected *const *)b;
    return strcmp(x->path, y->path);
}

static struct expected **expected_index;
static int indexed;

static void index_expected(void)
{
    expected_index = grow(NULL, (size_t)(expected_count + 1) * sizeof *expected_index);
    for (int i = 0; i < expected_count; i++)
        if (expected[i].path) expected_index[indexed++] = &expected[i];
    qsort(expected_index, (size_t)indexed, sizeof *expected_index, by_path);
}

/* Marks the lines about a run; true if there is one. */
static bool look_up(const char *path, bool strict, bool failed)
{
    int low = 0, high = indexed;
    bool found = false;
    while (low < high) {
        int mid = (low + high) / 2;
        if (strcmp(expected_index[mid]->path, path) < 0) low = mid + 1;
        else high = mid;
    }
    for (; low < indexed && !strcmp(expected_index[low]->path, path); low++) {
        struct expected *e = expected_index[low];
        if (e->mode && (e->mode == 1) != strict) continue;
        found = e->seen = true;
        if (failed) e->fails = true;
    }
    return found;
}

static void finish_expected(void)
{
    int passing = 0;
    FILE *f;
    for (int i = 0; i < expected_count; i++) {
        if (!expected[i].path || !expected[i].seen || expected[i].fails) continue;
        if (!passing++) printf("\nListed in %s, but passing now:\n", opt.expect);
        printf("  %s%s\n", expected[i].path, expected[i].mode == 1 ? " strict" : expected[i].mode == 2 ? " sloppy" : "");
    }
    if (!passing || !opt.shrink) return;
    f = fopen(opt.expect, "wb");
    if (!f) die("cannot write %s", opt.expect);
    for (int i = 0; i < expected_count; i++)
        if (!expected[i].path || !expected[i].seen || expected[i].fails) fprintf(f, "%s\n", expected[i].line);
    fclose(f);
    printf("%d lines taken out of %s\n", passing, opt.expect);
}

/* ---- report ------------------------------------------------------------------------------------------------------- */

struct tally { int passed, failed, skipped; };

static void print_row(const char *name, const struct tally *t)
{
    int ran = t->passed + t->failed;
    printf("%-44s %7d %7d %7d", name, t->passed, t->failed, t->skipped);
    if (ran) printf("  %6.2f %%", (t->failed ? (int)(10000.0 * t->passed / ran) : 10000) / 100.0);
    putchar('\n');
}

/* The directory of a case down to `levels` names. */
static size_t directory(const char *path, int levels)
{
    size_t n = 0;
    for (; path[n]; n++)
        if (path[n] == '/' && --levels == 0) return n;
    while (n && path[n] != '/') n--;
    return n;
}

static void add(struct tally *t, int state)
{
    if (state == PASSED) t->passed++;
    else if (state == FAILED) t->failed++;
    else t->skipped++;
}

static struct tally report(const char *states)
{
    struct tally all = { 0, 0, 0 };
    for (int levels = 2; levels >= 1; levels--) {
        if (levels == 2) printf("\n%-44s %7s %7s %7s\n", "directory", "passed", "failed", "skipped");
        else putchar('\n');
        for (int i = 0; i < case_count;) {
            struct tally t = { 0, 0, 0 };
            size_t n = directory(cases[i].path, levels);
            char name[128];
            int k = i;
            snprintf(name, sizeof name, "%.*s", (int)n, cases[i].path);
            for (; k < case_count && directory(cases[k].path, levels) == n && !strncmp(cases[k].path, cases[i].path, n); k++)
                add(&t, states[k]);
            if (t.passed + t.failed || levels == 1) print_row(name, &t);
            if (levels == 1) {
                all.passed += t.passed;
                all.failed += t.failed;
                all.skipped += t.skipped;
            }
            i = k;
        }
    }
    return all;
}

/* ---- main --------------------------------------------------------------------------------------------------------- */

static void plan_runs(void)
{
    for (int i = 0; i < case_count; i++) {
        const item_list *flags = &cases[i].flags;
        bool once = has(flags, "raw") || has(flags, "module");
        if (cases[i].skipped) continue;
        for (int strict = 0; strict < 2; strict++) {
            if (strict && (once || has(flags, "noStrict") || opt.only_sloppy)) continue;
            if (!strict && ((!once && has(flags, "onlyStrict")) || opt.only_strict)) continue;
            if (run_count % 1024 == 0) runs = grow(runs, (size_t)(run_count + 1024) * sizeof *runs);
            runs[run_count].test = i;
            runs[run_count++].strict = strict;
        }
    }
}

static void parse_options(int argc, char **argv)
{
    int i;
    for (i = 1; i < argc && argv[i][0] == '-'; i++) {
        const char *o = argv[i], *value = i + 1 < argc ? argv[i + 1] : "";
        bool ok = true, takes = true;
        if (!strcmp(o, "--filter")) opt.filter = value;
        else if (!strcmp(o, "--list-failures")) opt.failures = value;
        else if (!strcmp(o, "--expect")) opt.expect = value;
        else if (!strcmp(o, "--arena")) ok = parse_size(value, &opt.arena);
        else if (!strcmp(o, "--steps")) ok = parse_count(value, UINT64_MAX, &opt.steps);
        else if (!strcmp(o, "--timeout")) ok = parse_count(value, 100000, &opt.timeout);
        else if (!strcmp(o, "--jobs")) ok = parse_count(value, MAX_WORKERS, &opt.jobs);
        else if (!strcmp(o, "--slice-random")) {
            ok = parse_count(value, UINT32_MAX, &opt.seed);
            opt.slice_random = true;
        } else {
            takes = false;
            if (!strcmp(o, "--list")) opt.list = true;
            else if (!strcmp(o, "--verbose")) opt.verbose = true;
            else if (!strcmp(o, "--shrink")) opt.shrink = true;
            else if (!strcmp(o, "--stress")) opt.stress = true;
            else if (!strcmp(o, "--image")) opt.image = true;
            else if (!strcmp(o, "--strict")) opt.only_strict = true;
            else if (!strcmp(o, "--sloppy")) opt.only_sloppy = true;
            else if (!strcmp(o, "--help")) exit((fputs(usage, stdout), 0));
            else die("unknown option %s (--help lists them)", o);
        }
        if (!ok) die("%s: bad value %s", o, value);
        i += takes;
    }
    if (i >= argc) exit((fputs(usage, stderr), 2));
    opt.dir = argv[i++];
    opt.prefixes = argv + i;
    opt.prefix_count = argc - i;
}

int main(int argc, char **argv)
{
    char *states;
    int failed_runs = 0, unexpected = 0;
    FILE *failures = NULL;
    struct tally all;

    parse_options(argc, argv);
    find_cases("");
    if (opt.list) {
        for (int i = 0; i < case_count; i++)
            if (!cases[i].skipped) puts(cases[i].path);
        return 0;
    }
    if (opt.expect) {
        read_expected();
        index_expected();
    }
    load_harness();
    plan_runs();
    run_all();

    if (opt.failures && !(failures = fopen(opt.failures, "wb"))) die("cannot write %s", opt.failures);
    states = grow(NULL, (size_t)case_count + 1);
    memset(states, NOT_RUN, (size_t)case_count + 1);
    for (int i = 0; i < run_count; i++) {
        const char *path = cases[runs[i].test].path, *mode = runs[i].strict ? "strict" : "sloppy";
        bool failed = outcomes[i].state != PASSED;
        bool known = opt.expect && look_up(path, runs[i].strict, failed);
        char *state = &states[runs[i].test];
        if (!failed) {
            if (*state == NOT_RUN) *state = PASSED;
            continue;
        }
        *state = FAILED;
        failed_runs++;
        if (!known) unexpected++;
        for (char *p = outcomes[i].message; *p; p++)
            if ((unsigned char)*p < ' ') *p = ' ';
        if (failures) fprintf(failures, "%s %s  # %s\n", path, mode, outcomes[i].message);
        if (opt.verbose || (opt.expect && !known)) printf("%s %s: %s\n", path, mode, outcomes[i].message);
    }
    if (failures) fclose(failures);
    if (opt.expect) finish_expected();
    all = report(states);
    printf("\n%d runs, %d failed", run_count, failed_runs);
    if (opt.expect) printf(", %d of them not listed in %s", unexpected, opt.expect);
    printf("\n%d passed, %d failed, %d skipped\n", all.passed, all.failed, all.skipped);
    return (opt.expect ? unexpected : failed_runs) ? 1 : 0;
}
