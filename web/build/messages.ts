// SPDX-License-Identifier: AGPL-3.0-or-later
//
// messages.json: what folkmootd needs to write sentences, numbers, money and times into reading pages without a
// Fluent and an ICU of its own (server/pages/messages.h). For each language, the fallback first:
//
//   language, direction (ltr, rtl)
//   messages  {id: pattern}; a pattern is a text, or an array of texts, {var: name} and
//             {select: name, variants: {key: pattern}, default: key}; a key is a number or a plural category.
//             A message that a language lacks is left out.
//   plural    {small, large}: categories of 0..99, and of 100..199 (which repeat from there on)
//   number    {group, decimal, group_min}: digits in front of the first group
//   money     {currencies: {code: [before, behind]}, other: [before, behind] with "¤" for the code}
//   date      [text, "{year}", "{month}", "{day}", "{hour}", "{minute}" in their order], months [12]

import { FluentResource } from "@fluent/bundle";
import { dateTagOf, tagOf } from "../src/i18n/format.ts";
import { directionOf } from "../src/i18n/index.ts";
import { textsOf } from "./texts.ts";

const NAMES = ["common", "read", "result", "vote", "pages", "assembly", "acts", "certificate"];
const PERIOD = 100;

type Pattern = string | readonly Part[];
type Part = string | { var: string } | { select: string; variants: Record<string, Pattern>; default: string };

/** As @fluent/bundle parses it. */
export type Ast = string | readonly Element[] | null;
type Element =
  | string
  | { type: "var"; name: string }
  | { type: "select"; selector: { type: string; name: string }; variants: readonly { key: { type: string; value: string | number }; value: Ast }[]; star: number }
  | { type: "str"; value: string }
  | { type: "num" | "term" | "mesg" | "func" };

export function messagesJson(root: string, languages: readonly string[]): string {
  return `${JSON.stringify({ languages: languages.map((language) => translationOf(root, language)) })}\n`;
}

function translationOf(root: string, language: string): object {
  const messages: Record<string, Pattern> = {};
  for (const { id, value } of new FluentResource(textsOf(root, NAMES, language).texts).body) {
    if (value !== null) messages[id] = compile(`${language}: ${id}`, value as Ast);
  }
  const tag = tagOf(language);
  const category = new Intl.PluralRules(tag);
  const range = (from: number): string[] => Array.from({ length: PERIOD }, (_, i) => category.select(from + i));
  return { language, direction: directionOf(language), messages, plural: { small: range(0), large: range(PERIOD) }, number: numberOf(tag), money: moneyOf(tag), ...datesOf(dateTagOf(language)) };
}

function compile(where: string, ast: Ast): Pattern {
  if (ast === null || typeof ast === "string") return ast ?? "";
  return ast.map((element): Part => {
    if (typeof element === "string") return element;
    if (element.type === "var") return { var: element.name };
    if (element.type === "str") return element.value;
    if (element.type !== "select" || element.selector.type !== "var") throw new Error(`${where}: the server knows placeables and selectors of variables only`);
    const variants = element.variants.map(({ key, value }) => [String(key.value), compile(where, value)] as const);
    return { select: element.selector.name, variants: Object.fromEntries(variants), default: variants[element.star]![0] };
  });
}

function numberOf(language: string): object {
  const parts = new Intl.NumberFormat(language).formatToParts(1234567.5);
  const text = (type: string): string => parts.find((part) => part.type === type)?.value ?? "";
  const grouped = new Intl.NumberFormat(language).formatToParts(1234).some(({ type }) => type === "group");
  return { group: text("group"), decimal: text("decimal"), group_min: grouped ? 1 : 2 };
}

function moneyOf(language: string): object {
  const around = (currency: string): [string, string] => {
    const parts = new Intl.NumberFormat(language, { style: "currency", currency, maximumFractionDigits: 0 }).formatToParts(1);
    const at = parts.findIndex(({ type }) => type === "integer");
    const join = (some: typeof parts): string => some.map(({ value }) => value).join("");
    return [join(parts.slice(0, at)), join(parts.slice(at + 1))];
  };
  const unknown = around("XXA");
  const other = unknown.map((text) => text.replace("XXA", "¤"));
  const currencies: Record<string, [string, string]> = {};
  for (const currency of Intl.supportedValuesOf("currency")) {
    const own = around(currency);
    if (own.some((text, i) => text !== other[i]!.replace("¤", currency))) currencies[currency] = own;
  }
  return { currencies, other };
}

function datesOf(language: string): object {
  const format = new Intl.DateTimeFormat(language, { year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" });
  const partsOf = (month: number): Intl.DateTimeFormatPart[] => format.formatToParts(Date.UTC(2026, month, 15, 12, 30));
  const date = partsOf(0).map(({ type, value }) => (type === "literal" ? value : `{${type}}`));
  const months = Array.from({ length: 12 }, (_, month) => partsOf(month).find(({ type }) => type === "month")!.value);
  return { date, months };
}
