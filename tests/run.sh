#!/bin/sh
# Runs every gate and sums up. GATES limits which (`GATES="40 70" make test`), V=1 shows what passes too.
cd "$(dirname "$0")/.." || exit 1
: "${BUILD:=build}" "${MAKE:=make}"
mkdir -p "$BUILD"
results=$BUILD/results.txt
: > "$results"

report() {
    tee -a "$results" | if [ -n "$V" ]; then cat; else grep -v '^PASS '; fi
}

# Before anything is built: a build makes the header anew.
if $MAKE -s check-fresh > "$BUILD/fresh.log" 2>&1; then echo "PASS hako.h is fresh"
else echo "FAIL hako.h is fresh: $(tail -n 2 "$BUILD/fresh.log")"; fi | report

if $MAKE -s -k -j"$(nproc 2>/dev/null || echo 2)" test-build > "$BUILD/build.log" 2>&1; then echo "PASS everything builds"
else echo "FAIL everything builds: $(grep -E 'error|Error' "$BUILD/build.log" | head -n 10)"; fi | report

for gate in tests/gates/[0-9]*.sh; do
    number=$(basename "$gate" | cut -d- -f1)
    case " ${GATES:-$number} " in *" $number "*) ;; *) continue ;; esac
    echo "== $(basename "$gate" .sh)"
    before=$(date +%s)
    sh "$gate" | report
    echo "   $(($(date +%s) - before)) s"
done

passed=$(grep -c '^PASS ' "$results")
failed=$(grep -c '^FAIL ' "$results")
skipped=$(grep -c '^SKIP ' "$results")
echo
if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"
else echo "$passed passed, $failed failed"; fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
