// The temporal dead zone, and assignments to constants.
function attempt(f) {
  try { return String(f()); } catch (e) { return e.name; }
}
console.log(attempt(() => { x; let x = 1; }));
console.log(attempt(() => { x = 2; let x; }));
console.log(attempt(() => { typeof x; const x = 1; }));
console.log(attempt(() => { let x = x + 1; }));
console.log(attempt(() => { const c = 1; c = 2; }));
console.log(attempt(() => { const c = 1; c++; }));
console.log(attempt(() => { const o = { n: 1 }; o.n++; return o.n; }));
console.log(attempt(() => { new C(); class C {} }));
console.log(attempt(() => { class C extends C {} }));
console.log(attempt(() => { function f(a = b, b = 1) { return a; } return f(); }));
console.log(attempt(() => { function f(a = b, b = 1) { return a; } return f(7); }));
console.log(attempt(() => { function f(a, b = a + 1) { return b; } return f(1); }));
console.log(attempt(() => { for (let i = i; ;) break; }));
console.log(attempt(() => { for (let x of [x]) ; }));
console.log(attempt(() => { switch (1) { case 0: let y; break; case 1: y = 1; } }));
console.log(attempt(() => { { f(); let z = 5; function f() { return z; } } }));
console.log(attempt(() => { const g = () => w; let w = "late"; return g(); }));
console.log(attempt(() => typeof neverDeclared));
console.log(attempt(() => neverDeclared));
console.log(attempt(() => { "use strict"; undeclared = 1; }));
console.log(attempt(() => { let u; return u; }));
