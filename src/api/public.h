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

/* 1: misuse is told to the port's `warn`, and handles are checked. For development: it costs flash, and 8 bytes for each
 * handle. */
#ifndef HAKO_DEBUGGING
#define HAKO_DEBUGGING 0
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
    /* With HAKO_DEBUGGING: told of misuse that otherwise passes in silence, in a sentence (terminated, at most 76 bytes) that
     * names the function and the handle: one whose scope is closed, that was dropped, or is another VM's; hako_drop of what is
     * not kept; 1,024 open handles, and each time they double; a call after hako_close. NULL: nobody is told. */
    void (*warn)(void *context, const char *message);
} hako_port;
enum { HAKO_LOG, HAKO_INFO, HAKO_WARN, HAKO_ERROR, HAKO_DEBUG };    /* levels of print */

/* ---- The machine -------------------------------------------------------------------------------------------------- */
/* What holds for all functions. vm NULL, as hako_open gives it when it fails: nothing is done, and the result is that of a failure: HAKO_FAILED,
 * false, 0, NULL, {0}, undefined, a structure that is all 0; but hako_failed is then true, hako_wake_at infinity, and conversions of numbers,
 * booleans, null and undefined give what they give, of other values what they give for undefined. With HAKO_DEBUGGING the same holds for
 * memory that holds no VM, and for a VM that was closed, of which the port's `warn` is told (memory and port must still be there); in
 * other builds such a call is a mistake without a stated result. A function that can fail says so by its
 * result and leaves an exception pending, which hako_failed sees and hako_exception or hako_report takes; as long as one is
 * pending, the functions that could run a script or change an object (get, set, has, delete, call, eval) do nothing and
 * fail, so that a row of calls needs one look at its end. Out of memory is such an exception, a RangeError. */

/* Opens a VM in the `size` bytes at `memory` (aligned to 8; the last size % 8 bytes stay unused; what exceeds 4 GiB - 8 as well).
 * The VM never uses any other memory. Returns NULL if memory is NULL or misaligned, or size is below the fixed part's need
 * (about 1 KiB). `port` may be NULL: no hooks. It must live as long as the VM. */
HAKO_API hako_vm *hako_open(void *memory, size_t size, const hako_port *port);

/* Closes it: the memory is the host's again. NULL is ignored. Inside a host function it does nothing but throw a TypeError. */
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

/* Drops the script that was started and has not ended, with the jobs, timers and tasks there are: no handler of it runs, nor `finally`. What it left in the
 * global object stays, and the VM is ready for the next. Inside a host function it does nothing but throw a TypeError. */
HAKO_API void hako_stop(hako_vm *vm);

/* What scripts may use. Zero is no limit. The host may change the fields at any time, `interrupt` also from an interrupt
 * handler or another thread. */
typedef struct hako_limits {
    uint64_t steps;             /* in total, as hako_figures counts them */
    double deadline;            /* by the port's `ticks` (or `now`) */
    uint32_t memory;            /* bytes of the arena that are used, for heap and frames; taken over by hako_set_limits */
    volatile uint8_t interrupt; /* not 0: stop */
    uint32_t call;              /* steps of one hako_call, hako_eval, getter or setter that the host calls; of one of their jobs */
    uint32_t stack;             /* bytes of frames: RangeError, as at the half of the arena that they may take at most */
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
/* An image is a compiled script, or a bundle of modules, as bytes: the same for every target, but only for builds of this version of Hako. It runs where it lies,
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
/* Receives the next `length` bytes of an image, snapshot or text. false: they could not be written, and it is given up. */
typedef bool hako_write(void *user, const void *bytes, size_t length);

#if HAKO_WITH_IMAGES
#if HAKO_WITH_COMPILER

enum {                  /* what an image can be made without, to be smaller */
    HAKO_STRIP_DEBUG = 1,       /* lines and columns: stack traces are without them */
    HAKO_STRIP_SOURCE = 2,      /* the file's name (modules keep theirs, to be imported by), and the source text, where the VM that compiles keeps it */
    HAKO_STRIP_NAMES = 4        /* the names of functions: their `name` is "" */
};

/* A bundle: several sources in one image. Modules are imported by their names: a specifier that begins with ./ or ../ stands for a path
 * in the folder of the module that it is in, and any other for itself; what is not in an image is left to the VM's loader.
 *
 *     static const hako_source sources[] = {                  // the first one is started
 *         { "main.js", "import { on } from './led.js'; import pins from './pins.json' with { type: 'json' }; on(pins.led);", 92, HAKO_SOURCE_MODULE },
 *         { "led.js", "export function on(pin) { console.log(`pin ${pin}`); }", 55, HAKO_SOURCE_MODULE },
 *         { "pins.json", "{ \"led\": 13 }", 13, HAKO_SOURCE_JSON },
 *     };
 *     if (hako_compile_bundle(vm, sources, 3, append_to_file, file, 0) == HAKO_FAILED) hako_report(vm);
 */
enum { HAKO_SOURCE_MODULE, HAKO_SOURCE_JSON, HAKO_SOURCE_SCRIPT };
typedef struct hako_source {
    const char *name;           /* by which it is imported, and for messages; NULL reads as "module" or "script" */
    const char *text;           /* as for hako_start: .ts and .mts are TypeScript */
    size_t length;
    int kind;                   /* HAKO_SOURCE_... A script can be started, if it is the first, but not imported */
} hako_source;

/* Compiles 1 to 65,535 sources into one image. As hako_compile, and HAKO_FAILED with a SyntaxError for what is no JSON, a TypeError for other
 * counts or kinds, sources NULL, or two modules (or two JSON modules) of one name. What the modules import is not looked at, nor asked for. */
HAKO_API hako_status hako_compile_bundle(hako_vm *vm, const hako_source *sources, size_t count, hako_write *write, void *user, uint32_t options);

/* Compiles a script as hako_start does, but runs nothing: its image goes to write(user, ...). options: of HAKO_STRIP_*. HAKO_DONE, or
 * HAKO_FAILED with a SyntaxError, out of memory (it takes some times the image's size), a RangeError for a program that is too large
 * (65534 shapes of scopes), or an Error if `write` failed. Inside a host function it works, too. vm or write NULL: HAKO_FAILED. */
HAKO_API hako_status hako_compile(hako_vm *vm, const char *name, const char *source, size_t length,
                                  hako_write *write, void *user, uint32_t options);
#endif

enum { HAKO_IMAGE_TRUSTED = 1 };        /* it is known to come from hako_compile unchanged: it is not verified */

/* As hako_start, of an image. Unless flags has HAKO_IMAGE_TRUSTED the image is verified first, which proves that it cannot do what no script
 * can do; this takes some bytes of the arena for each register of its largest function, for the time being. Starting an image again that is there already costs no more than a
 * function. HAKO_MORE, or HAKO_FAILED with a TypeError that says what is wrong with the image, or out of memory. A bundle's first module starts as
 * by hako_start_module, under the name it was compiled with; a bundle that begins with JSON fails with a TypeError. The other modules are compiled
 * into the image, too, and made when they are first imported: by whatever module or script runs in the VM, before its loader is asked. */
HAKO_API hako_status hako_start_image(hako_vm *vm, const void *image, size_t size, uint32_t flags);

/* The same, as a function that is yet to be called: by hako_call, as often as the script is to run, or as a task. On an exception, as when one
 * is pending, undefined. An image that begins with a module is a TypeError. */
HAKO_API hako_val hako_image_function(hako_vm *vm, const void *image, size_t size, uint32_t flags);

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

/* A finer inquiry: of which kind an object is. HAKO_NO_OBJECT for what is no object. HAKO_OBJECT_FUNCTION for every callable
 * object but a proxy; HAKO_OBJECT_WRAPPER for the object of a boolean, number, string, symbol or BigInt; HAKO_OBJECT_PLAIN for
 * all that has no other kind. No script is run; what a script changes (prototypes, Symbol.toStringTag) does not matter. There
 * may come to be more of them. */
typedef enum hako_object_kind {
    HAKO_NO_OBJECT, HAKO_OBJECT_PLAIN, HAKO_OBJECT_FUNCTION, HAKO_OBJECT_ARRAY, HAKO_OBJECT_ERROR, HAKO_OBJECT_WRAPPER,
    HAKO_OBJECT_ARGUMENTS,
    HAKO_OBJECT_DATE, HAKO_OBJECT_REGEXP, HAKO_OBJECT_MAP, HAKO_OBJECT_SET, HAKO_OBJECT_WEAK_MAP, HAKO_OBJECT_WEAK_SET, HAKO_OBJECT_WEAK_REF,
    HAKO_OBJECT_FINALIZATION_REGISTRY, HAKO_OBJECT_ITERATOR, HAKO_OBJECT_GENERATOR, HAKO_OBJECT_ASYNC_GENERATOR, HAKO_OBJECT_PROMISE,
    HAKO_OBJECT_PROXY, HAKO_OBJECT_ARRAY_BUFFER, HAKO_OBJECT_SHARED_ARRAY_BUFFER, HAKO_OBJECT_TYPED_ARRAY, HAKO_OBJECT_DATA_VIEW,
    HAKO_OBJECT_NAMESPACE
} hako_object_kind;
HAKO_API hako_object_kind hako_kindof(hako_vm *vm, hako_val v);

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

/* For these, vm NULL gives what a failure gives: false, undefined, or the value meant for that case. */

/* a === b. It runs no script. Long strings put together of pieces may need memory to be compared: if there is none they count as
 * different, and hako_failed is true. */
HAKO_API bool hako_equals(hako_vm *vm, hako_val a, hako_val b);
/* Object.is(a, b): NaN is the same as NaN, 0 is not the same as -0. Else as hako_equals. */
HAKO_API bool hako_same(hako_vm *vm, hako_val a, hako_val b);
/* a == b, which may run scripts (valueOf and the like) as hako_call does. false after an exception as well. */
HAKO_API bool hako_equals_loosely(hako_vm *vm, hako_val a, hako_val b);

/* Conversions as scripts make them: of objects they run scripts, as hako_call does. undefined after an exception: a TypeError
 * where a value cannot be converted (a symbol to a number, undefined to an object), what a script threw, a SyntaxError for a
 * text that is no BigInt, a RangeError for what is no hako_conversion. */
typedef enum hako_conversion {
    HAKO_AS_PRIMITIVE,          /* what is no object: as `+` does it */
    HAKO_AS_NUMBER,
    HAKO_AS_NUMERIC,            /* a number or BigInt */
    HAKO_AS_INTEGER,            /* a number without fraction, or infinite; NaN becomes 0 */
    HAKO_AS_STRING,
    HAKO_AS_KEY,                /* a string or symbol: a property's key */
    HAKO_AS_OBJECT,             /* an object: primitives are wrapped */
    HAKO_AS_BIGINT              /* TypeError in a build without BigInt, and for numbers */
} hako_conversion;
HAKO_API hako_val hako_convert(hako_vm *vm, hako_val v, hako_conversion to);

/* For options and the like: the value if it is one of that type, else `otherwise`. Nothing is converted, nothing fails, an
 * exception may be pending: hako_number_or(vm, hako_get(vm, options, "baud"), 9600). hako_int_or wants a number that an
 * int32_t can hold. hako_string_or writes as hako_to_string does; `otherwise` is UTF-8, terminated; NULL: the empty text. */
HAKO_API bool hako_bool_or(hako_vm *vm, hako_val v, bool otherwise);
HAKO_API double hako_number_or(hako_vm *vm, hako_val v, double otherwise);
HAKO_API int32_t hako_int_or(hako_vm *vm, hako_val v, int32_t otherwise);
HAKO_API size_t hako_string_or(hako_vm *vm, hako_val v, const char *otherwise, char *buffer, size_t size);

/* Strings are sequences of UTF-16 code units. hako_string and hako_to_string translate from and to UTF-8, where NUL is a
 * character like others and a lone surrogate is lost; these two do not. */

/* A string of `length` code units, lone surrogates among them. units NULL: the empty string. RangeError if there are more than
 * 2^29 - 1. units must not point into the arena. */
HAKO_API hako_val hako_string_utf16(hako_vm *vm, const uint16_t *units, size_t length);

/* A string's code units where they lie, uncopied and not terminated: one of the pointers is NULL, utf16 if all units are below
 * 256. The other is valid until the next call of another function with this VM. false, and both NULL: v is no string; or
 * (hako_failed) it was put together of pieces, and there is no memory to make it one. */
typedef struct hako_text {
    const uint8_t *latin1;
    const uint16_t *utf16;
    size_t length;              /* in code units */
} hako_text;
HAKO_API bool hako_text_of(hako_vm *vm, hako_val v, hako_text *text);

/* A new symbol; description NULL: none. */
HAKO_API hako_val hako_symbol(hako_vm *vm, const char *description);
/* Symbol.for(name); or, of "@@iterator" and the like, the well-known symbol: undefined if there is none of that name. name
 * NULL: the empty one. */
HAKO_API hako_val hako_symbol_for(hako_vm *vm, const char *name);

/* A host function that takes a string or a number, and an optional object of options.
 *
 * Example:
 *     static hako_val set_color(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
 *     {
 *         hako_val color = hako_arg(argc, argv, 0), options = hako_arg(argc, argv, 1);
 *         double alpha = 1;
 *         hako_text text;
 *         (void)self;
 *         if (hako_kindof(vm, options) != HAKO_NO_OBJECT)
 *             alpha = hako_number_or(vm, hako_get(vm, options, "alpha"), alpha);
 *         if (hako_text_of(vm, color, &text))
 *             return hako_bool(text.length == 7 && text.latin1 && text.latin1[0] == '#');
 *         color = hako_convert(vm, color, HAKO_AS_NUMBER);            // may throw: then an exception is pending, and what
 *         return hako_number(hako_to_number(vm, color) * alpha);      // is returned does not matter
 *     }
 */

/* ---- Decimals: with HAKO_WITH_DECIMAL 1 ------------------------------------------------------------------------------ */
/* Exact decimal fractions, for money: numbers of 34 digits with exponents from -6176 to 6111, as IEEE 754's decimal128 has
 * them, with its infinities, NaN and -0. A result that needs more digits is rounded to nearest, ties to even; one that is too
 * large is an infinity. Trailing zeros stay: 1.10 + 2.20 is 3.30. The switch is 0 unless set. An object takes 40 bytes, an
 * operation 8 steps or more.
 *
 * Scripts have, after hako_install(vm, HAKO_DECIMAL):
 *   Decimal(v), new Decimal(v)         of a string ("-1.50", "1e-7"; SyntaxError for others), a BigInt, a Decimal or a number,
 *                                      which is read as String shows it; TypeError for other values
 *   Decimal.scaled(v, scale)           v / 10 ** scale: Decimal.scaled(1999, 2) is 19.99. scale: an integer, at most 1e6
 *                                      either way
 *   d.add(v), sub, mul, div, rem       v is taken as Decimal(v) takes it; rem has the sign of d, as % has. d.neg(), d.abs(),
 *                                      d.sqrt()
 *   d.compare(v)                       -1, 0, 1, or NaN; and equals, lessThan, lessThanOrEqual, greaterThan,
 *                                      greaterThanOrEqual. 1.0 equals 1.00
 *   d.isNaN(), d.isFinite(), d.sign()  the last is -1, 0, 1, or NaN
 *   d.round(places = 0, mode)          at most so many places behind the point (below 0: before it). mode: "half-even", which
 *                                      is the default, "half-up", "half-down", "up", "down", "ceiling", "floor"; half-up, up
 *                                      and down are by the magnitude
 *   d.toFixed(places = 0, mode)        a string with just so many places, 0 to 100
 *   d.toString(), toJSON()             the text with all digits; "1.5e+10" where digits before the point are not known, 1e-7
 *                                      where more than 5 zeros would stand behind it. It reads back as the same
 *   d.toNumber(), toBigInt()           the nearest number; the BigInt, or RangeError if it is no integer
 *   d.toScaled(scale)                  the BigInt d * 10 ** scale; RangeError if that is no integer
 * They never change. Operators throw a TypeError (d + 1, d < 2) rather than lose digits; `${d}` is the text. structuredClone
 * copies them.
 *
 * The functions below work whether it is installed or not.
 *
 * Example:
 *     static hako_val add_tax(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
 *     {
 *         int64_t cents;
 *         (void)self;
 *         if (!hako_decimal_to_scaled(vm, hako_arg(argc, argv, 0), 2, &cents))
 *             return hako_undefined();                        // no Decimal, or not whole cents: the exception is pending
 *         return hako_decimal_scaled(vm, cents * 119, 4);     // 10.00 gives 11.9000
 *     }
 */
#if defined(HAKO_WITH_DECIMAL) && HAKO_WITH_DECIMAL
/* A Decimal of a text, as scripts make it of a string. On an exception (SyntaxError; out of memory) undefined. text NULL reads
 * as "". An exception that is pending, here and below: it fails. vm NULL: undefined. */
HAKO_API hako_val hako_decimal(hako_vm *vm, const char *text);
/* units / 10^scale: hako_decimal_scaled(vm, 1999, 2) is 19.99. scale: below 0 it adds zeros; what is beyond the exponents'
 * range becomes 0 or an infinity. On out of memory, and vm NULL, undefined. */
HAKO_API hako_val hako_decimal_scaled(hako_vm *vm, int64_t units, int scale);
/* Is it a Decimal? vm NULL: false. */
HAKO_API bool hako_is_decimal(hako_vm *vm, hako_val v);
/* The text of a Decimal, as its toString gives it: at most 42 characters. Written to buffer and returned as by hako_to_string.
 * Of what is no Decimal, and for vm NULL: "" and 0, without an exception. */
HAKO_API size_t hako_to_decimal_text(hako_vm *vm, hako_val v, char *buffer, size_t size);
/* The other way round: *units = v * 10^scale, and true. false after an exception, with *units as it was: TypeError if v is no
 * Decimal, RangeError if that is no integer, or does not fit. units NULL: only whether it could be. vm NULL: false. */
HAKO_API bool hako_decimal_to_scaled(hako_vm *vm, hako_val v, int scale, int64_t *units);
#endif

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

/* The same by any key: a string, a symbol, a number; what else there is is converted to a string, an object by its own toString.
 * Here and below, vm NULL gives false or undefined. */
HAKO_API hako_val hako_get_by(hako_vm *vm, hako_val object, hako_val key);
HAKO_API bool hako_set_by(hako_vm *vm, hako_val object, hako_val key, hako_val v);
HAKO_API bool hako_has_by(hako_vm *vm, hako_val object, hako_val key);
HAKO_API bool hako_delete_by(hako_vm *vm, hako_val object, hako_val key);

/* A prepared key: a name that is looked up once, and a cache for hako_get_key. Where objects of the same making are read in
 * turn, a read takes some 50 machine instructions. `name` is a kept handle, for the functions above; the rest is not to be
 * touched. */
typedef struct hako_key {
    hako_val name;
    const hako_vm *vm;
    uint32_t cache[3], collections;
} hako_key;
/* false: out of memory (or an exception is pending). A key that is not needed any more is to be dropped; after that, and for
 * another VM than its own, hako_get_key throws a TypeError. */
HAKO_API bool hako_key_init(hako_vm *vm, hako_key *key, const char *name);
HAKO_API void hako_key_drop(hako_vm *vm, hako_key *key);
/* hako_get by a prepared key. */
HAKO_API hako_val hako_get_key(hako_vm *vm, hako_val object, hako_key *key);

/* A property with its attributes. {0} but for the value is an ordinary one. One with a getter or a setter is an accessor:
 * value and HAKO_READONLY do not count then. */
enum { HAKO_READONLY = 1,       /* cannot be set */
       HAKO_HIDDEN = 2,         /* not enumerable: for-in, Object.keys, JSON do not see it */
       HAKO_FIXED = 4 };        /* cannot be deleted or defined anew */
typedef struct hako_property {
    hako_val value, get, set;
    unsigned flags;
} hako_property;
/* Object.defineProperty with all attributes. false after an exception: a TypeError if `object` is none, if a getter or setter
 * is no function, or where the object does not allow it. */
HAKO_API bool hako_define(hako_vm *vm, hako_val object, hako_val key, const hako_property *property);
/* Does the object itself have that property? Then *property (may be NULL) describes it; get and set are undefined where there
 * is none. No getter is run, but a proxy is asked. false after an exception, too: TypeError if `object` is none. */
HAKO_API bool hako_own(hako_vm *vm, hako_val object, hako_val key, hako_property *property);

/* An array of the object's own keys, in the order of the specification. which: 0 is what Object.keys gives, enumerable strings.
 * undefined after an exception: TypeError if `object` is none. */
enum { HAKO_KEYS_STRINGS = 1, HAKO_KEYS_SYMBOLS = 2, HAKO_KEYS_ENUMERABLE = 4 };    /* ENUMERABLE alone: of both */
HAKO_API hako_val hako_keys(hako_vm *vm, hako_val object, unsigned which);

/* What the object inherits from: an object or null. Setting it fails with a TypeError if it would make a circle, is neither
 * an object nor null, or the object is not extensible. */
HAKO_API hako_val hako_prototype(hako_vm *vm, hako_val object);
HAKO_API bool hako_set_prototype(hako_vm *vm, hako_val object, hako_val proto);

/* Object.freeze, Object.seal, Object.preventExtensions, and whether that is so. false after an exception, too: TypeError if
 * `object` is none, or a proxy refuses, or (freeze) it is a typed array with elements. */
HAKO_API bool hako_freeze(hako_vm *vm, hako_val object);
HAKO_API bool hako_seal(hako_vm *vm, hako_val object);
HAKO_API bool hako_prevent_extensions(hako_vm *vm, hako_val object);
HAKO_API bool hako_is_frozen(hako_vm *vm, hako_val object);
HAKO_API bool hako_is_sealed(hako_vm *vm, hako_val object);
HAKO_API bool hako_is_extensible(hako_vm *vm, hako_val object);

/* A function as hako_native makes it, with a pointer of the host's that the function can ask for: it gets it from what it was
 * called with. Some 44 bytes. */
HAKO_API hako_val hako_native_with(hako_vm *vm, const char *name, hako_function *fn, int arity, void *data);
/* In a host function: the `data` it was made with; NULL if it was made without. argc and argv as they came. */
HAKO_API void *hako_function_data(hako_vm *vm, int argc, const hako_val *argv);

/* A row of a table, which can lie in flash: a function; or an accessor; or a text; or, if there is none of these, a number. */
typedef struct hako_entry {
    const char *name;               /* "@@iterator" and the like: a well-known symbol */
    hako_function *function, *get, *set;
    int arity;                      /* of the function */
    const char *text;
    double number;
    unsigned flags;                 /* HAKO_READONLY... */
    void *data;                     /* for hako_function_data */
} hako_entry;
/* Defines the properties of a table, in its order, as hako_define does. false after an exception: then those in front are
 * there. The table is not needed afterwards. Functions stay for the life of the VM (hako_native). */
HAKO_API bool hako_set_table(hako_vm *vm, hako_val object, const hako_entry *entries, size_t count);

/* A table of pins in flash.
 *
 * Example:
 *     enum { PIN_COUNT = 40 };
 *     static bool pins[PIN_COUNT];
 *     static hako_val pin_write(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
 *     {
 *         int32_t pin = hako_int_or(vm, hako_arg(argc, argv, 0), -1);
 *         (void)self;
 *         if (pin < 0 || pin >= PIN_COUNT)
 *             return hako_throwf(vm, HAKO_ERROR_RANGE, "pin %d of %d", pin, PIN_COUNT);
 *         pins[pin] = hako_to_bool(vm, hako_arg(argc, argv, 1));
 *         return hako_undefined();
 *     }
 *     static hako_val pin_count(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
 *     {
 *         (void)vm, (void)self, (void)argc, (void)argv;
 *         return hako_int(PIN_COUNT);
 *     }
 *     static const hako_entry table[] = {
 *         { .name = "write", .function = pin_write, .arity = 2 },
 *         { .name = "count", .get = pin_count },
 *         { .name = "LED", .number = 13, .flags = HAKO_READONLY },
 *         { .name = "@@toStringTag", .text = "Pins", .flags = HAKO_READONLY | HAKO_HIDDEN },
 *     };
 *     bool install_pins(hako_vm *vm)
 *     {
 *         hako_scope scope = hako_scope_open(vm);
 *         hako_val o = hako_object(vm);
 *         bool ok = hako_set_table(vm, o, table, sizeof table / sizeof *table) && hako_freeze(vm, o) &&
 *                   hako_set(vm, hako_global(vm), "pins", o);
 *         hako_scope_close(vm, scope);
 *         return ok;
 *     }
 */

/* ---- What is not part of the language ----------------------------------------------------------------------------- */

/* Adds to the global object of the current realm what hosts give scripts, each by choice (or them together):
 *   HAKO_TIMERS       setTimeout, setInterval, clearTimeout, clearInterval. They run in hako_step and hako_run; as elsewhere, one
 *                     timer, then all jobs of promises, then the next. What is thrown in one makes hako_step fail; the next one goes on.
 *   HAKO_PERFORMANCE  performance.now()
 *   HAKO_CLONE        structuredClone (queueMicrotask is there from the start)
 *   HAKO_CONSOLE      console with all of its methods: beside log, info, warn, error, debug, assert, count, countReset, group and
 *                     groupEnd, which are there from the start, also dir, dirxml, groupCollapsed, table, time, timeEnd, timeLog
 *                     and trace
 *   HAKO_TASKS        Task: see Tasks, below
 *   HAKO_DECIMAL      Decimal: see Decimals, below
 * false on out of memory (hako_failed), when an exception is pending, or when this build is without one of them. vm NULL:
 * false. */
enum { HAKO_TIMERS = 1, HAKO_PERFORMANCE = 2, HAKO_CLONE = 4, HAKO_CONSOLE = 8, HAKO_TASKS = 64, HAKO_DECIMAL = 128 };
HAKO_API bool hako_install(hako_vm *vm, unsigned what);

/* What console of the current realm writes goes to a function, instead of to the port: it is called with the level (HAKO_LOG
 * ...), the text (a string with its lines, without a line end behind it) and by how many columns groups indent it. What it
 * throws, the script's call of console throws. It should not use console itself. undefined: to the port again. false after an
 * exception (TypeError: no function). vm NULL: false.
 *
 * Example:
 *     static hako_val capture(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
 *     {
 *         char text[100];
 *         (void)self;
 *         hako_to_string(vm, hako_arg(argc, argv, 1), text, sizeof text);
 *         log_line(hako_to_int(vm, hako_arg(argc, argv, 0)), text);
 *         return hako_undefined();
 *     }
 *     static bool capture_console(hako_vm *vm) { return hako_set_console(vm, hako_native(vm, "capture", capture, 3)); }
 */
HAKO_API bool hako_set_console(hako_vm *vm, hako_val sink);

/* ---- Values as text and bytes ---------------------------------------------------------------------------------------- */
/* The scripts that these run (getters, toJSON) run to their end inside the call, which nests like hako_call. With an exception
 * pending, and for vm NULL, they do nothing and fail. */

/* JSON.stringify(v, undefined, indent): a string; undefined for what JSON has no form of (a function, undefined), and after an
 * exception (TypeError: a cycle, a BigInt). indent: columns for each level, at most 10; 0 or below: all in one line. */
HAKO_API hako_val hako_to_json(hako_vm *vm, hako_val v, int indent);
/* JSON.parse(text): UTF-8, `length` bytes. undefined after an exception (SyntaxError). text NULL is the empty text, with
 * another length than 0 a TypeError. */
HAKO_API hako_val hako_from_json(hako_vm *vm, const char *text, size_t length);

#if !defined(HAKO_WITH_CLONE) || HAKO_WITH_CLONE
/* structuredClone(v): a copy with all that is in it, cycles included, of primitive values, wrapper objects, Dates, Decimals, regular
 * expressions, ArrayBuffers and views of them, Maps, Sets, errors, arrays and plain objects (what has another class becomes a
 * plain object). Anything else (functions, symbols, proxies, promises, SharedArrayBuffers) is an Error with the name
 * DataCloneError. undefined after an exception. */
HAKO_API hako_val hako_clone(hako_vm *vm, hako_val v);

/* The same in two halves, with bytes between them: for another VM, another task, a file, a wire. They are the same on all
 * targets, and begin with a version. hako_serialize writes them to bytes[size], as many as there is room for, and returns how
 * many there are; bytes NULL: only the number; each call runs the getters anew. 0 after an exception (DataCloneError;
 * RangeError: above 64 MB). hako_deserialize reads them; they must stay as they are meanwhile. Damaged bytes are a SyntaxError
 * (or a RangeError, or other values than were meant): never more than that. bytes NULL is a RangeError, and so are more than
 * 2^31 - 1. undefined after an exception.
 *
 * Example:
 *     static hako_val copy_to(hako_vm *other, hako_vm *vm, hako_val v)
 *     {
 *         uint8_t bytes[200];
 *         size_t n = hako_serialize(vm, v, bytes, sizeof bytes);
 *         return n && n <= sizeof bytes ? hako_deserialize(other, bytes, n) : hako_undefined();
 *     }
 */
HAKO_API size_t hako_serialize(hako_vm *vm, hako_val v, void *bytes, size_t size);
HAKO_API hako_val hako_deserialize(hako_vm *vm, const void *bytes, size_t length);

#if !defined(HAKO_WITH_STATE) || HAKO_WITH_STATE
/* The globals that the scripts of the current realm have made, as JSON, to be kept over a restart: variables, lexical ones
 * included, and enumerable properties of the global object that are no accessors. What JSON lacks stands as an object with a
 * property "$":
 *
 *     {"$":"undefined"}   {"$":"number","v":"NaN"}, "Infinity", "-Infinity", "-0"   {"$":"bigint","v":"12"}
 *     {"$":"date","v":0}, null when invalid   {"$":"regexp","v":"a+","flags":"g"}   {"$":"map","v":[[1,2]]}   {"$":"set","v":[1]}
 *     {"$":"bytes","v":"00ff"} an ArrayBuffer   {"$":"Uint8Array","v":{"$":"bytes",...},"offset":0,"length":2}, other views
 *     {"$":"decimal","v":"1.50"}   {"$":"box","v":1} a wrapper object   {"$":"error","name":"TypeError","v":"the message","cause":...}
 *     {"$":"hole","v":3} holes in an array   {"$":"object","v":{...}} a plain object that has a property "$"
 *     {"$":"ref","v":["name","key",0]} an object that stands elsewhere in this text: the keys and indexes on the way to it
 *     {"$":"function","v":"x => x"}
 *
 * Functions are left out (in arrays and collections they become null), or with `functions` given by their source texts, where
 * these were kept (hako_keep_source): restored, they know the globals, but no variables that were around them. What cannot be
 * cloned is left out too; classes of objects, names of arrays' properties, attributes and that buffers were resizable are
 * lost. Returns a string; undefined after an exception. */
HAKO_API hako_val hako_globals_to_json(hako_vm *vm, bool functions);

/* Restores them, mostly after the script has been run: variables that are there get their values, constants too; what is not
 * there becomes a property of the global object. What a global has that is not enumerable or not writable (the library) stays.
 * functions: also functions, whose texts are code that is run (HAKO_WITH_EVAL); else they are a TypeError. false after an
 * exception, a SyntaxError or TypeError where the text is not as above; then nothing is changed, but for out of memory. */
HAKO_API bool hako_globals_from_json(hako_vm *vm, const char *text, size_t length, bool functions);
#endif
#endif

/* ---- Realms ------------------------------------------------------------------------------------------------------- */
/* A realm is a global object with a library of its own: what a script changes in one, its prototypes included, the others do not see.
 * All share the arena, and values pass freely between them. A function runs in the realm it was made in. {0} is the realm that a VM
 * begins with. */
typedef struct { uint32_t number; } hako_realm;

/* A new realm. It costs some 500 bytes, and lives as long as the VM. On out of memory, or as the 65,536th, the result is {0} and
 * hako_failed is true. */
HAKO_API hako_realm hako_realm_new(hako_vm *vm);

/* The same with a choice. Names of what is left out are ReferenceErrors, but what syntax leads to is there: (() => {}).constructor is Function,
 * with which a script can make others in its realm. For that, HAKO_WITH_EVAL 0. desc NULL: as hako_realm_new. vm NULL: {0}. */
typedef struct hako_realm_desc {
    const char *const *only;    /* names of the properties that the global object has at first, besides undefined, NaN and Infinity; those that
                                 * this build has not are skipped. NULL: all */
    size_t count;               /* of them */
    void *user;                 /* hako_realm_user */
} hako_realm_desc;
HAKO_API hako_realm hako_realm_make(hako_vm *vm, const hako_realm_desc *desc);

/* A pointer of the host's for each realm; NULL at first, and if there is no such realm or VM. Setting it is false then, and on out of memory. */
HAKO_API bool hako_realm_set_user(hako_vm *vm, hako_realm realm, void *user);
HAKO_API void *hako_realm_user(hako_vm *vm, hako_realm realm);

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

/* `new constructor(...argv)`; else as hako_call. TypeError if it is no constructor. */
HAKO_API hako_status hako_new(hako_vm *vm, hako_val constructor, int argc, const hako_val *argv, hako_val *result);

/* function.bind(self, ...argv): a function that is called with that `this` and with these arguments in front. A host function
 * that is bound to values finds them there. undefined after an exception: TypeError, RangeError as hako_call. */
HAKO_API hako_val hako_bind(hako_vm *vm, hako_val function, hako_val self, int argc, const hako_val *argv);

/* As hako_start, for a call: hako_step runs it, and hako_result is its result. A script that was started before and has not
 * ended is abandoned. HAKO_MORE; HAKO_FAILED with an exception as hako_call. A host function is run at once. Inside a host
 * function it fails with a TypeError and changes nothing. vm NULL: HAKO_FAILED. */
HAKO_API hako_status hako_start_call(hako_vm *vm, hako_val function, hako_val self, int argc, const hako_val *argv);

/* ---- Promises, jobs, interrupts: not without asynchronous code (HAKO_WITH_ASYNC 0) ----------------------------------- */
/* A native function that finishes later returns a promise, which the host settles when it has the result: from its main loop,
 * or by way of a queue from an interrupt. The scripts that wait for it go on in the next hako_step (or hako_run_jobs).
 * hako_step does not know what the host still has to settle: it answers HAKO_DONE meanwhile, and is to be called again when
 * something was settled.
 *
 * Example:
 *     static hako_event events[8];
 *     static hako_queue queue = { .events = events, .room = 8 };
 *     static hako_val sample;
 *
 *     static hako_val read_adc(hako_vm *vm, hako_val self, int argc, const hako_val *argv)     // script: await readAdc()
 *     {
 *         (void)self; (void)argc; (void)argv;
 *         sample = hako_keep(vm, hako_promise(vm));
 *         adc_start();
 *         return sample;
 *     }
 *     void adc_interrupt(void) { hako_post(&queue, sample, hako_int(adc_value()), false); }
 *
 *     static void main_loop(hako_vm *vm)
 *     {
 *         for (;;) {
 *             hako_deliver(vm, &queue);
 *             if (hako_step(vm, 1000) == HAKO_FAILED) hako_report(vm);
 *         }
 *     }
 */
#if !defined(HAKO_WITH_ASYNC) || HAKO_WITH_ASYNC

/* A pending promise, which only the host can settle, once. undefined on out of memory; vm NULL: undefined. */
HAKO_API hako_val hako_promise(hako_vm *vm);

/* Settles it: fulfils it with a value (or lets it follow a promise, or another object with a method `then`, as resolve
 * functions do; a getter of that name runs to its end inside the call), or rejects it with a reason. No handler runs before
 * the next hako_step. false after an exception, or when a limit stopped that getter: TypeError if it is no promise of
 * hako_promise, or was settled before; then, and on out of memory, nothing has changed. vm NULL: false. */
HAKO_API bool hako_resolve(hako_vm *vm, hako_val promise, hako_val value);
HAKO_API bool hako_reject(hako_vm *vm, hako_val promise, hako_val reason);

/* What has become of any promise; *result (may be NULL) receives its value or reason, undefined while it is pending. Looking
 * does not count as handling a rejection. vm NULL: HAKO_NO_PROMISE. */
typedef enum hako_promise_state { HAKO_NO_PROMISE, HAKO_PENDING, HAKO_FULFILLED, HAKO_REJECTED } hako_promise_state;
HAKO_API hako_promise_state hako_settled(hako_vm *vm, hako_val promise, hako_val *result);

/* promise.then(fulfilled, rejected): functions, or undefined. Returns the derived promise. What is no promise counts as
 * fulfilled with itself. undefined after an exception (TypeError: a handler is neither a function nor undefined). vm NULL:
 * undefined. */
HAKO_API hako_val hako_then(hako_vm *vm, hako_val promise, hako_val fulfilled, hako_val rejected);

/* The same for a function of the host's, called once by hako_step when the promise is settled: state is HAKO_FULFILLED or
 * HAKO_REJECTED. The rules of host functions hold for it; an exception that it leaves pending counts as a rejection that
 * nobody handles. The promise lives on as long as it is needed. hako_stop, and starting a script in the place of another, drop
 * it uncalled, as they drop all that waits. false after an exception (TypeError: no function); then it is never called. vm
 * NULL: false. */
typedef void hako_reaction(hako_vm *vm, void *context, hako_promise_state state, hako_val result);
HAKO_API bool hako_when(hako_vm *vm, hako_val promise, hako_reaction *reaction, void *context);

/* What an interrupt handler, or another thread, has to tell, on its way to the VM: a queue in memory of the host's. It has one
 * producer (one interrupt, or several that do not interrupt each other; one thread) and one consumer: use one for each. Fill
 * in the first two fields, the rest is 0. hako_post is the only function that may be called while another one is under way
 * with the same VM, besides hako_int, hako_number, hako_bool, hako_null and hako_undefined, which make the values that it
 * takes, and writing hako_limits.interrupt. It neither waits nor locks. */
typedef struct hako_event { hako_val target, value; bool failed; } hako_event;
typedef struct hako_queue {
    hako_event *events;
    uint32_t room;              /* how many */
    volatile uint32_t lost;     /* how many found the queue full */
    volatile uint32_t written, read;
} hako_queue;

/* Posts an event. The target is a kept handle: of a promise (hako_promise), which will be resolved with the value, or if
 * failed rejected, and dropped (hako_drop); or of a function, which will be called with it, each time anew. The value is a
 * number, boolean, null or undefined, or a kept handle too. false: the queue is full (the event is counted as lost) or NULL,
 * or has no room. */
HAKO_API bool hako_post(hako_queue *queue, hako_val target, hako_val value, bool failed);

/* Delivers what was posted, in order, and returns how many events that were: promises are settled, calls become jobs, which
 * hako_step runs; what such a function throws is a rejection that nobody handles. Targets that are neither (or are settled
 * already) are dropped. It stops at an exception (out of memory), and the event stays; with one pending it does nothing. vm or
 * queue NULL: 0. */
HAKO_API uint32_t hako_deliver(hako_vm *vm, hako_queue *queue);

/* How many jobs are waiting: reactions to promises that are settled, what queueMicrotask was given. hako_step runs them all
 * before the next timer. vm NULL: 0. */
HAKO_API uint32_t hako_jobs(hako_vm *vm);

/* Run the oldest job, or all of them with those they make, to the end, without budget and without timers: for hosts that order
 * things themselves. HAKO_MORE (hako_run_job only): others are waiting, or rejections that nobody handled; HAKO_DONE;
 * HAKO_FAILED, with an exception or a limit, as hako_step; then call again for the rest. TypeError inside a host function, and
 * as long as a script is in the middle of its run. vm NULL: HAKO_FAILED. */
HAKO_API hako_status hako_run_job(hako_vm *vm);
HAKO_API hako_status hako_run_jobs(hako_vm *vm);
#endif

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
/* The same, but the value may die: the handle then reads as undefined. Numbers, booleans and host functions do not die.
 * TypeError, and undefined, in a build with HAKO_WITH_WEAK 0. vm NULL: undefined. */
HAKO_API hako_val hako_keep_weak(hako_vm *vm, hako_val v);

/* ---- Iteration ---------------------------------------------------------------------------------------------------- */

/* What for-of and for-await-of do. Do not look inside, but at `waits`. */
typedef struct hako_iter {
    hako_val iterator, next, promise;
    hako_scope scope;
    uint8_t state;
    bool waits;                 /* an asynchronous iterator has no answer yet: run hako_step, then call hako_next again */
} hako_iter;

/* Begins to iterate over an array, Map, Set, string, generator, typed array, or any other iterable. false after an exception
 * (TypeError: it is not iterable): hako_next is then at the end at once. */
HAKO_API bool hako_iterate(hako_vm *vm, hako_val iterable, hako_iter *it);
/* The next value. false, and undefined: that was all; or an exception (hako_failed). Each step runs scripts, as hako_call
 * does. Handles that were made since the step before are released: what is to outlast the step is kept, and scopes opened in
 * the loop are closed in it. Iterator and value belong to the scope that hako_iterate was called in. */
HAKO_API bool hako_next(hako_vm *vm, hako_iter *it, hako_val *value);
/* hako_next where each value is a pair, as a Map or Object.entries gives them: its first two elements. A value that is no
 * object is a TypeError, which closes the iterator. */
HAKO_API bool hako_next_pair(hako_vm *vm, hako_iter *it, hako_val *key, hako_val *value);
/* For a loop that is left early: calls the iterator's method `return`, if there is one. Errors of that are dropped if an
 * exception is pending, which stays so. false if one is pending then. After the end, and a second time, it does nothing. */
HAKO_API bool hako_iter_close(hako_vm *vm, hako_iter *it);

/* The same over an asynchronous iterable, or any other, whose values are then awaited. It may go on for as long as it takes,
 * from the main loop: when hako_next is false and `waits` is true, it is neither at the end, nor failed. Values belong to the
 * innermost scope; it must be brought to its end or closed, for it holds kept handles. What `return` gives is not waited for.
 * TypeError in a build with HAKO_WITH_ASYNC 0. Neither within a host function nor while a script is in the middle of its run
 * do promises go on. */
HAKO_API bool hako_iterate_async(hako_vm *vm, hako_val iterable, hako_iter *it);

/* The first positive number in anything that can be iterated over; and the entries of a Map, in functions of the host's.
 *
 * Example:
 *     double first_positive(hako_vm *vm, hako_val list)
 *     {
 *         hako_iter it;
 *         hako_val v;
 *         double found = 0;
 *         for (hako_iterate(vm, list, &it); found <= 0 && hako_next(vm, &it, &v);)
 *             found = hako_to_number(vm, v);
 *         hako_iter_close(vm, &it);                       // does nothing if it came to its end
 *         return found;
 *     }
 *     bool print_settings(hako_vm *vm, hako_val map)
 *     {
 *         hako_iter it;
 *         hako_val key, v;
 *         char name[32], text[64];
 *         hako_iterate(vm, map, &it);
 *         while (hako_next_pair(vm, &it, &key, &v)) {
 *             hako_to_string(vm, key, name, sizeof name);
 *             hako_to_string(vm, v, text, sizeof text);
 *             printf("%s=%s\n", name, text);
 *         }
 *         return !hako_failed(vm);
 *     }
 */

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

/* hako_throw with a message put together like that of printf: %s a text in UTF-8 (NULL: "null"), %d an int, %u an unsigned, %z
 * a size_t, %g a double as scripts write it, %v a hako_val (strings as they are, errors as "Name: message", other objects by
 * kind), %% a percent sign. There are no widths or precisions. format NULL: no message. vm NULL: nothing is thrown. */
HAKO_API hako_val hako_throwf(hako_vm *vm, hako_error_kind kind, const char *format, ...);

/* An error as it can be told without running a script: accessors read as undefined, and so does what is not there. */
typedef struct hako_error {
    hako_error_kind kind;       /* of the built-in kind that it is of, or that its class extends */
    hako_val name, message, cause;
} hako_error;
/* false, and all undefined: v is no Error object. */
HAKO_API bool hako_error_of(hako_vm *vm, hako_val v, hako_error *error);

/* Where an error object was made: frame 0 is the innermost of at most 8 of scripts. false: there is no such frame (or v is no
 * error, or memory was too short to note them). hako_get(vm, error, "stack") is all of it as a text. */
typedef struct hako_frame {
    hako_val function, file;    /* strings; an empty one for what has no name */
    uint32_t line, column;      /* from 1; 0: not known */
} hako_frame;
HAKO_API bool hako_stack_frame(hako_vm *vm, hako_val error, uint32_t index, hako_frame *frame);

/* What the pending exception came of: a script that does not compile (hako_start, hako_eval, hako_start_module...),
 * hako_convert; loading: the module that was started, or one that it imports, cannot be loaded or linked (hako_step fails then); or,
 * if it was none of these, what ran. What fails in import() is the script's to handle, and counts as running. */
typedef enum hako_phase { HAKO_RUNNING, HAKO_COMPILING, HAKO_CONVERTING, HAKO_LOADING } hako_phase;
HAKO_API hako_phase hako_failed_while(hako_vm *vm);

/* A report of the host's own.
 *
 * Example:
 *     void show(hako_vm *vm)
 *     {
 *         bool compiling = hako_failed_while(vm) == HAKO_COMPILING;
 *         hako_val thrown = hako_exception(vm);
 *         hako_error error;
 *         hako_frame frame;
 *         char text[80], file[40];
 *         if (hako_error_of(vm, thrown, &error) && error.kind == HAKO_ERROR_RANGE)
 *             puts("a limit was exceeded");
 *         hako_to_string(vm, thrown, text, sizeof text);
 *         printf("%s%s\n", compiling ? "does not compile: " : "", text);
 *         for (uint32_t i = 0; hako_stack_frame(vm, thrown, i, &frame); i++) {
 *             hako_to_string(vm, frame.function, text, sizeof text);
 *             hako_to_string(vm, frame.file, file, sizeof file);
 *             printf("  %s, %s:%u\n", text, file, (unsigned)frame.line);
 *         }
 *     }
 */

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

#if HAKO_WITH_IMAGES
/* The same answer from an image (hako_compile_bundle), in which there is a module of the request's name and type; if there is none, or the image
 * is not accepted, that is the import's failure, a TypeError. size and flags are those of hako_start_image. */
HAKO_API bool hako_module_image(hako_vm *vm, uint32_t request, const void *image, size_t size, uint32_t flags);

/* Makes the modules of an image known, so that they are imported by their names and the loader is not asked; runs nothing. Of two modules of one
 * name the one is taken whose image was added last. false: an exception is pending, as by hako_start_image. vm NULL: false. */
HAKO_API bool hako_add_image(hako_vm *vm, const void *image, size_t size, uint32_t flags);
#endif

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
#include "snapshot.h"

/* ---- Declarations --------------------------------------------------------------------------------------------------- */
/* Writes, as TypeScript (a .d.ts file, for editors and checkers), what the current realm's scripts find that is not of the language: classes of
 * the host's, with the types that their fields have; its functions, objects and values on the global object, and what scripts have put there; the
 * modules of hako_module_native and hako_module_object. What the tables state no types for is any, and a function of arity 2 has two optional parameters
 * and more. Elements, and properties with symbols, are left out but for classes' @@names; objects are written out eight deep. The text depends on nothing
 * but the order in which things were made. Names of more than 63 bytes are cut.
 *
 *     static bool put(void *file, const void *text, size_t length) { return fwrite(text, 1, length, file) == length; }
 *     static const hako_typing types[] = {
 *         { "pins.write", "(pin: number, on: boolean): void" },    // a function: what follows its name
 *         { "board.read", "(pin: number): boolean" },              // of the module "board"
 *         { "Point", "(x: number, y: number)" },                   // a class: its constructor
 *         { "Point.distance", "(to: Point): number" },
 *         { "tick", "number" },                                    // anything else
 *     };
 *     bool ok = hako_declarations(vm, types, sizeof types / sizeof *types, put, stdout);
 */
/* What the tables have no place for: the type of what has that name, or is a property of it. */
typedef struct hako_typing { const char *name, *type; } hako_typing;

/* put gets UTF-8; it must not call into the VM. types: `count` of them, for names that need not be there; NULL with 0: none. Runs no script and needs no memory of the arena. false: vm is NULL, or
 * an exception is pending: as before; a TypeError for put NULL, or types NULL with a count; an Error if put gave up. */
HAKO_API bool hako_declarations(hako_vm *vm, const hako_typing *types, size_t count, hako_write *put, void *user);

/* ---- Tasks ---------------------------------------------------------------------------------------------------------- */
/* Several scripts in one VM, which take turns: each has frames of its own, so that it may loop or wait wherever it likes, and a share of the
 * steps, so that none can keep the others from running. A game gives each of its entities one, a firmware each of its drivers.
 *
 *     static const char source[] = "for (;;) { move(); Task.yield(); }";       // Task.yield: until the next frame
 *     hako_install(vm, HAKO_TASKS);
 *     for (int i = 0; i < 20; i++) {
 *         const hako_task_desc ghost = { .name = "ghost.js", .source = source, .length = sizeof source - 1, .budget = 500 };
 *         if (!hako_task_start(vm, &ghost).id) hako_report(vm);
 *     }
 *     while (draw_frame())
 *         if (hako_tasks_step(vm, 20000) == HAKO_FAILED) hako_report(vm);      // a ghost that failed; the others go on
 *
 * The script of hako_start, the jobs of promises and the timers, whoever made them, are one more in the row: the main program. Tasks see one
 * another's objects if they are of the same realm; there is no other memory, and nothing happens at the same time: a turn ends only at
 * a jump, call or return. A task costs some 200 bytes, and as much as its frames take. HAKO_WITH_TASKS 0 removes all of this.
 *
 * Scripts have, after hako_install(vm, HAKO_TASKS), the object Task:
 *   Task.start(f, ...args)     a new task that calls f. What it gives, as Task.current, is the promise of the task's result with the methods
 *                              postMessage(v), kill(), pause() and resume(), the last three of which are false when it has ended
 *   Task.current               the task that asks; undefined in the main program
 *   Task.yield()               ends the turn until the next hako_tasks_step: the next frame or tick
 *   Task.sleep(ms), Task.wait(promise), Task.receive([ms])
 *                              the task waits: for time, for a promise (its value is the result; a rejection is thrown), for a message (undefined
 *                              after ms milliseconds). The others go on. TypeError outside of tasks, and in what a host function calls
 *   task.postMessage(v)        a message for that task, in the order they were sent: primitives as they are, objects as structuredClone copies them (not
 *                              in builds with HAKO_WITH_CLONE 0), in the receiver's realm. To one that has ended it does nothing
 *   Task.postMessage(v)        the same for the main program
 *   Task.message()             in the main program: a promise of its next message, for it cannot wait in place. TypeError in tasks
 * A task has ended when its script or function has, with that value; if it is a promise (an async function's), with what becomes of that. An
 * exception that it does not catch rejects its promise, and if nobody handles that, it is reported like any other rejection. A task cannot use
 * Atomics.wait (TypeError). What an async function does behind its first await it does in the main program's turns, out of
 * its steps; killing the task does not stop that. */
#ifndef HAKO_WITH_TASKS
#  if defined(HAKO_WITH_ASYNC)
#    define HAKO_WITH_TASKS HAKO_WITH_ASYNC
#  else
#    define HAKO_WITH_TASKS 1
#  endif
#endif
#if HAKO_WITH_TASKS

typedef struct { uint32_t id; } hako_task;      /* {0}: none. Numbers are given in order and not used again */

#define HAKO_TASK_PRIORITY 16u
#define HAKO_TASK_MAX_PRIORITY 4096u

typedef struct hako_task_desc {
    const char *name;           /* of the script, for messages, and the property `name` of the task's object; NULL: "task", and no property */
    const char *source;         /* what to run: a script, as for hako_start, whose let, const and functions are global: one that several tasks run
                                 * has them in a block; or, if source is NULL and length 0, */
    size_t length;
    hako_val function;          /* a function, with these arguments */
    int argc;
    const hako_val *argv;
    uint32_t budget;            /* the most steps in one hako_tasks_step; 0: no such limit */
    uint32_t priority;          /* its turn is 16 times as many steps; 0 is 16, the most 4096 (more reads as that) */
    bool own_realm;             /* it runs in a new realm; false: in the current one. A realm lives as long as the VM */
    bool paused;                /* it begins with hako_task_resume */
    bool forget;                /* when it has ended, it is dropped (hako_task_drop) */
    void *user;                 /* a pointer of the host's: hako_get_task */
} hako_task_desc;

/* Makes a task; it runs with hako_tasks_step. Allowed in host functions. {0} if an exception is pending, as after this: SyntaxError, TypeError (no
 * description; `function` is none; source NULL with a length), RangeError (out of memory; argc as in hako_call; too many realms). The texts
 * need not live on. vm NULL: {0}. */
HAKO_API hako_task hako_task_start(hako_vm *vm, const hako_task_desc *desc);

/* Runs tasks and the main program in turn, for `steps` steps together (more by what one native may go over; that is subtracted from the next
 * call's). As long as it is used, hako_step and hako_run need not be: they run the main program alone, and no task.
 *   HAKO_MORE    there is more to do; tasks that called Task.yield or hako_pause, or have used up their budget, wait for the next call
 *   HAKO_IDLE    all that are left wait: for a time (hako_wake_at), a message, a promise, hako_task_resume
 *   HAKO_DONE    all have ended, the main program too
 *   HAKO_FAILED  as of hako_step. The exception may be that of a task: of which one, hako_get_task tells. Take it, and call again
 * How the steps are cut into calls makes no difference to who runs when, but for what waits for the next call. A task whose frames
 * cannot be set aside, because memory is full, fails with that RangeError, which it cannot catch. hako_pause in a host function makes the
 * task that called it wait for the next call. Inside a host function it fails with a TypeError. vm NULL, or an exception is pending: HAKO_FAILED. */
HAKO_API hako_status hako_tasks_step(hako_vm *vm, uint32_t steps);

typedef enum hako_task_state {
    HAKO_TASK_NONE,             /* there is no such task */
    HAKO_TASK_READY,
    HAKO_TASK_WAITING,          /* for a message, a promise, a time */
    HAKO_TASK_PAUSED,
    HAKO_TASK_DONE, HAKO_TASK_FAILED, HAKO_TASK_KILLED      /* it has ended: hako_task_result */
} hako_task_state;
typedef struct hako_task_info {
    hako_task_state state;
    uint32_t messages;          /* that wait for it */
    uint32_t memory;            /* bytes of it and its frames; not of what they lead to */
    uint32_t budget, priority;
    uint64_t steps;             /* run so far */
    void *user;
} hako_task_info;
/* What is known of a task. All is 0 if there is none of that number, or vm is NULL. */
HAKO_API hako_task_info hako_get_task(hako_vm *vm, hako_task task);

/* The value that a task has ended with, or the exception; of one that was killed an Error. undefined before, and if there is no such task. */
HAKO_API hako_val hako_task_result(hako_vm *vm, hako_task task);

/* The functions that follow are false, and do nothing, if there is no such task (or vm is NULL); the first three also when it has ended. Host
 * functions may use them, also for the task that calls them: it stops at its next jump, call or return. */

HAKO_API bool hako_task_pause(hako_vm *vm, hako_task task);
HAKO_API bool hako_task_resume(hako_vm *vm, hako_task task);
/* Ends a task: no handler of it runs, nor `finally`. Its promise is rejected with an Error, which is not reported. Of an async function that
 * has come to its first await only the result is dropped. */
HAKO_API bool hako_task_kill(hako_vm *vm, hako_task task);
/* Sends it a message, as postMessage does; {0}: to the main program. Copying an object nests like hako_call. Also false on an exception. */
HAKO_API bool hako_task_post(hako_vm *vm, hako_task task, hako_val message);
/* Changes what the description said. */
HAKO_API bool hako_task_share(hako_vm *vm, hako_task task, uint32_t budget, uint32_t priority);

/* A task that has ended keeps its result, and some 150 bytes, until it is dropped; one that has not ended goes when it does. */
HAKO_API void hako_task_drop(hako_vm *vm, hako_task task);

/* The task that calls the host function; {0}: the main program does, or none runs. */
HAKO_API hako_task hako_task_current(hako_vm *vm);
/* The next in the order of their numbers, {0} to begin with; {0}: that was the last. */
HAKO_API hako_task hako_task_next(hako_vm *vm, hako_task task);
/* What scripts see of a task: the promise of its result. undefined: there is no such task; {0}: it is none. */
HAKO_API hako_val hako_task_object(hako_vm *vm, hako_task task);
HAKO_API hako_task hako_task_of(hako_vm *vm, hako_val object);
#endif

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
/* Collects if more than so many bytes of heap are in use (hako_figures.used); true: it has. For the idle time of a main loop, so that
 * it need not happen while a script runs. vm NULL: false. */
HAKO_API bool hako_collect_above(hako_vm *vm, uint32_t bytes);

/* What the heap is used for: how many blocks, and bytes, of each kind. Dead ones count until they are collected: hako_collect before,
 * and it is what lives. Costs a walk through the heap. vm NULL: all is 0. */
enum { HAKO_KIND_STRING, HAKO_KIND_OBJECT, HAKO_KIND_FUNCTION,
       HAKO_KIND_VALUES,        /* elements and properties, entries of a Map, that do not lie in their objects */
       HAKO_KIND_SCOPE,         /* variables that functions share */
       HAKO_KIND_SHAPE,         /* what objects of the same properties have in common */
       HAKO_KIND_CODE,          /* bytecode, with its caches */
       HAKO_KIND_FRAME,         /* of generators, async functions and tasks that wait */
       HAKO_KIND_BYTES,         /* of ArrayBuffers */
       HAKO_KIND_HANDLE,        /* handles, native functions */
       HAKO_KIND_OTHER,         /* symbols, BigInts, lists of the engine */
       HAKO_KIND_FREE, HAKO_KINDS };
typedef struct hako_census {
    struct { uint32_t count, bytes; } kinds[HAKO_KINDS];
    uint32_t blocks;            /* of all kinds */
    uint32_t fixed;             /* bytes of the fixed part, below the heap */
    uint32_t stack;             /* bytes of frames now */
    uint32_t handles, kept;     /* that are in use: in open scopes, by hako_keep */
} hako_census;
HAKO_API hako_census hako_get_census(hako_vm *vm);

/* Is the heap sound? Looks at each block and reference; for tests and for hunting a host's stray pointer. NULL: yes; else what is wrong, or "no VM".
 * Changes nothing. */
HAKO_API const char *hako_check(hako_vm *vm);

/* How to write. All 0, or NULL in place of it: through the port's `print`, plain, in one line, three levels deep. */
#define HAKO_MAX_DUMP 8u
typedef struct hako_dump_desc {
    void (*write)(void *context, const char *text, size_t length);      /* UTF-8, in pieces; must not call into the VM */
    void *context;
    uint32_t depth;             /* how many levels of objects are opened; 0: 3, at most HAKO_MAX_DUMP */
    bool color;                 /* with ANSI escapes */
    bool lines;                 /* each item in a line of its own, indented */
} hako_dump_desc;

/* Writes any value, and a line end: { a: 1, b: [1, <2 empty>, "x"], f: function f, g: <accessor>, self: <circular 1 up> }, Map(1) { 1 => "x" },
 * class A, RegExp /a+/g, Date 1970-01-01T00:00:00.000Z or Date invalid; objects of classes with its name. Runs no script: getters are
 * not called, nor proxies. At most 100 items of an object and 200 units of a string. Needs no memory but for strings that were not put
 * together so far; where there is none it shows their length. What is pending stays so. vm NULL: nothing. */
HAKO_API void hako_dump(hako_vm *vm, hako_val v, const hako_dump_desc *desc);
/* Writes a line for each block of the heap: its place, type, bytes, and its text or name if it has one. */
HAKO_API void hako_dump_heap(hako_vm *vm, const hako_dump_desc *desc);
/* Writes what is kept (hako_keep) and was not dropped so far, a line each ("kept: ..."), and returns how many those are. With
 * HAKO_DEBUGGING, hako_close does so by itself. */
HAKO_API uint32_t hako_leaks(hako_vm *vm, const hako_dump_desc *desc);

#ifdef HAKO_TESTING
/* For the test suite: collect at every allocation; make the nth allocation from now fail (0: none). */
HAKO_API void hako_test_stress(hako_vm *vm, bool on);
HAKO_API void hako_test_fail_at(hako_vm *vm, uint32_t nth);
/* Adds what the conformance suite wants to the global object: print and $262. */
HAKO_API void hako_test_262(hako_vm *vm);
#if HAKO_WITH_SAVE
/* The bindings of those functions, for hako_save. */
HAKO_API const hako_binding *hako_test_bindings(size_t *count);
#endif
/* Lists the bytecode of a script through `out`. false: it does not compile (the exception is pending). */
HAKO_API bool hako_disassemble(hako_vm *vm, const char *name, const char *source, size_t length,
                               void (*out)(void *ctx, const char *text, size_t n), void *ctx);
#endif

#ifdef __cplusplus
}
#endif
#endif
