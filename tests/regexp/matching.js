// Every kind of instruction of the matcher, and the methods around it, in a small arena.
function show(...v) { console.log(v.map(x => JSON.stringify(x)).join(" ")); }

show(/(a+)(b)?/.exec("xaac"), /(?:ab|cd)+?x/.exec("ababcdx"), /^a.c$/ms.exec("z\na\nc"));
show(/(z)((a+)?(b+)?(c))*/.exec("zaacbbbcac"), /(a*)*/.exec("b"), /(?:(a)|b){2,3}/.exec("abab"));
show(/(?=(a+))a*b\1/.exec("baaabac"), /(.*?)a(?!(a+)b\2c)\2(.*)/.exec("baaabaac"));
show(/(?<=\$)\d+(?:\.\d*)?/.exec("cost $10.53"), /(?<=(\d+)(\d+))$/.exec("1053"), /(?<!abc)\w\w\w/.exec("abcdef"));
show(/(?<year>\d{4})-(?<month>\d\d)/d.exec("on 2024-05-06").groups, /(?<x>a)|(?<x>b)/d.exec("b").indices.groups);
show(/\b\w+\b/g[Symbol.match]("one, two"), /[^\d\s]+/.exec("12 ab"), /\u{1F600}{2}/u.exec("\u{1F600}\u{1F600}").index);
show(/straSSe/i.test("STRASSE"), /\u212a/iu.test("k"), /\u03c3/i.test("\u03a3"), /[^x]/iu.test("X"), /(?i:a)b/.test("Ab"));
show(/\p{Lu}\p{Script=Greek}/u.exec("aA\u03b1").index, /[\p{L}--[a-z]]/v.exec("abC")[0], /[\w&&[^\d]]+/v.exec("12ab")[0],
  /^[\q{abc|d|}e]$/v.exec("abc"), /[\p{ASCII}--\q{a|b}]/v.exec("abc")[0]);
show("aXbXc".replace(/x/gi, "-"), "2020-10-05".replace(/(\d+)-(\d+)-(\d+)/, "$3.$2.$1"), "abc".replace(/(?<l>b)/, "[$<l>$`$']"));
show("a1b22c".split(/\d+/), "abc".split(/(?:)/), "a,b;c".split(/([,;])/, 4), "x".search(/y/), [..."a1b2".matchAll(/[a-z](\d)/g)].length);
show("abc".replace(/./g, (m, i) => m + i), /a/y.test("ba"), RegExp.escape("a-b\n"), new RegExp("/\n").source, String(new RegExp("")));
for (const bad of ["(", "a**", "[b-a]", "(?<a>.)(?<a>.)", "\\k<a>(?<b>)", "(?i-i:)", "x{2,1}", "(".repeat(1200)])
  try { new RegExp(bad); show("no error"); } catch (e) { show(e.name, e.message.slice(-32)); }
for (const bad of ["{", "\\p{Nonsense}", "\\1", "\\c", "[\\d-a]", "(?=a)*"])
  try { new RegExp(bad, "u"); show("no error"); } catch (e) { show(e.name, e.message.slice(-32)); }
{
  const long = "ab".repeat(3000);
  show(/(?:a|b)*c/.test(long.slice(0, 60)), /^(?:a|b)*$/.test(long), /.*b$/.exec(long)[0].length, /(ab)+?$/.exec(long)[0].length);
  show(long.replace(/a(?=b)/g, "").length, /^(a+)+$/.test("aaaaaaaaaaaaaaa!"));
}
let n = 0;
for (let i = 0; i < 50; i++) n += /(\d)(\d)?/.exec(`x${i}`)[0].length;
show(n);
