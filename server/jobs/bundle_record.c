/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "server/jobs/bundle_record.h"

#include <stdio.h>

#include "record/merkle.h"
#include "record/policy.h"
#include "record/range.h"

/* Entries first..size-1 into one file, without holding them in memory; the edge of the tree before them. */
static bool add_entries(const struct bundle_record *source, uint64_t first, uint64_t size, struct error *err)
{
    char *path = arena_format(source->arena, "%s/entries", source->folder);
    FILE *file = fopen(path, "wb");
    bool ok = file != NULL || error_temporary(err, "file", "%s cannot be written", path);
    for (uint64_t at = first; ok && at < size;) {
        struct db_param params[] = {db_integer((int64_t)at), db_integer((int64_t)size)};
        PGresult *rows = jobs_db_query(source->job->db, DB_JOB_ENTRIES, params, 2, err);
        int n = rows ? PQntuples(rows) : 0;
        ok = n > 0 || (rows && error_broken(err, "internal", "the record has a gap"));
        for (int i = 0; ok && i < n; i++) {
            struct bytes entry = jobs_db_bytes(rows, i, 0);
            uint8_t length[2] = {(uint8_t)(entry.len >> 8), (uint8_t)entry.len};
            ok = (fwrite(length, sizeof length, 1, file) == 1 &&
                  fwrite(entry.data, entry.len, 1, file) == 1) ||
                 error_temporary(err, "file", "%s cannot be written", path);
        }
        at += (uint64_t)n;
        PQclear(rows);
    }
    if (file && fclose(file) != 0 && ok)
        ok = error_temporary(err, "file", "%s cannot be written", path);
    return ok && bundle_add_file(source->writer, "record/entries", path, err);
}

static bool load_edge(const struct bundle_record *source, uint64_t first, struct merkle_frontier *edge, struct error *err)
{
    for (uint64_t at = 0; at < first;) {
        struct db_param params[] = {db_integer((int64_t)at), db_integer((int64_t)first)};
        PGresult *rows = jobs_db_query(source->job->db, DB_JOB_ENTRIES, params, 2, err);
        if (!rows)
            return false;
        int n = PQntuples(rows);
        for (int i = 0; i < n; i++)
            merkle_frontier_append(edge, jobs_db_bytes(rows, i, 1).data, NULL, NULL);
        PQclear(rows);
        if (!n)
            return error_broken(err, "internal", "the record has a gap");
        at += (uint64_t)n;
    }
    return true;
}

static bool add_range(const struct bundle_record *source, uint64_t first, uint64_t size, struct error *err)
{
    struct range range = {.first = first, .size = size};
    struct buffer text = {0};
    if (!load_edge(source, first, &range.edge, err))
        return false;
    range_append(&range, &text);
    bool ok = bundle_add(source->writer, "record/range.json", buffer_bytes(&text), err);
    buffer_clear(&text);
    return ok;
}

bool bundle_record_log_key(struct job *job, struct note_key *out, struct error *err)
{
    PGresult *row = jobs_db_query(job->db, DB_JOB_LOG_KEY, NULL, 0, err);
    if (!row)
        return false;
    bool ok = PQntuples(row) == 1 || error_broken(err, "internal", "the key of the log is not known");
    ok = ok &&
         note_key_init(out, job->config->origin, NOTE_ED25519, jobs_db_bytes(row, 0, 0).data, err);
    PQclear(row);
    return ok;
}

/* The first row whose checkpoint has the quorum of the definition's policy; -1: none has, or *ok is false. */
static int find_witnessed(const struct bundle_record *source, const PGresult *notes, bool *ok, struct error *err)
{
    const char *lines = source->view->definition->witness_policy;
    struct note_key log_key;
    struct policy_verdict verdict;
    struct policy *policy = policy_parse(bytes_of_string(lines), err);
    int found = -1;
    *ok = policy && bundle_record_log_key(source->job, &log_key, err);
    for (int i = 0; *ok && found < 0 && i < PQntuples(notes); i++) {
        *ok = policy_check(policy, &log_key, jobs_db_bytes(notes, i, 1), &verdict, err);
        if (*ok && verdict.quorum)
            found = i;
    }
    policy_free(policy);
    return found;
}

bool bundle_record_add(const struct bundle_record *source, struct error *err)
{
    bool has_witnesses = source->view->definition->witness_policy != NULL, ok = true;
    struct db_param covers = db_integer((int64_t)source->covers);
    PGresult *notes =
        jobs_db_query(source->job->db, has_witnesses ? DB_JOB_WITNESSED : DB_JOB_NOTE, &covers, 1, err);
    if (!notes)
        return false;
    int row = has_witnesses ? find_witnessed(source, notes, &ok, err) : PQntuples(notes) - 1;
    if (ok && row < 0)
        ok = error_temporary(err, "waits", "the bundle waits for %s",
                             has_witnesses ? "the cosignatures of the witnesses" : "a checkpoint");
    if (ok) {
        uint64_t size = (uint64_t)jobs_db_integer(notes, row, 0);
        char *name = arena_format(source->arena, "record/checkpoints/%llu", (unsigned long long)size);
        ok = bundle_add(source->writer, name, jobs_db_bytes(notes, row, 1), err) &&
             add_range(source, source->first, size, err) && add_entries(source, source->first, size, err);
    }
    PQclear(notes);
    return ok;
}
