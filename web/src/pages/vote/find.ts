// SPDX-License-Identifier: AGPL-3.0-or-later
//
// From the address (and a scanned code) to a round that has been checked.

import { api, type CredentialStatus, type RoundSummary } from "../../api/index.ts";
import { pinnedLogKey } from "../../storage/index.ts";
import type { startWorker } from "../../worker/client.ts";
import type { RoundView } from "../../worker/view.ts";

type Worker = ReturnType<typeof startWorker>;

export interface Found {
  /** name of the city */
  readonly city: string;
  readonly round: RoundView;
  readonly logKey: string;
  /** of the scanned code */
  readonly status: CredentialStatus | null;
}

/** The server shows another log key than it did before to this phone. */
export class LogKeyChanged extends Error {
  override name = "LogKeyChanged";
}

export async function openRound(worker: Worker, id: string, language: string): Promise<Found> {
  const form = await api.form(id, language);
  const { key, changed } = pinnedLogKey(form.log_key);
  if (changed) throw new LogKeyChanged();
  const round = await worker.openRound(form, key, language);
  if (round.id !== id) throw new Error("the server answered with another round");
  return { city: form.city, round, logKey: key, status: null };
}

export async function openRounds(): Promise<readonly RoundSummary[]> {
  return (await api.rounds()).filter(({ state }) => state === "open");
}

/** Tries the code against the nonce of every open round; the one that lists it stays open in the worker. */
export async function roundOfCode(worker: Worker, symbols: string, language: string): Promise<Found | null> {
  for (const { id } of await openRounds()) {
    const found = await openRound(worker, id, language);
    const { key } = await worker.credential(symbols);
    const status = await api.credential(id, key);
    if (status.listed) return { ...found, status };
  }
  return null;
}
