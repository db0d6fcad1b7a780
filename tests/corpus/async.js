// Promises, jobs, async functions and generators: in which order things happen.
const log = (...args) => console.log(args.join(" "));
const sleep = (n) => n ? Promise.resolve().then(() => sleep(n - 1)) : Promise.resolve("slept");

log("script");
queueMicrotask(() => log("microtask"));
new Promise((resolve, reject) => { log("executor"); resolve(1); reject(2); resolve(3); }).then((v) => log("resolved", v));
Promise.reject(new Error("no")).catch((e) => log("caught", e.message)).finally(() => log("finally"));
Promise.resolve({ then(resolve) { log("thenable"); resolve("of thenable"); } }).then(log);

async function add(a, b = sleep(2)) {
  log("add", a);
  return a + await b;
}
add("x").then(log);
add(1, 2).then(log);
(async ({ length }) => length)(null).catch((e) => log(e.constructor.name));
(async () => { throw "thrown"; })().catch(log);

async function* count(n) {
  try {
    for (let i = 0; i < n; i++) {
      const sent = yield i;
      if (sent) log("sent", sent);
    }
    return "end";
  } finally {
    await sleep(1);
    log("count is left");
  }
}
async function* both() {
  const result = yield* count(2);
  log("inner", result);
  try {
    yield* [sleep(1), "plain"];
  } catch (e) {
    log("both caught", e);
  }
}

class Counter {
  #n = 0;
  async next() { return { value: this.#n++, done: this.#n > 3 }; }
  async return() { log("closed"); return {}; }
  [Symbol.asyncIterator]() { return this; }
  static async sum(it) {
    let sum = 0;
    for await (const v of it) sum += v;
    return sum;
  }
}

async function main() {
  log(await sleep(3));
  for await (const v of both()) log("both", v);
  outer: for (const limit of [1, 5]) {
    for await (const v of new Counter()) {
      if (v >= limit) continue outer;
      log("counter", v, "of", limit);
    }
  }
  try {
    for await (const v of new Counter()) throw new RangeError("out " + v);
  } catch (e) {
    log(e);
  } finally {
    log("sum", await Counter.sum(new Counter()));
  }
  const it = count(9), all = [it.next(), it.next("a"), it.return("early"), it.next(), it.throw("late").catch((e) => e)];
  for (const p of all) log(JSON.stringify(await p));
  log(JSON.stringify(await Promise.all([1, sleep(2), Promise.resolve(3)])));
  log(JSON.stringify(await Promise.allSettled([1, Promise.reject(2)])));
  log(await Promise.race([sleep(9), sleep(1).then(() => "fast")]));
  await Promise.any([Promise.reject(1), sleep(1).then(() => { throw 2; })]).catch((e) => log(e.constructor.name, e.errors));
  const { promise, resolve } = Promise.withResolvers();
  sleep(1).then(resolve);
  log("with resolvers", await promise);
  log(await Promise.try((a, b) => a * b, 6, 7));
  log(JSON.stringify(await Array.fromAsync(count(3), async (v) => v * 10)), await Array.fromAsync({ length: 2, 0: sleep(1), 1: "b" }));
  let n = 0;
  const work = async () => { for (let i = 0; i < 50; i++) { const was = n; await null; n = was + 1; } };
  await Promise.all([work(), work(), work()]);
  log("interleaved", n);
}
main().then(() => log("done"));
log("script ends");
