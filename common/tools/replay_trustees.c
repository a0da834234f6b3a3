/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tools/replay_trustees.h"

#include <ftw.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/encoding.h"
#include "base/file.h"
#include "record/json.h"
#include "record/minisign.h"
#include "tools/program.h"

enum { PASSPHRASE_RANDOM_BYTES = 18, OUTPUT_BYTES_MAX = 65536, ARGUMENTS_MAX = 20, FOLDERS_OPEN = 16 };

static const char *path_of(const struct replay_trustees *trustees, const char *what, size_t i,
                           struct arena *arena)
{
    return arena_format(arena, "%s/%s-%zu", trustees->folder, what, i + 1);
}

static const char *last_line(struct buffer *text)
{
    while (text->len && text->data[text->len - 1] == '\n')
        text->len--;
    const char *words = buffer_string(text), *end = strrchr(words, '\n');
    return end ? end + 1 : words;
}

/* What a process has said last, for a person. */
static bool complain(const struct replay_trustees *trustees, size_t i, const char *log, struct error *err)
{
    struct buffer text = {0};
    if (!file_read(log, OUTPUT_BYTES_MAX, &text, err))
        return false;
    error_input(err, "failed", "trustee %zu of %zu: %.180s", i + 1, trustees->count, last_line(&text));
    buffer_clear(&text);
    return false;
}

/* ---- key files ---- */

static bool write_passphrase(const char *path, struct error *err)
{
    uint8_t random[PASSPHRASE_RANDOM_BYTES];
    struct buffer text = {0};
    randombytes_buf(random, sizeof random);
    base64url_append(&text, bytes_of(random, sizeof random));
    bool ok = file_write(path, buffer_bytes(&text), 0600, err);
    buffer_wipe(&text);
    sodium_memzero(random, sizeof random);
    return ok;
}

static bool read_public(struct replay_trustees *trustees, size_t i, const char *key, struct arena *arena,
                        struct error *err)
{
    struct buffer text = {0};
    struct minisign_public public;
    bool ok = file_read(arena_format(arena, "%s.pub", key), MINISIGN_MAX_FILE_BYTES, &text, err) &&
              minisign_public_parse(buffer_bytes(&text), &public, err);
    if (ok) {
        memcpy(trustees->public[i].bytes, public.key, SIGN_PUBLIC_BYTES);
        buffer_append_bytes(&trustees->keys, buffer_bytes(&text));
    }
    buffer_clear(&text);
    return ok;
}

static bool make_key(struct replay_trustees *trustees, size_t i, struct error *err)
{
    struct arena arena = {0};
    char program[PATH_MAX];
    pid_t pid;
    const char *key = path_of(trustees, "key", i, &arena), *log = path_of(trustees, "init", i, &arena),
               *passphrase = path_of(trustees, "passphrase", i, &arena);
    const char *arguments[] = {program,    "trustee",  "init", "--out", key, "--passphrase-file",
                               passphrase, "--memory", "8",    NULL};
    bool ok = program_sibling("folkmoot", program, err) && write_passphrase(passphrase, err) &&
              program_start(arguments, log, &pid, err) &&
              (program_wait(pid) == 0 || complain(trustees, i, log, err)) &&
              read_public(trustees, i, key, &arena, err);
    arena_clear(&arena);
    return ok;
}

bool replay_trustees_begin(struct replay_trustees *trustees, struct error *err)
{
    if (!trustees->count)
        return true;
    snprintf(trustees->folder, sizeof trustees->folder, "/tmp/folkmoot-trustees-XXXXXX");
    if (!mkdtemp(trustees->folder)) {
        trustees->folder[0] = '\0';
        return error_input(err, "file", "no temporary folder can be made");
    }
    for (size_t i = 0; i < trustees->count; i++)
        if (!make_key(trustees, i, err))
            return false;
    return true;
}

void replay_trustees_draft(const struct replay_trustees *trustees, json_t *content)
{
    json_t *list = json_array();
    if (!trustees->count) {
        json_decref(list);
        return;
    }
    for (size_t i = 0; i < trustees->count; i++) {
        char name[32];
        snprintf(name, sizeof name, "Trustee %zu", i + 1);
        json_array_append_new(
            list, json_pack("{s:s, s:o}", "name", name, "key",
                            json_of_bytes(bytes_of(trustees->public[i].bytes, SIGN_PUBLIC_BYTES))));
    }
    json_object_set_new(content, "trustees", list);
    json_object_set_new(content, "threshold", json_integer((json_int_t)trustees->threshold));
    json_object_set_new(content, "draw", json_pack("{s:s}", "source", "trustees"));
}

/* ---- at work ---- */

static bool start(struct replay_trustees *trustees, size_t i, const char *command, const char *url,
                  const char *round, const char *words, struct error *err)
{
    struct arena arena = {0};
    char program[PATH_MAX];
    const char *arguments[ARGUMENTS_MAX] = {program,
                                            "trustee",
                                            command,
                                            "--key",
                                            path_of(trustees, "key", i, &arena),
                                            "--passphrase-file",
                                            path_of(trustees, "passphrase", i, &arena),
                                            "--url",
                                            url,
                                            "--round",
                                            round,
                                            "--every",
                                            "1",
                                            "--patience",
                                            "3",
                                            words ? "--words" : NULL,
                                            words,
                                            NULL};
    bool ok = program_sibling("folkmoot", program, err) &&
              program_start(arguments, path_of(trustees, command, i, &arena), &trustees->running[i], err);
    arena_clear(&arena);
    return ok;
}

static bool join_all(struct replay_trustees *trustees, const char *url, const char *round, const char *words,
                     struct error *err)
{
    struct arena arena = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < trustees->count; i++)
        ok = start(trustees, i, "join", url, round, words, err);
    for (size_t i = 0; i < trustees->count; i++) {
        if (!trustees->running[i])
            continue;
        bool good = program_wait(trustees->running[i]) == 0;
        trustees->running[i] = 0;
        if (ok && !good)
            ok = complain(trustees, i, path_of(trustees, "join", i, &arena), err);
    }
    arena_clear(&arena);
    return ok;
}

/* The last line of what the first has said. */
static bool read_words(const struct replay_trustees *trustees, struct buffer *out, struct error *err)
{
    struct arena arena = {0};
    struct buffer text = {0};
    bool ok = file_read(path_of(trustees, "join", 0, &arena), OUTPUT_BYTES_MAX, &text, err);
    if (ok)
        buffer_append_string(out, last_line(&text));
    buffer_clear(&text);
    arena_clear(&arena);
    return ok;
}

bool replay_trustees_join(struct replay_trustees *trustees, const char *url, const char *round,
                          struct error *err)
{
    struct buffer words = {0};
    bool ok =
        !trustees->count || (join_all(trustees, url, round, NULL, err) && read_words(trustees, &words, err) &&
                             join_all(trustees, url, round, buffer_string(&words), err));
    buffer_clear(&words);
    return ok;
}

bool replay_trustees_run(struct replay_trustees *trustees, const char *url, const char *round,
                         struct error *err)
{
    for (size_t i = 0; i < trustees->count; i++)
        if (!start(trustees, i, "run", url, round, NULL, err))
            return false;
    return true;
}

static void end_process(struct replay_trustees *trustees, size_t i, int signal)
{
    if (!trustees->running[i])
        return;
    kill(trustees->running[i], signal);
    program_wait(trustees->running[i]);
    trustees->running[i] = 0;
}

void replay_trustees_lose_one(struct replay_trustees *trustees)
{
    end_process(trustees, 0, SIGKILL);
}

static int delete_one(const char *path, const struct stat *status, int flag, struct FTW *walk)
{
    (void)status;
    (void)flag;
    (void)walk;
    return remove(path);
}

void replay_trustees_end(struct replay_trustees *trustees)
{
    for (size_t i = 0; i < trustees->count; i++)
        end_process(trustees, i, SIGTERM);
    if (trustees->folder[0])
        nftw(trustees->folder, delete_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
    buffer_clear(&trustees->keys);
    *trustees = (struct replay_trustees){0};
}
