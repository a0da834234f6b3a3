/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What comes out: result.json, certified anew as it is then (checks 14, 16, 17), and the files of decrypted
 * ballots (check 15).
 */
#include <jansson.h>

#include "record/json.h"
#include "tamper/alteration.h"

/* ---- result.json ---- */

static json_t *read_result(struct forgery *f, struct error *err)
{
    const struct buffer *file = forgery_file(f, "result.json", err);
    return file ? json_read(buffer_bytes(file), ENTRY_RESULT_BYTES_MAX, err) : NULL;
}

/* In the place of the true one, counted and certified. Takes the reference. */
static bool put_result(struct forgery *f, json_t *result, struct error *err)
{
    struct buffer text = {0};
    struct blob_ref ref;
    const struct buffer *file = forgery_file(f, "result.json", err);
    bool ok = file && json_write(result, &text, err);
    if (ok) {
        blob_ref_of(buffer_bytes(file), &ref);
        ok = forgery_replace_blob(f, ref, buffer_bytes(&text), ENTRY_TYPES, err);
        forgery_add_file(f, "result.json", buffer_bytes(&text));
    }
    json_decref(result);
    buffer_clear(&text);
    return ok;
}

static bool is_counted(const json_t *contest)
{
    return json_object_get(contest, "count") != NULL;
}

/* The first contest that has the member in its object or in `count`; *in is where it stands. */
static json_t *find_member(json_t *result, const char *name, json_t **in)
{
    size_t i;
    json_t *contest;
    json_array_foreach(json_object_get(result, "contests"), i, contest)
    {
        json_t *count = json_object_get(contest, "count");
        *in = json_object_get(contest, name) && is_counted(contest) ? contest : count;
        json_t *found = json_object_get(*in, name);
        if (found && (!json_is_array(found) || json_array_size(found)))
            return found;
    }
    return NULL;
}

/* A value of the same kind that is another. */
static json_t *other_value(const json_t *value)
{
    struct buffer text = {0};
    json_t *changed = NULL;
    switch (json_typeof(value)) {
    case JSON_INTEGER:
        return json_integer(json_integer_value(value) + 1);
    case JSON_STRING: /* base64 of 32 bytes, or an id: another first character */
        buffer_append_string(&text, json_string_value(value));
        text.data[0] = text.data[0] == 'a' ? 'b' : 'a';
        changed = json_string(buffer_string(&text));
        buffer_clear(&text);
        return changed;
    case JSON_ARRAY:
        changed = json_copy((json_t *)(uintptr_t)value);
        json_array_remove(changed, json_array_size(changed) - 1);
        return changed;
    default:
        return json_string("other");
    }
}

/* The member `of` is another, or without the last element of its list. */
static bool member(struct forgery *f, const struct alteration *row, struct error *err)
{
    json_t *result = read_result(f, err), *in = NULL;
    const json_t *value = result ? find_member(result, row->of, &in) : NULL;
    if (!value) {
        json_decref(result);
        return result && forgery_missing(err, "the result has no such member");
    }
    json_object_set_new(in, row->of, other_value(value));
    return put_result(f, result, err);
}

/* The member `of` of contest 0 is one more, and `to` one less: the sum stays. */
static bool shift(struct forgery *f, const struct alteration *row, struct error *err)
{
    json_t *result = read_result(f, err), *in = NULL;
    const json_t *less = result ? find_member(result, row->to, &in) : NULL;
    if (!less || json_integer_value(less) < 1) {
        json_decref(result);
        return result && forgery_missing(err, "there are none of these");
    }
    json_int_t more = json_integer_value(json_object_get(in, row->of));
    json_object_set_new(in, row->to, json_integer(json_integer_value(less) - 1));
    json_object_set_new(in, row->of, json_integer(more + 1));
    return put_result(f, result, err);
}

/* A member that does not belong there, or one less. */
static bool more_members(struct forgery *f, const struct alteration *row, struct error *err)
{
    json_t *result = read_result(f, err);
    if (!result)
        return false;
    json_t *contest = json_array_get(json_object_get(result, "contests"), 0);
    if (row->to)
        json_object_set_new(contest, row->of, json_string(row->to));
    else
        json_object_del(contest, row->of);
    return put_result(f, result, err);
}

static bool top_member(struct forgery *f, const struct alteration *row, struct error *err)
{
    json_t *result = read_result(f, err);
    if (!result)
        return false;
    json_object_set_new(result, row->of, other_value(json_object_get(result, row->of)));
    return put_result(f, result, err);
}

static bool other_winner(struct forgery *f, const struct alteration *row, struct error *err)
{
    json_t *result = read_result(f, err), *in = NULL;
    json_t *selected = result ? find_member(result, "selected", &in) : NULL;
    (void)row;
    if (!selected) {
        json_decref(result);
        return result && forgery_missing(err, "nothing has won");
    }
    json_array_set_new(selected, 0, other_value(json_array_get(selected, 0)));
    return put_result(f, result, err);
}

static bool other_rule(struct forgery *f, const struct alteration *row, struct error *err)
{
    json_t *result = read_result(f, err), *in = NULL;
    json_t *rule = result ? find_member(result, "rule", &in) : NULL;
    (void)row;
    if (!rule) {
        json_decref(result);
        return result && forgery_missing(err, "nothing was counted");
    }
    json_object_set_new(rule, "ties", json_string("other"));
    return put_result(f, result, err);
}

static bool other_trace(struct forgery *f, const struct alteration *row, struct error *err)
{
    json_t *result = read_result(f, err), *in = NULL;
    json_t *trace = result ? find_member(result, "trace", &in) : NULL;
    const char *key;
    json_t *value;
    (void)row;
    if (!trace) {
        json_decref(result);
        return result && forgery_missing(err, "nothing was counted");
    }
    json_t *step = json_array_get(trace, 0);
    void *first = json_object_iter(step);
    key = json_object_iter_key(first);
    value = json_object_iter_value(first);
    json_object_set_new(step, key, other_value(value));
    return put_result(f, result, err);
}

static bool swap_contests(struct forgery *f, const struct alteration *row, struct error *err)
{
    json_t *result = read_result(f, err), *contests = json_object_get(result, "contests");
    (void)row;
    if (json_array_size(contests) < 2) {
        json_decref(result);
        return result && forgery_missing(err, "there is one contest");
    }
    json_t *first = json_incref(json_array_get(contests, 0));
    json_array_remove(contests, 0);
    json_array_append_new(contests, first);
    return put_result(f, result, err);
}

/* The first invalid ballot has another reason, or another place. */
static bool invalid_ballot(struct forgery *f, const struct alteration *row, struct error *err)
{
    json_t *result = read_result(f, err), *in = NULL;
    json_t *invalid = result ? find_member(result, "invalid", &in) : NULL;
    if (!invalid) {
        json_decref(result);
        return result && forgery_missing(err, "no ballot is invalid");
    }
    json_t *ballot = json_array_get(invalid, 0);
    if (row->to)
        json_object_set_new(ballot, row->of, json_string(row->to));
    else
        json_object_set_new(ballot, row->of, other_value(json_object_get(ballot, row->of)));
    return put_result(f, result, err);
}

/* A ballot that is valid is called invalid. */
static bool one_more_invalid(struct forgery *f, const struct alteration *row, struct error *err)
{
    json_t *result = read_result(f, err), *contests = json_object_get(result, "contests"), *contest;
    size_t i;
    (void)row;
    json_array_foreach(contests, i, contest) if (is_counted(contest))
    {
        json_t *ballot = json_object();
        json_object_set_new(ballot, "index", json_integer(0));
        json_object_set_new(ballot, "reason", json_string("padding"));
        json_array_append_new(json_object_get(contest, "invalid"), ballot);
        return put_result(f, result, err);
    }
    json_decref(result);
    return result && forgery_missing(err, "nothing was counted");
}

/* The file says something else than the record. */
static bool file_only(struct forgery *f, const struct alteration *row, struct error *err)
{
    (void)row;
    struct buffer *file = forgery_file(f, "result.json", err);
    return file && forgery_replace(file, "\"software\":\"", "\"software\":\"other ", err);
}

/* ---- a vote that leaves no trace: everybody is in it, and only the voter knows ---- */

static void one_less(json_t *contest, const char *name)
{
    json_int_t value = json_integer_value(json_object_get(contest, name));
    json_object_set_new(contest, name, json_integer(value - 1));
}

static bool forget_in_result(struct forgery *f, const struct ballot *ballot, struct error *err)
{
    json_t *result = read_result(f, err), *contest;
    size_t c;
    if (!result)
        return false;
    json_array_foreach(json_object_get(result, "contests"), c, contest)
    {
        struct bytes id = bytes_of_string(json_string_value(json_object_get(contest, "id")));
        for (size_t i = 0; i < ballot->statement.contest_count; i++)
            if (bytes_equal(ballot->statement.layout[i].contest, id)) {
                one_less(contest, "ballots");
                one_less(contest, "withdrawn");
            }
    }
    return put_result(f, result, err);
}

static bool forget_in_sealing(struct forgery *f, const struct ballot *ballot, struct error *err)
{
    struct forged_entry *at = forgery_find(f, ENTRY_SEALING, LAST, err);
    struct entry sealing;
    if (!at || !forgery_parse(f, at, &sealing, err))
        return false;
    struct contest_totals *totals = arena_allocate(&f->arena, sealing.contest_count, sizeof *totals);
    memcpy(totals, sealing.contests, sealing.contest_count * sizeof *totals);
    for (size_t c = 0; c < sealing.contest_count; c++)
        for (size_t i = 0; i < ballot->statement.contest_count; i++)
            if (bytes_equal(ballot->statement.layout[i].contest, bytes_of_string(totals[c].contest))) {
                totals[c].ballots--;
                totals[c].withdrawn--;
            }
    sealing.contests = totals;
    return forgery_put(f, at, &sealing, err);
}

/* The ballot of a void credential is left out, and so it is in all that was signed after it. */
static bool forget_withdrawn(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct entry gone, entry;
    const struct forged_entry *at = forgery_find(f, ENTRY_VOID, 0, err);
    size_t found = SIZE_MAX, count = 0;
    (void)row;
    if (!at || !forgery_parse(f, at, &gone, err))
        return false;
    for (size_t i = 0; i < f->entry_count; i++)
        if (forgery_is(f, &f->entries[i], ENTRY_BALLOT) && forgery_parse(f, &f->entries[i], &entry, err) &&
            point_equal(&entry.ballot.statement.credential, &gone.credential)) {
            found = i;
            count++;
        }
    if (count != 1)
        return forgery_missing(err, "no credential with one ballot is void");
    if (!forgery_parse(f, &f->entries[found], &entry, err))
        return false;
    forgery_remove(f, found);
    struct entry instead = {.type = ENTRY_STAFF, .act = "add", .role = "clerk"}; /* the size stays */
    if (!forgery_write_entry(f, f->entry_count, &instead, err))
        return false;
    return forget_in_sealing(f, &entry.ballot, err) && forget_in_result(f, &entry.ballot, err);
}

/* ---- the draw ---- */

static bool other_dice(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct forged_entry *at = forgery_find(f, ENTRY_DRAW_SOURCE, 0, err);
    struct entry entry;
    (void)row;
    if (!at || !forgery_parse(f, at, &entry, err))
        return false;
    entry.value = strcmp(entry.value, "1 1 1 1") == 0 ? "2 2 2 2" : "1 1 1 1";
    return forgery_put(f, at, &entry, err);
}

/* ---- the files of ballots ---- */

static struct buffer *pabulib_file(struct forgery *f, struct error *err)
{
    for (size_t i = 0; i < f->file_count; i++) {
        const char *name = f->files[i].name, *dot = strrchr(name, '.');
        if (!strchr(name, '/') && dot && strcmp(dot, ".pb") == 0)
            return &f->files[i].content;
    }
    forgery_missing(err, "no contest was counted");
    return NULL;
}

/* The last line: where it begins, and a copy of its vote, from the first `;` on. */
static bool last_line(struct buffer *file, size_t *start, struct buffer *vote, struct error *err)
{
    if (!file)
        return false;
    char *text = buffer_string(file), *line = text + file->len - 1;
    while (line > text && line[-1] != '\n')
        line--;
    if (!strchr(line, ';'))
        return forgery_missing(err, "there are no votes");
    *start = (size_t)(line - text);
    buffer_append_string(vote, strchr(line, ';'));
    return true;
}

static bool vote_dropped(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *file = pabulib_file(f, err), vote = {0};
    size_t start;
    bool ok = last_line(file, &start, &vote, err);
    (void)row;
    if (ok)
        file->len = start;
    buffer_clear(&vote);
    return ok;
}

static bool vote_added(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *file = pabulib_file(f, err), vote = {0};
    size_t start;
    bool ok = last_line(file, &start, &vote, err);
    (void)row;
    if (ok) {
        buffer_append_string(file, "1000000000");
        buffer_append_bytes(file, buffer_bytes(&vote));
    }
    buffer_clear(&vote);
    return ok;
}

/* An option named twice is no other vote, but another file. */
static bool option_repeated(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *file = pabulib_file(f, err), vote = {0};
    size_t start;
    bool ok = last_line(file, &start, &vote, err);
    (void)row;
    if (ok) {
        const char *text = buffer_string(&vote);
        size_t id = strcspn(text + 1, ",;\n");
        file->len -= vote.len;
        buffer_append(file, text, 1 + id);
        buffer_append_string(file, ",");
        buffer_append_string(file, text + 1);
    }
    buffer_clear(&vote);
    return ok;
}

/* The last two people have changed their votes with each other: the order is that of the mix. */
static bool votes_swapped(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *file = pabulib_file(f, err), last = {0}, before = {0};
    size_t start = 0, start_before = 0;
    (void)row;
    bool ok = last_line(file, &start, &last, err);
    size_t len = ok ? file->len : 0, head = len - last.len - start;
    char number[32];
    if (ok && head < sizeof number) {
        memcpy(number, file->data + start, head);
        file->len = start;
        ok = last_line(file, &start_before, &before, err);
    }
    if (ok && bytes_equal(buffer_bytes(&last), buffer_bytes(&before)))
        ok = forgery_missing(err, "the last two votes are the same");
    if (ok) {
        file->len -= before.len;
        buffer_append_bytes(file, buffer_bytes(&last));
        buffer_append(file, number, head);
        buffer_append_bytes(file, buffer_bytes(&before));
    }
    buffer_clear(&last);
    buffer_clear(&before);
    return ok;
}

/* `from` is `to`. */
static bool text(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *file = pabulib_file(f, err);
    return file && forgery_replace(file, row->from, row->to, err);
}

/* The first project has won, or has not. */
static bool selected(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *file = pabulib_file(f, err);
    (void)row;
    if (!file)
        return false;
    char *line = strstr(buffer_string(file), "\nPROJECTS\n");
    line = line ? strchr(line + 10, '\n') : NULL; /* the end of the names of the columns */
    char *end = line ? strchr(line + 1, '\n') : NULL;
    if (!end)
        return forgery_missing(err, "the file has no projects");
    end[-1] = end[-1] == '0' ? '1' : '0';
    return true;
}

static bool line_feed_behind(struct forgery *f, const struct alteration *row, struct error *err)
{
    struct buffer *file = pabulib_file(f, err);
    (void)row;
    if (file)
        buffer_append_u8(file, '\n');
    return file != NULL;
}

#define COUNT(named, what, function, member_of)                                                              \
    {                                                                                                        \
        "result-" named, what, BEFORE_SIGNING, function, .of = member_of, .check = CHECK_COUNT               \
    }
#define PROFILE(named, what, function, ...)                                                                  \
    {                                                                                                        \
        "ballots-" named, what, BEFORE_SUMS, function, __VA_ARGS__.check = CHECK_PROFILE                     \
    }

static const struct alteration rows[] = {
    {"invalid-not-named", "an invalid ballot is not named", BEFORE_SIGNING, member, .of = "invalid",
     .check = CHECK_DECODING},
    {"invalid-reason", "another reason for an invalid ballot", BEFORE_SIGNING, invalid_ballot, .of = "reason",
     .to = "padding", .check = CHECK_DECODING},
    {"invalid-index", "another ballot is called invalid", BEFORE_SIGNING, invalid_ballot, .of = "index",
     .check = CHECK_DECODING},
    {"invalid-added", "a ballot that is valid is called invalid", BEFORE_SIGNING, one_more_invalid,
     .check = CHECK_DECODING},
    COUNT("winner", "another winner", other_winner, NULL),
    COUNT("winner-dropped", "a winner is left out", member, "selected"),
    COUNT("rule", "another rule in the result", other_rule, NULL),
    COUNT("cost", "another total cost", member, "total_cost"),
    COUNT("trace", "another step of the count", other_trace, NULL),
    COUNT("trace-cut", "a step of the count is left out", member, "trace"),
    COUNT("ties", "a tie is left out", member, "ties"),
    COUNT("draw", "another seed of the draw", member, "draw"),
    COUNT("status", "another status of a contest", member, "status"),
    COUNT("contest-id", "another name of a contest", member, "id"),
    {"result-contests-order", "the contests in another order", BEFORE_SIGNING, swap_contests,
     .check = CHECK_COUNT, .also = A14 | A17},
    COUNT("election", "the result of another election", top_member, "eid"),
    COUNT("version", "another version of the result", top_member, "version"),
    COUNT("file", "result.json is not the result in the record", file_only, NULL),
    {"result-member", "a member that does not belong in the result", BEFORE_SIGNING, more_members,
     .of = "remark", .to = "fine", .check = CHECK_COUNT},
    {"result-member-missing", "a contest without its status", BEFORE_SIGNING, more_members, .of = "status",
     .check = CHECK_COUNT},
    {"draw-value", "another value of the draw, signed anew", BEFORE_SIGNING, other_dice,
     .check = CHECK_COUNT},
    {"totals-valid", "a blank ballot is called valid", BEFORE_SIGNING, shift, .of = "valid", .to = "blank",
     .check = CHECK_TOTALS},
    {"totals-voters", "a voter more", BEFORE_SIGNING, member, .of = "voters", .check = CHECK_TOTALS},
    {"totals-ballots", "a ballot more", BEFORE_SIGNING, member, .of = "ballots", .check = CHECK_TOTALS},
    {"totals-replaced", "a replaced ballot is called withdrawn", BEFORE_SIGNING, shift, .of = "withdrawn",
     .to = "replaced", .check = CHECK_TOTALS},
    {"totals-withdrawn", "a withdrawn ballot is called replaced", BEFORE_SIGNING, shift, .of = "replaced",
     .to = "withdrawn", .check = CHECK_TOTALS},
    {"totals-input", "a ballot more to be counted", BEFORE_SIGNING, member, .of = "input",
     .check = CHECK_TOTALS},
    {"totals-mixed", "a mixed ballot more", BEFORE_SIGNING, member, .of = "mixed", .check = CHECK_TOTALS},
    PROFILE("vote-dropped", "a vote is left out of the file of ballots", vote_dropped, ),
    PROFILE("vote-added", "a vote more in the file of ballots", vote_added, ),
    PROFILE("votes-swapped", "two votes of the file of ballots change places", votes_swapped, ),
    PROFILE("option-repeated", "an option twice in a vote of the file of ballots", option_repeated, ),
    PROFILE("rule", "another rule in the file of ballots", text, .from = "rule;", .to = "rule;not-", ),
    PROFILE("budget", "another budget in the file of ballots", text, .from = "budget;", .to = "budget;1", ),
    PROFILE("vote-type", "another kind of vote in the file of ballots", text, .from = "vote_type;approval",
            .to = "vote_type;ordinal", ),
    PROFILE("selected", "a winner in the file of ballots", selected, ),
    PROFILE("line-feed", "an empty line behind the file of ballots", line_feed_behind, ),
    {"history-without-withdrawn",
     "a withdrawn ballot is left out, and all that was signed after it made anew: everybody is in it",
     BEFORE_SIGNING, forget_withdrawn, .check = CHECK_RECEIPTS, .beside = KEPT_CHECKPOINT},
};
const struct alteration_table alter_result = {rows, sizeof rows / sizeof *rows};
