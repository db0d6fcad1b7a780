// if HAKO_WITH_WEAK
// The constructors, called with something to iterate; `this` is the prototype for the new object, or undefined.
function makeWeakMap(iterable) { return %fillMap(%newWeakMap(this), iterable); }
function makeWeakSet(iterable) { return %fillSet(%newWeakSet(this), iterable); }

function weakMapGetOrInsertComputed(key, fn) {
  let value = %weakEntry(this, key);
  %needCallable(fn);
  if (value === %empty()) {
    value = %call(fn, undefined, key);
    %weakPut(this, key, value);
  }
  return value;
}

// CleanupFinalizationRegistry, as a job
function finalize(registry) {
  for (;;) {
    const held = %takeDead(registry);
    if (held === %empty()) return;
    %call(%cleanupCallback(registry), undefined, held);
  }
}
