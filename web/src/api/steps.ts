// SPDX-License-Identifier: AGPL-3.0-or-later
//
// How far visits of the vote page come (docs/decisions/turnout.md): each step is told once, with nothing but its name. No
// cookie goes along, no answer is waited for, and nothing joins two steps. A device for everybody tells nothing, and a rehearsal neither.

export type VisitStep = "opened" | "chosen" | "reviewed" | "code" | "cast";

const told = new Set<VisitStep>();

export function tellStep(round: string, step: VisitStep, silent: boolean): void {
  if (silent || told.has(step)) return;
  told.add(step);
  const lost = (): void => undefined;
  void fetch(`/api/v1/rounds/${encodeURIComponent(round)}/steps/${step}`, { method: "POST", credentials: "omit", keepalive: true, referrerPolicy: "no-referrer" }).catch(lost);
}
