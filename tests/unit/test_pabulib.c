/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "count/pabulib.h"

#define FOLDER DATA_DIR "/pabulib"

static struct pabulib *read_text(const char *text, struct error *err)
{
    return pabulib_read(bytes_of_string(text), "t", 0, err);
}

static void assert_text(struct bytes bytes, const char *text)
{
    assert_int_equal(bytes.len, strlen(text));
    assert_memory_equal(bytes.data, text, bytes.len);
}

static void assert_cells(const struct bytes *a, const struct bytes *b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_true(bytes_equal(a[i], b[i]));
}

/* Everything but the bytes they were read from. */
static void assert_same(const struct pabulib *a, const struct pabulib *b)
{
    assert_int_equal(a->vote_type, b->vote_type);
    assert_int_equal(a->minor_digits, b->minor_digits);
    assert_true(a->budget == b->budget);
    assert_int_equal(a->meta_count, b->meta_count);
    assert_int_equal(a->project_column_count, b->project_column_count);
    assert_int_equal(a->project_count, b->project_count);
    assert_int_equal(a->vote_column_count, b->vote_column_count);
    assert_int_equal(a->vote_count, b->vote_count);
    assert_int_equal(a->repeat_count, b->repeat_count);
    for (size_t i = 0; i < a->meta_count; i++) {
        assert_true(bytes_equal(a->meta[i].key, b->meta[i].key));
        assert_true(bytes_equal(a->meta[i].value, b->meta[i].value));
    }
    assert_cells(a->project_columns, b->project_columns, a->project_column_count);
    assert_cells(a->vote_columns, b->vote_columns, a->vote_column_count);
    struct arena scratch = {0};
    for (size_t i = 0; i < a->project_count; i++) {
        const struct pabulib_project *x = &a->projects[i], *y = &b->projects[i];
        assert_true(bytes_equal(x->id, y->id) && bytes_equal(x->name, y->name));
        assert_true(x->cost == y->cost && x->selected == y->selected);
        assert_cells(x->cells, y->cells, a->project_column_count);
    }
    for (size_t i = 0; i < a->vote_count; i++) {
        const struct pabulib_vote *x = &a->votes[i], *y = &b->votes[i];
        assert_true(bytes_equal(x->voter, y->voter));
        assert_int_equal(x->count, y->count);
        for (uint32_t j = 0; j < x->count; j++)
            assert_int_equal(x->choices[j], y->choices[j]);
        assert_int_equal(x->points == NULL, y->points == NULL);
        for (uint32_t j = 0; x->points && j < x->count; j++)
            assert_true(x->points[j] == y->points[j]);
        struct bytes left[PABULIB_COLUMNS_MAX], right[PABULIB_COLUMNS_MAX];
        pabulib_vote_cells(a, x, &scratch, left);
        pabulib_vote_cells(b, y, &scratch, right);
        assert_cells(left, right, a->vote_column_count);
    }
    arena_clear(&scratch);
}

static void assert_round_trip(const struct pabulib *pabulib)
{
    struct buffer once = {0}, twice = {0};
    struct error err = {0};
    pabulib_write(pabulib, &once);
    struct pabulib *back = pabulib_read(buffer_bytes(&once), "back", 0, &err);
    if (!back)
        fail_msg("%s", err.detail);
    assert_same(pabulib, back);
    pabulib_write(back, &twice);
    assert_true(bytes_equal(buffer_bytes(&once), buffer_bytes(&twice)));
    pabulib_free(back);
    buffer_clear(&once);
    buffer_clear(&twice);
}

static void real_files_are_read_checked_and_written(void **state)
{
    (void)state;
    DIR *folder = opendir(FOLDER);
    assert_non_null(folder);
    size_t files = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        size_t len = strlen(entry->d_name);
        if (len < 3 || strcmp(entry->d_name + len - 3, ".pb") != 0)
            continue;
        char path[4096];
        snprintf(path, sizeof path, FOLDER "/%s", entry->d_name);
        struct error err = {0};
        struct pabulib *pabulib = pabulib_read_file(path, 0, &err);
        if (!pabulib)
            fail_msg("%s", err.detail);
        struct bytes said;
        char counted[32];
        assert_true(pabulib_meta(pabulib, "num_votes", &said));
        snprintf(counted, sizeof counted, "%zu", pabulib->vote_count);
        assert_text(said, counted);
        assert_round_trip(pabulib);
        struct pabulib_problems problems;
        pabulib_check(buffer_bytes(&pabulib->source), &problems);
        if (problems.count)
            fail_msg("%s:%zu: %s", path, problems.list[0].line, problems.list[0].text);
        pabulib_problems_clear(&problems);
        pabulib_free(pabulib);
        files++;
    }
    closedir(folder);
    assert_int_equal(files, 42);
}

static const char small[] = "\xef\xbb\xbf"
                            "meta;\r\n"
                            "key;value\n"
                            "budget;1000.50\r\n"
                            "vote_type;cumulative\n"
                            "comment;\"a ; b \"\"c\"\"\nd\"\n"
                            "\n"
                            "Projects\n"
                            "project_id;cost;name;selected\n"
                            "007;10.0;Zażółć \"gęślą\" jaźń;1\n"
                            "a/b;2000.1;;0\n"
                            "VOTES\n"
                            "voter_id;vote;points;age\n"
                            "1;007, a/b;3,0;44\n"
                            "1;;;\n"
                            "2;None;none;5\n"
                            "3;a/b,007,a/b;1,2,4;";

static void a_small_file_is_read_as_it_says(void **state)
{
    (void)state;
    struct error err = {0};
    struct pabulib *pb = read_text(small, &err);
    if (!pb)
        fail_msg("%s", err.detail);
    assert_int_equal(pb->vote_type, PABULIB_CUMULATIVE);
    assert_int_equal(pb->minor_digits, 1);
    assert_true(pb->budget == 10005);
    struct bytes comment;
    assert_true(pabulib_meta(pb, "comment", &comment));
    assert_text(comment, "a ; b \"c\"\nd");
    assert_false(pabulib_meta(pb, "rule", &comment));
    assert_int_equal(pb->project_count, 2);
    assert_text(pb->projects[0].id, "007");
    assert_text(pb->projects[0].name, "Zażółć \"gęślą\" jaźń");
    assert_true(pb->projects[0].cost == 100 && pb->projects[1].cost == 20001);
    assert_true(pb->projects[0].selected == 1 && pb->projects[1].selected == 0);
    assert_int_equal(pb->vote_count, 4);
    assert_int_equal(pb->votes[0].count, 2);
    assert_int_equal(pb->votes[0].choices[1], 1);
    assert_true(pb->votes[0].points[0] == 3 && pb->votes[0].points[1] == 0);
    assert_int_equal(pb->votes[1].count, 0);
    assert_int_equal(pb->votes[2].count, 0);
    assert_int_equal(pb->votes[3].count, 3);
    assert_int_equal(pb->repeat_count, 1);
    assert_int_equal(pb->repeats[0].vote, 3);
    assert_int_equal(pb->repeats[0].project, 1);
    assert_round_trip(pb);
    pabulib_free(pb);

    struct pabulib *finer = pabulib_read(bytes_of_string(small), "t", 2, &err);
    assert_non_null(finer);
    assert_true(finer->minor_digits == 2 && finer->budget == 100050);
    pabulib_free(finer);
}

#define META "META\nkey;value\nbudget;100\nvote_type;approval\n"
#define PROJECTS "PROJECTS\nproject_id;cost\n1;10\n2;20\n"
#define VOTES "VOTES\nvoter_id;vote\n"

/* text, where, what */
static const struct {
    const char *text, *place, *part;
} broken[] = {
    {"", "1:1", "the section META"},
    {"a;b\n", "1:1", "expected META"},
    {"VOTES\n", "1:1", "expected META"},
    {"META\nname;value\n", "2:1", "key;value"},
    {"META\n", "2:1", "header of META"},
    {"META\nPROJECTS\n", "2:1", "header of META"},
    {META "unit\n", "5:1", "1 cells"},
    {META "unit;a;b\n", "5:1", "3 cells"},
    {META "budget;5\n", "5:1", "twice"},
    {META "VOTES\n", "5:1", "expected PROJECTS"},
    {META, "5:1", "the section PROJECTS"},
    {"META\nkey;value\nbudget;100\nvote_type;Approval\nPROJECTS\n", "4:11", "choose-1"},
    {"META\nkey;value\nvote_type;approval\nPROJECTS\n", "5:1", "without budget"},
    {"META\nkey;value\nbudget;1\nPROJECTS\n", "5:1", "without vote_type"},
    {"META\nkey;value\nbudget;1.\nvote_type;approval\n" PROJECTS VOTES, "3:8", "the budget is 1."},
    {META "PROJECTS\nid;cost\n", "6:1", "project_id"},
    {META "PROJECTS\nproject_id;price\n", "6:1", "column cost"},
    {META "PROJECTS\nproject_id;cost;x;x\n", "6:19", "the column x is there twice"},
    {META "PROJECTS\nproject_id;cost\n1\n", "7:1", "expected 2 as in the header"},
    {META "PROJECTS\nproject_id;cost\n1;2;3\n", "7:5", "3 cells; expected 2"},
    {META "PROJECTS\nproject_id;cost\n;2\n", "7:1", "without an id"},
    {META "PROJECTS\nproject_id;cost\n1,2;2\n", "7:1", "comma"},
    {META "PROJECTS\nproject_id;cost\n1;2\n1;3\n", "8:1", "the project 1 is there twice"},
    {META "PROJECTS\nproject_id;cost\n1;two\n" VOTES, "7:3", "the cost is two"},
    {META "PROJECTS\nproject_id;cost\n1;1331751,11\n" VOTES, "7:3", "such as 4000 or 1331751.11"},
    {META "PROJECTS\nproject_id;cost\n1;4 000\n" VOTES, "7:3", "such as 4000 or 1331751.11"},
    {META "PROJECTS\nproject_id;cost\n1;1e6\n" VOTES, "7:3", "such as 4000 or 1331751.11"},
    {META "PROJECTS\nproject_id;cost\n1;\n" VOTES, "7:3", "such as 4000 or 1331751.11"},
    {META "PROJECTS\nproject_id;cost\n1;-2\n" VOTES, "7:3", "0 or more"},
    {META "PROJECTS\nproject_id;cost\n1;9223372036854775808\n" VOTES, "7:3", "too large"},
    {META "PROJECTS\nproject_id;cost\n1;922337203685477580\n2;0.01\n" VOTES, "7:3", "too large"},
    {META "PROJECTS\nproject_id;cost\n1;0.0000000001\n" VOTES, "7:3", "at most 9 decimals"},
    {META "PROJECTS\nproject_id;cost;selected\n1;5;yes\n", "7:5", "expected 0, 1, 2 or 3"},
    {META PROJECTS, "9:1", "the section VOTES"},
    {META PROJECTS "VOTES\nvoter;vote\n", "10:1", "voter_id"},
    {META PROJECTS "VOTES\nvoter_id;votes\n", "10:1", "column vote"},
    {META PROJECTS VOTES "5;1,3\n", "11:5", "there is no project 3"},
    {META PROJECTS VOTES "żó;1,ż2\n", "11:6", "there is no project ż2"},
    {META PROJECTS VOTES "5;1,,2\n", "11:5", "empty id"},
    {META PROJECTS VOTES "5;1,2,\n", "11:7", "empty id"},
    {META PROJECTS VOTES "5\n", "11:1", "1 cells; expected 2"},
    {META PROJECTS VOTES "5;1;\n", "11:5", "3 cells; expected 2"},
    {META PROJECTS VOTES "5;1\nMETA\n", "12:1", "expected votes"},
    {META PROJECTS VOTES "5;\"1\n6;2\n", "11:3", "not closed"},
    {META PROJECTS VOTES "5;\"1\"2\n", "11:3", "there is no project \"1\"2"},
    {META PROJECTS VOTES "5;\"1;\"2\n", "11:7", "after a closing quote"},
    {META PROJECTS VOTES "5;\"1\n\"2\n", "12:2", "after a closing quote"},
    {META PROJECTS VOTES "5;1\r6;2\n", "11:4", "carriage return alone"},
    {META PROJECTS VOTES "5;1\r", "11:4", "carriage return alone"},
    {META PROJECTS VOTES "ż\xff;1\n", "11:2", "UTF-8"},
    {META PROJECTS VOTES "\xc3", "11:1", "UTF-8"},
    {META PROJECTS VOTES "\xed\xa0\x80;1\n", "11:1", "UTF-8"},
    {"META\nkey;value\nbudget;1\nvote_type;cumulative\n" PROJECTS VOTES, "10:1", "column points"},
    {"META\nkey;value\nbudget;1\nvote_type;cumulative\n" PROJECTS "VOTES\nvoter_id;vote;points\n5;1,2;3\n",
     "11:7", "1 points for 2 projects"},
    {"META\nkey;value\nbudget;1\nvote_type;cumulative\n" PROJECTS "VOTES\nvoter_id;vote;points\n5;1,2;3,x\n",
     "11:9", "the points are x"},
    {"META\nkey;value\nbudget;1\nvote_type;cumulative\n" PROJECTS "VOTES\nvoter_id;vote;points\n5;1;1.5\n",
     "11:5", "whole number"},
};

static void broken_files_are_refused_with_the_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct error err = {0};
        char start[32];
        struct pabulib *pb = read_text(broken[i].text, &err);
        if (pb)
            fail_msg("was read: %s", broken[i].text);
        snprintf(start, sizeof start, "t:%s: ", broken[i].place);
        if (strncmp(err.detail, start, strlen(start)) != 0 || !strstr(err.detail, broken[i].part))
            fail_msg("%s\ngives: %s\nexpected %s and: %s", broken[i].text, err.detail, broken[i].place,
                     broken[i].part);
        /* the check says the same first */
        struct pabulib_problems problems;
        pabulib_check(bytes_of_string(broken[i].text), &problems);
        assert_true(problems.problems > 0);
        bool found = false;
        for (size_t j = 0; j < problems.count; j++) {
            snprintf(start, sizeof start, "%zu:%zu", problems.list[j].line, problems.list[j].column);
            found |= strcmp(start, broken[i].place) == 0 && strstr(problems.list[j].text, broken[i].part);
        }
        if (!found)
            fail_msg("the check does not find: %s at %s", broken[i].part, broken[i].place);
        pabulib_problems_clear(&problems);
    }
    struct error err = {0};
    assert_null(pabulib_read(bytes_of("META\nkey;value\nunit;\0\n", 22), "t", 0, &err));
    assert_string_equal(err.detail, "t:3:6: a NUL byte; expected UTF-8 text");
}

static void the_check_collects_problems_and_remarks(void **state)
{
    (void)state;
    static const char text[] = "META\nkey;value\nbudget;x\nvote_type;approval\n"
                               "PROJECTS\nproject_id;cost\n1;y\n2;20\n3\n" VOTES "5;1,4\n6;2;\n";
    struct pabulib_problems problems;
    pabulib_check(bytes_of_string(text), &problems);
    assert_int_equal(problems.problems, 5);
    static const size_t lines[] = {3, 7, 9, 12, 13};
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(problems.list[i].line, lines[i]);
    pabulib_problems_clear(&problems);

    static const char odd[] =
        "META\nkey;value\nbudget;9\nnum_votes;4\nnum_projects;2\nvote_type;approval\n"
        "max_length;2\nPROJECTS\nproject_id;cost;votes\n1;1;3\n2;1;2\n" VOTES "5;1,2,1\n5;1\n6;2,1\n";
    pabulib_check(bytes_of_string(odd), &problems);
    assert_int_equal(problems.problems, 0);
    assert_int_equal(problems.remarks, 4);
    assert_string_equal(problems.list[0].text, "num_votes is 4, the file has 3");
    assert_string_equal(problems.list[1].text,
                        "the number of projects on the ballot is 3; META allows at most 2");
    assert_string_equal(problems.list[2].text, "the ballot names project 1 again");
    assert_int_equal(problems.list[2].column, 7);
    assert_string_equal(problems.list[3].text, "this voter_id is there before");
    assert_int_equal(problems.list[3].line, 15);
    pabulib_problems_clear(&problems);
}

static void ballots_beyond_the_limits_are_remarked_on(void **state)
{
    (void)state;
    static const char text[] =
        "META\nkey;value\nbudget;9.5\nvote_type;cumulative\nmin_length;1\nmax_length;2\nmax_sum_cost;3.5\n"
        "min_points;0\nmax_points;3\nmin_sum_points;2\nmax_sum_points;4\nmin_sum_cost;few\n"
        "PROJECTS\nproject_id;cost\na;1\nb;2.5\nc;1\nVOTES\nvoter_id;vote;points\n"
        "1;a,b;2,2\n2;;\n3;a,b,c;1,1,0\n4;a;-1\n5;b;5\n6;b,b;2,2\n";
    static const struct {
        size_t line;
        const char *text;
    } expected[] = {
        {12, "min_sum_cost is few: expected a number such as 4000 or 1331751.11"},
        {21, "the number of projects on the ballot is 0; META allows at least 1"},
        {21, "the sum of the points on the ballot is 0; META allows at least 2"},
        {22, "the cost of the projects on the ballot is 4.5; META allows at most 3.5"},
        {22, "the number of projects on the ballot is 3; META allows at most 2"},
        {23, "a number of points on the ballot is -1; META allows at least 0"},
        {23, "the sum of the points on the ballot is -1; META allows at least 2"},
        {24, "a number of points on the ballot is 5; META allows at most 3"},
        {24, "the sum of the points on the ballot is 5; META allows at most 4"},
        {25, "the ballot names project b again"},
    };
    enum { EXPECTED = sizeof expected / sizeof *expected };
    struct pabulib_problems problems;
    pabulib_check(bytes_of_string(text), &problems);
    assert_int_equal(problems.problems, 0);
    assert_int_equal(problems.remarks, EXPECTED);
    for (size_t i = 0; i < EXPECTED; i++) {
        assert_string_equal(problems.list[i].text, expected[i].text);
        assert_int_equal(problems.list[i].line, expected[i].line);
    }
    pabulib_problems_clear(&problems);

    static const char one[] = "META\nkey;value\nbudget;9\nvote_type;choose-1\n" PROJECTS VOTES "1;1\n2;2,1\n";
    pabulib_check(bytes_of_string(one), &problems);
    assert_int_equal(problems.remarks, 1);
    assert_int_equal(problems.list[0].line, 12);
    pabulib_problems_clear(&problems);
}

static void ids_that_look_alike_are_told_apart(void **state)
{
    (void)state;
    /* the second is the first with its halves exchanged, which a word of their bytes does not tell apart */
    static const char text[] =
        META "unit;\"x;y\"\n"
             "PROJECTS\nproject_id;cost\nabcdefghABCDEFGH;1\nABCDEFGHabcdefgh;2\n"
             "abcdefgh;3\nabcdefg;4\n" VOTES "1;ABCDEFGHabcdefgh,abcdefg,abcdefgh\n2;abcdefghABCDEFGH\n";
    struct error err = {0};
    struct pabulib *pb = read_text(text, &err);
    if (!pb)
        fail_msg("%s", err.detail);
    assert_int_equal(pb->votes[0].choices[0], 1);
    assert_int_equal(pb->votes[0].choices[1], 3);
    assert_int_equal(pb->votes[0].choices[2], 2);
    assert_int_equal(pb->votes[1].choices[0], 0);
    assert_round_trip(pb);
    pabulib_free(pb);
}

/* As in Czestochowa_2020_Grabowka: a name begins with a quoted word. */
static void a_quote_that_ends_before_its_cell_is_a_character(void **state)
{
    (void)state;
    static const char text[] = META "PROJECTS\nproject_id;cost;name\n"
                                    "a;1;\"Elm\" Street\n"
                                    "b;1;\"\" and \"\n"
                                    "c;1;\"Elm\" \"a;2;\"Elm \"\"Street\"\"\"\r\n" VOTES "5;a,b\n";
    struct error err = {0};
    struct pabulib *pb = read_text(text, &err);
    assert_null(pb); /* the last record has too many cells: quotes behind the first do not protect */
    assert_non_null(strstr(err.detail, "t:9:14: 5 cells"));

    static const char good[] = META "PROJECTS\nproject_id;cost;name\n"
                                    "a;1;\"Elm\" Street\n"
                                    "b;1;\"\" and \"\n"
                                    "c;1;\"Elm \"\"Street\"\"\"\r\n" VOTES "5;a,b\n";
    pb = read_text(good, &err);
    if (!pb)
        fail_msg("%s", err.detail);
    assert_text(pb->projects[0].name, "\"Elm\" Street");
    assert_text(pb->projects[1].name, "\"\" and \"");
    assert_text(pb->projects[2].name, "Elm \"Street\"");
    assert_round_trip(pb);
    pabulib_free(pb);
    struct pabulib_problems problems;
    pabulib_check(bytes_of_string(good), &problems);
    assert_int_equal(problems.problems, 0);
    assert_int_equal(problems.remarks, 2);
    assert_int_equal(problems.list[0].line, 7);
    assert_int_equal(problems.list[0].column, 10);
    assert_string_equal(problems.list[0].text,
                        "text after a closing quote; the quotes are read as characters");
    pabulib_problems_clear(&problems);
}

static void the_recount_of_points_takes_the_last_of_a_repeated_project(void **state)
{
    (void)state;
    static const char text[] = "META\nkey;value\nbudget;9\nvote_type;cumulative\nPROJECTS\n"
                               "project_id;cost;votes;score\n1;1;2;6\n2;1;1;3\nVOTES\nvoter_id;vote;points\n"
                               "5;1,2,1;1,3,2\n6;1;4\n";
    struct pabulib_problems problems;
    pabulib_check(bytes_of_string(text), &problems);
    assert_int_equal(problems.problems, 0);
    assert_int_equal(problems.remarks, 1);
    assert_string_equal(problems.list[0].text, "the ballot names project 1 again");
    pabulib_problems_clear(&problems);
}

static void more_problems_than_are_kept_are_counted(void **state)
{
    (void)state;
    struct buffer text = {0};
    buffer_append_string(&text, META PROJECTS VOTES);
    for (int i = 0; i < 3000; i++)
        buffer_append_format(&text, "%d;9\n", i);
    struct pabulib_problems problems;
    pabulib_check(buffer_bytes(&text), &problems);
    assert_int_equal(problems.problems, 3000);
    assert_int_equal(problems.count, PABULIB_PROBLEMS_MAX);
    pabulib_problems_clear(&problems);
    buffer_clear(&text);
}

/* A shorter file is either refused or says less; it never reads as the whole. */
static void every_truncation_is_refused_or_smaller(void **state)
{
    (void)state;
    struct pabulib *whole = read_text(small, NULL);
    assert_non_null(whole);
    for (size_t len = 0; len < sizeof small - 2; len++) {
        struct pabulib *part = pabulib_read(bytes_of(small, len), "t", 0, NULL);
        if (!part)
            continue;
        struct buffer a = {0}, b = {0};
        pabulib_write(whole, &a);
        pabulib_write(part, &b);
        assert_true(b.len < a.len);
        buffer_clear(&a);
        buffer_clear(&b);
        assert_round_trip(part);
        pabulib_free(part);
    }
    pabulib_free(whole);
}

static void one_flipped_bit_is_refused_or_shows(void **state)
{
    (void)state;
    struct pabulib *whole = read_text(small, NULL);
    struct buffer original = {0};
    pabulib_write(whole, &original);
    size_t same = 0;
    for (size_t bit = 8 * (sizeof "\xef\xbb\xbfmeta;\r\nkey;value\n" - 1); bit < 8 * (sizeof small - 1);
         bit++) {
        char copy[sizeof small];
        memcpy(copy, small, sizeof small);
        copy[bit / 8] = (char)(copy[bit / 8] ^ (1 << (bit % 8)));
        struct pabulib *flipped = pabulib_read(bytes_of(copy, sizeof small - 1), "t", 0, NULL);
        if (!flipped)
            continue;
        struct buffer out = {0};
        pabulib_write(flipped, &out);
        same += bytes_equal(buffer_bytes(&out), buffer_bytes(&original));
        assert_round_trip(flipped);
        buffer_clear(&out);
        pabulib_free(flipped);
    }
    /* only the case of the letters of PROJECTS and VOTES may change and say the same */
    assert_int_equal(same, strlen("PROJECTS") + strlen("VOTES"));
    buffer_clear(&original);
    pabulib_free(whole);
}

static void a_round_of_our_own_is_written_in_the_official_form(void **state)
{
    (void)state;
    struct error err = {0};
    struct pabulib *pb = pabulib_new(PABULIB_CUMULATIVE, 2, 100000, &err);
    assert_non_null(pb);
    pabulib_set_meta(pb, "currency", "EUR");
    pabulib_set_meta(pb, "description", "A; \"round\"");
    pabulib_set_meta(pb, "origin", "example.org/log");
    assert_true(pabulib_add_project(pb, "tree", 50050, "Trees", &err));
    assert_true(pabulib_add_project(pb, "bench", 60000, "Benches", &err));
    assert_true(pabulib_add_vote(pb, (uint16_t[]){1, 0}, (int64_t[]){2, 1}, 2, &err));
    assert_true(pabulib_add_vote(pb, (uint16_t[]){0}, (int64_t[]){3}, 1, &err));
    assert_false(pabulib_add_vote(pb, (uint16_t[]){2}, (int64_t[]){3}, 1, &err));
    assert_false(pabulib_add_vote(pb, (uint16_t[]){0}, NULL, 1, &err));
    assert_false(pabulib_add_project(pb, "tree", 1, "again", &err));
    assert_false(pabulib_add_project(pb, "a,b", 1, "", &err));
    assert_false(pabulib_add_project(pb, "votes", 1, "", &err));
    assert_false(pabulib_finish(pb, (uint16_t[]){2}, 1, &err));
    assert_true(pabulib_finish(pb, (uint16_t[]){0}, 1, &err));
    struct buffer out = {0};
    pabulib_write(pb, &out);
    assert_string_equal(buffer_string(&out), "META\n"
                                             "key;value\n"
                                             "description;\"A; \"\"round\"\"\"\n"
                                             "num_projects;2\n"
                                             "num_votes;2\n"
                                             "budget;1000\n"
                                             "vote_type;cumulative\n"
                                             "currency;EUR\n"
                                             "origin;example.org/log\n"
                                             "PROJECTS\n"
                                             "project_id;cost;votes;score;name;selected\n"
                                             "tree;500.5;2;4;Trees;1\n"
                                             "bench;600;1;2;Benches;0\n"
                                             "VOTES\n"
                                             "voter_id;vote;points\n"
                                             "1;bench,tree;2,1\n"
                                             "2;tree;3\n");
    struct pabulib *back = pabulib_read(buffer_bytes(&out), "t", 2, &err);
    assert_non_null(back);
    assert_same(pb, back);
    pabulib_free(back);
    buffer_clear(&out);
    pabulib_free(pb);
}

static void a_ranking_of_our_own_has_borda_scores(void **state)
{
    (void)state;
    struct error err = {0};
    struct pabulib *pb = pabulib_new(PABULIB_ORDINAL, 0, 10, &err);
    assert_non_null(pb);
    for (int i = 0; i < 3; i++)
        assert_true(pabulib_add_project(pb, (const char *[]){"a", "b", "c"}[i], 1, "", &err));
    assert_true(pabulib_add_vote(pb, (uint16_t[]){2, 0, 1}, NULL, 3, &err));
    assert_true(pabulib_add_vote(pb, (uint16_t[]){1, 2}, NULL, 2, &err));
    assert_true(pabulib_finish(pb, NULL, 0, &err));
    struct buffer out = {0};
    pabulib_write(pb, &out);
    assert_non_null(strstr(buffer_string(&out), "a;1;1;2;;0\nb;1;2;3;;0\nc;1;2;4;;0\n"));
    assert_non_null(strstr(buffer_string(&out), "1;c,a,b\n2;b,c\n"));
    buffer_clear(&out);
    pabulib_free(pb);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_files_are_read_checked_and_written),
        cmocka_unit_test(a_small_file_is_read_as_it_says),
        cmocka_unit_test(broken_files_are_refused_with_the_place),
        cmocka_unit_test(the_check_collects_problems_and_remarks),
        cmocka_unit_test(ballots_beyond_the_limits_are_remarked_on),
        cmocka_unit_test(ids_that_look_alike_are_told_apart),
        cmocka_unit_test(a_quote_that_ends_before_its_cell_is_a_character),
        cmocka_unit_test(the_recount_of_points_takes_the_last_of_a_repeated_project),
        cmocka_unit_test(more_problems_than_are_kept_are_counted),
        cmocka_unit_test(every_truncation_is_refused_or_smaller),
        cmocka_unit_test(one_flipped_bit_is_refused_or_shows),
        cmocka_unit_test(a_round_of_our_own_is_written_in_the_official_form),
        cmocka_unit_test(a_ranking_of_our_own_has_borda_scores),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
