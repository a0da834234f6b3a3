// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Login and password, then a code where the account has a second factor. Leads back to the page that asked for it.

import "../../styles/staff.css";
import { useEffect, useState } from "preact/hooks";
import { api, ApiProblem, type Session } from "../../api/index.ts";
import { Alert } from "../../components/alert/index.tsx";
import { ErrorSummary, type FieldError } from "../../components/error-summary/index.tsx";
import { Field } from "../../components/field/index.tsx";
import { problemText } from "../../components/problem/index.ts";
import { addressBack, Roles, StaffLinks, staffAddress } from "../../components/signed-in/index.tsx";
import { t, T } from "../../components/text/index.tsx";
import type { PageTexts } from "../../i18n/index.ts";
import { rememberSignedIn, signedInHere } from "../../storage/index.ts";
import { nameCity, startPage } from "../page.tsx";

export function start(texts: PageTexts): void {
  startPage(texts, () => <SignIn />);
  nameCity();
}

function SignIn() {
  const [session, setSession] = useState<Session | null>(null);
  useEffect(() => {
    if (signedInHere()) api.session().then(setSession, (error: unknown) => error instanceof ApiProblem && rememberSignedIn(false));
  }, []);
  if (session !== null) return <Done session={session} />;
  const arrived = (fresh: Session): void => {
    rememberSignedIn(true);
    if (fresh.totp) location.replace(addressBack(location.hash.slice(1)) ?? staffAddress("home"));
    else setSession(fresh);
  };
  return <Form onSession={arrived} />;
}

function Form({ onSession }: { onSession: (session: Session) => void }) {
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [step, setStep] = useState<"password" | "code">("password");
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const of = (field: string): string | undefined => errors.find((error) => error.field === field)?.text;

  const missing = (): FieldError[] => {
    if (step === "code") return code.trim() === "" ? [{ field: "code", text: t("sign-in-code-missing") }] : [];
    return [
      ...(login.trim() === "" ? [{ field: "login", text: t("sign-in-login-missing") }] : []),
      ...(password === "" ? [{ field: "password", text: t("sign-in-password-missing") }] : []),
    ];
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const wrong = missing();
    setErrors(wrong);
    if (wrong.length > 0) return;
    try {
      onSession(await api.signIn(login.trim(), password, step === "code" ? code.trim() : undefined));
    } catch (error) {
      setCode("");
      if (error instanceof ApiProblem && error.slug === "code-needed") {
        setStep("code");
        return;
      }
      // The password stays for the next code, and only for that.
      if (!(step === "code" && error instanceof ApiProblem && error.slug === "bad-code")) {
        setPassword("");
        setStep("password");
        setErrors([{ field: "password", text: problemText(error) }]);
      } else {
        setErrors([{ field: "code", text: problemText(error) }]);
      }
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <ErrorSummary errors={errors} />
      {step === "password" ? (
        <>
          <p>
            <T id="sign-in-about" />
          </p>
          <Field id="login" label="sign-in-login" value={login} onValue={setLogin} autocomplete="username" error={of("login")} />
          <Field id="password" label="sign-in-password" type="password" value={password} onValue={setPassword} autocomplete="current-password" error={of("password")} />
        </>
      ) : (
        <Code code={code} onCode={setCode} error={of("code")} />
      )}
      <div class="actions">
        <button type="submit" class="primary">
          <T id="sign-in-start" />
        </button>
        {step === "code" && (
          <button type="button" onClick={() => (setPassword(""), setStep("password"), setErrors([]))}>
            <T id="back" />
          </button>
        )}
      </div>
    </form>
  );
}

function Code({ code, onCode, error }: { code: string; onCode: (code: string) => void; error: string | undefined }) {
  useEffect(() => document.getElementById("code")?.focus(), []);
  return <Field id="code" label="sign-in-code" hint="sign-in-code-hint" value={code} onValue={onCode} autocomplete="one-time-code" error={error} />;
}

function Done({ session }: { session: Session }) {
  const back = addressBack(location.hash.slice(1));
  return (
    <>
      <StaffLinks session={session} page={null} />
      {back !== null && (
        <div class="actions">
          <a class="button primary" href={back}>
            <T id="go-on" />
          </a>
        </div>
      )}
      {!session.totp && (
        <Alert kind="warning" title="totp-missing">
          <p>
            <T id="totp-missing-detail" /> <a href={staffAddress("account")}>{t("totp-set-up")}</a>
          </p>
        </Alert>
      )}
      <h2>
        <T id="roles-title" />
      </h2>
      <Roles roles={session.roles} />
      <div class="actions">
        <a class="button primary" href={staffAddress("home")}>
          <T id="staff-home" />
        </a>
      </div>
    </>
  );
}
