/* embed.c - turns a file into a C array: embed FILE NAME > FILE.c gives `const char NAME[]` and `const unsigned NAME_length`. */
#include <stdio.h>

int main(int argc, char **argv)
{
    FILE *f = argc == 3 ? fopen(argv[1], "rb") : NULL;
    unsigned n = 0;
    int c;
    if (!f) {
        fputs("usage: embed FILE NAME\n", stderr);
        return 2;
    }
    printf("extern const char %s[];\nextern const unsigned %s_length;\nconst char %s[] = {", argv[2], argv[2], argv[2]);
    while ((c = getc(f)) != EOF) printf("%s%d,", n++ % 20 ? "" : "\n    ", c < 128 ? c : c - 256);
    printf("\n    0\n};\nconst unsigned %s_length = %u;\n", argv[2], n);
    fclose(f);
    return ferror(stdout) != 0;
}
