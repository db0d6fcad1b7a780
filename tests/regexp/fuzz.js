// Random patterns on random subjects, from a seed: the same lines from any engine. Compare with another engine's:
//   node tests/regexp/fuzz.js SEED COUNT > a; build/hako tests/regexp/fuzz.js SEED COUNT > b; cmp a b
// (node passes the arguments in process.argv, Hako in scriptArgs or not at all: the defaults are used then.)
const args = typeof process !== "undefined" ? process.argv.slice(2) : typeof scriptArgs !== "undefined" ? scriptArgs : [];
let seed = Number(args[0] || 1) | 0;
const count = Number(args[1] || 400);

function random(n) {
  seed = Math.imul(seed, 1103515245) + 12345 | 0;
  return (seed >>> 8) % n;
}
function pick(list) { return list[random(list.length)]; }

let groups, names, full, sets;
const chars = ["a", "b", "c", "A", "B", "1", "_", " ", "k", "s", "\\n", "-", "\\u00e9", "\\xC9"];
const wide = ["\\u{1F600}", "\\u{10428}", "\\u{10400}", "\u03c3", "\u03c2", "\u212a", "\ud83d\ude00"];
function char() { return full && random(6) === 0 ? pick(wide) : pick(chars) === "-" ? "\\x2d" : pick(chars.slice(0, 11)); }
function classAtom() { return random(5) === 0 ? pick(["\\d", "\\w", "\\s", "\\D", "\\W", "\\S"]) : char(); }
function characterClass(depth) {
  let s = random(4) === 0 ? "[^" : "[";
  const n = random(4);
  for (let i = 0; i < n; i++) {
    const kind = random(6);
    if (kind === 0) s += pick(["a-c", "0-9", "A-Z", "\\x00-\\x7f", "a-\\u00ff"]);
    else if (kind === 1 && sets && depth < 2) s += characterClass(depth + 1);
    else s += classAtom();
  }
  if (sets && random(4) === 0) s = "[" + pick(["a", "\\w", characterClass(depth + 2)]) + pick(["--", "&&"]) + pick(["\\d", "b", characterClass(depth + 2)]);
  return s + "]";
}
function atom(depth) {
  const kind = random(depth > 3 ? 6 : 14);
  if (kind < 3) return char();
  if (kind === 3) return ".";
  if (kind === 4) return characterClass(0);
  if (kind === 5) return pick(["\\d", "\\w", "\\s", "\\W", "\\S", "\\D"]);
  if (kind === 6 || kind === 7) {
    groups++;
    if (random(4) === 0) {
      names++;
      return `(?<n${names}>${disjunction(depth + 1)})`;
    }
    return `(${disjunction(depth + 1)})`;
  }
  if (kind === 8 || kind === 9) return `(?:${disjunction(depth + 1)})`;
  if (kind === 10) return groups ? `\\${1 + random(groups)}` : "x";
  return char() + char();
}
function term(depth) {
  const kind = random(16);
  if (kind === 0) return pick(["^", "$", "\\b", "\\B"]);
  if (kind === 1 && depth < 3) return pick(["(?=", "(?!", "(?<=", "(?<!"]) + disjunction(depth + 1) + ")";
  let s = atom(depth);
  if (random(3) === 0) s += pick(["*", "+", "?", "{2}", "{1,2}", "{0,3}", "{2,}", "{0}"]) + (random(3) === 0 ? "?" : "");
  return s;
}
function alternative(depth) {
  let s = "";
  for (let n = random(4) + (depth === 0); n > 0; n--) s += term(depth);
  return s;
}
function disjunction(depth) {
  let s = alternative(depth);
  while (random(4) === 0) s += "|" + alternative(depth);
  return s;
}
function subject() {
  let s = "";
  for (let n = random(12); n > 0; n--)
    s += random(full ? 6 : 40) === 0 ? pick(["\u{1F600}", "\u{10428}", "\u03c3", "\u03a3", "\u212a", "\ud83d", "\u00e9"])
      : pick(["a", "b", "c", "A", "B", "C", "1", "2", "_", " ", "\n", "k", "K", "s", "S", "x", "ab", "aa"]);
  return s;
}
function show(v) { return JSON.stringify(v); }

for (let i = 0; i < count; i++) {
  groups = names = 0;
  const flags = pick(["", "", "i", "m", "s", "u", "iu", "g", "y", "gi", "d", "v", "iv", "ims"]);
  full = flags.includes("u") || flags.includes("v");
  sets = flags.includes("v");
  const pattern = disjunction(0);
  let re;
  try {
    re = new RegExp(pattern, flags);
  } catch (e) {
    console.log(`${i} /${show(pattern)}/${flags} ${e.name}`);
    continue;
  }
  for (let j = 0; j < 4; j++) {
    const s = subject();
    re.lastIndex = random(3);
    let line = `${i} ${show(pattern)} ${flags} ${show(s)} `;
    const m = re.exec(s);
    line += m === null ? "null" : `${m.index} ${show(m)} ${show(m.groups)} ${show(m.indices)} `;
    line += re.lastIndex;
    re.lastIndex = 0;
    line += " " + show(s.replace(re, "<$&$1$'>"));
    re.lastIndex = 0;
    line += " " + show(s.split(re)) + show(s.match(re)) + s.search(re);
    console.log(line);
  }
}
