/* Tests of src/base/decimal.h: cases worked out elsewhere (cases.h), and texts. Prints 'N passed, N failed'. */
#include "../../src/base/decimal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static long passed, failed;

static void check(bool ok, const char *what, const char *got)
{
    if (ok) passed++;
    else if (failed++ < 30) printf("FAILED %s: got %s\n", what, got);
}

static hk_dec read(const char *text)
{
    hk_exact w;
    hk_dec d;
    unsigned kind = hk_exact_parse(&w, text, (uint32_t)strlen(text));
    if (kind == HK_DEC_FINITE) hk_dec_done(&d, &w);
    else hk_dec_special(&d, kind, w.negative);
    return d;
}

static const char *show(const hk_dec *d)
{
    static char text[HK_DEC_TEXT_MAX + 1];
    text[hk_dec_text(d, text)] = '\0';
    return text;
}

static const struct { const char *op, *a, *b, *result; } cases[] = {
#include "cases.h"
};

static void test_case(const char *op, const char *left, const char *right, const char *result)
{
    static char text[8192];
    char what[400];
    hk_dec a = read(left), b = read(right), r = a;
    switch (op[0]) {
    case '+': hk_dec_add(&r, &a, &b, false); break;
    case '-': hk_dec_add(&r, &a, &b, true); break;
    case '*': hk_dec_multiply(&r, &a, &b); break;
    case '/': hk_dec_divide(&r, &a, &b); break;
    case '%': hk_dec_remainder(&r, &a, &b); break;
    case 's': hk_dec_root(&r, &a); break;
    case 'R': case 'F': hk_dec_round(&r, &a, atoi(right), (unsigned)(op[1] - '0')); break;
    default:  break;
    }
    snprintf(what, sizeof what, "%s %s %s = %s", left, op, right, result);
    if (op[0] == 'F') {
        uint32_t n = hk_dec_plain(&r, atoi(right), NULL);
        text[hk_dec_plain(&r, atoi(right), text)] = '\0';
        check(n == strlen(text) && strcmp(text, result) == 0, what, text);
    } else {
        check(strcmp(show(&r), result) == 0, what, show(&r));
        hk_dec again = read(show(&r));
        check(memcmp(&again, &r, sizeof r) == 0, what, "another number when read back");
    }
}

static void test_texts(void)
{
    static const char *const bad[] = { "", "-", "+", ".", "e5", "1e", "1e+", "1e-", "1.2.3", "1x", "0x10", "1e5.", "--1", "infinity", "-NaN", "1 2",
                                       "1_0", "1e1e1", "Infinity1", "1n" };
    static const char *const good[][2] = { { "5.", "5" }, { ".5", "0.5" }, { "+1.50", "1.50" }, { "1E3", "1e+3" }, { "-0", "-0" }, { "-0.00", "-0.00" },
        { "0.000001", "0.000001" }, { "0.0000001", "1e-7" }, { "1e99999999999999999999", "Infinity" }, { "-1e-99999999999999999999", "-0e-6176" },
        { "1e400", "1e+400" }, { "12345678901234567890123456789012345", "1.234567890123456789012345678901234e+34" },
        { "0.00000000000000000000000000000000000000000000000000000000000000000000000000000000001e83", "1" } };
    hk_exact w;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check(hk_exact_parse(&w, bad[i], (uint32_t)strlen(bad[i])) == HK_DEC_NONE, bad[i], "a number");
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        test_case("=", good[i][0], "", good[i][1]);
}

static void test_order(void)
{
    static const char *const order[] = { "-Infinity", "-9.999999999999999999999999999999999e6144", "-1e34", "-1.01", "-1.00", "-1e-6176", "0", "1e-6176", "1e-6175",
        "0.9999999999999999999999999999999999", "1", "1.000000000000000000000000000000001", "1e1", "1e6144", "Infinity" };
    hk_dec none = read("NaN");
    for (int i = 0; i < (int)(sizeof order / sizeof *order); i++) {
        hk_dec a = read(order[i]);
        for (int k = 0; k < (int)(sizeof order / sizeof *order); k++) {
            hk_dec b = read(order[k]);
            check(hk_dec_compare(&a, &b) == (i > k) - (i < k), order[i], order[k]);
        }
        check(hk_dec_compare(&a, &none) == HK_DEC_UNORDERED && hk_dec_compare(&none, &a) == HK_DEC_UNORDERED, order[i], "an order with NaN");
    }
    hk_dec zero = read("-0.00"), other = read("0e6000"), one = read("1.000"), same = read("1");
    check(hk_dec_compare(&zero, &other) == 0 && hk_dec_compare(&one, &same) == 0, "equal numbers", "an order");
}

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        test_case(cases[i].op, cases[i].a, cases[i].b, cases[i].result);
    test_texts();
    test_order();
    printf("%ld passed, %ld failed\n", passed, failed);
    return failed != 0;
}
