"use strict";
// The whole script in strict mode.
function thrown(f) { try { return String(f()); } catch (e) { return e.name; } }
console.log(thrown(() => { undeclared = 1; }), thrown(() => { NaN = 1; }), thrown(() => { undefined = 1; }), thrown(() => { Math.PI = 3; }), thrown(() => { delete Object.prototype; }), thrown(() => { delete [].length; }));
console.log(thrown(() => { (function f() { f = 1; })(); }), thrown(() => { "s"[0] = "t"; }), thrown(() => { (5).p = 1; }), thrown(() => { Object.freeze([]).push(1); }), thrown(() => { [].length = 2 ** 32; }), thrown(() => { ({ get a() { return 1; } }).a = 2; }));
console.log((function () { return this; })(), (() => typeof this)(), (function () { return typeof this; }).call("s"), (function () { return this; }).apply(null), thrown(function () { return this.x; }));
function sum(a, b) { arguments[0] = 100; a = 5; return a + arguments[0] + arguments.length; } console.log(sum(1, 2), thrown(() => sum.caller), thrown(() => (function () { return arguments.callee; })()));
{ function inBlock() { return "block"; } console.log(inBlock()); } console.log(typeof inBlock);
const frozen = Object.freeze({ list: [1], o: { deep: 1 } }); frozen.list.push(2); frozen.o.deep = 2; console.log(thrown(() => { frozen.list = []; }), thrown(() => { frozen.x = 1; }), thrown(() => { delete frozen.o; }), JSON.stringify(frozen));
class Strict { static m() { return this; } } const { m } = Strict; console.log(m(), Strict.m() === Strict); const proto = Object.defineProperty({}, "ro", { value: 1, writable: false }); console.log(thrown(() => { Object.create(proto).ro = 2; }), thrown(() => Object.defineProperty(Object.create(proto), "ro", { value: 3 }).ro));
const arr = [1, 2, 3]; Object.defineProperty(arr, "length", { writable: false }); console.log(thrown(() => arr.push(4)), thrown(() => arr.pop()), thrown(() => { arr[3] = 1; }), arr.join(), thrown(() => { arr.length = 0; }), thrown(() => arr.reverse().join()));
const tail = (n, acc = 0) => n === 0 ? acc : tail(n - 1, acc + n); console.log(tail(300)); let implicitThis = 0; [1, 2].forEach(function () { if (this === undefined) implicitThis++; }); console.log(implicitThis); var eval_ = 1, arguments_ = 2; console.log(eval_ + arguments_, typeof globalThis);
for (const k of ["a", "b"]) { const captured = () => k; console.log(captured()); } switch (1) { case 1: function inSwitch() { return "switch"; } console.log(inSwitch()); }
