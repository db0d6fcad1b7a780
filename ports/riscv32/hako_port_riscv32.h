/* hako_port_riscv32.h - Hako on RV32 as QEMU's `virt` machine has it: console on the 16550 UART, clock from mtime. */
#ifndef HAKO_PORT_RISCV32_H
#define HAKO_PORT_RISCV32_H

#include "hako.h"

static inline void hako_riscv32_write(const char *text, size_t length)
{
    volatile uint8_t *uart = (volatile uint8_t *)(uintptr_t)0x10000000u;
    for (size_t i = 0; i < length; i++) {
        while (!(uart[5] & 0x20)) continue;                 /* until the transmitter is empty */
        uart[0] = (uint8_t)text[i];
    }
}

static inline void hako_riscv32_exit(int status)
{
    volatile uint32_t *finisher = (volatile uint32_t *)(uintptr_t)0x100000u;
    *finisher = status ? (uint32_t)status << 16 | 0x3333u : 0x5555u;
}

static inline double hako_riscv32_now(void *context)
{
    volatile uint32_t *mtime = (volatile uint32_t *)(uintptr_t)0x200BFF8u;     /* 10 MHz */
    uint32_t high, low;
    (void)context;
    do {
        high = mtime[1];
        low = mtime[0];
    } while (high != mtime[1]);
    return (double)(((uint64_t)high << 32 | low) / 10000u);
}

static inline void hako_riscv32_print(void *context, int level, const char *text, size_t length)
{
    (void)context;
    (void)level;
    hako_riscv32_write(text, length);
}

#define HAKO_PORT_RISCV32 { .print = hako_riscv32_print, .now = hako_riscv32_now }

#endif
