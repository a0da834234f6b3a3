// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What the server refused to staff, in words.

import { ApiProblem } from "../../api/index.ts";
import { t } from "../text/index.tsx";

const KNOWN = ["bad-login", "bad-code", "too-many-attempts", "invitation-ended", "forbidden", "conflict", "not-found"];

export function problemText(error: unknown): string {
  if (!(error instanceof ApiProblem)) return t("failure-network");
  if (KNOWN.includes(error.slug)) return t(`problem-${error.slug}`);
  // In English, but it says what is wrong.
  return error.status >= 500 ? t("failure-server") : error.detail;
}
