// SPDX-License-Identifier: AGPL-3.0-or-later

/** Offers a text file for saving, and forgets it when the browser has had the time to take it. */
export function saveFile(name: string, parts: readonly string[]): void {
  // The mark makes spreadsheets read UTF-8.
  const address = URL.createObjectURL(new Blob(["\ufeff", ...parts], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
