// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Before what cannot be taken back the server asks once more who is there. `confirmed` runs an action; when it is
// refused for that reason a dialog asks for password or code, and the action runs again.

import type { ComponentChild } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem, type Session } from "../../api/index.ts";
import { staff } from "../../api/staff.ts";
import { sixDigits } from "../authenticator/index.tsx";
import { Field } from "../field/index.tsx";
import { T } from "../text/index.tsx";
import { problemText } from "../problem/index.ts";

/** The person closed the dialog: nothing was done, and there is nothing to say. */
export class Cancelled extends Error {
  override name = "Cancelled";
}

interface Waiting {
  readonly go: () => void;
  readonly cancel: () => void;
}

export function useConfirm(session: Session): { dialog: ComponentChild; confirmed: <R>(action: () => Promise<R>) => Promise<R> } {
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const confirmed = async <R,>(action: () => Promise<R>): Promise<R> => {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.slug !== "confirmation-needed") throw error;
    }
    try {
      await new Promise<void>((resolve, reject) => setWaiting({ go: resolve, cancel: () => reject(new Cancelled()) }));
    } finally {
      setWaiting(null);
    }
    return action();
  };
  return { dialog: waiting === null ? null : <Ask session={session} waiting={waiting} />, confirmed };
}

function Ask({ session, waiting }: { session: Session; waiting: Waiting }) {
  const [given, setGiven] = useState("");
  const [error, setError] = useState<string | undefined>(undefined);
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => box.current?.showModal(), []);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const code = session.totp ? sixDigits(given) : null;
    try {
      await staff.of(session.csrf).confirm(code === null ? { password: given } : { code });
      waiting.go();
    } catch (failure) {
      setGiven("");
      setError(problemText(failure));
      document.getElementById("confirm")?.focus();
    }
  };
  return (
    <dialog ref={box} class="card" aria-labelledby="confirm-title" onCancel={waiting.cancel}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <h2 id="confirm-title">
          <T id="confirm-title" />
        </h2>
        <p>
          <T id="confirm-about" />
        </p>
        <Field id="confirm" label={session.totp ? "confirm-either" : "confirm-password"} type="password" value={given} onValue={setGiven} autocomplete="current-password" error={error} />
        <div class="actions">
          <button type="submit" class="primary">
            <T id="confirm-go" />
          </button>
          <button type="button" onClick={waiting.cancel}>
            <T id="cancel" />
          </button>
        </div>
      </form>
    </dialog>
  );
}
