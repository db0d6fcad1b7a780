// JSON.parse with a reviver, and JSON.stringify for what its native leaves: replacers, toJSON, getters, wrappers.

function jsonParse(text, reviver) {
  const record = %jsonRead(text, true);
  return %jsonRevive({ "": record[0] }, "", reviver, record);
}
// InternalizeJSONProperty. A record is a pair: the value that was read, and its source text or, of an array or object, the
// records of what is in it, under the same keys.
function jsonRevive(holder, key, reviver, record) {
  const v = holder[key], context = {};
  const same = record !== undefined && %sameValue(record[0], v);
  if (!%isObject(v)) {
    if (same) context.source = record[1];
  } else if (%isArray(v)) {
    const parts = same ? record[1] : [], n = %toLength(v.length);
    for (let i = 0; i < n; i++) %jsonReviveProperty(v, `${i}`, reviver, i < parts.length ? parts[i] : undefined);
  } else {
    const keys = %ownKeys(v, 5);
    for (let i = 0; i < keys.length; i++) %jsonReviveProperty(v, keys[i], reviver, same ? record[1][keys[i]] : undefined);
  }
  return %call(reviver, holder, key, v, context);
}
function jsonReviveProperty(o, key, reviver, record) {
  const v = %jsonRevive(o, key, reviver, record);
  if (v === undefined) %deleteOwn(o, key);
  else %defineOwn(o, key, [0x1707, v], false);
}

// The property list of an array as replacer.
function jsonNames(replacer) {
  const names = [], seen = { __proto__: null }, n = %toLength(replacer.length);
  for (let i = 0; i < n; i++) {
    let v = replacer[i];
    const type = typeof %primitiveOf(v);
    if (type !== "string" && type !== "number") continue;
    v = `${v}`;
    if (seen[v]) continue;
    seen[v] = true;
    %append(names, v);
  }
  return names;
}
function jsonSpace(space) {
  if (%isObject(space)) {
    const type = typeof %primitiveOf(space);
    if (type === "number") space = +space;
    else if (type === "string") space = `${space}`;
  }
  if (typeof space === "number") return %stringRepeat(" ", space < 1 ? 0 : space > 10 ? 10 : %integer(space));
  return typeof space !== "string" ? "" : space.length > 10 ? %stringSlice(space, 0, 10) : space;
}
function jsonStringify(value, replacer, space) {
  const state = { replacer: undefined, names: undefined, gap: "", indent: "", stack: [] };
  if (%isCallable(replacer)) state.replacer = replacer;
  else if (%isArray(replacer)) state.names = %jsonNames(replacer);
  state.gap = %jsonSpace(space);
  return %jsonProperty(state, { "": value }, "");
}
// SerializeJSONProperty
function jsonProperty(state, holder, key) {
  let v = holder[key];
  if (%isObject(v) || typeof v === "bigint") {
    const toJSON = v.toJSON;
    if (%isCallable(toJSON)) v = %call(toJSON, v, key);
  }
  if (state.replacer !== undefined) v = %call(state.replacer, holder, key, v);
  if (%isObject(v)) {
    if (%isRawJSON(v)) return v.rawJSON;
    const primitive = %primitiveOf(v), type = typeof primitive;
    if (type === "number") v = +v;
    else if (type === "string") v = `${v}`;
    else if (type === "bigint" || primitive === true || primitive === false) v = primitive;
  }
  switch (typeof v) {
    case "string": return %jsonQuote(v);
    case "number": return v - v === 0 ? `${v}` : "null";
    case "boolean": return `${v}`;
    case "bigint": %throwType("cannot convert a BigInt to JSON");
    case "object": return v === null ? "null" : %jsonContainer(state, v, %isArray(v));
  }
}
// SerializeJSONObject, SerializeJSONArray
function jsonContainer(state, o, array) {
  const stack = state.stack, before = state.indent, names = array ? undefined : state.names ?? %ownKeys(o, 5);
  for (let i = 0; i < stack.length; i++)
    if (stack[i] === o) %throwType("cannot convert circular structure to JSON");
  %append(stack, o);
  const indent = before + state.gap, line = state.gap && `\n${indent}`, n = array ? %toLength(o.length) : names.length;
  let text = "";
  state.indent = indent;
  for (let i = 0; i < n; i++) {
    const key = array ? `${i}` : names[i];
    let item = %jsonProperty(state, o, key);
    if (array) item ??= "null";
    else if (item === undefined) continue;
    else item = %jsonQuote(key) + (line ? ": " : ":") + item;
    text += (text ? "," : "") + line + item;
  }
  state.indent = before;
  stack.length--;
  if (text && line) text += `\n${before}`;
  return array ? `[${text}]` : `{${text}}`;
}
