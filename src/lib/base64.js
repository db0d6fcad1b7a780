// if HAKO_WITH_BASE64
// Uint8Array: base64 and hexadecimal texts.

// How the natives are to go about it: 0 hexadecimal, 1 base64, 2 base64url; 4 strict, 8 stop-before-partial; 16 without padding
function base64Options(options, decode) {
  if (options === undefined) return 1;
  if (!%isObject(options)) %throwType("options are not an object");
  const alphabet = options.alphabet, how = alphabet === undefined || alphabet === "base64" ? 1 : 2;
  if (how === 2 && alphabet !== "base64url") %throwType("alphabet is neither 'base64' nor 'base64url'");
  if (!decode) return options.omitPadding ? how | 16 : how;
  const last = options.lastChunkHandling;
  if (last === undefined || last === "loose") return how;
  if (last === "strict") return how | 4;
  if (last !== "stop-before-partial") %throwType("unknown lastChunkHandling");
  return how | 8;
}
function bytesText(text) {
  if (typeof text !== "string") %throwType("text is not a string");
  return text;
}
function fromBase64(text, options) { return %bytesDecode(undefined, %bytesText(text), %base64Options(options, true)); }
function fromHex(text) { return %bytesDecode(undefined, %bytesText(text), 0); }
function setFromBase64(text, options) {
  %bytesCheck(this);
  const done = %bytesDecode(this, %bytesText(text), %base64Options(options, true));
  return { read: done[0], written: done[1] };
}
function setFromHex(text) {
  %bytesCheck(this);
  const done = %bytesDecode(this, %bytesText(text), 0);
  return { read: done[0], written: done[1] };
}
function toBase64(options) {
  %bytesCheck(this);
  return %bytesEncode(this, %base64Options(options, false));
}
