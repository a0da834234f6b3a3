// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A device that stands at a polling place for everybody: `?kiosk=PLACE` behind the address of a round. It stays on that
// round, leads nowhere else, keeps nothing, and clears itself for the next person when nobody is there any more.

import { useEffect, useState } from "preact/hooks";
import { Dialog } from "../../components/dialog/index.tsx";
import { T } from "../../components/text/index.tsx";
import { keepNothing } from "../../storage/index.ts";

/** The name of the place; null: somebody's own device. */
export const kiosk: string | null = new URLSearchParams(location.search).get("kiosk");

const IDLE_MS = 30_000;
const WARNING_S = 15;
const SIGNS = ["pointerdown", "keydown", "scroll", "touchstart"];

export function startKiosk(): void {
  if (kiosk === null) return;
  keepNothing();
  document.body.classList.add("kiosk");
  for (const link of document.querySelectorAll("a[href]:not(.skip, .languages a)")) link.removeAttribute("href");
  // Not from the memory of the browser either: what is shown again begins anew.
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
}

/** The page begins anew in its place, without a trace in the history. */
export function clear(): void {
  location.replace(location.pathname + location.search);
}

/** `busy`: a ballot is on its way, which must not be lost. */
export function Attendant({ busy }: { busy: boolean }) {
  const [left, setLeft] = useState<number | null>(null);
  const [touched, setTouched] = useState(false);

  useEffect(() => {
    const touch = (): void => setTouched(true);
    for (const sign of SIGNS) window.addEventListener(sign, touch, { passive: true });
    return () => {
      for (const sign of SIGNS) window.removeEventListener(sign, touch);
    };
  }, []);

  // Nobody has done anything here: there is nothing to clear.
  const waiting = touched && !busy && left === null;
  useEffect(() => {
    if (!waiting) return;
    let timer = setTimeout(() => setLeft(WARNING_S), IDLE_MS);
    const again = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => setLeft(WARNING_S), IDLE_MS);
    };
    for (const sign of SIGNS) window.addEventListener(sign, again, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const sign of SIGNS) window.removeEventListener(sign, again);
    };
  }, [waiting]);

  useEffect(() => {
    if (left === null) return;
    if (left === 0) return clear();
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);

  if (left === null) return null;
  return (
    <Dialog title="kiosk-idle" onClose={() => setLeft(null)}>
      <p role="timer">
        <T id="kiosk-idle-detail" args={{ seconds: left }} />
      </p>
      <form method="dialog" class="actions">
        <button class="primary">
          <T id="kiosk-stay" />
        </button>
        <button type="button" onClick={clear}>
          <T id="kiosk-clear" />
        </button>
      </form>
    </Dialog>
  );
}
