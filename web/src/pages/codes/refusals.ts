// SPDX-License-Identifier: AGPL-3.0-or-later
import { ApiProblem } from "../../api/index.ts";

const KNOWN = ["conflict", "credential-list", "credential-unknown", "forbidden", "not-signed-in", "csrf", "round-state", "serial-clash"];

/** What went wrong, as a message id. */
export function messageOf(error: unknown): string {
  if (!(error instanceof ApiProblem)) return "failure-network";
  if (!KNOWN.includes(error.slug)) return "failure-server";
  return `codes-refused-${error.slug === "csrf" ? "not-signed-in" : error.slug}`;
}
