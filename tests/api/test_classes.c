/* Native classes: constructors, members, inheritance, identity, fields of structs, exotic properties, watched objects. */
#include "check.h"

/* ---- Classes ------------------------------------------------------------------------------------------------------ */

typedef struct { double x, y; } point;
typedef struct { point at; int32_t z; } solid;
static const hako_class point_class, solid_class;
static struct { int count; void *user, *data; double x; } finalized;

static hako_val point_new(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    point *p = hako_data(vm, self, &point_class);
    if (hako_to_number(vm, hako_arg(argc, argv, 0)) < 0) return hako_throw(vm, HAKO_ERROR_RANGE, "negative");
    p->x = hako_to_number(vm, hako_arg(argc, argv, 0));
    p->y = hako_to_number(vm, hako_arg(argc, argv, 1));
    return hako_int(7);                             /* is ignored */
}
static hako_val point_square(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    const point *p = hako_data(vm, self, &point_class);
    (void)argc, (void)argv;
    return hako_number(p->x * p->x + p->y * p->y);
}
static hako_val point_get_x(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)argc, (void)argv;
    return hako_number(((point *)hako_data(vm, self, &point_class))->x);
}
static hako_val point_set_x(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    ((point *)hako_data(vm, self, &point_class))->x = hako_to_number(vm, hako_arg(argc, argv, 0));
    return hako_undefined();
}
static hako_val point_origin(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self, (void)argc, (void)argv;
    return hako_instance(vm, &point_class, NULL);
}
static hako_val point_iterator(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    hako_val a = hako_array(vm);
    (void)argc, (void)argv;
    hako_set_index(vm, a, 0, hako_number(((point *)hako_data(vm, self, &point_class))->x));
    hako_set_index(vm, a, 1, hako_number(((point *)hako_data(vm, self, &point_class))->y));
    hako_val values = hako_get(vm, a, "values"), it = hako_undefined();
    hako_call(vm, values, a, 0, NULL, &it);
    return it;
}
static void finalize(void *user, void *data)
{
    finalized.count++;
    finalized.user = user;
    finalized.data = data;
}
static void finalize_point(void *user, void *data)
{
    finalize(user, data);
    finalized.x = ((point *)data)->x;
}
static const hako_member point_members[] = {
    { .name = "square", .call = point_square, .arity = 2 }, { .name = "x", .get = point_get_x, .set = point_set_x },
    { .name = "x2", .get = point_get_x }, { .name = "origin", .call = point_origin, .is_static = true },
    { .name = "UNIT", .text = "metre", .is_static = true }, { .name = "dimensions", .number = 2 },
    { .name = "@@iterator", .call = point_iterator }
};
static const hako_class point_class = {
    .name = "Point", .size = sizeof(point), .slots = 2, .construct = point_new, .arity = 2, .finalize = finalize_point,
    .members = point_members, .member_count = 7
};

static hako_val solid_new(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    point_new(vm, self, argc, argv);
    ((solid *)hako_data(vm, self, &solid_class))->z = hako_to_int(vm, hako_arg(argc, argv, 2));
    return hako_undefined();
}
static hako_val solid_height(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)argc, (void)argv;
    return hako_int(((solid *)hako_data(vm, self, &solid_class))->z);
}
static const hako_member solid_members[] = { { .name = "height", .call = solid_height } };
static const hako_class solid_class = {
    .name = "Solid", .parent = &point_class, .size = sizeof(solid), .construct = solid_new, .members = solid_members, .member_count = 1
};
static const hako_class plain_class = { .name = "Plain", .slots = 1 };

static void define(hako_vm *vm, const hako_class *c) { hako_set(vm, hako_global(vm), c->name, hako_class_define(vm, c)); }
static void put(hako_vm *vm, const char *name, hako_val v) { hako_set(vm, hako_global(vm), name, v); }
static hako_val get(hako_vm *vm, const char *name) { return hako_get(vm, hako_global(vm), name); }

static hako_vm *open_points(void)
{
    hako_vm *vm = open_vm(64 << 10);
    define(vm, &point_class);
    define(vm, &solid_class);
    define(vm, &plain_class);
    CHECK(!hako_failed(vm));
    return vm;
}

/* Each source with what it gives. */
typedef struct { const char *source, *result; } expectation;
static void expect(hako_vm *vm, const expectation *e, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!same(value_of(vm, e[i].source), e[i].result)) printf("  %s\n", e[i].source), check_at(__LINE__, false, "expected");
        else passed++;
}
#define EXPECT(vm, list) expect(vm, list, sizeof(list) / sizeof *(list))

static const expectation points[] = {
    { "var p = new Point(3, 4); p.square()", "25" },
    { "p.x = 5; [p.x, p.x2, p.square(), p.dimensions, Point.UNIT, Point.origin().x].join()", "5,5,41,2,metre,0" },
    { "[Point.length, Point.name, p.square.length, p.square.name, Point.origin.name, p[Symbol.iterator].name].join()",
      "2,Point,2,square,origin,[Symbol.iterator]" },
    { "var d = Object.getOwnPropertyDescriptor(Point.prototype, 'x'); [d.get.name, d.set.name, d.get.length, d.set.length, d.enumerable].join()",
      "get x,set x,0,1,false" },
    { "[...p].join()", "5,4" },
    { "[p instanceof Point, p.constructor === Point, `${p}`, Object.keys(p).length, typeof Point].join()", "true,true,[object Point],0,function" },
    { "p.own = 1; delete p.own && Object.keys(p).length === 0", "true" },
    { "'use strict'; p.x2 = 1", "TypeError: cannot assign to property 'x2' of object" },
    { "'use strict'; p.dimensions = 1", "TypeError: cannot assign to property 'dimensions' of object" },
    { "Point(1, 2)", "TypeError: class constructor Point cannot be invoked without 'new'" },
    { "new Point(-1)", "RangeError: negative" },
    { "new p.square()", "TypeError: square is not a constructor" },
    { "p.square.call({})", "TypeError: Point.prototype.square called on what is no Point" },
    { "p.square.call()", "TypeError: Point.prototype.square called on what is no Point" },
    { "d.set.call(new Map, 1)", "TypeError: Point.prototype.x called on what is no Point" },
    { "new Plain", "TypeError: a script cannot construct a Plain" },
    { "var s = new Solid(1, 2, 3); [s.square(), s.height(), s.x, s instanceof Point, Object.getPrototypeOf(Solid) === Point, Solid.origin().x].join()",
      "5,3,1,true,true,0" },
    { "s.height.call(p)", "TypeError: Solid.prototype.height called on what is no Solid" },
    { "class Sprite extends Point { #n = 1; constructor(x) { super(x, 1); this.extra = 'e' } square() { return super.square() + this.#n }"
      "static make() { return new this(2) } } var q = Sprite.make(); [q.square(), q.extra, q instanceof Sprite, q.x, `${q}`, Sprite.UNIT].join()",
      "6,e,true,2,[object Point],metre" },
    { "class Broken extends Point { constructor() { } } new Broken",
      "ReferenceError: must call super constructor before accessing 'this' or returning from derive" },
    { "Reflect.construct(Point, [6, 8], Object).square", "undefined" },
    { "Point.prototype.square.call(Reflect.construct(Point, [6, 8], Object))", "100" },
    { "new Proxy(p, {}).square()", "TypeError: Point.prototype.square called on what is no Point" },
    { "Object.isFrozen(Object.freeze(p)) && (p.x = 9, p.x)", "9" },
    { "Point.extra = 1; Point.prototype.more = () => 'more'; [Point.extra, s.more()].join()", "1,more" },
};

static void test_classes(void)
{
    hako_vm *vm = open_points();
    EXPECT(vm, points);
    hako_val p = get(vm, "p"), c = hako_class_define(vm, &point_class);
    CHECK(c.bits == get(vm, "Point").bits);                             /* again the same */
    CHECK(hako_is(vm, p, &point_class) && !hako_is(vm, p, &solid_class) && hako_is(vm, get(vm, "s"), &point_class));
    CHECK(!hako_is(vm, hako_int(1), &point_class) && !hako_is(vm, c, &point_class) && !hako_is(vm, p, NULL) && !hako_is(NULL, p, &point_class));
    CHECK(((point *)hako_data(vm, p, &point_class))->y == 4);
    CHECK(!hako_data(vm, hako_object(vm), &point_class) && threw(vm, "TypeError: object is no Point"));
    CHECK(!hako_data(vm, p, &solid_class) && threw(vm, "TypeError: object is no Solid"));
    CHECK(!hako_data(NULL, p, &point_class) && !hako_data(vm, p, NULL) && threw(vm, "TypeError"));
    point copy = { 1.5, 2.5 };
    hako_val i = hako_instance(vm, &point_class, &copy);
    CHECK(hako_get(vm, i, "x").bits == hako_number(1.5).bits);
    CHECK(hako_typeof(vm, i) == HAKO_OBJECT && hako_instance(vm, &point_class, &copy).bits != i.bits);
    close_vm(vm);
}

static void test_stressed(void)
{
    hako_vm *vm = open_points();
    hako_test_stress(vm, true);
    EXPECT(vm, points);
    close_vm(vm);
}

static void test_slots(void)
{
    hako_vm *vm = open_points();
    hako_val o = hako_instance(vm, &plain_class, NULL), p = hako_instance(vm, &point_class, NULL);
    CHECK(is_undefined(vm, hako_slot(vm, o, 0)) && hako_set_slot(vm, o, 0, hako_string(vm, "kept text", 9)));
    CHECK(hako_set_slot(vm, p, 1, o));
    put(vm, "p", p);
    hako_test_stress(vm, true);
    hako_collect(vm);
    CHECK(same(text_of(vm, hako_slot(vm, hako_slot(vm, get(vm, "p"), 1), 0)), "kept text"));
    CHECK(is_undefined(vm, hako_slot(vm, o, 1)) && threw(vm, "RangeError: a Plain has no slot 1"));
    CHECK(!hako_set_slot(vm, p, 2, o) && threw(vm, "RangeError"));
    CHECK(!hako_set_slot(vm, hako_null(), 0, o) && threw(vm, "TypeError: null is no native instance"));
    CHECK(is_undefined(vm, hako_slot(vm, hako_global(vm), 0)) && threw(vm, "TypeError"));
    CHECK(is_undefined(vm, hako_slot(NULL, o, 0)) && !hako_set_slot(NULL, o, 0, o));
    hako_throw(vm, HAKO_ERROR_PLAIN, "pending");
    CHECK(!hako_set_slot(vm, o, 0, o) && is_undefined(vm, hako_slot(vm, o, 0)) && threw(vm, "Error: pending"));
    close_vm(vm);
}

static void test_definitions(void)
{
    static const hako_field outside[] = { { .name = "f", .type = HAKO_FIELD_INT32, .offset = 4, .size = 4 } };
    static const hako_field narrow[] = { { .name = "f", .type = HAKO_FIELD_INT32, .size = 2 } };
    static const hako_field odd[] = { { .name = "f", .type = (hako_field_type)99, .size = 2 } };
    static const hako_field foreign[] = { { .name = "f", .type = HAKO_FIELD_STRUCT, .size = 2, .of = &solid_class } };
    static const hako_field no_slot[] = { { .name = "f", .type = HAKO_FIELD_SLOT, .offset = 1 } };
    static const hako_field no_names[] = { { .name = "f", .type = HAKO_FIELD_ENUM, .size = 1 } };
    static const hako_field huge[] = { { .name = "f", .type = HAKO_FIELD_UINT8, .size = 1, .count = UINT32_MAX } };
    static const hako_member nameless[] = { { .number = 1 } };
    static const hako_class bad[] = {
        { .name = NULL }, { .name = "A", .parent = &solid_class }, { .name = "B", .members = NULL, .member_count = 1 },
        { .name = "C", .fields = outside, .field_count = 1, .size = 4 }, { .name = "D", .fields = narrow, .field_count = 1 },
        { .name = "E", .fields = odd, .field_count = 1 }, { .name = "F", .fields = foreign, .field_count = 1 },
        { .name = "G", .fields = no_slot, .field_count = 1, .slots = 1 }, { .name = "H", .fields = no_names, .field_count = 1 },
        { .name = "I", .fields = outside, .field_count = 255 }, { .name = "J", .members = nameless, .member_count = 1 },
        { .name = "K", .members = nameless, .member_count = 16001 }, { .name = "L", .slots = 100000 },
        { .name = "M", .fields = huge, .field_count = 1 }, { .name = "N", .parent = &point_class, .size = 4 }, { .name = "O", .size = UINT32_MAX }
    };
    hako_vm *vm = open_vm(64 << 10), *other = open_points();
    CHECK(is_undefined(vm, hako_class_define(vm, NULL)) && threw(vm, "TypeError: class without a name"));
    CHECK(is_undefined(vm, hako_class_define(NULL, &point_class)) && is_undefined(vm, hako_instance(NULL, &point_class, NULL)));
    hako_class_define(vm, &point_class);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(is_undefined(vm, hako_class_define(vm, &bad[i])) && threw(vm, "TypeError: class "));
    CHECK(is_undefined(vm, hako_instance(vm, &solid_class, NULL)) && threw(vm, "TypeError: class Solid is not defined here"));
    CHECK(is_undefined(vm, hako_instance(vm, NULL, NULL)) && threw(vm, "TypeError"));
    hako_throw(vm, HAKO_ERROR_PLAIN, "pending");
    CHECK(is_undefined(vm, hako_class_define(vm, &solid_class)) && is_undefined(vm, hako_instance(vm, &point_class, NULL)) && threw(vm, "Error: pending"));
    CHECK(hako_call(vm, get(other, "Plain"), hako_undefined(), 0, NULL, NULL) == HAKO_FAILED && threw(vm, "TypeError"));  /* another VM's */
    CHECK(hako_call(vm, get(other, "Solid"), hako_undefined(), 0, NULL, NULL) == HAKO_FAILED && threw(vm, "TypeError"));
    hako_realm realm = hako_realm_new(vm);
    realm = hako_realm_enter(vm, realm);
    CHECK(is_undefined(vm, hako_instance(vm, &point_class, NULL)) && threw(vm, "TypeError"));
    define(vm, &point_class);
    CHECK(same(value_of(vm, "Object.getPrototypeOf(Point.prototype) === Object.prototype && new Point(1, 1) instanceof Point"), "true"));
    hako_val there = hako_instance(vm, &point_class, NULL);
    hako_realm_enter(vm, realm);
    put(vm, "there", there);
    define(vm, &point_class);
    CHECK(same(value_of(vm, "[there instanceof Point, Point.prototype.square.call(there)].join()"), "false,0"));
    close_vm(other);
    close_vm(vm);
}

static void test_finalizers(void)
{
    int me;
    hako_vm *vm = open_points();
    memset(&finalized, 0, sizeof finalized);
    hako_set_user(vm, &me);
    CHECK(same(value_of(vm, "var p = new Point(11, 2), s = new Solid(12, 2); 1"), "1"));
    hako_collect(vm);
    CHECK(finalized.count == 0);
    CHECK(same(value_of(vm, "p = 0"), "0"));
    hako_collect(vm);
    CHECK(finalized.count == 1 && finalized.x == 11 && finalized.user == &me);
    CHECK(same(value_of(vm, "s = 0; try { new Point(-1) } catch { }; for (let i = 0; i < 10000; i++) new Point(1, 1); class Q extends Point { }; new Q(4); 1"), "1"));
    hako_collect(vm);
    CHECK(finalized.count == 10004);
    CHECK(same(value_of(vm, "p = new Point(77); 1"), "1"));
    close_vm(vm);
    CHECK(finalized.count == 10005 && finalized.x == 77);
}

/* ---- Structs -------------------------------------------------------------------------------------------------------- */

typedef enum { IDLE, WALKING, FIGHTING } mood;
static const char *const moods[] = { "idle", "walking", "f\xC3\xAFghting", NULL };
typedef struct { float x, y; } vec;
typedef struct { uint16_t kind; char label[8]; } item;
typedef struct {
    int8_t i8; uint8_t u8; int16_t i16; uint16_t u16; int32_t i32; uint32_t u32; int64_t i64; uint64_t u64;
    float f; double d; bool b; char name[12]; uint8_t mood; vec at; int16_t path[4]; item items[2]; uint32_t id; hako_val hit;
} entity;
static const hako_field vec_fields[] = { HAKO_FIELD(vec, x, HAKO_FIELD_FLOAT), HAKO_FIELD(vec, y, HAKO_FIELD_FLOAT) };
static const hako_class vec_class = { .name = "Vec", .fields = vec_fields, .field_count = 2 };
static const hako_field item_fields[] = { HAKO_FIELD(item, kind, HAKO_FIELD_UINT16), HAKO_FIELD(item, label, HAKO_FIELD_TEXT) };
static const hako_class item_class = { .name = "Item", .fields = item_fields, .field_count = 2 };
static const hako_field entity_fields[] = {
    HAKO_FIELD(entity, i8, HAKO_FIELD_INT8), HAKO_FIELD(entity, u8, HAKO_FIELD_UINT8), HAKO_FIELD(entity, i16, HAKO_FIELD_INT16),
    HAKO_FIELD(entity, u16, HAKO_FIELD_UINT16), HAKO_FIELD(entity, i32, HAKO_FIELD_INT32), HAKO_FIELD(entity, u32, HAKO_FIELD_UINT32),
    HAKO_FIELD(entity, i64, HAKO_FIELD_INT64), HAKO_FIELD(entity, u64, HAKO_FIELD_UINT64), HAKO_FIELD(entity, f, HAKO_FIELD_FLOAT),
    HAKO_FIELD(entity, d, HAKO_FIELD_DOUBLE), HAKO_FIELD(entity, b, HAKO_FIELD_BOOL), HAKO_FIELD(entity, name, HAKO_FIELD_TEXT),
    HAKO_FIELD_NAMED(entity, mood, moods), HAKO_FIELD_OF(entity, at, &vec_class), HAKO_FIELD_ARRAY(entity, path, HAKO_FIELD_INT16),
    { "items", HAKO_FIELD_STRUCT, (uint32_t)offsetof(entity, items), (uint32_t)sizeof(item), 2, false, &item_class, NULL },
    HAKO_FIELD_READ_ONLY(entity, id, HAKO_FIELD_UINT32), HAKO_FIELD(entity, hit, HAKO_FIELD_FUNCTION),
    { "target", HAKO_FIELD_SLOT, 0, 0, 0, false, NULL, NULL }
};
enum { ENTITY_FIELDS = sizeof entity_fields / sizeof *entity_fields };
static hako_val entity_describe(hako_vm *vm, hako_val self, int argc, const hako_val *argv);
static const hako_member entity_members[] = { { .name = "describe", .call = entity_describe } };
static const hako_class entity_class = {     /* the host's */
    .name = "Entity", .slots = 1, .members = entity_members, .member_count = 1, .fields = entity_fields, .field_count = ENTITY_FIELDS, .finalize = finalize
};
static hako_val nothing(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)vm, (void)self, (void)argc, (void)argv;
    return hako_undefined();
}
static const hako_class record_class = {     /* the same in the heap */
    .name = "Record", .size = sizeof(entity), .slots = 1, .construct = nothing, .fields = entity_fields, .field_count = ENTITY_FIELDS
};
static hako_val entity_describe(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    const entity *e = hako_data(vm, self, &entity_class);
    (void)argc, (void)argv;
    return hako_string(vm, e->name, strlen(e->name));
}
static entity hero;

static hako_vm *open_entities(void)
{
    hako_vm *vm = open_vm(128 << 10);
    memset(&hero, 0, sizeof hero);
    hero.id = 42;
    define(vm, &vec_class);
    define(vm, &item_class);
    define(vm, &entity_class);
    define(vm, &record_class);
    CHECK(!hako_failed(vm));
    put(vm, "e", hako_instance(vm, &entity_class, &hero));
    return vm;
}

static const expectation structs[] = {
    { "e.i8 = -128; e.u8 = 255; e.i16 = -32768; e.u16 = 65535; e.i32 = -2147483648; e.u32 = 4294967295;"
      "e.i64 = -9223372036854775808n; e.u64 = 18446744073709551615n; [e.i8, e.u8, e.i16, e.u16, e.i32, e.u32, e.i64, e.u64].join()",
      "-128,255,-32768,65535,-2147483648,4294967295,-9223372036854775808,18446744073709551615" },
    { "e.i64 = 7; e.u64 = 2 ** 53; e.i8 = -0; [e.i64, e.u64, typeof e.i64, e.i8].join()", "7,9007199254740992,bigint,0" },
    { "e.f = 0.1; e.d = 0.1; e.f === Math.fround(0.1) && e.d === 0.1", "true" },
    { "e.f = NaN; e.d = Infinity; [e.f, e.d].join()", "NaN,Infinity" },
    { "e.f = -Infinity; e.b = 'yes'; [e.f, e.b].join()", "-Infinity,true" },
    { "e.name = 'W\xC3\xBCrfel \xE2\x82\xAC'; e.mood = 'f\xC3\xAFghting'; [e.name, e.mood, e.describe()].join()",
      "W\xC3\xBCrfel \xE2\x82\xAC,f\xC3\xAFghting,W\xC3\xBCrfel \xE2\x82\xAC" },
    { "e.at.x = 1.5; e.at.y += 2; [e.at.x, e.at.y, e.at instanceof Vec, `${e.at}`].join()", "1.5,2,true,[object Vec]" },
    { "e.path[0] = 5; e.path[3] = -7; [e.path.length, e.path.join(), Array.isArray(e.path), e.path.indexOf(-7)].join()", "4,5,0,0,-7,true,3" },
    { "e.items[1].label = 'sword'; e.items[1].kind = 3; e.items[0] = e.items[1]; [e.items.length, e.items[0].label, e.items[0].kind].join()", "2,sword,3" },
    { "JSON.stringify(e.items) + JSON.stringify(e.at) + JSON.stringify([...e.path])",
      "[{\"kind\":3,\"label\":\"sword\"},{\"kind\":3,\"label\":\"sword\"}]{\"x\":1.5,\"y\":2}[5,0,0,-7]" },
    { "Object.keys(e).join()", "i8,u8,i16,u16,i32,u32,i64,u64,f,d,b,name,mood,at,path,items,id,hit,target" },
    { "var k = []; for (var n in e.at) k.push(n); for (var i in e.path) k.push(i); k.join()", "x,y,0,1,2,3" },
    { "var copy = { ...e.at }; Object.getPrototypeOf(copy) === Object.prototype && copy.x + Object.entries(e.at).join('|')", "1.5x,1.5|y,2" },
    { "Object.assign(e.at, { x: 9, y: 8 }); Reflect.ownKeys(e.at).join() + e.at.x + ('x' in e.at) + e.at.hasOwnProperty('z')", "x,y9truefalse" },
    { "e.path.map(x => x * 2).join() + [...e.path.entries()].length + e.path.slice(0, 1) + e.path.at(-1)", "10,0,0,-1445-7" },
    { "e.path.sort((a, b) => a - b); e.path.reverse(); e.path.fill(1, 3); e.path.join()", "5,0,0,1" },
    { "e.target = [1, 2]; e.hit = function () { return this === e }; e.note = 'own'; [e.target.length, e.hit(), e.note].join()", "2,true,own" },
    { "JSON.stringify(Object.getOwnPropertyDescriptor(e, 'id'))", "{\"value\":42,\"writable\":false,\"enumerable\":true,\"configurable\":true}" },
    { "e.id = 1; e.id", "42" },
    { "'use strict'; e.id = 1", "TypeError: cannot assign to property 'id' of object" },
    { "'use strict'; e.path = 1", "TypeError: cannot assign to property 'path' of object" },
    { "Reflect.set(e, 'id', 1) || Reflect.deleteProperty(e, 'u8') || Reflect.defineProperty(e, 'u8', { get() { } })", "false" },
    { "Reflect.defineProperty(e, 'u8', { value: 8 }) && e.u8 === 8 && !Reflect.defineProperty(e, 'u8', { value: 9, enumerable: false })", "true" },
    { "'use strict'; delete e.u8", "TypeError: cannot delete property 'u8' of object" },
    { "e.i8 = 128", "RangeError: Entity.i8 takes an integer from -128 to 127, not 128" },
    { "e.u8 = -1", "RangeError: Entity.u8 takes an integer from 0 to 255, not -1" },
    { "e.i16 = 1.5", "RangeError: Entity.i16 takes an integer from -32768 to 32767, not 1.5" },
    { "e.u32 = NaN", "RangeError: Entity.u32 takes an integer from 0 to 2^32-1, not NaN" },
    { "e.i64 = 9223372036854775808n", "RangeError: Entity.i64 takes an integer from -2^63 to 2^63-1, not 9223372036854775808n" },
    { "e.u64 = -1n", "RangeError: Entity.u64 takes an integer from 0 to 2^64-1, not -1n" },
    { "e.u8 = '1'", "TypeError: Entity.u8 takes an integer, not 1" },
    { "e.u8 = 1n", "TypeError: Entity.u8 takes an integer, not 1n" },
    { "e.u8 = { valueOf() { return 1 } }", "TypeError: Entity.u8 takes an integer, not object" },
    { "e.f = 1e39", "RangeError: Entity.f takes a number within float, not 1e+39" },
    { "e.d = null", "TypeError: Entity.d takes a number, not null" },
    { "e.name = 'abcdefghijkl'", "RangeError: Entity.name takes at most 11 bytes" },
    { "e.name = 1", "TypeError: Entity.name takes a string, not 1" },
    { "e.mood = 'bored'", "RangeError: Entity.mood takes one of its names, not bored" },
    { "e.mood = 1", "TypeError: Entity.mood takes one of its names, not 1" },
    { "e.at = { x: 1 }", "TypeError: Entity.at takes Vec, not object" },
    { "e.hit = 1", "TypeError: Entity.hit takes a function or null, not 1" },
    { "e.path[4] = 1", "RangeError: Entity.path has 4 elements" },
    { "e.path[0] = 40000", "RangeError: Entity.path takes an integer from -32768 to 32767, not 40000" },
    { "e.path.push(1)", "RangeError: Entity.path has 4 elements" },
    { "Object.freeze(e)", "TypeError: cannot prevent extensions of object" },
    { "var child = Object.create(e); child.u8 = 77; [child.u8, e.u8, Object.keys(child).join()].join()", "77,8,u8" },
    { "e.hit = null; e.hit", "null" },
    { "e.describe.call(e.at)", "TypeError: Entity.prototype.describe called on what is no Entity" },
};
static const expectation records[] = {
    { "r.name + r.at.x + r.path.join() + r.i8 + r.hit", "00,0,0,00null" },
    { "r.name = 'in the heap'; r.at.x = 2; r.path[1] = 3; r.items[0].label = 'it'; r.mood = 'walking'; r.u64 = 5n;"
      "var at = r.at, path = r.path; r.at.x + r.name + r.path.join() + r.items[0].label + r.mood + r.u64", "2in the heap0,3,0,0itwalking5" },
    { "at.x = 7; path[0] = 1; r.at.x + r.path.join()", "71,3,0,0" },
    { "r.at = e.at; r.at.x === e.at.x", "true" },
    { "r.hit = () => 1", "TypeError: Record.hit takes no function in the heap, not function" },
    { "var held = new Record().items[1]; held.label = 'held'; held.label", "held" },
};

static void run_structs(bool stress)
{
    hako_vm *vm = open_entities();
    hako_test_stress(vm, stress);
    EXPECT(vm, structs);
    CHECK(!strcmp(hero.name, "W\xC3\xBCrfel \xE2\x82\xAC") && hero.mood == FIGHTING && hero.at.x == 9 && hero.path[0] == 5 && hero.u8 == 8);
    CHECK(same(value_of(vm, "var r = new Record; 1"), "1"));
    EXPECT(vm, records);
    hero.mood = 9;
    hero.i32 = 123;
    CHECK(same(value_of(vm, "e.mood + e.i32"), "132"));
    memset(hero.name, 'x', sizeof hero.name);
    CHECK(same(value_of(vm, "e.name"), "xxxxxxxxxxxx"));
    close_vm(vm);
}
static void test_structs(void) { run_structs(false); }
static void test_structs_stressed(void) { run_structs(true); }

static void test_identity(void)
{
    static entity many[100];
    hako_vm *vm = open_entities();
    hako_scope scope = hako_scope_open(vm);
    memset(&finalized, 0, sizeof finalized);
    put(vm, "f", hako_instance(vm, &entity_class, &hero));
    CHECK(same(value_of(vm, "e === f && (e.seen = 1, f.seen)"), "1"));
    CHECK(hako_data(vm, get(vm, "e"), &entity_class) == &hero);
    put(vm, "list", hako_array(vm));
    for (uint32_t i = 0; i < 100; i++) {
        many[i].id = i;
        hako_set_index(vm, get(vm, "list"), i, hako_instance(vm, &entity_class, &many[i]));
    }
    hako_scope_close(vm, scope);
    hako_test_stress(vm, true);
    for (uint32_t i = 0; i < 100; i += 7) {
        put(vm, "f", hako_instance(vm, &entity_class, &many[i]));
        CHECK(same(value_of(vm, "f === list[f.id]"), "true"));
    }
    hako_test_stress(vm, false);
    CHECK(same(value_of(vm, "list = list.filter(x => x.id % 2); f = 0; list.length"), "50"));
    hako_scope_close(vm, scope);
    hako_collect(vm);
    CHECK(finalized.count == 50);
    put(vm, "f", hako_instance(vm, &entity_class, &many[51]));
    CHECK(same(value_of(vm, "f === list[25]"), "true"));
    CHECK(hako_instance(vm, &entity_class, NULL).bits != hako_instance(vm, &entity_class, NULL).bits);
    hako_val n = hako_instance(vm, &entity_class, NULL);
    CHECK(!hako_data(vm, n, &entity_class) && !hako_failed(vm));
    put(vm, "n", n);
    CHECK(same(value_of(vm, "n.u8"), "TypeError: this Entity is gone") && same(value_of(vm, "n.u8 = 1"), "TypeError: this Entity is gone"));
    CHECK(hako_attach(vm, n, &many[2]) && hako_data(vm, n, &entity_class) == &many[2] && same(value_of(vm, "n.id"), "2"));
    CHECK(hako_instance(vm, &entity_class, &many[2]).bits != n.bits && same(value_of(vm, "n.u8 = 3"), "3"));
    CHECK(!hako_attach(vm, n, &many[4]) && threw(vm, "TypeError: object cannot be given that pointer"));
    n = hako_instance(vm, &entity_class, NULL);
    CHECK(!hako_attach(vm, n, &many[51]) && threw(vm, "TypeError") && !hako_attach(vm, n, NULL) && threw(vm, "TypeError"));
    CHECK(!hako_attach(vm, hako_int(3), &many[4]) && threw(vm, "TypeError") && !hako_attach(NULL, n, &many[4]));
    CHECK(eval(vm, "new Record", &n) == HAKO_DONE && !hako_attach(vm, n, &many[4]) && threw(vm, "TypeError"));
    hako_scope_close(vm, scope);
    close_vm(vm);
}

static void test_forget(void)
{
    hako_vm *vm = open_entities();
    memset(&finalized, 0, sizeof finalized);
    CHECK(same(value_of(vm, "var at = e.at, path = e.path, item = e.items[0], text = []; path.length"), "4"));
    CHECK(!hako_forget(vm, &vec_class, &hero) && !hako_forget(vm, &entity_class, &hero.at) && !hako_forget(vm, NULL, &hero));
    CHECK(!hako_forget(vm, &entity_class, NULL) && !hako_forget(NULL, &entity_class, &hero));
    CHECK(hako_forget(vm, &entity_class, &hero) && !hako_forget(vm, &entity_class, &hero));
    static const expectation gone[] = {
        { "e.u8", "TypeError: this Entity is gone" }, { "e.u8 = 1", "TypeError: this Entity is gone" }, { "at.x", "TypeError: this Vec is gone" },
        { "path[0]", "TypeError: this Entity is gone" }, { "item.kind = 1", "TypeError: this Item is gone" }, { "path[9]", "undefined" },
        { "e.describe()", "TypeError: Entity.prototype.describe called on a Entity that is gone" },
        { "JSON.stringify(e)", "TypeError: this Entity is gone" }, { "({ ...e })", "TypeError: this Entity is gone" }, { "`${e}`", "[object Entity]" },
    };
    EXPECT(vm, gone);
    CHECK(!hako_is(vm, get(vm, "e"), &entity_class) && !hako_data(vm, get(vm, "e"), &entity_class) && threw(vm, "TypeError"));
    CHECK(!hako_is(vm, get(vm, "at"), &vec_class));
    put(vm, "f", hako_instance(vm, &entity_class, &hero));              /* there is another one now */
    CHECK(same(value_of(vm, "e !== f && f.id"), "42"));
    close_vm(vm);
    CHECK(finalized.count == 1 && finalized.data == &hero);
}

static void test_functions(void)
{
    hako_vm *vm = open_entities();
    hako_val result;
    CHECK(same(value_of(vm, "e.hit = x => x + 1; e = 0; 1"), "1"));
    hako_collect(vm);                                                   /* the struct holds it, though the object is dead */
    CHECK(hako_call(vm, hero.hit, hako_undefined(), 1, (hako_val[]){ hako_int(4) }, &result) == HAKO_DONE && result.bits == hako_int(5).bits);
    put(vm, "e", hako_instance(vm, &entity_class, &hero));
    hako_val first = hero.hit;
    CHECK(same(value_of(vm, "e.hit(1)"), "2") && same(value_of(vm, "e.hit = parseInt; e.hit === parseInt"), "true"));
    CHECK(is_undefined(vm, first) && same(value_of(vm, "e.hit = undefined; e.hit"), "null"));
    close_vm(vm);
}

/* ---- Exotic objects ----------------------------------------------------------------------------------------------------- */

typedef struct { int length, data[8]; char last[64]; int asked; } store;
static store numbers;
static const hako_class store_class, list_class;

static bool store_get(hako_vm *vm, hako_val self, const hako_name *name, hako_val *value)
{
    store *s = hako_data(vm, self, hako_is(vm, self, &list_class) ? &list_class : &store_class);
    s->asked++;
    if (name->text && !strcmp(name->text, "throws")) return hako_throw(vm, HAKO_ERROR_RANGE, "thrown by get"), true;
    if (name->text && !strcmp(name->text, "script")) {
        hako_val o, v;
        CHECK(eval(vm, "1", &o) == HAKO_FAILED);
        hako_exception(vm);
        CHECK(hako_start(vm, NULL, NULL, 0) == HAKO_FAILED);
        hako_exception(vm);
        o = hako_get(vm, hako_global(vm), "lazy");                      /* a hook within a hook */
        v = hako_get_index(vm, o, 1);
        CHECK(!hako_failed(vm) && v.bits == hako_int(s->data[1]).bits);
        hako_get(vm, hako_global(vm), "getter");
        return true;
    }
    if (name->text && !strcmp(name->text, "self")) return *value = self, true;
    if (name->text && !strcmp(name->text, "deep")) {
        *value = hako_get(vm, self, "deep");
        return true;
    }
    if (name->text && !strcmp(name->text, "text")) return *value = hako_string(vm, s->last, strlen(s->last)), true;
    if (name->text || name->index >= (uint32_t)s->length) return false;
    *value = hako_int(s->data[name->index]);
    return true;
}
static bool store_set(hako_vm *vm, hako_val self, const hako_name *name, hako_val value)
{
    store *s = hako_data(vm, self, hako_is(vm, self, &list_class) ? &list_class : &store_class);
    if (name->text && !strcmp(name->text, "text")) return hako_to_string(vm, value, s->last, sizeof s->last), true;
    if (name->text && !strcmp(name->text, "length")) {
        if (hako_to_int(vm, value) > 8) return hako_throw(vm, HAKO_ERROR_RANGE, "too long"), true;
        return s->length = hako_to_int(vm, value), true;
    }
    if (name->text || name->index >= 8) return false;
    s->data[name->index] = hako_to_int(vm, value);
    if ((int)name->index >= s->length) s->length = (int)name->index + 1;
    return true;
}
static bool store_remove(hako_vm *vm, hako_val self, const hako_name *name)
{
    store *s = hako_data(vm, self, &store_class);
    if (name->text || (int)name->index != s->length - 1) return false;
    s->length--;
    return true;
}
static uint32_t store_length(hako_vm *vm, hako_val self)
{
    const store *s = hako_data(vm, self, hako_is(vm, self, &list_class) ? &list_class : &store_class);
    return (uint32_t)s->length;
}
static const char *store_name(hako_vm *vm, hako_val self, uint32_t i)
{
    (void)vm, (void)self;
    return i == 0 ? "text" : i == 1 ? "unknown" : NULL;
}
static const hako_exotic store_hooks = { store_get, store_set, store_remove, store_length, store_name, false };
static const hako_exotic list_hooks = { store_get, store_set, NULL, store_length, NULL, true };
static const hako_exotic view_hooks = { .get = store_get };
static const hako_class store_class = { .name = "Store", .exotic = &store_hooks };
static const hako_class list_class = { .name = "List", .exotic = &list_hooks };
static const hako_class view_class = { .name = "View", .parent = &store_class, .exotic = &view_hooks };

static hako_vm *open_stores(void)
{
    static const store fresh = { 3, { 10, 20, 30 }, "t", 0 };
    hako_vm *vm = open_vm(128 << 10);
    numbers = fresh;
    define(vm, &store_class);
    define(vm, &list_class);
    define(vm, &view_class);
    put(vm, "lazy", hako_instance(vm, &store_class, &numbers));
    put(vm, "list", hako_instance(vm, &list_class, &numbers));
    put(vm, "view", hako_instance(vm, &view_class, &numbers));
    CHECK(same(value_of(vm, "Object.defineProperty(globalThis, 'getter', { get() { return 1 }, configurable: true }); 1"), "1"));
    return vm;
}

static const expectation exotics[] = {
    { "[lazy[0], lazy[2], lazy[3], lazy.text, lazy.none, 1 in lazy, 3 in lazy, 'text' in lazy].join()", "10,30,,t,,true,false,true" },
    { "Object.keys(lazy).join() + JSON.stringify(lazy)", "0,1,2,text{\"0\":10,\"1\":20,\"2\":30,\"text\":\"t\"}" },
    { "var k = []; for (const n in lazy) k.push(n); k.join()", "0,1,2,text" },
    { "JSON.stringify({ ...lazy }) + Object.values(lazy) + Object.entries(lazy).length", "{\"0\":10,\"1\":20,\"2\":30,\"text\":\"t\"}10,20,30,t4" },
    { "Reflect.ownKeys(lazy).join() + JSON.stringify(Object.getOwnPropertyDescriptor(lazy, 1))",
      "0,1,2,text{\"value\":20,\"writable\":true,\"enumerable\":true,\"configurable\":true}" },
    { "lazy[1] = 21; lazy.text = 'new'; lazy[3] = 40; lazy[1] + lazy.text + lazy[3]", "21new40" },
    { "[delete lazy[3], Reflect.deleteProperty(lazy, 0), lazy[3], delete lazy.nothing].join()", "true,false,,true" },
    { "'use strict'; delete lazy[0]", "TypeError: cannot delete property '0' of object" },
    { "lazy.own = 1; lazy[99] = 2; [lazy.own, lazy[99], Object.keys(lazy).join(), delete lazy.own, delete lazy[99], lazy.own].join()",
      "1,2,0,1,2,99,text,own,true,true," },
    { "lazy[Symbol.iterator] = 5; lazy[Symbol.iterator]", "5" },
    { "Object.defineProperty(lazy, 0, { value: 11 }); lazy[0]", "11" },
    { "Reflect.defineProperty(lazy, 0, { value: 1, writable: false }) || Reflect.defineProperty(lazy, 0, { get() { } })", "false" },
    { "Object.defineProperty(lazy, 2, { value: 31, writable: true, enumerable: true, configurable: true }); lazy[2]", "31" },
    { "Object.defineProperty(lazy, 'acc', { get() { return 'accessed' }, configurable: true }); lazy.acc + delete lazy.acc", "accessedtrue" },
    { "lazy.throws", "RangeError: thrown by get" }, { "'throws' in lazy", "RangeError: thrown by get" },
    { "lazy.script", "TypeError: a hook cannot run scripts" }, { "lazy.self === lazy", "true" },
    { "lazy.deep", "RangeError: hooks of the host nest too deep" },
    { "lazy['a\\0b'] = 1; lazy['\\ud800'] = 2; lazy['x'.repeat(40)] = 3; [lazy['a\\0b'], lazy['\\ud800'], lazy['x'.repeat(40)]].join()", "1,2,3" },
    { "Object.freeze(lazy)", "TypeError: cannot prevent extensions of object" },
    { "var child = Object.create(lazy); child[0] = 'mine'; [child[0], lazy[0], child[1], child.text, Object.keys(child)].join()", "mine,11,21,new,0" },
    { "with (lazy) { text }", "new" },
    { "Reflect.get(lazy, 'text') + Reflect.has(lazy, 1) + Reflect.set(lazy, 'text', 'r') + lazy.text", "newtruetruer" },
    { "new Proxy(lazy, {})[1] + Object.assign({}, lazy)[1]", "42" },
    { "function m(o) { return o.method() } Store.prototype.method = () => 'proto'; for (let i = 0; i < 20; i++) m(lazy); m(lazy)", "proto" },
    { "function w(o, v) { o.plain = v; return o.plain } for (let i = 0; i < 20; i++) w(lazy, i); w(lazy, 'w')", "w" },
    { "[Array.isArray(list), list.length, list.join(), JSON.stringify(list), [...list].join(), list instanceof Array].join(';')",
      "true;3;11,21,31;[11,21,31];11,21,31;true" },
    { "list.push(50); [list.length, list.pop === Array.prototype.pop, list.map(x => x + 1).join(), list.indexOf(50), [0].concat(list).length].join()",
      "4,true,12,22,32,51,3,5" },
    { "list.sort((a, b) => b - a); list.reverse(); [...list].join() + Object.keys(list) + Object.getOwnPropertyNames(list)", "11,21,31,500,1,2,30,1,2,3,length" },
    { "list.length = 2; list.join() + list.at(-1) + [].concat(list).length + [list].flat().length", "11,212122" },
    { "list.length = 9", "RangeError: too long" },
    { "for (const x of list) { list.last = x } list.last", "21" },
    { "delete list[0] || Object.getOwnPropertyDescriptor(list, 'length').enumerable", "false" },
    { "view[0] = 5; view[0]", "11" }, { "'use strict'; view[0] = 5", "TypeError: cannot assign to property '0' of object" },
    { "view.own = 6; view.own", "6" }, { "Object.keys(view).join()", "own" },
};

static void run_exotics(bool stress)
{
    hako_vm *vm = open_stores();
    hako_test_stress(vm, stress);
    expect(vm, exotics, sizeof exotics / sizeof *exotics);
    CHECK(numbers.data[1] == 21 && numbers.length == 2);
    CHECK(hako_get_index(vm, get(vm, "lazy"), 1).bits == hako_int(21).bits && hako_set(vm, get(vm, "lazy"), "text", hako_int(5)));
    CHECK(!strcmp(numbers.last, "5") && hako_has(vm, get(vm, "lazy"), "text") && !hako_delete(vm, get(vm, "lazy"), "text") && !hako_failed(vm));
    CHECK(hako_forget(vm, &store_class, &numbers) && same(value_of(vm, "lazy[0]"), "TypeError: this Store is gone"));
    CHECK(same(value_of(vm, "Object.keys(lazy)"), "TypeError: this Store is gone") && same(value_of(vm, "lazy[0] = 1"), "TypeError: this Store is gone"));
    close_vm(vm);
}
static void test_exotics(void) { run_exotics(false); }
static void test_exotics_stressed(void) { run_exotics(true); }

/* ---- Watched objects ------------------------------------------------------------------------------------------------------ */

static struct { char text[512]; } told;
static void watch(hako_vm *vm, void *context, hako_change change, hako_val object, hako_val key, hako_val value)
{
    static const char *const verbs[] = { "set", "define", "delete" };
    size_t n = strlen(told.text);
    CHECK(context == &told && hako_typeof(vm, object) != HAKO_UNDEFINED);
    snprintf(told.text + n, sizeof told.text - n, "%s %s %s;", verbs[change], text_of(vm, key), text_of(vm, value));
    if (!strcmp(text_of(vm, key), "fixed")) hako_throw(vm, HAKO_ERROR_TYPE, "fixed is fixed");
    if (!strcmp(text_of(vm, key), "echo")) hako_set(vm, object, "echoed", value);         /* not told */
}
static const char *take_told(void)
{
    static char copy[sizeof told.text];
    memcpy(copy, told.text, sizeof copy);
    told.text[0] = '\0';
    return copy;
}

static void run_watch(bool stress)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_test_stress(vm, stress);
    take_told();
    CHECK(same(value_of(vm, "var o = { a: 1, fixed: 2 }, arr = [1, 2, 3]; function w(x, v) { x.a = v } for (let i = 0; i < 20; i++) w(o, i); 1"), "1"));
    CHECK(hako_watch(vm, get(vm, "o"), watch, &told) && hako_watch(vm, get(vm, "arr"), watch, &told));
    CHECK(same(value_of(vm, "w(o, 'x'); o.b = 2; delete o.b; o['c'] = 3; Object.defineProperty(o, 'd', { value: 4 }); o.a"), "x"));
    CHECK(same(take_told(), "set a x;set b 2;delete b undefined;set c 3;define d 4;"));
    CHECK(same(value_of(vm, "for (let i = 0; i < 20; i++) w(o, i); o.a"), "19"));
    CHECK(strlen(take_told()) == 10 * 8 + 10 * 9);
    CHECK(same(value_of(vm, "o.fixed = 3"), "TypeError: fixed is fixed") && same(value_of(vm, "o.fixed"), "2"));
    CHECK(same(value_of(vm, "delete o.fixed"), "TypeError: fixed is fixed"));
    CHECK(same(value_of(vm, "Object.defineProperty(o, 'fixed', { value: 3 })"), "TypeError: fixed is fixed") && same(value_of(vm, "o.fixed"), "2"));
    take_told();
    CHECK(same(value_of(vm, "o.echo = 'e'; o.echoed"), "e") && same(take_told(), "set echo e;"));
    CHECK(same(value_of(vm, "Object.keys(o).join() + Reflect.ownKeys(o).length + JSON.stringify(o)"),
               "a,fixed,c,echoed,echo6{\"a\":19,\"fixed\":2,\"c\":3,\"echoed\":\"e\",\"echo\":\"e\"}"));
    CHECK(same(value_of(vm, "arr[0] = 9; arr.push(4); arr.length = 2; arr.join()"), "9,2"));
    CHECK(same(take_told(), "set 0 9;set 3 4;set length 4;set length 2;"));
    CHECK(same(value_of(vm, "arr.sort((a, b) => a - b); arr.fill(0); [...arr, arr.length, Array.isArray(arr)].join()"), "0,0,2,true"));
    CHECK(same(take_told(), "set 0 2;set 1 9;set 0 0;set 1 0;"));
    CHECK(same(value_of(vm, "Object.freeze(o); o.a = 5; o.a"), "19") && same(take_told(), "set a 5;"));
    CHECK(hako_set(vm, get(vm, "arr"), "by", hako_int(1)) && same(take_told(), "set by 1;"));
    CHECK(hako_watch(vm, get(vm, "arr"), NULL, NULL) && same(value_of(vm, "arr[0] = 1; arr.join()"), "1,0") && same(take_told(), ""));
    CHECK(hako_watch(vm, get(vm, "arr"), watch, &told) && same(value_of(vm, "arr[0] = 2; arr.join()"), "2,0") && same(take_told(), "set 0 2;"));
    CHECK(hako_watch(vm, hako_global(vm), watch, &told));
    CHECK(same(value_of(vm, "var g; function h(v) { g = v } for (let i = 0; i < 9; i++) h(i); g"), "8"));
    CHECK(strlen(take_told()) >= 9 * 8);
    CHECK(hako_watch(vm, hako_global(vm), NULL, NULL));
    CHECK(same(value_of(vm, "Object.freeze(arr); 1"), "1") && hako_watch(vm, get(vm, "arr"), watch, &told));   /* what is not extensible, too */
    close_vm(vm);
}
static void test_watch(void) { run_watch(false); }
static void test_watch_stressed(void) { run_watch(true); }

static void test_watch_misuse(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_val proxy;
    CHECK(!hako_watch(NULL, hako_null(), watch, NULL) && !hako_watch(vm, hako_int(1), watch, NULL) && threw(vm, "TypeError: 1 cannot be watched"));
    CHECK(eval(vm, "new Proxy({}, {})", &proxy) == HAKO_DONE && !hako_watch(vm, proxy, watch, NULL) && threw(vm, "TypeError"));
    CHECK(!hako_watch(vm, hako_native(vm, "f", nothing, 0), watch, NULL) && threw(vm, "TypeError") && hako_watch(vm, hako_object(vm), NULL, NULL));
    hako_throw(vm, HAKO_ERROR_PLAIN, "pending");
    CHECK(!hako_watch(vm, hako_global(vm), watch, NULL) && threw(vm, "Error: pending"));
    close_vm(vm);
}

/* ---- Slices, failing allocations ------------------------------------------------------------------------------------------ */

static const char all[] =
    "var log = [], S = class extends Point { constructor() { super(3, 4) } }; for (let i = 0; i < 3; i++) log.push(new S().square());"
    "lazy[1] = 4; log.push(JSON.stringify(lazy), Object.keys(list).join(), [...list].length); var o = { ...lazy }; e.at.x = 2; e.items[0].label = 'a';"
    "e.path[2] = 7; log.push(JSON.stringify(e.at), e.path.join(), e.items[0].label); e.hit = x => x; watched.a = 5; watched.list = [e, o];"
    "log.push(watched.a, list.map(x => x + 1).join()); log.join(' ')";
static const char all_result[] =
    "25 25 25 {\"0\":10,\"1\":4,\"2\":30,\"text\":\"t\"} 0,1,2 3 {\"x\":2,\"y\":0} 0,0,7,0 a 5 11,5,31";

/* false: some of it failed, and an exception is pending. */
static bool define_all(hako_vm *vm)
{
    static const store fresh = { 3, { 10, 20, 30 }, "t", 0 };
    numbers = fresh;
    memset(&hero, 0, sizeof hero);
    define(vm, &point_class);
    define(vm, &store_class);
    define(vm, &list_class);
    define(vm, &vec_class);
    define(vm, &item_class);
    define(vm, &entity_class);
    put(vm, "lazy", hako_instance(vm, &store_class, &numbers));
    put(vm, "list", hako_instance(vm, &list_class, &numbers));
    put(vm, "e", hako_instance(vm, &entity_class, &hero));
    hako_val o = hako_object(vm);
    put(vm, "watched", o);
    return hako_watch(vm, o, watch, &told) && !hako_failed(vm);
}

static void test_slices(void)
{
    hako_vm *vm = open_vm(128 << 10);
    hako_status s;
    CHECK(define_all(vm) && start(vm, all) == HAKO_MORE);
    while ((s = hako_step(vm, 1)) == HAKO_MORE) take_told();
    CHECK(s == HAKO_DONE && same(text_of(vm, hako_result(vm)), all_result));
    close_vm(vm);
}

static void test_failing(void)
{
    bool done = false;
    for (uint32_t n = 1; !done && n < 2000; n++) {
        hako_vm *vm = open_vm(128 << 10);
        hako_test_fail_at(vm, n);
        take_told();
        hako_status s = define_all(vm) ? start(vm, all) : HAKO_FAILED;
        if (s == HAKO_MORE) s = hako_run(vm);
        done = s == HAKO_DONE && vm->fail_at;
        CHECK(s == HAKO_DONE || hako_failed(vm));
        if (s == HAKO_DONE) CHECK(same(text_of(vm, hako_result(vm)), all_result));
        hako_test_fail_at(vm, 0);
        if (hako_failed(vm)) hako_exception(vm);
        while (hako_run(vm) == HAKO_FAILED) hako_exception(vm);
        take_told();
        bool again = define_all(vm);
        CHECK(again && same(value_of(vm, all), all_result));
        close_vm(vm);
    }
    CHECK(done);
}

/* One place in a script, and one prepared key, that meet objects of several classes by turns: fields of the same name lie elsewhere in each. */
typedef struct { int8_t x; uint8_t pad; int16_t y; } first_struct;
typedef struct { int16_t y; int8_t pad; int8_t x; } second_struct;
static const hako_field first_fields[] = { HAKO_FIELD(first_struct, x, HAKO_FIELD_INT8), HAKO_FIELD(first_struct, y, HAKO_FIELD_INT16) };
static const hako_field second_fields[] = { HAKO_FIELD(second_struct, x, HAKO_FIELD_INT8), HAKO_FIELD(second_struct, y, HAKO_FIELD_INT16) };
static const hako_class first_of_same = {
    .name = "First", .size = sizeof(first_struct), .fields = first_fields, .field_count = 2
};
static const hako_class second_of_same = {
    .name = "Second", .size = sizeof(second_struct), .fields = second_fields, .field_count = 2
};
static void test_same_shape(void)
{
    static const char source[] = "function read(o) { return o.x + ':' + o.y } function write(o, i) { o.x = i; o.y = i * 2 }"
        "Object.setPrototypeOf(b, Object.getPrototypeOf(a)); var plain = Object.create(Object.getPrototypeOf(a)), own = { x: 9, y: 10 };"
        "var out = []; for (var i = 0; i < 6; i++) {"
        "  write(a, i); write(b, i + 10); write(plain, i + 20); out = [read(a), read(b), read(plain), read(own)] } out.join()";
    hako_vm *vm = open_vm(256 << 10);
    const first_struct one = { 1, 0, 2 };
    const second_struct two = { 4, 0, 3 };
    hako_class_define(vm, &first_of_same);
    hako_class_define(vm, &second_of_same);
    hako_val objects[4] = { hako_instance(vm, &first_of_same, &one), hako_instance(vm, &second_of_same, &two) };
    hako_key x;
    hako_set(vm, hako_global(vm), "a", objects[0]);
    hako_set(vm, hako_global(vm), "b", objects[1]);
    CHECK(same(value_of(vm, "a.x + ':' + a.y + ' ' + b.x + ':' + b.y"), "1:2 3:4"));
    CHECK(same(value_of(vm, source), "5:10,15:30,25:50,9:10"));
    objects[2] = hako_get(vm, hako_global(vm), "plain");
    objects[3] = hako_get(vm, hako_global(vm), "own");
    CHECK(hako_key_init(vm, &x, "x"));
    for (int i = 0; i < 12; i++) CHECK(hako_to_int(vm, hako_get_key(vm, objects[i % 4], &x)) == (i % 4 == 3 ? 9 : 5 + i % 4 * 10));
    close_vm(vm);
}

int main(void)
{
    RUN(test_same_shape);
    RUN(test_classes);
    RUN(test_stressed);
    RUN(test_slots);
    RUN(test_definitions);
    RUN(test_finalizers);
    RUN(test_structs);
    RUN(test_structs_stressed);
    RUN(test_identity);
    RUN(test_forget);
    RUN(test_functions);
    RUN(test_exotics);
    RUN(test_exotics_stressed);
    RUN(test_watch);
    RUN(test_watch_stressed);
    RUN(test_watch_misuse);
    RUN(test_slices);
    RUN(test_failing);
    return finish();
}
