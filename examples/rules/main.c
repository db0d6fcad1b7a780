/* main.c - a rules engine: what an order costs is decided by a script, over the host's own data.
 *
 * What it shows: a table of the host's that scripts see as an array (map, filter, for-of, JSON), though nothing is copied: rows are asked for
 * as they are read; rows as objects over C structs; money as Decimals, which are exact: the host has whole cents, scripts see 49.50; a limit
 * on the steps of a rule; rules that are called one by one, so that one which fails does not stop the others.
 *
 *     make examples; build/examples/rules examples/rules/rules.js */
#include <stdio.h>

#define HAKO_WITH_DECIMAL 1
#define HAKO_IMPLEMENTATION
#include "hako.h"

enum { ARENA = 48 * 1024, STEPS = 50000 };
static uint64_t arena[ARENA / 8];

/* ---- the host's data ---------------------------------------------------------------------------------------------------- */

typedef struct { char article[16]; uint16_t group, count; int32_t price; } line;       /* price of one, in cents */
static const char *const groups[] = { "book", "food", "toy", NULL };
static line lines[] = {
    { "Atlas", 0, 1, 4950 }, { "Tea", 1, 12, 379 }, { "Kite", 2, 2, 1999 }, { "Novel", 0, 3, 1295 }, { "Honey", 1, 1, 649 }
};
enum { LINES = sizeof lines / sizeof *lines };
static unsigned rows_read;

/* ---- what scripts see of it --------------------------------------------------------------------------------------------- */

static const hako_field line_fields[] = {
    HAKO_FIELD_READ_ONLY(line, article, HAKO_FIELD_TEXT),
    { "group", HAKO_FIELD_ENUM, offsetof(line, group), sizeof lines->group, 0, true, NULL, groups },
    HAKO_FIELD_READ_ONLY(line, count, HAKO_FIELD_UINT16),
};
static hako_val line_price(hako_vm *vm, hako_val self, int argc, const hako_val *argv);
static const hako_member line_members[] = { { .name = "price", .get = line_price } };
static const hako_class line_class = {
    .name = "Line", .fields = line_fields, .field_count = sizeof line_fields / sizeof *line_fields,
    .members = line_members, .member_count = sizeof line_members / sizeof *line_members
};

static hako_val line_price(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    const line *l = hako_data(vm, self, &line_class);
    (void)argc, (void)argv;
    return l ? hako_decimal_scaled(vm, l->price, 2) : hako_undefined();
}

static uint32_t order_length(hako_vm *vm, hako_val self)
{
    (void)vm, (void)self;
    return LINES;
}
static bool order_get(hako_vm *vm, hako_val self, const hako_name *name, hako_val *value)
{
    (void)self;
    if (name->text || name->index >= LINES) return false;      /* `length`, and the methods of arrays, are there without us */
    rows_read++;
    *value = hako_instance(vm, &line_class, &lines[name->index]);
    return true;
}
static const hako_exotic order_hooks = { .get = order_get, .length = order_length, .array = true };    /* no `set`: read-only */
static const hako_class order_class = { .name = "Order", .exotic = &order_hooks };

static void print(void *context, int level, const char *text, size_t length)
{
    (void)context, (void)level;
    printf("%.*s", (int)length, text);
}
static const hako_port port = { .print = print };

/* ---- the rules ------------------------------------------------------------------------------------------------------------ */

/* A rule is { name, apply(order) }; it gives what the order is to be changed by, a Decimal. *cents: the same, if it is exact so. */
static bool apply(hako_vm *vm, hako_val rule, hako_val order, int64_t *cents)
{
    char name[40], amount[48];
    hako_val result;
    rows_read = 0;
    hako_to_string(vm, hako_get(vm, rule, "name"), name, sizeof name);
    if (hako_call(vm, hako_get(vm, rule, "apply"), rule, 1, &order, &result) == HAKO_DONE &&
        hako_decimal_to_scaled(vm, result, 2, cents)) {
        hako_to_decimal_text(vm, result, amount, sizeof amount);
        printf("%-18s %8s   (%u rows read)\n", name, amount, rows_read);
        return true;
    }
    if (hako_stopped(vm)) printf("%-18s takes too long: it is left out\n", name);
    else {
        printf("%-18s fails: ", name);
        fflush(stdout);
        hako_report(vm);
    }
    return false;
}

static char source[8 * 1024];

int main(int argc, char **argv)
{
    static const hako_limits limits = { .call = STEPS };
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    hako_vm *vm = hako_open(arena, sizeof arena, &port);
    hako_val rules, order;
    int64_t total = 0, cents;
    char text[48];
    size_t length;
    if (!file || !vm) {
        fputs("usage: rules RULES.js\n", stderr);
        return 2;
    }
    length = fread(source, 1, sizeof source, file);
    fclose(file);

    hako_set_limits(vm, &limits);
    hako_class_define(vm, &line_class);
    hako_class_define(vm, &order_class);
    hako_install(vm, HAKO_DECIMAL);
    order = hako_instance(vm, &order_class, NULL);
    if (hako_eval(vm, argv[1], source, length, &rules) != HAKO_DONE) {
        hako_report(vm);
        return 1;
    }
    for (uint32_t i = 0, n = (uint32_t)hako_to_int(vm, hako_get(vm, rules, "length")); i < n; i++) {
        hako_scope scope = hako_scope_open(vm);
        if (apply(vm, hako_get_index(vm, rules, i), order, &cents)) total += cents;
        hako_scope_close(vm, scope);
    }
    hako_to_decimal_text(vm, hako_decimal_scaled(vm, total, 2), text, sizeof text);
    printf("%-18s %8s\n", "total", text);
    hako_close(vm);
    return 0;
}
