// One of everything that a contract can express; tests/bind/calls.c calls it.
import { Vector } from "./vector.ts";
export { Vector } from "./vector.ts";
export * as solids from "./solids.ts";

type int = number;
type u8 = number;
type u64 = bigint;

/** How to round.
 * @remarks A comment with /* in it, a \ at the end of a line \
 * and ??/ what was a trigraph. */
export enum Rounding { Down, Nearest, /** away */ Up = 7 }
export enum Flags { None = 0, Read = 1 << 0, Write = 1 << 1, Both = Read | Write, Extra = 4 }
export enum Color { Red = "red", Green = "gr\u00fcn" }
export const enum Level { Low = -1, High = ~-3 }
export type Mode = "fast" | "exact" | "";

export const VERSION = "1.2 \"beta\"\u00e9";
export const LIMIT = 1000, LOW = -3, THIRD = 0.1, HUGE = 1e300, DEBUG = false, BIG = -12n;
/** How often add was called. */
export let calls = 0;
export let mode: Mode = "fast";
export let nothing: string | undefined;
export const origin = new Vector(0, 0);
export const table = { a: 1 };

/** Adds two numbers. */
export function add(a: number, b: number): number { calls++; return a + b; }
export function widths(a: int, b: u8, c: int): int { return a + b + c; }
export function byte(x: number): u8 { return x; }
export const twice = (x: number): number => 2 * x;
export const later: (x: number) => string = x => `<${x}>`;
export function optional(a: number, b?: string, c: boolean = true, d: Mode | null = null): string { return `${a} ${b} ${c} ${d}`; }
export function maybe(s: string): string | undefined { return s ? s + s : undefined; }
export function maybeNumber(x: number): number | null { return x < 0 ? null : x; }
export function lie(): number { return "no number" as any; }
export function lieNull(): string | null { return 5 as any; }
export function scale(xs: number[], by: number): number[] { return xs.map(x => x * by); }
export function ints(xs: readonly int[]): Array<int> { return xs.map(x => x / 2); }
export function sum(first: number, ...rest: number[]): number { return rest.reduce((a, b) => a + b, first); }
export function join(separator: string, ...rest: unknown[]): string { return rest.join(separator); }
export function invert(data: Uint8Array): Uint8Array { return data.map(x => x ^ 255); }
export function halves(data: Float64Array): Float32Array { return new Float32Array(data); }
export function big(x: bigint): bigint { return x * 2n; }
export function ubig(x: u64): u64 { return x + 1n; }
export function not(b: boolean): boolean { return !b; }
export function round(r: Rounding): Rounding { return r === Rounding.Up ? 3 as Rounding : r; }
export function flags(f: Flags): Flags { return f | Flags.Extra; }
export function color(c: Color): Color { return c === Color.Red ? Color.Green : "blue" as Color; }
export function setMode(m: Mode): Mode { return mode = m; }
export function inline(way: "left" | "right"): "left" | "right" { return way === "left" ? "right" : "up" as "right"; }
export function fail(message: string): never { throw new TypeError(message); }
export function spin(): void { for (;;) {} }
export function identity<T>(x: T): T { return x; }
export function callBack(f: (x: number) => number, x: number): number { return f(x); }
export function over(x: number): number;
export function over(x: string, y: number): string;
export function over(x: number | string, y?: number): number | string { return typeof x === "number" ? -x : x.repeat(y!); }
export function isFine(x: unknown): x is string { return typeof x === "string"; }
export function $dollar(int: number, self: number, a$: number, a_: number): number { return int * 1000 + self * 100 + a$ * 10 + a_; }
export function dollar(): number { return 1; }
export function _dollar(): number { return 2; }

export async function delayed(x: number): Promise<number> {
    await null;
    if (x < 0) throw new RangeError("below 0");
    return x + 1;
}
export async function delayedText(x: string): Promise<string | null> { return x && `(${x})`; }
export function never(): Promise<void> { return new Promise(() => {}); }
export function noPromise(): Promise<number> { return 5 as any; }

export namespace geometry {
    export const sides = 4;
    export function area(w: number, h: number): number { return w * h; }
    export namespace inner { export let depth = 2; export function deep(): number { return depth; } }
}
// The name that the function in the namespace has, too.
export function geometry_area(): number { return -1; }

export interface Named { name: string; readonly age?: number; describe(loud: boolean): string; [key: string]: unknown }
export function named(name: string): Named {
    return { name, describe(loud) { return loud ? this.name.toUpperCase() : this.name; } };
}

export abstract class Shape<T = unknown> {
    protected secret = 1;
    constructor(public readonly label: string, private hidden?: T) {}
    abstract area(): number;
    describe(): string { return `${this.label} of ${this.area()}`; }
    get double(): number { return 2 * this.area(); }
}
/** A square. */
export class Square extends Shape<string> {
    static made = 0;
    #side: number;
    tag?: string;
    constructor(side: number, label?: string) { super(label ?? "square"); this.#side = side; Square.made++; }
    area(): number { return this.#side ** 2; }
    get side(): number { return this.#side; }
    set side(to: number) { if (to < 0) throw new RangeError("a side below 0"); this.#side = to; }
    grow(by: number): this { this.#side += by; return this; }
    static unit(): Square { return new Square(1, "unit"); }
    async slow(): Promise<Square> { await null; return new Square(this.#side); }
    private internal(): UnknownToAll { return 1; }
    ["computed"](): number { return 1; }
    static { const regexp = /["'`{]/; if (regexp) {} }
}
export class Small extends Square { constructor() { super(0.5, "small"); } }
export class Plain {}
export function larger(a: Square, b: Square | null): Square | null { return b && b.area() > a.area() ? b : null; }
export function wrong(): Square { return new Plain() as any; }
export function length(v: Vector): number { return Math.hypot(v.x, v.y); }
export default function (x: number): number { return x / 2; }
