/* callgraph.c - reads the call graph that gcc -fcallgraph-info=su writes and holds it to the promise that scripts never
 * recurse in C.
 *
 *     callgraph [options] FILE.ci
 *       --recursive FILE   prefixes of function names that may be in cycles (the parser)
 *       --indirect FILE    where calls through pointers go: lines `CALLER-PREFIX TARGET-PREFIX`, the target `-` for the
 *                          host's functions, which are leaves. A caller not listed may reach every hk_nat_ function
 *       --limit BYTES      fail when the worst stack of a path outside of the recursive functions is above
 *
 * Checks: no cycle but among the recursive functions; no frame of a size that is known only at run time; the limit. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PREFIXES = 256 };

struct function {
    char *title, *name;             /* title: as edges name it; name: the C name */
    long frame;
    bool defined, dynamic, recursive, indirect;
    int *calls, call_count;
    int index, low, component;      /* Tarjan */
    bool on_stack;
    long worst;                     /* of the paths that begin here; -1: not known yet */
    int next;                       /* on the worst path */
};

static struct function *functions;
static int function_count;
static char *recursive[MAX_PREFIXES], *callers[MAX_PREFIXES], *targets[MAX_PREFIXES];
static int recursive_count, indirect_count;

static void *grow(void *p, size_t size)
{
    p = realloc(p, size);
    if (!p) exit((fputs("callgraph: out of memory\n", stderr), 2));
    return p;
}

static char *copy_text(const char *s, size_t n)
{
    char *copy = grow(NULL, n + 1);
    memcpy(copy, s, n);
    copy[n] = '\0';
    return copy;
}

static bool begins(const char *s, const char *prefix) { return !strncmp(s, prefix, strlen(prefix)); }

static int find(const char *title)
{
    struct function *f;
    for (int i = 0; i < function_count; i++)
        if (!strcmp(functions[i].title, title)) return i;
    if (function_count % 256 == 0) functions = grow(functions, (size_t)(function_count + 256) * sizeof *functions);
    f = &functions[function_count];
    memset(f, 0, sizeof *f);
    f->title = copy_text(title, strlen(title));
    f->name = f->title;
    f->index = f->component = f->next = -1;
    f->worst = -1;
    return function_count++;
}

static void add_call(int from, int to)
{
    struct function *f = &functions[from];
    for (int i = 0; i < f->call_count; i++)
        if (f->calls[i] == to) return;
    if (f->call_count % 16 == 0) f->calls = grow(f->calls, (size_t)(f->call_count + 16) * sizeof *f->calls);
    f->calls[f->call_count++] = to;
}

/* The text in quotes after `key` in a line, or NULL. */
static char *field(const char *line, const char *key)
{
    const char *s = strstr(line, key), *end;
    if (!s || !(s = strchr(s + strlen(key), '"'))) return NULL;
    end = strchr(s + 1, '"');
    return end ? copy_text(s + 1, (size_t)(end - s - 1)) : NULL;
}

static void read_graph(const char *path)
{
    char line[4096];
    FILE *f = fopen(path, "r");
    if (!f) exit((fprintf(stderr, "callgraph: cannot read %s\n", path), 2));
    while (fgets(line, sizeof line, f)) {
        if (begins(line, "node:")) {
            char *title = field(line, "title:"), *label = field(line, "label:"), *at;
            int i;
            if (!title || !label) continue;
            i = find(title);
            /* label: name \n place \n bytes (kind) */
            at = strstr(label, "\\n");
            functions[i].name = at ? copy_text(label, (size_t)(at - label)) : copy_text(label, strlen(label));
            at = at ? strstr(at + 2, "\\n") : NULL;
            if (at && strstr(at, "bytes (")) {
                functions[i].frame = strtol(at + 2, NULL, 10);
                functions[i].defined = true;
                functions[i].dynamic = strstr(at, "(dynamic)") != NULL;
            }
            free(title);
            free(label);
        } else if (begins(line, "edge:")) {
            char *from = field(line, "sourcename:"), *to = field(line, "targetname:");
            if (from && to) {
                int source = find(from), target = find(to);
                if (!strcmp(to, "__indirect_call")) functions[source].indirect = true;
                else add_call(source, target);
            }
            free(from);
            free(to);
        }
    }
    fclose(f);
}

static void read_prefixes(const char *path, char **first, char **second, int *count)
{
    char line[512], a[256], b[256];
    FILE *f = fopen(path, "r");
    if (!f) exit((fprintf(stderr, "callgraph: cannot read %s\n", path), 2));
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "#")] = '\0';
        if (sscanf(line, "%255s %255s", a, b) < (second ? 2 : 1)) continue;
        if (*count == MAX_PREFIXES) exit((fputs("callgraph: too many prefixes\n", stderr), 2));
        first[*count] = copy_text(a, strlen(a));
        if (second) second[*count] = copy_text(b, strlen(b));
        ++*count;
    }
    fclose(f);
}

static void resolve_indirect_calls(void)
{
    for (int i = 0; i < function_count; i++) {
        bool listed = false;
        if (!functions[i].indirect) continue;
        for (int k = 0; k < indirect_count; k++) {
            if (!begins(functions[i].name, callers[k])) continue;
            listed = true;
            for (int t = 0; t < function_count && strcmp(targets[k], "-"); t++)
                if (begins(functions[t].name, targets[k])) add_call(i, t);
        }
        for (int t = 0; t < function_count && !listed; t++)
            if (begins(functions[t].name, "hk_nat_")) add_call(i, t);
    }
}

static int stack[65536], depth, counter, components;

static void connect(int v)
{
    struct function *f = &functions[v];
    f->index = f->low = counter++;
    stack[depth++] = v;
    f->on_stack = true;
    for (int i = 0; i < f->call_count; i++) {
        struct function *g = &functions[f->calls[i]];
        if (g->index < 0) {
            connect(f->calls[i]);
            if (g->low < f->low) f->low = g->low;
        } else if (g->on_stack && g->index < f->low) {
            f->low = g->index;
        }
    }
    if (f->low == f->index) {
        int w;
        do {
            w = stack[--depth];
            functions[w].on_stack = false;
            functions[w].component = components;
        } while (w != v);
        components++;
    }
}

static bool calls_itself(const struct function *f, int self)
{
    for (int i = 0; i < f->call_count; i++)
        if (f->calls[i] == self) return true;
    return false;
}

/* The worst stack of a path from v on that does not enter a recursive function. The graph has no other cycles by now. */
static long worst(int v)
{
    struct function *f = &functions[v];
    long most = 0;
    if (f->worst >= 0) return f->worst;
    f->worst = 0;                               /* a cycle that was reported already does not make this endless */
    for (int i = 0; i < f->call_count; i++) {
        long w;
        if (functions[f->calls[i]].recursive) continue;
        w = worst(f->calls[i]);
        if (w > most) {
            most = w;
            f->next = f->calls[i];
        }
    }
    return f->worst = f->frame + most;
}

int main(int argc, char **argv)
{
    const char *path = NULL;
    long limit = 0, most = 0, parser = 0;
    int failures = 0, at = -1, cyclic = 0;

    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--recursive") && i + 1 < argc) read_prefixes(argv[++i], recursive, NULL, &recursive_count);
        else if (!strcmp(argv[i], "--indirect") && i + 1 < argc) read_prefixes(argv[++i], callers, targets, &indirect_count);
        else if (!strcmp(argv[i], "--limit") && i + 1 < argc) limit = strtol(argv[++i], NULL, 10);
        else path = argv[i];
    }
    if (!path) return fputs("usage: callgraph [--recursive FILE] [--indirect FILE] [--limit BYTES] FILE.ci\n", stderr), 2;
    read_graph(path);
    for (int i = 0; i < function_count; i++)
        for (int k = 0; k < recursive_count; k++)
            if (begins(functions[i].name, recursive[k])) functions[i].recursive = true;
    resolve_indirect_calls();
    for (int i = 0; i < function_count; i++)
        if (functions[i].index < 0) connect(i);

    for (int c = 0; c < components; c++) {
        int members = 0, first = -1, strangers = 0;
        for (int i = 0; i < function_count; i++) {
            if (functions[i].component != c) continue;
            members++;
            first = i;
            strangers += !functions[i].recursive;
        }
        if (members == 1 && !calls_itself(&functions[first], first)) continue;
        cyclic += members;
        if (!strangers) continue;
        failures++;
        printf("a cycle of %d functions that are not all listed as recursive:\n", members);
        for (int i = 0; i < function_count; i++) {
            if (functions[i].component != c) continue;
            printf("    %s%s ->", functions[i].name, functions[i].recursive ? " (listed)" : "");
            for (int k = 0; k < functions[i].call_count; k++)
                if (functions[functions[i].calls[k]].component == c) printf(" %s", functions[functions[i].calls[k]].name);
            putchar('\n');
        }
    }
    for (int i = 0; i < function_count; i++) {
        if (functions[i].dynamic) {
            failures++;
            printf("the frame of %s has no fixed size\n", functions[i].name);
        }
        if (functions[i].recursive) {
            if (functions[i].frame > parser) parser = functions[i].frame;
        } else if (worst(i) > most) {
            most = worst(i);
            at = i;
        }
    }
    printf("%d functions, %d in cycles of the parser (largest frame there: %ld bytes)\n", function_count, cyclic, parser);
    printf("worst C stack outside of them: %ld bytes\n", most);
    for (; at >= 0; at = functions[at].next) printf("    %6ld  %s\n", functions[at].frame, functions[at].name);
    if (limit && most > limit) {
        failures++;
        printf("that is above the limit of %ld bytes\n", limit);
    }
    return failures ? 1 : 0;
}
