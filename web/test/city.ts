// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A city in memory for tests of the front end: a real log with real signatures and proofs behind the API of
// docs/api/openapi.json (checkAnswers), with one round for every form of ballot. It checks ballots as far as these tests need; the
// real server is what the browser tests of tests/browser drive.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ed25519 } from "@noble/curves/ed25519";
import { sha256 } from "@noble/hashes/sha2";
import { ballotId, parseBallot, proofHolds, tracker, type RandomBytes } from "../src/crypto/ballot.ts";
import { base64, base64url, base64urlDecode, concat, hex, utf8, utf8Decode } from "../src/crypto/bytes.ts";
import { credentialOf, serialOf } from "../src/crypto/codes.ts";
import type { Form } from "../src/crypto/forms.ts";
import { addProduct, BASE, multiply, reduceWide, scalarBytes } from "../src/crypto/group.ts";
import { canonical, type Json, type JsonObject } from "../src/crypto/json.ts";
import { leafHash, rootOf, split } from "../src/crypto/merkle.ts";
import { keyId } from "../src/crypto/note.ts";
import { checkSymbol, grouped, showCode, showSerial, symbolsOf } from "../src/crypto/symbols.ts";
import { hash32, hashToScalar } from "../src/crypto/transcript.ts";
import { seeded } from "./support.ts";

export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array;
}

export interface RoundPlan {
  readonly name: string;
  readonly title: string;
  readonly contests: readonly { readonly id: string; readonly title: string; readonly form: Form; readonly envelope: number; readonly costs: readonly number[] }[];
  readonly revoting?: boolean;
  readonly kind?: "real" | "rehearsal";
  /** City.appointWitnesses */
  readonly witnessPolicy?: readonly string[];
  /** district id to contest ids; one district with all contests unless given */
  readonly districts?: Readonly<Record<string, readonly string[]>>;
}

interface Round {
  readonly plan: RoundPlan;
  readonly id: string;
  readonly definition: string;
  readonly opening: string;
  readonly openingIndex: number;
  readonly acknowledgements: readonly string[];
  readonly eid: Uint8Array;
  readonly texts: Record<string, Record<string, { salt: string; text: string }>>;
  readonly close: number;
  readonly nonce: Uint8Array;
  /** key in base64url to district */
  readonly credentials: Map<string, string>;
  readonly codes: readonly string[];
}

/** What a dishonest server would change and then have signed or sign itself. */
export interface Forgery {
  readonly origin?: string;
  readonly opening?: (opening: JsonObject) => JsonObject;
  /** somebody whom the definition does not name signs the opening too */
  readonly stranger?: boolean;
  readonly acknowledgement?: (acknowledgement: JsonObject) => JsonObject;
}

interface Recorded {
  readonly round: Round;
  readonly credential: string;
  readonly seq: number;
  readonly id: string;
  readonly bytes: string;
  readonly index: number;
  readonly minute: number;
}

const ORIGIN = "city.example/log";

const same = (entry: JsonObject): JsonObject => entry;

export class City {
  readonly rounds: Round[] = [];
  readonly voids = new Map<string, { minute: number; index: number; reason: string }>();
  /** Faults to be injected: each answers one request and is gone. */
  private readonly answers: string[] = [];
  readonly faults: ((method: string, path: string) => Reply | "lose-answer" | null)[] = [];
  private readonly random: RandomBytes;
  private readonly entries: Uint8Array[] = [];
  private readonly leaves: Uint8Array[] = [];
  private readonly ballots: Recorded[] = [];
  private readonly witnesses = new Map<string, Uint8Array>();
  private cosigned: Uint8Array | null = null;
  private readonly logSecret: Uint8Array;
  readonly logKey: string;

  constructor(
    seed: string,
    private readonly now: () => number = () => Date.now() / 1000,
  ) {
    this.random = seeded(seed);
    this.logSecret = this.random(32);
    const key = ed25519.getPublicKey(this.logSecret);
    this.logKey = `${ORIGIN}+${hex(keyId(ORIGIN, 1, key))}+${base64(concat(Uint8Array.of(1), key))}`;
  }

  private minute(): number {
    return Math.floor(this.now() / 60);
  }

  private append(entry: JsonObject): number {
    const bytes = canonical(entry);
    this.entries.push(bytes);
    this.leaves.push(leafHash(bytes));
    return this.entries.length - 1;
  }

  private signed(entry: JsonObject, secrets: readonly Uint8Array[]): JsonObject {
    const { minute: _minute, ...act } = entry;
    const message = hash32("act", ORIGIN, canonical(act));
    const signatures = secrets
      .map((secret) => ({ key: ed25519.getPublicKey(secret), signature: ed25519.sign(message, secret) }))
      .sort((a, b) => (hex(a.key) < hex(b.key) ? -1 : 1))
      .map(({ key, signature }) => ({ key: base64url(key), signature: base64url(signature) }));
    return { ...entry, signatures };
  }

  openRound(plan: RoundPlan, voters: number, forgery: Forgery = {}): Round {
    const id = this.random(16);
    const nonce = this.random(16);
    const [facilitator, registrar, clerk, trustee] = [this.random(32), this.random(32), this.random(32), this.random(32)];
    const person = (name: string, secret: Uint8Array): Json => ({ name, key: base64url(ed25519.getPublicKey(secret)) });
    const texts: Round["texts"] = {};
    const salted = (thing: string, words: JsonObject): Json => {
      const salt = this.random(32);
      const text = utf8Decode(canonical(words));
      texts[thing] = { en: { salt: base64url(salt), text } };
      return { en: base64url(hash32("text", salt, text)) };
    };
    const districts = plan.districts ?? { all: plan.contests.map((contest) => contest.id) };
    const close = this.minute() + 3 * 24 * 60;
    const definition = canonical({
      version: 1,
      software: "test",
      origin: forgery.origin ?? ORIGIN,
      round: base64url(id),
      nonce: base64url(nonce),
      kind: plan.kind ?? "real",
      assembly: "city",
      currency: "EUR",
      minor_digits: 2,
      languages: ["en"],
      texts: salted("round", { title: plan.title }),
      contests: plan.contests.map((contest) => ({
        id: contest.id,
        texts: salted(`contest/${contest.id}`, { title: contest.title }),
        envelope: contest.envelope,
        form: contest.form as unknown as Json,
        rule: { name: "greedy", score: "votes", density: "absolute", on_misfit: "skip", threshold: 0, ties: "lex" },
        options: contest.costs.map((cost, i) => ({
          id: `p${i + 1}`,
          cost,
          texts: salted(`option/${contest.id}/p${i + 1}`, { title: `Project ${contest.id} ${i + 1}`, summary: `What project ${i + 1} is about.` }),
        })),
        conflicts: [],
        pool_min: 3,
        below_pool_min: "withhold",
      })),
      districts: Object.entries(districts).map(([district, contests]) => ({ id: district, texts: salted(`district/${district}`, { title: `District ${district}` }), contests })),
      schedule: { zone: "Europe/Berlin", open: this.minute() - 60, close, grace: 5, objection: 0, complaint: 0, additions_end: close },
      revoting: plan.revoting ?? true,
      draw: { source: "none" },
      roll: { size: voters, cap: voters },
      totals_only_paper: false,
      trustees: [person("Server", trustee)],
      threshold: 1,
      witness_policy: plan.witnessPolicy ?? [],
      people: { facilitators: [person("Facilitator", facilitator)], registrars: [person("Registrar", registrar)], clerks: [person("Clerk", clerk)] },
      act_signers: 1,
      clerks_required: 1,
      pruning_years: 0,
      pages: { vote: {}, check: {}, assets: {} },
    });
    const secret = reduceWide(this.random(64));
    const key = multiply(BASE, secret).toBytes();
    const opening = this.signed(
      (forgery.opening ?? same)({
        type: "opening",
        minute: this.minute(),
        round: base64url(id),
        definition: { hash: base64url(sha256(definition)), size: definition.length },
        credentials: { hash: base64url(this.random(32)), size: 1 },
        key: base64url(key),
        shares: [base64url(key)],
      }),
      [facilitator, clerk, ...(forgery.stranger === true ? [this.random(32)] : [])],
    );
    const { minute: _minute, signatures: _signatures, ...act } = opening;
    const eid = hash32("election", ORIGIN, canonical(act));
    const openingIndex = this.append(opening);
    const size = this.entries.length;
    const root = rootOf(this.leaves);
    const u = reduceWide(this.random(64));
    const t = multiply(BASE, u).toBytes();
    const z = addProduct(u, hashToScalar("possession", eid, size, root, 1, key, t), secret);
    const acknowledgement = this.signed(
      (forgery.acknowledgement ?? same)({
        type: "acknowledgement", minute: this.minute(), eid: base64url(eid), trustee: 1, size, root: base64url(root),
        possession: { t: base64url(t), z: base64url(scalarBytes(z)) },
      }), // prettier-ignore
      [trustee],
    );
    this.append(acknowledgement);

    const credentials = new Map<string, string>();
    const codes = Array.from({ length: voters }, (_, i) => {
      const symbols = symbolsOf(this.random(12), 19);
      credentials.set(base64url(credentialOf(nonce, symbols)!.key), Object.keys(districts)[i % Object.keys(districts).length]!);
      return showCode(symbols);
    });
    const round: Round = {
      plan, id: base64url(id), definition: utf8Decode(definition), opening: utf8Decode(canonical(opening)), openingIndex,
      acknowledgements: [utf8Decode(canonical(acknowledgement))], eid, texts, close, nonce, credentials, codes,
    }; // prettier-ignore
    this.rounds.push(round);
    return round;
  }

  voidCode(round: Round, code: string, reason: string): void {
    const key = base64url(credentialOf(round.nonce, code.replace(/-/g, "").slice(0, 19))!.key);
    const index = this.append({ type: "void", minute: this.minute(), eid: base64url(round.eid), credential: key, reason, signatures: [] });
    this.voids.set(key, { minute: this.minute(), index, reason });
  }

  /** The index of the entry. */
  voidBatch(round: Round, batch: string, reason: string): number {
    return this.append({ type: "batch-void", minute: this.minute(), eid: base64url(round.eid), batch, reason, signatures: [] });
  }

  seal(round: Round): void {
    this.append({ type: "sealing", minute: this.minute(), eid: base64url(round.eid), contests: [], signatures: [] });
  }

  /** Entries of other rounds. */
  fill(count: number): void {
    for (let i = 0; i < count; i++) this.append({ type: "note", minute: this.minute(), eid: base64url(new Uint8Array(32)), incident: "other" });
  }

  lastBallotOf(round: Round, code: string): Uint8Array {
    const key = base64url(credentialOf(round.nonce, code.replace(/-/g, "").slice(0, 19))!.key);
    return base64urlDecode(this.ballots.filter((ballot) => ballot.round === round && ballot.credential === key).at(-1)!.id);
  }

  /** As after a restored backup: the newest entry was never there, although a receipt of it is out. */
  forgetNewest(): void {
    this.entries.pop();
    this.leaves.pop();
    this.ballots.pop();
  }

  checkpoint(): Uint8Array {
    const text = `${ORIGIN}\n${this.entries.length}\n${base64(rootOf(this.leaves))}\n`;
    const key = ed25519.getPublicKey(this.logSecret);
    return utf8(`${text}\n— ${ORIGIN} ${base64(concat(keyId(ORIGIN, 1, key), ed25519.sign(utf8(text), this.logSecret)))}\n`);
  }

  /** Lines of a policy. From now on /log/checkpoint is the newest that is cosigned. */
  appointWitnesses(names: readonly string[], quorum: string): string[] {
    const lines = names.map((name) => {
      const secret = this.random(32);
      this.witnesses.set(name, secret);
      const key = ed25519.getPublicKey(secret);
      return `witness ${name} ${name}+${hex(keyId(name, 4, key))}+${base64(concat(Uint8Array.of(4), key))}`;
    });
    return [...lines, `group all ${quorum} ${names.join(" ")}`, "quorum all"];
  }

  /** The tree as it is now, by these. */
  cosign(names: readonly string[]): void {
    const note = utf8Decode(this.checkpoint());
    const text = note.slice(0, note.indexOf("\n\n") + 1);
    const time = Math.floor(this.now());
    const lines = names.map((name) => {
      const secret = this.witnesses.get(name)!;
      const moment = new DataView(new ArrayBuffer(8));
      moment.setBigUint64(0, BigInt(time));
      const signature = ed25519.sign(utf8(`cosignature/v1\ntime ${time}\n${text}`), secret);
      return `— ${name} ${base64(concat(keyId(name, 4, ed25519.getPublicKey(secret)), new Uint8Array(moment.buffer), signature))}\n`;
    });
    this.cosigned = utf8(note + lines.join(""));
  }

  private served(): Reply {
    const body = this.witnesses.size === 0 ? this.checkpoint() : this.cosigned;
    return body === null ? problem("not-found", 404) : { status: 200, type: "text/plain", body };
  }

  receipt(index: number): Uint8Array {
    const path = (at: number, leaves: readonly Uint8Array[]): Uint8Array[] => {
      if (leaves.length === 1) return [];
      const k = split(leaves.length);
      return at < k ? [...path(at, leaves.slice(0, k)), rootOf(leaves.slice(k))] : [...path(at - k, leaves.slice(k)), rootOf(leaves.slice(0, k))];
    };
    const lines = path(index, this.leaves).map((hash) => `${base64(hash)}\n`);
    const head = `c2sp.org/tlog-proof@v1\nextra ${base64(this.entries[index]!)}\nindex ${index}\n${lines.join("")}\n`;
    return concat(utf8(head), this.checkpoint());
  }

  handle(method: string, path: string, body: Uint8Array): Reply | "lose-answer" {
    for (const fault of this.faults) {
      const reply = fault(method, path);
      if (reply === null) continue;
      this.faults.splice(this.faults.indexOf(fault), 1);
      if (reply === "lose-answer") this.answer(method, path, body);
      return reply;
    }
    const reply = this.answer(method, path, body);
    this.answers.push(JSON.stringify({ method, path: path.split("?")[0], status: reply.status, type: reply.type, body: base64url(reply.body) }));
    return reply;
  }

  /** Holds every answer given so far, faults apart, to docs/api/openapi.json below `root`, as those of the real server are. */
  checkAnswers(root: string): void {
    const folder = mkdtempSync(path.join(tmpdir(), "folkmoot-answers-"));
    writeFileSync(path.join(folder, "city"), `${this.answers.join("\n")}\n`);
    const done = spawnSync("python3", [path.join(root, "tests/support/openapi.py"), folder], { encoding: "utf8" });
    rmSync(folder, { recursive: true });
    assert.ok(this.answers.length > 0);
    assert.equal(done.status, 0, done.stderr);
  }

  private answer(method: string, path: string, body: Uint8Array): Reply {
    const route = path.split("?")[0]!.split("/").slice(1).map(decodeURIComponent);
    if (route[0] === "log") return this.log(route.slice(1));
    const [, , thing, id, part, name, leaf] = route;
    if (thing === "city") return json({ name: "Test", origin: ORIGIN, log_key: this.logKey, software: "test", languages: ["en", "es"], now: Math.floor(this.now()) });
    if (thing === "session" && method === "GET") return problem("not-signed-in", 401);
    if (thing === "session" && method === "POST") {
      const { login, password } = JSON.parse(utf8Decode(body)) as { login: string; password: string };
      if (login !== "clerk" || password !== "correct horse") return problem("bad-login", 401);
      return json({ login, name: "Clerk", csrf: base64url(new Uint8Array(32)), roles: [{ assembly: "city", role: "clerk" }], totp: false, recovery_codes_left: 0 });
    }
    if (thing === "trackers") {
      const found = this.ballots.find((ballot) => tracker(base64urlDecode(ballot.id)) === id);
      if (found === undefined) return problem("not-found", 404);
      return json({ round: found.round.id, credential: found.credential, id: found.id, index: found.index, minute: found.minute });
    }
    if (thing !== "rounds") return problem("not-found", 404);
    if (id === undefined) {
      return json({ rounds: this.rounds.map((round) => ({ id: round.id, assembly: "city", state: "open", kind: round.plan.kind ?? "real", close: round.close, title: { en: round.plan.title } })) });
    }
    const round = this.rounds.find((item) => item.id === id);
    if (round === undefined) return problem("not-found", 404);
    if (part === undefined) {
      return json({ id, nonce: base64url(round.nonce), assembly: "city", assembly_name: "City", state: "open", listed: round.credentials.size, close: round.close, texts: round.texts, definition_text: round.definition });
    }
    if (part === "form") {
      const { definition, opening, openingIndex, acknowledgements, eid, texts, close } = round;
      return json({
        round: id, city: "City", state: "open", definition, opening, opening_index: openingIndex, acknowledgements, eid: base64url(eid), texts,
        checkpoint: utf8Decode(this.checkpoint()), log_key: this.logKey, close, now: Math.floor(this.now()),
      } as unknown as JsonObject); // prettier-ignore
    }
    if (part === "steps" && method === "POST") return { status: 204, type: "", body: new Uint8Array() };
    if (part === "credentials") return json(this.statusOf(round, name!));
    if (part === "ballots" && leaf === "receipt") {
      const found = this.ballots.find((ballot) => ballot.id === name);
      return found === undefined ? problem("not-found", 404) : { status: 200, type: "text/plain", body: this.receipt(found.index) };
    }
    if (part === "ballots" && method === "POST") return this.cast(round, body);
    return problem("not-found", 404);
  }

  private log(route: readonly string[]): Reply {
    if (route[0] === "checkpoint") return this.served();
    const [kind, level, name, width] = route;
    if (kind !== "tile" || name === undefined) return problem("not-found", 404);
    // Trees of these tests have fewer than 1000 tiles.
    const index = Number(name.replace(".p", ""));
    const unit = level === "entries" ? 1 : 256 ** Number(level);
    const end = index * 256 + (width === undefined ? 256 : Number(width));
    if (!(end * unit <= this.leaves.length)) return problem("not-found", 404);
    const numbers = Array.from({ length: end - index * 256 }, (_, i) => index * 256 + i);
    const part = (i: number): Uint8Array => {
      if (level !== "entries") return rootOf(this.leaves.slice(i * unit, (i + 1) * unit));
      const entry = this.entries[i]!;
      return concat(Uint8Array.of(entry.length >> 8, entry.length & 255), entry);
    };
    return { status: 200, type: "application/octet-stream", body: concat(...numbers.map(part)) };
  }

  private statusOf(round: Round, key: string): JsonObject {
    const district = round.credentials.get(key);
    if (district === undefined) return { key, listed: false, ballots: [] };
    const voided = this.voids.get(key);
    return {
      key,
      serial: showSerial(serialOf(base64urlDecode(key))),
      listed: true,
      district,
      batch: "letters",
      ...(voided === undefined ? {} : { void: voided }),
      ballots: this.ballots
        .filter((ballot) => ballot.round === round && ballot.credential === key)
        .map(({ seq, id, minute, index }) => ({ seq, id, tracker: grouped(tracker(base64urlDecode(id)), 5), minute, index })),
    };
  }

  private cast(round: Round, bytes: Uint8Array): Reply {
    const id = base64url(ballotId(bytes));
    const known = this.ballots.find((ballot) => ballot.id === id);
    if (known !== undefined) return { status: 200, type: "text/plain", body: this.receipt(known.index) };
    const ballot = parseBallot(bytes);
    const credential = base64url(ballot.credential);
    if (!round.credentials.has(credential)) return problem("credential-unknown", 404);
    if (this.voids.has(credential)) return problem("credential-void", 410);
    if (!proofHolds(round.eid, ballot)) return problem("bad-proof", 400);
    const before = this.ballots.filter((item) => item.round === round && item.credential === credential);
    const last = before[before.length - 1];
    if (last !== undefined && round.plan.revoting === false) return problem("revoting-off", 409);
    if (ballot.seq !== before.length || base64url(ballot.prev) !== (last?.id ?? base64url(new Uint8Array(32)))) {
      return problem("sequence", 409, last === undefined ? {} : { last: { seq: last.seq, id: last.id } });
    }
    const minute = this.minute();
    const index = this.append({ type: "ballot", minute, eid: base64url(round.eid), ballot: JSON.parse(utf8Decode(bytes)) as Json });
    this.ballots.push({ round, credential, seq: ballot.seq, id, bytes: utf8Decode(bytes), index, minute });
    return { status: 200, type: "text/plain", body: this.receipt(index) };
  }
}

export function json(value: JsonObject): Reply {
  return { status: 200, type: "application/json", body: utf8(JSON.stringify(value)) };
}

export function problem(slug: string, status: number, more: JsonObject = {}): Reply {
  return { status, type: "application/problem+json", body: utf8(JSON.stringify({ type: `/problems/${slug}`, title: slug, status, detail: slug, ...more })) };
}

/** A code that is well formed but that no round lists. */
export const UNLISTED_CODE = showCode("0123456789ABCDEFGHJ");
export const MISTYPED_CODE = "0123456789ABCDEFGHJ" + (checkSymbol("0123456789ABCDEFGHJ") === "0" ? "1" : "0");

const costs = (count: number): number[] => Array.from({ length: count }, (_, i) => (i + 1) * 1_500_00);

/** One round for every form. */
export const PLANS: readonly RoundPlan[] = [
  { name: "approval", title: "Budget 2027", contests: [{ id: "city", title: "City-wide list", form: { kind: "approval", min: 1, max: 3 }, envelope: 50_000_00, costs: costs(12) }] },
  { name: "choice", title: "One project", contests: [{ id: "one", title: "One project", form: { kind: "choice" }, envelope: 10_000_00, costs: costs(5) }] },
  {
    name: "knapsack",
    title: "Spend the envelope",
    contests: [
      { id: "north", title: "North", form: { kind: "knapsack", min: 1, max: 6 }, envelope: 10_000_00, costs: costs(6) },
      { id: "south", title: "South", form: { kind: "knapsack", min: 1, max: 6 }, envelope: 12_000_00, costs: costs(6) },
    ],
    districts: { north: ["north"], south: ["south"] },
  },
  { name: "points", title: "Points", contests: [{ id: "points", title: "Give points", form: { kind: "points", min: 1, max: 4, total: 10, min_total: 1, max_each: 5 }, envelope: 20_000_00, costs: costs(6) }] },
  { name: "ranking", title: "Ranking", contests: [{ id: "ranking", title: "Rank projects", form: { kind: "ranking", min: 1, max: 3 }, envelope: 20_000_00, costs: costs(6) }] },
  { name: "scores", title: "Scores", contests: [{ id: "scores", title: "Score projects", form: { kind: "scores", min: 1, max: 6, low: 0, high: 5 }, envelope: 20_000_00, costs: costs(6) }] },
  { name: "questions", title: "Motions", revoting: false, kind: "rehearsal", contests: [{ id: "motions", title: "Motions", form: { kind: "questions" }, envelope: 0, costs: [0, 0, 0] }] },
]; // prettier-ignore
