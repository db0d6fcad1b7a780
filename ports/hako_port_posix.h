/* hako_port_posix.h - Hako on Linux, macOS and other POSIX systems: console on standard output and error, clock, entropy, sleep.
 *
 *     #include "hako.h"
 *     #include "ports/hako_port_posix.h"
 *     hako_vm *vm = hako_open(arena, sizeof arena, &hako_port_posix);
 *
 * Compiles under -std=c11 without feature test macros. */
#ifndef HAKO_PORT_POSIX_H
#define HAKO_PORT_POSIX_H

#include <stdio.h>
#include <sys/select.h>
#include <sys/time.h>
#include <time.h>

/* Warnings and errors go to standard error. */
static inline void hako_posix_print(void *context, int level, const char *text, size_t length)
{
    FILE *stream = level == HAKO_WARN || level == HAKO_ERROR ? stderr : stdout;
    (void)context;
    if (stream == stderr) fflush(stdout);               /* keep the order of the two */
    fwrite(text, 1, length, stream);
}

static inline double hako_posix_now(void *context)
{
    struct timespec t;
    (void)context;
    if (timespec_get(&t, TIME_UTC) != TIME_UTC) return 0;
    return (double)t.tv_sec * 1000.0 + (double)(t.tv_nsec / 1000000);
}

/* Without _DEFAULT_SOURCE or the like there may be no such clock: then the time of day does. */
static inline double hako_posix_ticks(void *context)
{
#ifdef CLOCK_MONOTONIC
    struct timespec t;
    (void)context;
    if (clock_gettime(CLOCK_MONOTONIC, &t) == 0) return (double)t.tv_sec * 1000.0 + (double)t.tv_nsec / 1e6;
#endif
    return hako_posix_now(context);
}

static inline void hako_posix_entropy(void *context, void *bytes, size_t n)
{
    FILE *f = fopen("/dev/urandom", "rb");
    unsigned char *at = bytes;
    size_t got = 0, i;
    (void)context;
    if (f) {
        got = fread(bytes, 1, n, f);
        fclose(f);
    }
    for (i = got; i < n; i++) {                         /* no such device: the clock is better than nothing */
        struct timespec t;
        timespec_get(&t, TIME_UTC);
        at[i] = (unsigned char)(t.tv_nsec >> (i % 4 * 7));
    }
}

static inline void hako_posix_idle(void *context, double milliseconds)
{
    struct timeval t;
    (void)context;
    if (!(milliseconds > 0)) return;
    if (milliseconds > 1e9) milliseconds = 1e9;
    t.tv_sec = (time_t)(milliseconds / 1000.0);
    t.tv_usec = (suseconds_t)((milliseconds - (double)t.tv_sec * 1000.0) * 1000.0);
    select(0, NULL, NULL, NULL, &t);
}

#ifndef __cplusplus     /* where they are declared anyway */
struct tm *localtime_r(const time_t *t, struct tm *into);
struct tm *gmtime_r(const time_t *t, struct tm *into);
#endif

/* The zone of the environment (TZ): what local and universal time differ by. */
static inline int hako_posix_zone(void *context, double utc)
{
    double seconds = utc / 1000.0;
    time_t t = (time_t)seconds;
    struct tm here, there;
    int day;
    (void)context;
    if ((double)t > seconds) t--;
    if (!localtime_r(&t, &here) || !gmtime_r(&t, &there)) return 0;
    day = here.tm_year != there.tm_year ? (here.tm_year > there.tm_year ? 1 : -1) : here.tm_yday - there.tm_yday;
    return (((day * 24 + here.tm_hour - there.tm_hour) * 60 + here.tm_min - there.tm_min) * 60 + here.tm_sec - there.tm_sec) / 60;
}

static const hako_port hako_port_posix = {
    NULL, hako_posix_print, hako_posix_now, hako_posix_entropy, hako_posix_idle, hako_posix_ticks,
    hako_posix_zone
};

#endif
