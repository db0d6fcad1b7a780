// BigInts: digits of pi by a spigot, a modular power, factorials printed and read back.
function pi(digits) {
  let q = 1n, r = 0n, t = 1n, k = 1n, n = 3n, l = 3n, out = "";
  while (out.length < digits) {
    if (4n * q + r - t < n * t) {
      out += n;
      const next = 10n * (r - n * t);
      n = 10n * (3n * q + r) / t - 10n * n;
      q *= 10n;
      r = next;
    } else {
      const next = (2n * q + r) * l;
      n = (q * (7n * k) + 2n + r * l) / (t * l);
      q *= k;
      t *= l;
      l += 2n;
      k += 1n;
      r = next;
    }
  }
  return out;
}
function power(base, exponent, modulus) {
  let result = 1n;
  for (base %= modulus; exponent > 0n; exponent >>= 1n, base = base * base % modulus) if (exponent & 1n) result = result * base % modulus;
  return result;
}
function factorial(n) {
  let result = 1n;
  for (let i = 2n; i <= n; i++) result *= i;
  return result;
}
let sum = 0n, text = "";
for (let round = 0; round < 12; round++) {
  text = pi(500);
  const p = (1n << 521n) - 1n;
  for (let i = 0n; i < 4n; i++) sum += power(3n + i, p - 1n - i, p) & 0xFFFFFFn;
  const digits = factorial(600n).toString();
  sum += BigInt(digits) % 1000000007n + BigInt(digits.length);
}
const result = text.slice(-10) + " " + sum;
if (result !== "1830119491 9246482904") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("bigint " + result);
