// Deep recursion through script functions and through built-ins that call back: none of it may depend on the C stack.
function down(n) { return n === 0 ? 0 : 1 + down(n - 1); }
console.log(down(500));
function viaMap(n) { return n === 0 ? 0 : 1 + [n].map(x => viaMap(x - 1))[0]; }
console.log(viaMap(150));
function viaSort(n) { if (n === 0) return 0; let r; [1, 2].sort(() => { if (r === undefined) r = viaSort(n - 1); return 0; }); return 1 + r; }
console.log(viaSort(100));
function viaReduce(n) { return n === 0 ? 0 : [1, 1].reduce((a, b) => a + viaReduce(n - 1)); }
console.log(viaReduce(100));
function viaGetter(n) { return n === 0 ? 0 : { get v() { return 1 + viaGetter(n - 1); } }.v; }
console.log(viaGetter(150));
function viaToString(n) { return n === 0 ? "." : "" + { toString() { return "x" + viaToString(n - 1); } }; }
console.log(viaToString(150).length);
function viaValueOf(n) { return n === 0 ? 0 : 1 + +{ valueOf() { return viaValueOf(n - 1); } }; }
console.log(viaValueOf(150));
function viaJson(n) { return n === 0 ? "0" : JSON.stringify({ toJSON() { return viaJson(n - 1).length; } }); }
console.log(viaJson(60));
function viaReviver(n) { return n === 0 ? 0 : JSON.parse("1", () => 1 + viaReviver(n - 1)); }
console.log(viaReviver(60));
function viaReplace(n) { return n === 0 ? "" : "a".replace("a", () => "b" + viaReplace(n - 1)); }
console.log(viaReplace(100).length);
function viaCall(n) { return n === 0 ? 0 : 1 + viaApply.call(null, n - 1); }
function viaApply(n) { return n === 0 ? 0 : 1 + viaBind.apply(null, [n - 1]); }
function viaBind(n) { return n === 0 ? 0 : 1 + viaCall.bind(null, n - 1)(); }
console.log(viaCall(300));
function viaNew(n) { this.d = n === 0 ? 0 : 1 + new viaNew(n - 1).d; }
console.log(new viaNew(200).d);
function* viaYield(n) { if (n > 0) yield* viaYield(n - 1); yield n; }
console.log([...viaYield(40)].length);
function viaSpread(n) { return n === 0 ? [] : [...{ *[Symbol.iterator]() { yield n; yield* viaSpread(n - 1); } }]; }
console.log(viaSpread(40).length);
class C { static [Symbol.hasInstance](n) { return n === 0 || (n - 1) instanceof C; } }
console.log(100 instanceof C);
const nested = []; let at = nested; for (let i = 0; i < 200; i++) { const next = []; at.push(next); at = next; } at.push("deep");
console.log(String(nested), JSON.stringify(nested).length, nested.flat(Infinity).join());
let list = null; for (let i = 0; i < 300; i++) list = { next: list }; let length = 0; const walk = l => l ? (length++, walk(l.next)) : length; console.log(walk(list));
const forEach = n => { let r = 0; [n].forEach(x => { if (x) r = 1 + forEach(x - 1); }); return r; }; console.log(forEach(150));
const mutual = { even: n => n === 0 || mutual.odd(n - 1), odd: n => n !== 0 && mutual.even(n - 1) }; console.log(mutual.even(400), mutual.odd(301));
function ack(m, n) { return m === 0 ? n + 1 : n === 0 ? ack(m - 1, 1) : ack(m - 1, ack(m, n - 1)); } console.log(ack(2, 6));
function hanoi(n, a, b, c) { return n === 0 ? 0 : hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a); } console.log(hanoi(10, "a", "b", "c"));
