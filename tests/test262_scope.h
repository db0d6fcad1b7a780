/* Which cases of the conformance suite are run: all but those that need one of these features or lie under one of these paths. The
 * one place that decides it. Patterns are those of fnmatch: * also matches a slash. Paths begin below test/. */
#ifndef TESTS_TEST262_SCOPE_H
#define TESTS_TEST262_SCOPE_H

#include <stddef.h>

/* Proposals that are not part of the language, and what needs a host of a special kind. */
static const char *const skipped_features[] = {
    "decorators", "source-phase-imports*", "import-defer", "export-defer", "import-text", "import-bytes",
    "immutable-arraybuffer", "nonextensible-applies-to-private", "await-dictionary", "error-stack-accessor", "legacy-regexp",
    "canonical-tz", "Iterator.prototype.join", "iterator-chunking", "iterator-includes", "host-gc-required", "ShadowRealm",
    "Temporal", "Intl*", "intl-normative-optional", "IsHTMLDDA",
    NULL
};

/* ECMA-402, and what is not yet part of the suite proper. */
static const char *const skipped_paths[] = { "intl402/*", "staging/*", NULL };

#endif
