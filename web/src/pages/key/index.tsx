// SPDX-License-Identifier: AGPL-3.0-or-later
//
// One's signing key: made here, kept here under a passphrase, known to the server by its public half only.

import "../../styles/staff.css";
import { useState } from "preact/hooks";
import type { Session } from "../../api/index.ts";
import { staff } from "../../api/staff.ts";
import { Alert } from "../../components/alert/index.tsx";
import { Cancelled, useConfirm } from "../../components/confirm/index.tsx";
import { problemText } from "../../components/problem/index.ts";
import { SignedIn } from "../../components/signed-in/index.tsx";
import { T } from "../../components/text/index.tsx";
import { keepKey, keptKeys, type KeptKey } from "../../storage/keys.ts";
import type { PageTexts } from "../../i18n/index.ts";
import { startPage } from "../page.tsx";
import { Former, KeyHere } from "./here.tsx";
import { ImportKey } from "./import.tsx";
import { MakeKey } from "./make.tsx";

export function start(texts: PageTexts): void {
  startPage(texts, () => <SignedIn page="key">{(session, reload) => <Key session={session} reload={reload} />}</SignedIn>);
}

function Key({ session, reload }: { session: Session; reload: () => Promise<void> }) {
  const { dialog, confirmed } = useConfirm(session);
  const [view, setView] = useState<"shown" | "make" | "import">("shown");
  const [keys, setKeys] = useState(() => keptKeys(session.login));
  const [failure, setFailure] = useState<string | null>(null);
  const keep = (key: KeptKey): boolean => {
    const kept = keepKey(session.login, key);
    setFailure(kept ? null : "key-not-kept");
    if (kept) setKeys(keptKeys(session.login));
    return kept;
  };
  /** Tells the server; what is in force there is shown by the session. */
  const use = async (key: KeptKey): Promise<void> => {
    setFailure(null);
    try {
      if (key.public !== session.signing_key) await confirmed(async () => void (await staff.of(session.csrf).setSigningKey(key.public, key.id)));
      await reload();
    } catch (error) {
      if (!(error instanceof Cancelled)) setFailure(problemText(error));
    }
  };
  const arrived = async (key: KeptKey): Promise<void> => {
    setView("shown");
    // What is kept nowhere must not become the key that the server knows.
    if (keep(key)) await use(key);
  };
  const back = (): void => setView("shown");
  const here = keys.find((key) => key.public === session.signing_key);
  const others = keys.filter((key) => key !== here);
  return (
    <>
      {dialog}
      {failure !== null && (
        <Alert kind="error" title="key-failed">
          <p>{failure === "key-not-kept" ? <T id="key-not-kept" /> : failure}</p>
        </Alert>
      )}
      {view === "make" && <MakeKey replaces={session.signing_key !== undefined} onKey={arrived} onBack={back} />}
      {view === "import" && <ImportKey expected={session.signing_key} onKey={arrived} onBack={back} />}
      {view === "shown" && (
        <>
          <p>
            <T id="key-about" />
          </p>
          {here !== undefined && <KeyHere login={session.login} kept={here} onKept={keep} />}
          {here === undefined && (
            <Alert kind="warning" title={session.signing_key === undefined ? "key-none" : "key-elsewhere"}>
              <p>
                <T id={session.signing_key === undefined ? "key-none-detail" : "key-elsewhere-detail"} />
              </p>
            </Alert>
          )}
          <div class="actions">
            <button type="button" class={session.signing_key === undefined ? "primary" : ""} onClick={() => setView("make")}>
              <T id={session.signing_key === undefined ? "key-make" : "key-replace"} />
            </button>
            {here === undefined && (
              <button type="button" class={session.signing_key === undefined ? "" : "primary"} onClick={() => setView("import")}>
                <T id="key-import" />
              </button>
            )}
          </div>
          {others.length > 0 && <Former login={session.login} keys={others} onUse={use} />}
        </>
      )}
    </>
  );
}
