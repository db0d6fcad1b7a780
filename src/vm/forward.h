/* What lower layers call of higher ones: each is the one place where that layer needs an answer that only the higher has. */
#ifndef HK_FORWARD_H
#define HK_FORWARD_H
#include "../heap/heap.h"

HK_FN uint32_t hk_frames_end(hk_vm *vm);                             /* vm/frame.c: the lowest offset that a live frame takes */
HK_FN void hk_out_of_memory(hk_vm *vm);                             /* vm/error.c */
HK_FN hk_val hk_deferred_message(hk_vm *vm, hk_val e);
HK_FN hk_val hk_exception_value(hk_vm *vm);                         /* api/api.c: the pending exception as a value */
HK_FN hk_val hk_host_name(hk_vm *vm, uint32_t id);                  /* of a host function immediate */
HK_FN int32_t hk_host_length(hk_vm *vm, uint32_t id);
HK_FN bool hk_host_constructs(hk_vm *vm, uint32_t id);
HK_FN void hk_explain(hk_vm *vm);                                   /* turns HK_UNEXPLAINED into an error */
HK_FN void hk_host_died(hk_vm *vm, hk_ref r);
HK_FN int hk_enter_host(hk_vm *vm, hk_val *w, uint32_t argc);
HK_FN bool hk_same_value(hk_vm *vm, hk_val a, hk_val b);            /* vm/convert.c */
HK_FN hk_val hk_to_number_value(hk_vm *vm, hk_val v);
HK_FN hk_val hk_bigint_literal(hk_vm *vm, hk_ref text);             /* vm/bigint.c: HK_TWIN if it is long */
HK_FN void hk_memory_mark(hk_vm *vm, const hk_buffer *b);           /* object/buffer.c */
HK_FN void hk_memory_sweep(hk_vm *vm, bool all);
HK_FN hk_val hk_to_object(hk_vm *vm, hk_val v);                     /* lib/core.c */
HK_FN hk_val hk_symbol_description(hk_vm *vm, hk_ref symbol);
HK_FN bool hk_is_private(hk_vm *vm, hk_ref symbol);
HK_FN uint32_t hk_iterator_next_id(hk_vm *vm, hk_val it);           /* lib/iterator.c */
HK_FN hk_val hk_iterator_step(hk_vm *vm, hk_val it);
HK_FN void hk_print_trace(hk_vm *vm, hk_val error);                 /* lib/error.c: the stack of an error, through the port */
HK_FN void hk_end_slice(hk_vm *vm);
HK_FN uint32_t hk_stack_limit(const hk_vm *vm);
HK_FN void hk_enqueue_finalizers(hk_vm *vm);                         /* lib/weak.c */
HK_FN int hk_resume_generator(hk_vm *vm, hk_val *w);                /* vm/slow.c */
HK_FN void hk_throw_not_callable(hk_vm *vm, const hk_val *w);       /* vm/error.c */
HK_FN void hk_throw_not_constructor(hk_vm *vm, const hk_val *w);
HK_FN int hk_lib_find(hk_vm *vm, hk_ref name);                      /* lib/core.c */
#endif
