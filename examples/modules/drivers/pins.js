import { write } from "board";
import config from "../config.json" with { type: "json" };

const pins = new Map(config.leds.map(led => [led.name, led.pin]));

export function set(name, on) {
  if (!pins.has(name)) throw new RangeError(`no pin for ${name}`);
  write(pins.get(name), on);
}
