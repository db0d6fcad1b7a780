// Destructuring, spread, rest, defaults, object literals.
function area({ x = 0, y = 0, w, h = w }) { return x + y + w * h; }
function sum(first, ...rest) { let s = first; for (const r of rest) s += r; return s; }
let result = 0;
for (let i = 0; i < 150000; i++) {
  const [a, b, ...c] = [i, i + 1, i + 2, i + 3];
  const { p, q: { r }, ...others } = { p: a, q: { r: b }, s: 1, t: 2 };
  let x = a, y = b;
  [x, y] = [y, x];
  const merged = { ...others, u: r, ...{ v: p } };
  result += area({ w: i & 15 }) + area({ x: 1, w: 2, h: 3 }) + sum(x, y, ...c) + merged.s + merged.v % 3 + Math.max(...c) % 5;
}
if (String(result) !== "45013875000") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("destructuring " + result);
