// Optional chaining, nullish coalescing, logical assignment, exponentiation.
const o = { a: { b: { c: 7 }, f() { return this.b.c; }, arr: [1, 2] }, nul: null, zero: 0, empty: "" };
console.log(o?.a?.b?.c, o.x?.y.z.w, o.nul?.x, o.a?.f(), o.a.g?.(), o.nul?.[1], o.a?.["arr"]?.[1], o.x?.y[o.never.reached]);
console.log(delete o?.a?.b?.none, delete o.x?.y, (o.a?.f)(), (o?.a).arr.length, o.a?.arr.map?.(x => x * 2).join());
let calls = 0;
const count = () => (calls++, null);
count()?.x.y.z; count()?.[calls++]; count()?.(calls++);
console.log(calls);
try { o.nul.x; } catch (e) { console.log(e.name); }
try { o.a?.missing(); } catch (e) { console.log(e.name); }
try { (o.nul?.x).y; } catch (e) { console.log(e.name); }
console.log(o.zero ?? 1, o.empty ?? "x", o.nul ?? "dflt", undefined ?? null ?? "last", o.zero || 1, (o.nul ?? false) && 1);
let a = null, b = 0, c = 1;
a ??= 5; b ||= 6; c &&= 7;
console.log(a, b, c);
const p = { get g() { calls++; return 1; }, set g(v) { calls += 100; } };
calls = 0; p.g ??= 2; p.g ||= 2; console.log(calls); p.g &&= 2; console.log(calls);
const frozen = Object.freeze({ v: 1 });
(function () { "use strict"; frozen.v ??= 2; frozen.v ||= 2; try { frozen.v &&= 2; } catch (e) { console.log(e.name); } })();
let fnName; fnName ??= () => 1; console.log(fnName.name);
console.log(2 ** 10, 2 ** -1, (-2) ** 3, 2 ** 3 ** 2, (2 ** 3) ** 2, 0 ** 0, NaN ** 0, 1 ** Infinity);
let e = 3; e **= 2; console.log(e);
console.log(null?.x === undefined, undefined?.[0], ""?.length, 0?.toFixed(1), false?.toString());
console.log(o?.["a"]?.["b"]?.["c"]?.toString().length, [1, 2, 3]?.at?.(-1), o.a.b?.c ? "yes" : "no", o ?.5 : 1);
