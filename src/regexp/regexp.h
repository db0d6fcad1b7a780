/* Regular expressions: a program of 32-bit words, made by compiler.c, run by matcher.c.
 *
 * A word is an opcode in its low 8 bits and an operand above. Jumps are
 * relative to the word that holds them, so that code can be moved as a whole.
 * The program stands in a BYTES block; it holds no refs.
 *
 * Registers: 2g and 2g+1 are where group g begins and ends (HK_RE_NONE: it
 * has not taken part), the others belong to loops and lookarounds.
 */
#ifndef HK_REGEXP_H
#define HK_REGEXP_H
#include "../heap/heap.h"
#include "../heap/string.h"
#include "../heap/error.h"

/* In the order of the letters: "dgimsuvy" */
enum { HK_RE_INDICES = 1, HK_RE_GLOBAL = 2, HK_RE_ICASE = 4, HK_RE_MULTILINE = 8, HK_RE_DOTALL = 16, HK_RE_UNICODE = 32,
       HK_RE_SETS = 64, HK_RE_STICKY = 128 };
#define HK_RE_FULL (HK_RE_UNICODE | HK_RE_SETS)     /* either: the pattern is made of code points */

/*   name     extra words, meaning. A set instruction is one of the first rows: it takes exactly one character. */
#define HK_RE_OPCODES(X) \
    X(CHAR)      /* the unit c, no surrogate in Unicode mode */ \
    X(NOTCHAR)   /* any character but c */ \
    X(PAIR)      /* w1: c1 | c2 << 16: one of two units, no surrogates */ \
    X(RANGE)     /* lo; w1: hi */ \
    X(DIGIT)     /* the next three: operand 1 stands for the complement */ \
    X(WORD)      \
    X(SPACE)     \
    X(DOT)       /* operand 1: a line terminator as well */ \
    X(CLASS)     /* n; then n words: how many of the BMP; a bitmap of Latin-1, 8 words; ranges lo | hi << 16 above Latin-1; \
                  * ranges lo, hi beyond the BMP */ \
    X(BACK)      /* the set instruction that follows takes the character before the position */ \
    X(RUN)       /* size of the set instruction at w4 << 2 | 2: never gives back | 1: lazy; w1: least; w2: most; \
                  * w3: the unit that follows, plus 1, or 0; w4: a set instruction, taken as often as it goes */ \
    X(MATCH)     \
    X(FAIL)      \
    X(JUMP)      /* to */ \
    X(SPLIT)     /* goes on; if that fails, to */ \
    X(SPLITTO)   /* to; if that fails, goes on */ \
    X(SAVE)      /* register: the position */ \
    X(RESET)     /* w1: registers from, up to w1, become NONE */ \
    X(ZERO)      /* register: 0 */ \
    X(LOOP)      /* w1: least; w2: most; w3: way out << 1 | lazy. Register: how often the body has been run */ \
    X(NEXT)      /* register; w1: register of the position at the body's start + 1, or 0; w2: least; w3: the LOOP */ \
    X(MOVED)     /* register: fails if the position is the same */ \
    X(START)     /* operand 1: also after a line terminator */ \
    X(END)       \
    X(BOUNDARY)  /* 1: is not one; 2: ignoring case in Unicode mode */ \
    X(LOOK)      /* register; w1, w2: the capture registers set inside: a positive lookaround begins */ \
    X(LOOKED)    /* register: and has matched */ \
    X(NOLOOK)    /* register; w1: where to go on: a negative one */ \
    X(NOLOOKED)  \
    X(REFER)     /* n << 3 | 4: backward | 2: Unicode | 1: ignoring case; then n groups of which one may have taken part */
#define HK_RE_ENUM(name) HK_RX_##name,
enum { HK_RE_OPCODES(HK_RE_ENUM) HK_RX_COUNT };

#define HK_RE_NONE 0xFFFFFFFFu
#define HK_RE_MANY 0x3FFFFFFFu          /* more than a string can have: infinity, as the most */
#define HK_RE_BITMAP 8u

typedef struct {
    uint32_t hdr;
    uint32_t flags;                     /* HK_RE_* */
    uint32_t groups, registers;         /* group 0, the whole match, included */
    uint32_t length;                    /* words of code */
    uint32_t first;                     /* where, behind the code, stands the bitmap of units a match can begin with; 0: none */
    uint32_t code[];
} hk_re_program;

/* A REGEXP block. lastIndex is the own property in slot 0. names: VALUES of name and group number for each named group, or 0. */
typedef struct { hk_obj o; hk_ref source, program, names; uint32_t unused; } hk_regexp;

/* Compiles; the source is flattened. On success *program and *names (roots) hold the blocks and the result is NULL; on failure
 * the reason, or "" when an exception has been set. */
HK_FN const char *hk_re_compile(hk_vm *vm, hk_val *source, uint32_t flags, hk_val *program, hk_val *names);
/* The flags of a text, or HK_RE_NONE when it is not a list of flags. */
HK_FN uint32_t hk_re_flags(const hk_text *t);
/* Is there an error in a regular expression? As the result of hk_re_compile. */
HK_FN const char *hk_regexp_check(hk_vm *vm, hk_ref source, hk_ref flags);
/* A new RegExp object, of a literal's constants; HK_EXCEPTION on error. */
HK_FN hk_val hk_regexp_new(hk_vm *vm, hk_ref source, hk_ref flags);

/* Runs a match from unit `start` on, or only there (sticky). The blocks stand in rooted places; *state is undefined at first. HK_RE_MATCHED: the registers are those of the
 * state block. HK_RE_MORE: call again with the same. HK_RE_ERROR: out of memory. */
enum { HK_RE_ERROR = -1, HK_RE_FAILED, HK_RE_MATCHED, HK_RE_MORE };
typedef struct {
    uint32_t hdr, room;                 /* words behind this header */
    uint32_t start;                     /* where the match is tried */
    uint32_t pc, at, sp;                /* sp counts from the end of the registers */
    uint32_t resume;                    /* HK_RE_AT_* */
    uint32_t run_at, run_count;         /* HK_RE_AT_RUN */
    uint32_t from;                      /* where the first match was wanted: start, or in the middle of the pair there */
    uint32_t sticky;                    /* only there */
    uint32_t unused;
    uint32_t regs[];                    /* then the stack */
} hk_re_state;
HK_FN int hk_re_match(hk_vm *vm, hk_val *program, hk_val *string, hk_val *state, uint32_t start, bool sticky);
#endif
