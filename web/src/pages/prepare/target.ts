// SPDX-License-Identifier: AGPL-3.0-or-later
//
// From a place in the draft, as the readiness list names it (RFC 6901), to the step and field where it is written; and what the
// fragment of the address says of it: `#STEP/FIELD`, or `#STEP/LANGUAGE:FIELD` where a language is meant.

import type { Draft } from "./draft.ts";

export interface Place {
  readonly step: string;
  /** id of an element; a language in front of it where the field is of one */
  readonly field: string;
}

export function placeOf(pointer: string, draft: Draft): Place {
  const [head = "", ...rest] = pointer.slice(1).split("/").map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"));
  switch (head) {
    case "contests":
      return inContest(rest, draft);
    case "districts":
      return inDistrict(rest, draft);
    case "texts":
      return { step: "basics", field: rest[1] === "map" || rest[1] === "map_bounds" ? rest[1].replace("_", "-") : inLanguage(rest, "text") };
    case "languages":
      return { step: "basics", field: `language-${draft.languages[0] ?? "en"}` };
    case "currency":
    case "minor_digits":
      return { step: "basics", field: "currency" };
    case "schedule":
      return { step: "schedule", field: ["open", "close", "additions_end"].includes(rest[0] ?? "") ? `time-${rest[0]}` : rest[0] === undefined || rest[0] === "zone" ? "zone" : `length-${rest[0]}` };
    case "pruning_years":
      return { step: "schedule", field: "pruning" };
    case "roll":
      return { step: "voters", field: rest[0] === "size" ? "roll-size" : "roll-cap" };
    case "revoting":
      return { step: "voters", field: "revoting" };
    case "totals_only_paper":
      return { step: "voters", field: "totals-only" };
    case "people":
      return { step: "people", field: `people-${rest[0] ?? "facilitators"}` };
    case "act_signers":
      return { step: "people", field: "act-signers" };
    case "clerks_required":
      return { step: "people", field: "clerks-required" };
    case "trustees":
      return { step: "keys", field: rest[0] === undefined || draft.trustees === undefined ? "holder" : `trustee-${rest[0]}-${rest[1] ?? "name"}` };
    case "threshold":
      return { step: "keys", field: draft.trustees === undefined ? "holder" : "threshold" };
    case "draw":
      return { step: "keys", field: rest[0] === "beacon" ? "beacon" : rest[0] === "beacon_round" ? "beacon-round" : "draw" };
    case "witness_policy":
      return { step: "keys", field: "witnesses" };
    default:
      return { step: "basics", field: "kind" };
  }
}

function inContest([index, member, ...rest]: readonly string[], draft: Draft): Place {
  const contest = draft.contests[Number(index)];
  if (contest === undefined) return { step: "lists", field: "lists" };
  const { id } = contest;
  switch (member) {
    case "texts":
      return { step: "lists", field: inLanguage(rest, `list-${id}`) };
    case "envelope":
      return { step: "lists", field: `list-${id}-envelope` };
    case "options": {
      const option = contest.options[Number(rest[0])];
      if (rest[0] === undefined || option === undefined) return { step: "projects", field: `project-add-${id}` };
      const field = `project-${id}-${option.id}`;
      return { step: "projects", field: rest[1] === "texts" ? inLanguage(rest.slice(2), field) : `${field}-${rest[1] === "cost" || rest[1] === "category" ? rest[1] : "title"}` };
    }
    case "conflicts":
      return { step: "projects", field: `exclusions-${id}` };
    case "lot":
      return { step: "projects", field: `lot-${id}` };
    case "form":
      return { step: "ballot", field: `ballot-${id}-${rest[0] ?? "kind"}` };
    case "rule":
      return { step: "ballot", field: `ballot-${id}-rule` };
    case "pool_min":
      return { step: "voters", field: `pool-${id}-min` };
    case "below_pool_min":
      return { step: "voters", field: `pool-${id}-below` };
    default:
      return { step: "lists", field: `list-${id}-title` };
  }
}

function inDistrict([index, member, ...rest]: readonly string[], draft: Draft): Place {
  const district = draft.districts[Number(index)];
  if (district === undefined || index === undefined) return { step: "basics", field: "districts" };
  if (member === "contests") return { step: "lists", field: "lists" };
  const language = rest[0] !== undefined && draft.languages.includes(rest[0]) ? `${rest[0]}:` : "";
  return { step: "basics", field: `${language}district-${district.id}` };
}

/** [LANGUAGE, MEMBER?] behind texts. */
function inLanguage([language, member = "title"]: readonly string[], field: string): string {
  return language === undefined ? `${field}-${member}` : `${language}:${field}-${member}`;
}

export const fragmentOf = ({ step, field }: Place): string => `#${step}/${field}`;

/** Of the part behind the step: the field, and the language if one is named. */
export function readTarget(target: string | null, languages: readonly string[]): { readonly field: string | null; readonly language: string | null } {
  const language = languages.find((one) => target?.startsWith(`${one}:`)) ?? null;
  return { field: language === null ? target : target!.slice(language.length + 1), language };
}

/** Shows a field wherever it is, and gives it focus. */
export function show(field: string | null): void {
  const element = field === null ? null : document.getElementById(field);
  if (element === null) return;
  for (let around = element.closest("details"); around !== null; around = around.parentElement?.closest("details") ?? null) around.open = true;
  element.scrollIntoView({ block: "center" });
  element.focus();
}
