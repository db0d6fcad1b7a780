// A Brainfuck interpreter: a byte machine with nested loops.
function run(program, input = "") {
  const tape = new Array(64).fill(0), jump = [], stack = [];
  let out = "", at = 0, read = 0, steps = 0;
  for (let i = 0; i < program.length; i++) {
    if (program[i] === "[") stack.push(i);
    else if (program[i] === "]") { const j = stack.pop(); if (j === undefined) throw new SyntaxError("unmatched ]"); jump[i] = j; jump[j] = i; }
  }
  if (stack.length) throw new SyntaxError("unmatched [");
  for (let pc = 0; pc < program.length; pc++, steps++)
    switch (program[pc]) {
      case ">": at++; break;
      case "<": at--; break;
      case "+": tape[at] = tape[at] + 1 & 255; break;
      case "-": tape[at] = tape[at] - 1 & 255; break;
      case ".": out += String.fromCharCode(tape[at]); break;
      case ",": tape[at] = read < input.length ? input.charCodeAt(read++) : 0; break;
      case "[": if (!tape[at]) pc = jump[pc]; break;
      case "]": if (tape[at]) pc = jump[pc]; break;
    }
  return out + "|" + steps;
}
console.log(run("++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+."));
console.log(run(",[>,]<[.<]", "reversed"));
console.log(run("++>+++++[<+>-]++++++++[<++++++>-]<."));
for (const bad of ["[", "]", "[]]"]) try { run(bad); } catch (e) { console.log(e.message); }
