/* Members of C structs as properties (hako_field): of an instance, of a struct in its struct, of an array in that.
 *
 * What lies in an instance is a host object, too, a view: its first slot is the instance, its second the offset in the instance's data. A
 * view of a struct has that struct's class; one of an array has the class of the struct around it, and in the top byte of its kind the
 * number of the field plus 1. */
#ifndef HK_API_FIELDS_C
#define HK_API_FIELDS_C
#include "hooks.c"
#if HAKO_WITH_CLASSES

enum { HK_VIEW_OWNER, HK_VIEW_OFFSET, HK_VIEW_SLOTS, HK_VIEW_FIELD = 24 };

HK_INLINE hk_val *hk_host_values(hk_vm *vm, hk_val o) { return (hk_val *)(void *)(hk_host_ptr(vm, o) + 1); }
HK_INLINE const hako_class *hk_class_at(hk_vm *vm, uint32_t slot) { return (const hako_class *)(uintptr_t)hk_host_slot(vm, slot)->fn; }
HK_INLINE const hako_class *hk_class_of(hk_vm *vm, hk_val o) { return hk_class_at(vm, hk_host_ptr(vm, o)->kind); }
HK_INLINE bool hk_is_view(hk_vm *vm, hk_val o) { return (hk_host_ptr(vm, o)->kind & HK_HOST_VIEW) != 0; }
HK_INLINE unsigned hk_view_field(hk_vm *vm, hk_val o) { return hk_host_ptr(vm, o)->kind >> HK_VIEW_FIELD; }

/* What a class has, or inherits. */
HK_FN uint32_t hk_class_size(const hako_class *c)
{
    while (!c->size && c->parent)
        c = c->parent;
    return c->size;
}
HK_FN uint32_t hk_class_slots(const hako_class *c)
{
    uint32_t n = 0;
    for (; c; c = c->parent)
        n = c->slots > n ? c->slots : n;
    return n;
}
HK_FN uint32_t hk_class_fields(const hako_class *c)
{
    size_t n = 0;
    for (; c; c = c->parent)
        n += c->field_count;
    return n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
}
HK_FN const hako_exotic *hk_class_exotic(const hako_class *c)
{
    while (!c->exotic && c->parent)
        c = c->parent;
    return c->exotic;
}
/* Field i, the class's own first. */
HK_FN const hako_field *hk_class_field(const hako_class *c, uint32_t i)
{
    for (; i >= c->field_count; c = c->parent)
        i -= (uint32_t)c->field_count;
    return &c->fields[i];
}

HK_FN bool hk_class_extends(const hako_class *c, const hako_class *of)
{
    while (c && c != of)
        c = c->parent;
    return c != NULL;
}

/* The class's slot in vm->hosts in the current realm, or UINT32_MAX. */
HK_FN uint32_t hk_class_slot(hk_vm *vm, const hako_class *c)
{
    for (uint32_t i = 0; c && i < vm->host_count; i++)
        if ((hk_host_slot(vm, i)->arity & HK_HOST_CLASS) && hk_class_at(vm, i) == c && hk_host_slot(vm, i + 1)->data == vm->realm)
            return i;
    return UINT32_MAX;
}

/* The instance that host object o is, or lies in. */
HK_INLINE hk_val hk_host_owner(hk_vm *vm, hk_val o) { return hk_is_view(vm, o) ? hk_host_values(vm, o)[HK_VIEW_OWNER] : o; }
HK_INLINE bool hk_is_gone(hk_vm *vm, hk_val o) { return (hk_host_ptr(vm, hk_host_owner(vm, o))->kind & HK_HOST_GONE) != 0; }
/* Is v an instance of that class, not forgotten? */
HK_FN bool hk_is_instance(hk_vm *vm, hk_val v, const hako_class *of)
{
    return hk_class(vm, v) == HK_T_HOST && !hk_view_field(vm, v) && hk_class_extends(hk_class_of(vm, v), of) && !hk_is_gone(vm, v);
}

/* The data of host object o, valid until the next allocation, or its pointer. */
HK_FN uint8_t *hk_host_data(hk_vm *vm, hk_val o)
{
    hk_val owner = hk_host_owner(vm, o);
    hk_ref block = hk_host_ptr(vm, owner)->data;
    uint8_t *data = block ? (uint8_t *)hk_vals(vm, block) : NULL;
    if (data && !hk_class_size(hk_class_of(vm, owner)))
        data = (uint8_t *)(uintptr_t)*(uint64_t *)(void *)data;
    return data && hk_is_view(vm, o) ? data + hk_int_of(hk_host_values(vm, o)[HK_VIEW_OFFSET]) : data;
}

/* The block of what belongs to the class at `slot`: prototype, then the keys of its fields (internal). */
HK_INLINE hk_ref hk_class_info(hk_vm *vm, uint32_t slot) { return *hk_host_name_at(vm, slot + 1); }
enum { HK_CLASS_PROTO, HK_CLASS_KEYS };

/* The number of the field of that key, or -1. */
HK_FN int32_t hk_field_find(hk_vm *vm, hk_val o, hk_key key)
{
    hk_ref info = hk_class_info(vm, hk_host_ptr(vm, o)->kind);
    uint32_t n = hk_nvals(vm, info);
    for (uint32_t i = HK_CLASS_KEYS; i < n; i++)
        if (hk_ref_of(hk_vals(vm, info)[i]) == key)
            return (int32_t)(i - HK_CLASS_KEYS);
    return -1;
}

/* A view of what lies at `offset` in the data of o: a struct of the class at `slot`, or with `field` an array of it. */
HK_FN hk_val hk_new_host_view(hk_vm *vm, hk_val o, uint32_t slot, uint32_t field, uint32_t offset)
{
    if (hk_is_view(vm, o))
        offset += (uint32_t)hk_int_of(hk_host_values(vm, o)[HK_VIEW_OFFSET]);
    hk_val *owner = hk_push(vm, hk_host_owner(vm, o));
    hk_ref proto = field ? hk_intrinsic(vm, HK_IN_ArrayPrototype) : hk_ref_of(hk_vals(vm, hk_class_info(vm, slot))[HK_CLASS_PROTO]);
    hk_ref r = proto ? hk_new_class(vm, HK_T_HOST, proto, sizeof(hk_host_object) + HK_VIEW_SLOTS * 8) : 0;
    hk_val root = *owner;
    hk_pop(vm);
    if (!r)
        return HK_EXCEPTION;
    hk_val v = hk_object(r);
    hk_host_ptr(vm, v)->kind = slot | HK_HOST_VIEW | HK_HOST_OWN | field << HK_VIEW_FIELD | (field ? HK_HOST_LAZY | HK_HOST_ARRAY : 0u);
    hk_store(vm, &hk_host_values(vm, v)[HK_VIEW_OWNER], root);
    hk_host_values(vm, v)[HK_VIEW_OFFSET] = hk_int((int32_t)offset);
    return v;
}

/* ---- Single values ------------------------------------------------------------------------------------------------- */

/* Widths in bytes of the types up to BOOL, and of FUNCTION; 0: it is the field's business. */
static const uint8_t hk_field_widths[] = { 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 1, 0, 0, 0, 8, 0 };
HK_INLINE bool hk_field_is_signed(hako_field_type t) { return t <= HAKO_FIELD_INT64 && !(t & 1); }

HK_FN hk_val hk_field_number(hk_vm *vm, hako_field_type type, uint64_t u)
{
    float f;
    uint32_t low = (uint32_t)u;
    (void)vm;
    switch (type) {
    case HAKO_FIELD_INT8:   return hk_int((int8_t)u);
    case HAKO_FIELD_INT16:  return hk_int((int16_t)u);
    case HAKO_FIELD_INT32:  return hk_int((int32_t)low);
    case HAKO_FIELD_FLOAT:  memcpy(&f, &low, sizeof f); return hk_number((double)f);
    case HAKO_FIELD_DOUBLE: return hk_number(hk_u2d(u));
    case HAKO_FIELD_BOOL:   return hk_bool(u != 0);
#if HAKO_WITH_BIGINT
    case HAKO_FIELD_INT64:  return hk_bigint_from_i64(vm, (int64_t)u);
    case HAKO_FIELD_UINT64: return hk_bigint_from_u64(vm, u);
#else
    case HAKO_FIELD_INT64:  return hk_number((double)(int64_t)u);
    case HAKO_FIELD_UINT64: return hk_number((double)u);
#endif
    default:                return hk_uint(low);
    }
}

/* The text in the char array at `at` bytes of the data of o. */
HK_FN HK_NOINLINE hk_val hk_field_text(hk_vm *vm, hk_val o, uint32_t at, uint32_t size)
{
    const uint8_t *p = hk_host_data(vm, o) + at;
    hk_val owner = hk_host_owner(vm, o), *block = hk_push(vm, hk_internal(hk_host_ptr(vm, owner)->data));
    uint32_t n = 0;
    while (n < size && p[n])
        n++;
    hk_ref s = hk_str_decoded(vm, p, n, hk_class_size(hk_class_of(vm, owner)) ? block : NULL);
    hk_pop(vm);
    return s ? hk_string(s) : HK_EXCEPTION;
}

HK_FN hk_val hk_field_name_of(hk_vm *vm, const hako_field *f, uint64_t u)
{
    uint64_t i = 0;
    while (f->names[i] && i < u)
        i++;
    hk_ref s = f->names[i] ? hk_str_utf8(vm, f->names[i], hk_cstr_len(f->names[i])) : 0;
    return s ? hk_string(s) : f->names[i] ? HK_EXCEPTION : hk_uint((uint32_t)u);
}

/* The element of field f, no STRUCT, that begins at `at` bytes of the data of o, which are there. */
HK_FN HK_NOINLINE hk_val hk_field_get(hk_vm *vm, hk_val o, const hako_field *f, uint32_t at)
{
    uint64_t u = 0;
    hako_val handle;
    if (f->type == HAKO_FIELD_TEXT)
        return hk_field_text(vm, o, at, f->size);
    memcpy(&u, hk_host_data(vm, o) + at, f->size);
    if (f->type == HAKO_FIELD_ENUM)
        return hk_field_name_of(vm, f, u);
    if (f->type != HAKO_FIELD_FUNCTION)
        return hk_field_number(vm, f->type, u);
    handle.bits = u;
    hk_val v = hk_from_host(vm, handle);
    return hk_is_callable(vm, v) ? v : HK_NULL;
}

/* ---- Assigning them -------------------------------------------------------------------------------------------------- */

/* What a field takes, when it does not take a value. */
enum { HK_TAKES_RANGE, HK_TAKES_INTEGER = 8, HK_TAKES_NUMBER, HK_TAKES_FLOAT, HK_TAKES_NAME, HK_TAKES_NAMES, HK_TAKES_STRING, HK_TAKES_SHORT,
       HK_TAKES_FUNCTION, HK_TAKES_STRUCT, HK_TAKES_NOTHING, HK_TAKES_INDEX, HK_IS_GONE };
typedef struct { uint8_t kind; const char *takes; } hk_taking;
static const hk_taking hk_takings[] = {
    { HK_E_RANGE, "an integer from -128 to 127" }, { HK_E_RANGE, "an integer from 0 to 255" }, { HK_E_RANGE, "an integer from -32768 to 32767" },
    { HK_E_RANGE, "an integer from 0 to 65535" }, { HK_E_RANGE, "an integer from -2^31 to 2^31-1" }, { HK_E_RANGE, "an integer from 0 to 2^32-1" },
    { HK_E_RANGE, "an integer from -2^63 to 2^63-1" }, { HK_E_RANGE, "an integer from 0 to 2^64-1" }, { HK_E_TYPE, "an integer" },
    { HK_E_TYPE, "a number" }, { HK_E_RANGE, "a number within float" }, { HK_E_TYPE, "one of its names" }, { HK_E_RANGE, "one of its names" },
    { HK_E_TYPE, "a string" }, { HK_E_RANGE, "a shorter text" }, { HK_E_TYPE, "a function or null" }, { HK_E_TYPE, "an instance" },
    { HK_E_TYPE, "no function in the heap" }, { HK_E_RANGE, "fewer elements" }
};

/* Field f (or NULL) of o does not take v, for a reason of these. It is explained later: here the C stack may be deep. */
HK_FN int hk_field_refuse(hk_vm *vm, hk_val o, const hako_field *f, unsigned reason, hk_val v)
{
    const hako_class *c = hk_class_of(vm, o);
    uint32_t i = 0;
    while (f && hk_class_field(c, i) != f)
        i++;
    vm->call.args[0] = hk_int((int32_t)(hk_host_ptr(vm, o)->kind & HK_HOST_SLOT));
    vm->call.args[1] = hk_int((int32_t)i);
    vm->call.args[2] = hk_int((int32_t)reason);
    vm->call.args[3] = v;
    vm->exception = HK_UNEXPLAINED;
    return HK_ERR;
}

HK_FN void hk_field_explain(hk_vm *vm, const hk_val *what)
{
    const hako_class *c = hk_class_at(vm, hk_ref_of(what[0]));
    uint32_t i = hk_ref_of(what[1]), reason = hk_ref_of(what[2]);
    if (reason >= HK_IS_GONE || i >= hk_class_fields(c)) {
        hk_throw(vm, HK_E_TYPE, "this %s is gone", c->name);
        return;
    }
    const hako_field *f = hk_class_field(c, i);
    const char *takes = reason == HK_TAKES_STRUCT ? f->of->name : hk_takings[reason].takes;
    if (reason == HK_TAKES_SHORT)
        hk_throw(vm, HK_E_RANGE, "%s.%s takes at most %u bytes", c->name, f->name, f->size - 1);
    else if (reason == HK_TAKES_INDEX)
        hk_throw(vm, HK_E_RANGE, "%s.%s has %u elements", c->name, f->name, f->count);
    else
        hk_throw(vm, hk_takings[reason].kind, "%s.%s takes %s, not %v", c->name, f->name, takes, what[3]);
}

HK_FN HK_NOINLINE int hk_field_from_integer(hk_vm *vm, hk_val o, const hako_field *f, hk_val v, uint64_t *u)
{
    bool negative;
    unsigned bits, width = f->size * 8;
    if (!hk_is_number(v) && !(hk_is_bigint(v) && f->size == 8))
        return hk_field_refuse(vm, o, f, HK_TAKES_INTEGER, v);
    *u = hk_to_64(vm, v, &negative, &bits);
    bool fits = hk_field_is_signed(f->type) ? bits < width || (bits == width && negative && 0 - *u == (uint64_t)1 << (width - 1))
                                            : bits <= width && (!negative || !*u);
    return fits ? HK_YES : hk_field_refuse(vm, o, f, HK_TAKES_RANGE + (unsigned)f->type, v);
}

HK_FN HK_NOINLINE int hk_field_from_number(hk_vm *vm, hk_val o, const hako_field *f, hk_val v, uint64_t *u)
{
    static const double most = 3.4028234663852886e38;       /* of a float */
    if (!hk_is_number(v))
        return hk_field_refuse(vm, o, f, HK_TAKES_NUMBER, v);
    double d = hk_num_of(v);
    *u = hk_d2u(d);
    if (f->type == HAKO_FIELD_DOUBLE)
        return HK_YES;
    if ((d > most || d < -most) && d - d == 0)
        return hk_field_refuse(vm, o, f, HK_TAKES_FLOAT, v);
    float single = (float)d;
    memcpy(u, &single, sizeof single);
    return HK_YES;
}

/* Is a text that of a string in C? */
HK_FN bool hk_text_is(const hk_text *t, const char *utf8)
{
    uint8_t c[4];
    for (uint32_t i = 0; i < t->len;) {
        int n = hk_utf8_encode(hk_next_code_point(t, &i), true, c);
        for (int k = 0; k < n; k++)
            if (!c[k] || (uint8_t)*utf8++ != c[k])
                return false;
    }
    return !*utf8;
}

/* Strings come here flat. */
HK_FN HK_NOINLINE int hk_field_from_name(hk_vm *vm, hk_val o, const hako_field *f, hk_val v, uint64_t *u)
{
    hk_text t;
    if (!hk_is_string(v))
        return hk_field_refuse(vm, o, f, HK_TAKES_NAME, v);
    hk_text_of(vm, hk_ref_of(v), &t);
    for (*u = 0; f->names[*u] && (f->size > 2 || *u >> f->size * 8 == 0); ++*u)
        if (hk_text_is(&t, f->names[*u]))
            return HK_YES;
    return hk_field_refuse(vm, o, f, HK_TAKES_NAMES, v);
}

HK_FN HK_NOINLINE int hk_field_set_text(hk_vm *vm, hk_val o, const hako_field *f, uint32_t at, hk_val v)
{
    hk_text t;
    if (!hk_is_string(v))
        return hk_field_refuse(vm, o, f, HK_TAKES_STRING, v);
    hk_text_of(vm, hk_ref_of(v), &t);
    if (hk_write_utf8(&t, false, NULL, 0) >= f->size)
        return hk_field_refuse(vm, o, f, HK_TAKES_SHORT, v);
    char *text = (char *)hk_host_data(vm, o) + at;
    memset(text, 0, f->size);
    hk_write_utf8(&t, false, text, f->size);
    return HK_YES;
}

/* Keeps the function, and drops the one before. */
/* May field f of o hold v, a function or not? */
HK_FN HK_NOINLINE int hk_field_check_function(hk_vm *vm, hk_val o, const hako_field *f, hk_val v)
{
    if (!hk_is_nullish(v) && !hk_is_callable(vm, v))
        return hk_field_refuse(vm, o, f, HK_TAKES_FUNCTION, v);
    return hk_class_size(hk_class_of(vm, hk_host_owner(vm, o))) ? hk_field_refuse(vm, o, f, HK_TAKES_NOTHING, v) : HK_YES;
}

/* Puts a kept handle into the struct, and drops the one that is there. */
HK_FN HK_NOINLINE int hk_field_put_handle(hk_vm *vm, hk_val o, uint32_t at, hako_val kept)
{
    hako_val before;
    uint8_t *p = hk_host_data(vm, o) + at;
    memcpy(&before, p, sizeof before);
    memcpy(p, &kept, sizeof kept);
    hako_drop(vm, before);
    return HK_YES;
}

/* *o and *v are rooted, as below. */
HK_FN HK_NOINLINE int hk_field_set_function(hk_vm *vm, const hk_val *o, const hako_field *f, uint32_t at, const hk_val *v)
{
    if (hk_field_check_function(vm, *o, f, *v) == HK_ERR)
        return HK_ERR;
    hako_val kept = hk_keep(vm, hk_is_nullish(*v) ? HK_UNDEFINED : *v);
    return vm->exception == HK_EMPTY ? hk_field_put_handle(vm, *o, at, kept) : HK_ERR;
}

HK_FN HK_NOINLINE int hk_field_set_struct(hk_vm *vm, hk_val o, const hako_field *f, uint32_t at, hk_val v)
{
    const uint8_t *from = hk_is_instance(vm, v, f->of) ? hk_host_data(vm, v) : NULL;
    if (!from)
        return hk_field_refuse(vm, o, f, HK_TAKES_STRUCT, v);
    memmove(hk_host_data(vm, o) + at, from, f->size);
    return HK_YES;
}

/* Assigns *v to the element of field f that begins at `at` bytes of the data of *o, which are there. HK_YES or HK_ERR. */
HK_FN HK_NOINLINE int hk_field_set(hk_vm *vm, const hk_val *o, const hako_field *f, uint32_t at, const hk_val *v)
{
    uint64_t u = 0;
    int st = HK_YES;
    switch (f->type) {
    case HAKO_FIELD_STRUCT:   return hk_field_set_struct(vm, *o, f, at, *v);
    case HAKO_FIELD_TEXT:     return hk_field_set_text(vm, *o, f, at, *v);
    case HAKO_FIELD_FUNCTION: return hk_field_set_function(vm, o, f, at, v);
    case HAKO_FIELD_ENUM:     st = hk_field_from_name(vm, *o, f, *v, &u); break;
    case HAKO_FIELD_BOOL:     u = hk_to_boolean(vm, *v); break;
    case HAKO_FIELD_FLOAT:
    case HAKO_FIELD_DOUBLE:   st = hk_field_from_number(vm, *o, f, *v, &u); break;
    default:                  st = hk_field_from_integer(vm, *o, f, *v, &u);
    }
    if (st == HK_YES)
        memcpy(hk_host_data(vm, *o) + at, &u, f->size);
    return st;
}

/* ---- Properties -------------------------------------------------------------------------------------------------------- */

HK_FN int hk_throw_gone(hk_vm *vm, hk_val o) { return hk_field_refuse(vm, o, NULL, HK_IS_GONE, HK_UNDEFINED); }

/* Has o the data that its fields lie in? Throws. */
HK_FN bool hk_has_data(hk_vm *vm, hk_val o)
{
    bool ok = !hk_is_gone(vm, o) && hk_host_data(vm, o);
    if (!ok)
        hk_throw_gone(vm, o);
    return ok;
}

/* The property of instance o that is its field i. */
HK_FN HK_NOINLINE int hk_field_own(hk_vm *vm, hk_val o, uint32_t i, hk_prop *out)
{
    const hako_field *f = hk_class_field(hk_class_of(vm, o), i);
    unsigned flags = HK_P_ENUMERABLE | HK_P_CONFIGURABLE | (f->read_only || f->count ? 0 : HK_P_WRITABLE);
    if (f->type == HAKO_FIELD_SLOT && hk_is_view(vm, o))
        return hk_found(out, HK_UNDEFINED, flags & ~(unsigned)HK_P_WRITABLE, HK_AT_HOST, i);
    if (f->type == HAKO_FIELD_SLOT)
        return hk_found(out, hk_host_values(vm, o)[f->offset], flags, HK_AT_HOST, i);
    if (!hk_has_data(vm, o))
        return HK_ERR;
    if (f->count)
        return hk_found(out, hk_new_host_view(vm, o, hk_host_ptr(vm, o)->kind & HK_HOST_SLOT, i + 1, f->offset), flags, HK_AT_HOST, i);
    if (f->type == HAKO_FIELD_STRUCT)
        return hk_found(out, hk_new_host_view(vm, o, hk_class_slot(vm, f->of), 0, f->offset), flags, HK_AT_HOST, i);
    return hk_found(out, hk_field_get(vm, o, f, f->offset), flags, HK_AT_HOST, i);
}

/* Sets field i of *o, which is writable. */
HK_FN HK_NOINLINE int hk_field_write(hk_vm *vm, const hk_val *o, uint32_t i, const hk_val *v)
{
    const hako_field *f = hk_class_field(hk_class_of(vm, *o), i);
    if (f->type == HAKO_FIELD_SLOT) {
        hk_store(vm, &hk_host_values(vm, *o)[f->offset], *v);
        return HK_YES;
    }
    return hk_has_data(vm, *o) ? hk_field_set(vm, o, f, f->offset, v) : HK_ERR;
}

/* The field that o, a view of an array, is of. */
HK_INLINE const hako_field *hk_items_field(hk_vm *vm, hk_val o) { return hk_class_field(hk_class_of(vm, o), hk_view_field(vm, o) - 1); }

HK_FN HK_NOINLINE int hk_items_own(hk_vm *vm, hk_val o, hk_key key, hk_prop *out)
{
    const hako_field *f = hk_items_field(vm, o);
    if (key == HK_KEY(length))
        return hk_found(out, hk_uint(f->count), 0, HK_AT_HOST, 0);
    if (!hk_key_is_index(key) || hk_key_index(key) >= f->count)
        return HK_NO;
    if (!hk_has_data(vm, o))
        return HK_ERR;
    unsigned flags = HK_P_ENUMERABLE | HK_P_CONFIGURABLE | (f->read_only ? 0 : HK_P_WRITABLE);
    uint32_t at = hk_key_index(key) * f->size;
    if (f->type == HAKO_FIELD_STRUCT)
        return hk_found(out, hk_new_host_view(vm, o, hk_class_slot(vm, f->of), 0, at), flags, HK_AT_HOST, 0);
    return hk_found(out, hk_field_get(vm, o, f, at), flags, HK_AT_HOST, 0);
}

/* An array's length is fixed. */
HK_FN HK_NOINLINE int hk_items_set(hk_vm *vm, const hk_val *o, hk_key key, const hk_val *v)
{
    const hako_field *f = hk_items_field(vm, *o);
    if (!hk_key_is_index(key))
        return HK_TRAP;
    if (hk_key_index(key) >= f->count)
        return hk_field_refuse(vm, *o, f, HK_TAKES_INDEX, *v);
    return hk_has_data(vm, *o) ? hk_field_set(vm, o, f, hk_key_index(key) * f->size, v) : HK_ERR;
}
#endif
#endif
