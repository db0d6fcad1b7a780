/* main.c - a program of several modules that lie in flash.
 *
 * What it shows: a loader over a table of texts, which `embed` has made of the files beside this one; names of modules that are relative to who
 * asks; JSON as a module; a module of the host's own, "board"; dynamic import. The texts are compiled when they are first imported. Without the
 * compiler (HAKO_WITH_COMPILER 0) the same from one image of all the files, in which they find one another: the loader is asked for the rest.
 *
 *     make examples        build/examples/modules for the desktop, modules.elf for a Cortex-M4 in QEMU (tests/firmware/run.sh runs it),
 *                          modules-image.elf without the compiler */
#include "hako.h"
#ifdef BOARD
#include "ports/board.h"
#define console board_port
#else
#include "ports/hako_port_posix.h"
#define console hako_port_posix
#endif

enum { ARENA = 20 * 1024, BUDGET = 2000, TICKS = 400 };
static uint64_t arena[ARENA / 8];

/* ---- the files -------------------------------------------------------------------------------------------------------- */
#if HAKO_WITH_COMPILER

#define FILES(X) X(main_js, "main.js") X(blink_js, "drivers/blink.js") X(pins_js, "drivers/pins.js") X(config_json, "config.json") X(report_js, "report.js")

static size_t length_of(const char *text)
{
    size_t n = 0;
    while (text[n]) n++;
    return n;
}
static bool same(const char *a, const char *b)
{
    while (*a && *a == *b) a++, b++;
    return *a == *b;
}

#define DECLARE(array, path) extern const char array[]; extern const unsigned array##_length;
FILES(DECLARE)
#define ROW(array, path) { path, array, &array##_length },
static const struct { const char *path, *text; const unsigned *length; } files[] = { FILES(ROW) };

/* "./pins.js" in "drivers/blink.js" is "drivers/pins.js"; what does not begin with a dot is a name already. */
static bool resolve(hako_vm *vm, void *context, const char *specifier, const char *referrer, char *name, size_t size)
{
    size_t length = 0, rest;
    (void)vm, (void)context;
    if (specifier[0] == '.')
        for (size_t i = 0; referrer[i]; i++)
            if (referrer[i] == '/') length = i + 1;                 /* the referrer's folder, with its / */
    for (; specifier[0] == '.'; specifier += specifier[1] == '/' ? 2 : 3) {
        if (specifier[1] == '/') continue;
        if (specifier[1] != '.' || specifier[2] != '/' || !length) return false;
        for (length--; length && referrer[length - 1] != '/';) length--;
    }
    rest = length_of(specifier) + 1;
    if (length + rest > size) return false;
    for (size_t i = 0; i < length; i++) name[i] = referrer[i];
    for (size_t i = 0; i < rest; i++) name[length + i] = specifier[i];
    return true;
}

static void load(hako_vm *vm, void *context, const hako_module_request *request)
{
    (void)context;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (!same(files[i].path, request->name)) continue;
        if (request->type && same(request->type, "json")) hako_module_json(vm, request->id, files[i].text, *files[i].length);
        else hako_module_source(vm, request->id, files[i].text, *files[i].length);
        return;
    }
    hako_module_fail(vm, request->id, "there is no such file in flash");
}
static const hako_loader flash = { .resolve = resolve, .load = load };
#define start_it(vm) hako_start_module(vm, files[0].path, files[0].text, *files[0].length)

#else
#include "modules.h"                                    /* their image: hako -c main.js drivers/blink.js ... --c-array modules.h */

static void load(hako_vm *vm, void *context, const hako_module_request *request)
{
    (void)context;
    hako_module_fail(vm, request->id, "there is no such file in flash");
}
static const hako_loader flash = { .load = load };
#define start_it(vm) hako_start_image(vm, modules, sizeof modules, 0)
#endif

/* ---- the module "board" ------------------------------------------------------------------------------------------------ */

static uint32_t ticks;
static hako_val board_write_pin(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    char line[] = "pin ?? ?\n";
    int32_t pin = hako_to_int(vm, hako_arg(argc, argv, 0));
    (void)self;
    if (pin < 0 || pin > 99) return hako_throw(vm, HAKO_ERROR_RANGE, "there is no such pin");
    line[4] = (char)('0' + pin / 10);
    line[5] = (char)('0' + pin % 10);
    line[7] = hako_to_bool(vm, hako_arg(argc, argv, 1)) ? '1' : '0';
    console.print(console.context, HAKO_LOG, line, sizeof line - 1);
    return hako_undefined();
}
static const hako_export board_exports[] = { { "write", board_write_pin, 2 } };

/* ---- the loop ----------------------------------------------------------------------------------------------------------- */

static void print(void *context, int level, const char *text, size_t length) { console.print(context, level, text, length); }
static double clock_now(void *context) { (void)context; return ticks; }     /* simulated: a millisecond for each turn */
static const hako_port port = { .print = print, .now = clock_now };

int main(void)
{
    hako_vm *vm = hako_open(arena, sizeof arena, &port);
    hako_status status = HAKO_MORE;
    if (!vm) return 1;
    hako_install(vm, HAKO_TIMERS);
    hako_set_loader(vm, &flash);
    hako_module_native(vm, "board", board_exports, sizeof board_exports / sizeof *board_exports);
    start_it(vm);
    for (ticks = 0; ticks < TICKS && status != HAKO_DONE; ticks++) {
        status = hako_step(vm, BUDGET);
        if (status == HAKO_FAILED) hako_report(vm);
    }
    hako_dump(vm, hako_modules(vm), NULL);
    hako_dump(vm, hako_get(vm, hako_module_namespace(vm, "drivers/blink.js"), "count"), NULL);      /* an export, seen by the host */
    hako_close(vm);
    return 0;
}
