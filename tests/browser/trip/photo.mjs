// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A photograph as a phone makes it: twelve megapixels, lying on its side, with the place where it was taken.

/** What the file holds beside the picture and must not be served. */
export const SECRETS = ["Exif", "Acme Phone", "WGS-84"];

/** JPEG bytes of 4000 by 3000 pixels to be turned by a quarter: red on the left, which becomes red at the top. */
export async function photograph(page) {
  const plain = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(4000, 3000);
    const context = canvas.getContext("2d");
    for (const [x, colour] of [[0, "#c02020"], [2000, "#2040c0"]]) {
      context.fillStyle = colour;
      context.fillRect(x, 0, 2000, 3000);
    }
    // Grains as large as a pixel of what is made of it, so that they do not fade: much for an encoder to do.
    const grains = new ImageData(256, 256);
    grains.data.forEach((_, at) => (grains.data[at] = at % 4 === 3 ? 90 : Math.random() * 256));
    context.imageSmoothingEnabled = false;
    const bitmap = await createImageBitmap(grains);
    for (let x = 0; x < 4000; x += 1024) for (let y = 0; y < 3000; y += 1024) context.drawImage(bitmap, x, y, 1024, 1024);
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
    const url = await new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.readAsDataURL(blob);
    });
    return url.slice(url.indexOf(",") + 1);
  });
  const file = Buffer.from(plain, "base64");
  return Buffer.concat([file.subarray(0, 2), exif(), file.subarray(2)]);
}

/** APP1 (Exif 2.3, little-endian): orientation 6, who made the camera, and a place. */
function exif() {
  const entry = (tag, type, count, value) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16LE(tag, 0);
    bytes.writeUInt16LE(type, 2);
    bytes.writeUInt32LE(count, 4);
    if (typeof value === "string") bytes.write(value, 8, "latin1");
    else bytes.writeUInt32LE(value, 8);
    return bytes;
  };
  const directory = (...entries) => Buffer.concat([Buffer.from([entries.length, 0]), ...entries, Buffer.alloc(4)]);
  const rationals = (...numbers) => Buffer.concat(numbers.map((number) => Buffer.from(new Uint32Array([number, 1]).buffer)));
  const maker = Buffer.from("Acme Phone\0\0"), datum = Buffer.from("WGS-84\0\0");
  const heads = 8 + (2 + 3 * 12 + 4), place = heads + maker.length, behind = place + (2 + 5 * 12 + 4);
  const tiff = Buffer.concat([
    Buffer.from("II*\0\x08\0\0\0", "latin1"),
    directory(entry(0x010f, 2, 11, heads), entry(0x0112, 3, 1, 6), entry(0x8825, 4, 1, place)),
    maker,
    directory(entry(1, 2, 2, "N"), entry(2, 5, 3, behind), entry(3, 2, 2, "W"), entry(4, 5, 3, behind + 24), entry(0x12, 2, 7, behind + 48)),
    rationals(40, 25, 0), rationals(3, 42, 0), datum,
  ]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(2 + 6 + tiff.length, 2);
  return Buffer.concat([head, Buffer.from("Exif\0\0"), tiff]);
}

/** Drops a file on an element. */
export async function drop(page, selector, { name, type, text }) {
  const transfer = await page.evaluateHandle(
    ([fileName, fileType, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content], fileName, { type: fileType }));
      return data;
    },
    [name, type, text],
  );
  await page.dispatchEvent(selector, "dragover", { dataTransfer: transfer });
  await page.dispatchEvent(selector, "drop", { dataTransfer: transfer });
}
