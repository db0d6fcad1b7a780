/* entities.c - firmware that goes on with a saved game of examples/entities, which is compiled in as the script is in others. What the example
 * prints goes to the board's console. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ports/board.h"
#include "script.h"

static int print_to_board(const char *format, ...);
#define printf print_to_board
#define main example_main
int example_main(int argc, char **argv);
#include "examples/entities/main.c"
#undef main

static void put(const char *text, size_t length) { board_write(text, length); }

static void put_number(unsigned long v)
{
    char digits[24], *at = digits + sizeof digits;
    do *--at = (char)('0' + v % 10);
    while (v /= 10);
    put(at, (size_t)(digits + sizeof digits - at));
}

/* %5.1f: the numbers of the example are below 1,000, and no fraction is half of a tenth. */
static void put_tenths(double v)
{
    unsigned long tenths = (unsigned long)((v < 0 ? -v : v) * 10 + 0.5);
    int width = 3 + (v < 0) + (tenths >= 100) + (tenths >= 1000);
    for (; width < 5; width++) put(" ", 1);
    if (v < 0) put("-", 1);
    put_number(tenths / 10);
    put(".", 1);
    put_number(tenths % 10);
}

/* What of printf the example uses: %d %s %-8s %.*s %5.1f %lu */
static int print_to_board(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    for (; *format; format++) {
        if (*format != '%') {
            put(format, 1);
            continue;
        }
        if (!strncmp(format, "%-8s", 4) || !strncmp(format, "%s", 2)) {
            const char *text = va_arg(args, const char *);
            size_t length = strlen(text);
            put(text, length);
            for (; format[1] == '-' && length < 8; length++) put(" ", 1);
            format += format[1] == '-' ? 3 : 1;
        } else if (!strncmp(format, "%.*s", 4)) {
            int length = va_arg(args, int);
            put(va_arg(args, const char *), (size_t)length);
            format += 3;
        } else if (!strncmp(format, "%5.1f", 5)) {
            put_tenths(va_arg(args, double));
            format += 4;
        } else if (!strncmp(format, "%lu", 3)) {
            put_number(va_arg(args, unsigned long));
            format += 2;
        } else {
            int v = va_arg(args, int);
            if (v < 0) put("-", 1);
            put_number(v < 0 ? 0ul - (unsigned long)v : (unsigned long)v);
            format += 1;
        }
    }
    va_end(args);
    return 0;
}

static bool from_flash(void *user, void *bytes, size_t length)
{
    size_t *taken = user;
    if (length > script_length - *taken) return false;
    memcpy(bytes, script_text + *taken, length);
    *taken += length;
    return true;
}

int main(void)
{
    size_t taken = 0;
    const char *why;
    hako_vm *vm = load_game(from_flash, &taken, &why);
    if (!vm) {
        put(why, strlen(why));
        put("\n", 1);
        return 1;
    }
    play(vm, FRAMES);
    return 0;
}
