#!/bin/sh
# A call of a native function costs at most twice that of an empty script function, a read by a prepared key at most 60 instructions.
. tests/gates/lib.sh
if ! command -v valgrind > /dev/null 2>&1; then skip "native calls" "valgrind is not installed"; exit 0; fi
if ! output=$($MAKE -s "$BUILD/native" 2>&1); then fail "native calls" "$(echo "$output" | head -n 8)"; exit 0; fi
if output=$(sh tests/native.sh 2>&1); then pass "native calls"; else fail "native calls" "$output"; fi
