/* corpus.c - runs the programs in tests/corpus and compares what they print with the .out file beside each.
 *
 *     corpus [options] FILE.js...
 *
 * Each program runs in a process of its own. One line of the result per program: PASS NAME, or FAIL NAME: REASON. */
#define HAKO_TESTING
#include "hako.h"
#include "../tools/size.h"
#include "bundle.h"

#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char usage[] =
    "usage: corpus [options] FILE.js...\n"
    "  --arena SIZE         memory of the VM; default 256k\n"
    "  --slice-random SEED  in slices of 1 to 50 steps: same output, same figures as in one go\n"
    "  --stress             with a collection at every allocation: same output\n"
    "  --image              compiled into an image, which runs: same output, and the same steps unless memory or a literal regular\n"
    "                       expression decides\n"
    "  --fail-at            once for each allocation, which then fails: no crash, and the VM goes on working\n"
    "  --samples N          at most so many of these runs; default 300\n"
    "  --write DIR          write output and figures to DIR/NAME.txt, as the firmware prints them\n"
    "  --update             write the output to the .out files instead of comparing\n"
    "  --timeout SECONDS    per program; default 120\n"
    "  --jobs N             programs at a time; default: one per processor\n";

static struct {
    size_t arena;
    uint64_t seed, samples, timeout, jobs;
    const char *write;
    bool slice_random, stress, fail_at, update, image;
} opt = { .arena = 256 << 10, .samples = 300, .timeout = 120 };

struct text { char *at; size_t length, room; };

static void append(struct text *t, const char *s, size_t n)
{
    if (t->length + n + 1 > t->room) {
        t->room = (t->length + n + 1) * 2;
        t->at = realloc(t->at, t->room);
        if (!t->at) exit(3);
    }
    memcpy(t->at + t->length, s, n);
    t->length += n;
    t->at[t->length] = '\0';
}

static bool read_file(const char *path, struct text *t)
{
    char block[4096];
    size_t n;
    FILE *f = fopen(path, "rb");
    append(t, "", 0);
    if (!f) return false;
    while ((n = fread(block, 1, sizeof block, f)) > 0) append(t, block, n);
    fclose(f);
    return true;
}

static bool write_file(const char *path, const struct text *t)
{
    FILE *f = fopen(path, "wb");
    bool ok = f && fwrite(t->at, 1, t->length, f) == t->length;
    if (f && fclose(f)) ok = false;
    return ok;
}

/* ---- one run ------------------------------------------------------------------------------------------------------ */

struct result { struct text output; hako_figures figures; uint32_t allocations; hako_status status; bool alive; };

static double clock_now;
static double port_now(void *context) { (void)context; return clock_now; }

static void port_print(void *context, int level, const char *s, size_t n)
{
    (void)level;
    append(context, s, n);
}

struct mode { bool slices, stress, image; uint32_t fail_at; };

/* The image of a program, made in a VM of its own: aligned, as malloc gives it. */
static bool collect_image(void *user, const void *bytes, size_t length)
{
    append(user, bytes, length);
    return true;
}

static struct text make_image_of(const hako_source *sources, size_t count)
{
    enum { ARENA = 16 << 20 };
    struct text image = { 0 };
    void *arena = malloc(ARENA);
    hako_vm *vm = hako_open(arena, ARENA, NULL);
    if (hako_compile_bundle(vm, sources, count, collect_image, &image, 0) != HAKO_DONE) image.length = 0;
    hako_close(vm);
    free(arena);
    return image;
}

/* Of a program of several modules those are in the image that compile, and that are not to come late: the loader has the others. */
static struct text make_image(const char *name, const struct text *source)
{
    enum { MOST = 16 };
    struct bundle b = { .text = source->at, .length = source->length };
    hako_source sources[MOST] = { { name, source->at, source->length, HAKO_SOURCE_SCRIPT } };
    char names[MOST][32];
    struct text image;
    size_t n = 0, from;
    if (!bundle_head(&b, 0)) return make_image_of(sources, 1);
    for (size_t at = 0; at < b.length && n < MOST; at = bundle_line(&b, at)) {
        if (!bundle_head(&b, at)) continue;
        snprintf(names[n], sizeof names[n], "%.*s", (int)strcspn(b.text + at + 5, "\n"), b.text + at + 5);
        sources[n].name = n ? names[n] : name;              /* the first has that of the program */
        sources[n].kind = strstr(names[n], ".json") ? HAKO_SOURCE_JSON : HAKO_SOURCE_MODULE;
        sources[n].length = bundle_find(&b, names[n], &from);
        sources[n].text = b.text + from;
        sources[n].length -= from;
        image = make_image_of(&sources[n], 1);
        n += image.length && !strstr(names[n], "late");
        free(image.at);
    }
    return make_image_of(sources, n);
}

/* Starts an image, whose further modules the loader has. */
static hako_status start_image(hako_vm *vm, struct bundle *b, hako_loader *loader, const struct text *source, const struct text *image)
{
    b->text = source->at;
    b->length = source->length;
    b->count = 0;
    loader->context = b;
    loader->load = bundle_load;
    if (bundle_head(b, 0) && !hako_set_loader(vm, loader)) return HAKO_FAILED;
    return hako_start_image(vm, image->at, image->length, 0);
}

static struct result run(const char *name, const struct text *source, struct mode mode)
{
    struct result r = { .status = HAKO_FAILED };
    hako_port port = { .context = &r.output, .print = port_print, .now = port_now };
    uint32_t state = ((uint32_t)opt.seed ^ 0x9E3779B9u) | 1u, before;
    struct text image = { 0 };
    void *arena = malloc(opt.arena);
    struct bundle bundle;
    hako_loader loader = { 0 };
    hako_vm *vm;

    if (mode.image) image = make_image(name, source);
    append(&r.output, "", 0);
    clock_now = 1e12;
    memset(arena, 0xA5, opt.arena);                     /* the engine must not count on zeros */
    vm = hako_open(arena, opt.arena, &port);
    if (!vm) {
        append(&r.output, "hako_open fails\n", 16);
        free(arena);
        return r;
    }
    if (mode.stress) hako_test_stress(vm, true);
    before = hako_get_figures(vm).allocations;
    if (mode.fail_at) hako_test_fail_at(vm, mode.fail_at);
    r.status = mode.image ? start_image(vm, &bundle, &loader, source, &image) : bundle_start(vm, &bundle, &loader, name, source->at, source->length);
    while (r.status == HAKO_MORE || r.status == HAKO_IDLE) {
        uint32_t n = 1u << 20;
        if (mode.slices) {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            n = state % 50 + 1;
        }
        if (r.status == HAKO_IDLE && !bundle_idle(vm, &bundle)) {
            double at = hako_wake_at(vm);
            if (isinf(at)) break;
            clock_now = at;
        }
        r.status = hako_step(vm, n);
    }
    if (r.status == HAKO_FAILED) hako_report(vm);
    r.figures = hako_get_figures(vm);
    r.allocations = r.figures.allocations - before;
    if (mode.fail_at) {                                 /* is it still a working machine? */
        static const char after[] = "[1, 2].map(function (x) { return x * 20 }).join('+') + 2";
        hako_val v;
        hako_test_fail_at(vm, 0);
        hako_collect(vm);
        while (hako_run(vm) == HAKO_FAILED) hako_exception(vm);             /* jobs that are left may fail, too */
        r.alive = hako_eval(vm, "after", after, sizeof after - 1, &v) == HAKO_DONE && hako_typeof(vm, v) == HAKO_STRING;
        if (r.alive) {
            char answer[16];
            hako_to_string(vm, v, answer, sizeof answer);
            r.alive = !strcmp(answer, "20+402");
        }
    }
    hako_close(vm);
    free(arena);
    free(image.at);
    return r;
}

static void release(struct result *r)
{
    free(r->output.at);
    r->output.at = NULL;
}

/* ---- one program -------------------------------------------------------------------------------------------------- */

static const char *program;                             /* its name, for messages */

enum { FAILURE = 64 };                                  /* status of a process that has said what failed; sanitizers use 1 */

static int fail(const char *format, ...)
{
    char line[1024];
    int n = snprintf(line, sizeof line, "FAIL %s: ", program);
    va_list args;
    va_start(args, format);
    vsnprintf(line + n, sizeof line - (size_t)n - 1, format, args);
    va_end(args);
    strcat(line, "\n");
    fputs(line, stdout);
    return 1;
}

static bool same(const struct text *a, const struct text *b)
{
    return a->length == b->length && !memcmp(a->at, b->at, a->length);
}

/* The first line in which two texts differ. */
static int differ(const char *what, const struct text *expected, const struct text *got)
{
    size_t start = 0, i = 0;
    int line = 1;
    while (i < expected->length && i < got->length && expected->at[i] == got->at[i]) {
        if (got->at[i++] == '\n') {
            line++;
            start = i;
        }
    }
    return fail("%s differs in line %d: expected \"%.*s\", got \"%.*s\"", what, line, (int)strcspn(expected->at + start, "\n"),
                expected->at + start, (int)strcspn(got->at + start, "\n"), got->at + start);
}

static int try_each_failure(const struct text *source)
{
    struct result whole = run(program, source, (struct mode){ .fail_at = UINT32_MAX, .image = opt.image }), r;
    uint64_t n, count = whole.allocations < opt.samples ? whole.allocations : opt.samples;
    release(&whole);
    for (n = 0; n < count; n++) {
        /* All of them, or the first ones - where the engine sets itself up - and then even steps. */
        uint32_t at = (uint32_t)(n + 1);
        if (count < whole.allocations && n >= count / 4)
            at = (uint32_t)(count / 4 + (n - count / 4) * (whole.allocations - count / 4) / (count - count / 4) + 1);
        r = run(program, source, (struct mode){ .fail_at = at, .image = opt.image });
        release(&r);
        if (r.status != HAKO_DONE && r.status != HAKO_FAILED) return fail("allocation %lu fails: status %d", (unsigned long)at, r.status);
        if (!r.alive) return fail("allocation %lu fails: the machine does not work afterwards", (unsigned long)at);
    }
    return 0;
}

static int check(const char *path)
{
    struct text source = { 0 }, expected = { 0 };
    struct result plain, other;
    char out[1024];
    const char *slash = strrchr(path, '/');

    program = slash ? slash + 1 : path;
    if (!read_file(path, &source)) return fail("cannot be read");
    if (opt.fail_at) {
        if (try_each_failure(&source)) return 1;
        printf("PASS %s\n", program);
        return 0;
    }
    plain = run(program, &source, (struct mode){ .stress = opt.stress });
    snprintf(out, sizeof out, "%.*sout", (int)strlen(path) - 2, path);
    if (opt.update) {
        if (!write_file(out, &plain.output)) return fail("cannot write %s", out);
    } else {
        if (!read_file(out, &expected)) return fail("there is no %s", out);
        if (!same(&expected, &plain.output)) return differ(opt.stress ? "output under stress" : "output", &expected, &plain.output);
    }
    if (opt.slice_random) {
        const hako_figures *a = &plain.figures, *b;
        other = run(program, &source, (struct mode){ .slices = true, .stress = opt.stress });
        b = &other.figures;
        if (!same(&plain.output, &other.output)) return differ("output in slices", &plain.output, &other.output);
        if (a->steps != b->steps)
            return fail("%llu steps, in slices %llu", (unsigned long long)a->steps, (unsigned long long)b->steps);
        if (a->peak != b->peak || a->stack_peak != b->stack_peak)
            return fail("peaks %lu and %lu, in slices %lu and %lu", (unsigned long)a->peak, (unsigned long)a->stack_peak,
                        (unsigned long)b->peak, (unsigned long)b->stack_peak);
        release(&other);
    }
    if (opt.image) {
        bool bundle = !memcmp(source.at, "//// ", 5);                   /* finding its modules takes steps */
        other = run(program, &source, (struct mode){ .image = true, .stress = opt.stress });
        if (!same(&plain.output, &other.output)) return differ("output of the image", &plain.output, &other.output);
        if (!bundle && plain.figures.steps != other.figures.steps && plain.figures.collections == 0 && other.figures.collections == 0)
            return fail("%llu steps, as an image %llu", (unsigned long long)plain.figures.steps, (unsigned long long)other.figures.steps);
        release(&other);
    }
    if (opt.write) {
        char figures[256];
        const hako_figures *f = &plain.figures;
        snprintf(figures, sizeof figures, "steps: %llu\npeak heap: %lu\npeak frame stack: %lu\ncollections: %lu\nallocations: %lu\n",
                 (unsigned long long)f->steps, (unsigned long)f->peak, (unsigned long)f->stack_peak,
                 (unsigned long)f->collections, (unsigned long)f->allocations);
        append(&plain.output, figures, strlen(figures));
        snprintf(out, sizeof out, "%s/%.*s.txt", opt.write, (int)strlen(program) - 3, program);
        if (!write_file(out, &plain.output)) return fail("cannot write %s", out);
    }
    release(&plain);
    free(source.at);
    free(expected.at);
    printf("PASS %s\n", program);
    return 0;
}

/* ---- main --------------------------------------------------------------------------------------------------------- */

int main(int argc, char **argv)
{
    int i, running = 0, failed = 0, first;
    pid_t *pids;

    for (i = 1; i < argc && argv[i][0] == '-'; i++) {
        const char *o = argv[i], *value = i + 1 < argc ? argv[i + 1] : "";
        bool ok = true, takes = true;
        if (!strcmp(o, "--arena")) ok = parse_size(value, &opt.arena);
        else if (!strcmp(o, "--samples")) ok = parse_count(value, UINT32_MAX, &opt.samples);
        else if (!strcmp(o, "--timeout")) ok = parse_count(value, 100000, &opt.timeout);
        else if (!strcmp(o, "--jobs")) ok = parse_count(value, 64, &opt.jobs);
        else if (!strcmp(o, "--write")) opt.write = value;
        else if (!strcmp(o, "--slice-random")) {
            ok = parse_count(value, UINT32_MAX, &opt.seed);
            opt.slice_random = true;
        } else {
            takes = false;
            if (!strcmp(o, "--stress")) opt.stress = true;
            else if (!strcmp(o, "--fail-at")) opt.fail_at = true;
            else if (!strcmp(o, "--update")) opt.update = true;
            else if (!strcmp(o, "--image")) opt.image = true;
            else ok = false;
        }
        if (!ok) return fputs(usage, stderr), 2;
        i += takes;
    }
    if (i == argc) return fputs(usage, stderr), 2;
    if (!opt.jobs) opt.jobs = (uint64_t)sysconf(_SC_NPROCESSORS_ONLN);
    setvbuf(stdout, NULL, _IOFBF, 1 << 16);
    first = i;
    pids = calloc((size_t)argc, sizeof *pids);
    if (!pids) return 3;

    while (i < argc || running) {
        if (i < argc && (uint64_t)running < opt.jobs) {
            fflush(NULL);
            pids[i] = fork();
            if (pids[i] < 0) return 3;
            if (!pids[i]) {
                alarm((unsigned)opt.timeout);
                failed = check(argv[i]);
                fflush(NULL);
                _exit(failed ? FAILURE : 0);
            }
            running++;
            i++;
        } else {
            int status, k;
            pid_t pid = wait(&status);
            for (k = first; k < i && pids[k] != pid; k++) continue;
            running--;
            if (WIFEXITED(status) && WEXITSTATUS(status) == 0) continue;
            failed++;
            if (WIFEXITED(status) && WEXITSTATUS(status) == FAILURE) continue;
            if (WIFSIGNALED(status))
                printf("FAIL %s: %s (signal %d)\n", argv[k], WTERMSIG(status) == SIGALRM ? "timeout" : "crash", WTERMSIG(status));
            else
                printf("FAIL %s: crash (status %d)\n", argv[k], WEXITSTATUS(status));
        }
    }
    free(pids);
    return failed ? 1 : 0;
}
