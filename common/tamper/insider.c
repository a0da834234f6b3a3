/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tamper/insider.h"

#include <dirent.h>
#include <stdlib.h>

#include "base/encoding.h"
#include "base/file.h"
#include "base/read.h"

enum { FILE_BYTES_MAX = 1 << 20 };

static bool starts_with(struct bytes text, const char *start)
{
    return text.len >= strlen(start) && memcmp(text.data, start, strlen(start)) == 0;
}

static bool ends_with(const char *name, const char *end)
{
    size_t len = strlen(name);
    return len >= strlen(end) && strcmp(name + len - strlen(end), end) == 0;
}

static bool read_secret(struct bytes text, struct scalar *out)
{
    uint8_t bytes[SCALAR_BYTES];
    return base64url_decode_exact(text, bytes, sizeof bytes) && scalar_read(bytes, out);
}

/* `trustee N X` */
static bool take_share(struct insider *insider, struct bytes rest)
{
    const uint8_t *space = memchr(rest.data, ' ', rest.len);
    uint64_t number;
    size_t len = space ? (size_t)(space - rest.data) : 0;
    if (!space || !decimal_decode_u64(bytes_of(rest.data, len), &number) || number < 1 ||
        number > INSIDER_TRUSTEES_MAX ||
        !read_secret(bytes_of(space + 1, rest.len - len - 1), &insider->shares[number]))
        return false;
    insider->has_share |= UINT32_C(1) << number;
    return true;
}

static bool take_secrets(struct insider *insider, struct bytes text, struct error *err)
{
    static const char trustee[] = "trustee ", voter[] = "voter ";
    for (struct bytes line; text.len;) {
        bool ok = read_line(&text, &line);
        if (ok && starts_with(line, trustee))
            ok = take_share(insider, bytes_of(line.data + 8, line.len - 8));
        else if (ok)
            ok = starts_with(line, voter) && insider->voter_count < INSIDER_VOTERS_MAX &&
                 read_secret(bytes_of(line.data + 6, line.len - 6), &insider->voters[insider->voter_count++]);
        if (!ok)
            return error_input(err, "bad-key", "a line is neither `trustee N X` nor `voter K`");
    }
    return true;
}

static bool take(struct insider *insider, struct bytes content, struct error *err)
{
    struct bytes line = content;
    if (insider->note_count == INSIDER_KEYS_MAX || insider->person_count == INSIDER_KEYS_MAX)
        return error_input(err, "bad-key", "there are too many keys");
    if (starts_with(content, "PRIVATE+KEY+")) {
        line.len -= line.data[line.len - 1] == '\n';
        return note_signer_parse(line, &insider->notes[insider->note_count++], err);
    }
    if (starts_with(content, "trustee ") || starts_with(content, "voter "))
        return take_secrets(insider, content, err);
    return minisign_secret_parse(content, NULL, &insider->people[insider->person_count++], err);
}

static bool take_file(struct insider *insider, const char *folder, const char *name, struct error *err)
{
    struct buffer path = {0}, content = {0};
    buffer_append_format(&path, "%s/%s", folder, name);
    bool ok = (file_read(buffer_string(&path), FILE_BYTES_MAX, &content, err) &&
               take(insider, buffer_bytes(&content), err)) ||
              error_prefix(err, "%s", name);
    buffer_wipe(&content);
    buffer_clear(&path);
    return ok;
}

bool insider_load(const char *folder, struct insider *out, struct error *err)
{
    DIR *entries = opendir(folder);
    bool ok = true;
    if (!entries)
        return error_input(err, "not-found", "%s: no folder of keys", folder);
    for (const struct dirent *entry; ok && (entry = readdir(entries));)
        if (entry->d_name[0] != '.' && !ends_with(entry->d_name, ".pub"))
            ok = take_file(out, folder, entry->d_name, err);
    closedir(entries);
    return ok;
}

void insider_wipe(struct insider *insider)
{
    sodium_memzero(insider, sizeof *insider);
}

const struct minisign_secret *insider_person(const struct insider *insider, const struct sign_public *key)
{
    for (size_t i = 0; i < insider->person_count; i++) {
        struct minisign_public public;
        minisign_public_of(&insider->people[i], &public);
        if (memcmp(public.key, key->bytes, SIGN_PUBLIC_BYTES) == 0)
            return &insider->people[i];
    }
    return NULL;
}

const struct note_signer *insider_log(const struct insider *insider, const char *origin)
{
    for (size_t i = 0; i < insider->note_count; i++)
        if (insider->notes[i].key.type == NOTE_ED25519 && strcmp(insider->notes[i].key.name, origin) == 0)
            return &insider->notes[i];
    return NULL;
}
