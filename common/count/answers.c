/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/answers.h"

#include "ballot/field.h"
#include "base/file.h"
#include "count/pabulib_record.h"

/* By enum form_answer; a blank is none of them. */
static const char *const words[] = {"", "yes", "no", "abstain"};

/* ---- writing ---- */

/* Ids hold nothing that needs quotes (option_id_is_valid), but that a reader drops a byte order mark with
 * which the text begins. */
void answers_write_header(const struct profile *profile, struct buffer *out)
{
    struct bytes first = profile->options[0].id;
    bool mark = first.len >= 3 && memcmp(first.data, "\xef\xbb\xbf", 3) == 0;
    for (size_t i = 0; i < profile->option_count; i++) {
        const char *quote = i == 0 && mark ? "\"" : "";
        buffer_append_string(out, i ? ";" : "");
        buffer_append_string(out, quote);
        buffer_append_bytes(out, profile->options[i].id);
        buffer_append_string(out, quote);
    }
    buffer_append_u8(out, '\n');
}

void answers_write_ballot(const struct profile *profile, const uint16_t *options, const int64_t *answers,
                          size_t count, struct buffer *out)
{
    for (size_t i = 0, next = 0; i < profile->option_count; i++) {
        buffer_append_string(out, i ? ";" : "");
        if (next < count && options[next] == i)
            buffer_append_string(out, words[answers[next++]]);
    }
    buffer_append_u8(out, '\n');
}

/* ---- reading ---- */

struct reader {
    struct pabulib_records r;
    struct bytes cells[FORM_OPTIONS_MAX];
    const uint8_t *places[FORM_OPTIONS_MAX];
    struct profile *profile; /* once the header is read */
};

static bool read_header(struct reader *reader)
{
    struct pabulib_records *r = &reader->r;
    struct profile_option questions[FORM_OPTIONS_MAX];
    bool found;
    if (!pabulib_read_record(r, &found))
        return false;
    if (!found)
        return pabulib_problem(r, r->end, "the file ends; expected the ids of questions with ; between them");
    for (size_t i = 0; i < r->cell_count; i++) {
        if (!option_id_is_valid(r->cells[i]))
            return pabulib_problem(r, r->places[i], "expected the id of a question, of 1 to %d bytes",
                                   OPTION_ID_BYTES_MAX);
        for (size_t j = 0; j < i; j++)
            if (bytes_equal(r->cells[j], r->cells[i]))
                return pabulib_problem(r, r->places[i], "the question %s is there twice",
                                       pabulib_show(r->cells[i]).text);
        questions[i] = (struct profile_option){.id = r->cells[i]};
    }
    reader->profile = profile_new(PROFILE_ANSWERS, questions, r->cell_count, 0, 0, r->err);
    return reader->profile != NULL;
}

static bool read_answer(struct reader *reader, size_t i, int64_t *answer)
{
    struct bytes cell = reader->r.cells[i];
    for (int64_t word = 0; word <= ANSWER_ABSTAIN; word++) {
        if (bytes_equal(cell, bytes_of_string(words[word]))) {
            *answer = word;
            return true;
        }
    }
    return pabulib_problem(&reader->r, reader->r.places[i],
                           "the answer is %s; expected yes, no, abstain or nothing", pabulib_show(cell).text);
}

static bool read_ballot(struct reader *reader)
{
    struct pabulib_records *r = &reader->r;
    size_t questions = reader->profile->option_count, count = 0;
    uint16_t options[FORM_OPTIONS_MAX];
    int64_t answers[FORM_OPTIONS_MAX];
    if (r->cell_count != questions)
        return pabulib_problem(r, r->places[r->cell_count > questions ? questions : 0],
                               "%zu answers; expected %zu as in the header", r->cell_count, questions);
    for (size_t i = 0; i < questions; i++) {
        if (!read_answer(reader, i, &answers[count]))
            return false;
        options[count] = (uint16_t)i;
        count += answers[count] != 0;
    }
    if (count == 0)
        return pabulib_problem(r, r->places[0], "a ballot without an answer; a blank one is not written");
    return profile_add_points(reader->profile, options, answers, count, 1, r->err);
}

static bool read_all(struct reader *reader)
{
    if (!pabulib_check_text(&reader->r) || !read_header(reader))
        return false;
    for (;;) {
        bool found;
        if (!pabulib_read_record(&reader->r, &found))
            return false;
        if (!found)
            return true;
        if (!read_ballot(reader))
            return false;
    }
}

struct profile *answers_read(struct bytes text, const char *name, struct error *err)
{
    struct arena arena = {0};
    struct reader reader = {.r = {.arena = &arena, .name = name, .err = err, .cell_room = FORM_OPTIONS_MAX}};
    reader.r.cells = reader.cells;
    reader.r.places = reader.places;
    pabulib_records_begin(&reader.r, text.data ? text : bytes_of_string(""));
    if (!read_all(&reader)) {
        profile_free(reader.profile);
        reader.profile = NULL;
    }
    arena_clear(&arena);
    return reader.profile;
}

struct profile *answers_read_file(const char *path, struct error *err)
{
    struct buffer text = {0};
    struct profile *profile = NULL;
    if (file_read(path, PABULIB_FILE_BYTES_MAX, &text, err))
        profile = answers_read(buffer_bytes(&text), path, err);
    buffer_clear(&text);
    return profile;
}
