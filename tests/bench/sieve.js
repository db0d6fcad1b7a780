// Arrays of integers: the sieve of Eratosthenes, and sums over its result.
let result = 0;
for (let round = 0; round < 10; round++) {
  const n = 300000, composite = [];
  for (let i = 0; i <= n; i++) composite.push(0);
  for (let i = 2; i * i <= n; i++) if (composite[i] === 0) for (let j = i * i; j <= n; j += i) composite[j] = 1;
  const primes = [];
  for (let i = 2; i <= n; i++) if (composite[i] === 0) primes.push(i);
  let sum = 0;
  for (let i = 0; i < primes.length; i++) sum = (sum + primes[i] * (i & 7)) | 0;
  result = (result + sum + primes.length) | 0;
}
if (String(result) !== "977254150") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("sieve " + result);
