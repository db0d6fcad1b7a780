#!/bin/sh
# Flash for Cortex-M4 at -Os: an image that runs `1+1` (start-up, port and compiler helpers included), the same with all of ECMAScript but
# none of what is the host's choice, and with neither; the engine's object, what each switch of hako_config.h costs in it; what each group
# of the API costs a host that uses it, over one that opens, evaluates and reports. Compares with the figures recorded in
# tests/size.txt; `RECORD=1 make size` records.
cd "$(dirname "$0")/.." || exit 1
build=${BUILD:-build}
arm=${ARM:-arm-none-eabi-}
record=tests/size.txt
new=$build/size.txt
switches=$(sed -n 's|^/\* #define \(HAKO_WITH_[A-Z0-9_]*\) 1 \*/$|\1|p' hako_config.h)

# bytes FLAGS...: flash of the engine compiled with them
bytes() {
    # shellcheck disable=SC2086
    "${arm}gcc" -std=c11 ${ARM_FLAGS:--mcpu=cortex-m4 -mthumb -mfloat-abi=soft} -Os -ffreestanding -ffunction-sections -fdata-sections -w -I. "$@" \
        -c tests/firmware/engine.c -o "$build/size.o"
    "${arm}size" "$build/size.o" | awk 'NR == 2 { print $1 + $2 }'
}

# image FLAGS...: flash of an image whose engine is compiled with them
image() {
    # shellcheck disable=SC2086
    set -- -std=c11 ${ARM_FLAGS:--mcpu=cortex-m4 -mthumb -mfloat-abi=soft} -Os -ffreestanding -ffunction-sections -fdata-sections -w -I. "$@"
    rm -f "$build/size.elf"
    "${arm}gcc" "$@" -c tests/firmware/engine.c -o "$build/size.o" && "${arm}gcc" "$@" -c "$build/size-main.c" -o "$build/size-main.o" &&
        "${arm}gcc" "$@" -nostdlib -Wl,--gc-sections -T ports/cortex-m4/link.ld "$build/script/ram/one.c" "$build/size.o" "$build/size-main.o" \
            "$build/arm/board.o" "$build/arm/memory.o" -lgcc -o "$build/size.elf"
    "${arm}size" "$build/size.elf" | awk 'NR == 2 { print $1 + $2 }'
}

cat > "$build/size-main.c" << 'END'
#include "ports/board.h"
#include "tests/firmware/script.h"
int main(void)
{
    hako_vm *vm = hako_open(script_arena, script_arena_size, &board_port);
    hako_val v;
    return hako_eval(vm, script_name, (const char *)script_text, script_length, &v) != HAKO_DONE;
}
END
host=
for name in IMAGES TIMERS CLASSES CLONE STATE CONSOLE TASKS; do host="$host -DHAKO_WITH_$name=0"; done
without=
for switch in $switches; do
    [ "$switch" = HAKO_WITH_COMPILER ] || without="$without -D$switch=0"
done
echo "image $(image)" > "$new"
# shellcheck disable=SC2086
echo "image-of-ECMAScript $(image $host)" >> "$new"
# shellcheck disable=SC2086
echo "image-without-all $(image $without)" >> "$new"
engine=$(bytes)
echo "engine $engine" >> "$new"
for switch in $switches; do echo "$switch $((engine - $(bytes "-D$switch=0")))" >> "$new"; done

# program FLAGS: flash of a host with the calls of $calls, which takes the engine in $build/size.o
program() {
    cat > "$build/size-main.c" << END
#include "ports/board.h"
#include "tests/firmware/script.h"
extern volatile uintptr_t sink;
volatile uintptr_t sink;
void use(hako_vm *vm, hako_val v);
void use(hako_vm *vm, hako_val v)
{
    (void)vm, (void)v;
    $calls
}
int main(void)
{
    hako_vm *vm = hako_open(script_arena, script_arena_size, &board_port);
    hako_val v;
    if (hako_eval(vm, script_name, (const char *)script_text, script_length, &v) != HAKO_DONE) hako_report(vm);
    use(vm, v);
    return 0;
}
END
    # shellcheck disable=SC2086
    set -- -std=c11 ${ARM_FLAGS:--mcpu=cortex-m4 -mthumb -mfloat-abi=soft} -Os -ffreestanding -ffunction-sections -fdata-sections -w -I. "$@"
    rm -f "$build/size.elf"
    "${arm}gcc" "$@" -c "$build/size-main.c" -o "$build/size-main.o" &&
        "${arm}gcc" "$@" -nostdlib -Wl,--gc-sections -T ports/cortex-m4/link.ld "$build/script/ram/one.c" "$build/size.o" "$build/size-main.o" \
            "$build/arm/board.o" "$build/arm/memory.o" -lgcc -o "$build/size.elf"
    "${arm}size" "$build/size.elf" | awk 'NR == 2 { print $1 + $2 }'
}
bytes > "$build/size.log"
calls=
least=$(program)
while IFS='|' read -r name calls; do
    case $name in
    api-Decimal) bytes -DHAKO_WITH_DECIMAL=1 > "$build/size.log"; rest=$calls; calls=; least=$(program -DHAKO_WITH_DECIMAL=1); calls=$rest ;;
    esac
    echo "$name $(($(program "$(case $name in api-Decimal) echo -DHAKO_WITH_DECIMAL=1 ;; *) echo -DHAKO_WITH_DECIMAL=0 ;; esac)") - least))" >> "$new"
done < tests/size_groups.txt
while read -r name bytes; do
    before=$(awk -v n="$name" '$1 == n { print $2 }' "$record" 2> /dev/null)
    if [ -n "$before" ]; then echo "$name: $bytes bytes of flash, recorded $before ($((bytes - before)))"
    else echo "$name: $bytes bytes of flash"; fi
done < "$new"
if [ -n "$RECORD" ]; then cp "$new" "$record"; fi
