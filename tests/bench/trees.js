// Allocation: binary trees built, walked and dropped.
function Node(left, right) { this.left = left; this.right = right; }
function build(d) { return d === 0 ? new Node(null, null) : new Node(build(d - 1), build(d - 1)); }
function count(n) { return n.left === null ? 1 : 1 + count(n.left) + count(n.right); }
let result = 0;
const long = build(15);
for (let d = 4; d <= 16; d += 3) { const rounds = 1 << (17 - d + 1); for (let i = 0; i < rounds; i++) result += count(build(d)); }
result += count(long);
if (String(result) !== "2668251") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("trees " + result);
