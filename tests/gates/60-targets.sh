#!/bin/sh
# The same everywhere: output, steps, peak heap, peak frames, collections and allocations on Cortex-M4 and RV32 in QEMU are those of the
# host (written by the gate of the corpus).
. tests/gates/lib.sh
jobs=$(nproc 2>/dev/null || echo 2)

# target NAME COMPILER EMULATOR
target() {
    have "$2" || { skip "figures on $1" "no $2"; return; }
    have "$3" || { skip "figures on $1" "no $3"; return; }
    if ! $MAKE -s -j"$jobs" "images-$1" > "$BUILD/images-$1.log" 2>&1; then
        fail "figures on $1" "$(grep -v '^make' "$BUILD/images-$1.log" | head -n 6)"
        return
    fi
    mkdir -p "$BUILD/out/$1"
    for f in tests/corpus/*.js; do basename "$f" .js; done |
        xargs -P "$jobs" -I '{}' sh -c "sh tests/firmware/run.sh $1 $BUILD/$1/{}.elf > $BUILD/out/$1/{}.raw 2>&1"
    for f in "$BUILD"/out/host/*.txt; do
        name=$(basename "$f" .txt)
        raw=$BUILD/out/$1/$name.raw
        [ -f "$raw" ] || continue
        tr -d '\r' < "$raw" | grep -av '^C stack: ' > "$BUILD/out/$1/$name.txt"
        if cmp -s "$f" "$BUILD/out/$1/$name.txt"; then pass "figures on $1: $name"
        else fail "figures on $1: $name" "$(diff "$f" "$BUILD/out/$1/$name.txt" | head -n 4)"; fi
    done
    cat "$BUILD/out/$1"/*.raw | awk -v t="$1" '/^C stack: / && $3 > n { n = $3 } END { print "    most C stack seen on " t ": " n " bytes" }'
}
target arm "${ARM}gcc" qemu-system-arm
target riscv "${RISCV}gcc" qemu-system-riscv32
