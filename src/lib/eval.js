// if HAKO_WITH_EVAL
// Object environment records: of with statements, and for the variables that sloppy direct evals declare in functions.

// HasBinding: the object, or undefined.
function envFind(o, name) {
  if (!(name in o)) return undefined;
  const hidden = o[%symUnscopables()];
  return %isObject(hidden) && hidden[name] ? undefined : o;
}
// GetBindingValue
function envGet(o, name, strict) {
  if (name in o) return o[name];
  if (strict) %throwReference(`${name} is not defined`);
}
// SetMutableBinding
function envSet(o, name, value, strict) {
  if (!(name in o) && strict) %throwReference(`${name} is not defined`);
  if (strict) o[name] = value;
  else %setOn(o, o, name, value);
}
// CreateMutableBinding of a variable, in the object that is made for the first one. Returns the object.
function envDeclare(o, name) {
  if (o === undefined) o = { __proto__: null };
  if (!(name in o)) o[name] = undefined;
  return o;
}
