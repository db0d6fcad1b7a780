// CreateListFromArrayLike, for the arguments of a call
function argumentList(o) {
  if (!%isObject(o)) %throwType("arguments list is not an object");
  const n = %arrayLength(o), list = [];
  if (n > 60000) %throwRange("too many arguments");
  for (let i = 0; i < n; i++) %append(list, o[i]);
  return list;
}
// Where arguments is no dense array
function functionApply(self, args) {
  if (!%isCallable(this)) %throwType("Function.prototype.apply called on what is not a function");
  if (args === undefined || args === null) return %call(this, self);
  return %apply(this, self, %argumentList(args));
}
function functionBind(self, ...args) {
  if (!%isCallable(this)) %throwType("Function.prototype.bind called on what is not a function");
  const bound = %makeBound(this, self, args, %getProto(this));
  let length = 0;
  if (%hasOwn(this, "length")) {
    length = this.length;
    length = typeof length === "number" ? %integer(length) - args.length : 0;
    if (length < 0) length = 0;
  }
  %define(bound, "length", length, 4);
  const name = this.name;
  %define(bound, "name", typeof name === "string" ? `bound ${name}` : "bound ", 4);
  return bound;
}
function hasInstance(v) { return %ordinaryHasInstance(this, v); }
function ordinaryHasInstance(f, v) {
  if (!%isCallable(f)) return false;
  const bound = %boundTarget(f);
  if (bound !== undefined) return v instanceof bound;
  if (!%isObject(v)) return false;
  const proto = f.prototype;
  if (!%isObject(proto)) %throwType("prototype of the right-hand side of 'instanceof' is not an object");
  return %inherits(v, proto);
}
// Is proto on the prototype chain of v?
function inherits(v, proto) {
  for (v = %getProto(v); v !== null; v = %getProto(v))
    if (v === proto) return true;
  return false;
}
