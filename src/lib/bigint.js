// if HAKO_WITH_BIGINT
// BigInt, and the arithmetic of long ones: they are taken apart until the pieces are short enough for the operators to go the
// natives' way. An operator that meets long ones comes here: bigOperator.

function BigInt(value) {
  value = %toPrimitive(value, "number");
  return typeof value === "string" ? %toBigInt(value) : %BigInt(value);
}
// ToIndex
function bigBits(bits) {
  bits = %toInteger(bits);
  if (bits < 0 || bits > 9007199254740991) %throwRange("invalid number of bits");
  return bits;
}
function asIntN(bits, x) { return %bigWrap(%bigBits(bits), x, true); }
function asUintN(bits, x) { return %bigWrap(%bigBits(bits), x, false); }
// `this` has become the BigInt.
function bigintToString(radix) {
  radix = radix === undefined ? 10 : %toInteger(radix);
  if (radix < 2 || radix > 36) %throwRange("radix is not between 2 and 36");
  return %bigToString(this, radix);
}

// op: HK_OP_*. With a string, an addition or a comparison.
function bigOperator(a, b, op) {
  switch (op) {
    case 0: return `${a}${b}`;
    case 2: return %bigMultiply(a, b);
    case 3: return %bigDivide(a, b, 0);
    case 4: return %bigDivide(a, b, 1);
    case 5: return %bigPower(a, b);
  }
  if (typeof a === "string") a = %bigParse(a);
  if (typeof b === "string") b = %bigParse(b);
  return %bigRelation(a, b, op);
}

// Karatsuba's method. A part of a BigInt (limbs from, to) and what is joined of parts is positive.
function bigMultiply(a, b) {
  const n = %bigLength(a), m = %bigLength(b), k = n + 1 >> 1;
  if (n < m) return %bigMultiply(b, a);
  const a0 = %bigPart(a, 0, k), a1 = %bigPart(a, k, n), b0 = %bigPart(b, 0, k);
  let product;
  if (m <= k) {
    product = %bigJoin(a1 * b0, a0 * b0, k);
  } else {
    const b1 = %bigPart(b, k, m), low = a0 * b0, high = a1 * b1;
    product = %bigJoin(%bigJoin(high, (a0 + a1) * (b0 + b1) - high - low, k), low, k);
  }
  return a < 0 !== b < 0 ? -product : product;
}
// Binary, from the second bit of the exponent on
function bigPower(a, b) {
  const e = %Number(b);
  let bit = 1, power = a;
  while (bit * 2 <= e) bit *= 2;
  while ((bit >>= 1) > 0) {
    power *= power;
    if (e & bit) power *= a;
  }
  return power;
}

// Quotient (which 0) or remainder (1)
function bigDivide(a, b, which) {
  const found = %bigDivRem(%bigPart(a, 0, %bigLength(a)), %bigPart(b, 0, %bigLength(b)))[which];
  return a < 0 !== (which === 0 && b < 0) ? -found : found;
}
// Both, of positive operands
function bigDivRem(a, b) {
  const shift = %BigInt(%bigSpare(b)), found = %bigDivNormal(a << shift, b << shift);
  found[1] >>= shift;
  return found;
}
// The same where the divisor's top bit is set: recursive division, halving the quotient (R. Brent, P. Zimmermann, Modern Computer
// Arithmetic, 1.4.3). A divisor much longer than the quotient is cut to its length first.
function bigDivNormal(a, b) {
  const found = %bigDivShort(a, b), n = %bigLength(b), all = %bigLength(a), m = all - n, k = m >> 1, cut = n - m;
  if (found !== undefined) return found;
  if (cut > k) return %bigDivStep(%bigPart(a, cut, all), %bigPart(a, 0, cut), b, %bigPart(b, 0, cut), %bigPart(b, cut, n), cut);
  let high, low;
  if (m > n) {
    high = %bigDivNormal(%bigPart(a, k, all), b);
    low = %bigDivNormal(%bigJoin(high[1], %bigPart(a, 0, k), k), b);
  } else {
    const b0 = %bigPart(b, 0, k), b1 = %bigPart(b, k, n);
    high = %bigDivStep(%bigPart(a, 2 * k, all), %bigPart(a, k, 2 * k), b, b0, b1, k);
    low = %bigDivStep(high[1], %bigPart(a, 0, k), b, b0, b1, k);
  }
  low[0] = %bigJoin(high[0], low[0], k);
  return low;
}
// Divides top and the next k limbs by b, whose last k limbs are b0: the quotient by b1 is at most a little too large.
function bigDivStep(top, next, b, b0, b1, k) {
  const found = %bigDivNormal(top, b1);
  let q = found[0], r = %bigJoin(found[1], next, k) - q * b0;
  for (; r < 0; r += b) q--;
  return [q, r];
}

// Digits in pieces of 390, which bigText can do in every radix; powers[i] is the radix to the power of 390 * 2 ** i.
function bigToString(x, radix) {
  const text = %bigText(x, radix, 0), n = %bigLength(x);
  if (text !== undefined) return text;
  const powers = [%BigInt(radix) ** %BigInt(390)];
  let level = 0;
  for (; %bigLength(powers[level]) * 2 - 1 <= n; level++) %append(powers, powers[level] * powers[level]);
  const digits = %bigPieces(%bigPart(x, 0, n), powers, level, radix, 0);
  return x < 0 ? "-" + digits : digits;
}
// x < powers[level] ** 2. width: 390 if there are digits before, so that zeros count, or 0
function bigPieces(x, powers, level, radix, width) {
  if (level < 0) return %bigText(x, radix, width);
  const parts = %bigDivRem(x, powers[level]);
  if (width === 0 && !parts[0]) return %bigPieces(parts[1], powers, level - 1, radix, 0);
  return %bigPieces(parts[0], powers, level - 1, radix, width) + %bigPieces(parts[1], powers, level - 1, radix, 390);
}

// StringToBigInt
function bigParse(text) {
  text = `${text}`;
  const found = %bigScan(text);
  if (!%isObject(found)) return found;
  const value = %bigRead(text, found[0], found[1], [%BigInt(10) ** %BigInt(600)]);
  return found[2] ? -value : value;
}
// Decimal digits from, to. powers[i] is 10 ** (600 * 2 ** i).
function bigRead(text, from, to, powers) {
  if (to - from <= 600) return %bigDigits(text, from, to);
  let middle = to - 600, level = 0;
  for (; 2 * middle > from + to; level++) {
    if (level + 1 === powers.length) %append(powers, powers[level] * powers[level]);
    middle -= to - middle;
  }
  return %bigRead(text, from, middle, powers) * powers[level] + %bigRead(text, middle, to, powers);
}
