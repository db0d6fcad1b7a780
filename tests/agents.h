/* $262.agent: agents are further machines, which take turns. Part of test262.c, whose clock, port and options it uses.
 *
 * Agent 0 is the case's own machine. Each agent runs for a slice, then the next; time passes a little with each round, and jumps to when the
 * first of them wakes up when all sleep or wait. The bytes of a SharedArrayBuffer that is broadcast move to memory that all share. */
#ifndef TESTS_AGENTS_H
#define TESTS_AGENTS_H

enum { MAX_AGENTS = 16, MAX_REPORTS = 64, AGENT_ARENA = 4 << 20 };

struct agent {
    hako_vm *vm;
    void *arena;                        /* NULL: agent 0 */
    hako_status status;
    double sleeps_until;
    uint64_t ticket;                    /* since when it waits: notified in this order; 0: it does not */
    bool delivers;                      /* there is a broadcast for it */
    hako_memory memory;
    double number;
};
static struct agent agents[MAX_AGENTS];
static int agent_count, agent_running;
static uint64_t agent_tickets;
static char *reports[MAX_REPORTS];
static int report_count;
static void *shared_blocks[MAX_AGENTS];
static int shared_count;

static struct agent *agent_of(hako_vm *vm) { return hako_user(vm); }

/* Wakes those that wait in that agent: then it has something to do again. */
static uint32_t wake_agent(struct agent *a, const void *address, uint32_t count)
{
    uint32_t woken = hako_notify(a->vm, address, count);
    if (woken && a->status == HAKO_DONE) a->status = HAKO_MORE;
    return woken;
}

/* The port's notify */
static uint32_t agents_notify(void *context, const void *address, uint32_t count)
{
    uint32_t woken = 0;
    uint64_t after = 0;
    (void)context;
    for (;;) {
        struct agent *next = NULL;
        for (int i = 0; i < agent_count; i++)
            if (i != agent_running && agents[i].ticket > after && (!next || agents[i].ticket < next->ticket)) next = &agents[i];
        if (!next || woken == count) break;
        woken += wake_agent(next, address, count - woken);
        after = next->ticket;
    }
    for (int i = 0; i < agent_count; i++)               /* those that have only promises to be settled */
        if (i != agent_running && !agents[i].ticket) woken += wake_agent(&agents[i], address, count - woken);
    return woken;
}

static hako_val agent_sleep(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self;
    agent_of(vm)->sleeps_until = fake_clock + hako_to_number(vm, hako_arg(argc, argv, 0));
    hako_pause(vm);
    return hako_undefined();
}

static hako_val agent_now(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)vm, (void)self, (void)argc, (void)argv;
    return hako_number(fake_clock);
}

static hako_val agent_report(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)self;
    if (report_count < MAX_REPORTS) {
        size_t n = hako_to_string(vm, hako_arg(argc, argv, 0), NULL, 0) + 1;
        reports[report_count] = grow(NULL, n);
        hako_to_string(vm, hako_arg(argc, argv, 0), reports[report_count++], n);
    }
    return hako_undefined();
}

static hako_val agent_get_report(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    hako_val text;
    (void)self, (void)argc, (void)argv;
    if (!report_count) return hako_null();
    text = hako_string(vm, reports[0], strlen(reports[0]));
    free(reports[0]);
    memmove(reports, reports + 1, (size_t)--report_count * sizeof *reports);
    return text;
}

static hako_val agent_broadcast(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    hako_val buffer = hako_arg(argc, argv, 0);
    hako_memory m = { .shared = true };
    void *bytes = hako_bytes(vm, buffer, &m.length);
    bool moved = false;
    (void)self;
    for (int i = 0; i < shared_count; i++) moved = moved || shared_blocks[i] == bytes;
    m.bytes = bytes;
    if (!moved) {
        if (shared_count == MAX_AGENTS) die("too many shared buffers");
        m.bytes = shared_blocks[shared_count++] = grow(NULL, m.length + 8);
        if (!hako_buffer_move(vm, buffer, &m)) return hako_undefined();
    }
    for (int i = 1; i < agent_count; i++) {
        agents[i].memory = m;
        agents[i].number = hako_to_number(vm, hako_arg(argc, argv, 1));
        agents[i].delivers = true;
    }
    return hako_undefined();
}

static hako_val agent_start(hako_vm *vm, hako_val self, int argc, const hako_val *argv);
static hako_val agent_nothing(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    (void)vm, (void)self, (void)argc, (void)argv;
    return hako_undefined();
}

/* Those functions by name, for hako_save. Returns how many. */
static size_t agent_bindings(hako_binding *to)
{
    static const hako_binding bindings[] = {
        { .name = "sleep", .function = agent_sleep }, { .name = "monotonicNow", .function = agent_now },
        { .name = "report", .function = agent_report }, { .name = "getReport", .function = agent_get_report },
        { .name = "broadcast", .function = agent_broadcast }, { .name = "start", .function = agent_start },
        { .name = "leaving", .function = agent_nothing }
    };
    memcpy(to, bindings, sizeof bindings);
    return sizeof bindings / sizeof *bindings;
}

/* $262.agent of agent i */
static void add_agent_functions(hako_vm *vm, int i)
{
    static const char receive[] = "$262.agent.receiveBroadcast = function (f) { $262.agent.callback = f; }";
    hako_scope scope = hako_scope_open(vm);
    hako_val o = hako_object(vm);
    hako_set_function(vm, o, "sleep", agent_sleep, 1);
    hako_set_function(vm, o, "monotonicNow", agent_now, 0);
    hako_set_function(vm, o, "report", agent_report, 1);
    hako_set_function(vm, o, "getReport", agent_get_report, 0);
    hako_set_function(vm, o, "broadcast", agent_broadcast, 2);
    hako_set_function(vm, o, "start", agent_start, 1);
    hako_set_function(vm, o, "leaving", agent_nothing, 0);
    hako_set(vm, hako_get(vm, hako_global(vm), "$262"), "agent", o);
    if (i) hako_eval(vm, "agent", receive, sizeof receive - 1, NULL);
    hako_scope_close(vm, scope);
    hako_set_user(vm, &agents[i]);
}

static hako_val agent_start(hako_vm *vm, hako_val self, int argc, const hako_val *argv)
{
    static const hako_port waiting = { .print = port_print, .now = port_now, .waits = true, .notify = agents_notify };
    struct agent *a = &agents[agent_count];
    size_t n = hako_to_string(vm, hako_arg(argc, argv, 0), NULL, 0);
    char *source = grow(NULL, n + 1);
    (void)self;
    if (agent_count == MAX_AGENTS) die("too many agents");
    hako_to_string(vm, hako_arg(argc, argv, 0), source, n + 1);
    memset(a, 0, sizeof *a);
    a->arena = grow(NULL, AGENT_ARENA);
    a->vm = hako_open(a->arena, AGENT_ARENA, &waiting);
    if (!a->vm) die("no machine for an agent");
    hako_test_262(a->vm);
    add_agent_functions(a->vm, agent_count++);
    if (opt.stress) hako_test_stress(a->vm, true);
    a->status = hako_start(a->vm, "agent", source, n);
    free(source);
    return hako_undefined();
}

/* Before a case: its machine is agent 0. After it: the others are closed. */
static void open_agents(hako_vm *vm)
{
    memset(&agents[0], 0, sizeof agents[0]);
    agents[0].vm = vm;
    agent_count = 1;
    agent_running = 0;
    agent_tickets = 0;
    add_agent_functions(vm, 0);
}
static void close_agents(void)
{
    while (agent_count > 1) {
        struct agent *a = &agents[--agent_count];
        hako_close(a->vm);
        free(a->arena);
    }
    while (report_count) free(reports[--report_count]);
    while (shared_count) free(shared_blocks[--shared_count]);
}

/* Lets the callback of receiveBroadcast have the memory. */
static void deliver(struct agent *a)
{
    static const char call[] = "$262.agent.callback($262.agent.memory, $262.agent.number)";
    hako_scope scope = hako_scope_open(a->vm);
    hako_val agent = hako_get(a->vm, hako_get(a->vm, hako_global(a->vm), "$262"), "agent");
    a->delivers = false;
    hako_set(a->vm, agent, "memory", hako_buffer_over(a->vm, &a->memory));
    hako_set(a->vm, agent, "number", hako_number(a->number));
    if (hako_typeof(a->vm, hako_get(a->vm, agent, "callback")) == HAKO_FUNCTION)
        a->status = hako_start(a->vm, "broadcast", call, sizeof call - 1);
    hako_scope_close(a->vm, scope);
}

/* An agent's next slice of n steps, if it does not sleep. Returns its status. Time passes with the steps of agent 0. */
static hako_status step_agent(int i, uint32_t n)
{
    struct agent *a = &agents[i];
    if (i == 0) fake_clock += n / 4096.0;
    if (a->sleeps_until > fake_clock) return HAKO_IDLE;
    agent_running = i;
    a->status = hako_step(a->vm, n);
    agent_running = 0;
    if (a->status != HAKO_IDLE) a->ticket = 0;
    else if (!a->ticket) a->ticket = ++agent_tickets;
    return a->status;
}

/* The other agents have their turn. Returns whether anything is left to happen: true also if time has jumped, as `jumps` allows when
 * agent 0 has nothing to do either. */
static bool agents_turn(uint32_t n, bool jumps)
{
    double next = INFINITY;
    bool busy = false;
    for (int i = 1; i < agent_count; i++) {
        struct agent *a = &agents[i];
        if (a->delivers && (a->status == HAKO_DONE || a->status == HAKO_FAILED)) deliver(a);
        if (a->status == HAKO_MORE || a->status == HAKO_IDLE || a->sleeps_until > fake_clock) busy = step_agent(i, n) == HAKO_MORE || busy;
    }
    if (busy || !jumps) return true;
    for (int i = 0; i < agent_count; i++) {
        double at = agents[i].sleeps_until > fake_clock ? agents[i].sleeps_until : hako_wake_at(agents[i].vm);
        if (at < next) next = at;
    }
    if (next > fake_clock && !isinf(next)) fake_clock = next;
    return !isinf(next);
}
#endif
