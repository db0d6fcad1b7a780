// Map and objects as dictionaries.
let result = 0;
for (let round = 0; round < 80; round++) {
  const m = new Map(), o = {};
  for (let i = 0; i < 8000; i++) m.set(i * 7919 % 10007, i);
  for (let i = 0; i < 10007; i++) if (m.has(i)) result = (result + m.get(i)) | 0;
  for (let i = 0; i < 8000; i += 2) m.delete(i * 7919 % 10007);
  for (const [k, v] of m) result = (result + k ^ v) | 0;
  for (let i = 0; i < 6000; i++) { const k = "key" + i % 1500; o[k] = (o[k] || 0) + i; }
  for (const k in o) result = (result + o[k]) | 0;
  const s = new Map();
  for (let i = 0; i < 6000; i++) { const k = "k" + i % 1200; s.set(k, (s.get(k) || 0) + 1); }
  result += s.size + m.size;
}
if (String(result) !== "1303934496") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("maps " + result);
