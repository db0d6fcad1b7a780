/* config.c - a configuration that is a script: cc -I. examples/config.c
 *
 * The script's last value is an object; the host pulls what it wants out of it, with defaults for what is missing. Nothing is
 * there for the script to touch but the language, and its steps and memory are limited, so it may come from anyone. */
#include <stdio.h>
#include <string.h>

#define HAKO_IMPLEMENTATION
#include "hako.h"
#include "ports/hako_port_posix.h"

enum { STEPS = 20000 };
static uint64_t arena[2048];                            /* 16 KiB */

/* A property; undefined also when there is no object to have it. */
static hako_val get(hako_vm *vm, hako_val object, const char *name)
{
    return hako_typeof(vm, object) == HAKO_OBJECT ? hako_get(vm, object, name) : hako_undefined();
}

/* A property as a number or a string, or `otherwise` if it is not there or of another type. */
static double get_number(hako_vm *vm, hako_val object, const char *name, double otherwise)
{
    hako_val v = get(vm, object, name);
    return hako_typeof(vm, v) == HAKO_NUMBER ? hako_to_number(vm, v) : otherwise;
}

static const char *get_string(hako_vm *vm, hako_val object, const char *name, const char *otherwise, char *buffer, size_t size)
{
    hako_val v = get(vm, object, name);
    if (hako_typeof(vm, v) != HAKO_STRING) return otherwise;
    hako_to_string(vm, v, buffer, size);
    return buffer;
}

static void show(hako_vm *vm, hako_val config)
{
    char buffer[40];
    hako_val uart = get(vm, config, "uart"), sensors = get(vm, config, "sensors");
    uint32_t n = (uint32_t)get_number(vm, sensors, "length", 0);
    printf("name       %s\n", get_string(vm, config, "name", "(none)", buffer, sizeof buffer));
    printf("baud       %.0f\n", get_number(vm, uart, "baud", 9600));
    printf("stop bits  %.0f\n", get_number(vm, uart, "stopBits", 1));
    for (uint32_t i = 0; i < n; i++) {
        hako_scope scope = hako_scope_open(vm);         /* a loop that makes handles gives them back */
        hako_val sensor = hako_get_index(vm, sensors, i), raw = hako_int(512), value;
        printf("sensor %u   %s on pin %.0f", (unsigned)i, get_string(vm, sensor, "name", "?", buffer, sizeof buffer),
               get_number(vm, sensor, "pin", -1));
        if (hako_call(vm, get(vm, sensor, "calibrate"), sensor, 1, &raw, &value) == HAKO_DONE)
            printf(", a raw 512 is %.1f", hako_to_number(vm, value));
        printf("\n");
        hako_scope_close(vm, scope);
    }
    if (hako_failed(vm)) hako_report(vm);               /* of the calls above, the first that failed */
}

static void load(const char *name, const char *text)
{
    hako_vm *vm = hako_open(arena, sizeof arena, &hako_port_posix);
    hako_status status = HAKO_FAILED;
    if (!vm) return;
    printf("-- %s\n", name);
    if (hako_start(vm, name, text, strlen(text)) == HAKO_MORE) status = hako_step(vm, STEPS);
    if (status == HAKO_DONE) show(vm, hako_result(vm));
    else if (status == HAKO_FAILED) hako_report(vm);
    else printf("%s: has not ended after %d steps\n", name, STEPS);
    hako_close(vm);
}

int main(void)
{
    load("station.js",
         "const scale = factor => raw => raw * factor - 40;\n"
         "({\n"
         "  name: `station ${6 * 7}`,\n"
         "  uart: { baud: 115200 * 2, parity: 'none' },\n"
         "  sensors: ['indoor', 'outdoor'].map((name, i) => ({ name, pin: 4 + i, calibrate: scale(0.125 + i / 16) })),\n"
         "});\n");
    load("typo.js",
         "({\n"
         "  name: 'station'\n"
         "  uart: {},\n"
         "})\n");
    load("endless.js", "while (true) {}\n");
    load("greedy.js", "const all = [];\nfor (;;) all.push([...all]);\n");
    return 0;
}
