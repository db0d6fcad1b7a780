// SharedArrayBuffer and Atomics, as far as one machine goes.
const print = (...args) => console.log(...args);
const shared = new SharedArrayBuffer(16, { maxByteLength: 64 }), a = new Int32Array(shared), bytes = new Uint8Array(shared, 0, 8);
print(shared.growable, a.length, Object.prototype.toString.call(shared));
shared.grow(32);
print(shared.byteLength, a.length, bytes.length, shared.slice(0, 4) instanceof SharedArrayBuffer);

print(Atomics.store(a, 0, 5.7), Atomics.add(a, 0, 7), Atomics.sub(a, 0, 2), Atomics.or(a, 0, 0x100), Atomics.and(a, 0, 0xFF0),
  Atomics.xor(a, 0, -1), Atomics.exchange(a, 0, "41"), Atomics.compareExchange(a, 0, 41, 42), Atomics.compareExchange(a, 0, 41, 43),
  Atomics.load(a, 0));
print(Atomics.add(bytes, 1, 300), bytes[1], Atomics.sub(bytes, 1, 45), bytes[1], a[0]);
const big = new BigInt64Array(shared);
print(Atomics.exchange(big, 1, -1n), Atomics.add(big, 1, 2n), Atomics.load(big, 1), Atomics.isLockFree(4), Atomics.isLockFree(3), Atomics.pause());

for (const bad of [() => Atomics.add([], 0, 1), () => Atomics.load(new Float64Array(1), 0), () => Atomics.load(a, 99), () => shared.grow(8),
  () => Atomics.wait(new Int32Array(1), 0, 0), () => Atomics.notify(bytes, 0)]) {
  try {
    print(bad());
  } catch (e) {
    print(e.name);
  }
}

// Promises of waitAsync
const { async, value } = Atomics.waitAsync(a, 2, a[2], 1e9);
print(async, Atomics.waitAsync(a, 2, 99), Atomics.waitAsync(a, 2, a[2], 0));
Atomics.waitAsync(a, 2, a[2]).value.then((v) => print("second:", v));
Atomics.waitAsync(a, 3, a[3]).value.then((v) => print("never:", v));
value.then((v) => {
  print("first:", v);
  print(Atomics.notify(a, 2), Atomics.notify(a, 2));
});
print(Atomics.notify(a, 2, 1), Atomics.notify(new Int32Array(4), 0));
