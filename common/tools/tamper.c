/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * folkmoot-tamper: change a bundle as an insider could, and say which check of folkmoot-verify must notice.
 */
#include <getopt.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "tamper/tamper.h"

enum { STATUS_DONE, STATUS_REFUSED, STATUS_USAGE };

static const char usage[] =
    "usage: folkmoot-tamper [BUNDLE] --list [--keys FOLDER]\n"
    "       folkmoot-tamper BUNDLE --apply NAME OUT [--keys FOLDER]\n"
    "\n"
    "Alters the published bundle of a round in one way out of some hundreds, makes everything fit again "
    "that\n"
    "the keys of an insider let it, and says which check of folkmoot-verify must notice it then.\n"
    "\n"
    "  --list          the alterations by name; with a BUNDLE only those that can be made in it\n"
    "  --apply NAME    write the altered bundle to the zip file OUT\n"
    "  --keys FOLDER   keys of the insider: of people (minisign), of log and witnesses (PRIVATE+KEY+...), "
    "and\n"
    "                  lines `trustee N X` and `voter K`; without them what is signed stays as it was\n"
    "\n"
    "status: 0 done, 1 it cannot be made in this bundle or with these keys, 2 the command line is wrong\n";

enum option_key { OPTION_LIST = 256, OPTION_APPLY, OPTION_KEYS, OPTION_HELP, OPTION_VERSION };

static const struct option long_options[] = {
    {"list", no_argument, NULL, OPTION_LIST},       {"apply", required_argument, NULL, OPTION_APPLY},
    {"keys", required_argument, NULL, OPTION_KEYS}, {"help", no_argument, NULL, OPTION_HELP},
    {"version", no_argument, NULL, OPTION_VERSION}, {0},
};

struct command {
    bool list;
    const char *name, *keys, *bundle, *out;
    int status; /* when there is nothing to do */
};

static bool complain(struct command *command, const char *what)
{
    fprintf(stderr, "folkmoot-tamper: %s\ntry: folkmoot-tamper --help\n", what);
    command->status = STATUS_USAGE;
    return false;
}

static bool read_command(int argc, char **argv, struct command *command)
{
    int option;
    while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
        switch (option) {
        case OPTION_LIST:
            command->list = true;
            break;
        case OPTION_APPLY:
            command->name = optarg;
            break;
        case OPTION_KEYS:
            command->keys = optarg;
            break;
        case OPTION_HELP:
            fputs(usage, stdout);
            return false;
        case OPTION_VERSION:
            puts("folkmoot-tamper " FOLKMOOT_VERSION);
            return false;
        default:
            return complain(command, "this option is not known or lacks its value"); /* getopt has named it */
        }
    int count = argc - optind;
    if (command->list == (command->name != NULL))
        return complain(command, "one of --list and --apply is wanted");
    if (command->list ? count > 1 : count != 2)
        return complain(command, command->list ? "at most one bundle is wanted"
                                               : "a bundle and a file to write to are wanted");
    command->bundle = count ? argv[optind] : NULL;
    command->out = count > 1 ? argv[optind + 1] : NULL;
    return true;
}

static void list(const struct command *command, const struct insider *insider)
{
    for (size_t i = 0; i < tamper_count(); i++) {
        const struct alteration *alteration = tamper_alteration(i);
        struct error ignored;
        if (!command->bundle || tamper_apply(alteration, command->bundle, insider, NULL, &ignored))
            printf("%-32s %2d  %s\n", tamper_name(alteration), tamper_check(alteration),
                   tamper_what(alteration));
    }
}

static void say_expectation(const struct alteration *alteration)
{
    static const char *const beside[] = {[ALONE] = NULL,
                                         [KEPT_CHECKPOINT] =
                                             "--checkpoint and the checkpoint of the true bundle",
                                         [TRUE_LOG_KEY] = "--log-key and the true key of the log"};
    bool fails = tamper_outcome(alteration) == ALTERATION_FAILS;
    const char *separator = "; as a consequence also ";
    printf("check %d (%s) must %s: %s", tamper_check(alteration), check_name(tamper_check(alteration)),
           fails ? "fail" : "be incomplete", tamper_what(alteration));
    for (int check = CHECK_FILES; check < CHECK_LIMITS; check++)
        if (tamper_also(alteration) >> check & 1) {
            printf("%s%d", separator, check);
            separator = ", ";
        }
    if (beside[tamper_beside(alteration)])
        printf("; folkmoot-verify needs %s", beside[tamper_beside(alteration)]);
    putchar('\n');
}

static int apply(const struct command *command, const struct insider *insider)
{
    const struct alteration *alteration = tamper_find(command->name);
    struct error err;
    if (!alteration) {
        fprintf(stderr, "folkmoot-tamper: there is no alteration `%s`; --list names them\n", command->name);
        return STATUS_USAGE;
    }
    if (!tamper_apply(alteration, command->bundle, insider, command->out, &err)) {
        fprintf(stderr, "folkmoot-tamper: %s cannot be made here: %s\n", command->name, err.detail);
        return STATUS_REFUSED;
    }
    say_expectation(alteration);
    return STATUS_DONE;
}

static int run(const struct command *command)
{
    struct insider *insider = allocate(1, sizeof *insider);
    struct error err;
    int status = STATUS_DONE;
    if (command->keys && !insider_load(command->keys, insider, &err)) {
        fprintf(stderr, "folkmoot-tamper: %s\n", err.detail);
        status = STATUS_USAGE;
    } else if (command->list) {
        list(command, insider);
    } else {
        status = apply(command, insider);
    }
    insider_wipe(insider);
    free(insider);
    return status;
}

int main(int argc, char **argv)
{
    struct command command = {0};
    if (sodium_init() < 0) {
        fputs("folkmoot-tamper: libsodium does not start\n", stderr);
        return STATUS_USAGE;
    }
    int status = read_command(argc, argv, &command) ? run(&command) : command.status;
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("folkmoot-tamper: standard output cannot be written\n", stderr);
        return STATUS_REFUSED;
    }
    return status;
}
