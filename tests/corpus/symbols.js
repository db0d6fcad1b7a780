// Symbols: keys, registry, well-known symbols, conversions.
const s = Symbol("desc"), t = Symbol("desc");
const o = { [s]: 1, [t]: 2, plain: 3 };
console.log(o[s], o[t], Object.keys(o).join(), Object.getOwnPropertySymbols(o).length, s === t, typeof s, s.toString(), s.description, Symbol().description);
console.log(Symbol.for("a") === Symbol.for("a"), Symbol.keyFor(Symbol.for("a")), Symbol.keyFor(s), Object(s) == s, Object(s) === s, JSON.stringify(o));
for (const f of [() => s + 1, () => +s, () => `${s}`, () => new Symbol(), () => Symbol.keyFor("x")]) try { f(); } catch (e) { console.log(e.name); }
class Temp { constructor(c) { this.c = c; } [Symbol.toPrimitive](hint) { return hint === "string" ? this.c + "C" : hint === "number" ? this.c : "dflt " + this.c; } get [Symbol.toStringTag]() { return "Temp"; } }
const temp = new Temp(20);
console.log(`${temp}`, +temp, temp + 1, temp * 2, temp < 30, Object.prototype.toString.call(temp), temp == "dflt 20");
class Even { static [Symbol.hasInstance](n) { return n % 2 === 0; } }
console.log(2 instanceof Even, 3 instanceof Even);
const range = { from: 1, to: 4, [Symbol.iterator]() { let i = this.from, to = this.to; return { next: () => i <= to ? { value: i++, done: false } : { value: undefined, done: true } }; } };
console.log([...range].join(), Math.max(...range), Array.from(range, x => x * x).join());
console.log(Symbol.iterator in Array.prototype, typeof Symbol.asyncIterator, Symbol.iterator.toString(), Object.getOwnPropertyDescriptor(Symbol, "iterator").writable);
console.log(!!s, [s].length, Object.entries({ [s]: 1 }).length, Object.getOwnPropertyNames(o).join(), s in o, delete o[s], s in o);
const k = { toString() { return "key"; } }; console.log({ [k]: 5 }.key, { [1 + 1]: "two" }[2], { [null]: 1 }.null, { [`t${1}`]: 1 }.t1);
console.log(Object.prototype.toString.call(null), Object.prototype.toString.call([]), Object.prototype.toString.call(function () {}), Object.prototype.toString.call("s"), Object.prototype.toString.call(new Map()), Object.prototype.toString.call(s), Object.prototype.toString.call(arguments => 0));
const valued = { valueOf() { return 42; }, toString() { return "str"; } }; console.log(valued + 1, `${valued}`, valued * 2, valued > 41, [valued].join(), valued == 42, { str: 1 }[valued]);
try { ({ valueOf() { return {}; }, toString() { return {}; } }) + 1; } catch (e) { console.log(e.name); }
console.log([Symbol("in array")].map(x => x.toString()).join(), Object(Symbol.iterator).description, [1, 2, 3].concat([4], 5).length);
