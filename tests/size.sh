#!/bin/sh
# Flash for Cortex-M4 at -Os: the engine's object, and an image that runs `1+1` (start-up, port and compiler helpers included).
# Compares with the figures recorded in tests/size.txt; `RECORD=1 make size` records.
cd "$(dirname "$0")/.." || exit 1
build=${BUILD:-build}
size=${ARM:-arm-none-eabi-}size
record=tests/size.txt
new=$build/size.txt
$size "$build/arm/engine.o" "$build/arm/ram/one.elf"
echo
$size "$build/arm/engine.o" | awk 'NR == 2 { print "engine", $1 + $2 }' > "$new"
$size "$build/arm/ram/one.elf" | awk 'NR == 2 { print "image", $1 + $2 }' >> "$new"
while read -r name bytes; do
    before=$(awk -v n="$name" '$1 == n { print $2 }' "$record" 2> /dev/null)
    if [ -n "$before" ]; then echo "$name: $bytes bytes of flash, recorded $before ($((bytes - before)))"
    else echo "$name: $bytes bytes of flash"; fi
done < "$new"
if [ -n "$RECORD" ]; then cp "$new" "$record"; fi
