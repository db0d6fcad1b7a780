/* main.c - a prompt over a UART: type JavaScript, see what it gives.
 *
 * What it shows: a script that runs in steps between two characters, so that input is never lost and Ctrl-C stops it, wherever it is;
 * values printed with what is in them; errors with their place; timers that go on while one types; all of it in 32 KiB of RAM.
 *
 *     make examples
 *     qemu-system-arm -M mps2-an386 -nographic -semihosting-config enable=on -kernel build/examples/repl.elf     the board
 *     stty raw -echo; build/examples/repl; stty sane                                                           the desktop
 *
 * Ctrl-C stops a script, or drops the line; Ctrl-D ends it all. The UART is that of QEMU's mps2-an386 (CMSDK): on another board uart_open,
 * uart_get and uart_put are what has to change. */
#include "hako.h"

enum {
    ARENA = 18 * 1024,              /* bytes for all that is typed: code, data and stack of the scripts */
    LINE = 200,                     /* bytes of the longest line */
    AHEAD = 64,                     /* characters that may be typed ahead while a script runs */
    STEPS = 500,                    /* of the script between two looks at the UART: well below a millisecond */
    NO_KEY = -1, CTRL_C = 3, CTRL_D = 4, BACKSPACE = 8, RUBOUT = 127
};
static uint64_t arena[ARENA / 8];

/* ---- the UART ------------------------------------------------------------------------------------------------------- */

#ifdef BOARD
#include "ports/board.h"
#include "ports/cortex-m4/hako_port_cortexm.h"

static volatile uint32_t *const uart = (volatile uint32_t *)(uintptr_t)0x40004000u;
enum { DATA, STATE, CONTROL, BAUD = 4, TX_FULL = 1, RX_FULL = 2, TX_AND_RX = 3, CYCLES_PER_MS = 25000, CYCLES_PER_BIT = 217 };

static void uart_open(void)
{
    uart[BAUD] = CYCLES_PER_BIT;    /* 115200 at 25 MHz */
    uart[CONTROL] = TX_AND_RX;
}
static int uart_get(bool wait)
{
    (void)wait;
    return uart[STATE] & RX_FULL ? (int)(uart[DATA] & 0xFF) : NO_KEY;
}
static void uart_put(char c)
{
    while (uart[STATE] & TX_FULL) {}
    uart[DATA] = (uint8_t)c;
}
static double now(void *context) { return board_port.now(context); }

#else
#include <stdio.h>
#include <sys/select.h>
#include <unistd.h>
#include "ports/hako_port_posix.h"

static void uart_open(void) {}
static int uart_get(bool wait)
{
    struct timeval time = { 0, wait ? 10000 : 0 };
    unsigned char c;
    fd_set set;
    FD_ZERO(&set);
    FD_SET(0, &set);
    if (select(1, &set, NULL, NULL, &time) <= 0) return NO_KEY;
    return read(0, &c, 1) == 1 ? c : CTRL_D;
}
static void uart_put(char c)
{
    if (write(1, &c, 1) != 1) return;
}
static double now(void *context) { return hako_port_posix.now(context); }
#endif

static void print(void *context, int level, const char *text, size_t length)
{
    (void)context, (void)level;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n') uart_put('\r');
        uart_put(text[i]);
    }
}
static void say(const char *text) { while (*text) print(NULL, HAKO_LOG, text++, 1); }
static const hako_port port = { .print = print, .now = now };

/* ---- the line that is being typed ------------------------------------------------------------------------------------ */

static struct {
    char line[LINE];
    size_t length;
    char ahead[AHEAD];
    size_t first, waiting;          /* of ahead */
    bool running;                   /* a line runs, and its value was not shown yet */
} repl;

static void prompt(void)
{
    repl.length = 0;
    say("> ");
}

static void run_line(hako_vm *vm)
{
    say("\n");
    repl.running = repl.length > 0;
    if (repl.running) hako_start(vm, "repl", repl.line, repl.length);
    else prompt();
}

static void edit(hako_vm *vm, int c)
{
    if (c == '\r' || c == '\n') run_line(vm);
    else if (c == CTRL_C) {
        say("^C\n");
        prompt();
    } else if (c == BACKSPACE || c == RUBOUT) {
        while (repl.length && (repl.line[--repl.length] & 0xC0) == 0x80) {}     /* a character of UTF-8 */
        say("\r\x1B[K> ");
        print(NULL, HAKO_LOG, repl.line, repl.length);
    } else if (c >= ' ' && repl.length < LINE) {
        repl.line[repl.length++] = (char)c;
        uart_put((char)c);
    }
}

/* What was typed while a script ran, then what comes in now. */
static int next_key(void)
{
    int c;
    if (!repl.waiting) return uart_get(true);
    c = (unsigned char)repl.ahead[repl.first];
    repl.first = (repl.first + 1) % AHEAD;
    repl.waiting--;
    return c;
}

/* ---- the script ------------------------------------------------------------------------------------------------------ */

/* A key while a script runs: Ctrl-C stops it, the others wait. */
static void watch_keys(hako_vm *vm)
{
    int c = repl.waiting < AHEAD ? uart_get(false) : NO_KEY;
    if (c == CTRL_C) {
        hako_stop(vm);                                  /* no handler of it runs, nor `finally` */
        repl.running = false;
        say("^C stopped\n");
        prompt();
    } else if (c != NO_KEY)
        repl.ahead[(repl.first + repl.waiting++) % AHEAD] = (char)c;
}

static void show_value(hako_vm *vm)
{
    hako_scope scope = hako_scope_open(vm);             /* a main loop that makes handles gives them back */
    hako_val v = hako_result(vm);
    if (hako_typeof(vm, v) != HAKO_UNDEFINED) hako_dump(vm, v, NULL);
    hako_scope_close(vm, scope);
}

/* Some steps of the line, or of timers and promises that earlier ones left. */
static void step(hako_vm *vm)
{
    hako_status status = hako_step(vm, STEPS);
    if (status == HAKO_FAILED) hako_report(vm);         /* "Uncaught TypeError: ...", and where */
    if (!repl.running || status == HAKO_MORE) return;
    if (status != HAKO_FAILED) show_value(vm);
    repl.running = false;
    prompt();
}

int main(void)
{
    hako_vm *vm = hako_open(arena, sizeof arena, &port);
    if (!vm) return 1;
    uart_open();
#ifdef BOARD
    hako_cortexm_start_clock(CYCLES_PER_MS);
#endif
    hako_install(vm, HAKO_TIMERS | HAKO_CONSOLE);
    say("Hako " HAKO_VERSION "\n");
    prompt();
    for (;;) {
        if (repl.running) watch_keys(vm);
        else {
            int c = next_key();
            if (c == CTRL_D) break;
            if (c != NO_KEY) edit(vm, c);
        }
        step(vm);
    }
    say("\n");
    hako_close(vm);
    return 0;
}
