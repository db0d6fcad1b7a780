// Closures: made, called, kept; shared and separate variables.
function counter(step) { let n = 0; return { next: () => n += step, reset: () => { n = 0; }, get: () => n }; }
function adder(n) { return x => x + n & 1023; }
function compose(f, g) { return x => f(g(x)); }
let result = 0;
for (let round = 0; round < 2000; round++) {
  const all = [];
  for (let i = 0; i < 50; i++) all.push(counter(i + 0));
  for (let k = 0; k < 20; k++) for (let i = 0; i < 50; i++) all[i].next();
  for (const c of all) result += c.get();
  let f = x => x;
  for (let i = 0; i < 40; i++) f = compose(adder(i), f);
  for (let i = 0; i < 50; i++) result += f(i);
}
if (String(result) !== "129450000") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("closures " + result);
