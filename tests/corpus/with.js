// Names in a with statement are properties of its object first.
const point = { x: 1, y: 2, norm() { return this.x * this.x + this.y * this.y; } };
let z = 3;
with (point) {
  x += 10;
  y++;
  z = x + y;
  var fresh = norm();
  console.log(x, y, z, norm(), typeof absent);
}
console.log(JSON.stringify(point), fresh, z);

with ({ a: 1 }) with ({ b: 2 }) {
  let c = 3;
  console.log((() => () => a + b + c)()());
}

const list = { values: "hidden", [Symbol.unscopables]: { values: true } };
let values = "seen";
with (list) console.log(values);
with ([3, 1, 2]) console.log(length, map(v => v * 2).join(), typeof keys);

const traced = { get v() { console.log("get"); return 1; }, set v(n) { console.log("set", n); } };
with (traced) { v = v + 1; v++; }

const shrinking = { p: 1, q: 2 };
with (shrinking) { delete p; [q] = [5]; for (q of [6, 7]); var made = "outside"; }
console.log(JSON.stringify(shrinking), made);

with ({ t: 1 }) { eval("var t = 2; var u = t"); }
console.log(typeof t, u);
function deep(o) { with (o) return () => { "use strict"; inner = 4; return inner; }; }
console.log(deep({ inner: 1 })());
for (const bad of [null, undefined]) try { with (bad) {} } catch (e) { console.log(e.name); }
