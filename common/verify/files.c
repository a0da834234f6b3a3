/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "base/encoding.h"
#include "count/tally.h"
#include "record/minisign.h"
#include "record/sums.h"
#include "verify/verification.h"

enum { SUMS_BYTES_MAX = 256 << 20 };

static bool is_certified(const struct verification *v)
{
    return v->state.phase == ROUND_CERTIFIED || v->state.phase == ROUND_PUBLISHED;
}

/* The clerks whose signatures stand under the last certificate: their keys, and their names in files. */
struct clerk {
    struct sign_public key;
    char name[PERSON_NAME_BYTES_MAX + 1];
};

static size_t find_clerks(const struct verification *v, struct clerk out[ENTRY_SIGNATURES_MAX])
{
    const struct act *certified = is_certified(v) ? verification_last(v, ENTRY_CERTIFIED) : NULL;
    const struct people *clerks = &v->definition.clerks;
    size_t count = 0;
    for (size_t s = 0; certified && s < certified->entry.signature_count; s++)
        for (size_t p = 0; p < clerks->count; p++)
            if (memcmp(clerks->list[p].key.bytes, certified->entry.signatures[s].key.bytes,
                       SIGN_PUBLIC_BYTES) == 0) {
                out[count].key = clerks->list[p].key;
                person_file_name(clerks->list[p].name, out[count++].name);
            }
    return count;
}

/* ---- 1: hashes and signatures ---- */

static bool check_clerk(struct verification *v, const struct clerk *clerk, struct bytes sums)
{
    char name[PERSON_NAME_BYTES_MAX + 32];
    struct buffer key_file = {0}, signature = {0};
    struct minisign_public key;
    struct error err;
    snprintf(name, sizeof name, "keys/%s.pub", clerk->name);
    bool ok = bundle_read(v->bundle, name, MINISIGN_MAX_FILE_BYTES, &key_file, &err) &&
              minisign_public_parse(buffer_bytes(&key_file), &key, &err);
    if (ok && memcmp(key.key, clerk->key.bytes, sizeof key.key) != 0)
        ok = error_input(&err, "bad-signature", "it is not the key that the definition pins");
    if (ok) {
        snprintf(name, sizeof name, "SHA256SUMS.%s.minisig", clerk->name);
        ok = bundle_read(v->bundle, name, MINISIGN_MAX_FILE_BYTES, &signature, &err) &&
             minisign_verify(&key, sums, buffer_bytes(&signature), NULL, &err);
    }
    if (!ok) {
        error_prefix(&err, "%s", name);
        report_error(v->report, CHECK_FILES, &err);
    }
    buffer_clear(&key_file);
    buffer_clear(&signature);
    return ok;
}

/* A blob is called by its hash, whoever has looked into it or not. */
static bool check_blob_names(struct bytes sums, struct error *err)
{
    struct sums_line line = {0};
    while (sums.len) {
        struct buffer name = {0};
        if (!sums_next(&sums, &line, err))
            return false;
        buffer_append_string(&name, "blobs/");
        hex_append(&name, bytes_of(line.hash, sizeof line.hash));
        bool good = strncmp(line.name, "blobs/", 6) != 0 || strcmp(line.name, buffer_string(&name)) == 0;
        buffer_clear(&name);
        if (!good)
            return error_input(err, "bad-sum", "%s does not have the hash that it is called by", line.name);
    }
    return true;
}

void files_check_sums(struct verification *v)
{
    struct buffer sums = {0};
    struct error err;
    struct clerk clerks[ENTRY_SIGNATURES_MAX];
    size_t count = find_clerks(v, clerks);
    if (!bundle_read(v->bundle, "SHA256SUMS", SUMS_BYTES_MAX, &sums, &err) ||
        !bundle_check_sums(v->bundle, buffer_bytes(&sums), &err) ||
        !check_blob_names(buffer_bytes(&sums), &err))
        report_error(v->report, CHECK_FILES, &err);
    for (size_t i = 0; i < count && sums.len; i++)
        check_clerk(v, &clerks[i], buffer_bytes(&sums));
    if (!count)
        report_incomplete(v->report, CHECK_FILES, "nobody has certified the round");
    report_pass(v->report, CHECK_FILES, "%zu files, signed by %zu clerks", bundle_count(v->bundle), count);
    buffer_clear(&sums);
}

/* ---- 2: which files there must be ---- */

struct names {
    struct arena arena;
    const char **list;
    size_t count, capacity;
};

static void expect(struct names *names, const char *name)
{
    names->list = verification_grow(names->list, names->count, &names->capacity, sizeof *names->list);
    names->list[names->count++] = arena_string(&names->arena, name);
}

static void expect_blob(struct names *names, const struct blob_ref *ref)
{
    struct buffer name = {0};
    buffer_append_string(&name, "blobs/");
    hex_append(&name, bytes_of(ref->hash, sizeof ref->hash));
    expect(names, buffer_string(&name));
    buffer_clear(&name);
}

/* The keys of a credential list are blobs too. A list that cannot be read is for check 5. */
static void expect_keys(struct verification *v, struct names *names, const struct blob_ref *ref)
{
    struct buffer bytes = {0};
    struct arena arena = {0};
    struct credential_list list;
    struct error ignored;
    if (verification_blob(v, ref, &bytes, &ignored) &&
        credential_list_parse(buffer_bytes(&bytes), &arena, &list, &ignored))
        for (size_t i = 0; i < list.batch_count; i++)
            expect_blob(names, &list.batches[i].keys);
    arena_clear(&arena);
    buffer_clear(&bytes);
}

static void expect_blobs(struct verification *v, const struct act *acts, size_t count, struct names *names)
{
    for (size_t i = 0; i < count; i++) {
        const struct entry *entry = &acts[i].entry;
        struct blob_ref refs[ENTRY_REFS_MAX];
        size_t named = entry_refs(entry, refs);
        for (size_t r = 0; r < named; r++)
            expect_blob(names, &refs[r]);
        if (entry->type == ENTRY_CREDENTIAL_LIST || entry->type == ENTRY_ADDITION)
            expect_keys(v, names, &entry->list);
    }
}

static void expect_result(struct verification *v, struct names *names)
{
    expect(names, "result.json");
    for (size_t c = 0; c < v->definition.contest_count; c++) {
        char name[NAME_BYTES_MAX + 5];
        tally_file_name(&v->definition.contests[c], name);
        if (v->state.contests[c].has_input)
            expect(names, name);
    }
}

static void expect_certificate(struct verification *v, struct names *names)
{
    struct clerk clerks[ENTRY_SIGNATURES_MAX];
    size_t count = find_clerks(v, clerks);
    expect(names, "certificate.html");
    expect(names, "VERIFY.txt");
    expect(names, "SHA256SUMS");
    for (size_t i = 0; i < count; i++) {
        expect(names, arena_format(&names->arena, "keys/%s.pub", clerks[i].name));
        expect(names, arena_format(&names->arena, "SHA256SUMS.%s.minisig", clerks[i].name));
    }
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_checkpoint(const char *name)
{
    static const char folder[] = "record/checkpoints/";
    return strncmp(name, folder, sizeof folder - 1) == 0;
}

/* Both lists are sorted; an expected name may stand there twice. */
static void compare_lists(struct verification *v, const struct names *names)
{
    size_t next = 0;
    for (size_t i = 0; i < bundle_count(v->bundle); i++) {
        const char *name = bundle_name(v->bundle, i);
        for (; next < names->count && strcmp(names->list[next], name) < 0; next++)
            if (!bundle_has(v->bundle, names->list[next]))
                report_incomplete(v->report, CHECK_CANONICAL, "%s is not in the bundle", names->list[next]);
        if (!is_checkpoint(name) && (next == names->count || strcmp(names->list[next], name) != 0))
            report_fail(v->report, CHECK_CANONICAL, "%s does not belong in the bundle", name);
    }
    for (; next < names->count; next++)
        if (!bundle_has(v->bundle, names->list[next]))
            report_incomplete(v->report, CHECK_CANONICAL, "%s is not in the bundle", names->list[next]);
}

void files_check_names(struct verification *v)
{
    struct names names = {0};
    expect(&names, "definition.json");
    expect(&names, "record/range.json");
    expect(&names, "record/entries");
    expect(&names, "keys/log");
    expect_blobs(v, v->acts, v->act_count, &names);
    for (const struct predecessor *one = v->predecessors; one; one = one->next)
        expect_blobs(v, one->acts, one->act_count, &names);
    if (v->state.phase >= ROUND_COUNTED && v->state.phase != ROUND_ANNULLED)
        expect_result(v, &names);
    if (is_certified(v))
        expect_certificate(v, &names);
    qsort(names.list, names.count, sizeof *names.list, compare_names);
    compare_lists(v, &names);
    free(names.list);
    arena_clear(&names.arena);
}
