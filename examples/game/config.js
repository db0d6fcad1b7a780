// The rules of the game. The host gives spawn(glyph, x, y), steer(id, vx, vy), remove(id), x(id), y(id), nearest(id, glyph), WIDTH,
// HEIGHT, and nextFrame(), which waits for the next frame and gives the seconds since the last.
"use strict";

// A kind says how one looks and what it does: update(entity, dt), once in each frame.
const kinds = {
  sheep: {
    glyph: "s", speed: 3,
    update(e, dt) {
      e.rest = (e.rest ?? 0) - dt;
      if (e.rest > 0) return;
      e.rest = 0.5 + Math.random();
      const angle = Math.random() * 2 * Math.PI;
      steer(e.id, this.speed * Math.cos(angle), this.speed * Math.sin(angle));
    },
  },
  wolf: {
    glyph: "W", speed: 6,
    update(e, dt) {
      const prey = nearest(e.id, "s");
      if (prey < 0) return steer(e.id, 0, 0);
      const dx = x(prey) - x(e.id), dy = y(prey) - y(e.id), distance = Math.hypot(dx, dy);
      if (distance < 0.7) {
        entities.delete(prey);
        remove(prey);
        score.eaten++;
        e.full = 3;
      }
      e.full = (e.full ?? 0) - dt;
      const speed = e.full > 0 ? 0.5 : this.speed;
      steer(e.id, speed * dx / distance, speed * dy / distance);
    },
  },
  guard: {
    glyph: "G", speed: 8,
    // What takes longer is a generator: it goes on where it was, one `yield` for each frame.
    *patrol(e) {
      for (;;)
        for (const [vx, vy] of [[1, 0], [0, 1], [-1, 0], [0, -1]]) {
          steer(e.id, vx * this.speed, vy * this.speed);
          for (let t = vx ? 3 : 0.8; t > 0;) t -= yield;
        }
    },
    update(e, dt) {
      e.mind ??= this.patrol(e);
      e.mind.next(dt);
    },
  },
};

// Not a property of the global object, unlike `score`, which the host reads.
const entities = new Map();
var score = { frames: 0, eaten: 0, plan: 0 };

function add(kind, x, y) {
  const id = spawn(kinds[kind].glyph, x, y);
  entities.set(id, { id, kind: kinds[kind] });
}
for (let i = 0; i < 16; i++) add("sheep", 4 + i % 8 * 5, i < 8 ? 3 : 8);
for (let i = 0; i < 2; i++) add("wolf", i * (WIDTH - 1), HEIGHT / 2);
for (let i = 0; i < 2; i++) add("guard", 8 + 10 * i, 1);

// A thought that takes far more than one frame's steps. The world goes on meanwhile: the script loses frames, the game none.
function plan() {
  let best = 0;
  for (let a = 0; a < 60; a++)
    for (let b = 0; b < 60; b++) best = Math.max(best, (a * 31 + b * 17) % 101);
  return best;
}

for (;;) {
  const dt = nextFrame();
  for (const e of entities.values()) e.kind.update(e, dt);
  if (++score.frames === 70) score.plan = plan();
}
