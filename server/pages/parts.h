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

enum { PART_PICTURES = 4 };

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
/* <p>, when there is such a text. */
void part_write_paragraph(const struct view *view, const json_t *thing, const char *name);
/* The state of a round, as a mark of its own colour. */
void part_write_state(const struct view *view, const char *state, bool soon);
/* At most PART_PICTURES of these, side by side: a foretaste of the projects, which says nothing by itself. */
void part_write_pictures(const struct view *view, const json_t *names);
void part_write_rehearsal(const struct view *view, const char *kind);
/* The message `id` about { $when }, in a paragraph. */
void part_write_moment(const struct view *view, const char *id, const struct view_time *time);
/* The same, where the script counts down to the time. */
void part_write_deadline(const struct view *view, const char *id, const struct view_time *time);
/* A link that looks like a button, to a page of a round (page NULL: the round itself). */
void part_write_button(const struct view *view, const char *class, const char *round, const char *page,
                       const char *id);
/* "closes" while it is open or soon, "closed" afterwards; NULL where no time is to be told: a voting that
 * ended early has not closed at the time that was announced. */
const char *part_closing(const struct view *view, const char *state, const struct view_time *time);
bool part_is_decided(const char *state);
/* Where a round stands: state, dates, turnout, and a button to `page` of it (or NULL) named by a message. */
void part_write_standing(const struct view *view, const char *page, const char *id);
/* Links to these assemblies, the nearest last: the way up from here. Nothing when there is none. */
void part_write_trail(const struct view *view, const json_t *assemblies);
/* "No. 3" of the option in this place */
void part_write_number(const struct view *view, size_t place);
/* In the currency of the round. */
void part_append_money(const struct view *view, struct buffer *out, int64_t amount);

#endif
