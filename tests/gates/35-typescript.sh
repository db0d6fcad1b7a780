#!/bin/sh
# TypeScript: programs print what they do when tsc compiles them (the .out files, which tests/typescript/run.mjs wrote), also in slices; what
# is stripped runs the same; what is not supported is refused by name, at its place.
. tests/gates/lib.sh
case $BUILD in /*) hako=$BUILD/hako ;; *) hako=$(pwd)/$BUILD/hako ;; esac
dir=$BUILD/typescript
mkdir -p "$dir"

# same NAME EXPECTED COMMAND...: the command prints what the file holds.
same() {
    what=$1 expected=$2
    shift 2
    if timeout 60 "$@" > "$dir/out" 2> "$dir/err" && cmp -s "$expected" "$dir/out"; then pass "$what"
    else fail "$what" "$(head -n 3 "$dir/err") $(diff "$expected" "$dir/out" | head -n 5)"; fi
}
for program in tests/typescript/*.ts; do
    name=$(basename "$program" .ts)
    [ -f "tests/typescript/$name.out" ] || continue
    same "typescript: $name" "tests/typescript/$name.out" "$hako" "$program"
    same "typescript, slices: $name" "tests/typescript/$name.out" "$hako" --slice-random 7 "$program"
done
same "typescript: modules" tests/typescript/modules.out "$hako" tests/typescript/modules.mts
same "typescript: stripped as ts-blank-space does it" tests/typescript/blank.stripped "$hako" --strip-types tests/typescript/blank.ts
sed 's/<any>\|<const>\|<number\[\]>//g' tests/typescript/expressions.ts > "$dir/expressions.ts"
if "$hako" --strip-types "$dir/expressions.ts" > "$dir/expressions.js" 2> "$dir/err"; then
    same "typescript: the same when stripped" tests/typescript/expressions.out "$hako" "$dir/expressions.js"
else
    fail "typescript: the same when stripped" "$(cat "$dir/err")"
fi
awk '{ print length($0) }' "$dir/expressions.ts" > "$dir/before"
awk '{ print length($0) }' "$dir/expressions.js" > "$dir/after"
check "typescript: the same lengths when stripped" cmp "$dir/before" "$dir/after"

# refused NAME OPTION PATTERN SOURCE: a SyntaxError that matches, on stripping or running.
refused() {
    printf '%s\n' "$4" > "$dir/bad.mts"
    # shellcheck disable=SC2086
    if (cd "$dir" && "$hako" $2 bad.mts) > /dev/null 2> "$dir/err"; then fail "typescript: $1" "is accepted"
    elif grep -qE "^Uncaught SyntaxError: .*$3" "$dir/err"; then pass "typescript: $1"
    else fail "typescript: $1" "$(head -n 2 "$dir/err")"; fi
}
refused "decorators" "" "decorators are not supported.*:2:1" '
@dec class A {}'
refused "accessor" "" "'accessor' is not supported.*:1:11" 'class A { accessor x = 1 }'
refused "import =" "" "'import =' is not supported" 'import a = require("a");'
refused "export =" "" "'export =', .* not supported" 'export = 1;'
refused "parameter property of a function" "" "only allowed in a constructor.*:1:12" 'function f(public x: number) {}'
refused "a parameter property without super" "" "must have a call of super" 'class B {} class A extends B { constructor(public x: number) { if (x) super(); } }'
refused "enum member without a value" "" "needs an initialiser.*:1:19" 'enum E { A = "a", B }'
refused "an error behind types" "" "unexpected token ';'.*:3:5" 'interface A<T> { a: { b: T } }
type B = string;
x = ;'
refused "an enum, stripped" --strip-types "an enum has to be compiled.*:1:1" 'enum A {}'
refused "a namespace, stripped" --strip-types "a namespace with values" 'namespace A { export const x = 1 }'
refused "a parameter property, stripped" --strip-types "a parameter property" 'class A { constructor(public x: number) {} }'
refused "a type assertion in <>, stripped" --strip-types "a type assertion" 'x = <any>y'
refused "as that groups, stripped" --strip-types "'as' inside of an expression" 'x = 1 + 1 as number * 2'
printf 'function f(): void {\n  const x: number = 1; throw new Error("here");\n}\nf();\n' > "$dir/throws.ts"
(cd "$dir" && "$hako" throws.ts) 2> "$dir/err"
if grep -q 'f (.*throws.ts:2:30' "$dir/err"; then pass "typescript: places are those of the source"
else fail "typescript: places are those of the source" "$(head -n 3 "$dir/err")"; fi

printf '#define HAKO_WITH_TYPESCRIPT 1\n#define HAKO_IMPLEMENTATION\n#include "hako.h"\n' > "$dir/user.c"
# shellcheck disable=SC2086
check "typescript: no warnings (gcc)" "$CC" $WARN -Werror -std=c11 -O2 -I. -c "$dir/user.c" -o "$dir/user.o"
# shellcheck disable=SC2086
if have "$CLANG"; then check "typescript: no warnings (clang)" "$CLANG" $WARN -Werror -std=c11 -fsyntax-only -I. "$dir/user.c"
else skip "typescript: no warnings (clang)" "no $CLANG"; fi
