// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Names of what a round has, as its draft gives them.

import type { WordsAnswer } from "../../api/desk.ts";
import { titleIn } from "../words.ts";
import type { Round } from "./codes.tsx";

export function titleOf(texts: WordsAnswer | undefined, language: string): string | null {
  return titleIn(Object.fromEntries(Object.entries(texts ?? {}).map(([tongue, { title }]) => [tongue, title])), language);
}

export function districtName(round: Round, id: string, language: string): string {
  return titleOf(round.desk.draft?.districts.find((district) => district.id === id)?.texts, language) ?? id;
}
