// Classes: modifiers, parameter properties, overloads, abstract and ambient members.
interface Shape { area(): number; readonly name?: string }
abstract class Base<T = unknown> implements Shape {
  protected static count: number = 0;
  static readonly #secret = "s";
  declare ambient: string;
  definite!: number;
  optional?: string;
  private readonly ["computed" + 1]: number = 1;
  [index: string]: any;
  static [other: number]: string;
  abstract area(): number;
  abstract get label(): string;
  protected abstract readonly size: number
  constructor(public readonly id: number, protected tag?: string, readonly list: T[] = []) { Base.count++; this.log("base"); }
  log(this: Base<T>, what: string): void { console.log(what, this.id, this.tag, this.list.length, Object.keys(this).join()); }
  over(x: string): string;
  over(x: number, y?: number): number;
  over(x: any, y?: any): any { return y === undefined ? x : x + y; }
  static create(): void
  static create(n?: number) { return n ?? Base.count + Base.#secret.length; }
  method?(): void;
  async *gen<U extends T>(u?: U): AsyncGenerator<U | undefined> { yield u; }
  get acc(): number { return this.id }
  set acc(value: number) { console.log("set", value) }
}
class Square extends Base<string> implements Shape, Iterable<number> {
  protected override readonly size: number = 4;
  static { console.log("static block", super.create !== undefined as boolean); }
  constructor(id: number, private side = 2, public extra: { a: number } = { a: side }) {
    "first";
    super(id * 10, "sq");
    console.log(this.side, this.extra.a, side, this.size);
  }
  area(): number { return this.side ** 2; }
  override get label(): string { return `${this.tag!}-${this.area() as number}`; }
  *[Symbol.iterator](): Iterator<number> { yield this.side; }
  public async wait<T>(x: T): Promise<T> { return await x; }
}
const s = new Square(1, 3);
s.log("outside"); s.acc = 5;
console.log(s.over("a"), s.over(1, 2), s.label, [...s].join(), Base.create(), s instanceof Base, "ambient" in s, "definite" in s);
s.wait<number>(7).then((v: number) => console.log("waited", v));
const Anonymous = class<T> implements Shape { constructor(readonly v: T) {} area() { return 1; } };
console.log(new Anonymous<string>("v").v, Anonymous.name, new (class { constructor(public a: number) {} })(5).a);
class Names { type = 1; declare = 2; abstract = 3; readonly = 4; static = 5; public = 6; get = 7; set = 8; async = 9; override = 10; namespace?: number; as: string = "as"; is!: number }
console.log(JSON.stringify(new Names()));
class Methods { type() { return 1 } declare<T>(x: T) { return x } get<T>() { return 2 } static<T>() { return 3 } readonly?() { return 4 } async<T>() { return 5 } private() { return 6 } }
const m = new Methods();
console.log(m.type(), m.declare(9), m.get(), m.static(), m.readonly!(), m.async(), m.private());
class Late extends Base { size = 1; area() { return 0 } get label() { return "" } constructor(readonly z: string) { console.log("before"); super(99); console.log(Object.keys(this).join()); } }
new Late("z");
function mixin<C extends new (...args: any[]) => {}>(base: C) { return class extends base { mixed = true } }
console.log(new (mixin(class { a = 1 }))().mixed);
const o = { m<T>(x: T): T { return x }, async a<T>(x: T) { return x }, get g(): number { return 1 }, *it<T>(): Generator<T> { }, ["c" as string]: 5 as const };
console.log(o.m<number>(3), o.g, o.c);
