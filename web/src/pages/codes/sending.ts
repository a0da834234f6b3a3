// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Brings the public keys of a batch to the server in parts. Nothing else of it is ever sent. After a lost line the same
// call goes on where the one before it stopped: the server says which parts it has.

import { sha256 } from "@noble/hashes/sha2";
import { desk, type UploadHead } from "../../api/desk.ts";
import { base64url } from "../../crypto/bytes.ts";
import { POINT_BYTES } from "../../crypto/group.ts";

/** The name of an upload is what it will bring. */
export function uploadName(blob: Uint8Array): string {
  return base64url(sha256(blob));
}

export async function sendKeys(round: string, head: UploadHead, blob: Uint8Array, partKeys: number, csrf: string, onSent: (share: number) => void): Promise<void> {
  const clerk = desk.of(csrf);
  const upload = uploadName(blob);
  const { parts, received } = await clerk.uploadBegin(round, upload, head);
  let there = received.length;
  onSent(there / parts);
  for (let part = 0; part < parts; part++) {
    if (received.includes(part)) continue;
    const bytes = blob.subarray(part * partKeys * POINT_BYTES, (part + 1) * partKeys * POINT_BYTES);
    await clerk.uploadPart(round, upload, part, base64url(bytes));
    onSent(++there / parts);
  }
}
