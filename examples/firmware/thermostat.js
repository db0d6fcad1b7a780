// What the device does. millis(), temperature(), heater(on), led(on) and nextTick() are the firmware's (main.c).
"use strict";
const LOW = 19.5, HIGH = 20.5;

// Each task is a generator: `yield ms` lets the others run for so long.
function* control() {
  for (let on = false;;) {
    const t = temperature(), want = t < LOW || (on && t < HIGH);
    if (want !== on) {
      on = want;
      heater(on);
      console.log(`${millis()} ms: heater ${on ? "on" : "off"} at ${t.toFixed(1)}`);
    }
    yield 50;
  }
}

function* blink() {
  for (;;) {
    led(true);
    yield 100;
    led(false);
    yield 400;
  }
}

function* statistics() {
  for (;;) {
    const samples = [];
    while (samples.length < 25) {
      samples.push(temperature());
      yield 40;
    }
    samples.sort((a, b) => a - b);
    console.log(`${millis()} ms: ${samples[0].toFixed(1)} to ${samples.at(-1).toFixed(1)}, median ${samples[12].toFixed(1)}`);
  }
}

// A job that does not yield: it takes many ticks, but the firmware's loop goes round all the same.
function* audit() {
  yield 500;
  const from = millis();
  let primes = 0;
  for (let n = 2; n < 600; n++) {
    let d = 2;
    while (d * d <= n && n % d !== 0) d++;
    if (d * d > n) primes++;
  }
  console.log(`${millis()} ms: ${primes} primes below 600, found in ${millis() - from} ms`);
}

const tasks = [control(), blink(), statistics(), audit()].map(run => ({ run, due: 0 }));
for (;;) {
  for (const task of tasks) {
    if (millis() < task.due) continue;
    const { done, value } = task.run.next();
    task.due = done ? Infinity : millis() + value;
  }
  nextTick();
}
