// BigInt operators on operands made by a seeded generator, from one limb to lengths at which products, quotients and conversions are
// taken apart. What comes out is printed as a hash for each operator; the same program runs in other engines.
let seed = 20250611;
function random(n) {                     // below n < 2 ** 16
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Math.floor((seed >>> 8) / 16777216 * n);
}
// Runs of equal bits are frequent: carries run far, and guesses of quotient digits fail.
function operand(bits) {
  let x = 1n;
  for (let have = 1; have < bits;) {
    const n = Math.min(bits - have, 1 + random(random(4) ? 40 : 200)), kind = random(4);
    x <<= BigInt(n);
    if (kind === 1) x += (1n << BigInt(n)) - 1n;
    else if (kind > 1) for (let i = 0; i < n; i += 16) x ^= BigInt(random(65536)) << BigInt(i) & ((1n << BigInt(n)) - 1n);
    have += n;
  }
  return random(2) ? -x : x;
}
const lengths = [8, 31, 32, 33, 64, 65, 200, 1000, 3500, 6000, 9000];
const pick = most => lengths[random(most)] + random(5);

const P = (1n << 61n) - 1n;
let hash = 0n;
function add(x) { hash = (hash * 31n + (x % P) + P) % P; }
function report(name) {
  console.log(name + ":", hash.toString(16));
  hash = 0n;
}

const operators = {
  add: (a, b) => a + b, sub: (a, b) => a - b, mul: (a, b) => a * b, div: (a, b) => a / b, mod: (a, b) => a % b,
  and: (a, b) => a & b, or: (a, b) => a | b, xor: (a, b) => a ^ b,
  shl: (a, b) => a << b % 300n, shr: (a, b) => a >> b % 300n,
  signed: (a, b) => BigInt.asIntN(random(300), a), unsigned: (a, b) => BigInt.asUintN(random(300), a >> 2n),
  not: a => ~a, neg: a => -a, inc: a => ++a, dec: a => --a,
  pow: (a, b) => (a % 1000n) ** BigInt(random(60)),
  less: (a, b) => BigInt(a < b) + 2n * BigInt(a <= b) + 4n * BigInt(a == b), number: a => BigInt(Number(BigInt.asIntN(900, a))),
};
for (const name in operators) {
  const f = operators[name];
  for (let i = 0; i < 40; i++) add(f(operand(pick(9)), operand(pick(9))));
  report(name);
}

// Long ones
for (let i = 0; i < 4; i++) {
  const a = operand(4000 + random(14000)), b = operand(3300 + random(5000)), q = a / b, r = a % b;
  add(a * b);
  add(q);
  add(r);
  if (q * b + r !== a || (r < 0n) !== (a < 0n && r !== 0n) || (r < 0n ? -r : r) >= (b < 0n ? -b : b)) console.log("division fails", i);
  if ((a * b) / a !== b || (a * b) % b !== 0n) console.log("product fails", i);
}
report("long");
add(3n ** 5000n - (-7n) ** 1501n);
report("long powers");

// Text and back
let text = 0;
function addText(s) { for (let i = 0; i < s.length; i++) text = (Math.imul(text, 31) + s.charCodeAt(i)) | 0; }
for (let radix = 2; radix <= 36; radix++) addText(operand(pick(8)).toString(radix));
console.log("text:", text);
for (const radix of [3, 10, 36]) {
  addText(operand(2100).toString(radix));
  addText((-(BigInt(radix) ** 1300n) + 1n).toString(radix));
}
console.log("long text:", text);
for (let i = 0; i < 12; i++) {
  const x = operand(lengths[i % 11] + 40 * i), s = String(x), positive = x < 0n ? -x : x;
  if (BigInt(s) !== x || BigInt("0x" + positive.toString(16)) !== positive || BigInt(` 0b${positive.toString(2)}\n`) !== positive) console.log("not read back", s);
  if (!(x == s) || x < s || !(x >= s) || s > x) console.log("not compared", s);
}
