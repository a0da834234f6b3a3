// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/pages/parts.h"

#include "server/pages/html.h"

const json_t *part_thing(const struct view *view, const char *kind, const char *contest, const char *id)
{
    struct buffer name = {0};
    buffer_append_string(&name, kind);
    if (contest)
        buffer_append_format(&name, "/%s", contest);
    if (id)
        buffer_append_format(&name, "/%s", id);
    const json_t *thing = part_get(view->words, buffer_string(&name));
    buffer_clear(&name);
    return thing;
}

const char *part_word(const json_t *thing, const char *name)
{
    return part_text(part_get(thing, "words"), name);
}

void part_write_word(const struct view *view, const json_t *thing, const char *name, const char *otherwise)
{
    const char *text = part_word(thing, name), *language = part_text(thing, "language");
    if (!*text)
        html_write(view->out, "%s", otherwise);
    else if (strcmp(language, view->language) == 0)
        html_write(view->out, "%s", text);
    else
        html_write(view->out, "<span class=\"untranslated\" lang=\"%s\">%s</span>", language, text);
}

void part_write_message(const struct view *view, const char *tag, const char *id)
{
    html_write(view->out, "<%s>", tag);
    message_append_simple(view->out, view->texts, id);
    html_write(view->out, "</%s>\n", tag);
}

void part_append_money(const struct view *view, struct buffer *out, int64_t amount)
{
    money_append(out, view->texts, part_text(view->definition, "currency"),
                 (unsigned)part_integer(view->definition, "minor_digits"), amount);
}

void part_write_number(const struct view *view, size_t place)
{
    buffer_append_string(view->out, "<span class=\"number\">");
    MESSAGE(view, "option-number", NUMBER("number", (int64_t)place + 1));
    buffer_append_string(view->out, "</span> ");
}
