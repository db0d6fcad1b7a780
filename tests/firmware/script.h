/* The script of an image; tests/firmware/embed.c writes the file that defines these. */
#ifndef FIRMWARE_SCRIPT_H
#define FIRMWARE_SCRIPT_H
#include <stdint.h>
extern const char script_name[];
extern const unsigned char script_text[];
extern const uint32_t script_length;
extern uint64_t script_arena[];
extern const uint32_t script_arena_size;
#endif
