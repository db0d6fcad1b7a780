#!/bin/sh
# Random sequences of calls of the API, under the address and undefined behaviour sanitizers: SECONDS_OF_FUZZING of them (FUZZ_SEED gives others).
. tests/gates/lib.sh
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0:exitcode=9 UBSAN_OPTIONS=print_stacktrace=1
"$BUILD/fuzz_api-choice" --seed "${FUZZ_SEED:-1}" --seconds "${SECONDS_OF_FUZZING:-20}" 2> "$BUILD/fuzz_api.log"
grep -E 'ERROR: AddressSanitizer|runtime error|^    #[0-5] ' "$BUILD/fuzz_api.log" | head -n "${LINES_SHOWN:-12}"
