/* A build with HAKO_DEBUGGING: what it tells of misused handles, and that all works in it. */
#define HAKO_DEBUGGING 1
#include "no_vm.h"

static char warned[8][100];
static int warnings;
static void warn(void *context, const char *message)
{
    (void)context;
    if (warnings < 8) strcpy(warned[warnings], message);
    warnings++;
}
static const hako_port warning_port = { .print = print, .warn = warn };

static hako_vm *open_warned(void)
{
    size_t size = 256 << 10;
    void *memory = malloc(size);
    warnings = 0;
    return memory ? hako_open(memory, size, &warning_port) : NULL;
}
/* Was there just this warning, which begins and ends so? */
static bool told(const char *begin, const char *end)
{
    size_t n = strlen(warned[0]);
    bool ok = warnings == 1 && !strncmp(warned[0], begin, strlen(begin)) && n >= strlen(end) &&
        !strcmp(warned[0] + n - strlen(end), end);
    if (!ok) printf("  %d warnings, the first \"%s\"\n", warnings, warnings ? warned[0] : "");
    warnings = 0;
    return ok;
}

static void test_stale(void)
{
    hako_vm *vm = open_warned(), *other = open_warned();
    hako_scope scope = hako_scope_open(vm);
    hako_val o = hako_object(vm), p;
    CHECK(hako_typeof(vm, o) == HAKO_OBJECT && !warnings);
    hako_scope_close(vm, scope);
    CHECK(hako_typeof(vm, o) == HAKO_UNDEFINED && told("hako_typeof: stale handle 0.", ", its scope is closed"));
    p = hako_object(vm);                                        /* in the same place */
    CHECK(hako_typeof(vm, o) == HAKO_UNDEFINED && told("hako_typeof: stale", "closed") && hako_typeof(vm, p) == HAKO_OBJECT);
    CHECK(hako_typeof(other, p) == HAKO_UNDEFINED && told("hako_typeof: stale", "closed"));
    hako_object(other);
    CHECK(hako_typeof(other, p) == HAKO_UNDEFINED && told("hako_typeof: stale", "closed"));
    CHECK(!hako_set(vm, o, "x", hako_int(1)) && told("hk_host_set: stale", "closed") && threw(vm, "TypeError"));
    p = hako_native(vm, "f", (hako_function *)test_stale, 0);
    CHECK(is_undefined(other, p) && told("hako_typeof: a function of another VM", ""));
    close_vm(vm);
    close_vm(other);
}

static void test_kept(void)
{
    hako_vm *vm = open_warned();
    hako_val k = hako_keep(vm, hako_object(vm)), again, weak = hako_keep_weak(vm, k);
    hako_drop(vm, k);
    CHECK(!warnings);
    hako_drop(vm, k);
    CHECK(told("hako_drop: handle 0 is not kept", ""));
    again = hako_keep(vm, hako_array(vm));
    hako_drop(vm, k);                                           /* its place is another's by now */
    CHECK(told("hako_drop: handle 0 is not kept", "") && hako_kindof(vm, again) == HAKO_OBJECT_ARRAY);
    CHECK(is_undefined(vm, k) && told("hako_typeof: stale", "closed"));
    hako_drop(vm, hako_object(vm));
    CHECK(told("hako_drop", "before"));
    hako_drop(vm, weak);
    CHECK(!warnings);
    hako_close(vm);
    CHECK(same(take_printed(), "kept: []\n"));
    free(vm);

    vm = open_warned();
    for (int i = 0; i < 1500; i++) hako_object(vm);
    CHECK(told("1024 handles are open: does a loop lack a scope?", ""));
    close_vm(vm);
    CHECK(!warnings);
    vm = open_vm(16 << 10);                                     /* nobody listens */
    hako_drop(vm, hako_object(vm));
    close_vm(vm);
}

static hako_val sum(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    double d = hako_to_number(vm, hako_get(vm, self, "x"));
    for (int i = 0; i < argc; i++) d += hako_to_number(vm, hako_get(vm, argv[i], "x"));
    return hako_number(d);
}

static void test_ordinary(void)
{
    hako_vm *vm = open_warned();
    hako_iter it;
    hako_val v, o = hako_object(vm);
    double d = 0;
    hako_test_stress(vm, true);
    hako_set_function(vm, o, "sum", sum, 1);
    hako_set(vm, hako_global(vm), "host", o);
    CHECK(same(value_of(vm, "host.x = 1; var r = []; for (let i = 0; i < 20; i++) r.push(host.sum({ x: i }, ...r.map(x => ({ x })))); r.at(-1)"), "1048575"));
    for (hako_iterate(vm, hako_get(vm, hako_global(vm), "r"), &it); hako_next(vm, &it, &v);) d += hako_to_number(vm, v);
    CHECK(!hako_failed(vm) && d == 2097130 && !warnings);
    close_vm(vm);
    CHECK(!warnings);
}

/* Calls to a VM that was closed are told, as long as its memory is there; memory without a VM is noticed, but there is nobody to tell. */
static void test_closed(void)
{
    hako_vm *vm = open_warned();
    static uint64_t memory[1024];
    hako_val v = hako_object(vm), f = hako_native(vm, "f", no_function, 0);
    CHECK(hako_typeof(vm, v) == HAKO_OBJECT && !warnings);
    hako_close(vm);
    CHECK(hako_step(vm, 10) == HAKO_FAILED && told("hako_step: the VM is closed", ""));
    CHECK(hako_typeof(vm, v) == HAKO_UNDEFINED && told("hako_typeof: the VM is closed", ""));
    hako_close(vm);
    CHECK(told("hako_close: the VM is closed", ""));
    call_without_vm(vm, v);
    CHECK(warnings >= (int)called_count - 8);       /* of immediates some is known without a VM */
    call_without_vm(vm, f);
    free(vm);
    warnings = 0;
    call_without_vm((hako_vm *)(void *)memory, v);
    memset(memory, 0xA5, sizeof memory);
    call_without_vm((hako_vm *)(void *)memory, v);
    vm = hako_open(memory, sizeof memory, &warning_port);
    CHECK(vm && !warnings);
    call_without_vm((hako_vm *)((char *)memory + 4), v);
    CHECK(!hako_check(vm) && !warnings);
    hako_close(vm);
    vm = hako_open(memory, sizeof memory, &warning_port);       /* open again, it is a VM again */
    CHECK(vm && hako_typeof(vm, hako_object(vm)) == HAKO_OBJECT && !warnings);
    hako_close(vm);
}

static hako_val close_inside(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    hako_close(vm);
    return no_function(vm, self, argc, argv);
}
static void test_closed_inside(void)
{
    hako_vm *vm = open_warned();
    hako_set_function(vm, hako_global(vm), "close", close_inside, 0);
    CHECK(!strcmp(value_of(vm, "try { close() } catch (e) { e.name }"), "TypeError") && !strcmp(value_of(vm, "1 + 1"), "2"));
    close_vm(vm);
}

int main(void)
{
    RUN(test_closed);
    RUN(test_closed_inside);
    RUN(test_stale);
    RUN(test_kept);
    RUN(test_ordinary);
    return finish();
}
