// SPDX-License-Identifier: AGPL-3.0-or-later
//
// From the freeze to the vote: the list of codes is signed, the key is made, the opening is signed. Who is waited for stands there;
// the page looks again by itself.

import { useEffect, useState } from "preact/hooks";
import { desk as deskApi, type Act } from "../../api/desk.ts";
import { api } from "../../api/index.ts";
import { prepare, type Ceremony } from "../../api/prepare.ts";
import { ActCard } from "../../components/act/index.tsx";
import { Alert } from "../../components/alert/index.tsx";
import { Cancelled, useConfirm } from "../../components/confirm/index.tsx";
import { deskAddress, type DeskRound } from "../../components/desk/index.tsx";
import { problemText } from "../../components/problem/index.ts";
import { language, t, T } from "../../components/text/index.tsx";
import { moment } from "../../i18n/format.ts";
import { Trustees } from "./trustees.tsx";

const POLL_MS = 4000;

interface Now {
  readonly acts: readonly Act[];
  readonly ceremony: Ceremony;
}

export function Opening({ desk }: { desk: DeskRound }) {
  const [now, setNow] = useState<Now | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const { id, state } = desk.answer;
  const load = async (): Promise<void> => {
    try {
      const [acts, ceremony] = await Promise.all([deskApi.acts(id, ["credential-list", "opening"]), prepare.ceremony(id)]);
      setNow({ acts, ceremony });
      setFailure(null);
    } catch (error) {
      setFailure(problemText(error));
    }
  };
  const again = async (): Promise<void> => {
    await Promise.all([load(), desk.reload()]);
  };
  useEffect(() => {
    void load();
    if (state !== "frozen") return;
    const timer = setInterval(() => void again(), POLL_MS);
    return () => clearInterval(timer);
  }, [state]);
  const { definition, answer } = desk;
  if (state !== "frozen") {
    return (
      <Alert kind="success" title={state === "annulled" ? "prepare-over-annulled" : "prepare-over"}>
        <p>{t("prepare-over-about")}</p>
        <p>
          <a href={`/${language()}/rounds/${id}`}>{t("prepare-over-page")}</a>
        </p>
      </Alert>
    );
  }
  if (definition === null || now === null) {
    return failure === null ? (
      <p role="status">
        <T id="loading" />
      </p>
    ) : (
      <Alert kind="error" title="load-failed">
        <p>{failure}</p>
      </Alert>
    );
  }
  const signed = answer.credentials !== undefined;
  const opening = latest(now.acts, "opening");
  return (
    <div class="opening">
      <Alert kind="info" title="prepare-frozen">
        <p>{t("prepare-frozen-about", { when: moment(language(), definition.schedule.zone, definition.schedule.open) })}</p>
      </Alert>
      {failure !== null && <p class="field-message">{failure}</p>}
      <Stage number={1} title="prepare-stage-codes" done={signed}>
        <p>{t("prepare-codes-listed", { count: answer.listed })}</p>
        {answer.listed === 0 && (
          <p>
            {t("prepare-codes-none")} <a href={deskAddress(id, "codes")}>{t("desk-codes")}</a>
          </p>
        )}
        {signed ? <p>{t("prepare-codes-signed")}</p> : <Signature desk={desk} act={latest(now.acts, "credential-list")} type="credential-list" roles={["registrar", "clerk"]} possible={answer.listed > 0} onChange={again} />}
      </Stage>
      <Stage number={2} title="prepare-stage-key" done={now.ceremony.key}>
        {definition.trustees.length > 1 ? <Trustees ceremony={now.ceremony} desk={desk} /> : <p>{t(now.ceremony.key ? "prepare-key-server-done" : "prepare-key-server")}</p>}
      </Stage>
      <Stage number={3} title="prepare-stage-opening" done={false}>
        <p>{t("prepare-opening-about")}</p>
        {!signed && <p class="quiet">{t("prepare-opening-needs-list")}</p>}
        {!now.ceremony.key && <p class="quiet">{t("prepare-opening-needs-key")}</p>}
        <Signature desk={desk} act={opening} type="opening" roles={["facilitator", "clerk"]} possible={signed && now.ceremony.key} onChange={again} />
        {opening?.state === "submitted" && <p role="status">{t(definition.trustees.length > 1 ? "prepare-opening-waits" : "prepare-opening-on-its-way")}</p>}
      </Stage>
    </div>
  );
}

function Stage({ number, title, done, children }: { number: number; title: string; done: boolean; children: preact.ComponentChildren }) {
  return (
    <section class="card part stage" aria-labelledby={title}>
      <h2 id={title}>
        {t("prepare-stage", { number, title: t(title) })} {done && <span class="pill pill-open">{t("prepare-stage-done")}</span>}
      </h2>
      {children}
    </section>
  );
}

/** The newest act of a type that is not given up. */
function latest(acts: readonly Act[], type: string): Act | null {
  const alive = acts.filter((act) => act.type === type && act.state !== "withdrawn");
  return alive.reduce<Act | null>((newest, act) => (newest === null || act.id > newest.id ? act : newest), null);
}

interface SignatureProps {
  readonly desk: DeskRound;
  readonly act: Act | null;
  readonly type: string;
  /** whose signatures it needs; one of them proposes it */
  readonly roles: readonly string[];
  /** all that comes before is done */
  readonly possible: boolean;
  readonly onChange: () => Promise<void>;
}

/** An act that is proposed here and signed here. A refused one can be proposed again. */
function Signature({ desk, act, type, roles, possible, onChange }: SignatureProps) {
  const [failure, setFailure] = useState<string | null>(null);
  const { dialog, confirmed } = useConfirm(desk.session);
  const own = roles.some((role) => desk.roles.has(role));
  const propose = async (): Promise<void> => {
    setFailure(null);
    try {
      const { csrf } = await api.session();
      await confirmed(() => deskApi.of(csrf).propose(desk.answer.id, type, {}));
      await onChange();
    } catch (error) {
      if (!(error instanceof Cancelled)) setFailure(problemText(error));
    }
  };
  return (
    <>
      {dialog}
      {act !== null && <ActCard act={act} desk={desk} onChange={() => void onChange()} />}
      {failure !== null && (
        <p class="field-message" role="alert">
          {failure}
        </p>
      )}
      {possible && (act === null || act.state === "refused") && (
        <div class="actions">
          {own ? (
            <button type="button" class="primary" onClick={() => void propose()}>
              {t(`prepare-propose-${type}`)}
            </button>
          ) : (
            <p>{t(`prepare-propose-${type}-others`)}</p>
          )}
        </div>
      )}
    </>
  );
}
