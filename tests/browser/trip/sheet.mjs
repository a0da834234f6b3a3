// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The contact sheet of an album: index.html with every picture, small, and for each journey a picture of its part,
// JOURNEY/contact.png; all in one would be more than a browser can draw.

import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const PATIENCE_MS = 120_000;
const STYLE = `body{font:12px sans-serif;margin:8px} h2{margin:12px 0 4px} table{border-collapse:collapse} td,th{padding:2px;text-align:left;vertical-align:top;font-weight:400}
img{block-size:118px;object-fit:cover;object-position:top;border:1px solid #999;display:block} th{inline-size:130px}`;
/** Of a small picture, by the width of the window: wide enough to show what stands at the side. */
const SMALL_PX = { 320: 84, 375: 84, 768: 118, 1280: 166 };

const escape = (text) => text.replace(/[&<>"]/g, (symbol) => `&#${symbol.charCodeAt(0)};`);

/** `pictures`: [{ journey, number, state, language, files: [{ width, scheme, file }], tree }], paths from the album. */
export async function writeSheet(browser, album, pictures) {
  const journeys = [...new Set(pictures.map(({ journey }) => journey))].sort();
  const rows = (journey) => [...new Set(pictures.filter((picture) => picture.journey === journey).map(({ number, state }) => `${number} ${state}`))].sort();
  const cells = (journey, row) =>
    pictures
      .filter((picture) => picture.journey === journey && `${picture.number} ${picture.state}` === row)
      .sort((a, b) => (a.language < b.language ? -1 : 1))
      .map(({ language, files, tree }) => `${files.map(({ width, scheme, file }) => `<td><a href="${escape(file)}"><img src="${escape(file)}" width="${SMALL_PX[width]}" loading="lazy" alt="${width} ${scheme}"></a></td>`).join("")}<td><a href="${escape(tree)}">${language} tree</a></td>`)
      .join("");
  const tables = journeys.map((journey) => `<section id="${escape(journey)}"><h2>${escape(journey)}</h2><table>${rows(journey).map((row) => `<tr><th>${escape(row)}</th>${cells(journey, row)}</tr>`).join("\n")}</table></section>`);
  const file = path.join(album, "index.html");
  writeFileSync(file, `<!doctype html><html lang="en"><meta charset="utf-8"><title>Journeys</title><style>${STYLE}</style><h1>Journeys</h1>\n${tables.join("\n")}\n</html>\n`);

  const page = await browser.newPage({ viewport: { width: 2160, height: 1000 } });
  await page.goto(pathToFileURL(file).href);
  for (const journey of journeys) {
    await page.evaluate(async (id) => {
      for (const section of document.querySelectorAll("section")) section.hidden = section.id !== id;
      const images = [...document.getElementById(id).querySelectorAll("img")];
      for (const image of images) image.loading = "eager";
      await Promise.all(images.map((image) => image.decode()));
    }, journey);
    await page.screenshot({ path: path.join(album, journey, "contact.png"), fullPage: true, timeout: PATIENCE_MS });
  }
  await page.close();
}
