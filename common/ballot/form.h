/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Ballot forms: what a voter may mark, and how many bits it takes (docs/protocol.md section 5, table of
 * forms).
 */
#ifndef FOLKMOOT_BALLOT_FORM_H
#define FOLKMOOT_BALLOT_FORM_H

#include "record/json.h"

enum {
    FORM_OPTIONS_MAX = 1000,
    FORM_VALUE_MAX = 1000000, /* points in all, or the highest score */
    BLOCK_PAYLOAD_BITS = 232, /* 29 of the 30 bytes of a block */
};

enum form_kind {
    FORM_APPROVAL,
    FORM_CHOICE,
    FORM_KNAPSACK,
    FORM_POINTS,
    FORM_RANKING,
    FORM_SCORES,
    FORM_QUESTIONS,
    FORM_KINDS,
};

enum form_answer { ANSWER_YES = 1, ANSWER_NO, ANSWER_ABSTAIN };

/* Members that a kind does not have are 0. */
struct form {
    enum form_kind kind;
    uint64_t min, max;                   /* options marked; choice and questions have none */
    uint64_t total, min_total, max_each; /* points */
    uint64_t low, high;                  /* scores */
};

const char *form_kind_name(enum form_kind kind);
/* Whether the limits make sense for so many options. ERROR_INPUT "definition". */
MUST_CHECK bool form_check(const struct form *form, size_t option_count, struct error *err);
MUST_CHECK bool form_from_json(struct json_fields *fields, struct form *out);
json_t *form_to_json(const struct form *form); /* new reference */

/* Of a form that passes form_check. Fields: one for each option, for each place of a ranking, or one. */
size_t form_field_count(const struct form *form, size_t option_count);
unsigned form_field_bits(const struct form *form, size_t option_count);
/* Blocks, and so ciphertexts: max(1, bits / 232 rounded up). */
size_t form_width(const struct form *form, size_t option_count);

#endif
