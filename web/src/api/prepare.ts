// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The part of the API that prepares rounds. Apart from index.ts, so that voters do not load it.

import type { ProjectTable } from "../sheets/projects.ts";
import type { Lot, Rule } from "./draft.ts";
import type { RoundSummary } from "./types.ts";
import { BROWSER, requester, type Surroundings } from "./http.ts";

/** What a facilitator writes (docs/api/openapi.json, DraftContent). Until the freeze any of it may be missing. */
export interface DraftAnswer {
  /** 0: nothing has been saved yet */
  readonly version: number;
  readonly content: object;
  /** who saved it last, and when (seconds since 1970) */
  readonly changed?: { readonly by?: string; readonly at: number };
}

/** One thing that a draft lacks, or that is worth a second look (docs/api/openapi.json, Finding). */
export interface Finding {
  readonly id: string;
  readonly severity: "blocking" | "warning";
  /** RFC 6901, into the draft */
  readonly pointer: string;
  readonly arguments: Readonly<Record<string, string | number>>;
}

export interface Readiness {
  readonly version: number;
  readonly ready: boolean;
  readonly findings: readonly Finding[];
}

/** How far the trustees are with the key of a frozen round. */
export interface Ceremony {
  readonly attempt: number;
  /** the key is there: the opening can be proposed */
  readonly key: boolean;
  readonly trustees: readonly { readonly number: number; readonly name: string; readonly done: readonly ("commit" | "join" | "first-message" | "second-message" | "acknowledge")[] }[];
}

/** A round of the assemblies that one works for. */
export interface OwnRound extends RoundSummary {
  readonly roles: readonly string[];
  readonly listed: number;
  /** of the draft; absent where nothing has been saved */
  readonly version?: number;
  readonly changed?: DraftAnswer["changed"];
}

/** Projects for a list of the draft, as a table or as a Pabulib file. */
export interface ImportRequest {
  readonly contest: string;
  readonly table?: ProjectTable;
  readonly pabulib?: string;
}

export interface ImportPreview {
  readonly added: readonly { readonly id: string; readonly title?: string }[];
  readonly changed: readonly { readonly id: string; readonly title?: string; readonly fields: readonly { readonly name: string; readonly before?: string; readonly after: string }[] }[];
  readonly unchanged: number;
}

export interface ImportFault {
  /** from 1; 0: of none */
  readonly line: number;
  readonly column: number;
  readonly id: string;
  readonly arguments: Readonly<Record<string, string | number>>;
}

/** Somebody with a role in the assembly of the round. */
export interface Colleague {
  readonly login: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly signing_key?: string;
}

/** Imagined ballots to be counted by rules that a round may have. */
export interface ExampleRequest {
  readonly options: readonly { readonly id: string; readonly cost: number }[];
  readonly envelope: number;
  readonly minor_digits: number;
  readonly form: "approval" | "points" | "ranking" | "questions";
  readonly ballots: readonly { readonly options: readonly number[]; readonly points?: readonly number[]; readonly times: number }[];
  readonly rules: readonly Rule[];
  readonly entitled?: number;
}

/** As result.json says it (docs/counting.md, "The result"). */
export interface CountedExample {
  readonly rule: Rule;
  readonly selected: readonly string[];
  readonly trace: readonly {
    readonly option: string;
    readonly outcome: string;
    readonly cost: number;
    readonly left: number;
    readonly score?: string;
    readonly payers?: number;
    readonly held?: string;
    readonly yes?: number;
    readonly no?: number;
    readonly abstain?: number;
  }[];
}

/** A quarter of a megabyte over a slow line. */
const PICTURE_TIMEOUT_MS = 120_000;

export function createPrepareApi(surroundings: Surroundings) {
  const { bytes, json } = requester(surroundings);
  const round = (id: string): string => `/api/v1/rounds/${encodeURIComponent(id)}`;

  /** What changes something, by somebody who is signed in. */
  const of = (csrf: string) => {
    const headers = { "x-csrf-token": csrf };
    return {
      newRound: (assembly: string): Promise<{ readonly id: string }> => json(`/api/v1/assemblies/${encodeURIComponent(assembly)}/rounds`, { method: "POST", body: "{}", headers }),
      countExample: async (example: ExampleRequest): Promise<readonly CountedExample[]> =>
        (await json<{ results: CountedExample[] }>("/api/v1/count-example", { method: "POST", body: JSON.stringify(example), headers, idempotent: true })).results,
      /** Another round of the same assembly whose draft begins like that of this one. */
      copy: (id: string, kind: "real" | "rehearsal"): Promise<{ readonly id: string }> => json(`${round(id)}/copies`, { method: "POST", body: JSON.stringify({ kind }), headers }),
      /** Puts the projects of a list of the draft into the order of a lot. */
      draw: (id: string, version: number, contest: string, lot: Lot): Promise<DraftAnswer> => json(`${round(id)}/lot`, { method: "POST", body: JSON.stringify({ contest, lot }), headers: { ...headers, "if-match": `"${version}"` } }),
      /** Changes nothing; "import" with `faults` where something is wrong. */
      importPreview: (id: string, request: ImportRequest): Promise<ImportPreview> => json(`${round(id)}/import/preview`, { method: "POST", body: JSON.stringify(request), headers, idempotent: true }),
      importProjects: (id: string, version: number, request: ImportRequest): Promise<DraftAnswer> => json(`${round(id)}/import`, { method: "POST", body: JSON.stringify(request), headers: { ...headers, "if-match": `"${version}"` } }),
      /** For the draft; `name` is the SHA-256 of the bytes in hex and an extension. The same again changes nothing. */
      bringPicture: async (id: string, name: string, picture: Uint8Array, type: string): Promise<void> => {
        await bytes(`${round(id)}/pictures/${name}`, { method: "PUT", body: picture, headers: { ...headers, "content-type": type }, idempotent: true, timeout_ms: PICTURE_TIMEOUT_MS });
      },
      /** Only this version of the draft. */
      freeze: async (id: string, version: number): Promise<void> => {
        await bytes(`${round(id)}/freeze`, { method: "POST", body: "{}", headers: { ...headers, "content-type": "application/json", "if-match": `"${version}"` } });
      },
      /** Over the version that was read; "precondition-failed" where somebody has saved in between. */
      saveDraft: (id: string, content: object, version: number): Promise<DraftAnswer> =>
        json(`${round(id)}/draft`, { method: "PUT", body: JSON.stringify(content), headers: { ...headers, "if-match": `"${version}"` } }),
    };
  };

  return {
    of,
    ownRounds: async (): Promise<readonly OwnRound[]> => (await json<{ rounds: OwnRound[] }>("/api/v1/people/me/rounds")).rounds,
    readiness: (id: string): Promise<Readiness> => json(`${round(id)}/readiness`),
    ceremony: (id: string): Promise<Ceremony> => json(`${round(id)}/ceremony`),
    staff: async (id: string): Promise<readonly Colleague[]> => (await json<{ people: Colleague[] }>(`${round(id)}/staff`)).people,
    draft: (id: string): Promise<DraftAnswer> => json(`${round(id)}/draft`),
  };
}

export const prepare = createPrepareApi(BROWSER);
