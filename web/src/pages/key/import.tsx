// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A key file of minisign or of `folkmoot keys new` onto this device. One without a passphrase gets one here.

import { useEffect, useRef, useState } from "preact/hooks";
import { Field } from "../../components/field/index.tsx";
import { NewPassword, PASSWORD_CHARS_MIN } from "../../components/field/index.tsx";
import { T, t } from "../../components/text/index.tsx";
import { isEncrypted, openSecretFile, SECRET_FILE_MAX_CHARS } from "../../crypto/minisign.ts";
import type { KeptKey } from "../../storage/keys.ts";
import { Progress, protect, useWork } from "../../components/passphrase/index.tsx";

/** `expected`: the public key that the server knows. */
export function ImportKey({ expected, onKey, onBack }: { expected: string | undefined; onKey: (key: KeptKey) => Promise<void>; onBack: () => void }) {
  const [file, setFile] = useState("");
  const [encrypted, setEncrypted] = useState(true);
  const [passphrase, setPassphrase] = useState("");
  const [shown, setShown] = useState(false);
  const [fault, setFault] = useState<{ field: "file" | "passphrase"; text: string } | null>(null);
  const { progress, run } = useWork();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  const choose = async (chosen: File | undefined): Promise<void> => {
    setFault(null);
    setFile("");
    if (chosen === undefined) return;
    try {
      const text = chosen.size > SECRET_FILE_MAX_CHARS ? "" : await chosen.text();
      setEncrypted(isEncrypted(text));
      setFile(text);
    } catch {
      setFault({ field: "file", text: t("key-file-wrong") });
    }
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (progress !== null) return;
    if (file === "") return setFault({ field: "file", text: t("key-file-missing") });
    if (!encrypted && [...passphrase].length < PASSWORD_CHARS_MIN) return setFault({ field: "passphrase", text: t("key-passphrase-short") });
    let kept: KeptKey | undefined;
    const wrong = await run(async (report) => {
      const key = await openSecretFile(file, encrypted ? passphrase : null, (part) => report(part / 3));
      kept = await protect(key, passphrase, (part) => report(1 / 3 + (part * 2) / 3));
    });
    if (wrong !== undefined) return setFault({ field: encrypted ? "passphrase" : "file", text: wrong });
    if (expected !== undefined && kept!.public !== expected) return setFault({ field: "file", text: t("key-file-other") });
    await onKey({ ...kept!, copied: true });
  };
  const of = (field: string): string | undefined => (fault?.field === field ? fault.text : undefined);
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <h2 ref={heading} tabIndex={-1}>
        <T id="key-import" />
      </h2>
      <div class={of("file") === undefined ? "field" : "field field-error"}>
        <label for="key-file">
          <T id="key-file" />
        </label>
        {of("file") !== undefined && (
          <p id="key-file-error" class="field-message" role="alert">
            {of("file")}
          </p>
        )}
        <input id="key-file" type="file" aria-describedby={of("file") === undefined ? undefined : "key-file-error"} onChange={(event) => void choose(event.currentTarget.files?.[0])} />
      </div>
      {encrypted ? (
        <Field id="passphrase" label="key-passphrase-of-file" type="password" value={passphrase} onValue={setPassphrase} error={of("passphrase")} />
      ) : (
        <NewPassword id="passphrase" label="key-passphrase" value={passphrase} onValue={setPassphrase} shown={shown} onShown={setShown} error={of("passphrase")} />
      )}
      <Progress progress={progress} />
      <div class="actions">
        <button type="submit" class="primary" aria-disabled={progress !== null}>
          <T id="key-import" />
        </button>
        <button type="button" onClick={onBack}>
          <T id="cancel" />
        </button>
      </div>
    </form>
  );
}
