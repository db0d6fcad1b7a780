// Automatic semicolons, comments, numeric and string literals, unusual but legal layout.
let a = 1
let b = a
++b
console.log(a, b)
const f = function () { return
  42
}
console.log(f())
let c = a
+ b
console.log(c)
var d = [1, 2, 3]
;[4, 5].forEach(x => d.push(x))
console.log(d.join())
do a++; while (a < 5) console.log(a)
if (a) { b = 0 } else b = 1
for (let i = 0
; i < 2
; i++) b += i
console.log(b) /* multi
line */ ; console.log("after comment")
/* a */ /* b */ console.log /* c */ ( /* d */ "inside" /* e */ ) // end
x: while (true) { break
x }
var y = a /* no
newline semantics */ + 1; console.log(y)
console.log(((a)), (((b))), [[[1]]][0][0][0]);;;
{ } { ; } ({}); [] ; "directive-like";
const \u0061bc = "escaped name", $ = 1, _ = 2, \u{62}cd = 3, caf\u00e9 = 4, 变量 = 5; console.log(abc, $, _, bcd, café, 变量)
console.log(0.5, .5, 5., 0x1F, 0X1f, 0b11, 0O17, 1e3, 1E-3, 0.0000001, 1_000.5e1_0, 017, 089)
const obj = { if: 1, class: 2, get: 3, set: 4, async: 5, await: 6, static: 7, 'quoted key': 8, 1.5: 9, 0x10: 10, yield: 11, let: 12, of: 13, new: 14 }
console.log(Object.keys(obj).join(), obj.if + obj.class + obj.new, obj[1.5], obj[16])
var yield_ = 1, async = 2, of = 3, from = 4, as = 5, target = 6; console.log(async + of + from + as + target); async = 7
console.log(async)
var get = { get get() { return "g" }, set set(v) { } , get: 1 }; console.log(get.get)
const t = a ? b ? 1 : 2 : b ? 3 : 4, u = a, v = (a, b), w = !a === false; console.log(t, u, v, w, a+ +b, a- -b, a+-b, - -a, !!a, typeof typeof a, void 0, a ? b : c ? d : 0)
console.log(1 + 2 * 3 - 4 / 2 % 3 ** 2, 1 < 2 === true, !1 + 1, 1 || 0 && 0, (1, 2), 2 * (3 + 4), -(2 ** 2), 7 & 3 | 8 ^ 1, 1 << 2 + 1, 5 > 3 > 1, null ?? (0 || "q"), 10 - 5 - 2, 2 ** 3 ** 0, +"3" + +"4", "a" + 1 - 1 + "", [1, 2, 3][1, 2])
console.log("\
continued", 'single "double"', "double 'single'", "\0".length, "\u{1F600}".length, '\x41', "a\u2028b".length)
switch (a) { case 5: case 6: { console.log("in braces") } default: }
if (0) function never() { } else console.log(typeof never)
lab: for (;;) { if (1) break lab; else continue lab }
console.log(((a, b) => a + b)
  (1, 2)); var z = () => { return { a: 1 } }; console.log(z().a, (() => ({}))() + "")
var s = "done" // no semicolon, no newline at the end
console.log(s)
