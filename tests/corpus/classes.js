// Classes: inheritance, super, statics, accessors, computed names, fields, new.target, extending built-ins.
class Shape {
  static count = 0;
  name = "shape";
  constructor(sides) { this.sides = sides; Shape.count++; }
  describe() { return this.name + " with " + this.sides + " sides"; }
  get double() { return this.sides * 2; }
  set double(v) { this.sides = v / 2; }
  static make(...args) { return new this(...args); }
  ["comp" + "uted"]() { return "yes"; }
}
class Square extends Shape {
  name = "square";
  constructor() { super(4); }
  describe() { return "a " + super.describe(); }
  static make() { return super.make(); }
  get double() { return "double " + super.double; }
}
const s = new Shape(3), q = Square.make();
console.log(s.describe(), "|", q.describe(), "|", q.computed());
s.double = 10;
console.log(s.sides, q.double, Shape.count, Square.count, q instanceof Shape, Object.getPrototypeOf(Square) === Shape);
console.log(typeof Shape, Shape.name, Square.length, Shape.length, Object.keys(q).join());
console.log(Object.getOwnPropertyNames(Shape.prototype).join());
for (const f of [() => Shape(), () => new (class extends null {})(), () => new (class extends Shape { constructor() { } })(), () => class extends 5 {}])
  try { f(); console.log("no error"); } catch (e) { console.log(e.name); }
class Stack extends Array {
  top() { return this[this.length - 1]; }
  static get [Symbol.species]() { return Array; }
}
const st = new Stack(); st.push(1, 2, 3);
console.log(st.top(), st.length, st instanceof Stack, st.map(x => x) instanceof Stack, Array.isArray(st));
class MyError extends TypeError { constructor(m) { super("my " + m); this.name = "MyError"; } }
try { throw new MyError("fault"); } catch (e) { console.log(String(e), e instanceof TypeError, e instanceof MyError); }
function Old(v) { if (!new.target) return new Old(v); this.v = v; }
Old.prototype.get = function () { return this.v; };
class New extends Old { get() { return "new " + super.get(); } }
console.log(Old(1).get(), new New(2).get());
const log = [];
class Order { [(log.push("key1"), "a")] = log.push("field a"); static [(log.push("key2"), "b")] = log.push("static b"); static { log.push("block"); } }
new Order();
console.log(log.join(", "));
const obj = { __proto__: { hi() { return "proto hi"; } }, hi() { return "own " + super.hi(); } };
console.log(obj.hi());
class Chain { #v = 0; add(n) { this.#v += n; return this; } get v() { return this.#v; } }
console.log(new Chain().add(1).add(2).v);
const C = class Named { static self() { return Named === C; } };
console.log(C.self(), C.name, (class { static name = "own"; }).name);
class Thenable { static async = 1; get = 2; set = 3; static static() { return "static"; } }
console.log(Thenable.async, new Thenable().get, new Thenable().set, Thenable.static());
