// SPDX-License-Identifier: AGPL-3.0-or-later
import { ApiProblem } from "../../api/index.ts";
import { TaskFailed } from "../../worker/client.ts";
import { LogKeyChanged } from "./find.ts";

/** The id of the message that tells why something could not be loaded or checked. */
export function failureOf(error: unknown): string {
  if (error instanceof LogKeyChanged) return "failure-log-key";
  if (error instanceof TaskFailed && error.fault === "format") return "failure-check";
  if (error instanceof ApiProblem) return error.slug === "not-found" ? "failure-not-found" : error.slug === "round-state" ? "failure-not-open" : "failure-server";
  return "failure-network";
}
