// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A language that nobody speaks, for looking and for tests (FOLKMOOT_PSEUDO=1 at the build): English with accents,
// a third longer, in brackets. What stands outside brackets on a page was not taken from the .ftl files, and what
// breaks the layout would break in a language with longer words.

import { FluentResource } from "@fluent/bundle";
import type { Ast } from "./messages.ts";

export const PSEUDO_LANGUAGE = "en-xa";

const PLAIN = "aceinouyACEINOUY";
const ACCENTED = "áçéîñöûýÁÇÉÎÑÖÛÝ";

/** Message id to source, as for any other language. */
export function pseudo(english: string): Map<string, string> {
  const messages = new Map<string, string>();
  for (const { id, value } of new FluentResource(english).body) {
    if (value !== null) messages.set(id, `${id} = ⟦${patternOf(value as Ast)}⟧`);
  }
  return messages;
}

function patternOf(ast: Ast): string {
  if (ast === null) return "";
  if (typeof ast === "string") return stretched(ast);
  return ast
    .map((element) => {
      if (typeof element === "string") return stretched(element);
      if (element.type === "var") return `{ $${element.name} }`;
      if (element.type === "str") return `{ ${JSON.stringify(element.value)} }`;
      if (element.type !== "select") throw new Error("only placeables and selectors of variables are known");
      const variants = element.variants.map(({ key, value }, i) => `\n   ${i === element.star ? "*" : " "}[${key.value}] ${patternOf(value)}`);
      return `{ $${element.selector.name} ->${variants.join("")}\n  }`;
    })
    .join("");
}

function stretched(text: string): string {
  const accented = [...text].map((symbol) => ACCENTED[PLAIN.indexOf(symbol)] ?? symbol).join("");
  return accented + "~".repeat(Math.floor(text.trim().length / 3));
}
