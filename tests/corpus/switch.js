// switch: fall through, default in the middle, scopes, strict comparison, nested, strings, break and continue.
function f(x) {
  const out = [];
  switch (x) {
    case 1: out.push("one");
    case 2: out.push("two"); break;
    default: out.push("default");
    case "1": out.push("string one"); break;
    case NaN: out.push("never"); break;
    case null: out.push("null");
  }
  return out.join("+");
}
for (const x of [1, 2, 3, "1", NaN, null, undefined, true]) console.log(String(x), f(x));
function order() { const log = []; const c = v => (log.push(v), v); switch (c(3)) { case c(1): case c(3): case c(5): } return log.join(); }
console.log(order());
function scoped(x) { switch (x) { case 0: let v = "zero"; return v; case 1: { let v = "one"; return v; } default: const w = "other"; return w; } }
console.log(scoped(0), scoped(1), scoped(2));
let s = "";
for (let i = 0; i < 6; i++) { switch (i % 3) { case 0: continue; case 1: s += "a"; break; case 2: switch (i) { case 5: s += "!"; break; } s += "b"; } s += "."; }
console.log(s);
switch (1) { }
switch (2) { default: }
function dense(n) { switch (n) { case 0: return "a"; case 1: return "b"; case 2: return "c"; case 3: return "d"; case 4: return "e"; case -1: return "m"; case 1.5: return "f"; } return "?"; }
console.log([-1, 0, 1, 2, 3, 4, 5, 1.5, -0].map(dense).join(""));
lbl: switch (1) { case 1: for (;;) break lbl; console.log("unreachable"); }
const kind = v => { switch (typeof v) { case "number": return "n"; case "string": return "s"; case "object": return v === null ? "0" : "o"; case "function": return "f"; case "undefined": return "u"; default: return "x"; } };
console.log([1, "", null, {}, [], () => 1, undefined, true, Symbol()].map(kind).join(""));
switch (true) { case s.length > 100: console.log("long"); break; case s.length > 2: console.log("medium"); break; default: console.log("short"); }
