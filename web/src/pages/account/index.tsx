// SPDX-License-Identifier: AGPL-3.0-or-later
//
// One's own account: password, authenticator app, recovery codes, sessions.

import "../../styles/staff.css";
import type { ComponentChild } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api, type Session } from "../../api/index.ts";
import { staff, type OwnSession, type StaffActs } from "../../api/staff.ts";
import { Alert } from "../../components/alert/index.tsx";
import { Authenticator, drawSecret, sixDigits, type Secret } from "../../components/authenticator/index.tsx";
import { Cancelled, useConfirm } from "../../components/confirm/index.tsx";
import { NewPassword, PASSWORD_CHARS_MIN } from "../../components/field/index.tsx";
import { problemText } from "../../components/problem/index.ts";
import { RecoveryCodes } from "../../components/recovery-codes/index.tsx";
import { Roles, SignedIn } from "../../components/signed-in/index.tsx";
import { language, locale, t, T } from "../../components/text/index.tsx";
import { moment } from "../../i18n/format.ts";
import type { PageTexts } from "../../i18n/index.ts";
import { rememberSignedIn } from "../../storage/index.ts";
import { startPage } from "../page.tsx";

export function start(texts: PageTexts): void {
  startPage(texts, () => <SignedIn page="account">{(session, reload) => <Account session={session} reload={reload} />}</SignedIn>);
}

interface PartProps {
  readonly session: Session;
  readonly acts: StaffActs;
  /** Runs it, confirmed where needed; the text of what went wrong, or null. */
  readonly run: (action: () => Promise<void>) => Promise<string | null>;
}

function Account({ session, reload }: { session: Session; reload: () => Promise<void> }) {
  const { dialog, confirmed } = useConfirm(session);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [sessions, setSessions] = useState<readonly OwnSession[]>([]);
  const refresh = async (): Promise<void> => setSessions(await staff.sessions());
  useEffect(() => void refresh(), []);
  const acts = staff.of(session.csrf);
  const run = async (action: () => Promise<void>): Promise<string | null> => {
    try {
      await confirmed(action);
      await refresh();
      return null;
    } catch (error) {
      return error instanceof Cancelled ? null : problemText(error);
    }
  };
  const part = { session, acts, run };
  if (codes !== null) {
    const done = async (): Promise<void> => {
      await reload();
      setCodes(null);
    };
    return <RecoveryCodes codes={codes} login={session.login} onDone={() => void done()} />;
  }
  return (
    <>
      {dialog}
      <p>{t("account-login", { login: session.login })}</p>
      <Roles roles={session.roles} />
      <Factor {...part} onCodes={setCodes} />
      <Password {...part} />
      <Sessions {...part} sessions={sessions} />
    </>
  );
}

function Part({ title, children }: { title: string; children: ComponentChild }) {
  return (
    <section class="card part">
      <h2>
        <T id={title} />
      </h2>
      {children}
    </section>
  );
}

function Factor({ session, acts, run, onCodes }: PartProps & { onCodes: (codes: readonly string[]) => void }) {
  const [secret, setSecret] = useState<Secret | null>(null);
  const [city, setCity] = useState("");
  const [code, setCode] = useState("");
  const [error, setError] = useState<string | undefined>(undefined);
  const begin = async (): Promise<void> => {
    setCity((await api.city()).name);
    setCode("");
    setSecret(drawSecret());
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const digits = sixDigits(code);
    if (digits === null || secret === null) return setError(t("totp-code-missing"));
    const wrong = await run(async () => onCodes((await acts.setTotp({ secret: secret.base64url, code: digits })).recovery_codes));
    setError(wrong ?? undefined);
  };
  const renew = async (): Promise<void> => {
    const wrong = await run(async () => onCodes((await acts.renewRecoveryCodes()).recovery_codes));
    setError(wrong ?? undefined);
  };
  return (
    <Part title="totp-title">
      {!session.totp && (
        <Alert kind="warning" title="totp-missing">
          <p>
            <T id="totp-missing-detail" />
          </p>
        </Alert>
      )}
      {secret === null ? (
        <>
          {session.totp && (
            <p>
              <T id="totp-there" /> {t("recovery-left", { count: session.recovery_codes_left })}
            </p>
          )}
          {error !== undefined && (
            <p class="field-message" role="alert">
              {error}
            </p>
          )}
          <div class="actions">
            <button type="button" class={session.totp ? "" : "primary"} onClick={() => void begin()}>
              {t(session.totp ? "totp-replace" : "totp-set-up")}
            </button>
            {session.totp && (
              <button type="button" onClick={() => void renew()}>
                <T id="recovery-renew" />
              </button>
            )}
          </div>
        </>
      ) : (
        <form onSubmit={(event) => void submit(event)} noValidate>
          <Authenticator secret={secret} city={city} login={session.login} code={code} onCode={setCode} error={error} />
          <div class="actions">
            <button type="submit" class="primary">
              <T id="totp-finish" />
            </button>
            <button type="button" onClick={() => (setSecret(null), setError(undefined))}>
              <T id="cancel" />
            </button>
          </div>
        </form>
      )}
    </Part>
  );
}

function Password({ acts, run }: PartProps) {
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const [error, setError] = useState<string | undefined>(undefined);
  const [done, setDone] = useState(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setDone(false);
    if ([...password].length < PASSWORD_CHARS_MIN) return setError(t("password-short"));
    let changed = false;
    const wrong = await run(async () => {
      await acts.setPassword(password);
      changed = true;
    });
    setError(wrong ?? undefined);
    setDone(changed);
    if (changed) setPassword("");
  };
  return (
    <Part title="password-title">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <NewPassword id="new-password" label="password-new" value={password} onValue={setPassword} shown={shown} onShown={setShown} error={error} />
        {done && (
          <p role="status">
            <T id="password-changed" />
          </p>
        )}
        <button type="submit">
          <T id="password-change" />
        </button>
      </form>
    </Part>
  );
}

function Sessions({ sessions, acts, run }: PartProps & { sessions: readonly OwnSession[] }) {
  const when = (seconds: number): string => moment(locale(), undefined, Math.floor(seconds / 60));
  const [error, setError] = useState<string | null>(null);
  const everywhere = async (): Promise<void> => {
    try {
      await acts.endAllSessions();
      rememberSignedIn(false);
      location.assign(`/${language()}/sign-in`);
    } catch (failure) {
      setError(problemText(failure));
    }
  };
  const end = async (id: number): Promise<void> => setError(await run(() => acts.endSession(id)));
  return (
    <Part title="sessions-title">
      <p>
        <T id="sessions-about" />
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("sessions-begun")}</th>
            <th scope="col">{t("sessions-used")}</th>
            <th scope="col">
              <span class="visually-hidden">{t("sessions-end")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map(({ id, begun, used, current }) => (
            <tr key={id}>
              <th scope="row">{when(begun)}</th>
              <td>{when(used)}</td>
              <td>
                {current ? (
                  t("sessions-this")
                ) : (
                  <button type="button" onClick={() => void end(id)}>
                    <T id="sessions-end" />
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {error !== null && (
        <p class="field-message" role="alert">
          {error}
        </p>
      )}
      <div class="actions">
        <button type="button" onClick={() => void everywhere()}>
          <T id="sessions-end-all" />
        </button>
      </div>
    </Part>
  );
}
