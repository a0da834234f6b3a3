// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A QR code as a path, by an encoder that is loaded when the first is drawn.

export interface Picture {
  readonly size: number;
  readonly path: string;
}

export async function drawer(): Promise<(text: string) => Picture> {
  const { encode } = await import("uqr");
  return (text) => {
    const { size, data } = encode(text, { ecc: "M", border: 4 });
    return { size, path: pathOf(data) };
  };
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
