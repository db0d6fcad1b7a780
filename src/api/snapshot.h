/* The public half of saved machines: a part of public.h. */
#ifndef HAKO_SNAPSHOT_H
#define HAKO_SNAPSHOT_H

/* ---- Saved machines ----------------------------------------------------------------------------------------------- */
/* A VM as bytes: between two steps it can be saved, wherever its scripts are (in the middle of a sort's comparator, a generator, an awaited
 * promise, with tasks and timers pending), and goes on from there in another process, an arena of another size, on another processor.
 * Example:
 *     static const hako_binding bindings[] = { { .name = "move", .function = move }, { .name = "Entity", .data = &entity_class } };
 *
 *     static bool to_file(void *file, const void *bytes, size_t length) { return fwrite(bytes, 1, length, file) == length; }
 *     static bool from_file(void *file, void *bytes, size_t length) { return fread(bytes, 1, length, file) == length; }
 *
 *     bool save_game(hako_vm *vm, FILE *f)
 *     {
 *         hako_snapshot s = { .bindings = bindings, .binding_count = 2, .write = to_file, .user = f };
 *         return hako_save(vm, &s) == HAKO_DONE;
 *     }
 *     hako_vm *load_game(void *memory, size_t size, FILE *f)
 *     {
 *         hako_snapshot s = { .bindings = bindings, .binding_count = 2, .read = from_file, .user = f };
 *         const char *why;
 *         hako_vm *vm = hako_restore(memory, size, &port, &s, &why);
 *         if (!vm)
 *             fprintf(stderr, "cannot load: %s\n", why);
 *         return vm;
 *     }
 *
 * What scripts have of the host's is saved by name, and found again by the same name in the table of who restores. HAKO_WITH_SAVE 0 removes
 * all of this. */

#ifndef HAKO_WITH_SAVE
#  if defined(HAKO_BOOTSTRAP)       /* while the header is being made */
#    define HAKO_WITH_SAVE 0
#  else
#    define HAKO_WITH_SAVE 1
#  endif
#endif
#if HAKO_WITH_SAVE

/* One pointer that the VM has from the host, by a name of its own, which stays the same from build to build. One of the three is not NULL:
 * `function` for native functions; `code` for the watchers, reactions (hako_when) and release functions, cast to this type; `data` for
 * all that is no function: classes, loaders, images, and the contexts and user pointers that go with functions, tasks, realms and
 * memory of the host. NULL needs no name. Names may be 200 bytes long. */
typedef struct hako_binding {
    const char *name;
    hako_function *function;
    void (*code)(void);
    const void *data;
} hako_binding;

/* Gives the next `length` bytes of a snapshot. false: there are not so many. */
typedef bool hako_read(void *user, void *bytes, size_t length);

typedef struct hako_snapshot {
    const hako_binding *bindings;
    size_t binding_count;                /* at most 65,535 */
    const void *key;                    /* 16 bytes that are secret, or NULL; see hako_restore */
    hako_write *write;                  /* of hako_save */
    hako_read *read;                    /* of hako_restore */
    void *user;                         /* is handed to write, read */
    bool trusted;                       /* images are not verified again: as HAKO_IMAGE_TRUSTED */
} hako_snapshot;

/* Saves the VM, which stays as it is and can go on; what is not needed any more is collected before. Not saved are the handles of open
 * scopes, which read as undefined after a restore (kept ones have the same bits there), limits (hako_set_limits), hako_set_user's pointer,
 * what lies behind pointers of the host's, and the port. Data of classes with a size are saved as they are: their layout must be
 * the same on both sides. Pointers of instances of the others go through the class's `save` and `load`.
 * HAKO_DONE; HAKO_FAILED when an exception is pending, or with a TypeError that names what has no name in the table, or while a native
 * function, hook or nested call is running; with an Error when `write` has failed; with a TypeError while a script waits for memory of the
 * host (Atomics.wait). vm, s or s->write NULL: HAKO_FAILED. `write` must not call into the VM. */
HAKO_API hako_status hako_save(hako_vm *vm, const hako_snapshot *s);

/* Opens a VM in `memory`, as hako_open does, from a snapshot. Its next hako_step goes on where hako_save was called. Timers and waits have as
 * long to go as they had. The arena may be smaller than it was if what was live fits, with some room.
 * NULL, and *why (may be NULL) a text, which lies in `memory` or is a constant: the snapshot is no snapshot, truncated, damaged, of another
 * version, of a build with another library or without features that it needs; it does not fit; a binding is missing from the table; a class has changed; an
 * image is another one, or bad. Nothing of the host's is called but `read`, the port's clock and the classes' `load`.
 * Damage is found by a checksum, and all blocks are looked at one by one. Against bytes that somebody has made to do harm that is not
 * enough: where they can be handed in, give both functions a key, which makes the checksum one that nobody can compute without it
 * (SipHash-2-4). Then what is forged is an error as well. */
HAKO_API hako_vm *hako_restore(void *memory, size_t size, const hako_port *port, const hako_snapshot *s, const char **why);

#endif
#endif
