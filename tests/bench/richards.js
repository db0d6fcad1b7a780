// Objects and methods: tasks of several classes that pass packets through queues under a scheduler.
function Packet(link, id, kind) { this.link = link; this.id = id; this.kind = kind; this.datum = 0; this.data = [0, 0, 0, 0]; }
Packet.prototype.appendTo = function (queue) { this.link = null; if (queue === null) return this; var at = queue; while (at.link !== null) at = at.link; at.link = this; return queue; };
function Task(s, id, pri, queue, next) { this.s = s; this.id = id; this.pri = pri; this.queue = queue; this.next = next; this.state = queue === null ? 2 : 3; }
Task.prototype.held = function () { return (this.state & 4) !== 0 || this.state === 2; };
Task.prototype.check = function (p) { if (this.queue === null) { this.queue = p; this.state |= 1; if (this.pri > this.s.current.pri) return this; } else this.queue = p.appendTo(this.queue); return this.s.current; };
Task.prototype.step = function () { var p = null; if (this.state === 3) { p = this.queue; this.queue = p.link; this.state = this.queue === null ? 0 : 1; } return this.run(p); };
function derive(Kind, run) { Kind.prototype = Object.create(Task.prototype); Kind.prototype.constructor = Kind; Kind.prototype.run = run; }
function Idle(s, id, pri, queue, next, count) { Task.call(this, s, id, pri, queue, next); this.seed = 1; this.count = count; }
derive(Idle, function () { this.count--; if (this.count === 0) return this.s.hold(); if ((this.seed & 1) === 0) { this.seed = this.seed >> 1; return this.s.release(4); } this.seed = this.seed >> 1 ^ 0xD008; return this.s.release(5); });
function Worker(s, id, pri, queue, next) { Task.call(this, s, id, pri, queue, next); this.to = 2; this.letter = 0; }
derive(Worker, function (p) { if (p === null) return this.s.wait(); this.to = this.to === 2 ? 3 : 2; p.id = this.to; p.datum = 0; for (var i = 0; i < 4; i++) { this.letter++; if (this.letter > 26) this.letter = 1; p.data[i] = this.letter; } return this.s.send(p); });
function Handler(s, id, pri, queue, next) { Task.call(this, s, id, pri, queue, next); this.work = null; this.devices = null; }
derive(Handler, function (p) {
  if (p !== null) { if (p.kind === 1) this.work = p.appendTo(this.work); else this.devices = p.appendTo(this.devices); }
  if (this.work !== null) { var c = this.work.datum; if (c < 4) { if (this.devices !== null) { var v = this.devices; this.devices = v.link; v.datum = this.work.data[c]; this.work.datum = c + 1; return this.s.send(v); } } else { var w = this.work; this.work = w.link; return this.s.send(w); } }
  return this.s.wait();
});
function Device(s, id, pri, queue, next) { Task.call(this, s, id, pri, queue, next); this.pending = null; }
derive(Device, function (p) { if (p === null) { if (this.pending === null) return this.s.wait(); var v = this.pending; this.pending = null; return this.s.send(v); } this.pending = p; return this.s.hold(); });
function Scheduler() { this.sent = 0; this.holds = 0; this.tasks = [null, null, null, null, null, null]; this.list = null; this.current = null; }
Scheduler.prototype.add = function (Kind, id, pri, queue, extra) { this.list = this.tasks[id] = new Kind(this, id, pri, queue, this.list, extra); return this.list; };
Scheduler.prototype.schedule = function () { this.current = this.list; while (this.current !== null) { if (this.current.held()) this.current = this.current.next; else this.current = this.current.step(); } };
Scheduler.prototype.hold = function () { this.holds++; this.current.state |= 4; return this.current.next; };
Scheduler.prototype.release = function (id) { var t = this.tasks[id]; t.state &= ~4; return t.pri > this.current.pri ? t : this.current; };
Scheduler.prototype.wait = function () { this.current.state |= 2; return this.current; };
Scheduler.prototype.send = function (p) { var t = this.tasks[p.id]; this.sent++; p.link = null; p.id = this.current.id; return t.check(p); };
function once() { var s = new Scheduler(), q;
  s.add(Idle, 0, 0, null, 10000).state = 0;
  q = new Packet(null, 1, 1); q = new Packet(q, 1, 1); s.add(Worker, 1, 1000, q);
  q = new Packet(null, 4, 0); q = new Packet(q, 4, 0); q = new Packet(q, 4, 0); s.add(Handler, 2, 2000, q);
  q = new Packet(null, 5, 0); q = new Packet(q, 5, 0); q = new Packet(q, 5, 0); s.add(Handler, 3, 3000, q);
  s.add(Device, 4, 4000, null); s.add(Device, 5, 5000, null); s.schedule(); return s.sent * 100000 + s.holds; }
var result = 0;
for (var i = 0; i < 25; i++) result += once();
if (String(result) !== "58115232425") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("richards " + result);
