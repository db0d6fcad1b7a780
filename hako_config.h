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

/* ---- features: 0 removes one -------------------------------------------------------------------------------------- */

/* Unicode tables for identifiers, white space and case conversion. Without them only Latin-1 is known. */
/* #define HAKO_WITH_UNICODE 1 */

/* Tables of the properties that regular expressions know as \p{...}: 17 KB. Without them \p is a SyntaxError. */
/* #define HAKO_WITH_UNICODE_PROPERTIES 1 */

/* Proxy: 12 KB. (Reflect is there without it.) */
/* #define HAKO_WITH_PROXY 1 */

/* TypeScript: scripts whose names end in .ts or .mts, and hako_strip_types. */
/* #define HAKO_WITH_TYPESCRIPT 0 */

/* ---- testing ------------------------------------------------------------------------------------------------------ */

/* Adds hako_test_* and the disassembler. Not for products. */
/* #define HAKO_TESTING */

#endif
