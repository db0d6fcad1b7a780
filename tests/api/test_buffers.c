/* Bytes: buffers in the arena and over memory of the host, typed arrays, waiting and waking. */
#include "check.h"

static uint64_t memory[8], more[8];
static struct { int count; void *context, *bytes; } released;

static void release(void *context, void *bytes)
{
    released.count++;
    released.context = context;
    released.bytes = bytes;
}

static void set(hako_vm *vm, const char *name, hako_val v) { CHECK(hako_set(vm, hako_global(vm), name, v)); }

static void test_copies(void)
{
    static const uint8_t text[5] = { 1, 2, 3, 250, 5 };
    hako_vm *vm = open_vm(64 << 10);
    hako_val b = hako_buffer(vm, text, sizeof text), v;
    size_t n = 99;
    uint8_t *p = hako_bytes(vm, b, &n);
    CHECK(hako_typeof(vm, b) == HAKO_ARRAY_BUFFER && n == 5 && p && !memcmp(p, text, 5));
    set(vm, "b", b);
    CHECK(same(value_of(vm, "new Uint8Array(b).join()"), "1,2,3,250,5"));
    hako_test_stress(vm, true);
    v = hako_typed_array(vm, HAKO_INT8, b, 1, 3);
    CHECK(hako_typeof(vm, v) == HAKO_TYPED_ARRAY && hako_get_index(vm, v, 2).bits == hako_int(-6).bits);
    p = hako_bytes(vm, v, &n);
    CHECK(n == 3 && p[0] == 2);
    p[0] = 77;
    CHECK(same(value_of(vm, "new DataView(b).getUint8(1)"), "77"));
    CHECK(eval(vm, "new DataView(b, 1, 2)", &v) == HAKO_DONE && hako_typeof(vm, v) == HAKO_DATA_VIEW);
    p = hako_bytes(vm, v, &n);
    CHECK(n == 2 && *p == 77);
    b = hako_buffer(vm, NULL, 16);
    v = hako_typed_array(vm, HAKO_FLOAT64, b, 8, HAKO_TO_THE_END);
    CHECK(same(text_of(vm, hako_get(vm, v, "length")), "1") && hako_set_index(vm, v, 0, hako_number(1.5)));
    CHECK(hako_get_index(vm, v, 0).bits == hako_number(1.5).bits && is_undefined(vm, hako_get_index(vm, v, 1)));
    CHECK(hako_buffer_detach(vm, b) && !hako_buffer_detach(vm, b) && !hako_bytes(vm, b, &n) && n == 0 && !hako_bytes(vm, v, NULL));
    CHECK(is_undefined(vm, hako_get_index(vm, v, 0)) && !hako_failed(vm));
    close_vm(vm);
}

static void test_refusals(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val b = hako_buffer(vm, NULL, 12);
    hako_memory m = { memory, 16, release, NULL, false };
    released.count = 0;
    CHECK(is_undefined(vm, hako_typed_array(vm, HAKO_INT32, b, 2, 1)) && threw(vm, "RangeError"));
    CHECK(is_undefined(vm, hako_typed_array(vm, HAKO_INT32, b, 4, 3)) && threw(vm, "RangeError"));
    CHECK(is_undefined(vm, hako_typed_array(vm, HAKO_FLOAT64, b, 0, HAKO_TO_THE_END)) && threw(vm, "RangeError"));
    CHECK(is_undefined(vm, hako_typed_array(vm, HAKO_INT32, hako_int(1), 0, 0)) && threw(vm, "TypeError"));
    CHECK(is_undefined(vm, hako_typed_array(vm, (hako_element)77, b, 0, 0)) && threw(vm, "TypeError"));
    CHECK(is_undefined(vm, hako_buffer(vm, NULL, 1 << 20)) && threw(vm, "RangeError"));
    CHECK(is_undefined(vm, hako_buffer(vm, NULL, (size_t)-1)) && threw(vm, "RangeError"));
    CHECK(is_undefined(vm, hako_buffer_over(vm, NULL)) && threw(vm, "RangeError"));
    m.bytes = (uint8_t *)memory + 4;
    CHECK(is_undefined(vm, hako_buffer_over(vm, &m)) && threw(vm, "RangeError"));
    m.bytes = memory;
    CHECK(!hako_buffer_move(vm, b, &m) && threw(vm, "TypeError"));              /* another length */
    CHECK(!hako_buffer_move(vm, hako_null(), &m) && threw(vm, "TypeError"));
    CHECK(!hako_bytes(vm, hako_int(3), NULL) && !hako_bytes(vm, hako_object(vm), NULL));
    CHECK(!hako_buffer_detach(vm, hako_undefined()) && hako_notify(NULL, memory, 1) == 0 && hako_notify(vm, memory, 1) == 0);
    CHECK(released.count == 0);
    close_vm(vm);
}

static void test_host_memory(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_memory m = { memory, sizeof memory, release, &m, false };
    hako_scope scope = hako_scope_open(vm);
    size_t n;
    released.count = 0;
    memset(memory, 0, sizeof memory);
    set(vm, "b", hako_buffer_over(vm, &m));
    CHECK(same(value_of(vm, "var w = new Uint32Array(b, 8, 2); w[1] = 7; w.fill(3, 0, 1); b.byteLength"), "64"));
    CHECK(((uint32_t *)memory)[2] == 3 && ((uint32_t *)memory)[3] == 7);
    CHECK(hako_bytes(vm, hako_get(vm, hako_global(vm), "w"), &n) == memory + 1 && n == 8);
    hako_collect(vm);
    CHECK(released.count == 0);
    CHECK(same(value_of(vm, "var c = b.transfer(); [b.detached, w.length, c.byteLength, new Uint8Array(c)[8]].join()"), "true,0,64,3"));
    CHECK(released.count == 0);
    CHECK(same(value_of(vm, "var d = c.transfer(80); [c.detached, d.byteLength, new Uint8Array(d)[8]].join()"), "true,80,3"));
    CHECK(released.count == 1 && released.context == &m && released.bytes == memory);
    set(vm, "b", hako_buffer_over(vm, &m));
    CHECK(hako_buffer_detach(vm, hako_get(vm, hako_global(vm), "b")) && released.count == 2);
    set(vm, "b", hako_buffer_over(vm, &m));
    m.bytes = more;
    set(vm, "c", hako_buffer_over(vm, &m));
    CHECK(same(value_of(vm, "b = new Uint8Array(b); delete globalThis.w; c = 0"), "0"));
    hako_scope_close(vm, scope);
    hako_collect(vm);
    CHECK(released.count == 3 && released.bytes == more);
    CHECK(same(value_of(vm, "b[0] = 9; b.length"), "64") && *(uint8_t *)memory == 9);
    close_vm(vm);
    CHECK(released.count == 4 && released.bytes == memory);
}

/* Every allocation fails in turn: what is handed in is released just if it was taken. */
static void test_failing(void)
{
    for (uint32_t i = 1; i < 40; i++) {
        hako_vm *vm = open_vm(64 << 10);
        hako_memory m = { memory, sizeof memory, release, NULL, false };
        released.count = 0;
        hako_test_fail_at(vm, i);
        hako_val b = hako_buffer_over(vm, &m), t = hako_typed_array(vm, HAKO_UINT8, b, 0, HAKO_TO_THE_END), c = hako_buffer(vm, memory, 8);
        bool taken = hako_typeof(vm, b) == HAKO_ARRAY_BUFFER;
        hako_test_fail_at(vm, 0);
        CHECK(taken || hako_failed(vm));
        CHECK((hako_typeof(vm, t) == HAKO_TYPED_ARRAY && hako_typeof(vm, c) == HAKO_ARRAY_BUFFER) || hako_failed(vm));
        if (hako_failed(vm)) hako_exception(vm);
        CHECK(same(value_of(vm, "new Int16Array([1, 2]).map(x => x * 2).join()"), "2,4"));
        close_vm(vm);
        CHECK(released.count <= 1 && released.count >= taken);
    }
}

/* ---- two machines and one memory ---- */

static hako_vm *first, *second;
static double clock_now(void *context) { return *(double *)context; }
static uint32_t notify(void *context, const void *address, uint32_t count) { (void)context; return hako_notify(first, address, count); }

static void test_waiting(void)
{
    static uint64_t arenas[2][8192];
    static const char wait[] = "var a = new Int32Array(b); var r = Atomics.wait(a, 1, 0, 50) + a[0]; "
                               "r += Atomics.wait(a, 1, 0, 20) + Atomics.wait(a, 1, 9) + Atomics.wait(a, 1, 0, 0)";
    static const char wake[] = "a = new Int32Array(b); Atomics.store(a, 0, 5); Atomics.notify(a, 1) + ',' + Atomics.notify(a, 1)";
    double now = 1000;
    hako_port p = { .context = &now, .print = print, .now = clock_now, .waits = true, .notify = notify };
    hako_memory m = { memory, sizeof memory, release, NULL, true };
    memset(memory, 0, sizeof memory);
    released.count = 0;
    first = hako_open(arenas[0], sizeof arenas[0], &p);
    second = hako_open(arenas[1], sizeof arenas[1], &p);
    CHECK(same(value_of(first, "var b = new SharedArrayBuffer(64); new Int32Array(b)[1] = 4; 'x'"), "x"));
    CHECK(hako_buffer_move(first, hako_get(first, hako_global(first), "b"), &m) && ((int32_t *)memory)[1] == 4);
    ((int32_t *)memory)[1] = 0;
    set(second, "b", hako_buffer_over(second, &m));
    CHECK(start(first, wait) == HAKO_MORE && hako_step(first, 100000) == HAKO_IDLE && hako_wake_at(first) == 1050);
    CHECK(hako_step(first, 100000) == HAKO_IDLE);
    CHECK(same(value_of(second, wake), "1,0"));
    CHECK(hako_step(first, 100000) == HAKO_IDLE && hako_wake_at(first) == 1020);
    now = 1019;
    CHECK(hako_step(first, 100000) == HAKO_IDLE);
    now = 1020;
    CHECK(hako_step(first, 100000) == HAKO_DONE && same(text_of(first, hako_result(first)), "ok5timed-outnot-equaltimed-out"));
    /* a script that waits is abandoned */
    CHECK(start(first, "Atomics.wait(a, 1, 0)") == HAKO_MORE && hako_run(first) == HAKO_IDLE && isinf(hako_wake_at(first)));
    CHECK(start(first, "1 + 1") == HAKO_MORE && hako_run(first) == HAKO_DONE && hako_notify(first, (int32_t *)memory + 1, 1) == 0);
    /* no waiting inside of calls */
    CHECK(same(value_of(first, "Atomics.wait(a, 1, 0)"), "TypeError: this host does not let scripts wait"));
    /* promises */
    CHECK(same(value_of(first, "var s = ''; Atomics.waitAsync(a, 1, 0, 30).value.then(v => s += v); Atomics.waitAsync(a, 1, 0).value.then(v => s += v);"
                               "typeof s"), "string"));
    CHECK(hako_run(first) == HAKO_IDLE && hako_wake_at(first) == 1050);
    now = 1060;
    CHECK(hako_run(first) == HAKO_DONE && isinf(hako_wake_at(first)));
    CHECK(same(value_of(second, "Atomics.notify(a, 1, 7)"), "1"));
    CHECK(hako_run(first) == HAKO_DONE && same(value_of(first, "s"), "timed-outok"));
    hako_close(first);
    hako_close(second);
    CHECK(released.count == 2);
}

int main(void)
{
    RUN(test_copies);
    RUN(test_refusals);
    RUN(test_host_memory);
    RUN(test_failing);
    RUN(test_waiting);
    return finish();
}
