// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The part of the API that is for the desks of a round: codes and acts. Apart from index.ts, so that voters do not load it.

import { BROWSER, requester, type Surroundings } from "./http.ts";
import type { VisitStep } from "./steps.ts";
import type { CredentialStatus, RoundState } from "./types.ts";

/** A batch of codes as the desk sees it. */
export interface Batch {
  readonly batch: string;
  readonly district: string;
  readonly purpose: Purpose;
  readonly site?: string;
  readonly count: number;
  readonly void: number;
}

export type Purpose = "letter" | "card" | "walk-in" | "spare";

export type WordsAnswer = Readonly<Record<string, { readonly title: string; readonly summary?: string }>>;

export interface Desk {
  readonly batches: readonly Batch[];
  readonly limits: { readonly part_keys: number; readonly batch_keys: number; readonly batches: number };
  /** absent before the facilitator has written anything */
  readonly draft?: {
    readonly kind: "real" | "rehearsal";
    readonly languages: readonly string[];
    readonly schedule: { readonly zone: string; readonly close: number };
    readonly texts: WordsAnswer;
    readonly districts: readonly { readonly id: string; readonly texts: WordsAnswer }[];
  };
}

/** What a batch that comes in parts will be. */
export interface UploadHead {
  readonly batch: string;
  readonly district: string;
  readonly purpose: Purpose;
  readonly site?: string;
  readonly count: number;
}

export interface Upload {
  readonly parts: number;
  readonly received: readonly number[];
}

/** Ballots and voters of a part; tens for those who only look on. */
export interface TurnoutPart {
  readonly name?: string;
  readonly listed: number;
  readonly voters: number;
  readonly ballots: number;
}

export interface Turnout {
  readonly exact: boolean;
  /** minute up to which rounded numbers go */
  readonly until?: number;
  readonly total: TurnoutPart;
  readonly districts: readonly TurnoutPart[];
  readonly channels: readonly TurnoutPart[];
  readonly sites: readonly TurnoutPart[];
  /** `begins`: minute */
  readonly hours: readonly { readonly begins: number; readonly voters: number; readonly ballots: number }[];
  /** sums of each day; a step that nobody came to is missing */
  readonly visits: readonly (Partial<Record<VisitStep, number>> & { readonly day: string })[];
  readonly withdrawn: number;
}

export type AlertLevel = "ok" | "unknown" | "warning" | "critical";

/** What needs attention; the members are those of its kind (docs/api/openapi.json, Alerts). */
export interface Attention {
  readonly kind: "witnesses" | "trustees" | "clock" | "disk" | "backup" | "sequencer";
  readonly level: AlertLevel;
  readonly watched?: boolean;
  readonly late?: readonly { readonly name: string; readonly cosigned?: number }[];
  readonly unwitnessed_since?: number;
  readonly rounds?: readonly { readonly round: string; readonly level: AlertLevel; readonly step: string; readonly waits: readonly string[]; readonly needed: number; readonly since: number }[];
  readonly database_ms?: number;
  readonly witness_s?: number;
  readonly folders?: readonly { readonly folder: "data" | "database"; readonly level: AlertLevel; readonly free_percent?: number }[];
  readonly known?: boolean;
  readonly last?: number;
  readonly since?: number;
  readonly detail?: string;
}

export interface Act {
  readonly id: number;
  readonly type: string;
  /** the exact bytes that people sign */
  readonly act: string;
  readonly state: "proposed" | "submitted" | "done" | "refused" | "withdrawn";
  readonly detail?: string;
  /** name of who proposed it, and when (seconds since 1970) */
  readonly proposed_by: string;
  readonly proposed_at: number;
  readonly needs: readonly { readonly role: string; readonly count: number }[];
  readonly signatures: readonly { readonly key: string }[];
}

export interface ActsQuery {
  readonly types: readonly string[];
  /** only those that wait for signatures or for the record, or only the others */
  readonly waits?: boolean;
  /** only older ones than this */
  readonly before?: number;
}

/** Newest first; `next`: where the page of older ones begins. */
export interface ActsPage {
  readonly acts: readonly Act[];
  readonly next?: number;
}

/** What the desk of those who close and certify needs (docs/api/openapi.json, Closing). */
export interface Closing {
  readonly state: RoundState;
  /** clock of the server, seconds since 1970 */
  readonly now: number;
  /** minutes since 1970; close is moved by extensions */
  readonly close?: number;
  readonly sealed?: number;
  /** canonical JSON, in the order of the record */
  readonly entries: readonly { readonly index: number; readonly entry: string }[];
  readonly counts: { readonly voids: number; readonly batch_voids: number; readonly issues: number; readonly additions: number };
  readonly contests: readonly ContestSums[];
  readonly jobs: readonly Job[];
  readonly files: readonly { readonly name: string; readonly size: number; readonly hash: string }[];
  readonly verification?: Verification;
}

export interface ContestSums {
  readonly id: string;
  readonly listed: number;
  readonly void: number;
  readonly ballots: number;
  readonly replaced: number;
  readonly withdrawn: number;
  readonly input: number;
  readonly withheld: number;
}

export interface Job {
  readonly kind: string;
  readonly contest: string;
  readonly state: "waiting" | "running" | "done" | "failed";
  readonly done: number;
  readonly total: number;
  readonly detail?: string;
  readonly result?: { readonly same?: boolean; readonly signed?: readonly string[]; readonly waits?: readonly string[] };
}

/** As `folkmoot-verify --json` says it. */
export interface Verification {
  readonly ok: boolean;
  readonly checks: readonly { readonly n: number; readonly name: string; readonly status: "passed" | "failed" | "incomplete" | "not-applicable" | "note"; readonly detail: string }[];
}

/** A megabyte over a slow line, and the commit of a million keys. */
const UPLOAD_TIMEOUT_MS = 180_000;
const FILE_LIMIT_BYTES = 64 * 1024 * 1024;

export function createDeskApi(surroundings: Surroundings) {
  const { bytes, json } = requester(surroundings);
  const round = (id: string): string => `/api/v1/rounds/${encodeURIComponent(id)}`;
  const upload = (id: string, name: string): string => `${round(id)}/uploads/${encodeURIComponent(name)}`;

  /** What changes something, by somebody who is signed in. */
  const of = (csrf: string) => {
    const headers = { "x-csrf-token": csrf };
    /** Repeating it changes nothing more. */
    const step = <T>(method: "PUT" | "POST", url: string, body: object): Promise<T> => json(url, { method, body: JSON.stringify(body), headers, idempotent: true, timeout_ms: UPLOAD_TIMEOUT_MS });
    return {
      removeBatch: async (id: string, batch: string): Promise<void> => {
        await bytes(`${round(id)}/batches/${encodeURIComponent(batch)}`, { method: "DELETE", headers });
      },
      uploadBegin: (id: string, name: string, head: UploadHead): Promise<Upload> => step("PUT", upload(id, name), head),
      uploadPart: (id: string, name: string, part: number, keys: string): Promise<Upload> => step("PUT", `${upload(id, name)}/parts/${part}`, { keys }),
      uploadCommit: (id: string, name: string): Promise<{ readonly total: number }> => step("POST", `${upload(id, name)}/commit`, {}),
      sign: (act: number, key: string, signature: string): Promise<Act> => step("POST", `/api/v1/acts/${act}/signatures`, { key, signature }),
      withdraw: (act: number): Promise<Act> => json(`/api/v1/acts/${act}`, { method: "DELETE", headers }),
      restartChain: (id: string, contest: string, abandoned: number, reason: string): Promise<object> => json(`${round(id)}/restarts`, { method: "POST", body: JSON.stringify({ contest, abandoned, reason }), headers }),
      recount: (id: string): Promise<object> => step("POST", `${round(id)}/recount`, {}),
      verify: (id: string): Promise<object> => step("POST", `${round(id)}/verification`, {}),
      signBundle: (id: string, minisig: string): Promise<object> => step("POST", `${round(id)}/bundle-signatures`, { minisig }),
      propose: (id: string, type: string, parameters: object): Promise<Act> => json(`${round(id)}/acts`, { method: "POST", body: JSON.stringify({ type, parameters }), headers }),
    };
  };

  const actsPage = (id: string, { types, waits, before }: ActsQuery): Promise<ActsPage> => {
    const chosen = new URLSearchParams({ types: types.join(","), ...(waits === undefined ? {} : { waits: String(waits) }), ...(before === undefined ? {} : { before: String(before) }) });
    return json(`${round(id)}/acts?${chosen}`);
  };

  return {
    of,
    batches: (id: string): Promise<Desk> => json(`${round(id)}/batches`),
    turnout: (id: string): Promise<Turnout> => json(`${round(id)}/turnout`),
    alerts: (id: string): Promise<{ readonly as_of: number; readonly alerts: readonly Attention[] }> => json(`${round(id)}/alerts`),
    serial: (id: string, serial: string): Promise<CredentialStatus> => json(`${round(id)}/serials/${encodeURIComponent(serial)}`),
    closing: (id: string): Promise<Closing> => json(`${round(id)}/closing`),
    /** A file of the round, byte for byte. */
    file: (id: string, name: string): Promise<Uint8Array> => bytes(`${round(id)}/exports/${encodeURIComponent(name)}`, { limit_bytes: FILE_LIMIT_BYTES }),
    act: (act: number): Promise<Act> => json(`/api/v1/acts/${act}`),
    actsPage,
    /** The newest of these types, oldest of them first. Those about single codes are many: they come in pages. */
    acts: async (id: string, types: readonly string[]): Promise<readonly Act[]> => [...(await actsPage(id, { types })).acts].reverse(),
  };
}

export const desk = createDeskApi(BROWSER);
