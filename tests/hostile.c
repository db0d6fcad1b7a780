/* hostile.c - bad input of every kind: nothing here may crash, hang, or touch memory outside the arena. Built with the
 * address and undefined behaviour sanitizers.
 *
 *     hostile [--rounds N] FILE...
 *
 * Each group runs in a process of its own and gives one line, PASS NAME or FAIL NAME: REASON. The files are mutated. */
#define HAKO_TESTING
#define HAKO_WITH_TYPESCRIPT 1
#include "hako.h"
#include "../tools/size.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FAILURE = 64, STEPS = 200000 };

enum { DETAIL = 256 };
static char *detail;                            /* what is being tried, shared with the parent: shown after a failure */
static uint64_t rounds = 60;

#define CHECK(condition) do { if (!(condition)) { \
    printf("line %d: %s\n", __LINE__, #condition); \
    return 1; } } while (0)

static uint32_t random_state;
static uint32_t random_below(uint32_t n)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state % n;
}

static void print(void *context, int level, const char *text, size_t length)
{
    volatile char sum = 0;                      /* every byte handed out must be readable */
    (void)context;
    (void)level;
    for (size_t i = 0; i < length; i++) sum = (char)(sum ^ text[i]);
}
static const hako_port port = { .print = print };

static const char *source_name = "hostile";     /* hostile.ts: the source is TypeScript */

/* Strips the types of a source; both texts are in blocks of exactly their size. */
static void strip(hako_vm *vm, const char *source, size_t length)
{
#if defined(HAKO_WITH_TYPESCRIPT) && HAKO_WITH_TYPESCRIPT
    char *out = malloc(length ? length : 1);
    size_t n;
    if (!out) exit(3);
    if (hako_strip_types(vm, source_name, source, length, out, &n) && n > length) abort();
    if (hako_failed(vm)) hako_exception(vm);
    free(out);
#else
    (void)vm, (void)source, (void)length;
#endif
}

/* Runs a source for a while in an arena of its own; the source is in a block of exactly its size. */
static hako_status attempt(size_t arena, const char *source, size_t length)
{
    void *memory = malloc(arena ? arena : 1);
    char *copy = malloc(length ? length : 1);
    hako_status status = HAKO_FAILED;
    hako_vm *vm;
    if (!memory || !copy) exit(3);
    memcpy(copy, source, length);
    vm = hako_open(memory, arena, &port);
    if (vm) {
        if (strstr(source_name, ".ts")) strip(vm, copy, length);
        status = hako_start(vm, source_name, copy, length);
        free(copy);
        copy = NULL;
        for (int i = 0; i < STEPS / 1000 && status == HAKO_MORE; i++) status = hako_step(vm, 1000);
        if (status == HAKO_FAILED) hako_report(vm);
        hako_collect(vm);
        hako_close(vm);
    }
    free(copy);
    free(memory);
    return status;
}

/* ---- the API's own limits ----------------------------------------------------------------------------------------- */

static uint64_t arena[8192];

static int api_null(void)
{
    hako_vm *vm;
    hako_val v;
    char text[4] = "xyz";
    CHECK(hako_open(NULL, 65536, NULL) == NULL);
    CHECK(hako_open((char *)arena + 1, 65536 - 8, NULL) == NULL);
    CHECK(hako_open(arena, 0, NULL) == NULL);
    CHECK(hako_open(arena, 8, NULL) == NULL);
    hako_close(NULL);
    vm = hako_open(arena, sizeof arena, NULL);
    CHECK(vm != NULL);
    CHECK(hako_start(vm, NULL, NULL, 0) == HAKO_MORE);
    CHECK(hako_run(vm) == HAKO_DONE);
    CHECK(hako_start(vm, NULL, NULL, 5) == HAKO_FAILED);
    CHECK(hako_failed(vm));
    CHECK(hako_typeof(vm, hako_exception(vm)) == HAKO_OBJECT);
    CHECK(!hako_failed(vm));
    CHECK(hako_typeof(vm, hako_exception(vm)) == HAKO_UNDEFINED);
    CHECK(hako_step(vm, 1000) != HAKO_MORE);
    CHECK(hako_eval(vm, NULL, "6*7", 3, &v) == HAKO_DONE && hako_to_int(vm, v) == 42);
    CHECK(hako_eval(vm, NULL, "'abcdef'", 8, &v) == HAKO_DONE);
    CHECK(hako_to_string(vm, v, NULL, 0) == 6);
    CHECK(hako_to_string(vm, v, text, 4) == 6 && !strcmp(text, "abc"));
    CHECK(hako_to_string(vm, v, text, 1) == 6 && !*text);
    CHECK(hako_typeof(vm, hako_arg(0, NULL, 0)) == HAKO_UNDEFINED);
    CHECK(hako_typeof(vm, hako_get(vm, hako_undefined(), "x")) == HAKO_UNDEFINED);
    CHECK(hako_failed(vm));
    hako_exception(vm);
    CHECK(hako_call(vm, hako_int(5), hako_undefined(), 0, NULL, NULL) == HAKO_FAILED);
    hako_exception(vm);
    hako_close(vm);
    return 0;
}

static int api_numbers(void)
{
    hako_vm *vm = hako_open(arena, sizeof arena, NULL);
    CHECK(vm != NULL);
    CHECK(isnan(hako_to_number(vm, hako_number(NAN))));
    CHECK(isnan(hako_to_number(vm, hako_undefined())));
    CHECK(hako_to_number(vm, hako_null()) == 0);
    CHECK(hako_to_number(vm, hako_number(-0.0)) == 0 && signbit(hako_to_number(vm, hako_number(-0.0))));
    CHECK(hako_to_number(vm, hako_number(1e308)) == 1e308);
    CHECK(hako_to_int(vm, hako_number(4294967297.0)) == 1);
    CHECK(hako_to_int(vm, hako_number(INFINITY)) == 0);
    CHECK(hako_to_int(vm, hako_int(INT32_MIN)) == INT32_MIN);
    for (uint64_t i = 0; i < 64; i++) {                 /* NaNs of every kind of payload are numbers, not references */
        uint64_t bits = UINT64_C(0xFFF0000000000001) | UINT64_C(1) << (i % 52) | (i & 1) << 63;
        double d;
        memcpy(&d, &bits, sizeof d);
        CHECK(hako_typeof(vm, hako_number(d)) == HAKO_NUMBER);
        CHECK(isnan(hako_to_number(vm, hako_number(d))));
    }
    hako_close(vm);
    return 0;
}

static int api_strings(void)
{
    static const char *const bad[] = { "\xff", "a\x80z", "\xc3", "\xe2\x82", "\xf0\x9f\x98", "\xed\xa0\x80", "\xc0\x80", "\xf5\x80\x80\x80" };
    hako_vm *vm = hako_open(arena, sizeof arena, NULL);
    CHECK(vm != NULL);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[64];
        hako_val v = hako_string(vm, bad[i], strlen(bad[i]));
        CHECK(hako_typeof(vm, v) == HAKO_STRING);
        CHECK(hako_to_string(vm, v, text, sizeof text) < sizeof text && strstr(text, "\xef\xbf\xbd"));
    }
    CHECK(hako_to_string(vm, hako_string(vm, "a\0b", 3), NULL, 0) == 3);
    CHECK(hako_to_string(vm, hako_string(vm, "", 0), NULL, 0) == 0);
    hako_close(vm);
    return 0;
}

/* Until the arena is full: an error, and it works again when the handles are gone. */
static int api_full(void)
{
    hako_vm *vm = hako_open(arena, sizeof arena, NULL);
    hako_scope scope;
    hako_val v;
    int made = 0;
    CHECK(vm != NULL);
    scope = hako_scope_open(vm);
    while (made < 100000 && !hako_failed(vm)) {
        hako_object(vm);
        made++;
    }
    CHECK(hako_failed(vm) && made > 100);
    hako_exception(vm);
    hako_scope_close(vm, scope);
    CHECK(hako_eval(vm, NULL, "[1,2,3].length", 14, &v) == HAKO_DONE && hako_to_int(vm, v) == 3);
    hako_close(vm);
    return 0;
}

static hako_val recurse(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    hako_val result = hako_undefined();
    (void)self;
    if (hako_call(vm, hako_arg(argc, argv, 0), hako_undefined(), argc, argv, &result) == HAKO_FAILED)
        return hako_throw_value(vm, hako_exception(vm));
    return result;
}

static int api_nesting(void)
{
    static const char source[] = "var s; try { call(call) } catch (e) { s = e instanceof RangeError } s";
    hako_vm *vm = hako_open(arena, sizeof arena, NULL);
    hako_val v;
    CHECK(vm != NULL);
    CHECK(hako_set_function(vm, hako_global(vm), "call", recurse, 1));
    CHECK(hako_eval(vm, NULL, source, sizeof source - 1, &v) == HAKO_DONE);
    CHECK(hako_to_bool(vm, v));
    hako_close(vm);
    return 0;
}

/* ---- sources ------------------------------------------------------------------------------------------------------ */

static int small_arenas(void)
{
    static const char source[] = "var a = []; for (var i = 0; i < 50; i++) a.push({ i: i, s: 'x' + i }); console.log(JSON.stringify(a));";
    for (size_t size = 0; size < 24 * 1024; size += size < 4096 ? 8 : 104) {
        snprintf(detail, DETAIL, "arena of %zu bytes", size);
        attempt(size, source, sizeof source - 1);
    }
    return 0;
}

struct nest { const char *name, *before, *open, *middle, *close, *after; };
static const struct nest nests[] = {
    { "parentheses", "", "(", "1", ")", "" },
    { "arrays", "", "[", "", "]", "" },
    { "objects", "x=", "{a:", "1", "}", "" },
    { "blocks", "", "{", "", "}", "" },
    { "functions", "", "function f(){", "", "}", "" },
    { "function expressions", "x=", "function(){return ", "1", "}", "" },
    { "arrows", "x=", "()=>", "1", "", "" },
    { "arrow bodies", "x=", "()=>{", "", "}", "" },
    { "classes", "", "class A{static{", "", "}}", "" },
    { "class heritage", "x=", "class extends ", "null", "{}", "" },
    { "class fields", "x=", "class{a=", "1", "}", "" },
    { "computed names", "x=", "{[", "1", "]:1}", "" },
    { "templates", "", "`${", "1", "}`", "" },
    { "calls", "", "f(", "1", ")", "" },
    { "call chain", "f", "()", "", "", "" },
    { "members", "a", ".a", "", "", "" },
    { "indices", "", "a[", "1", "]", "" },
    { "optional chain", "a", "?.a", "", "", "" },
    { "new", "", "new ", "A", "", "" },
    { "not", "", "!", "1", "", "" },
    { "minus", "", "- ", "1", "", "" },
    { "typeof", "", "typeof ", "1", "", "" },
    { "sum", "1", "+1", "", "", "" },
    { "power", "1", "**1", "", "", "" },
    { "comma", "1", ",1", "", "", "" },
    { "and", "1", "&&1", "", "", "" },
    { "coalesce", "1", "??1", "", "", "" },
    { "conditional", "", "1?", "1", ":1", "" },
    { "conditional else", "", "1?1:", "1", "", "" },
    { "assignment", "", "a=", "1", "", "" },
    { "array patterns", "var ", "[", "a", "]", "=1" },
    { "object patterns", "var ", "{a:", "b", "}", "=1" },
    { "assignment patterns", "", "[", "a", "]", "=1" },
    { "defaults", "var ", "[a=", "1", "]", "=1" },
    { "parameters", "", "function f(a=", "1", "){}", "" },
    { "if", "", "if(1)", ";", "", "" },
    { "else", "", "if(0);else ", ";", "", "" },
    { "for", "", "for(;;)", "break;", "", "" },
    { "while", "", "while(0)", ";", "", "" },
    { "do", "", "do ", ";", " while(0)", "" },
    { "labels", "", "a:", ";", "", "" },
    { "try", "", "try{", "", "}finally{}", "" },
    { "switch", "", "switch(1){case 1:", "", "}", "" },
    { "spread", "", "[...", "[]", "]", "" },
    { "yield", "function*g(){", "yield ", "1", "", "}" },
    { "tagged", "a", "``", "", "", "" },
    { "declarations", "", "var a=1;", "", "", "" },
    { "comments", "", "/**/", "", "", "" },
    { "html comments", "", "<!--\n", "", "", "" },
    { "strings", "", "'a'+", "1", "", "" },
    { "unclosed braces", "", "{", "", "", "" },
    { "unclosed strings", "'", "\\\n", "", "", "" },
};

/* The same in TypeScript, and what has to be guessed there */
static const struct nest typed_nests[] = {
    { "types in braces", "type A=", "{a:", "1", "}", ";" },
    { "types in parentheses", "type A=", "(", "1", ")", ";" },
    { "types in brackets", "type A=", "[", "1", "]", ";" },
    { "types in angles", "type A=", "A<", "1", ">", ";" },
    { "array types", "type A=B", "[]", "", "", ";" },
    { "function types", "type A=", "(a:1)=>", "1", "", ";" },
    { "parameters of types", "type A=", "(a:", "1", ")=>1", ";" },
    { "patterns in types", "type A=", "({a:", "1", "}:1)=>1", ";" },
    { "patterns without types", "type A=", "({", "1", "", ";" },
    { "constructor types", "type A=", "new<T>()=>", "1", "", ";" },
    { "type parameters", "type A=", "<T extends ", "1", ">()=>1", ";" },
    { "conditional types", "type A=", "1 extends 1?", "1", ":1", ";" },
    { "conditional types, else", "type A=", "1 extends 1?1:", "1", "", ";" },
    { "unions", "type A=1", "|1", "", "", ";" },
    { "prefixes", "type A=", "keyof ", "1", "", ";" },
    { "template types", "type A=", "`${", "1", "}`", ";" },
    { "mapped types", "type A=", "{[K in ", "1", "]:1}", ";" },
    { "annotations", "", "(a:", "1", ")=>1;", "" },
    { "results", "", "():", "1", "=>1;", "" },
    { "results of arrows", "x=", "(a):1=>", "1", "", "" },
    { "arrows in branches", "x=", "1?(a):b=>", "1", ":1", "" },
    { "no arrows in branches", "x=", "1?(a):b=>", "1", "", "" },
    { "no arrows in brackets", "x=", "1?(a):b=>(", "1", ")", "" },
    { "async arrows in branches", "x=", "1?async(a):b=>", "1", "", "" },
    { "defaults of arrows", "x=", "(a=", "1", ")=>1", "" },
    { "generic arrows", "x=", "<T>(a=", "1", ")=>1", "" },
    { "generic calls", "", "f<", "1", ">()", "" },
    { "comparisons", "", "f<", "1", "", "" },
    { "comparisons in parentheses", "", "f<(", "1", ")", "" },
    { "comparisons and patterns", "", "f<({", "1", "}", "" },
    { "assertions", "x=", "<A>", "1", "", "" },
    { "generic assertions", "x=", "<A>(", "1", ")", "" },
    { "as", "x=1", " as 1", "", "", "" },
    { "marks", "x=a", "!", "", "", "" },
    { "namespaces", "", "namespace A{", "x", "}", "" },
    { "namespaces of types", "", "namespace A{", "", "}", "" },
    { "exported namespaces", "namespace A{", "export namespace A{", "x", "}", "}" },
    { "dotted namespaces", "namespace A", ".A", "{x}", "", "" },
    { "enums in enums", "", "enum A{a=(()=>{", "", "})()}", "" },
    { "members", "enum A{", "a,", "", "", "}" },
    { "overloads", "", "function f():void;", "", "", "" },
    { "abstract members", "abstract class A{", "abstract a:1;", "", "", "}" },
    { "parameter properties", "class A{constructor(", "public a,", "", "", "){}}" },
    { "classes in parameters", "x=", "class{constructor(public a=", "1", "){}}", "" },
    { "ambient braces", "declare module A", "{", "", "}", "" },
};

static const struct nest *nest;

/* Small to very deep: each must compile or be refused. */
static int nesting(void)
{
    static const size_t depths[] = { 1, 10, 60, 100, 200, 1000, 20000 };
    for (size_t i = 0; i < sizeof depths / sizeof *depths; i++) {
        size_t depth = depths[i], open = strlen(nest->open), close = strlen(nest->close), n = 0;
        char *source = malloc(depth * (open + close) + 256);
        if (!source) exit(3);
        snprintf(detail, DETAIL, "%s, %zu deep", nest->name, depth);
        n += (size_t)sprintf(source + n, "%s", nest->before);
        for (size_t k = 0; k < depth; k++) {
            memcpy(source + n, nest->open, open);
            n += open;
        }
        n += (size_t)sprintf(source + n, "%s", nest->middle);
        for (size_t k = 0; k < depth; k++) {
            memcpy(source + n, nest->close, close);
            n += close;
        }
        n += (size_t)sprintf(source + n, "%s", nest->after);
        attempt(4 << 20, source, n);
        free(source);
    }
    return 0;
}

static int random_bytes(void)
{
    static const char alphabet[] = "(){}[];,.<>=+-*/%&|^!~?:'\"`\\#@$_ \nabcxyz0123456789eE";
    char source[400];
    for (uint64_t i = 0; i < rounds * 100; i++) {
        size_t n = random_below(sizeof source);
        snprintf(detail, DETAIL, "round %llu", (unsigned long long)i);
        for (size_t k = 0; k < n; k++)
            source[k] = i % 2 ? (char)random_below(256) : alphabet[random_below(sizeof alphabet - 1)];
        attempt(64 << 10, source, n);
    }
    return 0;
}

static int random_tokens(void)
{
    static const char *const tokens[] = {
        "var ", "let ", "const ", "function ", "function* ", "class ", "extends ", "super", "new ", "this", "return ", "yield ", "async ",
        "await ", "if", "else ", "for", "while", "do ", "break ", "continue ", "switch", "case ", "default:", "try", "catch", "finally",
        "throw ", "typeof ", "void ", "delete ", "in ", "of ", "instanceof ", "with", "debugger", "import ", "export ", "static ", "get ",
        "set ", "null", "true", "undefined", "a", "b", "x", "f", "#p", "0", "1", "2.5", "1e9", "0x1F", "9007199254740993", "1n", "'s'", "\"t\"",
        "`u${", "}`", "`v`", "(", ")", "{", "}", "[", "]", ";", ",", ".", "...", "?.", "??", "?", ":", "=>", "=", "+=", "**", "**=", "&&=", "||=",
        "?\?=", "==", "===", "!=", "<", ">", "<<", ">>>", "+", "++", "-", "--", "*", "/", "%", "!", "~", "&", "|", "^", "\n", "//", "/*", "*/",
        "<!--", "-->", "\\u0061", "\\u{62}", "new.target", "import.meta", "'use strict';", "arguments", "eval", "/x/g", "@", "a:", "async()=>",
        "Array", "Object", "Symbol.iterator", "JSON", "Math", "String", "Number", "Map", "Set", ".map(", ".sort(", ".prototype", ".length"
    };
    static const char *const typed[] = {
        ": string", ": A<B>", "<T>", "<", ">", ">>", " as any", " satisfies A", "!", "?:", "interface A {", "type A = ", "enum E {", "const enum ",
        "namespace N {", "declare ", "module ", "global ", "abstract ", "public ", "private ", "readonly ", "override ", "implements ", "keyof ",
        "infer ", "unique ", "asserts ", "is ", "import type ", "export type ", "type ", "(x: ", "): ", "=> ", "|", "&", "[K in ", "accessor "
    };
    char source[2000];
    for (uint64_t i = 0; i < rounds * 100; i++) {
        size_t n = 0;
        snprintf(detail, DETAIL, "round %llu", (unsigned long long)i);
        for (uint32_t k = 2 + random_below(60); k > 0; k--) {
            size_t t = random_below((sizeof tokens + sizeof typed) / sizeof *tokens), plain = sizeof tokens / sizeof *tokens;
            const char *token = t < plain ? tokens[t] : typed[t - plain];
            size_t length = strlen(token);
            if (n + length > sizeof source) break;
            memcpy(source + n, token, length);
            n += length;
        }
        attempt(64 << 10, source, n);
    }
    return 0;
}

static const char *mutated;                     /* the file */

static int mutations(void)
{
    FILE *f = fopen(mutated, "rb");
    char *text = malloc(1 << 20), *copy = malloc(1 << 20);
    size_t length;
    if (!f || !text || !copy) {
        printf("cannot be read\n");
        return 1;
    }
    length = fread(text, 1, (1 << 20) - 4096, f);
    fclose(f);
    for (uint64_t i = 0; i < rounds && length; i++) {
        size_t n = length, at = random_below((uint32_t)length), from = random_below((uint32_t)length), span = random_below(40) + 1;
        if (span > length - at) span = length - at;
        if (span > length - from) span = length - from;
        memcpy(copy, text, length);
        snprintf(detail, DETAIL, "round %llu, at byte %zu", (unsigned long long)i, at);
        switch (random_below(5)) {
        case 0:                                 /* cut off */
            n = at;
            break;
        case 1:                                 /* change a byte */
            copy[at] = (char)random_below(256);
            break;
        case 2:                                 /* leave out some */
            memmove(copy + at, copy + at + span, n - at - span);
            n -= span;
            break;
        case 3:                                 /* double some */
            memmove(copy + at + span, copy + at, n - at);
            n += span;
            break;
        default:                                /* overwrite with a piece from elsewhere */
            memmove(copy + at, text + from, span);
            break;
        }
        attempt(random_below(4) ? 256 << 10 : 16 << 10, copy, n);
    }
    free(text);
    free(copy);
    return 0;
}

/* ---- main --------------------------------------------------------------------------------------------------------- */

static int failures;

static void group(const char *name, int (*test)(void))
{
    int status, ends[2];
    char output[600];
    ssize_t n;
    size_t got = 0;
    pid_t pid;
    *detail = '\0';
    fflush(NULL);
    if (pipe(ends)) exit(3);
    pid = fork();
    if (pid < 0) exit(3);
    if (!pid) {
        dup2(ends[1], 1);
        alarm(300);
        random_state = 2463534242u;
        for (const char *s = name; *s; s++) random_state = random_state * 31 + (unsigned char)*s;
        random_state |= 1;
        status = test();
        fflush(NULL);
        _exit(status ? FAILURE : 0);
    }
    close(ends[1]);
    while (got < sizeof output - 1 && (n = read(ends[0], output + got, sizeof output - 1 - got)) > 0) got += (size_t)n;
    output[got] = '\0';
    close(ends[0]);
    waitpid(pid, &status, 0);
    for (size_t i = 0; i < got; i++)
        if (output[i] == '\n') output[i] = ' ';
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        printf("PASS %s\n", name);
        return;
    }
    failures++;
    printf("FAIL %s: ", name);
    if (WIFSIGNALED(status)) printf("%s (signal %d) ", WTERMSIG(status) == SIGALRM ? "timeout" : "crash", WTERMSIG(status));
    else if (WEXITSTATUS(status) != FAILURE) printf("crash (status %d) ", WEXITSTATUS(status));
    printf("%s %s\n", detail, output);
}

int main(int argc, char **argv)
{
    int i = 1;
    detail = mmap(NULL, DETAIL, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (detail == MAP_FAILED) return 3;
    if (i + 1 < argc && !strcmp(argv[i], "--rounds")) {
        if (!parse_count(argv[i + 1], 1000000, &rounds)) return 2;
        i += 2;
    }
    group("api: null and limits", api_null);
    group("api: numbers", api_numbers);
    group("api: strings", api_strings);
    group("api: full arena", api_full);
    group("api: nested calls", api_nesting);
    group("small arenas", small_arenas);
    for (size_t k = 0; k < sizeof nests / sizeof *nests; k++) {
        char name[80];
        nest = &nests[k];
        snprintf(name, sizeof name, "nesting: %s", nest->name);
        group(name, nesting);
    }
    group("random bytes", random_bytes);
    group("random tokens", random_tokens);
    source_name = "hostile.ts";
    for (size_t k = 0; k < sizeof typed_nests / sizeof *typed_nests; k++) {
        char name[80];
        nest = &typed_nests[k];
        snprintf(name, sizeof name, "nesting in TypeScript: %s", nest->name);
        group(name, nesting);
    }
    group("random tokens of TypeScript", random_tokens);
    for (; i < argc; i++) {
        char name[256];
        mutated = argv[i];
        source_name = strstr(mutated, ".ts") ? "hostile.ts" : "hostile";
        snprintf(name, sizeof name, "mutations of %s", argv[i]);
        group(name, mutations);
    }
    return failures ? 1 : 0;
}
