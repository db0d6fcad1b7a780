// The constructors, called with something to iterate; `this` is the prototype for the new object, or undefined.
function makeMap(iterable) { return %fillMap(%newMap(this), iterable); }
function makeSet(iterable) { return %fillSet(%newSet(this), iterable); }
// AddEntriesFromIterable
function fillMap(map, iterable) {
  const adder = map.set;
  %needCallable(adder);
  for (const item of iterable) {
    if (!%isObject(item)) %throwType("iterator value is not an entry object");
    %call(adder, map, item[0], item[1]);
  }
  return map;
}
function fillSet(set, iterable) {
  const adder = set.add;
  %needCallable(adder);
  for (const v of iterable) %call(adder, set, v);
  return set;
}

function mapForEach(fn, self) {
  const walk = %entryWalk(this, true);
  %needCallable(fn);
  for (;;) {
    const key = %entryNext(walk);
    if (key === %empty()) return;
    %call(fn, self, %entryValue(walk), key, this);
  }
}
function setForEach(fn, self) {
  const walk = %entryWalk(this, false);
  %needCallable(fn);
  for (;;) {
    const v = %entryNext(walk);
    if (v === %empty()) return;
    %call(fn, self, v, v, this);
  }
}
function mapGetOrInsert(key, value) {
  %entryWalk(this, true);
  if (%entryHas(this, key)) return %entryGet(this, key);
  %entrySet(this, key, value);
  return value;
}
function mapGetOrInsertComputed(key, fn) {
  %entryWalk(this, true);
  %needCallable(fn);
  if (%entryHas(this, key)) return %entryGet(this, key);
  const value = %call(fn, undefined, key === 0 ? 0 : key);
  %entrySet(this, key, value);
  return value;
}
function mapGroupBy(items, fn) {
  if (items === undefined || items === null) %throwType("items to group are undefined or null");
  %needCallable(fn);
  const map = %newMap(undefined);
  let k = 0;
  for (const v of items) {
    const key = %call(fn, undefined, v, k++);
    const group = %entryGet(map, key);
    if (group === undefined) %entrySet(map, key, [v]);
    else %append(group, v);
  }
  return map;
}

// GetSetRecord
function setRecord(o) {
  if (!%isObject(o)) %throwType("argument is not an object");
  let size = %toNumber(o.size);
  if (size !== size) %throwType("size of the argument is not a number");
  size = %integer(size);
  if (size < 0) %throwRange("size of the argument is negative");
  const has = o.has;
  %needCallable(has);
  const keys = o.keys;
  %needCallable(keys);
  return { size, has, keys };
}
// The elements of `other`, to be iterated: GetIteratorFromMethod
function setRecordKeys(other, record) {
  const it = %call(record.keys, other);
  if (!%isObject(it)) %throwType("iterator is not an object");
  return %iterPair(it, it.next);
}
function setUnion(other) {
  %entryWalk(this, false);
  const keys = %setRecordKeys(other, %setRecord(other));
  const result = %copySet(this);
  for (const v of keys) %entrySet(result, v);
  return result;
}
function setIntersection(other) {
  const walk = %entryWalk(this, false);
  const record = %setRecord(other);
  const result = %newSet(undefined);
  if (%entryCount(this) <= record.size) {
    for (;;) {
      const v = %entryNext(walk);
      if (v === %empty()) break;
      if (%call(record.has, other, v)) %entrySet(result, v);
    }
  } else {
    for (const v of %setRecordKeys(other, record)) if (%entryHas(this, v)) %entrySet(result, v);
  }
  return result;
}
function setDifference(other) {
  const walk = %entryWalk(this, false);
  const record = %setRecord(other);
  const result = %copySet(this);
  if (%entryCount(this) <= record.size) {
    for (;;) {
      const v = %entryNext(walk);
      if (v === %empty()) break;
      if (%call(record.has, other, v)) %entryDelete(result, v);
    }
  } else {
    for (const v of %setRecordKeys(other, record)) %entryDelete(result, v);
  }
  return result;
}
function setSymmetricDifference(other) {
  %entryWalk(this, false);
  const keys = %setRecordKeys(other, %setRecord(other));
  const result = %copySet(this);
  for (const v of keys)
    if (%entryHas(this, v)) %entryDelete(result, v);
    else %entrySet(result, v);
  return result;
}
function setIsSubsetOf(other) {
  const walk = %entryWalk(this, false);
  const record = %setRecord(other);
  if (%entryCount(this) > record.size) return false;
  for (;;) {
    const v = %entryNext(walk);
    if (v === %empty()) return true;
    if (!%call(record.has, other, v)) return false;
  }
}
function setIsSupersetOf(other) {
  %entryWalk(this, false);
  const record = %setRecord(other);
  if (%entryCount(this) < record.size) return false;
  for (const v of %setRecordKeys(other, record)) if (!%entryHas(this, v)) return false;
  return true;
}
function setIsDisjointFrom(other) {
  const walk = %entryWalk(this, false);
  const record = %setRecord(other);
  if (%entryCount(this) <= record.size) {
    for (;;) {
      const v = %entryNext(walk);
      if (v === %empty()) return true;
      if (%call(record.has, other, v)) return false;
    }
  }
  for (const v of %setRecordKeys(other, record)) if (%entryHas(this, v)) return false;
  return true;
}
