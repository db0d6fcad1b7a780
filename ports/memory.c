/* memory.c - the four functions that a freestanding compiler expects its environment to have. Words where both sides are aligned
 * alike, bytes elsewhere. Compile without -ftree-loop-distribute-patterns, or they would call themselves. */
#include <stddef.h>
#include <stdint.h>

void *memcpy(void *restrict to, const void *restrict from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *to, int byte, size_t n);
int memcmp(const void *a, const void *b, size_t n);

typedef uint32_t __attribute__((may_alias)) word;

void *memcpy(void *restrict to, const void *restrict from, size_t n)
{
    unsigned char *d = to;
    const unsigned char *s = from;
    if ((((uintptr_t)d ^ (uintptr_t)s) & 3) == 0) {
        for (; n && ((uintptr_t)d & 3); n--) *d++ = *s++;
        for (; n >= 4; n -= 4, d += 4, s += 4) *(word *)(void *)d = *(const word *)(const void *)s;
    }
    for (; n; n--) *d++ = *s++;
    return to;
}

void *memmove(void *to, const void *from, size_t n)
{
    unsigned char *d = to;
    const unsigned char *s = from;
    if ((uintptr_t)d - (uintptr_t)s >= n) {                 /* no overlap, or the destination comes first */
        if ((((uintptr_t)d ^ (uintptr_t)s) & 3) == 0) {
            for (; n && ((uintptr_t)d & 3); n--) *d++ = *s++;
            for (; n >= 4; n -= 4, d += 4, s += 4) *(word *)(void *)d = *(const word *)(const void *)s;
        }
        for (; n; n--) *d++ = *s++;
    } else {
        d += n;
        s += n;
        if ((((uintptr_t)d ^ (uintptr_t)s) & 3) == 0) {
            for (; n && ((uintptr_t)d & 3); n--) *--d = *--s;
            for (; n >= 4; n -= 4) {
                d -= 4;
                s -= 4;
                *(word *)(void *)d = *(const word *)(const void *)s;
            }
        }
        for (; n; n--) *--d = *--s;
    }
    return to;
}

void *memset(void *to, int byte, size_t n)
{
    unsigned char *d = to;
    uint32_t pattern = (unsigned char)byte * UINT32_C(0x01010101);
    for (; n && ((uintptr_t)d & 3); n--) *d++ = (unsigned char)byte;
    for (; n >= 4; n -= 4, d += 4) *(word *)(void *)d = pattern;
    for (; n; n--) *d++ = (unsigned char)byte;
    return to;
}

int memcmp(const void *a, const void *b, size_t n)
{
    const unsigned char *x = a, *y = b;
    for (; n; n--, x++, y++)
        if (*x != *y) return *x < *y ? -1 : 1;
    return 0;
}
