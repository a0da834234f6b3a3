// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The server writes the whole result page (server/pages/outcome.c); here charts learn to be saved as PNG, and a small
// round's bundle to be checked. Where the server could not write the page, all that helps is to try again.

import { render } from "preact";
import { LoadFailed } from "../../components/alert/index.tsx";
import { t } from "../../components/text/index.tsx";
import type { PageTexts } from "../../i18n/index.ts";
import { localTimes } from "../local-times.ts";
import { roundInAddress, startPage } from "../page.tsx";
import { VerifyHere } from "./verify.tsx";
import "../../styles/progress.css";
import "../../styles/read.css";
import "../../styles/result.css";

/** Pixels for each unit of the drawing: sharp on paper too. */
const SCALE = 3;

export function start(texts: PageTexts): void {
  startPage(texts, () => <LoadFailed onAgain={() => location.reload()} />);
  localTimes();
  const here = document.getElementById("verify-here");
  const round = roundInAddress();
  if (here !== null && round !== null) render(<VerifyHere round={round} bytes={Number(here.dataset["bytes"])} />, here);
  for (const figure of document.querySelectorAll<HTMLElement>("figure.chart")) addPng(figure);
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
