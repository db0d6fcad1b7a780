#!/bin/sh
# Contracts: the headers of `hako bind` for the modules in tests/bind and examples/ compile without a warning as C11 and C++17
# and are the same each time; what they have works, and says what is wrong when the module is another (tests/bind/calls.txt),
# also when each allocation collects, and when each fails; what cannot be expressed is refused by name, at its place.
# tests/bind/test_hostile.c is run by gate 30.
. tests/gates/lib.sh
case $BUILD in /*) build=$BUILD ;; *) build=$(pwd)/$BUILD ;; esac
hako=$build/hako
dir=$build/contracts
mkdir -p "$dir"
root=$(pwd)

# bind NAME FILE OPTIONS...: NAME_hako.h, twice, and once from another directory.
: > "$dir/all.c"
bind() {
    header=$dir/$1_hako.h file=$2
    shift 2
    if ! "$hako" bind "$file" -o "$header" "$@" 2> "$dir/err"; then fail "contracts: $file" "$(cat "$dir/err")"; return; fi
    if (cd "$dir" && "$hako" bind "$root/$file" "$@" -o -) 2> "$dir/err" | cmp -s - "$header"; then
        pass "contracts: $file, twice the same"
    else fail "contracts: $file, twice the same" "$(head -n 3 "$dir/err")"; fi
    echo "#include \"$(basename "$header")\"" >> "$dir/all.c"
}
bind shapes tests/bind/shapes.ts
bind documented tests/bind/documented.js
bind declared tests/bind/declared.d.ts
bind contract tests/bind/contract.ts
bind embedded tests/bind/contract.ts --embed --prefix embedded --module embedded.ts
bind sourced tests/bind/contract.ts --embed=source --prefix sourced --module sourced.ts
bind calculator examples/calculator/calculator.ts

cp "$dir/all.c" "$dir/all.cpp"
# shellcheck disable=SC2086
check "contracts: C11, no warnings (gcc)" "$CC" -std=c11 $WARN -Werror -O2 -I. -I"$dir" -c "$dir/all.c" -o "$dir/all.o"
# shellcheck disable=SC2086
check "contracts: C++17, no warnings (g++)" "$CXX" -std=c++17 $WARN -Werror -O2 -I. -I"$dir" -c "$dir/all.cpp" -o "$dir/all.o"
if have "$CLANG"; then
    # shellcheck disable=SC2086
    check "contracts: C11, no warnings (clang)" "$CLANG" -std=c11 $WARN -Werror -fsyntax-only -I. -I"$dir" "$dir/all.c"
    # shellcheck disable=SC2086
    check "contracts: C++17, no warnings (clang)" \
        "$CLANG" -std=c++17 -x c++ $WARN -Werror -fsyntax-only -I. -I"$dir" "$dir/all.cpp"
else skip "contracts: no warnings (clang)" "no $CLANG"; fi
if have "${ARM}gcc"; then
    # shellcheck disable=SC2086
    check "contracts: freestanding on arm" \
        "${ARM}gcc" -std=c11 $WARN -Werror $ARM_FLAGS $FREESTANDING -Os -I. -I"$dir" -c "$dir/all.c" -o "$dir/all.o"
else skip "contracts: freestanding on arm" "no ${ARM}gcc"; fi

# calls LANGUAGE COMPILER...: the calls of tests/bind/calls.c, under AddressSanitizer and UBSan.
engine=$BUILD/obj/engine-asan.o
$MAKE -s "$engine" > "$dir/log" 2>&1 || fail "contracts: engine" "$(head -n 3 "$dir/log")"
flags="-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -D_DEFAULT_SOURCE -DHAKO_LINKED -I. -I$dir"
calls() {
    language=$1
    shift
    # shellcheck disable=SC2086
    if ! output=$("$@" $WARN -Werror $flags -c tests/bind/calls.c -o "$dir/calls.o" 2>&1) ||
       ! output=$("$1" $flags "$dir/calls.o" "$engine" -o "$dir/calls" 2>&1); then
        fail "contracts: calls, $language" "$(echo "$output" | head -n 8)"; return
    fi
    if (cd tests/bind && timeout 60 "$dir/calls") > "$dir/out" 2> "$dir/err" && cmp -s tests/bind/calls.txt "$dir/out"; then
        pass "contracts: calls, $language"
    else fail "contracts: calls, $language" "$(head -n 3 "$dir/err") $(diff tests/bind/calls.txt "$dir/out" | head -n 5)"; fi
}
calls C++17 "$CXX" -std=c++17 -x c++
calls C11 "$CC" -std=c11
if (cd tests/bind && STRESS=1 timeout 300 "$dir/calls") > "$dir/out" 2> "$dir/err" && cmp -s tests/bind/calls.txt "$dir/out"; then
    pass "contracts: calls, collecting"
else fail "contracts: calls, collecting" "$(head -n 3 "$dir/err") $(diff tests/bind/calls.txt "$dir/out" | head -n 5)"; fi
broken=
n=1
while [ $n -lt 1800 ] && [ -z "$broken" ]; do
    (cd tests/bind && FAIL_AT=$n timeout 60 "$dir/calls") > /dev/null 2> "$dir/err" || broken=$n
    n=$((n + 7))
done
if [ -z "$broken" ]; then pass "contracts: calls, each allocation fails"
else fail "contracts: calls, allocation $broken fails" "$(head -n 3 "$dir/err")"; fi

# refused NAME FILE PATTERN SOURCE: status 1, one line, which matches.
refused() {
    printf '%s\n' "$4" > "$dir/$2"
    (cd "$dir" && "$hako" bind "$2" -o refused_hako.h) > "$dir/out" 2> "$dir/err"
    status=$?
    if [ $status -ne 1 ]; then fail "contracts: $1" "status $status"
    elif [ -e "$dir/refused_hako.h" ] || [ -e "$dir/refused_hako.h.new" ]; then fail "contracts: $1" "leaves a header"
    elif [ "$(wc -l < "$dir/err")" -eq 1 ] && grep -qE "^hako bind: $3" "$dir/err"; then pass "contracts: $1"
    else fail "contracts: $1" "$(head -n 2 "$dir/err")"; fi
}
refused "unknown type" bad.ts "bad.ts:2: export 'f': type 'Foo': 'Foo' is not known" '
export function f(a: Foo[]): void {}'
refused "parameter without type" bad.ts "bad.ts:1: export 'f': parameter 'b' has no type" \
    'export function f(a: number, b): void {}'
refused "result without type" bad.ts "bad.ts:3: export 'f': the result of 'f' has no type" '

export const f = (a: number) => a;'
refused "value without type" bad.ts "bad.ts:1: export 'x': it has no type" 'export const x = 1 + 1;'
refused "member without type" bad.ts "bad.ts:2: export 'A': 'x' has no type" 'export class A {
  x; }'
refused "constructor with a rest parameter" bad.ts "bad.ts:1: export 'A': parameter 'x': C cannot call" \
    'export class A { constructor(...x: number[]) {} }'
refused "enum of fractions" bad.ts "bad.ts:1: export 'E': enum 'E': the value of 'A' is none" \
    'export enum E { A = 0.5 }'
refused "enum of both" bad.ts "bad.ts:1: enum 'E' has numbers and strings" 'export enum E { A, B = "b" }'
refused "enum that is calculated" bad.ts "bad.ts:1: enum 'E': the value of 'f' is not known" 'export enum E { A = f() }'
refused "export =" bad.ts "bad.ts:1: 'export =' is not of a module" 'export = 1;'
refused "pattern" bad.ts "bad.ts:1: variables that are exported by a pattern" 'export const { a, b } = c;'
refused "nothing exported" bad.ts "bad.ts: it exports nothing" 'const a = 1;'
refused "undeclared export" bad.ts "bad.ts:1: export 'b': 'a' is not declared" 'export { a as b };'
refused "type of another package" bad.ts "bad.ts:1: export 'f': 'pkg' is not a file beside this one" \
    'import { T } from "pkg"; export function f(a: T): void {}'
refused "type of a missing file" bad.ts "bad.ts:1: export 'f': cannot read './nowhere'" \
    'import { T } from "./nowhere"; export function f(a: T): void {}'
refused "type in a circle" bad.ts "bad.ts:1: export 'A': type '.' is made of itself" 'export type A = B; type B = A;'
refused "export in a circle" bad.ts "bad.ts: export 'a': 'a' is exported in a circle" 'export { a } from "./bad.ts";'
refused "class in a circle" bad.ts "bad.ts:1: export 'A': class 'B' extends itself" \
    'export class A extends B {} export class B extends A {}'
refused "large BigInt" bad.ts "bad.ts:1: export 'x': the BigInt is too large" 'export const x = 12345678901234567890n;'
refused "JSDoc type" bad.js "bad.js:1: export 'f': type 'Foo': 'Foo' is not known" \
    '/** @param {Foo} a */ export function f(a) {}'
refused "syntax of JSDoc" bad.js "bad.js:2: '\)' without its other half" '
/** @param {number)} a */ export function f(a) {}'
refused "bracket" bad.ts "bad.ts:2: '\{' without its other half" '
export function f(): void {'
refused "comment" bad.ts "bad.ts:1: a comment does not end" '/* export'
refused "nesting" bad.ts "bad.ts:1: types are nested too deep" \
    "export let a: $(printf '(%.0s' $(seq 200))number$(printf ')%.0s' $(seq 200));"

# usage NAME PATTERN ARGUMENTS...: status 2.
usage() {
    name=$1 pattern=$2
    shift 2
    "$hako" bind "$@" > "$dir/out" 2> "$dir/err"
    status=$?
    if [ $status -eq 2 ] && grep -qE "^hako bind: $pattern" "$dir/err"; then pass "contracts: $name"
    else fail "contracts: $name" "status $status: $(head -n 2 "$dir/err")"; fi
}
usage "no file" "it takes FILE and -o OUT"
usage "no output" "it takes FILE and -o OUT" tests/bind/shapes.ts
usage "unknown option" "unknown option --frob" --frob
usage "missing value" "--prefix needs a value" tests/bind/shapes.ts --prefix
usage "bad prefix" "--prefix: 'a-b' is no name" tests/bind/shapes.ts -o - --prefix a-b
usage "keyword as prefix" "--prefix: 'int' is no name" tests/bind/shapes.ts -o - --prefix int
usage "output that cannot be written" "cannot write" tests/bind/shapes.ts -o "$dir/none/x.h"
rm -f "$dir/none.ts"
if "$hako" bind "$dir/none.ts" -o "$dir/none.h" 2> "$dir/err"; then fail "contracts: missing file" "status 0"
elif grep -q '^hako bind: cannot read .*none.ts' "$dir/err" && [ ! -e "$dir/none.h" ]; then pass "contracts: missing file"
else fail "contracts: missing file" "$(cat "$dir/err")"; fi
usage "two files" "one file at a time" a.ts b.ts -o -
usage "JSX" ".*JSX is not supported" a.tsx -o -
usage "nothing to embed" ".*nothing that could be embedded" tests/bind/declared.d.ts -o - --embed
check "contracts: --help" sh -c "\"$hako\" bind --help | grep -q '^usage: hako bind' || echo no"
