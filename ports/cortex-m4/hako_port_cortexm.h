/* hako_port_cortexm.h - Hako on a Cortex-M with a debugger or emulator attached: console by semihosting, clock from SysTick.
 *
 * Call hako_cortexm_start_clock(cycles per millisecond) for a clock, and hako_cortexm_tick() from SysTick_Handler; without, the
 * clock stands at 0. On a board of your own, replace the console by your UART: print is all that has to change. */
#ifndef HAKO_PORT_CORTEXM_H
#define HAKO_PORT_CORTEXM_H

#include "hako.h"

enum { HAKO_SYS_OPEN = 0x01, HAKO_SYS_WRITEC = 0x03, HAKO_SYS_WRITE = 0x05, HAKO_SYS_EXIT_EXTENDED = 0x20 };

static inline int hako_semihost(int operation, const void *argument)
{
    register int r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

static inline void hako_cortexm_write(const char *text, size_t length)
{
    static int handle;                                      /* of the debugger's console: + 1, 0 not opened yet */
    if (!handle) {
        const struct { const char *name; uint32_t mode, length; } open = { ":tt", 4, 3 };
        handle = hako_semihost(HAKO_SYS_OPEN, &open) + 1;
    }
    if (handle > 0) {
        const struct { uint32_t handle; const char *text; uint32_t length; } block =
            { (uint32_t)handle - 1, text, (uint32_t)length };
        hako_semihost(HAKO_SYS_WRITE, &block);
    } else {
        for (size_t i = 0; i < length; i++) hako_semihost(HAKO_SYS_WRITEC, &text[i]);
    }
}

static inline void hako_cortexm_exit(int status)
{
    const struct { uint32_t reason, status; } block = { 0x20026, (uint32_t)status };    /* ADP_Stopped_ApplicationExit */
    hako_semihost(HAKO_SYS_EXIT_EXTENDED, &block);
}

static volatile uint32_t hako_cortexm_milliseconds;

static inline void hako_cortexm_tick(void) { hako_cortexm_milliseconds = hako_cortexm_milliseconds + 1; }

static inline void hako_cortexm_start_clock(uint32_t cycles_per_millisecond)
{
    volatile uint32_t *systick = (volatile uint32_t *)(uintptr_t)0xE000E010u;
    systick[1] = cycles_per_millisecond - 1;
    systick[2] = 0;
    systick[0] = 7;                                         /* processor clock, interrupt, on */
}

static inline double hako_cortexm_now(void *context)
{
    (void)context;
    return (double)hako_cortexm_milliseconds;
}

static inline void hako_cortexm_print(void *context, int level, const char *text, size_t length)
{
    (void)context;
    (void)level;
    hako_cortexm_write(text, length);
}

#define HAKO_PORT_CORTEXM { .print = hako_cortexm_print, .now = hako_cortexm_now }

#endif
