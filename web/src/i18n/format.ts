// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Numbers, money and times in the page's language. For reading only: nothing is computed from what is shown.

/**
 * The language for Intl: the digits of codes and numbers on paper everywhere, and the calendar that rounds are announced in,
 * whatever a region prefers. The server writes the same.
 */
export function tagOf(language: string): string {
  return new Intl.Locale(language, { numberingSystem: "latn", calendar: "gregory" }).toString();
}

/** How money is written on a page. */
export interface MoneyText {
  readonly language: string;
  readonly currency: string;
  readonly minorDigits: number;
}

export function moneyOf({ language, currency, minorDigits }: MoneyText, minor: number): string {
  const whole = minor % 10 ** minorDigits === 0;
  const digits = whole ? 0 : minorDigits;
  const format = new Intl.NumberFormat(tagOf(language), { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits });
  return format.format(minor / 10 ** minorDigits);
}

/** "in 3 days": how long it is until then, in the largest unit of which there are two or more. */
export function timeLeft(language: string, minutes: number): string {
  const format = new Intl.RelativeTimeFormat(tagOf(language));
  if (minutes >= 2 * 1440) return format.format(Math.floor(minutes / 1440), "day");
  if (minutes >= 2 * 60) return format.format(Math.floor(minutes / 60), "hour");
  return format.format(Math.ceil(minutes), "minute");
}

/** "A, B and C" */
export function listOf(language: string, names: readonly string[]): string {
  // Phones of before 2021 have none.
  return typeof Intl.ListFormat === "function" ? new Intl.ListFormat(language).format(names) : names.join(", ");
}

/** The same for dates. English that says no region writes the day first, as every other language here does. */
export function dateTagOf(language: string): string {
  return tagOf(language === "en" ? "en-GB" : language);
}

/** What a language is called, in the page's own; "Spanish". */
export function languageName(language: string, of: string): string {
  try {
    return new Intl.DisplayNames([of], { type: "language" }).of(language.replace(/_/g, "-")) ?? language;
  } catch {
    return language;
  }
}

/** A minute since 1970 as date and time in a zone, or in the device's own; the zone is named. The server writes the same. */
export function moment(language: string, zone: string | undefined, minute: number): string {
  const format = new Intl.DateTimeFormat(dateTagOf(language), {
    year: "numeric",
    month: "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
  return `${format.format(minute * 60_000)} (${zone ?? format.resolvedOptions().timeZone})`;
}
