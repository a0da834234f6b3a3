// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Clock times in a zone, as <input type="datetime-local"> has them (2027-03-28T09:30), and minutes since 1970.

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return /^[A-Za-z0-9/_+-]{1,64}$/.test(zone);
  } catch {
    return false;
  }
}

/** What clocks in the zone show at that minute. */
export function clockAt(zone: string, minute: number): string {
  const format = new Intl.DateTimeFormat("en", { timeZone: zone, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" });
  const parts = Object.fromEntries(format.formatToParts(minute * 60_000).map(({ type, value }) => [type, value]));
  return `${parts["year"]!.padStart(4, "0")}-${parts["month"]}-${parts["day"]}T${parts["hour"]}:${parts["minute"]}`;
}

/**
 * The minute at which clocks in the zone show this; of two (an hour that comes twice) the first. Null where it is no time, or one
 * that clocks never show: they are put forward.
 */
export function minuteOf(zone: string, clock: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(clock)) return null;
  const plain = Date.parse(`${clock}Z`) / 60_000;
  if (Number.isNaN(plain)) return null;
  // Zones are at most 14 hours ahead of and 12 behind UTC, in quarters of an hour since long ago.
  const offset = (minute: number): number => Date.parse(`${clockAt(zone, minute)}Z`) / 60_000 - minute;
  const tries = [plain - offset(plain - 1440), plain - offset(plain + 1440)].sort((a, b) => a - b);
  return tries.find((minute) => minute >= 0 && clockAt(zone, minute) === clock) ?? null;
}
