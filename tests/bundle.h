/* bundle.h - a program of several modules in one text, for the corpus and its firmware. A bundle begins with a line `//// NAME`, and so
 * does each of its modules; the first one is started. Names with "late" in them are answered only when nothing else is left to do.
 * Freestanding. */
#ifndef TESTS_BUNDLE_H
#define TESTS_BUNDLE_H

struct bundle { const char *text; size_t length; uint32_t late[8]; char name[8][32]; int count; };

static size_t bundle_line(const struct bundle *b, size_t at)
{
    while (at < b->length && b->text[at] != '\n') at++;
    return at < b->length ? at + 1 : at;
}

static bool bundle_head(const struct bundle *b, size_t at)
{
    return at + 5 < b->length && b->text[at] == '/' && b->text[at + 1] == '/' && b->text[at + 2] == '/' && b->text[at + 3] == '/' &&
           b->text[at + 4] == ' ';
}

/* The module of that name (NULL: the first): its text begins at *from, and ends at the result. 0: there is none. */
static size_t bundle_find(const struct bundle *b, const char *name, size_t *from)
{
    for (size_t at = 0; at < b->length; at = bundle_line(b, at)) {
        size_t n = 0;
        if (!bundle_head(b, at)) continue;
        while (name && name[n] && at + 5 + n < b->length && b->text[at + 5 + n] == name[n]) n++;
        if (name && (name[n] || b->text[at + 5 + n] != '\n')) continue;
        at = *from = bundle_line(b, at);
        while (at < b->length && !bundle_head(b, at)) at = bundle_line(b, at);
        return at;
    }
    return 0;
}

static void bundle_answer(hako_vm *vm, const struct bundle *b, uint32_t request, const char *name)
{
    size_t from, end = bundle_find(b, name, &from), n = 0;
    while (name[n]) n++;
    if (!end) hako_module_fail(vm, request, "not in the bundle");
    else if (n > 5 && name[n - 5] == '.' && name[n - 4] == 'j' && name[n - 3] == 's' && name[n - 2] == 'o')
        hako_module_json(vm, request, b->text + from, end - from);
    else hako_module_source(vm, request, b->text + from, end - from);
}

static void bundle_load(hako_vm *vm, void *context, const hako_module_request *request)
{
    struct bundle *b = context;
    size_t n = 0;
    bool late = false;
    for (; request->name[n]; n++)
        late = late || (request->name[n] == 'l' && request->name[n + 1] == 'a' && request->name[n + 2] == 't' && request->name[n + 3] == 'e');
    if (!late || b->count == 8 || n >= sizeof b->name[0]) {
        bundle_answer(vm, b, request->id, request->name);
        return;
    }
    b->late[b->count] = request->id;
    do b->name[b->count][n] = request->name[n];
    while (n--);
    b->count++;
}

/* Starts a script, or the first module of a bundle. */
static hako_status bundle_start(hako_vm *vm, struct bundle *b, hako_loader *loader, const char *name, const char *text, size_t length)
{
    size_t from, end;
    b->text = text;
    b->length = length;
    b->count = 0;
    if (!bundle_head(b, 0)) return hako_start(vm, name, text, length);
    loader->context = b;
    loader->load = bundle_load;
    end = bundle_find(b, NULL, &from);
    return hako_set_loader(vm, loader) ? hako_start_module(vm, name, text + from, end - from) : HAKO_FAILED;
}

/* Answers the oldest of the late requests: false if there is none. */
static bool bundle_idle(hako_vm *vm, struct bundle *b)
{
    char name[32];
    uint32_t request = b->late[0];
    if (!b->count) return false;
    for (size_t i = 0; i < sizeof name; i++) name[i] = b->name[0][i];
    b->count--;
    for (int k = 0; k < b->count; k++) {
        b->late[k] = b->late[k + 1];
        for (size_t i = 0; i < sizeof name; i++) b->name[k][i] = b->name[k + 1][i];
    }
    bundle_answer(vm, b, request, name);
    return true;
}
#endif
