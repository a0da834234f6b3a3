/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/replay_check.h"

#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "client/unpack.h"
#include "tools/program.h"

enum { ARGUMENTS_MAX = 32, OUTPUT_BYTES_MAX = 1 << 20, FOLDERS_OPEN = 16 };

const char *replay_verdict_name(enum replay_verdict verdict)
{
    static const char *const names[] = {"ok", "failed", "not installed"};
    return names[verdict];
}

/* ---- other programs ---- */

/* REPLAY_ABSENT when there is no such program. */
static enum replay_verdict run(const char *const *arguments, const char *log)
{
    struct error err;
    pid_t pid;
    if (!program_start(arguments, log, &pid, &err))
        return strcmp(err.type, "not-found") == 0 ? REPLAY_ABSENT : REPLAY_FAILED;
    int status = program_wait(pid);
    return status == PROGRAM_NOT_FOUND ? REPLAY_ABSENT : status == 0 ? REPLAY_OK : REPLAY_FAILED;
}

/* The lines of the verifier that are not about something passed. */
static void keep_words(const char *log, char words[ERROR_DETAIL_BYTES])
{
    struct buffer text = {0}, kept = {0};
    if (file_read(log, OUTPUT_BYTES_MAX, &text, NULL)) {
        char *rest = buffer_string(&text), *line;
        while ((line = strsep(&rest, "\n")))
            if (strstr(line, "failed") || strstr(line, "incomplete") || strstr(line, "folkmoot-verify:"))
                buffer_append_format(&kept, "%s%s", kept.len ? "; " : "", line);
    }
    snprintf(words, ERROR_DETAIL_BYTES, "%s", buffer_string(&kept));
    buffer_clear(&text);
    buffer_clear(&kept);
}

static bool run_verifier(const struct replay *replay, const char *folder, struct replay_outcome *out,
                         struct error *err)
{
    struct arena arena = {0};
    const char *arguments[ARGUMENTS_MAX] = {0};
    char program[PATH_MAX];
    size_t n = 0;
    bool ok = true;
    const char *log = arena_format(&arena, "%s/verify.txt", folder);
    if (!program_sibling("folkmoot-verify", program, err)) {
        arena_clear(&arena);
        return false;
    }
    arguments[n++] = program;
    arguments[n++] = arena_format(&arena, "%s/bundle.zip", folder);
    if (replay->trustees.count) {
        const char *path = arena_format(&arena, "%s/trustees.pub", folder);
        ok = file_write(path, buffer_bytes(&replay->trustees.keys), 0644, err);
        arguments[n++] = "--trustees";
        arguments[n++] = path;
    }
    if (replay->policy) {
        arguments[n++] = "--policy";
        arguments[n++] = replay->policy;
    }
    for (size_t i = 0; ok && i < CASTING_RECEIPTS_KEPT && replay->casting.receipts[i].len; i++) {
        const char *path = arena_format(&arena, "%s/receipts/%zu.tlog-proof", folder, i + 1);
        ok = file_write(path, buffer_bytes(&replay->casting.receipts[i]), 0644, err);
        arguments[n++] = "--receipt";
        arguments[n++] = path;
    }
    if (ok) {
        out->verify = run(arguments, log);
        if (out->verify == REPLAY_FAILED)
            keep_words(log, out->verify_words);
    }
    arena_clear(&arena);
    return ok;
}

static void run_stock_tools(const struct replay *replay, const char *folder, struct replay_outcome *out)
{
    struct arena arena = {0};
    const char *bundle = arena_format(&arena, "%s/bundle", folder);
    const char *log = arena_format(&arena, "%s/tools.txt", folder);
    const char *sums[] = {"env",      "-C",      bundle,       "sha256sum", "--check",
                          "--strict", "--quiet", "SHA256SUMS", NULL};
    out->sums = run(sums, log);
    out->minisign = REPLAY_OK;
    for (size_t i = 0; out->minisign == REPLAY_OK && i < replay->round.clerks_required; i++) {
        char name[PERSON_NAME_BYTES_MAX + 1];
        person_file_name(replay->round.clerks[i]->name, name);
        const char *minisign[] = {"minisign", "-V",
                                  "-p",       arena_format(&arena, "%s/keys/%s.pub", bundle, name),
                                  "-m",       arena_format(&arena, "%s/SHA256SUMS", bundle),
                                  "-x",       arena_format(&arena, "%s/SHA256SUMS.%s.minisig", bundle, name),
                                  NULL};
        out->minisign = run(minisign, log);
    }
    arena_clear(&arena);
}

/* ---- the bundle ---- */

static bool unpack(const char *zip, const char *folder, struct error *err)
{
    struct bundle *bundle = bundle_open(zip, err);
    bool ok = bundle && bundle_unpack(bundle, folder, err);
    bundle_close(bundle);
    return ok;
}

static int delete_one(const char *path, const struct stat *status, int flag, struct FTW *walk)
{
    (void)status;
    (void)flag;
    (void)walk;
    return remove(path);
}

/* An earlier replay may have left its own: a bundle is exactly its files. */
static bool make_empty(const char *folder, struct error *err)
{
    if (nftw(folder, delete_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS) != 0 && errno != ENOENT)
        return error_input(err, "file", "%s: %s", folder, strerror(errno));
    return file_make_folder(folder, err);
}

static bool fetch_bundle(const struct replay *replay, const char *folder, struct error *err)
{
    struct arena arena = {0};
    const char *zip = arena_format(&arena, "%s/bundle.zip", folder);
    bool ok = make_empty(arena_format(&arena, "%s/bundle", folder), err) &&
              make_empty(arena_format(&arena, "%s/receipts", folder), err) &&
              http_download(replay->round.facilitator->client,
                            arena_format(&arena, "/api/v1/rounds/%s/bundle", replay->round.id), zip, err) &&
              unpack(zip, arena_format(&arena, "%s/bundle", folder), err);
    arena_clear(&arena);
    return ok;
}

static bool read_result(const char *folder, struct replay_outcome *out, struct error *err)
{
    struct buffer path = {0};
    json_error_t where;
    buffer_append_format(&path, "%s/bundle/result.json", folder);
    json_t *result = json_load_file(buffer_string(&path), 0, &where);
    const json_t *contest = json_array_get(json_object_get(result, "contests"), 0);
    json_t *winners = json_object_get(json_object_get(contest, "count"), "selected");
    bool ok = json_is_array(winners) ||
              error_input(err, "file", "%s: no count of the contest is in it", buffer_string(&path));
    if (ok) {
        out->mixed = (uint64_t)json_integer_value(json_object_get(contest, "mixed"));
        out->valid = (uint64_t)json_integer_value(json_object_get(contest, "valid"));
        out->blank = (uint64_t)json_integer_value(json_object_get(contest, "blank"));
        out->invalid = json_array_size(json_object_get(contest, "invalid"));
        out->winners = json_incref(winners);
    }
    json_decref(result);
    buffer_clear(&path);
    return ok;
}

/* The decrypted votes against those that went in; and a copy of them where they are easily found. */
static bool compare_votes(const struct replay *replay, const char *folder, struct replay_outcome *out,
                          struct error *err)
{
    struct buffer path = {0}, text = {0};
    struct error why;
    struct profile *profile = NULL;
    struct pabulib *pb = NULL;
    buffer_append_format(&path, "%s/bundle/%s.pb", folder, VOTE_FORM_CONTEST);
    bool ok = file_read(buffer_string(&path), PABULIB_FILE_BYTES_MAX, &text, err) &&
              (pb = pabulib_read(buffer_bytes(&text), buffer_string(&path), replay->pb->minor_digits, err)) &&
              (profile = profile_from_pabulib(pb, err));
    path.len = 0;
    buffer_append_format(&path, "%s/decrypted.pb", folder);
    ok = ok && file_write(buffer_string(&path), buffer_bytes(&text), 0644, err);
    if (ok) {
        out->profile_equal = profile_equal(replay->profile, profile, &why);
        if (!out->profile_equal)
            snprintf(out->profile_difference, sizeof out->profile_difference, "%s", why.detail);
    }
    profile_free(profile);
    pabulib_free(pb);
    buffer_clear(&path);
    buffer_clear(&text);
    return ok;
}

bool replay_check(struct replay *replay, const char *folder, struct replay_outcome *out, struct error *err)
{
    struct replay_outcome outcome = {0};
    if (!fetch_bundle(replay, folder, err) || !read_result(folder, &outcome, err) ||
        !compare_votes(replay, folder, &outcome, err) || !run_verifier(replay, folder, &outcome, err)) {
        replay_outcome_clear(&outcome);
        return false;
    }
    run_stock_tools(replay, folder, &outcome);
    *out = outcome;
    return true;
}

void replay_outcome_clear(struct replay_outcome *outcome)
{
    json_decref(outcome->winners);
    *outcome = (struct replay_outcome){0};
}
