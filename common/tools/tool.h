/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the subcommands of `folkmoot` share. A subcommand is one file tool_NAME.c with one `struct tool`,
 * declared here and named in the table of folkmoot.c. argv[0] is "folkmoot NAME", which getopt's own messages
 * begin with.
 */
#ifndef FOLKMOOT_TOOLS_TOOL_H
#define FOLKMOOT_TOOLS_TOOL_H

#include "base/error.h"

enum tool_status {
    TOOL_OK = 0,
    TOOL_FAILED = 1, /* a check failed, or an input is bad */
    TOOL_USAGE = 2,  /* the command line is wrong or does not say enough */
};

struct tool {
    const char *name;
    const char *help;  /* one line, without a full stop */
    const char *usage; /* what `folkmoot help NAME` and `folkmoot NAME --help` print; ends with a newline */
    int (*run)(int argc, char **argv);
};

extern const struct tool tool_cast;
extern const struct tool tool_codes;
extern const struct tool tool_count;
extern const struct tool tool_fetch;
extern const struct tool tool_keys;
extern const struct tool tool_lot;
extern const struct tool tool_pabulib;
extern const struct tool tool_replay;
extern const struct tool tool_staff;
extern const struct tool tool_trustee;
extern const struct tool tool_watch;

/* `folkmoot: ...` and a newline on standard error; the result is `status`. */
int tool_complain(enum tool_status status, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same with the detail of an error. */
int tool_error(enum tool_status status, const struct error *err);
/* An option --NAME: with a value, which goes to *value, or a flag. Tables end with one without a name. */
struct tool_option {
    const char *name;
    const char **value; /* NULL for a flag */
    bool *flag;
};
enum { TOOL_OPTIONS_MAX = 32 };
/* Read the options wherever they stand; operands are put behind them. Returns the index of the first operand,
 * or 0 after a message about what is wrong. */
int tool_options(int argc, char **argv, const struct tool_option *table);

/* `folkmoot NAME: see folkmoot help NAME`; for getopt's '?' and missing arguments. */
int tool_usage(const struct tool *tool);

#endif
