/* native.c - one loop of calls, for tests/native.sh to count its instructions.
 *
 *     native CALL TIMES      CALL: script text, as "o.m(i)"; "key": a read by a prepared key; "" an empty loop */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "hako.h"

static hako_val nothing(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)vm, (void)self, (void)argc, (void)argv;
    return hako_undefined();
}
static const hako_member members[] = { { .name = "m", .call = nothing }, { .name = "a", .get = nothing, .set = nothing } };
static const hako_class host_class = {
    .name = "Host", .size = 16, .construct = nothing, .members = members, .member_count = sizeof members / sizeof *members
};
static uint64_t arena[32768];

static int read_key(hako_vm *vm, int times)
{
    hako_val o = hako_object(vm);
    hako_key key;
    bool ok = hako_set(vm, o, "a", hako_int(1)) && hako_set(vm, o, "b", hako_int(2)) && hako_key_init(vm, &key, "b");
    for (int i = 0; i < times; i++) hako_get_key(vm, o, &key);
    return !ok;
}

int main(int argc, char **argv)
{
    static const char frame[] = "function f() {}\n"
        "class Script { m() {} get a() {} set a(v) {} }\n"
        "const s = new Script(), o = new Host(), x = {};\n"
        "(function (n) { for (let i = 0; i < n; i++) { %s } })(%s)";
    char source[512];
    hako_vm *vm = hako_open(arena, sizeof arena, NULL);
    if (argc != 3 || !vm) return 2;
    if (!strcmp(argv[1], "key")) return read_key(vm, atoi(argv[2]));
    snprintf(source, sizeof source, frame, argv[1], argv[2]);
    if (!hako_set_function(vm, hako_global(vm), "g", nothing, 0)) return 1;
    if (!hako_set(vm, hako_global(vm), "Host", hako_class_define(vm, &host_class))) return 1;
    return hako_eval(vm, "native", source, strlen(source), NULL) != HAKO_DONE;
}
