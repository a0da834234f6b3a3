// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Signing keys of staff on this device, by login, newest first: encrypted key files, as minisign takes them. Former
// keys stay, since rounds that were frozen with them want them to the end.

export interface KeptKey {
  /** encrypted secret key file */
  readonly file: string;
  /** base64url */
  readonly id: string;
  readonly public: string;
  /** a copy has been saved elsewhere */
  readonly copied: boolean;
}

const PREFIX = "folkmoot/key/";

export function keptKeys(login: string): readonly KeptKey[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(PREFIX + login) ?? "[]");
    return Array.isArray(value) ? (value as KeptKey[]) : [];
  } catch {
    return [];
  }
}

/** In the place of the same key from before. False when the device keeps nothing. */
export function keepKey(login: string, key: KeptKey): boolean {
  const others = keptKeys(login).filter(({ public: other }) => other !== key.public);
  try {
    localStorage.setItem(PREFIX + login, JSON.stringify([key, ...others]));
  } catch {
    return false;
  }
  // Browsers clear what they may clear when room is short: this asks to be spared.
  void navigator.storage?.persist?.().catch(() => false);
  return true;
}
