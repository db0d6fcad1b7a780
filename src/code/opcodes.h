/* The instruction set: one table, from which interpreter, emitter, verifier
 * and disassembler are derived.
 *
 * An instruction is one 32-bit word, some have a second:
 *
 *    31     24 23     16 15      8 7       0        31             16 15              0
 *   +---------+---------+---------+---------+      +--------------------------------+
 *   |    C    |    B    |    A    |   op    |      |  second word                   |
 *   +---------+---------+---------+---------+      +--------------------------------+
 *   |       16 bits     |    A    |   op    |
 *   |          24 bits            |   op    |
 *
 * Registers descend in memory from the frame's base, so the bits of a
 * register operand are 255 - number: the interpreter indexes upwards from the
 * frame's end with no arithmetic. HK_REG(n) converts, both ways.
 *
 * Operand kinds, one letter each for A, B, C or for what replaces them:
 *   w  register, written     r  register, read      x  register, read and written
 *   W  first register of a window (see the instruction)
 *   u  unsigned 8 bits       i  signed 8 bits       -  unused, 0
 *   K  (B and C) 16 bits: constant (hk_const_at)    I  (B and C) signed 16 bits
 *   L  (B and C) a library function: bits 0-11 its number, bits 12-15 how many arguments
 *   J  (A, B, C) signed 24 bits: jump, in words from the next instruction
 *   j  (B and C) signed 16 bits: jump, the same way
 * Second word, after a comma:
 *   k  constant (hk_const_at) in bits 0-15, inline cache number in bits 16-31
 *   o  signed 32 bits: jump, in words from the next instruction
 *   v  unsigned 32 bits
 *
 * Frame registers:
 *   R0  link, R1  new.target, R2  the function, R3  this, R4...  parameters
 *   (code->nparams of them; missing arguments are undefined), then, where the code's flags ask for
 *   them, the rest array and the arguments object, then whatever the emitter likes. Registers that
 *   are neither hold unspecified (but valid) values at entry: the emitter writes before it reads.
 *
 * A call window is R[A], R[A+1]: room for the new frame's R0, R1; R[A+2]: callee; R[A+3]: this;
 * R[A+4]...: arguments. Everything above the window's start is dead after the call. `as spread`:
 * R[A+4] holds one array with the arguments.
 *
 * Jumps backwards, calls and returns charge steps (a step is one word of straight-line code) and are where a
 * slice may end. An exception goes to the first entry of the code's try table that holds the
 * instruction's position; the handler starts with CATCH.
 *
 * `k` names are property keys: constants that are interned strings or int32 index numbers (0 .. 2^31-2).
 */
#ifndef HK_OPCODES_H
#define HK_OPCODES_H

#define HK_OPCODES(X) \
    /* moving */ \
    X(MOVE,     "wr-")    /* R[A] = R[B] */ \
    X(MOVE2,    "Wrr")    /* R[A] = R[B], R[A+1] = R[C], which is not R[A] */ \
    X(LOADI,    "wI")     /* R[A] = integer */ \
    X(LOADK,    "wK")     /* R[A] = constant */ \
    X(LOADS,    "wI")     /* R[A] = special value: undefined 0, null 1, false 2, true 3, empty 4 */ \
    /* variables in scopes: SCOPE blocks */ \
    X(SCOPE,    "wu-,v")  /* R[A] = new scope of v slots, all empty; its parent is the function's own environment (B = 0) \
                           * or, with B = 1, the scope in R[A] before */ \
    X(COPYSCOPE,"x--")    /* R[A] = copy of the scope R[A], same parent (an iteration's own bindings) */ \
    X(POPSCOPE, "wr-")    /* R[A] = parent of scope R[B] */ \
    X(GETSC,    "wru")    /* R[A] = slot C of scope R[B] */ \
    X(SETSC,    "rru")    /* slot C of scope R[B] = R[A] */ \
    X(GETUP,    "wuu")    /* R[A] = slot C of the scope B steps up from the function's environment (0: itself) */ \
    X(SETUP,    "ruu")    /* that slot = R[A] */ \
    X(GETSCW,   "wr-,v")  /* the same four with slot number v */ \
    X(SETSCW,   "rr-,v")  \
    X(GETUPW,   "wu-,v")  \
    X(SETUPW,   "ru-,v")  \
    X(CHECK,    "rK")     /* ReferenceError "cannot access 'name' before initialization" if R[A] is empty */ \
    X(CHECKTHIS,"r--")    /* ReferenceError if R[A] is empty: this before super() */ \
    X(CHECKNEW, "r--")    /* ReferenceError if R[A] is not empty: super() called twice */ \
    X(IMPORT,   "xK")     /* R[A], a cell, gives way to the value of the binding that it leads to, checked as by CHECK; what is no cell stays */ \
    X(THROWK,   "uK")     /* throws: A 0: TypeError "assignment to constant 'name'"; 1: ReferenceError "cannot access 'name' \
                           * before initialization"; 2: SyntaxError with the constant as its message; 3: ReferenceError with it; \
                           * 4: TypeError with it; 5: RangeError with it */ \
    /* global names */ \
    X(GETG,     "wu-,k")  /* R[A] = global binding k; if there is none: ReferenceError, or with B = 1 undefined */ \
    X(SETG,     "r--,k")  /* assign global binding k; if there is none: ReferenceError in strict code, else new property */ \
    X(INITG,    "r--,k")  /* initialise the global lexical binding k (let, const, class) */ \
    X(DECLG,    "-K")     /* GlobalDeclarationInstantiation with the table in the constant: see emit.h */ \
    X(DEFG,     "ru-,k")  /* CreateGlobalFunctionBinding: global function k = R[A]; B = 1: one that can be deleted */ \
    /* arithmetic */ \
    X(ADD,      "wrr")    X(SUB,  "wrr") X(MUL, "wrr") X(DIV, "wrr") X(MOD, "wrr") X(EXP, "wrr") \
    X(BAND,     "wrr")    X(BOR,  "wrr") X(BXOR, "wrr") X(SHL, "wrr") X(SHR, "wrr") X(USHR, "wrr") \
    X(ADDI,     "wri")    /* R[A] = R[B] + C (the + of the language: R[B] may be a string) */ \
    X(SUBI,     "wri")    X(MULI, "wri") X(BANDI, "wri") X(SHLI, "wri") X(SHRI, "wri") X(USHRI, "wri") X(MODI, "wri") \
    X(INC,      "wr-")    /* R[A] = ToNumeric(R[B]) + 1 */ \
    X(DEC,      "wr-")    \
    X(NEG,      "wr-")    X(BNOT, "wr-") X(NOT, "wr-") \
    X(PLUS,     "wr-")    /* ToNumber */ \
    X(TONUMERIC,"wr-")    \
    X(TOSTRING, "wr-")    /* ToString (template literals: symbols throw) */ \
    X(TOKEY,    "wr-")    /* ToPropertyKey; the result is a string, symbol or index number */ \
    X(TYPEOF,   "wr-")    \
    X(LT,       "wrr")    X(LE, "wrr") X(GT, "wrr") X(GE, "wrr") X(EQ, "wrr") X(NE, "wrr") X(SEQ, "wrr") X(SNE, "wrr") \
    X(IN,       "wrr")    X(INSTANCEOF, "wrr") \
    /* jumps */ \
    X(J,        "J")      \
    X(JT,       "rj")     /* if ToBoolean(R[A]) */ \
    X(JF,       "rj")     \
    X(JNULLISH, "rj")     /* if R[A] is undefined or null */ \
    X(JNNULLISH,"rj")     \
    X(JUNDEF,   "rj")     \
    X(JNUNDEF,  "rj")     \
    X(JLT,      "rr-,o")  X(JNLT, "rr-,o") X(JLE, "rr-,o") X(JNLE, "rr-,o") X(JGT, "rr-,o") X(JNGT, "rr-,o") X(JGE, "rr-,o") X(JNGE, "rr-,o") \
    X(JEQ,      "rr-,o")  X(JNE, "rr-,o") X(JSEQ, "rr-,o") X(JSNE, "rr-,o") \
    X(JLTI,     "rI,o")   /* if R[A] < integer */ \
    X(JNLTI,    "rI,o")   X(JGTI, "rI,o") X(JNGTI, "rI,o") X(JSEQI, "rI,o") X(JSNEI, "rI,o") \
    /* properties */ \
    X(GETP,     "wr-,k")  /* R[A] = R[B].k */ \
    X(SETP,     "rr-,k")  /* R[A].k = R[B] */ \
    X(GETM,     "Wr-,k")  /* method for a call window: R[A+2] = R[B].k, R[A+3] = R[B] */ \
    X(GETE,     "wrr")    /* R[A] = R[B][R[C]] */ \
    X(GETEI,    "wru")    /* R[A] = R[B][C] */ \
    X(SETE,     "rrr")    /* R[A][R[B]] = R[C] */ \
    X(GETME,    "Wrr")    /* R[A+2] = R[B][R[C]], R[A+3] = R[B] */ \
    X(DEL,      "wrr")    /* R[A] = delete R[B][R[C]]; TypeError in strict code if it cannot be */ \
    X(GETSUPER, "wW-")    /* R[A] = property R[B+2] of the prototype of the home object R[B], with this = R[B+1] */ \
    X(SETSUPER, "rW-")    /* the same property = R[A] */ \
    X(SUPERBASE,"wr-")    /* R[A] = what those two take for the prototype that home object R[B] has now */ \
    X(GETPRIV,  "wrr")    /* R[A] = R[B].#name, R[C] holding the private symbol */ \
    X(SETPRIV,  "rrr")    /* R[A].#(R[B]) = R[C] */ \
    X(HASPRIV,  "wrr")    /* R[A] = #(R[B]) in R[C] */ \
    X(DEFPRIV,  "rrr,v")  /* adds private element R[B] to R[A]: v = 0 field with value R[C], 1 method, 2 getter, 3 setter; TypeError \
                           * if it is there already (a getter and a setter go together) */ \
    X(PRIVSYM,  "wK")     /* R[A] = new private symbol with that description */ \
    /* making objects */ \
    X(NEWOBJ,   "wu-")    /* R[A] = {} with room for B properties inline */ \
    X(NEWARR,   "wI")     /* R[A] = [] with room for that many elements */ \
    X(APPEND,   "rr-")    /* adds R[B] (may be empty: a hole) at the end of the array literal R[A] */ \
    X(SPREAD,   "rr-")    /* adds all that the iterable R[B] gives to the array literal R[A] */ \
    X(DEFP,     "rr-,k")  /* CreateDataProperty(R[A], k, R[B]) of an object literal or a new function */ \
    X(DEFE,     "rrr")    /* CreateDataPropertyOrThrow(R[A], R[B], R[C]): computed keys, fields */ \
    X(DEFMETHOD,"rrr,v")  /* defines method R[C] under key R[B] on R[A]: v bits 0-1: 0 method 1 getter 2 setter; bit 2: enumerable */ \
    X(SETPROTO, "rr-")    /* __proto__: R[B] of an object literal: ignored unless object or null */ \
    X(COPYPROPS,"rrr")    /* CopyDataProperties of R[B] into R[A], without the keys in array R[C] (undefined: none excluded) */ \
    X(CLOSURE,  "wru,v")  /* R[A] = function of code constant v; its environment is the scope in R[B] or, with C = 1, \
                           * the running function's own (B is then 0 and not read) */ \
    X(SETNAME,  "rru")    /* SetFunctionName(R[A], R[B] a property key, C: 0 none, 1 "get", 2 "set") */ \
    X(CLASS,    "Wru,v")  /* a class: v bits 0-15 the constructor's code constant; environment as CLOSURE (B, C bit 0). C bit 1: there is a heritage, in R[A] \
                           * (constructor or null) and R[A+1] (its prototype: object or null; checked by the classHeritage \
                           * library function). Result: R[A] the constructor, R[A+1] its prototype object */ \
    X(GETTPL,   "wj,v")   /* template object of site v of this code: if it exists, R[A] = it and jump */ \
    X(SETTPL,   "r--,v")  /* remembers R[A] as site v's */ \
    X(REGEXP,   "wK,v")   /* R[A] = new regular expression: source constant K, flags constant v */ \
    X(MAPARGS,  "rru")    /* the arguments object R[A] becomes a mapped one: argument i is slot C + i of scope R[B] */ \
    /* calls */ \
    X(CALL,     "Wuw")    /* window A, B arguments; R[C] = result */ \
    X(CALLS,    "W-w")    /* as spread */ \
    X(NEW,      "Wuw")    /* construct: new.target is the callee */ \
    X(NEWS,     "W-w")    /* as spread */ \
    X(SUPERNEW, "Wuw")    /* construct with new.target in R[A+1] (super(...)) */ \
    X(SUPERNEWS,"W-w")    \
    X(TAIL,     "Wu-")    /* tail call; always followed by RET A, which runs when the call could not replace the frame */ \
    X(TAILS,    "W--")    \
    X(LIB,      "WL")     /* calls that library function; R[A+2], R[A+3] are set by the instruction; R[A] = result */ \
    X(LIB1,     "Wru")    /* the same of library function C with the one argument R[B]; only in the library's scripts */ \
    X(RET,      "r--")    \
    X(RETU,     "---")    /* return undefined */ \
    X(RETDERIVED,"rr-")   /* from a derived constructor: R[A] if it is an object, else if R[A] is undefined the this value R[B] \
                           * (ReferenceError if empty), else TypeError */ \
    X(THISSLOPPY,"w--")   /* R[A] = this of a sloppy function: R3, undefined and null replaced by the global object, primitives boxed */ \
    X(GETPROTO, "wr-")    /* R[A] = R[B].[[GetPrototypeOf]]() of the class constructor R[B] (super(...)); any value */ \
    /* exceptions */ \
    X(THROW,    "r--")    \
    X(CATCH,    "w--")    /* first instruction of a handler: R[A] = the exception */ \
    /* iteration; an iterator takes R[A], R[A+1], R[A+2]; R[A] is undefined when it is done */ \
    X(ITER,     "Wru")    /* GetIterator(R[B], C: 0 sync, 1 async, 2 sync and a real iterator object, for yield*: with
                           * 0 an array's R[A], R[A+1] may be the array itself and a position, known to NEXT and ICLOSE only) */ \
    X(NEXT,     "Ww-,o")  /* R[B] = next value; when done (or R[A] is undefined): R[A] = R[B] = undefined, jump */ \
    X(ICLOSE,   "W--")    /* IteratorClose of a normal completion; nothing if R[A] is undefined */ \
    X(ICLOSET,  "W--")    /* the same for a throw completion: errors of `return` are swallowed */ \
    X(FORIN,    "Wr-")    /* start enumerating R[B] (nullish: nothing to enumerate); state in R[A] */ \
    X(FORINNEXT,"Ww-,o")  /* R[B] = next key, a string; when done jump */ \
    /* generators */ \
    X(GENERATOR,"---")    /* makes the generator object, sets this frame aside and returns the object; resuming goes on behind */ \
    X(YIELD,    "xwu")    /* yields R[A] (C = 1: R[A] is the iterator result itself; C = 2: of an async generator, see asyncGenStep); resumed: R[A] = value sent, R[B] = true if \
                           * by return(), else false; throw() throws here */ \
    X(AWAIT,    "xru")    /* C = 0: R[A] = PromiseResolve(%Promise%, R[A]), but no primitive is wrapped; C = 1: sets the frame aside \
                           * until that promise is settled and returns R[B]; then R[A] = its value, or its reason is thrown here \
                           * (C = 2: it is not thrown, R[A] is of no use); C = 3: sets the frame aside and returns a pair, a VALUES \
                           * block: that frame and R[B]; what resumes it goes to R[A] */ \
    X(NEWTARGET,"w--")    /* R[A] = new.target of this frame */ \
    X(DEBUGGER, "---")    \
    X(STEP,     "---")    /* charges what was run since the last jump: emitted into long straight-line code, every 64 words or so */

#define HK_OPCODE_ENUM(name, format) HK_OP##_##name##_,
#define HK_OPC(name) HK_OP_##name##_
enum { HK_OPCODES(HK_OPCODE_ENUM) HK_OPC_COUNT };

#define HK_REG(n) (255u - (unsigned)(n))
#define HK_LIB_NUMBER(w) ((w) >> 16 & 0xFFFu)       /* of the instruction LIB */
#define HK_LIB_ARGC(w) ((w) >> 28)
#define HK_MAX_REGS 250u
enum { HK_R_LINK, HK_R_NEWTARGET, HK_R_FUNCTION, HK_R_THIS, HK_R_ARGS, HK_WINDOW = 4 };
#endif
