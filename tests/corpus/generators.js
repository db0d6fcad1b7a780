// Generators: two-way values, return and throw, delegation, finally, infinite sequences, methods.
function* g() {
  const log = [];
  try {
    const a = yield 1;
    log.push(a);
    const b = yield a + 1;
    log.push(b);
    return log.join();
  } finally { log.push("fin"); }
}
let it = g();
const show = r => JSON.stringify(r);
console.log(show(it.next("ignored")), show(it.next(10)), show(it.next("z")), show(it.next()));
it = g(); it.next();
console.log(show(it.return("early")), show(it.next()));
it = g();
try { it.next(); it.throw(new Error("in")); } catch (e) { console.log("caught", e.message); }
function* stubborn() { for (let i = 0; ; i++) try { yield i; } catch (e) { yield "handled " + e; } finally { if (i > 2) return "end"; } }
it = stubborn();
console.log(show(it.next()), show(it.throw("t")), show(it.next()), show(it.next()), show(it.next()), show(it.next()));
function* inner() { const r = yield "i1"; yield "i2 " + r; return "inner result"; }
function* outer() { const r = yield* inner(); yield r; yield* [7, 8]; yield* "ab"; }
it = outer();
const got = [];
for (let r = it.next(); !r.done; r = it.next("sent")) got.push(r.value);
console.log(got.join(" | "));
function* take(n, src) { let i = 0; for (const v of src) { if (i++ >= n) return; yield v; } }
function* primes() { const known = []; for (let n = 2; ; n++) if (!known.some(p => n % p === 0)) { known.push(n); yield n; } }
console.log([...take(12, primes())].join(" "));
const o = { *m() { yield this.v; }, v: "method", *[Symbol.iterator]() { yield* this.m(); yield "sym"; } };
console.log([...o].join());
class Tree { constructor(v, l, r) { this.v = v; this.l = l; this.r = r; } *walk() { if (this.l) yield* this.l.walk(); yield this.v; if (this.r) yield* this.r.walk(); } }
console.log([...new Tree(4, new Tree(2, new Tree(1), new Tree(3)), new Tree(6)).walk()].join());
it = (function* () { yield it.next(); })();
try { it.next(); } catch (e) { console.log(e.name); }
function* fin() { try { yield 1; } finally { yield "cleanup"; } }
it = fin(); it.next();
console.log(show(it.return("r")), show(it.next()), show(it.next()));
console.log(typeof it[Symbol.iterator], it[Symbol.iterator]() === it, String(it), Object.prototype.toString.call(g));
try { new g(); } catch (e) { console.log(e.name); }
function* argsGen() { yield arguments.length; yield* arguments; }
console.log([...argsGen("x", "y")].join());
function* swap(a, b) { [a, b] = [b, a]; yield a; yield b; }
console.log(Array.from(swap(1, 2)).join());
const spreadMax = Math.max(...(function* () { for (let i = 0; i < 20; i++) yield (i * 7) % 11; })());
console.log(spreadMax);
