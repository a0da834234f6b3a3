// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The key on this device: what it is, copies of it, another passphrase; and the keys from before.

import { useState } from "preact/hooks";
import { Alert } from "../../components/alert/index.tsx";
import { Field, NewPassword, PASSWORD_CHARS_MIN } from "../../components/field/index.tsx";
import { T, t } from "../../components/text/index.tsx";
import { base64urlDecode } from "../../crypto/bytes.ts";
import { idText, openSecretFile, publicFile, publicLine, secretFile, wipe } from "../../crypto/minisign.ts";
import type { KeptKey } from "../../storage/keys.ts";
import { Progress, protect, random, useWork } from "../../components/passphrase/index.tsx";

const asFile = (text: string): string => `data:application/octet-stream,${encodeURIComponent(text)}`;
const idOf = (key: KeptKey): string => idText(base64urlDecode(key.id));

export function KeyHere({ login, kept, onKept }: { login: string; kept: KeptKey; onKept: (key: KeptKey) => boolean }) {
  const [id, key] = [base64urlDecode(kept.id), base64urlDecode(kept.public)];
  return (
    <>
      {kept.copied ? (
        <Alert kind="success" title="key-here" />
      ) : (
        <Alert kind="warning" title="key-copy-title">
          <p>
            <T id="key-copy-detail" />
          </p>
        </Alert>
      )}
      <dl>
        <dt>
          <T id="key-number" />
        </dt>
        <dd>
          <code id="key-number">{idOf(kept)}</code>
        </dd>
        <dt>
          <T id="key-public" />
        </dt>
        <dd>
          <code id="key-public">{publicLine(id, key)}</code>
        </dd>
      </dl>
      <div class="actions">
        <a class={kept.copied ? "button" : "button primary"} href={asFile(kept.file)} download={`${login}.key`} onClick={() => onKept({ ...kept, copied: true })}>
          <T id="key-save" />
        </a>
        <a class="button" href={asFile(publicFile(id, key))} download={`${login}.pub`}>
          <T id="key-save-public" />
        </a>
      </div>
      <NewPassphrase kept={kept} onKept={onKept} />
      <Plain login={login} kept={kept} />
    </>
  );
}

function NewPassphrase({ kept, onKept }: { kept: KeptKey; onKept: (key: KeptKey) => boolean }) {
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const [shown, setShown] = useState(false);
  const [done, setDone] = useState(false);
  const [fault, setFault] = useState<{ field: "old" | "fresh"; text: string } | null>(null);
  const { progress, run } = useWork();
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (progress !== null) return;
    setDone(false);
    if ([...fresh].length < PASSWORD_CHARS_MIN) return setFault({ field: "fresh", text: t("key-passphrase-short") });
    let changed = false;
    const wrong = await run(async (report) => {
      const key = await openSecretFile(kept.file, old, (part) => report(part / 3));
      changed = onKept(await protect(key, fresh, (part) => report(1 / 3 + (part * 2) / 3)));
    });
    setFault(wrong === undefined ? null : { field: "old", text: wrong });
    setDone(changed);
    setOld("");
    setFresh("");
  };
  const of = (field: string): string | undefined => (fault?.field === field ? fault.text : undefined);
  return (
    <details class="card part">
      <summary>
        <T id="key-change" />
      </summary>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Field id="old-passphrase" label="key-passphrase-old" type="password" value={old} onValue={setOld} error={of("old")} />
        <NewPassword id="new-passphrase" label="key-passphrase-new" value={fresh} onValue={setFresh} shown={shown} onShown={setShown} error={of("fresh")} />
        <Progress progress={progress} />
        <p role="status">{done && <T id="key-changed" />}</p>
        <button type="submit" aria-disabled={progress !== null}>
          <T id="key-change" />
        </button>
      </form>
    </details>
  );
}

function Plain({ login, kept }: { login: string; kept: KeptKey }) {
  const [passphrase, setPassphrase] = useState("");
  const [plain, setPlain] = useState<string | null>(null);
  const [error, setError] = useState<string | undefined>(undefined);
  const { progress, run } = useWork();
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (progress !== null) return;
    setPlain(null);
    setError(
      await run(async (report) => {
        const key = await openSecretFile(kept.file, passphrase, report);
        setPlain(await secretFile(key, null, random));
        wipe(key);
      }),
    );
    setPassphrase("");
  };
  return (
    <details class="card part">
      <summary>
        <T id="key-plain" />
      </summary>
      <Alert kind="warning" title="key-plain-title">
        <p>
          <T id="key-plain-detail" />
        </p>
      </Alert>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Field id="plain-passphrase" label="key-passphrase-old" type="password" value={passphrase} onValue={setPassphrase} error={error} />
        <Progress progress={progress} />
        <div class="actions">
          <button type="submit" aria-disabled={progress !== null}>
            <T id="key-plain-make" />
          </button>
          {plain !== null && (
            // Gone from the page as soon as the browser has taken it.
            <a class="button" href={asFile(plain)} download={`${login}-unprotected.key`} onClick={() => setTimeout(() => setPlain(null))}>
              <T id="key-plain-save" />
            </a>
          )}
        </div>
      </form>
    </details>
  );
}

export function Former({ login, keys, onUse }: { login: string; keys: readonly KeptKey[]; onUse: (key: KeptKey) => Promise<void> }) {
  return (
    <section class="card part">
      <h2>
        <T id="key-others" />
      </h2>
      <p>
        <T id="key-others-about" />
      </p>
      <ul>
        {keys.map((key) => (
          <li key={key.public}>
            <code>{idOf(key)}</code>
            <div class="actions">
              <a class="button" href={asFile(key.file)} download={`${login}-${idOf(key)}.key`} aria-label={t("key-save-of", { number: idOf(key) })}>
                <T id="key-save" />
              </a>
              <button type="button" aria-label={t("key-use-of", { number: idOf(key) })} onClick={() => void onUse(key)}>
                <T id="key-use" />
              </button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
