// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Reads QR codes where the browser does not: with the decoder of the package `qr`, on a picture as small as still shows one.

import decodeQR from "qr/decode.js";
import type { Detector } from "./index.tsx";

const SIDE_PX = 480;

export function decoder(): Detector {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return {
    async detect(video) {
      if (context === null || video.videoWidth === 0) return [];
      const scale = Math.min(1, SIDE_PX / Math.min(video.videoWidth, video.videoHeight));
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      context.drawImage(video, 0, 0, canvas.width, canvas.height);
      try {
        return [{ rawValue: decodeQR(context.getImageData(0, 0, canvas.width, canvas.height)) }];
      } catch {
        return []; // no code in this picture
      }
    },
  };
}
