// Getters and setters, property attributes, freezing, prototypes, property order, delete.
const log = [];
const o = { _v: 1, get v() { log.push("get"); return this._v; }, set v(x) { log.push("set " + x); this._v = x; } };
o.v += 5; o.v++;
console.log(o.v, log.join());
const child = Object.create(o);
child.v = 50;
console.log(child._v, o._v, Object.keys(child).join(), child.hasOwnProperty("v"), "v" in child);
Object.defineProperty(o, "fixed", { value: 1 });
o.fixed = 2; delete o.fixed;
console.log(o.fixed, Object.keys(o).join(), JSON.stringify(Object.getOwnPropertyDescriptor(o, "fixed")));
(function () { "use strict";
  for (const f of [() => { o.fixed = 3; }, () => { delete o.fixed; }, () => { Object.defineProperty(o, "fixed", { value: 9 }); },
    () => { ({ get only() { return 1; } }).only = 2; }, () => { Object.freeze({ a: 1 }).a = 2; }, () => { Object.preventExtensions({}).n = 1; },
    () => { "str".length = 1; }, () => { (5).x = 1; }, () => { undefined.x = 1; }])
    try { f(); console.log("no error"); } catch (e) { console.log(e.name); }
})();
const fr = Object.freeze({ a: 1, inner: { b: 2 } });
fr.a = 9; fr.c = 9; fr.inner.b = 9; delete fr.a;
console.log(JSON.stringify(fr), Object.isFrozen(fr), Object.isSealed(fr), Object.isExtensible(fr), Object.isFrozen("s"));
const sealed = Object.seal({ s: 1 }); sealed.s = 2; delete sealed.s; sealed.t = 1;
console.log(JSON.stringify(sealed), Object.isSealed(sealed), Object.isFrozen(sealed));
const ordered = { z: 1, 10: 1, a: 1, 9: 1, "-1": 1, "01": 1 }; ordered.b = 1; delete ordered.z; ordered.z = 2; ordered[0] = 1;
console.log(Object.keys(ordered).join());
console.log(Object.entries({ x: 1, y: [2] }).join(";"), Object.values("ab").join(), Object.fromEntries([["k", 1], ["l", 2]]).l);
const d = Object.getOwnPropertyDescriptors({ get g() { return 1; }, v: 2 });
console.log(typeof d.g.get, d.g.set, d.v.value, d.v.enumerable, Object.keys(d).join());
Object.defineProperty(o, "lazy", { configurable: true, get() { Object.defineProperty(this, "lazy", { value: "computed" }); return "first"; } });
console.log(o.lazy, o.lazy);
function F() {} F.prototype.m = 1; const f = new F(); F.prototype = { m: 2 };
console.log(f.m, new F().m, Object.getPrototypeOf(f) === F.prototype, f.constructor === F, new F().constructor === Object);
const p = { __proto__: null, toString: 1 }; console.log(Object.getPrototypeOf(p), "hasOwnProperty" in p, p.toString);
try { const x = {}; const y = Object.create(x); Object.setPrototypeOf(x, y); } catch (e) { console.log(e.name); }
console.log(Object.assign({ a: 1 }, { b: 2 }, null, { a: 3 }).a, Object.is(NaN, NaN), Object.is(0, -0), Object.hasOwn({ q: 1 }, "q"));
const arr = [1, 2, 3]; Object.defineProperty(arr, 1, { get() { return "got"; } }); console.log(arr.join(), arr.length); arr.length = 1; console.log(arr.length);
let chain = { depth: 0 }; for (let i = 1; i < 50; i++) { chain = Object.create(chain); if (i % 10 === 0) chain["p" + i] = i; } console.log(chain.depth, chain.p10, chain.p40, chain.none);
console.log([..."x"].concat({ length: 1, 0: "spread", [Symbol.isConcatSpreadable]: true }).join(), delete [].length, delete globalThis.nothing);
