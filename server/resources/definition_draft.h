/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * From what a facilitator wrote to the definition (docs/protocol.md section 5). A draft's content is a
 * definition with texts in the place of salted hashes, logins in the place of people, and without the members
 * that the server fills in (docs/api/openapi.json, DraftContent).
 */
#ifndef FOLKMOOT_SERVER_RESOURCES_DEFINITION_DRAFT_H
#define FOLKMOOT_SERVER_RESOURCES_DEFINITION_DRAFT_H

#include <jansson.h>

#include "ballot/definition.h"

struct draft_person {
    const char *login, *name;
    const char *roles; /* in the assembly, joined by spaces */
    bool has_key;
    uint8_t key[SIGN_PUBLIC_BYTES];
};

struct draft_context {
    const char *origin, *assembly;
    const uint8_t *round, *nonce;
    const uint8_t *trustee_key;
    const struct draft_person *people;
    size_t person_count;
    const json_t *pages; /* pages.json of the front end; NULL: none is served */
};

/* A text that holds nothing but empty members was begun and not written: it is none. */
bool draft_text_is_empty(const json_t *text);
/* NULL, or what is wrong with a text that is not empty; a view or in the arena. */
const char *draft_text_fault(const json_t *text, struct arena *arena);

/* The logins that `content` names, joined by spaces, each once; appended. */
void draft_logins(const json_t *content, struct buffer *out);

/* Empty texts and members of texts are left out, and the contests of a district put into their order.
 * Append the definition's canonical bytes to `bytes` and set *texts to a new array of {thing, language, salt
 * (hexadecimal), text} for DB_TEXTS_ADD. Fresh salts each time. ERROR_INPUT "definition". */
MUST_CHECK bool draft_to_definition(const json_t *content, const struct draft_context *context,
                                    struct buffer *bytes, json_t **texts, struct error *err);

#endif
