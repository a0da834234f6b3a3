// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What a browser has encoded, without what its encoder wrote beside the picture: a colour profile (Chromium), an Exif block (WebKit). What is left
// is what the server takes (server/resources/picture_file.h). No pixel is touched: a canvas is in sRGB, which is also what a picture
// without a profile is in. Throws FormatError on what is no whole file.

import { concat, FormatError, utf8 } from "../crypto/bytes.ts";

/** RIFF with the one chunk that is the picture. */
export function bareWebp(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const name = (at: number): string => String.fromCharCode(...file.subarray(at, at + 4));
  if (file.length < 12 || name(0) !== "RIFF" || name(8) !== "WEBP") throw new FormatError("no WebP file");
  for (let at = 12; at + 8 <= file.length; ) {
    const size = view.getUint32(at + 4, true);
    const end = at + 8 + size;
    if (end > file.length) break;
    if (name(at) === "VP8 " || name(at) === "VP8L") return riff(file.subarray(at, end));
    at = end + (size & 1);
  }
  throw new FormatError("no picture in the WebP file");
}

function riff(chunk: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + chunk.length + (chunk.length & 1));
  out.set(utf8("RIFF????WEBP"));
  new DataView(out.buffer).setUint32(4, out.length - 8, true);
  out.set(chunk, 12);
  return out;
}

const [DHT, SOI, EOI, SOS, DQT, DRI, SOF0, SOF2] = [0xc4, 0xd8, 0xd9, 0xda, 0xdb, 0xdd, 0xc0, 0xc2];
const NEEDED = [DHT, DQT, DRI, SOF0, SOF2, SOS];

/** Tables, frame and scans, up to the end of the picture. */
export function bareJpeg(file: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  if (file[0] !== 0xff || file[1] !== SOI) throw new FormatError("no JPEG file");
  for (let at = 2; file[at] === 0xff; ) {
    const marker = file[at + 1];
    if (marker === EOI) return concat(file.subarray(0, 2), ...kept, file.subarray(at, at + 2));
    const length = (file[at + 2]! << 8) | file[at + 3]!;
    let end = at + 2 + length;
    if (marker === SOS) end = endOfScan(file, end);
    if (!(length >= 2 && end <= file.length)) break;
    if (NEEDED.includes(marker!)) kept.push(file.subarray(at, end));
    at = end;
  }
  throw new FormatError("the JPEG file has no end");
}

/** Of the bits behind the head of a scan: up to a marker that is neither a byte of them nor a restart. */
function endOfScan(file: Uint8Array, from: number): number {
  for (let at = from; at + 1 < file.length; at++) if (file[at] === 0xff && file[at + 1] !== 0 && !(file[at + 1]! >= 0xd0 && file[at + 1]! <= 0xd7)) return at;
  return NaN;
}
