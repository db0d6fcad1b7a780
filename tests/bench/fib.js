// Calls: recursion of several kinds.
function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
function tak(x, y, z) { return y >= x ? z : tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y)); }
function ack(m, n) { return m === 0 ? n + 1 : n === 0 ? ack(m - 1, 1) : ack(m - 1, ack(m, n - 1)); }
let result = fib(33) + tak(18, 12, 6) * 1000 + ack(2, 700);
if (String(result) !== "3532981") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("fib " + result);
