// SPDX-License-Identifier: AGPL-3.0-or-later
//
// One of several workers that make codes: so many each time it is asked, handed over, not copied.

import { makeCodes } from "../crypto/code_batch.ts";

self.onmessage = ({ data }: MessageEvent<{ readonly nonce: Uint8Array; readonly count: number }>) => {
  const made = makeCodes(data.nonce, data.count, (count) => crypto.getRandomValues(new Uint8Array(count)));
  self.postMessage(made, { transfer: [made.symbols.buffer, made.keys.buffer, made.serials.buffer] });
};
