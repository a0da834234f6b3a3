/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "client/unpack.h"

#include <libgen.h>
#include <stdlib.h>

#include "base/file.h"

bool bundle_unpack(struct bundle *bundle, const char *folder, struct error *err)
{
    bool ok = true;
    for (size_t i = 0; ok && i < bundle_count(bundle); i++) {
        struct buffer content = {0}, path = {0};
        buffer_append_format(&path, "%s/%s", folder, bundle_name(bundle, i));
        char *parent = duplicate_string(buffer_string(&path));
        ok = bundle_read(bundle, bundle_name(bundle, i), SIZE_MAX / 2, &content, err) &&
             file_make_folder(dirname(parent), err) &&
             file_write(buffer_string(&path), buffer_bytes(&content), 0644, err);
        free(parent);
        buffer_clear(&content);
        buffer_clear(&path);
    }
    return ok;
}
