// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A message that stands out. Kinds differ by their heading and border as well as by colour. An error is announced
// at once, the others politely.

import type { ComponentChildren } from "preact";
import { T } from "../text/index.tsx";

export function Alert({ kind, title, children }: { kind: "info" | "warning" | "error" | "success"; title: string; children?: ComponentChildren }) {
  return (
    <div class={`alert alert-${kind}`} role={kind === "error" ? "alert" : "status"}>
      <p class="alert-title">
        <T id={title} />
      </p>
      {children}
    </div>
  );
}

/** What is needed could not be had; it can be asked for again. */
export function LoadFailed({ onAgain }: { onAgain: () => void }) {
  return (
    <Alert kind="error" title="load-failed">
      <button type="button" onClick={onAgain}>
        <T id="try-again" />
      </button>
    </Alert>
  );
}
