// Typed arrays, ArrayBuffer, DataView: elements, views that follow their buffer, methods, texts.
const print = (...args) => console.log(...args);

// Every type, and what becomes of numbers that do not fit
for (const T of [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float16Array, Float32Array,
  Float64Array]) {
  const a = new T([0, -0, 1.5, 2.5, -1, 255, 256, 65537, 2 ** 31, 2 ** 32 + 1, -3e9, 1e300, NaN, Infinity]);
  print(T.name, T.BYTES_PER_ELEMENT, Object.is(a[1], -0), a.join(" "));
}
const big = BigInt64Array.of(1n, -1n, 2n ** 63n, 2n ** 64n + 5n);
print(big, new BigUint64Array(big.buffer), big.at(-1) + 1n);

// One buffer, many views
const buffer = new ArrayBuffer(16), view = new DataView(buffer);
view.setFloat64(0, Math.PI);
view.setInt32(8, -2, true);
view.setUint16(12, 0xABCD);
view.setBigUint64(8, view.getBigUint64(8) + 1n);
print(Array.from(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, "0")).join(""));
print(view.getFloat32(0), view.getInt8(8), view.getUint32(10, true), view.getFloat16(12));

// Views that follow a buffer of changing length
const room = new ArrayBuffer(8, { maxByteLength: 32 });
const whole = new Uint8Array(room), part = new Uint16Array(room, 2, 2), tail = new Uint16Array(room, 4);
const lengths = () => print(room.byteLength, whole.length, part.length, part.byteOffset, tail.length);
whole.set([1, 2, 3, 4, 5, 6, 7, 8]);
lengths();
for (const n of [32, 5, 3, 8]) {
  room.resize(n);
  lengths();
}
print(whole, 0 in part, part[0], delete part[5], Object.keys(tail));
const moved = room.transfer(6);
lengths();
print(moved.byteLength, moved.resizable, room.detached, new Uint8Array(moved).join());
try {
  whole.fill(1);
} catch (e) {
  print(e.name, e.message);
}

// They are exotic objects
const a = new Int16Array(3);
a["-0"] = a["1.5"] = a["9"] = a["-1"] = 7;
a["01"] = a.x = "own";
print(Object.keys(a).join(), "-0" in a, a[9], Reflect.set(a, 5, 1), Reflect.defineProperty(a, 5, { value: 1 }));
print(Reflect.defineProperty(a, 1, { value: "12" }), a[1], JSON.stringify(Object.getOwnPropertyDescriptor(a, 1)));
const child = Object.create(a, { 7: { value: "own 7" } });
child[0] = 5;
child[8] = 6;
print(child[0], a[0], Object.keys(child).join(), child[7], 8 in child);
for (const change of [() => Object.freeze(a), () => Object.defineProperty(a, 0, { get() {} }), () => Object.preventExtensions(tail)]) {
  try {
    change();
    print("done");
  } catch (e) {
    print(e.name);
  }
}
a[2] = { valueOf() { print("converted"); return 70000; } };
print(a[2]);

// Methods
const n = Float32Array.from({ length: 8 }, (_, i) => (i * 5) % 8 - 2.5);
print(n.join(), n.toSorted().join(), n.toSorted((x, y) => y - x).join(), n.toReversed().join(" "));
print(n.map((x) => x * 2).filter((x) => x > 0).join(), n.reduce((x, y) => x + y), n.every((x) => x < 9), n.some((x) => x > 9));
print(n.find((x) => x > 1), n.findLastIndex((x) => x > 1), n.indexOf(0.5), n.includes(NaN), n.lastIndexOf(9), n.at(-1));
print(n.slice(2, 5), n.subarray(-2).byteOffset, n.with(0, 9)[0], n.copyWithin(0, 4).join(), n.fill(1, 6).join(), n.reverse().join());
const overlap = new Uint8Array([1, 2, 3, 4, 5, 6]);
overlap.set(overlap.subarray(0, 4), 2);
new Uint16Array(overlap.buffer).set(overlap.subarray(0, 3));
print(overlap.join(), [...overlap.entries()].flat().join(), Math.max(...overlap));
const sorted = new Float64Array([3, NaN, -0, 0, -Infinity, 1e-300, -5, Infinity]).sort();
print([...sorted].map((x) => (Object.is(x, -0) ? "-0" : String(x))).join());
const many = Uint32Array.from({ length: 3000 }, (_, i) => Math.imul(i, 2654435761));
print(many.sort().every((x, i) => i === 0 || many[i - 1] <= x));

// Subclasses and species
class Tagged extends Uint8Array {
  static get [Symbol.species]() { return Uint16Array; }
}
print(new Tagged([1, 2]).map((x) => x * 300), Object.prototype.toString.call(new Tagged(1)), Tagged.from("123"));

// Texts
const bytes = new Uint8Array([0, 250, 16, 99, 255]);
print(bytes.toHex(), bytes.toBase64(), bytes.toBase64({ alphabet: "base64url", omitPadding: true }));
print(Uint8Array.fromHex("00fAfF"), Uint8Array.fromBase64(" APoQ Y/8= "), bytes.setFromBase64("AQIDBA", { lastChunkHandling: "stop-before-partial" }), bytes);
try {
  bytes.setFromHex("0708zz");
} catch (e) {
  print(e.name, bytes.join());
}
