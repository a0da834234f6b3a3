// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A QR code, drawn when its encoder has arrived: nobody waits for it, and without it the page says the same in words.

import { useEffect, useState } from "preact/hooks";
import { drawer, type Picture } from "./drawing.ts";

/** `label` says what is behind the code. */
export function Qr({ text, label }: { text: string; label: string }) {
  const [picture, setPicture] = useState<Picture | null>(null);
  useEffect(() => {
    let over = false;
    drawer().then(
      (draw) => {
        if (!over) setPicture(draw(text));
      },
      () => {}, // not loaded: the link beside it does the same
    );
    return () => {
      over = true;
    };
  }, [text]);
  if (picture === null) return null;
  return <QrPicture picture={picture} label={label} />;
}

export function QrPicture({ picture, label }: { picture: Picture; label: string }) {
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${picture.size} ${picture.size}`} shape-rendering="crispEdges">
      <path d={picture.path} />
    </svg>
  );
}
