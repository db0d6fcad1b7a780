#!/bin/sh
# The command-line tool: statuses, messages, options.
. tests/gates/lib.sh
hako=$BUILD/hako
dir=$BUILD/tool
mkdir -p "$dir"

# run NAME STATUS STDOUT-PATTERN STDERR-PATTERN ARGUMENTS...: patterns are extended regular expressions over the whole text;
# - stands for: nothing at all.
run() {
    name=$1 status=$2 out=$3 err=$4
    shift 4
    timeout 20 "$hako" "$@" > "$dir/out" 2> "$dir/err" < "$dir/in"
    got=$?
    if [ "$got" -ne "$status" ]; then fail "tool: $name" "status $got, expected $status: $(head -n 2 "$dir/err")"; return; fi
    for pair in out err; do
        pattern=$out
        [ $pair = err ] && pattern=$err
        if [ "$pattern" = - ]; then
            [ ! -s "$dir/$pair" ] || { fail "tool: $name" "prints on std$pair: $(head -n 2 "$dir/$pair")"; return; }
        elif ! tr '\n' '|' < "$dir/$pair" | grep -qE -- "$pattern"; then
            fail "tool: $name" "std$pair is: $(head -n 3 "$dir/$pair")"; return
        fi
    done
    pass "tool: $name"
}
: > "$dir/in"
echo 'console.log("a", 1 + 1);' > "$dir/ok.js"
printf 'function f() {\n  throw new TypeError("bad thing");\n}\nf();\n' > "$dir/throws.js"
printf 'var a = 1;\nvar b = ;\n' > "$dir/syntax.js"
echo 'for (;;) {}' > "$dir/endless.js"
echo 'console.log(scriptArgs.join());' > "$dir/args.js"
echo 'var a = []; for (;;) a.push(new Array(100).fill(1));' > "$dir/memory.js"

run "prints" 0 '^a 2\|$' - "$dir/ok.js"
run "uncaught" 1 - '^Uncaught TypeError: bad thing\|.*f.*throws.js:2' "$dir/throws.js"
run "uncaught value" 1 - '^Uncaught 42\|' -e 'throw 42'
run "syntax error" 1 - '^Uncaught SyntaxError: .*syntax.js:2:9' "$dir/syntax.js"
run "missing file" 2 - 'cannot read' "$dir/none.js"
run "unknown option" 2 - 'unknown option' --frobnicate
run "missing value" 2 - 'needs a value' --steps
run "bad size" 2 - 'bad value' --arena 5q "$dir/ok.js"
run "bad number" 2 - 'bad value' --steps x "$dir/ok.js"
run "tiny arena" 2 - 'too small' --arena 64 "$dir/ok.js"
run "step limit" 1 - 'stopped after 10000 steps' --steps 10000 "$dir/endless.js"
run "out of memory" 1 - '^Uncaught .*memory' --arena 64k "$dir/memory.js"
run "arguments" 0 '^x,-y\|$' - "$dir/args.js" x -y
run "-e" 0 '^7\|$' - -e 'console.log(7)'
run "slices" 0 '^a 2\|$' - --slice 1 "$dir/ok.js"
run "random slices" 0 '^a 2\|$' - --slice-random 9 "$dir/ok.js"
run "statistics" 0 '^a 2\|$' '^steps: [0-9]+\|peak heap: [0-9]+\|peak frame stack: [0-9]+\|collections: [0-9]+\|' --stats "$dir/ok.js"
run "print of --test262" 0 '^5 object\|$' - --test262 -e 'print(5 + " " + typeof $262)'
run "no print without" 0 '^undefined\|$' - -e 'console.log(typeof print)'
run "stress" 0 '^a 2\|$' - --stress "$dir/ok.js"
run "disassembly" 0 '.' - --disasm "$dir/ok.js"
run "version" 0 '^hako [0-9]' - --version
cp "$dir/ok.js" "$dir/in"
run "standard input" 0 '^a 2\|$' - -
printf '1 + 2\n"a" + "b"\nnope\nvar x = 5\nx * 2\n' > "$dir/in"
run "reads and prints" 0 '^3\|"ab"\|undefined\|10\|$' 'Uncaught ReferenceError'
: > "$dir/in"
