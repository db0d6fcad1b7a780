// using, await using, the stacks: what is disposed of, when, and what becomes of errors.
const log = (...args) => console.log(args.join(" "));
const resource = (name, fails) => ({
  name,
  [Symbol.dispose]() {
    log("dispose", name);
    if (fails) throw new Error(name);
  },
});
const slow = (name) => ({
  async [Symbol.asyncDispose]() {
    await null;
    log("slowly", name);
  },
});
const show = (e) => e instanceof SuppressedError ? `(${show(e.error)} over ${show(e.suppressed)})` : e.message;

function ways(how) {
  outer: for (const i of [1, 2]) {
    using a = resource("a" + i), none = null;
    {
      using b = resource("b" + i);
      if (how === "break") break outer;
      if (how === "continue") continue;
      if (how === "return") return a.name + b.name;
      if (how === "throw") throw new Error("way out");
    }
    log("end of body");
  }
  return "end";
}
for (const how of ["break", "continue", "return", "normal", "throw"]) {
  try {
    log(how, ways(how));
  } catch (e) {
    log(how, show(e));
  }
}
try {
  using a = resource("first", true), b = resource("second", true);
  throw new Error("body");
} catch (e) {
  log(show(e));
}
for (using r of [resource("of 1"), resource("of 2")]) log("body of", r.name);
{
  let n = 0;
  for (using r = resource("head"); n < 2; n++) log("loop", r.name);
}
try {
  using x = {};
} catch (e) {
  log(e.constructor.name);
}

const stack = new DisposableStack();
log(stack.use(resource("used")).name, stack.adopt(5, (v) => log("adopted", v)));
stack.defer(() => log("deferred"));
const moved = stack.move();
log(stack.disposed, moved.disposed);
{
  using s = moved;
}
log(moved.disposed);

async function main() {
  try {
    await using a = slow("a"), s = resource("sync"), none = undefined;
    for (await using v of [slow(1), slow(2)]) log("body");
    log("end");
    return "returned";
  } finally {
    log("after");
  }
}
async function* generator() {
  await using g = slow("of the generator");
  using h = resource("of the generator");
  yield 1;
  yield 2;
}
main().then(log).then(async () => {
  for await (const v of generator()) {
    log(v);
    break;
  }
  const s = new AsyncDisposableStack();
  s.use(slow("in the stack"));
  s.defer(async () => { throw new Error("deferred"); });
  s.adopt(1, () => { throw new Error("adopted"); });
  await s.disposeAsync().catch((e) => log(show(e)));
  log(s.disposed);
});
