/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What needs somebody's attention, judged from what was found (monitor.h): no clock, file or database is looked
 * at here.
 */
#ifndef FOLKMOOT_SERVER_ALERTS_H
#define FOLKMOOT_SERVER_ALERTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum alert_level { ALERT_OK, ALERT_UNKNOWN, ALERT_WARNING, ALERT_CRITICAL };
enum alert_kind { ALERT_WITNESSES, ALERT_TRUSTEES, ALERT_CLOCK, ALERT_DISK, ALERT_BACKUP, ALERT_SEQUENCER, ALERT_KINDS };
extern const char *const alert_level_names[];
extern const char *const alert_kind_names[ALERT_KINDS];

enum {
    ALERT_WITNESSES_MAX = 64,
    ALERT_ROUNDS_MAX = 64,
    ALERT_TRUSTEES_MAX = 15,
    ALERT_FOLDERS = 2, /* data, database */
};

/* Times in seconds since 1970; 0: never, or not known. Texts are borrowed. */
struct alert_facts {
    int64_t now;
    /* Clocks: how far that of this machine is ahead of others. */
    int64_t database_ms;
    bool has_witness_offset;
    int64_t witness_s;
    /* Witnesses of the record; watched false: there is no policy. */
    bool watched;
    int64_t watched_since; /* by this process: one that never signed has so long to answer */
    size_t witness_count;
    struct {
        const char *name;
        int64_t cosigned;
    } witnesses[ALERT_WITNESSES_MAX];
    int64_t unwitnessed_since; /* an entry that no quorum covers */
    /* Trustees that are waited for. */
    size_t round_count;
    struct {
        char round[23]; /* base64url */
        const char *step; /* commit, join, message, signature, acknowledgement, mix, share */
        size_t waits_count, needed; /* any `needed` of those */
        const char *waits[ALERT_TRUSTEES_MAX];
        int64_t since; /* nothing has come for so long */
    } rounds[ALERT_ROUNDS_MAX];
    /* Folders: -1: it is not known. */
    struct {
        int64_t free_bytes, all_bytes;
    } folders[ALERT_FOLDERS];
    int64_t database_bytes;
    /* Backups: the operator names a file or not; when it was touched last. */
    bool has_backup_marker;
    int64_t backed_up;
    /* The record cannot be written since then, and why. */
    int64_t stopped_since;
    const char *stopped_detail;
};

/* From when on something is late; options of folkmootd.conf. */
struct alert_limits {
    int64_t witness_s;    /* without a newer cosignature of a witness */
    int64_t unwitnessed_s; /* with an entry that no quorum covers */
    int64_t trustee_s;    /* without a sign of those who are waited for */
    int64_t disk_percent; /* free at least */
    int64_t backup_s;
};

/* A new reference to {"as_of", "alerts": [{"kind", "level", ...}]} (docs/api/openapi.json, Alerts), one for each
 * kind; `levels` gets them too. */
json_t *alerts_judge(const struct alert_facts *facts, const struct alert_limits *limits,
                     enum alert_level levels[ALERT_KINDS]);

#endif
