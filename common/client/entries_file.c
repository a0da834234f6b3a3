/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "client/entries_file.h"

#include <errno.h>

bool entries_file_next(FILE *file, struct buffer *entry, bool *found, struct error *err)
{
    uint8_t length[2];
    size_t got = fread(length, 1, sizeof length, file);
    entry->len = 0;
    if (got == 0 && feof(file)) {
        *found = false;
        return true;
    }
    size_t len = (size_t)(length[0] << 8 | length[1]);
    buffer_reserve(entry, len + 1);
    if (got != sizeof length || fread(entry->data, 1, len, file) != len)
        return error_input(err, "record", "record/entries ends within an entry");
    entry->len = len;
    *found = true;
    return true;
}

bool entries_file_append(FILE *file, struct bytes entry, struct error *err)
{
    uint8_t length[2] = {(uint8_t)(entry.len >> 8), (uint8_t)entry.len};
    return (entry.len <= ENTRY_BYTES_MAX && fwrite(length, sizeof length, 1, file) == 1 &&
            (entry.len == 0 || fwrite(entry.data, entry.len, 1, file) == 1)) ||
           error_input(err, "file", "record/entries: %s", strerror(errno));
}

bool entry_is_ballot(struct bytes entry)
{
    static const char start[] = "{\"ballot\":";
    return entry.len >= sizeof start - 1 && memcmp(entry.data, start, sizeof start - 1) == 0;
}

bool entry_is_draft_of(struct bytes bytes, const uint8_t round[ROUND_ID_BYTES])
{
    struct arena arena = {0};
    struct entry entry;
    struct error ignored;
    bool is = !entry_is_ballot(bytes) && entry_parse(bytes, &arena, &entry, &ignored) &&
              entry.type == ENTRY_DRAFT && memcmp(entry.round, round, ROUND_ID_BYTES) == 0;
    arena_clear(&arena);
    return is;
}
