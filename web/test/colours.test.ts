// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Every text on every ground that it stands on, in each of the four palettes, by the formula of WCAG 2.2.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync("src/styles/tokens.css", "utf8");

function coloursIn(block: string): Map<string, string> {
  return new Map([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1]!, match[2]!]));
}

/** The palettes as the cascade makes them: each block overrides those above it that apply as well. */
function palettes(): Record<string, Map<string, string>> {
  const [light, dark, more, moreDark] = css.split(/@media /).map(coloursIn);
  assert.ok(light && dark && more && moreDark, "four palettes");
  return {
    light,
    dark: new Map([...light, ...dark]),
    "light, more contrast": new Map([...light, ...more]),
    "dark, more contrast": new Map([...light, ...dark, ...more, ...moreDark]),
  };
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

const GROUNDS = ["ground", "card", "sunk"];
const TONES = ["info", "warning", "error", "success"];
const TEXTS: readonly (readonly [string, string])[] = [
  ...["ink", "quiet", "primary", ...TONES].flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)),
  ...TONES.flatMap((tone) => [[tone, `${tone}-soft`] as const, ["ink", `${tone}-soft`] as const]),
  ...["ink", "quiet", "primary", "warning"].map((text) => [text, "primary-soft"] as const),
  ["on-primary", "primary"],
  ["on-cast", "cast"],
  ["on-hero", "hero"],
  ["on-hero-quiet", "hero"],
  ["on-hero-button", "hero-button"],
];
/** Borders of what one operates, bars, and the ring around what has focus. */
const LINES: readonly (readonly [string, string])[] = ["edge", "focus", "primary", "cast", ...TONES].flatMap((line) => GROUNDS.map((ground) => [line, ground] as const));

for (const [name, colours] of Object.entries(palettes())) {
  const measured = (one: string, other: string): number => contrast(colours.get(one)!, colours.get(other)!);
  test(`${name}: every text can be read on its ground`, () => {
    const least = name.includes("more") ? 7 : 4.5;
    for (const [text, ground] of TEXTS) assert.ok(measured(text, ground) >= least, `${text} on ${ground}: ${measured(text, ground).toFixed(2)}`);
  });
  test(`${name}: every line that carries meaning can be seen`, () => {
    for (const [line, ground] of LINES) assert.ok(measured(line, ground) >= 3, `${line} on ${ground}: ${measured(line, ground).toFixed(2)}`);
    assert.ok(measured("hero-button", "hero") >= 3 || measured("on-hero", "hero") >= 3);
  });
}

test("no colour stands outside the tokens, but black on white for codes that machines read and for paper", () => {
  for (const name of readdirSync("src/styles").filter((file) => file.endsWith(".css") && file !== "tokens.css")) {
    const sheet = readFileSync(`src/styles/${name}`, "utf8").replace(/@media print \{[\s\S]*\n\}/, "");
    const found = [...sheet.matchAll(/#[0-9a-f]{3,8}\b/g)].map(([colour]) => colour).filter((colour) => !["#ffffff", "#000000", "#1c242124"].includes(colour));
    assert.deepEqual(found, [], name);
  }
});
