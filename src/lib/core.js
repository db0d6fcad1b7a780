// Operators whose operands are objects, and the protocols of the language: what the interpreter calls in the middle of an
// instruction. Library scripts are strict, name no globals, and call %name(...): a library function or intrinsic.

function toPrimitive(x, hint) {
  if (!%isObject(x)) return x;
  const exotic = x[%symToPrimitive()];
  if (exotic === undefined || exotic === null) return %ordinaryToPrimitive(x, hint === "default" ? "number" : hint);
  if (!%isCallable(exotic)) %throwType("Symbol.toPrimitive is not a function");
  const result = %call(exotic, x, hint);
  if (%isObject(result)) %throwType("cannot convert object to primitive value");
  return result;
}
function ordinaryToPrimitive(x, hint) {
  let method = hint === "string" ? x.toString : x.valueOf;
  if (%isCallable(method)) {
    const result = %call(method, x);
    if (!%isObject(result)) return result;
  }
  method = hint === "string" ? x.valueOf : x.toString;
  if (%isCallable(method)) {
    const result = %call(method, x);
    if (!%isObject(result)) return result;
  }
  %throwType("cannot convert object to primitive value");
}

function opAdd(a, b) { a = %toPrimitive(a, "default"); return a + %toPrimitive(b, "default"); }
function opSub(a, b) { a = %opNumeric(a); return a - %toPrimitive(b, "number"); }
function opMul(a, b) { a = %opNumeric(a); return a * %toPrimitive(b, "number"); }
function opDiv(a, b) { a = %opNumeric(a); return a / %toPrimitive(b, "number"); }
function opMod(a, b) { a = %opNumeric(a); return a % %toPrimitive(b, "number"); }
function opExp(a, b) { a = %opNumeric(a); return a ** %toPrimitive(b, "number"); }
function opBand(a, b) { a = %opNumeric(a); return a & %toPrimitive(b, "number"); }
function opBor(a, b) { a = %opNumeric(a); return a | %toPrimitive(b, "number"); }
function opBxor(a, b) { a = %opNumeric(a); return a ^ %toPrimitive(b, "number"); }
function opShl(a, b) { a = %opNumeric(a); return a << %toPrimitive(b, "number"); }
function opShr(a, b) { a = %opNumeric(a); return a >> %toPrimitive(b, "number"); }
function opUshr(a, b) { a = %opNumeric(a); return a >>> %toPrimitive(b, "number"); }
function opLt(a, b) { a = %toPrimitive(a, "number"); return a < %toPrimitive(b, "number"); }
function opLe(a, b) { a = %toPrimitive(a, "number"); return a <= %toPrimitive(b, "number"); }
function opGt(a, b) { a = %toPrimitive(a, "number"); return a > %toPrimitive(b, "number"); }
function opGe(a, b) { a = %toPrimitive(a, "number"); return a >= %toPrimitive(b, "number"); }
// One operand is an object, the other neither an object nor nullish.
function opEq(a, b) { return %toPrimitive(a, "default") == %toPrimitive(b, "default"); }
function opNe(a, b) { return %toPrimitive(a, "default") != %toPrimitive(b, "default"); }
function opInc(a) { a = %toPrimitive(a, "number"); return ++a; }
function opDec(a) { a = %toPrimitive(a, "number"); return --a; }
function opNeg(a) { return -%toPrimitive(a, "number"); }
function opBnot(a) { return ~%toPrimitive(a, "number"); }
function opPlus(a) { return +%toPrimitive(a, "number"); }
// ToNumeric
function opNumeric(a) { return %numeric(%toPrimitive(a, "number")); }
function opToString(a) { return `${%toPrimitive(a, "string")}`; }
function opToKey(a) { return %toKey(a); }
function toKey(a) {
  a = %toPrimitive(a, "string");
  return typeof a === "symbol" ? a : `${a}`;
}
function toString(a) { return `${%toPrimitive(a, "string")}`; }
function toNumber(a) { return +%toPrimitive(a, "number"); }
function toInteger(a) { return %integer(%toPrimitive(a, "number")); }
function toLength(a) {
  a = %integer(%toPrimitive(a, "number"));
  return a <= 0 ? 0 : a < 9007199254740991 ? a : 9007199254740991;
}

function opIn(key, o) { return %toKey(key) in o; }
function opGetElement(o, key) { return o[%toKey(key)]; }
function opSetElement(o, key, v) { o[%toKey(key)] = v; }
function opDelete(o, key, strict) {
  key = %toKey(key);
  const done = %deleteOwn(o, key);
  if (!done && strict) %throwType("cannot delete property of object");
  return done;
}
function opGetSuper(home, self, key) {
  const proto = %getProto(home);
  return %getSuper(proto, self, %toKey(key));
}
function opSetSuper(home, self, key, v) {
  const proto = %getProto(home);
  if (proto === null) %throwType("cannot set a property of null");
  if (!%setOn(proto, self, %toKey(key), v)) %throwType("cannot assign to property of super");
}
// [[Set]] of a proxy, or of a typed array that is the receiver, too; without one, the end of OrdinarySetWithOwnDescriptor, for a
// receiver that is a proxy, an array's length or a typed array.
function setSlow(o, key, v, receiver) {
  if (%isProxy(o)) return %proxySet(o, key, v, receiver);
  if (o !== undefined) return %typedStore(o, key, %typedValue(o, %toPrimitive(v, "number")));
  const own = %getOwn(receiver, key);
  if (own === undefined) return %defineOwn(receiver, key, [0x1707, v], false);
  return (own[0] & 0x101) === 0x101 && %defineOwn(receiver, key, [0x1000, v], false);
}
function setStrict(o, key, v, receiver) {
  if (!%setSlow(o, key, v, receiver))
    %throwType(`cannot assign to property ${typeof key === "string" ? `'${key}'` : "of object"}`);
}
// The twin of define: a proxy, or what is to be converted to become an element of a typed array
function defineSlow(o, key, v, flags) {
  if (%isProxy(o)) %proxyDefineData(o, key, v, flags);
  else %typedStore(o, +key, %typedValue(o, %toPrimitive(v, "number")));
}
// A setter's own result is dropped: the answer of [[Set]] is true.
function callSetter(setter, v) {
  %call(setter, this, v);
  return true;
}

// InstanceofOperator
function opInstanceof(v, target) {
  const method = target[%symHasInstance()];
  if (method !== undefined && method !== null) return !!%call(method, target, v);
  if (!%isCallable(target)) %throwType("right-hand side of 'instanceof' is not callable");
  return %ordinaryHasInstance(target, v);
}

function getIterator(o) {
  const method = o[%symIterator()];
  if (!%isCallable(method)) %throwType(`${typeof o} is not iterable`);
  const it = %call(method, o);
  if (!%isObject(it)) %throwType("iterator is not an object");
  return %iterPair(it, it.next);
}
// IteratorStepValue: the value, or the empty value when done.
function iterStep(it, next) {
  const result = %call(next, it);
  if (!%isObject(result)) %throwType("iterator result is not an object");
  if (result.done) return %empty();
  return result.value;
}
// The same of a result that yield* passes on unopened.
function iterResult(result) {
  if (result.done) return %empty();
  return result.value;
}
function iterClose(it) {
  const method = it.return;
  if (method === undefined || method === null) return;
  if (!%isObject(%call(method, it))) %throwType("iterator result is not an object");
}
function iterCloseQuietly(it) {
  try {
    const method = it.return;
    if (method !== undefined && method !== null) %call(method, it);
  } catch {}
}
function spreadInto(array, from) {
  for (const v of from) %append(array, v);
}
function iterCheck(result) { if (!%isObject(result)) %throwType("iterator result is not an object"); }
function nop() {}
function iterDone(result) {
  %iterCheck(result);
  return !!result.done;
}
function iterValue(result) { return result.value; }
// yield*: one step of the inner iterator. Returns its result object; undefined when it is to be returned from but cannot.
function yieldDelegate(it, next, mode, value) {
  let result;
  if (mode === 0) {
    result = %call(next, it, value);
  } else {
    const method = mode === 1 ? it.throw : it.return;
    if (method === undefined || method === null) {
      if (mode === 2) return undefined;
      %iterClose(it);
      %throwType("the iterator does not provide a 'throw' method");
    }
    result = %call(method, it, value);
  }
  if (!%isObject(result)) %throwType("iterator result is not an object");
  return result;
}

// CopyDataProperties
function copyProps(to, from, excluded) {
  from = %toObject(from);
  const keys = %ownKeys(from, 3);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    let skip = false;
    if (excluded !== undefined)
      for (let j = 0; j < excluded.length; j++)
        if (%toKey(excluded[j]) === key) skip = true;
    if (!skip && (%ownFlags(from, key) & 2) !== 0) %define(to, key, from[key], 7);
  }
}
function classHeritage(parent) {
  if (parent === null) return null;
  if (!%isConstructor(parent)) %throwType("class heritage is not a constructor or null");
  const proto = parent.prototype;
  if (proto !== null && !%isObject(proto)) %throwType("class heritage's prototype is not an object or null");
  return proto;
}
