/* hako_config.h - every switch of Hako, annotated. hako.h includes this file when it finds it (or the file that HAKO_CONFIG names).
 *
 * Everything is commented out: these are the defaults. To change one, remove the comment and edit the value, or leave this
 * file alone and define the same names on the compiler's command line. */
#ifndef HAKO_CONFIG_H
#define HAKO_CONFIG_H

/* ---- linkage ------------------------------------------------------------------------------------------------------ */

/* Every function of the library is static: one translation unit holds the library and everything that uses it. */
/* #define HAKO_STATIC */

/* What stands before each function's declaration. */
/* #define HAKO_API extern */

/* ---- limits ------------------------------------------------------------------------------------------------------- */

/* How deep a source text may nest (parentheses, blocks, functions, ...) before it is a SyntaxError. The parser is the only part
 * of Hako that recurses on the C stack: each level costs some hundred bytes of it. */
/* #define HAKO_MAX_NESTING 130 */

/* Bytes of the longest canonical name of a module, its terminator included: a loader's name is written to the C stack. */
/* #define HAKO_MAX_MODULE_NAME 256 */

/* 1: the interpreter's loop shares code between operators where that costs some speed on doubles and saves about 3 KB of flash. By default 1 where the compiler optimises for size. */
/* #define HAKO_COMPACT 0 */

/* ---- features: 0 removes one -------------------------------------------------------------------------------------- */
/* What is removed is missing from the global object; syntax for it is a SyntaxError. `make size` prints what each costs in flash. */

/* The compiler. Without it a build runs images only (hako_start_image); hako_start and the like, eval and new Function throw. */
/* #define HAKO_WITH_COMPILER 1 */

/* Images: hako_compile, hako_start_image, and the verifier. */
/* #define HAKO_WITH_IMAGES 1 */

/* Regular expressions: RegExp, literals, and with them match, matchAll, search of strings. */
/* #define HAKO_WITH_REGEXP 1 */

/* Tables of the properties that regular expressions know as \p{...}. Without them \p is a SyntaxError. */
/* #define HAKO_WITH_UNICODE_PROPERTIES 1 */

/* Unicode tables for identifiers, white space and case conversion. Without them only Latin-1 is known (nor \p{...}). */
/* #define HAKO_WITH_UNICODE 1 */

/* String.prototype.normalize, nearly all of it tables. Without them it checks the form's name, and leaves the text as it is. */
/* #define HAKO_WITH_NORMALIZE 1 */

/* Promise, async functions and generators, for await, queueMicrotask. */
/* #define HAKO_WITH_ASYNC 1 */

/* setTimeout and its kin, performance.now: what hako_install can add. */
/* #define HAKO_WITH_TIMERS 1 */

/* Tasks: several scripts that take turns. They need asynchronous code. */
/* #define HAKO_WITH_TASKS 1 */

/* Proxy. (Reflect is there without it.) */
/* #define HAKO_WITH_PROXY 1 */

/* BigInt, with its literals. */
/* #define HAKO_WITH_BIGINT 1 */

/* Modules: import, export, import(), loaders. They need asynchronous code. */
/* #define HAKO_WITH_MODULES 1 */

/* ArrayBuffer, the typed arrays, DataView. */
/* #define HAKO_WITH_TYPED_ARRAYS 1 */

/* SharedArrayBuffer and Atomics. */
/* #define HAKO_WITH_ATOMICS 1 */

/* Base64 and hexadecimal texts of Uint8Array. */
/* #define HAKO_WITH_BASE64 1 */

/* eval, functions made from text (new Function), the statement `with`. */
/* #define HAKO_WITH_EVAL 1 */

/* Declarations with `using`, DisposableStack, AsyncDisposableStack, SuppressedError. */
/* #define HAKO_WITH_DISPOSE 1 */

/* Date. */
/* #define HAKO_WITH_DATE 1 */

/* WeakMap, WeakSet, WeakRef and FinalizationRegistry (which calls nothing back without HAKO_WITH_ASYNC). */
/* #define HAKO_WITH_WEAK 1 */

/* Native classes, exotic properties, watched objects: what the engine itself has for them. */
/* #define HAKO_WITH_CLASSES 1 */

/* structuredClone, hako_clone, hako_serialize, hako_deserialize. */
/* #define HAKO_WITH_CLONE 1 */

/* hako_globals_to_json and hako_globals_from_json. They need HAKO_WITH_CLONE. */
/* #define HAKO_WITH_STATE 1 */

/* The methods of console that hako_install adds: dir, table, time, trace and their kin. */
/* #define HAKO_WITH_CONSOLE 1 */

/* Saved machines: hako_save, hako_restore. */
/* #define HAKO_WITH_SAVE 1 */

/* TypeScript: scripts whose names end in .ts or .mts, and hako_strip_types. Off unless asked for. */
/* #define HAKO_WITH_TYPESCRIPT 0 */

/* Decimal: exact decimal fractions, for money (hako_decimal, and what hako_install can add). Off unless asked for. Its toBigInt
 * and toScaled need HAKO_WITH_BIGINT. */
/* #define HAKO_WITH_DECIMAL 0 */

/* ---- development -------------------------------------------------------------------------------------------------- */

/* Misuse that otherwise passes in silence is told to the port's `warn`: handles whose scope is closed, that were dropped or
 * are another VM's, kept handles that are never dropped, loops without a scope. Not for products: it costs some 2 KB of flash,
 * and 8 bytes for each handle. All files that include hako.h must agree on it. */
/* #define HAKO_DEBUGGING 0 */

/* ---- testing ------------------------------------------------------------------------------------------------------ */

/* Adds hako_test_* and the disassembler. Not for products. */
/* #define HAKO_TESTING */

#endif
