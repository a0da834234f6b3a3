// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Which step a round is at, what happens there now, and who is waited for.

import type { Act, Closing, ContestSums, Job } from "../../api/desk.ts";
import { base64url } from "../../crypto/bytes.ts";
import type { Definition } from "../../crypto/definition.ts";
import { waitsForMix, waitsForShare, type Progress } from "./progress.ts";

export const STEPS = ["voting", "sums", "objection", "mixing", "count", "certify", "bundle", "published"] as const;
export type Step = (typeof STEPS)[number];

/** All that the steps are drawn from. */
export interface Situation {
  readonly definition: Definition;
  readonly closing: Closing;
  readonly progress: Progress;
  readonly acts: readonly Act[];
}

export interface Standing {
  /** null: annulled */
  readonly step: Step | null;
  /** message id: close-now-... */
  readonly now: string;
  /** names of people */
  readonly waits: readonly string[];
  /** a minute since 1970 that the message names */
  readonly until?: number;
}

export const jobOf = ({ closing }: Pick<Situation, "closing">, kind: string): Job | undefined => closing.jobs.find((job) => job.kind === kind);

/** The newest act of this type that people can sign. */
export const waiting = (acts: readonly Act[], type: string): Act | undefined => acts.filter((act) => act.type === type && (act.state === "proposed" || act.state === "submitted")).at(-1);

/** ballots = replaced + withdrawn + input, and not more voters than codes. */
export function isWhole({ listed, ballots, replaced, withdrawn, input, withheld }: ContestSums): boolean {
  return ballots === replaced + withdrawn + input && (withheld === 0 || withheld === input) && input <= listed;
}

export function standingOf(situation: Situation): Standing {
  const { definition, closing, progress } = situation;
  const now = closing.now / 60;
  const { grace, objection } = definition.schedule;
  switch (closing.state) {
    case "annulled":
      return { step: null, now: "annulled", waits: [] };
    case "draft":
    case "frozen":
      return { step: "voting", now: "not-open", waits: [] };
    case "open": {
      const close = closing.close ?? definition.schedule.close;
      if (now < close) {
        const asked = ["voting-closed", "extension"].find((type) => waiting(situation.acts, type) !== undefined);
        return asked === undefined ? { step: "voting", now: "voting", until: close, waits: [] } : { ...signing(situation, "voting", asked), until: close };
      }
      return { step: "voting", now: now < close + grace ? "grace" : "ending", until: close + grace, waits: [] };
    }
    case "closed":
      return signing(situation, "sums", "sealing");
    case "sealed":
    case "mixing":
      return counting(situation, now < closing.sealed! + objection ? closing.sealed! + objection : null);
    case "counted":
      return certifying(situation);
    case "certified": {
      const job = jobOf(situation, "bundle");
      if (job?.state === "failed") return { step: "bundle", now: "refused", waits: [] };
      if (job?.result?.waits === undefined || job.state !== "done") return { step: "bundle", now: "building", waits: [] };
      return { step: "bundle", now: "signing", waits: namesOf(job.result.waits, definition) };
    }
    case "published":
      return { step: "published", now: progress.corrections.length > 0 ? "published-corrected" : "published", waits: [] };
  }
}

function signing({ acts, definition }: Situation, step: Step, type: string): Standing {
  const act = waiting(acts, type);
  if (act === undefined) return { step, now: type, waits: [] };
  const signed = new Set(act.signatures.map(({ key }) => key));
  return { step, now: `${type}-signing`, waits: definition.clerks.filter(({ key }) => !signed.has(base64url(key))).map(({ name }) => name) };
}

function counting(situation: Situation, objectionEnds: number | null): Standing {
  const { definition, progress } = situation;
  const drawn = definition.drawSource === "dice" || definition.drawSource === "drand";
  if (drawn && progress.draw === null) {
    const act = waiting(situation.acts, "draw-source");
    if (objectionEnds === null || act !== undefined) return { ...signing(situation, "objection", "draw-source"), ...(objectionEnds === null ? {} : { until: objectionEnds }) };
  }
  if (objectionEnds !== null) return { step: "objection", now: "objection", until: objectionEnds, waits: [] };
  const names = (of: typeof waitsForMix): string[] => [...new Set(progress.contests.flatMap((contest) => of(contest, definition)))];
  const [mixers, openers] = [names(waitsForMix), names(waitsForShare)];
  if (mixers.length > 0) return { step: "mixing", now: "mixing", waits: mixers };
  if (openers.length > 0) return { step: "mixing", now: "opening", waits: openers };
  if (progress.contests.some(({ mixingDone }) => !mixingDone)) return { step: "mixing", now: "mixing-checked", waits: [] };
  return { step: "count", now: "counting", waits: [] };
}

function certifying(situation: Situation): Standing {
  const { closing, definition } = situation;
  const job = jobOf(situation, "bundle");
  if (job === undefined || job.state === "waiting" || job.state === "running") return { step: "count", now: "verifying", waits: [] };
  if (closing.verification?.checks.some(({ status }) => status === "failed") === true) return { step: "count", now: "check-failed", waits: [] };
  if (definition.kind === "rehearsal") return { step: "certify", now: "rehearsal", waits: [] };
  return signing(situation, "certify", "certified");
}

/** Clerks by the names that their files have in a bundle (docs/protocol.md section 12). */
export function namesOf(files: readonly string[], { clerks }: Definition): readonly string[] {
  return files.map((file) => clerks.find(({ name }) => fileName(name) === file)?.name ?? file);
}

export function fileName(name: string): string {
  return Array.from(new TextEncoder().encode(name), (byte) => {
    const symbol = String.fromCharCode(byte).replace(/[A-Z]/, (letter) => letter.toLowerCase());
    return /[a-z0-9]/.test(symbol) ? symbol : "-";
  }).join("");
}
