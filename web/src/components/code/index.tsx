// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A tracker or a check code, with or without its dashes: left to right in every language, and broken between its
// groups only, into lines of about the same length (styles/main.css). Whoever copies it gets it in one piece.

import { grouped } from "../../crypto/symbols.ts";

const GROUP_SYMBOLS = 5;

export function Code({ symbols, id, loud = false }: { symbols: string; id?: string; loud?: boolean }) {
  return (
    <code class={loud ? "groups check-code" : "groups"} id={id}>
      {grouped(symbols.replace(/-/g, ""), GROUP_SYMBOLS)
        .match(/[^-]+-?/g)
        ?.map((group, i) => (
          <span key={i}>{group}</span>
        ))}
    </code>
  );
}
