/* Checks every function of src/unicode/unicode.h for every code point against expect.h, which tools/unicode.mjs makes
 * from the Unicode Character Database without going through the tables. With HAKO_WITH_UNICODE 0 it checks Latin-1
 * the same way and that beyond it nothing is known but spaces and the two joiners. */
#include <stdio.h>

#include "../../src/unicode/unicode.h"
#include "expect.h"

static int passed, failed;

static void check(bool ok, const char *what)
{
    if (ok) passed++;
    else {
        failed++;
        printf("FAILED: %s\n", what);
    }
}

/* ---- every code point -------------------------------------------------------------------------------------------- */

/* Stores what a function gives for cp, as the words that are hashed, and returns their number. */
typedef int probe_fn(uint32_t cp, uint32_t words[4]);

static int probe_id_start(uint32_t cp, uint32_t words[4]) { words[0] = hk_is_id_start(cp); return 1; }
static int probe_id_continue(uint32_t cp, uint32_t words[4]) { words[0] = hk_is_id_continue(cp); return 1; }
static int probe_space(uint32_t cp, uint32_t words[4]) { words[0] = hk_is_space(cp); return 1; }
static int probe_cased(uint32_t cp, uint32_t words[4]) { words[0] = hk_is_cased(cp); return 1; }
static int probe_case_ignorable(uint32_t cp, uint32_t words[4]) { words[0] = hk_is_case_ignorable(cp); return 1; }

static int probe_upper(uint32_t cp, uint32_t words[4])
{
    int length = hk_to_upper(cp, words + 1);
    words[0] = (uint32_t)length;
    words[1] -= cp;
    return 1 + length;
}

static int probe_lower(uint32_t cp, uint32_t words[4])
{
    int length = hk_to_lower(cp, words + 1);
    words[0] = (uint32_t)length;
    words[1] -= cp;
    return 1 + length;
}

static int probe_fold(uint32_t cp, uint32_t words[4]) { words[0] = hk_fold(cp) - cp; return 1; }

static uint32_t hash_block(probe_fn *probe, uint32_t block)
{
    uint32_t hash = 0x811C9DC5u, cp, words[4];
    for (cp = block << 8; cp < (block + 1) << 8; cp++) {
        int i, n = probe(cp, words);
        for (i = 0; i < n; i++) hash = (hash ^ words[i]) * 0x01000193u;
    }
    return hash;
}

#if !HAKO_WITH_UNICODE
/* Whether nothing is known of cp, which is beyond Latin-1. */
static bool is_plain(probe_fn *probe, uint32_t cp)
{
    uint32_t words[4];
    int n = probe(cp, words);
    if (n == 2) return words[0] == 1 && words[1] == 0;
    return n == 1 && words[0] == (probe == probe_id_continue && (cp == 0x200C || cp == 0x200D));
}
#endif

static void check_all(const char *name, probe_fn *probe, const struct expectation *expected, size_t count)
{
    uint32_t block, wrong = 0, first_wrong = 0;
    size_t i = 0;
    for (block = 0; block <= 0x10FF; block++) {
        bool ok;
        while (i + 1 < count && expected[i + 1].block <= block) i++;
#if HAKO_WITH_UNICODE
        ok = hash_block(probe, block) == expected[i].hash;
#else
        if (block == 0 || probe == probe_space) ok = hash_block(probe, block) == expected[i].hash;
        else {
            uint32_t cp;
            ok = true;
            for (cp = block << 8; cp < (block + 1) << 8; cp++) ok = ok && is_plain(probe, cp);
        }
#endif
        if (!ok && wrong++ == 0) first_wrong = block;
    }
    check(wrong == 0, name);
    if (wrong > 0)
        printf("  %lu blocks are wrong, the first is U+%04lX\n", (unsigned long)wrong, (unsigned long)first_wrong << 8);
}

#define CHECK_ALL(name) check_all(#name, probe_##name, expect_##name, HK_COUNT(expect_##name))

/* ---- by hand: guards against a mistake the generator makes in tables and expectations alike ---------------------- */

static bool maps(int length, const uint32_t *out, uint32_t a, uint32_t b, uint32_t c)
{
    return length == (b == 0 ? 1 : c == 0 ? 2 : 3) && out[0] == a && (b == 0 || out[1] == b) && (c == 0 || out[2] == c);
}

static void upper(uint32_t cp, uint32_t a, uint32_t b, uint32_t c, const char *what)
{
    uint32_t out[3];
    int length = hk_to_upper(cp, out);
    check(maps(length, out, a, b, c), what);
}

static void lower(uint32_t cp, uint32_t a, uint32_t b, uint32_t c, const char *what)
{
    uint32_t out[3];
    int length = hk_to_lower(cp, out);
    check(maps(length, out, a, b, c), what);
}

static void check_samples(void)
{
    check(hk_is_id_start('$') && hk_is_id_start('_') && hk_is_id_start('z') && !hk_is_id_start('9'), "ASCII starts");
    check(hk_is_id_continue('9') && !hk_is_id_continue('@') && !hk_is_id_continue('['), "ASCII parts");
    check(hk_is_id_start(0xAA) && !hk_is_id_start(0xD7) && hk_is_id_continue(0xB7), "Latin-1 identifiers");
    check(hk_is_id_continue(0x200C) && hk_is_id_continue(0x200D) && !hk_is_id_start(0x200C), "joiners");
    check(hk_is_space(0xFEFF) && hk_is_space(0x2028) && hk_is_space('\v'), "spaces");
    check(!hk_is_space(0x180E) && !hk_is_space(0x200B) && !hk_is_space(0), "no spaces");
    check(hk_is_case_ignorable('\'') && hk_is_case_ignorable(0xAD) && !hk_is_case_ignorable('a'), "case-ignorable");
    check(!hk_is_id_start(0xD800) && !hk_is_id_continue(0xDFFF), "surrogates");
    check(!hk_is_id_start(0x110000) && !hk_is_id_continue(UINT32_MAX) && !hk_is_cased(0x7FFFFFFF)
        && !hk_is_case_ignorable(0x200000) && !hk_is_space(UINT32_MAX), "no code point");
    upper(UINT32_MAX, UINT32_MAX, 0, 0, "no code point, upper");
    lower(0x80000041u, 0x80000041u, 0, 0, "no code point, lower");
    upper('q', 'Q', 0, 0, "q");
    upper(0xDF, 'S', 'S', 0, "sharp s");
    upper(0xFF, 0x178, 0, 0, "y with diaeresis");
    upper(0xB5, 0x39C, 0, 0, "micro sign");
    lower(0xD7, 0xD7, 0, 0, "multiplication sign");
    lower(0xDE, 0xFE, 0, 0, "thorn");
#if HAKO_WITH_UNICODE
    check(hk_is_id_start(0x4E00) && hk_is_id_start(0x3131) && hk_is_id_start(0x2118) && !hk_is_id_start(0x2E2F),
        "identifier starts");
    check(hk_is_id_continue(0x0301) && !hk_is_id_start(0x0301) && hk_is_id_continue(0xE01EF), "combining marks");
    check(hk_is_cased(0x1D400) && hk_is_cased(0x2B0) && hk_is_case_ignorable(0x2B0) && !hk_is_cased(0x4E00), "cased");
    lower(0x130, 'i', 0x307, 0, "capital i with dot");
    lower(0x1E9E, 0xDF, 0, 0, "capital sharp s");
    lower(0x212A, 'k', 0, 0, "kelvin sign");
    lower(0x178, 0xFF, 0, 0, "capital y with diaeresis");
    lower(0x3A3, 0x3C3, 0, 0, "sigma");
    lower(0x13A0, 0xAB70, 0, 0, "Cherokee");
    lower(0x10400, 0x10428, 0, 0, "Deseret");
    upper(0x3C2, 0x3A3, 0, 0, "final sigma");
    upper(0x1C6, 0x1C4, 0, 0, "dz");
    upper(0x1C5, 0x1C4, 0, 0, "Dz");
    upper(0x10D0, 0x1C90, 0, 0, "Georgian");
    upper(0x1F80, 0x1F08, 0x399, 0, "alpha with iota below");
    upper(0x1FB7, 0x391, 0x342, 0x399, "alpha with perispomeni and iota below");
    upper(0xFB03, 'F', 'F', 'I', "ligature ffi");
    upper(0x1E943, 0x1E921, 0, 0, "Adlam");
#else
    upper(0x430, 0x430, 0, 0, "Cyrillic stays");
#endif
}

int main(void)
{
    CHECK_ALL(id_start);
    CHECK_ALL(id_continue);
    CHECK_ALL(space);
    CHECK_ALL(cased);
    CHECK_ALL(case_ignorable);
    CHECK_ALL(upper);
    CHECK_ALL(lower);
    CHECK_ALL(fold);
    check_samples();
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
