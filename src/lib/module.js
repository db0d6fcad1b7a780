// if HAKO_WITH_MODULES
// Modules: loading, linking, evaluation.
//
// A module record is an object: name, type (the attribute, or undefined), loaded (a promise that the host settles), ready (the same
// for what asked for it), fn (its code) or text (JSON), info (HK_MI_*), env (its scope), linked ([[LoadedModules]], by request),
// namespace; status: 0 new, 1 unlinked, 2 linking, 3 linked, 4 evaluating, 5 evaluating asynchronously, 6 evaluated; frame (of fn,
// before its statements); at, ancestor ([[DFSIndex]], [[DFSAncestorIndex]]); root ([[CycleRoot]]); top (the promise of
// [[TopLevelCapability]]); failed, error ([[EvaluationError]]); order ([[AsyncEvaluationOrder]]: undefined, -1 when done);
// waits ([[PendingAsyncDependencies]]); parents ([[AsyncParentModules]]). Modules that are no source text are evaluated from the start.

// ---- import()

function importType(options) {
  if (options === undefined) return;
  if (!%isObject(options)) %throwType("import options are not an object");
  const attributes = options.with;
  if (attributes === undefined) return;
  if (!%isObject(attributes)) %throwType("import attributes are not an object");
  const keys = %ownKeys(attributes, 1), pairs = [];
  let type;
  for (let i = 0; i < keys.length; i++)
    if (%ownFlags(attributes, keys[i]) & 2) {
      %append(pairs, keys[i]);
      %append(pairs, attributes[keys[i]]);
    }
  for (let i = 1; i < pairs.length; i += 2) if (typeof pairs[i] !== "string") %throwType("an import attribute is not a string");
  for (let i = 0; i < pairs.length; i += 2) {
    if (pairs[i] !== "type") %throwType(`import attribute '${pairs[i]}' is not supported`);
    type = pairs[i + 1];
  }
  return type;
}
function importCall(specifier, options) {
  const promise = %newPromise(), fail = (e) => %rejectPromise(promise, e);
  try {
    specifier = `${specifier}`;
    %moduleThen(%moduleFetch(specifier, %importType(options)), (m) => %moduleRun(m, () => {
      try {
        %resolvePromise(promise, %moduleNamespace(m));
      } catch (e) {
        fail(e);
      }
    }, fail), fail);
  } catch (e) {
    fail(e);
  }
  return promise;
}
// The module that the host starts with: a failure is an exception that nobody catches.
function moduleMain(m) {
  %moduleReady(m);
  %moduleRun(m, undefined, (e) => %queueMicrotask(() => { throw e; }));
}
// Loads what m asks for, links and evaluates.
function moduleRun(m, done, fail) {
  %moduleThen(%moduleLoad(m), () => {
    %moduleLink(m);
    %performThen(%moduleEvaluate(m), done, fail);
  }, fail);
}
// PerformPromiseThen where what fn throws, if only for lack of memory, is a failure, too.
function moduleThen(promise, fn, fail) {
  const step = %newPromise();
  %performThen(promise, fn, undefined, step);
  %performThen(step, undefined, fail);
}

// ---- Loading

// HostLoadImportedModule: a promise of the module's record. referrer: the name of a module; undefined: of the running code
function moduleFetch(specifier, type, referrer) {
  const name = %hostResolve(specifier, referrer);
  const m = %moduleFind(name, type) ?? %moduleNew(name, type);
  if (m.ready === undefined) {
    const ready = %newPromise();
    %performThen(m.loaded, () => {
      try {
        return %moduleReady(m);
      } catch (e) {
        %moduleDrop(m);
        throw e;
      }
    }, (e) => {
      %moduleDrop(m);
      throw e;
    }, ready);
    if (m.request === 0 && (m.info ?? m.fn ?? m.text) === undefined) %hostLoad(m);
    m.ready = ready;
  }
  return m.ready;
}
// The host has answered: ParseModule and its like. Returns the record.
function moduleReady(m) {
  if (m.info !== undefined) return m;
  if (m.fn !== undefined) {
    if (m.type !== undefined) %throwType(`module '${m.name}' is not of type '${m.type}'`);
    m.info = %moduleInfo(m.fn);
    m.linked = [];
    for (let i = %size(%item(m.info, 0)); i > 0; i -= 3) %append(m.linked, undefined);
  } else if (m.text !== undefined) {
    const text = m.text;
    m.text = undefined;
    %moduleSynthetic(m, { __proto__: null, default: %jsonText(text) });
  }
  return m;
}
// LoadRequestedModules: a promise
function moduleLoad(m) {
  const state = { __proto__: null, promise: %newPromise(), waits: 1, loading: true, visited: [] };
  %moduleLoadInner(state, m);
  return state.promise;
}
// InnerModuleLoading
function moduleLoadInner(state, m) {
  if (m.status === 0 && m.mark !== state) {
    m.mark = state;
    %append(state.visited, m);
    const requests = %item(m.info, 0), n = %size(requests) / 3, linked = m.linked;
    state.waits += n;
    for (let i = 0; i < n && state.loading; i++) {
      if (linked[i] !== undefined) {
        %moduleLoadInner(state, linked[i]);
        continue;
      }
      const fail = (e) => %moduleLoadFail(state, e);
      try {
        const unknown = %item(requests, 3 * i + 2);
        if (unknown !== undefined) %throwSyntax(`import attribute '${unknown}' is not supported`);
        %moduleThen(%moduleFetch(%item(requests, 3 * i), %item(requests, 3 * i + 1), m.name), (r) => {
          linked[i] = r;
          if (state.loading) %moduleLoadInner(state, r);
        }, fail);
      } catch (e) {
        fail(e);
      }
    }
  }
  if (!state.loading || --state.waits > 0) return;
  state.loading = false;
  for (let i = 0; i < state.visited.length; i++) if (state.visited[i].status === 0) state.visited[i].status = 1;
  %fulfillPromise(state.promise, undefined);
}
function moduleLoadFail(state, e) {
  if (!state.loading) return;
  state.loading = false;
  %rejectPromise(state.promise, e);
}

// ---- Names

// ResolveExport: a module and the slot in its scope (-1: its namespace); undefined: there is none; null: it is ambiguous.
function moduleResolve(m, name, seen) {
  for (let i = 0; i < seen.length; i += 2) if (seen[i] === m && seen[i + 1] === name) return;
  %append(seen, m);
  %append(seen, name);
  const info = m.info, locals = %item(info, 2), indirect = %item(info, 3), stars = %item(info, 4);
  let at = %findItem(locals, 2, 0, name);
  if (at >= 0) {
    const slot = %item(locals, at + 1), imports = %item(info, 1);
    at = %findItem(imports, 3, 2, slot);
    return at < 0 ? { __proto__: null, m, slot } : %moduleImported(m.linked[%item(imports, at)], %item(imports, at + 1), seen);
  }
  at = %findItem(indirect, 3, 0, name);
  if (at >= 0) return %moduleImported(m.linked[%item(indirect, at + 1)], %item(indirect, at + 2), seen);
  if (name === "default") return;
  let found;
  for (let i = 0; i < %size(stars); i++) {
    const r = %moduleResolve(m.linked[%item(stars, i)], name, seen);
    if (r === null) return null;
    if (r === undefined) continue;
    if (found === undefined) found = r;
    else if (found.m !== r.m || found.slot !== r.slot) return null;
  }
  return found;
}
function moduleImported(m, name, seen) {
  return name === undefined ? { __proto__: null, m, slot: -1 } : %moduleResolve(m, name, seen);
}
// GetExportedNames: adds to names, in which what `have` has is; star: by export *
function moduleExports(m, visited, names, have, star) {
  for (let i = 0; i < visited.length; i++) if (visited[i] === m) return;
  %append(visited, m);
  for (let which = 2; which < 4; which++) {
    const list = %item(m.info, which);
    for (let i = 0; i < %size(list); i += which) {
      const name = %item(list, i);
      if (have[name] || (star && name === "default")) continue;
      have[name] = true;
      %append(names, name);
    }
  }
  const stars = %item(m.info, 4);
  for (let i = 0; i < %size(stars); i++) %moduleExports(m.linked[%item(stars, i)], visited, names, have, true);
}
// What stands in an import's slot for an export as resolved
function moduleCell(r) { return r.slot < 0 ? %moduleNamespace(r.m) : %cell(r.m.env, r.slot); }
// GetModuleNamespace. It is known before it is filled, because it may hold itself.
function moduleNamespace(m) {
  if (m.namespace !== undefined) return m.namespace;
  const names = [], keys = [], cells = [];
  %moduleExports(m, [], names, { __proto__: null }, false);
  const sorted = %sortByText(names), namespace = %newNamespace();
  m.namespace = namespace;
  try {
    for (let i = 0; i < sorted.length; i++) {
      const r = %moduleResolve(m, sorted[i], []);
      if (r === undefined || r === null) continue;
      %append(keys, sorted[i]);
      %append(cells, %moduleCell(r));
    }
    %fillNamespace(namespace, keys, cells);
  } catch (e) {
    m.namespace = undefined;
    throw e;
  }
  return namespace;
}

// ---- Linking

// The scopes of all modules that are to be linked: bindings may lead to any of them.
function moduleInstantiate(m) {
  const list = [m];
  for (let i = 0; i < list.length; i++) {
    m = list[i];
    if (m.status !== 1 || m.frame !== undefined) continue;
    const pair = %call(m.fn, undefined);
    m.env = %item(pair, 1);             // the frame last: where there is one, there is the scope
    m.frame = %item(pair, 0);
    for (let k = 0; k < m.linked.length; k++) %append(list, m.linked[k]);
  }
}
// An export as resolved, or a SyntaxError
function moduleFound(m, from, name) {
  const r = %moduleResolve(from, name, []);
  if (r === undefined) %throwSyntax(`module '${from.name}' has no export '${name}'`);
  if (r === null) %throwSyntax(`export '${name}' of module '${from.name}' is ambiguous`);
  return r;
}
// InitializeEnvironment
function moduleBind(m) {
  const info = m.info, imports = %item(info, 1), indirect = %item(info, 3), meta = %item(info, 6);
  for (let i = 0; i < %size(indirect); i += 3) %moduleFound(m, m, %item(indirect, i));
  for (let i = 0; i < %size(imports); i += 3) {
    const from = m.linked[%item(imports, i)], name = %item(imports, i + 1);
    %setCell(m.env, %item(imports, i + 2), name === undefined ? %moduleNamespace(from) : %moduleCell(%moduleFound(m, from, name)));
  }
  if (meta >= 0) %setCell(m.env, meta, { __proto__: null, url: m.name });
}
function moduleLink(m) {
  const stack = [];
  try {
    %moduleInstantiate(m);
    %moduleLinkInner(m, stack, 0);
  } catch (e) {
    for (let i = 0; i < stack.length; i++) stack[i].status = 1;
    throw e;
  }
}
// InnerModuleLinking
function moduleLinkInner(m, stack, index) {
  if (m.status !== 1) return index;
  %append(stack, m);                    // before its status tells so: whatever fails, the stack has what is to be taken back
  m.status = 2;
  m.at = m.ancestor = index++;
  for (let i = 0; i < m.linked.length; i++) {
    const r = m.linked[i];
    index = %moduleLinkInner(r, stack, index);
    if (r.status === 2 && r.ancestor < m.ancestor) m.ancestor = r.ancestor;
  }
  %moduleBind(m);
  if (m.ancestor === m.at)
    for (let r; r !== m; stack.length--) {
      r = stack[stack.length - 1];
      r.status = 3;
    }
  return index;
}

// ---- Evaluation

// Evaluate: a promise
function moduleEvaluate(m) {
  if (m.status > 4 && m.root !== undefined) m = m.root;
  if (m.top !== undefined) return m.top;
  const stack = [], promise = m.top = %newPromise();
  try {
    %moduleEvaluateInner(m, stack, 0);
    if (m.status === 6) %fulfillPromise(promise, undefined);
  } catch (e) {
    for (let i = 0; i < stack.length; i++) {
      stack[i].status = 6;
      stack[i].failed = true;
      stack[i].error = e;
    }
    %rejectPromise(promise, e);
  }
  return promise;
}
// InnerModuleEvaluation
function moduleEvaluateInner(m, stack, index) {
  if (m.status > 4) {
    if (m.failed) throw m.error;
    return index;
  }
  if (m.status === 4) return index;
  %append(stack, m);
  m.status = 4;
  m.at = m.ancestor = index++;
  m.waits = 0;
  m.parents = [];
  for (let i = 0; i < m.linked.length; i++) {
    let r = m.linked[i];
    index = %moduleEvaluateInner(r, stack, index);
    if (r.status === 4) {
      if (r.ancestor < m.ancestor) m.ancestor = r.ancestor;
    } else {
      r = r.root ?? r;
      if (r.failed) throw r.error;
    }
    if (r.order >= 0) {
      m.waits++;
      %append(r.parents, m);
    }
  }
  if (m.waits > 0 || %item(m.info, 5)) {
    m.order = %moduleOrder();
    if (m.waits === 0) %moduleExecuteAsync(m);
  } else {
    %resumeFrame(%moduleEnd(m));
  }
  if (m.ancestor === m.at)
    for (let r; r !== m; stack.length--) {
      r = stack[stack.length - 1];
      r.status = r.order === undefined ? 6 : 5;
      r.root = m;
    }
  return index;
}
// The frame to be resumed, which is done with.
function moduleEnd(m) {
  const frame = m.frame;
  m.frame = undefined;
  return frame;
}
function moduleExecuteAsync(m) {
  %performThen(%resumeFrame(%moduleEnd(m)), () => {
    try {
      %moduleFulfilled(m);
    } catch (e) {                   // out of memory: what waits for m must not do so for ever
      %moduleRejectParents(m, e);
    }
  }, (e) => %moduleRejected(m, e));
}
// GatherAvailableAncestors
function moduleGather(m, list) {
  for (let i = 0; i < m.parents.length; i++) {
    const p = m.parents[i];
    if (p.waits === 0 || p.failed || p.root.failed || --p.waits > 0) continue;
    %append(list, p);
    if (!%item(p.info, 5)) %moduleGather(p, list);
  }
}
// AsyncModuleExecutionFulfilled
function moduleFulfilled(m) {
  if (m.status === 6) return;
  m.order = -1;
  m.status = 6;
  if (m.top !== undefined) %fulfillPromise(m.top, undefined);
  const list = [];
  %moduleGather(m, list);
  for (let n = list.length; n > 0; n--) {
    let k = 0;
    for (let i = 1; i < n; i++) if (list[i].order < list[k].order) k = i;
    const x = list[k];
    list[k] = list[n - 1];
    if (x.status === 6) continue;
    try {
      if (%item(x.info, 5)) {
        %moduleExecuteAsync(x);
        continue;
      }
      %resumeFrame(%moduleEnd(x));
    } catch (e) {
      %moduleRejected(x, e);
      continue;
    }
    x.order = -1;
    x.status = 6;
    if (x.top !== undefined) %fulfillPromise(x.top, undefined);
  }
}
// AsyncModuleExecutionRejected
function moduleRejected(m, e) {
  if (m.status === 6) return;
  m.failed = true;
  m.error = e;
  m.status = 6;
  m.order = -1;
  if (m.top !== undefined) %rejectPromise(m.top, e);
  %moduleRejectParents(m, e);
}
function moduleRejectParents(m, e) { for (let i = 0; i < m.parents.length; i++) %moduleRejected(m.parents[i], e); }
