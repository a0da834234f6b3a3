// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The part of the API that is for the desks of a round: codes and acts. Apart from index.ts, so that voters do not load it.

import { BROWSER, requester, type Surroundings } from "./http.ts";
import type { CredentialStatus } from "./types.ts";

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

export interface Act {
  readonly id: number;
  readonly type: string;
  /** the exact bytes that people sign */
  readonly act: string;
  readonly state: "proposed" | "submitted" | "done" | "refused" | "withdrawn";
  readonly detail?: string;
  readonly needs: readonly { readonly role: string; readonly count: number }[];
  readonly signatures: readonly { readonly key: string }[];
}

/** A megabyte over a slow line, and the commit of a million keys. */
const UPLOAD_TIMEOUT_MS = 180_000;

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
      propose: (id: string, type: string, parameters: object): Promise<Act> => json(`${round(id)}/acts`, { method: "POST", body: JSON.stringify({ type, parameters }), headers }),
    };
  };

  return {
    of,
    batches: (id: string): Promise<Desk> => json(`${round(id)}/batches`),
    serial: (id: string, serial: string): Promise<CredentialStatus> => json(`${round(id)}/serials/${encodeURIComponent(serial)}`),
    acts: async (id: string): Promise<readonly Act[]> => (await json<{ acts: Act[] }>(`${round(id)}/acts`)).acts,
  };
}

export const desk = createDeskApi(BROWSER);
