/* main.c - firmware for the tests: runs the script that is compiled in, in its arena, then prints the figures. What is compiled in may be
 * a snapshot as well: then the machine that was saved goes on. Ends with status 0, or 1 after an uncaught exception. */
#include "ports/board.h"
#include "script.h"
#include "../bundle.h"

static void put(const char *text)
{
    size_t n = 0;
    while (text[n]) n++;
    board_write(text, n);
}

static void put_figure(const char *name, uint64_t v)
{
    char digits[24], *at = digits + sizeof digits;
    *--at = '\0';
    *--at = '\n';
    do *--at = (char)('0' + v % 10);
    while (v /= 10);
    put(name);
    put(": ");
    put(at);
}

/* The machine of a snapshot, which is read from flash. */
static size_t taken;
static bool take(void *user, void *bytes, size_t length)
{
    (void)user;
    if (length > script_length - taken) return false;
    for (size_t i = 0; i < length; i++) ((unsigned char *)bytes)[i] = script_text[taken++];
    return true;
}

static hako_vm *restore(void)
{
    hako_snapshot s = { .read = take };
    const char *why;
    hako_vm *vm = hako_restore(script_arena, script_arena_size, &board_port, &s, &why);
    if (!vm) {
        put(why);
        put("\n");
    }
    return vm;
}

int main(void)
{
    bool saved = script_length > 4 && script_text[0] == 'k' && script_text[1] == 'S' && script_text[2] == 'a' && script_text[3] == 'v';
    hako_vm *vm = saved ? restore() : hako_open(script_arena, script_arena_size, &board_port);
    hako_status status;
    hako_figures f;
    static struct bundle bundle;
    static hako_loader loader;

    if (!vm) {
        put("there is no machine\n");
        return 2;
    }
    if (saved) status = HAKO_MORE;
    else if (!HAKO_WITH_COMPILER) status = hako_start_image(vm, script_text, script_length, 0);     /* builds without it get an image */
    else status = bundle_start(vm, &bundle, &loader, script_name, (const char *)script_text, script_length);
    while (status == HAKO_MORE || (status == HAKO_IDLE && bundle_idle(vm, &bundle))) status = hako_step(vm, 1000000);
    if (status == HAKO_FAILED) hako_report(vm);
    f = hako_get_figures(vm);
    put_figure("steps", f.steps);
    put_figure("peak heap", f.peak);
    put_figure("peak frame stack", f.stack_peak);
    put_figure("collections", f.collections);
    put_figure("allocations", f.allocations);
    put_figure("C stack", board_stack_used());
    hako_close(vm);
    return status == HAKO_FAILED;
}
