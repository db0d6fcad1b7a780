// if HAKO_WITH_REGEXP
// RegExp: what calls back. Where an object is plain (%regExpPlain: nothing on it or on RegExp.prototype has been changed), none
// of the property accesses that the specification makes could be noticed, and the matches are taken straight from the matcher.

function regExpObject(o) { if (!%isObject(o)) %throwType("RegExp method called on what is not an object"); }

function regExpConstructor(pattern, flags) {
  const is = %isRegExp(pattern);
  if (new.target === undefined && is && flags === undefined && pattern.constructor === %regExpSelf()) return pattern;
  if (%regExpIs(pattern)) {
    if (flags === undefined) flags = %regExpFlagsOf(pattern);
    pattern = %regExpSourceOf(pattern);
  } else if (is) {
    const source = pattern.source;
    if (flags === undefined) flags = pattern.flags;
    pattern = source;
  }
  pattern = pattern === undefined ? "" : `${pattern}`;
  return %regExpCreate(new.target === undefined ? undefined : this, pattern, flags === undefined ? "" : flags);
}
function regExpCompile(pattern, flags) {
  if (!%regExpIs(this)) %throwType("RegExp.prototype.compile called on what is not a RegExp");
  if (%regExpIs(pattern)) {
    if (flags !== undefined) %throwType("flags given together with a RegExp");
    flags = %regExpFlagsOf(pattern);
    pattern = %regExpSourceOf(pattern);
  }
  pattern = pattern === undefined ? "" : `${pattern}`;
  %regExpInit(this, pattern, flags === undefined ? "" : flags);
  this.lastIndex = 0;
  return this;
}
function regExpToString() {
  %regExpObject(this);
  return `/${this.source}/${this.flags}`;
}
function regExpFlags() {
  %regExpObject(this);
  return (this.hasIndices ? "d" : "") + (this.global ? "g" : "") + (this.ignoreCase ? "i" : "") + (this.multiline ? "m" : "")
    + (this.dotAll ? "s" : "") + (this.unicode ? "u" : "") + (this.unicodeSets ? "v" : "") + (this.sticky ? "y" : "");
}

// `this` is a RegExp
function regExpExec(s) {
  s = `${s}`;
  return %regExpExecAt(this, s, %toLength(this.lastIndex));
}
// RegExpExec
function regExpCall(r, s) {
  const exec = r.exec;
  if (%isCallable(exec)) {
    const result = %call(exec, r, s);
    if (result !== null && !%isObject(result)) %throwType("result of exec is neither an object nor null");
    return result;
  }
  if (!%regExpIs(r)) %throwType("RegExp method called on what is not a RegExp");
  return %regExpExecAt(r, s, %toLength(r.lastIndex));
}
function regExpTest(s) {
  %regExpObject(this);
  return %regExpCall(this, `${s}`) !== null;
}

// AdvanceStringIndex
function regExpAdvance(s, i, full) {
  if (!full || i + 1 >= s.length) return i + 1;
  const c = %stringSlice(s, i, i + 1), d = %stringSlice(s, i + 1, i + 2);
  return i + (c >= "\ud800" && c <= "\udbff" && d >= "\udc00" && d <= "\udfff" ? 2 : 1);
}
// After an empty match of a global one
function regExpEmptyStep(r, s, full) { r.lastIndex = %regExpAdvance(s, %toLength(r.lastIndex), full); }

// All matches of a plain RegExp, as registers in one array: `size` for each. flags as %regExpPlain gives them.
function regExpFind(r, s, flags, all) {
  const list = [], n = s.length, full = (flags & 96) !== 0;
  let i = flags & 130 ? r.lastIndex : 0;
  if (flags & 2) i = 0;
  for (;;) {
    const start = list.length;
    if (i > n || !%regExpAt(r, s, i, list)) {
      if (flags & 130) r.lastIndex = 0;
      return list;
    }
    const end = list[start + 1];
    if (!all) {
      if (flags & 130) r.lastIndex = end;
      return list;
    }
    i = end > list[start] ? end : %regExpAdvance(s, end, full);
  }
}

function regExpMatch(string) {
  %regExpObject(this);
  const s = `${string}`, plain = %regExpPlain(this);
  if (plain >= 0 && plain & 2) {
    const list = %regExpFind(this, s, plain, true), size = %regExpGroups(this) * 2, out = [];
    for (let i = 0; i < list.length; i += size) %append(out, %stringSlice(s, list[i], list[i + 1]));
    return out.length ? out : null;
  }
  const flags = `${this.flags}`;
  if (%stringIndex(flags, "g", 0) < 0) return %regExpCall(this, s);
  const full = %stringIndex(flags, "u", 0) >= 0 || %stringIndex(flags, "v", 0) >= 0, out = [];
  this.lastIndex = 0;
  for (;;) {
    const result = %regExpCall(this, s);
    if (result === null) return out.length ? out : null;
    const matched = `${result[0]}`;
    %append(out, matched);
    if (matched === "") %regExpEmptyStep(this, s, full);
  }
}

// SpeciesConstructor
function regExpSpecies(r) {
  let c = r.constructor;
  if (c === undefined) return %regExpSelf();
  if (!%isObject(c)) %throwType("constructor of RegExp is not an object");
  c = c[%symSpecies()];
  if (c === undefined || c === null) return %regExpSelf();
  if (!%isConstructor(c)) %throwType("species of RegExp is not a constructor");
  return c;
}
function regExpMatchAll(string) {
  %regExpObject(this);
  const s = `${string}`, c = %regExpSpecies(this), flags = `${this.flags}`, matcher = %new(c, this, flags);
  matcher.lastIndex = %toLength(this.lastIndex);
  const full = %stringIndex(flags, "u", 0) >= 0 || %stringIndex(flags, "v", 0) >= 0;
  return %regExpIterator(matcher, s, (%stringIndex(flags, "g", 0) >= 0 ? 1 : 0) + (full ? 2 : 0));
}
// The state of an iterator: 1 global, 2 full Unicode, 4 running, 8 done.
function regExpIteratorNext() {
  const state = %regExpIterState(this, 12);
  if (state & 8) return { value: undefined, done: true };
  const matcher = %regExpIterPart(this, 0), s = %regExpIterPart(this, 1), result = %regExpCall(matcher, s);
  if (result === null) {
    %regExpIterState(this, 8);
    return { value: undefined, done: true };
  }
  if (state & 1) {
    if (`${result[0]}` === "") %regExpEmptyStep(matcher, s, (state & 2) !== 0);
    %regExpIterState(this, state);
  } else {
    %regExpIterState(this, 8);
  }
  return { value: result, done: false };
}

// What replaces one match: the result of a function, or the filled-in template.
function regExpPiece(s, matched, position, captures, groups, value, callable) {
  if (!callable) return %getSubstitution(matched, s, position, captures, groups, value);
  const args = [matched];
  for (let i = 0; i < captures.length; i++) %append(args, captures[i]);
  %append(args, position);
  %append(args, s);
  if (groups !== undefined) %append(args, groups);
  return `${%apply(value, undefined, args)}`;
}
function regExpReplacePlain(r, s, value, flags) {
  const list = %regExpFind(r, s, flags, (flags & 2) !== 0), size = %regExpGroups(r) * 2, callable = %isCallable(value);
  const simple = !callable && %stringIndex(value, "$", 0) < 0;
  let out = "", next = 0;
  for (let i = 0; i < list.length; i += size) {
    const at = list[i], end = list[i + 1];
    let piece = value;
    if (!simple) {
      const captures = [];
      for (let j = i + 2; j < i + size; j += 2) %append(captures, list[j] < 0 ? undefined : %stringSlice(s, list[j], list[j + 1]));
      piece = %regExpPiece(s, %stringSlice(s, at, end), at, captures, %regExpGroups(r, captures), value, callable);
    }
    out += %stringSlice(s, next, at) + piece;
    next = end;
  }
  return list.length ? out + %stringSlice(s, next, s.length) : s;
}
function regExpReplace(string, value) {
  %regExpObject(this);
  const s = `${string}`, length = s.length, callable = %isCallable(value);
  if (!callable) value = `${value}`;
  const plain = %regExpPlain(this);
  if (plain >= 0) return %regExpReplacePlain(this, s, value, plain);
  const flags = `${this.flags}`, global = %stringIndex(flags, "g", 0) >= 0, results = [];
  const full = %stringIndex(flags, "u", 0) >= 0 || %stringIndex(flags, "v", 0) >= 0;
  if (global) this.lastIndex = 0;
  for (;;) {
    const result = %regExpCall(this, s);
    if (result === null) break;
    %append(results, result);
    if (!global) break;
    if (`${result[0]}` === "") %regExpEmptyStep(this, s, full);
  }
  let out = "", next = 0;
  for (let i = 0; i < results.length; i++) {
    const result = results[i], n = %toLength(result.length), matched = `${result[0]}`, captures = [];
    let position = %toInteger(result.index);
    position = position < 0 ? 0 : position < length ? position : length;
    for (let j = 1; j < n; j++) {
      const capture = result[j];
      %append(captures, capture === undefined ? capture : `${capture}`);
    }
    let groups = result.groups;
    if (!callable && groups !== undefined) groups = %toObject(groups);
    const piece = %regExpPiece(s, matched, position, captures, groups, value, callable);
    if (position >= next) {
      out += %stringSlice(s, next, position) + piece;
      next = position + matched.length;
    }
  }
  return next >= length ? out : out + %stringSlice(s, next, length);
}

function regExpSearch(string) {
  %regExpObject(this);
  const s = `${string}`;
  if (%regExpPlain(this) >= 0) {
    const list = [];
    return %regExpAt(this, s, 0, list) ? list[0] : -1;
  }
  const before = this.lastIndex;
  if (!(before === 0 && 1 / before > 0)) this.lastIndex = 0;
  const result = %regExpCall(this, s), now = this.lastIndex;
  if (!(now === before ? now !== 0 || 1 / now === 1 / before : now !== now && before !== before)) this.lastIndex = before;
  return result === null ? -1 : result.index;
}

function regExpSplitPlain(r, s, limit, full) {
  const out = [], n = s.length, list = [], size = %regExpGroups(r) * 2;
  let p = 0, q = 0, i = 0;
  if (limit === 0) return out;
  if (n === 0) {
    if (!%regExpAt(r, s, 0, list, true)) %append(out, s);
    return out;
  }
  while (q < n && %regExpAt(r, s, q, list, true) && list[i] < n) {
    const at = list[i], end = list[i + 1];
    i += size;
    if (end === p) {
      q = %regExpAdvance(s, at, full);
      continue;
    }
    %append(out, %stringSlice(s, p, at));
    if (out.length === limit) return out;
    p = q = end;
    for (let j = i - size + 2; j < i; j += 2) {
      %append(out, list[j] < 0 ? undefined : %stringSlice(s, list[j], list[j + 1]));
      if (out.length === limit) return out;
    }
  }
  %append(out, %stringSlice(s, p, n));
  return out;
}
function regExpSplit(string, limit) {
  %regExpObject(this);
  const s = `${string}`, n = s.length, plain = limit === undefined || typeof limit === "number" ? %regExpPlain(this) : -1;
  if (plain >= 0) return %regExpSplitPlain(this, s, limit === undefined ? 4294967295 : limit >>> 0, (plain & 96) !== 0);
  const c = %regExpSpecies(this), flags = `${this.flags}`;
  const full = %stringIndex(flags, "u", 0) >= 0 || %stringIndex(flags, "v", 0) >= 0;
  const splitter = %new(c, this, %stringIndex(flags, "y", 0) >= 0 ? flags : flags + "y"), out = [];
  limit = limit === undefined ? 4294967295 : limit >>> 0;
  if (limit === 0) return out;
  if (n === 0) {
    if (%regExpCall(splitter, s) === null) %append(out, s);
    return out;
  }
  let p = 0, q = 0;
  while (q < n) {
    splitter.lastIndex = q;
    const result = %regExpCall(splitter, s);
    let end = p;
    if (result !== null) {
      end = %toLength(splitter.lastIndex);
      if (end > n) end = n;
    }
    if (end === p || result === null) {
      q = %regExpAdvance(s, q, full);
      continue;
    }
    %append(out, %stringSlice(s, p, q));
    if (out.length === limit) return out;
    p = q = end;
    const groups = %toLength(result.length);
    for (let j = 1; j < groups; j++) {
      %append(out, result[j]);
      if (out.length === limit) return out;
    }
  }
  %append(out, %stringSlice(s, p, n));
  return out;
}
