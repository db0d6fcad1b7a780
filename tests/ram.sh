#!/bin/sh
# The smallest arena, in bytes, with which each program in tests/corpus/ram completes; found by bisection, the same on every target.
# Compares with the last recorded figures (tests/ram.txt): `make ram` prints, `RECORD=1 make ram` records.
cd "$(dirname "$0")/.." || exit 1
hako=${BUILD:-build}/hako
record=tests/ram.txt
new=${BUILD:-build}/ram.txt
: > "$new"
printf '%-12s %9s %9s %9s %7s\n' program bytes recorded stack steps
for name in one mandelbrot objects doubles ints closures fib; do
    f=tests/corpus/ram/$name.js
    low=0 high=131072                                   # in units of 8 bytes
    while [ $((high - low)) -gt 1 ]; do
        mid=$(((low + high) / 2))
        if "$hako" --bare --arena $((mid * 8)) "$f" > /dev/null 2>&1; then high=$mid; else low=$mid; fi
    done
    "$hako" --bare --arena $((high * 8)) --stats "$f" 2> "$new.stats" > /dev/null
    stack=$(sed -n 's/^peak frame stack: //p' "$new.stats")
    steps=$(sed -n 's/^steps: //p' "$new.stats")
    before=$(awk -v n="$name" '$1 == n { print $2 }' "$record" 2> /dev/null)
    printf '%-12s %9d %9s %9s %7s\n' "$name" $((high * 8)) "${before:--}" "$stack" "$steps"
    echo "$name $((high * 8))" >> "$new"
done
rm -f "$new.stats"
if [ -n "$RECORD" ]; then cp "$new" "$record"; fi
