/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * folkmootd.conf: lines of `name = value`, no sections. Every option stands in one table, from which the
 * parser, the defaults and the test against docs/man/folkmootd.conf.5 work.
 */
#ifndef FOLKMOOT_SERVER_CONFIG_H
#define FOLKMOOT_SERVER_CONFIG_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

/* Strings are never NULL; an empty one means "not set". */
struct config {
    char *listen_address;
    int64_t listen_port; /* 0: any free port, named in the log */
    char *city_name;
    char *base_url;               /* without a final slash */
    char *origin;                 /* the log's name: host and path, e.g. city.example/log */
    char *database;               /* libpq conninfo of the server role */
    char *database_jobs;          /* ... of the jobs role */
    char *database_owner;         /* ... of the owner, for `folkmootd migrate` only */
    int64_t database_connections; /* for each loop */
    int64_t database_timeout_ms;  /* for one statement */
    char *witness_name;           /* of this city as a witness of other logs; empty: it is none */
    char *witness_logs;           /* tlog-policy file that names those logs */
    int64_t mirror_period_s;      /* between two visits to a log of others that a copy is kept of */
    int64_t mirror_megabytes;     /* most that is kept of one log */
    char *witness_policy;         /* tlog-policy file: the witnesses of our own record; empty: none */
    int64_t witness_period_s;
    char *fence;       /* name of the witness in witness_policy that every receipt waits for; empty: none */
    char *data_folder; /* signer file and keys */
    char *pictures_folder; /* empty: none */
    int64_t pictures_megabytes; /* of pictures that one person may bring in 30 days */
    char *web_folder;      /* static files; empty: none */
    char *database_folder; /* on the disk that the database fills; empty: not known */
    char *backup_marker;   /* touched after each backup; empty: not known */
    int64_t alert_disk_percent, alert_backup_hours, alert_trustees_hours;
    char *user;            /* to become when started as root */
    int64_t loops;         /* 0: one for each core */
    int64_t workers;       /* threads for passwords and proofs; 0: one for each core */
    int64_t jobs;          /* job worker processes */
    int64_t batch_window_ms;
    int64_t session_idle_minutes;
    int64_t session_absolute_minutes;
    int64_t invitation_hours;
    int64_t require_totp; /* 0 or 1: whoever takes up an invitation sets up an authenticator app */
    int64_t request_header_bytes;
    int64_t request_body_bytes; /* ceiling above the limits of the routes */
    int64_t request_timeout_s;
    int64_t shutdown_timeout_s;
    char *client_address_header; /* name of the header in which a proxy puts it; empty: the peer's */
    int64_t log_level;           /* enum log_level */
    char *failpoints;            /* folder of failpoint files (tests only); empty: off */
    char *answers;               /* file of all answers (tests only); empty: off */
};

enum config_type { CONFIG_STRING, CONFIG_INTEGER, CONFIG_LOG_LEVEL };

struct config_option {
    const char *name;
    enum config_type type;
    size_t offset;             /* of the member of struct config */
    const char *default_value; /* NULL: must be given */
    int64_t minimum, maximum;  /* integers only */
    const char *help;
};

extern const struct config_option config_options[];
extern const size_t config_option_count;

/* Read a whole text. Unknown or repeated options, sections, values out of range and lines that are too long
 * are errors that name the line. On success `config` owns its strings until config_clear(). */
MUST_CHECK bool config_parse(const char *text, struct config *config, struct error *err);
MUST_CHECK bool config_load(const char *path, struct config *config, struct error *err);
void config_clear(struct config *config);

#endif
