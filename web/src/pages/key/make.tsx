// SPDX-License-Identifier: AGPL-3.0-or-later
import { useEffect, useRef, useState } from "preact/hooks";
import { Alert } from "../../components/alert/index.tsx";
import { NewPassword, PASSWORD_CHARS_MIN } from "../../components/field/index.tsx";
import { T, t } from "../../components/text/index.tsx";
import { makeKey } from "../../crypto/minisign.ts";
import type { KeptKey } from "../../storage/keys.ts";
import { Progress, protect, random, useWork } from "../../components/passphrase/index.tsx";

export function MakeKey({ replaces, onKey, onBack }: { replaces: boolean; onKey: (key: KeptKey) => Promise<void>; onBack: () => void }) {
  const [passphrase, setPassphrase] = useState("");
  const [shown, setShown] = useState(false);
  const [error, setError] = useState<string | undefined>(undefined);
  const { progress, run } = useWork();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (progress !== null) return;
    if ([...passphrase].length < PASSWORD_CHARS_MIN) return setError(t("key-passphrase-short"));
    let made: KeptKey | undefined;
    setError(await run(async (report) => void (made = await protect(makeKey(random), passphrase, report))));
    if (made !== undefined) await onKey(made);
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <h2 ref={heading} tabIndex={-1}>
        <T id={replaces ? "key-replace" : "key-make"} />
      </h2>
      {replaces && (
        <Alert kind="warning" title="key-replace-title">
          <p>
            <T id="key-replace-detail" />
          </p>
        </Alert>
      )}
      <p>
        <T id="key-make-about" />
      </p>
      <NewPassword id="passphrase" label="key-passphrase" value={passphrase} onValue={setPassphrase} shown={shown} onShown={setShown} error={error} />
      <Progress progress={progress} />
      <div class="actions">
        <button type="submit" class="primary" aria-disabled={progress !== null}>
          <T id="key-make" />
        </button>
        <button type="button" onClick={onBack}>
          <T id="cancel" />
        </button>
      </div>
    </form>
  );
}
