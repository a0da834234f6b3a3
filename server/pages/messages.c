// SPDX-License-Identifier: AGPL-3.0-or-later
#include "server/pages/messages.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "server/pages/html.h"

enum { PLURAL_PERIOD = 100, MINOR_DIGITS_MAX = 18 };

/* Views into messages.root. */
struct translation {
    const char *language;
    bool right_to_left;
    const json_t *messages, *small, *large; /* plural categories of 0..99, and of 100..199 and so on */
    const json_t *currencies, *money;
    const json_t *date, *months;
    const char *group, *decimal;
    int64_t group_min;
    const struct translation *fallback; /* NULL for the first language */
};

struct messages {
    json_t *root;
    size_t count;
    struct translation *translations;
};

static bool is_strings(const json_t *value, size_t count)
{
    if (!json_is_array(value) || (count && json_array_size(value) != count))
        return false;
    for (size_t i = 0; i < json_array_size(value); i++)
        if (!json_is_string(json_array_get(value, i)))
            return false;
    return true;
}

static bool read_translation(const json_t *json, struct translation *out)
{
    const json_t *number = json_object_get(json, "number");
    out->language = json_string_value(json_object_get(json, "language"));
    const char *direction = json_string_value(json_object_get(json, "direction"));
    out->right_to_left = direction && strcmp(direction, "rtl") == 0;
    out->messages = json_object_get(json, "messages");
    out->small = json_object_get(json_object_get(json, "plural"), "small");
    out->large = json_object_get(json_object_get(json, "plural"), "large");
    out->money = json_object_get(json_object_get(json, "money"), "other");
    out->currencies = json_object_get(json_object_get(json, "money"), "currencies");
    out->date = json_object_get(json, "date");
    out->months = json_object_get(json, "months");
    out->group = json_string_value(json_object_get(number, "group"));
    out->decimal = json_string_value(json_object_get(number, "decimal"));
    out->group_min = json_integer_value(json_object_get(number, "group_min"));
    return out->language && json_is_object(out->messages) && is_strings(out->small, PLURAL_PERIOD) &&
           is_strings(out->large, PLURAL_PERIOD) && is_strings(out->money, 2) &&
           json_is_object(out->currencies) && is_strings(out->date, 0) && is_strings(out->months, 12) &&
           out->group && out->decimal;
}

bool messages_load(struct bytes json, struct messages **out, struct error *err)
{
    json_error_t where;
    struct messages *messages = allocate(1, sizeof *messages);
    messages->root = json_loadb((const char *)json.data, json.len, JSON_REJECT_DUPLICATES, &where);
    const json_t *languages = json_object_get(messages->root, "languages");
    messages->count = json_array_size(languages);
    messages->translations = allocate(messages->count + 1, sizeof *messages->translations);
    bool done = messages->count > 0;
    for (size_t i = 0; done && i < messages->count; i++) {
        done = read_translation(json_array_get(languages, i), &messages->translations[i]);
        messages->translations[i].fallback = i > 0 ? &messages->translations[0] : NULL;
    }
    if (!done) {
        messages_free(messages);
        return error_input(err, "web", "messages.json is not what the web build makes");
    }
    *out = messages;
    return true;
}

void messages_free(struct messages *messages)
{
    if (!messages)
        return;
    json_decref(messages->root);
    free(messages->translations);
    free(messages);
}

const struct translation *messages_language(const struct messages *messages, const char *language)
{
    for (size_t i = 0; messages && i < messages->count; i++)
        if (strcmp(messages->translations[i].language, language) == 0)
            return &messages->translations[i];
    return NULL;
}

bool translation_is_right_to_left(const struct translation *translation)
{
    return translation->right_to_left;
}

/* ---- sentences ---- */

static const struct message_arg *find_arg(const struct message_arg *args, size_t count, const char *name)
{
    for (size_t i = 0; name && i < count; i++)
        if (strcmp(args[i].name, name) == 0)
            return &args[i];
    return NULL;
}

static const char *plural_category(const struct translation *translation, int64_t number)
{
    size_t index = (size_t)(llabs(number) % PLURAL_PERIOD);
    const json_t *table = llabs(number) < PLURAL_PERIOD ? translation->small : translation->large;
    return json_string_value(json_array_get(table, index));
}

static const json_t *choose(const struct translation *translation, const json_t *part,
                            const struct message_arg *arg)
{
    const json_t *variants = json_object_get(part, "variants"), *chosen = NULL;
    char exact[24];
    if (arg && arg->text) {
        chosen = json_object_get(variants, arg->text);
    } else if (arg && !arg->html) {
        snprintf(exact, sizeof exact, "%lld", (long long)arg->number);
        chosen = json_object_get(variants, exact);
        if (!chosen)
            chosen = json_object_get(variants, plural_category(translation, arg->number));
    }
    return chosen ? chosen : json_object_get(variants, json_string_value(json_object_get(part, "default")));
}

/* In a language from right to left what is put in keeps its own direction: codes, amounts, names. The marks
 * isolate it as <bdi> would, in attributes too. */
static void append_arg(struct buffer *out, const struct translation *translation,
                       const struct message_arg *arg)
{
    if (translation->right_to_left)
        buffer_append_string(out, "\u2068");
    if (arg->html)
        buffer_append_bytes(out, buffer_bytes(arg->html));
    else if (arg->text)
        html_text(out, bytes_of_string(arg->text));
    else
        number_append(out, translation, arg->number);
    if (translation->right_to_left)
        buffer_append_string(out, "\u2069");
}

/* A text, or an array of texts, {"var": name} and {"select": name, "variants": {key: pattern}, "default":
 * key}. */
static void append_pattern(struct buffer *out, const struct translation *translation, const json_t *pattern,
                           const struct message_arg *args, size_t count)
{
    if (json_is_string(pattern))
        html_text(out, bytes_of(json_string_value(pattern), json_string_length(pattern)));
    for (size_t i = 0; i < json_array_size(pattern); i++) {
        const json_t *part = json_array_get(pattern, i), *select = json_object_get(part, "select");
        const struct message_arg *arg =
            find_arg(args, count, json_string_value(select ? select : json_object_get(part, "var")));
        if (json_is_string(part))
            append_pattern(out, translation, part, args, count);
        else if (select)
            append_pattern(out, translation, choose(translation, part, arg), args, count);
        else if (arg)
            append_arg(out, translation, arg);
    }
}

static void append(struct buffer *out, const struct translation *translation, const char *id,
                   const struct message_arg *args, size_t count, bool marked)
{
    const json_t *pattern = json_object_get(translation->messages, id);
    if (!pattern && translation->fallback) {
        if (marked)
            html_write(out, "<span class=\"untranslated\" lang=\"%s\" dir=\"auto\">",
                       translation->fallback->language);
        append(out, translation->fallback, id, args, count, false);
        if (marked)
            buffer_append_string(out, "</span>");
    } else if (!pattern) {
        html_text(out, bytes_of_string(id));
    } else {
        append_pattern(out, translation, pattern, args, count);
    }
}

void message_append(struct buffer *out, const struct translation *translation, const char *id,
                    const struct message_arg *args, size_t count)
{
    append(out, translation, id, args, count, true);
}

void message_append_plain(struct buffer *out, const struct translation *translation, const char *id,
                          const struct message_arg *args, size_t count)
{
    append(out, translation, id, args, count, false);
}

void message_append_simple(struct buffer *out, const struct translation *translation, const char *id)
{
    append(out, translation, id, NULL, 0, true);
}

/* ---- numbers ---- */

static void append_grouped(struct buffer *out, const struct translation *translation, uint64_t number)
{
    char digits[24];
    size_t len = (size_t)snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    bool grouped = len >= 3 + (size_t)translation->group_min;
    for (size_t i = 0; i < len; i++) {
        if (grouped && i > 0 && (len - i) % 3 == 0)
            html_text(out, bytes_of_string(translation->group));
        buffer_append_u8(out, (uint8_t)digits[i]);
    }
}

void number_append(struct buffer *out, const struct translation *translation, int64_t number)
{
    if (number < 0)
        buffer_append_string(out, "\u2212");
    append_grouped(out, translation, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

/* What stands before and behind the number; "¤" is the currency's code. */
static void append_affix(struct buffer *out, const char *affix, const char *currency)
{
    static const char sign[] = "\u00a4";
    const char *place = strstr(affix, sign);
    if (place) {
        html_text(out, bytes_of(affix, (size_t)(place - affix)));
        html_text(out, bytes_of_string(currency));
        affix = place + strlen(sign);
    }
    html_text(out, bytes_of_string(affix));
}

void money_append(struct buffer *out, const struct translation *translation, const char *currency,
                  unsigned minor_digits, int64_t amount)
{
    const json_t *affixes = json_object_get(translation->currencies, currency);
    uint64_t value = amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount, unit = 1;
    if (!is_strings(affixes, 2))
        affixes = translation->money;
    if (minor_digits > MINOR_DIGITS_MAX)
        minor_digits = MINOR_DIGITS_MAX;
    for (unsigned i = 0; i < minor_digits; i++)
        unit *= 10;
    if (amount < 0)
        buffer_append_string(out, "\u2212");
    append_affix(out, json_string_value(json_array_get(affixes, 0)), currency);
    append_grouped(out, translation, value / unit);
    if (value % unit) {
        html_text(out, bytes_of_string(translation->decimal));
        buffer_append_format(out, "%0*llu", (int)minor_digits, (unsigned long long)(value % unit));
    }
    append_affix(out, json_string_value(json_array_get(affixes, 1)), currency);
}

/* ---- times ---- */

void moment_append(struct buffer *out, const struct translation *translation, int64_t minute,
                   int offset_minutes, const char *zone)
{
    time_t utc = minute * 60, local = utc + (time_t)offset_minutes * 60;
    struct tm at, there;
    if (!gmtime_r(&utc, &at) || !gmtime_r(&local, &there)) /* a year that does not fit an int */
        return;
    buffer_append_format(out, "<time datetime=\"%04d-%02d-%02dT%02d:%02d:00Z\">", at.tm_year + 1900,
                         at.tm_mon + 1, at.tm_mday, at.tm_hour, at.tm_min);
    for (size_t i = 0; i < json_array_size(translation->date); i++) {
        const char *part = json_string_value(json_array_get(translation->date, i));
        if (strcmp(part, "{year}") == 0)
            buffer_append_format(out, "%d", there.tm_year + 1900);
        else if (strcmp(part, "{month}") == 0)
            html_text(out, bytes_of_string(
                               json_string_value(json_array_get(translation->months, (size_t)there.tm_mon))));
        else if (strcmp(part, "{day}") == 0)
            buffer_append_format(out, "%d", there.tm_mday);
        else if (strcmp(part, "{hour}") == 0)
            buffer_append_format(out, "%02d", there.tm_hour);
        else if (strcmp(part, "{minute}") == 0)
            buffer_append_format(out, "%02d", there.tm_min);
        else
            html_text(out, bytes_of_string(part));
    }
    html_write(out, " <bdi>(%s)</bdi></time>", zone);
}
