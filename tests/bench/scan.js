// Scanning strings: character codes, a tokenizer, counting, hashing.
const words = "the quick brown fox jumps over the lazy dog while 12 monkeys type 3456 letters (and one 'quoted' part) = 78.9;".split(" ");
let text = "";
for (let i = 0; i < 400; i++) text += words[i * 7 % words.length] + " ";
function hash(s) { let h = 5381; for (let i = 0; i < s.length; i++) h = (h * 33 ^ s.charCodeAt(i)) | 0; return h; }
function tokens(s) {
  let i = 0, count = 0, numbers = 0, longest = "";
  while (i < s.length) {
    const c = s.charCodeAt(i);
    if (c === 32) { i++; continue; }
    const start = i;
    if (c >= 97 && c <= 122) { do i++; while (i < s.length && s.charCodeAt(i) >= 97 && s.charCodeAt(i) <= 122); const w = s.slice(start, i); if (w.length > longest.length) longest = w; }
    else if (c >= 48 && c <= 57) { let v = 0; while (i < s.length && s.charCodeAt(i) >= 48 && s.charCodeAt(i) <= 57) { v = v * 10 + s.charCodeAt(i) - 48; i++; } numbers += v; }
    else i++;
    count++;
  }
  return count + numbers + longest.length;
}
function vowels(s) { let n = 0; for (const c of s) if (c === "a" || c === "e" || c === "i" || c === "o" || c === "u") n++; return n; }
function letters(s) { const counts = {}; for (let i = 0; i < s.length; i++) { const c = s[i]; counts[c] = (counts[c] || 0) + 1; } return counts.e; }
let result = 0;
for (let round = 0; round < 900; round++) result = (result + hash(text) + tokens(text) + vowels(text) + letters(text)) | 0;
if (String(result) !== "949383816") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("scan " + result);
