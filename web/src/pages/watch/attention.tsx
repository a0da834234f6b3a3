// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What the server found that needs somebody: the worst first, in plain words, with what to do.

import type { AlertLevel, Attention } from "../../api/desk.ts";
import { language, t, T } from "../../components/text/index.tsx";
import { listOf, moment } from "../../i18n/format.ts";

const LEVELS: readonly AlertLevel[] = ["critical", "warning", "unknown", "ok"];
const PILLS: Readonly<Record<AlertLevel, string>> = { ok: "pill pill-open", unknown: "pill", warning: "pill pill-warning", critical: "pill pill-void" };
const MINUTE_S = 60;

export function Attentions({ alerts, round, zone }: { alerts: readonly Attention[]; round: string; zone: string | undefined }) {
  const sorted = [...alerts].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
  const urgent = sorted.filter(({ level }) => level === "warning" || level === "critical");
  const when = (seconds: number): string => moment(language(), zone, Math.floor(seconds / MINUTE_S));
  return (
    <section aria-labelledby="attention">
      <h2 id="attention">{t("watch-attention")}</h2>
      <p role="status">{t("watch-attention-count", { count: urgent.length })}</p>
      <ul class="attentions">
        {sorted.map((alert) => (
          <li key={alert.kind} class={`card attention-${alert.level}`}>
            <h3>
              {t(`alert-${alert.kind}`)} <span class={PILLS[alert.level]}>{t(`alert-level-${alert.level}`)}</span>
            </h3>
            {sentencesOf(alert, round, when).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
            {alert.level !== "ok" && (
              <p class="quiet">
                <T id={`alert-${alert.kind}-do`} />
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function sentencesOf(alert: Attention, round: string, when: (seconds: number) => string): readonly string[] {
  switch (alert.kind) {
    case "witnesses":
      if (alert.watched !== true) return [t("alert-witnesses-none")];
      return [
        ...(alert.late ?? []).map(({ name, cosigned }) => (cosigned === undefined ? t("alert-witness-never", { name }) : t("alert-witness-late", { name, when: when(cosigned) }))),
        ...(alert.unwitnessed_since === undefined || alert.level === "ok" ? [] : [t("alert-unwitnessed", { when: when(alert.unwitnessed_since) })]),
        ...(alert.level === "ok" ? [t("alert-witnesses-fine")] : []),
      ];
    case "trustees": {
      const waits = alert.rounds ?? [];
      if (waits.length === 0) return [t("alert-trustees-none")];
      return waits.map((one) => t(one.round === round ? "alert-trustees-wait" : "alert-trustees-wait-elsewhere", { names: listOf(language(), one.waits), needed: one.needed, step: t(`alert-step-${one.step}`), when: when(one.since) }));
    }
    case "clock":
      return [
        t("alert-clock-database", { seconds: Math.round(Math.abs(alert.database_ms ?? 0) / 1000) }),
        ...(alert.witness_s === undefined ? [] : [t("alert-clock-witness", { seconds: Math.abs(alert.witness_s) })]),
      ];
    case "disk":
      return (alert.folders ?? []).map(({ folder, free_percent }) => (free_percent === undefined ? t(`alert-disk-${folder}-unknown`) : t(`alert-disk-${folder}`, { percent: free_percent })));
    case "backup":
      if (alert.known !== true) return [t("alert-backup-unknown")];
      return [alert.last === undefined ? t("alert-backup-never") : t("alert-backup-last", { when: when(alert.last) })];
    case "sequencer":
      return alert.since === undefined ? [t("alert-sequencer-fine")] : [t("alert-sequencer-stopped", { when: when(alert.since) }), ...(alert.detail === undefined ? [] : [alert.detail])];
  }
}
