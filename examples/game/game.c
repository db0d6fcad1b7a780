/* game.c - a game loop with a script in it: game examples/game/config.js
 *
 * The host owns the world: where each of the entities is, how fast, and what is drawn. The script owns the rules. In each frame it gets
 * at most BUDGET steps; when it has not come to nextFrame() by then, it goes on in the next frame where it was, and the
 * world moves on in the meantime. The run is the same every time and everywhere. */
#include <stdio.h>

#include "hako.h"

enum { WIDTH = 48, HEIGHT = 12, MOST = 64, FRAMES = 150, PER_SECOND = 30, BUDGET = 8000, ARENA = 48 * 1024 };
static uint64_t arena[ARENA / 8];

static struct entity { char glyph; double x, y, vx, vy; } world[MOST];      /* glyph 0: none */

static struct { int frame, seen; bool waits; } loop;    /* this frame, that of the script, whether it has done its part */

/* ---- what the script may do --------------------------------------------------------------------------------------- */

#define NATIVE(name) static hako_val name(hako_vm *vm, hako_val self, int argc, const hako_val *argv)

/* The entity that an argument names, or NULL and an exception. */
static struct entity *entity(hako_vm *vm, int argc, const hako_val *argv)
{
    double id = hako_to_number(vm, hako_arg(argc, argv, 0));
    if (id >= 0 && id < MOST && world[(int)id].glyph) return &world[(int)id];
    hako_throw(vm, HAKO_ERROR_RANGE, "there is no such entity");
    return NULL;
}

NATIVE(spawn)
{
    char glyph[8];
    int id = 0;
    (void)self;
    if (argc != 3 || hako_to_string(vm, argv[0], glyph, sizeof glyph) != 1)
        return hako_throw(vm, HAKO_ERROR_TYPE, "spawn takes a glyph and a place");
    while (id < MOST && world[id].glyph) id++;
    if (id == MOST) return hako_throw(vm, HAKO_ERROR_RANGE, "too many entities");
    world[id] = (struct entity){ glyph[0], hako_to_number(vm, argv[1]), hako_to_number(vm, argv[2]), 0, 0 };
    return hako_int(id);
}

NATIVE(steer)
{
    struct entity *e = entity(vm, argc, argv);
    (void)self;
    if (e) {
        e->vx = hako_to_number(vm, hako_arg(argc, argv, 1));
        e->vy = hako_to_number(vm, hako_arg(argc, argv, 2));
    }
    return hako_undefined();
}

NATIVE(remove_entity)
{
    struct entity *e = entity(vm, argc, argv);
    (void)self;
    if (e) e->glyph = 0;
    return hako_undefined();
}

NATIVE(get_x) { struct entity *e = entity(vm, argc, argv); (void)self; return hako_number(e ? e->x : 0); }
NATIVE(get_y) { struct entity *e = entity(vm, argc, argv); (void)self; return hako_number(e ? e->y : 0); }

NATIVE(nearest)
{
    struct entity *e = entity(vm, argc, argv);
    char glyph[8];
    double best = 1e9;
    int found = -1;
    (void)self;
    hako_to_string(vm, hako_arg(argc, argv, 1), glyph, sizeof glyph);
    for (int i = 0; e && i < MOST; i++) {
        double dx = world[i].x - e->x, dy = world[i].y - e->y;
        if (!world[i].glyph || world[i].glyph != glyph[0] || dx * dx + dy * dy >= best) continue;
        best = dx * dx + dy * dy;
        found = i;
    }
    return hako_int(found);
}

NATIVE(next_frame)
{
    int frames = loop.frame + 1 - loop.seen;
    (void)self, (void)argc, (void)argv;
    loop.seen = loop.frame + 1;
    loop.waits = true;
    hako_pause(vm);
    return hako_number((double)frames / PER_SECOND);
}

/* ---- the loop ----------------------------------------------------------------------------------------------------- */

static void move(struct entity *e)
{
    e->x += e->vx / PER_SECOND;
    e->y += e->vy / PER_SECOND;
    if (!(e->x >= 0)) e->x = 0;
    if (!(e->y >= 0)) e->y = 0;
    if (e->x > WIDTH - 1) e->x = WIDTH - 1;
    if (e->y > HEIGHT - 1) e->y = HEIGHT - 1;
}

static void draw(void)
{
    char screen[HEIGHT][WIDTH + 1];
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x <= WIDTH; x++) screen[y][x] = x == WIDTH ? '\0' : '.';
    for (int i = 0; i < MOST; i++)
        if (world[i].glyph) screen[(int)(world[i].y + 0.5)][(int)(world[i].x + 0.5)] = world[i].glyph;
    for (int y = 0; y < HEIGHT; y++) puts(screen[y]);
}

static void print(void *context, int level, const char *text, size_t length)
{
    (void)context, (void)level;
    printf("%.*s", (int)length, text);
}
static const hako_port port = { .print = print };       /* no entropy: Math.random starts the same every time */

static char source[16 * 1024];

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    hako_vm *vm = hako_open(arena, sizeof arena, &port);
    hako_val global, score;
    size_t length;

    if (!file || !vm) {
        fputs("usage: game CONFIG.js\n", stderr);
        return 2;
    }
    length = fread(source, 1, sizeof source, file);
    fclose(file);

    global = hako_global(vm);
    hako_set(vm, global, "WIDTH", hako_int(WIDTH));
    hako_set(vm, global, "HEIGHT", hako_int(HEIGHT));
    hako_set_function(vm, global, "spawn", spawn, 3);
    hako_set_function(vm, global, "steer", steer, 3);
    hako_set_function(vm, global, "remove", remove_entity, 1);
    hako_set_function(vm, global, "x", get_x, 1);
    hako_set_function(vm, global, "y", get_y, 1);
    hako_set_function(vm, global, "nearest", nearest, 2);
    hako_set_function(vm, global, "nextFrame", next_frame, 0);
    hako_start(vm, argv[1], source, length);

    for (loop.frame = 0; loop.frame < FRAMES; loop.frame++) {
        loop.waits = false;
        if (hako_step(vm, BUDGET) != HAKO_MORE) {       /* the rules have failed, or come to an end */
            hako_report(vm);
            return 1;
        }
        if (!loop.waits) printf("frame %d: the script is still thinking\n", loop.frame);
        for (int i = 0; i < MOST; i++)
            if (world[i].glyph) move(&world[i]);
        if (loop.frame % 50 == 0 || loop.frame == FRAMES - 1) {
            printf("frame %d\n", loop.frame);
            draw();
        }
    }

    score = hako_get(vm, global, "score");
    printf("frames of the script: %d of %d, sheep eaten: %d, plan: %d\n", (int)hako_to_int(vm, hako_get(vm, score, "frames")), FRAMES,
           (int)hako_to_int(vm, hako_get(vm, score, "eaten")), (int)hako_to_int(vm, hako_get(vm, score, "plan")));
    hako_close(vm);
    return 0;
}
