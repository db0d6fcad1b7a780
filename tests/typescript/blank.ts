// What is left of types: spaces, and a semicolon or parenthesis where a line could join another.
import { type A, value, type B as C, } from "./lib.mts"
import type { D } from "./lib.mts"
export type { D } from "./lib.mts"
let noSemicolon = value
type Erased = true
;("not called")
const f = (a: string, b: string): Array<
   string
> => [a, b];
let g = async <
    T
>(v: T) => {};
const h = (
  a?: number,
): number | undefined => a
function gen<
  T extends { é: "ü€😀" },
>(x: T) { return <T,>(y: T): T => y }
class K<T> extends Map<string, T> implements Iterable<[string, T]>, Weird<{ a: 1 }> {
    field = 1/* no ; */
    public ["computed"] = 2
    private static readonly x?: number = 3 as number
    declare gone: string
    readonly y!: string
    protected *z<U>(this: K<T>, u: U): Generator { yield u as unknown as T
      yield* [] as any
    }
    abstract
    [key: string]: any;
    over(x: 1): void; over(x: any) { }
    static async [Symbol.hasInstance]() { return true as boolean }
    override get a(): number { return 1 }
    'quoted'?: string
}
abstract class L { abstract m(): void; abstract n: number
  private constructor(a?: number) { } }
export declare const d1: number, d2: { x: 1 }
export interface I { a: 1 }
export default interface J { }
declare global { var x: number }
declare module "m" { export = 1 }
namespace Types { export type T = 1; namespace In { interface Q { } } }
function over(): void
function over(x?: any): asserts x is number { }
if (value as any) noSemicolon as any
else noSemicolon!
{ type InBlock = 1 }
for (const x of [] as number[]) { type InLoop = 2 }
switch (1 as number) { case 2: type InCase = 1; break; default: interface InDefault { } }
try { type InTry = 1 } catch (e: unknown) { type InCatch = 1 } finally { type InFinally = 1 }
do { type InDo = 1 } while (value! as boolean)
label: { interface InLabel { } }
const obj = { m(): void { type InMethod = 1 }, a: 1 as const, [value as any]: 2 }
;type Semi = 1;
let t = f<string>`x${1 as number}`, u = new Map<string, number>, v = a < b, w = (x as any)!, z = { ...(obj as any) }
export { type I as II, type J, t, }
let last = (x: unknown): x is string => { type InArrow = 1; return true } // end
export const fn = function* <T>(this: void) { return yield* 1 as any }
let über: Ünïcode = "ü" as Äé𝒳 | "€😀", tab	: number	= 1, crlf: {
	a: 1; /* é */
} | null = null
export default t as any
