// The Math object: exact where the specification is exact, rounded to ten digits elsewhere.
const r = n => Number.isFinite(n) ? String(Number(n.toPrecision(10))) : String(n);
console.log([Math.floor(-1.5), Math.ceil(-1.5), Math.round(-1.5), Math.round(2.5), Math.round(-0.4), Math.trunc(-1.9), Math.sign(-3), Math.abs(-5), Math.round(0.49999999999999994), Math.round(4503599627370495.5)].map(n => Object.is(n, -0) ? "-0" : n).join());
console.log([Math.max(), Math.min(), Math.max(1, NaN), Math.max(-0, 0), Math.min(0, -0) === 0 ? 1 / Math.min(0, -0) : 0, Math.max("3", 2), Math.hypot(3, 4), Math.hypot(), Math.sqrt(2), Math.sqrt(-1), Math.cbrt(27), r(Math.pow(2, 0.5)), Math.pow(NaN, 0), Math.pow(-8, 1 / 3)].join());
const fs = ["sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "exp", "expm1", "log", "log1p", "log2", "log10", "cbrt", "sqrt", "fround"];
for (const f of fs) console.log(f, [0, 0.5, 1, -0.75, 2.5, 10, 1e-9, 100, Infinity, NaN].map(x => r(Math[f](x))).join(" "));
console.log([[1, 1], [1, -1], [-1, -1], [0, -1], [0, 1], [1, 0], [-1, 0]].map(p => r(Math.atan2(...p))).join(" "));
console.log(r(Math.PI), r(Math.E), r(Math.LN2), r(Math.SQRT1_2), Math.log2(8), Math.log10(1000), Math.log10(1e-5), Math.exp(0), r(Math.exp(1)), Math.log2(2 ** 40));
let pi = 0; for (let k = 0; k < 2000; k++) pi += (k % 2 ? -4 : 4) / (2 * k + 1); console.log(pi.toFixed(8));
let area = 0; for (let x = 0; x < Math.PI; x += Math.PI / 500) area += Math.sin(x) * Math.PI / 500; console.log(r(area));
const newton = (f, d, x) => { for (let i = 0; i < 30; i++) x -= f(x) / d(x); return x; }; console.log(newton(x => x * x - 2, x => 2 * x, 1), newton(x => x ** 3 - x - 2, x => 3 * x * x - 1, 1.5).toFixed(12));
const gcd = (a, b) => b ? gcd(b, a % b) : a; console.log(gcd(1071, 462), gcd(2 ** 40, 2 ** 30 * 3), [1, 2, 3, 4, 5, 6].map(n => n / 7).map(x => Math.floor(x * 1e6)).join());
console.log(typeof Math.random(), Math.random() < 1, Math.random() >= 0, String(Math), Math.abs(null), Math.abs("-2"), Math.abs([3]), Math.abs({}), Math.clz32(0), Math.clz32(-1), Math.sign(-0) === 0, Math.trunc("7.8"));
