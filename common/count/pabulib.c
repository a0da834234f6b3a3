/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "count/pabulib.h"

#include <stdlib.h>

#include "count/pabulib_internal.h"

enum { FIRST_ITEMS = 16 };

static const char *const vote_type_names[] = {"approval", "choose-1", "cumulative", "scoring", "ordinal"};

const char *pabulib_vote_type_name(enum pabulib_vote_type vote_type)
{
    return vote_type_names[vote_type];
}

bool pabulib_vote_type_parse(struct bytes text, enum pabulib_vote_type *out)
{
    for (enum pabulib_vote_type type = PABULIB_APPROVAL; type <= PABULIB_ORDINAL; type++) {
        if (bytes_equal(text, bytes_of_string(vote_type_names[type]))) {
            *out = type;
            return true;
        }
    }
    return false;
}

void *pabulib_grow(void *array, size_t count, size_t size)
{
    if (count == 0)
        return reallocate(array, FIRST_ITEMS, size);
    bool full = count >= FIRST_ITEMS && (count & (count - 1)) == 0;
    return full ? reallocate(array, count * 2, size) : array;
}

struct bytes pabulib_trim(struct bytes text)
{
    while (text.len > 0 && (text.data[0] == ' ' || text.data[0] == '\t')) {
        text.data++;
        text.len--;
    }
    while (text.len > 0 && (text.data[text.len - 1] == ' ' || text.data[text.len - 1] == '\t'))
        text.len--;
    return text;
}

bool pabulib_tally(const struct pabulib *pabulib, int64_t *votes, int64_t *scores)
{
    bool ok = true;
    uint32_t *seen = allocate(pabulib->project_count, sizeof *seen); /* 2 * vote + 1, + 2 once scored */
    for (size_t v = 0; v < pabulib->vote_count; v++) {
        const struct pabulib_vote *vote = &pabulib->votes[v];
        int64_t places = 0;
        for (uint32_t i = 0; i < vote->count; i++) {
            uint16_t project = vote->choices[i];
            places += seen[project] != 2 * v + 1;
            votes[project] += seen[project] != 2 * v + 1;
            seen[project] = (uint32_t)(2 * v + 1);
        }
        for (uint32_t i = 0; i < vote->count; i++) {
            /* points: the last value counts, so look from the end; ranking: the first place counts */
            uint32_t at = vote->points ? vote->count - 1 - i : i;
            uint16_t project = vote->choices[at];
            if (seen[project] == 2 * v + 2)
                continue;
            seen[project] = (uint32_t)(2 * v + 2);
            ok &= !__builtin_add_overflow(scores[project], vote->points ? vote->points[at] : places--,
                                          &scores[project]);
        }
    }
    free(seen);
    return ok;
}

bool pabulib_meta(const struct pabulib *pabulib, const char *key, struct bytes *value)
{
    for (size_t i = 0; i < pabulib->meta_count; i++) {
        if (bytes_equal(pabulib_trim(pabulib->meta[i].key), bytes_of_string(key))) {
            *value = pabulib_trim(pabulib->meta[i].value);
            return true;
        }
    }
    return false;
}

void pabulib_free(struct pabulib *pabulib)
{
    if (!pabulib)
        return;
    free(pabulib->meta);
    free(pabulib->projects);
    free(pabulib->votes);
    free(pabulib->repeats);
    buffer_clear(&pabulib->source);
    arena_clear(&pabulib->arena);
    free(pabulib);
}
