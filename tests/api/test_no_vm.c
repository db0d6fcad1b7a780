/* Calls with NULL in the place of a VM. */
#define HAKO_WITH_DECIMAL 1
#define HAKO_WITH_TYPESCRIPT 1
#include "no_vm.h"

/* Numbers and the like are what they are, without a VM, too. */
static void test_immediates(void)
{
    bool lossless = false;
    char text[8];
    CHECK(hako_to_number(NULL, hako_number(1.5)) == 1.5 && hako_to_int(NULL, hako_int(3)) == 3 && hako_to_bool(NULL, hako_bool(true)));
    CHECK(hako_to_int64(NULL, hako_int(-3), &lossless) == -3 && lossless && hako_typeof(NULL, hako_null()) == HAKO_NULL);
    CHECK(hako_to_string(NULL, hako_null(), text, sizeof text) == 4 && !strcmp(text, "null"));
    CHECK(hako_keep(NULL, hako_int(3)).bits == hako_int(3).bits);
}

static void test_null(void)
{
    hako_vm *vm = open_vm(65536);
    hako_val values[4];
    CHECK(eval(vm, "globalThis", &values[0]) == HAKO_DONE);
    values[1] = hako_keep(vm, values[0]);
    values[2] = hako_native(vm, "f", no_function, 0);
    values[3] = hako_keep_weak(vm, values[0]);
    for (unsigned i = 0; i < 4; i++) {
        called_count = 0;
        call_without_vm(NULL, values[i]);
    }
    CHECK(!hako_check(vm));
    every_function("src/api/public.h", 150);
    every_function("src/api/classes.h", 9);
    every_function("src/api/snapshot.h", 1);
    close_vm(vm);
}

int main(void)
{
    RUN(test_immediates);
    RUN(test_null);
    return finish();
}
