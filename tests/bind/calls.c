/* calls.c - calls what the headers of `hako bind` have for the modules beside it, rightly and wrongly, and prints what comes
 * of it: compared with calls.txt. It is C11 and C++17. STRESS in the environment: each allocation collects; FAIL_AT=N: the Nth
 * of each VM fails, and the output is another. */
#define HAKO_TESTING
#include "hako.h"
#include "ports/hako_port_posix.h"
#include "shapes_hako.h"
#include "documented_hako.h"
#include "declared_hako.h"
#include "contract_hako.h"
#include "embedded_hako.h"
#include "sourced_hako.h"
#include <inttypes.h>

static const char *const statuses[] = {
    "OK", "WAITING", "NOT_LOADED", "MISMATCH", "ARGUMENT", "RESULT", "THREW", "STOPPED", "MISUSE"
};
static hako_vm *vm;

/* One line: what was called, what it answered, the exception if there is one, then whatever else. */
static void tell(const char *what, hako_contract status)
{
    printf("%s: %s", what, statuses[status]);
    if (hako_failed(vm)) {
        char text[300];
        hako_to_string(vm, hako_exception(vm), text, sizeof text);
        printf(" [%s]", text);
    }
}
#define CALL(call, ...) (tell(#call, call), printf(" " __VA_ARGS__), putchar('\n'))

/* ---- a loader that answers for one module with another text ------------------------------------------------------ */

static const char *instead;
static bool resolve(hako_vm *v, void *context, const char *specifier, const char *referrer, char *name, size_t size)
{
    return hako_posix_resolve(v, context, specifier, referrer, name, size);
}
static void load(hako_vm *v, void *context, const hako_module_request *request)
{
    if (instead && !strstr(request->name, "nowhere")) hako_module_source(v, request->id, instead, strlen(instead));
    else hako_posix_load(v, context, request);
}
static const hako_loader loader = { NULL, resolve, load };

static uint64_t *arena;
enum { ARENA = 1 << 20 };
static void open_vm(void)
{
    arena = (uint64_t *)malloc(ARENA);
    if (!arena) exit(3);
    vm = hako_open(arena, ARENA, &hako_port_posix);
    if (getenv("STRESS")) hako_test_stress(vm, true);
    if (getenv("FAIL_AT")) hako_test_fail_at(vm, (uint32_t)atoi(getenv("FAIL_AT")));
    hako_set_loader(vm, &loader);
}
static void close_vm(void)
{
    printf("kept at the end: %u\n", (unsigned)hako_get_census(vm).kept);
    hako_close(vm);
    free(arena);
}

/* ---- calls ------------------------------------------------------------------------------------------------------- */

static void call_values(const shapes *m)
{
    double d = 0;
    int32_t i = 0;
    uint8_t byte = 0;
    int64_t big = 0;
    uint64_t ubig = 0;
    bool b = false, there = false;
    char text[40] = "";
    size_t n = 0;
    bool no = false;
    shapes_Mode mode = shapes_Mode_exact;
    hako_val v;
    CALL(shapes_add(m, 1.5, 2, &d), "%g", d);
    CALL(shapes_add(m, 1, 2, NULL), " ");
    CALL(shapes_widths(m, -5, 255, 1, &i), "%d", (int)i);
    CALL(shapes_widths(m, INT32_MAX, 1, 0, &i), " ");
    CALL(shapes_byte(m, 255, &byte), "%d", byte);
    CALL(shapes_byte(m, 256, &byte), " ");
    CALL(shapes_byte(m, 1.5, &byte), " ");
    CALL(shapes_twice(m, 4, &d), "%g", d);
    CALL(shapes_later(m, 4, text, sizeof text, &n), "%s %zu", text, n);
    CALL(shapes_optional(m, 1, NULL, 0, NULL, NULL, text, sizeof text, &n), "%s", text);
    CALL(shapes_optional(m, 1, "b", 1, &no, &mode, text, sizeof text, &n), "%s", text);
    CALL(shapes_maybe(m, "a\xC3\xA9", 3, text, sizeof text, &n, &there), "%s %zu %d", text, n, there);
    CALL(shapes_maybe(m, "", 0, text, sizeof text, &n, &there), "%d", there);
    CALL(shapes_maybe(m, "", 0, text, sizeof text, &n, NULL), " ");
    CALL(shapes_maybe(m, "abcd", 4, text, 8, &n, &there), "%zu %s", n, text);
    CALL(shapes_maybe(m, "abcd", 4, NULL, 0, &n, &there), "%zu", n);
    CALL(shapes_maybe(m, NULL, 4, text, 8, &n, &there), " ");
    CALL(shapes_maybeNumber(m, 3, &d, &there), "%g %d", d, there);
    CALL(shapes_maybeNumber(m, -3, &d, &there), "%d", there);
    CALL(shapes_lie(m, &d), " ");
    CALL(shapes_lieNull(m, text, sizeof text, &n, &there), " ");
    CALL(shapes_big(m, -21, &big), "%" PRId64, big);
    CALL(shapes_big(m, INT64_MAX, &big), " ");
    CALL(shapes_ubig(m, INT64_MAX, &ubig), "%" PRIu64, ubig);
    CALL(shapes_ubig(m, UINT64_MAX, &ubig), " ");
    CALL(shapes_not(m, false, &b), "%d", b);
    CALL(shapes_identity(m, hako_int(7), &v), "%d", (int)hako_to_int(vm, v));
    CALL(shapes_over(m, 4, &d), "%g", d);
    CALL(shapes_over_2(m, "ab", 2, 2, text, sizeof text, &n), "%s", text);
    CALL(shapes_isFine(m, hako_int(1), &b), "%d", b);
    CALL(shapes__dollar(m, 1, 2, 3, 4, &d), "%g", d);
    CALL(shapes__dollar_2(m, &d), "%g", d);
    CALL(shapes_default(m, 5, &d), "%g", d);
    CALL(shapes_geometry_area(m, 3, 4, &d), "%g", d);
    CALL(shapes_geometry_area_2(m, &d), "%g", d);
    CALL(shapes_geometry_inner_deep(m, &d), "%g", d);
    CALL(shapes_geometry_inner_get_depth(m, &d), "%g", d);
    CALL(shapes_solids_volume(m, 3, &d), "%g", d);
    CALL(shapes_get_calls(m, &d), "%g", d);
    CALL(shapes_get_nothing(m, text, sizeof text, &n, &there), "%d", there);
    shapes_get_table(m, &v);
    hako_object(vm);                                        /* would take the place of a handle that went with its scope */
    printf("table: %g\n", hako_to_number(vm, hako_get(vm, v, "a")));
    CALL(shapes_fail(m, "because", 7), " ");
    printf("constants: %s %d %d %g %g %d %" PRId64 " %d\n", shapes_VERSION, shapes_LIMIT, shapes_LOW, shapes_THIRD, shapes_HUGE,
           shapes_DEBUG, shapes_BIG, shapes_geometry_sides);
}

static void call_enums(const shapes *m)
{
    shapes_Rounding r = shapes_Rounding_Down;
    shapes_Flags f = shapes_Flags_None;
    shapes_Color c = shapes_Color_Red;
    shapes_Mode mode = shapes_Mode_fast;
    const char *way = "";
    CALL(shapes_round(m, shapes_Rounding_Nearest, &r), "%d", (int)r);
    CALL(shapes_round(m, shapes_Rounding_Up, &r), " ");
    CALL(shapes_round(m, (shapes_Rounding)3, &r), " ");
    CALL(shapes_flags(m, shapes_Flags_Read, &f), "%d", (int)f);
    CALL(shapes_color(m, shapes_Color_Red, &c), "%s", shapes_Color_text(c));
    CALL(shapes_color(m, shapes_Color_Green, &c), " ");
    CALL(shapes_setMode(m, shapes_Mode_empty, &mode), "%d", (int)mode);
    CALL(shapes_get_mode(m, &mode), "'%s'", shapes_Mode_text(mode));
    CALL(shapes_inline(m, "left", &way), "%s", way);
    CALL(shapes_inline(m, "right", &way), " ");
    CALL(shapes_inline(m, "up", &way), " ");
    CALL(shapes_inline(m, NULL, &way), " ");
    printf("levels: %d %d\n", shapes_Level_Low, shapes_Level_High);
}

static hako_val triple(hako_vm *v, hako_val self, int argc, const hako_val *argv)
{
    (void)self;
    return hako_number(3 * hako_to_number(v, hako_arg(argc, argv, 0)));
}
static void call_arrays(const shapes *m)
{
    const double xs[] = { 1, 2.5, -3 };
    const int32_t evens[] = { 2, 4 }, odd[] = { 3 };
    const uint8_t data[] = { 0, 1, 255 };
    const hako_val values[] = { hako_int(1), hako_bool(true), hako_null() };
    double out[3] = { 0 };
    int32_t whole[2] = { 0 };
    uint8_t bytes[3] = { 0 };
    float floats[3] = { 0 };
    char text[20] = "";
    size_t n = 0;
    CALL(shapes_scale(m, xs, 3, 2, out, 3, &n), "%zu %g %g %g", n, out[0], out[1], out[2]);
    CALL(shapes_scale(m, xs, 3, 2, out, 2, &n), "%zu", n);
    CALL(shapes_scale(m, xs, 3, 2, NULL, 0, &n), "%zu", n);
    CALL(shapes_scale(m, NULL, 3, 2, out, 3, &n), " ");
    CALL(shapes_scale(m, NULL, 0, 2, out, 3, &n), "%zu", n);
    CALL(shapes_ints(m, evens, 2, whole, 2, &n), "%zu %d %d", n, (int)whole[0], (int)whole[1]);
    CALL(shapes_ints(m, odd, 1, whole, 2, &n), " ");
    CALL(shapes_sum(m, 10, xs, 3, out), "%g", out[0]);
    CALL(shapes_sum(m, 10, NULL, 0, out), "%g", out[0]);
    CALL(shapes_sum(m, 10, NULL, 1, out), " ");
    CALL(shapes_join(m, "-", 1, values, 3, text, sizeof text, &n), "%s", text);
    CALL(shapes_invert(m, data, 3, bytes, 3, &n), "%zu %d %d %d", n, bytes[0], bytes[1], bytes[2]);
    CALL(shapes_invert(m, data, 3, bytes, 2, &n), "%zu", n);
    CALL(shapes_invert(m, NULL, 3, bytes, 3, &n), " ");
    CALL(shapes_halves(m, xs, 3, floats, 3, &n), "%zu %g", n, (double)floats[1]);
    CALL(shapes_callBack(m, hako_native(vm, "triple", triple, 1), 7, out), "%g", out[0]);
    CALL(shapes_callBack(m, hako_undefined(), 7, out), " ");
}

static void call_classes(const shapes *m)
{
    shapes_Square a, b, c;
    shapes_Shape shape;
    shapes_Small small;
    shapes_Plain plain;
    shapes_Named named;
    shapes_Vector v, w;
    shapes_solids_Vector sum;               /* another name of the same class */
    double d = 0;
    char text[40] = "";
    size_t n = 0;
    bool there = false;
    CALL(shapes_Square_new(m, 3, NULL, 0, &a), " ");
    CALL(shapes_Square_new(m, 2, "b", 1, &b), " ");
    CALL(shapes_Square_area(&a, &d), "%g", d);
    CALL(shapes_Square_get_side(&a, &d), "%g", d);
    CALL(shapes_Square_set_side(&a, 5), " ");
    CALL(shapes_Square_set_side(&a, -5), " ");
    CALL(shapes_Square_describe(&a, text, sizeof text, &n), "%s", text);
    CALL(shapes_Square_get_double(&a, &d), "%g", d);
    CALL(shapes_Square_get_label(&b, text, sizeof text, &n), "%s", text);
    CALL(shapes_Square_get_tag(&a, text, sizeof text, &n, &there), "%d", there);
    CALL(shapes_Square_set_tag(&a, "t", 1), " ");
    CALL(shapes_Square_get_tag(&a, text, sizeof text, &n, &there), "%d %s", there, text);
    CALL(shapes_Square_grow(&a, 1, NULL), " ");
    CALL(shapes_Square_get_made(m, &d), "%g", d);
    CALL(shapes_Square_set_made(m, 100), " ");
    CALL(shapes_larger(m, &b, &a, &c, &there), "%d", there);
    CALL(shapes_Square_area(&c, &d), "%g", d);
    shapes_Square_drop(&c);
    CALL(shapes_larger(m, &b, NULL, &c, &there), "%d", there);
    CALL(shapes_larger(m, NULL, NULL, &c, &there), " ");
    CALL(shapes_larger(m, &c, NULL, &c, &there), " ");
    CALL(shapes_wrong(m, &c), " ");
    CALL(shapes_Square_area(&c, &d), " ");
    CALL(shapes_Square_area(NULL, &d), " ");
    CALL(shapes_Square_unit(m, &c), " ");
    CALL(shapes_Shape_from(m, c.object, &shape), " ");
    CALL(shapes_Shape_area(&shape, &d), "%g", d);
    CALL(shapes_Small_from(m, c.object, &small), " ");
    CALL(shapes_Small_new(m, &small), " ");
    CALL(shapes_Small_get_made(m, &d), "%g", d);
    CALL(shapes_Small_area(&small, &d), "%g", d);
    CALL(shapes_Plain_new(m, &plain), " ");
    CALL(shapes_Square_from(m, plain.object, &c), " ");
    CALL(shapes_Square_from(m, plain.object, NULL), " ");
    CALL(shapes_named(m, "Ann", 3, &named), " ");
    CALL(shapes_Named_describe(&named, true, text, sizeof text, &n), "%s", text);
    CALL(shapes_Named_get_age(&named, &d, &there), "%d", there);
    CALL(shapes_Vector_new(m, 3, 4, &v), " ");
    CALL(shapes_Vector_set_y(&v, 5), " ");
    CALL(shapes_length(m, &v, &d), "%.3f", d);
    CALL(shapes_get_origin(m, &w), " ");
    CALL(shapes_Vector_plus(&v, &w, &sum), " ");
    CALL(shapes_Vector_get_y(&sum, &d), "%g", d);
    shapes_Square_drop(&a);
    shapes_Square_drop(&a);
    shapes_Square_drop(&b);
    shapes_Shape_drop(&shape);
    shapes_Small_drop(&small);
    shapes_Plain_drop(&plain);
    shapes_Named_drop(&named);
    shapes_Vector_drop(&v);
    shapes_Vector_drop(&w);
    shapes_Vector_drop(&sum);
    shapes_Square_drop(NULL);
    /* the module, and the square of Square_unit, whose struct was written over */
    printf("kept: %u\n", (unsigned)hako_get_census(vm).kept);
}

static void done(void *context, hako_contract_promise *promise)
{
    double d = 0;
    printf("done: ");
    CALL(shapes_delayed_result((const shapes *)context, promise, &d), "%g", d);
}
static void leaves(void *context, hako_contract_promise *promise)
{
    printf("leaves: %s\n", statuses[shapes_delayed_result((const shapes *)context, promise, NULL)]);
}
static void call_promises(shapes *m)
{
    hako_contract_promise p, q;
    shapes_Square square;
    double d = 0;
    char text[20] = "";
    size_t n = 0;
    bool there = false;
    CALL(shapes_delayed(m, 1, &p), " ");
    CALL(shapes_delayed_result(m, &p, &d), " ");
    while (shapes_delayed_result(m, &p, &d) == HAKO_CONTRACT_WAITING) hako_step(vm, 1);
    printf("waited for: %g\n", d);
    CALL(shapes_delayed_result(m, &p, &d), " ");
    CALL(shapes_delayed(m, -1, &p), " ");
    printf("run: %d\n", (int)hako_run(vm));
    CALL(shapes_delayed_result(m, &p, &d), " ");
    CALL(shapes_delayed(m, 1, &p), " ");
    CALL(hako_contract_when(&p, done, m), " ");
    printf("run: %d\n", (int)hako_run(vm));
    CALL(shapes_delayed(m, -1, &p), " ");
    CALL(hako_contract_when(&p, done, m), " ");
    printf("run: %d\n", (int)hako_run(vm));
    CALL(shapes_delayed(m, -1, &p), " ");
    CALL(hako_contract_when(&p, leaves, m), " ");
    printf("run: %d", (int)hako_run(vm));
    tell("", HAKO_CONTRACT_OK);
    putchar('\n');
    CALL(shapes_delayed(m, 5, &p), " ");
    CALL(hako_contract_when(&p, done, m), " ");
    hako_contract_abandon(&p);
    hako_contract_abandon(&p);
    printf("run: %d\n", (int)hako_run(vm));
    CALL(hako_contract_when(&p, done, m), " ");
    CALL(hako_contract_when(NULL, done, m), " ");
    CALL(shapes_delayed(m, -5, NULL), " ");
    CALL(shapes_delayedText(m, "x", 1, &p), " ");
    CALL(shapes_never(m, &q), " ");
    printf("run: %d\n", (int)hako_run(vm));
    CALL(shapes_delayedText_result(m, &p, text, sizeof text, &n, &there), "%s %d", text, there);
    CALL(shapes_never_result(m, &q), " ");
    hako_contract_abandon(&q);
    CALL(shapes_noPromise(m, &p), " ");
    CALL(shapes_Square_new(m, 3, NULL, 0, &square), " ");
    CALL(shapes_Square_slow(&square, &p), " ");
    shapes_Square_drop(&square);
    printf("run: %d\n", (int)hako_run(vm));
    CALL(shapes_Square_slow_result(&square, &p, &square), " ");
    CALL(shapes_Square_new(m, 4, NULL, 0, &square), " ");
    CALL(shapes_Square_slow_result(&square, &p, NULL), " ");
    CALL(shapes_Square_slow_result(&square, NULL, NULL), " ");
    shapes_Square_drop(&square);
}

static void call_limits(const shapes *m)
{
    hako_limits limits;
    double d = 0;
    memset(&limits, 0, sizeof limits);
    limits.call = 20000;
    hako_set_limits(vm, &limits);
    CALL(shapes_spin(m), "%d", (int)hako_stopped(vm));
    CALL(shapes_add(m, 1, 2, &d), "%g", d);
    hako_set_limits(vm, NULL);
    hako_throw(vm, HAKO_ERROR_PLAIN, "of before");
    CALL(shapes_add(m, 1, 2, &d), " ");
    CALL(shapes_add(NULL, 1, 2, &d), " ");
}

static void call_others(void)
{
    documented js;
    declared types;
    embedded inside;
    sourced text_inside;
    documented_Motor motor;
    declared_Clock clock_;
    hako_contract_promise p;
    const double xs[] = { 3, 9, 4 };
    int32_t i = 0, two = 2;
    double d = 0;
    bool b = false, there = false;
    char text[40] = "";
    const char *light = "";
    size_t n = 0;
    hako_val v;
    CALL(documented_open(&js, vm), " ");
    CALL(documented_add(&js, 1, NULL, &i), "%d", (int)i);
    CALL(documented_add(&js, 1, &two, &i), "%d", (int)i);
    CALL(documented_size(&js, "four", 4, &d), "%g", d);
    CALL(documented_largest(&js, xs, 3, &d), "%g", d);
    CALL(documented_count(&js, xs, 3, &d), "%g", d);
    CALL(documented_other(&js, "red", &light), "%s", light);
    CALL(documented_other(&js, "blue", &light), " ");
    CALL(documented_echo(&js, NULL, 0, text, sizeof text, &n, &there), "%d", there);
    CALL(documented_echo(&js, "a", 1, text, sizeof text, &n, &there), "%d %s", there, text);
    CALL(documented_untyped(&js, hako_int(3), &v), "%d", (int)hako_to_int(vm, v));
    CALL(documented_get_level(&js, &d), "%g", d);
    CALL(documented_Motor_new(&js, 4, &motor), " ");
    CALL(documented_Motor_get_state(&motor, text, sizeof text, &n), "%s", text);
    CALL(documented_Motor_stop(&motor, &p), " ");
    CALL(documented_Motor_stop_result(&motor, &p, &b), "%d", b);
    CALL(documented_Motor_get_speed(&motor, &d), "%g", d);
    documented_Motor_drop(&motor);
    documented_close(&js);

    CALL(declared_open(&types, vm), " ");
    CALL(declared_get_version(&types, text, sizeof text, &n), "%s", text);
    CALL(declared_greet(&types, "Bo", 2, NULL, text, sizeof text, &n), "%s", text);
    CALL(declared_Clock_start(&types, 5, &clock_), " ");
    CALL(declared_Clock_tick(&clock_, &d), " ");
    CALL(declared_Clock_get_time(&clock_, &d), "%g", d);
    declared_Clock_drop(&clock_);
    declared_close(&types);

    instead = "no loader is asked for it";
    CALL(embedded_open(&inside, vm), " ");
    CALL(sourced_open(&text_inside, vm), " ");
    instead = NULL;
    CALL(embedded_add(&inside, 1, 2, &d), "%g", d);
    CALL(sourced_add(&text_inside, 1, 2, &d), "%g", d);
    sourced_close(&text_inside);
    embedded_close(&inside);
    CALL(embedded_add(&inside, 1, 2, &d), " ");
    embedded_close(&inside);
    embedded_close(NULL);
}

/* ---- contracts that are broken ----------------------------------------------------------------------------------- */

static const char whole[] =
    "export const LIMIT = 10, NAME = 'a', ON = true; export function add(a, b) {} export let level = 1;"
    "export const Mode = { Off: 0, On: 1 };"
    "export class Lamp { on() {} get watts() {} set watts(to) {} static all() {} } export const inner = { deep() {} };";
static const char *const changes[][2] = {           /* what stands in the text above, and what is there in its place */
    { "LIMIT = 10", "LIMIT = 10" }, { "LIMIT = 10", "LIMIT = 11" }, { "LIMIT = 10", "LIMIT = '10'" }, { "LIMIT = 10,", "" },
    { "NAME = 'a'", "NAME = 'b'" }, { "ON = true", "ON = false" }, { "ON = true", "ON = null" },
    { "add(a, b)", "add(a)" }, { "add(a, b)", "add(a, b, c)" }, { "add(a, b)", "plus(a, b)" },
    { "function add(a, b) {}", "let add = {};" }, { "level = 1", "level = []" }, { "On: 1", "On: 2" }, { "On: 1", "" },
    { "class Lamp { on() {} get watts() {} set watts(to) {} static all() {} }", "function Lamp() {}" },
    { "class Lamp { on() {} get watts() {} set watts(to) {} static all() {} }", "const Lamp = () => {};" },
    { "on() {}", "off() {}" }, { "on() {}", "on(a) {}" }, { "on() {}", "get on() {}" },
    { "get watts() {}", "" }, { "set watts(to) {}", "" }, { "static all", "all" },
    { "{ deep() {} }", "{}" }, { "{ deep() {} }", "1" }, { "{ deep() {} }", "{ deep(x) {} }" },
    { "export let level = 1;", "export let level = 1; throw new Error('while it ran');" },
    { "export let level = 1;", "export let level = ;" },
    { "export let level = 1;", "export let level = 1; import './nowhere.js';" },
};
static void break_contracts(void)
{
    static char text[1000];
    contract m;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        const char *at = strstr(whole, changes[i][0]);
        snprintf(text, sizeof text, "%.*s%s%s", (int)(at - whole), whole, changes[i][1], at + strlen(changes[i][0]));
        open_vm();
        instead = text;
        printf("%s -> %s", changes[i][0], changes[i][1]);
        tell("", contract_open(&m, vm));
        printf(", add: %s\n", statuses[contract_add(&m, 1, 2, NULL)]);
        contract_close(&m);
        close_vm();
    }
    instead = NULL;
}

/* What the loader does not find. Opening in steps; by a namespace that is there; wrongly. */
static void open_otherwise(void)
{
    static const char slow[] = "await null; export const LIMIT = 10;" ;
    contract m;
    hako_status status;
    hako_scope scope;
    open_vm();
    hako_set_loader(vm, NULL);
    CALL(contract_open(&m, vm), " ");
    CALL(contract_ready(&m), " ");
    hako_set_loader(vm, &loader);
    CALL(contract_start(&m, vm), " ");
    CALL(contract_ready(&m), " ");
    while ((status = hako_step(vm, 20)) == HAKO_MORE) {}
    printf("stepped: %d\n", (int)status);
    CALL(contract_ready(&m), " ");
    CALL(contract_ready(&m), " ");
    contract_close(&m);
    instead = slow;
    close_vm();
    open_vm();
    CALL(contract_start(&m, vm), " ");
    hako_step(vm, 400);
    CALL(contract_ready(&m), " ");
    CALL(contract_open(&m, NULL), " ");
    CALL(contract_open(NULL, vm), " ");
    CALL(contract_ready(NULL), " ");
    CALL(contract_use(&m, vm, hako_undefined()), " ");
    CALL(contract_use(&m, vm, hako_global(vm)), " ");
    hako_throw(vm, HAKO_ERROR_PLAIN, "of before");
    CALL(contract_open(&m, vm), " ");
    instead = NULL;
    scope = hako_scope_open(vm);
    hako_start_module(vm, "mine", "export * from './contract.ts'", 29);
    hako_run(vm);
    CALL(contract_use(&m, vm, hako_module_namespace(vm, "mine")), " ");
    hako_scope_close(vm, scope);
    CALL(contract_add(&m, 1, 2, NULL), " ");
    contract_close(&m);
    close_vm();
}

int main(void)
{
    shapes m;
    open_vm();
    CALL(shapes_open(&m, vm), " ");
    call_values(&m);
    call_enums(&m);
    call_arrays(&m);
    call_classes(&m);
    call_promises(&m);
    call_limits(&m);
    shapes_close(&m);
    call_others();
    close_vm();
    break_contracts();
    open_otherwise();
    return 0;
}
