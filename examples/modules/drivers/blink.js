import { set } from "./pins.js";

export let count = 0;

const wait = ms => new Promise(resolve => setTimeout(resolve, ms));

export async function blink(name, times, period) {
  while (times-- > 0) {
    set(name, true);
    await wait(period / 2);
    set(name, false);
    await wait(period / 2);
    count++;
  }
}
