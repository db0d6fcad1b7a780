/* Modules: a loader that answers now, later, or not at all; modules of the host; misuse. */
#include "check.h"

/* ---- a loader over a table of texts ------------------------------------------------------------------------------- */

static const struct text { const char *name, *text; } texts[] = {
    { "a", "import { b, set } from 'b'; export let a = b + 1; set(5); export { b }; export default function () { return b; }" },
    { "b", "export let b = 1; export function set(v) { b = v; }" },
    { "cycle1", "import { two } from 'cycle2'; export let one = 1; export function f() { return two; }" },
    { "cycle2", "import { f } from 'cycle1'; export let two = f.name + 2;" },
    { "wrong", "export let x = ;" },
    { "throws", "export let x = 1; throw new RangeError('thrown');" },
    { "waits", "export let x = await new Promise((resolve) => { globalThis.go = resolve; });" },
    { "led", "from the loader" },
    { "data", "{ \"x\": [1, 2, 3] }" },
    { "baddata", "{ x: 1 }" },
    { "dir/sub", "import 'dir/other'; export let x = import.meta.url;" },
    { "dir/other", "globalThis.seen = true;" },
};

enum { NOW, LATER, SILENT, THROWING, FAILING };
static struct {
    int how;
    uint32_t id[8];
    char name[8][64], type[8][16];
    int count, resolved, asked;
} host;

static void answer(hako_vm *vm, uint32_t id, const char *name, const char *type)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char copy[256];
        size_t n = strlen(texts[i].text);
        if (strcmp(texts[i].name, name)) continue;
        memcpy(copy, texts[i].text, n);
        CHECK(*type ? hako_module_json(vm, id, copy, n) : hako_module_source(vm, id, copy, n));
        memset(copy, '?', sizeof copy);                 /* it need not live on */
        return;
    }
    CHECK(hako_module_fail(vm, id, "nothing of that name"));
}

static bool resolve(hako_vm *vm, void *context, const char *specifier, const char *referrer, char *name, size_t size)
{
    CHECK(context == &host && referrer != NULL && size == HAKO_MAX_MODULE_NAME);
    host.resolved++;
    if (!strcmp(specifier, "refused")) return false;
    if (!strcmp(specifier, "forbidden")) return hako_throw(vm, HAKO_ERROR_RANGE, "forbidden"), true;
    if (!strncmp(specifier, "./", 2)) {
        const char *slash = strrchr(referrer, '/');
        return snprintf(name, size, "%.*s%s", slash ? (int)(slash - referrer) + 1 : 0, referrer, specifier + 2) < (int)size;
    }
    return snprintf(name, size, "%s", specifier) < (int)size;
}

static void load(hako_vm *vm, void *context, const hako_module_request *request)
{
    const char *type = request->type ? request->type : "";
    CHECK(context == &host && request->id != 0);
    if (host.asked == 0) CHECK(hako_step(vm, 1) == HAKO_FAILED && hako_failed(vm));     /* the machine is running */
    hako_exception(vm);
    host.asked++;
    if (host.how == NOW) answer(vm, request->id, request->name, type);
    if (host.how == FAILING) CHECK(hako_module_fail(vm, request->id, "no"));
    if (host.how == THROWING) hako_throw(vm, HAKO_ERROR_RANGE, "thrown by the loader");
    if (host.how != LATER && host.how != SILENT) return;
    host.id[host.count] = request->id;
    snprintf(host.name[host.count], sizeof host.name[0], "%s", request->name);
    snprintf(host.type[host.count++], sizeof host.type[0], "%s", type);
}

static const hako_loader loader = { &host, resolve, load };

static hako_vm *open_with(int how)
{
    hako_vm *vm = open_vm(256 << 10);
    memset(&host, 0, sizeof host);
    host.how = how;
    CHECK(hako_set_loader(vm, &loader));
    return vm;
}
static hako_status start_module(hako_vm *vm, const char *source) { return hako_start_module(vm, "main", source, strlen(source)); }
/* Runs a module that imports: its outcome. */
static hako_status run_module(hako_vm *vm, const char *source)
{
    hako_status s = start_module(vm, source);
    return s == HAKO_MORE ? hako_run(vm) : s;
}
/* The value of a global that the module left, as text. */
static const char *left(hako_vm *vm) { return value_of(vm, "String(globalThis.out)"); }

/* ---- loading ------------------------------------------------------------------------------------------------------ */

static void test_now(void)
{
    hako_vm *vm = open_with(NOW);
    hako_val ns;
    CHECK(run_module(vm, "import d, { a, b } from 'a'; out = [a, b, d(), typeof this, import.meta.url]") == HAKO_FAILED);
    CHECK(threw(vm, "ReferenceError"));                 /* strict: out is not declared */
    CHECK(run_module(vm, "import d, { a, b } from 'a'; globalThis.out = [a, b, d(), typeof this, import.meta.url]") == HAKO_DONE);
    CHECK(same(left(vm), "2,5,5,undefined,main"));
    CHECK(host.asked == 2);                             /* each once */
    ns = hako_module_namespace(vm, "a");
    CHECK(hako_to_int(vm, hako_get(vm, ns, "a")) == 2 && hako_to_int(vm, hako_get(vm, ns, "b")) == 5);
    CHECK(hako_has(vm, ns, "default") && !hako_has(vm, ns, "c"));
    CHECK(!hako_set(vm, ns, "a", hako_int(1)) && threw(vm, "TypeError"));
    CHECK(!hako_delete(vm, ns, "a") && hako_delete(vm, ns, "c"));
    CHECK(is_undefined(vm, hako_module_namespace(vm, "c")) && is_undefined(vm, hako_module_namespace(NULL, "a")));
    CHECK(run_module(vm, "import { x } from 'dir/sub'; import './b'; globalThis.out = x + seen") == HAKO_DONE);
    CHECK(same(left(vm), "dir/subtrue"));
    close_vm(vm);
}

static void test_names(void)
{
    hako_vm *vm = open_with(NOW);
    hako_val list;
    CHECK(run_module(vm, "import 'a'") == HAKO_DONE);
    list = hako_modules(vm);
    CHECK(hako_to_int(vm, hako_get(vm, list, "length")) == 3);
    CHECK(same(text_of(vm, hako_get_index(vm, list, 0)), "main") && same(text_of(vm, hako_get_index(vm, list, 1)), "a"));
    CHECK(is_undefined(vm, hako_modules(NULL)));
    close_vm(vm);
}

static void test_later(void)
{
    hako_vm *vm = open_with(LATER);
    int done = 0;
    CHECK(start_module(vm, "import { a } from 'a'; globalThis.out = a") == HAKO_MORE);
    while (hako_run(vm) == HAKO_IDLE && done < 8) {
        CHECK(done < host.count);
        CHECK(eval(vm, "globalThis.between = (globalThis.between ?? 0) + 1", NULL) == HAKO_DONE);      /* other work goes on */
        answer(vm, host.id[done], host.name[done], host.type[done]);
        CHECK(!hako_module_source(vm, host.id[done], "1", 1));              /* answered already */
        done++;
    }
    CHECK(done == 2 && same(left(vm), "2") && same(value_of(vm, "between"), "2"));
    close_vm(vm);

    vm = open_with(LATER);                              /* asked for twice, loaded once; a script that asks */
    CHECK(start(vm, "Promise.all([import('b'), import('b')]).then(([x, y]) => { globalThis.out = x === y; }); 'ended'") == HAKO_MORE);
    CHECK(hako_run(vm) == HAKO_IDLE && host.count == 1);
    CHECK(hako_step(vm, 100) == HAKO_IDLE);
    answer(vm, host.id[0], "b", "");
    CHECK(hako_run(vm) == HAKO_DONE && same(left(vm), "true"));
    close_vm(vm);

    vm = open_with(SILENT);                             /* never answered */
    CHECK(start_module(vm, "import 'a'") == HAKO_MORE && hako_run(vm) == HAKO_IDLE);
    CHECK(hako_to_int(vm, hako_get(vm, hako_modules(vm), "length")) == 2);
    hako_stop(vm);
    CHECK(hako_run(vm) == HAKO_DONE);
    CHECK(!hako_module_source(vm, host.id[0], "1", 1));
    host.how = NOW;                                     /* it is asked for anew */
    CHECK(run_module(vm, "import { a } from 'a'; globalThis.out = a") == HAKO_DONE && same(left(vm), "2"));
    close_vm(vm);
}

static void test_failures(void)
{
    hako_vm *vm = open_with(NOW);
    CHECK(run_module(vm, "import 'wrong'") == HAKO_FAILED && threw(vm, "SyntaxError"));
    CHECK(run_module(vm, "import 'throws'") == HAKO_FAILED && threw(vm, "RangeError: thrown"));
    CHECK(run_module(vm, "import 'missing'") == HAKO_FAILED && threw(vm, "TypeError: nothing of that name"));
    CHECK(run_module(vm, "import { nope } from 'b'") == HAKO_FAILED && threw(vm, "SyntaxError: module 'b' has no export 'nope'"));
    CHECK(run_module(vm, "import 'refused'") == HAKO_FAILED && threw(vm, "TypeError: cannot resolve module 'refused'"));
    CHECK(run_module(vm, "import 'forbidden'") == HAKO_FAILED && threw(vm, "RangeError: forbidden"));
    CHECK(run_module(vm, "import 'b' with { flavour: 'sweet' }") == HAKO_FAILED && threw(vm, "SyntaxError"));
    CHECK(run_module(vm, "throw 7") == HAKO_FAILED && threw(vm, "7"));
    CHECK(start_module(vm, "let x; let x;") == HAKO_FAILED && threw(vm, "SyntaxError"));
    CHECK(run_module(vm, "import('throws').catch((e) => { globalThis.out = e.message; })") == HAKO_DONE && same(left(vm), "thrown"));
    CHECK(run_module(vm, "import 'cycle2'") == HAKO_DONE);
    CHECK(run_module(vm, "import 'cycle1'; import * as ns from 'cycle2'; globalThis.out = ns.two") == HAKO_DONE && same(left(vm), "f2"));
    host.how = THROWING;
    CHECK(run_module(vm, "import 'fresh'") == HAKO_FAILED && threw(vm, "RangeError: thrown by the loader"));
    host.how = FAILING;
    CHECK(run_module(vm, "import 'fresh'") == HAKO_FAILED && threw(vm, "TypeError: no"));
    close_vm(vm);

    vm = open_vm(64 << 10);                             /* no loader at all */
    CHECK(run_module(vm, "import 'a'") == HAKO_FAILED && threw(vm, "TypeError: cannot find module 'a'"));
    CHECK(run_module(vm, "import * as self from 'main'; export let x = 1; globalThis.out = self.x") == HAKO_DONE && same(left(vm), "1"));
    CHECK(hako_set_loader(vm, NULL) && hako_set_loader(vm, &loader) && !hako_set_loader(NULL, &loader));
    close_vm(vm);
}

static void test_await(void)
{
    hako_vm *vm = open_with(NOW);
    CHECK(start_module(vm, "import { x } from 'waits'; globalThis.out = x") == HAKO_MORE && hako_run(vm) == HAKO_DONE);
    CHECK(same(left(vm), "undefined"));
    CHECK(eval(vm, "go(42)", NULL) == HAKO_DONE && hako_run(vm) == HAKO_DONE);
    CHECK(same(left(vm), "42"));
    close_vm(vm);
}

static void test_json(void)
{
    hako_vm *vm = open_with(NOW);
    CHECK(run_module(vm, "import d from 'data' with { type: 'json' }; globalThis.out = d.x") == HAKO_DONE && same(left(vm), "1,2,3"));
    CHECK(run_module(vm, "import d from 'baddata' with { type: 'json' };") == HAKO_FAILED && threw(vm, "SyntaxError"));
    host.how = LATER;
    CHECK(run_module(vm, "import 'b' with { type: 'json' }") == HAKO_IDLE);
    CHECK(hako_module_source(vm, host.id[0], "1", 1) && hako_run(vm) == HAKO_FAILED && threw(vm, "TypeError"));
    close_vm(vm);
}

/* ---- modules of the host --------------------------------------------------------------------------------------------- */

static hako_val twice(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self;
    return hako_number(2 * hako_to_number(vm, hako_arg(argc, argv, 0)));
}

static void test_host_modules(void)
{
    static const hako_export exports[] = { { "twice", twice, 1 }, { "default", twice, 0 } };
    hako_vm *vm = open_with(NOW);
    hako_val o = hako_object(vm);
    CHECK(hako_module_native(vm, "led", exports, 2));
    CHECK(!hako_module_native(vm, "led", exports, 2) && threw(vm, "TypeError: there is a module 'led' already"));
    CHECK(!hako_module_native(vm, "x", NULL, 1) && !hako_module_native(NULL, "x", exports, 2));
    CHECK(hako_module_native(vm, "empty", NULL, 0));
    CHECK(run_module(vm, "import d, { twice } from 'led'; import * as e from 'empty';"
                         "globalThis.out = [twice(4), d(5), twice.name, twice.length, Object.keys(e).length]") == HAKO_DONE);
    CHECK(same(left(vm), "8,10,twice,1,0"));
    CHECK(host.asked == 0);                             /* the loader is not asked for what is there */
    hako_set(vm, o, "level", hako_int(3));
    CHECK(hako_module_object(vm, "settings", o));
    hako_set(vm, o, "level", hako_int(4));              /* too late */
    CHECK(run_module(vm, "import { level } from 'settings'; globalThis.out = level") == HAKO_DONE && same(left(vm), "3"));
    CHECK(!hako_module_object(vm, "number", hako_int(1)) && threw(vm, "TypeError"));
    host.how = LATER;                                   /* as the answer to a request */
    CHECK(run_module(vm, "import { twice } from 'late'; globalThis.out = twice(2)") == HAKO_IDLE);
    CHECK(hako_module_native(vm, "late", exports, 1) && hako_run(vm) == HAKO_DONE && same(left(vm), "4"));
    close_vm(vm);
}

/* ---- misuse, limits -------------------------------------------------------------------------------------------------- */

static void test_misuse(void)
{
    hako_vm *vm = open_with(LATER);
    CHECK(hako_start_module(NULL, "x", "1", 1) == HAKO_FAILED);
    CHECK(hako_start_module(vm, NULL, NULL, 0) == HAKO_MORE && hako_run(vm) == HAKO_DONE);
    CHECK(hako_start_module(vm, "x", NULL, 7) == HAKO_FAILED && threw(vm, "TypeError"));
    CHECK(!hako_module_source(vm, 0, "1", 1) && !hako_module_source(vm, 77, "1", 1) && !hako_module_source(vm, UINT32_MAX, "1", 1));
    CHECK(!hako_module_json(NULL, 1, "1", 1) && !hako_module_fail(NULL, 1, "x") && !hako_module_fail(vm, 5, NULL));
    CHECK(run_module(vm, "import 'a'") == HAKO_IDLE);
    hako_throw(vm, HAKO_ERROR_RANGE, "pending");
    CHECK(!hako_module_source(vm, host.id[0], "1", 1));
    CHECK(hako_module_fail(vm, host.id[0], NULL) && !hako_failed(vm));      /* the pending one is the reason */
    CHECK(hako_run(vm) == HAKO_FAILED && threw(vm, "RangeError: pending"));
    close_vm(vm);
}

static void test_realms(void)
{
    hako_vm *vm = open_with(LATER);
    hako_realm other = hako_realm_new(vm), first = hako_realm_enter(vm, other);
    CHECK(run_module(vm, "import { b } from 'b'; globalThis.out = b") == HAKO_IDLE);
    hako_realm_enter(vm, first);                        /* the answer finds its realm */
    answer(vm, host.id[0], "b", "");
    CHECK(hako_run(vm) == HAKO_DONE && same(left(vm), "undefined"));
    hako_realm_enter(vm, other);
    CHECK(same(left(vm), "1"));
    close_vm(vm);
}

/* Every allocation fails in turn: an error, or success; the machine goes on working. */
static void test_memory(void)
{
    static const char source[] = "import d, { a, b } from 'a'; import * as ns from 'b'; import j from 'data' with { type: 'json' };"
                                 "const m = await import('b'); globalThis.out = [a, b, d(), ns.b, m === ns, j.x.length]";
    int failures = 0;
    for (uint32_t n = 1; n < 4000; n += n < 400 ? 1 : 7) {
        hako_vm *vm = open_with(NOW);
        hako_status s;
        uint32_t before = hako_get_figures(vm).allocations;
        hako_test_fail_at(vm, n);
        s = run_module(vm, source);
        hako_test_fail_at(vm, 0);
        CHECK(s == HAKO_DONE || s == HAKO_FAILED);
        if (s == HAKO_FAILED) failures++;
        if (s == HAKO_FAILED) hako_exception(vm);
        else CHECK(same(left(vm), "2,5,5,5,true,3"));
        while (hako_run(vm) == HAKO_FAILED) hako_exception(vm);
        CHECK(eval(vm, "1 + 1", NULL) == HAKO_DONE);
        if (s == HAKO_DONE && hako_get_figures(vm).allocations - before < n) n = 4000;
        close_vm(vm);
    }
    CHECK(failures > 100);
}

/* What fails in loading is told from what fails in running. */
static void test_phases(void)
{
    static const struct { const char *source; hako_phase phase; } cases[] = {
        { "import 'nothing'", HAKO_LOADING }, { "import 'refused'", HAKO_LOADING }, { "import 'forbidden'", HAKO_LOADING },
        { "import 'wrong'", HAKO_LOADING }, { "import { absent } from 'b'", HAKO_LOADING }, { "import d from 'baddata' with { type: 'json' }", HAKO_LOADING },
        { "throw 1", HAKO_RUNNING }, { "import 'throws'", HAKO_RUNNING }, { "await import('nothing')", HAKO_RUNNING },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        hako_vm *vm = open_with(NOW);
        CHECK(run_module(vm, cases[i].source) == HAKO_FAILED && hako_failed_while(vm) == cases[i].phase);
        hako_exception(vm);
        CHECK(hako_failed_while(vm) == HAKO_RUNNING);
        CHECK(eval(vm, "throw 1", NULL) == HAKO_FAILED && hako_failed_while(vm) == HAKO_RUNNING);
        hako_exception(vm);
        CHECK(hako_start_module(vm, "m", "}", 1) == HAKO_FAILED && hako_failed_while(vm) == HAKO_COMPILING);
        close_vm(vm);
    }
}

int main(void)
{
    RUN(test_phases);
    RUN(test_now);
    RUN(test_names);
    RUN(test_later);
    RUN(test_failures);
    RUN(test_await);
    RUN(test_json);
    RUN(test_host_modules);
    RUN(test_misuse);
    RUN(test_realms);
    RUN(test_memory);
    return finish();
}
