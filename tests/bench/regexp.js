// Regular expressions: tokens of a source text, log lines with named groups, replacing with a function, a scan that backtracks.
const source = "let total = 0x1F + price * (rate - 1.5e3); // sum\nif (name !== \"x y\") { total += 'q'; }\n".repeat(12);
const token = /\s+|\/\/[^\n]*|([A-Za-z_$][\w$]*)|(0x[\dA-Fa-f]+|\d+(?:\.\d+)?(?:e[+-]?\d+)?)|("[^"]*"|'[^']*')|([-+*\/=!<>&|]+|[(){};,.])/y;
const line = /^(?<date>\d{4}-\d\d-\d\d) \[(?<level>INFO|WARN|ERROR)\] (?<who>\w+): (?<text>.*)$/;
const lines = [];
for (let i = 0; i < 60; i++) lines.push("2026-0" + (1 + i % 9) + "-1" + i % 10 + " [" + ["INFO", "WARN", "ERROR"][i % 3] + "] unit" + i + ": value=" + i * 7 + "; state=ok");
let result = 0;
for (let round = 0; round < 300; round++) {
  token.lastIndex = 0;
  for (let m; token.lastIndex < source.length && (m = token.exec(source));) result += m[1] ? 1 : m[2] ? 2 : m[3] ? 3 : m[4] ? 4 : 0;
  for (let i = 0; i < lines.length; i++) {
    const m = line.exec(lines[i]);
    result += m.groups.level.length + m.groups.text.length;
  }
  result += source.replace(/\b([a-z]+)\b/g, (all, word) => word.length & 1 ? word : "<" + word + ">").length;
  result += (source.match(/[aeiou]/gi) || []).length + source.split(/[;{}]\s*/).length;
  result += /(?:a+b?)*c$/.test("aaaaaaaaaaabaaa" + round) ? 1 : 0;
}
if (String(result) !== "1081200") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("regexp " + result);
