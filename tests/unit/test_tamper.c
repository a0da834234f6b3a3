/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Everything that an insider with every key could change in a bundle (common/tamper), in that of a round with
 * one key and in that of a round with three trustees and a witness: both engines reject each by the check
 * that it names, and by no other but those that it names as consequences.
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
#include "tamper/tamper.h"
#include "verify/verify.h"

enum { SINGLE_KEY, TRUSTEES, ROUNDS, ALTERATIONS_LEAST = 80, ALTERATIONS_MAX = 1000 };

static char folder[] = "/tmp/test-tamper-XXXXXX";

/* Both rounds, made once. */
static struct stage {
    char bundle[64], out[64], key_folder[64], kept[64], log_key[256];
    struct insider insider;
} stages[ROUNDS];

/* What was seen of each alteration in all rounds: whether it could be made, which checks failed beside. */
static bool applied[ALTERATIONS_MAX];
static unsigned beside[ALTERATIONS_MAX];

static unsigned bit(int check)
{
    return 1u << check;
}

static unsigned checks_with(const struct report *report, enum check_status status)
{
    unsigned found = 0;
    for (int check = CHECK_FILES; check < CHECK_LIMITS; check++)
        if (report->checks[check].status == status)
            found |= bit(check);
    return found;
}

/* Exactly the check, and no more than its consequences. */
static void hold(const struct alteration *alteration, const struct report *report, unsigned *others)
{
    struct buffer text = {0};
    unsigned failed = checks_with(report, CHECK_FAILED), incomplete = checks_with(report, CHECK_INCOMPLETE);
    unsigned check = bit(tamper_check(alteration));
    bool fails = tamper_outcome(alteration) == ALTERATION_FAILS;
    unsigned found = fails ? failed : incomplete;
    report_write_text(report, &text);
    if (!(found & check))
        fail_msg("%s: check %d does not see it:\n%s", tamper_name(alteration), tamper_check(alteration),
                 buffer_string(&text));
    if (!fails && failed)
        fail_msg("%s: it should be incomplete only:\n%s", tamper_name(alteration), buffer_string(&text));
    if (found & ~check & ~tamper_also(alteration))
        fail_msg("%s: more than was to be expected:\n%s", tamper_name(alteration), buffer_string(&text));
    assert_int_equal(report_exit_status(report), fails ? 1 : 2);
    *others |= found & ~check;
    buffer_clear(&text);
}

static void options_for(const struct alteration *alteration, const struct stage *stage,
                        const char *const *kept, struct verify_options *out)
{
    if (tamper_beside(alteration) == TRUE_LOG_KEY)
        out->log_key = stage->log_key;
    if (tamper_beside(alteration) == KEPT_CHECKPOINT) {
        out->checkpoints = kept;
        out->checkpoint_count = 1;
    }
}

static void try(size_t number, const struct stage *stage)
{
    const struct alteration *alteration = tamper_alteration(number);
    const char *const kept[] = {stage->kept};
    struct verify_options options = {.threads = 1};
    struct report report = {0}, other = {0};
    struct error err = {0};
    if (!tamper_apply(alteration, stage->bundle, &stage->insider, stage->out, &err)) {
        if (!err.type || strcmp(err.type, "not-applicable") != 0)
            fail_msg("%s: %s", tamper_name(alteration), err.detail);
        return;
    }
    applied[number] = true;
    options_for(alteration, stage, kept, &options);
    assert_true(verify_bundle(stage->out, &options, &report, &err));
    hold(alteration, &report, &beside[number]);
    options.engine = ENGINE_SODIUM;
    assert_true(verify_bundle(stage->out, &options, &other, &err));
    assert_memory_equal(&other.checks, &report.checks, sizeof report.checks);
}

/* A row of the table in every round in which it can be made; in one at least. A consequence that never comes
 * about is none. */
static void alteration_is_seen(void **state)
{
    size_t number = (size_t)(uintptr_t)*state;
    const struct alteration *alteration = tamper_alteration(number);
    for (size_t i = 0; i < ROUNDS; i++)
        try(number, &stages[i]);
    if (!applied[number])
        fail_msg("%s can be made in no round", tamper_name(alteration));
    if (tamper_also(alteration) & ~beside[number])
        fail_msg("%s: of its consequences, %x never come about", tamper_name(alteration),
                 tamper_also(alteration) & ~beside[number]);
}

/* The bundles pass as they are, and so does one that was taken apart and put together again. */
static void what_is_not_altered_passes(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROUNDS; i++) {
        const char *const kept[] = {stages[i].kept};
        struct verify_options options = {
            .threads = 1, .checkpoints = kept, .checkpoint_count = 1, .log_key = stages[i].log_key};
        struct report report = {0};
        assert_true(verify_bundle(stages[i].bundle, &options, &report, NULL));
        assert_int_equal(report_exit_status(&report), 0);
    }
}

static void names_are_distinct(void **state)
{
    (void)state;
    assert_true(tamper_count() >= ALTERATIONS_LEAST && tamper_count() <= ALTERATIONS_MAX);
    for (size_t i = 0; i < tamper_count(); i++)
        assert_ptr_equal(tamper_find(tamper_name(tamper_alteration(i))), tamper_alteration(i));
    assert_null(tamper_find("nothing"));
}

/* Every check has an alteration that it alone must notice. */
static void every_check_is_asked(void **state)
{
    unsigned asked = 0;
    (void)state;
    for (size_t i = 0; i < tamper_count(); i++)
        asked |= bit(tamper_check(tamper_alteration(i)));
    for (int check = CHECK_FILES; check < CHECK_LIMITS; check++)
        if (!(asked & bit(check)))
            fail_msg("no alteration asks check %d", check);
}

/* Without keys the record changes all the same; signature, root and sums then do not fit. */
static void without_keys_more_is_seen(void **state)
{
    static const struct insider nobody;
    struct report report = {0};
    struct verify_options options = {.threads = 1};
    const struct stage *stage = &stages[SINGLE_KEY];
    (void)state;
    assert_true(tamper_apply(tamper_find("sealing-replaced"), stage->bundle, &nobody, stage->out, NULL));
    assert_true(verify_bundle(stage->out, &options, &report, NULL));
    assert_int_equal(checks_with(&report, CHECK_FAILED),
                     bit(CHECK_FILES) | bit(CHECK_LOG) | bit(CHECK_ACTS) | bit(CHECK_INPUTS));
}

/* ---- the rounds ---- */

static void cosign(struct made *made, struct made_file *file)
{
    (void)made;
    made_cosign(file, 1700000000);
}

static void make_round(struct stage *stage, const char *name, bool trustees)
{
    struct made *made = allocate(1, sizeof *made);
    struct buffer text = {0};
    if (trustees) {
        made->trustees = MADE_TRUSTEES_MAX;
        made->hooks = (struct made_hooks){.definition = made_ask_witness, .file = cosign};
    }
    made_run(made);
    snprintf(stage->bundle, sizeof stage->bundle, "%s/%s.zip", folder, name);
    snprintf(stage->out, sizeof stage->out, "%s/%s-altered.zip", folder, name);
    snprintf(stage->kept, sizeof stage->kept, "%s/%s-checkpoint", folder, name);
    snprintf(stage->key_folder, sizeof stage->key_folder, "%s/%s-keys", folder, name);
    made_write_zip(made, stage->bundle);
    made_checkpoint(made, made->tree.size, &text);
    assert_true(file_write(stage->kept, buffer_bytes(&text), 0600, NULL));
    text.len = 0;
    note_key_append(&made->log.key, &text);
    snprintf(stage->log_key, sizeof stage->log_key, "%s", buffer_string(&text));
    made_write_insider(made, stage->key_folder);
    struct error err;
    if (!insider_load(stage->key_folder, &stage->insider, &err))
        fail_msg("%s", err.detail);
    buffer_clear(&text);
    made_clear(made);
    free(made);
}

static int make_rounds(void **state)
{
    (void)state;
    if (sodium_init() < 0 || !mkdtemp(folder))
        return -1;
    make_round(&stages[SINGLE_KEY], "one", false);
    make_round(&stages[TRUSTEES], "three", true);
    return 0;
}

static int remove_rounds(void **state)
{
    char command[128];
    (void)state;
    for (size_t i = 0; i < ROUNDS; i++)
        insider_wipe(&stages[i].insider);
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

int main(void)
{
    static const struct CMUnitTest others[] = {
        cmocka_unit_test(what_is_not_altered_passes),
        cmocka_unit_test(names_are_distinct),
        cmocka_unit_test(every_check_is_asked),
        cmocka_unit_test(without_keys_more_is_seen),
    };
    enum { OTHERS = sizeof others / sizeof *others };
    static struct CMUnitTest tests[OTHERS + ALTERATIONS_MAX];
    memcpy(tests, others, sizeof others);
    for (size_t i = 0; i < tamper_count(); i++)
        tests[OTHERS + i] = (struct CMUnitTest){tamper_name(tamper_alteration(i)), alteration_is_seen, NULL,
                                                NULL, (void *)(uintptr_t)i};
    /* not the macro, which takes the number from the type of the array */
    return _cmocka_run_group_tests("tamper", tests, OTHERS + tamper_count(), make_rounds, remove_rounds);
}
