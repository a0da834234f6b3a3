// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Work with a passphrase takes a second or more: what is being done, how far it is, and what went wrong.

import { useState } from "preact/hooks";
import { T, t } from "../text/index.tsx";
import { base64url } from "../../crypto/bytes.ts";
import { openSecretFile, publicOf, secretFile, wipe, WrongPassphrase, type SigningKey } from "../../crypto/minisign.ts";
import type { KeptKey } from "../../storage/keys.ts";

export const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

export function useWork(): { progress: number | null; run: (work: (progress: (part: number) => void) => Promise<void>) => Promise<string | undefined> } {
  const [progress, setProgress] = useState<number | null>(null);
  const run = async (work: (progress: (part: number) => void) => Promise<void>): Promise<string | undefined> => {
    setProgress(0);
    try {
      await work(setProgress);
      return undefined;
    } catch (error) {
      return t(error instanceof WrongPassphrase ? "key-passphrase-wrong" : "key-file-wrong");
    } finally {
      setProgress(null);
    }
  };
  return { progress, run };
}

export function Progress({ progress }: { progress: number | null }) {
  return (
    <div role="status">
      {progress !== null && (
        <p>
          <label for="key-progress">
            <T id="key-working" />
          </label>{" "}
          <progress id="key-progress" value={progress} max={1} />
        </p>
      )}
    </div>
  );
}

/** As it is kept: encrypted, and opened once to see that it can be. Wipes the key. */
export async function protect(key: SigningKey, passphrase: string, progress: (part: number) => void): Promise<KeptKey> {
  const file = await secretFile(key, passphrase, random, (part) => progress(part / 2));
  const again = await openSecretFile(file, passphrase, (part) => progress(0.5 + part / 2));
  const kept = { file, id: base64url(again.id), public: base64url(publicOf(again)), copied: false };
  wipe(again);
  wipe(key);
  return kept;
}
