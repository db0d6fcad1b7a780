// The arena is full: an error that can be caught, again and again; what was let go of can be used anew.
function fill(make) {
  let held = [], error = null;
  try { for (;;) held.push(make(held.length)); } catch (e) { error = e; }
  const some = held.length > 10;
  held = null;
  return some && error instanceof Error;
}
console.log("objects", fill(i => ({ i, next: { i } })));
console.log("strings", fill(i => "string number " + i));
console.log("arrays", fill(i => new Array(20).fill(i)));
console.log("closures", fill(i => () => i));
console.log("doubles", fill(i => i + 0.5));
console.log("maps", fill(i => new Map([[i, i]])));
let text = "x", caught = false;
try { for (;;) text += text; } catch (e) { caught = e instanceof Error; }
text = "";
console.log("doubling", caught);
caught = false; try { new Array(1e6).fill(0); } catch (e) { caught = e instanceof Error; } console.log("big array", caught);
caught = false; try { "ab".repeat(1e6); } catch (e) { caught = e instanceof Error; } console.log("repeat", caught);
let list = null, count = 0; try { for (;;) { list = { list }; count++; } } catch (e) { list = null; } console.log("chain", count > 100);
let rounds = 0; for (let i = 0; i < 3; i++) if (fill(n => ({ n }))) rounds++; console.log("rounds", rounds);
let sum = 0; for (let i = 0; i < 3000; i++) { const o = { v: i, a: [i, i + 1], s: "s" + i }; sum += o.a[1] - o.v + o.s.length; } console.log("garbage", sum);
console.log("still", [1, 2, 3].map(x => x * 2).join(), JSON.stringify({ fine: true }));
