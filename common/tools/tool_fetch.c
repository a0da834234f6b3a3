/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * folkmoot fetch URL DIR: the public record of a city, or one round of it, as files.
 */
#include <stdio.h>

#include "client/election.h"
#include "client/mirror.h"
#include "tools/progress.h"
#include "tools/tool.h"

struct options {
    const char *url, *folder, *log_key;
    const uint8_t *round; /* NULL: all */
};

static int fetch(const struct options *options)
{
    struct progress progress;
    struct note_key key;
    struct error err;
    bool published = false;
    if (options->log_key && !note_key_parse(bytes_of_string(options->log_key), &key, &err))
        return tool_error(TOOL_USAGE, &err);
    struct mirror mirror = {
        .client = http_client_new(options->url, &err),
        .folder = options->folder,
        .round = options->round,
        .progress = progress_report,
        .context = &progress,
    };
    if (!mirror.client)
        return tool_error(TOOL_USAGE, &err);
    progress_begin(&progress, "fetching the record");
    bool ok = mirror_record(&mirror, options->log_key ? &key : NULL, &err);
    progress_end(&progress);
    ok = ok && (!options->round || mirror_round(&mirror, &published, &err));
    if (ok)
        printf("%s: entries %llu to %llu of %s, which is %llu long\n", options->folder,
               (unsigned long long)mirror.first, (unsigned long long)mirror.size, mirror.log_key.name,
               (unsigned long long)mirror.log_size);
    if (ok && published)
        printf("the round is published; folkmoot-verify %s checks it\n", options->folder);
    http_client_free(mirror.client);
    return ok ? TOOL_OK : tool_error(TOOL_FAILED, &err);
}

static int run(int argc, char **argv)
{
    struct options options = {0};
    const char *round = NULL;
    uint8_t id[ROUND_ID_BYTES];
    struct error err;
    const struct tool_option table[] = {{"round", &round, NULL}, {"log-key", &options.log_key, NULL}, {0}};
    int at = tool_options(argc, argv, table);
    if (!at || at + 2 != argc)
        return tool_usage(&tool_fetch);
    if (round && !round_id_read(round, id, &err))
        return tool_error(TOOL_USAGE, &err);
    options.round = round ? id : NULL;
    options.url = argv[at];
    options.folder = argv[at + 1];
    return fetch(&options);
}

const struct tool tool_fetch = {
    .name = "fetch",
    .help = "copy the public record of a city, or a round of it",
    .usage = "usage: folkmoot fetch URL DIR [--round R] [--log-key KEY]\n"
             "\n"
             "Copies the record into DIR in the layout of a bundle and checks it: every entry against\n"
             "the root that the log has signed, and that root against the one of the visit before.\n"
             "Run again, it fetches what is new.\n"
             "\n"
             "  --round R       only from the draft of this round on, with its blobs; when it is\n"
             "                  published, exactly the files of its bundle\n"
             "  --log-key KEY   the key of the city's log, known from elsewhere\n"
             "\n"
             "status: 0 done, 1 failed, or the log contradicts itself: keep DIR; 2 wrong usage\n",
    .run = run,
};
