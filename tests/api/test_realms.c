/* Realms: globals and libraries of their own, functions that run in theirs. */
#include "check.h"

static hako_val other_global;

static hako_val give_other(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    hako_realm realm = hako_realm_new(vm), before = hako_realm_enter(vm, realm);
    (void)self, (void)argc, (void)argv;
    CHECK(before.number == 0 || hako_failed(vm));
    other_global = hako_global(vm);                     /* left entered: the return puts it right */
    return other_global;
}

static void check_script(hako_vm *vm)
{
    hako_set_function(vm, hako_global(vm), "other", give_other, 0);
    CHECK(same(value_of(vm, "var o = other(); String(o.Array === Array) + o.eval('var x = 3; x + 1') + typeof x"), "false4undefined"));
    CHECK(same(value_of(vm, "var a = o.eval('[1,2]'); [a instanceof Array, a instanceof o.Array, Array.isArray(a)].join()"), "false,true,true"));
    CHECK(same(value_of(vm, "try { o.eval('null.x') } catch (e) { String(e instanceof o.TypeError) + e.message }"),
               "truecannot read property 'x' of null"));
    CHECK(same(value_of(vm, "o.Array.prototype.first = 1; typeof [].first + typeof o.eval('[].first')"), "undefinednumber"));
    CHECK(same(value_of(vm, "var g = o.eval('(function* () { try { yield x; yield this } finally { x = 5 } })'); var n = [];"
                            "for (const v of g()) n.push(v === o); n.join() + o.x"), "false,true5"));
    CHECK(same(value_of(vm, "o.print = []; o.eval('(async p => { print.push(await p, x) })')(Promise.resolve(1)); o.print.length"), "0"));
    CHECK(same(value_of(vm, "o.print.join()"), "1,5"));
    CHECK(same(value_of(vm, "o.eval('(function f(n) { return n ? [0].map(() => f(n - 1))[0] : Object })')(20) === o.Object"), "true"));
    CHECK(same(value_of(vm, "class D extends o.Array {} [new D() instanceof o.Array, Reflect.construct(Array, [], o.Set) instanceof Array].join()"), "true,false"));
}

static void test_scripts(void)
{
    hako_vm *vm = open_vm(96 << 10);
    check_script(vm);
    CHECK(!hako_failed(vm));
    close_vm(vm);
    vm = open_vm(96 << 10);
    hako_test_stress(vm, true);
    check_script(vm);
    close_vm(vm);
}

static void test_host(void)
{
    hako_vm *vm = open_vm(64 << 10);
    hako_realm first = { 0 }, none = { 77 }, second = hako_realm_new(vm);
    CHECK(second.number == 1 && hako_realm_new(vm).number == 2);
    CHECK(hako_realm_enter(vm, none).number == 0);              /* there is none: nothing changes */
    CHECK(same(value_of(vm, "var who = 'first'; who"), "first"));
    CHECK(hako_realm_enter(vm, second).number == 0);
    CHECK(same(value_of(vm, "typeof who"), "undefined"));
    CHECK(same(value_of(vm, "var who = 'second'; who"), "second"));

    /* a script that is paused in one realm, while the host looks at another */
    CHECK(start(vm, "for (let i = 0; i < 100; i++) who += i; globalThis.end = who.length") == HAKO_MORE);
    CHECK(hako_realm_enter(vm, first).number == 1);
    CHECK(hako_step(vm, 50) == HAKO_MORE);
    CHECK(same(value_of(vm, "who"), "first"));
    while (hako_step(vm, 50) == HAKO_MORE)
        CHECK(hako_to_bool(vm, hako_get(vm, hako_global(vm), "who")));
    CHECK(same(value_of(vm, "typeof end"), "undefined"));
    hako_realm_enter(vm, second);
    CHECK(same(value_of(vm, "end"), "196"));

    /* a function of the second called from the first throws the second's errors, and comes back */
    hako_val thrower, result;
    CHECK(eval(vm, "(function () { throw new TypeError('mine') })", &thrower) == HAKO_DONE);
    hako_realm_enter(vm, first);
    CHECK(hako_call(vm, thrower, hako_undefined(), 0, NULL, &result) == HAKO_FAILED);
    hako_set(vm, hako_global(vm), "caught", hako_exception(vm));
    CHECK(same(value_of(vm, "String(caught instanceof TypeError) + caught + who"), "falseTypeError: minefirst"));
    close_vm(vm);
}

/* Every allocation of a new realm made to fail in turn: the machine stays whole. */
static void test_failing(void)
{
    for (uint32_t n = 1; n < 40; n++) {
        hako_vm *vm = open_vm(32 << 10);
        hako_test_fail_at(vm, n);
        hako_realm made = hako_realm_new(vm);
        hako_test_fail_at(vm, 0);
        CHECK(made.number ? !hako_failed(vm) : hako_failed(vm));
        if (hako_failed(vm)) hako_exception(vm);
        CHECK(same(value_of(vm, "[1, 2].map(x => x * 2).join()"), "2,4"));
        made = hako_realm_new(vm);
        CHECK(made.number != 0);
        hako_realm_enter(vm, made);
        CHECK(same(value_of(vm, "[1, 2].map(x => x * 2).join()"), "2,4"));
        close_vm(vm);
    }
}

/* Realms with a choice of globals, and pointers of the host's. */
static void test_choice(void)
{
    static const char *const names[] = { "Math", "JSON", "globalThis", "NoSuchThing", "Array" };
    int first, second;
    hako_realm_desc desc = { names, 5, &first };
    for (int stress = 0; stress < 2; stress++) {
        hako_vm *vm = open_vm(32 << 10);
        hako_realm none = { 0 }, wrong = { 9 };
        hako_test_stress(vm, stress);
        CHECK(!hako_realm_user(vm, none) && hako_realm_set_user(vm, none, &second) && hako_realm_user(vm, none) == &second);
        hako_realm made = hako_realm_make(vm, &desc), all = hako_realm_make(vm, NULL);
        CHECK(made.number == 1 && all.number == 2 && hako_realm_user(vm, made) == &first && !hako_realm_user(vm, all));
        hako_realm_enter(vm, made);
        CHECK(same(value_of(vm, "Object.keys"), "ReferenceError: Object is not defined"));
        CHECK(same(value_of(vm, "[typeof Math, typeof JSON, typeof Array, typeof NoSuchThing, typeof eval, typeof undefined, typeof NaN, Infinity].join()"),
                   "object,object,function,undefined,undefined,undefined,number,Infinity"));
        CHECK(same(value_of(vm, "var x = 5; globalThis.x + this.x + JSON.stringify([Math.max(1, 2)])"), "10[2]"));
        CHECK(same(value_of(vm, "globalThis.constructor.getOwnPropertyNames(globalThis).join()"), "undefined,NaN,Infinity,Math,JSON,globalThis,Array,x"));
        hako_realm_enter(vm, all);
        CHECK(same(value_of(vm, "typeof Object + typeof x"), "functionundefined"));
        desc.count = 0;
        made = hako_realm_make(vm, &desc);
        hako_realm_enter(vm, made);
        CHECK(same(value_of(vm, "typeof Array + typeof globalThis + [1].map(x => x + 1)"), "undefinedundefined2"));
        desc.count = 5;
        CHECK(!hako_realm_set_user(vm, wrong, &first) && !hako_realm_user(vm, wrong) && !hako_realm_set_user(NULL, none, &first) && !hako_realm_user(NULL, none));
        CHECK(!hako_realm_make(NULL, &desc).number && !hako_failed(vm));
        close_vm(vm);
    }
    for (uint32_t n = 1; n < 60; n++) {
        hako_vm *vm = open_vm(32 << 10);
        hako_test_fail_at(vm, n);
        hako_realm made = hako_realm_make(vm, &desc);
        hako_test_fail_at(vm, 0);
        CHECK(made.number ? !hako_failed(vm) : hako_failed(vm));
        if (hako_failed(vm)) hako_exception(vm);
        made = hako_realm_make(vm, &desc);
        CHECK(made.number && hako_realm_user(vm, made) == &first);
        hako_realm_enter(vm, made);
        CHECK(same(value_of(vm, "typeof Object + Math.max(1, 2)"), "undefined2"));
        close_vm(vm);
    }
}

int main(void)
{
    RUN(test_scripts);
    RUN(test_host);
    RUN(test_failing);
    RUN(test_choice);
    return finish();
}
