// Promises and async functions: awaits in a loop, many at once, a pipeline of async generators.
const show = typeof console === "object" ? console.log : print;
async function step(n) { return n + 1; }
async function chain(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += await step(i);
  return sum;
}
async function* numbers(n) { for (let i = 0; i < n; i++) yield i; }
async function* squares(source) { for await (const n of source) if (n % 3) yield n * n; }
async function main() {
  let result = 0;
  for (let round = 0; round < 40; round++) {
    result += await chain(4000);
    const many = [];
    for (let i = 0; i < 2000; i++) many.push(new Promise((resolve, reject) => i % 5 ? resolve(i) : reject(new Error("no"))).then((v) => v * 2, () => 1));
    for (const v of await Promise.all(many)) result += v;
    for await (const n of squares(numbers(1500))) result = (result + n) % 1000000007;
  }
  if (String(result) !== "448075790") throw new Error("wrong result: " + result);
  show("async " + result);
}
main();
