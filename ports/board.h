/* board.h - what a bare-metal example or test needs from its board: a port for Hako and a little besides. Implemented once per
 * target in ports/TARGET/board.c, which also starts the machine and calls main. */
#ifndef BOARD_H
#define BOARD_H

#include "hako.h"

extern const hako_port board_port;                          /* console, clock */

void board_write(const char *text, size_t length);          /* to the console */
size_t board_stack_used(void);                              /* most bytes of C stack used since reset (by painting) */
_Noreturn void board_exit(int status);                      /* stops the machine */

int main(void);

#endif
