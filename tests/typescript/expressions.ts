// Expressions: what tells types, comparisons, arrow functions and conditionals from each other.
const f = <T>(x: T, ...rest: any[]): T => x, a: any = 1, b: any = 2, c: any = 3, d: any = 4;
console.log(f<number>(5), f<string>`t`, f<Array<Array<number>>>([[1]])[0]!.length, new Map<string, Array<number>>([["k", [1]]]).get("k")![0]);
console.log(a < b, a < b && c > d, a < b || c > (d), f(a < b, c >= d), f(a < (b + 1), c > (d)), a<b>c, [a < b, c > d].join());
const inst = f<number>, both = f<string> as Function, cast = (<any>f)(1), nested = (<T>(x: T) => <U>(y: U): [T, U] => [x, y])(1)("2");
console.log(inst(3), both("x"), cast, nested.join());
console.log(a ? (b) : c, a ? (b, c) : d, a ? (x: number): number => x : 0, (a ? (b) : (x: any): any => x));
console.log(typeof (a ? (x): any => x : d), typeof (a ? (b) : c => d), (a ? (b) : c => d), a ? ({ x: 1 }) : (y: any) => y);
console.log(!a ? (b) : a ? (c) : (e: any): number => 9, (a ? async (x): Promise<number> => x : 0).constructor.name, typeof (a ? f(b) : c));
console.log((a as number) + (b satisfies number), a as any as number * 2 as any, -a as number, !b as boolean, a + b as number < 5, typeof a as string);
let n: number | undefined = 5, obj: { p?: { q: number[] } } = { p: { q: [1, 2] } };
n! += 2; (n as number)++; (<any>n)--; obj!.p!.q![0]!++; (obj.p as any)["q"][1] = 7;
console.log(n, JSON.stringify(obj), obj?.p!.q?.length, obj.p?.q!.map<string>((x) => `${x}`)!.join(), (obj as any)?.zip!?.zap);
const g = async <T,>(x: T): Promise<T> => x, h = async <T extends object = {}>(x?: T) => x, async = (x: any) => x, k = async (x: number, { y }: { y?: number } = {}): Promise<number> => x;
console.log(async(1), async<number>(2), g.name, h.length, k.length);
const fn = function <T>(this: void, x?: T, y: string = "d"): asserts x is NonNullable<T> { console.log(x, y) };
fn(1); fn(undefined, "e");
const pred = (x: unknown): x is string => typeof x === "string", ret = (): { a: number } => ({ a: 1 }), fun = (): ((x: number) => string) => (x) => "" + x;
console.log(pred(""), ret().a, fun()(8));
const lines = (
  x: number,
  y?: number
): Array<
  number
> => [x, y ?? 0];
console.log(lines(1).join());
label: for (const x of [1, 2] as const) { for (const y of <number[]>[3]) { if (x as number > 1) break label; console.log(x, y) } }
switch (a as number) { case (1): f<void>(undefined as any); case (b): case c as number: console.log("case"); }
try { throw { m: 1 } } catch ({ m }: any) { console.log(m) }
const { x: renamed, ...others }: { x: number; [k: string]: number } = { x: 1, z: 2 }, [first, , third = 3 as number]: number[] = [1, 2];
console.log(renamed, JSON.stringify(others), first, third);
let i = 4, shift = i << 2 >> 1 >>> 0, x1 = i < 5 ? i > 3 ? "in" : "over" : "under";
console.log(shift, x1, i <5, (i) < 5, i! < 5, i as number > 3, (function () { return arguments.length } as Function)(1, 2));
console.log(((x, y): x is any => !!y)(1, 2), (({ a, b: [c] }: { a: number; b: number[] }, ...[z]: any): number => a + c + z)({ a: 1, b: [2] }, 3));
var type = 1, declare = 2, namespace = 3, module = 4, abstract = 5, is = 6, as = 7, of = 8, satisfies = 9, keyof = 10, infer = 11, readonly = 12;
type
declare
namespace
console.log(type, declare, namespace, module, abstract, is, as, of, satisfies, keyof, infer, readonly, as as number, (as) as any)
if (a) type = 2; else { interface Dropped { } type Also = Dropped }
console.log(type < declare, type /2/ 1, `${type as number}${((t: number) => t)(3)}`)
let asi = 1
type Gone = string
;[1].forEach((v) => { asi += v })
interface Gone2 { a: 1 }
(function () { console.log("called", asi) })()
