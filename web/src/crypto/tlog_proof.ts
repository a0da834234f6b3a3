// SPDX-License-Identifier: AGPL-3.0-or-later
//
// C2SP tlog-proof: the receipt. Extra data is the entry itself, so that the file stands alone.

import { base64Decode, decimalDecode, equal, FormatError, utf8, utf8Decode } from "./bytes.ts";
import { verifyCheckpoint, type Checkpoint } from "./checkpoint.ts";
import { HASH_BYTES, leafHash, MAX_PROOF_HASHES, rootFromInclusion } from "./merkle.ts";
import { type VerifierKey } from "./note.ts";

const HEADER = "c2sp.org/tlog-proof@v1";
const MAX_PROOF_BYTES = 262_144;

export interface TlogProof {
  readonly extra: Uint8Array | null;
  readonly index: number;
  readonly path: readonly Uint8Array[];
  readonly checkpoint: Uint8Array;
}

/** A proven entry and the checkpoint it is proven under. */
export interface Inclusion {
  readonly entry: Uint8Array;
  readonly index: number;
  readonly checkpoint: Checkpoint;
}

export function parseTlogProof(bytes: Uint8Array): TlogProof {
  if (bytes.length > MAX_PROOF_BYTES) throw new FormatError("proof too large");
  const text = utf8Decode(bytes);
  const border = text.indexOf("\n\n");
  if (border < 0) throw new FormatError("proof without a checkpoint");
  const lines = text.slice(0, border).split("\n");
  if (lines.shift() !== HEADER) throw new FormatError("not a tlog-proof");
  let extra: Uint8Array | null = null;
  if (lines[0]?.startsWith("extra ") === true) extra = base64Decode(lines.shift()!.slice("extra ".length));
  const index = lines.shift();
  if (index === undefined || !index.startsWith("index ")) throw new FormatError("proof without an index");
  if (lines.length > MAX_PROOF_HASHES) throw new FormatError("proof too long");
  return {
    extra,
    index: decimalDecode(index.slice("index ".length)),
    path: lines.map((line) => base64Decode(line, HASH_BYTES)),
    checkpoint: utf8(text.slice(border + 2)),
  };
}

/** Proves that the entry in `extra` is in the log of this key. Throws FormatError where anything does not hold. */
export function verifyTlogProof(bytes: Uint8Array, log: VerifierKey): Inclusion {
  const proof = parseTlogProof(bytes);
  if (proof.extra === null) throw new FormatError("proof without its entry");
  const checkpoint = verifyCheckpoint(proof.checkpoint, log);
  const root = rootFromInclusion(proof.index, checkpoint.size, leafHash(proof.extra), proof.path);
  if (!equal(root, checkpoint.root)) throw new FormatError("entry is not in the tree of the checkpoint");
  return { entry: proof.extra, index: proof.index, checkpoint };
}
