// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The copies that this city keeps of the logs of others (docs/api/openapi.json, /witness/{hash}/mirror).

import { tilePath, type Tile } from "../crypto/tile_path.ts";
import { BUNDLE_LIMIT_BYTES } from "./index.ts";
import { BROWSER, requester } from "./http.ts";

export interface Mirror {
  readonly origin: string;
  /** verifier keys under which the log is witnessed here */
  readonly log_keys: readonly string[];
  readonly size: number;
  /** when the log answered last, seconds since 1970 */
  readonly visited: number;
  /** the newest checkpoint with this city's cosignature that the copy covers */
  readonly own?: string;
  /** the newest that the log itself shows and that the copy covers */
  readonly shown?: string;
}

const BLOB_LIMIT_BYTES = 16 * 1024 * 1024;

/** `hash`: SHA-256 of the origin, in hex. */
export function mirrorApi(hash: string) {
  const { bytes, json } = requester(BROWSER);
  const prefix = `/witness/${hash}/mirror`;
  return {
    about: (): Promise<Mirror> => json(prefix),
    tile: (tile: Tile): Promise<Uint8Array> => bytes(`${prefix}/${tilePath(tile)}`),
    entries: (tile: Tile): Promise<Uint8Array> => bytes(`${prefix}/${tilePath(tile, "entries")}`, { limit_bytes: BUNDLE_LIMIT_BYTES }),
    blob: (name: string): Promise<Uint8Array> => bytes(`${prefix}/blob/${name}`, { limit_bytes: BLOB_LIMIT_BYTES }),
    /** where something stands that bears on a credential, in the order of the record */
    places: async (eid: string, key: string): Promise<readonly { readonly index: number; readonly type: string }[]> =>
      (await json<{ entries: { index: number; type: string }[] }>(`${prefix}/elections/${eid}/credentials/${key}`)).entries,
  };
}
