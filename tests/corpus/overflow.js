// Endless recursion of every kind ends in an error that the script can catch, and everything works afterwards.
function attempt(name, f) {
  let result;
  try { f(); result = "returned"; } catch (e) { result = e instanceof RangeError || (e instanceof Error && e.message.includes("memory")) ? "caught" : "wrong: " + e; }
  console.log(name + ": " + result);
}
attempt("function", function f() { f(); return 1; });
attempt("closure", () => { const g = n => 1 + g(n + 1); g(0); });
attempt("mutual", () => { const a = () => b() + 1, b = () => a() + 1; a(); });
attempt("method", () => { ({ m(n) { return this.m(n + 1) + 1; } }).m(0); });
attempt("constructor", () => { new (class K { constructor() { this.k = new K(); } })(); });
attempt("getter", () => { const o = { get v() { return this.v + 1; } }; o.v; });
attempt("toString", () => { const o = { toString() { return "" + this + "x"; } }; "" + o; });
attempt("map", () => { const f = x => [x].map(f)[0] + 1; f(1); });
attempt("sort", () => { const f = () => { [1, 2].sort(f); return 1; }; f(); });
attempt("toJSON", () => { const o = { toJSON() { return JSON.stringify(o) + "x"; } }; JSON.stringify(o); });
attempt("arguments", () => { const f = (...a) => f(...a, 1) + 1; f(); });
let depth = 0; const dig = () => { depth++; try { dig(); } finally { depth--; } };
attempt("finally", dig);
console.log(depth);
let again = 0; for (let i = 0; i < 3; i++) try { (function f() { f(); return 1; })(); } catch (e) { again++; }
console.log(again, [3, 1, 2].sort().join(), JSON.stringify({ ok: 1 }));
