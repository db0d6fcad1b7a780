// Namespaces: exports, nesting, merging with themselves, functions, classes and enums.
namespace Plain {
  export const a = 1;
  export let b: number = a + 1, c: string;
  var hidden = 5;
  export function bump(by: number = hidden): number { b += by; c = `c${b}`; return b; }
  export class Point { constructor(public x: number = a) {} }
  export enum Kind { First = a, Second }
  export namespace Inner { export const deep = a + b; export interface T { x: number } }
  namespace Private { export const z = 26; }
  export const [p, { q, ...rest }] = [Private.z, { q: 3, r: 4, s: 5 }];
  for (var i = 0; i < 2; i++) hidden++;
  b++;
  c ??= "unset";
}
console.log(Object.keys(Plain).join(), Plain.bump(), Plain.bump(1), Plain.b, Plain.c);
console.log(new Plain.Point().x, Plain.Kind[1], Plain.Inner.deep, Plain.p, Plain.q, JSON.stringify(Plain.rest));
namespace Plain {
  export const d = a + b;
  export const viaFunction = bump(10);
  const b2 = typeof hidden;
  export const seen = b2;
  export namespace Inner { export const again = deep + d; }
  console.log(new Point(9).x, Kind.Second, Inner.again);
}
declare const hidden: unknown;
console.log(Plain.d, Plain.viaFunction, Plain.seen);
namespace A.B.C { export const x = "abc"; export const up = () => C.x; }
console.log(A.B.C.x, A.B.C.up(), JSON.stringify(A));
function callable(n: number) { return n * callable.factor; }
namespace callable { export let factor = 3; export function set(n: number) { factor = n; } }
console.log(callable(2)); callable.set(5); console.log(callable(2), callable.factor);
class Klass { static s = 1; m() { return Klass.extra; } }
namespace Klass { export const extra = Klass.s + 1; }
console.log(new Klass().m());
enum E { X, Y }
namespace E { export function parse(s: string) { return E[s as keyof typeof E]; } }
console.log(E.parse("Y"), E.X);
namespace Types { export interface I { a: number } export type T = I | null; namespace Deeper { type U = T; } }
namespace Empty {}
declare namespace Ambient { const there: number; function f(): void; }
declare module "somewhere" { export default class Foo<T> { x: { y: `${string}}` } } }
console.log(typeof Ambient, typeof Types === "undefined" ? "no" : "yes");
namespace Closures {
  export let n = 0;
  export const inc = () => ++n, get = () => n, twice = { get n() { return n * 2; }, set n(v) { n = v; } };
  { let n = 100; n++; }
  export const shadow = ((n: number) => n)(42);
  export function delayed() { return later; }
  export const later = "later";
  try { n = 5; } catch { } finally { n *= 2; }
  [n] = [n + 1]; ({ n } = { n: n + 1 });
  for (n of [n + 1]);
  delete (twice as any).zip;
}
Closures.inc(); Closures.twice.n = 50;
console.log(Closures.n, Closures.get(), Closures.twice.n, Closures.shadow, Closures.delayed(), typeof Closures.inc);
namespace Same { export class Same { who = "inner"; } export const made = new Same().who; }
console.log(Same.made, new Same.Same().who);
