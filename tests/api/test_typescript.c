/* TypeScript: which names make it, and stripping. */
#define HAKO_WITH_TYPESCRIPT 1
#include "check.h"

static void test_names(void)
{
    static const char source[] = "let x: number = 6; x * 7";
    hako_vm *vm = open_vm(96 << 10);
    hako_val v;
    CHECK(hako_eval(vm, "a.ts", source, sizeof source - 1, &v) == HAKO_DONE && hako_to_int(vm, v) == 42);
    CHECK(hako_eval(vm, "a.js", source, sizeof source - 1, &v) == HAKO_FAILED);
    hako_exception(vm);
    CHECK(hako_eval(vm, ".ts", source, sizeof source - 1, &v) == HAKO_FAILED);
    hako_exception(vm);
    CHECK(hako_eval(vm, NULL, source, sizeof source - 1, &v) == HAKO_FAILED);
    hako_exception(vm);
    close_vm(vm);
}

static bool strips(hako_vm *vm, const char *source, const char *expected)
{
    size_t length = strlen(source), n = 99;
    char *out = malloc(length);
    bool ok = out && hako_strip_types(vm, "a.ts", source, length, out, &n);
    ok = ok ? expected && n == strlen(expected) && memcmp(out, expected, n) == 0 : !expected && n == 0 && hako_failed(vm);
    if (hako_failed(vm)) hako_exception(vm);
    free(out);
    return ok;
}

static void test_strip(void)
{
    hako_vm *vm = open_vm(96 << 10);
    size_t n = 1;
    CHECK(strips(vm, "let x: number = 1", "let x         = 1"));
    CHECK(strips(vm, "a\ntype T = {\n\tx: 1\n}\n(b)", "a\n;         \n     \n \n(b)"));
    CHECK(strips(vm, "let x: \"\xC3\xBC\xF0\x9F\x98\x80\" = 1", "let x        = 1"));
    CHECK(strips(vm, "export { type A, b } from 'c'", "export {         b } from 'c'"));
    CHECK(strips(vm, "enum A {}", NULL));
    CHECK(strips(vm, "let x: = 1", NULL));
    CHECK(hako_strip_types(vm, NULL, NULL, 0, NULL, &n) && n == 0);
    CHECK(!hako_strip_types(vm, NULL, NULL, 5, NULL, &n) && hako_failed(vm));
    hako_exception(vm);
    CHECK(same(value_of(vm, "'still ' + 'works'"), "still works"));
    for (uint32_t i = 1; i < 40; i++) {
        hako_test_fail_at(vm, i);
        strips(vm, "class A<T> { constructor(x: T) { f<number>(x as any) } }", NULL);
    }
    hako_test_fail_at(vm, 0);
    CHECK(strips(vm, "x as any", "x;      "));
    close_vm(vm);
}

int main(void)
{
    RUN(test_names);
    RUN(test_strip);
    return finish();
}
