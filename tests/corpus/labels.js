// Labels, loops of every kind, comma, do-while, for-in with changes, empty statements.
let out = [];
outer: for (let i = 0; i < 4; i++) { for (let j = 0; j < 4; j++) { if (j === 2) continue outer; if (i === 2) break outer; out.push(i + "" + j); } }
console.log(out.join());
block: { out = ["in"]; if (out.length) break block; out.push("not reached"); }
console.log(out.join());
a: b: c: for (let i = 0; ; i++) { if (i < 3) continue b; out = [i]; break a; }
console.log(out[0]);
let i = 0;
do { i++; if (i === 2) continue; if (i > 4) break; } while (i < 10);
console.log(i);
while (i-- > 0) ;
console.log(i);
for (var x = 0, y = 10; x < y; x++, y--) ;
console.log(x, y);
const o = { a: 1, b: 2, c: 3 };
let seen = "";
for (const k in o) { seen += k; delete o.b; o.d = 4; }
console.log(seen, Object.keys(o).join(""));
for (var k2 in "xyz") seen += k2;
for (const k in null) seen += "never";
for (const k in undefined) seen += "never";
for (const k in 5) seen += "never";
console.log(seen, k2);
const arr = [5, , 7]; arr.extra = 1;
const ks = []; for (const k in arr) ks.push(k);
console.log(ks.join());
let n = 0;
loop: while (true) { switch (n++) { case 3: break loop; case 1: continue loop; default: try { if (n > 10) throw 0; } finally { n += 0; } } }
console.log(n);
l1: { l2: { try { break l1; } finally { seen = "finally ran"; } } seen = "wrong"; }
console.log(seen);
console.log((1, 2, 3), [(1, 2)].length, (() => { for (let q = 0; ; ) return ++q; })());
if (0) ; else if ("") ; else console.log("dangling else");
var hoisted = typeof later; var later = 1; console.log(hoisted, typeof fn); function fn() {}
for (let z of [1]) { let z = 2; console.log(z); }
const powers = []; for (let p = 1; p < 2000; p *= 2) powers.push(p); console.log(powers.join(" "));
let collatz = 27, steps = 0; while (collatz !== 1) { collatz = collatz % 2 ? 3 * collatz + 1 : collatz / 2; steps++; } console.log(steps);
