#!/bin/sh
# Times the programs in tests/bench under Hako and the peers that are there: node without its compiler, Hermes (make bench-peers).
# RUNS=n for more runs, PROGRAMS="fib json" for some of the programs, BASELINE=path for another build of Hako to compare with.
cd "$(dirname "$0")/.." || exit 1
build=${BUILD:-build}
set -- "hako=$build/hako"
[ -n "$BASELINE" ] && set -- "$@" "baseline=$BASELINE"
command -v node > /dev/null 2>&1 && set -- "$@" "jitless=node --jitless"
for hermes in hermes "$build"/peers/node_modules/hermes-engine-cli/linux64-bin/hermes; do
    if command -v "$hermes" > /dev/null 2>&1; then set -- "$@" "hermes=$hermes -O -w"; break; fi
done
files=
for name in ${PROGRAMS:-$(cd tests/bench && ls ./*.js)}; do
    name=${name#./}
    files="$files tests/bench/${name%.js}.js"
done
# shellcheck disable=SC2086
exec "$build/bench" -n "${RUNS:-5}" "$@" -- $files
