// Dates: the calendar from end to end, texts and back, setters in the order of their conversions. Local time is UTC here.
const text = (v) => String(v);
const day = 86400000;

for (const t of [0, -1, 1e12, 951782400000, -62167219200000, -62167219200001, 253402300800000, 8.64e15, -8.64e15, NaN]) {
  const d = new Date(t);
  console.log(d.toString(), "|", d.toUTCString(), "|", d.toDateString(), "|", d.toTimeString());
  console.log(" ", isNaN(t) ? "-" : d.toISOString(), d.toLocaleString(), JSON.stringify(d), d.getDay(), d.getYear());
}

// every day of 800 years has the successor it should have, and is found again
let wrong = 0, last = -1, leap = 0;
for (let t = Date.UTC(1600, 0, 1); t < Date.UTC(2400, 0, 1); t += 37 * day) {
  const d = new Date(t), y = d.getUTCFullYear(), m = d.getUTCMonth(), n = d.getUTCDate();
  if (Date.UTC(y, m, n) !== t || new Date(y, m, n).getTime() !== t || Date.parse(d.toISOString()) !== t) wrong++;
  if (Date.parse(d.toString()) !== t || Date.parse(d.toUTCString()) !== t || d.getUTCDay() !== ((t / day + 4) % 7 + 7) % 7) wrong++;
  if (new Date(y, 1, 29).getMonth() === 1 && y !== last) leap++;
  last = y;
}
console.log("wrong:", wrong, "leap years:", leap);

const texts = ["2000", "2000-02", "2000-02-29", "2001-02-29", "2000-13-01", "2000-01-01T24:00Z", "2000-01-01T24:01Z", "+275760-09-13",
  "+275760-09-14", "-000000-01-01", "-000001-01-01T00:00Z", "2000-01-02T03:04:05.678-01:30", "2000-01-02T03:04:05.6789Z",
  "Jan 1 2000 10:00", "1 January 2000 10:00 PM", "2000/1/2", "1/2/2000 12:01 AM", "1/2/49", "1/2/50", "Sat, 01 Jan 2000 EST",
  "Sat Jan 01 2000 10:00:00 GMT+0230 (somewhere (else))", "Jan 32 2000", "tomorrow", "", "2000-1-2T3:4", "13:00 PM 1/1/2000"];
for (const s of texts) console.log(s.padEnd(52), text(Date.parse(s)));

const log = [];
const arg = (name, v) => ({ valueOf() { log.push(name); return v; } });
const d = new Date(2000, 0, 31, 12, 34, 56, 789);
log.push(d.setMonth(1), d.toISOString());
log.push(d.setHours(arg("h", 25), arg("m", -1), arg("s", 61), arg("ms", 1e6), arg("never", 0)), d.toISOString());
log.push(d.setFullYear(1999, arg("month", 12), arg("date", 0)), d.toISOString());
log.push(d.setDate(NaN), d.setMinutes(arg("after NaN", 1)), d.getTime(), d.setFullYear(2020), d.toISOString());
log.push(new Date(NaN).setYear(99), new Date(0).setTime(1.9), Object.is(new Date(-0).getTime(), 0));
const e = new Date(5);
log.push(e.setMilliseconds({ valueOf() { e.setTime(NaN); return 7; } }), e.getTime());
console.log(log.join("\n"));

console.log(`${new Date(0)}`, new Date(0) + 1, new Date(1) * 1, new Date(5) - new Date(3), +new Date(new Date(7)));
console.log(new Date("5").getTime(), new Date(5).getTime(), new Date({ valueOf: () => "2000-01-01" }).getTime(), new Date(2000, 1).getTime());
console.log(Date.UTC(), Date.UTC(99), Date.UTC(2000, NaN), Date.UTC(2000, 0, 1.9, 0, 0, 0, -0.5), Date.UTC(275760, 8, 13, 0, 0, 0, 1));
console.log(typeof Date(), Date.length, Date.UTC.length, Date.prototype.toGMTString === Date.prototype.toUTCString, Object.prototype.toString.call(d));
for (const f of [() => Date.prototype.getTime(), () => new Date(NaN).toISOString(), () => new Date(Symbol()),
                 () => Date.prototype.setHours.call({}, arg("unseen", 1)), () => d[Symbol.toPrimitive]("bigint")]) {
  try { console.log(f()); } catch (x) { console.log(x.name); }
}
console.log([new Date(0), new Date(NaN)], class extends Date { get [Symbol.toStringTag]() { return "D"; } });
class Day extends Date { constructor(n) { super(n * day); } next() { return new Day(this.getTime() / day + 1); } }
console.log(new Day(1).next().toJSON(), new Day(1) instanceof Date, new Date(NaN).toJSON(), log.includes("unseen"));
