// node tests/decimal/cases.mjs > tests/decimal/cases.h
// Cases of decimal arithmetic, worked out with BigInts: each result is an exact fraction, rounded where that of the engine must be.
// Nothing here is done the way src/base/decimal.h does it.

const DIGITS = 34, LEAST = -6176, MOST = 6111;
const pow = n => 10n ** BigInt(n);
const abs = x => x < 0n ? -x : x;

// A seeded generator (mulberry32)
let seed = 754;
function random(n) {
  seed = seed + 0x6D2B79F5 | 0;
  let t = Math.imul(seed ^ seed >>> 15, 1 | seed);
  t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
  return Math.floor(((t ^ t >>> 14) >>> 0) / 4294967296 * n);
}
const pick = list => list[random(list.length)];

// ---- numbers: { kind: "NaN" | "Infinity" | "", negative, c, e }
const special = (kind, negative = false) => ({ kind, negative: kind !== "NaN" && negative, c: 0n, e: 0 });

const ROUNDS = {      // is floor(x), of fraction r/d, to be raised by one?
  "half-even": (q, r, d) => 2n * r > d || (2n * r === d && q % 2n === 1n),
  "half-up": (q, r, d) => 2n * r >= d,
  "half-down": (q, r, d) => 2n * r > d,
  "up": (q, r) => r > 0n,
  "down": () => false,
  "ceiling": (q, r, d, negative) => r > 0n && !negative,
  "floor": (q, r, d, negative) => r > 0n && negative,
};
const MODES = Object.keys(ROUNDS);

// num / den at exponent e as an integer
function at(num, den, e, mode, negative) {
  if (e > 0) den *= pow(e); else num *= pow(-e);
  const q = num / den, r = num % den;
  return { q: q + (ROUNDS[mode](q, r, den, negative) ? 1n : 0n), exact: r === 0n };
}

// num / den * 10^e0 to a number with the exponent nearest to `preferred`
function rounded(negative, num, den, e0, preferred) {
  const clamp = e => Math.min(MOST, Math.max(LEAST, e));
  if (num === 0n) return { kind: "", negative, c: 0n, e: clamp(preferred) };
  let e = Math.max(LEAST, e0 + String(num).length - String(den).length - DIGITS - 1);
  for (;; e++) {
    let { q, exact } = at(num, den, e - e0, "half-even");
    if (q > pow(DIGITS) || (q === pow(DIGITS) && at(num, den, e - e0, "down").q === q)) continue;
    if (q === pow(DIGITS)) { q /= 10n; e++; }
    while (exact && e < clamp(preferred) && q % 10n === 0n) { q /= 10n; e++; }
    if (e > MOST) return special("Infinity", negative);
    return { kind: "", negative, c: q, e };
  }
}

function root(x) {    // floor
  if (x < 2n) return x;
  let r = pow(Math.ceil(String(x).length / 2));
  for (;;) {
    const next = r + x / r >> 1n;
    if (next >= r) return r;
    r = next;
  }
}

function parse(text) {
  const m = /^([-+]?)(?:(Infinity)|(\d*)\.?(\d*)(?:e([-+]?\d+))?)$/.exec(text);
  if (text === "NaN") return special("NaN");
  if (m[2]) return special("Infinity", m[1] === "-");
  const e = Number(m[5] ?? 0) - m[4].length;
  return rounded(m[1] === "-", BigInt(m[3] + m[4]), 1n, e, e);
}

function plain(x, places) {
  const sign = x.negative ? "-" : "";
  if (x.kind) return sign + x.kind;
  const digits = (x.c * pow(x.e + places)).toString().padStart(places + 1, "0"), point = digits.length - places;
  return sign + digits.slice(0, point) + (places > 0 ? "." + digits.slice(point) : "");
}
function show(x) {
  if (x.kind) return plain(x, 0);
  const digits = String(x.c), e = x.e + digits.length - 1;
  if (x.e <= 0 && e >= -6) return plain(x, -x.e);
  return `${x.negative ? "-" : ""}${digits[0]}${digits.length > 1 ? "." : ""}${digits.slice(1)}e${e < 0 ? "-" : "+"}${Math.abs(e)}`;
}

const value = x => x.negative ? -x.c : x.c;
const zero = x => !x.kind && x.c === 0n;

function add(a, b) {
  if (a.kind === "NaN" || b.kind === "NaN" || (a.kind && b.kind && a.negative !== b.negative)) return special("NaN");
  if (a.kind || b.kind) return a.kind ? a : b;
  const e = Math.min(a.e, b.e), sum = value(a) * pow(a.e - e) + value(b) * pow(b.e - e);
  return rounded(sum === 0n ? a.negative && b.negative : sum < 0n, abs(sum), 1n, e, e);
}
const negated = x => ({ ...x, negative: x.kind !== "NaN" && !x.negative });

const operations = {
  "+": add,
  "-": (a, b) => add(a, negated(b)),
  "*": (a, b) => {
    const negative = a.negative !== b.negative;
    if (a.kind === "NaN" || b.kind === "NaN" || (a.kind && zero(b)) || (b.kind && zero(a))) return special("NaN");
    if (a.kind || b.kind) return special("Infinity", negative);
    return rounded(negative, a.c * b.c, 1n, a.e + b.e, a.e + b.e);
  },
  "/": (a, b) => {
    const negative = a.negative !== b.negative;
    if (a.kind === "NaN" || b.kind === "NaN" || (a.kind && b.kind) || (zero(a) && zero(b))) return special("NaN");
    if (b.kind) return { kind: "", negative, c: 0n, e: 0 };
    if (a.kind || zero(b)) return special("Infinity", negative);
    return rounded(negative, a.c, b.c, a.e - b.e, a.e - b.e);
  },
  "%": (a, b) => {
    if (a.kind || b.kind === "NaN" || zero(b)) return special("NaN");
    if (b.kind) return a;
    const e = Math.min(a.e, b.e);
    return rounded(a.negative, a.c * pow(a.e - e) % (b.c * pow(b.e - e)), 1n, e, e);
  },
  "s": a => {
    if (a.kind === "NaN" || (a.negative && !zero(a))) return special("NaN");
    if (a.kind) return a;
    const preferred = Math.floor(a.e / 2), e = preferred - 50, x = a.c * pow(a.e - 2 * e), r = root(x);
    return rounded(a.negative, r * 2n + (r * r === x ? 0n : 1n), 2n, e, preferred);     // what follows the digits lies between
  },
  "=": a => a,
};

function operand() {
  if (random(16) === 0) return pick(["0", "-0", "NaN", "Infinity", "-Infinity", "0.00", "0e6111", "0e-6176", "1e6144", "1e-6176", "-9e-6176",
                                     "9.999999999999999999999999999999999e6144", "1e-6143"]);
  const n = pick([1, 2, 3, 5, 17, 33, 34, 34, 34, 35, 36, 60, 90]);
  const digits = pick([() => Array.from({ length: n }, () => random(10)).join(""), () => "9".repeat(n), () => "1" + "0".repeat(n - 1),
                       () => "5".padEnd(n, "0"), () => String(random(1000000))])();
  const e = pick([0, -2, -2, random(80) - 40, random(80) - 40, random(200) - 100, random(12400) - 6200, pick([-6176, -6177, -6210, 6111, 6077])]);
  return pick(["", "-"]) + digits + (e ? `e${e}` : "");
}

const lines = [];
const write = (op, a, b, result) => lines.push(`{ "${op}", "${a}", "${b}", "${result}" },`);
for (const op of Object.keys(operations))
  for (let i = 0; i < 90; i++) {
    const a = operand();
    let b = op === "s" || op === "=" ? "" : operand();
    if ("+-".includes(op) && i % 3 === 0) b = a === "NaN" ? "0" : pick([a, ("-" + a).replace("--", "")]);
    write(op, a, b, show(operations[op](parse(a), b === "" ? undefined : parse(b))));
  }
for (let i = 0; i < 160; i++) {
  const a = i % 4 ? operand() : `${pick(["", "-"])}${random(1000)}${pick(["5", "50", "500", "51", "49", "95"])}e-${random(6)}`, x = parse(a), m = random(7);
  const places = x.kind || zero(x) ? random(40) - 20 : random(38) - 3 - x.e - (String(x.c).length - 20), fixed = places >= 0 && places <= 100 && i % 2;
  let r = x;
  if (!x.kind && x.e < -places) {
    const c = at(x.c, 1n, -places - x.e, MODES[m], x.negative).q;
    r = rounded(x.negative, c, 1n, -places, -places);
  }
  write((fixed ? "F" : "R") + m, a, places, fixed ? plain(r, places) : show(r));
}
console.log(`/* Made by tests/decimal/cases.mjs: operation, operands, result. */\n${lines.join("\n")}`);
