// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The server writes the whole result page (server/pages/outcome.c); here charts learn to be saved as PNG. Where the
// server could not write it, all that helps is to try again.

import { Alert } from "../../components/alert/index.tsx";
import { t } from "../../components/text/index.tsx";
import type { PageTexts } from "../../i18n/index.ts";
import { localTimes } from "../local-times.ts";
import { startPage } from "../page.tsx";
import "../../styles/read.css";
import "../../styles/result.css";

/** Pixels for each unit of the drawing: sharp on paper too. */
const SCALE = 3;

export function start(texts: PageTexts): void {
  startPage(texts, () => <Unavailable />);
  localTimes();
  for (const figure of document.querySelectorAll<HTMLElement>("figure.chart")) addPng(figure);
}

function Unavailable() {
  return (
    <Alert kind="error" title="load-failed">
      <button type="button" onClick={() => location.reload()}>
        {t("try-again")}
      </button>
    </Alert>
  );
}

function addPng(figure: HTMLElement): void {
  const image = figure.querySelector("img");
  const links = figure.querySelector(".links");
  if (image === null || links === null) return;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = t("chart-png");
  button.onclick = () => void savePng(image);
  links.append(document.createElement("li"));
  links.lastElementChild!.append(button);
}

async function savePng(image: HTMLImageElement): Promise<void> {
  image.loading = "eager";
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Number(image.getAttribute("width")) * SCALE;
  canvas.height = Number(image.getAttribute("height")) * SCALE;
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob === null) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${/([^/]+)\.svg/.exec(image.src)?.[1] ?? "chart"}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
