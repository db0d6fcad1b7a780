export function volume(a: number): number { return a ** 3; }
export class Cube { edge = 3; }
export * from "./vector.ts";
