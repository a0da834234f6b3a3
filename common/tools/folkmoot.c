/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * folkmoot COMMAND ...: finds the command in one table and runs it.
 */
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "tools/tool.h"

static const struct tool *const tools[] = {
#ifdef FOLKMOOT_TRUSTEE_ONLY /* the static program (docs/decisions/static-trustee.md) */
    &tool_trustee,
#else
    &tool_cast,    &tool_codes,  &tool_count, &tool_fetch,   &tool_keys,  &tool_lot,
    &tool_pabulib, &tool_replay, &tool_staff, &tool_trustee, &tool_watch,
#endif
};
enum { TOOL_COUNT = sizeof tools / sizeof *tools };

int tool_complain(enum tool_status status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fflush(stdout); /* so that messages stand where they belong when both go to one place */
    fputs("folkmoot: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return status;
}

int tool_error(enum tool_status status, const struct error *err)
{
    return tool_complain(status, "%s", err->detail);
}

int tool_usage(const struct tool *tool)
{
    return tool_complain(TOOL_USAGE, "try: folkmoot help %s", tool->name);
}

int tool_options(int argc, char **argv, const struct tool_option *table)
{
    struct option options[TOOL_OPTIONS_MAX + 1] = {0};
    int found, index;
    for (size_t i = 0; i < TOOL_OPTIONS_MAX && table[i].name; i++)
        options[i] =
            (struct option){table[i].name, table[i].value ? required_argument : no_argument, NULL, 0};
    while ((found = getopt_long(argc, argv, "", options, &index)) != -1) {
        if (found != 0)
            return 0;
        if (table[index].value)
            *table[index].value = optarg;
        else
            *table[index].flag = true;
    }
    return optind;
}

static const struct tool *find(const char *name)
{
    for (size_t i = 0; i < TOOL_COUNT; i++)
        if (strcmp(tools[i]->name, name) == 0)
            return tools[i];
    return NULL;
}

static void print_help(FILE *out)
{
    fputs("usage: folkmoot COMMAND [ARGUMENT]...\n\ncommands:\n", out);
    for (size_t i = 0; i < TOOL_COUNT; i++)
        fprintf(out, "  %-10s %s\n", tools[i]->name, tools[i]->help);
    fputs("  help       this list, or the usage of a command: folkmoot help COMMAND\n"
          "\nfolkmoot --version prints the version.\n",
          out);
}

static int help(const char *name)
{
    if (!name) {
        print_help(stdout);
        return TOOL_OK;
    }
    const struct tool *tool = find(name);
    if (!tool)
        return tool_complain(TOOL_USAGE, "there is no command %s; folkmoot help lists them", name);
    fputs(tool->usage, stdout);
    return TOOL_OK;
}

static int run(const struct tool *tool, int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--help") == 0)
        return help(tool->name);
    char title[64];
    snprintf(title, sizeof title, "folkmoot %s", tool->name);
    argv[0] = title;
    return tool->run(argc, argv);
}

int main(int argc, char **argv)
{
    if (sodium_init() < 0)
        return tool_complain(TOOL_FAILED, "libsodium does not start");
    if (argc < 2) {
        print_help(stderr);
        return TOOL_USAGE;
    }
    int status;
    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0) {
        status = help(argv[2]);
    } else if (strcmp(argv[1], "--version") == 0) {
        puts("folkmoot " FOLKMOOT_VERSION);
        status = TOOL_OK;
    } else {
        const struct tool *tool = find(argv[1]);
        status = tool
                     ? run(tool, argc - 1, argv + 1)
                     : tool_complain(TOOL_USAGE, "there is no command %s; folkmoot help lists them", argv[1]);
    }
    if (fflush(stdout) != 0 || ferror(stdout))
        return tool_complain(TOOL_FAILED, "standard output cannot be written");
    return status;
}
