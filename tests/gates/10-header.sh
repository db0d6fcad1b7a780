#!/bin/sh
# The header in other people's builds: no warnings, no symbols but the four, no writable data.
. tests/gates/lib.sh
out=$BUILD/header
mkdir -p "$out"
printf '#define HAKO_IMPLEMENTATION\n#include "hako.h"\n' > "$out/user.c"
printf '#define HAKO_TESTING\n#define HAKO_IMPLEMENTATION\n#include "hako.h"\n' > "$out/testing.c"
printf '#define HAKO_STATIC\n#define HAKO_IMPLEMENTATION\n#include "hako.h"\nint main(void) { return hako_open(NULL, 0, NULL) != NULL; }\n' > "$out/static.c"
printf '#include "hako.h"\nint main() { return hako_open(nullptr, 0, nullptr) != nullptr; }\n' > "$out/public.cpp"
printf '#define _X 1\n#include <string.h>\n#include <stdlib.h>\n#include <math.h>\nstatic int source, vm, length;\n#define HAKO_IMPLEMENTATION\n#include "hako.h"\nint main(void) { return source + vm + length; }\n' > "$out/hosted.c"
printf '#include "hako.h"\n#include "ports/hako_port_posix.h"\nint main(void) { return hako_open(NULL, 0, &hako_port_posix) != NULL; }\n' > "$out/port.c"

# warnings NAME COMPILER FLAGS... FILE
warnings() {
    name=$1 compiler=$2
    shift 2
    if ! have "$compiler"; then skip "no warnings: $name" "no $compiler"; return; fi
    # shellcheck disable=SC2086
    check "no warnings: $name" "$compiler" $WARN -Werror -I. "$@"
}
warnings "gcc -std=c11 -O2"         "$CC" -std=c11 -O2 -c "$out/user.c" -o "$out/user-gcc.o"
warnings "gcc -std=c17 -O0"         "$CC" -std=c17 -O0 -c "$out/user.c" -o "$out/user-gcc0.o"
warnings "gcc -std=gnu17 testing"   "$CC" -std=gnu17 -O3 -c "$out/testing.c" -o "$out/testing.o"
warnings "the parts, each name once" "$CC" -std=c11 -fsyntax-only src/hako.c
warnings "gcc, libc's headers, globals of the user's" "$CC" -std=c11 -fsyntax-only "$out/hosted.c"
warnings "gcc, POSIX port"          "$CC" -std=c11 -fsyntax-only "$out/port.c"
warnings "clang -std=c11 -O2"       "$CLANG" -std=c11 -O2 -c "$out/user.c" -o "$out/user-clang.o"
warnings "clang -std=c17"           "$CLANG" -std=c17 -fsyntax-only "$out/user.c"
warnings "clang -std=c2x testing"   "$CLANG" -std=c2x -fsyntax-only "$out/testing.c"
warnings "clang, POSIX port"        "$CLANG" -std=c11 -fsyntax-only "$out/port.c"
warnings "C++17, public half (g++)" "$CXX" -std=c++17 -fsyntax-only "$out/public.cpp"
warnings "C++17, public half (clang++)" "${CLANG}++" -std=c++17 -fsyntax-only "$out/public.cpp"
# shellcheck disable=SC2086
if have "${ARM}gcc"; then
    warnings "arm, -ffreestanding -Os" "${ARM}gcc" $ARM_FLAGS -std=c11 -Os $FREESTANDING -c "$out/user.c" -o "$out/user-arm.o"
else
    skip "no warnings: arm" "no ${ARM}gcc"
fi
# shellcheck disable=SC2086
if have "${RISCV}gcc"; then
    warnings "riscv, -ffreestanding -Os" "${RISCV}gcc" $RISCV_FLAGS -std=c11 -Os $FREESTANDING -c "$out/user.c" -o "$out/user-riscv.o"
else
    skip "no warnings: riscv" "no ${RISCV}gcc"
fi
# Each switch of the configuration off, then all of them but the compiler's: no warning, and the machine works. (What works without the
# compiler is the business of gate 90.)
printf '#include <stdio.h>\n#define HAKO_STATIC\n#define HAKO_IMPLEMENTATION\n#include "hako.h"\nstatic uint64_t arena[8192];\n%s\n' \
    'int main(void) { hako_val v; char text[40]; hako_vm *vm = hako_open(arena, sizeof arena, NULL); static const char s[] =
    "class A { #x = [3, 1, 2].sort(); *[Symbol.iterator]() { yield* this.#x } } [...new A()].map(x => `${x}`).join() + JSON.stringify({ a: [1, null] })";
    if (hako_eval(vm, "s", s, sizeof s - 1, &v) != HAKO_DONE) v = hako_exception(vm);
    hako_to_string(vm, v, text, sizeof text); puts(text); hako_close(vm); return 0; }' > "$out/switch.c"
all= n=0
without() {
    build=$1 program=$out/switch-$2
    shift 2
    warnings "$build" "$CC" -std=c11 -O0 "$@" "$out/switch.c" -o "$program"
    if [ "$("$program" 2>&1)" = '1,2,3{"a":[1,null]}' ]; then pass "works: $build"; else fail "works: $build" "$("$program" 2>&1 | head -n 3)"; fi
}
for switch in $(sed -n 's|^/\* #define \(HAKO_WITH_[A-Z0-9_]*\) 1 \*/$|\1|p' hako_config.h); do
    if [ "$switch" = HAKO_WITH_COMPILER ]; then
        warnings "$switch=0" "$CC" -std=c11 -O0 "-D$switch=0" "$out/switch.c" -o "$out/switch"
        continue
    fi
    without "$switch=0" "$switch" "-D$switch=0" &
    all="$all -D$switch=0" n=$((n + 1))
    [ $((n % 2)) -ne 0 ] || wait                    # two at a time
done
wait
# shellcheck disable=SC2086
without "no feature" none $all

# The example at the top of the header, as it stands there.
sed -n '/A COMPLETE EXAMPLE/,/Ready-made ports/p' hako.h | sed -n 's/^ \*     //p; s/^ \*$//p' > "$out/example.c"
warnings "the header's example" "$CC" -std=c11 -O1 "$out/example.c" -o "$out/example"
if [ "$(timeout 10 "$out/example" 2>&1 | tr '\n' ' ')" = "led 0 led 1 led 0 led 1 done " ]; then pass "the header's example runs"
else fail "the header's example runs" "$(timeout 10 "$out/example" 2>&1 | head -n 5)"; fi
for source in examples/*.c; do
    [ -f "$source" ] && warnings "$source" "$CC" -std=c11 -O1 "$source" -o "$out/$(basename "$source" .c)" -lm
done
check "HAKO_STATIC links" "$CC" -std=c11 -O1 -I. "$out/static.c" -o "$out/static"

# symbols NAME NM OBJECT: undefined are the four and the compiler's own helpers, whose names begin with two underscores.
symbols() {
    [ -f "$3" ] || { fail "undefined symbols: $1" "was not compiled"; return; }
    strange=$("$2" -u "$3" | awk '{ print $NF }' | grep -vE '^(memcpy|memmove|memset|memcmp|__.*|_GLOBAL_OFFSET_TABLE_)$' | tr '\n' ' ')
    [ -z "$strange" ] && pass "undefined symbols: $1" || fail "undefined symbols: $1" "$strange"
}
# sections NAME SIZE OBJECT: every .data and .bss section is empty.
sections() {
    [ -f "$3" ] || { fail "no writable data: $1" "was not compiled"; return; }
    bytes=$("$2" -A "$3" | awk '$1 ~ /^\.(s?data|s?bss|tdata|tbss)/ && $1 !~ /^\.data\.rel\.ro/ { n += $2 } END { print n + 0 }')
    [ "$bytes" -eq 0 ] && pass "no writable data: $1" || fail "no writable data: $1" "$bytes bytes"
}
for o in 2 3 s; do
    "$CC" -std=c11 -O$o -I. -fno-pic -c "$out/user.c" -o "$out/user-$o.o" 2>/dev/null
    symbols "gcc -O$o" nm "$out/user-$o.o"
    sections "gcc -O$o" size "$out/user-$o.o"
done
if have "$CLANG"; then
    "$CLANG" -std=c11 -O2 -I. -fno-pic -c "$out/user.c" -o "$out/user-clang.o" 2>/dev/null
    symbols "clang -O2" nm "$out/user-clang.o"
    sections "clang -O2" size "$out/user-clang.o"
fi
if have "${ARM}gcc"; then
    symbols "arm -Os" "${ARM}nm" "$out/user-arm.o"
    sections "arm -Os" "${ARM}size" "$out/user-arm.o"
fi
if have "${RISCV}gcc"; then
    symbols "riscv -Os" "${RISCV}nm" "$out/user-riscv.o"
    sections "riscv -Os" "${RISCV}size" "$out/user-riscv.o"
fi
