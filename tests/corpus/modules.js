//// main
// Modules: every form of import and export, live bindings, cycles, namespaces.
import def, { count, up, kind as k, "odd name" as odd } from 'counter';
import * as ns from 'counter';
import * as self from 'modules.js';
import { one, shown } from 'cycle1';
import { two } from 'cycle2';
import names, { Base } from 'defaults';
import data from 'data.json' with { type: 'json' };
import 'effect';
export { count as again, ns as counter };
export * from 'stars';
export * as stars from 'stars';
export let later = 1;

console.log(def(), count, k, odd);
up(); up();
console.log(count, ns.count, eval('count'), (() => count)(), `${count}`, typeof count, [count], { count });
console.log(Object.keys(ns).join(), ns[Symbol.toStringTag], Object.isExtensible(ns), Reflect.ownKeys(ns).length);
console.log(Object.keys(self).join(), self.counter === ns, self.again, self.a, self.stars.b, 'both' in self);
console.log(one, two, shown(), names(), new Base().name, Base.name, data.list.length);
console.log(typeof this, (() => typeof this)(), import.meta.url, Object.getPrototypeOf(import.meta));
for (const attempt of [() => { count = 1; }, () => { ns.count = 1; }, () => { delete ns.count; }, () => { ns.fresh = 1; }, () => Object.freeze(ns),
                       () => Object.defineProperty(ns, 'count', { value: 9 })])
  try {
    attempt();
    console.log('no error');
  } catch (e) {
    console.log(e.name);
  }
console.log('count' in ns, 'fresh' in ns, Reflect.has(ns, 'up'), Object.getOwnPropertyDescriptor(ns, 'count'), ns);
let sum = 0;
for (let i = 0; i < 1000; i++) sum += count + ns.count;
console.log(sum, globalThis.effects.join());
import('missing').catch((e) => console.log(e.name));
import('ambiguous').catch((e) => console.log(e.name, e.message));
import('broken').catch((e) => console.log(e.name));
//// counter
export let count = 1;
export function up() { count++; }
export const kind = 'counter';
export { kind as "odd name" };
export default function () { return 'default of ' + kind; }
globalThis.effects = ['counter'];
//// cycle1
import { two } from 'cycle2';
export const one = two + 1;
export function shown() { return early + ' then ' + two; }
import { early } from 'cycle2';
//// cycle2
import { one, shown } from 'cycle1';
export let early;
try {
  one;
} catch (e) {
  early = e.name + ' ' + typeof shown;
}
export const two = 2;
//// defaults
export default () => 'arrow';
export class Base { name = 'field'; }
//// stars
export * from 'left';
export * from 'right';
//// left
export const a = 'left a', both = 1;
//// right
export const b = 'right b', both = 2;
//// ambiguous
import { both } from 'stars';
//// broken
export let x = ;
//// effect
globalThis.effects.push('effect');
//// data.json
{ "list": [1, 2, 3] }
