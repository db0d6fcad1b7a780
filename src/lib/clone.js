// if HAKO_WITH_CLONE
// StructuredSerialize and StructuredDeserialize. What is between the two is a stream of bytes, drawn in clone.c; the numbers here
// are its tags. Objects are numbered in the order in which they are met; those that were transferred come first.

function structuredClone(value, options) {
  if (arguments.length === 0) %throwType("structuredClone without a value");
  const transfer = [], moved = [];
  if (options !== undefined && options !== null) {
    if (!%isObject(options)) %throwType("the options of structuredClone are not an object");
    const list = options.transfer;
    if (list !== undefined)
      for (const o of list) %append(transfer, o);
  }
  const stream = %cloneWrite(value, transfer);
  for (let i = 0; i < transfer.length; i++) %cloneKind(transfer[i]);
  for (let i = 0; i < transfer.length; i++) %append(moved, %bufferMove(transfer[i], %bufferCheck(transfer[i], 0), true));
  return %cloneRead(stream, moved);
}

// Writes a value. What is in an object is written behind it before anything else is: `stack` holds the objects that are not
// finished, each with the number of elements `n` and the keys behind them (where `o` is undefined: the values in it), and `at`, how
// many of them are done.
function cloneWrite(v, transfer = []) {
  const stream = %packNew(), seen = %newMap(), stack = [];
  for (let i = 0; i < transfer.length; i++) {
    if (%cloneKind(transfer[i]) !== 20 || %entryHas(seen, transfer[i])) %cloneFail(transfer[i]);
    %entrySet(seen, transfer[i], i);
  }
  for (;;) {
    const inside = %cloneValue(stream, seen, v);
    if (inside !== undefined) %append(stack, inside);
    for (;;) {
      if (stack.length === 0) return stream;
      const top = stack[stack.length - 1], o = top.o, at = top.at++;
      if (at < top.n) {
        if ((%ownFlags(o, at) & 2) !== 0) {
          v = o[at];
          break;
        }
        const end = %holeEnd(o, at);
        top.at = end <= at ? at + 1 : end < top.n ? end : top.n;
        %packTag(stream, 10, top.at - at);
      } else if (at - top.n < top.keys.length) {
        v = top.keys[at - top.n];
        if (o === undefined) break;
        if (typeof v === "symbol" || %ownFlags(o, v) === 0) continue;
        %pack(stream, v);
        v = o[v];
        break;
      } else {
        %packTag(stream, 12);
        stack.length--;
      }
    }
  }
}
// Writes a value without what is in it; that is the result, if it is an object that may have something.
function cloneValue(stream, seen, v) {
  if (!%isObject(v)) return %pack(stream, v);
  const known = %entryGet(seen, v);
  if (known !== undefined) return %packTag(stream, 11, known);
  const kind = %cloneKind(v);
  %entrySet(seen, v, %entryCount(seen));
  switch (kind) {
    case 13:
      %packTag(stream, 13);
      return { o: v, at: 0, n: 0, keys: %ownKeys(v, 5) };
    case 14:
      %packTag(stream, 14, v.length);
      return { o: v, at: 0, n: v.length, keys: %inspectKeys(v) };
    case 15:
    case 16: {
      const walk = %entryWalk(v, kind === 15), keys = [];
      for (let key; (key = %entryNext(walk)) !== %empty();) {
        %append(keys, key);
        if (kind === 15) %append(keys, %entryValue(walk));
      }
      %packTag(stream, kind);
      return { o: undefined, at: 0, n: 0, keys };
    }
    case 17: return %cloneError(stream, v);
    case 20: return %packBuffer(stream, v);
    case 21:
    case 22:
      %packView(stream, v);
      return %cloneValue(stream, seen, %clonePart(v));
    case 23:
      %packTag(stream, 23);
      %pack(stream, %regExpSourceOf(v));
      return %pack(stream, %regExpFlagsOf(v));
    default:
      %packTag(stream, kind);
      return %pack(stream, %clonePart(v));
  }
}
// Of an error: its name if that is one of the language's, its message and cause if they are data, its stack as text.
function cloneError(stream, e) {
  const parts = { __proto__: null }, name = e.name, message = %getOwn(e, "message");
  %packError(stream, name === undefined ? "Error" : %toString(name));
  if (message !== undefined && (message[0] & 0x1000) !== 0) parts.message = %toString(message[1]);
  if ((%ownFlags(e, "cause") & 9) === 1) parts.cause = e.cause;
  parts.stack = %errorText(e);
  return { o: parts, at: 0, n: 0, keys: %ownKeys(parts, 1) };
}

// Reads what cloneWrite wrote; anything else fails. `objects` are those that were read so far; `stack` holds those that are not
// finished: in `o`, with the tag, the number of elements that are to come, how many have, and the key that waits for its value.
function cloneRead(stream, objects = []) {
  const stack = [];
  let root;
  %unpackCheck(stream);
  do {
    const tag = %unpackByte(stream), top = stack.length === 0 ? undefined : stack[stack.length - 1];
    if (tag === 10 || tag === 12) {
      if (top === undefined) %unpackFail();
      if (tag === 10) {
        top.at += %unpackCount(stream);
        if (top.at > top.n) %unpackFail();
      } else {
        if (top.at < top.n || top.waiting) %unpackFail();
        if (top.tag === 14) top.o.length = top.n;
        stack.length--;
      }
      continue;
    }
    const n = tag === 14 ? %unpackCount(stream) : 0;
    const v = tag < 10 ? %unpack(stream, tag)
            : tag === 11 ? %cloneObject(objects, %unpackCount(stream)) : %cloneMake(stream, objects, tag);
    if (top === undefined) root = v;
    else %clonePut(top, v);
    if (tag >= 13 && tag <= 17) %append(stack, { o: v, tag, n, at: 0, waiting: false, key: undefined });
  } while (stack.length !== 0);
  %unpackCheck(stream);
  return root;
}
function cloneObject(objects, i) {
  if (i >= objects.length || objects[i] === undefined) %unpackFail();
  return objects[i];
}
function cloneMake(stream, objects, tag) {
  const i = objects.length;
  let v;
  switch (tag) {
    case 13: v = {}; break;
    case 14: v = []; break;
    case 15: v = %newMap(); break;
    case 16: v = %newSet(); break;
    case 17: v = %unpackError(stream); break;
    case 18: case 19: case 23: case 24: {
      const part = %unpack(stream, %unpackByte(stream));
      if (tag === 19 ? part === undefined || part === null : typeof part !== (tag === 18 ? "number" : "string")) %unpackFail();
      if (tag === 19) {
        v = %toObject(part);
      } else if (tag === 18) {
        v = %newDate(undefined, [part]);
      } else if (tag === 24) {
        v = %decimalFrom(undefined, part);
      } else {
        const flags = %unpack(stream, %unpackByte(stream));
        if (typeof flags !== "string") %unpackFail();
        v = %regExpCreate(undefined, part, flags);
      }
      break;
    }
    case 20: v = %unpackBuffer(stream, %unpackByte(stream)); break;
    case 21: case 22: {
      const kind = %unpackByte(stream), offset = %unpackCount(stream), length = kind > 15 ? -1 : %unpackCount(stream);
      %append(objects, undefined);
      const next = %unpackByte(stream);
      if (next !== 11 && next !== 20) %unpackFail();
      const buffer = next === 11 ? %cloneObject(objects, %unpackCount(stream)) : %cloneMake(stream, objects, 20);
      return objects[i] = %unpackView(tag, kind & 15, offset, length, buffer);
    }
    default: %unpackFail();
  }
  %append(objects, v);
  return v;
}
// Puts a value into an object that is being read: as an element, a key, or what belongs to the key before.
function clonePut(top, v) {
  const o = top.o;
  if (top.at < top.n) {
    const i = top.at++;
    if (i === o.length) %append(o, v);
    else %define(o, i, v, 7);
  } else if (top.tag === 16) {
    %entrySet(o, v);
  } else if (!top.waiting) {
    if (top.tag !== 15 && typeof v !== "string") %unpackFail();
    top.key = v;
    top.waiting = true;
  } else {
    if (top.tag === 15) %entrySet(o, top.key, v);
    else %define(o, top.key, v, top.tag === 17 ? 5 : 7);
    top.waiting = false;
  }
}
