#!/bin/sh
# The examples build, and print what they should, the firmware also on a Cortex-M4 in QEMU with 32 KiB of RAM; the C in README.md
# compiles. Figures are left out of the comparison. UPDATE=1 writes what is printed as what is expected.
. tests/gates/lib.sh
dir=$BUILD/examples
mkdir -p "$dir"

# prints NAME EXPECTED COMMAND...
prints() {
    name=$1 expected=$2
    shift 2
    timeout 120 "$@" > "$dir/out" 2>&1 < "${input:-/dev/null}"
    status=$?
    tr -d '\r' < "$dir/out" | grep -avE '^(C stack|steps|steps in the longest tick|live in it at the end|most bytes of script stack|collections): ' > "$dir/out.txt"
    if [ -n "$UPDATE" ]; then cp "$dir/out.txt" "$expected"; fi
    if [ "$status" -ne 0 ]; then fail "example: $name" "status $status: $(tail -n 2 "$dir/out.txt")"
    elif ! cmp -s "$expected" "$dir/out.txt"; then fail "example: $name" "$(diff "$expected" "$dir/out.txt" | head -n 6)"
    else pass "example: $name"; fi
}

if ! $MAKE -s examples > "$dir/log" 2>&1; then
    fail "examples build" "$(grep -v '^make' "$dir/log" | head -n 6)"
elif [ -s "$dir/log" ]; then
    fail "examples build" "warnings: $(head -n 6 "$dir/log")"
else
    pass "examples build"
    prints minimal examples/minimal.txt "$dir/minimal"
    prints config examples/config.txt "$dir/config"
    prints game examples/game/expected.txt "$dir/game" examples/game/config.js
    prints firmware examples/firmware/expected.txt "$dir/firmware"
    prints entities examples/entities/expected.txt "$dir/entities" examples/entities/entities.js
    prints rules examples/rules/expected.txt "$dir/rules" examples/rules/rules.js
    prints modules examples/modules/expected.txt "$dir/modules"
    prints calculator examples/calculator/expected.txt "$dir/calculator"
    input=examples/repl/input.txt
    prints repl examples/repl/expected.txt "$dir/repl"
    input=
    if ! have "${ARM}gcc"; then skip "example: firmware on arm" "no ${ARM}gcc"
    elif ! have qemu-system-arm; then skip "example: firmware on arm" "no qemu-system-arm"
    else
        prints "firmware on arm" examples/firmware/expected.txt sh tests/firmware/run.sh arm "$dir/firmware.elf"
        grep -a '^C stack: ' "$dir/out" | sed 's/^/    firmware on arm: /'
        prints "modules on arm" examples/modules/expected.txt sh tests/firmware/run.sh arm "$dir/modules.elf"
        input=examples/repl/input.txt
        prints "repl on arm" examples/repl/expected.txt sh tests/firmware/run.sh uart "$dir/repl.elf"
        input=
        "${ARM}size" "$dir/firmware.elf" | awk 'NR == 2 { print "    firmware on arm: " $1 + $2 " bytes of flash, " $2 + $3 " of RAM" }'
    fi
fi

# Every block of C in a document says in the line before what it is: <!-- c: program -->, declarations, statements (of a function that
# has vm), or contract (the same, with the header of examples/calculator). Each is compiled; comments and names that a reader understands are
# in tests/gates/snippets.h.
for document in README.md src/README.md; do
    rm -f "$dir"/block-*.c
    awk -v dir="$dir" '
        /^<!-- c: / { kind = $3; next }
        /^```c$/ { n++; file = dir "/block-" n ".c"; inside = 1
                   if (kind == "contract") print "#include \"bind/calculator_hako.h\"" > file
                   if (kind == "program") { }
                   else { print "#include \"tests/gates/snippets.h\"" > file }
                   if (kind == "statements" || kind == "contract") print "void snippet(hako_vm *vm); void snippet(hako_vm *vm)\n{" > file
                   if (kind == "") print "#error a block of C without <!-- c: kind --> before it" > file
                   print "#line 1 \"block " n "\"" > file; next }
        /^```$/ && inside { if (kind == "statements" || kind == "contract") print "}" > file
                            close(file); inside = 0; kind = ""; next }
        inside { print > file }' "$document"
    for block in "$dir"/block-*.c; do
        [ -f "$block" ] || continue
        # shellcheck disable=SC2086
        check "$document, $(basename "$block" .c)" "$CC" -std=c11 $WARN -Werror -Wno-unused -fsyntax-only -I. -I"$dir" "$block"
    done
done

# Every public function, but those for the tests, is on README's page of the API.
missing=$(grep -ohE 'HAKO_API [^(]*[^a-z_](hako_[a-z0-9_]+)\(' src/api/public.h src/api/classes.h src/api/snapshot.h |
    grep -oE 'hako_[a-z0-9_]+\($' | tr -d '(' | grep -vE '^hako_(test_.*|disassemble)$' | sort -u | while read -r name; do grep -q "\`$name\`" README.md || echo "$name"; done)
if [ -z "$missing" ]; then pass "README names every function"; else fail "README names every function" "$(echo $missing)"; fi
