// Property access and method calls on objects of many shapes.
class Circle { constructor(r) { this.r = r; } area() { return 3 * this.r * this.r; } get kind() { return 1; } }
class Rect { constructor(w, h) { this.w = w; this.h = h; } area() { return this.w * this.h; } get kind() { return 2; } }
class Square extends Rect { constructor(s) { super(s, s); this.side = s; } }
class Tri { constructor(b, h) { this.h = h; this.b = b; } area() { return this.b * this.h / 2; } get kind() { return 3; } }
const literal = r => ({ tag: "lit", r, area() { return this.r; }, kind: 4 });
const shapes = [];
for (let i = 0; i < 200; i++) shapes.push(i % 5 === 0 ? new Circle(i) : i % 5 === 1 ? new Rect(i, 2) : i % 5 === 2 ? new Square(i) : i % 5 === 3 ? new Tri(i, 4) : literal(i));
let result = 0;
for (let round = 0; round < 20000; round++) for (let i = 0; i < shapes.length; i++) { const s = shapes[i]; result = (result + s.area() + s.kind) % 1000003; if (s.r !== undefined) s.r = s.r; }
if (String(result) !== "274588") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("polymorphic " + result);
