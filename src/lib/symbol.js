function Symbol(description) {
  if (new.target !== undefined) %throwType("Symbol is not a constructor");
  return %newSymbol(description);
}
