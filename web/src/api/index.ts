// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The API as functions (docs/api/openapi.json). Answers are taken as they come: what matters is checked by
// src/crypto, never because a server said so. `createApi` takes its surroundings so that tests can replace them.

import { tilePath, type Tile } from "../crypto/tile_path.ts";
import { BROWSER, requester, type Surroundings } from "./http.ts";
import type { City, CredentialStatus, FormAnswer, RoundAnswer, RoundSummary, Session, TrackerAnswer } from "./types.ts";

export { ApiProblem, NoAnswer } from "./http.ts";
export type * from "./types.ts";

/** The largest entry bundle: 256 entries of 65,535 bytes and their lengths. */
export const BUNDLE_LIMIT_BYTES = 256 * 65_537;

/** Casting waits for a commit and a signature: longer than a page would. */
const CAST_TIMEOUT_MS = 60_000;

export type Api = ReturnType<typeof createApi>;

export function createApi(surroundings: Surroundings) {
  const { bytes, json } = requester(surroundings);
  const round = (id: string): string => `/api/v1/rounds/${encodeURIComponent(id)}`;

  return {
    city: (): Promise<City> => json("/api/v1/city"),
    rounds: async (): Promise<readonly RoundSummary[]> => (await json<{ rounds: RoundSummary[] }>("/api/v1/rounds")).rounds,
    round: (id: string): Promise<RoundAnswer> => json(round(id)),
    form: (id: string, language: string): Promise<FormAnswer> => json(`${round(id)}/form?language=${encodeURIComponent(language)}`),

    /** The receipt. The same bytes give the same ballot, so a lost answer is asked for again. */
    cast: (id: string, ballot: Uint8Array): Promise<Uint8Array> =>
      bytes(`${round(id)}/ballots`, {
        method: "POST",
        body: ballot,
        headers: { "content-type": "application/json" },
        idempotent: true,
        timeout_ms: CAST_TIMEOUT_MS,
      }),
    receipt: (id: string, ballot: string): Promise<Uint8Array> => bytes(`${round(id)}/ballots/${encodeURIComponent(ballot)}/receipt`),
    credential: (id: string, key: string): Promise<CredentialStatus> => json(`${round(id)}/credentials/${encodeURIComponent(key)}`),
    tracker: (tracker: string): Promise<TrackerAnswer> => json(`/api/v1/trackers/${encodeURIComponent(tracker)}`),

    /** `name`: SHA-256 in hex and an extension, as texts of rounds have it */
    picture: (name: string): Promise<Uint8Array> => bytes(`/pictures/${encodeURIComponent(name)}`),

    checkpoint: (): Promise<Uint8Array> => bytes("/log/checkpoint"),
    tile: (tile: Tile): Promise<Uint8Array> => bytes(`/log/${tilePath(tile)}`),
    entries: (tile: Tile): Promise<Uint8Array> => bytes(`/log/${tilePath(tile, "entries")}`, { limit_bytes: BUNDLE_LIMIT_BYTES }),

    session: (): Promise<Session> => json("/api/v1/session"),
    signIn: (login: string, password: string, code?: string): Promise<Session> =>
      json("/api/v1/session", { method: "POST", body: JSON.stringify({ login, password, code }) }),
    signOut: async (csrf: string): Promise<void> => {
      await bytes("/api/v1/session", { method: "DELETE", headers: { "x-csrf-token": csrf } });
    },
  };
}

export const api: Api = createApi(BROWSER);
