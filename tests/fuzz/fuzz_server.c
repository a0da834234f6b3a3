/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the server parses itself: paths, cookies, Accept-Encoding, Accept-Language, If-None-Match, the
 * configuration. The first byte chooses, the rest is the text.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/encoding.h"
#include "server/config.h"
#include "server/http/router.h"
#include "server/http/static.h"
#include "server/pages/pages.h"

static void handler(struct request *request)
{
    (void)request;
}

static const struct route table[] = {
    {METHOD_GET, "/a/{x}/b/{y}", ACCESS_PUBLIC, .handle = handler},
    {METHOD_GET, "/log/{path*}", ACCESS_PUBLIC, .handle = handler},
};

static void check(bool holds)
{
    if (!holds)
        abort();
}

/* What a handler may rely on: UTF-8, no empty parameter, no way up, no zero byte. */
static void path(struct bytes text)
{
    struct arena arena = {0};
    struct route_match match;
    if (route_find(table, sizeof table / sizeof *table, METHOD_GET, text, &arena, &match)) {
        check(match.path[0] == '/' && utf8_is_valid(bytes_of_string(match.path)));
        check(!strstr(match.path, "/../") && !strstr(match.path, "//"));
        for (size_t i = 0; match.route && i < 1 + (match.route == &table[0]); i++)
            check(match.param[i].len > 0 && strlen((const char *)match.param[i].data) == match.param[i].len);
    }
    arena_clear(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct buffer copy = {0};
    buffer_append(&copy, data + 1, size - 1);
    const char *text = buffer_string(&copy);
    struct static_file file = {.variant[STATIC_BROTLI].content = bytes_of("b", 1),
                               .variant[STATIC_GZIP].content = bytes_of("g", 1)};
    struct bytes value;
    struct config config = {0};
    switch (data[0] % 6) {
    case 0:
        path(buffer_bytes(&copy));
        break;
    case 1:
        if (session_find_cookie(text, "folkmoot", &value))
            check(!value.len || !memchr(value.data, ';', value.len));
        break;
    case 2:
        check(static_choose(&file, text) < STATIC_ENCODINGS);
        break;
    case 3:
        (void)static_etag_matches(text, "\"tag\"");
        break;
    case 4:
        if (config_parse(text, &config, NULL)) {
            check(*config.base_url && *config.origin);
            config_clear(&config);
        }
        break;
    case 5:
        check(pages_choose_language(text, (const char *const[]){"en", "es", "pt"}, 3) < 3);
        break;
    }
    buffer_clear(&copy);
    return 0;
}
