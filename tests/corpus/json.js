// JSON both ways: replacers, indentation, toJSON, escapes, errors, depth.
console.log(JSON.stringify({ a: [1, "two", null, true, undefined, () => 1, NaN, -0, Infinity], b: undefined, c: { d: {} }, e: [] }));
console.log(JSON.stringify("q\"\\\n\t\u0001\u2028\uD83D\uDE00\uD83D"), JSON.stringify(undefined), JSON.stringify(null), JSON.stringify(Symbol()), JSON.stringify(5e-7), JSON.stringify(1e21));
console.log(JSON.stringify({ x: [1, { y: 2 }], z: {} , w: []}, null, 2));
console.log(JSON.stringify([1, [2]], null, "--"), JSON.stringify({ a: 1 }, null, 20).length, JSON.stringify({ a: 1 }, null, "0123456789abc").length);
console.log(JSON.stringify({ a: 1, b: 2, c: { a: 3, d: 4 } }, ["a", "c"]), JSON.stringify({ a: 1, b: "x", c: [2, 3] }, (k, v) => typeof v === "number" ? v * 10 : v), JSON.stringify({ a: 1, b: 2 }, (k, v) => k === "a" ? undefined : v), JSON.stringify([1, 2], function (k, v) { return Array.isArray(this) ? k + v : v; }));
console.log(JSON.stringify({ toJSON() { return { replaced: 1 }; } }), JSON.stringify({ n: { toJSON(k) { return "key " + k; } } }), JSON.stringify([new Number(3), new String("s"), new Boolean(false), Object("t")]), JSON.stringify({ [Symbol("s")]: 1, m: new Map([[1, 2]]) }));
const order = []; JSON.stringify({ get b() { order.push("b"); return 1; }, get a() { order.push("a"); return 1; }, 1: 1 }); console.log(order.join());
const cyc = { name: "c" }; cyc.self = cyc; try { JSON.stringify(cyc); } catch (e) { console.log(e.name); } const shared = { s: 1 }; console.log(JSON.stringify([shared, shared]));
console.log(JSON.parse("[1, 2.5e3, -0.5, true, null, \"s\\u0041\\n\", {\"k\": [ ] }]")[5].length, JSON.parse(" {\"a\" : {\"b\":[1,2,{\"c\":3}]}} ").a.b[2].c, JSON.parse("\"\\ud83d\\ude00\"").length, 1 / JSON.parse("-0"), JSON.parse("1E2"), JSON.parse("{\"__proto__\":1}").__proto__, JSON.parse("{\"a\":1,\"a\":2}").a);
const bad = ["", "{", "[1,]", "{\"a\":}", "{a:1}", "'s'", "01", "1.", ".5", "+1", "nul", "[1 2]", "\"\n\"", "\"\\x\"", "\"\\u12\"", "1 2", "{\"a\":1,}", "undefined", "NaN", "\u00A01", "[", "\"abc", "-", "1e", "tru", "]"];
console.log(bad.map(t => { try { JSON.parse(t); return "ok:" + t; } catch (e) { return e.name === "SyntaxError" ? "S" : e.name; } }).join(""));
console.log(JSON.stringify(JSON.parse("{\"a\":[1,2,{\"b\":3}],\"c\":\"x\"}", (k, v) => typeof v === "number" ? v + 1 : v)), JSON.stringify(JSON.parse("[1,2,3]", (k, v) => v === 2 ? undefined : v)));
const keys = []; JSON.parse("{\"a\":[1,{\"b\":2}],\"c\":3}", function (k, v) { keys.push(k || "root"); return v; }); console.log(keys.join());
let deep = "1"; for (let i = 0; i < 200; i++) deep = i % 2 ? "[" + deep + "]" : "{\"k\":" + deep + "}"; const parsed = JSON.parse(deep); console.log(JSON.stringify(parsed) === deep, deep.length);
const data = []; for (let i = 0; i < 40; i++) data.push({ id: i, name: "item " + i, tags: ["t" + i % 3, "u"], price: i * 1.25, ok: i % 2 === 0 }); const text = JSON.stringify(data), back = JSON.parse(text); console.log(text.length, back.length, back[17].name, back[39].price, JSON.stringify(back) === text);
let hash = 0; for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) | 0; console.log(hash);
