// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What a new batch is to be: how many, what for, for which district, handed out where.

import { useState } from "preact/hooks";
import type { Purpose, UploadHead } from "../../api/desk.ts";
import { ErrorSummary, type FieldError } from "../../components/error-summary/index.tsx";
import { language, t, T } from "../../components/text/index.tsx";
import type { Round } from "./codes.tsx";
import { districtName } from "./names.ts";

const PURPOSES: readonly Purpose[] = ["letter", "card", "walk-in", "spare"];
const NAME = /^[a-z0-9-]{1,32}$/;
/** Smaller ones say too much about who voted (docs/protocol.md section 3). */
const SMALL = 50;

export function BatchForm({ round, kept, onReady }: { round: Round; kept: UploadHead | null; onReady: (head: UploadHead) => void }) {
  const districts = round.desk.draft?.districts ?? [];
  const [count, setCount] = useState("");
  const [purpose, setPurpose] = useState<Purpose>(kept?.purpose ?? "letter");
  const [district, setDistrict] = useState(kept?.district ?? (districts.length === 1 ? districts[0]!.id : ""));
  const [site, setSite] = useState(kept?.site ?? "");
  const [name, setName] = useState<string | null>(null);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const { limits } = round.desk;
  const batch = name ?? suggested(round, purpose, district);
  const wanted = /^[0-9]{1,9}$/.test(count.replace(/[\s.,'’]/g, "")) ? Number(count.replace(/[\s.,'’]/g, "")) : NaN;
  const maximum = new Intl.NumberFormat(language()).format(limits.batch_keys);

  const submit = (event: Event): void => {
    event.preventDefault();
    const found: FieldError[] = [];
    const fail = (field: string, text: string): void => void found.push({ field, text });
    if (!(wanted >= 1 && wanted <= limits.batch_keys)) fail("count", t("codes-error-count", { max: maximum }));
    if (district === "") fail("district", t("codes-error-district"));
    if (site !== "" && !NAME.test(site)) fail("site", t("codes-error-site"));
    if (!NAME.test(batch)) fail("batch", t("codes-error-name"));
    else if (round.desk.batches.some((there) => there.batch === batch)) fail("batch", t("codes-error-taken", { batch }));
    else if (round.desk.batches.length >= limits.batches) fail("batch", t("codes-error-batches"));
    setErrors(found);
    if (found.length === 0) onReady({ batch, district, purpose, count: wanted, ...(site === "" ? {} : { site }) });
  };
  const field = (id: string, hint: string | null, control: (described: { "aria-describedby"?: string; "aria-invalid": boolean }) => preact.JSX.Element, label = id) => {
    const error = errors.find((one) => one.field === id);
    const described = [...(hint === null ? [] : [`${id}-hint`]), ...(error === undefined ? [] : [`${id}-error`])].join(" ");
    return (
      <div class={error === undefined ? "field" : "field field-error"}>
        <label for={id}>{t(`codes-${label}`)}</label>
        {hint !== null && (
          <p id={`${id}-hint`} class="quiet">
            {hint}
          </p>
        )}
        {error !== undefined && (
          <p id={`${id}-error`} class="field-message">
            {error.text}
          </p>
        )}
        {control({ ...(described === "" ? {} : { "aria-describedby": described }), "aria-invalid": error !== undefined })}
      </div>
    );
  };

  return (
    <form class="card batch-form" onSubmit={submit} noValidate>
      <ErrorSummary errors={errors} />
      <p>
        <T id="codes-about" />
      </p>
      {field("count", t("codes-count-hint", { max: maximum }), (more) => (
        <input id="count" inputMode="numeric" autocomplete="off" value={count} onInput={(event) => setCount(event.currentTarget.value)} {...more} />
      ))}
      {wanted > 0 && wanted < SMALL && (
        <p class="why" role="status">
          <T id="codes-small" />
        </p>
      )}
      <fieldset class="field purposes">
        <legend>{t("codes-purpose")}</legend>
        {PURPOSES.map((one) => (
          <div class="pick" key={one}>
            <input type="radio" name="purpose" id={`purpose-${one}`} checked={purpose === one} onChange={() => setPurpose(one)} aria-describedby={`purpose-${one}-hint`} />
            <label for={`purpose-${one}`}>{t(`codes-purpose-${one}`)}</label>
            <span id={`purpose-${one}-hint`} class="quiet">
              {t(`codes-purpose-${one}-hint`)}
            </span>
          </div>
        ))}
      </fieldset>
      {field("district", null, (more) => (
        <select id="district" value={district} onChange={(event) => setDistrict(event.currentTarget.value)} {...more}>
          {districts.length !== 1 && <option value="">{t("codes-choose")}</option>}
          {districts.map(({ id }) => (
            <option key={id} value={id}>
              {districtName(round, id, language())}
            </option>
          ))}
        </select>
      ))}
      {field("site", t("codes-site-hint"), (more) => (
        <input id="site" autocomplete="off" autocapitalize="none" spellcheck={false} value={site} onInput={(event) => setSite(event.currentTarget.value.trim())} {...more} />
      ))}
      {field("batch", t("codes-name-hint"), (more) => (
        <input id="batch" autocomplete="off" autocapitalize="none" spellcheck={false} value={batch} onInput={(event) => setName(event.currentTarget.value.trim())} {...more} />
      ), "name")}
      <div class="actions">
        <button type="submit" class="primary">
          {t("codes-make")}
        </button>
      </div>
    </form>
  );
}

/** A name that is free, e.g. letter-centre-2. */
function suggested(round: Round, purpose: Purpose, district: string): string {
  const stem = [purpose, ...(district === "" || district === "all" ? [] : [district])].join("-").slice(0, 28);
  let number = 1;
  while (round.desk.batches.some(({ batch }) => batch === `${stem}-${number}`)) number++;
  return `${stem}-${number}`;
}
