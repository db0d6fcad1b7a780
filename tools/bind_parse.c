/* bind_parse.c - tokens to declarations: the module's and its namespaces'. What runs is skipped. */
#include "bind.h"

/* Where the parser stands. A documentation comment with types has tokens of its own. */
typedef struct {
    bind *b;
    source_file *m;
    const token *tokens;
    size_t at, count;               /* tokens[count - 1] is TOK_END */
    name_scope *around;
    bool comment;                   /* in JSDoc: ?T, !T, T=, ...T, * */
} parser;

static const token *here(const parser *p) { return &p->tokens[p->at]; }
static const token *ahead(const parser *p, size_t n) { return &p->tokens[p->at + n < p->count ? p->at + n : p->count - 1]; }
static bool sees(const parser *p, const char *text) { return token_is(here(p), text); }
static bool sees_next(const parser *p, size_t n, const char *text) { return token_is(ahead(p, n), text); }
static void step(parser *p) { if (p->at + 1 < p->count) p->at++; }
static bool takes(parser *p, const char *text)
{
    if (!sees(p, text)) return false;
    step(p);
    return true;
}
static void unexpected(const parser *p, const char *wanted)
{
    const token *t = here(p);
    if (t->kind == TOK_END) bind_fail(p->b, t->line, "%s expected, the text ends", wanted);
    bind_fail(p->b, t->line, "%s expected, found '%.*s'", wanted, (int)(t->length < 40 ? t->length : 40), t->text);
}
static void expect(parser *p, const char *text)
{
    if (!takes(p, text)) unexpected(p, text);
}
static bool is_bracket(const token *t) { return t->kind == TOK_MARK && t->length == 1 && strchr("([{", *t->text); }
/* Over a bracket with all that is in it. The parser goes forward only: a bracket that closes is none of these. */
static void skip_bracket(parser *p)
{
    if (!is_bracket(here(p))) unexpected(p, "a bracket");
    p->at = here(p)->match;
    step(p);
}
static void enter(bind *b, unsigned line)
{
    if (++b->nesting > BIND_NESTING) bind_fail(b, line, "types are nested too deep");
}
static void leave(bind *b) { b->nesting--; }
static const char *take_name(parser *p, const char *wanted)
{
    if (here(p)->kind != TOK_NAME) unexpected(p, wanted);
    step(p);
    return token_text(p->b, &p->tokens[p->at - 1]);
}

/* ---- types ------------------------------------------------------------------------------------------------------- */

static written *read_type(parser *p);
static signature *read_signature(parser *p, const token *doc, decl *owner);

static written *new_written(parser *p, written_kind kind)
{
    written *w = bind_alloc(p->b, sizeof *w);
    w->kind = kind;
    w->line = here(p)->line;
    w->text = here(p)->text;
    return w;
}
static written *finished(const parser *p, written *w)
{
    const token *t = p->at ? &p->tokens[p->at - 1] : here(p);
    w->length = t->text + t->length > w->text ? (size_t)(t->text + t->length - w->text) : 0;
    return w;
}

/* < ... >, of parameters: their names. */
static name_list *read_generics(parser *p)
{
    name_list *list = NULL;
    unsigned depth = 0;
    if (!sees(p, "<")) return NULL;
    do {
        if (here(p)->kind == TOK_END) unexpected(p, ">");
        if (sees(p, "<")) depth++;
        else if (sees(p, ">")) depth--;
        else if (depth == 1 && here(p)->kind == TOK_NAME && (token_is(here(p) - 1, "<") || token_is(here(p) - 1, ",") ||
                 token_is(here(p) - 1, "const") || token_is(here(p) - 1, "in") || token_is(here(p) - 1, "out")))
            list = bind_name(p->b, token_text(p->b, here(p)), list);
        if (is_bracket(here(p))) skip_bracket(p);
        else step(p);
    } while (depth);
    return list;
}
/* < ... >, of arguments. */
static written *read_arguments(parser *p)
{
    written *first = NULL, **last = &first;
    expect(p, "<");
    while (!sees(p, ">")) {
        *last = read_type(p);
        last = &(*last)->next;
        if (!takes(p, ",")) break;
    }
    expect(p, ">");
    return first;
}

/* (...) => T, with what may stand before it; p is at the bracket, or at its type parameters. */
static written *read_function_type(parser *p)
{
    written *w = new_written(p, WRITTEN_FUNCTION);
    w->function = read_signature(p, NULL, NULL);
    return finished(p, w);
}
static bool begins_function_type(const parser *p)
{
    return sees(p, "<") ||
           (sees(p, "(") && token_is(&p->tokens[here(p)->match + 1 < p->count ? here(p)->match + 1 : here(p)->match], "=>"));
}

static written *read_named_type(parser *p)
{
    written *w = new_written(p, WRITTEN_NAME);
    w->name = take_name(p, "a type");
    while (sees(p, ".") && ahead(p, 1)->kind == TOK_NAME) {
        step(p);
        w->name = bind_format(p->b, "%s.%s", w->name, take_name(p, "a name"));
    }
    if (p->comment && sees(p, ".") && sees_next(p, 1, "<")) step(p);
    if (sees(p, "<") && !here(p)->line_before) w->of = read_arguments(p);
    return finished(p, w);
}

/* What begins with a word that is no name: its kind does not matter to C. */
static written *read_operator_type(parser *p)
{
    written *w = new_written(p, WRITTEN_OTHER);
    if (takes(p, "readonly")) return read_type(p);
    if (takes(p, "unique")) {
        step(p);
    } else if (takes(p, "typeof")) {
        if (takes(p, "import")) skip_bracket(p);
        else take_name(p, "a name");
        while (takes(p, ".")) step(p);
        if (sees(p, "<") && !here(p)->line_before) read_arguments(p);
    } else if (takes(p, "import")) {
        if (sees(p, "(")) skip_bracket(p);
        while (takes(p, ".")) step(p);
        if (sees(p, "<")) read_arguments(p);
    } else if (takes(p, "abstract") || takes(p, "new")) {
        takes(p, "new");
        read_signature(p, NULL, NULL);
    } else {
        step(p);                                            /* keyof, infer, asserts */
        read_type(p);
    }
    return finished(p, w);
}

static written *read_primary_type(parser *p)
{
    static const char *const operators[] = { "readonly", "unique", "typeof", "import", "new", "keyof", "infer" };
    const token *t = here(p);
    written *w;
    if (begins_function_type(p)) return read_function_type(p);
    if (takes(p, "(")) {
        w = read_type(p);
        expect(p, ")");
        return w;
    }
    if (t->kind == TOK_NAME) {
        for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
            if (sees(p, operators[i]) && ahead(p, 1)->kind != TOK_END && !sees_next(p, 1, ",") && !sees_next(p, 1, ")"))
                return read_operator_type(p);
        if (sees(p, "abstract") && sees_next(p, 1, "new")) return read_operator_type(p);
        return read_named_type(p);
    }
    w = new_written(p, t->kind == TOK_STRING ? WRITTEN_STRING : t->kind == TOK_NUMBER ? WRITTEN_NUMBER : WRITTEN_OTHER);
    if (t->kind == TOK_STRING) w->name = token_text(p->b, t);
    if (t->kind == TOK_TEMPLATE) {
        w->kind = WRITTEN_NAME;
        w->name = "string";
    } else if (t->kind == TOK_BIGINT) {
        w->kind = WRITTEN_NAME;
        w->name = "bigint";
    }
    if (is_bracket(t)) skip_bracket(p);
    else if (t->kind == TOK_STRING || t->kind == TOK_NUMBER || t->kind == TOK_TEMPLATE || t->kind == TOK_BIGINT ||
             (p->comment && sees(p, "*")))
        step(p);
    else if (takes(p, "-") && (here(p)->kind == TOK_NUMBER || here(p)->kind == TOK_BIGINT)) {
        w->kind = here(p)->kind == TOK_NUMBER ? WRITTEN_NUMBER : WRITTEN_NAME;
        w->name = "bigint";
        step(p);
    } else unexpected(p, "a type");
    return finished(p, w);
}

/* T, T[], T[K], x is T, and conditional types. */
static written *read_postfix_type(parser *p)
{
    const token *t = here(p);
    written *w, *outer;
    if (token_is(t, "asserts") && ahead(p, 1)->kind == TOK_NAME && !ahead(p, 1)->line_before && !sees_next(p, 1, "extends")) {
        w = new_written(p, WRITTEN_NAME);
        w->name = "void";
        step(p), step(p);
        if (takes(p, "is")) read_type(p);
        return finished(p, w);
    }
    if (t->kind == TOK_NAME && sees_next(p, 1, "is") && !ahead(p, 1)->line_before) {
        w = new_written(p, WRITTEN_NAME);
        w->name = "boolean";
        step(p), step(p);
        read_type(p);
        return finished(p, w);
    }
    w = read_primary_type(p);
    while (sees(p, "[") && !here(p)->line_before) {
        bool array = here(p)->match == p->at + 1;
        outer = new_written(p, array ? WRITTEN_ARRAY : WRITTEN_OTHER);
        outer->line = w->line;
        outer->text = w->text;
        outer->of = w;
        skip_bracket(p);
        w = finished(p, outer);
    }
    return w;
}

static written *read_type(parser *p)
{
    written *first, **last, *all = new_written(p, WRITTEN_UNION);
    bool intersects = false, optional = false, many = false;
    enter(p->b, here(p)->line);
    if (p->comment) {
        if (takes(p, "?")) optional = true;
        else if (!takes(p, "!") && takes(p, "...")) all->kind = WRITTEN_REST;
    }
    if (!takes(p, "|")) intersects = takes(p, "&");
    first = read_postfix_type(p);
    for (last = &first->next; sees(p, "|") || sees(p, "&"); last = &(*last)->next) {
        intersects |= sees(p, "&");
        many = true;
        step(p);
        *last = read_postfix_type(p);
    }
    if (sees(p, "extends") && !here(p)->line_before) {      /* T extends U ? X : Y */
        step(p);
        read_type(p);
        if (takes(p, "?")) {
            read_type(p);
            expect(p, ":");
            read_type(p);
        }
        intersects = true;
    }
    leave(p->b);
    if (p->comment && takes(p, "=")) all->kind = WRITTEN_OPTIONAL;
    all->of = first;
    if (intersects) all->kind = WRITTEN_OTHER, all->of = NULL;
    else if (!many && all->kind == WRITTEN_UNION && !optional) return first;
    if (optional && all->kind == WRITTEN_UNION) {
        written *null = new_written(p, WRITTEN_NAME);
        null->name = "null";
        *last = null;
    }
    return finished(p, all);
}

/* ---- documentation comments with types --------------------------------------------------------------------------- */

/* The type in {...} at `at` of a comment; *end: what follows it. NULL: there is none. */
static written *read_comment_type(parser *p, const char *at, const char *limit, const char **end)
{
    parser inner = *p;
    const char *from = at;
    unsigned depth = 0, line = 1;
    written *w;
    while (at < limit && (*at == ' ' || *at == '\t')) at++;
    *end = at;
    if (at == limit || *at != '{') return NULL;
    for (from = at; at < limit; at++) {
        if (*at == '{') depth++;
        else if (*at == '}' && --depth == 0) break;
    }
    if (at == limit) return NULL;
    *end = at + 1;
    for (const char *c = p->m->source; c < from; c++) line += *c == '\n';
    inner.tokens = read_tokens(p->b, from + 1, (size_t)(at - from - 1), line, &inner.count);
    inner.at = 0;
    inner.comment = true;
    w = read_type(&inner);
    if (here(&inner)->kind != TOK_END) unexpected(&inner, "the end of the type");
    return w;
}
static bool is_tag(const char *at, const char *limit, const char *name)
{
    size_t n = strlen(name);
    return (size_t)(limit - at) > n && !memcmp(at, name, n) && !is_name_part(at[n]);
}
/* The next tag of a comment; NULL: there is none. */
static const char *next_tag(const char *at, const char *limit)
{
    for (at++; at < limit; at++)
        if (*at == '@' && strchr(" \t\n*", at[-1])) return at;
    return NULL;
}
static const char *comment_word(bind *b, const char *at, const char *limit)
{
    const char *from;
    while (at < limit && (*at == ' ' || *at == '\t')) at++;
    for (from = at; at < limit && is_name_part(*at);) at++;
    return bind_copy(b, from, (size_t)(at - from));
}

/* The type after @returns, @type: any of a list of names. NULL: there is none. */
static written *tagged_type(parser *p, const char *doc, size_t length, const char *const *tags, size_t count)
{
    const char *limit = doc + length, *end;
    if (!doc || !p->m->script) return NULL;
    for (const char *at = doc; (at = next_tag(at, limit)) != NULL;)
        for (size_t i = 0; i < count; i++)
            if (is_tag(at, limit, tags[i])) return read_comment_type(p, at + strlen(tags[i]), limit, &end);
    return NULL;
}
static written *doc_type(parser *p, const char *doc, size_t length)
{
    static const char *const tags[] = { "@type" };
    return tagged_type(p, doc, length, tags, 1);
}
/* @param {T} name, @param {T} [name]. */
static void doc_parameters(parser *p, signature *s, const char *doc, size_t length)
{
    const char *limit = doc + length, *end;
    if (!doc || !p->m->script) return;
    for (const char *at = doc; (at = next_tag(at, limit)) != NULL;) {
        if (is_tag(at, limit, "@template")) {
            for (end = at + 9; end < limit && *end != '\n'; end++)
                if (is_name_start(*end) && !is_name_part(end[-1]))
                    s->generics = bind_name(p->b, comment_word(p->b, end, limit), s->generics);
        } else if (is_tag(at, limit, "@param")) {
            written *type = read_comment_type(p, at + 6, limit, &end);
            bool optional = false;
            const char *name;
            while (end < limit && (*end == ' ' || *end == '\t' || *end == '[')) optional |= *end++ == '[';
            name = comment_word(p->b, end, limit);
            for (parameter *q = s->parameters; q && type; q = q->next) {
                if (strcmp(q->name, name) || q->type) continue;
                q->type = type;
                q->optional |= optional || type->kind == WRITTEN_OPTIONAL;
                if (type->kind == WRITTEN_OPTIONAL || type->kind == WRITTEN_REST) q->type = type->of;
                if (q->rest) {
                    written *array = bind_alloc(p->b, sizeof *array);
                    *array = *q->type;
                    array->kind = WRITTEN_ARRAY;
                    array->of = q->type;
                    if (type->kind == WRITTEN_REST) q->type = array;
                }
            }
        }
    }
}

/* What the documentation says of a function. */
static void add_documented(parser *p, signature *s, const token *doc)
{
    static const char *const tags[] = { "@returns", "@return" };
    written *whole;
    if (!doc || !doc->doc || !p->m->script) return;
    whole = doc_type(p, doc->doc, doc->doc_length);
    if (whole && whole->kind == WRITTEN_FUNCTION && !s->result) {      /* @type {(a: number) => number} */
        parameter *q = s->parameters;
        for (const parameter *d = whole->function->parameters; d && q; d = d->next, q = q->next)
            if (!q->type) q->type = d->type, q->optional |= d->optional;
        s->result = whole->function->result;
        return;
    }
    doc_parameters(p, s, doc->doc, doc->doc_length);
    if (!s->result) s->result = tagged_type(p, doc->doc, doc->doc_length, tags, 2);
}

/* ---- values: literals, and what is skipped ----------------------------------------------------------------------- */

static bool ends_operand(const token *t)
{
    static const char *const operators[] = { "typeof", "new",    "await", "in",        "instanceof", "of",
                                             "void",   "delete", "as",    "satisfies", "yield" };
    if (t->kind == TOK_MARK) return strchr(")]}!", *t->text) != NULL;
    for (size_t i = 0; t->kind == TOK_NAME && i < sizeof operators / sizeof *operators; i++)
        if (token_is(t, operators[i])) return false;
    return true;
}
static bool continues(const token *t)
{
    static const char *const operators[] = { "in", "instanceof", "as", "satisfies", "extends", "implements" };
    if (t->kind == TOK_TEMPLATE) return true;
    if (t->kind == TOK_MARK) return !strchr("{}@#~;", *t->text);
    for (size_t i = 0; t->kind == TOK_NAME && i < sizeof operators / sizeof *operators; i++)
        if (token_is(t, operators[i])) return true;
    return false;
}
/* Over an expression: to a comma, semicolon or closing bracket, or the end of a line that ends it. */
static void skip_expression(parser *p)
{
    size_t from = p->at;
    while (here(p)->kind != TOK_END && !sees(p, ",") && !sees(p, ";") && !sees(p, ")") && !sees(p, "]") && !sees(p, "}")) {
        if (p->at > from && here(p)->line_before && ends_operand(here(p) - 1) && !continues(here(p))) return;
        if (is_bracket(here(p))) skip_bracket(p);
        else step(p);
    }
}
/* Does an expression end at the token n ahead? */
static bool ends_at(const parser *p, size_t n)
{
    const token *t = ahead(p, n);
    return t->kind == TOK_END || token_is(t, ",") || token_is(t, ";") || token_is(t, "}") || token_is(t, ")") ||
           token_is(t, "as") || token_is(t, "satisfies") || (t->line_before && !continues(t));
}
/* The value of an initialiser that is a literal. */
static constant read_literal(const parser *p)
{
    constant c = { CONST_NONE, 0, NULL };
    bool minus = sees(p, "-");
    const token *t = ahead(p, minus);
    if (!ends_at(p, minus + 1u)) return c;
    if (t->kind == TOK_NUMBER) {
        c.kind = CONST_NUMBER;
        c.number = minus ? -token_number(t) : token_number(t);
    } else if (t->kind == TOK_BIGINT) {
        c.kind = CONST_BIGINT;
        c.text = bind_format(p->b, "%s%.*s", minus ? "-" : "", (int)(t->length - 1), t->text);
    } else if (minus) {
        return c;
    } else if (t->kind == TOK_STRING || (t->kind == TOK_TEMPLATE && !memchr(t->text, '$', t->length))) {
        c.kind = CONST_STRING;
        c.text = token_text(p->b, t);
    } else if (token_is(t, "true") || token_is(t, "false")) {
        c.kind = CONST_BOOL;
        c.number = token_is(t, "true");
    }
    return c;
}

/* The constant expressions of enums: numbers, strings, earlier members, + - ~ * / % | & ^ << >>. */
static constant read_constant(parser *p, decl *of, unsigned level);
static constant read_operand(parser *p, decl *of)
{
    constant c = { CONST_NUMBER, 0, NULL };
    const token *t = here(p);
    enter(p->b, t->line);
    if (takes(p, "(")) {
        c = read_constant(p, of, 0);
        expect(p, ")");
    } else if (takes(p, "-") || takes(p, "+") || takes(p, "~")) {
        c = read_operand(p, of);
        if (c.kind == CONST_NUMBER && *t->text != '+')
            c.number = *t->text == '-'
                           ? -c.number
                           : (double)~(int32_t)(uint32_t)(int64_t)(c.number < 9e15 && c.number > -9e15 ? c.number : 0);
    } else if (t->kind == TOK_NUMBER) {
        c.number = token_number(t);
        step(p);
    } else if (t->kind == TOK_STRING || (t->kind == TOK_TEMPLATE && !memchr(t->text, '$', t->length))) {
        c.kind = CONST_STRING;
        c.text = token_text(p->b, t);
        step(p);
    } else {
        enum_item *i = of->items;
        const char *name = take_name(p, "a constant");
        if (!strcmp(name, of->name) && takes(p, ".")) name = take_name(p, "a member");
        while (i && strcmp(i->name, name)) i = i->next;
        if (!i) bind_fail(p->b, t->line, "enum '%s': the value of '%s' is not known here", of->name, name);
        c = i->value;
    }
    leave(p->b);
    return c;
}
static double apply(char operator, double a, double b)
{
    int64_t i = a < 9e15 && a > -9e15 ? (int64_t)a : 0, k = b < 9e15 && b > -9e15 ? (int64_t)b : 0;
    uint32_t x = (uint32_t)i, y = (uint32_t)k;
    switch (operator) {
    case '+': return a + b;
    case '-': return a - b;
    case '*': return a * b;
    case '/': return a / b;
    case '%': return k ? (double)(i % k) : 0;
    case '<': return (double)(int32_t)(x << (y & 31));
    case '>':
        return (double)((int32_t)x < 0 && (y & 31) ? (int32_t)(x >> (y & 31) | ~(0xFFFFFFFFu >> (y & 31)))
                                                   : (int32_t)(x >> (y & 31)));
    case '&': return (double)(int32_t)(x & y);
    case '^': return (double)(int32_t)(x ^ y);
    default:  return (double)(int32_t)(x | y);
    }
}
static unsigned precedence(const parser *p)
{
    static const char operators[] = "|^&<+*", others[] = "|^&>-/";
    const char *found = here(p)->kind == TOK_MARK && here(p)->length == 1 ? strchr(operators, *here(p)->text) : NULL;
    if (here(p)->kind != TOK_MARK || here(p)->length != 1) return 0;
    if (sees(p, "%")) return 6;
    if ((sees(p, "<") || sees(p, ">")) && !sees_next(p, 1, sees(p, "<") ? "<" : ">")) return 0;
    if (found && *found) return (unsigned)(found - operators) + 1;
    found = strchr(others, *here(p)->text);
    return found && *found ? (unsigned)(found - others) + 1 : 0;
}
static constant read_constant(parser *p, decl *of, unsigned level)
{
    constant a = read_operand(p, of), c;
    unsigned found;
    while ((found = precedence(p)) > level) {
        const token *t = here(p);
        char operator = *t->text;
        of->bits |= operator == '<' || operator == '|';
        step(p);
        if (operator == '<' || operator == '>') step(p);
        enter(p->b, t->line);
        c = read_constant(p, of, found);
        leave(p->b);
        if (a.kind != CONST_NUMBER || c.kind != CONST_NUMBER)
            bind_fail(p->b, t->line, "enum '%s': only numbers can be calculated with", of->name);
        a.number = apply(operator, a.number, c.number);
    }
    return a;
}

/* ---- functions --------------------------------------------------------------------------------------------------- */

static void skip_decorators(parser *p)
{
    while (takes(p, "@")) {
        if (sees(p, "(")) {
            skip_bracket(p);
            continue;
        }
        step(p);
        while (takes(p, ".")) step(p);
        if (sees(p, "(")) skip_bracket(p);
    }
}

static bool is_modifier(const parser *p)
{
    static const char *const words[] = { "public", "private", "protected", "readonly", "override" };
    const token *next = ahead(p, 1);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (sees(p, words[i])) return next->kind == TOK_NAME || token_is(next, "{") || token_is(next, "[");
    return false;
}
/* One parameter; a parameter property becomes a field of `owner`, if there is one. */
static parameter *read_parameter(parser *p, unsigned index, decl *owner)
{
    parameter *q = bind_alloc(p->b, sizeof *q);
    bool hidden = false, property = false, readonly = false;
    const token *start;
    skip_decorators(p);
    start = here(p);
    for (; is_modifier(p); step(p)) {
        property = true;
        hidden |= sees(p, "private") || sees(p, "protected");
        readonly |= sees(p, "readonly");
    }
    q->rest = takes(p, "...");
    if (is_bracket(here(p))) {
        q->name = bind_format(p->b, "arg%u", index);
        skip_bracket(p);
    } else {
        q->name = take_name(p, "a parameter");
    }
    q->optional = takes(p, "?");
    if (takes(p, ":")) q->type = read_type(p);
    else if (start->doc) q->type = doc_type(p, start->doc, start->doc_length);
    if (sees(p, "=")) {
        step(p);
        q->value = read_literal(p);
        skip_expression(p);
        q->optional = q->initial = true;
    }
    if (property && !hidden && owner) {
        class_member *f = bind_alloc(p->b, sizeof *f), **last = &owner->members;
        while (*last) last = &(*last)->next;
        f->kind = MEMBER_FIELD;
        f->name = q->name;
        f->readonly = readonly;
        f->type = q->type;
        f->line = start->line;
        *last = f;
    }
    return q;
}
static void read_parameters(parser *p, signature *s, decl *owner)
{
    parameter **last = &s->parameters;
    expect(p, "(");
    for (unsigned index = 1; !sees(p, ")"); index++) {
        parameter *q = read_parameter(p, index, owner);
        if (strcmp(q->name, "this")) *last = q, last = &q->next;
        if (!takes(p, ",")) break;
    }
    expect(p, ")");
}
/* What the `length` of such a function may be: the parameters before the first that has a default. Where there is no body, what
 * is optional may have one; and a function that is assigned to a variable may have fewer parameters than the variable's type. */
static void count_parameters(signature *s, bool body, bool assigned)
{
    unsigned n = 0;
    bool maybe = false;
    s->body = body;
    s->least = 0;
    for (const parameter *q = s->parameters; q && !q->rest && !q->initial && n < 255; q = q->next, n++) {
        maybe |= assigned || (!body && q->optional);
        s->least += !maybe;
    }
    s->most = n;
}

/* (a: T, b?: U): R, or => R; the documentation adds types in JavaScript. */
static signature *read_signature(parser *p, const token *doc, decl *owner)
{
    signature *s = bind_alloc(p->b, sizeof *s);
    s->line = here(p)->line;
    s->generics = read_generics(p);
    read_parameters(p, s, owner);
    if (takes(p, ":") || takes(p, "=>")) s->result = read_type(p);
    add_documented(p, s, doc);
    s->loose = p->m->script;
    count_parameters(s, false, false);
    return s;
}

/* ---- declarations ------------------------------------------------------------------------------------------------ */

static decl *new_decl(parser *p, decl_kind kind, const char *name, const token *start)
{
    decl *d = bind_alloc(p->b, sizeof *d);
    d->kind = kind;
    d->name = name;
    d->line = start->line;
    d->doc = start->doc;
    d->doc_length = start->doc_length;
    d->in = p->m;
    d->around = p->around;
    *p->around->last = d;
    p->around->last = &d->next;
    return d;
}
static decl *declared(const name_scope *s, const char *name, decl_kind kind)
{
    decl *d = s->first;
    while (d && (d->kind != kind || strcmp(d->name, name))) d = d->next;
    return d;
}
static void skip_body(parser *p, signature *s)
{
    if (sees(p, "{")) {
        skip_bracket(p);
        count_parameters(s, true, false);
    } else {
        takes(p, ";");
    }
}
/* Overloads: those without a body are called; the one with a body says what the `length` is. */
static void add_overload(signature **list, signature *s)
{
    while (*list) list = &(*list)->next;
    *list = s;
}

/* Behind `function`. */
static decl *read_function(parser *p, const token *start, const char *fallback)
{
    bool generator = takes(p, "*");
    const char *name = here(p)->kind == TOK_NAME ? take_name(p, "a name") : fallback;
    decl *d = name ? declared(p->around, name, DECL_FUNCTION) : NULL;
    signature *s;
    if (!name) unexpected(p, "a function's name");
    if (!d) d = new_decl(p, DECL_FUNCTION, name, start);
    if (!d->doc) d->doc = start->doc, d->doc_length = start->doc_length;
    s = read_signature(p, start, NULL);
    s->loose |= generator;
    skip_body(p, s);
    add_overload(&d->function, s);
    return d;
}

/* extends A, implements B, C<D> */
static void read_parents(parser *p, decl *d)
{
    written **last = &d->parents;
    while (sees(p, "extends") || sees(p, "implements")) {
        bool counts = sees(p, "extends");
        do {
            written *w;
            step(p);
            if (counts && d->kind == DECL_CLASS && (here(p)->kind != TOK_NAME || sees_next(p, 1, "("))) {  /* an expression */
                while (!sees(p, "{") && here(p)->kind != TOK_END) is_bracket(here(p)) ? skip_bracket(p) : step(p);
                return;
            }
            w = read_named_type(p);
            if (!counts) continue;
            *last = w;
            last = &w->next;
        } while (sees(p, ","));
    }
}

static class_member *new_member(parser *p, decl *d, member_kind kind, const char *name, const token *start)
{
    class_member *f = bind_alloc(p->b, sizeof *f), **last = &d->members;
    f->kind = kind;
    f->name = name;
    f->line = start->line;
    f->doc = start->doc;
    f->doc_length = start->doc_length;
    while (*last) last = &(*last)->next;
    *last = f;
    return f;
}
/* The name of a member; NULL: it is private or calculated, and was skipped. */
static const char *read_member_name(parser *p)
{
    const token *t = here(p);
    if (t->kind == TOK_PRIVATE) return step(p), NULL;
    if (sees(p, "[")) return skip_bracket(p), NULL;
    if (t->kind != TOK_NAME && t->kind != TOK_STRING && t->kind != TOK_NUMBER) unexpected(p, "a member");
    step(p);
    return t->kind == TOK_NUMBER ? bind_copy(p->b, t->text, t->length) : token_text(p->b, t);
}
/* Is the word here a modifier, with the member's name behind it? */
static bool modifies(const parser *p, const char *word)
{
    const token *next = ahead(p, 1);
    return sees(p, word) && (next->kind != TOK_MARK || token_is(next, "[") || token_is(next, "*") || token_is(next, "{")) &&
           next->kind != TOK_END;
}

typedef struct { bool is_static, is_abstract, readonly, hidden, getter, setter; } modifiers;
static modifiers read_modifiers(parser *p)
{
    static const char *const words[] = { "public",   "private", "protected", "static", "abstract", "override",
                                         "readonly", "declare", "async",     "get",    "set",      "accessor" };
    modifiers m = { false, false, false, false, false, false };
    for (size_t i = 0; i < sizeof words / sizeof *words;) {
        if (!modifies(p, words[i])) {
            i++;
            continue;
        }
        if ((i == 9 || i == 10) && (token_is(ahead(p, 1), "*") || token_is(ahead(p, 1), "{"))) break;
        m.hidden |= i == 1 || i == 2;
        m.is_static |= i == 3;
        m.is_abstract |= i == 4;
        m.readonly |= i == 6;
        m.getter |= i == 9;
        m.setter |= i == 10;
        if (i == 3 && token_is(ahead(p, 1), "{")) break;
        step(p);
        i = 0;
    }
    return m;
}

static void read_method(parser *p, decl *d, const char *name, const modifiers *m, const token *start, bool generator)
{
    bool constructs = name && !strcmp(name, "constructor") && d->kind == DECL_CLASS && !m->is_static;
    signature *s = read_signature(p, start, constructs ? d : NULL);
    class_member *f = d->members;
    s->loose |= generator;
    skip_body(p, s);
    if (!name || m->hidden) return;
    if (constructs) {
        add_overload(&d->function, s);
        d->constructs = true;
        return;
    }
    while (f && (f->kind != MEMBER_METHOD || strcmp(f->name, name) || f->is_static != m->is_static)) f = f->next;
    if (!f) f = new_member(p, d, MEMBER_METHOD, name, start);
    f->is_static = m->is_static;
    f->is_abstract = m->is_abstract;
    add_overload(&f->function, s);
}
static void read_accessor(parser *p, decl *d, const char *name, const modifiers *m, const token *start)
{
    signature *s = read_signature(p, start, NULL);
    written *type = m->getter ? s->result : s->parameters ? s->parameters->type : NULL;
    class_member *f;
    skip_body(p, s);
    if (!name || m->hidden) return;
    f = new_member(p, d, m->getter ? MEMBER_GETTER : MEMBER_SETTER, name, start);
    f->is_static = m->is_static;
    f->is_abstract = m->is_abstract;
    f->type = type ? type : doc_type(p, start->doc, start->doc_length);
}
static void read_field(parser *p, decl *d, const char *name, const modifiers *m, const token *start, bool optional)
{
    written *type = takes(p, ":") ? read_type(p) : doc_type(p, start->doc, start->doc_length);
    constant value = { CONST_NONE, 0, NULL };
    class_member *f;
    if (takes(p, "=")) {
        value = read_literal(p);
        skip_expression(p);
    }
    if (!takes(p, ";")) takes(p, ",");
    if (!name || m->hidden) return;
    f = new_member(p, d, MEMBER_FIELD, name, start);
    f->is_static = m->is_static;
    f->is_abstract = m->is_abstract;
    f->readonly = m->readonly;
    f->optional = optional;
    f->type = type;
    f->value = value;
}

/* { ... } of a class or interface. */
static void read_members(parser *p, decl *d)
{
    size_t end = here(p)->match;
    if (!sees(p, "{")) unexpected(p, "{");
    step(p);
    while (p->at < end) {
        const token *start = here(p);
        modifiers m;
        bool generator, optional;
        const char *name;
        if (takes(p, ";") || takes(p, ",")) continue;
        skip_decorators(p);
        m = read_modifiers(p);
        if (m.is_static && sees(p, "static") && sees_next(p, 1, "{")) {
            step(p);
            skip_bracket(p);
            continue;
        }
        generator = takes(p, "*");
        if (d->kind == DECL_INTERFACE && (sees(p, "(") || sees(p, "<"))) name = NULL;             /* it can be called */
        else if (d->kind == DECL_INTERFACE && sees(p, "new") && sees_next(p, 1, "(")) step(p), name = NULL;
        else name = read_member_name(p);
        optional = takes(p, "?");
        if (!optional) takes(p, "!");
        if (m.getter || m.setter) read_accessor(p, d, name, &m, start);
        else if (sees(p, "(") || sees(p, "<")) read_method(p, d, optional ? NULL : name, &m, start, generator);
        else read_field(p, d, name, &m, start, optional);
    }
    p->at = end;
    step(p);
}

/* Behind `class`. */
static decl *read_class(parser *p, const token *start, const char *fallback)
{
    bool named = here(p)->kind == TOK_NAME && !sees(p, "extends") && !sees(p, "implements");
    decl *d = new_decl(p, DECL_CLASS, named ? take_name(p, "a name") : fallback, start);
    if (!d->name) unexpected(p, "a class's name");
    d->generics = read_generics(p);
    read_parents(p, d);
    read_members(p, d);
    return d;
}
static decl *read_interface(parser *p, const token *start)
{
    const char *name = take_name(p, "an interface's name");
    decl *d = declared(p->around, name, DECL_INTERFACE);
    if (!d) d = new_decl(p, DECL_INTERFACE, name, start);
    d->generics = read_generics(p);
    read_parents(p, d);
    read_members(p, d);
    return d;
}
static decl *read_alias(parser *p, const token *start)
{
    decl *d = new_decl(p, DECL_ALIAS, take_name(p, "a type's name"), start);
    d->generics = read_generics(p);
    expect(p, "=");
    d->type = read_type(p);
    takes(p, ";");
    return d;
}
static decl *read_enum(parser *p, const token *start, bool is_const)
{
    const char *name = take_name(p, "an enum's name");
    decl *d = declared(p->around, name, DECL_ENUM);
    enum_item **last;
    double next = 0;
    if (!d) d = new_decl(p, DECL_ENUM, name, start);
    for (last = &d->items; *last;) last = &(*last)->next;
    d->is_const = is_const;
    expect(p, "{");
    while (!sees(p, "}")) {
        enum_item *i = bind_alloc(p->b, sizeof *i);
        i->doc = here(p)->doc;
        i->doc_length = here(p)->doc_length;
        i->line = here(p)->line;
        i->name = read_member_name(p);
        if (!i->name) bind_fail(p->b, i->line, "enum '%s': a member without a name of its own", name);
        i->value.kind = CONST_NUMBER;
        i->value.number = next;
        if (takes(p, "=")) i->value = read_constant(p, d, 0);
        else if (d->strings) bind_fail(p->b, i->line, "enum '%s': member '%s' has no value", name, i->name);
        d->strings = i->value.kind == CONST_STRING;
        if (d->items && (d->items->value.kind != i->value.kind))
            bind_fail(p->b, i->line, "enum '%s' has numbers and strings, which C cannot have in one type", name);
        next = i->value.number + 1;
        *last = i;
        last = &i->next;
        if (!takes(p, ",")) break;
    }
    expect(p, "}");
    return d;
}

/* Is this an arrow function? Its parameters are in brackets, or one name. */
static bool begins_arrow(const parser *p)
{
    size_t n = 0, close;
    if (sees(p, "async") && !ahead(p, 1)->line_before &&
        (sees_next(p, 1, "(") || ahead(p, 1)->kind == TOK_NAME || sees_next(p, 1, "<")))
        n = 1;
    if (sees_next(p, n, "<")) return true;
    if (ahead(p, n)->kind == TOK_NAME) return sees_next(p, n + 1, "=>");
    if (!sees_next(p, n, "(")) return false;
    close = ahead(p, n)->match;
    return token_is(&p->tokens[close + 1], "=>") || (token_is(&p->tokens[close + 1], ":") && !p->comment);
}
/* function (...) {...} or (...) => ..., as the value of a variable. */
static signature *read_function_value(parser *p, const token *start)
{
    signature *s;
    bool arrow, generator;
    takes(p, "async");
    arrow = !takes(p, "function");
    generator = takes(p, "*");
    if (!arrow && here(p)->kind == TOK_NAME) step(p);
    if (here(p)->kind == TOK_NAME) {
        parameter *q = bind_alloc(p->b, sizeof *q);
        s = bind_alloc(p->b, sizeof *s);
        s->line = here(p)->line;
        q->name = take_name(p, "a parameter");
        s->parameters = q;
        s->loose = p->m->script;
        add_documented(p, s, start);
    } else {
        s = bind_alloc(p->b, sizeof *s);
        s->line = here(p)->line;
        s->generics = read_generics(p);
        read_parameters(p, s, NULL);
        if (takes(p, ":")) s->result = read_type(p);
        add_documented(p, s, start);
        s->loose = p->m->script;
    }
    s->loose |= generator;
    count_parameters(s, true, false);
    if (arrow) expect(p, "=>");
    if (sees(p, "{")) skip_bracket(p);
    else skip_expression(p);
    return s;
}

static void read_value(parser *p, decl *d, const token *start)
{
    if (sees(p, "function") || (sees(p, "async") && sees_next(p, 1, "function")) || (!d->type && begins_arrow(p))) {
        signature *s = read_function_value(p, start);
        if (!d->type) d->function = s;
        return;
    }
    d->value = read_literal(p);
    d->has_value = sees(p, "{") || sees(p, "[");
    if (sees(p, "new") && ahead(p, 1)->kind == TOK_NAME) {
        size_t n = 2;
        while (sees_next(p, n, ".")) n += 2;
        if (sees_next(p, n, "<")) n = 0;
        if (n == 2 && (ends_at(p, 2) || (sees_next(p, 2, "(") && (p->tokens[ahead(p, 2)->match + 1].line_before ||
                       token_is(&p->tokens[ahead(p, 2)->match + 1], ";") || p->tokens[ahead(p, 2)->match + 1].kind == TOK_END))))
            d->made_by = token_text(p->b, ahead(p, 1));
    }
    skip_expression(p);
}

/* Adds names to what the module exports: `kind` as in read_statement. */
static void add_export(parser *p, const char *name, const char *local, unsigned line)
{
    export_item *e = bind_alloc(p->b, sizeof *e);
    e->name = name;
    e->local = local;
    e->line = line;
    *p->around->last_export = e;
    p->around->last_export = &e->next;
}

/* Behind const, let, var: one declarator after the other. */
static void read_variables(parser *p, const token *start, bool is_const, bool exported)
{
    do {
        decl *d;
        if (is_bracket(here(p))) {                          /* a pattern: what it makes is not known */
            if (exported) bind_fail(p->b, here(p)->line, "variables that are exported by a pattern have no types");
            skip_bracket(p);
            if (takes(p, ":")) read_type(p);
            if (takes(p, "=")) skip_expression(p);
            continue;
        }
        d = new_decl(p, DECL_VALUE, take_name(p, "a variable's name"), start);
        d->is_const = is_const;
        takes(p, "!");
        if (takes(p, ":")) d->type = read_type(p);
        else d->type = doc_type(p, start->doc, start->doc_length);
        if (takes(p, "=")) read_value(p, d, start);
        if (!is_const) d->value.text = NULL;
        if (exported) add_export(p, d->name, d->name, d->line);
    } while (takes(p, ","));
    takes(p, ";");
}

/* ---- import and export ------------------------------------------------------------------------------------------- */

static const char *read_specifier(parser *p)
{
    const char *text;
    if (here(p)->kind != TOK_STRING) unexpected(p, "a module's name");
    text = token_text(p->b, here(p));
    step(p);
    if (takes(p, "with") || takes(p, "assert")) skip_bracket(p);
    takes(p, ";");
    return text;
}
static const char *read_export_name(parser *p)
{
    const token *t = here(p);
    if (t->kind != TOK_STRING) return take_name(p, "a name");
    step(p);
    return token_text(p->b, t);
}
/* { a, type b, c as d }: the pairs, in order. */
typedef struct pair { const char *first, *second; bool type; unsigned line; struct pair *next; } pair;
static pair *read_pairs(parser *p)
{
    pair *first = NULL, **last = &first;
    expect(p, "{");
    while (!sees(p, "}")) {
        pair *q = bind_alloc(p->b, sizeof *q);
        q->line = here(p)->line;
        if (sees(p, "type") && !sees_next(p, 1, ",") && !sees_next(p, 1, "}") && !sees_next(p, 1, "as")) {
            q->type = true;
            step(p);
        }
        q->first = q->second = read_export_name(p);
        if (takes(p, "as")) q->second = read_export_name(p);
        *last = q;
        last = &q->next;
        if (!takes(p, ",")) break;
    }
    expect(p, "}");
    return first;
}
static decl *new_import(parser *p, const char *name, const char *imported, const token *start)
{
    decl *d = new_decl(p, DECL_IMPORT, name, start);
    d->imported = imported;
    return d;
}
static void read_import(parser *p, const token *start)
{
    decl *first, **made = p->around->last;
    pair *pairs;
    const char *from;
    if (here(p)->kind == TOK_STRING) {
        read_specifier(p);
        return;
    }
    if (sees(p, "type") &&
        (sees_next(p, 1, "{") || sees_next(p, 1, "*") || (ahead(p, 1)->kind == TOK_NAME && !sees_next(p, 1, "from"))))
        step(p);
    if (here(p)->kind == TOK_NAME) {
        const char *name = take_name(p, "a name");
        if (sees(p, "=")) {                                 /* import a = require("b"), import a = b.c */
            skip_expression(p);
            takes(p, ";");
            return;
        }
        new_import(p, name, "default", start);
        takes(p, ",");
    }
    if (takes(p, "*")) {
        expect(p, "as");
        new_import(p, take_name(p, "a name"), NULL, start);
    } else if (sees(p, "{")) {
        for (pairs = read_pairs(p); pairs; pairs = pairs->next) new_import(p, pairs->second, pairs->first, start);
    }
    expect(p, "from");
    from = read_specifier(p);
    for (first = *made; first; first = first->next) first->from = from;
}
/* Behind export: { ... }, * ... */
static void read_export_list(parser *p, bool types_only)
{
    export_item **made = p->around->last_export;
    const char *from = NULL;
    unsigned line = here(p)->line;
    if (takes(p, "*")) {
        add_export(p, takes(p, "as") ? read_export_name(p) : NULL, NULL, line);
        if (!sees(p, "from")) unexpected(p, "from");
    } else {
        for (pair *q = read_pairs(p); q; q = q->next) {
            export_item **at = p->around->last_export;
            add_export(p, q->second, q->first, q->line);
            (*at)->types_only = q->type;
        }
    }
    if (takes(p, "from")) from = read_specifier(p);
    takes(p, ";");
    for (export_item *e = *made; e; e = e->next) {
        e->types_only |= types_only;
        if (!from) continue;
        e->from = from;
        e->imported = e->local;
        e->local = NULL;
    }
}

/* ---- statements -------------------------------------------------------------------------------------------------- */

static void read_statements(parser *p, size_t end, bool all_exported);

/* Behind namespace or module. A dotted name is one in the other. */
static void read_namespace(parser *p, const token *start, bool exported)
{
    name_scope *outer = p->around;
    const char *name;
    decl *d;
    if (here(p)->kind == TOK_STRING || sees(p, "{")) {     /* declare module "x", declare global */
        while (!sees(p, "{") && here(p)->kind != TOK_END) step(p);
        skip_bracket(p);
        return;
    }
    enter(p->b, start->line);
    name = take_name(p, "a namespace's name");
    d = declared(p->around, name, DECL_NAMESPACE);
    if (!d) {
        d = new_decl(p, DECL_NAMESPACE, name, start);
        d->inside = bind_alloc(p->b, sizeof *d->inside);
        d->inside->around = outer;
        d->inside->in = p->m;
        d->inside->last = &d->inside->first;
        d->inside->last_export = &d->inside->exports;
    }
    if (exported) add_export(p, name, name, d->line);
    p->around = d->inside;
    if (takes(p, ".")) {
        read_namespace(p, start, true);
    } else {
        size_t close = here(p)->match;
        expect(p, "{");
        read_statements(p, close, p->m->declares);
        expect(p, "}");
    }
    p->around = outer;
    leave(p->b);
}

/* Behind `export default`. */
static void read_default(parser *p, const token *start)
{
    decl *d = NULL;
    const token *after = ahead(p, 1);
    takes(p, "abstract");
    if (takes(p, "class")) d = read_class(p, start, "default");
    else if (sees(p, "interface") && after->kind == TOK_NAME) step(p), d = read_interface(p, start);
    else if (sees(p, "function") || (sees(p, "async") && token_is(after, "function"))) {
        takes(p, "async");
        step(p);
        d = read_function(p, start, "default");
    } else if (here(p)->kind == TOK_NAME && ends_at(p, 1) && !token_is(here(p), "true") && !token_is(here(p), "false")) {
        add_export(p, "default", take_name(p, "a name"), start->line);
        takes(p, ";");
        return;
    } else {
        d = new_decl(p, DECL_VALUE, "default", start);
        d->is_const = true;
        d->type = doc_type(p, start->doc, start->doc_length);
        read_value(p, d, start);
        takes(p, ";");
    }
    for (const export_item *e = p->around->exports; e; e = e->next)
        if (e->name && !strcmp(e->name, "default")) return;             /* an overload */
    add_export(p, "default", d->name, start->line);
}

/* A declaration that begins here. false: it is none, and nothing was taken. */
static bool read_declaration(parser *p, const token *start, bool exported)
{
    const token *next = ahead(p, 1);
    decl *d = NULL;
    bool named = next->kind == TOK_NAME;
    if (takes(p, "function")) d = read_function(p, start, NULL);
    else if (sees(p, "async") && token_is(next, "function")) step(p), step(p), d = read_function(p, start, NULL);
    else if (takes(p, "class")) d = read_class(p, start, NULL);
    else if (sees(p, "abstract") && token_is(next, "class")) {
        step(p), step(p);
        d = read_class(p, start, NULL);
        d->is_abstract = true;
    }
    else if (sees(p, "interface") && named && !next->line_before) step(p), d = read_interface(p, start);
    else if (sees(p, "type") && named && !next->line_before) step(p), d = read_alias(p, start);
    else if (sees(p, "enum") && named) step(p), d = read_enum(p, start, false);
    else if (sees(p, "const") && token_is(next, "enum")) step(p), step(p), d = read_enum(p, start, true);
    else if (sees(p, "const") || sees(p, "let") || sees(p, "var")) {
        bool is_const = sees(p, "const");
        step(p);
        read_variables(p, start, is_const, exported);
        return true;
    }
    else if ((sees(p, "namespace") || sees(p, "module")) && (named || next->kind == TOK_STRING) && !next->line_before) {
        step(p);
        read_namespace(p, start, exported);
        return true;
    }
    else if (sees(p, "global") && token_is(next, "{")) step(p), skip_bracket(p);
    else return false;
    if (exported && d) {
        for (const export_item *e = p->around->exports; e; e = e->next)
            if (e->local && !strcmp(e->local, d->name) && !strcmp(e->name, d->name)) return true; /* an overload, or merged */
        add_export(p, d->name, d->name, d->line);
    }
    return true;
}

static void read_export(parser *p, const token *start)
{
    bool types = sees(p, "type") && (sees_next(p, 1, "{") || sees_next(p, 1, "*"));
    if (types) step(p);
    if (sees(p, "{") || sees(p, "*")) {
        read_export_list(p, types);
    } else if (takes(p, "default")) {
        read_default(p, start);
    } else if (sees(p, "=") || sees(p, "import")) {
        bind_fail(p->b, start->line, "'export %.*s' is not of a module", (int)here(p)->length, here(p)->text);
    } else if (sees(p, "as") && sees_next(p, 1, "namespace")) {
        step(p), step(p), step(p);
        takes(p, ";");
    } else {
        skip_decorators(p);
        if (sees(p, "declare") && ahead(p, 1)->kind == TOK_NAME) step(p);
        if (!read_declaration(p, start, true)) unexpected(p, "a declaration");
    }
}

/* @typedef {T} name in a comment of JavaScript. */
static void read_typedef(parser *p, const token *t)
{
    const char *limit = t->doc + t->doc_length, *end;
    for (const char *at = t->docs; (at = next_tag(at, limit)) != NULL;) {
        bool called = is_tag(at, limit, "@callback");
        written *type;
        decl *d;
        const char *name;
        if (!called && !is_tag(at, limit, "@typedef")) continue;
        type = read_comment_type(p, at + (called ? 9 : 8), limit, &end);
        name = comment_word(p->b, end, limit);
        if (!*name) continue;
        d = new_decl(p, DECL_ALIAS, name, t);
        if (!type) {
            type = bind_alloc(p->b, sizeof *type);
            type->kind = WRITTEN_OTHER;
        }
        d->type = type;
    }
}

static void read_statements(parser *p, size_t end, bool all_exported)
{
    while (p->at < end) {
        const token *start = here(p), *before = p->at ? start - 1 : NULL;
        bool begins = !before || start->line_before || (before->kind == TOK_MARK && strchr(";{}", *before->text)) ||
                      before->kind == TOK_END;
        size_t at = p->at;
        if (start->doc && p->m->script) read_typedef(p, start);
        if (begins && sees(p, "@")) {
            skip_decorators(p);
            begins = true;
        }
        if (begins && start->kind == TOK_NAME) {
            if (sees(p, "export")) {
                step(p);
                read_export(p, start);
                continue;
            }
            if (sees(p, "import") && !sees_next(p, 1, "(") && !sees_next(p, 1, ".")) {
                step(p);
                read_import(p, start);
                continue;
            }
            if (sees(p, "declare") && ahead(p, 1)->kind == TOK_NAME && !ahead(p, 1)->line_before) step(p);
            if (read_declaration(p, start, all_exported)) continue;
        }
        if (p->at != at) continue;
        if (is_bracket(here(p))) skip_bracket(p);
        else step(p);
    }
}

/* Reads the declarations of a module. */
static void parse_module(bind *b, source_file *m)
{
    parser p = { b, m, NULL, 0, 0, &m->top, false };
    m->top.in = m;
    m->top.last = &m->top.first;
    m->top.last_export = &m->top.exports;
    p.tokens = m->tokens = read_tokens(b, m->source, m->length, 1, &m->count);
    p.count = m->count;
    read_statements(&p, m->count - 1, false);
}
