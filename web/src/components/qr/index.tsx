// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A QR code, drawn when its encoder has arrived: nobody waits for it, and without it the page says the same in words.

import { useEffect, useState } from "preact/hooks";

interface Picture {
  readonly size: number;
  readonly path: string;
}

/** `label` says what is behind the code. */
export function Qr({ text, label }: { text: string; label: string }) {
  const [picture, setPicture] = useState<Picture | null>(null);
  useEffect(() => {
    let over = false;
    import("uqr").then(
      ({ encode }) => {
        const { size, data } = encode(text, { ecc: "M", border: 4 });
        if (!over) setPicture({ size, path: pathOf(data) });
      },
      () => {}, // not loaded: the link beside it does the same
    );
    return () => {
      over = true;
    };
  }, [text]);
  if (picture === null) return null;
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${picture.size} ${picture.size}`} shape-rendering="crispEdges">
      <path d={picture.path} />
    </svg>
  );
}

/** One bar for each run of dark modules in a row. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  let path = "";
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      const from = x;
      while (row[x] === true) x++;
      if (x > from) path += `M${from} ${y}h${x - from}v1h${from - x}z`;
    }
  });
  return path;
}
