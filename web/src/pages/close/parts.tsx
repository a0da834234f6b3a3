// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What several steps show: entries with their minute and signers, figures, acts of a type, and what a step is about.

import type { ComponentChild } from "preact";
import type { Act } from "../../api/desk.ts";
import { ActCard } from "../../components/act/index.tsx";
import { actWords } from "../../components/act/words.tsx";
import { textTitle, type DeskRound } from "../../components/desk/index.tsx";
import { language, t, T } from "../../components/text/index.tsx";
import { actBytes } from "../../crypto/election.ts";
import { parseCanonical } from "../../crypto/json.ts";
import { listOf, moment, moneyOf, tagOf } from "../../i18n/format.ts";
import type { Done } from "./progress.ts";

export const number = (value: number): string => new Intl.NumberFormat(tagOf(language())).format(value);

export const when = (desk: DeskRound, minute: number): string => moment(language(), desk.definition?.schedule.zone, minute);

export const money = (desk: DeskRound, minor: number): string => moneyOf({ language: language(), currency: desk.definition!.currency, minorDigits: desk.definition!.minorDigits }, minor);

/** Of a contest or an option, in the page's language if it has one. */
export function titleOf({ answer }: DeskRound, contest: string, option?: string): string {
  return textTitle(answer.texts?.[option === undefined ? `contest/${contest}` : `option/${contest}/${option}`]) ?? option ?? contest;
}

/** Something that has happened: what, when, and who signed it. */
export function Happened({ desk, done, children }: { desk: DeskRound; done: Done; children?: ComponentChild }) {
  return (
    <p class="happened">
      {children ?? sentenceOf(desk, done)} <span class="quiet">{when(desk, done.minute)}</span>
      {done.signers.length > 0 && <span class="quiet"> · {t("act-signed-by", { names: listOf(language(), done.signers) })}</span>}
    </p>
  );
}

/** In the words that were signed. */
export function sentenceOf(desk: DeskRound, { entry }: Done): string {
  return actWords(parseCanonical(actBytes(entry)), desk.definition?.schedule.zone).sentence;
}

/** Acts of these types that have been proposed and are not in the record. */
export function Proposed({ desk, acts, types, refresh }: { desk: DeskRound; acts: readonly Act[]; types: readonly string[]; refresh: () => void }) {
  const shown = acts.filter(({ type, state }) => types.includes(type) && state !== "done" && state !== "withdrawn");
  // Of those that were refused only what came last says something.
  const newest = shown.filter((act, i) => act.state !== "refused" || i === shown.length - 1);
  return (
    <>
      {newest.map((act) => (
        <ActCard key={act.id} act={act} desk={desk} onChange={refresh} />
      ))}
    </>
  );
}

export function About({ id }: { id: string }) {
  return (
    <p>
      <T id={id} />
    </p>
  );
}
