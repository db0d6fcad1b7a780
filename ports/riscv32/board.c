/* board.c - RV32IMAC, QEMU's `virt` machine: start-up, traps, stack painting, console. Loaded at 0x80000000 without firmware. */
#include "../board.h"
#include "hako_port_riscv32.h"

extern uint32_t link_bss[], link_bss_end[], link_stack[], link_stack_top[];

void reset(void);
void start(void);
void trap(void);

const hako_port board_port = HAKO_PORT_RISCV32;

enum { PAINT = 0x5AFE57AC };

/* The first instructions: there is no stack yet. */
__attribute__((naked, section(".reset"), used)) void reset(void)
{
    __asm__ volatile(
        ".option push\n.option norelax\nla gp, __global_pointer$\n.option pop\n"
        ".option arch, +zicsr\n"
        "la sp, link_stack_top\n"
        "la t0, trap\n"
        "csrw mtvec, t0\n"
        "j start\n");
}

void start(void)
{
    uint32_t *to, *here = __builtin_frame_address(0);
    for (to = link_bss; to < link_bss_end;) *to++ = 0;
    for (to = link_stack; to < here - 32;) *to++ = PAINT;
    board_exit(main());
}

__attribute__((aligned(4))) void trap(void)
{
    board_write("trap\n", 5);
    board_exit(139);
}

void board_write(const char *text, size_t length) { hako_riscv32_write(text, length); }

size_t board_stack_used(void)
{
    const volatile uint32_t *at = link_stack;
    while (at < link_stack_top && *at == PAINT) at++;
    return (size_t)(link_stack_top - at) * sizeof *at;
}

_Noreturn void board_exit(int status)
{
    for (;;) hako_riscv32_exit(status);
}
