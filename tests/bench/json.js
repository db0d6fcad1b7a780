// JSON both ways.
const data = { users: [], meta: { version: 1, tags: ["a", "b", "c"], nested: { x: [1, [2, [3]]] } } };
for (let i = 0; i < 120; i++) data.users.push({ id: i, name: "user " + i, email: "u" + i + "@example.org", score: i * 1.5, active: i % 2 === 0, roles: ["r" + i % 3, "all"], address: { street: "street \"" + i + "\"", zip: String(10000 + i), geo: [i / 7, -i / 3] } });
let result = 0;
for (let i = 0; i < 1800; i++) { const text = JSON.stringify(data), back = JSON.parse(text); result += text.length + back.users[i % 120].id; if (i % 10 === 0) result += JSON.stringify(back, null, 2).length; }
if (String(result) !== "49083120") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("json " + result);
