// String methods without regular expressions; UTF-16; comparison; conversion.
const s = "Hello, World";
console.log(s.charAt(4), s.charCodeAt(4), s.codePointAt(0), s.at(-1), s[7], s[99], s.length);
console.log(s.indexOf("o"), s.indexOf("o", 5), s.lastIndexOf("o"), s.lastIndexOf("o", 7), s.indexOf(""), s.indexOf("zz"), s.includes("World"), s.startsWith("Hell"), s.startsWith("W", 7), s.endsWith("ld"), s.endsWith("Hello", 5));
console.log(s.slice(7), s.slice(-5, -1), s.slice(5, 2) === "", s.substring(5, 2), s.substring(-3, 2), s.substr(-5, 3), s.substr(2, 2));
console.log(s.toUpperCase(), s.toLowerCase(), "stra\u00DFe".toUpperCase(), "\u0130".toLowerCase().length, "\u03A3\u0391\u03A3".toLowerCase());
console.log("[" + "  \t\n x y \u00A0\uFEFF".trim() + "]", "[" + " a ".trimStart() + "]", "[" + " a ".trimEnd() + "]");
console.log("ab".repeat(3), "ab".repeat(0) === "", "5".padStart(3, "0"), "5".padEnd(4, "ab"), "long".padStart(2), "x".padStart(5, ""));
console.log("a,b,,c".split(",").join("|"), "abc".split("").join("-"), "abc".split().length, "".split(",").length, "".split("").length, "a,b,c".split(",", 2).join(), "aXbXc".split("X", -1).length);
console.log("banana".replace("an", "AN"), "banana".replaceAll("an", "<$&>"), "x".replace("x", "$$"), "abc".replace("b", "[$`|$'|$&]"), "abc".replace("b", (m, i, all) => m + i + all), "aaa".replaceAll("a", (m, i) => i), "abc".replaceAll("", "."));
console.log("a" < "b", "B" < "a", "10" < "9", "10" < 9, "" < "a", "abc" < "abd", "\u{1F600}" < "\uFFFF", "a".localeCompare("b") < 0, "a" + 1 + 2, 1 + 2 + "a", "3" * "4", "5" - 2, +"", +" 12 ", +"0x1f", +"1e3", +"1_0");
console.log("\u{1F600}".length, [..."\u{1F600}a"].length, "\u{1F600}".codePointAt(0), "\u{1F600}".charCodeAt(1).toString(16), String.fromCodePoint(128512) === "\u{1F600}", String.fromCharCode(0xD83D, 0xDE00) === "\u{1F600}", "\uD83D".isWellFormed(), "a\uDE00".toWellFormed() === "a\uFFFD");
console.log("e\u0301".length, "\u00E9" === "e\u0301", "abc".concat(1, null, [2, 3]), String(null), String([1, [2]]), String({}), String(() => 1).length > 3, [1, 2] + "", ({}) + "!");
console.log("abc".split("").reverse().join(""), [..."hello"].sort().join(""), Array.from("hello").filter((c, i, a) => a.indexOf(c) === i).join(""), "a-b-c".split("-").map(x => x.toUpperCase()).join("_"));
let rope = ""; for (let i = 0; i < 1000; i++) rope += i % 10; console.log(rope.length, rope.slice(495, 505), rope[999], rope.indexOf("9012", 900));
let left = ""; for (let i = 0; i < 300; i++) left = i + left; console.log(left.length, left.slice(0, 12));
const parts = []; for (let i = 0; i < 100; i++) parts.push("p" + i); const joined = parts.join("/"); console.log(joined.length, joined.split("/").length, joined.lastIndexOf("p9"));
console.log("enc", decodeURIComponent("%41%C3%A9"), encodeURIComponent("a b&c=d/\u00E9\u{1F600}"), encodeURI("a b&c=d/\u00E9"), decodeURI("%41%2F"), "abc"["length"], Object("abc")[1], Object.keys("ab").join());
function caesar(t, k) { let r = ""; for (const c of t) { const n = c.charCodeAt(0); r += n >= 97 && n <= 122 ? String.fromCharCode((n - 97 + k + 26) % 26 + 97) : c; } return r; }
console.log(caesar("hello, world", 3), caesar(caesar("round trip", 5), -5));
function isPalindrome(t) { t = t.toLowerCase().split("").filter(c => c >= "a" && c <= "z").join(""); for (let i = 0, j = t.length - 1; i < j; i++, j--) if (t[i] !== t[j]) return false; return true; }
console.log(isPalindrome("A man, a plan, a canal: Panama"), isPalindrome("not one"));
console.log("\x41\u0042\103\0".length, 'it\'s', "a\
b", "\v\f\b".length, "tab\there", "caf\u00e9", "\u4F60\u597D", "\u{10FFFF}".length);
