// Whose changes are caught: see tests/bind/calls.c.
export const LIMIT = 10, NAME = "a", ON = true;
export function add(a: number, b: number): number { return a + b; }
export let level: number = 1;
export enum Mode { Off, On }
export class Lamp { on(): void {} get watts(): number { return 5; } set watts(to: number) {} static all(): number { return 1; } }
export namespace inner { export function deep(): number { return 1; } }
