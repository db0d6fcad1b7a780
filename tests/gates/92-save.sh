#!/bin/sh
# Saved machines: the corpus, saved and restored in other memory again and again, gives the same output and steps; the tool saves, another
# process goes on; and so does a Cortex-M4 and an RV32 in QEMU, with the same output and steps as in one go.
. tests/gates/lib.sh
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0:exitcode=9 UBSAN_OPTIONS=print_stacktrace=1
dir=$BUILD/save
mkdir -p "$dir"

named() {
    prefix=$1
    shift
    "$@" 2> "$dir/log" | sed -e "s/^PASS /PASS $prefix: /" -e "s/^FAIL /FAIL $prefix: /"
    grep -E 'ERROR: AddressSanitizer|runtime error|^    #[0-5] ' "$dir/log" | head -n "${LINES_SHOWN:-12}"
}
# not those that fill the arena, whose output tells how large it is
programs=$(ls tests/corpus/*.js | grep -vE '/(memory|overflow)\.js$')
# shellcheck disable=SC2086
named "saved and restored" "$BUILD/corpus" --save 17 $programs
named "saved and restored, sanitizers" "$BUILD/corpus-asan" --save 4 tests/corpus/async.js tests/corpus/closures.js tests/corpus/modules.js \
    tests/corpus/sorting.js tests/corpus/typed.js
named "sanitizers" "$BUILD/fuzz_save-asan" --rounds "${ROUNDS:-20000}"

# In one process, and in two; the second with less memory, and with an image.
hako=$BUILD/hako
steps() { sed -n 's/^steps: //p' "$1"; }
for name in interpreter generators; do
    source=tests/corpus/$name.js
    "$hako" --stats "$source" > "$dir/whole" 2> "$dir/whole.stats"
    "$hako" --steps 3000 --save "$dir/machine" "$source" > "$dir/first" &&
        "$hako" --arena 512k --stats --restore "$dir/machine" > "$dir/second" 2> "$dir/second.stats"
    cat "$dir/first" "$dir/second" > "$dir/both"
    if ! cmp -s "$dir/whole" "$dir/both"; then fail "tool: $name in two processes" "$(diff "$dir/whole" "$dir/both" | head -n 4)"
    elif [ "$(steps "$dir/whole.stats")" != "$(steps "$dir/second.stats")" ]; then fail "tool: $name in two processes" "other steps"
    else pass "tool: $name in two processes"; fi
done
"$hako" -c tests/corpus/interpreter.js -o "$dir/image" && "$hako" --steps 3000 --save "$dir/machine" "$dir/image" > "$dir/first"
if "$hako" --restore "$dir/machine" "$dir/image" > "$dir/second" && cat "$dir/first" "$dir/second" | cmp -s - tests/corpus/interpreter.out
then pass "tool: an image in two processes"; else fail "tool: an image in two processes" "other output"; fi
if "$hako" --restore "$dir/machine" > "$dir/log" 2>&1 || ! grep -q 'there is no binding of the name: image' "$dir/log"
then fail "tool: without its image" "$(head -n 1 "$dir/log")"; else pass "tool: without its image"; fi
head -c 1000 "$dir/machine" > "$dir/cut"
if "$hako" --restore "$dir/cut" > "$dir/log" 2>&1 || ! grep -q 'the snapshot is incomplete' "$dir/log"
then fail "tool: a cut snapshot" "$(head -n 1 "$dir/log")"; else pass "tool: a cut snapshot"; fi

# On other processors
for target in arm riscv; do
    if [ $target = arm ]; then compiler=${ARM}gcc emulator=qemu-system-arm; else compiler=${RISCV}gcc emulator=qemu-system-riscv32; fi
    if ! have "$compiler"; then skip "saved here, on $target" "no $compiler"; continue; fi
    if ! have "$emulator"; then skip "saved here, on $target" "no $emulator"; continue; fi
    for name in interpreter generators async; do
        if ! $MAKE -s "$BUILD/$target/saved/$name.elf" > "$dir/log" 2>&1 || [ -s "$dir/log" ]; then
            fail "saved here, on $target: $name" "$(grep -v '^make' "$dir/log" | head -n 4)"; continue
        fi
        sh tests/firmware/run.sh $target "$BUILD/$target/saved/$name.elf" 2>&1 | tr -d '\r' > "$dir/out"
        sed '/^steps: /,$d' "$dir/out" | cat "$BUILD/script/saved/$name.out" - > "$dir/both"
        "$hako" --bare --stats "tests/corpus/$name.js" > /dev/null 2> "$dir/whole.stats"
        if ! cmp -s "tests/corpus/$name.out" "$dir/both"; then
            fail "saved here, on $target: $name" "$(diff "tests/corpus/$name.out" "$dir/both" | head -n 4)"
        elif [ "$(steps "$dir/out")" != "$(steps "$dir/whole.stats")" ]; then
            fail "saved here, on $target: $name" "$(steps "$dir/out") steps, not $(steps "$dir/whole.stats")"
        else pass "saved here, on $target: $name"; fi
    done
done
# A saved game of the entities example: here, and on the Cortex-M4.
game=examples/entities/expected.txt
if $MAKE -s "$BUILD/script/game.sav" > "$dir/log" 2>&1 && "$BUILD/examples/entities" --load "$BUILD/script/game.sav" > "$dir/out" 2>&1 &&
    cat "$BUILD/script/game.out" "$dir/out" | cmp -s - $game
then pass "saved game"; else fail "saved game" "$(tail -n 3 "$dir/log" "$dir/out")"; fi
if ! have "${ARM}gcc"; then skip "saved game, on arm" "no ${ARM}gcc"
elif ! have qemu-system-arm; then skip "saved game, on arm" "no qemu-system-arm"
elif ! $MAKE -s "$BUILD/arm/game.elf" > "$dir/log" 2>&1 || [ -s "$dir/log" ]; then fail "saved game, on arm" "$(grep -v '^make' "$dir/log" | head -n 4)"
else
    sh tests/firmware/run.sh arm "$BUILD/arm/game.elf" 2>&1 | tr -d '\r' | cat "$BUILD/script/game.out" - > "$dir/both"
    if cmp -s $game "$dir/both"; then pass "saved game, on arm"; else fail "saved game, on arm" "$(diff $game "$dir/both" | head -n 6)"; fi
fi
echo "    saved game: $(wc -c < "$BUILD/script/game.sav") bytes"
awk -v n="$(wc -c < "$BUILD/script/saved/interpreter.sav")" 'BEGIN { print "    snapshot of interpreter.js: " n " bytes" }'
