// Proxies as promises and thenables.
const log = [];
const p = new Proxy(Promise.resolve(5), { get(t, k, r) { log.push("get " + String(k)); const v = Reflect.get(t, k); return typeof v === "function" ? v.bind(t) : v; }, getPrototypeOf(t) { log.push("gp"); return Reflect.getPrototypeOf(t); } });
const th = new Proxy({ then(f) { f(7); } }, { get(t, k) { log.push("th " + String(k)); return t[k]; } });
(async () => { console.log(await p, await th); console.log(await Promise.all([p, th, 3])); console.log(await Promise.resolve(p)); for await (const x of new Proxy([1, th], {})) console.log(x); console.log(log.join()); })();

