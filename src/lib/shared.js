// if HAKO_WITH_ATOMICS
// SharedArrayBuffer, Atomics.

function sharedGrow(n) {
  %bufferCheck(this, 3);
  %bufferSetLength(this, %toIndex(n));
}
function sharedSlice(start, end) { return %sliceOf(this, start, end, %bufferCheck(this, 1)); }

// ---- Atomics

// An operation, whose number new.target is: the native has seen that array is one of integers.
function atomicsOp(array, i, v, w) {
  const op = new.target, n = %atomicsCheck(array, 0);
  i = %toIndex(i);
  if (i >= n) %throwRange("index is out of range");
  if (op !== 7) v = %atomicsValue(%typedValue(array, %toPrimitive(v, "number")));
  if (op === 8) w = %atomicsValue(%typedValue(array, %toPrimitive(w, "number")));
  return %atomicsDo(op, array, i, v, w);
}
function atomicsNotify(array, i, count) {
  const n = %atomicsCheck(array, 1);
  i = %toIndex(i);
  if (i >= n) %throwRange("index is out of range");
  if (count !== undefined) {
    count = %toInteger(count);
    if (count < 0) count = 0;
  }
  return %atomicsWake(array, i, count === undefined ? 1 / 0 : count);
}
// DoWait
function atomicsBegin(array, i, v, timeout, promise) {
  const n = %atomicsCheck(array, 2);
  i = %toIndex(i);
  if (i >= n) %throwRange("index is out of range");
  v = %typedValue(array, %toPrimitive(v, "number"));
  timeout = %toNumber(timeout);
  return %atomicsSleep(array, i, v, timeout === timeout ? timeout : 1 / 0, promise);
}
function atomicsWait(array, i, v, timeout) { return %atomicsBegin(array, i, v, timeout); }
function atomicsWaitAsync(array, i, v, timeout) {
  const promise = %newPromise(), result = %atomicsBegin(array, i, v, timeout, promise);
  return { async: result === undefined, value: result === undefined ? promise : result };
}
