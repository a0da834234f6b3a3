// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/metrics.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>

static const struct {
    const char *name, *type, *help;
} table[METRIC_COUNT] = {
    [METRIC_CONNECTIONS] = {"folkmoot_http_connections_total", "counter", "Connections accepted."},
    [METRIC_REQUESTS_RUNNING] = {"folkmoot_http_requests_running", "gauge", "Requests not yet answered."},
    [METRIC_DB_CONNECTIONS] = {"folkmoot_database_connections", "gauge",
                               "Database connections that are ready."},
    [METRIC_DB_QUERIES] = {"folkmoot_database_units_total", "counter", "Statements and transactions sent."},
    [METRIC_DB_FAILURES] = {"folkmoot_database_failures_total", "counter",
                            "Statements and transactions failed."},
    [METRIC_SEQUENCER_QUEUE] = {"folkmoot_sequencer_queue", "gauge", "Ballots waiting for a batch."},
    [METRIC_SEQUENCER_BATCHES] = {"folkmoot_sequencer_batches_total", "counter", "Batches committed."},
    [METRIC_SEQUENCER_ENTRIES] = {"folkmoot_sequencer_entries_total", "counter", "Entries appended."},
    [METRIC_SEQUENCER_BATCH_SIZE] = {"folkmoot_sequencer_batch_size", "gauge", "Entries of the last batch."},
    [METRIC_SEQUENCER_BATCH_US] = {"folkmoot_sequencer_batch_microseconds_total", "counter",
                                   "Time from the start of a batch to its answers, summed."},
    [METRIC_SEQUENCER_COMMIT_US] = {"folkmoot_sequencer_commit_microseconds_total", "counter",
                                    "Time to write and commit batches, summed."},
    [METRIC_SEQUENCER_SIGN_US] = {"folkmoot_sequencer_sign_microseconds_total", "counter",
                                  "Time to have the new trees signed, summed."},
    [METRIC_WITNESS_COSIGNED] = {"folkmoot_witness_cosigned_total", "counter",
                                 "Checkpoints of other logs cosigned."},
    [METRIC_WITNESS_REFUSED] = {"folkmoot_witness_refused_total", "counter",
                                "Checkpoints of other logs refused."},
    [METRIC_LOG_SIZE] = {"folkmoot_log_size", "gauge", "Entries of the newest signed tree."},
    [METRIC_WITNESSED_SIZE] = {"folkmoot_log_witnessed_size", "gauge",
                               "Entries of the newest tree with the quorum of witnesses."},
    [METRIC_WITNESSES_LAGGING] = {"folkmoot_log_witnesses_lagging", "gauge",
                                  "Witnesses that have been behind for long."},
    [METRIC_ALERT_WITNESSES] = {"folkmoot_alert_witnesses", "gauge", "Needs attention: 0 no, 1 not known, 2 warning, 3 critical."},
    [METRIC_ALERT_TRUSTEES] = {"folkmoot_alert_trustees", "gauge", "Needs attention: 0 no, 1 not known, 2 warning, 3 critical."},
    [METRIC_ALERT_CLOCK] = {"folkmoot_alert_clock", "gauge", "Needs attention: 0 no, 1 not known, 2 warning, 3 critical."},
    [METRIC_ALERT_DISK] = {"folkmoot_alert_disk", "gauge", "Needs attention: 0 no, 1 not known, 2 warning, 3 critical."},
    [METRIC_ALERT_BACKUP] = {"folkmoot_alert_backup", "gauge", "Needs attention: 0 no, 1 not known, 2 warning, 3 critical."},
    [METRIC_ALERT_SEQUENCER] = {"folkmoot_alert_sequencer", "gauge", "Needs attention: 0 no, 1 not known, 2 warning, 3 critical."},
    [METRIC_CLOCK_OFFSET_MS] = {"folkmoot_clock_offset_milliseconds", "gauge",
                                "How far this machine's clock is ahead of the database's."},
    [METRIC_BACKUP_AGE_S] = {"folkmoot_backup_age_seconds", "gauge", "Since the last backup; -1: not known."},
    [METRIC_DATA_FREE_BYTES] = {"folkmoot_data_folder_free_bytes", "gauge", "Free on the disk of the data folder."},
    [METRIC_DATABASE_BYTES] = {"folkmoot_database_bytes", "gauge", "Size of the database."},
};

static _Atomic int64_t own[METRIC_COUNT];
static _Atomic int64_t *values = own;

void metrics_share(void)
{
    void *shared = mmap(NULL, sizeof own, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        abort(); /* at the start only */
    values = shared;
}

void metric_add(enum metric metric, int64_t more)
{
    atomic_fetch_add_explicit(&values[metric], more, memory_order_relaxed);
}

void metric_set(enum metric metric, int64_t value)
{
    atomic_store_explicit(&values[metric], value, memory_order_relaxed);
}

int64_t metric_get(enum metric metric)
{
    return atomic_load_explicit(&values[metric], memory_order_relaxed);
}

void metrics_write(struct buffer *out)
{
    for (int i = 0; i < METRIC_COUNT; i++)
        buffer_append_format(out, "# HELP %s %s\n# TYPE %s %s\n%s %lld\n", table[i].name, table[i].help,
                             table[i].name, table[i].type, table[i].name,
                             (long long)metric_get((enum metric)i));
}
