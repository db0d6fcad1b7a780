#!/bin/sh
# The smallest arena, in bytes, with which each program in tests/corpus/ram completes, compiled there and as an image: NAME SOURCE IMAGE.
cd "$(dirname "$0")/.." || exit 1
hako=${BUILD:-build}/hako
image=${BUILD:-build}/ram.hbc

# smallest FILE
smallest() {
    low=0 high=131072                                   # in units of 8 bytes
    while [ $((high - low)) -gt 1 ]; do
        mid=$(((low + high) / 2))
        if "$hako" --bare --arena $((mid * 8)) "$1" > /dev/null 2>&1; then high=$mid; else low=$mid; fi
    done
    echo $((high * 8))
}
for name in one mandelbrot objects doubles ints closures fib; do
    "$hako" -c tests/corpus/ram/$name.js -o "$image" || exit 1
    echo "$name $(smallest tests/corpus/ram/$name.js) $(smallest "$image")"
done
rm -f "$image"
