// WeakMap, WeakSet, WeakRef, FinalizationRegistry: what is held and what is not. Garbage is made until the collector has been at work.
const churn = () => { let a = null; for (let i = 0; i < 300; i++) a = [a && i, {}, []]; return a; };

// entries live as long as their keys, however they depend on each other
const ages = new WeakMap(), names = new WeakMap(), seen = new WeakSet();
const chain = [];
for (let i = 0; i <= 60; i++) chain.push({ i });
for (let i = 0; i < 60; i++) {
  const at = i * 7 % 60;
  (at % 2 ? ages : names).set(chain[at], { next: chain[at + 1] });
  seen.add(chain[at]);
}
let at = chain[0], length = 0;
chain.length = 0;
for (let n = 0; n < 12; n++) churn();
while (at) {
  if (at.i !== length++ || (at.i < 60 && !seen.has(at))) throw new Error("lost " + at.i);
  at = ((at.i % 2 ? ages : names).get(at) || {}).next;
}
console.log("chain of", length);

const told = [];
const registry = new FinalizationRegistry((held) => {
  told.push(held);
  churn();
  if (told.length === 30) console.log(told.sort((a, b) => a - b).join());
});

// keys of every kind, and what cannot be one
const key = {}, local = Symbol("local");
const map = new WeakMap([[key, 1], [Math.max, 2], [local, 3], [Symbol.iterator, 4]]);
map.set(map, map);
for (let n = 0; n < 6; n++) churn();
console.log(map.get(key), map.get(Math.max), map.get(local), map.get(Symbol.iterator), map.get(map) === map, map.get({}), map.has("x"));
console.log(map.delete(key), map.delete(key), map.has(key), map.getOrInsert(key, 5), map.getOrInsertComputed(key, () => 6));
for (const bad of [1, "s", null, undefined, true, Symbol.for("shared")])
  for (const f of [() => map.set(bad, 1), () => seen.add(bad), () => new WeakRef(bad), () => registry.register(bad)])
    try { f(); console.log("accepted", String(bad)); } catch (e) { if (e.name !== "TypeError") throw e; }
console.log(map.get(1), seen.delete(1), Object.prototype.toString.call(map), Object.prototype.toString.call(seen));

// a target asked for stays until the end of the job; when it has died, and all jobs are done, the registry is told
const refs = [];
(function () {
  for (let i = 0; i < 40; i++) {
    const target = i % 3 ? { i } : Symbol(i);
    refs.push(new WeakRef(target));
    registry.register(target, i, i % 4 ? target : key);
  }
})();
for (let n = 0; n < 12; n++) churn();
console.log(refs.every((r, i) => i % 3 === 0 || r.deref().i === i), registry.unregister(key), registry.unregister(key));
Promise.resolve().then(() => {
  for (let n = 0; n < 12; n++) churn();
  console.log("told in the job:", told.length, "alive:", refs.filter((r) => r.deref() !== undefined).length);
});
