/* Sizes on a command line: "65536", "64k", "8m". */
#ifndef TOOLS_SIZE_H
#define TOOLS_SIZE_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

static inline bool parse_count(const char *text, uint64_t max, uint64_t *out)
{
    char *end;
    unsigned long long v;
    if (*text < '0' || *text > '9') return false;
    errno = 0;
    v = strtoull(text, &end, 10);
    if (errno || *end || v > max) return false;
    *out = v;
    return true;
}

static inline bool parse_size(const char *text, size_t *out)
{
    char *end;
    unsigned long long v, unit = 1;
    if (*text < '0' || *text > '9') return false;
    errno = 0;
    v = strtoull(text, &end, 10);
    if (*end == 'k' || *end == 'K') { unit = 1024; end++; }
    else if (*end == 'm' || *end == 'M') { unit = 1024 * 1024; end++; }
    if (errno || *end || v > UINT32_MAX / unit) return false;
    *out = (size_t)(v * unit);
    return true;
}

#endif
