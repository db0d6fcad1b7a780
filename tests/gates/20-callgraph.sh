#!/bin/sh
# Scripts never recurse in C: the compiler's own call graph has no cycle outside of the parser, and its longest path is short.
. tests/gates/lib.sh
out=$BUILD/callgraph.d
mkdir -p "$out"
printf '#define HAKO_WITH_TYPESCRIPT 1\n#define HAKO_WITH_DECIMAL 1\n#define HAKO_IMPLEMENTATION\n#include "hako.h"\n' > "$out/user.c"

# graph NAME LIMIT COMPILER FLAGS...
graph() {
    name=$1 limit=$2
    shift 2
    if ! have "$1"; then skip "call graph: $name" "no $1"; return; fi
    rm -f "$out/$name.ci"
    if ! "$@" -std=c11 -I. -fcallgraph-info=su -c "$out/user.c" -o "$out/$name.o" 2> "$out/$name.log"; then
        fail "call graph: $name" "$(head -n 3 "$out/$name.log")"
        return
    fi
    if "$BUILD/callgraph" --recursive tests/gates/recursive.txt --indirect tests/gates/indirect.txt --limit "$limit" \
           "$out/$name.ci" > "$out/$name.txt"; then
        pass "call graph: $name"
        sed 's/^/    /' "$out/$name.txt"
    else
        fail "call graph: $name" "$(head -n 40 "$out/$name.txt")"
    fi
}
# shellcheck disable=SC2086
graph arm "$STACK_LIMIT_ARM" "${ARM}gcc" $ARM_FLAGS -Os $FREESTANDING
graph host "$STACK_LIMIT_HOST" "$CC" -O2
