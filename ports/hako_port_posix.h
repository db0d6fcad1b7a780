/* hako_port_posix.h - Hako on Linux, macOS and other POSIX systems: console on standard output and error, clock, entropy, sleep, modules
 * from files.
 *
 *     #include "hako.h"
 *     #include "ports/hako_port_posix.h"
 *     hako_vm *vm = hako_open(arena, sizeof arena, &hako_port_posix);
 *     hako_set_loader(vm, &hako_posix_loader);             // modules from files, if you want them
 *
 * Compiles under -std=c11 without feature test macros. */
#ifndef HAKO_PORT_POSIX_H
#define HAKO_PORT_POSIX_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
    unsigned char *at = (unsigned char *)bytes;
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

/* Misuse of the API, in builds with HAKO_DEBUGGING. */
static inline void hako_posix_warn(void *context, const char *message)
{
    (void)context;
    fprintf(stderr, "hako: %s\n", message);
}

static const hako_port hako_port_posix = {
    NULL, hako_posix_print, hako_posix_now, hako_posix_entropy, hako_posix_idle, hako_posix_ticks, hako_posix_zone, true, NULL,
    hako_posix_warn
};

#if HAKO_WITH_MODULES
/* Specifiers that begin with ./ or ../ are relative to the referrer's file; the name is a path without . and .. inside, so that each
 * file has one name. Others are names as they stand. */
static inline bool hako_posix_resolve(hako_vm *vm, void *context, const char *specifier, const char *referrer, char *name, size_t size)
{
    const char *slash = strrchr(referrer, '/'), *at = specifier;
    size_t n = 0;
    (void)vm;
    (void)context;
    if (strncmp(at, "./", 2) && strncmp(at, "../", 3)) {
        n = strlen(at);
        if (n < size) memcpy(name, at, n + 1);
        return n < size;
    }
    if (slash) n = (size_t)(slash - referrer) + 1;
    if (n >= size) return false;
    memcpy(name, referrer, n);                          /* name[0..n): the directory so far, with its slash at the end */
    while (*at) {
        size_t part = strcspn(at, "/"), last = n > 1 ? n - 1 : 0;
        bool slashed = at[part] == '/';
        while (last && name[last - 1] != '/') last--;
        if (part == 2 && !strncmp(at, "..", 2) && n > 0 && strncmp(name + last, "../", 3)) {
            if (last || name[0] != '/') n = last;       /* a directory less; there is none above the root */
        } else if (part && !(part == 1 && *at == '.')) {
            if (n + part + 1 >= size) return false;
            memcpy(name + n, at, part);
            n += part;
            if (slashed) name[n++] = '/';
        }
        at += part + slashed;
    }
    name[n] = '\0';
    return true;
}

/* Reads a file to its end; free() it. NULL: it cannot be read. */
static inline char *hako_posix_read(const char *path, size_t *length)
{
    FILE *f = fopen(path, "rb");
    size_t room = 1 << 16, n;
    char *text = f ? (char *)malloc(room) : NULL, *more;
    *length = 0;
    while (text && (n = fread(text + *length, 1, room - *length, f)) > 0) {
        *length += n;
        if (*length < room) continue;
        more = (char *)realloc(text, room *= 2);
        if (!more) free(text);
        text = more;
    }
    if (text && ferror(f)) {
        free(text);
        text = NULL;
    }
    if (f) fclose(f);
    return text;
}

static inline void hako_posix_load(hako_vm *vm, void *context, const hako_module_request *request)
{
    size_t length;
    bool json = request->type && !strcmp(request->type, "json");
    char *text = request->type && !json ? NULL : hako_posix_read(request->name, &length);
    (void)context;
    if (!text) {
        char message[HAKO_MAX_MODULE_NAME + 64];
        snprintf(message, sizeof message, request->type && !json ? "modules of type '%.60s' are not supported" : "cannot read module '%s'",
                 request->type && !json ? request->type : request->name);
        hako_module_fail(vm, request->id, message);
    } else if (json) {
        hako_module_json(vm, request->id, text, length);
    } else {
        hako_module_source(vm, request->id, text, length);
    }
    free(text);
}

static const hako_loader hako_posix_loader = { NULL, hako_posix_resolve, hako_posix_load };
#endif

#endif
