// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Letters and cards for printing. They stand in the document while it is printed, and not a moment longer.

import { render } from "preact";
import { drawer, type Picture } from "../../components/qr/drawing.ts";
import { QrPicture } from "../../components/qr/index.tsx";
import { codeText, serialText, type Codes } from "../../crypto/code_batch.ts";
import { moment } from "../../i18n/format.ts";
import type { Translator } from "../../i18n/index.ts";
import { districtName, titleOf } from "./names.ts";
import type { Round } from "./codes.tsx";
import { letterTexts } from "./letter-texts.ts";

export type Kind = "letter" | "card";

/** Codes on a sheet of paper, and how many are printed at a time. */
export const SHEETS: Readonly<Record<Kind, { readonly perSheet: number; readonly portion: number }>> = {
  letter: { perSheet: 1, portion: 500 },
  card: { perSheet: 24, portion: 1200 },
};

interface Printed {
  readonly code: string;
  readonly serial: string;
  readonly picture: Picture;
}

/** What is the same on all of them. */
interface Frame {
  readonly round: Round;
  readonly rehearsal: boolean;
  /** where people type the code, as it is printed */
  readonly address: string;
  /** `district` is empty where the round has only one */
  readonly languages: readonly { readonly t: Translator; readonly title: string; readonly district: string; readonly closes: string }[];
}

const ID = "sheets";

/** Opens the browser's print window for the codes from..to-1 and resolves when it is closed. */
export async function printSheets(kind: Kind, round: Round, district: string, codes: Codes, from: number, to: number): Promise<void> {
  const draw = await drawer();
  const frame = frameOf(round, district);
  const printed = Array.from({ length: to - from }, (_, i): Printed => {
    const code = codeText(codes, from + i);
    return { code, serial: serialText(codes, from + i), picture: draw(`${location.origin}/v#${code.replace(/-/g, "")}`) };
  });
  const place = document.createElement("div");
  place.id = ID;
  document.body.append(place);
  document.body.classList.add("printing");
  render(kind === "letter" ? <Letters frame={frame} printed={printed} /> : <Cards frame={frame} printed={printed} />, place);
  await new Promise<void>((resolve) => {
    addEventListener("afterprint", () => resolve(), { once: true });
    window.print();
  });
  clearSheets();
}

export function clearSheets(): void {
  const place = document.getElementById(ID);
  if (place !== null) {
    render(null, place);
    place.remove();
  }
  document.body.classList.remove("printing");
}

function frameOf(round: Round, district: string): Frame {
  const { draft } = round.desk;
  const several = (draft?.districts.length ?? 0) > 1;
  const close = round.answer.close ?? draft?.schedule.close;
  return {
    round,
    rehearsal: draft?.kind === "rehearsal",
    address: `${location.host}/v`,
    languages: letterTexts(draft?.languages ?? []).map((t) => ({
      t,
      title: titleOf(draft?.texts, t.language) ?? round.answer.id,
      district: several ? districtName(round, district, t.language) : "",
      closes: close === undefined ? "" : t.text("letter-closes", { when: moment(t.language, draft?.schedule.zone, close) }),
    })),
  };
}

function Letters({ frame, printed }: { frame: Frame; printed: readonly Printed[] }) {
  const { languages, round, rehearsal, address } = frame;
  const [first] = languages;
  return (
    <>
      {printed.map(({ code, serial, picture }) => (
        <article class={`letter${rehearsal ? " rehearsal" : ""}${languages.length > 2 ? " many" : ""}`} key={serial}>
          {rehearsal && (
            <p class="sheet-rehearsal">
              {languages.map(({ t }) => (
                <span key={t.language} lang={t.language} dir={t.direction}>
                  {t.text("letter-rehearsal")}
                </span>
              ))}
            </p>
          )}
          <header>
            <p class="letter-city">{round.city.name}</p>
            {languages.map(({ t, title, district, closes }, i) => (
              <div key={t.language} lang={t.language} dir={t.direction}>
                {i === 0 ? <h1>{title}</h1> : <p class="letter-title">{title}</p>}
                {district !== "" && <p class="letter-district">{t.text("letter-district", { district })}</p>}
                <p class="letter-closes">{closes}</p>
              </div>
            ))}
          </header>
          <div class="letter-code">
            <QrPicture picture={picture} label="" />
            <div>
              <p class="letter-label">{languages.map(({ t }) => t.text("letter-code")).join(" · ")}</p>
              <p class="code-text">
                {code.slice(0, 11)}
                <br />
                {code.slice(12)}
              </p>
              <p class="letter-address" dir="ltr">
                {address}
              </p>
            </div>
          </div>
          <div class={`letter-how languages-${Math.min(languages.length, 4)}`}>
            {languages.map(({ t }) => (
              <section key={t.language} lang={t.language} dir={t.direction}>
                <h2>{t.text("letter-how")}</h2>
                <ol>
                  <li>{t.text("letter-step-open", { address })}</li>
                  <li>{t.text("letter-step-choose")}</li>
                  <li>{t.text("letter-step-cast")}</li>
                </ol>
                <p>{t.text("letter-secret")}</p>
              </section>
            ))}
          </div>
          <footer>
            <span>{first!.t.text("letter-serial")}</span> <span class="serial-text">{serial}</span>
          </footer>
        </article>
      ))}
    </>
  );
}

function Cards({ frame, printed }: { frame: Frame; printed: readonly Printed[] }) {
  const { perSheet } = SHEETS.card;
  const sheets = Array.from({ length: Math.ceil(printed.length / perSheet) }, (_, i) => printed.slice(i * perSheet, (i + 1) * perSheet));
  const [first] = frame.languages;
  return (
    <>
      {sheets.map((cards) => (
        <article class="card-sheet" key={cards[0]!.serial}>
          <CutMarks />
          {cards.map(({ code, serial, picture }) => (
            <section class={frame.rehearsal ? "vote-card rehearsal" : "vote-card"} key={serial}>
              <QrPicture picture={picture} label="" />
              <div>
                <p class="vote-card-title" lang={first!.t.language} dir={first!.t.direction}>
                  {frame.rehearsal ? first!.t.text("letter-rehearsal-short") : first!.title}
                </p>
                <p class="code-text">
                  {code.slice(0, 11)}
                  <br />
                  {code.slice(12)}
                </p>
                {first!.district !== "" && <p class="vote-card-district">{first!.district}</p>}
                <p class="vote-card-address" dir="ltr">
                  {frame.address}
                </p>
                <p class="serial-text">{serial}</p>
              </div>
            </section>
          ))}
        </article>
      ))}
    </>
  );
}

/** Millimetres of A4: 3 columns of 64 and 8 rows of 34, lines where to cut in the margins and a cross at each corner. */
function CutMarks() {
  const columns = [9, 73, 137, 201];
  const rows = [12.5, 46.5, 80.5, 114.5, 148.5, 182.5, 216.5, 250.5, 284.5];
  const edges = [...columns.map((x) => `M${x} 3v7M${x} 287v7`), ...rows.map((y) => `M2 ${y}h5M203 ${y}h5`)];
  const crosses = columns.flatMap((x) => rows.map((y) => `M${x - 1} ${y}h2M${x} ${y - 1}v2`));
  return (
    <svg class="cut-marks" viewBox="0 0 210 297" aria-hidden="true">
      <path d={[...edges, ...crosses].join("")} />
    </svg>
  );
}
