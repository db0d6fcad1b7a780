// console. The formatter follows Node's util.inspect with its default options; it calls no getter and no other code of the
// script's, so that hostile objects can be printed. A context `ctx` holds what one call knows: the objects being formatted
// (stack), those that a cycle led to (refs), the indentation, and the depth of the object formatted last.

function consoleLog(...args) { %consoleWrite(0, args); }
function consoleInfo(...args) { %consoleWrite(1, args); }
function consoleWarn(...args) { %consoleWrite(2, args); }
function consoleError(...args) { %consoleWrite(3, args); }
function consoleDebug(...args) { %consoleWrite(4, args); }
function consoleWrite(level, args) { %consoleText(level, %consoleFormat(args)); }
// A text's way out: to the host's function, or the port.
function consoleText(level, text) {
  const state = %consoleState(), sink = state.sink;
  if (sink === undefined) %console_print(level, text, state.indent);
  else %call(sink, undefined, level, text, state.indent);
}
function consoleAssert(condition, ...args) {
  if (condition) return;
  const join = args.length === 0 ? "" : typeof args[0] === "string" ? ": " : " ";
  %consoleText(3, `Assertion failed${join}${%consoleFormat(args)}`);
}
function consoleCount(label = "default") {
  const state = %consoleState(), key = `:${label}`;
  state[key] = (state[key] ?? 0) + 1;
  %consoleText(0, `${label}: ${state[key]}`);
}
function consoleCountReset(label = "default") {
  %consoleState()[`:${label}`] = 0;
}
function consoleGroup(...args) {
  if (args.length !== 0) %consoleWrite(0, args);
  %consoleState().indent += 2;
}
function consoleGroupEnd() {
  const state = %consoleState();
  if (state.indent > 0) state.indent -= 2;
}

// The text of a call's arguments: a format string with its arguments, then the others behind blanks.
function consoleFormat(args) {
  let text = "", i = 0;
  if (typeof args[0] === "string" && args.length > 1) {
    const format = args[i++];
    let at = 0, next;
    while ((next = %stringIndex(format, "%", at)) >= 0) {
      const c = format[next + 1];
      let piece = c === "%" ? c : undefined;
      if (i < args.length && c !== undefined && %stringIndex("sdifjoOc", c, 0) >= 0) piece = %inspectAs(args[i++], c);
      text += %stringSlice(format, at, next) + (piece ?? "%");
      at = next + (piece === undefined ? 1 : 2);
    }
    text += %stringSlice(format, at, format.length);
    if (i < args.length) text += " ";
  }
  for (let first = i; i < args.length; i++) {
    if (i > first) text += " ";
    text += typeof args[i] === "string" ? args[i] : %inspect(args[i], 0, %inspectContext());
  }
  return text;
}
function inspectAs(v, c) {
  if (c === "c") return "";
  if (c === "s") return typeof v === "string" ? v : %inspect(v, 2, %inspectContext());
  if (c !== "d" && c !== "i" && c !== "f") return %inspect(v, 0, %inspectContext());
  if (%isObject(v) || typeof v === "symbol") return "NaN";
  if (typeof v === "bigint") return %inspect(v);
  v = c === "d" ? +v : %parseFloat(`${v}`);
  return %inspectText(c === "i" ? v - v % 1 : v);
}
function inspectContext() { return { stack: [], refs: [], indent: 0, depth: 0 }; }

function inspect(v, depth, ctx) {
  if (typeof v === "bigint") return `${v}n`;
  if (!%isObject(v)) return %inspectText(v);
  if (%isProxy(v)) return %proxyHandler(v) === null ? "<Revoked Proxy>" : %inspect(%proxyTarget(v), depth, ctx);
  const stack = ctx.stack, refs = ctx.refs;
  let ref = 0;
  for (let i = 0; i < stack.length; i++) {
    if (stack[i] !== v) continue;
    while (ref < refs.length && refs[ref] !== v) ref++;
    if (ref === refs.length) %append(refs, v);
    return `[Circular *${ref + 1}]`;
  }
  %append(stack, v);
  const text = %inspectObject(v, depth, ctx);
  stack.length--;
  while (ref < refs.length && refs[ref] !== v) ref++;
  return ref < refs.length ? `<ref *${ref + 1}> ${text}` : text;
}

function inspectFunctionName(f) {
  const name = %ownData(f, "name");
  return typeof name === "string" ? name : "";
}
// The nearest property along the prototypes that is a string, or a function with a name.
function inspectFind(o, key, type) {
  for (; o !== null; o = %getProto(o)) {
    const v = %ownData(o, key);
    if (typeof v === type && (type === "string" || %inspectFunctionName(v))) return v;
  }
}
function inspectName(o, kind) {
  const symbol = %symToStringTag(), tag = (%ownFlags(o, symbol) & 2) === 0 && %inspectFind(o, symbol, "string");
  const constructor = %inspectFind(o, "constructor", "function");
  const name = constructor === undefined ? `[${kind}: null prototype]` : %inspectFunctionName(constructor);
  return tag && tag !== name ? `${name} [${tag}]` : name;
}
function inspectFunction(f, kind) {
  const name = %inspectFunctionName(f);
  if (kind !== "class") return `[${kind}${name ? `: ${name}` : " (anonymous)"}]`;
  const parent = %getProto(f), of = %isCallable(parent) && %inspectFunctionName(parent);
  return `[class ${name || "(anonymous)"}${of ? ` extends ${of}` : ""}]`;
}
// The stack if there is one, else name and message.
function inspectError(e, ctx) {
  const stack = %ownData(e, "stack"), text = typeof stack === "string" ? stack : %errorText(e);
  if (%stringIndex(text, "\n    at", 0) < 0) return `[${text}]`;
  return ctx.indent === 0 ? text : %stringReplace(text, "\n", `\n${%stringRepeat(" ", ctx.indent)}`, true);
}

function inspectObject(o, depth, ctx) {
  const kind = %inspectClass(o), name = %inspectName(o, kind), keys = %inspectKeys(o);
  const typed = kind === "TypedArray", list = typed || kind === "Array", map = kind === "Map", collection = map || kind === "Set";
  const count = typed ? %typedPart(o, 0) : list ? o.length : collection ? %entryCount(o) : 0, open = list ? "[" : "{", close = list ? "]" : "}";
  let base = "", prefix = name === "Object" ? "" : `${name} `;
  if (%isCallable(o)) base = %inspectFunction(o, kind);
  else if (kind === "Error") base = %inspectError(o, ctx);
  else if (kind === "Date") base = %inspectText(o);
  else if (kind === "Primitive") base = `[${name}: ${%inspect(%primitiveOf(o))}]`;
  else if (kind === "Arguments") prefix = "[Arguments] ";
  else if (list && name === kind) prefix = "";
  else if (list || collection) prefix = `${name}(${count}) `;
  if (count === 0 && keys.length === 0) return base || prefix + open + close;
  if (depth > 2) return `[${name}]`;
  const out = [];
  ctx.depth = depth;
  ctx.indent += 2;
  if (list) %inspectElements(o, count, depth, ctx, out);
  else if (collection) %inspectEntries(o, map, depth, ctx, out);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i], accessor = %accessorKind(o, key);
    %append(out, `${%inspectKey(key)}: ${accessor === undefined ? %inspect(o[key], depth + 1, ctx) : `[${accessor}]`}`);
  }
  ctx.indent -= 2;
  return %inspectLayout(out, base ? `${base} ` : prefix, open, close, ctx, depth, list && o);
}
function inspectKey(key) {
  if (typeof key === "symbol") return `[${%inspectText(key)}]`;
  return %isIdentifier(key) ? key : %inspectText(key);
}
function inspectElements(o, length, depth, ctx, out) {
  for (let i = 0; i < length; i++) {
    if (out.length === 100) {
      %append(out, `... ${length - i} more item${length - i === 1 ? "" : "s"}`);
      return;
    }
    const accessor = %accessorKind(o, i);
    if (accessor !== undefined) {
      %append(out, `[${accessor}]`);
    } else if (%ownFlags(o, i) !== 0) {
      %append(out, %inspect(o[i], depth + 1, ctx));
    } else {
      const from = i;
      i = %holeEnd(o, i);
      %append(out, `<${i - from} empty item${i - from === 1 ? "" : "s"}>`);
      i--;
    }
  }
}
function inspectEntries(o, map, depth, ctx, out) {
  const walk = %entryWalk(o, map);
  for (;;) {
    const key = %entryNext(walk);
    if (key === %empty()) return;
    const value = map && %entryValue(walk), text = %inspect(key, depth + 1, ctx);
    %append(out, map ? `${text} => ${%inspect(value, depth + 1, ctx)}` : text);
  }
}
// One line if it is short enough and no more than three levels deep; else a line for each item. Of the lists, the long ones
// get columns.
function inspectLayout(out, prefix, open, close, ctx, depth, list) {
  let length = out.length + ctx.indent + open.length + prefix.length + 10 + out.length, single = ctx.depth - depth < 3;
  const indentation = `\n${%stringRepeat(" ", ctx.indent)}`;
  if (list && out.length > 6) {
    const rows = %inspectColumns(out, list, ctx.indent);
    single &&= rows === out;
    out = rows;
  }
  if (%stringIndex(prefix, "\n", 0) >= 0) single = false;
  for (let i = 0; i < out.length; i++) {
    length += out[i].length;
    if (%stringIndex(out[i], "\n", 0) >= 0) single = false;
  }
  single &&= length <= 80;
  let text = prefix + open + (single ? " " : `${indentation}  `);
  for (let i = 0; i < out.length; i++) {
    if (i !== 0) text += single ? ", " : `,${indentation}  `;
    text += out[i];
  }
  return text + (single ? " " : indentation) + close;
}
// The items of a list, several to a row and padded, if they are of about the same length.
function inspectColumns(out, list, indent) {
  let total = 0, longest = 0, end = out.length > 100 ? 100 : out.length, numbers = true;
  for (let i = 0; i < end; i++) {
    const n = out[i].length;
    total += n + 2;
    if (n > longest) longest = n;
    if (%stringIndex(out[i], "\n", 0) >= 0) return out;
    if (typeof %ownData(list, i) !== "number") numbers = false;
  }
  const width = longest + 2;
  if (width * 3 + indent >= 80 || (total / width <= 5 && longest > 6)) return out;
  let biased = longest - 1 - (width - total / out.length) ** 0.5;
  if (biased < 1) biased = 1;
  let columns = (2.5 * biased * end) ** 0.5 / biased + 0.5;
  if (columns > (80 - indent) / width) columns = (80 - indent) / width;
  columns = columns > 12 ? 12 : columns - columns % 1;
  if (columns <= 1) return out;
  const widths = [], rows = [];
  for (let i = 0; i < columns; i++) {
    let n = 0;
    for (let j = i; j < end; j += columns)
      if (out[j].length > n) n = out[j].length;
    %append(widths, n + 2);
  }
  for (let i = 0; i < end; i += columns) {
    let row = "";
    for (let j = i; j < end && j < i + columns; j++) {
      const last = j === end - 1 || j === i + columns - 1, n = widths[j - i] - (last ? 2 : 0);
      const item = last ? out[j] : out[j] + ", ";
      row += numbers ? %stringPad(item, n, " ", true) : last ? item : %stringPad(item, n, " ", false);
    }
    %append(rows, row);
  }
  if (end < out.length) %append(rows, out[end]);
  return rows;
}
