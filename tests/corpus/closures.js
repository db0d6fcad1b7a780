// Closures: a fresh binding per iteration, shared state, counters, captured parameters.
var fs = [];
for (let i = 0; i < 3; i++) fs.push(function () { return i++; });
console.log(fs.map(function (f) { return f() + "" + f(); }).join(" "));
var gs = [];
for (var j = 0; j < 3; j++) gs.push(() => j);
console.log(gs.map(g => g()).join());
for (const k of ["a", "b"]) gs.push(() => k);
for (let key in { x: 1, y: 2 }) gs.push(() => key);
console.log(gs.slice(3).map(g => g()).join());
function counter(start) {
  let n = start;
  return { up() { return ++n; }, down() { return --n; }, get value() { return n; } };
}
const a = counter(10), b = counter(0);
a.up(); a.up(); b.down();
console.log(a.value, b.value);
let out = [];
for (let i = 0, step = () => i += 10; i < 30; i++) { out.push(i); if (out.length > 5) break; step; }
console.log(out.join());
{
  let hidden = 1;
  { let hidden = 2; { let hidden = 3; out = [() => hidden]; } out.push(() => hidden); }
  out.push(() => hidden);
}
console.log(out.map(f => f()).join());
const compose = (...f) => x => f.reduceRight((v, g) => g(v), x);
console.log(compose(x => x + 1, x => x * 2, x => x - 3)(10));
const memo = (f, seen = {}) => n => n in seen ? seen[n] : (seen[n] = f(n));
const fib = memo(n => n < 2 ? n : fib(n - 1) + fib(n - 2));
console.log(fib(70));
function args() { return arguments.length + ":" + Array.prototype.join.call(arguments, "-"); }
console.log(args(), args(1), args(1, 2, 3));
console.log((function f(n) { return n ? n * f(n - 1) : 1; })(10));
