// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What a round waits for, and where it is done.

import type { RoundState } from "../../api/index.ts";

export interface Next {
  /** message id */
  readonly text: string;
  /** a desk of the round, "result", or null: there is nothing to do */
  readonly at: "prepare" | "codes" | "watch" | "close" | "result" | null;
}

/** `roles`: of the reader in the round's assembly. */
export function nextOf(state: RoundState, roles: ReadonlySet<string>): Next {
  switch (state) {
    case "draft":
      if (roles.has("facilitator")) return { text: "work-next-prepare", at: "prepare" };
      return roles.has("clerk") ? { text: "work-next-codes", at: "codes" } : { text: "work-next-prepared-by", at: null };
    case "frozen":
      return ["facilitator", "registrar", "clerk"].some((role) => roles.has(role)) ? { text: "work-next-open", at: "prepare" } : { text: "work-next-opened-by", at: null };
    case "open":
      return { text: "work-next-watch", at: "watch" };
    case "closed":
      return { text: "work-next-seal", at: "close" };
    case "sealed":
      return { text: "work-next-objection", at: "close" };
    case "mixing":
      return { text: "work-next-mixing", at: "close" };
    case "counted":
      return { text: "work-next-certify", at: "close" };
    case "certified":
      return { text: "work-next-publish", at: "close" };
    case "published":
      return { text: "work-next-result", at: "result" };
    case "annulled":
      return { text: "work-next-annulled", at: null };
  }
}
