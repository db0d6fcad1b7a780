// The iteration protocol: closing on break, throw and return; destructuring; bad iterators.
const log = [];
function source(n, name) {
  let i = 0;
  return { [Symbol.iterator]() { return this; },
    next() { log.push(name + " next"); return { value: i, done: i++ >= n }; },
    return(v) { log.push(name + " return"); return { value: v, done: true }; } };
}
function flush(what) { console.log(what + ": " + log.join(", ")); log.length = 0; }
for (const x of source(2, "a")) ;
flush("to the end");
for (const x of source(9, "b")) if (x === 1) break;
flush("break");
try { for (const x of source(9, "c")) throw new Error("e"); } catch (e) { log.push(e.message); }
flush("throw");
(function () { for (const x of source(9, "d")) return; })();
flush("return");
outer: for (const x of source(2, "e")) for (const y of source(2, "f")) continue outer;
flush("continue outer");
const [p, q] = source(9, "g");
flush("pattern " + p + q);
const [r, ...rest] = source(3, "h");
flush("rest " + rest.join());
new Map(); try { new Map(source(1, "i")); } catch (e) { log.push(e.name); }
flush("map");
const bad = [
  () => { for (const x of 5) ; }, () => { for (const x of { [Symbol.iterator]: 1 }) ; },
  () => { for (const x of { [Symbol.iterator]() { return 1; } }) ; },
  () => { for (const x of { [Symbol.iterator]() { return { next() { return 1; } }; } }) ; },
  () => { const [x] = {}; }, () => [...null] ];
console.log(bad.map(f => { try { f(); return "none"; } catch (e) { return e.name; } }).join());
try { for (const x of { [Symbol.iterator]() { return { next() { return {}; }, return() { throw "from return"; } }; } }) throw "body"; } catch (e) { console.log(e); }
try { for (const x of { [Symbol.iterator]() { return { next() { return {}; }, return() { throw "from return"; } }; } }) break; } catch (e) { console.log(e); }
console.log([..."a\u{1F600}b"].length, Array.from({ length: 3 }, (v, i) => i * i).join(), Array.from("abc", c => c + c).join());
const arr = [1, 2, 3];
let sum = 0;
for (const v of arr) { sum += v; if (v < 3 && arr.length < 6) arr.push(v * 10); }
console.log(sum, arr.join());
const m = new Map([["a", 1], ["b", 2]]);
for (const [k, v] of m) { if (k === "a") { m.delete("b"); m.set("c", 3); } log.push(k + v); }
flush("live map");
console.log([...[1, 2].entries()].join(";"), [...["x", "y"].keys()].join(), [...new Set([3, 1, 3])].join());
const keys = [];
for (const k in Object.create({ inherited: 1, own: 0 }, { own: { value: 1, enumerable: true }, hidden: { value: 2 } })) keys.push(k);
console.log(keys.join());
const o = { b: 1, 2: 1, a: 1, 1: 1, [Symbol("s")]: 1 };
console.log(Object.keys(o).join(), (() => { const k = []; for (const x in o) { k.push(x); delete o.a; } return k; })().join());
