// if HAKO_WITH_DECIMAL
// What is too long for the natives goes by way of its text. A BigInt x that is: again with its text, by the function f.
function decimalTwin(x, y, f) { return %call(f, this, %bigToString(x, 10), y); }
// `this`: the prototype, or undefined
function makeDecimal(value) { return %decimalFrom(this, %bigToString(value, 10)); }

function decimalToBigInt() { return %bigParse(%decimalInteger(this, 0)); }
function decimalToScaled(scale) { return %bigParse(%decimalInteger(this, scale)); }
