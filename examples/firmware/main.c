/* main.c - firmware with a script in it. The loop polls a sensor, gives the script its share of the tick, kicks the watchdog,
 * and is never late for any of it, whatever the script does. Hardware and time are simulated, so that it prints the same
 * on a desktop and on a board; with BOARD defined it is an image for ports/TARGET, whose console it uses. */
#include "hako.h"
#ifdef BOARD
#include "ports/board.h"
#define console board_port
#else
#include "ports/hako_port_posix.h"
#define console hako_port_posix
#endif

#if HAKO_WITH_COMPILER
extern const char script[];                             /* thermostat.js, by embed.c */
extern const unsigned script_length;
#define start_it(vm) hako_start(vm, "thermostat.js", script, script_length)
#else
#include "thermostat.h"                                 /* its image: hako -c thermostat.js --c-array thermostat.h */
#define start_it(vm) hako_start_image(vm, thermostat, sizeof thermostat, 0)
#endif

enum {
    ARENA = 16 * 1024,                                  /* bytes for the script: its code, its data and its stack */
    TICK = 10,                                          /* ms between polls of the sensor */
    BUDGET = 2000,                                      /* steps of the script in a tick */
    WATCHDOG = 20,                                      /* ms without a kick before the watchdog bites */
    TICKS = 500                                         /* then this example ends */
};
static uint64_t arena[ARENA / 8];

/* ---- the hardware ------------------------------------------------------------------------------------------------- */

static struct { uint32_t now, kicked; int32_t milli_degrees; bool heater, led; uint32_t blinks; } hw = { .milli_degrees = 19000 };

static double clock_now(void *context) { (void)context; return hw.now; }
static void poll_sensor(void) { hw.milli_degrees += hw.heater ? 20 : -15; }
static void kick_watchdog(void) { hw.kicked = hw.now; }
static bool watchdog_bites(void) { return hw.now - hw.kicked > WATCHDOG; }

static void print(void *context, int level, const char *text, size_t length) { console.print(context, level, text, length); }
static const hako_port port = { .print = print, .now = clock_now };

static void say(const char *name, uint64_t v)
{
    char digits[24], *at = digits + sizeof digits;
    size_t n = 0;
    *--at = '\n';
    do *--at = (char)('0' + v % 10);
    while (v /= 10);
    while (name[n]) n++;
    print(NULL, HAKO_LOG, name, n);
    print(NULL, HAKO_LOG, at, (size_t)(digits + sizeof digits - at));
}

/* ---- what the script may do with it ------------------------------------------------------------------------------- */

#define NATIVE(name) static hako_val name(hako_vm *vm, hako_val self, int argc, const hako_val *argv)

NATIVE(millis)
{
    (void)vm, (void)self, (void)argc, (void)argv;
    return hako_number(port.now(port.context));
}

NATIVE(temperature)
{
    (void)vm, (void)self, (void)argc, (void)argv;
    return hako_number(hw.milli_degrees / 1000.0);
}

NATIVE(heater)
{
    (void)self;
    if (argc != 1 || hako_typeof(vm, argv[0]) != HAKO_BOOLEAN) return hako_throw(vm, HAKO_ERROR_TYPE, "heater takes true or false");
    hw.heater = hako_to_bool(vm, argv[0]);
    return hako_undefined();
}

NATIVE(led)
{
    bool on = hako_to_bool(vm, hako_arg(argc, argv, 0));
    (void)self;
    hw.blinks += on && !hw.led;
    hw.led = on;
    return hako_undefined();
}

NATIVE(next_tick)                                       /* the script is done for this tick */
{
    (void)self, (void)argc, (void)argv;
    hako_pause(vm);
    return hako_undefined();
}

static hako_vm *start_script(void)
{
    hako_vm *vm = hako_open(arena, sizeof arena, &port);
    hako_val global;
    if (!vm) return NULL;
    global = hako_global(vm);
    hako_set_function(vm, global, "millis", millis, 0);
    hako_set_function(vm, global, "temperature", temperature, 0);
    hako_set_function(vm, global, "heater", heater, 1);
    hako_set_function(vm, global, "led", led, 1);
    hako_set_function(vm, global, "nextTick", next_tick, 0);
    start_it(vm);
    return vm;
}

/* ---- the loop ----------------------------------------------------------------------------------------------------- */

int main(void)
{
    hako_vm *vm = start_script();
    uint64_t before = 0, longest = 0;
    hako_figures f;

    if (!vm) return 1;
    for (int tick = 0; tick < TICKS; tick++, hw.now += TICK) {
        if (watchdog_bites()) return 2;
        poll_sensor();
        if (hako_step(vm, BUDGET) == HAKO_FAILED) {     /* as a device in the field does it: report, safe state, start again */
            hako_report(vm);
            hw.heater = false;
            vm = start_script();
            if (!vm) return 1;
        }
        f = hako_get_figures(vm);
        if (f.steps - before > longest) longest = f.steps - before;
        before = f.steps;
        kick_watchdog();
    }
    hako_collect(vm);
    f = hako_get_figures(vm);
    say("ticks: ", TICKS);
    say("blinks: ", hw.blinks);
    say("steps in the longest tick: ", longest);
    say("steps: ", f.steps);
    say("arena, bytes: ", f.arena);
    say("live in it at the end: ", f.used);
    say("most bytes of script stack: ", f.stack_peak);
    say("collections: ", f.collections);
#ifdef BOARD
    say("C stack: ", board_stack_used());
#endif
    hako_close(vm);
    return 0;
}
