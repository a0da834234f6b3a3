/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * folkmoot-verify: the checks of docs/protocol.md section 13 on a bundle. It reads files and nothing else.
 */
#include <getopt.h>
#include <malloc.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tools/progress.h"
#include "verify/verify.h"

/* Those of docs/protocol.md section 13; 2 also for a wrong command line: nothing was checked. */
enum { STATUS_PASSED, STATUS_FAILED, STATUS_INCOMPLETE };

static const char usage[] =
    "usage: folkmoot-verify BUNDLE [--receipt FILE]... [--checkpoint FILE]... [--log-key KEY|FILE]\n"
    "                       [--policy FILE] [--trustees FILE] [--threads N] [--engine decaf|sodium]\n"
    "                       [--json]\n"
    "\n"
    "Checks the published bundle of a round, a zip file or the unpacked folder, and prints one line for "
    "each\n"
    "check. It reads files only and contacts nobody.\n"
    "\n"
    "  --receipt FILE     a voter's receipt: is its ballot in the record, and does it count?\n"
    "  --checkpoint FILE  a checkpoint kept from earlier: is it of the same log?\n"
    "  --log-key KEY      the verifier key of the log, or a file with it, from elsewhere than the bundle\n"
    "  --policy FILE      witnesses to be asked for, instead of those in the definition\n"
    "  --trustees FILE    the trustees' public keys (minisign), one behind the other, from elsewhere\n"
    "  --threads N        work on N processors (all of them by default)\n"
    "  --engine NAME      decaf checks many proofs at once; sodium checks them one by one, with another "
    "library,\n"
    "                     for the same outcome\n"
    "  --json             {\"checks\":[{\"detail\",\"n\",\"name\",\"status\"}],\"ok\"}\n"
    "\n"
    "status: 0 every check passed, 1 one failed, 2 not everything could be checked\n";

enum option_key {
    OPTION_RECEIPT = 256,
    OPTION_CHECKPOINT,
    OPTION_LOG_KEY,
    OPTION_POLICY,
    OPTION_TRUSTEES,
    OPTION_THREADS,
    OPTION_ENGINE,
    OPTION_JSON,
    OPTION_HELP,
    OPTION_VERSION
};

static const struct option long_options[] = {
    {"receipt", required_argument, NULL, OPTION_RECEIPT},
    {"checkpoint", required_argument, NULL, OPTION_CHECKPOINT},
    {"log-key", required_argument, NULL, OPTION_LOG_KEY},
    {"policy", required_argument, NULL, OPTION_POLICY},
    {"trustees", required_argument, NULL, OPTION_TRUSTEES},
    {"threads", required_argument, NULL, OPTION_THREADS},
    {"engine", required_argument, NULL, OPTION_ENGINE},
    {"json", no_argument, NULL, OPTION_JSON},
    {"help", no_argument, NULL, OPTION_HELP},
    {"version", no_argument, NULL, OPTION_VERSION},
    {0},
};

struct command {
    struct verify_options verify;
    const char **receipts, **checkpoints; /* room for argc */
    bool json;
    int status; /* when there is nothing to verify */
};

static bool complain(struct command *command, const char *what, const char *value)
{
    fprintf(stderr, "folkmoot-verify: %s%s\ntry: folkmoot-verify --help\n", what, value);
    command->status = STATUS_INCOMPLETE;
    return false;
}

static bool read_threads(struct command *command, const char *text)
{
    char *end;
    unsigned long threads = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || !threads || threads > 1024)
        return complain(command, "--threads takes a number from 1 to 1024, not ", text);
    command->verify.threads = (unsigned)threads;
    return true;
}

static bool read_engine(struct command *command, const char *text)
{
    if (strcmp(text, "decaf") == 0)
        command->verify.engine = ENGINE_DECAF;
    else if (strcmp(text, "sodium") == 0)
        command->verify.engine = ENGINE_SODIUM;
    else
        return complain(command, "--engine takes decaf or sodium, not ", text);
    return true;
}

static bool take_option(struct command *command, int option)
{
    switch (option) {
    case OPTION_RECEIPT:
        command->receipts[command->verify.receipt_count++] = optarg;
        return true;
    case OPTION_CHECKPOINT:
        command->checkpoints[command->verify.checkpoint_count++] = optarg;
        return true;
    case OPTION_LOG_KEY:
        command->verify.log_key = optarg;
        return true;
    case OPTION_POLICY:
        command->verify.policy = optarg;
        return true;
    case OPTION_TRUSTEES:
        command->verify.trustees = optarg;
        return true;
    case OPTION_THREADS:
        return read_threads(command, optarg);
    case OPTION_ENGINE:
        return read_engine(command, optarg);
    case OPTION_JSON:
        command->json = true;
        return true;
    case OPTION_HELP:
        fputs(usage, stdout);
        return false;
    case OPTION_VERSION:
        puts("folkmoot-verify " FOLKMOOT_VERSION);
        return false;
    default:
        return complain(command, "this option is not known or lacks its value", ""); /* getopt has named it */
    }
}

static bool read_command(int argc, char **argv, struct command *command)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    command->verify.threads = processors > 0 ? (unsigned)processors : 1;
    int option;
    while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
        if (!take_option(command, option))
            return false;
    command->verify.receipts = command->receipts;
    command->verify.checkpoints = command->checkpoints;
    return optind + 1 == argc || complain(command, "one bundle is wanted", "");
}

/* A bar for each stage, on a terminal only. */
struct display {
    struct progress progress;
    const char *stage;
};

static void show(void *context, const char *what, size_t done, size_t total)
{
    struct display *display = context;
    if (display->stage != what) {
        display->stage = what;
        progress_begin(&display->progress, what);
    }
    progress_report(&display->progress, done, total);
    if (done == total)
        fputs("\r\033[K", stderr);
}

static int verify(const struct command *command, const char *path)
{
    struct display display = {0};
    struct report report = {0};
    struct buffer text = {0};
    struct error err;
    if (isatty(STDERR_FILENO)) {
        report.progress = show;
        report.context = &display;
    }
    if (!verify_bundle(path, &command->verify, &report, &err)) {
        fprintf(stderr, "folkmoot-verify: no bundle: %s\n", err.detail);
        return STATUS_FAILED;
    }
    if (command->json)
        report_write_json(&report, &text);
    else
        report_write_text(&report, &text);
    fwrite(text.data, text.len, 1, stdout);
    buffer_clear(&text);
    return report_exit_status(&report);
}

/* Large blocks go back to the system when they are freed, and grow without a copy: glibc would keep them for
 * reuse, and what one check needs would stand beside what the next needs. */
static void return_large_blocks(void)
{
#ifdef M_MMAP_THRESHOLD
    enum { LARGE_BYTES = 128 << 10 };
    mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
#endif
}

int main(int argc, char **argv)
{
    struct command command = {0};
    return_large_blocks();
    if (sodium_init() < 0) {
        fputs("folkmoot-verify: libsodium does not start\n", stderr);
        return STATUS_INCOMPLETE;
    }
    command.receipts = allocate((size_t)argc, sizeof *command.receipts);
    command.checkpoints = allocate((size_t)argc, sizeof *command.checkpoints);
    int status = read_command(argc, argv, &command) ? verify(&command, argv[optind]) : command.status;
    free(command.receipts);
    free(command.checkpoints);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("folkmoot-verify: standard output cannot be written\n", stderr);
        return STATUS_INCOMPLETE;
    }
    return status;
}
