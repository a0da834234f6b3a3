// SPDX-License-Identifier: AGPL-3.0-or-later

/** A part of a whole, for the eye only: the numbers stand beside it. */
export function Bar({ part, whole }: { part: number; whole: number }) {
  return (
    <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bar-whole" width="100" height="4" />
      <rect class="bar-part" width={whole > 0 ? Math.min(100, (100 * part) / whole) : 0} height="4" />
    </svg>
  );
}
