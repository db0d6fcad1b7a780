/* main.c - a game whose entities are tasks: each runs a script of its own, as if it were alone.
 *
 * What it shows: a C struct whose fields are properties in scripts, both ways and checked; a task for each entity, which loops and waits as it
 * likes (Task.yield, Task.sleep, messages to others); a budget for each in each frame, so that one which never yields takes its own
 * share and no more; one that fails, or dies, while the others go on.
 *
 *     make examples; build/examples/entities examples/entities/entities.js
 *
 * A saved game: with --save FILE it stops in the middle, wherever the scripts are, and --load FILE goes on from there. What is saved is the
 * world, as it is, and the machine; a machine that was saved here goes on on a board as well.
 *
 * The run is the same every time and everywhere. */
#include <stdio.h>
#include <string.h>

#include "hako.h"

enum {
    FRAMES = 120, PER_SECOND = 30, SAVED = 50, ARENA = 64 * 1024,
    FRAME_STEPS = 6000,             /* of all tasks together in a frame */
    ENTITY_STEPS = 800              /* of one */
};
static uint64_t arena[ARENA / 8];

/* ---- the world: plain C ------------------------------------------------------------------------------------------------ */

enum mood { CALM, HUNTING, FLEEING };
typedef struct { float x, y; } vector;
typedef struct {
    char kind[12];
    vector at, speed;               /* speed in units per second */
    int16_t health;
    uint8_t mood;
    hako_task task;
} entity;

static entity world[] = {
    { "guard",   { 0, 0 },  { 0, 0 }, 100, CALM, { 0 } },
    { "wolf",    { 20, 4 }, { 0, 0 }, 30,  CALM, { 0 } },
    { "sheep",   { 10, 8 }, { 0, 0 }, 10,  CALM, { 0 } },
    { "thinker", { 5, 5 },  { 0, 0 }, 10,  CALM, { 0 } },
    { "broken",  { 1, 1 },  { 0, 0 }, 10,  CALM, { 0 } },
};
enum { ENTITIES = sizeof world / sizeof *world };
static int frame;

static void move(entity *e)
{
    e->at.x += e->speed.x / PER_SECOND;
    e->at.y += e->speed.y / PER_SECOND;
}

/* ---- what scripts see of it ---------------------------------------------------------------------------------------------- */

static const hako_field vector_fields[] = { HAKO_FIELD(vector, x, HAKO_FIELD_FLOAT), HAKO_FIELD(vector, y, HAKO_FIELD_FLOAT) };
static const hako_class vector_class = { .name = "Vector", .size = sizeof(vector), .fields = vector_fields, .field_count = 2 };

static const char *const moods[] = { "calm", "hunting", "fleeing", NULL };
static const hako_field entity_fields[] = {
    HAKO_FIELD_READ_ONLY(entity, kind, HAKO_FIELD_TEXT),
    HAKO_FIELD_OF(entity, at, &vector_class),
    HAKO_FIELD_OF(entity, speed, &vector_class),
    HAKO_FIELD(entity, health, HAKO_FIELD_INT16),
    HAKO_FIELD_NAMED(entity, mood, moods),
};
/* In a saved game an entity goes by its number. */
static bool entity_number(void *user, void *pointer, uint64_t *number)
{
    (void)user;
    *number = (uint64_t)((entity *)pointer - world);
    return true;
}
static void *entity_of(void *user, uint64_t number)
{
    (void)user;
    return number < ENTITIES ? &world[number] : NULL;
}
static const hako_class entity_class = {            /* without a size: an object stands for a pointer into the world */
    .name = "Entity", .fields = entity_fields, .field_count = sizeof entity_fields / sizeof *entity_fields,
    .save = entity_number, .load = entity_of
};

static hako_val find(hako_vm *vm, hako_val self, int argc, const hako_val *argv)      /* find(kind): an entity that lives, or undefined */
{
    char kind[sizeof world->kind];
    (void)self;
    hako_to_string(vm, hako_arg(argc, argv, 0), kind, sizeof kind);
    for (int i = 0; i < ENTITIES; i++)
        if (world[i].health > 0 && strcmp(world[i].kind, kind) == 0) return hako_instance(vm, &entity_class, &world[i]);
    return hako_undefined();
}

static void print(void *context, int level, const char *text, size_t length)
{
    (void)context, (void)level;
    printf("%.*s", (int)length, text);
}
static double ticks(void *context) { (void)context; return frame * 1000.0 / PER_SECOND; }
static const hako_port port = { .print = print, .now = ticks };

/* ---- tasks ---------------------------------------------------------------------------------------------------------------- */

/* The task of an entity calls the function of the script that has the name of its kind, with the entity. */
static void start(hako_vm *vm, entity *e)
{
    hako_scope scope = hako_scope_open(vm);
    const hako_val self = hako_instance(vm, &entity_class, e);
    const hako_task_desc desc = {
        .function = hako_get(vm, hako_global(vm), e->kind), .argc = 1, .argv = &self, .budget = ENTITY_STEPS, .user = e
    };
    e->task = hako_task_start(vm, &desc);
    if (!e->task.id) hako_report(vm);
    hako_scope_close(vm, scope);
}

/* An entity that is no more: its script ends where it is, and objects that stand for it give a TypeError from now on. */
static void bury(hako_vm *vm, entity *e)
{
    printf("frame %d: the %s is no more\n", frame, e->kind);
    hako_task_kill(vm, e->task);
    hako_forget(vm, &entity_class, e);
    e->task.id = 0;
    e->health = 0;
}

static void update(hako_vm *vm)
{
    while (hako_tasks_step(vm, FRAME_STEPS) == HAKO_FAILED) hako_report(vm);    /* a task has failed: the others go on */
    for (entity *e = world; e < world + ENTITIES; e++) {
        if (!e->task.id) continue;
        move(e);
        if (e->health <= 0 || hako_get_task(vm, e->task).state == HAKO_TASK_FAILED) bury(vm, e);
    }
}

static void show(hako_vm *vm)
{
    printf("frame %d\n", frame);
    for (entity *e = world; e < world + ENTITIES; e++)
        if (e->task.id)
            printf("  %-8s at %5.1f %5.1f, %s, health %d, %s\n", e->kind, (double)e->at.x, (double)e->at.y, moods[e->mood], e->health,
                   hako_get_task(vm, e->task).steps > 10000 ? "a heavy thinker" : "light");
}

/* ---- saved games ------------------------------------------------------------------------------------------------------------ */

/* What the machine has of this program's, by name: also the entity that belongs to each task. */
static const hako_binding bindings[] = {
    { .name = "find", .function = find }, { .name = "Vector", .data = &vector_class }, { .name = "Entity", .data = &entity_class },
    { .name = "guard", .data = &world[0] }, { .name = "wolf", .data = &world[1] }, { .name = "sheep", .data = &world[2] },
    { .name = "thinker", .data = &world[3] }, { .name = "broken", .data = &world[4] },
};
enum { BINDINGS = sizeof bindings / sizeof *bindings };

static bool save_game(hako_vm *vm, hako_write *write, void *to)
{
    const hako_snapshot s = { .bindings = bindings, .binding_count = BINDINGS, .write = write, .user = to };
    return write(to, &frame, sizeof frame) && write(to, world, sizeof world) && hako_save(vm, &s) == HAKO_DONE;
}

static hako_vm *load_game(hako_read *read, void *from, const char **why)
{
    const hako_snapshot s = { .bindings = bindings, .binding_count = BINDINGS, .read = read, .user = from };
    *why = "the game is incomplete";
    return read(from, &frame, sizeof frame) && read(from, world, sizeof world) ? hako_restore(arena, sizeof arena, &port, &s, why) : NULL;
}

/* ---- a run ------------------------------------------------------------------------------------------------------------------ */

/* Plays up to a frame, or to the end. */
static void play(hako_vm *vm, int until)
{
    for (; frame < FRAMES && frame < until; frame++) {
        if (frame % 40 == 0) show(vm);
        update(vm);
    }
    if (frame < FRAMES) return;
    show(vm);
    printf("%lu steps\n", (unsigned long)hako_get_figures(vm).steps);
    hako_close(vm);
}

static char source[8 * 1024];

static hako_vm *begin(const char *name, FILE *file)
{
    hako_vm *vm = hako_open(arena, sizeof arena, &port);
    size_t length = fread(source, 1, sizeof source, file);
    hako_install(vm, HAKO_TASKS);
    hako_class_define(vm, &vector_class);
    hako_class_define(vm, &entity_class);
    hako_set_function(vm, hako_global(vm), "find", find, 1);
    if (hako_eval(vm, name, source, length, NULL) != HAKO_DONE) {
        hako_report(vm);
        return NULL;
    }
    for (int i = 0; i < ENTITIES; i++) start(vm, &world[i]);
    return vm;
}

static bool to_file(void *file, const void *bytes, size_t length) { return fwrite(bytes, 1, length, file) == length; }
static bool from_file(void *file, void *bytes, size_t length) { return fread(bytes, 1, length, file) == length; }

int main(int argc, char **argv)
{
    bool saving = argc == 4 && !strcmp(argv[2], "--save"), loading = argc == 3 && !strcmp(argv[1], "--load");
    FILE *file = argc == 2 || saving || loading ? fopen(argv[loading ? 2 : 1], "rb") : NULL;
    const char *why = "its script fails";
    hako_vm *vm;
    if (!file) {
        fputs("usage: entities SCRIPT.js [--save GAME], or entities --load GAME\n", stderr);
        return 2;
    }
    vm = loading ? load_game(from_file, file, &why) : begin(argv[1], file);
    fclose(file);
    if (!vm) {
        fprintf(stderr, "the game does not begin: %s\n", why);
        return 1;
    }
    play(vm, saving ? SAVED : FRAMES);
    if (saving) {
        file = fopen(argv[3], "wb");
        saving = file && save_game(vm, to_file, file);
        if (file && fclose(file)) saving = false;
        if (!saving) fprintf(stderr, "the game cannot be saved\n");
        return !saving;
    }
    return 0;
}
