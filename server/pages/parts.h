/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What the views of the reading pages are made of; for the views only.
 */
#ifndef FOLKMOOT_SERVER_PAGES_PARTS_H
#define FOLKMOOT_SERVER_PAGES_PARTS_H

#include "server/pages/views.h"

#define TEXT(n, value) ((struct message_arg){.name = (n), .text = (value)})
#define NUMBER(n, value) ((struct message_arg){.name = (n), .number = (value)})
#define HTML(n, value) ((struct message_arg){.name = (n), .html = (value)})
#define MESSAGE(view, id, ...)                                                                               \
    message_append((view)->out, (view)->texts, id, (const struct message_arg[]){__VA_ARGS__},                \
                   sizeof((const struct message_arg[]){__VA_ARGS__}) / sizeof(struct message_arg))

/* Members of JSON; what is missing is NULL, "" or 0. */
static inline const json_t *part_get(const json_t *object, const char *name)
{
    return json_object_get(object, name);
}

static inline const char *part_text(const json_t *object, const char *name)
{
    const char *text = json_string_value(part_get(object, name));
    return text ? text : "";
}

static inline int64_t part_integer(const json_t *object, const char *name)
{
    return json_integer_value(part_get(object, name));
}

/* "round", "contest/ID", "option/CONTEST/ID", "district/ID" */
const json_t *part_thing(const struct view *view, const char *kind, const char *contest, const char *id);
const char *part_word(const json_t *thing, const char *name);
/* The text, its language named where it is not that of the page; `otherwise` where there is none. */
void part_write_word(const struct view *view, const json_t *thing, const char *name, const char *otherwise);

void part_write_message(const struct view *view, const char *tag, const char *id);
/* "No. 3" of the option in this place */
void part_write_number(const struct view *view, size_t place);
/* In the currency of the round. */
void part_append_money(const struct view *view, struct buffer *out, int64_t amount);

#endif
