// InstallErrorCause. Returns the error.
function installCause(error, options) {
  if (%isObject(options) && "cause" in options) %define(error, "cause", options.cause, 5);
  return error;
}
// The rest of AggregateError
function aggregateErrors(errors, error, options) {
  %installCause(error, options);
  const list = [];
  for (const e of errors) %append(list, e);
  %define(error, "errors", list, 5);
  return error;
}
function errorToString() {
  if (!%isObject(this)) %throwType("Error.prototype.toString called on non-object");
  let name = this.name;
  name = name === undefined ? "Error" : %toString(name);
  let message = this.message;
  message = message === undefined ? "" : %toString(message);
  return name === "" ? message : message === "" ? name : `${name}: ${message}`;
}
// SetterThatIgnoresPrototypeProperties
function setErrorStack(v) {
  if (!%isObject(this) || %isErrorPrototype(this)) %throwType("cannot assign to property 'stack'");
  if (%hasOwn(this, "stack")) this.stack = v;
  else %define(this, "stack", v, 7);
}
