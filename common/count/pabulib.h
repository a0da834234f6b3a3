/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Pabulib `.pb` files: a strict reader, and the writer that is its inverse (docs/counting.md, "The .pb
 * format").
 *
 * Everything that a file says is kept: META pairs, columns and their order, and each cell as text; what
 * counting needs is parsed beside it. pabulib_write() writes the cells, so read(write(x)) = x. Own rounds are
 * built with pabulib_new() ... pabulib_finish(), which computes every count. Texts are views into the
 * struct's own memory and live until pabulib_free().
 */
#ifndef FOLKMOOT_COUNT_PABULIB_H
#define FOLKMOOT_COUNT_PABULIB_H

#include "base/arena.h"

enum {
    PABULIB_FILE_BYTES_MAX = 1 << 30,
    PABULIB_PROJECTS_MAX = 65000,
    PABULIB_VOTES_MAX = 100000000,
    PABULIB_COLUMNS_MAX = 256,
    PABULIB_NOT_SAID = -1, /* `selected` of a project in a file without that column */
};

enum pabulib_vote_type {
    PABULIB_APPROVAL,
    PABULIB_CHOOSE_1,
    PABULIB_CUMULATIVE,
    PABULIB_SCORING,
    PABULIB_ORDINAL,
};

struct pabulib_pair {
    struct bytes key, value;
};

struct pabulib_project {
    struct bytes id;
    struct bytes name;         /* empty when the file has no names */
    int64_t cost;              /* minor units */
    int64_t selected;          /* 0 no, 1 by the rule, 2 and 3 on top by people; PABULIB_NOT_SAID */
    const struct bytes *cells; /* project_column_count of them */
};

struct pabulib_vote {
    struct bytes voter;
    const uint16_t *choices; /* indices into projects, as on the ballot: repeated ones too */
    const int64_t *points;   /* one for each choice (cumulative, scoring); else NULL */
    uint32_t count;          /* 0: an empty ballot */
    struct bytes record;     /* its text in the file; none in a round of our own (see pabulib_vote_cells) */
};

/* A project named more than once on one ballot. */
struct pabulib_repeat {
    uint32_t vote;
    uint16_t project;
};

struct pabulib {
    struct arena arena;
    struct buffer source; /* the bytes of the file */
    enum pabulib_vote_type vote_type;
    unsigned minor_digits; /* decimals of a minor unit (count/decimal.h) */
    int64_t budget;        /* minor units */
    struct pabulib_pair *meta;
    size_t meta_count;
    struct bytes *project_columns;
    size_t project_column_count;
    struct pabulib_project *projects;
    size_t project_count;
    struct bytes *vote_columns;
    size_t vote_column_count;
    struct pabulib_vote *votes;
    size_t vote_count;
    struct pabulib_repeat *repeats;
    size_t repeat_count;
};

/* One thing that is wrong in a file (or, for a remark, odd but readable: a project named twice on a ballot, a
 * count that differs from the recount). Line and column count from 1, the column in characters. */
struct pabulib_problem {
    size_t line, column;
    bool remark;
    const char *text; /* what is wrong and what was expected */
};

struct pabulib_problems {
    struct arena arena;
    struct pabulib_problem *list;
    size_t count;    /* at most PABULIB_PROBLEMS_MAX are kept */
    size_t problems; /* how many there are in all, remarks not counted */
    size_t remarks;
};
enum { PABULIB_PROBLEMS_MAX = 1000 };

/* Read a file. `name` (the path) begins the error's detail as `name:line:column: `. The reader uses at least
 * `minor_digits_min` decimals for money, more when the file needs them (0 for somebody's file; the
 * definition's for a file of ours). NULL on the first problem. pabulib_read() copies the bytes;
 * pabulib_read_file() takes "-" for standard input. */
MUST_CHECK struct pabulib *pabulib_read(struct bytes text, const char *name, unsigned minor_digits_min,
                                        struct error *err);
MUST_CHECK struct pabulib *pabulib_read_file(const char *path, unsigned minor_digits_min, struct error *err);
void pabulib_free(struct pabulib *pabulib);

/* False, with a sentence in err, when num_projects or num_votes of META is another number than the file has:
 * it may have been cut off. */
MUST_CHECK bool pabulib_is_whole(const struct pabulib *pabulib, struct error *err);

/* Every problem and remark in a file, in order of place. */
void pabulib_check(struct bytes text, struct pabulib_problems *out);
void pabulib_problems_clear(struct pabulib_problems *problems);

/* The cells of a vote, vote_column_count of them, made from its record on demand: a large file has half a
 * million. Cells with doubled quotes go to `arena`, the others are views. */
void pabulib_vote_cells(const struct pabulib *pabulib, const struct pabulib_vote *vote, struct arena *arena,
                        struct bytes *cells);

/* LF, no byte order mark, quotes only where needed. */
void pabulib_write(const struct pabulib *pabulib, struct buffer *out);

/* The value of a META key (exact lower-case name); false when the file does not have it. */
MUST_CHECK bool pabulib_meta(const struct pabulib *pabulib, const char *key, struct bytes *value);
const char *pabulib_vote_type_name(enum pabulib_vote_type vote_type);

/* Building a file for a round of our own: first META and projects, then votes, then finish. A choice in
 * pabulib_add_vote() is the number of a project in the order added; `points` is NULL unless the type has
 * points. Voters are numbered from 1. pabulib_finish() sets num_projects, num_votes, the votes and score
 * columns and `selected` (the `winners`), and puts META and columns in the official order; then
 * pabulib_write() may be called. pabulib_set_meta() is for the texts and limits that the file should have
 * besides (description, country, unit, instance, rule, date_begin, date_end, max_length, currency, ...). */
MUST_CHECK struct pabulib *pabulib_new(enum pabulib_vote_type vote_type, unsigned minor_digits,
                                       int64_t budget, struct error *err);
void pabulib_set_meta(struct pabulib *pabulib, const char *key, const char *value);
MUST_CHECK bool pabulib_add_project(struct pabulib *pabulib, const char *id, int64_t cost, const char *name,
                                    struct error *err);
MUST_CHECK bool pabulib_add_vote(struct pabulib *pabulib, const uint16_t *choices, const int64_t *points,
                                 size_t count, struct error *err);
MUST_CHECK bool pabulib_finish(struct pabulib *pabulib, const uint16_t *winners, size_t winner_count,
                               struct error *err);

#endif
