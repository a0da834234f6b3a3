/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * The verifier against good bundles, and against rounds that were made wrong from the start by everybody
 * together: these must fail exactly the checks that their rows name. What insiders could change afterwards is
 * in test_tamper.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "make_bundle.h"
#include "verify/verify.h"

enum {
    C1 = 1 << CHECK_FILES,
    C2 = 1 << CHECK_CANONICAL,
    C3 = 1 << CHECK_DEFINITION,
    C4 = 1 << CHECK_TRUSTEES,
    C5 = 1 << CHECK_CREDENTIALS,
    C6 = 1 << CHECK_LOG,
    C7 = 1 << CHECK_RECEIPTS,
    C8 = 1 << CHECK_ORDER,
    C9 = 1 << CHECK_BALLOTS,
    C10 = 1 << CHECK_ACTS,
    C11 = 1 << CHECK_INPUTS,
    C12 = 1 << CHECK_MIXES,
    C13 = 1 << CHECK_SHARES,
    C14 = 1 << CHECK_DECODING,
    C15 = 1 << CHECK_PROFILE,
    C16 = 1 << CHECK_COUNT,
    C17 = 1 << CHECK_TOTALS,
};

struct wrong_round {
    const char *name;
    struct made_hooks hooks;
    unsigned fails;      /* exactly these */
    unsigned incomplete; /* exactly these where nothing fails */
    bool given_key;      /* the true key of the log is given to the verifier */
    size_t trustees;     /* 3; else 1 */
};

/* ---- rounds that were made wrong, or right ---- */

static bool holds(const struct buffer *buffer, const char *text)
{
    return memmem(buffer->data, buffer->len, text, strlen(text)) != NULL;
}

static void low_cap(struct made *made, struct definition *definition)
{
    (void)made;
    definition->roll.cap = MADE_VOTERS - 1;
}

static void long_objection(struct made *made, struct definition *definition)
{
    (void)made;
    definition->schedule.objection = 1000;
}

static void open_later(struct made *made, struct definition *definition)
{
    (void)made;
    definition->schedule.open += 2;
}

static void revoting_off(struct made *made, struct definition *definition)
{
    (void)made;
    definition->revoting = false;
}

/* A code is issued in the place of one that there is. */
static void known_serial(struct made *made, struct entry *entry)
{
    static char text[SERIAL_TEXT_BYTES + 1];
    if (entry->type == ENTRY_ISSUE) {
        serial_text(serial_of(&made->voters[3].key), text);
        entry->has_voided = true;
        entry->voided = text;
    }
}

static void wrong_layout(struct made *made, unsigned number, struct made_ballot *ballot)
{
    (void)made;
    if (number == 8) /* of district west */
        ballot->layout[1].contest = bytes_of_string("nobody");
}

static void repeat_nonces(struct made *made, unsigned number, struct made_ballot *ballot)
{
    (void)made;
    ballot->repeat_nonces = number == 4;
}

static void cosign(struct made *made, struct made_file *file)
{
    (void)made;
    made_cosign(file, 1700000000);
}

/* All trustees together with the city, after the fact: another key, of which everything later is right. */
static void other_trustee_key(struct made *made, enum made_blob kind, struct buffer *blob)
{
    struct scalar slope, i;
    (void)blob;
    if (kind != MADE_CERTIFICATE)
        return;
    scalar_random(&made->x[0]);
    scalar_random(&slope);
    point_multiply_base(&made->y, &made->x[0]);
    for (size_t n = MADE_TRUSTEES_MAX; n-- > 0;) {
        scalar_from_u64(&i, n + 1);
        scalar_multiply_add(&made->x[n], &made->x[0], &slope, &i);
        point_multiply_base(&made->shares[n], &made->x[n]);
    }
}

/* A round that is not over: what a mirror has after the sealing. */
static bool until_sealing(struct made *made, uint64_t index, struct buffer *bytes)
{
    (void)index;
    return made->minute < 1117 && !holds(bytes, "\"type\":\"draw-source\"");
}

static bool is_of_later(const struct made_file *file)
{
    static const char *const names[] = {"SHA256SUMS", "certificate.html", "VERIFY.txt", "result.json",
                                        "keys/ana-",  "keys/bo-",         "city.pb",    "east.pb"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(file->name, names[i], strlen(names[i])) == 0)
            return true;
    return strncmp(file->name, "blobs/", 6) == 0 &&
           (holds(&file->content, "folkmoot-mix/1\n") || holds(&file->content, "folkmoot-share/1\n") ||
            holds(&file->content, "\"software\":\"make_bundle\",\"version\""));
}

static void drop_later(struct made *made, struct made_file *file)
{
    (void)made;
    if (is_of_later(file) && !holds(&file->content, "\"witness_policy\""))
        file->name[0] = 0;
}

/* Of its texts the record has salted hashes only. */
static void name_a_project(struct made *made, struct made_file *file)
{
    static const char name[] = "The park";
    (void)made;
    if (strcmp(file->name, "city.pb") != 0)
        return;
    const uint8_t *cell = memmem(file->content.data, file->content.len, ";;", 2);
    assert_non_null(cell);
    size_t at = (size_t)(cell - file->content.data) + 1, rest = file->content.len - at;
    buffer_append_string(&file->content, name);
    memmove(file->content.data + at + sizeof name - 1, file->content.data + at, rest);
    memcpy(file->content.data + at, name, sizeof name - 1);
}

static const struct wrong_round rounds[] = {
    {"nothing is changed", {0}, 0, 0, false},
    {"nothing is changed, the key of the log is given", {0}, 0, 0, true},
    {"nothing is changed, three trustees", {0}, 0, 0, false, 3},
    {"cosigned as asked for", {.definition = made_ask_witness, .file = cosign}, 0, 0, false},
    {"an issue for a serial", {.entry = known_serial}, 0, 0, false},
    {"more credentials than the cap", {.definition = low_cap}, C8 | C9 | C11 | C12, 0, false},
    {"mixed before the time for objections is over", {.definition = long_objection}, C2 | C8, 0, false},
    {"a ballot before the opening time", {.definition = open_later}, C9 | C11 | C12, 0, false},
    {"a second ballot where revoting is off", {.definition = revoting_off}, C9 | C11 | C12, 0, false},
    {"a ballot for a contest of others", {.ballot = wrong_layout}, C9 | C11 | C12 | C17, 0, false},
    {"points of another ballot", {.ballot = repeat_nonces}, C9 | C11 | C12, 0, false},
    {"a key that the trustees did not make", {.blob = other_trustee_key}, C4, 0, false, 3},
    {"a round that is not over",
     {.bytes = until_sealing, .finished = drop_later},
     0,
     C1 | C8 | C12 | C13 | C14 | C15 | C16 | C17,
     false},
};
enum { ROUNDS = sizeof rounds / sizeof *rounds };

static char folder[] = "/tmp/test-verify-XXXXXX";
static char path[64];

static void check(const char *name, const struct report *report, const struct wrong_round *round)
{
    unsigned fails = 0, incomplete = 0;
    struct buffer text = {0};
    for (int c = CHECK_FILES; c < CHECK_END; c++) {
        fails |= (report->checks[c].status == CHECK_FAILED) << c;
        incomplete |= (report->checks[c].status == CHECK_INCOMPLETE) << c;
    }
    report_write_text(report, &text);
    if (fails != round->fails || (!fails && incomplete != round->incomplete))
        fail_msg("%s:\n%s", name, buffer_string(&text));
    assert_int_equal(report_exit_status(report), fails ? 1 : incomplete ? 2 : 0);
    buffer_clear(&text);
}

static void round_is_judged(void **state)
{
    const struct wrong_round *round = *state;
    struct made *made = allocate(1, sizeof *made);
    struct verify_options options = {.threads = 1};
    struct report report = {0}, other = {0};
    struct error err;
    struct buffer key = {0};
    made->hooks = round->hooks;
    made->trustees = round->trustees;
    made_run(made);
    made_write_zip(made, path);
    if (round->given_key) {
        struct made *true_made = allocate(1, sizeof *true_made);
        made_run(true_made);
        note_key_append(&true_made->log.key, &key);
        options.log_key = buffer_string(&key);
        made_clear(true_made);
        free(true_made);
    }
    assert_true(verify_bundle(path, &options, &report, &err));
    check(round->name, &report, round);
    options.engine = ENGINE_SODIUM;
    assert_true(verify_bundle(path, &options, &other, &err));
    assert_memory_equal(&other.checks, &report.checks, sizeof report.checks);
    made_clear(made);
    free(made);
    buffer_clear(&key);
}

/* ---- trustees known from elsewhere ---- */

/* Check 4 when --trustees names a file with these people's keys, one behind the other. */
static enum check_status check_against(const enum made_person *people, const char *behind)
{
    char keys[80];
    struct made *made = allocate(1, sizeof *made);
    struct verify_options options = {.trustees = keys};
    struct report report = {0};
    struct buffer text = {0};
    struct error err;
    made->trustees = 3;
    made_run(made);
    made_write_zip(made, path);
    snprintf(keys, sizeof keys, "%s/trustees.pub", folder);
    for (; *people != MADE_PEOPLE; people++) {
        struct minisign_public key = {.id = {(uint8_t)*people}};
        memcpy(key.key, made->public[*people].bytes, sizeof key.key);
        minisign_public_append(&key, &text);
    }
    buffer_append_string(&text, behind);
    assert_true(file_write(keys, buffer_bytes(&text), 0600, &err));
    assert_true(verify_bundle(path, &options, &report, &err));
    unlink(keys);
    buffer_clear(&text);
    made_clear(made);
    free(made);
    return report.checks[CHECK_TRUSTEES].status;
}

static void trustees_are_those_of_the_file(void **state)
{
    (void)state;
    static const enum made_person all[] = {MADE_TRUSTEE, MADE_TRUSTEE_2, MADE_TRUSTEE_3, MADE_PEOPLE},
                                  other_order[] = {MADE_TRUSTEE_3, MADE_TRUSTEE, MADE_TRUSTEE_2, MADE_PEOPLE},
                                  two[] = {MADE_TRUSTEE, MADE_TRUSTEE_2, MADE_PEOPLE},
                                  twice[] = {MADE_TRUSTEE, MADE_TRUSTEE_2, MADE_TRUSTEE_2, MADE_PEOPLE},
                                  last_twice[] = {MADE_TRUSTEE, MADE_TRUSTEE_2, MADE_TRUSTEE_3,
                                                  MADE_TRUSTEE_3, MADE_PEOPLE},
                                  stranger[] = {MADE_TRUSTEE, MADE_TRUSTEE_2, MADE_CLERK_1, MADE_PEOPLE},
                                  more[] = {MADE_TRUSTEE, MADE_TRUSTEE_2, MADE_TRUSTEE_3, MADE_CLERK_1,
                                            MADE_PEOPLE};
    assert_int_equal(check_against(all, ""), CHECK_PASSED);
    assert_int_equal(check_against(other_order, ""), CHECK_PASSED);
    assert_int_equal(check_against(two, ""), CHECK_FAILED);
    assert_int_equal(check_against(twice, ""), CHECK_FAILED);
    assert_int_equal(check_against(stranger, ""), CHECK_FAILED);
    assert_int_equal(check_against(more, ""), CHECK_FAILED);
    assert_int_equal(check_against(last_twice, ""), CHECK_FAILED);
    assert_int_equal(check_against(all, "untrusted comment: no key\n"), CHECK_FAILED);
    assert_int_equal(check_against(all, "\n"), CHECK_FAILED);
}

/* ---- receipts and checkpoints that people kept ---- */

struct kept {
    struct made *made;
    char receipts[4][64];
    const char *paths[4];
    struct report report;
};

static void write_kept(struct kept *kept, size_t i, struct bytes content)
{
    snprintf(kept->receipts[i], sizeof kept->receipts[i], "%s/kept-%zu", folder, i);
    kept->paths[i] = kept->receipts[i];
    assert_true(file_write(kept->receipts[i], content, 0600, NULL));
}

static void write_receipt(struct kept *kept, size_t i, struct made *made, unsigned cast)
{
    struct buffer receipt = {0};
    made_receipt(made, made->places[cast], buffer_bytes(&made->ballot_bytes[cast]), &receipt);
    write_kept(kept, i, buffer_bytes(&receipt));
    buffer_clear(&receipt);
}

static void write_checkpoint(struct kept *kept, size_t i, struct made *made, uint64_t size)
{
    struct buffer note = {0};
    made_checkpoint(made, size, &note);
    write_kept(kept, i, buffer_bytes(&note));
    buffer_clear(&note);
}

static struct made *make(struct made_hooks hooks)
{
    struct made *made = allocate(1, sizeof *made);
    made->hooks = hooks;
    made_run(made);
    return made;
}

static void unmake(struct made *made)
{
    made_clear(made);
    free(made);
}

/* The status of check 7; every other check passes. */
static enum check_status verify_kept(struct kept *kept, size_t receipts, size_t checkpoints)
{
    struct verify_options options = {.receipts = kept->paths,
                                     .receipt_count = receipts,
                                     .checkpoints = kept->paths + receipts,
                                     .checkpoint_count = checkpoints};
    kept->report = (struct report){0};
    made_write_zip(kept->made, path);
    assert_true(verify_bundle(path, &options, &kept->report, NULL));
    for (size_t i = 0; i < receipts + checkpoints; i++)
        unlink(kept->paths[i]);
    for (int c = CHECK_FILES; c < CHECK_LIMITS; c++)
        if (c != CHECK_RECEIPTS)
            assert_int_equal(kept->report.checks[c].status, CHECK_PASSED);
    return kept->report.checks[CHECK_RECEIPTS].status;
}

static void what_projects_are_called_is_not_proven(void **state)
{
    (void)state;
    struct verify_options options = {0};
    struct report report = {0};
    struct made *made = make((struct made_hooks){.file = name_a_project});
    made_write_zip(made, path);
    assert_true(verify_bundle(path, &options, &report, NULL));
    assert_int_equal(report_exit_status(&report), 0);
    assert_non_null(strstr(report.checks[CHECK_LIMITS].detail, "what the .pb files call projects"));
    unmake(made);
}

static void receipts_say_what_became_of_a_ballot(void **state)
{
    (void)state;
    struct kept kept = {.made = make((struct made_hooks){0})};
    write_receipt(&kept, 0, kept.made, 0);
    write_receipt(&kept, 1, kept.made, 1);
    write_receipt(&kept, 2, kept.made, 2);
    assert_int_equal(verify_kept(&kept, 3, 0), CHECK_PASSED);
    const char *said = kept.report.checks[CHECK_RECEIPTS].detail;
    assert_non_null(strstr(said, "kept-0 COUNTS"));
    assert_non_null(strstr(said, "kept-1 REPLACED"));
    assert_non_null(strstr(said, "kept-2 WITHDRAWN"));
    unmake(kept.made);
}

static void a_receipt_of_another_history_fails(void **state)
{
    (void)state;
    struct kept kept = {.made = make((struct made_hooks){0})};
    struct made *other = make((struct made_hooks){.ballot = repeat_nonces});
    write_receipt(&kept, 0, other, 4);
    assert_int_equal(verify_kept(&kept, 1, 0), CHECK_FAILED);
    unmake(other);
    unmake(kept.made);
}

static void a_damaged_receipt_fails(void **state)
{
    (void)state;
    struct kept kept = {.made = make((struct made_hooks){0})};
    struct buffer receipt = {0};
    made_receipt(kept.made, kept.made->places[0], buffer_bytes(&kept.made->ballot_bytes[1]), &receipt);
    write_kept(&kept, 0, buffer_bytes(&receipt));
    assert_int_equal(verify_kept(&kept, 1, 0), CHECK_FAILED);
    write_kept(&kept, 0, bytes_of_string("no receipt\n"));
    assert_int_equal(verify_kept(&kept, 1, 0), CHECK_FAILED);
    buffer_clear(&receipt);
    unmake(kept.made);
}

static void older_checkpoints_are_compared(void **state)
{
    (void)state;
    struct kept kept = {.made = make((struct made_hooks){0})};
    struct made *other = make((struct made_hooks){0}); /* its proofs are others, so its log is */
    write_checkpoint(&kept, 0, kept.made, 20);
    assert_int_equal(verify_kept(&kept, 0, 1), CHECK_PASSED);
    write_checkpoint(&kept, 0, kept.made, kept.made->first);
    assert_int_equal(verify_kept(&kept, 0, 1), CHECK_PASSED);
    write_checkpoint(&kept, 0, kept.made, kept.made->first - 1);
    assert_int_equal(verify_kept(&kept, 0, 1), CHECK_INCOMPLETE);
    write_kept(&kept, 0, bytes_of_string("city.example/log\n20\n"));
    assert_int_equal(verify_kept(&kept, 0, 1), CHECK_FAILED);
    write_checkpoint(&kept, 0, other, 20);
    assert_int_equal(verify_kept(&kept, 0, 1), CHECK_FAILED);
    unmake(other);
    unmake(kept.made);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    struct made *made = make((struct made_hooks){0});
    struct verify_options one = {.threads = 1}, many = {.threads = 7};
    struct report first = {0}, second = {0};
    made_write_zip(made, path);
    assert_true(verify_bundle(path, &one, &first, NULL));
    assert_true(verify_bundle(path, &many, &second, NULL));
    assert_memory_equal(first.checks, second.checks, sizeof first.checks);
    unmake(made);
}

static void what_is_no_bundle_is_said(void **state)
{
    (void)state;
    struct verify_options options = {0};
    struct report report = {0};
    struct error err;
    assert_true(file_write(path, bytes_of_string("no zip"), 0600, NULL));
    assert_false(verify_bundle(path, &options, &report, &err));
    assert_non_null(strstr(err.detail, "neither a folder nor a zip"));
    assert_false(verify_bundle(folder, &options, &report, &err)); /* it holds something else */
    assert_non_null(strstr(err.detail, "no record of a round"));
}

static int make_folder(void **state)
{
    (void)state;
    if (sodium_init() < 0 || !mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/bundle.zip", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    static const struct CMUnitTest others[] = {
        cmocka_unit_test(trustees_are_those_of_the_file),
        cmocka_unit_test(what_projects_are_called_is_not_proven),
        cmocka_unit_test(receipts_say_what_became_of_a_ballot),
        cmocka_unit_test(a_receipt_of_another_history_fails),
        cmocka_unit_test(a_damaged_receipt_fails),
        cmocka_unit_test(older_checkpoints_are_compared),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(what_is_no_bundle_is_said),
    };
    enum { OTHERS = sizeof others / sizeof *others };
    static struct CMUnitTest tests[ROUNDS + OTHERS];
    for (size_t i = 0; i < ROUNDS; i++)
        tests[i] =
            (struct CMUnitTest){rounds[i].name, round_is_judged, NULL, NULL, (void *)(uintptr_t)&rounds[i]};
    memcpy(&tests[ROUNDS], others, sizeof others);
    return cmocka_run_group_tests_name("verify", tests, make_folder, remove_folder);
}
