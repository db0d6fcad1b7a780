// Built-ins that call back: what they pass, what happens when the callback throws, changes the receiver, or calls the same built-in.
const log = [];
[10, 20].forEach(function (v, i, a) { log.push(v + ":" + i + ":" + a.length + ":" + this.t); }, { t: "this" });
console.log(log.join(" "));
for (const m of ["map", "filter", "forEach", "some", "every", "find", "findIndex", "findLast", "reduce", "reduceRight", "flatMap", "sort", "toSorted"]) {
  let seen = 0;
  try { [1, 2, 3][m](() => { if (++seen === 2) throw new Error("stop in " + m); return 0; }); console.log(m, "ended", seen); } catch (e) { console.log(e.message, seen); }
}
try { "aXbX".replaceAll("X", () => { throw "from replace"; }); } catch (e) { console.log(e); }
try { JSON.stringify({ a: 1 }, () => { throw "from replacer"; }); } catch (e) { console.log(e); }
try { JSON.parse("[1]", () => { throw "from reviver"; }); } catch (e) { console.log(e); }
try { Array.from([1], () => { throw "from mapper"; }); } catch (e) { console.log(e); }
try { new Map([[1, 2]]).forEach(() => { throw "from forEach"; }); } catch (e) { console.log(e); }
try { Object.defineProperty({}, "x", { get enumerable() { throw "from descriptor"; } }); } catch (e) { console.log(e); }
try { [1, 2].join({ toString() { throw "from separator"; } }); } catch (e) { console.log(e); }
try { "x".repeat({ valueOf() { throw "from count"; } }); } catch (e) { console.log(e); }
const grows = [1, 2, 3]; console.log(grows.map(x => { if (grows.length < 6) grows.push(x * 10); return x; }).join(), grows.join());
const shrinks = [1, 2, 3, 4, 5, 6]; console.log(shrinks.filter(x => { shrinks.pop(); return true; }).join(), shrinks.length);
const sorts = [5, 4, 3, 2, 1]; sorts.sort((a, b) => { if (sorts.length < 7) sorts.push(0); return a - b; }); console.log(sorts.slice(0, 5).join());
console.log([[3, 1], [2, 0]].map(a => a.sort().map(x => [x, x].map(y => y + 1).join("")).join("|")).join(" "));
console.log([1, 2, 3].reduce((a, x) => a.concat([x, x].map(y => y * a.length)), []).join());
let depth = 0, most = 0; const nest = a => a.map(x => { depth++; most = Math.max(most, depth); const r = Array.isArray(x) ? nest(x) : x; depth--; return r; }); console.log(JSON.stringify(nest([1, [2, [3, [4]]]])), most);
const coerced = []; const spy = (n, v) => ({ valueOf() { coerced.push(n); return v; }, toString() { coerced.push("s" + n); return String(v); } }); "abcdef".substring(spy("a", 1), spy("b", 3)); Math.max(spy("c", 1), spy("d", 2)); [1, 2, 3].slice(spy("e", 0), spy("f", 1)); "abc".padStart(spy("g", 5), spy("h", "-")); spy("i", 1) < spy("j", 2); spy("k", 1) + spy("l", 2); parseInt(spy("m", "12"), spy("n", 10)); ({})[spy("o", "key")]; console.log(coerced.join());
class Arr extends Array { static made = 0; constructor(...a) { super(...a); Arr.made++; } } const sub = Arr.from([3, 1, 2]); const mapped = sub.map(x => x + 1); console.log(mapped instanceof Arr, mapped.constructor === Arr, sub.filter(x => x > 1).length, Arr.made > 2, Arr.of(1, 2).length, sub.concat([1]) instanceof Arr);
function* gen() { const r = [1, 2].map(x => x * 2); yield* r; yield [3, 4].find(x => x > 3); } console.log([...gen()].join(), Math.max.apply(null, [...gen()]), [..."ab"].map((c, i, { length }) => c + i + length).join());
