// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Behind the link that an administrator made: choose a password, set up an authenticator app, keep the recovery codes.
// The token comes in the fragment, which leaves the address before anything is asked of the server.

import "../../styles/staff.css";
import { useEffect, useState } from "preact/hooks";
import type { Session } from "../../api/index.ts";
import { staff, type Invitation } from "../../api/staff.ts";
import { Alert } from "../../components/alert/index.tsx";
import { Authenticator, drawSecret, sixDigits } from "../../components/authenticator/index.tsx";
import { ErrorSummary, type FieldError } from "../../components/error-summary/index.tsx";
import { NewPassword, PASSWORD_CHARS_MIN } from "../../components/field/index.tsx";
import { problemText } from "../../components/problem/index.ts";
import { RecoveryCodes } from "../../components/recovery-codes/index.tsx";
import { Roles, staffAddress } from "../../components/signed-in/index.tsx";
import { locale, t, T } from "../../components/text/index.tsx";
import { moment } from "../../i18n/format.ts";
import type { PageTexts } from "../../i18n/index.ts";
import { rememberSignedIn } from "../../storage/index.ts";
import { nameCity, startPage } from "../page.tsx";

export function start(texts: PageTexts): void {
  const token = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  startPage(texts, () => <Open token={token} />);
  nameCity();
}

function Open({ token }: { token: string }) {
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [made, setMade] = useState<(Session & { readonly recovery_codes?: readonly string[] }) | null>(null);
  useEffect(() => {
    if (!/^[A-Za-z0-9_-]{43}$/.test(token)) setFailure(t("invitation-incomplete"));
    else staff.invitation(token).then(setInvitation, (error: unknown) => setFailure(problemText(error)));
  }, []);
  const leave = (): void => location.assign(staffAddress("account"));
  if (made !== null) {
    if (made.recovery_codes === undefined) return <Made onDone={leave} />;
    return <RecoveryCodes codes={made.recovery_codes} login={made.login} onDone={leave} />;
  }
  if (failure !== null) {
    return (
      <Alert kind="error" title="invitation-failed">
        <p>{failure}</p>
      </Alert>
    );
  }
  if (invitation === null) {
    return (
      <p role="status">
        <T id="loading" />
      </p>
    );
  }
  return <Form invitation={invitation} token={token} onMade={setMade} />;
}

function Made({ onDone }: { onDone: () => void }) {
  return (
    <>
      <Alert kind="success" title="invitation-made" />
      <button type="button" class="primary" onClick={onDone}>
        <T id="go-on" />
      </button>
    </>
  );
}

function Form({ invitation, token, onMade }: { invitation: Invitation; token: string; onMade: (made: Session) => void }) {
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const [secret] = useState(drawSecret);
  const [code, setCode] = useState("");
  const [later, setLater] = useState(false);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const of = (field: string): string | undefined => errors.find((error) => error.field === field)?.text;

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const digits = sixDigits(code);
    const wrong = [
      ...([...password].length < PASSWORD_CHARS_MIN ? [{ field: "new-password", text: t("password-short") }] : []),
      ...(!later && digits === null ? [{ field: "totp-code", text: t("totp-code-missing") }] : []),
    ];
    setErrors(wrong);
    if (wrong.length > 0) return;
    try {
      const made = await staff.acceptInvitation(token, password, later || digits === null ? undefined : { secret: secret.base64url, code: digits });
      rememberSignedIn(true);
      onMade(made);
    } catch (error) {
      setErrors([{ field: later ? "new-password" : "totp-code", text: problemText(error) }]);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <ErrorSummary errors={errors} />
      <p class="lead">{t("invitation-about", { name: invitation.name, city: invitation.city })}</p>
      <Roles roles={invitation.roles} />
      <p class="quiet">{t("invitation-until", { when: moment(locale(), undefined, Math.floor(invitation.expires / 60)) })}</p>
      <h2>
        <T id="invitation-password" />
      </h2>
      <div class="field">
        <label for="login">{t("invitation-login")}</label>
        <input id="login" value={invitation.login} autocomplete="username" readOnly />
      </div>
      <NewPassword id="new-password" label="password-new" value={password} onValue={setPassword} shown={shown} onShown={setShown} error={of("new-password")} />
      <h2>
        <T id="totp-title" />
      </h2>
      {!invitation.require_totp && (
        <p class="tick">
          <input id="totp-later" type="checkbox" checked={later} onInput={(event) => setLater(event.currentTarget.checked)} />
          <label for="totp-later">
            <T id="totp-later" />
          </label>
        </p>
      )}
      {!later && <Authenticator secret={secret} city={invitation.city} login={invitation.login} code={code} onCode={setCode} error={of("totp-code")} />}
      <div class="actions">
        <button type="submit" class="primary">
          <T id="invitation-accept" />
        </button>
      </div>
    </form>
  );
}
