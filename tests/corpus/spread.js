// Spread and rest in calls, arrays, objects and parameters.
const a = [1, 2], b = [...a, ...[3], ..."45", ...new Set([6, 6, 7])];
console.log(b.join(), [...[, 1]].length, 0 in [...[, 1]]);
console.log(Math.max(...a, 10, ...[3, 4]), Math.min(...[]), String.fromCharCode(...[72, 105]));
const o = { x: 1, ...{ y: 2, x: 3 }, ...null, ...undefined, ..."hi", ...[9], z: 4 };
console.log(JSON.stringify(o));
function rest(first, ...others) { return first + "/" + others.length + "/" + others.join("") + "/" + arguments.length; }
console.log(rest(), rest(1), rest(1, 2, 3), rest.length, rest(...b));
class P { constructor(...args) { this.args = args; } }
console.log(new P(...[1, 2], ...[3]).args.length, new (class extends P {})(...a).args.join());
const log = [];
const src = { get p() { log.push("p"); return 1; }, get [Symbol.for("s")]() { log.push("s"); return 2; } };
const copy = { ...src };
console.log(log.join(), copy.p, copy[Symbol.for("s")], Object.getOwnPropertyDescriptor(copy, "p").writable);
const { x, ...others } = o;
console.log(x, Object.keys(others).join());
console.log(((...[p, q = 5]) => p + q)(1), ((a, b = 2, ...c) => [a, b, c.length].join())(1));
const big = []; for (let i = 0; i < 500; i++) big.push(i);
console.log(Math.max(...big), [...big, ...big].length, Array.of(...big).length, rest(...big).length);
console.log([].concat(...[[1], [2, [3]]]).length, Array.prototype.push.apply(b, a), b.length);
function apply(f, ...args) { return f.call(this, ...args); }
console.log(apply.call({ v: 1 }, function (k) { return this.v + k; }, 5));
const f3 = function () { return [].slice.call(arguments).reverse(); };
console.log(f3(..."abc").join(""), f3.apply(null, { length: 2, 0: "x", 1: "y" }).join(""));
console.log(JSON.stringify({ ...{ a: undefined, b: () => 1 } }), Object.keys({ ...Object.create({ inherited: 1 }) }).length);
console.log(JSON.stringify([...Array(3).keys()]), JSON.stringify([...Array(2)]), [..."\u{1F600}!"].length);
