// A calculator, written in TypeScript and called from C: see main.c.
type int = number;

/** How a quotient is rounded. */
export enum Rounding { Down, Nearest, Up }

export const VERSION = "1.0";
/** Digits behind the point that are shown. */
export const DIGITS = 3;

/** The sum of all. */
export function sum(values: number[]): number {
    return values.reduce((a, b) => a + b, 0);
}

/** a / b as a whole number. Throws a RangeError if b is 0. */
export function divide(a: int, b: int, rounding: Rounding = Rounding.Nearest): int {
    if (b === 0) throw new RangeError(`${a} / 0`);
    const q = a / b;
    return rounding === Rounding.Down ? Math.floor(q) : rounding === Rounding.Up ? Math.ceil(q) : Math.round(q);
}

/** A number as text, with a unit if there is one. */
export function format(value: number, unit?: string): string {
    return value.toFixed(DIGITS) + (unit ? " " + unit : "");
}

/** Adds up what it is given. */
export class Register {
    #total = 0;
    constructor(public readonly name: string) {}
    /** The total so far. */
    get total(): number { return this.#total; }
    add(value: number): this {
        this.#total += value;
        return this;
    }
}

/** Constants of nature. */
export namespace nature {
    export const gravity = 9.80665;
    export function weight(mass: number): number { return mass * gravity; }
}

/** A square root by Heron's method, one round after the other: others may run in between. */
export async function root(x: number): Promise<number> {
    if (x < 0) throw new RangeError("the root of a number below 0");
    let guess = x > 1 ? x / 2 : 1;
    for (let i = 0; i < 20; i++) {
        guess = (guess + x / guess) / 2;
        await null;
    }
    return guess;
}
