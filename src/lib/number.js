// Number: with an object as the argument. The methods' `this` has become the number.
function numberConstructor(...args) {
  const n = %Number(%toPrimitive(args[0], "number"));
  return new.target === undefined ? n : %wrapPrimitive(n, this);
}
function numberToString(radix) { return %numberFormat(this, radix, 0); }
function toFixed(digits) { return %numberFormat(this, digits, 1); }
function toExponential(digits) { return %numberFormat(this, digits, 2); }
function toPrecision(digits) { return %numberFormat(this, digits, 3); }
