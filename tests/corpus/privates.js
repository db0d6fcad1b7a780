// Private fields, methods, accessors and statics; brand checks; `#x in o`.
class Account {
  #balance = 0;
  static #opened = 0;
  static get opened() { return Account.#opened; }
  #check(n) { if (n < 0) throw new RangeError("negative"); return n; }
  get #cents() { return this.#balance * 100; }
  set #cents(v) { this.#balance = v / 100; }
  constructor() { Account.#opened++; }
  put(n) { this.#balance += this.#check(n); return this; }
  round() { this.#cents = Math.floor(this.#cents); return this; }
  same(other) { return this.#balance === other.#balance; }
  static is(o) { return #balance in o; }
  get total() { return this.#balance; }
  bump() { return this.#balance++ + ++this.#balance; }
}
const a = new Account().put(1.239), b = new Account();
console.log(a.round().total, b.total, Account.opened, a.same(b), a.bump(), a.total);
console.log(Account.is(a), Account.is({}), Object.keys(a).length, "#balance" in a);
for (const f of [() => a.put(-1), () => Account.prototype.put.call({}, 1), () => a.same({}), () => Account.is(5)])
  try { f(); } catch (e) { console.log(e.name); }
class Base { constructor(o) { return o; } }
class Stamp extends Base { #mark; constructor(o, m) { super(o); this.#mark = m; } static read(o) { return o.#mark; } }
const plain = {};
new Stamp(plain, "stamped");
console.log(Stamp.read(plain));
try { new Stamp(plain, "again"); } catch (e) { console.log(e.name); }
class Outer {
  #x = "outer";
  Inner = class { #x = "inner"; both(o) { return this.#x + (o?.peek() ?? "-"); } };
  peek() { return this.#x; }
}
const outer = new Outer();
console.log(new outer.Inner().both(outer), new outer.Inner().both());
class M { #m() { return 1; } set() { this.#m = 2; } }
try { new M().set(); } catch (e) { console.log(e.name); }
class G { static #secret() { return "s"; } static reveal = () => G.#secret(); static { this.early = G.#secret() + "!"; } }
console.log(G.reveal(), G.early);
class Opt { #v = { deep: 3 }; static get(o) { return o?.#v?.deep; } }
console.log(Opt.get(new Opt()), Opt.get(null));
class Node2 { #next = null; constructor(v, n) { this.v = v; this.#next = n; } *[Symbol.iterator]() { for (let n = this; n; n = n.#next) yield n.v; } }
console.log([...new Node2(1, new Node2(2, new Node2(3, null)))].join("->"));
