// if HAKO_WITH_ATOMICS
// SharedArrayBuffer, Atomics.

function sharedGrow(n) {
  %bufferCheck(this, 3);
  %bufferSetLength(this, %toIndex(n));
}
function sharedSlice(start, end) { return %sliceOf(this, start, end, %bufferCheck(this, 1)); }
