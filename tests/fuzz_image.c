/* fuzz_image.c - images that are not what they seem: whatever they hold, they are rejected or do no harm. Built with the address and
 * undefined behaviour sanitizers.
 *
 *     fuzz_image [--rounds N | --seconds N] [--seed N] FILE.js...
 *
 * Each group gives one line, PASS NAME or FAIL NAME: REASON. FILE.js are compiled and their images mutated. */
#define HAKO_TESTING
#include "hako.h"
#include "../src/code/opcodes.h"
#include "../tools/size.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { FAILURE = 64, STEPS = 20000, DETAIL = 256 };
static char *detail;                            /* what is being tried, shared with the parent: shown after a failure */
static uint64_t rounds = 2000, seed, seconds;   /* for each file; seconds 0: so many rounds */

#define CHECK(condition) do { if (!(condition)) { \
    printf("line %d: %s\n", __LINE__, #condition); \
    return 1; } } while (0)

static uint32_t random_state = 2463534242u;
static uint32_t random_below(uint32_t n)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state % n;
}

static void print(void *context, int level, const char *text, size_t length)
{
    volatile char sum = 0;                      /* every byte handed out must be readable */
    (void)context;
    (void)level;
    for (size_t i = 0; i < length; i++) sum = (char)(sum ^ text[i]);
}
static const hako_port port = { .print = print };

/* ---- images ------------------------------------------------------------------------------------------------------- */

typedef struct { uint32_t *words; size_t length; } image;           /* length in bytes */
enum { HEAD_VERSION = 1, HEAD_SIZE, HEAD_CHECKSUM, HEAD_OPCODES, HEAD_LIBRARY, HEAD_FEATURES, HEAD_FUNCTIONS, HEAD_WORDS = 12 };

static bool collect(void *user, const void *bytes, size_t length)
{
    image *m = user;
    m->words = realloc(m->words, m->length + length);
    if (!m->words) exit(3);
    memcpy((char *)m->words + m->length, bytes, length);
    m->length += length;
    return true;
}

static image compile_bundle(const hako_source *sources, size_t count, uint32_t options)
{
    enum { ARENA = 16 << 20 };
    image m = { NULL, 0 };
    void *memory = malloc(ARENA);
    hako_vm *vm = hako_open(memory, ARENA, &port);
    if (hako_compile_bundle(vm, sources, count, collect, &m, options) != HAKO_DONE) {
        m.length = 0;
        hako_report(vm);
    }
    hako_close(vm);
    free(memory);
    return m;
}

static image compile(const char *source, size_t length, uint32_t options)
{
    const hako_source script = { "fuzz.js", source, length, HAKO_SOURCE_SCRIPT };
    return compile_bundle(&script, 1, options);
}

static void sign(image m)
{
    uint32_t h = 2166136261u;
    for (size_t i = 4; i < m.length / 4; i++) h = (h ^ m.words[i]) * 16777619u;
    m.words[HEAD_CHECKSUM] = h;
}

/* A copy in a block of exactly its size. */
static image copy_of(image m)
{
    image copy = { malloc(m.length ? m.length : 1), m.length };
    if (!copy.words) exit(3);
    if (m.length) memcpy(copy.words, m.words, m.length);
    return copy;
}

/* Runs it for a while. false: it was rejected. */
static bool attempt(image m, size_t arena, bool stress, long steps)
{
    void *memory = malloc(arena);
    hako_vm *vm = hako_open(memory, arena, &port);
    bool accepted;
    hako_status status;
    if (!vm) exit(3);
    accepted = hako_check_image(vm, m.words, m.length) == HAKO_DONE;
    hako_exception(vm);
    if (stress) hako_test_stress(vm, true);
    status = hako_start_image(vm, m.words, m.length, 0);
    for (; steps > 0 && status == HAKO_MORE; steps -= 500) status = hako_step(vm, 500);
    if (status == HAKO_DONE) hako_to_string(vm, hako_result(vm), NULL, 0);
    if (status == HAKO_FAILED) hako_report(vm);
    hako_collect(vm);
    hako_close(vm);
    free(memory);
    return accepted;
}

/* Why it is rejected */
static bool rejected_for(image m, const char *why)
{
    enum { ARENA = 64 << 10 };
    void *memory = malloc(ARENA);
    char text[200] = "";
    hako_vm *vm = hako_open(memory, ARENA, &port);
    bool ok = hako_check_image(vm, m.words, m.length) == HAKO_FAILED;
    hako_to_string(vm, hako_exception(vm), text, sizeof text);
    hako_close(vm);
    free(memory);
    if (!ok || !strstr(text, why)) printf("expected \"%s\", got \"%s\"\n", why, ok ? text : "(accepted)");
    return ok && strstr(text, why);
}

/* ---- heads -------------------------------------------------------------------------------------------------------- */

static const char small[] =
    "let n = 0; function f(a, ...b) { for (const x of b) n += a * x; return () => n; }\n"
    "class A { #p = 1; get p() { return this.#p; } }\n"
    "function* g() { try { yield f(2, 3, 4)(); } finally { n = 1.5; } }\n"
    "for (const k in { a: 1 }) n += k.length; [...g()].join() + new A().p + `x${n}`;";

static int heads(void)
{
    image m = compile(small, sizeof small - 1, 0), c;
    uint32_t empty[4] = { 0 };
    CHECK(m.length);
    CHECK(attempt(m, 64 << 10, false, STEPS));
    CHECK(rejected_for((image){ NULL, 0 }, "no image"));
    CHECK(rejected_for((image){ empty, 16 }, "not an image"));
    CHECK(rejected_for((image){ (uint32_t *)(void *)small, sizeof small }, "image"));
    for (size_t i = 0; i < m.length; i++) {
        c = copy_of((image){ m.words, i });
        CHECK(rejected_for(c, i < HEAD_WORDS * 4 ? "not an image" : "incomplete"));
        free(c.words);
    }
    static const struct { unsigned word; const char *why; } fields[] = {
        { 0, "not an image" }, { HEAD_VERSION, "version" }, { HEAD_CHECKSUM, "damaged" }, { HEAD_OPCODES, "instructions" },
        { HEAD_LIBRARY, "library" }, { HEAD_FEATURES, "without" }
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        c = copy_of(m);
        c.words[fields[i].word] ^= 1u << 20;
        if (fields[i].word > HEAD_CHECKSUM) sign(c);
        CHECK(rejected_for(c, fields[i].why));
        free(c.words);
    }
    c.words = malloc(m.length + 4);
    memcpy(c.words + 1, m.words, m.length);
    CHECK(rejected_for((image){ c.words + 1, m.length }, "aligned"));
    free(c.words);
    free(m.words);
    return 0;
}

/* A bundle with all there is: cycles, names of all kinds, JSON, import.meta, eval, an await at the top, import(). */
static const char module_a[] =
    "import d, { b, set as s } from './b'; import * as n from './b'; import { default as j } from './c.json' with { type: 'json' };\n"
    "export let a = 1; export { b as 'x y', j }; export * from './b'; export default () => a + b; let hidden = import.meta.url;\n"
    "function f() { return eval('a + b + n.b + hidden'); } class A { #p = b; get p() { return this.#p + a; } }\n"
    "s(2); await null; try { f() + d() + new A().p; for (let i = 0; i < 2; i++) (() => i + b)(); await import('./b'); } finally { a = 2; }";
static const char module_b[] =
    "import { a, 'x y' as xy } from './a'; export * as self from './b'; export let b = 1; export function set(v) { b = v + typeof xy; }\n"
    "export default function () { return a; }";
static const char module_c[] = "{ \"k\": [1, 2], \"s\": \"\\u1234\" }";
static const hako_source bundle[] = {
    { "a", module_a, sizeof module_a - 1, HAKO_SOURCE_MODULE },
    { "b", module_b, sizeof module_b - 1, HAKO_SOURCE_MODULE },
    { "c.json", module_c, sizeof module_c - 1, HAKO_SOURCE_JSON },
};

/* Each of its bits changed in turn. */
static int each_bit(image m)
{
    unsigned accepted = 0;
    CHECK(m.length);
    CHECK(attempt(m, 64 << 10, false, STEPS));
    for (size_t bit = 0; bit < m.length * 8; bit++) {
        image c = copy_of(m);
        snprintf(detail, DETAIL, "bit %zu", bit);
        c.words[bit / 32] ^= 1u << bit % 32;
        CHECK(!attempt(c, 64 << 10, false, STEPS));
        sign(c);
        accepted += attempt(c, 64 << 10, bit % 4 == 0, STEPS);
        free(c.words);
    }
    printf("    of %zu single bits changed (and the checksum made right) %u are harmless, the others rejected\n", m.length * 8, accepted);
    free(m.words);
    return 0;
}
static int bits(void) { return each_bit(compile(small, sizeof small - 1, 0)); }
static int bundle_bits(void) { return each_bit(compile_bundle(bundle, 3, 0)); }

/* ---- more than the arena holds ------------------------------------------------------------------------------------- */

static int large(void)
{
    enum { FUNCTIONS = 400, LINES = 12 };
    char *source = malloc(FUNCTIONS * LINES * 80 + 100);
    size_t n = 0;
    image m;
    for (int i = 0; i < FUNCTIONS; i++) {
        n += (size_t)sprintf(source + n, "(function () {");
        for (int k = 0; k < LINES; k++) n += (size_t)sprintf(source + n, " console.log('never %d of %d', 0.%d);", k, i, i * LINES + k + 1);
        n += (size_t)sprintf(source + n, "});\n");
    }
    n += (size_t)sprintf(source + n, "if (1 + 1 !== 2) throw 3;");
    m = compile(source, n, 0);
    free(source);
    CHECK(m.length > 100000);
    CHECK(attempt(m, 16 << 10, false, 1000000));
    printf("    an image of %zu bytes runs in an arena of 16384\n", m.length);
    free(m.words);
    return 0;
}

/* ---- the empty value ------------------------------------------------------------------------------------------------ */

/* A script cannot have the value of a variable in its dead zone, code without its CHECKs can: it is given to all there is. */
static const char empty_value[] =
    "(function () {\n"
    "    function empty() { return hole; }\n"
    "    const e = empty(), seen = new Set();\n"
    "    const made = [[], {}, new Map(), new Set(), 'text', 5, true, Symbol(), /x/, () => 1, function* () { yield 1 }(), new Error('m'), Promise.resolve(1),\n"
    "        [1, 2][Symbol.iterator](), new Map([[1, 2]]), Object.create(null)];\n"
    "    const args = [[], [e], [e, e], [e, e, e], [e, 1], [1, e], ['a', e], [made[0], e], [e, x => x], [x => e, e], [{ a: e }], [[e, e]], [{ length: e }]];\n"
    "    function attempt(f, self, list) { try { const r = f.apply(self, list); typeof r; r + ''; if (r && r.next) r.next(e); } catch (x) { try { String(x) } catch {} } }\n"
    "    function construct(f, list) { try { const r = new f(...list); String(r); attempt(f.prototype.toString, r, []); } catch {} }\n"
    "    function walk(o, depth) {\n"
    "        if ((typeof o !== 'object' && typeof o !== 'function') || o === null || seen.has(o) || depth > 4) return;\n"
    "        seen.add(o);\n"
    "        for (const k of Reflect.ownKeys(o)) {\n"
    "            let v; try { v = o[k] } catch { continue }\n"
    "            const d = Object.getOwnPropertyDescriptor(o, k);\n"
    "            for (const f of [v, d && d.get, d && d.set]) if (typeof f === 'function' && f !== attempt && f !== walk) {\n"
    "                for (const list of args) { attempt(f, e, list); attempt(f, o, list); for (const m of made) attempt(f, m, list); construct(f, list); }\n"
    "                walk(f.prototype, depth + 1);\n"
    "            }\n"
    "            walk(v, depth + 1);\n"
    "        }\n"
    "    }\n"
    "    try { e + e; e < 1; e == e; e in made; made[e]; made[e] = e; ({ [e]: e }); e.x; e(); new e(); } catch {}\n"
    "    for (const m of made) { walk(Object.getPrototypeOf(m), 0); try { m[e] = e; m.x = e; JSON.stringify([m, e]); } catch {} }\n"
    "    walk(globalThis, 0);\n"
    "    console.log(e, [e], { e }, made);\n"
    "    let hole = 1;\n"
    "})();";

#define FORMAT(name, format) format,
static const char *const formats[] = { HK_OPCODES(FORMAT) };

static int empties(void)
{
    image m = compile(empty_value, sizeof empty_value - 1, 0);
    unsigned checks = 0;
    CHECK(m.length);
    for (uint32_t i = 0; i < m.words[HEAD_FUNCTIONS]; i++) {
        uint32_t *code = m.words + m.words[HEAD_WORDS + 2 * i] / 4, *words = code + 10 + 2 * (code[2] & 0xFFFF);
        for (uint32_t k = 0; k < code[1]; k += strchr(formats[words[k] & 0xFF], ',') ? 2 : 1)
            if ((words[k] & 0xFF) == HK_OPC(CHECK)) {
                words[k] = HK_OPC(MOVE) | (words[k] & 0xFF00) | (words[k] & 0xFF00) << 8;
                checks++;
            }
    }
    sign(m);
    CHECK(checks);
    CHECK(attempt(m, 4 << 20, false, 40000000));
    CHECK(attempt(m, 256 << 10, true, 300000));
    free(m.words);
    return 0;
}

/* ---- mutations ------------------------------------------------------------------------------------------------------ */

/* Changes an instruction of some function, or (seldom) a word anywhere. */
static void mutate(image m)
{
    uint32_t all = (uint32_t)(m.length / 4), function = random_below(m.words[HEAD_FUNCTIONS] ? m.words[HEAD_FUNCTIONS] : 1), place, at;
    uint32_t *code, *words;
    place = function < all && HEAD_WORDS + 2 * function < all ? m.words[HEAD_WORDS + 2 * function] / 4 : all;      /* mutated before, maybe */
    if (place >= all - 10 || random_below(12) == 0) {
        m.words[4 + random_below(all - 4)] ^= 1u << random_below(32);
        return;
    }
    code = m.words + place;
    if (random_below(12) == 0) {                                    /* sizes, flags, counts */
        code[1 + random_below(4)] ^= 1u << random_below(32);
        return;
    }
    words = code + 10 + 2 * (code[2] & 0xFFFF);
    if (!code[1] || (uint64_t)place + 10 + 2 * (code[2] & 0xFFFF) + code[1] > all) return;
    at = random_below(code[1]);
    switch (random_below(7)) {
    case 0: words[at] = (words[at] & ~0xFFu) | random_below(HK_OPC_COUNT); break;
    case 1: words[at] = words[random_below(code[1])]; break;
    case 2: words[at] ^= 1u << random_below(32); break;
    case 3: words[at] = (words[at] & ~(0xFFu << 8)) | HK_REG(random_below(16)) << 8; break;
    case 4: words[at] = (words[at] & ~(0xFFu << 16)) | HK_REG(random_below(16)) << 16; break;
    case 5: words[at] = (words[at] & ~(0xFFu << 24)) | (random_below(2) ? HK_REG(random_below(16)) : random_below(8)) << 24; break;
    default: words[at] = random_below(HK_OPC_COUNT) | HK_REG(random_below(16)) << 8 | HK_REG(random_below(16)) << 16 | HK_REG(random_below(16)) << 24; break;
    }
}

/* What tells about units, modules and proofs: a word near the end of the image, where they are. */
static void mutate_links(image m)
{
    uint32_t all = (uint32_t)(m.length / 4), far = all / 3;
    uint32_t *word = &m.words[all - 1 - random_below(far)];
    switch (random_below(4)) {
    case 0: *word = random_below(40); break;
    case 1: *word = m.words[4 + random_below(all - 4)]; break;
    case 2: *word += random_below(2) ? 1u : ~0u; break;
    default: *word ^= 1u << random_below(32); break;
    }
}

static const char *mutated;                     /* the file; NULL: the bundle above */

/* The image of the file: a script, or the modules that stand in it behind lines of `//// NAME`. */
static image compile_file(void)
{
    enum { MOST = 16 };
    static char names[MOST][64];
    hako_source sources[MOST];
    size_t length, n = 0;
    char *text, *at, *next;
    FILE *f = mutated ? fopen(mutated, "rb") : NULL;
    image m;
    if (!mutated) return compile_bundle(bundle, 3, 0);
    text = calloc(1, (1 << 20) + 1);
    length = f ? fread(text, 1, 1 << 20, f) : 0;
    if (f) fclose(f);
    if (memcmp(text, "//// ", 5)) {
        m = compile(text, length, 0);
    } else {
        for (at = text; at && n < MOST; at = next) {
            int taken = 0;
            sscanf(at, "//// %63s%n", names[n], &taken);
            next = strstr(at + 5, "\n//// ");
            if (next) next++;
            sources[n].name = names[n];
            sources[n].text = at + taken;
            sources[n].length = (size_t)((next ? next : text + length) - at) - (size_t)taken;
            sources[n].kind = strstr(names[n], ".json") ? HAKO_SOURCE_JSON : HAKO_SOURCE_MODULE;
            m = compile_bundle(&sources[n], 1, 0);
            n += m.length != 0;                 /* some are wrong, to see what an import of them does */
            free(m.words);
        }
        m = compile_bundle(sources, n, 0);
    }
    free(text);
    return m;
}

static int mutations(void)
{
    uint64_t accepted = 0, i;
    time_t end = time(NULL) + (time_t)seconds;
    image m = compile_file();
    CHECK(m.length);
    for (i = 0; seconds ? time(NULL) < end : i < rounds; i++) {
        image c = copy_of(m);
        uint32_t before = random_state;
        snprintf(detail, DETAIL, "round %llu, random state %u", (unsigned long long)i, (unsigned)before);
        for (uint32_t k = random_below(3) + 1; k; k--) {
            if (random_below(8)) mutate(c);
            else mutate_links(c);
        }
        sign(c);
        accepted += attempt(c, random_below(4) ? 256 << 10 : 16 << 10, random_below(8) == 0, STEPS);
        free(c.words);
    }
    printf("    %llu mutations of %s: %llu are accepted, and harmless\n", (unsigned long long)i, mutated ? mutated : "a bundle",
           (unsigned long long)accepted);
    free(m.words);
    return 0;
}

/* ---- main --------------------------------------------------------------------------------------------------------- */

static int failures;

/* In a process of its own, so that a crash is one group's. Its lines are printed, and the reason of a failure. */
static void group(const char *name, int (*test)(void))
{
    int status;
    pid_t pid;
    *detail = '\0';
    fflush(NULL);
    pid = fork();
    if (pid < 0) exit(3);
    if (!pid) {
        for (const char *s = name; *s; s++) random_state = random_state * 31 + (unsigned char)*s;
        random_state = (random_state + (uint32_t)seed * 2654435761u) | 1;
        status = test();
        fflush(NULL);
        _exit(status ? FAILURE : 0);
    }
    waitpid(pid, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        printf("PASS %s\n", name);
        return;
    }
    failures++;
    printf("FAIL %s: ", name);
    if (WIFSIGNALED(status)) printf("signal %d ", WTERMSIG(status));
    else if (WEXITSTATUS(status) != FAILURE) printf("crash (status %d) ", WEXITSTATUS(status));
    printf("%s\n", detail);
}

int main(int argc, char **argv)
{
    int i = 1;
    detail = mmap(NULL, DETAIL, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (detail == MAP_FAILED) return 3;
    for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
        if (!strcmp(argv[i], "--rounds") && parse_count(argv[i + 1], 1000000000, &rounds)) continue;
        if (!strcmp(argv[i], "--seed") && parse_count(argv[i + 1], UINT32_MAX, &seed)) continue;
        if (!strcmp(argv[i], "--seconds") && parse_count(argv[i + 1], 1000000, &seconds)) continue;
        fputs("usage: fuzz_image [--rounds N | --seconds N] [--seed N] FILE.js...\n"
              "Changes images: each bit of a small one; then at random N times, or so many seconds in all, for a bundle and each file.\n", stderr);
        return 2;
    }
    group("images: heads", heads);
    group("images: single bits", bits);
    group("images: single bits of a bundle", bundle_bits);
    group("images: larger than the arena", large);
    group("images: the empty value", empties);
    if (seconds) seconds = (seconds + (uint64_t)(argc - i)) / (uint64_t)(argc - i + 1);     /* each its share */
    group("images: mutations of a bundle", mutations);
    for (; i < argc; i++) {
        char name[256];
        mutated = argv[i];
        snprintf(name, sizeof name, "images: mutations of %s", argv[i]);
        group(name, mutations);
    }
    return failures ? 1 : 0;
}
