// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The draft of a round (docs/api/openapi.json, DraftContent), of which until the freeze anything may be missing on the server;
// pages/prepare/draft.ts fills in what is.

import type { Wording } from "../crypto/definition.ts";
import type { Form } from "../crypto/forms.ts";

export type Words = Readonly<Partial<Wording>>;
/** By language; a language without any words is left out. */
export type Texts = Readonly<Record<string, Words>>;

export type Rule =
  | { readonly name: "greedy"; readonly score: Score; readonly density: "absolute" | "per-cost"; readonly on_misfit: "skip" | "stop"; readonly threshold: number; readonly ties: Ties }
  | { readonly name: "equal-shares"; readonly utility: Utility; readonly completion: Completion; readonly start: "exact" | "integral"; readonly compare: "none" | "greedy"; readonly ties: Ties }
  | { readonly name: "phragmen"; readonly ties: Ties }
  | { readonly name: "motion"; readonly base: "cast" | "yes-no" | "entitled"; readonly quorum: string; readonly majority: string };
export type Ties = "draw" | "lex";
export type Score = "votes" | "points" | "borda" | "borda0";
export type Utility = "cost" | "cardinality" | "points" | "borda" | "borda0" | "points-cost";
export type Completion = "none" | "utilitarian" | "add1" | "add1u";

export interface DraftOption {
  readonly id: string;
  readonly cost?: number;
  readonly category?: string;
  readonly texts: Texts;
}

export interface DraftContest {
  readonly id: string;
  readonly texts: Texts;
  /** minor units */
  readonly envelope: number;
  readonly form: Form;
  readonly rule: Rule;
  readonly options: readonly DraftOption[];
  readonly conflicts: readonly (readonly string[])[];
  /** of the ballot numbers; absent: they were not drawn */
  readonly lot?: Lot;
  readonly pool_min: number;
  /** no default: one exposes votes, the other drops them */
  readonly below_pool_min?: "count" | "withhold";
}

/** What came out of a public source (docs/decisions/lot.md). */
export type Lot = { readonly source: "dice"; readonly value: string } | { readonly source: "drand"; readonly value: string; readonly beacon: string; readonly beacon_round: number };

export interface DraftDistrict {
  readonly id: string;
  readonly texts: Texts;
  /** in the order of the draft's contests */
  readonly contests: readonly string[];
}

export interface Schedule {
  readonly zone: string;
  /** minutes since 1970 */
  readonly open?: number;
  readonly close?: number;
  readonly additions_end?: number;
  /** minutes */
  readonly grace: number;
  readonly objection: number;
  readonly complaint: number;
}

export interface Trustee {
  readonly name: string;
  /** Ed25519, base64url */
  readonly key: string;
}

export interface Draft {
  readonly kind: "real" | "rehearsal";
  readonly currency: string;
  readonly minor_digits: number;
  readonly languages: readonly string[];
  readonly texts: Texts;
  readonly contests: readonly DraftContest[];
  readonly districts: readonly DraftDistrict[];
  readonly schedule: Schedule;
  readonly revoting: boolean;
  readonly draw: { readonly source: "trustees" | "dice" | "drand" | "none"; readonly beacon?: string; readonly beacon_round?: number };
  readonly roll: { readonly size?: number; readonly cap?: number };
  readonly totals_only_paper: boolean;
  /** both absent: the server alone holds the key */
  readonly trustees?: readonly Trustee[] | undefined;
  readonly threshold?: number | undefined;
  readonly witness_policy: readonly string[];
  readonly people: { readonly facilitators: readonly string[]; readonly registrars: readonly string[]; readonly clerks: readonly string[] };
  readonly act_signers: 1 | 2;
  readonly clerks_required: number;
  readonly pruning_years: number;
  /** what only the page that prepares remembers; no part of the definition */
  readonly preparation?: Readonly<Record<string, unknown>>;
}
