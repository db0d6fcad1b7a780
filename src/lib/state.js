// if HAKO_WITH_STATE
// The globals of a realm as JSON text, and back. What JSON lacks is an object whose property "$" tells what it stands for: see
// hako_globals_to_json in public.h. A path is that of keys and indexes in the JSON text.

function stateSave(functions) {
  const seen = %newMap(), bindings = %stateRoot(true);
  let text = "";
  for (let i = 0; i < 2; i++) {
    const o = %stateRoot(i === 0), keys = %ownKeys(o, i === 0 ? 1 : 5);
    for (let k = 0; k < keys.length; k++) {
      const key = keys[k], v = %ownData(o, key), name = %jsonQuote(key);
      if (v === %empty() || (%ownFlags(o, key) & 8) !== 0 || (i !== 0 && %ownFlags(bindings, key) !== 0)) continue;
      const piece = %stateText(seen, v, `[${name}`, functions);
      if (piece !== undefined) text += `${text && ","}${name}:${piece}`;
    }
  }
  return `{${text}}`;
}
// The text of a value; undefined: it is left out. path: its own, without the bracket that closes it
function stateText(seen, v, path, functions) {
  switch (typeof v) {
    case "undefined": return '{"$":"undefined"}';
    case "boolean": return `${v}`;
    case "string": return %jsonQuote(v);
    case "bigint": return `{"$":"bigint","v":"${v}"}`;
    case "symbol": return undefined;
    case "number": return v - v === 0 && (v !== 0 || 1 / v > 0) ? `${v}` : `{"$":"number","v":"${%inspectText(v)}"}`;
    case "function": {
      const source = functions ? %stateSource(v) : undefined;
      return source === undefined ? source : `{"$":"function","v":${%jsonQuote(source)}}`;
    }
  }
  if (v === null) return "null";
  const kind = %stateKind(v), known = %entryGet(seen, v);
  if (kind === 0) return undefined;
  if (known !== undefined) return `{"$":"ref","v":${known}]}`;
  %entrySet(seen, v, path);
  if (kind <= 16) return %stateEntries(seen, v, path, functions, kind);
  const inner = `${path},"v"`;
  switch (kind) {
    case 17: {
      const message = %ownData(v, "message"), cause = %ownData(v, "cause");
      let text = `{"$":"error","name":${%jsonQuote(`${v.name}`)}`;
      if (message !== undefined) text += `,"v":${%jsonQuote(`${message}`)}`;
      const piece = %ownFlags(v, "cause") === 0 ? undefined : %stateText(seen, cause, `${path},"cause"`, functions);
      return piece === undefined ? `${text}}` : `${text},"cause":${piece}}`;
    }
    case 18: {
      const time = %clonePart(v);
      return `{"$":"date","v":${time - time === 0 ? time : null}}`;
    }
    case 19: return `{"$":"box","v":${%stateText(seen, %clonePart(v), inner, functions)}}`;
    case 20: return `{"$":"bytes","v":"${%stateHex(v)}"}`;
    case 24: return `{"$":"decimal","v":"${%clonePart(v)}"}`;
    case 23: return `{"$":"regexp","v":${%jsonQuote(%regExpSourceOf(v))},"flags":"${%regExpFlagsOf(v)}"}`;
    default:
      return `{"$":"${%stateView(v, 0)}","v":${%stateText(seen, %clonePart(v), inner, functions)},` +
             `"offset":${%stateView(v, 1)},"length":${%stateView(v, 2)}}`;
  }
}
// The text of an object, array, Map or Set with what is in it
function stateEntries(seen, v, path, functions, kind) {
  let text = "", n = 0;
  if (kind === 13) {
    const keys = %ownKeys(v, 5), tagged = %ownFlags(v, "$") !== 0, at = tagged ? `${path},"v"` : path;
    for (let i = 0; i < keys.length; i++) {
      const name = %jsonQuote(keys[i]), piece = %stateText(seen, v[keys[i]], `${at},${name}`, functions);
      if (piece !== undefined) text += `${text && ","}${name}:${piece}`;
    }
    return tagged ? `{"$":"object","v":{${text}}}` : `{${text}}`;
  }
  if (kind === 14) {
    for (let i = 0; i < v.length; n++) {
      let piece;
      if ((%ownFlags(v, i) & 2) !== 0) {
        piece = %stateText(seen, v[i], `${path},${n}`, functions) ?? "null";
        i++;
      } else {
        const next = %holeEnd(v, i), end = next > i ? next : i + 1;
        piece = `{"$":"hole","v":${end - i}}`;
        i = end;
      }
      text += (text && ",") + piece;
    }
    return `[${text}]`;
  }
  const walk = %entryWalk(v, kind === 15);
  for (let key; (key = %entryNext(walk)) !== %empty(); n++) {
    const value = kind === 15 ? %entryValue(walk) : undefined, at = `${path},"v",${n}`;
    let piece = %stateText(seen, key, kind === 15 ? `${at},0` : at, functions) ?? "null";
    if (kind === 15) piece = `[${piece},${%stateText(seen, value, `${at},1`, functions) ?? "null"}]`;
    text += (text && ",") + piece;
  }
  return `{"$":"${kind === 15 ? "map" : "set"}","v":[${text}]}`;
}

function stateRestore(text, functions) {
  const root = %jsonValue(text), values = [], state = { root, made: %newMap(), functions };
  if (!%isObject(root) || %isArray(root)) %throwType("the saved globals are not an object");
  const keys = %ownKeys(root, 1);
  for (let i = 0; i < keys.length; i++) %append(values, %stateValue(state, root[keys[i]]));
  for (let i = 0; i < keys.length; i++) %statePut(keys[i], values[i]);
}
// A value of JSON as what it stands for. state.made: what objects of the JSON have become, for references
function stateValue(state, v) {
  if (!%isObject(v)) return v;
  if (%isArray(v)) return %stateArray(state, v);
  const tag = %ownData(v, "$"), part = %ownData(v, "v");
  let o;
  switch (tag) {
    case undefined: return %stateObject(state, v, v);
    case "object": return %stateObject(state, v, %stateMember(v, "v", "object"));
    case "undefined": return undefined;
    case "number": return +%stateMember(v, "v", "string");
    case "bigint": return %toBigInt(%stateMember(v, "v", "string"));
    case "ref": return %stateRef(state, part);
    case "function":
      if (!state.functions) %throwType("the saved globals have functions");
      return %eval(`(${%stateMember(v, "v", "string")}\n)`);
    case "map":
    case "set": {
      const map = tag === "map", items = %stateMember(v, "v", "object");
      %entrySet(state.made, v, o = map ? %newMap() : %newSet());
      for (let i = 0; i < %stateMember(items, "length", "number"); i++) {
        const item = map ? %stateMember(items, i, "object") : items;
        const key = %stateValue(state, %ownData(item, map ? 0 : i));
        %entrySet(o, key, map ? %stateValue(state, %ownData(item, 1)) : undefined);
      }
      return o;
    }
    case "error":
      o = %stateError(%stateMember(v, "name", "string"));
      %entrySet(state.made, v, o);
      if (part !== undefined) %define(o, "message", %stateMember(v, "v", "string"), 5);
      if (%ownFlags(v, "cause") !== 0) %define(o, "cause", %stateValue(state, %ownData(v, "cause")), 5);
      return o;
    case "date": o = %newDate(undefined, [part === null ? 0 / 0 : %stateMember(v, "v", "number")]); break;
    case "box":
      o = %stateValue(state, part);
      if (%isObject(o)) %throwType("the saved globals have a box of what is no primitive value");
      o = %toObject(o);
      break;
    case "decimal": o = %decimalFrom(undefined, %stateMember(v, "v", "string")); break;
    case "bytes": o = %stateBytes(%stateMember(v, "v", "string")); break;
    case "regexp": o = %regExpCreate(undefined, %stateMember(v, "v", "string"), %stateMember(v, "flags", "string")); break;
    default: {
      const kind = %stateViewKind(tag), length = %stateMember(v, "length", "number");
      const buffer = %stateValue(state, part);
      o = %unpackView(kind < 0 ? 22 : 21, kind < 0 ? 1 : kind, %stateMember(v, "offset", "number"), length, buffer);
    }
  }
  %entrySet(state.made, v, o);
  return o;
}
function stateObject(state, v, from) {
  const o = {}, keys = %ownKeys(from, 1);
  %entrySet(state.made, v, o);
  for (let i = 0; i < keys.length; i++) %define(o, keys[i], %stateValue(state, from[keys[i]]), 7);
  return o;
}
function stateArray(state, v) {
  const o = [];
  %entrySet(state.made, v, o);
  for (let i = 0; i < v.length; i++) {
    const item = v[i];
    if (%isObject(item) && %ownData(item, "$") === "hole") o.length += %stateMember(item, "v", "number");
    else %define(o, o.length, %stateValue(state, item), 7);
  }
  return o;
}
// What an object of the JSON must have
function stateMember(v, key, type) {
  const part = %ownData(v, key);
  if (typeof part !== type || part === null) %throwType(`the saved globals have a wrong '${key}'`);
  return part;
}
function stateRef(state, path) {
  let node = state.root;
  for (let i = 0; %isArray(path) && i < path.length && %isObject(node); i++)
    node = typeof path[i] === "string" || typeof path[i] === "number" ? %ownData(node, path[i]) : undefined;
  const o = %entryGet(state.made, node);
  if (o === undefined) %throwType("the saved globals have a reference to nothing");
  return o;
}
