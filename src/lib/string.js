// String.prototype: what calls back. The natives' twins find `this`, and what their signatures name, already coerced.

function stringConstructor(...args) {
  const s = `${args[0]}`;
  return new.target === undefined ? s : %wrapPrimitive(s, this);
}
function fromCodePoint(...points) {
  let s = "";
  for (let i = 0; i < points.length; i++) s += %codePoint(points[i]);
  return s;
}
function stringRaw(template, ...substitutions) {
  const raw = %toObject(%toObject(template).raw), n = %toLength(raw.length);
  let s = "";
  for (let i = 0; i < n; i++) {
    s += `${raw[i]}`;
    if (i + 1 < n && i < substitutions.length) s += `${substitutions[i]}`;
  }
  return s;
}

// IsRegExp
function isRegExp(v) {
  if (!%isObject(v)) return false;
  const matcher = v[%symMatch()];
  return matcher !== undefined && !!matcher;
}
function searchText(v) {
  if (%isRegExp(v)) %throwType("the argument must not be a regular expression");
  return `${v}`;
}
// %stringTest's kinds are those of hk_string_test.
function stringIncludes(v, from) { v = %searchText(v); return %stringTest(this, v, from, 0); }
function startsWith(v, from) { v = %searchText(v); return %stringTest(this, v, from, 1); }
function endsWith(v, end) {
  v = %searchText(v);
  return %stringTest(this, v, end === undefined ? this.length : end, 2);
}
function padStart(length, fill) { return %stringPad(this, length, fill, true); }
function padEnd(length, fill) { return %stringPad(this, length, fill, false); }

// The method of an argument that takes over the work of a String.prototype method: RequireObjectCoercible(self), then
// GetMethod(v, symbol) if v is an object.
function symbolMethod(self, v, symbol) {
  if (self === undefined || self === null) %throwType(`cannot convert ${self} to object`);
  if (!%isObject(v)) return undefined;
  const method = v[symbol];
  if (method === undefined || method === null) return undefined;
  if (!%isCallable(method)) %throwType("the argument's symbol method is not a function");
  return method;
}
// matchAll and replaceAll want a regular expression to be global.
function requireGlobal(self, v) {
  if (self === undefined || self === null || !%isRegExp(v)) return;
  const flags = v.flags;
  if (flags === undefined || flags === null) %throwType(`cannot convert ${flags} to object`);
  if (%stringIndex(`${flags}`, "g", 0) < 0) %throwType("the regular expression must have the flag 'g'");
}

// GetSubstitution. captures[0] is the first one.
function getSubstitution(matched, string, position, captures, groups, template) {
  const m = captures.length, end = template.length;
  let s = "", at = 0, next;
  while ((next = %stringIndex(template, "$", at)) >= 0) {
    const c = template[next + 1];
    let piece = "$", used = 1;
    if (c === "$") {
      used = 2;
    } else if (c === "&") {
      piece = matched;
      used = 2;
    } else if (c === "`") {
      piece = %stringSlice(string, 0, position);
      used = 2;
    } else if (c === "'") {
      const tail = position + matched.length;
      piece = tail >= string.length ? "" : %stringSlice(string, tail, string.length);
      used = 2;
    } else if (c >= "0" && c <= "9") {
      const d = template[next + 2];
      let n = +c;
      used = 2;
      if (d >= "0" && d <= "9" && n * 10 + +d <= m) {
        n = n * 10 + +d;
        used = 3;
      }
      if (n === 0 || n > m) piece = %stringSlice(template, next, next + used);
      else piece = captures[n - 1] ?? "";
    } else if (c === "<" && groups !== undefined) {
      const close = %stringIndex(template, ">", next + 2);
      if (close >= 0) {
        piece = groups[%stringSlice(template, next + 2, close)];
        piece = piece === undefined ? "" : `${piece}`;
        used = close + 1 - next;
      }
    }
    s += %stringSlice(template, at, next) + piece;
    at = next + used;
  }
  return s + %stringSlice(template, at, end);
}
function stringReplace(self, search, replacement, all) {
  if (all) %requireGlobal(self, search);
  const method = %symbolMethod(self, search, %symReplace());
  if (method !== undefined) return %call(method, search, self, replacement);
  const string = `${self}`, find = `${search}`, n = find.length, callable = %isCallable(replacement);
  if (!callable) replacement = `${replacement}`;
  let s = "", end = 0, at = %stringIndex(string, find, 0);
  while (at >= 0) {
    const piece = callable ? `${%call(replacement, undefined, find, at, string)}`
                           : %getSubstitution(find, string, at, [], undefined, replacement);
    s += %stringSlice(string, end, at) + piece;
    end = at + n;
    if (!all) break;
    at = %stringIndex(string, find, n === 0 ? at + 1 : end);
  }
  return s + %stringSlice(string, end, string.length);
}
function replace(search, replacement) { return %stringReplace(this, search, replacement, false); }
function replaceAll(search, replacement) { return %stringReplace(this, search, replacement, true); }

function split(separator, limit) {
  const method = %symbolMethod(this, separator, %symSplit());
  if (method !== undefined) return %call(method, separator, this, limit);
  const string = `${this}`, n = limit === undefined ? 4294967295 : limit >>> 0, by = `${separator}`;
  if (n === 0) return [];
  return separator === undefined ? [string] : %stringSplit(string, by, n);
}
// match, matchAll and search: by the argument's own method, or by that of a regular expression made of it.
function regExpMethod(self, v, symbol, flags) {
  const method = %symbolMethod(self, v, symbol);
  if (method !== undefined) return %call(method, v, self);
  const string = `${self}`, re = %regExpCreate(undefined, v === undefined ? "" : v, flags);
  return re[symbol](string);
}
function stringMatch(v) { return %regExpMethod(this, v, %symMatch(), ""); }
function stringMatchAll(v) {
  %requireGlobal(this, v);
  return %regExpMethod(this, v, %symMatchAll(), "g");
}
function stringSearch(v) { return %regExpMethod(this, v, %symSearch(), ""); }
// Of texts of which one may not be in NFC: canonically equivalent ones are equal.
function localeCompare(that) { return %compareTexts(%normalText(this), %normalText(that)); }
