#!/bin/sh
# The corpus, as it is and in random slices: the same output, the same number of steps. On 32 bits: the same again.
. tests/gates/lib.sh
seed=${SEED:-1}
rm -rf "$BUILD/out/host" "$BUILD/out/m32"
mkdir -p "$BUILD/out/host" "$BUILD/out/m32"

# named PREFIX COMMAND...: the result lines of a command, each name with a prefix
named() {
    prefix=$1
    shift
    "$@" 2>&1 | sed -e "s/^PASS /PASS $prefix: /" -e "s/^FAIL /FAIL $prefix: /"
}
named "corpus" "$BUILD/corpus" --write "$BUILD/out/host" tests/corpus/*.js
for s in $seed $((seed + 1)) $((seed + 2)); do
    named "corpus, slices $s" "$BUILD/corpus" --slice-random "$s" tests/corpus/*.js
done
if $MAKE -s "$BUILD/corpus-m32" > "$BUILD/m32.log" 2>&1; then
    named "corpus, 32 bits" "$BUILD/corpus-m32" --write "$BUILD/out/m32" tests/corpus/*.js
    for f in "$BUILD"/out/host/*.txt; do
        name=$(basename "$f" .txt)
        if cmp -s "$f" "$BUILD/out/m32/$name.txt"; then pass "figures on x86-32: $name"
        else fail "figures on x86-32: $name" "$(diff "$f" "$BUILD/out/m32/$name.txt" 2>&1 | head -n 4)"; fi
    done
else
    if grep -q 'sys/cdefs\|bits/\|-lc\|crt1' "$BUILD/m32.log"; then skip "figures on x86-32" "no 32-bit C library"
    else fail "figures on x86-32" "$(head -n 5 "$BUILD/m32.log")"; fi
fi
