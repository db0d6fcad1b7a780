// Arrays of doubles: products of matrices, and elimination.
function make(n, f) { const m = []; for (let i = 0; i < n; i++) { const row = []; for (let j = 0; j < n; j++) row.push(f(i, j)); m.push(row); } return m; }
function mul(a, b) {
  const n = a.length, m = b[0].length, k = b.length, c = [];
  for (let i = 0; i < n; i++) { const row = [], ai = a[i]; for (let j = 0; j < m; j++) { let s = 0; for (let x = 0; x < k; x++) s += ai[x] * b[x][j]; row.push(s); } c.push(row); }
  return c;
}
function determinant(m) {
  const n = m.length, a = m.map(r => r.slice()); let d = 1;
  for (let i = 0; i < n; i++) { const p = a[i][i]; d *= p; for (let r = i + 1; r < n; r++) { const f = a[r][i] / p, row = a[r], base = a[i]; for (let c = i; c < n; c++) row[c] -= f * base[c]; } }
  return d;
}
const n = 90, a = make(n, (i, j) => (i * 7 + j * 3) % 11 + 0.5), b = make(n, (i, j) => (i + j) % 5 - 1.25);
let trace = 0;
for (let round = 0; round < 14; round++) { const c = mul(a, b); for (let i = 0; i < n; i++) trace += c[i][i] * (round + 1); }
let dets = 0;
for (let round = 0; round < 12; round++) dets += determinant(make(70, (i, j) => i === j ? 2.5 + round * 0.01 : 1 / (1 + i + j)));
let result = trace.toFixed(3) + " " + Number(dets.toPrecision(8));
if (String(result) !== "3508312.500 4.7638978e+29") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("matrix " + result);
