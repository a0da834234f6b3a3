// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/alerts.h"

enum {
    PERCENT = 100,
    CRITICAL_PART = 4,      /* of the free space that is asked for */
    CRITICAL_TIMES = 12,    /* as late as late is */
    CLOCK_MS = 2000,        /* ballots are dated to the minute, cosignatures and codes of apps to the second */
    CLOCK_CRITICAL_MS = 30000,
    WITNESS_CLOCK_S = 45,   /* the way of a cosignature included */
};

const char *const alert_level_names[] = {"ok", "unknown", "warning", "critical"};
const char *const alert_kind_names[ALERT_KINDS] = {"witnesses", "trustees", "clock", "disk", "backup", "sequencer"};

static enum alert_level worse(enum alert_level a, enum alert_level b)
{
    return a > b ? a : b;
}

static enum alert_level late(int64_t now, int64_t since, int64_t limit)
{
    if (since == 0 || now - since <= limit)
        return ALERT_OK;
    return now - since <= CRITICAL_TIMES * limit ? ALERT_WARNING : ALERT_CRITICAL;
}

static json_t *number(int64_t value)
{
    return json_integer((json_int_t)value);
}

static enum alert_level judge_witnesses(const struct alert_facts *facts, const struct alert_limits *limits, json_t *out)
{
    json_t *behind = json_array();
    enum alert_level level = late(facts->now, facts->unwitnessed_since, limits->unwitnessed_s);
    for (size_t i = 0; facts->watched && i < facts->witness_count; i++) {
        int64_t cosigned = facts->witnesses[i].cosigned;
        if (facts->now - (cosigned ? cosigned : facts->watched_since) <= (cosigned ? limits->witness_s : limits->unwitnessed_s))
            continue;
        json_t *one = json_pack("{s:s}", "name", facts->witnesses[i].name);
        if (cosigned)
            json_object_set_new(one, "cosigned", number(cosigned));
        json_array_append_new(behind, one);
        level = worse(level, ALERT_WARNING);
    }
    json_object_set_new(out, "watched", json_boolean(facts->watched));
    json_object_set_new(out, "late", behind);
    if (facts->watched && facts->unwitnessed_since)
        json_object_set_new(out, "unwitnessed_since", number(facts->unwitnessed_since));
    return facts->watched ? level : ALERT_OK;
}

static enum alert_level judge_trustees(const struct alert_facts *facts, const struct alert_limits *limits, json_t *out)
{
    enum alert_level worst = ALERT_OK;
    json_t *rounds = json_array();
    for (size_t i = 0; i < facts->round_count; i++) {
        enum alert_level level = late(facts->now, facts->rounds[i].since, limits->trustee_s);
        json_t *waits = json_array();
        for (size_t k = 0; k < facts->rounds[i].waits_count; k++)
            json_array_append_new(waits, json_string(facts->rounds[i].waits[k]));
        json_array_append_new(rounds, json_pack("{s:s, s:s, s:s, s:o, s:I, s:I}", "round", facts->rounds[i].round, "level",
                                                alert_level_names[level], "step", facts->rounds[i].step, "waits", waits, "needed",
                                                (json_int_t)facts->rounds[i].needed, "since",
                                                (json_int_t)facts->rounds[i].since));
        worst = worse(worst, level);
    }
    json_object_set_new(out, "rounds", rounds);
    return worst;
}

static int64_t magnitude(int64_t value)
{
    return value < 0 ? -value : value;
}

static enum alert_level judge_clock(const struct alert_facts *facts, json_t *out)
{
    int64_t database = magnitude(facts->database_ms);
    enum alert_level level = database > CLOCK_CRITICAL_MS ? ALERT_CRITICAL : database > CLOCK_MS ? ALERT_WARNING : ALERT_OK;
    json_object_set_new(out, "database_ms", number(facts->database_ms));
    if (facts->has_witness_offset) {
        json_object_set_new(out, "witness_s", number(facts->witness_s));
        if (magnitude(facts->witness_s) > WITNESS_CLOCK_S)
            level = worse(level, ALERT_WARNING);
    }
    return level;
}

static enum alert_level judge_disk(const struct alert_facts *facts, const struct alert_limits *limits, json_t *out)
{
    static const char *const names[ALERT_FOLDERS] = {"data", "database"};
    enum alert_level worst = ALERT_OK;
    json_t *folders = json_array();
    for (size_t i = 0; i < ALERT_FOLDERS; i++) {
        int64_t free = facts->folders[i].free_bytes, all = facts->folders[i].all_bytes;
        json_t *folder = json_pack("{s:s}", "folder", names[i]);
        enum alert_level level = ALERT_UNKNOWN;
        if (free >= 0 && all > 0) {
            int64_t percent = free / (all / PERCENT + 1); /* no overflow, and at most a percent less */
            level = percent * CRITICAL_PART < limits->disk_percent ? ALERT_CRITICAL
                    : percent < limits->disk_percent               ? ALERT_WARNING
                                                                   : ALERT_OK;
            json_object_set_new(folder, "free_percent", number(percent));
        }
        json_object_set_new(folder, "level", json_string(alert_level_names[level]));
        json_array_append_new(folders, folder);
        worst = worse(worst, level);
    }
    json_object_set_new(out, "folders", folders);
    return worst;
}

static enum alert_level judge_backup(const struct alert_facts *facts, const struct alert_limits *limits, json_t *out)
{
    json_object_set_new(out, "known", json_boolean(facts->has_backup_marker));
    if (!facts->has_backup_marker)
        return ALERT_UNKNOWN;
    if (!facts->backed_up)
        return ALERT_WARNING;
    json_object_set_new(out, "last", number(facts->backed_up));
    return late(facts->now, facts->backed_up, limits->backup_s);
}

static enum alert_level judge_sequencer(const struct alert_facts *facts, json_t *out)
{
    if (!facts->stopped_since)
        return ALERT_OK;
    json_object_set_new(out, "since", number(facts->stopped_since));
    json_object_set_new(out, "detail", json_string(facts->stopped_detail));
    return ALERT_CRITICAL;
}

json_t *alerts_judge(const struct alert_facts *facts, const struct alert_limits *limits, enum alert_level levels[ALERT_KINDS])
{
    json_t *alerts = json_array();
    for (int kind = 0; kind < ALERT_KINDS; kind++) {
        json_t *alert = json_pack("{s:s}", "kind", alert_kind_names[kind]);
        switch ((enum alert_kind)kind) {
        case ALERT_WITNESSES:
            levels[kind] = judge_witnesses(facts, limits, alert);
            break;
        case ALERT_TRUSTEES:
            levels[kind] = judge_trustees(facts, limits, alert);
            break;
        case ALERT_CLOCK:
            levels[kind] = judge_clock(facts, alert);
            break;
        case ALERT_DISK:
            levels[kind] = judge_disk(facts, limits, alert);
            break;
        case ALERT_BACKUP:
            levels[kind] = judge_backup(facts, limits, alert);
            break;
        case ALERT_SEQUENCER:
        case ALERT_KINDS:
            levels[kind] = judge_sequencer(facts, alert);
            break;
        }
        json_object_set_new(alert, "level", json_string(alert_level_names[levels[kind]]));
        json_array_append_new(alerts, alert);
    }
    return json_pack("{s:I, s:o}", "as_of", (json_int_t)facts->now, "alerts", alerts);
}
