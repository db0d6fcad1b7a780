/* Which cases of the conformance suite are run: the one place that decides it.
 *
 * A scope is a row of the table at the end. A case is in a scope if its path matches `only`, and neither its path, its features
 * nor its text match what is left out. Patterns are those of fnmatch: * also matches a slash. Paths begin below test/. */
#ifndef TESTS_TEST262_SCOPE_H
#define TESTS_TEST262_SCOPE_H

#include <stdbool.h>
#include <stddef.h>

typedef const char *const pattern_list[];

struct scope {
    const char *name;
    const char *const *only;            /* paths; NULL: all */
    const char *const *skip_paths;
    const char *const *skip_features;
    const char *const *skip_flags;
    const char *const *skip_includes;   /* harness files */
    const char *const *skip_words;      /* identifiers in the case's own code; "name(" only where it is called. Cases that must
                                         * not compile are not looked into */
    bool skip_regexps;                  /* regular expression literals in the case's own code, likewise */
};

/* Proposals that are not part of the language, and what needs a host of a special kind. In no scope. */
#define NEVER_FEATURES \
    "decorators", "source-phase-imports*", "import-defer", "export-defer", "import-text", "import-bytes", \
    "immutable-arraybuffer", "nonextensible-applies-to-private", "await-dictionary", "error-stack-accessor", "legacy-regexp", \
    "canonical-tz", "Iterator.prototype.join", "iterator-chunking", "iterator-includes", "host-gc-required", "ShadowRealm", \
    "Temporal", "Intl*", "intl-normative-optional", "IsHTMLDDA"

#define NEVER_PATHS "intl402/*", "staging/*"

static pattern_list no_patterns = { NULL };

/* ---- core: what the engine has: the language, and the library that goes with it */

static pattern_list core_only = {
    "language/*",
    "built-ins/Array/*", "built-ins/ArrayBuffer/*", "built-ins/ArrayIteratorPrototype/*", "built-ins/Async*", "built-ins/Atomics/*", "built-ins/BigInt/*", "built-ins/Boolean/*",
    "built-ins/DataView/*", "built-ins/DisposableStack/*", "built-ins/Error/*",
    "built-ins/Function/*", "built-ins/GeneratorFunction/*", "built-ins/GeneratorPrototype/*", "built-ins/Infinity/*",
    "built-ins/Iterator/*", "built-ins/JSON/*", "built-ins/Map/*", "built-ins/MapIteratorPrototype/*", "built-ins/Math/*",
    "built-ins/NaN/*", "built-ins/NativeErrors/*", "built-ins/Number/*", "built-ins/Object/*", "built-ins/Promise/*", "built-ins/Proxy/*", "built-ins/Reflect/*",
    "built-ins/RegExp/*", "built-ins/RegExpStringIteratorPrototype/*", "built-ins/Set/*",
    "built-ins/SetIteratorPrototype/*", "built-ins/SharedArrayBuffer/*", "built-ins/String/*", "built-ins/StringIteratorPrototype/*", "built-ins/SuppressedError/*",
    "built-ins/Symbol/*",
    "built-ins/ThrowTypeError/*", "built-ins/TypedArray/*", "built-ins/TypedArrayConstructors/*", "built-ins/Uint8Array/*", "built-ins/decodeURI/*", "built-ins/decodeURIComponent/*", "built-ins/encodeURI/*", "built-ins/eval/*",
    "built-ins/encodeURIComponent/*", "built-ins/global/*", "built-ins/isFinite/*", "built-ins/isNaN/*",
    "built-ins/parseFloat/*", "built-ins/parseInt/*", "built-ins/undefined/*",
    NULL
};

static pattern_list core_skip_paths = {
    NEVER_PATHS,
    NULL
};

static pattern_list core_skip_features = {
    NEVER_FEATURES,
    "top-level-await", "dynamic-import", "import.meta", "import-attributes", "json-modules", "arbitrary-module-namespace-names",
    "export-star-as-namespace-from-module",
    "Atomics.waitAsync",                /* its harness takes the time from Date */
    "WeakMap", "WeakSet", "WeakRef", "FinalizationRegistry", "symbols-as-weakmap-keys",
    
    NULL
};

static pattern_list core_skip_includes = {
    "wellKnownIntrinsicObjects.js", "sm/*",
    "testAtomics.js",                   /* names Date */
    NULL
};

static pattern_list core_skip_words = {
    "Date", "WeakMap", "WeakSet",
    NULL
};

/* ---- all: everything that is part of the language */

static pattern_list all_skip_paths = { NEVER_PATHS, NULL };
static pattern_list all_skip_features = { NEVER_FEATURES, NULL };

static const struct scope scopes[] = {
    { "core", core_only, core_skip_paths, core_skip_features, no_patterns, core_skip_includes, core_skip_words, true },
    { "all", NULL, all_skip_paths, all_skip_features, no_patterns, no_patterns, no_patterns, false },
};

#endif
