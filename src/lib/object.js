// Object: what reads descriptors, iterates, or may meet getters.

// ToPropertyDescriptor: [bits, value or getter, setter]. bits: which fields there are (HK_D_HAS_*, HK_P_*) << 8 | attributes.
function toDescriptor(d) {
  if (!%isObject(d)) %throwType("property descriptor is not an object");
  let bits = 0, a, b;
  if ("enumerable" in d) bits |= d.enumerable ? 0x202 : 0x200;
  if ("configurable" in d) bits |= d.configurable ? 0x404 : 0x400;
  if ("value" in d) {
    bits |= 0x1000;
    a = d.value;
  }
  if ("writable" in d) bits |= d.writable ? 0x101 : 0x100;
  if ("get" in d) {
    const get = d.get;
    if (get !== undefined && !%isCallable(get)) %throwType("getter is not a function");
    bits |= 0x2000;
    if (!(bits & 0x1000)) a = get;
  }
  if ("set" in d) {
    bits |= 0x4000;
    b = d.set;
    if (b !== undefined && !%isCallable(b)) %throwType("setter is not a function");
  }
  if (bits & 0x6000 && bits & 0x1100) %throwType("property descriptor has both an accessor and a value or writable");
  return [bits, a, b];
}
function defineProperty(o, key, attributes) {
  if (!%isObject(o)) %throwType("Object.defineProperty called on non-object");
  key = %toKey(key);
  %defineOwn(o, key, %toDescriptor(attributes), true);
  return o;
}
// ObjectDefineProperties
function defineProperties(o, properties) {
  if (!%isObject(o)) %throwType("Object.defineProperties called on non-object");
  properties = %toObject(properties);
  const keys = %ownKeys(properties, 3), found = [];
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (%ownFlags(properties, key) & 2) {
      %append(found, key);
      %append(found, %toDescriptor(properties[key]));
    }
  }
  for (let i = 0; i < found.length; i += 2) %defineOwn(o, found[i], found[i + 1], true);
  return o;
}
// What of [[DefineOwnProperty]] takes a script. ArraySetLength converts twice: ToUint32, then ToNumber.
function defineOwn(o, key, d, must) {
  if (%isProxy(o)) return %proxyDefine(o, key, d, must);
  if (!%isArray(o)) return %typedStore(o, +key, %typedValue(o, %toPrimitive(d[1], "number")));
  const length = %toNumber(d[1]) >>> 0;
  if (length !== %toNumber(d[1])) %throwRange("invalid array length");
  return %defineOwn(o, key, [d[0], length], must);
}
function defineGetter(key, getter) {
  const o = %toObject(this);
  if (!%isCallable(getter)) %throwType("getter is not a function");
  %defineOwn(o, %toKey(key), [0x2606, getter], true);
}
function defineSetter(key, setter) {
  const o = %toObject(this);
  if (!%isCallable(setter)) %throwType("setter is not a function");
  %defineOwn(o, %toKey(key), [0x4606, undefined, setter], true);
}
function getOwnPropertyDescriptors(o) {
  o = %toObject(o);
  const keys = %ownKeys(o, 3), all = {};
  for (let i = 0; i < keys.length; i++) {
    const d = %getOwnPropertyDescriptor(o, keys[i]);
    if (d !== undefined) %define(all, keys[i], d, 7);
  }
  return all;
}

function objectAssign(target, ...sources) {
  target = %toObject(target);
  for (let i = 0; i < sources.length; i++) {
    if (sources[i] === undefined || sources[i] === null) continue;
    const from = %toObject(sources[i]), keys = %ownKeys(from, 3);
    for (let j = 0; j < keys.length; j++) {
      const key = keys[j];
      if (%ownFlags(from, key) & 2) target[key] = from[key];
    }
  }
  return target;
}
// EnumerableOwnProperties
function objectValues(o) {
  const keys = %ownKeys(o, 1), list = [];
  for (let i = 0; i < keys.length; i++)
    if (%ownFlags(o, keys[i]) & 2) %append(list, o[keys[i]]);
  return list;
}
function objectEntries(o) {
  const keys = %ownKeys(o, 1), list = [];
  for (let i = 0; i < keys.length; i++)
    if (%ownFlags(o, keys[i]) & 2) %append(list, [keys[i], o[keys[i]]]);
  return list;
}
function fromEntries(iterable) {
  if (iterable === undefined || iterable === null) %throwType(`${iterable} is not iterable`);
  const o = {};
  for (const entry of iterable) {
    if (!%isObject(entry)) %throwType("entry is not an object");
    const key = entry[0], value = entry[1];
    %define(o, %toKey(key), value, 7);
  }
  return o;
}
function objectGroupBy(items, callback) {
  if (items === undefined || items === null) %throwType(`${items} is not iterable`);
  if (!%isCallable(callback)) %throwType("callback is not a function");
  const groups = { __proto__: null };
  let i = 0;
  for (const item of items) {
    const key = %toKey(%call(callback, undefined, item, i++));
    const group = groups[key];
    if (group === undefined) groups[key] = [item];
    else %append(group, item);
  }
  return groups;
}

function objectToString() {
  const tag = %builtinTag(this);
  if (this === undefined || this === null) return tag;
  const o = %toObject(this), own = o[%symToStringTag()];
  return typeof own === "string" ? `[object ${own}]` : tag;
}
function toLocaleString() { return this.toString(); }
