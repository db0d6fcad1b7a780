/* board.c - Cortex-M4, as QEMU's mps2-an386 has it: vectors, start-up, stack painting, console by semihosting. */
#include "../board.h"
#include "hako_port_cortexm.h"

extern uint32_t link_data[], link_data_end[], link_data_load[], link_bss[], link_bss_end[], link_stack[], link_stack_top[];

void Reset_Handler(void);
void SysTick_Handler(void);
static void fault(void);

/* The initial stack pointer and the handlers of the core's exceptions. */
__attribute__((section(".vectors"), used)) static const struct { uint32_t *stack; void (*handlers[15])(void); } vectors = {
    link_stack_top,
    { Reset_Handler, fault, fault, fault, fault, fault, 0, 0, 0, 0, fault, fault, 0, fault, SysTick_Handler }
};

const hako_port board_port = HAKO_PORT_CORTEXM;

enum { PAINT = 0x5AFE57AC };

void Reset_Handler(void)
{
    uint32_t *from = link_data_load, *to, *here = __builtin_frame_address(0);
    for (to = link_data; to < link_data_end;) *to++ = *from++;
    for (to = link_bss; to < link_bss_end;) *to++ = 0;
    for (to = link_stack; to < here - 16;) *to++ = PAINT;
    board_exit(main());
}

void SysTick_Handler(void) { hako_cortexm_tick(); }

static void fault(void)
{
    board_write("fault\n", 6);
    board_exit(139);
}

void board_write(const char *text, size_t length) { hako_cortexm_write(text, length); }

size_t board_stack_used(void)
{
    const volatile uint32_t *at = link_stack;
    while (at < link_stack_top && *at == PAINT) at++;
    return (size_t)(link_stack_top - at) * sizeof *at;
}

_Noreturn void board_exit(int status)
{
    for (;;) hako_cortexm_exit(status);
}
