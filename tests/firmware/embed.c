/* embed.c - turns a script into C: embed FILE ARENA-BYTES. The name is FILE's without its directory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    FILE *f = argc == 3 ? fopen(argv[1], "rb") : NULL;
    const char *slash;
    long arena, n = 0;
    int c;
    if (!f) {
        fputs("usage: embed FILE ARENA-BYTES\n", stderr);
        return 2;
    }
    slash = strrchr(argv[1], '/');
    arena = strtol(argv[2], NULL, 10);
    printf("#include \"tests/firmware/script.h\"\n\n");
    printf("const char script_name[] = \"%s\";\n", slash ? slash + 1 : argv[1]);
    printf("uint64_t script_arena[%ld];\nconst uint32_t script_arena_size = %ld;\n", arena / 8, arena / 8 * 8);
    printf("const _Alignas(8) unsigned char script_text[] = {");
    while ((c = getc(f)) != EOF) printf("%s%d,", n++ % 20 ? "" : "\n    ", c);
    printf("\n    0\n};\nconst uint32_t script_length = %ld;\n", n);
    fclose(f);
    return 0;
}
