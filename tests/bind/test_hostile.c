/* test_hostile.c - `hako bind` takes any text: the modules beside it, cut off at many places, with bytes changed, pieces moved
 * and doubled, and what nests deep. It writes a header or says why not. Built with sanitizers. ROUNDS in the environment: how
 * many mutations of each. */
#include "../../tools/bind.c"

static const char *const files[] = { "shapes.ts", "documented.js", "declared.d.ts", "contract.ts" };

/* The text under test stands for `path`; what it imports is read, from its folder. */
typedef struct { const char *path, *text; size_t length; } input;
static char *read_input(void *context, const char *path, size_t *length)
{
    const input *in = context;
    char *copy;
    if (strcmp(path, in->path)) return bind_read_file(NULL, path, length);
    copy = malloc(in->length + 1);                          /* of just its size, so that what is read beyond it is seen */
    if (!copy) exit(3);
    memcpy(copy, in->text, in->length);
    *length = in->length;
    return copy;
}

static unsigned long accepted, refused;
static FILE *sink;
static void run(const char *path, const char *text, size_t length)
{
    input in = { path, text, length };
    bind_options options = { .path = path, .read = read_input, .context = &in };
    char message[600] = "";
    if (bind_module(&options, sink, message, sizeof message)) {
        accepted++;
    } else {
        refused++;
        if (!*message) printf("FAILED: refused without a message\n"), exit(1);
    }
}

static uint32_t seed = 1;
static uint32_t random_below(uint32_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    return n ? seed % n : 0;
}
static void mutate(char *text, size_t length, size_t times)
{
    static const char pieces[] = "{}()[]<>,;:?=|&'\"`/*\\$@#.!-+09aAn \n\x80\xFF";
    for (; times; times--) {
        size_t at = random_below((uint32_t)length), from = random_below((uint32_t)length), n = random_below(40);
        switch (random_below(4)) {
        case 0: text[at] = pieces[random_below(sizeof pieces - 1)]; break;
        case 1: text[at] = (char)random_below(256); break;
        case 2:
            if (at + n <= length && from + n <= length) memmove(text + at, text + from, n);
            break;
        default:
            if (at + n <= length) memset(text + at, ' ', n);
            break;
        }
    }
}

static void nest(const char *before, const char *piece, const char *middle, const char *closing, size_t times)
{
    size_t n = strlen(piece), m = strlen(closing), room = strlen(before) + strlen(middle) + times * (n + m) + 1;
    char *text = malloc(room), *at = text;
    if (!text) exit(3);
    at += sprintf(at, "%s", before);
    for (size_t i = 0; i < times; i++) memcpy(at, piece, n), at += n;
    at += sprintf(at, "%s", middle);
    for (size_t i = 0; i < times; i++) memcpy(at, closing, m), at += m;
    run("tests/bind/nested.ts", text, (size_t)(at - text));
    free(text);
}

int main(void)
{
    long rounds = getenv("ROUNDS") ? atol(getenv("ROUNDS")) : 400;
    sink = fopen("/dev/null", "wb");
    if (!sink) return 3;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[100], *source, *copy;
        size_t length;
        snprintf(path, sizeof path, "tests/bind/%s", files[i]);
        source = bind_read_file(NULL, path, &length);
        copy = malloc(length + 1);
        if (!source || !copy) return printf("FAILED: cannot read %s\n", path), 1;
        accepted = 0;
        run(path, source, length);
        if (!accepted) return printf("FAILED: %s is refused\n", path), 1;
        for (size_t n = 0; n < length; n += i ? 3 : 17) run(path, source, n);
        for (long k = 0; k < rounds; k++) {
            memcpy(copy, source, length);
            mutate(copy, length, 1 + random_below(8));
            run(path, copy, length);
        }
        free(source);
        free(copy);
    }
    for (size_t times = 1; times <= 100000; times *= 10) {
        nest("export let a: ", "(", "number", ")", times);
        nest("export let a: ", "Array<", "number", ">", times);
        nest("export let a: ", "number | ", "number", "", times);
        nest("export let a: ", "x extends y ? ", "z", " : w", times);
        nest("export let a: ", "keyof ", "x", "", times);
        nest("export let a: number", "", "", "[]", times);
        nest("export enum E { a = ", "(", "1", ")", times);
        nest("export enum E { a = ", "-", "1 }", "", times);
        nest("export enum E { a = ", "1 + ", "1 }", "", times);
        nest("", "export namespace a { ", "export let b = 1;", "}", times);
        nest("export namespace ", "a.", "b { export let c = 1; }", "", times);
        nest("export let a = ", "`${", "1", "}`", times);
        nest("export let a = ", "[{(", "1", ")}]", times);
        nest("export function f(x: ", "(y: ", "number", ") => void", times);
        nest("type a = number;", "export { a as b };", "", "", times > 1000 ? 1000 : times);
    }
    run("tests/bind/a.ts", "export * from './a.ts'; export * from './a'; export let x: b; import { b } from './a.ts';", 88);
    run("tests/bind/a.ts", "export { b } from './a.ts';", 27);
    run("tests/bind/a.ts", "export * as a from './a.ts';", 28);
    run("tests/bind/a.ts", "export type a = b; type b = a;", 30);
    run("tests/bind/a.ts", "export class a extends b {} export class b extends a {}", 55);
    run("tests/bind/a.ts", "export enum a { b = b }", 23);
    run("tests/bind/a.ts", "export let a: number;\0 export let b: number;", 44);
    run("tests/bind/a.ts", "import a from './b.ts' with c;", 30);
    run("tests/bind/a.ts", "export let a: typeof import;", 28);
    printf("%lu accepted, %lu refused\n", accepted, refused);
    fclose(sink);
    return 0;
}
