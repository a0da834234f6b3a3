// SPDX-License-Identifier: AGPL-3.0-or-later
import { useEffect, useState } from "preact/hooks";

/** What is loaded once it is wanted; null until then, and where it could not be loaded (the next time tries again). */
export function useLater<T>(wanted: boolean, load: () => Promise<T>): T | null {
  const [part, setPart] = useState<{ readonly value: T } | null>(null);
  useEffect(() => {
    if (!wanted || part !== null) return;
    load().then(
      (value) => setPart({ value }),
      () => {},
    );
  }, [wanted]);
  return part?.value ?? null;
}
