// A tokenizer, a parser and an evaluator for a small language, and a stack machine for the same.
function tokenize(text) {
  const out = [];
  let i = 0;
  const is = (c, a, b) => c >= a && c <= b;
  while (i < text.length) {
    const c = text[i];
    if (c === " " || c === "\n") { i++; continue; }
    let j = i;
    if (is(c, "0", "9")) { while (j < text.length && (is(text[j], "0", "9") || text[j] === ".")) j++; out.push({ type: "num", value: +text.slice(i, j) }); }
    else if (is(c, "a", "z")) { while (j < text.length && is(text[j], "a", "z")) j++; out.push({ type: "id", value: text.slice(i, j) }); }
    else { j = i + 1; if ("=<>!".includes(c) && text[j] === "=") j++; out.push({ type: "op", value: text.slice(i, j) }); }
    i = j;
  }
  out.push({ type: "end" });
  return out;
}
class Parser {
  #tokens; #at = 0;
  static power = { "=": 1, "<": 3, ">": 3, "==": 2, "+": 4, "-": 4, "*": 5, "/": 5, "^": 7 };
  constructor(text) { this.#tokens = tokenize(text); }
  get #peek() { return this.#tokens[this.#at]; }
  #next() { return this.#tokens[this.#at++]; }
  #expect(v) { const t = this.#next(); if (t.value !== v) throw new SyntaxError("expected " + v + ", got " + (t.value ?? "the end")); }
  program() { const body = []; while (this.#peek.type !== "end") { body.push(this.#statement()); } return { type: "block", body }; }
  #statement() {
    const t = this.#peek;
    if (t.value === "while" || t.value === "if") { this.#next(); const test = this.#expression(0); return { type: t.value, test, body: this.#statement() }; }
    if (t.value === "{") { this.#next(); const body = []; while (this.#peek.value !== "}") body.push(this.#statement()); this.#next(); return { type: "block", body }; }
    const e = this.#expression(0); this.#expect(";"); return e;
  }
  #expression(min) {
    let left = this.#unary();
    for (;;) {
      const op = this.#peek.value, p = Parser.power[op];
      if (!p || p < min || this.#peek.type !== "op") return left;
      this.#next();
      left = { type: "binary", op, left, right: this.#expression(op === "=" || op === "^" ? p : p + 1) };
    }
  }
  #unary() {
    const t = this.#next();
    if (t.type === "num") return { type: "num", value: t.value };
    if (t.type === "id") {
      if (this.#peek.value !== "(") return { type: "var", name: t.value };
      this.#next(); const args = [];
      while (this.#peek.value !== ")") { args.push(this.#expression(0)); if (this.#peek.value === ",") this.#next(); }
      this.#next(); return { type: "call", name: t.value, args };
    }
    if (t.value === "(") { const e = this.#expression(0); this.#expect(")"); return e; }
    if (t.value === "-") return { type: "neg", arg: this.#expression(6) };
    throw new SyntaxError("unexpected " + (t.value ?? "end"));
  }
}
const printed = [];
const natives = { print: (...a) => { printed.push(a.join(" ")); return a.length; }, max: Math.max, sqrt: Math.sqrt };
const ops = { "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, "/": (a, b) => a / b, "^": (a, b) => a ** b, "<": (a, b) => +(a < b), ">": (a, b) => +(a > b), "==": (a, b) => +(a === b) };
function evaluate(n, env) {
  switch (n.type) {
    case "num": return n.value;
    case "var": if (!(n.name in env)) throw new ReferenceError(n.name); return env[n.name];
    case "neg": return -evaluate(n.arg, env);
    case "binary": if (n.op === "=") return env[n.left.name] = evaluate(n.right, env); return ops[n.op](evaluate(n.left, env), evaluate(n.right, env));
    case "call": return natives[n.name](...n.args.map(a => evaluate(a, env)));
    case "if": return evaluate(n.test, env) ? evaluate(n.body, env) : 0;
    case "while": { let r = 0; while (evaluate(n.test, env)) r = evaluate(n.body, env); return r; }
    case "block": return n.body.reduce((_, s) => evaluate(s, env), 0);
  }
}
function compile(n, code = []) {
  const emit = (op, arg) => code.push([op, arg]) - 1;
  switch (n.type) {
    case "num": emit("push", n.value); break;
    case "var": emit("load", n.name); break;
    case "neg": compile(n.arg, code); emit("neg"); break;
    case "binary": if (n.op === "=") { compile(n.right, code); emit("store", n.left.name); } else { compile(n.left, code); compile(n.right, code); emit("op", ops[n.op]); } break;
    case "call": n.args.forEach(a => compile(a, code)); emit("call", [n.name, n.args.length]); break;
    case "if": { compile(n.test, code); const j = emit("jz"); compile(n.body, code); code[j][1] = code.length; break; }
    case "while": { const top = code.length; compile(n.test, code); const j = emit("jz"); compile(n.body, code); emit("jmp", top); code[j][1] = code.length; break; }
    case "block": for (const s of n.body) { compile(s, code); } break;
  }
  return code;
}
function execute(code) {
  const stack = [], env = {}; let pc = 0, steps = 0;
  while (pc < code.length) {
    const [op, arg] = code[pc++]; steps++;
    switch (op) {
      case "push": stack.push(arg); break;
      case "load": stack.push(env[arg]); break;
      case "store": env[arg] = stack.at(-1); break;
      case "neg": stack.push(-stack.pop()); break;
      case "op": { const b = stack.pop(), a = stack.pop(); stack.push(arg(a, b)); break; }
      case "call": stack.push(natives[arg[0]](...stack.splice(stack.length - arg[1]))); break;
      case "jz": if (!stack.pop()) pc = arg; break;
      case "jmp": pc = arg; break;
    }
  }
  return steps;
}
const programs = ["print(1 + 2 * 3 ^ 2 - -4);", "i = 0; s = 0; while i < 50 { i = i + 1; if i == 25 { s = s * 2; } s = s + i; } print(i, s);", "a = 0; b = 1; n = 30; while n > 0 { t = a + b; a = b; b = t; n = n - 1; } print(a);",
  "x = 2; k = 6; while k > 0 { x = (x + 2 / x) / 2; k = k - 1; } print(x, sqrt(2), max(1, 5, 3));", "print((1 + 2;", "print(y);", "1 + ;"];
for (const p of programs) {
  printed.length = 0;
  try { const tree = new Parser(p).program(); evaluate(tree, {}); const steps = execute(compile(tree)); console.log(printed.join(" | "), steps); } catch (e) { console.log(e.name + ": " + e.message); }
}
