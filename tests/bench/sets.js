// Sets: membership, union, a walk through a graph.
let result = 0;
for (let round = 0; round < 70; round++) {
  const a = new Set(), b = new Set();
  for (let i = 0; i < 5000; i++) { a.add(i * 3); b.add(i * 5); }
  let both = 0;
  for (const x of a) if (b.has(x)) both++;
  const union = new Set(a);
  for (const x of b) union.add(x);
  result += both + union.size;
  const seen = new Set([1]), queue = [1];
  for (let i = 0; i < queue.length && i < 4000; i++) for (const n of [queue[i] * 2 % 6007, queue[i] * 3 % 6007, (queue[i] + 1) % 6007]) if (!seen.has(n)) { seen.add(n); queue.push(n); }
  result += seen.size;
  for (let i = 0; i < 5000; i++) a.delete(i * 6);
  result += a.size;
}
if (String(result) !== "1266720") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("sets " + result);
