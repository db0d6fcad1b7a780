/* hop.h - a machine is saved at a pause, and goes on in other memory. Part of the runners that try this at every pause. */
#ifndef TESTS_HOP_H
#define TESTS_HOP_H

struct hop_bytes { char *at; size_t length, room, read; };

static bool hop_write(void *user, const void *bytes, size_t length)
{
    struct hop_bytes *b = user;
    if (b->length + length > b->room) {
        b->room = (b->length + length) * 2;
        b->at = realloc(b->at, b->room);
        if (!b->at) return false;
    }
    memcpy(b->at + b->length, bytes, length);
    b->length += length;
    return true;
}

static bool hop_read(void *user, void *bytes, size_t length)
{
    struct hop_bytes *b = user;
    if (length > b->length - b->read) return false;
    memcpy(bytes, b->at + b->read, length);
    b->read += length;
    return true;
}

/* The machine vm as a new one in `memory`. NULL: it cannot be saved or restored, and *why says why; then vm is as it was, but for an
 * exception if it could not be saved. */
static hako_vm *hop(hako_vm *vm, void *memory, size_t size, const hako_port *port, const hako_binding *bindings, size_t count, const char **why)
{
    static struct hop_bytes b;
    hako_snapshot s = { .bindings = bindings, .binding_count = count, .key = "sixteen bytes!!", .write = hop_write, .read = hop_read, .user = &b };
    hako_vm *restored;
    b.length = b.read = 0;
    *why = hako_check(vm);
    if (*why) return NULL;
    *why = "it cannot be saved";
    if (hako_save(vm, &s) != HAKO_DONE) return NULL;
    restored = hako_restore(memory, size, port, &s, why);
    if (restored && b.read != b.length) *why = "not all was read";
    return restored && b.read == b.length ? restored : NULL;
}
#endif
