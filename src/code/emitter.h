/* The emitter's state: internal to emit*.c.
 *
 * The tree is read once, with the cursor e->at; parts that have to come in
 * another order are found with hk_tree_skip. Errors (out of memory, limits of
 * the instruction set) are sticky: they set e->failed, from then on nothing
 * is appended, and the walk runs to its end. So only hk_compile looks at them.
 *
 * What grows lies in six heap blocks, used as stacks: a nested function's parts
 * stand above those of the function around it and are cut off when its CODE
 * block is made. They are rooted in vm->work; pointers into them are valid until
 * the next push.
 */
#ifndef HK_EMITTER_H
#define HK_EMITTER_H
#include "emit.h"
#include "../syntax/names.h"
#include "../syntax/tree.c"
#include "../heap/error.h"
#include "../lib/gen_tables.h"

enum {
    HK_W_CONSTS,             /* VALUES: constants; the first is the source's name */
    HK_W_WORDS,              /* BYTES, as the others: instructions */
    HK_W_POSITIONS,          /* position tables, bytes */
    HK_W_TRIES,              /* struct hk_try */
    HK_W_DECLS,              /* struct hk_decl: declarations of the open scopes */
    HK_W_STACK,              /* uint32_t: tree positions, jump lists */
    HK_W_COUNT
};

/* A declaration of an open scope */
typedef struct {
    uint32_t name;
    uint8_t kind;            /* HK_D_* with its flags */
    uint8_t state;           /* HK_DS_* */
    uint16_t loc;            /* register, or slot in the scope's block */
} hk_decl;
enum {
    HK_DS_SLOT = 1,          /* lives in the scope's block */
    HK_DS_INIT = 2,          /* initialised wherever code emitted from now on runs */
    HK_DS_GLOBAL = 4,        /* binding of the global scope */
    HK_DS_SWITCH = 8,        /* of a switch block: may be initialised or not, holds empty until it is */
    HK_DS_DERIVED = 16,      /* `this` of a derived constructor */
    HK_DS_IMPORT = 64,       /* its slot holds a cell */
    HK_DS_OUTER = 32         /* of sloppy eval code: not declared here, but in the variable scope around */
};
HK_STATIC_ASSERT(HK_ROW_IMPORT == HK_DS_IMPORT << 8, "rows of scopes' tables");

/* Is it a member of an enum or namespace? */
HK_INLINE bool hk_emit_is_member(const hk_decl *d)
{
    return HAKO_WITH_TYPESCRIPT && (d->kind & (HK_D_KIND | HK_D_MEMBER)) == (HK_D_LET | HK_D_MEMBER);
}

/* An open scope. Lives in the C frame of the statement it belongs to. */
typedef struct hk_sc {
    struct hk_sc *outer;
    struct hk_fs *fs;
    uint32_t first, count;   /* its declarations in HK_W_DECLS */
    uint32_t slots;          /* size of its block */
    uint32_t table;          /* its table for direct evals: number in HK_W_CONSTS, 0: none */
    uint16_t object;         /* slot of its object, where it has one: HK_ST_VARS, HK_ST_WITH */
    uint8_t reg;             /* register of its block, or HK_NO_REG */
    uint8_t top, vars;       /* of fs before the scope was opened */
    uint8_t flags;           /* HK_SF_* */
    uint8_t traits;          /* HK_ST_* */
} hk_sc;
#define HK_NO_REG 0xFFu

/* A list of jumps to one place not yet known: the last one's word, each holding the distance to the one before.
 * HK_NO_JUMP: empty. */
typedef uint32_t hk_list;
#define HK_NO_JUMP 0xFFFFFFFFu

/* What a break, continue, return passes on its way out, or an exception on its */
enum { HK_FLOW_LABEL, HK_FLOW_LOOP, HK_FLOW_SWITCH, HK_FLOW_ITER, HK_FLOW_AITER /* of for await */, HK_FLOW_TRY, HK_FLOW_FINALLY };
typedef struct hk_flow {
    struct hk_flow *outer;
    uint32_t name;           /* LABEL */
    hk_list brk, cont;       /* jumps to the end (FINALLY: to the finally block), to the next iteration */
    uint32_t from;           /* from ITER on: first word not yet entered into the try table */
    uint32_t tries;          /* height of HK_W_TRIES when it was opened */
    uint16_t depth;          /* how many flows are around it in this function */
    uint16_t brk_used, cont_used;   /* depth of the innermost FINALLY that leads here, + 1; 0: none */
    uint8_t kind, reg;       /* ITER, AITER: the iterator's registers; FINALLY: R[reg] how it was entered, R[reg + 1] value */
} hk_flow;
/* Targets of try entries while the handler has no address: */
#define HK_TARGET_FLOW 0x80000000u  /* | depth: the handler of that TRY or FINALLY */
#define HK_TARGET_ITER 0xC0000000u  /* | register: close the iterator there and go on throwing */
/* How a finally block was entered; breaks and continues are HK_ENTER_EXITS + 2 * depth of their target (+ 1) */
enum { HK_ENTER_NORMAL, HK_ENTER_THROW, HK_ENTER_RETURN, HK_ENTER_EXITS };

/* A function being compiled */
typedef struct hk_fs {
    struct hk_fs *outer;
    hk_flow *flow;
    hk_sc *params;           /* its parameter scope */
    uint32_t words, consts, positions, tries;      /* where its parts begin in their stacks */
    uint32_t step;           /* word up to which steps are charged */
    uint32_t where;          /* source offset of the last position entry, + 1 */
    uint32_t at_word, line;  /* of the last position entry */
    uint32_t props[5];       /* constants (by number or, of HK_K_NAMES, its last bits) that were assigned to as this.constant */
    uint16_t code_flags;     /* HK_CF_* */
    uint16_t ncaches, nsites;
    uint8_t top;             /* first free register */
    uint8_t vars;            /* registers below belong to variables or to expressions around a scope */
    uint8_t fresh;           /* register of the variable being initialised, which nothing can see yet; HK_NO_REG: none */
    uint8_t nregs, nparams;
    uint8_t this_reg;        /* register with `this` */
    uint8_t completion;      /* script: register of the completion value, else HK_NO_REG */
    uint8_t nprops;          /* properties the function gives `this` */
    bool arrow, derived;
    bool is_static;          /* super means the home object of static members */
    bool dead;               /* the next instruction cannot be reached: nothing is emitted */
    bool far;                /* too long for 16-bit jumps */
    bool fields;             /* defines the fields of a class: its code is that of their initialisers */
    bool outward;            /* sloppy eval code: its variables and functions are declared in the variable scope around */
    uint16_t ret_used;       /* as brk_used of a flow, for returns */
    uint8_t promise;         /* async: register of the function's promise, or of the async generator; HK_NO_REG: not async */
    uint8_t disposal;        /* register with what the innermost using declarations add to */
    uint8_t outcome;         /* async: register of what it returns, or throws */
    hk_list ret;             /* async: jumps of its returns */
    hk_flow whole;           /* async: a TRY around all that runs with the promise */
} hk_fs;

/* A part of a function that ends with the disposal of what using declarations in it have declared */
typedef struct {
    hk_flow flow;            /* FINALLY */
    uint8_t kind;            /* HK_N_USING, HK_N_AUSING, other: nothing is declared */
    uint8_t base, vars, outer;   /* registers: free, of variables, fs->disposal, before */
} hk_disposal;

typedef struct {
    hk_vm *vm;
    const hk_source *source;
    hk_tree tree;
    uint32_t at;             /* the cursor */
    hk_fs *fs;
    hk_sc *scope;
    uint32_t count[HK_W_COUNT];
    uint32_t offset, line, column;   /* a place in the source whose line and column are known */
    uint32_t fname;          /* name for the anonymous function or class at the cursor, 0: none */
    uint32_t name_undefined; /* the name `undefined` */
    uint8_t fname_reg;       /* or register with its property key, HK_NO_REG: none */
    const hk_val *around;    /* eval code: the table of the scopes around it, or undefined (emit_eval.c); rooted. Else NULL */
    bool failed, library;
    bool next_static;        /* the function at the cursor is a static member */
} hk_emitter;

/* Where an expression's value is wanted: a register, or */
#define HK_ANY  (-1)         /* anywhere: a variable's own register, else the next free one, which is then taken */
#define HK_NONE (-2)         /* nowhere, only the effects */

/* A reference: the target of an assignment */
enum { HK_LHS_VAR, HK_LHS_MEMBER, HK_LHS_INDEX, HK_LHS_PRIVATE, HK_LHS_SUPER, HK_LHS_PATTERN };
typedef struct {
    uint8_t kind;
    uint8_t a, b;            /* registers: object; key or private name; SUPER: a window of 3 at a; VAR: that of hk_emit_refer, or 0 */
    bool init;               /* VAR, PATTERN: initialises a declaration */
    uint32_t name;           /* VAR, MEMBER, PRIVATE: name; PATTERN: position in the tree */
    uint32_t pos;            /* in the source */
} hk_lhs;

#define HK_OPNUM(op) ((unsigned)HK_OPC(op))

/* emit.c: words, constants, jumps */
HK_FN void hk_emit_fail(hk_emitter *e);
HK_FN HK_NOINLINE void hk_emit_error(hk_emitter *e, const char *message);
HK_FN void *hk_emit_grow(hk_emitter *e, unsigned which, uint32_t size);
HK_FN void hk_emit_push(hk_emitter *e, uint32_t v);
HK_FN uint32_t hk_emit_const(hk_emitter *e, hk_val v);
HK_FN uint32_t hk_emit_name(hk_emitter *e, uint32_t name);
HK_FN uint32_t hk_emit_key(hk_emitter *e, uint32_t name);
HK_FN void hk_emit_pos(hk_emitter *e, uint32_t offset);
HK_FN hk_list hk_emit_jump(hk_emitter *e, unsigned op, unsigned reg, hk_list list);
HK_FN void hk_emit_patch(hk_emitter *e, hk_list list, uint32_t target);
HK_FN void hk_emit_bind(hk_emitter *e, hk_list list);
HK_FN unsigned hk_emit_tmp(hk_emitter *e);
HK_FN void hk_emit_open(hk_emitter *e, hk_fs *fs, unsigned code_flags);
HK_FN uint32_t hk_emit_close(hk_emitter *e, uint32_t name, uint32_t length, uint32_t start, uint32_t end);

/* emit_scope.c: names and registers */
HK_FN int hk_emit_get_var(hk_emitter *e, uint32_t name, uint32_t pos, int dst);
HK_FN void hk_emit_set_var(hk_emitter *e, uint32_t name, uint32_t pos, unsigned src, bool init);
HK_FN int hk_emit_this(hk_emitter *e, int dst);

/* Where a name leads: no declaration (global), or one, in a register of the running function, a slot of a block in one, or a
 * slot of a block around the function. */
enum { HK_VAR_GLOBAL, HK_VAR_REG, HK_VAR_SLOT, HK_VAR_UP };
typedef struct {
    uint8_t where;
    uint8_t kind, state;     /* of the declaration; of a scope's object: HK_ST_VARS, HK_ST_WITH */
    uint8_t reg;             /* REG: its register; SLOT: the block's */
    bool member;             /* the variable holds an object, and the name is that of its property (HK_D_MEMBER) */
    uint32_t slot, depth;    /* SLOT, UP; UP: how many blocks out */
    uint32_t decl;           /* number of the declaration; UINT32_MAX: it is not one of this source's */
    uint32_t objects;        /* how many scopes on the way have objects, which may have the name when the code runs */
} hk_var;

/* emit_eval.c: what cannot be known before the code runs */
HK_FN void hk_emit_table(hk_emitter *e, hk_sc *s);
HK_FN void hk_emit_find_around(hk_emitter *e, uint32_t name, uint32_t nth, hk_var *v);
HK_FN unsigned hk_emit_reference(hk_emitter *e, uint32_t name, const hk_var *v, unsigned self);
HK_FN unsigned hk_emit_refer(hk_emitter *e, uint32_t name, uint32_t pos);
HK_FN int hk_emit_get_dynamic(hk_emitter *e, uint32_t name, unsigned o, unsigned base, int dst, bool type_only);
HK_FN void hk_emit_set_dynamic(hk_emitter *e, uint32_t name, uint32_t pos, unsigned o, unsigned src);
HK_FN void hk_emit_store_outer(hk_emitter *e, uint32_t name, unsigned src, bool function);
HK_FN void hk_emit_delete_dynamic(hk_emitter *e, uint32_t name, const hk_var *v, unsigned w);
HK_FN void hk_emit_eval_scope(hk_emitter *e, hk_sc *s);
HK_FN int hk_emit_eval_call(hk_emitter *e, unsigned w, int n, int dst);
HK_FN void hk_emit_with(hk_emitter *e);

/* The number of the library function %name, or -1. */
HK_FN int hk_lib_find(hk_vm *vm, hk_ref name);

/* emit_expr.c */
HK_FN int hk_emit_expr(hk_emitter *e, int dst);
HK_FN void hk_emit_cond(hk_emitter *e, bool sense, hk_list *list);

/* emit_async.c */
HK_FN bool hk_emit_async_generator(hk_emitter *e);
HK_FN void hk_emit_await(hk_emitter *e, unsigned r);
HK_FN int hk_emit_await_expr(hk_emitter *e, int dst);
HK_FN void hk_emit_async_close(hk_emitter *e, unsigned it);
HK_FN void hk_emit_for_await(hk_emitter *e);
HK_FN void hk_emit_disposal_open(hk_emitter *e, hk_disposal *d, unsigned kind);
HK_FN void hk_emit_disposal_close(hk_emitter *e, hk_disposal *d);
HK_FN void hk_emit_add_resource(hk_emitter *e, unsigned value, bool async);
HK_FN void hk_emit_scope_body(hk_emitter *e, const hk_sc *s);
HK_FN void hk_emit_yield_async(hk_emitter *e, unsigned value, unsigned returned);
HK_FN int hk_emit_yield_star_async(hk_emitter *e, int dst);

/* emit_spine.c */
HK_INLINE bool hk_emit_on_spine(unsigned kind)
{
    switch (kind) {
    case HK_N_PAREN: case HK_N_CHAIN: case HK_N_OPT: case HK_N_BINARY: case HK_N_LOGICAL: case HK_N_SEQ: case HK_N_MEMBER:
    case HK_N_INDEX: case HK_N_PRIVMEMBER: case HK_N_CALL: case HK_N_TAGGED:
        return true;
    default:
        return false;
    }
}
enum { HK_SPINE_VALUE, HK_SPINE_DELETE, HK_SPINE_TAIL };
HK_FN int hk_emit_spine(hk_emitter *e, int dst, unsigned mode);

/* emit_pattern.c */
HK_FN int hk_emit_assign(hk_emitter *e, int dst);
HK_FN int hk_emit_assign_op(hk_emitter *e, int dst);
HK_FN int hk_emit_assign_logical(hk_emitter *e, int dst);
HK_FN int hk_emit_update(hk_emitter *e, int dst);
HK_FN void hk_emit_pattern(hk_emitter *e, unsigned value, bool init);

/* emit_stmt.c */
HK_FN void hk_emit_statements(hk_emitter *e);
HK_FN void hk_emit_exit(hk_emitter *e, unsigned kind, hk_flow *target, unsigned value);
HK_FN void hk_emit_flow_open(hk_emitter *e, hk_flow *f, unsigned kind, unsigned reg);
HK_FN void hk_emit_segment(hk_emitter *e, hk_flow *f);
HK_FN void hk_emit_flow_close(hk_emitter *e, hk_flow *f);
HK_FN void hk_emit_handler(hk_emitter *e, hk_flow *f);
HK_FN void hk_emit_flush(hk_emitter *e, uint32_t tries);

/* emit_func.c, emit_class.c, emit_module.c */
HK_FN void hk_emit_script(hk_emitter *e);
#if HAKO_WITH_MODULES
HK_FN void hk_emit_module(hk_emitter *e);
#endif
HK_FN int hk_emit_import_call(hk_emitter *e, int dst);
HK_FN int hk_emit_function(hk_emitter *e, int dst);
HK_FN int hk_emit_class(hk_emitter *e, int dst);
#endif
