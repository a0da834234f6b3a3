// SPDX-License-Identifier: AGPL-3.0-or-later
//
// An act in words, made of the text that is signed and of nothing else: what a server says beside it does not count.
// A type that is not known here is shown as it stands.

import type { ComponentChild } from "preact";
import { base64urlDecode, hex } from "../../crypto/bytes.ts";
import { serialOf } from "../../crypto/codes.ts";
import { asInteger, asList, asText, exactMembers, type Json, type JsonObject } from "../../crypto/json.ts";
import { showSerial } from "../../crypto/symbols.ts";
import { moment, tagOf } from "../../i18n/format.ts";
import { language, t, T } from "../text/index.tsx";

/** Label and value; a value in a code element is one to compare symbol by symbol. */
export interface Fact {
  readonly label: string;
  readonly value: ComponentChild;
}

export interface ActWords {
  readonly sentence: string;
  readonly facts: readonly Fact[];
}

/** `zone`: in which times are shown. */
export function actWords(act: JsonObject, zone: string | undefined): ActWords {
  const type = asText(act["type"]);
  const text = (name: string): string => asText(act[name]);
  const said = (id: string, args: Record<string, string | number> = {}, facts: readonly Fact[] = []): ActWords => ({ sentence: t(`act-${id}`, args), facts });
  const reason = (): string => t(`act-reason-${text("reason")}`);
  switch (type) {
    case "credential-list":
      return said(type, { total: asInteger(act["total"]) }, [reference("list", act["list"])]);
    case "opening":
      return said(type, {}, [
        reference("definition", act["definition"]),
        reference("codes", act["credentials"]),
        { label: "act-fact-key", value: <code>{text("key")}</code> },
        ...(act["predecessor"] === undefined ? [] : [{ label: "act-fact-predecessor", value: <code>{text("predecessor")}</code> }]),
      ]);
    case "void":
      return said(type, { serial: showSerial(serialOf(base64urlDecode(text("credential"), 32))), reason: reason() });
    case "batch-void":
      return said(type, { batch: text("batch"), reason: reason() });
    case "issue":
      return act["voided"] === undefined ? said(type, { batch: text("batch") }) : said("reissue", { batch: text("batch"), serial: text("voided") });
    case "extension":
      return said(type, { when: moment(language(), zone, asInteger(act["close"])), reason: reason() });
    case "voting-closed":
      return said(type, { reason: reason() });
    case "note":
      return said(type, { incident: t(`act-reason-${text("incident")}`) });
    case "sealing":
      return said(type, {}, [{ label: "act-fact-totals", value: <Totals contests={asList(act["contests"])} /> }]);
    case "draw-source":
      return said(type, { source: t(`act-source-${text("source")}`), value: text("value") });
    case "certified":
      return said(type, {}, [reference("result", act["result"])]);
    case "correction":
      return said(type, { reason: reason() }, [reference("result", act["result"])]);
    case "annulment":
      return said(type, { reason: reason() }, act["successor"] === undefined ? [] : [{ label: "act-fact-successor", value: <code>{text("successor")}</code> }]);
    default:
      return said("other", { type });
  }
}

function reference(name: string, value: Json | undefined): Fact {
  const { hash, size } = exactMembers(value, ["hash", "size"]);
  return {
    label: `act-fact-${name}`,
    value: (
      <>
        <code>{hex(base64urlDecode(asText(hash), 32))}</code> {t("act-bytes", { count: asInteger(size) })}
      </>
    ),
  };
}

const COLUMNS = ["ballots", "replaced", "withdrawn", "input", "withheld"] as const;

/** Of a sealing, contest by contest. */
function Totals({ contests }: { contests: readonly Json[] }) {
  const number = new Intl.NumberFormat(tagOf(language()));
  return (
    <div class="wide-table" tabIndex={0} role="group" aria-label={t("act-fact-totals")}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <T id="act-total-contest" />
            </th>
            {COLUMNS.map((name) => (
              <th key={name} scope="col">
                <T id={`act-total-${name}`} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {contests.map((item) => {
            const row = exactMembers(item, ["contest", ...COLUMNS]);
            const contest = asText(row["contest"]);
            return (
              <tr key={contest}>
                <th scope="row">
                  <code>{contest}</code>
                </th>
                {COLUMNS.map((name) => (
                  <td key={name}>{number.format(asInteger(row[name]))}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
