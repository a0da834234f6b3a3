// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Control sums (docs/protocol.md section 13, check 17): every ballot is accounted for before the round is sealed.

import type { ContestSums } from "../../api/desk.ts";
import { Propose } from "../../components/act/propose.tsx";
import { t, T } from "../../components/text/index.tsx";
import type { StepProps } from "./close.tsx";
import { About, Happened, number, Proposed, titleOf } from "./parts.tsx";
import { isWhole, waiting } from "./standing.ts";

export function Sums({ desk, situation, current, clerk, refresh }: StepProps) {
  const { closing, progress, acts } = situation;
  const addsUp = closing.contests.every(isWhole);
  return (
    <>
      {current && <About id="close-sums-about" />}
      <div class="sums">
        {closing.contests.map((sums) => (
          <ContestCard key={sums.id} sums={sums} title={titleOf(desk, sums.id)} named={current && waiting(acts, "sealing") !== undefined} />
        ))}
      </div>
      <p>{t("close-sums-codes", { voids: closing.counts.voids, batches: closing.counts.batch_voids, issues: closing.counts.issues })}</p>
      {progress.sealing !== null && <Happened desk={desk} done={progress.sealing} />}
      <Proposed desk={desk} acts={acts} types={current ? ["sealing"] : []} refresh={refresh} />
      {current && clerk && addsUp && waiting(acts, "sealing") === undefined && <Propose desk={desk} type="sealing" about="close-seal-about" go="close-seal-go" onProposed={refresh} />}
    </>
  );
}

/** `named`: with the id beside the title, which is all that an act says of it. */
function ContestCard({ sums, title, named }: { sums: ContestSums; title: string; named: boolean }) {
  const line = (id: string, value: number, sign = ""): preact.JSX.Element => (
    <div>
      <dt>
        <T id={id} />
      </dt>
      <dd>
        {sign}
        {number(value)}
      </dd>
    </div>
  );
  return (
    <div class="card sum-card">
      <h3>
        {title} {named && <code class="quiet">{sums.id}</code>}
      </h3>
      <dl>
        {line("close-sum-listed", sums.listed)}
        {line("close-sum-void", sums.void)}
        {line("close-sum-ballots", sums.ballots)}
        {line("close-sum-replaced", sums.replaced, "− ")}
        {line("close-sum-withdrawn", sums.withdrawn, "− ")}
        <div class="total">
          <dt>
            <T id={sums.withheld > 0 ? "close-sum-withheld" : "close-sum-input"} />
          </dt>
          <dd>= {number(sums.input)}</dd>
        </div>
      </dl>
      <p class={isWhole(sums) ? "adds-up" : "field-message"}>
        <T id={isWhole(sums) ? "close-sum-right" : "close-sum-wrong"} />
      </p>
    </div>
  );
}
