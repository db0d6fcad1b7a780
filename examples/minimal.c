/* minimal.c - the least that runs a script: cc -I. examples/minimal.c
 *
 * The script blinks a LED; the loop around hako_step is the firmware's, and goes round after every 1000 steps of it. */
#include <stdio.h>

#define HAKO_IMPLEMENTATION
#include "hako.h"
#include "ports/hako_port_posix.h"

static uint64_t arena[8192];                                  /* 64 KiB: all the memory there will ever be */

static const char source[] =
    "function blink(times) {\n"
    "  for (let i = 0; i < times; i++) { led(true); led(false); }\n"
    "}\n"
    "blink(3);\n"
    "console.log('blinked');\n";

static hako_val led(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self;
    puts(hako_to_bool(vm, hako_arg(argc, argv, 0)) ? "LED on" : "LED off");
    return hako_undefined();
}

static void kick_watchdog(void) {}
static void sleep_until(double milliseconds) { (void)milliseconds; }

int main(void)
{
    hako_vm *vm = hako_open(arena, sizeof arena, &hako_port_posix);
    if (!vm) return 1;
    hako_set_function(vm, hako_global(vm), "led", led, 1);
    hako_start(vm, "blink.js", source, sizeof source - 1);    /* compiles; runs nothing yet */
    for (;;) {
        switch (hako_step(vm, 1000)) {                        /* at most 1000 steps, then back to us */
        case HAKO_MORE:   break;                              /* budget spent: call again */
        case HAKO_IDLE:   sleep_until(hako_wake_at(vm)); break;   /* only timers are pending */
        case HAKO_DONE:   hako_close(vm); return 0;
        case HAKO_FAILED: hako_report(vm); return 1;          /* uncaught exception: message, stack */
        }
        kick_watchdog();
    }
}
