// Exceptions: thrown near and far, finally, rethrown; most calls throw nothing.
function Fault(code) { this.message = "fault " + code; this.code = code; }
Fault.prototype = Object.create(Error.prototype);
function risky(n) { if (n % 5 === 0) throw new Fault(n); return n; }
function deep(n, d) { if (d === 0) return risky(n); try { return deep(n, d - 1); } finally { cleanups++; } }
let cleanups = 0, result = 0;
for (let i = 0; i < 250000; i++) {
  try { result += deep(i, 6); } catch (e) { if (e instanceof Fault) result += e.code % 3; else throw e; }
  try { try { if (i & 1) throw i; result++; } catch (e) { if (e % 3 === 0) throw e; result += 2; } } catch { result += 3; }
  for (let k = 1; k <= 3; k++) { try { if (k === 2) continue; result += k; } finally { result ^= 1; } }
}
result += cleanups;
if (String(result) !== "-766937109") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("exceptions " + result);
