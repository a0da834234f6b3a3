/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * Sentences, numbers, money and times in the languages of the front end: messages.json, which the web build
 * compiles from the .ftl files (web/build/messages.ts describes it). Everything is appended as HTML, texts
 * escaped.
 */
#ifndef FOLKMOOT_SERVER_PAGES_MESSAGES_H
#define FOLKMOOT_SERVER_PAGES_MESSAGES_H

#include "base/buffer.h"
#include "base/error.h"

struct messages;
struct translation;

/* ERROR_INPUT "web" when it is not what the web build makes. */
MUST_CHECK bool messages_load(struct bytes json, struct messages **out, struct error *err);
void messages_free(struct messages *messages);
/* NULL: there is no such language. */
const struct translation *messages_language(const struct messages *messages, const char *language);

bool translation_is_right_to_left(const struct translation *translation);

/* The value of { $name }: one of the three. */
struct message_arg {
    const char *name;
    const char *text;
    const struct buffer *html; /* made by this module or by html.h */
    int64_t number;            /* when both are NULL; chooses plurals */
};

/* The message; an English one, marked as such, where this language lacks it. */
void message_append(struct buffer *out, const struct translation *translation, const char *id,
                    const struct message_arg *args, size_t count);
/* The same without marks, for titles and attributes. */
void message_append_plain(struct buffer *out, const struct translation *translation, const char *id,
                          const struct message_arg *args, size_t count);
void message_append_simple(struct buffer *out, const struct translation *translation, const char *id);

void number_append(struct buffer *out, const struct translation *translation, int64_t number);
/* `amount` in minor units, of which 10^minor_digits make one. */
void money_append(struct buffer *out, const struct translation *translation, const char *currency,
                  unsigned minor_digits, int64_t amount);
/* A <time> in a zone that is `offset_minutes` ahead of UTC at that minute since 1970; the zone is named. */
void moment_append(struct buffer *out, const struct translation *translation, int64_t minute,
                   int offset_minutes, const char *zone);

#endif
