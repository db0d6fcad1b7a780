// Reflect: what needs more than an internal method's native.

function reflectApply(f, self, args) {
  %needCallable(f);
  return %apply(f, self, %argumentList(args));
}
function reflectConstruct(f, args, ...rest) {
  const target = rest.length > 0 ? rest[0] : f;
  if (!%isConstructor(f)) %throwType("target is not a constructor");
  if (!%isConstructor(target)) %throwType("new.target is not a constructor");
  return %newTarget(f, target, %argumentList(args));
}
function reflectDefineProperty(o, key, attributes) {
  %needObject(o);
  key = %toKey(key);
  return %defineOwn(o, key, %toDescriptor(attributes), false);
}
function reflectGet(o, key, ...rest) {
  %needObject(o);
  return %getSuper(o, rest.length > 0 ? rest[0] : o, key);
}
function reflectSet(o, key, v, ...rest) {
  %needObject(o);
  return %setOn(o, rest.length > 0 ? rest[0] : o, key, v);
}
function reflectHas(o, key) {
  %needObject(o);
  return %toKey(key) in o;
}
function reflectOwnKeys(o) {
  %needObject(o);
  return %ownKeys(o, 3);
}
