/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Numbers that /metrics shows. Each stands in one table in metrics.c with its help text.
 * From any thread, without locks.
 */
#ifndef FOLKMOOT_SERVER_METRICS_H
#define FOLKMOOT_SERVER_METRICS_H

#include <stdint.h>

#include "base/buffer.h"

enum metric {
    METRIC_CONNECTIONS,      /* accepted */
    METRIC_REQUESTS_RUNNING, /* gauge */
    METRIC_DB_CONNECTIONS,   /* gauge: ready */
    METRIC_DB_QUERIES,
    METRIC_DB_FAILURES,
    METRIC_SEQUENCER_QUEUE, /* gauge: ballots waiting */
    METRIC_SEQUENCER_BATCHES,
    METRIC_SEQUENCER_ENTRIES,
    METRIC_SEQUENCER_BATCH_SIZE, /* of the last batch */
    METRIC_SEQUENCER_BATCH_US,   /* sum of the time from the start of a batch to its answers */
    METRIC_SEQUENCER_COMMIT_US,  /* of that, until the commit */
    METRIC_SEQUENCER_SIGN_US,    /* of that, for the signature */
    METRIC_WITNESS_COSIGNED,     /* checkpoints of other logs */
    METRIC_WITNESS_REFUSED,
    METRIC_LOG_SIZE,          /* gauge: of the newest signed tree */
    METRIC_WITNESSED_SIZE,    /* gauge: of the newest with the quorum */
    METRIC_WITNESSES_LAGGING, /* gauge */
    /* Gauges of what needs attention (alerts.h), as its levels: 0 ok, 1 not known, 2 warning, 3 critical. */
    METRIC_ALERT_WITNESSES,
    METRIC_ALERT_TRUSTEES,
    METRIC_ALERT_CLOCK,
    METRIC_ALERT_DISK,
    METRIC_ALERT_BACKUP,
    METRIC_ALERT_SEQUENCER,
    METRIC_CLOCK_OFFSET_MS,
    METRIC_BACKUP_AGE_S,
    METRIC_DATA_FREE_BYTES,
    METRIC_DATABASE_BYTES,
    METRIC_COUNT,
};

/* From now on the processes that are forked count together. Before the first is. */
void metrics_share(void);
void metric_add(enum metric metric, int64_t more);
void metric_set(enum metric metric, int64_t value);
int64_t metric_get(enum metric metric);
/* Prometheus text format. */
void metrics_write(struct buffer *out);

#endif
