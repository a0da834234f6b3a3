// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Fetches the bundle of a round and checks it (src/verify), telling of every step. Ended from outside when it is not wanted
// any more.

import { api } from "../api/index.ts";
import { BROWSER, requester } from "../api/http.ts";
import { verifyBundle, type Step } from "../verify/index.ts";

export type Told = Step | { readonly at: "fetched" } | { readonly at: "done" } | { readonly at: "no-bundle" };

/** Steps of many parts come no faster than they can be seen. */
const TELL_EVERY_MS = 100;
const FETCH_TIMEOUT_MS = 600_000;

self.onmessage = async ({ data }: MessageEvent<{ readonly round: string; readonly limit_bytes: number }>) => {
  const tell = (step: Told): void => self.postMessage(step);
  let bundle: Uint8Array;
  let logKey: string;
  try {
    logKey = (await api.city()).log_key;
    bundle = await requester(BROWSER).bytes(`/api/v1/rounds/${encodeURIComponent(data.round)}/bundle`, { limit_bytes: data.limit_bytes, timeout_ms: FETCH_TIMEOUT_MS });
  } catch {
    return tell({ at: "no-bundle" });
  }
  tell({ at: "fetched" });
  let last = 0;
  for (const step of verifyBundle(bundle, logKey)) {
    if (step.at === "part" && performance.now() - last < TELL_EVERY_MS) continue;
    last = performance.now();
    tell(step);
  }
  tell({ at: "done" });
};
