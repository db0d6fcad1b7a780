// Direct eval sees and adds variables of the function it stands in; indirect eval is global.
function counter() {
  let n = 0;
  eval("var step = 2; function bump() { return n += step; }");
  bump();
  step = 5;
  return [bump(), () => eval("n + step"), eval("var gone; delete gone")];
}
const [total, peek, gone] = counter();
console.log(total, peek(), gone);

function parameters(a, f = () => a, b = eval("var hidden = a * 2; hidden")) {
  var hidden = "own";
  a = 9;
  return [f(), b, hidden, arguments[0]].join();
}
console.log(parameters(4));

const indirect = eval;
var place = "global";
function places() {
  var place = "local";
  return [eval("place"), indirect("place"), (0, eval)("typeof places")].join();
}
console.log(places());

indirect("var made = 1");
console.log(made, delete globalThis.made, typeof made);
console.log(eval("'use strict'; var own = 1; typeof own"), typeof own);
console.log(eval("let i = 0; do { i += 3; } while (i < 10); i"), eval("1; {}"), eval("if (0) 1;"));

class Base { #key = 7; static name2 = "B"; reveal(code) { return eval(code); } }
class Derived extends Base { constructor() { eval("super()"); } up() { return eval("super.reveal('this.#key')"); } }
console.log(new Derived().up(), new Base().reveal("this.constructor.name2"));

for (const [code, run] of Object.entries({
  "let and var": () => { let x; { eval("var x"); } },
  "not there": () => eval("missing"),
  "dead zone": () => { eval("late"); let late; },
  "no super": () => eval("super.x"),
  "constant": () => { const c = 1; eval("c = 2"); },
})) {
  try { run(); console.log(code, "passed"); } catch (e) { console.log(code, e.name); }
}

const closures = [];
for (let i = 0; i < 3; i++) closures.push(eval("() => i * i"));
console.log(closures.map(f => f()).join());

const add = new Function("a", "b = 2", "return a + b");
console.log(add(1), add(1, 1), add.length, add.name);
function* numbers() { eval("var k = 1"); while (k < 4) yield eval("k++"); }
console.log([...numbers()].join());
