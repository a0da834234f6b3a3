/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the parts of readiness.c share; nobody else includes it.
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_READINESS_CHECKS_H
#define FOLKMOOT_SERVER_RESOURCES_READINESS_CHECKS_H

#include "server/resources/readiness.h"

enum severity { BLOCKING, WARNING };

struct checking {
    const struct readiness_input *input;
    const json_t *draft;
    struct arena arena;
    json_t *found[2]; /* by severity */
    size_t language_count;
    const char *languages[DEFINITION_LANGUAGES_MAX]; /* those that are fine */
};

/* A finding. `pointer` and `detail` are in the arena or constant; `take_arguments` NULL: none. */
void finding(struct checking *c, enum severity severity, const char *id, const char *pointer,
             json_t *take_arguments, const char *detail);
/* "missing" with the argument `what`. */
void missing(struct checking *c, const char *what, const char *pointer);
#define FORMAT(c, ...) arena_format(&(c)->arena, __VA_ARGS__)

/* Helpers for a draft in which nothing need be there. */
const char *text_of(const json_t *object, const char *name); /* "" where there is none */
/* False: it is not there; `missing` has been told. */
bool number_of(struct checking *c, const json_t *object, const char *name, const char *what,
               const char *pointer, uint64_t *out);

/* The texts of a thing: one in the first language, and nothing wrong with any. `kind` and `name` are the
 * arguments of the findings: "round", "contest", "project", "district", and its id. */
void check_texts(struct checking *c, const json_t *holder, const char *pointer, const char *kind,
                 const char *name);
/* The credentials listed for the districts that vote on a contest; all of them for NULL. */
uint64_t listed_for(const struct checking *c, const char *contest);

/* readiness_contests.c: contests, projects and districts. */
void check_contests(struct checking *c);
void check_districts(struct checking *c);
/* readiness_people.c: staff, trustees, draw, witnesses. */
void check_people(struct checking *c);
void check_trustees(struct checking *c);
void check_witnesses(struct checking *c);

#endif
