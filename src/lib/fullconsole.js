// if HAKO_WITH_CONSOLE
// What console has beyond what is there from the start.

function consoleDir(v) { %consoleText(0, %inspect(v, 0, %inspectContext())); }

function consoleTime(label = "default") {
  const state = %consoleState(), key = `@${label}`;
  if (state[key] === undefined) state[key] = %clockNow();
  else %consoleText(2, `Warning: Label '${label}' already exists for console.time()`);
}
function consoleTimeLog(label = "default", ...args) {
  const text = %timeText(label, "timeLog");
  if (text !== undefined) %consoleText(0, args.length === 0 ? text : `${text} ${%consoleFormat(args)}`);
}
function consoleTimeEnd(label = "default") {
  const text = %timeText(label, "timeEnd");
  if (text === undefined) return;
  %consoleText(0, text);
  %deleteOwn(%consoleState(), `@${label}`);
}
// How long ago the label's time began, in milliseconds to a thousandth; undefined: it did not.
function timeText(label, method) {
  const start = %consoleState()[`@${label}`];
  if (start !== undefined) return `${label}: ${%integer((%clockNow() - start) * 1000 + 0.5) / 1000}ms`;
  %consoleText(2, `Warning: No such label '${label}' for console.${method}()`);
}

function consoleTrace(...args) {
  const e = %traceError();
  %define(e, "name", "Trace", 5);
  if (args.length !== 0) %define(e, "message", %consoleFormat(args), 5);
  %consoleText(3, %errorText(e));
}

// A table of what is in an object: a row for each of its properties, elements or entries, a column for each of the properties that
// these have (or that are asked for), and one for those that are no objects.
function consoleTable(data, columns) {
  if (!%isObject(data)) return %consoleWrite(0, [data]);
  const kind = %inspectClass(data), map = kind === "Map", rows = [], heads = ["(index)"];
  let n = 0;
  if (map || kind === "Set") {
    const walk = %entryWalk(data, map);
    for (let key; (key = %entryNext(walk)) !== %empty(); n++) {
      const value = map ? %entryValue(walk) : key;
      %tableRow(heads, rows, map ? %inspect(key, 2, %inspectContext()) : `${n}`, value, columns);
    }
  } else {
    const keys = %ownKeys(data, 5);
    for (; n < keys.length; n++) %tableRow(heads, rows, keys[n], %ownData(data, keys[n]), columns);
  }
  %consoleText(0, %tableText(heads, rows));
}
// Adds a row; its first cell is the index, the others have the numbers of their heads. A value that is no object is in `value`.
function tableRow(heads, rows, index, v, columns) {
  const cells = [index], object = %isObject(v) && !%isCallable(v), keys = object ? columns ?? %ownKeys(v, 5) : [];
  for (let i = 0; i < keys.length; i++) {
    const key = `${keys[i]}`;
    if (%ownFlags(v, key) === 0) continue;
    let at = 1;
    while (at < heads.length && heads[at] !== key) at++;
    if (at === heads.length) %append(heads, key);
    while (cells.length < at) %append(cells, "");
    %define(cells, at, %inspect(%ownData(v, key), 2, %inspectContext()), 7);
  }
  %append(rows, { cells, value: object ? undefined : %inspect(v, 2, %inspectContext()) });
}
function tableText(heads, rows) {
  const widths = [], columns = heads.length;
  let values = false, text = "";
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (row.value === undefined) continue;
    if (!values) %append(heads, "Values");
    values = true;
    while (row.cells.length < columns) %append(row.cells, "");
    %append(row.cells, row.value);
  }
  for (let c = 0; c < heads.length; c++) {
    let n = heads[c].length;
    for (let i = 0; i < rows.length; i++) {
      const cells = rows[i].cells;
      if (c < cells.length && cells[c].length > n) n = cells[c].length;
    }
    %append(widths, n);
  }
  for (let i = -2; i < rows.length; i++) {
    const cells = i === -2 ? heads : i === -1 ? [] : rows[i].cells;
    if (i > -2) text += "\n";
    for (let c = 0; c < heads.length; c++) {
      const cell = %stringPad(c < cells.length ? cells[c] : "", widths[c], i === -1 ? "-" : " ", false);
      text += i === -1 ? `|-${cell}-` : `| ${cell} `;
    }
    text += "|";
  }
  return text;
}
