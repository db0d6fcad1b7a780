// if HAKO_WITH_DATE
// The constructor, called by `new` with arguments that may be objects; `this` is the prototype for the new object, or undefined.
function makeDate(...args) {
  if (args.length === 1) args[0] = %toPrimitive(args[0], "default");
  else for (let i = 0; i < args.length && i < 7; i++) args[i] = %toNumber(args[i]);
  return %newDate(this, args);
}
function dateToJSON() {
  const o = %toObject(this), v = %toPrimitive(o, "number");
  return typeof v === "number" && v - v !== 0 ? null : o.toISOString();
}
function dateToPrimitive(hint) {
  if (!%isObject(this)) %throwType("Date.prototype[Symbol.toPrimitive] called on a value that is no object");
  if (hint !== "default" && hint !== "string" && hint !== "number") %throwType("hint is not 'default', 'string' or 'number'");
  return %ordinaryToPrimitive(this, hint === "number" ? hint : "string");
}
