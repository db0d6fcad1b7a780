function sumPrecise(items) {
  if (items === undefined || items === null) %throwType(`${items} is not iterable`);
  const sum = %sumStart();
  for (const v of items) {
    if (typeof v !== "number") %throwType("Math.sumPrecise: an item is not a number");
    %sumAdd(sum, v);
  }
  return %sumEnd(sum);
}
