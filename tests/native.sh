#!/bin/sh
# What a call of a native function costs beside the same call of an empty one of the script: functions, methods of classes,
# accessors, with 0 to 3 arguments; and a read by a prepared key. Machine instructions, counted by callgrind, as the difference of
# two runs. Status 1 if a call costs more than LIMIT hundredths of the script's, or the read more than KEY_LIMIT.
cd "$(dirname "$0")/.." || exit 1
build=${BUILD:-build}
: "${LIMIT:=200}" "${KEY_LIMIT:=60}"

# total CALL TIMES: instructions of the whole run
total() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$build/native" "$1" "$2" 2>&1 | sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}
# each CALL: instructions of one turn of the loop
each() {
    few=$(total "$1" 200)
    many=$(total "$1" 2200)
    [ -n "$few" ] && [ -n "$many" ] && echo $(((many - few) / 2000)) || echo 0
}

status=0
empty=$(each "")
[ "$empty" -gt 0 ] || { echo "native: nothing was counted"; exit 1; }
while IFS='|' read -r script native; do
    a=$(($(each "$script") - empty))
    b=$(($(each "$native") - empty))
    ratio=$((b * 100 / a))
    printf '%-12s %4d instructions, %-12s %4d: %d.%02d\n' "$native" $b "$script" $a $((ratio / 100)) $((ratio % 100))
    [ $b -gt 0 ] && [ $ratio -le "$LIMIT" ] || status=1
done << 'END'
f()|g()
f(i)|g(i)
f(i, x)|g(i, x)
f(i, x, x)|g(i, x, x)
s.m()|o.m()
s.m(i)|o.m(i)
s.m(i, x)|o.m(i, x)
s.m(i, x, x)|o.m(i, x, x)
s.a|o.a
s.a = i|o.a = i
END
key=$(each key)
echo "a read by a prepared key: $key instructions"
[ "$key" -gt 0 ] && [ "$key" -le "$KEY_LIMIT" ] || status=1
exit $status
