// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The content of tests/vectors/ballot_ts.json (scripts/vector.mjs).

import { ballotBytes, ballotId, checkCode, seal, signBallot, tracker, type ContestWidth } from "../src/crypto/ballot.ts";
import { hex, utf8Decode } from "../src/crypto/bytes.ts";
import { credentialOf, serialOf } from "../src/crypto/codes.ts";
import { pack, widthOf, type ContestShape, type Fields } from "../src/crypto/forms.ts";
import { BASE, multiply, reduceWide, scalarBytes } from "../src/crypto/group.ts";
import { checkSymbol, symbolsOf } from "../src/crypto/symbols.ts";
import { seeded } from "./support.ts";

interface Plan {
  readonly name: string;
  readonly seq: number;
  readonly contests: readonly { readonly id: string; readonly shape: ContestShape; readonly fields: Fields }[];
}

const even = (count: number, cost = 100): number[] => new Array<number>(count).fill(cost);

const PLANS: readonly Plan[] = [
  { name: "one contest, blank", seq: 0, contests: [{ id: "parks", shape: { form: { kind: "approval", min: 1, max: 3 }, envelope: 0, costs: even(5) }, fields: [0, 0, 0, 0, 0] }] },
  {
    name: "a form each",
    seq: 31,
    contests: [
      { id: "approval", shape: { form: { kind: "approval", min: 1, max: 250 }, envelope: 0, costs: even(250) }, fields: Array.from({ length: 250 }, (_, i) => (i % 3 === 0 ? 1 : 0)) },
      { id: "choice", shape: { form: { kind: "choice" }, envelope: 0, costs: even(7) }, fields: [7] },
      { id: "knapsack", shape: { form: { kind: "knapsack", min: 1, max: 5 }, envelope: 250, costs: even(5) }, fields: [1, 0, 0, 0, 1] },
      { id: "points", shape: { form: { kind: "points", min: 1, max: 3, total: 10, min_total: 1, max_each: 6 }, envelope: 0, costs: even(4) }, fields: [6, 0, 4, 0] },
      { id: "ranking", shape: { form: { kind: "ranking", min: 1, max: 3 }, envelope: 0, costs: even(9) }, fields: [9, 1, 0] },
      { id: "scores", shape: { form: { kind: "scores", min: 1, max: 3, low: 1, high: 5 }, envelope: 0, costs: even(3) }, fields: [5, 0, 1] },
      { id: "questions", shape: { form: { kind: "questions" }, envelope: 0, costs: even(3, 0) }, fields: [1, 2, 3] },
    ],
  },
]; // prettier-ignore

export function ballotVectors(): object {
  return {
    source: "web/scripts/vector.mjs: ballots made by web/src/crypto (docs/protocol.md sections 2, 3 and 6) from seeded random bytes. Bytes in hexadecimal, scalars little-endian.",
    ballots: PLANS.map((plan) => ballotVector(plan)),
  };
}

function ballotVector({ name, seq, contests }: Plan): object {
  const random = seeded(`ballot_ts ${name}`);
  const nonce = random(16);
  const symbols = symbolsOf(random(12), 19);
  const credential = credentialOf(nonce, symbols)!;
  const secret = reduceWide(random(64));
  const eid = random(32);
  const prev = seq === 0 ? new Uint8Array(32) : random(32);
  const layout: ContestWidth[] = contests.map(({ id, shape }) => ({ contest: id, width: widthOf(shape) }));
  const blocks = contests.flatMap(({ shape, fields }) => pack(shape, fields));
  const key = multiply(BASE, secret);
  const sealed = seal(eid, key, layout, blocks, random);
  const bytes = ballotBytes(signBallot(sealed, credential, seq, prev, random));
  const id = ballotId(bytes);
  return {
    name,
    nonce: hex(nonce),
    code: symbols + checkSymbol(symbols),
    k: hex(scalarBytes(credential.secret)),
    credential: hex(credential.key),
    serial: serialOf(credential.key),
    election_secret: hex(scalarBytes(secret)),
    election_key: hex(key.toBytes()),
    eid: hex(eid),
    seq,
    prev: hex(prev),
    layout,
    blocks: blocks.map(hex),
    check_code: checkCode(eid, sealed),
    ballot: utf8Decode(bytes),
    ballot_id: hex(id),
    tracker: tracker(id),
  };
}
