// Template literals and tagged templates.
const n = 3, name = "World";
console.log(`Hello ${name}! ${n} + ${n} = ${n + n}`, `${`nested ${`twice ${n}`}`}`, ``, `${""}`);
console.log(`line one
line two`, `tab\tquote\`dollar\${}`, `\u0041\x42\u{43}`);
function tag(strings, ...values) { return strings.raw.map((s, i) => s + (i < values.length ? "<" + values[i] + ">" : "")).join("") + "|" + strings.length; }
console.log(tag`a${1}b${"two"}c`, tag``, tag`\n${n}`);
function cooked(s) { return s[0] === undefined ? "undefined cooked, raw " + s.raw[0] : s[0]; }
console.log(cooked`\unicode`, cooked`\xz`, cooked`fine`);
function same() { return (s => s)`x${0}y`; }
const t1 = same(), t2 = same();
console.log(t1 === t2, Object.isFrozen(t1), Object.isFrozen(t1.raw), Array.isArray(t1.raw), (s => s)`a` === (s => s)`a`);
const o = { m(s, ...v) { return this.p + s.join("_") + v.join(); }, p: "this:" };
console.log(o.m`x${1}y${2}z`, o["m"]`q`);
console.log((() => (s, v) => s[0] + v)()`curry${5}`);
const order = [];
`${order.push("a")}${order.push("b")}`;
console.log(order.join(), `${{ toString() { return "to string"; }, valueOf() { return "value of"; } }}`, `${[1, [2, 3]]}`, `${null} ${undefined} ${true} ${-0}`);
try { `${Symbol("s")}`; } catch (e) { console.log(e.name); }
console.log(String.raw`\n${1}\t`, String.raw({ raw: "abc" }, 1, 2, 3), `a${1}${2}b`.length, `\r
`.length);
const html = (s, ...v) => s.reduce((a, x, i) => a + v[i - 1].replace("<", "&lt;") + x);
console.log(html`<b>${"<script>"}</b>`, new (class { constructor(s) { this.s = s; } })(`arg${1}`).s);
console.log(typeof `x`, `x`.length + `${1}${2}` * 2, `a` < `b`, { [`key${n}`]: 1 }.key3);
