// Patterns in declarations, assignments, parameters and loops; order of evaluation; defaults; rest.
const { a, b: { c = 5, ...rest }, d = a + 1, ["e" + 1]: e1 } = { a: 1, b: { x: 7, y: 8 }, e1: "computed" };
console.log(a, c, JSON.stringify(rest), d, e1);
const [p, , q = "dflt", [r] = ["inner"], ...s] = [1, 2, undefined, undefined, 4, 5];
console.log(p, q, r, s.join());
let x = 1, y = 2;
[x, y] = [y, x];
console.log(x, y);
const o = {};
({ m: o.first, n: o["second"] = "none", ...o.more } = { m: 1, k: 2, l: 3 });
console.log(JSON.stringify(o));
function f({ u, v = u * 2 } = { u: 4 }, [w, z = w] = [9]) { return [u, v, w, z].join(); }
console.log(f(), f({ u: 1 }), f({ u: 1, v: 0 }, "hi"), f.length);
for (const { n, m = n.length } of [{ n: "ab" }, { n: "c", m: 0 }]) console.log(n, m);
for (const [k, v] of Object.entries({ one: 1, two: 2 })) console.log(k + "=" + v);
const log = [];
const source = { get one() { log.push("get one"); }, get two() { log.push("get two"); return 2; } };
const { one = (log.push("default one"), 1), two = (log.push("default two"), 0) } = source;
console.log(one, two, log.join("; "));
function* naturals() { let i = 0; try { for (;;) yield i++; } finally { log.push("closed at " + i); } }
log.length = 0;
const [n0, n1, n2] = naturals();
console.log(n0, n1, n2, log.join());
for (const bad of [() => { const [z] = 5; }, () => { const { z } = null; }, () => { const [{ z }] = [undefined]; }])
  try { bad(); } catch (e) { console.log(e.name); }
const { length } = "hello", { 0: first, [length - 1]: last } = "hello";
console.log(length, first, last);
const fns = { };
({ g: fns.g = function () {}, h: fns.h = () => {} } = {});
let anon = function () {}, { k = class {} } = {};
console.log(anon.name, k.name, fns.g.name === "");
console.log((([a, b] = [1, 2], { x: c } = { x: a + b }) => a + b + c)());
try { throw { code: 42, msg: "oops" }; } catch ({ code, msg }) { console.log(code, msg); }
