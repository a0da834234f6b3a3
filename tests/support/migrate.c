/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 *     migrate CONNINFO [NNNN_NAME.sql]...      apply the embedded migrations and then these
 *     migrate --check CONNINFO                 is the database up to date?
 *
 * Prints "TYPE: DETAIL" and ends with status 1 when it fails.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/file.h"
#include "server/db/migrations.h"

enum { FILE_LIMIT = 1 << 20, LIST_LIMIT = 1000 };

static bool apply(const char *conninfo, char **paths, int count, struct error *err)
{
    bool done = false;
    struct arena arena = {0};
    static struct migration items[LIST_LIMIT];
    struct migration_list list = {items, migrations_embedded.count};
    memcpy(items, migrations_embedded.items, list.count * sizeof *items);
    for (int i = 0; i < count && list.count < LIST_LIMIT; i++) {
        struct buffer content = {0};
        if (!file_read(paths[i], FILE_LIMIT, &content, err))
            goto out;
        const char *slash = strrchr(paths[i], '/');
        char *name = arena_string(&arena, slash ? slash + 1 : paths[i]);
        name[strcspn(name, ".")] = 0;
        items[list.count].name = name;
        items[list.count++].sql = bytes_of(arena_copy(&arena, content.data, content.len), content.len);
        buffer_clear(&content);
    }
    done = count ? migrations_apply_list(conninfo, &list, err) : migrations_apply(conninfo, err);
out:
    arena_clear(&arena);
    return done;
}

int main(int argc, char **argv)
{
    struct error err;
    if (argc < 2) {
        fprintf(stderr, "usage: migrate [--check] CONNINFO [FILE.sql]...\n");
        return 2;
    }
    bool check = strcmp(argv[1], "--check") == 0 && argc == 3;
    if (check ? migrations_check(argv[2], &err) : apply(argv[1], argv + 2, argc - 2, &err))
        return 0;
    fprintf(stderr, "%s: %s\n", err.type, err.detail);
    return 1;
}
