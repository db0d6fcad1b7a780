// A function for each kind of entity: it runs as a task of its own, and goes on where it was in each frame. `me` is the C struct. The host
// gives find(kind).
"use strict";

function guard(me) {
  for (;;)
    for (const [x, y] of [[3, 0], [0, 3], [-3, 0], [0, -3]]) {
      me.speed.x = x;
      me.speed.y = y;
      Task.sleep(500);                                  // the others go on meanwhile
    }
}

function wolf(me) {
  for (let prey; (prey = find("sheep")); Task.yield()) {  // until the next frame
    const dx = prey.at.x - me.at.x, dy = prey.at.y - me.at.y, distance = Math.hypot(dx, dy);
    me.mood = "hunting";
    me.speed.x = 6 * dx / distance;
    me.speed.y = 6 * dy / distance;
    if (distance < 1) {
      prey.health -= 4;
      Task.sleep(200);
    }
  }
  me.mood = "calm";
  me.speed.x = me.speed.y = 0;
  console.log("the wolf rests");
}

function sheep(me) {
  for (let health = me.health; ; Task.yield())
    if (me.health < health) {
      health = me.health;
      me.mood = "fleeing";
      me.speed.x = -2;
      console.log(`the sheep is bitten: ${health} left`);
    }
}

// Never yields: it gets its budget in each frame, and nobody waits for it.
function thinker(me) {
  for (let n = 2, primes = 0; ; n++) {
    let d = 2;
    while (d * d <= n && n % d) d++;
    if (d * d > n && ++primes % 100 === 0) me.health = primes / 100;
  }
}

function broken(me) {
  Task.sleep(300);
  try {
    me.mood = "angry";                                  // no name of that enum
  } catch (e) {
    console.log(e.message);
  }
  me.health = 100000;                                   // an int16_t cannot hold it: RangeError, and nobody catches it
}
