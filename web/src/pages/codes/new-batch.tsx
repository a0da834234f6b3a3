// SPDX-License-Identifier: AGPL-3.0-or-later
//
// From the form of a new batch to codes that are in force and wiped: make, send the keys, print or save, commit.

import { useEffect, useRef, useState } from "preact/hooks";
import { desk, type UploadHead } from "../../api/desk.ts";
import { api, ApiProblem, type Session } from "../../api/index.ts";
import { Alert } from "../../components/alert/index.tsx";
import { Steps } from "../../components/steps/index.tsx";
import { language, t, T } from "../../components/text/index.tsx";
import { base64urlDecode } from "../../crypto/bytes.ts";
import { keysBlob, wipeCodes, withoutKeys, type Codes } from "../../crypto/code_batch.ts";
import { BatchForm } from "./batch-form.tsx";
import type { Round } from "./codes.tsx";
import { completeBatch, makeBatch } from "./making.ts";
import { messageOf } from "./refusals.ts";
import { Save } from "./save.tsx";
import { sendKeys, uploadName } from "./sending.ts";
import { clearSheets } from "./sheets.tsx";

type Step =
  | { readonly at: "form"; readonly failed: boolean }
  | { readonly at: "making"; readonly made: number }
  | { readonly at: "sending"; readonly codes: Codes; readonly share: number; readonly failure: string | null }
  | { readonly at: "saving"; readonly codes: Codes; readonly again: boolean; readonly failure: string | null; readonly busy: boolean }
  | { readonly at: "done"; readonly batch: string; readonly count: number };

/** In the fragment of the address, before the name of the batch. */
const DONE = "in-force-";
const NAMES = ["codes-step-form", "codes-step-make", "codes-step-save", "codes-step-done"];
const PLACE = { form: 0, making: 1, sending: 1, saving: 2, done: 3 } as const;

export function NewBatch({ round, session }: { round: Round; session: Session }) {
  const [step, setStep] = useState<Step>(() => firstStep(round));
  const [head, setHead] = useState<UploadHead | null>(null);
  const abort = useRef<AbortController | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  const committed = useRef(false);
  const { id, nonce } = round.answer;
  const unsaved = step.at === "making" || step.at === "sending" || step.at === "saving";

  useEffect(() => {
    if (!unsaved) return;
    const warn = (event: BeforeUnloadEvent): void => {
      if (committed.current) return;
      event.preventDefault();
      event.returnValue = true;
    };
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [unsaved]);
  useEffect(() => {
    if (!first.current || step.at === "done") heading.current?.focus();
    first.current = false;
  }, [PLACE[step.at]]);

  /** The session may have been renewed in another window since the page was loaded. */
  const csrf = async (): Promise<string> => (await api.session().catch(() => session)).csrf;
  const send = async (codes: Codes, of: UploadHead, again: boolean): Promise<void> => {
    const blob = keysBlob(codes);
    const { signal } = abort.current!;
    setStep({ at: "sending", codes, share: 0, failure: null });
    try {
      await sendKeys(id, of, blob, round.desk.limits.part_keys, await csrf(), (share) => {
        if (signal.aborted) throw signal.reason;
        setStep({ at: "sending", codes, share, failure: null });
      });
      setStep({ at: "saving", codes, again, failure: null, busy: false });
    } catch (error) {
      // Thrown away meanwhile: these codes are wiped.
      if (signal.aborted) return;
      setStep((now) => ({ at: "sending", codes, share: now.at === "sending" ? now.share : 0, failure: messageOf(error) }));
    }
  };
  const make = async (of: UploadHead): Promise<void> => {
    setHead(of);
    abort.current = new AbortController();
    setStep({ at: "making", made: 0 });
    try {
      const codes = await makeBatch(base64urlDecode(nonce, 16), of.count, abort.current.signal, (made) => setStep({ at: "making", made }));
      await send(codes, of, false);
    } catch (error) {
      setStep({ at: "form", failed: !(error instanceof DOMException && error.name === "AbortError") });
    }
  };
  /** A serial of the batch stands in the round already: chance, once in many million codes. */
  const makeAgain = async (codes: Codes, of: UploadHead, keys: readonly string[]): Promise<void> => {
    const rest = withoutKeys(codes, keys.map((key) => base64urlDecode(key)));
    try {
      await send(await completeBatch(base64urlDecode(nonce, 16), of.count, rest, abort.current!.signal, () => {}), of, true);
    } catch {
      setStep({ at: "form", failed: true });
    }
  };
  const commit = async (codes: Codes, of: UploadHead): Promise<void> => {
    setStep({ at: "saving", codes, again: false, failure: null, busy: true });
    try {
      await desk.of(await csrf()).uploadCommit(id, uploadName(keysBlob(codes)));
      wipeCodes(codes);
      clearSheets();
      committed.current = true;
      // Texts cannot be wiped, so the whole window is given up. What it says next stands in the address.
      history.replaceState(null, "", `#${DONE}${of.batch}`);
      location.reload();
    } catch (error) {
      const clashing = error instanceof ApiProblem && error.slug === "serial-clash" ? (error.body["keys"] as readonly string[]) : [];
      if (clashing.length > 0) await makeAgain(codes, of, clashing);
      else setStep({ at: "saving", codes, again: false, failure: messageOf(error), busy: false });
    }
  };
  const drop = (codes: Codes | null): void => {
    if (codes !== null && !confirm(t("codes-drop-ask"))) return;
    abort.current?.abort();
    if (codes !== null) wipeCodes(codes);
    clearSheets();
    setStep({ at: "form", failed: false });
  };

  return (
    <section class="new-batch" aria-labelledby="new-heading">
      <h2 id="new-heading" tabIndex={-1} ref={heading}>
        {t("codes-new")}
      </h2>
      <Steps names={NAMES} current={PLACE[step.at]} />
      {step.at === "form" && step.failed && <Alert kind="error" title="codes-make-failed" />}
      {step.at === "form" && <BatchForm round={round} kept={head} onReady={(of) => void make(of)} />}
      {step.at === "making" && head !== null && (
        <Progress title="codes-making" share={step.made / head.count} text={t("codes-made", { made: step.made, count: head.count })}>
          <button type="button" onClick={() => drop(null)}>
            {t("codes-cancel")}
          </button>
        </Progress>
      )}
      {step.at === "sending" && head !== null && (
        <>
          {step.failure !== null && (
            <Alert kind="error" title="codes-interrupted">
              <p>
                <T id={step.failure} />
              </p>
              <p>
                <T id="codes-interrupted-detail" />
              </p>
              {step.failure === "codes-refused-not-signed-in" && (
                <p>
                  <a href={`/${language()}/sign-in`} target="_blank" rel="noopener">
                    {t("codes-sign-in-other")}
                  </a>
                </p>
              )}
              <button type="button" class="primary" onClick={() => void send(step.codes, head, false)}>
                {t("codes-go-on")}
              </button>
            </Alert>
          )}
          <Progress title="codes-sending" share={step.share} text={t("codes-sent", { percent: Math.floor(step.share * 100) })}>
            <button type="button" onClick={() => drop(step.codes)}>
              {t("codes-drop")}
            </button>
          </Progress>
        </>
      )}
      {step.at === "saving" && head !== null && (
        <Save round={round} head={head} codes={step.codes} again={step.again} failure={step.failure} busy={step.busy} onCommit={() => void commit(step.codes, head)} onDrop={() => drop(step.codes)} />
      )}
      {step.at === "done" && (
        <Alert kind="success" title="codes-done">
          <p>{t("codes-done-detail", { count: step.count, batch: step.batch })}</p>
          <button type="button" onClick={() => setStep({ at: "form", failed: false })}>
            {t("codes-another")}
          </button>
        </Alert>
      )}
    </section>
  );
}

/** After a commit the page is loaded anew and begins with saying so. */
function firstStep(round: Round): Step {
  const name = location.hash.startsWith(`#${DONE}`) ? location.hash.slice(1 + DONE.length) : null;
  const made = round.desk.batches.find(({ batch }) => batch === name);
  if (name !== null) history.replaceState(null, "", location.pathname);
  return made === undefined ? { at: "form", failed: false } : { at: "done", batch: made.batch, count: made.count };
}

/** Said aloud in tens, not at every step. */
function Progress({ title, share, text, children }: { title: string; share: number; text: string; children: preact.ComponentChildren }) {
  const tens = Math.floor(share * 10) * 10;
  return (
    <div class="card making">
      <p class="making-title" id="making-title">
        <T id={title} />
      </p>
      <progress value={share} max={1} aria-labelledby="making-title" />
      <p class="making-text">{text}</p>
      <p class="visually-hidden" role="status">
        {t("codes-percent", { percent: tens })}
      </p>
      <div class="actions">{children}</div>
    </div>
  );
}
