/* bind_read.c - memory, messages, and the source as tokens. */
#include "bind.h"

/* ---- memory and messages ----------------------------------------------------------------------------------------- */

#if defined(__GNUC__)
__attribute__((format(printf, 3, 4), noreturn))
#endif
static void bind_fail(bind *b, unsigned line, const char *format, ...)
{
    va_list args;
    size_t n = 0;
    if (b->now) n = (size_t)snprintf(b->message, sizeof b->message, line ? "%.200s:%u: " : "%.200s: ", b->now->path, line);
    if (b->exporting) n += (size_t)snprintf(b->message + n, sizeof b->message - n, "export '%.80s': ", b->exporting);
    va_start(args, format);
    vsnprintf(b->message + n, sizeof b->message - n, format, args);
    va_end(args);
    longjmp(b->leave, 1);
}

/* Zeroed memory, which lives until all is done. */
static void *bind_alloc(bind *b, size_t size)
{
    bind_piece *p = calloc(1, sizeof *p + size);
    if (!p) bind_fail(b, 0, "out of memory");
    p->next = b->pool;
    b->pool = p;
    return p + 1;
}
static void bind_release(bind *b)
{
    for (bind_piece *p = b->pool, *next; p; p = next) {
        next = p->next;
        free(p);
    }
}
static char *bind_copy(bind *b, const char *text, size_t length)
{
    char *copy = bind_alloc(b, length + 1);
    memcpy(copy, text, length);
    return copy;
}
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
static char *bind_format(bind *b, const char *format, ...)
{
    va_list args;
    char *text;
    int n;
    va_start(args, format);
    n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    text = bind_alloc(b, (size_t)n + 1);
    va_start(args, format);
    vsnprintf(text, (size_t)n + 1, format, args);
    va_end(args);
    return text;
}
static name_list *bind_name(bind *b, const char *name, name_list *next)
{
    name_list *n = bind_alloc(b, sizeof *n);
    n->name = name;
    n->next = next;
    return n;
}
static bool bind_has(const name_list *list, const char *name)
{
    while (list && strcmp(list->name, name)) list = list->next;
    return list != NULL;
}

/* ---- characters -------------------------------------------------------------------------------------------------- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c == '\\' || (c & 0x80);
}
static bool is_name_part(char c) { return is_name_start(c) || is_digit(c); }

/* Where the code of one reading stands. */
typedef struct {
    bind *b;
    const char *at, *end;
    unsigned line;
    token *tokens;
    size_t count, room;
    size_t open[4096];              /* the brackets that are open: indexes of their tokens */
    size_t depth;
    const char *doc, *docs;
    size_t doc_length;
    bool line_before;
} reader;

static char peek(const reader *r, size_t ahead) { return (size_t)(r->end - r->at) > ahead ? r->at[ahead] : '\0'; }

/* White space and comments; remembers a documentation comment. */
static void skip_space(reader *r)
{
    for (;;) {
        char c = peek(r, 0);
        if (c == '\n') {
            r->line++;
            r->line_before = true;
            r->at++;
        } else if (c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f') {
            r->at++;
        } else if (r->end - r->at >= 3 && !memcmp(r->at, "\xEF\xBB\xBF", 3)) {
            r->at += 3;
        } else if (c == '/' && peek(r, 1) == '/') {
            while (r->at < r->end && *r->at != '\n') r->at++;
        } else if (c == '/' && peek(r, 1) == '*') {
            const char *from = r->at;
            unsigned line = r->line;
            for (r->at += 2; r->at < r->end && !(*r->at == '*' && peek(r, 1) == '/'); r->at++)
                if (*r->at == '\n') r->line++, r->line_before = true;
            if (r->at == r->end) bind_fail(r->b, line, "a comment does not end");
            r->at += 2;
            if (from[2] != '*' || r->at - from <= 4) continue;
            if (!r->doc) r->docs = from;
            r->doc = from;
            r->doc_length = (size_t)(r->at - from);
        } else if (c == '#' && peek(r, 1) == '!' && r->count == 0) {
            while (r->at < r->end && *r->at != '\n') r->at++;
        } else {
            return;
        }
    }
}

/* A string or template to its end. What is in ${} of a template is skipped with the strings and templates in it; `braces` holds,
 * for each level, how many braces of code are open in it. */
static void skip_string(reader *r)
{
    char quote = *r->at;
    for (r->at++; r->at < r->end && *r->at != quote; r->at++) {
        if (*r->at == '\n') bind_fail(r->b, r->line, "a string does not end");
        if (*r->at == '\\' && r->at + 1 < r->end && *++r->at == '\n') r->line++;
    }
    if (r->at >= r->end) bind_fail(r->b, r->line, "a string does not end");
    r->at++;
}
static void skip_template(reader *r)
{
    unsigned braces[64] = { 0 }, depth = 0, line = r->line;     /* depth is odd in code, even in text */
    for (r->at++;; r->at++) {
        if (r->at >= r->end) bind_fail(r->b, line, "a template does not end");
        if (*r->at == '\n') r->line++;
        if (depth % 2 == 0) {
            if (*r->at == '\\') r->line += ++r->at < r->end && *r->at == '\n';
            else if (*r->at == '`' && depth == 0) break;
            else if (*r->at == '`') depth--;
            else if (*r->at == '$' && peek(r, 1) == '{') r->at++, depth++;
        } else if (*r->at == '"' || *r->at == '\'') {
            skip_string(r);
            r->at--;
        } else if (*r->at == '`') {
            depth++;
        } else if (*r->at == '{') {
            braces[depth]++;
        } else if (*r->at == '}') {
            if (braces[depth]) braces[depth]--;
            else depth--;
        }
        if (depth >= 63) bind_fail(r->b, line, "templates are nested too deep");
    }
    r->at++;
}
static void skip_regexp(reader *r)
{
    bool set = false;
    for (r->at++; r->at < r->end && *r->at != '\n' && (set || *r->at != '/'); r->at++) {
        if (*r->at == '\\') r->at++;
        else if (*r->at == '[') set = true;
        else if (*r->at == ']') set = false;
    }
    if (r->at >= r->end || *r->at == '\n') bind_fail(r->b, r->line, "a regular expression does not end");
    for (r->at++; r->at < r->end && is_name_part(*r->at);) r->at++;
}

static bool token_is(const token *t, const char *text)
{
    return (t->kind == TOK_NAME || t->kind == TOK_MARK) && strlen(text) == t->length && !memcmp(t->text, text, t->length);
}

/* May a regular expression stand here, rather than a division? What is behind a bracket of if (...) may, behind others not. */
static bool may_be_regexp(const reader *r)
{
    static const char *const words[] = { "return", "typeof", "case", "in",   "of",         "delete", "void",
                                         "throw",  "new",    "do",   "else", "instanceof", "await",  "yield" };
    static const char *const heads[] = { "if", "while", "for", "with" };
    const token *t = r->count ? &r->tokens[r->count - 1] : NULL;
    if (!t) return true;
    if (t->kind == TOK_NAME) {
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (token_is(t, words[i])) return true;
        return false;
    }
    if (t->kind != TOK_MARK) return false;
    if (token_is(t, ")") && t->match) {
        for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
            if (token_is(&r->tokens[t->match - 1], heads[i])) return true;
    }
    return !token_is(t, ")") && !token_is(t, "]") && !token_is(t, "}");
}

static token *add_token(reader *r)
{
    if (r->count == r->room) {
        token *more = bind_alloc(r->b, (r->room ? r->room * 2 : 256) * sizeof *more);
        if (r->count) memcpy(more, r->tokens, r->count * sizeof *more);
        r->tokens = more;
        r->room = r->room ? r->room * 2 : 256;
    }
    return &r->tokens[r->count++];
}

/* Brackets know their other half, so that what is between can be skipped at once. */
static void match_bracket(reader *r, token *t)
{
    size_t index = r->count - 1;
    if (*t->text == '(' || *t->text == '[' || *t->text == '{') {
        if (r->depth == sizeof r->open / sizeof *r->open) bind_fail(r->b, t->line, "brackets are nested too deep");
        r->open[r->depth++] = index;
    } else if (*t->text == ')' || *t->text == ']' || *t->text == '}') {
        const char *pairs = "()[]{}";
        token *other = r->depth ? &r->tokens[r->open[--r->depth]] : NULL;
        if (!other || strchr(pairs, *other->text)[1] != *t->text)
            bind_fail(r->b, t->line, "'%c' without its other half", *t->text);
        t->match = (size_t)(other - r->tokens);
        other->match = index;
    }
}

static void read_number(reader *r, token *t)
{
    bool hex = *r->at == '0' && strchr("xXbBoO", peek(r, 1)) && peek(r, 1);
    t->kind = TOK_NUMBER;
    while (r->at < r->end && (is_name_part(*r->at) || *r->at == '.' ||
                              (!hex && (*r->at == '+' || *r->at == '-') && (r->at[-1] == 'e' || r->at[-1] == 'E'))))
        r->at++;
    if (r->at[-1] == 'n') t->kind = TOK_BIGINT;
}

/* The next token; false: there is none. */
static bool read_token(reader *r)
{
    token *t;
    char c;
    r->doc = NULL;
    r->line_before = false;
    skip_space(r);
    t = add_token(r);
    t->line_before = r->line_before;
    t->line = r->line;
    t->text = r->at;
    t->doc = r->doc;
    t->docs = r->docs;
    t->doc_length = r->doc_length;
    t->kind = TOK_MARK;
    c = peek(r, 0);
    if (r->at == r->end) {
        t->kind = TOK_END;
        t->line_before = true;
        return false;
    }
    if (!c) bind_fail(r->b, r->line, "a NUL is no part of a script");
    if (is_name_start(c) || (c == '#' && is_name_start(peek(r, 1)))) {
        t->kind = c == '#' ? TOK_PRIVATE : TOK_NAME;
        for (r->at++; r->at < r->end && is_name_part(*r->at);) r->at++;
    } else if (is_digit(c) || (c == '.' && is_digit(peek(r, 1)))) {
        read_number(r, t);
    } else if (c == '"' || c == '\'') {
        t->kind = TOK_STRING;
        skip_string(r);
    } else if (c == '`') {
        t->kind = TOK_TEMPLATE;
        skip_template(r);
    } else {
        r->count--;                                         /* the question is what stands before this one */
        if (c == '/' && may_be_regexp(r)) {
            t->kind = TOK_REGEXP;
            skip_regexp(r);
        } else if (c == '.' && peek(r, 1) == '.' && peek(r, 2) == '.') {
            r->at += 3;
        } else {
            r->at += (c == '=' && peek(r, 1) == '>') || (c == '?' && peek(r, 1) == '.' && !is_digit(peek(r, 2))) ? 2 : 1;
        }
        r->count++;
    }
    t->length = (size_t)(r->at - t->text);
    if (t->kind == TOK_MARK && t->length == 1) match_bracket(r, t);
    return true;
}

/* Tokens of a text, the last of which is TOK_END. */
static token *read_tokens(bind *b, const char *text, size_t length, unsigned line, size_t *count)
{
    reader *r = bind_alloc(b, sizeof *r);
    r->b = b;
    r->at = text;
    r->end = text + length;
    r->line = line;
    while (read_token(r)) {}
    if (r->depth)
        bind_fail(b, r->tokens[r->open[r->depth - 1]].line, "'%c' without its other half",
                  *r->tokens[r->open[r->depth - 1]].text);
    *count = r->count;
    return r->tokens;
}

/* ---- what literals mean ------------------------------------------------------------------------------------------ */

static size_t put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) return *out = (char)c, 1;
    if (c < 0x800) return out[0] = (char)(0xC0 | c >> 6), out[1] = (char)(0x80 | (c & 63)), 2;
    if (c < 0x10000)
        return out[0] = (char)(0xE0 | c >> 12), out[1] = (char)(0x80 | (c >> 6 & 63)), out[2] = (char)(0x80 | (c & 63)), 3;
    return out[0] = (char)(0xF0 | (c >> 18 & 7)), out[1] = (char)(0x80 | (c >> 12 & 63)), out[2] = (char)(0x80 | (c >> 6 & 63)),
           out[3] = (char)(0x80 | (c & 63)), 4;
}
static uint32_t hex_digits(const char **at, const char *end, unsigned most)
{
    uint32_t c = 0;
    for (; most && *at < end && strchr("0123456789abcdefABCDEF", **at) && **at && c < 0x110000; most--, ++*at)
        c = c * 16 + (uint32_t)(is_digit(**at) ? **at - '0' : (**at | 32) - 'a' + 10);
    return c;
}

/* The value of an escape behind its backslash, in UTF-8. */
static size_t read_escape(char *out, const char **at, const char *end)
{
    char c = *(*at)++;
    uint32_t code, low;
    switch (c) {
    case 'n': return *out = '\n', 1;
    case 't': return *out = '\t', 1;
    case 'r': return *out = '\r', 1;
    case 'b': return *out = '\b', 1;
    case 'f': return *out = '\f', 1;
    case 'v': return *out = '\v', 1;
    case '0': return *out = '\0', 1;
    case '\n': return 0;
    case 'x': return put_utf8(out, hex_digits(at, end, 2));
    case 'u':
        if (*at < end && **at == '{') {
            ++*at;
            code = hex_digits(at, end, 8);
            if (*at < end) ++*at;
            return put_utf8(out, code);
        }
        code = hex_digits(at, end, 4);
        if (code >> 10 == 0x36 && end - *at >= 6 && (*at)[0] == '\\' && (*at)[1] == 'u') {
            *at += 2;
            low = hex_digits(at, end, 4);
            code = 0x10000 + ((code & 0x3FF) << 10) + (low & 0x3FF);
        }
        return put_utf8(out, code);
    default: return *out = c, 1;
    }
}
/* The text of a string, or of a template or name with its escapes. */
static const char *token_text(bind *b, const token *t)
{
    bool quoted = t->kind == TOK_STRING || t->kind == TOK_TEMPLATE;
    const char *at = t->text + quoted, *end = t->text + t->length - quoted;
    char *text = bind_alloc(b, t->length + 8);
    size_t n = 0;
    while (at < end) {
        if (*at != '\\') text[n++] = *at++;
        else if (++at < end) n += read_escape(text + n, &at, end);
    }
    if (memchr(text, 0, n)) bind_fail(b, t->line, "names and constants with a NUL cannot be in a header");
    return text;
}
static double token_number(const token *t)
{
    char digits[64];
    size_t n = 0;
    for (size_t i = 0; i < t->length && n + 1 < sizeof digits; i++)
        if (t->text[i] != '_' && t->text[i] != 'n') digits[n++] = t->text[i];
    digits[n] = '\0';
    if (digits[0] == '0' && strchr("bBoO", digits[1]) && digits[1])
        return (double)strtoull(digits + 2, NULL, (digits[1] | 32) == 'b' ? 2 : 8);
    return strtod(digits, NULL);
}
