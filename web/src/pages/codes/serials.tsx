// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Single codes by the public serial on their sheet, and lost batches: what the record says of them, and acts that void
// or reissue them. Staff never ask for a code.

import { useEffect, useRef, useState } from "preact/hooks";
import { desk, type Batch } from "../../api/desk.ts";
import { api, ApiProblem, type CredentialStatus, type Session } from "../../api/index.ts";
import { Alert } from "../../components/alert/index.tsx";
import { ErrorSummary, type FieldError } from "../../components/error-summary/index.tsx";
import { TextInput } from "../../components/inputs/index.tsx";
import { language, t, T } from "../../components/text/index.tsx";
import { hasValidCheck, normalise, showSerial } from "../../crypto/symbols.ts";
import { moment } from "../../i18n/format.ts";
import { Acts } from "./acts.tsx";
import { AT_ONCE } from "./batches.tsx";
import type { Round } from "./codes.tsx";
import { districtName } from "./names.ts";
import { messageOf } from "./refusals.ts";

const SERIAL_SYMBOLS = 9;
const REASONS = ["lost", "stolen", "moved", "deceased", "wrong-person", "paper-vote", "duplicate", "other"];

export function Serials({ round, session, clerk, onChange }: { round: Round; session: Session; clerk: boolean; onChange: () => void }) {
  const [changes, setChanges] = useState(0);
  const load = (): void => setChanges((count) => count + 1);
  const propose = async (type: string, parameters: object): Promise<void> => {
    const { csrf } = await api.session().catch(() => session);
    await desk.of(csrf).propose(round.answer.id, type, parameters);
    load();
  };
  return (
    <>
      <Lookup round={round} propose={clerk ? propose : null} />
      {clerk && <LostBatch round={round} propose={propose} />}
      <Acts
        key={changes}
        frame={round.frame}
        onReload={() => {
          load();
          onChange();
        }}
      />
    </>
  );
}

type Propose = (type: string, parameters: object) => Promise<void>;

/** Null: what was typed is no serial. */
function readSerial(typed: string): string | null {
  const symbols = normalise(typed);
  return symbols !== null && symbols.length === SERIAL_SYMBOLS && hasValidCheck(symbols) ? symbols : null;
}

function Lookup({ round, propose }: { round: Round; propose: Propose | null }) {
  const [typed, setTyped] = useState("");
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [found, setFound] = useState<CredentialStatus | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (found !== null) heading.current?.focus();
  }, [found]);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setFound(null);
    const serial = readSerial(typed);
    if (serial === null) return setErrors([{ field: "serial", text: t("codes-error-serial") }]);
    setErrors([]);
    try {
      setFound(await desk.serial(round.answer.id, serial));
    } catch (error) {
      const unknown = error instanceof ApiProblem && error.slug === "credential-unknown";
      setErrors([{ field: "serial", text: t(unknown ? "codes-refused-credential-unknown" : messageOf(error)) }]);
    }
  };
  return (
    <section aria-labelledby="serial-heading">
      <h2 id="serial-heading">{t("codes-find")}</h2>
      <p>
        <T id="codes-find-about" />
      </p>
      <ErrorSummary errors={errors} />
      <form class="serial-form" onSubmit={(event) => void submit(event)} noValidate>
        <div class={errors.length > 0 ? "field field-error" : "field"}>
          <label for="serial">{t("codes-serial")}</label>
          <input id="serial" class="code" value={typed} autocomplete="off" autocapitalize="characters" spellcheck={false} aria-invalid={errors.length > 0} onInput={(event) => setTyped(event.currentTarget.value)} />
        </div>
        <button type="submit" class="primary">
          {t("codes-find-go")}
        </button>
      </form>
      {found !== null && (
        <div class="found" key={found.serial}>
          <div class="card">
            <h3 tabIndex={-1} ref={heading}>
              {t("codes-found", { serial: showSerial(found.serial ?? "") })}
            </h3>
            <Status found={found} round={round} />
          </div>
          {propose !== null && found.void === undefined && <VoidOne round={round} found={found} propose={propose} />}
          {propose !== null && found.void !== undefined && <Reissue round={round} found={found} propose={propose} />}
        </div>
      )}
    </section>
  );
}

function Status({ found, round }: { found: CredentialStatus; round: Round }) {
  const zone = round.desk.draft?.schedule.zone;
  const last = found.ballots[found.ballots.length - 1];
  return (
    <>
      <p>
        {found.void !== undefined ? (
          <span class="pill pill-void">{t("codes-status-void")}</span>
        ) : last !== undefined ? (
          <span class="pill pill-open">{t("codes-status-voted")}</span>
        ) : (
          <span class="pill">{t("codes-status-unused")}</span>
        )}
      </p>
      <dl>
        <div>
          <dt>{t("codes-batch")}</dt>
          <dd>
            <code>{found.batch}</code>
          </dd>
        </div>
        <div>
          <dt>{t("codes-district")}</dt>
          <dd>{districtName(round, found.district ?? "", language())}</dd>
        </div>
        {last !== undefined && (
          <div>
            <dt>{t("codes-ballots")}</dt>
            <dd>{t("codes-ballots-last", { count: found.ballots.length, when: moment(language(), zone, last.minute) })}</dd>
          </div>
        )}
        {found.void !== undefined && (
          <div>
            <dt>{t("codes-void")}</dt>
            <dd>{t("codes-void-when", { when: moment(language(), zone, found.void.minute), reason: t(`codes-reason-${found.void.reason}`) })}</dd>
          </div>
        )}
      </dl>
    </>
  );
}

/** A form that proposes one act; says what became of it. `field`: the id of its first field. */
function Proposal({ field, title, about, go, values, children, propose }: { field: string; title: string; about: string; go: string; values: () => { readonly missing: string | null; readonly type: string; readonly parameters: object }; children: preact.ComponentChildren; propose: Propose }) {
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [done, setDone] = useState(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { missing, type, parameters } = values();
    setDone(false);
    if (missing !== null) return setErrors([{ field, text: t(missing) }]);
    setErrors([]);
    try {
      await propose(type, parameters);
      setDone(true);
    } catch (error) {
      setErrors([{ field, text: t(messageOf(error)) }]);
    }
  };
  return (
    <form class="card" onSubmit={(event) => void submit(event)} noValidate>
      <h3>{title}</h3>
      <ErrorSummary errors={errors} />
      <p>{about}</p>
      {children}
      <div class="actions">
        <button type="submit">{go}</button>
      </div>
      {done && <Alert kind="success" title="codes-proposed" />}
    </form>
  );
}

function Choice({ field, label, value, options, onChange }: { field: string; label: string; value: string; options: readonly (readonly [string, string])[]; onChange: (value: string) => void }) {
  return (
    <div class="field">
      <label for={field}>{label}</label>
      <select id={field} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{t("codes-choose")}</option>
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

const reasons = (): readonly (readonly [string, string])[] => REASONS.map((reason) => [reason, t(`codes-reason-${reason}`)]);

function VoidOne({ round, found, propose }: { round: Round; found: CredentialStatus; propose: Propose }) {
  const [reason, setReason] = useState("");
  const voted = found.ballots.length > 0;
  return (
    <Proposal
      field="void-reason"
      title={t("codes-void-one")}
      about={t(voted ? "codes-void-voted" : "codes-void-unused")}
      go={t("codes-propose-void")}
      values={() => ({ missing: reason === "" ? "codes-error-reason" : null, type: "void", parameters: { credential: found.key, reason } })}
      propose={propose}
      key={round.answer.id}
    >
      <Choice field="void-reason" label={t("codes-reason")} value={reason} options={reasons()} onChange={setReason} />
    </Proposal>
  );
}

function Reissue({ round, found, propose }: { round: Round; found: CredentialStatus; propose: Propose }) {
  const [batch, setBatch] = useState("");
  const spare = round.desk.batches.filter(({ purpose, district }) => (purpose === "spare" || purpose === "walk-in") && district === found.district);
  return (
    <Proposal
      field="issue-batch"
      title={t("codes-reissue")}
      about={t(spare.length === 0 ? "codes-reissue-none" : "codes-reissue-about")}
      go={t("codes-propose-issue")}
      values={() => ({ missing: isThere(batch, spare) ? null : "codes-error-batch", type: "issue", parameters: { batch, voided: showSerial(found.serial ?? "") } })}
      propose={propose}
    >
      <BatchChoice field="issue-batch" batches={spare} value={batch} onChange={setBatch} />
    </Proposal>
  );
}

const isThere = (name: string, batches: readonly Batch[]): boolean => batches.some(({ batch }) => batch === name);

/** Few are chosen from; the name of one of many is typed. */
function BatchChoice({ field, batches, value, onChange }: { field: string; batches: readonly Batch[]; value: string; onChange: (batch: string) => void }) {
  if (batches.length <= AT_ONCE) return <Choice field={field} label={t("codes-batch")} value={value} options={batches.map(({ batch }) => [batch, batch])} onChange={onChange} />;
  return <TextInput id={field} label={t("codes-batch")} value={value} onValue={(typed) => onChange(typed.trim())} />;
}

function LostBatch({ round, propose }: { round: Round; propose: Propose }) {
  const [batch, setBatch] = useState("");
  const [reason, setReason] = useState("");
  return (
    <section aria-labelledby="lost-heading">
      <h2 id="lost-heading">{t("codes-lost-batch")}</h2>
      <Proposal
        field="lost-batch"
        title={t("codes-void-batch")}
        about={t("codes-void-batch-about")}
        go={t("codes-propose-batch-void")}
        values={() => ({ missing: !isThere(batch, round.desk.batches) ? "codes-error-batch" : reason === "" ? "codes-error-reason" : null, type: "batch-void", parameters: { batch, reason } })}
        propose={propose}
      >
        <BatchChoice field="lost-batch" batches={round.desk.batches} value={batch} onChange={setBatch} />
        <Choice field="lost-reason" label={t("codes-reason")} value={reason} options={reasons()} onChange={setReason} />
      </Proposal>
    </section>
  );
}
