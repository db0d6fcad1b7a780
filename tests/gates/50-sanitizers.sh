#!/bin/sh
# Under the address and undefined behaviour sanitizers: the corpus, with a collection at every allocation, with each allocation
# made to fail in turn, and bad input.
. tests/gates/lib.sh
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0:exitcode=9 UBSAN_OPTIONS=print_stacktrace=1

named() {
    prefix=$1
    shift
    "$@" 2> "$BUILD/sanitizers.log" | sed -e "s/^PASS /PASS $prefix: /" -e "s/^FAIL /FAIL $prefix: /"
    grep -E 'ERROR: AddressSanitizer|runtime error|^    #[0-5] ' "$BUILD/sanitizers.log" | head -n "${LINES_SHOWN:-12}"
}
named "sanitizers" "$BUILD/corpus-asan" tests/corpus/*.js
named "stress" "$BUILD/corpus-asan" --stress --timeout 600 tests/corpus/*.js
named "failing allocations" "$BUILD/corpus-asan" --fail-at --samples "${SAMPLES:-300}" --timeout 900 tests/corpus/*.js
typescript=$(for f in tests/typescript/*.out; do ls "${f%out}ts" 2> /dev/null; done)
# shellcheck disable=SC2086
{
    named "typescript, stress" "$BUILD/corpus-asan" --stress --timeout 600 $typescript
    named "typescript, failing allocations" "$BUILD/corpus-asan" --fail-at --samples "${SAMPLES:-300}" --timeout 900 $typescript
}
named "hostile" "$BUILD/hostile-asan" --rounds "${ROUNDS:-60}" tests/corpus/*.js tests/typescript/*.ts
