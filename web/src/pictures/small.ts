// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Makes the picture that is shown to voters of whatever file this browser decodes: upright, small, on white, and without a trace of the
// file. It is drawn on a canvas, which knows nothing but pixels, and the canvas is encoded.

import { bareJpeg, bareWebp } from "./bare.ts";

export interface Small {
  readonly bytes: Uint8Array;
  readonly type: "image/webp" | "image/jpeg";
  readonly width: number;
  readonly height: number;
}

export interface Room {
  /** of the longer side, in pixels; never enlarged */
  readonly side: number;
  readonly bytes: number;
}

/** "unreadable": no picture that this browser knows; "too-large": one that cannot be decoded, since it is too large or damaged. */
export class PictureFault extends Error {
  override name = "PictureFault";
  constructor(readonly reason: "unreadable" | "too-large") {
    super(reason);
  }
}

const FILE_BYTES_MAX = 64 * 1024 * 1024;
/** More than any phone makes; a browser would show a blank canvas rather than say so. */
const PIXELS_MAX = 120_000_000;
const QUALITIES = [0.82, 0.74, 0.66, 0.58, 0.5];
const STEP = 0.8;

export async function smallPicture(file: Blob, room: Room): Promise<Small> {
  if (file.size > FILE_BYTES_MAX) throw new PictureFault("too-large");
  const url = URL.createObjectURL(file);
  try {
    return await fitted(await decoded(url, file), room);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** An <img> is turned as its file says, and takes whatever else pages show. */
async function decoded(url: string, file: Blob): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } catch {
    throw new PictureFault((await isKnown(file)) ? "too-large" : "unreadable");
  }
  if (image.naturalWidth === 0 || image.naturalHeight === 0) throw new PictureFault("unreadable");
  if (image.naturalWidth * image.naturalHeight > PIXELS_MAX) throw new PictureFault("too-large");
  return image;
}

/** Begins like JPEG, PNG, WebP or GIF. */
async function isKnown(file: Blob): Promise<boolean> {
  const start = String.fromCharCode(...new Uint8Array(await file.slice(0, 12).arrayBuffer()));
  return /^(?:\xff\xd8\xff|\x89PNG|GIF8|RIFF[^]{4}WEBP)/.test(start);
}

/** With less quality, and then smaller, until it has room. */
async function fitted(image: HTMLImageElement, room: Room): Promise<Small> {
  const { naturalWidth, naturalHeight } = image;
  for (let scale = Math.min(1, room.side / Math.max(naturalWidth, naturalHeight)); ; scale *= STEP) {
    const canvas = drawn(image, Math.max(1, Math.round(naturalWidth * scale)), Math.max(1, Math.round(naturalHeight * scale)));
    for (const quality of QUALITIES) {
      const { bytes, type } = await encoded(canvas, quality);
      if (bytes.length <= room.bytes) return { bytes, type, width: canvas.width, height: canvas.height };
    }
  }
}

function drawn(image: HTMLImageElement, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { alpha: false });
  if (context === null) throw new PictureFault("too-large");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, width, height);
  return canvas;
}

/** As WebP; browsers that write none give a PNG, and then a JPEG when asked for that. */
async function encoded(canvas: HTMLCanvasElement, quality: number): Promise<Pick<Small, "bytes" | "type">> {
  for (const [type, bare] of [["image/webp", bareWebp], ["image/jpeg", bareJpeg]] as const) {
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality));
    if (blob?.type === type) return { bytes: bare(new Uint8Array(await blob.arrayBuffer())), type };
  }
  throw new PictureFault("too-large");
}
