export const version = "3";
export function greet(name, times = 1) { return `hi ${name}`.repeat(times); }
export class Clock {
    #time;
    constructor(at) { this.#time = at; }
    static start(at) { return new Clock(at); }
    get time() { return this.#time; }
    tick(by = 1) { this.#time += by; }
}
