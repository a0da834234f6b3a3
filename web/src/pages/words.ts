// SPDX-License-Identifier: AGPL-3.0-or-later

/** The title in this language, else in any other: a missing translation never hides a thing. */
export function titleIn(titles: Readonly<Record<string, string>> | undefined, language: string): string | null {
  return titles?.[language] ?? Object.values(titles ?? {})[0] ?? null;
}
