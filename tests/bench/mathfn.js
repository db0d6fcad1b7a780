// The functions of Math, integer tricks, doubles.
let result = 0;
for (let i = 1; i < 1200000; i++) {
  const x = i / 1000;
  result += Math.floor(x) + Math.sqrt(i) + Math.abs(-x) + Math.max(x, 3) + Math.min(x, 5) + Math.round(x) + Math.sin(x) + Math.cos(x) + Math.atan2(x, 2) + Math.pow(x, 0.5) + Math.log(x) + Math.exp(-x);
  result += Math.imul(i, 31) & 255;
  result += (i >>> 3) % 7 + (i << 2 & 15) + Math.trunc(x * 1.5) + Math.clz32(i) + Math.sign(i - 5000);
}
result = Math.round(result);
if (String(result) !== "5058324647") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("mathfn " + result);
