// SPDX-License-Identifier: AGPL-3.0-or-later
//
// C2SP tlog-checkpoint: a signed note over origin, size and root. Ours carry no extension lines.

import { base64Decode, decimalDecode, FormatError } from "./bytes.ts";
import { HASH_BYTES } from "./merkle.ts";
import { parseNote, signedBy, type Note, type VerifierKey } from "./note.ts";

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: Note;
}

/** Reads without judging any signature. */
export function parseCheckpoint(bytes: Uint8Array): Checkpoint {
  const note = parseNote(bytes);
  const lines = note.text.split("\n");
  // origin, size, root, and the empty piece behind the last newline
  if (lines.length !== 4 || lines[0] === "") throw new FormatError("not a checkpoint");
  return { origin: lines[0]!, size: decimalDecode(lines[1]!), root: base64Decode(lines[2]!, HASH_BYTES), note };
}

/** A checkpoint of the log that this key names, with its valid signature. */
export function verifyCheckpoint(bytes: Uint8Array, log: VerifierKey): Checkpoint {
  const checkpoint = parseCheckpoint(bytes);
  if (checkpoint.origin !== log.name) throw new FormatError("checkpoint of another log");
  if (!signedBy(checkpoint.note, log)) throw new FormatError("checkpoint without the log's signature");
  return checkpoint;
}
