// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What the server refused to staff, in words.

import { ApiProblem } from "../../api/index.ts";
import { t } from "../text/index.tsx";

const KNOWN = ["bad-login", "bad-code", "too-many-attempts", "invitation-ended", "forbidden", "conflict", "not-found", "not-signed-in", "quota"];

export function problemText(error: unknown): string {
  if (!(error instanceof ApiProblem)) return t("failure-network");
  // The token of a session that has ended: of another session by now, or of none.
  if (error.slug === "csrf") return t("problem-not-signed-in");
  if (KNOWN.includes(error.slug)) return t(`problem-${error.slug}`);
  // In English, but it says what is wrong.
  return error.status >= 500 ? t("failure-server") : error.detail;
}
