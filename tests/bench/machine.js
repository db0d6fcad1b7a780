// A loop around a switch: an interpreter for a small stack machine.
const PUSH = 0, LOAD = 1, STORE = 2, ADD = 3, SUB = 4, MUL = 5, LT = 6, JZ = 7, JMP = 8, MOD = 9, DUP = 10, HALT = 11;
const program = [PUSH, 0, STORE, 0, PUSH, 0, STORE, 1,
  LOAD, 0, PUSH, 500000, LT, JZ, 35, LOAD, 1, LOAD, 0, DUP, MUL, PUSH, 7, MOD, ADD, STORE, 1, LOAD, 0, PUSH, 1, ADD, STORE, 0, JMP];
program.push(8, HALT); program[14] = 36;
function run(code) {
  const stack = [], vars = [0, 0, 0, 0];
  let pc = 0, sp = 0, steps = 0;
  for (;;) {
    steps++;
    switch (code[pc++]) {
      case PUSH: stack[sp++] = code[pc++]; break;
      case LOAD: stack[sp++] = vars[code[pc++]]; break;
      case STORE: vars[code[pc++]] = stack[--sp]; break;
      case ADD: sp--; stack[sp - 1] = stack[sp - 1] + stack[sp]; break;
      case SUB: sp--; stack[sp - 1] = stack[sp - 1] - stack[sp]; break;
      case MUL: sp--; stack[sp - 1] = stack[sp - 1] * stack[sp]; break;
      case MOD: sp--; stack[sp - 1] = stack[sp - 1] % stack[sp]; break;
      case LT: sp--; stack[sp - 1] = stack[sp - 1] < stack[sp] ? 1 : 0; break;
      case DUP: stack[sp] = stack[sp - 1]; sp++; break;
      case JZ: if (stack[--sp] === 0) pc = code[pc]; else pc++; break;
      case JMP: pc = code[pc]; break;
      case HALT: return vars[1] + steps;
    }
  }
}
let result = run(program);
if (String(result) !== "9500008") throw new Error("wrong result: " + result);
(typeof console === "object" ? console.log : print)("machine " + result);
