// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The draft of a round as the wizard works on it: what is missing is filled in, what the wizard does not know stays as it is.

import type { Draft, DraftContest, Texts, Words } from "../../api/draft.ts";
import type { Wording } from "../../crypto/definition.ts";

export type * from "../../api/draft.ts";

/** Of a draft that has none yet. */
export function draftWith(content: object, languages: readonly string[], zone: string): Draft {
  const fresh: Draft = {
    kind: "real",
    currency: "EUR",
    minor_digits: 2,
    languages,
    texts: {},
    contests: [],
    districts: [],
    schedule: { zone, grace: 5, objection: 1440, complaint: 10_080 },
    revoting: true,
    draw: { source: "dice" },
    roll: {},
    totals_only_paper: false,
    witness_policy: [],
    people: { facilitators: [], registrars: [], clerks: [] },
    act_signers: 2,
    clerks_required: 2,
    pruning_years: 10,
  };
  return { ...fresh, ...content };
}

export const MAX_CONTESTS = 32;
export const MAX_OPTIONS = 1000;

export function freshContest(id: string): DraftContest {
  return {
    id,
    texts: {},
    envelope: 0,
    form: { kind: "approval", min: 1, max: 5 },
    rule: { name: "greedy", score: "votes", density: "absolute", on_misfit: "skip", threshold: 0, ties: "draw" },
    options: [],
    conflicts: [],
    pool_min: 10,
  };
}

/** What is called so in this language, or in the first that has a title; empty where nobody has given one. */
export function titleOf(texts: Texts, language: string): string {
  return texts[language]?.title ?? Object.values(texts).find(({ title }) => title !== undefined)?.title ?? "";
}

/** `texts` with one member changed; an empty one is left out, and so is a language without any. */
export function withWord(texts: Texts, language: string, member: keyof Wording, value: string): Texts {
  const { [member]: _, ...others } = texts[language] ?? {};
  const words: Words = value === "" ? others : { ...others, [member]: value };
  const { [language]: __, ...rest } = texts;
  return Object.keys(words).length === 0 ? rest : { ...rest, [language]: words };
}

/** White space at the ends gone, languages that the round does not have as well. */
export function tidied(texts: Texts, languages: readonly string[]): Texts {
  let tidy: Texts = {};
  for (const language of languages) {
    for (const [member, value] of Object.entries(texts[language] ?? {})) tidy = withWord(tidy, language, member as keyof Wording, (value as string).trim());
  }
  return tidy;
}

/** What needs no translation, and stands in the texts of every language all the same. */
export const SHARED = ["position", "picture", "map", "map_bounds"] as const;

/** Members that the first language has and this one lacks. */
export function untranslated(texts: Texts, first: string, language: string): (keyof Wording)[] {
  return (Object.keys(texts[first] ?? {}) as (keyof Wording)[]).filter((member) => !SHARED.some((shared) => shared === member) && texts[language]?.[member] === undefined);
}

/** How many words a language lacks in these texts: those that the first has, and the first itself the titles. */
export function lacking(all: readonly Texts[], first: string, language: string): number {
  if (language === first) return all.filter((texts) => texts[first]?.title === undefined).length;
  return all.reduce((sum, texts) => sum + untranslated(texts, first, language).length, 0);
}

/** A member that all languages share; empty where there is none. */
export function sharedWord(texts: Texts, member: (typeof SHARED)[number]): string {
  return Object.values(texts).find((words) => words[member] !== undefined)?.[member] ?? "";
}

/** The texts with members in every language that has a title; a language with nothing of its own is left out. An empty member takes it out. */
export function withShared(texts: Texts, members: Readonly<Partial<Record<keyof Wording, string>>>): Texts {
  let all = texts;
  for (const [language, words] of Object.entries(texts)) {
    for (const [member, value] of Object.entries(members)) all = withWord(all, language, member as keyof Wording, words.title === undefined ? "" : value);
  }
  return all;
}

/** A name for the record made of a title: lower case, distinct from the others. */
export function idOf(title: string, taken: readonly string[], otherwise: string): string {
  const plain = title.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 28).replace(/-+$/, "");
  const stem = plain === "" ? otherwise : plain;
  for (let number = 1; ; number++) {
    const id = number === 1 ? stem : `${stem}-${number}`;
    if (!taken.includes(id)) return id;
  }
}
