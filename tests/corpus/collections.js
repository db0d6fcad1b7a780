// Map and Set: order, identity, iteration while changing, groupBy, conversions.
const m = new Map([["a", 1], [1, "one"], ["1", "string one"], [NaN, "nan"], [-0, "zero"], [null, "null"], [undefined, "undef"]]);
const key = {}; m.set(key, "object").set("a", 2);
console.log(m.size, m.get("a"), m.get(1), m.get("1"), m.get(NaN), m.get(0), m.get(null), m.get(undefined), m.get(key), m.get({}), m.has(0), Object.is([...m.keys()][4], 0));
console.log([...m.entries()].length, [...m.values()].join("|"), m.delete("a"), m.delete("a"), m.size, [...m.keys()].length);
let out = []; m.forEach(function (v, k, map) { out.push(typeof k + this.sep + v); if (map !== m) out.push("wrong"); }, { sep: ":" }); console.log(out.join());
m.clear(); console.log(m.size, m.get(key), [...m].length);
const s = new Set([3, 1, 3, 2, "3", NaN, NaN]); console.log(s.size, [...s].join(), s.has(3), s.add(9) === s, s.delete(1), [...s.entries()].length, [...s].join());
out = []; const live = new Set([1, 2, 3]); for (const v of live) { out.push(v); if (v < 5) live.add(v + 2); live.delete(v); } console.log(out.join(), live.size);
out = []; const lm = new Map([[1, 1]]); for (const [k] of lm) { out.push(k); if (k < 10) { lm.delete(k); lm.set(k + 1, 0); } } console.log(out.join());
const it = new Map([["x", 1]])[Symbol.iterator](); console.log(JSON.stringify(it.next()), JSON.stringify(it.next()), JSON.stringify(it.next()));
for (const f of [() => Map(), () => new Map([1]), () => new Set(5), () => Map.prototype.get.call({}, 1), () => new Map().forEach(1)]) try { f(); } catch (e) { console.log(e.name); }
const counts = new Map(); for (const c of "mississippi") counts.set(c, (counts.get(c) ?? 0) + 1); console.log([...counts].map(([k, v]) => k + v).join(" "), [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0][0]);
const big = new Map(); for (let i = 0; i < 400; i++) big.set("k" + i, i); for (let i = 0; i < 400; i += 2) big.delete("k" + i); let sum = 0; for (const v of big.values()) sum += v; console.log(big.size, sum, big.get("k399"), big.get("k398")); for (let i = 0; i < 50; i++) big.set(i, i).set(i + 0.5, i); console.log(big.size, [...big.keys()].slice(-3).join());
const objs = new Set(); const keep = []; for (let i = 0; i < 100; i++) { const o = { i }; keep.push(o); objs.add(o); } console.log(objs.size, keep.every(o => objs.has(o)), objs.has({ i: 1 }));
console.log([...Map.groupBy([1, 2, 3, 4], x => x % 2 ? "odd" : "even")].map(([k, v]) => k + ":" + v.join("+")).join(), Object.fromEntries(new Map([["p", 1]])).p, new Map(Object.entries({ q: 2 })).get("q"), [...new Set("hello")].join(""));
class Counter extends Map { inc(k) { return this.set(k, (this.get(k) || 0) + 1); } get total() { let t = 0; for (const v of this.values()) t += v; return t; } } const c = new Counter(); c.inc("a").inc("b").inc("a"); console.log(c.get("a"), c.total, c instanceof Map, c.size, String(c));
const graph = new Map(Object.entries({ a: ["b", "c"], b: ["d"], c: ["d"], d: ["e"], e: [] })); const seen = new Set(), queue = ["a"], order = []; while (queue.length) { const n = queue.shift(); if (seen.has(n)) continue; seen.add(n); order.push(n); queue.push(...graph.get(n)); } console.log(order.join("->"));
const union = (a, b) => new Set([...a, ...b]), inter = (a, b) => new Set([...a].filter(x => b.has(x))); console.log([...union(new Set([1, 2]), new Set([2, 3]))].join(), [...inter(new Set([1, 2]), new Set([2, 3]))].join());
