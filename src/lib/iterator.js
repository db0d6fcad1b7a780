// %ArrayIteratorPrototype%.next over what is no plain array.
function arrayIteratorNext() {
  const o = %iterSource(this);
  const length = %iterLength(o);
  const index = %iterAdvance(this);
  if (index >= length) return %iterEnd(this);
  return %iterItem(this, index, %iterWants(this) ? o[index] : undefined);
}

function iterLength(o) { return %toLength(o.length); }

// ---- Iterator.prototype

// SetterThatIgnoresPrototypeProperties
function setIgnoringProto(o, key, v) {
  if (!%isObject(o)) %throwType("receiver is not an object");
  if (o === %theIterator(true)) %throwType("cannot assign to a property of Iterator.prototype");
  if (!%hasOwn(o, key)) %define(o, key, v, 7);
  else o[key] = v;
}
function iteratorConstructor() { return %theIterator(false); }
function setIteratorConstructor(v) { %setIgnoringProto(this, "constructor", v); }
function iteratorTag() { return "Iterator"; }
function setIteratorTag(v) { %setIgnoringProto(this, %symToStringTag(), v); }

// The checks that all helpers begin with; when they fail after `it` is known to be an object, it is closed.
function iteratorCheck(it, fn) {
  if (!%isObject(it)) %throwType("Iterator helper called on non-object");
  if (%isCallable(fn)) return;
  %iterCloseQuietly(it);
  %needCallable(fn);
}
// A non-negative integer or Infinity
function iteratorLimit(it, limit) {
  if (!%isObject(it)) %throwType("Iterator helper called on non-object");
  let n;
  try {
    n = %toNumber(limit);
    if (n !== n) %throwRange("limit is not a number");
    n = %integer(n);
    if (n < 0) %throwRange("limit is negative");
  } catch (e) {
    %iterCloseQuietly(it);
    throw e;
  }
  return n;
}

function iteratorReduce(fn) {
  %iteratorCheck(this, fn);
  let result = arguments[1], i = 0, first = arguments.length < 2;
  for (const v of %iterPair(this, this.next)) {
    result = first ? v : %call(fn, undefined, result, v, i);
    first = false;
    i++;
  }
  if (first) %throwType("reduce of an empty iterator with no initial value");
  return result;
}
function iteratorToArray() {
  if (!%isObject(this)) %throwType("Iterator helper called on non-object");
  const result = [];
  for (const v of %iterPair(this, this.next)) %append(result, v);
  return result;
}
function iteratorForEach(fn) {
  %iteratorCheck(this, fn);
  let i = 0;
  for (const v of %iterPair(this, this.next)) %call(fn, undefined, v, i++);
}
function iteratorSome(fn) {
  %iteratorCheck(this, fn);
  let i = 0;
  for (const v of %iterPair(this, this.next)) if (%call(fn, undefined, v, i++)) return true;
  return false;
}
function iteratorEvery(fn) {
  %iteratorCheck(this, fn);
  let i = 0;
  for (const v of %iterPair(this, this.next)) if (!%call(fn, undefined, v, i++)) return false;
  return true;
}
function iteratorFind(fn) {
  %iteratorCheck(this, fn);
  let i = 0;
  for (const v of %iterPair(this, this.next)) if (%call(fn, undefined, v, i++)) return v;
}

// The lazy helpers: each is a generator, which CreateIteratorFromClosure's object resumes.
function* mapSteps(it, next, fn) {
  let i = 0;
  for (const v of %iterPair(it, next)) yield %call(fn, undefined, v, i++);
}
function iteratorMap(fn) {
  %iteratorCheck(this, fn);
  return %newHelper(%mapSteps(this, this.next, fn), this);
}
function* filterSteps(it, next, fn) {
  let i = 0;
  for (const v of %iterPair(it, next)) if (%call(fn, undefined, v, i++)) yield v;
}
function iteratorFilter(fn) {
  %iteratorCheck(this, fn);
  return %newHelper(%filterSteps(this, this.next, fn), this);
}
function* takeSteps(it, next, n) {
  if (n === 0) {
    %iterClose(it);
    return;
  }
  for (const v of %iterPair(it, next)) {
    yield v;
    if (--n === 0) return;
  }
}
function iteratorTake(limit) {
  const n = %iteratorLimit(this, limit);
  return %newHelper(%takeSteps(this, this.next, n), this);
}
function* dropSteps(it, next, n) {
  for (const v of %iterPair(it, next))
    if (n > 0) n--;
    else yield v;
}
function iteratorDrop(limit) {
  const n = %iteratorLimit(this, limit);
  return %newHelper(%dropSteps(this, this.next, n), this);
}
function* flatMapSteps(it, next, fn) {
  let i = 0;
  for (const v of %iterPair(it, next)) {
    const inner = %iteratorFlattenable(%call(fn, undefined, v, i++), false);
    for (const w of %iterPair(inner, inner.next)) yield w;
  }
}
function iteratorFlatMap(fn) {
  %iteratorCheck(this, fn);
  return %newHelper(%flatMapSteps(this, this.next, fn), this);
}
function helperReturn() {
  const it = %helperUnderlying(this);
  if (it !== undefined) %iterClose(it);
  return { value: undefined, done: true };
}

// GetIteratorFlattenable without its GetIteratorDirect
function iteratorFlattenable(o, strings) {
  if (!%isObject(o) && !(strings && typeof o === "string")) %throwType(`${typeof o} is not an object`);
  const method = o[%symIterator()];
  if (method === undefined || method === null) {
    if (!%isObject(o)) %throwType(`${typeof o} is not iterable`);
    return o;
  }
  const it = %call(method, o);
  if (!%isObject(it)) %throwType("iterator is not an object");
  return it;
}
function wrapReturn() {
  const it = %wrapSource(this);
  const method = it.return;
  return method === undefined || method === null ? { value: undefined, done: true } : %call(method, it);
}
function iteratorFrom(o) {
  const it = %iteratorFlattenable(o, true);
  const next = it.next;
  return %ordinaryHasInstance(%theIterator(false), it) ? it : %newWrap(it, next);
}
