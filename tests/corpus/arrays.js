// Array methods, holes, length, array-likes.
const show = a => JSON.stringify(a);
const a = [5, 1, 4];
console.log(a.push(2, 3), a.pop(), a.shift(), a.unshift(9, 8), show(a));
console.log(show(a.slice(1, 3)), show(a.slice(-2)), show(a.splice(1, 2, "x", "y", "z")), show(a), show(a.splice(-1)), show(a.splice(1, 0, 0)), show(a));
console.log(show([1, 2, 3, 4].map(x => x * x)), show([1, 2, 3, 4].filter(x => x % 2)), [1, 2, 3].reduce((s, x) => s + x), [1, 2, 3].reduceRight((s, x) => s + "-" + x, ""), [1, 2].some(x => x > 1), [1, 2].every(x => x > 1), [].every(x => 0));
console.log([4, 5, 6].find(x => x > 4), [4, 5, 6].findIndex(x => x > 9), [4, 5, 6].findLast(x => x < 6), [4, 5, 6].findLastIndex(x => x), [1, NaN].indexOf(NaN), [1, NaN].includes(NaN), [1, 2, 1].lastIndexOf(1), [0].includes(-0));
console.log(show([3, 1, 2].sort()), show([10, 9, 1].sort()), show([10, 9, 1].sort((x, y) => x - y)), show(["b", undefined, "a", , "c"].sort()), show([1, 2, 3].reverse()), show([1, 2, 3].toReversed()), show([2, 1].toSorted()), show([1, 2].with(0, 9)), show([1, 2, 3].toSpliced(1, 1)));
console.log(show([1, [2, [3, [4]]]].flat()), show([1, [2, [3, [4]]]].flat(Infinity)), show([1, 2].flatMap(x => [x, x * 2])), show([1, 2].concat(3, [4, [5]])), [1, 2, 3].join("-"), [null, undefined, 1].join(), [[1, 2], [3]].toString());
console.log(show(new Array(3).fill(0)), show([1, 2, 3, 4, 5].fill(9, 1, -1)), show([1, 2, 3, 4, 5].copyWithin(0, 3)), show(Array.of(7)), new Array(7).length, show(Array.from({ length: 2, 0: "a", 1: "b" })), show(Array.from(new Map([[1, 2]]))), Array.isArray([]), Array.isArray({ length: 0 }));
const h = [1, , 3]; console.log(h.length, 1 in h, show(h.map(x => x * 2)), h.indexOf(undefined), h.includes(undefined), Object.keys(h).join()); let visits = 0; h.forEach(() => visits++); console.log(visits, show(Array.from(h)), h.findIndex(x => x === undefined));
const l = [1, 2, 3]; l.length = 1; l[4] = 5; console.log(l.length, show(l), l.at(-1), l.at(-9)); l["07"] = 1; l[4294967295] = "not an index"; console.log(l.length, Object.keys(l).join());
for (const bad of [-1, 1.5, 2 ** 32]) try { l.length = bad; } catch (e) { console.log(e.name); }
const like = { length: 2, 0: "p", 1: "q" }; console.log(Array.prototype.map.call(like, x => x + x).join(), Array.prototype.push.call(like, "r"), like[2], like.length, Array.prototype.slice.call("str", 1).join(), Array.prototype.join.call({ length: 2 }, "-"));
console.log([3, 2, 1].keys().next().value, show([...["a", "b"].entries()]), show([...["a"].values()]), show(Object.groupBy([1, 2, 3], x => x % 2 ? "odd" : "even")));
const grow = []; for (let i = 0; i < 1000; i++) grow[i] = i; let sum = 0; for (let i = 0; i < grow.length; i++) sum += grow[i]; console.log(sum, grow.length); while (grow.length > 10) grow.pop(); console.log(grow.join("")); for (let i = 0; i < 5; i++) grow.shift(); console.log(grow.join(""));
const mutate = [1, 2, 3, 4]; console.log(show(mutate.map((x, i, arr) => { if (i === 0) arr.pop(); return x; })), show([1, 2, 3].filter(function (x) { return x > this.min; }, { min: 1 })));
try { [1, 2].map(5); } catch (e) { console.log(e.name); } try { [].reduce((x, y) => x); } catch (e) { console.log(e.name); }
const matrix = [[1, 2, 3], [4, 5, 6]]; console.log(show(matrix[0].map((_, c) => matrix.map(r => r[c]))), show(matrix.map(r => r.reduce((x, y) => x + y))), matrix.flat().reduce((m, x) => m > x ? m : x));
const q = []; for (let i = 0; i < 20; i++) { q.push(i); if (i % 3 === 0) q.shift(); } console.log(q.join());
const mixed = [1, "two", null, undefined, true, { k: 1 }, [1], 1.5, NaN]; console.log(show(mixed), mixed.map(x => typeof x).join());
const sparse = []; sparse[50] = 1; console.log(sparse.length, Object.keys(sparse).length, sparse.filter(() => true).length, show(sparse.concat([2]).slice(49)));
const doubles = [0.5, 1.25]; doubles.push(3); doubles.push("s"); console.log(doubles.join(), doubles.length, [1, 2, 3].indexOf(2.0), [1.5, 2.5].lastIndexOf(2.5));
