// if HAKO_WITH_TYPED_ARRAYS
// ArrayBuffer, SharedArrayBuffer, DataView: what converts arguments and calls constructors.

function toIndex(v) {
  v = %toInteger(v);
  if (v < 0 || v > 9007199254740991) %throwRange("index is out of range");
  return v;
}
// SpeciesConstructor
function speciesOf(o, fallback) {
  const ctor = o.constructor;
  if (ctor === undefined) return fallback;
  if (!%isObject(ctor)) %throwType("constructor is not an object");
  const species = ctor[%symSpecies()];
  if (species === undefined || species === null) return fallback;
  if (!%isConstructor(species)) %throwType("species is not a constructor");
  return species;
}

// The constructors of buffers. this: is it to be shared? (the native says so); options: GetArrayBufferMaxByteLengthOption
function makeBuffer(length, options) {
  length = %toIndex(length);
  let max;
  if (%isObject(options)) {
    max = options.maxByteLength;
    if (max !== undefined) {
      max = %toIndex(max);
      if (length > max) %throwRange("buffer length exceeds maxByteLength");
    }
  }
  return %newBuffer(new.target.prototype, length, max, this, new.target);
}

// What is bufferCheck's second argument: 1 a SharedArrayBuffer, 2 resizable, 8 not detached
function bufferSlice(start, end) { return %sliceOf(this, start, end, %bufferCheck(this, 8)); }
function sliceOf(o, start, end, n) {
  const from = %relative(start, n), to = end === undefined ? n : %relative(end, n), size = to > from ? to - from : 0;
  const made = %new(%speciesOf(o, %defaultConstructor(o)), size);
  %bufferCopy(o, made, from, size);
  return made;
}
function bufferResize(n) {
  %bufferCheck(this, 2);
  %bufferSetLength(this, %toIndex(n));
}
// ArrayBufferCopyAndDetach
function bufferTransfer(n) {
  const have = %bufferCheck(this, 0);
  return %bufferMove(this, n === undefined ? have : %toIndex(n), true);
}
function bufferTransferFixed(n) {
  const have = %bufferCheck(this, 0);
  return %bufferMove(this, n === undefined ? have : %toIndex(n), false);
}

// DataView: the native has seen that `buffer` is one.
function makeDataView(buffer, offset, length) {
  offset = %toIndex(offset);
  const n = %bufferCheck(buffer, 12);
  if (offset > n) %throwRange("offset is outside of the buffer");
  if (length !== undefined) {
    length = %toIndex(length);
    if (offset + length > n) %throwRange("view does not fit into the buffer");
  }
  const view = %newView(new.target.prototype, new.target);
  %viewOver(view, buffer, offset, length);
  return view;
}
// GetViewValue, SetViewValue. new.target: the type of the element (the native says so)
function viewRead(i, little) { return %viewReadAt(this, %toIndex(i), little, new.target); }
function viewWrite(i, v, little) {
  i = %toIndex(i);
  %viewWriteAt(this, i, %typedValue(new.target, %toPrimitive(v, "number")), little, new.target);
}
