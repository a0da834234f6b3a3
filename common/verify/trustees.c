/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <inttypes.h>

#include "ballot/ceremony.h"
#include "base/file.h"
#include "record/minisign.h"
#include "verify/verification.h"

/* ---- who they are ---- */

/* The next key file of several that stand one behind the other: a comment and a key, two lines. */
static bool next_key(struct bytes *rest, struct minisign_public *out, struct error *err)
{
    size_t len = 0;
    for (int line = 0; line < 2; line++) {
        const uint8_t *end = memchr(rest->data + len, '\n', rest->len - len);
        len = end ? (size_t)(end - rest->data) + 1 : rest->len;
    }
    if (!minisign_public_parse(bytes_of(rest->data, len), out, err))
        return false;
    *rest = bytes_of(rest->data + len, rest->len - len);
    return true;
}

/* The number of the trustee with this key, from 1, or 0. */
static size_t trustee_of(const struct verification *v, const struct minisign_public *key)
{
    const struct people *trustees = &v->definition.trustees;
    for (size_t i = 0; i < trustees->count; i++)
        if (memcmp(trustees->list[i].key.bytes, key->key, SIGN_PUBLIC_BYTES) == 0)
            return i + 1;
    return 0;
}

/* Each trustee once, and nobody else. */
static bool compare_keys(const struct verification *v, struct bytes keys, struct error *err)
{
    uint32_t found = 0;
    for (size_t number = 1; keys.len; number++) {
        struct minisign_public key;
        if (!next_key(&keys, &key, err))
            return error_prefix(err, "key %zu", number);
        size_t trustee = trustee_of(v, &key);
        if (!trustee || found >> trustee & 1)
            return error_input(err, "trustees", "key %zu %s", number,
                               trustee ? "stands there twice" : "is of nobody in the definition");
        found |= UINT32_C(1) << trustee;
    }
    for (size_t i = 0; i < v->definition.trustees.count; i++)
        if (!(found >> (i + 1) & 1))
            return error_input(err, "trustees", "the key of trustee %zu, %s, is not there", i + 1,
                               v->definition.trustees.list[i].name);
    return true;
}

static bool check_identities(struct verification *v)
{
    const char *path = v->options->trustees;
    struct buffer keys = {0};
    struct error err;
    if (!path)
        return true;
    bool ok = file_read(path, MINISIGN_MAX_FILE_BYTES, &keys, &err) &&
              (compare_keys(v, buffer_bytes(&keys), &err) || error_prefix(&err, "%s", path));
    buffer_clear(&keys);
    return ok || report_error(v->report, CHECK_TRUSTEES, &err);
}

/* ---- how they made the key ---- */

static bool read_blob(void *context, const struct blob_ref *ref, struct buffer *out, struct error *err)
{
    return verification_blob(context, ref, out, err);
}

void trustees_take_restart(struct verification *v, const struct act *act)
{
    const struct blob_source source = {read_blob, v};
    struct error err;
    if (!act->entry.has_evidence)
        return;
    if (ceremony_check_evidence(&v->state, &act->entry, &source, &err))
        return;
    error_prefix(&err, "entry %" PRIu64, act->index);
    report_error(v->report, CHECK_TRUSTEES, &err);
}

static bool check_key(struct verification *v)
{
    const struct blob_source source = {read_blob, v};
    const struct act *opening = verification_last(v, ENTRY_OPENING);
    struct ceremony ceremony = {0};
    struct error err;
    if (v->definition.trustees.count == 1)
        return true;
    bool ok = ceremony_load(&ceremony, &v->state, &source, NULL, &err) &&
              ceremony_certify(&ceremony, &v->state, &source, NULL, &err) &&
              ceremony_check_opening(&ceremony, &opening->entry, &err);
    ceremony_clear(&ceremony);
    return ok || report_error(v->report, CHECK_TRUSTEES, &err);
}

/* ---- 4 ---- */

static void say_passed(struct verification *v)
{
    const struct people *trustees = &v->definition.trustees;
    const struct act *acknowledgement = verification_last(v, ENTRY_ACKNOWLEDGEMENT);
    if (trustees->count == 1)
        report_pass(v->report, CHECK_TRUSTEES,
                    "one key of %s, shown to be held at size %" PRIu64 " of the log%s",
                    trustees->list[0].name, acknowledgement->entry.size,
                    acknowledgement->entry.size < v->first ? ", which is before this bundle" : "");
    else
        report_pass(v->report, CHECK_TRUSTEES,
                    "a key of %zu trustees, any %zu of whom open votes, is what their messages make, and "
                    "each has shown to hold a share of it; %s",
                    trustees->count, v->definition.threshold,
                    v->options->trustees ? "they are those of the file" : "who they are was not checked");
}

void trustees_check(struct verification *v)
{
    bool known = check_identities(v);
    if (!v->state.has_eid)
        report_incomplete(v->report, CHECK_TRUSTEES, "the round has not been opened");
    else if (!round_is_acknowledged(&v->state))
        report_incomplete(v->report, CHECK_TRUSTEES, "the trustees have not acknowledged the opening");
    else if (known && check_key(v))
        say_passed(v);
}
