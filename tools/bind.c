/* bind.c - `hako bind`: a C header that calls a script's module. See bind.h for its parts. */
#include "bind.h"
#include "bind_read.c"
#include "bind_parse.c"
#include "bind_types.c"
#include "bind_emit.c"

bool bind_module(const bind_options *options, FILE *out, char *message, size_t size)
{
    bind *const b = calloc(1, sizeof *b);
    FILE *const body = tmpfile();
    volatile bool ok = false;
    if (!b || !body) {
        snprintf(message, size, "there is no room for a temporary file");
    } else {
        b->options = options;
        b->out = out;
        if (setjmp(b->leave) == 0) {
            source_file *m = load_module(b, options->path);
            if (!m) bind_fail(b, 0, "cannot read %.300s", options->path);
            emit_module(b, m, body);
            ok = true;
        }
        snprintf(message, size, "%s", b->message);
        bind_release(b);
    }
    if (body) fclose(body);
    free(b);
    return ok;
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

static const char bind_usage[] =
    "usage: hako bind FILE -o OUT [options]\n"
    "Writes a C header that calls the module FILE: TypeScript (.ts, .mts, .d.ts) or JavaScript with types in JSDoc (.js, .mjs).\n"
    "  -o OUT           the header; - is standard output\n"
    "  --prefix NAME    what its names begin with; default: FILE without directory and ending\n"
    "  --module NAME    the module's name for the host's loader; default: FILE without directory, .js in place of .d.ts\n"
    "  --embed          the module is part of the header, as an image: no loader is asked for it, but for what it imports\n"
    "  --embed=source   the same as source text\n"
    "Status: 0; 1 where something cannot be expressed, with its place; 2 for bad usage.\n";

static char *bind_read_file(void *context, const char *path, size_t *length)
{
    FILE *f = fopen(path, "rb");
    size_t room = 1 << 16, n = 0;
    char *text = f ? malloc(room) : NULL, *more;
    (void)context;
    *length = 0;
    while (text && (n = fread(text + *length, 1, room - *length, f)) > 0) {
        *length += n;
        if (*length < room) continue;
        more = realloc(text, room *= 2);
        if (!more) free(text);
        text = more;
    }
    if (text && ferror(f)) {
        free(text);
        text = NULL;
    }
    if (f) fclose(f);
    return text;
}

static bool is_c_name(const char *name)
{
    const char *at = name;
    while (is_name_part(*at) && *at != '$' && *at != '\\' && !(*at & 0x80)) at++;
    return !*at && at > name && !is_digit(*name) && !is_one_of(name, keywords);
}
static int bind_complain(const char *format, const char *what)
{
    fputs("hako bind: ", stderr);
    fprintf(stderr, format, what);
    fputc('\n', stderr);
    return 2;
}

/* Writes the header beside its place first, so that one that is there stays if this fails. */
static int bind_write(const bind_options *options, const char *path)
{
    char message[600], *temporary = NULL;
    bool standard = !strcmp(path, "-"), ok, made;
    FILE *f = stdout;
    if (!standard) {
        size_t n = strlen(path) + 5;
        temporary = malloc(n);
        if (temporary) snprintf(temporary, n, "%s.new", path);
        f = temporary ? fopen(temporary, "wb") : NULL;
        if (!f) {
            free(temporary);
            return bind_complain("cannot write %s", path);
        }
    }
    made = ok = bind_module(options, f, message, sizeof message);
    if (!standard) {
        ok = !ferror(f) && ok;
        ok = !fclose(f) && ok && !rename(temporary, path);
        if (!ok) remove(temporary);
        free(temporary);
    }
    if (made && !ok) return bind_complain("cannot write %s", path);
    if (!ok) fprintf(stderr, "hako bind: %s\n", message);
    return ok ? 0 : 1;
}

/* The image of a module, in memory of malloc. NULL: it was reported why not. */
typedef void *bind_image(const char *name, const char *source, size_t length, size_t *size);

/* Reads what is to be part of the header. false: it was reported why not. */
static bool bind_embed(bind_options *options, bind_image *image)
{
    const char *slash = strrchr(options->path, '/'), *name = slash ? slash + 1 : options->path;
    size_t length;
    char *source = bind_read_file(NULL, options->path, &length);
    if (!source) return bind_complain("cannot read %s", options->path), false;
    options->embedded = source;
    options->embedded_length = length;
    if (!options->is_image) return true;
    options->embedded = image(options->specifier ? options->specifier : name, source, length, &options->embedded_length);
    free(source);
    return options->embedded != NULL;
}

/* `hako bind ...`; argv[0] is `bind`. */
static int bind_command(int argc, char **argv, bind_image *image)
{
    bind_options options = { .read = bind_read_file };
    const char *out = NULL;
    bool embed = false;
    int result;
    for (int i = 1; i < argc; i++) {
        const char *o = argv[i], **value = !strcmp(o, "-o")         ? &out
                                           : !strcmp(o, "--prefix") ? &options.prefix
                                           : !strcmp(o, "--module") ? &options.specifier
                                                                    : NULL;
        if (value) {
            if (i + 1 == argc) return bind_complain("%s needs a value", o);
            *value = argv[++i];
        }
        else if (!strcmp(o, "--help")) return fputs(bind_usage, stdout), 0;
        else if (!strcmp(o, "--embed")) embed = options.is_image = true;
        else if (!strcmp(o, "--embed=source")) embed = true, options.is_image = false;
        else if (*o == '-') return bind_complain("unknown option %s (--help lists them)", o);
        else if (options.path) return bind_complain("one file at a time: what is %s?", o);
        else options.path = o;
    }
    if (!options.path || !out) return bind_complain("%s (--help says more)", "it takes FILE and -o OUT");
    if (options.prefix && !is_c_name(options.prefix))
        return bind_complain("--prefix: '%s' is no name that C can have", options.prefix);
    if (path_ends(options.path, ".tsx") || path_ends(options.path, ".jsx"))
        return bind_complain("%s: JSX is not supported", options.path);
    if (embed) {
        if (path_ends(options.path, ".d.ts")) return bind_complain("%s has nothing that could be embedded", options.path);
        if (!bind_embed(&options, image)) return 1;
    }
    result = bind_write(&options, out);
    free((void *)(uintptr_t)options.embedded);
    return result;
}
