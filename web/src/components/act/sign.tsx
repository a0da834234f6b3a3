// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The passphrase, the signature, and where it went. The secret key is in memory from the passphrase to the signature.

import { useEffect, useState } from "preact/hooks";
import { desk as deskApi, type Act } from "../../api/desk.ts";
import { ApiProblem, type Session } from "../../api/index.ts";
import { signAct } from "../../crypto/act.ts";
import { base64url, base64urlDecode, equal } from "../../crypto/bytes.ts";
import { idText, openSecretFile, publicOf, wipe, type SigningKey } from "../../crypto/minisign.ts";
import type { KeptKey } from "../../storage/keys.ts";
import { Cancelled, useConfirm } from "../confirm/index.tsx";
import type { DeskRound } from "../desk/index.tsx";
import { Field } from "../field/index.tsx";
import { Progress, useWork } from "../passphrase/index.tsx";
import { problemText } from "../problem/index.ts";
import { t, T } from "../text/index.tsx";

const POLL_MS = 500;
const POLLS = 60;

interface Props {
  readonly act: Act;
  readonly desk: DeskRound;
  readonly kept: KeptKey;
  readonly onSigned: (act: Act) => void;
  readonly onBack: () => void;
}

export function SignForm({ act, desk, kept, onSigned, onBack }: Props) {
  return (
    <WithKey
      id={`act-passphrase-${act.id}`}
      kept={kept}
      session={desk.session}
      go="act-sign-go"
      sign={async (key) => base64url(signAct(desk.city.origin, act.act, key))}
      send={async (signature) => {
        const api = deskApi.of(desk.session.csrf);
        onSigned(await settled(await api.sign(act.id, kept.public, signature)));
      }}
      onBack={onBack}
    />
  );
}

/** An act that is on its way into the record, when it has arrived or was refused; an opening waits for its trustees. */
async function settled(act: Act): Promise<Act> {
  for (let i = 0; i < POLLS && act.state === "submitted" && act.type !== "opening"; i++) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    act = await deskApi.act(act.id);
  }
  return act;
}

interface WithKeyProps {
  readonly id: string;
  readonly kept: KeptKey;
  readonly session: Session;
  /** message id of the button */
  readonly go: string;
  /** With the secret key, which is wiped as soon as this is done. */
  readonly sign: (key: SigningKey) => Promise<string>;
  /** What was signed goes to the server; asked again where it wants the person confirmed. */
  readonly send: (signed: string) => Promise<void>;
  readonly onBack: () => void;
}

/** A form that asks for the passphrase of a kept key, signs, and hands in. */
export function WithKey({ id, kept, session, go, sign, send, onBack }: WithKeyProps) {
  const [passphrase, setPassphrase] = useState("");
  const [error, setError] = useState<string | undefined>(undefined);
  const [sending, setSending] = useState(false);
  const { progress, run } = useWork();
  const { dialog, confirmed } = useConfirm(session);
  useEffect(() => document.getElementById(id)?.focus(), []);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (progress !== null || sending) return;
    let signed = "";
    const wrong = await run(async (report) => {
      const key = await openSecretFile(kept.file, passphrase, report);
      try {
        if (!equal(publicOf(key), base64urlDecode(kept.public, 32))) throw new Error("another key");
        signed = await sign(key);
      } finally {
        wipe(key);
      }
    });
    setError(wrong);
    if (wrong !== undefined) return document.getElementById(id)?.focus();
    setPassphrase("");
    setSending(true);
    try {
      await confirmed(() => send(signed));
    } catch (failure) {
      if (!(failure instanceof Cancelled)) setError(failure instanceof ApiProblem && failure.slug === "bad-signature" ? `${t("act-bad-signature")} ${failure.detail}` : problemText(failure));
    } finally {
      setSending(false);
    }
  };
  return (
    <>
      {/* beside the form: it has one of its own */}
      {dialog}
      <form class="sign" onSubmit={(event) => void submit(event)} noValidate>
        <p>{t("act-with-key", { number: idText(base64urlDecode(kept.id)) })}</p>
        <Field id={id} label="act-passphrase" type="password" value={passphrase} onValue={setPassphrase} error={error} />
        <Progress progress={progress} />
        <div role="status">{sending && <T id="act-sending" />}</div>
        <div class="actions">
          <button type="submit" class="primary" aria-disabled={progress !== null || sending}>
            <T id={go} />
          </button>
          <button type="button" onClick={onBack}>
            <T id="cancel" />
          </button>
        </div>
      </form>
    </>
  );
}
