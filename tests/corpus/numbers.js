// Number formatting and parsing, arithmetic at the edges, integer and bit operations.
const list = [0, -0, 1, -1, 0.1, 0.1 + 0.2, 1 / 3, 100, 1e21, 1e-7, 123456789012345680000, 1.7976931348623157e308, 5e-324, 2 ** 53, 2 ** 53 + 2, 4.35, 0.000001, 1e100, 1.5e-10, 255, -123.456, NaN, Infinity, -Infinity, 1e23, 9007199254740993, 2.2250738585072014e-308];
console.log(list.map(String).join(" "));
console.log([255, -255, 0.5, 2 ** 40 + 0.25].map(n => n.toString(2) + "/" + n.toString(16) + "/" + n.toString(36)).join("\n"));
console.log([0, 1.005, 123.456, 1e21, -1.5, 0.000001234, 2.5, 1234.5678, 0.5, 1.45].map(n => [n.toFixed(0), n.toFixed(2), n.toExponential(), n.toExponential(2), n.toPrecision(3), n.toPrecision(10)].join(" ")).join("\n"));
console.log(["12", " 12 ", "1e3", "0x1F", "0b101", "0o17", "", " ", "1,5", "abc", "-0", "+5", "Infinity", "1e1000", ".5", "5.", "1_000", "--1", "0x", "12px", "\n3\t"].map(s => Object.is(Number(s), -0) ? "-0" : String(Number(s))).join());
console.log([parseInt("12px"), parseInt("0x1f"), parseInt("z", 36), parseInt("101", 2), parseInt(""), parseInt("-12.9"), parseInt("9", 8), parseInt("123", 37), parseInt(null), parseInt("  7"), parseFloat("3.14abc"), parseFloat("-.5e-2x"), parseFloat("e5"), parseFloat("Infinityx"), parseFloat("1e")].join());
console.log([5 % 3, -5 % 3, 5 % -3, 5.5 % 2, -0 % 1, 5 % 0, 5 % Infinity, 7 / 2 | 0, -7 / 2 | 0, 1 / 0, -1 / 0, 0 / 0, 2 ** 31 | 0, 2 ** 32 >>> 0, -1 >>> 0, -1 >>> 28, 1 << 31, 1 << 32, 5 & 3, 5 | 3, 5 ^ 3, ~5, -9 >> 1, 1e10 | 0, NaN | 0].map(n => Object.is(n, -0) ? "-0" : String(n)).join());
let i = 2147483647; i++; console.log(i, i | 0, -2147483648 - 1, 2147483647 * 2147483647, 65536 * 65536, 46341 * 46341, -(-2147483648), 1073741824 + 1073741824, Object.is(-1 * 0, -0), Object.is(0 * -1, -0), Object.is(-(0), -0));
console.log([Number.MAX_SAFE_INTEGER, Number.MIN_VALUE, Number.EPSILON, Number.isInteger(5.0), Number.isSafeInteger(2 ** 53), Number.isNaN("x"), isNaN("x"), Number.isFinite("5"), isFinite("5")].join());
console.log([0.1 * 3, 0.7 + 0.1, 1.1 * 1.1, 4.35 * 100, 1.005 * 1000, 9.95 * 100, 1e16 + 1, 0.1 + 0.7, 3 * 1.1, 1 - 0.9].join());
console.log([1 < 2, "a" < 1, null >= 0, undefined == null, null == 0, "1" == 1, NaN != NaN, [] == "", [1] == 1, "b" > "a", null + 1, undefined + 1, true + true, [] + [], "5" * "2", +[], +{}, +[7], +null, -"3", !"", !!"0"].join());
let x = 5; console.log([x++ + ++x, x--, --x, x += 2, x -= 1, x *= 3, x /= 4, x %= 2, x <<= 3, x >>= 1, x |= 1, x &= 6, x ^= 3].join());
for (const f of [() => (1).toFixed(-1), () => (1).toString(1), () => (1).toPrecision(0), () => Number.prototype.toString.call("x")]) try { f(); } catch (e) { console.log(e.name); }
let v = 1; const digits = []; for (let k = 0; k < 30; k++) { v *= 1.37; digits.push(v); } console.log(digits.map(d => d.toString().length).join(), digits[29]);
let h = 0x811C9DC5; for (const c of "hash me") h = Math.imul(h ^ c.charCodeAt(0), 16777619); console.log(h >>> 0, Math.clz32(1), Math.imul(0xffffffff, 5), Math.fround(5.05), 0xFF, 0b1010, 0o777, 1_000_000, .5 + 5., 0x7fffffff + 1);
let seed = 42; const rnd = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648; let acc = 0; for (let k = 0; k < 1000; k++) acc += rnd(); console.log(acc, seed);
