/* The script of a firmware, as source or as an image of Hako's; tests/firmware/embed.c writes the file that defines these. */
#ifndef FIRMWARE_SCRIPT_H
#define FIRMWARE_SCRIPT_H
#include <stdint.h>
extern const char script_name[];
extern const _Alignas(8) unsigned char script_text[];
extern const uint32_t script_length;
extern uint64_t script_arena[];
extern const uint32_t script_arena_size;
#endif
