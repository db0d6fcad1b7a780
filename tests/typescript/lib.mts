export type Only = { a: number };
export interface Face { b: string }
export const value: number = 1;
export function over(x: string): string;
export function over(x: any): any { return x; }
export default abstract class Def<T> { constructor(public t: T) {} abstract m(): void; }
export enum Level { Low, High = 5 }
export enum Level { Top = High + 1 }
export namespace Space { export const inside = value + 1; export type T = Only; }
export declare const nothing: number;
export declare function nope(): void;
export abstract class Abs { x = 1; }
export { type Only as Renamed, value as again, type Face as default2 };
export type { Only as Third } from "./lib.mts";
export type * from "./lib.mts";
const type = 5, as = 6;
export { type, as, as as as2, type as type2 };
