//// main
// Modules that wait: await at the top, modules that the host brings late, import(), the order of evaluation, failures.
import { log } from 'log';
import { first } from 'late1';
import { slow } from 'slow';
import 'sync';
log('main', first, slow);
const pair = await Promise.all([import('late2'), import('late2')]);
log(pair[0] === pair[1], pair[0].second);
for (const name of ['fails', 'failslater', 'needsfails', 'syntaxlate', 'nolate'])
  try {
    await import(name);
    log(name, 'no error');
  } catch (e) {
    log(name, e.name, e.message);
  }
for await (const v of (async function* () { yield 1; yield 2; })()) log('item', v);
const again = await import('fails').catch((e) => e.message);
log(again, await import('log') === await import('log'));
export const end = (await import('modules_await.js').constructor) === Promise;
await using resource = { async [Symbol.asyncDispose]() { log('disposed'); } };
log('end', end);
//// log
const lines = [];
export function log(...items) { console.log(lines.push(items), ...items); }
//// slow
import { log } from 'log';
log('slow begins');
export const slow = await new Promise((resolve) => queueMicrotask(() => resolve('slow value')));
log('slow ends');
//// sync
import { log } from 'log';
log('sync does not wait for slow');
//// late1
import { log } from 'log';
import { second } from 'late2';
log('late1', second);
export const first = 'first';
//// late2
export const second = 'second';
//// fails
throw new RangeError('at once');
//// failslater
await null;
throw new RangeError('later');
//// needsfails
import 'failslater';
//// syntaxlate
let let = 1;
