// The third part of tools/unicode.mjs: what String.prototype.normalize needs, in src/unicode/normalization_tables.h. Numbers
// are written in nibbles as described there.
//
//   classes    Canonical_Combining_Class where it is not 0: runs (gap, count - 1, rank). The rank is the place of the class in
//              the table of classes, the most frequent first.
//   decomps    Decomposition_Mapping, one step: runs (gap, (count - 1) * 4 + kind, length - 1) of code points in a row. Kind 0 is
//              canonical, 1 compatibility: then `count` mappings of that length follow; kinds 2 and 3 are the same with one mapping of
//              length 1, and each further code point maps to the one behind it. Each element is written as its difference
//              from the element at that place in the mapping before, in zigzag form.
//   comps      the primary composites by their second elements, for each of which there is a word: its code point * 2^13 + nibble
//              offset. There: runs (first element - that of the run before, composite - that of the run before, zigzag).
//
// Classes and decomps are cut into blocks of at most 32 code points that are not in such a series. Index: nibble offset, first
// code point divided by 4. At a block's start all that differences are taken from is 0, and the gap counts from that code point.
//
// The package has no combining classes. They are had from the normalization of the node that runs this: the order of two marks tells
// whose class is greater, and these have classes that no version of Unicode will change.
const REPRESENTATIVES = { 1: 0x334, 6: 0x16FF0, 7: 0x93C, 8: 0x3099, 9: 0x94D, 10: 0x5B0, 11: 0x5B1, 12: 0x5B2, 13: 0x5B3,
    14: 0x5B4, 15: 0x5B5, 16: 0x5B6, 17: 0x5B7, 18: 0x5B8, 19: 0x5B9, 20: 0x5BB, 21: 0x5BC, 22: 0x5BD, 23: 0x5BF, 24: 0x5C1,
    25: 0x5C2, 26: 0xFB1E, 27: 0x64B, 28: 0x64C, 29: 0x64D, 30: 0x64E, 31: 0x64F, 32: 0x650, 33: 0x651, 34: 0x652, 35: 0x670,
    36: 0x711, 84: 0xC55, 91: 0xC56, 103: 0xE38, 107: 0xE48, 118: 0xEB8, 122: 0xEC8, 129: 0xF71, 130: 0xF72, 132: 0xF74,
    202: 0x327, 214: 0x1DCE, 216: 0x31B, 218: 0x302A, 220: 0x316, 222: 0x59A, 224: 0x302E, 226: 0x1D16D, 228: 0x5AE, 230: 0x301,
    232: 0x315, 233: 0x35C, 234: 0x35D, 240: 0x345 };
const LAST = 0x10FFFF;
const KINDS = ['Compat', 'Circle', 'Final', 'Font', 'Fraction', 'Initial', 'Isolated', 'Medial', 'Narrow', 'Nobreak', 'Small', 'Square',
    'Sub', 'Super', 'Vertical', 'Wide'];
const zigzag = n => n < 0 ? -2 * n - 1 : 2 * n;

function combiningClasses(marks, version)
{
    if (process.versions.unicode !== version.replace(/\.0$/, ''))
        throw new Error(`this node has Unicode ${process.versions.unicode}, not ${version}: its combining classes are of no use`);
    const swaps = (a, b) => String.fromCodePoint(0x41, a, b).normalize('NFD') !== String.fromCodePoint(0x41, a).normalize('NFD') +
        String.fromCodePoint(b).normalize('NFD');
    const classes = new Map();
    for (const cp of marks) {
        if (String.fromCodePoint(cp).normalize('NFD') !== String.fromCodePoint(cp)) continue;
        for (const [value, mark] of Object.entries(REPRESENTATIVES))
            if (!swaps(cp, mark) && !swaps(mark, cp) && (swaps(0x345, cp) || swaps(cp, 0x334)))
                classes.set(cp, Number(value));
        if (!classes.has(cp) && (swaps(0x345, cp) || swaps(cp, 0x334))) throw new Error(`unknown class of ${cp.toString(16)}`);
    }
    return classes;
}

export async function normalizationTables({ binary, load, Nibbles, array, hex, version })
{
    const canonical = new Map(), compatibility = new Map(), marks = [];
    for (const [cp, to] of await load('Decomposition_Mapping/Canonical'))
        if (cp < 0xAC00 || cp > 0xD7A3) canonical.set(cp, [to].flat());         // Hangul is computed
    for (const kind of KINDS)
        for (const [cp, to] of await load(`Decomposition_Mapping/${kind}`)) compatibility.set(cp, [to].flat());
    for (const kind of ['Nonspacing_Mark', 'Spacing_Mark', 'Enclosing_Mark'])
        for (const cp of await load(`General_Category/${kind}`)) marks.push(cp);
    const classes = combiningClasses(marks, version), excluded = await binary('Full_Composition_Exclusion');

    // A series of runs: `start` begins a block, `put` writes the run of the code points [first, first + count).
    const blocks = (runs, start, put) => {
        const out = new Nibbles(), index = [];
        let end = 0, used = 0;
        for (const run of runs) {
            if (!index.length || (used + run.weight > 32 && run.first >> 2 !== index.at(-1)[1] && (end - 1) >> 2 < run.first >> 2)) {
                index.push([out.length, run.first >> 2]);
                end = run.first & ~3;
                used = 0;
                start();
            }
            out.put(run.first - end);
            put(out, run);
            end = run.first + run.count;
            used += run.weight;
        }
        index.push([out.length, 0xFFFF]);
        if (out.length > 0xFFFF) throw new Error('too long for its index');
        return { bytes: out.bytes(), index };
    };

    // combining classes
    const counts = new Map(), classRuns = [];
    for (const [cp, value] of [...classes].sort((a, b) => a[0] - b[0])) {
        const last = classRuns.at(-1);
        if (last && last.value === value && last.first + last.count === cp) last.count++;
        else classRuns.push({ first: cp, count: 1, value, weight: 1 });
    }
    for (const run of classRuns) counts.set(run.value, (counts.get(run.value) ?? 0) + 1);
    const ranks = [...counts].sort((a, b) => b[1] - a[1]).map(([value]) => value);
    const classTable = blocks(classRuns, () => {}, (out, run) => { out.put(run.count - 1); out.put(ranks.indexOf(run.value)); });

    // decompositions
    const runs = [];
    for (const [cp, to, kind] of [...[...canonical].map(e => [...e, 0]), ...[...compatibility].map(e => [...e, 1])].sort((a, b) => a[0] - b[0])) {
        const last = runs.at(-1), follows = last && last.first + last.count === cp && last.kind === kind && last.length === to.length;
        if (follows && last.series && to[0] === last.mappings[0][0] + last.count) last.count++;
        else if (follows && to.length === 1 && to[0] === last.mappings.at(-1)[0] + 1 && last.count === 1) { last.series = true; last.count++; }
        else if (follows && !last.series && last.count < 12) { last.count++; last.weight++; last.mappings.push(to); }
        else runs.push({ first: cp, count: 1, kind, length: to.length, series: false, mappings: [to], weight: 1 });
        // the last of a list may begin a series
        const now = runs.at(-1), tail = now.mappings.slice(-3).map(m => m[0]);
        if (!now.series && now.length === 1 && now.count > 3 && tail[1] === tail[0] + 1 && tail[2] === tail[1] + 1) {
            now.count -= 3;
            now.weight -= 3;
            now.mappings.splice(-3);
            runs.push({ first: cp - 2, count: 3, kind, length: 1, series: true, mappings: [[tail[0]]], weight: 1 });
        }
    }
    let before;
    const decomps = blocks(runs, () => { before = Array(18).fill(0); }, (out, run) => {
        out.put((run.count - 1) * 4 + run.kind + (run.series ? 2 : 0));
        if (!run.series) out.put(run.length - 1);
        for (const mapping of run.mappings)
            mapping.forEach((cp, i) => { out.put(zigzag(cp - before[i])); before[i] = cp; });
    });

    // compositions
    const seconds = new Map();
    for (const [cp, to] of canonical)
        if (to.length === 2 && !excluded[cp] && (cp > 0xFFFF) !== (to[0] > 0xFFFF)) throw new Error('a composite is no longer as long as its first');
        else if (to.length === 2 && !excluded[cp]) seconds.set(to[1], [...seconds.get(to[1]) ?? [], [to[0], cp]]);
    const comps = new Nibbles(), compIndex = [];
    for (const [second, list] of [...seconds].sort((a, b) => a[0] - b[0])) {
        if (comps.length >= 1 << 13) throw new Error('too many compositions');
        compIndex.push(second << 13 | comps.length);
        let from = 0, composite = 0;
        for (const [first, to] of list.sort((a, b) => a[0] - b[0])) {
            comps.put(first - from);
            comps.put(zigzag(to - composite));
            from = first;
            composite = to;
        }
    }
    compIndex.push((LAST + 1 << 13 | comps.length) >>> 0);

    const row = ([at, first]) => `{ ${at}, ${hex(first)} }`;
    const compBytes = comps.bytes();
    const tables = `/* Generated by tools/unicode.mjs (unicode_normalization.mjs, which describes the encodings): do not edit. Unicode ${version}. */
#ifndef HK_NORMALIZATION_TABLES_H
#define HK_NORMALIZATION_TABLES_H
#include "../base/base.h"

` + array('uint8_t', 'hk_u_class_values', ranks.map(String)) + array('uint16_t', 'hk_u_classes_index', classTable.index.map(row), '[2]') +
        array('uint8_t', 'hk_u_classes', classTable.bytes.map(String)) + '\n' +
        array('uint16_t', 'hk_u_decomps_index', decomps.index.map(row), '[2]') + array('uint8_t', 'hk_u_decomps', decomps.bytes.map(String)) + '\n' +
        array('uint32_t', 'hk_u_comps_index', compIndex.map(n => `${hex(n)}u`)) + array('uint8_t', 'hk_u_comps', compBytes.map(String)) + '\n#endif\n';
    const summary = [['classes', `${classRuns.length} runs`, ranks.length + classTable.index.length * 4 + classTable.bytes.length],
        ['decomps', `${canonical.size} canonical, ${compatibility.size} compatibility`, decomps.index.length * 4 + decomps.bytes.length],
        ['comps', `${compIndex.length - 1} second elements`, compIndex.length * 4 + compBytes.length]];
    return { tables, summary };
}
