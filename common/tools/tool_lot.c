// SPDX-License-Identifier: AGPL-3.0-or-later
//
// folkmoot lot: draw ballot numbers again, from what was said in public.
#include <stdio.h>
#include <stdlib.h>

#include "ballot/definition.h"
#include "base/encoding.h"
#include "base/file.h"
#include "client/api.h"
#include "tools/tool.h"

enum { IDS_BYTES_MAX = 1 << 20 };

/* Every contest of a definition; definition_parse has drawn again. */
static int show_definition(const char *path)
{
    static const char *const sources[] = {"", "dice", "drand"};
    struct buffer text = {0};
    struct arena arena = {0};
    struct definition definition;
    struct error err;
    bool ok = file_read(path, DEFINITION_BYTES_MAX, &text, &err) &&
              definition_parse(buffer_bytes(&text), &arena, &definition, &err);
    for (size_t c = 0; ok && c < definition.contest_count; c++) {
        const struct contest *contest = &definition.contests[c];
        if (contest->lot.source == LOT_NONE) {
            printf("%s: not by lot\n", contest->id);
            continue;
        }
        printf("%s: by lot, %s %s", contest->id, sources[contest->lot.source], contest->lot.value);
        if (contest->lot.source == LOT_DRAND)
            printf(" (%s, round %llu)", contest->lot.beacon, (unsigned long long)contest->lot.beacon_round);
        puts(", and the numbers are those that it gives");
        for (size_t i = 0; i < contest->option_count; i++)
            printf("%4zu  %s\n", i + 1, contest->options[i].id);
    }
    buffer_clear(&text);
    arena_clear(&arena);
    return ok ? TOOL_OK : tool_error(TOOL_FAILED, &err);
}

/* A line for each id; *count of them, views into `text`. */
static bool split_lines(struct buffer *text, const char *ids[FORM_OPTIONS_MAX], size_t *count,
                        struct error *err)
{
    char *rest = buffer_string(text), *line;
    *count = 0;
    while ((line = strsep(&rest, "\n"))) {
        size_t len = strlen(line);
        if (len && line[len - 1] == '\r')
            line[--len] = '\0';
        if (!len)
            continue;
        if (!option_id_is_valid(bytes_of(line, len)))
            return error_input(err, "definition", "line %zu is no id of a project", *count + 1);
        for (size_t i = 0; i < *count; i++)
            if (strcmp(ids[i], line) == 0)
                return error_input(err, "definition", "two have the id %s", line);
        if (*count == FORM_OPTIONS_MAX)
            return error_input(err, "definition", "more than %d ids", FORM_OPTIONS_MAX);
        ids[(*count)++] = line;
    }
    return *count || error_input(err, "definition", "there is no id");
}

static int draw(const char *path, const char *round, const char *contest, const char *value)
{
    struct buffer text = {0};
    struct error err;
    uint8_t id[ROUND_ID_BYTES];
    const char *ids[FORM_OPTIONS_MAX];
    uint16_t order[FORM_OPTIONS_MAX];
    size_t count;
    bool ok = base64url_decode_exact(bytes_of_string(round), id, sizeof id) ||
              error_input(&err, "round", "%s is not the id of a round", round);
    ok = ok && file_read(path, IDS_BYTES_MAX, &text, &err) && split_lines(&text, ids, &count, &err);
    if (ok) {
        lot_draw(id, contest, value, ids, count, order);
        for (size_t i = 0; i < count; i++)
            printf("%4zu  %s\n", i + 1, ids[order[i]]);
    }
    buffer_clear(&text);
    return ok ? TOOL_OK : tool_error(TOOL_FAILED, &err);
}

static int run(int argc, char **argv)
{
    const char *round = NULL, *contest = NULL, *value = NULL;
    const struct tool_option options[] = {
        {"round", &round, NULL}, {"contest", &contest, NULL}, {"value", &value, NULL}, {0}};
    int first = tool_options(argc, argv, options);
    if (!first)
        return TOOL_USAGE;
    if (argc - first != 1 || (round || contest || value) != (round && contest && value))
        return tool_usage(&tool_lot);
    return round ? draw(argv[first], round, contest, value) : show_definition(argv[first]);
}

const struct tool tool_lot = {
    .name = "lot",
    .help = "draw the ballot numbers of a round again",
    .usage =
        "usage: folkmoot lot DEFINITION.json\n"
        "       folkmoot lot --round R --contest C --value V IDS.txt\n"
        "\n"
        "The first says of each contest of a definition (of a bundle, or /log/blob/HASH) whether its "
        "numbers\n"
        "were drawn by lot, out of what, and fails when they are not those that it gives. The second\n"
        "draws: IDS.txt has the id of a project on each line, in any order, V is the value that\n"
        "came out of the public source: digits of dice without spaces, or the randomness of a drand round.\n",
    .run = run,
};
