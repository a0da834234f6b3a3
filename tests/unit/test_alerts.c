// SPDX-License-Identifier: AGPL-3.0-or-later
// What is late, far, full or stopped is told, and nothing else is.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/alerts.h"

enum { NOW = 1800000000, HOUR = 3600 };

static const struct alert_limits limits = {
    .witness_s = 1000, .unwitnessed_s = 100, .trustee_s = HOUR, .disk_percent = 10, .backup_s = 26 * HOUR};

static struct alert_facts good(void)
{
    struct alert_facts facts = {.now = NOW, .watched = true, .witness_count = 1, .has_backup_marker = true, .backed_up = NOW - HOUR};
    facts.witnesses[0].name = "lyon";
    facts.witnesses[0].cosigned = NOW - 10;
    for (size_t i = 0; i < ALERT_FOLDERS; i++) {
        facts.folders[i].free_bytes = 50;
        facts.folders[i].all_bytes = 100;
    }
    return facts;
}

static enum alert_level level_of(const struct alert_facts *facts, enum alert_kind kind)
{
    enum alert_level levels[ALERT_KINDS];
    json_t *json = alerts_judge(facts, &limits, levels);
    const json_t *alert = json_array_get(json_object_get(json, "alerts"), (size_t)kind);
    assert_string_equal(json_string_value(json_object_get(alert, "kind")), alert_kind_names[kind]);
    assert_string_equal(json_string_value(json_object_get(alert, "level")), alert_level_names[levels[kind]]);
    for (int other = 0; other < ALERT_KINDS; other++)
        if (other != (int)kind)
            assert_int_equal(levels[other], ALERT_OK);
    json_decref(json);
    return levels[kind];
}

static void test_nothing(void **state)
{
    (void)state;
    struct alert_facts facts = good();
    for (int kind = 0; kind < ALERT_KINDS; kind++)
        assert_int_equal(level_of(&facts, (enum alert_kind)kind), ALERT_OK);
}

static void test_witnesses(void **state)
{
    (void)state;
    struct alert_facts facts = good();
    facts.witnesses[0].cosigned = NOW - 1001;
    assert_int_equal(level_of(&facts, ALERT_WITNESSES), ALERT_WARNING);
    facts.witnesses[0].cosigned = 0;
    facts.watched_since = NOW - 101;
    assert_int_equal(level_of(&facts, ALERT_WITNESSES), ALERT_WARNING);
    facts.watched_since = NOW - 100;
    assert_int_equal(level_of(&facts, ALERT_WITNESSES), ALERT_OK);
    facts.watched = false;
    assert_int_equal(level_of(&facts, ALERT_WITNESSES), ALERT_OK);
    facts = good();
    facts.unwitnessed_since = NOW - 100;
    assert_int_equal(level_of(&facts, ALERT_WITNESSES), ALERT_OK);
    facts.unwitnessed_since = NOW - 101;
    assert_int_equal(level_of(&facts, ALERT_WITNESSES), ALERT_WARNING);
    facts.unwitnessed_since = NOW - 1201;
    assert_int_equal(level_of(&facts, ALERT_WITNESSES), ALERT_CRITICAL);
}

static void test_trustees(void **state)
{
    (void)state;
    struct alert_facts facts = good();
    facts.round_count = 1;
    facts.rounds[0].step = "mix";
    facts.rounds[0].waits[0] = "Ada";
    facts.rounds[0].waits_count = facts.rounds[0].needed = 1;
    facts.rounds[0].since = NOW - HOUR;
    assert_int_equal(level_of(&facts, ALERT_TRUSTEES), ALERT_OK);
    facts.rounds[0].since = NOW - HOUR - 1;
    assert_int_equal(level_of(&facts, ALERT_TRUSTEES), ALERT_WARNING);
}

static void test_clock(void **state)
{
    (void)state;
    struct alert_facts facts = good();
    facts.database_ms = -2000;
    assert_int_equal(level_of(&facts, ALERT_CLOCK), ALERT_OK);
    facts.database_ms = -2001;
    assert_int_equal(level_of(&facts, ALERT_CLOCK), ALERT_WARNING);
    facts.database_ms = 30001;
    assert_int_equal(level_of(&facts, ALERT_CLOCK), ALERT_CRITICAL);
    facts.database_ms = 0;
    facts.witness_s = -46;
    assert_int_equal(level_of(&facts, ALERT_CLOCK), ALERT_OK); /* none has signed */
    facts.has_witness_offset = true;
    assert_int_equal(level_of(&facts, ALERT_CLOCK), ALERT_WARNING);
    facts.witness_s = 45;
    assert_int_equal(level_of(&facts, ALERT_CLOCK), ALERT_OK);
}

static void test_disk(void **state)
{
    (void)state;
    struct alert_facts facts = good();
    facts.folders[1].free_bytes = -1;
    assert_int_equal(level_of(&facts, ALERT_DISK), ALERT_UNKNOWN);
    facts.folders[0].free_bytes = INT64_MAX / 20; /* five of a hundred */
    facts.folders[0].all_bytes = INT64_MAX;
    assert_int_equal(level_of(&facts, ALERT_DISK), ALERT_WARNING);
    facts.folders[0].free_bytes = 0;
    assert_int_equal(level_of(&facts, ALERT_DISK), ALERT_CRITICAL);
}

static void test_backup_and_sequencer(void **state)
{
    (void)state;
    struct alert_facts facts = good();
    facts.backed_up = 0;
    assert_int_equal(level_of(&facts, ALERT_BACKUP), ALERT_WARNING);
    facts.backed_up = NOW - 26 * HOUR - 1;
    assert_int_equal(level_of(&facts, ALERT_BACKUP), ALERT_WARNING);
    facts.has_backup_marker = false;
    assert_int_equal(level_of(&facts, ALERT_BACKUP), ALERT_UNKNOWN);
    facts = good();
    facts.stopped_since = NOW;
    facts.stopped_detail = "the fence cannot be reached";
    assert_int_equal(level_of(&facts, ALERT_SEQUENCER), ALERT_CRITICAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing), cmocka_unit_test(test_witnesses), cmocka_unit_test(test_trustees),
        cmocka_unit_test(test_clock),   cmocka_unit_test(test_disk),      cmocka_unit_test(test_backup_and_sequencer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
