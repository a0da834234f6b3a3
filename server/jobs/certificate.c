/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "server/jobs/certificate.h"

#include "base/encoding.h"
#include "count/decimal.h"

static void escape(struct buffer *out, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '<':
            buffer_append_string(out, "&lt;");
            break;
        case '>':
            buffer_append_string(out, "&gt;");
            break;
        case '&':
            buffer_append_string(out, "&amp;");
            break;
        case '"':
            buffer_append_string(out, "&quot;");
            break;
        default:
            buffer_append_u8(out, (uint8_t)*text);
        }
    }
}

static void title_or_id(struct buffer *out, const json_t *texts, const char *kind, const char *contest,
                        const char *id)
{
    struct buffer thing = {0};
    buffer_append_format(&thing, id ? "%s/%s/%s" : "%s/%s", kind, contest, id);
    const char *title = json_string_value(json_object_get(texts, buffer_string(&thing)));
    escape(out, title ? title : id ? id : contest);
    buffer_clear(&thing);
}

static void money(struct buffer *out, const struct definition *definition, json_int_t minor)
{
    decimal_append(out, minor, definition->minor_digits);
    buffer_append_format(out, " %s", definition->currency);
}

static const struct contest *contest_named(const struct definition *definition, const char *id)
{
    return id ? definition_contest(definition, id) : NULL;
}

static void write_winners(const struct definition *definition, const struct contest *contest,
                          const json_t *texts, const json_t *count, struct buffer *out)
{
    size_t i;
    json_t *id;
    buffer_append_string(out, "<table><caption>Funded</caption><thead><tr><th scope=\"col\">Project</th>"
                              "<th scope=\"col\">Cost</th></tr></thead><tbody>\n");
    json_array_foreach(json_object_get(count, "selected"), i, id)
    {
        uint16_t option;
        if (!contest_option(contest, json_string_value(id), &option))
            continue;
        buffer_append_string(out, "<tr><th scope=\"row\">");
        title_or_id(out, texts, "option", contest->id, json_string_value(id));
        buffer_append_string(out, "</th><td>");
        money(out, definition, (json_int_t)contest->options[option].cost);
        buffer_append_string(out, "</td></tr>\n");
    }
    buffer_append_string(out, "</tbody><tfoot><tr><th scope=\"row\">Total</th><td>");
    money(out, definition, json_integer_value(json_object_get(count, "total_cost")));
    buffer_append_string(out, "</td></tr></tfoot></table>\n");
}

static void write_questions(const struct contest *contest, const json_t *texts, const json_t *count,
                            struct buffer *out)
{
    static const char *const answers[] = {"yes", "no", "abstain"};
    size_t i;
    json_t *step;
    buffer_append_string(out,
                         "<table><caption>Decided</caption><thead><tr><th scope=\"col\">Question</th>"
                         "<th scope=\"col\">Yes</th><th scope=\"col\">No</th><th scope=\"col\">Abstain</th>"
                         "<th scope=\"col\">Outcome</th></tr></thead><tbody>\n");
    json_array_foreach(json_object_get(count, "trace"), i, step)
    {
        const char *outcome = json_string_value(json_object_get(step, "outcome"));
        buffer_append_string(out, "<tr><th scope=\"row\">");
        title_or_id(out, texts, "option", contest->id, json_string_value(json_object_get(step, "option")));
        buffer_append_string(out, "</th>");
        for (size_t k = 0; k < sizeof answers / sizeof *answers; k++)
            buffer_append_format(out, "<td>%lld</td>",
                                 (long long)json_integer_value(json_object_get(step, answers[k])));
        buffer_append_format(out, "<td>%s</td></tr>\n",
                             strcmp(outcome, "passed") == 0   ? "Passed"
                             : strcmp(outcome, "failed") == 0 ? "Did not pass"
                                                              : "Too few answered");
    }
    buffer_append_string(out, "</tbody></table>\n");
}

static void write_rule(const struct rule *rule, const json_t *count, struct buffer *out)
{
    buffer_append_string(out, "<p>Rule: ");
    rule_describe(rule, out);
    buffer_append_format(out, ". Could vote: %lld.</p>\n",
                         (long long)json_integer_value(json_object_get(count, "entitled")));
}

static void write_contest(const struct definition *definition, const json_t *texts, const json_t *json,
                          struct buffer *out)
{
    const struct contest *contest = contest_named(definition, json_string_value(json_object_get(json, "id")));
    static const struct {
        const char *member, *label;
    } lines[] = {
        {"voters", "Voters"},       {"ballots", "Ballots cast"}, {"replaced", "Replaced by a later ballot"},
        {"withdrawn", "Withdrawn"}, {"valid", "Valid"},          {"blank", "Blank"},
    };
    if (!contest)
        return;
    buffer_append_string(out, "<section><h2>");
    title_or_id(out, texts, "contest", contest->id, NULL);
    buffer_append_string(out, "</h2>\n<dl>");
    if (contest->form.kind != FORM_QUESTIONS) {
        buffer_append_string(out, "<dt>Budget</dt><dd>");
        money(out, definition, (json_int_t)contest->envelope);
        buffer_append_string(out, "</dd>\n");
    }
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        buffer_append_format(out, "<dt>%s</dt><dd>%lld</dd>\n", lines[i].label,
                             (long long)json_integer_value(json_object_get(json, lines[i].member)));
    buffer_append_format(out, "<dt>Invalid</dt><dd>%zu</dd></dl>\n",
                         json_array_size(json_object_get(json, "invalid")));
    const json_t *count = json_object_get(json, "count");
    if (count && contest->form.kind == FORM_QUESTIONS) {
        write_questions(contest, texts, count, out);
        write_rule(&contest->rule, count, out);
    } else if (count)
        write_winners(definition, contest, texts, count, out);
    else if (strcmp(json_string_value(json_object_get(json, "status")), "withheld") == 0)
        buffer_append_string(out,
                             "<p>Too few voters took part; by the definition of this round the ballots stay "
                             "sealed.</p>\n");
    else
        buffer_append_string(out, "<p>Nobody voted in this list.</p>\n");
    buffer_append_string(out, "</section>\n");
}

void certificate_write(const struct round_state *state, const char *title, const json_t *texts,
                       const json_t *result, struct buffer *out)
{
    const struct definition *definition = state->definition;
    size_t i;
    json_t *contest;
    buffer_append_string(out, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
    escape(out, title ? title : "Certificate");
    buffer_append_string(out, "</title></head><body>\n<h1>");
    escape(out, title ? title : "Certified result");
    buffer_append_string(out, "</h1>\n");
    if (definition->kind == DEFINITION_REHEARSAL)
        buffer_append_string(out, "<p><strong>Rehearsal: this is not a result.</strong></p>\n");
    json_array_foreach(json_object_get(result, "contests"), i, contest)
        write_contest(definition, texts, contest, out);
    buffer_append_string(
        out, "<section><h2>How to check</h2>\n<p>This page is a view. What counts is the bundle it "
             "came in: see VERIFY.txt.</p>\n<dl><dt>Public record</dt><dd>");
    escape(out, definition->origin);
    buffer_append_string(out, "</dd><dt>Election</dt><dd><code>");
    base64url_append(out, bytes_of(state->eid, sizeof state->eid));
    buffer_append_string(out, "</code></dd><dt>Result, SHA-256</dt><dd><code>");
    hex_append(out, bytes_of(state->result.hash, sizeof state->result.hash));
    buffer_append_string(out, "</code></dd></dl>\n");
    if (definition->trustees.count == 1)
        buffer_append_string(out,
                             "<p>One key, held by the server, opened the ballots of this round: that nobody "
                             "read votes or results early rests on the server.</p>\n");
    if (!definition->witness_policy)
        buffer_append_string(out, "<p>No outside witness watched the public record of this round.</p>\n");
    if (definition->act_signers == 1)
        buffer_append_string(out, "<p>Acts that usually need two clerks were signed by one.</p>\n");
    buffer_append_string(out, "</section></body></html>\n");
}

void verify_text_write(const struct round_state *state, char *const *clerks, size_t clerk_count,
                       struct buffer *out)
{
    buffer_append_string(
        out, "HOW TO CHECK THIS BUNDLE\n\n"
             "1. Unpack it. In its folder, the files are whole if this prints no FAILED:\n\n"
             "       sha256sum -c SHA256SUMS\n\n"
             "2. Each clerk signed the list of files (minisign, https://jedisct1.github.io/minisign/).\n"
             "   Compare the key with one you had from the clerk elsewhere:\n\n");
    for (size_t i = 0; i < clerk_count; i++)
        buffer_append_format(out,
                             "       minisign -V -p keys/%s.pub -m SHA256SUMS -x SHA256SUMS.%s.minisig\n",
                             clerks[i], clerks[i]);
    buffer_append_string(
        out, "\n3. Everything else, from each ballot's proof to the count:\n\n"
             "       folkmoot-verify .            (or the zip itself)\n\n"
             "   It prints one line for each check and what it cannot prove. docs/protocol.md of\n"
             "   Folkmoot says how to write a verifier of your own.\n\n"
             "Public record: ");
    buffer_append_format(out, "%s\nElection:      ", state->definition->origin);
    base64url_append(out, bytes_of(state->eid, sizeof state->eid));
    buffer_append_string(out, "\n");
}
