// if HAKO_WITH_PROXY
// Proxies. A descriptor is a list in the form of toDescriptor (object.js): [bits, value or getter, setter].

// GetMethod(handler, name)
function proxyTrap(handler, name) {
  const trap = handler[name];
  if (trap === undefined || trap === null) return;
  if (!%isCallable(trap)) %throwType(`proxy trap '${name}' is not a function`);
  return trap;
}
// The trap's answer breaks an invariant.
function proxyFault(name, key) {
  %throwType(`proxy trap '${name}' contradicts the target${typeof key === "string" ? ` about '${key}'` : ""}`);
}
function proxyRevocable(target, handler) {
  const proxy = %makeProxy(target, handler), revoke = () => %revokeProxy(proxy);
  return { proxy, revoke };
}

// ---- Internal methods

function proxyGetProto(proxy) {
  const target = %proxyTarget(proxy), handler = %proxyHandler(proxy), trap = %proxyTrap(handler, "getPrototypeOf");
  if (trap === undefined) return %getProto(target);
  const proto = %call(trap, handler, target);
  if (proto !== null && !%isObject(proto)) %throwType("proxy trap 'getPrototypeOf' returned neither an object nor null");
  if (!%isExtensible(target) && proto !== %getProto(target)) %proxyFault("getPrototypeOf");
  return proto;
}
function proxySetProto(proxy, proto) {
  const target = %proxyTarget(proxy), handler = %proxyHandler(proxy), trap = %proxyTrap(handler, "setPrototypeOf");
  if (trap === undefined) return %trySetProto(target, proto);
  if (!%call(trap, handler, target, proto)) return false;
  if (!%isExtensible(target) && proto !== %getProto(target)) %proxyFault("setPrototypeOf");
  return true;
}
function proxyIsExtensible(proxy) {
  const target = %proxyTarget(proxy), handler = %proxyHandler(proxy), trap = %proxyTrap(handler, "isExtensible");
  if (trap === undefined) return %isExtensible(target);
  const answer = !!%call(trap, handler, target);
  if (answer !== %isExtensible(target)) %proxyFault("isExtensible");
  return answer;
}
function proxyPreventExtensions(proxy) {
  const target = %proxyTarget(proxy), handler = %proxyHandler(proxy), trap = %proxyTrap(handler, "preventExtensions");
  if (trap === undefined) return %tryPreventExtensions(target);
  if (!%call(trap, handler, target)) return false;
  if (%isExtensible(target)) %proxyFault("preventExtensions");
  return true;
}
function proxyGetOwn(proxy, key) {
  const target = %proxyTarget(proxy), handler = %proxyHandler(proxy), trap = %proxyTrap(handler, "getOwnPropertyDescriptor");
  if (trap === undefined) return %getOwn(target, key);
  const found = %call(trap, handler, target, key);
  if (found !== undefined && !%isObject(found))
    %throwType("proxy trap 'getOwnPropertyDescriptor' returned neither an object nor undefined");
  const now = %getOwn(target, key);
  if (found === undefined && now === undefined) return;
  if (found === undefined) {
    if (!(now[0] & 4) || !%isExtensible(target)) %proxyFault("getOwnPropertyDescriptor", key);
    return;
  }
  const extensible = %isExtensible(target), d = %toDescriptor(found);
  d[0] |= d[0] & 0x6000 ? 0x6600 : 0x1700;
  if (now === undefined ? !extensible || !(d[0] & 4) : !%changeAllowed(d, now) ||
      (!(d[0] & 4) && (now[0] & 4 || (d[0] & 0x101) === 0x100 && now[0] & 1)))
    %proxyFault("getOwnPropertyDescriptor", key);
  return d;
}
// must: whether to throw when refused
function proxyDefine(proxy, key, d, must) {
  const target = %proxyTarget(proxy), handler = %proxyHandler(proxy), trap = %proxyTrap(handler, "defineProperty");
  if (trap === undefined) return %defineOwn(target, key, d, must);
  if (!%call(trap, handler, target, key, %fromDescriptor(d))) {
    if (must) %throwType("proxy trap 'defineProperty' refused");
    return false;
  }
  const now = %getOwn(target, key), extensible = %isExtensible(target), fixed = (d[0] & 0x404) === 0x400;
  if (now === undefined ? !extensible || fixed : !%changeAllowed(d, now) || (fixed && now[0] & 4) ||
      ((now[0] & 5) === 1 && (d[0] & 0x101) === 0x100))
    %proxyFault("defineProperty", key);
  return true;
}
function proxyHas(proxy, key) {
  const target = %proxyTarget(proxy), handler = %proxyHandler(proxy), trap = %proxyTrap(handler, "has");
  if (trap === undefined) return key in target;
  if (%call(trap, handler, target, key)) return true;
  const now = %getOwn(target, key);
  if (now !== undefined && (!(now[0] & 4) || !%isExtensible(target))) %proxyFault("has", key);
  return false;
}
function proxyGet(proxy, key, receiver) {
  const target = %proxyTarget(proxy), handler = %proxyHandler(proxy), trap = %proxyTrap(handler, "get");
  if (trap === undefined) return %getSuper(target, receiver, key);
  const v = %call(trap, handler, target, key, receiver), now = %getOwn(target, key, true);
  if (now !== undefined && !(now[0] & 4) &&
      (now[0] & 0x2000 ? now[1] === undefined && v !== undefined : !(now[0] & 1) && !%sameValue(v, now[1])))
    %proxyFault("get", key);
  return v;
}
function proxySet(proxy, key, v, receiver) {
  const target = %proxyTarget(proxy), handler = %proxyHandler(proxy), trap = %proxyTrap(handler, "set");
  if (trap === undefined) return %setOn(target, receiver, key, v);
  if (!%call(trap, handler, target, key, v, receiver)) return false;
  const now = %getOwn(target, key, true);
  if (now !== undefined && !(now[0] & 4) &&
      (now[0] & 0x4000 ? now[2] === undefined : !(now[0] & 1) && !%sameValue(v, now[1])))
    %proxyFault("set", key);
  return true;
}
function proxyDelete(proxy, key) {
  const target = %proxyTarget(proxy), handler = %proxyHandler(proxy), trap = %proxyTrap(handler, "deleteProperty");
  if (trap === undefined) return %deleteOwn(target, key);
  if (!%call(trap, handler, target, key)) return false;
  const now = %getOwn(target, key);
  if (now !== undefined && (!(now[0] & 4) || !%isExtensible(target))) %proxyFault("deleteProperty", key);
  return true;
}
function proxyKeys(proxy) {
  const target = %proxyTarget(proxy), handler = %proxyHandler(proxy), trap = %proxyTrap(handler, "ownKeys");
  if (trap === undefined) return %ownKeys(target, 3);
  const answer = %call(trap, handler, target), seen = { __proto__: null }, list = [];
  if (!%isObject(answer)) %throwType("proxy trap 'ownKeys' returned no object");
  const n = %arrayLength(answer);
  for (let i = 0; i < n; i++) {
    const key = answer[i];
    if (typeof key !== "string" && typeof key !== "symbol") %throwType("proxy trap 'ownKeys' returned what is no key");
    %append(list, key);
  }
  for (let i = 0; i < n; i++) {
    if (list[i] in seen) %throwType("proxy trap 'ownKeys' returned a key twice");
    seen[list[i]] = true;
  }
  const extensible = %isExtensible(target), keys = %ownKeys(target, 3);
  let found = 0, missing = false;
  for (let i = 0; i < keys.length; i++) {
    const own = %getOwn(target, keys[i]);
    if (keys[i] in seen) found++;
    else if (!extensible || (own !== undefined && !(own[0] & 4))) missing = true;
  }
  if (missing || (!extensible && found < n)) %proxyFault("ownKeys");
  return list;
}
function proxyCall(proxy, self, args) {
  const target = %proxyTarget(proxy), handler = %proxyHandler(proxy), trap = %proxyTrap(handler, "apply");
  if (trap === undefined) return %apply(target, self, args);
  return %call(trap, handler, target, self, args);
}
function proxyConstruct(proxy, args, target) {
  const of = %proxyTarget(proxy), handler = %proxyHandler(proxy), trap = %proxyTrap(handler, "construct");
  if (trap === undefined) return %newTarget(of, target, args);
  const made = %call(trap, handler, of, args, target);
  if (!%isObject(made)) %throwType("proxy trap 'construct' returned no object");
  return made;
}

// ---- Their parts

// IsCompatiblePropertyDescriptor, where there is a property
function changeAllowed(d, now) {
  const bits = d[0], old = now[0];
  if (old & 4) return true;
  if (bits & 4 || (bits & 0x200 && (bits ^ old) & 2)) return false;
  if (!(bits & 0x7100)) return true;
  if (bits & 0x6000) {
    return (old & 0x2000) !== 0 && (!(bits & 0x2000) || d[1] === now[1]) && (!(bits & 0x4000) || d[2] === now[2]);
  }
  if (old & 0x2000) return false;
  return (old & 1) !== 0 || (!(bits & 1) && (!(bits & 0x1000) || %sameValue(d[1], now[1])));
}
// FromPropertyDescriptor
function fromDescriptor(d) {
  if (d === undefined) return;
  const bits = d[0], o = {};
  if (bits & 0x1000) %define(o, "value", d[1], 7);
  if (bits & 0x100) %define(o, "writable", (bits & 1) !== 0, 7);
  if (bits & 0x2000) %define(o, "get", d[1], 7);
  if (bits & 0x4000) %define(o, "set", d[2], 7);
  if (bits & 0x200) %define(o, "enumerable", (bits & 2) !== 0, 7);
  if (bits & 0x400) %define(o, "configurable", (bits & 4) !== 0, 7);
  return o;
}

// ---- Twins of the intrinsics (core.def). which: HK_KEYS_*

function proxyOwnKeys(proxy, which) {
  const keys = %proxyKeys(proxy), list = [];
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (which & (typeof key === "string" ? 1 : 2) && (!(which & 4) || %ownFlags(proxy, key) & 2)) %append(list, key);
  }
  return list;
}
function proxyFlags(proxy, key) {
  const own = %getOwn(proxy, key);
  return own === undefined ? 0 : own[0] & 7;
}
function proxyDefineData(proxy, key, v, flags) { %proxyDefine(proxy, key, [0x1700 | flags, v], true); }

// ---- Twins of Object's natives: the object, or one on its prototype chain, is a proxy

function proxyDescriptor(o, key) { return %fromDescriptor(%getOwn(o, key)); }
function proxyHasOwn(o, key) { return %getOwn(o, key) !== undefined; }
function proxyHasOwnProperty(key) { return %getOwn(this, key) !== undefined; }
function proxyIsEnumerable(key) { return (%ownFlags(this, key) & 2) !== 0; }
function proxyIsPrototypeOf(v) { return %inherits(v, this); }
function lookupAccessor(o, key, which) {
  for (; o !== null; o = %getProto(o)) {
    const own = %getOwn(o, key);
    if (own !== undefined) return own[0] & 0x2000 ? own[which] : undefined;
  }
}
function proxyLookupGetter(key) { return %lookupAccessor(this, key, 1); }
function proxyLookupSetter(key) { return %lookupAccessor(this, key, 2); }
function proxyThisProto() { return %getProto(this); }
function proxyChangeProto(o, proto) {
  if (!%trySetProto(o, proto)) %throwType("cannot set the prototype: the proxy refused");
  return o;
}
function proxySetThisProto(proto) {
  if (!%trySetProto(this, proto)) %throwType("cannot set the prototype: the proxy refused");
}
function proxyNames(o) { return %ownKeys(o, 1); }
function proxySymbols(o) { return %ownKeys(o, 2); }
function proxyEnumerableKeys(o) { return %ownKeys(o, 5); }
function proxyFix(o) {
  if (!%tryPreventExtensions(o)) %throwType("cannot prevent extensions: the proxy refused");
  return o;
}
// SetIntegrityLevel
function harden(o, freeze) {
  if (!%tryPreventExtensions(o)) %throwType("cannot prevent extensions: the proxy refused");
  const keys = %ownKeys(o, 3);
  for (let i = 0; i < keys.length; i++) {
    const own = freeze ? %getOwn(o, keys[i]) : [0x2000];
    if (own !== undefined) %defineOwn(o, keys[i], [own[0] & 0x2000 ? 0x400 : 0x500], true);
  }
  return o;
}
function proxyFreeze(o) { return %harden(o, true); }
function proxySeal(o) { return %harden(o, false); }
// TestIntegrityLevel
function isHard(o, mask) {
  if (%isExtensible(o)) return false;
  const keys = %ownKeys(o, 3);
  for (let i = 0; i < keys.length; i++) if (%ownFlags(o, keys[i]) & mask) return false;
  return true;
}
function proxyIsFrozen(o) { return %isHard(o, 5); }
function proxyIsSealed(o) { return %isHard(o, 4); }

// ---- Where the interpreter meets a proxy

// A name that is neither a lexical binding nor found on the global object's ordinary prototypes. how: 1 typeof, 2 strict.
function getGlobal(global, name, how) {
  if (!(name in global)) {
    if (how & 1) return;
    %throwReference(`${name} is not defined`);
  }
  if (name in global) return global[name];
  if (how & 2) %throwReference(`${name} is not defined`);
}
function setGlobal(global, name, v, strict) {
  if (!(name in global) && strict) %throwReference(`${name} is not defined`);
  if (strict && !(name in global)) %throwReference(`${name} is not defined`);
  if (!%setOn(global, global, name, v) && strict) %throwType(`cannot assign to '${name}'`);
}
// EnumerateObjectProperties: the state is a list of an object, its keys, the next one's position, and the keys seen so far.
function forInStart(o) { return [o, %ownKeys(o, 1), 0, { __proto__: null }]; }
// The next key, or the empty value
function forInNext(state) {
  const seen = state[3];
  for (;;) {
    const o = state[0], keys = state[1];
    while (state[2] < keys.length) {
      const key = keys[state[2]++], own = %getOwn(o, key);
      if (own === undefined || key in seen) continue;
      seen[key] = true;
      if (own[0] & 2) return key;
    }
    const proto = %getProto(o);
    if (proto === null) return %empty();
    state[0] = proto;
    state[1] = %ownKeys(proto, 1);
    state[2] = 0;
  }
}
