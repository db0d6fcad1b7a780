// for-of over arrays, entries, strings; array methods with callbacks.
const a = [];
for (let i = 0; i < 1000; i++) a.push(i);
let result = 0;
for (let round = 0; round < 2000; round++) {
  for (const x of a) result += x;
  for (const [i, x] of a.entries()) result -= i & x & 1;
  result += a.map(x => x * 2).filter(x => x % 3 === 0).reduce((s, x) => s + x, 0) & 1023;
  a.forEach(x => { result += x & 1; });
  if (a.some(x => x > 5000) || !a.every(x => x >= 0)) result++;
  result += a.indexOf(999) + a.slice(10, 500).length + a.concat(a).length;
  for (const c of "a string to walk over") if (c === "o") result++;
}
if (String(result) !== "1007714000") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("forof " + result);
