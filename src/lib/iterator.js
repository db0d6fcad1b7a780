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
    if (n > 9007199254740991 && n - n === 0) %throwRange("limit is too large");
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

function* concatSteps(list) {
  for (let i = 0; i < list.length; i += 2) {
    const it = %call(list[i], list[i + 1]);
    if (!%isObject(it)) %throwType("iterator is not an object");
    for (const v of %iterPair(it, it.next)) yield v;
  }
}
function iteratorConcat(...items) {
  const list = [];
  for (let i = 0; i < items.length; i++) {
    const o = items[i];
    if (!%isObject(o)) %throwType(`${typeof o} is not an object`);
    const method = o[%symIterator()];
    %needCallable(method);
    %append(list, method);
    %append(list, o);
  }
  return %newHelper(%concatSteps(list));
}

// ---- Iterator.zip

// IteratorCloseAll of those in the list that are not null; with `failed`, for the exception `error`, which is thrown again.
function closeAll(list, failed, error) {
  for (let i = list.length - 1; i >= 0; i--) {
    const it = list[i];
    if (it === null) continue;
    if (failed) {
      %iterCloseQuietly(it);
    } else {
      try {
        %iterClose(it);
      } catch (e) {
        failed = true;
        error = e;
      }
    }
  }
  if (failed) throw error;
}
// An iterator that is done, or has failed, leaves `open`. keys: of the results, undefined for arrays
function* zipSteps(iters, nexts, open, mode, padding, keys) {
  const n = iters.length;
  let left = n, failed = false, error;
  try {
    while (left > 0) {
      const results = keys ? { __proto__: null } : [];
      for (let i = 0; i < n; i++) {
        let v = %empty();
        const it = iters[i];
        if (open[i] !== null) {
          open[i] = null;
          v = %iterStep(it, nexts[i]);
          if (v !== %empty()) open[i] = it;
          else if (mode === "shortest" || (mode === "longest" && --left === 0)) return;
          else if (mode === "strict") return %zipStrict(iters, nexts, open, i);
        }
        if (v === %empty()) v = padding[i];
        %createData(results, keys ? keys[i] : i, v);
      }
      yield results;
    }
  } catch (e) {
    failed = true;
    error = e;
  } finally {
    %closeAll(open, failed, error);
  }
}
// Iterator i is done: so must be all the others.
function zipStrict(iters, nexts, open, i) {
  if (i > 0) %throwType("iterators of different lengths");
  for (i = 1; i < iters.length; i++) {
    open[i] = null;
    const result = %call(nexts[i], iters[i]);
    if (!%isObject(result)) %throwType("iterator result is not an object");
    if (!result.done) {
      open[i] = iters[i];
      %throwType("iterators of different lengths");
    }
  }
}
function zipMode(iterables, options) {
  if (!%isObject(iterables)) %throwType("iterables are not an object");
  if (options === undefined) return "shortest";
  if (!%isObject(options)) %throwType("options are not an object");
  const mode = options.mode;
  if (mode === undefined) return "shortest";
  if (mode !== "shortest" && mode !== "longest" && mode !== "strict") %throwType("unknown mode of zip");
  return mode;
}
function zipPadding(mode, options) {
  if (mode !== "longest" || options === undefined) return;
  const padding = options.padding;
  if (padding !== undefined && !%isObject(padding)) %throwType("padding is not an object");
  return padding;
}
function zipAdd(iters, nexts, v) {
  const it = %iteratorFlattenable(v, false), next = it.next;
  %append(iters, it);
  %append(nexts, next);
}
// GetIterator without its GetIteratorDirect
function iterOf(o) {
  const method = o[%symIterator()];
  %needCallable(method);
  const it = %call(method, o);
  if (!%isObject(it)) %throwType("iterator is not an object");
  return it;
}
// The values that stand for iterators that are done, taken from an iterable
function zipPads(padding, n) {
  const pads = [];
  if (padding !== undefined) {
    const it = %iterOf(padding), next = it.next;
    if (n === 0) {
      %iterClose(it);
    } else {
      for (const v of %iterPair(it, next)) {
        %append(pads, v);
        if (pads.length === n) break;
      }
    }
  }
  while (pads.length < n) %append(pads, undefined);
  return pads;
}
function zipHelper(iters, nexts, mode, padding, keys) {
  const open = %copyItems(iters);
  return %newHelper(%zipSteps(iters, nexts, open, mode, padding, keys), {
    return() {
      %closeAll(open, false);
      return {};
    }
  });
}
function iteratorZip(iterables, options) {
  const mode = %zipMode(iterables, options), padding = %zipPadding(mode, options);
  const iters = [], nexts = [];
  const it = %iterOf(iterables), next = it.next;
  let stepping, pads;
  try {
    for (;;) {
      stepping = true;
      const v = %iterStep(it, next);
      if (v === %empty()) break;
      stepping = false;
      %zipAdd(iters, nexts, v);
    }
    stepping = true;
    pads = %zipPads(padding, iters.length);
  } catch (e) {
    try {
      %closeAll(iters, true, e);
    } catch {}
    if (!stepping) %iterCloseQuietly(it);
    throw e;
  }
  return %zipHelper(iters, nexts, mode, pads);
}
function iteratorZipKeyed(iterables, options) {
  const mode = %zipMode(iterables, options), padding = %zipPadding(mode, options);
  const iters = [], nexts = [], keys = [], pads = [], all = %ownKeys(iterables, 3);
  try {
    for (let i = 0; i < all.length; i++) {
      if ((%ownFlags(iterables, all[i]) & 2) === 0) continue;
      const v = iterables[all[i]];
      if (v === undefined) continue;
      %append(keys, all[i]);
      %zipAdd(iters, nexts, v);
    }
    for (let i = 0; i < keys.length; i++) %append(pads, padding === undefined ? undefined : padding[keys[i]]);
  } catch (e) {
    %closeAll(iters, true, e);
  }
  return %zipHelper(iters, nexts, mode, pads, keys);
}

// Iterator.prototype[Symbol.dispose]
function iteratorDispose() {
  const method = this.return;
  if (method !== undefined && method !== null) %call(method, this);
}
