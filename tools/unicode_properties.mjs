// The second half of tools/unicode.mjs: the properties that regular expressions know as \p{...}, in
// src/unicode/property_tables.h. Numbers are written in nibbles as described there.
//
// Every property is the symmetric difference of ranges, so that one table can be written in terms of others:
//
//   categories  General_Category as a partition of the code space: runs (length - 1, category). The category ALTERNATE
//               stands for runs in which upper and lower case letters alternate, beginning with an upper case one.
//   scripts     Script, likewise: runs (length - 1, script)
//   extensions  where Script_Extensions is not Script alone: runs (gap, length - 1, number of the list). A list is the
//               script of its code points and then their extensions: (count, script, script...).
//   binary      for each property: the property it is based on + 1, or 0; the categories taken with it, as a mask; and
//               the ranges in which the property differs from the symmetric difference of all these: count, then
//               (gap, length - 1).
//
// Names: the values in the order of their numbers, separated by ';', the names of each separated by ','.

const LAST = 0x10FFFF;

// Names of values and properties: as in PropertyValueAliases.txt and the tables of the ECMAScript specification.
const CATEGORIES = `Lu Uppercase_Letter, Ll Lowercase_Letter, Lt Titlecase_Letter, Lm Modifier_Letter, Lo Other_Letter,
Mn Nonspacing_Mark, Mc Spacing_Mark, Me Enclosing_Mark, Nd Decimal_Number digit, Nl Letter_Number, No Other_Number,
Pc Connector_Punctuation, Pd Dash_Punctuation, Ps Open_Punctuation, Pe Close_Punctuation, Pi Initial_Punctuation,
Pf Final_Punctuation, Po Other_Punctuation, Sm Math_Symbol, Sc Currency_Symbol, Sk Modifier_Symbol, So Other_Symbol,
Zs Space_Separator, Zl Line_Separator, Zp Paragraph_Separator, Cc Control cntrl, Cf Format, Cs Surrogate, Co Private_Use,
Cn Unassigned`;
const GROUPS = `L Letter=Lu Ll Lt Lm Lo, LC Cased_Letter=Lu Ll Lt, M Mark Combining_Mark=Mn Mc Me, N Number=Nd Nl No,
P Punctuation punct=Pc Pd Ps Pe Pi Pf Po, S Symbol=Sm Sc Sk So, Z Separator=Zs Zl Zp, C Other=Cc Cf Cs Co Cn`;
const SCRIPTS = `Adlam Adlm, Caucasian_Albanian Aghb, Ahom, Arabic Arab, Imperial_Aramaic Armi, Armenian Armn, Avestan Avst, Balinese Bali,
Bamum Bamu, Bassa_Vah Bass, Batak Batk, Bengali Beng, Beria_Erfe Berf, Bhaiksuki Bhks, Bopomofo Bopo, Brahmi Brah, Braille
Brai, Buginese Bugi, Buhid Buhd, Chakma Cakm, Canadian_Aboriginal Cans, Carian Cari, Cham, Cherokee Cher, Chorasmian Chrs,
Coptic Copt Qaac, Cypro_Minoan Cpmn, Cypriot Cprt, Cyrillic Cyrl, Devanagari Deva, Dives_Akuru Diak, Dogra Dogr, Deseret
Dsrt, Duployan Dupl, Egyptian_Hieroglyphs Egyp, Elbasan Elba, Elymaic Elym, Ethiopic Ethi, Garay Gara, Georgian Geor,
Glagolitic Glag, Gunjala_Gondi Gong, Masaram_Gondi Gonm, Gothic Goth, Grantha Gran, Greek Grek, Gujarati Gujr, Gurung_Khema
Gukh, Gurmukhi Guru, Hangul Hang, Han Hani, Hanunoo Hano, Hatran Hatr, Hebrew Hebr, Hiragana Hira, Anatolian_Hieroglyphs
Hluw, Pahawh_Hmong Hmng, Nyiakeng_Puachue_Hmong Hmnp, Katakana_Or_Hiragana Hrkt, Old_Hungarian Hung, Old_Italic Ital,
Javanese Java, Kayah_Li Kali, Katakana Kana, Kawi, Kharoshthi Khar, Khmer Khmr, Khojki Khoj, Khitan_Small_Script Kits,
Kannada Knda, Kirat_Rai Krai, Kaithi Kthi, Tai_Tham Lana, Lao Laoo, Latin Latn, Lepcha Lepc, Limbu Limb, Linear_A Lina,
Linear_B Linb, Lisu, Lycian Lyci, Lydian Lydi, Mahajani Mahj, Makasar Maka, Mandaic Mand, Manichaean Mani, Marchen Marc,
Medefaidrin Medf, Mende_Kikakui Mend, Meroitic_Cursive Merc, Meroitic_Hieroglyphs Mero, Malayalam Mlym, Modi, Mongolian
Mong, Mro Mroo, Meetei_Mayek Mtei, Multani Mult, Myanmar Mymr, Nag_Mundari Nagm, Nandinagari Nand, Old_North_Arabian Narb,
Nabataean Nbat, Newa, Nko Nkoo, Nushu Nshu, Ogham Ogam, Ol_Chiki Olck, Ol_Onal Onao, Old_Turkic Orkh, Oriya Orya, Osage
Osge, Osmanya Osma, Old_Uyghur Ougr, Palmyrene Palm, Pau_Cin_Hau Pauc, Old_Permic Perm, Phags_Pa Phag, Inscriptional_Pahlavi
Phli, Psalter_Pahlavi Phlp, Phoenician Phnx, Miao Plrd, Inscriptional_Parthian Prti, Rejang Rjng, Hanifi_Rohingya Rohg,
Runic Runr, Samaritan Samr, Old_South_Arabian Sarb, Saurashtra Saur, SignWriting Sgnw, Shavian Shaw, Sharada Shrd, Siddham
Sidd, Sidetic Sidt, Khudawadi Sind, Sinhala Sinh, Sogdian Sogd, Old_Sogdian Sogo, Sora_Sompeng Sora, Soyombo Soyo, Sundanese
Sund, Sunuwar Sunu, Syloti_Nagri Sylo, Syriac Syrc, Tagbanwa Tagb, Takri Takr, Tai_Le Tale, New_Tai_Lue Talu, Tamil Taml,
Tangut Tang, Tai_Viet Tavt, Tai_Yo Tayo, Telugu Telu, Tifinagh Tfng, Tagalog Tglg, Thaana Thaa, Thai, Tibetan Tibt, Tirhuta
Tirh, Tangsa Tnsa, Todhri Todr, Tolong_Siki Tols, Toto, Tulu_Tigalari Tutg, Ugaritic Ugar, Vai Vaii, Vithkuqi Vith,
Warang_Citi Wara, Wancho Wcho, Old_Persian Xpeo, Cuneiform Xsux, Yezidi Yezi, Yi Yiii, Zanabazar_Square Zanb, Inherited Zinh
Qaai, Common Zyyy, Unknown Zzzz`;
const BINARY = `ASCII, ASCII_Hex_Digit AHex, Alphabetic Alpha, Any, Assigned, Bidi_Control Bidi_C, Bidi_Mirrored Bidi_M,
Case_Ignorable CI, Cased, Changes_When_Casefolded CWCF, Changes_When_Casemapped CWCM, Changes_When_Lowercased CWL,
Changes_When_NFKC_Casefolded CWKCF, Changes_When_Titlecased CWT, Changes_When_Uppercased CWU, Dash,
Default_Ignorable_Code_Point DI, Deprecated Dep, Diacritic Dia, Emoji, Emoji_Component EComp, Emoji_Modifier EMod,
Emoji_Modifier_Base EBase, Emoji_Presentation EPres, Extended_Pictographic ExtPict, Extender Ext, Grapheme_Base Gr_Base,
Grapheme_Extend Gr_Ext, Hex_Digit Hex, IDS_Binary_Operator IDSB, IDS_Trinary_Operator IDST, ID_Continue IDC, ID_Start IDS,
Ideographic Ideo, Join_Control Join_C, Logical_Order_Exception LOE, Lowercase Lower, Math, Noncharacter_Code_Point NChar,
Pattern_Syntax Pat_Syn, Pattern_White_Space Pat_WS, Quotation_Mark QMark, Radical, Regional_Indicator RI,
Sentence_Terminal STerm, Soft_Dotted SD, Terminal_Punctuation Term, Unified_Ideograph UIdeo, Uppercase Upper,
Variation_Selector VS, White_Space space, XID_Continue XIDC, XID_Start XIDS`;
// Properties of strings; src/regexp/compiler.c makes them of the binary ones and the two tables below:
//
//   flags       the pairs of regional indicators, as numbers 26 * first + second: gaps
//   joined      RGI_Emoji_ZWJ_Sequence, in order: items that are the same as in the sequence before, items that follow,
//               those items, as indexes into hk_u_joined_items. Item 0 stands for any skin tone, item 1 for any that is
//               not the one of item 0.
const SEQUENCES = `Basic_Emoji, Emoji_Keycap_Sequence, RGI_Emoji_Modifier_Sequence, RGI_Emoji_Flag_Sequence,
RGI_Emoji_Tag_Sequence, RGI_Emoji_ZWJ_Sequence, RGI_Emoji`;

const list = text => text.split(/,\s+/).map(entry => entry.split(/\s+/));

// The most frequent get the small numbers.
function byFrequency(runs, name, names)
{
    const uses = new Map(names.map(n => [n, 0]));
    for (const run of runs) uses.set(run[name], uses.get(run[name]) + 1);
    return [...names].sort((a, b) => uses.get(b) - uses.get(a));
}

function partition(valueOf)
{
    const runs = [];
    for (let cp = 0; cp <= LAST; cp++) {
        const value = valueOf[cp];
        if (runs.length && runs.at(-1).value === value) runs.at(-1).length++;
        else runs.push({ first: cp, length: 1, value });
    }
    return runs;
}

// Runs Lu Ll Lu Ll ... of length 1 become one run ALTERNATE (as many of each).
function alternating(runs)
{
    const out = [];
    for (let i = 0; i < runs.length; i++) {
        let j = i;
        while (j + 1 < runs.length && runs[j].value === 'Lu' && runs[j].length === 1
            && runs[j + 1].value === 'Ll' && runs[j + 1].length === 1) j += 2;
        if (j > i + 2) {
            out.push({ first: runs[i].first, length: j - i, value: 'ALTERNATE' });
            i = j - 1;
        }
        else out.push(runs[i]);
    }
    return out;
}

export async function propertyTables({ binary, load, Nibbles, array, hex, version })
{
    const categories = list(CATEGORIES), scripts = list(SCRIPTS), properties = list(BINARY);
    const summary = [];
    const categoryOf = new Array(LAST + 1).fill('Cn');
    for (const [short, long] of categories)
        if (short !== 'Cn') for (const cp of await load(`General_Category/${long}`)) categoryOf[cp] = short;
    const scriptOf = new Array(LAST + 1).fill('Unknown'), extensionsOf = new Array(LAST + 1).fill('');
    for (const [long] of scripts)
        if (long !== 'Unknown' && long !== 'Katakana_Or_Hiragana') {
            for (const cp of await load(`Script/${long}`)) scriptOf[cp] = long;
            for (const cp of await load(`Script_Extensions/${long}`)) extensionsOf[cp] += long + ' ';
        }

    let text = '';
    const stream = (name, what, out) => {
        const bytes = out.bytes();
        summary.push([name, what, bytes.length]);
        text += array('uint8_t', `hk_u_${name}`, bytes.map(String)) + '\n';
    };
    const names = (name, entries) => {
        const value = entries.map(e => e.join(',')).join(';') + ';';
        summary.push([name, `${entries.length} names`, value.length + 1]);
        const lines = value.match(/.{1,100}/g).map(l => `    "${l}"`).join('\n');
        text += `HK_CONST_TABLE char hk_u_${name}[] =\n${lines};\n\n`;
    };

    // ---- categories
    let runs = alternating(partition(categoryOf));
    const categoryOrder = byFrequency(runs, 'value', [...categories.map(c => c[0]), 'ALTERNATE']);
    let out = new Nibbles();
    for (const { length, value } of runs) { out.put(length - 1); out.put(categoryOrder.indexOf(value)); }
    text += `/* General_Category */\n#define HK_U_ALTERNATE ${categoryOrder.indexOf('ALTERNATE')}\n`
        + `#define HK_U_LU ${categoryOrder.indexOf('Lu')}\n#define HK_U_LL ${categoryOrder.indexOf('Ll')}\n`;
    stream('categories', `${runs.length} runs`, out);
    const bit = short => 2 ** categoryOrder.indexOf(short);
    const groups = GROUPS.split(/,\s+/).map(g => g.split('=').map(part => part.split(/\s+/)));
    names('category_names', [...categories, ...groups.map(g => g[0])]);
    const masks = [...categories.map(c => bit(c[0])), ...groups.map(g => g[1].reduce((m, c) => m + bit(c), 0))];
    text += array('uint32_t', 'hk_u_category_masks', masks.map(m => hex(m) + 'u')) + '\n';
    summary.push(['masks', '', masks.length * 4]);

    // ---- scripts
    runs = partition(scriptOf);
    const scriptOrder = byFrequency(runs, 'value', scripts.map(s => s[0]));
    out = new Nibbles();
    for (const { length, value } of runs) { out.put(length - 1); out.put(scriptOrder.indexOf(value)); }
    text += '/* Script and Script_Extensions */\n';
    stream('scripts', `${runs.length} runs`, out);
    names('script_names', scriptOrder.map(long => scripts.find(s => s[0] === long)));
    const own = new Array(LAST + 1);
    for (let cp = 0; cp <= LAST; cp++) {
        const extensions = extensionsOf[cp] || 'Unknown ';
        own[cp] = extensions === scriptOf[cp] + ' ' ? '' : `${scriptOf[cp]} ${extensions}`;
    }
    runs = partition(own).filter(run => run.value);
    const lists = byFrequency(runs, 'value', [...new Set(runs.map(r => r.value))]);
    out = new Nibbles();
    for (const value of lists) {
        const members = value.trim().split(' ');
        out.put(members.length);
        for (const member of members) out.put(scriptOrder.indexOf(member));
    }
    stream('extension_lists', `${lists.length} lists`, out);
    out = new Nibbles();
    let at = 0;
    for (const { first, length, value } of runs) {
        out.put(first - at);
        out.put(length - 1);
        out.put(lists.indexOf(value));
        at = first + length;
    }
    text += `#define HK_U_EXTENSION_RUNS ${runs.length}\n`;
    stream('extensions', `${runs.length} runs`, out);

    // ---- binary properties
    const sets = [];
    for (const [long] of properties) sets.push(await binary(long));
    // Pieces of the code space in which nothing changes.
    const key = cp => categoryOf[cp] + sets.map(s => s[cp]).join('');
    const pieces = [];
    for (let cp = 0, before; cp <= LAST; cp++) {
        const now = key(cp);
        if (now !== before) pieces.push(cp);
        before = now;
    }
    const category = pieces.map(cp => categoryOrder.indexOf(categoryOf[cp]));
    const shorts = [...new Set(category)];
    const cost = difference => {                              // in nibbles, about
        let n = 0, before = 0, edge = 0;
        for (let i = 0; i < pieces.length; i++)
            if (difference[i] !== before) {
                n += 1 + Math.log2(pieces[i] - edge + 1) / 3;
                edge = pieces[i];
                before = difference[i];
            }
        return n;
    };
    const members = sets.map(s => pieces.map(cp => s[cp]));
    const write = (difference, base, mask) => {
        const o = new Nibbles(), ranges = [];
        let edge = 0;
        for (let i = 0; i < pieces.length; i++)
            if (difference[i]) {
                const end = i + 1 < pieces.length ? pieces[i + 1] : LAST + 1;
                if (ranges.length && ranges.at(-1)[1] === pieces[i]) ranges.at(-1)[1] = end;
                else ranges.push([pieces[i], end]);
            }
        o.put(base + 1);
        o.put(mask);
        o.put(ranges.length);
        for (const [first, end] of ranges) { o.put(first - edge); o.put(end - first - 1); edge = end; }
        return o;
    };
    out = new Nibbles();
    const starts = [];
    const effective = [];                                     // the mask of a property and all it is based on
    members.forEach((target, index) => {
        let best;
        for (let base = -1; base < index; base++) {
            const difference = target.map((x, i) => base < 0 ? x : x ^ members[base][i]);
            let mask = 0, price = cost(difference);
            if (base >= 0 && price > 400 && best && price > 2 * best.price) continue;
            for (let better = true; better;) {
                better = false;
                for (const short of shorts) {
                    const other = difference.map((x, i) => category[i] === short ? x ^ 1 : x), p = cost(other) + 2;
                    if (p < price) {
                        for (let i = 0; i < other.length; i++) difference[i] = other[i];
                        mask ^= 2 ** short;
                        price = p;
                        better = true;
                    }
                }
            }
            if (!best || price < best.price) best = { price, base, mask: mask >>> 0, difference };
        }
        out.align();
        starts.push(out.length / 2);
        const nibbles = write(best.difference, best.base, best.mask);
        for (const n of nibbles.nibbles) out.nibbles.push(n);
    });
    text += '/* Binary properties, and where each begins */\n';
    text += array('uint16_t', 'hk_u_binary_index', starts.map(String)) + '\n';
    summary.push(['index', '', starts.length * 2]);
    stream('binary', `${properties.length} properties`, out);
    names('binary_names', properties);
    names('sequence_names', list(SEQUENCES));

    // ---- properties of strings
    const sequences = async name => (await load(`Sequence_Property/${name}`, 'index'))
        .map(text => [...text].map(c => c.codePointAt(0)));
    text += '/* Properties of strings */\n';
    out = new Nibbles();
    const flags = (await sequences('RGI_Emoji_Flag_Sequence')).map(([a, b]) => (a - 0x1F1E6) * 26 + b - 0x1F1E6);
    flags.sort((a, b) => a - b).forEach((flag, i) => out.put(flag - (i ? flags[i - 1] + 1 : 0)));
    text += `#define HK_U_FLAGS ${flags.length}\n`;
    stream('flags', `${flags.length} flags`, out);
    const joined = await sequences('RGI_Emoji_ZWJ_Sequence');
    const tone = cp => cp >= 0x1F3FB && cp <= 0x1F3FF;
    const templates = new Map();
    for (const cps of joined) {
        const form = cps.map(cp => tone(cp) ? 0 : cp).join(), tones = cps.filter(tone);
        if (!templates.has(form)) templates.set(form, []);
        templates.get(form).push(tones);
    }
    const forms = [...templates].map(([form, tones]) => {
        const items = form.split(',').map(Number), n = items.filter(x => x === 0).length;
        const distinct = n === 2 && tones.every(([a, b]) => a !== b);
        if (tones.length !== [1, 5, distinct ? 20 : 25][n]) throw new Error(`${form}: not all skin tones`);
        if (distinct) items[items.lastIndexOf(0)] = 1;
        return items;
    });
    const itemUses = new Map([[0, Infinity], [1, 1e9]]);
    for (const items of forms) for (const item of items) if (item > 1) itemUses.set(item, (itemUses.get(item) ?? 0) + 1);
    const itemOrder = [...itemUses.keys()].sort((a, b) => itemUses.get(b) - itemUses.get(a));
    out = new Nibbles();
    forms.map(items => items.map(item => itemOrder.indexOf(item))).sort((a, b) => {
        let i = 0;
        while (a[i] === b[i] && i < a.length && i < b.length) i++;
        return (a[i] ?? -1) - (b[i] ?? -1);
    }).forEach((items, at, all) => {
        let shared = 0;
        while (at && shared < items.length && items[shared] === all[at - 1][shared]) shared++;
        out.put(shared);
        out.put(items.length - shared);
        for (const item of items.slice(shared)) out.put(item);
    });
    const longest = Math.max(...forms.map(f => f.length));
    text += `#define HK_U_JOINED ${forms.length}\n#define HK_U_JOINED_LENGTH ${longest}\n`;
    text += array('uint32_t', 'hk_u_joined_items', itemOrder.map(hex)) + '\n';
    summary.push(['items', '', itemOrder.length * 4]);
    stream('joined', `${forms.length} sequences but for skin tones`, out);
    const basic = new Set((await sequences('Basic_Emoji')).map(String)), sure = name => sets[properties.findIndex(e => e[0] === name)];
    for (let cp = 0x80, count = 0; cp <= LAST + 1; cp++) {
        const one = sure('Emoji_Presentation')[cp] && !sure('Regional_Indicator')[cp];
        const two = !sure('Emoji_Presentation')[cp] && sure('Emoji')[cp];
        if (basic.has(String([cp])) !== !!one || basic.has(String([cp, 0xFE0F])) !== !!two) throw new Error('Basic_Emoji');
        count += one + two;
        if (cp === LAST && count !== basic.size) throw new Error('Basic_Emoji');
    }
    const modified = await sequences('RGI_Emoji_Modifier_Sequence');
    if (modified.length !== (await load('Binary_Property/Emoji_Modifier_Base')).length * 5 - 5 ||
        modified.some(([cp, t]) => cp === 0x1F46A || !tone(t))) throw new Error('RGI_Emoji_Modifier_Sequence');

    const tables = `/* Generated by tools/unicode.mjs: do not edit. The encodings are described in tools/unicode_properties.mjs.
 * Derived from the Unicode Character Database ${version}, Copyright (C) 1991-2025 Unicode, Inc.,
 * used under the Unicode License v3 (https://www.unicode.org/license.txt). */
#ifndef HK_UNICODE_PROPERTY_TABLES_H
#define HK_UNICODE_PROPERTY_TABLES_H

#include "../base/base.h"

${text}#endif
`;

    // ---- the expectations of tests/regexp: for each property a hash of where its ranges begin and end
    const hashOf = isMember => {
        let hash = 0x811C9DC5, before = false;
        for (let cp = 0; cp <= LAST + 1; cp++) {
            const now = cp <= LAST && isMember(cp);
            if (now !== before) hash = Math.imul(hash ^ cp, 0x01000193);
            before = now;
        }
        return hash >>> 0;
    };
    const rows = [];
    const expect = (name, isMember) => rows.push(`{ "${name}", ${hex(hashOf(isMember))}u }`);
    for (const [short, ...others] of categories) {
        expect(short, cp => categoryOf[cp] === short);
        for (const other of others) expect(`gc=${other}`, cp => categoryOf[cp] === short);
    }
    for (const [[short, ...others], parts] of groups)
        for (const name of [`General_Category=${short}`, ...others]) expect(name, cp => parts.includes(categoryOf[cp]));
    for (const [long, ...others] of scripts) {
        expect(`Script=${long}`, cp => scriptOf[cp] === long);
        expect(`scx=${long}`, cp => (extensionsOf[cp] || 'Unknown ').split(' ').includes(long));
        for (const other of others) expect(`sc=${other}`, cp => scriptOf[cp] === long);
    }
    properties.forEach(([long, ...others], i) => { for (const n of [long, ...others]) expect(n, cp => !!sets[i][cp]); });
    const expectations = `/* Generated by tools/unicode.mjs: do not edit. For every property a hash of the code points where its ranges begin
 * and end, from the Unicode Character Database ${version}. */
#include <stdint.h>

static const struct { const char *name; uint32_t hash; } expect_properties[] = {
${rows.map(r => `    ${r},\n`).join('')}};
`;
    return { tables, expectations, summary };
}
