/* amalgamate.c - writes hako.h from the parts in src/.
 *
 *     amalgamate -o OUT LICENSE PUBLIC... -- BODY...
 *
 * OUT is: the files PUBLIC inlined; then `#ifdef HAKO_IMPLEMENTATION`, the files BODY inlined, `#endif`; then the
 * text of LICENSE as a comment. Inlining follows each line `#include "file"`, relative to the file that has it, and puts
 * the file's text in its place the first time, nothing afterwards. An include guard (`#ifndef X` / `#define X` ... `#endif`
 * around a whole file) goes; everything else stays as it is. A line that ends in the comment "optional" is
 * kept, not followed: it names a file of the user's. */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILES = 512, MAX_PATH = 1024, MAX_DEPTH = 64 };

static char seen[MAX_FILES][MAX_PATH];
static int seen_count;
static FILE *out;
static bool blank = true;               /* was the last line written empty? */

static void die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("amalgamate: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static char *read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    size_t size = 0, room = 1 << 16;
    char *text = malloc(room);
    if (!f) die("cannot open %s", path);
    while (text) {
        size_t n = fread(text + size, 1, room - size - 1, f);
        if (!n) break;
        size += n;
        if (room - size < 2) text = realloc(text, room *= 2);
    }
    if (!text) die("out of memory");
    text[size] = '\0';
    if (strlen(text) != size) die("%s: has a zero byte", path);
    fclose(f);
    return text;
}

/* "src/a/../b/x.h" -> "src/b/x.h", so that one file has one name. */
static void normalize(char *path)
{
    char *parts[128], copy[MAX_PATH], *at = path;
    int n = 0, i;
    bool rooted = path[0] == '/';
    strcpy(copy, path);
    for (char *p = strtok(copy, "/"); p; p = strtok(NULL, "/")) {
        if (!strcmp(p, ".")) continue;
        if (!strcmp(p, "..") && n > 0 && strcmp(parts[n - 1], "..")) n--;
        else if (n < 128) parts[n++] = p;
        else die("%s: path too deep", path);
    }
    if (rooted) *at++ = '/';
    for (i = 0; i < n; i++) {
        size_t length = strlen(parts[i]);
        if (i) *at++ = '/';
        memmove(at, parts[i], length);
        at += length;
    }
    *at = '\0';
}

/* If the line is the directive `name`, returns what follows it, else NULL. */
static const char *directive(const char *line, const char *name)
{
    size_t n = strlen(name);
    while (*line == ' ' || *line == '\t') line++;
    if (*line++ != '#') return NULL;
    while (*line == ' ' || *line == '\t') line++;
    if (strncmp(line, name, n) || isalnum((unsigned char)line[n]) || line[n] == '_') return NULL;
    line += n;
    while (*line == ' ' || *line == '\t') line++;
    return line;
}

static size_t word_length(const char *s)
{
    size_t n = 0;
    while (isalnum((unsigned char)s[n]) || s[n] == '_') n++;
    return n;
}

/* The lines of an include guard: the index of `#ifndef`, `#define` and `#endif`, or false. */
static bool find_guard(char **lines, int count, int guard[3])
{
    int i, depth = 0, first = -1;
    bool comment = false;
    for (i = 0; i < count && first < 0; i++) {                  /* the first line that is code */
        const char *s = lines[i];
        for (;;) {
            if (comment) {
                s = strstr(s, "*/");
                if (!s) break;
                s += 2;
                comment = false;
            }
            while (isspace((unsigned char)*s)) s++;
            if (s[0] != '/' || s[1] != '*') break;
            comment = true;
            s += 2;
        }
        if (s && *s && !comment) first = i;
    }
    if (first < 0 || first + 1 >= count) return false;
    const char *name = directive(lines[first], "ifndef"), *again = directive(lines[first + 1], "define");
    if (!name || !again) return false;
    size_t n = word_length(name);
    if (word_length(again) != n || strncmp(name, again, n) || again[n + strspn(again + n, " \t")]) return false;
    for (i = first; i < count; i++) {
        if (directive(lines[i], "if") || directive(lines[i], "ifdef") || directive(lines[i], "ifndef")) depth++;
        if (depth == 1 && (directive(lines[i], "else") || directive(lines[i], "elif"))) return false;
        if (directive(lines[i], "endif") && --depth == 0) break;
    }
    if (i == count) return false;
    guard[0] = first;
    guard[1] = first + 1;
    guard[2] = i;
    for (i++; i < count; i++)                                   /* nothing may follow */
        if (lines[i][strspn(lines[i], " \t\r")]) return false;
    return true;
}

static void put_line(const char *line)
{
    bool empty = !line[strspn(line, " \t\r")];
    if (empty && blank) return;
    fputs(line, out);
    fputc('\n', out);
    blank = empty;
}

static void inline_file(const char *name, const char *from, int depth)
{
    char path[MAX_PATH], *text, **lines;
    int count = 0, i, guard[3] = { -1, -1, -1 };

    if (strlen(name) + 1 > sizeof path) die("%s: name too long", name);
    strcpy(path, name);
    normalize(path);
    for (i = 0; i < seen_count; i++)
        if (!strcmp(seen[i], path)) return;
    if (seen_count == MAX_FILES || depth == MAX_DEPTH) die("too many files at %s", path);
    strcpy(seen[seen_count++], path);
    (void)from;

    text = read_file(path);
    for (const char *p = text; *p; p++) count += *p == '\n';
    lines = malloc(((size_t)count + 2) * sizeof *lines);
    if (!lines) die("out of memory");
    count = 0;
    for (char *p = text; p && *p;) {
        char *end = strchr(p, '\n');
        if (end) *end++ = '\0';
        lines[count++] = p;
        p = end;
    }
    find_guard(lines, count, guard);

    if (depth) {
        put_line("");
        fprintf(out, "/* ==== %s ", path);
        for (size_t n = strlen(path) + 12; n < 116; n++) fputc('=', out);
        fputs(" */\n", out);
    }
    for (i = 0; i < count; i++) {
        const char *file = directive(lines[i], "include"), *end;
        if (i == guard[0] || i == guard[1] || i == guard[2]) continue;
        if (file && *file == '"' && (end = strchr(file + 1, '"')) != NULL && !strstr(end, "/* optional */")) {
            char target[MAX_PATH];
            const char *slash = strrchr(path, '/');
            int dir = slash ? (int)(slash - path) + 1 : 0;
            int n = snprintf(target, sizeof target, "%.*s%.*s", dir, path, (int)(end - file - 1), file + 1);
            if (n < 0 || (size_t)n >= sizeof target) die("%s:%d: name too long", path, i + 1);
            if (end[1 + strspn(end + 1, " \t\r")] && strncmp(end + 1 + strspn(end + 1, " \t"), "/*", 2))
                die("%s:%d: text after an include", path, i + 1);
            inline_file(target, path, depth + 1);
        } else {
            put_line(lines[i]);
        }
    }
    free(lines);
    free(text);
}

int main(int argc, char **argv)
{
    const char *target = NULL, *license;
    char *text;
    int i = 1;

    if (i + 1 < argc && !strcmp(argv[i], "-o")) {
        target = argv[i + 1];
        i += 2;
    }
    if (!target || i + 3 >= argc) {
        fputs("usage: amalgamate -o OUT LICENSE PUBLIC... -- BODY...\n", stderr);
        return 2;
    }
    license = argv[i++];
    text = read_file(license);
    if (strstr(text, "*/")) die("%s: has the end of a comment", license);
    out = fopen(target, "wb");
    if (!out) die("cannot write %s", target);

    fputs("/* hako.h - generated from src/ by tools/amalgamate.c: change the parts there, then run `make hako.h`. */\n", out);
    fputs("#ifndef HAKO_H\n#define HAKO_H\n\n", out);
    for (; i < argc && strcmp(argv[i], "--"); i++) inline_file(argv[i], NULL, 0);
    fputs("\n#endif /* HAKO_H */\n\n", out);
    fputs("/* ==== the implementation: once, in the one file that defines HAKO_IMPLEMENTATION ", out);
    fputs("================================ */\n\n", out);
    fputs("#if defined(HAKO_IMPLEMENTATION) && !defined(HAKO_IMPLEMENTED)\n#define HAKO_IMPLEMENTED\n", out);
    fputs("#ifdef __cplusplus\n#error \"HAKO_IMPLEMENTATION belongs in a C file: only the public half of hako.h is C++ as well\"\n", out);
    fputs("#endif\n", out);
    /* A global of the user's, above the #include, may have any name: that a parameter here has it too is no news to him. */
    fputs("#ifdef __GNUC__\n#  pragma GCC diagnostic push\n#  pragma GCC diagnostic ignored \"-Wshadow\"\n#endif\n", out);
    blank = false;
    for (i++; i < argc; i++) inline_file(argv[i], NULL, 1);
    fputs("\n#ifdef __GNUC__\n#  pragma GCC diagnostic pop\n#endif\n", out);
    fputs("#endif /* HAKO_IMPLEMENTATION */\n\n/*\n", out);
    fputs(text, out);
    fputs("*/\n", out);
    free(text);
    if (fclose(out)) die("cannot write %s", target);
    return 0;
}
