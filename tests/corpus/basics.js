// One of everything that a first program uses, in one place.
const inventory = [{ name: "widget", price: 9.99, qty: 10 }, { name: "gadget", price: 24.5, qty: 3 }, { name: "doohickey", price: 4.25, qty: 0 }];
let total = 0;
for (const { name, price, qty } of inventory) { if (!qty) { console.log(`${name}: sold out`); continue; } const value = price * qty; total += value; console.log(`${name.padEnd(10)} ${qty} x ${price.toFixed(2)} = ${value.toFixed(2)}`); }
console.log("total " + total.toFixed(2));
const byName = Object.fromEntries(inventory.map(i => [i.name, i])); byName.gadget.qty -= 2; console.log(Object.keys(byName).join(), byName.gadget.qty, "widget" in byName, byName["none"]?.qty);
let bottles = 3; while (bottles > 0) { console.log(`${bottles} bottle${bottles === 1 ? "" : "s"} of beer`); bottles--; }
for (let i = 1; i <= 15; i++) { let s = ""; if (i % 3 === 0) s += "Fizz"; if (i % 5 === 0) s += "Buzz"; console.log(s || String(i)); }
const temps = { mon: 20.5, tue: 22.1, wed: 19.8 }; let hottest; for (const day in temps) if (hottest === undefined || temps[day] > temps[hottest]) hottest = day; console.log(hottest, (Object.values(temps).reduce((a, b) => a + b) / 3).toFixed(1));
class Account { static #next = 1; #log = []; constructor(owner) { this.owner = owner; this.id = Account.#next++; this.balance = 0; } deposit(n) { if (n <= 0) throw new RangeError("invalid amount"); this.balance += n; this.#log.push(`+${n}`); return this; } withdraw(n) { if (n > this.balance) throw new Error("insufficient funds"); this.balance -= n; this.#log.push(`-${n}`); return this; } get history() { return this.#log.join(" "); } }
const acc = new Account("ann").deposit(100).withdraw(30); for (const f of [() => acc.withdraw(500), () => acc.deposit(-1)]) try { f(); } catch (e) { console.log(`${e.name}: ${e.message}`); } console.log(acc.id, acc.balance, acc.history, new Account("bob").id);
const grid = Array.from({ length: 3 }, (_, y) => Array.from({ length: 3 }, (_, x) => (x === y ? "X" : x > y ? "O" : "."))); console.log(grid.map(r => r.join("")).join("\n")); console.log([..."racecar"].reverse().join("") === "racecar", [3, 1, 2].sort().join(), [1, 2, 3, 4].filter(n => n % 2 === 0).map(n => n ** 2).join());
