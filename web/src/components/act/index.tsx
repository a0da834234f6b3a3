// SPDX-License-Identifier: AGPL-3.0-or-later
//
// An act that somebody has proposed: in words, who must sign it and who has, signing it with the key on this device,
// withdrawing it, and what became of it. `onChange` gets the act as the server answered.
//
//     <ActCard act={act} desk={desk} onChange={() => load()} />

import { useState } from "preact/hooks";
import { desk as deskApi, type Act } from "../../api/desk.ts";
import { hex } from "../../crypto/bytes.ts";
import { actDigest, readAct } from "../../crypto/act.ts";
import { asText, type JsonObject } from "../../crypto/json.ts";
import { listOf, moment } from "../../i18n/format.ts";
import { keptKeys } from "../../storage/keys.ts";
import { Cancelled, useConfirm } from "../confirm/index.tsx";
import { Dialog } from "../dialog/index.tsx";
import type { DeskRound } from "../desk/index.tsx";
import { problemText } from "../problem/index.ts";
import { staffAddress } from "../signed-in/index.tsx";
import { language, t, T } from "../text/index.tsx";
import { SignForm } from "./sign.tsx";
import { needsOf, standingOf, type Need } from "./signers.ts";
import { actWords } from "./words.tsx";

const PILLS: Readonly<Record<Act["state"], string>> = { proposed: "pill pill-soon", submitted: "pill pill-soon", done: "pill pill-open", refused: "pill pill-void", withdrawn: "pill" };

interface Props {
  readonly act: Act;
  readonly desk: DeskRound;
  readonly onChange: (act: Act) => void;
}

export function ActCard({ act, desk, onChange }: Props) {
  const said = readOf(act, desk);
  return (
    <article class="card act" aria-labelledby={`act-${act.id}`}>
      <p class="act-head">
        <strong id={`act-${act.id}`}>{said === null ? t("act-unreadable") : actWords(said, desk.definition?.schedule.zone).sentence}</strong> <span class={PILLS[act.state]}>{t(`act-state-${act.state}`)}</span>
      </p>
      {said === null ? (
        <p class="field-message">
          <T id="act-unreadable-detail" />
        </p>
      ) : (
        <Said act={act} said={said} desk={desk} />
      )}
      {act.detail !== undefined && <p class="quiet">{act.detail}</p>}
      {said !== null && desk.definition !== null && <Signing act={act} desk={desk} needs={needsOf(act, desk.definition)} onChange={onChange} />}
    </article>
  );
}

/** What the text says; null where it cannot be read, or is about another round than this page: nobody should sign that. */
function readOf({ act, type }: Act, { answer }: DeskRound): JsonObject | null {
  try {
    const said = readAct(act);
    const here = said["round"] === undefined ? said["eid"] === answer.eid : said["round"] === answer.id;
    return here && asText(said["type"]) === type ? said : null;
  } catch {
    return null;
  }
}

function Said({ act, said, desk }: { act: Act; said: JsonObject; desk: DeskRound }) {
  const { facts } = actWords(said, desk.definition?.schedule.zone);
  return (
    <>
      {facts.length > 0 && (
        <dl class="facts">
          {facts.map(({ label, value }) => (
            <div key={label}>
              <dt>
                <T id={label} />
              </dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <p class="quiet">{t("act-proposed-by", { name: act.proposed_by, when: moment(language(), desk.definition?.schedule.zone, act.proposed_at / 60) })}</p>
      <details>
        <summary>
          <T id="act-exact" />
        </summary>
        <p>
          <T id="act-exact-about" />
        </p>
        <pre class="exact" tabIndex={0} aria-label={t("act-exact")}>
          {act.act}
        </pre>
        <p>
          <T id="act-digest" /> <code>{hex(actDigest(desk.city.origin, act.act))}</code>
        </p>
      </details>
    </>
  );
}

function Signing({ act, desk, needs, onChange }: Props & { needs: readonly Need[] }) {
  const { session, roles } = desk;
  const [open, setOpen] = useState(false);
  const asked = needs.some(({ role }) => roles.has(role));
  const waiting = act.state === "proposed" || act.state === "submitted";
  const standing = standingOf(needs, session, keptKeys(session.login));
  const signedBy = needs.flatMap(({ signed }) => signed.map(({ name }) => name));
  return (
    <>
      {waiting ? <Waiting needs={needs} /> : act.state === "done" && signedBy.length > 0 && <p>{t("act-signed-by", { names: listOf(language(), [...new Set(signedBy)]) })}</p>}
      {waiting && asked && (
        <>
          {standing.can === "signed" && (
            <p>
              <T id={act.state === "submitted" ? "act-on-its-way" : "act-you-have-signed"} />
            </p>
          )}
          {(standing.can === "elsewhere" || standing.can === "unnamed") && (
            <p>
              <T id={`act-${standing.can}`} /> <a href={staffAddress("key")}>{t("staff-key")}</a>
            </p>
          )}
          {standing.can === "sign" && open && (
            <SignForm
              act={act}
              desk={desk}
              kept={standing.key}
              onBack={() => setOpen(false)}
              onSigned={(signed) => {
                setOpen(false);
                onChange(signed);
              }}
            />
          )}
          {!open && act.state === "proposed" && (
            <div class="actions">
              {standing.can === "sign" && (
                <button type="button" class="primary" aria-describedby={`act-${act.id}`} onClick={() => setOpen(true)}>
                  <T id="act-sign" />
                </button>
              )}
              <Withdraw act={act} desk={desk} onChange={onChange} />
            </div>
          )}
        </>
      )}
    </>
  );
}

/** Role by role: how many, who has, who still may. */
function Waiting({ needs }: { needs: readonly Need[] }) {
  return (
    <ul class="needs">
      {needs.map(({ role, count, signed, others }) => {
        const names = (people: Need["signed"]): string => listOf(language(), people.map(({ name }) => name));
        return (
          <li key={role}>
            <strong>{t("act-need", { count, role: t(`act-role-${role}`) })}</strong> {signed.length > 0 && t("act-need-signed", { names: names(signed) })} {signed.length < count && others.length > 0 && t("act-need-waits", { names: names(others) })}
          </li>
        );
      })}
    </ul>
  );
}

function Withdraw({ act, desk, onChange }: Props) {
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const { dialog, confirmed } = useConfirm(desk.session);
  const withdraw = async (): Promise<void> => {
    setAsking(false);
    setFailure(null);
    try {
      onChange(await confirmed(() => deskApi.of(desk.session.csrf).withdraw(act.id)));
    } catch (error) {
      if (!(error instanceof Cancelled)) setFailure(problemText(error));
    }
  };
  return (
    <>
      {dialog}
      <button type="button" aria-describedby={`act-${act.id}`} onClick={() => setAsking(true)}>
        <T id="act-withdraw" />
      </button>
      {failure !== null && (
        <p class="field-message" role="alert">
          {failure}
        </p>
      )}
      {asking && (
        <Dialog title="act-withdraw-ask" onClose={() => setAsking(false)}>
          <p>
            <T id="act-withdraw-detail" />
          </p>
          <div class="actions">
            <button type="button" class="primary" onClick={() => void withdraw()}>
              <T id="act-withdraw" />
            </button>
            <button type="button" onClick={() => setAsking(false)}>
              <T id="back" />
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}

