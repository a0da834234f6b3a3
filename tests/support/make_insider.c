/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdio.h>

#include "base/encoding.h"
#include "base/file.h"
#include "make_bundle_internal.h"

static void write_key(const char *folder, const char *name, struct bytes content)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    MUST(file_write(path, content, 0600, err));
}

static void append_secret(struct buffer *out, const struct scalar *secret)
{
    base64url_append(out, bytes_of(secret->bytes, sizeof secret->bytes));
    buffer_append_u8(out, '\n');
}

void made_write_insider(const struct made *made, const char *folder)
{
    struct buffer text = {0};
    struct note_signer witness;
    MUST(file_make_folder(folder, err));
    for (size_t i = 0; i < MADE_PEOPLE; i++) {
        struct minisign_secret key = {.id = {(uint8_t)i}};
        char name[16];
        memcpy(key.key, made->secret[i].bytes, sizeof key.key);
        if (i == MADE_CLERK_1 || i == MADE_CLERK_2)
            memcpy(key.id, made->minisign[i - MADE_CLERK_1].id, sizeof key.id);
        snprintf(name, sizeof name, "person-%zu", i);
        text.len = 0;
        MUST(minisign_secret_append(&key, NULL, &text, err));
        write_key(folder, name, buffer_bytes(&text));
    }
    text.len = 0;
    note_signer_append(&made->log, &text);
    write_key(folder, "log", buffer_bytes(&text));
    made_witness(&witness);
    text.len = 0;
    note_signer_append(&witness, &text);
    write_key(folder, "witness", buffer_bytes(&text));
    text.len = 0;
    for (size_t i = 0; i < made->trustees; i++) {
        buffer_append_format(&text, "trustee %zu ", i + 1);
        append_secret(&text, &made->x[i]);
    }
    for (size_t i = 0; i < MADE_VOTERS; i++) {
        buffer_append_string(&text, "voter ");
        append_secret(&text, &made->voters[i].secret);
    }
    write_key(folder, "secrets", buffer_bytes(&text));
    buffer_clear(&text);
}
