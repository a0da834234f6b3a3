// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What the worker tells the page about a round and a receipt: plain data, checked before it gets here.

import type { BallotLine, VoidLine } from "../api/types.ts";
import type { Form, Fields } from "../crypto/forms.ts";
import type { Wording } from "../crypto/definition.ts";

/** Words and the language they are in; it differs from the page's where nobody has translated them. */
export interface Words extends Wording {
  readonly language: string;
}

export interface OptionView {
  readonly id: string;
  readonly cost: number;
  readonly category: string | null;
  readonly words: Words;
}

export interface ContestView {
  readonly id: string;
  readonly words: Words;
  readonly form: Form;
  readonly envelope: number;
  readonly costs: readonly number[];
  readonly options: readonly OptionView[];
  readonly conflicts: readonly (readonly string[])[];
  readonly poolMin: number;
  readonly belowPoolMin: "count" | "withhold";
}

export interface DistrictView {
  readonly id: string;
  readonly words: Words;
  readonly contests: readonly string[];
}

export interface RoundView {
  readonly id: string;
  readonly eid: string;
  readonly state: string;
  readonly rehearsal: boolean;
  readonly words: Words;
  readonly currency: string;
  readonly minorDigits: number;
  readonly zone: string;
  /** minutes since 1970; the close may have been extended */
  readonly open: number;
  readonly close: number;
  readonly revoting: boolean;
  /** who together open the ballots, so many of them; null: one key held by the server, on which secrecy and no early results rest */
  readonly trustees: { readonly names: readonly string[]; readonly threshold: number } | null;
  /** who watches the record, and how many of them must have signed it at least; null: nobody */
  readonly witnesses: { readonly names: readonly string[]; readonly fewest: number } | null;
  readonly contests: readonly ContestView[];
  readonly districts: readonly DistrictView[];
  /** seconds by which the server's clock is ahead of this device's */
  readonly clockAhead: number;
}

/** Contest id to chosen fields. */
export type Choices = Readonly<Record<string, Fields>>;

export interface SealedView {
  readonly checkCode: string;
}

export interface CredentialView {
  readonly key: string;
  readonly serial: string;
}

export interface SignedView {
  /** ballot bytes as text; kept until the receipt is here, to be sent again unchanged */
  readonly ballot: string;
  readonly id: string;
  readonly tracker: string;
}

export interface ReceiptView {
  /** ballot bytes as text */
  readonly ballot: string;
  readonly eid: string;
  readonly id: string;
  readonly tracker: string;
  readonly checkCode: string;
  readonly credential: string;
  readonly serial: string;
  readonly seq: number;
  readonly minute: number;
  readonly index: number;
  readonly treeSize: number;
  readonly contests: readonly string[];
}

/** A receipt kept on this device, by the names that people know it by. */
export interface NamedReceipt {
  readonly proof: string;
  readonly tracker: string;
  readonly minute: number;
}

/** Whether witnesses have cosigned a tree that holds an entry, proven to be of one history with the log. */
export type WitnessesView =
  | { readonly at: "nobody" }
  | { readonly at: "waiting" }
  | { readonly at: "seen"; readonly names: readonly string[]; /** POSIX seconds, of the last of them */ readonly time: number };

/** What the log, proven to extend the log of a receipt, says of the code that the receipt is for. */
export interface HistoryView {
  /** entries of the log now */
  readonly treeSize: number;
  readonly witnesses: WitnessesView;
  /** all ballots of the code and its withdrawal, proven; null when the log is too long to be gone through here */
  readonly proven: {
    readonly ballots: readonly BallotLine[];
    readonly void: VoidLine | null;
    /** entries gone through, and whether they reach to the sealing, after which nothing of this round changes */
    readonly walked: number;
    readonly sealed: boolean;
  } | null;
}

export interface AuditView {
  readonly round: string;
  readonly checkCode: string;
  readonly choices: Choices;
}

/** What a copy of another city's log says of a receipt of that city. */
export type AbroadAnswer =
  /** no copy of that log is kept here */
  | { readonly at: "unknown"; readonly origin: string }
  /** the policy that was given is of other logs */
  | { readonly at: "other-policy"; readonly origin: string }
  /** the copy does not reach to the ballot yet */
  | { readonly at: "behind"; readonly origin: string; readonly size: number; /** POSIX seconds */ readonly visited: number }
  | AbroadView;

export interface AbroadView {
  readonly at: "found";
  readonly origin: string;
  readonly receipt: ReceiptView;
  readonly treeSize: number;
  /** POSIX seconds: when this city has cosigned that tree, and when the log answered it last */
  readonly signed: number;
  readonly visited: number;
  /** that tree is proven to contain the receipt's; otherwise it is older than that, and contains the ballot */
  readonly compared: boolean;
  /** as the policy asks for; null: the copy lacks the definition */
  readonly witnesses: WitnessesView | null;
  readonly ownPolicy: boolean;
  readonly zone: string | undefined;
  readonly ballots: readonly BallotLine[];
  readonly void: VoidLine | null;
  /** entries gone through; null: too many, so that only what the copy's index names was read */
  readonly walked: number | null;
  readonly sealed: boolean;
  /** batches that were withdrawn, and whose keys the copy lacks: the code may be of one of them */
  readonly unclear: readonly string[];
}
