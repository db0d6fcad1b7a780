// Sorting: stability, comparators of every kind, quicksort and friends in the language itself.
let seed = 7; const rnd = n => (seed = (seed * 16807) % 2147483647) % n;
const nums = []; for (let i = 0; i < 200; i++) nums.push(rnd(1000));
const sorted = nums.slice().sort((a, b) => a - b);
console.log(sorted.every((v, i) => !i || sorted[i - 1] <= v), sorted.length, sorted[0], sorted[100], sorted[199], nums.slice().sort().slice(0, 5).join());
const people = []; for (let i = 0; i < 60; i++) people.push({ age: rnd(5), id: i }); people.sort((a, b) => a.age - b.age);
console.log(people.every((p, i) => !i || people[i - 1].age < p.age || (people[i - 1].age === p.age && people[i - 1].id < p.id)));
let calls = 0; const order = [3, 1, 2].sort((a, b) => (calls++, b - a)); console.log(order.join(), calls > 0);
console.log([3, 2, undefined, 1, , undefined].sort().length, [3, 2, undefined, 1].sort((a, b) => b - a).join(), [5, 25, 100, 1].sort().join(), ["B", "a", "C"].sort().join(""), ["B", "a", "C"].sort((a, b) => a.toLowerCase() < b.toLowerCase() ? -1 : 1).join(""), [true, false, null].sort().join());
try { [2, 1].sort(() => { throw new Error("from comparator"); }); } catch (e) { console.log(e.message); } try { [1].sort("x"); } catch (e) { console.log(e.name); }
console.log([1, 2, 3, 4].sort(() => 0).join(), [4, 3, 2, 1].sort(() => -0).join(), [2, 1, 3].sort((a, b) => a > b ? 1 : -1).join(), [2, 1, 3].sort((a, b) => ({ valueOf() { return a - b; } })).join(), [3, 1, 2].sort((a, b) => String(a - b)).join(), [1, 2, 3].sort(() => NaN).join());
const objs = ["x10", "x9", "x1"].map(s => ({ toString: () => s })); console.log(objs.sort().join());
const nested = [[3, "c"], [1, "a"], [2, "b"]].sort(([a], [b]) => [a, b].sort((p, q) => p - q)[0] === a ? -1 : 1); console.log(nested.map(x => x[1]).join(""));
function quick(a) { if (a.length < 2) return a; const [p, ...rest] = a; return [...quick(rest.filter(x => x < p)), p, ...quick(rest.filter(x => x >= p))]; }
function merge(a) { if (a.length < 2) return a; const m = a.length >> 1, l = merge(a.slice(0, m)), r = merge(a.slice(m)), out = []; let i = 0, j = 0; while (i < l.length && j < r.length) out.push(l[i] <= r[j] ? l[i++] : r[j++]); while (i < l.length) out.push(l[i++]); while (j < r.length) out.push(r[j++]); return out; }
function heap(a) { const n = a.length; const sift = (i, n) => { for (;;) { let c = 2 * i + 1; if (c >= n) return; if (c + 1 < n && a[c + 1] > a[c]) c++; if (a[i] >= a[c]) return; [a[i], a[c]] = [a[c], a[i]]; i = c; } }; for (let i = n >> 1; i >= 0; i--) sift(i, n); for (let i = n - 1; i > 0; i--) { [a[0], a[i]] = [a[i], a[0]]; sift(0, i); } return a; }
function shell(a) { for (let g = a.length >> 1; g; g >>= 1) for (let i = g; i < a.length; i++) { const v = a[i]; let j = i; for (; j >= g && a[j - g] > v; j -= g) a[j] = a[j - g]; a[j] = v; } return a; }
const want = sorted.join(); for (const f of [quick, merge, heap, shell]) console.log(f.name, f(nums.slice()).join() === want);
const words = "the quick brown fox jumps over the lazy dog and runs away from the bear".split(" "); const freq = {}; for (const w of words) freq[w] = (freq[w] || 0) + 1; console.log(Object.entries(freq).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 4).map(e => e.join(":")).join(" "));
console.log(words.sort((a, b) => a.length - b.length).join(" ")); const mid = nums.slice().sort((a, b) => b - a); console.log(mid[0] >= mid[1], mid.indexOf(sorted[0]) > 190);
