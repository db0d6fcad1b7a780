// The program: what to blink is in config.json, how in drivers/.
import config from "./config.json" with { type: "json" };
import { blink, count } from "./drivers/blink.js";

console.log(`${import.meta.url}: ${config.leds.length} LEDs`);
await Promise.all(config.leds.map(led => blink(led.name, led.times, config.period)));
console.log(`blinked ${count} times`);

const { report } = await import("./report.js");         // needed once, and late: it is compiled now
report(config);

try {
  await import("./drivers/motor.js");
} catch (e) {
  console.log(`no motor: ${e.message}`);
}
