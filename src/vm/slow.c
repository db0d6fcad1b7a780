/* The long way of instructions: what the interpreter's fast paths leave. Each returns HK_IN_RESULT (registers are written; go
 * on), HK_IN_SCRIPT (a frame was pushed) or HK_IN_ERROR. vm->pc is behind the instruction (its second word included). */
#ifndef HK_SLOW_C
#define HK_SLOW_C
#include "frame.c"
#include "job.c"

#define HK_A(w) ((w) >> 8 & 0xFF)
#define HK_B(w) ((w) >> 16 & 0xFF)
#define HK_C(w) ((w) >> 24)
#define HK_BC(w) ((w) >> 16)
#define HK_SBC(w) ((int32_t)(w) >> 16)
#define HK_SC(w) ((int32_t)(w) >> 24)
#define HK_RA(vm, w) (*hk_reg(vm, HK_A(w)))
#define HK_RB(vm, w) (*hk_reg(vm, HK_B(w)))
#define HK_RC(vm, w) (*hk_reg(vm, HK_C(w)))

HK_INLINE hk_val hk_const(hk_vm *vm, uint32_t i) { return hk_const_at(hk_frame_consts(vm, hk_frame(vm)), i); }
HK_INLINE hk_key hk_const_key(hk_val c) { return hk_is_int(c) ? hk_index_key((uint32_t)hk_int_of(c)) : hk_ref_of(c); }
HK_INLINE bool hk_strict(hk_vm *vm) { return (hk_frame_code(vm, hk_frame(vm))->flags & HK_CF_STRICT) != 0; }

/* A library function's result goes to register `dst`. */
HK_FN int hk_finish_lib(hk_vm *vm, int st, unsigned dst)
{
    if (st == HK_IN_RESULT)
        *hk_reg(vm, dst) = vm->result;
    return st;
}
HK_FN int hk_lib1(hk_vm *vm, unsigned id, unsigned dst, hk_val a)
{
    return hk_finish_lib(vm, hk_call_lib(vm, id, HK_NOTE_REGISTER, dst, 1, &a), dst);
}
HK_FN int hk_lib2(hk_vm *vm, unsigned id, unsigned dst, hk_val a, hk_val b)
{
    hk_val args[2] = { a, b };
    return hk_finish_lib(vm, hk_call_lib(vm, id, HK_NOTE_REGISTER, dst, 2, args), dst);
}
HK_FN int hk_lib3(hk_vm *vm, unsigned id, unsigned dst, hk_val a, hk_val b, hk_val c)
{
    hk_val args[3] = { a, b, c };
    return hk_finish_lib(vm, hk_call_lib(vm, id, HK_NOTE_REGISTER, dst, 3, args), dst);
}
/* The result of a [[Get]] goes to register dst. */
HK_FN int hk_finish_get(hk_vm *vm, int st, hk_val v, unsigned dst)
{
    if (st == HK_ERR)
        return HK_IN_ERROR;
    if (st == HK_CALL)
        return hk_finish_lib(vm, hk_call_requested(vm, HK_NOTE_REGISTER, dst), dst);
    *hk_reg(vm, dst) = v;
    return HK_IN_RESULT;
}

/* ---- Operators -------------------------------------------------------------------- */

/* An operator of BigInts that are too long for one go, or of one and a long text */
HK_FN int hk_bigint_by_script(hk_vm *vm, unsigned op, unsigned note, unsigned dst, hk_val a, hk_val b)
{
    return hk_call_lib(vm, HK_FN_bigOperator, note, dst, 3, (hk_val[]){ a, b, hk_int((int32_t)op) });
}

/* HK_OP_* of the instructions ADD ... SNE, in their order, and the library function for objects of each */
HK_FN int hk_slow_binary(hk_vm *vm, uint32_t w, unsigned op, hk_val a, hk_val b)
{
    if (hk_is_object(a) || hk_is_object(b)) {
        if ((op == HK_OP_EQ || op == HK_OP_NE) && (hk_is_object(a) == hk_is_object(b) || hk_is_nullish(a) || hk_is_nullish(b))) {
            HK_RA(vm, w) = hk_bool((a == b) == (op == HK_OP_EQ));
            return HK_IN_RESULT;
        }
        return hk_lib2(vm, HK_FN_opAdd + op, HK_A(w), a, b);
    }
    hk_val r = hk_binary(vm, op, a, b);
    if (r == HK_EXCEPTION)
        return HK_IN_ERROR;
    if (HAKO_WITH_BIGINT && r == HK_TWIN)
        return hk_bigint_by_script(vm, op, HK_NOTE_REGISTER, HK_A(w), a, b);
    HK_RA(vm, w) = r;
    return HK_IN_RESULT;
}

/* Compare and branch. HK_IN_RESULT: vm->result says whether the comparison holds. */
HK_FN int hk_slow_compare(hk_vm *vm, unsigned op, hk_val a, hk_val b)
{
    if (hk_is_object(a) || hk_is_object(b)) {
        hk_val args[2] = { a, b };
        if (op == HK_OP_EQ && (hk_is_object(a) == hk_is_object(b) || hk_is_nullish(a) || hk_is_nullish(b))) {
            vm->result = hk_bool(a == b);
            return HK_IN_RESULT;
        }
        return hk_call_lib(vm, HK_FN_opAdd + op, HK_NOTE_BRANCH, 0, 2, args);
    }
    hk_val r = hk_binary(vm, op, a, b);
    if (HAKO_WITH_BIGINT && r == HK_TWIN)
        return hk_bigint_by_script(vm, op, HK_NOTE_BRANCH, 0, a, b);
    vm->result = r;
    return r == HK_EXCEPTION ? HK_IN_ERROR : HK_IN_RESULT;
}

/* A unary operator of a BigInt; PLUS fails. */
HK_FN hk_val hk_bigint_op1(hk_vm *vm, unsigned opcode, hk_val v)
{
    if (opcode == HK_OPC(TONUMERIC))
        return v;
    if (opcode == HK_OPC(PLUS))
        return hk_to_number_value(vm, v);
    hk_val *root = hk_push(vm, v);
    v = hk_bigint_unary(vm, opcode, root);
    hk_pop(vm);
    return v;
}

HK_FN int hk_slow_unary(hk_vm *vm, uint32_t w, unsigned opcode, hk_val v)
{
    static const uint16_t lib[] = { HK_FN_opInc, HK_FN_opDec, HK_FN_opNeg, HK_FN_opBnot, 0, HK_FN_opPlus, HK_FN_opNumeric,
                                    HK_FN_opToString, HK_FN_opToKey };
    if (hk_is_object(v))
        return hk_lib1(vm, lib[opcode - HK_OPC(INC)], HK_A(w), v);
    if (opcode >= HK_OPC(TOSTRING) && hk_is_long_bigint(vm, v))
        return hk_lib2(vm, HK_FN_bigToString, HK_A(w), v, hk_int(10));
    hk_val r;
    if (opcode == HK_OPC(TOSTRING)) {
        r = hk_to_string_value(vm, v);
    } else if (opcode == HK_OPC(TOKEY)) {
        hk_key k = hk_to_key(vm, v);
        r = !k ? HK_EXCEPTION : hk_key_is_index(k) ? hk_int((int32_t)hk_key_index(k)) : hk_key_value(vm, k);
    } else if (hk_is_bigint(v)) {
        r = hk_bigint_op1(vm, opcode, v);
    } else {
        r = hk_to_number_value(vm, v);
        if (r != HK_EXCEPTION && opcode <= HK_OPC(BNOT)) {
            double d = hk_num_of(r);
            r = opcode == HK_OPC(BNOT) ? hk_int(~hk_to_int32(d)) : hk_number(opcode == HK_OPC(INC) ? d + 1 : opcode == HK_OPC(DEC) ? d - 1 : -d);
        }
    }
    if (r == HK_EXCEPTION)
        return HK_IN_ERROR;
    HK_RA(vm, w) = r;
    return HK_IN_RESULT;
}

HK_FN int hk_slow_in(hk_vm *vm, uint32_t w)
{
    hk_val key = HK_RB(vm, w), o = HK_RC(vm, w);
    hk_prop p;
    if (!hk_is_object(o)) {
        hk_throw(vm, HK_E_TYPE, "cannot use 'in' operator to search for a key in %v", o);
        return HK_IN_ERROR;
    }
    if (hk_text_by_script(vm, key))
        return hk_lib2(vm, HK_FN_opIn, HK_A(w), key, o);
    hk_key k = hk_to_key(vm, key);
    if (!k)
        return HK_IN_ERROR;
    int found = hk_find(vm, HK_RC(vm, w), k, &p, NULL);
    if (hk_has_export(vm, found, &p))
        found = HK_YES;
    if (found == HK_ERR)
        return HK_IN_ERROR;
    if (found == HK_TRAP)
        return hk_lib2(vm, HK_FN_proxyHas, HK_A(w), hk_object(p.holder), p.value);
    HK_RA(vm, w) = hk_bool(found == HK_YES);
    return HK_IN_RESULT;
}

/* OrdinaryHasInstance for functions whose prototype is a plain data property: HK_YES, done; HK_NO: not such a case; HK_ERR. */
HK_FN HK_NOINLINE int hk_plain_instanceof(hk_vm *vm, uint32_t w)
{
    hk_val v = HK_RB(vm, w), f = HK_RC(vm, w);
    hk_prop p;
    if (!hk_is_object(f)) {
        hk_throw(vm, HK_E_TYPE, "right-hand side of 'instanceof' is not an object");
        return HK_ERR;
    }
    int found = hk_find(vm, f, HK_SYM(hasInstance), &p, NULL);
    if (found != HK_YES || p.value != hk_function(vm, HK_FN_FunctionPrototype_at_hasInstance) || hk_class(vm, HK_RC(vm, w)) == HK_T_BOUND)
        return found == HK_ERR ? HK_ERR : HK_NO;
    found = hk_find(vm, HK_RC(vm, w), HK_KEY(prototype), &p, NULL);
    if (found != HK_YES || (p.flags & HK_P_ACCESSOR) || !hk_is_object(p.value))
        return found == HK_ERR ? HK_ERR : HK_NO;
    hk_val *proto = hk_push(vm, p.value);
    v = hk_is_object(HK_RB(vm, w)) ? hk_proto_of(vm, HK_RB(vm, w)) : HK_NULL;
    while (hk_is_object(v) && v != *proto)
        v = hk_proto_of(vm, v);
    bool same = v == *proto;
    hk_pop(vm);
    if (v == HK_TWIN)
        return HK_NO;
    HK_RA(vm, w) = hk_bool(same);
    return HK_YES;
}

HK_FN int hk_slow_instanceof(hk_vm *vm, uint32_t w)
{
    int st = hk_plain_instanceof(vm, w);
    if (st != HK_NO)
        return st == HK_ERR ? HK_IN_ERROR : HK_IN_RESULT;
    return hk_lib2(vm, HK_FN_opInstanceof, HK_A(w), HK_RB(vm, w), HK_RC(vm, w));
}

/* ---- Named properties and their caches ------------------------------------------------- */

enum { HK_IC_INLINE = 0, HK_IC_SLOTS = 0x4000, HK_IC_HOLDER = 0x8000, HK_IC_OTHER = 0xC000, HK_IC_KIND = 0xC000, HK_IC_INDEX = 0x3FFF };
enum { HK_IC_FUNCTION, HK_IC_OBJECT, HK_IC_ARRAY_LENGTH, HK_IC_STRING_LENGTH };     /* with OTHER */
#define HK_IC_STRING_SHAPE 2u       /* stands for a shape where the receiver is a string */

/* The cache of number `i` of the running function, or NULL. */
HK_FN hk_cache *hk_cache_of(hk_vm *vm, uint32_t i)
{
    hk_val f = hk_frame(vm)[-HK_R_FUNCTION];
    if (hk_class(vm, f) != HK_T_FUNCTION)
        return NULL;
    hk_cache *c = hk_caches_of(vm, hk_ptr(vm, hk_ref_of(f)));
    return c ? c + i : NULL;
}

/* Remembers where property p of receiver v was found, `depth` prototypes up. */
HK_FN void hk_cache_get(hk_vm *vm, hk_cache *c, hk_val v, const hk_prop *p, uint32_t depth)
{
    if (!c || p->index > HK_IC_INDEX || (p->flags & HK_P_ACCESSOR) || (!hk_is_block(v) && !hk_is_string(v)))
        return;
    hk_ref shape = hk_is_string(v) ? HK_IC_STRING_SHAPE : hk_obj_ptr(vm, v)->shape;
    unsigned flags = hk_is_string(v) ? 0 : hk_shape_ptr(vm, shape)->flags;
    uint32_t slot;
    hk_ref holder = p->holder;
    if (depth == 0 && p->where == HK_AT_SLOT) {
        unsigned room = hk_shape_ptr(vm, shape)->room;
        slot = p->index < room ? HK_IC_INLINE | (p->index + 2) : HK_IC_SLOTS | (p->index - room);
    } else if (p->where == HK_AT_LENGTH && depth == 0) {
        slot = HK_IC_OTHER | HK_IC_ARRAY_LENGTH;
    } else if ((flags & HK_SHAPE_UNIQUE) && !(flags & HK_SHAPE_PROTO)) {
        return;                             /* keys may come to it unnoticed: only its own properties are cached */
    } else if (p->where == HK_AT_SLOT) {
        slot = HK_IC_HOLDER | p->index;
    } else if (p->where == HK_AT_LIBFN) {
        slot = HK_IC_OTHER | HK_IC_FUNCTION;
        holder = p->index;
    } else if (p->where == HK_AT_LIBOBJ) {
        slot = HK_IC_OTHER | HK_IC_OBJECT;
        holder = hk_ref_of(p->value);
    } else {
        return;
    }
    c->shape = shape;
    c->holder = holder;
    c->slot = (uint16_t)slot;
    c->generation = (uint16_t)vm->generation;
}

/* The value a filled cache leads to, or EMPTY: it does not fit v. */
HK_INLINE HK_ALWAYS_INLINE hk_val hk_cached_value(hk_vm *vm, const hk_cache *c, const hk_obj *o)
{
    if (!(c->slot & HK_IC_HOLDER))
        return c->slot & HK_IC_SLOTS ? hk_vals(vm, o->slots)[c->slot & HK_IC_INDEX] : ((const hk_val *)(const void *)o)[c->slot];
    if (c->slot == (HK_IC_OTHER | HK_IC_ARRAY_LENGTH))
        return hk_uint(((const hk_array *)(const void *)o)->length);
    if (c->generation != (uint16_t)vm->generation)
        return HK_EMPTY;
    if (!(c->slot & HK_IC_SLOTS))
        return *hk_slot(vm, hk_block_obj(vm, c->holder), c->slot & HK_IC_INDEX);
    return c->slot & 1 ? hk_object(c->holder) : hk_function(vm, c->holder);
}

/* [[Get]] of any value, filling the cache: as hk_get, with a TypeError for undefined and null. Apart from hk_slow_get, for the C stack's
 * sake. */
HK_FN HK_NOINLINE int hk_get_cached(hk_vm *vm, hk_val v, hk_key key, uint32_t cache, hk_val *out)
{
    hk_prop p;
    uint32_t depth;
    if (hk_is_nullish(v)) {
        hk_throw(vm, HK_E_TYPE, "cannot read property '%k' of %v", key, v);
        return HK_ERR;
    }
    if (hk_is_string(v) && key == HK_KEY(length)) {
        *out = hk_int((int32_t)hk_str_len(vm, hk_ref_of(v)));
        return HK_YES;
    }
    hk_val *o = hk_push(vm, v);
    int found = hk_find(vm, v, key, &p, &depth);
    v = *o;
    hk_pop(vm);
    if (found == HK_TRAP)
        return hk_ask_library(vm, HK_FN_proxyGet, hk_object(p.holder), p.value, v, HK_UNDEFINED);
    if (found == HK_YES && (p.flags & HK_P_ACCESSOR)) {
        hk_val getter = hk_getter(vm, p.value);
        return getter == HK_UNDEFINED ? HK_NO : hk_call_request(vm, getter, v, 0);
    }
    if (found == HK_YES && cache != UINT32_MAX)
        hk_cache_get(vm, hk_cache_of(vm, cache), v, &p, depth);
    if (found == HK_YES)
        *out = p.value;
    return found;
}

/* R[dst] = v.key */
HK_FN int hk_slow_get(hk_vm *vm, hk_val v, hk_key key, unsigned dst, uint32_t cache)
{
    hk_val value = HK_UNDEFINED;
    int st = hk_get_cached(vm, v, key, cache, &value);
    return hk_finish_get(vm, st, value, dst);
}

/* What a [[Set]] left to do. */
HK_FN int hk_finish_set(hk_vm *vm, int st, hk_val o, hk_key key)
{
    if (st == HK_ERR)
        return HK_IN_ERROR;
    if (st == HK_CALL) {
        if (vm->call.fn == hk_function(vm, HK_FN_setSlow) && hk_strict(vm))
            vm->call.fn = hk_function(vm, HK_FN_setStrict);
        return hk_call_requested(vm, HK_NOTE_DISCARD, 0);
    }
    if (st == HK_NO && hk_strict(vm)) {
        hk_throw(vm, HK_E_TYPE, "cannot assign to property '%k' of %v", key, o);
        return HK_IN_ERROR;
    }
    return HK_IN_RESULT;
}

/* After a successful set of key on object v whose shape was `before`: remembers it. */
HK_FN void hk_cache_set(hk_vm *vm, hk_cache *c, hk_val v, hk_ref before, hk_key key)
{
    hk_obj *o = hk_obj_ptr(vm, v);
    const hk_shape *s = hk_shape_of(vm, o);
    int32_t i = hk_table_find(vm, s->table, s->count, key);
    if (!c || i < 0 || i > HK_IC_INDEX || (s->flags & HK_SHAPE_WATCHED) || hk_is_host(vm, v, HK_HOST_LAZY))
        return;
    unsigned flags = ((hk_table *)hk_ptr(vm, s->table))->entries[i].info & 0xFF, room = s->room;
    if ((flags & HK_P_DATA) != HK_P_DATA && !(flags & HK_P_WRITABLE))
        return;
    if (flags & HK_P_ACCESSOR)
        return;
    bool added = o->shape != before;
    if (added && ((s->flags & HK_SHAPE_UNIQUE) || s->count != i + 1 || s->parent != before))
        return;
    uint32_t slot = (uint32_t)i < room ? HK_IC_INLINE | ((uint32_t)i + 2) : HK_IC_SLOTS | ((uint32_t)i - room);
    c->shape = before;
    c->holder = added ? o->shape : 0;
    c->slot = (uint16_t)(added ? slot | HK_IC_HOLDER : slot);
    c->generation = (uint16_t)vm->generation;
}

HK_FN int hk_slow_set(hk_vm *vm, hk_val v, hk_key key, hk_val value, uint32_t cache)
{
    if (hk_is_nullish(v)) {
        hk_throw(vm, HK_E_TYPE, "cannot set property '%k' of %v", key, v);
        return HK_IN_ERROR;
    }
    hk_val *o = hk_push(vm, v), *k = hk_push(vm, hk_key_is_index(key) ? HK_UNDEFINED : hk_internal(key));
    bool block = hk_is_block(v);
    hk_val *before = hk_push(vm, block ? hk_internal(hk_obj_ptr(vm, v)->shape) : HK_UNDEFINED);
    int st = hk_set(vm, v, key, value, v);
    v = *o;
    if (!hk_key_is_index(key))
        key = hk_ref_of(*k);
    if (st == HK_YES && block && cache != UINT32_MAX && !hk_key_is_index(key))
        hk_cache_set(vm, hk_cache_of(vm, cache), v, hk_ref_of(*before), key);
    vm->temps -= 3;
    return hk_finish_set(vm, st, v, key);
}

/* Stores by a filled cache of a SETP or DEFP whose shape fits. false: it does not. */
HK_INLINE bool hk_cached_store(hk_vm *vm, const hk_cache *c, hk_obj *o, hk_val v)
{
    uint32_t i = c->slot & HK_IC_INDEX;
    if (!(c->slot & HK_IC_HOLDER)) {
        hk_val *at = c->slot & HK_IC_SLOTS ? &hk_vals(vm, o->slots)[i] : (hk_val *)(void *)o + i;
        if (HK_UNLIKELY(*at == HK_EMPTY))
            return false;
        hk_store(vm, at, v);
        return true;
    }
    if (HK_UNLIKELY(c->generation != (uint16_t)vm->generation) || (c->slot & HK_IC_SLOTS && i >= hk_nvals(vm, o->slots)))
        return false;
    hk_store(vm, c->slot & HK_IC_SLOTS ? &hk_vals(vm, o->slots)[i] : (hk_val *)(void *)o + i, v);
    hk_store_ref(vm, &o->shape, c->holder);
    return true;
}

/* ---- Computed properties ---------------------------------------------------------------- */

HK_FN int hk_slow_gete(hk_vm *vm, hk_val v, hk_val key, unsigned dst)
{
    if (hk_is_nullish(v)) {
        hk_throw(vm, HK_E_TYPE, hk_is_object(key) ? "cannot read a property of %v" : "cannot read property '%v' of %v", hk_is_object(key) ? v : key, v);
        return HK_IN_ERROR;
    }
    if (hk_text_by_script(vm, key))
        return hk_lib2(vm, HK_FN_opGetElement, dst, v, key);
    if (hk_is_double(key))
        key = hk_number(hk_double_of(key));
    hk_val *o = hk_push(vm, v);
    hk_key k = hk_to_key(vm, key);
    v = hk_pop(vm);
    (void)o;
    return k ? hk_slow_get(vm, v, k, dst, UINT32_MAX) : HK_IN_ERROR;
}

HK_FN int hk_slow_sete(hk_vm *vm, hk_val v, hk_val key, hk_val value)
{
    if (hk_text_by_script(vm, key) && !hk_is_nullish(v))
        return hk_call_lib(vm, HK_FN_opSetElement, HK_NOTE_DISCARD, 0, 3, (hk_val[]){ v, key, value });
    if (hk_is_double(key))
        key = hk_number(hk_double_of(key));
    if (hk_is_object(key))
        key = hk_string(HK_KEY(object));
    hk_push(vm, v);
    hk_push(vm, value);
    hk_key k = hk_to_key(vm, key);
    value = hk_pop(vm);
    v = hk_pop(vm);
    return k ? hk_slow_set(vm, v, k, value, UINT32_MAX) : HK_IN_ERROR;
}

HK_FN int hk_slow_delete(hk_vm *vm, uint32_t w)
{
    hk_val v = HK_RB(vm, w), key = HK_RC(vm, w);
    if (hk_is_nullish(v)) {
        hk_throw(vm, HK_E_TYPE, "cannot delete a property of %v", v);
        return HK_IN_ERROR;
    }
    if (hk_text_by_script(vm, key))
        return hk_lib3(vm, HK_FN_opDelete, HK_A(w), v, key, hk_bool(hk_strict(vm)));
    hk_key k = hk_to_key(vm, key);
    if (!k)
        return HK_IN_ERROR;
    hk_val *pk = hk_push(vm, hk_key_is_index(k) ? HK_UNDEFINED : hk_internal(k));
    v = hk_to_object(vm, HK_RB(vm, w));
    if (!hk_key_is_index(k))
        k = hk_ref_of(*pk);
    int st = v == HK_EXCEPTION ? HK_ERR : hk_delete(vm, v, k);
    if (!hk_key_is_index(k))
        k = hk_ref_of(*pk);
    hk_pop(vm);
    if (st == HK_TRAP)
        return hk_lib3(vm, HK_FN_opDelete, HK_A(w), HK_RB(vm, w), HK_RC(vm, w), hk_bool(hk_strict(vm)));
    if (st == HK_NO && hk_strict(vm)) {
        hk_throw(vm, HK_E_TYPE, "cannot delete property '%k' of %v", k, HK_RB(vm, w));
        return HK_IN_ERROR;
    }
    if (st != HK_ERR)
        HK_RA(vm, w) = hk_bool(st == HK_YES);
    return st == HK_ERR ? HK_IN_ERROR : HK_IN_RESULT;
}

/* GetSuperBase where a key is converted between it and the access: as an internal value, or null. In a register of a super reference
 * an object is the home object, whose prototype is still to be asked for. */
HK_FN int hk_slow_super_base(hk_vm *vm, uint32_t w)
{
    hk_val proto = hk_proto_of(vm, HK_RB(vm, w));
    hk_ref r = hk_is_object(proto) ? hk_object_block(vm, proto) : 0;
    if (proto != HK_NULL && !r)
        return HK_IN_ERROR;
    HK_RA(vm, w) = r ? hk_internal(r) : HK_NULL;
    return HK_IN_RESULT;
}

/* The super property whose key is a primitive. */
HK_FN HK_NOINLINE int hk_super_property(hk_vm *vm, uint32_t w, bool set)
{
    hk_val *win = hk_reg(vm, HK_B(w));
    hk_key k = hk_to_key(vm, win[-2]);
    if (!k)
        return HK_IN_ERROR;
    hk_val *pk = hk_push(vm, hk_key_is_index(k) ? HK_UNDEFINED : hk_internal(k));
    hk_val proto = hk_is_internal(win[0]) ? hk_block_value(vm, hk_ref_of(win[0])) : win[0] == HK_NULL ? HK_NULL : hk_proto_of(vm, win[0]);
    hk_val out = HK_UNDEFINED;
    if (!hk_key_is_index(k))
        k = hk_ref_of(*pk);
    hk_pop(vm);
    if (proto == HK_EXCEPTION)
        return HK_IN_ERROR;
    if (proto == HK_NULL) {
        hk_throw(vm, HK_E_TYPE, set ? "cannot set property '%k' of null" : "cannot read property '%k' of null", k);
        return HK_IN_ERROR;
    }
    if (!set) {
        int st = hk_get(vm, proto, k, win[-1], &out);
        return hk_finish_get(vm, st, out, HK_A(w));
    }
    int st = hk_set(vm, proto, k, HK_RA(vm, w), win[-1]);
    return hk_finish_set(vm, st, win[-1], k);
}

/* With an object as key: its conversion comes after the prototype is taken, in script. */
HK_FN HK_NOINLINE int hk_super_element(hk_vm *vm, uint32_t w, bool set)
{
    const hk_val *win = hk_reg(vm, HK_B(w));
    hk_val args[4] = { win[0], win[-1], win[-2], HK_RA(vm, w) };
    int st = hk_call_lib(vm, set ? HK_FN_opSetSuper : HK_FN_opGetSuper, set ? HK_NOTE_DISCARD : HK_NOTE_REGISTER, HK_A(w), set ? 4 : 3, args);
    return set ? st : hk_finish_lib(vm, st, HK_A(w));
}

/* GETSUPER, SETSUPER: the window holds home object, this, key. */
HK_FN int hk_slow_super(hk_vm *vm, uint32_t w, bool set)
{
    return hk_text_by_script(vm, hk_reg(vm, HK_B(w))[-2]) ? hk_super_element(vm, w, set) : hk_super_property(vm, w, set);
}

/* ---- Private elements ---------------------------------------------------------------------- */

/* What instructions are given may be any value where they come from an image: what needs more looks. */
HK_FN HK_NOINLINE int hk_bad_operand(hk_vm *vm)
{
    hk_throw(vm, HK_E_TYPE, "bad operand");
    return HK_IN_ERROR;
}

HK_INLINE bool hk_is_private_name(hk_vm *vm, hk_val v) { return hk_is_symbol(v) && hk_is_private(vm, hk_ref_of(v)); }

HK_FN int hk_private_missing(hk_vm *vm, hk_val symbol, const char *what)
{
    if (!hk_is_private_name(vm, symbol))
        return hk_bad_operand(vm);
    hk_throw(vm, HK_E_TYPE, "cannot %s private member %v of an object whose class did not declare it", what, ((hk_sym *)hk_ptr(vm, hk_ref_of(symbol)))->description);
    return HK_IN_ERROR;
}

HK_FN int hk_slow_getpriv(hk_vm *vm, uint32_t w)
{
    hk_val v = HK_RB(vm, w), s = HK_RC(vm, w);
    hk_prop p;
    if (!hk_is_object(v) || !hk_is_private_name(vm, s) || hk_own(vm, v, hk_ref_of(s), &p) != HK_YES)
        return hk_private_missing(vm, HK_RC(vm, w), "read");
    if (!(p.flags & HK_P_ACCESSOR)) {
        HK_RA(vm, w) = p.value;
        return HK_IN_RESULT;
    }
    hk_val getter = hk_getter(vm, p.value);
    if (getter == HK_UNDEFINED) {
        hk_throw(vm, HK_E_TYPE, "private member %v has no getter", ((hk_sym *)hk_ptr(vm, hk_ref_of(s)))->description);
        return HK_IN_ERROR;
    }
    hk_call_request(vm, getter, v, 0);
    return hk_finish_lib(vm, hk_call_requested(vm, HK_NOTE_REGISTER, HK_A(w)), HK_A(w));
}

HK_FN int hk_slow_setpriv(hk_vm *vm, uint32_t w)
{
    hk_val v = HK_RA(vm, w), s = HK_RB(vm, w);
    hk_prop p;
    if (!hk_is_object(v) || !hk_is_private_name(vm, s) || hk_own(vm, v, hk_ref_of(s), &p) != HK_YES)
        return hk_private_missing(vm, HK_RB(vm, w), "write");
    if (p.flags & HK_P_ACCESSOR) {
        hk_val setter = hk_setter(vm, p.value);
        if (setter != HK_UNDEFINED) {
            vm->call.args[0] = HK_RC(vm, w);
            hk_call_request(vm, setter, v, 1);
            return hk_call_requested(vm, HK_NOTE_DISCARD, 0);
        }
    }
    if (!(p.flags & HK_P_WRITABLE)) {
        hk_throw(vm, HK_E_TYPE, "private member %v is not writable", ((hk_sym *)hk_ptr(vm, hk_ref_of(s)))->description);
        return HK_IN_ERROR;
    }
    hk_write(vm, v, hk_ref_of(s), &p, HK_RC(vm, w));
    return HK_IN_RESULT;
}

/* PrivateFieldAdd, PrivateMethodOrAccessorAdd. kind: 0 field, 1 method, 2 getter, 3 setter. */
HK_FN int hk_slow_defpriv(hk_vm *vm, uint32_t w, uint32_t kind)
{
    hk_prop p;
    if (!hk_is_object(HK_RA(vm, w)) || !hk_is_private_name(vm, HK_RB(vm, w)))
        return hk_bad_operand(vm);
    int found = hk_own(vm, HK_RA(vm, w), hk_ref_of(HK_RB(vm, w)), &p);
    bool pair = found == HK_YES && kind >= 2 && (p.flags & HK_P_ACCESSOR) && (kind == 2 ? hk_getter(vm, p.value) : hk_setter(vm, p.value)) == HK_UNDEFINED;
    if (found == HK_YES && !pair) {
        hk_throw(vm, HK_E_TYPE, "private member %v is declared on this object already", ((hk_sym *)hk_ptr(vm, hk_ref_of(HK_RB(vm, w))))->description);
        return HK_IN_ERROR;
    }
    if (found == HK_ERR)
        return HK_IN_ERROR;
    hk_val value = HK_RC(vm, w);
    if (kind >= 2)
        value = hk_new_accessor(vm, kind == 2 ? value : pair ? hk_getter(vm, p.value) : HK_UNDEFINED, kind == 3 ? value : pair ? hk_setter(vm, p.value) : HK_UNDEFINED);
    if (value == HK_EXCEPTION)
        return HK_IN_ERROR;
    if (pair) {
        found = hk_own(vm, HK_RA(vm, w), hk_ref_of(HK_RB(vm, w)), &p);
        hk_store(vm, hk_slot(vm, hk_block_obj(vm, p.holder), p.index), value);
        return HK_IN_RESULT;
    }
    unsigned flags = kind == 0 ? HK_P_WRITABLE : kind == 1 ? 0 : HK_P_ACCESSOR;
    return hk_add_property(vm, HK_RA(vm, w), hk_ref_of(HK_RB(vm, w)), value, flags) == HK_ERR ? HK_IN_ERROR : HK_IN_RESULT;
}

/* #name in object */
HK_FN int hk_slow_haspriv(hk_vm *vm, uint32_t w)
{
    hk_prop p;
    if (!hk_is_object(HK_RC(vm, w))) {
        hk_throw(vm, HK_E_TYPE, "cannot use 'in' operator to search for a private member in %v", HK_RC(vm, w));
        return HK_IN_ERROR;
    }
    if (!hk_is_private_name(vm, HK_RB(vm, w)))
        return hk_bad_operand(vm);
    int found = hk_own(vm, HK_RC(vm, w), hk_ref_of(HK_RB(vm, w)), &p);
    HK_RA(vm, w) = hk_bool(found == HK_YES);
    return found == HK_ERR ? HK_IN_ERROR : HK_IN_RESULT;
}

/* ---- Global names ------------------------------------------------------------------------------ */

/* Where global binding `key` is: in the lexical bindings or the global object. */
HK_FN int hk_find_global(hk_vm *vm, hk_key key, hk_prop *p, uint32_t *depth)
{
    hk_val *k = hk_push(vm, hk_internal(key));
    int found = hk_own(vm, vm->global_lex, key, p);
    *depth = 0;
    if (found == HK_NO) {
        found = hk_find(vm, vm->global, hk_ref_of(*k), p, depth);
        ++*depth;
    }
    hk_pop(vm);
    return found;
}

HK_FN int hk_slow_getg(hk_vm *vm, uint32_t w, uint32_t k)
{
    hk_prop p;
    uint32_t depth;
    int found = hk_find_global(vm, hk_const_key(hk_const(vm, k & 0xFFFF)), &p, &depth);
    hk_key key = hk_const_key(hk_const(vm, k & 0xFFFF));
    if (found == HK_ERR)
        return HK_IN_ERROR;
    if (found == HK_TRAP) {
        hk_val args[3] = { vm->global, p.value, hk_int((HK_B(w) ? 1 : 0) | (hk_strict(vm) ? 2 : 0)) };
        return hk_finish_lib(vm, hk_call_lib(vm, HK_FN_getGlobal, HK_NOTE_REGISTER, HK_A(w), 3, args), HK_A(w));
    }
    if (found == HK_NO && HK_B(w) == 0) {
        hk_throw(vm, HK_E_REFERENCE, "%k is not defined", key);
        return HK_IN_ERROR;
    }
    if (found == HK_YES && (p.flags & HK_P_ACCESSOR)) {
        hk_val getter = hk_getter(vm, p.value);
        return hk_finish_get(vm, getter == HK_UNDEFINED ? HK_NO : hk_call_request(vm, getter, vm->global, 0), HK_UNDEFINED, HK_A(w));
    }
    if (found == HK_YES && p.value == HK_EMPTY) {
        hk_throw(vm, HK_E_REFERENCE, "cannot access '%k' before initialization", key);
        return HK_IN_ERROR;
    }
    if (found == HK_YES)            /* as found on a prototype: a cache that is right as long as the generation is */
        hk_cache_get(vm, hk_cache_of(vm, k >> 16), vm->global, &p, 1);
    HK_RA(vm, w) = found == HK_YES ? p.value : HK_UNDEFINED;
    return HK_IN_RESULT;
}

/* Assigns a global binding, as far as it needs no call: what hk_set answers, or HK_ERR. */
HK_FN HK_NOINLINE int hk_set_global(hk_vm *vm, uint32_t w, uint32_t k)
{
    hk_prop p;
    uint32_t depth;
    int found = hk_find_global(vm, hk_const_key(hk_const(vm, k & 0xFFFF)), &p, &depth);
    hk_key key = hk_const_key(hk_const(vm, k & 0xFFFF));
    if (found == HK_ERR)
        return HK_ERR;
    if (found == HK_YES && depth == 0) {
        if (p.value == HK_EMPTY) {
            hk_throw(vm, HK_E_REFERENCE, "cannot access '%k' before initialization", key);
            return HK_ERR;
        }
        if (!(p.flags & HK_P_WRITABLE)) {
            hk_throw(vm, HK_E_TYPE, "assignment to constant '%k'", key);
            return HK_ERR;
        }
        hk_write(vm, vm->global_lex, key, &p, HK_RA(vm, w));
        hk_cache_get(vm, hk_cache_of(vm, k >> 16), vm->global, &p, 1);
        return HK_YES;
    }
    if (found == HK_TRAP) {
        vm->result = p.value;
        return HK_TRAP;
    }
    if (found == HK_NO && hk_strict(vm)) {
        hk_throw(vm, HK_E_REFERENCE, "%k is not defined", key);
        return HK_ERR;
    }
    if (found == HK_YES && depth == 1 && p.where == HK_AT_SLOT && (p.flags & HK_P_WRITABLE) && !hk_is_watched(vm, vm->global))
        hk_cache_get(vm, hk_cache_of(vm, k >> 16), vm->global, &p, 1);
    return hk_set(vm, vm->global, key, HK_RA(vm, w), vm->global);
}

/* A proxy among the global object's prototypes: vm->result is the key. */
HK_FN HK_NOINLINE int hk_trap_setg(hk_vm *vm, uint32_t w)
{
    hk_val args[4] = { vm->global, vm->result, HK_RA(vm, w), hk_bool(hk_strict(vm)) };
    return hk_call_lib(vm, HK_FN_setGlobal, HK_NOTE_DISCARD, 0, 4, args);
}

HK_FN int hk_slow_setg(hk_vm *vm, uint32_t w, uint32_t k)
{
    int st = hk_set_global(vm, w, k);
    return st == HK_TRAP ? hk_trap_setg(vm, w) : hk_finish_set(vm, st, vm->global, hk_const_key(hk_const(vm, k & 0xFFFF)));
}

/* Checks of GlobalDeclarationInstantiation for one name. false: exception set. */
HK_FN bool hk_check_global(hk_vm *vm, hk_key key, unsigned kind)
{
    hk_prop p;
    hk_val *k = hk_push(vm, hk_internal(key));
    unsigned base = kind & HK_D_KIND;
    bool lexical = base == HK_D_LET || base == HK_D_CONST || base == HK_D_CLASS, ok = true;
    int found = hk_own(vm, vm->global_lex, key, &p);
    if (found == HK_YES && !(kind & HK_D_ANNEXB)) {
        hk_throw(vm, HK_E_SYNTAX, "identifier '%k' has already been declared", hk_ref_of(*k));
        ok = false;
    } else if ((found = hk_own(vm, vm->global, hk_ref_of(*k), &p)) == HK_ERR) {
        ok = false;
    } else if (lexical && found == HK_YES && !(p.flags & HK_P_CONFIGURABLE)) {
        hk_throw(vm, HK_E_SYNTAX, "identifier '%k' has already been declared", hk_ref_of(*k));
        ok = false;
    } else if (base == HK_D_FUNCTION && !(found == HK_NO ? hk_is_extensible(vm, vm->global) : (p.flags & HK_P_CONFIGURABLE) ||
                                          (!(p.flags & HK_P_ACCESSOR) && (p.flags & HK_P_WRITABLE) && (p.flags & HK_P_ENUMERABLE)))) {
        hk_throw(vm, HK_E_TYPE, "cannot declare global function '%k'", hk_ref_of(*k));
        ok = false;
    } else if (base == HK_D_VAR && !(kind & HK_D_ANNEXB) && found == HK_NO && !hk_is_extensible(vm, vm->global)) {
        hk_throw(vm, HK_E_TYPE, "cannot declare global variable '%k'", hk_ref_of(*k));
        ok = false;
    }
    hk_pop(vm);
    return ok;
}

HK_FN bool hk_declare_global(hk_vm *vm, hk_key key, unsigned kind)
{
    hk_prop p;
    unsigned base = kind & HK_D_KIND;
    hk_val *k = hk_push(vm, hk_internal(key));
    int ok = HK_YES;
    if (base == HK_D_LET || base == HK_D_CONST || base == HK_D_CLASS) {
        ok = hk_add_property(vm, vm->global_lex, key, HK_EMPTY, base == HK_D_CONST ? HK_P_ENUMERABLE : HK_P_ENUMERABLE | HK_P_WRITABLE);
        hk_bump_generation(vm);
    } else if (base == HK_D_VAR && hk_own(vm, vm->global, key, &p) == HK_NO && hk_is_extensible(vm, vm->global) &&
               !((kind & HK_D_ANNEXB) && hk_own(vm, vm->global_lex, hk_ref_of(*k), &p) == HK_YES)) {
        ok = hk_add_property(vm, vm->global, hk_ref_of(*k), HK_UNDEFINED, HK_P_WRITABLE | HK_P_ENUMERABLE | (kind & HK_DECLARE_EVAL ? HK_P_CONFIGURABLE : 0u));
    }
    hk_pop(vm);
    return ok != HK_ERR;
}

HK_FN int hk_slow_declg(hk_vm *vm, uint32_t w)
{
    for (int pass = 0; pass < 2; pass++) {
        hk_val table = hk_const(vm, HK_BC(w));
        uint32_t n = hk_nvals(vm, hk_ref_of(table));
        for (uint32_t i = 0; i + 1 < n; i += 2) {
            const hk_val *row = hk_vals(vm, hk_ref_of(hk_const(vm, HK_BC(w)))) + i;
            hk_key key = hk_ref_of(row[0]);
            unsigned kind = (unsigned)hk_int_of(row[1]);
            if (!(pass == 0 ? hk_check_global(vm, key, kind) : hk_declare_global(vm, key, kind)))
                return HK_IN_ERROR;
        }
    }
    return HK_IN_RESULT;
}

/* CreateGlobalFunctionBinding */
HK_FN int hk_slow_defg(hk_vm *vm, uint32_t w, uint32_t k)
{
    hk_prop p;
    hk_key key = hk_const_key(hk_const(vm, k & 0xFFFF));
    int found = hk_own(vm, vm->global, key, &p);
    key = hk_const_key(hk_const(vm, k & 0xFFFF));
    hk_desc d = { HK_P_WRITABLE | HK_P_ENUMERABLE, HK_D_HAS_VALUE, HK_RA(vm, w), HK_UNDEFINED, HK_UNDEFINED };
    if (found == HK_NO || (p.flags & HK_P_CONFIGURABLE))
        d.has = HK_P_DATA | HK_D_HAS_VALUE;
    if (HK_B(w))
        d.flags |= HK_P_CONFIGURABLE;
    int ok = found == HK_ERR ? HK_ERR : hk_define(vm, vm->global, key, &d);
    return ok == HK_ERR ? HK_IN_ERROR : HK_IN_RESULT;
}

HK_FN int hk_slow_initg(hk_vm *vm, uint32_t w, uint32_t k)
{
    hk_prop p;
    if (hk_own(vm, vm->global_lex, hk_const_key(hk_const(vm, k & 0xFFFF)), &p) == HK_YES)
        hk_store(vm, hk_slot(vm, hk_block_obj(vm, p.holder), p.index), HK_RA(vm, w));
    return HK_IN_RESULT;
}

/* ---- Objects -------------------------------------------------------------------------------------- */

HK_FN int hk_slow_defp(hk_vm *vm, uint32_t w, uint32_t k)
{
    if (!hk_is_object(HK_RA(vm, w)))
        return hk_bad_operand(vm);
    hk_key key = hk_const_key(hk_const(vm, k & 0xFFFF));
    hk_val *before = hk_push(vm, hk_is_block(HK_RA(vm, w)) ? hk_internal(hk_obj_ptr(vm, HK_RA(vm, w))->shape) : HK_UNDEFINED);
    int ok = hk_define_data(vm, HK_RA(vm, w), key, HK_RB(vm, w), HK_P_DATA);
    if (ok == HK_YES && hk_is_block(HK_RA(vm, w)) && !hk_key_is_index(key))
        hk_cache_set(vm, hk_cache_of(vm, k >> 16), HK_RA(vm, w), hk_ref_of(*before), hk_const_key(hk_const(vm, k & 0xFFFF)));
    hk_pop(vm);
    return ok == HK_ERR ? HK_IN_ERROR : HK_IN_RESULT;
}

/* CreateDataPropertyOrThrow */
HK_FN int hk_slow_defe(hk_vm *vm, uint32_t w)
{
    if (!hk_is_object(HK_RA(vm, w)))
        return hk_bad_operand(vm);
    hk_key k = hk_to_key(vm, HK_RB(vm, w));
    int ok = k ? hk_define_data(vm, HK_RA(vm, w), k, HK_RC(vm, w), HK_P_DATA) : HK_ERR;
    if (ok == HK_TRAP)
        return hk_call_lib(vm, HK_FN_define, HK_NOTE_DISCARD, 0, 4, (hk_val[]){ HK_RA(vm, w), HK_RB(vm, w), HK_RC(vm, w), hk_int(HK_P_DATA) });
    if (ok == HK_NO)
        hk_throw(vm, HK_E_TYPE, "cannot define property '%v'", HK_RB(vm, w));
    return ok == HK_YES ? HK_IN_RESULT : HK_IN_ERROR;
}

HK_FN int hk_slow_defmethod(hk_vm *vm, uint32_t w, uint32_t how)
{
    if (!hk_is_object(HK_RA(vm, w)))
        return hk_bad_operand(vm);
    hk_key k = hk_to_key(vm, HK_RB(vm, w));
    if (!k)
        return HK_IN_ERROR;
    unsigned e = how & 4 ? HK_P_ENUMERABLE : 0;
    hk_val f = HK_RC(vm, w);
    hk_desc d = { (uint8_t)(HK_P_CONFIGURABLE | e), HK_P_ENUMERABLE | HK_P_CONFIGURABLE, HK_UNDEFINED, f, f };
    if ((how & 3) == 0) {
        d.flags |= HK_P_WRITABLE;
        d.has |= HK_P_WRITABLE | HK_D_HAS_VALUE;
        d.value = f;
    } else {
        d.has |= (how & 3) == 1 ? HK_D_HAS_GET : HK_D_HAS_SET;
    }
    int ok = hk_define(vm, HK_RA(vm, w), k, &d);
    if (ok == HK_NO)
        hk_throw(vm, HK_E_TYPE, "cannot redefine property '%v'", HK_RB(vm, w));
    return ok == HK_YES ? HK_IN_RESULT : HK_IN_ERROR;
}

HK_FN int hk_slow_closure(hk_vm *vm, uint32_t w, hk_val env, hk_val code)
{
    hk_val *c = hk_push(vm, code), *e = hk_push(vm, env);
    unsigned flags = hk_code_ptr(vm, hk_ref_of(code))->flags;
    static const uint8_t protos[] = { HK_IN_FunctionPrototype, HK_IN_GeneratorFunctionPrototype, HK_IN_AsyncFunctionPrototype,
                                      HK_IN_AsyncGeneratorFunctionPrototype };
    hk_ref r = hk_new_function(vm, hk_intrinsic(vm, protos[flags / HK_CF_GENERATOR & 3]));
    if (r) {
        hk_func *f = hk_ptr(vm, r);
        hk_store_ref(vm, &f->code, hk_ref_of(*c));
        hk_store_ref(vm, &f->env, hk_is_internal(*e) ? hk_ref_of(*e) : 0);
        HK_RA(vm, w) = hk_object(r);
    }
    vm->temps -= 2;
    return r ? HK_IN_RESULT : HK_IN_ERROR;
}

/* SetFunctionName for computed keys. */
HK_FN int hk_slow_setname(hk_vm *vm, uint32_t w)
{
    hk_prop p;
    hk_val key = HK_RB(vm, w), name = key;
    hk_val f = HK_RA(vm, w);
    if (!hk_is_block(f))
        return HK_IN_RESULT;
    const hk_shape *s = hk_shape_of(vm, hk_obj_ptr(vm, f));
    if (hk_table_find(vm, s->table, s->count, HK_KEY(name)) >= 0)
        return HK_IN_RESULT;                /* a class with a static member `name` */
    (void)p;
    if (hk_is_symbol(key)) {
        name = hk_symbol_description(vm, hk_ref_of(key));
        if (name == HK_UNDEFINED) {
            name = hk_string(HK_KEY(empty));
        } else if (!hk_is_private(vm, hk_ref_of(key))) {
            hk_ref r = hk_concat(vm, HK_CHAR_REF('['), hk_ref_of(name));
            r = r ? hk_concat(vm, r, HK_CHAR_REF(']')) : 0;
            if (!r)
                return HK_IN_ERROR;
            name = hk_string(r);
        }
    } else if ((name = hk_to_string_value(vm, key)) == HK_EXCEPTION) {
        return HK_IN_ERROR;
    }
    if (HK_C(w)) {
        name = hk_prefixed_name(vm, hk_ref_of(name), HK_C(w) == 1);
        if (name == HK_EXCEPTION)
            return HK_IN_ERROR;
    }
    return hk_define_data(vm, HK_RA(vm, w), HK_KEY(name), name, HK_P_CONFIGURABLE) == HK_ERR ? HK_IN_ERROR : HK_IN_RESULT;
}

/* CLASS: makes constructor and prototype object. */
HK_FN int hk_slow_class(hk_vm *vm, uint32_t w, hk_val env, hk_val code)
{
    bool heritage = (HK_C(w) & 2) != 0;
    hk_val *win = hk_reg(vm, HK_A(w));
    if (heritage && !hk_is_object(win[-1]) && win[-1] != HK_NULL)
        return hk_bad_operand(vm);
    hk_val *super = hk_push(vm, heritage ? win[0] : HK_UNDEFINED), *c = hk_push(vm, code), *e = hk_push(vm, env), *f = hk_push(vm, HK_UNDEFINED);
    hk_ref p = heritage ? (win[-1] == HK_NULL ? 0 : hk_object_block(vm, win[-1])) : hk_intrinsic(vm, HK_IN_ObjectPrototype);
    hk_ref r = p || (heritage && win[-1] == HK_NULL) ? hk_new_object(vm, p, 4) : 0;
    bool ok = r != 0;
    if (ok) {
        win[-1] = hk_object(r);
        p = hk_is_object(*super) ? hk_object_block(vm, *super) : hk_intrinsic(vm, HK_IN_FunctionPrototype);
        r = hk_new_function(vm, p);
        ok = r != 0;
    }
    if (ok) {
        hk_func *fn = hk_ptr(vm, r);
        hk_store_ref(vm, &fn->code, hk_ref_of(*c));
        hk_store_ref(vm, &fn->env, hk_is_internal(*e) ? hk_ref_of(*e) : 0);
        *f = hk_object(r);
        ok = hk_add(vm, f, HK_KEY(prototype), win - 1, 0);
        win[0] = *f;
        ok = ok && hk_define_data(vm, win[-1], HK_KEY(constructor), win[0], HK_P_HIDDEN) == HK_YES;
    }
    vm->temps -= 4;
    return ok ? HK_IN_RESULT : HK_IN_ERROR;
}

HK_FN int hk_slow_setproto(hk_vm *vm, uint32_t w)
{
    hk_val p = HK_RB(vm, w);
    if (!hk_is_object(p) && p != HK_NULL)
        return HK_IN_RESULT;
    if (!hk_is_object(HK_RA(vm, w)))
        return hk_bad_operand(vm);
    return hk_set_proto(vm, HK_RA(vm, w), p) == HK_ERR ? HK_IN_ERROR : HK_IN_RESULT;
}

HK_FN int hk_slow_getproto(hk_vm *vm, uint32_t w)
{
    hk_val v = hk_proto_of(vm, HK_RB(vm, w));
    if (v == HK_TWIN)
        return hk_bad_operand(vm);
    HK_RA(vm, w) = v;
    return v == HK_EXCEPTION ? HK_IN_ERROR : HK_IN_RESULT;
}

/* ---- Scopes ------------------------------------------------------------------------------------------ */

HK_FN int hk_slow_scope(hk_vm *vm, uint32_t w, uint32_t n)
{
    hk_ref r = hk_alloc(vm, HK_T_SCOPE, 8 + n * 8);
    if (!r)
        return HK_IN_ERROR;
    hk_val f = hk_frame(vm)[-HK_R_FUNCTION], before = HK_RA(vm, w);
    hk_ref parent = HK_B(w) ? hk_ref_of(before) : hk_class(vm, f) == HK_T_FUNCTION ? ((hk_func *)hk_ptr(vm, hk_ref_of(f)))->env : 0;
    hk_store_ref(vm, &((hk_block *)hk_ptr(vm, r))->word, parent);
    for (uint32_t i = 0; i < n; i++)
        hk_vals(vm, r)[i] = HK_EMPTY;
    HK_RA(vm, w) = hk_internal(r);
    return HK_IN_RESULT;
}

HK_FN int hk_slow_copyscope(hk_vm *vm, uint32_t w)
{
    uint32_t bytes = hk_block_bytes(vm, hk_ref_of(HK_RA(vm, w)));
    hk_ref r = hk_alloc(vm, HK_T_SCOPE, bytes);
    if (!r)
        return HK_IN_ERROR;
    memcpy((uint8_t *)hk_ptr(vm, r) + 4, (uint8_t *)hk_ptr(vm, hk_ref_of(HK_RA(vm, w))) + 4, bytes - 4);
    HK_RA(vm, w) = hk_internal(r);
    return HK_IN_RESULT;
}

/* ---- Iteration ------------------------------------------------------------------------------------------ */

/* Would iterating this array run only the library's own code? */
HK_FN bool hk_plain_iteration(hk_vm *vm, hk_val v)
{
    const hk_ref *made = (hk_ref *)hk_ptr(vm, vm->intrinsics) + 2;
    if (hk_class(vm, v) != HK_T_ARRAY)
        return false;
    const hk_shape *s = hk_shape_of(vm, hk_obj_ptr(vm, v));
    if (s->proto != made[HK_IN_ArrayPrototype] || hk_table_find(vm, s->table, s->count, HK_SYM(iterator)) >= 0)
        return false;
    s = hk_shape_of(vm, hk_block_obj(vm, s->proto));
    if (hk_table_find(vm, s->table, s->count, HK_SYM(iterator)) >= 0)
        return false;
    static const uint8_t chain[] = { HK_IN_ArrayIteratorPrototype, HK_IN_IteratorPrototype, HK_IN_ObjectPrototype };
    for (unsigned i = 0; i < HK_COUNT(chain); i++) {
        if (!made[chain[i]])
            continue;
        s = hk_shape_of(vm, hk_block_obj(vm, made[chain[i]]));
        if (hk_table_find(vm, s->table, s->count, HK_KEY(next)) >= 0 || hk_table_find(vm, s->table, s->count, HK_KEY(return)) >= 0)
            return false;
    }
    return true;
}

HK_FN int hk_slow_iter(hk_vm *vm, uint32_t w)
{
    hk_val *it = hk_reg(vm, HK_A(w)), v = HK_RB(vm, w);
    if (hk_is_internal(v)) {                    /* a library script's %iterPair(iterator, next) */
        it[0] = hk_vals(vm, hk_ref_of(v))[0];
        it[-1] = hk_vals(vm, hk_ref_of(v))[1];
        return HK_IN_RESULT;
    }
    if (HK_C(w) == 0 && hk_plain_iteration(vm, v)) {
        it[0] = v;
        it[-1] = hk_int(0);
        return HK_IN_RESULT;
    }
    return hk_call_lib(vm, HK_C(w) == 1 ? HK_FN_getAsyncIterator : HK_FN_getIterator, HK_NOTE_ITER, HK_A(w), 1, &v);
}

/* Element i of an array being iterated, the way [[Get]] sees it. */
HK_FN int hk_slow_next_element(hk_vm *vm, uint32_t w, uint32_t i)
{
    return hk_slow_get(vm, hk_reg(vm, HK_A(w))[0], hk_index_key(i), HK_B(w), UINT32_MAX);
}

HK_FN int hk_slow_append(hk_vm *vm, uint32_t w)
{
    if (HK_UNLIKELY(hk_class(vm, HK_RA(vm, w)) != HK_T_ARRAY))
        return hk_bad_operand(vm);
    return hk_append(vm, HK_RA(vm, w), HK_RB(vm, w)) ? HK_IN_RESULT : HK_IN_ERROR;
}

HK_FN int hk_slow_spread(hk_vm *vm, uint32_t w)
{
    hk_val from = HK_RB(vm, w), to = HK_RA(vm, w);
    if (hk_class(vm, to) != HK_T_ARRAY)
        return hk_bad_operand(vm);
    if (!hk_plain_iteration(vm, from))
        return hk_call_lib(vm, HK_FN_spreadInto, HK_NOTE_DISCARD, 0, 2, (hk_val[]){ to, from });
    uint32_t n = ((hk_array *)hk_ptr(vm, hk_ref_of(from)))->length;
    if (n > hk_nvals(vm, hk_obj_ptr(vm, from)->elems))
        return hk_call_lib(vm, HK_FN_spreadInto, HK_NOTE_DISCARD, 0, 2, (hk_val[]){ to, from });
    vm->budget -= (int32_t)n;
    for (uint32_t i = 0; i < n; i++) {
        hk_val v = hk_vals(vm, hk_obj_ptr(vm, HK_RB(vm, w))->elems)[i];
        if (v == HK_EMPTY) {
            /* a hole reads what the prototype has there; indexes on prototypes are rare enough for undefined to be checked */
            hk_prop p;
            int found = hk_find(vm, HK_RB(vm, w), hk_index_key(i), &p, NULL);
            if (found == HK_ERR)
                return HK_IN_ERROR;
            v = found == HK_YES && !(p.flags & HK_P_ACCESSOR) ? p.value : HK_UNDEFINED;
        }
        if (!hk_append(vm, HK_RA(vm, w), v))
            return HK_IN_ERROR;
    }
    return HK_IN_RESULT;
}

/* ---- for-in: FORIN block: keys (strings), position, object ---------------------------------------------- */

/* Does any object from `from` up to (not including) `to` on the prototype chain have the key? */
HK_FN int hk_shadowed(hk_vm *vm, hk_val from, hk_val to, hk_key key)
{
    hk_prop p;
    hk_val *k = hk_push(vm, hk_key_is_index(key) ? HK_UNDEFINED : hk_internal(key)), *o = hk_push(vm, from), *end = hk_push(vm, to);
    int found = HK_NO;
    while (found == HK_NO && *o != *end) {
        found = hk_own(vm, *o, hk_key_is_index(key) ? key : hk_ref_of(*k), &p);
        if (found == HK_NO)
            *o = hk_proto_of(vm, *o);
    }
    vm->temps -= 3;
    return found;
}

/* Appends the enumerable string keys of object *o, as seen from *start, to the list. */
HK_FN bool hk_forin_collect(hk_vm *vm, hk_val *start, hk_val *o, hk_val *list, uint32_t *n)
{
    hk_ref r = hk_own_keys(vm, *o, HK_KEYS_STRINGS | HK_KEYS_ENUMERABLE);
    if (!r)
        return false;
    uint32_t count = hk_nvals(vm, r);
    if (*o == *start) {
        *list = hk_internal(r);
        *n = count;
        return true;
    }
    hk_val *keys = hk_push(vm, hk_internal(r));
    bool ok = true;
    for (uint32_t i = 0; ok && i < count; i++) {
        hk_key k = hk_str_key(vm, hk_ref_of(hk_vals(vm, hk_ref_of(*keys))[i]));
        int shadowed = k ? hk_shadowed(vm, *start, *o, k) : HK_ERR;
        ok = shadowed != HK_ERR;
        if (shadowed == HK_NO) {
            if (*n == hk_nvals(vm, hk_ref_of(*list)))
                ok = hk_resize(vm, list, 8 + (*n + 4) * 8) != 0;
            if (ok)
                hk_store(vm, &hk_vals(vm, hk_ref_of(*list))[(*n)++], hk_vals(vm, hk_ref_of(*keys))[i]);
        }
    }
    hk_pop(vm);
    return ok;
}

HK_FN int hk_slow_forin(hk_vm *vm, uint32_t w)
{
    hk_val v = HK_RB(vm, w);
    if (hk_is_nullish(v)) {
        HK_RA(vm, w) = HK_UNDEFINED;
        return HK_IN_RESULT;
    }
    v = hk_to_object(vm, v);
    if (v == HK_EXCEPTION)
        return HK_IN_ERROR;
    hk_val *start = hk_push(vm, v), *o = hk_push(vm, v), *list = hk_push(vm, HK_UNDEFINED);
    uint32_t n = 0;
    bool ok = true;
    while (ok && *o != HK_NULL) {
        ok = hk_forin_collect(vm, start, o, list, &n);
        if (ok) {
            hk_val p = hk_proto_of(vm, *o);
            if (p == HK_TWIN)
                break;
            ok = p != HK_EXCEPTION;
            *o = p;
        }
    }
    if (ok && *o != HK_NULL) {              /* a proxy: the keys are asked for as they are needed */
        v = *start;
        vm->temps -= 3;
        return hk_lib1(vm, HK_FN_forInStart, HK_A(w), v);
    }
    hk_ref r = ok && hk_resize(vm, list, 8 + n * 8) ? hk_alloc(vm, HK_T_FORIN, 32) : 0;
    if (r) {
        hk_array *f = hk_ptr(vm, r);
        hk_store_ref(vm, &f->length, hk_ref_of(*list));
        hk_store(vm, &((hk_val *)(void *)f)[3], *start);
        HK_RA(vm, w) = hk_internal(r);
    }
    vm->temps -= 3;
    return r ? HK_IN_RESULT : HK_IN_ERROR;
}

/* The next key that is still there, into R[B]. vm->result: false when there are no more. Where proxies are involved, R[A]
 * holds the library's state of the enumeration, an array. */
HK_FN int hk_slow_forin_next(hk_vm *vm, uint32_t w)
{
    hk_prop p;
    vm->result = HK_FALSE;
    if (HK_RA(vm, w) == HK_UNDEFINED)
        return HK_IN_RESULT;
    if (hk_is_object(HK_RA(vm, w)))
        return hk_call_lib(vm, HK_FN_forInNext, HK_NOTE_NEXT, 0, 1, &HK_RA(vm, w));
    for (;;) {
        hk_array *f = hk_ptr(vm, hk_ref_of(HK_RA(vm, w)));
        if (f->unused >= hk_nvals(vm, f->length))
            return HK_IN_RESULT;
        hk_val key = hk_vals(vm, f->length)[f->unused++], o = ((hk_val *)(void *)f)[3];
        HK_RB(vm, w) = key;
        hk_push(vm, o);
        hk_key k = hk_str_key(vm, hk_ref_of(key));
        o = hk_pop(vm);
        int found = k ? hk_find(vm, o, k, &p, NULL) : HK_ERR;
        if (found == HK_ERR)
            return HK_IN_ERROR;
        vm->budget--;
        if (found == HK_YES) {
            vm->result = HK_TRUE;
            return HK_IN_RESULT;
        }
    }
}

/* ---- Generators -------------------------------------------------------------------------------------------- */

enum { HK_GEN_START, HK_GEN_YIELD, HK_GEN_RUNNING, HK_GEN_DONE };

/* saved, state: as a generator's; RUNNING also while its requests are answered at its end. queue: the last of its requests,
 * internal, or undefined. A request is a record (vm/job.h): word 1 its mode; [1] its promise, [2] its value. */
typedef struct { hk_obj o; hk_ref saved; uint32_t state; hk_val queue; } hk_asyncgen;

/* How AWAIT goes about it: its operand C */
enum { HK_AWAIT_RESOLVE, HK_AWAIT_SUSPEND, HK_AWAIT_QUIETLY, HK_AWAIT_ASIDE };

/* The current frame as a SAVED block. 0: out of memory. */
HK_FN hk_ref hk_copy_frame(hk_vm *vm)
{
    hk_val *b = hk_frame(vm);
    uint32_t n = hk_frame_code(vm, b)->nregs;
    hk_ref r = hk_alloc(vm, HK_T_SAVED, 8 + n * 8);
    if (!r)
        return 0;
    memcpy(hk_vals(vm, r), b - (n - 1), n * 8);
    hk_vals(vm, r)[n - 1] = HK_UNDEFINED;           /* the link */
    ((hk_block *)hk_ptr(vm, r))->word = vm->pc;
    return r;
}

/* Sets the current frame aside in generator *g (a rooted object). */
HK_FN bool hk_save_frame(hk_vm *vm, hk_val *g)
{
    hk_ref r = hk_copy_frame(vm);
    if (r)
        hk_store_ref(vm, &((hk_array *)hk_ptr(vm, hk_ref_of(*g)))->length, r);
    return r != 0;
}

/* GENERATOR: vm->result is the generator object. */
HK_FN int hk_slow_generator(hk_vm *vm)
{
    hk_val proto = HK_UNDEFINED, f = hk_frame(vm)[-HK_R_FUNCTION];
    hk_prop p;
    int found = hk_own(vm, f, HK_KEY(prototype), &p);
    if (found == HK_ERR)
        return HK_IN_ERROR;
    if (found == HK_YES && !(p.flags & HK_P_ACCESSOR))
        proto = p.value;
    bool async = (hk_frame_code(vm, hk_frame(vm))->flags & HK_CF_ASYNC) != 0;
    hk_ref r = hk_is_object(proto) ? hk_object_block(vm, proto)
             : hk_intrinsic(vm, async ? HK_IN_AsyncGeneratorPrototype : HK_IN_GeneratorPrototype);
    r = r ? hk_new_class(vm, async ? HK_T_ASYNCGEN : HK_T_GENERATOR, r, async ? sizeof(hk_asyncgen) : sizeof(hk_array)) : 0;
    if (!r)
        return HK_IN_ERROR;
    hk_frame(vm)[-HK_R_NEWTARGET] = hk_object(r);
    hk_val *g = hk_push(vm, hk_object(r));
    bool ok = hk_save_frame(vm, g);
    vm->result = hk_pop(vm);
    return ok ? HK_IN_RESULT : HK_IN_ERROR;
}

/* CreateIteratorResultObject */
HK_FN hk_val hk_iter_result(hk_vm *vm, hk_val v, bool done)
{
    hk_val *value = hk_push(vm, v), *o = hk_push(vm, HK_UNDEFINED), *d = hk_push(vm, hk_bool(done));
    hk_ref r = hk_new_plain(vm, 2);
    *o = hk_object(r);
    bool ok = r && hk_add(vm, o, HK_KEY(value), value, HK_P_DATA) && hk_add(vm, o, HK_KEY(done), d, HK_P_DATA);
    hk_val result = ok ? *o : HK_EXCEPTION;
    vm->temps -= 3;
    return result;
}

/* Puts the frame set aside in the block `saved` on the stack, with its base at b and that link, and makes it current. false: no room. */
HK_FN bool hk_place_frame(hk_vm *vm, hk_val *b, hk_ref saved, hk_val link)
{
    hk_push(vm, hk_internal(saved));
    uint32_t n = hk_nvals(vm, saved);
    bool ok = hk_stack_room(vm, b - (n - 1));
    saved = hk_ref_of(hk_pop(vm));
    if (!ok)
        return false;
    memcpy(b - (n - 1), hk_vals(vm, saved), n * 8);
    b[0] = link;
    vm->pc = ((hk_block *)hk_ptr(vm, saved))->word;
    vm->fp = hk_offset(vm, b);
    vm->sp = hk_offset(vm, b - (n - 1));
    return true;
}

/* Puts generator g's frame on the stack and makes it current. false: no room. */
HK_FN bool hk_restore_frame(hk_vm *vm, hk_val g, hk_val link)
{
    hk_val *root = hk_push(vm, g);
    bool ok = hk_place_frame(vm, hk_at(vm, vm->sp) - 1, ((hk_array *)hk_ptr(vm, hk_ref_of(g)))->length, link);
    hk_array *gen = hk_ptr(vm, hk_ref_of(*root));
    hk_pop(vm);
    if (!ok)
        return false;
    gen->unused = HK_GEN_RUNNING;
    gen->length = 0;
    return true;
}

/* The instruction at which the current frame was set aside gets value v, by mode (0 next, 1 throw, 2 return). */
HK_FN int hk_deliver(hk_vm *vm, hk_val v, uint32_t mode)
{
    uint32_t w = hk_code_words(hk_frame_code(vm, hk_frame(vm)))[vm->pc - 1];
    unsigned op = w & 0xFF;
    if (op == HK_OPC(GENERATOR))
        return HK_IN_SCRIPT;
    HK_RA(vm, w) = v;
    if (op == HK_OPC(YIELD))
        HK_RB(vm, w) = hk_bool(mode == 2);
    if (mode != 1 || (op == HK_OPC(AWAIT) && HK_C(w) == HK_AWAIT_QUIETLY))
        return HK_IN_SCRIPT;
    vm->exception = v;
    return HK_IN_ERROR;
}

/* The realm of a frame set aside; 0: of the current one. */
HK_FN unsigned hk_frame_realm(hk_vm *vm, hk_ref saved)
{
    return saved ? hk_function_realm(vm, hk_vals(vm, saved)[hk_nvals(vm, saved) - 1 - HK_R_FUNCTION]) : vm->realm;
}

/* A window for what runs in that realm: the native's window w itself, or one behind a realm frame in w. NULL: RangeError. */
HK_FN hk_val *hk_window_in(hk_vm *vm, hk_val *w, unsigned realm)
{
    if (realm == vm->realm)
        return w;
    hk_val *inner = hk_new_window(vm, 0);       /* vm->call is a root */
    if (!inner)
        return NULL;
    inner[0] = hk_link(HK_NOTE_REALM, 0, (uint32_t)(w - inner), 0);
    inner[-HK_R_FUNCTION] = w[-HK_R_FUNCTION];
    inner[-HK_R_THIS] = HK_UNDEFINED;
    hk_make_realm_frame(vm, w);
    hk_set_realm(vm, realm);
    return inner;
}

/* An asynchronous function's frame goes on in place of the native in window w. */
HK_FN int hk_resume_frame(hk_vm *vm, hk_val *w)
{
    w = hk_window_in(vm, w, hk_frame_realm(vm, hk_ref_of(vm->call.fn)));
    if (!w || !hk_place_frame(vm, w, hk_ref_of(vm->call.fn), w[0]))
        return HK_IN_ERROR;
    return hk_deliver(vm, vm->call.self, vm->call.argc);
}

/* vm->call: generator (or SAVED, internal), value, mode. w: the window of next/return/throw. */
HK_FN int hk_resume_generator(hk_vm *vm, hk_val *w)
{
    hk_val g = vm->call.fn, v = vm->call.self;
    if (hk_is_internal(g))
        return hk_resume_frame(vm, w);
    uint32_t mode = vm->call.argc;
    hk_array *gen = hk_ptr(vm, hk_ref_of(g));
    uint32_t state = gen->unused;
    if (state == HK_GEN_START && mode != 0) {
        gen->unused = state = HK_GEN_DONE;
        gen->length = 0;
    }
    if (state == HK_GEN_DONE) {
        if (mode == 1) {
            vm->exception = v;
            return HK_IN_ERROR;
        }
        vm->result = hk_iter_result(vm, mode == 2 ? v : HK_UNDEFINED, true);
        return vm->result == HK_EXCEPTION ? HK_IN_ERROR : HK_IN_RESULT;
    }
    hk_val *value = hk_push(vm, v);
    w = hk_window_in(vm, w, hk_frame_realm(vm, gen->length));
    g = vm->call.fn;
    bool ok = w && hk_restore_frame(vm, g, hk_link(HK_NOTE_GENERATOR, 0, (uint32_t)(w - (hk_at(vm, vm->sp) - 1)), 0));
    v = hk_pop(vm);
    (void)value;
    if (!ok)
        return HK_IN_ERROR;
    return hk_deliver(vm, v, mode);
}
#endif
