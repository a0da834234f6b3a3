// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What voters will see: the ballot on a phone, with the very parts that the vote page has, and on paper.

import { useMemo, useState } from "preact/hooks";
import { Alert } from "../../components/alert/index.tsx";
import { BallotBar } from "../../components/ballot-bar/index.tsx";
import { Contest } from "../../components/contest/index.tsx";
import { language, t, T } from "../../components/text/index.tsx";
import { blankFields, type Fields } from "../../crypto/forms.ts";
import { seedOf, shuffled } from "../vote/order.ts";
import { Select } from "../../components/inputs/index.tsx";
import { languageName } from "../../i18n/format.ts";
import { Paper } from "./paper.tsx";
import { contestView, districtView, wordsOf } from "./preview-view.ts";
import type { StepProps } from "./step-form.tsx";

const SEED = 1;

export function Preview({ desk, draft, onStep, onNext }: StepProps) {
  const [district, setDistrict] = useState(draft.districts[0]?.id ?? "");
  const [chosen, setChosen] = useState<Readonly<Record<string, Fields>>>({});
  const own = draft.districts.find(({ id }) => id === district) ?? null;
  const contests = useMemo(() => draft.contests.filter(({ id, options }) => options.length > 0 && (own === null || own.contests.includes(id))).map((contest) => contestView(contest, draft, language())), [draft, district]);
  const orders = useMemo(() => new Map(contests.map(({ id, options }) => [id, shuffled(options.length, seedOf(SEED, id))])), [contests]);
  if (contests.length === 0) {
    return (
      <Alert kind="info" title="prepare-preview-nothing">
        <button type="button" onClick={() => onStep("projects")}>
          {t("prepare-step-projects")}
        </button>
      </Alert>
    );
  }
  const words = wordsOf(draft.texts, language(), draft.languages[0]!, desk.answer.id);
  const money = { language: language(), currency: draft.currency, minorDigits: draft.minor_digits };
  const map = words.map === undefined || words.map_bounds === undefined ? null : { file: words.map, bounds: words.map_bounds };
  const choices = Object.fromEntries(contests.map((contest) => [contest.id, chosen[contest.id] ?? blankFields(contest)]));
  const others = draft.languages.filter((one) => one !== language() && desk.city.languages.includes(one));
  return (
    <>
      <p>{t("prepare-preview-about")}</p>
      {others.length > 0 && (
        <p>
          {t("prepare-preview-languages")}{" "}
          {others.map((one) => (
            <a key={one} class="tongue" lang={one} hreflang={one} href={`/${one}/staff/rounds/${desk.answer.id}/prepare#preview`}>
              {languageName(one, one)}
            </a>
          ))}
        </p>
      )}
      {draft.districts.length > 1 && <Select id="preview-district" label={t("prepare-preview-district")} value={district} onValue={setDistrict} options={draft.districts.map((one) => [one.id, districtView(one, draft, language()).words.title] as const)} />}
      <section class="phone" aria-label={t("prepare-preview-phone")} tabIndex={0}>
        {draft.kind === "rehearsal" && <Alert kind="warning" title="rehearsal" />}
        <h3>{words.title}</h3>
        <p class="quiet">
          <T id="choose-order" />
        </p>
        {contests.map((contest) => (
          <Contest
            key={contest.id}
            contest={contest}
            fields={choices[contest.id]!}
            order={contest.form.kind === "questions" ? contest.options.map((_, i) => i) : orders.get(contest.id)!}
            money={money}
            several={contests.length > 1}
            map={map}
            linked={null}
            onChange={(fields) => setChosen({ ...chosen, [contest.id]: fields })}
          />
        ))}
        <BallotBar contests={contests} choices={choices} money={money} onReview={() => {}} />
      </section>
      <Paper draft={draft} district={own} city={desk.city.name} />
      <div class="actions">
        <button type="button" class="primary" onClick={onNext}>
          {t("prepare-next")}
        </button>
      </div>
    </>
  );
}
