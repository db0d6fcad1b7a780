// Array: what calls back, and the twins of the natives for array-likes. Where a script is also %TypedArray%.prototype's method,
// new.target is true when it is called as such: the native has checked `this` by then, whose own length counts, and absent elements
// are undefined.

function createData(o, key, v) { %define(o, key, v, 7); }
// LengthOfArrayLike; of a typed array, which the native takes, with `typed`
function arrayLength(o) { return %toLength(o.length); }
// A relative index of an argument: 0 ... n
function relative(i, n) {
  i = %toInteger(i);
  return i < 0 ? i + n < 0 ? 0 : i + n : i < n ? i : n;
}
// ArraySpeciesCreate
function arraySpecies(o, n) {
  if (!%isArray(o)) return %newArray(n);
  let c = o.constructor;
  if (%isForeignArray(c)) c = undefined;
  if (%isObject(c)) {
    c = c[%symSpecies()];
    if (c === null) c = undefined;
  }
  if (c === undefined) return %newArray(n);
  if (!%isConstructor(c)) %throwType("species of array is not a constructor");
  return %new(c, n);
}
// Element `from` goes to `to`, or its absence.
function moveElement(o, from, to) {
  if (from in o) o[to] = o[from];
  else delete o[to];
}
function checkLength(n) {
  if (n > 9007199254740991) %throwType("array-like would become too long");
}

// ---- Array

function arrayFrom(items, fn, self) {
  if (fn !== undefined) %needCallable(fn);
  const method = items[%symIterator()], ctor = %isConstructor(this);
  let k = 0, a;
  if (method !== undefined && method !== null) {
    %needCallable(method);
    a = ctor ? %new(this) : [];
    const it = %call(method, items);
    if (!%isObject(it)) %throwType("iterator is not an object");
    for (const v of %iterPair(it, it.next)) {
      %createData(a, k, fn === undefined ? v : %call(fn, self, v, k));
      k++;
    }
  } else {
    const o = %toObject(items), n = %arrayLength(o);
    a = ctor ? %new(this, n) : %newArray(n);
    for (; k < n; k++) %createData(a, k, fn === undefined ? o[k] : %call(fn, self, o[k], k));
  }
  a.length = k;
  return a;
}
function arrayOf(...items) {
  const n = items.length, a = %isConstructor(this) ? %new(this, n) : %newArray(n);
  for (let k = 0; k < n; k++) %createData(a, k, items[k]);
  a.length = n;
  return a;
}

// ---- Callbacks

function arrayForEach(fn, self) {
  const o = %toObject(this), typed = new.target, n = %arrayLength(o, typed);
  %needCallable(fn);
  for (let k = 0; k < n; k++) if (typed || k in o) %call(fn, self, o[k], k, o);
}
function arrayMap(fn, self) {
  const o = %toObject(this), n = %arrayLength(o);
  %needCallable(fn);
  const a = %arraySpecies(o, n);
  for (let k = 0; k < n; k++) if (k in o) %createData(a, k, %call(fn, self, o[k], k, o));
  return a;
}
function arrayFilter(fn, self) {
  const o = %toObject(this), n = %arrayLength(o);
  %needCallable(fn);
  const a = %arraySpecies(o, 0);
  let to = 0;
  for (let k = 0; k < n; k++)
    if (k in o) {
      const v = o[k];
      if (%call(fn, self, v, k, o)) %createData(a, to++, v);
    }
  return a;
}
function arrayEvery(fn, self) {
  const o = %toObject(this), typed = new.target, n = %arrayLength(o, typed);
  %needCallable(fn);
  for (let k = 0; k < n; k++) if ((typed || k in o) && !%call(fn, self, o[k], k, o)) return false;
  return true;
}
function arraySome(fn, self) {
  const o = %toObject(this), typed = new.target, n = %arrayLength(o, typed);
  %needCallable(fn);
  for (let k = 0; k < n; k++) if ((typed || k in o) && %call(fn, self, o[k], k, o)) return true;
  return false;
}
function arrayReduce(fn, ...initial) {
  const o = %toObject(this), typed = new.target, n = %arrayLength(o, typed);
  %needCallable(fn);
  let k = 0, result;
  if (initial.length > 0) {
    result = initial[0];
  } else {
    while (k < n && !typed && !(k in o)) k++;
    if (k >= n) %throwType("reduce of an empty array with no initial value");
    result = o[k++];
  }
  for (; k < n; k++) if (typed || k in o) result = %call(fn, undefined, result, o[k], k, o);
  return result;
}
function arrayReduceRight(fn, ...initial) {
  const o = %toObject(this), typed = new.target, n = %arrayLength(o, typed);
  %needCallable(fn);
  let k = n - 1, result;
  if (initial.length > 0) {
    result = initial[0];
  } else {
    while (k >= 0 && !typed && !(k in o)) k--;
    if (k < 0) %throwType("reduce of an empty array with no initial value");
    result = o[k--];
  }
  for (; k >= 0; k--) if (typed || k in o) result = %call(fn, undefined, result, o[k], k, o);
  return result;
}
function arrayFind(fn, self) {
  const o = %toObject(this), n = %arrayLength(o, new.target);
  %needCallable(fn);
  for (let k = 0; k < n; k++) {
    const v = o[k];
    if (%call(fn, self, v, k, o)) return v;
  }
}
function arrayFindIndex(fn, self) {
  const o = %toObject(this), n = %arrayLength(o, new.target);
  %needCallable(fn);
  for (let k = 0; k < n; k++) if (%call(fn, self, o[k], k, o)) return k;
  return -1;
}
function arrayFindLast(fn, self) {
  const o = %toObject(this), n = %arrayLength(o, new.target);
  %needCallable(fn);
  for (let k = n - 1; k >= 0; k--) {
    const v = o[k];
    if (%call(fn, self, v, k, o)) return v;
  }
}
function arrayFindLastIndex(fn, self) {
  const o = %toObject(this), n = %arrayLength(o, new.target);
  %needCallable(fn);
  for (let k = n - 1; k >= 0; k--) if (%call(fn, self, o[k], k, o)) return k;
  return -1;
}

// FlattenIntoArray
function flatten(a, o, n, at, depth, fn, self) {
  for (let k = 0; k < n; k++)
    if (k in o) {
      let v = o[k];
      if (fn !== undefined) v = %call(fn, self, v, k, o);
      if (depth > 0 && %isArray(v)) {
        at = %flatten(a, v, %arrayLength(v), at, depth - 1);
      } else {
        %checkLength(at + 1);
        %createData(a, at++, v);
      }
    }
  return at;
}
function arrayFlat(depth) {
  const o = %toObject(this), n = %arrayLength(o);
  depth = depth === undefined ? 1 : %toInteger(depth);
  const a = %arraySpecies(o, 0);
  %flatten(a, o, n, 0, depth);
  return a;
}
function arrayFlatMap(fn, self) {
  const o = %toObject(this), n = %arrayLength(o);
  %needCallable(fn);
  const a = %arraySpecies(o, 0);
  %flatten(a, o, n, 0, 1, fn, self);
  return a;
}

// ---- Both ends

function arrayPop() {
  const o = %toObject(this), n = %arrayLength(o);
  if (n === 0) {
    o.length = 0;
    return;
  }
  const v = o[n - 1];
  delete o[n - 1];
  o.length = n - 1;
  return v;
}
function arrayPush(...items) {
  const o = %toObject(this);
  let n = %arrayLength(o);
  %checkLength(n + items.length);
  for (let k = 0; k < items.length; k++) o[n++] = items[k];
  o.length = n;
  return n;
}
function arrayShift() {
  const o = %toObject(this), n = %arrayLength(o);
  if (n === 0) {
    o.length = 0;
    return;
  }
  const first = o[0];
  for (let k = 1; k < n; k++) %moveElement(o, k, k - 1);
  delete o[n - 1];
  o.length = n - 1;
  return first;
}
function arrayUnshift(...items) {
  const o = %toObject(this), n = %arrayLength(o), m = items.length;
  if (m > 0) {
    %checkLength(n + m);
    for (let k = n; k > 0; k--) %moveElement(o, k - 1, k + m - 1);
    for (let k = 0; k < m; k++) o[k] = items[k];
  }
  o.length = n + m;
  return n + m;
}

// ---- Parts

function arrayAt(i) {
  const o = %toObject(this), n = %arrayLength(o, new.target);
  i = %toInteger(i);
  if (i < 0) i += n;
  return i < 0 || i >= n ? undefined : o[i];
}
function arraySlice(start, end) {
  const o = %toObject(this), n = %arrayLength(o);
  let k = %relative(start, n), to = 0;
  end = end === undefined ? n : %relative(end, n);
  const a = %arraySpecies(o, end > k ? end - k : 0);
  for (; k < end; k++, to++) if (k in o) %createData(a, to, o[k]);
  a.length = to;
  return a;
}
// How many elements splice is to remove, by its arguments
function spliceCount(args, start, n) {
  if (args.length === 0) return 0;
  if (args.length === 1) return n - start;
  const count = %toInteger(args[1]);
  return count < 0 ? 0 : count < n - start ? count : n - start;
}
function arraySplice(...args) {
  const o = %toObject(this), n = %arrayLength(o), start = %relative(args.length > 0 ? args[0] : undefined, n);
  const added = args.length > 2 ? args.length - 2 : 0, gone = %spliceCount(args, start, n);
  %checkLength(n + added - gone);
  const a = %arraySpecies(o, gone);
  for (let k = 0; k < gone; k++) if (start + k in o) %createData(a, k, o[start + k]);
  a.length = gone;
  if (added < gone) {
    for (let k = start; k < n - gone; k++) %moveElement(o, k + gone, k + added);
    for (let k = n; k > n - gone + added; k--) delete o[k - 1];
  } else if (added > gone) {
    for (let k = n - gone; k > start; k--) %moveElement(o, k + gone - 1, k + added - 1);
  }
  for (let k = 0; k < added; k++) o[start + k] = args[k + 2];
  o.length = n - gone + added;
  return a;
}
function arrayConcat(...items) {
  const o = %toObject(this), a = %arraySpecies(o, 0);
  let n = 0;
  for (let i = -1; i < items.length; i++) {
    const v = i < 0 ? o : items[i];
    let spread = false;
    if (%isObject(v)) {
      spread = v[%symIsConcatSpreadable()];
      spread = spread === undefined ? %isArray(v) : !!spread;
    }
    if (spread) {
      const m = %arrayLength(v);
      %checkLength(n + m);
      for (let k = 0; k < m; k++, n++) if (k in v) %createData(a, n, v[k]);
    } else {
      %checkLength(n + 1);
      %createData(a, n++, v);
    }
  }
  a.length = n;
  return a;
}
function arrayFill(v, start, end) {
  const o = %toObject(this), n = %arrayLength(o);
  let k = %relative(start, n);
  end = end === undefined ? n : %relative(end, n);
  for (; k < end; k++) o[k] = v;
  return o;
}
function arrayCopyWithin(target, start, end) {
  const o = %toObject(this), n = %arrayLength(o);
  let to = %relative(target, n), from = %relative(start, n), step = 1;
  end = end === undefined ? n : %relative(end, n);
  let count = end - from < n - to ? end - from : n - to;
  if (from < to && to < from + count) {
    step = -1;
    from += count - 1;
    to += count - 1;
  }
  for (; count > 0; count--, from += step, to += step) %moveElement(o, from, to);
  return o;
}
function arrayReverse() {
  const o = %toObject(this), n = %arrayLength(o);
  for (let low = 0, high = n - 1; low < high; low++, high--) {
    const hasLow = low in o, a = hasLow ? o[low] : undefined;
    const hasHigh = high in o, b = hasHigh ? o[high] : undefined;
    if (hasHigh) o[low] = b;
    else if (hasLow) delete o[low];
    if (hasLow) o[high] = a;
    else if (hasHigh) delete o[high];
  }
  return o;
}

// ---- Searching

function arrayIndexOf(v, start) {
  const o = %toObject(this), n = %arrayLength(o, new.target);
  if (n === 0) return -1;
  for (let k = %relative(start, n); k < n; k++) if (k in o && o[k] === v) return k;
  return -1;
}
function arrayIncludes(v, start) {
  const o = %toObject(this), n = %arrayLength(o, new.target);
  if (n === 0) return false;
  for (let k = %relative(start, n); k < n; k++) {
    const w = o[k];
    if (w === v || (w !== w && v !== v)) return true;
  }
  return false;
}
function arrayLastIndexOf(v, ...rest) {
  const o = %toObject(this), n = %arrayLength(o, new.target);
  if (n === 0) return -1;
  let k = rest.length > 0 ? %toInteger(rest[0]) : n - 1;
  k = k < 0 ? k + n : k < n ? k : n - 1;
  for (; k >= 0; k--) if (k in o && o[k] === v) return k;
  return -1;
}

// ---- Text

function joinArray(o, n, separator, locale) {
  let s = "";
  for (let k = 0; k < n; k++) {
    if (k > 0) s += separator;
    const v = o[k];
    if (v !== undefined && v !== null) s += %toString(locale ? v.toLocaleString() : v);
  }
  return s;
}
function arrayJoin(separator) {
  const o = %toObject(this), n = %arrayLength(o, new.target);
  return %joinArray(o, n, separator === undefined ? "," : %toString(separator), false);
}
function arrayToLocaleString() {
  const o = %toObject(this);
  return %joinArray(o, %arrayLength(o, new.target), ",", true);
}
function arrayToString() {
  const o = %toObject(this), join = o.join;
  if (%isCallable(join)) return %call(join, o);
  const tag = %builtinTag(o), own = o[%symToStringTag()];
  return typeof own === "string" ? `[object ${own}]` : tag;
}

// ---- sort

function checkComparator(fn) {
  if (fn !== undefined) %needCallable(fn);
}
// Sorts an array of the library's own, without undefined in it, by the texts of its items: pairs of text and item are merged.
function sortByText(items) {
  const n = items.length;
  let from = [];
  for (let k = 0; k < n; k++) {
    const v = items[k];
    %append(from, typeof v === "string" ? v : %toString(v));
    %append(from, v);
  }
  for (let k = 0; k < n; k += 8) %sortKeyed(from, k);
  let to = n > 8 ? %copyItems(from) : from;
  for (let w = 8; w < n; w *= 2) {
    for (let k = 0; k < n; k += 2 * w) %mergeKeyed(from, to, k, w);
    const done = to;
    to = from;
    from = done;
  }
  for (let k = 0; k < n; k++) items[k] = from[2 * k + 1];
  return items;
}
// The same by comparator: short runs by insertion, then merged. Returns items, or another array that has taken its place.
function sortItems(items, fn) {
  if (fn === undefined) return %sortByText(items);
  const n = items.length, run = 6;
  for (let low = 0; low < n; low += run) {
    const high = low + run < n ? low + run : n;
    for (let i = low + 1; i < high; i++) {
      const v = items[i];
      let j = i;
      for (; j > low && +%call(fn, undefined, items[j - 1], v) > 0; j--) items[j] = items[j - 1];
      items[j] = v;
    }
  }
  let from = items, to = n > run ? %copyItems(items) : items;
  for (let w = run; w < n; w *= 2) {
    for (let low = 0; low < n; low += 2 * w) {
      const middle = low + w < n ? low + w : n, high = middle + w < n ? middle + w : n;
      let i = low, j = middle, k = low;
      if (j < high && +%call(fn, undefined, from[middle - 1], from[middle]) > 0) {
        let a = from[i], b = from[j];
        for (;;) {
          if (+%call(fn, undefined, a, b) > 0) {
            to[k++] = b;
            if (++j === high) break;
            b = from[j];
          } else {
            to[k++] = a;
            if (++i === middle) break;
            a = from[i];
          }
        }
      }
      while (i < middle) to[k++] = from[i++];
      while (j < high) to[k++] = from[j++];
    }
    const done = to;
    to = from;
    from = done;
  }
  return from;
}
// SortIndexedProperties: the sorted list, holes left out or read through
function sortedItems(o, n, fn, holes) {
  const items = [];
  let none = 0;
  for (let k = 0; k < n; k++) {
    if (!holes && !(k in o)) continue;
    const v = o[k];
    if (v === undefined) none++;
    else %append(items, v);
  }
  const sorted = %sortItems(items, fn);
  for (; none > 0; none--) %append(sorted, undefined);
  return sorted;
}
function arraySort(fn) {
  %checkComparator(fn);
  const o = %toObject(this), n = %arrayLength(o), items = %sortedItems(o, n, fn, false);
  let k = 0;
  for (; k < items.length; k++) o[k] = items[k];
  for (; k < n; k++) delete o[k];
  return o;
}

// ---- Changed copies

function checkArrayLength(n) {
  if (n > 4294967295) %throwRange("invalid array length");
}
function arrayToReversed() {
  const o = %toObject(this), n = %arrayLength(o), a = %newArray(n);
  for (let k = 0; k < n; k++) %createData(a, k, o[n - k - 1]);
  return a;
}
function arrayToSorted(fn) {
  %checkComparator(fn);
  const o = %toObject(this), n = %arrayLength(o);
  %checkArrayLength(n);
  return %sortedItems(o, n, fn, true);
}
function arrayToSpliced(...args) {
  const o = %toObject(this), n = %arrayLength(o), start = %relative(args.length > 0 ? args[0] : undefined, n);
  const added = args.length > 2 ? args.length - 2 : 0, gone = %spliceCount(args, start, n), m = n + added - gone;
  %checkLength(m);
  const a = %newArray(m);
  let k = 0;
  for (; k < start; k++) %createData(a, k, o[k]);
  for (let i = 2; i < args.length; i++) %createData(a, k++, args[i]);
  for (; k < m; k++) %createData(a, k, o[k + gone - added]);
  return a;
}
function arrayWith(i, v) {
  const o = %toObject(this), n = %arrayLength(o);
  i = %toInteger(i);
  if (i < 0) i += n;
  if (i < 0 || i >= n) %throwRange("index is out of range");
  const a = %newArray(n);
  for (let k = 0; k < n; k++) %createData(a, k, k === i ? v : o[k]);
  return a;
}
