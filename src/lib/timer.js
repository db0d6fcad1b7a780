// if HAKO_WITH_TIMERS
// A timer's callback; result: the completion value of the script, which stays.
function runTimer(callback, args, result) {
  if (args === undefined) %call(callback, undefined);
  else %apply(callback, undefined, args);
  return result;
}
