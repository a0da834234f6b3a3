// SPDX-License-Identifier: AGPL-3.0-or-later
//
// folkmootd: arguments, and the parent of the family of processes. The parent opens the listening sockets,
// gives up root, starts the others and waits; it never reads a byte from outside.
#include <arpa/inet.h>
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "server/administrator.h"
#include "server/config.h"
#include "server/db/migrations.h"
#include "server/failpoint.h"
#include "server/http/server.h"
#include "server/jobs/jobs.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/pass_fd.h"
#include "server/passwords.h"
#include "server/sequencer/cosigner.h"
#include "server/sequencer/follow_log.h"
#include "server/sequencer/log_mirror.h"
#include "server/sequencer/repair.h"
#include "server/sequencer/signer.h"
#include "server/sequencer/witnesses.h"
#include "server/serve.h"

enum {
    STATUS_USAGE = 2,
    RESTART_FIRST_MS = 1000,
    RESTART_LAST_MS = 60000,
    KILL_AFTER_S = 10, /* beyond shutdown_timeout_s */
};

enum process {
    PROCESS_LOOPS,
    PROCESS_SIGNER,
    PROCESS_COSIGNER,
    PROCESS_WITNESSES,
    PROCESS_MIRROR,
    PROCESS_JOBS
};

/* The sockets between the loops and the processes that hold a key; over the last two the loops get the socket
 * to a cosigner that was started again. */
enum socket_end {
    LOOPS_TO_SIGNER,
    SIGNER_END,
    LOOPS_TO_COSIGNER,
    COSIGNER_END,
    LOOPS_TO_PARENT,
    PARENT_END,
    SOCKET_ENDS
};

static const char *const process_names[] = {"loops", "signer", "cosigner", "witnesses", "mirror", "jobs"};

struct child {
    enum process process;
    pid_t pid;                      /* 0: not running */
    int64_t started_ms, restart_ms; /* restart_ms: when, or 0 */
    int64_t pause_ms;
};

struct family {
    const struct config *config;
    struct child *children;
    size_t count;
    int *listeners;
    unsigned listener_count;
    int sockets[SOCKET_ENDS]; /* -1: none */
    bool stopping;
    int status;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- children ---- */

/* A process that holds a key ends when the loops have closed their end: nobody else may hold it. */
static void close_sockets(struct family *family, unsigned kept)
{
    for (size_t i = 0; i < SOCKET_ENDS; i++) {
        if (family->sockets[i] < 0 || kept & 1U << i)
            continue;
        close(family->sockets[i]);
        family->sockets[i] = -1; /* a worker that is started again must not close what has the number then */
    }
}

static int child_main(struct family *family, enum process process)
{
    switch (process) {
    case PROCESS_LOOPS:
        close_sockets(family, 1U << LOOPS_TO_SIGNER | 1U << LOOPS_TO_COSIGNER | 1U << LOOPS_TO_PARENT);
        return serve_main(family->config, family->listeners, family->sockets[LOOPS_TO_SIGNER],
                          family->sockets[LOOPS_TO_COSIGNER], family->sockets[LOOPS_TO_PARENT]);
    case PROCESS_SIGNER:
        close_sockets(family, 1U << SIGNER_END);
        return signer_main(family->sockets[SIGNER_END], family->config);
    case PROCESS_COSIGNER:
        close_sockets(family, 1U << COSIGNER_END);
        return cosigner_main(family->sockets[COSIGNER_END], family->config);
    case PROCESS_WITNESSES:
        close_sockets(family, 0);
        return witnesses_main(family->config);
    case PROCESS_MIRROR:
        close_sockets(family, 0);
        return log_mirrors_main(family->config);
    case PROCESS_JOBS:
        close_sockets(family, 0);
        return jobs_main(family->config);
    }
    return EXIT_FAILURE;
}

/* A socket stays open as long as anybody has it: only the loops may, since they close it to stop. */
static void close_listeners(struct family *family)
{
    while (family->listener_count > 0)
        close(family->listeners[--family->listener_count]);
}

static bool start_child(struct family *family, struct child *child, struct error *err)
{
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid < 0)
        return error_temporary(err, "fork", "cannot start the process %s: %s", process_names[child->process],
                               strerror(errno));
    if (pid == 0) {
        sigset_t none;
        prctl(PR_SET_PDEATHSIG, SIGTERM); /* nobody is left alone when the parent is killed */
        if (getppid() != parent)
            _exit(EXIT_FAILURE);
        log_start((enum log_level)family->config->log_level, process_names[child->process]);
        failpoint_start(family->config->failpoints);
        if (child->process !=
            PROCESS_LOOPS) { /* the loops wait for their signals, the others are interrupted */
            sigemptyset(&none);
            sigprocmask(SIG_SETMASK, &none, NULL);
            close_listeners(family);
        }
        exit(child_main(family, child->process));
    }
    child->pid = pid;
    child->started_ms = now_ms();
    child->restart_ms = 0;
    return true;
}

static void signal_children(struct family *family, int number)
{
    /* Signer and cosigner end by themselves when the loops have closed their sockets: they must outlive them.
     */
    for (size_t i = 0; i < family->count; i++) {
        const struct child *child = &family->children[i];
        bool waits = child->process == PROCESS_SIGNER || child->process == PROCESS_COSIGNER;
        if (child->pid > 0 && (!waits || number == SIGKILL))
            kill(child->pid, number);
    }
}

static void begin_stop(struct family *family, int status)
{
    if (family->stopping)
        return;
    family->stopping = true;
    family->status = status;
    signal_children(family, SIGTERM);
}

static void on_child_ended(struct family *family, struct child *child, int how)
{
    bool clean = WIFEXITED(how) && WEXITSTATUS(how) == 0;
    child->pid = 0;
    if (!clean || !family->stopping)
        log_error("process-ended", LOG_TEXT("name", process_names[child->process]),
                  LOG_NUMBER("status", WIFEXITED(how) ? WEXITSTATUS(how) : -1),
                  LOG_NUMBER("signal", WIFSIGNALED(how) ? WTERMSIG(how) : 0));
    bool needed = child->process == PROCESS_LOOPS || child->process == PROCESS_SIGNER ||
                  (child->process == PROCESS_WITNESSES && WIFEXITED(how) &&
                   WEXITSTATUS(how) == WITNESSES_FOUND_ANOTHER_HISTORY);
    if (family->stopping) {
        if (!clean && needed)
            family->status = EXIT_FAILURE;
        return;
    }
    if (needed) {
        begin_stop(family, EXIT_FAILURE); /* whoever supervises folkmootd starts it as a whole */
        return;
    }
    int64_t now = now_ms();
    if (now - child->started_ms > RESTART_LAST_MS)
        child->pause_ms = RESTART_FIRST_MS;
    child->restart_ms = now + child->pause_ms;
    child->pause_ms = child->pause_ms * 2 < RESTART_LAST_MS ? child->pause_ms * 2 : RESTART_LAST_MS;
}

static void reap(struct family *family)
{
    int how;
    for (size_t i = 0; i < family->count; i++) {
        struct child *child = &family->children[i];
        if (child->pid > 0 && waitpid(child->pid, &how, WNOHANG) == child->pid)
            on_child_ended(family, child, how);
    }
}

static bool any_running(const struct family *family)
{
    for (size_t i = 0; i < family->count; i++)
        if (family->children[i].pid > 0)
            return true;
    return false;
}

static bool open_cosigner_sockets(struct family *family, struct error *err)
{
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, &family->sockets[LOOPS_TO_COSIGNER]) == 0 ||
           error_temporary(err, "socket", "cannot make the sockets of the cosigner: %s", strerror(errno));
}

/* A cosigner gets a fresh socket: what the one before has left in the old one is nobody's answer. */
static bool start_again(struct family *family, struct child *child, struct error *err)
{
    if (child->process != PROCESS_COSIGNER)
        return start_child(family, child, err);
    bool done = open_cosigner_sockets(family, err) && start_child(family, child, err) &&
                pass_fd_send(family->sockets[PARENT_END], family->sockets[LOOPS_TO_COSIGNER], err);
    close_sockets(family,
                  1U << PARENT_END); /* so that the child ends where the loops do not have the other end */
    return done;
}

/* Start again what is due; returns how long to sleep at most. */
static int64_t restart_due(struct family *family)
{
    int64_t sleep_ms = RESTART_LAST_MS;
    for (size_t i = 0; i < family->count && !family->stopping; i++) {
        struct child *child = &family->children[i];
        if (child->pid > 0 || child->restart_ms == 0)
            continue;
        int64_t wait_ms = child->restart_ms - now_ms();
        struct error err;
        if (wait_ms <= 0 && !start_again(family, child, &err)) {
            log_error("restart-failed", LOG_TEXT("detail", err.detail));
            child->restart_ms = now_ms() + child->pause_ms;
            wait_ms = child->pause_ms;
        }
        if (wait_ms > 0 && wait_ms < sleep_ms)
            sleep_ms = wait_ms;
    }
    return sleep_ms;
}

static void supervise(struct family *family, const sigset_t *signals)
{
    int64_t kill_ms = 0;
    while (any_running(family) || !family->stopping) {
        int64_t sleep_ms = restart_due(family);
        if (family->stopping) {
            if (kill_ms == 0)
                kill_ms = now_ms() + (family->config->shutdown_timeout_s + KILL_AFTER_S) * 1000;
            if (now_ms() >= kill_ms) {
                log_error("killing", LOG_TEXT("reason", "processes did not end in time"));
                signal_children(family, SIGKILL);
            }
            sleep_ms = kill_ms > now_ms() ? kill_ms - now_ms() : 1000;
        }
        struct timespec timeout = {sleep_ms / 1000, sleep_ms % 1000 * 1000000};
        int number = sigtimedwait(signals, NULL, &timeout);
        if (number == SIGTERM || number == SIGINT)
            begin_stop(family, EXIT_SUCCESS);
        else if (number == SIGCHLD)
            reap(family);
    }
}

/* ---- start ---- */

static bool open_listeners(struct family *family, struct error *err)
{
    const struct config *config = family->config;
    struct sockaddr_storage address;
    socklen_t len = sizeof address;
    int probe, port = (int)config->listen_port;
    /* Sockets that share a port would also share it with another folkmootd of the same user, without a word:
     * one that does not share finds out whether the port is free, or which one is. */
    if (!http_listen(config->listen_address, port, false, &probe, err))
        return false;
    if (getsockname(probe, (struct sockaddr *)&address, &len) == 0)
        port = ntohs(address.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&address)->sin6_port
                                                   : ((struct sockaddr_in *)&address)->sin_port);
    close(probe);
    unsigned count = serve_loops(config);
    family->listeners = allocate(count, sizeof *family->listeners);
    for (; family->listener_count < count; family->listener_count++)
        if (!http_listen(config->listen_address, port, true, &family->listeners[family->listener_count], err))
            return false;
    log_info("listening", LOG_TEXT("address", config->listen_address), LOG_NUMBER("port", port));
    return true;
}

static bool drop_privileges(const struct config *config, struct error *err)
{
    if (geteuid() == 0 && *config->user) {
        const struct passwd *user = getpwnam(config->user);
        if (!user)
            return error_input(err, "bad-config", "there is no user %s", config->user);
        if (initgroups(user->pw_name, user->pw_gid) != 0 || setgid(user->pw_gid) != 0 ||
            setuid(user->pw_uid) != 0)
            return error_input(err, "bad-config", "cannot become the user %s: %s", config->user,
                               strerror(errno));
    } else if (geteuid() == 0) {
        log_info("running-as-root", LOG_TEXT("advice", "set the option user"));
    }
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return error_temporary(err, "prctl", "cannot give up new privileges: %s", strerror(errno));
    return true;
}

static void raise_descriptor_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit); /* best effort: fewer connections at the same time */
    }
}

static bool start_family(struct family *family, struct error *err)
{
    const struct config *config = family->config;
    if (!open_listeners(family, err) || !drop_privileges(config, err) ||
        !migrations_check(config->database, err))
        return false;
    raise_descriptor_limit();
    if (!file_make_folder(config->data_folder, err))
        return false;
    bool witness = *config->witness_name != '\0';
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, &family->sockets[LOOPS_TO_SIGNER]) != 0 ||
        (witness &&
         socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, &family->sockets[LOOPS_TO_PARENT]) != 0))
        return error_temporary(err, "socket", "cannot make the sockets of the processes: %s",
                               strerror(errno));
    if (witness && !open_cosigner_sockets(family, err))
        return false;
    family->children = allocate(5 + (size_t)config->jobs, sizeof *family->children);
    family->children[family->count++].process = PROCESS_SIGNER;
    if (witness)
        family->children[family->count++].process = PROCESS_COSIGNER;
    family->children[family->count++].process = PROCESS_LOOPS;
    if (*config->witness_policy)
        family->children[family->count++].process = PROCESS_WITNESSES;
    if (log_mirrors_wanted(config))
        family->children[family->count++].process = PROCESS_MIRROR;
    for (int64_t i = 0; i < config->jobs; i++)
        family->children[family->count++].process = PROCESS_JOBS;
    for (size_t i = 0; i < family->count; i++) {
        family->children[i].pause_ms = RESTART_FIRST_MS;
        if (!start_child(family, &family->children[i], err))
            return false;
    }
    close_sockets(family, 1U << PARENT_END);
    close_listeners(family);
    return true;
}

static int run(const struct config *config)
{
    struct family family = {.config = config, .sockets = {-1, -1, -1, -1, -1, -1}};
    struct error err;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGCHLD);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGHUP, SIG_IGN); /* there is nothing to open again: all logs go to standard error */
    log_start((enum log_level)config->log_level, "parent");
    metrics_share();
    if (!start_family(&family, &err)) {
        log_error("start-failed", LOG_TEXT("detail", err.detail));
        fprintf(stderr, "folkmootd: %s\n", err.detail);
        begin_stop(&family, EXIT_FAILURE);
    }
    supervise(&family, &signals);
    free(family.children);
    free(family.listeners);
    return family.status;
}

/* ---- arguments ---- */

static int usage(FILE *out, int status)
{
    fputs("usage: folkmootd --config FILE\n"
          "       folkmootd migrate --config FILE\n"
          "       folkmootd add-administrator --config FILE LOGIN NAME   (password on standard input)\n"
          "       folkmootd repair --config FILE DIR\n"
          "       folkmootd new-log --config FILE CHECKPOINT KEY\n"
          "       folkmootd --check-config --config FILE\n"
          "       folkmootd --version\n",
          out);
    return status;
}

static bool migrate(const struct config *config, struct error *err)
{
    if (!*config->database_owner)
        return error_input(err, "bad-config", "the option database_owner is not set");
    return migrations_apply(config->database_owner, err);
}

/* The password is the first line of standard input. */
static bool add_administrator(const struct config *config, const char *login, const char *name,
                              struct error *err)
{
    char password[PASSWORD_BYTES_MAX + 2];
    if (!fgets(password, sizeof password, stdin))
        return error_input(err, "bad-request", "there is no password on standard input");
    password[strcspn(password, "\n")] = '\0';
    bool done = administrator_put(config->database, login, name, password, err);
    sodium_memzero(password, sizeof password);
    return done;
}

/* The name of what is done, and what does it, over a socket to the signer. */
struct mending {
    const char *name;
    bool (*mend)(const struct config *config, int signer_fd, const char *const *words, struct error *err);
};

static bool repair(const struct config *config, int signer_fd, const char *const *words, struct error *err)
{
    uint64_t loaded = 0;
    if (!repair_record(config, signer_fd, words[0], &loaded, err))
        return false;
    printf("%llu entries were loaded\n", (unsigned long long)loaded);
    return true;
}

static bool new_log(const struct config *config, int signer_fd, const char *const *words, struct error *err)
{
    struct note_key key;
    if (!note_key_parse(bytes_of_string(words[1]), &key, err) ||
        !follow_log(config, signer_fd, words[0], &key, err))
        return false;
    printf("%s follows %s\n", config->origin, key.name);
    return true;
}

/* With a signer as in the family, and nobody else. */
static bool with_signer(const struct config *config, const struct mending *mending, const char *const *words,
                        struct error *err)
{
    int fds[2], how;
    log_start(LOG_WARNING, mending->name);
    if (!drop_privileges(config, err) || !migrations_check(config->database, err))
        return false;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
        return error_temporary(err, "socket", "cannot make the signer's socket: %s", strerror(errno));
    pid_t pid = fork();
    if (pid < 0)
        return error_temporary(err, "fork", "cannot start the signer: %s", strerror(errno));
    if (pid == 0) {
        close(fds[0]);
        exit(signer_main(fds[1], config));
    }
    close(fds[1]);
    bool done = mending->mend(config, fds[0], words, err);
    close(fds[0]);
    waitpid(pid, &how, 0);
    return done;
}

enum command {
    COMMAND_RUN,
    COMMAND_MIGRATE,
    COMMAND_ADD_ADMINISTRATOR,
    COMMAND_REPAIR,
    COMMAND_NEW_LOG,
    COMMAND_CHECK_CONFIG
};

struct arguments {
    enum command command;
    const char *config;
    const char *words[2]; /* of the command */
};

static bool parse_arguments(int argc, char **argv, struct arguments *arguments)
{
    size_t words = 0, wanted;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--config") == 0 && i + 1 < argc)
            arguments->config = argv[++i];
        else if (strcmp(argv[i], "--check-config") == 0)
            arguments->command = COMMAND_CHECK_CONFIG;
        else if (i == 1 && strcmp(argv[i], "migrate") == 0)
            arguments->command = COMMAND_MIGRATE;
        else if (i == 1 && strcmp(argv[i], "add-administrator") == 0)
            arguments->command = COMMAND_ADD_ADMINISTRATOR;
        else if (i == 1 && strcmp(argv[i], "repair") == 0)
            arguments->command = COMMAND_REPAIR;
        else if (i == 1 && strcmp(argv[i], "new-log") == 0)
            arguments->command = COMMAND_NEW_LOG;
        else if (argv[i][0] != '-' && words < sizeof arguments->words / sizeof *arguments->words)
            arguments->words[words++] = argv[i];
        else
            return false;
    }
    bool two = arguments->command == COMMAND_ADD_ADMINISTRATOR || arguments->command == COMMAND_NEW_LOG;
    wanted = two ? 2 : arguments->command == COMMAND_REPAIR;
    return arguments->config && words == wanted;
}

int main(int argc, char **argv)
{
    struct arguments arguments = {0};
    struct config config = {0};
    struct error err;
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        printf("folkmootd %s\n", FOLKMOOT_VERSION);
        return EXIT_SUCCESS;
    }
    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return usage(stdout, EXIT_SUCCESS);
    if (!parse_arguments(argc, argv, &arguments))
        return usage(stderr, STATUS_USAGE);
    if (sodium_init() < 0)
        abort(); /* there is no source of random numbers */
    bool done = config_load(arguments.config, &config, &err);
    int status = EXIT_FAILURE;
    if (done && arguments.command == COMMAND_MIGRATE)
        done = migrate(&config, &err);
    else if (done && arguments.command == COMMAND_ADD_ADMINISTRATOR)
        done = add_administrator(&config, arguments.words[0], arguments.words[1], &err);
    else if (done && arguments.command == COMMAND_REPAIR)
        done = with_signer(&config, &(struct mending){"repair", repair}, arguments.words, &err);
    else if (done && arguments.command == COMMAND_NEW_LOG)
        done = with_signer(&config, &(struct mending){"new-log", new_log}, arguments.words, &err);
    if (!done)
        fprintf(stderr, "folkmootd: %s\n", err.detail);
    else
        status = arguments.command == COMMAND_RUN ? run(&config) : EXIT_SUCCESS;
    config_clear(&config);
    return status;
}
