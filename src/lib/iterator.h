/* The library's own iterators: blocks of type ITERATOR. Word 4 is the kind,
 * word 5 the next index (of a Map's or Set's: the next entry), unit 3 what is
 * iterated (undefined once it is exhausted), unit 4 a second value that some
 * kinds need. */
#ifndef HK_ITERATOR_H
#define HK_ITERATOR_H
#include "../vm/interp.h"

enum {
    HK_IT_KEYS, HK_IT_VALUES, HK_IT_ENTRIES,            /* of array-likes */
    HK_IT_MAP_KEYS, HK_IT_MAP_VALUES, HK_IT_MAP_ENTRIES,    /* unit 4: the entries block, see map.c */
    HK_IT_SET_VALUES, HK_IT_SET_ENTRIES,                /* the same */
    HK_IT_STRING,                                       /* a flat string, by code points */
    HK_IT_HELPER,                                       /* Iterator Helper: a generator; unit 4: the underlying iterator */
    HK_IT_WRAP,                                         /* %WrapForValidIteratorPrototype%: iterator; unit 4: its next method */
    HK_IT_ASYNC,                                        /* %AsyncFromSyncIteratorPrototype%: iterator; unit 4: its next method */
    HK_IT_STACK, HK_IT_ASYNC_STACK,                     /* no iterators: DisposableStack, AsyncDisposableStack */
    HK_IT_REGEXP                                        /* %RegExpStringIteratorPrototype%: state is the scripts' business */
};
typedef struct { hk_obj o; uint32_t kind, next; hk_val from, with; } hk_iter;

/* A new iterator over v; HK_EXCEPTION when out of memory. */
HK_FN hk_val hk_new_iterator(hk_vm *vm, unsigned kind, hk_val v);
/* The library function that is `next` of that iterator's kind. */
HK_FN uint32_t hk_iterator_next_id(hk_vm *vm, hk_val it);
/* The next value; HK_EMPTY when exhausted; HK_EXCEPTION; HK_TWIN: only a script can take this step. */
HK_FN hk_val hk_iterator_step(hk_vm *vm, hk_val it);
/* An array [a, b]; HK_EXCEPTION when out of memory. */
HK_FN hk_val hk_new_pair(hk_vm *vm, hk_val a, hk_val b);
/* Map and Set iterators, in map.c: entries */
HK_FN hk_val hk_map_iterator_step(hk_vm *vm, hk_val it);
#endif
