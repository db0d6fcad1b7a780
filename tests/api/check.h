/* What the tests of the API share: the engine itself, checks, a port that remembers, sources as C strings. */
#ifndef TESTS_API_CHECK_H
#define TESTS_API_CHECK_H
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define HAKO_TESTING
#ifdef HAKO_LINKED                  /* a test that uses what is public, and nothing else: the engine comes from another object */
#  include "hako.h"
#  define HK_UNUSED __attribute__((unused))
#else
#  define HAKO_IMPLEMENTATION
#  include "../../src/hako.c"
#endif

static int passed, failed;
static const char *group = "";

static void check_at(int line, bool ok, const char *what)
{
    if (ok) passed++;
    else {
        failed++;
        printf("FAILED line %d (%s): %s\n", line, group, what);
    }
}
#define CHECK(condition) check_at(__LINE__, (condition), #condition)

/* What was printed, at which level last. */
static struct { char text[4096]; size_t length; int level; } printed;
static void print(void *context, int level, const char *text, size_t length)
{
    (void)context;
    printed.level = level;
    if (length > sizeof printed.text - 1 - printed.length) length = sizeof printed.text - 1 - printed.length;
    memcpy(printed.text + printed.length, text, length);
    printed.length += length;
    printed.text[printed.length] = '\0';
}
static const hako_port port = { .print = print };
HK_UNUSED static const char *take_printed(void)
{
    static char copy[sizeof printed.text];
    memcpy(copy, printed.text, sizeof copy);
    printed.length = 0;
    printed.text[0] = '\0';
    return copy;
}

/* A VM in a block from malloc, of just its size, so that the sanitizer sees what goes beyond it. */
static hako_vm *open_vm(size_t size)
{
    void *memory = malloc(size);
    hako_vm *vm;
    if (!memory) exit(3);
    memset(memory, 0xA5, size);
    vm = hako_open(memory, size, &port);
    if (!vm) free(memory);
    return vm;
}
static void close_vm(hako_vm *vm)
{
    hako_close(vm);
    free(vm);
}

static hako_status eval(hako_vm *vm, const char *source, hako_val *result)
{
    return hako_eval(vm, "test", source, strlen(source), result);
}
HK_UNUSED static hako_status start(hako_vm *vm, const char *source) { return hako_start(vm, "test", source, strlen(source)); }

static const char *text_of(hako_vm *vm, hako_val v)
{
    static char text[8][256];
    static int next;
    next = (next + 1) % 8;
    hako_to_string(vm, v, text[next], sizeof text[next]);
    return text[next];
}
/* The value of a source as text; of a failure its exception. */
HK_UNUSED static const char *value_of(hako_vm *vm, const char *source)
{
    hako_val v;
    return eval(vm, source, &v) == HAKO_DONE ? text_of(vm, v) : text_of(vm, hako_exception(vm));
}
HK_UNUSED static bool same(const char *a, const char *b)
{
    if (!strcmp(a, b)) return true;
    printf("  got \"%s\", expected \"%s\"\n", a, b);
    return false;
}
/* Does taking the pending exception give an error that begins so? */
HK_UNUSED static bool threw(hako_vm *vm, const char *begin)
{
    const char *text;
    if (!hako_failed(vm)) return printf("  nothing is pending\n"), false;
    text = text_of(vm, hako_exception(vm));
    if (!strncmp(text, begin, strlen(begin)) && !hako_failed(vm)) return true;
    printf("  threw \"%s\", expected \"%s\"\n", text, begin);
    return false;
}
HK_UNUSED static bool is_undefined(hako_vm *vm, hako_val v) { return hako_typeof(vm, v) == HAKO_UNDEFINED; }

#define RUN(test) do { group = #test; test(); if (getenv("TIMES")) printf("%s %.1f s\n", #test, (double)clock() / CLOCKS_PER_SEC); } while (0)
static int finish(void)
{
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
#endif
