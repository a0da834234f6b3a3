// SPDX-License-Identifier: AGPL-3.0-or-later
import type { AbroadTasks } from "./abroad.ts";
import { connect, type Remote } from "./client.ts";

/** The worker that checks receipts of other cities; apart, since few need it. */
export function startAbroad(): Remote<AbroadTasks> {
  return connect<AbroadTasks>(() => new Worker(new URL("./abroad_main.ts", import.meta.url)));
}
