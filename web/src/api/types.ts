// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Answers of the API (docs/api/openapi.json). Bytes are base64url; `minute` is whole minutes since 1970.

import type { SaltedText } from "../crypto/definition.ts";

export type RoundState = "draft" | "frozen" | "open" | "closed" | "sealed" | "mixing" | "counted" | "certified" | "published" | "annulled";

export interface City {
  readonly name: string;
  readonly origin: string;
  /** verifier key of the log (C2SP signed-note) */
  readonly log_key: string;
  /** under which this city cosigns the logs of others, if it does */
  readonly witness_key?: string;
  /** origins of the logs of others that it keeps a copy of */
  readonly mirrored?: readonly string[];
  readonly languages: readonly string[];
  /** clock of the server, seconds since 1970 */
  readonly now: number;
}

export interface RoundSummary {
  readonly id: string;
  readonly assembly: string;
  readonly state: RoundState;
  readonly kind?: "real" | "rehearsal";
  readonly open?: number;
  readonly close?: number;
  /** IANA name of the time zone that the round is announced in */
  readonly zone?: string;
  readonly title?: Readonly<Record<string, string>>;
  readonly summary?: Readonly<Record<string, string>>;
}

/** By thing (round, contest/ID, option/CONTEST/ID, district/ID), then by language. */
export type TextsAnswer = Readonly<Record<string, Readonly<Record<string, SaltedText>>>>;

export interface RoundAnswer {
  readonly id: string;
  readonly eid?: string;
  readonly nonce: string;
  readonly assembly: string;
  readonly state: RoundState;
  readonly listed: number;
  readonly close?: number;
  readonly sealed?: number;
  readonly turnout?: { readonly ballots: number; readonly voters: number };
  readonly texts?: TextsAnswer;
  readonly definition?: { readonly hash: string; readonly size: number };
  /** the list of codes that registrar and clerk have signed */
  readonly credentials?: { readonly hash: string; readonly size: number };
  readonly definition_text?: string;
  readonly exports?: readonly { readonly name: string; readonly size: number; readonly hash: string }[];
}

/** Everything that a device needs to make a ballot, as exact bytes of the record. */
export interface FormAnswer {
  readonly round: string;
  /** name of the city */
  readonly city: string;
  readonly state: RoundState;
  readonly definition: string;
  readonly opening: string;
  readonly opening_index: number;
  readonly acknowledgements: readonly string[];
  readonly eid: string;
  readonly texts: TextsAnswer;
  readonly checkpoint: string;
  readonly log_key: string;
  readonly close: number;
  readonly now: number;
}

export interface BallotLine {
  readonly seq: number;
  readonly id: string;
  readonly tracker: string;
  readonly minute: number;
  readonly index: number;
}

export interface VoidLine {
  readonly minute: number;
  readonly index: number;
  readonly reason: string;
}

export interface CredentialStatus {
  readonly key: string;
  readonly serial?: string;
  readonly listed: boolean;
  readonly district?: string;
  readonly batch?: string;
  readonly void?: VoidLine;
  readonly ballots: readonly BallotLine[];
}

export interface TrackerAnswer {
  readonly round: string;
  readonly credential: string;
  readonly id: string;
  readonly index: number;
  readonly minute: number;
}

export interface Role {
  readonly assembly?: string;
  readonly role: string;
}

export interface Session {
  readonly login: string;
  readonly name: string;
  readonly csrf: string;
  readonly roles: readonly Role[];
  /** has a second factor */
  readonly totp: boolean;
  readonly recovery_codes_left: number;
  readonly signing_key?: string;
  readonly minisign_id?: string;
}
