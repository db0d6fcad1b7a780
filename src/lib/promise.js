// if HAKO_WITH_ASYNC
// ---- Promise

function makePromise(executor) {
  if (new.target === undefined) %throwType("constructor Promise requires 'new'");
  %needCallable(executor);
  const promise = %newPromise(this), both = %resolvingFunctions(promise);
  try {
    %call(executor, undefined, both[0], both[1]);
  } catch (e) {
    %call(both[1], undefined, e);
  }
  return promise;
}
// CreateResolvingFunctions: [resolve, reject]
function resolvingFunctions(promise) {
  let done = false;
  return [(v) => {
    if (done) return;
    done = true;
    %resolvePromise(promise, v);
  }, (e) => {
    if (done) return;
    done = true;
    %rejectPromise(promise, e);
  }];
}
// What a promise's resolve function does, for an object whose `then` is not found by a mere look.
function resolvePromise(promise, v) {
  try {
    const then = v.then;
    if (%isCallable(then)) %resolveThenable(promise, then, v);
    else %fulfillPromise(promise, v);
  } catch (e) {
    %rejectPromise(promise, e);
  }
}
// NewPromiseCapability
function newCapability(C) {
  const cap = { __proto__: null, promise: undefined, resolve: undefined, reject: undefined };
  if (C === %thePromise()) {
    cap.promise = %newPromise();
    const both = %resolvingFunctions(cap.promise);
    cap.resolve = both[0];
    cap.reject = both[1];
    return cap;
  }
  if (!%isConstructor(C)) %throwType("a promise's constructor is not a constructor");
  cap.promise = new C((resolve, reject) => {
    if (cap.resolve !== undefined || cap.reject !== undefined) %throwType("a promise's executor was called twice");
    cap.resolve = resolve;
    cap.reject = reject;
  });
  %needCallable(cap.resolve);
  %needCallable(cap.reject);
  return cap;
}
// PromiseResolve
function promiseResolve(C, v) {
  if (%isPromise(v) && v.constructor === C) return v;
  if (C === %thePromise()) {
    const promise = %newPromise();
    %resolvePromise(promise, v);
    return promise;
  }
  const cap = %newCapability(C);
  %call(cap.resolve, undefined, v);
  return cap.promise;
}
function promiseOf(v) { return %promiseResolve(%thePromise(), v); }
// SpeciesConstructor with %Promise% as the default
function promiseSpecies(o) {
  const C = o.constructor;
  if (C === undefined) return %thePromise();
  if (!%isObject(C)) %throwType("a promise's constructor is not an object");
  const species = C[%symSpecies()];
  if (species === undefined || species === null) return %thePromise();
  if (!%isConstructor(species)) %throwType("a promise's species is not a constructor");
  return species;
}

function promiseThen(onFulfilled, onRejected) {
  if (!%isPromise(this)) %throwType("Promise.prototype.then called on what is not a promise");
  const C = %promiseSpecies(this);
  if (C === %thePromise()) {
    const promise = %newPromise();
    %performThen(this, onFulfilled, onRejected, promise);
    return promise;
  }
  const cap = %newCapability(C);
  %performThen(this, onFulfilled, onRejected, cap.resolve, cap.reject);
  return cap.promise;
}
function promiseCatch(onRejected) { return this.then(undefined, onRejected); }
function promiseFinally(onFinally) {
  if (!%isObject(this)) %throwType("Promise.prototype.finally called on what is not an object");
  const C = %promiseSpecies(this);
  if (!%isCallable(onFinally)) return this.then(onFinally, onFinally);
  return this.then((v) => {
    const promise = %promiseResolve(C, %call(onFinally, undefined));
    return promise.then(() => v);
  }, (e) => {
    const promise = %promiseResolve(C, %call(onFinally, undefined));
    return promise.then(() => { throw e; });
  });
}

function promiseResolveWith(v) {
  if (!%isObject(this)) %throwType("Promise.resolve called on what is not an object");
  return %promiseResolve(this, v);
}
function promiseRejectWith(e) {
  const cap = %newCapability(this);
  %call(cap.reject, undefined, e);
  return cap.promise;
}
function promiseTry(fn, ...args) {
  if (!%isObject(this)) %throwType("Promise.try called on what is not an object");
  const cap = %newCapability(this);
  let v;
  try {
    v = %apply(fn, undefined, args);
  } catch (e) {
    %call(cap.reject, undefined, e);
    return cap.promise;
  }
  %call(cap.resolve, undefined, v);
  return cap.promise;
}
function promiseWithResolvers() {
  const cap = %newCapability(this);
  return { promise: cap.promise, resolve: cap.resolve, reject: cap.reject };
}

function promiseAll(iterable) { return %promiseCombine(this, iterable, 0); }
function promiseAllSettled(iterable) { return %promiseCombine(this, iterable, 1); }
function promiseAny(iterable) { return %promiseCombine(this, iterable, 2); }
function promiseRace(iterable) { return %promiseCombine(this, iterable, 3); }
// all, allSettled, any, race: what is 0, 1, 2, 3
function promiseCombine(C, iterable, what) {
  const cap = %newCapability(C), values = [];
  let left = 1;
  const finish = () => {
    if (--left > 0) return;
    if (what !== 2) return %call(cap.resolve, undefined, values);
    const error = %newAggregate();
    %define(error, "errors", values, 5);
    return %call(cap.reject, undefined, error);
  };
  try {
    const resolve = C.resolve;
    %needCallable(resolve);
    for (const v of iterable) {
      const promise = %call(resolve, C, v);
      if (what === 3) {
        promise.then(cap.resolve, cap.reject);
        continue;
      }
      const i = values.length;
      let called = false;
      const put = (v) => {
        called = true;
        values[i] = v;
        return finish();
      };
      const element = what === 1 ? (value) => { if (!called) return put({ status: "fulfilled", value }); }
                                 : (v) => { if (!called) return put(v); };
      %append(values, undefined);
      left++;
      if (what === 0) promise.then(element, cap.reject);
      else if (what === 2) promise.then(cap.resolve, element);
      else promise.then(element, (reason) => { if (!called) return put({ status: "rejected", reason }); });
    }
    if (what !== 3) finish();
  } catch (e) {
    %call(cap.reject, undefined, e);
  }
  return cap.promise;
}

// ---- Jobs

// Runs all jobs, which may make new ones. `result` is the completion value of the script before, and stays it.
function runJobs(result) {
  while (%runJob() !== %empty());
  return result;
}
// NewPromiseReactionJob. target: a promise of %Promise%, a resolve function (with its reject function), or undefined
function runReaction(target, handler, v, reject, rejected) {
  if (handler !== undefined) {
    try {
      v = %call(handler, undefined, v);
      rejected = false;
    } catch (e) {
      v = e;
      rejected = true;
    }
  }
  if (target === undefined) return;
  if (reject !== undefined) %call(rejected ? reject : target, undefined, v);
  else if (rejected) %rejectPromise(target, v);
  else %resolvePromise(target, v);
}
// NewPromiseResolveThenableJob
function runThenable(promise, then, thenable) {
  const both = %resolvingFunctions(promise);
  try {
    %call(then, thenable, both[0], both[1]);
  } catch (e) {
    %call(both[1], undefined, e);
  }
}

// ---- Async generators. A request's mode: 0 next, 1 throw, 2 return. States: HK_GEN_*

function asyncGenNext(v) { return %asyncGenRequest(this, 0, v); }
function asyncGenThrow(e) { return %asyncGenRequest(this, 1, e); }
function asyncGenReturn(v) { return %asyncGenRequest(this, 2, v); }
function asyncGenRequest(gen, mode, v) {
  const promise = %newPromise();
  let state;
  try {
    state = %asyncGenState(gen);
  } catch (e) {
    %rejectPromise(promise, e);
    return promise;
  }
  if (state === 0 && mode !== 0) state = 3;
  if (state === 3) %asyncGenSetState(gen, mode === 2 ? 2 : 3);
  if (state === 3 && mode !== 2) {
    if (mode === 1) %rejectPromise(promise, v);
    else %resolvePromise(promise, { value: undefined, done: true });
    return promise;
  }
  %asyncGenEnqueue(gen, mode, v, promise);
  if (state === 3) %asyncGenDrain(gen);
  else if (state !== 2) %asyncGenResume(gen);
  return promise;
}
// AsyncGeneratorCompleteStep. The request goes when it has been answered: out of memory in between leaves it to be rejected.
function asyncGenComplete(gen, mode, value, done) {
  if (%asyncGenMode(gen) < 0) return;   // a yield has answered, but had no memory to set its frame aside: nobody waits
  const promise = %asyncGenPromise(gen);
  if (mode === 1) %rejectPromise(promise, value);
  else %resolvePromise(promise, { value, done });
  %asyncGenTake(gen);
}
// AsyncGeneratorDrainQueue, with AsyncGeneratorAwaitReturn in it
function asyncGenDrain(gen) {
  for (;;) {
    const mode = %asyncGenMode(gen);
    if (mode < 0) return %asyncGenSetState(gen, 3);
    if (mode !== 2) {
      %asyncGenComplete(gen, mode, mode === 1 ? %asyncGenValue(gen) : undefined, true);
      continue;
    }
    let promise;
    try {
      promise = %promiseOf(%asyncGenValue(gen));
    } catch (e) {
      %asyncGenComplete(gen, 1, e, true);
      continue;
    }
    return %performThen(promise, (v) => %asyncGenEnd(gen, v), (e) => %asyncGenFail(gen, e));
  }
}
// A yield's value, a return's, an exception: the first request's answer.
function asyncGenStep(gen, v) { %asyncGenComplete(gen, 0, v, false); }
function asyncGenEnd(gen, v) {
  %asyncGenComplete(gen, 0, v, true);
  %asyncGenDrain(gen);
}
function asyncGenFail(gen, e) {
  %asyncGenComplete(gen, 1, e, true);
  %asyncGenDrain(gen);
}

// ---- Async iterators

// GetIterator(o, async)
function getAsyncIterator(o) {
  let method = o[%symAsyncIterator()];
  if (method === undefined || method === null) {
    method = o[%symIterator()];
    if (!%isCallable(method)) %throwType(`${typeof o} is not async iterable`);
    const it = %call(method, o);
    if (!%isObject(it)) %throwType("iterator is not an object");
    const wrapped = %newAsyncFromSync(it, it.next);
    return %iterPair(wrapped, wrapped.next);
  }
  const it = %call(method, o);
  if (!%isObject(it)) %throwType("iterator is not an object");
  return %iterPair(it, it.next);
}
// The value in a result that was awaited, or the empty value when it is the last.
function asyncResult(result) {
  %iterCheck(result);
  return %iterResult(result);
}
// AsyncIteratorClose: what `return` gives, which is to be awaited; empty if there is no such method.
function asyncClose(it) {
  const method = it.return;
  if (method === undefined || method === null) return %empty();
  return %call(method, it);
}
// The same for a throw completion, with errors ignored: the promise to be awaited.
function asyncCloseQuietly(it) {
  try {
    const result = %asyncClose(it);
    return result === %empty() ? result : %promiseOf(result);
  } catch {
    return %empty();
  }
}
// yield*: calls the inner iterator. Empty if it has no throw or return method.
function asyncDelegate(it, next, mode, v) {
  if (mode === 0) return %call(next, it, v);
  const method = mode === 1 ? it.throw : it.return;
  if (method === undefined || method === null) return %empty();
  return %call(method, it, v);
}
function noThrowMethod() { %throwType("the iterator does not provide a 'throw' method"); }

function asyncFromSyncNext(v) {
  const promise = %newPromise(), it = %iterSource(this), next = %helperUnderlying(this);
  try {
    %asyncFromSyncGo(promise, it, arguments.length > 0 ? %call(next, it, v) : %call(next, it), true);
  } catch (e) {
    %rejectPromise(promise, e);
  }
  return promise;
}
function asyncFromSyncReturn(v) {
  const promise = %newPromise(), it = %iterSource(this);
  try {
    const method = it.return;
    if (method === undefined || method === null) %resolvePromise(promise, { value: v, done: true });
    else %asyncFromSyncGo(promise, it, arguments.length > 0 ? %call(method, it, v) : %call(method, it), false);
  } catch (e) {
    %rejectPromise(promise, e);
  }
  return promise;
}
function asyncFromSyncThrow(v) {
  const promise = %newPromise(), it = %iterSource(this);
  try {
    const method = it.throw;
    if (method === undefined || method === null) {
      %iterClose(it);
      %noThrowMethod();
    }
    %asyncFromSyncGo(promise, it, arguments.length > 0 ? %call(method, it, v) : %call(method, it), true);
  } catch (e) {
    %rejectPromise(promise, e);
  }
  return promise;
}
// AsyncFromSyncIteratorContinuation
function asyncFromSyncGo(promise, it, result, close) {
  %iterCheck(result);
  const done = !!result.done, value = result.value;
  let wrapper;
  if (done) close = false;
  try {
    wrapper = %promiseOf(value);
  } catch (e) {
    if (close) %iterCloseQuietly(it);
    throw e;
  }
  %performThen(wrapper, (value) => ({ value, done }), close ? (e) => {
    %iterCloseQuietly(it);
    throw e;
  } : undefined, promise);
}

// ---- Array.fromAsync

// GetMethod
function methodOf(o, key) {
  const method = o[key];
  if (method === undefined || method === null) return;
  %needCallable(method);
  return method;
}
async function arrayFromAsync(items, fn, self) {
  if (fn !== undefined) %needCallable(fn);
  const ctor = %isConstructor(this);
  let k = 0, a, it, method = %methodOf(items, %symAsyncIterator());
  if (method !== undefined) {
    it = %call(method, items);
    if (!%isObject(it)) %throwType("iterator is not an object");
  } else {
    method = %methodOf(items, %symIterator());
    if (method !== undefined) {
      it = %call(method, items);
      if (!%isObject(it)) %throwType("iterator is not an object");
      it = %newAsyncFromSync(it, it.next);
    }
  }
  if (it !== undefined) {
    const pair = %iterPair(it, it.next);
    a = ctor ? %new(this) : [];
    for await (const v of pair) {
      %createData(a, k, fn === undefined ? v : await %call(fn, self, v, k));
      k++;
    }
  } else {
    const o = %toObject(items), n = %arrayLength(o);
    a = ctor ? %new(this, n) : %newArray(n);
    for (; k < n; k++) {
      const v = await o[k];
      %createData(a, k, fn === undefined ? v : await %call(fn, self, v, k));
    }
  }
  a.length = k;
  return a;
}
