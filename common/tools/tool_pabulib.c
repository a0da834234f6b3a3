/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * folkmoot pabulib check FILE...
 */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "count/pabulib.h"
#include "tools/tool.h"

static int check_file(const char *path)
{
    struct buffer text = {0};
    struct error err;
    if (!file_read(path, PABULIB_FILE_BYTES_MAX, &text, &err)) {
        buffer_clear(&text);
        return tool_error(TOOL_FAILED, &err);
    }
    struct pabulib_problems found;
    pabulib_check(buffer_bytes(&text), &found);
    for (size_t i = 0; i < found.count; i++)
        printf("%s:%zu:%zu: %s%s\n", path, found.list[i].line, found.list[i].column,
               found.list[i].remark ? "remark: " : "", found.list[i].text);
    if (found.count < found.problems + found.remarks)
        printf("%s: and %zu more\n", path, found.problems + found.remarks - found.count);
    printf("%s: %s, %zu problems, %zu remarks\n", path, found.problems ? "bad" : "good", found.problems,
           found.remarks);
    int status = found.problems ? TOOL_FAILED : TOOL_OK;
    pabulib_problems_clear(&found);
    buffer_clear(&text);
    return status;
}

static int run(int argc, char **argv)
{
    if (argc < 2 || strcmp(argv[1], "check") != 0)
        return tool_complain(TOOL_USAGE, "expected: folkmoot pabulib check FILE...");
    if (argc < 3)
        return tool_complain(TOOL_USAGE, "which file? folkmoot pabulib check FILE...");
    int status = TOOL_OK;
    for (int i = 2; i < argc; i++) {
        int one = check_file(argv[i]);
        status = one > status ? one : status;
    }
    return status;
}

const struct tool tool_pabulib = {
    .name = "pabulib",
    .help = "check Pabulib files",
    .usage = "usage: folkmoot pabulib check FILE...\n"
             "\n"
             "Reads Pabulib (.pb) files strictly and prints every problem as FILE:LINE:COLUMN: TEXT.\n"
             "What is odd but readable is a remark. FILE may be - for standard input.\n"
             "\n"
             "status: 0 no problems (there may be remarks), 1 problems, 2 wrong usage\n",
    .run = run,
};
