// try, catch, finally: every way through; rethrowing; completion of finally; errors and their properties.
const log = [];
function flow(how) {
  for (let i = 0; i < 2; i++) {
    try {
      log.push("try");
      if (how === "return") return "returned";
      if (how === "throw") throw new Error("thrown");
      if (how === "break") break;
      if (how === "continue") continue;
      log.push("end");
    } catch (e) { log.push("catch " + e.message); if (i) return "caught"; }
    finally { log.push("finally"); }
  }
  return "after";
}
for (const how of ["none", "return", "throw", "break", "continue"]) { log.length = 0; console.log(how, flow(how), log.join()); }
console.log((() => { try { return "try"; } finally { return "finally wins"; } })());
console.log((() => { try { throw 1; } catch (e) { return "c" + e; } finally { } })());
console.log((() => { l: try { return 1; } finally { break l; } return "break out"; })());
console.log((() => { for (;;) try { throw 1; } finally { break; } return "swallowed"; })());
console.log((() => { let x = 1; try { return x; } finally { x = 2; } })());
try { try { throw new Error("first"); } finally { throw new Error("second"); } } catch (e) { console.log(e.message); }
try { try { throw 1; } catch (e) { throw e + 1; } } catch (e) { console.log(e); }
(function deep(n) { try { if (n) deep(n - 1); else throw "bottom"; } finally { log.push(n); } }).call;
log.length = 0;
function deep(n) { try { if (n) deep(n - 1); else throw "bottom"; } finally { log.push(n); } }
try { deep(5); } catch (e) { console.log(e, log.join()); }
const errors = [() => null.x, () => undefined(), () => ({}).f(), () => new 5, () => nope, () => [].length = -1, () => new Array(-1), () => "x".repeat(-1),
  () => (1).toFixed(101), () => Symbol() + "", () => decodeURIComponent("%"), () => JSON.parse("{"), () => { "use strict"; Object.freeze([1])[0] = 2; },
  () => Object.defineProperty({}, "x", { get() {}, value: 1 }), () => ({}) instanceof 5, () => "a" in "b", () => [].reduce((a, b) => a), () => null[Symbol.iterator]];
console.log(errors.map(f => { try { f(); return "none"; } catch (e) { return e.constructor.name; } }).join());
const e = new RangeError("msg", { cause: "why" });
console.log(e.name, e.message, e.cause, String(e), Object.keys(e).length, "stack" in e, e instanceof Error);
console.log(String(new Error()), String(Object.assign(new Error("m"), { name: "N" })), String(Object.assign(new Error("m"), { name: "" })));
console.log(Object.prototype.toString.call(e), Error("no new") instanceof Error, Error.prototype.name, TypeError.prototype.name, RangeError.length);
let order = "";
try { order += (() => { throw "x"; })() + (order += "never"); } catch { order += "bare catch"; }
console.log(order);
let count = 0;
for (let i = 0; i < 100; i++) try { if (i % 3 === 0) throw i; count++; } catch (x) { count += x; }
console.log(count);
