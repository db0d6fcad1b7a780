/* Bundles: images of several modules, compiled, verified, started, imported from; misuse; forged ones. */
#define HAKO_WITH_TYPESCRIPT 1
#include "check.h"

/* ---- images --------------------------------------------------------------------------------------------------------- */

typedef struct { uint64_t *words; size_t length; } image;           /* length in bytes */

static bool collect(void *user, const void *bytes, size_t length)
{
    image *m = user;
    m->words = realloc(m->words, m->length + length);
    if (!m->words) exit(3);
    memcpy((char *)m->words + m->length, bytes, length);
    m->length += length;
    return true;
}
static bool refuse(void *user, const void *bytes, size_t length) { return (void)user, (void)bytes, (void)length, false; }

#define MODULE(name, text) { name, text, sizeof text - 1, HAKO_SOURCE_MODULE }
#define JSON(name, text) { name, text, sizeof text - 1, HAKO_SOURCE_JSON }
#define COUNT(list) (sizeof (list) / sizeof *(list))

static image compile_with(const hako_source *sources, size_t count, uint32_t options)
{
    image m = { NULL, 0 };
    hako_vm *vm = open_vm(1 << 20);
    CHECK(hako_compile_bundle(vm, sources, count, collect, &m, options) == HAKO_DONE);
    if (hako_failed(vm)) printf("  %s\n", text_of(vm, hako_exception(vm)));
    close_vm(vm);
    return m;
}
#define COMPILE(sources) compile_with(sources, COUNT(sources), 0)

/* Runs an image in a VM of its own: what it has left in the global `out`, as text; or its exception. */
static const char *outcome(image m, size_t arena, bool stress)
{
    static char text[256];
    hako_vm *vm = open_vm(arena);
    hako_test_stress(vm, stress);
    if (hako_start_image(vm, m.words, m.length, 0) == HAKO_FAILED || hako_run(vm) == HAKO_FAILED)
        snprintf(text, sizeof text, "%s", text_of(vm, hako_exception(vm)));
    else
        snprintf(text, sizeof text, "%s", value_of(vm, "String(globalThis.out)"));
    close_vm(vm);
    return text;
}

static const hako_source app[] = {
    MODULE("src/main.ts",
           "import d, { b, set as s, type T } from './lib/b.js'; import * as n from './lib/b.js'; import j from '../data.json' with { type: 'json' };\n"
           "export let a: number = 1; export { b as 'x y', j }; export * from './lib/c.js'; enum E { P, Q }\n"
           "function f() { return eval('a + b'); }\n"
           "s(2); await null; try { a += f() + d(); } finally { a += j.k[1]; }\n"
           "const late = await import('./lib/' + 'd.js'), again = await import('./lib/../lib/d.js');\n"
           "globalThis.out = [a, b, n.b, late === again, late.default, E[1], import.meta.url, Object.keys(n), j === (await import('../data.json', {\n"
           "    with: { type: 'json' } })).default].join(' ');"),
    MODULE("src/lib/b.js",
           "import { a } from '../main.ts'; import { deep } from './c.js'; export let b = 1; export function set(v) { b = v; }\n"
           "export default () => deep + a;"),
    MODULE("src/lib/c.js", "export const deep = 10; export { set as 'any name' } from './b.js'; await 0;"),
    MODULE("src/lib/d.js", "export default import.meta.url;"),
    JSON("data.json", "{ \"k\": [1, 20], \"s\": \"\\u0416\" }"),
};
#define APP_OUT "35 2 2 true src/lib/d.js Q src/main.ts b,default,set true"

static void test_use(void)
{
    image m = COMPILE(app), again = COMPILE(app), bare = compile_with(app, COUNT(app), HAKO_STRIP_DEBUG | HAKO_STRIP_SOURCE | HAKO_STRIP_NAMES);
    hako_vm *vm;
    CHECK(m.length == again.length && !memcmp(m.words, again.words, m.length) && bare.length < m.length);
    CHECK(same(outcome(m, 64 << 10, false), APP_OUT));
    CHECK(same(outcome(m, 64 << 10, true), APP_OUT));
    CHECK(same(outcome(bare, 64 << 10, false), APP_OUT));
    vm = open_vm(64 << 10);
    CHECK(hako_start_image(vm, m.words, m.length, HAKO_IMAGE_TRUSTED) == HAKO_MORE && hako_run(vm) == HAKO_DONE);
    CHECK(hako_to_int(vm, hako_get(vm, hako_module_namespace(vm, "src/main.ts"), "a")) == 35);
    CHECK(hako_to_int(vm, hako_get(vm, hako_module_namespace(vm, "src/main.ts"), "x y")) == 2);
    CHECK(same(value_of(vm, "out"), APP_OUT));
    CHECK(hako_start_image(vm, m.words, m.length, 0) == HAKO_MORE && hako_run(vm) == HAKO_DONE);        /* the main module anew, the others as they are */
    CHECK(same(value_of(vm, "out"), "69 2 2 true src/lib/d.js Q src/main.ts b,default,set true"));
    CHECK(hako_check(vm) == NULL);
    close_vm(vm);
    free(m.words), free(again.words), free(bare.words);
}

/* What is given up of a module that is not linked costs nothing: the arena holds what was imported. */
static void test_lazy(void)
{
    static char big[40000];
    size_t n = 0;
    hako_source sources[] = { MODULE("main", "globalThis.out = 1; if (globalThis.more) await import('big');"), { "big", big, 0, HAKO_SOURCE_MODULE } };
    for (int i = 0; i < 300; i++) n += (size_t)sprintf(big + n, "export function f%d() { return 'text %d of many' + %d.5; }\n", i, i, i);
    sources[1].length = n;
    image m = compile_with(sources, 2, 0);
    CHECK(m.length > 30000);
    CHECK(same(outcome(m, 8 << 10, false), "1"));
    free(m.words);
}

/* ---- several images, loaders ------------------------------------------------------------------------------------------- */

static struct { int asked; char name[64]; image *answer; uint32_t flags; } host;
static bool resolve(hako_vm *vm, void *context, const char *specifier, const char *referrer, char *name, size_t size)
{
    (void)vm, (void)context;
    return snprintf(name, size, "%s%s", !strcmp(specifier, "alias") ? "lib.js" : specifier, !strcmp(referrer, "nobody") ? "?" : "") < (int)size;
}
static void load(hako_vm *vm, void *context, const hako_module_request *request)
{
    (void)context;
    host.asked++;
    snprintf(host.name, sizeof host.name, "%s", request->name);
    if (host.answer) CHECK(hako_module_image(vm, request->id, host.answer->words, host.answer->length, host.flags));
    else hako_module_fail(vm, request->id, "not there");
}
static const hako_loader loader = { NULL, resolve, load };

static const hako_source lib[] = { MODULE("lib.js", "export let who = 'first'; export const url = import.meta.url;"), JSON("x.json", "[1]"), JSON("one", "7") };
static const hako_source lib2[] = { MODULE("lib.js", "export let who = 'second';") };

static void test_add(void)
{
    image m = COMPILE(lib), m2 = COMPILE(lib2);
    hako_vm *vm = open_vm(64 << 10);
    CHECK(hako_add_image(vm, m.words, m.length, 0) && hako_add_image(vm, m.words, m.length, 0));
    CHECK(same(value_of(vm, "import('./lib.js').then(n => out = n.who + n.url); import('./x.json', { with: { type: 'json' } }).then(n => json = n.default);"
                            "import('one', { with: { type: 'json' } }).then(n => one = n.default); 0"), "0"));
    CHECK(same(value_of(vm, "out + json + one"), "firstlib.js17"));
    CHECK(same(value_of(vm, "import('x.json').catch(e => out = e.message); 0"), "0"));        /* JSON is imported as such only */
    CHECK(same(value_of(vm, "out"), "cannot find module 'x.json'"));
    CHECK(same(value_of(vm, "import('lib.js', { with: { type: 'json' } }).catch(e => out = e.message); 0"), "0"));
    CHECK(same(value_of(vm, "out"), "cannot find module 'lib.js'"));
    CHECK(hako_add_image(vm, m2.words, m2.length, 0));
    CHECK(same(value_of(vm, "import('lib.js').then(n => out = n.who); 0"), "0"));             /* it is there already */
    CHECK(same(value_of(vm, "out"), "first"));
    close_vm(vm);
    vm = open_vm(64 << 10);
    CHECK(hako_add_image(vm, m.words, m.length, HAKO_IMAGE_TRUSTED) && hako_add_image(vm, m2.words, m2.length, 0) && hako_set_loader(vm, &loader));
    memset(&host, 0, sizeof host);
    CHECK(same(value_of(vm, "import('alias').then(n => out = n.who); import('other').catch(e => err = e.message); 0"), "0"));
    CHECK(same(value_of(vm, "out + err"), "secondnot there"));                                 /* the latest; what resolve names is looked for, too */
    CHECK(host.asked == 1 && same(host.name, "other"));
    close_vm(vm);
    free(m.words), free(m2.words);
}

static void test_answer(void)
{
    static const char text[] = "import('lib.js').then(n => out = n.who, e => out = e.message)";
    static const hako_source script[] = { { "s", text, sizeof text - 1, HAKO_SOURCE_SCRIPT } };
    image m = COMPILE(lib2), other = COMPILE(app), s = compile_with(script, 1, 0), bad = { malloc(m.length), m.length };
    hako_vm *vm = open_vm(64 << 10);
    if (!bad.words) exit(3);
    memcpy(bad.words, m.words, m.length);
    bad.words[bad.length / 8 - 1] ^= 1;
    CHECK(hako_set_loader(vm, &loader));
    image *const answers[] = { &other, &bad, &m };
    static const char *const says[] = { "there is no module 'lib.js' in the image", "image is damaged: wrong checksum", "second" };
    for (int i = 0; i < 3; i++) {
        memset(&host, 0, sizeof host);
        host.answer = answers[i];
        CHECK(hako_start_image(vm, s.words, s.length, 0) == HAKO_MORE && hako_run(vm) == HAKO_DONE);
        CHECK(same(value_of(vm, "out"), says[i]) && host.asked == 1);
    }
    CHECK(!hako_module_image(vm, 0, m.words, m.length, 0) && !hako_module_image(vm, 99, m.words, m.length, 0) && !hako_failed(vm));
    CHECK(!hako_module_image(NULL, 1, m.words, m.length, 0));
    close_vm(vm);
    free(m.words), free(other.words), free(s.words), free(bad.words);
}

/* Paths among the modules of images. */
static void test_paths(void)
{
    static const struct { const char *from, *specifier, *name; } paths[] = {
        { "main", "./x", "x" }, { "main", "x", "x" }, { "a/b", "./x", "a/x" }, { "a/b", "../x", "x" }, { "a/b", "../../x", "../x" },
        { "a/b", "./c/.././x", "a/x" }, { "../b", "../x", "../../x" }, { "/b", "../x", "/x" }, { "/a/b", "../../../x", "/x" },
        { "a/b", "x/../y", "x/../y" }, { "a//b", ".//x", "a//x" }, { "a/b", "./c/", "a/c/" }, { "a/b", "../a/./", "a/" }, { "a", "./.x", ".x" },
    };
    for (size_t i = 0; i < COUNT(paths); i++) {
        char main[256], text[128];
        const hako_source sources[] = {
            { paths[i].from, main, (size_t)snprintf(main, sizeof main, "import v from '%s'; globalThis.out = v;", paths[i].specifier), HAKO_SOURCE_MODULE },
            { paths[i].name, text, (size_t)snprintf(text, sizeof text, "export default '%s'", paths[i].name), HAKO_SOURCE_MODULE }
        };
        image m = compile_with(sources, 2, 0);
        CHECK(same(outcome(m, 64 << 10, false), paths[i].name));
        free(m.words);
    }
}

/* ---- misuse --------------------------------------------------------------------------------------------------------------- */

static hako_val starts(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    const image *m = hako_user(vm);
    (void)self, (void)argc, (void)argv;
    CHECK(hako_start_image(vm, m->words, m->length, 0) == HAKO_FAILED && threw(vm, "TypeError"));
    CHECK(hako_add_image(vm, m->words, m->length, 0));
    return hako_undefined();
}

static void test_misuse(void)
{
    static const hako_source twice[] = { MODULE("a", ""), MODULE("b", ""), MODULE("a", "") }, json_twice[] = { JSON("a", "1"), JSON("a", "1") };
    static const hako_source both[] = { MODULE("a", "import x from 'a' with { type: 'json' }; globalThis.out = x;"), JSON("a", "1") };
    static const hako_source wrong[] = { MODULE("a", ""), MODULE("b", "export let x = ;") }, bad_json[] = { JSON("a", "{ x: 1 }") };
    static const hako_source kind[] = { { "a", "", 0, 3 } }, unnamed[] = { { NULL, NULL, 0, HAKO_SOURCE_MODULE } }, textless[] = { { "a", NULL, 5, HAKO_SOURCE_MODULE } };
    static const hako_source json[] = { JSON("a", "1"), MODULE("b", "") }, absent[] = { MODULE("a", "import 'nowhere';") };
    image m = { NULL, 0 }, used[3];         /* images must stay as long as the VM */
    hako_vm *vm = open_vm(256 << 10);
    CHECK(hako_compile_bundle(NULL, app, 1, collect, &m, 0) == HAKO_FAILED && hako_compile_bundle(vm, app, 1, NULL, &m, 0) == HAKO_FAILED && !hako_failed(vm));
#define FAILS(list, count, why) CHECK(hako_compile_bundle(vm, list, count, collect, &m, 0) == HAKO_FAILED && m.length == 0 && threw(vm, why))
    FAILS(NULL, 1, "TypeError: no sources");
    FAILS(app, 0, "TypeError: no sources");
    FAILS(app, 65536, "TypeError: no sources");
    FAILS(twice, 3, "TypeError: there are two modules 'a'");
    FAILS(json_twice, 2, "TypeError: there are two modules 'a'");
    FAILS(wrong, 2, "SyntaxError");
    FAILS(bad_json, 1, "SyntaxError");
    FAILS(kind, 1, "TypeError: no such kind");
    FAILS(textless, 1, "TypeError: no source text");
    CHECK(hako_compile_bundle(vm, app, COUNT(app), refuse, NULL, 0) == HAKO_FAILED && threw(vm, "Error: the image could not be written"));
    hako_throw(vm, HAKO_ERROR_RANGE, "waiting");
    CHECK(hako_compile_bundle(vm, app, COUNT(app), collect, &m, 0) == HAKO_FAILED && !hako_add_image(vm, app, 8, 0) && threw(vm, "RangeError: waiting"));

    CHECK(hako_compile_bundle(vm, both, 2, collect, &m, 0) == HAKO_DONE && same(outcome(m, 64 << 10, false), "1"));
    CHECK(is_undefined(vm, hako_image_function(vm, m.words, m.length, 0)) && threw(vm, "TypeError: the image does not begin with a script"));
    hako_set_user(vm, &m);
    CHECK(hako_set_function(vm, hako_global(vm), "starts", starts, 0) && same(value_of(vm, "starts()"), "undefined"));
    CHECK(!hako_add_image(NULL, m.words, m.length, 0) && !hako_add_image(vm, NULL, 0, 0) && threw(vm, "TypeError: no image"));
    CHECK(!hako_add_image(vm, m.words, m.length - 8, 0) && threw(vm, "TypeError: image is incomplete"));
    used[0] = m;
    m = compile_with(json, 2, 0);
    CHECK(hako_start_image(vm, m.words, m.length, 0) == HAKO_FAILED && threw(vm, "TypeError: the image does not begin with a script"));
    used[1] = m;
    m = compile_with(unnamed, 1, 0);
    CHECK(hako_start_image(vm, m.words, m.length, 0) == HAKO_MORE && hako_run(vm) == HAKO_DONE);
    CHECK(same(text_of(vm, hako_get_index(vm, hako_modules(vm), 0)), "module"));
    used[2] = m;
    m = compile_with(absent, 1, 0);
    CHECK(same(outcome(m, 64 << 10, false), "TypeError: cannot find module 'nowhere'"));
    close_vm(vm);
    for (size_t i = 0; i < COUNT(used); i++) free(used[i].words);
    free(m.words);
}

/* ---- no memory -------------------------------------------------------------------------------------------------------------- */

static void test_no_memory(void)
{
    image m = COMPILE(app), none = { NULL, 0 };
    bool done = false;
    for (uint32_t n = 1; !done && n < 5000; n++) {
        hako_vm *vm = open_vm(256 << 10);
        hako_test_fail_at(vm, n);
        done = hako_compile_bundle(vm, app, COUNT(app), collect, &none, 0) == HAKO_DONE;
        if (!done) CHECK(none.length == 0 && threw(vm, "RangeError") && hako_check(vm) == NULL);
        hako_test_fail_at(vm, 0);
        CHECK(same(value_of(vm, "1 + 1"), "2"));
        close_vm(vm);
    }
    CHECK(done && none.length == m.length && !memcmp(none.words, m.words, m.length));
    done = false;
    for (uint32_t n = 1; !done && n < 5000; n++) {
        hako_vm *vm = open_vm(64 << 10);
        hako_status s;
        hako_test_fail_at(vm, n);
        s = hako_start_image(vm, m.words, m.length, 0);
        if (s == HAKO_MORE) s = hako_run(vm);
        hako_test_fail_at(vm, 0);
        done = s == HAKO_DONE && hako_get_figures(vm).allocations < n;
        CHECK(s == HAKO_DONE || s == HAKO_FAILED);
        hako_exception(vm);
        while (hako_run(vm) == HAKO_FAILED) hako_exception(vm);
        CHECK(hako_check(vm) == NULL);
        CHECK(hako_start_image(vm, m.words, m.length, 0) == HAKO_MORE);     /* what failed so may fail again, for the same reason */
        s = hako_run(vm);
        CHECK(s == HAKO_DONE || (s == HAKO_FAILED && hako_failed(vm)));
        hako_exception(vm);
        while (hako_run(vm) == HAKO_FAILED) hako_exception(vm);
        CHECK(hako_check(vm) == NULL && same(value_of(vm, "1 + 1"), "2"));
        close_vm(vm);
    }
    CHECK(done);
    free(none.words), free(m.words);
}

/* ---- forged ------------------------------------------------------------------------------------------------------------------ */

static hk_image_links *links_of(image m, unsigned unit)
{
    return (hk_image_links *)(void *)((uint8_t *)m.words + ((const hk_image_unit *)(const void *)hk_image_units((const uint8_t *)m.words))[unit].links);
}
static uint32_t *rows_of(image m, unsigned unit, unsigned list)
{
    static const char rows[HK_IMAGE_LISTS][4] = HK_IMAGE_ROWS;
    hk_image_links *links = links_of(m, unit);
    uint32_t *at = (uint32_t *)(links + 1);
    for (unsigned i = 0; i < list; i++) at += links->count[i] * hk_image_width(rows[i]);
    return at;
}
static hk_image_unit *unit_of(image m, unsigned unit) { return (hk_image_unit *)(void *)((uint8_t *)m.words + ((hk_image *)(void *)m.words)->units) + unit; }

/* The first instruction of a module's top level with that opcode (and operand C, unless it is negative) behind `from`. */
static uint32_t *instruction(image m, unsigned unit, unsigned op, int c)
{
    hk_code *code = (hk_code *)(void *)((uint8_t *)m.words + hk_image_functions((const uint8_t *)m.words)[unit_of(m, unit)->function].code);
    uint32_t *words = (uint32_t *)(void *)((uint8_t *)code + ((const uint8_t *)hk_code_words(code) - (const uint8_t *)code));
    for (uint32_t at = 0; at < code->nwords; at += hk_op_second(words[at] & 0xFF) ? 2 : 1)
        if ((words[at] & 0xFF) == op && (c < 0 || words[at] >> 24 == (uint32_t)c)) return &words[at];
    CHECK(!"found");
    exit(1);
}

/* Is the image, signed anew, rejected for that? It is freed. */
static bool rejected(image m, const char *why)
{
    hako_vm *vm = open_vm(64 << 10);
    ((hk_image *)(void *)m.words)->checksum = hk_image_checksum((const uint8_t *)m.words, (uint32_t)m.length);
    bool ok = hako_check_image(vm, m.words, m.length) == HAKO_FAILED && strstr(text_of(vm, hako_exception(vm)), why);
    close_vm(vm);
    free(m.words);
    return ok;
}

static void test_forged(void)
{
    enum { IMPORTS = HK_MI_IMPORTS, LOCALS = HK_MI_LOCALS, INDIRECT = HK_MI_INDIRECT, STARS = HK_MI_STARS };
    static const hako_source forged[] = {
        MODULE("a", "import { b } from 'b'; export let a = 1; export { b as c } from 'b'; export * from 'b'; export function f() { return b; }\n"
                    "let m = import.meta; function g() { return eval('b + a'); } console.log(b); await 0;"),
        MODULE("b", "export let b = 1;"), JSON("j", "[1, 2]")
    };
    image m = COMPILE(forged);
    free(m.words);
#define FORGE(change, why) do { m = COMPILE(forged); change; CHECK(rejected(m, why)); } while (0)
    FORGE(unit_of(m, 0)->kind = 3, "bad unit");
    FORGE(unit_of(m, 0)->kind = HK_UNIT_SCRIPT, "bad unit");
    FORGE((unit_of(m, 0)->kind = HK_UNIT_SCRIPT, unit_of(m, 0)->links = 0), "bad unit");
    FORGE(unit_of(m, 0)->name = 0, "bad unit");
    FORGE(unit_of(m, 0)->function++, "bad unit");                   /* no module's top level */
    FORGE(unit_of(m, 0)->function = unit_of(m, 1)->function, "bad unit");       /* another module's */
    FORGE(unit_of(m, 0)->function = 0xFFFF, "bad unit");
    FORGE(unit_of(m, 0)->links = (uint32_t)m.length, "bad unit");
    FORGE(unit_of(m, 0)->links += 2, "bad unit");
    FORGE(unit_of(m, 2)->links = 0, "bad unit");
    FORGE(unit_of(m, 2)->links = (uint32_t)m.length << 1, "bad unit");
    FORGE(unit_of(m, 2)->function = 1, "bad unit");
    for (unsigned i = 0; i < HK_IMAGE_LISTS; i++) FORGE(links_of(m, 0)->count[i] = 0x10000000, "bad unit");
    FORGE(links_of(m, 0)->awaits = 2, "bad unit");
    FORGE(links_of(m, 0)->meta = 0, "bad unit");                    /* a cell's slot */
    FORGE(links_of(m, 0)->meta = 50, "bad unit");
    FORGE(rows_of(m, 0, IMPORTS)[0] = 9, "bad unit");
    FORGE(rows_of(m, 0, IMPORTS)[1] = (uint32_t)m.length << 1, "bad unit");
    FORGE(rows_of(m, 0, IMPORTS)[2]++, "bad unit");                 /* a variable's slot would get the cell */
    FORGE(rows_of(m, 0, IMPORTS)[2] = 0xFFFF, "bad unit");
    FORGE(rows_of(m, 0, LOCALS)[0] = 0, "bad unit");
    FORGE(rows_of(m, 0, LOCALS)[1] = 50, "bad unit");
    FORGE(rows_of(m, 0, INDIRECT)[1] = 3, "bad unit");
    FORGE(rows_of(m, 0, STARS)[0] = 3, "bad unit");
    FORGE(rows_of(m, 0, HK_MI_REQUESTS)[0] = 0, "bad unit");

    FORGE(*instruction(m, 0, HK_OPC(AWAIT), 3) = HK_OPC(RETU), "a register does not hold");                     /* no pair for its caller */
    FORGE(*instruction(m, 0, HK_OPC(AWAIT), 3) ^= 1u << 24, "a register does not hold");                        /* nor before it is set aside */
    FORGE(*instruction(m, 0, HK_OPC(AWAIT), 3) ^= 0xFFu << 16, "");                                             /* another block */
    FORGE(*instruction(m, 0, HK_OPC(AWAIT), 1) |= 3u << 24, "a register does not hold");                        /* aside a second time */
    FORGE(*instruction(m, 0, HK_OPC(IMPORT), -1) = HK_OPC(STEP), "a register does not hold");                   /* a cell as a value */
}

int main(void)
{
    RUN(test_use);
    RUN(test_lazy);
    RUN(test_add);
    RUN(test_answer);
    RUN(test_paths);
    RUN(test_misuse);
    RUN(test_no_memory);
    RUN(test_forged);
    return finish();
}
