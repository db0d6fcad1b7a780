#!/bin/sh
# Images: the corpus as images, its bundles of modules too, gives the same output; bad images are rejected or harmless; builds without the compiler run them on a
# Cortex-M4 in QEMU, in less memory than from source.
. tests/gates/lib.sh
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0:exitcode=9 UBSAN_OPTIONS=print_stacktrace=1
dir=$BUILD/images
mkdir -p "$dir"

named() {
    prefix=$1
    shift
    "$@" 2> "$dir/log" | sed -e "s/^PASS /PASS $prefix: /" -e "s/^FAIL /FAIL $prefix: /"
    grep -E 'ERROR: AddressSanitizer|runtime error|^    #[0-5] ' "$dir/log" | head -n "${LINES_SHOWN:-12}"
}
named "corpus as images" "$BUILD/corpus" --image tests/corpus/*.js
named "failing allocations, images" "$BUILD/corpus-asan" --image --fail-at --samples "${SAMPLES:-60}" --timeout 900 tests/corpus/*.js
named "sanitizers" "$BUILD/fuzz_image-asan" --rounds "${ROUNDS:-200}" tests/corpus/*.js

# The tool: the same bytes whatever it is called with; what it runs; without what is stripped.
hako=$BUILD/hako
printf 'function f() {\n  throw new TypeError("bad thing");\n}\nf();\n' > "$dir/throws.js"
if ! "$hako" -c "$dir/throws.js" -o "$dir/throws.hbc" || ! "$hako" -c --strip=debug,source,names "$dir/throws.js" -o "$dir/bare.hbc" 2> "$dir/log"; then
    fail "tool: image" "$(head -n 2 "$dir/log")"
else
    "$hako" "$dir/throws.hbc" 2> "$dir/err"
    if grep -q 'at f (.*throws.js:2:9)' "$dir/err"; then pass "tool: image"; else fail "tool: image" "$(head -n 3 "$dir/err")"; fi
    "$hako" "$dir/bare.hbc" 2> "$dir/err"
    if grep -q 'Uncaught TypeError: bad thing' "$dir/err" && ! grep -q throws "$dir/err"; then pass "tool: stripped image"
    else fail "tool: stripped image" "$(head -n 3 "$dir/err")"; fi
fi
if "$hako" -c "$dir/throws.js" --c-array "$dir/thrown.h" && grep -q 'uint64_t thrown\[\]' "$dir/thrown.h"; then pass "tool: image as C"
else fail "tool: image as C" "no array"; fi

# A bundle: what its modules print is what they print from their files, also where there are none, and without all that can be left out.
mkdir -p "$dir/bundle/lib" "$dir/elsewhere"
cat > "$dir/bundle/main.mts" << 'END'
import { inc, n, type Unused } from "./lib/util.js";
import data from "./data.json" with { type: "json" };
import * as all from "./lib/../lib/util.js";
export * from "./lib/other.js";
export { n as "any name" } from "./lib/util.js";
enum Color { Red, Green }
const x: number = await Promise.resolve(3);
inc(); inc();
console.log(n, data.list.length, x, import.meta.url, Object.keys(all).join(), Color[1]);
const late = await import("./lib/" + "other.js");
console.log(late.deep, late.names(), (await import("./data.json", { with: { type: "json" } })).default === data);
await import("./lib/nothing.js").catch(e => console.log(e.message));
END
cat > "$dir/bundle/lib/util.js" << 'END'
import { helper } from "./other.js";
export let n = 0;
export function inc() { n += helper(); }
console.log("util", import.meta.url);
END
cat > "$dir/bundle/lib/other.js" << 'END'
import * as util from "./util.js";
import { inc } from "./util.js";
export const deep = typeof inc;
export function helper() { return 10; }
export function names() { return Object.keys(util).join("|") + eval("typeof inc + util.n"); }
await 0;
END
echo '{ "list": [1, 2, 3] }' > "$dir/bundle/data.json"
hako=$(cd "$(dirname "$hako")" && pwd)/$(basename "$hako")
files="./main.mts lib/util.js lib/other.js data.json"
(cd "$dir/bundle" && "$hako" main.mts) > "$dir/expected" 2>&1
if [ "$(wc -l < "$dir/expected")" -eq 4 ]; then pass "tool: modules from files"; else fail "tool: modules from files" "$(head -n 3 "$dir/expected")"; fi
(cd "$dir/bundle" && "$hako" -c $files -o ../bundle.hbc && "$hako" -c --strip=debug $files -o ../stripped.hbc --strip=source,names &&
    "$hako" -c $files --c-array ../app_hbc.h) > "$dir/log" 2>&1
for image in bundle stripped; do
    (cd "$dir/elsewhere" && "$hako" "../$image.hbc") > "$dir/out" 2>&1
    if cmp -s "$dir/expected" "$dir/out"; then pass "tool: $image"; else fail "tool: $image" "$(cat "$dir/log" "$dir/out" | head -n 4)"; fi
done
if grep -q 'uint64_t app_hbc\[\]' "$dir/app_hbc.h"; then pass "tool: bundle as C"; else fail "tool: bundle as C" "no array"; fi
echo '{ list: 1 }' > "$dir/bundle/bad.json"
for bad in "main.mts bad.json:SyntaxError" "main.mts nothing.js:cannot read nothing.js" "main.mts data.json data.json:there are two modules 'data.json'"; do
    if (cd "$dir/bundle" && "$hako" -c ${bad%%:*} -o ../bad.hbc) 2> "$dir/err"; then fail "tool: bad bundle" "$bad is taken"
    elif grep -q "${bad#*:}" "$dir/err"; then pass "tool: bad bundle (${bad#*:})"
    else fail "tool: bad bundle" "$(head -n 2 "$dir/err")"; fi
done

# Memory: less than from source, and little for 1+1.
sh tests/ram_image.sh > "$dir/ram.txt"
awk '{ printf "    smallest arena: %-12s %7d from source, %7d as an image\n", $1, $2, $3 }' "$dir/ram.txt"
if awk '$3 >= $2 || ($1 == "one" && $3 >= 2592) { bad = 1 } END { exit bad || NR != 7 }' "$dir/ram.txt"; then pass "memory of images"
else fail "memory of images" "more than from source, or than 2592 bytes for 1+1"; fi

# Without the compiler
if ! have "${ARM}gcc"; then skip "images on arm" "no ${ARM}gcc"
elif ! have qemu-system-arm; then skip "images on arm" "no qemu-system-arm"
else
    for name in closures classes interpreter mandelbrot; do
        if ! $MAKE -s "$BUILD/arm-image/image/$name.elf" > "$dir/log" 2>&1 || [ -s "$dir/log" ]; then
            fail "images on arm: $name" "$(grep -v '^make' "$dir/log" | head -n 4)"; continue
        fi
        sh tests/firmware/run.sh arm "$BUILD/arm-image/image/$name.elf" 2>&1 | tr -d '\r' | sed '/^steps: /,$d' > "$dir/out"
        if cmp -s "tests/corpus/$name.out" "$dir/out"; then pass "images on arm: $name"
        else fail "images on arm: $name" "$(diff "tests/corpus/$name.out" "$dir/out" | head -n 4)"; fi
    done
    if $MAKE -s "$BUILD/examples/firmware-image.elf" > "$dir/log" 2>&1 && [ ! -s "$dir/log" ]; then
        sh tests/firmware/run.sh arm "$BUILD/examples/firmware-image.elf" 2>&1 | tr -d '\r' |
            grep -avE '^(C stack|steps|steps in the longest tick|live in it at the end|most bytes of script stack|collections): ' > "$dir/out"
        if cmp -s examples/firmware/expected.txt "$dir/out"; then pass "example: firmware from an image"
        else fail "example: firmware from an image" "$(diff examples/firmware/expected.txt "$dir/out" | head -n 4)"; fi
        "${ARM}size" "$BUILD/examples/firmware-image.elf" "$BUILD/examples/firmware.elf" 2> /dev/null |
            awk 'NR > 1 { print "    flash of " $6 ": " $1 + $2 " bytes" }'
    else
        fail "example: firmware from an image" "$(grep -v '^make' "$dir/log" | head -n 4)"
    fi
    if $MAKE -s "$BUILD/examples/modules-image.elf" > "$dir/log" 2>&1 && [ ! -s "$dir/log" ]; then
        sh tests/firmware/run.sh arm "$BUILD/examples/modules-image.elf" 2>&1 | tr -d '\r' | grep -av '^C stack: ' > "$dir/out"
        if cmp -s examples/modules/expected.txt "$dir/out"; then pass "example: modules from a bundle"
        else fail "example: modules from a bundle" "$(diff examples/modules/expected.txt "$dir/out" | head -n 4)"; fi
    else
        fail "example: modules from a bundle" "$(grep -v '^make' "$dir/log" | head -n 4)"
    fi
fi
