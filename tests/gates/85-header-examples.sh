#!/bin/sh
# The examples in the comments of src/api/public.h, classes.h and snapshot.h compile: the indented lines that follow a line ` * Example:`. Names that a reader
# understands are in tests/gates/snippets.h.
. tests/gates/lib.sh
dir=$BUILD/header-examples
mkdir -p "$dir"
rm -f "$dir"/*.c
awk -v dir="$dir" '
    $0 == " * Example:" { n++; file = dir "/" n ".c"; inside = 1; print "#include \"tests/gates/snippets.h\"\n#line " FNR + 1 " \"" FILENAME "\"" > file; next }
    inside && !/^ \*(    |$)/ { inside = 0; close(file) }
    inside { print substr($0, 8) > file }' src/api/public.h src/api/classes.h src/api/snapshot.h
for block in "$dir"/*.c; do
    # shellcheck disable=SC2086
    check "header, example $(basename "$block" .c)" "$CC" -std=c11 $WARN -Werror -Wno-unused -fsyntax-only -I. "$block"
done
