// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Somebody else has saved the draft since it was read. Nothing is lost before one of the two is chosen: the newer version,
// or what was written in this step on top of it.

import { Alert } from "../../components/alert/index.tsx";
import type { DraftAnswer } from "../../api/prepare.ts";
import { language, t } from "../../components/text/index.tsx";
import { listOf } from "../../i18n/format.ts";
import type { Draft, DraftContest } from "./draft.ts";
import type { Part } from "./step-form.tsx";

export interface Clash {
  /** as it stands on the server */
  readonly draft: Draft;
  readonly version: number;
  readonly changed?: DraftAnswer["changed"];
  /** what this page was based on */
  readonly before: Draft;
  /** what was to be saved */
  readonly part: Part;
}

export function Conflict({ clash, onTheirs, onMine }: { clash: Clash; onTheirs: () => void; onMine: () => void }) {
  const { draft, before, changed } = clash;
  const steps = changedSteps(before, draft).map((step) => t(`prepare-step-${step}`));
  return (
    <Alert kind="warning" title="prepare-clash">
      <p>{changed?.by === undefined ? t("prepare-clash-somebody") : t("prepare-clash-by", { by: changed.by })}</p>
      {steps.length > 0 && <p>{t("prepare-clash-steps", { steps: listOf(language(), steps) })}</p>}
      <p>{t("prepare-clash-choose")}</p>
      <div class="actions">
        <button type="button" onClick={onTheirs}>
          {t("prepare-clash-theirs")}
        </button>
        <button type="button" onClick={onMine}>
          {t("prepare-clash-mine")}
        </button>
      </div>
    </Alert>
  );
}

/** The steps in which two versions differ. */
function changedSteps(before: Draft, after: Draft): string[] {
  const contests = (draft: Draft, of: (contest: DraftContest) => unknown) => draft.contests.map((contest) => [contest.id, of(contest)]);
  const parts: Readonly<Record<string, (draft: Draft) => unknown>> = {
    basics: ({ kind, currency, minor_digits, languages, texts, districts }) => [kind, currency, minor_digits, languages, texts, districts.map(({ id, texts: names }) => [id, names])],
    lists: (draft) => [contests(draft, ({ texts, envelope }) => [texts, envelope]), draft.districts.map((district) => district.contests)],
    projects: (draft) => contests(draft, ({ options, conflicts }) => [options, conflicts]),
    ballot: (draft) => contests(draft, ({ form, rule }) => [form, rule]),
    schedule: ({ schedule, pruning_years }) => [schedule, pruning_years],
    voters: (draft) => [draft.revoting, draft.roll, draft.totals_only_paper, contests(draft, ({ pool_min, below_pool_min }) => [pool_min, below_pool_min])],
    people: ({ people, act_signers, clerks_required }) => [people, act_signers, clerks_required],
    keys: ({ trustees, threshold, witness_policy, draw }) => [trustees, threshold, witness_policy, draw],
  };
  return Object.keys(parts).filter((step) => JSON.stringify(parts[step]!(before)) !== JSON.stringify(parts[step]!(after)));
}
