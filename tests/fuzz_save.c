/* fuzz_save.c - snapshots that are not what they seem. Built with the address and undefined behaviour sanitizers.
 *
 *     fuzz_save [--rounds N] [--seconds N] [--seed N] [--forge]
 *
 * Damaged ones (bytes changed, moved, cut, repeated) are refused, all of them. With --forge words of the fixed part, the heap or the frames are
 * changed, and the checksum as well: what looking at all blocks does not find then is what a secret key (hako_snapshot.key) is for. This
 * shows how much that is; it is no test. Each group gives one line, PASS NAME or FAIL NAME: REASON. */
#define HAKO_TESTING
#define HAKO_IMPLEMENTATION
#include "../src/hako.c"
#include "../tools/size.h"
#include "hop.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { FAILURE = 64, ARENA = 48 << 10, DETAIL = 128 };
static char *detail;                            /* what is being tried, shared with the parent */
static uint64_t rounds = 2000, seconds, seed;
static uint64_t tried, taken;

static uint32_t random_state;
static uint32_t random_below(uint32_t n)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state % n;
}

static void print(void *context, int level, const char *text, size_t length) { (void)context, (void)level, (void)text, (void)length; }
static double ticks(void *context) { (void)context; return 1000; }
static const hako_port port = { .print = print, .ticks = ticks };

/* What a snapshot is taken of: a bit of everything, and paused in the middle. */
static const char *const sources[] = {
    "function* g() { for (let i = 0; ; i++) yield { i, s: 'text' + i } } let m = new Map, k = []; for (let v of g()) { k.push(v); m.set(v, [v.i]); if (v.i > 30) break }",
    "let a = [5, 3, 9, 1, 7, 2, 8]; for (;;) a.sort((x, y) => { let t = 0; for (let i = 0; i < 3; i++) t += i; return x - y })",
    "class A { #x = 1; get x() { return this.#x++ } static s = new Set([1, 'two', 3n]) } let o = new A, p = new Proxy(o, {}); for (;;) { o.x; 'aXbX'.replace(/X/g, m => m + o.x) }",
    "async function f(n) { for (;;) { await null; n += `${n}`.length } } f(1); f(2); let u = new Uint8Array(40); setTimeout(() => f(3), 5); for (let k in { a: 1, b: 2 }) u[3] += k.length",
    "var e = eval('let q = 1; () => q++'); with ({ z: 1 }) { for (;;) { e(); z += [1, , 3].length; try { null.x } catch (r) { z += r.message.length } } }"
};
enum { SOURCES = sizeof sources / sizeof *sources };

static struct hop_bytes whole[SOURCES], bytes;
static const hako_snapshot snapshot = { .write = hop_write, .read = hop_read, .user = &bytes };

static void make_snapshots(void)
{
    for (int i = 0; i < SOURCES; i++) {
        void *arena = malloc(ARENA);
        hako_vm *vm = hako_open(arena, ARENA, &port);
        hako_snapshot s = snapshot;
        s.user = &whole[i];
        hako_install(vm, HAKO_TIMERS);
        if (hako_start(vm, "fuzz", sources[i], strlen(sources[i])) != HAKO_MORE || hako_step(vm, 1500) == HAKO_FAILED || hako_save(vm, &s) != HAKO_DONE)
            exit(3);
        free(arena);
    }
}

static void use_bytes(const void *at, size_t length)
{
    bytes.length = bytes.read = 0;
    hop_write(&bytes, at, length);
}

/* Tries what is in `bytes`. What is taken for a machine is used as one. */
static bool try_bytes(void)
{
    void *arena = malloc(ARENA);
    hako_vm *vm;
    hako_snapshot s = snapshot;
    tried++;
    bytes.read = 0;
    vm = hako_restore(arena, ARENA, &port, &s, NULL);
    if (vm) {
        for (int i = 0; i < 20 && hako_step(vm, 100) == HAKO_MORE; i++);
        if (hako_failed(vm)) hako_exception(vm);
        hako_collect(vm);
        hako_eval(vm, "after", "[1, 2].map(x => x * 2).join()", 29, NULL);
        hako_close(vm);
        taken++;
    }
    free(arena);
    return vm != NULL;
}

static bool goes_on(clock_t from, uint64_t n) { return seconds ? (uint64_t)((clock() - from) / CLOCKS_PER_SEC) < seconds : n < rounds; }

static int damaged(void)
{
    clock_t from = clock();
    for (uint64_t n = 0; goes_on(from, n); n++) {
        const struct hop_bytes *w = &whole[n % SOURCES];
        uint32_t length = (uint32_t)w->length;
        use_bytes(w->at, length);
        snprintf(detail, DETAIL, "round %llu", (unsigned long long)n);
        for (uint32_t k = random_below(4) + 1; k; k--) {
            uint32_t at = random_below(length), m = random_below(64) + 1, other = random_below(length);
            if (m > length - at) m = length - at;
            if (m > length - other) m = length - other;
            switch (random_below(5)) {
            case 0: bytes.at[at] ^= (char)(1 << random_below(8)); break;
            case 1: bytes.at[at] = (char)random_below(256); break;
            case 2: memmove(bytes.at + at, bytes.at + other, m); break;
            case 3: bytes.length = at; k = 1; break;
            default: memset(bytes.at + at, (int)random_below(2) * 255, m); break;
            }
        }
        if (bytes.length == length && !memcmp(bytes.at, w->at, length)) continue;
        if (try_bytes()) return printf("a damaged snapshot is taken\n"), 1;
    }
    return 0;
}

/* A snapshot's words, unpacked. */
typedef struct { hk_snapshot_head head; uint64_t *words; uint32_t n; } forgery;

static void unpack(const struct hop_bytes *w, forgery *f)
{
    static uint64_t words[ARENA / 8 + 1024];
    uint32_t n = 0;
    hk_restorer r;
    memset(&r, 0, sizeof r);
    use_bytes(w->at, w->length);
    r.places.s = &snapshot;
    if (!hk_load_bytes(&r, &f->head, sizeof f->head)) exit(3);
    bytes.read += f->head.names + f->head.ids * 8;
    if (!hk_load_words(&r, words, HK_SNAPSHOT_FIXED / 8)) exit(3);
    n = HK_SNAPSHOT_FIXED / 8;
    if (!hk_load_words(&r, words + n, (f->head.top - HK_HEAP_START) / 8)) exit(3);
    n += (f->head.top - HK_HEAP_START) / 8;
    if (!hk_load_words(&r, words + n, f->head.stack / 8)) exit(3);
    f->words = words;
    f->n = n + f->head.stack / 8;
}

static void pack(const forgery *f)
{
    hk_saver w;
    uint32_t n = HK_SNAPSHOT_FIXED / 8, heap = (f->head.top - HK_HEAP_START) / 8;
    uint64_t tag;
    memset(&w, 0, sizeof w);
    w.places.s = &snapshot;
    hk_sip_begin(&w.sip, NULL);
    bytes.length = bytes.read = 0;
    hk_save_bytes(&w, &f->head, sizeof f->head);
    hk_save_words(&w, f->words, n);
    hk_save_words(&w, f->words + n, heap);
    hk_save_words(&w, f->words + n + heap, f->head.stack / 8);
    hk_save_flush(&w);
    tag = hk_sip_end(&w.sip);
    hop_write(&bytes, &tag, 8);
}

static void forge(forgery *f)
{
    for (uint32_t k = random_below(3) + 1; k; k--) {
        uint32_t at = random_below(f->n);
        uint32_t *word = (uint32_t *)(void *)&f->words[at] + random_below(2);
        switch (random_below(6)) {
        case 0: *word ^= 1u << random_below(32); break;
        case 1: *word += random_below(2) ? 8u : -8u; break;
        case 2: f->words[at] = f->words[random_below(f->n)]; break;
        case 3: *word = random_below(f->head.top / 8) * 8; break;
        case 4: *word = random_below(16); break;
        default: *word = ((uint32_t *)(void *)f->words)[random_below(f->n * 2)]; break;
        }
    }
}

static int forged(void)
{
    clock_t from = clock();
    for (uint64_t n = 0; goes_on(from, n); n++) {
        forgery f;
        unpack(&whole[n % SOURCES], &f);
        snprintf(detail, DETAIL, "round %llu, random state %lu", (unsigned long long)n, (unsigned long)random_state);
        forge(&f);
        pack(&f);
        try_bytes();
    }
    return 0;
}

static int run_group(const char *name, int (*group)(void))
{
    int status;
    pid_t child;
    fflush(NULL);
    child = fork();
    if (child == 0) {
        random_state = (uint32_t)seed * 2654435761u | 1u;
        status = group();
        printf("    %s: %llu tried, %llu taken\n", name, (unsigned long long)tried, (unsigned long long)taken);
        fflush(stdout);
        _exit(status ? FAILURE : 0);
    }
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return printf("PASS %s\n", name), 0;
    printf("FAIL %s: %s (%s)\n", name, WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "see above", detail);
    return 1;
}

int main(int argc, char **argv)
{
    bool forging = argc > 1 && !strcmp(argv[argc - 1], "--forge");
    int bad = 0;
    for (int i = 1; i < argc - forging; i += 2) {
        uint64_t *to = !strcmp(argv[i], "--rounds") ? &rounds : !strcmp(argv[i], "--seconds") ? &seconds : !strcmp(argv[i], "--seed") ? &seed : NULL;
        if (!to || i + 1 == argc || !parse_count(argv[i + 1], UINT32_MAX, to))
            return fputs("usage: fuzz_save [--rounds N] [--seconds N] [--seed N] [--forge]\n", stderr), 2;
    }
    detail = mmap(NULL, DETAIL, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (detail == MAP_FAILED) return 3;
    make_snapshots();
    bad |= run_group("damaged snapshots", damaged);
    if (forging) bad |= run_group("forged snapshots", forged);
    return bad;
}
