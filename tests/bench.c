/* bench.c - times programs under several engines.
 *
 *     bench [-n RUNS] NAME=COMMAND... -- FILE.js...
 *
 * Processor time of the process, the least of RUNS interleaved runs. The first engine is compared with each other: above 1 it is
 * faster. Runs that end with another status than 0 are shown as -. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_ENGINES = 8, MAX_WORDS = 16 };

static struct engine { const char *name; char *words[MAX_WORDS + 2]; int count; } engines[MAX_ENGINES];
static int engine_count;

/* Seconds of processor time, or a negative number. */
static double run(struct engine *e, char *file)
{
    struct rusage use;
    int status;
    pid_t pid = fork();
    if (pid < 0) return -1;
    if (!pid) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, 0);
        dup2(null, 1);
        dup2(null, 2);
        e->words[e->count] = file;
        e->words[e->count + 1] = NULL;
        alarm(120);
        execvp(e->words[0], e->words);
        _exit(127);
    }
    if (wait4(pid, &status, 0, &use) < 0 || status != 0) return -1;
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) + (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

int main(int argc, char **argv)
{
    int runs = 5, i = 1, counted[MAX_ENGINES] = { 0 };
    double logs[MAX_ENGINES] = { 0 };

    if (i + 1 < argc && !strcmp(argv[i], "-n")) {
        runs = atoi(argv[i + 1]);
        i += 2;
    }
    for (; i < argc && strcmp(argv[i], "--"); i++) {
        char *command = strchr(argv[i], '=');
        struct engine *e = &engines[engine_count];
        if (!command || engine_count == MAX_ENGINES) return 2;
        engine_count++;
        *command++ = '\0';
        e->name = argv[i];
        for (char *w = strtok(command, " "); w && e->count < MAX_WORDS; w = strtok(NULL, " ")) e->words[e->count++] = w;
    }
    if (!engine_count || ++i >= argc) return fputs("usage: bench [-n RUNS] NAME=COMMAND... -- FILE.js...\n", stderr), 2;

    printf("%-16s", "seconds");
    for (int k = 0; k < engine_count; k++) printf(" %10s", engines[k].name);
    for (int k = 1; k < engine_count; k++) printf("  %s/%s", engines[k].name, engines[0].name);
    putchar('\n');
    for (; i < argc; i++) {
        double best[MAX_ENGINES];
        const char *slash = strrchr(argv[i], '/');
        for (int k = 0; k < engine_count; k++) best[k] = -1;
        for (int r = 0; r < runs; r++) {
            for (int k = 0; k < engine_count; k++) {
                double t;
                if (r && best[k] < 0) continue;
                t = run(&engines[k], argv[i]);
                if (t >= 0 && (best[k] < 0 || t < best[k])) best[k] = t;
            }
        }
        printf("%-16.*s", (int)strcspn(slash ? slash + 1 : argv[i], "."), slash ? slash + 1 : argv[i]);
        for (int k = 0; k < engine_count; k++) {
            if (best[k] < 0) printf(" %10s", "-");
            else printf(" %10.3f", best[k]);
        }
        for (int k = 1; k < engine_count; k++) {
            int width = (int)(strlen(engines[k].name) + strlen(engines[0].name)) + 3;
            if (best[0] > 0 && best[k] > 0) {
                printf("%*.2f", width, best[k] / best[0]);
                logs[k] += log(best[k] / best[0]);
                counted[k]++;
            } else {
                printf("%*s", width, "-");
            }
        }
        putchar('\n');
        fflush(stdout);
    }
    for (int k = 1; k < engine_count; k++)
        if (counted[k]) printf("%s is %.2f times as fast as %s (geometric mean of %d)\n", engines[0].name, exp(logs[k] / counted[k]), engines[k].name, counted[k]);
    return 0;
}
