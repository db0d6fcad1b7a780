// Typed arrays: a sieve of bytes, a mixer of 32-bit words, a product of matrices of doubles.
function sieve(n) {
  const composite = new Uint8Array(n + 1);
  let count = 0;
  for (let i = 2; i <= n; i++) {
    if (composite[i]) continue;
    count++;
    for (let j = i * 2; j <= n; j += i) composite[j] = 1;
  }
  return count;
}

function mix(n, rounds) {
  const words = new Uint32Array(n);
  for (let i = 0; i < n; i++) words[i] = i * 2654435761;
  for (let r = 0; r < rounds; r++)
    for (let i = 0; i < n; i++) words[i] = (words[i] ^ words[(i + 1) % n] >>> 3) + r;
  let sum = 0;
  for (const w of words) sum = (sum + w) % 4294967291;
  return sum;
}

function product(n) {
  const a = new Float64Array(n * n), b = new Float64Array(n * n), c = new Float64Array(n * n);
  for (let i = 0; i < n * n; i++) {
    a[i] = i % 7 / 8;
    b[i] = i % 5 / 4;
  }
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let s = 0;
      for (let k = 0; k < n; k++) s += a[i * n + k] * b[k * n + j];
      c[i * n + j] = s;
    }
  return c.reduce((x, y) => x + y, 0);
}

const result = `${sieve(2000000)} ${mix(4096, 300)} ${product(140)}`;
if (result !== "148933 628374773 514500") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("typed " + result);
