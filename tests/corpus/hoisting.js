// Hoisting, sloppy and strict functions, this, the arguments object, the global object.
console.log(typeof early, typeof f1, early2); var early = 1, early2; function f1() { return "first"; } console.log(f1()); function f1() { return "second"; }
function shadow() { var r = typeof inner; if (true) { function inner() { return 1; } } return r + " " + typeof inner; } console.log(shadow());
function strictBlock() { "use strict"; { function g() {} } return typeof g; } console.log(strictBlock());
console.log((function () { return typeof this; })(), (function () { "use strict"; return typeof this; })(), (() => typeof this)() === typeof this, (function () { return typeof this; }).call(5), (function () { "use strict"; return typeof this; }).call(5));
function mapped(a, b) { arguments[0] = "changed"; b = "b2"; return a + arguments[1] + arguments.length; } console.log(mapped("a", "b"), mapped("a"));
function unmapped(a) { "use strict"; arguments[0] = "x"; return a; } console.log(unmapped("kept")); function defaults(a, b = 1) { arguments[0] = "x"; return a + arguments.length; } console.log(defaults("kept"));
function callee() { return typeof arguments.callee; } console.log(callee()); try { (function () { "use strict"; return arguments.callee; })(); } catch (e) { console.log(e.name); }
implicit = "global"; console.log(globalThis.implicit, delete globalThis.implicit, typeof implicit); var viaVar = 1; console.log(globalThis.viaVar, delete globalThis.viaVar, "viaVar" in globalThis); let viaLet = 1; console.log("viaLet" in globalThis, typeof viaLet);
var dup = 1; var dup; console.log(dup); function dup2() {} var dup2 = 2; console.log(dup2); (function () { var a = 1; { var a = 2; } console.log(a); for (var i = 0; i < 2; i++) var z = i; console.log(i, z); })();
console.log((function named() { named = 5; return typeof named; })(), (function named2() { "use strict"; try { named2 = 5; } catch (e) { return e.name; } })());
var x = "outer"; (function () { console.log(x); var x = "inner"; console.log(x); })(); (function (x) { var x; console.log(x); })("param"); (function (x, x2 = () => x) { var x = "body"; console.log(x, x2()); })("param");
const o = { m() { return this === o; }, a: () => this === o, n: function () { return (() => this === o)(); } }; console.log(o.m(), o.a(), o.n(), (0, o.m)(), (o.m)());
console.log(f1.name, (() => {}).name, o.m.name, o.a.name, (class { static s() {} }).s.name, Object.getOwnPropertyDescriptor({ get g() { return 1; } }, "g").get.name, f1.bind().name, Symbol("q").description, (function () {}).name === "");
console.log(f1.length, ((a, b) => 0).length, ((a, b = 1, c) => 0).length, ((...r) => 0).length, f1.hasOwnProperty("prototype"), (() => {}).hasOwnProperty("prototype"), typeof f1.call, f1 instanceof Function);
const bound = function (a, b) { return this.v + a + b; }.bind({ v: 1 }, 2); console.log(bound(3), bound.call({ v: 100 }, 4), bound.length, new (function (a) { this.a = a; }.bind(null, 7))().a);
if (true) { let block = 1; var fnScoped = 2; } console.log(typeof block, fnScoped); console.log(typeof undefined, undefined === void 0, typeof null, typeof NaN, (function () { return typeof undefined; })()); label: { const c = 1; }
console.log([typeof 1, typeof "s", typeof true, typeof {}, typeof [], typeof (() => 1), typeof Symbol(), typeof class {}].join()); console.log(((a, b) => { a = 3; return a + b; })(1, 2), (a => ({ a }))(1).a, (() => { })(), (async => async + 1)(1), (function () { return; })()); var let_ = 1, of = 2, get = 3, set = 4, static_ = 5; console.log(of + get + set);
