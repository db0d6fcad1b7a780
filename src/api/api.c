/* The public functions. */
#ifndef HK_API_C
#define HK_API_C
#include "public.h"
#include "../vm/interp.h"
#include "../lib/module.c"
#include "../vm/bigint.h"

/* A handle is a special value with bit 32 set; its low half is the slot in vm->handles, or with HK_KEPT in vm->kept. The word
 * of vm->handles' header counts the handles in use. A slot of vm->kept is EMPTY when free, and of a weak handle holds the WEAK
 * block that its value is in. In debug builds a slot has two values, the second the serial number of its latest handle, which
 * the handle has in its bits from 33 on. */
#define HK_HANDLE_BIT ((hk_val)1 << 32)
#define HK_KEPT 0x80000000u
#define HK_SERIAL 33
#define HK_SERIALS 0x7FFFu
#define HK_SLOT (HAKO_DEBUGGING ? 2u : 1u)

HK_INLINE bool hk_is_handle(hk_val v)
{
    return (v >> 32 & (HAKO_DEBUGGING ? 0xFFFF0001u : 0xFFFFFFFFu)) == ((hk_val)HK_TAG_SPECIAL << 16 | 1);
}
HK_INLINE bool hk_is_immediate(hk_val v) { return v <= HK_TRUE || hk_is_fnimm(v); }
HK_INLINE uint32_t hk_handle_count(hk_vm *vm) { return vm->handles ? ((hk_block *)hk_ptr(vm, vm->handles))->word : 0; }

/* Host functions: BYTES block of struct hk_host, by slot. A class takes two slots, of struct hako_class and of struct hk_host_class, and
 * its members are function immediates with their number (see api/classes.c) in bits 16 to 30; 0 is its constructor.
 * data: whether the next slot's fn is what hako_function_data gives; of a class's second slot: its realm. */
typedef struct { uint64_t fn; uint32_t data, arity; } hk_host;
enum { HK_HOST_CLASS = HAKO_WITH_CLASSES ? 0x40000000 : 0,      /* arity: the slot is of a class, with so many members */
       HK_HOST_DATA = 0x20000000 };     /* it is no function, but another pointer */

HK_INLINE hk_host *hk_host_slot(hk_vm *vm, uint32_t id) { return (hk_host *)(void *)hk_vals(vm, vm->hosts) + (id & HK_HOST_SLOT); }
HK_INLINE uint32_t hk_host_member(uint32_t id) { return HAKO_WITH_CLASSES ? id >> 16 & 0x7FFF : 0; }
HK_INLINE const hk_host_class *hk_host_class_at(hk_vm *vm, uint32_t slot)
{
    return (const hk_host_class *)(uintptr_t)hk_host_slot(vm, slot + 1)->fn;
}

/* Is there a function of that number? */
HK_FN bool hk_host_is_function(hk_vm *vm, uint32_t id)
{
    if ((id & HK_HOST_SLOT) >= vm->host_count)
        return false;
    uint32_t arity = hk_host_slot(vm, id)->arity;
    return !(arity & HK_HOST_DATA) && hk_host_member(id) <= (arity & HK_HOST_CLASS ? arity & ~(uint32_t)HK_HOST_CLASS : 0u);
}

/* Is there a VM? NULL is none. Debug builds look closer, and tell of calls to one that was closed: while it is open, `mem` is where it lies. */
#if HAKO_DEBUGGING
HK_FN bool hk_is_vm(hk_vm *vm, const char *where);
#define HK_VM(vm) hk_is_vm(vm, __func__)
#else
HK_INLINE bool hk_is_vm(const hk_vm *vm, const char *where) { return (void)where, vm != NULL; }
#define HK_VM(vm) ((vm) != NULL)
#endif

/* ---- What debug builds notice --------------------------------------------------------------------------------------- */

#if HAKO_DEBUGGING
/* Tells the host of misuse. The format is that of hk_throw. */
HK_FN HK_NOINLINE void hk_warn(hk_vm *vm, const char *format, ...)
{
    hk_message m = { vm, { 0 }, 0 };
    va_list args;
    va_start(args, format);
    hk_format(&m, format, args);
    va_end(args);
    m.text[m.n] = '\0';
    if (vm && vm->port && vm->port->warn)
        vm->port->warn(vm->port->context, m.text);
}
#define HK_WARN(...) hk_warn(__VA_ARGS__)

HK_FN bool hk_is_vm(hk_vm *vm, const char *where)
{
    if (!vm || ((uintptr_t)vm & 7))
        return false;
    if (vm->mem == (uint8_t *)vm + 1)
        hk_warn(vm, "%s: the VM is closed", where);
    return vm->mem == (uint8_t *)vm;
}

/* The serial number of a slot's latest handle. They begin elsewhere in each VM, so that another one's handles are noticed. */
HK_FN uint32_t hk_serial(hk_vm *vm, hk_ref list, uint32_t slot)
{
    hk_val v = hk_vals(vm, list)[slot * HK_SLOT + 1];
    return (hk_is_int(v) ? (uint32_t)hk_int_of(v) : (uint32_t)((uintptr_t)vm >> 5 ^ (uintptr_t)vm >> 14)) & HK_SERIALS;
}

/* The bits of a new handle for a slot, which beside its number tell its serial one. */
HK_FN hk_val hk_new_serial(hk_vm *vm, hk_ref list, uint32_t slot)
{
    uint32_t serial = (hk_serial(vm, list, slot) + 1) & HK_SERIALS;
    hk_vals(vm, list)[slot * HK_SLOT + 1] = hk_int((int32_t)serial);
    return (hk_val)serial << HK_SERIAL;
}

HK_FN bool hk_is_stale(hk_vm *vm, hk_ref list, uint32_t slot, hk_val h)
{
    return hk_serial(vm, list, slot) != (h >> HK_SERIAL & HK_SERIALS);
}
#else
#define HK_WARN(...) ((void)0)
HK_INLINE hk_val hk_new_serial(hk_vm *vm, hk_ref list, uint32_t slot) { return (void)vm, (void)list, (void)slot, 0; }
HK_INLINE bool hk_is_stale(hk_vm *vm, hk_ref list, uint32_t slot, hk_val h)
{
    return (void)vm, (void)list, (void)slot, (void)h, false;
}
#endif

/* ---- Handles -------------------------------------------------------------------------------------------------------- */

/* The value of a live handle. What is below a BigInt is none: EMPTY for stale ones and what is no handle, or what stands in a
 * kept slot: EMPTY if it is free, of a weak handle the block with its value. Short: prepared keys live by it. */
HK_INLINE HK_ALWAYS_INLINE hk_val hk_handle_value(hk_vm *vm, hk_val h)
{
    uint32_t slot = (uint32_t)h & ~HK_KEPT;
    if (!hk_is_handle(h) || !vm)
        return HK_EMPTY;
    hk_ref list = (uint32_t)h & HK_KEPT ? vm->kept : vm->handles;
    if (!list)
        return HK_EMPTY;
    if (slot >= ((uint32_t)h & HK_KEPT ? hk_nvals(vm, list) / HK_SLOT : ((hk_block *)hk_ptr(vm, list))->word) ||
        hk_is_stale(vm, list, slot, h))
        return HK_EMPTY;
    return hk_vals(vm, list)[slot * HK_SLOT];
}
HK_INLINE bool hk_is_live(hk_val v) { return HK_LIKELY(v >= (hk_val)HK_TAG_BIGINT << 48); }

/* The value of what the host handed in to the function `where`. Without a VM, numbers and the like are what they are, the rest is
 * undefined. */
HK_FN hk_val hk_from_host_in(hk_vm *vm, hako_val h, const char *where)
{
    if (HAKO_DEBUGGING && !hk_is_vm(vm, where))
        vm = NULL;
    hk_val v = hk_handle_value(vm, h.bits);
    if (hk_is_live(v))
        return v;
    (void)where;
    if (hk_is_internal(v)) {
        v = hk_vals(vm, hk_ref_of(v))[0];
        return v == HK_EMPTY ? HK_UNDEFINED : v;
    }
    if (hk_is_fnimm(h.bits) && (h.bits & HK_FN_HOST) && (!vm || !hk_host_is_function(vm, hk_ref_of(h.bits))))
        HK_WARN(vm, "%s: a function of another VM", where);
    else if (hk_is_handle(h.bits))
        HK_WARN(vm, "%s: stale handle %u.%u, its scope is closed", where, (uint32_t)h.bits & ~HK_KEPT,
            (uint32_t)(h.bits >> HK_SERIAL & HK_SERIALS));
    else if (hk_is_immediate(h.bits))
        return h.bits;
    return HK_UNDEFINED;
}
#if HAKO_DEBUGGING
#define hk_from_host(vm, h) hk_from_host_in(vm, h, __func__)
#else
HK_INLINE hk_val hk_from_host(hk_vm *vm, hako_val h) { return hk_from_host_in(vm, h, NULL); }
#endif

/* Grows a block rooted at *root, which may be 0. false: out of memory. */
HK_FN bool hk_grow_list(hk_vm *vm, hk_ref *root, unsigned type, uint32_t bytes)
{
    hk_val *list = hk_push(vm, hk_internal(*root));
    hk_ref r = *root ? hk_resize(vm, list, bytes) : hk_alloc(vm, type, bytes);
    hk_pop(vm);
    if (r)
        *root = r;
    return r != 0;
}

/* Makes room for n handles. false: out of memory. Inlined, for the C stack's sake. */
HK_INLINE HK_ALWAYS_INLINE bool hk_reach_handles(hk_vm *vm, uint32_t n)
{
    if (!vm->handles)
        vm->handles = hk_alloc_values(vm, 4 * HK_SLOT, HK_UNDEFINED);
    uint32_t room = hk_nvals(vm, vm->handles) / HK_SLOT;
    if (!room || n <= room)
        return room != 0;
    hk_val *list = hk_push(vm, hk_internal(vm->handles));
    hk_ref r = hk_resize(vm, list, 8 + (n > 2 * room ? n : 2 * room) * 8 * HK_SLOT);
    hk_pop(vm);
    if (!r)
        return false;
    vm->handles = r;
    if (room >= 1024)
        HK_WARN(vm, "%u handles are open: does a loop lack a scope?", room);
    return true;
}

/* A handle for a value, in the innermost scope. When there is no room: undefined, and the out-of-memory error is pending. */
HK_FN hako_val hk_to_host(hk_vm *vm, hk_val v)
{
    hako_val h = { v };
    if (hk_is_immediate(v))
        return h;
    uint32_t n = hk_handle_count(vm);
    if (n * HK_SLOT == hk_nvals(vm, vm->handles)) {
        hk_push(vm, v);
        bool ok = hk_reach_handles(vm, n + 1);
        v = hk_pop(vm);
        h.bits = HK_UNDEFINED;
        if (!ok)
            return h;
    }
    hk_store(vm, &hk_vals(vm, vm->handles)[n * HK_SLOT], v);
    ((hk_block *)hk_ptr(vm, vm->handles))->word = n + 1;
    h.bits = HK_MAKE(HK_TAG_SPECIAL, n) | HK_HANDLE_BIT | hk_new_serial(vm, vm->handles, n);
    return h;
}

HAKO_API hako_scope hako_scope_open(hako_vm *vm)
{
    hako_scope s = { HK_VM(vm) ? hk_handle_count(vm) : 0 };
    return s;
}

HAKO_API void hako_scope_close(hako_vm *vm, hako_scope scope)
{
    uint32_t n = HK_VM(vm) ? hk_handle_count(vm) : 0;
    if (scope.mark >= n)
        return;
    for (uint32_t i = scope.mark; i < n; i++)
        hk_vals(vm, vm->handles)[i * HK_SLOT] = HK_UNDEFINED;
    ((hk_block *)hk_ptr(vm, vm->handles))->word = scope.mark;
}

HAKO_API hako_val hako_scope_escape(hako_vm *vm, hako_scope scope, hako_val v)
{
    hk_val value = hk_from_host(vm, v);
    hako_scope_close(vm, scope);
    return hk_to_host(vm, value);
}

/* ---- Host functions ---------------------------------------------------------------------------------------- */

HK_FN bool hk_host_constructs(hk_vm *vm, uint32_t id)
{
    return !hk_host_member(id) && (hk_host_slot(vm, id)->arity & HK_HOST_CLASS);
}
HK_FN int32_t hk_host_length(hk_vm *vm, uint32_t id)
{
    uint32_t arity = hk_host_slot(vm, id)->arity;
    return arity & HK_HOST_CLASS ? hk_host_class_at(vm, id)->length(vm, id) : (int32_t)arity;
}

/* The names lie, in the same order, in vm->host_names, behind its first two refs. */
HK_INLINE hk_ref *hk_host_name_at(hk_vm *vm, uint32_t id) { return (hk_ref *)hk_ptr(vm, vm->host_names) + 4 + (id & HK_HOST_SLOT); }
HK_FN hk_val hk_host_name(hk_vm *vm, uint32_t id)
{
    if (hk_host_member(id))
        return hk_host_class_at(vm, id)->name(vm, id);
    hk_ref r = *hk_host_name_at(vm, id);
    return hk_string(r ? r : HK_KEY(empty));
}

HK_FN const hk_host_class *hk_host_class_of(hk_vm *vm, hk_ref r)
{
    return hk_host_class_at(vm, ((hk_host_object *)hk_ptr(vm, r))->kind);
}
HK_FN HK_NOINLINE void hk_explain(hk_vm *vm)
{
    uint32_t slot = hk_ref_of(vm->call.args[0]);
    vm->exception = HK_EMPTY;
    if (slot < vm->host_count && (hk_host_slot(vm, slot)->arity & HK_HOST_CLASS))
        hk_host_class_at(vm, slot)->explain(vm, vm->call.args);
    if (vm->exception == HK_EMPTY)
        hk_out_of_memory(vm);
}
HK_FN void hk_host_died(hk_vm *vm, hk_ref r) { hk_host_class_of(vm, r)->died(vm, r); }

/* A new slot for a host function, whose name may be NULL. UINT32_MAX: out of memory. */
HK_FN uint32_t hk_new_host(hk_vm *vm, const char *name)
{
    uint32_t n = vm->host_count;
    if (n > HK_HOST_SLOT) {
        hk_throw(vm, HK_E_RANGE, "too many native functions");
        return UINT32_MAX;
    }
    uint32_t room = vm->hosts ? (hk_block_bytes(vm, vm->hosts) - 8) / (uint32_t)sizeof(hk_host) : 0;
    if (n == room && (!hk_grow_list(vm, &vm->host_names, HK_T_REFS, 16 + (room + room / 2 + 2) * 4) ||
                      !hk_grow_list(vm, &vm->hosts, HK_T_BYTES, 8 + (room + room / 2 + 2) * (uint32_t)sizeof(hk_host))))
        return UINT32_MAX;
    hk_ref s = name ? hk_str_utf8(vm, name, hk_cstr_len(name)) : HK_KEY(empty);
    if (s)
        s = hk_intern(vm, s);
    if (!s)
        return UINT32_MAX;
    hk_store_ref(vm, hk_host_name_at(vm, n), s);
    vm->host_count = n + 1;
    return n;
}

HAKO_API hako_val hako_native(hako_vm *vm, const char *name, hako_function *fn, int arity)
{
    hako_val undefined = { HK_UNDEFINED };
    uint32_t n = HK_VM(vm) && fn ? hk_new_host(vm, name) : UINT32_MAX;
    if (n == UINT32_MAX)
        return undefined;
    hk_host *h = hk_host_slot(vm, n);
    h->fn = (uint64_t)(uintptr_t)fn;
    h->data = 0;
    h->arity = arity < 0 ? 0 : arity < HK_HOST_SLOT ? (uint32_t)arity : (uint32_t)HK_HOST_SLOT;
    undefined.bits = hk_function(vm, HK_FN_HOST | n);
    return undefined;
}

/* What is left of the budget goes, without having been used: the slice ends at the next jump, call or return. */
HK_FN void hk_end_slice(hk_vm *vm)
{
    vm->flags &= ~(uint32_t)HK_VM_PAUSE;
    if (vm->budget >= 0) {
        vm->steps -= (uint64_t)vm->budget + 1;
        vm->budget = -1;
    }
}

/* Handles of this and the arguments in window w, in the innermost scope: *self, argv[0] ... Room for all is made before, so that nothing
 * moves; without it, an exception is pending. */
HK_FN void hk_host_arguments(hk_vm *vm, const hk_val *w, uint32_t argc, hako_val *self, hk_val *argv)
{
    uint32_t n = hk_handle_count(vm), most = n + argc + 1;
    if (HK_UNLIKELY(most * HK_SLOT > hk_nvals(vm, vm->handles))) {
        for (uint32_t i = 0; i < argc; i++)
            argv[i] = HK_UNDEFINED;
        if (!hk_reach_handles(vm, most))
            return;
    }
    hk_val *list = hk_vals(vm, vm->handles), *to = &self->bits;
    for (const hk_val *from = w - HK_R_THIS, *end = from - argc; from >= end; from--, to = argv++) {
        hk_val v = *from;
        if (!hk_is_immediate(v)) {
            hk_store(vm, &list[n * HK_SLOT], v);
            v = HK_MAKE(HK_TAG_SPECIAL, n) | HK_HANDLE_BIT | hk_new_serial(vm, vm->handles, n);
            n++;
        }
        *to = v;
    }
    ((hk_block *)(void *)list)[-1].word = n;
}

/* Calls the host function in window w. Its arguments become handles in a scope of their own; the array of them stands on the
 * frame stack below the arguments, and behind it the function's slot, for hako_function_data. What a constructor makes is its `this`. */
HK_FN HK_NOINLINE int hk_enter_host(hk_vm *vm, hk_val *w, uint32_t argc)
{
    hk_val *argv = w - HK_R_ARGS - 2 * argc;
    if (!hk_stack_room(vm, argv))
        return HK_IN_ERROR;
    uint32_t sp = vm->sp, id = hk_ref_of(w[-HK_R_FUNCTION]);
    const hk_host *host = hk_host_slot(vm, id);
    hako_function *fn = (hako_function *)(uintptr_t)host->fn;
    bool construct = false;
    if (hk_offset(vm, argv) < vm->sp)
        vm->sp = hk_offset(vm, argv);
    if (host->arity & HK_HOST_CLASS) {
        construct = w[-HK_R_NEWTARGET] != HK_UNDEFINED;
        fn = hk_host_class_at(vm, id)->enter(vm, w);
    }
    hako_scope scope = hako_scope_open(vm);
    hako_val self = { HK_UNDEFINED }, result = { HK_UNDEFINED };
    vm->budget--;
    if (fn)
        hk_host_arguments(vm, w, argc, &self, argv);
    argv[argc] = hk_int((int32_t)(id & HK_HOST_SLOT));
    if (vm->exception == HK_EMPTY) {
        uint32_t outer = vm->flags & HK_VM_NATIVE;
        unsigned realm = vm->realm;
        vm->flags |= HK_VM_NATIVE;
        result = fn(vm, self, (int)argc, (const hako_val *)(const void *)argv);
        vm->flags ^= outer ^ HK_VM_NATIVE;
        hk_set_realm(vm, realm);
        if (!outer && (vm->flags & HK_VM_PAUSE)) {
            hk_end_slice(vm);
            vm->flags |= HK_VM_PAUSED;
        }
    }
    vm->result = construct ? w[-HK_R_THIS] : result.bits <= HK_TRUE ? result.bits : hk_from_host(vm, result);
    hako_scope_close(vm, scope);
    vm->sp = sp;
    return vm->exception == HK_EMPTY ? HK_IN_RESULT : HK_IN_ERROR;
}

/* ---- Opening ------------------------------------------------------------------------------------------------------ */

/* Makes what must exist before anything else can: the list of the current realm's intrinsics, its global objects. */
HK_FN bool hk_boot_realm(hk_vm *vm)
{
    hk_ref r = hk_alloc(vm, HK_T_REFS, 8 + 4 * HK_IN_ALWAYS);
    if (!r)
        return false;
    vm->intrinsics = r;
    if (!vm->empty_shape) {
        hk_val *none = hk_push(vm, hk_internal(0));
        vm->empty_shape = hk_shape_new(vm, none, none, 0, 0, HK_SHAPE_UNIQUE);
        hk_pop(vm);
    }
    r = vm->empty_shape ? hk_intrinsic(vm, HK_IN_Global) : 0;
    if (!r)
        return false;
    vm->global = hk_object(r);
    r = hk_new_object(vm, 0, 0);
    if (!r)
        return false;
    vm->global_lex = hk_object(r);
    hk_val *lex = hk_push(vm, vm->global_lex);
    bool ok = hk_make_unique(vm, lex, HK_SHAPE_PROTO);
    hk_pop(vm);
    return ok;
}

HAKO_API hako_vm *hako_open(void *memory, size_t size, const hako_port *port)
{
    HK_STATIC_ASSERT(sizeof(struct hako_vm) <= HK_HEAP_START, "the fixed part has outgrown its place");
    hk_vm *vm = memory;
    if (!memory || ((uintptr_t)memory & 7) || size < HK_HEAP_START + 256)
        return NULL;
    if (size > 0xFFFFFFF8u)
        size = 0xFFFFFFF8u;
    memset(vm, 0, HK_HEAP_START);
    vm->mem = memory;
    vm->size = (uint32_t)size & ~7u;
    vm->top = vm->peak = HK_HEAP_START;
    vm->limit = vm->stack_low = vm->sp = vm->size;
    vm->fp = vm->size - 8;
    vm->port = port;
    vm->exception = HK_EMPTY;
    vm->spare = HK_EMPTY;
    vm->result = vm->global = vm->global_lex = HK_UNDEFINED;
    for (unsigned i = 0; i < HK_COUNT(vm->temp); i++)
        vm->temp[i] = HK_UNDEFINED;
    vm->random[0] = 0x9E3779B97F4A7C15u;
    vm->random[1] = 0xD1B54A32D192ED03u;
    if (port && port->entropy)
        port->entropy(port->context, vm->random, sizeof vm->random);
    if (!(vm->random[0] | vm->random[1]))
        vm->random[0] = 1;          /* the generator stands still at zero */
    return hk_boot_realm(vm) ? vm : NULL;
}

/* A host function may not drive the machine that is running it. Throws. */
HK_FN bool hk_in_native(hk_vm *vm)
{
    if (!(vm->flags & HK_VM_NATIVE))
        return false;
    hk_throw(vm, HK_E_TYPE, "a native function cannot start, step, stop or close the machine");
    return true;
}

HAKO_API void hako_close(hako_vm *vm)
{
    if (!HK_VM(vm) || hk_in_native(vm))
        return;
#if HAKO_DEBUGGING
    hako_leaks(vm, NULL);
#endif
    for (hk_ref r = HK_HEAP_START; HAKO_WITH_CLASSES && r < vm->top; r += hk_block_bytes(vm, r))
        if (hk_type(vm, r) == HK_T_HOST)
            hk_host_died(vm, r);
    hk_memory_sweep(vm, true);
#if HAKO_DEBUGGING
    vm->mem++;                      /* hk_is_vm knows it by that */
#endif
}

HAKO_API void hako_set_user(hako_vm *vm, void *user)
{
    if (HK_VM(vm))
        vm->user = user;
}
HAKO_API void *hako_user(hako_vm *vm) { return HK_VM(vm) ? vm->user : NULL; }

/* ---- Realms ------------------------------------------------------------------------------------------------------- */

/* Writes the current realm into its record. */
HK_FN void hk_record_realm(hk_vm *vm)
{
    hk_val *record = hk_vals(vm, vm->realms) + vm->realm * HK_REALM_VALUES;
    hk_store(vm, &record[HK_REALM_GLOBAL], vm->global);
    hk_store(vm, &record[HK_REALM_LEX], vm->global_lex);
    hk_store(vm, &record[HK_REALM_INTRINSICS], hk_internal(vm->intrinsics));
}

HAKO_API hako_realm hako_realm_new(hako_vm *vm)
{
    hako_realm made = { 0 };
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return made;
    uint32_t n = hk_realm_count(vm), here = vm->realm;
    if (n == HK_MAX_REALMS) {
        hk_throw(vm, HK_E_RANGE, "too many realms");
        return made;
    }
    if (!hk_grow_list(vm, &vm->realms, HK_T_VALUES, 8 + (n + 1) * HK_REALM_VALUES * 8))
        return made;
    hk_record_realm(vm);
    vm->realm = (uint16_t)n;
    if (hk_boot_realm(vm)) {
        hk_record_realm(vm);
        made.number = n;
    }
    vm->realm = (uint16_t)n;                      /* whatever was made of it: the fields go back to the record's */
    hk_set_realm(vm, here);
    if (!made.number)
        hk_shrink(vm, vm->realms, 8 + n * HK_REALM_VALUES * 8);
    return made;
}

HAKO_API hako_realm hako_realm_enter(hako_vm *vm, hako_realm realm)
{
    hako_realm before = { 0 };
    if (!HK_VM(vm))
        return before;
    before.number = vm->realm;
    if (realm.number < hk_realm_count(vm))
        hk_set_realm(vm, realm.number);
    return before;
}

/* ---- Running ------------------------------------------------------------------------------------------------------- */

HK_FN bool hk_push_call(hk_vm *vm, hk_val fn, hk_val self, uint32_t argc, const hk_val *argv, bool construct, bool *done)
{
    *done = false;
    hk_val *f = hk_push(vm, fn), *t = hk_push(vm, self);
    hk_val *w = hk_new_window(vm, argc);
    fn = *f;
    self = *t;
    vm->temps -= 2;
    if (!w)
        return false;
    w[0] = hk_link(HK_NOTE_HOST, 0, (uint32_t)(hk_frame(vm) - w), vm->pc);
    w[-HK_R_FUNCTION] = fn;
    w[-HK_R_THIS] = self;
    w[-HK_R_NEWTARGET] = construct ? fn : HK_UNDEFINED;
    for (uint32_t i = 0; i < argc; i++)
        w[-(int32_t)(HK_R_ARGS + i)] = argv[i];
    int st = construct ? hk_construct(vm, w, argc) : hk_enter(vm, w, argc);
    if (st == HK_IN_SCRIPT)
        return true;
    vm->sp = hk_offset(vm, w + 1);
    *done = st == HK_IN_RESULT;
    return *done;
}

/* The pending exception as a value for host or script: a deferred error becomes an object if there is room for one now. */
HK_FN hk_val hk_exception_value(hk_vm *vm)
{
    if (HAKO_WITH_CLASSES && vm->exception == HK_UNEXPLAINED)
        hk_explain(vm);
    hk_val e = vm->exception;
    if (!hk_is_deferred(e))
        return e;
    if (e == HK_OOM)
        hk_collect(vm);
    vm->flags |= HK_VM_RESERVE;
    hk_ref proto = hk_intrinsic(vm, e == HK_UNINITIALISED ? HK_IN_ReferenceErrorPrototype : HK_IN_RangeErrorPrototype), r = proto ? hk_new_class(vm, HK_T_ERROR, proto, 24) : 0;
    vm->flags &= ~(uint32_t)HK_VM_RESERVE;
    vm->exception = HK_EMPTY;
    if (!r)
        return hk_string(HK_KEY(outOfMemory));
    hk_store(vm, &((hk_val *)hk_ptr(vm, r))[2], e);
    return hk_object(r);
}

/* What was running has come to an end, or a pause: what failed, if anything, failed in it. */
HK_FN void hk_note_run(hk_vm *vm)
{
    if ((vm->flags >> HK_VM_PHASE & 3) != HAKO_LOADING)
        hk_note_phase(vm, HAKO_RUNNING);
}

/* HK_PARSE_TYPESCRIPT if the name of a source ends in .ts or .mts */
HK_FN uint32_t hk_type_flag(const char *name)
{
    uint32_t n = 0;
    if (!HAKO_WITH_TYPESCRIPT || !name)
        return 0;
    while (name[n])
        n++;
    return (n > 3 && hk_memcmp(name + n - 3, ".ts", 3) == 0) || (n > 4 && hk_memcmp(name + n - 4, ".mts", 4) == 0) ? HK_PARSE_TYPESCRIPT : 0u;
}

/* The code of a script or module. flags: HK_PARSE_*. 0: exception set. */
HK_FN hk_ref hk_compile_text(hk_vm *vm, const char *name, const char *source, size_t length, uint32_t flags)
{
    if (!source && length) {
        hk_throw(vm, HK_E_TYPE, "no source text");
        return 0;
    }
    if (length > 0xFFFFFFu) {
        hk_throw(vm, HK_E_RANGE, "source text of more than 16 MB");
        return 0;
    }
    hk_source s = { name ? name : "script", source ? source : "", (uint32_t)length, flags | hk_type_flag(name) };
    vm->compiling = s.name;
    hk_ref code = hk_compile(vm, &s);
    vm->compiling = NULL;
    return code;
}

/* A script's function, of its code; 0: HK_EXCEPTION. */
HK_FN hk_val hk_script_function(hk_vm *vm, hk_ref code)
{
    if (!code)
        hk_note_phase(vm, HAKO_COMPILING);
    if (!code)
        return HK_EXCEPTION;
    hk_val *c = hk_push(vm, hk_internal(code));
    hk_ref r = hk_new_function(vm, hk_intrinsic(vm, HK_IN_FunctionPrototype));
    if (r)
        hk_store_ref(vm, &((hk_func *)hk_ptr(vm, r))->code, hk_ref_of(*c));
    hk_pop(vm);
    return r ? hk_object(r) : HK_EXCEPTION;
}

/* Compiles, and makes the script's function. flags: HK_PARSE_*. */
HK_FN hk_val hk_load_as(hk_vm *vm, const char *name, const char *source, size_t length, uint32_t flags)
{
    return hk_script_function(vm, hk_compile_text(vm, name, source, length, flags));
}
HK_FN hk_val hk_load(hk_vm *vm, const char *name, const char *source, size_t length) { return hk_load_as(vm, name, source, length, 0); }

#if HAKO_WITH_TYPESCRIPT
HAKO_API bool hako_strip_types(hako_vm *vm, const char *name, const char *source, size_t length, char *out, size_t *stripped)
{
    hk_source s = { name ? name : "script", source, (uint32_t)length, HK_PARSE_TYPESCRIPT | HK_PARSE_MODULE };
    uint32_t n;
    *stripped = 0;
    if (!HK_VM(vm))
        return false;
    if (length == 0)
        return true;
    if (length > 0xFFFFFFu || !source || !out) {
        hk_throw(vm, HK_E_RANGE, "no source text, or one of more than 16 MB");
        return false;
    }
    vm->compiling = s.name;
    n = hk_strip(vm, &s, (uint8_t *)out);
    vm->compiling = NULL;
    *stripped = n == UINT32_MAX ? 0 : n;
    return n != UINT32_MAX;
}
#endif

/* Is the host asked for something that it has not answered? */
#if HAKO_WITH_MODULES
HK_FN bool hk_is_waiting(hk_vm *vm);            /* module.c */
#else
HK_INLINE bool hk_is_waiting(hk_vm *vm) { return (void)vm, false; }
#endif

HK_FN hako_status hk_status(hk_vm *vm, int run)
{
    if (run == HK_RUN_MORE)
        return HAKO_MORE;
    vm->state = 0;
    return run != HK_RUN_DONE ? HAKO_FAILED : hk_is_waiting(vm) ? HAKO_IDLE : HAKO_DONE;
}

/* When something is due that takes no more than time: a timer, the end of a wait; infinity: nothing. */
HK_FN double hk_wake_time(hk_vm *vm)
{
    double due = hk_timer_due(vm);
#if HAKO_WITH_ATOMICS
    if (hk_next_deadline(vm) < due)
        due = hk_next_deadline(vm);
#endif
    return due;
}

/* Settles the promises of waitAsync whose time has come. */
HK_FN void hk_pass_time(hk_vm *vm)
{
#if HAKO_WITH_ATOMICS
    hk_expire_waiters(vm);
#else
    (void)vm;
#endif
}

/* What is to be done when the frames of the script, or of the jobs before, have ended. HK_IN_SCRIPT: a frame was pushed that runs the
 * pending jobs and returns vm->result. HK_IN_ERROR: a rejection nobody handled is the exception. HK_IN_RESULT: nothing is left. timers: those that are
 * due are work, too. */
HK_FN int hk_next_work(hk_vm *vm, bool timers)
{
    bool done;
    hk_pass_time(vm);
    hk_clear_kept_refs(vm);
    if (!vm->jobs)
        hk_enqueue_finalizers(vm);
    if (vm->jobs)
        return hk_push_call(vm, hk_function(vm, HK_FN_runJobs), HK_UNDEFINED, 1, &vm->result, false, &done) ? HK_IN_SCRIPT : HK_IN_ERROR;
    hk_val reason = HAKO_WITH_ASYNC ? hk_take_rejection(vm) : HK_EMPTY;
    if (reason == HK_EMPTY)
        return timers ? hk_run_timer(vm) : HK_IN_RESULT;
    vm->exception = reason;
    vm->flags |= HK_VM_REJECTION;
    return HK_IN_ERROR;
}

/* Drops the script and all that waits. */
HK_FN void hk_abandon(hk_vm *vm)
{
    if (vm->state) {
        unsigned host = vm->realm;
        hk_set_realm(vm, vm->paused_realm);
        hk_unwind(vm, false);
        hk_set_realm(vm, host);
    }
    vm->jobs = vm->rejected = vm->timers = vm->tasks = 0;
#if HAKO_WITH_MODULES
    hk_modules_abandon(vm);
#endif
#if HAKO_WITH_ATOMICS
    if (vm->flags & HK_VM_WAITING)
        hk_stop_waiting(vm);
#endif
    vm->state = 0;
    vm->exception = vm->spare = HK_EMPTY;
}

HAKO_API void hako_keep_source(hako_vm *vm, bool keep)
{
    if (HK_VM(vm))
        vm->flags = keep ? vm->flags | HK_VM_SOURCE : vm->flags & ~(uint32_t)HK_VM_SOURCE;
}

/* Before a script or module is started: no frames, no exception. */
HK_FN void hk_restart(hk_vm *vm)
{
    if (vm->state)
        hk_abandon(vm);
    vm->exception = vm->spare = HK_EMPTY;
    vm->sp = vm->size;
    vm->fp = vm->size - 8;
    vm->pc = 0;
    vm->state = 0;
}

/* Starts the script whose function is f, or HK_EXCEPTION. */
HK_FN hako_status hk_start_function(hk_vm *vm, hk_val f)
{
    bool done;
    if (f == HK_EXCEPTION || !hk_push_call(vm, f, vm->global, 0, NULL, false, &done))
        return HAKO_FAILED;
    vm->state = 1;
    vm->paused_realm = vm->realm;
    return HAKO_MORE;
}

HAKO_API hako_status hako_start(hako_vm *vm, const char *name, const char *source, size_t length)
{
    if (!HK_VM(vm) || hk_in_native(vm))
        return HAKO_FAILED;
    hk_restart(vm);
    return hk_start_function(vm, hk_load(vm, name, source, length));
}

/* What is left to run, if anything: the script, jobs, a timer that is due? */
HK_FN bool hk_has_work(hk_vm *vm) { return vm->state || vm->jobs || vm->rejected || hk_wake_time(vm) <= hk_clock(vm); }

/* Bytes that the frames may take. */
HK_FN uint32_t hk_stack_limit(const hk_vm *vm)
{
    uint32_t half = (vm->size - vm->withheld) / 2, stack = vm->limits ? vm->limits->stack : 0;
    return stack && stack < half ? stack : half;
}

#define HK_LIMIT_SLICE 16384u           /* steps between two looks at the limits */

/* The limit that has been reached when `used` steps more than vm->steps have been run, in a call of the host's. */
HK_FN hako_limit hk_limit(hk_vm *vm, uint64_t used)
{
    const hako_limits *l = vm->limits;
    if (!l)
        return HAKO_NOT_STOPPED;
    if (l->interrupt)
        return HAKO_INTERRUPTED;
    if ((l->steps && vm->steps + used >= l->steps) || (l->call && used >= l->call))
        return HAKO_OUT_OF_STEPS;
    return l->deadline != 0 && hk_clock(vm) >= l->deadline ? HAKO_OUT_OF_TIME : HAKO_NOT_STOPPED;
}

/* Remembers for hako_stopped what stopped a script. */
HK_FN void hk_note_limit(hk_vm *vm, hako_limit limit) { vm->flags = (vm->flags & ~(3u << HK_VM_LIMIT)) | (uint32_t)limit << HK_VM_LIMIT; }

/* How many of `steps` steps may be run before the next look at the limits. */
HK_FN uint32_t hk_limit_slice(hk_vm *vm, uint32_t steps, uint64_t used)
{
    const hako_limits *l = vm->limits;
    if (!l)
        return steps;
    uint64_t left = l->steps ? l->steps - vm->steps - used : HK_LIMIT_SLICE;
    if (l->call && used < l->call && l->call - used < left)
        left = l->call - used;
    if (left > HK_LIMIT_SLICE)
        left = HK_LIMIT_SLICE;
    return steps < left ? steps : (uint32_t)left;
}

/* hako_step without limits */
HK_FN hako_status hk_step(hk_vm *vm, uint32_t steps)
{
    vm->exception = vm->spare;          /* the script's, if it was on its way to a handler; the host's own goes */
    vm->spare = HK_EMPTY;
    vm->flags &= ~(uint32_t)(HK_VM_PAUSE | HK_VM_REJECTION);
    hk_note_phase(vm, HAKO_RUNNING);
    hk_pass_time(vm);                   /* also while jobs make jobs */
    if (vm->budget > 0)
        vm->budget = 0;
    int32_t n = steps > 0x3FFFFFFF ? 0x3FFFFFFF : (int32_t)steps, before = vm->budget + n;
    vm->budget = before - 1;            /* the slice ends when it turns negative */
    before = vm->budget;
    unsigned host = vm->realm;
    if (vm->state)
        hk_set_realm(vm, vm->paused_realm);
    int run = vm->budget < 0 ? HK_RUN_MORE : vm->state ? hk_run(vm) : HK_RUN_DONE, st;
    while (run == HK_RUN_DONE && (st = hk_next_work(vm, HAKO_WITH_TIMERS)) != HK_IN_RESULT) {
        vm->state = 1;
        run = st == HK_IN_ERROR ? HK_RUN_FAILED : hk_run(vm);
    }
    vm->paused_realm = vm->realm;
    hk_set_realm(vm, host);
    vm->steps += (uint64_t)(uint32_t)(before - vm->budget);
    vm->budget++;
    if (run == HK_RUN_MORE) {
        vm->spare = vm->exception;
        vm->exception = HK_EMPTY;
    }
    hako_status s = hk_status(vm, run);
    hk_note_run(vm);
    bool idle = s == HAKO_DONE ? hk_wake_time(vm) < hk_infinity() : s == HAKO_MORE && (vm->flags & HK_VM_WAITING);
    return idle ? HAKO_IDLE : s;
}

HAKO_API hako_status hako_step(hako_vm *vm, uint32_t steps)
{
    if (!HK_VM(vm) || hk_in_native(vm))
        return HAKO_FAILED;
    if (!vm->state && vm->exception != HK_EMPTY)
        return HAKO_FAILED;
    for (;;) {
        hako_limit limit = hk_limit(vm, 0);
        bool limited = limit != HAKO_NOT_STOPPED;
        hk_note_limit(vm, limited && hk_has_work(vm) ? limit : HAKO_NOT_STOPPED);
        if (hako_stopped(vm) != HAKO_NOT_STOPPED)
            return HAKO_FAILED;
        uint32_t slice = limited ? steps : hk_limit_slice(vm, steps, 0);
        uint64_t before = vm->steps;
        hako_status s = hk_step(vm, slice);
        steps -= slice;
        if (s != HAKO_MORE || !steps || vm->steps - before < slice)     /* fewer: hako_pause */
            return s;
    }
}

HAKO_API hako_limit hako_stopped(hako_vm *vm) 
{
    return HK_VM(vm) ? (hako_limit)(vm->flags >> HK_VM_LIMIT & 3) : HAKO_NOT_STOPPED;
}

HAKO_API void hako_stop(hako_vm *vm)
{
    if (HK_VM(vm) && !hk_in_native(vm))
        hk_abandon(vm);
}

HAKO_API bool hako_set_limits(hako_vm *vm, const hako_limits *limits)
{
    if (!HK_VM(vm))
        return false;
    uint32_t memory = limits && limits->memory && limits->memory < vm->size ? limits->memory & ~7u : vm->size;
    uint32_t withheld = vm->size - memory;
    vm->limits = limits;
    if (withheld > vm->withheld && (uint64_t)vm->top + HK_RESERVE + (withheld - vm->withheld) > vm->limit)
        hk_collect(vm);
    if (withheld > vm->withheld && (uint64_t)vm->top + HK_RESERVE + (withheld - vm->withheld) > vm->limit)
        return false;
    vm->limit += vm->withheld - withheld;
    vm->scratch += withheld - vm->withheld;
    vm->withheld = withheld;
    return true;
}

HAKO_API hako_status hako_run(hako_vm *vm)
{
    for (;;) {
        hako_status s = hako_step(vm, 0x3FFFFFFF);
        if (s == HAKO_IDLE && vm->port && vm->port->idle && hk_wake_time(vm) < hk_infinity())
            vm->port->idle(vm->port->context, hk_wake_time(vm) - hk_clock(vm));
        else if (s != HAKO_MORE)
            return s;
    }
}

/* May the host call into the script now? false: an exception is pending, that of before or a new one. */
HK_FN bool hk_may_call(hk_vm *vm)
{
    if (vm->exception == HK_EMPTY && (vm->flags & HK_VM_HOOK))
        hk_throw(vm, HK_E_TYPE, "a hook cannot run scripts");
    else if (vm->exception == HK_EMPTY && vm->nesting >= HK_MAX_NESTING_CALLS)
        hk_throw(vm, HK_E_RANGE, "calls from native functions nest too deep");
    return vm->exception == HK_EMPTY;
}

/* Runs what was pushed, with the outcome st (HK_IN_*), to its end. `before` is the budget at the beginning of the call: inside a host function the steps are
 * charged to the slice that it runs in, as a debt of at most 2^30; else they are counted here. */
HK_FN hako_status hk_run_nested(hk_vm *vm, int32_t before, int st, hako_val *result)
{
    enum { SLICE = 0x3FFFFFFF };
    hako_status s = st == HK_IN_ERROR ? HAKO_FAILED : HAKO_DONE;
    int64_t used = (int64_t)before - vm->budget;
    if (st == HK_IN_SCRIPT) {
        int run = HK_RUN_MORE;
        vm->nesting++;
        while (run == HK_RUN_MORE && hk_limit(vm, used > 0 ? (uint64_t)used : 0) == HAKO_NOT_STOPPED) {
            int32_t slice = (int32_t)hk_limit_slice(vm, SLICE, used > 0 ? (uint64_t)used : 0);
            vm->budget = slice;
            run = hk_run(vm);
            used += slice - vm->budget;
        }
        vm->nesting--;
        s = run == HK_RUN_DONE ? HAKO_DONE : HAKO_FAILED;
        hk_note_run(vm);
        hk_note_limit(vm, run == HK_RUN_MORE ? hk_limit(vm, used > 0 ? (uint64_t)used : 0) : HAKO_NOT_STOPPED);
        if (run == HK_RUN_MORE) {
            hk_unwind(vm, false);
            vm->exception = HK_EMPTY;
            if (vm->flags & HK_VM_NATIVE)
                vm->flags |= HK_VM_PAUSE;       /* the script that called the host function stops soon */
        }
    }
    if (vm->flags & HK_VM_NATIVE) {
        int64_t left = before - used, floor = -(int64_t)SLICE;
        if (left < floor) {
            vm->steps += (uint64_t)(floor - left);
            left = floor;
        }
        vm->budget = (int32_t)left;
    } else {
        vm->steps += (uint64_t)used;
        vm->budget = before;
    }
    if (s == HAKO_DONE && result)
        *result = hk_to_host(vm, vm->result);
    return s;
}

/* false: a RangeError is pending. */
HK_FN bool hk_check_arguments(hk_vm *vm, int argc, const hako_val *argv)
{
    bool ok = argc >= 0 && (!argc || argv) && (uint32_t)argc <= HK_MAX_ARGS;
    if (!ok)
        hk_throw(vm, HK_E_RANGE, "invalid number of arguments");
    return ok;
}

/* Enters a function with the host's arguments: HK_IN_*. */
HK_FN int hk_enter_call(hk_vm *vm, hako_val function, hako_val self, int argc, const hako_val *argv)
{
    hk_val *w = hk_check_arguments(vm, argc, argv) ? hk_new_window(vm, (uint32_t)argc) : NULL;
    if (!w)
        return HK_IN_ERROR;
    for (int i = 0; i < argc; i++)
        w[-HK_R_ARGS - i] = hk_from_host(vm, argv[i]);
    w[0] = hk_link(HK_NOTE_HOST, 0, (uint32_t)(hk_frame(vm) - w), vm->pc);
    w[-HK_R_FUNCTION] = hk_from_host(vm, function);
    w[-HK_R_THIS] = hk_from_host(vm, self);
    int st = hk_enter(vm, w, (uint32_t)argc);
    if (st != HK_IN_SCRIPT)
        vm->sp = hk_offset(vm, w + 1);
    return st;
}

HAKO_API hako_status hako_call(hako_vm *vm, hako_val function, hako_val self, int argc, const hako_val *argv, hako_val *result)
{
    if (result)
        result->bits = HK_UNDEFINED;
    if (!HK_VM(vm) || !hk_may_call(vm))
        return HAKO_FAILED;
    int32_t before = vm->budget;
    return hk_run_nested(vm, before, hk_enter_call(vm, function, self, argc, argv), result);
}

/* After a script that ended with `s`: runs the jobs, unless another script is in the middle of its run. */
HK_FN hako_status hk_run_pending(hk_vm *vm, hako_status s)
{
    while (s == HAKO_DONE && !vm->state && !vm->nesting && !(vm->flags & HK_VM_NATIVE)) {
        int st = hk_next_work(vm, false);
        if (st == HK_IN_RESULT)
            break;
        s = hk_run_nested(vm, vm->budget, st, NULL);
    }
    return s;
}

HAKO_API hako_status hako_eval(hako_vm *vm, const char *name, const char *source, size_t length, hako_val *result)
{
    bool done;
    if (result)
        result->bits = HK_UNDEFINED;
    if (!HK_VM(vm) || !hk_may_call(vm))
        return HAKO_FAILED;
    int32_t before = vm->budget;
    hk_val f = hk_load(vm, name, source, length);
    if (f == HK_EXCEPTION)
        return HAKO_FAILED;
    bool ok = hk_push_call(vm, f, vm->global, 0, NULL, false, &done);
    return hk_run_pending(vm, hk_run_nested(vm, before, !ok ? HK_IN_ERROR : done ? HK_IN_RESULT : HK_IN_SCRIPT, result));
}

HAKO_API void hako_pause(hako_vm *vm)
{
    if (HK_VM(vm))
        vm->flags |= HK_VM_PAUSE;
}

HAKO_API hako_val hako_result(hako_vm *vm) { return HK_VM(vm) ? hk_to_host(vm, vm->result) : hako_undefined(); }

HAKO_API double hako_wake_at(hako_vm *vm) { return HK_VM(vm) ? hk_wake_time(vm) : hk_infinity(); }

HAKO_API uint32_t hako_notify(hako_vm *vm, const void *address, uint32_t count)
{
#if HAKO_WITH_ATOMICS
    return HK_VM(vm) ? hk_notify_waiters(vm, hk_d2u((double)(uintptr_t)address), hk_int(0), count) : 0;
#else
    (void)vm, (void)address, (void)count;
    return 0;
#endif
}

HAKO_API bool hako_install(hako_vm *vm, unsigned what)
{
    static const struct { uint16_t what, name, function; } functions[] = {
        { HAKO_TIMERS, HK_ATOM_setTimeout, HK_FN_setTimeout }, { HAKO_TIMERS, HK_ATOM_setInterval, HK_FN_setInterval },
        { HAKO_TIMERS, HK_ATOM_clearTimeout, HK_FN_clearTimeout }, { HAKO_TIMERS, HK_ATOM_clearInterval, HK_FN_clearInterval },
        { HAKO_CLONE, HK_ATOM_structuredClone, HK_FN_structuredClone } };
    static const struct { uint16_t what, name, object; } objects[] = { { HAKO_PERFORMANCE, HK_ATOM_performance, HK_IN_Performance },
                                                                       { HAKO_CONSOLE, HK_ATOM_console, HK_IN_fullConsole },
                                                                       { HAKO_TASKS, HK_ATOM_Task, HK_IN_Task },
                                                                       { HAKO_DECIMAL, HK_ATOM_Decimal, HK_IN_Decimal } };
    unsigned absent = (HAKO_WITH_TIMERS ? 0u : HAKO_TIMERS | HAKO_PERFORMANCE) | (HAKO_WITH_CLONE ? 0u : HAKO_CLONE) |
                      (HAKO_WITH_CONSOLE ? 0u : HAKO_CONSOLE) | (HAKO_WITH_TASKS ? 0u : HAKO_TASKS) |
                      (HAKO_WITH_DECIMAL ? 0u : HAKO_DECIMAL);
    bool ok = HK_VM(vm) && vm->exception == HK_EMPTY && !(what & absent);
    for (unsigned i = 0; ok && i < HK_COUNT(functions); i++)
        if (what & functions[i].what) {
            hk_val f = hk_function(vm, functions[i].function);
            ok = hk_put(vm, vm->global, hk_atom_ref(functions[i].name), f, HK_P_DATA) == HK_YES;
        }
    for (unsigned i = 0; ok && i < HK_COUNT(objects); i++)
        if (what & objects[i].what) {
            hk_ref r = hk_intrinsic(vm, objects[i].object);
            ok = r && hk_put(vm, vm->global, hk_atom_ref(objects[i].name), hk_object(r), HK_P_HIDDEN) == HK_YES;
        }
    return ok;
}

/* ---- Values --------------------------------------------------------------------------------------------------------- */

HK_INLINE hako_val hk_host_value(hk_val v)
{
    hako_val h = { v };
    return h;
}

HAKO_API hako_type hako_typeof(hako_vm *vm, hako_val h)
{
    hk_val v = hk_from_host(vm, h);
    switch (HK_TAG(v)) {
    case HK_TAG_SPECIAL: return v == HK_NULL ? HAKO_NULL : hk_is_bool(v) ? HAKO_BOOLEAN : HAKO_UNDEFINED;
    case HK_TAG_STRING:  return HAKO_STRING;
    case HK_TAG_SYMBOL:  return HAKO_SYMBOL;
    case HK_TAG_BIGINT:  return HAKO_BIGINT;
    case HK_TAG_FUNCTION:
    case HK_TAG_OBJECT:
        switch (hk_class(vm, v)) {
        case HK_T_BUFFER: return HAKO_ARRAY_BUFFER;
        case HK_T_TYPED:  return HAKO_TYPED_ARRAY;
        case HK_T_VIEW:   return HAKO_DATA_VIEW;
        case HK_T_DATE:   return HAKO_DATE;
        default:          return hk_is_callable(vm, v) ? HAKO_FUNCTION : HAKO_OBJECT;
        }
    default:             return HAKO_NUMBER;
    }
}

HAKO_API hako_val hako_undefined(void) { return hk_host_value(HK_UNDEFINED); }
HAKO_API hako_val hako_null(void) { return hk_host_value(HK_NULL); }
HAKO_API hako_val hako_bool(bool b) { return hk_host_value(hk_bool(b)); }
HAKO_API hako_val hako_number(double d) { return hk_host_value(hk_number(d)); }
HAKO_API hako_val hako_int(int32_t i) { return hk_host_value(hk_int(i)); }
HAKO_API hako_val hako_arg(int argc, const hako_val *argv, int i) { return i >= 0 && i < argc ? argv[i] : hako_undefined(); }

HAKO_API hako_val hako_string(hako_vm *vm, const char *utf8, size_t length)
{
    hk_ref r = HK_VM(vm) ? hk_str_utf8(vm, utf8 ? utf8 : "", utf8 ? length : 0) : 0;
    return r ? hk_to_host(vm, hk_string(r)) : hako_undefined();
}

HAKO_API hako_val hako_object(hako_vm *vm)
{
    hk_ref r = HK_VM(vm) ? hk_new_plain(vm, 4) : 0;
    return r ? hk_to_host(vm, hk_object(r)) : hako_undefined();
}

HAKO_API hako_val hako_array(hako_vm *vm)
{
    hk_ref r = HK_VM(vm) ? hk_new_array(vm, 0) : 0;
    return r ? hk_to_host(vm, hk_object(r)) : hako_undefined();
}

HK_FN hako_val hk_bigint_to_host(hk_vm *vm, hk_val v)
{
    return v == HK_EXCEPTION ? hako_undefined() : hk_to_host(vm, v);
}

/* A BigInt of n words; HK_EXCEPTION: it cannot be had. */
HK_FN hk_val hk_bigint_from_words(hk_vm *vm, const uint32_t *words, size_t n, bool negative)
{
    if (!HAKO_WITH_BIGINT)
        return hk_throw(vm, HK_E_TYPE, "BigInt is not supported in this build");
    uint32_t limbs = !words ? 0 : n <= HK_MAX_BIGINT ? (uint32_t)n : HK_MAX_BIGINT + 1;
    hk_val v = hk_big_new(vm, limbs);
    if (v == HK_EXCEPTION)
        return v;
    if (limbs)
        memcpy(hk_big_limbs(vm, v), words, limbs * 4);
    return hk_big_done(vm, v, limbs, negative);
}

HAKO_API hako_val hako_from_words(hako_vm *vm, const uint32_t *words, size_t n, bool negative)
{
    return HK_VM(vm) ? hk_bigint_to_host(vm, hk_bigint_from_words(vm, words, n, negative)) : hako_undefined();
}

HAKO_API hako_val hako_from_uint64(hako_vm *vm, uint64_t u)
{
    return hako_from_words(vm, (uint32_t[]){ (uint32_t)u, (uint32_t)(u >> 32) }, 2, false);
}

HAKO_API hako_val hako_from_int64(hako_vm *vm, int64_t i)
{
    uint64_t u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    return hako_from_words(vm, (uint32_t[]){ (uint32_t)u, (uint32_t)(u >> 32) }, 2, i < 0);
}

HAKO_API hako_val hako_from_date(hako_vm *vm, double milliseconds)
{
#if HAKO_WITH_DATE
    hk_val v = HK_VM(vm) ? hk_new_date(vm, HK_UNDEFINED, hk_time_clip(milliseconds)) : HK_EXCEPTION;
    return v == HK_EXCEPTION ? hako_undefined() : hk_to_host(vm, v);
#else
    (void)vm, (void)milliseconds;
    return hako_undefined();
#endif
}

HAKO_API bool hako_to_bool(hako_vm *vm, hako_val v) { return hk_to_boolean(vm, hk_from_host(vm, v)); }

HAKO_API double hako_to_number(hako_vm *vm, hako_val h)
{
    hk_val v = hk_from_host(vm, h);
    if (hk_is_object(v) || hk_is_symbol(v))
        return hk_nan();
    if (hk_is_bigint(v))
        return hk_big_to_double(vm, v);
    v = hk_to_number_value(vm, v);
    return v == HK_EXCEPTION ? hk_nan() : hk_num_of(v);
}

HAKO_API double hako_to_date(hako_vm *vm, hako_val h)
{
    hk_val v = hk_from_host(vm, h);
    return hk_class(vm, v) == HK_T_DATE ? hk_num_of(((hk_val *)hk_ptr(vm, hk_ref_of(v)))[2]) : hk_nan();
}

HAKO_API int32_t hako_to_int(hako_vm *vm, hako_val v) { return hk_to_int32(hako_to_number(vm, v)); }

/* The integer part of v modulo 2^64; *bits: how many its magnitude has, 65 if more than 64 or v is no integer. */
HK_FN uint64_t hk_to_64(hk_vm *vm, hk_val v, bool *negative, unsigned *bits)
{
    uint32_t limbs[2] = { 0, 0 };
    uint64_t u = 0;
    *negative = false;
    *bits = 65;
    if (hk_is_bigint(v)) {
        uint64_t n = hk_limbs_bits(hk_big_limbs(vm, v), hk_big_len(vm, v));
        *bits = n < 65 ? (unsigned)n : 65;
        *negative = hk_big_negative(vm, v);
        return hk_big_to_u64(vm, v);
    }
    double d = hk_is_number(v) ? hk_num_of(v) : hk_nan();
    if (d > -18446744073709551616.0 && d < 18446744073709551616.0) {
        *negative = d < 0;
        hk_limbs_from_double(limbs, 2, d);
        u = (uint64_t)limbs[1] << 32 | limbs[0];
        if (hk_trunc(d) == d)
            *bits = u ? 64 - (unsigned)hk_clz64(u) : 0;
    }
    return *negative ? 0 - u : u;
}

HAKO_API int64_t hako_to_int64(hako_vm *vm, hako_val v, bool *lossless)
{
    bool negative;
    unsigned bits;
    uint64_t u = hk_to_64(vm, hk_from_host(vm, v), &negative, &bits);
    if (lossless)
        *lossless = bits < 64 || (bits == 64 && negative && u == HK_SIGN_BIT);
    return (int64_t)u;
}

HAKO_API uint64_t hako_to_uint64(hako_vm *vm, hako_val v, bool *lossless)
{
    bool negative;
    unsigned bits;
    uint64_t u = hk_to_64(vm, hk_from_host(vm, v), &negative, &bits);
    if (lossless)
        *lossless = bits <= 64 && !negative;
    return u;
}

HAKO_API size_t hako_to_words(hako_vm *vm, hako_val h, uint32_t *words, size_t n, bool *negative)
{
    hk_val v = hk_from_host(vm, h);
    uint32_t all = hk_is_bigint(v) ? hk_big_len(vm, v) : 0;
    if (negative)
        *negative = all && hk_big_negative(vm, v);
    if (n && words) {
        memset(words, 0, n * sizeof *words);
        if (all)
            memcpy(words, hk_big_limbs(vm, v), (n < all ? n : all) * sizeof *words);
    }
    return all;
}

/* A text on its way to the host: n bytes of it have come, the first `written` of them are in the buffer, whole characters. With
 * a port it is printed in pieces of the buffer's size. */
typedef struct { const hako_port *port; char *buffer; size_t size, n, written; bool wtf8; } hk_output;

HK_FN void hk_output_flush(hk_output *out)
{
    if (out->n)
        out->port->print(out->port->context, HAKO_ERROR, out->buffer, out->n);
    out->n = out->written = 0;
}

HK_FN void hk_output_put(hk_output *out, uint32_t cp)
{
    uint8_t utf8[4];
    size_t k = (size_t)hk_utf8_encode(cp, out->wtf8, utf8);
    if (out->port && out->n + k >= out->size)
        hk_output_flush(out);
    if (out->written == out->n && out->n + k < out->size) {
        memcpy(out->buffer + out->n, utf8, k);
        out->written += k;
    }
    out->n += k;
}

HK_FN void hk_output_text(hk_output *out, const hk_text *t)
{
    for (uint32_t i = 0; i < t->len;)
        hk_output_put(out, hk_next_code_point(t, &i));
}

HK_FN size_t hk_output_end(hk_output *out)
{
    if (out->size)
        out->buffer[out->written] = 0;
    return out->n;
}

/* Writes a flat string's UTF-8, or WTF-8, which can hold lone surrogates. Returns its whole length. */
HK_FN size_t hk_write_utf8(const hk_text *t, bool wtf8, char *buffer, size_t size)
{
    hk_output out = { NULL, buffer, size, 0, 0, wtf8 };
    hk_output_text(&out, t);
    return hk_output_end(&out);
}

/* Any value that is no error: strings as they are, if there is the memory to put their pieces together; others briefly. */
HK_FN void hk_output_value(hk_vm *vm, hk_output *out, hk_val v)
{
    hk_text t;
    hk_ref s = hk_is_string(v) ? hk_flatten(vm, hk_ref_of(v)) : 0;
    if (s) {
        hk_text_of(vm, s, &t);
        hk_output_text(out, &t);
    } else {
        hk_message m = { vm, { 0 }, 0 };
        uint32_t cp;
        hk_put_value(&m, hk_is_string(v) ? hk_string(HK_KEY(string)) : v);
        for (uint32_t i = 0; i < m.n; hk_output_put(out, cp))
            i += (uint32_t)hk_utf8_decode_lossy((const uint8_t *)m.text + i, m.n - i, true, &cp);
    }
}

/* A value as a report shows it: errors as "Name: message". Runs no script; what is pending stays so. */
HK_FN void hk_output_described(hk_vm *vm, hk_output *out, hk_val v)
{
    static const hk_text colon = { (const uint8_t *)": ", NULL, 2, 0 };
    hk_val *pending = hk_push(vm, vm->exception), *e = hk_push(vm, v);
    if (hk_class(vm, v) == HK_T_ERROR) {
        v = hk_peek(vm, v, HK_KEY(name));
        hk_output_value(vm, out, v == HK_UNDEFINED ? hk_string(HK_KEY(Error)) : v);
        v = hk_peek(vm, *e, HK_KEY(message));
        if (hk_is_string(v) && hk_str_len(vm, hk_ref_of(v))) {
            hk_output_text(out, &colon);
            hk_output_value(vm, out, v);
        }
    } else {
        hk_output_value(vm, out, v);
    }
    vm->exception = *pending;
    vm->temps -= 2;
}

HAKO_API size_t hako_to_string(hako_vm *vm, hako_val h, char *buffer, size_t size)
{
    hk_val v = hk_from_host(vm, h);
    hk_text t;
    hk_output out = { NULL, buffer, buffer ? size : 0, 0, 0, false };
    if (hk_is_object(v) || hk_is_symbol(v)) {
        hk_output_described(vm, &out, v);
        return hk_output_end(&out);
    }
    v = hk_to_string_value(vm, v);
    hk_ref s = v == HK_EXCEPTION ? 0 : hk_flatten(vm, hk_ref_of(v));
    if (s) {
        hk_text_of(vm, s, &t);
        hk_output_text(&out, &t);
    }
    return hk_output_end(&out);
}

/* ---- Properties -------------------------------------------------------------------------------------------------------- */

HAKO_API hako_val hako_global(hako_vm *vm) { return HK_VM(vm) ? hk_to_host(vm, vm->global) : hako_undefined(); }

/* The key of a name in UTF-8. The other values must be rooted. 0: an exception is pending. */
HK_FN hk_key hk_host_key(hk_vm *vm, const char *name)
{
    if (!HK_VM(vm) || vm->exception != HK_EMPTY)
        return 0;
    hk_ref s = hk_str_utf8(vm, name ? name : "", name ? hk_cstr_len(name) : 0);
    return s ? hk_str_key(vm, s) : 0;
}
HK_FN hk_key hk_host_index(hk_vm *vm, uint32_t index)
{
    return HK_VM(vm) && vm->exception == HK_EMPTY ? hk_to_key(vm, hk_uint(index)) : 0;
}

/* Runs the getter, setter or proxy operation in vm->call, whose fields are roots. */
HK_FN hako_status hk_host_accessor(hk_vm *vm, hako_val *result)
{
    bool done;
    int32_t before = vm->budget;
    if (!hk_may_call(vm))
        return HAKO_FAILED;
    bool ok = hk_push_call(vm, vm->call.fn, vm->call.self, vm->call.argc, vm->call.args, false, &done);
    return hk_run_nested(vm, before, !ok ? HK_IN_ERROR : done ? HK_IN_RESULT : HK_IN_SCRIPT, result);
}

/* hk_get for the host. Apart from hk_host_get, for the C stack's sake. */
HK_FN HK_NOINLINE int hk_host_read(hk_vm *vm, hako_val object, hk_key key, hk_val *out)
{
    hk_val o = hk_from_host(vm, object);
    if (!hk_is_nullish(o))
        return hk_get(vm, o, key, o, out);
    hk_throw(vm, HK_E_TYPE, "cannot read property '%k' of %v", key, o);
    return HK_ERR;
}

HK_FN hako_val hk_host_get(hk_vm *vm, hako_val object, hk_key key)
{
    int st = key ? hk_host_read(vm, object, key, &object.bits) : HK_ERR;       /* the value takes the object's place */
    if (st == HK_YES)
        return hk_to_host(vm, object.bits);
    if (st == HK_CALL && hk_host_accessor(vm, NULL) == HAKO_DONE)
        return hk_to_host(vm, vm->result);
    return hako_undefined();
}

HK_FN bool hk_host_set(hk_vm *vm, hako_val object, hk_key key, hako_val v)
{
    hk_val o = hk_from_host(vm, object);
    if (!key)
        return false;
    if (hk_is_nullish(o)) {
        hk_throw(vm, HK_E_TYPE, "cannot set property '%k' of %v", key, o);
        return false;
    }
    int st = hk_set(vm, o, key, hk_from_host(vm, v), o);
    if (st == HK_CALL && vm->call.fn == hk_function(vm, HK_FN_setSlow))
        vm->call.fn = hk_function(vm, HK_FN_setStrict);
    if (st == HK_CALL)
        return hk_host_accessor(vm, NULL) == HAKO_DONE;
    if (st == HK_NO)
        hk_throw(vm, HK_E_TYPE, "cannot assign to a property of %v", hk_from_host(vm, object));
    return st == HK_YES;
}

HAKO_API hako_val hako_get(hako_vm *vm, hako_val object, const char *name) { return hk_host_get(vm, object, hk_host_key(vm, name)); }
HAKO_API bool hako_set(hako_vm *vm, hako_val object, const char *name, hako_val v) { return hk_host_set(vm, object, hk_host_key(vm, name), v); }
HAKO_API hako_val hako_get_index(hako_vm *vm, hako_val object, uint32_t index) { return hk_host_get(vm, object, hk_host_index(vm, index)); }
HAKO_API bool hako_set_index(hako_vm *vm, hako_val object, uint32_t index, hako_val v) { return hk_host_set(vm, object, hk_host_index(vm, index), v); }

/* The yes or no of a proxy to library function `id` about a key. */
HK_FN bool hk_host_trap(hk_vm *vm, unsigned id, hk_val proxy, hk_val key)
{
    hako_val answer = { HK_FALSE };
    hk_ask_library(vm, id, proxy, key, HK_UNDEFINED, HK_UNDEFINED);
    return hk_host_accessor(vm, &answer) == HAKO_DONE && answer.bits == HK_TRUE;
}

HK_FN bool hk_host_has(hk_vm *vm, hako_val object, hk_key key)
{
    hk_prop p = { 0, 0, HK_AT_SLOT, 0, 0 };
    hk_val o = hk_from_host(vm, object);
    int found = key && hk_is_object(o) ? hk_find(vm, o, key, &p, NULL) : HK_NO;
    if (hk_has_export(vm, found, &p))
        return true;
    return found == HK_TRAP ? hk_host_trap(vm, HK_FN_proxyHas, hk_object(p.holder), p.value) : found == HK_YES;
}

HK_FN bool hk_host_delete(hk_vm *vm, hako_val object, hk_key key)
{
    hk_val o = hk_from_host(vm, object);
    if (!key || !hk_is_object(o))
        return false;
    if (!hk_is_proxy(vm, o))
        return hk_delete(vm, o, key) == HK_YES;
    o = hk_from_host(vm, object);
    hk_val k = hk_key_value(vm, key);
    return hk_host_trap(vm, HK_FN_deleteOwn, o, k);
}

HAKO_API bool hako_has(hako_vm *vm, hako_val object, const char *name) { return hk_host_has(vm, object, hk_host_key(vm, name)); }
HAKO_API bool hako_delete(hako_vm *vm, hako_val object, const char *name)
{
    return hk_host_delete(vm, object, hk_host_key(vm, name));
}

HAKO_API bool hako_set_function(hako_vm *vm, hako_val object, const char *name, hako_function *fn, int arity)
{
    hako_val f = hako_native(vm, name, fn, arity);
    return hk_is_fnimm(f.bits) && hk_host_set(vm, object, hk_host_key(vm, name), f);
}

/* ---- Kept handles -------------------------------------------------------------------------------------------------------- */

/* How many slots there are for kept handles, and the value of one: EMPTY if it is free. */
HK_FN uint32_t hk_kept_slots(hk_vm *vm) { return hk_nvals(vm, vm->kept) / HK_SLOT; }
HK_FN hk_val hk_kept_value(hk_vm *vm, uint32_t i)
{
    hk_val v = hk_vals(vm, vm->kept)[i * HK_SLOT];
    if (hk_is_internal(v))                          /* a weak handle's */
        v = hk_vals(vm, hk_ref_of(v))[0] == HK_EMPTY ? HK_UNDEFINED : hk_vals(vm, hk_ref_of(v))[0];
    return v;
}

/* Keeps v: its handle. When there is no room: undefined, and the out-of-memory error is pending. */
HK_FN hako_val hk_keep(hk_vm *vm, hk_val v)
{
    if (hk_is_immediate(v))
        return hk_host_value(v);
    uint32_t n = hk_kept_slots(vm), i = 0;
    while (i < n && hk_vals(vm, vm->kept)[i * HK_SLOT] != HK_EMPTY)
        i++;
    if (i == n) {
        hk_val *keep = hk_push(vm, v);
        bool ok = hk_grow_list(vm, &vm->kept, HK_T_VALUES, 8 + (n + 4) * 8 * HK_SLOT);
        v = *keep;
        hk_pop(vm);
        if (!ok)
            return hako_undefined();
        for (uint32_t j = n; j < n + 4; j++)
            hk_vals(vm, vm->kept)[j * HK_SLOT] = HK_EMPTY;
    }
    hk_store(vm, &hk_vals(vm, vm->kept)[i * HK_SLOT], v);
    return hk_host_value(HK_MAKE(HK_TAG_SPECIAL, HK_KEPT | i) | HK_HANDLE_BIT | hk_new_serial(vm, vm->kept, i));
}

HAKO_API hako_val hako_keep(hako_vm *vm, hako_val h) { return hk_keep(vm, hk_from_host(vm, h)); }

HAKO_API void hako_drop(hako_vm *vm, hako_val kept)
{
    uint32_t slot = (uint32_t)kept.bits & ~HK_KEPT;
    if (!hk_is_handle(kept.bits) || !HK_VM(vm))
        return;
    if (((uint32_t)kept.bits & HK_KEPT) && slot < hk_kept_slots(vm) &&
        !hk_is_stale(vm, vm->kept, slot, kept.bits) && hk_vals(vm, vm->kept)[slot * HK_SLOT] != HK_EMPTY)
        hk_vals(vm, vm->kept)[slot * HK_SLOT] = HK_EMPTY;
    else
        HK_WARN(vm, "hako_drop: handle %u is not kept, or was dropped before", slot);
}

/* ---- Errors -------------------------------------------------------------------------------------------------------------- */

/* Throws an error of that kind with the string in *text as its message. */
HK_FN void hk_throw_text(hk_vm *vm, unsigned kind, const hk_val *text)
{
    hk_throw(vm, kind < HK_E_KINDS ? kind : HK_E_ERROR, "");
    hk_val e = vm->exception;
    if (hk_class(vm, e) == HK_T_ERROR)
        hk_set(vm, e, HK_KEY(message), *text, e);   /* its own plain property: neither fails nor calls */
}

HAKO_API hako_val hako_throw(hako_vm *vm, hako_error_kind kind, const char *message)
{
    hk_ref s = !HK_VM(vm) ? 0 : hk_str_utf8(vm, message ? message : "", message ? hk_cstr_len(message) : 0);
    if (!s)
        return hako_undefined();
    hk_throw_text(vm, (unsigned)kind, hk_push(vm, hk_string(s)));
    hk_pop(vm);
    return hako_undefined();
}

HAKO_API hako_val hako_throw_value(hako_vm *vm, hako_val v)
{
    if (HK_VM(vm))
        vm->exception = hk_from_host(vm, v);
    return hako_undefined();
}

HAKO_API bool hako_failed(hako_vm *vm) { return !HK_VM(vm) || vm->exception != HK_EMPTY; }

HAKO_API bool hako_rejected(hako_vm *vm) { return HK_VM(vm) && vm->exception != HK_EMPTY && (vm->flags & HK_VM_REJECTION); }

HAKO_API hako_val hako_exception(hako_vm *vm)
{
    if (!HK_VM(vm))
        return hako_undefined();
    hk_val v = hk_exception_value(vm);
    vm->exception = HK_EMPTY;
    vm->flags &= ~(uint32_t)HK_VM_REJECTION;
    hk_note_phase(vm, HAKO_RUNNING);
    hako_val h = v == HK_EMPTY ? hako_undefined() : hk_to_host(vm, v);
    vm->exception = HK_EMPTY;       /* also when there was no room for the handle */
    return h;
}

HAKO_API void hako_report(hako_vm *vm)
{
    static const hk_text uncaught = { (const uint8_t *)"Uncaught ", NULL, 9, 0 };
    static const hk_text in_promise = { (const uint8_t *)"(in promise) ", NULL, 13, 0 };
    char piece[80];
    if (!HK_VM(vm) || vm->exception == HK_EMPTY)
        return;
    hk_output out = { vm->port, piece, sizeof piece, 0, 0, false };
    hk_val *e = hk_push(vm, hk_exception_value(vm));
    vm->exception = HK_EMPTY;
    if (vm->port && vm->port->print) {
        hk_output_text(&out, &uncaught);
        if (vm->flags & HK_VM_REJECTION)
            hk_output_text(&out, &in_promise);
        hk_output_described(vm, &out, *e);
        hk_output_put(&out, '\n');
        hk_output_flush(&out);
        hk_print_trace(vm, *e);
    }
    vm->flags &= ~(uint32_t)HK_VM_REJECTION;
    hk_note_phase(vm, HAKO_RUNNING);
    hk_pop(vm);
    vm->exception = HK_EMPTY;
}

/* ---- Figures -------------------------------------------------------------------------------------------------------------- */

HAKO_API hako_figures hako_get_figures(hako_vm *vm)
{
    hako_figures f;
    memset(&f, 0, sizeof f);
    if (!HK_VM(vm))
        return f;
    f.steps = vm->steps;
    f.arena = vm->size;
    f.used = vm->top;
    f.peak = vm->peak;
    f.stack_peak = vm->stack_peak;
    f.collections = vm->collections;
    f.allocations = vm->allocations;
    return f;
}

HAKO_API void hako_collect(hako_vm *vm) { hako_collect_above(vm, 0); }

HAKO_API bool hako_collect_above(hako_vm *vm, uint32_t bytes)
{
    if (!HK_VM(vm) || vm->top <= bytes)
        return false;
    hk_collect(vm);
    return true;
}
#endif
