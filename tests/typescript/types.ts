// Types of every kind, all of which vanish.
type Prim = string | number | bigint | symbol | boolean | null | undefined | void | never | unknown | any | object | -1 | 1n | "s" | `t${number}` | true;
type Obj = { a: 1; readonly b?: 2, c(): void; d?<T>(x: T): T; new (x: number): Obj; <T>(y: T): T; get e(): number; set e(v: number); [k: string]: any; readonly [n: number]: string; [Symbol.iterator](): any; "quoted-name": 1; 0: 2; get: 3; set: 4; new: 5; readonly: 6; in: 7; };
type Fn = (a: number, b?: string, ...rest: any[]) => void; type Ctor = abstract new <T>(...args: T[]) => object; type Gen = <const T extends readonly unknown[], in out U = {}>(x: T) => U;
type Ret = (this: Window, { a, b: [c] }: any, [d, , e]: any) => asserts a is string; type Pred = (x: unknown) => x is (string | number)[]; type Asserts = (x: any) => asserts x;
type Tup = [a: number, b?: string, ...rest: boolean[]]; type Opt = [number?, (string)?, ...Array<number>]; type RO = readonly string[]; type Labels = [new: number, void: string, null?: 1];
type Mapped = { readonly [K in keyof Obj]?: Obj[K] }; type Minus = { -readonly [K in keyof Obj as `get${Capitalize<string & K>}`]-?: Obj[K] }; type Plus = { +readonly [K in "a"]+?: K };
type Cond<T> = T extends string ? "s" : T extends (infer U extends number)[] ? U : T extends (...args: infer A) => infer R ? [A, R] : T extends { x: infer X extends string ? any : never } ? X : never;
type Nested<T> = T extends (a: infer A extends string) => infer B ? A extends B ? 1 : 2 : T extends [infer H, ...infer Rest] ? H : { [P in keyof T]: T[P] extends Function ? never : P }[keyof T];
type Access = Obj["a"]; type Query = typeof globalThis.Math.max; type QueryArgs = typeof Map<string, number>; type Import = import("./other").Thing<number>[]; type TypeofImport = typeof import("./other"); type Unique = { readonly u: unique symbol };
type Union =
  | { kind: "a"; value: number }
  | { kind: "b" }
type Inter = & { a: 1 } & { b: 2 }
type Keys = keyof typeof obj; type Arr = Array<Array<Array<number>>>; type Shift = Map<string, Set<Map<number, string>>>;
type Template = `a${`b${"c" | "d"}e`}f${Uppercase<`g`>}}`;
type Recursive<T> = T extends object ? { [K in keyof T]: Recursive<T[K]> } : T
interface Empty { } interface Gen2<T extends object = {}> extends Empty, Partial<Obj>, Array<T> { (x: T): void; prop: T, method?(): this is string }
declare let ambient: number, other: { a: 1 }; declare var v; declare const c1: 5, c2 = 7, c3 = -1, c4 = `t`; declare function amb<T>(x: T): T; declare function amb(): void
declare class Amb<T> extends Array<{ a: T }> implements Empty { private constructor(x: number); static s: number; m(): void; [k: string]: any }
declare abstract class Abs { abstract m(): void } declare enum DeclEnum { A = 1, B = A << 2 } declare const enum DeclConst { X } declare type DeclType = string
declare global { interface Window { x: number } var globalVar: string; } declare module Old.Style { export = x; } declare module "wild*"; declare interface DI { a: 1 }
let obj: { [key: string]: number } = { a: 1 }, x: Array<number>= [1], y: Map<string, Array<string>>= new Map(), z: (string | number)[] | null = null, w: typeof obj["a"] = 1;
let fn: (x: number) => (y: string) => void = () => () => { }, fn2: new () => object = Object as any, fn3: { (): void } = () => { }, u: undefined | (() => void);
let sym: symbol, any1: any[], idx: Obj["a" | "b"], opt: Partial<{ a: { b?: { c: 1 } } }> = {}, neg: -1 | 1 = 1, rec: Record<string, (a: any) => a is string> = {};
console.log(obj.a, x.length, y.size, z, w, typeof fn, typeof fn2, typeof u, JSON.stringify(opt), neg);
function overloaded(a: string): string
function overloaded(a: number, ...more: { x: number }[]): number;
function overloaded<T extends { [K in keyof T]: 1 }>(a: T): T
function overloaded(a: any = `${{ a: "}" }.a}`): any { return a }
async function asyncOver(): Promise<void>; async function asyncOver() { }
function* genOver(): Generator; function* genOver(): Generator<number, void, unknown> { yield 1 }
console.log(overloaded("s"), overloaded(), [...genOver()].length, (function named<T>(x: T): T { return x })(4));
for (let i: number = 0, j: string; i < 1; i++) console.log(i)
for (const k in obj as any) console.log(k); let definite!: number; definite = 3; console.log(definite);
const big = { a: 1 as const, b: <const>[1, 2], c: "x" as "x" | "y", d: null! as string, e: undefined as unknown as Map<string, number>, f: (1 as number)!, g: [..."ab" as any] as string[] } satisfies Record<string, unknown>;
console.log(JSON.stringify(big));
