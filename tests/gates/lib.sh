# What the gates share. Each gate prints lines `PASS name`, `FAIL name: reason`, `SKIP name: reason`; tests/run.sh counts them.
: "${BUILD:=build}" "${CC:=gcc}" "${CLANG:=clang}" "${CXX:=g++}" "${ARM:=arm-none-eabi-}" "${RISCV:=riscv64-unknown-elf-}" "${MAKE:=make}"

pass() { echo "PASS $1"; }
fail() { echo "FAIL $1: $2"; }
# A tool that is missing: skipped here, a failure in CI.
skip() { if [ "${CI:-}" = true ]; then echo "FAIL $1: $2 (CI is expected to have it)"; else echo "SKIP $1: $2"; fi; }
have() { command -v "$1" >/dev/null 2>&1; }

# check NAME COMMAND...: passes if the command succeeds and prints nothing on standard error or output.
check() {
    name=$1
    shift
    if output=$("$@" 2>&1) && [ -z "$output" ]; then
        pass "$name"
    else
        fail "$name" "$(echo "$output" | head -n "${LINES_SHOWN:-12}")"
    fi
}
