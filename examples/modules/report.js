export const report = config => console.log(config.leds.map(led => `${led.name} on pin ${led.pin}`).join(", "));
