// Building strings: concatenation in loops, join, slices, numbers to text.
let result = 0;
for (let round = 0; round < 250; round++) {
  let text = "";
  for (let i = 0; i < 4000; i++) text += "item " + i + ";";
  result += text.length;
  const parts = [];
  for (let i = 0; i < 3000; i++) parts.push("k" + (i % 97) + "=" + i * 3);
  const joined = parts.join("&");
  result += joined.length;
  const back = joined.split("&");
  for (let i = 0; i < back.length; i++) { const at = back[i].indexOf("="); result += back[i].slice(0, at).length + Number(back[i].substring(at + 1)) % 7; }
  for (let i = 0; i < 2000; i++) result += `<${i}>${"ab".repeat(i % 4)}`.toUpperCase().length;
}
if (String(result) !== "24946500") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("strings " + result);
