// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What stays on this phone, by round: choices until they are cast, the exact bytes of a ballot until its receipt
// is here, receipts until the round is certified. Never a code, never a secret of the encryption.

import type { Choices } from "../worker/view.ts";

export interface Pending {
  readonly ballot: string;
  readonly id: string;
  readonly tracker: string;
  readonly checkCode: string;
}

export interface RoundMemory {
  readonly seed: number;
  readonly district: string | null;
  readonly choices: Choices;
  readonly pending: Pending | null;
  /** tlog-proofs, newest last */
  readonly receipts: readonly string[];
}

/** On a device that many people use after each other nothing outlives the page. */
export function keepNothing(): void {
  const memory = new Map<string, string>();
  device = { getItem: (key) => memory.get(key) ?? null, setItem: (key, value) => void memory.set(key, value) };
}

let device: Pick<Storage, "getItem" | "setItem"> = { getItem: (key) => localStorage.getItem(key), setItem: (key, value) => localStorage.setItem(key, value) };

const PREFIX = "folkmoot/round/";
const LOG_KEY = "folkmoot/log";
const SIGNED_IN = "folkmoot/signed-in";

export function recall(round: string): RoundMemory {
  const fresh: RoundMemory = { seed: crypto.getRandomValues(new Uint32Array(1))[0]!, district: null, choices: {}, pending: null, receipts: [] };
  const memory = { ...fresh, ...read(PREFIX + round) };
  // A new seed is kept at once: the order shown must survive the next reload.
  if (read(PREFIX + round) === null) remember(round, memory);
  return memory;
}

/** `memory` with the ballots that another tab has sent since; choices are each tab's own. */
export function renewed(round: string, memory: RoundMemory): RoundMemory {
  const { pending = memory.pending, receipts = memory.receipts } = read(PREFIX + round) ?? {};
  return { ...memory, pending, receipts };
}

/** False when the phone keeps nothing (storage full or switched off): the page then says so. */
export function remember(round: string, memory: RoundMemory): boolean {
  try {
    device.setItem(PREFIX + round, JSON.stringify(memory));
    return true;
  } catch {
    return false;
  }
}

/** Receipts of all rounds, newest last within each. */
export function keptReceipts(): { round: string; proof: string }[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .flatMap((key) => (read(key)?.receipts ?? []).map((proof) => ({ round: key.slice(PREFIX.length), proof })));
  } catch {
    return [];
  }
}

/** Somebody has signed in here and not out. Where nobody has, the server need not be asked, which browsers report as an error. */
export function signedInHere(): boolean {
  try {
    return localStorage.getItem(SIGNED_IN) !== null;
  } catch {
    return false;
  }
}

export function rememberSignedIn(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(SIGNED_IN, "");
    else localStorage.removeItem(SIGNED_IN);
  } catch {
    // Without storage one signs in on every visit.
  }
}

/**
 * The log key of the city that this phone has seen first. Another one later is no small thing: `changed` says so and the
 * caller refuses to go on under it.
 */
export function pinnedLogKey(served: string): { key: string; changed: boolean } {
  try {
    const pinned = device.getItem(LOG_KEY);
    if (pinned !== null) return { key: pinned, changed: pinned !== served };
    device.setItem(LOG_KEY, served);
  } catch {
    // Without storage every visit is the first.
  }
  return { key: served, changed: false };
}

function read(key: string): Partial<RoundMemory> | null {
  try {
    const value: unknown = JSON.parse(device.getItem(key) ?? "null");
    return typeof value === "object" ? (value as Partial<RoundMemory> | null) : null;
  } catch {
    return null;
  }
}
