/* The public half: types and functions, in the order in which one meets them. */
#ifndef HAKO_PUBLIC_H
#define HAKO_PUBLIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HAKO_VERSION_MAJOR 0
#define HAKO_VERSION_MINOR 1
#define HAKO_VERSION_PATCH 0
#define HAKO_VERSION "0.1.0"

/* HAKO_STATIC makes every function of the library static: for one translation unit only. */
#ifndef HAKO_API
#  if defined(HAKO_STATIC) && (defined(__GNUC__) || defined(__clang__))
#    define HAKO_API static __attribute__((unused))
#  elif defined(HAKO_STATIC)
#    define HAKO_API static
#  else
#    define HAKO_API extern
#  endif
#endif

/* One virtual machine. It lives in the block given to hako_open; any number may live side by side. */
typedef struct hako_vm hako_vm;

/* A value as the host sees it: numbers, booleans, undefined and null are held directly, everything else by a handle
 * in the innermost open scope. Copy it freely; do not look inside; {0} is the number 0. It belongs to the VM that made it.
 * A handle whose scope has been closed reads as undefined, until its place is taken by a newer one. */
typedef struct { uint64_t bits; } hako_val;

/* A function of the host, callable from scripts. argv[0..argc-1] are handles in a scope that closes when the function
 * returns; argv itself lasts as long. To throw, return what hako_throw returns: an exception that is pending when the
 * function returns is thrown into the script, whatever the function returns. It cannot be constructed with `new`. */
typedef hako_val hako_function(hako_vm *vm, hako_val self, int argc, const hako_val *argv);

/* What a platform supplies. Any hook may be NULL, with the stated meaning. `context` is passed back to each. A hook must not
 * call into the VM that calls it. */
typedef struct hako_port {
    void *context;
    /* Console output: text is UTF-8, not terminated, with its line ends; a line may come in pieces. level as below. NULL:
     * output is dropped. */
    void (*print)(void *context, int level, const char *text, size_t length);
    /* Milliseconds since 1970-01-01 UTC (Date.now). NULL: 0. */
    double (*now)(void *context);
    /* Fills n bytes with entropy, once, when the VM opens (seeds Math.random). NULL: a fixed seed. */
    void (*entropy)(void *context, void *bytes, size_t n);
    /* Called while hako_run waits for a timer: sleep at most so many milliseconds. NULL: it returns HAKO_IDLE instead. */
    void (*idle)(void *context, double milliseconds);
    /* Milliseconds since any start, which never go back: the clock of timers and performance.now. NULL: that is `now`. */
    double (*ticks)(void *context);
    /* Minutes by which local time is ahead of UTC (behind it: negative), at a time in milliseconds since 1970-01-01 UTC; at most
     * 1439 either way. NULL: local time is UTC. */
    int (*zone)(void *context, double utc);
    /* May Atomics.wait make a script wait? hako_step then comes back with HAKO_IDLE until the wait is over. false: TypeError. */
    bool waits;
    /* Atomics.notify of memory of the host (hako_buffer_over) wants to wake at most `count` that wait for `address` in other VMs: calls
     * hako_notify for those that share the memory and returns how many were woken. NULL: none. */
    uint32_t (*notify)(void *context, const void *address, uint32_t count);
} hako_port;
enum { HAKO_LOG, HAKO_INFO, HAKO_WARN, HAKO_ERROR, HAKO_DEBUG };    /* levels of print */

/* ---- The machine -------------------------------------------------------------------------------------------------- */
/* What holds for all functions: `vm` must not be NULL except where NULL is mentioned. A function that can fail says so by its
 * result and leaves an exception pending, which hako_failed sees and hako_exception or hako_report takes; as long as one is
 * pending, the functions that could run a script or change an object (get, set, has, delete, call, eval) do nothing and
 * fail, so that a row of calls needs one look at its end. Out of memory is such an exception, a RangeError. */

/* Opens a VM in the `size` bytes at `memory` (aligned to 8; the last size % 8 bytes stay unused; what exceeds 4 GiB - 8 as well).
 * The VM never uses any other memory. Returns NULL if memory is NULL or misaligned, or size is below the fixed part's need
 * (about 1 KiB). `port` may be NULL: no hooks. It must live as long as the VM. */
HAKO_API hako_vm *hako_open(void *memory, size_t size, const hako_port *port);

/* Closes it: the memory is the host's again. NULL is ignored. Not from inside a host function. */
HAKO_API void hako_close(hako_vm *vm);

/* A pointer of the host's, for its functions to find what belongs to this VM. NULL after hako_open. */
HAKO_API void hako_set_user(hako_vm *vm, void *user);
HAKO_API void *hako_user(hako_vm *vm);

/* What hako_step, hako_run and hako_eval answer. */
typedef enum hako_status {
    HAKO_DONE,          /* the script and the jobs of its promises have ended; hako_result is its completion value */
    HAKO_MORE,          /* the budget is spent: call again */
    HAKO_IDLE,          /* nothing to do before hako_wake_at: only timers are pending, and none is due; or the script waits
                         * (Atomics.wait); or for modules that the host has yet to load */
    HAKO_FAILED         /* an exception was not caught, or a promise was rejected and nobody handles it (hako_rejected):
                         * hako_exception, hako_report; then hako_step goes on with the jobs that are left */
} hako_status;

/* Compiles a script (UTF-8, `length` bytes, at most 16 MB; need not be terminated nor live on) and makes it ready to run; nothing
 * of it runs yet. `name` is for messages; NULL reads as "script". Returns HAKO_MORE, or HAKO_FAILED with a SyntaxError (or
 * out of memory) as the exception. A name that ends in .ts or .mts makes it TypeScript, where the engine has that
 * (HAKO_WITH_TYPESCRIPT): types are dropped unseen, enums, namespaces and parameter properties compiled. A script that was
 * started before and has not ended is abandoned; what it left in the global object stays.
 * source NULL with length 0 is the empty script; NULL with another length fails with a TypeError. Inside a host function
 * it fails with a TypeError and changes nothing. vm NULL: HAKO_FAILED. */
HAKO_API hako_status hako_start(hako_vm *vm, const char *name, const char *source, size_t length);

/* Whether scripts compiled from now on keep their source texts (as UTF-8, in the arena), for Function.prototype.toString. Without them,
 * which is the default, that gives "function name() { [native code] }". */
HAKO_API void hako_keep_source(hako_vm *vm, bool keep);

/* Runs at most `steps` steps and comes back. A step is one word of bytecode or one unit of native work; work
 * that went over the budget is subtracted from the next call's. When the script has ended it runs the pending jobs (reactions to
 * promises, asynchronous functions, queueMicrotask), also those that the host's own calls have made since, and the timers that are
 * due, one after the other, each with the jobs it makes. When timers are left, HAKO_IDLE; when nothing is: HAKO_DONE, or HAKO_FAILED as long as an exception has not been taken. A pending exception of the host's own calls is dropped. Inside a host
 * function it fails with a TypeError. vm NULL: HAKO_FAILED. */
HAKO_API hako_status hako_step(hako_vm *vm, uint32_t steps);

/* Drops the script that was started and has not ended, with the jobs and timers there are: no handler of it runs, nor `finally`. What it left in the
 * global object stays, and the VM is ready for the next. Inside a host function it does nothing but throw a TypeError. */
HAKO_API void hako_stop(hako_vm *vm);

/* What scripts may use. Zero is no limit. The host may change the fields at any time, `interrupt` also from an interrupt
 * handler or another thread. */
typedef struct hako_limits {
    uint64_t steps;             /* in total, as hako_figures counts them */
    double deadline;            /* by the port's `ticks` (or `now`) */
    uint32_t memory;            /* bytes of the arena that are used, for heap and frames; taken over by hako_set_limits */
    volatile uint8_t interrupt; /* not 0: stop */
} hako_limits;

/* Sets limits, which must live as long as the VM; NULL: none. Steps, deadline and interrupt are looked at every 16,384 steps and
 * between jobs. A script cannot catch or hinder that one stops it: hako_step, hako_run, hako_eval and hako_call return HAKO_FAILED without
 * an exception, and hako_stopped tells the reason. What hako_step was running waits: when there is room again, hako_step goes on with it,
 * and hako_stop drops it. hako_eval, hako_call, getters and setters drop what they were running; the host function they were called from
 * goes on, the script that called it stops when it returns. Memory that is full is an error which scripts can catch. false: more memory
 * than `memory` is in use, even after a collection; then that limit stays as it was. */
HAKO_API bool hako_set_limits(hako_vm *vm, const hako_limits *limits);

/* Which limit stopped what hako_step, hako_run, hako_eval or hako_call ran last, if one did. */
typedef enum hako_limit { HAKO_NOT_STOPPED, HAKO_OUT_OF_STEPS, HAKO_OUT_OF_TIME, HAKO_INTERRUPTED } hako_limit;
HAKO_API hako_limit hako_stopped(hako_vm *vm);

/* For a host function: the hako_step that is under way comes back soon after the function has returned (at the script's next
 * jump, call or return) with HAKO_MORE, whatever is left of its budget; the next one goes on from there. So a script
 * waits for the next frame or tick. Without a hako_step under way it does nothing. */
HAKO_API void hako_pause(hako_vm *vm);

/* hako_step until the script ends or fails, waiting for timers by the port's `idle`, without which it returns HAKO_IDLE. It has no
 * budget and never returns HAKO_MORE. */
HAKO_API hako_status hako_run(hako_vm *vm);

/* hako_start and hako_run in one; *result (may be NULL) receives the completion value, or undefined. A script that is
 * in the middle of hako_start/hako_step stays as it is, and goes on at its next hako_step; if there is none, and outside of
 * host functions, pending jobs are run, too. It has no budget: an endless script does not come back. From host functions it
 * nests like hako_call. vm NULL: HAKO_FAILED. */
HAKO_API hako_status hako_eval(hako_vm *vm, const char *name, const char *source, size_t length, hako_val *result);

#if defined(HAKO_WITH_TYPESCRIPT) && HAKO_WITH_TYPESCRIPT
/* TypeScript to JavaScript: writes the source to `out`, which has room for `length` bytes and does not overlap it, with spaces in place of what
 * are types (a semicolon or parenthesis where that would change the meaning), so that lines and columns stay. *stripped receives the
 * length, which is less than `length` where types held characters beyond ASCII. The text is read as a module. false: an exception is
 * pending, a SyntaxError where it does not parse or holds what would have to be compiled (enum, namespace with values, parameter property, <T>
 * before an expression); `out` is of no use then. Needs free memory in the arena while it runs, about as much as hako_start. */
HAKO_API bool hako_strip_types(hako_vm *vm, const char *name, const char *source, size_t length, char *out, size_t *stripped);
#endif

/* ---- Images ------------------------------------------------------------------------------------------------------- */
/* An image is a compiled script as bytes: the same for every target, but only for builds of this version of Hako. It runs where it lies,
 * in flash or in the host's memory: at an address divisible by 8. It must stay there, unchanged, as long as the VM lives, and is
 * never written to. The arena holds only what runs. HAKO_WITH_IMAGES 0 removes them. HAKO_WITH_COMPILER 0 removes the compiler: such a build runs
 * images only; hako_start, hako_eval and the like fail with an EvalError, and so do eval and new Function in scripts. */

#ifndef HAKO_WITH_IMAGES
#  if defined(HAKO_BOOTSTRAP)       /* while the header is being made */
#    define HAKO_WITH_IMAGES 0
#  else
#    define HAKO_WITH_IMAGES 1
#  endif
#endif
#ifndef HAKO_WITH_COMPILER
#define HAKO_WITH_COMPILER 1
#endif
#if HAKO_WITH_IMAGES
#if HAKO_WITH_COMPILER

/* Receives `length` bytes of an image; they come in order. false: they could not be written, and the image is given up. */
typedef bool hako_write(void *user, const void *bytes, size_t length);

enum {                  /* what an image can be made without, to be smaller */
    HAKO_STRIP_DEBUG = 1,       /* lines and columns: stack traces are without them */
    HAKO_STRIP_SOURCE = 2,      /* the file's name, and the source text, where the VM that compiles keeps it */
    HAKO_STRIP_NAMES = 4        /* the names of functions: their `name` is "" */
};

/* Compiles a script as hako_start does, but runs nothing: its image goes to write(user, ...). options: of HAKO_STRIP_*. HAKO_DONE, or
 * HAKO_FAILED with a SyntaxError, out of memory (it takes some times the image's size), a RangeError for a program that is too large
 * (65534 shapes of scopes), or an Error if `write` failed. Inside a host function it works, too. vm or write NULL: HAKO_FAILED. */
HAKO_API hako_status hako_compile(hako_vm *vm, const char *name, const char *source, size_t length,
                                  hako_write *write, void *user, uint32_t options);
#endif

enum { HAKO_IMAGE_TRUSTED = 1 };        /* it is known to come from hako_compile unchanged: it is not verified */

/* As hako_start, of an image. Unless flags has HAKO_IMAGE_TRUSTED the image is verified first, which proves that it cannot do what no script
 * can do; this takes some bytes of the arena for each register of its largest function, for the time being. Starting an image again that is there already costs no more than a
 * function. HAKO_MORE, or HAKO_FAILED with a TypeError that says what is wrong with the image, or out of memory. */
HAKO_API hako_status hako_start_image(hako_vm *vm, const void *image, size_t size, uint32_t flags);

/* Verifies an image and no more: HAKO_DONE or HAKO_FAILED as above. */
HAKO_API hako_status hako_check_image(hako_vm *vm, const void *image, size_t size);
#endif

/* The completion value of the script that ended last, or the result of the hako_call that did. */
HAKO_API hako_val hako_result(hako_vm *vm);

/* When the next timer is due, or a wait is over by itself, in milliseconds of the port's `ticks` (or `now`); infinity if none is pending. */
HAKO_API double hako_wake_at(hako_vm *vm);

/* Wakes at most `count` of those that wait for `address`, in memory of the host, in this VM: what Atomics.notify of another VM does,
 * through the port's notify. Returns how many. vm NULL: 0. */
HAKO_API uint32_t hako_notify(hako_vm *vm, const void *address, uint32_t count);

/* ---- Values ------------------------------------------------------------------------------------------------------- */

typedef enum hako_type {
    HAKO_UNDEFINED, HAKO_NULL, HAKO_BOOLEAN, HAKO_NUMBER, HAKO_STRING, HAKO_SYMBOL, HAKO_BIGINT, HAKO_OBJECT, HAKO_FUNCTION,
    HAKO_DATE, HAKO_ARRAY_BUFFER, HAKO_TYPED_ARRAY, HAKO_DATA_VIEW
} hako_type;

/* HAKO_FUNCTION for every callable object, HAKO_DATE for a Date, HAKO_ARRAY_BUFFER for an ArrayBuffer or SharedArrayBuffer,
 * HAKO_TYPED_ARRAY and HAKO_DATA_VIEW for what lies over one, HAKO_OBJECT for the other objects (arrays too). */
HAKO_API hako_type hako_typeof(hako_vm *vm, hako_val v);
HAKO_API hako_val hako_undefined(void);
HAKO_API hako_val hako_null(void);
HAKO_API hako_val hako_bool(bool b);
HAKO_API hako_val hako_number(double d);
HAKO_API hako_val hako_int(int32_t i);

/* Objects that are made here: on out of memory the result is undefined and hako_failed(vm) is true. */

/* A string of `length` bytes of UTF-8, which may hold NULs. Invalid UTF-8 becomes U+FFFD. utf8 NULL: the empty string. */
HAKO_API hako_val hako_string(hako_vm *vm, const char *utf8, size_t length);
HAKO_API hako_val hako_object(hako_vm *vm);
HAKO_API hako_val hako_array(hako_vm *vm);
/* A function object that calls fn. name may be NULL; arity is its `length`, below 0 reads as 0. It stays for the life of the
 * VM (some 24 bytes): make each function once. fn NULL: undefined. */
HAKO_API hako_val hako_native(hako_vm *vm, const char *name, hako_function *fn, int arity);

/* BigInts. The third has the magnitude in n words of 32 bits, the least significant first (words NULL: 0); RangeError if they are
 * more than 2^25. In a build without BigInt all fail with a TypeError. */
HAKO_API hako_val hako_from_int64(hako_vm *vm, int64_t i);
HAKO_API hako_val hako_from_uint64(hako_vm *vm, uint64_t u);
HAKO_API hako_val hako_from_words(hako_vm *vm, const uint32_t *words, size_t n, bool negative);
/* A Date object: milliseconds since 1970-01-01 UTC, cut to whole ones; NaN or more than 8.64e15 either way makes an invalid date.
 * undefined in a build with HAKO_WITH_DATE 0. */
HAKO_API hako_val hako_from_date(hako_vm *vm, double milliseconds);

/* argv[i], or undefined when there are fewer arguments (or i is negative). */
HAKO_API hako_val hako_arg(int argc, const hako_val *argv, int i);

/* Conversions that cannot fail: they run no script. For an object or symbol, hako_to_number gives NaN; for a BigInt the nearest number. A long string put together of
 * pieces may need memory to be read: if there is none it reads as NaN, or empty, and hako_failed is true. */
HAKO_API bool hako_to_bool(hako_vm *vm, hako_val v);
HAKO_API double hako_to_number(hako_vm *vm, hako_val v);
HAKO_API int32_t hako_to_int(hako_vm *vm, hako_val v);                          /* ToInt32: wraps; NaN is 0 */
/* A BigInt modulo 2^64. *lossless (may be NULL) tells whether that is its value. Of a number it is its integer part, lossless if it is
 * an integer in the range; what is neither gives 0, not lossless. */
HAKO_API int64_t hako_to_int64(hako_vm *vm, hako_val v, bool *lossless);
HAKO_API uint64_t hako_to_uint64(hako_vm *vm, hako_val v, bool *lossless);
/* Writes the magnitude of a BigInt as words of 32 bits, the least significant first: at most n of them, the rest of the n as 0. Returns
 * how many it has; 0 is of 0, and of what is no BigInt. *negative (may be NULL): is it below 0? */
HAKO_API size_t hako_to_words(hako_vm *vm, hako_val v, uint32_t *words, size_t n, bool *negative);
/* The time of a Date object, in milliseconds since 1970-01-01 UTC; NaN if it is invalid, or v is no Date. */
HAKO_API double hako_to_date(hako_vm *vm, hako_val v);
/* Writes v as a string in UTF-8 into buffer (always terminated if size > 0, cut at a character's boundary) and returns the whole
 * length without the terminator. buffer NULL: only the length. A lone surrogate becomes U+FFFD. An error reads as
 * "Name: message", which runs no getter, other objects as "object", "array" or "function", a symbol as "Symbol(description)". */
HAKO_API size_t hako_to_string(hako_vm *vm, hako_val v, char *buffer, size_t size);

/* ---- Properties --------------------------------------------------------------------------------------------------- */
/* Names are UTF-8, terminated; NULL is the empty name. A getter or setter runs to its end inside the call and nests like
 * hako_call. All return false (get: undefined) after an exception, which is then pending: hako_failed. */

HAKO_API hako_val hako_global(hako_vm *vm);
/* A property's value; undefined if there is none. Strings and other primitives have the properties that scripts see.
 * TypeError if `object` is undefined or null. */
HAKO_API hako_val hako_get(hako_vm *vm, hako_val object, const char *name);
/* Sets a property as strict code does: TypeError if that is not possible (read-only, no setter, not extensible, a primitive,
 * undefined, null). */
HAKO_API bool hako_set(hako_vm *vm, hako_val object, const char *name, hako_val v);
HAKO_API hako_val hako_get_index(hako_vm *vm, hako_val object, uint32_t index);
HAKO_API bool hako_set_index(hako_vm *vm, hako_val object, uint32_t index, hako_val v);
/* `name in object`; false for what is no object. */
HAKO_API bool hako_has(hako_vm *vm, hako_val object, const char *name);
/* `delete object[name]`: false, without an exception, if the property cannot be deleted or `object` is none. */
HAKO_API bool hako_delete(hako_vm *vm, hako_val object, const char *name);
/* hako_set of a hako_native. */
HAKO_API bool hako_set_function(hako_vm *vm, hako_val object, const char *name, hako_function *fn, int arity);

/* ---- What is not part of the language ----------------------------------------------------------------------------- */

/* Adds to the global object of the current realm what hosts give scripts, each by choice (or them together):
 *   HAKO_TIMERS       setTimeout, setInterval, clearTimeout, clearInterval. They run in hako_step and hako_run; as elsewhere, one
 *                     timer, then all jobs of promises, then the next. What is thrown in one makes hako_step fail; the next one goes on.
 *   HAKO_PERFORMANCE  performance.now()
 * false on out of memory (hako_failed), or when this build is without one of them. */
enum { HAKO_TIMERS = 1, HAKO_PERFORMANCE = 2 };
HAKO_API bool hako_install(hako_vm *vm, unsigned what);

/* ---- Realms ------------------------------------------------------------------------------------------------------- */
/* A realm is a global object with a library of its own: what a script changes in one, its prototypes included, the others do not see.
 * All share the arena, and values pass freely between them. A function runs in the realm it was made in. {0} is the realm that a VM
 * begins with. */
typedef struct { uint32_t number; } hako_realm;

/* A new realm. It costs some 500 bytes, and lives as long as the VM. On out of memory, or as the 65,536th, the result is {0} and
 * hako_failed is true. */
HAKO_API hako_realm hako_realm_new(hako_vm *vm);

/* From now on hako_global, hako_start, hako_eval and what makes objects work in that realm; in a host function until it returns. Returns
 * the realm of before. A number that no realm has changes nothing. */
HAKO_API hako_realm hako_realm_enter(hako_vm *vm, hako_realm realm);

/* ---- Bytes: not without typed arrays (HAKO_WITH_TYPED_ARRAYS 0) ----------------------------------------------------- */
#if !defined(HAKO_WITH_TYPED_ARRAYS) || HAKO_WITH_TYPED_ARRAYS

/* An ArrayBuffer with a copy of `length` bytes; bytes NULL: all 0. On an exception (out of memory, more than 128 MB) undefined. */
HAKO_API hako_val hako_buffer(hako_vm *vm, const void *bytes, size_t length);

/* Memory of the host that an ArrayBuffer lies over, instead of over the arena. It is aligned to 8 and must stay until `release` is called
 * (which may be NULL): when the buffer has died (at some collection), has been detached or moved, or hako_close. release must not
 * call into the VM. shared: a SharedArrayBuffer, whose memory other VMs may have too. */
typedef struct hako_memory {
    void *bytes;
    size_t length;
    void (*release)(void *context, void *bytes);
    void *context;
    bool shared;
} hako_memory;
/* On an exception undefined; the memory is then still the host's, and release is not called. */
HAKO_API hako_val hako_buffer_over(hako_vm *vm, const hako_memory *memory);
/* Copies the bytes of an ArrayBuffer or SharedArrayBuffer to memory of the same length, over which it lies from now on: so memory that a
 * script has made comes to be shared. false after an exception: TypeError if it is resizable, detached, or lies over the host's memory
 * already (`shared` does not matter here). */
HAKO_API bool hako_buffer_move(hako_vm *vm, hako_val buffer, const hako_memory *memory);
/* Detaches an ArrayBuffer from its bytes: it has none from now on. false: it is no ArrayBuffer, or is detached already. */
HAKO_API bool hako_buffer_detach(hako_vm *vm, hako_val buffer);

typedef enum hako_element {
    HAKO_INT8, HAKO_UINT8, HAKO_INT16, HAKO_UINT16, HAKO_INT32, HAKO_UINT32, HAKO_FLOAT16, HAKO_FLOAT32, HAKO_FLOAT64,
    HAKO_BIGINT64, HAKO_BIGUINT64, HAKO_UINT8_CLAMPED
} hako_element;
#define HAKO_TO_THE_END ((size_t)-1)
/* A typed array over a buffer: offset in bytes, a multiple of the element's size; length in elements, or HAKO_TO_THE_END. On an
 * exception (RangeError: it does not fit) undefined. */
HAKO_API hako_val hako_typed_array(hako_vm *vm, hako_element type, hako_val buffer, size_t offset, size_t length);

/* The bytes of an ArrayBuffer, typed array or DataView, to be read and written; *length (may be NULL) receives their number. The pointer
 * is valid until the next call of another function with this VM, which may move the arena's contents; over the host's memory it is
 * just that. NULL for other values, and when there are no bytes (detached, out of bounds). */
HAKO_API void *hako_bytes(hako_vm *vm, hako_val value, size_t *length);
#endif

/* ---- Calls -------------------------------------------------------------------------------------------------------- */

/* Calls a function and runs it to its end (the jobs it makes are left to hako_step): it has no budget of its own; inside a host function its steps are charged to the slice
 * under way. *result may be NULL. HAKO_DONE or HAKO_FAILED. TypeError if `function` is none; RangeError if argc is negative or
 * above 60000, or argv is missing. hako_call, hako_eval, getters and setters nest at most 8 deep: then they fail with a RangeError.
 * vm NULL: HAKO_FAILED. */
HAKO_API hako_status hako_call(hako_vm *vm, hako_val function, hako_val self, int argc, const hako_val *argv, hako_val *result);

/* ---- Scopes and kept handles -------------------------------------------------------------------------------------- */

/* Handles made after hako_scope_open are released by hako_scope_close. Scopes nest; the outermost one is open from the
 * start and closes with the VM: a main loop that makes handles needs a scope of its own, or it fills the arena. Closing a scope
 * closes those inside it; closing one twice does nothing. */
typedef struct { uint32_t mark; } hako_scope;
HAKO_API hako_scope hako_scope_open(hako_vm *vm);
HAKO_API void hako_scope_close(hako_vm *vm, hako_scope scope);
/* Closes the scope, but hands one value over to the scope around it. */
HAKO_API hako_val hako_scope_escape(hako_vm *vm, hako_scope scope, hako_val v);

/* Holds a value until hako_drop, across scopes. The result is used like any other hako_val. On out of memory it is undefined,
 * and hako_failed is true. Drop it once: afterwards it reads as undefined until its place is taken by another. hako_drop of
 * what was not kept does nothing. */
HAKO_API hako_val hako_keep(hako_vm *vm, hako_val v);
HAKO_API void hako_drop(hako_vm *vm, hako_val kept);

/* ---- Errors ------------------------------------------------------------------------------------------------------- */

typedef enum hako_error_kind {
    HAKO_ERROR_PLAIN, HAKO_ERROR_TYPE, HAKO_ERROR_RANGE, HAKO_ERROR_SYNTAX, HAKO_ERROR_REFERENCE, HAKO_ERROR_URI, HAKO_ERROR_EVAL
} hako_error_kind;
/* Makes an error pending, in place of one that was; message is UTF-8, terminated; NULL: none. An unknown kind reads
 * as HAKO_ERROR_PLAIN. Returns undefined: return it from a host function to throw. */
HAKO_API hako_val hako_throw(hako_vm *vm, hako_error_kind kind, const char *message);
/* The same with any value. */
HAKO_API hako_val hako_throw_value(hako_vm *vm, hako_val v);
/* Is an exception pending? */
HAKO_API bool hako_failed(hako_vm *vm);
/* Is the pending exception the reason of a rejected promise that nobody handles? */
HAKO_API bool hako_rejected(hako_vm *vm);
/* Takes the pending exception: the value thrown; none is pending afterwards. undefined if there was none, or
 * if the arena is so full that not even a handle for it can be had. */
HAKO_API hako_val hako_exception(hako_vm *vm);
/* Takes the pending exception and prints it through the port, at level HAKO_ERROR: "Uncaught TypeError: message" (of a rejected
 * promise "Uncaught (in promise) ..."), then its stack. Prints nothing if there is none. */
HAKO_API void hako_report(hako_vm *vm);

/* ---- Modules ------------------------------------------------------------------------------------------------------ */
/* A module is known by its canonical name: what a specifier ("./led.js") stands for, as the loader's resolve says. Each name (with each
 * type) is loaded once; import.meta.url is the name. HAKO_WITH_MODULES 0 removes all of this, and import() from the language. */
#ifndef HAKO_WITH_MODULES
#  if defined(HAKO_WITH_ASYNC)
#    define HAKO_WITH_MODULES HAKO_WITH_ASYNC
#  else
#    define HAKO_WITH_MODULES 1
#  endif
#endif
#ifndef HAKO_MAX_MODULE_NAME
#define HAKO_MAX_MODULE_NAME 256    /* bytes of the longest canonical name, its terminator included; they are on the C stack */
#endif
#if HAKO_WITH_MODULES

/* What a script has asked for. The texts last as long as the call. */
typedef struct hako_module_request {
    uint32_t id;                /* to answer it with; never 0 */
    const char *name;           /* canonical name */
    const char *type;           /* the import attribute `type`, as "json"; NULL: there is none */
} hako_module_request;

/* Where modules come from. `context` is passed back to each. A host function's rules hold for both: they may not start or step. */
typedef struct hako_loader {
    void *context;
    /* Writes the canonical name (UTF-8, terminated) of a specifier that stands in the module or script `referrer` into name[size]. false, or
     * a pending exception (hako_throw): the import fails. NULL: the specifier is the name. */
    bool (*resolve)(hako_vm *vm, void *context, const char *specifier, const char *referrer, char *name, size_t size);
    /* Loads a module: answers with one of the functions below, now or later, from the main loop, or makes an exception pending: the import
     * fails with it. As long as a request is open, hako_step answers HAKO_IDLE where it would be HAKO_DONE. Not called for what
     * hako_module_native or hako_module_object have made known. NULL: there are no others. */
    void (*load)(hako_vm *vm, void *context, const hako_module_request *request);
} hako_loader;

/* Sets the loader, which must live as long as the VM; NULL: none. false: out of memory. */
HAKO_API bool hako_set_loader(hako_vm *vm, const hako_loader *loader);

/* The answers to a request: the module's source text (UTF-8); the text of a JSON module, whose value is its default export; a failure with a
 * TypeError with that message or, if one is pending, with the exception. They run no script: the next hako_step goes on. false: no
 * request of that number is open, or (but for hako_module_fail) an exception is pending. What is wrong with a text is the import's failure.
 * A request with the type "json" takes no source text. */
HAKO_API bool hako_module_source(hako_vm *vm, uint32_t request, const char *source, size_t length);
HAKO_API bool hako_module_json(hako_vm *vm, uint32_t request, const char *text, size_t length);
HAKO_API bool hako_module_fail(hako_vm *vm, uint32_t request, const char *message);

/* As hako_start, for a module of that canonical name (NULL reads as "module"). It loads what it imports, links and runs; if any of that
 * fails, hako_step answers HAKO_FAILED with the error. A module that has that name already is forgotten. */
HAKO_API hako_status hako_start_module(hako_vm *vm, const char *name, const char *source, size_t length);

/* A module of the host's own: its exports are functions, or the values that an object's own enumerable properties have now
 * (`default` is the default export; accessors read as undefined). It answers an open request for that name. false: an exception is
 * pending, a TypeError if there is such a module already. */
typedef struct hako_export {
    const char *name;
    hako_function *function;
    int arity;
} hako_export;
HAKO_API bool hako_module_native(hako_vm *vm, const char *name, const hako_export *exports, size_t count);
HAKO_API bool hako_module_object(hako_vm *vm, const char *name, hako_val object);

/* A module's namespace object: its exports are its properties. undefined if there is no module of that name, or it is not linked. */
HAKO_API hako_val hako_module_namespace(hako_vm *vm, const char *name);
/* An array of the names of all modules, also of those that are being loaded. */
HAKO_API hako_val hako_modules(hako_vm *vm);
#endif

#include "classes.h"

/* ---- Figures ------------------------------------------------------------------------------------------------------ */

typedef struct hako_figures {
    uint64_t steps;             /* run so far */
    uint32_t arena;             /* its size in bytes */
    uint32_t used;              /* bytes of heap in use now, dead blocks included */
    uint32_t peak;              /* highest of `used` right after a collection or at the end of memory */
    uint32_t stack_peak;        /* most bytes of frames */
    uint32_t collections;
    uint32_t allocations;
} hako_figures;
HAKO_API hako_figures hako_get_figures(hako_vm *vm);
/* Collects now. */
HAKO_API void hako_collect(hako_vm *vm);

#ifdef HAKO_TESTING
/* For the test suite: collect at every allocation; make the nth allocation from now fail (0: none). */
HAKO_API void hako_test_stress(hako_vm *vm, bool on);
HAKO_API void hako_test_fail_at(hako_vm *vm, uint32_t nth);
/* Adds what the conformance suite wants to the global object: print and $262. */
HAKO_API void hako_test_262(hako_vm *vm);
/* Lists the bytecode of a script through `out`. false: it does not compile (the exception is pending). */
HAKO_API bool hako_disassemble(hako_vm *vm, const char *name, const char *source, size_t length,
                               void (*out)(void *ctx, const char *text, size_t n), void *ctx);
#endif

#ifdef __cplusplus
}
#endif
#endif
