// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What runs off the main thread: checking what the server hands out, encryption, signing, receipts. Holds the
// secrets of the ballot in hand; none of them is ever stored or sent, except by reveal(), which gives them up.

import { api, type FormAnswer, type TextsAnswer } from "../api/index.ts";
import { ballotBytes, ballotId, checkCode, seal, sealedAgain, signBallot, tracker, type Layout, type SealedBallot } from "../crypto/ballot.ts";
import { base64url, base64urlDecode, equal, FormatError, utf8, utf8Decode } from "../crypto/bytes.ts";
import { verifyCheckpoint, type Checkpoint } from "../crypto/checkpoint.ts";
import { credentialOf, serialOf, type Credential } from "../crypto/codes.ts";
import { checkText, layoutOf, type Definition, type TextHashes } from "../crypto/definition.ts";
import { checkElection, type Election } from "../crypto/election.ts";
import { blankFields, pack, unpack, type ContestShape } from "../crypto/forms.ts";
import { readScalar, scalarBytes } from "../crypto/group.ts";
import { asInteger, asList, asText, canonical, exactMembers, parseCanonical } from "../crypto/json.ts";
import { leafHash } from "../crypto/merkle.ts";
import { parseVerifierKey, type VerifierKey } from "../crypto/note.ts";
import { fewest, type Policy } from "../crypto/policy.ts";
import { readBallotEntry, verifyReceipt } from "../crypto/receipt.ts";
import { parseTlogProof } from "../crypto/tlog_proof.ts";
import { rootAround } from "../crypto/tiles.ts";
import { history } from "./history.ts";
import { receiptView } from "./receipt_view.ts";
import { Unwitnessed } from "./unwitnessed.ts";
import { newestWitnessed, watched } from "./witnesses.ts";
import type { AuditView, Choices, ContestView, CredentialView, NamedReceipt, ReceiptView, RoundView, SealedView, SignedView, WitnessesView, Words } from "./view.ts";

let election: Election | null = null;
/** Resolves when the log is seen to hold the opening, by as many witnesses as the round asks for; nothing is encrypted before. */
let anchor: () => Promise<void> = async () => {};
let sealed: SealedBallot | null = null;

const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

/** Checks everything that the server says about a round; what is shown and encrypted for comes from here. */
function openRound(form: FormAnswer, logKey: string, language: string): RoundView {
  const log = parseVerifierKey(logKey);
  const checkpoint = verifyCheckpoint(utf8(form.checkpoint), log);
  const checked = checkElection(log.name, utf8(form.definition), utf8(form.opening), form.acknowledgements.map(utf8));
  const { definition, policy } = checked;
  const words = wordsOf(form.texts, language, definition);
  const view: RoundView = {
    id: base64url(definition.round),
    eid: base64url(checked.eid),
    state: form.state,
    rehearsal: definition.kind === "rehearsal",
    words: words("round", definition.texts),
    currency: definition.currency,
    minorDigits: definition.minorDigits,
    zone: definition.schedule.zone,
    open: definition.schedule.open,
    close: form.close,
    revoting: definition.revoting,
    trustees: definition.trustees.length === 1 ? null : { names: definition.trustees.map(({ name }) => name), threshold: definition.threshold },
    witnesses: policy === null ? null : { names: policy.witnesses.map(({ name }) => name), fewest: fewest(policy) },
    contests: definition.contests.map(
      (contest): ContestView => ({
        id: contest.id,
        words: words(`contest/${contest.id}`, contest.texts),
        form: contest.form,
        envelope: contest.envelope,
        costs: contest.costs,
        options: contest.options.map(({ id, cost, category, texts }) => ({ id, cost, category, words: words(`option/${contest.id}/${id}`, texts) })),
        conflicts: contest.conflicts,
        poolMin: contest.poolMin,
        belowPoolMin: contest.belowPoolMin,
      }),
    ),
    districts: definition.districts.map(({ id, texts, contests }) => ({ id, words: words(`district/${id}`, texts), contests })),
    clockAhead: form.now - Math.floor(Date.now() / 1000),
  };
  election = checked;
  anchor = kept(() => opens(utf8(form.opening), form.opening_index, checkpoint, log, policy));
  // Asked for now, so that it is known by the time it is needed; what fails is asked for again then.
  anchor().catch(() => {});
  sealed = null;
  return view;
}

/** Does the work once; again where it failed. */
function kept(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => {
    running ??= work().catch((error: unknown) => {
      running = null;
      throw error;
    });
    return running;
  };
}

/**
 * Whoever shows a voter a key of his own must then fork the whole log; and where witnesses are asked for, have them
 * sign the fork as well.
 */
async function opens(entry: Uint8Array, index: number, ofForm: Checkpoint, log: VerifierKey, policy: Policy | null): Promise<void> {
  const { size, root } = policy === null ? ofForm : (await newestWitnessed(policy, log)).checkpoint;
  if (policy !== null && size <= index) throw new Unwitnessed("the opening has not been witnessed yet");
  if (!equal(await rootAround(index, [leafHash(entry)], size, api.tile), root)) throw new FormatError("an opening that is not in the log");
}

/** In the page's language, else in the round's first, else in any; a thing without words is shown by its id. */
function wordsOf(answer: TextsAnswer, language: string, definition: Definition): (thing: string, hashes: TextHashes) => Words {
  const order = [language.toLowerCase().replace(/-/g, "_"), ...definition.languages];
  return (thing, hashes) => {
    const texts = answer[thing] ?? {};
    for (const key of order) {
      const salted = texts[key];
      if (salted !== undefined) return { ...checkText(hashes, key, salted), language: key.replace(/_/g, "-") };
    }
    return { title: thing.slice(thing.lastIndexOf("/") + 1), language: "" };
  };
}

/** Resolves when a ballot may be encrypted for the round that is open here. */
function ready(): Promise<void> {
  return anchor();
}

async function encrypt(district: string, choices: Choices): Promise<SealedView> {
  sealed = null;
  // Before the wait: what is encrypted for is what has been seen in the log.
  const { eid, definition, key } = opened();
  await anchor();
  const { layout, shapes } = shapesOf(definition, district);
  const blocks = shapes.flatMap((shape, i) => pack(shape, choices[layout[i]!.contest] ?? blankFields(shape)));
  sealed = seal(eid, key, layout, blocks, random);
  return { checkCode: checkCode(eid, sealed) };
}

/** For a second device: everything that opens the sealed ballot, which is thereby spent. */
function reveal(): string {
  const { eid, definition } = opened();
  const spent = sealedHere();
  sealed = null;
  return utf8Decode(
    canonical({
      audit: 1,
      eid: base64url(eid),
      layout: spent.layout.map(({ contest, width }) => ({ contest, width })),
      payload: spent.blocks.map(base64url),
      r: spent.r.map((scalar) => base64url(scalarBytes(scalar))),
      round: base64url(definition.round),
    }),
  );
}

/** The round of a revealed ballot, so that its form can be fetched before audit(). */
function auditRound(text: string): string {
  return readAudit(text).round;
}

/** On the second device: encrypts again and tells what was chosen. Needs openRound of that round. */
function audit(text: string): AuditView {
  const { eid, definition, key } = opened();
  const revealed = readAudit(text);
  if (base64url(eid) !== revealed.eid) throw new FormatError("audit of another election");
  const again = sealedAgain(eid, key, revealed.layout, revealed.blocks, revealed.r);
  const choices: Record<string, readonly number[]> = {};
  let at = 0;
  for (const { contest, width } of revealed.layout) {
    const shape = definition.contests.find(({ id }) => id === contest);
    if (shape === undefined) throw new FormatError("audit of an unknown contest");
    const result = unpack(shape, revealed.blocks.slice(at, at + width));
    if ("fault" in result) throw new FormatError(`audit of an invalid ballot: ${result.fault}`);
    choices[contest] = result.fields;
    at += width;
  }
  return { round: revealed.round, checkCode: checkCode(eid, again), choices };
}

function readAudit(text: string) {
  const members = exactMembers(parseCanonical(utf8(text.trim())), ["audit", "eid", "layout", "payload", "r", "round"]);
  if (members["audit"] !== 1) throw new FormatError("audit of an unknown version");
  const layout: Layout = asList(members["layout"]).map((item) => {
    const { contest, width } = exactMembers(item, ["contest", "width"]);
    return { contest: asText(contest), width: asInteger(width, 1) };
  });
  return {
    round: asText(members["round"]),
    eid: asText(members["eid"]),
    layout,
    blocks: asList(members["payload"]).map((block) => base64urlDecode(asText(block), 30)),
    r: asList(members["r"]).map((scalar) => readScalar(base64urlDecode(asText(scalar), 32))),
  };
}

/** `symbols`: the 19 of a code. */
function credential(symbols: string): CredentialView {
  const { key } = credentialIn(symbols);
  return { key: base64url(key), serial: serialOf(key) };
}

function sign(symbols: string, seq: number, prev: string | null): SignedView {
  const before = prev === null ? new Uint8Array(32) : base64urlDecode(prev, 32);
  const bytes = ballotBytes(signBallot(sealedHere(), credentialIn(symbols), seq, before, random));
  const id = ballotId(bytes);
  return { ballot: utf8Decode(bytes), id: base64url(id), tracker: tracker(id) };
}

/** Throws unless the log of this key holds the ballot of the receipt. What opens that ballot is given up. */
function receipt(proof: string, logKey: string): ReceiptView {
  const verified = verifyReceipt(utf8(proof), parseVerifierKey(logKey));
  const view = receiptView(verified);
  if (sealed !== null && checkCode(verified.eid, sealed) === view.checkCode) sealed = null;
  return view;
}

/** Who has seen the ballot of a receipt of the round that is open here. */
async function witnesses(proof: string, logKey: string): Promise<WitnessesView> {
  const log = parseVerifierKey(logKey);
  const { eid, index, checkpoint } = verifyReceipt(utf8(proof), log);
  const { eid: own, policy } = opened();
  if (!equal(eid, own)) throw new FormatError("receipt of another election");
  return (await watched(policy, log, checkpoint, index)).witnesses;
}

/** Newest first; what is no receipt is left out. They were verified when they came, and will be when one is checked. */
function nameReceipts(proofs: readonly string[]): NamedReceipt[] {
  const named = proofs.flatMap((proof) => {
    try {
      const { tracker: name, minute } = readBallotEntry(parseTlogProof(utf8(proof)).extra ?? new Uint8Array());
      return [{ proof, tracker: name, minute }];
    } catch {
      return [];
    }
  });
  return named.sort((a, b) => b.minute - a.minute);
}

function opened(): Election {
  if (election === null) throw new Error("no round is open");
  return election;
}

function sealedHere(): SealedBallot {
  if (sealed === null) throw new Error("no ballot is sealed");
  return sealed;
}

function credentialIn(symbols: string): Credential {
  const made = credentialOf(opened().definition.nonce, symbols);
  if (made === null) throw new FormatError("no credential");
  return made;
}

function shapesOf(definition: Definition, districtId: string): { layout: Layout; shapes: readonly ContestShape[] } {
  const district = definition.districts.find(({ id }) => id === districtId);
  if (district === undefined) throw new Error("unknown district");
  const layout = layoutOf(definition, district);
  return { layout, shapes: layout.map(({ contest }) => definition.contests.find(({ id }) => id === contest)!) };
}

export const tasks = { openRound, ready, encrypt, reveal, auditRound, audit, credential, sign, receipt, witnesses, nameReceipts, history };
export type Tasks = typeof tasks;
