#!/bin/sh
# Flash for Cortex-M4 at -Os: an image that runs `1+1` (start-up, port and compiler helpers included), the engine's object in it, what
# each switch of hako_config.h costs, and the engine without any of them. Compares with the figures recorded in tests/size.txt;
# `RECORD=1 make size` records.
cd "$(dirname "$0")/.." || exit 1
build=${BUILD:-build}
arm=${ARM:-arm-none-eabi-}
record=tests/size.txt
new=$build/size.txt
switches=$(sed -n 's|^/\* #define \(HAKO_WITH_[A-Z_]*\) 1 \*/$|\1|p' hako_config.h)

# bytes FLAGS...: flash of the engine compiled with them
bytes() {
    # shellcheck disable=SC2086
    "${arm}gcc" -std=c11 ${ARM_FLAGS:--mcpu=cortex-m4 -mthumb -mfloat-abi=soft} -Os -ffreestanding -ffunction-sections -fdata-sections -w -I. "$@" \
        -c tests/firmware/engine.c -o "$build/size.o"
    "${arm}size" "$build/size.o" | awk 'NR == 2 { print $1 + $2 }'
}

"${arm}size" "$build/arm/ram/one.elf" | awk 'NR == 2 { print "image", $1 + $2 }' > "$new"
engine=$(bytes)
echo "engine $engine" >> "$new"
none=
for switch in $switches; do
    echo "$switch $((engine - $(bytes "-D$switch=0")))" >> "$new"
    none="$none -D$switch=0"
done
# shellcheck disable=SC2086
echo "engine-without-all $(bytes $none)" >> "$new"
while read -r name bytes; do
    before=$(awk -v n="$name" '$1 == n { print $2 }' "$record" 2> /dev/null)
    if [ -n "$before" ]; then echo "$name: $bytes bytes of flash, recorded $before ($((bytes - before)))"
    else echo "$name: $bytes bytes of flash"; fi
done < "$new"
if [ -n "$RECORD" ]; then cp "$new" "$record"; fi
