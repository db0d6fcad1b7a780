#!/bin/sh
# The parts that know nothing of the engine, each by its own test program (tests/PART/test_*.c).
. tests/gates/lib.sh
for source in tests/*/test_*.c; do
    [ -f "$source" ] || continue
    name=${source#tests/}
    name=${name%.c}
    if ! output=$($MAKE -s "$BUILD/unit/$name" 2>&1); then fail "unit: $name" "$(echo "$output" | head -n 8)"; continue; fi
    if output=$(timeout 600 "$BUILD/unit/$name" 2>&1); then pass "unit: $name"; else fail "unit: $name" "$(echo "$output" | tail -n 8)"; fi
done
