// Sorting with comparators: numbers, objects, strings.
let seed = 12345;
function random() { seed = (seed * 1103515245 + 12345) & 0x7fffffff; return seed; }
let result = 0;
for (let round = 0; round < 80; round++) {
  const nums = [], people = [], names = [];
  for (let i = 0; i < 6000; i++) nums.push(random() % 100000);
  for (let i = 0; i < 2500; i++) people.push({ age: random() % 90, name: "n" + random() % 500 });
  for (let i = 0; i < 2500; i++) names.push("w" + random() % 10000);
  nums.sort((a, b) => a - b);
  people.sort((a, b) => a.age - b.age || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  names.sort();
  result = (result + nums[3000] + people[1250].age * 31 + names[1250].length * 7 + nums.findIndex(x => x > 50000)) | 0;
}
if (String(result) !== "4343496") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("sorting " + result);
