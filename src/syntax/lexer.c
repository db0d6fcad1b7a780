/* Source text -> tokens. ECMA-262, ECMAScript Language: Lexical Grammar, and Annex B.1. */
#ifndef HK_LEXER_C
#define HK_LEXER_C
#include "lexer.h"
#include "../base/number.h"
#include "../base/utf.h"
#include "../heap/error.h"
#include "../unicode/unicode.h"

/* ---- errors ---------------------------------------------------------------------------------------------------- */

HK_FN void hk_source_position(const hk_source *source, uint32_t offset, uint32_t *line, uint32_t *column)
{
    const uint8_t *s = (const uint8_t *)source->text;
    uint32_t i;
    *line = *column = 1;
    for (i = 0; i < offset && i < source->length; i++) {
        uint32_t rest = source->length - i;
        bool separator = s[i] == 0xE2 && rest > 2 && s[i + 1] == 0x80 && (s[i + 2] | 1) == 0xA9;   /* LS, PS */
        if (s[i] == '\n' || separator || (s[i] == '\r' && !(rest > 1 && s[i + 1] == '\n'))) {
            ++*line;
            *column = 1;
            i += separator ? 2 : 0;
        } else {
            *column += (s[i] & 0xC0) != 0x80;
        }
    }
}

HK_FN void hk_parse_fail(hk_parser *p)
{
    p->failed = true;
    p->pos = p->len;
    p->tok.kind = HK_K_EOF;
    p->tok.flags = 0;
}

HK_FN void hk_lex_error_place(hk_parser *p, uint32_t at, uint32_t *line, uint32_t *column)
{
    hk_source source = { NULL, NULL, 0, 0 };
    source.text = (const char *)p->src;
    source.length = p->len;
    hk_source_position(&source, at, line, column);
}

/* An error while guessing only ends the guess. */
HK_FN bool hk_lex_misguess(hk_parser *p)
{
    if (!HAKO_WITH_TYPESCRIPT || !p->guessing)
        return false;
    p->misguessed = true;
    hk_parse_fail(p);
    return true;
}

HK_FN HK_NOINLINE void hk_syntax_error(hk_parser *p, uint32_t at, const char *format, const char *what)
{
    uint32_t line, column;
    if (p->failed || hk_lex_misguess(p))
        return;
    hk_lex_error_place(p, at, &line, &column);
    hk_throw_syntax(p->vm, line, column, format, what);
    hk_parse_fail(p);
}

HK_FN HK_NOINLINE void hk_syntax_error_name(hk_parser *p, uint32_t at, const char *format, uint32_t name)
{
    uint32_t line, column;
    if (p->failed || hk_lex_misguess(p))
        return;
    hk_lex_error_place(p, at, &line, &column);
    hk_throw_syntax(p->vm, line, column, format, hk_string(hk_name_ref(p->vm, name)));
    hk_parse_fail(p);
}

HK_FN HK_NOINLINE void hk_parse_unexpected(hk_parser *p)
{
    char text[32];
    uint32_t n = p->tok.end - p->tok.start;
    if (p->tok.kind == HK_K_EOF) {
        hk_syntax_error(p, p->len, "unexpected end of input", NULL);
        return;
    }
    if (p->tok.kind == HK_K_AT)
        hk_syntax_error(p, p->tok.start, "decorators are not supported", NULL);
    if (n > sizeof text - 1) {
        n = sizeof text - 4;
        while ((p->src[p->tok.start + n] & 0xC0) == 0x80)
            n--;
        memcpy(text + n, "...", 3);
    }
    memcpy(text, p->src + p->tok.start, n);
    text[n == p->tok.end - p->tok.start ? n : n + 3] = 0;
    hk_syntax_error(p, p->tok.start, "unexpected token '%s'", text);
}

/* ---- characters ------------------------------------------------------------------------------------------------- */

#define HK_EOT 0x110000u                 /* behind the last character: no code point */

/* The byte at pos + ahead, or 0. */
HK_INLINE uint32_t hk_lex_byte(const hk_parser *p, uint32_t ahead)
{
    return ahead < p->len - p->pos ? p->src[p->pos + ahead] : 0;
}

/* The code point at `at`; *next is where the one after it starts. */
HK_FN uint32_t hk_lex_code_point(const hk_parser *p, uint32_t at, uint32_t *next)
{
    uint32_t cp;
    *next = at;
    if (at >= p->len)
        return HK_EOT;
    *next = at + (uint32_t)hk_utf8_decode(p->src + at, p->len - at, p->wtf8, &cp);
    return cp;
}

HK_INLINE bool hk_lex_is_line_end(uint32_t c) { return c == '\n' || c == '\r' || (c | 1) == 0x2029; }
HK_INLINE bool hk_lex_is_digit(uint32_t c) { return c - '0' < 10; }

/* ---- white space and comments ------------------------------------------------------------------------------------- */

HK_FN void hk_lex_skip_line(hk_parser *p)
{
    uint32_t next;
    while (p->pos < p->len && !hk_lex_is_line_end(hk_lex_code_point(p, p->pos, &next)))
        p->pos = next;
}

/* MultiLineComment; true if it contains a line terminator. */
HK_FN bool hk_lex_skip_comment(hk_parser *p)
{
    uint32_t start = p->pos, next;
    bool newline = false;
    p->pos += 2;
    while (p->pos < p->len) {
        if (p->src[p->pos] == '*' && hk_lex_byte(p, 1) == '/') {
            p->pos += 2;
            return newline;
        }
        newline |= hk_lex_is_line_end(hk_lex_code_point(p, p->pos, &next));
        p->pos = next;
    }
    hk_syntax_error(p, start, "comment is not closed", NULL);
    return newline;
}

/* Skips what stands between tokens, HTML-like comments (Annex B.1.1) included, which modules have not. */
HK_FN void hk_lex_skip_space(hk_parser *p)
{
    bool newline = p->pos == 0, html = !p->module;   /* --> counts as a comment at the beginning too */
    uint32_t next, c;
    for (; p->pos < p->len; p->pos = next) {
        c = p->src[p->pos];
        next = p->pos + 1;
        if (c == ' ' || c == '\t' || c == '\v' || c == '\f')
            continue;
        if (c == '\n' || c == '\r') {
            newline = true;
            continue;
        }
        if (c >= 0x80) {
            c = hk_lex_code_point(p, p->pos, &next);
            if (!hk_is_space(c))
                break;
            newline |= hk_lex_is_line_end(c);
            continue;
        }
        if (c == '/' && hk_lex_byte(p, 1) == '*') {
            newline |= hk_lex_skip_comment(p);
            next = p->pos;
        } else if ((c == '/' && hk_lex_byte(p, 1) == '/')
                   || (html && c == '<' && hk_lex_byte(p, 1) == '!' && hk_lex_byte(p, 2) == '-' && hk_lex_byte(p, 3) == '-')
                   || (html && c == '-' && newline && hk_lex_byte(p, 1) == '-' && hk_lex_byte(p, 2) == '>')) {
            hk_lex_skip_line(p);
            next = p->pos;
        } else {
            break;
        }
    }
    p->tok.flags = newline ? HK_TF_NEWLINE : 0;
}

/* ---- escapes ------------------------------------------------------------------------------------------------------ */

enum { HK_ESC_NOTHING = 0x110000, HK_ESC_BAD = 0x110001 };

/* n hexadecimal digits at *at, or with n = 0 those up to a brace: their value, or HK_ESC_BAD. */
HK_FN uint32_t hk_lex_hex(const hk_parser *p, uint32_t *at, unsigned n)
{
    uint32_t value = 0, i;
    for (i = 0; n == 0 || i < n; i++, ++*at) {
        unsigned digit = *at < p->len ? hk_digit_value(p->src[*at]) : 36;
        if (n == 0 && i && *at < p->len && p->src[*at] == '}')
            break;
        if (digit > 15)
            return HK_ESC_BAD;
        value = value << 4 | digit;
        if (value > 0x10FFFF)
            return HK_ESC_BAD;
    }
    return value;
}

/* UnicodeEscapeSequence, *at behind the u. */
HK_FN uint32_t hk_lex_unicode_escape(const hk_parser *p, uint32_t *at)
{
    uint32_t value;
    if (*at >= p->len || p->src[*at] != '{')
        return hk_lex_hex(p, at, 4);
    ++*at;
    value = hk_lex_hex(p, at, 0);
    if (value != HK_ESC_BAD)
        ++*at;
    return value;
}

/* LegacyOctalEscapeSequence (Annex B.1.2) or \0; \8 and \9 stand for themselves. */
HK_FN uint32_t hk_lex_octal_escape(const hk_parser *p, uint32_t *at, uint32_t c, bool *octal)
{
    uint32_t value = c - '0', n;
    bool digit = *at < p->len && hk_lex_is_digit(p->src[*at]);
    if (c == '0' && !digit)
        return 0;
    *octal = true;
    if (c > '7')
        return c;
    for (n = c < '4' ? 2 : 1; n && *at < p->len && (uint32_t)(p->src[*at] - '0') < 8; n--)
        value = value * 8 + (uint32_t)(p->src[(*at)++] - '0');
    return value;
}

/* The escape sequence at *at, behind the backslash, of a string or template. HK_ESC_NOTHING: a LineContinuation. */
HK_FN uint32_t hk_lex_escape(const hk_parser *p, uint32_t *at, bool *octal)
{
    uint32_t c = hk_lex_code_point(p, *at, at);
    switch (c) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    case 'x': return hk_lex_hex(p, at, 2);
    case 'u': return hk_lex_unicode_escape(p, at);
    case '\r':
        if (*at < p->len && p->src[*at] == '\n')
            ++*at;
        return HK_ESC_NOTHING;
    case '\n': case 0x2028: case 0x2029: case HK_EOT:
        return HK_ESC_NOTHING;
    default:
        return hk_lex_is_digit(c) ? hk_lex_octal_escape(p, at, c, octal) : c;
    }
}

/* Room for n bytes behind the tree, aligned for UTF-16; NULL after an error. Valid until the tree grows. */
HK_FN void *hk_parse_buffer(hk_parser *p, uint32_t n)
{
    uint32_t at;
    n += 2;
    if (p->failed)
        return NULL;
    if (p->room - p->length < n) {
        uint32_t before = p->vm->scratch;
        if (!hk_scratch_grow(p->vm, n - (p->room - p->length))) {
            hk_parse_fail(p);
            return NULL;
        }
        p->room += p->vm->scratch - before;
    }
    at = p->base - p->length + 1 - n;
    return p->vm->mem + ((at + 1) & ~1u);
}

enum { HK_DECODE_NAME, HK_DECODE_STRING, HK_DECODE_COOKED, HK_DECODE_RAW };

/* The text [from, to), known to be well-formed, as a name. */
HK_FN HK_NOINLINE uint32_t hk_lex_decode(hk_parser *p, uint32_t from, uint32_t to, unsigned mode)
{
    uint16_t *out = hk_parse_buffer(p, (to - from) * 2);
    uint32_t n = 0, c, name;
    bool octal;
    if (!out)
        return 0;
    while (from < to) {
        c = hk_lex_code_point(p, from, &from);
        if (c == '\\' && mode != HK_DECODE_RAW)
            c = hk_lex_escape(p, &from, &octal);
        else if (c == '\r' && mode >= HK_DECODE_COOKED) {
            if (from < to && p->src[from] == '\n')
                from++;
            c = '\n';
        }
        if (c != HK_ESC_NOTHING)
            n += (uint32_t)hk_utf16_encode(c, out + n);
    }
    name = hk_name_utf16(p->vm, out, n);
    if (name == UINT32_MAX) {
        hk_parse_fail(p);
        return 0;
    }
    return name;
}

/* ASCII text as a name. */
HK_FN uint32_t hk_lex_name_at(hk_parser *p, const uint8_t *text, uint32_t n)
{
    uint32_t name = p->failed ? 0 : hk_name_latin1(p->vm, text, n);
    if (name == UINT32_MAX) {
        hk_parse_fail(p);
        return 0;
    }
    return name;
}

HK_FN uint32_t hk_token_name(hk_parser *p)
{
    uint32_t quotes = p->tok.kind == HK_K_STRING, from = p->tok.start + quotes, to = p->tok.end - quotes;
    if (p->failed)
        return 0;
    if (p->tok.flags & (HK_TF_ESCAPED | HK_TF_WIDE))
        return hk_lex_decode(p, from, to, quotes ? HK_DECODE_STRING : HK_DECODE_NAME);
    return hk_lex_name_at(p, p->src + from, to - from);
}

/* ---- identifiers ----------------------------------------------------------------------------------------------------- */

#define HK_WORD_TEXT(name, text, cls) text
#define HK_WORD_CLASS(name, text, cls) cls,
HK_CONST_TABLE uint8_t hk_lex_word_class[] = { HK_WORDS(HK_WORD_CLASS) };

/* The word that the n ASCII characters are, or HK_K_NAME. */
HK_FN unsigned hk_lex_word(const uint8_t *s, uint32_t n)
{
    static const char text[] = HK_WORDS(HK_WORD_TEXT);
    /* of each length from 2 on: the first word, counted from HK_K_DO, and where its text begins */
    static const struct { uint16_t word, at; } first[] = {
        { 0, 0 }, { 4, 8 }, { 11, 29 }, { 21, 69 }, { 33, 129 }, { 42, 183 }, { 47, 218 }, { 50, 242 }, { 53, 269 }, { 55, 289 }
    };
    HK_STATIC_ASSERT(sizeof text == 290 && HK_K_COUNT == HK_K_DO + 55, "first[] does not match the words");
    uint32_t at, i;
    if (n < 2 || n > 10 || s[0] < 'a' || s[0] > 'y')
        return HK_K_NAME;
    at = first[n - 2].at;
    for (i = first[n - 2].word; i < first[n - 1].word; i++, at += n)
        if ((uint8_t)text[at] == s[0] && hk_memcmp(text + at, s, n) == 0)
            return HK_K_WORDS_BEFORE + 1 + i;
    return HK_K_NAME;
}

/* The rest of an identifier that is not plain ASCII, from p->pos. */
HK_FN HK_NOINLINE void hk_lex_name_slow(hk_parser *p)
{
    uint8_t word[11];
    uint32_t n = 0, c, next;
    bool first = true;
    p->pos = p->tok.start + (p->tok.kind == HK_K_HASHNAME);
    for (;; p->pos = next, first = false) {
        c = hk_lex_code_point(p, p->pos, &next);
        if (c == '\\') {
            if (next >= p->len || p->src[next] != 'u') {
                hk_syntax_error(p, p->pos, "invalid escape in identifier", NULL);
                return;
            }
            next++;
            c = hk_lex_unicode_escape(p, &next);
            if (c > 0x10FFFF || !(first ? hk_is_id_start(c) : hk_is_id_continue(c))) {
                hk_syntax_error(p, p->pos, "invalid escape in identifier", NULL);
                return;
            }
            p->tok.flags |= HK_TF_ESCAPED;
        } else if (!(first ? hk_is_id_start(c) : hk_is_id_continue(c))) {
            break;
        }
        if (c >= 0x80)
            p->tok.flags |= HK_TF_WIDE;
        if (n < sizeof word)
            word[n++] = c < 0x80 ? (uint8_t)c : 0;
    }
    if (first)
        hk_syntax_error(p, p->pos, "invalid character", NULL);
    else if (p->tok.kind == HK_K_NAME)
        p->tok.kind = (uint8_t)hk_lex_word(word, n);
}

HK_FN void hk_lex_name(hk_parser *p, unsigned kind)
{
    const uint8_t *s = p->src;
    uint32_t from = p->tok.start + (kind == HK_K_HASHNAME), at = from, c = 0;
    p->tok.kind = (uint8_t)kind;
    for (; at < p->len; at++) {
        c = s[at];
        if (c >= 0x80 || !hk_is_id_continue(c))
            break;
    }
    if (at == from || hk_lex_is_digit(s[from]) || (at < p->len && (c >= 0x80 || c == '\\'))) {
        hk_lex_name_slow(p);
        return;
    }
    p->pos = at;
    if (kind == HK_K_NAME)
        p->tok.kind = (uint8_t)hk_lex_word(s + from, at - from);
}

/* ---- numbers ----------------------------------------------------------------------------------------------------------- */

/* Digits below radix, with separators between them unless `plain`; how many. */
HK_FN uint32_t hk_lex_skip_digits(hk_parser *p, unsigned radix, bool plain)
{
    uint32_t n = 0;
    for (;; p->pos++) {
        uint32_t c = hk_lex_byte(p, 0);
        if (hk_digit_value(c) < radix)
            n++;
        else if (c != '_' || p->pos >= p->len)
            return n;
        else if (plain || n == 0 || p->src[p->pos - 1] == '_' || hk_digit_value(hk_lex_byte(p, 1)) >= radix) {
            hk_syntax_error(p, p->pos, "misplaced numeric separator", NULL);
            return 0;
        }
    }
}

/* Copies [from, to) without separators behind the tree; returns the length. */
HK_FN uint32_t hk_lex_number_text(hk_parser *p, uint32_t from, uint32_t to, char **text)
{
    uint32_t n = 0;
    *text = hk_parse_buffer(p, to - from);
    if (*text)
        for (; from < to; from++)
            if (p->src[from] != '_')
                (*text)[n++] = (char)p->src[from];
    return n;
}

HK_FN uint32_t hk_token_bigint(hk_parser *p)
{
    char *text;
    uint32_t n = hk_lex_number_text(p, p->tok.start, p->tok.end - 1, &text);
    return text ? hk_lex_name_at(p, (const uint8_t *)text, n) : 0;
}

/* The value of the literal from `from` to p->pos; short integers directly. */
HK_FN HK_NOINLINE void hk_lex_number_value(hk_parser *p, uint32_t from, unsigned radix)
{
    uint32_t n = p->pos - from, value = 0, at;
    size_t used;
    char *text;
    if (n < 10 && radix == 10) {
        for (at = from; at < p->pos && hk_lex_is_digit(p->src[at]); at++)
            value = value * 10 + (uint32_t)(p->src[at] - '0');
        if (at == p->pos) {
            p->tok.number = value;
            return;
        }
    }
    n = hk_lex_number_text(p, from, p->pos, &text);
    if (text)
        p->tok.number = radix == 10 ? hk_strtod(text, n, &used) : hk_strtod_radix(text, n, (int)radix, &used);
}

/* Fraction and exponent of a decimal literal. */
HK_FN void hk_lex_fraction(hk_parser *p)
{
    if (hk_lex_byte(p, 0) == '.') {
        p->pos++;
        hk_lex_skip_digits(p, 10, false);
    }
    if ((hk_lex_byte(p, 0) | 0x20) == 'e') {
        p->pos++;
        if (hk_lex_byte(p, 0) == '+' || hk_lex_byte(p, 0) == '-')
            p->pos++;
        if (hk_lex_skip_digits(p, 10, false) == 0)
            hk_syntax_error(p, p->pos, "missing exponent", NULL);
    }
}

HK_FN HK_NOINLINE void hk_lex_number(hk_parser *p)
{
    uint32_t start = p->pos, c = hk_lex_byte(p, 1) | 0x20, next;
    unsigned radix = 10;
    bool integer = false;
    p->tok.kind = HK_K_NUMBER;
    if (p->src[start] == '0' && (c == 'x' || c == 'o' || c == 'b')) {
        radix = c == 'x' ? 16 : c == 'o' ? 8 : 2;
        p->pos = start += 2;
        integer = true;
        if (hk_lex_skip_digits(p, radix, false) == 0)
            hk_syntax_error(p, p->pos, "missing digits after '0%s'", c == 'x' ? "x" : c == 'o' ? "o" : "b");
    } else if (p->src[start] == '0' && hk_lex_is_digit(hk_lex_byte(p, 1))) {
        for (next = start; next < p->len && hk_lex_is_digit(p->src[next]) && p->src[next] < '8'; next++)
            ;
        radix = next < p->len && hk_lex_is_digit(p->src[next]) ? 10 : 8;
        p->tok.flags |= HK_TF_OCTAL;
        hk_lex_skip_digits(p, radix, true);
        if (radix == 10)
            hk_lex_fraction(p);
    } else {
        hk_lex_skip_digits(p, 10, p->src[start] == '0');
        integer = true;
        if (hk_lex_byte(p, 0) != 'n') {
            integer = false;
            hk_lex_fraction(p);
        }
    }
    if (p->failed)
        return;
    if (integer && hk_lex_byte(p, 0) == 'n') {
        p->tok.kind = HK_K_BIGINT;
        p->pos++;
    } else {
        hk_lex_number_value(p, start, radix);
    }
    c = hk_lex_code_point(p, p->pos, &next);
    if (c != HK_EOT && (c == '\\' || hk_lex_is_digit(c) || hk_is_id_start(c)))
        hk_syntax_error(p, p->pos, "identifier starts immediately after number", NULL);
}

/* ---- strings, templates, regular expressions ------------------------------------------------------------------------------ */

HK_FN void hk_lex_string(hk_parser *p)
{
    uint32_t quote = p->src[p->pos], c;
    bool octal = false;
    p->tok.kind = HK_K_STRING;
    for (p->pos++; p->pos < p->len; ) {
        c = p->src[p->pos];
        if (c == '\n' || c == '\r')
            break;
        p->pos++;
        if (c == quote) {
            if (octal)
                p->tok.flags |= HK_TF_OCTAL;
            return;
        }
        if (c >= 0x80)
            p->tok.flags |= HK_TF_WIDE;
        if (c == '\\') {
            uint32_t at = p->pos - 1;
            p->tok.flags |= HK_TF_ESCAPED;
            if (hk_lex_escape(p, &p->pos, &octal) == HK_ESC_BAD) {
                hk_syntax_error(p, at, "invalid escape sequence", NULL);
                return;
            }
        }
    }
    hk_syntax_error(p, p->tok.start, "string is not closed", NULL);
}

HK_FN bool hk_lex_template(hk_parser *p, uint32_t *cooked, uint32_t *raw)
{
    uint32_t start = p->pos, c;
    bool bad = false, octal = false;
    for (; p->pos < p->len; ) {
        c = p->src[p->pos];
        if (c == '`' || (c == '$' && hk_lex_byte(p, 1) == '{')) {
            if (raw) {
                *raw = hk_lex_decode(p, start, p->pos, HK_DECODE_RAW);
                *cooked = bad || octal ? UINT32_MAX : hk_lex_decode(p, start, p->pos, HK_DECODE_COOKED);
            }
            p->pos += c == '`' ? 1 : 2;
            p->tok.end = p->pos;
            return c == '`';
        }
        p->pos++;
        if (c == '\\')
            bad |= hk_lex_escape(p, &p->pos, &octal) == HK_ESC_BAD;
    }
    hk_syntax_error(p, p->tok.start, "template is not closed", NULL);
    if (raw)
        *cooked = *raw = 0;
    return true;
}

HK_FN void hk_lex_regexp(hk_parser *p, uint32_t *body, uint32_t *flags)
{
    uint32_t start = p->tok.start + 1, end, c, next, seen = 0;
    bool set = false;
    *body = *flags = 0;
    if (p->failed)
        return;
    for (p->pos = start; ; p->pos = next) {
        c = hk_lex_code_point(p, p->pos, &next);
        if (c == '\\')
            c = hk_lex_code_point(p, next, &next);
        else if (c == '[' || c == ']')
            set = c == '[';
        else if (c == '/' && !set)
            break;
        if (c == HK_EOT || hk_lex_is_line_end(c)) {
            hk_syntax_error(p, p->tok.start, "regular expression is not closed", NULL);
            return;
        }
    }
    end = p->pos++;
    while (p->pos < p->len && hk_is_id_continue(c = hk_lex_code_point(p, p->pos, &next))) {
        static const char known[] = "dgimsuvy";
        uint32_t i;
        for (i = 0; known[i] && (uint32_t)known[i] != c; i++)
            ;
        if (!known[i] || (seen & 1u << i) || ((seen & 0x60) && (i == 5 || i == 6))) {
            hk_syntax_error(p, p->pos, "invalid regular expression flags", NULL);
            return;
        }
        seen |= 1u << i;
        p->pos = next;
    }
    if (hk_lex_byte(p, 0) == '\\') {
        hk_syntax_error(p, p->pos, "invalid regular expression flags", NULL);
        return;
    }
    *body = hk_lex_decode(p, start, end, HK_DECODE_RAW);
    *flags = hk_lex_name_at(p, p->src + end + 1, p->pos - end - 1);
    p->tok.end = p->pos;
    hk_lex_next(p);
}

/* ---- punctuators -------------------------------------------------------------------------------------------------------------- */

/* `kind`, or where = follows the assignment with that operator. */
HK_FN unsigned hk_lex_or_assign(hk_parser *p, unsigned kind, uint32_t length)
{
    if (hk_lex_byte(p, length) == '=') {
        p->pos += length + 1;
        return kind <= HK_K_USHR ? kind - HK_K_ADD + HK_K_ASSIGN_ADD : kind - HK_K_AND + HK_K_ASSIGN_AND;
    }
    p->pos += length;
    return kind;
}

HK_INLINE unsigned hk_lex_take_kind(hk_parser *p, unsigned kind, uint32_t length)
{
    p->pos += length;
    return kind;
}

/* < = > and what begins with them */
HK_FN unsigned hk_lex_comparison(hk_parser *p, uint32_t c)
{
    uint32_t c1 = hk_lex_byte(p, 1), c2 = hk_lex_byte(p, 2);
    if (c == '=' && c1 == '>')
        return hk_lex_take_kind(p, HK_K_ARROW, 2);
    if (c == '=' || c == '!') {
        if (c1 != '=')
            return hk_lex_take_kind(p, c == '=' ? HK_K_ASSIGN : HK_K_NOT, 1);
        if (c2 == '=')
            return hk_lex_take_kind(p, c == '=' ? HK_K_SEQ : HK_K_SNE, 3);
        return hk_lex_take_kind(p, c == '=' ? HK_K_EQ : HK_K_NE, 2);
    }
    if (c1 == c) {
        if (c == '>' && c2 == '>')
            return hk_lex_or_assign(p, HK_K_USHR, 3);
        return hk_lex_or_assign(p, c == '<' ? HK_K_SHL : HK_K_SHR, 2);
    }
    if (c1 == '=')
        return hk_lex_take_kind(p, c == '<' ? HK_K_LE : HK_K_GE, 2);
    return hk_lex_take_kind(p, c == '<' ? HK_K_LT : HK_K_GT, 1);
}

HK_FN HK_NOINLINE unsigned hk_lex_punctuator(hk_parser *p, uint32_t c)
{
    uint32_t c1 = hk_lex_byte(p, 1);
    switch (c) {
    case '(': return hk_lex_take_kind(p, HK_K_LPAREN, 1);
    case ')': return hk_lex_take_kind(p, HK_K_RPAREN, 1);
    case '[': return hk_lex_take_kind(p, HK_K_LBRACKET, 1);
    case ']': return hk_lex_take_kind(p, HK_K_RBRACKET, 1);
    case '{': return hk_lex_take_kind(p, HK_K_LBRACE, 1);
    case '}': return hk_lex_take_kind(p, HK_K_RBRACE, 1);
    case ',': return hk_lex_take_kind(p, HK_K_COMMA, 1);
    case ';': return hk_lex_take_kind(p, HK_K_SEMICOLON, 1);
    case ':': return hk_lex_take_kind(p, HK_K_COLON, 1);
    case '~': return hk_lex_take_kind(p, HK_K_BNOT, 1);
    case '`': return hk_lex_take_kind(p, HK_K_TEMPLATE, 1);
    case '@': return hk_lex_take_kind(p, HK_K_AT, 1);
    case '.':
        if (c1 == '.' && hk_lex_byte(p, 2) == '.')
            return hk_lex_take_kind(p, HK_K_ELLIPSIS, 3);
        return hk_lex_take_kind(p, HK_K_DOT, 1);
    case '?':
        if (c1 == '?')
            return hk_lex_or_assign(p, HK_K_NULLISH, 2);
        if (c1 == '.' && !hk_lex_is_digit(hk_lex_byte(p, 2)))
            return hk_lex_take_kind(p, HK_K_OPT, 2);
        return hk_lex_take_kind(p, HK_K_COND, 1);
    case '+': return c1 == '+' ? hk_lex_take_kind(p, HK_K_INC, 2) : hk_lex_or_assign(p, HK_K_ADD, 1);
    case '-': return c1 == '-' ? hk_lex_take_kind(p, HK_K_DEC, 2) : hk_lex_or_assign(p, HK_K_SUB, 1);
    case '*': return c1 == '*' ? hk_lex_or_assign(p, HK_K_EXP, 2) : hk_lex_or_assign(p, HK_K_MUL, 1);
    case '/': return hk_lex_or_assign(p, HK_K_DIV, 1);
    case '%': return hk_lex_or_assign(p, HK_K_MOD, 1);
    case '&': return c1 == '&' ? hk_lex_or_assign(p, HK_K_AND, 2) : hk_lex_or_assign(p, HK_K_BAND, 1);
    case '|': return c1 == '|' ? hk_lex_or_assign(p, HK_K_OR, 2) : hk_lex_or_assign(p, HK_K_BOR, 1);
    case '^': return hk_lex_or_assign(p, HK_K_BXOR, 1);
    case '<': case '>': case '=': case '!': return hk_lex_comparison(p, c);
    default:
        hk_syntax_error(p, p->pos, "invalid character", NULL);
        return HK_K_EOF;
    }
}

HK_FN void hk_lex_next(hk_parser *p)
{
    uint32_t c;
    p->prev_end = p->tok.end;
    if (p->failed)
        return;
    hk_lex_skip_space(p);
    if (p->failed)
        return;
    p->tok.start = p->pos;
    c = hk_lex_byte(p, 0);
    if (p->pos >= p->len) {
        p->tok.kind = HK_K_EOF;
    } else if (hk_ascii_is_letter(c) || c == '_' || c == '$' || c == '\\' || c >= 0x80) {
        hk_lex_name(p, HK_K_NAME);
    } else if (hk_lex_is_digit(c) || (c == '.' && hk_lex_is_digit(hk_lex_byte(p, 1)))) {
        hk_lex_number(p);
    } else if (c == '"' || c == '\'') {
        hk_lex_string(p);
    } else if (c == '#') {
        hk_lex_name(p, HK_K_HASHNAME);
    } else {
        p->tok.kind = (uint8_t)hk_lex_punctuator(p, c);
    }
    p->tok.end = p->pos;
}

HK_FN void hk_lex_rewind(hk_parser *p, uint32_t at)
{
    if (p->failed)
        return;
    if (HAKO_WITH_TYPESCRIPT && p->out && !p->guessing)
        memcpy(p->out + at, p->src + at, p->pos - at);   /* what is read again is blanked again */
    p->pos = at;
    hk_lex_next(p);
}
#endif
