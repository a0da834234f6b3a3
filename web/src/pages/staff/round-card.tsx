// SPDX-License-Identifier: AGPL-3.0-or-later
import type { RoundState } from "../../api/index.ts";
import type { OwnRound } from "../../api/prepare.ts";
import { language, t, T } from "../../components/text/index.tsx";
import { moment } from "../../i18n/format.ts";
import { titleIn } from "../words.ts";
import { nextOf, type Next } from "./next.ts";

const PILLS: Readonly<Partial<Record<RoundState, string>>> = { open: "pill-open", published: "pill-done", annulled: "pill-void" };

export function RoundCard({ round, assembly }: { round: OwnRound; assembly: string }) {
  const next = nextOf(round.state, new Set(round.roles));
  const title = titleIn(round.title, language()) ?? t("work-untitled");
  const minute = round.state === "draft" || round.state === "frozen" ? round.open : round.close;
  return (
    <li class="card">
      <p class="work-state">
        <span class={`pill ${PILLS[round.state] ?? ""}`}>
          <T id={`state-${round.state}`} />
        </span>
        {round.kind === "rehearsal" && <span class="pill pill-soon">{t("work-rehearsal")}</span>}
      </p>
      <h3>{title}</h3>
      <p class="quiet">{assembly}</p>
      {minute !== undefined && round.state !== "annulled" && <p>{t(minute === round.open ? "work-opens" : "work-closes", { when: moment(language(), round.zone, minute) })}</p>}
      <p class="work-next">
        <strong>{t("work-next")}</strong> <T id={next.text} />
      </p>
      {next.at !== null && (
        <div class="actions">
          <a class="button primary" href={addressOf(round.id, next.at)} aria-label={t(`work-go-${next.at}-label`, { title })}>
            {t(`work-go-${next.at}`)}
          </a>
        </div>
      )}
    </li>
  );
}

function addressOf(round: string, at: NonNullable<Next["at"]>): string {
  return at === "result" ? `/${language()}/rounds/${round}/result` : `/${language()}/staff/rounds/${round}/${at}`;
}
