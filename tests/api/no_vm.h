/* Every public function that takes a VM, called with what is none: NULL, and in debug builds a VM that was closed, or memory that
 * holds none. Each does nothing and gives what is stated for NULL. A function that is missing here is a failure: every_function. */
#ifndef TESTS_API_NO_VM_H
#define TESTS_API_NO_VM_H
#include "check.h"

static char called[256][32];
static unsigned called_count;
static void note_call(const char *name)
{
    if (called_count < 256) strcpy(called[called_count++], name);
}
#define GIVES(name, condition) do { note_call(#name); check_at(__LINE__, condition, #condition); } while (0)
#define DOES_NOTHING(name, call) do { note_call(#name); call; } while (0)

static bool no_write(void *user, const void *bytes, size_t length) { return (void)user, (void)bytes, (void)length, false; }
static hako_val no_function(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    return (void)vm, (void)self, (void)argc, (void)argv, hako_undefined();
}
static void no_reaction(hako_vm *vm, void *context, hako_promise_state state, hako_val result)
{
    (void)vm, (void)context, (void)state, (void)result;
}
static void no_watcher(hako_vm *vm, void *context, hako_change change, hako_val object, hako_val key, hako_val value)
{
    (void)vm, (void)context, (void)change, (void)object, (void)key, (void)value;
}

/* v: a handle of a VM that is, or was */
static void call_without_vm(hako_vm *vm, hako_val v)
{
    static uint64_t memory_of_host[2];
    static uint32_t words[16];
    static const uint16_t units[] = { 'a' };
    static const hako_limits limits;
    static const hako_loader loader;
    static const hako_class nothing = { .name = "Nothing" };
    static const hako_entry entry = { .name = "n" };
    static const hako_export export = { "n", no_function, 0 };
    const hako_memory memory = { memory_of_host, sizeof memory_of_host, NULL, NULL, false };
    const hako_task_desc task_desc = { .source = "1", .length = 1 };
    const uint64_t none = hako_undefined().bits;
    hako_val r, other, argv[2] = { { 0 }, { 0 } };
    hako_event event = { { 0 }, { 0 }, false };
    hako_queue queue = { .events = &event, .room = 1 };
    hako_realm realm = { 0 };
    hako_task task = { 1 };
    hako_scope scope = { 0 };
    hako_property property = { { 0 }, { 0 }, { 0 }, 0 };
    hako_error error;
    hako_frame frame;
    hako_text view;
    hako_iter it;
    hako_key key;
    char text[32];
    size_t n;
    int64_t wide;
    bool yes;
    queue.written = 1;
    memset(&it, 0, sizeof it);
    memset(&key, 0, sizeof key);
    DOES_NOTHING(hako_close, hako_close(vm));
    DOES_NOTHING(hako_set_user, hako_set_user(vm, &r));
    GIVES(hako_user, hako_user(vm) == NULL);
    GIVES(hako_start, hako_start(vm, "n", "1", 1) == HAKO_FAILED);
    DOES_NOTHING(hako_keep_source, hako_keep_source(vm, true));
    GIVES(hako_step, hako_step(vm, 10) == HAKO_FAILED);
    DOES_NOTHING(hako_stop, hako_stop(vm));
    GIVES(hako_set_limits, !hako_set_limits(vm, &limits));
    GIVES(hako_stopped, hako_stopped(vm) == HAKO_NOT_STOPPED);
    DOES_NOTHING(hako_pause, hako_pause(vm));
    GIVES(hako_run, hako_run(vm) == HAKO_FAILED);
    GIVES(hako_eval, hako_eval(vm, "n", "1", 1, &r) == HAKO_FAILED);
#if HAKO_WITH_TYPESCRIPT
    GIVES(hako_strip_types, !hako_strip_types(vm, "n", "1", 1, text, &n));
#endif
    GIVES(hako_compile, hako_compile(vm, "n", "1", 1, no_write, &r, 0) == HAKO_FAILED);
    const hako_source one = { "n", "1", 1, HAKO_SOURCE_SCRIPT };
    GIVES(hako_compile_bundle, hako_compile_bundle(vm, &one, 1, no_write, &r, 0) == HAKO_FAILED);
    GIVES(hako_add_image, !hako_add_image(vm, words, sizeof text, 0));
    GIVES(hako_module_image, !hako_module_image(vm, 1, words, sizeof text, 0));
    GIVES(hako_start_image, hako_start_image(vm, words, sizeof text, 0) == HAKO_FAILED);
    GIVES(hako_image_function, hako_image_function(vm, words, sizeof text, 0).bits == none);
    GIVES(hako_save, hako_save(vm, NULL) == HAKO_FAILED);
    GIVES(hako_check_image, hako_check_image(vm, words, sizeof text) == HAKO_FAILED);
    GIVES(hako_result, hako_result(vm).bits == none);
    GIVES(hako_wake_at, hako_wake_at(vm) == INFINITY);
    GIVES(hako_notify, hako_notify(vm, words, 1) == 0);
    GIVES(hako_typeof, hako_typeof(vm, v) == HAKO_UNDEFINED);
    GIVES(hako_kindof, hako_kindof(vm, v) == HAKO_NO_OBJECT);
    GIVES(hako_string, hako_string(vm, "1", 1).bits == none);
    GIVES(hako_object, hako_object(vm).bits == none);
    GIVES(hako_array, hako_array(vm).bits == none);
    GIVES(hako_native, hako_native(vm, "n", no_function, 1).bits == none);
    GIVES(hako_from_int64, hako_from_int64(vm, -1).bits == none);
    GIVES(hako_from_uint64, hako_from_uint64(vm, 1).bits == none);
    GIVES(hako_from_words, hako_from_words(vm, words, 2, true).bits == none);
    GIVES(hako_from_date, hako_from_date(vm, 1).bits == none);
    GIVES(hako_to_bool, !hako_to_bool(vm, v));
    GIVES(hako_to_number, isnan(hako_to_number(vm, v)));
    GIVES(hako_to_int, hako_to_int(vm, v) == 0);
    GIVES(hako_to_int64, hako_to_int64(vm, v, &yes) == 0);
    GIVES(hako_to_uint64, hako_to_uint64(vm, v, &yes) == 0);
    GIVES(hako_to_words, hako_to_words(vm, v, words, 2, &yes) == 0);
    GIVES(hako_to_date, isnan(hako_to_date(vm, v)));
    GIVES(hako_to_string, hako_to_string(vm, v, text, sizeof text) == 9 && !strcmp(text, "undefined"));
    GIVES(hako_equals, !hako_equals(vm, hako_int(1), hako_int(1)));
    GIVES(hako_same, !hako_same(vm, hako_int(1), hako_int(1)));
    GIVES(hako_equals_loosely, !hako_equals_loosely(vm, v, v));
    GIVES(hako_convert, hako_convert(vm, v, HAKO_AS_NUMBER).bits == none);
    GIVES(hako_bool_or, hako_bool_or(vm, v, true));
    GIVES(hako_number_or, hako_number_or(vm, v, 2) == 2);
    GIVES(hako_int_or, hako_int_or(vm, v, 2) == 2);
    GIVES(hako_string_or, hako_string_or(vm, v, "abc", text, sizeof text) == 3);
    GIVES(hako_string_utf16, hako_string_utf16(vm, units, 1).bits == none);
    GIVES(hako_text_of, !hako_text_of(vm, v, &view));
    GIVES(hako_symbol, hako_symbol(vm, "d").bits == none);
    GIVES(hako_symbol_for, hako_symbol_for(vm, "n").bits == none);
#if HAKO_WITH_DECIMAL
    GIVES(hako_decimal, hako_decimal(vm, "1").bits == none);
    GIVES(hako_decimal_scaled, hako_decimal_scaled(vm, 1, 2).bits == none);
    GIVES(hako_is_decimal, !hako_is_decimal(vm, v));
    GIVES(hako_to_decimal_text, hako_to_decimal_text(vm, v, text, sizeof text) == 0);
    GIVES(hako_decimal_to_scaled, !hako_decimal_to_scaled(vm, v, 2, &wide));
#endif
    GIVES(hako_global, hako_global(vm).bits == none);
    GIVES(hako_get, hako_get(vm, v, "n").bits == none);
    GIVES(hako_set, !hako_set(vm, v, "n", v));
    GIVES(hako_get_index, hako_get_index(vm, v, 0).bits == none);
    GIVES(hako_set_index, !hako_set_index(vm, v, 0, v));
    GIVES(hako_has, !hako_has(vm, v, "n"));
    GIVES(hako_delete, !hako_delete(vm, v, "n"));
    GIVES(hako_set_function, !hako_set_function(vm, v, "n", no_function, 1));
    GIVES(hako_get_by, hako_get_by(vm, v, v).bits == none);
    GIVES(hako_set_by, !hako_set_by(vm, v, v, v));
    GIVES(hako_has_by, !hako_has_by(vm, v, v));
    GIVES(hako_delete_by, !hako_delete_by(vm, v, v));
    GIVES(hako_key_init, !hako_key_init(vm, &key, "n"));
    DOES_NOTHING(hako_key_drop, hako_key_drop(vm, &key));
    GIVES(hako_get_key, hako_get_key(vm, v, &key).bits == none);
    GIVES(hako_define, !hako_define(vm, v, v, &property));
    GIVES(hako_own, !hako_own(vm, v, v, &property));
    GIVES(hako_keys, hako_keys(vm, v, 0).bits == none);
    GIVES(hako_prototype, hako_prototype(vm, v).bits == none);
    GIVES(hako_set_prototype, !hako_set_prototype(vm, v, v));
    GIVES(hako_freeze, !hako_freeze(vm, v));
    GIVES(hako_seal, !hako_seal(vm, v));
    GIVES(hako_prevent_extensions, !hako_prevent_extensions(vm, v));
    GIVES(hako_is_frozen, !hako_is_frozen(vm, v));
    GIVES(hako_is_sealed, !hako_is_sealed(vm, v));
    GIVES(hako_is_extensible, !hako_is_extensible(vm, v));
    GIVES(hako_native_with, hako_native_with(vm, "n", no_function, 1, &r).bits == none);
    GIVES(hako_function_data, hako_function_data(vm, 0, argv) == NULL);
    GIVES(hako_set_table, !hako_set_table(vm, v, &entry, 1));
    GIVES(hako_install, !hako_install(vm, HAKO_TIMERS));
    GIVES(hako_set_console, !hako_set_console(vm, v));
    GIVES(hako_to_json, hako_to_json(vm, v, 0).bits == none);
    GIVES(hako_from_json, hako_from_json(vm, "1", 1).bits == none);
    GIVES(hako_clone, hako_clone(vm, v).bits == none);
    GIVES(hako_serialize, hako_serialize(vm, v, text, sizeof text) == 0);
    GIVES(hako_deserialize, hako_deserialize(vm, text, 1).bits == none);
    GIVES(hako_globals_to_json, hako_globals_to_json(vm, false).bits == none);
    GIVES(hako_globals_from_json, !hako_globals_from_json(vm, "1", 1, false));
    GIVES(hako_realm_new, hako_realm_new(vm).number == 0);
    GIVES(hako_realm_make, hako_realm_make(vm, NULL).number == 0);
    GIVES(hako_realm_set_user, !hako_realm_set_user(vm, realm, &r));
    GIVES(hako_realm_user, hako_realm_user(vm, realm) == NULL);
    GIVES(hako_realm_enter, hako_realm_enter(vm, realm).number == 0);
    GIVES(hako_buffer, hako_buffer(vm, text, 1).bits == none);
    GIVES(hako_buffer_over, hako_buffer_over(vm, &memory).bits == none);
    GIVES(hako_buffer_move, !hako_buffer_move(vm, v, &memory));
    GIVES(hako_buffer_detach, !hako_buffer_detach(vm, v));
    GIVES(hako_typed_array, hako_typed_array(vm, HAKO_UINT8, v, 0, 1).bits == none);
    GIVES(hako_bytes, hako_bytes(vm, v, &n) == NULL);
    GIVES(hako_call, hako_call(vm, v, v, 1, argv, &r) == HAKO_FAILED);
    GIVES(hako_new, hako_new(vm, v, 1, argv, &r) == HAKO_FAILED);
    GIVES(hako_bind, hako_bind(vm, v, v, 1, argv).bits == none);
    GIVES(hako_start_call, hako_start_call(vm, v, v, 1, argv) == HAKO_FAILED);
    GIVES(hako_promise, hako_promise(vm).bits == none);
    GIVES(hako_resolve, !hako_resolve(vm, v, v));
    GIVES(hako_reject, !hako_reject(vm, v, v));
    GIVES(hako_settled, hako_settled(vm, v, &r) == HAKO_NO_PROMISE);
    GIVES(hako_then, hako_then(vm, v, v, v).bits == none);
    GIVES(hako_when, !hako_when(vm, v, no_reaction, NULL));
    GIVES(hako_deliver, hako_deliver(vm, &queue) == 0);
    GIVES(hako_jobs, hako_jobs(vm) == 0);
    GIVES(hako_run_job, hako_run_job(vm) == HAKO_FAILED);
    GIVES(hako_run_jobs, hako_run_jobs(vm) == HAKO_FAILED);
    GIVES(hako_scope_open, hako_scope_open(vm).mark == 0);
    DOES_NOTHING(hako_scope_close, hako_scope_close(vm, scope));
    GIVES(hako_scope_escape, hako_scope_escape(vm, scope, v).bits == none);
    GIVES(hako_keep, hako_keep(vm, v).bits == none);
    DOES_NOTHING(hako_drop, hako_drop(vm, v));
    GIVES(hako_keep_weak, hako_keep_weak(vm, v).bits == none);
    GIVES(hako_iterate, !hako_iterate(vm, v, &it));
    GIVES(hako_next, !hako_next(vm, &it, &r));
    GIVES(hako_next_pair, !hako_next_pair(vm, &it, &other, &r));
    GIVES(hako_iter_close, !hako_iter_close(vm, &it));
    GIVES(hako_iterate_async, !hako_iterate_async(vm, v, &it));
    GIVES(hako_throw, hako_throw(vm, HAKO_ERROR_TYPE, "m").bits == none);
    GIVES(hako_throw_value, hako_throw_value(vm, v).bits == none);
    GIVES(hako_failed, hako_failed(vm));
    GIVES(hako_rejected, !hako_rejected(vm));
    GIVES(hako_exception, hako_exception(vm).bits == none);
    DOES_NOTHING(hako_report, hako_report(vm));
    GIVES(hako_throwf, hako_throwf(vm, HAKO_ERROR_TYPE, "%v", v).bits == none);
    GIVES(hako_error_of, !hako_error_of(vm, v, &error));
    GIVES(hako_stack_frame, !hako_stack_frame(vm, v, 0, &frame));
    GIVES(hako_failed_while, hako_failed_while(vm) == HAKO_RUNNING);
    GIVES(hako_set_loader, !hako_set_loader(vm, &loader));
    GIVES(hako_module_source, !hako_module_source(vm, 1, "1", 1));
    GIVES(hako_module_json, !hako_module_json(vm, 1, "1", 1));
    GIVES(hako_module_fail, !hako_module_fail(vm, 1, "m"));
    GIVES(hako_start_module, hako_start_module(vm, "n", "1", 1) == HAKO_FAILED);
    GIVES(hako_module_native, !hako_module_native(vm, "n", &export, 1));
    GIVES(hako_module_object, !hako_module_object(vm, "n", v));
    GIVES(hako_module_namespace, hako_module_namespace(vm, "n").bits == none);
    GIVES(hako_modules, hako_modules(vm).bits == none);
    GIVES(hako_class_define, hako_class_define(vm, &nothing).bits == none);
    GIVES(hako_instance, hako_instance(vm, &nothing, words).bits == none);
    GIVES(hako_is, !hako_is(vm, v, &nothing));
    GIVES(hako_data, hako_data(vm, v, &nothing) == NULL);
    GIVES(hako_attach, !hako_attach(vm, v, words));
    GIVES(hako_forget, !hako_forget(vm, &nothing, words));
    GIVES(hako_slot, hako_slot(vm, v, 0).bits == none);
    GIVES(hako_set_slot, !hako_set_slot(vm, v, 0, v));
    GIVES(hako_watch, !hako_watch(vm, v, no_watcher, NULL));
    GIVES(hako_task_start, hako_task_start(vm, &task_desc).id == 0);
    GIVES(hako_tasks_step, hako_tasks_step(vm, 10) == HAKO_FAILED);
    GIVES(hako_get_task, hako_get_task(vm, task).state == HAKO_TASK_NONE);
    GIVES(hako_task_result, hako_task_result(vm, task).bits == none);
    GIVES(hako_task_pause, !hako_task_pause(vm, task));
    GIVES(hako_task_resume, !hako_task_resume(vm, task));
    GIVES(hako_task_kill, !hako_task_kill(vm, task));
    GIVES(hako_task_post, !hako_task_post(vm, task, v));
    GIVES(hako_task_share, !hako_task_share(vm, task, 1, 1));
    DOES_NOTHING(hako_task_drop, hako_task_drop(vm, task));
    GIVES(hako_task_current, hako_task_current(vm).id == 0);
    GIVES(hako_task_next, hako_task_next(vm, task).id == 0);
    GIVES(hako_task_object, hako_task_object(vm, task).bits == none);
    GIVES(hako_task_of, hako_task_of(vm, v).id == 0);
    GIVES(hako_get_figures, hako_get_figures(vm).arena == 0);
    DOES_NOTHING(hako_collect, hako_collect(vm));
    GIVES(hako_collect_above, !hako_collect_above(vm, 0));
    GIVES(hako_get_census, hako_get_census(vm).blocks == 0);
    GIVES(hako_check, !strcmp(hako_check(vm), "no VM"));
    GIVES(hako_declarations, !hako_declarations(vm, NULL, 0, no_write, &r));
    DOES_NOTHING(hako_dump, hako_dump(vm, v, NULL));
    DOES_NOTHING(hako_dump_heap, hako_dump_heap(vm, NULL));
    GIVES(hako_leaks, hako_leaks(vm, NULL) == 0);
}

/* Was each function called that the public half declares with a VM as its first parameter? Those of HAKO_TESTING come last, and do
 * not count. */
static void every_function(const char *path, unsigned least)
{
    static char text[200000];
    FILE *f = fopen(path, "rb");
    size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;
    unsigned found = 0;
    char *end = strstr(text, "#ifdef HAKO_TESTING");
    if (f) fclose(f);
    text[n] = '\0';
    if (end) *end = '\0';
    for (const char *p = strstr(text, "\nHAKO_API "); p; p = strstr(p + 1, "\nHAKO_API ")) {
        char name[32];
        const char *at = strstr(p, "hako_"), *open = strchr(p, '(');
        bool seen = false;
        if (!open || strncmp(open, "(hako_vm *vm", 12)) continue;
        for (const char *q = at; q && q < open; q = strstr(q + 1, "hako_")) at = q;
        snprintf(name, sizeof name, "%.*s", (int)(open - at), at);
        for (unsigned i = 0; i < called_count; i++) seen |= !strcmp(called[i], name);
        check_at(__LINE__, seen, name);
        found++;
    }
    CHECK(found >= least);
}
#endif
