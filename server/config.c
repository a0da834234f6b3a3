// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/config.h"

#include <ini.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/encoding.h"
#include "base/file.h"

enum { FILE_BYTES_MAX = 64 * 1024, OPTIONS_MAX = 64 };

#define STRING(member, standard, help)                                                                       \
    {                                                                                                        \
#member, CONFIG_STRING, offsetof(struct config, member), standard, 0, 0, help                        \
    }
#define INTEGER(member, standard, minimum, maximum, help)                                                    \
    {                                                                                                        \
#member, CONFIG_INTEGER, offsetof(struct config, member), standard, minimum, maximum, help           \
    }

const struct config_option config_options[] = {
    STRING(listen_address, "127.0.0.1", "IP address to listen on"),
    INTEGER(listen_port, "8080", 0, 65535, "port to listen on; 0 takes a free one"),
    STRING(city_name, "Folkmoot", "name of the city on pages"),
    STRING(base_url, NULL, "address of the city in browsers, e.g. https://vote.city.example"),
    STRING(origin, NULL, "name of the public record, e.g. vote.city.example/log"),
    STRING(database, NULL, "libpq connection string of the server role"),
    STRING(database_jobs, NULL, "libpq connection string of the jobs role"),
    STRING(database_owner, "", "libpq connection string of the owner, for folkmootd migrate"),
    INTEGER(database_connections, "4", 1, 64, "database connections of each event loop"),
    INTEGER(database_timeout_ms, "10000", 100, 600000, "longest time of one statement"),
    STRING(data_folder, NULL, "folder of the signer's file and the keys"),
    STRING(web_folder, "", "folder of the built front end"),
    STRING(pictures_folder, "", "folder of the pictures that the texts of rounds name"),
    INTEGER(pictures_megabytes, "256", 1, 1048576,
            "what one person may bring of pictures in 30 days, in units of 1,000,000 bytes"),
    STRING(witness_name, "",
           "name of the city as a witness of other records, e.g. vote.city.example/witness"),
    STRING(witness_logs, "", "tlog-policy file with the records that the city witnesses"),
    INTEGER(mirror_period_s, "60", 1, 86400,
            "time between two visits to a record that the city keeps a copy of"),
    INTEGER(mirror_megabytes, "4096", 1, 16777216,
            "largest copy of a record of others, in units of 1,000,000 bytes"),
    STRING(witness_policy, "", "tlog-policy file with the witnesses of the record"),
    INTEGER(witness_period_s, "10", 1, 3600, "shortest time between two requests to a witness"),
    STRING(fence, "", "witness of witness_policy whose cosignature every receipt waits for"),
    STRING(database_folder, "", "folder on the disk that the database fills, to watch its free space"),
    STRING(backup_marker, "", "file that is touched after each backup, to watch its age"),
    INTEGER(alert_disk_percent, "10", 0, 100, "an alert when less of a disk is free"),
    INTEGER(alert_backup_hours, "26", 1, 8760, "an alert when the last backup is older"),
    INTEGER(alert_trustees_hours, "24", 0, 8760, "an alert when trustees who are waited for are silent for longer"),
    STRING(user, "", "user to become when started as root"),
    INTEGER(loops, "0", 0, 256, "event loops; 0: one for each core"),
    INTEGER(workers, "0", 0, 256, "threads for passwords and proofs; 0: one for each core"),
    INTEGER(jobs, "1", 0, 64, "job worker processes"),
    INTEGER(batch_window_ms, "0", 0, 1000,
            "how long the sequencer waits for more ballots before a commit; 0: it takes what came during the "
            "last"),
    INTEGER(session_idle_minutes, "60", 1, 10080, "a session ends after this time without a request"),
    INTEGER(session_absolute_minutes, "720", 1, 10080, "a session ends after this time in any case"),
    INTEGER(invitation_hours, "72", 1, 720, "how long the link of an invitation lasts"),
    INTEGER(require_totp, "1", 0, 1, "1: whoever takes up an invitation sets up an authenticator app"),
    INTEGER(request_header_bytes, "16384", 1024, 1048576, "longest request line and headers"),
    INTEGER(request_body_bytes, "16777216", 1024, 1073741824, "longest body of any request"),
    INTEGER(request_timeout_s, "30", 1, 3600, "silence of a client after which its connection is closed"),
    INTEGER(shutdown_timeout_s, "10", 1, 600, "how long a graceful stop waits for running requests"),
    STRING(client_address_header, "", "header in which a trusted proxy puts the client's address"),
    {"log_level", CONFIG_LOG_LEVEL, offsetof(struct config, log_level), "info", 0, 0,
     "error, warning, info or debug"},
    STRING(failpoints, "", "folder of failpoint files, for tests only"),
    STRING(answers, "", "file to which every answer is written, for tests only"),
};
const size_t config_option_count = sizeof config_options / sizeof *config_options;
_Static_assert(sizeof config_options / sizeof *config_options <= OPTIONS_MAX, "options do not fit `given`");

struct parse {
    struct bytes rest; /* of the text */
    int line;
    bool given[OPTIONS_MAX];
    struct config config;
    struct error error;
    bool failed;
};

/* Only the first error of a file is kept. */
#define FAIL(parse, ...)                                                                                     \
    do {                                                                                                     \
        if (!(parse)->failed) {                                                                              \
            (parse)->failed = true;                                                                          \
            error_input(&(parse)->error, "bad-config", __VA_ARGS__);                                         \
        }                                                                                                    \
    } while (0)

/* libinih cuts a line that does not fit its buffer in two and says nothing; this reader does say it. */
static char *next_line(char *line, int size, void *stream)
{
    struct parse *parse = stream;
    if (parse->rest.len == 0 || parse->failed)
        return NULL;
    const uint8_t *newline = memchr(parse->rest.data, '\n', parse->rest.len);
    size_t len = newline ? (size_t)(newline - parse->rest.data) + 1 : parse->rest.len;
    parse->line++;
    if (len >= (size_t)size) {
        FAIL(parse, "line %d is longer than %d bytes", parse->line, size - 2);
        return NULL;
    }
    memcpy(line, parse->rest.data, len);
    line[len] = '\0';
    parse->rest.data += len;
    parse->rest.len -= len;
    return line;
}

static const char *const log_level_names[] = {"error", "warning", "info", "debug"};

static bool set_option(const struct config_option *option, const char *value, struct config *config,
                       struct error *err)
{
    void *member = (char *)config + option->offset;
    switch (option->type) {
    case CONFIG_STRING:
        if (!*value && (!option->default_value || *option->default_value))
            return error_input(err, "bad-config", "%s must not be empty", option->name);
        free(*(char **)member);
        *(char **)member = duplicate_string(value);
        return true;
    case CONFIG_INTEGER: {
        uint64_t number;
        if (!decimal_decode_u64(bytes_of_string(value), &number) || number > INT64_MAX ||
            (int64_t)number < option->minimum || (int64_t)number > option->maximum)
            return error_input(err, "bad-config", "%s must be a whole number from %lld to %lld", option->name,
                               (long long)option->minimum, (long long)option->maximum);
        *(int64_t *)member = (int64_t)number;
        return true;
    }
    case CONFIG_LOG_LEVEL:
        for (int64_t level = LOG_ERROR; level <= LOG_DEBUG; level++)
            if (strcmp(value, log_level_names[level]) == 0) {
                *(int64_t *)member = level;
                return true;
            }
        return error_input(err, "bad-config", "%s must be error, warning, info or debug", option->name);
    }
    return false;
}

/* libinih calls this for each line with a name; returning 1 goes on (errors stop the reader instead). */
static int take_option(void *user, const char *section, const char *name, const char *value)
{
    struct parse *parse = user;
    if (*section) {
        FAIL(parse, "line %d: there are no sections such as [%s]", parse->line, section);
        return 1;
    }
    for (size_t i = 0; i < config_option_count; i++) {
        if (strcmp(name, config_options[i].name) != 0)
            continue;
        struct error err;
        if (parse->given[i])
            FAIL(parse, "line %d: %s is given twice or continued on a second line", parse->line, name);
        else if (!set_option(&config_options[i], value, &parse->config, &err))
            FAIL(parse, "line %d: %s", parse->line, err.detail);
        parse->given[i] = true;
        return 1;
    }
    FAIL(parse, "line %d: there is no option %s", parse->line, name);
    return 1;
}

static void check_together(struct parse *parse)
{
    char *url = parse->config.base_url;
    size_t len = strlen(url);
    while (len > 0 && url[len - 1] == '/')
        url[--len] = '\0';
    const char *host = strncmp(url, "https://", 8) == 0  ? url + 8
                       : strncmp(url, "http://", 7) == 0 ? url + 7
                                                         : "";
    if (!*host || strpbrk(host, "/?#@ "))
        FAIL(parse, "base_url must be http:// or https:// with a host, and without a path");
    if (strpbrk(parse->config.origin, " +\t"))
        FAIL(parse, "origin must not contain white space or a plus sign");
    if (strpbrk(parse->config.witness_name, " +\t"))
        FAIL(parse, "witness_name must not contain white space or a plus sign");
    if (*parse->config.fence && !*parse->config.witness_policy)
        FAIL(parse, "fence names a witness of witness_policy, which is not set");
    if (!*parse->config.witness_name != !*parse->config.witness_logs)
        FAIL(parse, "witness_name and witness_logs belong together");
}

bool config_parse(const char *text, struct config *config, struct error *err)
{
    struct parse parse = {.rest = bytes_of_string(text)};
    if (!utf8_is_valid(parse.rest))
        return error_input(err, "bad-config", "the configuration is not UTF-8");
    for (size_t i = 0; i < config_option_count; i++) {
        const struct config_option *option = &config_options[i];
        if (!set_option(option, option->default_value ? option->default_value : "-", &parse.config,
                        &parse.error))
            FAIL(&parse, "the default of %s is out of range", option->name);
    }
    int result = parse.failed ? 0 : ini_parse_stream(next_line, &parse, take_option, &parse);
    if (result > 0)
        FAIL(&parse, "line %d is neither `name = value` nor a comment", result);
    else if (result < 0)
        FAIL(&parse, "the configuration cannot be read");
    for (size_t i = 0; i < config_option_count; i++)
        if (!config_options[i].default_value && !parse.given[i])
            FAIL(&parse, "%s is missing", config_options[i].name);
    if (!parse.failed)
        check_together(&parse);
    if (parse.failed) {
        config_clear(&parse.config);
        if (err)
            *err = parse.error;
        return false;
    }
    *config = parse.config;
    return true;
}

bool config_load(const char *path, struct config *config, struct error *err)
{
    struct buffer text = {0};
    bool done = false;
    if (!file_read(path, FILE_BYTES_MAX, &text, err))
        goto out;
    if (text.len > 0 && memchr(text.data, '\0', text.len)) {
        error_input(err, "bad-config", "%s: the configuration contains a zero byte", path);
        goto out;
    }
    if (!config_parse(buffer_string(&text), config, err)) {
        error_prefix(err, "%s", path);
        goto out;
    }
    done = true;
out:
    buffer_wipe(&text); /* connection strings may hold passwords */
    return done;
}

void config_clear(struct config *config)
{
    for (size_t i = 0; i < config_option_count; i++) {
        if (config_options[i].type != CONFIG_STRING)
            continue;
        void *member = (char *)config + config_options[i].offset;
        free(*(char **)member);
        *(char **)member = NULL;
    }
}
