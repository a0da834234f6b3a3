// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The definition of a round (docs/protocol.md section 5): strict reader, and the check of texts against their
// salted hashes. What the vote page shows comes through here and from nowhere else.

import { sha256 } from "@noble/hashes/sha2";
import { base64urlDecode, compare, equal, FormatError, utf8 } from "./bytes.ts";
import { widthOf, type ContestShape, type Form } from "./forms.ts";
import { asBoolean, asInteger, asList, asText, exactMembers, parseCanonical, type Json } from "./json.ts";
import { MAX_CIPHERTEXTS, MAX_CONTESTS, type Layout } from "./ballot.ts";
import { hash32 } from "./transcript.ts";

export const MAX_DEFINITION_BYTES = 4 * 1024 * 1024;
const MAX_OPTIONS = 1000;
const MAX_DISTRICTS = 1000;
const MAX_TRUSTEES = 15;
const MAX_POLICY_LINES = 1000;
const MAX_POINTS = 1_000_000;
const MAX_GRACE = 1440;

/** Language to salted hash. */
export type TextHashes = ReadonlyMap<string, Uint8Array>;

export interface Option {
  readonly id: string;
  readonly cost: number;
  readonly category: string | null;
  readonly texts: TextHashes;
}

export interface Contest extends ContestShape {
  readonly id: string;
  readonly texts: TextHashes;
  readonly options: readonly Option[];
  readonly rule: Json;
  /** Sets of option ids of which at most one can win. */
  readonly conflicts: readonly (readonly string[])[];
  readonly poolMin: number;
  readonly belowPoolMin: "count" | "withhold";
}

export interface District {
  readonly id: string;
  readonly texts: TextHashes;
  readonly contests: readonly string[];
}

export interface Person {
  readonly name: string;
  readonly key: Uint8Array;
}

export interface Definition {
  readonly origin: string;
  readonly round: Uint8Array;
  readonly nonce: Uint8Array;
  readonly kind: "real" | "rehearsal";
  readonly currency: string;
  readonly minorDigits: number;
  /** The first is the one that others fall back to. */
  readonly languages: readonly string[];
  readonly texts: TextHashes;
  readonly contests: readonly Contest[];
  readonly districts: readonly District[];
  /** open, close, additionsEnd: minutes since 1970; the rest: lengths in minutes */
  readonly schedule: {
    readonly zone: string;
    readonly open: number;
    readonly close: number;
    readonly grace: number;
    readonly objection: number;
    readonly complaint: number;
    readonly additionsEnd: number;
  };
  readonly revoting: boolean;
  readonly trustees: readonly Person[];
  readonly threshold: number;
  /** lines of a tlog-policy; none: nobody watches */
  readonly witnessPolicy: readonly string[];
  readonly facilitators: readonly Person[];
  readonly registrars: readonly Person[];
  readonly clerks: readonly Person[];
  /** how many clerks sign the acts that usually two sign, and how many certify */
  readonly actSigners: number;
  readonly clerksRequired: number;
  readonly drawSource: "trustees" | "dice" | "drand" | "none";
}

/** `hash`: the SHA-256 that the opening names. */
export function parseDefinition(bytes: Uint8Array, hash: Uint8Array): Definition {
  if (bytes.length > MAX_DEFINITION_BYTES) throw new FormatError("definition too large");
  if (!equal(sha256(bytes), hash)) throw new FormatError("definition is not the one that was opened");
  return readDefinition(parseCanonical(bytes));
}

function readDefinition(value: Json): Definition {
  const d = exactMembers(value, [
    "version", "software", "origin", "round", "nonce", "kind", "assembly", "currency", "minor_digits", "languages", "texts",
    "contests", "districts", "schedule", "revoting", "draw", "roll", "totals_only_paper", "trustees", "threshold",
    "witness_policy", "people", "act_signers", "clerks_required", "pruning_years", "pages",
  ]); // prettier-ignore
  if (d["version"] !== 1) throw new FormatError("definition of an unknown version");
  const round = base64urlDecode(asText(d["round"]), 16);
  const contests = several(d["contests"], 1, MAX_CONTESTS, (item) => readContest(item, round));
  distinct(contests.map(({ id }) => id));
  const order = contests.map(({ id }) => id);
  const districts = several(d["districts"], 1, MAX_DISTRICTS, (item) => readDistrict(item, order));
  distinct(districts.map(({ id }) => id));
  const s = exactMembers(d["schedule"], ["zone", "open", "close", "grace", "objection", "complaint", "additions_end"]);
  const people = exactMembers(d["people"], ["facilitators", "registrars", "clerks"]);
  const trustees = several(d["trustees"], 1, MAX_TRUSTEES, readPerson);
  const definition: Definition = {
    origin: asText(d["origin"]),
    round,
    nonce: base64urlDecode(asText(d["nonce"]), 16),
    kind: oneOf(d["kind"], ["real", "rehearsal"]),
    currency: asText(d["currency"]),
    minorDigits: asInteger(d["minor_digits"], 0, 4),
    languages: several(d["languages"], 1, 64, asText),
    texts: readTexts(d["texts"]),
    contests,
    districts,
    schedule: {
      zone: asText(s["zone"]),
      open: asInteger(s["open"]),
      close: asInteger(s["close"]),
      grace: asInteger(s["grace"], 0, MAX_GRACE),
      objection: asInteger(s["objection"]),
      complaint: asInteger(s["complaint"]),
      additionsEnd: asInteger(s["additions_end"]),
    },
    revoting: asBoolean(d["revoting"]),
    trustees,
    threshold: asInteger(d["threshold"], trustees.length === 1 ? 1 : 2, trustees.length),
    witnessPolicy: several(d["witness_policy"], 0, MAX_POLICY_LINES, asText),
    facilitators: several(people["facilitators"], 1, 64, readPerson),
    registrars: several(people["registrars"], 1, 64, readPerson),
    clerks: several(people["clerks"], 1, 64, readPerson),
    actSigners: asInteger(d["act_signers"], 1, 2),
    clerksRequired: asInteger(d["clerks_required"], 1, 64),
    drawSource: oneOf(exactMembers(d["draw"], ["source"], ["beacon", "beacon_round"])["source"], ["trustees", "dice", "drand", "none"]),
  };
  const { open, close, additionsEnd } = definition.schedule;
  if (open >= close || additionsEnd > close) throw new FormatError("schedule");
  requireFirstLanguage(definition);
  for (const district of districts) {
    const width = layoutOf(definition, district).reduce((sum, item) => sum + item.width, 0);
    if (width > MAX_CIPHERTEXTS) throw new FormatError("ballot of a district is too wide");
  }
  return definition;
}

/** The contests of a district, in definition order. */
export function contestsOf(definition: Definition, district: District): readonly Contest[] {
  return definition.contests.filter(({ id }) => district.contests.includes(id));
}

export function layoutOf(definition: Definition, district: District): Layout {
  return contestsOf(definition, district).map((contest) => ({ contest: contest.id, width: widthOf(contest) }));
}

export interface SaltedText {
  readonly salt: string;
  readonly text: string;
}

/** What a thing is called: title, summary, description, place, url. */
export interface Wording {
  readonly title: string;
  readonly summary?: string;
  readonly description?: string;
  readonly place?: string;
  readonly url?: string;
  /** the name of the category */
  readonly category?: string;
  /** a file of /pictures/ by its SHA-256, and its description */
  readonly picture?: string;
  readonly picture_text?: string;
  /** latitude,longitude */
  readonly position?: string;
  /** a picture, and the degrees that it shows: west,south,east,north */
  readonly map?: string;
  readonly map_bounds?: string;
  /** who may vote, how to vote on paper, whom to ask */
  readonly voters?: string;
  readonly paper?: string;
  readonly help?: string;
}

const WORDING = ["summary", "description", "place", "url", "category", "picture", "picture_text", "position", "map", "map_bounds", "voters", "paper", "help"];
const PICTURE = /^[0-9a-f]{64}\.(?:svg|webp|png|jpg)$/;

/** The wording of one thing in one language; refuses a text that the definition does not pin. */
export function checkText(hashes: TextHashes, language: string, salted: SaltedText): Wording {
  const pinned = hashes.get(language);
  const salt = base64urlDecode(salted.salt, 32);
  if (pinned === undefined || !equal(hash32("text", salt, salted.text), pinned)) throw new FormatError("text is not the one that was opened");
  const members = exactMembers(parseCanonical(utf8(salted.text)), ["title"], WORDING);
  for (const name of Object.keys(members)) asText(members[name]);
  for (const name of ["picture", "map"]) {
    const file = members[name];
    if (file !== undefined && !PICTURE.test(file as string)) throw new FormatError("picture");
  }
  return members as unknown as Wording;
}

/** Ballot numbers by lot: the options stand in the order that a public value gives (docs/protocol.md section 5). */
export function checkLot(value: Json | undefined, round: Uint8Array, contest: string, ids: readonly string[]): void {
  if (value === undefined) return;
  const drand = (value as { source?: Json }).source === "drand";
  const lot = exactMembers(value, drand ? ["source", "value", "beacon", "beacon_round"] : ["source", "value"]);
  oneOf(lot["source"], ["dice", "drand"]);
  const drawn = asText(lot["value"]);
  if (!(drand ? /^[0-9a-f]{64}$/ : /^[1-6]{10,200}$/).test(drawn)) throw new FormatError("value of a lot");
  if (drand) {
    if (asText(lot["beacon"]).length === 0) throw new FormatError("beacon");
    asInteger(lot["beacon_round"], 1);
  }
  const tickets = ids.map((id) => hash32("lot", round, contest, drawn, id));
  for (let i = 1; i < tickets.length; i++) {
    if (compare(tickets[i - 1]!, tickets[i]!) >= 0) throw new FormatError("options are not in the order of the lot");
  }
}

function readContest(value: Json, round: Uint8Array): Contest {
  const c = exactMembers(value, ["id", "texts", "envelope", "form", "rule", "options", "conflicts", "pool_min", "below_pool_min"], ["lot"]);
  const options = several(c["options"], 1, MAX_OPTIONS, readOption);
  const ids = options.map(({ id }) => id);
  distinct(ids);
  checkLot(c["lot"], round, identifier(c["id"]), ids);
  const n = options.length;
  const conflicts = several(c["conflicts"], 0, MAX_OPTIONS, (set) => several(set, 2, n, asText));
  for (const set of conflicts) {
    distinct(set);
    if (!set.every((id) => ids.includes(id))) throw new FormatError("conflict with an unknown option");
  }
  return {
    id: identifier(c["id"]),
    texts: readTexts(c["texts"]),
    envelope: asInteger(c["envelope"]),
    form: readForm(c["form"], n),
    rule: c["rule"]!,
    options,
    costs: options.map(({ cost }) => cost),
    conflicts,
    poolMin: asInteger(c["pool_min"], 1),
    belowPoolMin: oneOf(c["below_pool_min"], ["count", "withhold"]),
  };
}

function readForm(value: Json | undefined, n: number): Form {
  const kind = asText((value as { kind?: Json } | undefined)?.kind);
  const limits = (f: { readonly [key: string]: Json }): { min: number; max: number } => {
    const max = asInteger(f["max"], 1, n);
    return { min: asInteger(f["min"], 1, max), max };
  };
  switch (kind) {
    case "approval":
    case "knapsack":
    case "ranking":
      return { kind, ...limits(exactMembers(value, ["kind", "min", "max"])) };
    case "choice":
    case "questions":
      exactMembers(value, ["kind"]);
      return { kind };
    case "points": {
      const f = exactMembers(value, ["kind", "min", "max", "total", "min_total", "max_each"]);
      const { min, max } = limits(f);
      const total = asInteger(f["total"], min, MAX_POINTS);
      const max_each = asInteger(f["max_each"], 1, total);
      return { kind, min, max, total, min_total: asInteger(f["min_total"], 0, Math.min(total, max * max_each)), max_each };
    }
    case "scores": {
      const f = exactMembers(value, ["kind", "min", "max", "low", "high"]);
      const high = asInteger(f["high"], 0, MAX_POINTS);
      return { kind, ...limits(f), low: asInteger(f["low"], 0, high), high };
    }
    default:
      throw new FormatError("unknown form of ballot");
  }
}

function readOption(value: Json): Option {
  const o = exactMembers(value, ["id", "cost", "texts"], ["category"]);
  return {
    id: asText(o["id"]),
    cost: asInteger(o["cost"]),
    category: o["category"] === undefined ? null : asText(o["category"]),
    texts: readTexts(o["texts"]),
  };
}

function readDistrict(value: Json, order: readonly string[]): District {
  const d = exactMembers(value, ["id", "texts", "contests"]);
  const contests = several(d["contests"], 1, MAX_CONTESTS, asText);
  const places = contests.map((id) => order.indexOf(id));
  if (places.some((place, i) => place < 0 || (i > 0 && place <= places[i - 1]!))) throw new FormatError("contests of a district");
  return { id: identifier(d["id"]), texts: readTexts(d["texts"]), contests };
}

/** Where nothing else is translated, the first language is there to fall back to. */
function requireFirstLanguage({ languages, texts, contests, districts }: Definition): void {
  const things = [{ texts }, ...contests, ...contests.flatMap(({ options }) => options), ...districts];
  if (!things.every((thing) => thing.texts.has(languages[0]!))) throw new FormatError("text in the first language is missing");
}

function readPerson(value: Json): Person {
  const p = exactMembers(value, ["name", "key"]);
  return { name: asText(p["name"]), key: base64urlDecode(asText(p["key"]), 32) };
}

function readTexts(value: Json | undefined): TextHashes {
  if (typeof value !== "object" || Array.isArray(value)) throw new FormatError("texts");
  return new Map(Object.entries(value).map(([language, hash]) => [language, base64urlDecode(asText(hash as Json), 32)]));
}

function identifier(value: Json | undefined): string {
  const text = asText(value);
  if (!/^[a-z0-9-]{1,32}$/.test(text)) throw new FormatError("identifier");
  return text;
}

function several<T>(value: Json | undefined, low: number, high: number, read: (item: Json) => T): readonly T[] {
  const list = asList(value);
  if (list.length < low || list.length > high) throw new FormatError("number of elements");
  return list.map(read);
}

function distinct(names: readonly string[]): void {
  if (new Set(names).size !== names.length) throw new FormatError("a name twice");
}

function oneOf<const T extends string>(value: Json | undefined, allowed: readonly T[]): T {
  const found = allowed.find((name) => name === value);
  if (found === undefined) throw new FormatError("unknown value");
  return found;
}
