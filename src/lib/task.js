// if HAKO_WITH_TASKS
// Tasks. What waits is marked as blocked, and looks again when it has been woken: by a message, or by what it asked to wake it.

// Objects cross as structured clones.
function taskPost(message) {
  %taskDeliver(this, %isObject(message) ? [%cloneWrite(message)] : message);
}
function taskPostMain(message) {
  %taskReport(%isObject(message) ? [%cloneWrite(message)] : message);
}
// The main program cannot wait, for its jobs and timers are to go on: it gets a promise.
function taskMessage() {
  const promise = %newPromise();
  %performThen(%taskNext(), (message) => %isObject(message) ? %cloneRead(message[0]) : message, undefined, promise);
  return promise;
}
// A timer that wakes the current task; over.yes is then true.
function taskTimer(over, ms) {
  const task = %taskSelf();
  return %setTimeout(() => {
    over.yes = true;
    %taskWake(task);
  }, ms);
}
function taskReceive(ms) {
  const over = { __proto__: null, yes: false };
  let timer, message;
  while ((message = %taskTake()) === %empty()) {
    if (over.yes) return;
    if (ms !== undefined && timer === undefined) timer = %taskTimer(over, ms);
    %taskBlock();
  }
  if (timer !== undefined) %clearTimeout(timer);
  return %isObject(message) ? %cloneRead(message[0]) : message;
}
function taskSleep(ms) {
  const over = { __proto__: null, yes: false };
  %taskTimer(over, ms);
  while (!over.yes) %taskBlock();
}
function taskWait(promise) {
  const task = %taskSelf();
  let state = 0, result;
  const settle = (v, how) => {
    state = how;
    result = v;
    %taskWake(task);
  };
  %performThen(%promiseOf(promise), (v) => settle(v, 1), (e) => settle(e, 2));
  while (state === 0) %taskBlock();
  if (state === 2) throw result;
  return result;
}
