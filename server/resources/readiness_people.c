// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Readiness: staff, trustees, the draw of ties, witnesses.
#include <string.h>

#include "base/encoding.h"
#include "record/policy.h"
#include "server/resources/readiness_checks.h"

static const struct draft_person *person_of(const struct checking *c, const char *login)
{
    for (size_t p = 0; p < c->input->context.person_count; p++)
        if (strcmp(c->input->context.people[p].login, login) == 0)
            return &c->input->context.people[p];
    return NULL;
}

/* Whether `word` is one of the words in `words`, which single spaces separate. */
static bool has_word(const char *words, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = words; (at = strstr(at, word)); at += len)
        if ((at == words || at[-1] == ' ') && (at[len] == ' ' || !at[len]))
            return true;
    return false;
}

static void check_person(struct checking *c, const json_t *list, size_t index, const char *role,
                         const char *pointer)
{
    const char *login = json_string_value(json_array_get(list, index));
    const struct draft_person *person = login ? person_of(c, login) : NULL;
    if (!person) {
        finding(c, BLOCKING, "person-unknown", pointer,
                json_pack("{s:s, s:s}", "role", role, "login", login ? login : ""),
                FORMAT(c, "nobody has the login %s", login ? login : ""));
        return;
    }
    json_t *arguments = json_pack("{s:s, s:s, s:s}", "role", role, "login", login, "name", person->name);
    for (size_t i = 0; i < index; i++)
        if (json_equal(json_array_get(list, i), json_array_get(list, index)))
            finding(c, BLOCKING, "person-double", pointer, json_incref(arguments),
                    FORMAT(c, "%s stands there twice as %s", login, role));
    if (!person->has_key)
        finding(c, BLOCKING, "person-without-key", pointer, json_incref(arguments),
                FORMAT(c, "%s has no signing key yet: it is made on the account page", login));
    if (!has_word(person->roles, role))
        finding(c, WARNING, "person-without-role", pointer, json_incref(arguments),
                FORMAT(c, "%s is no %s of this assembly, and so cannot act here", login, role));
    json_decref(arguments);
}

/* The bundle has a file for each clerk, named after the person. */
static void check_clerk_names(struct checking *c, const json_t *list)
{
    char name[PERSON_NAME_BYTES_MAX + 1], other[PERSON_NAME_BYTES_MAX + 1];
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *login = json_string_value(json_array_get(list, i));
        const struct draft_person *person = login ? person_of(c, login) : NULL;
        for (size_t k = 0; person && k < i; k++) {
            const char *before = json_string_value(json_array_get(list, k));
            const struct draft_person *earlier = before ? person_of(c, before) : NULL;
            if (!earlier || earlier == person)
                continue;
            person_file_name(person->name, name);
            person_file_name(earlier->name, other);
            if (strcmp(name, other) == 0)
                finding(c, BLOCKING, "clerk-names", FORMAT(c, "/people/clerks/%zu", i),
                        json_pack("{s:s, s:s}", "name", person->name, "other", earlier->name),
                        "the names of two clerks cannot be told apart in the bundle");
        }
    }
}

static size_t check_role(struct checking *c, const char *name, const char *role)
{
    const json_t *list = json_object_get(json_object_get(c->draft, "people"), name);
    for (size_t i = 0; i < json_array_size(list); i++)
        check_person(c, list, i, role, FORMAT(c, "/people/%s/%zu", name, i));
    if (json_array_size(list) == 0)
        missing(c, name, FORMAT(c, "/people/%s", name));
    return json_array_size(list);
}

void check_people(struct checking *c)
{
    uint64_t signers, required;
    check_role(c, "facilitators", "facilitator");
    check_role(c, "registrars", "registrar");
    size_t clerks = check_role(c, "clerks", "clerk");
    check_clerk_names(c, json_object_get(json_object_get(c->draft, "people"), "clerks"));
    if (number_of(c, c->draft, "act_signers", "act-signers", "", &signers)) {
        if (signers < 1 || signers > 2)
            missing(c, "act-signers", "/act_signers");
        else if (clerks && signers > clerks)
            finding(c, BLOCKING, "too-few-clerks", "/people/clerks",
                    json_pack("{s:I, s:I}", "clerks", (json_int_t)clerks, "needed", (json_int_t)signers),
                    "more clerks must sign than there are");
        else if (signers == 1)
            finding(c, WARNING, "one-signer", "/act_signers", NULL,
                    "one clerk alone can act where two are usual; voters are told so");
    }
    if (number_of(c, c->draft, "clerks_required", "clerks-required", "", &required)) {
        if (required < 1)
            missing(c, "clerks-required", "/clerks_required");
        else if (clerks && required > clerks)
            finding(c, BLOCKING, "too-few-clerks", "/clerks_required",
                    json_pack("{s:I, s:I}", "clerks", (json_int_t)clerks, "needed", (json_int_t)required),
                    "more clerks must certify than there are");
    }
}

/* ---- trustees ---- */

static bool key_of(const json_t *trustee, uint8_t key[SIGN_PUBLIC_BYTES])
{
    return base64url_decode_exact(bytes_of_string(text_of(trustee, "key")), key, SIGN_PUBLIC_BYTES);
}

static void check_trustee(struct checking *c, const json_t *list, size_t index)
{
    const json_t *trustee = json_array_get(list, index);
    const char *pointer = FORMAT(c, "/trustees/%zu", index), *name = text_of(trustee, "name");
    uint8_t key[SIGN_PUBLIC_BYTES], other[SIGN_PUBLIC_BYTES];
    if (!person_name_is_valid(bytes_of_string(name)))
        missing(c, "trustee-name", FORMAT(c, "%s/name", pointer));
    if (!key_of(trustee, key)) {
        finding(c, BLOCKING, "trustee-without-key", FORMAT(c, "%s/key", pointer),
                json_pack("{s:s, s:I}", "name", name, "number", (json_int_t)index + 1),
                FORMAT(c, "trustee %zu has no key: it is what `folkmoot trustee` prints, 43 characters",
                       index + 1));
        return;
    }
    for (size_t i = 0; i < index; i++)
        if (key_of(json_array_get(list, i), other) && memcmp(key, other, sizeof key) == 0)
            finding(c, BLOCKING, "trustee-key-double", FORMAT(c, "%s/key", pointer),
                    json_pack("{s:s, s:s}", "name", name, "other", text_of(json_array_get(list, i), "name")),
                    FORMAT(c, "trustees %zu and %zu have the same key", i + 1, index + 1));
}

static void check_own_trustees(struct checking *c, const json_t *list)
{
    size_t count = json_array_size(list);
    uint64_t threshold;
    for (size_t i = 0; i < count; i++)
        check_trustee(c, list, i);
    if (count < 2)
        finding(c, BLOCKING, "too-few-trustees", "/trustees",
                json_pack("{s:I}", "trustees", (json_int_t)count),
                "at least two trustees, or none at all for the server alone");
    if (!number_of(c, c->draft, "threshold", "threshold", "", &threshold))
        return;
    json_t *arguments =
        json_pack("{s:I, s:I}", "threshold", (json_int_t)threshold, "trustees", (json_int_t)count);
    if (threshold < 2 || threshold > count)
        finding(c, BLOCKING, "threshold-range", "/threshold", json_incref(arguments),
                "at least two trustees open ballots, at most all of them");
    else if (threshold == count)
        finding(c, WARNING, "threshold-all", "/threshold", json_incref(arguments),
                "all trustees are needed: if one is lost, there is no result");
    json_decref(arguments);
}

static void check_draw(struct checking *c, bool many)
{
    const json_t *draw = json_object_get(c->draft, "draw");
    const char *source = text_of(draw, "source");
    bool none = strcmp(source, "none") == 0, drand = strcmp(source, "drand") == 0,
         public = drand || strcmp(source, "dice") == 0, trustees = strcmp(source, "trustees") == 0,
         drawn = false;
    json_t *contest;
    size_t i;
    uint64_t round;
    json_array_foreach(json_object_get(c->draft, "contests"), i, contest)
    {
        const json_t *rule = json_object_get(contest, "rule");
        drawn = drawn || strcmp(text_of(rule, "ties"), "draw") == 0;
    }
    if (!none && !public && !trustees)
        missing(c, "draw", "/draw/source");
    else if (none && drawn)
        finding(c, BLOCKING, "draw-needed", "/draw/source", NULL,
                "ties are drawn, but nothing is named to draw them with");
    else if (many && public)
        finding(c, BLOCKING, "draw-by-trustees", "/draw/source", NULL, "the trustees draw the ties");
    else if (!many && trustees)
        finding(c, BLOCKING, "draw-in-public", "/draw/source", NULL,
                "the server alone cannot draw: by dice in public, or by drand");
    if (drand && !*text_of(draw, "beacon"))
        missing(c, "beacon", "/draw/beacon");
    if (drand)
        number_of(c, draw, "beacon_round", "beacon-round", "/draw", &round);
}

void check_trustees(struct checking *c)
{
    const json_t *list = json_object_get(c->draft, "trustees");
    bool own = list || json_object_get(c->draft, "threshold");
    if (own)
        check_own_trustees(c, list);
    else if (!c->input->context.trustee_key)
        finding(c, BLOCKING, "server-key", "/trustees", NULL,
                "the job worker of the server has not said its key yet; try again in a moment");
    else
        finding(c, WARNING, "server-alone", "/trustees", NULL,
                "the server alone keeps the key: whoever runs it could read ballots; voters are told so");
    check_draw(c, own);
}

/* ---- witnesses ---- */

void check_witnesses(struct checking *c)
{
    const json_t *lines = json_object_get(c->draft, "witness_policy");
    struct buffer text = {0};
    struct error why;
    for (size_t i = 0; i < json_array_size(lines); i++)
        buffer_append_format(&text, "%s\n", json_string_value(json_array_get(lines, i)));
    if (!json_is_array(lines)) {
        missing(c, "witness-policy", "/witness_policy");
    } else if (json_array_size(lines) == 0) {
        finding(c, WARNING, "witnesses-none", "/witness_policy", NULL,
                "nobody outside witnesses the record: two histories could be shown; voters are told so");
    } else if (!c->input->city_has_witnesses) {
        finding(c, BLOCKING, "witnesses-not-asked", "/witness_policy", NULL,
                "this city's record has no witnesses, so its bundle would wait for them for ever");
    } else {
        struct policy *policy = policy_parse(buffer_bytes(&text), &why);
        if (!policy)
            finding(c, BLOCKING, "witness-policy-invalid", "/witness_policy",
                    json_pack("{s:s}", "detail", why.detail),
                    FORMAT(c, "the witness policy: %s", why.detail));
        policy_free(policy);
    }
    buffer_clear(&text);
}
