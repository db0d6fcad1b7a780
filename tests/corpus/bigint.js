// BigInt: where it meets the rest of the language.
const show = (...values) => console.log(...values);
const thrown = f => { try { return f(); } catch (e) { return e.name; } };

show("literals", 0n, -0n, 0xFFn, 0o17n, 0b1010_1010n, 1_000_000n, 12345678901234567890123n, typeof 1n);
show("members", { 1n: "a", 0x10n: "b", 18446744073709551616n: "c" }, { 0xFFFF_FFFF_FFFF_FFFFn: 1 }, (class { static 5n() { return "m"; } })[5]());
show("destructured", (({ 1n: x }) => x)({ 1: "one" }), [10, 20, 30][1n], "abc"[2n]);

show("mixing", [() => 1n + 1, () => 1 * 1n, () => 2n ** 1, () => 1n >>> 0n, () => +1n, () => 1n & 1, () => Math.max(1n), () => isNaN(1n),
  () => 1n / 0n, () => 1n % 0n, () => 2n ** -1n, () => new BigInt(1), () => BigInt(1.5), () => BigInt(NaN), () => BigInt("1n"),
  () => BigInt("x"), () => BigInt(undefined), () => BigInt(Symbol()), () => JSON.stringify({ a: 1n }), () => 1n + Symbol(),
  () => BigInt.asIntN(-1, 0n), () => BigInt.asUintN(64, 1), () => (1n).toString(37), () => BigInt.prototype.valueOf.call(1)].map(thrown).join());
show("strings", 1n + "2", "1" + 2n, `${-3n}`, String(4n), (255n).toString(16), (-255n).toString(2), 1n + [2], [3n, 4n].join("-"), (5n).toLocaleString());
show("numbers", Number(123n), Number(-(2n ** 64n)), Number(2n ** 1024n), Number(2n ** 1024n - 2n ** 970n - 1n), Number((1n << 53n) + 1n),
  Number((1n << 53n) + 3n), parseInt(12n), parseFloat(34n), BigInt(2 ** 53), BigInt(-1e21), BigInt(Number.MAX_VALUE) % 1000007n);
show("from", BigInt(""), BigInt("  -12  "), BigInt("+7"), BigInt("0b11"), BigInt("\u20030xAb\n"), BigInt(true), BigInt({ valueOf: () => 8n }), BigInt(["9"]));
show("rounding", -7n / 2n, -7n % 2n, 7n % -2n, -7n >> 1n, -1n >> 100n, -8n >> 3n, 1n << -1n, 5n >> -2n, -1n << 65n, ~-1n, ~0n);
show("wrapped", BigInt.asIntN(8, 200n), BigInt.asUintN(8, -1n), BigInt.asIntN(64, 2n ** 63n), BigInt.asIntN(0, 5n), BigInt.asUintN(65, -1n),
  BigInt.asIntN(3, 25n), BigInt.asUintN(2 ** 40, 7n), BigInt.asIntN("4", "9"), thrown(() => BigInt.asUintN(2 ** 53 - 1, -1n)));
show("equal", 1n == 1, 1n === 1, 2n == "2", "x" == 2n, 0n == "", 1n == true, 1n == null, 1n == { valueOf: () => 1 }, Object.is(5n, 5n), NaN == 1n,
  2n ** 70n == 2 ** 70, 2n ** 70n + 1n == 2 ** 70, 10n ** 400n == Infinity, [1n, 2n].indexOf(2n), [1n].includes(1n), 1n != 2n, 3n !== 3n);
show("ordered", 1n < 2, 2 > 1n, 1n <= 1, 1n >= 1.5, 2n > "1", "10" > 9n, 1n < NaN, 1n >= NaN, "a" < 1n, 10n ** 400n < Infinity, -(10n ** 400n) > -Infinity,
  0n < 5e-324, -1n < -0.5, 9007199254740993n > 9007199254740992, 1n < true, [3n, 1, 2n, "0"].sort((a, b) => a < b ? -1 : a > b ? 1 : 0));
show("truth", !0n, !!1n, 0n ? 1 : 2, 0n || "or", 1n && "and", 0n ?? "no");
let n = 5n;
show("updates", n++, ++n, n--, --n, -n, n += 2n, n **= 3n, n <<= 2n, n /= 5n, n %= 7n, n);
const o = { v: 1n, get g() { return 2n; } };
o.v++;
o.v **= 10n;
show("objects", o, Object(7n), Object(7n) + 1n, typeof Object(7n), Object(1n) == 1n, Object.prototype.toString.call(1n), (1n).constructor === BigInt,
  BigInt.name, BigInt.length, Object.getOwnPropertyNames(BigInt.prototype).join());
show("keyed", new Map([[1n, "a"], [2n ** 80n, "b"]]).get(1n << 80n), new Set([1n, 1n, 1, 2n - 1n]).size, Object.keys({ [1n]: 0, [-1n]: 0 }));
switch (4n) { case 4: show("wrong"); break; case 2n + 2n: show("switched"); }
BigInt.prototype.toJSON = function () { return `${this}n`; };
show("json", JSON.stringify({ a: 1n, b: [2n] }), JSON.stringify(3n, (k, v) => typeof v === "bigint" ? Number(v) : v));
delete BigInt.prototype.toJSON;
for (let i = 0n, sum = 0n; ; i++) { if (i > 100n) { show("loop", sum); break; } sum += i; }

// Long ones, whose text is made, and read, by scripts
const long = 7n ** 900n, text = String(long), key = { [long]: "by text" };
show("long", text.length, text.slice(0, 20), (long + "").length, ("" + -long).length, `${long}` === long.toString(), [long].join() === text);
show("long keys", key[long], key[text], long in key, Object.hasOwn(key, long), delete key[long], Object.keys(key).length);
show("long texts", BigInt(text) === long, BigInt(`  -${text} `) === -long, BigInt("0".repeat(700) + "12"), thrown(() => BigInt(text + "x")), BigInt.asUintN(64, text));
show("long relations", long == text, text == long, long < text + "0", text + "0" > long, long >= `-${text}`, long != text + "x", long < text + "x", "9".repeat(760) < long,
  long == " ".repeat(700) + text, long === BigInt(text));
show("long arguments", "x".padEnd(25, long), text.indexOf(long), new RegExp(long).test(long), "ab".concat(long).length, [long].includes(7n ** 900n), isNaN(text + 1));
show("long objects", new (class extends Array { get [long]() { return "getter"; } test() { return super[long]; } })().test(), ({ toString: () => long }) + "" === text);
show("long literal", 1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890_1234567890n % 10n ** 25n);
console.log("%d %i %s %o", 1n, 2n, 3n, 4n, [5n], new Map([[6n, 7n]]));
