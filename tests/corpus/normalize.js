// String.prototype.normalize: the four forms of single characters, sequences in every order, long texts in pieces.
const forms = ["NFC", "NFD", "NFKC", "NFKD"];
const show = (s) => [...s].map((c) => c.codePointAt(0).toString(16)).join(" ");
const all = (s) => console.log(show(s), "=>", forms.map((f) => show(s.normalize(f))).join(" | "));

["a", "\u00c5", "\u212b", "\u1ea5", "\u017f\u0307", "\u1e9b\u0323", "\ufb01", "\ufdfa", "\u2460\u00bd", "\uac01", "\u1100\u1161\u11a8",
  "\u1100\u1161\u0301\u11a8", "\u0915\u093c", "\u0958", "\u0344", "\u2126", "\uf900", "\u{2f804}", "\u{1d15f}", "\u{1d400}\u{1d7ff}",
  "\u{11099}\u{110ba}", "\u3392\uff21\uff76\u3099", "\ud800\u0301", "\u0301", "e\u0301\u0327\u0301", "A\u030a\u0301", "\u01c4"].forEach(all);

let hash = 0;
const add = (s) => { for (let i = 0; i < s.length; i++) hash = Math.imul(hash ^ s.charCodeAt(i), 16777619) >>> 0; };
for (let c = 0xc0; c < 0x30000; c = c * 1.01 + 1 | 0) for (const f of forms) add(String.fromCodePoint(c).normalize(f));
console.log(hash);

let seed = 1;
const random = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
let text = "";
for (let i = 0; i < 250; i++) text += String.fromCodePoint([0x41 + random(26), 0x300 + random(0x4f), 0x1d165 + random(5), 0x1e00 + random(256)][random(4)]);
for (const f of forms) {
  const once = text.normalize(f);
  hash = 0;
  add(once);
  console.log(f, once.length, hash, once.normalize(f) === once, once.normalize("NFD").normalize(f) === once, text.normalize(f) === once);
}
console.log("abc".normalize() === "abc", "".normalize("NFKD") === "", "\u00e9".normalize(undefined).length, "\u00e9".normalize("NFD").length);
for (const form of ["nfc", "", null, "NFCD"]) try { "x".normalize(form); } catch (e) { console.log(e.name); }
