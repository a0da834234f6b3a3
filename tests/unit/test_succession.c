/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * A round that took over the codes of one that was annulled: what the verifier asks of the round before.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "make_bundle.h"
#include "record/json.h"
#include "verify/verify.h"

static char path[] = "/tmp/folkmoot-succession-XXXXXX";

/* The checks that fail, as bits; *incomplete: those that are. */
static unsigned outcome(struct made_hooks hooks, unsigned *incomplete, struct report *report)
{
    struct verify_options options = {0};
    struct made *made = allocate(1, sizeof *made);
    unsigned failed = 0;
    *incomplete = 0;
    made->hooks = hooks;
    made->predecessor = true;
    made_run(made);
    made_write_zip(made, path);
    *report = (struct report){0};
    assert_true(verify_bundle(path, &options, report, NULL));
    for (int check = CHECK_FILES; check < CHECK_LIMITS; check++) {
        failed |= (unsigned)(report->checks[check].status == CHECK_FAILED) << check;
        *incomplete |= (unsigned)(report->checks[check].status == CHECK_INCOMPLETE) << check;
    }
    made_clear(made);
    free(made);
    return failed;
}

static void expect(struct made_hooks hooks, unsigned failed, enum check check, const char *said)
{
    struct report report;
    unsigned incomplete;
    assert_int_equal(outcome(hooks, &incomplete, &report), failed);
    assert_int_equal(incomplete, 0);
    if (!strstr(report.checks[check].detail, said))
        fail_msg("check %d says: %s", check, report.checks[check].detail);
}

enum {
    FAILS_DEFINITION = 1 << CHECK_DEFINITION,
    FAILS_CREDENTIALS = 1 << CHECK_CREDENTIALS,
    FAILS_ORDER = 1 << CHECK_ORDER,
    FAILS_ACTS = 1 << CHECK_ACTS,
};

static void a_successor_is_as_good_as_any(void **state)
{
    (void)state;
    expect((struct made_hooks){0}, 0, CHECK_ORDER, "of a round that was annulled before its first ballot");
}

/* ---- the round before ---- */

static void hand_to_another(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_ANNULMENT)
        entry->successor[0] ^= 1;
}

static void hand_to_nobody(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_ANNULMENT)
        entry->has_successor = false;
}

static void go_on_instead(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type != ENTRY_ANNULMENT)
        return;
    *entry = (struct entry){.type = ENTRY_NOTE, .incident = "other", .minute = entry->minute};
    memcpy(entry->eid, made->earlier.eid, HASH_BYTES);
}

static void other_nonce(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_DRAFT)
        entry->nonce[0] ^= 1;
}

static void void_a_voter(struct made *made, struct entry *entry)
{
    if (entry->type == ENTRY_VOID)
        entry->credential = made->voters[3].key;
}

static void void_all_voters(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_BATCH_VOID)
        entry->batch = "letters";
}

static void only_one_handing_over(void **state)
{
    (void)state;
    expect((struct made_hooks){.earlier = hand_to_another}, FAILS_ORDER, CHECK_ORDER, "to another round");
    expect((struct made_hooks){.earlier = hand_to_nobody}, FAILS_ORDER, CHECK_ORDER, "to be handed over");
    expect((struct made_hooks){.earlier = other_nonce}, FAILS_ORDER, CHECK_ORDER, "has another nonce");
}

static void codes_that_were_void_stay_void(void **state)
{
    (void)state;
    expect((struct made_hooks){.earlier = void_a_voter}, FAILS_CREDENTIALS, CHECK_CREDENTIALS, "was void");
    expect((struct made_hooks){.earlier = void_all_voters}, FAILS_CREDENTIALS, CHECK_CREDENTIALS, "was void");
}

/* An entry of the round before in the place of its annulment, or before that. */
static void a_round_that_goes_on_hands_nothing_over(void **state)
{
    (void)state;
    struct report report;
    unsigned incomplete;
    assert_int_equal(outcome((struct made_hooks){.earlier = go_on_instead}, &incomplete, &report),
                     FAILS_ORDER);
}

/* One clerk annuls where two must. */
static void sign_alone(struct made *made, struct entry *entry)
{
    made->earlier.alone = entry->type == ENTRY_ANNULMENT;
}

static void two_clerks_hand_over(void **state)
{
    (void)state;
    struct report report;
    unsigned incomplete;
    assert_int_equal(outcome((struct made_hooks){.earlier = sign_alone}, &incomplete, &report),
                     FAILS_ORDER | FAILS_ACTS);
}

/* ---- ballots ---- */

static void vote_before(struct made *made, struct entry *entry)
{
    if (entry->type != ENTRY_ANNULMENT)
        return;
    struct buffer bytes = {0};
    json_t *json = json_pack("{s:{}, s:o, s:I, s:s}", "ballot", "eid",
                             json_of_bytes(bytes_of(made->earlier.eid, HASH_BYTES)), "minute",
                             (json_int_t)made->minute, "type", "ballot");
    assert_true(json_write(json, &bytes, NULL));
    made_append(made, buffer_bytes(&bytes));
    json_decref(json);
    buffer_clear(&bytes);
}

static void no_ballot_stands_before(void **state)
{
    (void)state;
    expect((struct made_hooks){.earlier = vote_before}, FAILS_ORDER, CHECK_ORDER,
           "is a ballot of a predecessor");
}

/* ---- the round itself ---- */

static void name_nobody(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_OPENING)
        entry->has_predecessor = false;
}

static void name_another(struct made *made, struct entry *entry)
{
    (void)made;
    if (entry->type == ENTRY_DRAFT)
        entry->predecessor[0] ^= 1;
}

static void draft_and_opening_name_it(void **state)
{
    (void)state;
    struct report report;
    unsigned incomplete;
    assert_true(outcome((struct made_hooks){.entry = name_nobody}, &incomplete, &report) & FAILS_ORDER);
    assert_true(outcome((struct made_hooks){.entry = name_another}, &incomplete, &report) & FAILS_ORDER);
    assert_int_equal(report.checks[CHECK_DEFINITION].status, CHECK_FAILED);
}

/* The first entry, of the draft, is taken for a part of the log before the bundle. */
static void begin_late(struct made *made, struct range *range)
{
    range->first++;
    merkle_frontier_append(&range->edge, made->leaves[range->edge.size], NULL, NULL);
}

static void the_bundle_begins_with_the_first(void **state)
{
    (void)state;
    struct report report;
    unsigned incomplete;
    assert_true(outcome((struct made_hooks){.range = begin_late}, &incomplete, &report));
}

/* ---- a log in the place of another ---- */

static bool begin_again(struct made *made, uint64_t index, struct buffer *bytes)
{
    if (index > made->first && memmem(bytes->data, bytes->len, "\"type\":\"staff\"", 14)) {
        bytes->len = 0;
        buffer_append_string(bytes, "{\"minute\":1000,\"previous\":\"YQ\",\"type\":\"log-start\"}");
    }
    return true;
}

static bool begin_with_it(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)made;
    if (index == 0) {
        bytes->len = 0;
        buffer_append_string(bytes, "{\"minute\":1000,\"previous\":\"YQ\",\"type\":\"log-start\"}");
    }
    return true;
}

static void a_log_begins_once(void **state)
{
    (void)state;
    struct report report;
    unsigned incomplete;
    assert_int_equal(outcome((struct made_hooks){.bytes = begin_with_it}, &incomplete, &report), 0);
    assert_true(outcome((struct made_hooks){.bytes = begin_again}, &incomplete, &report) & FAILS_ORDER);
    assert_non_null(strstr(report.checks[CHECK_ORDER].detail, "a log begins with its first entry"));
}

static int make_path(void **state)
{
    (void)state;
    int file = sodium_init() < 0 ? -1 : mkstemp(path);
    return file < 0 ? -1 : close(file);
}

static int remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_successor_is_as_good_as_any),
        cmocka_unit_test(only_one_handing_over),
        cmocka_unit_test(codes_that_were_void_stay_void),
        cmocka_unit_test(a_round_that_goes_on_hands_nothing_over),
        cmocka_unit_test(two_clerks_hand_over),
        cmocka_unit_test(no_ballot_stands_before),
        cmocka_unit_test(draft_and_opening_name_it),
        cmocka_unit_test(the_bundle_begins_with_the_first),
        cmocka_unit_test(a_log_begins_once),
    };
    return cmocka_run_group_tests_name("succession", tests, make_path, remove_path);
}
