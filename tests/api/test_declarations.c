/* Declarations in TypeScript of what a host has registered. With an argument they are written to that file, for a compiler to check. */
#include "check.h"

typedef struct { float x; int8_t n; int64_t big; bool on; char label[8]; uint8_t mode; int16_t list[3]; hako_val hook; } part;
typedef struct { part inner; double d; } whole;
static const char *const modes[] = { "off", "on \"x\"", NULL };
static hako_val nothing(hako_vm *vm, hako_val self, int argc, const hako_val *argv) { return (void)vm, (void)self, (void)argc, (void)argv, hako_undefined(); }
static const hako_field part_fields[] = {
    HAKO_FIELD(part, x, HAKO_FIELD_FLOAT), HAKO_FIELD(part, n, HAKO_FIELD_INT8), HAKO_FIELD(part, big, HAKO_FIELD_INT64),
    HAKO_FIELD_READ_ONLY(part, on, HAKO_FIELD_BOOL), HAKO_FIELD(part, label, HAKO_FIELD_TEXT), HAKO_FIELD_NAMED(part, mode, modes),
    HAKO_FIELD_ARRAY(part, list, HAKO_FIELD_INT16), HAKO_FIELD(part, hook, HAKO_FIELD_FUNCTION), { "any-thing", HAKO_FIELD_SLOT, 0, 0, 0, false, NULL, NULL },
};
static const hako_member part_members[] = {
    { .name = "run", .call = nothing, .arity = 2 }, { .name = "speed", .get = nothing, .set = nothing }, { .name = "state", .get = nothing },
    { .name = "input", .set = nothing }, { .name = "of", .call = nothing, .is_static = true }, { .name = "MAX", .number = 3, .is_static = true },
    { .name = "@@toStringTag", .text = "Part" }, { .name = "@@iterator", .call = nothing }, { .name = "typed", .call = nothing },
};
static const hako_class part_class = { .name = "Part", .slots = 1, .construct = nothing, .arity = 1, .members = part_members, .member_count = 9,
                                       .fields = part_fields, .field_count = 9 };
static const hako_field whole_fields[] = { HAKO_FIELD_OF(whole, inner, &part_class), HAKO_FIELD(whole, d, HAKO_FIELD_DOUBLE) };
static const hako_class whole_class = { .name = "Whole", .fields = whole_fields, .field_count = 2 }, sub_class = { .name = "Sub", .parent = &part_class };
static const hako_class odd_class = { .name = "class", .construct = nothing };
static bool known(hako_vm *vm, hako_val self, const hako_name *name, hako_val *value) { return (void)vm, (void)self, (void)name, (void)value, false; }
static const hako_exotic lazy = { .get = known }, row = { .get = known, .array = true };
static const hako_class lazy_class = { .name = "Lazy", .exotic = &lazy }, row_class = { .name = "Row", .exotic = &row };

static const hako_entry pins[] = {
    { .name = "write", .function = nothing, .arity = 2 }, { .name = "count", .get = nothing }, { .name = "level", .get = nothing, .set = nothing },
    { .name = "LED", .number = 13, .flags = HAKO_READONLY }, { .name = "not-a-name", .text = "x" }, { .name = "delete", .function = nothing },
};
static const hako_export exports[] = { { "read", nothing, 1 }, { "default", nothing, 0 }, { "a b", nothing, 0 } };
static const hako_typing types[] = {
    { "pins.write", "(pin: number, on: boolean): void" }, { "pins.count", "number" }, { "board.read", "(pin: number): boolean" }, { "board.default", "(): void" },
    { "Part", "(x: number)" }, { "Part.typed", "(to: Part): number" }, { "Part.speed", "number" }, { "Part.n", "1 | 2" }, { "tick", "number" },
    { "led", "(on: boolean): void" }, { "Whole.nothing", "never" },
};

static const char expected[] =
    "declare class Part {\n"
    "    constructor(x: number);\n"
    "    x: number;\n"
    "    n: 1 | 2;\n"
    "    big: bigint;\n"
    "    readonly on: boolean;\n"
    "    label: string;\n"
    "    mode: \"off\" | \"on \\\"x\\\"\";\n"
    "    list: (number)[];\n"
    "    hook: ((...args: any[]) => any) | null;\n"
    "    \"any-thing\": any;\n"
    "    run(arg1?: any, arg2?: any, ...args: any[]): any;\n"
    "    speed: number;\n"
    "    readonly state: any;\n"
    "    set input(value: any);\n"
    "    static of(...args: any[]): any;\n"
    "    static readonly MAX: number;\n"
    "    readonly [Symbol.toStringTag]: string;\n"
    "    [Symbol.iterator](...args: any[]): any;\n"
    "    typed(to: Part): number;\n"
    "}\n"
    "declare class Whole {\n"
    "    protected constructor(...args: any[]);\n"
    "    inner: Part;\n"
    "    d: number;\n"
    "}\n"
    "declare class Sub extends Part {\n"
    "    constructor(...args: any[]);\n"
    "}\n"
    "declare class Lazy {\n"
    "    protected constructor(...args: any[]);\n"
    "    [name: string]: any;\n"
    "}\n"
    "interface Row extends Array<any> {}\n"
    "declare class Row {\n"
    "    protected constructor(...args: any[]);\n"
    "}\n"
    "declare function led(on: boolean): void;\n"
    "declare let Odd: (...args: any[]) => any;\n"
    "declare let Other: typeof Sub;\n"
    "declare let whole: Whole;\n"
    "declare let pins: {\n"
    "    write(pin: number, on: boolean): void;\n"
    "    readonly count: number;\n"
    "    level: any;\n"
    "    readonly LED: number;\n"
    "    \"not-a-name\": string;\n"
    "    delete: (...args: any[]) => any;\n"
    "    deep: {\n"
    "        self: any;\n"
    "        text: string;\n"
    "        list: any[];\n"
    "    };\n"
    "};\n"
    "// globalThis[\"no name\\x0a\"]\n"
    "declare const tick: number;\n"
    "declare let script: (...args: any[]) => any;\n"
    "declare module \"board\" {\n"
    "    export function read(pin: number): boolean;\n"
    "    const exported1: { (): void };\n"
    "    export { exported1 as default };\n"
    "    const exported2: (...args: any[]) => any;\n"
    "    export { exported2 as \"a b\" };\n"
    "}\n"
    "declare module \"values\" {\n"
    "    export const one: number;\n"
    "}\n";

static struct { char text[8192]; size_t length, refused_at; } out;
static bool put(void *user, const void *text, size_t length)
{
    CHECK(user == &out && length && length <= 64);
    if (out.refused_at && out.length + length > out.refused_at) return false;
    memcpy(out.text + out.length, text, length);
    out.length += length;
    out.text[out.length] = '\0';
    return true;
}

static hako_vm *open_registered(void)
{
    hako_vm *vm = open_vm(256 << 10);
    hako_val o = hako_object(vm), deep = hako_object(vm), values = hako_object(vm);
    hako_val global = hako_global(vm);
    hako_install(vm, HAKO_TIMERS | HAKO_PERFORMANCE | HAKO_CONSOLE);            /* of the library's: not declared */
    CHECK(hako_set_function(vm, global, "led", nothing, 1));
    CHECK(hako_set(vm, global, "Part", hako_class_define(vm, &part_class)) && !is_undefined(vm, hako_class_define(vm, &whole_class)));
    CHECK(hako_set(vm, global, "Odd", hako_class_define(vm, &odd_class)) && hako_set(vm, global, "Other", hako_class_define(vm, &sub_class)));
    CHECK(!is_undefined(vm, hako_class_define(vm, &lazy_class)) && !is_undefined(vm, hako_class_define(vm, &row_class)));
    CHECK(hako_set(vm, global, "whole", hako_instance(vm, &whole_class, NULL)));
    CHECK(hako_set_table(vm, o, pins, sizeof pins / sizeof *pins) && hako_set(vm, o, "deep", deep) && hako_set(vm, deep, "self", o));
    CHECK(hako_set(vm, deep, "text", hako_string(vm, "x", 1)) && hako_set(vm, deep, "list", hako_array(vm)));
    CHECK(hako_set(vm, global, "pins", o) && hako_set(vm, global, "no name\n", hako_int(1)));
    CHECK(hako_set_table(vm, global, (const hako_entry[]){ { .name = "tick", .get = nothing } }, 1));
    CHECK(eval(vm, "function script() {}", NULL) == HAKO_DONE);
    CHECK(hako_module_native(vm, "board", exports, 3) && hako_set(vm, values, "one", hako_int(1)) && hako_module_object(vm, "values", values));
    return vm;
}

static const char *path;

static void test_text(void)
{
    hako_vm *vm = open_registered();
    hako_test_fail_at(vm, 1);                                                   /* it allocates nothing */
    for (int round = 0; round < 2; round++) {
        memset(&out, 0, sizeof out);
        CHECK(hako_declarations(vm, types, sizeof types / sizeof *types, put, &out) && same(out.text, expected));
    }
    hako_test_fail_at(vm, 0);
    if (path) {
        FILE *f = fopen(path, "wb");
        CHECK(f && fwrite(out.text, 1, out.length, f) == out.length && !fclose(f));
    }
    close_vm(vm);
    vm = open_vm(64 << 10);
    memset(&out, 0, sizeof out);
    CHECK(hako_declarations(vm, NULL, 0, put, &out) && same(out.text, ""));
    close_vm(vm);
}

static void test_misuse(void)
{
    hako_vm *vm = open_registered();
    memset(&out, 0, sizeof out);
    CHECK(!hako_declarations(NULL, NULL, 0, put, &out));
    CHECK(!hako_declarations(vm, NULL, 0, NULL, &out) && threw(vm, "TypeError"));
    CHECK(!hako_declarations(vm, NULL, 1, put, &out) && threw(vm, "TypeError"));
    hako_throw(vm, HAKO_ERROR_RANGE, "waiting");
    CHECK(!hako_declarations(vm, NULL, 0, put, &out) && threw(vm, "RangeError: waiting") && out.length == 0);
    out.refused_at = 200;
    CHECK(!hako_declarations(vm, NULL, 0, put, &out) && threw(vm, "Error: the declarations could not be written") && out.length <= 200);
    close_vm(vm);
}

int main(int argc, char **argv)
{
    path = argc > 1 ? argv[1] : NULL;
    RUN(test_text);
    RUN(test_misuse);
    return finish();
}
