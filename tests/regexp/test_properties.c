/* Every property that \p{...} knows, under each of its names, against the hashes of expect.h, which tools/unicode.mjs makes from
 * the Unicode Character Database without going through the tables. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/unicode/properties.h"
#include "expect.h"

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The code points where the ranges of a property begin and end: what an odd number of the ranges given has for an edge. */
static uint32_t hash(hk_property *p)
{
    static uint32_t edges[20000];
    uint32_t lo, hi, result = 0x811C9DC5u;
    size_t n = 0, i;
    while (n + 2 <= HK_COUNT(edges) && hk_next_range(p, &lo, &hi)) {
        edges[n++] = lo;
        edges[n++] = hi + 1;
    }
    qsort(edges, n, sizeof *edges, compare);
    for (i = 0; i < n; i++) {
        if (i + 1 < n && edges[i] == edges[i + 1]) i++;
        else result = (result ^ edges[i]) * 0x01000193u;
    }
    return result;
}

int main(void)
{
    static const char *const wrong[] = { "", "=", "Lu=", "gc=", "sc=Lu", "gc=Latin", "L u", "lu", "Script", "Lu,Ll", "gc=Lu;", "In_Basic_Latin", "Latin" };
    int passed = 0, failed = 0;
    size_t i;
    hk_property p;
    for (i = 0; i < HK_COUNT(expect_properties); i++) {
        const char *name = expect_properties[i].name;
        if (hk_find_property(&p, (const uint8_t *)name, (uint32_t)strlen(name)) && hash(&p) == expect_properties[i].hash) passed++;
        else {
            failed++;
            printf("FAILED: %s\n", name);
        }
    }
    for (i = 0; i < HK_COUNT(wrong); i++) {
        if (!hk_find_property(&p, (const uint8_t *)wrong[i], (uint32_t)strlen(wrong[i]))) passed++;
        else {
            failed++;
            printf("FAILED: %s is no property\n", wrong[i]);
        }
    }
    printf("properties: %d passed, %d failed\n", passed, failed);
    return failed != 0;
}
