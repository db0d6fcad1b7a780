// if HAKO_WITH_DISPOSE
// A DisposeCapability, and how far it is disposed of: the resources, last first; the completion, if that is a throw.
function newDisposal() {
  return { __proto__: null, top: undefined, failed: false, error: undefined, mustAwait: false, awaited: false };
}
function pushResource(d, value, method, async) { d.top = { __proto__: null, value, method, async, next: d.top }; }
// AddDisposableResource, with GetDisposeMethod in it
function addResource(d, v, async) {
  if (v === undefined || v === null) {
    if (async) %pushResource(d, undefined, undefined, true);
    return;
  }
  if (!%isObject(v)) %throwType("what is to be disposed of is not an object");
  let method = async ? %methodOf(v, %symAsyncDispose()) : undefined;
  if (method === undefined) {
    const sync = %methodOf(v, %symDispose());
    if (sync === undefined) %throwType("what is to be disposed of has no such method");
    method = !async ? sync : function () {
      const promise = %newPromise();
      try {
        %call(sync, this);
        %fulfillPromise(promise, undefined);
      } catch (e) {
        %rejectPromise(promise, e);
      }
      return promise;
    };
  }
  %pushResource(d, v, method, async);
}

// DisposeResources with a completion: how is HK_ENTER_*, 1 a throw of v.
function dispose(d, how, v) {
  %disposeBegin(d, how, v);
  %disposeStep(d);
  %disposeEnd(d);
}
function disposeBegin(d, how, v) {
  if (how !== 1) return;
  d.failed = true;
  d.error = v;
}
// Goes on up to a value that is to be awaited, which is returned; the empty value at the end.
function disposeStep(d) {
  for (let r = d.top; r !== undefined; r = d.top) {
    if (!r.async && d.mustAwait && !d.awaited) {
      d.mustAwait = false;
      return;
    }
    d.top = r.next;
    if (r.method === undefined) {
      d.mustAwait = true;
      continue;
    }
    try {
      const method = r.method, result = %call(method, r.value);
      if (r.async) {
        d.awaited = true;
        return result;
      }
    } catch (e) {
      %disposeFail(d, e);
    }
  }
  if (!d.mustAwait || d.awaited) return %empty();
  d.awaited = true;
}
function disposeFail(d, e) {
  d.error = d.failed ? %newSuppressed(e, d.error) : e;
  d.failed = true;
}
function disposeEnd(d) { if (d.failed) throw d.error; }

// ---- DisposableStack, AsyncDisposableStack

function makeStack() {
  if (new.target === undefined) %throwType("constructor DisposableStack requires 'new'");
  return %newStack(this, false, %newDisposal());
}
function makeAsyncStack() {
  if (new.target === undefined) %throwType("constructor AsyncDisposableStack requires 'new'");
  return %newStack(this, true, %newDisposal());
}
function liveStack(stack, async) {
  const d = %stackOf(stack, async);
  if (d === undefined) %throwReference("stack is disposed of already");
  return d;
}
function takeStack(stack, async) {
  const d = %liveStack(stack, async);
  %setStack(stack, undefined);
  return %newStack(undefined, async, d);
}
function adoptOn(d, v, fn, async) {
  %needCallable(fn);
  %pushResource(d, undefined, () => %call(fn, undefined, v), async);
  return v;
}
function stackAdopt(v, fn) { return %adoptOn(%liveStack(this, false), v, fn, false); }
function asyncStackAdopt(v, fn) { return %adoptOn(%liveStack(this, true), v, fn, true); }
function stackDefer(fn) {
  const d = %liveStack(this, false);
  %needCallable(fn);
  %pushResource(d, undefined, fn, false);
}
function asyncStackDefer(fn) {
  const d = %liveStack(this, true);
  %needCallable(fn);
  %pushResource(d, undefined, fn, true);
}
function stackUse(v) {
  %addResource(%liveStack(this, false), v, false);
  return v;
}
function asyncStackUse(v) {
  %addResource(%liveStack(this, true), v, true);
  return v;
}
function stackMove() { return %takeStack(this, false); }
function asyncStackMove() { return %takeStack(this, true); }
function stackDisposed() { return %stackOf(this, false) === undefined; }
function asyncStackDisposed() { return %stackOf(this, true) === undefined; }
function stackDispose() {
  const d = %stackOf(this, false);
  if (d === undefined) return;
  %setStack(this, undefined);
  %dispose(d, 0);
}
async function asyncStackDispose() {
  const d = %stackOf(this, true);
  if (d === undefined) return;
  %setStack(this, undefined);
  for (;;) {
    const v = %disposeStep(d);
    if (v === %empty()) break;
    try {
      await v;
    } catch (e) {
      %disposeFail(d, e);
    }
  }
  %disposeEnd(d);
}

// AsyncIterator.prototype[Symbol.asyncDispose]
function asyncIteratorDispose() {
  const promise = %newPromise();
  try {
    const method = %methodOf(this, "return");
    if (method === undefined) %fulfillPromise(promise, undefined);
    else %performThen(%promiseOf(%call(method, this)), () => {}, undefined, promise);
  } catch (e) {
    %rejectPromise(promise, e);
  }
  return promise;
}
