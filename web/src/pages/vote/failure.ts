// SPDX-License-Identifier: AGPL-3.0-or-later
import { ApiProblem } from "../../api/index.ts";
import { TaskFailed } from "../../worker/client.ts";
import { LogKeyChanged } from "./find.ts";

const FAILURES: Readonly<Record<string, string>> = { "not-found": "failure-not-found", "not-open": "failure-not-open", "round-state": "failure-not-open" };

/** The id of the message that tells why something could not be loaded or checked. */
export function failureOf(error: unknown): string {
  if (error instanceof LogKeyChanged) return "failure-log-key";
  if (error instanceof TaskFailed && error.fault === "format") return "failure-check";
  if (error instanceof ApiProblem) return FAILURES[error.slug] ?? "failure-server";
  return "failure-network";
}
