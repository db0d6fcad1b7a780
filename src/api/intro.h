/*
 * Hako is a JavaScript engine in one C header, for firmware, games and tools: it lives in the block of memory that you give
 * it, calls nothing but memcpy, memmove, memset and memcmp, and runs scripts in bounded steps, next to your own main loop.
 *
 *
 * HOW TO USE IT
 *
 * Put hako.h into your tree and include it where you need it. In ONE C file (C11 or later) define HAKO_IMPLEMENTATION before:
 *
 *     #define HAKO_IMPLEMENTATION
 *     #include "hako.h"
 *
 * The other files, C or C++, include it without. That is all: no build system, no library, no generated files.
 *
 *
 * A COMPLETE EXAMPLE
 *
 *     #include <stdio.h>
 *     #define HAKO_IMPLEMENTATION
 *     #include "hako.h"
 *
 *     static uint64_t arena[8192];                     // 64 KiB: all the memory there will ever be
 *
 *     static void print(void *context, int level, const char *text, size_t length)
 *     {
 *         (void)context; (void)level;
 *         printf("%.*s", (int)length, text);
 *     }
 *     static const hako_port port = { .print = print };
 *
 *     static hako_val led(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
 *     {
 *         (void)self;
 *         printf("led %d\n", hako_to_bool(vm, hako_arg(argc, argv, 0)));
 *         return hako_undefined();
 *     }
 *
 *     int main(void)
 *     {
 *         static const char source[] = "for (let i = 0; i < 4; i++) led(i % 2); console.log('done');";
 *         hako_vm *vm = hako_open(arena, sizeof arena, &port);
 *         if (!vm) return 1;
 *         hako_set_function(vm, hako_global(vm), "led", led, 1);
 *         hako_start(vm, "blink.js", source, sizeof source - 1);   // compiles; runs nothing yet
 *         for (;;) {
 *             switch (hako_step(vm, 1000)) {                       // at most 1000 steps, then back to us
 *             case HAKO_MORE:   break;                             // budget spent: call again
 *             case HAKO_IDLE:   break;                             // nothing to do before hako_wake_at(vm)
 *             case HAKO_DONE:   hako_close(vm); return 0;
 *             case HAKO_FAILED: hako_report(vm); return 1;         // uncaught exception: message, stack
 *             }
 *             // ... the rest of your main loop: it runs after every 1000 steps of the script, whatever that does ...
 *         }
 *     }
 *
 * Ready-made ports (console, clock, entropy) are in ports/: one header per platform. Firmware with a watchdog, a game loop and a
 * configuration file are in examples/.
 *
 *
 * FOUR THINGS TO KNOW
 *
 *   - Values (hako_val) are numbers and the like themselves, or handles: objects move in the arena, handles do not. A handle lives
 *     as long as its scope: that of a host function closes when it returns, a loop of yours opens one (hako_scope_open), and
 *     hako_keep holds a value until hako_drop.
 *   - Errors wait. What fails says so and leaves an exception pending; until it is taken (hako_exception, hako_report), the calls
 *     that would run a script or change an object do nothing. In a host function it is thrown into the script on return.
 *   - hako_step is bounded, hako_run, hako_eval and hako_call are not: they run to the end. A script that waits for the next frame
 *     or tick calls a function of yours that calls hako_pause.
 *   - Memory: small scripts run in 4 KiB, comfortable ones in 16 to 64 KiB; hako_get_figures tells how much it was. The C stack
 *     needs some 2 KiB, and while compiling some hundred bytes for each level of nesting (HAKO_MAX_NESTING).
 *
 *
 * WHAT YOU CAN RELY ON
 *
 *   - One arena. Everything the VM allocates lies in the block given to hako_open. No malloc, no libc, no writable globals, so
 *     any number of VMs live side by side. When it is full the script gets an error that it can catch.
 *   - Never on the C stack. A script's calls, however deep, do not recurse in C.
 *   - Every call returns. hako_step(vm, n) comes back after n steps, at any point of any script.
 *   - The same everywhere. Results, step counts and memory use are the same on every target and at every optimisation level.
 *   - Hostile input is boring. Any source text gives a result or an error: no crash, no hang.
 *
 * A VM must be used by one thread at a time; different VMs are independent.
 *
 *
 * MACROS
 *
 * Define them before the #include, on the command line, or in a file hako_config.h, which is taken if it is found beside
 * hako.h or in the include path (where the compiler has __has_include). The annotated hako_config.h of the
 * distribution lists every switch with its cost. All files that include hako.h should see the same settings.
 *
 *   HAKO_IMPLEMENTATION   in one C file: the body of the library is here
 *   HAKO_STATIC           every function is static: the library is for this one file only
 *   HAKO_API              what stands before each function's declaration, instead of `extern` (say, a DLL attribute)
 *   HAKO_CONFIG           the configuration file to include instead of "hako_config.h", in quotes
 *   HAKO_NO_CONFIG        do not look for hako_config.h
 *   HAKO_MAX_MODULE_NAME  bytes of the longest name that a module loader may give, on the C stack. Default 256
 *   HAKO_WITH_...         0: without that feature, to save flash. All are 1 by default; hako_config.h lists them
 *   HAKO_MAX_NESTING      how deep a source text may nest before it is a SyntaxError (bounds the C stack). See hako_config.h
 *   HAKO_DEBUGGING        1: misuse of handles is told to the port's `warn`. For development. Default 0
 *   HAKO_TESTING          adds the functions that the test suite uses; not for products
 *
 *
 * LICENCE
 *
 * MIT; the text is at the end of this file. The Unicode tables are made from the Unicode Character Database, (c) Unicode, Inc.,
 * under the Unicode License v3 (https://www.unicode.org/license.txt).
 */
#if defined(HAKO_CONFIG)
#  include HAKO_CONFIG
#elif !defined(HAKO_NO_CONFIG) && defined(__has_include)
#  if __has_include("hako_config.h")
#    include "hako_config.h" /* optional */
#  endif
#endif
