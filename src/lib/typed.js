// if HAKO_WITH_TYPED_ARRAYS
// Typed arrays: what calls back and converts. Elements are read and written as any script does it.

// The constructors. this: the type of the elements (the native says so)
function makeTyped(first, offset, length) {
  const object = %isObject(first), n = object ? 0 : %toIndex(first), made = %newTyped(this, new.target.prototype, new.target);
  const kind = object ? %bufferOrView(first) : 0;
  if (!object) {
    %typedAllocate(made, n);
  } else if (kind === 1) {
    offset = %toIndex(offset);
    %typedAligned(made, offset);
    if (length !== undefined) length = %toIndex(length);
    %viewOver(made, first, offset, length);
  } else if (kind === 2) {
    %typedAllocate(made, %typedCheck(first, 0, made));
    %typedFromTyped(made, first, 0);
  } else {
    const list = %listOf(first), count = %arrayLength(list);
    %typedAllocate(made, count);
    for (let k = 0; k < count; k++) made[k] = list[k];
  }
  return made;
}
// What a source iterates over, as an array of the library's own; without @@iterator it is an array-like itself.
function listOf(source) {
  const method = source[%symIterator()];
  if (method === undefined || method === null) return %toObject(source);
  %needCallable(method);
  const it = %call(method, source), list = [];
  if (!%isObject(it)) %throwType("iterator is not an object");
  for (const v of %iterPair(it, it.next)) %append(list, v);
  return list;
}
// TypedArrayCreateFromCtor
function typedMake(ctor, n) {
  const made = %new(ctor, n);
  %typedCheck(made, n);
  return made;
}
// TypedArraySpeciesCreate
function typedSpecies(o, n) {
  const made = %new(%speciesOf(o, %defaultConstructor(o)), n);
  %typedCheck(made, n, o);
  return made;
}
function typedFrom(source, fn, self) {
  if (!%isConstructor(this)) %throwType("from called on what is not a constructor");
  if (fn !== undefined) %needCallable(fn);
  const list = %listOf(source), n = %arrayLength(list), made = %typedMake(this, n);
  for (let k = 0; k < n; k++) made[k] = fn === undefined ? list[k] : %call(fn, self, list[k], k);
  return made;
}
function typedOf(...items) {
  if (!%isConstructor(this)) %throwType("of called on what is not a constructor");
  const n = items.length, made = %typedMake(this, n);
  for (let k = 0; k < n; k++) made[k] = items[k];
  return made;
}

function typedMap(fn, self) {
  const n = %typedCheck(this);
  %needCallable(fn);
  const made = %typedSpecies(this, n);
  for (let k = 0; k < n; k++) made[k] = %call(fn, self, this[k], k, this);
  return made;
}
function typedFilter(fn, self) {
  const n = %typedCheck(this), kept = [];
  %needCallable(fn);
  for (let k = 0; k < n; k++) {
    const v = this[k];
    if (%call(fn, self, v, k, this)) %append(kept, v);
  }
  const count = kept.length, made = %typedSpecies(this, count);
  for (let k = 0; k < count; k++) made[k] = kept[k];
  return made;
}

// Long texts become BigInts by script.
function typedValue(o, v) { return %toBigInt(v); }

// ---- Parts

function typedSlice(start, end) {
  const n = %typedCheck(this), from = %relative(start, n), to = end === undefined ? n : %relative(end, n);
  const made = %typedSpecies(this, to > from ? to - from : 0);
  if (to > from) %typedSliceInto(this, made, from, to);
  return made;
}
function typedSubarray(start, end) {
  const n = %typedPart(this, 0), from = %relative(start, n), to = end === undefined ? n : %relative(end, n);
  const buffer = %typedPart(this, 1), at = %typedPart(this, 2, from), ctor = %speciesOf(this, %defaultConstructor(this));
  const made = end === undefined && %typedPart(this, 3) ? %new(ctor, buffer, at) : %new(ctor, buffer, at, to > from ? to - from : 0);
  %typedCheck(made, 0, this);
  return made;
}
function typedFill(v, start, end) {
  const n = %typedCheck(this);
  v = %typedValue(this, %toPrimitive(v, "number"));
  const from = %relative(start, n), to = end === undefined ? n : %relative(end, n);
  %typedFillRange(this, v, from, to);
  return this;
}
function typedCopyWithin(target, start, end) {
  const n = %typedCheck(this), at = %relative(target, n), from = %relative(start, n), to = end === undefined ? n : %relative(end, n);
  const count = to - from < n - at ? to - from : n - at;
  if (count > 0) %typedMove(this, at, from, count);
  return this;
}
// The native takes what needs no conversion.
function typedSet(source, offset) {
  %typedPart(this, 0);
  offset = %toInteger(offset);
  if (offset < 0) %throwRange("offset is negative");
  if (%bufferOrView(source) === 2) {
    %typedFromTyped(this, source, offset);
    return;
  }
  const n = %typedCheck(this), from = %toObject(source), count = %arrayLength(from);
  if (count + offset > n) %throwRange("source is too long");
  for (let k = 0; k < count; k++) this[offset + k] = from[k];
}
function typedWith(i, v) {
  const n = %typedCheck(this);
  i = %toInteger(i);
  if (i < 0) i += n;
  v = %typedValue(this, %toPrimitive(v, "number"));
  if (i < 0 || i >= %typedPart(this, 0)) %throwRange("index is out of range");
  const made = %new(%defaultConstructor(this), n);
  for (let k = 0; k < n; k++) made[k] = k === i ? v : this[k];
  return made;
}

// ---- sort

function typedSort(fn) {
  %checkComparator(fn);
  %typedSorted(this, %typedCheck(this), fn);
  return this;
}
function typedSorted(o, n, fn) {
  if (fn === undefined) {
    %typedSortNumbers(o);
    return;
  }
  const sorted = %sortedItems(o, n, fn, true);
  for (let k = 0; k < n; k++) o[k] = sorted[k];
}
function typedToSorted(fn) {
  %checkComparator(fn);
  const n = %typedCheck(this), made = %typedCopyOf(this);
  %typedSorted(made, n, fn);
  return made;
}
