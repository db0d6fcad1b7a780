/* main.c - calls a module in TypeScript as if it were a library of C.
 *
 * What it shows: the header that `hako bind` makes of calculator.ts, with the module in it; functions, an enum, constants, a
 * class and its instances, a namespace, a promise that is waited for in steps; how errors are told apart.
 *
 *     make examples        build/examples/calculator; the header is build/examples/bind/calculator_hako.h */
#include "calculator_hako.h"
#include "ports/hako_port_posix.h"
#include <stdio.h>

static uint64_t arena[8192];                                /* 64 KiB */

int main(void)
{
    const double values[] = { 1.5, 2.25, 3 };
    hako_vm *vm = hako_open(arena, sizeof arena, &hako_port_posix);
    calculator calc;
    calculator_Register cash;
    calculator_Rounding up = calculator_Rounding_Up;
    hako_contract_promise promise;
    hako_contract status;
    double d = 0;
    int32_t quotient = 0;
    char text[32] = "";
    unsigned slices = 0;
    if (!vm) return 1;
    setvbuf(stdout, NULL, _IONBF, 0);                       /* so that what is printed and what is reported are in order */
    if (calculator_open(&calc, vm) != HAKO_CONTRACT_OK) {   /* not loaded, or not what calculator.ts was */
        hako_report(vm);
        return 1;
    }
    printf("calculator %s, %d digits\n", calculator_VERSION, calculator_DIGITS);

    if (calculator_sum(&calc, values, 3, &d) == HAKO_CONTRACT_OK) printf("sum: %g\n", d);
    if (calculator_divide(&calc, 7, 3, &up, &quotient) == HAKO_CONTRACT_OK) printf("7 / 3, up: %d\n", (int)quotient);
    if (calculator_divide(&calc, 7, 3, NULL, &quotient) == HAKO_CONTRACT_OK) printf("7 / 3, nearest: %d\n", (int)quotient);
    if (calculator_nature_weight(&calc, 2, &d) == HAKO_CONTRACT_OK) printf("weight of 2 kg: %g N\n", d);
    if (calculator_format(&calc, d, "N", 1, text, sizeof text, NULL) == HAKO_CONTRACT_OK) printf("formatted: %s\n", text);

    if (calculator_Register_new(&calc, "cash", 4, &cash) == HAKO_CONTRACT_OK) {
        calculator_Register_add(&cash, 20, NULL);
        calculator_Register_add(&cash, -7.5, NULL);
        if (calculator_Register_get_total(&cash, &d) == HAKO_CONTRACT_OK) printf("in the register: %g\n", d);
        calculator_Register_drop(&cash);
    }

    calculator_root(&calc, 2, &promise);
    while ((status = calculator_root_result(&calc, &promise, &d)) == HAKO_CONTRACT_WAITING) {
        hako_step(vm, 50);                                  /* and whatever else the loop has to do */
        slices++;
    }
    printf("root of 2: %.6f, %s\n", d, slices > 1 ? "after some slices" : "at once");

    status = calculator_divide(&calc, 1, 0, NULL, &quotient);
    printf("1 / 0: %s\n", status == HAKO_CONTRACT_THREW ? "the script threw" : "?");
    hako_report(vm);
    status = calculator_format(&calc, 1e20, "a unit that is too long for it", 30, text, sizeof text, NULL);
    printf("too long: %s\n", status == HAKO_CONTRACT_RESULT ? "the result does not fit" : "?");
    hako_report(vm);
    calculator_close(&calc);
    hako_close(vm);
    return 0;
}
