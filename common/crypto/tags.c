/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "crypto/tags.h"

#include <stdlib.h>

#define TAG_ROW(constant, name, kind) [constant] = {name, kind},
static const struct {
    const char *name;
    enum tag_kind kind;
} table[TAG_COUNT] = {TAGS(TAG_ROW)};

const char *tag_name(enum tag tag)
{
    if (tag >= TAG_COUNT)
        abort();
    return table[tag].name;
}

enum tag_kind tag_kind(enum tag tag)
{
    if (tag >= TAG_COUNT)
        abort();
    return table[tag].kind;
}
