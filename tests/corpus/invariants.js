// Traps that answer at random: which answers the invariants let through.
let seed = 12345;
function rnd(n) { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor(seed / 65536) % n; }
const keys = ["a", "b", "0"];
function value() { return [undefined, 1, 2, null, -0, NaN][rnd(6)]; }
function desc() {
  const d = {}, f1 = desc.f1 || (desc.f1 = () => 1), f2 = desc.f2 || (desc.f2 = () => 2);
  if (rnd(2)) d.enumerable = !!rnd(2);
  if (rnd(3)) d.configurable = !!rnd(2);
  if (rnd(3)) { if (rnd(2)) d.value = value(); if (rnd(2)) d.writable = !!rnd(2); }
  else { if (rnd(2)) d.get = [undefined, f1, f2][rnd(3)]; if (rnd(2)) d.set = [undefined, f1, f2][rnd(3)]; }
  return d;
}
function target() {
  const t = rnd(4) ? {} : [1];
  for (const k of keys) if (rnd(2)) try { Object.defineProperty(t, k, desc()); } catch (e) {}
  if (!rnd(3)) Object.preventExtensions(t);
  return t;
}
function text(v) {
  if (typeof v === "function") return v === desc.f1 ? "f1" : "f2";
  if (Array.isArray(v)) return "[" + v.map(text) + "]";
  if (v && typeof v === "object") return "{" + Object.keys(v).map(k => k + ":" + text(v[k])) + "}";
  return Object.is(v, -0) ? "-0" : String(v);
}
const proto = {};
const ops = {
  getOwnPropertyDescriptor: p => text(Reflect.getOwnPropertyDescriptor(p, keys[rnd(3)])),
  defineProperty: p => Reflect.defineProperty(p, keys[rnd(3)], desc()),
  has: p => Reflect.has(p, keys[rnd(3)]),
  get: p => text(Reflect.get(p, keys[rnd(3)])),
  set: p => Reflect.set(p, keys[rnd(3)], value()),
  deleteProperty: p => Reflect.deleteProperty(p, keys[rnd(3)]),
  ownKeys: p => Reflect.ownKeys(p).join(),
  isExtensible: p => Reflect.isExtensible(p),
  preventExtensions: p => Reflect.preventExtensions(p),
  getPrototypeOf: p => Reflect.getPrototypeOf(p) === proto,
  setPrototypeOf: p => Reflect.setPrototypeOf(p, rnd(2) ? proto : Object.prototype),
  freeze: p => (Object.freeze(p), "frozen"), isFrozen: p => Object.isFrozen(p), isSealed: p => Object.isSealed(p), keys: p => Object.keys(p).join(),
};
const names = Object.keys(ops);
let line = "";
for (let i = 0; i < 1200; i++) {
  const t = target(), name = names[rnd(names.length)];
  let inner = rnd(3) ? t : new Proxy(t, {});
  const h = {
    getOwnPropertyDescriptor: () => [undefined, desc(), desc(), 1][rnd(4)],
    defineProperty: () => rnd(2), has: () => rnd(2), get: () => value(), set: () => rnd(2), deleteProperty: () => rnd(2),
    ownKeys: () => [["a"], ["a", "b"], [], ["length", "0"], ["a", "b", "0"], ["a", "a"], ["0", "length", "a", "b"]][rnd(7)],
    isExtensible: () => rnd(2), preventExtensions: () => rnd(2), getPrototypeOf: () => [proto, Object.prototype, null, 1][rnd(4)], setPrototypeOf: () => rnd(2),
  };
  if (!rnd(4)) delete h[name];
  const p = new Proxy(inner, h);
  let r;
  try { r = ops[name](p); } catch (e) { r = e.name; }
  line += " " + name.slice(0, 4) + name.length + ":" + r;
  if (line.length > 100) { console.log(i + line); line = ""; }
}
console.log(line);
