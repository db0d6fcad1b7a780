/* The public half of native classes: a part of public.h. */
#ifndef HAKO_CLASSES_H
#define HAKO_CLASSES_H

/* ---- Native classes ----------------------------------------------------------------------------------------------- */
/* A class is a constant: its tables lie in flash. Its instances carry data of the host's, in the heap or behind a pointer.
 * Example:
 *     typedef struct { float x, y; } point;
 *     static const hako_field point_fields[] = { HAKO_FIELD(point, x, HAKO_FIELD_FLOAT), HAKO_FIELD(point, y, HAKO_FIELD_FLOAT) };
 *     static hako_val point_new(hako_vm *vm, hako_val self, int argc, const hako_val *argv);
 *     static hako_val point_length(hako_vm *vm, hako_val self, int argc, const hako_val *argv);
 *     static const hako_member point_members[] = { { .name = "length", .call = point_length } };
 *     static const hako_class point_class = {
 *         .name = "Point", .size = sizeof(point), .construct = point_new, .arity = 2,
 *         .members = point_members, .member_count = 1, .fields = point_fields, .field_count = 2
 *     };
 *
 *     static hako_val point_new(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
 *     {
 *         point *p = hako_data(vm, self, &point_class);
 *         p->x = (float)hako_to_number(vm, hako_arg(argc, argv, 0));
 *         p->y = (float)hako_to_number(vm, hako_arg(argc, argv, 1));
 *         return hako_undefined();
 *     }
 *     static hako_val point_length(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
 *     {
 *         const point *p = hako_data(vm, self, &point_class);
 *         (void)argc; (void)argv;
 *         return hako_number(p->x * p->x + p->y * p->y);
 *     }
 *     void points(hako_vm *vm)
 *     {
 *         hako_set(vm, hako_global(vm), "Point", hako_class_define(vm, &point_class));
 *     }
 *
 * In the script: let p = new Point(3, 4); p.x = 1; class Sprite extends Point { ... }. HAKO_WITH_CLASSES 0 removes all of this, and watched objects. */

#ifndef HAKO_WITH_CLASSES
#  define HAKO_WITH_CLASSES 1
#endif
#if HAKO_WITH_CLASSES

typedef struct hako_class hako_class;

/* One member of a class: a method (call), an accessor (get, set; without set it is read-only), or, without a function, a constant: `text`, or
 * without that `number`. A name that begins with @@ is a well-known symbol: "@@iterator". Before a method or accessor is entered, its
 * `this` is checked: TypeError if it is no instance of the class, or of one that extends it. */
typedef struct hako_member {
    const char *name;
    hako_function *call;
    hako_function *get, *set;
    int arity;                          /* `length` of the method */
    bool is_static;                     /* a property of the constructor, whose `this` is not checked */
    const char *text;
    double number;
} hako_member;

/* A member of a C struct as a property, both ways. What is assigned is checked: TypeError for a value of another kind, RangeError for a
 * number that the member cannot hold, both with class and property in the message; then nothing has changed. */
typedef enum hako_field_type {
    HAKO_FIELD_INT8, HAKO_FIELD_UINT8, HAKO_FIELD_INT16, HAKO_FIELD_UINT16, HAKO_FIELD_INT32, HAKO_FIELD_UINT32,    /* integers */
    HAKO_FIELD_INT64, HAKO_FIELD_UINT64,    /* a BigInt; an integer Number may be assigned. Without BigInt: a Number, rounded */
    HAKO_FIELD_FLOAT, HAKO_FIELD_DOUBLE,    /* a Number; RangeError for a finite one beyond float */
    HAKO_FIELD_BOOL,                        /* bool; what is assigned is converted */
    HAKO_FIELD_TEXT,                        /* char[]: a string in UTF-8, cut at the first NUL; RangeError if it does not fit with a NUL */
    HAKO_FIELD_ENUM,                        /* an unsigned integer of 1, 2 or 4 bytes, by name; a value without a name reads as Number */
    HAKO_FIELD_STRUCT,                      /* a struct in the struct: an instance of the class `of`, which must have been defined, that lies
                                             * there. To assign an instance of that class copies it; SLOTs are left out */
    HAKO_FIELD_FUNCTION,                    /* hako_val: a kept handle (hako_keep) of a function, to be called by the host, which drops it with
                                             * the struct; else null. Not where the data are in the heap: TypeError */
    HAKO_FIELD_SLOT                         /* any value, in the traced slot of number `offset` */
} hako_field_type;
typedef struct hako_field {
    const char *name;
    hako_field_type type;
    uint32_t offset;                    /* bytes from the struct's beginning */
    uint32_t size;                      /* bytes of one element */
    uint32_t count;                     /* 0: one; else an array of so many, which scripts see as an array of fixed length */
    bool read_only;
    const hako_class *of;               /* of a STRUCT */
    const char *const *names;           /* of an ENUM: those of 0, 1, ..., then NULL */
} hako_field;
#define HAKO_FIELD(type, member, kind) \
    { #member, kind, (uint32_t)offsetof(type, member), (uint32_t)sizeof(((type *)0)->member), 0, false, NULL, NULL }
#define HAKO_FIELD_READ_ONLY(type, member, kind) \
    { #member, kind, (uint32_t)offsetof(type, member), (uint32_t)sizeof(((type *)0)->member), 0, true, NULL, NULL }
#define HAKO_FIELD_ARRAY(type, member, kind) \
    { #member, kind, (uint32_t)offsetof(type, member), (uint32_t)sizeof(((type *)0)->member[0]), \
      (uint32_t)(sizeof(((type *)0)->member) / sizeof(((type *)0)->member[0])), false, NULL, NULL }
#define HAKO_FIELD_OF(type, member, class_of) \
    { #member, HAKO_FIELD_STRUCT, (uint32_t)offsetof(type, member), (uint32_t)sizeof(((type *)0)->member), 0, false, class_of, NULL }
#define HAKO_FIELD_NAMED(type, member, names_of) \
    { #member, HAKO_FIELD_ENUM, (uint32_t)offsetof(type, member), (uint32_t)sizeof(((type *)0)->member), 0, false, NULL, names_of }

/* Properties that the host answers for as they are asked for. Hooks are called in the middle of a script's operation: they may use any
 * function that makes or reads values, and throw, but what runs a script (a call, a getter) fails with a TypeError. They are asked about
 * array indexes (text NULL), and names of at most 39 bytes of UTF-8 without NUL; all other properties are the object's own business, and so are
 * those that the hooks do not know. A missing hook knows nothing. */
typedef struct hako_name { const char *text; uint32_t index; } hako_name;
typedef struct hako_exotic {
    /* Has the object such a property? Then *value receives what it is. It is enumerable, configurable, and writable if there is `set`. */
    bool (*get)(hako_vm *vm, hako_val self, const hako_name *name, hako_val *value);
    /* Takes a value. false: the name is not the host's; if `get` knows it, it cannot be written: TypeError in strict code. */
    bool (*set)(hako_vm *vm, hako_val self, const hako_name *name, hako_val value);
    /* Deletes what `get` knows. false: it stays. */
    bool (*remove)(hako_vm *vm, hako_val self, const hako_name *name);
    /* How many elements it has, at most 2^31 - 1: the indexes that keys, for-in, spread and JSON see. */
    uint32_t (*length)(hako_vm *vm, hako_val self);
    /* The name of its ith other property, for the same; NULL behind the last. */
    const char *(*name)(hako_vm *vm, hako_val self, uint32_t i);
    bool array;                         /* Array.isArray says so, `length` is a property, and the prototype inherits from Array.prototype */
} hako_exotic;

/* Everything may be 0 but the name. */
struct hako_class {
    const char *name;
    const hako_class *parent;           /* a native class that it extends, and that must have been defined. Its data come first in this class's */
    uint32_t size;                      /* bytes of data in the heap, first all 0, aligned to 8; at least the parent's. 0: a pointer, see below */
    uint32_t slots;                     /* values that each instance holds (hako_slot), the parent's included */
    hako_function *construct;           /* called by `new` (or super()), `self` being the new instance; its result is ignored. NULL: the parent's;
                                         * if none has one, scripts cannot construct: TypeError */
    int arity;                          /* `length` of the constructor */
    /* Called once when an instance has died (at some collection, or hako_close), with its data or pointer, and hako_user's; not for NULL, nor
     * after hako_forget. Also for an instance whose `construct` threw. It must not call into the VM. NULL: the parent's */
    void (*finalize)(void *user, void *data);
    const hako_member *members;
    size_t member_count;                /* at most 16,000 */
    const hako_field *fields;
    size_t field_count;                 /* at most 255, the parents' included */
    const hako_exotic *exotic;          /* NULL: the parent's */
    /* Of a class without a size, for saved machines (hako_save): save gives what stands for an instance's pointer in a snapshot, load the pointer
     * for that; false, and NULL: there is none, and it fails. `user` is that of hako_snapshot. They must not call into the VM. Either NULL: the parent's */
    bool (*save)(void *user, void *pointer, uint64_t *id);
    void *(*load)(void *user, uint64_t id);
};

/* Makes a class known in the current realm, and returns its constructor; again, the same. It and all its tables must live as long as the
 * VM. undefined after an exception: TypeError if the class is NULL, has no name, its parent or the class of a field is not
 * known in the realm, or one of the limits above is not kept; RangeError: memory is full. */
HAKO_API hako_val hako_class_define(hako_vm *vm, const hako_class *of);

/* An instance, made without its constructor. Where the class has a size, its data are a copy of what `data` points to (NULL: all 0).
 * Else `data` is the pointer to be had by hako_data, and the same pointer gives the same object as long as that is alive (NULL: always a
 * new one). undefined after an exception: TypeError if the class is not defined in the realm. */
HAKO_API hako_val hako_instance(hako_vm *vm, const hako_class *of, const void *data);

/* Is v an instance of the class, or of one that extends it, and not forgotten? */
HAKO_API bool hako_is(hako_vm *vm, hako_val v, const hako_class *of);

/* The data or pointer of an instance. Data in the heap move: the pointer is valid until the next call of another function with
 * this VM. NULL, and a TypeError is pending, if v is no such instance; without an exception if its pointer is NULL. */
HAKO_API void *hako_data(hako_vm *vm, hako_val v, const hako_class *of);

/* Gives an instance without a size its pointer, as `construct` does. false after an exception: TypeError if v is no instance, has a size or a
 * pointer already, or an object of that class with that pointer lives. */
HAKO_API bool hako_attach(hako_vm *vm, hako_val v, void *pointer);

/* Tells that the host's object is no more: the instance of the class with that pointer loses it, and whatever a script does with it, or with
 * what lies in it, is a TypeError from now on. It is not finalized. false: there is none. */
HAKO_API bool hako_forget(hako_vm *vm, const hako_class *of, const void *pointer);

/* A traced slot: undefined until it is set. TypeError if v is no instance of a native class, RangeError if it has no such slot. */
HAKO_API hako_val hako_slot(hako_vm *vm, hako_val v, uint32_t slot);
HAKO_API bool hako_set_slot(hako_vm *vm, hako_val v, uint32_t slot, hako_val value);

/* Watches an object: fn is called before a property of it is set, defined or deleted, by whomever (but for what hooks, as fn is one, do
 * themselves; their rules hold), `value` being the new one, undefined for a deletion and where an accessor is defined. If it throws, nothing
 * changes. What a setter or prototype would take is told, too; what is not told are elements of typed arrays, private names, and a new
 * prototype. An object has one watcher: the last. fn NULL: none. Elements of a watched array take more room. false after an
 * exception: TypeError if it is no object, or a proxy or native function. */
typedef enum hako_change { HAKO_CHANGE_SET, HAKO_CHANGE_DEFINE, HAKO_CHANGE_DELETE } hako_change;
typedef void hako_watcher(hako_vm *vm, void *context, hako_change change, hako_val object, hako_val key, hako_val value);
HAKO_API bool hako_watch(hako_vm *vm, hako_val object, hako_watcher *fn, void *context);

#endif
#endif
