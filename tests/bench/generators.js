// Generators: pipelines, delegation, for-of over them.
function* range(a, b) { for (let i = a; i < b; i++) yield i; }
function* map(f, src) { for (const x of src) yield f(x); }
function* filter(p, src) { for (const x of src) if (p(x)) yield x; }
function* take(n, src) { if (n <= 0) return; for (const x of src) { yield x; if (--n <= 0) return; } }
function* tree(d) { if (d > 0) { yield* tree(d - 1); yield d; yield* tree(d - 1); } }
let result = 0;
for (let round = 0; round < 200; round++) {
  for (const x of map(x => x * 2, filter(x => x % 3 === 0, range(0, 6000)))) result += x & 255;
  for (const x of take(500, map(x => x + round, range(0, 1e9)))) result += x;
  for (const d of tree(9)) result += d;
  const it = range(0, 2000); let r;
  while (!(r = it.next()).done) result += r.value & 1;
}
if (String(result) !== "85968200") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("generators " + result);
