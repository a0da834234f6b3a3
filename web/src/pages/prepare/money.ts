// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Amounts as people write them, and envelopes that add up. Whole minor units throughout; nothing is rounded by floating point.

/** The largest amount of a definition. */
const MAX_MINOR = Number.MAX_SAFE_INTEGER;

/**
 * "12,500.00", "12.500,00", "12 500" or "12500" in minor units; null where it is no amount. Of comma and point the later one is
 * the decimal mark, unless only one of them is there and what follows it are groups of three digits, more than the currency has.
 */
export function readMoney(text: string, minorDigits: number): number | null {
  const plain = text.trim().replace(/[\s\u00a0\u202f'’]/g, "");
  if (!/^\d[\d.,]*$/.test(plain)) return null;
  const last = Math.max(plain.lastIndexOf("."), plain.lastIndexOf(","));
  const mark = last < 0 ? "" : plain[last]!;
  const others = mark === "." ? "," : ".";
  const single = mark !== "" && plain.indexOf(mark) === last;
  const groups = mark !== "" && !plain.includes(others) && new RegExp(`^\\d{1,3}(\\${mark}\\d{3})+$`).test(plain) && (!single || minorDigits < 3);
  const [whole, fraction] = mark === "" || groups ? [plain, ""] : [plain.slice(0, last), plain.slice(last + 1)];
  const grouping = groups ? mark : others;
  if (mark !== "" && !groups && !single) return null;
  if (whole.includes(grouping) && !new RegExp(`^\\d{1,3}(\\${grouping}\\d{3})+$`).test(whole)) return null;
  if (fraction.length > minorDigits) return null;
  const minor = BigInt(whole.split(grouping).join("") + fraction.padEnd(minorDigits, "0"));
  return minor > BigInt(MAX_MINOR) ? null : Number(minor);
}

/** As it is put into a field: digits and a point. */
export function writeMoney(minor: number, minorDigits: number): string {
  const digits = String(minor).padStart(minorDigits + 1, "0");
  const fraction = digits.slice(digits.length - minorDigits);
  return minorDigits === 0 || /^0*$/.test(fraction) ? digits.slice(0, digits.length - minorDigits) : `${digits.slice(0, digits.length - minorDigits)}.${fraction}`;
}

/**
 * `amount` in parts that are to each other as the weights (whole numbers of at most 15 digits) and add up to exactly `amount`. What rounding down
 * leaves goes, unit by unit, to the largest remainders, the earlier first. Null where all weights are 0.
 */
export function splitMoney(amount: number, weights: readonly number[]): readonly number[] | null {
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (total === 0n) return null;
  const shares = weights.map((weight, at) => {
    const product = BigInt(amount) * BigInt(weight);
    return { at, share: Number(product / total), remainder: product % total };
  });
  let left = amount - shares.reduce((sum, { share }) => sum + share, 0);
  for (const part of [...shares].sort((a, b) => (a.remainder === b.remainder ? a.at - b.at : a.remainder > b.remainder ? -1 : 1))) {
    if (left-- <= 0) break;
    part.share++;
  }
  return shares.map(({ share }) => share);
}

/** A share of an amount in hundredths of a per cent, rounded down. */
export function shareOf(amount: number, hundredths: number): number {
  return Number((BigInt(amount) * BigInt(hundredths)) / 10_000n);
}
